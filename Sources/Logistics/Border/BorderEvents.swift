package import Measures

// What the journal holds of the border: a message about a declaration, a hold that changes hands, and a correction of the data.
//
//   declared     side message verdict state Δissued mrn note, then a word of bits and what they announce:
//                1 limit  2 amount  4 reference  8 pointer  16 validation  32 document  64 fingerprint
//   hold_passed  reason step owner Δdue note, then bits: 1 limit  2 amount
//   amended      field before after note bits                 a value is number, unit, text
//
// A bit that is added announces something behind all that went before.

extension Event {
  /// A message about a declaration, and what the control room made of it.
  package struct Declared: Sendable, BitwiseCopyable {
    package var side: BorderSide
    package var message: CustomsMessage
    /// What the control room made of it when it heard.
    package var verdict: Verdict
    /// What has become of the declaration by it.
    package var state: DeclarationState
    /// When it was sent, by the one who says so.
    package var issued: Instant
    /// Until when an answer is wanted; the epoch where none was set.
    package var limit: Instant
    /// The duty and tax, or what the balance lacks; of no currency where none was told.
    package var amount: Money
    /// The declaration's number with customs.
    package var mrn: TextID
    /// Our own number of it (LRN, functional reference).
    package var reference: TextID
    /// Where it is wrong, section by section ("42A/67A/68A/23A/21A:145").
    package var pointer: TextID
    /// By which rule it is wrong ("CDS12005").
    package var validation: TextID
    /// The document that is demanded; nil where none was named.
    package var document: Document?
    package var note: TextID
    /// What tells this very message from every other, where it came from a file; 0 otherwise.
    package var fingerprint: UInt64

    /// A message; the caller fills in what else it says.
    package init(_ message: CustomsMessage, _ side: BorderSide, issued: Instant) {
      self.side = side
      self.message = message
      verdict = .beside
      state = .none
      self.issued = issued
      limit = .epoch
      amount = Money(minor: 0, .none)
      mrn = .none
      reference = .none
      pointer = .none
      validation = .none
      document = nil
      note = .none
      fingerprint = 0
    }
  }

  /// A hold that changes hands, or is asked about again.
  package struct HoldPassed: Sendable, BitwiseCopyable {
    package var reason: HoldReason
    package var step: HoldStep
    /// Who has it from now on: the clock stands still while that is an authority.
    package var owner: PartyRole
    /// The limit that an authority has set; the epoch where it has set none now.
    package var limit: Instant
    /// When it runs out from now on; the epoch while the clock stands still.
    package var due: Instant
    /// What is due for it; of no currency where that is as it was.
    package var amount: Money
    package var note: TextID

    /// The hold for `reason` is with `owner` from now on.
    package init(_ reason: HoldReason, _ step: HoldStep, owner: PartyRole, due: Instant = .epoch, note: TextID = .none)
    {
      self.reason = reason
      self.step = step
      self.owner = owner
      limit = .epoch
      self.due = due
      amount = Money(minor: 0, .none)
      self.note = note
    }
  }

  /// A correction of what is declared of the goods.
  package struct Amendment: Sendable, BitwiseCopyable {
    package var field: DeclaredField
    package var before: DeclaredValue
    package var after: DeclaredValue
    /// Why.
    package var note: TextID
    /// Whether it takes the last correction of this field back.
    package var isTakenBack = false
    /// Whether the field counts as corrected after it; of one of the order's terms, whether any of them does.
    package var isCorrected = true

    /// A correction from one value to another.
    package init(_ field: DeclaredField, from before: DeclaredValue, to after: DeclaredValue, note: TextID = .none) {
      self.field = field
      self.before = before
      self.after = after
      self.note = note
    }
  }
}

/// How a hold came to where it is.
package enum HoldStep: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// It was opened.
  case opened
  /// It was opened because a declaration was refused: lodging again ends it.
  case refused
  /// Whoever had to answer did, and the authority decides.
  case answered
  /// The goods were presented.
  case presented
  /// The authority's decision was appealed against.
  case appealed
  /// The authority asked again, or set another limit or amount.
  case demanded
  /// The step before was taken back.
  case takenBack

  /// The stable name, as it stands in journals.
  package var name: String {
    switch self {
    case .opened: "opened"
    case .refused: "refused"
    case .answered: "answered"
    case .presented: "presented"
    case .appealed: "appealed"
    case .demanded: "demanded"
    case .takenBack: "taken-back"
    }
  }

  /// What an operator reads of a hold that came by it to whoever has it.
  package var words: String {
    switch self {
    case .opened: "opened"
    case .refused: "declaration refused"
    case .answered: "answered"
    case .presented: "goods presented"
    case .appealed: "appealed against"
    case .demanded: "demanded again"
    case .takenBack: "taken back"
    }
  }
}

extension PartyRole {
  /// Whether it decides at the border, so that our clock stands still while it has a hold.
  @inlinable
  package var isAuthority: Bool { self == .customs || self == .agency }
}

/// A set of roles in one word.
package struct RoleSet: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// One bit a role, by its row.
  package var rawValue: UInt16

  /// The set with these bits.
  @inlinable
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The set of one role.
  @inlinable
  package init(_ role: PartyRole) { rawValue = 1 << UInt16(role.rawValue) }

  /// The set of these roles.
  package init(_ roles: [PartyRole]) { rawValue = roles.reduce(0) { $0 | RoleSet($1).rawValue } }

  /// What an operator may be given beside the desk's own: compliance clears denied parties.
  package static let grantable: [PartyRole] = [.compliance]

  /// The authorities at the border.
  package static let authorities = RoleSet([.customs, .agency])

  /// The roles of the set, in the order of their table.
  package var roles: [PartyRole] { PartyRole.allCases.filter { contains(RoleSet($0)) } }
}

// MARK: - Coding

extension Event.Declared {
  func encode(_ at: Instant, _ names: Vocabulary, _ out: inout ByteWriter) {
    out.number(UInt64(names.number(side)))
    out.number(UInt64(names.number(message)))
    out.number(UInt64(names.number(verdict)))
    out.number(UInt64(names.number(state)))
    out.signed((at - issued).milliseconds)
    out.number(UInt64(mrn.number))
    out.number(UInt64(note.number))
    let bits: UInt64 =
      (limit == .epoch ? 0 : 1) | (amount.currency == .none ? 0 : 2) | (reference == .none ? 0 : 4)
      | (pointer == .none ? 0 : 8) | (validation == .none ? 0 : 16) | (document == nil ? 0 : 32)
      | (fingerprint == 0 ? 0 : 64)
    guard bits != 0 else { return }
    out.number(bits)
    if limit != .epoch { out.signed((limit - at).milliseconds) }
    if amount.currency != .none {
      out.signed(amount.minor)
      out.number(UInt64(amount.currency.packed))
    }
    if reference != .none { out.number(UInt64(reference.number)) }
    if pointer != .none { out.number(UInt64(pointer.number)) }
    if validation != .none { out.number(UInt64(validation.number)) }
    if let document { out.number(UInt64(names.number(document))) }
    if fingerprint != 0 { out.fixed64(fingerprint) }
  }

  init?(_ at: Instant, _ fields: inout FieldReader, _ names: Vocabulary) {
    guard let side = names.side(fields.number()), let message = names.message(fields.number()),
      let verdict = names.verdict(fields.number()), let state = names.state(fields.number())
    else { return nil }
    self.init(message, side, issued: at - Span(milliseconds: fields.signed()))
    self.verdict = verdict
    self.state = state
    mrn = fields.text()
    note = fields.text()
    let bits = fields.isAtEnd ? 0 : fields.number()
    if bits & 1 != 0 { limit = at + Span(milliseconds: fields.signed()) }
    if bits & 2 != 0 {
      let minor = fields.signed()
      amount = Money(minor: minor, Currency(packed: UInt16(clamping: fields.number())))
    }
    if bits & 4 != 0 { reference = fields.text() }
    if bits & 8 != 0 { pointer = fields.text() }
    if bits & 16 != 0 { validation = fields.text() }
    if bits & 32 != 0 {
      guard let document = names.document(fields.number()) else { return nil }
      self.document = document
    }
    if bits & 64 != 0 { fingerprint = fields.fixed64() }
  }
}

extension Event.HoldPassed {
  func encode(_ at: Instant, _ names: Vocabulary, _ out: inout ByteWriter) {
    out.number(UInt64(names.number(reason)))
    out.number(UInt64(names.number(step)))
    out.number(UInt64(names.number(owner)))
    out.distance(due == .epoch ? nil : (due - at).milliseconds)
    out.number(UInt64(note.number))
    let bits: UInt64 = (limit == .epoch ? 0 : 1) | (amount.currency == .none ? 0 : 2)
    guard bits != 0 else { return }
    out.number(bits)
    if limit != .epoch { out.signed((limit - at).milliseconds) }
    if amount.currency != .none {
      out.signed(amount.minor)
      out.number(UInt64(amount.currency.packed))
    }
  }

  init?(_ at: Instant, _ fields: inout FieldReader, _ names: Vocabulary) {
    guard let reason = names.reason(fields.number()), let step = names.step(fields.number()),
      let owner = names.role(fields.number())
    else { return nil }
    let due = fields.distance().map { at + Span(milliseconds: $0) } ?? .epoch
    self.init(reason, step, owner: owner, due: due, note: fields.text())
    let bits = fields.isAtEnd ? 0 : fields.number()
    if bits & 1 != 0 { limit = at + Span(milliseconds: fields.signed()) }
    if bits & 2 != 0 {
      let minor = fields.signed()
      amount = Money(minor: minor, Currency(packed: UInt16(clamping: fields.number())))
    }
  }
}

extension Event.Amendment {
  func encode(_ names: Vocabulary, _ out: inout ByteWriter) {
    out.number(UInt64(names.number(field)))
    before.encode(&out)
    after.encode(&out)
    out.number(UInt64(note.number))
    let bits: UInt64 = (isTakenBack ? 1 : 0) | (isCorrected ? 0 : 2)
    if bits != 0 { out.number(bits) }
  }

  init?(_ fields: inout FieldReader, _ names: Vocabulary) {
    guard let field = names.field(fields.number()) else { return nil }
    let before = DeclaredValue(&fields)
    let after = DeclaredValue(&fields)
    self.init(field, from: before, to: after, note: fields.text())
    let bits = fields.isAtEnd ? 0 : fields.number()
    isTakenBack = bits & 1 != 0
    isCorrected = bits & 2 == 0
  }
}

extension DeclaredValue {
  func encode(_ out: inout ByteWriter) {
    out.signed(number)
    out.number(UInt64(unit))
    out.number(UInt64(text.number))
  }

  init(_ fields: inout FieldReader) {
    self.init()
    number = fields.signed()
    unit = UInt16(clamping: fields.number())
    text = fields.text()
  }
}

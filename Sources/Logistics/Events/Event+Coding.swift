package import Measures

// An event's body in the journal. Shipment, kind and time stand in columns of their own; the body is what is left, field
// after field, numbers in LEB128, names by their dictionary number, times as the distance from the time heard:
//
//   claimed   role name milestone kind verdict Δhappened offset place placeText code reason+1 note fingerprint
//
// A field that is added goes to the end; a body that ends early has the field's default.

extension Event {
  /// Writes the body to the end of `out`.
  package func encode(_ names: Vocabulary, into out: inout ByteWriter) {
    out.number(UInt64(names.number(by.role)))
    out.number(by.name)
    switch what {
    case .ordered(let order): encode(order, names, &out)
    case .lined(let line):
      out.number(line.goods)
      out.number(UInt64(line.hs))
      out.signed(Int64(line.quantity))
      out.signed(line.value.minor)
      out.number(UInt64(line.value.currency.packed))
      out.signed(Int64(line.weight.value))
    case .stated(let statement):
      out.number(UInt64(names.number(statement.field)))
      statement.value.encode(&out)
    case .claimed(let claim): encode(claim, names, &out)
    case .holdOpened(let hold):
      out.number(UInt64(names.number(hold.reason)))
      out.number(UInt64(names.number(hold.stops)))
      out.signed((at - hold.since).milliseconds)
      out.distance(hold.due == .epoch ? nil : (hold.due - at).milliseconds)
      out.number(hold.note)
      guard hold.isAgain || hold.saysMore else { break }
      out.number(hold.isAgain ? 1 : 0)
      guard hold.saysMore else { break }
      out.number(UInt64(names.number(hold.owner)))
      out.number(UInt64(names.number(hold.step)))
      out.distance(hold.limit == .epoch ? nil : (hold.limit - at).milliseconds)
      out.signed(hold.amount.minor)
      out.number(UInt64(hold.amount.currency.packed))
      guard hold.hasTurned else { break }
      out.signed((at - hold.turnSince).milliseconds)
      out.signed(hold.ranBefore.milliseconds)
    case .holdClosed(let hold):
      out.number(UInt64(names.number(hold.reason)))
      out.number(hold.note)
    case .documentRequested(let paper), .documentAttached(let paper), .documentWithdrawn(let paper):
      out.number(UInt64(names.number(paper.document)))
      out.number(paper.note)
    case .noted(let note): out.number(note.text)
    case .owned(let ownership): out.number(ownership.owner)
    case .corrected(let correction):
      out.number(UInt64(names.number(correction.withdrawn)))
      out.number(UInt64(names.number(correction.standing)))
      out.signed((at - correction.happened).milliseconds)
      if correction.waits { out.number(1) }
    case .declared(let message): message.encode(at, names, &out)
    case .holdPassed(let passed): passed.encode(at, names, &out)
    case .amended(let amendment): amendment.encode(names, &out)
    case .tookBack(let taken):
      out.signed((at - taken.deed).milliseconds)
      if taken.isRedo { out.number(1) }
    case .alarm(let step):
      out.number(step.cause)
      out.number(UInt64(names.number(step.move)))
      out.number(UInt64(step.priority))
      out.number(UInt64(step.count))
      out.distance(step.due == .epoch ? nil : (step.due - at).milliseconds)
      out.distance(step.until == .epoch ? nil : (step.until - at).milliseconds)
      out.number(step.text)
      out.number(UInt64(names.number(step.disposition)))
    }
  }

  private func encode(_ claim: Claim, _ names: Vocabulary, _ out: inout ByteWriter) {
    out.number(UInt64(names.number(claim.milestone)))
    out.number(UInt64(names.number(claim.kind)))
    out.number(UInt64(names.number(claim.verdict)))
    out.signed((at - claim.happened).milliseconds)
    out.signed(Int64(claim.offset.minutes) * 2 + (claim.offsetAssumed ? 1 : 0))
    out.number(UInt64(names.number(claim.place)))
    out.number(claim.placeText)
    out.number(claim.foreignCode)
    out.number(claim.reason.map { UInt64(names.number($0)) } ?? 0)
    out.number(claim.note)
    if claim.fingerprint != 0 { out.fixed64(claim.fingerprint) }
  }

  private func encode(_ order: Ordered, _ names: Vocabulary, _ out: inout ByteWriter) {
    out.number(order.order)
    out.number(order.reference)
    out.number(order.merchant)
    out.number(order.consignee)
    out.number(order.platform)
    out.number(order.carrier)
    out.number(order.goods)
    out.number(order.payment)
    out.number(UInt64(names.number(order.origin)))
    out.number(UInt64(names.number(order.destination)))
    out.number(order.destinationText)
    out.number(UInt64(order.originCountry.packed))
    out.number(UInt64(order.destinationCountry.packed))
    out.number(UInt64(names.number(order.lane)))
    out.number(UInt64(names.number(order.mode)))
    out.number(UInt64(names.number(order.incoterm)))
    out.number(UInt64(order.hs))
    out.signed(Int64(order.weight.value))
    out.signed(order.value.minor)
    out.number(UInt64(order.value.currency.packed))
    out.signed((at - order.placedAt).milliseconds)
    out.signed(Int64(order.placedOffset.minutes))
    out.distance(order.promise == .epoch ? nil : (order.promise - order.placedAt).milliseconds)
    // A set goes by the dictionary numbers of its members, so that a new document moves no bit of an old journal.
    for set in [order.documentsNeeded, order.documentsHeld] {
      out.number(UInt64(set.count))
      var rest = set.rawValue
      while rest != 0 {
        let row = rest.trailingZeroBitCount
        rest &= rest &- 1
        if let document = Document(rawValue: UInt8(row)) { out.number(UInt64(names.number(document))) }
      }
    }
    out.number(order.simulated ? 1 : 0)
  }

  /// The event of a journal's row; nil when the body is not one that ``encode(_:into:)`` could have written.
  package init?(
    shipment: ShipmentID, kind number: UInt64, at: Instant, body: UnsafeRawBufferPointer, _ names: Vocabulary
  ) {
    var fields = FieldReader(body)
    guard let kind = names.event(number), let role = names.role(fields.number()) else { return nil }
    let by = Actor(role, name: fields.text())
    guard let what = What(kind, at, &fields, names), !fields.failed else { return nil }
    self.init(shipment, by: by, at: at, what)
  }
}

extension Event.What {
  fileprivate init?(_ kind: EventKind, _ at: Instant, _ fields: inout FieldReader, _ names: Vocabulary) {
    switch kind {
    case .ordered:
      guard let order = Event.Ordered(at, &fields, names) else { return nil }
      self = .ordered(order)
    case .lined:
      self = .lined(
        Event.OrderLine(
          goods: fields.text(), hs: UInt32(clamping: fields.number()), quantity: Int32(clamping: fields.signed()),
          value: Money(minor: fields.signed(), Currency(packed: UInt16(clamping: fields.number()))),
          weight: Grams(Int32(clamping: fields.signed()))))
    case .stated:
      guard let field = names.field(fields.number()) else { return nil }
      self = .stated(Event.Statement(field, DeclaredValue(&fields)))
    case .claimed:
      guard let claim = Event.Claim(at, &fields, names) else { return nil }
      self = .claimed(claim)
    case .holdOpened:
      guard let reason = names.reason(fields.number()), let stops = names.stage(fields.number()) else { return nil }
      let since = at - Span(milliseconds: fields.signed())
      let left = fields.distance()
      var hold = Event.HoldOpened(
        reason, stops: stops, since: since, due: left.map { at + Span(milliseconds: $0) } ?? .epoch,
        note: fields.text())
      hold.isAgain = !fields.isAtEnd && fields.number() == 1
      if !fields.isAtEnd {
        guard let owner = names.role(fields.number()), let step = names.step(fields.number()) else { return nil }
        hold.owner = owner
        hold.step = step
        hold.limit = fields.distance().map { at + Span(milliseconds: $0) } ?? .epoch
        let minor = fields.signed()
        hold.amount = Money(minor: minor, Currency(packed: UInt16(clamping: fields.number())))
      }
      if !fields.isAtEnd {
        hold.turnSince = at - Span(milliseconds: fields.signed())
        hold.ranBefore = max(.zero, Span(milliseconds: fields.signed()))
      }
      self = .holdOpened(hold)
    case .holdClosed:
      guard let reason = names.reason(fields.number()) else { return nil }
      self = .holdClosed(Event.HoldClosed(reason, note: fields.text()))
    case .documentRequested, .documentAttached, .documentWithdrawn:
      guard let document = names.document(fields.number()) else { return nil }
      let paper = Event.Paper(document, note: fields.text())
      self =
        kind == .documentRequested
        ? .documentRequested(paper)
        : kind == .documentAttached ? .documentAttached(paper) : .documentWithdrawn(paper)
    case .noted: self = .noted(Event.Note(fields.text()))
    case .owned: self = .owned(Event.Ownership(fields.text()))
    case .declared:
      guard let message = Event.Declared(at, &fields, names) else { return nil }
      self = .declared(message)
    case .holdPassed:
      guard let passed = Event.HoldPassed(at, &fields, names) else { return nil }
      self = .holdPassed(passed)
    case .amended:
      guard let amendment = Event.Amendment(&fields, names) else { return nil }
      self = .amended(amendment)
    case .tookBack:
      let deed = at - Span(milliseconds: fields.signed())
      self = .tookBack(Event.TakenBack(deed: deed, isRedo: !fields.isAtEnd && fields.number() == 1))
    case .alarm:
      let cause = fields.text()
      guard let move = names.move(fields.number()) else { return nil }
      var step = Event.AlarmStep(
        move, of: cause, priority: UInt8(min(3, fields.number())), count: UInt32(clamping: fields.number()))
      step.due = fields.distance().map { at + Span(milliseconds: $0) } ?? .epoch
      step.until = fields.distance().map { at + Span(milliseconds: $0) } ?? .epoch
      step.text = fields.text()
      step.disposition = names.disposition(fields.number()) ?? .undetermined
      self = .alarm(step)
    case .corrected:
      guard let withdrawn = names.milestone(fields.number()), let standing = names.milestone(fields.number()) else {
        return nil
      }
      let happened = at - Span(milliseconds: fields.signed())
      self = .corrected(
        Event.Correction(
          withdrawn: withdrawn, standing: standing, happened: happened,
          waits: !fields.isAtEnd && fields.number() == 1))
    }
  }
}

extension Event.Claim {
  fileprivate init?(_ at: Instant, _ fields: inout FieldReader, _ names: Vocabulary) {
    guard let milestone = names.milestone(fields.number()), let kind = names.kind(fields.number()),
      let verdict = names.verdict(fields.number())
    else { return nil }
    self.init(milestone, happened: at - Span(milliseconds: fields.signed()))
    self.kind = kind
    self.verdict = verdict
    let offset = fields.signed()
    self.offset = ZoneOffset(minutes: Int16(clamping: offset >> 1))
    offsetAssumed = offset & 1 != 0
    guard let place = names.place(fields.number()) else { return nil }
    self.place = place
    placeText = fields.text()
    foreignCode = fields.text()
    let reason = fields.number()
    if reason != 0 {
      guard let known = names.reason(reason) else { return nil }
      self.reason = known
    }
    note = fields.text()
    fingerprint = fields.isAtEnd ? 0 : fields.fixed64()
  }
}

extension Event.Ordered {
  fileprivate init?(_ at: Instant, _ fields: inout FieldReader, _ names: Vocabulary) {
    self.init(placedAt: at)
    order = fields.text()
    reference = fields.text()
    merchant = fields.text()
    consignee = fields.text()
    platform = fields.text()
    carrier = fields.text()
    goods = fields.text()
    payment = fields.text()
    guard let origin = names.place(fields.number()), let destination = names.place(fields.number()) else { return nil }
    self.origin = origin
    self.destination = destination
    destinationText = fields.text()
    originCountry = Country(packed: UInt16(clamping: fields.number()))
    destinationCountry = Country(packed: UInt16(clamping: fields.number()))
    guard let lane = names.lane(fields.number()), let mode = names.mode(fields.number()),
      let incoterm = names.incoterm(fields.number())
    else { return nil }
    self.lane = lane
    self.mode = mode
    self.incoterm = incoterm
    hs = UInt32(clamping: fields.number())
    weight = Grams(Int32(clamping: fields.signed()))
    let minor = fields.signed()
    value = Money(minor: minor, Currency(packed: UInt16(clamping: fields.number())))
    placedAt = at - Span(milliseconds: fields.signed())
    placedOffset = ZoneOffset(minutes: Int16(clamping: fields.signed()))
    promise = fields.distance().map { placedAt + Span(milliseconds: $0) } ?? .epoch
    documentsNeeded = fields.documents(names)
    documentsHeld = fields.documents(names)
    simulated = fields.number() == 1
  }
}

extension ByteWriter {
  /// A distance that may be none: 0 for none, and those from 0 on move up by one.
  mutating func distance(_ value: Int64?) {
    signed(value.map { $0 >= 0 ? $0 &+ 1 : $0 } ?? 0)
  }

  fileprivate mutating func number(_ text: TextID) { number(UInt64(text.number)) }
}

/// Reads a body's fields in order; past the end, and after a fault, every field is 0.
struct FieldReader {
  private let bytes: UnsafeRawBufferPointer
  private var next = 0
  private(set) var failed = false

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { next >= bytes.count }

  mutating func number() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while next < bytes.count {
      let byte = bytes[next]
      next += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
      shift += 7
      if shift > 63 { break }
    }
    if shift != 0 { failed = true }
    return 0
  }

  mutating func signed() -> Int64 {
    let raw = number()
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }

  mutating func distance() -> Int64? {
    let value = signed()
    return value == 0 ? nil : value > 0 ? value - 1 : value
  }

  mutating func text() -> TextID { TextID(UInt32(truncatingIfNeeded: number())) }

  mutating func fixed64() -> UInt64 {
    guard bytes.count - next >= 8 else {
      failed = true
      return 0
    }
    defer { next += 8 }
    return (0..<8).reduce(0) { $0 | UInt64(bytes[next + $1]) << UInt64($1 * 8) }
  }

  mutating func documents(_ names: Vocabulary) -> DocumentSet {
    var set: DocumentSet = []
    for _ in 0..<min(number(), 64) {
      guard let document = names.document(number()) else {
        failed = true
        return set
      }
      set.insert(DocumentSet(document))
    }
    return set
  }
}

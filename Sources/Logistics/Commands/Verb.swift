package import Measures

// What a person at the desk can do to shipments, by name. Palette, keys, `clearway do` and the audit all speak of these.

/// One thing the desk can do, with what it needs to know, in plain texts.
package enum Verb: Hashable, Sendable {
  case advance
  case hold(HoldReason, note: String)
  case release(HoldReason?, note: String)
  case request(Document?, note: String)
  case attach(Document?, note: String)
  case pay(Money? = nil, note: String)
  case file(Filing?, note: String)
  case correct(TypedCorrection, note: String)
  case answer(HoldReason?, note: String)
  case present(note: String)
  case appeal(HoldReason?, note: String)
  case abandon(note: String)
  case destroy(note: String)
  case note(String)
  case own(String)
  case cancel(note: String)
  case sendBack(note: String)
  case openReturn(note: String)
  case settle(Settlement, note: String)
  case undo
  case redo

  /// The verbs' names with what they take, in the order of the palette.
  package static let table: [Entry] = [
    Entry("advance", "", "move on to the next step", confirms: false, .undone),
    Entry("hold", "[REASON]", "stop the way here (OP, H01 ... H24)", confirms: false, .undone),
    Entry("release", "[REASON]", "end a hold, or all that can be ended", confirms: false, .undone),
    Entry("request", "[DOCUMENT]", "ask for what is missing, or for one document", confirms: false, .stays),
    Entry("attach", "[DOCUMENT]", "put what is missing, or one document, into the folder", confirms: false, .undone),
    Entry("pay", "[AMOUNT] [NOTE]", "pay duty and tax on the consignee's behalf", confirms: true, .lasting),
    Entry("file", "[WHICH]", "lodge a declaration (export, import, pre-arrival), or again", confirms: true, .lasting),
    Entry(
      "correct", "FIELD VALUE [because REASON]", "put declared data right, by an amendment once lodged",
      confirms: false, .undone),
    Entry("answer", "[REASON]", "send what a hold asks for: customs have it then", confirms: false, .undone),
    Entry("present", "", "present the goods for a scan or an inspection", confirms: false, .undone),
    Entry("appeal", "[REASON]", "appeal against what an authority decided", confirms: false, .undone),
    Entry("abandon", "", "abandon the goods to customs", confirms: true, .lasting),
    Entry("destroy", "", "have the goods destroyed under customs' eyes", confirms: true, .lasting),
    Entry("note", "TEXT", "write a note", confirms: false, .stays),
    Entry("own", "[NAME]", "take the care of it, or give it to somebody", confirms: false, .undone),
    Entry("cancel", "", "cancel the order while it is with the merchant", confirms: true, .lasting),
    Entry("send-back", "", "return it to the sender undelivered", confirms: true, .undone),
    Entry("open-return", "", "open a return after delivery", confirms: false, .undone),
    Entry("refund", "", "settle an inspected return with money", confirms: true, .lasting),
    Entry("exchange", "", "settle an inspected return with another piece", confirms: true, .lasting),
    Entry("repair", "", "settle an inspected return with a repair", confirms: false, .undone),
    Entry("undo", "", "take back your own last deed", confirms: false, .undone),
    Entry("redo", "", "do again what you took back last", confirms: false, .undone),
  ]

  /// A row of ``table``.
  package struct Entry: Sendable {
    /// The stable name.
    package let name: String
    /// What it takes, as the help prints it.
    package let takes: String
    /// What it does, a clause.
    package let words: String
    /// Whether a person is always asked first; where what it does cannot be taken back, they are in any case.
    package let confirms: Bool
    /// What undo makes of it.
    package let reversal: Reversal

    fileprivate init(_ name: String, _ takes: String, _ words: String, confirms: Bool, _ reversal: Reversal) {
      self.name = name
      self.takes = takes
      self.words = words
      self.confirms = confirms
      self.reversal = reversal
    }
  }

  /// What undo makes of a verb.
  package enum Reversal: Sendable {
    /// It is taken back; steps on which others rely (``Milestone/isReversible``) are not, whatever the verb.
    case undone
    /// It only adds to the record: a note stays and a request was sent, and nothing else changes.
    case stays
    /// It cannot be taken back.
    case lasting
  }

  /// The stable name.
  package var name: String {
    switch self {
    case .advance: "advance"
    case .hold: "hold"
    case .release: "release"
    case .request: "request"
    case .attach: "attach"
    case .pay: "pay"
    case .file: "file"
    case .correct: "correct"
    case .answer: "answer"
    case .present: "present"
    case .appeal: "appeal"
    case .abandon: "abandon"
    case .destroy: "destroy"
    case .note: "note"
    case .own: "own"
    case .cancel: "cancel"
    case .sendBack: "send-back"
    case .openReturn: "open-return"
    case .settle(.refund, _): "refund"
    case .settle(.exchange, _): "exchange"
    case .settle(.repair, _): "repair"
    case .undo: "undo"
    case .redo: "redo"
    }
  }

  /// Its row of ``table``.
  private var entry: Entry? { Verb.table.first { $0.name == name } }

  /// Whether a person is always asked first.
  package var confirms: Bool { entry?.confirms ?? true }

  /// What undo makes of it.
  package var reversal: Reversal { entry?.reversal ?? .lasting }

  /// The verb of a name and its argument, as typed; `operatorName` is who "own" means by itself.
  ///
  /// - Throws: what is wrong with the words.
  package init(
    name: some StringProtocol, argument: String = "", note: String = "", operatorName: String = ""
  ) throws(Rejection) {
    let entry = Verb.table.first { $0.name == name.lowercased() }
    guard let entry else {
      let names = Verb.table.map(\.name).joined(separator: ", ")
      throw Rejection(.unknownVerb, "there is no verb \"\(name)\"", remedy: "one of \(names)")
    }
    let note = Verb.reasoned(note)
    switch entry.name {
    case "advance": self = .advance
    case "hold": self = .hold(try Verb.reason(argument) ?? .operatorHold, note: note)
    case "release": self = .release(try Verb.reason(argument), note: note)
    case "request": self = .request(try Verb.document(argument), note: note)
    case "attach": self = .attach(try Verb.document(argument), note: note)
    case "pay":
      let (amount, rest) = try Verb.payment(argument)
      self = .pay(amount, note: rest.isEmpty ? note : rest)
    case "file": self = .file(try Verb.filing(argument), note: note)
    case "correct":
      let (typed, reason) = Verb.parted(argument, at: "because")
      self = .correct(try TypedCorrection(parsing: typed), note: reason.isEmpty ? note : reason)
    case "answer": self = .answer(try Verb.reason(argument), note: note)
    case "present": self = .present(note: note)
    case "appeal": self = .appeal(try Verb.reason(argument), note: note)
    case "abandon": self = .abandon(note: note)
    case "destroy": self = .destroy(note: note)
    case "note":
      let text = argument.isEmpty ? note : argument
      guard !text.isEmpty else { throw Rejection(.unknownVerb, "a note needs its text") }
      self = .note(text)
    case "own": self = .own(argument.isEmpty ? operatorName : argument)
    case "cancel": self = .cancel(note: note)
    case "send-back": self = .sendBack(note: note)
    case "open-return": self = .openReturn(note: note)
    case "refund": self = .settle(.refund, note: note)
    case "exchange": self = .settle(.exchange, note: note)
    case "repair": self = .settle(.repair, note: note)
    case "undo": self = .undo
    case "redo": self = .redo
    default: preconditionFailure("the verb \(entry.name) stands in the table and is not made")
    }
  }

  /// The command that it is, with its texts put through `intern`; nil for ``undo`` and ``redo``, which are
  /// decided on the shipment's dossier.
  package func command(_ intern: (String) -> TextID) -> Command? {
    switch self {
    case .advance: .advance
    case .hold(let reason, let note): .hold(reason, note: intern(note))
    case .release(let reason, let note): .release(reason, note: intern(note))
    case .request(let document, let note): .request(document, note: intern(note))
    case .attach(let document, let note): .attach(document, note: intern(note))
    case .pay(let amount, let note): .pay(amount, note: intern(note))
    case .file(let filing, let note): .lodge(filing, note: intern(note))
    case .correct(let typed, let note):
      .correct(typed.field, typed.value(intern), note: intern(note))
    case .answer(let reason, let note): .answer(reason, note: intern(note))
    case .present(let note): .present(note: intern(note))
    case .appeal(let reason, let note): .appeal(reason, note: intern(note))
    case .abandon(let note): .abandon(note: intern(note))
    case .destroy(let note): .destroy(note: intern(note))
    case .note(let text): .note(intern(text))
    case .own(let name): .own(intern(name))
    case .cancel(let note): .cancel(note: intern(note))
    case .sendBack(let note): .sendBack(note: intern(note))
    case .openReturn(let note): .openReturn(note: intern(note))
    case .settle(let settlement, let note): .settle(settlement, note: intern(note))
    case .undo, .redo: nil
    }
  }

  /// Reads "23.24 GBP paid by card", "GBP23.24", "because they asked": an amount, and what is behind it or behind the word because.
  private static func payment(_ argument: String) throws(Rejection) -> (amount: Money?, note: String) {
    let words = argument.split(separator: " ").map(String.init)
    guard let first = words.first else { return (nil, "") }
    func note(from place: Int) -> String {
      let rest = words.dropFirst(place)
      return rest.dropFirst(rest.first?.lowercased() == "because" ? 1 : 0).joined(separator: " ")
    }
    if first.lowercased() == "because" { return (nil, note(from: 0)) }
    if words.count > 1, let money = Money(typed: first + words[1]) { return (money, note(from: 2)) }
    if let money = Money(typed: first) { return (money, note(from: 1)) }
    throw Rejection(
      .malformed, "\"\(words.prefix(2).joined(separator: " "))\" is no amount",
      remedy: "as in pay 23.24 GBP, with a note behind it; or pay because WHY")
  }

  /// A note without the word that only leads to it: "because" alone gives no reason.
  private static func reasoned(_ note: String) -> String {
    let words = note.split(separator: " ", maxSplits: 1)
    return words.first?.lowercased() == "because" ? words.dropFirst().joined() : note
  }

  /// A text before and behind a word that stands by itself in it, the last time it does.
  private static func parted(_ text: String, at word: String) -> (before: String, behind: String) {
    let words = text.split(separator: " ").map(String.init)
    guard let place = words.lastIndex(where: { $0.lowercased() == word }), place > 0 else { return (text, "") }
    return (words[..<place].joined(separator: " "), words[(place + 1)...].joined(separator: " "))
  }

  private static func filing(_ argument: String) throws(Rejection) -> Filing? {
    if argument.isEmpty { return nil }
    guard let filing = Filing(name: argument) else {
      throw Rejection(
        .malformed, "there is no declaration \"\(argument)\"",
        remedy: "one of " + Filing.allCases.map(\.name).joined(separator: ", "))
    }
    return filing
  }

  private static func reason(_ argument: String) throws(Rejection) -> HoldReason? {
    if argument.isEmpty { return nil }
    guard let reason = HoldReason(code: argument) else {
      throw Rejection(.unknownVerb, "there is no hold reason \"\(argument)\"", remedy: "OP, or H01 to H24")
    }
    return reason
  }

  private static func document(_ argument: String) throws(Rejection) -> Document? {
    if argument.isEmpty { return nil }
    let name = argument.lowercased().replacing(" ", with: "_").replacing("-", with: "_")
    guard let document = Document(name: name) else {
      throw Rejection(
        .unknownVerb, "there is no document \"\(argument)\"",
        remedy: Document.allCases.map(\.name).joined(separator: ", "))
    }
    return document
  }
}

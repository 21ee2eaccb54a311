import Logistics
import Measures
import TUI

// From a key to a request, and from the answer back to the screen.
//
//   one shipment, can be taken back ───────────────────────────► submit
//   one, cannot be taken back ──► question (Cancel is chosen) ─y─► submit
//   several ──► counts: done, refused and why, hidden ─────────y─► submit
//   nothing was heard for long ──► the same question, which says so: what is acted on may be over
//
//   answer ──► what failed stays marked and is listed; what was done can be taken back

extension State {
  /// Why this screen may change nothing in the world; nil when it may.
  var lockReason: String? {
    pastRefusal ?? readOnlyReason ?? (isLocked ? "this screen is locked; :unlock opens it" : nil)
  }

  /// What to know before acting on what is shown: that nothing was heard for so long that it may be over; nil while it is fresh.
  var doubt: String? { isStale ? "Nothing was heard for \(clock.quietFor.words): this may be over." : nil }

  /// Why nothing at all can be changed now; nil when it can.
  var deskRefusal: String? {
    if let lockReason { return lockReason }
    return isLoaded ? nil : "the board is still being read"
  }

  /// Those the next deed is for: the marked ones of the list that has the keys, else the one looked at.
  var targets: [Target] { targetIDs.compactMap { target($0) } }

  var targetIDs: [ShipmentID] { marksInSight?.ids ?? current.map { [$0] } ?? [] }

  /// The marks of the list that has the keys; nil where it has none, or where something else covers it.
  private var marksInSight: Marks? {
    guard details.isEmpty, groups == nil, let markingList, !lists[markingList.rawValue].marks.isEmpty else {
      return nil
    }
    return lists[markingList.rawValue].marks
  }

  /// How many the next deed is for.
  var targetCount: Int {
    marksInSight?.count ?? (current == nil ? 0 : 1)
  }

  /// A shipment at the version that is shown.
  func target(_ id: ShipmentID) -> Target? { board[id].map { Target(id, seen: $0.version) } }

  /// What would become of a verb on a shipment now.
  struct Outlook {
    /// Why it would be refused; nil when it would not, or when only the journal knows.
    var refusal: Rejection?
    /// Whether others rely on what it does, so that it could not be taken back.
    var isLasting = false
  }

  /// What would become of a verb on a shipment now.
  func outlook(of verb: Verb, on id: ShipmentID) -> Outlook {
    guard board.contains(id) else {
      return Outlook(refusal: Rejection(.unknownShipment, "there is no \(id.label)"))
    }
    // What the texts say does not matter for the decision, so none are added to the dictionary; whether a reason for a
    // release or a payment was given does, and that what a correction says is another text than stands there.
    let stand: TextID =
      switch verb {
      case .release, .attach: TextID(1)
      case .correct: TextID(.max)
      case .advance, .hold, .request, .note, .own, .pay, .cancel, .sendBack, .openReturn, .settle, .file,
        .answer, .present, .appeal, .abandon, .destroy, .undo, .redo:
        .none
      }
    guard let command = verb.command({ $0.isEmpty ? .none : stand }) else { return Outlook() }
    if let unlawful = verb.unlawful { return Outlook(refusal: unlawful) }
    do throws(Rejection) {
      if case .own(let name) = verb, let shipment = board[id] {
        guard shipment.owner != .none, board.texts[shipment.owner] == name else { return Outlook() }
        throw Rejection(.alreadySo, "it is theirs already")
      }
      let events = try board.decide(command, about: id, by: Actor(.operatorDesk), at: now, roles: roles)
      let isRelied =
        events.contains { event in
          guard case .claimed(let claim) = event.what else { return false }
          return claim.verdict == .advances && !claim.milestone.isReversible
        }
        || events.contains { event in
          // What customs have is theirs.
          guard case .declared(let message) = event.what else { return false }
          return message.message.isOurs && !message.message.isReversible
        }
      return Outlook(isLasting: isRelied || verb.reversal == .lasting)
    } catch {
      return Outlook(refusal: error)
    }
  }

  /// Why the desk would be refused this on a shipment now; nil when it would not, or when only the journal knows.
  func refusal(of verb: Verb, on id: ShipmentID) -> Rejection? { outlook(of: verb, on: id).refusal }

  /// Why a verb cannot be done to what it would be done to; nil when it can, or to some.
  func refusal(of verb: Verb) -> String? {
    if let deskRefusal { return deskRefusal }
    switch targetCount {
    case 0: return "nothing is under the cursor"
    case 1: return targetIDs.first.flatMap { refusal(of: verb, on: $0) }?.sentence
    default: return nil
    }
  }

  /// Does a verb, or asks first.
  mutating func begin(_ verb: Verb, on targets: [Target]) -> [Effect] {
    overlay = .none
    if let deskRefusal {
      notice = Notice("\(verb.name): \(deskRefusal)", isFailure: true)
      return []
    }
    guard let first = targets.first else {
      notice = Notice("\(verb.name): nothing is under the cursor", isFailure: true)
      return []
    }
    guard targets.count <= Self.targetsMax else {
      notice = Notice("\(grouped(Self.targetsMax)) at once at most; filter more narrowly", isFailure: true)
      return []
    }
    let marks = details.isEmpty ? markingList.map { lists[$0.rawValue].marks } ?? Marks() : Marks()
    let markedIn = !marks.isEmpty && targets.allSatisfy { marks.contains($0.id) } ? markingList : nil
    if targets.count == 1 {
      let outlook = outlook(of: verb, on: first.id)
      if let refusal = outlook.refusal {
        notice = Notice(first.id.label + ": " + refusal.sentence, isFailure: true)
        return []
      }
      let isDoubted = doubt != nil && verb.trustsTheFeeds
      if !verb.confirms, !outlook.isLasting, !isDoubted, customsWord(verb, on: first.id) == nil {
        return submit(verb, targets, markedIn: markedIn)
      }
    }
    // The customs desk has no filter that could hide any.
    let hidden = view == .desk ? 0 : markedIn.map { lists[$0.rawValue].hiddenMarks } ?? 0
    var question = Confirmation(
      .verb(verb), targets: targets, hidden: hidden, markedIn: markedIn, doubt: verb.trustsTheFeeds ? doubt : nil)
    if targets.count == 1 { question.fact = fact(of: verb, on: first.id) }
    overlay = .confirm(question)
    countOn(budget: rowsPerSlice)
    return []
  }

  /// What is to be known before a verb is done to a shipment, a sentence; empty where nothing is.
  private func fact(of verb: Verb, on id: ShipmentID) -> String {
    if let word = customsWord(verb, on: id) { return word }
    guard case .pay(let amount, let note) = verb else { return "" }
    let due = dueWords(id).map { "due: \($0)" }
    let paid = amount.map { "you pay \(glyphSet == .ascii ? $0.codeText : $0.text)" }
    return [due, paid, note.isEmpty ? nil : "note: \(note)"].compactMap { $0 }.joined(separator: "; ")
  }

  /// What to know before the desk says that customs let goods go while they have the declaration: whose word that is; nil where it
  /// says no such thing.
  private func customsWord(_ verb: Verb, on id: ShipmentID) -> String? {
    guard verb == .advance, let shipment = board[id], case .success(let next) = board.nextStep(of: shipment) else {
      return nil
    }
    guard next == .exportReleased || next == .importReleased else { return nil }
    let side: BorderSide = next == .exportReleased ? .export : .import
    guard shipment.state(side).isLodged else { return nil }
    return
      "customs have the declaration (\(shipment.state(side).words)) and have not said so: it is recorded as your word"
  }

  /// Makes the request; a question may have stood open since before nothing could be changed any more.
  mutating func submit(_ verb: Verb, _ targets: [Target], markedIn: ListID?) -> [Effect] {
    if let deskRefusal {
      notice = Notice("\(verb.name): \(deskRefusal)", isFailure: true)
      return []
    }
    var deed = Pending(verb: verb, ids: Set(targets.map(\.id)), markedIn: markedIn, strokes: strokes)
    if let markedIn { deed.marks = lists[markedIn.rawValue].marks }
    pending.append(deed)
    return [.submit(verb, targets)]
  }

  /// Whether the question that is open is still being counted.
  var isCounting: Bool {
    guard case .confirm(let question) = overlay else { return false }
    return question.isCounting
  }

  /// Goes on with counting what a request would do: deciding costs about as much as looking at a dozen rows.
  mutating func countOn(budget: Int) {
    guard case .confirm(var question) = overlay, question.isCounting, case .verb(let verb) = question.act else {
      return
    }
    // The question moves out for the work, so that its lists are not copied.
    overlay = .none
    let end = min(question.targets.count, question.looked + max(64, budget / 12))
    for target in question.targets[question.looked..<end] {
      question.take(outlook(of: verb, on: target.id), of: target.id)
    }
    question.looked = end
    if !question.isCounting { question.sort() }
    overlay = .confirm(question)
  }

  /// Why no reason of the open question can be unfolded; nil when one can.
  var unfoldRefusal: String? {
    guard case .confirm(let question) = overlay else { return nil }
    return question.refusals.isEmpty ? "there is no reason to unfold" : nil
  }

  /// Why an action is no answer to the open question; nil when it is.
  func refusal(ofAnswer name: String) -> String? {
    guard case .confirm(let question) = overlay else { return nil }
    if question.isCounting { return "it is still being counted" }
    if !question.isPossible { return "nothing could be done" }
    if question.answer == name { return nil }
    let key = bindings.key(of: question.answer)
    return question.isLasting ? "it cannot be taken back: \(key) does it" : "it can be taken back: \(key) does it"
  }

  /// Takes what became of a request: failures stay marked and are listed, the rest can be taken back.
  mutating func take(_ answer: Answer) {
    let asked = pending.isEmpty ? nil : pending.removeFirst()
    // Marks that somebody has changed since are for something else.
    var isMarked = false
    if let asked, let list = asked.markedIn, lists[list.rawValue].marks == asked.marks {
      isMarked = true
      withList(list) { $0.setMarks(Marks(answer.refused.map(\.id))) }
    }
    let refused = answer.refused.map { Outcome.Refused(id: $0.id, words: $0.why.sentence) }
    if refused.count + answer.done.count > 1, !refused.isEmpty {
      let outcome = Outcome(
        verb: answer.verb.name, done: answer.done.count, refused: refused, isMarked: isMarked)
      show(.outcome(outcome), since: asked?.strokes)
    } else if let only = refused.first {
      notice = Notice("\(only.id.label): \(only.words)", isFailure: true)
    } else if let only = answer.done.first, answer.done.count == 1 {
      notice = Notice("\(only.label): \(resultWords(answer.verb, on: only))")
    } else {
      notice = Notice("\(answer.verb.doneWords): \(counted(answer.done.count, "shipment"))")
    }
    // While keys wait, what they are for stays as it was seen.
    if typedAhead.isEmpty {
      for id in visibleLists { startBuild(id) }
      startDesk()
    }
  }

  /// What was done to a shipment, as it was recorded.
  private func resultWords(_ verb: Verb, on id: ShipmentID) -> String {
    var told: [(act: String, objects: [String])] = []
    for event in log.lastDeed(on: id) {
      guard let (act, object) = verb == .undo ? event.takenBackWords(board.texts) : doneWords(event) else { continue }
      if told.last?.act != act { told.append((act, [])) }
      // A message and the milestone that it tells of are one thing to whoever did it.
      if told[told.count - 1].objects.last != object { told[told.count - 1].objects.append(object) }
    }
    guard !told.isEmpty else { return verb.doneWords }
    var words = told.map { act, objects in act + objects.joined(separator: ", ") }.joined(separator: ", ")
    // Whoever ends one of several holds is told what is left.
    let endsOne = told.contains { $0.act == "released " || $0.act.hasPrefix(HoldStep.answered.words) }
    if endsOne || verb.name == "pay" || verb.name == "present", board[id]?.isHeld ?? false {
      words += "; still open: \(board.openWords(of: id))"
    }
    return (verb == .undo ? "taken back: " : verb == .redo ? "again: " : "") + words
  }

  /// What an event of the desk did, and to what; nil for what goes with it.
  func doneWords(_ event: Event) -> (act: String, object: String)? {
    switch event.what {
    case .claimed(let claim): ("", claim.milestone.words)
    case .holdOpened(let hold): ("held for ", "\(hold.reason.code) \(hold.reason.words)")
    case .holdClosed(let hold): ("released ", "\(hold.reason.code) \(hold.reason.words)")
    case .documentRequested(let paper):
      ("asked \(addressee(of: paper.document, for: event.shipment).name) for ", paper.document.words)
    case .documentAttached(let paper): ("attached ", paper.document.words)
    case .documentWithdrawn(let paper): ("withdrew ", paper.document.words)
    case .owned(let ownership): ("owner: ", ownership.owner == .none ? "nobody" : board.texts[ownership.owner])
    case .noted, .corrected, .amended: ("", event.words(board.texts))
    case .holdPassed(let passed): ("\(passed.step.words): ", "\(passed.reason.code) \(passed.reason.words)")
    case .declared(let message): message.message.isOurs ? ("", message.message.row.words) : nil
    case .ordered, .lined, .stated, .tookBack, .alarm: nil
    }
  }

  /// Whom a request for a document goes to: whoever can give it for a hold that lacks it, else the merchant.
  func addressee(of document: Document, for id: ShipmentID) -> PartyRole {
    board[id]?.holds.first { $0.needs.contains(document) }?.playbook.addressee ?? .merchant
  }

  /// Shipments that one request may be for.
  static let targetsMax = 20_000
}

extension Rejection {
  /// The reason and the remedy in one sentence without a full stop.
  package var sentence: String { remedy.isEmpty ? words : "\(words); \(remedy)" }
}

extension Verb {
  /// Whether it is decided by what others are believed to have done: where nothing was heard for long, that is to be asked about.
  fileprivate var trustsTheFeeds: Bool {
    switch self {
    case .advance, .hold, .release, .request, .attach, .pay, .cancel, .sendBack, .openReturn, .settle, .file,
      .correct, .answer, .present, .appeal, .abandon, .destroy:
      true
    case .note, .own, .undo, .redo: false
    }
  }

  /// What was done, before a count of shipments or where no more is known.
  fileprivate var doneWords: String {
    switch self {
    case .advance: "moved on"
    case .hold(let reason, _): "held for \(reason.code) \(reason.words)"
    case .release(let reason, _): "released\(reason.map { " \($0.code)" } ?? "")"
    case .request(let document, _): "asked for \(document?.words ?? "what is missing")"
    case .attach(let document, _): "attached \(document?.words ?? "what was missing")"
    case .pay: "duty paid"
    case .file: "declaration filed"
    case .correct(let typed, _): "corrected: \(typed.text)"
    case .answer: "answered"
    case .present: "presented"
    case .appeal: "appealed"
    case .abandon: "abandoned to customs"
    case .destroy: "given up for destruction"
    case .note: "noted"
    case .own(let name): "owner: \(name)"
    case .cancel: "cancelled"
    case .sendBack: "sent back"
    case .openReturn: "return opened"
    case .settle(.refund, _): "refunded"
    case .settle(.exchange, _): "exchanged"
    case .settle(.repair, _): "sent to repair"
    case .undo: "taken back"
    case .redo: "done again"
    }
  }
}

extension Event {
  /// What an event that takes something back took back; nil for what goes with it.
  fileprivate func takenBackWords(_ texts: TextTable) -> (act: String, object: String)? {
    switch what {
    case .corrected(let correction): ("", "\(correction.withdrawn.words), \(correction.standing.words) stands")
    case .holdClosed(let hold): ("hold ", "\(hold.reason.code) \(hold.reason.words)")
    case .holdOpened(let hold): ("release of ", "\(hold.reason.code) \(hold.reason.words)")
    case .documentWithdrawn(let paper): ("attaching ", paper.document.words)
    case .owned(let ownership):
      ("", "owner is \(ownership.owner == .none ? "nobody" : texts[ownership.owner]) again")
    case .holdPassed(let passed): ("", "\(passed.reason.code) is with the \(passed.owner.name) again")
    case .amended(let amendment):
      ("correction of ", "\(amendment.field.words), \(amendment.after.text(of: amendment.field, texts)) stands")
    case .ordered, .lined, .stated, .claimed, .documentRequested, .documentAttached, .noted, .tookBack, .alarm,
      .declared:
      nil
    }
  }
}

import Logistics
import Measures
import TUI

// From a key to a request, and from the answer back to the screen.
//
//   one shipment, can be taken back ───────────────────────────► submit
//   one, cannot be taken back ──► question (Cancel is chosen) ─y─► submit
//   several ──► counts: done, refused and why, hidden ─────────y─► submit
//
//   answer ──► what failed stays marked and is listed; what was done can be taken back

extension State {
  /// Why nothing at all can be changed now; nil when it can.
  var deskRefusal: String? {
    if let readOnlyReason { return readOnlyReason }
    return isLoaded ? nil : "the board is still being read"
  }

  /// Those the next deed is for: the marked ones of the list that has the keys, else the one looked at.
  var targets: [Target] { targetIDs.compactMap { target($0) } }

  private var targetIDs: [ShipmentID] {
    if details.isEmpty, let focusedList, !lists[focusedList.rawValue].marks.isEmpty {
      return lists[focusedList.rawValue].marked
    }
    return current.map { [$0] } ?? []
  }

  /// How many the next deed is for.
  var targetCount: Int {
    if details.isEmpty, let focusedList, !lists[focusedList.rawValue].marks.isEmpty {
      return lists[focusedList.rawValue].marks.count
    }
    return current == nil ? 0 : 1
  }

  /// A shipment at the version that is shown.
  func target(_ id: ShipmentID) -> Target? { board[id].map { Target(id, seen: $0.version) } }

  /// Why the desk would be refused this on a shipment now; nil when it would not, or when only the journal knows.
  func refusal(of verb: Verb, on id: ShipmentID) -> Rejection? {
    // The texts do not matter for the decision, so none are added to the dictionary.
    guard let command = verb.command({ _ in .none }) else { return nil }
    do throws(Rejection) {
      if case .own(let name) = verb, let shipment = board[id], shipment.owner != .none,
        board.texts[shipment.owner] == name
      {
        return Rejection(.alreadySo, "it is theirs already")
      }
      if case .own = verb { return board.contains(id) ? nil : Rejection(.unknownShipment, "there is no \(id.label)") }
      _ = try board.decide(command, about: id, by: Actor(.operatorDesk), at: now)
      return nil
    } catch {
      return error
    }
  }

  /// Why a verb cannot be done to what it would be done to; nil when it can, or to some.
  func refusal(of verb: Verb) -> String? {
    if let deskRefusal { return deskRefusal }
    switch targetCount {
    case 0: return "nothing is under the cursor"
    case 1: return targetIDs.first.flatMap { refusal(of: verb, on: $0) }?.words
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
    let marks = details.isEmpty ? focusedList.map { lists[$0.rawValue].marks } ?? [] : []
    let markedIn = !marks.isEmpty && targets.allSatisfy { marks.contains($0.id) } ? focusedList : nil
    if targets.count == 1, let refusal = refusal(of: verb, on: first.id) {
      notice = Notice(first.id.label + ": " + refusal.sentence, isFailure: true)
      return []
    }
    if targets.count == 1, !verb.confirms { return submit(verb, targets, markedIn: markedIn) }
    overlay = .confirm(confirmation(verb, targets, markedIn: markedIn))
    return []
  }

  /// Makes the request.
  mutating func submit(_ verb: Verb, _ targets: [Target], markedIn: ListID?) -> [Effect] {
    pending = Pending(verb: verb, count: targets.count, markedIn: markedIn)
    return [.submit(verb, targets)]
  }

  /// What a request would do, counted.
  private func confirmation(_ verb: Verb, _ targets: [Target], markedIn: ListID?) -> Confirmation {
    var reasons: [String: Int] = [:]
    var willBeDone = 0
    for target in targets {
      if let refusal = refusal(of: verb, on: target.id) {
        reasons[refusal.words, default: 0] += 1
      } else {
        willBeDone += 1
      }
    }
    let refusals = reasons.map { Confirmation.Refusal(words: $0.key, count: $0.value) }
      .sorted { ($1.count, $0.words) < ($0.count, $1.words) }
    let hidden = markedIn.map { lists[$0.rawValue].hiddenMarks } ?? 0
    return Confirmation(
      verb: verb, targets: targets, willBeDone: willBeDone, refusals: refusals, hidden: hidden, markedIn: markedIn)
  }

  /// Takes what became of a request: failures stay marked and are listed, the rest can be taken back.
  mutating func take(_ answer: Answer) {
    let pending = pending
    self.pending = nil
    if answer.verb == .undo {
      if !answer.done.isEmpty, let last = undos.last, last.ids.contains(where: { answer.done.contains($0) }) {
        undos.removeLast()
      }
    } else if !answer.done.isEmpty {
      undos.append(Undo(verb: answer.verb.name, ids: answer.done))
      if undos.count > Self.undosMax { undos.removeFirst() }
    }
    if let list = pending?.markedIn {
      withList(list) { $0.marks = Set(answer.refused.map(\.id)) }
    }
    let refused = answer.refused.map { Outcome.Refused(id: $0.id, words: $0.why.sentence) }
    if refused.count + answer.done.count > 1, !refused.isEmpty {
      overlay = .outcome(Outcome(verb: answer.verb.name, done: answer.done.count, refused: refused), 0)
    } else if let only = refused.first {
      notice = Notice("\(only.id.label): \(only.words)", isFailure: true)
    } else if let only = answer.done.first, answer.done.count == 1 {
      let state = board[only].map { board.stateWords(of: $0) } ?? ""
      notice = Notice("\(answer.verb.name) \(only.label): \(state)")
    } else {
      notice = Notice("\(answer.verb.name): done on \(counted(answer.done.count, "shipment"))")
    }
    for id in visibleLists { startBuild(id) }
  }

  /// Takes the last deed back: that on the shipment looked at, else the last one wherever it was.
  mutating func undo() -> [Effect] {
    let ids: [ShipmentID]
    if let detail = details.last {
      ids = [detail.id]
    } else if let last = undos.last {
      ids = last.ids
    } else {
      ids = current.map { [$0] } ?? []
    }
    return begin(.undo, on: ids.compactMap { target($0) })
  }

  /// Shipments that one request may be for.
  static let targetsMax = 20_000
  private static let undosMax = 100
}

extension Rejection {
  /// The reason and the remedy in one sentence without a full stop.
  package var sentence: String { remedy.isEmpty ? words : "\(words); \(remedy)" }
}

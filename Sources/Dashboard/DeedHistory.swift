import Logistics
import Measures

// What this operator did and took back, as the journal tells it: each of their own events is taken in as it comes, and those from
// before this screen was opened are looked for in the whole journal, so that undo finds its way after a restart too. One request is
// one instant, for however many shipments it was, and is taken back and done again as one.
//
//   done        …  13:30 release CW-9   13:31 picked CW-4 … 14 of them          the last one is what undo takes back
//   taken back  …  13:29 hold CW-7                                              the last one is what redo does again
//
// Notes and requests stay: they are in neither.

/// The deeds of one operator that can be taken back, and those that can be done again.
struct DeedHistory: Sendable {
  /// What was done to one shipment or to many at once.
  struct Deed: Sendable {
    /// When it was done, or taken back.
    let at: Instant
    /// The first event that came of it: what it did, in words.
    let event: Event
    /// The shipments for which it is still so.
    fileprivate(set) var ids: Set<ShipmentID>
    /// Those of them for which others rely on it, so that it cannot be taken back.
    fileprivate var lasting: Set<ShipmentID> = []

    /// Whether it cannot be taken back for any of them.
    var isLasting: Bool { !ids.isEmpty && ids.isSubset(of: lasting) }
  }

  /// Deeds that can be taken back, the last one last.
  private(set) var done: [Deed] = []
  /// Deeds that were taken back, by when that was, the last one last.
  private(set) var takenBack: [Deed] = []

  /// Whether nothing is known that could be taken back or done again.
  var isEmpty: Bool { done.isEmpty && takenBack.isEmpty }

  private static let deedsMax = 100

  /// Takes an event of the operator's own, in the order of the journal.
  mutating func take(_ event: Event) {
    switch event.what {
    case .ordered, .lined, .stated, .noted, .documentRequested, .alarm: break
    case .claimed(let claim): add(event, isLasting: !claim.milestone.isReversible && claim.verdict == .advances)
    case .declared(let message): add(event, isLasting: message.message.isOurs && !message.message.isReversible)
    case .holdOpened, .holdClosed, .holdPassed, .amended, .documentAttached, .documentWithdrawn, .owned, .corrected:
      add(event, isLasting: false)
    case .tookBack(let taken):
      if taken.isRedo {
        _ = Self.remove(event.shipment, at: taken.deed, from: &takenBack)
      } else {
        // What the undo itself did is no deed.
        _ = Self.remove(event.shipment, at: event.at, from: &done)
        guard let deed = Self.remove(event.shipment, at: taken.deed, from: &done) else { return }
        Self.add(event.shipment, Deed(at: event.at, event: deed.event, ids: []), to: &takenBack)
      }
    }
  }

  private mutating func add(_ event: Event, isLasting: Bool) {
    Self.add(event.shipment, Deed(at: event.at, event: event, ids: []), to: &done, isLasting: isLasting)
  }

  private static func add(_ id: ShipmentID, _ deed: Deed, to deeds: inout [Deed], isLasting: Bool = false) {
    if deeds.last?.at != deed.at {
      deeds.append(deed)
      if deeds.count > deedsMax { deeds.removeFirst() }
    }
    deeds[deeds.count - 1].ids.insert(id)
    if isLasting { deeds[deeds.count - 1].lasting.insert(id) }
  }

  /// Takes a shipment out of the deed of an instant, and the deed with its last one.
  private static func remove(_ id: ShipmentID, at instant: Instant, from deeds: inout [Deed]) -> Deed? {
    guard let place = deeds.lastIndex(where: { $0.at == instant }) else { return nil }
    let deed = deeds[place]
    deeds[place].ids.remove(id)
    if deeds[place].ids.isEmpty { deeds.remove(at: place) }
    return deed.ids.contains(id) ? deed : nil
  }
}

extension State {
  /// Takes an event into the history when it is the operator's own.
  mutating func noteDeed(_ event: Event) {
    notePeople(event)
    guard event.by.role == .operatorDesk, board.texts[event.by.name] == operatorName else { return }
    history.take(event)
  }

  /// Remembers who is at the desk, by an event.
  mutating func notePeople(_ event: Event) {
    if event.by.role == .operatorDesk { notePerson(event.by.name) }
    if case .owned(let ownership) = event.what { notePerson(ownership.owner) }
  }

  /// Remembers somebody at the desk, for the palette.
  private mutating func notePerson(_ name: TextID) {
    guard name != .none, people.count < 100 else { return }
    let name = board.texts[name]
    if !people.contains(name) { people.append(name) }
  }

  /// A deed in words: what was done, and to whom.
  func words(of deed: DeedHistory.Deed) -> String {
    let told = doneWords(deed.event).map { $0.act + $0.object } ?? deed.event.words(board.texts)
    let whom = deed.ids.count == 1 ? deed.ids.first?.label ?? "" : counted(deed.ids.count, "shipment")
    return "\(whom): \(told)"
  }

  /// The shipments of a deed as they are seen now, by number.
  func targets(of deed: DeedHistory.Deed) -> [Target] { deed.ids.sorted().compactMap { target($0) } }

  /// Takes the operator's last deed back: that on the shipment looked at, else the last one wherever it was.
  mutating func undo() -> [Effect] {
    if let detail = details.last { return begin(.undo, on: [detail.id].compactMap { target($0) }) }
    guard let last = history.done.last else {
      return begin(.undo, on: current.flatMap { target($0) }.map { [$0] } ?? [])
    }
    guard !last.isLasting else {
      notice = Notice(
        "\(words(of: last)): others rely on it, it cannot be taken back; :undo-list has what can", isFailure: true)
      return []
    }
    return begin(.undo, on: targets(of: last))
  }

  /// Does again what the operator took back last: on the shipment looked at, else wherever it was.
  mutating func redo() -> [Effect] {
    if let detail = details.last { return begin(.redo, on: [detail.id].compactMap { target($0) }) }
    guard let last = history.takenBack.last else {
      return begin(.redo, on: current.flatMap { target($0) }.map { [$0] } ?? [])
    }
    return begin(.redo, on: targets(of: last))
  }

  /// What can be taken back and done again, the newest first, each with why not where it cannot.
  var undoItems: [Chooser.Item] {
    var later: Set<ShipmentID> = []
    var items: [Chooser.Item] = []
    for deed in history.done.reversed() {
      let isCovered = !later.isDisjoint(with: deed.ids)
      items.append(
        Chooser.Item(
          label: "\(logTime(deed.at))  \(words(of: deed))", keys: "undo",
          refusal: deed.isLasting
            ? "others rely on it" : isCovered ? "a later one on the same shipment comes first" : nil,
          pick: .deed(deed.at, .undo)))
      later.formUnion(deed.ids)
    }
    later = []
    for deed in history.takenBack.reversed() {
      items.append(
        Chooser.Item(
          label: "\(logTime(deed.at))  taken back: \(words(of: deed))", keys: "redo",
          refusal: later.isDisjoint(with: deed.ids) ? nil : "a later one on the same shipment comes first",
          pick: .deed(deed.at, .redo)))
      later.formUnion(deed.ids)
    }
    return items
  }
}

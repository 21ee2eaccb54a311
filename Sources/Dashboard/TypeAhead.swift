import Logistics
import TUI

// Keys are never lost. A key that cannot mean yet what it will mean waits, and all keys after it wait behind it; each is then taken
// as if it had just been pressed, one after the other:
//
//   a deed on a shipment whose last deed is not answered    waits for the answer, and is for the shipment that was seen
//   a key on rows that a filter has just asked for          waits for the rows
//   a key on rows while marks are being looked for          waits for the marks: they are what it is for
//   a key on rows while the board is being read             waits for the board; but a deed on what nobody can have seen is not done
//
// What waits in front is an action, not a key: whatever its key, or the last key of its chord, would mean by then, it is what was
// asked for. What waits behind are keys and pasted texts as they came. What is seen keeps still meanwhile: lists are not ordered
// anew, clicks are refused, and what came of earlier deeds covers nothing. The key that closes questions drops what waits, the one
// that leaves leaves.

/// Something that waits for its turn.
struct TypedAhead: Sendable {
  /// What was typed.
  enum What: Sendable {
    case key(Key)
    /// An action that had its turn and cannot be done yet, by its name, with what was typed behind it.
    case control(String, String)
    /// A whole line of the command line that names marks which are being looked for.
    case line(String)
    /// A text that came from the terminal in one piece.
    case paste(String)
  }

  let what: What
  /// The shipments it was for, at the versions seen; empty for those that wait behind another.
  var targets: [Target] = []
  /// Whether nothing was on screen when it was typed.
  var isUnseen = false
}

extension State {
  /// Whether keys wait that may be taken now: call ``resume()``.
  package var hasTypedAhead: Bool { !typedAhead.isEmpty }

  private static let typedAheadMax = 1_000

  /// Takes a key, or lets it wait behind others.
  mutating func press(_ key: Key) -> [Effect] {
    guard !typedAhead.isEmpty else { return guarded { $0.take(TypedAhead(what: .key(key))) } }
    if bindings.isAlone(key, keyOf: "interrupt") {
      typedAhead = []
      return guarded { $0.take(TypedAhead(what: .key(key))) }
    }
    if bindings.leaves(key) {
      notice = Notice("dropped \(counted(typedAhead.count, "key")) that waited")
      typedAhead = []
      return []
    }
    keysSinceTick += 1
    wait(TypedAhead(what: .key(key), isUnseen: !isLoaded))
    return []
  }

  /// Lets something wait behind the others.
  mutating func wait(_ typed: TypedAhead) {
    guard typedAhead.count < Self.typedAheadMax else {
      notice = Notice(
        "\(grouped(typedAhead.count)) keys wait already; \(bindings.leavingKey) drops them", isFailure: true)
      return
    }
    typedAhead.append(typed)
  }

  /// Takes what waited, as far as it need not wait any longer.
  package mutating func resume() -> [Effect] {
    var effects: [Effect] = []
    while let next = typedAhead.first {
      typedAhead.removeFirst()
      let behind = typedAhead.count
      effects += guarded { $0.take(next) }
      buildLists(budget: rowsPerSlice)
      keepInSight()
      // It stands in front again.
      guard typedAhead.count <= behind else { break }
    }
    if typedAhead.isEmpty { changedMeanwhile = [] }
    return effects
  }

  /// What somebody's key or click leads to: where nothing may be changed, nothing is, whoever asked for it. What was asked for
  /// before that was so is not taken back by it.
  mutating func guarded(_ act: (inout State) -> [Effect]) -> [Effect] {
    let isLocked = lockReason != nil
    let effects = act(&self)
    return isLocked ? effects.filter { !$0.changesWorld } : effects
  }

  /// Takes what has its turn.
  private mutating func take(_ typed: TypedAhead) -> [Effect] {
    switch typed.what {
    case .key(let key): return take(key, typed)
    case .paste(let text):
      insert(text)
      return []
    case .line(let text): return awaitsMarks ? waitOn(typed) : Prompt.run(text, &self)
    case .control(let name, let argument):
      guard let control = bindings.control(named: name) else {
        notice = Notice("\(name): there is no such action any more", isFailure: true)
        return []
      }
      return act(control, Call(argument: argument), typed)
    }
  }

  /// Does what a key or a name asks for, or lets it wait in front of the others until it means what it meant.
  mutating func act(_ control: Control, _ call: Call, _ typed: TypedAhead) -> [Effect] {
    if let waiting = waiting(control, call, typed) { return waitOn(waiting) }
    if case .control = typed.what {
      keysSinceTick += 1
      notice = nil
    }
    if typed.isUnseen, control.changesWorld {
      // What was typed behind it was meant for what would have come of it.
      typedAhead = []
      notice = Notice("\(control.label): typed before anything was on screen; press it again", isFailure: true)
      return []
    }
    let waited = targets(of: typed)
    // What waited is refused as it would have been at once, before anything is asked that would take the keys behind it.
    if let waited, waited.map(\.id) == targetIDs, call.argument.isEmpty, refuses(control) { return [] }
    return run(control, Call(argument: call.argument, targets: call.targets ?? waited))
  }

  /// Lets something wait in front of the others.
  private mutating func waitOn(_ typed: TypedAhead) -> [Effect] {
    typedAhead.insert(typed, at: 0)
    return []
  }

  /// Whether the list that has the keys is looked through for marks.
  var awaitsMarks: Bool { focusedList.map { lists[$0.rawValue].quest != nil } ?? false }

  /// What waits where an action has to, for what was seen when it was asked for; nil where it need not wait.
  private func waiting(_ control: Control, _ call: Call, _ typed: TypedAhead) -> TypedAhead? {
    guard overlay.scope == nil, control.isCommand else { return nil }
    var waiting = TypedAhead(
      what: .control(control.name, call.argument), targets: call.targets ?? typed.targets, isUnseen: typed.isUnseen)
    if control.needsRows, waiting.targets.isEmpty, details.isEmpty, let focusedList {
      guard isLoaded else {
        waiting.isUnseen = true
        return waiting
      }
      if lists[focusedList.rawValue].isAwaited { return waiting }
    }
    guard !pending.isEmpty, control.group == .desk || control.group == .plugins else { return nil }
    // What undo will take back, nobody knows before the answer.
    if waiting.targets.isEmpty, control.name == "undo" || control.name == "redo" { return waiting }
    guard targetCount <= Self.targetsMax || !waiting.targets.isEmpty else { return nil }
    let isPending =
      waiting.targets.isEmpty
      ? pending.contains { deed in targetIDs.contains { deed.ids.contains($0) } }
      : pending.contains { deed in waiting.targets.contains { deed.ids.contains($0.id) } }
    guard isPending else { return nil }
    if waiting.targets.isEmpty { waiting.targets = targets }
    return waiting
  }

  /// The shipments that something was for, at the versions that its operator knows: what their own deed changed since, they wanted
  /// so.
  private func targets(of typed: TypedAhead) -> [Target]? {
    guard !typed.targets.isEmpty else { return nil }
    return typed.targets.compactMap { changedMeanwhile.contains($0.id) ? $0 : target($0.id) }
  }

  /// Notes what others change while keys wait.
  mutating func noteChange(_ event: Event) {
    let isOwn = event.by.role == .operatorDesk && board.texts[event.by.name] == operatorName
    if !typedAhead.isEmpty, !isOwn { changedMeanwhile.insert(event.shipment) }
  }
}

extension Control {
  /// Whether it is about the rows of a list.
  var needsRows: Bool {
    switch group {
    case .desk, .moving, .marks, .plugins: name != "next-panel" && name != "previous-panel"
    case .views, .lists: name == "open" || name == "copy"
    case .alarms, .clock, .past, .program, .overlays: false
    }
  }
}

extension ListState {
  /// Whether rows or marks were asked for that are not there yet.
  var isAwaited: Bool { quest != nil || build != nil && wantsFirstRows }
}

import Logistics
import TUI

// Keys are never lost. A key that cannot mean yet what it will mean waits, and all keys after it wait behind it; each is then taken
// as if it had just been pressed, one after the other:
//
//   a deed on a shipment whose last deed is not answered    waits for the answer, and is for the shipment that was seen
//   a key on rows that a filter has just asked for          waits for the rows
//   a key on rows while the board is being read             waits for the board; but a deed on what nobody can have seen is not done
//
// What is seen keeps still meanwhile: lists are not ordered anew while keys wait. esc drops the keys that wait, ctrl-c leaves.

/// A key that waits.
struct TypedKey: Sendable {
  let key: Key
  /// The shipments it was for, at the versions seen; empty for those that wait behind another.
  var targets: [Target] = []
  /// Whether nothing was on screen when it was pressed.
  var isUnseen = false
}

extension State {
  /// Whether keys wait that may be taken now: call ``resume()``.
  package var hasTypedAhead: Bool { !typedAhead.isEmpty }

  private static let typedAheadMax = 1_000

  /// Takes a key, or lets it wait behind others.
  mutating func press(_ key: Key) -> [Effect] {
    guard !typedAhead.isEmpty else { return press(TypedKey(key: key)) }
    switch key {
    case .control("c"): typedAhead = []
    case Key(.escape):
      notice = Notice("dropped \(counted(typedAhead.count, "key")) that waited")
      typedAhead = []
      return []
    default: break  // every other key waits
    }
    guard !typedAhead.isEmpty else { return press(TypedKey(key: key)) }
    keysSinceTick += 1
    guard typedAhead.count < Self.typedAheadMax else {
      notice = Notice("\(grouped(typedAhead.count)) keys wait already; esc drops them", isFailure: true)
      return []
    }
    typedAhead.append(TypedKey(key: key, isUnseen: !isLoaded))
    return []
  }

  /// Takes the keys that waited, as far as they need not wait any longer.
  package mutating func resume() -> [Effect] {
    guard !typedAhead.isEmpty else { return [] }
    var waiting = typedAhead[...]
    typedAhead = []
    var effects: [Effect] = []
    while let next = waiting.popFirst() {
      effects += press(next)
      buildLists(budget: Self.sliceRows)
      keepInSight()
      guard typedAhead.isEmpty else { break }
    }
    typedAhead += waiting
    if typedAhead.isEmpty { changedMeanwhile = [] }
    return effects
  }

  /// Whether an action has to wait, for what was seen when its key was pressed.
  mutating func mustWait(_ control: Control, _ typed: TypedKey) -> Bool {
    guard overlay.scope == nil else { return false }
    let needsRows = control.needsRows && details.isEmpty && focusedList != nil
    if needsRows, !isLoaded {
      typedAhead.append(TypedKey(key: typed.key, isUnseen: true))
      return true
    }
    if needsRows, let focusedList, lists[focusedList.rawValue].isAwaited {
      typedAhead.append(typed)
      return true
    }
    guard !pending.isEmpty, control.group == .desk || control.group == .plugins else { return false }
    // What undo will take back, nobody knows before the answer.
    let isHistory = control.name == "undo" || control.name == "redo"
    let targets = typed.targets.isEmpty ? self.targets : typed.targets
    guard isHistory || pending.contains(where: { deed in targets.contains { deed.ids.contains($0.id) } }) else {
      return false
    }
    typedAhead.append(TypedKey(key: typed.key, targets: isHistory ? [] : targets))
    return true
  }

  /// The shipments that a key was for, at the versions that its operator knows: what their own deed changed since, they wanted so.
  func targets(of typed: TypedKey) -> [Target]? {
    guard !typed.targets.isEmpty else { return nil }
    return typed.targets.compactMap { changedMeanwhile.contains($0.id) ? $0 : target($0.id) }
  }

  /// Notes what others change while keys wait.
  mutating func noteChange(_ event: Event) {
    guard !typedAhead.isEmpty else { return }
    guard event.by.role == .operatorDesk, board.texts[event.by.name] == operatorName else {
      changedMeanwhile.insert(event.shipment)
      return
    }
  }
}

extension Control {
  /// Whether it is about the rows of a list.
  fileprivate var needsRows: Bool {
    switch group {
    case .desk, .moving, .marks, .plugins: name != "next-panel" && name != "previous-panel"
    case .views, .lists: name == "open" || name == "copy"
    case .alarms, .clock, .past, .program, .overlays: false
    }
  }
}

extension ListState {
  /// Whether rows were asked for that are not there yet.
  var isAwaited: Bool {
    if case .step? = quest?.purpose { return true }
    return seeksFirst && build != nil
  }
}

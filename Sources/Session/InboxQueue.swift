import Dashboard

// What waits for a screen that may stand still for hours, because nobody reads what its terminal is sent. It has a bound: events
// beyond it are left out, and the board is shown whole instead when the screen goes on.
//
//             add                              more than eventsMax, or actionsMax
//   whole ──────────► whole                 whole ─────────────────────────────► gap: what tells of the board is left out
//
//                       take, hasGap: true          .loaded comes in
//   gap (not asked) ────────────────────► gap (asked) ──────────► whole
//   events that come in a gap would not fit the board and are left out, too
//
// What else tells of one state only, a clock, a picture of alarms, gives way to the next of its kind as soon as some things wait;
// answers and failures stay.

/// Actions in their order, within a bound.
struct InboxQueue {
  private enum Gap {
    case none, open, asked
  }

  private(set) var actions: [Action] = []
  /// Events in batches that wait.
  private(set) var eventCount = 0
  private var gap = Gap.none
  private let eventsMax: Int

  /// Events that wait at most: about 30 MB, and seconds of the fastest trade.
  static let eventsMax = 200_000
  /// Actions of any kind that wait at most, before events are left out and of failures and announcements only the last kept.
  static let actionsMax = 4_096
  /// From so many on, the last of a kind takes the place of those before.
  private static let calmMax = 64
  /// Failures and announcements that stay.
  private static let newsMax = 500

  /// An empty queue.
  init(eventsMax: Int = InboxQueue.eventsMax) { self.eventsMax = eventsMax }

  /// Takes everything out.
  mutating func take() -> [Action] {
    defer {
      actions = []
      eventCount = 0
    }
    return actions
  }

  /// Whether the board has to be asked for; said once a gap.
  mutating func asksForBoard() -> Bool {
    guard gap == .open else { return false }
    gap = .asked
    return true
  }

  /// Puts actions in.
  mutating func add(_ new: [Action]) {
    for action in new {
      if case .loaded = action { gap = .none }
      if case .recorded(let batch) = action {
        guard gap == .none else { continue }
        eventCount += batch.events.count + batch.texts.count
      }
      if actions.count >= Self.calmMax { replace(by: action) } else { actions.append(action) }
    }
    if eventCount > eventsMax || actions.count > Self.actionsMax { thin() }
  }

  /// Puts an action in the place of those before that it makes meaningless.
  private mutating func replace(by action: Action) {
    guard let kind = action.kindOfState else { return actions.append(action) }
    var action = action
    actions.removeAll { old in
      guard old.kindOfState == kind else { return false }
      if case .clock(let before) = old, before.isTick, case .clock(var now) = action {
        now.isTick = true
        action = .clock(now)
      }
      return true
    }
    actions.append(action)
  }

  /// Leaves out what the board, shown whole, tells again.
  private mutating func thin() {
    var hasBoard = false
    var news = 0
    let kept = actions.reversed().filter { action in
      switch action {
      case .recorded, .loaded, .remembered, .deeds:
        hasBoard = true
        return false
      case .failed, .told, .announced:
        news += 1
        return news <= Self.newsMax
      // What was asked for is answered, however long it takes.
      case .key, .mouse, .resized, .clock, .recalled, .counted, .answered, .alarms, .alarmsKept, .alarmAnswered,
        .progressed, .dossier, .importing, .imported, .past, .border, .themes, .law, .screening, .listed, .preferred,
        .screened,
        .ground,
        .configured, .ran, .kept, .keptColumns:
        return true
      }
    }
    actions = kept.reversed()
    eventCount = 0
    if hasBoard { gap = .open }
  }
}

extension Action {
  /// Which state it tells of, where the next one of its kind says all that it says.
  fileprivate var kindOfState: Int? {
    switch self {
    case .clock: 0
    case .alarms: 1
    case .alarmsKept: 2
    case .progressed: 3
    case .importing: 4
    case .counted: 5
    case .screened: 6
    case .key, .mouse, .resized, .recorded, .loaded, .remembered, .deeds, .recalled, .answered, .announced,
      .alarmAnswered, .dossier, .imported, .past, .border, .themes, .law, .screening, .listed, .preferred, .ground,
      .configured,
      .ran, .kept,
      .keptColumns, .told, .failed:
      nil
    }
  }
}

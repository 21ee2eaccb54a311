import Logistics
import Measures

// Which causes want a look now. Of a thousand alarms that stand, a second changes a few: those whose shipments changed, those of
// which a step was recorded, and those that the clock turns.
//
//   watch     changed since? ──┐
//   journal   a step of it? ───┼─► due ─► looked at ─► its next turn by the clock
//   clock     its turn? ───────┘
//
// Whoever looks says of each cause when it wants the next look though nothing changes. Where a parent takes a step, the watch starts
// over, or the clock goes back, all are due.

/// What wants a look, for one reader of a watch.
struct AlarmAgenda: Sendable {
  /// The watch's revision that was looked at last.
  private var seen: UInt64 = 0
  private var lastAt = Instant.epoch
  /// When each cause wants a look though nothing changed, by its row in the watch.
  private var turns: ContiguousArray<Instant> = []
  /// Whether all are due.
  private var isNew = true

  static let never = Instant(milliseconds: .max)

  /// Whether the watch has let go of causes since the last look.
  func hasCeased(_ watch: AlarmWatch) -> Bool { isNew || max(watch.startedAt, watch.ceasedAt) > seen }

  /// Makes all due.
  mutating func startOver() { isNew = true }

  /// Makes the cause of a recorded step due; all where it may explain others, or where the watch does not know what it was.
  mutating func hear(_ cause: String, _ watch: AlarmWatch) {
    guard let row = watch.row(of: cause), !watch.mayExplain(row) else { return isNew = true }
    put(Int(row), .epoch)
  }

  /// Begins a look at `now`.
  mutating func open(_ watch: AlarmWatch, now: Instant) {
    if watch.startedAt > seen || now < lastAt || watch.parentTurnedAt > seen { isNew = true }
    lastAt = now
  }

  /// Whether a lively cause is due, in a look that was begun.
  func isDue(_ row: Int32, _ watch: AlarmWatch) -> Bool {
    isNew || watch.changedAt(row) > seen || Int(row) >= turns.count || turns[Int(row)] <= lastAt
  }

  /// Sets when a cause wants the next look though nothing changes.
  mutating func put(_ row: Int, _ turn: Instant) {
    if turns.count <= row { turns.append(contentsOf: repeatElement(.epoch, count: row + 1 - turns.count)) }
    turns[row] = turn
  }

  /// Ends a look: all that was due was looked at.
  mutating func close(_ watch: AlarmWatch) {
    seen = watch.revision
    isNew = false
  }
}

extension AlarmWatch {
  /// The row of a cause; nil when its condition never held as far as this watch has seen.
  func row(of cause: String) -> Int32? { causeTexts[cause] }

  /// The revision at which anything of a cause changed that an alarm tells.
  func changedAt(_ row: Int32) -> UInt64 { causes[Int(row)].changedAt }

  /// Whether a cause's alarm may explain others.
  func mayExplain(_ row: Int32) -> Bool { figures[Int(causes[Int(row)].rule)].isParent }
}

extension AlarmCondition {
  /// The next instant after `now` at which its alarm may turn or its line say something else, though nothing happens.
  func nextTurn(by rule: AlarmRule, _ alarm: Alarm?, now: Instant) -> Instant {
    var next = AlarmAgenda.never
    func at(_ instant: Instant) { if instant > now { next = min(next, instant) } }
    at(turned + rule.onDelay)
    at(turned + rule.offDelay)
    at(turned + max(rule.offDelay, AlarmBook.window))
    at(turned + AlarmBook.window)
    at(dueTurned + rule.offDelay)
    if let alarm {
      at(alarm.turned + rule.onDelay)
      at(alarm.since + AlarmBook.staleAfter + Span(milliseconds: 1))
    }
    if case .after = rule.clock { return next }
    guard let due else { return next }
    // As much time left as the limit itself is not yet less than the limit.
    for limit in AlarmPriority.limits { at(due - limit + Span(milliseconds: 1)) }
    return next
  }
}

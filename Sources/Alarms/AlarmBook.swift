package import Logistics
package import Measures

// Every alarm's life, folded from the steps in the journal, as the board is folded from events. What has to be recorded now is
// asked of it (`steps`, `decide`) and changes nothing until it is recorded and applied:
//
//   watch ─► steps ──┐                        ┌─► apply ─► alarms, load, flood
//                    ├─► recorded events ─────┤
//   keys ──► decide ─┘                        └─► whoever else reads the journal
//
// So a room that starts again raises nothing twice: what is raised stands here, and the watch only says what holds.

/// Every alarm's life so far, and the operator's load.
package struct AlarmBook: Hashable, Sendable {
  /// A time at which an alarm was announced.
  struct Announcement: Hashable, Sendable {
    var at: Instant
    var cause: String
    var priority: AlarmPriority
  }

  /// A span in which more was new than a person can look at.
  struct Flood: Hashable, Sendable {
    var began: Instant
    var ended: Instant?
  }

  /// Alarms by their causes: those that stand, and those of the last day.
  var alarms: [String: Alarm] = [:]
  /// What was announced in the last day, oldest first.
  var announcements: [Announcement] = []
  /// The floods of the last day, oldest first.
  var floods: [Flood] = []
  /// When the first step was recorded; nil before.
  var began: Instant?
  /// The instant of the latest step.
  var latest: Instant = .epoch

  /// Nothing recorded yet.
  package init() {}

  /// The alarm of a cause; nil when nothing is recorded of it, or nothing lately.
  package subscript(cause: String) -> Alarm? { alarms[cause] }

  /// Whether no step was ever recorded.
  package var isEmpty: Bool { began == nil }

  /// Whether more is new than a person can look at.
  package var isFlood: Bool { floods.last.map { $0.ended == nil } ?? false }

  /// How many new alarms in ten minutes begin a flood, and below how many it ends (ISA-18.2; the end is common practice).
  package static let floodBegins = 10, floodEnds = 5
  /// The window in which new alarms are counted.
  package static let window = Span.minutes(10)
  /// How long what is over is kept.
  static let keeps = Span.days(1)
  /// How long an alarm stands before it is called stale.
  static let staleAfter = Span.hours(24)
  private static let announcementsMax = 5000

  /// Folds in a recorded event; other kinds than alarms' steps change nothing.
  ///
  /// - Returns: the alarm, where this step announces it: what bell, notification and hook are for.
  @discardableResult
  package mutating func apply(_ event: Event, texts: TextTable) -> Alarm? {
    guard case .alarm(let step) = event.what else { return nil }
    return apply(step, at: event.at, texts: texts)
  }

  @discardableResult
  mutating func apply(_ step: Event.AlarmStep, at: Instant, texts: TextTable) -> Alarm? {
    if began == nil { began = at }
    latest = max(latest, at)
    switch step.move {
    case .floodBegan:
      if !isFlood { floods.append(Flood(began: at)) }
      return nil
    case .floodEnded:
      if let last = floods.indices.last, floods[last].ended == nil { floods[last].ended = at }
      forget(before: at - Self.keeps)
      return nil
    case .raised, .found, .reraised, .changed, .cleared, .acknowledged, .shelved, .shelvedOnce, .unshelved, .suppressed,
      .unsuppressed, .outOfService, .inService, .owned, .commented, .closed, .chattering, .steadied:
      break
    }
    let cause = texts[step.cause]
    guard !cause.isEmpty else { return nil }
    var alarm = alarms[cause] ?? Alarm(cause)
    let wasAnnounced = alarm.isAnnounced
    alarm.apply(step, at: at, texts: texts)
    alarms[cause] = alarm
    if step.move == .suppressed { announcements.removeAll { $0.cause == cause && $0.at == at } }
    let isNews = alarm.isAnnounced && step.move != .found && (!wasAnnounced || step.move == .reraised)
    guard isNews else { return nil }
    if announcements.count == Self.announcementsMax { announcements.removeFirst(announcements.count / 2) }
    announcements.append(Announcement(at: at, cause: cause, priority: alarm.priority))
    forget(before: at - Self.keeps)
    return alarm
  }

  /// Forgets what is over for a day.
  private mutating func forget(before instant: Instant) {
    if let kept = announcements.firstIndex(where: { $0.at >= instant }), kept > 0 { announcements.removeFirst(kept) }
    floods.removeAll { ($0.ended ?? latest) < instant }
    alarms = alarms.filter { _, alarm in
      alarm.state != .normal || alarm.isSilenced || alarm.turned >= instant
    }
  }

  /// How many alarms were announced in the ten minutes up to `now`.
  func announced(until now: Instant) -> Int { announcements.reversed().prefix { $0.at > now - Self.window }.count }
}

extension AlarmCondition {
  /// How soon it wants a person: the rule's severity, and the time that is left or that the rule gives.
  func priority(by rule: AlarmRule, now: Instant) -> AlarmPriority {
    if case .after(let span) = rule.clock { return AlarmPriority(rule.severity, timeLeft: span) }
    return AlarmPriority(rule.severity, timeLeft: due.map { $0 - now })
  }

  /// Until when somebody must act: by the shipments' clocks, or so long after its alarm was raised.
  func due(by rule: AlarmRule, _ alarm: Alarm?) -> Instant? {
    guard case .after(let span) = rule.clock else { return due }
    return (alarm.flatMap { $0.state.isActive ? $0.since : nil } ?? turned + rule.onDelay) + span
  }
}

extension AlarmRule {
  /// By how many shipments at least an acknowledged alarm must grow to be new again; it must also double.
  var growthMin: Int { max(5, countMin) }
}

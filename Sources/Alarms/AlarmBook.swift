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

// MARK: - What has to be recorded

extension AlarmBook {
  /// The steps that have to be recorded now, in order, given what the watch sees; none until it has seen the whole board.
  ///
  /// Texts that are new are added to the dictionary, to be recorded with the steps.
  package func steps(_ watch: AlarmWatch, now: Instant, texts: inout TextTable) -> [Event.AlarmStep] {
    guard watch.isComplete else { return [] }
    var draft = Draft(book: self, now: now)
    for condition in watch.conditions { draft.look(condition, watch, &texts) }
    // Alarms whose conditions the watch does not hold any more, those of rules that are gone too, and shelves that end.
    let others = alarms.values.filter { alarm in
      alarm.shelf.map { $0.until <= now } ?? false || alarm.state.isActive && !watch.isLively(alarm.cause)
    }
    for alarm in others.sorted(by: { $0.cause < $1.cause }) {
      if alarm.state.isActive, !watch.isLively(alarm.cause),
        now - watch.completeSince >= watch.offDelay(of: alarm.cause)
      {
        draft.clear(alarm, &texts)
      }
      if let shelf = alarm.shelf, shelf.until <= now { draft.add(.unshelved, alarm.cause, &texts) }
    }
    draft.flood(texts)
    return draft.steps
  }

  /// Steps on their way, and the book as they will leave it.
  private struct Draft {
    var book: AlarmBook
    let now: Instant
    var steps: [Event.AlarmStep] = []

    mutating func add(
      _ move: AlarmMove, _ cause: String, _ texts: inout TextTable, _ fill: (inout Event.AlarmStep) -> Void = { _ in }
    ) {
      let alarm = book.alarms[cause]
      var step = Event.AlarmStep(
        move, of: texts.intern(cause), priority: alarm?.priority.rawValue ?? 3,
        count: UInt32(clamping: alarm?.count ?? 0))
      step.due = alarm?.due ?? .epoch
      fill(&step)
      steps.append(step)
      book.apply(step, at: now, texts: texts)
    }

    mutating func look(_ condition: AlarmCondition, _ watch: AlarmWatch, _ texts: inout TextTable) {
      let rule = watch.rules.rules[condition.rule]
      let cause = condition.cause
      let before = book.alarms[cause]
      let priority = condition.priority(by: rule, now: now)
      let due = condition.due(by: rule, before)
      func tell(_ step: inout Event.AlarmStep) {
        step.priority = priority.rawValue
        step.count = UInt32(clamping: condition.count)
        step.due = due ?? .epoch
      }
      let span = now - condition.turned
      let isChattering = condition.isChattering && span < AlarmBook.window
      if !isChattering, before?.isChattering ?? false, span >= AlarmBook.window { add(.steadied, cause, &texts) }
      let isActive = before?.state.isActive ?? false
      guard condition.isOn else {
        // What comes and goes all the time is told once: it clears only when it has been gone for a while.
        let offDelay = before?.isChattering ?? false ? max(rule.offDelay, AlarmBook.window) : rule.offDelay
        if isActive, span >= offDelay, let before { clear(before, &texts) }
        return
      }
      if !isActive {
        // What stood already when the room began to watch for it is found, not new.
        let isFound = condition.turned <= watch.completeSince
        guard isFound || span >= rule.onDelay else { return }
        // What a parent explains waits until the parent is told, or does not explain it any more.
        if let parent = condition.explainedBy, isComing(parent), !isFound { return }
        add(isFound ? .found : .raised, cause, &texts, tell)
      } else if let before {
        look(again: before, condition, rule, priority, &texts, tell)
      }
      if isChattering, !(book.alarms[cause]?.isChattering ?? false) { add(.chattering, cause, &texts, tell) }
      explain(condition, watch, &texts)
    }

    /// Whether an alarm that may explain others is still to be told.
    private func isComing(_ parent: String) -> Bool {
      guard let alarm = book.alarms[parent] else { return true }
      return !alarm.state.isActive && !alarm.isOutOfService && alarm.shelf == nil
    }

    /// Whether an alarm silences what it explains: it stands, and somebody is told of it or has been.
    private func explains(_ parent: String) -> Bool {
      guard let alarm = book.alarms[parent] else { return false }
      return alarm.state.isActive && !alarm.isOutOfService && alarm.shelf == nil
    }

    /// Silences what a standing alarm explains, and lets go what none explains any more. While a parent only waits for its own
    /// off-delay, what it explained waits with it: a stray scan is no reason to tell all of them at once.
    private mutating func explain(_ condition: AlarmCondition, _ watch: AlarmWatch, _ texts: inout TextTable) {
      let cause = condition.cause
      let suppressedBy = book.alarms[cause]?.suppressedBy
      if let parent = condition.explainedBy, explains(parent) {
        guard parent != suppressedBy else { return }
        let text = texts.intern(parent)
        add(.suppressed, cause, &texts) { $0.text = text }
      } else if let suppressedBy, !explains(suppressedBy) || watch.isOn(suppressedBy) {
        add(.unsuppressed, cause, &texts)
      }
    }

    /// An alarm that stands: has it grown or become more urgent since somebody saw it, or was told of it?
    private mutating func look(
      again alarm: Alarm, _ condition: AlarmCondition, _ rule: AlarmRule, _ priority: AlarmPriority,
      _ texts: inout TextTable, _ tell: (inout Event.AlarmStep) -> Void
    ) {
      let isGrown = condition.count >= max(alarm.acknowledgedCount * 2, alarm.acknowledgedCount + rule.growthMin)
      if alarm.state == .acknowledged, priority < alarm.priority || isGrown, now - alarm.turned >= rule.onDelay {
        add(.reraised, alarm.cause, &texts, tell)
      } else if priority < alarm.priority, priority <= .high, alarm.isAnnounced {
        // Nobody has acknowledged it, and now it is urgent: whoever was told of a mild one was not told of this.
        add(.reraised, alarm.cause, &texts, tell)
      } else if priority < alarm.priority {
        add(.changed, alarm.cause, &texts, tell)
      } else if priority > alarm.priority, now - condition.dueTurned >= rule.offDelay {
        add(.changed, alarm.cause, &texts, tell)
      }
    }

    mutating func clear(_ alarm: Alarm, _ texts: inout TextTable) {
      add(.cleared, alarm.cause, &texts)
      if book.alarms[alarm.cause]?.shelf?.isOnce ?? false { add(.unshelved, alarm.cause, &texts) }
    }

    mutating func flood(_ texts: TextTable) {
      let count = book.announced(until: now)
      let move: AlarmMove
      if book.isFlood {
        guard count < AlarmBook.floodEnds else { return }
        move = .floodEnded
      } else {
        guard count >= AlarmBook.floodBegins else { return }
        move = .floodBegan
      }
      let step = Event.AlarmStep(move, of: .none, priority: 1, count: UInt32(clamping: count))
      steps.append(step)
      book.apply(step, at: now, texts: texts)
    }
  }
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

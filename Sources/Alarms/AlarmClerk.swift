package import Logistics
package import Measures

// What has to be recorded of the alarms now, given what the watch sees: the conditions that hold or hold no more against the book.
//
//   agenda ─► due conditions ─► look ─┬─► steps, and the book as they will leave it
//   book ───► those of which the ─────┤
//             watch knows nothing     └─► nothing to record: the agenda keeps when to look again
//
// What came to a step stays due until the step is heard from the journal: what could not be recorded is found again.

/// Says what has to be recorded of the alarms, and looks only at those that may have come to something.
package struct AlarmClerk: Sendable {
  private var agenda = AlarmAgenda()
  /// When the alarms that the watch knows nothing of want the next look.
  private var othersAt = Instant.epoch

  /// Nothing looked at yet.
  package init() {}

  /// Looks at everything again.
  package mutating func startOver() {
    agenda.startOver()
    othersAt = .epoch
  }

  /// Takes notice that a step of this cause was recorded; of no cause, where a flood began or ended.
  package mutating func hear(_ cause: String, _ watch: AlarmWatch) {
    agenda.hear(cause, watch)
    othersAt = .epoch
  }

  /// The steps that have to be recorded now, in order; none until the watch has seen the whole board.
  ///
  /// Texts that are new are added to the dictionary, to be recorded with the steps.
  package mutating func steps(
    _ book: AlarmBook, _ watch: AlarmWatch, now: Instant, texts: inout TextTable
  ) -> [Event.AlarmStep] {
    guard watch.isComplete else { return [] }
    var draft = AlarmDraft(book: book, now: now)
    let isOthers = agenda.hasCeased(watch) || now >= othersAt
    agenda.open(watch, now: now)
    for row in watch.lively where agenda.isDue(row, watch) {
      let condition = watch.condition(Int(row))
      let count = draft.steps.count
      draft.look(condition, watch, &texts)
      let isQuiet = draft.steps.count == count
      // What it explains, or explained, is told of it in the same breath.
      if !isQuiet, watch.mayExplain(row) { agenda.startOver() }
      agenda.put(
        Int(row),
        isQuiet
          ? condition.nextTurn(by: watch.rules.rules[condition.rule], book.alarms[condition.cause], now: now) : .epoch)
    }
    agenda.close(watch)
    if isOthers { othersAt = draft.lookAtOthers(book, watch, &texts) }
    draft.flood(texts)
    return draft.steps
  }
}

extension AlarmBook {
  /// The steps that have to be recorded now, by a look at everything.
  package func steps(_ watch: AlarmWatch, now: Instant, texts: inout TextTable) -> [Event.AlarmStep] {
    var clerk = AlarmClerk()
    return clerk.steps(self, watch, now: now, texts: &texts)
  }
}

/// Steps on their way, and the book as they will leave it.
private struct AlarmDraft {
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

  /// Looks at the alarms whose conditions the watch does not hold any more, those of rules that are gone too, and at shelves
  /// that end.
  ///
  /// - Returns: when to look again though nothing is recorded; at once where something was found.
  mutating func lookAtOthers(_ before: AlarmBook, _ watch: AlarmWatch, _ texts: inout TextTable) -> Instant {
    var next = AlarmAgenda.never
    var found: [Alarm] = []
    for alarm in before.alarms.values {
      let isGone = alarm.state.isActive && !watch.isLively(alarm.cause)
      let gone = isGone ? watch.completeSince + watch.offDelay(of: alarm.cause) : AlarmAgenda.never
      let turn = min(gone, alarm.shelf?.until ?? AlarmAgenda.never)
      if turn <= now { found.append(alarm) } else { next = min(next, turn) }
    }
    for alarm in found.sorted(by: { $0.cause < $1.cause }) {
      if alarm.state.isActive, !watch.isLively(alarm.cause),
        now - watch.completeSince >= watch.offDelay(of: alarm.cause)
      {
        clear(alarm, &texts)
      }
      if let shelf = alarm.shelf, shelf.until <= now { add(.unshelved, alarm.cause, &texts) }
    }
    return found.isEmpty ? next : .epoch
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

import Logistics
package import Measures

// The picture as it is kept up: what changed of it is drawn anew, and the rest stays as it lies.
//
//   agenda, steps ─► causes ─► their lines ─┬─► as before: nothing
//                                           ├─► another line, same rank: in its place
//                                           └─► another rank or list: out here, in there
//   clock ─► the load's windows, what is over for a day
//
// Where much changed all is drawn: that costs less than many moves.

/// Keeps the picture of the alarms up to date.
package struct AlarmListing: Sendable {
  private var picture = AlarmPicture()
  /// The lines that stand, before a flood folds them.
  private var lines: [AlarmLine] = []
  /// Where each line lies: in which list, and by what rank.
  private var places: [String: Place] = [:]
  private var agenda = AlarmAgenda()
  /// Causes of which steps were recorded since the last picture.
  private var heard: Set<String> = []
  /// When the load says something else though nothing is recorded.
  private var loadTurn = Instant.epoch
  /// When the clock turns a line that no condition keeps, or lets go of what was over.
  private var lineTurn = Instant.epoch

  private struct Place {
    var isSilenced: Bool
    var rank: (UInt8, Instant, Instant)
  }

  /// Nothing drawn yet.
  package init() {}

  /// Draws everything again.
  package mutating func startOver() {
    agenda.startOver()
    lineTurn = .epoch
  }

  /// Takes notice that a step of this cause was recorded; of no cause, where a flood began or ended.
  package mutating func hear(_ cause: String, _ watch: AlarmWatch) {
    agenda.hear(cause, watch)
    heard.insert(cause)
  }

  /// The picture at `now`; nil where it says what the last one said.
  package mutating func changed(_ book: AlarmBook, _ watch: AlarmWatch, now: Instant) -> AlarmPicture? {
    agenda.open(watch, now: now)
    let rows = watch.lively.filter { agenda.isDue($0, watch) }
    let mustDraw = agenda.hasCeased(watch) || now >= lineTurn || now < picture.now
    var isChanged = picture.isComplete != watch.isComplete
    picture.isComplete = watch.isComplete
    let isLoadDue = mustDraw || !heard.isEmpty || now >= loadTurn
    picture.now = now
    if mustDraw || rows.count + heard.count > 64 + lines.count / 4 {
      isChanged = drawAll(book, watch, now: now) || isChanged
      for row in watch.lively { schedule(row, book, watch, now: now) }
    } else {
      isChanged = draw(rows, book, watch, now: now) || isChanged
    }
    agenda.close(watch)
    heard.removeAll(keepingCapacity: true)
    if isLoadDue {
      let load = book.load(now: now)
      loadTurn = book.loadTurn(now: now)
      isChanged = isChanged || load != picture.load
      picture.load = load
    }
    guard isChanged else { return nil }
    picture.lines = lines
    picture.folds = []
    if book.isFlood { picture.fold() }
    picture.sum()
    return picture
  }

  /// Sets when the clock turns the line of a cause in the watch.
  private mutating func schedule(_ row: Int32, _ book: AlarmBook, _ watch: AlarmWatch, now: Instant) {
    let condition = watch.condition(Int(row))
    agenda.put(
      Int(row), condition.nextTurn(by: watch.rules.rules[condition.rule], book[condition.cause], now: now))
  }

  // MARK: - All of it

  /// Draws all lines.
  ///
  /// - Returns: whether any is another.
  private mutating func drawAll(_ book: AlarmBook, _ watch: AlarmWatch, now: Instant) -> Bool {
    let before = (lines, picture.silenced, picture.over)
    lines = []
    picture.silenced = []
    lineTurn = AlarmAgenda.never
    for alarm in book.alarms.values where alarm.isListed {
      let line = book.line(alarm, watch, now: now)
      if alarm.isSilenced { picture.silenced.append(line) } else { lines.append(line) }
      if watch.row(of: alarm.cause) == nil { turn(with: alarm, now: now) }
    }
    lines = AlarmLine.inOrder(lines)
    picture.silenced = AlarmLine.inOrder(picture.silenced)
    places.removeAll(keepingCapacity: true)
    for line in lines { places[line.alarm.cause] = Place(isSilenced: false, rank: line.rank) }
    for line in picture.silenced { places[line.alarm.cause] = Place(isSilenced: true, rank: line.rank) }
    drawOver(book, watch, now: now)
    drawOpen()
    return before != (lines, picture.silenced, picture.over)
  }

  /// Lists what was over within the last day.
  private mutating func drawOver(_ book: AlarmBook, _ watch: AlarmWatch, now: Instant) {
    var over = book.alarms.values.filter { !$0.isListed && $0.turned > now - AlarmBook.keeps }
    over.sort { ($1.turned, $0.cause) < ($0.turned, $1.cause) }
    picture.over = over.prefix(AlarmPicture.overMax).map { book.line($0, watch, now: now) }
    if let last = over.last { lineTurn = min(lineTurn, last.turned + AlarmBook.keeps) }
  }

  /// Lists what holds, for filters that ask for alarms.
  private mutating func drawOpen() {
    picture.open.removeAll(keepingCapacity: true)
    for list in [lines, picture.silenced] {
      for line in list where line.alarm.state.isActive {
        // Which shipments a rule was about that is gone, nobody knows.
        guard let rule = line.rule else { continue }
        picture.open.append(
          OpenAlarm(priority: line.priority.rawValue, rule: rule.name, about: rule.about, group: line.shared))
      }
    }
  }

  /// The line of an alarm that no condition keeps turns stale by the clock.
  private mutating func turn(with alarm: Alarm, now: Instant) {
    let stale = alarm.since + AlarmBook.staleAfter + Span(milliseconds: 1)
    if alarm.state.isActive, stale > now { lineTurn = min(lineTurn, stale) }
  }

  // MARK: - Some of it

  /// Draws the lines of the causes in these rows, and of those of which steps were heard.
  ///
  /// - Returns: whether any is another.
  private mutating func draw(_ rows: [Int32], _ book: AlarmBook, _ watch: AlarmWatch, now: Instant) -> Bool {
    var change = Change.nothing
    var isOverChanged = false
    for row in rows {
      let cause = watch.causes[Int(row)].text
      change = max(change, draw(cause, book, watch, now: now))
      schedule(row, book, watch, now: now)
    }
    for cause in heard.sorted() where !cause.isEmpty {
      let alarm = book[cause]
      isOverChanged = isOverChanged || !(alarm?.isListed ?? false) || places[cause] == nil
      change = max(change, draw(cause, book, watch, now: now))
      if let alarm, watch.row(of: cause) == nil { turn(with: alarm, now: now) }
      // A line drawn above is listed by now, and may have been over before.
      isOverChanged = isOverChanged || picture.over.contains { $0.alarm.cause == cause }
    }
    if isOverChanged { drawOver(book, watch, now: now) }
    if change == .open { drawOpen() }
    return change != .nothing || isOverChanged
  }

  private enum Change: Comparable { case nothing, words, open }

  /// Draws the line of one cause.
  private mutating func draw(_ cause: String, _ book: AlarmBook, _ watch: AlarmWatch, now: Instant) -> Change {
    let before = places[cause]
    guard let alarm = book[cause], alarm.isListed else {
      guard let before else { return .nothing }
      remove(cause, before)
      return .open
    }
    let line = book.line(alarm, watch, now: now)
    guard let before else {
      insert(line)
      return .open
    }
    let place = index(of: before.rank, cause, in: before.isSilenced)
    let old = before.isSilenced ? picture.silenced[place] : lines[place]
    guard old != line else { return .nothing }
    let isOpenChanged =
      old.priority != line.priority || old.alarm.state.isActive != line.alarm.state.isActive
      || old.ruleRow != line.ruleRow
    if before.isSilenced == alarm.isSilenced, before.rank == line.rank {
      if before.isSilenced { picture.silenced[place] = line } else { lines[place] = line }
    } else {
      remove(cause, before)
      insert(line)
      return .open  // they lie in the order of the lines
    }
    return isOpenChanged ? .open : .words
  }

  private mutating func remove(_ cause: String, _ place: Place) {
    let index = index(of: place.rank, cause, in: place.isSilenced)
    if place.isSilenced { picture.silenced.remove(at: index) } else { lines.remove(at: index) }
    places[cause] = nil
  }

  private mutating func insert(_ line: AlarmLine) {
    let place = Place(isSilenced: line.alarm.isSilenced, rank: line.rank)
    let index = index(of: place.rank, line.alarm.cause, in: place.isSilenced)
    if place.isSilenced { picture.silenced.insert(line, at: index) } else { lines.insert(line, at: index) }
    places[line.alarm.cause] = place
  }

  /// Where a line of this rank and cause lies in its list, or would.
  private func index(of rank: (UInt8, Instant, Instant), _ cause: String, in isSilenced: Bool) -> Int {
    let list = isSilenced ? picture.silenced : lines
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      let other = list[middle].rank
      if other == rank ? list[middle].alarm.cause < cause : other < rank { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Alarm {
  /// Whether it stands in a list: it is not over, or somebody put it aside.
  var isListed: Bool { state != .normal || isSilenced }
}

extension AlarmBook {
  /// The next instant after `now` at which the load says something else though nothing is recorded.
  fileprivate func loadTurn(now: Instant) -> Instant {
    var next = floods.isEmpty ? AlarmAgenda.never : now + .minutes(1)
    for window in [Self.window, .hours(1), Self.keeps] {
      // The oldest in the window leaves it first; they lie in the order of their times.
      if let oldest = announcements.first(where: { $0.at > now - window }) { next = min(next, oldest.at + window) }
    }
    for alarm in alarms.values where alarm.state.isActive && !alarm.isSilenced {
      let stale = alarm.since + Self.staleAfter + Span(milliseconds: 1)
      if stale > now { next = min(next, stale) }
    }
    return next
  }
}

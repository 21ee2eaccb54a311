package import Logistics
package import Measures

// What a screen needs of the alarms, small enough to be handed from thread to thread as often as it changes: the list in its
// order, and the operator's load.
//
//   critical                      pinned, in a flood as ever
//   high     new before seen before cleared, then by what runs out first
//   medium   ┐ in a flood only counted, by rule: a list that scrolls faster than it can be read is no list
//   low      ┘

/// One alarm as the list shows it.
package struct AlarmLine: Hashable, Sendable {
  /// What is recorded of it.
  package var alarm: Alarm
  /// How many shipments it is about now.
  package var count: Int
  /// How soon it wants a person now.
  package var priority: AlarmPriority
  /// Until when somebody must have acted; nil when no clock runs.
  package var due: Instant?
  /// What it says.
  package var message: AlarmMessage
  /// Its shipments, as a filter.
  package var filter: Filter
  /// Whether it has stood for more than a day.
  package var isStale: Bool
}

/// The alarms of a rule that a flood only counts.
package struct AlarmFold: Hashable, Sendable {
  package var rule: String
  package var priority: AlarmPriority
  package var count: Int
  package var shipments: Int
}

/// The operator's load, against what a person can bear.
package struct AlarmLoad: Hashable, Sendable {
  /// Announced in the last ten minutes; what is manageable is ``limit``.
  package var inTenMinutes = 0
  /// Announced in the last hour and the last day.
  package var inHour = 0
  package var inDay = 0
  /// At most so many in ten minutes (ISA-18.2-2016, Table 7).
  package static let limit = 2
  /// Not acknowledged, and the oldest of them.
  package var unacknowledged = 0
  package var oldestUnacknowledged: Instant?
  /// Holding and announced, acknowledged or not.
  package var standing = 0
  /// Standing for more than a day.
  package var stale = 0
  package var shelved = 0
  package var suppressed = 0
  package var outOfService = 0
  /// Announcements of the last day by priority, in the order of ``AlarmPriority``.
  package var mix = [Int](repeating: 0, count: AlarmPriority.allCases.count)
  /// The causes announced most often in the last day, the noisiest first, at most five.
  package var noisiest: [Noise] = []
  package var isFlood = false
  /// When the flood began, and what was announced first in it.
  package var floodSince: Instant?
  package var firstOut: String?
  /// The share of the last day, or of the time since the first alarm, that was spent in floods: 0 ... 1.
  package var floodShare = 0.0

  /// A cause and how often it was announced in the last day.
  package struct Noise: Hashable, Sendable {
    package var cause: String
    package var count: Int
  }

  /// Nothing to bear.
  package init() {}

  /// The share of a priority among the announcements of the last day, in percent; nil when there were none.
  package func percent(_ priority: AlarmPriority) -> Double? {
    let all = mix.reduce(0, +)
    return all == 0 ? nil : Double(mix[Int(priority.rawValue)]) * 100 / Double(all)
  }
}

/// The list of alarms and the load, as of one instant.
package struct AlarmPicture: Hashable, Sendable {
  /// As of when.
  package var now: Instant = .epoch
  /// The alarms that stand before the operator, in order.
  package var lines: [AlarmLine] = []
  /// In a flood: what is only counted.
  package var folds: [AlarmFold] = []
  /// Those put aside, explained by others or out of service, in order.
  package var silenced: [AlarmLine] = []
  /// Those that were over within the last day, the latest first, at most 100: they can still be closed with a reason.
  package var over: [AlarmLine] = []
  package var load = AlarmLoad()
  /// Every alarm whose condition holds, listed or not, for filters that ask for them (``Board/alarms``).
  package var open: [OpenAlarm] = []
  /// Whether the watch has seen the whole board.
  package var isComplete = false

  /// Nothing watched yet.
  package init() {}

  /// The announced alarms by priority, in the order of ``AlarmPriority``: what the header counts.
  package var counts: [Int] {
    var counts = [Int](repeating: 0, count: AlarmPriority.allCases.count)
    for line in lines { counts[Int(line.priority.rawValue)] += 1 }
    for fold in folds { counts[Int(fold.priority.rawValue)] += fold.count }
    return counts
  }

  /// The line of a cause, wherever it stands.
  package subscript(cause: String) -> AlarmLine? {
    lines.first { $0.alarm.cause == cause } ?? silenced.first { $0.alarm.cause == cause }
      ?? over.first { $0.alarm.cause == cause }
  }

  /// How many lines of what is over are kept.
  static let overMax = 100
}

extension AlarmBook {
  /// The list of alarms and the load at `now`.
  package func picture(_ watch: AlarmWatch, now: Instant) -> AlarmPicture {
    var picture = AlarmPicture()
    picture.now = now
    picture.isComplete = watch.isComplete
    picture.load = load(now: now)
    for alarm in alarms.values {
      if alarm.state == .normal, !alarm.isSilenced {
        picture.over.append(line(alarm, watch, now: now))
      } else if alarm.isSilenced {
        picture.silenced.append(line(alarm, watch, now: now))
      } else {
        picture.lines.append(line(alarm, watch, now: now))
      }
    }
    picture.lines.sort(by: AlarmLine.comesFirst)
    picture.silenced.sort(by: AlarmLine.comesFirst)
    picture.over.sort { ($1.alarm.turned, $0.alarm.cause) < ($0.alarm.turned, $1.alarm.cause) }
    if picture.over.count > AlarmPicture.overMax { picture.over.removeLast(picture.over.count - AlarmPicture.overMax) }
    for line in picture.lines + picture.silenced where line.alarm.state.isActive {
      let rule = line.alarm.cause.prefix { $0 != " " }
      picture.open.append(OpenAlarm(priority: line.priority.rawValue, rule: String(rule), filter: line.filter))
    }
    if isFlood { picture.fold() }
    return picture
  }

  private func line(_ alarm: Alarm, _ watch: AlarmWatch, now: Instant) -> AlarmLine {
    let condition = watch.condition(of: alarm.cause)
    let rule = condition.map { watch.rules.rules[$0.rule] } ?? AlarmCause(alarm.cause).flatMap { watch.rules[$0.rule] }
    let isLive = alarm.state.isActive && condition?.isOn ?? false
    let count = isLive ? condition?.count ?? alarm.count : alarm.count
    var due = alarm.due
    var priority = alarm.priority
    if isLive, let condition, let rule {
      due = condition.due(by: rule, alarm)
      priority = condition.priority(by: rule, now: now)
    }
    let group = condition?.group ?? AlarmCause(alarm.cause)?.group ?? .all
    return AlarmLine(
      alarm: alarm, count: count, priority: priority, due: due,
      message: watch.message(of: alarm.cause, rule: rule, condition, count: count, due: due),
      filter: (rule?.about ?? .all).and(group),
      isStale: alarm.state.isActive && now - alarm.since > .hours(24))
  }

  /// The operator's load at `now`.
  package func load(now: Instant) -> AlarmLoad {
    var load = AlarmLoad()
    let day = now - Self.keeps
    var noise: [String: Int] = [:]
    for announcement in announcements where announcement.at > day && announcement.at <= now {
      load.inDay += 1
      if announcement.at > now - .hours(1) { load.inHour += 1 }
      load.mix[Int(announcement.priority.rawValue)] += 1
      noise[announcement.cause, default: 0] += 1
    }
    load.inTenMinutes = announced(until: now)
    let noisiest = noise.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
    load.noisiest = noisiest.map { AlarmLoad.Noise(cause: $0.key, count: $0.value) }
    for alarm in alarms.values {
      if alarm.shelf != nil { load.shelved += 1 }
      if alarm.suppressedBy != nil { load.suppressed += 1 }
      if alarm.isOutOfService { load.outOfService += 1 }
      guard !alarm.isSilenced else { continue }
      if alarm.state.isUnacknowledged {
        load.unacknowledged += 1
        load.oldestUnacknowledged = min(load.oldestUnacknowledged ?? alarm.turned, alarm.turned)
      }
      if alarm.state.isActive {
        load.standing += 1
        if now - alarm.since > .hours(24) { load.stale += 1 }
      }
    }
    load.isFlood = isFlood
    if isFlood, let flood = floods.last {
      load.floodSince = flood.began
      load.firstOut = announcements.first { $0.at > flood.began - Self.window }?.cause
    }
    if let began {
      let from = max(began, day)
      let span = max(1, (now - from).milliseconds)
      let flooded = floods.reduce(Int64(0)) { sum, flood in
        sum &+ max(0, (min(flood.ended ?? now, now) - max(flood.began, from)).milliseconds)
      }
      load.floodShare = min(1, Double(flooded) / Double(span))
    }
    return load
  }
}

extension AlarmLine {
  /// The order of the list: the most urgent, what nobody has seen, what runs out first.
  static func comesFirst(_ a: AlarmLine, _ b: AlarmLine) -> Bool {
    func key(_ line: AlarmLine) -> (UInt8, UInt8, Instant, Instant) {
      (
        line.priority.rawValue, line.alarm.state == .new ? 0 : line.alarm.state == .cleared ? 2 : 1,
        line.due ?? Instant(milliseconds: .max), line.alarm.since
      )
    }
    let left = key(a)
    let right = key(b)
    return left == right ? a.alarm.cause < b.alarm.cause : left < right
  }
}

extension AlarmPicture {
  /// Counts by rule what a flood does not list: medium and low ones that nobody cares for.
  mutating func fold() {
    var counted: [AlarmFold] = []
    lines.removeAll { line in
      guard line.priority > .high, line.alarm.owner.isEmpty else { return false }
      let rule = line.alarm.cause.split(separator: " ").first.map(String.init) ?? line.alarm.cause
      if let index = counted.firstIndex(where: { $0.rule == rule && $0.priority == line.priority }) {
        counted[index].count += 1
        counted[index].shipments += line.count
      } else {
        counted.append(AlarmFold(rule: rule, priority: line.priority, count: 1, shipments: line.count))
      }
      return true
    }
    folds = counted.sorted { ($0.priority, $0.rule) < ($1.priority, $1.rule) }
  }
}

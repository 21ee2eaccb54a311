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
  /// Whether it has stood for more than a day.
  package var isStale: Bool
  /// What it is about, in the operator's words: "FRA Frankfurt".
  package var asset: String
  /// What its shipments have in common, as a filter, and as far as a row tells.
  var group: Filter
  package var shared: OpenAlarm.Group
  /// The table in force when it was drawn, and its rule's place there; none where the rule is gone.
  var rules: AlarmRules
  package var ruleRow: Int?

  /// Its rule; nil where that is not in force any more.
  package var rule: AlarmRule? { ruleRow.map { rules.rules[$0] } }

  /// Its shipments, as a filter.
  package var filter: Filter { (rule?.about ?? .all).and(group) }

  /// What it says: made when it is asked for, since of a long list only a few lines are ever in sight.
  package var message: AlarmMessage {
    guard let rule else {
      return AlarmMessage(
        asset: asset, condition: "the rule is not in force any more", consequence: "", action: "close it", due: due,
        procedure: [])
    }
    return AlarmMessage(
      asset: asset, condition: AlarmWords.condition(rule, count: count), consequence: rule.consequence,
      action: rule.action, due: due, procedure: rule.procedure)
  }

  /// Why it fired: the rule with its figures, for whoever doubts it; empty where the rule is gone.
  package var why: String { rule.map(AlarmWords.why) ?? "" }
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
  /// Every alarm whose condition holds and whose rule is in force, listed or not, for filters that ask for them
  /// (``Board/alarms``).
  package var open: [OpenAlarm] = []
  /// Whether the watch has seen the whole board.
  package var isComplete = false
  /// The announced alarms by priority, in the order of ``AlarmPriority``: what the header counts.
  package private(set) var counts = [Int](repeating: 0, count: AlarmPriority.allCases.count)
  /// The newest alarm that is announced and that nobody has acknowledged; of several the most urgent.
  package private(set) var newest: AlarmLine?

  /// Nothing watched yet.
  package init() {}

  /// Finds what every frame shows of all alarms, once they stand.
  mutating func sum() {
    counts = [Int](repeating: 0, count: AlarmPriority.allCases.count)
    var latest: Int?
    for index in lines.indices {
      counts[Int(lines[index].priority.rawValue)] += 1
      guard lines[index].alarm.isAnnounced else { continue }
      if latest.map({ lines[index].isNews(after: lines[$0]) }) ?? true { latest = index }
    }
    newest = latest.map { lines[$0] }
    for fold in folds { counts[Int(fold.priority.rawValue)] += fold.count }
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
    var listing = AlarmListing()
    return listing.changed(self, watch, now: now) ?? AlarmPicture()
  }

  /// What the list says of an alarm at `now`.
  func line(_ alarm: Alarm, _ watch: AlarmWatch, now: Instant) -> AlarmLine {
    var line = AlarmLine(
      alarm: alarm, count: alarm.count, priority: alarm.priority, due: alarm.due,
      isStale: alarm.state.isActive && now - alarm.since > Self.staleAfter, asset: "", group: .all, shared: .all,
      rules: watch.rules)
    guard let condition = watch.condition(of: alarm.cause) else {
      let cause = AlarmCause(alarm.cause)
      line.ruleRow = cause.flatMap { cause in watch.rules.rules.firstIndex { $0.name == cause.rule } }
      line.group = cause?.group ?? .all
      line.shared = OpenAlarm.Group(line.group)
      line.asset = AlarmWords.asset(line.group)
      return line
    }
    line.ruleRow = condition.rule
    line.group = condition.group
    line.shared = condition.shared
    line.asset = condition.asset
    if alarm.state.isActive, condition.isOn {
      let rule = watch.rules.rules[condition.rule]
      line.count = condition.count
      line.due = condition.due(by: rule, alarm)
      line.priority = condition.priority(by: rule, now: now)
    }
    return line
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
        if now - alarm.since > Self.staleAfter { load.stale += 1 }
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
      // In thousandths: what is shown of it, so that a picture changes only where that does.
      load.floodShare = Double(min(1000, flooded &* 1000 / span)) / 1000
    }
    return load
  }
}

extension AlarmLine {
  /// Lines in the order of the list: the most urgent, what nobody has seen, what runs out first.
  static func inOrder(_ lines: [AlarmLine]) -> [AlarmLine] { AlarmLine.sorted(lines, by: \.rank) }

  /// What orders it in the list, before its cause.
  var rank: (UInt8, Instant, Instant) {
    let state: UInt8 = alarm.state == .new ? 0 : alarm.state == .cleared ? 2 : 1
    return (priority.rawValue << 4 | state, due ?? Instant(milliseconds: .max), alarm.since)
  }

  /// Lines by a rank, two times, and at last their causes: the ranks are sorted, and each line is moved once.
  package static func sorted(
    _ lines: [AlarmLine], by rank: (AlarmLine) -> (UInt8, Instant, Instant)
  ) -> [AlarmLine] {
    let ranks = lines.map(rank)
    let order = lines.indices.sorted { a, b in
      ranks[a] == ranks[b] ? lines[a].alarm.cause < lines[b].alarm.cause : ranks[a] < ranks[b]
    }
    return order.map { lines[$0] }
  }

  /// Whether it was announced later than another, or with it and is more urgent.
  func isNews(after other: AlarmLine) -> Bool {
    (other.alarm.turned, priority, alarm.cause) < (alarm.turned, other.priority, other.alarm.cause)
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

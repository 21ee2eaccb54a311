package import Logistics
package import Measures

// A rule is data. It says which shipments it is about, in the language of the filter line, and what of them makes one alarm:
//
//   about     is:stale panel:transit                 the shipments
//   by        lane                                   one alarm for every lane that has enough of them
//   from 5, until below 3, for 10 min, off 30 min    deadband and delays: nothing is told twice for one cause
//   severity x clock                                 the priority
//
// So the shipments of an alarm are a list with the filter "rule and group", and a person can write rules of their own.

/// What makes one alarm of many shipments: what they have in common.
package enum AlarmGrouping: UInt8, CaseIterable, Sendable {
  case none, place, lane, hold, destination, merchant, carrier, platform

  /// The stable name, as it stands in the configuration.
  package var name: String {
    switch self {
    case .none: "none"
    case .place: "place"
    case .lane: "lane"
    case .hold: "hold"
    case .destination: "destination"
    case .merchant: "merchant"
    case .carrier: "carrier"
    case .platform: "platform"
    }
  }

  /// The grouping of this stable name.
  package init?(name: some StringProtocol) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  /// The field whose filter picks a group out; nil where all are one.
  package var field: Field? {
    switch self {
    case .none: nil
    case .place: .at
    case .lane: .lane
    case .hold: .hold
    case .destination: .to
    case .merchant: .merchant
    case .carrier: .carrier
    case .platform: .platform
    }
  }
}

/// From where the time to respond comes.
package enum AlarmClock: Hashable, Sendable {
  /// The first limit of the open holds.
  case hold
  /// The promise to the buyer.
  case promise
  /// So long after the condition began to hold.
  case after(Span)
  /// Nothing runs out.
  case none
}

/// What makes a rule's group of shipments an alarm.
package enum AlarmTrigger: Hashable, Sendable {
  /// Enough shipments of the group match.
  case count
  /// Enough match, and they are at least so many percent of those that match `among`.
  case share(percentMin: Int, among: Filter)
  /// There are enough that match, and nothing at all was heard of the group for longer than this.
  case quiet(after: Span)
}

/// A rule: which shipments, what makes one alarm of them, and what it says.
package struct AlarmRule: Hashable, Sendable {
  /// The stable name, as it stands in the journal, in `alarm:` and in the configuration: letters, digits and hyphens.
  package var name: String
  /// The shipments that it is about.
  package var about: Filter
  package var grouping: AlarmGrouping
  package var trigger: AlarmTrigger
  package var severity: AlarmSeverity
  package var clock: AlarmClock
  /// How many shipments raise it, at least 1.
  package var countMin: Int
  /// Below how many it clears, at most `countMin`.
  package var countClear: Int
  /// How long the condition must hold before it is told.
  package var onDelay: Span
  /// How long it must be gone before the alarm clears.
  package var offDelay: Span
  /// Whether it explains the alarms of other rules that are mostly about its shipments, and suppresses them.
  package var isParent: Bool
  /// Whether it is watched at all.
  package var isOn: Bool
  /// What is so, a clause after the asset.
  package var condition: String
  /// What happens if nobody acts.
  package var consequence: String
  /// What to do.
  package var action: String
  /// What to do, step by step.
  package var procedure: [String]

  /// A rule that is on, for one shipment and more, without delays; the caller fills in the rest.
  package init(
    _ name: String, about: Filter, by grouping: AlarmGrouping, _ severity: AlarmSeverity, _ clock: AlarmClock
  ) {
    self.name = name
    self.about = about
    self.grouping = grouping
    self.severity = severity
    self.clock = clock
    trigger = .count
    countMin = 1
    countClear = 1
    onDelay = .zero
    offDelay = .zero
    isParent = false
    isOn = true
    condition = ""
    consequence = ""
    action = ""
    procedure = []
  }
}

/// What somebody changes of a rule; a name that no rule has makes a new one, which needs a filter.
package struct AlarmRuleChange: Hashable, Sendable {
  package var name: String
  package var isOn: Bool?
  package var about: Filter?
  package var grouping: AlarmGrouping?
  package var severity: AlarmSeverity?
  package var clock: AlarmClock?
  package var trigger: AlarmTrigger?
  package var countMin: Int?
  package var countClear: Int?
  package var onDelay: Span?
  package var offDelay: Span?
  package var condition: String?
  package var consequence: String?
  package var action: String?
  package var procedure: [String]?

  /// A change of nothing yet.
  package init(_ name: String) { self.name = name }
}

/// Why a change of a rule is not taken; the rule stays as it was.
package struct AlarmRuleFault: Error, Hashable, Sendable {
  /// Which change, from 0 in the order given.
  package var index: Int
  /// The rule's name.
  package var rule: String
  /// The key at fault, as the configuration calls it.
  package var key: String
  /// What is wrong, a clause.
  package var words: String
}

/// The table in force: the rules that are built in, and what the configuration changes of them.
package struct AlarmRules: Hashable, Sendable {
  /// Every rule, those switched off too, in the order in which they are listed.
  package private(set) var rules: [AlarmRule]

  /// The rules that are built in.
  package init() { rules = AlarmRules.builtIn }

  /// These rules and no others.
  package init(_ rules: [AlarmRule]) { self.rules = rules }

  /// The built-in rules with changes; a change that cannot be is left out and told in `faults`.
  package init(_ changes: [AlarmRuleChange], faults: inout [AlarmRuleFault]) {
    self.init()
    for (index, change) in changes.enumerated() {
      do throws(AlarmRuleFault) { try take(change, index) } catch { faults.append(error) }
    }
  }

  /// The rule of this name.
  package subscript(name: String) -> AlarmRule? { rules.first { $0.name == name } }

  /// The most rules there can be.
  package static let rulesMax = 64

  private mutating func take(_ change: AlarmRuleChange, _ index: Int) throws(AlarmRuleFault) {
    func fault(_ key: String, _ words: String) -> AlarmRuleFault {
      AlarmRuleFault(index: index, rule: change.name, key: key, words: words)
    }
    let name = change.name
    guard (1...40).contains(name.utf8.count),
      name.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
    else { throw fault("name", "a rule's name is 1 to 40 small letters, digits and hyphens") }
    if AlarmPriority(name: name) != nil { throw fault("name", "\(name) is a priority's name") }
    let row = rules.firstIndex { $0.name == name }
    var rule: AlarmRule
    if let row {
      rule = rules[row]
    } else {
      guard let about = change.about else { throw fault("filter", "a new rule needs the filter of its shipments") }
      guard rules.count < Self.rulesMax else { throw fault("name", "there are \(Self.rulesMax) rules already") }
      rule = AlarmRule(name, about: about, by: .none, .minor, .none)
      rule.condition = "shipments match \(about.text)"
      rule.onDelay = .minutes(1)
      rule.offDelay = .minutes(5)
    }
    if let about = change.about { rule.about = about }
    guard !rule.about.isEmpty else { throw fault("filter", "a rule about every shipment says nothing") }
    guard !rule.about.asksAlarms else { throw fault("filter", "a rule cannot ask for alarms") }
    guard !rule.about.asksPapers else { throw fault("filter", "a rule cannot ask how complete papers are") }
    if let grouping = change.grouping { rule.grouping = grouping }
    if let severity = change.severity { rule.severity = severity }
    if let clock = change.clock { rule.clock = clock }
    if let trigger = change.trigger { rule.trigger = trigger }
    if rule.trigger != .count, rule.grouping == .hold {
      throw fault("by", "a shipment has several holds, so nothing can be said of a share or of silence by hold")
    }
    if case .share(let percent, let among) = rule.trigger {
      guard (1...100).contains(percent) else { throw fault("share", "a share is 1 to 100 percent") }
      guard !among.asksAlarms else { throw fault("among", "a rule cannot ask for alarms") }
      guard !among.asksPapers else { throw fault("among", "a rule cannot ask how complete papers are") }
    }
    if let countMin = change.countMin {
      guard (1...1_000_000_000).contains(countMin) else { throw fault("count", "a count is 1 or more") }
      rule.countMin = countMin
      rule.countClear = min(rule.countClear, countMin)
    }
    if let countClear = change.countClear {
      guard (1...rule.countMin).contains(countClear) else {
        throw fault("clear-below", "it clears below 1 to \(rule.countMin), the count that raises it")
      }
      rule.countClear = countClear
    }
    for (key, span) in [("on-delay", change.onDelay), ("off-delay", change.offDelay)] {
      guard let span else { continue }
      guard span >= .zero, span <= .days(7) else { throw fault(key, "a delay is 0 to 7 days") }
    }
    if let onDelay = change.onDelay { rule.onDelay = onDelay }
    if let offDelay = change.offDelay { rule.offDelay = offDelay }
    if let isOn = change.isOn { rule.isOn = isOn }
    if let condition = change.condition { rule.condition = condition }
    if let consequence = change.consequence { rule.consequence = consequence }
    if let action = change.action { rule.action = action }
    if let procedure = change.procedure { rule.procedure = procedure }
    if let row { rules[row] = rule } else { rules.append(rule) }
  }
}

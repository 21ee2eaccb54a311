import Atlas
import Measures

// An alarm that stands, as far as filters ask for it. Many alarms share a rule, so a question for alarms comes to few tests, however
// many alarms stand: what each rule is about is asked once, and of its groups only one column.
//
//   stuck  at FRA  ┐
//   stuck  at LEJ  ├─►  is:stuck …    and   at in {FRA, LEJ, LGG}
//   stuck  at LGG  ┘
//   give-up        ───► due:0h..24h

/// An alarm that stands, as far as filters ask for it: `alarm:p1`, `alarm:silent`.
package struct OpenAlarm: Hashable, Sendable {
  /// What the shipments of an alarm have in common beside what its rule is about.
  package enum Group: Hashable, Sendable {
    /// Nothing more.
    case all
    /// One value in the column of a field: the row of a place, of a lane, of a hold's reason, a packed country, a text's number.
    case value(Field, UInt32)
    /// What is only known as a filter.
    case filter(Filter)

    /// The group that a filter picks out; where it asks for a text it stays a filter, for whoever knows no dictionary.
    package init(_ group: Filter) {
      switch group.root {
      case .everything: self = .all
      case .term(let term):
        self = .filter(group)
        guard let field = term.field, case .text(let text)? = term.values.first, term.values.count == 1 else { return }
        if let row = Group.row(of: text, in: field) { self = .value(field, row) }
      case .not, .all, .any: self = .filter(group)
      }
    }

    private static func row(of name: String, in field: Field) -> UInt32? {
      switch field {
      case .at:
        guard case .rows(let rows) = Choices.place(coded: name), rows.count == 1 else { return nil }
        return rows.first
      case .lane: return Atlas.lane(code: name).map { UInt32($0.row) }
      case .hold: return HoldReason(code: name).map { UInt32($0.rawValue) }
      case .to: return Country(name).map { UInt32($0.packed) }
      case .id, .ref, .order, .panel, .stage, .milestone, .is, .from, .origin, .dest, .mode, .merchant, .consignee,
        .carrier, .platform, .owner, .goods, .hs, .value, .weight, .incoterm, .attempts, .age, .heard, .eta, .due,
        .promise, .placed, .used, .dwell, .alarm, .exportState, .importState, .mrn, .limit, .corrected, .holdOwner,
        .clock, .wasHeld, .papers:
        return nil
      }
    }
  }

  /// How soon it wants a person: 0 critical ... 3 low.
  package var priority: UInt8
  /// The name of its rule.
  package var rule: String
  /// The shipments that its rule is about.
  package var about: Filter
  /// Which of them it is about.
  package var group: Group

  /// An alarm of a rule, about those shipments of a filter that are in a group.
  package init(priority: UInt8, rule: String, about: Filter, group: Group = .all) {
    self.priority = priority
    self.rule = rule
    self.about = about
    self.group = group
  }

  /// The names of the priorities, from the most urgent on; "p1" to "p4" mean the same.
  static let priorities = ["critical", "high", "medium", "low"]

  /// The priority of this name; nil for any other.
  static func priority(_ name: String) -> UInt8? {
    priorities.firstIndex(of: name).map { UInt8($0) }
      ?? (name.count == 2 && name.first == "p" ? name.last?.wholeNumberValue : nil).flatMap {
        (1...4).contains($0) ? UInt8($0 - 1) : nil
      }
  }

  /// Whether a name can be that of a rule: which rules there are is known only where alarms are watched.
  static func isRule(_ name: String) -> Bool {
    // What looks like a priority and is none is a slip.
    guard priority(name) == nil, !(name.first == "p" && name.dropFirst().allSatisfy(\.isNumber)) else { return false }
    return name.utf8.allSatisfy { $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
  }
}

extension Shipment {
  /// Whether it is in an alarm's group, told from its row alone; nil where the group is only known as a filter.
  package func isIn(_ group: OpenAlarm.Group) -> Bool? {
    guard case .value(let field, let value) = group else { return group == .all ? true : nil }
    switch field {
    case .at: return UInt32(at.row) == value
    case .lane: return UInt32(lane.row) == value
    case .hold: return value < 32 && openHolds & 1 &<< value != 0
    case .to: return UInt32(destinationCountry.packed) == value
    case .merchant: return merchant.number == value
    case .carrier: return carrier.number == value
    case .platform: return platform.number == value
    case .id, .ref, .order, .panel, .stage, .milestone, .is, .from, .origin, .dest, .mode, .consignee, .owner, .goods,
      .hs, .value, .weight, .incoterm, .attempts, .age, .heard, .eta, .due, .promise, .placed, .used, .dwell, .alarm,
      .exportState, .importState, .mrn, .limit, .corrected, .holdOwner, .clock, .wasHeld, .papers:
      return false
    }
  }
}

extension Filter {
  /// Whether it asks for alarms.
  package var asksAlarms: Bool { Filter.asksAlarms(root) }

  private static func asksAlarms(_ node: Node) -> Bool {
    switch node {
    case .everything: false
    case .term(let term): term.field == .alarm
    case .not(let inner): asksAlarms(inner)
    case .all(let parts), .any(let parts): parts.contains { asksAlarms($0) }
    }
  }

  /// What is looked for in the dictionary when it is asked while these alarms stand.
  func needles(among alarms: [OpenAlarm]) -> [TextIndex.Needle] {
    guard asksAlarms else { return needles }
    var asked: Set<Filter> = []
    var needles = self.needles
    for alarm in alarms {
      if asked.insert(alarm.about).inserted { needles += alarm.about.needles }
      if case .filter(let group) = alarm.group { needles += group.needles }
    }
    return needles
  }
}

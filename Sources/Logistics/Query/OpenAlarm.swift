/// An alarm that stands, as far as filters ask for it: `alarm:p1`, `alarm:silent`.
package struct OpenAlarm: Hashable, Sendable {
  /// How soon it wants a person: 0 critical ... 3 low.
  package var priority: UInt8
  /// The name of its rule.
  package var rule: String
  /// Its shipments.
  package var filter: Filter

  /// An alarm of a rule, about the shipments of a filter.
  package init(priority: UInt8, rule: String, filter: Filter) {
    self.priority = priority
    self.rule = rule
    self.filter = filter
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
}

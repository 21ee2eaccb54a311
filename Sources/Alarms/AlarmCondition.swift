package import Logistics
package import Measures

// What an alarm is an alarm of. The text of a cause is the rule's name and, after a blank, the filter of its group; it is what the
// journal knows the alarm by, and it reads back:
//
//   "silent lane:A14"    rule silent, its shipments on lane A14
//   "stuck at:FRA"       rule stuck, its shipments at the place coded FRA: at=FRA, written as it always was
//   "documents"          rule documents, all of its shipments

/// A cause as it stands now: whether its condition holds, since when, and for how many.
package struct AlarmCondition: Hashable, Sendable {
  /// The cause's stable text.
  package var cause: String
  /// The rule, by its place in the watch's table.
  package var rule: Int
  /// What the shipments have in common, as a filter; everything where the rule does not group.
  package var group: Filter
  /// The same, as far as a row tells.
  package var shared: OpenAlarm.Group
  /// The asset in the operator's words: "FRA Frankfurt", "CN-DE air A14".
  package var asset: String
  /// How many shipments match now.
  package var count: Int
  /// Whether the condition holds, delays left aside.
  package var isOn: Bool
  /// Since when it does, or does not.
  package var turned: Instant
  /// Until when somebody must have acted, by the most urgent of its shipments; nil when no clock runs.
  package var due: Instant?
  /// Since when that is so.
  package var dueTurned: Instant
  /// Whether it came and went three times in a minute.
  package var isChattering: Bool
  /// The cause that explains it: a parent's whose shipments these mostly are.
  package var explainedBy: String?
}

/// Five things that every alarm's message says, and what to do step by step.
package struct AlarmMessage: Hashable, Sendable {
  /// What it is about: "FRA Frankfurt".
  package var asset: String
  /// What is so: "12 shipments stand longer than their last step explains".
  package var condition: String
  /// What happens if nobody acts.
  package var consequence: String
  /// What to do.
  package var action: String
  /// Until when; nil when no clock runs.
  package var due: Instant?
  /// What to do, step by step.
  package var procedure: [String]
}

/// The parts of a cause's text.
package struct AlarmCause: Hashable, Sendable {
  /// The rule's name.
  package var rule: String
  /// The filter of its group; everything where there is none.
  package var group: Filter

  /// Reads a cause's text; nil when it is not one.
  package init?(_ text: String) {
    let parts = text.split(separator: " ", maxSplits: 1)
    guard let name = parts.first else { return nil }
    rule = String(name)
    group = .all
    if parts.count == 2 {
      guard let filter = try? Filter(parsing: String(parts[1])) else { return nil }
      group = AlarmCause.with(.equal, filter)
    }
  }

  /// The cause of a rule and one of its groups.
  package static func text(rule: String, group: Filter) -> String {
    group.isEmpty ? rule : "\(rule) \(with(.has, group).text)"
  }

  /// The filter of a place, compared in one way or the other; any other as it is. What is counted at a place is at that very
  /// place, and not at every place with its code in its words.
  private static func with(_ comparison: Filter.Comparison, _ group: Filter) -> Filter {
    guard case .term(var term) = group.root, term.field == .at else { return group }
    term.comparison = comparison
    return Filter(.term(term))
  }
}

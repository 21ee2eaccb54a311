package import Alarms
package import Logistics

// Behind `alarm:` stands a priority or the name of a rule. Which rules there are is not the filter's to know: a name that none has
// finds nothing, and is no fault of the text. Whoever knows the rules says so.

extension AlarmRules {
  /// What to say of names in a filter that no rule has, with those that may have been meant; nil where every name is one.
  ///
  /// - Parameter others: names of rules that alarms still stand for, though they are no longer watched by them.
  package func hint(on filter: Filter, others: [String] = []) -> String? {
    guard filter.asksAlarms else { return nil }
    let known = rules.map(\.name) + others
    for name in AlarmRules.names(filter.root) where AlarmPriority(name: name) == nil && !known.contains(name) {
      let near = Prompt.near(name, among: known).map { "“\($0)”" }
      return "no rule of alarms is called “\(name)”"
        + (near.isEmpty ? "" : "; did you mean \(near.joined(separator: " or "))?")
    }
    return nil
  }

  /// The names behind `alarm:`, in their order.
  private static func names(_ node: Filter.Node) -> [String] {
    switch node {
    case .everything: return []
    case .not(let inner): return names(inner)
    case .all(let parts), .any(let parts): return parts.flatMap(names)
    case .term(let term):
      guard term.field == .alarm else { return [] }
      return term.values.compactMap { value in
        switch value {
        case .text(let name): name.lowercased()
        case .none, .any, .pattern, .quantity, .range: nil
        }
      }
    }
  }
}

extension State {
  /// What to say of a filter whose names of rules no rule has.
  func ruleHint(_ text: String) -> String? {
    guard let filter = try? Filter(parsing: text) else { return nil }
    return preferences.alarms.rules.hint(on: filter, others: alarms.picture.open.map(\.rule))
  }
}

import Measures

// Whether every shipment that matches one filter matches another too, as far as the texts of both tell:
//
//   lit          ⊃  lith                     a word that goes on
//   to:D         ⊃  to:DE                    names of a list that are among the others
//   value>5      ⊃  value>50                 amounts within the others
//   A            ⊃  A B      A or B  ⊃  A    more is asked for; fewer are allowed
//
// A line that is typed mostly grows like this, and the list then only has to be looked for among what is listed already. "No" is
// always a right answer.

extension Filter {
  /// Whether this filter surely matches only shipments that `other` matches, at the same instant.
  package func implies(_ other: Filter) -> Bool { Filter.implies(root, other.root) }

  /// Whether its answer depends on the instant at which it is asked.
  package var asksNow: Bool { Filter.asksNow(root) }

  private static func asksNow(_ node: Node) -> Bool {
    switch node {
    case .everything: return false
    case .not(let inner): return asksNow(inner)
    case .all(let parts), .any(let parts): return parts.contains { asksNow($0) }
    case .term(let term):
      guard let field = term.field else { return false }
      return field == .is || field == .used || field == .alarm
        || term.values.contains { value in
          switch value {
          case .quantity(.span), .range(.span, _), .range(_, .span): true
          case .none, .any, .text, .pattern, .quantity, .range: false
          }
        }
    }
  }

  private static func implies(_ a: Node, _ b: Node) -> Bool {
    if a == b { return true }
    switch (a, b) {
    case (_, .everything): return true
    case (_, .all(let parts)): return parts.allSatisfy { implies(a, $0) }
    case (.any(let parts), _): return parts.allSatisfy { implies($0, b) }
    case (.all(let parts), _): return parts.contains { implies($0, b) }
    case (_, .any(let parts)): return parts.contains { implies(a, $0) }
    case (.not(let a), .not(let b)): return implies(b, a)
    case (.term(let a), .term(let b)): return implies(a, b)
    case (.everything, _), (.not, _), (.term, _): return false
    }
  }

  private static func implies(_ a: Term, _ b: Term) -> Bool {
    guard a.field == b.field else { return false }
    guard let field = a.field else {
      // Words by themselves stand all of them somewhere.
      return b.values.allSatisfy { wanted in a.values.contains { isWordGoingOn($0, of: wanted) } }
    }
    // What a pattern leaves is only known when it has been looked for.
    guard a.comparison != .matches, b.comparison != .matches, field != .alarm, field != .papers else { return false }
    switch field.kind {
    case .text:
      guard a.comparison == .has || a.comparison == .equal, b.comparison == .has else { return false }
      return a.values.allSatisfy { value in b.values.contains { contains(value, $0) } }
    case .digits:
      guard a.comparison != .unequal, b.comparison != .unequal else { return false }
      return a.values.allSatisfy { value in
        b.values.contains { wanted in
          if case .text(let text) = value, case .text(let start) = wanted { return text.hasPrefix(start) }
          return value == wanted
        }
      }
    case .choice:
      guard a.comparison != .unequal, b.comparison != .unequal, let a = rows(a, field), let b = rows(b, field) else {
        return false
      }
      return a.isSubset(of: b)
    case .place: return false
    case .number, .label, .money, .mass, .span, .time:
      guard a.values.count == 1, b.values.count == 1, let a = bounds(a), let b = bounds(b), a.kind == b.kind else {
        return false
      }
      return a.low >= b.low && a.high <= b.high
    }
  }

  /// Whether a word begins with the other one, so that whatever shows it shows the other one. A number is looked for as a label
  /// too, which the letters before it are not.
  private static func isWordGoingOn(_ value: Value, of wanted: Value) -> Bool {
    guard case .text(let value) = value, case .text(let wanted) = wanted else { return false }
    let long = Folding.bytes(value)
    let short = Folding.bytes(wanted)
    guard !short.isEmpty, long.starts(with: short) else { return false }
    return Planner.isLabel(long) == Planner.isLabel(short)
  }

  private static func contains(_ value: Value, _ wanted: Value) -> Bool {
    guard case .text(let value) = value, case .text(let wanted) = wanted else { return false }
    let short = Folding.bytes(wanted)
    return !short.isEmpty && TextIndex.contains(Folding.bytes(value), short)
  }

  private static func rows(_ term: Term, _ field: Field) -> Set<UInt32>? {
    var all: Set<UInt32> = []
    for value in term.values {
      guard case .text(let text) = value, case .rows(let rows) = Choices.meaning(of: text, in: field) else {
        return nil
      }
      all.formUnion(rows)
    }
    return all
  }

  /// From where to where a term reaches, in what its quantity is counted in.
  private static func bounds(_ term: Term) -> (low: Int64, high: Int64, kind: Int)? {
    func kind(_ quantity: Quantity) -> Int {
      switch quantity {
      case .number: 0
      case .label: 1
      case .money: 2
      case .mass: 3
      case .span: 4
      case .time: 5
      }
    }
    switch term.values[0] {
    case .quantity(let quantity):
      let (start, end) = Planner.bounds(quantity)
      let isCalendar = Planner.isCalendar(quantity)
      let kind = kind(quantity)
      switch term.comparison {
      case .has, .equal: return (start, end, kind)
      case .unequal: return nil
      case .less: return (.min, start.subtractingClamped(1), kind)
      case .atMost: return (.min, isCalendar ? end : start, kind)
      case .greater: return ((isCalendar ? end : start).addingClamped(1), .max, kind)
      case .atLeast: return (start, .max, kind)
      case .matches: return nil
      }
    case .range(let from, let to):
      guard kind(from) == kind(to), term.comparison != .unequal else { return nil }
      let last = Planner.isCalendar(to) ? Planner.bounds(to).end : Planner.bounds(to).start
      return (Planner.bounds(from).start, last, kind(from))
    case .none, .any, .text, .pattern: return nil
    }
  }
}

import Logistics
import Measures
import TUI

// Rows set apart by rules: a filter and how its rows are drawn. Rules are made ready in idle time, once a tick, and asked only for
// the rows in sight. What they are drawn in is never what means that a person is needed, and only plain text follows it: marks and
// urgent times stay as they are.

/// The colouring rules made ready.
struct RowPaints: Sendable {
  /// The rules with the role of their rows, the first that holds decides.
  private(set) var ready: [(matcher: Matcher, role: Role)] = []
  /// Whether the world or the rules have changed since.
  var isOld = true

  /// Makes the rules ready; false when that needs another slice.
  mutating func mix(_ rules: [ColouringRule], _ board: Board, now: Instant, budget: Int, _ index: inout TextIndex) {
    for rule in rules where !index.isReady(for: rule.filter, on: board, pages: max(1, budget / Page.rows)) {
      return
    }
    ready = rules.map { rule in
      (Matcher(rule.filter, board: board, now: now, index: &index), rule.paint.role)
    }
    isOld = false
  }

  /// What the plain text of a shipment's row is drawn in; nil where no rule holds.
  func role(of id: ShipmentID, _ board: Board) -> Role? {
    ready.first { $0.matcher.matches(id, on: board) }?.role
  }
}

extension ColouringRule.Paint {
  /// The role of the rows.
  var role: Role {
    switch self {
    case .muted: .muted
    case .secondary: .secondary
    case .accent: .match
    }
  }
}

extension State {
  /// Whether the colouring rules have to be made ready.
  var isMixingPaints: Bool { paints.isOld && !(preferences.colouring.isEmpty && paints.ready.isEmpty) }

  /// Goes on making the colouring rules ready.
  mutating func mixPaints(budget: Int) {
    guard isLoaded, isMixingPaints else { return }
    paints.mix(preferences.colouring, board, now: now, budget: budget, &index)
  }

  /// What the plain text of a row is drawn in; nil for as it is.
  func paint(of id: ShipmentID) -> Role? { paints.ready.isEmpty ? nil : paints.role(of: id, board) }
}

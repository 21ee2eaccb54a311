import Logistics
import TUI

// What the window of a list shows, line by line. A row that has just left stays where it was for a few seconds, as a ghost; the
// rows around it flow past it, and no key can reach it:
//
//   before      then                      a few seconds later
//   A           A                         A
//   B           ░B  left this view: …     ▸C       the cursor keeps its shipment and its line as long as it can
//   ▸C          ▸C                        D
//   D           D                         E

/// A line of a list's window.
enum ListLine: Hashable, Sendable {
  /// A row, counted among those shown.
  case row(Int)
  /// A shipment that stood here until a moment ago.
  case gone(ShipmentID)
}

/// A shipment that has just left a list, where it stood.
struct Departed: Hashable, Sendable {
  let id: ShipmentID
  /// The line of the window.
  let line: Int
  /// The tick at which it is forgotten.
  let until: Int
}

extension ListState {
  /// Ticks of the clock for which what has left lingers: about as many seconds.
  static let ghostTicks = 4

  /// The lines of a window so many lines high.
  func lines(_ visible: Int) -> [ListLine] {
    guard visible > 0 else { return [] }
    let all = shownCount
    guard !departed.isEmpty else { return (offset..<max(offset, min(offset + visible, all))).map { .row($0) } }
    var lines: [ListLine] = []
    lines.reserveCapacity(visible)
    var row = offset
    var ghosts = departed[...]
    while lines.count < visible {
      if let ghost = ghosts.first, ghost.line <= lines.count || row >= all {
        ghosts.removeFirst()
        // It may have come back meanwhile.
        if ghost.id != cursor { lines.append(.gone(ghost.id)) }
      } else if row < all {
        lines.append(.row(row))
        row += 1
      } else {
        break
      }
    }
    return lines
  }

  /// The line of the cursor in its window; nil when it is not in sight.
  func cursorLine(_ visible: Int) -> Int? {
    cursor == nil ? nil : lines(visible).firstIndex(of: .row(cursorRow))
  }

  /// Forgets what has left long enough ago; the cursor keeps its line.
  mutating func forgetDeparted(tick: Int, visible: Int) {
    guard departed.contains(where: { $0.until <= tick }) else { return }
    let line = cursorLine(visible)
    departed.removeAll { $0.until <= tick }
    keepLine(line)
  }

  /// Scrolls so that the cursor stands on a line of the window again.
  mutating func keepLine(_ line: Int?) {
    guard let line else { return }
    offset = max(0, cursorRow - line + departed.count { $0.line < line })
  }

  /// The shipments that stand in the window and are not in the list that was just built, with their lines.
  func leaving(_ built: Listing, on board: Board, visible: Int, tick: Int) -> [Departed] {
    guard listing.matcher != nil, built.query.panel == listing.query.panel, built.query.filter == listing.query.filter,
      !seeksFirst, visible > 0
    else { return [] }
    var leaving: [Departed] = []
    for (line, entry) in lines(visible).enumerated() {
      guard case .row(let row) = entry, let id = shown(row), id != cursor,
        board.lastSequence(of: id) > listing.sequence, !built.stillHolds(id, on: board)
      else { continue }
      leaving.append(Departed(id: id, line: line, until: tick + Self.ghostTicks))
    }
    return leaving
  }
}

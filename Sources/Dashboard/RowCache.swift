import Logistics
import Measures
import TUI

// What makes a frame cheap: a row that says the same as in the frame before is copied, not written anew.
//
//   world ──► page       what all rows of a list share: columns and their places, the minute, glyphs
//               └► row   what one row says: its shipment's last event, marks, whether it is fresh or gone
//
// Whatever of it changed, the row is drawn again. Only rows in sight are kept, so that the memory is that of a screen. The row under
// the cursor is never kept: it is drawn with each frame, and the one it left has its plain picture still.

/// The rows drawn last. Whoever draws frame after frame keeps it in between; a picture is the same with it and without.
package struct RowCache: Sendable {
  /// What all rows of a list share.
  struct Page: Hashable {
    var columns: [PlacedColumn]
    var names: [String]
    /// Of which moment of the past it is; nil of what is live.
    var moment: PastMoment?
    var width: Int
    var minute: Int64
    var offset: ZoneOffset
    var isStale: Bool
    var glyphSet: GlyphSet
    var ambiguous: AmbiguousWidth
  }

  /// What one row says.
  struct Row: Hashable {
    /// The journal's number of the shipment's last event.
    var sequence: UInt64
    var look: RowLook
  }

  private struct List: Sendable {
    var page: Page?
    var rows: [ShipmentID: (row: Row, strip: Strip)] = [:]
    var next: [ShipmentID: (row: Row, strip: Strip)] = [:]

    /// What was drawn now is what was drawn last.
    mutating func turn() { swap(&rows, &next) }
  }

  private var lists: [List] = ListID.allCases.map { _ in List() }
  /// Rows that were copied and rows that were written, since the beginning: for those who measure.
  package private(set) var copied = 0
  package private(set) var written = 0

  /// Nothing drawn yet.
  package init() {}

  /// Begins a picture of a list; rows of another page are of no use any more.
  mutating func begin(_ list: ListID, _ page: Page) {
    if lists[list.rawValue].page != page {
      lists[list.rawValue].rows.removeAll(keepingCapacity: true)
      lists[list.rawValue].page = page
    }
    lists[list.rawValue].next.removeAll(keepingCapacity: true)
  }

  /// The row as it was drawn, when it says the same.
  mutating func kept(_ id: ShipmentID, _ row: Row, in list: ListID) -> Strip? {
    guard let kept = lists[list.rawValue].rows[id], kept.row == row else { return nil }
    lists[list.rawValue].next[id] = kept
    copied += 1
    return kept.strip
  }

  /// Keeps a row that was just drawn.
  mutating func keep(_ strip: Strip, of id: ShipmentID, _ row: Row, in list: ListID) {
    lists[list.rawValue].next[id] = (row, strip)
    written += 1
  }

  /// Ends the picture of a list: what was not in it is forgotten, but for the row under the cursor.
  mutating func end(_ list: ListID, cursor: ShipmentID?) {
    if let cursor, lists[list.rawValue].next[cursor] == nil, let kept = lists[list.rawValue].rows[cursor] {
      lists[list.rawValue].next[cursor] = kept
    }
    lists[list.rawValue].turn()
  }
}

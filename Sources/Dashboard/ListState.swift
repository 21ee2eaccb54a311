import Logistics
import Measures
import TUI

// A list under an operator's hands. Cursor and marks are shipments, never rows: whatever the list does, the next key acts on what
// was seen.
//
//   rows       A B C D E        the order of the last build
//   cursor         ▸C           a shipment; `cursorRow` is where it stands in what is shown
//   build      A D C E          C stays under the cursor, on the same line of the screen
//   build      A D E            C has left: it stays as a ghost until a key moves on
//   shown      A D ░C E

/// What a list shows, and where the operator is in it.
struct ListState: Sendable {
  /// Which list it is.
  let id: ListID
  /// The list as built last.
  private(set) var listing: Listing
  /// The filter as typed; empty shows all.
  var filterText = ""
  /// The filter that the text means.
  var filter = Filter.all
  var ordering: Ordering
  /// Which columns it shows.
  var choice = ColumnChoice()
  /// How many of the columns that do not stay are scrolled away.
  var scrolled = 0
  /// What was changed by hand since the start: the operator's file does not change it any more.
  var hasOwnChoice = false
  var hasOwnOrder = false
  /// What has just left it, by the line where it stood.
  var departed: [Departed] = []
  /// The shipment under the cursor; nil while the operator has not been here, or when there is nothing.
  private(set) var cursor: ShipmentID?
  /// Where the cursor stands among what is shown.
  private(set) var cursorRow = 0
  /// Whether the shipment under the cursor has left the list.
  private(set) var isGhost = false
  /// Whether a key was pressed while the list had the keys: before, the cursor stays on the first row, whatever stands there.
  var isTouched = false
  /// Whether the operator has just asked for other rows: a shipment that is not among them is not what the next deed is for.
  var seeksFirst = false
  /// The shipment that the cursor goes back to when the list has it again.
  var seeks: ShipmentID?
  /// The first row in sight.
  var offset = 0
  /// Shipments marked for a bulk action, and how many of them are among the rows.
  var marks = Marks()
  var marksShown = 0
  /// What is looked for among all of its shipments.
  var quest: Quest?
  /// Where a range of marks begins, and the row where that stands in what is listed.
  var anchor: ShipmentID?
  private(set) var anchorRow = 0
  /// A build that is under way.
  var build: ListBuilder?
  /// Whether it shows what another board had: of the time before the operator went to another.
  var isOfAnotherTime = false
  /// Whether the board has changed since the last build began.
  var isDirty = true

  /// An empty list in its own first order.
  init(_ id: ListID) {
    self.id = id
    ordering = id.look.ordering
    listing = Listing(query: ListQuery(panel: id.panel, ordering: id.look.ordering), total: 0)
  }

  /// The columns it can show, in their order.
  var columns: [ListColumn] { choice.columns(of: id.look) }

  /// What the list should show.
  var query: ListQuery { ListQuery(panel: id.panel, filter: filter, ordering: ordering) }

  /// The shipments listed, in order.
  var rows: ContiguousArray<ShipmentID> { listing.ids }

  /// Rows shown: those listed, and the ghost.
  var shownCount: Int { rows.count + (isGhost ? 1 : 0) }

  /// The shipment in a row shown; nil outside.
  func shown(_ row: Int) -> ShipmentID? {
    guard row >= 0, row < shownCount else { return nil }
    if isGhost, row == cursorRow { return cursor }
    return rows[isGhost && row > cursorRow ? row - 1 : row]
  }

  /// The row among those listed of a row shown; nil for the ghost's.
  func listedRow(_ row: Int) -> Int? {
    guard isGhost else { return row }
    return row == cursorRow ? nil : row > cursorRow ? row - 1 : row
  }

  /// Whether the row is the ghost's.
  func isGhost(row: Int) -> Bool { isGhost && row == cursorRow }

  /// Takes a list as it is built: the cursor keeps its shipment, and its line of the screen; what has left lingers where it was.
  ///
  /// - Parameters:
  ///   - visible: lines of its window; 0 where it is not in sight.
  ///   - tick: the number of the clock's tick.
  mutating func take(_ built: Listing, on board: Board, visible: Int, tick: Int) {
    guard built.isComplete || wantsFirstRows && keepsCursor(in: built) else { return }
    let line = cursorLine(visible)
    let isOther = built.query.filter != listing.query.filter || seeksFirst
    departed =
      isOther
      ? [] : (departed + leaving(built, on: board, visible: visible, tick: tick)).sorted { $0.line < $1.line }
    let before = cursor
    take(built)
    keepAnchor()
    if built.isComplete, let wanted = seeks {
      seeks = nil
      if built.position(of: wanted) != nil { jump(to: wanted) }
    }
    countMarks()
    if isTouched, cursor == before, !isGhost { keepLine(line) }
  }

  /// Whether the first rows of a build are better than what is shown: not where that is whole and what the operator wants, for then
  /// they would be a list that ends too soon.
  var wantsFirstRows: Bool {
    listing.matcher == nil || !listing.isComplete || listing.query != query || seeksFirst || isOfAnotherTime
  }

  /// Whether the cursor can stay where it is, or need not.
  private func keepsCursor(in built: Listing) -> Bool {
    guard let cursor, isTouched else { return true }
    return built.position(of: cursor, near: cursorRow) != nil
  }

  private mutating func take(_ built: Listing) {
    guard let cursor, isTouched else {
      listing = built
      cursor = cursor == nil ? nil : built.ids.first
      cursorRow = 0
      isGhost = false
      if built.isComplete { seeksFirst = false }
      return
    }
    if let row = built.position(of: cursor, near: cursorRow) {
      listing = built
      offset = max(0, offset + row - cursorRow)
      cursorRow = row
      isGhost = false
    } else if built.isComplete {
      listing = built
      if seeksFirst {
        jump(to: 0)
      } else {
        isGhost = true
        cursorRow = min(cursorRow, rows.count)
      }
    }
    if built.isComplete { seeksFirst = false }
  }

  /// Begins a range at the cursor.
  mutating func setAnchor() { (anchor, anchorRow) = (cursor, cursorRow) }

  /// Finds the beginning of a range in another list; a range whose beginning has left is none any more.
  private mutating func keepAnchor() {
    guard let anchor else { return }
    if let row = listing.position(of: anchor, near: anchorRow) {
      anchorRow = row
    } else if listing.isComplete {
      self.anchor = nil
    }
  }

  /// Puts the cursor on the first row when it is nowhere.
  mutating func enter() {
    guard cursor == nil, let first = rows.first else { return }
    cursor = first
    cursorRow = 0
  }

  /// Moves the cursor by so many rows; a ghost it leaves is gone.
  mutating func move(by delta: Int) {
    guard cursor != nil else { return enter() }
    guard isGhost else { return jump(to: cursorRow + delta) }
    isGhost = false
    let row = delta > 0 ? cursorRow + delta - 1 : cursorRow + delta
    guard !rows.isEmpty else {
      cursor = nil
      return
    }
    jump(to: row)
  }

  /// Puts the cursor on a row, the nearest there is.
  mutating func jump(to row: Int) {
    isGhost = false
    guard !rows.isEmpty else {
      cursor = nil
      cursorRow = 0
      return
    }
    cursorRow = min(max(0, row), rows.count - 1)
    cursor = rows[cursorRow]
  }

  /// Puts the cursor on a shipment; as a ghost when the list does not have it.
  mutating func jump(to id: ShipmentID) {
    cursor = id
    if let row = listing.position(of: id, near: cursorRow) {
      cursorRow = row
      isGhost = false
    } else {
      isGhost = true
      cursorRow = min(cursorRow, rows.count)
    }
  }

  /// Puts the cursor on a shipment that was seen on a line of the window; where it has left the list meanwhile, it is a ghost there.
  mutating func select(_ id: ShipmentID, seenOn line: Int) {
    guard id != cursor else { return }
    cursor = id
    let seen = offset + line - departed.count { $0.line < line }
    if let row = listing.position(of: id, near: seen) {
      cursorRow = row
      isGhost = false
    } else {
      cursorRow = min(max(0, seen), rows.count)
      isGhost = true
    }
    keepLine(line)
  }
}

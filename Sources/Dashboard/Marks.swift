import Logistics
import TUI

// Marks are shipments, whatever the list shows: a bit for each, so that a million of them are counted and looked up as quickly as
// ten. How many of them the list does not show is counted when marks or rows change, never when a frame is drawn.
//
//   space      the one under the cursor          v … v    a range          *      all the list shows
//   & FILTER   all that match                    %        the others       ^      none
//   n N        the next and the one before: of the marked ones; without marks, of what was filtered for last

/// What an operator has marked.
typealias Marks = ShipmentSet

/// A look through all of a list's shipments for a filter, in slices.
struct Quest: Sendable {
  /// What is done with what it finds.
  enum Purpose: Sendable {
    case mark, unmark
    /// The cursor goes to the next of them, or with -1 to the one before.
    case step(Int)
  }

  var purpose: Purpose
  var text: String
  var builder: ListBuilder
}

extension ListState {
  /// The rows between the anchor and the cursor, counted among those listed; nil without an anchor, and while the list does not
  /// show it.
  var rangeRows: ClosedRange<Int>? {
    guard let anchor, rows[safe: anchorRow] == anchor else { return nil }
    let end = min(cursorRow, rows.count - 1)
    return min(anchorRow, end)...max(anchorRow, end)
  }

  /// Marks the shipment under the cursor, or takes its mark away, and goes to the next.
  mutating func toggleMark() {
    guard let cursor else { return }
    let isAdded = marks.insert(cursor)
    if !isAdded { marks.remove(cursor) }
    // The ghost is not among the rows.
    if !isGhost { marksShown += isAdded ? 1 : -1 }
    move(by: 1)
  }

  /// Begins a range at the cursor, or marks the one that was begun.
  mutating func toggleRange() {
    guard anchor != nil else {
      if !isGhost { setAnchor() }
      return
    }
    if let rangeRows { for id in rows[rangeRows] { marks.insert(id) } }
    anchor = nil
    countMarks()
  }

  /// Marks every shipment listed; takes the marks away when all are marked.
  mutating func toggleAll() {
    let listed = listing.members
    if !listed.isEmpty, marks.countShared(with: listed) == listed.count {
      marks.subtract(listed)
    } else {
      marks.formUnion(listed)
    }
    countMarks()
  }

  /// Marks what is listed and not marked, and takes the other marks of what is listed away.
  mutating func invertMarks() {
    marks.formSymmetricDifference(listing.members)
    countMarks()
  }

  /// Takes these marks instead of those there are.
  mutating func setMarks(_ new: Marks) {
    marks = new
    countMarks()
  }

  /// Counts how many marks are in sight of the list.
  mutating func countMarks() { marksShown = marks.countShared(with: listing.members) }

  /// The marked shipments by number, whether the filter shows them or not.
  var marked: [ShipmentID] { marks.ids }

  /// How many marked shipments the list does not show.
  var hiddenMarks: Int { marks.count - marksShown }

  /// Puts the cursor on the next row of a set, on from the other end where there is none; false when the list shows none.
  mutating func step(_ delta: Int, among wanted: Marks) -> (isFound: Bool, isAround: Bool) {
    guard wanted.countShared(with: listing.members) > 0 else { return (false, false) }
    let count = rows.count
    // A ghost stands before the row that took its place.
    var row = isGhost && delta > 0 ? cursorRow - 1 : cursorRow
    var isAround = false
    for _ in 0..<count {
      row += delta
      if row < 0 || row >= count {
        row = row < 0 ? count - 1 : 0
        isAround = true
      }
      if wanted.contains(rows[row]) {
        jump(to: row)
        return (true, isAround)
      }
    }
    return (false, false)
  }
}

extension State {
  /// Marks by a filter, takes marks away by one, or looks for the next match: in slices, over all of the list's shipments.
  mutating func begin(_ purpose: Quest.Purpose, _ text: String) {
    guard let focusedList else { return }
    do throws(FilterFault) {
      let filter = try Filter(parsing: text)
      let query = ListQuery(panel: focusedList.panel, filter: filter)
      let builder = ListBuilder(query, board: board, now: now, top: 1)
      lists[focusedList.rawValue].quest = Quest(purpose: purpose, text: text, builder: builder)
    } catch {
      notice = Notice("\(error.text)", isFailure: true)
    }
  }

  /// Goes on with what is looked for, at most so many rows of it.
  mutating func questOn(_ id: ListID, budget: Int) {
    guard var quest = lists[id.rawValue].quest else { return }
    lists[id.rawValue].quest = nil
    guard quest.builder.advance(pages: max(1, budget / Page.rows), on: board, index: &index) else {
      lists[id.rawValue].quest = quest
      return
    }
    let found = quest.builder.listing?.members ?? Marks()
    switch quest.purpose {
    case .mark:
      let before = lists[id.rawValue].marks.count
      withList(id) { list in
        list.marks.formUnion(found)
        list.countMarks()
      }
      let list = lists[id.rawValue]
      let hidden = list.hiddenMarks > 0 ? ", \(grouped(list.hiddenMarks)) of all hidden by the filter" : ""
      notice = Notice("marked \(grouped(list.marks.count - before)) more by “\(quest.text)”\(hidden)")
    case .unmark:
      let before = lists[id.rawValue].marks.count
      withList(id) { list in
        list.marks.subtract(found)
        list.countMarks()
      }
      notice = Notice("took away \(counted(before - lists[id.rawValue].marks.count, "mark"))")
    case .step(let delta): step(delta, in: id, among: found, "“\(quest.text)”")
    }
  }

  private mutating func step(_ delta: Int, in id: ListID, among wanted: Marks, _ words: String) {
    let (isFound, isAround) = withList(id) { $0.step(delta, among: wanted) }
    if !isFound { notice = Notice("the list shows nothing of \(words)", isFailure: true) }
    if isAround { notice = Notice(delta > 0 ? "on from the top" : "on from the bottom") }
  }

  /// Goes to the next marked shipment; without marks, to the next that matches what was filtered for last.
  mutating func step(match delta: Int) {
    guard let focusedList else { return }
    let list = lists[focusedList.rawValue]
    if !list.marks.isEmpty {
      step(delta, in: focusedList, among: list.marks, "what is marked")
    } else if lastSearch.isEmpty {
      notice = Notice("nothing is marked, and nothing was looked for", isFailure: true)
    } else {
      begin(.step(delta), lastSearch)
    }
  }

  /// Why nothing can be marked now; nil when something can.
  var markRefusal: String? {
    focusedList == nil || !details.isEmpty || groups != nil ? "there is no list here" : nil
  }

  /// Marks what a filter finds, or the shipment under the cursor.
  mutating func mark(_ call: Call) -> [Effect] {
    if let targets = call.targets, let focusedList {
      withList(focusedList) { list in
        for target in targets { list.marks.insert(target.id) }
        list.countMarks()
      }
    } else if call.argument.isEmpty {
      return withFocused { $0.toggleMark() }
    } else {
      begin(.mark, call.argument)
    }
    return []
  }
}

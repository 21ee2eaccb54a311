import Logistics
import Measures
import TUI

// How many, how much and how late, by anything a filter can ask about, over what a list shows:
//
//   ┌ Holds by place ───────────────────────── 39 groups ∙ count ▾ ┐
//   │  PLACE                   COUNT SHARE          VALUE   AGE HELD │
//   │▸ FRA  Frankfurt am Main     41 ██████░░  €4,201.00    6d   41 │     enter: the list, with at:FRA beside its filter
//   │  LEJ  Leipzig               12 █░░░░░░░    €988.00    2d   12 │     esc there: back to the counts
//
// Counted in slices while there is nothing else to do, and anew each second while it is looked at; the counts before stay until the
// new ones are there. The cursor is on a group, not on a row.

/// Counts of a list by a field.
struct GroupView: Sendable {
  /// The list whose shipments are counted.
  let list: ListID
  let field: Field
  /// What the groups are put in order by; nil for their names.
  var measure: GroupMeasure? = .count
  var isDescending = true
  /// The counts as taken last; nil before the first.
  private(set) var groups: Groups?
  /// The groups in order, what is not known among them.
  private(set) var rows: [Groups.Row] = []
  private(set) var builder: GroupBuilder?
  /// The group under the cursor; nil while there is none.
  private(set) var cursor: GroupKey?
  private(set) var cursorRow = 0
  var offset = 0

  /// The number by which a pointer finds the table.
  static let group = 1_000
  /// Groups that are told one by one.
  static let rowsMost = 1_000

  /// Counts that are to be taken.
  init(_ list: ListID, by field: Field) {
    self.list = list
    self.field = field
  }

  /// Begins to count, unless it is being counted.
  mutating func start(_ filter: Filter, _ board: Board, now: Instant) {
    guard builder == nil else { return }
    begun = board.sequence
    builder = GroupBuilder(
      GroupQuery(panel: list.panel, filter: filter, by: field), board: board, now: now, most: Self.rowsMost)
  }

  /// Whether anything was heard since it was counted.
  func isOld(_ board: Board) -> Bool { builder == nil && counted != board.sequence }

  private var counted: UInt64?
  /// The journal's number at which the counting that is under way began.
  private(set) var begun: UInt64 = 0

  /// Whether its counts follow from alarms.
  func asksAlarms(_ filter: Filter) -> Bool { field == .alarm || filter.asksAlarms }

  /// Has it counted again though nothing was heard.
  mutating func age() { counted = nil }

  /// Goes on counting.
  mutating func advance(pages: Int, on board: Board, index: inout TextIndex) {
    guard var builder else { return }
    self.builder = nil
    guard builder.advance(pages: pages, on: board, index: &index), let groups = builder.groups else {
      self.builder = builder
      return
    }
    counted = builder.sequence
    self.groups = groups
    arrange(board.texts)
  }

  /// Puts the groups in order; the cursor stays on its group.
  mutating func arrange(_ texts: TextTable) {
    guard let groups else { return }
    rows = groups.rows + (groups.unknown.map { [$0] } ?? [])
    if let measure {
      // Equal ones stay in the order that they have.
      let keyed = rows.enumerated().map { (amount: $0.element.amount(measure), place: $0.offset, row: $0.element) }
      rows = keyed.sorted { a, b in
        a.amount == b.amount ? a.place < b.place : (a.amount > b.amount) == isDescending
      }.map(\.row)
    } else {
      let keyed = rows.map { (name: groups.name(of: $0.key, in: texts), row: $0) }
      rows = keyed.sorted { isDescending ? $0.name > $1.name : $0.name < $1.name }.map(\.row)
    }
    if let cursor, let row = rows.firstIndex(where: { $0.key == cursor }) {
      offset = max(0, offset + row - cursorRow)
      cursorRow = row
    } else {
      jump(to: cursorRow)
    }
  }

  /// Puts the cursor on a row, the nearest there is.
  mutating func jump(to row: Int) {
    cursorRow = min(max(0, row), max(0, rows.count - 1))
    cursor = rows[safe: cursorRow]?.key
  }

  /// The columns, and what each is ordered by.
  static let columns: [(column: Column, measure: GroupMeasure?)] = [
    (Column("", importance: 0, min: 8, ideal: 12), nil),
    (Column("", importance: 5, min: 12, ideal: 28, isGrowing: true), nil),
    (Column("COUNT", importance: 0, min: 8, alignment: .right), .count),
    (Column("SHARE", importance: 2, min: 10, ideal: 20, isGrowing: true), .count),
    (Column("%", importance: 2, min: 4, alignment: .right), .count),
    (Column("VALUE", importance: 3, min: Money.cellsMax, alignment: .right), .value),
    (Column("MASS", importance: 6, min: 9, alignment: .right), .weight),
    (Column("AGE", importance: 3, min: 6, alignment: .right), .age),
    (Column("HELD", importance: 1, min: 7, alignment: .right), .held),
    (Column("LATE", importance: 1, min: 7, alignment: .right), .late),
  ]
}

/// The way back from a group that was looked into.
struct Drill: Sendable {
  /// The counts it was looked into from.
  let view: GroupView
  /// The list's filter before.
  let before: String
  /// The list's filter with the group's.
  let filter: String
  /// Where the counts were opened.
  let from: ViewID
}

// MARK: - What keys do

extension State {
  /// Counts the list that has the keys by a field, or opens the choice of one.
  mutating func count(by name: String) -> [Effect] {
    guard let list = groups?.list ?? focusedList else { return [] }
    guard !name.isEmpty else {
      overlay = .chooser(Chooser(.group(list), title: "Count by"))
      return []
    }
    guard let field = Field(name: name) else {
      let near = Prompt.near(name, among: Field.allCases.map(\.name)).map { "“\($0)”" }.joined(separator: ", ")
      notice = Notice(
        "there is nothing called “\(name)” to count by" + (near.isEmpty ? "" : "; did you mean \(near)?"),
        isFailure: true)
      return []
    }
    return count(list, by: field)
  }

  /// Counts a list by a field.
  mutating func count(_ list: ListID, by field: Field) -> [Effect] {
    if let refusal = GroupQuery.refusal(of: field) {
      notice = Notice("not by \(field.name): \(refusal)", isFailure: true)
      return []
    }
    var view = GroupView(list, by: field)
    view.start(lists[list.rawValue].filter, board, now: now)
    groups = view
    return []
  }

  /// Goes on counting, at most so many rows; and begins anew when the tick has brought anything.
  mutating func countGroups(budget: Int) {
    guard var view = groups, view.builder != nil else { return }
    let asksPapers = view.field == .papers || lists[view.list.rawValue].filter.asksPapers
    if asksPapers, !knowPapers(since: view.begun, budget: budget) { return }
    groups = nil
    // The first step only makes ready: several fit into one budget.
    var pages = max(1, budget / Page.rows)
    while view.builder != nil, pages > 0 {
      view.advance(pages: pages, on: board, index: &index)
      pages -= max(1, pages / 2)
    }
    groups = view
  }

  /// Counts again what is looked at, when anything was heard since.
  mutating func recountGroups() {
    guard var view = groups, details.isEmpty, view.isOld(board) else { return }
    view.start(lists[view.list.rawValue].filter, board, now: now)
    groups = view
  }

  /// Shows the shipments of the group under the cursor; esc there leads back.
  mutating func lookIntoGroup() -> [Effect] {
    guard let view = groups, let counts = view.groups, let key = view.cursor else { return [] }
    let list = lists[view.list.rawValue]
    let filter = list.filter.and(counts.filter(of: key, in: board.texts))
    let from = self.view
    let drill = Drill(view: view, before: list.filterText, filter: filter.text, from: from)
    // The filter as it is meant, not as it would be read: a name can read like something else.
    withList(view.list) {
      $0.filterText = filter.text
      $0.filter = filter
      $0.seeksFirst = true
    }
    startBuild(view.list)
    _ = show(.list(view.list))
    self.drill = drill
    return []
  }

  /// Goes back to the counts that the list was looked into from; false when it was not.
  mutating func leaveGroup() -> Bool {
    guard let drill, focusedList == drill.view.list else { return false }
    self.drill = nil
    // Whoever has typed another filter meanwhile wants that one.
    guard lists[drill.view.list.rawValue].filterText == drill.filter else { return false }
    filter(drill.view.list, drill.before)
    _ = show(drill.from)
    groups = drill.view
    recountGroups()
    return true
  }

  /// Puts the groups in order by the next measure, or by the one before.
  mutating func orderGroups(step: Int) -> [Effect] {
    let all: [GroupMeasure?] = [nil] + GroupMeasure.allCases
    guard let view = groups else { return [] }
    let place = all.firstIndex { $0 == view.measure } ?? 0
    return orderGroups(by: all[(place + step + all.count) % all.count])
  }

  /// Puts the groups in order by a column that was pointed at: the other way round when it orders them already.
  mutating func orderGroups(byColumn column: Int) -> [Effect] {
    guard let entry = GroupView.columns[safe: column] else { return [] }
    if groups?.measure == entry.measure { return reverseGroups() }
    return orderGroups(by: entry.measure)
  }

  private mutating func orderGroups(by measure: GroupMeasure?) -> [Effect] {
    groups?.measure = measure
    groups?.isDescending = measure != nil
    groups?.arrange(board.texts)
    return []
  }

  /// The same order the other way round.
  mutating func reverseGroups() -> [Effect] {
    groups?.isDescending.toggle()
    groups?.arrange(board.texts)
    return []
  }

  /// Moves the cursor among the groups.
  mutating func moveAmongGroups(_ move: Move, page: Int) {
    guard let view = groups else { return }
    switch move {
    case .rows(let rows): groups?.jump(to: view.cursorRow + rows)
    case .pages(let halves): groups?.jump(to: view.cursorRow + halves * max(2, page) / 2)
    case .top: groups?.jump(to: 0)
    case .bottom: groups?.jump(to: view.rows.count - 1)
    }
  }

  /// Scrolls so that the group under the cursor is in sight.
  mutating func keepGroupInSight() {
    guard var view = groups else { return }
    view.offset = Table.offset(
      cursor: view.cursorRow, previous: view.offset, visible: max(0, layout(size).body.height - 3),
      rowCount: view.rows.count)
    groups = view
  }
}

extension KeyMap {
  /// Counting by a field, and what can be done with the counts.
  static let groups: [Control] = [
    Control(
      "count-by", ["F"], "count by", "count what the list shows by anything a filter can ask about", .lists,
      in: Scope.lists.union(.groups),
      takes: .choice(
        "[FIELD]",
        { _ in Field.allCases.filter { GroupQuery.refusal(of: $0) == nil }.map { ($0.name, $0.words) } }), footer: 35
    ) { state, call in state.count(by: call.argument) },
    Control(
      "look-into", ["enter", "l"], "its shipments",
      "the shipments of the group under the cursor; one step back leads here again",
      .lists, in: .groups, footer: 1, unless: { $0.groups?.cursor == nil ? "there is no group" : nil }
    ) { state, _ in state.lookIntoGroup() },
    Control("group-order", ["s", ">"], "order", "order the groups by the next measure", .lists, in: .groups, footer: 2)
    {
      state, _ in state.orderGroups(step: 1)
    },
    Control("group-order-back", ["<"], "order back", "order the groups by the measure before", .lists, in: .groups) {
      state, _ in state.orderGroups(step: -1)
    },
    Control("group-reverse", ["I"], "reverse", "the groups the other way round", .lists, in: .groups, footer: 3) {
      state, _ in state.reverseGroups()
    },
    Control(
      "mouse", ["M"], "mouse", "hand the mouse back to the terminal for selecting text, or take it", .program,
      in: .screens
    ) {
      state, _ in state.toggleMouse()
    },
    Control(
      "split", [], "divide", "divide the overview: hundredths for the left panels, and for the upper ones", .views,
      in: .screens, takes: .words("[ACROSS [DOWN]]")
    ) { state, call in state.split(call.argument) },
  ]
}

import Logistics
import Measures
import TUI

extension Canvas {
  /// Draws what fills the screen between the head and foot lines.
  mutating func drawBody(_ state: State, _ layout: Layout) {
    if let detail = state.details.last {
      drawDetail(detail, state, layout)
      return
    }
    switch state.view {
    case .overview:
      guard layout.isGrid else {
        drawList(state.focus, state, layout, isFocused: true)
        return
      }
      // The list with the keys last, so that the terminal's cursor is left in it.
      for list in ListID.overview where list != state.focus { drawList(list, state, layout, isFocused: false) }
      drawList(state.focus, state, layout, isFocused: true)
    case .list(let list): drawList(list, state, layout, isFocused: true)
    case .map: drawMap(state, layout)
    case .log: drawLog(state, layout)
    }
  }

  /// Draws a list in its frame.
  mutating func drawList(_ id: ListID, _ state: State, _ layout: Layout, isFocused: Bool) {
    let list = state.lists[id.rawValue]
    let look = id.look
    let frame = layout.frame(of: id, in: state.view)
    let title = Line("\(id.rawValue + 1) ", .keyHint).adding(look.title, .title)
    let inside = box(
      frame, title: title, trailing: trailing(list, state), frame: Style(isFocused ? .focusBorder : .border))
    if isFocused { cursor = inside.origin }
    let sort = look.columns.firstIndex { $0.key == list.ordering.key }
      .map { Table.Sort(column: $0, isDescending: list.ordering.isDescending) }
    let visible = max(0, inside.height - 1)
    let cursorRow = isFocused && list.cursor != nil ? list.cursorRow : nil
    let table = Table(
      columns: look.columns.map { $0.placed(in: state.board) }, rowCount: list.shownCount,
      offset: Table.offset(
        cursor: list.cursor == nil ? nil : list.cursorRow, previous: list.cursor == nil ? 0 : list.offset,
        visible: visible, rowCount: list.shownCount),
      cursor: cursorRow, sort: sort, isFocused: isFocused, gap: inside.width >= 96 ? 2 : 1)
    guard list.shownCount > 0 else {
      draw(table, in: inside) { _, _ in TableCell("") }
      drawEmpty(list, state, inside)
      return
    }
    let world = RowWorld(state)
    let rows = (table.offset..<max(table.offset, min(table.offset + visible, table.rowCount)))
      .map { world.context(list.shown($0)) }
    let range = Set(list.range)
    draw(table, in: inside) { row in
      guard let id = list.shown(row) else { return .plain }
      let isGone = list.isGhost(row: row) || (list.build == nil && list.hasLost(id, state.board))
      return RowLook(isMarked: list.marks.contains(id) || range.contains(id), role: isGone ? .ghost : nil)
    } cell: { row, column in
      let place = row - table.offset
      guard rows.indices.contains(place), let context = rows[place] else { return TableCell("") }
      // Of a ghost only mark and number are told; where it went follows below.
      if list.isGhost(row: row), column > 1 { return TableCell("") }
      var cell = look.columns[column].cell(context)
      if context.isStale || context.silentFor != nil, cell.style.role == .text || cell.style.role == .secondary {
        cell.style.role = .stale
      }
      return cell
    }
    guard list.isGhost, let gone = world.context(list.cursor) else { return }
    let placed = Table.fit(table.columns, width: inside.width - Table.gutter, gap: table.gap)
    let y = inside.y + 1 + list.cursorRow - table.offset
    guard let start = placed.first(where: { $0.index > 1 }), y < inside.maxY else { return }
    let x = inside.x + Table.gutter + start.x
    let now = "left this view: \(state.board.stateWords(of: gone.shipment)), now in \(gone.shipment.panel.name)"
    put(now, at: Point(x: x, y: y), width: inside.maxX - x, Style(.ghost, on: isFocused ? .cursorRow : nil))
  }

  /// How many, how many are marked, and what orders them.
  private func trailing(_ list: ListState, _ state: State) -> Line {
    guard state.isLoaded else { return Line(state.total(of: list.id), .count) }
    var line = Line(list.countWords, .count)
    if !list.marks.isEmpty {
      let hidden = list.hiddenMarks
      let words = hidden > 0 ? " marked, \(grouped(hidden)) of them hidden" : " marked"
      line = line.adding(" \(grouped(list.marks.count))\(words)", .marked)
    }
    if !list.filterText.isEmpty { line = line.adding(" /\(list.filterText)", .match) }
    line = line.adding(" \(glyphs.separator)", .muted)
    for part in list.ordering.parts {
      line = line.adding(" \(part.key.name) \(part.isDescending ? glyphs.descending : glyphs.ascending)", .secondary)
    }
    return line
  }

  private mutating func drawEmpty(_ list: ListState, _ state: State, _ inside: Rect) {
    let words: String
    if !state.isLoaded {
      words = "reading the journal …"
    } else if list.build != nil {
      words = "looking …"
    } else if list.filter.isEmpty {
      words = list.id.look.emptyWords
    } else {
      words = "no shipment of \(grouped(list.listing.total)) matches; esc shows all"
    }
    let text = inside.inset(left: 2, top: 2, right: 1)
    if text.height > 0 { put(words, at: text.origin, width: text.width, Style(.muted)) }
  }

  // MARK: - The log

  mutating func drawLog(_ state: State, _ layout: Layout) {
    let log = state.log
    var trailing = Line(log.countWords, .count)
    if !state.log.filterText.isEmpty { trailing = trailing.adding(" /\(state.log.filterText)", .match) }
    let inside = box(
      layout.body, title: Line("\(ListID.allCases.count + 2) ", .keyHint).adding("Log", .title), trailing: trailing,
      frame: Style(.focusBorder))
    cursor = inside.origin
    guard log.count > 0 else {
      put(
        !log.isWhole ? "looking …" : log.filter.isEmpty ? "nothing was recorded yet" : "nothing matches; esc shows all",
        at: Point(x: inside.x + 2, y: inside.y + 1),
        width: inside.width - 3, Style(.muted))
      return
    }
    let row = log.row
    let offset = Table.offset(cursor: row, previous: log.offset, visible: inside.height, rowCount: log.count)
    for line in 0..<inside.height {
      guard let entry = log.shown(offset + line) else { break }
      let rect = Rect(x: inside.x, y: inside.y + line, width: inside.width, height: 1)
      let isCursor = offset + line == row
      if isCursor {
        fill(rect, Style(.text, on: .cursorRow))
        set(glyphs.cursor, at: rect.origin, Style(.cursorRow))
        cursor = rect.origin
      }
      // The desk's own deeds stand out, so that an operator finds where somebody acted.
      let isDesk = entry.event.by.role == .operatorDesk
      let at = state.logTime(entry.event.at)
      let words = Line("\(at)  ", .muted).adding(entry.label.padded(to: 10), .secondary)
        .adding(entry.event.words(state.board.texts, isASCII: state.glyphSet == .ascii), isDesk ? .title : .text)
      let by = entry.event.by.words(state.board.texts)
      let cells = min(width(of: by), rect.width / 3)
      put(words, at: Point(x: rect.x + 2, y: rect.y), width: rect.width - cells - 4, on: isCursor ? .cursorRow : nil)
      put(
        by, at: Point(x: rect.maxX - 1 - cells, y: rect.y), width: cells,
        Style(isDesk ? .title : .muted, on: isCursor ? .cursorRow : nil))
    }
  }
}

extension LogState {
  /// How many events are shown; of a log that was not looked at to its beginning, at least.
  var countWords: String {
    "\(grouped(count))\(isWhole ? "" : "+")"
  }
}

extension State {
  /// When something was recorded: the time of day, before today with the day.
  func logTime(_ instant: Instant) -> String {
    let isToday = instant.civil(in: clock.offset).date == now.civil(in: clock.offset).date
    return isToday ? instant.clock(in: clock.offset) : instant.dayAndClock(in: clock.offset, from: now)
  }

  /// A shipment with what its cells want to know; nil when there is none.
  func context(_ id: ShipmentID?) -> RowContext? { RowWorld(self).context(id) }
}

extension ListColumn {
  /// The column as a board needs it: numbers are never cut, however many there are.
  func placed(in board: Board) -> Column {
    guard key == .id else { return column }
    var column = column
    column.widthMin = max(column.widthMin, ShipmentID(UInt32(clamping: board.count)).label.count)
    return column
  }
}

extension ListState {
  /// Whether a shipment that is listed no longer belongs to the list: it goes with the next build.
  func hasLost(_ id: ShipmentID, _ board: Board) -> Bool {
    listing.matcher != nil && !listing.stillHolds(id, on: board)
  }
}

extension String {
  /// The text with blanks behind it up to a width.
  func padded(to cells: Int) -> String { count < cells ? self + String(repeating: " ", count: cells - count) : self }
}

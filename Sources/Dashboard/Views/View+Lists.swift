import Logistics
import Measures
import TUI

extension Canvas {
  /// Draws what fills the screen between the head and foot lines.
  mutating func drawBody(_ state: State, _ layout: Layout, _ drawn: inout RowCache) {
    if let detail = state.details.last {
      drawDetail(detail, state, layout)
      return
    }
    if let groups = state.groups {
      drawGroups(groups, state, layout)
      return
    }
    switch state.view {
    case .overview:
      guard layout.isGrid else {
        drawList(state.focus, state, layout, isFocused: true, &drawn)
        return
      }
      // The list with the keys last, so that the terminal's cursor is left in it.
      for list in ListID.overview where list != state.focus { drawList(list, state, layout, isFocused: false, &drawn) }
      drawList(state.focus, state, layout, isFocused: true, &drawn)
      if !layout.isPortrait { touchBorders(layout) }
    case .list(let list): drawList(list, state, layout, isFocused: true, &drawn)
    case .map: drawMap(state, layout)
    case .alarms: drawAlarms(state, layout)
    case .log: drawLog(state, layout)
    case .desk: drawDesk(state, layout)
    case .border: drawBorder(state, layout)
    case .charts: drawCharts(state, layout)
    }
  }

  /// The borders between the overview's panels can be moved; of the lower panels' upper line the title stays theirs.
  private mutating func touchBorders(_ layout: Layout) {
    let (body, first) = (layout.body, layout.grid[0])
    touch(Rect(x: first.maxX - 1, y: body.y, width: 2, height: body.height), .border(isUpright: true))
    touch(Rect(x: body.x, y: first.maxY - 1, width: body.width, height: 1), .border(isUpright: false))
  }

  /// Draws a list in its frame.
  mutating func drawList(
    _ id: ListID, _ state: State, _ layout: Layout, isFocused: Bool, _ drawn: inout RowCache
  ) {
    let list = state.lists[id.rawValue]
    let frame = layout.frame(of: id, in: state.view)
    touch(frame, .panel(id.rawValue))
    let title = state.title(id.look.title, of: id.name)
    let inside = box(
      frame, title: title, trailing: trailing(list, state), frame: Style(isFocused ? .focusBorder : .border))
    if isFocused { cursor = inside.origin }
    guard inside.height > 0, inside.width > Table.gutter else { return }
    let columns = list.columns
    let lines = list.lines(inside.height - 1)
    var table = list.table(state.board, width: inside.width, isFocused: isFocused)
    table.rowCount = lines.count
    let placement = table.placement(width: inside.width)
    let outer = clip
    clip = outer.intersection(inside)
    defer { clip = outer }
    draw(headerOf: table, placement, in: inside)
    guard !lines.isEmpty else { return drawEmpty(list, state, inside) }
    let world = RowWorld(state)
    let range = list.rangeRows
    drawn.begin(
      id,
      RowCache.Page(
        columns: placement.columns, names: columns.map(\.name), moment: state.shownMoment, width: inside.width,
        minute: state.now.milliseconds / 60_000, offset: state.clock.offset, isStale: state.isStale,
        glyphSet: glyphSet, ambiguous: ambiguous))
    for (line, entry) in lines.enumerated() {
      let rect = Rect(x: inside.x, y: inside.y + 1 + line, width: inside.width, height: 1)
      switch entry {
      case .gone(let id): drawGhost(id, world, table, placement, columns, at: rect, line, isCursor: false)
      case .row(let row):
        guard let shipment = list.shown(row) else { continue }
        let isCursor = isFocused && row == list.cursorRow && list.cursor != nil
        if list.isGhost(row: row) {
          table.cursor = isCursor ? line : nil
          drawGhost(shipment, world, table, placement, columns, at: rect, line, isCursor: isCursor)
          continue
        }
        let isGone = list.build == nil && list.hasLost(shipment, state.board)
        let look = RowLook(
          isMarked: list.marks.contains(shipment) || list.listedRow(row).map { range?.contains($0) ?? false } ?? false,
          role: isGone ? .ghost : nil,
          isFresh: state.isFresh(shipment), plain: state.paint(of: shipment))
        let stamp = RowCache.Row(sequence: state.board.lastSequence(of: shipment), look: look)
        if !isCursor, let strip = drawn.kept(shipment, stamp, in: id) {
          put(strip, at: rect.origin)
          continue
        }
        table.cursor = isCursor ? line : nil
        let context = world.context(shipment)
        draw(row: line, of: table, placement, at: rect, look, cells: context, columns)
        if let context, let address = state.trackingAddress(of: context.shipment) {
          linkRow(address, placement, columns, context, at: rect)
        }
        if !isCursor { drawn.keep(strip(of: rect), of: shipment, stamp, in: id) }
      }
    }
    drawn.end(id, cursor: list.cursor)
  }

  /// Draws a shipment's row; what nobody has said anything of for too long is dimmed.
  private mutating func draw(
    row: Int, of table: Table, _ placement: Table.Placement, at line: Rect, _ look: RowLook, cells context: RowContext?,
    _ columns: [ListColumn]
  ) {
    let isDim = context.map { $0.isStale || $0.silentFor != nil } ?? false
    draw(row: row, of: table, placement, at: line, look) { column in
      guard let context else { return TableCell("") }
      var cell = columns[column].cell(context)
      if isDim, cell.style.role == .text || cell.style.role == .secondary { cell.style.role = .stale }
      return cell
    }
  }

  /// Draws a shipment that has left the list: its mark, its number, and where it went.
  private mutating func drawGhost(
    _ id: ShipmentID, _ world: RowWorld, _ table: Table, _ placement: Table.Placement, _ columns: [ListColumn],
    at line: Rect, _ row: Int, isCursor: Bool
  ) {
    guard let context = world.context(id) else {
      // Only in the past there can be none: the cursor keeps the shipment for the way back.
      put("\(id.label): not heard of by then", at: Point(x: line.x + Table.gutter, y: line.y), Style(.ghost))
      return
    }
    let told: Set<String> = [ListColumn.mark.name, ListColumn.id.name]
    draw(row: row, of: table, placement, at: line, RowLook(role: .ghost)) { column in
      told.contains(columns[column].name) ? columns[column].cell(context) : TableCell("")
    }
    // From where the number ends, so that nothing else stands before it.
    guard let number = placement.columns.first(where: { columns[$0.index].name == ListColumn.id.name }) else { return }
    let x = line.x + Table.gutter + number.x + number.width + table.gap
    let words =
      "left this view: \(world.board.stateWords(of: context.shipment)), now in \(context.shipment.panel.name)"
    fill(Rect(x: x, y: line.y, width: line.maxX - x, height: 1), Style(.ghost, on: isCursor ? .cursorRow : nil))
    put(words, at: Point(x: x, y: line.y), width: line.maxX - x, Style(.ghost, on: isCursor ? .cursorRow : nil))
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
      words = "no shipment of \(grouped(list.listing.total)) matches; \(state.bindings.backKey) shows all"
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
      layout.body, title: state.title("Log", of: "log"), trailing: trailing,
      frame: Style(.focusBorder))
    cursor = inside.origin
    touch(inside, .rows(LogState.group))
    guard log.count > 0 else {
      put(
        !log.isWhole
          ? "looking …"
          : log.filter.isEmpty
            ? "nothing was recorded yet" : "nothing matches; \(state.bindings.backKey) shows all",
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
  /// Whether a shipment that is listed no longer belongs to the list: it goes with the next build. Only what was heard of since the
  /// list was begun can have left it.
  func hasLost(_ id: ShipmentID, _ board: Board) -> Bool {
    listing.matcher != nil && board.lastSequence(of: id) > listing.sequence && !listing.stillHolds(id, on: board)
  }
}

extension String {
  /// The text with blanks behind it up to a width.
  func padded(to cells: Int) -> String { count < cells ? self + String(repeating: " ", count: cells - count) : self }
}

// A table draws the rows that can be seen, and asks for nothing else.
//
//     ID        ROUTE  GOODS          VALUE   NEXT  DUE ▴      header; the mark stands at the column that orders the rows
//     CW-10482  CN-DE  Headphones    €89.00   docs  14h
//   ▸ CW-10477  CN-BR  LED lamp x3   $41.20   CPF   1d2        the row under the cursor
//    ✓CW-10491  KR-US  Serum 30ml    $62.00   pack  2d         a marked row
//
// Which columns fit is decided by width and importance alone: the least important leave first, then widths shrink from
// ideal to minimum in the order of importance, then the growing columns share what is left.

/// A column of a table.
package struct Column: Hashable, Sendable {
  /// Its head.
  package var title: String
  /// 0 never leaves; the larger the number, the sooner it does.
  package var importance: Int
  /// Cells below which it leaves.
  package var widthMin: Int
  /// Cells that show nearly every value whole.
  package var widthIdeal: Int
  /// Whether it takes what is left over.
  package var isGrowing: Bool
  /// Where its values and head stand.
  package var alignment: Alignment

  /// A column.
  package init(
    _ title: String, importance: Int = 0, min: Int, ideal: Int? = nil, isGrowing: Bool = false,
    alignment: Alignment = .left
  ) {
    self.title = title
    self.importance = importance
    widthMin = max(1, min)
    widthIdeal = max(widthMin, ideal ?? min)
    self.isGrowing = isGrowing
    self.alignment = alignment
  }
}

/// A column with its place: what `Table.fit` returns.
package struct PlacedColumn: Hashable, Sendable {
  /// Its number in the table's columns.
  package var index: Int
  /// Cells from the table's left edge.
  package var x: Int
  /// Cells.
  package var width: Int

  package init(index: Int, x: Int, width: Int) {
    self.index = index
    self.x = x
    self.width = width
  }
}

/// What is in one cell of a table.
package struct TableCell: Hashable, Sendable {
  /// What is drawn.
  package enum Content: Hashable, Sendable {
    case text(String)
    case line(Line)
    case progress(done: Int, underWay: Bool, total: Int)
    case gauge(Int, of: Int)
    case sparkline([Int])
  }

  package var content: Content
  package var style: Style

  /// Text of a role.
  package init(_ text: String, _ role: Role = .text, _ attributes: Attributes = []) {
    content = .text(text)
    style = Style(role, attributes)
  }

  /// Anything of a role.
  package init(_ content: Content, _ role: Role = .text) {
    self.content = content
    style = Style(role)
  }
}

/// What sets a whole row apart.
package struct RowLook: Hashable, Sendable {
  /// Marked for a bulk action: ✓ stands before it.
  package var isMarked: Bool
  /// Drawn in this role whatever its cells say: a ghost, stale data.
  package var role: Role?

  package init(isMarked: Bool = false, role: Role? = nil) {
    self.isMarked = isMarked
    self.role = role
  }

  /// Nothing special.
  package static let plain = RowLook()
}

/// A table's columns and what of its rows is in sight; the rows themselves are asked for when drawn.
package struct Table: Hashable, Sendable {
  /// Which column orders the rows, and which way.
  package struct Sort: Hashable, Sendable {
    package var column: Int
    package var isDescending: Bool

    package init(column: Int, isDescending: Bool = false) {
      self.column = column
      self.isDescending = isDescending
    }
  }

  package var columns: [Column]
  package var sort: Sort?
  /// Rows in all.
  package var rowCount: Int
  /// The first row in sight.
  package var offset: Int
  /// The row under the cursor; nil for none.
  package var cursor: Int?
  /// Whether this table has the keys: its cursor row is the bright one and keeps the terminal's cursor.
  package var isFocused: Bool
  /// Blanks between columns.
  package var gap: Int

  /// A table.
  package init(
    columns: [Column], rowCount: Int, offset: Int = 0, cursor: Int? = nil, sort: Sort? = nil, isFocused: Bool = true,
    gap: Int = 2
  ) {
    self.columns = columns
    self.rowCount = max(0, rowCount)
    self.offset = max(0, offset)
    self.cursor = cursor
    self.sort = sort
    self.isFocused = isFocused
    self.gap = max(1, gap)
  }

  /// Cells before the first column: one for the cursor, one for the mark.
  package static let gutter = 2

  /// The columns that fit in a width, with their places; the order of the columns is kept.
  ///
  /// - Parameters:
  ///   - width: cells for all columns and the gaps between them, without the gutter.
  ///   - gap: blanks between columns.
  package static func fit(_ columns: [Column], width: Int, gap: Int = 2) -> [PlacedColumn] {
    let ranked = columns.indices.sorted { (columns[$0].importance, $0) < (columns[$1].importance, $1) }
    var kept: [Int] = []
    var used = 0
    for index in ranked {
      let cells = columns[index].widthMin + (kept.isEmpty ? 0 : gap)
      if used + cells > width {
        // A column that must not leave takes what is left, if it is anything at all.
        if columns[index].importance > 0 || used + (kept.isEmpty ? 1 : gap + 1) > width { break }
        kept.append(index)
        used = width
        break
      }
      kept.append(index)
      used += cells
    }
    var widths: [Int: Int] = [:]
    var left = width - gap * max(0, kept.count - 1)
    for index in kept {
      widths[index] = min(columns[index].widthMin, max(1, left))
      left -= widths[index] ?? 0
    }
    for index in kept where left > 0 {
      let more = min(left, columns[index].widthIdeal - (widths[index] ?? 0))
      guard more > 0 else { continue }
      widths[index, default: 0] += more
      left -= more
    }
    let growing = kept.filter { columns[$0].isGrowing }
    for (order, index) in growing.enumerated() where left > 0 {
      let share = left / (growing.count - order)
      widths[index, default: 0] += share
      left -= share
    }
    var x = 0
    return kept.sorted().map { index in
      let width = widths[index] ?? 0
      defer { x += width + gap }
      return PlacedColumn(index: index, x: x, width: width)
    }
  }

  /// The first row in sight so that the cursor is too, moving as little as possible from where it was.
  ///
  /// - Parameters:
  ///   - cursor: the row under the cursor; nil keeps the place.
  ///   - previous: the first row in sight before.
  ///   - visible: rows in sight.
  ///   - margin: rows kept in sight above and below the cursor where there are any.
  package static func offset(cursor: Int?, previous: Int, visible: Int, rowCount: Int, margin: Int = 2) -> Int {
    guard visible > 0, rowCount > visible else { return 0 }
    var offset = min(max(0, previous), rowCount - visible)
    guard let cursor else { return offset }
    let margin = min(margin, (visible - 1) / 2)
    if cursor - margin < offset { offset = cursor - margin }
    if cursor + margin > offset + visible - 1 { offset = cursor + margin - visible + 1 }
    return min(max(0, offset), rowCount - visible)
  }

  /// The row at a place of the rectangle the table is drawn in; nil on the header and below the last row.
  package func row(at point: Point, in rect: Rect) -> Int? {
    guard rect.contains(point), point.y > rect.y else { return nil }
    let row = offset + point.y - rect.y - 1
    return row < rowCount ? row : nil
  }
}

extension Canvas {
  /// Draws a table: its header on the first row of a rectangle, rows below.
  ///
  /// - Parameters:
  ///   - look: what sets a row apart; asked once for every row in sight.
  ///   - cell: what is in a row's column; asked only for rows and columns in sight.
  package mutating func draw(
    _ table: Table, in rect: Rect, look: (_ row: Int) -> RowLook = { _ in .plain },
    cell: (_ row: Int, _ column: Int) -> TableCell
  ) {
    guard rect.height > 0, rect.width > Table.gutter else { return }
    let outer = clip
    clip = outer.intersection(rect)
    defer { clip = outer }
    let placed = Table.fit(table.columns, width: rect.width - Table.gutter, gap: table.gap)
    drawHeader(table, placed, rect)
    let visible = min(rect.height - 1, max(0, table.rowCount - table.offset))
    for line in 0..<max(0, visible) {
      let row = table.offset + line
      drawRow(table, row, placed, Rect(x: rect.x, y: rect.y + 1 + line, width: rect.width, height: 1), look(row), cell)
    }
  }

  private mutating func drawHeader(_ table: Table, _ placed: [PlacedColumn], _ rect: Rect) {
    fill(Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), Style(.header))
    for place in placed {
      let column = table.columns[place.index]
      let x = rect.x + Table.gutter + place.x
      let isSorted = table.sort?.column == place.index
      let style = Style(isSorted ? .sortHeader : .header)
      guard isSorted, let sort = table.sort else {
        put(column.title, at: Point(x: x, y: rect.y), width: place.width, style, align: column.alignment)
        continue
      }
      // The mark stands behind the title; in a column that is full it takes the gap's first cell.
      let mark = sort.isDescending ? glyphs.descending : glyphs.ascending
      let title = column.title.isEmpty ? "" : column.title + " "
      let cells = width(of: title) + 1
      let room = max(place.width, min(cells, place.width + table.gap - 1))
      let start = column.alignment == .right ? x + room - min(room, cells) : x
      let taken = put(title, at: Point(x: start, y: rect.y), width: room - 1, style, overflow: .clip)
      set(mark, at: Point(x: start + taken, y: rect.y), style)
    }
  }

  private mutating func drawRow(
    _ table: Table, _ row: Int, _ placed: [PlacedColumn], _ line: Rect, _ look: RowLook,
    _ cell: (_ row: Int, _ column: Int) -> TableCell
  ) {
    let isCursor = row == table.cursor
    let ground: Role? = isCursor ? (table.isFocused ? .cursorRow : .idleCursorRow) : nil
    fill(line, Style(ground ?? .text, on: ground))
    if isCursor {
      set(glyphs.cursor, at: line.origin, Style(ground ?? .text))
      if table.isFocused { cursor = line.origin }
    }
    if look.isMarked { set(glyphs.mark, at: Point(x: line.x + 1, y: line.y), Style(.marked, on: ground)) }
    for place in placed {
      let cell = cell(row, place.index)
      let point = Point(x: line.x + Table.gutter + place.x, y: line.y)
      var style = cell.style
      if let role = look.role { style.role = role }
      if style.ground == nil { style.ground = ground }
      if isCursor, let ground, look.role == nil, style.role == .text || style.role == .secondary || style.role == .muted
      {
        // Greys are chosen for the plain ground; on the cursor row all plain text is as bright as the row's own.
        style.role = ground
      }
      let alignment = table.columns[place.index].alignment
      switch cell.content {
      case .text(let text):
        put(text, at: point, width: place.width, style, align: alignment)
      case .line(let line):
        put(line, at: point, width: place.width, align: alignment, on: ground)
      case .progress(let done, let underWay, let total):
        progress(done: done, underWay: underWay, total: total, at: point, width: place.width, style)
      case .gauge(let parts, let whole):
        gauge(parts, of: whole, at: point, width: place.width, style)
      case .sparkline(let samples):
        sparkline(samples, at: point, width: place.width, style)
      }
    }
  }
}

// A table draws the rows that can be seen, and asks for nothing else.
//
//     ID        ROUTE  GOODS          VALUE   NEXT  DUE ▴      header; the mark stands at the column that orders the rows
//     CW-10482  CN-DE  Headphones    €89.00   docs  14h
//   ▸ CW-10477  CN-BR  LED lamp x3   $41.20   CPF   1d2        the row under the cursor
//    ✓CW-10491  KR-US  Serum 30ml    $62.00   pack  2d         a marked row
//
// Which columns fit is decided by width and importance alone: the least important leave first, then widths shrink from
// ideal to minimum in the order of importance, then the growing columns share what is left. A table that is scrolled keeps the
// order instead: the frozen columns, then those from the first in sight on; ◂ and ▸ in the header say that there are more.

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
  /// New or changed a moment ago: it stands on a ground of its own, and ∙ before it where it is not marked.
  package var isFresh: Bool
  /// Drawn in this role where its cells are plain text and mean nothing by their colour.
  package var plain: Role?

  package init(isMarked: Bool = false, role: Role? = nil, isFresh: Bool = false, plain: Role? = nil) {
    self.isMarked = isMarked
    self.role = role
    self.isFresh = isFresh
    self.plain = plain
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

  /// Where the columns stand that are in sight.
  package struct Placement: Hashable, Sendable {
    package var columns: [PlacedColumn]
    /// Whether there are columns out of sight behind the frozen ones, and right of all.
    package var hasMoreLeft = false
    package var hasMoreRight = false
  }

  package var columns: [Column]
  /// What orders the rows, the first before the second.
  package var sorts: [Sort]
  /// How many columns from the left stay while the others are scrolled.
  package var frozen: Int
  /// How many of the other columns are scrolled away; nil where columns leave by importance.
  package var scrolled: Int?
  /// The number by which a pointer finds the table; nil for one that cannot be touched.
  package var group: Int?
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
    columns: [Column], rowCount: Int, offset: Int = 0, cursor: Int? = nil, sorts: [Sort] = [], isFocused: Bool = true,
    gap: Int = 2, frozen: Int = 0, scrolled: Int? = nil, group: Int? = nil
  ) {
    self.columns = columns
    self.frozen = min(max(0, frozen), columns.count)
    self.scrolled = scrolled
    self.group = group
    self.rowCount = max(0, rowCount)
    self.offset = max(0, offset)
    self.cursor = cursor
    self.sorts = sorts
    self.isFocused = isFocused
    self.gap = max(1, gap)
  }

  /// Cells before the first column: one for the cursor, one for the mark.
  package static let gutter = 2

  /// Where the columns stand in a width, the gutter among it.
  package func placement(width: Int) -> Placement {
    let room = width - Table.gutter
    guard let scrolled else { return Placement(columns: Table.fit(columns, width: room, gap: gap)) }
    let rest = columns.count - frozen
    let first = frozen + min(max(0, scrolled), max(0, rest - 1))
    // In the order wanted, as many as there is room for; at least one of those that are scrolled to.
    var kept: [Int] = []
    var used = 0
    for index in Array(0..<frozen) + Array(first..<max(first, columns.count)) {
      let cells = columns[index].widthMin + (kept.isEmpty ? 0 : gap)
      guard used + cells <= room else { break }
      kept.append(index)
      used += cells
    }
    if kept.isEmpty, !columns.isEmpty { kept = [0] }
    let placed = Table.fit(kept.map { columns[$0].kept }, width: room, gap: gap).map {
      PlacedColumn(index: kept[$0.index], x: $0.x, width: $0.width)
    }
    return Placement(
      columns: placed, hasMoreLeft: first > frozen, hasMoreRight: (kept.last ?? 0) < columns.count - 1)
  }

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
}

extension Column {
  /// The same column, which leaves for none.
  fileprivate var kept: Column {
    var other = self
    other.importance = 0
    return other
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
    let placed = table.placement(width: rect.width)
    draw(headerOf: table, placed, in: rect)
    let visible = min(rect.height - 1, max(0, table.rowCount - table.offset))
    for line in 0..<max(0, visible) {
      let row = table.offset + line
      draw(
        row: row, of: table, placed, at: Rect(x: rect.x, y: rect.y + 1 + line, width: rect.width, height: 1), look(row)
      ) { cell(row, $0) }
    }
  }

  /// Draws a table's header on the first row of a rectangle, and says what can be touched in the rectangle.
  package mutating func draw(headerOf table: Table, _ placement: Table.Placement, in rect: Rect) {
    fill(Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), Style(.header))
    if let group = table.group {
      touch(rect.splitTop(1).rest, .rows(group))
      for place in placement.columns {
        let x = rect.x + Table.gutter + place.x
        touch(Rect(x: x, y: rect.y, width: place.width, height: 1), .head(group, column: place.index))
        touch(
          Rect(x: x + place.width, y: rect.y, width: 1, height: 1),
          .edge(group, column: place.index, width: place.width))
      }
    }
    for place in placement.columns { drawHead(table, place, rect) }
    if placement.hasMoreLeft, let first = placement.columns.first(where: { $0.index >= table.frozen }) {
      set("◂", at: Point(x: rect.x + Table.gutter + first.x - 1, y: rect.y), Style(.sortHeader))
    }
    if placement.hasMoreRight { set("▸", at: Point(x: rect.maxX - 1, y: rect.y), Style(.sortHeader)) }
  }

  private mutating func drawHead(_ table: Table, _ place: PlacedColumn, _ rect: Rect) {
    let column = table.columns[place.index]
    let x = rect.x + Table.gutter + place.x
    guard let order = table.sorts.firstIndex(where: { $0.column == place.index }) else {
      put(column.title, at: Point(x: x, y: rect.y), width: place.width, Style(.header), align: column.alignment)
      return
    }
    // The mark stands behind the title; in a column that is full it takes the gap's first cell.
    let style = Style(.sortHeader)
    let mark = table.sorts[order].isDescending ? glyphs.descending : glyphs.ascending
    let number = table.sorts.count > 1 ? "\(order + 1)" : ""
    let title = column.title.isEmpty ? "" : column.title + " "
    let tail = 1 + number.count
    let cells = width(of: title) + tail
    let room = max(place.width, min(cells, place.width + table.gap - 1))
    let start = column.alignment == .right ? x + room - min(room, cells) : x
    let taken = put(title, at: Point(x: start, y: rect.y), width: max(0, room - tail), style, overflow: .clip)
    set(mark, at: Point(x: start + taken, y: rect.y), style)
    put(number, at: Point(x: start + taken + 1, y: rect.y), width: number.count, style)
  }

  /// Draws one row of a table.
  ///
  /// - Parameters:
  ///   - line: one row of the screen, as wide as the table.
  ///   - cell: what is in a column; asked only for columns in sight.
  package mutating func draw(
    row: Int, of table: Table, _ placement: Table.Placement, at line: Rect, _ look: RowLook,
    cell: (_ column: Int) -> TableCell
  ) {
    let isCursor = row == table.cursor
    let ground: Role? = isCursor ? (table.isFocused ? .cursorRow : .idleCursorRow) : look.isFresh ? .fresh : nil
    fill(line, Style(ground ?? .text, on: ground))
    if isCursor {
      set(glyphs.cursor, at: line.origin, Style(ground ?? .text))
      if table.isFocused { cursor = line.origin }
    }
    if look.isMarked {
      set(glyphs.mark, at: Point(x: line.x + 1, y: line.y), Style(.marked, on: ground))
    } else if look.isFresh {
      set(glyphs.separator, at: Point(x: line.x + 1, y: line.y), Style(.fresh, on: ground))
    }
    for place in placement.columns {
      let cell = cell(place.index)
      let point = Point(x: line.x + Table.gutter + place.x, y: line.y)
      var style = cell.style
      if let role = look.role {
        style.role = role
      } else if let plain = look.plain, style.role == .text || style.role == .secondary || style.role == .muted {
        style.role = plain
      }
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

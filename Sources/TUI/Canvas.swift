// A picture made of cells: what a view returns, what a test compares, what a terminal is shown.
//
//   canvas (a value)
//   ├─ cells      row by row, eight bytes each: a scalar or a cluster's number, a style, a width, a link's number
//   ├─ clusters   bases with combining marks, by number; most canvases have none
//   ├─ links      addresses by number; most canvases have none
//   ├─ clip       nothing is drawn outside it; a panel sets it to its own rectangle
//   └─ cursor     where the terminal's cursor is left: on the focused row or field, for readers who cannot see colours
//
// Using it:
//
//   var canvas = Canvas(size: Size(width: 80, height: 24))
//   let inside = canvas.box(Rect(canvas.size), title: Line("Orders", .title), trailing: Line("1,204", .count))
//   canvas.put("São Paulo", at: inside.origin, width: 20)                       text, cut with … at cell boundaries
//   canvas.put("€89.00", at: inside.origin, width: inside.width, align: .right)
//   canvas.draw(table, in: inside) { row, column in ... }                       widgets draw themselves
//   canvas.text()                                                               the picture as text, for a test
//
// Rules a caller can rely on: drawing outside is ignored, never a crash; control characters, escapes and bidi overrides
// become visible replacements; a wide glyph is never cut in half; nothing here depends on a theme or a terminal.

/// Eight bytes: what is in one column of one row.
package struct Cell: Hashable, Sendable, BitwiseCopyable {
  /// A scalar's value, or a cluster's number with the highest bit set; 0 in the right half of a wide glyph.
  var glyph: UInt32
  /// What the cell means.
  package var style: Style
  /// The width in the two low bits, the number of the link plus one above.
  private var extent: UInt8

  init(glyph: UInt32, style: Style, width: UInt8) {
    self.glyph = glyph
    self.style = style
    extent = width
  }

  /// Columns of the glyph that starts here: 1 or 2; 0 in the right half of a wide glyph.
  package var width: UInt8 { extent & 3 }

  /// The number of the link that the cell is part of, in the canvas's table; nil when it is none.
  var link: Int? {
    get { extent < 4 ? nil : Int(extent >> 2) - 1 }
    set { extent = extent & 3 | UInt8(truncatingIfNeeded: (newValue ?? -1) + 1) << 2 }
  }

  /// A blank of a style.
  static func blank(_ style: Style) -> Cell { Cell(glyph: 0x20, style: style, width: 1) }
}

/// Where text stands in its width.
package enum Alignment: Hashable, Sendable {
  case left, centre, right
}

/// What happens to text that is longer than its width.
package enum Overflow: Hashable, Sendable {
  /// Cut, with `…` as its last cell.
  case ellipsis
  /// Cut.
  case clip
  /// Cut at the front, with `…` as its first cell: for paths and typed text.
  case ellipsisFirst
}

/// A rectangle of cells one can draw on; a value.
package struct Canvas: Sendable {
  /// Columns and rows.
  package let size: Size
  /// The glyphs that may be used; text with others is folded.
  package let glyphSet: GlyphSet
  /// How wide ambiguous glyphs are.
  package let ambiguous: AmbiguousWidth
  /// Nothing is drawn outside.
  package var clip: Rect
  /// Where the terminal's cursor is left; nil hides it.
  package var cursor: Point?
  var cells: [Cell]
  var clusters: [UInt32: String] = [:]
  /// The addresses that cells link to, by number; 63 at most.
  var links: [String] = []
  /// What a pointer can touch, what was drawn last on top.
  var zones: [Zone] = []

  /// A blank canvas.
  package init(
    size: Size, glyphSet: GlyphSet = .unicode, ambiguous: AmbiguousWidth = .one, style: Style = .text
  ) {
    self.size = size
    self.glyphSet = glyphSet
    self.ambiguous = ambiguous
    clip = Rect(size)
    cells = Array(repeating: .blank(style), count: size.width * size.height)
  }

  /// The glyphs by use.
  package var glyphs: Glyphs { glyphSet.glyphs }

  /// The whole canvas as a rectangle.
  package var bounds: Rect { Rect(size) }

  /// The cell at a column and row inside the canvas.
  package subscript(x: Int, y: Int) -> Cell {
    precondition(x >= 0 && x < size.width && y >= 0 && y < size.height, "a cell outside the canvas")
    return cells[y * size.width + x]
  }

  /// The scalars of a cell: its base and its combining marks; nothing in the right half of a wide glyph.
  package func scalars(of cell: Cell) -> String {
    if cell.width == 0 { return "" }
    if cell.glyph & Self.clusterBit != 0 { return clusters[cell.glyph] ?? " " }
    return Unicode.Scalar(cell.glyph).map { String(Character($0)) } ?? " "
  }

  /// Runs a drawing whose cells outside a rectangle are left as they were.
  @discardableResult
  package mutating func clipped<Result>(to rect: Rect, _ draw: (inout Canvas) -> Result) -> Result {
    let outer = clip
    clip = outer.intersection(rect)
    defer { clip = outer }
    return draw(&self)
  }

  /// Blanks a rectangle in a style.
  package mutating func fill(_ rect: Rect, _ style: Style = .text) {
    let area = rect.intersection(clip)
    guard !area.isEmpty else { return }
    for y in area.y..<area.maxY {
      parted(atRow: y, from: area.x, to: area.maxX)
      let start = y * size.width
      let blank = Cell.blank(style)
      cells.withUnsafeMutableBufferPointer { cells in
        for x in area.x..<area.maxX { cells[start + x] = blank }
      }
    }
  }

  /// Changes the styles in a rectangle, the text left as it is: dims what lies behind a dialog, for one.
  package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
    let area = rect.intersection(clip)
    guard !area.isEmpty else { return }
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX {
        let index = y * size.width + x
        cells[index].style = change(cells[index].style)
      }
    }
  }

  static let clusterBit: UInt32 = 0x8000_0000

  /// Blanks the outer halves of wide glyphs that a drawing from `from` to `to` cuts in two.
  mutating func parted(atRow y: Int, from: Int, to: Int) {
    let start = y * size.width
    if from > 0, from < size.width, cells[start + from].width == 0 {
      cells[start + from - 1] = .blank(cells[start + from - 1].style)
    }
    if to > 0, to < size.width, cells[start + to].width == 0 {
      cells[start + to] = .blank(cells[start + to].style)
    }
  }

  /// Sets one scalar of one column's width; used by frames, gauges and charts.
  package mutating func set(_ scalar: Unicode.Scalar, at point: Point, _ style: Style = .text) {
    guard clip.contains(point) else { return }
    let shown = glyphSet.shown(ClusterReader.replacement(of: scalar.value) ?? scalar)
    guard TextWidth.of(shown, ambiguous: ambiguous) == 1 else {
      put(String(Character(scalar)), at: point, width: 2, style)
      return
    }
    parted(atRow: point.y, from: point.x, to: point.x + 1)
    cells[point.y * size.width + point.x] = Cell(glyph: shown.value, style: style, width: 1)
  }

  /// The number of a cluster: a digest of its scalars, so that equal clusters have equal numbers on every canvas.
  mutating func number(of cluster: String) -> UInt32 {
    var digest: UInt32 = 0x811C_9DC5
    for byte in cluster.utf8 { digest = (digest ^ UInt32(byte)) &* 0x0100_0193 }
    digest |= Self.clusterBit
    while let present = clusters[digest], present != cluster { digest = (digest &+ 1) | Self.clusterBit }
    clusters[digest] = cluster
    return digest
  }
}

extension Canvas: Equatable {
  /// Whether two canvases look the same and leave the cursor in the same place.
  package static func == (left: Canvas, right: Canvas) -> Bool {
    left.size == right.size && left.cursor == right.cursor && left.links == right.links
      && left.changes(since: right).isEmpty
  }
}

extension Canvas {
  /// What a cell shows.
  package enum Glyph {
    case scalar(UInt32)
    /// A base and its combining marks.
    case cluster(String)
  }

  /// Goes through the glyphs of a row's columns from left to right, the right halves of wide ones left out.
  package func forEachGlyph(inRow row: Int, _ columns: Range<Int>, _ body: (Glyph, Cell) -> Void) {
    let start = row * size.width
    cells.withUnsafeBufferPointer { cells in
      for x in columns {
        let cell = cells[start + x]
        if cell.width == 0 { continue }
        if cell.glyph & Self.clusterBit == 0 {
          body(.scalar(cell.glyph), cell)
        } else {
          body(.cluster(clusters[cell.glyph] ?? " "), cell)
        }
      }
    }
  }
}

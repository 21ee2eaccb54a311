/// A size in cells.
package struct Size: Hashable, Sendable, BitwiseCopyable {
  /// Columns, 0 or more.
  package var width: Int
  /// Rows, 0 or more.
  package var height: Int

  /// A size; negative measures become 0.
  package init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
  }
}

/// A cell's place: column from the left, row from the top, both from 0.
package struct Point: Hashable, Sendable, BitwiseCopyable {
  /// Column.
  package var x: Int
  /// Row.
  package var y: Int

  /// The cell in column `x` of row `y`.
  package init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// A rectangle of cells; it may be empty, its measures are never negative.
package struct Rect: Hashable, Sendable, BitwiseCopyable {
  /// First column.
  package var x: Int
  /// First row.
  package var y: Int
  /// Columns.
  package var width: Int
  /// Rows.
  package var height: Int

  /// A rectangle; negative measures become 0.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The whole of a size.
  package init(_ size: Size) { self.init(x: 0, y: 0, width: size.width, height: size.height) }

  /// Measures without the place.
  package var size: Size { Size(width: width, height: height) }
  /// The upper left cell.
  package var origin: Point { Point(x: x, y: y) }
  /// The first column right of the rectangle.
  package var maxX: Int { x + width }
  /// The first row below the rectangle.
  package var maxY: Int { y + height }
  /// Whether no cell is inside.
  package var isEmpty: Bool { width == 0 || height == 0 }

  /// Whether a cell is inside.
  package func contains(_ point: Point) -> Bool {
    point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
  }

  /// What two rectangles share; empty when they do not meet.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left, y: top, width: min(maxX, other.maxX) - left, height: min(maxY, other.maxY) - top)
  }

  /// The rectangle without a margin on each side.
  package func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
    Rect(x: x + left, y: y + top, width: width - left - right, height: height - top - bottom)
  }

  /// The rectangle without the same margin all round: what is inside a box.
  package func inset(_ margin: Int) -> Rect { inset(left: margin, top: margin, right: margin, bottom: margin) }

  /// The first rows, and the rest.
  package func splitTop(_ rows: Int) -> (top: Rect, rest: Rect) {
    let rows = min(max(0, rows), height)
    return (
      Rect(x: x, y: y, width: width, height: rows), Rect(x: x, y: y + rows, width: width, height: height - rows)
    )
  }

  /// The last rows, and what is above them.
  package func splitBottom(_ rows: Int) -> (rest: Rect, bottom: Rect) {
    let rows = min(max(0, rows), height)
    let parts = splitTop(height - rows)
    return (parts.top, parts.rest)
  }

  /// The first columns, and the rest.
  package func splitLeft(_ columns: Int) -> (left: Rect, rest: Rect) {
    let columns = min(max(0, columns), width)
    return (
      Rect(x: x, y: y, width: columns, height: height),
      Rect(x: x + columns, y: y, width: width - columns, height: height)
    )
  }

  /// The last columns, and what is left of them.
  package func splitRight(_ columns: Int) -> (rest: Rect, right: Rect) {
    let columns = min(max(0, columns), width)
    let parts = splitLeft(width - columns)
    return (parts.left, parts.rest)
  }

  /// Side by side, as equal as cells allow; the first ones get what is over.
  package func columns(_ count: Int) -> [Rect] {
    shares(of: width, count).map { Rect(x: x + $0.start, y: y, width: $0.length, height: height) }
  }

  /// One above the other, as equal as cells allow; the first ones get what is over.
  package func rows(_ count: Int) -> [Rect] {
    shares(of: height, count).map { Rect(x: x, y: y + $0.start, width: width, height: $0.length) }
  }

  /// A rectangle of a size in the middle of this one, no larger than it.
  package func centred(_ size: Size) -> Rect {
    let width = min(size.width, self.width)
    let height = min(size.height, self.height)
    return Rect(x: x + (self.width - width) / 2, y: y + (self.height - height) / 2, width: width, height: height)
  }

  private func shares(of total: Int, _ count: Int) -> [(start: Int, length: Int)] {
    guard count > 0 else { return [] }
    var start = 0
    return (0..<count).map { index in
      let length = total / count + (index < total % count ? 1 : 0)
      defer { start += length }
      return (start, length)
    }
  }
}

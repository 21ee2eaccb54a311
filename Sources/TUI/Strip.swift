// A drawn row that is kept, so that a frame in which it has not changed need not write its texts again:
//
//   first frame    draw cells ──► canvas ──► strip(of: rect)
//   next frame                    canvas ◄── put(strip, at:)      a copy of its cells

/// One drawn row, or a part of one.
package struct Strip: Sendable {
  fileprivate let cells: [Cell]
  /// The clusters among the cells, by their numbers on the canvas that they were drawn on.
  fileprivate let clusters: [UInt32: String]
  /// The addresses that the cells link to, by their numbers there.
  fileprivate let links: [String]

  /// Cells.
  package var width: Int { cells.count }
}

extension Canvas {
  /// What was drawn in a rectangle of one row inside the canvas.
  package func strip(of rect: Rect) -> Strip {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return Strip(cells: [], clusters: [:], links: []) }
    let start = area.y * size.width + area.x
    let row = Array(cells[start..<(start + area.width)])
    var kept: [UInt32: String] = [:]
    if !clusters.isEmpty {
      for cell in row where cell.glyph & Self.clusterBit != 0 { kept[cell.glyph] = clusters[cell.glyph] }
    }
    return Strip(cells: row, clusters: kept, links: row.contains { $0.link != nil } ? links : [])
  }

  /// Puts a kept row where it was, or on another row; what the clip leaves out of it is not drawn.
  package mutating func put(_ strip: Strip, at point: Point) {
    guard point.y >= clip.y, point.y < clip.maxY, point.y >= 0, point.y < size.height else { return }
    let first = max(point.x, clip.x, 0)
    let end = min(point.x + strip.width, clip.maxX, size.width)
    guard first < end else { return }
    parted(atRow: point.y, from: first, to: end)
    let row = point.y * size.width
    cells.withUnsafeMutableBufferPointer { cells in
      strip.cells.withUnsafeBufferPointer { kept in
        for x in first..<end { cells[row + x] = kept[x - point.x] }
      }
    }
    if !strip.links.isEmpty { relink(strip, row: point.y, from: point.x, first..<end) }
    guard !strip.clusters.isEmpty else { return }
    for x in first..<end where cells[row + x].glyph & Self.clusterBit != 0 {
      if let cluster = strip.clusters[cells[row + x].glyph] { cells[row + x].glyph = number(of: cluster) }
    }
  }

  /// Gives kept cells this canvas's numbers for the addresses that they link to.
  private mutating func relink(_ strip: Strip, row y: Int, from start: Int, _ columns: Range<Int>) {
    for x in columns {
      guard let number = strip.cells[x - start].link else { continue }
      cells[y * size.width + x].link = nil
      if strip.links.indices.contains(number) {
        link(Rect(x: x, y: y, width: 1, height: 1), to: strip.links[number])
      }
    }
  }
}

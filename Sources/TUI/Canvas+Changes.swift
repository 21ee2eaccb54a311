import Glibc

/// Cells of one row that are not as they were.
package struct Change: Hashable, Sendable {
  /// Row from the top.
  package var row: Int
  /// Columns; begins and ends between glyphs, never inside a wide one.
  package var columns: Range<Int>

  package init(row: Int, columns: Range<Int>) {
    self.row = row
    self.columns = columns
  }
}

extension Canvas {
  /// What is not as it was on another canvas, row by row from the top; the whole canvas when the sizes differ.
  ///
  /// Short stretches that stayed the same are part of a change when moving over them would cost more bytes than writing them.
  package func changes(since old: Canvas) -> [Change] {
    guard size.width > 0 else { return [] }
    guard size == old.size else { return (0..<size.height).map { Change(row: $0, columns: 0..<size.width) } }
    var changes: [Change] = []
    let width = size.width
    let rowBytes = width * MemoryLayout<Cell>.stride
    cells.withUnsafeBufferPointer { new in
      old.cells.withUnsafeBufferPointer { oldCells in
        guard let newBase = new.baseAddress, let oldBase = oldCells.baseAddress else { return }
        for row in 0..<size.height {
          let start = row * width
          // Equal bytes are equal cells unless two clusters happened to share a digest on two canvases.
          if clusters.isEmpty, memcmp(newBase + start, oldBase + start, rowBytes) == 0 { continue }
          appendChanges(ofRow: row, new, oldCells, old, to: &changes)
        }
      }
    }
    return changes
  }

  /// Copies the cells of changes from the canvas they were found on.
  package mutating func apply(_ changes: [Change], from new: Canvas) {
    guard size == new.size else {
      let clip = self.clip
      self = new
      self.clip = clip.intersection(bounds)
      return
    }
    for change in changes {
      for x in change.columns {
        let index = change.row * size.width + x
        var cell = new.cells[index]
        if cell.glyph & Self.clusterBit != 0, let cluster = new.clusters[cell.glyph] {
          cell.glyph = number(of: cluster)
        }
        cell.link = nil
        cells[index] = cell
        if let address = new.link(at: Point(x: x, y: change.row)) {
          clipped(to: bounds) { _ = $0.link(Rect(x: x, y: change.row, width: 1, height: 1), to: address) }
        }
      }
    }
  }

  private func appendChanges(
    ofRow row: Int, _ new: UnsafeBufferPointer<Cell>, _ old: UnsafeBufferPointer<Cell>, _ oldCanvas: Canvas,
    to changes: inout [Change]
  ) {
    let start = row * size.width
    var first = -1
    var last = -1
    for x in 0..<size.width {
      let cell = new[start + x]
      if cell == old[start + x] {
        guard cell.glyph & Self.clusterBit != 0, clusters[cell.glyph] != oldCanvas.clusters[cell.glyph] else {
          continue
        }
      }
      if first < 0 {
        first = x
      } else if x - last > Self.gapJoined {
        changes.append(whole(row, first, last, new, old))
        first = x
      }
      last = x
    }
    if first >= 0 { changes.append(whole(row, first, last, new, old)) }
  }

  /// The change widened to glyph boundaries of both canvases.
  private func whole(
    _ row: Int, _ first: Int, _ last: Int, _ new: UnsafeBufferPointer<Cell>, _ old: UnsafeBufferPointer<Cell>
  ) -> Change {
    let start = row * size.width
    var first = first
    var end = last + 1
    while first > 0, new[start + first].width == 0 || old[start + first].width == 0 { first -= 1 }
    while end < size.width, new[start + end].width == 0 || old[start + end].width == 0 { end += 1 }
    return Change(row: row, columns: first..<end)
  }

  private static let gapJoined = 4
}

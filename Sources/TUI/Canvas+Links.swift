// Links: cells that a terminal opens in the operator's browser (OSC 8).
//
//   canvas.link(Rect(...), to: "https://...")     marks cells that were drawn already
//   canvas.put("other text", at: ...)             takes the link off the cells that it draws over: a dialog is never a link
//
// A cell holds a small number, the canvas the address of that number. What a terminal is told is Curses' part.

extension Canvas {
  /// Makes the cells of a rectangle a link; drawing over a cell takes the link off it again.
  ///
  /// - Returns: whether the address was taken: `http` or `https`, printable ASCII without blanks, at most 2,000 bytes, and no
  ///   more than 63 addresses on a canvas.
  @discardableResult
  package mutating func link(_ rect: Rect, to address: String) -> Bool {
    guard Self.isLinkable(address) else { return false }
    let area = rect.intersection(clip)
    guard !area.isEmpty else { return true }
    let number: Int
    if let known = links.firstIndex(of: address) {
      number = known
    } else {
      guard links.count < Self.linksMax else { return false }
      number = links.count
      links.append(address)
    }
    for y in area.y..<area.maxY {
      for x in area.x..<area.maxX { cells[y * size.width + x].link = number }
    }
    return true
  }

  /// The address that a cell links to; nil when it is no link, or outside.
  package func link(at point: Point) -> String? {
    guard bounds.contains(point), let number = cells[point.y * size.width + point.x].link else { return nil }
    return links.indices.contains(number) ? links[number] : nil
  }

  /// Whether the same numbers stand for the same addresses on both; the cells are not compared.
  package func hasSameLinks(as other: Canvas) -> Bool { links == other.links }

  /// Whether any address was linked to.
  package var hasLinks: Bool { !links.isEmpty }

  /// The columns of a row in stretches of one link, or of none, from left to right.
  package func linkRuns(inRow row: Int, _ columns: Range<Int>) -> [(columns: Range<Int>, address: String?)] {
    var runs: [(columns: Range<Int>, address: String?)] = []
    var start = columns.lowerBound
    while start < columns.upperBound {
      let link = cells[row * size.width + start].link
      var end = start + 1
      while end < columns.upperBound, cells[row * size.width + end].link == link { end += 1 }
      runs.append((start..<end, link.flatMap { links.indices.contains($0) ? links[$0] : nil }))
      start = end
    }
    return runs
  }

  /// Whether an address may reach a terminal as it is.
  private static func isLinkable(_ address: String) -> Bool {
    guard address.hasPrefix("https://") || address.hasPrefix("http://"), address.utf8.count <= addressBytesMax else {
      return false
    }
    return address.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  private static let linksMax = 63
  private static let addressBytesMax = 2_000
}

extension Canvas {
  /// Writes one line of text and returns the columns it took (never more than `width`).
  ///
  /// - Parameters:
  ///   - point: where the text, or its width when aligned, begins; may be outside the canvas.
  ///   - width: cells it may take; nil for all up to the right edge of the clip.
  @discardableResult
  package mutating func put(
    _ text: String, at point: Point, width: Int? = nil, _ style: Style = .text, align: Alignment = .left,
    overflow: Overflow = .ellipsis
  ) -> Int {
    let room = width ?? (clip.maxX - point.x)
    guard room > 0, point.y >= clip.y, point.y < clip.maxY else { return 0 }
    let fast: Int? = text.utf8.withContiguousStorageIfAvailable { bytes in
      putASCII(bytes, at: point, room: room, style, align, overflow)
    }.flatMap { $0 }
    return fast ?? putScalars(text, at: point, room: room, style, align, overflow)
  }

  /// Writes a line of several styles and returns the columns it took.
  @discardableResult
  package mutating func put(
    _ line: Line, at point: Point, width: Int? = nil, align: Alignment = .left, on ground: Role? = nil
  ) -> Int {
    let room = width ?? (clip.maxX - point.x)
    guard room > 0 else { return 0 }
    var x = point.x
    if align != .left {
      let cells = min(room, line.spans.reduce(0) { $0 + TextWidth.of($1.text, ambiguous: ambiguous) })
      x += align == .right ? room - cells : (room - cells) / 2
    }
    let end = point.x + room
    for (index, span) in line.spans.enumerated() {
      guard x < end else { break }
      let style = ground.map { span.style.ground == nil ? span.style.on($0) : span.style } ?? span.style
      let isLast = index == line.spans.count - 1
      // A piece that exactly fills the room but is not the last would hide that text was cut.
      let cells = TextWidth.of(span.text, ambiguous: ambiguous)
      if !isLast, x + cells == end, line.spans[(index + 1)...].contains(where: { !$0.text.isEmpty }), cells > 0 {
        x += put(span.text + "  ", at: Point(x: x, y: point.y), width: end - x, style)
      } else {
        x += put(span.text, at: Point(x: x, y: point.y), width: end - x, style)
      }
    }
    return x - point.x
  }

  /// Writes text over several lines, broken at blanks, and returns the lines it took.
  @discardableResult
  package mutating func putWrapped(_ text: String, in rect: Rect, _ style: Style = .text) -> Int {
    guard !rect.isEmpty else { return 0 }
    let lines = Wrapping.lines(text, width: rect.width, linesMax: rect.height, ambiguous: ambiguous)
    for (index, line) in lines.enumerated() {
      put(line, at: Point(x: rect.x, y: rect.y + index), width: rect.width, style)
    }
    return lines.count
  }

  /// The cells that a text would take.
  package func width(of text: String) -> Int { TextWidth.of(text, ambiguous: ambiguous) }

  /// The path of nearly all text: printable ASCII, one byte a cell. Nil when the text is not that.
  private mutating func putASCII(
    _ bytes: UnsafeBufferPointer<UInt8>, at point: Point, room: Int, _ style: Style, _ align: Alignment,
    _ overflow: Overflow
  ) -> Int? {
    var odd: UInt8 = 0
    for byte in bytes { odd |= (byte &- 0x20) >= 0x5F ? 1 : 0 }
    guard odd == 0 else { return nil }
    let fits = bytes.count <= room
    let taken = min(bytes.count, room)
    guard taken > 0 else { return 0 }
    var start = point.x
    switch align {
    case .left: break
    case .centre: start += (room - taken) / 2
    case .right: start += room - taken
    }
    let first = max(start, clip.x)
    let end = min(start + taken, clip.maxX)
    guard first < end else { return taken }
    parted(atRow: point.y, from: first, to: end)
    let row = point.y * size.width
    let ellipsis = glyphs.ellipsis.value
    let cut = !fits && overflow == .ellipsisFirst ? bytes.count - taken : 0
    cells.withUnsafeMutableBufferPointer { cells in
      for x in first..<end {
        cells[row + x] = Cell(glyph: UInt32(bytes[cut + x - start]), style: style, width: 1)
      }
      guard !fits else { return }
      switch overflow {
      case .clip: break
      case .ellipsis:
        if end == start + taken { cells[row + end - 1].glyph = ellipsis }
      case .ellipsisFirst:
        if first == start { cells[row + first].glyph = ellipsis }
      }
    }
    return taken
  }

  private mutating func putScalars(
    _ text: String, at point: Point, room: Int, _ style: Style, _ align: Alignment, _ overflow: Overflow
  ) -> Int {
    let total = TextWidth.of(text, ambiguous: ambiguous)
    let fits = total <= room
    var start = point.x
    if fits {
      switch align {
      case .left: break
      case .centre: start += (room - total) / 2
      case .right: start += room - total
      }
    }
    var x = start
    var skip = 0
    var limit = start + (fits ? total : room)
    if !fits {
      switch overflow {
      case .clip: break
      case .ellipsis: limit -= 1
      case .ellipsisFirst:
        skip = total - room + 1
        putCell(glyphs.ellipsis.value, width: 1, at: x, point.y, style)
        x += 1
      }
    }
    var clusters = ClusterReader(ambiguous: ambiguous)
    var lastBase: Int?
    for scalar in text.unicodeScalars {
      switch clusters.feed(scalar) {
      case .drop: continue
      case .attach(let mark):
        if let lastBase { attach(mark, at: lastBase, point.y) }
      case .start(let base, let width):
        if skip > 0 {
          skip -= width
          lastBase = nil
          continue
        }
        guard x + width <= limit else {
          lastBase = nil
          if x < limit { putCell(0x20, width: 1, at: x, point.y, style) }
          x = max(x, limit)
          if !fits, overflow == .ellipsis {
            putCell(glyphs.ellipsis.value, width: 1, at: limit, point.y, style)
            x = limit + 1
          }
          return x - start
        }
        let shown = glyphSet.shown(base)
        if shown != base, TextWidth.of(shown, ambiguous: ambiguous) != width {
          for column in 0..<width {
            putCell(column == 0 ? shown.value : 0x20, width: 1, at: x + column, point.y, style)
          }
        } else {
          putCell(shown.value, width: width, at: x, point.y, style)
        }
        lastBase = glyphSet == .ascii ? nil : x
        x += width
      }
    }
    if skip < 0 || x < limit, overflow == .ellipsisFirst, !fits {
      while x < limit {
        putCell(0x20, width: 1, at: x, point.y, style)
        x += 1
      }
    }
    return x - start
  }

  private mutating func putCell(_ glyph: UInt32, width: Int, at x: Int, _ y: Int, _ style: Style) {
    let end = x + width
    let first = max(x, clip.x)
    let last = min(end, clip.maxX)
    guard first < last else { return }
    parted(atRow: y, from: first, to: last)
    let row = y * size.width
    if last - first < width {
      // The clip cuts the glyph in two: what is inside stays blank.
      for column in first..<last { cells[row + column] = .blank(style) }
      return
    }
    cells[row + x] = Cell(glyph: glyph, style: style, width: UInt8(width))
    if width == 2 { cells[row + x + 1] = Cell(glyph: 0, style: style, width: 0) }
  }

  private mutating func attach(_ mark: Unicode.Scalar, at x: Int, _ y: Int) {
    guard x >= clip.x, x < clip.maxX else { return }
    let index = y * size.width + x
    guard cells[index].width > 0 else { return }
    var cluster = scalars(of: cells[index])
    cluster.unicodeScalars.append(mark)
    cells[index].glyph = number(of: cluster)
  }
}

extension Canvas {
  /// Draws a frame with its title at the left of the upper line and a count at its right, and returns what is inside.
  ///
  ///     ┌ 1 Orders ───────────── 1,204 · due ▴ ┐
  ///
  /// The inside is not blanked. The trailing line gives way when there is no room for both.
  @discardableResult
  package mutating func box(
    _ rect: Rect, title: Line = [], trailing: Line = [], frame: Style = Style(.border)
  ) -> Rect {
    guard rect.width >= 2, rect.height >= 2 else { return Rect(x: rect.x, y: rect.y, width: 0, height: 0) }
    let glyphs = glyphs
    horizontal(from: rect.x + 1, to: rect.maxX - 1, y: rect.y, frame)
    horizontal(from: rect.x + 1, to: rect.maxX - 1, y: rect.maxY - 1, frame)
    for y in (rect.y + 1)..<max(rect.y + 1, rect.maxY - 1) {
      set(glyphs.vertical, at: Point(x: rect.x, y: y), frame)
      set(glyphs.vertical, at: Point(x: rect.maxX - 1, y: y), frame)
    }
    set(glyphs.topLeft, at: Point(x: rect.x, y: rect.y), frame)
    set(glyphs.topRight, at: Point(x: rect.maxX - 1, y: rect.y), frame)
    set(glyphs.bottomLeft, at: Point(x: rect.x, y: rect.maxY - 1), frame)
    set(glyphs.bottomRight, at: Point(x: rect.maxX - 1, y: rect.maxY - 1), frame)
    putOnLine(title, trailing, Rect(x: rect.x, y: rect.y, width: rect.width, height: 1))
    return rect.inset(1)
  }

  /// Draws a line across a frame, from edge to edge, with a title of its own.
  ///
  ///     ├ Claims 14 ───────────────────────────┤
  package mutating func divider(
    in rect: Rect, y: Int, title: Line = [], trailing: Line = [], frame: Style = Style(.border)
  ) {
    guard rect.width >= 2 else { return }
    horizontal(from: rect.x + 1, to: rect.maxX - 1, y: y, frame)
    set(glyphs.teeLeft, at: Point(x: rect.x, y: y), frame)
    set(glyphs.teeRight, at: Point(x: rect.maxX - 1, y: y), frame)
    putOnLine(title, trailing, Rect(x: rect.x, y: y, width: rect.width, height: 1))
  }

  /// Draws a horizontal line of one row, the end column excluded.
  package mutating func horizontal(from: Int, to end: Int, y: Int, _ style: Style = Style(.border)) {
    let glyph = glyphs.horizontal
    for x in from..<max(from, end) { set(glyph, at: Point(x: x, y: y), style) }
  }

  /// Draws a vertical line of one column, the end row excluded.
  package mutating func vertical(x: Int, from: Int, to end: Int, _ style: Style = Style(.border)) {
    let glyph = glyphs.vertical
    for y in from..<max(from, end) { set(glyph, at: Point(x: x, y: y), style) }
  }

  private mutating func putOnLine(_ title: Line, _ trailing: Line, _ line: Rect) {
    let room = line.width - 4
    guard room > 0 else { return }
    let cellsOfTitle = title.isEmpty ? 0 : min(room, TextWidth.of(title.text, ambiguous: ambiguous))
    if cellsOfTitle > 0 {
      fill(Rect(x: line.x + 1, y: line.y, width: cellsOfTitle + 2, height: 1), title.spans.first?.style ?? .text)
      put(title, at: Point(x: line.x + 2, y: line.y), width: cellsOfTitle)
    }
    let left = cellsOfTitle > 0 ? room - cellsOfTitle - 3 : room
    let cells = TextWidth.of(trailing.text, ambiguous: ambiguous)
    guard cells > 0, cells <= left else { return }
    let x = line.maxX - 2 - cells
    fill(Rect(x: x - 1, y: line.y, width: cells + 2, height: 1), trailing.spans.first?.style ?? .text)
    put(trailing, at: Point(x: x, y: line.y), width: cells)
  }

  /// Draws the steps of a journey: `●●◐○○`, one cell a step.
  ///
  /// - Parameters:
  ///   - done: steps behind.
  ///   - underWay: whether the next one has begun.
  ///   - total: steps in all.
  package mutating func progress(
    done: Int, underWay: Bool, total: Int, at point: Point, width: Int? = nil, _ style: Style = Style(.gauge)
  ) {
    let glyphs = glyphs
    let room = min(max(0, total), width ?? total)
    for step in 0..<max(0, room) {
      let place = Point(x: point.x + step, y: point.y)
      if step < done {
        set(glyphs.done, at: place, style)
      } else if step == done, underWay {
        set(glyphs.underWay, at: place, style)
      } else {
        set(glyphs.toCome, at: place, Style(.track, style.attributes, on: style.ground))
      }
    }
  }

  /// Draws a horizontal gauge filled to a part of its width.
  ///
  /// - Parameter parts: how many of `whole` are filled; clamped to 0...whole.
  package mutating func gauge(
    _ parts: Int, of whole: Int, at point: Point, width: Int, _ style: Style = Style(.gauge)
  ) {
    guard width > 0 else { return }
    let clamped = whole > 0 ? min(max(0, parts), whole) : 0
    let halves = whole > 0 ? Self.scaled(clamped, of: whole, to: width * 2) : 0
    let glyphs = glyphs
    for column in 0..<width {
      let place = Point(x: point.x + column, y: point.y)
      if column * 2 + 1 < halves {
        set(glyphs.full, at: place, style)
      } else if column * 2 < halves {
        set(glyphs.half, at: place, style)
      } else {
        set(glyphs.empty, at: place, Style(.track, style.attributes, on: style.ground))
      }
    }
  }

  /// Draws the newest samples of a series, two to a cell: ⣀⣤⣶⣿; blocks or ASCII where there is no braille.
  ///
  /// - Parameters:
  ///   - samples: oldest first; negative ones count 0.
  ///   - ceiling: the value of a full column; nil for the largest sample shown.
  package mutating func sparkline(
    _ samples: some BidirectionalCollection<Int>, at point: Point, width: Int, ceiling: Int? = nil,
    _ style: Style = Style(.sparkline)
  ) {
    guard width > 0 else { return }
    let shown = Array(samples.suffix(width * 2))
    let top = max(1, ceiling ?? shown.max() ?? 1)
    let missing = width * 2 - shown.count
    // A sample above nothing shows at least one dot: silence and a trickle must not look alike.
    func level(_ index: Int, of levels: Int) -> Int {
      guard index >= missing else { return 0 }
      let sample = min(max(0, shown[index - missing]), top)
      return sample == 0 ? 0 : max(1, Self.scaled(sample, of: top, to: levels))
    }
    for column in 0..<width {
      let place = Point(x: point.x + column, y: point.y)
      if glyphSet.hasBraille {
        let left = level(column * 2, of: 4)
        let right = level(column * 2 + 1, of: 4)
        let dots = Self.leftDots[left] | Self.rightDots[right]
        if let glyph = Unicode.Scalar(0x2800 + dots) { set(dots == 0 ? " " : glyph, at: place, style) }
      } else {
        let ladder = glyphSet == .console ? Self.blockLadder : Self.asciiLadder
        let steps = ladder.count - 1
        set(ladder[max(level(column * 2, of: steps), level(column * 2 + 1, of: steps))], at: place, style)
      }
    }
  }

  /// `value / whole` in units of `levels`, rounded to the nearest, without overflow.
  static func scaled(_ value: Int, of whole: Int, to levels: Int) -> Int {
    let product = value.multipliedFullWidth(by: levels)
    let half = UInt(whole / 2)
    let (low, carry) = product.low.addingReportingOverflow(half)
    let high = product.high + (carry ? 1 : 0)
    guard whole > 0, high >= 0, high < whole else { return levels }
    return whole.dividingFullWidth((high, low)).quotient
  }

  private static let leftDots: [UInt32] = [0, 0x40, 0x44, 0x46, 0x47]
  private static let rightDots: [UInt32] = [0, 0x80, 0xA0, 0xB0, 0xB8]
  private static let blockLadder: [Unicode.Scalar] = [" ", "_", "▄", "█"]
  private static let asciiLadder: [Unicode.Scalar] = [" ", ".", ":", "-", "=", "+", "*", "#"]
}

/// A drawing of dots, two across and four down to a cell: coastlines, lanes and curves.
package struct DotField: Sendable {
  /// Cells it covers.
  package let size: Size
  private var dots: [UInt8]

  /// An empty field.
  package init(size: Size) {
    self.size = size
    dots = Array(repeating: 0, count: size.width * size.height)
  }

  /// Dots across.
  package var width: Int { size.width * 2 }
  /// Dots down.
  package var height: Int { size.height * 4 }

  /// Sets a dot; outside is ignored.
  package mutating func set(x: Int, y: Int) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    dots[(y / 4) * size.width + x / 2] |= Self.bits[(y % 4) * 2 + x % 2]
  }

  /// Sets the dots of a straight line between two dots, both included.
  ///
  /// - Parameter every: 1 for a full line, 2 for every second dot and so on.
  package mutating func line(from start: Point, to end: Point, every: Int = 1) {
    let limit = 4 * (width + height)
    let deltaX = abs(end.x - start.x)
    let deltaY = -abs(end.y - start.y)
    guard deltaX <= limit, -deltaY <= limit else { return }
    let stepX = start.x < end.x ? 1 : -1
    let stepY = start.y < end.y ? 1 : -1
    var point = start
    var error = deltaX + deltaY
    var count = 0
    while true {
      if count % max(1, every) == 0 { set(x: point.x, y: point.y) }
      count += 1
      if point == end { return }
      let doubled = 2 * error
      if doubled >= deltaY {
        error += deltaY
        point.x += stepX
      }
      if doubled <= deltaX {
        error += deltaX
        point.y += stepY
      }
    }
  }

  /// The dots of a cell, as the low byte of its braille scalar.
  package subscript(x: Int, y: Int) -> UInt8 { dots[y * size.width + x] }

  private static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
}

extension Canvas {
  /// Draws a field of dots; cells without a dot are left as they are.
  package mutating func draw(_ field: DotField, at point: Point, _ style: Style = Style(.coast)) {
    for y in 0..<field.size.height {
      for x in 0..<field.size.width where field[x, y] != 0 {
        guard let glyph = Unicode.Scalar(0x2800 + UInt32(field[x, y])) else { continue }
        set(glyph, at: Point(x: point.x + x, y: point.y + y), style)
      }
    }
  }
}

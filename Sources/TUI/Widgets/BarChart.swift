// Bars: amounts beside each other, one a row.
//
//   customs    ████████████▌             264     label, bar, value
//   broker     ██████░░░░│               120     several parts one after the other, each with its own fill; a limit
//   merchant   ▌                           3     what is not nought shows
//
// In few cells it gives up the values, then the labels.

/// One row of a bar chart.
package struct Bar: Hashable, Sendable {
  /// A part of a bar.
  package struct Part: Hashable, Sendable {
    /// Its amount; a negative one counts as nought.
    package var value: Int
    package var role: Role

    /// A part of an amount.
    package init(_ value: Int, _ role: Role = .gauge) {
      self.value = value
      self.role = role
    }
  }

  package var label: String
  /// One after the other from the left.
  package var parts: [Part]
  /// The value as it is written: "264", "3d 4h".
  package var text: String
  /// The role of label and value.
  package var role: Role

  /// A bar of one part.
  package init(_ label: String, _ value: Int, text: String? = nil, _ role: Role = .gauge) {
    self.init(label, [Part(value, role)], text: text)
  }

  /// A bar of several parts; without a text its value is their sum.
  package init(_ label: String, _ parts: [Part], text: String? = nil, role: Role = .text) {
    self.label = label
    self.parts = parts
    self.text = text ?? compactNumber(Self.sum(parts))
    self.role = role
  }

  /// The sum of the parts.
  package var total: Int { Self.sum(parts) }

  private static func sum(_ parts: [Part]) -> Int {
    parts.reduce(0) { sum, part in
      let (total, isTooLarge) = sum.addingReportingOverflow(max(0, part.value))
      return isTooLarge ? Int.max : total
    }
  }
}

/// A chart of bars, one a row.
package struct BarChart: Hashable, Sendable {
  package var bars: [Bar]
  /// The amount of a full bar; nil for the largest of all bars.
  package var ceiling: Int?
  /// An amount that is marked across all bars; nil for none.
  package var limit: Int?
  /// The first bar that is drawn: those above were scrolled away.
  package var first: Int

  /// A chart of bars.
  package init(_ bars: [Bar], ceiling: Int? = nil, limit: Int? = nil, first: Int = 0) {
    self.bars = bars
    self.ceiling = ceiling
    self.limit = limit
    self.first = first
  }
}

extension Canvas {
  /// Draws bars into a rectangle, one a row, from the first on; those without room are left out.
  package mutating func draw(_ chart: BarChart, in rect: Rect) {
    let shown = chart.bars.dropFirst(max(0, chart.first)).prefix(max(0, rect.height))
    guard !rect.isEmpty, !shown.isEmpty else { return }
    var valueCells = min(shown.map { width(of: $0.text) }.max() ?? 0, rect.width)
    var labelCells = min(shown.map { width(of: $0.label) }.max() ?? 0, max(0, rect.width * 2 / 5))
    if rect.width - labelCells - valueCells - 2 < 4 { valueCells = 0 }
    if rect.width - labelCells - valueCells - 2 < 2 { labelCells = min(labelCells, max(0, rect.width - 4)) }
    let start = rect.x + (labelCells > 0 ? labelCells + 1 : 0)
    let end = rect.maxX - (valueCells > 0 ? valueCells + 1 : 0)
    let top = max(1, chart.ceiling ?? max(chart.bars.map(\.total).max() ?? 1, chart.limit ?? 0))
    clipped(to: rect) { canvas in
      for (index, bar) in shown.enumerated() {
        let y = rect.y + index
        if labelCells > 0 {
          canvas.put(bar.label, at: Point(x: rect.x, y: y), width: labelCells, Style(bar.role))
        }
        if valueCells > 0 {
          canvas.put(
            bar.text, at: Point(x: end + 1, y: y), width: valueCells, Style(bar.role), align: .right)
        }
        canvas.drawBar(bar, from: start, width: max(0, end - start), y: y, top, chart.limit)
      }
    }
  }

  private mutating func drawBar(_ bar: Bar, from start: Int, width: Int, y: Int, _ top: Int, _ limit: Int?) {
    guard width > 0 else { return }
    if let limit, limit > 0, limit <= top {
      let x = start + min(width - 1, Self.scaled(limit, of: top, to: width))
      set(glyphs.vertical, at: Point(x: x, y: y), Style(.muted))
    }
    let glyphs = glyphs
    // Parts are rounded where they end, not by their length: together they are as long as the whole.
    let fills = [glyphs.full, glyphs.empty, glyphs.half]
    var sum = 0
    var column = 0
    for (index, part) in bar.parts.enumerated() where part.value > 0 {
      let (total, isTooLarge) = sum.addingReportingOverflow(part.value)
      sum = isTooLarge ? Int.max : total
      let halves = Self.scaled(min(sum, top), of: top, to: width * 2)
      let isLast = !bar.parts[(index + 1)...].contains { $0.value > 0 }
      let isSingle = isLast && bar.parts.count == 1
      let cells = isSingle ? halves / 2 : (halves + 1) / 2
      while column < min(cells, width) {
        set(fills[index % fills.count], at: Point(x: start + column, y: y), Style(part.role))
        column += 1
      }
      if isSingle, halves % 2 == 1 || halves == 0 {
        set(glyphs.half, at: Point(x: start + column, y: y), Style(part.role))
      }
    }
  }
}

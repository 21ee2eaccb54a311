// A history: values over time, the newest at the right edge.
//
//   60┤⠒⠒limit 45⠒⠒⠒⠒⠒⠒⠒⠒⢠⠒⠒⠒⠒       limit lines, in the colour of what is wrong beyond them
//   40┤           ⣀⣤⣶⣿⣿⣿⡇
//   20┤    ⣀⣤⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣷⣶⣤      areas and lines: two samples and four steps to a cell in braille,
//    0┤⣀⣤⣶⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿      one and two in blocks, one and three in ASCII
//     └┬──────────┬─────────┬
//     -24h      -12h      now
//
// In few cells it gives up the labels below, then the axes, and is a sparkline of several rows in the end. Work follows the
// cells that are drawn: of more samples than fit only the newest are looked at.

/// One series of a history chart.
package struct ChartSeries: Hashable, Sendable {
  /// How a series is drawn.
  package enum Form: Hashable, Sendable {
    /// Filled down to the floor.
    case area
    case line
  }

  /// Oldest first; nil where nothing is known, which is drawn as a gap and never as nought.
  package var samples: [Int?]
  package var form: Form
  package var role: Role

  /// A series; samples beyond what fits are left out at the old end.
  package init(_ samples: [Int?], _ form: Form = .area, _ role: Role = .sparkline) {
    self.samples = samples
    self.form = form
    self.role = role
  }
}

/// A line across a chart at a value that should not be passed.
package struct ChartLimit: Hashable, Sendable {
  package var value: Int
  package var label: String
  /// The colour of the line, and of what stands above it.
  package var role: Role

  /// A limit with its name: "limit 2".
  package init(_ value: Int, _ label: String, _ role: Role = .high) {
    self.value = value
    self.label = label
    self.role = role
  }
}

/// A mark below a chart.
package struct ChartTick: Hashable, Sendable {
  /// Where, in thousandths of the way from the left edge to the right.
  package var place: Int
  package var label: String

  /// A mark; places outside 0...1000 are not drawn.
  package init(_ place: Int, _ label: String) {
    self.place = place
    self.label = label
  }
}

/// A chart of values over time.
package struct HistoryChart: Sendable {
  package var series: [ChartSeries]
  package var limits: [ChartLimit]
  /// Marks below, from left to right; those without room are left out.
  package var ticks: [ChartTick]
  /// What the values are counted in; stands above the axis.
  package var unit: String
  /// The value of the lowest row.
  package var floor: Int
  /// The value of the top; nil for a round one above all that is shown.
  package var ceiling: Int?
  /// How a value is written beside the axis.
  package var format: @Sendable (Int) -> String

  /// A chart.
  package init(
    _ series: [ChartSeries], limits: [ChartLimit] = [], ticks: [ChartTick] = [], unit: String = "", floor: Int = 0,
    ceiling: Int? = nil, format: @escaping @Sendable (Int) -> String = { compactNumber($0) }
  ) {
    self.series = series
    self.limits = limits
    self.ticks = ticks
    self.unit = unit
    self.floor = floor
    self.ceiling = ceiling
    self.format = format
  }

  /// How many samples a chart of so many columns can show at most: two a cell.
  package static func samplesMax(width: Int) -> Int { 2 * max(0, width) }
}

/// A number in at most five characters: `950`, `1.2k`, `35k`, `4.1M`, `-2G`.
package func compactNumber(_ number: Int) -> String {
  let sign = number < 0 ? "-" : ""
  let size = number.magnitude
  if size < 1_000 { return sign + String(size) }
  var unit: UInt = 1_000
  var names: Substring = "kMGTPE"
  while size / unit >= 1_000, names.count > 1 {
    unit *= 1_000
    names = names.dropFirst()
  }
  let tenths = size / (unit / 10)
  let whole = tenths / 10
  return sign + String(whole) + (whole < 10 && tenths % 10 != 0 ? ".\(tenths % 10)" : "") + names.prefix(1)
}

/// What charts are drawn with.
enum ChartInk: Hashable, Sendable {
  /// Two columns and four rows of dots to a cell.
  case braille
  /// Half blocks.
  case blocks
  /// Three steps to a cell.
  case ascii

  /// Blocks are two cells wide where ambiguous glyphs are.
  init(_ glyphSet: GlyphSet, _ ambiguous: AmbiguousWidth) {
    if glyphSet.hasBraille {
      self = .braille
    } else {
      self = glyphSet == .console && ambiguous == .one ? .blocks : .ascii
    }
  }

  /// Steps from the lower edge of a cell to its upper one.
  var steps: Int {
    switch self {
    case .braille: 4
    case .blocks: 2
    case .ascii: 3
    }
  }
}

/// The round values along an axis.
struct ChartScale: Hashable {
  let floor: Int
  let ceiling: Int
  let step: Int

  /// A scale from `floor` to a round value that is no less than `top`, with at most `count` steps.
  init(floor: Int, top: Int, count: Int, fixed: Int?) {
    let floor = min(max(floor, -Self.valueMax), Self.valueMax)
    let top = max(min(fixed ?? top, Self.valueMax), floor + 1)
    var step = 1
    // 1, 2, 5, 10, 20, 50 ... until few enough reach the top.
    var index = 0
    while (top - floor + step - 1) / step > max(1, count), step < Self.valueMax {
      step = index % 3 == 1 ? step / 2 * 5 : step * 2
      index += 1
    }
    self.step = step
    self.floor = floor
    ceiling = fixed == nil ? floor + (top - floor + step - 1) / step * step : top
  }

  /// The values that get a label, the lowest first.
  var labels: [Int] { Array(stride(from: floor, through: ceiling, by: step)) }

  /// How many of `steps` a value takes; at least one when it is above the floor: a trickle must not look like nothing.
  func height(of value: Int, steps: Int) -> Int {
    guard value > floor else { return 0 }
    return max(1, Canvas.scaled(min(value, ceiling) - floor, of: ceiling - floor, to: steps))
  }

  private static let valueMax = Int.max / 16
}

extension Canvas {
  /// Draws a history chart into a rectangle; what does not fit of axes and labels is left out.
  package mutating func draw(_ chart: HistoryChart, in rect: Rect) {
    guard !rect.isEmpty else { return }
    clipped(to: rect) { $0.drawHistory(chart, rect) }
  }

  private mutating func drawHistory(_ chart: HistoryChart, _ rect: Rect) {
    let ink = ChartInk(glyphSet, ambiguous)
    let hasLabelsBelow = rect.height >= 5 && !chart.ticks.isEmpty
    let hasUnit = rect.height >= 6 && !chart.unit.isEmpty
    var plot = rect
    if hasLabelsBelow { plot = Rect(x: plot.x, y: plot.y, width: plot.width, height: plot.height - 2) }
    if hasUnit { plot = Rect(x: plot.x, y: plot.y + 1, width: plot.width, height: plot.height - 1) }
    // The samples that are looked at depend on the plot's width, which depends on the labels, which depend on the samples: the
    // largest of those that fit without labels decides.
    let shown = chart.series.map { $0.samples.suffix(HistoryChart.samplesMax(width: rect.width)) }
    let top = (shown.flatMap { $0.compactMap { $0 } } + chart.limits.map(\.value)).max() ?? chart.floor
    let scale = ChartScale(
      floor: chart.floor, top: top, count: max(1, (plot.height - 1) / 2), fixed: chart.ceiling)
    let labels = scale.labels.map { (value: $0, text: chart.format($0)) }
    let labelCells = labels.map { width(of: $0.text) }.max() ?? 0
    let hasAxis = plot.height >= 3 && rect.width >= labelCells + 9
    if hasAxis {
      if hasUnit {
        put(chart.unit, at: Point(x: rect.x, y: rect.y), width: rect.width, Style(.secondary))
      }
      plot = Rect(x: plot.x + labelCells + 1, y: plot.y, width: plot.width - labelCells - 1, height: plot.height)
      drawValueAxis(labels, scale, plot, labelCells)
      if hasLabelsBelow { drawTimeAxis(chart.ticks, plot) }
    } else {
      plot = rect
    }
    let limits = chart.limits.filter { $0.value > scale.floor }.sorted { $0.value > $1.value }
    let rowsOfLimits = limits.map { (row: row(of: $0.value, scale, plot), role: $0.role) }
    for limit in rowsOfLimits {
      for x in plot.x..<plot.maxX {
        set(limitGlyph(ink), at: Point(x: x, y: limit.row), Style(limit.role))
      }
    }
    for (index, series) in chart.series.enumerated() {
      drawSeries(series, shown[index], scale, plot, ink, rowsOfLimits)
    }
    for (index, limit) in limits.enumerated() { nameLimit(limit, plot, y: rowsOfLimits[index].row, ink) }
  }

  /// The row of a plot in which a value's column ends.
  private func row(of value: Int, _ scale: ChartScale, _ plot: Rect) -> Int {
    plot.maxY - 1 - max(0, scale.height(of: value, steps: plot.height * 4) - 1) / 4
  }

  private mutating func drawValueAxis(
    _ labels: [(value: Int, text: String)], _ scale: ChartScale, _ plot: Rect, _ labelCells: Int
  ) {
    vertical(x: plot.x - 1, from: plot.y, to: plot.maxY, Style(.muted))
    var free = plot.maxY
    for (value, text) in labels {
      let y = row(of: value, scale, plot)
      guard y < free, y >= plot.y else { continue }
      free = y
      put(text, at: Point(x: plot.x - 1 - labelCells, y: y), width: labelCells, Style(.secondary), align: .right)
      set(glyphs.teeRight, at: Point(x: plot.x - 1, y: y), Style(.muted))
    }
  }

  private mutating func drawTimeAxis(_ ticks: [ChartTick], _ plot: Rect) {
    set(glyphs.bottomLeft, at: Point(x: plot.x - 1, y: plot.maxY), Style(.muted))
    horizontal(from: plot.x, to: plot.maxX, y: plot.maxY, Style(.muted))
    var free = plot.x - 1
    for tick in ticks where (0...1000).contains(tick.place) {
      let x = plot.x + Self.scaled(tick.place, of: 1000, to: plot.width - 1)
      let cells = width(of: tick.label)
      let start = min(max(plot.x - 1, x - cells / 2), plot.maxX - cells)
      guard start >= free, cells > 0 else { continue }
      set(glyphs.teeTop, at: Point(x: x, y: plot.maxY), Style(.muted))
      put(tick.label, at: Point(x: start, y: plot.maxY + 1), width: cells, Style(.secondary))
      free = start + cells + 1
    }
  }

  private func limitGlyph(_ ink: ChartInk) -> Unicode.Scalar { ink == .braille ? "\u{2812}" : glyphs.horizontal }

  /// Writes a limit's name on its line, at the old end, where nothing has been drawn over it.
  private mutating func nameLimit(_ limit: ChartLimit, _ plot: Rect, y: Int, _ ink: ChartInk) {
    let cells = width(of: limit.label)
    guard plot.height > 1, plot.width >= cells + 6, cells > 0, clip.contains(Point(x: plot.x, y: y)) else { return }
    let place = (plot.x + 2)..<(plot.x + 2 + cells)
    guard clip.maxX >= place.upperBound,
      place.allSatisfy({ self[$0, y].glyph == limitGlyph(ink).value })
    else { return }
    put(limit.label, at: Point(x: place.lowerBound, y: y), width: cells, Style(limit.role))
  }

  private mutating func drawSeries(
    _ series: ChartSeries, _ shown: ArraySlice<Int?>, _ scale: ChartScale, _ plot: Rect, _ ink: ChartInk,
    _ limits: [(row: Int, role: Role)]
  ) {
    let samples = shown.suffix(HistoryChart.samplesMax(width: plot.width))
    let steps = plot.height * ink.steps
    let missing = plot.width * 2 - samples.count
    /// The steps of a sample's column, from the left edge; nil in a gap.
    func height(_ column: Int) -> Int? {
      guard column >= missing, let sample = samples[samples.startIndex + column - missing] else { return nil }
      return scale.height(of: sample, steps: steps)
    }
    var before: Int?
    for x in 0..<plot.width {
      let left = height(x * 2)
      let right = height(x * 2 + 1)
      let first = bounds(of: left, after: before, series.form)
      let second = bounds(of: right, after: left, series.form)
      before = right
      let low = [first?.lowerBound, second?.lowerBound].compactMap { $0 }.min()
      let high = [first?.upperBound, second?.upperBound].compactMap { $0 }.max()
      guard let low, let high, low < high else { continue }
      for line in (low / ink.steps)...((high - 1) / ink.steps) {
        let y = plot.maxY - 1 - line
        let place = Point(x: plot.x + x, y: y)
        let role = limits.first { y < $0.row }?.role ?? series.role
        let from = line * ink.steps
        switch ink {
        case .braille:
          let dots = Self.dots(first, from, Self.leftColumn) | Self.dots(second, from, Self.rightColumn)
          if dots != 0, let glyph = Unicode.Scalar(0x2800 + dots) { set(glyph, at: place, Style(role)) }
        case .blocks, .ascii:
          let filled = (low..<high).clamped(to: from..<(from + ink.steps))
          if !filled.isEmpty { set(Self.glyph(filled, from, ink, series.form), at: place, Style(role)) }
        }
      }
    }
  }

  /// The steps that a sample fills: down to the floor, or as a line back to the sample before.
  private func bounds(of height: Int?, after before: Int?, _ form: ChartSeries.Form) -> Range<Int>? {
    guard let height else { return nil }
    switch form {
    case .area: return 0..<height
    case .line:
      let end = max(1, height)
      guard let before = before.map({ max(1, $0) }), before != end else { return (end - 1)..<end }
      return before < end ? before..<end : (end - 1)..<(before - 1)
    }
  }

  /// The dots of one column of a cell whose lowest step is `from`.
  private static func dots(_ filled: Range<Int>?, _ from: Int, _ column: [UInt32]) -> UInt32 {
    guard let filled else { return 0 }
    var dots: UInt32 = 0
    for step in filled.clamped(to: from..<(from + 4)) { dots |= column[step - from] }
    return dots
  }

  private static func glyph(_ filled: Range<Int>, _ from: Int, _ ink: ChartInk, _ form: ChartSeries.Form)
    -> Unicode.Scalar
  {
    switch (ink, form) {
    case (.blocks, _):
      return filled.count == 2 ? "█" : filled.lowerBound == from ? "▄" : "▀"
    case (_, .area):
      return [".", ":", "#"][filled.count - 1]
    case (_, .line):
      return filled.count > 1 ? "|" : ["_", "-", "'"][filled.lowerBound - from]
    }
  }

  /// Dots of a column from the lowest upwards.
  private static let leftColumn: [UInt32] = [0x40, 0x04, 0x02, 0x01]
  private static let rightColumn: [UInt32] = [0x80, 0x20, 0x10, 0x08]
}

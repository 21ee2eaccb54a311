import Logistics
import Measures
import TUI
import Tariff

// The border in numbers. The head says of which days and as of when, what is simulated and what is assumed; the tables stand side by
// side where there is room for it, else the one with the keys alone.
//
//   ┌ P The border in numbers ──────────────────────────── last 30 days ┐
//   │ 12,304 decided  91.2% first time  2,301 holds  ~€41,302  SIM      │
//   ├ Holds by reason ───────────────┐┌ Dwell by place and channel ─────┤
//   │▸H01 invoice missing  … ████ 31 ││ all         …                   │
//   ├ What would prevent most ───────┤├ Who causes it: merchants ───────┤     from 45 rows on the chapters below them

/// How the body is cut.
struct BorderFrames {
  let head: Rect
  private var frames: [BorderBlock: Rect] = [:]

  /// Cuts the body of a screen.
  init(_ state: State, _ layout: Layout) {
    let body = layout.body
    // On a small screen the head has no frame.
    let (head, rest) = body.splitTop(layout.isSmall ? 2 : 4)
    self.head = head
    guard layout.isWide, !layout.isSmall else {
      frames[state.border.focus] = rest
      return
    }
    let (left, right) = rest.splitLeft((rest.width + 1) / 2)
    let (reasons, remedies) = left.splitTop((left.height * 11 + 19) / 20)
    frames = [.reasons: reasons, .remedies: remedies]
    if body.height >= 45 {
      let thirds = right.rows(3)
      frames[.places] = thirds[0]
      frames[.merchants] = thirds[1]
      frames[.chapters] = thirds[2]
    } else {
      let (places, causes) = right.splitTop((right.height * 11 + 19) / 20)
      frames[.places] = places
      frames[state.border.cause] = causes
    }
  }

  /// Where a table stands; nil where it has no room.
  subscript(block: BorderBlock) -> Rect? { frames[block] }

  /// How many of a table's rows are in sight: without frame and head.
  func rowsInSight(of block: BorderBlock) -> Int { max(0, (frames[block]?.height ?? 0) - 3) }
}

extension Canvas {
  /// Draws the border in numbers.
  mutating func drawBorder(_ state: State, _ layout: Layout) {
    let frames = BorderFrames(state, layout)
    drawBorderHead(state, in: frames.head, isSmall: layout.isSmall)
    // The table with the keys last, so that the terminal's cursor is left in it.
    let others = BorderBlock.allCases.filter { $0 != state.border.focus }
    for block in others + [state.border.focus] {
      guard let frame = frames[block] else { continue }
      drawBorderTable(block, state, in: frame, isAlone: !layout.isWide || layout.isSmall)
    }
  }

  private mutating func drawBorderHead(_ state: State, in frame: Rect, isSmall: Bool) {
    let border = state.border
    var inside = frame.inset(left: 1, right: 1)
    let reading = border.reading.map { "read to \($0.upTo.dayMonth), \($0.permille / 10) %" } ?? ""
    let isBehind = border.asked != border.shown || !reading.isEmpty
    let status = !isBehind ? "" : reading.isEmpty ? "counting" : reading
    if !isSmall {
      var trailing = Line(border.window.words, .count)
      if !status.isEmpty { trailing = Line(status, .notice).adding(" \(glyphs.separator) ", .muted) + trailing }
      inside = box(
        frame, title: state.title("The border in numbers", of: "border"), trailing: trailing, frame: Style(.border)
      ).inset(left: 1, right: 1)
    }
    fill(inside, Style(.text))
    guard border.isThere, let tables = border.tables else {
      let words: String
      if let failure = border.failure {
        words = failure.remedy.isEmpty ? failure.words : "\(failure.words) \(failure.remedy)"
      } else {
        words = reading.isEmpty ? "reading the journal …" : "the journal is \(reading)"
      }
      putWrapped(words, in: inside)
      return
    }
    let lines = state.borderHead(tables, width: inside.width)
    for (row, line) in lines.enumerated() where row < inside.height {
      put(line, at: Point(x: inside.x, y: inside.y + row), width: inside.width)
    }
    guard isSmall, !status.isEmpty else { return }
    let cells = min(inside.width, width(of: status))
    put(status, at: Point(x: inside.maxX - cells, y: inside.y + 1), width: cells, Style(.notice))
  }

  private mutating func drawBorderTable(_ block: BorderBlock, _ state: State, in frame: Rect, isAlone: Bool) {
    let border = state.border
    let sight = border.sights[block.rawValue]
    let isFocused = block == border.focus
    touch(frame, .panel(BorderState.group + block.rawValue))
    var trailing: Line = []
    if border.isThere {
      trailing = Line(grouped(sight.rows.count), .count)
      let mark = sight.isDescending ? glyphs.descending : glyphs.ascending
      if let measure = sight.measure {
        trailing = trailing.adding(" \(glyphs.separator) ", .muted).adding("\(measure.words) \(mark)", .secondary)
      }
    }
    if isAlone || (block == border.cause && frame.height < 14) {
      trailing = trailing.adding("  \(block.rawValue + 1)/\(BorderBlock.allCases.count)", .muted)
    }
    let inside = box(
      frame, title: Line(block.title, .title), trailing: trailing, frame: Style(isFocused ? .focusBorder : .border))
    if isFocused { cursor = inside.origin }
    fill(inside, Style(.text))
    guard border.isThere else { return }
    guard !sight.rows.isEmpty else {
      let words = border.window == .all ? "nothing yet" : "nothing in these days"
      put(words, at: Point(x: inside.x + 2, y: inside.y), width: inside.width - 3, Style(.muted))
      return
    }
    let columns = BorderColumn.of(block)
    var sorts: [Table.Sort] = []
    if let measure = sight.measure, let place = columns.firstIndex(where: { $0.measure == measure }) {
      sorts = [Table.Sort(column: place, isDescending: sight.isDescending)]
    }
    let table = Table(
      columns: columns.map(\.column), rowCount: sight.rows.count, offset: sight.offset,
      cursor: sight.cursor == nil ? nil : sight.row, sorts: sorts, isFocused: isFocused,
      gap: inside.width >= 80 ? 2 : 1, group: BorderState.group + block.rawValue)
    let most = border.tables?[.reasons].first?.holds ?? 1
    draw(table, in: inside) { row, column in
      columns[column].cell(BorderCells(row: sight.rows[row], state: state, most: most))
    }
  }
}

extension BorderBlock {
  /// The heading.
  var title: String {
    switch self {
    case .reasons: "Holds by reason"
    case .remedies: "What would have prevented most"
    case .places: "Dwell by place and channel"
    case .merchants: "Who causes it: merchants"
    case .chapters: "Who causes it: chapters of the HS"
    }
  }
}

extension State {
  /// What is said over the tables, in two lines.
  func borderHead(_ tables: BorderTables, width: Int) -> [Line] {
    let isRoomy = width >= 96
    let first = tables.firstTimePermille.map { "\($0 / 10).\($0 % 10)%" } ?? "-"
    var sums = Line(grouped(tables.decided), .count).adding(" decided", .secondary)
    if isRoomy {
      sums = sums.adding(": \(grouped(tables.released)) released, \(grouped(tables.refused)) refused", .secondary)
    }
    sums = sums.adding("  ").adding(first, .count).adding(" first time  ", .secondary)
      .adding(grouped(tables.holds), .count).adding(tables.holds == 1 ? " hold" : " holds", .secondary)
    if width >= 70 { sums = sums.adding(", \(grouped(tables.open)) stand", .secondary) }
    sums = sums.adding("  ").adding("~" + euroCell(tables.cents), .count)
    if isRoomy { sums = sums.adding(" for waiting", .secondary) }
    var days = Line([])
    if tables.simulated > 0 {
      let all = tables.simulated == tables.counted
      days = Line(
        all ? "SIM" : "SIM \(grouped(tables.simulated)) of \(grouped(tables.counted))", .simulated
      ).adding("  ")
    }
    let from = tables.from.dayMonth(in: .utc, from: tables.asOf)
    days = days.adding("\(from) to \(tables.asOf.dayAndClock(in: .utc, from: now)) UTC", .text)
    days = days.adding(past?.shown == nil ? "" : ", as known then", .notice)
    let assumed =
      if width >= 130 {
        "  ~ assumed: cost, what prevents, channel (by controls told of, and holds); percentiles within 3.2%"
      } else if isRoomy {
        "  ~ assumed: cost, prevention, channel; percentiles within 3.2%"
      } else if width >= 70 {
        "  ~ assumed, times within 3.2%"
      } else {
        "  ~ assumed"
      }
    days = days.adding(assumed, .muted)
    return [sums, days]
  }
}

extension Instant {
  /// The day of UTC, for how far something was read.
  fileprivate var dayMonth: String { civil(in: .utc).date.dayMonth }
}

extension Measures.Span {
  /// As a cell says it: "6h31m", and from a day on "2d07h", for percentiles are told closer than to a day.
  fileprivate var dayAndHour: String {
    let hours = wholeMinutes / 60
    guard hours >= 24 else { return words }
    return hours >= 2400 ? "\(hours / 24)d" : "\(hours / 24)d\(hours % 24 < 10 ? "0" : "")\(hours % 24)h"
  }
}

/// What the cells of a row want to know.
struct BorderCells {
  let row: BorderRow
  let state: State
  /// The holds of the most frequent reason.
  let most: Int
}

/// A column of one of the tables.
struct BorderColumn: Sendable {
  let column: Column
  /// What it orders by; nil where it cannot.
  let measure: BorderMeasure?
  let cell: @Sendable (BorderCells) -> TableCell

  private init(
    _ title: String, rank: Int, _ width: ClosedRange<Int>, _ measure: BorderMeasure? = nil, grows: Bool = false,
    align: Alignment = .left, _ cell: @escaping @Sendable (BorderCells) -> TableCell
  ) {
    column = Column(
      title, importance: rank, min: width.lowerBound, ideal: width.upperBound, isGrowing: grows, alignment: align)
    self.measure = measure
    self.cell = cell
  }

  /// The columns of a table, from left to right.
  static func of(_ block: BorderBlock) -> [BorderColumn] {
    switch block {
    case .reasons: reasons
    case .remedies: remedies
    case .places: places
    case .merchants: merchants
    case .chapters: chapters
    }
  }

  private static let reasons: [BorderColumn] = [
    BorderColumn("HOLD", rank: 0, 4...4) { cells in
      if case .reason(let reason) = cells.row.key { TableCell(reason.code) } else { TableCell("") }
    },
    BorderColumn("REASON", rank: 1, 12...24, .name, grows: true) { TableCell($0.state.borderName($0.row.key)) },
    holds(rank: 0),
    BorderColumn("", rank: 2, 6...16, grows: true) { cells in
      TableCell(.gauge(cells.row.holds ?? 0, of: max(1, cells.most)), .gauge)
    },
    BorderColumn("%", rank: 1, 4...4, align: .right) { TableCell(percent($0.row.permille), .secondary) },
    BorderColumn("SO FAR", rank: 0, 6...6, align: .right) { TableCell(percent($0.row.cumulativePermille)) },
    time("P50", .p50, rank: 6), time("P90", .p90, rank: 4), time("P99", .p99, rank: 7),
    BorderColumn("STAND", rank: 5, 5...5, .open, align: .right) { cells in
      cells.row.open == 0 ? TableCell("-", .muted) : TableCell(grouped(cells.row.open))
    },
    cost(rank: 1),
  ]

  private static let remedies: [BorderColumn] = [
    BorderColumn("DOCUMENT OR DATUM", rank: 0, 18...32, .name, grows: true) {
      TableCell($0.state.borderName($0.row.key))
    },
    BorderColumn("AGAINST", rank: 3, 7...12) { cells in
      TableCell(cells.row.reasons.map(\.code).joined(separator: " "), .secondary)
    },
    holds(rank: 0),
    BorderColumn("%", rank: 2, 4...4, align: .right) { TableCell(percent($0.row.permille), .secondary) },
    cost(rank: 0),
    BorderColumn("% OF", rank: 1, 4...4, align: .right) { TableCell(percent($0.row.costPermille), .secondary) },
  ]

  private static let places: [BorderColumn] = [
    BorderColumn("PLACE", rank: 0, 5...12, .name, grows: true) { cells in
      guard case .place(_, nil) = cells.row.key else { return TableCell("") }
      return TableCell(cells.state.borderName(cells.row.key))
    },
    BorderColumn("SIDE", rank: 1, 4...6) { cells in
      guard case .place(let gate?, nil) = cells.row.key else { return TableCell("") }
      return TableCell(gate.side == .export ? "exp" : "imp", .secondary)
    },
    BorderColumn("~CHANNEL", rank: 1, 8...8) { cells in
      guard case .place(_, let channel?) = cells.row.key else { return TableCell("all", .muted) }
      return TableCell(channel.name, .secondary)
    },
    decided(rank: 0), first(rank: 2),
    time("P50", .p50, rank: 1), time("P90", .p90, rank: 0), time("P99", .p99, rank: 3),
    holds(rank: 4), cost(rank: 5),
  ]

  private static let merchants: [BorderColumn] =
    [
      BorderColumn("MERCHANT", rank: 0, 12...28, .name, grows: true) { cells in
        let name = cells.state.borderName(cells.row.key)
        return name == "-" ? TableCell(name, .muted) : TableCell(name)
      }
    ] + causes

  private static let chapters: [BorderColumn] =
    [
      BorderColumn("CH", rank: 0, 2...2, .name) { TableCell($0.state.borderName($0.row.key)) },
      BorderColumn("GOODS", rank: 1, 10...30, grows: true) { cells in
        guard case .chapter(let chapter) = cells.row.key, chapter > 0,
          let code = try? Nomenclature.code(cells.state.borderName(cells.row.key))
        else { return TableCell("no code given", .muted) }
        return TableCell(Nomenclature.words(of: code) ?? "", .secondary)
      },
    ] + causes

  /// What merchants and chapters have alike.
  private static let causes: [BorderColumn] = [
    decided(rank: 3), first(rank: 4), holds(rank: 0), cost(rank: 0),
    BorderColumn("COSTS MOST", rank: 2, 10...28, grows: true) { cells in
      guard let reason = cells.row.reasons.first else { return TableCell("-", .muted) }
      return TableCell("\(reason.code) \(reason.words)", .secondary)
    },
    BorderColumn("~PREVENTED BY", rank: 5, 13...26, grows: true) { cells in
      guard let paper = cells.row.reasons.first?.preventedBy else { return TableCell("-", .muted) }
      return TableCell(paper.words, .secondary)
    },
  ]

  private static func decided(rank: Int) -> BorderColumn {
    BorderColumn("DECIDED", rank: rank, 7...8, .decided, align: .right) { cells in
      TableCell(cells.row.decided.map { grouped($0) } ?? "-")
    }
  }

  private static func first(rank: Int) -> BorderColumn {
    BorderColumn("FIRST%", rank: rank, 6...6, .firstTime, align: .right) { cells in
      cells.row.firstTimePermille.map { TableCell(percent($0)) } ?? TableCell("-", .muted)
    }
  }

  private static func holds(rank: Int) -> BorderColumn {
    BorderColumn("HOLDS", rank: rank, 6...7, .holds, align: .right) { cells in
      cells.row.holds.map { TableCell(grouped($0)) } ?? TableCell("")
    }
  }

  private static func cost(rank: Int) -> BorderColumn {
    BorderColumn("~COST", rank: rank, 9...9, .cost, align: .right) { cells in
      cells.row.holds == nil ? TableCell("") : TableCell(cells.state.euroCell(cells.row.cents), .secondary)
    }
  }

  private static func time(_ title: String, _ measure: BorderMeasure, rank: Int) -> BorderColumn {
    BorderColumn(title, rank: rank, 6...6, measure, align: .right) { cells in
      let span = measure == .p50 ? cells.row.p50 : measure == .p90 ? cells.row.p90 : cells.row.p99
      return span.map { TableCell($0.dayAndHour) } ?? TableCell("-", .muted)
    }
  }

  /// Of a thousand as per cent: with a digit behind the point below a hundred.
  private static func percent(_ permille: Int) -> String {
    permille >= 1000 ? "\(permille / 10)" : "\(permille / 10).\(permille % 10)"
  }
}

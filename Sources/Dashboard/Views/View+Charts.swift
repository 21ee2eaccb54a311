import Atlas
import Logistics
import Measures
import TUI

extension Canvas {
  /// Draws the charts: as many as there is room for, the one under the cursor among them.
  mutating func drawCharts(_ state: State, _ layout: Layout) {
    let all = ChartID.allCases
    let body = layout.body
    // A chart wants a dozen rows and half a hundred columns to be read.
    let across = state.charts.isAlone ? 1 : max(1, min(3, body.width / 56))
    let down = state.charts.isAlone ? 1 : max(1, min((all.count + across - 1) / across, body.height / 12))
    let page = across * down
    let first = state.charts.cursor.rawValue / page * page
    for (row, strip) in body.rows(down).enumerated() {
      for (column, frame) in strip.columns(across).enumerated() {
        guard let chart = all[safe: first + row * across + column] else { continue }
        drawChart(chart, state, in: frame, places: all.count > page ? "\(chart.rawValue + 1)/\(all.count)" : "")
      }
    }
  }

  private mutating func drawChart(_ chart: ChartID, _ state: State, in frame: Rect, places: String) {
    let isFocused = chart == state.charts.cursor
    touch(frame, .panel(Charts.group + chart.rawValue))
    var trailing = Line(state.figure(of: chart), .count)
    if !places.isEmpty { trailing = trailing.adding("  \(places)", .muted) }
    let inside = box(
      frame, title: Line(chart.title, .title), trailing: trailing, frame: Style(isFocused ? .focusBorder : .border))
    if isFocused { cursor = inside.origin }
    guard state.isLoaded else {
      put("reading the journal …", at: Point(x: inside.x + 1, y: inside.y), width: inside.width - 2, Style(.muted))
      return
    }
    let bars = state.bars(of: chart, rows: inside.height)
    if let history = state.history(of: chart, width: inside.width) {
      draw(history, in: inside)
    } else if bars.isEmpty {
      put("nothing", at: Point(x: inside.x + 1, y: inside.y), width: inside.width - 2, Style(.muted))
    } else {
      draw(BarChart(bars), in: inside.inset(left: 1, right: 1))
    }
  }
}

extension State {
  /// The last whole hour: the one that runs has not shown all of itself yet.
  private var lastHour: Instant { now - .hours(1) }

  /// A chart's figure in a few words.
  func figure(of chart: ChartID) -> String {
    guard isLoaded else { return "" }
    let hours = charts.range.hours
    switch chart {
    case .orders, .departures, .deliveries, .returns, .holds:
      let sums = chart.series.map { grouped(board.flow.total(hours, of: $0.series, now: lastHour)) }
      return sums.joined(separator: ", ") + " in \(charts.range.words)"
    case .onTime:
      let promised = board.flow.total(hours, of: .deliveredPromised, now: lastHour)
      guard promised > 0 else { return "nothing promised was delivered" }
      let permille = board.flow.total(hours, of: .deliveredOnTime, now: lastHour) * 1000 / promised
      return "\(permille / 10).\(permille % 10)% in \(charts.range.words)"
    case .reasons: return "\(counted(HoldReason.allCases.reduce(0) { $0 + board.openHolds(for: $1) }, "hold")) open"
    case .places: return "\(grouped(attention.held.reduce(0) { $0 + Int($1) })) held"
    case .lanes: return "\(grouped(attention.lanes.reduce(0) { $0 + Int($1) })) under way"
    case .dwell: return "on average"
    }
  }

  /// A chart over time; nil for one of bars.
  func history(of chart: ChartID, width: Int) -> HistoryChart? {
    let hours = charts.range.hours
    // The labels beside the axis take about five cells and the axis one; samples that are too many are left out at the old end.
    let room = HistoryChart.samplesMax(width: max(4, width - 5))
    let known = board.flow.hoursKnown(hours, now: lastHour)
    func samples(_ series: FlowSeries) -> [Int?] {
      let counts = board.flow.last(hours, of: series, now: lastHour)
      return counts.enumerated().map { $0 < hours - known ? nil : Int($1) }
    }
    if chart == .onTime {
      let (promised, onTime) = (samples(.deliveredPromised), samples(.deliveredOnTime))
      // The share of few is no share: hours in which nothing that was promised arrived are left empty.
      let shares = zip(promised, onTime).map { promised, onTime -> Int? in
        guard let promised, let onTime, promised > 0 else { return nil }
        return onTime * 100 / promised
      }
      return HistoryChart(
        [ChartSeries(Charts.spread(shares, over: room), .line)], ticks: charts.range.ticks, unit: "per cent",
        ceiling: 100)
    }
    guard !chart.series.isEmpty else { return nil }
    let means = chart.series.first.map { board.flow.total(hours, of: $0.series, now: lastHour) / max(1, known) } ?? 0
    return HistoryChart(
      chart.series.enumerated().map { place, entry in
        ChartSeries(
          Charts.spread(samples(entry.series), over: room), entry.form, place == 0 ? .sparkline : .focusBorder)
      }, limits: means > 0 ? [ChartLimit(means, "mean \(grouped(means))", .secondary)] : [],
      ticks: charts.range.ticks, unit: "an hour")
  }

  /// The bars of a chart, the longest first, at most so many; empty for one over time.
  func bars(of chart: ChartID, rows: Int) -> [Bar] {
    switch chart {
    case .orders, .departures, .holds, .deliveries, .onTime, .returns: return []
    case .reasons:
      let counts = HoldReason.allCases.map { (words: $0.words, count: board.openHolds(for: $0)) }
        .filter { $0.count > 0 }.sorted { ($1.count, $0.words) < ($0.count, $1.words) }
      let all = counts.reduce(0) { $0 + $1.count }
      var sum = 0
      // How much of all is done with the first few: Pareto's question.
      return counts.prefix(rows).map { entry in
        sum += entry.count
        return Bar(entry.words, entry.count, text: "\(grouped(entry.count))  \(sum * 100 / max(1, all))%")
      }
    case .places:
      return longest(attention.held, rows) { row in
        let place = PlaceID(row: UInt16(row)).place
        return place.iata.isEmpty ? place.name : "\(place.iata) \(place.name)"
      }
    case .lanes: return longest(attention.lanes, rows) { LaneID(row: UInt16($0)).lane.code }
    case .dwell:
      return Stage.allCases.compactMap { stage in
        let dwell = attention.dwell[safe: Int(stage.rawValue)]
        guard let dwell, let mean = dwell.mean else { return nil }
        return Bar(
          stage.name, Int(clamping: mean.milliseconds / 60_000),
          text: "\(mean.cellWords) of \(grouped(Int(dwell.count)))")
      }
    }
  }

  private func longest(_ counts: [Int32], _ rows: Int, _ name: (Int) -> String) -> [Bar] {
    counts.indices.filter { counts[$0] > 0 }.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(rows)
      .map { Bar(name($0), Int(counts[$0])) }
  }
}

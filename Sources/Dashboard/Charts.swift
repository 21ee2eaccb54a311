import Atlas
import Logistics
import Measures
import TUI

// The flow in pictures: what happened by the hour, and where things stand still.
//
//   ┌ Orders ───────── 118 an hour ┐┌ Holds opened, ended ──── 12 an hour ┐
//   │ 200┤      ⣀⣤⣶                ││ 20┤  ⣀⣤   ⣶                         │     histories: the last 24 hours, 7 or 30 days
//   │   0┤⣀⣤⣶⣿⣿⣿⣿⣿                 ││  0┤⣤⣿⣿⣶⣤⣿⣿                          │
//   ┌ Holds by reason ─────── 312 ┐┌ Standing still by stage ───────────┐
//   │ invoice missing ██████ 64 20%││ carriage  ██████████      3d4h      │     bars: as the board and the last scan have them
//
// Nothing here looks at shipments: the board counts as it folds, and the scan that looks for what needs a person counts beside that.
// A chart is one case of `ChartID`.

/// A chart.
enum ChartID: Int, CaseIterable, Hashable, Sendable {
  case orders, departures, holds, deliveries, onTime, returns, reasons, places, lanes, dwell

  /// The heading.
  var title: String {
    switch self {
    case .orders: "Orders"
    case .departures: "Departures"
    case .holds: "Holds: opened, and ended as a line"
    case .deliveries: "Deliveries"
    case .onTime: "Delivered as promised"
    case .returns: "Returns"
    case .reasons: "Holds by reason"
    case .places: "Held by place"
    case .lanes: "Under way by lane"
    case .dwell: "Standing still by stage"
    }
  }

  /// What is counted by the hour, each as an area or a line; empty for bars.
  var series: [(series: FlowSeries, form: ChartSeries.Form)] {
    switch self {
    case .orders: [(.ordered, .area)]
    case .departures: [(.departed, .area)]
    case .holds: [(.held, .area), (.released, .line)]
    case .deliveries: [(.delivered, .area)]
    case .returns: [(.returned, .area)]
    case .onTime, .reasons, .places, .lanes, .dwell: []
    }
  }
}

/// How far back the histories reach.
enum ChartRange: String, CaseIterable, Hashable, Sendable {
  case day = "24h"
  case week = "7d"
  case month = "30d"

  /// Hours.
  var hours: Int {
    switch self {
    case .day: 24
    case .week: 7 * 24
    case .month: 30 * 24
    }
  }

  /// In words.
  var words: String {
    switch self {
    case .day: "24 hours"
    case .week: "7 days"
    case .month: "30 days"
    }
  }

  /// The marks below a history.
  var ticks: [ChartTick] {
    switch self {
    case .day: [0, 6, 12, 18].map { ChartTick($0 * 1000 / 24, "-\(24 - $0)h") } + [ChartTick(1000, "now")]
    case .week: [0, 2, 4, 6].map { ChartTick($0 * 1000 / 7, "-\(7 - $0)d") } + [ChartTick(1000, "now")]
    case .month: [0, 10, 20].map { ChartTick($0 * 1000 / 30, "-\(30 - $0)d") } + [ChartTick(1000, "now")]
    }
  }
}

/// Where the operator is among the charts.
struct Charts: Hashable, Sendable {
  var range = ChartRange.day
  var cursor = ChartID.orders
  /// Whether the chart under the cursor is shown alone.
  var isAlone = false

  /// The numbers by which a pointer finds charts begin here.
  static let group = 2_000
}

/// How long shipments stand in a stage, over all of them.
struct StageDwell: Hashable, Sendable {
  var count: Int64 = 0
  var seconds: Int64 = 0

  /// How long they have stood there on average; nil where there are none.
  var mean: Span? { count == 0 ? nil : .seconds(seconds / count) }
}

extension Flow {
  /// The hours before `now` that the flow knows of, at most so many: before the first thing it counted nothing is known.
  func hoursKnown(_ most: Int, now: Instant) -> Int {
    var known = 0
    for series in FlowSeries.allCases {
      let counts = last(most, of: series, now: now)
      if let first = counts.firstIndex(where: { $0 > 0 }) { known = max(known, counts.count - first) }
    }
    return known
  }
}

extension Charts {
  /// So many values as there is room for: each the mean of the hours that fall on it, or an hour drawn out over several; nil where
  /// nothing is known.
  static func spread(_ hours: [Int?], over count: Int) -> [Int?] {
    guard count > 0, !hours.isEmpty else { return [] }
    return (0..<count).map { place in
      let start = place * hours.count / count
      let end = max(start + 1, (place + 1) * hours.count / count)
      let known = hours[start..<end].compactMap { $0 }
      return known.isEmpty ? nil : (known.reduce(0, +) + known.count / 2) / known.count
    }
  }
}

// MARK: - What keys do

extension State {
  /// Goes on among the charts.
  mutating func moveAmongCharts(_ move: Move) {
    let last = ChartID.allCases.count - 1
    let place: Int
    switch move {
    case .rows(let rows): place = charts.cursor.rawValue + rows.signum()
    case .pages(let halves): place = charts.cursor.rawValue + 2 * halves
    case .top: place = 0
    case .bottom: place = last
    }
    charts.cursor = ChartID(rawValue: min(max(0, place), last)) ?? .orders
  }

  /// Shows the charts, over the time that is asked for.
  mutating func showCharts(_ range: String) -> [Effect] {
    if !range.isEmpty {
      guard let wanted = ChartRange(rawValue: range.lowercased()) else {
        let names = ChartRange.allCases.map(\.rawValue).joined(separator: ", ")
        notice = Notice("charts reach back \(names), not “\(range)”", isFailure: true)
        return []
      }
      charts.range = wanted
    }
    return show(.charts)
  }

  /// Reaches back further, or less far.
  mutating func stepChartRange(_ delta: Int) -> [Effect] {
    let all = ChartRange.allCases
    let place = (all.firstIndex(of: charts.range) ?? 0) + delta
    guard let range = all[safe: place] else {
      notice = Notice(delta > 0 ? "the hours before that are not kept" : "no shorter than a day")
      return []
    }
    charts.range = range
    return []
  }
}

extension KeyMap {
  /// The charts.
  static let charts: [Control] = [
    Control(
      "charts", ["c"], "charts", "the flow by the hour, and where things stand still", .views, in: .screens,
      takes: .choice("[TIME]", { _ in ChartRange.allCases.map { ($0.rawValue, $0.words) } })
    ) { state, call in state.showCharts(call.argument) },
    Control("charts-longer", [">"], "longer", "reach back further", .views, in: .charts, footer: 2) { state, _ in
      state.stepChartRange(1)
    },
    Control("charts-shorter", ["<"], "shorter", "reach back less far", .views, in: .charts, footer: 3) { state, _ in
      state.stepChartRange(-1)
    },
    Control("chart-next", ["tab", "right"], "next", "the next chart", .views, in: .charts, footer: 4) { state, _ in
      state.moveAmongCharts(.rows(1))
      return []
    },
    Control("chart-previous", ["shift-tab", "left"], "chart before", "the chart before", .views, in: .charts) {
      state, _ in
      state.moveAmongCharts(.rows(-1))
      return []
    },
    Control(
      "chart-alone", ["enter", "+"], "alone", "the chart under the cursor alone, or all again", .views,
      in: .charts, footer: 1
    ) { state, _ in
      state.charts.isAlone.toggle()
      return []
    },
  ]
}

import Logistics
import Measures

extension Group {
  static let query = Group(name: "query", figures: QueryBench.figures) { setting, report in
    var bench = QueryBench(shipments: setting.shipments)
    bench.measure(&report)
  }
}

/// Measures filters, sorts and counts over a made-up board; every figure is the median of several runs.
struct QueryBench {
  private let board: Board
  private let now: Instant
  private var index = TextIndex()

  /// Builds a board of `shipments` by applying events; the same board for the same number.
  init(shipments: Int) {
    board = MadeTrade.board(shipments: shipments)
    now = MadeTrade.now
  }

  /// What is measured; the names of single figures go on behind these.
  static let figures = [
    Figure(
      name: "query.filter", words: "a filter over --shipments until its list is whole", unit: "ms",
      bound: "colscan; datui", aim: "8"),
    Figure(
      name: "query.substring", words: "a text anywhere in any of a shipment's texts, the same", unit: "ms",
      bound: "colscan", aim: "20"),
    Figure(name: "query.panel", words: "the first page of a panel in its own order", unit: "ms"),
    Figure(
      name: "query.sort", words: "the first page in another order, and the whole order", unit: "ms", bound: "colscan",
      aim: "24"),
    Figure(
      name: "query.group", words: "shipments, value, weight, age, held and late of all by a field", unit: "ms",
      bound: "colscan", aim: "8"),
    Figure(name: "query.longest_slice", words: "the longest that keys wait for a slice of 64 pages", unit: "ms"),
  ]

  /// Measures everything.
  mutating func measure(_ report: inout Report) {
    report.add("query.texts", Double(board.texts.count), "texts", "shipments=\(board.count)")
    report.add("query.index_build", time(1) { bench in bench.index.extend(over: bench.board.texts) }, "ms")
    // An index that has searched nothing yet: otherwise the second run would find what the first one kept.
    let fresh = index
    for (name, text) in Self.filters {
      guard let filter = try? Filter(parsing: text) else { continue }
      let query = ListQuery(filter: filter)
      var matched = 0
      let spent = time(11) { bench in
        matched = query.listing(of: bench.board, now: bench.now, index: &bench.index).matched
      }
      report.add("query.filter_\(name)", spent, "ms", "matched=\(matched)")
    }
    for (name, needle) in [("word", "lithium"), ("rare", "1z99887"), ("letter", "e")] {
      guard let filter = try? Filter(parsing: needle) else { continue }
      var matched = 0
      let spent = time(11) { bench in
        bench.index = fresh
        matched = ListQuery(filter: filter).listing(of: bench.board, now: bench.now, index: &bench.index).matched
      }
      report.add("query.substring_\(name)", spent, "ms", "matched=\(matched)")
    }
    let narrowing = time(11) { bench in
      bench.index = fresh
      for end in ["li", "lit", "lith", "lithi"] { _ = bench.index.ids(containing: end) }
    }
    report.add("query.substring_typed", narrowing, "ms")
    for panel in [Panel.customs, .returns] {
      let query = ListQuery(panel: panel, ordering: Ordering(.due))
      report.add(
        "query.panel_\(panel.name)_first", time(11) { $0.firstPage(query) }, "ms", "of=\(board.count(in: panel))")
    }
    for ordering in [
      Ordering(.id, descending: true), Ordering(.due), Ordering(.value, descending: true), Ordering(.merchant),
    ] {
      let query = ListQuery(ordering: ordering)
      report.add("query.sort_\(ordering.key.name)_first", time(7) { $0.firstPage(query) }, "ms")
      let whole = time(7) { bench in _ = query.listing(of: bench.board, now: bench.now, index: &bench.index) }
      report.add("query.sort_\(ordering.key.name)_full", whole, "ms")
    }
    for field in [Field.stage, .milestone, .hold, .lane, .to, .merchant, .value, .age] {
      let spent = time(11) { bench in
        var builder = GroupBuilder(GroupQuery(by: field), board: bench.board, now: bench.now)
        while !builder.advance(pages: .max, on: bench.board, index: &bench.index) {}
      }
      report.add("query.group_\(field.name)", spent, "ms")
    }
    report.add("query.longest_slice", longestSlice(pages: 64), "ms")
  }

  private static let filters: [(name: String, text: String)] = [
    ("stage", "stage:carriage"), ("panel", "panel:customs"), ("value", "value>500eur"), ("hold", "hold:customs"),
    ("country", "to:DE,FR"), ("merchant", "merchant:nimbus"), ("late", "is:late"),
    ("mixed", "stage:import (eta<2d or value>=500eur) !to:DE"),
  ]

  /// Until the first rows are there.
  private mutating func firstPage(_ query: ListQuery) {
    var builder = ListBuilder(query, board: board, now: now, top: 58)
    while builder.listing == nil { _ = builder.advance(pages: .max, on: board, index: &index) }
  }

  /// The longest that a loop waits which gives a list `pages` pages at a time.
  private mutating func longestSlice(pages: Int) -> Double {
    guard let filter = try? Filter(parsing: "e !lithium") else { return 0 }
    index = TextIndex()
    var builder = ListBuilder(ListQuery(filter: filter, ordering: Ordering(.due)), board: board, now: now)
    var longest = 0.0
    while !builder.isDone {
      let start = Times.now
      _ = builder.advance(pages: pages, on: board, index: &index)
      longest = max(longest, Times.now - start)
    }
    return longest / 1000
  }

  /// Milliseconds of the run in the middle.
  private mutating func time(_ runs: Int, _ body: (inout QueryBench) -> Void) -> Double {
    Times.of(runs) { body(&self) }.median / 1000
  }
}

import Atlas
import Logistics
import Measures

/// Measures filters, sorts and counts over a made-up board; every line is `query.NAME=MILLISECONDS`, the median of several runs.
struct QueryBench {
  private let board: Board
  private let now: Instant
  private var index = TextIndex()
  private let clock = ContinuousClock()

  /// Builds a board of `shipments` by applying events; the same board for the same number.
  init(shipments: Int) {
    var made = BoardMaker(shipments: shipments)
    made.run()
    board = made.board
    now = made.now
  }

  /// All lines, in order.
  mutating func lines() -> [String] {
    var lines: [String] = []
    lines.append("query.shipments=\(board.count)")
    lines.append("query.texts=\(board.texts.count)")
    lines.append("query.index_build_ms=\(time(1) { bench in bench.index.extend(over: bench.board.texts) })")
    // An index that has searched nothing yet: otherwise the second run would find what the first one kept.
    let fresh = index
    for (name, text) in Self.filters {
      guard let filter = try? Filter(parsing: text) else { continue }
      let query = ListQuery(filter: filter)
      var matched = 0
      let spent = time(11) { bench in
        matched = query.listing(of: bench.board, now: bench.now, index: &bench.index).matched
      }
      lines.append("query.filter_\(name)_ms=\(spent) matched=\(matched)")
    }
    for (name, needle) in [("word", "lithium"), ("rare", "1z99887"), ("letter", "e")] {
      guard let filter = try? Filter(parsing: needle) else { continue }
      var matched = 0
      let spent = time(11) { bench in
        bench.index = fresh
        matched = ListQuery(filter: filter).listing(of: bench.board, now: bench.now, index: &bench.index).matched
      }
      lines.append("query.substring_\(name)_ms=\(spent) matched=\(matched)")
    }
    let narrowing = time(11) { bench in
      bench.index = fresh
      for end in ["li", "lit", "lith", "lithi"] { _ = bench.index.ids(containing: end) }
    }
    lines.append("query.substring_typed_ms=\(narrowing)")
    for panel in [Panel.customs, .returns] {
      let query = ListQuery(panel: panel, ordering: Ordering(.due))
      lines.append(
        "query.panel_\(panel.name)_first_ms=\(time(11) { $0.firstPage(query) }) of=\(board.count(in: panel))")
    }
    for ordering in [
      Ordering(.id, descending: true), Ordering(.due), Ordering(.value, descending: true), Ordering(.merchant),
    ] {
      let query = ListQuery(ordering: ordering)
      lines.append("query.sort_\(ordering.key.name)_first_ms=\(time(7) { $0.firstPage(query) })")
      lines.append(
        "query.sort_\(ordering.key.name)_full_ms="
          + time(7) { bench in _ = query.listing(of: bench.board, now: bench.now, index: &bench.index) })
    }
    let all = Matcher(.all, board: board, now: now, index: &index)
    for grouping in [Grouping.stage, .milestone, .hold, .lane, .to, .merchant] {
      lines.append(
        "query.count_\(grouping.name)_ms=\(time(11) { bench in _ = bench.board.tally(by: grouping, of: all) })")
    }
    lines.append("query.longest_slice_ms=\(longestSlice(pages: 64))")
    return lines
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
  private mutating func longestSlice(pages: Int) -> String {
    guard let filter = try? Filter(parsing: "e !lithium") else { return "" }
    index = TextIndex()
    var builder = ListBuilder(ListQuery(filter: filter, ordering: Ordering(.due)), board: board, now: now)
    var longest = Duration.zero
    while !builder.isDone {
      let start = clock.now
      _ = builder.advance(pages: pages, on: board, index: &index)
      longest = max(longest, clock.now - start)
    }
    return Self.milliseconds(longest)
  }

  private mutating func time(_ runs: Int, _ body: (inout QueryBench) -> Void) -> String {
    var spent: [Duration] = []
    for _ in 0..<runs {
      let start = clock.now
      body(&self)
      spent.append(clock.now - start)
    }
    return Self.milliseconds(spent.sorted()[runs / 2])
  }

  private static func milliseconds(_ duration: Duration) -> String {
    let micros = duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
    let fraction = String(micros % 1000)
    return "\(micros / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}

/// Makes a board of shipments in all states by applying events.
private struct BoardMaker {
  var board = Board()
  let shipments: Int
  let now = Instant(milliseconds: 1_795_000_000_000)
  private var state: UInt64 = 42

  init(shipments: Int) { self.shipments = shipments }

  private mutating func below(_ n: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z &>> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z &>> 27) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ z &>> 31) % UInt64(n))
  }

  mutating func run() {
    let merchants = (0..<2000).map {
      board.texts.intern("\(["Nimbus", "Anker", "Øresund", "明辉"][$0 % 4]) Trading \($0)")
    }
    let goods = (0..<800).map {
      board.texts.intern(
        "\(["lithium power bank", "running shoes", "cotton shirt", "phone case", "tea set"][$0 % 5]) \($0)")
    }
    let carriers = (0..<40).map { board.texts.intern("Carrier \($0)") }
    let consignees = (0..<50_000).map { board.texts.intern("Jürgen Weber \($0)") }
    let countries = ["DE", "FR", "US", "GB", "JP", "BR", "AU", "PL"].compactMap { Country($0) }
    let lanes = Atlas.lanes.count
    for number in 1...shipments {
      let id = ShipmentID(UInt32(number))
      var order = Event.Ordered(placedAt: now - .minutes(Int64(below(40_000))))
      order.merchant = merchants[below(merchants.count)]
      order.goods = goods[below(goods.count)]
      order.carrier = carriers[below(carriers.count)]
      order.consignee = consignees[below(consignees.count)]
      order.reference = board.texts.intern("1Z\(100_000_000 + number)")
      order.order = board.texts.intern("A-\(number / 2)")
      order.originCountry = Country("CN") ?? .none
      order.destinationCountry = countries[below(countries.count)]
      order.destination = PlaceID(row: UInt16(1 + below(Atlas.places.count - 1)))
      order.lane = LaneID(row: UInt16(below(lanes)))
      order.value = Money(minor: Int64(below(120_000)), .eur)
      order.weight = Grams(Int32(1 + below(9000)))
      order.promise = now + .hours(Int64(below(700)) - 200)
      order.simulated = true
      board.apply(Event(id, by: Actor(.platform), at: order.placedAt, .ordered(order)))
      let step = below(Milestone.allCases.count)
      guard let milestone = Milestone(rawValue: UInt8(step)), milestone.nature != .notice else { continue }
      let heard = now - .minutes(Int64(below(8000)))
      if milestone.nature == .hold {
        let reason = HoldReason.allCases[below(HoldReason.allCases.count)]
        let due = heard + .hours(Int64(below(200)))
        let hold = Event.HoldOpened(reason, stops: milestone.stage, since: heard, due: due)
        board.apply(Event(id, by: Actor(.customs), at: heard, .holdOpened(hold)))
      } else {
        var claim = Event.Claim(milestone, happened: heard)
        claim.verdict = .advances
        board.apply(Event(id, by: Actor(.carrier), at: heard, .claimed(claim)))
      }
    }
  }
}

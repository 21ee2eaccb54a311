import Logistics
import Measures
import Session
import Simulation
import Store

extension Group {
  static let eventList = Group(
    name: "event-list",
    figures: [
      Figure(
        name: "event-list", words: "one event of the hold model with a million shipments pending", unit: "ns",
        bound: "des_calendar 1000000 3000000 ship (ns/ev)", aim: "at most 1.5 of the bound")
    ]
  ) { _, report in
    var model = HoldModel(pending: 1_000_000)
    let events = 3_000_000
    var isOrdered = true
    let times = Times.of(1) { isOrdered = model.run(events: events) }
    guard isOrdered else { throw NotMeasured("an event fell due before its predecessor") }
    let cpu = Report.text(times.processor * 1000 / Double(events))
    report.add("event-list", times.total * 1000 / Double(events), "ns", "cpu=\(cpu)")
  }

  static let tradeWithout = Group(
    name: "trade.off",
    figures: [
      Figure(
        name: "trade.off", words: "the whole simulated trade at 100,000 live shipments, no journal", unit: "events/s",
        aim: "over 2,000,000")
    ]
  ) { _, report in
    var board = Board()
    let world = World(TradeRun.scenario, board: &board)
    var events: [Event] = []
    events.reserveCapacity(TradeRun.batch + 1000)
    func slice() -> Int {
      events.removeAll(keepingCapacity: true)
      _ = world.advance(to: TradeRun.end, maxEvents: TradeRun.batch, board: &board, into: &events)
      return events.count
    }
    while world.liveCount < TradeRun.live { _ = slice() }
    var made = 0
    let times = Times.of(1) { while made < TradeRun.measured { made += slice() } }
    report.add(
      "trade.off", Double(made) / times.total * 1e6, "events/s",
      "live=\(world.liveCount) shipments=\(board.count) cpu=\(Report.text(Double(made) / times.processor * 1e6))")
  }

  static let tradeWith = Group(
    name: "trade.on",
    figures: [
      Figure(
        name: "trade.on", words: "the same, durable on the disk in batches of 10,000", unit: "events/s",
        bound: "sq DIR full int 10000 100 noproj (rows/s)", aim: "over 300,000")
    ]
  ) { setting, report in
    let journal = try Journal.open(.file(setting.freshPath("trade.db")))
    let settings = SimulationSettings(
      seed: TradeRun.scenario.seed, ordersPerDay: TradeRun.scenario.ordersPerDay, start: TradeRun.scenario.start)
    _ = try settings.begin(in: journal)
    guard case .driving(let driver) = try Driver.take(journal, settings: settings) else {
      throw NotMeasured("somebody else drives \(setting.path("trade.db"))")
    }
    while driver.liveCount < TradeRun.live { _ = try driver.advance(to: TradeRun.end, maxEvents: TradeRun.batch) }
    let first = driver.ledger.position.entries
    var batches = Times()
    while driver.ledger.position.entries < first + UInt64(TradeRun.measured) {
      try batches.take { _ = try driver.advance(to: TradeRun.end, maxEvents: TradeRun.batch) }
    }
    let made = Double(driver.ledger.position.entries - first)
    report.add(
      "trade.on", made / batches.total * 1e6, "events/s",
      "live=\(driver.liveCount) batch_ms=\(Report.text(batches.median / 1000)) cpu=\(Report.text(made / batches.processor * 1e6))"
    )
    _ = setting.freshPath("trade.db")
  }
}

/// What the runs of the trade have in common.
private enum TradeRun {
  static let scenario = World.Scenario(
    seed: 7, start: Instant(milliseconds: 1_793_577_600_000), ordersPerDay: 8_000)
  static let end = scenario.start + .days(365)
  static let live = 100_000
  static let batch = 10_000
  static let measured = 2_000_000
}

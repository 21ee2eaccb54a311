import Logistics
package import Measures
package import Simulation
import Store
import TUI

/// The instant at which a simulation without a screen begins: the same everywhere, so that its events are.
let simulationEpoch =
  CivilDate(year: 2026, month: 11, day: 2).map { Instant(milliseconds: Int64($0.dayNumber) * 86_400_000) } ?? .epoch

/// `clearway simulate`: runs a journal's simulation to the end of a day counted from its beginning.
///
/// - Parameters:
///   - start: the day on which it begins; nil for the one that is the same everywhere.
///   - law: what its customs judge by.
package func simulate(
  path: String, seed: UInt64, days: Int, ordersPerDay: Int, start: CivilDate? = nil, levers: Levers = Levers(),
  law: SimulationLaw = .builtIn
) -> Outcome {
  let wanted = SimulationSettings(
    seed: seed, ordersPerDay: ordersPerDay,
    start: start.map { Instant(milliseconds: Int64($0.dayNumber) * 86_400_000) } ?? simulationEpoch, levers: levers)
  do throws(StoreFailure) {
    if path != Journal.Location.memory.path { _ = Machine.makeFolder(of: path) }
    let journal = try Journal.open(path == Journal.Location.memory.path ? .memory : .file(path))
    guard let settings = try wanted.begin(in: journal) else {
      Machine.print("clearway: this journal holds real records; name another one with --db\n", to: .error)
      return .refused
    }
    guard settings.seed == wanted.seed, settings.ordersPerDay == wanted.ordersPerDay,
      start == nil || settings.start == wanted.start, settings.levers == wanted.levers
    else {
      let levers = settings.levers
      Machine.print(
        "clearway: this journal's simulation has seed \(settings.seed) and \(settings.ordersPerDay) orders a day from"
          + " \(settings.start.rfc3339(in: .utc)) on, with \(levers.trustedTraders) % trusted traders,"
          + " \(levers.preArrival) % declared ahead, \(levers.bondedStock) % from bonded stores,"
          + " \(levers.singleWindow) % by a single window; go on with those, or name another journal with --db\n",
        to: .error)
      return .refused
    }
    return try simulate(journal, settings, law, until: settings.start + .days(Int64(days)))
  } catch {
    Machine.print("clearway: \(error.description)\n", to: .error)
    return .failed
  }
}

private func simulate(
  _ journal: Journal, _ settings: SimulationSettings, _ law: SimulationLaw, until end: Instant
) throws(StoreFailure) -> Outcome {
  let driver: Driver
  do throws(Driver.Fault) {
    switch try Driver.take(journal, settings: settings, law: law) {
    case .driving(let ours): driver = ours
    case .other(let who):
      Machine.print("clearway: \(who) drives this journal's simulation already\n", to: .error)
      return .refused
    }
  } catch {
    switch error {
    case .store(let failure): throw failure
    case .differs(let entry):
      Machine.print(
        "clearway: this version would make other events than those recorded from \(entry) on; it cannot go on\n",
        to: .error)
      return .failed
    }
  }
  if let news = driver.newsOfLaw { Machine.print("clearway: \(news)\n", to: .error) }
  let began = Machine.steadySeconds
  let first = try journal.position().entries
  var shown = began
  let shows = Machine.isTerminal(.error)
  while true {
    let arrived = try driver.advance(to: end, maxEvents: 10_000)
    if driver.ledger.entriesSinceSnapshot >= 2_000_000 { try driver.snapshot() }
    let now = Machine.steadySeconds
    if shows, now - shown > 0.2 || arrived {
      shown = now
      Machine.print(
        "\r\(progress(driver, from: settings.start, to: end, since: began, first: first))\u{1B}[K", to: .error,
        raw: true)
    }
    if arrived { break }
  }
  if shows { Machine.print("\n", to: .error) }
  try driver.snapshot()
  let board = driver.ledger.board
  let panels = Panel.allCases.map { "\($0.name) \(board.count(in: $0))" }.joined(separator: "  ")
  let border = BorderIntake(journal, daysKept: 1)
  let end = try border.readAll()
  let summary = BorderSummary(figures: border.fold.figures(days: nil, at: end)).lines
  Machine.print(
    """
    until      \(driver.now.rfc3339(in: .utc))
    events     \(try journal.position().entries)
    shipments  \(board.count)
    panels     \(panels)
    \(summary.joined(separator: "\n"))
    law        \(law.digest)  \(sanitised(law.words))
    digest     \(try journal.digest().hex)

    """)
  return .done
}

private func progress(_ driver: Driver, from start: Instant, to end: Instant, since began: Double, first: UInt64)
  -> String
{
  let done = Double((driver.now - start).milliseconds) / Double(max(1, (end - start).milliseconds))
  let events = driver.ledger.position.entries
  let rate = Double(events - first) / max(0.001, Machine.steadySeconds - began)
  return
    "\(Int(done * 100)) %  \(driver.now.rfc3339(in: .utc))  \(driver.ledger.board.count) shipments  \(events) events"
    + "  \(Int(rate)) events/s"
}

import Atlas
import Glibc
import Logistics
import Measures
import Simulation

/// Measures the simulation: the event list alone, and the whole world with a board that hears and applies.
enum SimulationBench {
  /// One line like that of other event lists' hold models: `pending` things pending, `events` of them falling due.
  static func holdModel(pending: Int, events: Int) -> String {
    var model = HoldModel(pending: pending)
    let start = processorSeconds()
    let isOrdered = model.run(events: events)
    let seconds = processorSeconds() - start
    return line("calendar_hold P=\(pending)", events: events, seconds: seconds) + " ordered=\(isOrdered ? 1 : 0)"
  }

  /// World, decisions and board without a journal: `ordersPerDay` orders a day, measured over the last of `days` days.
  static func world(ordersPerDay: Int, days: Int) -> String {
    var board = Board()
    let start = Instant(milliseconds: 1_788_220_800_000)  // 1 September 2026
    let world = World(World.Scenario(seed: 1, start: start, ordersPerDay: ordersPerDay), board: &board)
    var batch: [Event] = []
    var events = 0
    var seconds = 0.0
    for day in 1...max(1, days) {
      let begin = processorSeconds()
      events = 0
      var isDone = false
      while !isDone {
        batch.removeAll(keepingCapacity: true)
        isDone = world.advance(to: start + .days(Int64(day)), maxEvents: 1024, board: &board, into: &batch)
        events += batch.count
      }
      seconds = processorSeconds() - begin
    }
    return line("world live=\(world.liveCount)", events: events, seconds: seconds)
  }

  private static func line(_ what: String, events: Int, seconds: Double) -> String {
    let perEvent = (seconds / Double(max(1, events)) * 1e11).rounded() / 100
    let millions = (Double(events) / seconds / 1e4).rounded() / 100
    return "\(what) events=\(events) Mev/s=\(millions) ns/ev=\(perEvent)"
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

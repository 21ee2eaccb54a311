package import Logistics
package import Measures
package import Tariff

/// A seeded world of merchants, carriers, customs and couriers, which knows its own time only.
///
/// It advances to an instant and says, through the same door as everybody else, what its parties say: orders, claims, documents,
/// ends of holds. The same scenario gives the same events, however the advance is cut into slices; and a world that is taken up
/// again from its checkpoint goes on as if it had never stopped. What the desk does reaches it by `observe`, and it goes on from
/// there.
///
/// A world belongs to one journal: it keeps numbers of the board's dictionary and of its shipments.
package final class World {
  /// What a world is made from.
  package struct Scenario: Hashable, Sendable {
    /// The seed of all chance.
    package var seed: UInt64
    /// When the first order can come in. For a control room that is in full swing at its first screen, take an instant some
    /// weeks before, and advance to that screen's.
    package var start: Instant
    /// Orders on an ordinary day, 1 ... 10,000,000.
    package var ordersPerDay: Int
    /// What is done to ease trade.
    package var levers: Levers

    /// A scenario; `ordersPerDay` is brought into its range.
    package init(seed: UInt64, start: Instant, ordersPerDay: Int, levers: Levers = Levers()) {
      self.seed = seed
      self.start = start
      self.levers = levers
      self.ordersPerDay = min(max(1, ordersPerDay), 10_000_000)
    }
  }

  private var core: Core

  /// The world at the start of its scenario; learns the names it uses into the board's dictionary.
  ///
  /// - Parameters:
  ///   - book: the law by which its customs judge, each parcel by the rules of its own day.
  ///   - exchange: the rates by which they convert amounts.
  package init(
    _ scenario: Scenario, board: inout Board, book: RegimeBook = .builtIn, exchange: ExchangeRates = ExchangeRates()
  ) {
    core = Core(scenario, book, exchange, texts: &board.texts)
  }

  /// The world that `checkpoint()` wrote, with the board as it was then; throws when the bytes are not a checkpoint.
  package init(
    checkpoint bytes: [UInt8], board: inout Board, book: RegimeBook = .builtIn,
    exchange: ExchangeRates = ExchangeRates()
  ) throws(UnreadableCheckpoint) {
    core = try Core.reading(bytes, book, exchange, texts: &board.texts)
  }

  /// Has customs judge by another law from the next step on. A checkpoint does not hold the law: who takes one up says which it was.
  package func judge(by book: RegimeBook, exchange: ExchangeRates) { core.judge(by: book, exchange) }

  /// What the world was made from.
  package var scenario: Scenario { core.scenario }

  /// How far the world has come.
  package var now: Instant { Instant(milliseconds: core.now) }

  /// When the next step falls due; before ``now`` where others were ahead of the world's clock. Nil when nothing is planned.
  package var nextDue: Instant? { core.calendar.firstAt().map { Instant(milliseconds: $0) } }

  /// How many parcels are between their order and their end.
  package var liveCount: Int { core.liveCount }

  /// Lets everything happen that falls due up to and with `limit`, applies it to the board, and adds it to `events`.
  ///
  /// - Parameter maxEvents: about how many events to add at most; one step's events are never torn.
  /// - Returns: true when `limit` was reached, false when there is more to come.
  package func advance(
    to limit: Instant, maxEvents: Int = .max, board: inout Board, into events: inout [Event]
  ) -> Bool {
    core.advance(to: limit.milliseconds, maxEvents: maxEvents, board: &board, into: &events)
  }

  /// Lets time pass to `instant` where nothing is said until then: steps that only change plans are taken, and what is due at
  /// `instant` itself waits. For whoever runs a recorded day again and knows that no event lies in between.
  ///
  /// - Returns: what was said first all the same; events here mean that the record is of another world.
  package func wait(until instant: Instant, board: inout Board) -> [Event] {
    var events: [Event] = []
    let (before, isNone) = instant.milliseconds.subtractingReportingOverflow(1)
    guard !isNone, core.advance(to: before, maxEvents: 1, board: &board, into: &events) else { return events }
    core.now = max(core.now, instant.milliseconds)
    return events
  }

  /// Takes notice of what others did: the desk, or a file about one of the world's parcels. The events are applied already.
  package func observe(_ events: some Sequence<Event>, board: Board) {
    for event in events { core.observe(event, board: board) }
  }

  /// Everything the world needs to go on, as bytes.
  package func checkpoint() -> [UInt8] { core.checkpoint() }
}

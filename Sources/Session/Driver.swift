package import Logistics
package import Measures
import Simulation
package import Store

// The simulation as one of the journal's writers. Its world is a machine that only time and recorded events move, so it can
// be brought back to where it was from a checkpoint and the batches after it:
//
//   snapshot ── checkpoint ── batch (simulation) ── batch (desk) ── batch (simulation) ── end
//     board       world         run again, must        shown to       run again
//                               give the same          the world
//
// Checkpoint and board snapshot are always written together, at one position. What others did is shown to the world when it
// next moves, and a batch without events, a notice, says at which instant of the world that was, so that the replay does the
// same. Steps that say nothing leave no trace in the journal, so the instant must say which of them came before; and as they
// look at the board, the replay puts what others did on it only then:
//
//   batch (desk)          waits
//   notice                the world does what is due before its instant, then the desk's events are applied and shown
//
//   the next step is due     so the world has                          a notice is at     before it in a replay
//   after now                done all that is due up to now             now + 1 ms         all that is due before that
//   now                      stopped after an event, more is to come    now                all that is due before that
//
// When a batch cannot be recorded the world has run ahead of the journal and is of no more use: `isApart`.

/// Drives a journal's simulation; whoever has one holds the right to.
package final class Driver {
  /// What the simulation was begun with.
  package let settings: SimulationSettings
  /// The journal and its board.
  package let ledger: Ledger
  /// Whether the world is no longer where the journal is, so that only ``reopened()`` helps.
  package private(set) var isApart = false
  private let lease: DriverLease
  private let world: World
  /// What others did and the world has not been shown yet.
  private var unseen: [Event] = []
  /// The laws that the world's customs judged by, the one in force last.
  private var laws: [SimulationLaw.Enacted]
  /// What is to be told where customs judge by another law than they did before; nil where they do not.
  package private(set) var newsOfLaw: String?

  /// The name of the batches that the simulation writes.
  static let source = "simulation"
  private static let section = "world"
  private static let layout = "world-1"

  /// What came of asking to drive.
  package enum Answer {
    case driving(Driver)
    /// Somebody else does, in words.
    case other(String)
  }

  /// Why a world could not be brought back.
  package enum Fault: Error {
    case store(StoreFailure)
    /// This version makes other events than those that are recorded; the number of the first one.
    case differs(UInt64)
  }

  /// Asks for the right to drive, and brings the world to where the journal ends.
  ///
  /// - Parameter law: what customs judge by from there on; nil for what they judged by before.
  package static func take(
    _ journal: Journal, settings: SimulationSettings, law: SimulationLaw? = nil,
    onHead: (BoardHead) -> Void = { _ in }
  ) throws(Fault) -> Answer {
    let answer: DriverLease.Answer
    do throws(StoreFailure) { answer = try journal.takeDriverLease(now: Machine.now) } catch { throw .store(error) }
    switch answer {
    case .granted(let lease):
      return .driving(try Driver(journal, settings, lease, law, onHead: onHead))
    case .held(let holder): return .other(holder.map { "process \($0.pid)" } ?? "another process")
    }
  }

  /// A driver whose world and board are what is recorded; the right to drive is kept.
  package func reopened() throws(Fault) -> Driver {
    try Driver(ledger.journal, settings, lease, nil) { _ in }
  }

  private init(
    _ journal: Journal, _ settings: SimulationSettings, _ lease: DriverLease, _ law: SimulationLaw?,
    onHead: (BoardHead) -> Void
  ) throws(Fault) {
    self.settings = settings
    self.lease = lease
    do throws(StoreFailure) {
      laws = try SimulationLaw.laws(of: journal)
      if laws.isEmpty {
        // A simulation that was begun before laws were written down knew the program's own alone.
        let isNew = try journal.position().entries == 0
        laws = [try (isNew ? law ?? .builtIn : .builtIn).enact(after: 0, in: journal)]
      }
      var opened = try Driver.open(journal, settings, laws, onHead: onHead)
      // The names the world knows by number must be on record before anybody else can take the numbers.
      while try !opened.ledger.recordTexts(recordedAt: Machine.now) {
        opened = try Driver.open(journal, settings, laws, onHead: onHead)
      }
      (ledger, world) = opened
    } catch { throw .store(error) }
    try replay()
    if let law {
      do throws(StoreFailure) { newsOfLaw = try judge(by: law) } catch { throw .store(error) }
    }
    ledger.listen { [weak self] news in self?.hear(news) }
  }

  /// Board and world as the last snapshot has them, or as all began.
  private static func open(
    _ journal: Journal, _ settings: SimulationSettings, _ laws: [SimulationLaw.Enacted],
    onHead: (BoardHead) -> Void
  ) throws(StoreFailure) -> (ledger: Ledger, world: World) {
    let checkpoint = try journal.section(section, layout: layout)
    let ledger = try Ledger(journal, stopAtSnapshot: true, onHead: onHead)
    if let checkpoint, checkpoint.position.entries == ledger.position.entries {
      let law = Driver.law(for: ledger.position.entries + 1, of: laws)
      let world = ledger.changing { board in
        try? World(checkpoint: checkpoint.body, board: &board, book: law.book, exchange: law.rates)
      }
      if let world { return (ledger, world) }
    }
    let law = Driver.law(for: 1, of: laws)
    let scenario = World.Scenario(
      seed: settings.seed, start: settings.start, ordersPerDay: settings.ordersPerDay, levers: settings.levers)
    let whole =
      ledger.position.entries > 0 ? try Ledger(journal, ignoringSnapshot: true, stopAtSnapshot: true) : ledger
    return (
      whole, whole.changing { board in World(scenario, board: &board, book: law.book, exchange: law.rates) }
    )
  }

  /// The law that holds for what the simulation says with this event first.
  private static func law(for entry: UInt64, of laws: [SimulationLaw.Enacted]) -> SimulationLaw {
    (laws.last { $0.after < entry } ?? laws.first)?.law ?? .builtIn
  }

  /// The law that the world's customs judge by.
  package var law: SimulationLaw { laws.last?.law ?? .builtIn }

  /// Has customs judge by another law from the next event on, which is written down first.
  ///
  /// - Returns: what is to be told of it; nil where they judge by it already.
  func judge(by law: SimulationLaw) throws(StoreFailure) -> String? {
    guard let last = laws.last, last.digest != law.digest else { return nil }
    let after = ledger.position.entries
    laws.append(try law.enact(after: after, in: ledger.journal))
    world.judge(by: law.book, exchange: law.rates)
    // The same files, and another digest: the program itself has learned.
    let before = last.law.words == law.words ? "\(last.law.words) as they were then" : last.law.words
    return "from event \(after + 1) on the simulated customs judge by \(law.words); before, by \(before)"
  }

  /// Runs the recorded batches again, the simulation's by the world itself.
  private func replay() throws(Fault) {
    var waiting: [Event] = []
    var inForce = Driver.law(for: ledger.position.entries + 1, of: laws).digest
    try ledger.replayBatches(failed: { Fault.store($0) }) { (batch, recorded, board) throws(Fault) in
      guard batch.source == Driver.source else {
        waiting += recorded
        return
      }
      let law = Driver.law(for: batch.first, of: laws)
      if law.digest != inForce {
        inForce = law.digest
        world.judge(by: law.book, exchange: law.rates)
      }
      guard !recorded.isEmpty else {
        // What the world did before the notice it did on the board without what the notice is of.
        guard world.wait(until: batch.asOf, board: &board).isEmpty else { throw .differs(batch.first) }
        for event in waiting { board.apply(event) }
        unseen += waiting.filter { $0.isOfShipment }
        waiting = []
        show(board)
        return
      }
      for event in waiting { board.apply(event) }
      unseen += waiting.filter { $0.isOfShipment }
      waiting = []
      var again: [Event] = []
      _ = world.advance(to: batch.asOf, maxEvents: recorded.count, board: &board, into: &again)
      guard Driver.same(again, recorded, board.vocabulary) else { throw .differs(batch.first) }
    }
    ledger.changing { board in for event in waiting { board.apply(event) } }
    unseen += waiting.filter { $0.isOfShipment }
  }

  private static func same(_ a: [Event], _ b: [Event], _ names: Vocabulary) -> Bool {
    guard a.count == b.count else { return false }
    var left = ByteWriter()
    var right = ByteWriter()
    for (x, y) in zip(a, b) {
      guard x.shipment == y.shipment, x.at == y.at, x.kind == y.kind else { return false }
      x.encode(names, into: &left)
      y.encode(names, into: &right)
    }
    return left.bytes == right.bytes
  }

  // MARK: - Going on

  /// How far the world has come.
  package var now: Instant { world.now }

  /// Moves the world on and records what happens, at most about `maxEvents` events of it.
  ///
  /// - Returns: whether the world reached `target`.
  package func advance(to target: Instant, maxEvents: Int) throws(StoreFailure) -> Bool {
    precondition(!isApart, "a world that ran ahead of its journal does not go on")
    var notice: Instant?
    var isMoved = false
    var arrived = false
    do throws(StoreFailure) {
      try ledger.record(source: Driver.source, recordedAt: Machine.now) {
        notice = nextNotice
        return notice
      } work: { board in
        isMoved = true
        if let notice {
          let early = world.wait(until: notice, board: &board)
          precondition(early.isEmpty, "nothing is due before the notice")
          show(board)
        }
        var events: [Event] = []
        arrived = world.advance(to: max(target, now), maxEvents: maxEvents, board: &board, into: &events)
        return (events, now)
      }
    } catch {
      if isMoved { isApart = true }
      throw error
    }
    return arrived
  }

  /// The instant at which the world takes notice of what others did; nil when there is nothing.
  private var nextNotice: Instant? {
    guard !unseen.isEmpty else { return nil }
    return world.nextDue == now ? now : now + Measures.Span(milliseconds: 1)
  }

  /// Shows the world what others did, at the instant at which it stands: were it to jump to a clock that is ahead of its own,
  /// it would leave behind what is due until then.
  private func show(_ board: Board) {
    let now = now
    world.observe(
      unseen.lazy.map { event in
        var event = event
        event.at = min(event.at, now)
        return event
      }, board: board)
    unseen = []
  }

  /// Keeps what others did, which is recorded already, until the world next moves.
  private func hear(_ news: Ledger.News) {
    switch news {
    case .recorded(let batch, let writer):
      if writer != Driver.source { unseen += batch.events.filter { $0.isOfShipment } }
    case .announced: break
    case .reread: isApart = true
    }
  }

  /// Moves the world on to the next thing that happens.
  func step() throws(StoreFailure) { _ = try advance(to: now + .days(3650), maxEvents: 1) }

  /// How many parcels are between their order and their end.
  package var liveCount: Int { world.liveCount }

  /// Writes board and world as they are.
  func snapshot() throws(StoreFailure) {
    // A checkpoint must not miss what others did: the world is shown it first.
    if !unseen.isEmpty { _ = try advance(to: now, maxEvents: 10_000) }
    try ledger.snapshot(with: [(Driver.section, Driver.layout, world.checkpoint())])
  }
}

extension Event {
  /// Whether the world can take notice of it: what is said of alarms is no business of its own.
  fileprivate var isOfShipment: Bool { shipment != .none }
}

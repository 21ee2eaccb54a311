package import Dashboard
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
// next moves, and a batch without events says at which instant of the world that was, so that the replay does the same.

/// Drives a journal's simulation; whoever has one holds the right to.
package final class Driver {
  /// What the simulation was begun with.
  package let settings: SimulationSettings
  /// The journal and its board.
  package let ledger: Ledger
  private let lease: DriverLease
  private let world: World
  /// What others did and the world has not been shown yet.
  private var unseen: [Event] = []

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
  package static func take(
    _ journal: Journal, settings: SimulationSettings, onHead: (BoardHead) -> Void = { _ in }
  ) throws(Fault) -> Answer {
    let answer: DriverLease.Answer
    do throws(StoreFailure) { answer = try journal.takeDriverLease(now: Machine.now) } catch { throw .store(error) }
    switch answer {
    case .granted(let lease):
      return .driving(try Driver(journal, settings, lease, onHead: onHead))
    case .held(let holder): return .other(holder.map { "process \($0.pid)" } ?? "another process")
    }
  }

  private init(
    _ journal: Journal, _ settings: SimulationSettings, _ lease: DriverLease, onHead: (BoardHead) -> Void
  ) throws(Fault) {
    self.settings = settings
    self.lease = lease
    do throws(StoreFailure) {
      let checkpoint = try journal.section(Driver.section, layout: Driver.layout)
      var ledger = try Ledger(journal, stopAtSnapshot: true, onHead: onHead)
      let scenario = World.Scenario(seed: settings.seed, start: settings.start, ordersPerDay: settings.ordersPerDay)
      if let checkpoint, checkpoint.position.entries == ledger.position.entries,
        let world = ledger.changing({ board in try? World(checkpoint: checkpoint.body, board: &board) })
      {
        self.world = world
      } else {
        if ledger.position.entries > 0 { ledger = try Ledger(journal, ignoringSnapshot: true, stopAtSnapshot: true) }
        world = ledger.changing { board in World(scenario, board: &board) }
      }
      // The names the world knows by number must be on record before anybody else can take the numbers.
      try ledger.recordTexts(source: Driver.source, recordedAt: Machine.now)
      self.ledger = ledger
    } catch { throw .store(error) }
    try replay()
  }

  /// Runs the recorded batches again, the simulation's by the world itself.
  private func replay() throws(Fault) {
    var differs: UInt64?
    do throws(StoreFailure) {
      try ledger.replayBatches { (batch, recorded, board) in
        guard batch.source == Driver.source else {
          for event in recorded { board.apply(event) }
          unseen += recorded
          return
        }
        guard batch.count > 0 else {
          if differs == nil, !world.wait(until: batch.asOf, board: &board).isEmpty { differs = batch.first }
          show(&board)
          return
        }
        var again: [Event] = []
        _ = world.advance(to: batch.asOf, maxEvents: Int(batch.count), board: &board, into: &again)
        if differs == nil, !Driver.same(again, recorded, board.vocabulary) { differs = batch.first }
      }
    } catch { throw .store(error) }
    if let differs { throw .differs(differs) }
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

  /// How far the world has come.
  package var now: Instant { world.now }

  /// Moves the world on and records what happens, at most about `maxEvents` events of it.
  ///
  /// - Returns: the batches to show, and whether the world reached `target`.
  package func advance(to target: Instant, maxEvents: Int) throws(StoreFailure) -> (
    batches: [RecordedBatch], arrived: Bool
  ) {
    var arrived = false
    let (meanwhile, ours) = try ledger.record(source: Driver.source, recordedAt: Machine.now) { meanwhile in
      if let meanwhile { unseen += meanwhile.events }
      return unseen.isEmpty ? nil : world.now
    } work: { board, _ in
      show(&board)
      var events: [Event] = []
      arrived = world.advance(to: target, maxEvents: maxEvents, board: &board, into: &events)
      return (events, world.now)
    }
    return ([meanwhile, ours].compactMap(\.self), arrived)
  }

  /// Keeps what others did, which is recorded already, until the world next moves.
  func observe(_ batches: [RecordedBatch]) {
    for batch in batches { unseen += batch.events }
  }

  /// Shows the world what others did.
  private func show(_ board: inout Board) {
    guard !unseen.isEmpty else { return }
    world.observe(unseen, board: board)
    unseen = []
  }

  /// Moves the world on to the next thing that happens.
  func step() throws(StoreFailure) -> [RecordedBatch] {
    try advance(to: now + .days(3650), maxEvents: 1).batches
  }

  /// How many parcels are between their order and their end.
  package var liveCount: Int { world.liveCount }

  /// Writes board and world as they are.
  func snapshot() throws(StoreFailure) {
    // A checkpoint must not miss what others did: the world is shown it first.
    if !unseen.isEmpty { _ = try advance(to: now, maxEvents: 1) }
    try ledger.snapshot(with: [(Driver.section, Driver.layout, world.checkpoint())])
  }
}

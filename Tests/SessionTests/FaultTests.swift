import CFaults
import Dashboard
import Foundation
import Logistics
import Measures
import Store
import Testing

@testable import Session

// One plan of faults can be armed at a time, so these run one after the other.

@Suite(.serialized) struct `When the disk fails` {
  @Test func `the clock stands, the world is brought back, and goes on when there is room`() throws {
    let file = JournalFile()
    let room = Room(try file.journal()) {
      $0.speed = Speed(3600)
      $0.newSimulation = .small
    }
    try room.wait("it runs") { $0.state.board.count > 0 }
    try withFullDisk(file.path) {
      try room.wait("it stands and says why") { room in
        room.clocks.last?.speed == Speed(0) && room.failures.contains { $0.words.contains("disk is full") }
      }
      room.engine.post(.step)
      let shown = room.boardsShown
      try room.wait("a step fails, too") { $0.boardsShown > shown }
    }
    #expect(room.clocks.last?.driver == .us)
    let before = room.state.board.sequence
    room.engine.post(.step)
    try room.wait("a step goes on") { $0.state.board.sequence > before }
    room.engine.post(.setSpeed(Speed(3600)))
    try room.wait("the clock goes on") { $0.state.board.sequence > before + 100 }
    room.engine.post(.setSpeed(Speed(0)))
    try room.wait("it stands again") { $0.clocks.last?.speed == Speed(0) }
    room.engine.stop()
    try room.wait("all is taken in") { $0.state.isLoaded }
    #expect(try file.board().agrees(with: room.state.board))
    // What was recorded before and after is one world's: it can be run again.
    #expect(try file.driver().ledger.board.agrees(with: room.state.board))
  }

  @Test func `a journal that takes nothing at first is shown, and driven when it does`() throws {
    let file = JournalFile()
    let journal = try file.journal()
    try withFullDisk(file.path) {
      let room = Room(journal) {
        $0.speed = Speed(3600)
        $0.newSimulation = .small
      }
      try room.wait("it is shown, and says what is wrong") { $0.state.isLoaded && !$0.failures.isEmpty }
      #expect(room.state.clock.speed == nil)
      room.engine.post(.submit(.note("x"), [Target(ShipmentID(1), seen: 0)]))
      try room.wait("it answers") { $0.answers.count == 1 }
      clearway_faults_disarm()
      try room.wait("it is driven") { $0.state.board.count > 0 }
      room.engine.stop()
    }
  }

  @Test func `a snapshot that fails costs nothing but itself`() throws {
    let file = JournalFile()
    let driver = try file.driver()
    while try !driver.advance(to: noon + .days(1), maxEvents: 500) {}
    _ = try driver.ledger.act(.note("seen"), 1)
    withFullDisk(file.path) { #expect(throws: StoreFailure.self) { try driver.snapshot() } }
    let again = driver.isApart ? try driver.reopened() : driver
    #expect(again.ledger.board.agrees(with: try file.board()))
    _ = try again.advance(to: noon + .days(2), maxEvents: .max)
    try again.snapshot()
    #expect(try file.ledger().board.agrees(with: try file.board()))
  }

  @Test func `what others did is shown although the deed that found it fails`() throws {
    let file = JournalFile()
    let mei = try Ledger(try file.journal())
    try mei.recordHeldOrders(1)
    let jan = try Ledger(try file.journal())
    var heard: [EventKind] = []
    jan.listen { if case .recorded(let batch, _) = $0 { heard += batch.events.map(\.kind) } }
    _ = try mei.act(.note("from Mei"), 1)
    withFullDisk(file.path) { #expect(throws: StoreFailure.self) { _ = try jan.act(.note("from Jan"), 1) } }
    #expect(heard == [.noted])
    _ = try jan.act(.note("from Jan"), 1)
    #expect(heard == [.noted, .noted])
    #expect(jan.board.agrees(with: try file.board()))
  }

  @Test func `an import that ends early shows what it took`() throws {
    let file = JournalFile()
    let table = FileManager.default.temporaryDirectory.path + "/clearway-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: table) }
    let rows = (1...20_000).map { "O-\($0),R-\($0),Kettle \($0),1\n" }.joined()
    try ("order,reference,goods,quantity\n" + rows).write(toFile: table, atomically: true, encoding: .utf8)
    let room = Room(try file.journal())
    try room.wait("it opens") { $0.state.isLoaded }
    var taken = 0
    // A portion is some hundred writes: the first is taken, and one of the ten is not.
    try withFullDisk(file.path, after: 1500) {
      room.engine.post(.importFile(table))
      try room.wait("it ends, and says so") { $0.imports.count == 1 && !$0.failures.isEmpty && $0.boardsShown == 2 }
      taken = room.state.board.count
    }
    #expect(taken > 0 && taken < 20_000)
    #expect(try file.board().agrees(with: room.state.board))
    #expect(room.imports.first?.orders == taken)
    room.engine.post(.importFile(table))
    try room.wait("the rest comes") { $0.imports.count == 2 && $0.state.board.count == 20_000 }
    room.engine.stop()
    #expect(try file.board().agrees(with: room.state.board))
  }

  @Test func `a board that could not be read again is read at the next call`() throws {
    let file = JournalFile()
    let ledger = try Ledger(try file.journal())
    try ledger.recordHeldOrders(3)
    var rereads = 0
    ledger.listen { if case .reread = $0 { rereads += 1 } }
    withFullDisk(file.path) { #expect(throws: StoreFailure.self) { try ledger.recordHeldOrders(2) } }
    #expect(try ledger.act(.note("still here"), 3).done == [ShipmentID(3)])
    #expect(rereads == 1)
    #expect(ledger.board.agrees(with: try file.board()))
  }
}

import Dashboard
import Foundation
import Logistics
import Measures
import Store
import Testing

@testable import Session

@Suite struct `Moments of a journal` {
  @Test func `a fold to a moment is the journal cut there, from whatever board it starts`() throws {
    let file = JournalFile()
    let driver = try file.driver()
    while try !driver.advance(to: noon + .days(6), maxEvents: 4_000) {}
    try driver.snapshot()
    let end = driver.now
    let events = try Ledger(try file.journal(.readOnly), ignoringSnapshot: true)
    let all = try events.newest(Int(try events.journal.position().entries)).map(\.event)
    let archive = PastArchive(try file.journal(.readOnly))
    var random = SystemRandomNumberGenerator()
    for _ in 0..<12 {
      let span = Int64.random(in: 0...(end - noon).milliseconds, using: &random)
      let instant = noon + Measures.Span(milliseconds: span)
      let world = try #require(try archive.world(at: PastMoment(instant, .heard)) { _ in true })
      var cut = Board(texts: events.board.texts)
      for event in all.prefix(while: { $0.at <= instant }) { cut.apply(event) }
      #expect(world.board.sequence == cut.sequence, "seed and moment: \(span)")
      #expect(world.board.agrees(with: cut), "moment: \(span)")
      #expect(world.board.brokenInvariants() == [])
    }
  }

  @Test func `by when it happened the last moment has every shipment where it stands, and holds end`() throws {
    let file = JournalFile()
    let driver = try file.driver()
    while try !driver.advance(to: noon + .days(5), maxEvents: 4_000) {}
    let board = driver.ledger.board
    let archive = PastArchive(try file.journal(.readOnly))
    let world = try #require(
      try archive.world(at: PastMoment(max(driver.now, board.latest), .happened)) { _ in true })
    #expect(world.board.present == board.count)
    #expect(world.board.brokenInvariants() == [])
    // Told in its own order nothing is late; where it stands differs only where claims contradict each other.
    let same = (1...UInt32(board.count)).count { number in
      world.board[ShipmentID(number)]?.milestone == board[ShipmentID(number)]?.milestone
        && world.board[ShipmentID(number)]?.openHolds == board[ShipmentID(number)]?.openHolds
    }
    #expect(same * 100 >= board.count * 97, "\(same) of \(board.count)")
    // Backwards and forwards again is the same.
    let middle = PastMoment(noon + .days(2), .happened)
    let first = try #require(try archive.world(at: middle) { _ in true })
    _ = try archive.world(at: PastMoment(noon + .days(1), .happened)) { _ in true }
    let again = try #require(try archive.world(at: middle) { _ in true })
    #expect(first.board.agrees(with: again.board))
    #expect(first.newest.map(\.event.shipment) == again.newest.map(\.event.shipment))
  }

  @Test func `what is not wanted any more is left, and what was read of it is not lost`() throws {
    let file = JournalFile()
    let driver = try file.driver()
    while try !driver.advance(to: noon + .days(6), maxEvents: 4_000) {}
    let archive = PastArchive(try file.journal(.readOnly))
    #expect(try archive.world(at: PastMoment(driver.now, .happened)) { _ in false } == nil)
    #expect(try archive.world(at: PastMoment(driver.now, .happened)) { _ in true } != nil)
    #expect(try archive.chronicle().samples.count == 4096)
  }

  @Test func `a room goes to the past and back while its world goes on`() throws {
    let file = JournalFile()
    do {
      let driver = try file.driver()
      while try !driver.advance(to: noon + .days(2), maxEvents: 4_000) {}
    }
    let room = Room(try file.journal())
    try room.wait("the board is there") { $0.state.isLoaded }
    room.engine.past.survey()
    room.engine.past.travel(to: PastMoment(noon + .days(1), .heard))
    try room.wait("the moment is there") { !$0.worlds.isEmpty }
    #expect(room.worlds[0].moment.instant == noon + .days(1))
    #expect(room.worlds[0].board.latest <= noon + .days(1))
    #expect(room.worlds[0].board.count > 0)
    room.engine.stop()
  }
}

import Alarms
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
    // Twelve moments without a rule to them, the same every time.
    var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<12 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let span = Int64(seed >> 33) % (end - noon).milliseconds
      let instant = noon + Measures.Span(milliseconds: span)
      let world = try #require(try archive.world(at: PastMoment(instant, .heard)))
      var cut = Board(texts: events.board.texts)
      for event in all.prefix(while: { $0.at <= instant }) { cut.apply(event) }
      #expect(world.board.sequence == cut.sequence, "moment: \(span)")
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
      try archive.world(at: PastMoment(max(driver.now, board.latest), .happened)))
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
    let first = try #require(try archive.world(at: middle))
    _ = try archive.world(at: PastMoment(noon + .days(1), .happened))
    let again = try #require(try archive.world(at: middle))
    #expect(first.board.agrees(with: again.board))
    #expect(first.newest.map(\.event.shipment) == again.newest.map(\.event.shipment))
  }

  @Test func `what is not wanted any more is left, and what was read of it is not lost`() throws {
    let file = JournalFile()
    let driver = try file.driver()
    while try !driver.advance(to: noon + .days(6), maxEvents: 4_000) {}
    let archive = PastArchive(try file.journal(.readOnly))
    #expect(try archive.world(at: PastMoment(driver.now, .happened)) { _ in nil } == nil)
    #expect(try archive.world(at: PastMoment(driver.now, .happened)) != nil)
    #expect(try archive.chronicle().samples.count == 4096)
  }

  @Test func `whoever holds a key down sees moments on the way, and truth is read once`() throws {
    let file = JournalFile()
    let driver = try file.driver()
    while try !driver.advance(to: noon + .days(2), maxEvents: 4_000) {}
    for telling in Telling.allCases {
      let archive = PastArchive(try file.journal(.readOnly))
      // At every look another moment is wanted, ten minutes earlier each time.
      var steps: Int64 = 0
      func wished() -> PastMoment { PastMoment(noon + .hours(40) - .minutes(steps * 10), telling) }
      var seen: [PastWorld] = []
      while steps < 30 {
        let world = try archive.world(at: wished()) { _ in
          steps += 1
          return wished()
        }
        // Where nothing lies between two moments nobody looks.
        steps += 1
        guard let world else { continue }
        #expect(world.moment.instant >= wished().instant, "it is one of those that were wanted")
        #expect(world.board.latest <= world.moment.instant)
        seen.append(world)
      }
      #expect(!seen.isEmpty, "\(telling)")
      // It is told as it is to whoever wants that one alone.
      let last = try #require(seen.last)
      let alone = try #require(try PastArchive(try file.journal(.readOnly)).world(at: last.moment))
      #expect(last.board.agrees(with: alone.board))
    }
  }

  @Test func `alarms are those of the moment, in both tellings`() throws {
    let file = JournalFile()
    let driver = try file.driver()
    var watch = AlarmWatch(AlarmRules())
    driver.ledger.listen { news in
      if case .recorded(let batch, _) = news { for event in batch.events { watch.note(event) } }
    }
    // Every six hours somebody looks.
    var books: [(at: Instant, book: AlarmBook)] = []
    for step in 1...14 {
      while try !driver.advance(to: noon + .hours(Int64(step) * 8), maxEvents: 4_000) {}
      while !watch.advance(driver.ledger.board, now: driver.now) {}
      _ = try driver.ledger.recordAlarms(watch, now: driver.now, recordedAt: noon)
      books.append((driver.now, driver.ledger.alarms))
    }
    #expect(books.contains { !$0.book.isEmpty })
    let archive = PastArchive(try file.journal(.readOnly))
    for place in [5, 13, 9] {
      for telling in Telling.allCases {
        let world = try #require(try archive.world(at: PastMoment(books[place].at, telling)))
        #expect(world.alarms == books[place].book, "\(place) \(telling)")
      }
    }
  }

  @Test func `a room goes to the past and back while its world goes on`() throws {
    let file = JournalFile()
    do {
      let driver = try file.driver()
      while try !driver.advance(to: noon + .days(2), maxEvents: 4_000) {}
    }
    let room = Room(try file.journal()) { $0.speed = Speed(900) }
    try room.wait("the board is there") { $0.state.isLoaded }
    try room.wait("the clock runs") { ($0.clocks.last?.speed?.factor ?? 0) == 900 }
    // By the keys, as an operator goes.
    for effect in room.press(", ,") {
      if case .travel(let moment) = effect { room.engine.past.travel(to: moment) }
    }
    try room.wait("the moment is there") { $0.state.shownMoment != nil }
    let shown = try #require(room.state.shownMoment)
    let then = room.state.board.sequence
    let count = room.batches
    try room.wait("others are recorded meanwhile") { $0.batches > count + 3 }
    #expect(room.state.board.sequence == then)
    #expect(room.state.shownMoment == shown)
    #expect(room.worlds.allSatisfy { $0.board.latest <= $0.moment.instant && $0.board.count > 0 })
    #expect(room.press("T") == [.live])
    #expect(room.state.shownMoment == nil)
    // What was recorded meanwhile is there at once, and nothing twice.
    #expect(room.state.board.sequence > then)
    room.engine.post(.setSpeed(Speed(0)))
    try room.wait("the clock stands") { $0.clocks.last?.speed?.factor == 0 }
    room.engine.stop()
    try room.takeRest()
    #expect(room.state.board.agrees(with: try file.board()))
  }
}

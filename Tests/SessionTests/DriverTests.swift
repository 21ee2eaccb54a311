import Dashboard
import Foundation
import Logistics
import Measures
import Simulation
import Store
import Testing

@testable import Session

@Suite struct `A simulation that is taken up again` {
  @Test(arguments: [UInt64(1), 2, 3])
  func `is the same from a snapshot and from its beginning, whatever the desk did`(seed: UInt64) throws {
    let file = JournalFile()
    var state = seed
    func draw(_ below: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % below
    }
    var driver = try file.driver()
    for turn in 0..<60 {
      _ = try driver.advance(
        to: driver.now + .minutes(Int64(draw(300))), maxEvents: draw(3) == 0 ? 3 : 2_000)
      let count = UInt64(driver.ledger.board.count)
      if count > 0 {
        // Several deeds while the clock stands are ahead of it by a moment.
        for _ in 0..<draw(4) {
          let id = ShipmentID(UInt32(draw(count)) + 1)
          let verb: Verb = [.note("turn \(turn)"), .hold(.operatorHold, note: ""), .release(.operatorHold, note: "")][
            Int(draw(3))]
          _ = try driver.ledger.perform(
            verb, on: [Target(id, seen: 0)], operatorName: "mei", now: driver.now, recordedAt: noon)
        }
      }
      if draw(5) == 0 { try driver.snapshot() }
      if draw(7) == 0 { driver = try driver.reopened() }
    }
    let live = driver.ledger.board
    #expect(try driver.reopened().ledger.board.agrees(with: live))
    // Without snapshots all of it is run again, and must be what is recorded.
    try driver.ledger.journal.write { transaction throws(StoreFailure) in try transaction.dropSections() }
    #expect(try driver.reopened().ledger.board.agrees(with: live))
    #expect(live.brokenInvariants() == [])
  }

  /// Instants after a day at which the small world does something that nobody hears of.
  private func silentInstants(_ count: Int) -> [Instant] {
    let settings = SimulationSettings.small
    var board = Board()
    let world = World(
      World.Scenario(seed: settings.seed, start: settings.start, ordersPerDay: settings.ordersPerDay), board: &board)
    var events: [Event] = []
    _ = world.advance(to: settings.start + .days(1), board: &board, into: &events)
    var instants: [Instant] = []
    while instants.count < count, let next = world.nextDue {
      let before = events.count
      _ = world.advance(to: next, board: &board, into: &events)
      if events.count == before { instants.append(next) }
    }
    return instants
  }

  @Test func `is the same when the desk acts at the very instant of a step that says nothing`() throws {
    let file = JournalFile()
    let driver = try file.driver()
    for instant in silentInstants(12) where instant > driver.now {
      while try !driver.advance(to: instant, maxEvents: .max) {}
      let all = (1...UInt32(driver.ledger.board.count)).map { Target(ShipmentID($0), seen: 0) }
      for verb in [Verb.hold(.operatorHold, note: ""), .release(.operatorHold, note: "")] {
        _ = try driver.ledger.perform(verb, on: all, operatorName: "mei", now: driver.now, recordedAt: noon)
        _ = try driver.advance(to: driver.now + .minutes(2), maxEvents: .max)
      }
    }
    _ = try driver.advance(to: driver.now + .days(1), maxEvents: .max)
    #expect(try driver.reopened().ledger.board.agrees(with: driver.ledger.board))
  }

  @Test func `says when what is recorded is not what it makes, and leaves it`() throws {
    let file = JournalFile()
    do {
      let driver = try file.driver()
      _ = try driver.advance(to: noon + .hours(6), maxEvents: .max)
      let id = ShipmentID(1)
      try driver.ledger.record(source: Driver.source, recordedAt: noon) { board in
        let event = Event(
          id, by: Actor(.operatorDesk), at: noon + .hours(6),
          .noted(Event.Note(board.texts.intern("not of this world"))))
        board.apply(event)
        return ([event], noon + .hours(6))
      }
    }
    let room = Room(try file.journal()) {
      $0.speed = Speed(60)
      $0.newSimulation = .small
    }
    try room.wait("it is shown all the same") { $0.state.board.count > 0 }
    #expect(room.failures.count == 1)
    #expect(room.state.clock.speed == nil)
    let clocks = room.clocks.count
    try room.wait("it goes on following") { $0.clocks.count > clocks + 1 }
    #expect(room.failures.count == 1, "and does not try again")
    room.engine.post(.submit(.note("still here"), [Target(ShipmentID(1), seen: 0)]))
    try room.wait("deeds are recorded") { $0.answers.first?.done == [ShipmentID(1)] }
    room.engine.stop()
  }

  @Test func `learns a later version's names behind events that were not put away`() throws {
    let file = JournalFile()
    let driver = try file.driver()
    _ = try driver.advance(to: noon + .hours(6), maxEvents: .max)
    try driver.snapshot()
    _ = try driver.advance(to: noon + .hours(12), maxEvents: .max)
    let later = try Ledger(try file.journal(), stopAtSnapshot: true)
    #expect(later.position.entries < driver.ledger.position.entries)
    later.changing { board in _ = board.texts.intern("a milestone of a later version") }
    #expect(try later.recordTexts(recordedAt: noon))
    #expect(try later.journal.position().texts == UInt32(later.board.texts.count))
    // Whoever was slower learns that there are others' names now.
    let slower = try Ledger(try file.journal(), stopAtSnapshot: true)
    let other = try Ledger(try file.journal())
    _ = try other.act(.note("a new text"), 1)
    slower.changing { board in _ = board.texts.intern("another") }
    #expect(try !slower.recordTexts(recordedAt: noon))
    #expect(try driver.reopened().ledger.board.agrees(with: file.board()))
  }

  @Test func `goes on as fast as before when somebody else kept the journal for too long`() throws {
    let file = JournalFile()
    let room = Room(try Journal.open(.file(file.path), busySeconds: 0.1)) {
      $0.speed = Speed(3600)
      $0.newSimulation = .small
    }
    try room.wait("it runs") { $0.state.board.count > 0 }
    try file.journal().write { _ throws(StoreFailure) in
      do {
        try room.wait("it says who is in the way") {
          $0.failures.contains { $0.words.contains("keeps the journal locked") }
        }
      } catch { Issue.record(error) }
    }
    let count = room.state.board.count
    try room.wait("it goes on") { $0.state.board.count > count }
    #expect(room.clocks.last?.speed == Speed(3600))
    #expect(room.boardsShown == 1, "and was never put apart")
    room.engine.stop()
  }

  @Test func `is begun once, by whoever is first`() throws {
    let file = JournalFile()
    let first = try file.journal()
    let second = try file.journal()
    var other = SimulationSettings.small
    other.seed = 8
    #expect(try SimulationSettings.small.begin(in: first) == .small)
    #expect(try other.begin(in: second) == .small)
    let real = JournalFile()
    try real.ledger().recordHeldOrders(1)
    #expect(try other.begin(in: real.journal()) == nil)
  }

  @Test func `says while it is made ready, and takes deeds`() throws {
    let file = JournalFile()
    let ready = noon + .days(3)
    let room = Room(try file.journal()) {
      $0.speed = Speed(60)
      var settings = SimulationSettings.small
      settings.ordersPerDay = 3_000
      settings.readyAt = ready
      $0.newSimulation = settings
    }
    try room.wait("it has begun") { $0.state.board.count > 0 }
    room.engine.post(.submit(.note("early"), [Target(ShipmentID(1), seen: 0)]))
    try room.wait("it is done in the middle of it") { $0.answers.first?.done == [ShipmentID(1)] }
    try room.wait("it is ready") { $0.clocks.last?.catchesUpTo == nil && ($0.clocks.last?.now ?? noon) >= ready }
    #expect(room.clocks.contains { $0.catchesUpTo == ready })
    #expect(room.titles.contains { $0.contains("SIM catching up to") })
    #expect(room.titles.last?.contains("SIM x60") == true)
    room.engine.stop()
  }
}

@Suite struct `A journal that was damaged` {
  @Test(arguments: [UInt32(0), 1, 5])
  func `names the entry that opens a shipment out of turn`(stream: UInt32) throws {
    let file = JournalFile()
    let damaged = JournalFile()
    do {
      let good = try file.ledger()
      try good.recordHeldOrders(2)
      let journal = try Journal.open(.file(damaged.path))
      let whole = try good.journal.entries(after: 0)
      var entries = Entries(after: 0)
      for (index, head) in whole.heads.enumerated() {
        let isSecond = index == 3
        entries.append(
          stream: isSecond ? stream : head.stream, previous: head.previous, kind: head.kind, at: head.at,
          body: whole.body(at: index))
      }
      _ = try journal.write { transaction throws(StoreFailure) in
        try transaction.append(
          texts: good.board.texts.texts(after: 0), entries: entries, expecting: .start, asOf: noon, recordedAt: noon,
          source: "test")
      }
    }
    #expect {
      _ = try damaged.ledger(.readOnly)
    } throws: { error in
      (error as? StoreFailure)?.code == .damaged && "\(error)".contains("Entry 4 opens")
    }
    #expect(verify(path: damaged.path) == .refused)
    #expect(verify(path: file.path) == .done)
  }
}

@Suite struct `What is asked of an engine that may not` {
  @Test func `a file is not taken by a session that only reads`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(1)
    let room = Room(try file.journal()) { $0.readOnly = true }
    try room.wait("it opens") { $0.state.isLoaded }
    room.engine.post(.importFile("/dev/null"))
    try room.wait("it is refused") { $0.failures.contains { $0.words.contains("only reads") } }
    room.engine.stop()
    #expect(try file.board().count == 1)
  }

  @Test func `a pipe is no file to be taken`() throws {
    let path = FileManager.default.temporaryDirectory.path + "/clearway-\(UUID().uuidString).pipe"
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    for name in [path, "/dev/zero"] {
      guard case .failure(let fault) = Machine.read(name) else {
        Issue.record("\(name) was read")
        continue
      }
      #expect(fault.words.contains("pipe or a device"))
    }
  }
}

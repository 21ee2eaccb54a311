import Alarms
import CFaults
import Foundation
import Logistics
import Measures
import Store
import Testing

@testable import Dashboard
@testable import Session

extension State {
  /// How many alarms stand before the operator, and how many of those wait to be acknowledged.
  fileprivate var alarmCount: Int { alarms.picture.lines.count }
  fileprivate var unacknowledgedCount: Int { alarms.picture.load.unacknowledged }
}

extension AlarmRules {
  /// One rule: every held shipment, at once.
  static let anyHold: AlarmRules = {
    guard let held = try? Filter(parsing: "is:held") else { preconditionFailure("the filter is spelt right") }
    var rule = AlarmRule("held", about: held, by: .none, .severe, .hold)
    rule.condition = "held"
    rule.consequence = "returned"
    return AlarmRules([rule])
  }()
}

extension Ledger {
  /// A watch that has seen all there is.
  func watch(_ now: Instant = noon + .hours(2)) -> AlarmWatch {
    var watch = AlarmWatch(.anyHold)
    while !watch.advance(board, now: now) {}
    return watch
  }

  /// Says something about an alarm.
  func say(_ command: AlarmCommand, at now: Instant = noon + .hours(2)) throws -> Result<[String], Rejection> {
    try perform(command, watch: nil, operatorName: "mei", now: now, recordedAt: noon)
  }
}

@Suite struct `Alarms in the journal` {
  /// How many steps of each move a journal holds.
  private func moves(_ file: JournalFile) throws -> [AlarmMove] {
    let ledger = try file.ledger(.readOnly)
    return try ledger.newest(1000).compactMap { if case .alarm(let step) = $0.event.what { step.move } else { nil } }
  }

  @Test func `two rooms on one journal raise an alarm once`() throws {
    let file = JournalFile()
    let first = try file.ledger()
    try first.recordHeldOrders(3)
    let second = try file.ledger()
    let now = noon + .hours(2)
    // Both have seen the same; neither has heard of the other's step.
    let watches = (first.watch(), second.watch())
    try first.recordAlarms(watches.0, now: now, recordedAt: noon)
    try second.recordAlarms(watches.1, now: now, recordedAt: noon)
    try first.recordAlarms(watches.0, now: now, recordedAt: noon)
    #expect(try moves(file) == [.found])
    #expect(second.alarms["held"]?.state == .new)
    #expect(second.alarms == first.alarms)
    #expect(second.board.agrees(with: first.board))
    #expect(try first.journal.findings().isEmpty)
  }

  @Test func `what was acknowledged, shelved, owned and said is there after a restart, with a snapshot and without`()
    throws
  {
    let file = JournalFile()
    do {
      let ledger = try file.ledger()
      try ledger.recordHeldOrders(3)
      try ledger.recordAlarms(ledger.watch(), now: noon + .hours(2), recordedAt: noon)
      #expect(try ledger.say(.acknowledge(["held"])).get() == ["held"])
      #expect(try ledger.say(.own("held", owner: "jan")).get() == ["held"])
      #expect(try ledger.say(.comment("held", text: "called the broker")).get() == ["held"])
      #expect(throws: Rejection.self) { try ledger.say(.acknowledge(["held"])).get() }
      #expect(throws: Rejection.self) { try ledger.say(.acknowledge(["nothing"])).get() }
      try ledger.snapshot()
      #expect(try ledger.say(.shelve(["held"], .minutes15, reason: "")).get() == ["held"])
    }
    for again in [try file.ledger(.readOnly), try Ledger(try file.journal(.readOnly), ignoringSnapshot: true)] {
      let alarm = try #require(again.alarms["held"])
      #expect(alarm.state == .acknowledged)
      #expect(alarm.owner == "jan")
      #expect(alarm.comment == "called the broker")
      #expect(alarm.shelf?.until == noon + .hours(2) + .minutes(15))
    }
    // The shelf ends by itself, whoever watches then, and however often they look.
    let later = try file.ledger()
    let now = noon + .hours(2) + .minutes(16)
    let watch = later.watch(now)
    try later.recordAlarms(watch, now: now, recordedAt: noon)
    try later.recordAlarms(watch, now: now, recordedAt: noon)
    #expect(later.alarms["held"]?.shelf == nil)
    #expect(try moves(file).suffix(2) == [.shelved, .unshelved])
    #expect(verify(path: file.path) == .done)
  }

  @Test func `a snapshot whose book cannot be read is not used`() throws {
    let file = JournalFile()
    do {
      let ledger = try file.ledger()
      try ledger.recordHeldOrders(3)
      try ledger.recordAlarms(ledger.watch(), now: noon + .hours(2), recordedAt: noon)
      try ledger.snapshot()
      try ledger.journal.write { transaction throws(StoreFailure) in
        try transaction.keep([
          Section(
            name: AlarmBook.section, layout: Board.layout, position: ledger.position, body: [7, 7, 7])
        ])
      }
    }
    let again = try file.ledger(.readOnly)
    #expect(again.alarms["held"]?.state == .new)
    #expect(again.board.count == 3)
  }

  @Test func `nothing of a step that could not be recorded is believed`() throws {
    let file = JournalFile()
    let ledger = try Ledger(try file.journal())
    try ledger.recordHeldOrders(3)
    let watch = ledger.watch()
    withFullDisk(file.path) {
      #expect(throws: StoreFailure.self) {
        try ledger.recordAlarms(watch, now: noon + .hours(2), recordedAt: noon)
      }
    }
    #expect(ledger.alarms.isEmpty)
    #expect(try moves(file).isEmpty)
    try ledger.recordAlarms(watch, now: noon + .hours(2), recordedAt: noon)
    #expect(try moves(file) == [.found])
  }

  @Test func `the world takes no notice of alarms, live or run again`() throws {
    let file = JournalFile()
    let driver = try file.driver()
    let quiet = JournalFile()
    let other = try quiet.driver()
    for turn in 1...20 {
      let until = noon + .hours(Int64(turn) * 6)
      for driver in [driver, other] { while try !driver.advance(to: until, maxEvents: 2_000) {} }
      var watch = AlarmWatch(.anyHold)
      while !watch.advance(driver.ledger.board, now: until) {}
      try driver.ledger.recordAlarms(watch, now: until, recordedAt: noon)
      if turn == 10 { try driver.snapshot() }
      if turn % 5 == 0, driver.ledger.alarms["held"] != nil {
        _ = try driver.ledger.say(.shelve(["held"], .once, reason: ""), at: until)
      }
    }
    #expect(!driver.ledger.alarms.isEmpty)
    #expect(driver.ledger.board.count == other.ledger.board.count)
    #expect(driver.ledger.board.openHolds(for: .invoiceMissing) == other.ledger.board.openHolds(for: .invoiceMissing))
    #expect(try driver.reopened().ledger.board.agrees(with: driver.ledger.board))
    #expect(try driver.reopened().ledger.alarms == driver.ledger.alarms)
    try driver.ledger.journal.write { transaction throws(StoreFailure) in try transaction.dropSections() }
    let again = try driver.reopened()
    #expect(again.ledger.board.agrees(with: driver.ledger.board))
    #expect(again.ledger.alarms == driver.ledger.alarms)
  }
}

@Suite struct `Alarms between rooms` {
  @Test func `a room watches by the operator's rules from its first look on`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(3)
    let room = Room(try file.journal()) { $0.rules = .anyHold }
    try room.wait("it is found") { $0.state.alarmCount == 1 }
    room.engine.stop()
    let steps = try file.ledger(.readOnly).newest(1000).compactMap {
      if case .alarm(let step) = $0.event.what { step.move } else { nil }
    }
    #expect(steps == [.found], "nothing by other rules, and nothing that is news")
  }

  @Test func `a room that could not ask for the duty says so, asks again, and gets it`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(3)
    // Where the file beside the journal should be stands a folder.
    try FileManager.default.createDirectory(atPath: file.path + "-alarms", withIntermediateDirectories: false)
    let room = Room(try file.journal()) { $0.rules = .anyHold }
    try room.wait("it is told") { $0.failures.contains { $0.words.hasPrefix("Alarms are not recorded") } }
    try room.wait("the view will say so") { if case .nobody? = $0.state.alarms.keeper { true } else { false } }
    #expect(room.state.alarmCount == 0)
    try FileManager.default.removeItem(atPath: file.path + "-alarms")
    try room.wait("it is recorded after all") { $0.state.alarmCount == 1 && $0.state.alarms.keeper == .us }
    #expect(room.failures.count { $0.words.hasPrefix("Alarms are not recorded") } == 1)
    room.engine.stop()
  }

  @Test func `a room that is put to rest leaves the duty to another, and asks again when it wakes`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(3)
    let first = Room(try file.journal()) { $0.rules = .anyHold }
    try first.wait("it is on duty") { $0.state.alarms.keeper == .us }
    let second = Room(try file.journal()) { $0.rules = .anyHold }
    try second.wait("another is") { $0.state.alarms.keeper == .other }
    first.engine.rest()
    try second.wait("it takes over") { $0.state.alarms.keeper == .us }
    first.engine.takeUp()
    try first.wait("it knows") { $0.state.alarms.keeper == .other }
    second.engine.stop()
    try first.wait("and takes over again") { $0.state.alarms.keeper == .us }
    first.engine.stop()
  }

  @Test func `one room is on duty, the other shows the same and takes over`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(3)
    let first = Room(try file.journal())
    first.engine.post(.watch(.anyHold))
    try first.wait("it is found") { $0.state.alarmCount == 1 }
    let second = Room(try file.journal())
    second.engine.post(.watch(.anyHold))
    try second.wait("it is shown") { $0.state.alarmCount == 1 }
    second.engine.post(.alarm(.acknowledge(["held"])))
    try second.wait("it is answered") { $0.alarmAnswers.count == 1 }
    #expect(second.alarmAnswers[0].done == ["held"])
    try first.wait("the other sees it") { $0.state.unacknowledgedCount == 0 }
    first.engine.stop()
    // What happens now is recorded by whoever is left.
    let desk = try file.ledger()
    for number in 1...3 as ClosedRange<UInt32> {
      _ = try desk.act(.attach(nil, note: ""), number)
      _ = try desk.act(.release(nil, note: ""), number)
    }
    try second.wait("it clears") { $0.state.alarmCount == 0 }
    second.engine.stop()
    #expect(try file.ledger(.readOnly).alarms["held"]?.state == .normal)
  }

  @Test func `a room that only reads sees alarms, says nothing and records nothing`() throws {
    let file = JournalFile()
    let ledger = try file.ledger()
    try ledger.recordHeldOrders(3)
    try ledger.recordAlarms(ledger.watch(), now: noon + .hours(2), recordedAt: noon)
    let position = try ledger.journal.position()
    let room = Room(try file.journal(.readOnly)) { $0.readOnly = true }
    room.engine.post(.watch(.anyHold))
    try room.wait("it is shown") { $0.state.alarmCount == 1 }
    room.engine.post(.alarm(.acknowledge(["held"])))
    try room.wait("it is refused") { $0.alarmAnswers.first?.refusal?.code == .readOnly }
    try room.wait("and knows that nobody records") { if case .nobody? = $0.state.alarms.keeper { true } else { false } }
    room.engine.stop()
    #expect(try ledger.journal.position() == position)
  }
}

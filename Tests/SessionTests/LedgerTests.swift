import Dashboard
import Foundation
import Logistics
import Measures
import Store
import Testing

@testable import Session

/// A journal's file that is gone when the test is.
final class JournalFile {
  let path = NSTemporaryDirectory() + "clearway-ledger-" + UUID().uuidString + ".db"

  deinit {
    for suffix in ["", "-wal", "-shm", "-driver", "-alarms"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  func ledger(_ mode: Journal.Mode = .readWrite) throws -> Ledger {
    try Ledger(try Journal.open(.file(path), mode: mode))
  }
}

let noon = Instant(milliseconds: 1_795_000_000_000)

extension Ledger {
  /// Records `count` orders, each held by customs for want of an invoice.
  func recordHeldOrders(_ count: Int) throws {
    _ = try record(source: "test", recordedAt: noon) { board in
      var events: [Event] = []
      let merchant = board.texts.intern("Aoyun Digital")
      for index in 0..<count {
        var step: [Event] = []
        var order = Event.Ordered(placedAt: noon)
        order.merchant = merchant
        order.goods = board.texts.intern("Power bank \(index)")
        order.mode = .air
        let id = board.hear(order: order, lines: [], by: Actor(.platform), at: noon, into: &step)
        for event in step { board.apply(event) }
        var claims: [Event] = []
        var hold = Event.Claim(.importHeld, happened: noon + .hours(1))
        hold.reason = .invoiceMissing
        board.hear(hold, about: id, by: Actor(.customs), at: noon + .hours(1), into: &claims)
        for event in claims { board.apply(event) }
        events += step + claims
      }
      return (events, noon + .hours(1))
    }
  }

  func act(_ verb: Verb, _ numbers: UInt32..., seen: UInt32 = 0) throws -> Answer {
    try perform(
      verb, on: numbers.map { Target(ShipmentID($0), seen: seen) }, operatorName: "mei", now: noon + .hours(2),
      recordedAt: noon)
  }
}

@Suite struct `Journal and board in step` {
  @Test func `what was done is there after a start from nothing but the file`() throws {
    let file = JournalFile()
    do {
      let ledger = try file.ledger()
      try ledger.recordHeldOrders(3)
      #expect(try ledger.act(.attach(nil, note: ""), 2).done == [ShipmentID(2)])
      #expect(try ledger.act(.release(nil, note: "called the broker"), 1, 2).done == [ShipmentID(2)])
    }
    let again = try file.ledger(.readOnly)
    #expect(again.board[ShipmentID(1)]?.holds == [.invoiceMissing])
    #expect(again.board[ShipmentID(2)]?.holds == [])
    let dossier = try #require(try again.dossier(of: ShipmentID(2)))
    #expect(dossier.events.map(\.event.kind) == [.ordered, .claimed, .holdOpened, .documentAttached, .holdClosed])
    #expect(again.board.texts[dossier.events[4].event.by.name] == "mei")
    #expect(again.board.brokenInvariants() == [])
  }

  @Test func `a snapshot and the events after it give the board that all events give`() throws {
    let file = JournalFile()
    let ledger = try file.ledger()
    try ledger.recordHeldOrders(1500)
    try ledger.snapshot()
    try ledger.recordHeldOrders(10)
    _ = try ledger.act(.hold(.operatorHold, note: ""), 3)
    let fromSnapshot = try file.ledger()
    let fromEvents = try Ledger(try Journal.open(.file(file.path)), ignoringSnapshot: true)
    #expect(fromSnapshot.board.agrees(with: fromEvents.board))
    #expect(fromSnapshot.board.agrees(with: ledger.board))
    try ledger.snapshot()
    #expect(try file.ledger().board.agrees(with: fromEvents.board))
  }

  @Test func `an older board is not kept over a later one's snapshot`() throws {
    let file = JournalFile()
    let mei = try file.ledger()
    try mei.recordHeldOrders(1100)
    let jan = try file.ledger()
    try jan.recordHeldOrders(1100)
    try jan.snapshot()
    // Mei has not read what Jan recorded.
    try mei.snapshot()
    let head = try #require(try jan.journal.section(Board.headSection, layout: Board.layout))
    #expect(head.position == jan.position)
    #expect(try file.ledger().board.agrees(with: jan.board))
    while try mei.catchUp() != nil {}
    _ = try mei.act(.note("later"), 3)
    try mei.snapshot()
    #expect(try file.ledger().board.agrees(with: mei.board))
    #expect(try file.ledger().entriesSinceSnapshot == 0)
  }

  @Test func `two on one file see each other and refuse what is stale`() throws {
    let file = JournalFile()
    let mei = try file.ledger()
    try mei.recordHeldOrders(2)
    let jan = try file.ledger()
    let seen = try #require(jan.board[ShipmentID(1)]).version
    _ = try mei.act(.note("the merchant was called"), 1)
    let answer = try jan.act(.attach(nil, note: ""), 1, seen: seen)
    #expect(answer.done == [])
    #expect(answer.refused.map(\.why.code) == [.changedMeanwhile])
    _ = try jan.act(.attach(nil, note: ""), 2)
    #expect(try mei.catchUp()?.events.map(\.kind) == [.documentAttached])
    #expect(mei.board.agrees(with: jan.board))
  }

  @Test func `a text that two make up at once has one number`() throws {
    let file = JournalFile()
    let mei = try file.ledger()
    let jan = try file.ledger()
    try mei.recordHeldOrders(1)
    try jan.recordHeldOrders(1)
    _ = try jan.act(.note("from Jan"), 1)
    _ = try mei.act(.note("from Mei"), 2)
    let all = try file.ledger()
    let notes = try [1, 2].map { number in
      try all.dossier(of: ShipmentID(number))?.events.compactMap { entry in
        if case .noted(let note) = entry.event.what { all.board.texts[note.text] } else { nil }
      }
    }
    #expect(notes == [["from Jan"], ["from Mei"]])
  }

  @Test func `an undo finds the deed in the journal`() throws {
    let file = JournalFile()
    let ledger = try file.ledger()
    try ledger.recordHeldOrders(1)
    _ = try ledger.act(.attach(nil, note: ""), 1)
    #expect(ledger.board[ShipmentID(1)]?.documentsHeld.count == 1)
    let other = try file.ledger()
    #expect(try other.act(.undo, 1).refused.isEmpty)
    #expect(other.board[ShipmentID(1)]?.documentsHeld.count == 0)
    #expect(try other.act(.undo, 1).refused.map(\.why.code) == [.nothingToUndo])
  }

  @Test func `a journal that only reads refuses to write and still shows`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(1)
    let reader = try file.ledger(.readOnly)
    #expect(reader.board.count == 1)
    #expect(throws: StoreFailure.self) { _ = try reader.act(.advance, 1) }
  }
}

import Foundation
import Logistics
import Measures
import Store
import Testing

@testable import Dashboard
@testable import Session

@Suite struct `What the operator did before` {
  /// Records batches of the feeds, a claim each.
  private func recordFeeds(_ count: Int, into ledger: Ledger) throws {
    for index in 0..<count {
      try ledger.record(source: "feed", recordedAt: noon) { board in
        var events: [Event] = []
        let at = noon + .hours(3) + .seconds(Int64(index))
        board.hear(
          Event.Claim(.importReleased, happened: at), about: ShipmentID(3), by: Actor(.customs), at: at, into: &events)
        for event in events { board.apply(event) }
        return (events, at)
      }
    }
  }

  @Test func `is found however much was recorded meanwhile, and undo takes it back`() throws {
    let file = JournalFile()
    do {
      let ledger = try file.ledger()
      try ledger.recordHeldOrders(3)
      _ = try ledger.act(.own("mei"), 1)
      _ = try ledger.act(.own("jan"), 2)
      _ = try ledger.act(.undo, 2)
      _ = try ledger.perform(
        .own("ute"), on: [Target(ShipmentID(3), seen: 0)], operatorName: "jan", now: noon + .hours(2),
        recordedAt: noon)
      try recordFeeds(600, into: ledger)
    }
    let room = Room(try file.journal())
    try room.wait("the history is there") { !$0.state.history.isEmpty }
    #expect(room.state.history.done.map(\.ids) == [[ShipmentID(1)]], "mei's own, and not jan's")
    #expect(room.state.history.takenBack.map(\.ids) == [[ShipmentID(2)]])
    guard case .submit(.undo, let targets)? = room.undo().first else {
      Issue.record("nothing is asked for")
      return
    }
    #expect(targets.map(\.id) == [ShipmentID(1)])
    room.engine.post(.submit(.undo, targets))
    try room.wait("it is taken back") { $0.answers.count == 1 }
    #expect(room.answers[0].done == [ShipmentID(1)])
    #expect(room.state.history.done.isEmpty)
    room.engine.stop()
  }

  @Test func `is found in portions as in one, with what came while it was looked for`() throws {
    let file = JournalFile()
    let ledger = try file.ledger()
    try ledger.recordHeldOrders(3)
    for round in 0..<400 {
      _ = try ledger.act(.own(round % 2 == 0 ? "mei" : "jan"), 1)
    }
    var search = DeedSearch(for: "mei", entries: ledger.position.entries)
    _ = try ledger.act(.own("later"), 2)
    var rounds = 1
    var events = try search.advance(ledger)
    while events == nil {
      rounds += 1
      events = try search.advance(ledger)
    }
    let found = try #require(events)
    #expect(found.count >= 300 && found.count < 402, "as many as undo can use, and no more")
    #expect(found.last?.shipment == ShipmentID(2), "what came meanwhile is the last of it")
    #expect(found.map(\.at) == found.map(\.at).sorted())
    var none = DeedSearch(for: "nobody", entries: 0)
    #expect(try none.advance(try Ledger(Journal.open(.memory)))?.isEmpty == true)
  }
}

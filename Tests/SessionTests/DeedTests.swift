import Logistics
import Measures
import Store
import Testing

@testable import Session

@Suite struct `What the desk was asked for` {
  /// The deeds that a journal's batches tell of.
  private func deeds(_ file: JournalFile) throws -> [Deed] {
    var deeds: [Deed] = []
    let ledger = try Ledger(try file.journal(.readOnly), ignoringSnapshot: true, stopAtSnapshot: true)
    try ledger.replayBatches(failed: { $0 }) { (batch, events, board) throws(StoreFailure) in
      if batch.source == Ledger.deskSource, let deed = Deed(events, board.texts) { deeds.append(deed) }
      for event in events { board.apply(event) }
    }
    return deeds
  }

  @Test func `is read back from the events, and asked for again gives the same journal's board`() throws {
    let file = JournalFile()
    let ledger = try file.ledger()
    try ledger.recordHeldOrders(3)
    let asked: [(Verb, String)] = [
      (.note("call the broker"), "call the broker"), (.own("jan"), "jan"),
      (.request(nil, note: "by mail"), "commercial_invoice"),
      (.attach(.commercialInvoice, note: ""), "commercial_invoice"),
      (.hold(.operatorHold, note: "wait"), "OP"), (.release(.operatorHold, note: "go on"), "OP"), (.undo, ""),
      (.release(nil, note: "all there"), ""),
    ]
    for (verb, _) in asked { _ = try ledger.act(verb, 2, 3) }
    let told = try deeds(file)
    #expect(told.map(\.verb) == asked.map(\.0.name))
    #expect(told.allSatisfy { $0.ids == [ShipmentID(2), ShipmentID(3)] })
    for (deed, (_, argument)) in zip(told, asked) { #expect(deed.argument == argument, "\(deed.verb)") }
    #expect(told.map(\.note) == ["", "", "by mail", "", "wait", "go on", "", "all there"])

    let other = JournalFile()
    let again = try other.ledger()
    try again.recordHeldOrders(3)
    for deed in told {
      let verb = try Verb(name: deed.verb, argument: deed.argument, note: deed.note, operatorName: "mei")
      #expect(try again.act(verb, 2, 3).refused.isEmpty, "\(deed.verb)")
    }
    #expect(try deeds(other) == told)
    #expect(again.board.agrees(with: ledger.board))
  }

  @Test func `what differs from shipment to shipment is asked for without a name`() throws {
    let file = JournalFile()
    let ledger = try file.ledger()
    try ledger.recordHeldOrders(2)
    _ = try ledger.act(.hold(.scanSelected, note: ""), 2)
    _ = try ledger.act(.attach(.packingList, note: ""), 1)
    _ = try ledger.act(.attach(nil, note: ""), 1, 2)
    let told = try deeds(file)
    #expect(told.map(\.verb) == ["hold", "attach", "attach"])
    #expect(told[0].argument == "H\(HoldReason.scanSelected.code.dropFirst())")
  }

  @Test func `is nothing where nobody at the desk asked`() {
    let board = Board()
    #expect(Deed([], board.texts) == nil)
    let order = Event(ShipmentID(1), by: Actor(.platform), at: noon, .ordered(Event.Ordered(placedAt: noon)))
    #expect(Deed([order], board.texts) == nil)
  }
}

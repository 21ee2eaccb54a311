import Dashboard
import Logistics
import Measures
import Store
import Testing

@testable import Session

@Suite struct `What two people do to one shipment` {
  private let compliance = RoleSet(.compliance)

  private func ledger() throws -> (file: JournalFile, ledger: Ledger) {
    let file = JournalFile()
    let ledger = try file.ledger()
    try ledger.recordHeldOrders(1)
    return (file, ledger)
  }

  /// The code of the refusal; nil when it was done.
  private func act(_ ledger: Ledger, _ who: String, _ verb: Verb, _ roles: RoleSet = []) throws -> Rejection.Code? {
    let targets = [Target(ShipmentID(1), seen: 0)]
    let answer = try ledger.perform(
      verb, on: targets, operatorName: who, roles: roles, now: noon + .hours(2), recordedAt: noon)
    return answer.refused.first?.why.code
  }

  private func hold(_ reason: HoldReason, _ ledger: Ledger) -> OpenHold? {
    ledger.board.openHold(reason, of: ShipmentID(1))
  }

  @Test func `an undo ends the hold of its own deed and no other for the same reason`() throws {
    let (file, ledger) = try ledger()
    defer { withExtendedLifetime(file) {} }
    #expect(try act(ledger, "ann", .hold(.deniedParty, note: "a name")) == nil)
    #expect(try act(ledger, "bob", .attach(.complianceClearance, note: "")) == nil)
    #expect(try act(ledger, "bob", .release(.deniedParty, note: "  "), compliance) == .reasonMissing)
    #expect(try act(ledger, "bob", .release(.deniedParty, note: "another company"), compliance) == nil)
    #expect(try act(ledger, "bob", .hold(.deniedParty, note: "new list: it is them"), compliance) == nil)
    #expect(try act(ledger, "ann", .undo) == .nothingToUndo)
    #expect(hold(.deniedParty, ledger) != nil)
    #expect(try act(ledger, "bob", .undo) == nil)
    #expect(hold(.deniedParty, ledger) == nil)
  }

  @Test func `an undo of a release opens the hold as it stood, not as it began`() throws {
    let (file, ledger) = try ledger()
    #expect(try act(ledger, "ann", .attach(.commercialInvoice, note: "")) == nil)
    #expect(try act(ledger, "ann", .answer(.invoiceMissing, note: "")) == nil)
    let before = try #require(hold(.invoiceMissing, ledger))
    #expect(before.owner == .customs && before.step == .answered && before.due == nil)
    #expect(try act(ledger, "ann", .release(.invoiceMissing, note: "officer Blum by telephone")) == nil)
    #expect(hold(.invoiceMissing, ledger) == nil)
    #expect(try act(ledger, "ann", .undo) == nil)
    #expect(hold(.invoiceMissing, ledger) == before)
    let again = try file.ledger(.readOnly)
    #expect(again.board.openHold(.invoiceMissing, of: ShipmentID(1)) == before)
    #expect(again.board.brokenInvariants() == [])
  }

  @Test func `what an authority has ends by its word, whatever papers are there`() throws {
    let (file, ledger) = try ledger()
    defer { withExtendedLifetime(file) {} }
    #expect(try act(ledger, "ann", .attach(.commercialInvoice, note: "")) == nil)
    #expect(try act(ledger, "ann", .answer(.invoiceMissing, note: "")) == nil)
    #expect(try act(ledger, "ann", .release(.invoiceMissing, note: "")) == .notYours)
    for reason in HoldReason.allCases where reason.clockStandsStill && reason != .deniedParty {
      #expect(try act(ledger, "ann", .hold(reason, note: "")) == nil, "\(reason)")
      _ = try act(ledger, "ann", .attach(nil, note: ""))
      #expect(try act(ledger, "ann", .release(reason, note: " \t")) == .notYours, "\(reason)")
    }
  }

  @Test func `an answer is taken back by whoever gave it`() throws {
    let (file, ledger) = try ledger()
    defer { withExtendedLifetime(file) {} }
    #expect(try act(ledger, "ann", .attach(.commercialInvoice, note: "")) == nil)
    #expect(try act(ledger, "ann", .answer(.invoiceMissing, note: "")) == nil)
    _ = try ledger.record(source: "test", recordedAt: noon) { board in
      var demand = Event.Declared(.documentsDemanded, .import, issued: noon + .hours(3))
      demand.document = .commercialInvoice
      demand.limit = noon + .days(3)
      var events: [Event] = []
      board.hear(demand, about: ShipmentID(1), by: Actor(.customs), at: noon + .hours(3), into: &events)
      for event in events { board.apply(event) }
      return (events, noon + .hours(3))
    }
    #expect(hold(.invoiceMissing, ledger)?.step == .demanded)
    #expect(try act(ledger, "bob", .answer(.invoiceMissing, note: "the shop's own")) == nil)
    #expect(try act(ledger, "ann", .undo) == .changedMeanwhile)
    #expect(hold(.invoiceMissing, ledger)?.step == .answered)
    #expect(try act(ledger, "bob", .undo) == nil)
    #expect(hold(.invoiceMissing, ledger)?.owner == .merchant)
  }

  @Test func `who is named twice is meant once`() throws {
    let (file, ledger) = try ledger()
    defer { withExtendedLifetime(file) {} }
    let answer = try ledger.act(.note("twice"), 1, 1, 1)
    #expect(answer.done == [ShipmentID(1)] && answer.refused.isEmpty)
    let notes = try ledger.dossier(of: ShipmentID(1))?.events.filter { $0.event.kind == .noted }
    #expect(notes?.count == 1)
  }

  @Test func `a tax id that is corrected again keeps what was said before`() throws {
    let (file, ledger) = try ledger()
    defer { withExtendedLifetime(file) {} }
    func correct(_ id: String) throws -> Rejection.Code? {
      try act(ledger, "ann", .correct(try TypedCorrection(parsing: "consignee-id \(id)"), note: "called"))
    }
    #expect(try correct("111") == nil)
    #expect(try correct("222") == nil)
    #expect(try correct("222") == .alreadySo)
    #expect(try act(ledger, "ann", .undo) == nil)
    let dossier = try #require(try ledger.dossier(of: ShipmentID(1)))
    #expect(ledger.board.texts[dossier.declared(.consigneeID).text] == "111")
  }

  @Test(arguments: ["value 0 USD", "value 92233720368547758.07 EUR", "weight 2147483647 g", "origin ZZ"])
  func `a correction to what cannot be is refused`(typed: String) {
    #expect(throws: Rejection.self) { try TypedCorrection(parsing: typed) }
  }
}

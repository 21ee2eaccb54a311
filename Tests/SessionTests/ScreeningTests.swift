import Configuration
import Foundation
import Logistics
import Measures
import Store
import Testing

@testable import Dashboard
@testable import Session

@Suite struct `Screening in the room` {
  /// A list in a file of its own, read as the configuration's thread reads it.
  private func lists(_ text: String) throws -> (lists: ScreeningLists, findings: [String]) {
    let path = NSTemporaryDirectory() + "clearway-list-" + UUID().uuidString + ".csv"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    var choice = Configuration().screening
    choice.lists = [path]
    return ScreeningLists.read(choice)
  }

  private let aoyun = "4711,\"AOYUN DIGITAL COMPANY\",-0- ,\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"

  private func isDenied(_ number: UInt32, in room: Room) -> Bool {
    room.state.board[ShipmentID(number)]?.holds.contains(.deniedParty) ?? false
  }

  private func ask(_ verb: Verb, _ number: UInt32, in room: Room) throws -> Answer {
    let before = room.answers.count
    room.engine.post(.submit(verb, [Target(ShipmentID(number), seen: 0)]))
    try room.wait("it is answered") { $0.answers.count > before }
    return room.answers[before]
  }

  @Test func `a merchant on a list is held once, and compliance alone clears it, with a reason`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(2)
    let lists = try lists(aoyun).lists
    do {
      let room = Room(try file.journal())
      room.engine.post(.screen(lists))
      try room.wait("what was there at the start is held") { isDenied(1, in: $0) && isDenied(2, in: $0) }
      // Who sits here has no role: the screen says so before anybody asks, and the journal refuses it too.
      let release = Verb.release(.deniedParty, note: "another company")
      let refusal = try #require(room.state.refusal(of: release, on: ShipmentID(1)))
      #expect(refusal.code == .needsRole && refusal.sentence.contains("compliance"))
      #expect(try ask(release, 1, in: room).refused.map(\.why.code) == [.needsRole])
      room.engine.stop()
    }
    let room = Room(try file.journal()) { $0.roles = RoleSet(.compliance) }
    room.engine.post(.screen(lists))
    try room.wait("the board is there") { $0.state.isLoaded }
    #expect(try ask(.attach(.complianceClearance, note: ""), 1, in: room).refused.isEmpty)
    #expect(try ask(.release(.deniedParty, note: ""), 1, in: room).refused.map(\.why.code) == [.reasonMissing])
    let why = "a company of the same name, of another city"
    #expect(try ask(.release(.deniedParty, note: why), 1, in: room).done == [ShipmentID(1)])
    // What comes later is held, and what was cleared is not held again, also against lists that are read anew.
    room.engine.post(.screen(lists))
    try file.ledger().recordHeldOrders(1)
    try room.wait("a new order is held") { isDenied(3, in: $0) }
    #expect(!isDenied(1, in: room))
    room.engine.stop()

    let ledger = try file.ledger(.readOnly)
    let told = try #require(try ledger.dossier(of: ShipmentID(1))).events.map(\.event)
    let holds = told.compactMap { event -> (Actor, String)? in
      guard case .holdOpened(let hold) = event.what, hold.reason == .deniedParty else { return nil }
      return (event.by, ledger.board.texts[hold.note])
    }
    #expect(holds.count == 1 && holds.first?.0.role == .watch)
    let note = holds.first?.1 ?? ""
    #expect(note.hasPrefix("merchant “Aoyun Digital”: ") && note.contains(" of 100 like AOYUN DIGITAL COMPANY"))
    #expect(note.contains("SDN 4711") && note.contains("aoyun = aoyun (same)"))
    let reasons = told.compactMap { event -> String? in
      guard case .holdClosed(let hold) = event.what, hold.reason == .deniedParty else { return nil }
      return ledger.board.texts[event.by.name] + ": " + ledger.board.texts[hold.note]
    }
    #expect(reasons == ["mei: " + why])
    #expect(ledger.board.brokenInvariants() == [])
  }

  @Test func `where both parties match, the note names both; roles are taken while the room is open`() throws {
    let file = JournalFile()
    let noon = CivilDateTime(try #require(CivilDate(year: 2026, month: 11, day: 22)), hour: 12, minute: 0).instant(
      at: .utc)
    _ = try file.ledger().record(source: "test", recordedAt: noon) { board in
      var order = Event.Ordered(placedAt: noon)
      order.merchant = board.texts.intern("Aoyun Digital")
      order.consignee = board.texts.intern("Olaf Berg")
      order.goods = board.texts.intern("Power bank")
      var events: [Event] = []
      _ = board.hear(order: order, lines: [], by: Actor(.platform), at: noon, into: &events)
      for event in events { board.apply(event) }
      return (events, noon)
    }
    let berg = "4712,\"BERG, Olaf\",\"individual\",\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"
    let room = Room(try file.journal())
    room.engine.post(.screen(try lists(aoyun + berg).lists))
    try room.wait("it is held") { isDenied(1, in: $0) }
    try room.wait("and that is told") { $0.state.screeningProgress == nil }
    #expect(try ask(.attach(.complianceClearance, note: ""), 1, in: room).refused.isEmpty)
    let release = Verb.release(.deniedParty, note: "other people")
    #expect(try ask(release, 1, in: room).refused.map(\.why.code) == [.needsRole])
    room.engine.post(.roles(RoleSet(.compliance)))
    #expect(try ask(release, 1, in: room).done == [ShipmentID(1)])
    room.engine.stop()

    let ledger = try file.ledger(.readOnly)
    let notes = try #require(try ledger.dossier(of: ShipmentID(1))).events.compactMap { entry -> String? in
      guard case .holdOpened(let hold) = entry.event.what else { return nil }
      return ledger.board.texts[hold.note]
    }
    #expect(notes.count == 1)
    #expect(notes.first?.hasPrefix("merchant “Aoyun Digital”: ") == true)
    #expect(notes.first?.contains("; consignee “Olaf Berg”: ") == true && notes.first?.contains("4712") == true)
  }

  @Test func `a room that only reads holds nobody`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(1)
    let room = Room(try file.journal(.readOnly)) { $0.readOnly = true }
    room.engine.post(.screen(try lists(aoyun).lists))
    let clocks = room.clocks.count
    try room.wait("a second or two have passed") { $0.clocks.count > clocks + 2 }
    #expect(!isDenied(1, in: room))
    room.engine.stop()
    #expect(try file.board()[ShipmentID(1)]?.holds == [.invoiceMissing])
  }

  @Test func `what is wrong with a list is said, and the rest of it holds`() throws {
    let (lists, findings) = try lists(aoyun + "4712,half\n")
    #expect(findings.count == 1 && findings[0].contains("csv:2: 2 fields; an entry has 12"))
    if case .ready(let screener) = lists.content {
      #expect(screener.parties.count == 1)
    } else {
      Issue.record("no list")
    }
    let none = try self.lists("hello,world\n")
    #expect(none.findings.first?.hasPrefix("nobody is screened: ") == true)
  }
}

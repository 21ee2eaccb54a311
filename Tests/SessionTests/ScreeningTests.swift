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
      #expect(lists.files.map(\.count) == [1] && lists.files.allSatisfy { $0.written != nil && $0.format != nil })
    } else {
      Issue.record("no list")
    }
    let none = try self.lists("hello,world\n")
    #expect(none.findings.first?.hasPrefix("nobody is screened: ") == true)
  }

  /// Orders with these consignees, of a merchant who is on no list.
  private func record(_ consignees: [String], merchant: String = "Aoyun Digital", in file: JournalFile) throws {
    _ = try file.ledger().record(source: "test", recordedAt: noon) { board in
      var events: [Event] = []
      for consignee in consignees {
        var order = Event.Ordered(placedAt: noon)
        (order.merchant, order.consignee) = (board.texts.intern(merchant), board.texts.intern(consignee))
        order.goods = board.texts.intern("Power bank")
        var step: [Event] = []
        _ = board.hear(order: order, lines: [], by: Actor(.platform), at: noon, into: &step)
        for event in step { board.apply(event) }
        events += step
      }
      return (events, noon + .hours(1))
    }
  }

  private let day = noon.civil(in: .utc).date

  @Test func `whose name cannot be read is counted and listed, and that is said`() throws {
    let file = JournalFile()
    try record(["ᠪᠠᠲᠤ ᠮᠥᠩᠬᠡ", "Lena Brückner", "ᠪᠠᠲᠤ ᠮᠥᠩᠬᠡ", "ᠰᠠᠷᠠᠨ"], in: file)
    let room = Room(try file.journal())
    let lists = try lists("1,\"SHARMA, Rajesh\",-0- ,\"P\",1,2,3,4,5,6,7,8\n").lists
    room.tell(.screening(lists))
    room.engine.post(.screen(lists))
    try room.wait("all were looked at") { $0.state.screened?.looked == 4 }
    let screened = try #require(room.state.screened)
    #expect(screened.found == 0 && screened.unreadNames == 2 && screened.unreadShipments == 3)
    #expect(screened.unread.map(\.name) == ["ᠪᠠᠲᠤ ᠮᠥᠩᠬᠡ", "ᠰᠠᠷᠠᠨ"] && screened.unread.map(\.shipments) == [2, 1])
    #expect(screened.unread.allSatisfy { $0.role == .consignee && $0.characters > 3 })
    let said = "2 names of 3 shipments could not be read and are not screened; :screening lists them"
    #expect(room.state.notice?.words == said)
    _ = room.press(": s c r e e n i n g enter")
    let text = view(room.state, room.state.size).text()
    #expect(text.contains("1 entry; a score of 85 or more holds") && text.contains("OFAC entries: 1"), "\(text)")
    #expect(text.contains("first CW-10001") && text.contains("4 of 4 shipments"), "\(text)")
    room.engine.stop()
    // The same string on the list is found.
    let other = Room(try file.journal())
    other.engine.post(.screen(try self.lists("1,\"ᠪᠠᠲᠤ ᠮᠥᠩᠬᠡ\",-0- ,\"P\",1,2,3,4,5,6,7,8\n").lists))
    try other.wait("it is held") { isDenied(1, in: $0) && isDenied(3, in: $0) }
    #expect(!isDenied(2, in: other))
    other.engine.stop()
  }

  @Test func `a turn holds so many at most, and none is left out`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(120)
    let board = try file.board()
    var duty = ScreeningDuty()
    duty.take(try lists(aoyun).lists)
    #expect(duty.turn(board, day: day, seconds: 60).count == ScreeningDuty.matchesMax)
    let rest = [duty.turn(board, day: day, seconds: 60), duty.turn(board, day: day, seconds: 60)]
    #expect(rest.map(\.count) == [50, 20] && rest[1].last?.shipment == ShipmentID(120) && !duty.hasWork(board))
    // What could not be recorded comes again.
    duty.goBack(to: rest[1])
    #expect(Set(duty.turn(board, day: day, seconds: 60).map(\.shipment)) == Set(rest[1].map(\.shipment)))
    let room = Room(try file.journal())
    room.engine.post(.screen(try lists(aoyun).lists))
    try room.wait("all are held") { room in (1...120).allSatisfy { isDenied($0, in: room) } }
    room.engine.stop()
  }

  @Test func `what was looked at against the same lists is not asked again at the next start`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(3)
    let lists = try lists(aoyun).lists
    do {
      let room = Room(try file.journal()) { $0.roles = RoleSet(.compliance) }
      room.engine.post(.screen(lists))
      try room.wait("all are held") { room in (1...3).allSatisfy { isDenied($0, in: room) } }
      room.engine.stop()
    }
    let board = try file.board()
    let text = try #require(try file.journal(.readOnly).setting(ScreeningDuty.Mark.setting))
    let mark = try #require(ScreeningDuty.Mark(text))
    #expect(mark.looked == 3 && mark.text == text && mark.sequence == board.sequence)
    func matches(_ mark: ScreeningDuty.Mark?, sequence: UInt64, _ lists: ScreeningLists) -> Int {
      var duty = ScreeningDuty()
      duty.take(mark, sequence: sequence)
      duty.take(lists)
      var free = board
      // The holds as they stood before: nobody is held.
      free = (try? freed(free)) ?? free
      return duty.turn(free, day: day, seconds: 60).count
    }
    #expect(matches(nil, sequence: board.sequence, lists) == 3)
    #expect(matches(mark, sequence: board.sequence, lists) == 0)
    // Something was recorded since, the lists are others, or the threshold is.
    #expect(matches(mark, sequence: board.sequence + 1, lists) == 3)
    #expect(
      matches(mark, sequence: board.sequence, try self.lists(aoyun + aoyun.replacing("4711", with: "4")).lists) == 3)
    var lower = lists
    lower.threshold = 80
    #expect(matches(mark, sequence: board.sequence, lower) == 3)
    for hostile in ["", "1 2 3 4", text + " 1", text.replacing(" 3 ", with: " -3 "), String(text.dropFirst())] {
      #expect(ScreeningDuty.Mark(hostile) == nil, "\(hostile)")
    }
  }

  /// The board with its holds for denied parties ended.
  private func freed(_ board: Board) throws -> Board {
    var board = board
    for number in 1...UInt32(board.count) {
      let note = board.texts.intern("another company")
      _ = try? board.decide(
        .attach(.complianceClearance, note: .none), about: ShipmentID(number), by: Actor(.operatorDesk), at: noon,
        roles: RoleSet(.compliance)
      ).forEach { board.apply($0) }
      for event in try board.decide(
        .release(.deniedParty, note: note), about: ShipmentID(number), by: Actor(.operatorDesk), at: noon,
        roles: RoleSet(.compliance))
      { board.apply(event) }
    }
    return board
  }

  @Test func `what was cleared of one entry is held for another, and not again for the first`() throws {
    let file = JournalFile()
    try record(["Lena Brückner"], in: file)
    let lena = "9,\"BRUCKNER, Lena\",-0- ,\"P\",1,2,3,4,5,6,7,8\n"
    let room = Room(try file.journal()) { $0.roles = RoleSet(.compliance) }
    room.engine.post(.screen(try lists(aoyun).lists))
    try room.wait("the merchant is held") { isDenied(1, in: $0) }
    #expect(try ask(.attach(.complianceClearance, note: ""), 1, in: room).refused.isEmpty)
    #expect(try ask(.release(.deniedParty, note: "another company"), 1, in: room).refused.isEmpty)
    // A longer list, by which the score is another: the entry is the same.
    room.engine.post(.screen(try lists(aoyun + "5,\"OTHER PARTY\",-0- ,\"P\",1,2,3,4,5,6,7,8\n").lists))
    let clocks = room.clocks.count
    try room.wait("a second or two have passed") { $0.clocks.count > clocks + 2 }
    #expect(!isDenied(1, in: room))
    room.engine.post(.screen(try lists(aoyun + lena).lists))
    try room.wait("the consignee is held") { isDenied(1, in: $0) }
    room.engine.stop()
  }

  @Test func `a party that two entries name is cleared of both, and held for a third that comes later`() throws {
    func entry(_ number: Int, _ name: String) -> String { "\(number),\"\(name)\",-0- ,\"P\",1,2,3,4,5,6,7,8\n" }
    let file = JournalFile()
    try record(["Harper Ng"], in: file)
    let two = entry(2001, "HARPER NG") + entry(7777, "NG, Harper")
    let room = Room(try file.journal()) { $0.roles = RoleSet(.compliance) }
    room.engine.post(.screen(try lists(two).lists))
    try room.wait("the consignee is held") { isDenied(1, in: $0) }
    let note = try #require(
      try file.ledger(.readOnly).dossier(of: ShipmentID(1))?.holds.last { $0.hold.reason == .deniedParty }?.hold.note)
    let told = room.state.board.texts[note]
    #expect(told.contains("2001;") && told.contains("7777;"), "\(told)")
    #expect(try ask(.attach(.complianceClearance, note: ""), 1, in: room).refused.isEmpty)
    // What shows nothing is no reason.
    for blank in ["  ", "\u{200B}\u{A0}", "\u{2800}", "\u{3164}"] {
      #expect(try ask(.release(.deniedParty, note: blank), 1, in: room).refused.map(\.why.code) == [.reasonMissing])
    }
    #expect(try ask(.release(.deniedParty, note: "another person"), 1, in: room).refused.isEmpty)
    room.engine.post(.screen(try lists(two + entry(5, "OTHER PARTY")).lists))
    let clocks = room.clocks.count
    try room.wait("a second or two have passed") { $0.clocks.count > clocks + 2 }
    #expect(!isDenied(1, in: room))
    room.engine.post(.screen(try lists(two + entry(9999, "HARPER NG")).lists))
    try room.wait("it is held for the new entry") { isDenied(1, in: $0) }
    room.engine.stop()
  }

  @Test func `a hold by mistake that compliance ends clears nobody`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(1)
    let room = Room(try file.journal()) { $0.roles = RoleSet(.compliance) }
    #expect(try ask(.hold(.deniedParty, note: "typo"), 1, in: room).refused.isEmpty)
    #expect(try ask(.attach(.complianceClearance, note: ""), 1, in: room).refused.isEmpty)
    #expect(try ask(.release(.deniedParty, note: "was a typo"), 1, in: room).refused.isEmpty)
    try room.wait("it is free") { !isDenied(1, in: $0) }
    room.engine.post(.screen(try lists(aoyun).lists))
    try room.wait("the merchant is held") { isDenied(1, in: $0) }
    room.engine.stop()
  }

  @Test func `what goes back undelivered is left alone: held again it would stand for ever`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(2)
    var board = try file.board()
    func say(_ milestone: Milestone) {
      var events: [Event] = []
      board.hear(
        Event.Claim(milestone, happened: noon + .hours(2)), about: ShipmentID(1), by: Actor(.carrier),
        at: noon + .hours(2), into: &events)
      for event in events { board.apply(event) }
    }
    say(.pickedUp)
    say(.returnToSender)
    let shipment = try #require(board[ShipmentID(1)])
    #expect(shipment.flags.contains(.goesBack) && !shipment.isEnded)
    var duty = ScreeningDuty()
    duty.take(try lists(aoyun).lists)
    #expect(duty.turn(board, day: day, seconds: 60).map(\.shipment) == [ShipmentID(2)])
  }

  @Test func `a hold by mistake that is taken back leaves the shipment to the screening`() throws {
    let file = JournalFile()
    try file.ledger().recordHeldOrders(1)
    let room = Room(try file.journal()) { $0.roles = RoleSet(.compliance) }
    #expect(try ask(.hold(.deniedParty, note: "typo"), 1, in: room).refused.isEmpty)
    let lists = try lists(aoyun).lists
    room.engine.post(.screen(lists))
    try room.wait("it was looked at") { $0.state.screened?.looked == 1 }
    for effect in room.undo() {
      if case .submit(let verb, let targets) = effect { room.engine.post(.submit(verb, targets)) }
    }
    func holders() throws -> [PartyRole] {
      try #require(try file.ledger(.readOnly).dossier(of: ShipmentID(1))).events.compactMap { _, event in
        if case .holdOpened(let hold) = event.what, hold.reason == .deniedParty { event.by.role } else { nil }
      }
    }
    try room.wait("the watch holds it") { _ in (try? holders()) == [.operatorDesk, .watch] }
    room.engine.stop()
  }
}

import Logistics
import Measures
import TUI
import Testing

@testable import Dashboard

@Suite struct `The customs desk` {
  /// The shipments of the queue as it is shown, without heads.
  private func queue(_ room: Room) -> [UInt32] {
    let desk = room.state.desk
    return (0..<desk.shownCount).compactMap { row in
      guard let entry = desk.row(row), case .shipment(let id)? = desk.place(entry) else { return nil }
      return id.number
    }
  }

  @Test(arguments: [(118, 32), (200, 60), (80, 24), (60, 16)])
  func `at every size, grouped, and with nothing held`(width: Int, height: Int) {
    var room = Room(width, height)
    room.press("W")
    expectPicture("desk-\(width)x\(height)", room.canvas)
    if width < 100 {
      room.press("tab")
      expectPicture("desk-playbook-\(width)x\(height)", room.canvas)
      room.press("esc")
      #expect(!room.state.desk.isOnPlaybook)
    }
    room.press("s")
    expectPicture("desk-grouped-\(width)x\(height)", room.canvas)
    var empty = Room(width, height, empty: true)
    empty.press("W")
    #expect(empty.text.contains("nothing is held"))
    for keys in ["n", "enter", "s", "x", "v", "space", "*", "y", "E", "F", "e A", "j", "G", "tab", "d", "r", "m"] {
      empty.press(keys + " esc")
    }
  }

  @Test func `in ASCII nothing but ASCII stands on the screen`() {
    for keys in ["W", "W s s s"] {
      var room = Room(118, 32, glyphSet: .ascii)
      room.press(keys)
      #expect(room.text.unicodeScalars.allSatisfy { $0.isASCII })
    }
  }

  @Test func `a parcel is worked from hold to release by keys`() {
    var room = Room()
    room.press("W n")
    #expect(room.current == 8)
    #expect(room.text.contains("CW-10008  Power bank 20 Ah"))
    #expect(room.text.contains("our turn"))
    #expect(room.text.contains("H19 battery undeclared"))
    #expect(room.text.contains("missing"))
    room.press("d")
    room.type("all that is missing")
    room.press("enter")
    room.answer()
    #expect(room.text.contains("asked for"))
    #expect(room.text.contains("merchant was asked"))
    #expect(room.state.stake(ShipmentID(8))?.turn == .party)
    room.press("f")
    room.type("all that is missing")
    room.press("enter")
    room.answer()
    #expect(room.state.board[ShipmentID(8)]?.holds.contains { !$0.needs.isEmpty } == true)
    #expect(board(room, lacksOn: 8).isEmpty)
    #expect(room.text.contains("r release"))
    room.press("r")
    room.answer()
    #expect(room.state.board[ShipmentID(8)]?.isHeld == false)
    // It stays under the cursor until a key moves on.
    #expect(room.current == 8)
    #expect(room.text.contains("none is open any more"))
    room.press("u")
    room.answer()
    room.tick()
    room.tick()
    #expect(room.state.board[ShipmentID(8)]?.isHeld == true)
    #expect(room.current == 8)
    #expect(!room.state.desk.isGhost)
    room.press("r")
    room.answer()
    room.press("j")
    #expect(room.current != 8)
    #expect(!queue(room).contains(8))
  }

  private func board(_ room: Room, lacksOn number: UInt32) -> DocumentSet {
    guard let shipment = room.state.board[ShipmentID(number)] else { return [] }
    return shipment.holds.reduce(DocumentSet()) { $0.union($1.needs) }.subtracting(shipment.documentsHeld)
  }

  @Test func `it is handed to customs, whose clock runs then`() {
    var room = Room()
    room.say(8, .importHeld, reason: .vagueDescription, by: .customs)
    room.press("W n")
    #expect(room.current == 8)
    room.press("f")
    room.type("plain description")
    room.press("enter")
    room.answer()
    room.press("e a")
    room.answer()
    let hold = room.state.board.openHold(.vagueDescription, of: ShipmentID(8))
    #expect(hold?.owner == .customs)
    #expect(room.text.contains("customs, answered") || room.text.contains("stands still"))
  }

  @Test func `one document of one merchant frees several, in one go, and is taken back in one`() {
    var room = Room(118, 50)
    for number: UInt32 in [8, 9] { room.say(number, .importHeld, reason: .vagueDescription, by: .customs) }
    room.press("W")
    room.state.desk.isTouched = true
    _ = room.state.desk.select(.shipment(ShipmentID(9)))
    room.tick()
    #expect(room.text.contains("frees 2 holds"))
    #expect(room.press("F") == [])
    #expect(room.state.lists[ListID.customs.rawValue].marks.ids.map(\.number) == [8, 9])
    #expect(room.text.contains("attach"))
    room.press("y")
    #expect(room.submitted.last?.targets.map(\.id.number) == [8, 9])
    #expect(room.submitted.last?.verb == .attach(.goodsDescription, note: ""))
    room.answer()
    #expect(room.state.lists[ListID.customs.rawValue].marks.isEmpty, "what was done is marked no more")
    #expect(room.text.contains("are together"))
    room.press("e A")
    room.press("y")
    room.answer()
    for number: UInt32 in [8, 9] {
      #expect(room.state.board.openHold(.vagueDescription, of: ShipmentID(number))?.owner == .customs)
    }
    room.press("u")
    #expect(room.submitted.last?.targets.count == 2)
    if case .confirm = room.state.overlay { room.press("y") }
    room.answer()
    #expect(room.state.board.openHold(.vagueDescription, of: ShipmentID(9))?.owner != .customs)
  }

  @Test func `what fails in bulk stays marked, and is told`() {
    var room = Room()
    for number: UInt32 in [8, 9] { room.say(number, .importHeld, reason: .vagueDescription, by: .customs) }
    room.press("W")
    room.state.desk.isTouched = true
    _ = room.state.desk.select(.shipment(ShipmentID(9)))
    room.press("F y")
    let asked = known(room.submitted.last)
    room.say(8, .damaged)
    room.answer(asked.verb, asked.targets)
    #expect(room.state.lists[ListID.customs.rawValue].marks.ids.map(\.number) == [8])
    #expect(room.text.contains("changed meanwhile"))
  }

  @Test func `the next that needs me is ours, mine or nobody's, by the time left`() {
    var room = Room()
    room.press("W")
    var seen: [UInt32] = []
    for _ in 0..<4 {
      room.press("n")
      seen.append(known(room.current))
    }
    #expect(seen[0] == 8, "four hours are left of it")
    #expect(Set(seen) == Set(known(room.state.desk.queue).needing.map(\.number)))
    #expect(!seen.contains(11), "customs check its papers: nobody here can do anything")
    // Somebody else's is not mine.
    room.press("n")
    let other = known(room.current)
    room.answer(.own("ana"), [known(room.state.target(ShipmentID(other)))])
    for _ in 0..<4 {
      room.press("n")
      #expect(room.current != other)
    }
  }

  @Test func `the cursor keeps its shipment whatever the queue does`() {
    var room = Room()
    room.press("W j j")
    let id = known(room.current)
    for keys in ["s", "s", "s", "s", "s", "<"] {
      room.press(keys)
      #expect(room.current == id, "\(keys)")
    }
    for round in 0..<20 {
      room.say(7, .importHeld, reason: round % 2 == 0 ? .scanSelected : .wrongHSCode, by: .customs)
      room.tick(.minutes(30))
      #expect(room.current == id)
    }
    // A group that is folded over it opens when it is asked for again.
    while room.state.desk.grouping != .reason { room.press("s") }
    room.press("v")
    #expect(room.state.desk.shipment == nil)
    #expect(room.press("a") == [])
    room.press("n")
    #expect(room.current != nil)
  }

  @Test func `a group that leaves stays under the cursor, and its neighbour is not touched in its place`() throws {
    var room = Room()
    room.say(7, .importHeld, reason: .sanitary, by: .customs)
    room.press("W")
    while room.state.desk.grouping != .reason { room.press("s") }
    let head = try #require(room.state.desk.queue?.groups.first { $0.key == .reason(.sanitary) })
    #expect(head.range.count == 1)
    room.state.desk.isTouched = true
    let isSelected = room.state.desk.select(.group(.reason(.sanitary)))
    #expect(isSelected)
    room.clear(7, .sanitary)
    // Keys were pressed since the last second: the queue waits for one without.
    room.tick()
    room.tick(.minutes(2))
    #expect(room.state.desk.cursor == .group(.reason(.sanitary)))
    #expect(room.state.desk.isGhost)
    #expect(room.text.contains("nothing is held any more"))
    let folded = room.state.desk.folded
    for key in ["space", "enter", "x"] {
      room.press(key)
      #expect(room.state.lists[ListID.customs.rawValue].marks.isEmpty, "\(key)")
      #expect(room.state.desk.folded == folded, "\(key)")
      #expect(room.state.notice?.isFailure == true, "\(key)")
    }
    room.press("j")
    #expect(!room.state.desk.isGhost)
    #expect(room.state.desk.cursor != .group(.reason(.sanitary)))
  }

  @Test func `every held shipment stands in the queue once, however it is grouped`() {
    var room = Room()
    for number: UInt32 in [5, 6, 7] { room.say(number, .importHeld, reason: .invoiceMissing, by: .customs) }
    room.press("W")
    let held = Set(room.state.board.members(of: .customs))
    for _ in DeskGrouping.allCases {
      let all = queue(room)
      #expect(Set(all) == held)
      #expect(all.count == held.count)
      room.press("s")
    }
  }

  @Test func `the message goes to the clipboard, filled in`() {
    var room = Room()
    room.press("W n")
    guard case .copy(let text)? = room.press("y").last else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.contains("CW-10008"))
    #expect(text.contains("Power bank 20 Ah"))
    #expect(text.contains("dangerous goods declaration and UN38.3 test summary"))
    #expect(!text.contains("{"))
  }

  @Test func `no template leaves a field open`() {
    var room = Room()
    room.press("W")
    for reason in HoldReason.allCases where reason != .operatorHold {
      room.say(7, .importHeld, reason: reason, by: .customs)
      guard let message = room.state.deskMessage(of: ShipmentID(7)) else { continue }
      #expect(!message.text.contains("{"), "\(reason.code)")
      #expect(!message.text.contains(" by ."), "\(reason.code)")
    }
  }

  @Test func `the mouse puts the cursor, opens, folds and scrolls`() {
    var room = Room()
    room.press("W")
    let frame = DeskFrames(room.state.layout(room.state.size).body).queue
    room.state.saw(room.canvas)
    _ = update(&room.state, .mouse(Mouse(.press(1), at: Point(x: frame.x + 10, y: frame.y + 3))))
    #expect(room.current == queue(room)[1])
    let effects = update(&room.state, .mouse(Mouse(.press(1), at: Point(x: frame.x + 10, y: frame.y + 3))))
    #expect(effects == [.loadDossier(ShipmentID(queue(room)[1]))])
    room.press("esc s")
    room.state.saw(room.canvas)
    _ = update(&room.state, .mouse(Mouse(.press(1), at: Point(x: frame.x + 10, y: frame.y + 2))))
    #expect(room.state.desk.shipment == nil)
    let rows = room.state.desk.shownCount
    room.state.saw(room.canvas)
    _ = update(&room.state, .mouse(Mouse(.press(1), at: Point(x: frame.x + 10, y: frame.y + 2))))
    #expect(room.state.desk.shownCount < rows)
    _ = update(&room.state, .mouse(Mouse(.press(1), at: Point(x: frame.maxX + 4, y: frame.y + 4))))
    #expect(room.state.desk.isOnPlaybook)
  }

  @Test func `a screen that may change nothing tells what is to be done and does nothing`() {
    var room = Room(readOnly: "opened to be looked at")
    room.press("W n")
    for keys in ["d", "f", "r", "E", "F", "e A", "e a", "p"] {
      #expect(room.press(keys).isEmpty, "\(keys)")
      #expect(room.state.overlay.scope == nil, "\(keys)")
    }
    #expect(room.text.contains("opened to be looked at"))
  }

  @Test func `in the past it shows what was held then, and does nothing`() {
    var room = Room()
    room.press("W")
    let live = Set(queue(room))
    room.press("T")
    room.type("-30h")
    room.press("enter")
    _ = update(&room.state, .past(.arrived(room.world(PastMoment(room.now - .hours(30), .heard)))))
    room.settle()
    room.press("enter")
    #expect(room.text.contains("PAST"))
    let then = Set(queue(room))
    #expect(then == Set(room.state.board.members(of: .customs)) && then == [8, 9], "\(then)")
    #expect(live == [8, 9, 10, 11])
    room.press("G")
    let asked = room.submitted.count
    for keys in ["d", "f", "r", "a", "p", "e a", "e c", "e p", "e l", "e b", "e d", "E", "F", "e A", "B", "u"] {
      #expect(room.press(keys).isEmpty, "\(keys)")
      #expect(room.text.contains("this is the past"), "\(keys)\n\(room.text)")
    }
    #expect(room.submitted.count == asked)
    room.press("T")
    #expect(Set(queue(room)) == live)
  }

  @Test func `duty is paid with what was typed, and the question says what is due`() {
    var room = Room()
    room.press("W")
    room.state.desk.isTouched = true
    _ = room.state.desk.select(.shipment(ShipmentID(10)))
    room.settle()
    #expect(room.text.contains("due        "))
    room.type(":pay 12 XAF")
    room.press("enter")
    #expect(room.state.notice?.words.contains("customs there take") == true, "\(room.state.notice?.words ?? "")")
    room.type(":pay 12 EUR by the desk's card")
    room.press("enter")
    #expect(room.text.contains("you pay €12.00; note: by the desk's card"), "\(room.text)")
    room.press("Y")
    #expect(room.submitted.last?.verb == .pay(Money(minor: 1200, .eur), note: "by the desk's card"))
    room.answer()
    #expect(room.state.board[ShipmentID(10)]?.isHeld == false)
    #expect(room.text.contains("none is open any more"))
  }

  @Test func `a correction is begun by a key, and keeps both claims and the reason in sight`() {
    var room = Room(118, 60)
    room.press("W n e c")
    room.type("hs 850760 because")
    room.press("esc")
    room.press("e c")
    room.type("hs 850650 because a primary cell")
    room.press("enter")
    // Customs have the declaration: what is amended there is not taken back.
    room.press("Y")
    room.answer()
    _ = update(&room.state, .dossier(room.dossier(8)))
    room.press("enter")
    _ = update(&room.state, .dossier(room.dossier(8)))
    room.settle()
    #expect(room.text.contains("HS code: 850650, was 850760"), "\(room.text)")
    #expect(room.text.contains(": a primary cell"))
  }

  @Test func `the consignee's number is recorded by keys, and a code that does not exist is refused`() {
    var room = Room()
    room.press("W")
    room.state.desk.isTouched = true
    _ = room.state.desk.select(.shipment(ShipmentID(9)))
    room.settle()
    room.type(":correct consignee-id 123.456.789-09 because the buyer wrote")
    room.press("enter")
    #expect(room.submitted.last?.verb.name == "correct", "\(room.state.notice?.words ?? "")")
    room.answer()
    #expect(room.state.board[ShipmentID(9)]?.documentsHeld.contains(.consigneeTaxID) == true)
    let asked = room.submitted.count
    for (typed, told) in [("999999", "HS 2022 has no code 9999.99"), ("851899", "its heading has 8518.10, 8518.21")] {
      room.type(":correct hs \(typed) because so")
      room.press("enter")
      #expect(room.submitted.count == asked)
      #expect(room.state.notice?.words.contains(told) == true, "\(room.state.notice?.words ?? "")")
    }
  }

  @Test func `compliance is told that a denied party waits for them`() throws {
    for (roles, needs) in [(RoleSet(), false), (RoleSet(.compliance), true)] {
      var room = Room()
      room.state.roles = roles
      room.say(7, .riskHold, reason: .deniedParty, by: .compliance)
      var events: [Event] = []
      room.state.board.hear(
        filed: .complianceClearance, note: .none, about: ShipmentID(7), by: Actor(.compliance), at: room.now,
        into: &events)
      room.record(events)
      room.press("W")
      room.tick(.minutes(2))
      let queue = try #require(room.state.desk.queue)
      try #require(queue.entries.contains { $0.id == ShipmentID(7) })
      #expect(queue.needing.contains(ShipmentID(7)) == needs)
      room.state.desk.isTouched = true
      _ = room.state.desk.select(.shipment(ShipmentID(7)))
      room.settle()
      #expect(room.text.contains("only compliance clears") == !needs, "\(room.text)")
    }
  }

  @Test func `a hold is told in the detail as it stands: who has it, the clock that stands still, and the way there`() {
    var room = Room(118, 60)
    room.say(8, .importHeld, reason: .undervaluation, by: .customs)
    room.press("W n")
    room.press("f")
    room.type("all that is missing")
    room.press("enter")
    room.answer()
    room.press("e a")
    if case .confirm = room.state.overlay { room.press("y") }
    room.answer()
    #expect(room.text.contains("still open: H19") || room.text.contains("still open: H04"), "\(room.text)")
    room.tick(.hours(3))
    room.press("e l")
    if case .confirm = room.state.overlay { room.press("y") }
    room.answer()
    room.press("enter")
    _ = update(&room.state, .dossier(room.dossier(8)))
    room.settle()
    let text = room.text
    #expect(text.contains("stands still: customs has it since"), "\(text)")
    #expect(text.contains("customs, appealed against"))
    #expect(text.contains("customs (answered) 3h"))
    #expect(text.contains("€1.50 a day"))
  }

  @Test func `by ear: the queue, the next that needs me, and the playbook`() {
    var room = Room(200, 60)
    _ = room.state.hear("desk")
    room.settle()
    #expect(room.state.speech.head.first?.hasPrefix("customs desk, 4 held") == true)
    _ = room.state.hear("next")
    #expect(room.state.speech.row.contains("CW-10008, our turn"))
    let told = room.state.hear("playbook").said.joined(separator: "\n")
    #expect(told.contains("H19 battery undeclared"))
    #expect(told.contains("why here"))
    #expect(told.contains("Message to merchant Aoyun Digital"))
    #expect(room.state.hear("rows 2").said.count == 2)
    #expect(room.state.hear("row 99").said.first?.hasPrefix("no: ") == true)
  }
}

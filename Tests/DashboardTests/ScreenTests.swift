import Atlas
import Logistics
import Measures
import TUI
import Testing

@testable import Dashboard

@Suite struct `What is drawn` {
  @Test(arguments: [(118, 32), (200, 60), (80, 24), (60, 16), (40, 10)])
  func `the overview at every size`(width: Int, height: Int) {
    expectPicture("overview-\(width)x\(height)", Room(width, height).canvas)
  }

  @Test(arguments: ListID.allCases)
  func `each list by itself`(list: ListID) {
    var room = Room()
    room.press(list.rawValue < 4 ? "\(list.rawValue + 1) +" : "\(list.rawValue + 1)")
    expectPicture("list-\(list.name)", room.canvas)
  }

  @Test func `the map with its places, and the way from a place to what it holds`() {
    for (width, height) in [(118, 32), (80, 24), (60, 16)] {
      var room = Room(width, height)
      room.press("7")
      expectPicture("map-\(width)x\(height)", room.canvas)
    }
    var room = Room()
    room.press("7")
    #expect(room.state.currentPlace == Atlas.place(iata: "FRA"))
    room.press("enter")
    #expect(room.state.view == .list(.customs))
    #expect(room.shown(.customs) == [8])
    room.press("7 j")
    let place = room.state.currentPlace
    room.say(9, .importReleased, by: .customs)
    for _ in 0..<4 { room.tick() }
    #expect(room.state.currentPlace == place)
  }

  @Test func `a shipment looked at closely, wide and narrow`() {
    for (width, height) in [(118, 40), (80, 24)] {
      var room = Room(width, height)
      let effects = room.press("3 enter")
      #expect(effects == [.loadDossier(ShipmentID(8))])
      _ = update(&room.state, .dossier(room.dossier(8)))
      room.settle()
      expectPicture("detail-\(width)x\(height)", room.canvas)
      room.press("G")
      expectPicture("detail-\(width)x\(height)-end", room.canvas)
    }
  }

  @Test func `what is laid over the screen`() {
    let screens = [
      ("help", "?"), ("palette", ":"), ("order-by", "3 s"), ("hold-reason", "3 h"), ("document", "3 f"),
      ("menu", "3 m"),
      ("bulk-question", "3 * r"), ("note-line", "3 n"),
    ]
    for (name, keys) in screens {
      var room = Room()
      room.press(keys)
      expectPicture(name, room.canvas)
    }
  }

  @Test func `a filter that is not understood says where and shows what it showed`() {
    var room = Room()
    room.press("3 /")
    room.type("hold:H99")
    expectPicture("filter-fault", room.canvas)
    #expect(room.shown(.customs).count == 4)
  }

  @Test func `nothing at all, and before anything was read`() {
    expectPicture("empty", Room(empty: true).canvas)
    var clock = Clock(now: Room().now)
    clock.zone = "UTC"
    var state = State(size: Size(width: 100, height: 24), clock: clock, operatorName: "mei")
    expectPicture("reading", view(state, state.size))
    var board = Room().state.board
    let head = Board.head(board.changedSections()[0].bytes)
    guard let head else {
      Issue.record("no head")
      return
    }
    _ = update(&state, .counted(head))
    #expect(view(state, state.size).text().contains("held 4"))
    #expect(!view(state, state.size).text().contains("CW-"))
  }

  @Test func `without Unicode`() {
    expectPicture("overview-ascii", Room(118, 32, glyphSet: .ascii).canvas)
    let text = Room(118, 32, glyphSet: .ascii).text
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func `read-only says so and refuses with the reason`() {
    var room = Room(readOnly: "the journal is open elsewhere")
    #expect(room.row(0).hasSuffix("read-only  mei"))
    #expect(room.press("a") == [])
    #expect(room.row(30).contains("the journal is open elsewhere"))
  }

  @Test func `a feed that is silent is dimmed and says its age`() {
    var room = Room()
    var clock = room.state.clock
    clock.quietFor = .minutes(4)
    clock.driver = .other("process 4711")
    _ = update(&room.state, .clock(clock))
    #expect(room.row(0).contains("nothing heard for 4m"))
    let canvas = room.canvas
    #expect((0..<118).contains { canvas[$0, 4].style.role == .stale })
  }

  @Test func `what is done on the word of a silent feed is asked about, with its age; a note is not`() {
    var room = Room()
    #expect(room.press("1 a").count == 1)
    room.answer()
    var clock = room.state.clock
    clock.quietFor = .minutes(4)
    clock.driver = .other("process 4711")
    _ = update(&room.state, .clock(clock))
    #expect(room.press("1 a") == [])
    #expect(room.text.contains("Nothing was heard for 4m"))
    #expect(room.press("enter") == [], "Cancel is what enter takes")
    #expect(room.press("a y").count == 1)
    room.answer()
    room.press("i")
    room.type("still waiting")
    #expect(room.press("enter").count == 1, "a note is true whatever the feeds say")
  }

  @Test func `the terminal's cursor is on the row that has the keys`() {
    var room = Room()
    for keys in ["j", "2", "3 j j", "4", "+", "7", "8", "0", "3 enter"] {
      room.press(keys)
      let canvas = room.canvas
      #expect(canvas.cursor != nil, "\(keys)")
    }
    room = Room()
    room.press("3 j j")
    let row = room.row(room.canvas.cursor?.y ?? 0)
    #expect(row.contains(ShipmentID(10).label))
    #expect(room.current == 10)
  }

  @Test func `the list of holds tells who has a hold now, not who had it first`() throws {
    var room = Room(80, 24)
    room.press("3")
    let id = ShipmentID(8)
    func row() -> String { room.text.split(separator: "\n").first { $0.contains(id.label) }.map(String.init) ?? "" }
    let hold = try #require(room.state.board.openHolds(of: id).first)
    #expect(row().contains(hold.owner.name) && !hold.owner.isAuthority, "\(row())")
    let passed = Event.HoldPassed(hold.reason, .answered, owner: .customs)
    room.record([Event(id, by: Actor(.operatorDesk), at: room.now, .holdPassed(passed))])
    room.tick()
    #expect(row().contains("answered") && row().contains("customs"), "\(row())")
  }

  @Test func `what has passed is not told as if it had happened`() {
    var room = Room()
    room.tick(.hours(84))
    for _ in 0..<4 { room.tick() }
    room.press("3")
    #expect(room.row(18).contains("past 3d"))
    #expect(
      room.row(30).contains("limit passed 2d18h ago, consignee must act, else returned to"), "\(room.row(30))")
    room.press("enter")
    _ = update(&room.state, .dossier(room.dossier(8)))
    #expect(room.text.contains("passed 3d8h ago"))
    #expect(room.text.contains("if ignored returned by ground, any time now"))
    #expect(room.text.contains("limit passed"))
    #expect(room.text.contains("est. passed 14h ago"))
  }

  @Test func `a parcel of which nothing is heard is dimmed, marked and says for how long`() {
    var room = Room()
    room.press("2 +")
    #expect(!room.text.contains("silent"))
    room.tick(.days(3))
    #expect(room.text.contains("silent 5d"))
    // A train is out of reach for longer.
    #expect(room.state.board[ShipmentID(6)]?.silence(at: room.state.now) == nil)
    #expect(Urgency.of(ShipmentID(7), in: room.state.board, now: room.state.now) == .medium)
    room.press("enter")
    #expect(room.row(2).contains("silent"))
  }

  @Test func `of what comes from scans alone nothing is made up`() {
    var room = Room()
    var events: [Event] = []
    var claim = Event.Claim(.pickedUp, happened: room.now - .days(7901))
    claim.offsetAssumed = true
    let id = room.state.board.hear(
      order: Event.Ordered(placedAt: room.now - .days(7901)), lines: [], by: Actor(.file), at: room.now, into: &events)
    room.record(events)
    events = []
    room.state.board.hear(claim, about: id, by: Actor(.file), at: room.now, into: &events)
    room.record(events)
    var dossier = Dossier(id)
    for (index, event) in events.enumerated() { dossier.append(event, sequence: UInt64(index + 1)) }
    room.press(":")
    room.type("open \(id.label)")
    room.press("enter")
    _ = update(&room.state, .dossier(dossier))
    room.settle()
    expectPicture("detail-scans-only", room.canvas)
    #expect(!room.text.contains("0.00"))
    #expect(!room.text.contains("HS -"))
    #expect(room.text.contains("+7901d file"))
    #expect(room.text.contains(" 2005 "))
  }

  @Test func `on 80 columns line 1 names every view, the day and the zone`() {
    var room = Room(80, 24)
    #expect(room.row(0).contains("22 Nov 14:32 CET"))
    for (place, view) in ViewID.all.enumerated() {
      room.press("0")
      for _ in 0..<place { room.press("]") }
      #expect(room.state.view == view)
      if view != .overview, view != .charts, view != .border {
        #expect(room.row(0).contains("ord  trn  hld  dr  bck  all  map  log  alr"))
      }
    }
  }

  @Test func `while the audience has a walkthrough's keys, the last line says how to go on`() {
    var room = Room()
    room.state.isTourWaiting = true
    #expect(room.row(31).hasPrefix(" ctrl-t on with the tour  Q leave"))
  }

  @Test func `hostile texts are harmless`() {
    var room = Room()
    var order = Event.Ordered(placedAt: room.now)
    let before = room.state.board.texts.count
    order.goods = TextID(UInt32(before + 1))
    var events: [Event] = []
    let board = room.state.board
    board.hear(order: order, lines: [], by: Actor(.platform), at: room.now, into: &events)
    room.record(events, texts: ["\u{1B}[2J\u{202E}evil\n\u{7}"])
    room.tick()
    room.tick()
    room.press("6")
    #expect(!room.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
    #expect(room.text.contains("evil"))
  }

  @Test func `names in Chinese and Japanese keep the columns in line`() {
    let canvas = Room().canvas
    let frames = (3..<15).map { y in (0..<118).filter { canvas.scalars(of: canvas[$0, y]) == "│" } }
    #expect(Set(frames).count == 1)
  }

  @Test func `every size between the least and a large one can be drawn`() {
    var room = Room()
    for (width, height) in [(1, 1), (0, 0), (59, 16), (60, 16), (79, 23), (80, 23), (99, 24), (100, 23), (300, 100)] {
      for keys in ["", "?", "3 enter", ": h", "3 * r"] {
        room = Room(width, height)
        if !keys.isEmpty { room.press(keys) }
        let canvas = room.canvas
        #expect(canvas.size == Size(width: width, height: height))
      }
    }
  }
}

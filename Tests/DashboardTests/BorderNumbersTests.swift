import Atlas
import Logistics
import Measures
import TUI
import Testing

@testable import Dashboard

extension Room {
  /// A room with some months of trade at the border behind it, the same every time, and the fold of all its events.
  static func atBorder(_ width: Int = 118, _ height: Int = 32, glyphSet: GlyphSet = .unicode) -> (Room, BorderFold) {
    var room = Room(width, height, glyphSet: glyphSet, empty: true)
    var board = Board()
    var fold = BorderFold()
    var events: [Event] = []
    var seed: UInt64 = 9
    func draw(_ below: UInt64) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((seed >> 33) % below)
    }
    let merchants = ["Aoyun Digital", "Hanbit", "Nimbus", "東京ホビー", "Öresund & Sönner Aktiebolag"]
    let places = ["LGG", "FRA", "GRU", "LAX", "NRT"].map { known(Atlas.place(anyCode: $0)) }
    let reasons: [HoldReason] = [
      .invoiceMissing, .vagueDescription, .wrongHSCode, .physicalInspection, .dutyUnpaid, .iossInvalid,
      .documentaryCheck,
      .invoiceMissing, .undervaluation, .invoiceMissing,
    ]
    for number in 0..<400 {
      let begun = room.now - .hours(Int64(1300 - number * 3))
      var order = Event.Ordered(placedAt: begun)
      order.merchant = board.texts.intern(merchants[draw(5)])
      order.goods = board.texts.intern("Goods \(draw(20))")
      order.hs = [850_760, 610_910, 851_830, 330_499, 0][draw(5)]
      order.documentsHeld = draw(3) == 0 ? DocumentSet([.commercialInvoice]) : []
      order.simulated = number % 8 != 0
      var at = begun
      let id = board.hear(order: order, lines: [], by: Actor(.platform), at: at, into: &events)
      func say(_ milestone: Milestone, after hours: Int, at place: PlaceID, reason: HoldReason? = nil) {
        at += .minutes(Int64(hours * 60 + draw(60)))
        var claim = Event.Claim(milestone, happened: at, place: place)
        claim.reason = reason
        board.hear(claim, about: id, by: Actor(.customs), at: at, into: &events)
        for event in events { board.apply(event) }
        take()
      }
      func take() {
        for event in events { fold.apply(event) }
        events = []
      }
      for event in events { board.apply(event) }
      take()
      let place = places[draw(5)]
      say(.departedOrigin, after: 5, at: known(Atlas.place(anyCode: "CAN")))
      say(.arrivedDestination, after: 12, at: place)
      say(.importDeclared, after: 1, at: place)
      if draw(3) == 0 {
        let reason = reasons[draw(10)]
        say(.importHeld, after: 2, at: place, reason: reason)
        if number > 380 { continue }
        at += .hours(Int64(4 + draw(70)))
        board.hear(cleared: reason, note: .none, about: id, by: Actor(.customs), at: at, into: &events)
        for event in events { board.apply(event) }
        take()
      }
      say(draw(20) == 0 ? .importRefused : .importReleased, after: 1 + draw(6), at: place)
    }
    _ = update(&room.state, .loaded(board))
    room.settle()
    return (room, fold)
  }

  /// Tells the figures that were asked for last, as the journal's reader would.
  mutating func tellBorder(_ fold: BorderFold) {
    guard case .border(let wish?)? = effects.last(where: { if case .border = $0 { true } else { false } }) else {
      return
    }
    let tables = BorderTables(fold, days: wish.window.days, at: wish.moment ?? now)
    effects += update(&state, .border(.figures(wish, tables)))
    settle()
  }
}

@Suite struct `The border in numbers on the screen` {
  @Test(arguments: [(118, 32), (200, 60), (80, 24), (60, 16)])
  func `at every size, each table, while it is read and with nothing in it`(width: Int, height: Int) {
    var (room, fold) = Room.atBorder(width, height)
    #expect(room.press("P") == [.border(BorderWish(.month))])
    #expect(room.text.contains("reading the journal"))
    _ = update(
      &room.state, .border(.reading(BorderWish(.month), permille: 401, upTo: room.now - .days(10))))
    #expect(room.text.contains("read to 12 Nov, 40 %"))
    room.tellBorder(fold)
    expectPicture("border-\(width)x\(height)", room.canvas)
    #expect(room.canvas.cursor != nil)
    #expect(room.text.contains("SIM ") && room.text.contains("~ assumed"))
    for block in BorderBlock.allCases {
      #expect(room.state.border.focus == block)
      #expect(room.text.contains(block.title))
      if width < 100, block != .reasons { expectPicture("border-\(block.name)-\(width)x\(height)", room.canvas) }
      if width == 118, block == .chapters { expectPicture("border-chapters-118x32", room.canvas) }
      room.press("j j G pgup s s I S ctrl-d")
      room.press("tab")
    }
    #expect(room.state.border.focus == .reasons)
    var empty = Room(width, height, empty: true)
    empty.press("P")
    empty.tellBorder(BorderFold())
    #expect(empty.text.contains("nothing in these days"))
    empty.press("j G enter s I > > tab shift-tab esc")
    #expect(empty.state.view == .overview)
  }

  @Test func `in ASCII nothing but ASCII stands on the screen, but names`() {
    var (room, fold) = Room.atBorder(118, 32, glyphSet: .ascii)
    room.press("P")
    room.tellBorder(fold)
    expectPicture("border-ascii", room.canvas)
    for _ in BorderBlock.allCases {
      let names = room.text.split(separator: "\n").filter { $0.contains("ホビー") || $0.contains("resund") }
      #expect(room.text.unicodeScalars.count { !$0.isASCII } == names.joined().unicodeScalars.count { !$0.isASCII })
      room.press("tab")
    }
  }

  @Test func `a window is chosen by keys and by name, and figures that nobody asks for are left`() {
    var (room, fold) = Room.atBorder()
    room.press("P")
    room.tellBorder(fold)
    let month = room.state.border.tables?.decided ?? 0
    #expect(room.press("<") == [.border(BorderWish(.week))])
    #expect(room.text.contains("counting"))
    _ = update(
      &room.state, .border(.figures(BorderWish(.all), BorderTables(fold, days: nil, at: room.now))))
    #expect(room.state.border.tables?.decided == month)
    room.tellBorder(fold)
    let week = room.state.border.tables?.decided ?? 0
    #expect(room.press("<") == [] && room.row(30).contains("no shorter"))
    room.press("> >")
    room.tellBorder(fold)
    let all = room.state.border.tables?.decided ?? 0
    #expect(week > 0 && week < month && month < all)
    #expect(room.press(">") == [] && room.row(30).contains("all days"))
    room.press(":")
    room.type("border 7d")
    #expect(room.press("enter") == [.border(BorderWish(.week))])
    room.press(":")
    room.type("border 3y")
    room.press("enter")
    #expect(room.row(30).contains("7d, 30d, all"))
    // Leaving it ends the reading, and what cannot be read is said.
    #expect(room.press("0") == [.border(nil)])
    #expect(room.press("g b") == [.border(BorderWish(.week))])
    var other = Room()
    other.press("P")
    _ = update(&other.state, .border(.failed(BorderWish(.month), Failure("The journal is damaged.", remedy: "Look."))))
    #expect(other.text.contains("The journal is damaged. Look."))
  }

  @Test func `a row leads to its shipments and back, and the cursor stays on its row`() throws {
    var (room, fold) = Room.atBorder()
    room.press("P")
    room.tellBorder(fold)
    let key = try #require(room.state.border.sight.cursor)
    #expect(key == .reason(.invoiceMissing))
    #expect(room.press("enter") == [.border(nil)])
    #expect(room.state.view == .list(.all))
    #expect(room.state.lists[ListID.all.rawValue].filterText == "was-held:H01")
    #expect(room.row(30).contains("goes back to the border's figures"))
    let listed = room.shown(.all).count
    let counted = BorderTables(fold, days: nil, at: room.now)[.reasons].first?.holds
    #expect(listed == counted)
    // A list may be filtered by hand; then that stands.
    #expect(room.press("esc") == [.border(BorderWish(.month))])
    #expect(room.state.view == .border && room.state.border.sight.cursor == key)
    #expect(room.state.lists[ListID.all.rawValue].filterText.isEmpty)
    // Every row of every table leads to a list that is understood.
    for block in BorderBlock.allCases {
      room.state.border.look(at: block)
      for row in room.state.border.sight.rows.indices {
        room.state.border.sight.jump(to: row)
        room.press("enter")
        if case .place(_, .some)? = room.state.border.sight.cursor {
          #expect(room.state.view == .border && room.state.notice?.words.hasPrefix("no list shows what went") == true)
          continue
        }
        let text = room.state.lists[ListID.all.rawValue].filterText
        let filter = try Filter(parsing: text)
        #expect(room.state.lists[ListID.all.rawValue].filter == filter, "\(text)")
        if block != .places { #expect(!room.shown(.all).isEmpty, "\(text)") }
        room.press("esc")
        #expect(room.state.view == .border)
      }
    }
    // The cursor stays on what it is on, wherever that goes.
    room.state.border.look(at: .merchants)
    room.press("g g j")
    let merchant = try #require(room.state.border.sight.cursor)
    room.press("s")
    #expect(room.state.border.sight.cursor == merchant)
    room.press(">")
    room.tellBorder(fold)
    #expect(room.state.border.sight.cursor == merchant)
  }

  @Test func `what share of all holds the reasons so far are follows the order that is shown`() {
    var (room, fold) = Room.atBorder(200, 60)
    room.press("P")
    room.tellBorder(fold)
    func shares() -> [Int] { room.state.border.sight.rows.map(\.cumulativePermille) }
    #expect(shares() == shares().sorted() && shares().last == 1000)
    let usual = shares()
    room.press("s s I")
    #expect(shares() == shares().sorted() && shares().last == 1000 && shares() != usual)
  }

  @Test func `by ear figures are told of the days that were asked for, once they are there`() {
    var (room, fold) = Room.atBorder(200, 60)
    func hear(_ line: String) { room.effects += room.state.hear(line).effects }
    hear("border")
    #expect(room.effects.last == .border(BorderWish(.month)))
    #expect(room.state.speech.head.joined().contains("reading the journal"))
    room.tellBorder(fold)
    #expect(room.state.speech.head.joined().contains("last 30 days"))
    hear("border 7d")
    #expect(room.effects.last == .border(BorderWish(.week)))
    #expect(room.state.speech.head.joined().contains("reading the journal"))
    room.tellBorder(fold)
    #expect(room.state.speech.head.joined().contains("last 7 days"))
  }

  @Test func `the order is that of a measure, and channels stay with their place`() {
    var (room, fold) = Room.atBorder(200, 60)
    room.press("P")
    room.tellBorder(fold)
    room.state.border.look(at: .places)
    let usual = room.state.border.sight.rows.map(\.key)
    room.press("s s s")
    let rows = room.state.border.sight.rows
    #expect(room.state.border.sight.measure == .firstTime)
    #expect(Set(rows.map(\.key)) == Set(usual))
    let gates = rows.compactMap { row -> Int? in
      if case .place(_?, nil) = row.key { row.firstTimePermille ?? -1 } else { nil }
    }
    #expect(gates == gates.sorted(by: >))
    var gate: BorderFigures.Gate?
    for row in rows {
      guard case .place(let place, let channel) = row.key else { continue }
      if channel == nil { gate = place } else { #expect(place == gate) }
    }
    if case .place(let first, _) = rows[0].key { #expect(first == nil, "all places stay on top") }
    room.press("I")
    #expect(room.state.border.sight.rows[0].key == rows[0].key)
    room.press("S S S")
    #expect(room.state.border.sight.rows.map(\.key) == usual)
  }

  @Test func `by mouse: tables, rows, heads and the wheel`() throws {
    var (room, fold) = Room.atBorder()
    room.press("P")
    room.tellBorder(fold)
    let place = try #require(room.place(of: "commercial invoice"))
    room.click(place.x, place.y)
    #expect(room.state.border.focus == .remedies)
    #expect(room.state.border.sight.cursor == .remedy(.commercialInvoice))
    room.click(place.x, place.y)
    #expect(room.state.view == .list(.all))
    room.press("esc")
    let head = try #require(room.place(of: "DECIDED"))
    room.click(head.x + 1, head.y)
    #expect(room.state.border.focus == .places && room.state.border.sight.measure == .decided)
    let before = room.state.border.sight.row
    room.wheel(.wheelDown, head.x, head.y + 2)
    #expect(room.state.border.sight.row > before)
  }

  @Test func `in the past the figures are those that were known then`() {
    var (room, fold) = Room.atBorder()
    room.press("P")
    room.tellBorder(fold)
    let moment = PastMoment(room.now - .days(3), .heard)
    room.press("T")
    room.type("-72h")
    room.press("enter")
    let world = PastWorld(
      moment, board: room.state.board, newest: [], offset: ZoneOffset(minutes: 60), zone: "CET")
    let effects = update(&room.state, .past(.arrived(world)))
    #expect(effects == [.border(BorderWish(.month, moment: moment.instant))])
    room.press("enter")
    #expect(room.text.contains("reading the journal") && !room.text.contains("H01"))
    room.effects += effects
    room.tellBorder(fold)
    #expect(room.text.contains("as known then") && room.text.contains("H01"))
    expectPicture("border-past", room.canvas)
    #expect(room.press("T").contains(.border(BorderWish(.month))))
  }

  @Test func `by ear it says what stands and which row`() {
    var (room, fold) = Room.atBorder()
    room.press("P")
    #expect(room.state.speech.head.first?.contains("reading the journal") == true)
    room.tellBorder(fold)
    let speech = room.state.speech
    #expect(speech.head.first?.contains("border in numbers, last 30 days") == true)
    #expect(speech.row.contains("invoice missing") && speech.row.contains("assumed cost"))
  }
}

import Logistics
import Measures
import TUI
import Testing

@testable import Dashboard

/// A board of more shipments than one slice of work looks at, made once.
enum Multitude {
  static let count = 30_000

  static let board: Board = {
    var board = Board()
    let now = Room(empty: true).now
    let merchants = ["Nimbus", "Hanbit", "Aoyun Digital"].map { board.texts.intern($0) }
    for number in 1...count {
      // Numbers that look shuffled and are the same every time.
      let dice = number * 7919 % 30_011
      var order = Event.Ordered(placedAt: now - .minutes(Int64(dice)))
      order.merchant = merchants[number % merchants.count]
      order.value = Money(minor: Int64(dice) * 100, .eur)
      order.promise = now + .minutes(Int64(dice))
      board.apply(Event(ShipmentID(UInt32(number)), by: Actor(.platform), at: order.placedAt, .ordered(order)))
    }
    return board
  }()
}

extension Room {
  /// A control room with many shipments, in which a slice of work looks at a page of them.
  static func large() -> Room {
    var room = Room(empty: true)
    room.state.rowsPerSlice = Page.rows
    _ = update(&room.state, .loaded(Multitude.board))
    room.workOn()
    return room
  }

  /// Goes on with what is under way, a page at a time, as the screen's loop does.
  ///
  /// - Returns: how many slices that took.
  @discardableResult
  mutating func workOn(_ each: (inout Room) -> Void = { _ in }) -> Int {
    var slices = 0
    while state.hasIdleWork || state.hasTypedAhead, slices < 10_000 {
      state.idleWork(budget: Page.rows)
      effects += state.resume()
      state.keepInSight()
      slices += 1
      each(&self)
    }
    return slices
  }

  /// Presses keys in one go, with nothing done in between.
  mutating func burst(_ keys: String) {
    for key in known(Key.sequence(keys)) { effects += update(&state, .key(key)) }
  }

  mutating func burst(typing text: String) {
    for scalar in text.unicodeScalars { effects += update(&state, .key(.character(scalar))) }
  }

  /// Runs a line of the palette, with nothing done in between.
  mutating func command(_ line: String) {
    burst(":")
    burst(typing: line)
    burst("enter")
  }

  /// Something is heard of a shipment, and a second later every list in sight is to be built anew.
  mutating func stir(_ number: UInt32) {
    let claim = Event.Claim(.damaged, happened: now)
    _ = update(
      &state,
      .recorded(
        RecordedBatch(
          textsBefore: state.board.texts.count, texts: [],
          events: [Event(ShipmentID(number), by: Actor(.carrier), at: now, .claimed(claim))])))
    for _ in 0..<2 {
      now += .seconds(1)
      var clock = state.clock
      clock.now = now
      _ = update(&state, .clock(clock))
    }
  }

  var all: ListState { state.lists[ListID.all.rawValue] }
}

@Suite struct `A large list` {
  @Test func `while it is built anew it is the whole former list`() {
    var room = Room.large()
    room.press("6")
    room.command("sort value")
    room.workOn()
    #expect(room.all.rows.count == Multitude.count)
    for keys in ["j", "G", "g g"] {
      room.burst(keys)
      room.stir(7)
      #expect(room.state.isBuildingLists, "a tick begins it")
      let before = room.current
      let slices = room.workOn { room in
        #expect(room.all.rows.count == Multitude.count && room.all.listing.isComplete)
        #expect(room.current == before)
      }
      #expect(slices > 20, "it was done in slices")
    }
    // In the middle of it the last row is the last, all are all, and nothing is hidden.
    room.stir(8)
    for _ in 0..<35 { room.state.idleWork(budget: Page.rows) }
    #expect(room.state.isBuildingLists)
    room.burst("G")
    #expect(room.all.cursorRow == Multitude.count - 1)
    room.burst("*")
    #expect(room.all.marks.count == Multitude.count && room.all.hiddenMarks == 0)
    room.workOn { #expect($0.all.hiddenMarks == 0) }
    room.burst("*")
    #expect(room.all.marks.isEmpty)
    room.burst("%")
    #expect(room.all.marks.count == Multitude.count)
  }

  @Test func `a build comes to its end, however often a second passes`() {
    var room = Room.large()
    room.press("6")
    room.command("sort value")
    room.workOn()
    let before = room.all.listing.sequence
    for second in 0..<10 {
      room.stir(UInt32(second + 1))
      for _ in 0..<40 { room.state.idleWork(budget: Page.rows) }
    }
    #expect(room.all.listing.sequence > before)
  }

  @Test func `keys on rows that were just asked for wait for all of them`() {
    var room = Room.large()
    room.press("6")
    room.burst("/")
    room.burst(typing: "value>15000 eur")
    room.burst("enter G")
    #expect(room.state.hasTypedAhead)
    room.workOn()
    #expect(room.all.listing.isComplete && room.all.cursorRow == room.all.rows.count - 1)
    #expect(room.all.rows.count < Multitude.count)
    // Another order is asked for as well.
    room.burst("g g")
    room.command("sort -value")
    room.burst("G")
    room.workOn()
    let last = room.all.rows.last.flatMap { room.state.board[$0]?.value.minor } ?? 0
    #expect(room.current == room.all.rows.last?.number && last < 1_510_000)
  }

  @Test func `a range goes from the shipment where it was begun, wherever that stands by now`() {
    var room = Room.large()
    room.press("6")
    room.command("sort value")
    room.workOn()
    room.burst("g g j j v")
    let start = room.current
    room.burst("G")
    #expect(room.all.rangeRows == 2...Multitude.count - 1)
    room.command("sort -value")
    room.workOn()
    #expect(room.all.rows[room.all.anchorRow].number == start)
    let rows = room.all.rangeRows
    #expect(rows?.count == Multitude.count - 2)
    room.burst("v")
    #expect(room.all.marks.count == Multitude.count - 2 && room.all.anchor == nil)
    // What is filtered away is hidden, and counted so.
    room.burst("/")
    room.burst(typing: "merchant:nimbus")
    room.burst("enter")
    room.workOn()
    let shown = room.all.rows.count { room.all.marks.contains($0) }
    #expect(room.all.marksShown == shown && room.all.hiddenMarks == room.all.marks.count - shown && shown > 0)
  }

  @Test func `what a filter marks is all that it finds, in however many slices`() {
    var room = Room.large()
    room.press("6")
    room.command("mark value>=15000 eur")
    let slices = room.workOn()
    #expect(slices > 10)
    let marked = room.all.marks.ids
    #expect(marked.allSatisfy { (room.state.board[$0]?.value.minor ?? 0) >= 1_500_000 })
    #expect(marked.count == (1...Multitude.count).count { $0 * 7919 % 30_011 >= 15_000 })
    room.command("mark-none value>=20000 eur")
    room.workOn()
    #expect(room.all.marks.count == (1...Multitude.count).count { (15_000..<20_000).contains($0 * 7919 % 30_011) })
    // The next of them from wherever the cursor is, and none where the list shows none.
    room.burst("G")
    room.burst("N")
    #expect(room.all.cursor.map { room.all.marks.contains($0) } == true)
    room.burst("/")
    room.burst(typing: "value<1000 eur")
    room.burst("enter")
    room.workOn()
    room.burst("n")
    #expect(room.state.notice?.isFailure == true)
  }

  @Test func `it is counted by anything in slices`() {
    var room = Room.large()
    room.press("6")
    room.command("count-by value")
    #expect(room.state.groups?.groups == nil)
    #expect(room.workOn() > 10)
    #expect(room.state.groups?.groups?.all.count == Multitude.count)
  }

  @Test func `a second is one however often the clock is moved`() {
    var room = Room()
    let before = room.state.ticks
    for _ in 0..<4 {
      var clock = room.state.clock
      clock.now = clock.now + .seconds(15)
      clock.isTick = false
      _ = update(&room.state, .clock(clock))
    }
    #expect(room.state.ticks == before)
    #expect(room.state.clock.now == room.now + .seconds(60))
    room.tick()
    #expect(room.state.ticks == before + 1)
  }
}

@Suite struct `What was seen` {
  /// An order that comes first, for it is promised before all others.
  private func earlier(_ room: Room) -> [Event] {
    var order = Event.Ordered(placedAt: room.now)
    order.promise = room.now + .minutes(5)
    let id = ShipmentID(UInt32(room.state.board.count + 1))
    return [Event(id, by: Actor(.platform), at: room.now, .ordered(order))]
  }

  @Test func `the first key is for what stood under the cursor in the frame, not for what has come there since`() {
    var room = Room()
    let seen = room.current
    room.state.saw(room.canvas)
    room.record(earlier(room))
    room.tick()
    #expect(room.current != seen, "the list that nobody has touched shows what comes first")
    let effects = room.press("o")
    guard case .submit(_, let targets)? = effects.first else {
      Issue.record("nothing was asked for: \(effects)")
      return
    }
    #expect(targets.map(\.id.number) == [seen])
    #expect(room.current == seen)
  }

  @Test func `a click is for what stood there in the frame, also when it has left`() throws {
    var room = Room()
    room.press("1")
    let place = try #require(room.place(of: ShipmentID(1).label))
    let frame = room.canvas
    room.state.saw(frame)
    room.record(earlier(room))
    room.tick()
    room.click(place.x, place.y)
    #expect(room.current == 1)
    room.press("esc 3")
    let held = try #require(room.place(of: ShipmentID(9).label))
    room.state.saw(room.canvas)
    room.say(9, .importRefused, by: .customs)
    for _ in 0..<8 { room.tick() }
    #expect(!room.shown(.customs).contains(9))
    room.click(held.x, held.y)
    #expect(room.current == 9 && room.state.lists[ListID.customs.rawValue].isGhost)
    #expect(room.row(held.y).contains("left this view"))
  }

  @Test func `a click on what a question has covered since does nothing`() throws {
    var room = Room()
    room.press("1")
    let place = try #require(room.place(of: ShipmentID(9).label))
    room.state.saw(room.canvas)
    room.press("X")
    #expect(room.state.scope == .confirm)
    room.click(place.x, place.y)
    #expect(room.state.scope == .confirm && room.state.focus == .orders)
  }

  @Test func `in the log the newest event is the one that was seen`() {
    var room = Room()
    room.say(5, .damaged)
    room.press("8")
    room.state.saw(room.canvas)
    room.say(6, .damaged)
    #expect(room.press("enter") == [.loadDossier(ShipmentID(5))])
  }

  @Test func `places of the map and columns of the detail are pressed and rolled`() throws {
    var room = Room()
    room.press("7")
    let place = try #require(room.state.busyPlaces.dropFirst(2).first)
    let zone = try #require(room.canvas.allZones.first { $0.touch == .rows(BusyPlace.group) })
    room.click(zone.rect.x + 4, zone.rect.y + 2)
    #expect(room.state.currentPlace == place.id)
    room.wheel(.wheelUp, zone.rect.x + 4, zone.rect.y)
    #expect(room.state.currentPlace == room.state.busyPlaces.first?.id)
    room.click(zone.rect.x + 4, zone.rect.y + 1)
    room.click(zone.rect.x + 4, zone.rect.y + 1)
    #expect(room.state.focusedList != nil)
    #expect(room.state.focusedList.map { room.state.lists[$0.rawValue].filterText.hasPrefix("at:") } == true)
    room = Room(118, 18)
    room.press("3 enter")
    _ = update(&room.state, .dossier(room.dossier(8)))
    let columns = room.canvas.allZones.filter { zone in
      if case .panel(let group) = zone.touch { (Detail.group...Detail.group + 1).contains(group) } else { false }
    }
    let right = try #require(columns.last)
    #expect(columns.count == 2)
    room.wheel(.wheelDown, right.rect.x + 3, right.rect.y + 3)
    let offsets = room.state.details.last?.offsets
    #expect(offsets?[1] ?? 0 > 0 && offsets?[0] == 0 && room.state.details.last?.column == 0)
    room.click(right.rect.x + 3, right.rect.y + 3)
    #expect(room.state.details.last?.column == 1)
    room.wheel(.wheelUp, columns[0].rect.x + 3, columns[0].rect.y + 3)
    #expect(room.state.details.last?.offsets == offsets && room.state.details.last?.column == 1)
  }
}

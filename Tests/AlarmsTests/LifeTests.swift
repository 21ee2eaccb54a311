import Logistics
import Measures
import Testing

@testable import Alarms

@Suite struct LifeTests {
  /// Where each step leads from each state; what is not named leads nowhere.
  static let transitions: [(from: Alarm.State, step: AlarmMove, to: Alarm.State)] = [
    (.normal, .raised, .new), (.normal, .found, .new), (.normal, .reraised, .new),
    (.new, .cleared, .cleared), (.new, .acknowledged, .acknowledged),
    (.acknowledged, .cleared, .normal), (.acknowledged, .reraised, .new), (.acknowledged, .raised, .new),
    (.acknowledged, .found, .new),
    (.cleared, .acknowledged, .normal), (.cleared, .raised, .new), (.cleared, .reraised, .new),
    (.cleared, .found, .new),
    (.cleared, .closed, .normal),
  ]

  @Test("every step leads from every state where ISA-18.2 leads it") func transitions() {
    var texts = TextTable()
    let cause = texts.intern("held")
    for state in Alarm.State.allCases {
      for move in AlarmMove.allCases {
        for (shelf, parent, isOut) in [(false, false, false), (true, true, true)] {
          var alarm = Alarm("held")
          alarm.state = state
          alarm.shelf = shelf ? Alarm.Shelf(until: .epoch, isOnce: false) : nil
          alarm.suppressedBy = parent ? "parent" : nil
          alarm.isOutOfService = isOut
          var step = Event.AlarmStep(move, of: cause, priority: 1, count: 3)
          step.text = texts.intern("words")
          alarm.apply(step, at: Instant(milliseconds: 7), texts: texts)
          let to = Self.transitions.first { $0.from == state && $0.step == move }?.to ?? state
          #expect(alarm.state == to, "\(state.name) \(move.name)")
          #expect((alarm.turned == Instant(milliseconds: 7)) == (to != state), "\(state.name) \(move.name)")
          // The flags stand beside the state: only their own steps change them, and what is over is explained by nothing.
          let isShelved = move == .shelved || move == .shelvedOnce || shelf && move != .unshelved
          #expect((alarm.shelf != nil) == isShelved, "\(move.name)")
          let isCleared = move == .cleared && state.isActive
          #expect(
            (alarm.suppressedBy != nil) == (move == .suppressed || parent && move != .unsuppressed && !isCleared),
            "\(move.name)")
          #expect(alarm.isOutOfService == (move == .outOfService || isOut && move != .inService), "\(move.name)")
        }
      }
    }
  }

  @Test("an alarm lives as it should: delays, acknowledging, clearing unseen") func life() throws {
    var yard = Yard([try Yard.held(on: .minutes(5), off: .minutes(10))])
    let id = yard.order(merchant: "Nimbus")
    yard.look()
    yard.hold(id)
    yard.pass(.minutes(4))
    #expect(yard.news() == [])
    // A spike is no alarm.
    yard.release(id)
    yard.pass(.minutes(20))
    #expect(yard.news() == [])
    yard.hold(id)
    yard.pass()
    yard.pass(.minutes(5))
    #expect(yard.news() == ["raised held merchant=Nimbus"])
    #expect(yard.picture.lines.map(\.alarm.state) == [.new])
    yard.release(id)
    yard.pass()
    yard.pass(.minutes(9))
    #expect(yard.news() == [])
    yard.pass(.minutes(2))
    #expect(yard.news() == ["cleared held merchant=Nimbus"])
    // Nobody saw it: it stays.
    #expect(yard.picture.lines.map(\.alarm.state) == [.cleared])
    try yard.give(.acknowledge(["held merchant=Nimbus"]))
    #expect(yard.picture.lines.isEmpty && yard.picture.over.map(\.alarm.state) == [.normal])
    #expect(throws: Rejection.self) { try yard.give(.acknowledge(["held merchant=Nimbus"])) }
    try yard.give(.close("held merchant=Nimbus", .benign, reason: "a test"))
    #expect(yard.picture.over.first?.alarm.disposition == .benign)
    #expect(yard.picture.over.first?.alarm.comment == "a test")
  }

  @Test("an acknowledged alarm is new again when it doubles or becomes more urgent, and else is not") func again()
    throws
  {
    var yard = Yard([try Yard.held(by: .none)])
    let ids = (0..<20).map { _ in yard.order(merchant: "Nimbus") }
    yard.look()
    yard.hold(ids[0])
    yard.pass()
    #expect(yard.news() == ["raised held"])
    try yard.give(.acknowledge(["held"]))
    _ = yard.news()
    for id in ids[1..<5] { yard.hold(id) }
    yard.pass()
    #expect(yard.news() == [])
    yard.hold(ids[5])
    yard.pass()
    #expect(yard.news() == ["reraised held"])
    try yard.give(.acknowledge(["held"]))
    _ = yard.news()
    // Less again, and more again: it grew from six.
    for id in ids[1...4] { yard.release(id) }
    yard.pass()
    for id in ids[1...4] { yard.hold(id) }
    yard.pass()
    #expect(yard.news() == [])
    yard.hold(ids[6], for: .hours(2))
    yard.pass()
    #expect(yard.news() == ["reraised held"])
    #expect(yard.picture.lines.map(\.priority) == [.critical])
  }

  @Test("a room that starts again raises nothing twice") func restart() throws {
    var yard = Yard([try Yard.held()])
    let id = yard.order(merchant: "Nimbus & Söhne \"x\"")
    yard.look()
    yard.hold(id)
    yard.pass()
    try yard.give(.acknowledge(yard.book.alarms.keys.sorted()))
    _ = yard.news()
    try yard.restart()
    yard.look()
    yard.pass(.hours(1))
    #expect(yard.news() == [])
    #expect(yard.picture.lines.map(\.count) == [1])
    #expect(yard.picture.lines.map(\.alarm.state) == [.acknowledged])
    // What cleared while nobody watched is cleared when the room is back.
    yard.release(id)
    try yard.restart()
    yard.pass()
    #expect(yard.news().map { $0.prefix(7) } == ["cleared"])
    // The cause's text leads back to the shipments, whatever is in it.
    let filter = try #require(yard.watch.filter(of: yard.picture.over[0].alarm.cause))
    #expect(try Filter(parsing: filter.text) == filter)
  }

  @Test("what stands when a room first opens is found, not new") func found() throws {
    var yard = Yard([try Yard.held(by: .none, on: .minutes(5))])
    let id = yard.order(merchant: "Nimbus")
    yard.hold(id)
    yard.look()
    #expect(yard.news() == ["found held"])
    #expect(yard.book.load(now: yard.now).inTenMinutes == 0)
    #expect(yard.book.load(now: yard.now).unacknowledged == 1)
    yard = Yard([try Yard.held(by: .none, on: .minutes(5))])
    yard.look()
    yard.hold(yard.order(merchant: "Nimbus"))
    yard.pass()
    #expect(yard.news() == [])
    yard.pass(.minutes(6))
    #expect(yard.news() == ["raised held"])
  }

  @Test("shelves end by themselves, also when the room was closed meanwhile") func shelves() throws {
    for isRestarted in [false, true] {
      var yard = Yard([try Yard.held(by: .none)])
      let id = yard.order(merchant: "Nimbus")
      yard.look()
      yard.hold(id)
      yard.pass()
      try yard.give(.shelve(["held"], .minutes15, reason: ""))
      #expect(yard.news() == ["raised held", "shelved held"])
      #expect(yard.picture.lines.isEmpty && yard.picture.silenced.count == 1 && yard.picture.load.shelved == 1)
      yard.pass(.minutes(14))
      #expect(yard.news() == [])
      if isRestarted { try yard.restart() }
      yard.pass(.minutes(2))
      #expect(yard.news() == ["unshelved held"])
      #expect(yard.picture.lines.map(\.alarm.state) == [.new])
      // Until it clears, and no longer.
      try yard.give(.shelve(["held"], .once, reason: ""))
      yard.pass(.hours(3))
      if isRestarted { try yard.restart() }
      yard.release(id)
      yard.pass()
      yard.pass()
      #expect(yard.news() == ["shelved_once held", "cleared held", "unshelved held"])
      #expect(yard.picture.lines.map(\.alarm.state) == [.cleared])
      // One that never clears comes back after a day.
      yard.hold(id)
      yard.pass()
      try yard.give(.shelve(["held"], .once, reason: ""))
      yard.pass(.hours(23))
      _ = yard.news()
      yard.pass(.hours(2))
      #expect(yard.news().first == "unshelved held")
    }
  }

  @Test("a shelf has an end, and a long one a reason") func shelfLimits() throws {
    var yard = Yard([try Yard.held(by: .none)])
    let id = yard.order(merchant: "Nimbus")
    yard.look()
    yard.hold(id)
    yard.pass()
    for (shelf, reason) in [
      (AlarmShelf.span(.hours(25)), "why"), (.span(.zero), "why"), (.span(.hours(5)), ""),
      (.shift(ends: yard.now + .hours(8)), ""),
    ] {
      #expect(throws: Rejection.self) { try yard.give(.shelve(["held"], shelf, reason: reason)) }
    }
    try yard.give(.shelve(["held"], .shift(ends: yard.now + .hours(8)), reason: "night"))
    #expect(yard.book["held"]?.shelf?.until == yard.now + .hours(8))
    #expect(AlarmShelf.hours4.until(from: yard.now) == yard.now + .hours(4))
    #expect(AlarmShelf.shift(ends: .epoch).until(from: yard.now) > yard.now)
    let noon = Instant(milliseconds: 1_795_046_400_000 - 1_795_046_400_000 % 86_400_000) + .hours(12) + .minutes(7)
    #expect(AlarmShelf.endOfShift(noon, AlarmShelf.shiftEnds, in: .utc) == noon + .minutes(113))
    #expect(
      AlarmShelf.endOfShift(noon + .hours(11), AlarmShelf.shiftEnds, in: .utc) == noon + .hours(17) + .minutes(53))
    #expect(throws: Rejection.self) { try yard.give(.takeOutOfService("held", reason: "")) }
    try yard.give(.takeOutOfService("held", reason: "broken"))
    try yard.give(.own("held", owner: "mei"))
    #expect(throws: Rejection.self) { try yard.give(.own("held", owner: "mei")) }
    #expect(throws: Rejection.self) { try yard.give(.close("held", .benign, reason: "done")) }
    #expect(throws: Rejection.self) { try yard.give(.comment("nothing", text: "x")) }
  }

  @Test("what chatters is told once, and said to chatter") func chattering() throws {
    var yard = Yard([try Yard.held(by: .none)])
    let id = yard.order(merchant: "Nimbus")
    yard.look()
    for _ in 0..<10 {
      yard.hold(id)
      yard.pass(.seconds(5))
      yard.release(id)
      yard.pass(.seconds(5))
    }
    let told = yard.news()
    #expect(told.filter { $0 == "chattering held" }.count == 1)
    #expect(told.filter { $0 == "raised held" }.count == 3)
    yard.pass(.minutes(11))
    #expect(yard.news() == ["steadied held", "cleared held"])
  }

  @Test("bytes of a book come back, and no others are a book") func bytes() throws {
    var yard = Yard([try Yard.held()])
    for name in ["A", "B", "顺丰"] { yard.hold(yard.order(merchant: name), for: .hours(3)) }
    yard.look()
    for name in ["D", "E"] { yard.hold(yard.order(merchant: name)) }
    yard.pass()
    try yard.give(.shelve(["held merchant=D"], .hour1, reason: ""))
    try yard.give(.own("held merchant=E", owner: "mei"))
    let bytes = yard.book.bytes
    #expect(AlarmBook(bytes: bytes) == yard.book)
    for cut in 0..<bytes.count { #expect(AlarmBook(bytes: Array(bytes[..<cut])) == nil) }
    var seed: UInt64 = 3
    for _ in 0..<3000 {
      var broken = bytes
      for _ in 0..<3 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        broken[Int(seed >> 33) % broken.count] = UInt8(truncatingIfNeeded: seed >> 25)
      }
      // Whatever it says, looking at it must not fail.
      guard let book = AlarmBook(bytes: broken) else { continue }
      _ = book.picture(yard.watch, now: yard.now)
      var texts = yard.board.texts
      _ = book.steps(yard.watch, now: yard.now, texts: &texts)
    }
  }

  @Test("a mild alarm that becomes urgent before anybody saw it is told again, once") func ageing() throws {
    var yard = Yard([try Yard.held(by: .none)])
    let id = yard.order(merchant: "Nimbus")
    yard.look()
    yard.hold(id, for: .hours(50))
    yard.pass()
    #expect(yard.picture.lines.map(\.priority) == [.medium])
    #expect(yard.book.load(now: yard.now).inTenMinutes == 1)
    _ = yard.news()
    for _ in 0..<25 { yard.pass(.hours(1)) }
    // High within the last day of the hold.
    #expect(yard.news() == [])
    for _ in 0..<2 { yard.pass(.hours(1)) }
    #expect(yard.news() == ["reraised held"])
    #expect(yard.book.announcements.map(\.priority) == [.high])
    #expect(yard.book["held"]?.since == yard.now - .hours(27) - .zero)
    for _ in 0..<16 { yard.pass(.hours(1)) }
    try yard.give(.acknowledge(["held"]))
    #expect(yard.news().count { $0.hasPrefix("reraised") } == 0)
    for _ in 0..<2 { yard.pass(.hours(1)) }
    #expect(yard.news().count { $0.hasPrefix("reraised") } == 1)
    // Who has put it aside is not told.
    try yard.give(.shelve(["held"], .hours4, reason: ""))
    yard.hold(yard.order(merchant: "Other"), for: .hours(1))
    yard.pass()
    #expect(yard.book.load(now: yard.now).standing == 0)
  }

  @Test("groups that stand when their rule is changed are found, and no flood") func changedRule() throws {
    var yard = Yard([try Yard.held("old", by: .none)])
    yard.look()
    for number in 0..<30 { yard.hold(yard.order(merchant: "Merchant \(number)")) }
    yard.pass()
    #expect(yard.news() == ["raised old"])
    yard.watch.watch(for: AlarmRules([try Yard.held("old", by: .none), try Yard.held("new", on: .minutes(1))]))
    yard.pass()
    yard.pass(.minutes(2))
    let told = yard.news()
    #expect(told.count == 30 && told.allSatisfy { $0.hasPrefix("found new") })
    #expect(!yard.book.isFlood && yard.picture.load.unacknowledged == 31)
    yard.hold(yard.order(merchant: "Late"))
    yard.pass()
    yard.pass(.minutes(2))
    #expect(yard.news() == ["raised new merchant=Late"])
  }

  @Test("what flickers and was never raised is no alarm, and a new life is nobody's") func newLife() throws {
    var yard = Yard([try Yard.held(by: .none, on: .minutes(5))])
    let id = yard.order(merchant: "Nimbus")
    yard.look()
    for _ in 0..<6 {
      yard.hold(id)
      yard.pass(.seconds(5))
      yard.release(id)
      yard.pass(.seconds(5))
    }
    #expect(yard.news() == [] && yard.picture.over.isEmpty)
    yard.pass(.minutes(20))
    yard.hold(id)
    yard.pass()
    yard.pass(.minutes(6))
    try yard.give(.acknowledge(["held"]))
    try yard.give(.own("held", owner: "mei"))
    try yard.give(.comment("held", text: "called"))
    yard.release(id)
    yard.pass()
    yard.pass(.minutes(20))
    #expect(yard.book["held"]?.state == .normal && yard.book["held"]?.owner == "mei")
    yard.hold(id)
    yard.pass()
    yard.pass(.minutes(6))
    let alarm = try #require(yard.book["held"])
    #expect(alarm.state == .new && alarm.owner == "" && alarm.comment == "" && alarm.acknowledgedCount == 0)
  }

  @Test("shelves are read as they are written") func shelfWords() {
    let noon = Instant(milliseconds: 1_795_046_400_000 - 1_795_046_400_000 % 86_400_000) + .hours(12)
    func shelf(_ words: String, _ ends: [Int] = AlarmShelf.shiftEnds) -> AlarmShelf? {
      AlarmShelf(spoken: words, now: noon, shiftEnds: ends, offset: .utc)
    }
    #expect(shelf("15m") == .minutes15 && shelf("1H") == .hour1 && shelf("4h") == .hours4 && shelf("once") == .once)
    #expect(shelf("90m") == .span(.minutes(90)) && shelf("24h") == .span(.hours(24)))
    #expect(shelf("shift") == .shift(ends: noon + .hours(2)))
    #expect(shelf("shift", [7 * 60, 19 * 60]) == .shift(ends: noon + .hours(7)))
    #expect(shelf("shift", []) == .shift(ends: noon + .hours(12)))
    for wrong in ["", "h", "0h", "-1h", "25h", "1441m", "99999999999999999999h", "1d", "soon"] {
      #expect(shelf(wrong) == nil, "\(wrong)")
    }
  }
}

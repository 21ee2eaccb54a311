import Alarms
import Logistics
import Measures
import TUI
import Testing

@testable import Dashboard

/// A control room whose alarms are watched, as the journal's owner would.
struct Watched {
  var room: Room
  var book = AlarmBook()

  init(_ width: Int = 118, _ height: Int = 32, empty: Bool = false, readOnly: String? = nil) {
    room = Room(width, height, readOnly: readOnly, empty: empty)
    look(isFirst: true)
  }

  private static func rule(_ name: String, _ filter: String, by grouping: AlarmGrouping, _ severity: AlarmSeverity)
    -> AlarmRule
  {
    var rule = AlarmRule(name, about: known(try? Filter(parsing: filter)), by: grouping, severity, .hold)
    rule.condition = "held at the border"
    rule.consequence = "returned to the sender"
    rule.action = "ask whoever must act"
    rule.procedure = ["Open the list.", "Ask again."]
    return rule
  }

  static let few = [rule("held", "is:held", by: .hold, .severe)]
  static let many = few + (1...12).map { rule("rule-\($0)", "is:held", by: .none, $0 < 3 ? .severe : .minor) }

  /// Looks at the board, records what follows, and shows it.
  ///
  /// - Parameter isFirst: whether all that holds held already when the room was opened; else all of it has come since.
  mutating func look(_ rules: [AlarmRule] = few, isFirst: Bool = false) {
    var watch = AlarmWatch(AlarmRules(rules))
    if !isFirst { _ = watch.advance(Board(), now: room.now - .hours(1)) }
    while !watch.advance(room.state.board, now: room.now) {}
    var texts = room.state.board.texts
    let count = texts.count
    let steps = book.steps(watch, now: room.now, texts: &texts)
    let events = steps.map { Event($0, by: Actor(.watch), at: room.now) }
    room.record(events, texts: texts.texts(after: count))
    let news = events.compactMap { book.apply($0, texts: room.state.board.texts) }
    show(watch)
    room.effects += update(
      &room.state, .announced(news.map { AlarmNews(cause: $0.cause, priority: $0.priority) }, isOurs: true))
  }

  private mutating func show(_ watch: AlarmWatch) {
    _ = update(&room.state, .alarms(book.picture(watch, now: room.now)))
    room.settle()
  }

  /// Does what the last command asks for, as the journal's owner would.
  mutating func answer(_ rules: [AlarmRule] = few) {
    guard case .alarm(let command)? = room.effects.last else {
      Issue.record("nothing was said about an alarm: \(String(describing: room.effects.last))")
      return
    }
    var watch = AlarmWatch(AlarmRules(rules))
    while !watch.advance(room.state.board, now: room.now) {}
    var texts = room.state.board.texts
    let count = texts.count
    let result: Result<[String], Rejection>
    do throws(Rejection) {
      let steps = try book.decide(command, watch: watch, now: room.now, texts: &texts)
      let events = steps.map {
        Event($0, by: Actor(.operatorDesk, name: texts.intern("mei")), at: room.now)
      }
      room.record(events, texts: texts.texts(after: count))
      for event in events { book.apply(event, texts: room.state.board.texts) }
      result = .success(steps.map { room.state.board.texts[$0.cause] })
    } catch { result = .failure(error) }
    show(watch)
    _ = update(&room.state, .alarmAnswered(AlarmAnswer(command, result)))
  }
}

@Suite struct `The view of the alarms` {
  @Test(arguments: [(118, 32), (80, 24), (60, 16)])
  func `at every size, in a flood, and with nothing in it`(width: Int, height: Int) {
    var desk = Watched(width, height)
    desk.room.press("9")
    expectPicture("alarms-\(width)x\(height)", desk.room.canvas)
    desk.look(Watched.many)
    #expect(desk.room.state.alarms.picture.load.isFlood)
    #expect(desk.room.text.contains("FLOOD"))
    #expect(desk.room.text.contains("rule-1") || desk.room.text.contains("!!"))
    expectPicture("alarms-flood-\(width)x\(height)", desk.room.canvas)
    var empty = Watched(width, height, empty: true)
    empty.room.press("9")
    #expect(empty.room.text.contains("nothing needs a person now"))
    expectPicture("alarms-empty-\(width)x\(height)", empty.room.canvas)
  }

  @Test func `the status line tells the newest one that nobody has acknowledged`() {
    let desk = Watched()
    #expect(desk.room.row(30).contains("9 lists 4 unacknowledged"))
    // Under whichever key they are.
    var moved = desk
    var mine = Preferences()
    mine.keys = [KeyChange("alarms", ["f9"])]
    _ = update(&moved.room.state, .preferred(mine))
    #expect(moved.room.row(30).contains("f9 lists 4 unacknowledged"))
    moved.room.press("f9")
    #expect(moved.room.row(2).contains("f9 Alarms"))
    #expect(desk.room.row(1).contains("!!1"))
  }

  @Test func `is acknowledged, put aside, owned, commented and taken out of service by keys`() {
    var desk = Watched()
    desk.room.press("9")
    let cause = known(desk.room.state.alarms.current?.alarm.cause)
    #expect(desk.room.press("a") == [.alarm(.acknowledge([cause]))])
    desk.answer()
    #expect(desk.room.state.alarms.picture[cause]?.alarm.state == .acknowledged)
    #expect(desk.room.state.alarms.cursor == cause, "the cursor stays on its alarm")
    desk.room.press("a")
    desk.answer()
    #expect(desk.room.row(30).contains("acknowledged already"))
    #expect(desk.room.press("S enter") == [.alarm(.shelve([cause], .minutes15, reason: ""))])
    desk.answer()
    #expect(desk.room.state.alarms.ghost?.alarm.cause == cause, "what leaves stays under the cursor")
    #expect(desk.room.text.contains("shelved 15m"))
    #expect(desk.room.press("S") == [.alarm(.unshelve([cause]))])
    desk.answer()
    #expect(desk.room.press("o") == [.alarm(.own(cause, owner: "mei"))])
    desk.room.press("n")
    desk.room.type("called the broker")
    #expect(desk.room.press("enter") == [.alarm(.comment(cause, text: "called the broker"))])
    desk.room.press("x")
    #expect(desk.room.press("enter") == [], "it needs a reason")
    desk.room.type("sensor")
    #expect(desk.room.press("enter") == [.alarm(.takeOutOfService(cause, reason: "sensor"))])
    #expect(desk.room.press("X") == [], "its condition still holds")
    #expect(desk.room.row(30).contains("its condition still holds"))
  }

  @Test func `all in sight are acknowledged only when asked with another key`() {
    var desk = Watched()
    desk.room.press("9 A")
    #expect(desk.room.text.contains("acknowledge 4 alarms?"))
    #expect(desk.room.press("enter") == [], "Cancel is chosen")
    desk.room.press("A")
    guard case .alarm(.acknowledge(let causes))? = desk.room.press("y").last else {
      Issue.record("it is not said")
      return
    }
    #expect(causes.count == 4)
    desk.answer()
    #expect(desk.room.state.alarms.picture.load.unacknowledged == 0)
  }

  @Test func `leads to its shipments and back, tells its message, and a shipment tells its alarms`() {
    var desk = Watched()
    desk.room.press("9 i")
    #expect(desk.room.text.contains("ask whoever must act"))
    desk.room.press("esc enter")
    #expect(desk.room.state.view == .list(.all))
    #expect(desk.room.shown(.all) == [8])
    desk.room.press("enter")
    _ = update(&desk.room.state, .dossier(desk.room.dossier(8)))
    #expect(desk.room.state.details.last?.alarms.count == 1)
    desk.room.press("q esc")
    #expect(desk.room.state.view == .alarms)
    #expect(desk.room.state.lists[ListID.all.rawValue].filterText == "")
  }

  @Test func `where no alarm is in sight, none is meant unless it is named`() {
    var desk = Watched()
    for place in ["3", "3 enter", "q 9 i esc 7"] {
      desk.room.press(place)
      for line in [
        "acknowledge", "acknowledge-all", "acknowledge-all x", "shelve", "shelve 1h", "own-alarm", "own-alarm jan",
        "comment called the broker", "service", "close-alarm", "message", "alarm-shipments",
      ] {
        desk.room.press(":")
        desk.room.type(line)
        #expect(desk.room.press("enter") == [], "\(line)")
        #expect(desk.room.row(30).contains("no alarm is in sight"), "\(line): \(desk.room.row(30))")
        #expect(desk.room.state.overlay.scope == nil)
      }
    }
    let cause = known(desk.room.state.alarms.picture.lines.last?.alarm.cause)
    for (line, command) in [
      ("acknowledge \(cause)", AlarmCommand.acknowledge([cause])), ("acknowledge [\(cause)]", .acknowledge([cause])),
      ("comment [\(cause)] called the broker", .comment(cause, text: "called the broker")),
      ("own-alarm [\(cause)] jan", .own(cause, owner: "jan")), ("own-alarm [\(cause)]", .own(cause, owner: "mei")),
      ("shelve [\(cause)] 1h", .shelve([cause], .hour1, reason: "")),
    ] {
      desk.room.press(":")
      desk.room.type(line)
      #expect(desk.room.press("enter") == [.alarm(command)], "\(line): \(desk.room.row(30))")
    }
    desk.room.press(":")
    desk.room.type("comment [nothing of the kind] x")
    #expect(desk.room.press("enter") == [])
    #expect(desk.room.row(30).contains("there is no alarm “nothing of the kind”"))
  }

  @Test func `is pointed at: a click chooses, a second looks, the wheel goes on, and the question has buttons`() throws
  {
    var desk = Watched()
    desk.room.press("9")
    let zone = try #require(desk.room.canvas.allZones.last { $0.touch == .rows(AlarmsState.group) })
    let (x, y) = (zone.rect.x + 20, zone.rect.y)
    desk.room.click(x, y + 2)
    #expect(desk.room.state.alarms.cursorRow == 2)
    desk.room.wheel(.wheelUp, x, y)
    #expect(desk.room.state.alarms.cursorRow == 0)
    desk.room.click(x, y + 1, button: 3)
    #expect(desk.room.text.contains("ask whoever must act"))
    desk.room.press("esc")
    // What stood there in the frame is meant, though the alarms have come to stand otherwise since.
    desk.room.state.saw(desk.room.canvas)
    let second = desk.room.state.alarms.rows[1].alarm.cause
    desk.room.state.alarms.filter(desk.room.state.alarms.rows[2].message.asset)
    desk.room.click(x, y + 1)
    #expect(desk.room.state.alarms.cursor == second)
    desk.room.state.alarms.filter("")
    desk.room.settle()
    desk.room.press("A")
    let act = try #require(desk.room.place(of: "y acknowledge"))
    desk.room.state.saw(desk.room.canvas)
    guard case .alarm(.acknowledge(let causes))? = desk.room.click(act.x + 2, act.y).last else {
      Issue.record("it is not said")
      return
    }
    #expect(causes.count == 4)
    desk.room.state.saw(desk.room.canvas)
    desk.room.click(x, y)
    desk.room.click(x, y)
    #expect(desk.room.state.view == .list(.all))
  }

  @Test func `the first key is for the alarm that was seen`() {
    var desk = Watched()
    desk.room.state.view = .alarms
    desk.room.state.saw(desk.room.canvas)
    let seen = known(desk.room.state.alarms.current?.alarm.cause)
    desk.room.state.alarms.filter(desk.room.state.alarms.rows[3].message.asset)
    #expect(desk.room.state.alarms.cursor != seen)
    #expect(desk.room.press("a") == [.alarm(.acknowledge([seen]))])
  }

  @Test func `what only reads sees and does not act`() {
    var desk = Watched(readOnly: "started with --read-only")
    desk.room.press("9")
    #expect(desk.room.state.alarms.rows.count == 4)
    for key in ["a", "A", "S", "o", "n", "x", "X"] {
      #expect(desk.room.press(key) == [])
      #expect(desk.room.row(30).contains("read-only"), "\(key)")
    }
  }

  @Test func `the bell rings once for what is new, not too often, and not while it is silenced`() {
    var desk = Watched()
    desk.room.state.preferences.alarms.hook = ["notify-me"]
    desk.look(Watched.many)
    #expect(desk.room.effects.count { if case .hook = $0 { true } else { false } } > 0)
    func rings(_ effects: [Effect]) -> Int { effects.count { $0 == .ring } }
    func tick() -> [Effect] {
      var clock = desk.room.state.clock
      clock.now = desk.room.now
      return update(&desk.room.state, .clock(clock))
    }
    let first = tick()
    #expect(rings(first) == 1)
    #expect(first.contains { if case .notify = $0 { true } else { false } })
    #expect((0..<30).map { _ in rings(tick()) }.reduce(0, +) == 0)
    desk.room.press("b")
    #expect(desk.room.row(1).contains("bell silent"))
    #expect(desk.room.state.alarms.picture.load.unacknowledged > 0, "silence is no acknowledgement")
  }

  @Test func `only the mark of critical ones that nobody has seen blinks, once a tick, and not where it is not wished`()
    throws
  {
    var desk = Watched()
    desk.room.press("9")
    func mark() throws -> Style {
      let canvas = view(desk.room.state, desk.room.state.size)
      let row = try #require((0..<canvas.size.height).first { canvas.text(ofRow: $0).contains("▸ !!") })
      return canvas[3, row].style
    }
    let lit = try mark()
    desk.room.tick()
    #expect(try mark() != lit)
    desk.room.tick()
    #expect(try mark() == lit)
    desk.room.tick()
    desk.room.state.preferences.alarms.blink = false
    desk.room.tick()
    #expect(try mark() == lit)
    desk.room.tick()
    #expect(try mark() == lit)
  }

  @Test func `what is in an alarm is found by filters, counts and marks, each time by the alarms of its own`() throws {
    var desk = Watched()
    func found(_ text: String) throws -> [UInt32] {
      #expect(desk.room.state.filter(.all, text) == nil)
      desk.room.settle()
      return desk.room.shown(.all).sorted()
    }
    _ = desk.room.state.show(.list(.all))
    #expect(desk.room.state.board.alarms.count == 4)
    #expect(desk.room.state.view == .list(.all))
    #expect(try found("").count == 16)
    #expect(try found("alarm:held") == [8, 9, 10, 11])
    #expect(try found("alarm:any is:held") == [8, 9, 10, 11])
    #expect(try found("alarm:none") == (1...16).filter { !(8...11).contains($0) })
    let critical = desk.room.state.alarms.picture.lines.filter { $0.priority == .critical }.count
    #expect(critical > 0)
    #expect(try found("alarm:critical").count == critical)
    // By the alarms' own shipments too, whatever they have in common.
    _ = try found("")
    desk.room.state.begin(.mark, "alarm:held")
    desk.room.settle()
    #expect(desk.room.state.lists[ListID.all.rawValue].marked.map(\.number) == [8, 9, 10, 11])
    _ = desk.room.state.count(.all, by: .alarm)
    desk.room.settle()
    #expect(desk.room.state.groups?.groups?.rows.reduce(0) { $0 + $1.count } == 4)
    desk.room.state.groups = nil
    // When it is over, the list follows.
    _ = try found("alarm:held")
    desk.room.say(8, .importReleased, by: .customs)
    desk.look()
    desk.room.tick()
    desk.room.settle()
    #expect(
      desk.room.state.lists[ListID.all.rawValue].listing.ids.count == 4
        - (desk.room.state.board[ShipmentID(8)]?.isHeld == true ? 0 : 1))
    desk.room.press("T")
    desk.room.type("-30h")
    desk.room.press("enter")
    let moment = PastMoment(desk.room.now - .hours(30), .heard)
    _ = update(&desk.room.state, .past(.arrived(desk.room.world(moment))))
    desk.room.settle()
    // Nobody had been told of anything then.
    #expect(desk.room.state.alarms.picture.lines.isEmpty)
    #expect(try found("alarm:any") == [])
    desk.room.press("T")
    #expect(desk.room.state.past?.shown == nil)
    #expect(try !found("alarm:any").isEmpty)
  }
}

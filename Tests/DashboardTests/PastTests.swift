import Alarms
import Logistics
import Measures
import TUI
import Testing

@testable import Dashboard

extension Room {
  /// A moment as the journal would tell it: a room without its last doings.
  func world(_ moment: PastMoment) -> PastWorld {
    PastWorld(
      moment, board: Board(room: self, upTo: moment.instant), newest: [], offset: ZoneOffset(minutes: 60), zone: "CET")
  }
}

extension Board {
  /// What had been heard by an instant of all that a room was filled with.
  fileprivate init(room: Room, upTo instant: Instant) {
    self.init(texts: room.state.past?.away?.board.texts ?? room.state.board.texts)
    let events = (1...16).flatMap { room.dossier(UInt32($0)).events }.sorted { $0.sequence < $1.sequence }
    // The room's stories are told one behind the other: each shipment by itself is in order.
    for (_, event) in events {
      if case .ordered = event.what {
        apply(event)
      } else if event.at <= instant {
        apply(event)
      }
    }
  }
}

/// An effect that was waited for did not come.
private struct Lost: Error {}

@Suite struct `Time travel` {
  /// A room in which the moment three hours ago was asked for and has come.
  private func travelled(_ width: Int = 118, _ height: Int = 32, telling: Telling = .heard) throws -> Room {
    var room = Room(width, height)
    room.press("3 T")
    _ = update(&room.state, .past(.chronicle(Chronicle(samples: (0..<200).map { room.now - .hours(500 - $0 * 2) }))))
    room.type("-30h")
    let effects = room.press("enter")
    let moment = PastMoment(room.now - .hours(30), telling)
    #expect(effects == [.travel(PastMoment(room.now - .hours(30), .heard))])
    if telling == .happened { #expect(room.press("tab") == [.travel(moment)]) }
    _ = update(&room.state, .past(.arrived(room.world(moment))))
    room.settle()
    return room
  }

  @Test(arguments: [(118, 32), (200, 60), (80, 24), (60, 16), (40, 10)])
  func `the banner stands on every size of screen`(width: Int, height: Int) throws {
    var room = try travelled(width, height)
    expectPicture("past-strip-\(width)x\(height)", room.canvas)
    room.press("enter")
    #expect(room.text.contains("PAST"))
    #expect(room.text.contains("not live") || width < 60)
    expectPicture("past-\(width)x\(height)", room.canvas)
    room.press("enter")
    #expect(room.text.contains("PAST"))
  }

  @Test func `asking shows the strip, and what is read is said until it is there`() {
    var room = Room()
    #expect(room.press("T") == [.survey])
    #expect(room.text.contains("left goes back, or type a time"))
    let effects = room.press("left")
    guard case .travel(let moment)? = effects.last else {
      Issue.record("no journey")
      return
    }
    _ = update(&room.state, .past(.progress(moment, permille: 430)))
    #expect(room.row(0).contains("reading 22 Nov 14:30 CET, 43 %"))
    // One that is told in the other way is not shown; one on the way to another is, until that one comes.
    room.press("left")
    _ = update(&room.state, .past(.arrived(room.world(PastMoment(moment.instant, .happened)))))
    #expect(room.state.shownMoment == nil)
    _ = update(&room.state, .past(.arrived(room.world(moment))))
    #expect(room.state.shownMoment == moment)
    #expect(room.row(0).contains("PAST  22 Nov 14:30 CET") && room.row(0).contains("reading 22 Nov 14:20 CET"))
    #expect(room.press("esc") == [.live])
    #expect(!room.row(0).contains("reading"))
    // What comes after that is of a journey that is over.
    _ = update(&room.state, .past(.arrived(room.world(moment))))
    #expect(room.state.shownMoment == nil)
  }

  @Test func `a time is typed by the clock that was shown then`() {
    var room = Room()
    room.state.clock.turns = ZoneTurns([
      ZoneTurns.Turn(from: room.now - .days(400), offset: ZoneOffset(minutes: 120)),
      ZoneTurns.Turn(from: room.now - .days(28), offset: ZoneOffset(minutes: 60)),
    ])
    room.press("T")
    room.type("2026-07-20 14:02")
    let meant = CivilDateTime(known(CivilDate(year: 2026, month: 7, day: 20)), hour: 12, minute: 2).instant(at: .utc)
    #expect(room.press("enter").last == .travel(PastMoment(meant, .heard)))
    #expect(Prompt.run("past 20 Jul 15:02", &room.state).last == .travel(PastMoment(meant + .hours(1), .heard)))
  }

  @Test func `alarms are those of then, on every line that tells of them, and those of now go on unseen`() throws {
    var watched = Watched()
    let live = watched.room.state.alarms.picture
    #expect(live.counts[0] + live.counts[1] > 0)
    // Of the time before anybody watched there are none.
    watched.room.press("9")
    let cause = try #require(watched.room.state.alarms.cursor)
    watched.room.press("T")
    watched.room.type("-30h")
    guard case .travel(let moment)? = watched.room.press("enter").last else { throw Lost() }
    var world = watched.room.world(moment)
    _ = update(&watched.room.state, .past(.arrived(world)))
    watched.room.press("enter")
    #expect(watched.room.text.contains("nobody had watched for alarms by then"))
    #expect(watched.room.state.alarms.picture.lines.isEmpty)
    #expect(!watched.room.row(1).contains("FLOOD"))
    // At another moment one stood that nobody knows of now.
    var texts = world.board.texts
    var book = AlarmBook()
    let then = Event.AlarmStep(.raised, of: texts.intern("silent lane:A14"), priority: 1, count: 12)
    book.apply(Event(.none, by: Actor(.watch), at: moment.instant - .hours(2), .alarm(then)), texts: texts)
    world.alarms = book
    watched.room.state.past?.wanted = moment
    _ = update(&watched.room.state, .past(.arrived(world)))
    #expect(watched.room.state.alarms.picture.lines.map(\.alarm.cause) == ["silent lane:A14"])
    watched.room.settle()
    #expect(watched.room.state.alarms.picture.counts == [0, 1, 0, 0])
    #expect(watched.room.text.contains("1 unacknowledged") || watched.room.text.contains("unacknowledged 1"))
    // What is new meanwhile is kept for the way back.
    watched.room.say(2, .lost)
    let before = watched.room.state.alarms.picture
    _ = update(&watched.room.state, .alarms(live))
    watched.room.tick()
    #expect(watched.room.state.alarms.picture == before)
    #expect(watched.room.press("T") == [.live])
    #expect(watched.room.state.alarms.picture == live)
    #expect(watched.room.state.alarms.cursor == cause)
  }

  @Test func `older events that come while the past is shown are the live log's, which goes on asking`() throws {
    var room = Room()
    room.say(2, .lost)
    room.press("8 /")
    room.type("nobody said this")
    room.press("enter")
    guard case .recall(let before, let filter)? = room.effects.last else { throw Lost() }
    room.press("T")
    room.type("-30h")
    guard case .travel(let moment)? = room.press("enter").last else { throw Lost() }
    _ = update(&room.state, .past(.arrived(room.world(moment))))
    _ = update(&room.state, .recalled([], from: 1, before: before, filter))
    room.press("enter T")
    #expect(room.state.shownMoment == nil)
    #expect(room.state.log.isWhole)
    #expect(room.text.contains("nothing matches; esc shows all"))
  }

  @Test func `steps end on whole ones and grow`() {
    var room = Room()
    room.press("T")
    #expect(room.press("left").last == .travel(PastMoment(room.now - .minutes(2), .heard)))
    #expect(room.press("left").last == .travel(PastMoment(room.now - .minutes(12), .heard)))
    for _ in 0..<6 { room.press("left") }
    #expect(room.press("left").last == .travel(PastMoment(room.now - .minutes(92), .heard)))
    #expect(room.text.contains("step 1 h"))
    #expect(room.press("right").last == .travel(PastMoment(room.now - .minutes(32), .heard)))
    room.press("right")
    #expect(room.press("right").isEmpty)
    #expect(room.text.contains("nothing has happened after now"))
  }

  @Test func `the keys that go along can be held down, and a time can still be typed`() {
    var room = Room()
    #expect(room.press(",").last == .travel(PastMoment(room.now - .minutes(2), .heard)))
    #expect(room.press(", ,").last == .travel(PastMoment(room.now - .minutes(22), .heard)))
    #expect(room.press(";").last == .travel(PastMoment(room.now - .minutes(12), .heard)))
    #expect(room.press("~").last == .travel(PastMoment(room.now - .minutes(12), .happened)))
    room.type("-3h,")
    #expect(room.text.contains("to: -3h,"))
  }

  @Test func `a time that is none says where, and asks for nothing`() {
    var room = Room()
    room.press("T")
    room.type("25:99")
    #expect(room.press("enter").isEmpty)
    #expect(room.text.contains("column 1: no clock shows that time"))
  }

  @Test func `every deed is refused with the reason`() throws {
    var room = try travelled()
    room.press("enter")
    for control in room.state.bindings.controls where control.group == .desk && control.name != "menu" {
      var state = room.state
      let effects = state.run(control, Call())
      #expect(effects.isEmpty, "\(control.name)")
      #expect(state.notice?.words.contains("this is the past") == true, "\(control.name): \(state.notice?.words ?? "")")
    }
    for name in ["pause", "step", "faster", "speed 60", "import x.csv", "release CW-10008", "note hello"] {
      var state = room.state
      #expect(Prompt.run(name, &state).isEmpty, "\(name)")
      #expect(state.notice?.words.contains("this is the past") == true, "\(name)")
    }
  }

  @Test func `what is live goes on meanwhile, and is there at once with the same shipment under the cursor`() throws {
    var room = try travelled()
    room.press("enter")
    room.press("j")
    let current = room.current
    let shown = room.state.board.sequence
    room.say(2, .lost)
    room.tick()
    #expect(room.state.board.sequence == shown)
    #expect(room.state.board[ShipmentID(2)]?.milestone != .lost)
    #expect(room.state.now == room.state.shownMoment?.instant)
    #expect(room.press("T") == [.live])
    #expect(room.state.board[ShipmentID(2)]?.milestone == .lost)
    #expect(room.current == current)
    #expect(!room.text.contains("PAST"))
    room.press("a")
    #expect(room.state.notice?.words.contains("past") != true)
  }

  @Test func `esc goes back a step at a time, and at the top to what is live`() throws {
    var room = try travelled()
    room.press("enter enter")
    #expect(room.state.details.count == 1)
    room.press("esc")
    #expect(room.state.shownMoment != nil)
    #expect(room.press("esc") == [.live])
    #expect(room.state.shownMoment == nil)
  }

  @Test func `a detail tells what was known, and in the other telling marks what was not heard yet`() throws {
    var room = try travelled()
    room.press("enter")
    // The departure of 195 hours ago was heard four hours and five minutes later.
    let then = room.now - .hours(194)
    for (telling, count) in [(Telling.heard, 1), (.happened, 2)] {
      room.press("esc")
      room.state.past = Past()
      room.state.past?.wanted = PastMoment(then, telling)
      _ = update(&room.state, .past(.arrived(room.world(PastMoment(then, telling)))))
      _ = room.state.open(ShipmentID(8))
      _ = update(&room.state, .dossier(room.dossier(8)))
      #expect(room.state.details.last?.dossier?.claims.count == count, "\(telling)")
      let told = room.state.spokenDetail().filter { $0.contains("not heard yet") }.count
      #expect(told == (telling == .happened ? 1 : 0))
      room = Room()
    }
  }
}

@Suite struct `By lines` {
  private func hear(_ room: inout Room, _ line: String) -> [String] {
    let before = room.state.speech
    let reply = room.state.hear(line)
    room.effects += reply.effects
    room.settle()
    return reply.said + room.state.speech.news(after: before)
  }

  @Test func `every command of the key map says something, and leaves no question behind that cannot be closed`() {
    for control in Room().state.bindings.controls where control.isCommand {
      var room = Room()
      let said = hear(&room, control.name)
      #expect(!said.contains { $0.contains("there is no command") }, "\(control.name)")
      _ = hear(&room, "no")
      #expect(room.state.overlay.scope == nil || control.name == "help", "\(control.name)")
      #expect(hear(&room, "where").isEmpty == false)
    }
  }

  @Test func `rows are told in words`() {
    var room = Room()
    #expect(hear(&room, "held")[0] == "overview, holds, 4, by due")
    #expect(
      hear(&room, "where")[1]
        == "row 1 of 4, CW-10008, critical, held for battery undeclared at Frankfurt am Main, limit passed 3d20h ago,"
        + " Power bank 20 Ah, CN to DE"
        || hear(&room, "where")[1].hasPrefix("row 1 of 4, CW-10008, "))
    #expect(hear(&room, "next")[0].hasPrefix("row 2 of 4, CW-10009, "))
    #expect(hear(&room, "4")[0].hasPrefix("row 4 of 4, CW-10011, "))
    #expect(hear(&room, "99")[0] == "no: a row is a number from 1 to 4")
    #expect(hear(&room, "rows 2").count == 1)
    _ = hear(&room, "1")
    #expect(hear(&room, "rows 2").count == 2)
  }

  @Test func `what cannot be taken back is asked for, and takes its own word`() {
    var room = Room()
    let asked = hear(&room, "cancel")
    #expect(asked.last == "to do it say: yes cancel; anything else does nothing")
    #expect(hear(&room, "yes").first == "nothing was done")
    #expect(room.effects.isEmpty)
    _ = hear(&room, "cancel")
    _ = hear(&room, "yes cancel")
    #expect(room.effects.count == 1)
  }

  @Test func `choices are numbered, and hostile lines are harmless`() {
    var room = Room()
    let asked = hear(&room, "hold")
    #expect(asked.contains { $0.hasPrefix("2 H01 ") })
    _ = hear(&room, "2")
    #expect(room.effects.count == 1)
    for line in [
      "\u{1B}[2J", String(repeating: "x", count: 100_000), "row 99999999999999999999", "key \u{0}", "rows -1",
      "open -5", "yes", "filter \u{202E}",
    ] {
      _ = hear(&room, line)
    }
    #expect(hear(&room, "quit").isEmpty)
    #expect(room.effects.last == .quit)
  }
}

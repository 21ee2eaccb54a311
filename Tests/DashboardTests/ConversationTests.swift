import Logistics
import Measures
import TUI
import Testing

@testable import Dashboard

@Suite struct `Identity, not position` {
  @Test func `the cursor keeps its shipment when the list is ordered anew`() {
    var room = Room()
    room.press("3 +")
    room.press("j")
    #expect(room.current == 9)
    room.press("I")
    #expect(room.current == 9)
    room.press("> >")
    #expect(room.current == 9)
    for round in 0..<50 {
      room.say(8, .importHeld, reason: round % 2 == 0 ? .vagueDescription : .wrongHSCode, by: .customs)
      room.tick(.minutes(30))
      #expect(room.current == 9)
    }
  }

  @Test func `what leaves the list stays under the cursor as a ghost until a key moves on`() {
    var room = Room()
    room.press("3")
    #expect(room.current == 8)
    room.say(8, .importRefused, by: .customs)
    room.tick()
    room.tick()
    #expect(room.state.lists[ListID.customs.rawValue].isGhost)
    #expect(room.text.contains("left this view"))
    #expect(room.current == 8)
    // A deed meant for it never hits its neighbour.
    #expect(room.press("h") == [])
    room.press("esc")
    room.press("j")
    #expect(room.current == 9)
    #expect(!room.text.contains("left this view"))
    #expect(room.shown(.customs) == [9, 10, 11])
  }

  @Test func `a ghost at the end, and a list that becomes empty`() {
    var room = Room()
    room.press("5")
    #expect(room.current == 15)
    room.say(15, .lost)
    room.say(15, .returnReceived)
    room.say(15, .returnInspected)
    room.say(15, .refunded)
    room.tick()
    room.tick()
    #expect(room.current == 15)
    #expect(room.text.contains("left this view"))
    room.press("j")
    #expect(room.current == nil)
    #expect(room.text.contains("nothing comes back"))
    for keys in ["a", "enter", "space", "v", "*", "G", "r", "n", "m", "y"] { room.press(keys + " esc") }
  }

  @Test func `before the first key the cursor stays on the first row, and no ghost greets the operator`() {
    var room = Room()
    #expect(room.current == 4)
    room.say(4, .orderCancelled)
    room.tick()
    #expect(room.current == 3)
    #expect(!room.text.contains("left this view"))
    room.press("j")
    room.say(1, .orderCancelled)
    room.tick()
    room.tick()
    #expect(room.current == 1)
    #expect(room.text.contains("left this view"))
  }

  @Test func `while keys are pressed the order stays, then it follows`() {
    var room = Room()
    room.press("3")
    let before = room.shown(.customs)
    room.say(7, .importHeld, reason: .scanSelected, by: .customs)
    room.press("j")
    room.tick()
    #expect(room.shown(.customs) == before)
    room.tick()
    #expect(room.shown(.customs).contains(7))
  }

  @Test func `a request says which version was seen`() {
    var room = Room()
    room.press("1")
    let version = room.state.board[ShipmentID(4)]?.version ?? 0
    #expect(room.press("a") == [.submit(.advance, [Target(ShipmentID(4), seen: version)])])
  }
}

@Suite struct `Deeds` {
  @Test func `one that can be taken back is done at once, and taken back`() {
    var room = Room()
    room.press("a")
    room.answer()
    #expect(room.state.board[ShipmentID(4)]?.milestone == .picked)
    #expect(room.row(30).contains("CW-10004: picked"))
    let version = room.state.board[ShipmentID(4)]?.version ?? 0
    room.press("j j")
    #expect(room.press("u") == [.submit(.undo, [Target(ShipmentID(4), seen: version)])])
  }

  @Test func `one that cannot be taken back asks, and enter is Cancel`() {
    var room = Room()
    #expect(room.press("X") == [])
    #expect(room.text.contains("It cannot be taken back."))
    #expect(room.press("enter") == [])
    room.press("X")
    #expect(room.press("X") == [])
    #expect(room.state.scope == .confirm)
    // The key that says yes to what can be taken back is not enough.
    #expect(room.press("y") == [])
    #expect(room.row(30).contains("it cannot be taken back: Y does it"))
    let effects = room.press("Y")
    #expect(effects.count == 1)
    #expect(room.press("y") == [.copy("CW-10004")])
  }

  @Test func `a refusal is told before anything is asked`() {
    var room = Room()
    room.press("3")
    #expect(room.press("r") == [])
    #expect(room.row(30).contains("missing: dangerous goods declaration"))
  }

  @Test func `a document is asked for, attached, and the hold released`() {
    var room = Room()
    room.press("3 d enter")
    room.answer()
    room.press("f enter")
    room.answer()
    room.press("r")
    room.answer()
    #expect(room.state.board[ShipmentID(8)]?.isHeld == false)
    #expect(room.current == 8)
  }

  @Test func `many at once: counts first, then what failed stays marked and is listed`() {
    var room = Room()
    room.press("6 *")
    room.press("a")
    guard case .confirm(let question) = room.state.overlay else {
      Issue.record("no question")
      return
    }
    #expect(question.targets.count == 16)
    #expect(question.willBeDone + question.refusals.reduce(0) { $0 + $1.ids.count } == 16)
    #expect(question.willBeDone == 14)
    #expect(question.hidden == 0)
    room.press("esc")
    room.press("/")
    room.type("to:DE")
    room.press("enter a")
    guard case .confirm(let narrowed) = room.state.overlay else {
      Issue.record("no question")
      return
    }
    #expect(narrowed.hidden == 12)
    // Others rely on some of it: the key that is pressed all day is not enough.
    #expect(room.press("y") == [])
    room.press("Y")
    room.answer()
    #expect(room.text.contains("2 failures"))
    let marks = room.state.lists[ListID.all.rawValue].marks
    #expect(marks.count == 2)
    #expect(marks.contains(ShipmentID(16)))
    room.press("esc")
    #expect(room.state.history.done.last?.ids.count == 14)
    // Undo of many asks with counts too.
    room.press("u")
    #expect(room.state.scope == .confirm)
  }

  @Test func `when none of many can be done, only closing is left`() {
    var room = Room()
    room.press("3 * r")
    #expect(room.text.contains("There is nothing that could be done."))
    #expect(!room.row(31).contains("enter take it"))
    #expect(room.press("y") == [])
    #expect(room.press("right enter") == [])
    #expect(room.state.scope == .overview)
  }

  @Test func `what was done is told in its own words`() {
    var room = Room()
    for (keys, words) in [
      ("3 o", "CW-10008: owner: mei"), ("u", "CW-10008: taken back: owner is nobody again"),
      ("d enter", "CW-10008: asked merchant for packing list, dangerous goods declaration, UN38.3 test summary"),
      ("f enter", "CW-10008: attached packing list"), ("r", "CW-10008: released H19 battery undeclared"),
    ] {
      room.press(keys)
      if keys == "u" {
        let undone = Event.Ownership(.none)
        room.record([Event(ShipmentID(8), by: Actor(.operatorDesk), at: room.now + .seconds(1), .owned(undone))])
        _ = update(&room.state, .answered(Answer(verb: .undo, done: [ShipmentID(8)], refused: [])))
      } else {
        room.answer()
      }
      #expect(room.row(30).contains(words), "\(room.row(30))")
      room.tick(.seconds(5))
    }
  }

  @Test func `a request shows in the list`() {
    var room = Room()
    #expect(room.row(18).contains("to ask"))
    room.press("3 d enter")
    room.answer()
    room.tick(.hours(2))
    #expect(room.row(18).contains("asked 2h"))
    room.press("f enter")
    room.answer()
    #expect(room.row(18).contains("papers in"))
  }

  @Test func `a range of marks, and esc takes them away`() {
    var room = Room()
    room.press("6 v j j v")
    #expect(room.state.lists[ListID.all.rawValue].marks.count == 3)
    room.press("esc")
    #expect(room.state.lists[ListID.all.rawValue].marks.isEmpty)
    #expect(room.state.view == .list(.all))
    room.press("esc")
    #expect(room.state.view == .overview)
  }

  @Test func `a note is typed; keys that do things elsewhere are letters here`() {
    var room = Room()
    room.press("3 i")
    room.type("asked shop Q?")
    let effects = room.press("enter")
    let version = room.state.board[ShipmentID(8)]?.version ?? 0
    #expect(effects == [.submit(.note("asked shop Q?"), [Target(ShipmentID(8), seen: version)])])
  }

  @Test func `a paste never acts`() {
    var room = Room()
    let before = room.text
    room.state.paste("aaaQy\n")
    #expect(room.text == before)
    room.press("/")
    room.state.paste("to:DE")
    #expect(room.state.lists[ListID.orders.rawValue].rows == [ShipmentID(1)])
  }
}

@Suite struct `The command line` {
  @Test func `verbs with shipments, reasons and notes`() {
    var room = Room()
    let version = room.state.board[ShipmentID(3)]?.version ?? 0
    room.press(":")
    room.type("hold CW-10003 H02 ask for words")
    #expect(
      room.press("enter")
        == [.submit(.hold(.vagueDescription, note: "ask for words"), [Target(ShipmentID(3), seen: version)])])
  }

  @Test func `completion of names and of what they take`() {
    var room = Room()
    room.press(":")
    room.type("the")
    #expect(room.press("tab") == [])
    room.type("li")
    #expect(room.press("enter") == [.setTheme("light")])
    #expect(room.state.theme == "light")
  }

  @Test func `what there is not is said, with the nearest`() {
    var room = Room()
    room.press(":")
    room.type("frobnicate it")
    #expect(room.press("enter") == [])
    #expect(room.row(30).contains("no command “frobnicate”"))
    room.press(":")
    room.type("open CW-99999")
    room.press("enter")
    #expect(room.row(30).contains("no shipment CW-99999"))
    room.press(":")
    room.type("release @marked")
    room.press("enter")
    #expect(room.row(30).contains("nothing is marked"))
  }

  @Test func `only a name that was typed is run, never a line that has the letters somewhere`() {
    for (text, words) in [
      ("foo", "there is no command “foo”"), ("care", "there is no command “care”"),
      ("re", "did you mean “release”"), ("relaese", "did you mean “release”?"), ("hold H0", "no hold reason"),
    ] {
      var room = Room()
      room.press("3 :")
      room.type(text)
      #expect(room.press("enter") == [], "\(text)")
      #expect(room.row(30).contains(words), "\(text): \(room.row(30))")
    }
    // Nothing typed and nothing chosen does nothing; a line that was chosen is run.
    var room = Room()
    #expect(room.press(": enter") == [])
    #expect(room.state.scope == .overview)
    #expect(room.press(": down enter").count == 1)
    room.press("3 :")
    room.type("adv")
    room.press("enter")
    #expect(room.row(30).contains("advance: held: battery undeclared"), "\(room.row(30))")
    // A name with nothing behind it opens the choice.
    room.press(":")
    room.type("hold ")
    #expect(room.press("enter") == [])
    #expect(room.state.scope == .chooser)
  }

  @Test func `in a text a shipment's number is a word`() {
    for (line, verb, ids) in [
      ("note same box as CW-10004", Verb.note("same box as CW-10004"), [8]),
      ("note CW-10003 same box as CW-10004", .note("same box as CW-10004"), [3]),
      ("hold CW-10003 H02 waits for CW-10004", .hold(.vagueDescription, note: "waits for CW-10004"), [3]),
      ("hold H02 CW-10003 waits for @marked", .hold(.vagueDescription, note: "waits for @marked"), [3]),
      ("own jan CW-10003", .own("jan"), [3]),
    ] as [(String, Verb, [UInt32])] {
      var room = Room()
      room.press("3 :")
      room.type(line)
      guard case .submit(let done, let targets)? = room.press("enter").first else {
        Issue.record("\(line): \(room.row(30))")
        continue
      }
      #expect(done == verb, "\(line)")
      #expect(targets.map(\.id.number) == ids, "\(line)")
    }
    // Where no shipment is taken, the number is what is looked for.
    var room = Room()
    room.press("6 :")
    room.type("filter CW-10007")
    room.press("enter")
    #expect(room.shown(.all) == [7])
  }

  @Test func `views, speeds, import, quit`() {
    var room = Room()
    for (text, effects) in [
      ("view customs", []), ("speed 300", [Effect.setSpeed(Speed(300))]),
      ("import scans.csv", [.importFile("scans.csv")]),
      ("quit", [.quit]), ("theme nope", []), ("speed fast", []), ("filter hold:H99", []), ("sort due", []),
    ] {
      room.press(":")
      room.type(text)
      #expect(room.press("enter") == effects, "\(text)")
    }
    #expect(room.state.view == .list(.customs))
  }

  @Test func `every command can be run by its name without harm`() {
    for control in KeyMap.controls where control.isCommand {
      var isNoticed = false
      for start in ["3 j space", "3 + j j space"] {
        var room = Room()
        room.press(start + " :")
        room.type(control.name + " ")
        room.press("esc")
        let (before, version) = (room.text, room.state.board.sequence)
        let effects = Prompt.run(control.name, &room.state)
        room.settle()
        isNoticed = isNoticed || !effects.isEmpty || room.state.notice != nil || room.text != before
        // What it does to the world goes through the journal, and is for the one that was marked.
        #expect(room.state.board.sequence == version, "\(control.name)")
        #expect(control.changesWorld || !effects.contains { $0.changesWorld }, "\(control.name)")
        for case .submit(let verb, let targets) in effects {
          #expect(!verb.confirms && targets.count == 1, "\(control.name): \(targets)")
        }
      }
      // It does something, shows something, or says why not; but for what is so already.
      #expect(isNoticed || ["refresh", "split", "columns-left", "customs"].contains(control.name), "\(control.name)")
    }
  }
}

@Suite struct `Filter, order, clock` {
  @Test func `the list follows every letter that makes sense, and esc brings it back`() {
    var room = Room()
    room.press("6 /")
    room.type("is:held")
    // What the operator asked for, and no ghost of what was under the cursor before.
    #expect(room.shown(.all).count == 4)
    #expect(room.row(31).contains("4 of 16"))
    room.press("esc")
    #expect(room.shown(.all).count == 16)
  }

  @Test func `only what is urgent`() {
    var room = Room()
    room.press("6 !")
    #expect(Set(room.shown(.all)).isSuperset(of: [5, 8, 9]))
    room.press("!")
    #expect(room.shown(.all).count == 16)
  }

  @Test func `the clock: pause, resume, faster, slower, and not when somebody else drives`() {
    var room = Room()
    #expect(room.press("Z") == [.setSpeed(Speed(0))])
    room.state.clock.speed = Speed(0)
    #expect(room.press("Z") == [.setSpeed(Speed(60))])
    #expect(room.press(".") == [.step])
    room.state.clock.speed = Speed(60)
    #expect(room.press(") (") == [.setSpeed(Speed(300)), .setSpeed(Speed(10))])
    room.state.clock.driver = .other("process 4711")
    #expect(room.press(")") == [])
    #expect(room.row(30).contains("process 4711 drives the clock"))
  }

  @Test func `esc and q are harmless at the top; ctrl-c asks once`() {
    var room = Room()
    #expect(room.press("esc q esc q") == [])
    #expect(room.press("ctrl-c") == [])
    #expect(room.press("j ctrl-c") == [])
    #expect(room.press("ctrl-c") == [.quit])
  }

  @Test func `the bell rings once for what is newly critical, and not again for a minute`() {
    var room = Room()
    var rings: [Int] = []
    for tick in 1...200 {
      if tick == 100 { room.say(12, .importHeld, reason: .advanceDataMissing, by: .customs) }
      if tick > 100 { room.now += .minutes(28) }
      var clock = room.state.clock
      clock.now = room.now
      if update(&room.state, .clock(clock)).contains(.ring) { rings.append(tick) }
      room.settle()
    }
    #expect(rings.first == 60)
    #expect(zip(rings, rings.dropFirst()).allSatisfy { $1 - $0 >= 60 })
    #expect(rings.count >= 2)
  }

  @Test func `what needs a person is counted and opened`() {
    var room = Room()
    #expect(room.state.attention.first == ShipmentID(8))
    #expect(room.press("A") == [.loadDossier(ShipmentID(8))])
    #expect(room.state.scope == .detail)
    #expect(room.press("A") == [.loadDossier(ShipmentID(9))])
    #expect(room.press("A") == [.loadDossier(ShipmentID(8))])
    #expect(room.state.details.count == 1)
  }

  @Test func `the log keeps the newest, in words`() {
    var room = Room()
    room.say(13, .deliveryAttemptFailed, by: .courier)
    room.say(9, .dutyTaxDue, by: .customs)
    room.press("8")
    #expect(room.text.contains("CW-10009  held: duty unpaid (H09)"))
    room.press("/")
    room.type("delivery failed")
    room.press("enter enter")
    #expect(room.state.details.last?.id == ShipmentID(13))
    room.press("esc /")
    for _ in 0..<20 { room.press("backspace") }
    room.type("nobody said this")
    room.press("enter")
    #expect(room.text.contains("looking …"))
    let wanted = room.effects.last
    guard case .recall(let before, let filter)? = wanted else {
      Issue.record("older events are asked for")
      return
    }
    _ = update(&room.state, .recalled([], from: 1, before: before, filter))
    #expect(before > 1)
    #expect(room.text.contains("nothing matches; esc shows all"))
    room.press("esc")
    room.press("0 3 o")
    room.answer()
    room.press("8 /")
    room.type("by:mei")
    room.press("enter")
    #expect(room.state.log.count == 1)
  }

  @Test func `of an order only what is known is told, and without signs of currencies where the screen has none`() {
    let now = Room(empty: true).now
    var order = Event.Ordered(placedAt: now)
    func words(isASCII: Bool = false) -> String {
      Event(ShipmentID(1), by: Actor(.platform), at: now, .ordered(order)).words(TextTable(), isASCII: isASCII)
    }
    #expect(words() == "first heard of")
    order.value = Money(minor: 8306, known(Currency("GBP")))
    #expect(words() == "ordered £83.06")
    order.originCountry = known(Country("CN"))
    #expect(words(isASCII: true) == "ordered GBP 83.06, CN-?")
  }

  @Test func `what is to come is told with its time`() {
    let now = Room(empty: true).now
    var claim = Event.Claim(.delivered, happened: now + .days(5), offset: .utc)
    claim.kind = .estimated
    let texts = TextTable()
    #expect(claim.words(texts, heard: now) == "expects delivery 27 Nov")
    claim.kind = .planned
    claim.milestone = .departedOrigin
    claim.happened = now + .days(60)
    #expect(claim.words(texts, heard: now) == "plans departure 21 Jan 13:32")
    claim.happened = now - .days(8000)
    #expect(claim.words(texts, heard: now) == "plans departure 27 Dec 2004 13:32")
  }

  @Test func `a board that was not read yet takes no batches`() {
    var state = State(size: Size(width: 100, height: 24), clock: Clock(now: .epoch), operatorName: "mei")
    let event = Event(ShipmentID(7), by: Actor(.carrier), at: .epoch, .noted(Event.Note(.none)))
    _ = update(&state, .recorded(RecordedBatch(textsBefore: 0, texts: [], events: [event])))
    #expect(state.board.count == 0)
  }
}

@Suite struct `Looking closely` {
  @Test func `going back to a shipment reads it anew, and so does a board that was read anew`() {
    var room = Room()
    room.press("3 enter")
    _ = update(&room.state, .dossier(room.dossier(8)))
    let before = known(room.state.details.last?.dossier).events.count
    room.press(":")
    room.type("open CW-10009")
    room.press("enter")
    room.say(8, .importReleased, by: .customs)
    #expect(room.press("q") == [.loadDossier(ShipmentID(8))])
    _ = update(&room.state, .dossier(room.dossier(8)))
    #expect(known(room.state.details.last?.dossier).events.count > before)
    #expect(update(&room.state, .loaded(room.state.board)) == [.loadDossier(ShipmentID(8))])
    #expect(room.press("q") == [])
  }

  @Test(arguments: [(118, 32), (80, 24), (60, 16)])
  func `the help's end shows its last line, and one key goes back from there`(width: Int, height: Int) {
    var room = Room(width, height)
    room.press("?")
    let top = room.text
    room.press("G")
    let bottom = room.text
    #expect(bottom != top)
    #expect((0..<height).count { y in room.row(y).contains { $0.isLetter } } > height / 2)
    #expect(!bottom.contains("more below"))
    room.press("pgdn pgdn G")
    #expect(room.text == bottom)
    room.press("k")
    #expect(room.text != bottom)
    #expect(room.text.contains("more below"))
    room.press("g g")
    #expect(room.text == top)
  }
}

@Suite struct `The walkthrough` {
  @Test func `it presses, finds, waits and rests, and the audience can take over`() {
    var room = Room()
    var player = Player(.tour)
    var pressed = 0
    for _ in 0..<2000 where player.mode != .resting {
      for act in player.advance(milliseconds: 1000, room.state) {
        guard case .press(let key) = act else { continue }
        pressed += 1
        _ = update(&room.state, .key(key))
      }
    }
    #expect(player.mode == .resting)
    #expect(pressed == 4)
    #expect(player.caption?.step == 1)
    room.state.caption = player.caption
    expectPicture("caption", room.canvas)
    var taken: [Bool] = []
    taken.append(player.handle(.character("t")))
    #expect(player.mode == .takenOver)
    taken.append(player.handle(.character("j")))
    taken.append(player.handle(.control("t")))
    taken.append(player.handle(.character(" ")))
    #expect(player.caption?.step == 2)
    taken.append(player.handle(.character("b")))
    #expect(player.caption?.step == 1)
    taken.append(player.handle(.character("q")))
    #expect(taken == [true, false, true, true, true, true])
    #expect(player.mode == .done)
  }

  @Test func `every spelling in the tour is a key, and it finds its hold here too`() {
    for step in Script.tour.steps {
      for move in step.moves {
        switch move {
        case .press(let keys): #expect(Key.sequence(keys) != nil, "\(keys)")
        case .wait(_, _, let keys): #expect(Key.sequence(keys) != nil, "\(keys)")
        case .find, .speed, .look, .watch, .clickAlarm: break
        }
      }
    }
    #expect(Script.tour.steps.count == 12)
    #expect(Room().state.holdWeCanEnd == ShipmentID(8))
    #expect(Room().state.newestOrder == ShipmentID(4))
  }
}

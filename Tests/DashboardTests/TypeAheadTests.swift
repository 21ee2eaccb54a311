import Logistics
import Measures
import TUI
import Testing

@testable import Dashboard

@Suite struct `Keys typed ahead` {
  @Test func `a burst of keys in one read acts key by key`() {
    var room = Room()
    var effects: [Effect] = []
    // Nothing is answered or drawn in between.
    for key in known(Key.sequence("1 o j o 3 f enter r")) { effects += update(&room.state, .key(key)) }
    let submitted = effects.compactMap { effect -> String? in
      guard case .submit(let verb, let targets) = effect else { return nil }
      return "\(verb.name) \(targets.map { "\($0.id.number)" }.joined(separator: ","))"
    }
    #expect(submitted.prefix(2) == ["own 4", "own 3"])
    #expect(submitted.contains("attach 8"))
    // The release waits for what was attached.
    #expect(!submitted.contains("release 8"))
    #expect(room.state.typedAhead.count == 1)
  }

  @Test func `a deed on what is not answered yet waits, and is for the shipment that was seen`() {
    var room = Room()
    room.press("3 f enter")
    #expect(room.press("r j j") == [])
    #expect(room.state.typedAhead.count == 3)
    #expect(room.current == 8)
    #expect(room.row(31).contains("3 keys"))
    room.answer()
    #expect(
      room.effects.last
        == .submit(
          .release(nil, note: ""), [Target(ShipmentID(8), seen: room.state.board[ShipmentID(8)]?.version ?? 0)]))
    #expect(room.state.typedAhead.isEmpty)
    #expect(room.current == 10)
    room.answer()
    #expect(room.state.board[ShipmentID(8)]?.isHeld == false)
  }

  @Test func `what others change while a key waits is not overwritten by it`() {
    var room = Room()
    room.press("1 a")
    let seen = room.state.board[ShipmentID(4)]?.version ?? 0
    room.press("a")
    room.say(4, .packed, by: .merchant)
    #expect(seen != room.state.board[ShipmentID(4)]?.version)
    let effects = update(&room.state, .answered(Answer(verb: .advance, done: [ShipmentID(4)], refused: [])))
    // At the version seen: the journal refuses it, for the shipment is another one by now.
    #expect(effects == [.submit(.advance, [Target(ShipmentID(4), seen: seen)])])
  }

  @Test func `esc drops the keys that wait, and says so`() {
    var room = Room()
    room.press("1 a a a")
    #expect(room.state.typedAhead.count == 2)
    room.press("esc")
    #expect(room.row(30).contains("dropped 2 keys"))
    room.answer()
    #expect(room.state.pending.isEmpty)
  }

  @Test func `while the board is read, keys wait for it; what nobody can have seen is not done`() {
    var room = Room()
    let board = room.state.board
    var state = State(size: room.state.size, clock: room.state.clock, operatorName: "mei")
    for key in known(Key.sequence("3 j enter")) { _ = update(&state, .key(key)) }
    #expect(state.hasTypedAhead)
    var effects = update(&state, .loaded(board))
    while state.hasIdleWork { state.idleWork(budget: State.sliceRows) }
    effects += state.resume()
    #expect(effects == [.loadDossier(ShipmentID(9))])
    #expect(state.details.last?.id == ShipmentID(9))
    state = State(size: room.state.size, clock: room.state.clock, operatorName: "mei")
    for key in known(Key.sequence("1 a a")) { _ = update(&state, .key(key)) }
    effects = update(&state, .loaded(board))
    while state.hasIdleWork { state.idleWork(budget: State.sliceRows) }
    effects += state.resume()
    #expect(effects.isEmpty)
    #expect(state.notice?.words.contains("typed before anything was on screen") == true)
    #expect(!state.hasTypedAhead)
    room.settle()
  }
}

@Suite struct `What waits is what was asked for` {
  /// Presses keys without letting anything be looked for in between, as a burst in one read does.
  private func burst(_ room: inout Room, _ keys: String, typing text: String = "", then more: String = "") -> [Effect] {
    var effects: [Effect] = []
    for key in known(Key.sequence(keys)) { effects += update(&room.state, .key(key)) }
    for scalar in text.unicodeScalars { effects += update(&room.state, .key(.character(scalar))) }
    if !more.isEmpty { for key in known(Key.sequence(more)) { effects += update(&room.state, .key(key)) } }
    return effects
  }

  /// Goes on as the loop does while nothing happens.
  private func goOn(_ room: inout Room) -> [Effect] {
    var effects: [Effect] = []
    while room.state.hasIdleWork {
      room.state.idleWork(budget: State.sliceRows)
      if room.state.hasTypedAhead { effects += room.state.resume() }
    }
    return effects
  }

  @Test func `a chord whose last key has to wait is that chord, and no other command`() {
    var room = Room()
    room.say(15, .returnReceived)
    room.say(15, .returnInspected)
    room.press("5 o")
    // By itself the last key releases.
    #expect(room.press("e r") == [])
    #expect(room.state.typedAhead.count == 1)
    #expect(room.row(31).contains("1 key wait"))
    room.answer()
    let asked = room.effects.last
    guard case .confirm(let question) = room.state.overlay else {
      guard case .submit(.settle(.repair, _), _)? = asked else {
        Issue.record("\(String(describing: asked)) \(room.row(30))")
        return
      }
      return
    }
    #expect(question.name == "repair")
  }

  @Test func `a chord on rows that are looked for is not taken for the beginning of another`() {
    var room = Room()
    room.press("6 G")
    let effects = burst(&room, "/", typing: "to:DE", then: "enter G g g enter") + goOn(&room)
    #expect(room.state.notice?.isFailure != true, "\(room.row(30))")
    #expect(effects.contains(.loadDossier(ShipmentID(known(room.shown(.all).first)))), "\(effects)")
  }

  @Test(arguments: ["r", ": r e l e a s e enter", ": r e l e a s e space @ m a r k e d enter"])
  func `a deed typed behind marks by a filter is for those marks`(_ keys: String) {
    var room = Room()
    room.press("3")
    var effects = burst(&room, ":", typing: "mark to:DE or to:BR", then: "enter " + keys)
    effects += goOn(&room)
    #expect(room.state.lists[ListID.customs.rawValue].marks.ids.map(\.number) == [8, 9])
    guard case .confirm(let question) = room.state.overlay else {
      Issue.record("\(effects) \(room.row(30))")
      return
    }
    #expect(question.targets.map(\.id.number) == [8, 9])
  }

  @Test func `a second search for marks does not take the place of the first`() {
    var room = Room()
    room.press("6")
    _ = burst(&room, ":", typing: "mark to:DE", then: "enter")
    _ = burst(&room, ":", typing: "mark to:BR", then: "enter")
    _ = goOn(&room)
    #expect(room.state.lists[ListID.all.rawValue].marks.ids.map(\.number) == [1, 2, 7, 8, 9, 12, 13])
  }

  @Test func `what is pasted waits behind the keys before it, and clicks are refused`() {
    var room = Room()
    room.press("3 f enter")
    room.press("r /")
    room.state.paste("to:BR")
    #expect(room.state.typedAhead.count == 3)
    let focus = room.state.focus
    #expect(update(&room.state, .mouse(Mouse(.press(1), at: Point(x: 10, y: 6)))) == [])
    #expect(room.state.focus == focus)
    #expect(room.row(30).contains("3 keys wait; click again"))
    room.answer()
    guard case .filter(let line) = room.state.overlay else {
      Issue.record("\(room.row(30))")
      return
    }
    #expect(line.field.text == "to:BR")
  }

  @Test(arguments: 1...24)
  func `keys typed faster than the desk answers come to the same as keys typed slowly`(_ seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    func draw(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    // Without the key that drops what waits, and with filters that no deed brings anything under.
    let moves = [
      "j", "k", "j j j", "G", "g g", "o", "a", "r", "p", "e r", "e m", "d enter", "f enter", "i x e r enter", "u", "U",
      "h H 0 2 enter", "X enter", "enter a q", ": f i l t e r space t o : D E enter",
      ": f i l t e r space v a l u e > 0 enter",
      ": o w n space j a n enter", "enter o i y enter q",
    ]
    let keys = (0..<40).map { _ in moves[draw(moves.count)] }
    /// Answers all that was asked and is not answered.
    func answerAll(_ room: inout Room, _ answered: inout Int) {
      while answered < room.submitted.count {
        let (verb, targets) = room.submitted[answered]
        answered += 1
        room.answer(verb, targets)
      }
    }
    // The list is ordered by number: what deeds do to it moves nothing.
    var (slow, fast) = (Room(), Room())
    slow.press("6")
    fast.press("6")
    var answered = 0
    var used: [String] = []
    for key in keys where slow.state.view == .list(.all) {
      slow.press(key)
      used.append(key)
      answerAll(&slow, &answered)
    }
    for key in known(Key.sequence(used.joined(separator: " "))) { fast.effects += update(&fast.state, .key(key)) }
    fast.settle()
    answered = 0
    answerAll(&fast, &answered)
    #expect(!fast.state.hasTypedAhead)
    #expect(fast.state.pending.isEmpty)
    func told(_ room: Room) -> [String] {
      room.submitted.map { verb, targets in "\(verb) \(targets.map { "\($0.id.label)@\($0.seen)" })" }
    }
    #expect(told(fast) == told(slow), "\(used.joined(separator: " "))")
    #expect(!told(slow).isEmpty || used.count < 10)
    #expect(fast.state.view == slow.state.view)
    #expect(fast.state.details.map(\.id) == slow.state.details.map(\.id))
  }

  @Test func `what nobody can have seen takes with it all that was typed behind it`() {
    let room = Room()
    var state = State(size: room.state.size, clock: room.state.clock, operatorName: "mei")
    for key in known(Key.sequence("3 h H 1 8 enter")) { _ = update(&state, .key(key)) }
    var effects = update(&state, .loaded(room.state.board))
    while state.hasIdleWork { state.idleWork(budget: State.sliceRows) }
    effects += state.resume()
    #expect(effects.isEmpty)
    #expect(state.details.isEmpty)
    #expect(state.focus == .customs)
    #expect(state.notice?.words.contains("typed before anything was on screen") == true)
  }

  @Test func `what was asked for before a lock is done, and waits for its answer only once`() {
    var room = Room()
    room.press("1 a")
    room.press("a : l o c k enter")
    room.answer()
    #expect(room.effects.count { if case .submit = $0 { true } else { false } } == 2)
    #expect(room.state.isLocked)
    room.answer()
    #expect(room.state.pending.isEmpty)
    #expect(room.press("a") == [])
    // A question that was open when the lock fell does nothing either, and nothing waits for its answer.
    var asked = Room()
    asked.press("1 X")
    asked.state.isLocked = true
    #expect(asked.press("Y") == [])
    #expect(asked.row(30).contains("this screen is locked"))
    #expect(asked.state.pending.isEmpty)
  }
}

@Suite struct `Marks that are covered` {
  @Test func `a deed asked for by name over counts or a shipment is not for marks behind them`() {
    var room = Room()
    room.press("6 space F")
    room.type("to")
    room.press("enter")
    #expect(room.state.scope == .groups)
    for line in ["own", "advance", "mark", "mark-all"] {
      room.press(":")
      room.type(line)
      #expect(room.press("enter") == [], "\(line)")
      #expect(room.state.notice?.isFailure == true, "\(line)")
    }
    #expect(room.state.lists[ListID.all.rawValue].marks.count == 1)
    room.press("esc 3 enter :")
    room.type("mark-all")
    room.press("enter")
    #expect(room.state.lists[ListID.customs.rawValue].marks.isEmpty)
    #expect(room.row(30).contains("there is no list here"))
  }
}

@Suite struct `What comes of deeds` {
  /// Four shipments to Germany are moved on; one of them is held.
  private func asked() -> Room {
    var room = Room()
    room.press("6 /")
    room.type("to:DE")
    room.press("enter * a Y")
    return room
  }

  @Test func `it does not cover what somebody types meanwhile, and stays to be read`() {
    var room = asked()
    room.press("3 j i")
    room.type("ask")
    room.answer()
    room.type("ed")
    guard case .note(let field, _) = room.state.overlay else {
      Issue.record("the note is gone")
      return
    }
    #expect(field.text == "asked")
    room.press("esc")
    #expect(room.row(30).contains("advance: done on 3, not done on 1"), "\(room.row(30))")
    #expect(room.row(30).contains("O shows it"))
    room.press("j")
    #expect(room.row(30).contains("O shows it"), "it stays until it is read")
    room.press("O")
    #expect(room.text.contains("advance: 1 failure"))
    room.press("esc")
    #expect(!room.row(30).contains("O shows it"))
    room.press("O")
    #expect(room.text.contains("advance: 1 failure"), "the last one can be read again")
  }

  @Test func `keys that waited for it are taken where they were meant`() {
    var room = asked()
    room.press("3 f enter i")
    room.type("told shop")
    #expect(room.state.hasTypedAhead)
    room.answer()
    #expect(room.state.overlay.scope == nil || room.state.scope == .note || room.state.scope == .chooser)
    #expect(room.state.reports.unread.count == 1)
    room.answer()
    guard case .note(let field, let targets) = room.state.overlay else {
      Issue.record("\(room.state.scopeName): \(room.row(30))")
      return
    }
    #expect(field.text == "told shop")
    #expect(targets.map(\.id.number) == [8])
  }

  @Test func `it is shown at once to whoever waits for it, and says of marks only what is so`() {
    var room = asked()
    room.answer()
    #expect(room.text.contains("done on 3; not done on these, which stay marked:"))
    #expect(room.state.lists[ListID.all.rawValue].marks.ids.map(\.number) == [8])
    // Marks that were changed meanwhile are for something else.
    var other = asked()
    other.press("^ j space")
    let marks = other.state.lists[ListID.all.rawValue].marks
    other.answer()
    #expect(other.state.lists[ListID.all.rawValue].marks == marks)
    other.press("O")
    #expect(other.text.contains("done on 3; not done on these:"))
    // Named, nothing is marked.
    var named = Room()
    named.press("3 :")
    named.type("advance CW-10001 CW-10007 CW-10008")
    named.press("enter Y")
    named.answer()
    #expect(named.text.contains("not done on these:"), "\(named.row(30))")
    #expect(named.state.lists[ListID.customs.rawValue].marks.isEmpty)
  }

  @Test func `an import is told with its findings, and not as failures that stay marked`() {
    var room = Room()
    room.press(":")
    room.type("import scans.csv")
    room.press("enter")
    let summary = ImportSummary(
      file: "scans.csv", orders: 2, claims: 5, known: 1,
      findings: ["error: line 3: no date", "info: line 4: zone assumed"], errorCount: 1)
    _ = update(&room.state, .imported(summary))
    #expect(room.text.contains("Import of scans.csv"))
    #expect(room.text.contains("2 orders, 5 claims, 1 known already"))
    #expect(room.text.contains("info: line 4: zone assumed"))
    #expect(!room.text.contains("failure") && !room.text.contains("stay marked"))
    room.press("esc / x")
    _ = update(&room.state, .imported(summary))
    #expect(room.state.scope == .filter)
    room.press("esc O")
    #expect(room.text.contains("Import of scans.csv"))
  }
}

@Suite struct `Undo and redo` {
  @Test func `what was taken back is done again`() {
    var room = Room()
    room.press("1 a")
    room.answer()
    room.press("j u")
    room.answer()
    #expect(room.state.board[ShipmentID(4)]?.milestone == .stockReserved)
    #expect(room.state.history.done.isEmpty)
    #expect(room.state.history.takenBack.count == 1)
    room.press("U")
    room.answer()
    #expect(room.state.board[ShipmentID(4)]?.milestone == .picked)
    #expect(room.row(30).contains("CW-10004: again: picked"))
    #expect(room.state.history.takenBack.isEmpty)
    #expect(room.state.history.done.count == 1)
  }

  @Test func `many are one deed: taken back as one, done again as one`() {
    var room = Room()
    room.press("1 * o y")
    room.answer()
    #expect(room.state.history.done.map(\.ids.count) == [4])
    room.press("u")
    #expect(room.state.scope == .confirm)
    room.press("y")
    room.answer()
    #expect(room.state.history.takenBack.map(\.ids.count) == [4])
    room.press("U y")
    room.answer()
    #expect(room.state.history.done.map(\.ids.count) == [4])
    #expect((1...4).allSatisfy { room.state.board[ShipmentID($0)]?.owner != TextID.none })
  }

  @Test func `the list says what can be taken back, and why the rest cannot`() {
    var room = Room()
    room.press("1 a")
    room.answer()
    room.press("o")
    room.answer()
    room.press("j X Y")
    room.answer()
    #expect(room.press("u") == [])
    #expect(room.row(30).contains("others rely on it"))
    room.press(":")
    room.type("undo-list")
    room.press("enter")
    let items = room.state.undoItems
    #expect(items.count == 3)
    #expect(items[0].refusal == "others rely on it")
    #expect(items[1].refusal == nil)
    #expect(items[2].refusal == "a later one on the same shipment comes first")
    #expect(room.text.contains("CW-10004: owner: mei"))
    #expect(room.press("down enter").count == 1)
    room.answer()
    #expect(room.state.board[ShipmentID(4)]?.owner == TextID.none)
  }

  @Test func `after a restart the journal still knows`() {
    var room = Room()
    room.press("1 a")
    room.answer()
    for hour in 0..<40 {
      room.say(5 + UInt32(hour % 3), .transitArrived)
      room.say(8, .importHeld, reason: hour % 2 == 0 ? .vagueDescription : .wrongHSCode, by: .customs)
    }
    // All there is, by the journal's numbers: the deed stands deep among what others said.
    let events = (1...16).flatMap { room.dossier($0).events }.sorted { $0.sequence < $1.sequence }
    var state = State(size: room.state.size, clock: room.state.clock, operatorName: "mei")
    _ = update(&state, .loaded(room.state.board))
    _ = update(&state, .deeds(events.map(\.event)))
    #expect(state.history.done.map(\.ids) == [[ShipmentID(4)]])
    guard case .submit(.undo, let targets)? = update(&state, .key(.character("u"))).first else {
      Issue.record("the deed is not taken back")
      return
    }
    #expect(targets.map(\.id) == [ShipmentID(4)])
    var other = State(size: room.state.size, clock: room.state.clock, operatorName: "jan")
    _ = update(&other, .loaded(room.state.board))
    _ = update(&other, .deeds(events.map(\.event)))
    #expect(other.history.isEmpty)
    // A board that is read anew takes nothing of it away.
    _ = update(&state, .loaded(room.state.board))
    _ = update(&state, .remembered([]))
    #expect(state.history.done.last?.ids == [ShipmentID(4)])
  }

  @Test func `a step on which others rely asks with a key of its own, whatever the verb`() {
    var room = Room()
    room.press("2")
    // Exported already: what comes is a departure, or an arrival.
    for _ in 0..<4 { room.say(7, .exportReleased) }
    room.press("/")
    room.type("CW-10007")
    room.press("enter")
    var asked = false
    for _ in 0..<12 {
      _ = room.press("a")
      if room.state.scope == .confirm {
        asked = true
        #expect(room.text.contains("It cannot be taken back."))
        #expect(room.press("y") == [])
        #expect(room.press("Y").count == 1)
      }
      room.answer()
    }
    #expect(asked)
  }
}

@Suite struct `Marking` {
  @Test func `by filter, the others, none, and what is hidden is counted`() {
    var room = Room()
    room.press("6")
    room.press(":")
    room.type("mark to:DE")
    room.press("enter")
    #expect(room.state.lists[ListID.all.rawValue].marks.ids.map(\.number) == [1, 7, 8, 12])
    #expect(room.row(30).contains("marked 4 more by “to:DE”"))
    room.press("/")
    room.type("is:held")
    room.press("enter")
    #expect(room.text.contains("4 marked, 3 of them hidden"))
    room.press("%")
    #expect(room.state.lists[ListID.all.rawValue].marks.ids.map(\.number) == [1, 7, 9, 10, 11, 12])
    room.press("^")
    #expect(room.state.lists[ListID.all.rawValue].marks.isEmpty)
    room.press("&")
    #expect(room.text.contains(":mark "))
    room.type("is:nonsense")
    room.press("enter")
    #expect(room.state.notice?.isFailure == true)
    #expect(room.state.lists[ListID.all.rawValue].marks.isEmpty)
  }

  @Test func `n and N go from mark to mark, and without marks from match to match`() {
    var room = Room()
    room.press("6")
    room.press("/")
    room.type("to:DE")
    room.press("enter")
    #expect(room.shown(.all).count == 4)
    room.press("esc g g")
    #expect(room.state.lists[ListID.all.rawValue].filterText.isEmpty)
    let matches: Set<UInt32> = [1, 7, 8, 12]
    var seen: [UInt32] = []
    for _ in 0..<4 {
      room.press("n")
      seen.append(room.current ?? 0)
    }
    #expect(Set(seen) == matches)
    room.press("N")
    #expect(room.current == seen[2])
    room.press("g g space space space G n")
    #expect(room.row(30).contains("on from the top"))
    let first = room.current
    room.press("n n n")
    #expect(room.current == first)
  }

  @Test func `bits count as sets do`() {
    var marks = Marks()
    var set: Set<UInt32> = []
    var seed: UInt64 = 3
    for _ in 0..<2_000 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let id = UInt32(seed >> 40) % 700 + 1
      if seed >> 33 & 1 == 0 {
        let isNew = marks.insert(ShipmentID(id))
        #expect(isNew == set.insert(id).inserted)
      } else {
        let wasThere = marks.remove(ShipmentID(id))
        #expect(wasThere == (set.remove(id) != nil))
      }
    }
    #expect(marks.count == set.count)
    #expect(marks.ids.map(\.number) == set.sorted())
    let count = marks.count
    marks.insert(.none)
    #expect(marks.count == count)
  }

  @Test func `the question counts, folds its reasons out, and leaves only the failures marked`() {
    var room = Room()
    room.press("6 * a")
    guard case .confirm(let question) = room.state.overlay else {
      Issue.record("no question")
      return
    }
    #expect(question.refusals.contains { !$0.ids.isEmpty })
    func rows() -> Int {
      guard case .confirm(let question) = room.state.overlay else { return 0 }
      return question.rowCount
    }
    let folded = rows()
    for _ in 0..<question.rowCount { room.press("down") }
    room.press("space")
    #expect(rows() > folded)
    room.press("down")
    #expect(room.text.contains("not possible"))
    #expect(room.text.contains("> "))
    room.press("up space")
    #expect(rows() == folded)
    #expect(room.press("a") == [])
    #expect(room.press("enter") == [])
    #expect(room.state.scope != .confirm)
  }
}

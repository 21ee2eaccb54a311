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
    room.state.pending[0].done = 0
    _ = update(&room.state, .answered(Answer(verb: .advance, done: [ShipmentID(4)], refused: [])))
    let last = room.state.pending.last
    #expect(last?.verb == .advance || room.state.notice?.isFailure == true)
    #expect(seen != room.state.board[ShipmentID(4)]?.version)
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
    var state = State(size: room.state.size, clock: room.state.clock, operatorName: "mei")
    let dossier = room.dossier(4)
    _ = update(&state, .loaded(room.state.board))
    _ = update(&state, .remembered(dossier.events))
    #expect(state.history.done.last?.ids == [ShipmentID(4)])
    var other = State(size: room.state.size, clock: room.state.clock, operatorName: "jan")
    _ = update(&other, .loaded(room.state.board))
    _ = update(&other, .remembered(dossier.events))
    #expect(other.history.isEmpty)
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

import Logistics
import TUI
import Testing

@testable import Dashboard

/// What each action does where it may and where it may not: every record of the key map, whoever wrote it.
@Suite struct `Actions and the world` {
  /// Rooms of all kinds in which nothing may be changed: made once, for every action tries all of them.
  private static let rooms: [Room] =
    ["1", "2", "3", "4 ", "6", "7", "8", "3 enter", "6 space space", "1 j j"].map { place in
      var room = Room(readOnly: "this session only reads")
      room.state.isTourWaiting = false
      room.press(place)
      _ = update(&room.state, .key(Key(.escape)))
      return room
    }

  /// What an action sends out, by name and by what it opens, in rooms of all kinds.
  private func effects(of control: Control) -> [Effect] {
    let arguments =
      control.argument.takes.isEmpty ? ["", "x"] : ["", "x", "H02", "60", "customs", "mei", "to:DE", "CW-10003"]
    var sent: [Effect] = []
    for start in Self.rooms {
      for argument in arguments {
        var room = start
        let line = control.name + (argument.isEmpty ? "" : " " + argument)
        sent += room.state.guarded { Prompt.run(line, &$0) }
        room.settle()
        // What it opens is taken: the first of a list, and both ways of saying yes.
        sent += room.press("enter")
        sent += room.press("y")
        sent += room.press("Y")
      }
    }
    return sent
  }

  @Test(arguments: KeyMap.controls.filter { $0.isCommand && $0.name != "command" }.map(\.name))
  func `where nothing may be changed, nothing is, and what may change says so in its record`(_ name: String) {
    guard let control = KeyMap.control(named: name) else { return }
    for effect in effects(of: control) {
      #expect(!effect.changesWorld, "\(name): \(effect)")
    }
    if !control.changesWorld {
      var room = Room()
      room.press("3")
      for effect in Prompt.run(name, &room.state) { #expect(!effect.changesWorld, "\(name): \(effect)") }
    }
  }

  @Test(arguments: KeyMap.controls.filter { $0.isCommand && $0.changesWorld }.map(\.name))
  func `what may change the world says why it does not, where nothing may be changed`(_ name: String) {
    var room = Room(readOnly: "this session only reads")
    room.press("3")
    #expect(KeyMap.control(named: name).map { room.state.refusal(of: $0) } == "this session only reads", "\(name)")
    #expect(Prompt.run(name, &room.state).isEmpty)
    #expect(room.state.notice?.words.contains("this session only reads") == true, "\(name)")
  }

  @Test func `a lock is a way to read only, until it is opened again`() {
    var room = Room()
    room.press("1 :")
    room.type("lock")
    room.press("enter")
    #expect(room.press("a") == [])
    #expect(room.row(30).contains("this screen is locked"))
    room.press(":")
    room.type("unlock")
    room.press("enter")
    #expect(room.press("a").count == 1)
  }

  @Test func `even what slips through is held back`() {
    var room = Room(readOnly: "this session only reads")
    #expect(room.state.guarded { _ in [.step, .redraw, .importFile("x")] } == [.redraw])
  }
}

@Suite struct `The first screen` {
  @Test func `it says where to begin, until a key is pressed`() {
    var room = Room()
    room.state.welcome()
    #expect(room.row(30).contains("? shows all keys; :preset vim, k9s, htop has others"))
    room.press("j")
    #expect(!room.text.contains("shows all keys; :preset"))
  }
}

@Suite struct `The palette` {
  @Test func `abbreviations find names, names go before words, and what was typed is marked`() {
    var room = Room()
    room.press(":")
    room.type("ml")
    guard case .chooser(let chooser) = room.state.overlay else {
      Issue.record("no palette")
      return
    }
    let names = chooser.items(room.state).map(\.name)
    #expect(names.contains("mark-all"), "\(names)")
    #expect(Fuzzy.match(words: "sb", in: "send-back")?.places == [0, 5])
    #expect(Fuzzy.match(words: "back", in: "send-back")?.places == [5, 6, 7, 8])
    #expect(Fuzzy.match(words: "zzz", in: "send-back") == nil)
    #expect(Fuzzy.match(words: "hy", in: "a very long sentence with nothing nearby") == nil)
    let near = Fuzzy.match(words: "pd", in: "page-down")?.score ?? 0
    let far = Fuzzy.match(words: "pd", in: "spend it")?.score ?? 0
    #expect(near > far)
  }

  @Test func `what was run last stands first`() {
    var room = Room()
    for name in ["map", "log", "overview"] {
      room.press(":")
      room.type(name)
      room.press("enter")
    }
    room.press(":")
    guard case .chooser(let chooser) = room.state.overlay else { return }
    #expect(chooser.items(room.state).prefix(3).map(\.name) == ["overview", "log", "map"])
    #expect(room.press("enter") == [])
  }

  @Test func `the slot under the cursor is completed, whatever stands behind it`() {
    var room = Room()
    room.press("3 :")
    room.type("hold CW-10003 H0 ask them")
    for _ in 0..<9 { room.press("left") }
    room.type("2")
    guard case .chooser(let chooser) = room.state.overlay else { return }
    #expect(chooser.items(room.state).map(\.name) == ["H02"])
    room.press("tab")
    guard case .chooser(let completed) = room.state.overlay else { return }
    #expect(completed.field.text == "hold CW-10003 H02  ask them")
    #expect(room.press("enter").count == 1)
  }

  @Test func `people, shipments and filters are offered where they belong`() {
    var room = Room()
    var texts = room.state.board.texts
    let jan = Actor(.operatorDesk, name: texts.intern("jan"))
    room.record(
      [Event(ShipmentID(4), by: jan, at: room.now, .noted(Event.Note(.none)))],
      texts: texts.texts(after: room.state.board.texts.count))
    func offered(_ text: String) -> [String] {
      room.state.overlay = .none
      room.press(":")
      room.type(text)
      guard case .chooser(let chooser) = room.state.overlay else { return [] }
      return chooser.items(room.state).map(\.completion)
    }
    #expect(offered("own ").prefix(2) == ["own mei ", "own jan "])
    #expect(offered("open CW-1000").contains("open CW-10003 "))
    #expect(offered("filter to:DE hold:H0").contains { $0.hasPrefix("filter to:DE hold:H0") })
    #expect(offered("mark sta").contains("mark stage:"))
    room.press("esc space")
    #expect(offered("release @").contains("release @marked "))
  }

  @Test func `files are asked for as they are typed`() {
    var room = Room()
    room.press(":")
    room.type("import ")
    #expect(room.press("s").contains(.listFiles("s")))
    _ = update(&room.state, .listed(FileListing(prefix: "s", names: ["scans.csv", "shops/"])))
    guard case .chooser(let chooser) = room.state.overlay else { return }
    #expect(chooser.items(room.state).map(\.completion) == ["import scans.csv ", "import shops/"])
    // What merely begins so is not read.
    #expect(room.press("enter") == [.importFile("s")])
  }
}

import Logistics
import TUI
import Testing

@testable import Dashboard

extension State {
  /// Whether the help has these keys.
  fileprivate func helpHas(_ keys: String) -> Bool {
    bindings.groups(self, in: .overview).contains { $0.hints.contains { $0.keys == keys } }
  }
}

@Suite struct `Presets` {
  /// What has a key in every preset.
  private static let essential = KeyMap.needed.union([
    "top", "bottom", "page-down", "page-up", "filter", "mark", "quit", "advance", "hold", "release", "menu", "undo",
    "redo",
  ])

  @Test(arguments: Preset.allCases)
  func `every name in the table is an action, once, and every spelling a key`(_ preset: Preset) {
    let names = Set(KeyMap.controls.map(\.name))
    for (action, keys) in preset.table {
      #expect(names.contains(action), "\(preset.name): \(action)")
      for spelling in keys { #expect(Key.sequence(spelling) != nil, "\(preset.name): \(spelling)") }
    }
    #expect(Set(preset.table.map(\.action)).count == preset.table.count)
  }

  @Test(arguments: Preset.allCases)
  func `nobody is left without what is needed, and never by function keys alone`(_ preset: Preset) {
    let bindings = Bindings.make(preset: preset).bindings
    for name in Self.essential {
      let keys = known(bindings.controls.first { $0.name == name }.map { bindings.keys(of: $0) })
      #expect(!keys.isEmpty, "\(preset.name): \(name)")
    }
    for control in bindings.controls {
      let keys = bindings.keys(of: control).compactMap { Key.sequence($0) }
      let isByFunctionKeys = keys.allSatisfy { if case .function = $0.first?.code { true } else { false } }
      #expect(keys.isEmpty || !isByFunctionKeys, "\(preset.name): \(control.name)")
      #expect(!keys.isEmpty || control.isCommand, "\(preset.name): \(control.name) cannot be reached")
    }
  }

  /// Actions that have no key in any preset, and why.
  private static let withoutKey: [String: String] = [
    "view": "takes the name of a view, and each view has a key of its own",
    "split": "takes two numbers; borders are dragged",
    "save-view": "takes the name under which the list is kept",
    "forget-view": "takes the name of a list",
    "speed": "takes a number; slower and faster step through the usual ones",
    "preset": "takes a name, and is changed once",
  ]

  @Test(arguments: Preset.allCases)
  func `every action has a key, but for those that make no sense without a word behind them`(_ preset: Preset) {
    let bindings = Bindings.make(preset: preset).bindings
    let without = bindings.controls.filter { bindings.keys(of: $0).isEmpty }
    #expect(Set(without.map(\.name)) == Set(Self.withoutKey.keys), "\(preset.name)")
    for control in without { #expect(!control.argument.slots.isEmpty, "\(control.name) could be done by a key") }
  }

  @Test(arguments: Preset.allCases)
  func `no deed lies under a key that scrolls elsewhere, under one key twice, or under the key that says yes`(
    _ preset: Preset
  ) {
    let bindings = Bindings.make(preset: preset).bindings
    let yes = ["confirm", "confirm-lasting"].flatMap { name in
      bindings.keys(of: known(bindings.controls.first { $0.name == name }))
    }
    for control in bindings.controls where control.group == .desk {
      for spelling in bindings.keys(of: control) {
        let keys = known(Key.sequence(spelling))
        #expect(keys != [.control("d")] && keys != [.control("k")], "\(preset.name): \(control.name)")
        #expect(keys.count == 1 || Set(keys).count > 1, "\(preset.name): \(control.name)")
        #expect(!yes.contains(spelling), "\(preset.name): \(control.name)")
      }
    }
  }
}

@Suite struct `Keys of the operator's own` {
  @Test func `a change replaces an action's keys, and everything printed follows`() {
    var room = Room()
    var mine = Preferences()
    mine.keys = [KeyChange("advance", ["ctrl-a", "g a"]), KeyChange("map", [])]
    #expect(mine.bindings.faults.isEmpty)
    _ = update(&room.state, .preferred(mine))
    #expect(room.row(31).contains("ctrl-a advance"))
    #expect(room.press("a") == [])
    #expect(room.press("7") == [])
    #expect(room.state.view == .overview)
    #expect(room.press("g a").count == 1)
    room.press("?")
    #expect(room.text.contains("ctrl-a, g a  move on"))
    #expect(room.state.helpHas(":map"))
    room.press("esc :")
    room.type("adv")
    #expect(room.text.contains("ctrl-a"))
  }

  @Test func `a key taken from another action is told, with both names`() {
    let (bindings, faults) = Bindings.make(preset: .clearway, changes: [KeyChange("note", ["r"])])
    #expect(
      faults == [
        .clash(
          keys: "r", kept: "note", lost: "release", places: ["overview", "list", "detail", "customs desk"],
          isWithinChanges: false)
      ])
    #expect(bindings.key(of: "note") == "r")
    #expect(bindings.key(of: "release").isEmpty)
  }

  @Test func `a clash among the operator's own keys leaves it with the one who was first in the map`() {
    let (bindings, faults) = Bindings.make(
      preset: .clearway, changes: [KeyChange("theme", ["ctrl-g"]), KeyChange("map", ["ctrl-g x"])])
    #expect(faults.count == 1)
    guard case .clash("ctrl-g x", _, _, _, true)? = faults.first ?? nil else {
      guard case .clash("ctrl-g", _, _, _, true)? = faults.first ?? nil else {
        Issue.record("\(faults)")
        return
      }
      return
    }
    #expect(bindings.key(of: "theme").isEmpty != bindings.key(of: "map").isEmpty)
  }

  @Test func `the same key may mean two things where never both work`() {
    let faults = Bindings.make(preset: .clearway, changes: [KeyChange("unzoom", ["z"])]).faults
    #expect(faults.isEmpty, "\(faults.map(\.words))")
  }

  @Test func `what cannot be is told, and the rest holds`() {
    let changes = [
      KeyChange("advanse", ["a"]), KeyChange("hold", ["ctrl-ctrl"]), KeyChange("dismiss", []),
      KeyChange("release", ["y"]), KeyChange("cancel", ["ctrl-k"]), KeyChange("send-back", ["b b"]),
      KeyChange("accept", ["x"]), KeyChange("pause", ["P"]),
    ]
    let (bindings, faults) = Bindings.make(preset: .clearway, changes: changes)
    #expect(faults.contains(.unknownAction("advanse", near: ["advance"])))
    #expect(faults.contains(.notAKey(action: "hold", spelling: "ctrl-ctrl")))
    #expect(faults.contains(.needsKey("dismiss")))
    #expect(faults.contains(.answersItself(action: "release", keys: "y")))
    #expect(faults.contains(.meansElsewhere(action: "cancel", keys: "ctrl-k")))
    #expect(faults.contains(.repeatsItself(action: "send-back", keys: "b b")))
    #expect(faults.contains(.takesLetters(action: "accept", keys: "x")))
    #expect(bindings.key(of: "pause") == "P")
    #expect(bindings.key(of: "hold").isEmpty)
    #expect(bindings.key(of: "dismiss") == "esc")
    #expect(bindings.key(of: "release").isEmpty)
    #expect(bindings.key(of: "accept") == "enter")
    for fault in faults { #expect(!fault.words.isEmpty && !fault.actions.isEmpty) }
  }

  @Test func `the last key of what nobody can do without is not taken by another`() {
    let changes = [KeyChange("theme", ["esc"]), KeyChange("map", [":", "ctrl-p"])]
    let (bindings, faults) = Bindings.make(preset: .clearway, changes: changes)
    #expect(faults.contains(.takesTheLast(action: "map", from: "command")))
    #expect(bindings.key(of: "theme") == "esc")
    #expect(bindings.key(of: "back") == "q")
    #expect(bindings.key(of: "command") == ":")
    #expect(bindings.key(of: "map") == "7")
  }

  @Test func `any wish whatever makes bindings without a clash`() {
    var seed: UInt64 = 7
    func draw(_ count: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % count
    }
    let keys = [
      "a", "g", "g g", "g x", "x g g", "y", "Y", "esc", "enter", "ctrl-d", "down", "q", "?", "f1", "\u{1B}[", "",
    ]
    for _ in 0..<60 {
      let changes = (0..<12).map { _ in
        KeyChange(
          KeyMap.controls[draw(KeyMap.controls.count)].name, (0..<draw(3)).map { _ in keys[draw(keys.count)] })
      }
      let preset = Preset.allCases[draw(Preset.allCases.count)]
      let bindings = Bindings.make(preset: preset, changes: changes).bindings
      for name in KeyMap.needed where bindings.controls.contains(where: { $0.name == name }) {
        #expect(!bindings.key(of: name).isEmpty, "\(name): \(changes)")
      }
      for control in bindings.controls {
        for spelling in bindings.keys(of: control) {
          for (scope, place) in Scope.each where control.scopes.contains(scope) {
            guard case .control(let found) = bindings.match(known(Key.sequence(spelling)), in: scope) else {
              Issue.record("\(control.name) \(spelling) in \(place)")
              continue
            }
            #expect(found.name == control.name)
          }
        }
      }
    }
  }
}

@Suite struct `Chords` {
  @Test func `what was begun is shown with what may follow, and esc only ends it`() {
    var room = Room()
    room.press("e")
    #expect(room.row(31).contains("e …"))
    #expect(room.row(31).contains("c correct"))
    #expect(room.row(31).contains("esc leaves it"))
    room.tick(.hours(1))
    #expect(room.row(31).contains("e …"))
    room.press("esc")
    #expect(room.state.pendingKeys.isEmpty)
    #expect(room.state.view == .overview)
  }

  @Test func `a key that does not go on does nothing of its own, and says so`() {
    var room = Room()
    #expect(room.press("e z") == [])
    #expect(room.row(30).contains("e z means nothing here"))
    #expect(room.press("e ctrl-c") == [])
    #expect(room.row(30).contains("ctrl-c again leaves"))
    #expect(room.press("ctrl-c") == [.quit])
  }
}

@Suite struct `Plugins as actions` {
  private static let label: Plugin = {
    var plugin = Plugin(name: "print-label", words: "print the label again", command: ["label", "$ID"])
    plugin.keys = "ctrl-o"
    plugin.confirms = true
    var copies = Plugin.Input(name: "copies", words: "how many", kind: .number(1...9))
    copies.standard = "1"
    plugin.inputs = [
      copies, .init(name: "size", words: "", kind: .choice(["A5", "A6"])),
      .init(name: "fold", words: "fold it?", kind: .flag),
    ]
    return plugin
  }()

  private static let purge: Plugin = {
    var plugin = Plugin(name: "purge", words: "", command: ["purge"])
    plugin.keys = "ctrl-x"
    plugin.isDangerous = true
    return plugin
  }()

  private func room(_ plugins: [Plugin], readOnly: String? = nil) -> Room {
    var room = Room(readOnly: readOnly)
    var mine = Preferences()
    mine.plugins = plugins
    #expect(mine.bindings.faults.isEmpty, "\(mine.bindings.faults.map(\.words))")
    _ = update(&room.state, .preferred(mine))
    return room
  }

  @Test func `it asks for its inputs in turn, then whether to, and is run for what was seen`() {
    var room = room([Self.label])
    let current = room.state.current
    #expect(room.press("ctrl-o") == [])
    #expect(room.text.contains("copies: 1"))
    room.press("backspace x enter")
    #expect(room.text.contains("a whole number is needed"))
    room.press("backspace 2 enter")
    #expect(room.text.contains("size"))
    room.press("down enter")
    #expect(room.text.contains("fold it?"))
    room.press("enter")
    #expect(room.state.scope == .confirm)
    #expect(room.press("ctrl-o enter") == [])
    #expect(room.state.scope == .overview)
    let effects = room.press("ctrl-o enter enter enter y")
    guard case .plugin(let call)? = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(effects.count == 1)
    #expect(call.shipment == current)
    #expect(
      call.values.suffix(3) == [PluginValue("copies", "1"), PluginValue("size", "A5"), PluginValue("fold", "true")])
  }

  @Test func `for many it asks, and is run for each`() {
    var plain = Self.label
    plain.inputs = []
    plain.confirms = false
    var room = room([plain])
    #expect(room.press("ctrl-o").count == 1)
    room.press("space space ctrl-o")
    #expect(room.state.scope == .confirm)
    #expect(room.press("y").count == 2)
  }

  @Test func `it stands in help, palette and menu, and its inputs can be typed`() {
    var room = room([Self.label])
    #expect(room.state.helpHas("ctrl-o"))
    room.press("m")
    room.type("print-l")
    #expect(room.text.contains("print the label again"))
    room.press("esc :")
    room.type("print-label 3 A6 false")
    #expect(room.press("enter") == [])
    #expect(room.state.scope == .confirm)
    #expect(room.text.contains("A6"))
    room.press("esc :")
    room.type("print-label 3 A9")
    room.press("enter")
    #expect(room.row(30).contains("one of A5, A6"))
  }

  @Test func `a dangerous one asks with a key of its own, and is off where nothing may be changed`() {
    var room = room([Self.purge])
    room.press("ctrl-x")
    #expect(room.press("y") == [])
    #expect(room.press("Y").count == 1)
    var reading = self.room([Self.purge], readOnly: "this session only reads")
    #expect(reading.press("ctrl-x") == [])
    #expect(reading.row(30).contains("this session only reads"))
  }

  @Test func `one that is broken is left out with the reason`() {
    func plugin(_ name: String, _ change: (inout Plugin) -> Void = { _ in }) -> Plugin {
      var plugin = Plugin(name: name, words: "", command: ["x"])
      change(&plugin)
      return plugin
    }
    let broken = [
      plugin("advance"), plugin("Bad name"), plugin("empty") { $0.command = [] },
      plugin("where") { $0.scopes = ["nowhere"] },
      plugin("many") { $0.inputs = (0..<6).map { .init(name: "i\($0)", words: "", kind: .text) } },
      plugin("no-choice") { $0.inputs = [.init(name: "i", words: "", kind: .choice([]))] },
    ]
    let (bindings, faults) = Bindings.make(preset: .clearway, plugins: broken)
    #expect(faults.count == broken.count)
    #expect(bindings.controls.count == KeyMap.controls.count)
  }
}

@Suite struct `Words that name keys` {
  /// Every action under another key: those that end things under one key, so that they can be told from a chord, all others under
  /// chords that begin with a key that nothing has.
  private static let moved: Preferences = {
    var mine = Preferences()
    let single = ["dismiss": "f13", "interrupt": "f14", "back": "f13", "accept": "f15"]
    mine.keys = KeyMap.controls.enumerated().map { place, control in
      let letter = Unicode.Scalar(UInt8(ascii: "a") + UInt8(place % 26))
      return KeyChange(control.name, [single[control.name] ?? "f\(16 + place / 26) \(letter)"])
    }
    return mine
  }()

  private func room(_ width: Int = 118, _ height: Int = 40) -> Room {
    var room = Room(width, height)
    _ = update(&room.state, .preferred(Self.moved))
    return room
  }

  /// The keys of the key map that stand in a text as a word of their own where no data can have put them.
  private func oldKeys(in text: String) -> [String] {
    let spelt: Set<Substring> = [
      "esc", "enter", "pgdn", "pgup", "tab", "space", "shift-tab", "ctrl-c", "ctrl-n", "ctrl-p", "ctrl-r", "f1",
    ]
    return text.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.filter(spelt.contains).map(String.init)
  }

  @Test func `every action has the key that it was moved to`() {
    let (bindings, faults) = Self.moved.bindings
    #expect(faults.isEmpty, "\(faults.map(\.words))")
    for control in KeyMap.controls { #expect(!bindings.key(of: control.name).isEmpty, "\(control.name)") }
  }

  @Test func `wherever keys were moved to, no picture names those they had`() {
    for (width, height) in [(118, 40), (80, 24)] {
      for view in ViewID.all {
        var room = room(width, height)
        _ = Prompt.run("view \(view.name)", &room.state)
        room.settle()
        #expect(oldKeys(in: room.text).isEmpty, "\(view.name): \(oldKeys(in: room.text))")
        if case .list(let list) = view {
          #expect(room.text.contains("\(room.state.bindings.key(of: list.name)) \(list.look.title)"), "\(view.name)")
          _ = Prompt.run("filter nothing has these words", &room.state)
          room.settle()
          #expect(oldKeys(in: room.text).isEmpty, "\(view.name), filtered: \(oldKeys(in: room.text))")
        }
      }
    }
  }

  @Test func `nor do questions, lines and what is told`() {
    let commands = [
      "help", "command", "filter", "menu", "hold", "note", "cancel", "columns", "sort", "past", "count-by", "views",
      "config",
      "undo-list", "attend", "open CW-10008", "open CW-10009", "save-view x", "bell", "interrupt", "back", "mark",
    ]
    for command in commands {
      for start in ["view customs", "open CW-10008"] {
        var room = room()
        _ = Prompt.run(start, &room.state)
        _ = update(&room.state, .dossier(room.dossier(8)))
        if command == "cancel" { _ = Prompt.run("view orders", &room.state) }
        _ = Prompt.run(command, &room.state)
        room.settle()
        #expect(oldKeys(in: room.text).isEmpty, "\(start), \(command): \(oldKeys(in: room.text))\n\(room.text)")
      }
    }
    var room = room()
    #expect(room.row(38).contains("\(room.state.bindings.key(of: "attend")) opens"), "\(room.row(38))")
    _ = Prompt.run("bell", &room.state)
    #expect(room.row(38).contains("until \(room.state.bindings.key(of: "bell")) is pressed again"))
    _ = Prompt.run("back", &room.state)
    #expect(room.row(38).contains("\(room.state.bindings.key(of: "quit")) leaves"))
    room.press("f13")
    _ = Prompt.run("past -3h", &room.state)
    _ = Prompt.run("advance", &room.state)
    #expect(room.row(38).contains("\(room.state.bindings.key(of: "past")) or :live"), "\(room.row(38))")
  }

  @Test func `what drops waiting keys, and what leaves, are the keys they were moved to`() {
    var room = room()
    _ = Prompt.run("orders", &room.state)
    _ = Prompt.run("advance", &room.state)
    let advance = room.state.bindings.key(of: "advance")
    room.press("\(advance) \(advance)")
    #expect(room.state.hasTypedAhead)
    #expect(room.row(39).contains("f13 drops them"))
    room.press("f13")
    #expect(!room.state.hasTypedAhead)
    room.press(advance)
    #expect(room.state.hasTypedAhead)
    room.press("f14")
    #expect(!room.state.hasTypedAhead)
    #expect(room.row(38).contains("f14 again leaves"))
    #expect(room.press("f14") == [.quit])
  }
}

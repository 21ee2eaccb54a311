import Logistics
import TUI

extension KeyMap {
  /// Moving: the same keys in every list, in the log, in the detail and in what can be scrolled.
  static let moving: [Control] = [
    move("down", ["j", "down"], "one row down") { $0.move(.rows(1)) },
    move("up", ["k", "up"], "one row up") { $0.move(.rows(-1)) },
    move("top", ["g g", "home"], "to the first row") { $0.move(.top) },
    move("bottom", ["G", "end"], "to the last row") { $0.move(.bottom) },
    move("page-down", ["pgdn", "ctrl-f"], "one page down") { $0.move(.pages(2)) },
    move("page-up", ["pgup", "ctrl-b"], "one page up") { $0.move(.pages(-2)) },
    move("half-page-down", ["ctrl-d"], "half a page down") { $0.move(.pages(1)) },
    move("half-page-up", ["ctrl-u"], "half a page up") { $0.move(.pages(-1)) },
    Control(
      "next-panel", ["tab", "right"], "panel", "to the next panel, or the other column", .moving,
      in: [.overview, .detail, .customsDesk, .border], footer: 17
    ) { state, _ in state.focusNext(1) },
    Control(
      "previous-panel", ["shift-tab", "left"], "panel back", "to the panel before", .moving,
      in: [.overview, .detail, .customsDesk, .border]
    ) { state, _ in state.focusNext(-1) },
  ]

  private static func move(
    _ name: String, _ keys: [String], _ words: String, _ perform: @escaping @Sendable (inout State) -> Void
  ) -> Control {
    Control(name, keys, name, words, .moving, in: Scope.screens.union([.help, .outcome, .columns])) { state, _ in
      perform(&state)
      return []
    }
  }

  /// What is looked at.
  static let views: [Control] =
    [
      Control(
        "open", ["enter", "l"], "detail", "look closely at the shipment under the cursor, or at one by its number",
        .views, in: [.overview, .list, .map, .log], takes: .shipment, footer: 1,
        unless: { $0.current == nil && $0.currentPlace == nil ? "nothing is under the cursor" : nil }
      ) { state, call in
        if case .map = state.view, state.details.isEmpty, call.argument.isEmpty, call.targets == nil {
          return state.openPlace()
        }
        guard call.argument.isEmpty, call.targets == nil else { return state.open(named: call) }
        return state.current.map { state.open($0) } ?? []
      },
      Control(
        "attend", ["A"], "attend", "look closely at what needs a person first, and then at the next", .views,
        in: Scope.screens.subtracting(.alarms), footer: 30,
        unless: { $0.attention.first == nil ? "nothing needs a person now" : nil }
      ) { state, _ in state.attend() },
      Control(
        "back", ["q", "esc"], "back", "one step back: from marks, filter, detail and list to the overview", .views,
        in: .screens, footer: 60
      ) { state, _ in
        state.back()
      },
      Control(
        "zoom", ["+", "z"], "zoom", "the panel that has the keys alone, with more columns", .views, in: .overview,
        footer: 31
      ) { state, _ in state.show(.list(state.focus)) },
      Control(
        "unzoom", ["_"], "overview", "all panels again", .views,
        in: [.list, .map, .log, .alarms, .charts, .customsDesk, .border], footer: 31
      ) { state, _ in state.show(.overview) },
      Control("next-view", ["]"], "next view", "the next view in the order of the tabs", .views, in: .screens) {
        state, _ in
        state.step(view: 1)
      },
      Control("previous-view", ["["], "view before", "the view before", .views, in: .screens) { state, _ in
        state.step(view: -1)
      },
      Control(
        "view", [], "view", "show a view by its name, or a list kept under a name", .views, in: .screens, takes: .view
      ) { state, call in
        guard let view = ViewID.all.first(where: { $0.name == call.argument.lowercased() }) else {
          if state.savedView(named: call.argument) != nil { return state.show(savedView: call.argument) }
          let names = ViewID.all.map(\.name).joined(separator: ", ")
          state.notice = Notice("there is no view “\(call.argument)”; one of \(names)", isFailure: true)
          return []
        }
        return state.show(view)
      },
      Control(
        "outcome", ["O"], "outcome",
        "what could not be done, or what came of an import or a command, as it was told last",
        .views, in: .screens, unless: { $0.reports.isEmpty ? "nothing was told yet that is to be read" : nil }
      ) { state, _ in state.showReport() },
      Control("overview", ["0"], "overview", "all panels at once", .views, in: .screens) { state, _ in
        state.show(.overview)
      },
    ]
    + ListID.allCases.map { list in
      Control(
        list.name, ["\(list.rawValue + 1)"], list.name,
        list == .all
          ? "all shipments there are" : "the panel “\(list.look.title)”: its keys in the overview, else alone",
        .views, in: .screens
      ) { state, _ in state.jump(to: list) }
    } + [
      Control(
        "map", ["\(ListID.allCases.count + 1)"], "map", "the lanes in use, and where something is held", .views,
        in: .screens
      ) { state, _ in state.show(.map) },
      Control(
        "log", ["\(ListID.allCases.count + 2)"], "log", "what was recorded, newest first",
        .views,
        in: .screens
      ) { state, _ in state.show(.log) },
    ]

  /// What lists show, and marks.
  static let lists: [Control] = [
    Control(
      "filter", ["/"], "filter",
      "show only some: stage:carriage to:DE, hold:H09, due<4h, words; in the log words, by:NAME, kind:KIND, verb:VERB",
      .lists,
      in: [.overview, .list, .log, .alarms], takes: .filter, footer: 14
    ) { state, call in
      state.filter(call.argument)
      return []
    },
    Control(
      "urgent", ["!"], "urgent only", "show only what needs a person soon, or everything again", .lists, in: .lists
    ) { state, _ in
      state.toggleUrgent()
      return []
    },
    Control("sort", ["s"], "sort", "choose what orders the list", .lists, in: .lists, takes: .sort, footer: 32) {
      state, call in state.sort(call.argument)
    },
    Control("sort-left", ["<"], "column left", "order by the column to the left", .lists, in: .lists) { state, _ in
      state.sort(step: -1)
    },
    Control("sort-right", [">"], "column right", "order by the column to the right", .lists, in: .lists) { state, _ in
      state.sort(step: 1)
    },
    Control(
      "sort-further", ["S"], "then by", "choose what orders within what orders the list already", .lists, in: .lists,
      takes: .sort
    ) { state, call in state.sort(call.argument, isFurther: true) },
    Control("reverse", ["I"], "reverse", "the same order the other way round", .lists, in: .lists) { state, _ in
      state.reverse()
    },
    Control(
      "copy", ["y"], "copy", "put the numbers of the marked shipments, or of the one looked at, on the clipboard",
      .lists,
      in: Scope.screens.subtracting(.customsDesk),
      unless: { $0.targetCount == 0 ? "nothing is under the cursor" : nil }
    ) { state, _ in state.copyNumbers() },
    Control(
      "copy-rows", ["Y"], "copy rows", "put their rows on the clipboard, the columns separated by tabs", .lists,
      in: .lists, unless: { $0.targetCount == 0 ? "nothing is under the cursor" : nil }
    ) { state, _ in state.copyRows() },
    Control(
      "link", ["L"], "link", "put the address of the carrier's page about the shipment on the clipboard", .lists,
      in: .screens, unless: { $0.current == nil ? "nothing is under the cursor" : nil }
    ) { state, call in state.copyTrackingPage(call) },
    Control("refresh", ["ctrl-r"], "refresh", "order the lists anew now", .lists, in: .lists) { state, _ in
      for id in state.visibleLists { state.startBuild(id) }
      return []
    },
  ]

  /// The simulated clock.
  static let clock: [Control] = [
    Control(
      "pause", ["Z"], "pause", "let the simulated clock stand, or run again", .clock, in: .screens, footer: 33,
      changesWorld: true,
      unless: { $0.clockRefusal }
    ) { state, _ in state.togglePause() },
    Control(
      "step", ["."], "step", "on to the next thing that happens", .clock, in: .screens, changesWorld: true,
      unless: { $0.clockRefusal }
    ) { state, _ in [.step] },
    Control(
      "slower", ["(", "-"], "slower", "run the simulated clock more slowly", .clock, in: .screens,
      changesWorld: true,
      unless: { $0.clockRefusal }
    ) { state, _ in state.changeSpeed(by: -1) },
    Control(
      "faster", [")", "="], "faster", "run the simulated clock faster", .clock, in: .screens, changesWorld: true,
      unless: { $0.clockRefusal }
    ) { state, _ in state.changeSpeed(by: 1) },
    Control(
      "speed", [], "speed", "run the simulated clock at so many seconds a second", .clock, in: .screens, takes: .speed,
      changesWorld: true,
      unless: { $0.clockRefusal }
    ) { state, call in
      let digits = call.argument.hasPrefix("x") ? String(call.argument.dropFirst()) : call.argument
      guard let factor = Int(digits), (0...100_000).contains(factor) else {
        state.notice = Notice("a speed is a number from 0 to 100000, not “\(call.argument)”", isFailure: true)
        return []
      }
      return [.setSpeed(Speed(factor))]
    },
  ]

  /// The program itself.
  static let program: [Control] = [
    Control(
      "command", [":", "ctrl-p"], "command", "do anything by its name, with completion", .program, in: .screens,
      footer: 15
    ) { state, _ in
      state.overlay = .chooser(Chooser(.palette, title: "Command", prompt: ":"))
      return []
    },
    Control(
      "theme", ["t"], "theme", "the next theme, or one by its name", .program, in: .screens, takes: .theme,
      unless: { $0.themes.isEmpty ? "there are no themes" : nil }
    ) { state, call in state.changeTheme(to: call.argument) },
    Control(
      "import", ["g i"], "import", "take a file in: orders, scans, customs messages", .program, in: .screens,
      takes: .file, changesWorld: true, unless: { $0.deskRefusal }
    ) { state, call in
      guard !call.argument.isEmpty else {
        state.overlay = .chooser(Chooser(.palette, title: "Command", prompt: ":", text: "import "))
        return []
      }
      state.notice = Notice("reading \(call.argument)")
      state.importStrokes = state.strokes
      return [.importFile(call.argument)]
    },
    Control(
      "stop-import", ["g I"], "stop import", "end the import under way; what it took stays", .program, in: .screens,
      changesWorld: true, unless: { $0.importing == nil ? "no file is being imported" : $0.deskRefusal }
    ) { _, _ in [.stopImport] },
    Control(
      "config", ["g c"], "config", "what the configuration sets down, and what is wrong with it", .program, in: .screens
    ) { state, _ in
      state.overlay = .sheet(state.configurationSheet, 0)
      return []
    },
    Control(
      "reload-config", ["g C"], "reload", "read the configuration anew now", .program, in: .screens,
      unless: { $0.configuration == nil ? "no configuration is read here" : nil }
    ) { _, _ in [.reloadConfiguration] },
    Control("repaint", ["ctrl-l"], "repaint", "draw the screen anew", .program, in: .screens) { _, _ in [.redraw] },
    Control("suspend", ["ctrl-z"], "suspend", "hand the terminal back to the shell for a while", .program, in: .screens)
    {
      _, _ in [.suspend]
    },
    Control(
      "lock", ["g x"], "lock", "let nothing in the world be changed from this screen until it is unlocked", .program,
      in: .screens, unless: { $0.isLocked ? "it is locked" : nil }
    ) { state, _ in
      state.isLocked = true
      state.notice = Notice("locked: nothing is changed from here until :unlock")
      return []
    },
    Control(
      "unlock", ["g X"], "unlock", "let this screen change things again", .program, in: .screens,
      unless: { $0.isLocked ? nil : "it is not locked" }
    ) { state, _ in
      state.isLocked = false
      state.notice = Notice("unlocked")
      return []
    },
    Control(
      "preset", [], "preset",
      "take the keys of another preset until the end: \(Preset.allCases.map(\.name).joined(separator: ", "))",
      .program, in: .screens,
      takes: .choice("PRESET") { _ in Preset.allCases.map { ($0.name, $0.words) } }
    ) { state, call in state.take(preset: call.argument) },
    Control("quit", ["Q"], "quit", "leave", .program, in: .screens) { _, _ in [.quit] },
    Control(
      "interrupt", ["ctrl-c"], "leave", "leave, when pressed twice", .program, in: Scope.screens.union(.overlays)
    ) { state, _ in
      if state.isLeaving { return [.quit] }
      state.overlay = .none
      state.isLeaving = true
      state.notice = Notice("\(state.bindings.shown("interrupt")) again leaves")
      return []
    },
    Control(
      "help", ["?", "f1"], "all keys", "all keys that work here", .program, in: .screens, footer: 99
    ) { state, _ in
      state.overlay = .help(0)
      return []
    },
  ]

  /// What answers an open question or ends an open line.
  static let overlays: [Control] = [
    Control(
      "accept", ["enter"], "take it", "take what is chosen or typed", .overlays,
      in: [.chooser, .filter, .note, .confirm, .columns, .timeline],
      footer: 1
    ) { state, _ in state.accept() },
    Control(
      "confirm", ["y"], "do it", "do what the question asks, where it can be taken back", .overlays, in: .confirm,
      footer: 2, unless: { $0.refusal(ofAnswer: "confirm") }
    ) { state, _ in state.confirm() },
    Control(
      "confirm-lasting", ["Y"], "do it", "do what the question asks, where it cannot be taken back", .overlays,
      in: .confirm, footer: 2, unless: { $0.refusal(ofAnswer: "confirm-lasting") }
    ) { state, _ in state.confirm() },
    Control(
      "dismiss", ["esc"], "close", "close it and change nothing", .overlays,
      in: Scope.overlays.subtracting(.timeline), footer: 9
    ) { state, _ in
      state.dismiss()
      return []
    },
    Control("close", ["q", "enter", "?"], "close", "close it", .overlays, in: [.help, .outcome]) { state, _ in
      state.dismiss()
      return []
    },
    Control("decline", ["q", "n"], "cancel", "close the question and change nothing", .overlays, in: .confirm) {
      state, _ in
      state.dismiss()
      return []
    },
    Control(
      "choose-next", ["down", "ctrl-n"], "next", "the next choice, or the next reason", .overlays,
      in: [.chooser, .confirm]
    ) { state, _ in state.choose(1) },
    Control(
      "choose-previous", ["up", "ctrl-p"], "previous", "the choice before, or the reason before", .overlays,
      in: [.chooser, .confirm]
    ) { state, _ in state.choose(-1) },
    Control("choose-right", ["right", "left"], "other", "the other choice", .overlays, in: .confirm) { state, _ in
      state.otherChoice()
      return []
    },
    Control(
      "unfold", ["space"], "which", "show which shipments a reason is about, or fold them away", .overlays,
      in: .confirm, footer: 4, unless: { $0.unfoldRefusal }
    ) { state, _ in
      state.unfold()
      return []
    },
    Control(
      "complete", ["tab"], "complete", "complete what is typed, or go to the other choice", .overlays,
      in: [.chooser, .filter, .confirm], footer: 3
    ) { state, _ in state.complete() },
  ]
}

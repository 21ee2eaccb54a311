import Dashboard
import Logistics
import Measures
import Store
import TUI

// The loop of keys and frames. It owns the dashboard's state and the screen, and does no disk work:
//
//   screen events ─► update ─► view ─► a frame, at once
//   inbox, in pieces ─► update ─┐
//   slices of what is under way ┴─► view ─► a frame, when the pace says that one is due
//
// Keys come first: their frame goes out before anything of the world is looked at, and of the world only so much is taken between
// two looks at the keyboard as a few milliseconds allow. Every update's effects go to engine and screen.

/// The loop between a screen, a dashboard and an engine.
final class Console {
  private(set) var state: State
  private let screen: any Screen
  private let engine: Engine
  private let inbox: Inbox
  private let plugins: PluginDesk?
  private let themes: ThemeDesk
  private let hooks: HookDesk
  private var theme: Theme
  /// The rows of the last frame.
  private var drawn = RowCache()
  private var isDone = false
  private var pace = Pace()
  private var slices = SliceSize()
  /// What has come and was not taken in yet, the next last: what is taken in is not kept here too, for then a board would be copied
  /// with the first change.
  private var waiting: [Action] = []
  /// Whether lists are being built that a key asked for.
  private var isAwaited = false
  private var outcome = Outcome.done
  /// Is told when the operator wants the configuration read anew.
  var onReload: () -> Void = {}

  /// A console on a screen; the engine must post into `inbox`, which must wake the screen.
  init(
    _ state: State, screen: any Screen, engine: Engine, inbox: Inbox, theme: Theme, themes: ThemeDesk = ThemeDesk(),
    plugins: PluginDesk? = nil, hooks: HookDesk? = nil
  ) {
    self.hooks = hooks ?? HookDesk(inbox)
    self.themes = themes
    self.plugins = plugins
    self.state = state
    self.screen = screen
    self.engine = engine
    self.inbox = inbox
    self.theme = theme
  }

  /// Runs until somebody leaves or the screen ends.
  func run() -> Outcome {
    do throws(ScreenFailure) {
      try draw()
      while !isDone { try turn() }
    } catch {
      outcome = .failed
    }
    return outcome
  }

  /// One turn: waits until there is something to do, answers the keys, and then takes in some of what the world has brought, or
  /// goes on with what is under way.
  private func turn() throws(ScreenFailure) {
    let due = pace.wait(at: Console.steadyMilliseconds)
    let isBusy = !waiting.isEmpty || state.hasIdleWork
    let events = try screen.events(within: isBusy ? 0 : due)
    for event in events { take(event) }
    try drawWhenDue()
    guard !isDone else { return }
    if waiting.isEmpty {
      waiting = inbox.take().flatMap(\.pieces).reversed()
      if inbox.hasGap() { engine.post(.showAnew(after: state.liveSequence)) }
    }
    if !waiting.isEmpty {
      takeSome()
    } else if events.isEmpty, state.hasIdleWork {
      work()
    }
    try drawWhenDue()
  }

  /// Takes in what has come, for no longer than a key may wait.
  private func takeSome() {
    let start = Machine.steadySeconds
    while !isDone, Machine.steadySeconds - start < SliceSize.aimSeconds, let action = waiting.popLast() {
      pace.note(action.isOfTheWorld ? .soon : .now)
      perform(update(&state, action))
    }
  }

  /// Goes on with what is under way, for no longer than a key may wait.
  private func work() {
    let start = Machine.steadySeconds
    state.rowsPerSlice = slices.rows
    state.idleWork(budget: slices.rows)
    // Keys that waited for rows go on as soon as those are there.
    if state.hasTypedAhead {
      pace.note(.now)
      perform(state.resume())
    }
    slices.note(seconds: Machine.steadySeconds - start)
    if !state.isBuildingLists {
      pace.note(isAwaited ? .now : .soon)
      isAwaited = false
    }
  }

  private func drawWhenDue() throws(ScreenFailure) {
    if pace.wait(at: Console.steadyMilliseconds) == 0, !isDone { try draw() }
  }

  private static var steadyMilliseconds: Int { Int(Machine.steadySeconds * 1000) }

  /// Takes an action in as if it had come from the world.
  func take(_ action: Action) { perform(update(&state, action)) }

  private func take(_ event: ScreenEvent) {
    switch event {
    case .key(let key):
      pace.noteKey(at: Console.steadyMilliseconds)
      perform(update(&state, .key(key)))
      isAwaited = state.isBuildingLists
    case .paste(let text):
      pace.noteKey(at: Console.steadyMilliseconds)
      state.paste(text)
      isAwaited = state.isBuildingLists
    case .mouse(let mouse):
      pace.noteKey(at: Console.steadyMilliseconds)
      perform(update(&state, .mouse(mouse)))
      isAwaited = state.isBuildingLists
    case .resize(let size):
      pace.note(.now)
      perform(update(&state, .resized(size)))
    case .stop: isDone = true
    case .ground(let colour): perform(update(&state, .ground(colour.luminance > 0.18 ? .light : .dark)))
    case .wake, .focus: break
    }
  }

  private func perform(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .submit(let verb, let targets): engine.post(.submit(verb, targets))
      case .loadDossier(let id): engine.post(.loadDossier(id))
      case .alarm(let command): engine.post(.alarm(command))
      case .watch(let rules): engine.post(.watch(rules))
      case .notify(let title, let body): screen.notify(title: title, body: body)
      case .hook(let hook): hooks.run(hook)
      case .recall(let before, let filter): engine.post(.recall(before: before, filter))
      case .survey: engine.past.survey()
      case .travel(let moment): engine.past.travel(to: moment)
      case .live: engine.past.forget()
      case .border(let wish): engine.border.ask(wish)
      case .setSpeed(let speed): engine.post(.setSpeed(speed))
      case .step: engine.post(.step)
      case .importFile(let path): engine.post(.importFile(path))
      case .stopImport: engine.post(.stopImport)
      case .listFiles(let prefix): engine.post(.listFiles(prefix))
      case .setTheme(let slug): if let theme = themes.theme(slug) { self.theme = theme }
      case .copy(let text): copy(text)
      case .plugin(let call): run(call)
      case .reloadConfiguration: onReload()
      case .setMouse(let isOurs): screen.setMouse(isOurs)
      case .keepView(let view): engine.post(.keepView(view))
      case .forgetView(let name): engine.post(.forgetView(name))
      case .keepColumns(let list, let look): engine.post(.keepColumns(list, look))
      case .ring: screen.ring()
      case .suspend:
        // A process that stands still would keep the other rooms from recording alarms, and its trade would leap when it goes on.
        engine.rest()
        screen.suspend()
        engine.takeUp()
      case .redraw: screen.invalidate()
      case .quit: isDone = true
      }
    }
  }

  private func run(_ call: PluginCall) {
    guard let plugins else {
      return take(.failed(Failure("\(call.plugin.name): external commands are not run here")))
    }
    plugins.run(call, on: screen) { [inbox] in inbox.post([.ran($0)]) }
  }

  /// The dashboard has said that it was sent; here it turns out whether it was.
  private func copy(_ text: String) {
    switch screen.copy(text) {
    case .sent: break
    case .tooLong(let bytesMax):
      take(.failed(Failure("too long for the clipboard: more than \(bytesMax) bytes", remedy: "take fewer rows")))
    case .impossible: take(.failed(Failure("this terminal has no clipboard to send to")))
    }
  }

  private func draw() throws(ScreenFailure) {
    let canvas = view(state, state.size, &drawn)
    try screen.show(canvas, theme: theme)
    state.saw(canvas)
    let isFast = state.clock.catchesUpTo != nil || (state.clock.speed?.factor ?? 0) > 60
    pace.periodMilliseconds = isFast ? Pace.fastMilliseconds : Pace.calmMilliseconds
    pace.noteFrame(at: Console.steadyMilliseconds)
  }
}

extension Action {
  /// The action in pieces that are short work each: a key is heard between them.
  var pieces: [Action] {
    guard case .recorded(let batch) = self, batch.events.count > RecordedBatch.pieceEvents else { return [self] }
    return batch.pieces(of: RecordedBatch.pieceEvents).map { .recorded($0) }
  }

  /// Whether it tells of the world and nobody in this room waits for it.
  fileprivate var isOfTheWorld: Bool {
    switch self {
    case .clock, .recorded, .remembered, .deeds, .alarms, .alarmsKept, .importing, .screened, .past(.progress): true
    case .key, .mouse, .past, .border, .resized, .loaded, .recalled, .counted, .answered, .progressed, .listed,
      .announced,
      .alarmAnswered, .dossier,
      .imported, .themes, .law, .screening,
      .preferred,
      .ground,
      .configured,
      .ran, .kept, .keptColumns, .told,
      .failed:
      false
    }
  }
}

extension RecordedBatch {
  /// How many events are folded in at once: well below a millisecond.
  static let pieceEvents = 500

  /// The batch as several that say the same one after the other, each of so many events at most; all texts come with the first.
  func pieces(of most: Int) -> [RecordedBatch] {
    guard events.count > most, most > 0 else { return [self] }
    return stride(from: 0, to: events.count, by: most).map { start in
      RecordedBatch(
        textsBefore: start == 0 ? textsBefore : textsBefore + texts.count, texts: start == 0 ? texts : [],
        events: Array(events[start..<min(events.count, start + most)]))
    }
  }
}

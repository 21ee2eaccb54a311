import Dashboard
import Logistics
import Measures
import Store
import TUI

// The loop that reads keys and draws. It owns the dashboard's state and the screen, and does no disk work:
//
//   screen events ─┐
//   inbox ─────────┴─► update ─► effects ─► engine, screen
//                        └─► view ─► one frame, when the pace says that one is due

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
  /// Whether lists are being built that a key asked for.
  private var isAwaited = false
  private var outcome = Outcome.done
  /// Is told when the operator wants the configuration read anew.
  var onReload: () -> Void = {}
  /// Sees every frame that is shown.
  var onFrame: (Canvas) -> Void = { _ in }

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

  /// One turn: waits until there is something to do, takes in all there is, goes on with what is under way, and draws when a
  /// frame is due.
  private func turn() throws(ScreenFailure) {
    let due = pace.wait(at: Console.steadyMilliseconds)
    let events = try screen.events(within: state.hasIdleWork || !inbox.isEmpty ? 0 : due)
    for event in events { take(event) }
    let actions = inbox.take(most: Self.actionsMax)
    for action in actions {
      pace.note(action.isOfTheWorld ? .soon : .now)
      perform(update(&state, action))
    }
    if events.isEmpty, actions.isEmpty, state.hasIdleWork {
      state.idleWork(budget: State.sliceRows)
      // Keys that waited for rows go on as soon as those are there.
      if state.hasTypedAhead {
        pace.note(.now)
        perform(state.resume())
      }
      if !state.isBuildingLists {
        pace.note(isAwaited ? .now : .soon)
        isAwaited = false
      }
    }
    if pace.wait(at: Console.steadyMilliseconds) == 0, !isDone { try draw() }
  }

  /// How many actions are taken in between two looks at the keys.
  private static let actionsMax = 100

  private static var steadyMilliseconds: Int { Int(Machine.steadySeconds * 1000) }

  /// Takes an action in as if it had come from the world.
  func take(_ action: Action) { perform(update(&state, action)) }

  /// Changes what only the console's owner may: the walkthrough's caption.
  func caption(_ caption: Caption?) { state.caption = caption }

  /// Ends the loop.
  func leave() { isDone = true }

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
      case .setSpeed(let speed): engine.post(.setSpeed(speed))
      case .step: engine.post(.step)
      case .importFile(let path): engine.post(.importFile(path))
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
        // A process that stands still would keep the other rooms from recording alarms.
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

  func draw() throws(ScreenFailure) {
    let canvas = view(state, state.size, &drawn)
    try screen.show(canvas, theme: theme)
    let isFast = state.clock.catchesUpTo != nil || (state.clock.speed?.factor ?? 0) > 60
    pace.periodMilliseconds = isFast ? Pace.fastMilliseconds : Pace.calmMilliseconds
    pace.noteFrame(at: Console.steadyMilliseconds)
    onFrame(canvas)
  }
}

extension Action {
  /// Whether it tells of the world and nobody in this room waits for it.
  fileprivate var isOfTheWorld: Bool {
    switch self {
    case .clock, .recorded, .remembered, .deeds, .alarms, .alarmsKept, .past(.progress): true
    case .key, .mouse, .past, .resized, .loaded, .recalled, .counted, .answered, .progressed, .listed, .announced,
      .alarmAnswered, .dossier,
      .imported, .themes,
      .preferred,
      .ground,
      .configured,
      .ran, .kept, .keptColumns,
      .failed:
      false
    }
  }
}

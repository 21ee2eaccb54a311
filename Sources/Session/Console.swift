import Dashboard
import Logistics
import Measures
import Store
import TUI
import Themes

// The loop that reads keys and draws. It owns the dashboard's state and the screen, and does no disk work:
//
//   screen events ─┐
//   inbox ─────────┴─► update ─► effects ─► engine, screen
//                        └─► view ─► one frame, when anything changed

/// The loop between a screen, a dashboard and an engine.
final class Console {
  private(set) var state: State
  private let screen: any Screen
  private let engine: Engine
  private let inbox: Inbox
  private var theme: Theme
  private var isDone = false
  private var outcome = Outcome.done
  /// Sees every frame that is shown.
  var onFrame: (Canvas) -> Void = { _ in }

  /// A console on a screen; the engine must post into `inbox`, which must wake the screen.
  init(_ state: State, screen: any Screen, engine: Engine, inbox: Inbox, theme: Theme) {
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
      while !isDone { try turn(waitingAtMost: state.hasIdleWork ? 0 : nil) }
    } catch {
      outcome = .failed
    }
    return outcome
  }

  /// One turn: waits, takes in all there is, goes on with what is under way, draws.
  ///
  /// - Returns: whether anything came in.
  @discardableResult
  func turn(waitingAtMost milliseconds: Int?, intercept: (ScreenEvent) -> Bool = { _ in false }) throws(ScreenFailure)
    -> Bool
  {
    let events = try screen.events(within: milliseconds)
    var changed = false
    for event in events where !intercept(event) {
      changed = true
      take(event)
    }
    for action in inbox.take() {
      changed = true
      perform(update(&state, action))
    }
    if !changed, state.hasIdleWork {
      state.idleWork(budget: State.sliceRows)
      changed = !state.hasIdleWork
    }
    if changed, !isDone { try draw() }
    return changed
  }

  /// Takes an action in as if it had come from the world.
  func take(_ action: Action) { perform(update(&state, action)) }

  /// Changes what only the console's owner may: the walkthrough's caption.
  func caption(_ caption: Caption?) { state.caption = caption }

  /// Ends the loop.
  func leave() { isDone = true }

  private func take(_ event: ScreenEvent) {
    switch event {
    case .key(let key): perform(update(&state, .key(key)))
    case .paste(let text): state.paste(text)
    case .resize(let size): perform(update(&state, .resized(size)))
    case .stop: isDone = true
    case .wake, .mouse, .focus, .ground: break
    }
  }

  private func perform(_ effects: [Effect]) {
    for effect in effects {
      switch effect {
      case .submit(let verb, let targets): engine.post(.submit(verb, targets))
      case .loadDossier(let id): engine.post(.loadDossier(id))
      case .setSpeed(let speed): engine.post(.setSpeed(speed))
      case .step: engine.post(.step)
      case .importFile(let path): engine.post(.importFile(path))
      case .setTheme(let slug): if let theme = Themes.theme(slug) { self.theme = theme }
      case .copy(let text): screen.copy(text)
      case .ring: screen.ring()
      case .suspend: screen.suspend()
      case .redraw: screen.invalidate()
      case .quit: isDone = true
      }
    }
  }

  func draw() throws(ScreenFailure) {
    let canvas = view(state, state.size)
    try screen.show(canvas, theme: theme)
    onFrame(canvas)
  }
}

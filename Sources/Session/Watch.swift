import Curses
import Dashboard
import Logistics
import Measures
import Store
import TUI
import Themes

/// How the control room is opened.
package struct WatchOptions: Sendable {
  package var path: String
  package var seed: UInt64
  package var speed: Int
  package var theme: String?
  /// The folder of the user's themes; nil for the usual one.
  package var themesFolder: String?
  package var operatorName: String?
  package var readOnly: Bool
  package var simulates: Bool

  /// The options of the command line.
  package init(
    path: String, seed: UInt64, speed: Int, theme: String?, operatorName: String?, readOnly: Bool, simulates: Bool
  ) {
    self.path = path
    self.seed = seed
    self.speed = speed
    self.theme = theme
    self.operatorName = operatorName
    self.readOnly = readOnly
    self.simulates = simulates
  }
}

/// How many orders an ordinary day of the control room's own simulation brings.
let ordersPerDayStandard = 1_000

/// How long a new simulation has run before anybody looks: most of what is on its way by air has arrived by then.
let warmUpDays = 12

/// `clearway`: opens the control room on a journal.
package func watch(_ options: WatchOptions) -> Outcome {
  let themes = ThemeDesk(folder: options.themesFolder ?? Machine.defaultThemesFolder)
  let theme: Theme
  switch chosenTheme(options.theme, themes) {
  case .success(let chosen): theme = chosen
  case .failure(let fault):
    Machine.print("clearway: \(fault.words)\n", to: .error)
    return .failed
  }
  do throws(StoreFailure) {
    let opened = try openJournal(options)
    let now = Machine.now
    var engineOptions = EngineOptions(operatorName: options.operatorName ?? Machine.userName)
    engineOptions.readOnly = opened.readOnlyReason != nil
    if options.simulates {
      engineOptions.speed = Speed(options.speed)
      let day = now.milliseconds - now.milliseconds % 86_400_000
      engineOptions.newSimulation = SimulationSettings(
        seed: options.seed, ordersPerDay: ordersPerDayStandard,
        start: Instant(milliseconds: day) - .days(Int64(warmUpDays)), readyAt: now)
    }
    return try watch(opened.journal, engineOptions, readOnlyReason: opened.readOnlyReason, theme: theme, themes)
  } catch {
    Machine.print("clearway: \(error.description)\n", to: .error)
    return .failed
  }
}

private func watch(
  _ journal: Journal, _ options: EngineOptions, readOnlyReason: String?, theme: Theme, _ themes: ThemeDesk
) throws(StoreFailure) -> Outcome {
  let terminal: Terminal
  do throws(ScreenFailure) { terminal = try Terminal() } catch {
    Machine.print("clearway: \(error.description)\n", to: .error)
    return .failed
  }
  defer { terminal.close() }
  let inbox = Inbox(waking: terminal.waker)
  let engine = Engine(journal, options: options, inbox: inbox)
  var clock = Clock(now: Machine.now)
  (clock.offset, clock.zone) = Machine.zone(at: clock.now)
  let state = State(
    size: terminal.size, clock: clock, operatorName: options.operatorName, readOnlyReason: readOnlyReason,
    themes: themes.slugs, theme: theme.slug, glyphSet: terminal.glyphSet, ambiguous: terminal.ambiguous)
  let plugins = PluginDesk(journalPath: journal.location.path, readsOnly: options.readOnly)
  let console = Console(
    state, screen: terminal, engine: engine, inbox: inbox, theme: theme, themes: themes, plugins: plugins)
  console.take(.themes(themes.entries))
  themes.watch(inbox)
  engine.start()
  let outcome = console.run()
  terminal.close()
  themes.stop()
  plugins.stop()
  engine.stop()
  return outcome
}

/// Opens the journal for writing, or for reading only where it takes no writes.
private func openJournal(
  _ options: WatchOptions
) throws(StoreFailure) -> (journal: Journal, readOnlyReason: String?) {
  let reason = options.readOnly ? "started with --read-only" : nil
  guard options.path != Journal.Location.memory.path else { return (try Journal.open(.memory), reason) }
  if options.readOnly { return (try Journal.open(.file(options.path), mode: .readOnly), reason) }
  _ = Machine.makeFolder(of: options.path)
  do throws(StoreFailure) { return (try Journal.open(.file(options.path)), nil) } catch {
    guard error.code == .readOnly || error.code == .cannotOpen || error.code == .diskFull,
      let journal = try? Journal.open(.file(options.path), mode: .readOnly)
    else { throw error }
    return (journal, error.code == .diskFull ? error.message : "the journal takes no writes here")
  }
}

/// The theme of a name, or the standard one.
func chosenTheme(_ name: String?, _ themes: ThemeDesk) -> Result<Theme, SystemFault> {
  guard let name else { return .success(Themes.standard) }
  if let theme = themes.theme(name) { return .success(theme) }
  if let reason = themes.entries.first(where: { $0.slug == name })?.reason {
    return .failure(SystemFault(words: "the theme cannot be used: \(reason)"))
  }
  return .failure(
    SystemFault(words: "there is no theme \"\(sanitised(name))\"; there are \(themes.slugs.joined(separator: ", "))"))
}

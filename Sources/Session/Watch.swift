import Configuration
import Curses
import Dashboard
import Logistics
import Measures
import Store
import TUI
import Themes

/// How the control room is opened.
package struct WatchOptions: Sendable {
  /// The journal's path; ":memory:" for one that is forgotten.
  package var path: String
  /// The configuration file that was named.
  package var configuration: String?
  /// What chance is drawn from where a simulation is begun.
  package var seed: UInt64?
  /// Simulated seconds a real second, 0 to 3600.
  package var speed: Int?
  /// A theme's name, or "auto" for the one that suits the terminal's ground.
  package var theme: String?
  /// How many colours are used, as on the command line; nil leaves it to the configuration, the environment and the terminal.
  package var colours: String?
  /// The folder of the user's themes; nil for the usual one.
  package var themesFolder: String?
  /// Who acts.
  package var operatorName: String?
  /// The roles of whoever acts, by name; none takes those of the configuration.
  package var roles: [String] = []
  /// Whether every action is refused.
  package var readOnly: Bool
  /// Whether a simulation is begun and driven where the configuration says so too.
  package var simulates: Bool
  /// Whether the control room speaks lines instead of drawing a screen.
  package var isLinear = false

  /// The options of the command line; what is nil is as the configuration has it.
  package init(
    path: String, configuration: String?, seed: UInt64?, speed: Int?, theme: String?, operatorName: String?,
    readOnly: Bool, simulates: Bool
  ) {
    self.path = path
    self.configuration = configuration
    self.seed = seed
    self.speed = speed
    self.theme = theme
    self.operatorName = operatorName
    self.readOnly = readOnly
    self.simulates = simulates
  }
}

/// How long a new simulation has run before anybody looks: most of what is on its way by air has arrived by then.
let warmUpDays = 12

/// `clearway`: opens the control room on a journal.
package func watch(_ options: WatchOptions) -> Outcome {
  let file = ConfigurationFile(named: options.configuration)
  if file.isNamed, case .failure(let fault)? = file.bytes() {
    Machine.print("clearway: \(sanitised(file.name)): it cannot be read: \(fault.words)\n", to: .error)
    return .failed
  }
  let read = file.text()
  let room = RoomSettings(options, read.configuration, of: file)
  let (dark, light) = (read.configuration.theme.dark, read.configuration.theme.light)
  let themes = ThemeDesk(folder: room.themesFolder, wished: [room.theme, dark, light])
  let theme: Theme
  switch room.chosenTheme(among: themes) {
  case .success(let chosen): theme = chosen
  case .failure(let fault):
    Machine.print("clearway: \(fault.words)\n", to: .error)
    return .failed
  }
  do throws(StoreFailure) {
    let opened = try openJournal(options, readsOnly: room.readOnlyReason ?? file.readOnlyReason(read))
    let now = Machine.now
    var engineOptions = EngineOptions(operatorName: room.operatorName)
    engineOptions.roles = room.roles
    engineOptions.readOnly = opened.readOnlyReason != nil
    engineOptions.readOnlyReason = opened.readOnlyReason ?? ""
    engineOptions.keptViewsPath = KeptViews.standardPath
    engineOptions.keptColumnsPath = KeptColumns.standardPath
    engineOptions.rules = read.configuration.preferences.alarms.rules
    if room.simulation.isOn {
      engineOptions.law = SimulationLaw(TariffFolder(of: file, read.configuration))
      engineOptions.speed = Speed(room.simulation.speed)
      let day = now.milliseconds - now.milliseconds % 86_400_000
      engineOptions.newSimulation = SimulationSettings(
        seed: room.simulation.seed, ordersPerDay: room.simulation.ordersPerDay,
        start: Instant(milliseconds: day) - .days(Int64(warmUpDays)), readyAt: now)
    }
    if options.isLinear {
      return LinearRoom.open(
        opened.journal, engineOptions, readOnlyReason: opened.readOnlyReason, file, read, room.options)
    }
    return try watch(
      opened.journal, engineOptions, readOnlyReason: opened.readOnlyReason, theme: theme, themes, file, read, room)
  } catch {
    Machine.print("clearway: \(error.description)\n", to: .error)
    return .failed
  }
}

/// What holds at the start: the command line before the configuration.
private struct RoomSettings {
  var operatorName: String
  var roles: RoleSet
  var readOnlyReason: String?
  var theme: String
  var themesFolder: String
  var screen: Terminal.Wish
  var simulation: SimulationChoice
  /// What the command line set.
  var options = OptionValues()

  init(_ options: WatchOptions, _ configuration: Configuration, of file: ConfigurationFile) {
    operatorName = options.operatorName ?? configuration.operatorName ?? Machine.userName
    let asked = options.roles.isEmpty ? nil : operatorRoles(options.roles)
    roles = asked ?? RoleSet(configuration.roles)
    readOnlyReason = options.readOnly ? "started with --read-only" : nil
    // Until the terminal has answered, the environment says whether it is light.
    let following = Machine.isGroundLight ? configuration.theme.light : configuration.theme.dark
    let wished = options.theme ?? configuration.theme.name
    theme = wished == ThemeChoice.automatic ? following : wished
    themesFolder = options.themesFolder ?? file.themesFolder(configuration)
    screen = Terminal.Wish(
      depth: options.colours.flatMap { colourDepth(named: $0) } ?? configuration.screen.depth,
      glyphSet: configuration.screen.glyphSet,
      ambiguous: configuration.screen.ambiguous ?? .one, probesAmbiguous: configuration.screen.ambiguous == nil,
      wantsMouse: configuration.screen.mouse)
    simulation = configuration.simulation
    simulation.seed = options.seed ?? simulation.seed
    simulation.speed = options.speed ?? simulation.speed
    simulation.isOn = options.simulates && simulation.isOn
    self.options.note("operator.name", options.operatorName, "--operator")
    self.options.note(
      "operator.roles", options.roles.isEmpty ? nil : "[\(options.roles.joined(separator: ", "))]", "--role")
    self.options.note("operator.read-only", options.readOnly ? "true" : nil, "--read-only")
    self.options.note("theme.name", options.theme, "--theme")
    self.options.note("simulation.seed", options.seed.map { "\($0)" }, "--seed")
    self.options.note("simulation.speed", options.speed.map { "\($0)" }, "--speed")
    self.options.note("simulation.run", options.simulates ? nil : "false", "--no-sim")
    self.options.note("screen.colours", options.colours, "--colors")
    self.options.note("theme.folder", options.themesFolder, "--themes-dir")
  }

  /// The theme to begin with; one that the configuration names and nobody has is no reason not to begin: it is told.
  func chosenTheme(among themes: ThemeDesk) -> Result<Theme, SystemFault> {
    let chosen = Session.chosenTheme(theme, themes)
    let isAsked = options.all.contains { $0.path == "theme.name" && $0.value != ThemeChoice.automatic }
    if case .failure = chosen, !isAsked {
      return .success(Themes.standard)
    }
    return chosen
  }
}

private func watch(
  _ journal: Journal, _ options: EngineOptions, readOnlyReason: String?, theme: Theme, _ themes: ThemeDesk,
  _ file: ConfigurationFile, _ read: ConfigurationText, _ room: RoomSettings
) throws(StoreFailure) -> Outcome {
  let terminal: Terminal
  do throws(ScreenFailure) { terminal = try Terminal(wish: room.screen) } catch {
    Machine.print("clearway: \(error.description)\n", to: .error)
    return .failed
  }
  defer { terminal.close() }
  let inbox = Inbox(waking: terminal.waker)
  let engine = Engine(journal, options: options, inbox: inbox)
  var clock = Clock(now: Machine.now)
  (clock.offset, clock.zone) = Machine.zone(at: clock.now)
  var state = State(
    size: terminal.size, clock: clock, operatorName: options.operatorName, readOnlyReason: readOnlyReason,
    themes: themes.slugs, theme: theme.slug, glyphSet: terminal.glyphSet, ambiguous: terminal.ambiguous)
  state.roles = options.roles
  if file.bytes() == nil { state.welcome() }
  let plugins = PluginDesk(journalPath: journal.location.path, readsOnly: options.readOnly)
  let configuration = ConfigurationWatch(
    file, read: read, options: room.options, inbox: inbox, onRoles: { engine.post(.roles($0)) },
    onLists: { engine.post(.screen($0)) }, onLaw: { engine.post(.judge($0)) })
  let hooks = HookDesk(inbox)
  let console = Console(
    state, screen: terminal, engine: engine, inbox: inbox, theme: theme, themes: themes, plugins: plugins, hooks: hooks)
  console.onReload = { configuration.reload() }
  console.take(.themes(themes.entries))
  if Machine.isGroundLight { console.take(.ground(.light)) }
  themes.watch(inbox)
  configuration.start()
  engine.start()
  let outcome = console.run()
  terminal.close()
  themes.stop()
  configuration.stop()
  plugins.stop()
  engine.stop()
  engine.tellLeft()
  hooks.close()
  return outcome
}

/// Opens the journal for writing, or for reading only where it takes no writes.
private func openJournal(
  _ options: WatchOptions, readsOnly reason: String?
) throws(StoreFailure) -> (journal: Journal, readOnlyReason: String?) {
  guard options.path != Journal.Location.memory.path else { return (try Journal.open(.memory), reason) }
  if reason != nil { return (try Journal.open(.file(options.path), mode: .readOnly), reason) }
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

import Configuration
import Dashboard
import Logistics
import Measures
import Store
import TUI
import Themes

// What needs neither a terminal nor anybody at it: one frame of a view, and the themes.

/// The names of the views that can be rendered.
package let viewNames =
  ViewID.all.map(\.name).joined(separator: ", ")
  + ", help, country:BR, cost:CW-10001, papers:CW-10001, or a shipment such as CW-10001"

/// How one frame is rendered.
package struct RenderOptions: Sendable {
  /// A view's name, "help", or a shipment.
  package var view: String
  /// Columns and rows: "118x32".
  package var size: String
  package var theme: String?
  package var themesFolder: String?
  /// "text", "ansi" or "svg".
  package var format: String
  /// "24bit", "256", "16", "8" or "none".
  package var colours: String
  package var isASCII: Bool

  /// Options as they stand on the command line.
  package init(
    view: String, size: String, theme: String?, themesFolder: String?, format: String, colours: String, isASCII: Bool
  ) {
    self.view = view
    self.size = size
    self.theme = theme
    self.themesFolder = themesFolder
    self.format = format
    self.colours = colours
    self.isASCII = isASCII
  }
}

/// The depth of a number of colours as people write it; nil for anything else.
func colourDepth(named name: String) -> ColourDepth? {
  switch name.lowercased() {
  case "24bit", "truecolor", "truecolour": .direct
  case "256": .indexed
  case "16": .sixteen
  case "8": .eight
  case "none", "0", "mono": ColourDepth.none
  default: nil
  }
}

/// Whether this is a number of colours as people write it: "24bit", "256", "16", "8" or "none".
package func isColours(_ name: String) -> Bool { colourDepth(named: name) != nil }

/// `clearway render`: prints one frame of a view, as it would stand on a screen of this size and so many colours.
package func render(
  _ options: RenderOptions, path: String, settings: DeskSettings, asOf: AsOf? = nil
) -> Outcome {
  func refused(_ words: String) -> Outcome {
    Machine.print("clearway: \(words)\n", to: .error)
    return .refused
  }
  let parts = options.size.lowercased().split(separator: "x").map { Int($0) }
  guard parts.count == 2, let columns = parts[0], let rows = parts[1], (1...1000).contains(columns),
    (1...1000).contains(rows)
  else { return refused("a size is COLSxROWS, each from 1 to 1000, as in 118x32") }
  guard ["text", "ansi", "svg"].contains(options.format) else { return refused("the format is text, ansi or svg") }
  guard let depth = colourDepth(named: options.colours) else {
    return refused("the colours are 24bit, 256, 16, 8 or none")
  }
  let theme: Theme
  let wish = wished(options.theme, settings)
  let themes = ThemeDesk(
    folder: options.themesFolder ?? settings.themesFolder, wished: [wish].compactMap(\.self))
  switch chosenTheme(wish, themes) {
  case .success(let chosen): theme = chosen
  case .failure(let fault): return refused(fault.words)
  }
  return withDesk(path, mode: .readOnly) { desk throws(StoreFailure) in
    guard let desk = try desk.asOf(asOf) else { return .refused }
    let size = Size(width: columns, height: rows)
    let glyphSet = options.isASCII ? GlyphSet.ascii : .unicode
    guard let state = try shown(options.view, desk, settings, size: size, theme: theme, glyphSet: glyphSet) else {
      return refused("there is no view or shipment \"\(sanitised(options.view))\"; views: \(viewNames)")
    }
    let canvas = view(state, size)
    switch options.format {
    case "ansi": Machine.print(canvas.ansi(theme: theme, depth: depth))
    case "svg": Machine.print(canvas.svg(theme: theme, title: "Clearway: \(options.view)", depth: depth))
    default: Machine.print(canvas.text() + "\n")
    }
    return .done
  }
}

/// A dashboard that shows the view or the shipment of a name; nil when there is none.
private func shown(
  _ name: String, _ desk: Desk, _ settings: DeskSettings, size: Size, theme: Theme, glyphSet: GlyphSet
) throws(StoreFailure) -> State? {
  var clock = Clock(now: max(try desk.now, desk.ledger.board.latest))
  (clock.offset, clock.zone) = Machine.zone(at: clock.now)
  if try SimulationSettings(desk.ledger.journal) != nil { clock.driver = .other("nobody") }
  var state = State(
    size: size, clock: clock, operatorName: Machine.userName, readOnlyReason: "a rendered frame takes no actions",
    themes: [theme.slug], theme: theme.slug, glyphSet: glyphSet)
  _ = update(&state, .law(settings.law))
  _ = update(&state, .loaded(desk.ledger.board))
  _ = update(&state, .remembered(try desk.ledger.newest(max(500, size.height))))
  if let past = desk.past { state.bring(up: past) }
  let now = try desk.now
  if desk.past == nil {
    if desk.ledger.alarms.isEmpty {
      _ = update(&state, .alarmsKept(by: .nobody("no room has watched this journal yet")))
    }
    _ = update(&state, .alarms(desk.ledger.alarms.picture(desk.watch(settings.rules, now: now), now: now)))
  }
  if let view = ViewID.all.first(where: { $0.name == name }) {
    for effect in state.bring(up: view) {
      guard case .border(let wish?) = effect else { continue }
      let intake = BorderIntake(desk.ledger.journal)
      let now = try intake.readAll(asOf: wish.moment)
      _ = update(&state, .border(.figures(wish, BorderTables(intake.fold, days: wish.window.days, at: now))))
    }
  } else if name == "help" {
    _ = update(&state, .key(.character("?")))
  } else if name.hasPrefix("country:") {
    guard let country = Country(name.dropFirst("country:".count)), state.bring(up: country) else { return nil }
  } else if let (id, page) = pageOrShipment(name, desk), let dossier = try desk.ledger.dossier(of: id) {
    state.bring(up: id, page)
    _ = update(&state, .dossier(dossier))
  } else {
    return nil
  }
  while state.hasIdleWork { state.idleWork(budget: State.sliceRows) }
  _ = update(&state, .clock(clock))
  while state.hasIdleWork { state.idleWork(budget: State.sliceRows) }
  return state
}

/// A shipment by its name, and the page about it that stands before a colon.
private func pageOrShipment(_ name: String, _ desk: Desk) -> (ShipmentID, ShipmentPage?)? {
  let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
  if parts.count == 2, let page = ShipmentPage(rawValue: parts[0]) { return desk.find(parts[1]).map { ($0, page) } }
  return desk.find(name).map { ($0, nil) }
}

/// The folder of the user's themes: the one that was named, else that of the configuration.
private func themesFolder(_ named: String?, configuration path: String?) -> String {
  if let named { return named }
  let file = ConfigurationFile(named: path)
  return file.themesFolder(file.text().configuration)
}

/// The theme that is meant: one that follows the ground follows what the environment says of it.
private func wished(_ name: String?, _ settings: DeskSettings) -> String? {
  guard name == ThemeChoice.automatic else { return name }
  return Machine.isGroundLight ? settings.theme.light : settings.theme.dark
}

/// `clearway themes`: the themes that can be named, and the files that cannot be used.
package func listThemes(folder: String?, configuration: String?) -> Outcome {
  let folder = themesFolder(folder, configuration: configuration)
  let library = ThemeLibrary(folder: folder)
  for entry in library.entries {
    guard let theme = library.theme(entry.slug) else { continue }
    let remark = entry.path == nil ? theme.variant.rawValue : entry.remark
    Machine.print(entry.slug.filled(29) + " " + remark.filled(33) + " " + sanitised(theme.name) + "\n")
  }
  for failure in library.failures { Machine.print("cannot be used: \(failure.description)\n") }
  if library.entries.contains(where: { !$0.findings.isEmpty }) {
    Machine.print("what was corrected: clearway themes check FILE\n")
  }
  if library.failures.isEmpty { return .done }
  Machine.print("clearway: \(library.failures.count) of the files in \(sanitised(folder)) cannot be used\n", to: .error)
  return .refused
}

/// `clearway themes check`: whether a theme file can be used, and what would be corrected.
package func checkTheme(_ path: String) -> Outcome {
  do throws(ThemeFailure) {
    let checked = try Themes.checked(path: path)
    let author = checked.author.isEmpty ? "" : ", by \(sanitised(checked.author))"
    Machine.print(
      "\(sanitised(checked.theme.name)): \(checked.theme.variant.rawValue), \(checked.form.rawValue)\(author)\n")
    for note in checked.notes { Machine.print("  \(note)\n") }
    for finding in checked.findings { Machine.print("  \(finding.description)\n") }
    for confusion in checked.confusing { Machine.print("  \(confusion.description)\n") }
    Machine.print(checked.findings.isEmpty ? "  nothing to correct\n" : "  \(checked.findings.count) corrected\n")
    return checked.findings.isEmpty ? .done : .refused
  } catch {
    Machine.print("clearway: \(error.description)\n", to: .error)
    return .failed
  }
}

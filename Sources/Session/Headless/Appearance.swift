import Dashboard
import Logistics
import Measures
import Store
import TUI
import Themes

// What needs neither a terminal nor anybody at it: one frame of a view, and the themes.

/// The names of the views that can be rendered.
package let viewNames = ViewID.all.map(\.name).joined(separator: ", ") + ", help, or a shipment such as CW-10001"

/// `clearway render`: prints one frame of a view, as it would stand on a screen of this size.
package func render(view name: String, size text: String, theme themeName: String?, format: String, path: String)
  -> Outcome
{
  let parts = text.lowercased().split(separator: "x").map { Int($0) }
  guard parts.count == 2, let columns = parts[0], let rows = parts[1], (1...1000).contains(columns),
    (1...1000).contains(rows)
  else {
    Machine.print("clearway: a size is COLSxROWS, each from 1 to 1000, as in 118x32\n", to: .error)
    return .refused
  }
  guard ["text", "ansi", "svg"].contains(format) else {
    Machine.print("clearway: the format is text, ansi or svg\n", to: .error)
    return .refused
  }
  let theme: Theme
  switch chosenTheme(themeName) {
  case .success(let chosen): theme = chosen
  case .failure(let fault):
    Machine.print("clearway: \(fault.words)\n", to: .error)
    return .refused
  }
  return withDesk(path, mode: .readOnly) { desk throws(StoreFailure) in
    let size = Size(width: columns, height: rows)
    guard let state = try shown(name, desk, size: size, theme: theme) else {
      Machine.print("clearway: there is no view or shipment \"\(sanitised(name))\"; views: \(viewNames)\n", to: .error)
      return .refused
    }
    let canvas = view(state, size)
    switch format {
    case "ansi": Machine.print(canvas.ansi(theme: theme, depth: .direct))
    case "svg": Machine.print(canvas.svg(theme: theme, title: "Clearway: \(name)"))
    default: Machine.print(canvas.text() + "\n")
    }
    return .done
  }
}

/// A dashboard that shows the view or the shipment of a name; nil when there is none.
private func shown(_ name: String, _ desk: Desk, size: Size, theme: Theme) throws(StoreFailure) -> State? {
  var clock = Clock(now: try desk.now)
  (clock.offset, clock.zone) = Machine.zone(at: clock.now)
  if try SimulationSettings(desk.ledger.journal) != nil { clock.driver = .other("nobody") }
  var state = State(
    size: size, clock: clock, operatorName: Machine.userName, readOnlyReason: "a rendered frame takes no actions",
    themes: Themes.slugs, theme: theme.slug)
  _ = update(&state, .loaded(desk.ledger.board))
  _ = update(&state, .remembered(try desk.ledger.newest(max(500, size.height))))
  if let view = ViewID.all.first(where: { $0.name == name }) {
    state.bring(up: view)
  } else if name == "help" {
    _ = update(&state, .key(.character("?")))
  } else if let id = desk.find(name), let dossier = try desk.ledger.dossier(of: id) {
    state.bring(up: id)
    _ = update(&state, .dossier(dossier))
  } else {
    return nil
  }
  while state.hasIdleWork { state.idleWork(budget: State.sliceRows) }
  _ = update(&state, .clock(clock))
  while state.hasIdleWork { state.idleWork(budget: State.sliceRows) }
  return state
}

/// `clearway themes`: the themes that can be named.
package func listThemes() -> Outcome {
  for slug in Themes.slugs {
    guard let theme = Themes.theme(slug) else { continue }
    let padding = String(repeating: " ", count: max(1, 24 - slug.count))
    Machine.print("\(slug)\(padding)\(theme.variant.rawValue)  \(theme.name)\n")
  }
  return .done
}

/// `clearway themes check`: whether a theme file can be used, and what would be corrected.
package func checkTheme(_ path: String) -> Outcome {
  do throws(ThemeFailure) {
    let checked = try Themes.checked(path: path)
    Machine.print(
      "\(sanitised(checked.theme.name)): \(checked.theme.variant.rawValue), by \(sanitised(checked.scheme.author))\n")
    for finding in checked.findings { Machine.print("  \(finding.description)\n") }
    Machine.print(checked.findings.isEmpty ? "  nothing to correct\n" : "  \(checked.findings.count) corrected\n")
    return checked.findings.isEmpty ? .done : .refused
  } catch {
    Machine.print("clearway: \(error.description)\n", to: .error)
    return .failed
  }
}

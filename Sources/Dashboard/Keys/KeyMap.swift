import TUI

/// All records of what an operator can do, before any preset and change.
package enum KeyMap {
  /// The records, in the order of the help: every list of them stands here.
  static let controls: [Control] =
    desk + alarms + moving + views + border + lists + filtering + marks + columns + groups + charts + customsDesk
    + borderNumbers + clock + past + program + tips + overlays

  /// The record of this name.
  static func control(named name: some StringProtocol) -> Control? { Bindings.standard.control(named: name) }

  /// What keeps a key whatever the operator changes: the ways in, and the ways out.
  static let needed: Set<String> = [
    "down", "up", "open", "back", "command", "help", "accept", "confirm", "confirm-lasting", "dismiss", "interrupt",
  ]

  /// The table of all actions for the README, in Markdown.
  package static var markdown: String {
    var out = ""
    for group in ControlGroup.allCases where controls.contains(where: { $0.group == group }) {
      out += "**\(group.rawValue)**\n\n| keys | command | what it does | where |\n|---|---|---|---|\n"
      for control in controls where control.group == group {
        let keys = Bindings.standard.keys(of: control).map { "`\($0.replacing("|", with: "\\|"))`" }
        let takes = control.argument.takes
        let command = control.isCommand ? "`:\(control.name)\(takes.isEmpty ? "" : " " + takes)`" : ""
        out += "| \(keys.joined(separator: " ")) | \(command) | \(control.words) | \(control.placeWords) |\n"
      }
      out += "\n"
    }
    return out
  }
}

extension Control {
  /// Where its keys work, in words.
  var placeWords: String {
    if scopes.isSuperset(of: .screens) { return "everywhere" }
    return Scope.each.filter { scopes.contains($0.scope) }.map(\.name).joined(separator: ", ")
  }
}

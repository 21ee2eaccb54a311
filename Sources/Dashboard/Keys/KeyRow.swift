/// An action and its keys, as `clearway keys` prints them.
package struct KeyRow: Hashable, Sendable {
  /// What it is about: a heading of the help.
  package let group: String
  /// The long name, as the configuration and the command line know it.
  package let name: String
  /// The keys by their spelling, the first is the one that is shown; empty for none.
  package let keys: [String]
  /// What it takes on the command line; empty for nothing, nil for what cannot be asked for by name.
  package let takes: String?
  /// What it does, a clause.
  package let words: String
  /// Where its keys work.
  package let places: [String]
  /// Whether it can change anything but this screen.
  package let changesWorld: Bool
}

extension Bindings {
  /// Every action with its keys, in the order of the help.
  package var rows: [KeyRow] {
    ControlGroup.allCases.flatMap { group in
      controls.filter { $0.group == group }.map { control in
        KeyRow(
          group: group.rawValue, name: control.name, keys: keys(of: control),
          takes: control.isCommand ? control.argument.takes : nil, words: control.words,
          places: Scope.each.filter { control.scopes.contains($0.scope) }.map(\.name),
          changesWorld: control.changesWorld)
      }
    }
  }
}

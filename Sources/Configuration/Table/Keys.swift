import Dashboard
import TUI

// Keys of the operator's own.
//
//   keys:
//     preset: vim
//     bind:
//       release: ctrl-e
//       hold: [h, "z h"]
//
// What the key map makes of them is asked of the key map itself; it knows actions and clashes, and here is known where they stand.

extension Key<Configuration> {
  static var keySection: Key<Configuration> {
    Key(
      "keys", "Keys. The help (?) and the README list every action by its long name.",
      [
        Key(
          "preset", "whose keys are the beginning",
          .choice(Preset.allCases.map { ($0, $0.name, $0.words) }), \.preferences.preset, of: Configuration()),
        Key(
          "bind",
          "keys of your own, by action; a chord's keys stand with blanks between them in quotes, [] is none",
          Kind<[KeyChange]>.changes, \.preferences.keys, of: Configuration(),
          example: ["release: ctrl-e", "hold: [h, \"z h\"]", "step: []"]),
      ])
  }
}

extension Kind where Value == [KeyChange] {
  fileprivate static var changes: Kind {
    let keys = Kind<String>.keySpelling.oneOrMore(most: 10)
    return Kind(shape: .named("an action's long name", keys.shape, names: [])) { node, reading in
      reading.entries(node).compactMap { entry in
        var change: KeyChange?
        reading.inside(entry.key) { reading in
          guard !entry.value.isNothing, let spellings = keys.read(entry.value, &reading) else { return }
          reading.noteAction(entry.key.lowercased(), at: entry.place)
          reading.note(entry.value)
          change = KeyChange(entry.key, spellings)
        }
        return change
      }
    } write: { changes in
      "{" + changes.map { "\(yaml($0.action)): \(keys.write($0.keys))" }.joined(separator: ", ") + "}"
    }
  }
}

extension Kind where Value == String {
  /// A key or a chord by its spelling.
  static var keySpelling: Kind {
    let text = Kind.text(most: 60)
    return Kind(shape: .language("a key (j, G, ctrl-r, alt-x, f5, space) or a chord (g g)", example: "ctrl-r")) {
      node, reading in
      guard let spelling = text.read(node, &reading) else { return nil }
      if isKeySequence(spelling) { return spelling }
      reading.find(
        node, "“\(excerpt(spelling))” is no key; keys are spelt as in j, G, ctrl-r, alt-x, shift-tab, f5, space, or g g"
      )
      return nil
    } write: {
      yaml($0)
    }
  }
}

/// Whether a spelling is one key or several.
private func isKeySequence(_ spelling: String) -> Bool { TUI.Key.sequence(spelling) != nil }

extension Reading {
  /// Finds what the key map could not obey, on the lines that asked for it.
  mutating func check(keysOf preferences: Preferences) {
    for fault in preferences.bindings.faults {
      let asked = fault.actions.compactMap { actions[$0.lowercased()] }
      // A preset is whole by itself: what nobody asked for in this file is nothing that it could be told of.
      guard let first = asked.first else { continue }
      var words = fault.words
      // The action stands in the path already.
      if let name = fault.actions.first, words.hasPrefix("\(name): ") { words.removeFirst(name.count + 2) }
      if asked.count > 1 { words += " (the other is on line \(asked[1].place.line))" }
      find(at: first.place, words, path: first.path, isNote: fault.isWarning)
    }
  }
}

import Configuration
import Dashboard
import TUI

// What `clearway keys` prints: the key map of a preset, as a table for people or as JSON, one object an action.

/// `clearway keys`: prints which keys mean what in a preset; nil is as the configuration has it, with the operator's own keys.
package func printKeys(preset name: String?, configuration path: String?, asJSON: Bool) -> Outcome {
  var preferences = Preferences()
  if let name {
    guard let preset = Preset(rawValue: name.lowercased()) else {
      Machine.print(
        "clearway: there is no preset \"\(sanitised(name))\"; one of \(presetNames)\n", to: .error)
      return .failed
    }
    preferences.preset = preset
  } else {
    preferences = ConfigurationFile(named: path).text().configuration.preferences
  }
  let preset = preferences.preset
  let rows = preferences.bindings.bindings.rows
  guard !asJSON else {
    let listed = KeySheet(
      preset: preset.name,
      actions: rows.map {
        KeySheet.Row(
          group: $0.group, action: $0.name, keys: $0.keys, takes: $0.takes, words: $0.words, places: $0.places,
          changesWorld: $0.changesWorld)
      })
    Machine.print(json(listed) + "\n")
    return .done
  }
  Machine.print("\(preset.name): \(preset.words)\n")
  var group = ""
  for row in rows {
    if row.group != group {
      group = row.group
      Machine.print("\n\(group)\n")
    }
    let keys = sanitised(row.keys.joined(separator: ", "))
    Machine.print("  \(keys.filled(19)) \(row.name.filled(17)) \(sanitised(row.words))\n")
  }
  return .done
}

/// The names of the presets, for the help.
package let presetNames = Preset.allCases.map(\.name).joined(separator: ", ")

/// The key map as JSON.
private struct KeySheet: Encodable {
  var preset: String
  var actions: [Row]

  struct Row: Encodable {
    var group: String
    var action: String
    var keys: [String]
    /// What it takes behind ":"; absent for what has no name there.
    var takes: String?
    var words: String
    var places: [String]
    var changesWorld: Bool
  }
}

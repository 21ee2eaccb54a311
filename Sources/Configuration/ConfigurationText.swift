import Alarms
import Dashboard
package import Themes
import YAML

// From bytes to what is in force.
//
//   bytes ─► YAMLText ─► the table ─► Configuration, findings, which line set what
//
// A mistake in one key leaves the others as they are read: whether a file with mistakes is put in force is the caller's to decide.

/// A configuration file that was read.
package struct ConfigurationText: Sendable {
  /// What could be understood; what could not is as it is without a file.
  package private(set) var configuration: Configuration
  /// What is wrong with it, and notes, in the order of the file.
  package private(set) var findings: [ConfigurationFinding]
  /// The line that set each path that was set.
  package private(set) var lines: [String: Int]
  private var file = ""

  /// Longer files are refused.
  package static let bytesMax = 262_144
  static let limits = YAMLLimits(what: "configuration", bytesMax: bytesMax)

  /// Whether anything in it is wrong.
  package var hasMistakes: Bool { findings.contains { !$0.isNote } }

  /// Reads any bytes; an empty file sets nothing down.
  ///
  /// - Parameter file: its name, for findings.
  package init(_ bytes: [UInt8], file: String) {
    var reading = Reading(file: file)
    var configuration = Configuration()
    let text = YAMLText(bytes, Self.limits)
    for fault in text.faults { reading.find(at: fault.place, fault.words, path: fault.path) }
    if let root = text.root { reading.map(root, Key<Configuration>.root, &configuration) }
    reading.check(keysOf: configuration.preferences)
    configuration.preferences.theme = configuration.theme.wish
    // Each change was asked of the rules when it was read; one that cannot be is told already, and left out.
    var faults: [AlarmRuleFault] = []
    configuration.preferences.alarms.rules = AlarmRules(configuration.alarmRules, faults: &faults)
    self.configuration = configuration
    findings = reading.findings.enumerated().sorted { a, b in
      let places = (a.element.place, b.element.place)
      guard let first = places.0, let second = places.1, first != second else { return a.offset < b.offset }
      return first < second
    }.map(\.element)
    lines = reading.lines
    self.file = file
  }

  /// A file that cannot be read: nothing is set down, and why.
  package init(unreadable reason: String, file: String) {
    self.init()
    findings = [ConfigurationFinding(file: file, place: nil, path: "", reason)]
  }

  /// A file that is not there: nothing is set down.
  package init() {
    configuration = Configuration()
    findings = []
    lines = [:]
  }

  /// The themes it names that nobody has. They come and go with the files of a folder, so they are no mistakes of the text.
  package func unknownThemes(among library: ThemeLibrary) -> [ConfigurationFinding] {
    let theme = configuration.theme
    return [("theme.name", theme.name), ("theme.dark", theme.dark), ("theme.light", theme.light)].compactMap {
      path, name in
      guard let line = lines[path], name != ThemeChoice.automatic, library.theme(name) == nil else { return nil }
      let near = didYouMean(name, library.slugs)
      return ConfigurationFinding(
        file: file, place: TextPlace(line: line, column: 1), path: path,
        "there is no theme “\(excerpt(name))”" + (near.isEmpty ? "; `clearway themes` lists them" : near))
    }
  }

  /// What was understood, by path, as YAML on one line.
  package var values: [(path: String, value: String)] {
    Key<Configuration>.root.flatMap { $0.settings(configuration) }
  }

  /// What is in force, a line each: the path, the value, and where it comes from.
  ///
  /// - Parameter others: values that come from somewhere else, by path: the value and from where.
  package func settings(file: String, others: [(path: String, value: String, from: String)] = []) -> [String] {
    let rows = values.map { path, value in
      if let other = others.last(where: { $0.path == path }) { return (path, other.value, other.from) }
      let from = lines[path].map { "\(file):\($0)" } ?? "by itself"
      return (path, value, from)
    }
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { path, value, from in
      let padded = path + String(repeating: " ", count: width - path.count)
      return "\(padded)  \(excerpt(value))  (\(from))"
    }
  }
}

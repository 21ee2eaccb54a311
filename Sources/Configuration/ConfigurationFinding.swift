import TUI
package import YAML

/// What is wrong with a configuration, or worth to be told, and where.
package struct ConfigurationFinding: Hashable, Sendable, CustomStringConvertible {
  /// The file, as people write it.
  package var file: String
  /// nil where it is not about one place: a file that cannot be read.
  package var place: TextPlace?
  /// The keys on the way, `views[2].filter`; empty for the file as a whole.
  package var path: String
  /// What is wrong and what is allowed, a clause.
  package var words: String
  /// Whether it only tells what a setting costs; the others are mistakes.
  package var isNote: Bool

  package init(file: String, place: TextPlace?, path: String, _ words: String, isNote: Bool = false) {
    self.file = sanitised(file)
    self.place = place
    self.path = sanitised(path)
    self.words = sanitised(words)
    self.isNote = isNote
  }

  /// `config.yaml:3:5: keys.bind.relase: there is no action “relase”; did you mean “release”?`
  package var description: String {
    let at = place.map { ":\($0.line):\($0.column)" } ?? ""
    return "\(file)\(at): \(path.isEmpty ? "" : path + ": ")\(words)"
  }
}

/// A text of the file as a finding quotes it: short.
func excerpt(_ text: some StringProtocol) -> String {
  text.unicodeScalars.count <= 60 ? String(text) : String(text.prefix(59)) + "…"
}

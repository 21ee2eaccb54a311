/// What is known of the configuration file, for the screen: where it is, what is wrong with it, what is in force.
package struct ConfigurationNews: Hashable, Sendable {
  /// The file, as people write it; empty where none is looked for.
  package var path: String
  /// Whether it was read while the program runs, so that a notice says so.
  package var isAnew: Bool
  /// What is wrong, each with file, line, column and key, in the order of the file; empty when all of it is in force.
  package var findings: [String]
  /// What is in force and where it comes from, a line each.
  package var settings: [String]
  /// Paths that were changed and hold from the next start on.
  package var later: [String] = []

  package init(path: String, isAnew: Bool = false, findings: [String] = [], settings: [String] = []) {
    self.path = path
    self.isAnew = isAnew
    self.findings = findings
    self.settings = settings
  }
}

import Configuration
import TUI
import Themes

// `clearway config`: what is in force, what is wrong, what could be set down.

/// What `clearway config` is asked for.
package enum ConfigurationQuestion: Sendable {
  /// What is in force, and where it comes from.
  case settings
  /// What is wrong with a file; nil for the one that would be read.
  case check(String?)
  case example
  case schema
}

/// `clearway config`.
package func tellConfiguration(_ question: ConfigurationQuestion, named path: String?) -> Outcome {
  switch question {
  case .example:
    Machine.print(ConfigurationExample.text)
    return .done
  case .schema:
    Machine.print(ConfigurationSchema.text)
    return .done
  case .check(let other):
    let file = ConfigurationFile(named: other ?? path)
    let text = file.text()
    let findings =
      text.findings + text.unknownThemes(among: ThemeLibrary(folder: file.themesFolder(text.configuration)))
    for finding in findings { Machine.print("\(finding.isNote ? "note: " : "")\(finding.description)\n") }
    let mistakes = findings.count { !$0.isNote }
    if mistakes == 0 {
      let isThere = Machine.mark(of: file.path) != nil
      Machine.print(
        "\(sanitised(file.name)): \(isThere ? "nothing is wrong" : "there is no such file, and none is needed")\n")
    }
    return mistakes == 0 ? .done : .failed
  case .settings:
    let file = ConfigurationFile(named: path)
    let text = file.text()
    let isThere = Machine.mark(of: file.path) != nil
    Machine.print("# \(sanitised(file.name))\(isThere ? "" : " (not there)")\n")
    for line in text.settings(file: file.name) { Machine.print(sanitised(line) + "\n") }
    for finding in text.findings {
      Machine.print("\(finding.isNote ? "note: " : "")\(finding.description)\n", to: .error)
    }
    return text.hasMistakes ? .failed : .done
  }
}

import Configuration
import TUI

/// What the configuration says to commands without a screen.
package struct DeskSettings: Sendable {
  /// Who acts, where the command line does not say.
  package let operatorName: String?
  /// Why nothing may be written; nil where it may.
  package let readOnlyReason: String?

  /// The settings of the file that was named, else of the one at its own place. A file with mistakes holds as far as it is
  /// understood, and they are told; where nothing of it is understood, nothing may be written: nobody knows what it forbids.
  package init(named path: String?) {
    let file = ConfigurationFile(named: path)
    let text = file.text()
    for finding in text.findings where !finding.isNote {
      Machine.print("clearway: \(finding.description)\n", to: .error)
    }
    operatorName = text.configuration.operatorName
    if text.configuration.readsOnly {
      readOnlyReason = "the configuration sets operator.read-only (\(sanitised(file.name)))"
    } else {
      readOnlyReason = text.hasMistakes && text.lines.isEmpty ? "the configuration cannot be read" : nil
    }
  }

  /// Does something that writes, where that is allowed.
  package func writing(_ body: () -> Outcome) -> Outcome {
    guard let readOnlyReason else { return body() }
    Machine.print("clearway: nothing is done: \(readOnlyReason)\n", to: .error)
    return .refused
  }
}

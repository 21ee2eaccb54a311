import Alarms
import Configuration
import Dashboard
package import Logistics
import TUI

/// What the configuration says to commands without a screen.
package struct DeskSettings: Sendable {
  /// Who acts, where the command line does not say.
  package let operatorName: String?
  /// What they may do beside the desk's own; the command line's goes before the file's.
  package var roles: RoleSet
  /// Why nothing may be written; nil where it may.
  package let readOnlyReason: String?
  /// What is an alarm.
  let rules: AlarmRules
  /// When shifts end, in minutes after midnight.
  let shiftEnds: [Int]
  /// Which theme is wished for.
  let theme: ThemeChoice
  /// Where the operator's own themes lie.
  let themesFolder: String
  /// Files of lists that parties are screened against.
  let screeningLists: [String]
  /// The lowest score that is a match, 0 ... 100.
  let screeningThreshold: Int
  /// Where the operator's own files of destinations and exchange rates lie.
  private let tariffFolder: String
  /// Whether the configuration names that folder.
  private let isTariffFolderNamed: Bool

  /// The settings of the file that was named, else of the one at its own place. A file with mistakes holds as far as it is
  /// understood, and they are told.
  package init(named path: String?) {
    let file = ConfigurationFile(named: path)
    let text = file.text()
    for finding in text.findings where !finding.isNote {
      Machine.print("clearway: \(finding.description)\n", to: .error)
    }
    operatorName = text.configuration.operatorName
    roles = RoleSet(text.configuration.roles)
    readOnlyReason = file.readOnlyReason(text)
    rules = text.configuration.preferences.alarms.rules
    shiftEnds = text.configuration.preferences.alarms.shiftEnds
    theme = text.configuration.theme
    themesFolder = file.themesFolder(text.configuration)
    screeningLists = text.configuration.screening.lists.map(Machine.expanded)
    screeningThreshold = text.configuration.screening.threshold
    tariffFolder = file.tariffFolder(text.configuration)
    isTariffFolderNamed = text.configuration.tariffFolder != nil
  }

  /// The lists that parties are screened against, read now.
  var screening: ScreeningLists {
    var choice = Configuration().screening
    (choice.lists, choice.threshold) = (screeningLists, screeningThreshold)
    return ScreeningLists(reading: choice)
  }

  /// What destinations ask, as far as the operator's own files are understood; what is wrong with them is told.
  var law: Law {
    let folder = TariffFolder(tariffFolder, isNamed: isTariffFolderNamed)
    for finding in folder.findings { Machine.print("clearway: \(finding)\n", to: .error) }
    return folder.law
  }

  /// What simulated customs judge by, as far as the operator's own files are understood; what is wrong with them is told.
  package var simulationLaw: SimulationLaw {
    let folder = TariffFolder(tariffFolder, isNamed: isTariffFolderNamed)
    for finding in folder.findings { Machine.print("clearway: \(finding)\n", to: .error) }
    return SimulationLaw(folder)
  }

  /// Does something that writes, where that is allowed.
  package func writing(_ body: () -> Outcome) -> Outcome {
    guard let readOnlyReason else { return body() }
    Machine.print("clearway: nothing is done: \(readOnlyReason)\n", to: .error)
    return .refused
  }
}

extension ConfigurationFile {
  /// Why nothing may be written, the same for every room and command; nil where it may be. Where nobody can tell what the file
  /// says of it, it forbids.
  func readOnlyReason(_ text: ConfigurationText) -> String? {
    let name = sanitised(name)
    if text.configuration.readsOnly { return "the configuration sets operator.read-only (\(name))" }
    let isUnclear = text.findings.contains { finding in
      !finding.isNote && ["", "operator", "operator.read-only"].contains(finding.path)
    }
    return isUnclear ? "the configuration cannot be read, and may forbid it (\(name))" : nil
  }
}

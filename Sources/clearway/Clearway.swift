import ArgumentParser
import Session

/// The command line: what can be said to the program, and which exit code an end has. Knows nothing of how anything works.
@main
struct Clearway: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clearway",
    abstract: "The control room for cross-border e-commerce logistics.",
    discussion: "Without a command it opens the control room on the journal. Press ? there for all keys.",
    version: "0.1.0",
    subcommands: [
      Watch.self, Demo.self, Simulate.self, Import.self, Query.self, Show.self, Do.self, Log.self, Alarms.self,
      BorderNumbers.self, Verify.self, Render.self, Keys.self, Cost.self, CountryRules.self, Hs.self, Papers.self,
      Screen.self, Themes.self, Config.self,
    ],
    defaultSubcommand: Watch.self)
}

/// Where the journal is.
struct JournalOption: ParsableArguments {
  @Option(
    name: .customLong("db"),
    help: "The journal; \":memory:\" for one that is forgotten. Default: $XDG_DATA_HOME/clearway/clearway.db")
  var path: String?

  var location: String { path ?? defaultJournalPath }
}

/// Where the configuration is.
struct ConfigurationOption: ParsableArguments {
  @Option(
    name: .customLong("config"),
    help: "The configuration. Default: $XDG_CONFIG_HOME/clearway/config.yaml, if it is there")
  var path: String?
}

/// What whoever acts may do beside the desk's own.
struct RoleOption: ParsableArguments {
  @Option(
    name: .customLong("role"),
    help: "What they may do beside the desk's own (\(operatorRoleNames)); default: operator.roles of the configuration."
  )
  var names: [String] = []

  func validate() throws {
    guard operatorRoles(names) != nil else { throw ValidationError("--role is one of \(operatorRoleNames)") }
  }
}

/// Ends the program as a run of it ended.
func end(_ outcome: Outcome) throws {
  if outcome != .done { throw ExitCode(outcome.rawValue) }
}

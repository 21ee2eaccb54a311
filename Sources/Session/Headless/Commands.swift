package import Logistics
import Measures
import Store

// What each command of the command line does. Nothing here knows how the command was spelled.

/// Where the journal is when nobody says.
package let defaultJournalPath = Machine.defaultJournalPath

/// Whether the environment asks for the control room by lines.
package var asksForLines: Bool { Machine.variable("CLEARWAY_LINEAR").map { $0 != "0" } ?? false }

/// The verbs of `do`, a line each, for its help.
package let verbHelp = Verb.table.map { entry in
  "  \(entry.name)\(entry.takes.isEmpty ? "" : ":" + entry.takes)  \(entry.words)"
}.joined(separator: "\n")

/// The roles of these names; nil where one is none that an operator may have.
package func operatorRoles(_ names: [String]) -> RoleSet? {
  var roles: RoleSet = []
  for name in names {
    guard let role = RoleSet.grantable.first(where: { $0.name == name }) else { return nil }
    roles.insert(RoleSet(role))
  }
  return roles
}

/// The names of the roles that an operator may have.
package let operatorRoleNames = RoleSet.grantable.map(\.name).joined(separator: ", ")

/// Does something with a journal that is open, and says what went wrong with it.
func withDesk(
  _ path: String, mode: Journal.Mode = .readWrite, _ body: (Desk) throws(StoreFailure) -> Outcome
) -> Outcome {
  do throws(StoreFailure) { return try body(try Desk(path: path, mode: mode)) } catch {
    Machine.print("clearway: \(error.description)\n", to: .error)
    return .failed
  }
}

/// `clearway show`.
package func show(
  _ name: String, path: String, asJSON: Bool, asOf: AsOf? = nil, settings: @autoclosure @escaping () -> DeskSettings
) -> Outcome {
  withDesk(path, mode: .readOnly) { desk throws(StoreFailure) in
    guard let desk = try desk.asOf(asOf) else { return .refused }
    return try desk.show(name, asJSON: asJSON, settings: settings)
  }
}

/// `clearway do`; what a verb takes stands behind a colon.
package func act(
  _ verb: String, on ids: [String], reason: String, operatorName: String?, path: String, settings: DeskSettings
) -> Outcome {
  let parts = verb.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
  return withDesk(path) { desk throws(StoreFailure) in
    try desk.perform(
      verb: parts[0], on: ids, argument: parts.count > 1 ? parts[1] : "", reason: reason,
      operatorName: operatorName ?? Machine.userName, settings: settings)
  }
}

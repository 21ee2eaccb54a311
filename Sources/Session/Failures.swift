package import Dashboard
package import Logistics
package import Store

// Three kinds of wrong become words in one place: what the trade refuses, what the world breaks. (Bugs end the program.)

/// How a run of the program ended; the raw value is the process's exit code.
package enum Outcome: Int32, Sendable {
  case done = 0
  /// Something was refused, or a finding is an error.
  case refused = 1
  /// Nothing could be read, opened or written.
  case failed = 2
}

extension Failure {
  /// A journal's trouble, for the status line.
  package init(_ failure: StoreFailure) { self.init(failure.message, remedy: failure.remedy) }
}

extension Rejection {
  /// The refusal in one line: the reason, and the remedy where there is one.
  package var line: String { remedy.isEmpty ? words : "\(words) (\(remedy))" }
}

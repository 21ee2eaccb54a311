import ArgumentParser
import Session

/// `--as-of TIME [--by heard|happened]`: looks at a moment of the past.
struct AsOfOption: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Look at a moment of the past: 14:02, \"yesterday 9:00\", 2026-11-20T14:02Z, -3h; in the machine's zone.")
  var asOf: String?
  @Option(help: "What was known then (heard), or what was so then by all that was heard since (happened).")
  var by = "heard"

  func validate() throws {
    guard isTelling(by) else { throw ValidationError("--by is heard or happened") }
    guard asOf != nil || by == "heard" else { throw ValidationError("--by goes with --as-of") }
  }

  /// The time that was chosen; nil for now.
  var chosen: AsOf? { asOf.map { AsOf($0, by) } }
}

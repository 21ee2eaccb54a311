import ArgumentParser
import Session

/// `clearway log`: prints who did what.
struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print who did what, when and why, over the whole journal; oldest first.",
    discussion: """
      FILTER as after / in the log view: by:NAME, kind:KIND (or kind:deed for what the desk did), verb:VERB, words.
      JSON lines of the desk's deeds can be performed again: clearway do --from FILE
      """)

  @OptionGroup var journal: JournalOption
  @Argument(help: "Only lines like this.") var filter: [String] = []
  @Option(help: "From when on, on the control room's clock: 2026-11-22, 2026-11-22T13:30Z, or 2h, 3d for ago.")
  var since = ""
  @Option(help: "Until when.") var until = ""
  @Flag(help: "As JSON, one object a line.") var json = false
  @Flag(help: "As CSV.") var csv = false
  @Option(help: "At most so many, the newest.") var limit: Int?
  @OptionGroup var time: AsOfOption

  func validate() throws {
    guard !(json && csv) else { throw ValidationError("--json and --csv exclude each other") }
    guard limit ?? 0 >= 0 else { throw ValidationError("--limit is not negative") }
    guard limit ?? 0 <= 1_000_000 else {
      throw ValidationError("--limit is at most 1000000; without it all is printed")
    }
  }

  func run() throws {
    try end(
      log(
        LogOptions(
          filter: filter.joined(separator: " "), since: since, until: until, limit: limit,
          output: json ? .json : csv ? .csv : .text, asOf: time.chosen),
        path: journal.location))
  }
}

/// `clearway alarms`: prints the alarms that stand.
struct Alarms: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the alarms that stand, and the operator's load.",
    discussion: "Each line ends with the alarm's cause in brackets; clearway do acknowledge CAUSE and others take it.")

  @OptionGroup var journal: JournalOption
  @OptionGroup var configuration: ConfigurationOption
  @Flag(help: "As JSON.") var json = false
  @Flag(help: "Also those put aside, suppressed, out of service and over.") var all = false
  @OptionGroup var time: AsOfOption

  func run() throws {
    try end(
      alarms(
        path: journal.location, asJSON: json, all: all, settings: DeskSettings(named: configuration.path),
        asOf: time.chosen))
  }
}

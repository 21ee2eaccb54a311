import ArgumentParser
import Session

/// `clearway border`: the border in numbers.
struct BorderNumbers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "border",
    abstract: "Print the border in numbers: dwell, first-time clearance, holds and their cost, who causes them.",
    discussion: """
      Dwell is from the declaration to the release, by place and by the channel that customs told of, or else the holds \
      do. Cost is an assumption: the days waited by the playbook's cost of a day. Exit code 0: something was decided or \
      held; 1: nothing was.
      """)

  @OptionGroup var journal: JournalOption
  @Option(help: "Only what was decided or held in the last so many days of UTC, the one that runs among them.")
  var days: Int?
  @Option(
    parsing: .unconditional,
    help: "As was known at a moment of the past: 14:02, \"yesterday 9:00\", 2026-11-20T14:02Z, -3h.")
  var asOf: String?
  @Option(help: "One table: place, reason, merchant or chapter.") var by: String?
  @Option(help: "Rows of a table at most; JSON has all.") var limit = 15
  @Flag(help: "As JSON.") var json = false

  func validate() throws {
    guard (1...36_500).contains(days ?? 1) else { throw ValidationError("--days is from 1 to 36500") }
    guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit is from 1 to 1000000") }
    guard by == nil || by.flatMap(BorderTable.init(rawValue:)) != nil else {
      throw ValidationError("--by is \(BorderTable.allCases.map(\.rawValue).joined(separator: ", "))")
    }
  }

  func run() throws {
    try end(
      border(
        BorderOptions(
          days: days, by: by.flatMap(BorderTable.init(rawValue:)), limit: limit, isJSON: json, asOf: asOf),
        path: journal.location))
  }
}

import ArgumentParser
import Session

/// `clearway screen`: compares names with lists of denied parties.
struct Screen: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare names with lists of parties that must not be dealt with, across scripts and spellings.",
    discussion: """
      Lists are OFAC's sdn.csv, alt.csv and add.csv and the consolidated screening list as CSV, recognised by content; \
      without --list those of the configuration (screening.lists) are taken. A score is a reason to look and no finding.
      Exit code 0: no match; 1: some name matches, or cannot be read whole and is to be looked at by hand; 2: a list could \
      not be read.
      """)

  @OptionGroup var configuration: ConfigurationOption
  @Argument(help: "The names, each as one argument.") var names: [String]
  @Option(help: "Where the parties are: two letters.") var country: String?
  @Option(name: .customLong("list"), help: "A file of a list; may be given several times.") var lists: [String] = []
  @Option(help: "The lowest score that is a match, 0 to 100.") var threshold: Int?
  @Flag(help: "As JSON.") var json = false

  func validate() throws {
    guard (0...100).contains(threshold ?? 0) else { throw ValidationError("--threshold is from 0 to 100") }
  }

  func run() throws {
    try end(
      screen(
        ScreenOptions(names: names, country: country, lists: lists, threshold: threshold, isJSON: json),
        settings: DeskSettings(named: configuration.path)))
  }
}

import ArgumentParser
import Session

/// `clearway hs`: searches the harmonized system, and judges descriptions.
struct Hs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find the HS code of goods by words or by its beginning, and judge descriptions as customs do.",
    discussion: """
      Words may stand in any order, and each may be the beginning of one; what people call goods is understood in several \
      languages. With --check a description is judged, against the code if one is given.
      Exit code 0: something was found, the description is taken; 1: nothing was, or customs would refuse it.
      """)

  @Argument(help: "Words, or a code or its beginning: 8518.30, 8518, 85.") var words: [String] = []
  @Option(help: "A description of goods to be judged.") var check: String?
  @Option(help: "At most so many.") var limit = 20
  @Flag(help: "As JSON.") var json = false

  func validate() throws {
    guard !words.isEmpty || check != nil else { throw ValidationError("words, a code, or --check with a description") }
    guard (1...10_000).contains(limit) else { throw ValidationError("--limit is from 1 to 10000") }
  }

  func run() throws {
    let text = words.joined(separator: " ")
    try end(
      check.map { checkDescription($0, code: text, asJSON: json) } ?? searchCodes(text, limit: limit, asJSON: json))
  }
}

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

/// `clearway papers`: says which papers a consignment needs.
struct Papers: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say which papers a parcel needs, who must give them and by when, and what share of them is there.",
    discussion: """
      Documents are named as `clearway show --json` names them: commercial_invoice, battery_test_summary. Reference data and \
      not advice. Exit code 0: nothing that counts is missing or wrong; 1: something is; 2: the question is not \
      understood, or nothing is known of that place.
      """)

  @Option(help: "Where it is sent to: two letters.") var to: String
  @Option(help: "Where it is sent from: two letters.") var from: String
  @Option(help: "The HS code of the goods.") var hs: String
  @Option(help: "What the goods cost, as 89EUR.") var value: String
  @Option(help: "What the goods weigh, as 400g.") var weight = "1kg"
  @Option(help: "The day, as 2026-07-15; default: today.") var on: String?
  @Option(help: "post, courier, cargo or cbec.") var channel = "courier"
  @Option(help: "The description of the goods.") var description = ""
  @Option(name: .customLong("have"), help: "A document that is there; may be given several times.") var held: [String] =
    []
  @Option(name: .customLong("number"), help: "A number that was given, as CPF=52998224725.") var numbers: [String] = []
  @Flag(help: "A lower rate of duty is claimed by the goods' origin.") var preference = false
  @OptionGroup var file: ConfigurationOption

  func run() throws {
    try end(
      tellPapers(
        PapersQuestion(
          to: to, from: from, hs: hs, value: value, weight: weight, on: on, channel: channel, description: description,
          held: held, numbers: numbers, claimsPreference: preference), configuration: file.path))
  }
}

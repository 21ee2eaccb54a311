import ArgumentParser
import Session

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
  @Option(help: "What they weigh: 0.4 (kg), 400g, 2lb.") var weight = "1kg"
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

import ArgumentParser
import Measures
import Session

/// `clearway country`: what a destination asks.
struct CountryRules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "country",
    abstract: "Show what a destination asks on a day, what changes when, and on what that rests.",
    discussion: """
      Without a code it lists the destinations. --check says what is wrong with a file of your own.
      Exit code 2: nothing is known of that place, or something in the file is wrong.
      """)

  @Argument(help: "The destination: two letters, as BR, EU or DE.") var code: String?
  @Option(help: "The day, as 2026-07-15; default: today.") var on: String?
  @Flag(help: "As JSON.") var json = false
  @Option(help: "Check a file about a destination, or rates.yaml, and do nothing else.") var check: String?
  @OptionGroup var file: ConfigurationOption

  func run() throws {
    try end(
      answered { () throws(ParcelFault) in
        tellCountry(try question(), configuration: file.path, asJSON: json)
      })
  }

  private func question() throws(ParcelFault) -> CountryQuestion {
    let day = try ParcelReader.day(on)
    if let check {
      guard code == nil else { throw ParcelFault("either a destination or --check FILE") }
      return .check(check)
    }
    guard let code else { return .list(day) }
    return .page(try ParcelReader.country(code, "a destination"), day)
  }
}

import ArgumentParser
import Session

/// `clearway hs`: searches the harmonized system, and judges descriptions.
struct Hs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find the HS code of goods by words or by its beginning, and judge descriptions as customs do.",
    discussion: """
      Words may stand in any order, and each may be the beginning of one; what people call goods is understood in several \
      languages. With --check a description is judged, against the code if one is given.
      Exit code 0: something was found, the description is taken; 1: nothing was, customs would refuse it, or no word of it is \
      known here.
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

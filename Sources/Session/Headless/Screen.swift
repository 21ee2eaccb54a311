import Measures
import Screening
import TUI

// What `clearway screen` prints: each name with the entries it may belong to, and why.
//
//   exit code   0 no name matches · 1 some name does, or cannot be read whole · 2 a list could not be read

/// What `screen` is asked.
package struct ScreenOptions: Sendable {
  /// The names.
  package var names: [String]
  /// Where the parties are; nil where nobody says.
  package var country: String?
  /// Files of lists; none takes those of the configuration.
  package var lists: [String]
  /// The lowest score that is told; nil takes the configuration's.
  package var threshold: Int?
  package var isJSON: Bool

  /// A question.
  package init(names: [String], country: String?, lists: [String], threshold: Int?, isJSON: Bool) {
    self.names = names
    self.country = country
    self.lists = lists
    self.threshold = threshold
    self.isJSON = isJSON
  }
}

/// The most that is read of a list.
private let listBytesMax = 200_000_000

/// `clearway screen`: compares names with lists.
package func screen(_ options: ScreenOptions, settings: DeskSettings) -> Outcome {
  func refuse(_ words: String) { Machine.print("clearway: \(sanitised(words))\n", to: .error) }
  var country = Country.none
  if let text = options.country {
    guard let known = Country(text) else {
      refuse("“\(text)” is no country; two letters are needed, as in RU")
      return .failed
    }
    country = known
  }
  let paths = options.lists.isEmpty ? settings.screeningLists : options.lists
  guard !paths.isEmpty else {
    refuse("there is no list to screen against; name one with --list FILE, or set screening.lists")
    return .failed
  }
  var files: [ListFile] = []
  var isMissing = false
  for path in paths {
    switch Machine.read(path, bytesMax: listBytesMax) {
    case .success(let bytes) where bytes.count > listBytesMax:
      refuse("\(path): it is longer than 200 MB")
      isMissing = true
    case .success(let bytes): files.append(ListFile(name: path, bytes: bytes))
    case .failure(let fault):
      refuse("\(path): \(fault.words)")
      isMissing = true
    }
  }
  let list = PartyList(reading: files)
  for finding in list.findings { refuse(finding.text) }
  if list.findingCount > list.findings.count { refuse("and \(list.findingCount - list.findings.count) more findings") }
  guard !list.parties.isEmpty else {
    refuse("no list could be read")
    return .failed
  }
  if list.formats.contains(where: { $0.format == nil }) { isMissing = true }
  let screener = Screener(list.parties)
  let threshold = options.threshold ?? settings.screeningThreshold
  let day = Machine.now.civil(in: .utc).date
  let results = options.names.map { ($0, screener.screen($0, country: country, on: day, threshold: threshold)) }
  if options.isJSON {
    Machine.print(json(results.map { ScreenSheet($0, $1) }) + "\n")
  } else {
    for (name, result) in results { print(name, result, of: list.parties.count, threshold) }
  }
  if results.contains(where: { !$0.1.matches.isEmpty || $0.1.unreadCharacters > 0 }) { return .refused }
  return isMissing ? .failed : .done
}

private func print(_ name: String, _ result: ScreeningResult, of count: Int, _ threshold: Int) {
  func line(_ text: String) { Machine.print(sanitised(text) + "\n") }
  let unread =
    result.unreadCharacters == 0 ? "" : "; \(result.unreadCharacters) characters could not be read: look by hand"
  if result.matches.isEmpty {
    line("  -  \(name)   no match of \(threshold) or more among \(count) entries\(unread)")
  } else {
    line("\(name)   \(result.romanised)\(unread)")
  }
  for note in result.notes { line("     \(note)") }
  for match in result.matches {
    let party = match.party
    let score = String(match.score)
    let alias = match.isAlias ? " alias “\(match.matchedName)”" : ""
    line("\(String(repeating: " ", count: max(0, 3 - score.count)))\(score)  \(party.name)\(alias)")
    line("     \(party.list) \(party.number), \(party.kind.rawValue), \(party.programmes.joined(separator: ", "))")
    var words = match.pairs.map { "\($0.asked) = \($0.listed) (\($0.fit.words))" }
    words += match.unmatchedAsked.map { "\($0) is not in the entry" }
    words += match.unmatchedListed.map { "\($0) is not in the name" }
    line("     \(words.joined(separator: " · "))")
    if !match.notes.isEmpty { line("     \(match.notes.joined(separator: " · "))") }
    let places = party.addresses.first.map { "at \($0)" }
    let births = party.births.isEmpty ? nil : "born \(party.births.joined(separator: ", "))"
    let facts = [places, births].compactMap(\.self).joined(separator: " · ")
    if !facts.isEmpty { line("     \(facts)") }
  }
}

/// A screened name in plain values for other programs.
private struct ScreenSheet: Encodable {
  var name: String
  var romanised: String
  var unreadCharacters: Int
  var notes: [String]
  var matches: [Match]

  struct Match: Encodable {
    var score: Int
    var list: String
    var number: String
    var kind: String
    var listedName: String
    var matchedName: String
    var programmes: [String]
    var countries: [String]
    var words: [Word]
    var unmatchedInName: [String]
    var unmatchedInEntry: [String]
    var notes: [String]
  }

  struct Word: Encodable {
    var asked: String
    var listed: String
    var fit: String
  }

  init(_ name: String, _ result: ScreeningResult) {
    self.name = name
    romanised = result.romanised
    unreadCharacters = result.unreadCharacters
    notes = result.notes
    matches = result.matches.map { match in
      Match(
        score: match.score, list: match.party.list, number: match.party.number, kind: match.party.kind.rawValue,
        listedName: match.party.name, matchedName: match.matchedName, programmes: match.party.programmes,
        countries: match.party.countries.map(\.code),
        words: match.pairs.map { Word(asked: $0.asked, listed: $0.listed, fit: $0.fit.words) },
        unmatchedInName: match.unmatchedAsked, unmatchedInEntry: match.unmatchedListed, notes: match.notes)
    }
  }
}

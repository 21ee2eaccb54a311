package import Dashboard
package import Logistics
package import Measures
import Screening
import TUI

// Who trades with whom is compared with lists that the operator supplies, beside the engine's other work:
//
//   lists ─► read on the configuration's thread ─► screener
//   board ─► row after row, from the first on ─► names ─► screened once each ─► at or above the threshold ─► hold H20, once
//
// The cursor follows the board: what was there at the start is looked at like what comes later. A shipment that was ever held for it
// is not held again, whoever held it: compliance has looked at its parties then.

/// Screens the parties of the board's shipments; used by the engine's thread alone.
package struct ScreeningDuty {
  /// A shipment that is to be held, and why.
  package struct Match: Sendable {
    package var shipment: ShipmentID
    package var note: String
  }

  /// A party: its name, and where it is.
  private struct Party: Hashable {
    var name: TextID
    var country: Country
  }

  private var screener: Screener?
  private var threshold = Screener.usualThreshold
  /// What came of each party that was screened: the evidence, empty where nothing matched.
  private var verdicts: [Party: String] = [:]
  /// Rows before this one were looked at.
  package private(set) var looked = 0
  /// Of how many of those a party matched.
  package private(set) var found = 0

  /// More verdicts than this are not kept: names are then screened again when they come again.
  private static let verdictsMax = 500_000

  /// A duty without lists: nobody is screened.
  package init() {}

  /// Screens against these lists from now on, the whole board again; against none while they are being read.
  package mutating func take(_ lists: ScreeningLists) {
    screener = if case .ready(let screener) = lists.content { screener } else { nil }
    threshold = lists.threshold
    startOver()
  }

  /// Looks at the whole board anew: its texts may have other numbers.
  mutating func startOver() {
    lookAgain()
    verdicts = [:]
  }

  /// Looks at the board's rows once more; names that were screened are known.
  package mutating func lookAgain() {
    looked = 0
    found = 0
  }

  /// Whether rows of a board wait to be looked at.
  package func hasWork(_ board: Board) -> Bool { screener != nil && looked < board.count }

  /// Looks at the next rows, for so long at most; a name takes a millisecond or two.
  ///
  /// - Returns: shipments with a match, in the order of the board.
  package mutating func turn(_ board: Board, day: CivilDate, seconds: Double) -> [Match] {
    guard let screener, looked < board.count else { return [] }
    let start = Machine.steadySeconds
    var matches: [Match] = []
    while looked < board.count, Machine.steadySeconds - start < seconds {
      looked += 1
      guard let shipment = board[ShipmentID(UInt32(looked))], !shipment.isEnded,
        shipment.openHolds & HoldReason.deniedParty.bit == 0
      else { continue }
      let parties = [
        ("merchant", Party(name: shipment.merchant, country: shipment.originCountry)),
        ("consignee", Party(name: shipment.consignee, country: shipment.destinationCountry)),
      ]
      let found = parties.compactMap { role, party -> String? in
        let evidence = party.name == .none ? "" : verdict(on: party, screener, board.texts, day)
        return evidence.isEmpty ? nil : "\(role) \(evidence)"
      }
      guard !found.isEmpty else { continue }
      self.found += 1
      matches.append(Match(shipment: shipment.id, note: found.joined(separator: "; ")))
    }
    return matches
  }

  /// Goes back to a shipment whose hold could not be recorded.
  mutating func goBack(to shipment: ShipmentID) { looked = min(looked, max(0, shipment.index)) }

  private mutating func verdict(on party: Party, _ screener: Screener, _ texts: TextTable, _ day: CivilDate) -> String {
    if let known = verdicts[party] { return known }
    let name = texts[party.name]
    let result = screener.screen(name, country: party.country, on: day, threshold: threshold, limit: 1)
    let evidence = result.matches.first.map { Self.evidence(name, $0) } ?? ""
    if verdicts.count >= Self.verdictsMax { verdicts = [:] }
    verdicts[party] = evidence
    return evidence
  }

  /// Score, entry, list and matched words: `“Hesa Trade Centre”: 93 of 100 like HESA …, SDN 11195; hesa = HESA (same), …`.
  private static func evidence(_ name: String, _ match: ScreeningMatch) -> String {
    let party = match.party
    let alias = match.isAlias ? " (alias of \(party.name))" : ""
    var words = match.pairs.map { "\($0.asked) = \($0.listed) (\($0.fit.words))" }
    words += match.unmatchedAsked.map { "\($0) is not in the entry" }
    words += match.unmatchedListed.map { "\($0) is not in the name" }
    let text =
      "“\(name.prefix(200))”: \(match.score) of 100 like \(match.matchedName)\(alias), \(party.list) \(party.number); "
      + words.joined(separator: ", ")
    return String(sanitised(text).prefix(600))
  }
}

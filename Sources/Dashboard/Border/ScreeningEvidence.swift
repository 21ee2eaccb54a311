package import Logistics
import Measures
package import Screening
import TUI
import Tariff

// Why a party was held as one that must not be dealt with: its names against the lists of the configuration, with the entry, the
// score and the words that matched.

/// The lists that parties are screened against, as far as they were read.
package struct ScreeningLists: Sendable {
  /// What there is.
  package enum Content: Sendable {
    /// The configuration names none.
    case none
    /// They are being read.
    case reading
    /// None of them could be read; why, the first finding.
    case unreadable(String)
    case ready(Screener)
  }

  package var content: Content
  /// The lowest score that is a match, 0 ... 100.
  package var threshold: Int

  /// Lists, none unless told otherwise.
  package init(_ content: Content = .none, threshold: Int = Screener.usualThreshold) {
    self.content = content
    self.threshold = threshold
  }
}

/// What came of screening a party of a shipment.
package struct ScreenedParty: Sendable {
  package var role: PartyRole
  package var name: String
  package var result: ScreeningResult
}

extension Appraisal {
  /// The parties of a shipment against the lists; nil where none is held for it, or no list is there.
  static func screened(_ shipment: Shipment, _ day: CivilDate, _ state: State) -> [ScreenedParty]? {
    guard shipment.openHolds & HoldReason.deniedParty.bit != 0, case .ready(let screener) = state.screening.content
    else { return nil }
    let parties: [(PartyRole, TextID, Country)] = [
      (.merchant, shipment.merchant, shipment.originCountry),
      (.consignee, shipment.consignee, shipment.destinationCountry),
    ]
    return parties.filter { $0.1 != .none }.map { role, name, country in
      let name = state.board.texts[name]
      return ScreenedParty(
        role: role, name: name,
        result: screener.screen(name, country: country, on: day, threshold: state.screening.threshold, limit: 5))
    }
  }
}

extension State {
  /// What the lists say of the parties, while a hold for it is open; nil where there is none.
  func screeningSection(_ detail: Detail, _ shipment: Shipment) -> DetailSection? {
    guard shipment.openHolds & HoldReason.deniedParty.bit != 0 else { return nil }
    var section = DetailSection(title: "Screening", lines: [])
    func say(_ name: String, _ words: Line) {
      section.lines.append(Line(name.padded(to: DetailSection.nameCells), .secondary) + words)
    }
    switch screening.content {
    case .none:
      say("lists", Line("none is configured: screening.lists names them"))
      return section
    case .reading:
      say("lists", Line("being read …", .muted))
      return section
    case .unreadable(let why):
      say("lists", Line("none could be read: \(why)"))
      return section
    case .ready(let screener):
      section.trailing = counted(screener.parties.count, "entry", plural: "entries")
    }
    for party in detail.appraisal?.screened ?? [] {
      say(party.role.name, Line(party.name))
      if party.result.matches.isEmpty {
        say("", Line("no match of \(screening.threshold) or more", .secondary))
      }
      for match in party.result.matches {
        let alias = match.isAlias ? "  as “\(match.matchedName)”" : ""
        say(
          "  \(match.score)",
          Line(match.party.name).adding("\(alias)  \(match.party.list) \(match.party.number)", .secondary))
        let pairs = match.pairs.map { "\($0.asked) = \($0.listed) (\($0.fit.words))" }
        say("  matched", Line(pairs.joined(separator: ", "), .secondary))
        let rest =
          [
            match.unmatchedAsked.isEmpty ? nil : "only in ours: \(match.unmatchedAsked.joined(separator: " "))",
            match.unmatchedListed.isEmpty ? nil : "only in the entry: \(match.unmatchedListed.joined(separator: " "))",
          ].compactMap(\.self) + match.notes
        if !rest.isEmpty { say("  but", Line(rest.joined(separator: "; "), .muted)) }
      }
      if party.result.unreadCharacters > 0 {
        say("", Line("\(counted(party.result.unreadCharacters, "character")) could not be read: look by hand"))
      }
    }
    return section
  }
}

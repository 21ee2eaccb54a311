package import Logistics
package import Measures
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

  /// A file of a list that was read.
  package struct File: Hashable, Sendable {
    /// Its path, as people write it.
    package var name: String
    /// What it was recognised as; nil where it is no list.
    package var format: ListFormat?
    /// How many entries, aliases or addresses it holds.
    package var count: Int
    /// When it was written; nil where nobody knows.
    package var written: Instant?
    /// Why it could not be read, a clause; nil where it was.
    package var fault: String?

    /// A file.
    package init(name: String, format: ListFormat?, count: Int, written: Instant?, fault: String? = nil) {
      (self.name, self.format, self.count, self.written) = (name, format, count, written)
      self.fault = fault
    }
  }

  package var content: Content
  /// The lowest score that is a match, 0 ... 100.
  package var threshold: Int
  /// The files that the configuration names, those that could not be read among them.
  package var files: [File] = []
  /// Why what was written since is not in force, a clause; nil where all of it is.
  package var refusal: String?

  /// Lists, none unless told otherwise.
  package init(_ content: Content = .none, threshold: Int = Screener.usualThreshold) {
    self.content = content
    self.threshold = threshold
  }
}

/// A party whose name cannot be read whole: nobody knows whether it is on a list.
package struct UnreadName: Hashable, Sendable {
  package var name: String
  package var role: PartyRole
  package var country: Country
  /// How many characters could not be read.
  package var characters: Int
  /// Shipments of it that were looked at.
  package var shipments: Int
  /// The first of them.
  package var first: ShipmentID

  /// A party that was met at one shipment.
  package init(name: String, role: PartyRole, country: Country, characters: Int, first: ShipmentID) {
    (self.name, self.role, self.country, self.characters, self.first) = (name, role, country, characters, first)
    shipments = 1
  }
}

/// What came of screening a party of a shipment.
package struct ScreenedParty: Sendable {
  package var role: PartyRole
  package var name: String
  package var result: ScreeningResult
}

extension Appraisal {
  /// The parties of a shipment against the lists: both where it is held for one, else those that cannot be read; nil where there is
  /// nothing to tell, or no list.
  static func screened(_ shipment: Shipment, _ day: CivilDate, _ state: State) -> [ScreenedParty]? {
    guard case .ready(let screener) = state.screening.content else { return nil }
    let isHeld = shipment.openHolds & HoldReason.deniedParty.bit != 0
    let parties: [(PartyRole, TextID, Country)] = [
      (.merchant, shipment.merchant, shipment.originCountry),
      (.consignee, shipment.consignee, shipment.destinationCountry),
    ]
    let screened = parties.filter { $0.1 != .none }.compactMap { role, name, country -> ScreenedParty? in
      let name = state.board.texts[name]
      guard isHeld || Screener.unreadCharacters(of: name) > 0 else { return nil }
      return ScreenedParty(
        role: role, name: name,
        result: screener.screen(name, country: country, on: day, threshold: state.screening.threshold, limit: 5))
    }
    return isHeld || !screened.isEmpty ? screened : nil
  }
}

extension State {
  /// What the lists say of the parties, while a hold for it is open, and whose name cannot be read; nil where there is nothing.
  func screeningSection(_ detail: Detail, _ shipment: Shipment) -> DetailSection? {
    let isHeld = shipment.openHolds & HoldReason.deniedParty.bit != 0
    guard isHeld || detail.appraisal?.screened != nil else { return nil }
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
      if let oldest = screening.files.compactMap(\.written).min() { section.trailing += " of " + writtenWords(oldest) }
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
      for note in party.result.notes { say("", Line(note, .secondary)) }
      if party.result.unreadCharacters > 0 {
        say("", Line("\(counted(party.result.unreadCharacters, "character")) could not be read: look by hand"))
      }
    }
    return section
  }
}

// MARK: - The page about it

extension State {
  /// When a file was written, by the operator's clock: `2026-11-21 14:02`.
  private func writtenWords(_ instant: Instant) -> String {
    "\(instant.civil(in: clock.offset).date.text) \(instant.clock(in: clock.offset))"
  }

  /// The lists, how far the board was compared with them, and whose names could not be read.
  func screeningPage() -> Tariff.Page {
    typealias Line = Tariff.Page.Line
    var lists: [Line] = []
    switch screening.content {
    case .none:
      lists.append(Line(.caution, "", "no list is configured: screening.lists names them; nobody is screened"))
    case .reading: lists.append(Line(.caution, "", "being read"))
    case .unreadable(let why): lists.append(Line(.caution, "", "none could be read, and nobody is screened: \(why)"))
    case .ready(let screener):
      for file in screening.files {
        let count =
          file.fault.map { "not read: \($0)" } ?? file.format.map { "\($0.rawValue): \(grouped(file.count))" }
          ?? "no list"
        let written = file.written.map { "written \(writtenWords($0))" } ?? ""
        lists.append(Line(file.format == nil ? .caution : .fact, file.name, count, aside: written))
      }
      lists.append(
        Line(
          .total, "in all",
          counted(screener.parties.count, "entry", plural: "entries")
            + "; a score of \(screening.threshold) or more holds"))
    }
    if let refusal = screening.refusal { lists.append(Line(.caution, "", refusal)) }
    var sections = [Tariff.Page.Section("Lists", lists)]
    if let screened {
      sections.append(
        Tariff.Page.Section(
          "Merchants and consignees on this board",
          [
            Line(.fact, "looked at", "\(grouped(screened.looked)) of \(counted(screened.total, "shipment"))"),
            Line(.fact, "matches", grouped(screened.found)),
          ]))
      var unread = screened.unread.map { party in
        Line(
          .caution, party.name,
          "\(party.role.name)\(party.country == .none ? "" : " in \(party.country.code)"), "
            + "\(counted(party.characters, "character")), \(counted(party.shipments, "shipment")), first \(party.first.label)"
        )
      }
      let others = screened.unreadNames - unread.count
      if others > 0 { unread.append(Line(.caution, "", "and \(counted(others, "name")) more")) }
      if unread.isEmpty { unread.append(Line(.fact, "", "none")) }
      sections.append(Tariff.Page.Section("Names that could not be read whole: look by hand", unread))
    }
    return Tariff.Page(title: "Screening", sections: sections)
  }

  /// Takes how far the parties were compared with the lists; says once that there are names that cannot be read.
  mutating func take(_ progress: ScreeningProgress) {
    let isWorthIt = progress.total - progress.looked >= ScreeningProgress.leastToTell
    screeningProgress = isWorthIt ? progress : nil
    let before = screened?.unreadNames ?? 0
    screened = progress
    if progress.looked >= progress.total, progress.unreadNames > toldUnreadNames {
      toldUnreadNames = progress.unreadNames
      notice = Notice("\(progress.unreadWords); :screening lists them")
    }
    guard case .reading(let reading) = overlay, reading.subject == .screening,
      before != progress.unreadNames || !isWorthIt
    else { return }
    overlay = .reading(reading.with(screeningPage()))
  }
}

extension ScreeningProgress {
  /// How many names could not be read, in a clause.
  var unreadWords: String {
    "\(counted(unreadNames, "name")) of \(counted(unreadShipments, "shipment")) could not be read and \(unreadNames == 1 ? "is" : "are") not screened"
  }
}

package import Dashboard
package import Logistics
package import Measures
import Screening
import TUI

// Who trades with whom is compared with lists that the operator supplies, beside the engine's other work:
//
//   lists ─► read on the configuration's thread ─► screener
//   board ─► row after row, from the first on ─► names ─► screened once each ─┬─ at or above the threshold ─► hold H20
//                                                                             └─ not to be read ─► counted and listed
//
// The cursor follows the board: what was there at the start is looked at like what comes later. What was looked at when the journal was
// last open, against the same lists, is not compared again. A shipment whose match somebody cleared with a reason is not held for it
// again; one whose hold ends otherwise is looked at once more.

/// Screens the parties of the board's shipments; used by the engine's thread alone.
package struct ScreeningDuty {
  /// Which party is which entry, as the note of a hold says it.
  package struct Entry: Hashable, Sendable {
    var party: String
    var entry: String

    /// Whether a note tells of it.
    func isTold(by note: String) -> Bool { note.contains(party) && note.contains(entry) }
  }

  /// A shipment that is to be held, and why.
  package struct Match: Sendable {
    package var shipment: ShipmentID
    package var note: String
    package var entries: [Entry]
  }

  /// How far a board was looked through, and against what; kept with the journal.
  struct Mark: Hashable, Sendable {
    var lists: Fingerprint
    var threshold: Int
    /// Rows before this one were looked at, and those that match are held or were cleared.
    var looked: Int
    /// The last event of the board then.
    var sequence: UInt64
  }

  /// A party: its name, and where it is.
  private struct Party: Hashable {
    var name: TextID
    var country: Country
  }

  /// What came of a party that was screened; an empty note where nothing matched.
  private struct Verdict {
    var note = ""
    var entries: [Entry] = []
  }

  private var screener: Screener?
  private var threshold = Screener.usualThreshold
  private var verdicts: [Party: Verdict] = [:]
  /// How many characters of each name cannot be read.
  private var unreadCharacters: [TextID: Int] = [:]
  /// Rows before this one were looked at.
  package private(set) var looked = 0
  /// Of how many of those a party matched.
  package private(set) var found = 0
  /// Rows before this one were compared with the same lists before, by whoever had the journal open.
  private var known = 0
  /// Shipments to be looked at once more.
  private var again: [ShipmentID] = []
  /// What was kept of the last time that the journal was open.
  private var kept: Mark?
  private var unread: [UnreadName] = []
  private var unreadNames: [Party: Int] = [:]
  private var unreadShipments = 0

  /// More verdicts than this are not kept: names are then screened again when they come again.
  private static let verdictsMax = 500_000
  /// More names that cannot be read are counted and not listed.
  private static let unreadMax = 200
  /// More entries that a party matches are not told of it: each of those is cleared by itself.
  private static let entriesMax = 20
  /// The words that matched are cut where a note would be longer.
  private static let noteLengthMax = 600
  /// More shipments are not held at once: each asks for what is recorded of it.
  package static let matchesMax = 50

  /// A duty without lists: nobody is screened.
  package init() {}

  /// Screens against these lists from now on, the whole board again unless they are what it was screened against; against none while
  /// they are being read.
  package mutating func take(_ lists: ScreeningLists) {
    let new: Screener? = if case .ready(let screener) = lists.content { screener } else { nil }
    let isSame = new != nil && new?.fingerprint == screener?.fingerprint && lists.threshold == threshold
    (screener, threshold) = (new, lists.threshold)
    if !isSame { startOver() }
  }

  /// Takes what was kept when the journal was last open, where nothing was recorded since.
  mutating func take(_ mark: Mark?, sequence: UInt64) {
    kept = mark.flatMap { $0.sequence == sequence ? $0 : nil }
    startOver()
  }

  /// What is to be kept; nil where nobody was screened.
  func mark(sequence: UInt64) -> Mark? {
    guard let screener, again.isEmpty, looked > 0 else { return nil }
    return Mark(lists: screener.fingerprint, threshold: threshold, looked: max(looked, known), sequence: sequence)
  }

  /// Looks at the whole board anew: its texts may have other numbers.
  mutating func startOver() {
    let ended = again
    lookAgain()
    (verdicts, unreadCharacters) = ([:], [:])
    guard let kept else { return }
    // What was heard while the lists were being read.
    again = ended
    if let screener, kept.lists == screener.fingerprint, kept.threshold == threshold { known = kept.looked }
  }

  /// Forgets what was kept: the board is another one.
  mutating func forget() {
    kept = nil
    startOver()
  }

  /// Looks at the board's rows once more; names that were screened are known.
  package mutating func lookAgain() {
    (looked, found, known, again) = (0, 0, 0, [])
    (unread, unreadNames, unreadShipments) = ([], [:], 0)
  }

  /// Looks once more at a shipment that is not held for it any more: it may be by mistake.
  mutating func lookAgain(at shipment: ShipmentID) {
    if shipment.index < max(looked, kept?.looked ?? 0) { again.append(shipment) }
  }

  /// Whether rows of a board wait to be looked at.
  package func hasWork(_ board: Board) -> Bool { screener != nil && (looked < board.count || !again.isEmpty) }

  /// How far it has come.
  func progress(of total: Int) -> ScreeningProgress {
    var progress = ScreeningProgress(looked: looked, total: total, found: found)
    (progress.unreadShipments, progress.unreadNames, progress.unread) = (unreadShipments, unreadNames.count, unread)
    return progress
  }

  /// Looks at the next rows, for so long and until so many match at most; a name takes a millisecond or two.
  ///
  /// - Returns: shipments with a match, in the order of the board.
  package mutating func turn(_ board: Board, day: CivilDate, seconds: Double) -> [Match] {
    guard let screener else { return [] }
    let start = Machine.steadySeconds
    var matches: [Match] = []
    while hasWork(board), matches.count < Self.matchesMax, Machine.steadySeconds - start < seconds {
      let isAgain = !again.isEmpty
      if !isAgain { looked += 1 }
      let id = again.popLast() ?? ShipmentID(UInt32(looked))
      // What was sent back undelivered is on its way out of the trade: holding it again would keep it for ever.
      guard let shipment = board[id], !shipment.isEnded, !shipment.isSentBack else { continue }
      let parties = [
        (PartyRole.merchant, Party(name: shipment.merchant, country: shipment.originCountry)),
        (PartyRole.consignee, Party(name: shipment.consignee, country: shipment.destinationCountry)),
      ].filter { $0.1.name != .none }
      if !isAgain { noteUnread(parties, id, board.texts) }
      guard shipment.openHolds & HoldReason.deniedParty.bit == 0, isAgain || looked > known else { continue }
      let told = parties.compactMap { role, party -> (note: String, entries: [Entry])? in
        let verdict = verdict(on: party, screener, board.texts, day)
        return verdict.note.isEmpty ? nil : ("\(role.name) \(verdict.note)", verdict.entries)
      }
      guard !told.isEmpty else { continue }
      if !isAgain { found += 1 }
      matches.append(
        Match(shipment: id, note: told.map(\.note).joined(separator: "; "), entries: told.flatMap(\.entries)))
    }
    return matches
  }

  /// Goes back to shipments whose holds could not be recorded.
  mutating func goBack(to matches: [Match]) {
    again += matches.map(\.shipment)
  }

  private mutating func noteUnread(_ parties: [(PartyRole, Party)], _ id: ShipmentID, _ texts: TextTable) {
    var isUnread = false
    for (role, party) in parties {
      let characters = unread(party.name, texts)
      guard characters > 0 else { continue }
      isUnread = true
      if let place = unreadNames[party] {
        if place < unread.count { unread[place].shipments += 1 }
        continue
      }
      unreadNames[party] = unreadNames.count
      guard unread.count < Self.unreadMax else { continue }
      unread.append(
        UnreadName(
          name: String(sanitised(texts[party.name].prefix(200))), role: role, country: party.country,
          characters: characters, first: id))
    }
    if isUnread { unreadShipments += 1 }
  }

  private mutating func unread(_ name: TextID, _ texts: TextTable) -> Int {
    if let known = unreadCharacters[name] { return known }
    let characters = Screener.unreadCharacters(of: texts[name])
    if unreadCharacters.count >= Self.verdictsMax { unreadCharacters = [:] }
    unreadCharacters[name] = characters
    return characters
  }

  private mutating func verdict(
    on party: Party, _ screener: Screener, _ texts: TextTable, _ day: CivilDate
  ) -> Verdict {
    if let known = verdicts[party] { return known }
    let name = texts[party.name]
    let result = screener.screen(
      name, country: party.country, on: day, threshold: threshold, limit: Self.entriesMax)
    let verdict = Self.verdict(name, result.matches, result.notes)
    if verdicts.count >= Self.verdictsMax { verdicts = [:] }
    verdicts[party] = verdict
    return verdict
  }

  /// Score, entry, list, the other entries, and matched words:
  /// `“Hesa Trade Centre”: 93 of 100 like HESA …, SDN 11195; 87 of 100, SDN 4711; hesa = HESA (same), …`.
  private static func verdict(_ name: String, _ matches: [ScreeningMatch], _ oddities: [String]) -> Verdict {
    guard let match = matches.first else { return Verdict() }
    let party = match.party
    // What stands before the words is short enough to be there whole: it says later what was cleared.
    let alias = match.isAlias ? " (alias of \(party.name.prefix(60)))" : ""
    var words = match.pairs.map { "\($0.asked) = \($0.listed) (\($0.fit.words))" }
    words += match.unmatchedAsked.map { "\($0) is not in the entry" }
    words += match.unmatchedListed.map { "\($0) is not in the name" }
    let quoted = sanitised("“\(name.prefix(200))”:")
    func entry(_ party: DeniedParty) -> String { sanitised(", \(party.list.prefix(60)) \(party.number.prefix(40));") }
    let head =
      "\(quoted) \(match.score) of 100 like \(sanitised(match.matchedName.prefix(100)))\(sanitised(alias))"
      + entry(party) + matches.dropFirst().map { " \($0.score) of 100\(entry($0.party))" }.joined()
    let evidence = sanitised((words + oddities).joined(separator: ", "))
    return Verdict(
      note: "\(head) \(evidence.prefix(max(100, noteLengthMax - head.count)))",
      entries: matches.map { Entry(party: quoted, entry: entry($0.party)) })
  }
}

extension Shipment {
  /// Whether it goes back to the sender undelivered.
  fileprivate var isSentBack: Bool { flags.contains(.goesBack) && !flags.contains(.wasDelivered) }
}

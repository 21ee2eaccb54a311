import Dashboard
package import Logistics
package import Measures
package import Store

// The border's figures are read from the journal in slices, without a board and without keeping its texts: only the numbers that stable
// names have in it are learnt, from its first texts.

/// Reads a journal's entries into the border's fold; used by one thread at a time.
package final class BorderIntake {
  private let journal: Journal
  /// What was read so far.
  package private(set) var fold: BorderFold
  /// How many entries were read so far.
  package private(set) var position: UInt64 = 0
  private var names: Vocabulary?
  private var textCount: UInt32 = 0
  /// Whether the journal has every name, so that no later text can bring one.
  private var knowsAllNames = false

  /// Entries that are read in one go.
  package static let slice = 20_000
  private static let textsAtOnce = 20_000

  /// An intake that has read nothing, and keeps so many days apart.
  package init(_ journal: Journal, daysKept: Int = BorderWindow.longest) {
    self.journal = journal
    fold = BorderFold(daysKept: daysKept)
  }

  /// Reads on, at most one slice and no further than the entry `end`.
  ///
  /// - Returns: whether anything was read.
  /// - Throws: what is wrong with the journal; what was read before it stays.
  @discardableResult
  package func advance(upTo end: UInt64) throws(StoreFailure) -> Bool {
    guard position < end else { return false }
    let names = try learnt()
    let entries = try journal.entries(after: position, limit: Int(min(UInt64(BorderIntake.slice), end - position)))
    var fault: UInt64?
    entries.forEach { head, body in
      guard fault == nil else { return }
      let isUnderstood = fold.apply(
        shipment: ShipmentID(head.stream), kind: UInt64(head.kind), at: head.at, body: body, names)
      if isUnderstood { position = head.sequence } else { fault = head.sequence }
    }
    guard let fault else { return !entries.isEmpty }
    throw StoreFailure.damaged(
      "Entry \(fault) of the journal cannot be understood; a later version may have written it.",
      path: journal.location.path)
  }

  /// The numbers of the names as the journal has them now.
  private func learnt() throws(StoreFailure) -> Vocabulary {
    if let names {
      if knowsAllNames { return names }
      if try journal.position().texts == textCount { return names }
    }
    var table = TextTable()
    var isAtEnd = false
    while !isAtEnd {
      let known = UInt32(table.count)
      let texts = try journal.read { reader throws(StoreFailure) in
        try reader.texts(after: known, limit: BorderIntake.textsAtOnce)
      }
      isAtEnd = texts.count < BorderIntake.textsAtOnce
      table.append(recorded: texts)
      textCount = UInt32(table.count)
      // A board adds the names that its dictionary lacks.
      let board = Board(texts: table)
      knowsAllNames = board.texts.count == table.count
      names = board.vocabulary
      if knowsAllNames { break }
    }
    return names ?? Board().vocabulary
  }

  /// How many of the journal's first entries were heard by an instant: the control room's clock never runs backwards.
  package func count(upTo instant: Instant, of end: UInt64) throws(StoreFailure) -> UInt64 {
    try journal.read { reader throws(StoreFailure) in
      var (low, high) = (UInt64(0), end)
      while low < high {
        let middle = low + (high - low) / 2
        guard let head = try reader.entries(after: middle, limit: 1).heads.first else { break }
        if head.at <= instant { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// Now, by the clock that the journal lives by: a simulation's where it has one, else the one on the wall.
  package func now() throws(StoreFailure) -> Instant {
    guard try SimulationSettings(journal) != nil else { return max(Machine.now, fold.until) }
    return max(try journal.lastBatch()?.asOf ?? .epoch, fold.until)
  }

  /// Reads all there is, or all that was heard by an instant.
  ///
  /// - Returns: the instant at which the figures stand.
  package func readAll(asOf instant: Instant? = nil) throws(StoreFailure) -> Instant {
    var end = try journal.position().entries
    if let instant { end = try count(upTo: instant, of: end) }
    while try advance(upTo: end) {}
    if let instant { return instant }
    return try now()
  }
}

import Logistics
import Store

// What an operator did before this screen was opened, so that undo finds its way after a restart however much was recorded
// meanwhile. The desk's batches are few among those of the feeds and the simulation; they are looked for backwards, a portion of
// all batches at a time:
//
//   batch 1 ─────────────────────────────┬────────────────┬──────────┬── last when the search began ──┬── now
//                                        │ ◂ portion two  │ ◂ one    │                               │
//   ends: enough deeds, or batch 1       └────────────────┴──────────┘   what came since is added ──►│

/// A search for the newest deeds of one operator.
struct DeedSearch {
  private let operatorName: String
  /// Entries that were on the board when it began; what came later is added at the end.
  private let began: UInt64
  /// The number of the last batch that these entries ended with.
  private var newest: UInt64?
  /// Batches with greater numbers were looked at.
  private var next: UInt64 = 0
  /// The operator's own events of each deed, the newest deed first.
  private var found: [[Event]] = []
  private var eventCount = 0

  /// Batches of any kind that one portion looks over: some ten milliseconds.
  private static let portion: UInt64 = 50_000
  /// Deeds after which it is enough, and events.
  private static let deedsMax = 300
  private static let eventsMax = 200_000

  /// A search that has not begun, for a board that holds so many entries.
  init(for operatorName: String, entries: UInt64) {
    self.operatorName = operatorName
    began = entries
  }

  /// Looks over one portion.
  ///
  /// - Returns: all deeds up to what the ledger holds now, oldest first, when the search is over; else nil.
  mutating func advance(_ ledger: Ledger) throws(StoreFailure) -> [Event]? {
    let newest: UInt64
    if let known = self.newest {
      newest = known
    } else {
      newest = try ledger.journal.read { reader throws(StoreFailure) in try reader.lastBatchID(endingBy: began) }
      (self.newest, next) = (newest, newest)
    }
    if next > 0, found.count < DeedSearch.deedsMax, eventCount < DeedSearch.eventsMax {
      let low = next > DeedSearch.portion ? next - DeedSearch.portion : 0
      let batches = try ledger.journal.read { reader throws(StoreFailure) in
        try reader.batches(of: Ledger.deskSource, in: (low + 1)...next, limit: DeedSearch.deedsMax)
      }
      for batch in batches where found.count < DeedSearch.deedsMax && eventCount < DeedSearch.eventsMax {
        let deed = try ledger.events(of: batch).filter { isOwn($0, ledger) }
        if !deed.isEmpty { found.append(deed) }
        eventCount += deed.count
      }
      // Where the limit cut the portion short, what is left of it comes next.
      next = batches.count < DeedSearch.deedsMax ? low : (batches.last?.id ?? 1) - 1
      if next > 0, found.count < DeedSearch.deedsMax, eventCount < DeedSearch.eventsMax { return nil }
    }
    let last = UInt64(Int64.max)
    let later = try ledger.journal.read { reader throws(StoreFailure) in
      try reader.batches(of: Ledger.deskSource, in: (min(newest, last - 1) + 1)...last, limit: DeedSearch.deedsMax)
    }
    // What is not on the board yet comes by itself.
    let known = later.reversed().filter { $0.first + $0.count <= ledger.position.entries + 1 }
    var events = found.reversed().flatMap { $0 }
    for batch in known { events += try ledger.events(of: batch).filter { isOwn($0, ledger) } }
    return events
  }

  private func isOwn(_ event: Event, _ ledger: Ledger) -> Bool {
    event.by.role == .operatorDesk && ledger.board.texts[event.by.name] == operatorName
  }
}

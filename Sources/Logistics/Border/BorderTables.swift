import Atlas
package import Measures

// The figures as five tables of one kind of row, made once for a screen that then only looks at them:
//
//   block       a row                       beside it
//   reasons     a hold's reason             share, share so far, how long it waited
//   remedies    a document or datum         the reasons it would have prevented, and of all holds and all cost how much
//   places      a place and side, channels  decided, first time, dwell
//   merchants   who sold it                 decided, first time, the reason that cost most
//   chapters    a chapter of the HS         likewise

/// A table of the border's figures.
package enum BorderBlock: Int, CaseIterable, Sendable {
  case reasons, remedies, places, merchants, chapters

  /// The stable name.
  package var name: String {
    switch self {
    case .reasons: "reasons"
    case .remedies: "remedies"
    case .places: "places"
    case .merchants: "merchants"
    case .chapters: "chapters"
    }
  }
}

/// A row of a table of the border's figures.
package struct BorderRow: Sendable {
  /// What a row is about.
  package enum Key: Hashable, Sendable {
    case reason(HoldReason)
    case remedy(Document)
    /// A gate, or all of them, with all channels together or one of them.
    case place(BorderFigures.Gate?, BorderChannel?)
    case merchant(TextID)
    /// 1 to 99; 0 where no code was given.
    case chapter(UInt8)
  }

  package var key: Key
  /// Passages that were decided; nil where the row is about none.
  package var decided: Int?
  package var firstTimePermille: Int?
  /// How long the passages took, or the holds stood.
  package var p50: Span?
  package var p90: Span?
  package var p99: Span?
  /// Holds; nil where the row is about none.
  package var holds: Int?
  /// Those that still stand.
  package var open = 0
  /// What they cost, in euro cents: an assumption.
  package var cents: Int64 = 0
  /// Of a thousand holds of the table, those of this row, and those of it and all before it by number.
  package var permille = 0
  package var cumulativePermille = 0
  /// Of a thousand euros that all holds cost.
  package var costPermille = 0
  /// The reasons that a remedy is against; of a merchant or chapter the one that cost most.
  package var reasons: [HoldReason] = []

  fileprivate init(_ key: Key) { self.key = key }

  fileprivate mutating func take(_ dwell: DwellHistogram) {
    p50 = dwell.percentile(permille: 500)
    p90 = dwell.percentile(permille: 900)
    p99 = dwell.percentile(permille: 990)
  }
}

/// The border's figures over some days, made into tables.
package struct BorderTables: Sendable {
  /// As of when they are.
  package let asOf: Instant
  /// The days of UTC they are of, the last one that of ``asOf``; nil for all there are.
  package let days: Int?
  /// The beginning: that of the first day, or of the journal where it begins later.
  package let from: Instant
  /// How many events were read, whatever their day.
  package let eventCount: Int
  package let released: Int
  package let refused: Int
  package let firstTimePermille: Int?
  package let holds: Int
  package let open: Int
  /// What waiting cost, in euro cents: an assumption.
  package let cents: Int64
  package let ownHolds: Int
  /// Passages and holds that are part of the simulation, and all of them.
  package let simulated: Int
  package let counted: Int
  private let blocks: [[BorderRow]]

  /// Passages that were decided.
  package var decided: Int { released + refused }

  /// The rows of a table in their usual order.
  package subscript(block: BorderBlock) -> [BorderRow] { blocks[block.rawValue] }

  /// The tables of a window of a fold, as of `now`.
  package init(_ fold: BorderFold, days: Int?, at now: Instant) {
    let figures = fold.figures(days: days, at: now)
    let (passages, all) = (figures.passages, figures.holds)
    asOf = now
    self.days = days
    let first = fold.since ?? now
    from = days.map { max(first, BorderFold.start(of: $0, at: now)) } ?? first
    eventCount = fold.eventCount
    released = passages.released
    refused = passages.refused
    firstTimePermille = passages.firstTimePermille
    holds = all.count
    open = all.open
    cents = all.cents
    ownHolds = figures.ownHolds
    simulated = passages.simulated + all.simulated
    counted = passages.decided + all.count
    blocks = BorderBlock.allCases.map { block in
      switch block {
      case .reasons: figures.reasonTable(all)
      case .remedies: figures.remedyTable(all)
      case .places: figures.placeTable()
      case .merchants: BorderFigures.table(figures.merchantRows(), all) { .merchant($0) }
      case .chapters: BorderFigures.table(figures.chapterRows(), all) { .chapter($0) }
      }
    }
  }
}

extension BorderFigures {
  private static func row(_ key: BorderRow.Key, _ holds: HoldSum, of all: HoldSum) -> BorderRow {
    var row = BorderRow(key)
    row.holds = holds.count
    row.open = holds.open
    row.cents = holds.cents
    row.permille = permille(holds.count, of: all.count)
    row.costPermille = permille(Int(holds.cents), of: Int(all.cents))
    return row
  }

  fileprivate func reasonTable(_ all: HoldSum) -> [BorderRow] {
    reasonRows().map { reason in
      var row = BorderFigures.row(.reason(reason.reason), reason.holds, of: all)
      row.cumulativePermille = reason.cumulativePermille
      row.take(reason.holds.waited)
      return row
    }
  }

  fileprivate func remedyTable(_ all: HoldSum) -> [BorderRow] {
    remedyRows().map { remedy in
      var sum = HoldSum()
      sum.count = remedy.holds
      sum.cents = remedy.cents
      var row = BorderFigures.row(.remedy(remedy.document), sum, of: all)
      row.reasons = remedy.reasons
      return row
    }
  }

  fileprivate func placeTable() -> [BorderRow] {
    guard !isEmpty else { return [] }
    var whole = BorderRow(.place(nil, nil))
    let (passages, all) = (passages, holds)
    whole.decided = passages.decided
    whole.firstTimePermille = passages.firstTimePermille
    whole.take(passages.dwell)
    whole.holds = all.count
    whole.open = all.open
    whole.cents = all.cents
    let channels = channelRows().filter { $0.passages.decided > 0 }.map { channel, sum in
      var row = BorderRow(.place(nil, channel))
      row.decided = sum.decided
      row.take(sum.dwell)
      return row
    }
    return [whole] + (channels.count > 1 ? channels : [])
      + placeRows().map { place in
        var row = BorderRow(.place(place.gate, place.channel))
        row.decided = place.passages.decided
        if place.channel == nil { row.firstTimePermille = place.passages.firstTimePermille }
        row.take(place.passages.dwell)
        row.holds = place.holds?.count
        row.open = place.holds?.open ?? 0
        row.cents = place.holds?.cents ?? 0
        return row
      }
  }

  fileprivate static func table<Key: Sendable>(
    _ causes: [CauseRow<Key>], _ all: HoldSum, _ key: (Key) -> BorderRow.Key
  ) -> [BorderRow] {
    causes.map { cause in
      var row = row(key(cause.key), cause.holds, of: all)
      row.decided = cause.passages.decided
      row.firstTimePermille = cause.passages.firstTimePermille
      row.reasons = cause.top.map { [$0.reason] } ?? []
      return row
    }
  }
}

import Logistics
import Measures

/// The figures in stable, plain values for other programs; times in minutes, cost in euro cents.
struct BorderNumbersSheet: Encodable {
  struct Dwell: Encodable {
    var count: Int
    var p50Minutes: Int64?
    var p90Minutes: Int64?
    var p99Minutes: Int64?

    init(_ dwell: DwellHistogram) {
      count = dwell.count
      p50Minutes = dwell.percentile(permille: 500)?.wholeMinutes
      p90Minutes = dwell.percentile(permille: 900)?.wholeMinutes
      p99Minutes = dwell.percentile(permille: 990)?.wholeMinutes
    }
  }

  struct Passages: Encodable {
    var decided: Int
    var released: Int
    var refused: Int
    var releasedWithoutHold: Int
    var firstTimePermille: Int?
    var dwell: Dwell

    init(_ sum: PassageSum) {
      decided = sum.decided
      released = sum.released
      refused = sum.refused
      releasedWithoutHold = sum.firstTime
      firstTimePermille = sum.firstTimePermille
      dwell = Dwell(sum.dwell)
    }
  }

  struct Holds: Encodable {
    var count: Int
    var open: Int
    var assumedCostCents: Int64
    var waited: Dwell

    init(_ sum: HoldSum) {
      count = sum.count
      open = sum.open
      assumedCostCents = sum.cents
      waited = Dwell(sum.waited)
    }
  }

  struct Place: Encodable {
    var place: String
    var side: String
    var channel: String?
    var passages: Passages
    var holds: Holds?
  }

  struct Reason: Encodable {
    var code: String
    var words: String
    var holds: Holds
    var permille: Int
    var cumulativePermille: Int
    var preventedBy: String?
    var preventable: Int
    var preventableCostCents: Int64
  }

  struct Cause: Encodable {
    var name: String
    var passages: Passages
    var holds: Holds
    var costliest: String?
    var costliestHolds: Int?
    var costliestCostCents: Int64?
    var preventedBy: String?

    init<Key: Sendable>(_ row: BorderFigures.CauseRow<Key>, name: String) {
      self.name = name
      passages = Passages(row.passages)
      holds = Holds(row.holds)
      costliest = row.top?.reason.code
      costliestHolds = row.top?.holds.count
      costliestCostCents = row.top?.holds.cents
      preventedBy = row.top?.reason.preventedBy?.name
    }
  }

  struct Remedy: Encodable {
    var document: String
    var against: [String]
    var holds: Int
    var assumedCostCents: Int64
  }

  struct Channel: Encodable {
    var channel: String
    var passages: Passages
  }

  var asOf: String
  var from: String
  var days: Int?
  var events: Int
  var percentileErrorPermille = DwellHistogram.errorPermille
  var passages: Passages
  var holds: Holds
  var ownHolds: Int
  /// Passages and holds that are part of the simulation.
  var simulated: Int
  var channels: [Channel]?
  var places: [Place]?
  var reasons: [Reason]?
  var prevention: [Remedy]?
  var merchants: [Cause]?
  var chapters: [Cause]?

  init(_ report: BorderReport) {
    let figures = report.figures
    asOf = report.now.rfc3339(in: .utc)
    days = report.options.days
    events = report.fold.eventCount
    from = report.from.rfc3339(in: .utc)
    simulated = report.simulated
    passages = Passages(figures.passages)
    holds = Holds(figures.holds)
    ownHolds = figures.ownHolds
    if report.wants(.place) {
      channels = figures.channelRows().map { Channel(channel: $0.channel.name, passages: Passages($0.passages)) }
      places = figures.placeRows().map { row in
        Place(
          place: report.place(row.gate), side: row.gate.side.name, channel: row.channel?.name,
          passages: Passages(row.passages), holds: row.holds.map { Holds($0) })
      }
    }
    if report.wants(.reason) {
      reasons = figures.reasonRows().map { row in
        Reason(
          code: row.reason.code, words: row.reason.words, holds: Holds(row.holds), permille: row.permille,
          cumulativePermille: row.cumulativePermille, preventedBy: row.reason.preventedBy?.name,
          preventable: row.holds.preventable, preventableCostCents: row.holds.preventableCents)
      }
      prevention = figures.remedyRows().map { row in
        Remedy(
          document: row.document.name, against: row.reasons.map(\.code), holds: row.holds, assumedCostCents: row.cents)
      }
    }
    if report.wants(.merchant) {
      merchants = figures.merchantRows().map { Cause($0, name: report.merchant($0.key)) }
    }
    if report.wants(.chapter) {
      chapters = figures.chapterRows().map { Cause($0, name: BorderReport.chapterText($0.key)) }
    }
  }
}

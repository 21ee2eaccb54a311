import Dashboard
import Foundation
import Logistics
import Measures
import Store
import TUI
import Tariff

// `clearway border`: the border in numbers, over the whole journal or its last days.
//
//   clearway border --days 30              passages, dwell by place and channel, holds as a Pareto, who causes them, what prevents most
//   clearway border --by merchant --json   one table, every row
//   clearway border --as-of "yesterday 9:00"   what was known then
//
//   exit code   0 something was decided or held · 1 nothing was · 2 the journal cannot be read

/// Which table of `border` is printed.
package enum BorderTable: String, CaseIterable, Sendable {
  case place, reason, merchant, chapter
}

/// What `border` is asked for.
package struct BorderOptions: Sendable {
  /// The last days of UTC only, the one that runs among them; nil for all.
  package var days: Int?
  /// One table; nil for all.
  package var by: BorderTable?
  /// Rows of a table at most, in text.
  package var limit: Int
  package var isJSON: Bool
  /// The moment of the past that is asked, in words; nil for now.
  package var asOf: String?

  /// The options of the command line.
  package init(days: Int?, by: BorderTable?, limit: Int, isJSON: Bool, asOf: String? = nil) {
    self.asOf = asOf
    self.days = days
    self.by = by
    self.limit = limit
    self.isJSON = isJSON
  }
}

/// `clearway border`: dwell, first-time clearance, holds by reason with their cost, who causes them and what would prevent most.
package func border(_ options: BorderOptions, path: String) -> Outcome {
  do throws(StoreFailure) {
    let location: Journal.Location = path == Journal.Location.memory.path ? .memory : .file(path)
    let journal = try Journal.open(location, mode: .readOnly)
    let intake = BorderIntake(journal, daysKept: options.days ?? 1)
    var moment: Instant?
    if let asOf = options.asOf {
      moment = instant(of: AsOf(asOf, Telling.heard.name), now: try intake.now())
      guard moment != nil else { return .refused }
    }
    let now = try intake.readAll(asOf: moment)
    var texts = TextTable()
    texts.append(recorded: try journal.texts())
    let report = BorderReport(
      figures: intake.fold.figures(days: options.days, at: now), fold: intake.fold, texts: texts, now: now,
      options: options)
    if options.isJSON { Machine.print(json(BorderNumbersSheet(report)) + "\n") } else { report.print() }
    return report.figures.isEmpty ? .refused : .done
  } catch {
    Machine.print("clearway: \(error.description)\n", to: .error)
    return .failed
  }
}

/// The figures with all that turns them into words.
struct BorderReport {
  let figures: BorderFigures
  let fold: BorderFold
  let texts: TextTable
  let now: Instant
  let options: BorderOptions

  /// The beginning: that of the first day, or of the journal where it begins later.
  var from: Instant {
    let first = fold.since ?? now
    return options.days.map { max(first, BorderFold.start(of: $0, at: now)) } ?? first
  }

  /// Passages and holds that are part of the simulation.
  var simulated: Int { figures.passages.simulated + figures.holds.simulated }

  func wants(_ table: BorderTable) -> Bool { options.by == nil || options.by == table }

  // MARK: - Words

  func place(_ gate: BorderFigures.Gate) -> String {
    if gate.place != .none { return gate.place.place.code }
    return gate.placeText == .none ? "-" : texts[gate.placeText]
  }

  func merchant(_ name: TextID) -> String { name == .none ? "-" : texts[name] }

  static func chapterText(_ chapter: UInt8) -> String {
    chapter == 0 ? "-" : chapter < 10 ? "0\(chapter)" : String(chapter)
  }

  static func chapterWords(_ chapter: UInt8) -> String {
    (try? Nomenclature.code(chapterText(chapter))).flatMap { Nomenclature.words(of: $0) } ?? "no code given"
  }

  private static func times(_ dwell: DwellHistogram) -> [String] {
    [500, 900, 990].map { BorderSummary.time(dwell.percentile(permille: $0)) }
  }

  private static func top(_ top: (reason: HoldReason, holds: HoldSum)?) -> String {
    guard let top else { return "" }
    let prevents = top.reason.preventedBy.map { "; prevented by: \($0.words)" } ?? ""
    return
      "\(top.reason.code) \(top.reason.words), \(top.holds.count) for \(BorderSummary.euros(top.holds.cents))\(prevents)"
  }

  // MARK: - Tables

  func print() {
    var printer = Printer()
    let all = figures.passages
    let holds = figures.holds
    let window =
      options.days.map { "the last \($0) \($0 == 1 ? "day" : "days") of UTC" } ?? "all of the journal"
    printer.line(
      "the border in numbers, \(window), from \(from.rfc3339(in: .utc)), as of \(now.rfc3339(in: .utc)); "
        + "\(fold.eventCount) events read")
    for line in BorderSummary(figures: figures).lines { printer.line(line) }
    if simulated > 0 {
      printer.line("simulated  \(simulated) of these \(all.decided + holds.count) passages and holds")
    }
    if wants(.place) { places(&printer) }
    if wants(.reason) {
      reasons(&printer)
      remedies(&printer)
    }
    if wants(.merchant) {
      causes(&printer, "by merchant", figures.merchantRows()) { merchant($0) }
    }
    if wants(.chapter) {
      causes(&printer, "by chapter of the harmonized system", figures.chapterRows()) {
        "\(BorderReport.chapterText($0)) \(cut(BorderReport.chapterWords($0), 32))"
      }
    }
    printer.line("")
    printer.line(
      "Assumptions: cost is the days waited by the playbook's cost of a day; what would have prevented a hold is a judgement, and"
    )
    printer.line(
      "counts only where the paper was not there yet. Percentiles are within 3.2 %. The channel is told by the controls"
    )
    printer.line("that customs told of, else from the holds.")
    printer.flush()
  }

  private func table(
    _ printer: inout Printer, _ title: String, _ head: [String], _ rows: [[String]], right: Set<Int>
  ) {
    printer.line("")
    printer.line(title)
    let shown = rows.prefix(options.limit)
    printer.table([head] + shown.map { $0.map { sanitised($0) } }, right: right)
    if rows.count > shown.count { printer.line("... and \(rows.count - shown.count) more rows: --limit \(rows.count)") }
  }

  private func places(_ printer: inout Printer) {
    let channels = figures.channelRows().map { channel, sum in
      ["\(channel.name) (\(channel.words))", String(sum.decided), String(sum.refused)] + BorderReport.times(sum.dwell)
    }
    table(
      &printer, "dwell by channel, from the declaration to the release",
      ["CHANNEL", "DECIDED", "REFUSED", "P50", "P90", "P99"], channels, right: [1, 2, 3, 4, 5])
    let rows = figures.placeRows().map { row in
      [
        row.channel == nil ? place(row.gate) : "", row.channel == nil ? row.gate.side.name : "",
        row.channel?.name ?? "all", String(row.passages.decided),
        row.channel == nil ? BorderSummary.percent(row.passages.firstTimePermille) : "",
      ] + BorderReport.times(row.passages.dwell)
        + [row.holds.map { String($0.count) } ?? "", row.holds.map { BorderSummary.euros($0.cents) } ?? ""]
    }
    table(
      &printer, "dwell by place and channel",
      ["PLACE", "SIDE", "CHANNEL", "DECIDED", "FIRST TIME", "P50", "P90", "P99", "HOLDS", "COST EUR"], rows,
      right: [3, 4, 5, 6, 7, 8, 9])
  }

  private func reasons(_ printer: inout Printer) {
    let rows = figures.reasonRows().map { row in
      [
        row.reason.code, row.reason.words, String(row.holds.count), BorderSummary.percent(row.permille),
        BorderSummary.percent(row.cumulativePermille),
      ] + BorderReport.times(row.holds.waited) + [String(row.holds.open), BorderSummary.euros(row.holds.cents)]
    }
    table(
      &printer, "holds by reason",
      ["HOLD", "REASON", "HOLDS", "SHARE", "SO FAR", "P50", "P90", "P99", "STAND", "COST EUR"], rows,
      right: [2, 3, 4, 5, 6, 7, 8, 9])
  }

  private func remedies(_ printer: inout Printer) {
    let total = figures.holds
    let rows = figures.remedyRows().map { row in
      [
        row.document.words, row.reasons.map(\.code).joined(separator: " "), String(row.holds),
        BorderSummary.percent(BorderFigures.permille(row.holds, of: total.count)), BorderSummary.euros(row.cents),
        total.cents == 0
          ? "-" : BorderSummary.percent(BorderFigures.permille(Int(row.cents), of: Int(total.cents))),
      ]
    }
    table(
      &printer, "what would have prevented most, had it been there before",
      ["DOCUMENT OR DATUM", "AGAINST", "HOLDS", "OF ALL", "COST EUR", "OF ALL"], rows, right: [2, 3, 4, 5])
  }

  private func causes<Key: Sendable>(
    _ printer: inout Printer, _ title: String, _ causes: [BorderFigures.CauseRow<Key>], _ name: (Key) -> String
  ) {
    let rows = causes.map { row in
      [
        name(row.key), String(row.passages.decided), BorderSummary.percent(row.passages.firstTimePermille),
        String(row.holds.count), BorderSummary.euros(row.holds.cents), BorderReport.top(row.top),
      ]
    }
    table(
      &printer, title, ["WHO", "DECIDED", "FIRST TIME", "HOLDS", "COST EUR", "COSTS MOST"], rows, right: [1, 2, 3, 4])
  }

  private func cut(_ text: String, _ most: Int) -> String {
    text.count <= most ? text : text.prefix(most - 3) + "..."
  }
}

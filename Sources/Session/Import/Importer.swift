import Dashboard
import Exchange
import Logistics
import Measures
import Store
import TUI

/// Takes files into a ledger for a command that does nothing else meanwhile.
struct Importer {
  /// The ledger.
  let ledger: Ledger

  /// The name of the batches that come of files.
  static let source = "import"

  /// An importer into `ledger`.
  init(_ ledger: Ledger) { self.ledger = ledger }

  /// What came of one file.
  struct Report: Sendable {
    var file: String
    /// The format it was recognised as; nil when it is none of ours, or could not be read.
    var format: Format?
    /// Orders and claims that the file holds.
    var itemCount: Int
    var counts: Intake.Counts
    var findings: Findings
    /// Why the file could not be read at all.
    var fault: SystemFault?
    /// Why not all of it could be recorded.
    var failure: StoreFailure?
    /// How much of it was taken when somebody stopped it, in thousandths; nil where nobody did.
    var stoppedAt: Int?
  }

  /// Reads a file and records what is new in it, as far as the journal takes it.
  func take(_ path: String, now: Instant) -> Report {
    var intake = FileIntake(reading: path)
    do throws(StoreFailure) {
      while !intake.isDone { try intake.takePortion(of: PortionSize.most, into: ledger, now: now) }
    } catch { return intake.report(failure: error) }
    return intake.report()
  }
}

extension Importer.Report {
  /// How a run with this file alone ends: 0 all taken, 1 some findings are errors, 2 nothing readable.
  var outcome: Outcome {
    if fault != nil || failure != nil || format == nil { return .failed }
    let hasErrors = findings.count(of: .error) > 0
    // A file of ours that holds nothing for us is taken whole; one of which every record is broken cannot be read.
    if itemCount == 0 { return hasErrors ? .failed : .done }
    return hasErrors ? .refused : .done
  }

  /// The report for the screen.
  var summary: ImportSummary {
    ImportSummary(
      file: file, orders: counts.orders, claims: counts.claims, messages: counts.messages, known: counts.known,
      findings: fault.map { ["cannot be read: \($0.words)"] } ?? findings.worstFirst.map(\.text),
      errorCount: fault == nil ? findings.kept.count { $0.severity == .error } : 1, stoppedAt: stoppedAt)
  }
}

/// `clearway import`: takes files in, one after the other, and says what came of each.
package func importFiles(_ files: [String], path: String, asJSON: Bool) -> Outcome {
  withDesk(path) { desk throws(StoreFailure) in
    let importer = Importer(desk.ledger)
    var reports: [Importer.Report] = []
    for file in files {
      let report = importer.take(file, now: try desk.now)
      reports.append(report)
      if !asJSON { Machine.print(text(report)) }
      if report.failure != nil { break }
    }
    if asJSON { Machine.print(json(reports.map(ReportSheet.init)) + "\n") }
    if let failure = reports.compactMap(\.failure).first { throw failure }
    let hasSimulation = try SimulationSettings(desk.ledger.journal) != nil
    if desk.ledger.entriesSinceSnapshot > 20_000, !hasSimulation { try desk.ledger.snapshot() }
    // Nothing readable in any file is a failure; an error in one of several is a refusal.
    if reports.allSatisfy({ $0.outcome == .failed }) { return .failed }
    return reports.contains { $0.outcome != .done } ? .refused : .done
  }
}

private func text(_ report: Importer.Report) -> String {
  if let fault = report.fault { return "\(sanitised(report.file)): cannot be read: \(fault.words)\n" }
  let counts = report.counts
  var out = "\(sanitised(report.file)): \(report.format?.words ?? "unknown format")"
  out += ": \(counts.orders) orders, \(counts.claims) claims, \(counts.known) known already"
  if counts.opened > 0 { out += ", \(counts.opened) shipments opened" }
  if counts.messages + counts.unplaced > 0 { out += ", \(counts.messages) messages" }
  if counts.unplaced > 0 { out += ", \(counts.unplaced) of unknown declarations" }
  out += "\n"
  if counts.messages > 0 { out += "  taken: \(counts.messageWords.joined(separator: ", "))\n" }
  let shown = report.findings.mostTelling
  for var finding in shown {
    // What was looked for stands below, a line each.
    if finding.code == .unknownFormat { finding.words = "no format of ours" }
    out += "  \(sanitised(finding.text))\n"
  }
  let left = report.findings.count - shown.count
  if left > 0 {
    out += "  … \(left) more, --json has \(report.findings.isAllKept ? "all" : "the first of each kind")\n"
  }
  if report.findings.count(of: .unknownFormat) > 0 {
    out += "  formats known, and how a file of each begins:\n"
    for format in Format.allCases { out += "    \(format.words): \(format.marks)\n" }
  }
  if report.findings.count > 1 { out += "  in all: \(report.findings.summary.joined(separator: ", "))\n" }
  if report.failure != nil { out += "  the rest could not be recorded; it is taken when the file is read again\n" }
  return out
}

extension Findings {
  /// Errors and warnings, the first 20 of them, and the first three of each kind that is only worth knowing.
  fileprivate var mostTelling: [Exchange.Finding] {
    var grave = 0
    var mild: [FindingCode: Int] = [:]
    return worstFirst.filter { finding in
      guard finding.severity == .info else {
        grave += 1
        return grave <= 20
      }
      mild[finding.code, default: 0] += 1
      return mild[finding.code, default: 0] <= 3
    }
  }

  fileprivate var isAllKept: Bool { kept.count == count }
}

/// A report for other programs.
private struct ReportSheet: Encodable {
  var file: String
  var format: String?
  var orders: Int
  var claims: Int
  var messages: [String: Int]
  var unplaced: Int
  var known: Int
  var opened: Int
  var errors: Int
  var warnings: Int
  var findings: [FindingSheet]

  struct FindingSheet: Encodable {
    var severity: String
    var code: String
    var place: String
    var words: String
    var excerpt: String
  }

  init(_ report: Importer.Report) {
    file = report.file
    format = report.format?.rawValue
    orders = report.counts.orders
    claims = report.counts.claims
    messages = report.counts.messageNames
    unplaced = report.counts.unplaced
    known = report.counts.known
    opened = report.counts.opened
    errors = report.findings.count(of: .error) + (report.fault == nil ? 0 : 1)
    warnings = report.findings.count(of: .warning)
    findings = report.findings.worstFirst.map {
      FindingSheet(
        severity: $0.severity.name, code: $0.code.name, place: $0.place.text, words: $0.words, excerpt: $0.excerpt)
    }
    if let fault = report.fault {
      findings.append(
        FindingSheet(severity: "error", code: "unreadable", place: "file", words: fault.words, excerpt: ""))
    }
  }
}

import Dashboard
import Exchange
import Logistics
import Measures
import Store
import TUI

/// Takes files into a ledger, portion by portion, each a batch of its own.
struct Importer {
  /// The ledger.
  let ledger: Ledger

  /// An importer into `ledger`.
  init(_ ledger: Ledger) { self.ledger = ledger }

  /// What came of one file.
  struct Report {
    var file: String
    /// The format it was recognised as; nil when it is none of ours, or could not be read.
    var format: Format?
    /// Orders and claims that the file holds.
    var itemCount: Int
    var counts: Intake.Counts
    var findings: Findings
    /// Why the file could not be read at all.
    var fault: SystemFault?
  }

  /// Reads a file and records what is new in it.
  ///
  /// - Returns: what came of it, and the batches to show.
  func take(_ path: String, now: Instant) throws(StoreFailure) -> (report: Report, batches: [RecordedBatch]) {
    let bytes: [UInt8]
    switch Machine.read(path) {
    case .success(let read): bytes = read
    case .failure(let fault):
      return (Report(file: path, format: nil, itemCount: 0, counts: .init(), findings: Findings(), fault: fault), [])
    }
    let reading = Reading(of: bytes)
    var intake = Intake(reading)
    var batches: [RecordedBatch] = []
    while !intake.isDone {
      let (meanwhile, ours) = try ledger.record(source: "import", recordedAt: Machine.now) { board, _ in
        (intake.take(into: &board, at: max(now, board.latest)), now)
      }
      batches += [meanwhile, ours].compactMap(\.self)
    }
    let report = Report(
      file: path, format: reading.format, itemCount: reading.items.count, counts: intake.counts,
      findings: intake.findings, fault: nil)
    return (report, batches)
  }
}

extension Importer.Report {
  /// How a run with this file alone ends: 0 all taken, 1 some findings are errors, 2 nothing readable.
  var outcome: Outcome {
    if fault != nil || format == nil || itemCount == 0 { return .failed }
    return findings.count(of: .error) > 0 ? .refused : .done
  }

  /// The report for the screen.
  var summary: ImportSummary {
    ImportSummary(
      file: file, orders: counts.orders, claims: counts.claims, known: counts.known,
      findings: fault.map { ["cannot be read: \($0.words)"] } ?? findings.worstFirst.map(\.text))
  }
}

/// `clearway import`: takes files in, one after the other, and says what came of each.
package func importFiles(_ files: [String], path: String, asJSON: Bool) -> Outcome {
  withDesk(path) { desk throws(StoreFailure) in
    let importer = Importer(desk.ledger)
    var reports: [Importer.Report] = []
    for file in files {
      let report = try importer.take(file, now: try desk.now).report
      reports.append(report)
      if !asJSON { Machine.print(text(report)) }
    }
    if asJSON { Machine.print(json(reports.map(ReportSheet.init)) + "\n") }
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
  out += "\n"
  for finding in report.findings.worstFirst where finding.severity != .info { out += "  \(finding.text)\n" }
  for line in report.findings.summary { out += "  \(line)\n" }
  return out
}

/// A report for other programs.
private struct ReportSheet: Encodable {
  var file: String
  var format: String?
  var orders: Int
  var claims: Int
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

import Logistics
import TUI

// What came of something that took its time. It is shown at once to somebody who is waiting for it, and never over the hands of
// somebody who went on:
//
//   nothing is open, no key waits, no key since it was asked for ──► shown
//   else ──► told on the status line, until it is asked for

/// What came of a deed, an import or a command, to be read.
enum Report: Hashable, Sendable {
  case outcome(Outcome)
  case sheet(Sheet)

  /// It over the screen.
  var overlay: Overlay {
    switch self {
    case .outcome(let outcome): .outcome(outcome, 0)
    case .sheet(let sheet): .sheet(sheet, 0)
    }
  }

  /// It in a clause.
  var words: String {
    switch self {
    case .outcome(let outcome):
      "\(outcome.verb): done on \(grouped(outcome.done)), not done on \(grouped(outcome.refused.count))"
    case .sheet(let sheet): sheet.title + (sheet.head.isEmpty ? "" : ": \(sheet.head)")
    }
  }
}

/// Reports that nobody has read, and the one that was shown last.
struct Reports: Sendable {
  /// Those nobody has read, the oldest first.
  private(set) var unread: [Report] = []
  private var last: Report?

  /// More of them are not kept.
  private static let unreadMax = 50

  /// Whether there is none to be shown.
  var isEmpty: Bool { unread.isEmpty && last == nil }

  /// Keeps one until it is asked for.
  mutating func keep(_ report: Report) {
    unread.append(report)
    if unread.count > Self.unreadMax { unread.removeFirst() }
  }

  /// Remembers the one that is shown.
  mutating func note(_ report: Report) { last = report }

  /// The oldest that nobody has read, else the one that was shown last; nil where there is none.
  mutating func take() -> Report? {
    if !unread.isEmpty { last = unread.removeFirst() }
    return last
  }
}

extension State {
  /// Shows what came of something, or keeps it while somebody is in the middle of anything.
  ///
  /// - Parameter since: how many keys were taken when it was asked for; nil where that is not known.
  mutating func show(_ report: Report, since strokes: Int?) {
    let isOver: Bool
    switch overlay {
    case .none: isOver = false
    // A command is run once for each shipment: the newest sheet takes the place of the one before.
    case .sheet: if case .sheet = report { isOver = false } else { isOver = true }
    case .help, .chooser, .filter, .note, .form, .confirm, .outcome, .reading, .columns, .timeline, .alarm:
      isOver = true
    }
    let hasGoneOn = strokes.map { $0 != self.strokes } ?? false
    guard !isOver, !hasGoneOn, typedAhead.isEmpty, pendingKeys.isEmpty else {
      reports.keep(report)
      notice = Notice("\(report.words); \(bindings.shown("outcome")) shows it", isFailure: report.isFailure)
      return
    }
    reports.note(report)
    overlay = report.overlay
  }

  /// Shows the oldest report that nobody has read, else the one that was shown last.
  mutating func showReport() -> [Effect] {
    if let report = reports.take() { overlay = report.overlay }
    return []
  }

  /// What the status line says of reports that nobody has read; nil where there is none.
  var unreadWords: String? {
    reports.unread.first.map { first in
      let more = reports.unread.count - 1
      return first.words + (more > 0 ? " (and \(grouped(more)) more)" : "")
    }
  }

  /// Takes what came of an import: its findings are read one by one, those that are errors first.
  mutating func take(_ summary: ImportSummary) {
    importing = nil
    var counts = "\(counted(summary.orders, "order")), \(counted(summary.claims, "claim")), "
    if summary.messages > 0 { counts += "\(counted(summary.messages, "message")) of customs, " }
    counts += "\(grouped(summary.known)) known already"
    if let share = summary.stoppedAt { counts = "stopped at \(share / 10)%: " + counts }
    guard !summary.findings.isEmpty else {
      notice = Notice("\(summary.file): \(counts)")
      return
    }
    let sheet = Sheet(
      title: "Import of \(summary.file)", head: counts, lines: summary.findings, faultCount: summary.errorCount)
    show(.sheet(sheet), since: importStrokes)
  }
}

extension ImportProgress {
  /// It in a few cells.
  var shortWords: String { share.map { "import \($0 / 10)%" } ?? "import" }

  /// It in a line: file, share, what was taken and found.
  var words: String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    var words = "import of \(name): "
    if let share {
      words += "\(share / 10)%, \(counted(orders, "order")), \(counted(claims, "claim"))"
      if messages > 0 { words += ", \(counted(messages, "message"))" }
      if known > 0 { words += ", \(grouped(known)) known already" }
      words += ", \(counted(findings, "finding"))"
      if errors > 0 { words += " (\(counted(errors, "error")))" }
    } else {
      words += bytes >= 1 << 20 ? "reading \(grouped(bytes >> 20)) MiB" : "reading"
    }
    return words + (waiting > 0 ? "; \(counted(waiting, "file")) behind it" : "")
  }
}

extension ScreeningProgress {
  /// Fewer than this to be looked at are not worth a word: they are done before it is read.
  static let leastToTell = 2_000

  /// It in a few cells.
  var shortWords: String { "screening \(total > 0 ? min(looked, total) * 100 / total : 100)%" }

  /// It in a line.
  var words: String {
    "screening parties: \(grouped(looked)) of \(counted(total, "shipment")), \(counted(found, "match", plural: "matches"))"
  }
}

extension State {
  /// What goes on beside the operator's work, in a line and in a few cells; nil where nothing does.
  var underWay: (words: String, short: String)? {
    if let importing { return (importing.words, importing.shortWords) }
    return screeningProgress.map { ($0.words, $0.shortWords) }
  }
}

extension Report {
  /// Whether something went wrong.
  fileprivate var isFailure: Bool {
    switch self {
    case .outcome(let outcome): outcome.done == 0
    case .sheet(let sheet): sheet.faultCount > 0
    }
  }
}

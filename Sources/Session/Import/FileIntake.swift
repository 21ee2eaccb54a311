import Dashboard
import Exchange
import Logistics
import Measures
import Store

// A file's way into the journal, in steps that nobody waits long for:
//
//   path ─► read ───────────────► portion ─► portion ─► portion ─► report
//           bytes, format, items   each a batch of its own; what is asked for
//           no journal needed      meanwhile comes in between
//
// Whatever ends it, whole portions are in the journal, and what they hold is known when the file is read again.

/// A file that was read and is taken into a ledger, portion by portion.
struct FileIntake: Sendable {
  /// The file's path as it was asked for.
  let path: String
  private var report: Importer.Report
  private var intake: Intake

  /// Files of more bytes than this are not read: what is read of one stands in memory several times as long.
  static let bytesMax = 256 << 20

  /// Reads a file whole; whatever is wrong with it is in the report.
  ///
  /// - Parameter bytesMax: how long it may be.
  init(reading path: String, bytesMax: Int = FileIntake.bytesMax) {
    self.path = path
    let reading: Reading
    var fault: SystemFault?
    switch Machine.read(path, bytesMax: bytesMax) {
    case .success(let bytes): reading = bytes.count > bytesMax ? Reading(longerThan: bytesMax) : Reading(of: bytes)
    case .failure(let why):
      reading = Reading(of: [])
      fault = why
    }
    intake = Intake(reading)
    report = Importer.Report(
      file: path, format: reading.format, itemCount: reading.items.count, counts: .init(),
      findings: fault == nil ? reading.findings : Findings(), fault: fault)
  }

  /// Whether all of it is taken, or nothing of it can be.
  var isDone: Bool { report.fault != nil || intake.isDone }

  /// Takes the next items, until about so many events have come of them, and records them as one batch.
  ///
  /// - Throws: why they could not be recorded; they are the next ones still.
  mutating func takePortion(of events: Int, into ledger: Ledger, now: Instant) throws(StoreFailure) {
    var next = intake
    try ledger.record(source: Importer.source, recordedAt: Machine.now) { board in
      (next.take(events, into: &board, at: max(now, board.latest)), now)
    }
    intake = next
  }

  /// What came of it so far, and why it ended where it ended early.
  func report(failure: StoreFailure? = nil, isStopped: Bool = false) -> Importer.Report {
    var report = report
    report.counts = intake.counts
    if report.fault == nil { report.findings = intake.findings }
    report.failure = failure
    if isStopped { report.stoppedAt = share }
    return report
  }

  /// How much of it is taken, in thousandths.
  var share: Int { report.itemCount == 0 ? 1000 : intake.takenCount * 1000 / report.itemCount }

  /// How far it has come, for the screen.
  func progress(waiting: Int) -> ImportProgress {
    var progress = ImportProgress(file: path)
    progress.share = share
    progress.orders = intake.counts.orders
    progress.claims = intake.counts.claims
    progress.messages = intake.counts.messages
    progress.known = intake.counts.known
    progress.findings = intake.findings.count
    progress.errors = intake.findings.count(of: .error)
    progress.waiting = waiting
    return progress
  }
}

/// How many events a portion holds, so that it takes about as long as somebody who asks for something may wait for it.
struct PortionSize {
  /// How long a portion may take: a key's deed, which waits for one at most, is answered within a few frames.
  static let aimSeconds = 0.02
  /// Fewer are never taken: each portion is made durable, which has a price of its own.
  static let least = 128
  /// More are never taken, however fast the machine.
  static let most = 4096

  /// Events of the next portion.
  private(set) var events = 512

  /// Takes note of how long a portion took: one that took too long makes the next half as long, one that took far less doubles it.
  mutating func note(seconds: Double) {
    if seconds > Self.aimSeconds {
      events = max(Self.least, events / 2)
    } else if seconds < Self.aimSeconds / 4 {
      events = min(Self.most, events * 2)
    }
  }
}

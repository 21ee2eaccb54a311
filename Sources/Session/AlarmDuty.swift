import Alarms
import Logistics
import Measures
import Store

// The watch over the alarms of one journal. Every room watches, so that all show the same figures; one of them, whoever has the
// lease, records what alarms have come to:
//
//   events ─► note ─┐
//   clock ──────────┴─► advance ─► conditions ─┬─► steps, by whoever is on duty ─► journal ─► every room's book
//                                              └─► picture = book + conditions + now ─► screen
//
// A room that takes the duty over goes on where the journal's book stands: what is raised there is not raised again.

/// Keeps an eye on the board for alarms; used by one thread at a time.
final class AlarmDuty {
  /// What holds now.
  private(set) var watch: AlarmWatch
  private let journal: Journal
  /// Whether to ask for the right to record.
  private var wantsDuty: Bool
  private var lease: DriverLease?
  private var askAgainAt = 0.0
  private var shown: AlarmPicture?

  /// Rows looked at in one turn at most, so that a request never waits for long.
  private static let rowsATurn = 100_000
  private static let askSeconds = 2.0

  /// Keeps no eye on anything yet.
  init(_ journal: Journal, rules: AlarmRules, readOnly: Bool) {
    self.journal = journal
    watch = AlarmWatch(rules)
    wantsDuty = !readOnly && journal.mode == .readWrite
  }

  /// Whether this process records what alarms come to.
  var isOnDuty: Bool { lease != nil }

  /// Watches by other rules from now on.
  func watch(for rules: AlarmRules) {
    if rules != watch.rules { watch = AlarmWatch(rules) }
  }

  /// Looks at the whole board anew.
  func startOver() {
    watch.reread()
    shown = nil
  }

  /// Gives the duty to whoever waits for it.
  func leave() {
    wantsDuty = false
    lease = nil
  }

  /// Takes in what became of the board.
  func hear(_ news: Ledger.News) {
    switch news {
    case .recorded(let batch, _): for event in batch.events { watch.note(event) }
    case .announced: break
    case .reread: startOver()
    }
  }

  /// Brings the watch up with the board, and records what follows where that is ours to do.
  ///
  /// - Parameter steady: seconds on a clock that never jumps.
  func turn(_ ledger: Ledger, now: Instant, at steady: Double) throws(StoreFailure) {
    let isDone = watch.advance(ledger.board, now: now, budget: Self.rowsATurn)
    guard isDone || watch.isComplete, try isGranted(at: steady) else { return }
    try ledger.recordAlarms(watch, now: now, recordedAt: Machine.now)
  }

  /// Whether recording is ours; asks for it now and then where it is not.
  private func isGranted(at steady: Double) throws(StoreFailure) -> Bool {
    guard wantsDuty, lease == nil else { return lease != nil }
    guard steady >= askAgainAt else { return false }
    askAgainAt = steady + Self.askSeconds
    do throws(StoreFailure) {
      if case .granted(let granted) = try journal.takeLease(of: .alarms, now: Machine.now) { lease = granted }
    } catch {
      // Where no lease can be had nobody could tell who is on duty: then it is not us.
      wantsDuty = false
      throw error
    }
    return lease != nil
  }

  /// The picture of the alarms; nil where it says what the last one said.
  func changedPicture(_ book: AlarmBook, now: Instant) -> AlarmPicture? {
    let picture = book.picture(watch, now: now)
    var before = shown
    before?.now = now
    guard before != picture else { return nil }
    shown = picture
    return picture
  }
}

import Alarms
import Dashboard
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
//
//   who records      us ◄─── granted ─── asked every 2 s ─── held ───► another room
//                                           │    ▲
//                                    cannot be asked: nobody, and why; asked again after 2, 4 … 30 s

/// Keeps an eye on the board for alarms; used by one thread at a time.
final class AlarmDuty {
  /// What holds now.
  private(set) var watch: AlarmWatch
  private let journal: Journal
  /// Whether this room can record at all.
  private let canRecord: Bool
  /// Whether it has left the duty to others for now.
  private var isResting = false
  private var lease: DriverLease?
  private var askAgainAt = 0.0
  private var failures = 0
  /// Who records what alarms come to; nil before anybody was asked.
  private(set) var keeper: AlarmKeeper?
  /// Why the right could not be asked for when it was tried last; nil where it could.
  private(set) var fault: StoreFailure?
  private var clerk = AlarmClerk()
  private var listing = AlarmListing()

  /// Rows looked at in one turn at most, so that a request never waits for long.
  private static let rowsATurn = 100_000
  private static let askSeconds = 2.0
  private static let askSecondsMax = 30.0

  /// Keeps no eye on anything yet.
  init(_ journal: Journal, rules: AlarmRules, readOnly: Bool) {
    self.journal = journal
    watch = AlarmWatch(rules)
    canRecord = !readOnly && journal.mode == .readWrite
  }

  /// Whether this process records what alarms come to.
  var isOnDuty: Bool { lease != nil }

  /// Watches by other rules from now on.
  func watch(for rules: AlarmRules) {
    if rules != watch.rules { watch.watch(for: rules) }
  }

  /// Looks at the whole board anew.
  func startOver() {
    watch.reread()
    clerk.startOver()
    listing.startOver()
  }

  /// Gives the duty to whoever waits for it, until it is taken up again.
  func leave() {
    isResting = true
    lease = nil
    keeper = nil
  }

  /// Asks for the duty again after it was left.
  func takeUp() {
    isResting = false
    askAgainAt = 0
  }

  /// Takes in what became of the board.
  func hear(_ news: Ledger.News, texts: TextTable) {
    switch news {
    case .recorded(let batch, _):
      for event in batch.events {
        watch.note(event)
        if case .alarm(let step) = event.what { hear(texts[step.cause]) }
      }
    case .announced: break
    case .reread: startOver()
    }
  }

  /// Takes in that a step of a cause was recorded.
  private func hear(_ cause: String) {
    clerk.hear(cause, watch)
    listing.hear(cause, watch)
  }

  /// Brings the watch up with the board, and records what follows where that is ours to do.
  ///
  /// - Parameter steady: seconds on a clock that never jumps.
  func turn(_ ledger: Ledger, now: Instant, at steady: Double) throws(StoreFailure) {
    let isDone = watch.advance(ledger.board, now: now, budget: Self.rowsATurn)
    guard isDone || watch.isComplete, isGranted(at: steady) else { return }
    try ledger.recordAlarms(now: now, recordedAt: Machine.now) { book, instant, texts in
      clerk.steps(book, watch, now: instant, texts: &texts)
    }
  }

  /// Whether recording is ours; asks for it now and then where it is not.
  private func isGranted(at steady: Double) -> Bool {
    guard !isResting, lease == nil, steady >= askAgainAt else { return lease != nil }
    askAgainAt = steady + Self.askSeconds
    guard canRecord else {
      keeper = journal.isTaken(.alarms) ? .other : .nobody("this room only reads, and no other is open")
      return false
    }
    do throws(StoreFailure) {
      switch try journal.takeLease(of: .alarms, now: Machine.now) {
      case .granted(let granted):
        lease = granted
        keeper = .us
      case .held: keeper = .other
      }
      failures = 0
      fault = nil
    } catch {
      // Where no lease can be had nobody could tell who is on duty: then it is not us. A disk that is full or a folder that
      // takes no writes may be mended any time.
      failures = min(failures + 1, 10)
      askAgainAt = steady + min(Self.askSecondsMax, Self.askSeconds * Double(1 << (failures - 1)))
      fault = error
      keeper = .nobody(error.message)
    }
    return lease != nil
  }

  /// The picture of the alarms; nil where it says what the last one said.
  func changedPicture(_ book: AlarmBook, now: Instant) -> AlarmPicture? {
    listing.changed(book, watch, now: now)
  }
}

import Dashboard
import Logistics
import Measures
import Store

// Parties are screened a slice a turn; see ScreeningDuty. A room that only reads screens nobody, for it could hold nothing.

extension Engine {
  /// How long one slice of screening may take: a key's deed waits no longer for it.
  private static let screeningSeconds = 0.02
  /// How often it is said how far that has come.
  private static let screenedSeconds = 0.5

  /// Screens against these lists from now on, the whole board again unless they are the same.
  func screen(_ lists: ScreeningLists) {
    guard !options.readOnly else { return }
    screening.take(lists)
    lastScreened = 0
  }

  /// Takes what was kept of the screening when the journal was last open; to be asked when it is opened.
  func recallScreening() {
    attempt { ledger throws(StoreFailure) in
      let kept = try journal.setting(ScreeningDuty.Mark.setting).flatMap { ScreeningDuty.Mark($0) }
      screening.take(kept, sequence: ledger.board.sequence)
    }
  }

  /// Keeps how far the board was screened, so that the next start need not ask again what was cleared.
  func keepScreening() {
    guard !options.readOnly, let ledger, let mark = screening.mark(sequence: ledger.board.sequence) else { return }
    attempt { _ throws(StoreFailure) in
      try journal.write { transaction throws(StoreFailure) in
        try transaction.set(ScreeningDuty.Mark.setting, to: mark.text)
      }
    }
  }

  /// Looks once more at shipments whose hold was ended.
  func screenAgain(after events: some Sequence<Event>) {
    guard !options.readOnly else { return }
    for event in events {
      if case .holdClosed(let hold) = event.what, hold.reason == .deniedParty {
        screening.lookAgain(at: event.shipment)
      }
    }
  }

  /// Says how far it has come, twice a second and at the end.
  private func tellScreened(of total: Int, at steady: Double) {
    guard screening.looked >= total || steady - lastScreened >= Engine.screenedSeconds else { return }
    lastScreened = steady
    inbox.post([.screened(screening.progress(of: total))])
  }

  /// Whether a slice of screening can be done now.
  var canScreen: Bool {
    guard let ledger, !isReadying, restingSince == nil, driver?.isApart != true else { return false }
    return screening.hasWork(ledger.board)
  }

  /// Screens the parties of the next shipments, and holds those that match.
  func screenParties(at steady: Double) {
    guard canScreen, let ledger, steady >= retryAt else { return }
    let matches = screening.turn(
      ledger.board, day: now.civil(in: .utc).date, seconds: Engine.screeningSeconds)
    tellScreened(of: ledger.board.count, at: steady)
    guard !matches.isEmpty else { return }
    do throws(StoreFailure) {
      try ledger.holdDenied(matches, now: now, recordedAt: Machine.now)
    } catch {
      screening.goBack(to: matches)
      tell(error, "A denied party is not held yet")
      retryAt = Machine.steadySeconds + Engine.retrySeconds
    }
  }
}

extension ScreeningDuty.Mark {
  /// The name under which a journal keeps it.
  static let setting = "screening.looked"

  /// Lists, threshold, rows and event, with blanks between them.
  var text: String { "\(lists.hex) \(threshold) \(looked) \(sequence)" }

  /// Reads what was kept; nil where it is not understood.
  init?(_ text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 4, parts[0].utf8.count == 32, let high = UInt64(parts[0].prefix(16), radix: 16),
      let low = UInt64(parts[0].suffix(16), radix: 16), let threshold = Int(parts[1]), (0...100).contains(threshold),
      let looked = Int(parts[2]), (0...Int(Int32.max)).contains(looked), let sequence = UInt64(parts[3])
    else { return nil }
    self.init(
      lists: Fingerprint(high: high, low: low), threshold: threshold, looked: looked, sequence: sequence)
  }
}

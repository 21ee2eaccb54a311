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

  /// Screens against these lists from now on, the whole board again.
  func screen(_ lists: ScreeningLists) {
    if !options.readOnly { screening.take(lists) }
  }

  /// Says how far it has come, twice a second and at the end.
  private func tellScreened(of total: Int, at steady: Double) {
    guard screening.looked >= total || steady - lastScreened >= Engine.screenedSeconds else { return }
    lastScreened = steady
    inbox.post([.screened(ScreeningProgress(looked: screening.looked, total: total, found: screening.found))])
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
    guard let first = matches.first else { return }
    do throws(StoreFailure) {
      try ledger.holdDenied(matches.map { ($0.shipment, $0.note) }, now: now, recordedAt: Machine.now)
    } catch {
      screening.goBack(to: first.shipment)
      tell(error, "A denied party is not held yet")
      retryAt = Machine.steadySeconds + Engine.retrySeconds
    }
  }
}

import Logistics
import Measures
import Store

extension Ledger {
  /// The name of batches that hold shipments whose parties are on a list.
  static let screeningSource = "screening"

  /// Holds shipments whose parties match a list, each once for an entry: what somebody cleared with a reason is left alone, and what
  /// was held by mistake is not thereby cleared.
  ///
  /// - Parameter matches: the shipments, and the evidence that becomes the hold's note.
  func holdDenied(
    _ matches: [(shipment: ShipmentID, evidence: String)], now: Instant, recordedAt: Instant
  ) throws(StoreFailure) {
    try regain()
    var events: [Event] = []
    var instant = now
    let position = try journal.write { transaction throws(StoreFailure) in
      try catchUp(in: transaction)
      instant = max(now, board.latest)
      for (id, evidence) in matches {
        guard let dossier = try dossier(of: id, in: transaction.reader), !dossier.wasCleared(of: evidence, board.texts)
        else { continue }
        let command = Command.hold(.deniedParty, note: board.texts.intern(evidence))
        // One that has ended meanwhile is held no more.
        if let decided = try? board.decide(command, about: id, by: Actor(.watch), at: instant) { events += decided }
      }
      return try append(events, in: &transaction, asOf: instant, recordedAt: recordedAt, source: Ledger.screeningSource)
    }
    if !events.isEmpty { take(events, upTo: position, asOf: instant, by: Ledger.screeningSource) }
  }
}

extension Dossier {
  /// Whether a hold for the same entry of a list, or one that a person put on by themselves, was ended with a reason.
  fileprivate func wasCleared(of evidence: String, _ texts: TextTable) -> Bool {
    // The name, the score and the entry come before the words that were compared.
    let entry = evidence.prefix { $0 != ";" }
    var opened: Event?
    for (_, event) in events {
      switch event.what {
      case .holdOpened(let hold) where hold.reason == .deniedParty: opened = event
      case .holdClosed(let closed) where closed.reason == .deniedParty && closed.note != .none:
        guard case .holdOpened(let hold)? = opened?.what else { continue }
        if opened?.by.role != .watch || texts[hold.note].contains(entry) { return true }
      case .ordered, .lined, .claimed, .holdOpened, .holdClosed, .holdPassed, .documentRequested, .documentAttached,
        .documentWithdrawn, .noted, .owned, .corrected, .tookBack, .alarm, .declared, .amended:
        continue
      }
    }
    return false
  }
}

import Logistics
import Measures
import Store

extension Ledger {
  /// The name of batches that hold shipments whose parties are on a list.
  static let screeningSource = "screening"

  /// Holds shipments whose parties match a list, each once in its life: one that was ever held for it is left alone, whichever room
  /// or party held it.
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
        guard let dossier = try dossier(of: id, in: transaction.reader), !dossier.wasDenied else { continue }
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
  /// Whether it was ever held for a denied party.
  fileprivate var wasDenied: Bool {
    events.contains { if case .holdOpened(let hold) = $0.event.what { hold.reason == .deniedParty } else { false } }
  }
}

import Logistics
import Measures
import Store

extension Ledger {
  /// The name of batches that hold shipments whose parties are on a list.
  static let screeningSource = "screening"

  /// Holds shipments whose parties match a list, each once for an entry: what somebody cleared with a reason is left alone, and what
  /// was held by mistake is not thereby cleared.
  ///
  /// - Parameter matches: the shipments, and the evidence that becomes the hold's note; few, for what is recorded of each is read.
  func holdDenied(_ matches: [ScreeningDuty.Match], now: Instant, recordedAt: Instant) throws(StoreFailure) {
    try regain()
    var events: [Event] = []
    var instant = now
    // What is decided reaches the board when all is recorded: one that comes twice would be held twice.
    var met: Set<ShipmentID> = []
    let position = try journal.write { transaction throws(StoreFailure) in
      try catchUp(in: transaction)
      instant = max(now, board.latest)
      for match in matches where met.insert(match.shipment).inserted {
        guard let dossier = try dossier(of: match.shipment, in: transaction.reader),
          !dossier.wasCleared(of: match.entries, board.texts)
        else { continue }
        let command = Command.hold(.deniedParty, note: board.texts.intern(match.note))
        // One that has ended meanwhile is held no more.
        if let decided = try? board.decide(command, about: match.shipment, by: Actor(.watch), at: instant) {
          events += decided
        }
      }
      return try append(events, in: &transaction, asOf: instant, recordedAt: recordedAt, source: Ledger.screeningSource)
    }
    if !events.isEmpty { take(events, upTo: position, asOf: instant, by: Ledger.screeningSource) }
  }
}

extension Dossier {
  /// Whether holds for each of these entries were ended with a reason. One that a person put on by themselves tells of none, unless
  /// its note does.
  fileprivate func wasCleared(of entries: [ScreeningDuty.Entry], _ texts: TextTable) -> Bool {
    var open = Set(entries)
    var held = TextID.none
    for (_, event) in events {
      switch event.what {
      case .holdOpened(let hold) where hold.reason == .deniedParty: held = hold.note
      case .holdClosed(let closed) where closed.reason == .deniedParty && closed.note != .none:
        // Scores and words change with lists and rules; who was taken for whom does not.
        let note = texts[held]
        open = open.filter { !$0.isTold(by: note) }
        if open.isEmpty { return true }
      case .ordered, .lined, .stated, .claimed, .holdOpened, .holdClosed, .holdPassed, .documentRequested,
        .documentAttached,
        .documentWithdrawn, .noted, .owned, .corrected, .tookBack, .alarm, .declared, .amended:
        continue
      }
    }
    return false
  }
}

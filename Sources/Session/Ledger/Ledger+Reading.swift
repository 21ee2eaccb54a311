import Dashboard
package import Logistics
package import Store

// What is on record is read in three ways: batch by batch for whoever runs it again, backwards from a number for the log, and along
// the chain of one shipment.

extension Ledger {
  /// Gives every batch after the folded position in turn, with the board to bring up to date by it. The texts of all batches
  /// must be in the dictionary already, as they are after opening.
  ///
  /// - Throws: what `visit` throws, or what `failed` makes of a journal's failure; the ledger is of no more use then.
  func replayBatches<Fault: Error>(
    failed: (StoreFailure) -> Fault,
    _ visit: (Batch, _ recorded: [Event], inout Board) throws(Fault) -> Void
  ) throws(Fault) {
    var last: UInt64
    // Who visits may apply a batch later.
    var count = board.count
    do throws(StoreFailure) {
      // Batches without events behind the last folded entry tell when notice was taken: they come, too.
      last = try journal.read { reader throws(StoreFailure) in try reader.lastBatchID(endingBy: position.entries) }
    } catch { throw failed(error) }
    while true {
      let batches: [Batch]
      do throws(StoreFailure) { batches = try journal.batches(after: last, limit: 1000) } catch { throw failed(error) }
      if batches.isEmpty { break }
      for batch in batches {
        last = batch.id
        asOf = max(asOf, batch.asOf)
        let events: [Event]
        do throws(StoreFailure) { events = try read(batch, openedBefore: &count) } catch { throw failed(error) }
        var working = Ledger.placeholder
        swap(&working, &board)
        defer { swap(&working, &board) }
        try visit(batch, events, &working)
        learn(events, working.texts)
        position.entries += UInt64(events.count)
        entriesSinceSnapshot += events.count
      }
    }
  }

  /// The events of the batch that comes next, or of what is left of it where its beginning is folded in.
  func read(_ batch: Batch, openedBefore opened: inout Int) throws(StoreFailure) -> [Event] {
    let (next, overflow) = batch.first.addingReportingOverflow(batch.count)
    guard batch.count > 0, next > position.entries + 1 else { return [] }
    guard !overflow, batch.first <= position.entries + 1, let count = Int(exactly: next - position.entries - 1) else {
      throw StoreFailure.damaged("Batch \(batch.id) does not follow the one before it.", path: journal.location.path)
    }
    let entries = try journal.entries(after: position.entries, limit: count)
    guard entries.count == count else {
      throw StoreFailure.damaged("Entries of batch \(batch.id) are missing.", path: journal.location.path)
    }
    return try decodeNext(entries, openedBefore: &opened)
  }

  /// The events of a batch that is on the board.
  func events(of batch: Batch) throws(StoreFailure) -> [Event] {
    guard batch.count > 0, batch.first > 0, let count = Int(exactly: batch.count) else { return [] }
    return try decode(try journal.entries(after: batch.first - 1, limit: count))
  }

  /// The newest events with their numbers, oldest first, at most `count`.
  package func newest(_ count: Int) throws(StoreFailure) -> [(sequence: UInt64, event: Event)] {
    try regain()
    let after = position.entries > UInt64(count) ? position.entries - UInt64(count) : 0
    let entries = try journal.entries(after: after, limit: Int(position.entries - after))
    return zip(entries.heads, try decode(entries)).map { ($0.sequence, $1) }
  }

  /// Looks through the events before a number, backwards, for those that a filter leaves: so far that a screen is filled, or as far
  /// as one look goes.
  ///
  /// - Returns: the events with their numbers, oldest first, and the number of the first that was looked at.
  func recalled(
    before end: UInt64, _ filter: LogFilter
  ) throws(StoreFailure) -> (events: [(sequence: UInt64, event: Event)], first: UInt64) {
    try regain()
    var portions: [[(sequence: UInt64, event: Event)]] = []
    var count = 0
    var next = min(end, position.entries + 1)
    for _ in 0..<Ledger.portionsALook where next > 1 && count < Ledger.recalledALook {
      let size = min(Ledger.recalledAPortion, next - 1)
      let entries = try journal.entries(after: next - 1 - size, limit: Int(size))
      let found = zip(entries.heads, try decode(entries)).lazy.map { ($0.sequence, $1) }
        .filter { filter.admits($0.1, in: self.board) }
      portions.append(Array(found))
      count += portions[portions.count - 1].count
      next -= size
    }
    return (portions.reversed().flatMap { $0 }, next)
  }
  private static let recalledAPortion: UInt64 = 2_000
  private static let portionsALook = 20
  private static let recalledALook = 500

  private func decode(_ entries: Entries) throws(StoreFailure) -> [Event] {
    try Ledger.decode(entries, board.vocabulary, path: journal.location.path)
  }

  /// The events of entries, by the names of a board over the journal's dictionary.
  static func decode(_ entries: Entries, _ names: Vocabulary, path: String) throws(StoreFailure) -> [Event] {
    var events: [Event] = []
    events.reserveCapacity(entries.count)
    var fault: UInt64?
    entries.forEach { head, body in
      let event = Event(
        shipment: ShipmentID(head.stream), kind: UInt64(head.kind), at: head.at, body: body, names)
      if let event { events.append(event) } else if fault == nil { fault = head.sequence }
    }
    guard let fault else { return events }
    throw StoreFailure.damaged(
      "Entry \(fault) of the journal cannot be understood; a later version may have written it.", path: path)
  }

  /// Decodes what is to be applied next, when so many shipments are open; what it would break the board to apply is damage.
  func decodeNext(_ entries: Entries, openedBefore count: inout Int) throws(StoreFailure) -> [Event] {
    let events = try decode(entries)
    for (head, event) in zip(entries.heads, events) {
      guard case .ordered = event.what else { continue }
      guard Int(event.shipment.number) == count + 1 else {
        throw StoreFailure.damaged(
          "Entry \(head.sequence) opens shipment \(event.shipment.number) out of turn.", path: journal.location.path)
      }
      count += 1
    }
    return events
  }

  /// All that is recorded about a shipment; nil when there is no such shipment.
  package func dossier(of id: ShipmentID) throws(StoreFailure) -> Dossier? {
    try regain()
    return try journal.read { reader throws(StoreFailure) in try dossier(of: id, in: reader) }
  }

  func dossier(of id: ShipmentID, in reader: borrowing Reader) throws(StoreFailure) -> Dossier? {
    guard board.contains(id) else { return nil }
    let chain = try reader.chain(endingAt: board.lastSequence(of: id))
    var dossier = Dossier(id)
    for (head, event) in zip(chain.heads, try decode(chain)) { dossier.append(event, sequence: head.sequence) }
    return dossier
  }
}

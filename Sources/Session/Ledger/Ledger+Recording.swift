import Alarms
package import Dashboard
package import Logistics
package import Measures
package import Store

// What is applied as it is decided, an import's portion or a step of the trade, is applied to a board that has moved out for it: where
// it cannot be recorded that board is lost, and read from the journal again.

extension Ledger {
  /// Records events that are applied to the board as they are decided, such as an import's or the simulation's.
  ///
  /// When they cannot be recorded the board is read from the journal again, so that it never shows what is not recorded;
  /// where even that fails, at the next call.
  ///
  /// - Parameters:
  ///   - mark: is asked once what others did is known; an instant it gives is put on record, before all else, as a batch
  ///     without events: that is when the writer took notice.
  ///   - work: applies events to the board it is given, which notes what chains them, and returns them.
  /// - Returns: what was recorded; nil when it is nothing.
  @discardableResult
  package func record(
    source: String, recordedAt: Instant, mark: () -> Instant? = { nil },
    work: (inout Board) -> (events: [Event], asOf: Instant)
  ) throws(StoreFailure) -> RecordedBatch? {
    try regain()
    var ours: [Event] = []
    var newAsOf = asOf
    var isAtWork = false
    // The board moves out for the work: were it referenced twice, every page that is written to would be copied.
    var working = Ledger.placeholder
    let newPosition: Position
    do throws(StoreFailure) {
      newPosition = try journal.write { transaction throws(StoreFailure) in
        try catchUp(in: transaction)
        if let noticed = mark() {
          try transaction.append(
            entries: Entries(after: position.entries), expecting: position, asOf: noticed, recordedAt: recordedAt,
            source: source)
        }
        isAtWork = true
        swap(&working, &board)
        working.notesPrevious = true
        working.previousNoted.removeAll(keepingCapacity: true)
        (ours, newAsOf) = work(&working)
        guard !ours.isEmpty || working.texts.count > Int(self.position.texts) else { return position }
        let entries = pack(ours, previous: working.previousNoted, names: working.vocabulary)
        return try transaction.append(
          texts: working.texts.texts(after: Int(self.position.texts)), entries: entries, expecting: self.position,
          asOf: max(asOf, newAsOf), recordedAt: recordedAt, source: ours.isEmpty ? Ledger.namesSource : source)
      }
    } catch {
      if isAtWork {
        isLost = true
        // What fails here is told by the next call; the first failure is the one that says why.
        try? regain()
      }
      throw error
    }
    working.notesPrevious = false
    let textsBefore = Int(position.texts)
    let texts = working.texts.texts(after: textsBefore)
    board = working
    position = newPosition
    asOf = max(asOf, newAsOf)
    entriesSinceSnapshot += ours.count
    guard !ours.isEmpty || !texts.isEmpty else { return nil }
    let batch = RecordedBatch(textsBefore: textsBefore, texts: texts, events: ours)
    tell(.recorded(batch, by: source))
    return batch
  }

  /// The name of batches that tell texts and nothing else.
  private static let namesSource = "names"

  /// Records texts that are in the dictionary and not yet in the journal, whether or not its events are all folded in.
  ///
  /// - Returns: false when others have told texts of their own meanwhile, so that the journal must be opened again.
  func recordTexts(recordedAt: Instant) throws(StoreFailure) -> Bool {
    guard board.texts.count > Int(position.texts) else { return true }
    return try journal.write { transaction throws(StoreFailure) in
      let end = try transaction.reader.position()
      guard end.texts == position.texts else { return false }
      let reached = try transaction.append(
        texts: board.texts.texts(after: Int(position.texts)), entries: Entries(after: end.entries), expecting: end,
        asOf: max(asOf, try transaction.reader.lastBatch()?.asOf ?? .epoch), recordedAt: recordedAt,
        source: Ledger.namesSource)
      position.texts = reached.texts
      return true
    }
  }

  /// Inside a write transaction: folds in what others recorded since.
  func catchUp(in transaction: borrowing Transaction) throws(StoreFailure) {
    let end = try transaction.reader.position()
    guard end != position else { return }
    let texts = try transaction.reader.texts(after: position.texts)
    let entries = try transaction.reader.entries(after: position.entries)
    _ = try fold(texts, entries, asOf: try transaction.reader.lastBatch()?.asOf)
  }

  /// Applies our own events once they are durable.
  func take(_ events: [Event], upTo position: Position, asOf: Instant, by source: String) {
    let textsBefore = Int(self.position.texts)
    let texts = board.texts.texts(after: textsBefore)
    for event in events { board.apply(event) }
    let announced = learn(events, board.texts)
    self.position = position
    self.asOf = max(self.asOf, asOf)
    entriesSinceSnapshot += events.count
    tell(.recorded(RecordedBatch(textsBefore: textsBefore, texts: texts, events: events), by: source))
    if !announced.isEmpty { tell(.announced(announced)) }
  }

  /// Packs events that are not applied yet.
  func pack(_ events: [Event]) -> Entries {
    var last: [UInt32: UInt64] = [:]
    var previous: [UInt64] = []
    var sequence = position.entries
    for event in events {
      sequence += 1
      // What is about no shipment belongs to no chain.
      previous.append(last[event.shipment.number] ?? board.lastSequence(of: event.shipment))
      if event.shipment != .none { last[event.shipment.number] = sequence }
    }
    return pack(events, previous: previous, names: board.vocabulary)
  }

  func pack(_ events: [Event], previous: [UInt64], names: Vocabulary) -> Entries {
    precondition(events.count == previous.count, "every event has its place in its shipment's chain")
    var entries = Entries(after: position.entries)
    entries.reserve(events.count, bodyBytes: events.count * 28)
    var writer = ByteWriter()
    for (event, previous) in zip(events, previous) {
      entries.append(
        stream: event.shipment.number, previous: previous, kind: names.kindNumber(of: event), at: event.at
      ) { bytes in
        swap(&writer.bytes, &bytes)
        event.encode(names, into: &writer)
        swap(&writer.bytes, &bytes)
      }
    }
    return entries
  }
}

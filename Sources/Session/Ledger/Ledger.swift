package import Alarms
package import Dashboard
package import Logistics
package import Measures
package import Store

// Journal and board kept in step. Whoever changes anything takes the journal's write lock first, reads what others wrote
// meanwhile, and only then decides, so that nothing is decided on what is no longer so:
//
//   lock ─► catch up ─► decide ─► append ─► commit ─► apply
//                          └─ refused: nothing is written
//
// A board is loaded from the last snapshot and the events after it; without one, from all events.
//
// The book of alarms is folded beside the board, from the steps among the same events, and kept in the same snapshot.
//
// Whatever reaches the board is told to whoever listens in the order in which it got there, also where what was asked for
// then fails: a list of recorded batches without a gap, or the word that the board was read anew.

/// The journal with the board that is folded from it; used by one thread at a time.
package final class Ledger {
  /// The journal.
  package let journal: Journal
  /// The board, folded up to ``position``.
  package internal(set) var board: Board
  /// Every alarm's life, folded up to ``position``.
  package internal(set) var alarms: AlarmBook
  /// How far the journal is folded into the board.
  package internal(set) var position: Position
  /// How far the world of the last batch had come.
  package internal(set) var asOf: Instant
  /// Entries recorded or read since the last snapshot.
  package internal(set) var entriesSinceSnapshot = 0
  /// Whether what is on the board could not be brought back to what is recorded; the next call tries again.
  var isLost = false
  private var listeners: [(News) -> Void] = []

  /// What became of the board.
  package enum News {
    /// It took in what is on record, ours or others'; who wrote it, where we did.
    case recorded(RecordedBatch, by: String?)
    /// Alarms were announced by what it took in: they want a person, and nobody has been told yet.
    case announced([Alarm])
    /// It was read from the journal again, and may hold what was never told.
    case reread
  }

  /// Lets somebody hear all that becomes of the board from now on.
  package func listen(_ listener: @escaping (News) -> Void) { listeners.append(listener) }

  func tell(_ news: News) { for listener in listeners { listener(news) } }

  /// Opens a journal and folds it.
  ///
  /// - Parameters:
  ///   - onHead: is given the snapshot's counts before its pages are read.
  ///   - ignoringSnapshot: folds all of history, for whoever wants to compare.
  ///   - stopAtSnapshot: leaves out the events after the snapshot, for whoever replays them with the simulation.
  package init(
    _ journal: Journal, ignoringSnapshot: Bool = false, stopAtSnapshot: Bool = false,
    onHead: (BoardHead) -> Void = { _ in }
  ) throws(StoreFailure) {
    self.journal = journal
    // One look at the journal for all of it: a snapshot that another process writes meanwhile must not mix with this one.
    (board, alarms, position, asOf) = try journal.read { reader throws(StoreFailure) in
      let head = ignoringSnapshot ? nil : try reader.section(Board.headSection, layout: Board.layout)
      if let counts = head.flatMap({ Board.head($0.body) }) { onHead(counts) }
      let texts = try reader.texts()
      var table = TextTable()
      table.append(recorded: texts)
      let snapshot = try head.flatMap { head throws(StoreFailure) in
        try Ledger.snapshot(reader, texts: table, head: head)
      }
      let board = snapshot?.board ?? Board(texts: table)
      let position = Position(entries: board.sequence, texts: UInt32(texts.count))
      return (board, snapshot?.alarms ?? AlarmBook(), position, try reader.lastBatch()?.asOf ?? .epoch)
    }
    if !stopAtSnapshot { while try catchUp() != nil {} }
  }

  /// Folds in what others recorded since, at most 100,000 events of it; nil when that is nothing.
  @discardableResult
  package func catchUp() throws(StoreFailure) -> RecordedBatch? {
    try regain()
    let since = position
    let (texts, entries, last) = try journal.read { reader throws(StoreFailure) in
      (
        try reader.texts(after: since.texts), try reader.entries(after: since.entries, limit: 100_000),
        try reader.lastBatch()
      )
    }
    return try fold(texts, entries, asOf: last?.asOf)
  }

  func fold(_ texts: [String], _ entries: Entries, asOf: Instant?) throws(StoreFailure) -> RecordedBatch? {
    guard !texts.isEmpty || !entries.isEmpty else { return nil }
    // Texts that are not recorded yet give way to those that are; the names among them are learnt anew.
    let hasUnrecorded = board.texts.count != Int(position.texts)
    if hasUnrecorded { board.texts.truncate(to: Int(position.texts)) }
    board.texts.append(recorded: texts)
    if hasUnrecorded { board.relearn() }
    var count = board.count
    let events = try decodeNext(entries, openedBefore: &count)
    for event in events { board.apply(event) }
    let announced = learn(events, board.texts)
    let textsBefore = Int(position.texts)
    position.entries += UInt64(entries.count)
    position.texts += UInt32(texts.count)
    entriesSinceSnapshot += entries.count
    if let asOf { self.asOf = max(self.asOf, asOf) }
    let batch = RecordedBatch(textsBefore: textsBefore, texts: texts, events: events)
    tell(.recorded(batch, by: nil))
    if !announced.isEmpty { tell(.announced(announced)) }
    return batch
  }

  /// Folds the steps of alarms among events into the book.
  ///
  /// - Returns: the alarms that they announce, as they leave them; what is explained, seen or over by the end wants nobody.
  @discardableResult
  func learn(_ events: [Event], _ texts: TextTable) -> [Alarm] {
    var announced: [String] = []
    for event in events where event.shipment == .none {
      guard let alarm = alarms.apply(event, texts: texts), !announced.contains(alarm.cause) else { continue }
      announced.append(alarm.cause)
    }
    return announced.compactMap { alarms[$0] }.filter(\.isAnnounced)
  }

  /// Reads the board again where it was lost.
  func regain() throws(StoreFailure) {
    guard isLost else { return }
    let again = try Ledger(journal)
    (board, alarms, position, asOf) = (again.board, again.alarms, again.position, again.asOf)
    entriesSinceSnapshot = again.entriesSinceSnapshot
    isLost = false
    tell(.reread)
  }

  /// Lets a world learn its names into the board's dictionary.
  func changing<Result>(_ body: (inout Board) -> Result) -> Result { body(&board) }

  /// Stands in while the board is out for work.
  static let placeholder = Board()
}

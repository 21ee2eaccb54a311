package import Alarms
package import Dashboard
package import Logistics
package import Measures
package import Store
import TUI

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

extension AlarmCommand {
  /// The same without anything in its texts that a terminal would obey; causes are names, and stay.
  fileprivate var cleaned: AlarmCommand {
    switch self {
    case .acknowledge, .unshelve, .returnToService: self
    case .shelve(let causes, let shelf, let reason): .shelve(causes, shelf, reason: sanitised(reason))
    case .takeOutOfService(let cause, let reason): .takeOutOfService(cause, reason: sanitised(reason))
    case .own(let cause, let owner): .own(cause, owner: sanitised(owner))
    case .comment(let cause, let text): .comment(cause, text: sanitised(text))
    case .close(let cause, let disposition, let reason): .close(cause, disposition, reason: sanitised(reason))
    }
  }
}

/// The journal with the board that is folded from it; used by one thread at a time.
package final class Ledger {
  /// The journal.
  package let journal: Journal
  /// The board, folded up to ``position``.
  package private(set) var board: Board
  /// Every alarm's life, folded up to ``position``.
  package private(set) var alarms: AlarmBook
  /// How far the journal is folded into the board.
  package private(set) var position: Position
  /// How far the world of the last batch had come.
  package private(set) var asOf: Instant
  /// Entries recorded or read since the last snapshot.
  package private(set) var entriesSinceSnapshot = 0
  /// Whether what is on the board could not be brought back to what is recorded; the next call tries again.
  private var isLost = false
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

  private func tell(_ news: News) { for listener in listeners { listener(news) } }

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

  /// Board and alarms of the last snapshot; nil when there is none that fits these tables.
  static func snapshot(
    _ reader: borrowing Reader, texts: TextTable, head: Section
  ) throws(StoreFailure) -> (board: Board, alarms: AlarmBook)? {
    // A page that did not change stays from an earlier snapshot; one from a later would be another board's.
    guard let names = try reader.section(Board.namesSection, layout: Board.layout), names.position == head.position
    else { return nil }
    var pages: [Page] = []
    for name in try reader.sectionNames(prefix: Board.pagePrefix, layout: Board.layout) {
      guard let section = try reader.section(name, layout: Board.layout),
        section.position.entries <= head.position.entries,
        let page = section.body.withUnsafeBytes({ Page(bytes: $0) })
      else { return nil }
      pages.append(page)
    }
    guard let board = Board(texts: texts, head: head.body, names: names.body, pages: pages),
      board.sequence == head.position.entries
    else { return nil }
    // A snapshot without a book is from before there were alarms; one whose book cannot be read is of no use.
    guard try !reader.sectionNames(prefix: AlarmBook.section, layout: Board.layout).isEmpty else {
      return (board, AlarmBook())
    }
    guard let book = try reader.section(AlarmBook.section, layout: Board.layout), book.position == head.position,
      book.body.starts(with: bookHead), let alarms = AlarmBook(bytes: Array(book.body.dropFirst(bookHead.count)))
    else { return nil }
    return (board, alarms)
  }

  /// What stands before the book's bytes: with what they were written.
  private static let bookHead = Array((AlarmBook.layout + "\n").utf8)

  // MARK: - Reading

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
  private func read(_ batch: Batch, openedBefore opened: inout Int) throws(StoreFailure) -> [Event] {
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

  private func fold(_ texts: [String], _ entries: Entries, asOf: Instant?) throws(StoreFailure) -> RecordedBatch? {
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
  private func learn(_ events: [Event], _ texts: TextTable) -> [Alarm] {
    var announced: [String] = []
    for event in events where event.shipment == .none {
      guard let alarm = alarms.apply(event, texts: texts), !announced.contains(alarm.cause) else { continue }
      announced.append(alarm.cause)
    }
    return announced.compactMap { alarms[$0] }.filter(\.isAnnounced)
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
  private func decodeNext(_ entries: Entries, openedBefore count: inout Int) throws(StoreFailure) -> [Event] {
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

  private func dossier(of id: ShipmentID, in reader: borrowing Reader) throws(StoreFailure) -> Dossier? {
    guard board.contains(id) else { return nil }
    let chain = try reader.chain(endingAt: board.lastSequence(of: id))
    var dossier = Dossier(id)
    for (head, event) in zip(chain.heads, try decode(chain)) { dossier.append(event, sequence: head.sequence) }
    return dossier
  }

  // MARK: - Writing

  /// The name of the batches that are one deed of the desk each.
  static let deskSource = "desk"
  /// The name of the batches that tell what alarms have come to.
  static let alarmsSource = "alarms"

  /// Does what the desk asks of shipments, each for itself: what can be done is recorded as one batch, the rest is refused.
  ///
  /// - Parameter progress: is told now and then how many of them were looked at.
  /// - Returns: what became of it.
  package func perform(
    _ verb: Verb, on targets: [Target], operatorName: String, now: Instant, recordedAt: Instant,
    progress: (Int) -> Void = { _ in }
  ) throws(StoreFailure) -> Answer {
    try regain()
    var answer = Answer(verb: verb, done: [], refused: [])
    var events: [Event] = []
    var instant = now
    let position = try journal.write { transaction throws(StoreFailure) in
      try catchUp(in: transaction)
      // Every deed has an instant of its own, even while a simulated clock stands still: undo tells deeds apart by it.
      instant = max(now, board.latest + Measures.Span(milliseconds: 1))
      let actor = Actor(.operatorDesk, name: board.texts.intern(sanitised(operatorName)))
      // What is recorded is read on terminals for years: nothing that one would obey gets into it by the desk.
      let command = verb.command { board.texts.intern(sanitised($0)) }
      for (index, target) in targets.enumerated() {
        if index > 0, index % Ledger.progressStep == 0 { progress(index) }
        do throws(Rejection) {
          let decided = try decide(verb, command, about: target, by: actor, at: instant, reading: transaction.reader)
          events += decided
          answer.done.append(target.id)
        } catch {
          answer.refused.append((target.id, error))
        }
      }
      guard !events.isEmpty else { return self.position }
      let entries = pack(events)
      return try transaction.append(
        texts: board.texts.texts(after: Int(self.position.texts)), entries: entries, expecting: self.position,
        asOf: max(asOf, instant), recordedAt: recordedAt, source: Ledger.deskSource)
    }
    if !events.isEmpty { take(events, upTo: position, asOf: instant, by: Ledger.deskSource) }
    return answer
  }

  private static let progressStep = 500

  /// Does what somebody at the desk says about alarms: what can be done is recorded as one batch.
  ///
  /// - Parameter watch: what holds now; nil where nobody watches.
  /// - Returns: the causes on which it was done, or why it was done on none.
  package func perform(
    _ command: AlarmCommand, watch: AlarmWatch?, operatorName: String, now: Instant, recordedAt: Instant
  ) throws(StoreFailure) -> Result<[String], Rejection> {
    try regain()
    var events: [Event] = []
    var refusal = Rejection(.unknownAlarm, "no alarm was named")
    var instant = now
    let position = try journal.write { transaction throws(StoreFailure) in
      try catchUp(in: transaction)
      instant = max(now, board.latest)
      let actor = Actor(.operatorDesk, name: board.texts.intern(sanitised(operatorName)))
      do throws(Rejection) {
        events = try alarms.decide(command.cleaned, watch: watch, now: instant, texts: &board.texts)
          .map { Event($0, by: actor, at: instant) }
      } catch { refusal = error }
      return try append(events, in: &transaction, asOf: instant, recordedAt: recordedAt, source: Ledger.deskSource)
    }
    guard !events.isEmpty else { return .failure(refusal) }
    take(events, upTo: position, asOf: instant, by: Ledger.deskSource)
    return .success(
      events.compactMap { if case .alarm(let step) = $0.what { board.texts[step.cause] } else { nil } })
  }

  /// Records the steps that alarms have come to by what is seen now: none twice, whoever else records them, as they are decided
  /// on the book as it is when nobody else can write. `steps` is asked for them, twice where there are any.
  func recordAlarms(
    now: Instant, recordedAt: Instant, steps: (AlarmBook, Instant, inout TextTable) -> [Event.AlarmStep]
  ) throws(StoreFailure) {
    try regain()
    // Most of the time there is nothing, and nobody need be kept from writing.
    let instant = max(now, board.latest)
    guard !steps(alarms, instant, &board.texts).isEmpty else { return }
    var events: [Event] = []
    let position = try journal.write { transaction throws(StoreFailure) in
      try catchUp(in: transaction)
      events = steps(alarms, instant, &board.texts).map { Event($0, by: Actor(.watch), at: instant) }
      return try append(events, in: &transaction, asOf: instant, recordedAt: recordedAt, source: Ledger.alarmsSource)
    }
    if !events.isEmpty { take(events, upTo: position, asOf: instant, by: Ledger.alarmsSource) }
  }

  private func append(
    _ events: [Event], in transaction: inout Transaction, asOf instant: Instant, recordedAt: Instant, source: String
  ) throws(StoreFailure) -> Position {
    guard !events.isEmpty else { return position }
    return try transaction.append(
      texts: board.texts.texts(after: Int(position.texts)), entries: pack(events), expecting: position,
      asOf: max(asOf, instant), recordedAt: recordedAt, source: source)
  }

  private func decide(
    _ verb: Verb, _ command: Command?, about target: Target, by actor: Actor, at now: Instant,
    reading reader: borrowing Reader
  ) throws(Rejection) -> [Event] {
    if let command {
      return try board.decide(command, about: target.id, by: actor, at: now, seen: target.seen == 0 ? nil : target.seen)
    }
    let dossier: Dossier?
    do throws(StoreFailure) { dossier = try self.dossier(of: target.id, in: reader) } catch {
      throw Rejection(.notRecorded, error.message, remedy: error.remedy)
    }
    guard let dossier else { throw Rejection(.unknownShipment, "there is no shipment \(target.id.label)") }
    return verb == .redo ? try board.redo(dossier, by: actor, at: now) : try board.undo(dossier, by: actor, at: now)
  }

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

  /// Reads the board again where it was lost.
  private func regain() throws(StoreFailure) {
    guard isLost else { return }
    let again = try Ledger(journal)
    (board, alarms, position, asOf) = (again.board, again.alarms, again.position, again.asOf)
    entriesSinceSnapshot = again.entriesSinceSnapshot
    isLost = false
    tell(.reread)
  }

  /// Lets a world learn its names into the board's dictionary.
  func changing<Result>(_ body: (inout Board) -> Result) -> Result { body(&board) }

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

  /// Stands in while the board is out for work.
  private static let placeholder = Board()

  /// Inside a write transaction: folds in what others recorded since.
  private func catchUp(in transaction: borrowing Transaction) throws(StoreFailure) {
    let end = try transaction.reader.position()
    guard end != position else { return }
    let texts = try transaction.reader.texts(after: position.texts)
    let entries = try transaction.reader.entries(after: position.entries)
    _ = try fold(texts, entries, asOf: try transaction.reader.lastBatch()?.asOf)
  }

  /// Applies our own events once they are durable.
  private func take(_ events: [Event], upTo position: Position, asOf: Instant, by source: String) {
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
  private func pack(_ events: [Event]) -> Entries {
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

  private func pack(_ events: [Event], previous: [UInt64], names: Vocabulary) -> Entries {
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

  // MARK: - Snapshots

  /// Writes what changed of the board since the last snapshot, with further sections that belong to the same position;
  /// nothing where somebody else has kept a later one.
  package func snapshot(with others: [(name: String, layout: String, bytes: [UInt8])] = []) throws(StoreFailure) {
    guard journal.mode == .readWrite else { return }
    try regain()
    let position = position
    var next = board
    // Piece by piece: their bytes all together would be as large as the board.
    let pieces = next.changedSections()
    let kept = alarms
    let isKept = try journal.write { transaction throws(StoreFailure) in
      // A snapshot of an older state than the journal's is still good: what follows is folded on top of it. Over a later
      // one it would leave pages of two boards.
      if let head = try transaction.reader.section(Board.headSection, layout: Board.layout),
        head.position.entries > position.entries
      {
        return false
      }
      func keep(_ name: String, _ layout: String, _ bytes: [UInt8]) throws(StoreFailure) {
        try transaction.keep([Section(name: name, layout: layout, position: position, body: bytes)])
      }
      for piece in pieces { try keep(piece.name, Board.layout, piece.bytes) }
      try keep(AlarmBook.section, Board.layout, Ledger.bookHead + kept.bytes)
      for other in others { try keep(other.name, other.layout, other.bytes) }
      return true
    }
    if isKept { board = next }
    entriesSinceSnapshot = 0
  }
}

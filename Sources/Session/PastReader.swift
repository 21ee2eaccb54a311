import Dashboard
import Foundation
import Logistics
import Measures
import Store
import Synchronization

// Reads moments of the past on a thread and a connection of its own, so that neither the engine nor the screen ever waits for it:
//
//   survey, travel(M) ─► mailbox ─► PastReader ─► Inbox: chronicle, progress …, arrived(M)
//                                      │
//   travel(N) ─────────────────────────┴─ N is the only wish: what is read for M is left at the next 20,000 events
//
// A board of a moment is folded from the nearest start there is:
//
//   events   ├──────┬──────┬──────┬──────┬─────●──────┬───────────┤
//            0      kept   kept   kept   kept  shown   kept        snapshot of the journal
//
// A board is a value whose pages are shared until one side writes, so that a kept one costs the pages that changed since.

/// Where the journal's past stands ready to be shown.
final class PastReader: @unchecked Sendable {  // all but mailbox and wish is touched by the reader's thread alone
  private enum Letter: Sendable {
    case survey
    case travel(PastMoment)
    case stop
  }

  private let shared: Journal
  private let inbox: Inbox
  private let mailbox = Mailbox<Letter>()
  private let wish = Mutex<PastMoment?>(nil)
  private let finished = DispatchSemaphore(value: 0)
  private var isStarted = false
  private var archive: PastArchive?

  /// A reader of a journal; nothing is opened before something is asked for.
  init(_ journal: Journal, inbox: Inbox) {
    shared = journal
    self.inbox = inbox
  }

  /// Looks over the journal.
  func survey() { post(.survey) }

  /// Reads a moment, and nothing that was asked for before.
  func travel(to moment: PastMoment) {
    wish.withLock { $0 = moment }
    post(.travel(moment))
  }

  /// Leaves what is being read.
  func forget() { wish.withLock { $0 = nil } }

  /// Ends the thread, and waits until it has.
  func stop() {
    guard isStarted else { return }
    forget()
    mailbox.post(.stop)
    finished.wait()
    isStarted = false
  }

  private func post(_ letter: Letter) {
    if !isStarted {
      isStarted = true
      let thread = Thread { [self] in
        run()
        finished.signal()
      }
      thread.name = "past"
      thread.stackSize = 8 << 20
      thread.start()
    }
    mailbox.post(letter)
  }

  private func run() {
    while true {
      for letter in mailbox.wait(atMostSeconds: 3600) {
        switch letter {
        case .stop: return
        case .survey:
          do throws(StoreFailure) {
            inbox.post([.past(.chronicle(try opened().chronicle()))])
          } catch { inbox.post([.failed(Failure(error))]) }
        case .travel(let moment): read(moment)
        }
      }
    }
  }

  private func read(_ moment: PastMoment) {
    guard isWanted(moment) else { return }
    do throws(StoreFailure) {
      let world = try opened().world(at: moment) { [self] permille in
        inbox.post([.past(.progress(moment, permille: permille))])
        return isWanted(moment)
      }
      if let world { inbox.post([.past(.arrived(world))]) }
    } catch { inbox.post([.past(.failed(moment, Failure(error)))]) }
  }

  private func isWanted(_ moment: PastMoment) -> Bool { wish.withLock { $0 == moment } }

  /// The archive, on a connection of its own where the journal is a file.
  private func opened() throws(StoreFailure) -> PastArchive {
    if let archive { return archive }
    let archive = PastArchive(try PastReader.connection(beside: shared))
    self.archive = archive
    return archive
  }

  private static func connection(beside shared: Journal) throws(StoreFailure) -> Journal {
    guard case .file = shared.location else { return shared }
    do throws(StoreFailure) { return try Journal.open(shared.location, mode: .readOnly) } catch {
      // Where a second connection cannot be opened the first serves both, in turns.
      return shared
    }
  }
}

/// Folds boards of moments from a journal, and keeps some of them; used by one thread at a time.
final class PastArchive {
  private let journal: Journal
  private var table = TextTable()
  private var textCount: UInt32 = 0
  private var heard = Course()
  private var happened = Course()
  private var annals: Annals?

  /// Entries that are folded between two looks at whether the moment is still wanted.
  static let chunk = 20_000
  /// Events before a moment that its log shows.
  private static let newestCount = 500

  /// An archive of a journal.
  init(_ journal: Journal) { self.journal = journal }

  /// A board on the way, and those that were kept along it, by how many events are folded in.
  struct Course {
    var kept: [(board: Board, folded: Int)] = []
    var current: (board: Board, folded: Int)?
    /// How many events lie between two that are kept.
    var interval = 50_000

    /// At most so many bytes of boards are kept, as if no two shared a page.
    static let keptBytesMax = 256 << 20
    static let keptMax = 24

    /// The board furthest on that holds nothing after an instant; it is taken out of the course where it is the current one.
    mutating func start(before instant: Instant) -> (board: Board, folded: Int)? {
      // Nobody else may hold it while it is folded on, or every page that is written to would be copied.
      defer { current = nil }
      let best = kept.last { $0.board.latest <= instant }
      if let now = current, now.board.latest <= instant, now.folded >= best?.folded ?? 0 { return now }
      return best
    }

    /// Keeps a board where the last one kept is far enough away.
    mutating func pass(_ board: Board, folded: Int) {
      let place = kept.lastIndex { $0.folded <= folded }.map { $0 + 1 } ?? 0
      let before = place > 0 ? kept[place - 1].folded : 0
      guard folded - before >= interval, place == kept.count else { return }
      kept.append((board, folded))
      let bytes = max(1, (board.count / Page.rows + 1) * Page.byteCount)
      guard kept.count > max(1, min(Self.keptMax, Self.keptBytesMax / bytes)) else { return }
      // Every second one goes, and those to come are twice as far apart.
      kept = kept.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
      interval *= 2
    }
  }

  // MARK: - Moments

  /// Over which time the journal reaches.
  func chronicle() throws(StoreFailure) -> Chronicle {
    Chronicle(samples: try journal.read { reader throws(StoreFailure) in try reader.instants(atMost: 4096) })
  }

  /// The world at a moment; nil when it was not wanted any more.
  ///
  /// - Parameter isWanted: is told how far reading is, in permille, and asked whether to go on.
  func world(at moment: PastMoment, isWanted: (_ permille: Int) -> Bool) throws(StoreFailure) -> PastWorld? {
    let board: Board
    let newest: [(sequence: UInt64, event: Event)]
    switch moment.telling {
    case .heard:
      guard let folded = try heard(upTo: moment.instant, isWanted) else { return nil }
      board = folded
      newest = try newestHeard(board)
    case .happened:
      guard let annals = try readAnnals(isWanted), let folded = try happened(annals, upTo: moment.instant, isWanted)
      else { return nil }
      board = folded
      newest = try annals.newest(PastArchive.newestCount, upTo: moment.instant, board.vocabulary)
    }
    let zone = Machine.zone(at: moment.instant)
    return PastWorld(moment, board: board, newest: newest, offset: zone.offset, zone: zone.name)
  }

  /// Brings the dictionary up to the journal's.
  ///
  /// - Returns: how many entries the journal has that this dictionary is enough for.
  private func refreshTexts() throws(StoreFailure) -> Int {
    let (texts, end) = try journal.read { reader throws(StoreFailure) in
      (try reader.texts(after: textCount), try reader.position().entries)
    }
    table.append(recorded: texts)
    textCount += UInt32(texts.count)
    return Int(clamping: end)
  }

  /// The same board over the dictionary as it is now.
  private func renamed(_ board: Board) -> Board {
    guard board.texts.count != table.count else { return board }
    var board = board
    board.texts = table
    board.relearn()
    return board
  }

  // MARK: - As heard

  private func heard(upTo instant: Instant, _ isWanted: (Int) -> Bool) throws(StoreFailure) -> Board? {
    let end = try refreshTexts()
    var (board, folded) = heard.start(before: instant) ?? (Board(texts: table), 0)
    if let snapshot = try snapshot(before: instant, after: folded) { (board, folded) = snapshot }
    board = renamed(board)
    let begin = folded == 0 ? nil : board.latest
    var first: Instant? = begin
    while folded < end {
      let entries = try journal.entries(after: UInt64(folded), limit: min(PastArchive.chunk, end - folded))
      if entries.isEmpty { break }
      let events = try Ledger.decode(entries, board.vocabulary, path: journal.location.path)
      if first == nil { first = events.first?.at }
      var isOver = false
      for event in events {
        guard event.at <= instant else {
          isOver = true
          break
        }
        if case .ordered = event.what, event.shipment.index != board.count { throw outOfTurn(event) }
        board.apply(event)
        folded += 1
      }
      if isOver { break }
      heard.pass(board, folded: folded)
      if !isWanted(PastArchive.share(first ?? instant, board.latest, instant)) {
        heard.current = (board, folded)
        return nil
      }
    }
    heard.current = (board, folded)
    return board
  }

  private func outOfTurn(_ event: Event) -> StoreFailure {
    StoreFailure.damaged("Shipment \(event.shipment.number) is opened out of turn.", path: journal.location.path)
  }

  private static func share(_ from: Instant, _ reached: Instant, _ to: Instant) -> Int {
    let all = max(1, Double((to - from).milliseconds))
    return min(999, max(0, Int(Double((reached - from).milliseconds) / all * 1000)))
  }

  /// The journal's own snapshot, where it is of no later and spares more than what is kept.
  private func snapshot(before instant: Instant, after folded: Int) throws(StoreFailure) -> (board: Board, folded: Int)?
  {
    let texts = table
    return try journal.read { reader throws(StoreFailure) in
      guard let head = try reader.section(Board.headSection, layout: Board.layout),
        let counts = Board.head(head.body), counts.latest <= instant,
        counts.sequence > UInt64(folded + PastArchive.chunk),
        let board = try Ledger.snapshot(reader, texts: texts, head: head)?.board
      else { return nil }
      return (board, Int(clamping: board.sequence))
    }
  }

  private func newestHeard(_ board: Board) throws(StoreFailure) -> [(sequence: UInt64, event: Event)] {
    let count = min(board.sequence, UInt64(PastArchive.newestCount))
    let entries = try journal.entries(after: board.sequence - count, limit: Int(count))
    let events = try Ledger.decode(entries, board.vocabulary, path: journal.location.path)
    return zip(entries.heads, events).map { ($0.sequence, $1) }
  }

  // MARK: - As it happened

  /// Everything that was heard until now, by when it happened: read once, and good for the whole journey.
  private func readAnnals(_ isWanted: (Int) -> Bool) throws(StoreFailure) -> Annals? {
    if let annals, !annals.isOld { return annals }
    annals = nil
    happened = Course()
    let end = try refreshTexts()
    let names = Board(texts: table).vocabulary
    guard let annals = try Annals(journal, upTo: end, names: names, isWanted: { isWanted($0 / 2) }) else { return nil }
    self.annals = annals
    return annals
  }

  private func happened(_ annals: Annals, upTo instant: Instant, _ isWanted: (Int) -> Bool) throws(StoreFailure)
    -> Board?
  {
    var (board, folded) = happened.start(before: instant) ?? (Board(texts: table), 0)
    board = renamed(board)
    let end = annals.count(upTo: instant)
    let begin = folded
    while folded < end {
      let stop = min(end, folded + PastArchive.chunk)
      while folded < stop {
        let (event, how, at) = try annals.step(folded, board.vocabulary)
        board.fold(event, how, at: at)
        folded += 1
      }
      happened.pass(board, folded: folded)
      if folded < end, !isWanted(500 + (folded - begin) * 499 / max(1, end - begin)) {
        happened.current = (board, folded)
        return nil
      }
    }
    happened.current = (board, folded)
    return board
  }
}

/// A journal's events by when they happened.
final class Annals {
  /// One event's place: when it happened, what tells it from others of that instant, and which it is.
  private struct Step: BitwiseCopyable {
    var at: Int64
    var order: UInt32
    var index: UInt32
    var how: Retold.How
  }

  private var runs: [Entries] = []
  private var steps: ContiguousArray<Step> = []
  private let path: String
  private let readAt = Machine.steadySeconds

  private static let runLength = 50_000
  /// More events than this are not held in memory: some 90 bytes each.
  static let eventsMax = 4_000_000
  /// After so long the journal is read anew, so that what was heard since is part of the truth.
  private static let secondsMax = 300.0

  /// Whether so much may have been heard since that it should be read anew.
  var isOld: Bool { Machine.steadySeconds - readAt > Annals.secondsMax }

  /// Reads a journal; nil when it was not wanted any more.
  init?(
    _ journal: Journal, upTo total: Int, names: Vocabulary, isWanted: (Int) -> Bool
  ) throws(StoreFailure) {
    path = journal.location.path
    guard total <= Annals.eventsMax else {
      throw StoreFailure.tooLarge(
        "What was so then is worked out in memory, for \(Annals.eventsMax) events at most.",
        remedy: "This journal has \(total); look at what was known then instead.", path: path)
    }
    var streams: [UInt32] = []
    streams.reserveCapacity(total)
    while streams.count < total {
      let entries = try journal.entries(
        after: UInt64(streams.count), limit: min(Annals.runLength, total - streams.count))
      guard !entries.isEmpty else { break }
      streams += entries.heads.lazy.map(\.stream)
      runs.append(entries)
      guard isWanted(streams.count * 600 / max(1, total)) else { return nil }
    }
    guard try sort(streams, names, isWanted) else { return nil }
  }

  /// Puts everything in order, shipment by shipment: their events are gathered by counting.
  private func sort(_ streams: [UInt32], _ names: Vocabulary, _ isWanted: (Int) -> Bool) throws(StoreFailure) -> Bool {
    let streamMax = Int(streams.max() ?? 0)
    var starts = [UInt32](repeating: 0, count: streamMax + 2)
    for stream in streams { starts[Int(stream) + 1] += 1 }
    for stream in 0...streamMax { starts[stream + 1] += starts[stream] }
    var next = starts
    var gathered = [UInt32](repeating: 0, count: streams.count)
    for (index, stream) in streams.enumerated() {
      gathered[Int(next[Int(stream)])] = UInt32(index)
      next[Int(stream)] += 1
    }
    steps.reserveCapacity(streams.count)
    // What is about no shipment has no place in what happened to shipments.
    for stream in 1..<max(1, streamMax + 1) {
      let mine = gathered[Int(starts[stream])..<Int(starts[stream + 1])]
      if mine.isEmpty { continue }
      var events: [Event] = []
      for index in mine { events.append(try event(Int(index), names)) }
      guard case .ordered = events[0].what else { continue }
      for retold in Retold.retell(events) {
        let index = mine[mine.startIndex + Int(retold.index)]
        // Those that share an instant stay in the order of the journal; an end that nobody recorded goes before what ended it.
        let cause = mine[mine.startIndex + Int(retold.order / 2)]
        steps.append(
          Step(
            at: retold.at.milliseconds, order: cause &* 2 &+ (retold.order & 1), index: index, how: retold.how))
      }
      if stream % 4096 == 0, !isWanted(600 + stream * 300 / max(1, streamMax)) { return false }
    }
    steps.sort { $0.at != $1.at ? $0.at < $1.at : $0.order < $1.order }
    return true
  }

  private func event(_ index: Int, _ names: Vocabulary) throws(StoreFailure) -> Event {
    let run = runs[index / Annals.runLength]
    let place = index % Annals.runLength
    let head = run.heads[place]
    let event = run.bodies.withUnsafeBytes { bytes in
      Event(
        shipment: ShipmentID(head.stream), kind: UInt64(head.kind), at: head.at,
        body: UnsafeRawBufferPointer(rebasing: bytes[head.bodyRange]), names)
    }
    guard let event else {
      throw StoreFailure.damaged("Entry \(head.sequence) of the journal cannot be understood.", path: path)
    }
    return event
  }

  /// How many steps were taken by an instant.
  func count(upTo instant: Instant) -> Int {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].at <= instant.milliseconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// One step: the event as it was recorded, how it is folded in, and when it happened.
  func step(_ place: Int, _ names: Vocabulary) throws(StoreFailure) -> (event: Event, how: Retold.How, at: Instant) {
    let step = steps[place]
    return (try event(Int(step.index), names), step.how, Instant(milliseconds: step.at))
  }

  /// The last events that had happened by an instant, oldest first, each at that time.
  func newest(_ count: Int, upTo instant: Instant, _ names: Vocabulary) throws(StoreFailure)
    -> [(sequence: UInt64, event: Event)]
  {
    let end = self.count(upTo: instant)
    var newest: [(sequence: UInt64, event: Event)] = []
    for place in max(0, end - count)..<end {
      var (event, how, at) = try step(place, names)
      event.at = at
      if case .claimed(var claim) = event.what {
        // An end that nobody recorded is no event.
        if how == .closing { continue }
        // Told in its own order nothing is late.
        if claim.verdict == .late { claim.verdict = .beside }
        event.what = .claimed(claim)
      }
      // Numbered from 1: the log keeps its entries by rising numbers, and asks the journal for none before the first.
      newest.append((UInt64(newest.count + 1), event))
    }
    return newest
  }
}

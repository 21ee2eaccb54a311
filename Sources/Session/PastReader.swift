import Alarms
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
//   travel(N) ─────────────────────────┴─ N is the only wish from then on
//
// Whoever holds a key down wishes for another moment thirty times a second. What is read for M is read on for N as far as N is told
// in the same way:
//
//   M is less than 20,000 events away     M is shown first, as a moment on the way to N
//   N is further on                       reading goes on, to N
//   N is behind already                   what was read is kept, and N is read from the nearest start
//   N is told the other way, or nothing   what was read is kept
//
// A board of a moment is folded from the nearest start there is:
//
//   events   ├──────┬──────┬──────┬──────┬──··●──────┬───────────┤
//            0      kept   kept   kept   trail shown  kept        snapshot of the journal
//
// A board is a value whose pages are shared until one side writes, so that a kept one costs the pages that changed since. The trail
// lies close before the moment that was read last, for steps to the left. The book of alarms is folded beside the board.

/// Where the journal's past stands ready to be shown.
final class PastReader: @unchecked Sendable {  // all but mailbox and wish is touched by the reader's thread alone
  private enum Letter: Sendable {
    case survey
    /// There may be a wish that is not met.
    case travel
    case stop
  }

  /// A moment that is asked for.
  private struct Wish {
    let moment: PastMoment
    /// Whether it was told, or why not.
    var isMet = false
  }

  private let shared: Journal
  private let inbox: Inbox
  private let mailbox = Mailbox<Letter>()
  private let wish = Mutex<Wish?>(nil)
  private let finished = DispatchSemaphore(value: 0)
  private var isStarted = false
  private var archive: PastArchive?

  /// So long nothing is said of how far reading is: most moments are there by then.
  private static let silentSeconds = 0.1

  /// A reader of a journal; nothing is opened before something is asked for.
  init(_ journal: Journal, inbox: Inbox) {
    shared = journal
    self.inbox = inbox
  }

  /// Looks over the journal.
  func survey() { post(.survey) }

  /// Reads a moment, and nothing that was asked for before but what lies on the way.
  func travel(to moment: PastMoment) {
    wish.withLock { $0 = Wish(moment: moment) }
    post(.travel)
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
        case .travel: while let moment = unmet { read(moment) }
        }
      }
    }
  }

  /// The moment that is asked for and has not been told; nil when there is none.
  private var unmet: PastMoment? { wish.withLock { $0.flatMap { $0.isMet ? nil : $0.moment } } }

  /// Reads towards a moment, and tells the one that was reached.
  private func read(_ moment: PastMoment) {
    let begun = Machine.steadySeconds
    do throws(StoreFailure) {
      let world = try opened().world(at: moment) { [self] permille in
        let wanted = wish.withLock { $0?.moment }
        if let wanted, Machine.steadySeconds - begun > Self.silentSeconds {
          inbox.post([.past(.progress(wanted, permille: permille))])
        }
        return wanted
      }
      guard let world else { return }
      note(met: world.moment)
      inbox.post([.past(.arrived(world))])
    } catch {
      note(met: moment)
      inbox.post([.past(.failed(moment, Failure(error)))])
    }
  }

  private func note(met moment: PastMoment) { wish.withLock { if $0?.moment == moment { $0?.isMet = true } } }

  /// The archive, on a connection of its own where the journal is a file.
  private func opened() throws(StoreFailure) -> PastArchive {
    if let archive { return archive }
    let archive = PastArchive(try PastReader.connection(beside: shared))
    self.archive = archive
    return archive
  }

  /// A connection of one's own where the journal is a file.
  static func connection(beside shared: Journal) throws(StoreFailure) -> Journal {
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

  /// Entries that are folded between two looks at what is wanted.
  static let chunk = 20_000
  /// So many entries before a moment are folded in smaller pieces, of which a trail is left; as many are worth finishing.
  static let near = 20_000
  private static let piece = 2_500
  /// Events before a moment that its log shows.
  private static let newestCount = 500

  /// An archive of a journal.
  init(_ journal: Journal) { self.journal = journal }

  /// What a journal comes to at one of its events.
  struct Point {
    var board: Board
    /// The book of alarms; whichever way the shipments are told, alarms are those that were told of then.
    var alarms = AlarmBook()
    /// How many events are folded in.
    var folded = 0
    /// The instant of the last of them.
    var until: Instant = .epoch
  }

  /// A point on the way, and those that were kept along it, by how many events are folded in.
  struct Course {
    /// Points spread over all that was folded so far.
    var kept: [Point] = []
    /// Points close before the moment that was read last.
    var trail: [Point] = []
    var current: Point?
    /// How many events lie between two that are kept.
    var interval = 50_000

    /// At most so many bytes of boards are kept, as if no two shared a page; a trail has half as many more.
    static let keptBytesMax = 256 << 20
    static let keptMax = 24
    static let trailMax = 8

    /// The point furthest on that holds nothing after an instant; it is taken out of the course where it is the current one.
    mutating func start(before instant: Instant) -> Point? {
      // Nobody else may hold it while it is folded on, or every page that is written to would be copied.
      defer { current = nil }
      let points = [kept.last { $0.until <= instant }, trail.last { $0.until <= instant }, current]
      return points.compactMap { $0 }.filter { $0.until <= instant }.max { $0.folded < $1.folded }
    }

    /// Keeps a point where the last one kept is far enough away.
    mutating func pass(_ point: Point) {
      let place = kept.lastIndex { $0.folded <= point.folded }.map { $0 + 1 } ?? 0
      let before = place > 0 ? kept[place - 1].folded : 0
      guard point.folded - before >= interval, place == kept.count else { return }
      kept.append(point)
      guard kept.count > max(1, min(Self.keptMax, Self.keptBytesMax / Self.bytes(point))) else { return }
      // Every second one goes, and those to come are twice as far apart.
      kept = kept.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
      interval *= 2
    }

    /// Leaves a point on the trail where the last one is far enough away; what lies behind it is forgotten.
    mutating func leave(_ point: Point, apart: Int) {
      trail.removeAll { $0.folded >= point.folded }
      let most = min(Self.trailMax, Self.keptBytesMax / 2 / Self.bytes(point))
      guard most > 0, trail.last.map({ point.folded - $0.folded >= apart }) ?? true else { return }
      trail.append(point)
      if trail.count > most { trail.removeFirst() }
    }

    private static func bytes(_ point: Point) -> Int { max(1, (point.board.count / Page.rows + 1) * Page.byteCount) }
  }

  // MARK: - Moments

  /// Over which time the journal reaches.
  func chronicle() throws(StoreFailure) -> Chronicle {
    Chronicle(samples: try journal.read { reader throws(StoreFailure) in try reader.instants(atMost: 4096) })
  }

  /// The world at a moment.
  func world(at moment: PastMoment) throws(StoreFailure) -> PastWorld? { try world(at: moment) { _ in moment } }

  /// The world at a moment, or at another one in the same telling that is wanted meanwhile; nil when nothing of what could be read
  /// was wanted any more. What was read is kept.
  ///
  /// - Parameter wish: is told how far reading is, in permille, and says what is wanted now.
  func world(at moment: PastMoment, wish: (_ permille: Int) -> PastMoment?) throws(StoreFailure) -> PastWorld? {
    var moment = moment
    let point: Point
    let newest: [(sequence: UInt64, event: Event)]
    switch moment.telling {
    case .heard:
      guard let folded = try heard(&moment, wish) else { return nil }
      point = folded
      newest = try newestHeard(point.board)
    case .happened:
      guard let annals = try readAnnals(&moment, wish), let folded = try happened(annals, &moment, wish) else {
        return nil
      }
      point = folded
      newest = try annals.newest(PastArchive.newestCount, upTo: moment.instant, point.board.vocabulary)
    }
    let zone = Machine.zone(at: moment.instant)
    return PastWorld(
      moment, board: point.board, alarms: point.alarms, newest: newest, offset: zone.offset, zone: zone.name)
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

  /// Folds on to a moment, or to another one that is wanted meanwhile.
  ///
  /// - Parameters:
  ///   - goal: how many events are to be folded in for an instant.
  ///   - wish: is told how far folding is, in permille, and says what is wanted now.
  ///   - fold: folds in the events of a range.
  private func fold(
    _ course: inout Course, from start: Point, to moment: inout PastMoment,
    goal: (Instant) throws(StoreFailure) -> Int, wish: (Int) -> PastMoment?,
    fold: (inout Point, Range<Int>) throws(StoreFailure) -> Void
  ) throws(StoreFailure) -> Point? {
    var point = start
    point.board = renamed(point.board)
    var end = try goal(moment.instant)
    let begin = point.folded
    while point.folded < end {
      let left = end - point.folded
      let isNear = left <= PastArchive.near
      let size = isNear ? min(PastArchive.piece, left) : min(PastArchive.chunk, left - PastArchive.near)
      try fold(&point, point.folded..<point.folded + size)
      course.pass(point)
      if isNear { course.leave(point, apart: PastArchive.piece / 2) }
      guard let wanted = wish(min(999, (point.folded - begin) * 1000 / max(1, end - begin))),
        wanted.telling == moment.telling
      else {
        course.current = point
        return nil
      }
      guard !isNear, wanted != moment else { continue }
      guard point.until <= wanted.instant else {
        course.current = point
        return nil
      }
      moment = wanted
      end = try goal(wanted.instant)
    }
    course.current = point
    return point
  }

  // MARK: - As heard

  private func heard(_ moment: inout PastMoment, _ wish: (Int) -> PastMoment?) throws(StoreFailure) -> Point? {
    let end = try refreshTexts()
    var start = heard.start(before: moment.instant) ?? Point(board: Board(texts: table))
    if let snapshot = try snapshot(before: moment.instant, after: start.folded) { start = snapshot }
    return try fold(
      &heard, from: start, to: &moment,
      goal: { instant throws(StoreFailure) in try count(upTo: instant, of: end) }, wish: wish
    ) { point, range throws(StoreFailure) in
      let entries = try journal.entries(after: UInt64(range.lowerBound), limit: range.count)
      guard entries.count == range.count else {
        throw StoreFailure.damaged(
          "Entries are missing after \(range.lowerBound + entries.count).", path: journal.location.path)
      }
      for event in try Ledger.decode(entries, point.board.vocabulary, path: journal.location.path) {
        if case .ordered = event.what, event.shipment.index != point.board.count { throw outOfTurn(event) }
        point.board.apply(event)
        point.alarms.apply(event, texts: table)
        point.until = max(point.until, event.at)
      }
      point.folded = range.upperBound
    }
  }

  /// How many of the journal's first events were heard by an instant: the control room's clock never runs backwards.
  private func count(upTo instant: Instant, of end: Int) throws(StoreFailure) -> Int {
    try journal.read { reader throws(StoreFailure) in
      var (low, high) = (0, end)
      while low < high {
        let middle = (low + high) / 2
        guard let head = try reader.entries(after: UInt64(middle), limit: 1).heads.first else { break }
        if head.at <= instant { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  private func outOfTurn(_ event: Event) -> StoreFailure {
    StoreFailure.damaged("Shipment \(event.shipment.number) is opened out of turn.", path: journal.location.path)
  }

  /// The journal's own snapshot, where it is of no later and spares more than what is kept.
  private func snapshot(before instant: Instant, after folded: Int) throws(StoreFailure) -> Point? {
    let texts = table
    return try journal.read { reader throws(StoreFailure) in
      guard let head = try reader.section(Board.headSection, layout: Board.layout),
        let counts = Board.head(head.body), counts.latest <= instant,
        counts.sequence > UInt64(folded + PastArchive.chunk),
        let (board, alarms) = try Ledger.snapshot(reader, texts: texts, head: head)
      else { return nil }
      return Point(board: board, alarms: alarms, folded: Int(clamping: board.sequence), until: board.latest)
    }
  }

  private func newestHeard(_ board: Board) throws(StoreFailure) -> [(sequence: UInt64, event: Event)] {
    let count = min(board.sequence, UInt64(PastArchive.newestCount))
    let entries = try journal.entries(after: board.sequence - count, limit: Int(count))
    let events = try Ledger.decode(entries, board.vocabulary, path: journal.location.path)
    return zip(entries.heads, events).map { ($0.sequence, $1) }
  }

  // MARK: - As it happened

  /// Everything that was heard until now, by when it happened: read once, and good for the whole journey, whichever of its moments
  /// is wanted by then.
  private func readAnnals(_ moment: inout PastMoment, _ wish: (Int) -> PastMoment?) throws(StoreFailure) -> Annals? {
    if let annals {
      guard annals.isOld, try journal.position().entries != annals.total else { return annals }
    }
    annals = nil
    happened = Course()
    let end = try refreshTexts()
    let names = Board(texts: table).vocabulary
    var wanted: PastMoment? = moment
    let read = try Annals(journal, upTo: end, names: names) {
      wanted = wish($0 / 2)
      return wanted?.telling == .happened
    }
    annals = read
    if read != nil, let wanted { moment = wanted }
    return read
  }

  private func happened(
    _ annals: Annals, _ moment: inout PastMoment, _ wish: (Int) -> PastMoment?
  ) throws(StoreFailure) -> Point? {
    let start = happened.start(before: moment.instant) ?? Point(board: Board(texts: table))
    return try fold(
      &happened, from: start, to: &moment, goal: { instant throws(StoreFailure) in annals.count(upTo: instant) },
      wish: { wish(500 + $0 / 2) }
    ) { point, range throws(StoreFailure) in
      let names = point.board.vocabulary
      for place in range {
        let (event, how, at) = try annals.step(place, names)
        // What is about no shipment tells of an alarm: there is no other truth of when that was said.
        if event.shipment == .none {
          point.alarms.apply(event, texts: table)
        } else {
          point.board.fold(event, how, at: at)
        }
        point.until = max(point.until, at)
      }
      point.folded = range.upperBound
    }
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
  /// How many events the journal had.
  let total: UInt64

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
    self.total = UInt64(total)
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
    // Steps of alarms have no time but that at which they were recorded.
    for index in gathered[Int(starts[0])..<Int(starts[1])] {
      let at = runs[Int(index) / Annals.runLength].heads[Int(index) % Annals.runLength].at
      steps.append(Step(at: at.milliseconds, order: index &* 2 &+ 1, index: index, how: .recorded))
    }
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

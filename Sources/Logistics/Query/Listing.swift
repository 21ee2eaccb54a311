package import Measures

// A list is built in steps, so that keys are read and frames drawn in between:
//
//   prepare   bring the text index up to date, make filter and ordering ready,
//             put the texts of a column in order where they order the list        only as much as a step allows
//   scan      page by page: which rows match, and their sort keys                 the first rows are known at its end
//   order     sort all keys
//   copy      bring the sorted into the list                                      the whole order is known at its end
//
// A list that only asks for more than one that is there already ("lith" after "lit") looks among that one's shipments first.
//
// Each step is given the board of the moment: nothing is copied and nothing is locked. What changes behind the scan is seen by
// the next list; whether a visible row still belongs is asked of the matcher, row by row.

/// What a list shows: which shipments, and in which order.
package struct ListQuery: Hashable, Sendable {
  /// The panel; nil is every shipment.
  package var panel: Panel?
  package var filter: Filter
  package var ordering: Ordering

  /// The shipments of a panel that match, in order.
  package init(panel: Panel? = nil, filter: Filter = .all, ordering: Ordering = Ordering(.id)) {
    self.panel = panel
    self.filter = filter
    self.ordering = ordering
  }

  /// The whole list at once.
  package func listing(of board: Board, now: Instant, index: inout TextIndex) -> Listing {
    var builder = ListBuilder(self, board: board, now: now)
    while !builder.advance(pages: .max, on: board, index: &index) {}
    return builder.listing ?? Listing(query: self, total: 0)
  }
}

/// The shipments of a list by their numbers: what the cursor and the marks refer to, whatever the board does meanwhile.
package struct Listing: Sendable {
  package let query: ListQuery
  /// How many shipments the panel, or the board, had.
  package let total: Int
  /// How many of them matched.
  package internal(set) var matched = 0
  /// The shipments in order: all of them, or the first few until ``isComplete``.
  package internal(set) var ids: ContiguousArray<ShipmentID> = []
  /// All that matched, in no order: also those that are not among ``ids`` yet.
  package internal(set) var members = ShipmentSet()
  /// The journal's number up to which the board was folded when the list was begun.
  package internal(set) var sequence: UInt64 = 0
  /// Answers whether a shipment still belongs; nil only for an empty list that was never built.
  package internal(set) var matcher: Matcher?

  /// An empty list.
  package init(query: ListQuery, total: Int) {
    self.query = query
    self.total = total
  }

  /// Whether ``ids`` has all that matched.
  package var isComplete: Bool { ids.count == matched }

  /// Whether every shipment that matches a query is in this list, as far as the board has not moved on since it was built.
  package func holdsAll(of query: ListQuery, at now: Instant) -> Bool {
    guard isComplete, let matcher, query.panel == self.query.panel else { return false }
    return query.filter.implies(self.query.filter) && !query.filter.asksAlarms && !query.filter.asksPapers
      && (now == matcher.now || !self.query.filter.asksNow)
  }

  /// Where a shipment stands, counted from 0; nil when it is not in the list, or not among the first that are ordered already.
  ///
  /// `near` is where it stood before: looked at first, so that following a cursor costs next to nothing.
  package func position(of id: ShipmentID, near: Int = 0) -> Int? {
    guard members.contains(id) else { return nil }
    // The list may have become much shorter since, so that `near` lies beyond its end.
    let end = min(ids.count, max(0, near) + 64)
    let close = min(max(0, near - 64), end)..<end
    if !close.isEmpty, let found = ids[close].firstIndex(of: id) { return found }
    return ids.withUnsafeBufferPointer { ids in
      var start = 0
      while start < ids.count {
        let end = min(start + 1024, ids.count)
        var isHere = false
        for index in start..<end { isHere = ids[index].number == id.number || isHere }
        if isHere { return (start..<end).first { ids[$0] == id } }
        start = end
      }
      return nil
    }
  }

  /// Whether a shipment of the list still belongs to it, as the board has it now.
  package func stillHolds(_ id: ShipmentID, on board: Board) -> Bool { matcher?.matches(id, on: board) ?? false }
}

/// Builds a list in steps.
package struct ListBuilder: Sendable {
  package let query: ListQuery
  package let now: Instant
  /// How many rows are in order as soon as the scan is over.
  package let top: Int
  /// The list as far as it is known: nil before the scan is over, then its first rows, then all of them.
  package private(set) var listing: Listing?

  private enum Work { case prepare, scan, order, rekey, copy, done }
  private var work = Work.prepare
  private var result: Listing
  private var matcher: Matcher?
  /// One for each key of the ordering.
  private var makers: [KeyMaker] = []
  private var keys: KeyMaker? { makers.first }
  /// The shipments there were when the list was begun.
  private let count: Int
  /// The panel's members, where walking them is quicker than running down the pages; in no order.
  private let members: ContiguousArray<UInt32>?
  private var next = 0
  /// The numbers of what matches; of those that are sorted, with their keys in the upper half.
  private var found: ContiguousArray<ShipmentID> = []
  private var keyed: [UInt64] = []
  private var first = TopRows(0)
  /// The first rows where several keys order them.
  private var firstOfSeveral = TopSeveral(0)
  private var sort: RadixSort?
  /// The key of the ordering that is being sorted by, from the last one to 0.
  private var level = 0

  /// Walking members costs about as much as this many rows of a scan each: they lie far apart in memory.
  private static let scatterCost = 16

  /// Begins a list; `top` rows of it will be in order before the whole is. Where every match is among the shipments of `known`, as
  /// when a filter that is typed grows, and those are few, only they are looked at; a list that is only built anew is for what the
  /// board has become, and is looked for everywhere.
  package init(_ query: ListQuery, board: Board, now: Instant, top: Int = 128, within known: Listing? = nil) {
    self.query = query
    self.now = now
    self.top = max(1, top)
    count = board.count
    let total = query.panel.map { board.count(in: $0) } ?? board.present
    result = Listing(query: query, total: total)
    result.sequence = board.sequence
    let listed = query.panel.flatMap { $0 == .closed ? nil : total } ?? .max
    if let known, known.sequence == board.sequence || known.query.filter != query.filter,
      known.ids.count < min(listed, board.count / Self.scatterCost), known.holdsAll(of: query, at: now)
    {
      members = ContiguousArray(known.ids.map(\.number))
      // What has changed since that one was built was not looked at.
      result.sequence = min(known.sequence, board.sequence)
    } else if let panel = query.panel, listed < board.count / Self.scatterCost {
      members = board.members(of: panel)
    } else {
      members = nil
    }
  }

  /// Whether everything is done.
  package var isDone: Bool { work == .done }

  /// The journal's number up to which everything was looked at; what has changed since is not in the list.
  package var sequence: UInt64 { result.sequence }

  /// How much of the scan is done, from 0 to 1.
  package var progress: Double {
    switch work {
    case .prepare: 0
    case .scan: Double(next) / Double(max(1, scanLength))
    case .order, .rekey, .copy, .done: 1
    }
  }

  private var scanLength: Int { members?.count ?? (count + Page.rows - 1) / Page.rows }

  /// Works for as long as about `pages` pages of 1,024 shipments take, some microseconds each.
  ///
  /// - Returns: whether everything is done.
  package mutating func advance(pages: Int, on board: Board, index: inout TextIndex) -> Bool {
    let pages = max(1, pages)
    switch work {
    case .prepare: prepare(pages, board, &index)
    case .scan:
      if members == nil { scan(pages, board) } else { walk(pages, board) }
      if next >= scanLength { endScan() }
    case .order: order(pages)
    case .rekey: rekey(pages, board)
    case .copy: copy(pages)
    case .done: break
    }
    return work == .done
  }

  private mutating func prepare(_ pages: Int, _ board: Board, _ index: inout TextIndex) {
    guard index.prepare(query.filter, on: board, pages: pages) else { return }
    for part in query.ordering.parts.dropFirst(makers.count) {
      guard let column = part.key.textColumn else {
        makers.append(KeyMaker(part))
        continue
      }
      guard let places = index.places(in: column, upTo: result.sequence, on: board, pages: pages) else { return }
      makers.append(KeyMaker(part, places: places))
    }
    matcher = Matcher(query.filter, in: query.panel, board: board, now: now, index: &index)
    result.matcher = matcher
    first = TopRows(top)
    firstOfSeveral = TopSeveral(top)
    level = makers.count - 1
    result.members.reserve(count)
    // Room that is not written to costs nothing.
    if keys?.isByNumber == true, members == nil {
      found.reserveCapacity(count)
    } else {
      keyed.reserveCapacity(members?.count ?? count)
    }
    work = .scan
  }

  private mutating func scan(_ pages: Int, _ board: Board) {
    guard let matcher, let keys, let last = makers.last else { return }
    let start = next
    let all = min(scanLength, board.pages.count)
    let end = pages < all - start ? start + pages : all
    let count = min(self.count, board.count)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Page.rows * 3) { room in
      guard let rows = room.baseAddress else { return }
      let pageKeys = rows + Page.rows
      let lastKeys = pageKeys + Page.rows
      matcher.withAnswers { mask in
        for index in start..<max(start, end) {
          let page = board.pages[index]
          let number = UInt32(index * Page.rows + 1)
          guard matcher.answers(mask, page, number, count: count) else { continue }
          let hits = ListBuilder.compress(mask, rows)
          guard hits > 0 else { continue }
          result.matched += hits
          result.members.insert(answers: mask, ofPage: index)
          if keys.isByNumber {
            for hit in 0..<hits { rows[hit] &+= number }
            UnsafeRawPointer(rows).withMemoryRebound(to: ShipmentID.self, capacity: hits) {
              found.append(contentsOf: UnsafeBufferPointer(start: $0, count: hits))
            }
          } else {
            keys.fill(pageKeys, page, first: number)
            if level > 0 {
              last.fill(lastKeys, page, first: number)
              for hit in 0..<hits { offer(pageKeys[Int(rows[hit])], page, Int(rows[hit]), number &+ rows[hit]) }
              collect(rows, hits, lastKeys, number)
            } else {
              collect(rows, hits, pageKeys, number)
            }
          }
        }
      }
    }
    next = end >= all ? scanLength : end
  }

  /// Adds a page's matches with their keys, and keeps the first of them.
  @inline(__always)
  private mutating func collect(
    _ rows: UnsafePointer<UInt32>, _ hits: Int, _ keys: UnsafePointer<UInt32>, _ number: UInt32
  ) {
    let start = keyed.count
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: hits) { room in
      for hit in 0..<hits {
        let row = rows[hit]
        room[hit] = UInt64(keys[Int(row)]) &<< 32 | UInt64(number &+ row)
      }
      keyed.append(contentsOf: room)
    }
    if level == 0 { keyed.withUnsafeBufferPointer { first.offer(UnsafeBufferPointer(rebasing: $0[start...])) } }
  }

  /// Keeps a row if it may be among the first; its other keys are only asked for if the first key does not rule it out.
  @inline(__always)
  private mutating func offer(_ key: UInt32, _ page: Page, _ r: Int, _ number: UInt32) {
    guard key <= firstOfSeveral.limit else { return }
    func other(_ place: Int) -> UInt64 { place < makers.count ? UInt64(makers[place].key(page, r, number)) : 0 }
    firstOfSeveral.keep(
      TopSeveral.Row(head: UInt64(key) &<< 32 | other(1), tail: other(2) &<< 32 | other(3), number: number))
  }

  /// The rows whose answer is 1, in order: eight answers at a time where few are, one after the other without a branch where
  /// many are.
  @inline(__always)
  static func compress(_ mask: UnsafePointer<UInt8>, _ rows: UnsafeMutablePointer<UInt32>) -> Int {
    var all: UInt32 = 0
    for row in 0..<Page.rows { all &+= UInt32(mask[row]) }
    var hits = 0
    if all > Page.rows / 8 {
      for row in 0..<Page.rows - 1 {
        rows[hits] = UInt32(truncatingIfNeeded: row)
        hits &+= Int(mask[row])
      }
      // Were all rows hits, the last would find no room left over to be written in vain.
      if mask[Page.rows - 1] != 0 {
        rows[hits] = UInt32(Page.rows - 1)
        hits += 1
      }
      return hits
    }
    let words = UnsafeRawPointer(mask)
    var row = 0
    while all > 0, row < Page.rows {
      var word = words.load(fromByteOffset: row, as: UInt64.self)
      while word != 0 {
        rows[hits] = UInt32(truncatingIfNeeded: row &+ word.trailingZeroBitCount &>> 3)
        hits &+= 1
        word &= word &- 1
      }
      row &+= 8
    }
    return hits
  }

  private mutating func walk(_ pages: Int, _ board: Board) {
    guard let matcher, let keys, let last = makers.last, let members else { return }
    let (most, overflow) = pages.multipliedReportingOverflow(by: Page.rows / Self.scatterCost)
    let end = overflow || most > members.count - next ? members.count : next + most
    for index in next..<end {
      let id = ShipmentID(members[index])
      guard board.contains(id) else { continue }
      let page = board.pages[id.index / Page.rows]
      let r = id.index % Page.rows
      guard matcher.plan.holds(page, r, id.number) else { continue }
      result.matched += 1
      result.members.insert(id)
      let key = UInt64(last.key(page, r, id.number)) &<< 32 | UInt64(id.number)
      keyed.append(key)
      if level == 0 { first.offer(key) } else { offer(keys.key(page, r, id.number), page, r, id.number) }
    }
    next = end
  }

  private mutating func endScan() {
    if keys?.isByNumber == true, members == nil {
      if query.ordering.isDescending { found.reverse() }
      result.ids = found
      found = []
      listing = result
      work = .done
      return
    }
    result.ids = level == 0 ? first.ids : firstOfSeveral.ids
    listing = result
    guard !result.isComplete else {
      keyed = []
      work = .done
      return
    }
    // A scan runs in the order of numbers, which the sort keeps among equals; a walk does not.
    sort = RadixSort(keyed, fromBit: members == nil ? 32 : 0)
    keyed = []
    work = .order
  }

  private mutating func order(_ pages: Int) {
    let (items, overflow) = pages.multipliedReportingOverflow(by: Page.rows)
    sort?.advance(overflow ? .max : items)
    guard let sort, sort.isDone else { return }
    if level > 0 {
      level -= 1
      keyed = sort.items
      self.sort = nil
      next = 0
      work = .rekey
      return
    }
    result.ids = []
    result.ids.reserveCapacity(sort.items.count)
    next = 0
    work = .copy
  }

  /// Brings the sorted numbers into the list.
  private mutating func copy(_ pages: Int) {
    guard let items = sort?.items else { return }
    let (most, overflow) = pages.multipliedReportingOverflow(by: Page.rows * 4)
    let end = overflow || most > items.count - next ? items.count : next + most
    for index in next..<end { result.ids.append(ShipmentID(UInt32(truncatingIfNeeded: items[index]))) }
    next = end
    guard end == items.count else { return }
    sort = nil
    listing = result
    work = .done
  }
}

extension ListBuilder {
  /// Gives the rows, which are in the order of one key, the key before it.
  private mutating func rekey(_ pages: Int, _ board: Board) {
    let maker = makers[level]
    let (most, overflow) = pages.multipliedReportingOverflow(by: Page.rows / Self.scatterCost)
    let end = overflow || most > keyed.count - next ? keyed.count : next + most
    for index in next..<end {
      let number = UInt32(truncatingIfNeeded: keyed[index])
      let id = ShipmentID(number)
      guard board.contains(id) else { continue }
      let key = maker.key(board.pages[id.index / Page.rows], id.index % Page.rows, number)
      keyed[index] = UInt64(key) &<< 32 | UInt64(number)
    }
    next = end
    guard next == keyed.count else { return }
    sort = RadixSort(keyed, fromBit: 32)
    keyed = []
    work = .order
  }
}

/// The least few of many rows that several keys order.
struct TopSeveral: Sendable {
  /// A row with up to four keys.
  struct Row: Comparable {
    var head: UInt64
    var tail: UInt64
    var number: UInt32

    static func < (a: Row, b: Row) -> Bool { (a.head, a.tail, a.number) < (b.head, b.tail, b.number) }
  }

  private let most: Int
  private var kept: [Row] = []
  private var last: Row?
  /// The greatest first key that can still be among the least.
  private(set) var limit = UInt32.max

  init(_ most: Int) {
    self.most = most
  }

  mutating func keep(_ row: Row) {
    if let last, row >= last { return }
    kept.append(row)
    guard kept.count >= most * 2 else { return }
    kept.sort()
    kept.removeLast(kept.count - most)
    last = kept.last
    limit = UInt32(truncatingIfNeeded: (kept.last?.head ?? .max) &>> 32)
  }

  /// The shipments of the least, in order.
  var ids: ContiguousArray<ShipmentID> { ContiguousArray(kept.sorted().prefix(most).map { ShipmentID($0.number) }) }
}

/// The least few of many numbers: whatever is not less than the last of them is passed over with one comparison.
struct TopRows: Sendable {
  private let most: Int
  private var kept: [UInt64] = []
  private var limit = UInt64.max

  init(_ most: Int) {
    self.most = most
    kept.reserveCapacity(min(most, 4096) * 2 + 1)
  }

  @inline(__always)
  mutating func offer(_ item: UInt64) {
    if item < limit { keep(item) }
  }

  @inline(__always)
  mutating func offer(_ items: UnsafeBufferPointer<UInt64>) {
    for item in items where item < limit { keep(item) }
  }

  @inline(never)
  private mutating func keep(_ item: UInt64) {
    kept.append(item)
    if kept.count >= most * 2 { trim() }
  }

  private mutating func trim() {
    kept.sort()
    if kept.count > most { kept.removeLast(kept.count - most) }
    if kept.count == most, let last = kept.last { limit = last }
  }

  /// The shipments of the least, in order.
  var ids: ContiguousArray<ShipmentID> {
    ContiguousArray(kept.sorted().prefix(most).map { ShipmentID(UInt32(truncatingIfNeeded: $0)) })
  }
}

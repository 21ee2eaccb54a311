package import Measures

// Counted in steps, like lists:
//
//   scan     page by page: the sums of every value of the column, or of every part of the field
//   merge    texts that fold to the same are one group, so many at a time
//   select   the greatest, so many at a time; the others are told together

/// Counts by group, in steps, as ``ListBuilder`` builds a list.
package struct GroupBuilder: Sendable {
  package let query: GroupQuery
  package let now: Instant
  /// How many groups are told one by one.
  package let most: Int
  /// The groups; nil until everything is counted.
  package private(set) var groups: Groups?
  /// The journal's number up to which the board was folded when the counting began.
  package let sequence: UInt64

  private let column: GroupColumn?
  private let parts: [GroupPart]
  private var matcher: Matcher?
  private var late = Plan.nothing
  private var plans: [Plan] = []
  private var missing = Plan.nothing
  private enum Work { case prepare, scan, merge, select }
  private var work = Work.prepare
  private var next = 0
  private let count: Int
  /// The place of every value among `sums`, plus 1; 0 where it has none. Values of a second column begin at `offset`.
  private var places = SparseNumbers()
  private var offset: UInt32 = 0
  private var sums: [Groups.Row] = []
  private var unknown = Groups.Row(key: .none)
  private var all = Groups.Row(key: .none)
  /// Where the texts of a folded form are told, and how many shipments the one has that gives the name.
  private var folded: [[UInt8]: (place: Int, most: Int)] = [:]
  private var merged: [Groups.Row] = []
  private var top: TopGroups

  /// Begins to count; the `most` greatest groups will be told one by one, the others together.
  package init(_ query: GroupQuery, board: Board, now: Instant, most: Int = 1000) {
    self.query = query
    self.now = now
    self.most = max(1, most)
    sequence = board.sequence
    count = board.count
    column = GroupColumn(query.field)
    parts = column == nil ? GroupPart.parts(of: query.field) : []
    // What is cut by amount or time is read in its own order; names are, by what they have.
    top = TopGroups(self.most, by: query.order, isNumber: query.field.kind.isOrdered && query.order == .count)
  }

  /// Whether everything is counted.
  package var isDone: Bool { groups != nil }

  /// How much is counted, from 0 to 1.
  package var progress: Double {
    switch work {
    case .prepare: 0
    case .scan: Double(next) / Double(max(1, (count + Page.rows - 1) / Page.rows))
    case .merge, .select: 1
    }
  }

  /// Counts for as long as about `pages` pages of 1,024 shipments take, some microseconds each.
  ///
  /// - Returns: whether everything is counted.
  package mutating func advance(pages: Int, on board: Board, index: inout TextIndex) -> Bool {
    guard groups == nil else { return true }
    switch work {
    case .prepare:
      if index.prepare(query.asked, on: board, pages: pages) { prepare(board, &index) }
    case .scan:
      let all = min((count + Page.rows - 1) / Page.rows, board.pages.count)
      let end = pages < all - next ? next + max(1, pages) : all
      scan(next..<max(next, end), board)
      next = end
      if next >= all { endScan() }
    case .merge: merge(pages, board.texts)
    case .select: select(pages)
    }
    return groups != nil
  }

  private mutating func prepare(_ board: Board, _ index: inout TextIndex) {
    let matcher = Matcher(query.filter, in: query.panel, board: board, now: now, index: &index)
    var planner = Planner(now: now, index: index, alarms: board.alarms, papers: board.papers)
    late = planner.plan(.term(Filter.Term(.is, .has, [.text(Condition.late.name)])))
    plans = parts.map { planner.plan($0.filter.root) }
    if column == nil, query.field.canBeMissing {
      missing = planner.plan(.term(Filter.Term(query.field, .has, [.none])))
    }
    self.matcher = matcher
    sums = parts.indices.map { Groups.Row(key: .part($0)) }
    // Room that is not written to costs nothing, and an array that outgrew its room would be copied in one go.
    if case .words? = column { sums.reserveCapacity(min(count, board.texts.count) + 1) }
    work = .scan
  }

  private mutating func scan(_ pages: Range<Int>, _ board: Board) {
    guard let matcher, !pages.isEmpty else { return }
    let lateDepth = max(late.depth, missing.depth, plans.map(\.depth).max() ?? 1)
    withUnsafeTemporaryAllocation(byteCount: lateDepth * Page.rows, alignment: 64) { room in
      guard let start = room.baseAddress else { return }
      let other = start.bindMemory(to: UInt8.self, capacity: room.count)
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Page.rows) { lates in
        guard let lateMask = lates.baseAddress else { return }
        matcher.withAnswers { mask in
          for index in pages {
            let page = board.pages[index]
            let number = UInt32(index * Page.rows + 1)
            guard matcher.answers(mask, page, number, count: min(count, board.count)), !Plan.isEmpty(mask) else {
              continue
            }
            late.fill(other, page, first: number)
            lateMask.update(from: other, count: Page.rows)
            Self.add(mask, page, lateMask, now, to: &all)
            if let column {
              add(column, mask, page, lateMask)
            } else {
              for (place, plan) in plans.enumerated() {
                Self.fill(other, plan, mask, page, number)
                Self.add(other, page, lateMask, now, to: &sums[place])
              }
              Self.fill(other, missing, mask, page, number)
              Self.add(other, page, lateMask, now, to: &unknown)
            }
          }
        }
      }
    }
  }

  /// What holds for the plan and for `mask`.
  @inline(__always)
  private static func fill(_ answer: Plan.Mask, _ plan: Plan, _ mask: Plan.Mask, _ page: Page, _ number: UInt32) {
    guard plan.fill(answer, page, first: number) else {
      answer.update(repeating: 0, count: Page.rows)
      return
    }
    for r in 0..<Page.rows { answer[r] &= mask[r] }
  }

  /// Adds all rows whose answer is 1.
  private static func add(
    _ mask: Plan.Mask, _ page: Page, _ late: Plan.Mask, _ now: Instant, to sum: inout Groups.Row
  ) {
    let cents = UnsafePointer(page.euroCents)
    let grams = UnsafePointer(page.weightGrams)
    let placed = UnsafePointer(page.placed)
    let holds = UnsafePointer(page.openHolds)
    var count: UInt32 = 0
    var held: UInt32 = 0
    var lates: UInt32 = 0
    var euroCents: Int64 = 0
    var weight: Int64 = 0
    var placedSum: Int64 = 0
    for r in 0..<Page.rows {
      let bit = Int32(mask[r])
      count &+= UInt32(mask[r])
      lates &+= UInt32(mask[r] & late[r])
      held &+= holds[r] != 0 ? UInt32(mask[r]) : 0
      euroCents &+= Int64(cents[r] & -bit)
      weight &+= Int64(grams[r] & -bit)
      placedSum &+= Int64(placed[r] & UInt32(bitPattern: -bit))
    }
    guard count > 0 else { return }
    sum.count += Int(count)
    sum.held += Int(held)
    sum.late += Int(lates)
    sum.euroCents &+= euroCents
    sum.grams &+= weight
    sum.ageSeconds &+= Int64(count) &* (now.milliseconds / 1000) &- placedSum
  }

  private mutating func add(_ column: GroupColumn, _ mask: Plan.Mask, _ page: Page, _ late: Plan.Mask) {
    switch column {
    case .bytes(let bytes):
      let values = page.column(bytes)
      add(mask, page, late) { UInt32(values[$0]) }
    case .halves(let halves):
      let values = page.column(halves)
      add(mask, page, late) { UInt32(values[$0]) }
    case .words(let words):
      let values = page.column(words)
      add(mask, page, late) { values[$0] }
    case .places(let halves, let words):
      offset = 1 << 16
      let values = page.column(halves)
      let texts = page.column(words)
      add(mask, page, late) { r in
        // Numbers of texts end far below; one that does not is none.
        values[r] != 0 || texts[r] == 0 ? UInt32(values[r]) : texts[r] &+ 1 << 16
      }
    }
  }

  @inline(__always)
  private mutating func add(_ mask: Plan.Mask, _ page: Page, _ late: Plan.Mask, _ value: (Int) -> UInt32) {
    let nowSeconds = now.milliseconds / 1000
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Page.rows) { room in
      guard let rows = room.baseAddress else { return }
      let hits = ListBuilder.compress(mask, rows)
      for hit in 0..<hits {
        let r = Int(rows[hit])
        let value = value(r)
        let known = places[value]
        let place = known != 0 ? Int(known) - 1 : place(of: value)
        sums[place].count &+= 1
        sums[place].euroCents &+= Int64(page.euroCents[r])
        sums[place].grams &+= Int64(page.weightGrams[r])
        sums[place].ageSeconds &+= nowSeconds &- Int64(page.placed[r])
        sums[place].held &+= page.openHolds[r] != 0 ? 1 : 0
        sums[place].late &+= Int(late[r])
      }
    }
  }

  /// Makes room for a value seen for the first time.
  @inline(never)
  private mutating func place(of value: UInt32) -> Int {
    // Numbers of texts, codes of six digits and rows of tables all end far below; a broken one is counted with the last.
    let value = min(value, 1 << 27)
    if places[value] == 0 {
      let isWords = offset > 0 && value >= offset
      sums.append(Groups.Row(key: isWords ? .words(TextID(value - offset)) : .row(value)))
      places.set(UInt32(sums.count), of: value)
    }
    return Int(places[value]) - 1
  }

  private mutating func endScan() {
    if let none = column?.unknown, places[none] != 0 {
      let place = Int(places[none]) - 1
      unknown = sums[place]
      unknown.key = .none
      sums[place].count = 0
    }
    places = SparseNumbers()
    next = 0
    work = query.field.kind == .text && sums.count <= Self.mergedMost ? .merge : .select
  }

  /// Puts the greatest of the next groups first; at the end all is counted.
  private mutating func select(_ pages: Int) {
    let (most, overflow) = max(1, pages).multipliedReportingOverflow(by: Page.rows)
    let end = overflow || most > sums.count - next ? sums.count : next + most
    // Parts are few, and stand in their own order.
    let isOrdered = column == nil && query.field.kind.isOrdered && query.order == .count
    for row in sums[next..<end] where row.count > 0 { top.offer(row, sorting: !isOrdered) }
    next = end
    guard end == sums.count else { return }
    var result = Groups(query: query, parts: parts)
    result.all = all
    result.unknown = unknown.count > 0 ? unknown : nil
    top.finish(sorting: !isOrdered)
    (result.rows, result.others, result.othersCount) = (top.rows, top.others, top.othersCount)
    sums = []
    groups = result
  }

  private static let mergedMost = 50_000

  /// Texts that fold to the same are one group, as they are for a filter; the one that most shipments have gives the name.
  private mutating func merge(_ pages: Int, _ texts: TextTable) {
    let (most, overflow) = max(1, pages).multipliedReportingOverflow(by: 16)
    let end = overflow || most > sums.count - next ? sums.count : next + most
    for row in sums[next..<end] where row.count > 0 {
      guard case .row(let text) = row.key else { continue }
      let form = Folding.bytes(texts[TextID(text)])
      guard let known = folded[form] else {
        folded[form] = (merged.count, row.count)
        merged.append(row)
        continue
      }
      merged[known.place].add(row)
      if row.count > known.most {
        merged[known.place].key = row.key
        folded[form] = (known.place, row.count)
      }
    }
    next = end
    guard end == sums.count else { return }
    (sums, merged, folded) = (merged, [], [:])
    next = 0
    work = .select
  }
}

/// The greatest of many groups in order, and all others together.
private struct TopGroups: Sendable {
  private let most: Int
  private let measure: GroupMeasure
  /// Whether they are put in order by their values and not by what they have.
  private let isNumber: Bool
  private(set) var rows: [Groups.Row] = []
  private(set) var others = Groups.Row(key: .none)
  private(set) var othersCount = 0
  private var last: Groups.Row?

  init(_ most: Int, by measure: GroupMeasure, isNumber: Bool) {
    self.most = most
    self.measure = measure
    self.isNumber = isNumber
  }

  mutating func offer(_ row: Groups.Row, sorting isSorting: Bool) {
    if let last, isSorting, !isBefore(row, last) { return leave(row) }
    rows.append(row)
    if rows.count / 2 >= most, isSorting { cut(sorting: true) }
  }

  /// Leaves no more than were asked for.
  mutating func finish(sorting isSorting: Bool) { cut(sorting: isSorting) }

  private mutating func cut(sorting isSorting: Bool) {
    if isSorting { rows.sort(by: isBefore) }
    for row in rows.dropFirst(most) { leave(row) }
    rows = Array(rows.prefix(most))
    if rows.count == most { last = rows.last }
  }

  private mutating func leave(_ row: Groups.Row) {
    others.add(row)
    othersCount += 1
  }

  private func isBefore(_ a: Groups.Row, _ b: Groups.Row) -> Bool {
    let (x, y) = isNumber ? (0, 0) : (a.amount(measure), b.amount(measure))
    return x == y ? TopGroups.order(a.key) < TopGroups.order(b.key) : x > y
  }

  private static func order(_ key: GroupKey) -> Int {
    switch key {
    case .row(let row): Int(row)
    case .words(let id): 1 << 40 + Int(id.number)
    case .part(let part): part
    case .none: .max
    }
  }
}

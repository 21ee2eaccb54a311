import Atlas
package import Measures

// How many, how much, how old, by anything a filter can ask about:
//
//   clearway query --group-by to            F on the screen
//
//   TO   SHIPMENTS      VALUE    AGE   HELD  LATE
//   DE       1,204    €48,201   6d 3h    31    12        a row is a group; its filter ("to:DE") looks into it
//   US         988    …
//   none        14    …                                   those of which it is not known
//
// Columns whose values are groups by themselves are counted straight into a table. Everything else (amounts, spans, holds,
// conditions) is a short list of filters, so that looking into a group finds exactly what was counted.

/// What is counted by what.
package struct GroupQuery: Hashable, Sendable {
  /// The panel; nil is every shipment.
  package var panel: Panel?
  package var filter: Filter
  package var field: Field
  /// What puts the groups in order.
  package var order: GroupMeasure

  /// Counts of the shipments that a filter lets through, by a field.
  package init(panel: Panel? = nil, filter: Filter = .all, by field: Field, order: GroupMeasure = .count) {
    self.panel = panel
    self.filter = filter
    self.field = field
    self.order = order
  }

  /// What is asked of the board for it, beside what columns say: counts by alarm ask for all of them.
  var asked: Filter {
    field == .alarm ? filter.and(Filter(.term(Filter.Term(.alarm, .has, [.any])))) : filter
  }

  /// Why nothing can be counted by a field; nil when it can.
  package static func refusal(of field: Field) -> String? {
    field == .id ? "every shipment has a number of its own" : nil
  }
}

/// What is told of a group.
package enum GroupMeasure: String, CaseIterable, Hashable, Sendable {
  case count, value, weight, age, held, late

  /// The stable name, as it stands on the command line.
  package var name: String { rawValue }

  /// What it is, a clause.
  package var words: String {
    switch self {
    case .count: "how many shipments"
    case .value: "what their goods are worth together, in euros at the reference rates"
    case .weight: "what they weigh together"
    case .age: "how long ago they were ordered, on average"
    case .held: "how many of them are held"
    case .late: "how many of them are late"
    }
  }
}

/// What the shipments of a group have in common.
package enum GroupKey: Hashable, Sendable {
  /// A row of the field's table: a stage, a country, a lane, a text, an HS code, a number.
  case row(UInt32)
  /// A place that was only named in words.
  case words(TextID)
  /// One of the field's spans, amounts, holds or conditions, by its place among them.
  case part(Int)
  /// It is not known of them.
  case none
}

/// Counts by group.
package struct Groups: Sendable {
  /// A group with its sums.
  package struct Row: Hashable, Sendable {
    package var key: GroupKey
    package var count = 0
    /// What the goods are worth together, at the reference rates.
    package var euroCents: Int64 = 0
    package var grams: Int64 = 0
    /// The ages of all of them together; see ``meanAge``.
    package var ageSeconds: Int64 = 0
    package var held = 0
    package var late = 0

    /// How long ago they were ordered on average.
    package var meanAge: Span { Span(milliseconds: count == 0 ? 0 : ageSeconds / Int64(count) * 1000) }

    /// What the groups are put in order by.
    package func amount(_ measure: GroupMeasure) -> Int64 {
      switch measure {
      case .count: Int64(count)
      case .value: euroCents
      case .weight: grams
      case .age: meanAge.milliseconds
      case .held: Int64(held)
      case .late: Int64(late)
      }
    }

    mutating func add(_ other: Row) {
      count += other.count
      euroCents &+= other.euroCents
      grams &+= other.grams
      ageSeconds &+= other.ageSeconds
      held += other.held
      late += other.late
    }
  }

  package let query: GroupQuery
  /// All that the filter let through.
  package internal(set) var all = Row(key: .none)
  /// The groups, the greatest first; a shipment with two holds is in two groups.
  package internal(set) var rows: [Row] = []
  /// Those of which the field is not known; nil when there are none.
  package internal(set) var unknown: Row?
  /// How many groups there are besides ``rows``, and their sums.
  package internal(set) var othersCount = 0
  package internal(set) var others = Row(key: .none)
  let parts: [GroupPart]

  /// The group's name for people: its code where it has one; "none" where the field is not known.
  package func name(of key: GroupKey, in texts: TextTable) -> String {
    switch key {
    case .none: return "none"
    case .words(let id): return texts[id]
    case .part(let place): return place < parts.count ? parts[place].name : ""
    case .row(let row): return Groups.name(query.field, row, texts)
    }
  }

  /// More about a group, where its name is a code; empty where it says all.
  package func words(of key: GroupKey) -> String {
    switch key {
    case .none, .words: return ""
    case .part(let place): return place < parts.count ? parts[place].words : ""
    case .row(let row): return Groups.words(query.field, row)
    }
  }

  /// The filter that picks out one group, for looking into it; joined to the query's own with ``Filter/and(_:)``.
  package func filter(of key: GroupKey, in texts: TextTable) -> Filter {
    let field = query.field
    func term(_ comparison: Filter.Comparison, _ value: Filter.Value) -> Filter {
      Filter(.term(Filter.Term(field, comparison, [value])))
    }
    switch key {
    case .none: return term(.has, .none)
    case .words(let id): return term(.equal, .text(texts[id]))
    case .part(let place): return place < parts.count ? parts[place].filter : .all
    case .row(let row):
      if field.kind == .number { return term(.equal, .quantity(.number(Int64(row)))) }
      let isExact = field.kind == .text || field.kind == .place
      return term(isExact ? .equal : .has, .text(Groups.name(field, row, texts)))
    }
  }

  private static func name(_ field: Field, _ row: UInt32, _ texts: TextTable) -> String {
    let byte = UInt8(truncatingIfNeeded: row)
    let half = UInt16(truncatingIfNeeded: row)
    switch GroupColumn(field) {
    case .bytes(.panel): return Panel(rawValue: byte)?.name ?? ""
    case .bytes(.stage): return Stage(rawValue: byte)?.name ?? ""
    case .bytes(.milestone): return Milestone(rawValue: byte)?.name ?? ""
    case .bytes(.mode): return TransportMode(rawValue: byte)?.name ?? ""
    case .bytes(.incoterm): return Incoterm(rawValue: byte)?.code ?? ""
    case .bytes(.attempts), .bytes(.disputes): return String(row)
    case .bytes(.exportState), .bytes(.importState): return DeclarationState(rawValue: byte)?.name ?? ""
    case .halves(.holdOwners), .halves(.flags): return ""
    case .halves(.originCountry), .halves(.destinationCountry): return Country(packed: half).code
    case .halves(.lane): return LaneID(row: half).lane.code
    case .halves, .places: return PlaceID(row: half).place.code
    case .words(.hs):
      let digits = String(row)
      return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    case .words: return texts[TextID(row)]
    case nil: return ""
    }
  }

  private static func words(_ field: Field, _ row: UInt32) -> String {
    let half = UInt16(truncatingIfNeeded: row)
    switch GroupColumn(field) {
    case .halves(.originCountry), .halves(.destinationCountry):
      return Atlas.country(Country(packed: half))?.name ?? ""
    case .halves(.lane):
      let lane = LaneID(row: half).lane
      return lane.origin.place.name + " - " + lane.destination.place.name
    case .halves(.origin), .halves(.destination), .halves(.at), .places: return PlaceID(row: half).place.name
    case .bytes(.milestone): return Milestone(rawValue: UInt8(truncatingIfNeeded: row))?.words ?? ""
    case .bytes(.exportState), .bytes(.importState):
      return DeclarationState(rawValue: UInt8(truncatingIfNeeded: row))?.words ?? ""
    case .bytes, .halves, .words, nil: return ""
    }
  }
}

/// A group that is a filter: an amount from here to there, a hold, a condition.
struct GroupPart: Sendable {
  let name: String
  let words: String
  let filter: Filter

  /// The groups of a field whose columns are none themselves: its names, or where its amounts are cut.
  static func parts(of field: Field) -> [GroupPart] {
    switch field.kind {
    case .choice, .place, .text, .digits, .label:
      let names =
        field == .hold || field == .wasHeld
        ? Choices.names(of: field).prefix(HoldReason.allCases.count)[...]
        : Choices.names(of: field)[...]
      // How complete papers are is only reckoned for whoever asks for that.
      return names.filter { field != .is || $0.name != Condition.papersMissing.name }.map { name in
        GroupPart(
          name: name.name, words: name.words, filter: Filter(.term(Filter.Term(field, .has, [.text(name.name)]))))
      }
    case .number where field == .papers: return cut(field, [50, 60, 70, 80, 90, 100].map { .number($0) })
    case .number: return cut(field, [1, 2, 3, 5, 10, 20, 50, 100].map { .number($0) })
    case .money:
      return cut(
        field, [10, 25, 50, 100, 150, 250, 500, 1000, 2500, 5000].map { .money(Money(minor: $0 * 100, .eur)) })
    case .mass: return cut(field, [100, 250, 500, 1000, 2000, 5000, 10_000, 30_000].map { .mass(Grams($0)) })
    case .span: return cut(field, since)
    case .time: return cut(field, field == .placed ? since : until)
    }
  }

  private static let since: [Filter.Quantity] =
    [1, 4, 12].map { .span(.hours($0), unit: .hours(1)) }
    + [1, 2, 3, 7, 14, 30, 90].map { .span(.days($0), unit: .days(1)) }
  private static let until: [Filter.Quantity] =
    [-7, -3, -1].map { .span(.days($0), unit: .days(1)) } + [.span(.zero, unit: .hours(1))]
    + [4, 12].map { .span(.hours($0), unit: .hours(1)) } + [1, 3, 7, 14, 30].map { .span(.days($0), unit: .days(1)) }

  /// What lies below the first edge, between each two, and from the last one on.
  private static func cut(_ field: Field, _ edges: [Filter.Quantity]) -> [GroupPart] {
    func term(_ comparison: Filter.Comparison, _ edge: Filter.Quantity) -> Filter {
      Filter(.term(Filter.Term(field, comparison, [.quantity(edge)])))
    }
    return (0...edges.count).map { place in
      if place == 0 { return GroupPart(name: "<" + edges[0].text, words: "", filter: term(.less, edges[0])) }
      let from = edges[place - 1]
      guard place < edges.count else {
        return GroupPart(name: ">=" + from.text, words: "", filter: term(.atLeast, from))
      }
      return GroupPart(
        name: from.text + ".." + edges[place].text, words: "",
        filter: term(.atLeast, from).and(term(.less, edges[place])))
    }
  }
}

/// The column whose values are a field's groups.
enum GroupColumn {
  case bytes(ByteColumn)
  case halves(HalfColumn)
  case words(WordColumn)
  /// A place of the atlas, else one in words.
  case places(HalfColumn, WordColumn)

  /// The column of a field; nil where its groups are filters.
  init?(_ field: Field) {
    switch field {
    case .panel: self = .bytes(.panel)
    case .stage: self = .bytes(.stage)
    case .milestone: self = .bytes(.milestone)
    case .mode: self = .bytes(.mode)
    case .incoterm: self = .bytes(.incoterm)
    case .attempts: self = .bytes(.attempts)
    case .from: self = .halves(.originCountry)
    case .to: self = .halves(.destinationCountry)
    case .origin: self = .halves(.origin)
    case .lane: self = .halves(.lane)
    case .dest: self = .places(.destination, .destinationText)
    case .at: self = .places(.at, .atText)
    case .hs: self = .words(.hs)
    case .exportState: self = .bytes(.exportState)
    case .importState: self = .bytes(.importState)
    case .ref, .order, .merchant, .consignee, .carrier, .platform, .owner, .goods:
      self = .words(Planner.column(of: field))
    case .id, .hold, .is, .value, .weight, .age, .heard, .eta, .due, .promise, .placed, .used, .dwell, .alarm,
      .mrn, .limit, .corrected, .holdOwner, .clock, .wasHeld, .papers:
      return nil
    }
  }

  /// The value that means "not known"; nil where there is none.
  var unknown: UInt32? {
    switch self {
    case .bytes(.mode): UInt32(TransportMode.unknown.rawValue)
    case .bytes(.incoterm): UInt32(Incoterm.unstated.rawValue)
    case .bytes(.exportState), .bytes(.importState): UInt32(DeclarationState.none.rawValue)
    case .bytes: nil
    case .halves, .words, .places: 0
    }
  }
}

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

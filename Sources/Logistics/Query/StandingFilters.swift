package import Measures

// Filters that are asked of one row again and again, while time goes on: those of the alarm rules. They are turned into short
// programs of tests with jumps, all in one array:
//
//   is:stale panel:transit        0  panel in 2...2          yes 1   no ✗
//                                 1  now >= silent           yes ✓   no ✗
//
// A program stops at the first test that decides it. So what it answers can only turn when the row changes, or when the clock
// reaches the turn of a test that it came by; the first of those turns is told, and nobody needs to look before.
//
// Most filters are about shipments in a certain part of the flow. Which programs a row must be asked at all is therefore found
// once, by its panel and by whether it is held; filters that are the same share one program.

/// Filters made ready to be asked of single rows, with the instant at which each answer can change by itself.
package struct StandingFilters: Sendable {
  private struct Test: Sendable {
    enum Kind: UInt8, Sendable { case byte, half, word, number, flags, holders, holds, incomplete, clock, plan, always }

    var kind: Kind
    /// Whether the column is one of those that an order fills.
    var isOfTerms = false
    var yes: UInt16
    var no: UInt16
    /// Bytes from the beginning of its block to the column; for a plan or a clock its place in their arrays.
    var place: UInt32 = 0
    var low: UInt32 = 0
    var span: UInt32 = 0
  }

  private static let isSo: UInt16 = .max
  private static let isNot: UInt16 = .max - 1

  private var tests: [Test] = []
  private var clocks: [ClockTest] = []
  private var plans: [Plan] = []
  /// The programs that can match, by panel and by whether a hold is open, one kind of row after the other: each of them once a
  /// kind, so that a row reads along one piece of memory.
  private var asked: [Program] = []
  /// Where the programs of each kind of row begin in `asked`; the last one is their end.
  private var kinds: [Int] = Array(repeating: 0, count: kindCount + 1)
  private let limits = Limits.shared

  private struct Program: Sendable {
    var start: UInt16
    var answers: (low: UInt64, high: UInt64)
  }

  private static let panelCount = 8
  private static let kindCount = panelCount * 2

  /// Makes filters ready; brings the index up to the board's dictionary first where one of them asks for texts.
  package init(_ filters: [Filter], board: Board, index: inout TextIndex) {
    if filters.contains(where: \.asksTexts) { index.extend(over: board.texts) }
    var planner = Planner(now: board.latest, index: index, isStanding: true)
    index = TextIndex()
    count = min(filters.count, Self.countMax)
    var plans: [(filter: Filter, plan: Plan)] = []
    // The programs, each with the filters that it answers.
    var programs: [Program] = []
    for (index, filter) in filters.prefix(count).enumerated() {
      let row = plans.firstIndex { $0.filter == filter } ?? plans.count
      if row == plans.count {
        let plan = planner.plan(filter.root)
        plans.append((filter, plan))
        programs.append(Program(start: emit(plan, yes: Self.isSo, no: Self.isNot), answers: (0, 0)))
      }
      if index < 64 {
        programs[row].answers.low |= 1 << UInt64(index)
      } else {
        programs[row].answers.high |= 1 << UInt64(index - 64)
      }
    }
    for kind in 0..<Self.kindCount {
      let row = RowKind(panel: UInt8(kind / 2), isHeld: kind % 2 == 1)
      asked += plans.indices.filter { row.canMatch(plans[$0].plan) }.map { programs[$0] }
      kinds[kind + 1] = asked.count
    }
    index = planner.index
  }

  /// How many filters there are.
  package private(set) var count = 0

  /// The most filters that can be asked at once.
  package static let countMax = 128

  /// No filters.
  package init() {}

  /// Which filters match row `r` of a page at `now`: one bit a filter, the first 64 and the next 64.
  ///
  /// - Parameter next: is lowered to the instant at which an answer can change though nothing is heard.
  @inline(__always)
  package func matches(
    _ page: Page, _ r: Int, _ number: UInt32, now: Instant, next: inout Instant
  ) -> (low: UInt64, high: UInt64) {
    var bits: (low: UInt64, high: UInt64) = (0, 0)
    let kind = Int(page.panel[r]) % Self.panelCount * 2 + (page.openHolds[r] == 0 ? 0 : 1)
    let (course, terms) = (page.courseStart, page.termsStart)
    tests.withUnsafeBufferPointer { tests in
      asked.withUnsafeBufferPointer { asked in
        for row in kinds[kind]..<kinds[kind + 1] {
          guard asks(tests, from: asked[row].start, course, terms, page, r, number, now, &next) else { continue }
          bits.low |= asked[row].answers.low
          bits.high |= asked[row].answers.high
        }
      }
    }
    return bits
  }

  /// Reads one value of every column that filters commonly ask and applying an event leaves alone, and gives back their
  /// mixture, which means nothing: rows that are asked for one after the other are then fetched from memory side by side.
  @inline(__always)
  package static func warm(_ page: Page, _ r: Int) -> UInt32 {
    let words = page.promise[r] ^ page.carrier[r] ^ page.openHolds[r] ^ page.heard[r] ^ page.documentsNeeded[r]
    let halves = page.lane[r] ^ page.at[r] ^ page.flags[r]
    let bytes = page.mode[r] ^ page.attempts[r] ^ page.milestone[r] ^ page.panel[r] ^ page.stage[r]
    return words ^ UInt32(halves) ^ UInt32(bytes) ^ UInt32(truncatingIfNeeded: page.happened[r])
  }

  @inline(__always)
  private func asks(
    _ tests: UnsafeBufferPointer<Test>, from start: UInt16, _ course: UnsafeRawPointer, _ terms: UnsafeRawPointer,
    _ page: Page, _ r: Int, _ number: UInt32, _ now: Instant, _ next: inout Instant
  ) -> Bool {
    var at = start
    while at < Self.isNot {
      let test = tests[Int(at)]
      let base = test.isOfTerms ? terms : course
      let isSo: Bool
      switch test.kind {
      case .byte:
        isSo = UInt32(base.load(fromByteOffset: Int(test.place) &+ r, as: UInt8.self)) &- test.low <= test.span
      case .half:
        isSo = UInt32(base.load(fromByteOffset: Int(test.place) &+ r &* 2, as: UInt16.self)) &- test.low <= test.span
      case .word: isSo = base.load(fromByteOffset: Int(test.place) &+ r &* 4, as: UInt32.self) &- test.low <= test.span
      case .number: isSo = number &- test.low <= test.span
      case .flags: isSo = UInt32(page.flags[r]) & test.low != 0
      case .holders: isSo = UInt32(page.holdOwners[r]) & test.low != 0
      case .holds: isSo = page.openHolds[r] & test.low != 0
      case .incomplete: isSo = page.documentsNeeded[r] & ~page.documentsHeld[r] != 0
      case .always: isSo = true
      case .clock:
        let (answer, turns) = clocks[Int(test.place)].ask(page, r, limits, now: now.milliseconds)
        isSo = answer
        if turns != 0 { next = min(next, now + Span(milliseconds: turns)) }
      case .plan: isSo = plans[Int(test.place)].holds(page, r, number)
      }
      at = isSo ? test.yes : test.no
    }
    return at == Self.isSo
  }

  // MARK: - Making

  /// Adds the tests of a plan that goes on at `yes` or `no`; the later tests are added first, so that jumps know where to.
  ///
  /// - Returns: where the plan begins.
  private mutating func emit(_ plan: Plan, yes: UInt16, no: UInt16) -> UInt16 {
    switch plan {
    case .everything: return yes
    case .nothing: return no
    case .bytes(let column, let low, let high):
      return add(.byte, yes, no, Place { $0.column(column) }, UInt32(low), UInt32(high &- low))
    case .halves(let column, let low, let high):
      return add(.half, yes, no, Place { $0.column(column) }, UInt32(low), UInt32(high &- low))
    case .words(let column, let low, let high):
      return add(.word, yes, no, Place { $0.column(column) }, low, high &- low)
    case .numbers(let low, let high): return add(.number, yes, no, Place(0), low, high &- low)
    case .holders(let wanted): return add(.holders, yes, no, Place(0), UInt32(wanted), 0)
    case .flags(let wanted): return add(.flags, yes, no, Place(0), UInt32(wanted), 0)
    case .holds(let wanted): return add(.holds, yes, no, Place(0), wanted, 0)
    case .incomplete: return add(.incomplete, yes, no, Place(0), 0, 0)
    case .clock(let test, _):
      clocks.append(test)
      return add(.clock, yes, no, Place(clocks.count - 1), 0, 0)
    case .rows, .texts, .everHeld, .papers:
      plans.append(plan)
      return add(.plan, yes, no, Place(plans.count - 1), 0, 0)
    case .not(let inner): return emit(inner, yes: no, no: yes)
    case .all(let parts): return parts.reversed().reduce(yes) { emit($1, yes: $0, no: no) }
    case .any(let parts): return parts.reversed().reduce(no) { emit($1, yes: yes, no: $0) }
    }
  }

  private mutating func add(
    _ kind: Test.Kind, _ yes: UInt16, _ no: UInt16, _ place: Place, _ low: UInt32, _ span: UInt32
  ) -> UInt16 {
    // Filters are short; one with more tests than a jump can reach asks nothing rather than something else.
    guard tests.count < Int(Self.isNot) - 1 else { return Self.isNot }
    tests.append(
      Test(
        kind: kind, isOfTerms: place.isOfTerms, yes: yes, no: no, place: place.offset, low: low, span: span))
    return UInt16(tests.count - 1)
  }

  /// Where what a test asks for lies.
  private struct Place {
    var offset: UInt32
    var isOfTerms = false

    /// A place in an array, or none.
    init(_ index: Int) { offset = UInt32(index) }

    /// A column. Every page is cut alike, so that its distance from the beginning of its block is the same in all of them.
    init<Value>(_ column: (Page) -> UnsafePointer<Value>) {
      let distance = UnsafeRawPointer(column(Self.sample)) - Self.sample.courseStart
      isOfTerms = !(0..<Page.courseBytes).contains(distance)
      offset = UInt32(isOfTerms ? UnsafeRawPointer(column(Self.sample)) - Self.sample.termsStart : distance)
    }

    private static let sample = Page()
  }
}

/// What is known of a row beforehand.
private struct RowKind {
  var panel: UInt8
  var isHeld: Bool

  /// Whether any row of this kind can match; true where that is not known.
  func canMatch(_ plan: Plan) -> Bool {
    switch plan {
    case .nothing: false
    case .bytes(.panel, let low, let high): (low...max(low, high)).contains(panel)
    case .holds, .holders: isHeld
    case .clock(let test, _):
      switch test.moment {
      case .due, .used, .limit: isHeld
      case .stuck: !isHeld
      case .silent: panel == Panel.transit.rawValue || panel == Panel.delivery.rawValue
      case .placed, .heard, .eta, .promise, .step, .risk: true
      }
    case .all(let parts): parts.allSatisfy(canMatch)
    case .any(let parts): parts.contains(where: canMatch)
    case .not(.bytes(.panel, let low, let high)): !(low...max(low, high)).contains(panel)
    case .not(.holds(.max)): !isHeld
    case .everything, .bytes, .halves, .words, .numbers, .flags, .everHeld, .incomplete, .rows, .texts, .not, .papers:
      true
    }
  }
}

import Atlas
package import Logistics
package import Measures

// Which causes hold now, kept up with the board:
//
//   events ──► touched shipments ─┐
//   clock ───► wheel ─────────────┼─► a row's matches ─► members of causes ─► counts, shares ─► on or off
//   at first ► whole board ───────┘
//
// A row is looked at when an event touched it, or when the clock turned one of its answers, and never else. What a shipment is
// counted under stands beside it as a short list, so that leaving a cause needs no look at the past:
//
//   shipment 17 ─► [cause 3] ─► [cause 8]        cause 3 ─► [17] ─► [4] ─► [908]

/// The causes of alarms and how they stand, for one board.
package struct AlarmWatch: Sendable {
  /// The table in force.
  package let rules: AlarmRules
  /// Since when the whole board has been seen; the epoch before.
  package private(set) var completeSince: Instant = .epoch
  /// Whether the whole board has been seen.
  package var isComplete: Bool { completeSince != .epoch }

  private var filters = StandingFilters()
  /// What is asked of rules again and again, without their words.
  private let figures: [Figures]
  /// The causes that turn by the clock alone.
  private var quietCauses: [Int32] = []
  private var explainedAt: UInt32 = 0
  /// What each filter is for.
  private var uses: [Use] = []
  /// The filters whose matches are members of causes, one bit each, and those that only count.
  private var memberBits: (low: UInt64, high: UInt64) = (0, 0)
  private var counterUses: [Int] = []
  private var asksTexts = false
  private var index = TextIndex()
  /// How many texts and shipments there were when the filters were made ready.
  private var textsReady = 0
  private var countReady = 0

  private var causes: [Cause] = []
  /// Causes by filter and key: the small keys in arrays, plus 1, 0 for none; the others, of texts that came late, by hash.
  private var nearRows: [ContiguousArray<Int32>] = []
  private var causeRows: [UInt64: Int32] = [:]
  private static let nearKeys: UInt32 = 1 << 18
  private var causeTexts: [String: Int32] = [:]
  /// Causes whose condition holds or held lately, in the order in which they began to.
  private var lively: [Int32] = []
  /// Causes that changed since they were last settled.
  private var unsettled: [Int32] = []

  /// The first of each shipment's memberships, plus 1.
  private var heads: ContiguousArray<UInt32> = []
  private var nodes: ContiguousArray<Node> = []
  /// The first free node, plus 1.
  private var freeNode: UInt32 = 0
  /// For every shipment, and for every filter that only counts: the group it is counted in; 0 for none.
  private var counted: ContiguousArray<UInt32> = []
  /// How many filters only count.
  private var counters = 0
  private var wheel = AlarmWheel()
  private var touched: [UInt32] = []
  /// What events said of each row since it was looked at last.
  private var touches: ContiguousArray<Touch> = []
  /// The first row that the first look at the whole board has not reached.
  private var scanned = 0
  private var wanted: ContiguousArray<UInt64> = []
  private var settledAt: UInt32 = 0
  /// Means nothing: what was read so that it is at hand.
  private var warmth: UInt32 = 0

  /// What events said of a row.
  private struct Touch: OptionSet, Sendable {
    var rawValue: UInt8
    /// Anything at all.
    static let any = Touch(rawValue: 1)
    /// Something was heard of it from outside the control room.
    static let heard = Touch(rawValue: 2)
    /// Whoever carries it said something.
    static let byCarrier = Touch(rawValue: 4)
    /// Somebody told where it is.
    static let withPlace = Touch(rawValue: 8)
    /// Nobody knows who said what: the row is looked at for the first time, and all of it may have been said.
    static let atFirst = Touch(rawValue: 31)
  }

  /// What one filter is for.
  private struct Use: Sendable {
    enum Kind: Sendable { case members, population, source }
    var rule: Int
    var kind: Kind
    var grouping: AlarmGrouping
    var clock: AlarmClock
    /// The place in `counted`, for those that only count.
    var counter = 0
  }

  /// One shipment's membership in one cause.
  private struct Node: Sendable {
    var shipment: UInt32
    var cause: UInt32
    var nextOfShipment: UInt32
    var nextOfCause: UInt32
    var previousOfCause: UInt32
    /// The second at which its clock runs out, by the rule's clock; 0 for none.
    var limit: UInt32
  }

  /// One cause: a rule and a group.
  private struct Cause: Sendable {
    var tag: UInt64
    var rule: Int32
    var key: UInt32
    var count = 0
    var population = 0
    /// The last second at which anything was heard of the group.
    var heard: UInt32 = 0
    var first: UInt32 = 0
    var isOn = false
    var isUnsettled = false
    var isLively = false
    var turned: Instant = .epoch
    /// The earliest limit of its members in seconds; 0 for none.
    var due: UInt32 = 0
    var isDueStale = false
    /// Whether every limit of its members has passed: then none comes next, and nothing turns before a member does.
    var isAllPast = false
    var dueTurned: Instant = .epoch
    var dueSettled: UInt32 = 0
    /// When it last came on, the latest last.
    var cameOn: [Instant] = []
    var text = ""
    var group = Filter.all
    var asset = ""
    var explainedBy: String?
  }

  /// Watches for these rules; sees nothing before it is advanced.
  package init(_ rules: AlarmRules) {
    self.rules = rules
    figures = rules.rules.map { rule in
      var figures = Figures(
        countMin: rule.countMin, countClear: rule.countClear, clock: rule.clock, isParent: rule.isParent)
      switch rule.trigger {
      case .count: break
      case .share(let percentMin, _): figures.percentMin = percentMin
      case .quiet(let after): figures.quietSeconds = after.milliseconds / 1000
      }
      return figures
    }
  }

  /// A rule without its words.
  private struct Figures: Sendable {
    var countMin: Int
    var countClear: Int
    var clock: AlarmClock
    var isParent: Bool
    var percentMin: Int?
    var quietSeconds: Int64?
  }

  /// Starts over: the board was read from the journal anew. What is known of the dictionary stays.
  package mutating func reread() { watch(for: rules) }

  /// Starts over with these rules.
  package mutating func watch(for rules: AlarmRules) {
    let index = index
    self = AlarmWatch(rules)
    self.index = index
  }

  /// The rule of this name; nil when there is none.
  package subscript(name: String) -> AlarmRule? { rules[name] }

  // MARK: - What comes in

  /// Takes notice of an event that is applied to the board.
  @inline(__always)
  package mutating func note(_ event: Event) {
    guard event.shipment != .none else { return }
    touch(event.shipment.index, Self.touch(event))
  }

  @inline(__always)
  private mutating func touch(_ row: Int, _ touch: Touch) {
    if row >= touches.count {
      touches.append(contentsOf: repeatElement([], count: max(1024, row + 1 - touches.count)))
    }
    if touches[row].isEmpty { touched.append(UInt32(row)) }
    touches[row].formUnion(touch)
  }

  /// What an event says of its shipment.
  @inline(__always)
  private static func touch(_ event: Event) -> Touch {
    switch event.by.role {
    case .operatorDesk, .watch: return .any
    // Whoever carries it across the border, and whoever brings it to the door.
    case .carrier, .courier: break
    // A file may tell of any party's doings; what nobody told apart counts for all.
    case .file: break
    case .merchant, .consignee, .platform, .customs, .broker, .handler, .agency, .compliance:
      if case .claimed(let claim) = event.what, claim.place != .none { return [.any, .heard, .withPlace] }
      return [.any, .heard]
    }
    guard case .claimed(let claim) = event.what else { return [.any, .heard, .byCarrier] }
    return claim.place == .none ? [.any, .heard, .byCarrier] : [.any, .heard, .byCarrier, .withPlace]
  }

  /// Brings the watch up with the board, looking at no more than about `budget` rows.
  ///
  /// - Returns: whether nothing is left to look at.
  package mutating func advance(_ board: Board, now: Instant, budget: Int = .max) -> Bool {
    if board.count < heads.count { reread() }
    guard prepare(board, budget) else { return false }
    let seconds = now.columnSeconds
    heads.append(contentsOf: repeatElement(0, count: board.count - heads.count))
    counted.append(contentsOf: repeatElement(0, count: board.count * counters - counted.count))
    wheel.grow(to: board.count, now: seconds)
    var left = max(1, budget)
    let pages = board.columns

    // Those that events touched; what the first look has not reached comes with it.
    let count = min(touched.count, left)
    if count > 0 {
      let rows = touched[(touched.count - count)...]
      look(rows, pages, now) { watch, row in
        guard row < watch.scanned else { return nil }
        let touch = watch.touches[row]
        watch.touches[row] = []
        return touch
      }
      touched.removeLast(count)
      left -= count
    }
    let end = min(board.count, scanned + min(left, board.count))
    left -= end - scanned
    while scanned < end {
      // What was heard last of a shipment that belongs to a source is all that is known of the source at first; of those that
      // come later, who said what is known.
      var touch = Touch.atFirst
      if scanned < touches.count {
        if isComplete, !touches[scanned].isEmpty { touch = touches[scanned] }
        touches[scanned] = []
      }
      look(scanned, pages[scanned / Page.rows], now, touch)
      scanned += 1
    }
    var due: [UInt32] = []
    var isDone = wheel.take(until: seconds, most: max(1, left)) { due.append(UInt32($0)) }
    look(due[...], pages, now) { _, _ in Touch.any }
    isDone = isDone && touched.isEmpty && scanned == board.count
    guard isDone || isComplete else { return false }
    settle(board, now, seconds)
    if isDone, !isComplete { completeSince = now }
    return isDone
  }

  // MARK: - Rows

  /// Makes the filters ready; anew where one asks for texts and the dictionary has grown.
  ///
  /// - Returns: false where the texts need another turn, so that no turn takes longer than its rows.
  private mutating func prepare(_ board: Board, _ budget: Int) -> Bool {
    if !uses.isEmpty {
      guard asksTexts, board.texts.count != textsReady else { return true }
    } else {
      for (row, rule) in rules.rules.enumerated() where rule.isOn {
        switch rule.trigger {
        case .count: uses.append(Use(rule: row, kind: .members, grouping: rule.grouping, clock: rule.clock))
        case .share(_, let among):
          uses.append(Use(rule: row, kind: .members, grouping: rule.grouping, clock: rule.clock))
          uses.append(
            Use(rule: row, kind: .population, grouping: rule.grouping, clock: .none, counter: counters))
          counters += 1
          asksTexts = asksTexts || among.asksTexts
        case .quiet:
          uses.append(Use(rule: row, kind: .source, grouping: rule.grouping, clock: .none, counter: counters))
          counters += 1
        }
        asksTexts = asksTexts || rule.about.asksTexts
      }
    }
    if counterUses.isEmpty, memberBits == (0, 0) {
      for (index, use) in uses.prefix(StandingFilters.countMax).enumerated() {
        switch use.kind {
        case .members where index < 64: memberBits.low |= 1 << UInt64(index)
        case .members: memberBits.high |= 1 << UInt64(index - 64)
        case .population, .source: counterUses.append(index)
        }
      }
    }
    if nearRows.isEmpty { nearRows = Array(repeating: [], count: uses.count) }
    let filters = uses.map { use in
      let rule = rules.rules[use.rule]
      if use.kind == .population, case .share(_, let among) = rule.trigger { return among }
      return rule.about
    }
    for filter in filters where !index.isReady(for: filter, over: board.texts, pages: max(1, budget / Page.rows)) {
      return false
    }
    self.filters = StandingFilters(filters, board: board, index: &index)
    // Shipments that came with the new texts were looked at before these could be found.
    for row in min(countReady, scanned)..<min(board.count, scanned) { touch(row, .any) }
    textsReady = board.texts.count
    countReady = board.count
    return true
  }

  /// Looks at rows that lie far apart, a few at a time: first all are fetched from memory side by side, then each is asked.
  @inline(__always)
  private mutating func look(
    _ rows: ArraySlice<UInt32>, _ pages: [Page], _ now: Instant, touch: (inout AlarmWatch, Int) -> Touch?
  ) {
    let atOnce = 32
    for start in stride(from: rows.startIndex, to: rows.endIndex, by: atOnce) {
      let some = rows[start..<min(start + atOnce, rows.endIndex)]
      for row in some where Int(row) < scanned {
        let row = Int(row)
        warmth ^=
          StandingFilters.warm(pages[row / Page.rows], row % Page.rows) ^ heads[row] ^ wheel.place(of: row)
          ^ (counters == 0 ? 0 : counted[row * counters])
      }
      for row in some {
        if let touch = touch(&self, Int(row)) { look(Int(row), pages[Int(row) / Page.rows], now, touch) }
      }
    }
  }

  private static let never = Instant(milliseconds: .max)

  /// Asks every rule of one row, and moves the shipment between causes.
  private mutating func look(_ row: Int, _ page: Page, _ now: Instant, _ touch: Touch) {
    let r = row % Page.rows
    var next = Self.never
    let (low, high) = filters.matches(page, r, UInt32(truncatingIfNeeded: row &+ 1), now: now, next: &next)
    if !wanted.isEmpty { wanted.removeAll(keepingCapacity: true) }
    want(low & memberBits.low, from: 0, page, r)
    want(high & memberBits.high, from: 64, page, r)
    for index in counterUses {
      let isMatch = (index < 64 ? low &>> UInt64(index) : high &>> UInt64(index &- 64)) & 1 != 0
      let use = uses[index]
      let key = Self.key(use.grouping, page, r)
      count(row, use, index, isMatch ? key : 0, page.heard[r])
      guard use.kind == .source, key != 0 else { continue }
      let isHeard =
        switch use.grouping {
        case .carrier: touch.contains(.byCarrier)
        case .place: touch.contains(.withPlace)
        case .none, .lane, .hold, .destination, .merchant, .platform: touch.contains(.heard)
        }
      // At first only what belongs to the source speaks for it: an order says nothing of its carrier.
      if isHeard, isMatch || touch != .atFirst { hear(index, key, page.heard[r]) }
    }
    if heads[row] != 0 || !wanted.isEmpty { move(row, page, r) }
    if next != Self.never { wheel.put(row, at: next.columnSeconds) }
  }

  /// Puts down the causes that a row belongs to by the filters of these bits.
  @inline(__always)
  private mutating func want(_ matches: UInt64, from first: Int, _ page: Page, _ r: Int) {
    var left = matches
    while left != 0 {
      let index = first &+ left.trailingZeroBitCount
      left &= left &- 1
      let grouping = uses[index].grouping
      if grouping == .hold {
        var holds = page.openHolds[r]
        while holds != 0 {
          wanted.append(UInt64(index) << 32 | UInt64(holds.trailingZeroBitCount))
          holds &= holds &- 1
        }
      } else {
        let key = Self.key(grouping, page, r)
        // What is nowhere, or nobody's, is no cause that anybody could look into.
        if key != 0 { wanted.append(UInt64(index) << 32 | UInt64(key)) }
      }
    }
  }

  /// The column that a rule groups by; 0 where it is missing. Where all are one group, that is a group like any other.
  @inline(__always)
  private static func key(_ grouping: AlarmGrouping, _ page: Page, _ r: Int) -> UInt32 {
    switch grouping {
    case .none: 1
    case .hold: 0
    case .place: UInt32(page.at[r])
    case .lane: UInt32(page.lane[r])
    case .destination: UInt32(page.destinationCountry[r])
    case .merchant: page.merchant[r]
    case .carrier: page.carrier[r]
    case .platform: page.platform[r]
    }
  }

  /// Counts the shipment in a group of a filter that only counts; 0 in none.
  @inline(__always)
  private mutating func count(_ row: Int, _ use: Use, _ index: Int, _ key: UInt32, _ heard: UInt32) {
    let place = row &* counters &+ use.counter
    let before = counted[place]
    guard before != key else { return }
    counted[place] = key
    for (key, change) in [(before, -1), (key, 1)] where key != 0 {
      let cause = cause(use.kind == .population ? index - 1 : index, key)
      if use.kind == .population { causes[cause].population += change } else { causes[cause].count += change }
      // A source that has said nothing yet is silent from when it was first known.
      if use.kind == .source, causes[cause].heard == 0 { causes[cause].heard = heard }
      unsettle(cause)
    }
  }

  @inline(__always)
  private mutating func hear(_ index: Int, _ key: UInt32, _ heard: UInt32) {
    let cause = cause(index, key)
    if heard > causes[cause].heard {
      causes[cause].heard = heard
      if causes[cause].isOn { unsettle(cause) }
    }
  }

  /// Leaves the causes that the row does not match any more, and joins the new ones in `wanted`.
  private mutating func move(_ row: Int, _ page: Page, _ r: Int) {
    var link = heads[row]
    var before: UInt32 = 0
    while link != 0 {
      let node = Int(link) - 1
      let after = nodes[node].nextOfShipment
      let cause = Int(nodes[node].cause)
      if let place = wanted.firstIndex(of: causes[cause].tag) {
        wanted.remove(at: place)
        let limit = Self.limit(figures[Int(causes[cause].rule)].clock, page, r)
        if limit != nodes[node].limit {
          noteGone(nodes[node].limit, of: cause)
          nodes[node].limit = limit
          lower(cause, to: limit)
        }
        before = link
      } else {
        leave(node)
        if before == 0 { heads[row] = after } else { nodes[Int(before) - 1].nextOfShipment = after }
        nodes[node].nextOfShipment = freeNode
        freeNode = link
      }
      link = after
    }
    for tag in wanted {
      let cause = cause(Int(tag >> 32), UInt32(truncatingIfNeeded: tag))
      join(row, cause, limit: Self.limit(figures[Int(causes[cause].rule)].clock, page, r))
    }
  }

  private mutating func join(_ row: Int, _ cause: Int, limit: UInt32) {
    let first = causes[cause].first
    let node = Node(
      shipment: UInt32(row), cause: UInt32(cause), nextOfShipment: heads[row], nextOfCause: first, previousOfCause: 0,
      limit: limit)
    let link: UInt32
    if freeNode != 0 {
      link = freeNode
      freeNode = nodes[Int(link) - 1].nextOfShipment
      nodes[Int(link) - 1] = node
    } else {
      nodes.append(node)
      link = UInt32(nodes.count)
    }
    if first != 0 { nodes[Int(first) - 1].previousOfCause = link }
    heads[row] = link
    causes[cause].first = link
    causes[cause].count += 1
    unsettle(cause)
    lower(cause, to: limit)
  }

  private mutating func leave(_ node: Int) {
    let cause = Int(nodes[node].cause)
    let (next, previous) = (nodes[node].nextOfCause, nodes[node].previousOfCause)
    if next != 0 { nodes[Int(next) - 1].previousOfCause = previous }
    if previous != 0 { nodes[Int(previous) - 1].nextOfCause = next } else { causes[cause].first = next }
    causes[cause].count -= 1
    noteGone(nodes[node].limit, of: cause)
    unsettle(cause)
  }

  /// The cause of a filter and a group, made if it is new.
  private mutating func cause(_ index: Int, _ key: UInt32) -> Int {
    let tag = UInt64(index) << 32 | UInt64(key)
    let isNear = key < Self.nearKeys
    if isNear, Int(key) < nearRows[index].count {
      let known = nearRows[index][Int(key)]
      if known != 0 { return Int(known) - 1 }
    } else if let known = causeRows[tag] {
      return Int(known)
    }
    causes.append(Cause(tag: tag, rule: Int32(uses[index].rule), key: key))
    if isNear {
      let missing = Int(key) + 1 - nearRows[index].count
      if missing > 0 { nearRows[index].append(contentsOf: repeatElement(0, count: max(missing, 256))) }
      nearRows[index][Int(key)] = Int32(causes.count)
    } else {
      causeRows[tag] = Int32(causes.count - 1)
    }
    if figures[uses[index].rule].quietSeconds != nil { quietCauses.append(Int32(causes.count - 1)) }
    return causes.count - 1
  }

  @inline(__always)
  private mutating func unsettle(_ cause: Int) {
    guard !causes[cause].isUnsettled else { return }
    causes[cause].isUnsettled = true
    unsettled.append(Int32(cause))
  }

  // MARK: - Limits

  /// The second at which the row's clock runs out, by the rule's clock; 0 for none.
  @inline(__always)
  private static func limit(_ clock: AlarmClock, _ page: Page, _ r: Int) -> UInt32 {
    switch clock {
    case .hold: page.holdDue[r]
    case .promise: page.promise[r]
    case .after, .none: 0
    }
  }

  /// Takes in the limit of a member: an earlier one is the cause's at once.
  @inline(__always)
  private mutating func lower(_ cause: Int, to limit: UInt32) {
    guard limit != 0 else { return }
    // Where every limit has passed, one that has not would be the next.
    if causes[cause].isAllPast { causes[cause].isDueStale = true }
    guard causes[cause].due == 0 || limit < causes[cause].due else { return }
    causes[cause].due = limit
    unsettle(cause)
  }

  /// Takes notice that a member's limit stands no more: the cause's own has to be looked for where it was that one.
  @inline(__always)
  private mutating func noteGone(_ limit: UInt32, of cause: Int) {
    if limit != 0, limit <= causes[cause].due { causes[cause].isDueStale = true }
  }

  /// How long a limit that may have moved is left as it is: longer where many members have to be asked.
  private static func dueSeconds(_ count: Int) -> UInt32 { UInt32(min(600, max(10, count / 100))) }

  /// Looks for the earliest limit among the members again; what has passed counts only where nothing else is left.
  private mutating func settleDue(_ cause: Int, _ seconds: UInt32) {
    var due: UInt32 = 0
    var passed: UInt32 = 0
    var link = causes[cause].first
    while link != 0 {
      let node = nodes[Int(link) - 1]
      let limit = node.limit
      if limit >= seconds, due == 0 || limit < due { due = limit }
      if limit < seconds { passed = max(passed, limit) }
      link = node.nextOfCause
    }
    causes[cause].isAllPast = due == 0
    if due == 0 { due = passed }
    causes[cause].isDueStale = false
    causes[cause].dueSettled = seconds
    if causes[cause].due != due { causes[cause].due = due }
  }

  // MARK: - Conditions

  /// Turns conditions on and off, and finds what explains them.
  private mutating func settle(_ board: Board, _ now: Instant, _ seconds: UInt32) {
    let changed = unsettled
    unsettled.removeAll(keepingCapacity: true)
    for row in changed {
      causes[Int(row)].isUnsettled = false
      turn(Int(row), now, seconds, board)
    }
    guard seconds != settledAt else { return }
    settledAt = seconds
    // What turns by the clock alone: sources that say nothing, limits that come nearer or pass.
    for row in quietCauses { turn(Int(row), now, seconds, board) }
    for row in lively {
      let cause = Int(row)
      let isClocked: Bool =
        switch figures[Int(causes[cause].rule)].clock {
        case .hold, .promise: true
        case .after, .none: false
        }
      guard isClocked, causes[cause].isOn else { continue }
      let isPast = causes[cause].due != 0 && causes[cause].due < seconds
      guard causes[cause].isDueStale || isPast && !causes[cause].isAllPast,
        seconds >= causes[cause].dueSettled &+ Self.dueSeconds(causes[cause].count) || causes[cause].dueSettled == 0
      else { continue }
      let before = causes[cause].due
      settleDue(cause, seconds)
      if causes[cause].due != before { causes[cause].dueTurned = now }
    }
    guard seconds >= explainedAt + Self.explainsSeconds || explainedAt > seconds else { return }
    explainedAt = seconds
    for row in lively where !causes[Int(row)].isOn && now - causes[Int(row)].turned > .days(8) {
      causes[Int(row)].isLively = false
    }
    lively.removeAll { !causes[Int($0)].isLively }
    explain()
  }

  private mutating func turn(_ cause: Int, _ now: Instant, _ seconds: UInt32, _ board: Board) {
    let figures = figures[Int(causes[cause].rule)]
    let wasOn = causes[cause].isOn
    let count = causes[cause].count
    var isOn = count >= (wasOn ? figures.countClear : figures.countMin)
    if let percentMin = figures.percentMin {
      // Half way back to nothing is what clears a share.
      let percent = wasOn ? (percentMin + 1) / 2 : percentMin
      isOn = isOn && count * 100 >= percent * causes[cause].population
    }
    if let quietSeconds = figures.quietSeconds {
      isOn = isOn && Int64(seconds) - Int64(causes[cause].heard) > quietSeconds
    }
    guard isOn != wasOn else { return }
    causes[cause].isOn = isOn
    // What a parent explains is told with it.
    if figures.isParent { explainedAt = 0 }
    causes[cause].turned = now
    guard isOn else { return }
    causes[cause].cameOn.append(now)
    if causes[cause].cameOn.count > 3 { causes[cause].cameOn.removeFirst() }
    settleDue(cause, seconds)
    causes[cause].dueTurned = now
    if causes[cause].text.isEmpty {
      causes[cause].group = group(causes[cause], board)
      causes[cause].asset = AlarmWords.asset(causes[cause].group)
      causes[cause].text = AlarmCause.text(rule: rules.rules[Int(causes[cause].rule)].name, group: causes[cause].group)
      causeTexts[causes[cause].text] = Int32(cause)
    }
    if !causes[cause].isLively {
      causes[cause].isLively = true
      lively.append(Int32(cause))
    }
  }

  /// What the shipments of a cause have in common, as a filter.
  private func group(_ cause: Cause, _ board: Board) -> Filter {
    let grouping = rules.rules[Int(cause.rule)].grouping
    guard let field = grouping.field else { return .all }
    let value: String
    switch grouping {
    case .none: return .all
    case .place: value = PlaceID(row: UInt16(truncatingIfNeeded: cause.key)).place.code
    case .lane: value = LaneID(row: UInt16(truncatingIfNeeded: cause.key)).code
    case .hold: value = HoldReason(rawValue: UInt8(truncatingIfNeeded: cause.key))?.code ?? ""
    case .destination: value = Country(packed: UInt16(truncatingIfNeeded: cause.key)).code
    case .merchant, .carrier, .platform: value = board.texts[TextID(cause.key)]
    }
    // Others would be found by words too, and what is counted would not be what is listed.
    let isExact = field.kind == .text || field.kind == .place
    return Filter(.term(Filter.Term(field, isExact ? .equal : .has, [.text(value)])))
  }

  /// How many members of a cause are looked at to say what explains it.
  private static let sampleMost = 32
  /// How often it is looked for what explains what holds, where no parent turns meanwhile.
  private static let explainsSeconds: UInt32 = 30

  /// Finds for every cause that holds the parent at whose place, on whose lane, by whose carrier most of its shipments are.
  private mutating func explain() {
    // Which counter and group each parent that holds stands for.
    var parents: [UInt64: Int32] = [:]
    var counters: Set<Int> = []
    for row in lively where causes[Int(row)].isOn && figures[Int(causes[Int(row)].rule)].isParent {
      let rule = Int(causes[Int(row)].rule)
      guard let use = uses.first(where: { $0.rule == rule && $0.kind != .members }) else { continue }
      parents[UInt64(use.counter) << 32 | UInt64(causes[Int(row)].key)] = row
      counters.insert(use.counter)
    }
    let inUse = counters.sorted()
    for row in lively {
      let cause = Int(row)
      // What a hold's own limit costs is explained by nothing else.
      let figures = figures[Int(causes[cause].rule)]
      guard causes[cause].isOn, !figures.isParent, figures.clock != .hold else { continue }
      causes[cause].explainedBy =
        parents.isEmpty ? nil : parent(of: cause, among: parents, inUse).map { causes[Int($0)].text }
    }
  }

  /// The parent that most of a cause's sampled shipments belong to; nil where none has enough of them.
  private func parent(of cause: Int, among parents: [UInt64: Int32], _ counters: [Int]) -> Int32? {
    var hits: [(parent: Int32, count: Int)] = []
    var looked = 0
    var link = causes[cause].first
    while link != 0, looked < Self.sampleMost {
      let node = nodes[Int(link) - 1]
      looked += 1
      for counter in counters {
        let key = counted[Int(node.shipment) * self.counters + counter]
        guard key != 0, let parent = parents[UInt64(counter) << 32 | UInt64(key)] else { continue }
        if let place = hits.firstIndex(where: { $0.parent == parent }) {
          hits[place].count += 1
        } else {
          hits.append((parent, 1))
        }
      }
      link = node.nextOfCause
    }
    guard let most = hits.max(by: { ($0.count, $1.parent) < ($1.count, $0.parent) }) else { return nil }
    // A little less keeps it explained than made it so.
    let isExplained = causes[cause].explainedBy == causes[Int(most.parent)].text
    return most.count * 100 >= looked * (isExplained ? 40 : 50) ? most.parent : nil
  }

  // MARK: - What comes out

  /// The causes whose condition holds or held within the last eight days, in the order in which they began to.
  package var conditions: [AlarmCondition] { lively.map { condition(Int($0)) } }

  /// How a cause stands; nil when its condition never held as far as this watch has seen.
  package func condition(of cause: String) -> AlarmCondition? { causeTexts[cause].map { condition(Int($0)) } }

  /// Whether a cause's condition holds now.
  func isOn(_ cause: String) -> Bool { causeTexts[cause].map { causes[Int($0)].isOn } ?? false }

  /// Whether a cause's condition holds or held lately.
  func isLively(_ cause: String) -> Bool { causeTexts[cause].map { causes[Int($0)].isLively } ?? false }

  private func condition(_ row: Int) -> AlarmCondition {
    let cause = causes[row]
    let rule = rules.rules[Int(cause.rule)]
    let due: Instant? =
      switch rule.clock {
      case .after(let span): cause.turned + span
      case .hold, .promise: cause.due == 0 ? nil : Instant(seconds: cause.due)
      case .none: nil
      }
    let span = cause.cameOn.count == 3 ? cause.cameOn[2] - cause.cameOn[0] : Span.days(1)
    return AlarmCondition(
      cause: cause.text, rule: Int(cause.rule), group: cause.group,
      shared: rule.grouping.field.map { .value($0, cause.key) } ?? .all, asset: cause.asset, count: cause.count,
      isOn: cause.isOn, turned: cause.turned, due: due, dueTurned: cause.dueTurned,
      isChattering: span <= .minutes(1),
      explainedBy: cause.explainedBy)
  }

  /// The shipments of a cause as a filter; nil where the rule is gone or the text is no cause.
  package func filter(of cause: String) -> Filter? {
    guard let parts = AlarmCause(cause), let rule = rules[parts.rule] else { return nil }
    return rule.about.and(parts.group)
  }

  /// How long a cause must be gone before its alarm clears.
  func offDelay(of cause: String) -> Span { AlarmCause(cause).flatMap { rules[$0.rule]?.offDelay } ?? .zero }
}

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

  private var filters: StandingFilters?
  /// What each filter is for.
  private var uses: [Use] = []
  private var asksTexts = false
  private var index = TextIndex()
  /// How many texts and shipments there were when the filters were made ready.
  private var textsReady = 0
  private var countReady = 0

  private var causes: [Cause] = []
  private var causeRows: [UInt64: Int32] = [:]
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
  /// For every filter that only counts: the group each shipment is counted in, plus 1.
  private var counted: [ContiguousArray<UInt32>] = []
  private var wheel = AlarmWheel()
  private var touched: ContiguousArray<UInt32> = []
  private var isTouched: ContiguousArray<Bool> = []
  /// The first row that the first look at the whole board has not reached.
  private var scanned = 0
  private var wanted: ContiguousArray<UInt64> = []
  private var settledAt: UInt32 = 0

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
    var turned: Instant = .epoch
    /// The earliest limit of its members in seconds; 0 for none.
    var due: UInt32 = 0
    var isDueStale = false
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
  package init(_ rules: AlarmRules) { self.rules = rules }

  /// Starts over: the board was read from the journal anew.
  package mutating func reread() { self = AlarmWatch(rules) }

  /// The rule of this name; nil when there is none.
  package subscript(name: String) -> AlarmRule? { rules[name] }

  // MARK: - What comes in

  /// Takes notice of an event that is applied to the board.
  @inline(__always)
  package mutating func note(_ event: Event) {
    guard event.shipment != .none else { return }
    let row = event.shipment.index
    if row >= isTouched.count {
      isTouched.append(contentsOf: repeatElement(false, count: max(1024, row + 1 - isTouched.count)))
    }
    guard !isTouched[row] else { return }
    isTouched[row] = true
    touched.append(UInt32(row))
  }

  /// Brings the watch up with the board, looking at no more than about `budget` rows.
  ///
  /// - Returns: whether nothing is left to look at.
  package mutating func advance(_ board: Board, now: Instant, budget: Int = .max) -> Bool {
    if board.count < heads.count { reread() }
    prepare(board)
    let seconds = now.columnSeconds
    heads.append(contentsOf: repeatElement(0, count: board.count - heads.count))
    for counter in counted.indices {
      counted[counter].append(contentsOf: repeatElement(0, count: board.count - counted[counter].count))
    }
    wheel.grow(to: board.count, now: seconds)
    var left = max(1, budget)
    let pages = board.columns

    // Those that events touched; what the first look has not reached comes with it.
    let count = min(touched.count, left)
    if count > 0 {
      for place in touched.count - count..<touched.count {
        let row = Int(touched[place])
        isTouched[row] = false
        if row < scanned { look(row, pages[row / Page.rows], now) }
      }
      touched.removeLast(count)
      left -= count
    }
    let end = min(board.count, scanned + min(left, board.count))
    left -= end - scanned
    while scanned < end {
      look(scanned, pages[scanned / Page.rows], now)
      scanned += 1
    }
    var due: ContiguousArray<UInt32> = []
    var isDone = wheel.take(until: seconds, most: max(1, left)) { due.append(UInt32($0)) }
    for row in due { look(Int(row), pages[Int(row) / Page.rows], now) }
    isDone = isDone && touched.isEmpty && scanned == board.count
    guard isDone || isComplete else { return false }
    settle(board, now, seconds)
    if isDone, !isComplete { completeSince = now }
    return isDone
  }

  // MARK: - Rows

  /// Makes the filters ready; anew where one asks for texts and the dictionary has grown.
  private mutating func prepare(_ board: Board) {
    if filters != nil {
      guard asksTexts, board.texts.count != textsReady else { return }
    } else {
      for (row, rule) in rules.rules.enumerated() where rule.isOn {
        switch rule.trigger {
        case .count: uses.append(Use(rule: row, kind: .members, grouping: rule.grouping, clock: rule.clock))
        case .share(_, let among):
          uses.append(Use(rule: row, kind: .members, grouping: rule.grouping, clock: rule.clock))
          uses.append(
            Use(rule: row, kind: .population, grouping: rule.grouping, clock: .none, counter: counted.count))
          counted.append([])
          asksTexts = asksTexts || among.asksTexts
        case .quiet:
          uses.append(Use(rule: row, kind: .source, grouping: rule.grouping, clock: .none, counter: counted.count))
          counted.append([])
        }
        asksTexts = asksTexts || rule.about.asksTexts
      }
    }
    let filters = uses.map { use in
      let rule = rules.rules[use.rule]
      if use.kind == .population, case .share(_, let among) = rule.trigger { return among }
      return rule.about
    }
    self.filters = StandingFilters(filters, board: board, index: &index)
    // Shipments that came with the new texts were looked at before these could be found.
    for row in countReady..<board.count where row < scanned && row < isTouched.count && !isTouched[row] {
      isTouched[row] = true
      touched.append(UInt32(row))
    }
    textsReady = board.texts.count
    countReady = board.count
  }

  private static let never = Instant(milliseconds: .max)

  /// Asks every rule of one row, and moves the shipment between causes.
  private mutating func look(_ row: Int, _ page: Page, _ now: Instant) {
    guard let filters else { return }
    let r = row % Page.rows
    var next = Self.never
    wanted.removeAll(keepingCapacity: true)
    for index in uses.indices {
      let isMatch = filters.matches(index, page, r, UInt32(truncatingIfNeeded: row &+ 1), now: now, next: &next)
      let use = uses[index]
      switch use.kind {
      case .members:
        guard isMatch else { continue }
        if use.grouping == .hold {
          var holds = page.openHolds[r]
          while holds != 0 {
            wanted.append(UInt64(index) << 32 | UInt64(holds.trailingZeroBitCount))
            holds &= holds &- 1
          }
        } else {
          let key = Self.key(use.grouping, page, r)
          // What is nowhere, or nobody's, is no cause that anybody could look into.
          if key != 0 || use.grouping == .none { wanted.append(UInt64(index) << 32 | UInt64(key)) }
        }
      case .population, .source:
        let key = Self.key(use.grouping, page, r)
        count(row, use, index, isMatch && key != 0 ? key : 0)
        if use.kind == .source, key != 0 { hear(index, key, page.heard[r]) }
      }
    }
    if heads[row] != 0 || !wanted.isEmpty { move(row, page, r) }
    if next != Self.never { wheel.put(row, at: next.columnSeconds) }
  }

  /// The column that a rule groups by; 0 where it is missing.
  @inline(__always)
  private static func key(_ grouping: AlarmGrouping, _ page: Page, _ r: Int) -> UInt32 {
    switch grouping {
    case .none, .hold: 0
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
  private mutating func count(_ row: Int, _ use: Use, _ index: Int, _ key: UInt32) {
    let before = counted[use.counter][row]
    guard before != key else { return }
    counted[use.counter][row] = key
    for (key, change) in [(before, -1), (key, 1)] where key != 0 {
      let cause = cause(use.kind == .population ? index - 1 : index, key)
      if use.kind == .population { causes[cause].population += change } else { causes[cause].count += change }
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
        lower(cause, page, r)
        causes[cause].isDueStale = true
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
      join(row, cause)
      lower(cause, page, r)
    }
  }

  private mutating func join(_ row: Int, _ cause: Int) {
    let first = causes[cause].first
    let node = Node(
      shipment: UInt32(row), cause: UInt32(cause), nextOfShipment: heads[row], nextOfCause: first, previousOfCause: 0)
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
  }

  private mutating func leave(_ node: Int) {
    let cause = Int(nodes[node].cause)
    let (next, previous) = (nodes[node].nextOfCause, nodes[node].previousOfCause)
    if next != 0 { nodes[Int(next) - 1].previousOfCause = previous }
    if previous != 0 { nodes[Int(previous) - 1].nextOfCause = next } else { causes[cause].first = next }
    causes[cause].count -= 1
    causes[cause].isDueStale = true
    unsettle(cause)
  }

  /// The cause of a filter and a group, made if it is new.
  private mutating func cause(_ index: Int, _ key: UInt32) -> Int {
    let tag = UInt64(index) << 32 | UInt64(key)
    if let known = causeRows[tag] { return Int(known) }
    causes.append(Cause(tag: tag, rule: Int32(uses[index].rule), key: key))
    causeRows[tag] = Int32(causes.count - 1)
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

  @inline(__always)
  private mutating func lower(_ cause: Int, _ page: Page, _ r: Int) {
    let limit = Self.limit(rules.rules[Int(causes[cause].rule)].clock, page, r)
    guard limit != 0, causes[cause].due == 0 || limit < causes[cause].due else { return }
    causes[cause].due = limit
    unsettle(cause)
  }

  /// Looks for the earliest limit among the members again; what has passed counts only where nothing else is left.
  private mutating func settleDue(_ cause: Int, _ board: Board, _ now: Instant, _ seconds: UInt32) {
    let clock = rules.rules[Int(causes[cause].rule)].clock
    var due: UInt32 = 0
    var passed: UInt32 = 0
    var link = causes[cause].first
    while link != 0 {
      let node = nodes[Int(link) - 1]
      let row = Int(node.shipment)
      let limit = Self.limit(clock, board.columns[row / Page.rows], row % Page.rows)
      if limit >= seconds, due == 0 || limit < due { due = limit }
      if limit < seconds { passed = max(passed, limit) }
      link = node.nextOfCause
    }
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
    for cause in causes.indices where isQuietRule(cause) { turn(cause, now, seconds, board) }
    for row in lively {
      let cause = Int(row)
      let isClocked: Bool =
        switch rules.rules[Int(causes[cause].rule)].clock {
        case .hold, .promise: true
        case .after, .none: false
        }
      guard isClocked, causes[cause].isOn else { continue }
      let isPast = causes[cause].due != 0 && causes[cause].due < seconds
      guard causes[cause].isDueStale || isPast,
        seconds >= causes[cause].dueSettled + 10 || causes[cause].dueSettled == 0
      else { continue }
      let before = causes[cause].due
      settleDue(cause, board, now, seconds)
      if causes[cause].due != before { causes[cause].dueTurned = now }
    }
    lively.removeAll { row in
      let cause = causes[Int(row)]
      return !cause.isOn && now - cause.turned > .days(8)
    }
    explain()
  }

  private func isQuietRule(_ cause: Int) -> Bool {
    if case .quiet = rules.rules[Int(causes[cause].rule)].trigger { true } else { false }
  }

  private mutating func turn(_ cause: Int, _ now: Instant, _ seconds: UInt32, _ board: Board) {
    let rule = rules.rules[Int(causes[cause].rule)]
    let wasOn = causes[cause].isOn
    let count = causes[cause].count
    var isOn = count >= (wasOn ? rule.countClear : rule.countMin)
    switch rule.trigger {
    case .count: break
    case .share(let percentMin, _):
      // Half way back to nothing is what clears a share.
      let percent = wasOn ? (percentMin + 1) / 2 : percentMin
      isOn = isOn && count * 100 >= percent * causes[cause].population
    case .quiet(let after):
      isOn = isOn && Int64(seconds) - Int64(causes[cause].heard) > after.milliseconds / 1000
    }
    guard isOn != wasOn else { return }
    causes[cause].isOn = isOn
    causes[cause].turned = now
    guard isOn else { return }
    causes[cause].cameOn.append(now)
    if causes[cause].cameOn.count > 3 { causes[cause].cameOn.removeFirst() }
    settleDue(cause, board, now, seconds)
    causes[cause].dueTurned = now
    if causes[cause].text.isEmpty {
      causes[cause].group = group(causes[cause], board)
      causes[cause].asset = AlarmWords.asset(causes[cause].group)
      causes[cause].text = AlarmCause.text(rule: rule.name, group: causes[cause].group)
      causeTexts[causes[cause].text] = Int32(cause)
    }
    if !lively.contains(Int32(cause)) { lively.append(Int32(cause)) }
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
    return Filter(.term(Filter.Term(field, field.kind == .text ? .equal : .has, [.text(value)])))
  }

  /// How many members of a cause are looked at to say what explains it.
  private static let sampleMost = 200

  /// Finds for every cause that holds the parent at whose place, on whose lane, by whose carrier most of its shipments are.
  private mutating func explain() {
    let parents = lively.map(Int.init).filter { causes[$0].isOn && rules.rules[Int(causes[$0].rule)].isParent }
    for row in lively {
      let cause = Int(row)
      // What a hold's own limit costs is explained by nothing else.
      let rule = rules.rules[Int(causes[cause].rule)]
      guard causes[cause].isOn, !rule.isParent, rule.clock != .hold else { continue }
      causes[cause].explainedBy =
        parents.isEmpty ? nil : parents.first { explains($0, cause) }.map { causes[$0].text }
    }
  }

  private func explains(_ parent: Int, _ cause: Int) -> Bool {
    guard let use = uses.firstIndex(where: { $0.rule == Int(causes[parent].rule) && $0.kind != .members }) else {
      return false
    }
    let groups = counted[uses[use].counter]
    var looked = 0
    var hits = 0
    var link = causes[cause].first
    while link != 0, looked < Self.sampleMost {
      let node = nodes[Int(link) - 1]
      looked += 1
      if groups[Int(node.shipment)] == causes[parent].key { hits += 1 }
      link = node.nextOfCause
    }
    // A little less keeps it explained than made it so.
    let isExplained = causes[cause].explainedBy == causes[parent].text
    return looked > 0 && hits * 100 >= looked * (isExplained ? 40 : 50)
  }

  // MARK: - What comes out

  /// The causes whose condition holds or held within the last days, in the order in which they began to.
  package var conditions: [AlarmCondition] { lively.map { condition(Int($0)) } }

  /// How a cause stands; nil when its condition did not hold lately.
  package func condition(of cause: String) -> AlarmCondition? { causeTexts[cause].map { condition(Int($0)) } }

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
      cause: cause.text, rule: Int(cause.rule), group: cause.group, asset: cause.asset, count: cause.count,
      isOn: cause.isOn, turned: cause.turned, due: due, dueTurned: cause.dueTurned,
      isChattering: span <= .minutes(1),
      explainedBy: cause.explainedBy)
  }

  /// The shipments of a cause, at most so many, in no order; those of a source that says nothing are found by the filter.
  package func shipments(of cause: String, most: Int) -> [ShipmentID] {
    guard let row = causeTexts[cause] else { return [] }
    var ids: [ShipmentID] = []
    var link = causes[Int(row)].first
    while link != 0, ids.count < most {
      let node = nodes[Int(link) - 1]
      ids.append(ShipmentID(node.shipment + 1))
      link = node.nextOfCause
    }
    return ids
  }

  /// The shipments of a cause as a filter; nil where the rule is gone or the text is no cause.
  package func filter(of cause: String) -> Filter? {
    guard let parts = AlarmCause(cause), let rule = rules[parts.rule] else { return nil }
    return rule.about.and(parts.group)
  }

  /// How long a cause must be gone before its alarm clears.
  func offDelay(of cause: String) -> Span { AlarmCause(cause).flatMap { rules[$0.rule]?.offDelay } ?? .zero }

  /// What an alarm says.
  func message(
    of cause: String, rule: AlarmRule?, _ condition: AlarmCondition?, count: Int, due: Instant?
  ) -> AlarmMessage {
    guard let rule else {
      return AlarmMessage(
        asset: AlarmWords.asset(AlarmCause(cause)?.group ?? .all), condition: "the rule is not in force any more",
        consequence: "", action: "close it", due: due, procedure: [], why: "")
    }
    return AlarmMessage(
      asset: condition?.asset ?? AlarmWords.asset(AlarmCause(cause)?.group ?? .all),
      condition: AlarmWords.condition(rule, count: count),
      consequence: rule.consequence, action: rule.action, due: due, procedure: rule.procedure,
      why: AlarmWords.why(rule, count: count))
  }
}

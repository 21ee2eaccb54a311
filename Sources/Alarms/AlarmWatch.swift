import Atlas
package import Logistics
package import Measures

// Which causes hold now, kept up with the board:
//
//   events ──► touched shipments ─┐
//   clock ───► wheel ─────────────┼─► a row's matches ─► members of causes ─► counts, shares ─► on or off
//   at first ► whole board ───────┘
//
// A row is looked at when an event touched it, or when the clock turned one of its answers, and never else. What of it is where:
//
//   AlarmWatch            what comes in, causes that turn on and off, what comes out
//   AlarmWatch+Rows       filters, and the causes that a row is counted under
//   AlarmMembers          who is a member of which cause
//   AlarmWatch+Sources    what shares are of, and who was last heard when
//   AlarmWatch+Limits     until when somebody must act
//   AlarmWatch+Parents    which alarms explain others

/// The causes of alarms and how they stand, for one board.
package struct AlarmWatch: Sendable {
  /// The table in force.
  package let rules: AlarmRules
  /// Since when the whole board has been seen; the epoch before.
  package private(set) var completeSince: Instant = .epoch
  /// Whether the whole board has been seen.
  package var isComplete: Bool { completeSince != .epoch }

  var filters = StandingFilters()
  /// What is asked of rules again and again, without their words.
  let figures: [Figures]
  /// The causes that turn by the clock alone.
  var quietCauses: [Int32] = []
  var explainedAt: UInt32 = 0
  /// The board's last event when that was looked for, and whether a cause gained or lost shipments since.
  var explainedSequence: UInt64 = 0
  var haveMembersMoved = true
  /// What each filter is for.
  var uses: [Use] = []
  /// The filters whose matches are members of causes, one bit each, and those that only count.
  var memberBits: (low: UInt64, high: UInt64) = (0, 0)
  var counterUses: [Int] = []
  var asksTexts = false
  var index = TextIndex()
  /// How many texts and shipments there were when the filters were made ready.
  var textsReady = 0
  var countReady = 0

  var causes: [Cause] = []
  /// Causes by filter and key: the small keys in arrays, plus 1, 0 for none; the others, of texts that came late, by hash.
  var nearRows: [ContiguousArray<Int32>] = []
  var causeRows: [UInt64: Int32] = [:]
  static let nearKeys: UInt32 = 1 << 18
  var causeTexts: [String: Int32] = [:]
  /// Causes whose condition holds or held lately, in the order in which they began to.
  var lively: [Int32] = []
  /// Causes that changed since they were last settled.
  var unsettled: [Int32] = []

  /// Which shipments are members of which causes.
  var members = AlarmMembers()
  /// For every shipment, and for every filter that only counts: the group it is counted in; 0 for none.
  var counted: ContiguousArray<UInt32> = []
  /// How many filters only count.
  var counters = 0
  var wheel = AlarmWheel()
  var touched: [UInt32] = []
  /// What events said of each row since it was looked at last.
  var touches: ContiguousArray<Touch> = []
  /// The first row that the first look at the whole board has not reached.
  var scanned = 0
  var wanted: ContiguousArray<UInt64> = []
  var settledAt: UInt32 = 0
  /// Means nothing: what was read so that it is at hand.
  var warmth: UInt32 = 0
  /// Counts the times at which causes were settled, over new starts too: what changed after a number is news to whoever has seen
  /// that number.
  private(set) var revision: UInt64 = 1
  /// The revisions at which the watch started over, at which what was lively last ceased to be, and at which a condition
  /// that may explain others last turned.
  private(set) var startedAt: UInt64 = 1
  private(set) var ceasedAt: UInt64 = 1
  private(set) var parentTurnedAt: UInt64 = 1

  /// What one filter is for.
  struct Use: Sendable {
    enum Kind: Sendable { case members, population, source }
    var rule: Int
    var kind: Kind
    var grouping: AlarmGrouping
    /// The filter whose causes it counts for: its own, or that of the share's members.
    var members: Int
    /// The place in `counted`, for those that only count.
    var counter = 0
  }

  /// One cause: a rule and a group.
  struct Cause: Sendable {
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
    /// The watch's revision at which anything of it changed that an alarm tells.
    var changedAt: UInt64 = 0
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
  struct Figures: Sendable {
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
    let (index, revision) = (index, revision)
    self = AlarmWatch(rules)
    self.index = index
    self.revision = revision + 1
    startedAt = self.revision
    ceasedAt = self.revision
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

  /// Brings the watch up with the board, looking at no more than about `budget` rows.
  ///
  /// - Returns: whether nothing is left to look at.
  package mutating func advance(_ board: Board, now: Instant, budget: Int = .max) -> Bool {
    if board.count < members.count { reread() }
    guard prepare(board, budget) else { return false }
    let seconds = now.columnSeconds
    members.grow(to: board.count)
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

  // MARK: - Causes

  /// The cause of a filter and a group, made if it is new.
  mutating func cause(_ index: Int, _ key: UInt32) -> Int {
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
  mutating func unsettle(_ cause: Int) {
    guard !causes[cause].isUnsettled else { return }
    causes[cause].isUnsettled = true
    unsettled.append(Int32(cause))
  }

  // MARK: - Conditions

  /// Turns conditions on and off, and finds what explains them.
  mutating func settle(_ board: Board, _ now: Instant, _ seconds: UInt32) {
    revision &+= 1
    let changed = unsettled
    haveMembersMoved = haveMembersMoved || !changed.isEmpty
    unsettled.removeAll(keepingCapacity: true)
    for row in changed {
      causes[Int(row)].isUnsettled = false
      causes[Int(row)].changedAt = revision
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
      if causes[cause].due != before {
        causes[cause].dueTurned = now
        causes[cause].changedAt = revision
      }
    }
    guard seconds >= explainedAt + Self.explainsSeconds || explainedAt > seconds else { return }
    let hasParentTurned = explainedAt == 0
    explainedAt = seconds
    for row in lively where !causes[Int(row)].isOn && now - causes[Int(row)].turned > .days(8) {
      causes[Int(row)].isLively = false
      ceasedAt = revision
    }
    lively.removeAll { !causes[Int($0)].isLively }
    // Nothing heard and nothing turned: what explained what still does.
    guard hasParentTurned || haveMembersMoved || board.sequence != explainedSequence else { return }
    haveMembersMoved = false
    explainedSequence = board.sequence
    explain()
  }

  mutating func turn(_ cause: Int, _ now: Instant, _ seconds: UInt32, _ board: Board) {
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
    causes[cause].changedAt = revision
    // What a parent explains is told with it.
    if figures.isParent {
      explainedAt = 0
      parentTurnedAt = revision
    }
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
  func group(_ cause: Cause, _ board: Board) -> Filter {
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

  // MARK: - What comes out

  /// The causes whose condition holds or held within the last eight days, in the order in which they began to.
  package var conditions: [AlarmCondition] { lively.map { condition(Int($0)) } }

  /// How a cause stands; nil when its condition never held as far as this watch has seen.
  package func condition(of cause: String) -> AlarmCondition? { causeTexts[cause].map { condition(Int($0)) } }

  /// Whether a cause's condition holds now.
  func isOn(_ cause: String) -> Bool { causeTexts[cause].map { causes[Int($0)].isOn } ?? false }

  /// Whether a cause's condition holds or held lately.
  func isLively(_ cause: String) -> Bool { causeTexts[cause].map { causes[Int($0)].isLively } ?? false }

  func condition(_ row: Int) -> AlarmCondition {
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

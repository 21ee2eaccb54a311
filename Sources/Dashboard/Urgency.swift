import Atlas
import Logistics
import Measures
import TUI

// What needs a person, and how soon. Two clocks run: that of an open hold (at its end what happens if ignored happens), and that
// of the promise to the buyer.
//
//   level         open hold ends in     promise               else
//   critical !!   < 6 h, or has ended
//   high     !    < 24 h                has passed
//   medium   ▴    < 72 h                passes in < 24 h      claims contradict each other; three attempts used up;
//                                                             silent for longer than its way explains
//   low      -    later, or an authority's own clock
//   none          no hold                                     grey is normal

/// How soon a shipment needs a person.
enum Urgency: UInt8, CaseIterable, Comparable, Sendable {
  case critical, high, medium, low, none

  /// The mark that goes with the colour, in at most two cells.
  var mark: String {
    switch self {
    case .critical: "!!"
    case .high: "!"
    case .medium: "▴"
    case .low: "-"
    case .none: ""
    }
  }

  /// The role that goes with the mark.
  var role: Role {
    switch self {
    case .critical: .critical
    case .high: .high
    case .medium: .medium
    case .low: .low
    case .none: .muted
    }
  }

  static func < (a: Urgency, b: Urgency) -> Bool { a.rawValue < b.rawValue }

  /// Delivery attempts after which a parcel goes back unless somebody acts.
  static let attemptsMax = 3

  /// The level of the shipment in row `r` of a page, at `now` in whole seconds.
  @inline(__always)
  static func of(_ page: Page, _ r: Int, now: UInt32) -> Urgency {
    let flags = ShipmentFlags(rawValue: page.flags[r])
    guard !flags.contains(.ended) else { return .none }
    var level = Urgency.none
    if page.openHolds[r] != 0 {
      let due = page.holdDue[r]
      let left = Int64(due) - Int64(now)
      level =
        due == 0 ? .low : left < 6 * 3600 ? .critical : left < 24 * 3600 ? .high : left < 72 * 3600 ? .medium : .low
    }
    if level > .high, page.promise[r] != 0, !flags.contains(.wasDelivered), !flags.contains(.goesBack) {
      let left = Int64(page.promise[r]) - Int64(now)
      if left < 0 { level = .high } else if left < 24 * 3600, level > .medium { level = .medium }
    }
    if level > .medium, page.disputes[r] > 0 || page.attempts[r] >= UInt8(attemptsMax) { level = .medium }
    if level > .medium, page.panel[r] == Panel.transit.rawValue || page.panel[r] == Panel.delivery.rawValue {
      if Int64(now) - Int64(page.heard[r]) > Int64(page.silenceSecondsMax(r)) { level = .medium }
    }
    return level
  }

  /// The level of a shipment at `now`.
  static func of(_ id: ShipmentID, in board: Board, now: Instant) -> Urgency {
    guard board.contains(id) else { return .none }
    return of(board.columns[id.index / Page.rows], id.index % Page.rows, now: now.columnSeconds)
  }
}

extension Shipment {
  /// How long nothing was heard of it, when it is under way and that is longer than its way explains; else nil.
  func silence(at now: Instant) -> Span? {
    guard let silenceMax else { return nil }
    let silence = now - heard
    return silence > silenceMax ? silence : nil
  }
}

/// What needs a person, counted over the whole board, and the shipments that need one first.
struct Attention: Sendable {
  /// How many shipments there are of each level, by the level's row.
  var counts = [Int](repeating: 0, count: Urgency.allCases.count)
  /// The shipments that need a person, the most urgent first; of many only these are kept.
  var queue: [Entry] = []
  /// How many there are, kept or not.
  var waiting = 0
  /// The board's last event when it was begun to be counted, and by what moment's clock.
  var sequence: UInt64 = 0
  var countedAt = Instant.epoch
  /// How many are held at a place, and how many are there or on their way from there, by the place's row.
  var held = [Int32](repeating: 0, count: Atlas.places.count)
  var here = [Int32](repeating: 0, count: Atlas.places.count)
  /// The highest level of what is held at a place, by the place's row.
  var levels = [Urgency](repeating: .none, count: Atlas.places.count)
  /// How many are under way on a lane, by the lane's row.
  var lanes = [Int32](repeating: 0, count: Atlas.lanes.count)

  /// How long shipments stand in a stage, by the stage's row.
  var dwell = [StageDwell](repeating: StageDwell(), count: Stage.allCases.count)

  /// How many shipments are at a level.
  func count(_ level: Urgency) -> Int { counts[Int(level.rawValue)] }

  /// The shipment that needs a person first.
  var first: ShipmentID? { queue.first?.id }

  /// A shipment that needs a person.
  struct Entry: Comparable, Sendable {
    let level: Urgency
    /// How soon, the least first: seconds that are left, then what is over, then what has no clock.
    let due: UInt32
    let id: ShipmentID

    static func < (a: Entry, b: Entry) -> Bool { (a.level, a.due, a.id) < (b.level, b.due, b.id) }
  }

  /// Puts an entry in its place.
  mutating func add(_ entry: Entry) {
    waiting += 1
    if queue.count == Self.queueMax, let last = queue.last {
      guard entry < last else { return }
      queue.removeLast()
    }
    let place = queue.lastIndex { $0 < entry }.map { $0 + 1 } ?? 0
    queue.insert(entry, at: place)
  }

  private static let queueMax = 100
}

/// Runs down the board a slice at a time and counts what needs a person; the lists and the keys never wait for it.
struct AttentionScan: Sendable {
  private var next = 0
  private var found = Attention()

  /// Reasons that somebody on our side of the border can end: the others' clocks are not ours to run against.
  private static let ours: UInt32 = HoldReason.allCases.reduce(0) { mask, reason in
    reason.clockStandsStill ? mask : mask | reason.bit
  }

  /// Looks at up to `budget` rows more.
  ///
  /// - Returns: what was found, when the end is reached.
  mutating func advance(_ board: Board, now: Instant, budget: Int) -> Attention? {
    let seconds = now.columnSeconds
    if next == 0 { (found.sequence, found.countedAt) = (board.sequence, now) }
    let end = min(board.count, next + max(1, budget))
    while next < end {
      let page = board.columns[next / Page.rows]
      let stop = min(end, (next / Page.rows + 1) * Page.rows)
      while next < stop {
        let r = next % Page.rows
        if page.panel[r] != Panel.closed.rawValue { look(page, r, now: seconds) }
        next += 1
      }
    }
    return next >= board.count ? found : nil
  }

  /// Counts a shipment where it was seen last, and on its lane.
  @inline(__always)
  private mutating func place(_ page: Page, _ r: Int, _ level: Urgency) {
    let at = Int(page.at[r])
    let isHeld = page.panel[r] == Panel.customs.rawValue
    if at > 0, at < found.here.count {
      if isHeld {
        found.held[at] += 1
        found.levels[at] = min(found.levels[at], level)
      } else {
        found.here[at] += 1
      }
    }
    let lane = Int(page.lane[r])
    if lane > 0, lane < found.lanes.count, page.panel[r] == Panel.transit.rawValue { found.lanes[lane] += 1 }
  }

  @inline(__always)
  private mutating func look(_ page: Page, _ r: Int, now: UInt32) {
    let level = Urgency.of(page, r, now: now)
    found.counts[Int(level.rawValue)] += 1
    place(page, r, level)
    let stage = Int(page.stage[r])
    if stage < found.dwell.count {
      found.dwell[stage].count += 1
      found.dwell[stage].seconds += Int64(now) - Int64(min(page.stageSince[r], now))
    }
    guard level < .low else { return }
    let isOurs = page.openHolds[r] & Self.ours != 0
    let due: UInt32
    if isOurs, page.holdDue[r] != 0 {
      // What can still be met comes before what is over; of that, the latest first.
      due = page.holdDue[r] >= now ? page.holdDue[r] - now : UInt32(Int32.max) + min(now - page.holdDue[r], 1 << 30)
    } else if page.attempts[r] >= UInt8(Urgency.attemptsMax) || page.disputes[r] > 0 {
      due = UInt32.max - 1
    } else {
      return
    }
    found.add(Attention.Entry(level: level, due: due, id: ShipmentID(UInt32(next + 1))))
  }
}

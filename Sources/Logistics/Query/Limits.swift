package import Atlas
package import Measures

// How long is too long. A parcel may be silent between two scans, and stand still between two steps; what is too long depends on
// what carries it and on what it waits for. Every figure here is an assumption of ours, so chosen that about one parcel in fifty
// is over it on an ordinary day: a mark on every sixth would be no mark.

extension TransportMode {
  /// How long a shipment may be silent before a person should ask, across the border or within a country.
  ///
  /// The three days without a scan that shops commonly allow where couriers and trucks scan at every stop; a letter bag, a train
  /// and a ship are out of reach for longer. Assumptions.
  @inline(__always)
  package func silenceMax(across border: Bool) -> Span {
    guard border else { return Condition.staleAfter }
    switch self {
    case .ocean: return .days(21)
    case .rail, .postal: return .days(10)
    case .air: return .days(5)
    case .unknown, .express, .truck: return Condition.staleAfter
    }
  }
}

extension LaneID {
  /// How long a shipment on this lane may be silent before it is over the border: what its mode explains, and where the lane's
  /// longest leg is a great part of a long way, the time that leg may take. An assumption.
  package var silenceMax: Span {
    let lane = lane
    let usual = lane.mode.silenceMax(across: true)
    guard lane.routeKilometres > 0, let longest = lane.legs.map(\.kilometres).max() else { return usual }
    // The whole way from door to door takes the lane's usual days; half as much again is within reason.
    let leg = Double(lane.days.likely) * 24 * Double(longest) / Double(lane.routeKilometres)
    return max(usual, Span.hours(fraction: leg * 1.5))
  }
}

extension Milestone {
  /// How long a shipment may stand at this milestone before something is in its way, by how it crosses the border; nil where
  /// waiting is nobody's fault. Assumptions.
  package func dwellMax(by mode: TransportMode) -> Span? {
    if nature == .terminal { return nil }
    switch stage {
    case .order: return .days(5)
    case .prepare: return .days(8)
    case .firstMile: return .days(4)
    case .export: return .days(6)
    case .carriage:
      switch mode {
      case .express: return .days(4)
      case .truck, .unknown: return .days(5)
      case .air: return .days(7)
      case .postal: return .days(12)
      case .rail: return .days(20)
      case .ocean: return .days(35)
      }
    case .import: return .days(8)
    case .local: return self == .readyForPickup ? .days(10) : .days(6)
    case .afterSales: return .days(30)
    }
  }
}

extension Stage {
  /// What share of its lane's usual time a shipment at this stage still has before it, in percent. An assumption.
  var percentAhead: Int64 {
    switch self {
    case .order, .prepare, .firstMile: 100
    case .export: 90
    case .carriage: 60
    case .import: 30
    case .local: 10
    case .afterSales: 0
    }
  }
}

/// The limits as tables, for whoever looks at many rows.
struct Limits: Sendable {
  /// Seconds of silence by mode, within a country and across the border; by lane across the border.
  private let silence: [UInt32]
  private let laneSilence: [UInt32]
  /// Seconds at a milestone by mode; 0 where there is no limit.
  private let dwell: [UInt32]
  /// Seconds still before a shipment, by lane and stage; 0 for no lane.
  private let ahead: [UInt32]

  static let shared = Limits()

  private init() {
    func seconds(_ span: Span) -> UInt32 { UInt32(clamping: span.milliseconds / 1000) }
    silence = TransportMode.allCases.flatMap { mode in
      [seconds(mode.silenceMax(across: false)), seconds(mode.silenceMax(across: true))]
    }
    laneSilence = Atlas.lanes.map { $0.id == .none ? 0 : seconds($0.id.silenceMax) }
    dwell = Milestone.allCases.flatMap { milestone in
      TransportMode.allCases.map { milestone.dwellMax(by: $0).map(seconds) ?? 0 }
    }
    ahead = Atlas.lanes.flatMap { lane in
      Stage.allCases.map { UInt32(clamping: Int64(lane.days.likely) * 86_400 * $0.percentAhead / 100) }
    }
  }

  @inline(__always)
  func silence(_ page: Page, _ r: Int) -> UInt32 {
    let isAcross = page.panel[r] == Panel.transit.rawValue
    let lane = Int(page.lane[r])
    if isAcross, lane != 0, lane < laneSilence.count { return laneSilence[lane] }
    let row = Int(page.mode[r]) * 2 + (isAcross ? 1 : 0)
    return row < silence.count ? silence[row] : .max
  }

  @inline(__always)
  func dwell(_ page: Page, _ r: Int) -> UInt32 {
    let row = Int(page.milestone[r]) * TransportMode.allCases.count + Int(page.mode[r])
    return row < dwell.count ? dwell[row] : 0
  }

  @inline(__always)
  func ahead(_ page: Page, _ r: Int) -> UInt32 {
    let row = Int(page.lane[r]) * Stage.allCases.count + Int(page.stage[r])
    return row < ahead.count ? ahead[row] : 0
  }
}

extension Page {
  /// How long the shipment in row `r` may be silent, in seconds, when it is under way.
  @inline(__always)
  package func silenceSecondsMax(_ r: Int) -> UInt32 { Limits.shared.silence(self, r) }
}

extension Shipment {
  /// How long it may be silent before a person should ask; nil when it is not under way.
  package var silenceMax: Span? {
    switch panel {
    case .transit: lane == .none ? mode.silenceMax(across: true) : lane.silenceMax
    case .delivery: mode.silenceMax(across: false)
    case .orders, .customs, .returns, .closed: nil
    }
  }
}

/// A moment of a shipment that a clock counts from, or towards.
enum Moment: UInt8, Sendable {
  case placed, heard, eta, promise, due, limit
  /// When the step that stands happened.
  case step
  /// When it will have been silent for too long.
  case silent
  /// When it will have stood at its step for too long.
  case stuck
  /// When what is left of its way will take longer than what is left of its promise.
  case risk
  /// When a share of the hold's clock, in percent, is used up.
  case used

  /// The column in which it stands as it is, in seconds; nil where more is asked.
  var column: WordColumn? {
    switch self {
    case .placed: .placed
    case .heard: .heard
    case .eta: .eta
    case .promise: .promise
    case .limit: .limit
    case .due, .step, .silent, .stuck, .risk, .used: nil
    }
  }

  /// The moment in milliseconds since the epoch; 0 where the shipment has none.
  @inline(__always)
  func milliseconds(_ page: Page, _ r: Int, _ limits: Limits, percent: Int64) -> Int64 {
    self == .step ? page.happened[r] : seconds(page, r, limits, percent: percent) &* 1000
  }

  @inline(__always)
  private func seconds(_ page: Page, _ r: Int, _ limits: Limits, percent: Int64) -> Int64 {
    switch self {
    case .placed: return Int64(page.placed[r])
    case .heard: return Int64(page.heard[r])
    case .eta: return Int64(page.eta[r])
    case .promise: return Int64(page.promise[r])
    case .due: return page.openHolds[r] == 0 ? 0 : Int64(page.holdDue[r])
    case .limit: return Int64(page.limit[r])
    case .step: return page.happened[r] / 1000
    case .silent:
      let panel = page.panel[r]
      guard panel == Panel.transit.rawValue || panel == Panel.delivery.rawValue else { return 0 }
      return Int64(page.heard[r]) + Int64(limits.silence(page, r))
    case .stuck:
      let dwell = limits.dwell(page, r)
      guard dwell != 0, page.openHolds[r] == 0 else { return 0 }
      return page.happened[r] / 1000 + Int64(dwell)
    case .risk:
      let over = ShipmentFlags.ended.rawValue | ShipmentFlags.wasDelivered.rawValue | ShipmentFlags.goesBack.rawValue
      guard page.promise[r] != 0, page.flags[r] & over == 0 else { return 0 }
      let ahead = limits.ahead(page, r)
      return ahead == 0 ? 0 : Int64(page.promise[r]) - Int64(ahead)
    case .used:
      guard page.openHolds[r] != 0 else { return 0 }
      let due = Int64(page.holdDue[r])
      let since = Int64(page.heldSince[r])
      guard due != 0, since != 0 else { return 0 }
      return since + (due - since) * percent / 100
    }
  }
}

/// A question that the clock alone can answer otherwise: whether `now` lies from `low` to `high` milliseconds after a moment.
struct ClockTest: Sendable {
  var moment: Moment
  /// For ``Moment/used``, 0 ... 65,535.
  var percent: Int64 = 0
  var low: Int64
  var high: Int64

  /// Farther than any two moments are apart.
  static let far: Int64 = 1 << 50

  /// The moments, in whole seconds since the epoch, for which it is so at `now` in milliseconds; nil where there are none.
  func seconds(at now: Int64) -> ClosedRange<UInt32>? {
    func down(_ milliseconds: Int64) -> Int64 { (milliseconds - (milliseconds % 1000 + 1000) % 1000) / 1000 }
    let first = max(1, down(now - high + 999))
    let last = min(Int64(UInt32.max), down(now - low))
    return first <= last ? UInt32(first)...UInt32(last) : nil
  }

  /// Whether it is so at `now` in milliseconds, and in how many that can change; 0 when it never does by the clock.
  @inline(__always)
  func ask(_ page: Page, _ r: Int, _ limits: Limits, now: Int64) -> (isSo: Bool, turns: Int64) {
    let moment = moment.milliseconds(page, r, limits, percent: percent)
    guard moment != 0 else { return (false, 0) }
    let passed = now &- moment
    if passed < low { return (false, low &- passed) }
    return passed <= high ? (true, high >= Self.far ? 0 : high &- passed &+ 1) : (false, 0)
  }
}

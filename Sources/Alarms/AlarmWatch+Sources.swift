import Logistics

// What is counted besides members: how many shipments a share is of, and when something was last heard of a source.
//
//   event ─► who said it, and of a place? ─► touch ─┐
//   row ──► belongs to the source? ─────────────────┴─► last heard
//
// A carrier that says nothing is silent, whatever merchants order, customs clear and the desk notes meanwhile. Only at the first
// look at the whole board nobody knows who said what: then the last that was heard of its shipments stands for the source.

extension AlarmWatch {
  /// What events said of a row.
  struct Touch: OptionSet, Sendable {
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

    /// Whether a source of this grouping has spoken.
    @inline(__always)
    func isHeard(by grouping: AlarmGrouping) -> Bool {
      switch grouping {
      case .carrier: contains(.byCarrier)
      case .place: contains(.withPlace)
      case .none, .lane, .hold, .destination, .merchant, .platform: contains(.heard)
      }
    }
  }

  /// Takes notice that a row has to be looked at.
  @inline(__always)
  mutating func touch(_ row: Int, _ touch: Touch) {
    if row >= touches.count {
      touches.append(contentsOf: repeatElement([], count: max(1024, row + 1 - touches.count)))
    }
    if touches[row].isEmpty { touched.append(UInt32(row)) }
    touches[row].formUnion(touch)
  }

  /// What an event says of its shipment.
  @inline(__always)
  static func touch(_ event: Event) -> Touch {
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

  /// The column that a rule groups by; 0 where it is missing. Where all are one group, that is a group like any other.
  @inline(__always)
  static func key(_ grouping: AlarmGrouping, _ page: Page, _ r: Int) -> UInt32 {
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
  mutating func count(_ row: Int, _ use: Use, _ key: UInt32, _ heard: UInt32) {
    let place = row &* counters &+ use.counter
    let before = counted[place]
    guard before != key else { return }
    counted[place] = key
    for (key, change) in [(before, -1), (key, 1)] where key != 0 {
      let cause = cause(use.members, key)
      if use.kind == .population { causes[cause].population += change } else { causes[cause].count += change }
      // A source that has said nothing yet is silent from when it was first known.
      if use.kind == .source, causes[cause].heard == 0 { causes[cause].heard = heard }
      unsettle(cause)
    }
  }

  /// Takes notice that a source said something.
  @inline(__always)
  mutating func hear(_ index: Int, _ key: UInt32, _ heard: UInt32) {
    let cause = cause(index, key)
    if heard > causes[cause].heard {
      causes[cause].heard = heard
      if causes[cause].isOn { unsettle(cause) }
    }
  }
}

package import Measures

// The flow in numbers: how often something happened in each of the last 31 days, in a ring per series.
//
//   hour  …  h-2  h-1   h        the ring's base moves on with the clock; what falls out of it is forgotten
//   held      4    7    2

/// Something that is counted by the hour.
package enum FlowSeries: Int, CaseIterable, Sendable {
  case ordered, departed, held, released, outForDelivery, delivered, deliveredPromised, deliveredOnTime, returned
}

/// Counts by the hour over the last 31 days, of the control room's own clock.
package struct Flow: Sendable {
  /// How many hours are kept.
  package static let hours = 31 * 24

  private var counts = [UInt32](repeating: 0, count: FlowSeries.allCases.count * Flow.hours)
  /// The latest hour counted, in hours since the epoch.
  package private(set) var hour: Int64 = 0

  /// No counts.
  package init() {}

  /// Counts one in the hour of `instant`; hours that are no longer kept are left out. What is said of a time after it was heard
  /// counts when it was heard: the ring moves on with the clock, and never because of a date in a file.
  mutating func count(_ series: FlowSeries, at instant: Instant, heard: Instant) {
    let hour = min(instant, heard).milliseconds / 3_600_000
    advance(toHour: hour)
    guard let place = place(series, hour) else { return }
    counts[place] &+= 1
  }

  /// Takes one back that was counted before: by the desk, at once, so that it was heard when it happened or later.
  mutating func takeBack(_ series: FlowSeries, at instant: Instant, heard: Instant) {
    let hour = min(instant, heard).milliseconds / 3_600_000
    guard let place = place(series, hour), counts[place] > 0 else { return }
    counts[place] -= 1
  }

  /// Where the hour's count of a series stands; nil for an hour that is not kept.
  private func place(_ series: FlowSeries, _ hour: Int64) -> Int? {
    guard hour > self.hour - Int64(Flow.hours), hour <= self.hour, hour >= 0 else { return nil }
    return series.rawValue * Flow.hours + Int(hour % Int64(Flow.hours))
  }

  /// Moves the ring on to this hour, forgetting what falls out.
  private mutating func advance(toHour new: Int64) {
    guard new > hour else { return }
    let cleared = min(new - hour, Int64(Flow.hours))
    for step in 0..<cleared {
      let slot = Int((new - step) % Int64(Flow.hours))
      for series in 0..<FlowSeries.allCases.count { counts[series * Flow.hours + slot] = 0 }
    }
    hour = new
  }

  /// The counts of the last `count` hours up to the hour of `now`, oldest first; hours not reached yet are 0.
  package func last(_ count: Int, of series: FlowSeries, now: Instant) -> [UInt32] {
    let end = now.milliseconds / 3_600_000
    return (0..<Int64(max(0, count))).map { back in
      let hour = end - Int64(count) + 1 + back
      guard hour >= 0, hour <= self.hour, hour > self.hour - Int64(Flow.hours) else { return 0 }
      return counts[series.rawValue * Flow.hours + Int(hour % Int64(Flow.hours))]
    }
  }

  /// The sum over the last `count` hours.
  package func total(_ count: Int, of series: FlowSeries, now: Instant) -> Int {
    last(count, of: series, now: now).reduce(0) { $0 + Int($1) }
  }

  /// The bytes for a snapshot: the hour, then the counts.
  var bytes: [UInt8] {
    var out = ByteWriter()
    out.fixed64(UInt64(bitPattern: hour))
    for count in counts { out.fixed32(count) }
    return out.bytes
  }

  /// The flow from a snapshot's bytes; nil when they are not its own.
  init?(bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    // Hours that no instant has would leave the ring's arithmetic.
    guard let hour = reader.fixed64(), hour <= UInt64(Int64.max / 3_600_000) else { return nil }
    self.hour = Int64(bitPattern: hour)
    for index in counts.indices {
      guard let count = reader.fixed32() else { return nil }
      counts[index] = count
    }
  }
}

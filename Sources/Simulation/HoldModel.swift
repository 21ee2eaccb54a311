/// The classic exercise for an event list: so many things pending, and every one that falls due is put off by an exponential
/// time of the same mean; here each also touches the 64-byte record of its shipment, as the world does.
package struct HoldModel: ~Copyable {
  /// What is touched at every event. (Visible in the package only because the compiler lays out the model where it is used.)
  package struct Record: BitwiseCopyable {
    var at: Int64
    var visits: UInt64
    var rest: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
  }

  private var calendar = EventCalendar<UInt32>()
  private var records: Slab<Record>
  private var draws: Draws
  private var drawn: UInt64 = 0
  /// How many milliseconds pass on average until a thing falls due again: a day.
  private let meanMilliseconds = 86_400_000.0

  /// A model with `pending` things pending, each with an exponential time before it.
  package init(pending: Int, seed: UInt64 = 42) {
    records = Slab(capacity: pending, filler: Record(at: 0, visits: 0, rest: (0, 0, 0, 0, 0, 0)))
    draws = Draws(seed: seed)
    for number in 0..<pending { calendar.schedule(UInt32(truncatingIfNeeded: number), at: delay()) }
  }

  @inline(__always)
  private mutating func delay() -> Int64 {
    drawn &+= 1
    return Int64(draws.exponential(drawn, mean: meanMilliseconds))
  }

  /// Lets `events` things fall due; false if ever one fell due before its predecessor.
  package mutating func run(events: Int) -> Bool {
    var last = Int64.min
    var isOrdered = true
    for _ in 0..<events {
      guard let entry = calendar.popFirst() else { return false }
      if entry.at < last { isOrdered = false }
      last = entry.at
      let record = Int(entry.payload)
      records[record].at = entry.at
      records[record].visits &+= 1
      records[record].rest.0 &+= records[record].visits
      calendar.schedule(entry.payload, at: entry.at &+ delay())
    }
    return isOrdered
  }
}

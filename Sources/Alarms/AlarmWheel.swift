// Who has to be looked at again though nothing is heard of it, by the clock:
//
//   buckets   … [ ] [17 4] [ ] [908] [ ] …     one for every 64 seconds, in a ring of about three days
//                   ▲ now
//
// A shipment stands in the ring once at most: waking it too early costs one look, after which it is put where it belongs. What is
// farther away than the ring reaches is put at its end and looked at then.

/// Shipments by the second at which they must be looked at.
struct AlarmWheel: Sendable {
  private static let shift: UInt32 = 6
  private static let count: UInt32 = 4096
  private var buckets = [ContiguousArray<UInt32>](repeating: [], count: Int(count))
  /// The bucket of each shipment, counted from the epoch; 0 where it is in none.
  private var places: ContiguousArray<UInt32> = []
  /// The next bucket to be emptied, counted from the epoch.
  private var next: UInt32 = 0
  /// How many shipments stand in it.
  private(set) var waiting = 0

  /// Makes room for so many shipments, and begins at `now` if it has not begun.
  mutating func grow(to count: Int, now: UInt32) {
    if next == 0 { next = now >> Self.shift }
    if places.count < count { places.append(contentsOf: repeatElement(0, count: count - places.count)) }
  }

  /// The bucket of a row, for whoever fetches rows from memory before they are needed.
  @inline(__always)
  func place(of index: Int) -> UInt32 { places[index] }

  /// Sees to it that the shipment in row `index` comes up at `second` or before.
  @inline(__always)
  mutating func put(_ index: Int, at second: UInt32) {
    // One bucket later, so that the second has passed when it comes up.
    let wanted = min(max(second >> Self.shift &+ 1, next), next &+ Self.count &- 1)
    let place = places[index]
    guard place == 0 || place > wanted else { return }
    if place == 0 { waiting += 1 }
    places[index] = wanted
    buckets[Int(wanted % Self.count)].append(UInt32(truncatingIfNeeded: index))
  }

  /// Takes out those that are due at `now`, at most a bucket more than `most`; `found` is given their rows.
  ///
  /// - Returns: whether nothing is due any more.
  mutating func take(until now: UInt32, most: Int, _ found: (Int) -> Void) -> Bool {
    let end = now >> Self.shift
    var taken = 0
    // After a leap in time every bucket is emptied once, and what stands in them comes up now.
    if end > next, end - next > Self.count { next = end - Self.count }
    while next <= end {
      guard taken < most else { return false }
      let bucket = Int(next % Self.count)
      if !buckets[bucket].isEmpty {
        let members = buckets[bucket]
        buckets[bucket] = []
        for index in members where places[Int(index)] != 0 && places[Int(index)] <= next {
          places[Int(index)] = 0
          waiting -= 1
          taken += 1
          found(Int(index))
        }
      }
      next += 1
    }
    return true
  }
}

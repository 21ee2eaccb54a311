/// What is due, in order: earliest instant first; at the same instant the lower priority number first; at the same priority
/// whoever was scheduled first.
///
/// A calendar of buckets rather than a heap, for with a million shipments pending the height of a heap is paid in cache misses:
///
/// ```
///   now                                                     the year ends: bucket count x width
///    |                                                        |
///   [=== open group ===][ 16 buckets ][ 16 buckets ] .......  |  overflow list: later years
///    run, sorted: o o o   each bucket a chain of pooled nodes    unsorted, looked through once a year
///    late: a small heap   (one cache line of 16 chain heads)
///                         bitmaps say which groups hold anything
/// ```
///
/// Only the group that contains the present is ever sorted. A bucket is about one event wide, so the sixteen chains of a
/// group are short and its nodes are fetched side by side, not one behind the other. What is scheduled into the open group goes
/// to the end of the run or, when it belongs further forward, into a heap; so the worst arrangement of instants (everything at
/// once, everything in one bucket) costs what a heap costs. Every so many events a sample of what is pending is taken, and where
/// the width or the count of buckets is off by four or more the calendar is laid out anew.
///
/// The idea is R. Brown's calendar queue (1988); the run, the late heap and the sampled width are what keeps it from its known
/// bad cases.
package struct EventCalendar<Payload: BitwiseCopyable & Sendable>: ~Copyable {
  /// One thing that is due.
  package struct Entry: BitwiseCopyable, Sendable {
    /// When it is due, in milliseconds since the Unix epoch.
    package var at: Int64
    /// The rank among those due at the same instant: priority in the top byte, below it the number of the scheduling.
    package var rank: UInt64
    /// Whatever the one who scheduled it wants to know then.
    package var payload: Payload

    /// The one order of the calendar: (instant, priority, sequence).
    @inline(__always)
    package static func precedes(_ a: Entry, _ b: Entry) -> Bool {
      a.at < b.at || (a.at == b.at && a.rank < b.rank)
    }
  }

  /// A link of a chain. (Visible in the package only because the compiler lays out the calendar where it is used.)
  package struct Node: BitwiseCopyable {
    var entry: Entry
    var next: UInt32
    var isPending: Bool
  }

  /// Instants further than this from the epoch (in milliseconds, some 36 million years) are refused.
  package static var instantMax: Int64 { 1 << 60 }

  private static var groupShift: Int64 { 4 }
  private static var groupWidth: Int { 16 }
  private static var bucketsMin: Int { 1 << 10 }
  private static var bucketsMax: Int { 1 << 24 }
  private static var runShort: Int { 24 }

  /// How many entries are pending.
  package private(set) var count = 0
  private var sequence: UInt64 = 0

  // The layout: bucket of an instant = (instant - origin) >> shift, chains at bucket & mask.
  private var origin: Int64 = 0
  private var shift: Int64 = 10
  private var mask: Int64
  private var openGroup: Int64 = 0
  private var heads: Slab<UInt32>
  private var occupied: Slab<UInt64>  // a bit for every group
  private var summary: Slab<UInt64>  // a bit for every word of `occupied`
  private var chained = 0  // entries in chains

  // Nodes 1 ..< nodesUsed have been handed out; 0 ends a chain.
  private var nodes: Slab<Node>
  private var nodesUsed = 1
  private var free: UInt32 = 0
  private var overflow: UInt32 = 0
  private var overflowCount = 0

  private var run: Slab<Entry>
  private var runStart = 0
  private var runEnd = 0
  private var late: Slab<Entry>
  private var lateCount = 0
  private var untilReview = 4096

  /// An empty calendar.
  package init() {
    let buckets = Self.bucketsMin
    mask = Int64(buckets - 1)
    heads = Slab(capacity: buckets, filler: 0)
    occupied = Slab(capacity: Swift.max(1, buckets / Self.groupWidth / 64), filler: 0)
    summary = Slab(capacity: 1, filler: 0)
    nodes = Slab(capacity: 256, filler: Self.emptyNode)
    run = Slab(capacity: 64, filler: Self.emptyNode.entry)
    late = Slab(capacity: 16, filler: Self.emptyNode.entry)
  }

  private static var emptyNode: Node {
    withUnsafeTemporaryAllocation(of: Node.self, capacity: 1) { buffer in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      raw.initializeMemory(as: UInt8.self, repeating: 0)
      return buffer[0]
    }
  }

  // MARK: Scheduling

  /// Schedules `payload` for the instant `at` (milliseconds since the Unix epoch, within ±`instantMax`; an instant already past
  /// is due at once). Among entries of one instant the lower `priority` goes first, then the one scheduled first.
  @inline(__always)
  package mutating func schedule(_ payload: Payload, at: Int64, priority: UInt8 = 128) {
    precondition(at >= -Self.instantMax && at <= Self.instantMax, "instant out of range")
    let entry = Entry(at: at, rank: UInt64(priority) << 56 | sequence, payload: payload)
    sequence &+= 1
    if count == 0 { reopen(at: at) }
    count &+= 1
    place(entry)
    if count > 1 << 10 && count &* 2 > Int(mask) && Int(mask) &+ 1 < Self.bucketsMax { layOut() }
  }

  @inline(__always)
  private mutating func place(_ entry: Entry) {
    let bucket = (entry.at &- origin) >> shift
    let ahead = (bucket >> Self.groupShift) &- openGroup
    if ahead <= 0 { return placeInOpenGroup(entry) }
    let node = takeNode()
    if ahead > mask >> Self.groupShift {
      nodes[Int(node)] = Node(entry: entry, next: overflow, isPending: true)
      overflow = node
      overflowCount &+= 1
      return
    }
    let slot = Int(bucket & mask)
    nodes[Int(node)] = Node(entry: entry, next: heads[slot], isPending: true)
    heads[slot] = node
    chained &+= 1
    let group = slot >> Int(Self.groupShift)
    occupied[group >> 6] |= 1 << UInt64(group & 63)
    summary[group >> 12] |= 1 << UInt64(group >> 6 & 63)
  }

  @inline(__always)
  private mutating func takeNode() -> UInt32 {
    let node = free
    if node != 0 {
      free = nodes[Int(node)].next
      return node
    }
    if nodesUsed == nodes.capacity { nodes.grow(to: nodesUsed + 1, filler: Self.emptyNode) }
    nodesUsed &+= 1
    return UInt32(truncatingIfNeeded: nodesUsed &- 1)
  }

  @inline(__always)
  private mutating func placeInOpenGroup(_ entry: Entry) {
    if runEnd == runStart {
      runStart = 0
      runEnd = 1
      run[0] = entry
      return
    }
    if runEnd == run.capacity { makeRoomInRun() }
    let belongsLast = Entry.precedes(run[runEnd &- 1], entry)
    if belongsLast || runEnd &- runStart <= Self.runShort {
      insertIntoRun(entry)
    } else {
      pushLate(entry)
    }
  }

  /// Puts an entry where it belongs among `runStart ..< runEnd`, from the back; there is room for one more.
  @inline(__always)
  private mutating func insertIntoRun(_ entry: Entry) {
    var index = runEnd
    runEnd &+= 1
    while index > runStart, Entry.precedes(entry, run[index &- 1]) {
      run[index] = run[index &- 1]
      index &-= 1
    }
    run[index] = entry
  }

  @inline(never)
  private mutating func makeRoomInRun() {
    if runStart > run.capacity / 2 {
      for index in runStart..<runEnd { run[index - runStart] = run[index] }
      runEnd -= runStart
      runStart = 0
    } else {
      run.grow(to: runEnd + 1, filler: Self.emptyNode.entry)
    }
  }

  @inline(never)
  private mutating func pushLate(_ entry: Entry) {
    if lateCount == late.capacity { late.grow(to: lateCount + 1, filler: entry) }
    var index = lateCount
    lateCount += 1
    while index > 0, Entry.precedes(entry, late[(index - 1) / 2]) {
      late[index] = late[(index - 1) / 2]
      index = (index - 1) / 2
    }
    late[index] = entry
  }

  @inline(never)
  private mutating func popLate() -> Entry {
    let top = late[0]
    lateCount -= 1
    let last = late[lateCount]
    var index = 0
    while 2 * index + 1 < lateCount {
      var child = 2 * index + 1
      if child + 1 < lateCount, Entry.precedes(late[child + 1], late[child]) { child += 1 }
      guard Entry.precedes(late[child], last) else { break }
      late[index] = late[child]
      index = child
    }
    late[index] = last
    return top
  }

  // MARK: Taking what is due

  /// Takes the first entry out; nil when nothing is pending.
  @inline(__always)
  package mutating func popFirst() -> Entry? { popFirst(notAfter: Int64.max) }

  /// Takes the first entry out if it is due at `limit` (milliseconds since the Unix epoch) or before; nil otherwise.
  @inline(__always)
  package mutating func popFirst(notAfter limit: Int64) -> Entry? {
    if runStart == runEnd && lateCount == 0 {
      guard count > 0 else { return nil }
      openNextGroup()
    }
    let entry: Entry
    if lateCount == 0 || (runStart < runEnd && Entry.precedes(run[runStart], late[0])) {
      entry = run[runStart]
      guard entry.at <= limit else { return nil }
      runStart &+= 1
    } else {
      guard late[0].at <= limit else { return nil }
      entry = popLate()
    }
    count &-= 1
    untilReview &-= 1
    if untilReview <= 0 { review() }
    return entry
  }

  /// When the first entry is due, in milliseconds since the Unix epoch; nil when nothing is pending.
  package mutating func firstAt() -> Int64? {
    if runStart == runEnd && lateCount == 0 {
      guard count > 0 else { return nil }
      openNextGroup()
    }
    if runStart == runEnd { return late[0].at }
    return lateCount == 0 ? run[runStart].at : Swift.min(run[runStart].at, late[0].at)
  }

  /// How many of the next payloads are known already.
  @inline(__always)
  package var upcomingCount: Int { runEnd &- runStart }

  /// The payload that will be taken `ahead` places after the next one, `ahead` < `upcomingCount`, unless something is
  /// scheduled before it: what to fetch in advance.
  @inline(__always)
  package func upcoming(_ ahead: Int) -> Payload { run[runStart &+ ahead].payload }

  /// Moves on to the next group that holds anything; something is pending, and nothing in the run or the late heap.
  @inline(never)
  private mutating func openNextGroup() {
    let groupMask = mask >> Self.groupShift
    while runStart == runEnd {
      guard chained > 0 else { return layOut() }
      let next = nextOccupiedGroup(after: openGroup)
      if (next ^ openGroup) & ~groupMask != 0 && overflow != 0 {
        // A new year begins at the first group of `next`'s year: its share of the overflow belongs into the buckets.
        openGroup = (openGroup | groupMask) + 1
        gather(group: Int(openGroup & groupMask))
        dealOutOverflow()
      } else {
        openGroup = next
        gather(group: Int(openGroup & groupMask))
      }
    }
  }

  /// The first group behind `group` whose chains hold anything, by its number since the origin.
  private func nextOccupiedGroup(after group: Int64) -> Int64 {
    let groupMask = Int(mask >> Self.groupShift)
    let from = Int(group) & groupMask
    let base = group - Int64(from)
    if let found = firstOccupied(from: from + 1, below: groupMask + 1) { return base + Int64(found) }
    guard let found = firstOccupied(from: 0, below: from + 1) else { preconditionFailure("chains and bitmap disagree") }
    return base + Int64(groupMask) + 1 + Int64(found)
  }

  @inline(__always)
  private func firstOccupied(from start: Int, below end: Int) -> Int? {
    guard start < end else { return nil }
    var word = start >> 6
    var bits = occupied[word] & (UInt64.max << UInt64(start & 63))
    if bits == 0 {
      let lastWord = (end - 1) >> 6
      guard word < lastWord else { return nil }
      var block = (word + 1) >> 6
      var words = summary[block] & (UInt64.max << UInt64((word + 1) & 63))
      while words == 0 {
        block += 1
        guard block <= lastWord >> 6 else { return nil }
        words = summary[block]
      }
      word = block << 6 + words.trailingZeroBitCount
      guard word <= lastWord else { return nil }
      bits = occupied[word]
    }
    let found = word << 6 + bits.trailingZeroBitCount
    return found < end ? found : nil
  }

  /// Empties the sixteen chains of a group into the run, sorted.
  @inline(__always)
  private mutating func gather(group: Int) {
    let word = group >> 6
    let bit: UInt64 = 1 << UInt64(group & 63)
    guard occupied[word] & bit != 0 else { return }
    occupied[word] &= ~bit
    if occupied[word] == 0 { summary[word >> 6] &= ~(1 << UInt64(word & 63)) }
    runStart = 0
    runEnd = 0
    // First the heads of the chains alone: their nodes are then on their way from memory together.
    let chains = heads.base + group << Int(Self.groupShift)
    for chain in 0..<Self.groupWidth {
      var node = chains[chain]
      chains[chain] = 0
      while node != 0 {
        if runEnd == run.capacity { run.grow(to: runEnd + 1, filler: Self.emptyNode.entry) }
        let at = nodes.base + Int(node)
        run[runEnd] = at.pointee.entry
        runEnd &+= 1
        let next = at.pointee.next
        at.pointee.isPending = false
        at.pointee.next = free
        free = node
        node = next
      }
    }
    chained &-= runEnd
    if runEnd <= 48 {
      for index in stride(from: 1, to: runEnd, by: 1) {
        let entry = run[index]
        var hole = index
        while hole > 0, Entry.precedes(entry, run[hole &- 1]) {
          run[hole] = run[hole &- 1]
          hole &-= 1
        }
        run[hole] = entry
      }
      return
    }
    // Chains come out last in, first out; turned round, a long chain of one instant is in order already.
    var entries = UnsafeMutableBufferPointer(start: run.base, count: runEnd)
    entries.reverse()
    for index in 1..<runEnd where Entry.precedes(run[index], run[index - 1]) {
      return entries.sort(by: Entry.precedes)
    }
  }

  private mutating func dealOutOverflow() {
    var node = overflow
    overflow = 0
    overflowCount = 0
    while node != 0 {
      let entry = nodes[Int(node)].entry
      let next = nodes[Int(node)].next
      nodes[Int(node)].isPending = false
      nodes[Int(node)].next = free
      free = node
      place(entry)
      node = next
    }
  }

  // MARK: Laying out

  /// Moves the open group of an empty calendar to the instant `at`.
  private mutating func reopen(at: Int64) {
    origin = at
    openGroup = 0
    runStart = 0
    runEnd = 0
  }

  /// Looks at a sample of what is pending, and lays the calendar out anew where another width or size would fit much better.
  @inline(never)
  private mutating func review() {
    untilReview = Swift.max(4096, count * 2)
    guard count > 0 else { return }
    let fit = fittingLayout()
    let buckets = Int(mask) + 1
    if abs(fit.shift - shift) >= 2 || fit.buckets > buckets * 2 || fit.buckets * 8 < buckets { layOut() }
  }

  /// The bucket count and width (as a power of two in milliseconds) that fit what is pending.
  private func fittingLayout() -> (buckets: Int, shift: Int64) {
    var buckets = Self.bucketsMin
    while buckets < count * 4 && buckets < Self.bucketsMax { buckets *= 2 }
    var sample: [Int64] = []
    let total = nodesUsed + (runEnd - runStart) + lateCount
    let step = Swift.max(1, total / 1024)
    for index in stride(from: 0, to: total, by: step) {
      if index < nodesUsed {
        if nodes[index].isPending { sample.append(nodes[index].entry.at) }
      } else if index < nodesUsed + runEnd - runStart {
        sample.append(run[runStart + index - nodesUsed].at)
      } else {
        sample.append(late[index - nodesUsed - (runEnd - runStart)].at)
      }
    }
    guard sample.count > 1 else { return (buckets, shift) }
    sample.sort()
    // About one event a bucket over the nearer half of them, but three in four of them within the year.
    let half = sample[sample.count / 2] - sample[0]
    let most = sample[sample.count * 3 / 4] - sample[0]
    let ideal = Swift.max(2 * half / Int64(count), most / Int64(buckets))
    guard most > 0 else { return (buckets, shift) }
    var fitting: Int64 = 0
    while fitting < 40 && 1 << (fitting + 1) <= ideal { fitting += 1 }
    if 1 << fitting < most / Int64(buckets) { fitting += 1 }
    return (buckets, fitting)
  }

  /// Lays everything pending out anew by `fittingLayout`; the order of what is due does not depend on it.
  @inline(never)
  private mutating func layOut() {
    let fit = fittingLayout()
    let entries = allPending()
    heads = Slab(capacity: fit.buckets, filler: 0)
    let words = Swift.max(1, fit.buckets / Self.groupWidth / 64)
    occupied = Slab(capacity: words, filler: 0)
    summary = Slab(capacity: Swift.max(1, words / 64), filler: 0)
    nodes = Slab(capacity: Swift.max(256, count + count / 4), filler: Self.emptyNode)
    nodesUsed = 1
    free = 0
    overflow = 0
    overflowCount = 0
    chained = 0
    mask = Int64(fit.buckets - 1)
    shift = fit.shift
    lateCount = 0
    reopen(at: entries.reduce(Int64.max) { Swift.min($0, $1.at) })
    for entry in entries { place(entry) }
    untilReview = Swift.max(4096, count * 2)
  }

  private func allPending() -> [Entry] {
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    for index in runStart..<runEnd { entries.append(run[index]) }
    for index in 0..<lateCount { entries.append(late[index]) }
    for index in 1..<nodesUsed where nodes[index].isPending { entries.append(nodes[index].entry) }
    return entries
  }

  // MARK: Keeping

  /// Hands every pending payload to `body`, in no particular order.
  package func forEachPayload(_ body: (Payload) -> Void) {
    for entry in allPending() { body(entry.payload) }
  }

  /// Everything pending with its rank, in order, as bytes (little-endian, 16 bytes and the payload's own for every entry).
  package func bytes() -> [UInt8] {
    var entries = allPending()
    entries.sort(by: Entry.precedes)
    var writer = ByteWriter(reserving: 24 + entries.count * (16 + MemoryLayout<Payload>.size))
    writer.put(UInt64(entries.count))
    writer.put(sequence)
    writer.put(UInt64(MemoryLayout<Payload>.size))
    for entry in entries {
      writer.put(entry.at)
      writer.put(entry.rank)
      writer.put(value: entry.payload)
    }
    return writer.bytes
  }

  /// The calendar that `bytes()` wrote; throws when the bytes are not of this layout.
  package init(reading reader: inout ByteReader) throws(UnreadableCheckpoint) {
    self.init()
    let entryCount = try reader.get(UInt64.self)
    sequence = try reader.get(UInt64.self)
    let payloadSize = try reader.get(UInt64.self)
    guard payloadSize == UInt64(MemoryLayout<Payload>.size), sequence < 1 << 56,
      entryCount <= UInt64(reader.remaining / (16 + MemoryLayout<Payload>.size)), entryCount < 1 << 31
    else { throw .wrongLayout }
    for _ in 0..<entryCount {
      let at = try reader.get(Int64.self)
      let rank = try reader.get(UInt64.self)
      let payload = try reader.get(value: Payload.self)
      guard at >= -Self.instantMax, at <= Self.instantMax, rank & (1 << 56 - 1) < sequence else { throw .wrongLayout }
      if count == 0 { reopen(at: at) }
      count += 1
      place(Entry(at: at, rank: rank, payload: payload))
    }
    if count > 0 { layOut() }
  }
}

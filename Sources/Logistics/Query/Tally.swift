package import Atlas
package import Measures

// Counts and values by group, over everything that a matcher lets through: what the charts and the "by lane", "by carrier"
// breakdowns show. Columns of few values are counted straight into a table; texts go through a small hash table.

/// What shipments are counted by.
package enum Grouping: UInt8, CaseIterable, Sendable {
  case panel, stage, milestone, hold, lane, from, to, mode, merchant, carrier, platform, owner

  /// The stable name: that of the field whose filter picks a group out.
  package var name: String { field.name }

  /// The field that it groups by.
  package var field: Field {
    switch self {
    case .panel: .panel
    case .stage: .stage
    case .milestone: .milestone
    case .hold: .hold
    case .lane: .lane
    case .from: .from
    case .to: .to
    case .mode: .mode
    case .merchant: .merchant
    case .carrier: .carrier
    case .platform: .platform
    case .owner: .owner
    }
  }

  /// The grouping of this stable name, or of the field's other names.
  package init?(name: some StringProtocol) {
    guard let field = Field(name: name), let match = Grouping.allCases.first(where: { $0.field == field }) else {
      return nil
    }
    self = match
  }
}

/// What the shipments of a group have in common.
package enum Group: Hashable, Sendable {
  case panel(Panel)
  case stage(Stage)
  case milestone(Milestone)
  case hold(HoldReason)
  case lane(LaneID)
  case country(Country)
  case mode(TransportMode)
  case text(TextID)

  /// The group's name for people; empty where the field is missing.
  package func name(in texts: TextTable) -> String {
    switch self {
    case .panel(let panel): panel.name
    case .stage(let stage): stage.name
    case .milestone(let milestone): milestone.name
    case .hold(let reason): reason.code
    case .lane(let id): id.lane.code
    case .country(let country): country.code
    case .mode(let mode): mode == .unknown ? "" : mode.name
    case .text(let id): texts[id]
    }
  }
}

/// Counts by group.
package struct Tally: Sendable {
  /// A group with its count.
  package struct Row: Hashable, Sendable {
    package var group: Group
    package var count: Int
    /// What the goods are worth together, at the reference rates.
    package var euroCents: Int64
  }

  package let grouping: Grouping
  /// The groups that have any shipment, the largest first; a shipment with two holds is in two groups.
  package let rows: [Row]

  /// The filter that picks out one group, for looking into it.
  package func filter(for group: Group, in texts: TextTable) -> Filter {
    let name = group.name(in: texts)
    let value = name.isEmpty ? Filter.Value.none : .text(name)
    return Filter(.term(Filter.Term(grouping.field, grouping.field.kind == .text ? .equal : .has, [value])))
  }
}

extension Board {
  /// Counts by group over everything that a matcher lets through.
  package func tally(by grouping: Grouping, of matcher: Matcher) -> Tally {
    let counts: [GroupCounts.Entry]
    switch grouping {
    case .panel: counts = tally(matcher, 1 << 8) { $0.panel }
    case .stage: counts = tally(matcher, 1 << 8) { $0.stage }
    case .milestone: counts = tally(matcher, 1 << 8) { $0.milestone }
    case .mode: counts = tally(matcher, 1 << 8) { $0.mode }
    case .lane: counts = tally(matcher, 1 << 16) { $0.lane }
    case .from: counts = tally(matcher, 1 << 16) { $0.originCountry }
    case .to: counts = tally(matcher, 1 << 16) { $0.destinationCountry }
    case .hold: counts = tallyHolds(matcher)
    case .merchant: counts = tallyTexts(matcher) { $0.merchant }
    case .carrier: counts = tallyTexts(matcher) { $0.carrier }
    case .platform: counts = tallyTexts(matcher) { $0.platform }
    case .owner: counts = tallyTexts(matcher) { $0.owner }
    }
    let sorted = counts.sorted { ($1.count, $0.key) < ($0.count, $1.key) }
    return Tally(
      grouping: grouping,
      rows: sorted.compactMap { entry in
        Board.group(grouping, entry.key).map { Tally.Row(group: $0, count: entry.count, euroCents: entry.sum) }
      })
  }

  private static func group(_ grouping: Grouping, _ key: UInt32) -> Group? {
    switch grouping {
    case .panel: Panel(rawValue: UInt8(truncatingIfNeeded: key)).map { .panel($0) }
    case .stage: Stage(rawValue: UInt8(truncatingIfNeeded: key)).map { .stage($0) }
    case .milestone: Milestone(rawValue: UInt8(truncatingIfNeeded: key)).map { .milestone($0) }
    case .mode: TransportMode(rawValue: UInt8(truncatingIfNeeded: key)).map { .mode($0) }
    case .hold: HoldReason(rawValue: UInt8(truncatingIfNeeded: key)).map { .hold($0) }
    case .lane: .lane(LaneID(row: UInt16(truncatingIfNeeded: key)))
    case .from, .to: .country(Country(packed: UInt16(truncatingIfNeeded: key)))
    case .merchant, .carrier, .platform, .owner: .text(TextID(key))
    }
  }

  @inline(__always)
  private func tally<Number: FixedWidthInteger & UnsignedInteger>(
    _ matcher: Matcher, _ size: Int, _ column: (Page) -> UnsafeMutablePointer<Number>
  ) -> [GroupCounts.Entry] {
    // Two tables taken in turns: neighbours are often of one group, and a count just written is slow to read again.
    var counts = [Int64](repeating: 0, count: size * 4)
    counts.withUnsafeMutableBufferPointer { counts in
      matcher.forEachPage(of: self) { page, _, mask in
        let column = column(page)
        let cents = page.euroCents
        for r in stride(from: 0, to: Page.rows, by: 2) {
          let a = Int(column[r]) &* 2
          counts[a] &+= Int64(mask[r])
          counts[a &+ 1] &+= Int64(cents[r] & -Int32(mask[r]))
          let b = (Int(column[r &+ 1]) &+ size) &* 2
          counts[b] &+= Int64(mask[r &+ 1])
          counts[b &+ 1] &+= Int64(cents[r &+ 1] & -Int32(mask[r &+ 1]))
        }
      }
    }
    return (0..<size).compactMap { key in
      let count = counts[key * 2] + counts[(key + size) * 2]
      let sum = counts[key * 2 + 1] + counts[(key + size) * 2 + 1]
      return count == 0 ? nil : GroupCounts.Entry(key: UInt32(key), count: Int(count), sum: sum)
    }
  }

  private func tallyHolds(_ matcher: Matcher) -> [GroupCounts.Entry] {
    var entries = HoldReason.allCases.map { GroupCounts.Entry(key: UInt32($0.rawValue), count: 0, sum: 0) }
    matcher.forEachPage(of: self) { page, _, mask in
      for r in 0..<Page.rows where page.openHolds[r] != 0 && mask[r] != 0 {
        var holds = page.openHolds[r]
        while holds != 0 {
          let row = holds.trailingZeroBitCount
          holds &= holds &- 1
          guard row < entries.count else { continue }
          entries[row].count += 1
          entries[row].sum &+= Int64(page.euroCents[r])
        }
      }
    }
    return entries.filter { $0.count > 0 }
  }

  @inline(__always)
  private func tallyTexts(_ matcher: Matcher, _ column: (Page) -> UnsafeMutablePointer<UInt32>)
    -> [GroupCounts.Entry]
  {
    // Texts that many shipments share mostly came early and have small numbers.
    var greatest: UInt32 = 0
    for page in pages {
      let column = column(page)
      for r in 0..<Page.rows { greatest = max(greatest, column[r]) }
    }
    if greatest < 1 << 14 { return tally(matcher, Int(greatest) + 1, column) }
    var groups = GroupCounts()
    matcher.forEachPage(of: self) { page, _, mask in
      let column = column(page)
      for r in 0..<Page.rows where mask[r] != 0 { groups.add(column[r], Int64(page.euroCents[r])) }
    }
    return groups.entries.filter { $0.count > 0 }
  }
}

/// Counts by a key of 32 bits: a table of places with linear probing, at most half full.
struct GroupCounts {
  /// A key with its count and its sum.
  struct Entry {
    var key: UInt32
    var count: Int
    var sum: Int64
  }

  /// The keys in the order of their first appearance.
  private(set) var entries: [Entry] = []
  /// A key in the upper half, its entry's place + 1 in the lower; 0 where nothing is.
  private var places = [UInt64](repeating: 0, count: 256)

  @inline(__always)
  mutating func add(_ key: UInt32, _ value: Int64) {
    let mask = places.count &- 1
    var place = Int(key &* 0x9E37_79B1 &>> 7) & mask
    while true {
      let entry = places[place]
      if entry == 0 { break }
      if UInt32(truncatingIfNeeded: entry &>> 32) == key {
        let index = Int(UInt32(truncatingIfNeeded: entry)) &- 1
        entries[index].count &+= 1
        entries[index].sum &+= value
        return
      }
      place = (place &+ 1) & mask
    }
    entries.append(Entry(key: key, count: 1, sum: value))
    places[place] = UInt64(key) &<< 32 | UInt64(entries.count)
    if entries.count * 2 > places.count { grow() }
  }

  @inline(never)
  private mutating func grow() {
    places = [UInt64](repeating: 0, count: places.count * 4)
    let mask = places.count - 1
    for (index, entry) in entries.enumerated() {
      var place = Int(entry.key &* 0x9E37_79B1 &>> 7) & mask
      while places[place] != 0 { place = (place + 1) & mask }
      places[place] = UInt64(entry.key) << 32 | UInt64(index + 1)
    }
  }
}

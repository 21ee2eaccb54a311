import Atlas
import Measures

// A filter made ready to run down columns. Every question becomes one of few tests on whole numbers:
//
//   stage:carriage           stage       in 4...4                  (v - low) <= (high - low), one comparison for both ends
//   age>=3d                  placed      in 1...(now - 3 d)
//   hold:customs             open holds  & mask != 0
//   dest:berlin              destination in a set of rows          one bit a row
//   merchant:nimbus          merchant    in a set of texts         one bit a text, found beforehand
//
// A page's answer is 1,024 bytes of 0 and 1; "and", "or" and "not" are done on those, 16 at a time.

/// Columns of single bytes that plans test.
enum ByteColumn { case panel, stage, milestone, mode, incoterm, attempts, disputes, exportState, importState }

/// Columns of two bytes that plans test.
enum HalfColumn { case origin, destination, at, lane, originCountry, destinationCountry, flags, holdOwners }

/// Columns of four bytes that plans test.
enum WordColumn {
  case order, reference, merchant, consignee, platform, carrier, owner, goods, destinationText, atText, hs, openHolds
  case weightGrams, euroCents, placed, heard, eta, promise, holdDue, exportMRN, importMRN, limit
}

extension Page {
  @inline(__always)
  func column(_ column: ByteColumn) -> UnsafePointer<UInt8> {
    switch column {
    case .panel: UnsafePointer(panel)
    case .stage: UnsafePointer(stage)
    case .milestone: UnsafePointer(milestone)
    case .mode: UnsafePointer(mode)
    case .incoterm: UnsafePointer(incoterm)
    case .attempts: UnsafePointer(attempts)
    case .disputes: UnsafePointer(disputes)
    case .exportState: UnsafePointer(exportState)
    case .importState: UnsafePointer(importState)
    }
  }

  @inline(__always)
  func column(_ column: HalfColumn) -> UnsafePointer<UInt16> {
    switch column {
    case .origin: UnsafePointer(origin)
    case .destination: UnsafePointer(destination)
    case .at: UnsafePointer(at)
    case .lane: UnsafePointer(lane)
    case .originCountry: UnsafePointer(originCountry)
    case .destinationCountry: UnsafePointer(destinationCountry)
    case .flags: UnsafePointer(flags)
    case .holdOwners: UnsafePointer(holdOwners)
    }
  }

  @inline(__always)
  func column(_ column: WordColumn) -> UnsafePointer<UInt32> {
    switch column {
    case .order: UnsafePointer(order)
    case .reference: UnsafePointer(reference)
    case .merchant: UnsafePointer(merchant)
    case .consignee: UnsafePointer(consignee)
    case .platform: UnsafePointer(platform)
    case .carrier: UnsafePointer(carrier)
    case .owner: UnsafePointer(owner)
    case .goods: UnsafePointer(goods)
    case .destinationText: UnsafePointer(destinationText)
    case .atText: UnsafePointer(atText)
    case .hs: UnsafePointer(hs)
    case .openHolds: UnsafePointer(openHolds)
    case .weightGrams: UnsafeRawPointer(weightGrams).assumingMemoryBound(to: UInt32.self)
    case .euroCents: UnsafeRawPointer(euroCents).assumingMemoryBound(to: UInt32.self)
    case .placed: UnsafePointer(placed)
    case .heard: UnsafePointer(heard)
    case .eta: UnsafePointer(eta)
    case .promise: UnsafePointer(promise)
    case .holdDue: UnsafePointer(holdDue)
    case .exportMRN: UnsafePointer(exportMRN)
    case .importMRN: UnsafePointer(importMRN)
    case .limit: UnsafePointer(limit)
    }
  }
}

/// A set of small numbers, one bit each; a number beyond the last is not in it.
struct BitSet: Sendable {
  /// The last word is always empty and stands for everything beyond.
  private(set) var words: [UInt64]
  private(set) var least: UInt32 = .max
  private(set) var greatest: UInt32 = 0

  init(_ numbers: some Sequence<UInt32>, below limit: Int) {
    words = [UInt64](repeating: 0, count: limit / 64 + 2)
    for number in numbers where Int(number) < limit {
      words[Int(number >> 6)] |= 1 &<< UInt64(number & 63)
      least = min(least, number)
      greatest = max(greatest, number)
    }
  }

  var isEmpty: Bool { least > greatest }

  @inline(__always)
  static func has(_ words: UnsafePointer<UInt64>, _ last: UInt32, _ number: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: words[Int(min(number &>> 6, last))] &>> UInt64(number & 63) & 1)
  }

  func contains(_ number: UInt32) -> Bool {
    words[Int(min(number >> 6, UInt32(words.count - 1)))] >> UInt64(number & 63) & 1 != 0
  }
}

/// A filter made ready to run down columns, at one instant and over one dictionary.
indirect enum Plan: Sendable {
  case everything
  case nothing
  case bytes(ByteColumn, UInt8, UInt8)
  case halves(HalfColumn, UInt16, UInt16)
  /// Whole numbers from the first to the second, signed ones by their bits.
  case words(WordColumn, UInt32, UInt32)
  case flags(UInt16)
  /// One of these roles has an open hold.
  case holders(UInt16)
  case holds(UInt32)
  /// It is, or once was, held for one of these reasons.
  case everHeld(UInt32)
  /// Documents are needed and not there.
  case incomplete
  /// A clock stands so, at an instant in milliseconds since the epoch.
  case clock(ClockTest, at: Int64)
  case rows(HalfColumn, BitSet)
  case texts([WordColumn], BitSet)
  /// The shipments' own numbers from the first to the second.
  case numbers(UInt32, UInt32)
  /// The scores of papers from the first to the second, as they are kept.
  case papers(PaperScores, UInt8, UInt8)
  case not(Plan)
  case all([Plan])
  case any([Plan])

  /// How many pages of answers it needs at once.
  var depth: Int {
    switch self {
    case .everything, .nothing, .bytes, .halves, .words, .flags, .holders, .holds, .everHeld, .incomplete, .clock,
      .rows, .texts,
      .numbers, .papers:
      1
    case .not(let inner): inner.depth
    case .all(let parts), .any(let parts): 1 + (parts.map(\.depth).max() ?? 0)
    }
  }

  /// Roughly how long it takes, in tests of a byte: what is quick and often enough to rule a page out goes first.
  private var cost: Int {
    switch self {
    case .everything, .nothing: 0
    case .bytes(.attempts, _, _), .bytes(.disputes, _, _): 3
    case .bytes, .numbers: 1
    case .halves, .flags, .holders, .papers: 2
    case .words, .holds, .everHeld: 4
    case .incomplete: 8
    case .clock: 12
    case .rows: 16
    case .texts(let columns, _): 20 * columns.count
    case .not(let inner): inner.cost
    case .all(let parts), .any(let parts): parts.reduce(1) { $0 + $1.cost }
    }
  }

  /// All of the parts, the cheapest first.
  static func every(_ parts: [Plan]) -> Plan {
    var kept: [Plan] = []
    for part in parts {
      switch part {
      case .everything: continue
      case .nothing: return .nothing
      case .all(let inner): kept += inner
      case .bytes, .halves, .words, .flags, .holders, .holds, .everHeld, .incomplete, .clock, .rows, .texts, .numbers,
        .not, .any, .papers:
        kept.append(part)
      }
    }
    if kept.count < 2 { return kept.first ?? .everything }
    let order = kept.indices.sorted { (kept[$0].cost, $0) < (kept[$1].cost, $1) }
    return .all(order.map { kept[$0] })
  }

  /// Any of the parts.
  static func some(_ parts: [Plan]) -> Plan {
    var kept: [Plan] = []
    for part in parts {
      switch part {
      case .nothing: continue
      case .everything: return .everything
      case .any(let inner): kept += inner
      case .bytes, .halves, .words, .flags, .holders, .holds, .everHeld, .incomplete, .clock, .rows, .texts, .numbers,
        .not, .all, .papers:
        kept.append(part)
      }
    }
    return kept.count < 2 ? kept.first ?? .nothing : .any(kept)
  }

  /// None of the plan.
  static func inverse(_ plan: Plan) -> Plan {
    switch plan {
    case .everything: .nothing
    case .nothing: .everything
    case .not(let inner): inner
    case .bytes, .halves, .words, .flags, .holders, .holds, .everHeld, .incomplete, .clock, .rows, .texts, .numbers,
      .all, .any, .papers:
      .not(plan)
    }
  }

  // MARK: - A page at a time

  typealias Mask = UnsafeMutablePointer<UInt8>

  /// Writes 1 for every row of the page that it holds for, else 0. `mask` has room for `depth` pages; the first is the answer.
  ///
  /// - Returns: false when it surely holds for none of the rows.
  @discardableResult
  func fill(_ mask: Mask, _ page: Page, first number: UInt32) -> Bool {
    switch self {
    case .everything:
      mask.update(repeating: 1, count: Page.rows)
    case .nothing:
      mask.update(repeating: 0, count: Page.rows)
      return false
    case .bytes(let column, let low, let high): Plan.between(mask, page.column(column), low, high)
    case .halves(let column, let low, let high): Plan.between(mask, page.column(column), low, high)
    case .words(let column, let low, let high): Plan.between(mask, page.column(column), low, high)
    case .holders(let wanted):
      let column = UnsafePointer(page.holdOwners)
      for r in 0..<Page.rows { mask[r] = column[r] & wanted != 0 ? 1 : 0 }
    case .flags(let wanted):
      let column = UnsafePointer(page.flags)
      for r in 0..<Page.rows { mask[r] = column[r] & wanted != 0 ? 1 : 0 }
    case .holds(let wanted):
      let column = UnsafePointer(page.openHolds)
      for r in 0..<Page.rows { mask[r] = column[r] & wanted != 0 ? 1 : 0 }
    case .everHeld(let wanted):
      let column = UnsafePointer(page.everHeld)
      for r in 0..<Page.rows { mask[r] = column[r] & wanted != 0 ? 1 : 0 }
    case .incomplete:
      let needed = UnsafePointer(page.documentsNeeded)
      let held = UnsafePointer(page.documentsHeld)
      for r in 0..<Page.rows { mask[r] = needed[r] & ~held[r] != 0 ? 1 : 0 }
    case .clock(let test, let now):
      if let column = test.moment.column {
        // A moment that stands in a column as it is: the clock's question is one for a span of seconds.
        guard let seconds = test.seconds(at: now) else {
          mask.update(repeating: 0, count: Page.rows)
          return false
        }
        Plan.between(mask, page.column(column), seconds.lowerBound, seconds.upperBound)
        break
      }
      let limits = Limits.shared
      for r in 0..<Page.rows { mask[r] = test.ask(page, r, limits, now: now).isSo ? 1 : 0 }
    case .rows(let column, let set):
      let column = page.column(column)
      set.words.withUnsafeBufferPointer { words in
        guard let words = words.baseAddress else { return }
        let last = UInt32(set.words.count - 1)
        for r in 0..<Page.rows { mask[r] = BitSet.has(words, last, UInt32(column[r])) }
      }
    case .texts(let columns, let set): return Plan.texts(mask, page, columns, set)
    case .papers(let scores, let low, let high): scores.fill(mask, first: number, low, high)
    case .numbers(let low, let high):
      let span = high &- low
      for r in 0..<Page.rows { mask[r] = (number &+ UInt32(truncatingIfNeeded: r)) &- low <= span ? 1 : 0 }
    case .not(let inner):
      inner.fill(mask, page, first: number)
      for r in 0..<Page.rows { mask[r] ^= 1 }
    case .all(let parts):
      let other = mask + Page.rows
      for (index, part) in parts.enumerated() {
        guard index > 0 else {
          guard part.fill(mask, page, first: number), !Plan.isEmpty(mask) else { return false }
          continue
        }
        part.fill(other, page, first: number)
        for r in 0..<Page.rows { mask[r] &= other[r] }
        if Plan.isEmpty(mask) { return false }
      }
    case .any(let parts):
      let other = mask + Page.rows
      mask.update(repeating: 0, count: Page.rows)
      for part in parts where part.fill(other, page, first: number) {
        for r in 0..<Page.rows { mask[r] |= other[r] }
      }
    }
    return true
  }

  @inline(__always)
  private static func between<Number: FixedWidthInteger & UnsignedInteger>(
    _ mask: Mask, _ column: UnsafePointer<Number>, _ low: Number, _ high: Number
  ) {
    let span = high &- low
    for r in 0..<Page.rows { mask[r] = column[r] &- low <= span ? 1 : 0 }
  }

  /// Looks every text of the columns up in the set; columns without any text between its least and greatest are passed over.
  private static func texts(_ mask: Mask, _ page: Page, _ columns: [WordColumn], _ set: BitSet) -> Bool {
    mask.update(repeating: 0, count: Page.rows)
    let least = set.least
    let span = set.greatest &- least
    let last = UInt32(set.words.count - 1)
    var isHit = false
    set.words.withUnsafeBufferPointer { words in
      guard let words = words.baseAddress else { return }
      for column in columns {
        let column = page.column(column)
        if span == 0 {
          for r in 0..<Page.rows { mask[r] |= column[r] == least ? 1 : 0 }
          isHit = true
          continue
        }
        var near: UInt32 = 0
        for r in 0..<Page.rows { near |= column[r] &- least <= span ? 1 : 0 }
        guard near != 0 else { continue }
        for r in 0..<Page.rows { mask[r] |= BitSet.has(words, last, column[r]) }
        isHit = true
        if isFull(mask) { return }
      }
    }
    return isHit
  }

  private static func isFull(_ mask: Mask) -> Bool {
    var all: UInt8 = 1
    for r in 0..<Page.rows { all &= mask[r] }
    return all != 0
  }

  static func isEmpty(_ mask: Mask) -> Bool {
    let words = UnsafeRawPointer(mask)
    var any: UInt64 = 0
    for offset in stride(from: 0, to: Page.rows, by: 8) { any |= words.load(fromByteOffset: offset, as: UInt64.self) }
    return any == 0
  }

  // MARK: - A row at a time

  /// Whether it holds for a single row.
  func holds(_ page: Page, _ r: Int, _ number: UInt32) -> Bool {
    switch self {
    case .everything: true
    case .nothing: false
    case .bytes(let column, let low, let high): page.column(column)[r] &- low <= high &- low
    case .halves(let column, let low, let high): page.column(column)[r] &- low <= high &- low
    case .words(let column, let low, let high): page.column(column)[r] &- low <= high &- low
    case .flags(let wanted): page.flags[r] & wanted != 0
    case .holders(let wanted): page.holdOwners[r] & wanted != 0
    case .holds(let wanted): page.openHolds[r] & wanted != 0
    case .everHeld(let wanted): page.everHeld[r] & wanted != 0
    case .incomplete: page.documentsNeeded[r] & ~page.documentsHeld[r] != 0
    case .clock(let test, let now): test.ask(page, r, Limits.shared, now: now).isSo
    case .rows(let column, let set): set.contains(UInt32(page.column(column)[r]))
    case .texts(let columns, let set): columns.contains { set.contains(page.column($0)[r]) }
    case .numbers(let low, let high): number &- low <= high &- low
    case .papers(let scores, let low, let high): scores.holds(number, low, high)
    case .not(let inner): !inner.holds(page, r, number)
    case .all(let parts): parts.allSatisfy { $0.holds(page, r, number) }
    case .any(let parts): parts.contains { $0.holds(page, r, number) }
    }
  }
}

// Every sort key is brought to 32 bits that sort upwards; what is not known is the greatest, so that it stands last either way:
//
//   key   | 32 bits of key | 32 bits of shipment |      one number a row: ties fall to the shipment's number by themselves

/// What a list is sorted by.
package enum SortKey: UInt8, CaseIterable, Sendable {
  case id, due, eta, promise, value, weight, age, heard, held, stage, attempts, merchant, carrier

  /// The stable name, as it stands in menus and on the command line.
  package var name: String {
    switch self {
    case .id: "id"
    case .due: "due"
    case .eta: "eta"
    case .promise: "promise"
    case .value: "value"
    case .weight: "weight"
    case .age: "age"
    case .heard: "heard"
    case .held: "held"
    case .stage: "stage"
    case .attempts: "attempts"
    case .merchant: "merchant"
    case .carrier: "carrier"
    }
  }

  /// What comes first, a clause.
  package var words: String {
    switch self {
    case .id: "the order in which they came"
    case .due: "the hold that runs out first"
    case .eta: "the earliest delivery"
    case .promise: "the earliest promise"
    case .value: "the least value, compared in euros"
    case .weight: "the lightest"
    case .age: "the latest order"
    case .heard: "the latest news"
    case .held: "the longest hold"
    case .stage: "the earliest stage and milestone"
    case .attempts: "the fewest attempts"
    case .merchant: "merchants by name"
    case .carrier: "carriers by name"
    }
  }

  /// The key of this stable name.
  package init?(name: some StringProtocol) {
    guard let match = SortKey.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }
}

/// A sort key with its direction; what is not known stands last in both, ties go by the shipment's number upwards.
package struct Ordering: Hashable, Sendable {
  package var key: SortKey
  package var isDescending: Bool

  /// By `key`, upwards unless said otherwise.
  package init(_ key: SortKey, descending: Bool = false) {
    self.key = key
    isDescending = descending
  }

  /// The ordering of "due" or "-value"; nil when there is no such key.
  package init?(parsing text: some StringProtocol) {
    let isDescending = text.first == "-"
    guard let key = SortKey(name: text.drop { $0 == "-" || $0 == "+" }.lowercased()) else { return nil }
    self.init(key, descending: isDescending)
  }

  /// The ordering as it would be typed: "due", "-value".
  package var text: String { (isDescending ? "-" : "") + key.name }
}

/// An ordering made ready: gives every row its 32 bits.
struct KeyMaker: Sendable {
  private let source: Source
  private let flip: UInt32
  /// Whether rows in the order of their numbers are in order already, forwards or backwards.
  let isByNumber: Bool

  private enum Source: Sendable {
    /// A column in which 0 means "not known", with the bits to turn over so that it sorts upwards.
    case word(WordColumn, UInt32)
    case heldSince
    case attempts
    case stage
    /// The place of each text among those of its column, from 1.
    case text(WordColumn, [UInt32])
    case number
  }

  init(_ ordering: Ordering, board: Board) {
    flip = ordering.isDescending ? .max : 0
    isByNumber = ordering.key == .id
    switch ordering.key {
    case .id: source = .number
    case .due: source = .word(.holdDue, 0)
    case .eta: source = .word(.eta, 0)
    case .promise: source = .word(.promise, 0)
    case .value: source = .word(.euroCents, 1 << 31)
    case .weight: source = .word(.weightGrams, 1 << 31)
    // The older the order, the earlier it was placed.
    case .age: source = .word(.placed, .max)
    case .heard: source = .word(.heard, .max)
    case .held: source = .heldSince
    case .stage: source = .stage
    case .attempts: source = .attempts
    case .merchant: source = .text(.merchant, KeyMaker.ranks(of: .merchant, on: board))
    case .carrier: source = .text(.carrier, KeyMaker.ranks(of: .carrier, on: board))
    }
  }

  /// The place of every text that stands in the column, from 1, in the order of their folded forms.
  private static func ranks(of column: WordColumn, on board: Board) -> [UInt32] {
    var ranks = [UInt32](repeating: 0, count: board.texts.count + 1)
    var present: [UInt32] = []
    for (index, page) in board.pages.enumerated() {
      let column = page.column(column)
      for r in 0..<min(Page.rows, board.count - index * Page.rows) {
        let text = Int(column[r])
        if text != 0, text < ranks.count, ranks[text] == 0 {
          ranks[text] = 1
          present.append(column[r])
        }
      }
    }
    let folded = present.map { (bytes: Folding.bytes(board.texts[TextID($0)]), text: $0) }
    let sorted = folded.sorted {
      $0.bytes == $1.bytes ? $0.text < $1.text : $0.bytes.lexicographicallyPrecedes($1.bytes)
    }
    // Texts that fold to the same share a place, so that the number decides between their shipments.
    var rank: UInt32 = 0
    for (index, entry) in sorted.enumerated() {
      if index == 0 || sorted[index - 1].bytes != entry.bytes { rank += 1 }
      ranks[Int(entry.text)] = rank
    }
    return ranks
  }

  /// Brings a value to 32 bits that sort upwards; 0 is not known and the greatest.
  @inline(__always)
  private func key(_ value: UInt32, turn: UInt32 = 0) -> UInt32 {
    value == 0 ? .max : min(value ^ turn ^ flip, .max - 1)
  }

  /// The 32 bits of every row of a page.
  func fill(_ keys: UnsafeMutablePointer<UInt32>, _ page: Page, first number: UInt32) {
    switch source {
    case .word(let column, let turn):
      let column = page.column(column)
      for r in 0..<Page.rows { keys[r] = key(column[r], turn: turn) }
    case .heldSince:
      let column = UnsafePointer(page.heldSince)
      for r in 0..<Page.rows { keys[r] = key(column[r]) }
    case .attempts:
      let column = UnsafePointer(page.attempts)
      for r in 0..<Page.rows { keys[r] = key(UInt32(column[r]) &+ 1) }
    case .stage:
      let stage = UnsafePointer(page.stage)
      let milestone = UnsafePointer(page.milestone)
      for r in 0..<Page.rows { keys[r] = key(UInt32(stage[r]) &<< 8 &+ UInt32(milestone[r]) &+ 1) }
    case .text(let column, let ranks):
      let column = page.column(column)
      for r in 0..<Page.rows { keys[r] = key(rank(column[r], ranks)) }
    case .number:
      for r in 0..<Page.rows { keys[r] = key(number &+ UInt32(truncatingIfNeeded: r)) }
    }
  }

  /// The 32 bits of a single row.
  func key(_ page: Page, _ r: Int, _ number: UInt32) -> UInt32 {
    switch source {
    case .word(let column, let turn): key(page.column(column)[r], turn: turn)
    case .heldSince: key(page.heldSince[r])
    case .attempts: key(UInt32(page.attempts[r]) &+ 1)
    case .stage: key(UInt32(page.stage[r]) &<< 8 &+ UInt32(page.milestone[r]) &+ 1)
    case .text(let column, let ranks): key(rank(page.column(column)[r], ranks))
    case .number: key(number)
    }
  }

  @inline(__always)
  private func rank(_ text: UInt32, _ ranks: [UInt32]) -> UInt32 { Int(text) < ranks.count ? ranks[Int(text)] : 0 }
}

/// Sorts numbers of 64 bits by some of their bits, in steps: from the lowest 11 bits up, each pass keeping the order of the one
/// before (least significant digit radix sort). Passes in which all numbers have the same digit are left out.
struct RadixSort: Sendable {
  private(set) var items: [UInt64]
  private var other: [UInt64]
  private var shift: UInt64
  private var counts: [UInt32]
  private var position = 0
  private var isCounting = true

  private static let bits: UInt64 = 11

  /// Sorts from bit `shift` upwards.
  init(_ items: [UInt64], fromBit shift: UInt64) {
    self.items = items
    other = []
    self.shift = shift
    counts = [UInt32](repeating: 0, count: 1 << Int(RadixSort.bits))
  }

  var isDone: Bool { shift >= 64 }

  /// Looks at no more than `most` numbers.
  mutating func advance(_ most: Int) {
    var left = max(1, most)
    if items.count < 2 { shift = 64 }
    while left > 0, !isDone {
      let end = min(items.count, position + left)
      left -= end - position
      if isCounting { count(upTo: end) } else { scatter(upTo: end) }
      position = end
      guard position == items.count else { return }
      position = 0
      if isCounting {
        isCounting = !startsScattering()
      } else {
        swap(&items, &other)
        nextPass()
        isCounting = true
      }
    }
  }

  private mutating func count(upTo end: Int) {
    let shift = self.shift
    let from = position
    items.withUnsafeBufferPointer { items in
      counts.withUnsafeMutableBufferPointer { counts in
        for index in from..<end { counts[Int(items[index] &>> shift & 2047)] &+= 1 }
      }
    }
  }

  /// Turns the counts into places; false when all numbers have the same digit, so that the pass is over.
  private mutating func startsScattering() -> Bool {
    if counts.contains(UInt32(items.count)) {
      nextPass()
      return false
    }
    var place: UInt32 = 0
    for digit in counts.indices {
      let count = counts[digit]
      counts[digit] = place
      place += count
    }
    if other.count != items.count { other = [UInt64](repeating: 0, count: items.count) }
    return true
  }

  private mutating func nextPass() {
    shift += RadixSort.bits
    for digit in counts.indices { counts[digit] = 0 }
  }

  private mutating func scatter(upTo end: Int) {
    let shift = self.shift
    let from = position
    items.withUnsafeBufferPointer { items in
      other.withUnsafeMutableBufferPointer { other in
        counts.withUnsafeMutableBufferPointer { places in
          for index in from..<end {
            let item = items[index]
            let digit = Int(item &>> shift & 2047)
            other[Int(places[digit])] = item
            places[digit] &+= 1
          }
        }
      }
    }
  }
}

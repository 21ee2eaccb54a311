import Atlas

// Every sort key is brought to 32 bits that sort upwards; what is not known is the greatest, so that it stands last either way:
//
//   one key        | 32 bits of key | 32 bits of shipment |      one number a row: ties fall to the shipment's number
//   several        | first | second | third | fourth | shipment |      for the first page, which is compared whole
//                  the whole order is sorted by the last key, then by the one before … each pass keeping what stood

/// What a list is sorted by.
package enum SortKey: UInt8, CaseIterable, Sendable {
  case id, due, eta, promise, value, weight, age, heard, held, stage, attempts, merchant, carrier
  case goods, platform, owner, lane, from, to, mode, hs, incoterm

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
    case .goods: "goods"
    case .platform: "platform"
    case .owner: "owner"
    case .lane: "lane"
    case .from: "from"
    case .to: "to"
    case .mode: "mode"
    case .hs: "hs"
    case .incoterm: "incoterm"
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
    case .goods: "goods by name"
    case .platform: "platforms by name"
    case .owner: "owners by name"
    case .lane: "lanes by code"
    case .from: "countries of origin by code"
    case .to: "countries of destination by code"
    case .mode: "modes of transport"
    case .hs: "the lowest HS code"
    case .incoterm: "delivery terms"
    }
  }

  /// The column of texts whose order it is; nil where it is none.
  var textColumn: WordColumn? {
    switch self {
    case .merchant: .merchant
    case .carrier: .carrier
    case .goods: .goods
    case .platform: .platform
    case .owner: .owner
    case .id, .due, .eta, .promise, .value, .weight, .age, .heard, .held, .stage, .attempts, .lane, .from, .to, .mode,
      .hs, .incoterm:
      nil
    }
  }

  /// The key of this stable name.
  package init?(name: some StringProtocol) {
    guard let match = SortKey.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }
}

/// Sort keys with their directions, the first deciding, the next among equals; what is not known stands last in both directions,
/// and what is still equal goes by the shipment's number upwards.
package struct Ordering: Hashable, Sendable {
  /// A sort key with its direction.
  package struct Part: Hashable, Sendable {
    package var key: SortKey
    package var isDescending: Bool

    /// By `key`, upwards unless said otherwise.
    package init(_ key: SortKey, descending: Bool = false) {
      self.key = key
      isDescending = descending
    }

    /// The part as it would be typed: "due", "-value".
    package var text: String { (isDescending ? "-" : "") + key.name }
  }

  /// More keys than this decide nothing that a person sees.
  package static let partsMost = 4

  private var first: Part
  private var rest: [Part] = []

  /// The keys, the one that decides first: at least one, at most ``partsMost``, none of them twice.
  package var parts: [Part] { [first] + rest }

  /// By `key`, upwards unless said otherwise.
  package init(_ key: SortKey, descending: Bool = false) { first = Part(key, descending: descending) }

  /// By these keys; those that stand there already are left out, and so is what can decide nothing: all beyond the fourth, and
  /// all behind the number, which no two shipments share. None at all is by number.
  package init(_ parts: [Part]) {
    first = parts.first ?? Part(.id)
    for part in parts.dropFirst() { add(part) }
  }

  /// The key that decides first.
  package var key: SortKey {
    get { first.key }
    set { self = Ordering([Part(newValue, descending: first.isDescending)] + rest) }
  }

  /// Whether the first key sorts downwards.
  package var isDescending: Bool {
    get { first.isDescending }
    set { first.isDescending = newValue }
  }

  /// Whether there is room for another key, and a use for one.
  package var canGrow: Bool { rest.count + 1 < Ordering.partsMost && !parts.contains { $0.key == .id } }

  /// Adds a key behind the others; nothing changes where it stands there already or could decide nothing.
  package mutating func add(_ part: Part) {
    guard canGrow, !parts.contains(where: { $0.key == part.key }) else { return }
    rest.append(part)
  }

  /// Takes a key away; the last one stays.
  package mutating func remove(_ key: SortKey) {
    let left = parts.filter { $0.key != key }
    if !left.isEmpty { self = Ordering(left) }
  }

  /// The place of a key among the keys, from 0; nil when it is none of them.
  package func place(of key: SortKey) -> Int? { parts.firstIndex { $0.key == key } }

  /// Reads "due", "-value", "due, value desc", "stage -value": keys with commas or blanks between them, each with a sign before
  /// it or `asc` or `desc` behind it.
  ///
  /// - Throws: what cannot be understood, with its column.
  package init(parsing text: some StringProtocol) throws(FilterFault) {
    let text = Array(text)
    let names = SortKey.allCases.map(\.name).joined(separator: ", ")
    guard text.count <= 400 else { throw FilterFault(column: 401, "the order is too long") }
    var parts: [Part] = []
    var next = 0
    var mayTurn = false
    while next < text.count {
      if text[next].isWhitespace || text[next] == "," {
        if text[next] == "," { mayTurn = false }
        next += 1
        continue
      }
      let column = next + 1
      var end = next
      while end < text.count, !text[end].isWhitespace, text[end] != "," { end += 1 }
      let word = String(text[next..<end]).lowercased()
      next = end
      if mayTurn, let last = parts.indices.last, word == "asc" || word == "desc" {
        parts[last].isDescending = word == "desc"
        mayTurn = false
        continue
      }
      let name = word.first == "-" || word.first == "+" ? String(word.dropFirst()) : word
      guard let key = SortKey(name: name) else {
        throw FilterFault(column: column, "nothing can be ordered by \"\(word)\"", expected: "one of " + names)
      }
      guard !parts.contains(where: { $0.key == key }) else {
        throw FilterFault(column: column, "\(key.name) stands there already")
      }
      guard parts.count < Ordering.partsMost else {
        throw FilterFault(column: column, "these are too many", expected: "at most \(Ordering.partsMost)")
      }
      parts.append(Part(key, descending: word.first == "-"))
      mayTurn = word.first != "-" && word.first != "+"
    }
    guard !parts.isEmpty else {
      throw FilterFault(column: text.count + 1, "there is nothing to order by", expected: "one of " + names)
    }
    self.init(parts)
  }

  /// The ordering as it would be typed: "due", "due,-value".
  package var text: String { parts.map(\.text).joined(separator: ",") }
}

/// A part of an ordering made ready: gives every row its 32 bits.
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
    case text(WordColumn, SparseNumbers)
    /// A column of two bytes in which 0 means "not known", with the place of each of its values; none where they are in order.
    case half(HalfColumn, [UInt32])
    /// A column of single bytes, with the value that means "not known".
    case byte(ByteColumn, unknown: UInt8)
    case number
  }

  /// `places` are those of the texts of the part's column, where it has one.
  init(_ ordering: Ordering.Part, places: SparseNumbers = SparseNumbers()) {
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
    case .merchant: source = .text(.merchant, places)
    case .carrier: source = .text(.carrier, places)
    case .goods: source = .text(.goods, places)
    case .platform: source = .text(.platform, places)
    case .owner: source = .text(.owner, places)
    case .lane: source = .half(.lane, KeyMaker.laneRanks)
    // Codes are packed letter by letter, so that they are in order as they are.
    case .from: source = .half(.originCountry, [])
    case .to: source = .half(.destinationCountry, [])
    case .mode: source = .byte(.mode, unknown: TransportMode.unknown.rawValue)
    case .incoterm: source = .byte(.incoterm, unknown: Incoterm.unstated.rawValue)
    case .hs: source = .word(.hs, 0)
    }
  }

  /// The place of every lane by its code, from 1; no lane has none.
  private static let laneRanks: [UInt32] = {
    var ranks = [UInt32](repeating: 0, count: Atlas.lanes.count)
    let sorted = Atlas.lanes.dropFirst().sorted { $0.code < $1.code }
    for (place, lane) in sorted.enumerated() where Int(lane.id.row) < ranks.count {
      ranks[Int(lane.id.row)] = UInt32(place + 1)
    }
    return ranks
  }()

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
    case .text(let column, let places):
      let column = page.column(column)
      for r in 0..<Page.rows { keys[r] = key(places[column[r]]) }
    case .half(let column, let ranks):
      let column = page.column(column)
      for r in 0..<Page.rows { keys[r] = key(ranks.isEmpty ? UInt32(column[r]) : rank(UInt32(column[r]), ranks)) }
    case .byte(let column, let unknown):
      let column = page.column(column)
      for r in 0..<Page.rows { keys[r] = key(column[r] == unknown ? 0 : UInt32(column[r]) &+ 1) }
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
    case .text(let column, let places): key(places[page.column(column)[r]])
    case .half(let column, let ranks):
      key(ranks.isEmpty ? UInt32(page.column(column)[r]) : rank(UInt32(page.column(column)[r]), ranks))
    case .byte(let column, let unknown):
      key(page.column(column)[r] == unknown ? 0 : UInt32(page.column(column)[r]) &+ 1)
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

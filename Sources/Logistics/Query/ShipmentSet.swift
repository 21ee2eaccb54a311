// Shipments as a bit each, 64 to a word and 16 words to a page of the board:
//
//   list     1 0 1 1 0 0 1 …      what a list shows
//   marks    0 0 1 0 0 1 1 …      what an operator has marked
//   both     0 0 1 0 0 0 1 …      marked and shown: 2; marked and hidden: 1
//
// A million shipments are 128 KB, so that sets are joined, cut and counted in some microseconds, whatever order they are shown in.

/// Shipments, as a set of bits.
package struct ShipmentSet: Hashable, Sendable {
  private var words: [UInt64] = []
  /// How many there are.
  package private(set) var count = 0

  /// No shipment.
  package init() {}

  /// These shipments.
  package init(_ ids: some Sequence<ShipmentID>) { for id in ids { insert(id) } }

  /// Whether there is none.
  package var isEmpty: Bool { count == 0 }

  /// Whether a shipment is among them.
  package func contains(_ id: ShipmentID) -> Bool {
    let place = id.index / 64
    return words.indices.contains(place) && words[place] & Self.bit(id) != 0
  }

  /// Adds a shipment.
  ///
  /// - Returns: whether it was not there before.
  @discardableResult
  package mutating func insert(_ id: ShipmentID) -> Bool {
    guard id != .none else { return false }
    let place = id.index / 64
    if place >= words.count { words += Array(repeating: 0, count: max(place + 1 - words.count, words.count / 2)) }
    guard words[place] & Self.bit(id) == 0 else { return false }
    words[place] |= Self.bit(id)
    count += 1
    return true
  }

  /// Takes a shipment out.
  ///
  /// - Returns: whether it was there.
  @discardableResult
  package mutating func remove(_ id: ShipmentID) -> Bool {
    guard contains(id) else { return false }
    words[id.index / 64] &= ~Self.bit(id)
    count -= 1
    return true
  }

  /// All of them by number.
  package var ids: [ShipmentID] {
    var ids: [ShipmentID] = []
    ids.reserveCapacity(count)
    for (place, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        ids.append(ShipmentID(UInt32(place * 64 + rest.trailingZeroBitCount + 1)))
        rest &= rest &- 1
      }
    }
    return ids
  }

  // MARK: - With another set

  /// How many are in both.
  package func countShared(with other: ShipmentSet) -> Int {
    var shared = 0
    for place in 0..<min(words.count, other.words.count) {
      shared &+= (words[place] & other.words[place]).nonzeroBitCount
    }
    return shared
  }

  /// Adds all of another set.
  package mutating func formUnion(_ other: ShipmentSet) { combine(other) { $0 | $1 } }

  /// Takes out all of another set.
  package mutating func subtract(_ other: ShipmentSet) { combine(other) { $0 & ~$1 } }

  /// Adds what of another set is not there, and takes out what is.
  package mutating func formSymmetricDifference(_ other: ShipmentSet) { combine(other) { $0 ^ $1 } }

  private mutating func combine(_ other: ShipmentSet, _ join: (UInt64, UInt64) -> UInt64) {
    if words.count < other.words.count { words += Array(repeating: 0, count: other.words.count - words.count) }
    count = 0
    for place in words.indices {
      if place < other.words.count { words[place] = join(words[place], other.words[place]) }
      count &+= words[place].nonzeroBitCount
    }
  }

  /// Unused room does not matter.
  package static func == (a: ShipmentSet, b: ShipmentSet) -> Bool {
    guard a.count == b.count else { return false }
    return zip(a.words, b.words).allSatisfy { $0 == $1 }
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(count) }

  private static func bit(_ id: ShipmentID) -> UInt64 { 1 << UInt64(id.index % 64) }

  // MARK: - Page by page

  private static let wordsPerPage = Page.rows / 64

  /// Makes room for the shipments of a board that has so many.
  mutating func reserve(_ shipments: Int) {
    let wanted = (max(0, shipments) + Page.rows - 1) / Page.rows * Self.wordsPerPage
    if words.count < wanted { words += Array(repeating: 0, count: wanted - words.count) }
  }

  /// Adds the rows of a page of which none is there yet, by their answers: a byte a row, 1 or 0.
  mutating func insert(answers: UnsafePointer<UInt8>, ofPage page: Int) {
    let first = page * Self.wordsPerPage
    reserve((page + 1) * Page.rows)
    let bytes = UnsafeRawPointer(answers)
    for place in 0..<Self.wordsPerPage {
      var word: UInt64 = 0
      for byte in 0..<8 {
        let eight = UInt64(littleEndian: bytes.load(fromByteOffset: place * 64 + byte * 8, as: UInt64.self))
        // Brings the lowest bit of each of eight bytes together in the topmost byte, the first at the bottom.
        word |= ((eight &* 0x0102_0408_1020_4080) &>> 56) &<< UInt64(byte * 8)
      }
      words[first + place] |= word
      count &+= word.nonzeroBitCount
    }
  }
}

import Glibc

// A dictionary by number and by text. By number it is an array. By text it is a table of places, found by a hash of the bytes:
//
//   texts    0 ""   1 "ordered"   2 "claimed"   3 "CN-4711"   4 …      in the order of first use
//   places   [0] [hash|2] [0] [0] [hash|1] [hash|3] …                  linear probing, at most three in four are taken
//
// The table is filled from the front, and only as far as somebody looks for something that was not found yet: the stable names
// stand first in every journal, so that a start with a million texts behind them fills in a few thousand.

/// The journal's dictionary: every text that occurs stands in it once and goes by its number everywhere else.
///
/// Numbers are given in the order of first use and are never given back, so that two processes that read the same journal have
/// the same numbers. Two texts are the same when their bytes are.
package struct TextTable: Sendable {
  private var texts: [String] = [""]
  /// The upper half of a text's hash beside its number; 0 where nothing is.
  private var places: [UInt64] = []
  /// The texts before this one are in `places`.
  private var indexed = 1

  /// An empty dictionary.
  package init() {}

  /// How many texts there are.
  package var count: Int { texts.count - 1 }

  /// The text with this number; empty for none and for numbers not given yet.
  package subscript(id: TextID) -> String {
    Int(id.number) < texts.count ? texts[Int(id.number)] : ""
  }

  /// The number of a text that is in the dictionary, or nil.
  package mutating func find(_ text: String) -> TextID? {
    if text.isEmpty { return TextID.none }
    let hash = Self.hash(text)
    while true {
      if let number = place(of: text, hash) { return TextID(number) }
      guard indexed < texts.count else { return nil }
      index(upTo: min(texts.count, max(Self.indexedAtFirst, indexed * 8)))
    }
  }

  private static let indexedAtFirst = 8192

  /// The number of a text, which is added if it is new; the empty text is ``TextID/none``.
  ///
  /// Control characters are kept as they are: who draws a text makes it safe, and the record stays true.
  package mutating func intern(_ text: String) -> TextID {
    if let known = find(text) { return known }
    precondition(texts.count < Int(UInt32.max), "the dictionary is full")
    texts.append(text)
    index(upTo: texts.count)
    return TextID(UInt32(texts.count - 1))
  }

  /// Takes the texts that a journal has after its first `count`; any that were here in their place gave way to them.
  package mutating func append(recorded new: [String], after count: Int) {
    if self.count > count { truncate(to: count) }
    append(recorded: new)
  }

  /// Takes the next texts of a journal, in order.
  package mutating func append(recorded new: [String]) {
    texts.append(contentsOf: new)
  }

  /// Forgets the texts after the first `count`: they were never recorded.
  package mutating func truncate(to count: Int) {
    guard texts.count > count + 1 else { return }
    texts.removeSubrange((count + 1)...)
    guard indexed > texts.count else { return }
    // It happens once in a long while, and the table is filled again as far as it is needed.
    places = []
    indexed = 1
  }

  /// The texts numbered from `count` + 1 on: those not yet recorded, when `count` are.
  package func texts(after count: Int) -> [String] {
    count + 1 == texts.count ? [] : Array(texts[(count + 1)...])
  }

  // MARK: - The table of places

  private func place(of text: String, _ hash: UInt64) -> UInt32? {
    guard !places.isEmpty else { return nil }
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while places[place] != 0 {
      if places[place] >> 32 == hash >> 32 {
        let number = UInt32(truncatingIfNeeded: places[place])
        if Self.same(texts[Int(number)], text) { return number }
      }
      place = (place + 1) & mask
    }
    return nil
  }

  /// Puts the texts before `end` into the table. Of two that are the same the first is found.
  private mutating func index(upTo end: Int) {
    if end * 4 > places.count * 3 {
      var room = max(16384, places.count)
      while end * 4 > room * 3 { room *= 2 }
      places = [UInt64](repeating: 0, count: room)
      indexed = 1
    }
    let texts = texts
    let first = indexed
    places.withUnsafeMutableBufferPointer { places in
      let mask = places.count - 1
      for number in first..<end {
        let hash = Self.hash(texts[number])
        var place = Int(truncatingIfNeeded: hash) & mask
        while places[place] != 0 { place = (place + 1) & mask }
        places[place] = hash & ~0xFFFF_FFFF | UInt64(number)
      }
    }
    indexed = end
  }

  private static func same(_ a: String, _ b: String) -> Bool {
    var a = a
    var b = b
    return a.withUTF8 { a in
      b.withUTF8 { b in
        guard a.count == b.count else { return false }
        guard let left = a.baseAddress, let right = b.baseAddress else { return a.isEmpty }
        return memcmp(left, right, a.count) == 0
      }
    }
  }

  /// Another number in every process, so that nobody can make up texts that all fall on one place.
  private static let secret = UInt64(truncatingIfNeeded: Hasher().finalize()) | 1

  /// A hash of the text's bytes, eight at a time: each product's two halves are folded into one (as wyhash does).
  @inline(__always)
  private static func hash(_ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      var hash = secret ^ UInt64(bytes.count)
      var next = 0
      while next + 8 <= bytes.count {
        hash = fold(hash ^ bytes.loadUnaligned(fromByteOffset: next, as: UInt64.self), 0x9E37_79B9_7F4A_7C15)
        next += 8
      }
      var rest: UInt64 = 0
      while next < bytes.count {
        rest = rest << 8 | UInt64(bytes[next])
        next += 1
      }
      return fold(fold(hash ^ rest, 0xD6E8_FEB8_6659_FD93), secret)
    }
  }

  @inline(__always)
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}

// A fingerprint tells two runs, two files or two values apart at a glance. It is quick and the same on every machine, and it
// is NOT cryptographic: somebody who wants a collision can make one. Use it to notice accidents, never to keep anybody out.
//
//   words   w0 w1 │ w2 w3 │ ...            64 bits each, little-endian; bytes are zero-padded to a whole block and
//              ▼       ▼                   their count goes first, so "ab"+"c" is not "a"+"bc"
//   state   (a, b) ─► (a, b) ─► ... ─► spread ─► 128 bits
//
// One block takes (a, b) to  a' = rotl((a ^ w0) * odd1, 29) + b;  b' = rotl((b ^ w1) * odd2, 31) + a'.  Each of the two is
// undone exactly by its inverse, so for a given state two different blocks never meet, and for a given block two different
// states never meet: what differs once only meets again through a later block that happens to cancel it (chance 2^-128 for
// inputs not made on purpose). The spread at the end carries every bit of the state to every bit of the answer.

/// A 128-bit fingerprint: equal for equal content on every machine, and in all likelihood different otherwise; not
/// cryptographic.
package struct Fingerprint: Hashable, Sendable, BitwiseCopyable {
  /// The first 64 bits as written in hexadecimal.
  package var high: UInt64
  /// The last 64 bits as written in hexadecimal.
  package var low: UInt64

  /// The fingerprint with these two halves.
  @inlinable
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The fingerprint of a text's UTF-8 bytes.
  package init(of text: String) {
    var fingerprinter = Fingerprinter()
    fingerprinter.combine(text)
    self = fingerprinter.fingerprint
  }

  /// The 32 lower-case hexadecimal digits.
  package var hex: String { Self.digits(high) + Self.digits(low) }

  /// The first eight hexadecimal digits, enough to tell a handful of things apart on a screen.
  package var short: String { String(Self.digits(high).prefix(8)) }

  private static func digits(_ word: UInt64) -> String {
    let text = String(word, radix: 16)
    return String(repeating: "0", count: 16 - text.utf8.count) + text
  }
}

/// Takes a fingerprint of content as it comes by, block after block, without keeping it.
package struct Fingerprinter: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline
  var a: UInt64
  @usableFromInline
  var b: UInt64

  /// A fingerprinter that has seen nothing.
  @inlinable
  package init() {
    // The fractional parts of the square roots of 2 and 3: nothing up the sleeve.
    a = 0x6A09_E667_F3BC_C908
    b = 0xBB67_AE85_84CA_A73B
  }

  /// A fingerprinter that goes on where another with this `state` stopped.
  @inlinable
  package init(state: (UInt64, UInt64)) {
    a = state.0
    b = state.1
  }

  /// What is needed to go on later; not yet a fingerprint.
  @inlinable
  package var state: (UInt64, UInt64) { (a, b) }

  /// Takes in one block of two words.
  @inlinable
  package mutating func combine(_ first: UInt64, _ second: UInt64) {
    // Two odd constants: the golden ratio, and the fractional part of the square root of 5.
    let x = (a ^ first) &* 0x9E37_79B9_7F4A_7C15
    a = (x << 29 | x >> 35) &+ b
    let y = (b ^ second) &* 0x3C6E_F372_FE94_F82B
    b = (y << 31 | y >> 33) &+ a
  }

  /// Takes in one word.
  @inlinable
  package mutating func combine(_ word: UInt64) { combine(word, 0) }

  /// Takes in a run of bytes and how many they are.
  package mutating func combine(_ bytes: UnsafeRawBufferPointer) {
    combine(UInt64(bytes.count), 1)
    combine(blocksOf: bytes)
  }

  /// Takes in a text's UTF-8 bytes and how many they are.
  package mutating func combine(_ text: String) {
    var text = text
    text.withUTF8 { combine(UnsafeRawBufferPointer($0)) }
  }

  /// Takes in the bytes alone, zero-padded to a whole block; for a caller that has taken in their count already.
  package mutating func combine(blocksOf bytes: UnsafeRawBufferPointer) {
    var offset = 0
    while offset &+ 16 <= bytes.count {
      combine(
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self)))
      offset &+= 16
    }
    guard offset < bytes.count else { return }
    var words: (UInt64, UInt64) = (0, 0)
    for (place, byte) in bytes[offset...].enumerated() {
      if place < 8 {
        words.0 |= UInt64(byte) << UInt64(8 &* place)
      } else {
        words.1 |= UInt64(byte) << UInt64(8 &* (place &- 8))
      }
    }
    combine(words.0, words.1)
  }

  /// The fingerprint of all that came by so far; more may follow.
  package var fingerprint: Fingerprint {
    var end = self
    for round: UInt64 in 1...3 {
      end.combine(end.b ^ end.a >> 32, round)
      end.a ^= end.a >> 29
      end.b ^= end.b >> 32
    }
    return Fingerprint(high: end.a, low: end.b)
  }
}

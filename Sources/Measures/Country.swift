/// A country by its ISO 3166-1 alpha-2 code, packed into two bytes; `.none` where it is not known.
package struct Country: Hashable, Sendable, BitwiseCopyable {
  /// The two ASCII letters, the first in the high byte; 0 when unknown.
  package var packed: UInt16

  /// The country with these packed letters.
  @inlinable
  package init(packed: UInt16) { self.packed = packed }

  /// Not known.
  package static let none = Country(packed: 0)

  /// The country of a two-letter code in either case; nil unless it is exactly two ASCII letters.
  package init?(_ code: some StringProtocol) {
    var letters: [UInt16] = []
    for byte in code.utf8 {
      let upper = byte >= 97 && byte <= 122 ? byte - 32 : byte
      guard upper >= 65, upper <= 90, letters.count < 2 else { return nil }
      letters.append(UInt16(upper))
    }
    guard letters.count == 2 else { return nil }
    packed = letters[0] << 8 | letters[1]
  }

  /// The two letters, or an empty text when unknown.
  package var code: String {
    packed == 0 ? "" : String(decoding: [UInt8(packed >> 8), UInt8(packed & 0xFF)], as: UTF8.self)
  }
}

/// A currency by its ISO 4217 code, packed five bits a letter; `.none` where it is not known.
package struct Currency: Hashable, Sendable, BitwiseCopyable {
  /// Three letters of five bits each (A = 1), the first highest; 0 when unknown.
  package var packed: UInt16

  /// The currency with these packed letters.
  @inlinable
  package init(packed: UInt16) { self.packed = packed }

  /// Not known.
  package static let none = Currency(packed: 0)

  /// The currency of a three-letter code in either case; nil unless it is exactly three ASCII letters.
  package init?(_ code: some StringProtocol) {
    var packed: UInt16 = 0
    var count = 0
    for byte in code.utf8 {
      let upper = byte >= 97 && byte <= 122 ? byte - 32 : byte
      guard upper >= 65, upper <= 90, count < 3 else { return nil }
      packed = packed << 5 | UInt16(upper - 64)
      count += 1
    }
    guard count == 3 else { return nil }
    self.packed = packed
  }

  /// The three letters, or an empty text when unknown.
  package var code: String {
    guard packed != 0 else { return "" }
    let letters = [packed >> 10 & 31, packed >> 5 & 31, packed & 31].map { UInt8($0) + 64 }
    return String(decoding: letters, as: UTF8.self)
  }
}

/// An amount of money in whole minor units (cents, yen, fils) of its currency; never a floating-point number.
package struct Money: Hashable, Sendable, BitwiseCopyable {
  /// The amount in minor units; negative for a credit.
  package var minor: Int64
  /// The currency of the amount.
  package var currency: Currency

  /// `minor` minor units of `currency`.
  @inlinable
  package init(minor: Int64, _ currency: Currency) {
    self.minor = minor
    self.currency = currency
  }
}

/// A mass in whole grams.
package struct Grams: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Grams.
  package var value: Int32

  /// A mass of `value` grams.
  @inlinable
  package init(_ value: Int32) { self.value = value }

  @inlinable
  package static func < (a: Grams, b: Grams) -> Bool { a.value < b.value }
}

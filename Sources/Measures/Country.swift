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
    packed = withBytes(of: code) { bytes in
      guard bytes.count == 2 else { return 0 }
      let (first, second) = (bytes[0] & 0xDF, bytes[1] & 0xDF)
      guard first >= 65, first <= 90, second >= 65, second <= 90 else { return 0 }
      return UInt16(first) << 8 | UInt16(second)
    }
    guard packed != 0 else { return nil }
  }

  /// The two letters, or an empty text when unknown.
  package var code: String {
    guard packed != 0 else { return "" }
    return String(unsafeUninitializedCapacity: 2) { letters in
      letters[0] = UInt8(packed >> 8)
      letters[1] = UInt8(packed & 0xFF)
      return 2
    }
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
    packed = withBytes(of: code) { bytes in
      guard bytes.count == 3 else { return 0 }
      var packed: UInt16 = 0
      for byte in bytes {
        let upper = byte & 0xDF
        guard upper >= 65, upper <= 90 else { return 0 }
        packed = packed << 5 | UInt16(upper - 64)
      }
      return packed
    }
    guard packed != 0 else { return nil }
  }

  /// The three letters, or an empty text when unknown.
  package var code: String {
    guard packed != 0 else { return "" }
    return String(unsafeUninitializedCapacity: 3) { letters in
      for place in 0..<3 { letters[place] = UInt8(packed >> (10 - 5 * UInt16(place)) & 31) + 64 }
      return 3
    }
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

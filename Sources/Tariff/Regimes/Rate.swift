/// A rate of duty or tax, exact to the ten-thousandth of a percent.
package struct Rate: Hashable, Comparable, Sendable {
  /// Millionths of the whole: 190,000 is 19 %.
  package var millionths: Int64

  package init(millionths: Int64) { self.millionths = millionths }

  package static let zero = Rate(millionths: 0)

  /// No rate is above this: 1,000 %.
  package static let most = Rate(millionths: 10_000_000)

  /// Reads "19", "8.1", "14.975" or "4.5%"; nil for anything else, for more than four decimals, below nothing or above `most`.
  package init?(percent text: some StringProtocol) {
    let isMarked = text.last == "%"
    guard let value = decimal(isMarked ? text.dropLast() : text[...], decimals: 4),
      (0...Rate.most.millionths).contains(value)
    else { return nil }
    millionths = value
  }

  package static func < (a: Rate, b: Rate) -> Bool { a.millionths < b.millionths }

  /// The rate in percent with as many decimals as it needs: "8.1 %".
  package var text: String { number + " %" }

  /// The same without the sign: "8.1".
  package var number: String {
    var digits = String(millionths % 10_000)
    while digits.utf8.count < 4 { digits = "0" + digits }
    while digits.utf8.last == 0x30 { digits.removeLast() }
    return String(millionths / 10_000) + (digits.isEmpty ? "" : "." + digits)
  }

  /// This rate of an amount, rounded to the nearest unit, halves away from zero.
  func of(_ amount: Int128) -> Int128 { rounded(amount * Int128(millionths), by: 1_000_000) }
}

/// A rate that may not be known closer than between two bounds.
package struct RateRange: Hashable, Sendable {
  package var low: Rate
  /// nil where nothing says how high it may be.
  package var high: Rate?

  package init(_ low: Rate, _ high: Rate?) {
    self.low = low
    self.high = high
  }

  package init(_ rate: Rate) { self.init(rate, rate) }

  /// Nothing at all is known.
  package static let unknown = RateRange(.zero, nil)

  /// What lies around several rates; unknown where there are none.
  package init(around rates: some Collection<Rate>) {
    self.init(rates.min() ?? .zero, rates.max())
  }

  package var isExact: Bool { low == high }

  /// "8.1 %", "0 % to 50 %", "at least 4 %", or "unknown".
  package var text: String {
    guard let high else { return low == .zero ? "unknown" : "at least \(low.text)" }
    return low == high ? low.text : "\(low.number) to \(high.text)"
  }
}

/// `dividend` by a positive `divisor`, rounded to the nearest, halves away from zero.
func rounded(_ dividend: Int128, by divisor: Int128) -> Int128 {
  (dividend + (dividend < 0 ? -(divisor / 2) : divisor / 2)) / divisor
}

/// Reads "digits[.digits]" as a whole number of 10^-`decimals`; nil for anything else and for what does not fit.
func decimal(_ text: some StringProtocol, decimals: Int) -> Int64? {
  var value: Int64 = 0
  var digits = 0
  var places: Int?
  func grow(_ digit: Int64) -> Bool {
    let (tenfold, isTooLarge) = value.multipliedReportingOverflow(by: 10)
    let (sum, isStillTooLarge) = tenfold.addingReportingOverflow(digit)
    value = sum
    return !isTooLarge && !isStillTooLarge
  }
  for byte in text.utf8 {
    switch byte {
    case 0x2E:
      guard places == nil, digits > 0 else { return nil }
      places = 0
    case 0x30...0x39:
      digits += 1
      if let used = places {
        guard used < decimals else {
          guard byte == 0x30 else { return nil }
          continue
        }
        places = used + 1
      }
      guard grow(Int64(byte - 0x30)) else { return nil }
    default: return nil
    }
  }
  guard digits > 0, text.last != "." else { return nil }
  for _ in 0..<(decimals - (places ?? 0)) where !grow(0) { return nil }
  return value
}

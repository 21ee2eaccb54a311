// Decimal numbers in outside texts become whole minor units here, digit by digit: no floating-point number is ever between.

/// Why a text is not an amount (of money, mass or percent), or why two amounts cannot be added.
package struct AmountFault: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Reason: Hashable, Sendable {
    case empty
    case digitExpected
    /// A comma, a blank or an apostrophe between digits: whether it groups or marks decimals cannot be told.
    case thousandsSeparator
    /// More decimals than the unit has, and they are not zeros.
    case tooManyDecimals(allowed: Int)
    /// The amount does not fit its integer.
    case overflow
    /// The amount is below zero where there is no such thing.
    case negative
    /// No unit of that name.
    case unknownUnit
    /// The two amounts are of different currencies.
    case differentCurrencies
  }

  /// What is wrong.
  package var reason: Reason
  /// Where, in bytes from 1; 0 when the fault has no place in a text.
  package var column: Int

  /// A fault at a column (0 = none).
  package init(_ reason: Reason, column: Int = 0) {
    self.reason = reason
    self.column = column
  }

  /// One sentence for a person.
  package var text: String {
    let place = column > 0 ? "column \(column): " : ""
    return switch reason {
    case .empty: "there is no amount"
    case .digitExpected: place + "a digit was expected"
    case .thousandsSeparator: place + "a thousands separator or decimal comma is ambiguous; write 1234.56"
    case .tooManyDecimals(let allowed): place + "more than \(allowed) decimals"
    case .overflow: place + "the amount is too large"
    case .negative: place + "the amount is below zero"
    case .unknownUnit: place + "no such unit"
    case .differentCurrencies: "the amounts are in different currencies"
    }
  }
}

/// Reads "[+-]digits[.digits]" as a whole number of 10^-`decimals`; zeros after that are allowed, anything else is a fault.
func fixedPoint(_ text: some StringProtocol, decimals: Int) throws(AmountFault) -> Int64 {
  try withBytes(of: text) { bytes -> Result<Int64, AmountFault> in
    do throws(AmountFault) {
      return .success(try fixedPoint(bytes, decimals: decimals))
    } catch {
      return .failure(error)
    }
  }.get()
}

private func fixedPoint(_ bytes: UnsafeBufferPointer<UInt8>, decimals: Int) throws(AmountFault) -> Int64 {
  var column = 0
  var value: Int64 = 0
  var negative = false
  var digits = 0
  var afterPoint: Int?
  for byte in bytes {
    column += 1
    switch byte {
    case 0x2B, 0x2D:
      guard column == 1 else { throw AmountFault(.digitExpected, column: column) }
      negative = byte == 0x2D
    case 0x2E:
      guard afterPoint == nil, digits > 0 else { throw AmountFault(.digitExpected, column: column) }
      afterPoint = 0
    case 0x30...0x39:
      digits += 1
      if let places = afterPoint {
        guard places < decimals else {
          guard byte == 0x30 else { throw AmountFault(.tooManyDecimals(allowed: decimals), column: column) }
          continue
        }
        afterPoint = places + 1
      }
      value = try shifted(value, by: Int64(byte - 0x30), negative: negative, column: column)
    case 0x2C, 0x20, 0x27, 0x5F, 0xC2, 0xE2:
      // The last two begin the no-break spaces and the typographic apostrophe.
      throw AmountFault(digits > 0 ? .thousandsSeparator : .digitExpected, column: column)
    default:
      throw AmountFault(.digitExpected, column: column)
    }
  }
  guard column > 0 else { throw AmountFault(.empty) }
  guard digits > 0 else { throw AmountFault(.digitExpected, column: column + 1) }
  for _ in 0..<max(0, decimals - (afterPoint ?? 0)) {
    value = try shifted(value, by: 0, negative: negative, column: column)
  }
  return value
}

/// `value` with one more decimal digit; grows away from zero so that the smallest Int64 can be read too.
private func shifted(_ value: Int64, by digit: Int64, negative: Bool, column: Int) throws(AmountFault) -> Int64 {
  let (tenfold, tooLarge) = value.multipliedReportingOverflow(by: 10)
  let (sum, stillTooLarge) = tenfold.addingReportingOverflow(negative ? -digit : digit)
  guard !tooLarge, !stillTooLarge else { throw AmountFault(.overflow, column: column) }
  return sum
}

/// The digits of `size` whole minor units with `decimals` decimals, grouped in thousands when `grouped`.
func fixedPointText(_ size: UInt64, decimals: Int, grouped: Bool) -> String {
  var scale: UInt64 = 1
  for _ in 0..<decimals { scale *= 10 }
  let whole = String(size / scale)
  var out = ""
  if grouped {
    var left = whole.utf8.count
    for character in whole {
      out.append(character)
      left -= 1
      if left > 0, left % 3 == 0 { out += "," }
    }
  } else {
    out = whole
  }
  if decimals > 0 {
    out += "."
    out.append(number: Int(size % scale), width: decimals)
  }
  return out
}

/// A hundredth of a percent, the unit in which rates of duty and tax are given.
package struct BasisPoints: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Hundredths of a percent: 1,200 is 12 %.
  package var value: Int32

  /// `value` hundredths of a percent.
  @inlinable
  package init(_ value: Int32) { self.value = value }

  /// `n` percent.
  @inlinable
  package static func percent(_ n: Int32) -> BasisPoints { BasisPoints(n &* 100) }

  /// Nothing at all.
  package static let zero = BasisPoints(0)

  /// Reads "12", "12.5" or "6.25%"; refuses more than two decimals and what does not fit 32 bits.
  package init(parsing text: some StringProtocol) throws(AmountFault) {
    let isPercent = text.utf8.reversed().first == 0x25
    let number = isPercent ? text.dropLast() : text[...]
    let value = try fixedPoint(number, decimals: 2)
    guard let fitting = Int32(exactly: value) else { throw AmountFault(.overflow, column: 1) }
    self.value = fitting
  }

  /// The rate in percent with as many decimals as it needs: "12%", "6.5%", "0.25%".
  package var text: String {
    let size = UInt64(value.magnitude)
    var out = (value < 0 ? "-" : "") + String(size / 100)
    if size % 100 != 0 {
      out += "."
      if size % 10 == 0 { out += String(size % 100 / 10) } else { out.append(number: Int(size % 100), width: 2) }
    }
    return out + "%"
  }

  /// This rate of an amount, rounded to the nearest minor unit, halves away from zero; fails when it does not fit.
  package func of(_ money: Money) throws(AmountFault) -> Money {
    let product = Int128(money.minor) * Int128(value)
    let rounded = (product + (product < 0 ? -5000 : 5000)) / 10_000
    guard let minor = Int64(exactly: rounded) else { throw AmountFault(.overflow) }
    return Money(minor: minor, money.currency)
  }

  package static func < (a: BasisPoints, b: BasisPoints) -> Bool { a.value < b.value }
}

/// A unit of mass that feeds use.
package enum MassUnit: CaseIterable, Sendable {
  case gram, kilogram, pound, ounce, tonne

  /// Micrograms in one of the unit; the pound is 453.59237 g exactly (international agreement of 1959).
  package var micrograms: Int64 {
    switch self {
    case .gram: 1_000_000
    case .kilogram: 1_000_000_000
    case .pound: 453_592_370
    case .ounce: 28_349_523
    case .tonne: 1_000_000_000_000
    }
  }

  /// The unit by its symbol or by its UN/ECE Recommendation 20 code (GRM, KGM, LBR, ONZ, TNE), in either case; nil if neither.
  package init?(_ name: some StringProtocol) {
    switch name.lowercased() {
    case "g", "gr", "grm", "gram", "grams": self = .gram
    case "kg", "kgs", "kgm", "kilogram", "kilograms": self = .kilogram
    case "lb", "lbs", "lbr", "pound", "pounds": self = .pound
    case "oz", "onz", "ounce", "ounces": self = .ounce
    case "t", "tne", "tonne", "tonnes": self = .tonne
    default: return nil
    }
  }
}

extension Grams {
  /// Reads a number of `unit`; up to six decimals, rounded to the nearest gram; refuses what is below zero or too heavy.
  package init(parsing number: some StringProtocol, unit: MassUnit) throws(AmountFault) {
    let millionths = try fixedPoint(number, decimals: 6)
    guard millionths >= 0 else { throw AmountFault(.negative, column: 1) }
    // Millionths of a unit times micrograms a unit are picograms: 10^12 to the gram.
    let grams = (Int128(millionths) * Int128(unit.micrograms) + 500_000_000_000) / 1_000_000_000_000
    guard let value = Int32(exactly: grams) else { throw AmountFault(.overflow, column: 1) }
    self.init(value)
  }

  /// Reads a number with its unit: "1.25 kg", "250g", "2 lb".
  package init(parsing text: some StringProtocol) throws(AmountFault) {
    let bytes = text.utf8
    guard let end = bytes.firstIndex(where: { !($0 >= 0x30 && $0 <= 0x39) && $0 != 0x2E && $0 != 0x2B && $0 != 0x2D })
    else { throw AmountFault(bytes.isEmpty ? .empty : .unknownUnit, column: bytes.count + 1) }
    var start = end
    while start < bytes.endIndex, bytes[start] == 0x20 { start = bytes.index(after: start) }
    // A comma or the like before the unit is the number's fault, and fixedPoint names it.
    guard start == bytes.endIndex || bytes[start] >= 0x41 else {
      let number = try fixedPoint(text, decimals: 6)
      throw AmountFault(.unknownUnit, column: Int(number.signum()))
    }
    guard let unit = MassUnit(text[start...]) else {
      throw AmountFault(.unknownUnit, column: bytes.distance(from: bytes.startIndex, to: start) + 1)
    }
    try self.init(parsing: text[..<end], unit: unit)
  }

  /// The mass as a table shows it: "250 g" below a kilogram, "1.25 kg" above, to ten grams.
  package var text: String {
    let size = Int64(value).magnitude
    let sign = value < 0 ? "-" : ""
    guard size >= 1000 else { return sign + "\(size) g" }
    let hundredths = (size + 5) / 10
    var out = sign + String(hundredths / 100)
    if hundredths % 100 != 0 {
      out += "."
      if hundredths % 10 == 0 {
        out += String(hundredths % 100 / 10)
      } else {
        out.append(number: Int(hundredths % 100), width: 2)
      }
    }
    return out + " kg"
  }

  /// The mass in kilograms with three decimals, for files: "1.250".
  package var kilogramsText: String {
    (value < 0 ? "-" : "") + fixedPointText(UInt64(value.magnitude), decimals: 3, grouped: false)
  }
}

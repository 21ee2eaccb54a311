package import Measures

/// An amount that may not be known closer than between two bounds.
package struct MoneyRange: Hashable, Sendable {
  package var low: Money
  /// nil where nothing says how high it may be.
  package var high: Money?

  package init(_ low: Money, _ high: Money?) {
    self.low = low
    self.high = high
  }

  package init(_ amount: Money) { self.init(amount, amount) }

  package var isExact: Bool { low == high }
  package var isNothing: Bool { low.minor == 0 && high?.minor == 0 }

  /// "€19.00", "€0.00 to €4.50", or "at least €19.00".
  package var text: String {
    guard let high else { return low.minor == 0 ? "not known" : "at least \(low.text)" }
    return low == high ? low.text : "\(low.text) to \(high.text)"
  }
}

/// The same in the reckoning: wide enough for every product of what goes in.
struct Span: Hashable {
  var low: Int128
  var high: Int128?

  init(_ low: Int128, _ high: Int128?) {
    self.low = low
    self.high = high
  }

  init(_ amount: Int128) { self.init(amount, amount) }

  static let nothing = Span(0)
  static let unknown = Span(0, nil)

  static func + (a: Span, b: Span) -> Span { Span(a.low + b.low, a.high.flatMap { a in b.high.map { a + $0 } }) }
  static func += (a: inout Span, b: Span) { a = a + b }

  /// The greater of both, bound by bound.
  func atLeast(_ other: Span) -> Span {
    Span(max(low, other.low), high.flatMap { high in other.high.map { max(high, $0) } })
  }

  /// A rate of an amount, bound by bound.
  init(_ rate: RateRange, of amount: Span) {
    low = rate.low.of(amount.low)
    high = amount.high.flatMap { amount in rate.high.map { $0.of(amount) } }
    // Any rate of nothing is nothing.
    if amount.high == 0 { high = 0 }
  }
}

/// Why a cost cannot be reckoned.
package enum CostFault: Error, Hashable, Sendable {
  case noLines
  case tooManyLines(most: Int)
  /// A value or weight below nothing, or no pieces; the line from 1.
  case impossible(line: Int)
  case noRate(Currency)
  case tooLarge
  case unknownDestination(Country)
  /// Nothing is known for that day.
  case noPeriod(name: String, day: CivilDate, since: CivilDate?)

  package var words: String {
    switch self {
    case .noLines: "there are no goods"
    case .tooManyLines(let most): "more than \(most) lines"
    case .impossible(let line):
      "line \(line): value and weight cannot be below nothing, and there is at least one piece"
    case .noRate(let currency): "no exchange rate of \(currency.code) is known; state one"
    case .tooLarge: "the amounts are too large to be reckoned with"
    case .unknownDestination(let country):
      "nothing is known of what \(country.code.isEmpty ? "that country" : country.code) asks"
    case .noPeriod(let name, let day, let since):
      "nothing is known of what \(name) asked on \(day.text)" + (since.map { "; it is known since \($0.text)" } ?? "")
    }
  }
}

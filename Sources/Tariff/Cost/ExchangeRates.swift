package import Measures

// Amounts in different currencies are compared and added by rates that say of which day they are and who gave them. The user's own
// come first; where there is none, the rough rates that come with the program are taken, and called an assumption.

/// Units of a currency for one euro, and where that comes from.
package struct ExchangeRate: Hashable, Sendable {
  package var currency: Currency
  /// Millionths of a unit for one euro, 1 or more.
  package var microsPerEuro: Int64
  /// The day it is of; nil where none was said.
  package var on: CivilDate?
  package var source: String
  package var isAssumption: Bool

  /// The most that can be said: a million units for one euro.
  package static let microsMax: Int64 = 1_000_000_000_000

  /// A rate that somebody stated; nil below a millionth and above `microsMax`.
  package init?(_ currency: Currency, microsPerEuro: Int64, on: CivilDate?, source: String) {
    guard (1...Self.microsMax).contains(microsPerEuro) else { return nil }
    self.init(currency, microsPerEuro, on, source, isAssumption: false)
  }

  fileprivate init(_ currency: Currency, _ micros: Int64, _ on: CivilDate?, _ source: String, isAssumption: Bool) {
    self.currency = currency
    microsPerEuro = micros
    self.on = on
    self.source = source
    self.isAssumption = isAssumption
  }

  /// "1 EUR = 1.16 USD (2026-11-01, rough rate of the program: an assumption)".
  package var text: String {
    let day = on.map { "\($0.text), " } ?? ""
    return "1 EUR = \(perEuroText) \(currency.code) (\(day)\(source)\(isAssumption ? ": an assumption" : ""))"
  }

  /// The number alone: "1.16".
  package var perEuroText: String {
    "\(microsPerEuro / 1_000_000)\(Rate(millionths: microsPerEuro % 1_000_000).fraction)"
  }
}

extension Rate {
  /// The decimals of a fraction of one, with their point: ".16"; empty where there are none.
  fileprivate var fraction: String {
    guard millionths > 0 else { return "" }
    var digits = String(millionths)
    while digits.utf8.count < 6 { digits = "0" + digits }
    while digits.utf8.last == 0x30 { digits.removeLast() }
    return "." + digits
  }
}

/// The rates that amounts are converted with.
package struct ExchangeRates: Hashable, Sendable {
  /// The user's own.
  package var own: [ExchangeRate]

  package init(own: [ExchangeRate] = []) { self.own = own }

  /// The rate of a currency on a day: the user's latest of that day or before, or one without a day; else the rough one. nil where
  /// there is none.
  package func rate(_ currency: Currency, on date: CivilDate) -> ExchangeRate? {
    if currency == .eur { return ExchangeRate(.eur, 1_000_000, nil, "", isAssumption: false) }
    var best: ExchangeRate?
    for rate in own where rate.currency == currency && (rate.on.map { $0 <= date } ?? true) {
      // One without a day was stated for this question.
      if rate.on == nil { return rate }
      if let day = best?.on, let on = rate.on, on < day { continue }
      best = rate
    }
    if let best { return best }
    guard let micros = CurrencyTable.row(currency)?.microsPerEuro, micros > 0 else { return nil }
    return ExchangeRate(currency, micros, CurrencyTable.ratesAsOf, "rough rate of the program", isAssumption: true)
  }

  /// An amount in another currency, rounded to its minor unit; nil where a rate is missing or it does not fit.
  package func convert(_ money: Money, to currency: Currency, on date: CivilDate) -> Money? {
    guard money.currency != currency else { return money }
    guard let from = rate(money.currency, on: date), let to = rate(currency, on: date) else { return nil }
    var dividend = Int128(money.minor) * Int128(to.microsPerEuro)
    var divisor = Int128(from.microsPerEuro)
    for _ in 0..<currency.decimals { dividend *= 10 }
    for _ in 0..<money.currency.decimals { divisor *= 10 }
    return Int64(exactly: rounded(dividend, by: divisor)).map { Money(minor: $0, currency) }
  }
}

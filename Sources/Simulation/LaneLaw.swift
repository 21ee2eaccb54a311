import Atlas
import Logistics
import Measures
import Tariff

// What the law of a lane's destination asks on a day, worked out once for as long as it stays the same:
//
//   book of rules ─► period of the day ─┬─ reliefs      up to which value nothing is due
//                                       ├─ scheme       up to which value the seller can settle the tax at the sale
//                                       └─ identifiers  whose number customs want to see
//
// The order's own day decides. So the same seed has other holds before and after a change of the law.

/// The law of a lane, as far as the simulated parties need it.
struct LaneLaw: Sendable {
  /// The days, by their numbers, for which it stays as it is.
  var days: ClosedRange<Int32>
  /// Whether the consignee has to give a number of their own.
  var needsTaxID: Bool
  /// Whether a business that imports has to be registered.
  var needsRegistration: Bool
  /// Up to which value, in euro cents, the seller settles the tax by the union's number; nil where there is no such number.
  var schemeEuroCents: Int64?
  /// Up to which value, in euro cents, no duty and no tax fall due at the border.
  var freeEuroCents: Int64

  /// Whether anything falls due at the border for goods of this value, by an ordinary sale.
  func isDue(_ euroCents: Int64) -> Bool { euroCents > freeEuroCents }

  /// The law of a lane on a day; nothing is known of destinations that are not in the book: there duty falls due, as a rule.
  init(_ book: RegimeBook, _ rates: ExchangeRates, _ facts: LaneFacts, on date: CivilDate) {
    days = date.dayNumber...date.dayNumber
    needsTaxID = false
    needsRegistration = false
    freeEuroCents = -1
    if facts.originCountry == facts.destinationCountry
      || Union.contains(facts.originCountry) && Union.contains(facts.destinationCountry)
    {
      // No border, no customs debt.
      freeEuroCents = .max
      days = .min ... .max
      return
    }
    guard let destination = book.destination(facts.destinationCountry) else {
      days = .min ... .max
      return
    }
    // A name is asked for everywhere; what has a shape of its own is a number that can be missing.
    needsTaxID = destination.identifiers.contains { $0.holder == .consignee && $0.pattern != nil }
    needsRegistration = destination.identifiers.contains { $0.holder == .business && $0.pattern != nil }
    guard let period = destination.period(on: date) else { return }
    days = period.from.dayNumber...max(period.from.dayNumber, period.until?.dayNumber ?? .max)
    func cents(_ money: Money) -> Int64? { rates.convert(money, to: .eur, on: date)?.minor }
    func free(_ threshold: Threshold?) -> Int64 {
      guard let threshold, threshold.shippedFrom.isEmpty || threshold.shippedFrom.contains(facts.originCountry),
        threshold.channels.isEmpty || threshold.channels.contains(facts.channel)
      else { return -1 }
      guard let limit = threshold.to else { return .max }
      // A relief of nothing is none.
      return limit.minor == 0 ? -1 : cents(limit) ?? -1
    }
    freeEuroCents = min(free(period.dutyRelief), period.tax.isNoneAtImport ? .max : free(period.taxRelief))
    if facts.isIOSSDestination, let scheme = period.scheme { schemeEuroCents = scheme.to.flatMap(cents) }
  }
}

extension LaneFacts {
  /// By which channel of customs it comes in.
  var channel: Channel {
    switch mode {
    case .postal: .postal
    case .express: .courier
    case .air, .ocean, .rail, .truck, .unknown: .cargo
    }
  }
}

package import Measures

// What goods cost when they have arrived, step by step:
//
//   goods, freight, insurance ──► in the destination's currency
//        │                              │ by its basis: FOB leaves the way out, CIF puts it in
//        ▼                              ▼
//   which rule is each line judged by   customs value ──► duty ──► tax ──► what is waived ──► fees ──► who pays
//
// Whole minor units only, rounded once a step, halves away from zero, and as the destination's law rounds (`CostWorking+Rounding`). Where a rate is not known, an amount is a range, and so is all
// that follows from it.

/// What stands behind a step: a rule, a fee, a rate, and how sure it is.
package struct Authority: Hashable, Sendable {
  /// Its id in the destination's file.
  package var id: String
  /// When it holds.
  package var span: DateSpan
  package var confidence: Confidence
  /// Nobody looked it up, or it is likely to be wrong.
  package var isUnverified: Bool
  package var sources: [Source]
}

/// One step of the working.
package struct CostStep: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case exchange, value, rule, rate, duty, tax, waiver, rounding, fee, total, note
  }

  package var kind: Kind
  /// The line it is about, from 0; nil for the whole.
  package var line: Int?
  package var words: String
  package var amount: MoneyRange?
  package var authority: Authority?
}

/// What is due for one line.
package struct LineCost: Hashable, Sendable {
  package var code: CommodityCode
  /// The rule it was judged by; nil where thresholds alone decided, or nothing is due.
  package var ruleID: String?
  package var goods: Money
  package var customsValue: Money
  package var duty: MoneyRange
  package var tax: MoneyRange
  /// Whether the tax was taken at the sale, and nothing of it is due at the border.
  package var isTaxTakenAtSale: Bool
}

/// A fee that is charged.
package struct FeeCost: Hashable, Sendable {
  package var id: String
  package var name: String
  package var amount: MoneyRange
  package var isPaidByCarrier: Bool
}

/// The same by another rule that somebody may choose.
package struct AlternativeCost: Hashable, Sendable {
  package var ruleID: String
  package var words: String
  package var duty: MoneyRange
  package var tax: MoneyRange
}

/// Who pays.
package enum Payer: String, CaseIterable, Sendable {
  case seller, buyer
}

/// What goods cost when they have arrived.
package struct LandedCost: Hashable, Sendable {
  package var consignment: Consignment
  /// The destination's name, that of the member where it is one.
  package var destinationName: String
  package var currency: Currency
  /// When the rules that were used began, and when they end.
  package var span: DateSpan
  package var taxName: String
  package var goods: Money
  package var freight: Money
  package var insurance: Money
  package var customsValue: Money
  package var duty: MoneyRange
  /// Tax due at the border.
  package var tax: MoneyRange
  /// Tax that the seller takes at the sale.
  package var taxAtSale: MoneyRange
  package var fees: MoneyRange
  /// Everything together, without what the carrier pays.
  package var total: MoneyRange
  /// Whether upper amounts rest on rates known elsewhere: they are an indication, not a bound.
  package var isIndication: Bool
  package var lines: [LineCost]
  package var feeCosts: [FeeCost]
  package var steps: [CostStep]
  package var rates: [ExchangeRate]
  package var alternatives: [AlternativeCost]
  /// Who pays duty, tax at the border and fees.
  package var payer: Payer

  /// What is due at the border: duty, tax there, fees.
  package var dueAtBorder: MoneyRange {
    MoneyRange.sum([duty, tax, fees], currency)
  }

  /// No consignment has more lines.
  package static let linesMax = 1_000

  /// What a consignment costs when it has arrived, by the law of its day.
  package static func of(
    _ consignment: Consignment, book: RegimeBook = .builtIn, rates: ExchangeRates = ExchangeRates()
  ) throws(CostFault) -> LandedCost {
    var working = try CostWorking(consignment, book, rates)
    var cost = try working.cost()
    for rule in working.alternatives.prefix(4) {
      var other = try CostWorking(consignment, book, rates)
      other.forced = rule
      let reckoned = try other.cost()
      cost.alternatives.append(
        AlternativeCost(
          ruleID: rule.id, words: rule.words(cost.taxName), duty: reckoned.duty,
          tax: MoneyRange.sum([reckoned.tax, reckoned.taxAtSale], cost.currency)))
    }
    return cost
  }

  /// What of that is due at the border, for whoever asks of many and wants neither other rules nor the working: see ``dueAtBorder``.
  package static func dueAtBorder(
    of consignment: Consignment, book: RegimeBook = .builtIn, rates: ExchangeRates = ExchangeRates()
  ) throws(CostFault) -> MoneyRange {
    var working = try CostWorking(consignment, book, rates)
    return try working.cost().dueAtBorder
  }
}

extension MoneyRange {
  /// The sum of amounts in one currency; saturates, for each of them has been checked.
  static func sum(_ parts: [MoneyRange], _ currency: Currency) -> MoneyRange {
    var sum = Span.nothing
    for part in parts { sum += Span(Int128(part.low.minor), part.high.map { Int128($0.minor) }) }
    return MoneyRange(
      Money(minor: Int64(clamping: sum.low), currency), sum.high.map { Money(minor: Int64(clamping: $0), currency) })
  }
}

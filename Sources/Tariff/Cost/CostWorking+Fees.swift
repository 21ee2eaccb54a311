import Measures

// What is charged beside duty and tax.

extension CostWorking {
  private func isCharged(_ fee: Fee) -> Bool {
    guard fee.span.contains(consignment.date) else { return false }
    if let code = fee.member, code != consignment.to.code { return false }
    return ConsignmentFacts(consignment, 0, destination, exchange).mismatch(fee.condition) == nil
  }

  /// What of the fees on a line enters the base of its tax.
  mutating func levies(_ index: Int, _ period: Period) throws(CostFault) {
    for fee in period.fees where fee.isInTaxBase && isCharged(fee) {
      lines[index].levies += try rated(fee, index)
    }
  }

  /// A fee's rate on what it is a rate of, for one line.
  private mutating func rated(_ fee: Fee, _ index: Int) throws(CostFault) -> Span {
    guard let rate = fee.rate else { return fee.isUnknown ? .unknown : .nothing }
    let work = lines[index]
    let base: Span
    switch fee.rateBase {
    case .customsValue: base = Span(work.customsValue)
    case .cif: base = Span(work.cif)
    case .fob: base = Span(work.goods)
    case .duty: base = work.duty
    }
    return Span(rate, of: base)
  }

  /// The fees of the consignment.
  mutating func fees(_ period: Period) throws(CostFault) -> [FeeCost] {
    var due = Span.nothing
    for work in lines { due += work.isTaxAtSale ? work.duty : work.duty + work.tax }
    var out: [FeeCost] = []
    for fee in period.fees where isCharged(fee) {
      if fee.isOnlyWhenDue, due.high == 0 { continue }
      var amount = try amount(fee)
      _ = try range(amount)
      if let limit = fee.waivedBelow {
        let limit = try converted(limit)
        if let high = amount.high, high < limit { continue }
        if amount.low < limit { amount.low = 0 }
      }
      if fee.isTaxed {
        let rates = period.tax.rates.filter { $0.span.contains(consignment.date) }.map(\.rate)
        amount += Span(rates.isEmpty ? .unknown : RateRange(around: rates), of: amount)
      }
      let isPerhaps = fee.isOnlyWhenDue && due.low == 0
      if fee.isShared || isPerhaps { amount.low = 0 }
      var words = fee.words
      if isPerhaps { words += "; only if something is due" }
      try note(.fee, words, amount, by: authority(fee.id, fee.span, fee.evidence))
      out.append(
        FeeCost(id: fee.id, name: fee.name, amount: try range(amount), isPaidByCarrier: fee.isPaidByCarrier))
    }
    if lines.contains(where: { $0.line.code.isExcisable }) {
      try note(.fee, "excise on alcohol or tobacco: not in the data", .unknown)
      out.append(FeeCost(id: "excise", name: "excise", amount: try range(.unknown), isPaidByCarrier: false))
    }
    return out
  }

  private mutating func amount(_ fee: Fee) throws(CostFault) -> Span {
    guard !fee.isUnknown else { return .unknown }
    var amount = Span.nothing
    if let least = fee.least, let most = fee.most {
      var low = try converted(least)
      var high = try converted(most)
      let count: Int128
      switch fee.per {
      case .consignment: count = 1
      case .package: count = Int128(consignment.packages)
      case .heading: count = Int128(Set(consignment.lines.map(\.code)).count)
      case .kilogram: count = Int128(consignment.lines.reduce(0) { $0 + Int($1.weight.value) })
      }
      low = low * count
      high = high * count
      if fee.per == .kilogram {
        low = rounded(low, by: 1_000)
        high = rounded(high, by: 1_000)
      }
      amount = Span(low, high)
    }
    if let rate = fee.rate {
      var base = Span.nothing
      for work in lines {
        switch fee.rateBase {
        case .customsValue: base += Span(work.customsValue)
        case .cif: base += Span(work.cif)
        case .fob: base += Span(work.goods)
        case .duty: base += work.duty
        }
      }
      if let over = fee.rateOver {
        let over = try converted(over)
        base = Span(max(0, base.low - over), base.high.map { max(0, $0 - over) })
      }
      amount += Span(rate, of: base)
    }
    if let minimum = fee.minimum { amount = amount.atLeast(Span(try converted(minimum))) }
    if let maximum = fee.maximum {
      let most = try converted(maximum)
      amount = Span(min(amount.low, most), amount.high.map { min($0, most) } ?? most)
    }
    return amount
  }
}

import Measures

// The tax of a line by each of the nine ways, and what is not levied because it is too little.

extension CostWorking {
  /// Reckons the tax of a line.
  mutating func tax(_ index: Int, _ period: Period) throws(CostFault) {
    switch lines[index].judgement.ground {
    case .rule(let rule):
      try tax(index, rule, period)
      if lines[index].line.code.isExcisable, !rule.tax.base.contains(.excise) { try openTax(index, rule, period) }
    case .thresholds(_, let isFree):
      if period.tax.isNoneAtImport || isFree {
        try note(.tax, isFree ? "no tax: below the relief" : "no tax at import", .nothing, line: index)
      } else {
        let ordinary = TaxRule(method: .standard, base: [.customsValue, .duty])
        try standard(index, ordinary, period, evidence: period.tax.evidence)
      }
      if lines[index].line.code.isExcisable { try openTax(index, nil, period) }
    case .inside, .nothing: break
    }
    _ = try range(lines[index].tax)
  }

  /// Says of alcohol and tobacco that excise comes on top, and tax on the excise; a relief from tax is not known to be theirs, nor
  /// can the seller take the tax at the sale.
  private mutating func openTax(_ index: Int, _ rule: SimplifiedRule?, _ period: Period) throws(CostFault) {
    if let rule, rule.condition.goods.contains(where: { $0.contains(lines[index].line.code) }),
      rule.tax.method == .exempt
    {
      return
    }
    try note(.note, "excise is not reckoned here: there may be more, and tax on it", line: index)
    let isUntaxed =
      switch rule?.tax.method {
      case .none?, .reverseCharge: true
      case .exempt, .standard, .sellerCollected, .grossUp, .combined, .excess, .compositeShare: false
      case nil: false
      }
    if isUntaxed || period.tax.isNoneAtImport || period.tax.rates.contains(where: { $0.rate == .zero }) { return }
    lines[index].tax.high = nil
    if lines[index].isTaxAtSale {
      lines[index].isTaxAtSale = false
      try note(.note, "schemes for sellers leave out alcohol and tobacco: the tax is due at the border", line: index)
    }
  }

  private mutating func tax(_ index: Int, _ rule: SimplifiedRule, _ period: Period) throws(CostFault) {
    let name = period.tax.name
    switch rule.tax.method {
    case .exempt: try note(.tax, "no \(name)", .nothing, line: index)
    case .none: try note(.tax, "no tax at import", .nothing, line: index)
    case .combined: try note(.tax, "\(name): inside the duty", .nothing, line: index)
    case .reverseCharge:
      try note(.tax, "\(name): nothing at the border; the business that receives it reckons it", .nothing, line: index)
    case .standard, .grossUp, .excess: try standard(index, rule.tax, period, evidence: rule.evidence)
    case .sellerCollected:
      lines[index].isTaxAtSale = true
      try standard(index, rule.tax, period, evidence: rule.evidence)
    case .compositeShare(let share, let consumption):
      let value = lines[index].customsValue
      let rate = rule.tax.rate.map { RateRange($0) } ?? taxRate(index, rule.tax, period).range
      var bounds: [Int128] = []
      for vat in [rate.low, rate.high ?? rate.low] {
        for tax in consumption {
          let both = value * Int128(tax.millionths + vat.millionths) * Int128(share.millionths)
          bounds.append(rounded(both, by: Int128(1_000_000 - tax.millionths) * 1_000_000))
        }
      }
      lines[index].tax = Span(bounds.min() ?? 0, bounds.max())
      try note(
        .tax,
        "\(share.text) of \(name) \(rate.text) and consumption tax \(RateRange(around: consumption).text): "
          + "(c + v) / (1 - c) of the customs value", lines[index].tax, line: index)
    }
  }

  private mutating func standard(_ index: Int, _ rule: TaxRule, _ period: Period, evidence: Evidence) throws(CostFault)
  {
    let work = lines[index]
    let name = period.tax.name
    let (rate, authority) = taxRate(index, rule, period)
    try tellLowerRates(index, rule, period)
    var base = Span.nothing
    var parts: [String] = []
    for part in rule.base {
      parts.append(part.words)
      switch part {
      case .goods: base += Span(work.goods)
      case .freight: base += Span(work.freight)
      case .insurance: base += Span(work.insurance)
      case .cif: base += Span(work.cif)
      case .customsValue: base += Span(work.customsValue)
      case .duty: base += rounding(.duty)?(work.duty) ?? work.duty
      case .levies: base += work.levies
      case .excess: base += Span(work.excess)
      case .inland: parts.removeLast()
      case .excise:
        base += .unknown
        try note(.note, "excise is not reckoned here: there may be more", line: index)
      }
    }
    if let uplift = rule.uplift {
      base += Span(uplift.of(work.customsValue))
      parts.append("\(uplift.text) of the customs value")
    }
    let sum = parts.joined(separator: " + ")
    if !lines[index].isTaxAtSale { base = try based(base, .taxBase, index) }
    let tax: Span
    if case .grossUp = rule.method {
      // A file whose rates are 100 % and more is refused; were one taken, there would be no such tax.
      func inside(_ amount: Int128, _ rate: Rate) -> Int128? {
        guard rate.millionths < 1_000_000 else { return nil }
        return rounded(amount * Int128(rate.millionths), by: Int128(1_000_000 - rate.millionths))
      }
      tax = Span(
        inside(base.low, rate.low) ?? 0, base.high.flatMap { base in rate.high.flatMap { inside(base, $0) } })
      try note(
        .tax, "\(name): \(rate.text) inside its own base, (\(sum)) / (1 - rate) x rate", tax, line: index, by: authority
      )
    } else {
      let taxes = self.parts(rate, of: base)
      lines[index].firstTax = taxes.first
      tax = taxes.first + taxes.second
      let atSale = lines[index].isTaxAtSale ? ", taken by the seller at the sale" : ""
      try note(.tax, "\(name): \(rate.text) of \(sum)\(atSale)", tax, line: index, by: authority)
    }
    lines[index].tax = tax
  }

  /// Says what is known of lower rates of tax, where the rule itself does not say the rate of such goods.
  private mutating func tellLowerRates(_ index: Int, _ rule: TaxRule, _ period: Period) throws(CostFault) {
    let code = lines[index].line.code
    guard rule.rate == nil, !rule.byGoods.contains(where: { $0.goods.contains { $0.contains(code) } }) else { return }
    let known = period.tax.reduced.map(\.text).joined(separator: ", ")
    if code.isOftenTaxedLess {
      try note(
        .note,
        "such goods are often taxed less, or not at all" + (known.isEmpty ? "" : " (there is \(known) there)")
          + "; what holds for them is not in the data", line: index)
    } else if !known.isEmpty {
      try note(.note, "some goods are taxed less there (\(known)); these are taken for none of them", line: index)
    }
  }

  /// The rate of tax for a line, and what says so. Where such goods are often taxed less and nothing says at what rate, it lies
  /// between nothing and the ordinary one.
  func taxRate(_ index: Int, _ rule: TaxRule, _ period: Period) -> (range: RateRange, authority: Authority?) {
    let code = lines[index].line.code
    if let band = rule.byGoods.first(where: { $0.goods.contains { $0.contains(code) } }) {
      return (RateRange(around: band.rates), nil)
    }
    if let rate = rule.rate { return (RateRange(rate), nil) }
    var (range, authority) = ordinaryTaxRate(period)
    if code.isOftenTaxedLess { range.low = .zero }
    return (range, authority)
  }

  /// The rate of tax for goods as such, and what says so.
  private func ordinaryTaxRate(_ period: Period) -> (RateRange, Authority?) {
    func told(_ rates: [TaxRate], _ id: String) -> (RateRange, Authority?) {
      guard let first = rates.first else { return (.unknown, nil) }
      let worst = rates.min { $0.evidence.confidence < $1.evidence.confidence } ?? first
      let span = rates.count == 1 ? first.span : DateSpan()
      return (RateRange(around: rates.map(\.rate)), authority(id, span, worst.evidence))
    }
    let date = consignment.date
    if !destination.members.isEmpty {
      if let member { return told([member.tax], "rate of \(member.code)") }
      guard !destination.members.contains(where: { $0.code == consignment.to.code }) else { return (.unknown, nil) }
      return told(destination.members.map(\.tax).filter { $0.span.contains(date) }, "rates of the members")
    }
    if !destination.regions.isEmpty {
      let held = destination.regions.filter { $0.tax.span.contains(date) }
      let code = consignment.region.flatMap { destination.regionCode($0) }
      if let known = held.last(where: { $0.code == code }) {
        return told([known.tax], "rate of \(known.code)")
      }
      return told(held.map(\.tax), "rates of the regions")
    }
    return told(period.tax.rates.filter { $0.span.contains(date) }, "rate of \(period.tax.name)")
  }

  /// Takes away what is not levied because all of it together is too little.
  mutating func waive(_ period: Period) throws(CostFault) {
    let some = lines.indices.filter { lines[$0].judgement.rule?.tax.waivedTo != nil && !lines[$0].isTaxAtSale }
    guard let first = some.first, let rule = lines[first].judgement.rule, let limit = rule.tax.waivedTo else { return }
    let isInDuty = rule.tax.method == .combined
    var sum = Span.nothing
    for index in some { sum += isInDuty ? lines[index].duty : lines[index].tax }
    let most = try converted(limit)
    guard sum.low <= most, sum.low > 0 || sum.high != 0 else { return }
    let isSure = sum.high.map { $0 <= most } ?? false
    for index in some {
      if isInDuty {
        lines[index].duty = Span(0, isSure ? 0 : lines[index].duty.high)
      } else {
        lines[index].tax = Span(0, isSure ? 0 : lines[index].tax.high)
        lines[index].firstTax = Span(0, isSure ? 0 : lines[index].firstTax.high)
      }
    }
    try note(
      .waiver,
      isSure
        ? "not levied: \(try range(sum).text) is no more than \(limit.text)"
        : "not levied where it comes to no more than \(limit.text)", isSure ? .nothing : Span(0, sum.high),
      by: authority(rule.id, period.span, rule.evidence))
  }
}

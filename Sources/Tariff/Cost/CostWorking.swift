import Measures

/// The reckoning of one consignment.
struct CostWorking {
  let consignment: Consignment
  let book: RegimeBook
  let exchange: ExchangeRates
  let destination: Destination
  let member: Member?
  let currency: Currency
  var steps: [CostStep] = []
  var used: [ExchangeRate] = []
  /// Whether an upper bound rests on what is known elsewhere.
  var isIndication = false
  /// A rule to be taken in place of the closest one.
  var forced: SimplifiedRule?
  /// Other rules that could have been taken.
  var alternatives: [SimplifiedRule] = []

  /// One line on its way.
  struct LineWork {
    var number: Int
    var line: Consignment.Line
    var goods: Int128
    var freight: Int128
    var insurance: Int128
    var customsValue: Int128 = 0
    /// The part of the customs value that is above an amount the duty names.
    var excess: Int128 = 0
    var judgement: Judgement
    var duty = Span.nothing
    var tax = Span.nothing
    /// The first of the two taxes that the tax is, where it is two.
    var firstTax = Span.nothing
    var levies = Span.nothing
    var isTaxAtSale = false

    var cif: Int128 { goods + freight + insurance }
  }

  var lines: [LineWork] = []

  init(_ consignment: Consignment, _ book: RegimeBook, _ exchange: ExchangeRates) throws(CostFault) {
    guard !consignment.lines.isEmpty else { throw .noLines }
    guard consignment.lines.count <= LandedCost.linesMax else { throw .tooManyLines(most: LandedCost.linesMax) }
    for (index, line) in consignment.lines.enumerated()
    where line.value.minor < 0 || line.weight.value < 0 || line.count < 1 {
      throw .impossible(line: index + 1)
    }
    guard (consignment.freight?.minor ?? 0) >= 0, (consignment.insurance?.minor ?? 0) >= 0,
      (1...1_000_000).contains(consignment.packages)
    else { throw .impossible(line: 1) }
    guard let destination = book.destination(consignment.to) else { throw .unknownDestination(consignment.to) }
    self.consignment = consignment
    self.book = book
    self.exchange = exchange
    self.destination = destination
    let code = consignment.to.code
    member = destination.members.last { $0.code == code && $0.tax.span.contains(consignment.date) }
    currency = destination.members.first { $0.code == code }?.currency ?? destination.currency
  }

  // MARK: - Steps

  func range(_ span: Span) throws(CostFault) -> MoneyRange {
    guard let low = Int64(exactly: span.low) else { throw .tooLarge }
    guard let high = span.high else { return MoneyRange(Money(minor: low, currency), nil) }
    guard let high = Int64(exactly: high) else { throw .tooLarge }
    return MoneyRange(Money(minor: low, currency), Money(minor: high, currency))
  }

  func money(_ amount: Int128) throws(CostFault) -> Money {
    guard let minor = Int64(exactly: amount) else { throw .tooLarge }
    return Money(minor: minor, currency)
  }

  mutating func note(
    _ kind: CostStep.Kind, _ words: String, _ amount: Span? = nil, line: Int? = nil, by authority: Authority? = nil
  ) throws(CostFault) {
    var told: MoneyRange?
    if let amount { told = try range(amount) }
    steps.append(CostStep(kind: kind, line: line, words: words, amount: told, authority: authority))
  }

  func authority(_ id: String, _ span: DateSpan, _ evidence: Evidence, among sources: [Source]? = nil) -> Authority {
    let known = sources ?? destination.sources
    return Authority(
      id: id, span: span, confidence: evidence.confidence, isUnverified: evidence.isUnverified,
      sources: evidence.sources.compactMap { id in known.first { $0.id == id } })
  }

  /// An amount in the destination's currency.
  mutating func converted(_ money: Money) throws(CostFault) -> Int128 {
    guard money.currency != currency else { return Int128(money.minor) }
    for known in [money.currency, currency] {
      guard let rate = exchange.rate(known, on: consignment.date) else { throw .noRate(known) }
      if known != .eur, !used.contains(where: { $0.currency == known }) { used.append(rate) }
    }
    guard let converted = exchange.convert(money, to: currency, on: consignment.date) else { throw .tooLarge }
    return Int128(converted.minor)
  }

  /// The part of an amount that falls on a line, by customs value, so that all parts together are the amount.
  func share(of amount: Int128, line: Int, by value: (LineWork) -> Int128) -> Int128 {
    let whole = lines.reduce(Int128(0)) { $0 + value($1) }
    guard whole > 0 else { return line == 0 ? amount : 0 }
    var before: Int128 = 0
    for work in lines[..<line] { before += value(work) }
    return rounded(amount * (before + value(lines[line])), by: whole) - rounded(amount * before, by: whole)
  }

  // MARK: - The whole

  mutating func cost() throws(CostFault) -> LandedCost {
    try takeIn()
    guard case .inside = lines[0].judgement.ground else { return try importCost() }
    try note(.note, "it stays inside one customs territory: nothing is due at a border", .nothing)
    return try finished(period: nil, fees: [])
  }

  private mutating func importCost() throws(CostFault) -> LandedCost {
    guard let period = lines[0].judgement.period else {
      throw .noPeriod(name: destination.name, day: consignment.date, since: destination.periods.first?.from)
    }
    for id in consignment.statedLayers.keys.sorted() where destination.layer(id) == nil {
      try note(.note, "a rate was stated for “\(excerpt(id))”, and there is no such layer")
    }
    if let region = consignment.region, !destination.regions.isEmpty, destination.regionCode(region) == nil {
      try note(.note, "no rate of “\(excerpt(region))” is known: the rates of all regions are taken")
    }
    if period.standing != .enacted { try note(.note, "these rules are \(period.standing.rawValue), not in force") }
    for index in lines.indices {
      try tellRule(index, period)
      try valueForCustoms(index)
    }
    for index in lines.indices {
      try duty(index, period)
      try levies(index, period)
      try tax(index, period)
    }
    try waive(period)
    try roundLevied()
    let fees = try fees(period)
    return try finished(period: period, fees: fees)
  }

  /// The lines in the destination's currency, and what they are judged by.
  private mutating func takeIn() throws(CostFault) {
    var goods: [Int128] = []
    for line in consignment.lines { goods.append(try converted(line.value)) }
    let whole = goods.reduce(0, +)
    var freight: Int128 = 0
    var insurance: Int128 = 0
    if let stated = consignment.freight { freight = try converted(stated) }
    if let stated = consignment.insurance { insurance = try converted(stated) }
    _ = try money(whole + freight + insurance)
    var before: Int128 = 0
    func part(_ amount: Int128, _ index: Int) -> Int128 {
      guard whole > 0 else { return index == 0 ? amount : 0 }
      return rounded(amount * (before + goods[index]), by: whole) - rounded(amount * before, by: whole)
    }
    for (index, line) in consignment.lines.enumerated() where line.value.currency != currency {
      try note(.exchange, "goods: \(line.value.text)", Span(goods[index]), line: index)
    }
    for (what, stated, amount) in [
      ("freight", consignment.freight, freight), ("insurance", consignment.insurance, insurance),
    ] {
      if let stated, stated.currency != currency { try note(.exchange, "\(what): \(stated.text)", Span(amount)) }
    }
    if consignment.shippedFrom == .none {
      try note(.note, "where it is sent from is not stated: rules that ask it do not hold")
    }
    for (index, line) in consignment.lines.enumerated() where !Nomenclature.contains(line.code) {
      try note(.note, "\(line.code.text) is no code of HS 2022: what is said of it may be wrong", line: index)
    }
    for (index, line) in consignment.lines.enumerated() {
      var judgement = book.judge(consignment, line: index, rates: exchange)
      if index == 0 { alternatives = judgement.alternatives }
      if let forced, judgement.alternatives.contains(where: { $0.id == forced.id }) { judgement.ground = .rule(forced) }
      lines.append(
        LineWork(
          number: index, line: line, goods: goods[index], freight: part(freight, index),
          insurance: part(insurance, index), judgement: judgement))
      before += goods[index]
    }
    // Limits in other currencies were compared by rates that have to be told as well.
    for work in lines {
      for rule in work.judgement.period?.rules ?? [] {
        if let limit = rule.condition.to ?? rule.condition.over { _ = try? converted(limit) }
      }
    }
  }

  private mutating func tellRule(_ index: Int, _ period: Period) throws(CostFault) {
    let work = lines[index]
    switch work.judgement.ground {
    case .rule(let rule):
      // The same rule is told once.
      if index > 0, lines[index - 1].judgement.rule?.id == rule.id { return }
      let span = DateSpan(from: rule.span.from ?? period.from, until: rule.span.until ?? period.until)
      try note(.rule, rule.words(period.tax.name), line: index, by: authority(rule.id, span, rule.evidence))
      if let said = rule.note ?? rule.duty.note { try note(.note, said, line: index) }
    case .thresholds:
      if index > 0, case .thresholds = lines[index - 1].judgement.ground { return }
      let duty = period.dutyRelief.map { "duty: \($0.words)" } ?? "duty: no relief known"
      let tax = period.taxRelief.map { "tax: \($0.words)" } ?? "tax: no relief known"
      try note(
        .rule, "no rule is about it, so the reliefs alone decide, and the ordinary way is assumed; \(duty); \(tax)",
        line: index, by: authority("reliefs", period.span, period.evidence))
    case .inside, .nothing: break
    }
  }

  /// What a CIF value has beside the goods, and what is missing in it.
  private var wayWords: String {
    switch (consignment.freight, consignment.insurance) {
    case (nil, nil): "no freight stated"
    case (let freight?, nil): "with freight \(freight.text), no insurance stated"
    case (nil, let insurance?): "with insurance \(insurance.text), no freight stated"
    case (let freight?, let insurance?): "with freight \(freight.text) and insurance \(insurance.text)"
    }
  }

  private mutating func valueForCustoms(_ index: Int) throws(CostFault) {
    let work = lines[index]
    let words: String
    if let share = destination.personalValue, consignment.isPersonal {
      lines[index].customsValue = share.of(work.goods)
      words = "customs value: \(share.text) of the price, for own use"
    } else if destination.valuation == .cif {
      lines[index].customsValue = work.cif
      words = "customs value: CIF, " + wayWords
    } else {
      lines[index].customsValue = work.goods
      words = "customs value: \(destination.valuation.words), without freight"
    }
    try note(.value, words, Span(lines[index].customsValue), line: index)
  }

  private mutating func finished(period: Period?, fees: [FeeCost]) throws(CostFault) -> LandedCost {
    var duty = Span.nothing
    var tax = Span.nothing
    var atSale = Span.nothing
    var goods: Int128 = 0
    var freight: Int128 = 0
    var insurance: Int128 = 0
    var customs: Int128 = 0
    var told: [LineCost] = []
    for work in lines {
      goods += work.goods
      freight += work.freight
      insurance += work.insurance
      customs += work.customsValue
      duty += work.duty
      if work.isTaxAtSale { atSale += work.tax } else { tax += work.tax }
      told.append(
        LineCost(
          code: work.line.code, ruleID: work.judgement.rule?.id, goods: try money(work.goods),
          customsValue: try money(work.customsValue), duty: try range(work.duty), tax: try range(work.tax),
          isTaxTakenAtSale: work.isTaxAtSale))
    }
    var charged = Span.nothing
    for fee in fees where !fee.isPaidByCarrier {
      charged += Span(Int128(fee.amount.low.minor), fee.amount.high.map { Int128($0.minor) })
    }
    let total = Span(goods + freight + insurance) + duty + tax + atSale + charged
    try note(.total, "landed cost", total)
    let isMember = member != nil
    return LandedCost(
      consignment: consignment, destinationName: isMember ? member?.name ?? destination.name : destination.name,
      currency: currency, span: period?.span ?? DateSpan(), taxName: period?.tax.name ?? "tax", goods: try money(goods),
      freight: try money(freight), insurance: try money(insurance), customsValue: try money(customs),
      duty: try range(duty), tax: try range(tax), taxAtSale: try range(atSale), fees: try range(charged),
      total: try range(total), isIndication: isIndication, lines: told, feeCosts: fees, steps: steps, rates: used,
      alternatives: [],
      payer: consignment.term.isDutyPaidBySeller ? .seller : .buyer)
  }
}

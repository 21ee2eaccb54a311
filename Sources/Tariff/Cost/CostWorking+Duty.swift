import Measures

// The duty of a line by each of the eleven ways.

extension CostWorking {
  /// Reckons the duty of a line.
  mutating func duty(_ index: Int, _ period: Period) throws(CostFault) {
    let work = lines[index]
    switch work.judgement.ground {
    case .rule(let rule):
      lines[index].duty = try duty(index, rule)
      if work.line.code.isExcisable, !rule.isAbout(work.line.code) { try openDuty(index) }
    case .thresholds(let isFree, _):
      lines[index].duty =
        isFree
        ? .nothing
        : try tariffDuty(index, on: try based(Span(work.customsValue), .dutyBase, index).low)
      if isFree {
        try note(.duty, "no duty: below the relief", .nothing, line: index)
        if work.line.code.isExcisable { try openDuty(index) }
      }
    case .inside, .nothing: break
    }
    _ = try range(lines[index].duty)
  }

  /// Says of alcohol and tobacco that a simple way is not known to be theirs.
  private mutating func openDuty(_ index: Int) throws(CostFault) {
    lines[index].duty = .unknown
    try note(
      .note,
      "reliefs and simple rates often leave out alcohol and tobacco; whether this one does is not known here: duty "
        + "is not known", line: index)
  }

  private mutating func duty(_ index: Int, _ rule: SimplifiedRule) throws(CostFault) -> Span {
    let value = try based(Span(lines[index].customsValue), .dutyBase, index).low
    switch rule.duty.method {
    case .exempt:
      try note(.duty, "no duty", .nothing, line: index)
      return .nothing
    case .tariff(let above):
      guard let above else { return try tariffDuty(index, on: value) }
      return try tariffDuty(index, on: try excess(index, above: above), what: "what is above \(above.text)")
    case .flatAdValorem(let flat, let bySender, let surcharge, let isLess):
      let sent = bySender.first { $0.shippedFrom.names(consignment.shippedFrom) }?.rate ?? flat
      return try flatAdValorem(index, rule, sent, surcharge, lessIfTariff: isLess, on: value)
    case .flatPerItem(let least, let most, let unit):
      return try perUnit(least, most, unit, units(unit, at: index, by: rule.id), index)
    case .adValoremLessDeduction(let rate, let deduction):
      let part = share(of: try converted(deduction), line: index) { $0.customsValue }
      let words = "duty: \(rate.text) of the customs value, less \(try money(part).text)"
      return try charged(max(0, rate.of(value) - part), words, index)
    case .excessAdValorem(let rate, let above, let perKilogram, let weight):
      return try excessAdValorem(index, rate, above: above, perKilogram, over: weight)
    case .fullValueOrPerKilogram(let rate, let perKilogram):
      let byValue = rate.of(value)
      let byWeight = try amount(of: perKilogram, .kilogram, Int128(lines[index].line.weight.value))
      let words =
        "duty: the greater of \(rate.text) of the value (\(try money(byValue).text)) and \(perKilogram.text) a kg "
        + "(\(try money(byWeight).text))"
      return try charged(max(byValue, byWeight), words, index)
    case .byCommodity(let bands): return try byCommodity(index, bands, on: value)
    case .sumOfLayers:
      let tariff = try tariff(index)
      try tellTariff(tariff, index)
      return try atRate(try layered(tariff.range, rule, index), on: value, index)
    case .preferenceOrFlat(let flat, let unit):
      if let stated = lines[index].line.statedRate { return try atStatedRate(stated, on: value, index) }
      let duty = Span(0, try amount(of: flat, unit, units(unit, at: index, by: rule.id)))
      try note(
        .duty, "duty: by the preference claimed, whose rate is not known, at most the flat amount", duty, line: index)
      return duty
    case .specificByWeight(let amount): return try byWeight(index, amount, on: value)
    }
  }

  // MARK: - The ways

  private mutating func charged(_ amount: Int128, _ words: String, _ index: Int) throws(CostFault) -> Span {
    try note(.duty, words, Span(amount), line: index)
    return Span(amount)
  }

  private mutating func atRate(
    _ rate: RateRange, on value: Int128, _ index: Int, why: String = ""
  ) throws(CostFault) -> Span {
    let duty = Span(rate, of: Span(value))
    try note(.duty, "duty: \(rate.text) of the customs value\(why)", duty, line: index)
    return duty
  }

  private mutating func atStatedRate(_ rate: Rate, on value: Int128, _ index: Int) throws(CostFault) -> Span {
    try atRate(RateRange(rate), on: value, index, why: ", as stated")
  }

  private mutating func flatAdValorem(
    _ index: Int, _ rule: SimplifiedRule, _ flat: Rate?, _ surcharge: Rate?, lessIfTariff isLess: Bool,
    on value: Int128
  ) throws(CostFault) -> Span {
    var rate = flat.map { RateRange($0) } ?? lines[index].line.statedRate.map { RateRange($0) } ?? .unknown
    if isLess, let flat {
      let tariff = try tariff(index).range
      rate = RateRange(min(flat, tariff.low), tariff.high.map { min(flat, $0) } ?? flat)
    }
    let duty = try atRate(try layered(rate, rule, index), on: value, index)
    guard let surcharge else { return duty }
    let more = Span(RateRange(surcharge), of: duty)
    try note(.duty, "surcharge: \(surcharge.text) of the duty", more, line: index)
    return duty + more
  }

  private mutating func excessAdValorem(
    _ index: Int, _ rate: Rate, above: Money, _ perKilogram: Money?, over weight: Grams
  ) throws(CostFault) -> Span {
    let excess = try excess(index, above: above)
    let byValue = rate.of(excess)
    let words = "duty: \(rate.text) of \(try money(excess).text) above \(above.text)"
    guard let perKilogram else { return try charged(byValue, words, index) }
    let heavy = max(0, consignment.lines.reduce(0) { $0 + Int($1.weight.value) } - Int(weight.value))
    let whole = try amount(of: perKilogram, .kilogram, Int128(heavy))
    _ = try money(whole)
    let byWeight = share(of: whole, line: index) { $0.customsValue }
    guard byWeight > byValue else { return try charged(byValue, words, index) }
    return try charged(byWeight, "duty: \(perKilogram.text) for each kg above \(kilograms(weight))", index)
  }

  private mutating func byCommodity(
    _ index: Int, _ bands: [CommodityBand], on value: Int128
  ) throws(CostFault) -> Span {
    let line = lines[index].line
    if let stated = line.statedRate { return try atStatedRate(stated, on: value, index) }
    let named = bands.filter { band in band.goods.contains { $0.contains(line.code) } }
    let open = bands.filter(\.goods.isEmpty)
    let fitting = named.isEmpty ? (open.isEmpty ? bands : open) : named
    let rate = RateRange(around: fitting.flatMap(\.rates))
    return try atRate(rate, on: value, index, why: rate.isExact ? ", for such goods" : ", depending on the goods")
  }

  private mutating func byWeight(_ index: Int, _ perKilogram: Money?, on value: Int128) throws(CostFault) -> Span {
    let line = lines[index].line
    if let perKilogram {
      let duty = try amount(of: perKilogram, .kilogram, Int128(line.weight.value))
      return try charged(duty, "duty: \(perKilogram.text) a kg of \(kilograms(line.weight))", index)
    }
    if let stated = line.statedRate { return try atStatedRate(stated, on: value, index) }
    try note(.duty, "duty: by weight, and the amounts are not known", .unknown, line: index)
    return .unknown
  }

  // MARK: - Units

  /// How many units an amount is charged for on a line, so that each is charged once; kilograms in thousandths.
  private func units(_ unit: FeeUnit, at index: Int, by rule: String) -> Int128 {
    let before = lines[..<index].filter { $0.judgement.rule?.id == rule }
    switch unit {
    case .consignment: return before.isEmpty ? 1 : 0
    case .package: return before.isEmpty ? Int128(consignment.packages) : 0
    case .heading:
      let code = lines[index].line.code
      return before.contains { $0.line.code == code } ? 0 : 1
    case .kilogram: return Int128(lines[index].line.weight.value)
    }
  }

  /// So much for each of so many units, in the destination's currency.
  private mutating func amount(of money: Money, _ unit: FeeUnit, _ count: Int128) throws(CostFault) -> Int128 {
    let whole = try converted(money) * count
    return unit == .kilogram ? rounded(whole, by: 1_000) : whole
  }

  private mutating func perUnit(
    _ least: Money, _ most: Money, _ unit: FeeUnit, _ count: Int128, _ index: Int
  ) throws(CostFault) -> Span {
    let low = try amount(of: least, unit, count)
    let high = try amount(of: most, unit, count)
    let amounts = least == most ? least.text : "\(least.text) to \(most.text)"
    let words = count == 0 ? "duty: counted with a line before" : "duty: \(amounts) for \(unit.words)"
    try note(.duty, words, Span(low, high), line: index)
    return Span(low, high)
  }

  /// The part of a line's customs value above an amount for the whole consignment.
  private mutating func excess(_ index: Int, above: Money) throws(CostFault) -> Int128 {
    let whole = lines.reduce(Int128(0)) { $0 + $1.customsValue }
    let over = max(0, whole - (try converted(above)))
    let part = share(of: over, line: index) { $0.customsValue }
    lines[index].excess = part
    return part
  }

  // MARK: - The tariff

  /// What the tariff asks of a line.
  func tariff(_ index: Int) throws(CostFault) -> TariffRate {
    if let stated = lines[index].line.statedRate {
      return TariffRate(range: RateRange(stated), ground: .stated, evidence: nil)
    }
    return TariffTable.rate(lines[index].line.code, at: destination.country)
  }

  private mutating func tellTariff(_ tariff: TariffRate, _ index: Int) throws(CostFault) {
    let code = lines[index].line.code.text
    switch tariff.ground {
    case .stated: try note(.rate, "tariff: \(tariff.range.text), as stated", line: index)
    case .table(let usual, let hasSpecific):
      var words = "tariff for HS \(code): \(tariff.range.text)"
      if !tariff.range.isExact { words += " over its national lines, most usually \(usual.text)" }
      if hasSpecific { words += "; some lines have amounts by quantity" }
      let evidence = tariff.evidence ?? Evidence(.low, [])
      try note(
        .rate, words, line: index, by: authority("tariff", DateSpan(), evidence, among: TariffTable.sources))
    case .elsewhere:
      isIndication = true
      let elsewhere =
        tariff.range.high == nil
        ? "goods like these are free elsewhere, which says nothing of here"
        : "\(tariff.range.text) is what is known elsewhere, an indication and no bound"
      try note(.rate, "tariff for HS \(code) is not known there: \(elsewhere)", line: index)
    case .unknown: try note(.rate, "tariff for HS \(code) is not known; state it to close the range", line: index)
    }
  }

  private mutating func tariffDuty(
    _ index: Int, on value: Int128, what: String = "the customs value"
  ) throws(CostFault) -> Span {
    let tariff = try tariff(index)
    try tellTariff(tariff, index)
    let duty = Span(tariff.range, of: Span(value))
    try note(.duty, "duty: \(tariff.range.text) of \(what)", duty, line: index)
    return duty
  }

  /// A rate with the layers on top of it that hold for a line. Where nobody said where it was made, it lies around what holds for
  /// any country that a layer names, and for none of them.
  private mutating func layered(_ start: RateRange, _ rule: SimplifiedRule, _ index: Int) throws(CostFault) -> RateRange
  {
    let code = lines[index].line.code
    let held = rule.duty.layers.compactMap { destination.layer($0) }.filter { layer in
      layer.span.contains(consignment.date)
        && (layer.goods.isEmpty || layer.goods.contains { $0.contains(code) })
        && !layer.exceptGoods.contains(where: { $0.contains(code) })
    }
    let origin = consignment.origin(of: lines[index].line)
    let byOrigin = held.filter { !$0.namedOrigins.isEmpty }
    guard origin == .none, !byOrigin.isEmpty else {
      var rate = start
      for layer in held where layer.holds(for: origin) {
        rate = layer.on(rate, stated: consignment.statedLayers[layer.id])
        try tell(layer, index)
      }
      return rate
    }
    for layer in held where layer.namedOrigins.isEmpty { try tell(layer, index) }
    let names = byOrigin.reduce(into: [String]()) { if !$0.contains($1.name) { $0.append($1.name) } }
    try note(
      .note, "where it was made is not stated, and duties on top hang on it: \(names.joined(separator: "; "))",
      line: index)
    let rates = ([.none] + byOrigin.flatMap(\.namedOrigins)).map { origin in
      held.filter { $0.holds(for: origin) }.reduce(start) { $1.on($0, stated: consignment.statedLayers[$1.id]) }
    }
    let isOpen = rates.contains { $0.high == nil }
    return RateRange(rates.map(\.low).min() ?? start.low, isOpen ? nil : rates.compactMap(\.high).max())
  }

  private mutating func tell(_ layer: DutyLayer, _ index: Int) throws(CostFault) {
    let authority = authority(layer.id, layer.span, layer.evidence)
    if let stated = consignment.statedLayers[layer.id] {
      try note(.rate, "\(layer.name): \(stated.text), as stated", line: index, by: authority)
      return
    }
    let how =
      switch layer.amount {
      case .rate(let more): more.text
      case .oneOf(let several): "one of " + several.map(\.text).joined(separator: ", ")
      case .upTo(let cap): "what the tariff lacks of \(cap.text)"
      case .unknown: "rate not known"
      }
    try note(.rate, "\(layer.name): \(how)" + (layer.note.map { "; " + $0 } ?? ""), line: index, by: authority)
  }
}

extension DutyLayer {
  /// Whether it is on goods made there.
  fileprivate func holds(for origin: Country) -> Bool {
    (origins.isEmpty || origins.names(origin)) && !exceptOrigins.names(origin)
  }

  /// Countries that it tells apart; none where it is the same for all.
  fileprivate var namedOrigins: [Country] { origins + exceptOrigins }

  /// A rate with this on top, by the rate that was stated for it where one was.
  fileprivate func on(_ rate: RateRange, stated: Rate?) -> RateRange {
    if let stated { return RateRange(rate.low.adding(stated), rate.high.map { $0.adding(stated) }) }
    switch amount {
    case .rate(let more): return RateRange(rate.low.adding(more), rate.high.map { $0.adding(more) })
    case .oneOf(let several):
      let more = RateRange(around: several)
      return RateRange(rate.low.adding(more.low), rate.high.flatMap { high in more.high.map { high.adding($0) } })
    case .upTo(let cap): return RateRange(max(rate.low, cap), rate.high.map { max($0, cap) })
    case .unknown: return RateRange(rate.low, nil)
    }
  }
}

extension Rate {
  fileprivate func adding(_ other: Rate) -> Rate { Rate(millionths: millionths + other.millionths) }
}

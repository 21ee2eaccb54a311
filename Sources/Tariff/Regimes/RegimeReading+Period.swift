import Measures
import YAML

// A period, with what stands in it but for its rules: reliefs, tax, fees and the scheme.

extension RegimeReading {
  mutating func period(_ node: YAMLNode, _ draft: inout RegimeDraft) -> RegimeDraft.PeriodDraft? {
    guard
      let map = map(
        node,
        [
          "from", "until", "from_uncertain", "status", "law", "note", "duty_relief", "tax_relief", "tax", "rules",
          "fees", "scheme", "confidence", "sources",
        ])
    else { return nil }
    let span = span(map)
    let from = span.from
    if map["from"] == nil { find(at: map.place, "“from” is missing") }
    let isUncertain = at(map, "from_uncertain") { $0.flag($1) }
    let standing = at(map, "status") { $0.choice($1, Period.Standing.self) }
    let laws = list(map, "law", most: 20) { $0.text($1, most: 100) }
    let note = at(map, "note") { $0.text($1) }
    let dutyRelief = at(map, "duty_relief") { $0.threshold($1, &draft) }
    let taxRelief = at(map, "tax_relief") { $0.threshold($1, &draft) }
    let tax = at(map, "tax") { $0.importTax($1, &draft) }
    let rules = list(map, "rules", most: 200) { $0.rule($1, &draft) }
    let fees = list(map, "fees", most: 200) { $0.fee($1, &draft) }
    let scheme = at(map, "scheme") { $0.scheme($1, &draft) }
    let isSaid = map["confidence"] != nil || map["sources"] != nil
    let evidence = isSaid ? evidence(map, &draft) : nil
    guard let from else { return nil }
    return RegimeDraft.PeriodDraft(
      from: from, until: span.until, isFromUncertain: isUncertain, standing: standing, laws: laws, note: note,
      dutyRelief: dutyRelief, taxRelief: taxRelief, tax: tax, rules: rules, fees: fees, scheme: scheme,
      evidence: evidence, place: node.place)
  }

  private mutating func threshold(_ node: YAMLNode, _ draft: inout RegimeDraft) -> Threshold? {
    guard let map = map(node, ["to", "unlimited", "basis", "shipped_from", "channel", "confidence", "sources"]) else {
      return nil
    }
    let isUnlimited = at(map, "unlimited") { $0.flag($1) } ?? false
    let to = at(map, "to", isRequired: !isUnlimited) { $0.money($1) }
    let basis = at(map, "basis") { $0.choice($1, ValueBasis.self) } ?? .intrinsic
    let senders = list(map, "shipped_from") { $0.country($1) }
    let channels = list(map, "channel", most: 10) { $0.choice($1, Channel.self) }
    guard let evidence = evidence(map, &draft), isUnlimited || to != nil else { return nil }
    return Threshold(
      to: isUnlimited ? nil : to, basis: basis, shippedFrom: senders, channels: channels, evidence: evidence)
  }

  private mutating func importTax(_ node: YAMLNode, _ draft: inout RegimeDraft) -> ImportTax? {
    guard let map = map(node, ["name", "pct", "rates", "reduced", "none_at_import", "confidence", "sources"]) else {
      return nil
    }
    let name = at(map, "name", isRequired: true) { $0.text($1, most: 60) }
    let rate = at(map, "pct") { $0.rate($1) }
    let dated = list(map, "rates", most: 50) { reading, node -> (Rate, DateSpan)? in
      guard let map = reading.map(node, ["pct", "from", "until"]) else { return nil }
      let rate = reading.at(map, "pct", isRequired: true) { $0.rate($1) }
      let span = reading.span(map)
      return rate.map { ($0, span) }
    }
    let reduced = list(map, "reduced", most: 20) { $0.rate($1) }
    let isNone = at(map, "none_at_import") { $0.flag($1) } ?? false
    if rate != nil, !dated.isEmpty { find(at: map.place, "either pct or rates can hold") }
    guard let evidence = evidence(map, &draft), let name else { return nil }
    let rates =
      rate.map { [TaxRate(rate: $0, span: DateSpan(), evidence: evidence)] }
      ?? dated.map { TaxRate(rate: $0.0, span: $0.1, evidence: evidence) }
    return ImportTax(name: name, rates: rates, reduced: reduced, isNoneAtImport: isNone, evidence: evidence)
  }

  private mutating func fee(_ node: YAMLNode, _ draft: inout RegimeDraft) -> Fee? {
    guard
      let map = map(
        node,
        [
          "id", "name", "from", "until", "when", "member", "amount", "amount_from", "amount_to", "per", "pct",
          "pct_from",
          "pct_to", "of", "pct_over", "min", "max", "waived_below", "expected", "when_due", "shared", "plus_tax",
          "taxable", "paid_by", "confidence", "sources",
        ])
    else { return nil }
    let id = at(map, "id", isRequired: true) { $0.id($1) }
    let name = at(map, "name", isRequired: true) { $0.text($1, most: 100) }
    let span = span(map)
    let condition = at(map, "when") { $0.condition($1) } ?? Condition()
    let member = at(map, "member") { $0.id($1) }
    let amount = at(map, "amount") { $0.money($1) }
    let least = at(map, "amount_from") { $0.money($1) } ?? amount
    let most = at(map, "amount_to") { $0.money($1) } ?? amount
    if let least, let most, least.currency != most.currency || most.minor < least.minor {
      find(at: map.place, "“amount_from” is no more than “amount_to”, in the same currency")
    }
    if (least == nil) != (most == nil) { find(at: map.place, "“amount_from” and “amount_to” stand together") }
    let per = at(map, "per") { $0.choice($1, FeeUnit.self) } ?? .consignment
    let rate = at(map, "pct") { $0.rate($1) }
    let rateFrom = at(map, "pct_from") { $0.rate($1) } ?? rate
    let rateTo = at(map, "pct_to") { $0.rate($1) } ?? rate
    let rateBase = at(map, "of") { $0.choice($1, FeeBase.self) } ?? .customsValue
    let rateOver = at(map, "pct_over") { $0.money($1) }
    let minimum = at(map, "min") { $0.money($1) }
    let maximum = at(map, "max") { $0.money($1) }
    let waivedBelow = at(map, "waived_below") { $0.money($1) }
    let expected = at(map, "expected") { $0.money($1) }
    let isOnlyWhenDue = at(map, "when_due") { $0.flag($1) } ?? false
    let isShared = at(map, "shared") { $0.flag($1) } ?? false
    let isTaxed = at(map, "plus_tax") { $0.flag($1) } ?? false
    let isInTaxBase = at(map, "taxable") { $0.flag($1) } ?? false
    let isPaidByCarrier =
      at(map, "paid_by") { reading, node in
        reading.value(node, "it is carrier, where it is not who pays the duty") { $0 == "carrier" ? true : nil }
      } ?? false
    guard let evidence = evidence(map, &draft), let id, let name else { return nil }
    return Fee(
      id: id, name: name, span: span, condition: condition, member: member, least: least, most: most, per: per,
      rate: rateFrom.map { RateRange($0, rateTo) }, rateBase: rateBase, rateOver: rateOver, minimum: minimum,
      maximum: maximum, waivedBelow: waivedBelow, expected: expected, isOnlyWhenDue: isOnlyWhenDue, isShared: isShared,
      isTaxed: isTaxed, isInTaxBase: isInTaxBase, isPaidByCarrier: isPaidByCarrier, evidence: evidence)
  }

  private mutating func scheme(_ node: YAMLNode, _ draft: inout RegimeDraft) -> Scheme? {
    guard let map = map(node, ["name", "number", "pattern", "to", "collected_by", "confidence", "sources"]) else {
      return nil
    }
    let name = at(map, "name", isRequired: true) { $0.text($1, most: 120) }
    let number = at(map, "number") { $0.text($1, most: 120) }
    let pattern = at(map, "pattern") { $0.pattern($1) }
    let to = at(map, "to") { $0.money($1) }
    let collectedBy = list(map, "collected_by", most: 20) { $0.text($1, most: 60) }
    guard let evidence = evidence(map, &draft), let name else { return nil }
    return Scheme(name: name, number: number, pattern: pattern, to: to, collectedBy: collectedBy, evidence: evidence)
  }
}

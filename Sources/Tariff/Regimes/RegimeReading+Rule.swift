import Measures
import YAML

// A rule: when it holds, how duty is reckoned, how tax.

extension RegimeReading {
  mutating func condition(_ node: YAMLNode) -> Condition? {
    guard
      let map = map(
        node,
        [
          "channel", "mode", "over", "to", "basis", "purpose", "seller", "origins", "except_origins", "shipped_from",
          "hs",
          "except_hs", "weight_max", "declaration",
        ])
    else { return nil }
    var condition = Condition()
    condition.channels = list(map, "channel", most: 10) { $0.choice($1, Channel.self) }
    condition.carriages = list(map, "mode", most: 10) { $0.choice($1, Carriage.self) }
    condition.over = at(map, "over") { $0.money($1) }
    condition.to = at(map, "to") { $0.money($1) }
    if let over = condition.over, let to = condition.to {
      if over.currency != to.currency {
        find(at: map.place, "“over” and “to” are in different currencies")
      } else if to.minor <= over.minor {
        find(at: map.place, "no value is over \(over.text) and no more than \(to.text)")
      }
    }
    condition.basis = at(map, "basis") { $0.choice($1, ValueBasis.self) } ?? .intrinsic
    if condition.basis == .tax { find(at: map.place, "a rule's limit is not about an amount of tax") }
    condition.purposes = list(map, "purpose", most: 10) { $0.choice($1, Purpose.self) }
    condition.isSellerRegistered = at(map, "seller") { reading, node in
      reading.value(node, "it is registered or not_registered") {
        $0 == "registered" ? true : $0 == "not_registered" ? false : nil
      }
    }
    condition.origins = list(map, "origins") { $0.country($1) }
    condition.exceptOrigins = list(map, "except_origins") { $0.country($1) }
    condition.shippedFrom = list(map, "shipped_from") { $0.country($1) }
    condition.goods = list(map, "hs") { $0.goods($1) }
    condition.exceptGoods = list(map, "except_hs") { $0.goods($1) }
    condition.weightMax = at(map, "weight_max") { $0.weight($1) }
    condition.declarations = list(map, "declaration", most: 10) { $0.id($1) }
    return condition
  }

  mutating func rule(_ node: YAMLNode, _ draft: inout RegimeDraft) -> SimplifiedRule? {
    guard let map = map(node, ["id", "from", "until", "when", "duty", "tax", "note", "confidence", "sources"]) else {
      return nil
    }
    let known = faults.count
    let id = at(map, "id", isRequired: true) { $0.id($1) }
    let span = span(map)
    let condition = at(map, "when") { $0.condition($1) } ?? Condition()
    let duty = at(map, "duty", isRequired: true) { $0.duty($1, &draft) }
    let tax = at(map, "tax", isRequired: true) { $0.tax($1, duty?.method) }
    let note = at(map, "note") { $0.text($1) }
    if let duty, let tax, duty.includesTax, tax.method != .combined {
      find(at: map.place, "a duty with includes_tax stands in place of tax too: the tax's method is combined")
    }
    guard let evidence = evidence(map, &draft), let id, let duty, let tax else {
      // No rule is ever left out in silence.
      if faults.count == known { find(at: map.place, "the rule cannot be used: a part of it is missing") }
      return nil
    }
    return SimplifiedRule(
      id: id, span: span, condition: condition, duty: duty, tax: tax, note: note, evidence: evidence)
  }

  private mutating func bands(_ map: Map, _ key: String) -> [CommodityBand] {
    list(map, key, most: 50) { reading, node in
      guard let map = reading.map(node, ["pct", "any_of", "hs"]) else { return nil }
      let rate = reading.at(map, "pct") { $0.rate($1) }
      let anyOf = reading.list(map, "any_of", most: 20) { $0.rate($1) }
      let goods = reading.list(map, "hs") { $0.goods($1) }
      let rates = rate.map { [$0] } ?? anyOf
      guard !rates.isEmpty else {
        reading.find(at: map.place, "a band has “pct” or “any_of”")
        return nil
      }
      return CommodityBand(rates: rates, goods: goods)
    }
  }

  private mutating func duty(_ node: YAMLNode, _ draft: inout RegimeDraft) -> DutyRule? {
    guard
      let map = map(
        node,
        [
          "method", "pct", "pct_shipped_from", "surcharge_pct", "or_mfn_if_lower", "amount", "amount_from", "amount_to",
          "per", "deduction", "threshold", "per_excess_kg", "threshold_weight", "per_kg", "bands", "layers",
          "includes_tax", "typical_pct", "note",
        ])
    else { return nil }
    let name = at(map, "method", isRequired: true) { reading, node in
      reading.value(node, "it is one of \(DutyMethod.names.joined(separator: ", "))") {
        DutyMethod.names.contains($0) ? $0 : nil
      }
    }
    let keys = dutyKeys(map)
    var namedLayers: [(id: String, place: TextPlace)] = []
    let layers = list(map, "layers", most: 50) { reading, node in
      let id = reading.id(node)
      if let id { namedLayers.append((id, node.place)) }
      return id
    }
    draft.namedLayers += namedLayers
    let includesTax = at(map, "includes_tax") { $0.flag($1) } ?? false
    let typical = at(map, "typical_pct") { $0.rate($1) }
    let note = at(map, "note") { $0.text($1) }
    guard let name, let method = method(name, keys, map) else { return nil }
    return DutyRule(method: method, layers: layers, includesTax: includesTax, typical: typical, note: note)
  }

  /// The keys of all ways. Each is read whatever the way, so that nothing wrong in it stays unseen.
  private struct DutyKeys {
    var rate: Rate?
    var bySender: [SenderRate]
    var surcharge: Rate?
    var isLess: Bool
    var amount: Money?
    var least: Money?
    var most: Money?
    var per: FeeUnit
    var deduction: Money?
    var threshold: Money?
    var perExcess: Money?
    var weight: Grams
    var perKilogram: Money?
    var bands: [CommodityBand]
  }

  private mutating func dutyKeys(_ map: Map) -> DutyKeys {
    let rate = at(map, "pct") { $0.rate($1) }
    let bySender = list(map, "pct_shipped_from", most: 20) { reading, node -> SenderRate? in
      guard let map = reading.map(node, ["pct", "shipped_from"]) else { return nil }
      let rate = reading.at(map, "pct", isRequired: true) { $0.rate($1) }
      let senders = reading.list(map, "shipped_from") { $0.country($1) }
      return rate.map { SenderRate(rate: $0, shippedFrom: senders) }
    }
    let amount = at(map, "amount") { $0.money($1) }
    return DutyKeys(
      rate: rate, bySender: bySender, surcharge: at(map, "surcharge_pct") { $0.rate($1) },
      isLess: at(map, "or_mfn_if_lower") { $0.flag($1) } ?? false, amount: amount,
      least: at(map, "amount_from") { $0.money($1) } ?? amount, most: at(map, "amount_to") { $0.money($1) } ?? amount,
      per: at(map, "per") { $0.choice($1, FeeUnit.self) } ?? .package, deduction: at(map, "deduction") { $0.money($1) },
      threshold: at(map, "threshold") { $0.money($1) }, perExcess: at(map, "per_excess_kg") { $0.money($1) },
      weight: at(map, "threshold_weight") { $0.weight($1) } ?? Grams(0),
      perKilogram: at(map, "per_kg") { $0.money($1) }, bands: bands(map, "bands"))
  }

  /// Finds a key missing that a way needs.
  private mutating func needed<Value>(_ value: Value?, _ key: String, _ map: Map, _ method: String) -> Value? {
    if value == nil, map[key] == nil { find(at: map.place, "“\(key)” is missing: the method \(method) needs it") }
    return value
  }

  private mutating func method(_ name: String, _ keys: DutyKeys, _ map: Map) -> DutyMethod? {
    switch name {
    case "exempt": return .exempt
    case "mfn": return .tariff(above: keys.threshold)
    case "flat_ad_valorem":
      return .flatAdValorem(keys.rate, bySender: keys.bySender, surcharge: keys.surcharge, lessIfTariff: keys.isLess)
    case "flat_per_item": return flatPerItem(keys, map)
    case "ad_valorem_less_deduction":
      let (rate, deduction) = (needed(keys.rate, "pct", map, name), needed(keys.deduction, "deduction", map, name))
      guard let rate, let deduction else { return nil }
      return .adValoremLessDeduction(rate, deduction)
    case "excess_ad_valorem":
      let (rate, threshold) = (needed(keys.rate, "pct", map, name), needed(keys.threshold, "threshold", map, name))
      guard let rate, let threshold else { return nil }
      return .excessAdValorem(
        rate, above: threshold, perExcessKilogram: keys.perExcess, aboveWeight: keys.weight)
    case "full_value_min_per_kg":
      let (rate, amount) = (needed(keys.rate, "pct", map, name), needed(keys.perKilogram, "per_kg", map, name))
      guard let rate, let amount else { return nil }
      return .fullValueOrPerKilogram(rate, amount)
    case "by_commodity":
      return needed(keys.bands.isEmpty ? nil : keys.bands, "bands", map, name).map { .byCommodity($0) }
    case "sum_of_layers": return .sumOfLayers
    case "preference_or_flat":
      return needed(keys.amount, "amount", map, name).map { .preferenceOrFlat($0, per: keys.per) }
    case "specific_by_weight": return .specificByWeight(keys.perKilogram)
    default: return nil
    }
  }

  private mutating func flatPerItem(_ keys: DutyKeys, _ map: Map) -> DutyMethod? {
    let isSpan = map["amount_from"] != nil || map["amount_to"] != nil
    let least = needed(keys.least, isSpan ? "amount_from" : "amount", map, "flat_per_item")
    let most = needed(keys.most, isSpan ? "amount_to" : "amount", map, "flat_per_item")
    guard let least, let most else { return nil }
    if least.currency != most.currency || most.minor < least.minor {
      find(at: map.place, "“amount_from” is no more than “amount_to”, in the same currency")
    }
    return .flatPerItem(least: least, most: most, per: keys.per)
  }

  private mutating func tax(_ node: YAMLNode, _ duty: DutyMethod?) -> TaxRule? {
    guard
      let map = map(
        node,
        [
          "method", "pct", "pct_hs", "of", "uplift_pct", "waived_to", "share_pct", "consumption_any_of",
        ])
    else { return nil }
    let name = at(map, "method", isRequired: true) { reading, node in
      reading.value(node, "it is one of \(TaxMethod.names.joined(separator: ", "))") {
        TaxMethod.names.contains($0) ? $0 : nil
      }
    }
    let rate = at(map, "pct") { $0.rate($1) }
    let byGoods = bands(map, "pct_hs")
    let base = list(map, "of", most: 20) { $0.choice($1, TaxBase.self) }
    let uplift = at(map, "uplift_pct") { $0.rate($1) }
    let waivedTo = at(map, "waived_to") { $0.money($1) }
    let share = at(map, "share_pct") { $0.rate($1) }
    let consumption = list(map, "consumption_any_of", most: 20) { $0.rate($1) }
    let method = name.flatMap { taxMethod($0, share, consumption, map) }
    switch method {
    case .standard, .sellerCollected, .grossUp, .excess:
      if base.isEmpty { find(at: map.place, "“of” is missing: what the tax is reckoned on") }
    case .exempt, .none?, .combined, .reverseCharge, .compositeShare, nil: break
    }
    if case .excess = method, let duty {
      if case .excessAdValorem = duty {
      } else {
        find(at: map.place, "the method excess needs a duty by excess_ad_valorem, whose threshold it takes")
      }
    }
    return method.map {
      TaxRule(method: $0, rate: rate, byGoods: byGoods, base: base, uplift: uplift, waivedTo: waivedTo)
    }
  }

  private mutating func taxMethod(_ name: String, _ share: Rate?, _ consumption: [Rate], _ map: Map) -> TaxMethod? {
    switch name {
    case "exempt": return .exempt
    case "none": return TaxMethod.none
    case "standard": return .standard
    case "seller_collected": return .sellerCollected
    case "gross_up": return .grossUp
    case "combined": return .combined
    case "excess": return .excess
    case "reverse_charge": return .reverseCharge
    case "cbec_composite":
      if share == nil { find(at: map.place, "“share_pct” is missing: the method cbec_composite needs it") }
      if consumption.contains(where: { $0.millionths >= 1_000_000 }) {
        find(at: map.place, "a consumption tax is below 100 %")
      }
      return share.map { .compositeShare($0, consumption: consumption.isEmpty ? [.zero] : consumption) }
    default: return nil
    }
  }
}

package import Measures
import YAML

// A file of one destination, as it comes with the program and as users write it. A file says what it adds: what it leaves out stays
// as it is. The keys of each part stand beside what reads them.

/// What a file says of a destination.
package struct RegimeText: Sendable {
  /// Whose file it is; nil where it could not be read.
  package private(set) var country: Country?
  package let file: String
  /// What is wrong with it; a file with any fault changes nothing.
  package private(set) var faults: [RegimeFault] = []
  private(set) var draft = RegimeDraft()

  /// No file of a destination is longer.
  package static let bytesMax = 256 << 10

  /// Reads any bytes.
  package init(_ bytes: [UInt8], file: String) {
    self.file = file
    let limits = YAMLLimits(what: "file of a destination", bytesMax: Self.bytesMax, depthMax: 12, nodesMax: 20_000)
    let text = YAMLText(bytes, limits)
    var reading = RegimeReading(file: file)
    for fault in text.faults { reading.find(fault) }
    if let root = text.root {
      draft = reading.draft(root)
      country = draft.country
    } else if text.faults.isEmpty {
      reading.find(at: TextPlace(line: 1, column: 1), "there is nothing in it")
    }
    faults = reading.faults
  }
}

/// What a file sets; nil and empty where it says nothing.
struct RegimeDraft: Sendable {
  struct PeriodDraft: Sendable {
    var from: CivilDate
    var until: CivilDate?
    var isFromUncertain: Bool?
    var standing: Period.Standing?
    var laws: [String]
    var note: String?
    var dutyRelief: Threshold?
    var taxRelief: Threshold?
    var tax: ImportTax?
    var rules: [SimplifiedRule]
    var fees: [Fee]
    var scheme: Scheme?
    var evidence: Evidence?
    var place: TextPlace
  }

  var country: Country?
  var name: String?
  var currency: Currency?
  var kind: Destination.Kind?
  var valuation: ValueBasis?
  var personalValue: Rate?
  var evidenceMonth: String?
  var reverify: Confidence?
  var confidence: Confidence?
  var territory: [Country] = []
  var members: [Member] = []
  var regions: [Member] = []
  var layers: [DutyLayer] = []
  var identifiers: [RequiredIdentifier] = []
  var restricted: [String] = []
  var planned: [PlannedChange] = []
  var periods: [PeriodDraft] = []
  var sources: [Source] = []
  /// Every id of a source that is named, and where.
  var named: [(id: String, place: TextPlace)] = []
  /// Every id of a layer that is named, and where.
  var namedLayers: [(id: String, place: TextPlace)] = []
}

extension RegimeReading {
  mutating func draft(_ root: YAMLNode) -> RegimeDraft {
    var draft = RegimeDraft()
    guard
      let map = map(
        root,
        [
          "code", "name", "currency", "kind", "valuation", "personal_value_pct", "evidence", "reverify", "confidence",
          "territory", "members", "regions", "layers", "identifiers", "restricted", "planned", "periods", "sources",
        ])
    else { return draft }
    draft.country = at(map, "code", isRequired: true) { $0.country($1) }
    draft.name = at(map, "name") { $0.text($1) }
    draft.currency = at(map, "currency") { $0.currency($1) }
    draft.kind = at(map, "kind") { $0.choice($1, Destination.Kind.self) }
    draft.valuation = at(map, "valuation") { reading, node in
      reading.value(node, "it is FOB, CIF or none") {
        $0 == "FOB" ? .fob : $0 == "CIF" ? .cif : $0 == "none" ? .intrinsic : nil
      }
    }
    draft.personalValue = at(map, "personal_value_pct") { $0.rate($1) }
    draft.evidenceMonth = at(map, "evidence") { reading, node in
      reading.value(node, "a month is written 2026-10") { CivilDate(day: $0 + "-01") == nil ? nil : $0 }
    }
    draft.reverify = at(map, "reverify") { $0.confidence($1) }
    draft.confidence = at(map, "confidence") { $0.confidence($1) }
    draft.territory = list(map, "territory", most: 50) { $0.country($1) }
    if let code = draft.country, !draft.territory.isEmpty, !draft.territory.contains(code) {
      find(at: root.place, "“territory” names \(code.code) too")
    }
    draft.sources = list(map, "sources") { $0.source($1) }
    draft.members = list(map, "members") { $0.member($1, &draft) }
    draft.regions = list(map, "regions") { $0.member($1, &draft) }
    draft.layers = list(map, "layers") { $0.layer($1, &draft) }
    draft.identifiers = list(map, "identifiers") { $0.identifier($1, &draft) }
    draft.restricted = list(map, "restricted") { $0.text($1, most: 100) }
    draft.planned = list(map, "planned") { $0.plan($1, &draft) }
    draft.periods = list(map, "periods") { $0.period($1, &draft) }
    checkIDs(draft, root.place)
    return draft
  }

  /// Ids are unique within what they are ids of.
  private mutating func checkIDs(_ draft: RegimeDraft, _ place: TextPlace) {
    func twice(_ ids: [String]) -> [String] {
      var seen: Set<String> = []
      return ids.filter { !seen.insert($0).inserted }
    }
    let rules = draft.periods.flatMap { period in period.rules.map(\.id) }
    let fees = draft.periods.flatMap { period in period.fees.map(\.id) }
    for (what, ids) in [
      ("rule", rules), ("fee", fees), ("layer", draft.layers.map(\.id)), ("source", draft.sources.map(\.id)),
    ] {
      for id in twice(ids) { find(at: place, "two \(what)s have the id “\(excerpt(id))”") }
    }
    for day in twice(draft.periods.map(\.from.text)) { find(at: place, "two periods begin on \(day)") }
  }

  private mutating func source(_ node: YAMLNode) -> Source? {
    guard let map = map(node, ["id", "title", "url"]) else { return nil }
    let id = at(map, "id", isRequired: true) { $0.id($1) }
    let title = at(map, "title", isRequired: true) { $0.text($1) }
    let address = at(map, "url") { reading, node in
      reading.value(node, "an address begins with http:// or https://") { text in
        text.hasPrefix("https://") || text.hasPrefix("http://") ? text : nil
      }
    }
    guard let id, let title else { return nil }
    return Source(id: id, title: title, address: address)
  }

  private mutating func id(_ node: YAMLNode) -> String? {
    value(node, "an id has letters, digits, hyphens and “_”, 60 at most") { text in
      let isID = text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x2D || $0 == 0x5F
      }
      return isID && text.utf8.count <= 60 ? text : nil
    }
  }

  /// `confidence` and `sources` of a part.
  private mutating func evidence(_ map: Map, _ draft: inout RegimeDraft) -> Evidence? {
    let confidence = at(map, "confidence", isRequired: true) { $0.confidence($1) }
    var named: [(id: String, place: TextPlace)] = []
    let sources = list(map, "sources", most: 50) { reading, node in
      let id = reading.id(node)
      if let id { named.append((id, node.place)) }
      return id
    }
    draft.named += named
    if map["sources"] == nil || sources.isEmpty {
      find(at: map.place, "“sources” is missing: at least one, GK where it is widely known and was not looked up")
    }
    return confidence.map { Evidence($0, sources) }
  }

  private mutating func span(_ map: Map) -> DateSpan {
    let from = at(map, "from") { $0.date($1) }
    let until = at(map, "until") { $0.date($1) }
    if let from, let until, until < from { find(at: map.place, "it ends before it begins") }
    return DateSpan(from: from, until: until)
  }

  private mutating func member(_ node: YAMLNode, _ draft: inout RegimeDraft) -> Member? {
    guard let map = map(node, ["code", "name", "currency", "pct", "from", "until", "confidence", "sources"]) else {
      return nil
    }
    let code = at(map, "code", isRequired: true) { $0.id($1) }
    let name = at(map, "name") { $0.text($1, most: 100) }
    let currency = at(map, "currency") { $0.currency($1) }
    let rate = at(map, "pct", isRequired: true) { $0.rate($1) }
    let span = span(map)
    guard let evidence = evidence(map, &draft), let code, let rate else { return nil }
    return Member(
      code: code, name: name ?? code, currency: currency, tax: TaxRate(rate: rate, span: span, evidence: evidence))
  }

  private mutating func layer(_ node: YAMLNode, _ draft: inout RegimeDraft) -> DutyLayer? {
    guard
      let map = map(
        node,
        [
          "id", "name", "from", "until", "origins", "except_origins", "hs", "except_hs", "pct", "any_of", "cap", "note",
          "confidence", "sources",
        ])
    else { return nil }
    let id = at(map, "id", isRequired: true) { $0.id($1) }
    let name = at(map, "name", isRequired: true) { $0.text($1, most: 100) }
    let span = span(map)
    let origins = list(map, "origins") { $0.country($1) }
    let exceptOrigins = list(map, "except_origins") { $0.country($1) }
    let goods = list(map, "hs") { $0.goods($1) }
    let exceptGoods = list(map, "except_hs") { $0.goods($1) }
    let rate = at(map, "pct") { $0.rate($1) }
    let anyOf = list(map, "any_of", most: 20) { $0.rate($1) }
    let cap = at(map, "cap") { $0.rate($1) }
    let note = at(map, "note") { $0.text($1) }
    if [rate != nil, !anyOf.isEmpty, cap != nil].count(where: { $0 }) > 1 {
      find(at: map.place, "only one of pct, any_of and cap can hold")
    }
    let amount: DutyLayer.Amount =
      rate.map { .rate($0) } ?? cap.map { .upTo($0) } ?? (anyOf.isEmpty ? .unknown : .oneOf(anyOf))
    guard let evidence = evidence(map, &draft), let id, let name else { return nil }
    return DutyLayer(
      id: id, name: name, span: span, origins: origins, exceptOrigins: exceptOrigins, goods: goods,
      exceptGoods: exceptGoods, amount: amount, note: note, evidence: evidence)
  }

  private mutating func identifier(_ node: YAMLNode, _ draft: inout RegimeDraft) -> RequiredIdentifier? {
    guard let map = map(node, ["name", "of", "always", "pattern", "confidence", "sources"]) else { return nil }
    let name = at(map, "name", isRequired: true) { $0.text($1, most: 100) }
    let holder = at(map, "of", isRequired: true) { $0.choice($1, RequiredIdentifier.Holder.self) }
    let isAlways = at(map, "always") { $0.flag($1) } ?? false
    let pattern = at(map, "pattern") { $0.pattern($1) }
    guard let evidence = evidence(map, &draft), let name, let holder else { return nil }
    return RequiredIdentifier(name: name, holder: holder, isAlways: isAlways, pattern: pattern, evidence: evidence)
  }

  private mutating func plan(_ node: YAMLNode, _ draft: inout RegimeDraft) -> PlannedChange? {
    guard let map = map(node, ["on", "what", "confidence", "sources"]) else { return nil }
    let on = at(map, "on") { $0.date($1) }
    let words = at(map, "what", isRequired: true) { $0.text($1) }
    guard let evidence = evidence(map, &draft), let words else { return nil }
    return PlannedChange(on: on, words: words, evidence: evidence)
  }

  private mutating func period(_ node: YAMLNode, _ draft: inout RegimeDraft) -> RegimeDraft.PeriodDraft? {
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

  private mutating func condition(_ node: YAMLNode) -> Condition? {
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

  private mutating func rule(_ node: YAMLNode, _ draft: inout RegimeDraft) -> SimplifiedRule? {
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
    let rate = at(map, "pct") { $0.rate($1) }
    let bySender = list(map, "pct_shipped_from", most: 20) { reading, node -> SenderRate? in
      guard let map = reading.map(node, ["pct", "shipped_from"]) else { return nil }
      let rate = reading.at(map, "pct", isRequired: true) { $0.rate($1) }
      let senders = reading.list(map, "shipped_from") { $0.country($1) }
      return rate.map { SenderRate(rate: $0, shippedFrom: senders) }
    }
    let surcharge = at(map, "surcharge_pct") { $0.rate($1) }
    let isLess = at(map, "or_mfn_if_lower") { $0.flag($1) } ?? false
    let amount = at(map, "amount") { $0.money($1) }
    let least = at(map, "amount_from") { $0.money($1) } ?? amount
    let most = at(map, "amount_to") { $0.money($1) } ?? amount
    let per = at(map, "per") { $0.choice($1, FeeUnit.self) } ?? .package
    let deduction = at(map, "deduction") { $0.money($1) }
    let threshold = at(map, "threshold") { $0.money($1) }
    let perExcess = at(map, "per_excess_kg") { $0.money($1) }
    let weight = at(map, "threshold_weight") { $0.weight($1) } ?? Grams(0)
    let perKilogram = at(map, "per_kg") { $0.money($1) }
    let bands = bands(map, "bands")
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

    func needed<Value>(_ value: Value?, _ key: String, _ reading: inout RegimeReading) -> Value? {
      if value == nil, map[key] == nil {
        reading.find(at: map.place, "“\(key)” is missing: the method \(name ?? "") needs it")
      }
      return value
    }
    let method: DutyMethod?
    switch name {
    case "exempt": method = .exempt
    case "mfn": method = .tariff(above: threshold)
    case "flat_ad_valorem":
      method = .flatAdValorem(rate, bySender: bySender, surcharge: surcharge, lessIfTariff: isLess)
    case "flat_per_item":
      let isSpan = map["amount_from"] != nil || map["amount_to"] != nil
      let from = needed(least, isSpan ? "amount_from" : "amount", &self)
      let to = needed(most, isSpan ? "amount_to" : "amount", &self)
      if let least = from, let most = to {
        if least.currency != most.currency || most.minor < least.minor {
          find(at: map.place, "“amount_from” is no more than “amount_to”, in the same currency")
        }
        method = .flatPerItem(least: least, most: most, per: per)
      } else {
        method = nil
      }
    case "ad_valorem_less_deduction":
      let (rate, deduction) = (needed(rate, "pct", &self), needed(deduction, "deduction", &self))
      if let rate, let deduction { method = .adValoremLessDeduction(rate, deduction) } else { method = nil }
    case "excess_ad_valorem":
      let (rate, threshold) = (needed(rate, "pct", &self), needed(threshold, "threshold", &self))
      if let rate, let threshold {
        method = .excessAdValorem(rate, above: threshold, perExcessKilogram: perExcess, aboveWeight: weight)
      } else {
        method = nil
      }
    case "full_value_min_per_kg":
      let (rate, perKilogram) = (needed(rate, "pct", &self), needed(perKilogram, "per_kg", &self))
      if let rate, let perKilogram { method = .fullValueOrPerKilogram(rate, perKilogram) } else { method = nil }
    case "by_commodity":
      _ = needed(bands.isEmpty ? nil : bands, "bands", &self)
      method = bands.isEmpty ? nil : .byCommodity(bands)
    case "sum_of_layers": method = .sumOfLayers
    case "preference_or_flat":
      method = needed(amount, "amount", &self).map { .preferenceOrFlat($0, per: per) }
    case "specific_by_weight": method = .specificByWeight(perKilogram)
    default: method = nil
    }
    guard let method else { return nil }
    return DutyRule(method: method, layers: layers, includesTax: includesTax, typical: typical, note: note)
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
    let method: TaxMethod?
    switch name {
    case "exempt": method = .exempt
    case "none": method = TaxMethod.none
    case "standard": method = .standard
    case "seller_collected": method = .sellerCollected
    case "gross_up": method = .grossUp
    case "combined": method = .combined
    case "excess": method = .excess
    case "reverse_charge": method = .reverseCharge
    case "cbec_composite":
      if share == nil { find(at: map.place, "“share_pct” is missing: the method cbec_composite needs it") }
      if consumption.contains(where: { $0.millionths >= 1_000_000 }) {
        find(at: map.place, "a consumption tax is below 100 %")
      }
      method = share.map { .compositeShare($0, consumption: consumption.isEmpty ? [.zero] : consumption) }
    default: method = nil
    }
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

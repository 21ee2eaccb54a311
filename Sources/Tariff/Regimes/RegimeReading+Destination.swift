import Measures
import YAML

// What stands at the top of a file, and under its lists.

extension RegimeReading {
  mutating func draft(_ root: YAMLNode) -> RegimeDraft {
    var draft = RegimeDraft()
    guard
      let map = map(
        root,
        [
          "code", "name", "currency", "kind", "valuation", "personal_value_pct", "evidence", "reverify", "confidence",
          "territory", "members", "regions", "layers", "rounding", "identifiers", "papers", "restricted", "planned",
          "periods",
          "sources",
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
    draft.rounding = list(map, "rounding", most: 20) { $0.rounding($1, &draft) }
    draft.papers = list(map, "papers") { $0.paper($1, &draft) }
    draft.restricted = list(map, "restricted") { $0.restriction($1, &draft) }
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
      ("restriction", draft.restricted.map(\.id)),
    ] {
      for id in twice(ids) { find(at: place, "two \(what)s have the id “\(excerpt(id))”") }
    }
    for (index, rule) in draft.papers.enumerated() {
      let clash = draft.papers[..<index].contains { $0.id == rule.id && $0.isDemanded(with: rule) }
      if clash { find(at: place, "two papers “\(excerpt(rule.id))” hold on the same day") }
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

  mutating func id(_ node: YAMLNode) -> String? {
    value(node, "an id has letters, digits, hyphens and “_”, 60 at most") { text in
      let isID = text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || $0 == 0x2D || $0 == 0x5F
      }
      return isID && text.utf8.count <= 60 ? text : nil
    }
  }

  /// `confidence` and `sources` of a part.
  mutating func evidence(_ map: Map, _ draft: inout RegimeDraft) -> Evidence? {
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

  mutating func span(_ map: Map) -> DateSpan {
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

  private mutating func rounding(_ node: YAMLNode, _ draft: inout RegimeDraft) -> Rounding? {
    guard let map = map(node, ["of", "to", "how", "share_pct", "from", "until", "confidence", "sources"]) else {
      return nil
    }
    let part = at(map, "of", isRequired: true) { $0.choice($1, Rounding.Part.self) }
    let step = at(map, "to", isRequired: true) { $0.money($1) }
    let way = at(map, "how", isRequired: true) { $0.choice($1, Rounding.Way.self) }
    let share = at(map, "share_pct") { $0.rate($1) }
    let span = span(map)
    if let step, step.minor < 1 { find(at: map.place, "“to” is more than nothing") }
    if let share, part != .tax || share == .zero || share.millionths >= 1_000_000 {
      find(at: map.place, "“share_pct” is of a tax, above 0 and below 100 %")
    }
    guard let evidence = evidence(map, &draft), let part, let step, let way else { return nil }
    return Rounding(part: part, step: step, way: way, firstShare: share, span: span, evidence: evidence)
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
}

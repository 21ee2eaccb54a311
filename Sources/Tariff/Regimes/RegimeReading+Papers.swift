import Measures
import YAML

// What a file says of papers and of goods that may not enter.

extension RegimeReading {
  /// A paper: one of the catalogue, of which it says only what is otherwise, or one of its own.
  mutating func paper(_ node: YAMLNode, _ draft: inout RegimeDraft) -> PaperRule? {
    guard
      let map = map(
        node,
        [
          "id", "name", "by", "issuer", "shown_to", "time", "requirement", "side", "member", "when", "goods", "if",
          "question", "kept_as", "from", "until", "confidence", "sources",
        ])
    else { return nil }
    let id = at(map, "id", isRequired: true) { $0.id($1) }
    let known = id.flatMap { PaperRule.of($0) }
    let name = at(map, "name", isRequired: known == nil) { $0.text($1, most: 120) } ?? known?.name
    let supplier = at(map, "by", isRequired: known == nil) { $0.choice($1, PaperSupplier.self) } ?? known?.supplier
    let time =
      at(map, "time", isRequired: known == nil) { reading, node in
        reading.value(node, "it is one of \(PaperTime.allCases.map(\.name).joined(separator: ", "))") { text in
          PaperTime.allCases.first { $0.name == text }
        }
      } ?? known?.time
    let requirement = at(map, "requirement", isRequired: true) { $0.choice($1, PaperRequirement.self) }
    let member = member(map, draft)
    let span = span(map)
    let isExportSide = side(map, of: known)
    let issuer = at(map, "issuer") { $0.text($1, most: 120) }
    let shownTo = at(map, "shown_to") { $0.text($1, most: 120) }
    let condition = at(map, "when") { $0.condition($1) }
    let flags = map["goods"].map { _ in list(map, "goods", most: 5) { $0.goodsFlag($1) } }
    let trigger = trigger(map)
    let document = at(map, "kept_as") { $0.document($1) }
    guard let evidence = evidence(map, &draft), let id, let name, let supplier, let time, let requirement else {
      return nil
    }
    var rule =
      known
      ?? PaperRule(
        id: id, name: name, issuer: supplier.words, supplier: supplier, presentedTo: "customs", time: time, demands: [],
        evidence: evidence)
    (rule.name, rule.supplier, rule.time, rule.evidence) = (name, supplier, time, evidence)
    rule.issuer = issuer ?? rule.issuer
    rule.presentedTo = shownTo ?? rule.presentedTo
    rule.isExportSide = isExportSide
    rule.condition = condition ?? rule.condition
    rule.flags = flags?.reduce(into: GoodsFlags()) { $0.formUnion($1) } ?? rule.flags
    rule.trigger = trigger ?? rule.trigger
    rule.trackedAs = document ?? rule.trackedAs
    rule.demands = [PaperDemand(country: member ?? draft.country, requirement: requirement, span: span)]
    return rule
  }

  /// Whether the country of dispatch asks for it. A paper of the catalogue stays on its side of the border.
  private mutating func side(_ map: Map, of known: PaperRule?) -> Bool {
    let said = at(map, "side") { reading, node in
      reading.value(node, "it is import or export") { $0 == "export" ? true : $0 == "import" ? false : nil }
    }
    if let said, let known, said != known.isExportSide {
      find(at: map.place, "“side”: \(known.name) is asked for at \(known.isExportSide ? "export" : "import")")
    }
    return said ?? known?.isExportSide ?? false
  }

  /// The member of the union that a row is about.
  private mutating func member(_ map: Map, _ draft: RegimeDraft) -> Country? {
    let member = at(map, "member") { $0.country($1) }
    if let member, draft.country != Union.country || !Union.contains(member) {
      find(at: map.place, "“member” is for the members of EU, in its own file")
    }
    return member
  }

  private mutating func trigger(_ map: Map) -> PaperTrigger? {
    let stated: PaperTrigger? = at(map, "if") { reading, node in
      reading.value(node, "it is one of always, packages, preference") { text in
        let triggers: [String: PaperTrigger] = ["always": .always, "packages": .packages, "preference": .preference]
        return triggers[text]
      }
    }
    let question = at(map, "question") { $0.text($1, most: 120) }
    if stated != nil, question != nil { find(at: map.place, "either if or question can hold") }
    return question.map { .ask($0) } ?? stated
  }

  private mutating func goodsFlag(_ node: YAMLNode) -> GoodsFlags? {
    value(node, "it is one of \(GoodsFlags.named.map(\.name).joined(separator: ", "))") { text in
      GoodsFlags.named.first { $0.name == text }?.flag
    }
  }

  /// A name under which folders keep papers.
  private mutating func document(_ node: YAMLNode) -> String? {
    let names = Set(PaperRule.tracking.values)
    return value(node, "a folder keeps \(names.sorted().joined(separator: ", "))") { names.contains($0) ? $0 : nil }
  }

  /// Goods that may not enter, or are looked at closely.
  mutating func restriction(_ node: YAMLNode, _ draft: inout RegimeDraft) -> Restriction? {
    guard
      let map = map(node, ["id", "what", "forbidden", "member", "from", "until", "when", "confidence", "sources"])
    else { return nil }
    let id = at(map, "id", isRequired: true) { $0.id($1) }
    let words = at(map, "what", isRequired: true) { $0.text($1, most: 100) }
    let isForbidden = at(map, "forbidden") { $0.flag($1) } ?? false
    let member = member(map, draft)
    let span = span(map)
    let condition = at(map, "when") { $0.condition($1) }
    guard let evidence = evidence(map, &draft), let id, let words else { return nil }
    return Restriction(
      id: id, words: words, isForbidden: isForbidden, span: span, member: member, condition: condition,
      evidence: evidence)
  }
}

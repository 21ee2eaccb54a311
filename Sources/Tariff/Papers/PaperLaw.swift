package import Measures

// Which papers a country asks for on a day, and which goods it does not let in:
//
//   the country's own file ─┐ a paper of the catalogue, asked for otherwise
//   its union's file ───────┼─► or one of its own ─► AskedPaper
//   the catalogue ──────────┘ what no file speaks of

/// A paper that a country asks for on a day.
package struct AskedPaper: Hashable, Sendable {
  package var rule: PaperRule
  package var demand: PaperDemand
  /// Whether a file of the country's, or of its union's, says so, and not the catalogue.
  package var isOwn: Bool
}

extension RegimeBook {
  /// The papers that are asked for on a day: of what is sent to one country by it, of what is sent from another by that; in the order
  /// of the catalogue, and then of the files. What a country's own file says of a paper comes before what its union's file says,
  /// and that before the catalogue.
  package func papers(from: Country, to: Country, on date: CivilDate) -> [AskedPaper] {
    let own =
      files(about: to).flatMap(\.papers).filter { !$0.isExportSide }
      + files(about: from).flatMap(\.papers).filter(\.isExportSide)
    func asked(_ rule: PaperRule, isOwn: Bool) -> AskedPaper? {
      rule.demand(of: rule.isExportSide ? from : to, on: date).map {
        AskedPaper(rule: rule, demand: $0, isOwn: isOwn)
      }
    }
    func said(_ id: String) -> AskedPaper? {
      for rule in own where rule.id == id { if let said = asked(rule, isOwn: true) { return said } }
      return nil
    }
    var out = PaperRule.all.compactMap { rule in said(rule.id) ?? asked(rule, isOwn: false) }
    var seen: Set<String> = []
    for rule in own where PaperRule.of(rule.id) == nil && seen.insert(rule.id).inserted {
      if let said = said(rule.id) { out.append(said) }
    }
    return out.filter(\.demand.isAsked)
  }

  /// What a destination does not let in, or looks at closely, among the goods of a consignment on its day: what it says of goods by
  /// their codes, and of parcels by their way. What it says of used goods, counterfeits and the like no code tells.
  package func restrictions(
    on consignment: Consignment, rates: ExchangeRates = ExchangeRates()
  ) -> [Restriction] {
    files(about: consignment.to).flatMap { destination -> [Restriction] in
      guard !destination.isInside(from: consignment.shippedFrom, to: consignment.to) else { return [] }
      return destination.restricted.filter { restriction in
        guard let condition = restriction.condition, restriction.span.contains(consignment.date),
          restriction.member.map({ $0 == consignment.to }) ?? true
        else { return false }
        return consignment.lines.indices.contains { line in
          ConsignmentFacts(consignment, line, destination, rates).mismatch(condition) == nil
        }
      }
    }
  }

  /// The files that speak of a country: its own, and its union's.
  func files(about country: Country) -> [Destination] {
    let union = country != Union.country && Union.contains(country) ? destination(Union.country) : nil
    let own = destination(country)
    return [own, own?.country == union?.country ? nil : union].compactMap(\.self)
  }
}

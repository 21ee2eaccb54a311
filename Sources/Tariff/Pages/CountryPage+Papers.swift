package import Measures

// What a country's page says of papers and of goods that may not enter.

extension RegimeBook {
  /// What a country asks on a day, what changes when, and what it rests on; nil where nothing is known of it.
  package func page(of country: Country, on date: CivilDate) -> Page? {
    destination(country)?.page(
      on: date, for: country,
      papers: CountryPapers(
        asked: papers(from: country, to: country, on: date), later: laterPapers(of: country, after: date)))
  }

  /// What will be asked for, or no longer, and was said by name of a country.
  private func laterPapers(of country: Country, after date: CivilDate) -> [(PaperRule, PaperDemand)] {
    let own = files(about: country).flatMap(\.papers)
    let known = PaperRule.all.filter { rule in !own.contains { $0.id == rule.id } }
    return (known + own).flatMap { rule in
      rule.demands.filter { demand in
        guard let named = demand.country, [named].names(country) else { return false }
        return demand.span.from.map { $0 > date } ?? false || demand.span.until.map { $0 >= date } ?? false
      }.map { (rule, $0) }
    }
  }
}

/// The papers of a country's page.
struct CountryPapers {
  var asked: [AskedPaper]
  /// What begins after the page's day, or ends.
  var later: [(rule: PaperRule, demand: PaperDemand)]

  /// Those that the country or its union asks for by name.
  private var named: [AskedPaper] { asked.filter { $0.isOwn || $0.demand.country != nil } }

  /// Those that the country or its union asks for by name; of those that any country may ask for, only how many.
  var section: Page.Section {
    var lines = named.map { paper in
      let days = paper.demand.span.words
      return Page.Line(
        .rule, paper.rule.id, paper.rule.words(paper.demand.requirement),
        aside: (days.isEmpty ? "" : days + ", ") + paper.rule.evidence.words)
    }
    if asked.count > named.count {
      lines.append(
        Page.Line(
          .fact, "",
          "and \(asked.count - named.count) that any country may ask for, as the invoice: `clearway papers` says which a parcel "
            + "needs"))
    }
    return Page.Section("Papers", lines)
  }

  /// Their days after the page's, as changes.
  func changes(after date: CivilDate) -> [(day: CivilDate, line: Page.Line)] {
    later.map { rule, demand in
      if let from = demand.span.from, from > date {
        let words = "begins: \(rule.words(demand.requirement))"
        return (from, Page.Line(.change, from.text, words, aside: rule.evidence.words))
      }
      let until = demand.span.until ?? date
      return (until, Page.Line(.change, until.text, "last day of \(rule.id)", aside: rule.evidence.words))
    }
  }

  /// The catalogue's sources that its papers name.
  var sources: [Source] {
    let ids = Set(named.filter { !$0.isOwn }.flatMap(\.rule.evidence.sources) + later.flatMap(\.rule.evidence.sources))
    return PaperRule.sources.filter { ids.contains($0.id) }
  }
}

extension Destination {
  /// What may not enter on a day, and what is looked at closely.
  func restrictions(on date: CivilDate, forbidden: Bool) -> Page.Section {
    let held = restricted.filter { $0.isForbidden == forbidden && $0.span.contains(date) }
    return Page.Section(
      forbidden ? "May not enter" : "Looked at closely",
      held.map { Page.Line(.rule, $0.id, $0.told, aside: $0.dated) })
  }

  /// Which restrictions begin after a day, or end.
  func restrictionChanges(after date: CivilDate) -> [(day: CivilDate, line: Page.Line)] {
    restricted.flatMap { restriction -> [(day: CivilDate, line: Page.Line)] in
      var out: [(day: CivilDate, line: Page.Line)] = []
      let evidence = restriction.evidence.words
      if let from = restriction.span.from, from > date {
        let what = restriction.isForbidden ? "may not enter any more" : "looked at closely"
        out.append((from, Page.Line(.change, from.text, "\(what): \(restriction.told)", aside: evidence)))
      }
      if let until = restriction.span.until, until >= date {
        out.append((until, Page.Line(.change, until.text, "last day of \(restriction.id)", aside: evidence)))
      }
      return out
    }
  }
}

extension PaperRule {
  /// What it is, how strictly it is asked for, of whom, by when and of what: "Entry summary declaration (ICS2): mandatory, from the
  /// carrier, before loading".
  func words(_ requirement: PaperRequirement) -> String {
    var parts = ["\(name): \(requirement.words)", "from \(supplier.words)", time.words]
    if isExportSide { parts.append("of what is sent from there") }
    var limits = condition.words + flags.words.map { "goods \($0)" }
    switch trigger {
    case .always: break
    case .packages: limits.append("more than one package")
    case .preference: limits.append("where a preference is claimed")
    case .ask(let words): limits.append("if: \(words)")
    }
    return parts.joined(separator: ", ") + (limits.isEmpty ? "" : "; " + limits.joined(separator: "; "))
  }
}

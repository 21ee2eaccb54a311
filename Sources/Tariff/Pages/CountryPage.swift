import Measures

extension Destination {
  /// What the destination asks on a day, what changes when, and what it rests on.
  ///
  /// - Parameters:
  ///   - country: a member of the union, where the page is about one; else the destination's own code.
  ///   - papers: those the country asks for.
  func page(on date: CivilDate, for country: Country, papers: CountryPapers) -> Page {
    let member = members.last { $0.code == country.code && $0.tax.span.contains(date) }
    let title = (member.map { "\($0.name) (\(name))" } ?? name) + " on " + date.text
    guard let period = period(on: date) else {
      let words =
        periods.first.map { "nothing is known of that day; it is known since \($0.from.text)" } ?? "nothing is known"
      return Page(
        title: title,
        sections: [
          Page.Section("That day", [Page.Line(.caution, "", words)]), changes(on: date, papers), sourceList(papers),
        ])
    }
    return Page(
      title: title,
      sections: [
        today(period, date, member), reckoning(period, date), onTop(date), charged(period, date, country),
        registration(period), numbers, papers.section, restrictions(on: date, forbidden: true),
        restrictions(on: date, forbidden: false), changes(on: date, papers), past(before: period), sourceList(papers),
      ])
  }

  private func today(_ period: Period, _ date: CivilDate, _ member: Member?) -> Page.Section {
    var lines: [Page.Line] = []
    func say(_ label: String, _ text: String, _ evidence: Evidence? = nil, role: Page.Role = .fact) {
      lines.append(Page.Line(role, label, text, aside: evidence?.words ?? ""))
    }
    say(
      "in force", period.span.words + (period.isFromUncertain ? " (the first day is uncertain)" : ""), period.evidence)
    if period.standing != .enacted { say("", "these rules are \(period.standing.rawValue)", role: .caution) }
    if !period.laws.isEmpty { say("law", period.laws.joined(separator: "; ")) }
    if let note = period.note { say("", note, role: .caution) }
    if let relief = period.dutyRelief { say("free of duty", relief.words, relief.evidence) }
    if let relief = period.taxRelief { say("free of tax", relief.words, relief.evidence) }
    let reduced =
      period.tax.reduced.isEmpty ? "" : "; reduced " + period.tax.reduced.map(\.text).joined(separator: ", ")
    if period.tax.isNoneAtImport {
      say("tax", "\(period.tax.name): none at import", period.tax.evidence)
    } else if let member {
      say("tax", "\(period.tax.name) \(member.tax.rate.text)\(reduced)", member.tax.evidence)
    } else {
      let dated = members.isEmpty ? (regions.isEmpty ? period.tax.rates : regions.map(\.tax)) : members.map(\.tax)
      let held = dated.filter { $0.span.contains(date) }.map(\.rate)
      let whose = members.isEmpty ? (regions.isEmpty ? "" : " by region") : " by member"
      say("tax", "\(period.tax.name) \(RateRange(around: held).text)\(whose)\(reduced)", period.tax.evidence)
    }
    let others = territory.filter { $0 != self.country }
    if !others.isEmpty { say("territory", "one customs territory with \(others.map(\.code).joined(separator: ", "))") }
    let share = personalValue.map { "; \($0.text) of the price for own use" } ?? ""
    say(
      "value",
      "\(valuation == .intrinsic ? "no duty to speak of" : valuation.rawValue)\(share), in \((member?.currency ?? currency).code)"
    )
    for rounding in rounding where rounding.span.contains(date) {
      say("rounded", rounding.words, rounding.evidence)
    }
    say("evidence", (evidenceMonth.map { "newest of \($0)" } ?? "undated") + ", confidence \(confidence.rawValue)")
    if reverify == .high { say("", "look it up again before relying on it", role: .caution) }
    if !files.isEmpty { say("changed by", files.map { excerpt($0) }.joined(separator: ", ")) }
    return Page.Section("That day", lines)
  }

  private func reckoning(_ period: Period, _ date: CivilDate) -> Page.Section {
    Page.Section(
      "How it is reckoned",
      period.rules.map { rule in
        let days = rule.span.words
        let held = rule.span.contains(date) ? "" : "not that day, "
        return Page.Line(
          .rule, rule.id, rule.words(period.tax.name) + (rule.note ?? rule.duty.note).map { "; " + $0 }.text,
          aside: (days.isEmpty ? "" : held + days + ", ") + rule.evidence.words)
      })
  }

  private func onTop(_ date: CivilDate) -> Page.Section {
    Page.Section(
      "On top of the tariff",
      layers.filter { $0.span.contains(date) }.map { layer in
        let days = layer.span.words
        return Page.Line(
          .rule, layer.id, layer.words, aside: (days.isEmpty ? "" : days + ", ") + layer.evidence.words)
      })
  }

  private func charged(_ period: Period, _ date: CivilDate, _ country: Country) -> Page.Section {
    let all = country == self.country
    return Page.Section(
      "Fees",
      period.fees.filter { fee in
        fee.span.contains(date) && (all || fee.member == nil || fee.member == country.code)
      }.map { fee in
        let days = fee.span.words
        return Page.Line(.rule, fee.id, fee.words, aside: (days.isEmpty ? "" : days + ", ") + fee.evidence.words)
      })
  }

  private func registration(_ period: Period) -> Page.Section {
    guard let scheme = period.scheme else { return Page.Section("Registration", []) }
    var text = scheme.name
    if let number = scheme.number { text += "; number: \(number)" }
    if let pattern = scheme.pattern { text += ", shape \(pattern.text)" }
    if let to = scheme.to { text += "; up to \(to.text)" }
    if !scheme.collectedBy.isEmpty { text += "; by \(scheme.collectedBy.joined(separator: " or "))" }
    return Page.Section("Registration", [Page.Line(.fact, "", text, aside: scheme.evidence.words)])
  }

  private var numbers: Page.Section {
    Page.Section(
      "Numbers asked for",
      identifiers.map { identifier in
        var text = "of \(identifier.holder.words)" + (identifier.isAlways ? ", always" : "")
        if let pattern = identifier.pattern { text += "; shape \(pattern.text)" }
        return Page.Line(.fact, identifier.name, text, aside: identifier.evidence.words)
      })
  }

  /// What changes after a day: periods, fees, rules, papers and restrictions that begin or end, and what is planned.
  private func changes(on date: CivilDate, _ papers: CountryPapers) -> Page.Section {
    var dated = papers.changes(after: date) + restrictionChanges(after: date)
    for period in periods where period.from > date {
      let laws = period.laws.isEmpty ? "" : ": " + period.laws.joined(separator: "; ")
      dated.append(
        (
          period.from,
          Page.Line(
            .change, period.from.text,
            "new rules\(period.standing == .enacted ? "" : " (\(period.standing.rawValue))")\(laws)",
            aside: period.evidence.words)
        ))
    }
    if let period = period(on: date) {
      for fee in period.fees {
        if let from = fee.span.from, from > date {
          dated.append((from, Page.Line(.change, from.text, "begins: \(fee.words)", aside: fee.evidence.words)))
        }
      }
      let ends =
        period.rules.map { ($0.span.until, $0.id, $0.evidence) }
        + period.fees.map { ($0.span.until, $0.id, $0.evidence) }
      for (until, id, evidence) in ends {
        if let until, until >= date, period.until.map({ until < $0 }) ?? true {
          dated.append((until, Page.Line(.change, until.text, "last day of \(id)", aside: evidence.words)))
        }
      }
    }
    for layer in layers {
      if let from = layer.span.from, from > date {
        dated.append((from, Page.Line(.change, from.text, "begins: \(layer.words)", aside: layer.evidence.words)))
      }
    }
    for change in planned {
      guard let day = change.on else { continue }
      if day > date {
        dated.append((day, Page.Line(.change, day.text, change.words, aside: change.evidence.words)))
      }
    }
    let sorted = dated.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }
    let undated = planned.filter { $0.on == nil }.map {
      Page.Line(.change, "no day set", $0.words, aside: $0.evidence.words)
    }
    return Page.Section("What changes", sorted.map(\.element.line) + undated)
  }

  private func past(before period: Period) -> Page.Section {
    Page.Section(
      "Before",
      periods.filter { $0.from < period.from }.reversed().map { old in
        let duty = old.dutyRelief.map { "duty-free \($0.words)" } ?? ""
        let tax = old.taxRelief.map { "; tax-free \($0.words)" } ?? ""
        let laws = old.laws.isEmpty ? "" : "; " + old.laws.joined(separator: "; ")
        return Page.Line(.change, old.from.text, "\(old.span.words): \(duty)\(tax)\(laws)", aside: old.evidence.words)
      })
  }

  private func sourceList(_ papers: CountryPapers) -> Page.Section {
    let others = papers.sources.filter { source($0.id) == nil }
    return Page.Section(
      "Sources",
      (sources + others).map { Page.Line(.source, $0.id, $0.title + ($0.address.map { " " + $0 } ?? "")) })
  }
}

extension String? {
  fileprivate var text: String { self ?? "" }
}

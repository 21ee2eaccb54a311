import Measures
import Testing

@testable import Tariff

@Suite("Registry of destinations") struct RegistryTests {
  private let all = RegimeBook.builtIn.countries.compactMap { RegimeBook.builtIn.destination($0) }

  @Test("All destinations are there, and each can be read") func complete() throws {
    let codes = RegimeBook.builtIn.countries.map(\.code)
    #expect(
      codes == [
        "AE", "AR", "AU", "BD", "BR", "CA", "CH", "CL", "CN", "CO", "EG", "EU", "GB", "HK", "ID", "IL", "IN", "JP",
        "KE", "KR", "KZ", "LK", "MX", "MY", "NG", "NO", "NZ", "PH", "PK", "RU", "SA", "SG", "TH", "TR", "TW", "UA",
        "US",
        "VN", "ZA",
      ])
    for number in codes.indices {
      let text = RegimeBook.builtInText(number)
      #expect(text.faults.map(\.description) == [])
      switch text.merged(into: nil) {
      case .success(let destination): #expect(destination.country.code == codes[number])
      case .failure(let faults): Issue.record("\(faults.all.map(\.description))")
      }
    }
  }

  @Test("The union has its 27 members, each under its own code") func members() throws {
    let union = try #require(RegimeBook.builtIn.destination(Union.country))
    #expect(Set(union.members.map(\.code)).sorted() == Union.countries.map(\.code))
    #expect(Union.countries.count == 27)
    for country in Union.countries {
      #expect(RegimeBook.builtIn.destination(country)?.country == Union.country)
      // One rate a day, and one today.
      let day = try #require(CivilDate(day: "2026-11-22"))
      #expect(union.members.count { $0.code == country.code && $0.tax.span.contains(day) } == 1, "\(country.code)")
    }
    #expect(!Union.contains(.none))
    #expect(!Union.contains(try Parcel.country("GB")))
  }

  @Test("Periods follow each other without gap or overlap; the last is open") func periods() {
    for destination in all {
      for (earlier, later) in zip(destination.periods, destination.periods.dropFirst()) {
        #expect(earlier.until?.adding(days: 1) == later.from, "\(destination.name) \(later.from.text)")
      }
      #expect(destination.periods.last?.until == nil, "\(destination.name)")
      #expect(!destination.periods.isEmpty)
    }
  }

  @Test("Everything names sources that there are, and they have titles") func sources() {
    for destination in all {
      var evidence: [Evidence] = destination.periods.flatMap { period in
        [period.evidence, period.tax.evidence] + period.rules.map(\.evidence) + period.fees.map(\.evidence)
          + [period.dutyRelief?.evidence, period.taxRelief?.evidence, period.scheme?.evidence].compactMap(\.self)
      }
      evidence += destination.layers.map(\.evidence) + destination.identifiers.map(\.evidence)
      evidence += destination.restricted.map(\.evidence)
      evidence += destination.planned.map(\.evidence) + (destination.members + destination.regions).map(\.tax.evidence)
      for each in evidence {
        #expect(!each.sources.isEmpty)
        for id in each.sources { #expect(destination.source(id) != nil, "\(destination.name): \(id)") }
      }
      for source in destination.sources {
        #expect(!source.title.isEmpty && (source.address != nil || !source.id.isEmpty))
      }
    }
    for row in TariffTable.rows {
      for id in row.evidence.sources { #expect(TariffTable.sources.contains { $0.id == id }) }
    }
  }

  @Test("Ids are unique over all destinations") func ids() {
    let rules = all.flatMap { $0.periods.flatMap { $0.rules.map(\.id) } }
    let fees = all.flatMap { $0.periods.flatMap { $0.fees.map(\.id) } }
    #expect(Set(rules).count == rules.count && rules.count >= 148)
    #expect(Set(fees).count == fees.count && fees.count >= 35)
    let restrictions = all.flatMap { $0.restricted.map(\.id) }
    #expect(Set(restrictions).count == restrictions.count && restrictions.count >= 180)
    // Papers come with the catalogue, so that no file that comes with the program speaks of any.
    #expect(all.allSatisfy { $0.papers.isEmpty })
  }

  @Test("Each way to reckon duty and tax is one that some destination has") func methods() {
    let rules = all.flatMap { $0.periods.flatMap(\.rules) }
    #expect(Set(rules.map(\.duty.method.name)).sorted() == DutyMethod.names.sorted())
    #expect(Set(rules.map(\.tax.method.name)).sorted() == TaxMethod.names.sorted())
    #expect(Set(rules.flatMap(\.tax.base)) == Set(TaxBase.allCases))
    let layers = all.flatMap(\.layers)
    #expect(layers.contains { if case .upTo = $0.amount { true } else { false } })
    #expect(layers.contains { if case .oneOf = $0.amount { true } else { false } })
    #expect(layers.contains { $0.amount == .unknown })
  }

  @Test("Each rule can be taken by some consignment") func reachable() throws {
    for destination in all {
      for period in destination.periods {
        for rule in period.rules {
          let condition = rule.condition
          let to = destination.country == Union.country ? "DE" : destination.country.code
          let usual = try Parcel.country(to == "CN" ? "US" : "CN")
          let other = try Parcel.country("VN")
          let sender = condition.shippedFrom.first ?? condition.origins.first ?? usual
          var parcel = try Parcel.to(to, on: "2026-07-15", "1 EUR")
          let isUnfit = condition.exceptOrigins.contains(sender) || sender == destination.country
          parcel.shippedFrom = isUnfit ? other : sender
          parcel.date = rule.span.from ?? period.from
          parcel.channel = condition.channels.first ?? .cargo
          parcel.carriage = condition.carriages.first ?? .air
          parcel.purpose = condition.purposes.first ?? .sale
          parcel.isSellerRegistered = condition.isSellerRegistered ?? false
          parcel.declaration = condition.declarations.first
          let limit = condition.to ?? condition.over
          let above = condition.to == nil && condition.over != nil
          let currency = limit?.currency ?? .eur
          parcel.lines[0].value = Money(minor: above ? (limit?.minor ?? 0) * 2 : limit?.minor ?? 1_000_000, currency)
          let headphones = try CommodityCode(parsing: "851830")
          let plastics = try CommodityCode(parsing: "392690")
          let leavesOutHeadphones = condition.exceptGoods.contains { $0.contains(headphones) }
          parcel.lines[0].code = condition.goods.first?.first ?? (leavesOutHeadphones ? plastics : headphones)
          if condition.to == nil, condition.over == nil { parcel.lines[0].value = try Parcel.money("90000 EUR") }
          // What holds whoever sends it may give way to a rule about one country alone.
          let isForAll = condition.shippedFrom.isEmpty && condition.origins.isEmpty && destination.country != other
          var judgement = RegimeBook.builtIn.judge(parcel)
          if isForAll, judgement.rule?.id != rule.id {
            parcel.shippedFrom = other
            judgement = RegimeBook.builtIn.judge(parcel)
          }
          let met = judgement.passedOver.first { $0.rule.id == rule.id }
          let isTaken = judgement.rule?.id == rule.id || judgement.alternatives.contains { $0.id == rule.id }
          let why = met.map { $0.mismatch?.words ?? "met, and \(judgement.rule?.id ?? "") is closer" }
          #expect(isTaken, "\(rule.id): \(why ?? "not looked at")")
        }
      }
    }
  }

  @Test("Only a sale has tax that the seller takes") func atSale() {
    for rule in all.flatMap({ $0.periods.flatMap(\.rules) }) where rule.tax.method == .sellerCollected {
      #expect(rule.condition.purposes == [.sale], "\(rule.id)")
    }
  }

  @Test("The days of a rule or fee lie inside its period") func days() {
    for destination in all {
      for period in destination.periods {
        for (id, span) in period.rules.map({ ($0.id, $0.span) }) + period.fees.map({ ($0.id, $0.span) }) {
          // Those of Romania and Italy say since when it has been charged; an earlier period has it as well.
          if let from = span.from, !["ro-log-26"].contains(id) { #expect(from >= period.from, "\(id)") }
          if let until = span.until, let end = period.until { #expect(until <= end, "\(id)") }
        }
      }
    }
  }

  @Test("A territory names the destination, and no member of the union") func territories() {
    for destination in all where !destination.territory.isEmpty {
      #expect(destination.territory.contains(destination.country) && destination.territory.count > 1)
      #expect(!destination.territory.contains(where: Union.contains))
    }
  }

  @Test("The table of rates is read, and what is not in it is open") func table() throws {
    #expect(TariffTable.rows.count > 850)
    let shirts = TariffTable.rate(try CommodityCode(parsing: "610910"), at: try Parcel.country("US"))
    #expect(shirts.range == RateRange(try #require(Rate(percent: "16.5"))))
    // A heading is not enough to know a rate.
    let heading = TariffTable.rate(try CommodityCode(parsing: "6109"), at: try Parcel.country("US"))
    #expect(heading.ground == .elsewhere && heading.range.high == Rate(percent: "32"))
    let elsewhere = TariffTable.rate(try CommodityCode(parsing: "610910"), at: try Parcel.country("TH"))
    #expect(elsewhere.ground == .elsewhere && elsewhere.range == RateRange(.zero, Rate(percent: "18")))
    let nowhere = TariffTable.rate(try CommodityCode(parsing: "010121"), at: try Parcel.country("US"))
    #expect(nowhere.ground == .unknown && nowhere.range == .unknown)
  }
}

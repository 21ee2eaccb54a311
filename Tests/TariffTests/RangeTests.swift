import Measures
import Testing

@testable import Tariff

/// What is not known is a range, and what a place or a purpose changes is not overlooked.
@Suite("What is not known is never a made-up number") struct RangeTests {
  private func cost(_ parcel: Consignment, _ rates: String...) throws -> LandedCost {
    try LandedCost.of(
      parcel, rates: ExchangeRates(own: try rates.map { try #require(ExchangeRate(stated: $0)) }))
  }

  // MARK: - Excise

  @Test("Alcohol and tobacco are never exact, and excise is named", arguments: ["220830", "240220"])
  func excise(_ hs: String) throws {
    for country in RegimeBook.builtIn.countries {
      let to = country == Union.country ? "DE" : country.code
      for (channel, isRegistered) in [(Channel.courier, false), (.courier, true), (.postal, false)] {
        var parcel = try Parcel.to(to, from: to == "CN" ? "US" : "CN", on: "2026-07-15", hs, "20 EUR", channel: channel)
        parcel.isSellerRegistered = isRegistered
        let cost = try cost(parcel)
        #expect(cost.fees.high == nil && cost.total.high == nil, "\(to)")
        #expect(cost.feeCosts.contains { $0.id == "excise" }, "\(to)")
        #expect(cost.steps.contains { $0.words.contains("excise is not reckoned here") }, "\(to)")
        #expect(cost.taxAtSale.isNothing, "\(to): no scheme for sellers takes alcohol or tobacco")
        // A relief is told as free only by a rule that names such goods.
        let rule = try #require(cost.lines.first).ruleID
        #expect(cost.duty.high == nil || cost.duty.low.minor > 0 || rule.map { $0.hasPrefix("cn-") } ?? false, "\(to)")
      }
    }
    // Shirts are as exact as they were.
    #expect(try cost(Parcel.to("DE", from: "US", on: "2026-06-30", "851830", "89 EUR")).total.isExact)
  }

  @Test("The union's old relief left out alcohol, tobacco and perfume") func oldRelief() throws {
    var whisky = try Parcel.to("DE", from: "US", on: "2026-06-30", "220830", "89 EUR")
    let open = try cost(whisky)
    #expect(open.lines[0].ruleID == "eu21-excl" && open.duty.high == nil)
    // What is known can be stated: 5 % of 89.00 = 4.45
    whisky.lines[0].statedRate = Rate(percent: "5")
    #expect(try cost(whisky).duty.text == "€4.45")
    #expect(RegimeBook.builtIn.judge(try Parcel.to("DE", on: "2026-06-30", "330300", "89 EUR")).rule?.id == "eu21-excl")
  }

  // MARK: - Lower rates of tax

  @Test("Books, food and medicines are taxed between nothing and the ordinary rate") func lowerRates() throws {
    // 20 % of 200.00 and what the tariff asks
    let book = try cost(
      Parcel.to("GB", on: "2026-07-15", "490199", "200 GBP").with { $0.lines[0].statedRate = .zero })
    #expect(book.sums == ["0.00", "0.00-40.00", "0.00", "0.00"])
    #expect(book.steps.contains { $0.words.contains("often taxed less") && $0.words.contains("5 %, 0 %") })
    for (to, hs) in [("DE", "300490"), ("CH", "490199"), ("JP", "490199"), ("UA", "300490"), ("IN", "490199")] {
      let cost = try cost(Parcel.to(to, on: "2026-07-15", hs, "200 EUR"))
      #expect(cost.tax.low.minor == 0 && cost.tax.high?.minor != 0, "\(to)")
    }
    // What a rule says of such goods holds: food to Norway 15 %, to Switzerland 2.6 %.
    let chocolate = try Parcel.to("CH", on: "2026-07-15", "180690", "1000 CHF").with {
      $0.lines[0].statedRate = .zero
    }
    #expect(try cost(chocolate).tax.text == "CHF 26.00")
    // Other goods have the ordinary rate, and it is said that some have not.
    let shirt = try cost(Parcel.to("GB", on: "2026-07-15", "610910", "100 GBP"))
    #expect(shirt.taxAtSale.text == "£20.00")
    #expect(shirt.steps.contains { $0.words.contains("some goods are taxed less there (5 %, 0 %)") })
  }

  // MARK: - Purposes

  @Test("Nobody takes tax at a sale that was none") func noSale() throws {
    for country in RegimeBook.builtIn.countries {
      let to = country == Union.country ? "DE" : country.code
      for purpose in [Purpose.gift, .business, .sample] {
        let currency = try #require(RegimeBook.builtIn.destination(country)).currency.code
        for value in ["30 \(currency)", "100 \(currency)"] {
          var parcel = try Parcel.to(to, from: to == "CN" ? "US" : "CN", on: "2026-07-15", value)
          parcel.purpose = purpose
          parcel.isSellerRegistered = true
          #expect(try cost(parcel).taxAtSale.isNothing, "\(to) \(purpose)")
        }
      }
    }
    // A gift of 100 GBP: 20 % at the border.
    var gift = try Parcel.to("GB", from: "US", on: "2026-07-15", "610910", "100 GBP")
    gift.purpose = .gift
    #expect(try cost(gift).sums == ["0.00", "20.00", "0.00", "0.00"])
    gift.lines[0].value = try Parcel.money("39 GBP")
    #expect(try cost(gift).sums == ["0.00", "0.00", "0.00", "0.00"])
    // To Australia it is what anybody's gift is: free up to the limit.
    let parcel = try Parcel.to("AU", on: "2026-07-15", "100 AUD").with {
      $0.purpose = .gift
      $0.isSellerRegistered = true
    }
    #expect(try cost(parcel).lines[0].ruleID == "au-unreg")
  }

  // MARK: - Fees

  @Test("The fees of a year are charged in each of its periods") func fees() throws {
    func fees(_ day: String, _ channel: Channel = .courier) throws -> String {
      try cost(Parcel.to("US", from: "CN", on: day, "851830", "89 USD", channel: channel)).fees.text
    }
    let known = try fees("2026-09-30")
    #expect(known == "$1.34")
    for day in ["2025-10-01", "2026-02-23", "2026-02-24", "2026-07-20", "2026-07-24"] {
      #expect(try fees(day) == known, "\(day)")
    }
  }

  // MARK: - Territories

  @Test("A customs union other than the European one is one territory") func territories() throws {
    for (from, to) in [("RU", "KZ"), ("BY", "RU"), ("KG", "KZ"), ("LI", "CH"), ("FR", "DE")] {
      let cost = try cost(Parcel.to(to, from: from, on: "2026-07-15", "610910", "300 EUR"))
      #expect(cost.dueAtBorder.isNothing && cost.taxAtSale.isNothing, "\(from) to \(to)")
    }
    #expect(try cost(Parcel.to("KZ", from: "CN", on: "2026-07-15", "610910", "300 EUR")).duty.low.minor > 0)
    let page = try #require(
      RegimeBook.builtIn.page(of: try Parcel.country("KZ"), on: try Parcel.day("2026-07-15")))
    #expect(page.text().contains("one customs territory with AM, BY, KG, RU"))
  }

  @Test("A member of the union stays inside it, whoever wrote its file") func ownMember() throws {
    let own = """
      code: DE
      name: Germany of ours
      currency: EUR
      valuation: CIF
      confidence: low
      periods:
      - from: 2020-01-01
        tax: {name: VAT, pct: 19, confidence: low, sources: [GK]}
        confidence: low
        sources: [GK]
      """
    let book = RegimeBook.builtIn.adding([("de.yaml", Array(own.utf8))])
    #expect(book.refused.isEmpty)
    let cost = try LandedCost.of(try Parcel.to("DE", from: "FR", on: "2026-07-15", "89 EUR"), book: book)
    #expect(cost.sums == ["0.00", "0.00", "0.00", "0.00"])
  }

  // MARK: - What is not stated

  @Test("Where nobody said where it was made, duties by origin open the range") func noOrigin() throws {
    var parcel = try Parcel.to("US", from: "", on: "2026-08-01", "610910", "100 USD")
    // 16.5 % alone, to China's 12.5 % and 0 to 100 % on top
    #expect(try cost(parcel).duty.text == "$16.50 to $129.00")
    #expect(try cost(parcel).steps.contains { $0.words.contains("where it was made is not stated") })
    parcel.lines[0].origin = try Parcel.country("UA")
    #expect(try cost(parcel).duty.text == "$16.50")
  }

  @Test("A code that is none is said to be none") func noCode() throws {
    func isTold(_ hs: String) throws -> Bool {
      try cost(Parcel.to("DE", on: "2026-07-15", hs, "89 EUR")).steps.contains {
        $0.words.contains("is no code of HS 2022")
      }
    }
    #expect(try isTold("851899") && isTold("610999"))
    #expect(try !isTold("851830") && !isTold("8518") && !isTold("85"))
  }
}

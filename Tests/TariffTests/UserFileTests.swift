import Measures
import Testing

@testable import Tariff

/// Files that people write.
@Suite("Files of the user's own") struct UserFileTests {
  private func book(_ files: (String, String)...) -> RegimeBook {
    RegimeBook.builtIn.adding(files.map { (name: $0.0, bytes: Array($0.1.utf8)) })
  }

  private func refused(_ text: String) -> [String] { book(("x.yaml", text)).refused.map(\.description) }

  private let island = """
    code: ZZ
    name: Island
    currency: EUR
    valuation: CIF
    confidence: high
    sources:
    - {id: ISL, title: Customs of the Island, url: 'https://example.org/customs'}
    periods:
    - from: 2026-01-01
      tax: {name: VAT, pct: 10, confidence: high, sources: [ISL]}
      confidence: high
      sources: [ISL]
      rules:
      - id: isl-low
        when: {to: 100 EUR, basis: CIF}
        duty: {method: exempt}
        tax: {method: standard, of: [cif]}
        confidence: high
        sources: [ISL]
    """

  @Test("A new destination is judged like any other") func added() throws {
    let book = book(("island.yaml", island))
    #expect(book.refused.isEmpty)
    let cost = try LandedCost.of(try Parcel.to("ZZ", on: "2026-05-01", "50 EUR"), book: book)
    #expect(cost.sums == ["0.00", "5.00", "0.00", "0.00"])
    #expect(RegimeBook.builtIn.destination(try Parcel.country("ZZ")) == nil)
  }

  @Test("An amount a kilogram is one a kilogram, however a rule asks it") func perKilogram() throws {
    let text = island.replacing("method: exempt", with: "method: preference_or_flat, amount: 10 EUR, per: kilogram")
    let parcel = try Parcel.to("ZZ", on: "2026-05-01", "610910", "50 EUR", kilograms: "2")
    // at most 2 kg x 10.00
    #expect(try LandedCost.of(parcel, book: book(("island.yaml", text))).duty.text == "€0.00 to €20.00")
  }

  @Test("One rule, one fee and one period of a known destination are changed, and the rest stays") func changed() throws
  {
    let book = book(
      (
        "gb.yaml",
        """
        code: GB
        periods:
        - from: 2021-01-01
          rules:
          - id: gb-135
            when: {to: 135 GBP}
            duty: {method: flat_ad_valorem, pct: 1}
            tax: {method: seller_collected, pct: 10, of: [goods]}
            confidence: low
            sources: [GK]
        - from: 2027-01-01
          tax: {name: VAT, pct: 25, confidence: low, sources: [GK]}
          confidence: low
          sources: [GK]
        """
      ))
    #expect(book.refused.map(\.description) == [])
    // 1 % and 10 % of 100
    let now = try LandedCost.of(try Parcel.to("GB", on: "2026-05-01", "100 GBP"), book: book)
    #expect(now.sums == ["1.00", "0.00", "10.00", "0.00"])
    // Another rule is as it was.
    #expect(book.judge(try Parcel.to("GB", on: "2026-05-01", "200 GBP")).rule?.id == "gb-over")
    let destination = try #require(book.destination(try Parcel.country("GB")))
    #expect(destination.periods.map(\.span.words) == ["2021-01-01 to 2026-12-31", "since 2027-01-01"])
    #expect(destination.files == ["gb.yaml"])
    let page = book.page(of: destination.country, on: try Parcel.day("2026-05-01"))
    #expect(page?.text().contains("gb.yaml") == true)
  }

  @Test("A file with a fault is refused with place and reason, and the others hold") func broken() throws {
    let book = book(("a.yaml", island), ("b.yaml", "code: GB\nperiods:\n- from: 2026-13-01\n"))
    #expect(book.destination(try Parcel.country("ZZ")) != nil)
    #expect(
      book.refused.map(\.description) == [
        "b.yaml:3:9: periods[1].from: “2026-13-01”: a day is written 2026-07-01, in the years 1900 to 2199"
      ])
    #expect(book.judge(try Parcel.to("GB", on: "2026-05-01", "100 GBP")).rule?.id == "gb-135")
  }

  @Test("Wrong values are told where they stand") func wrong() {
    func fault(_ change: (String) -> String) -> String { refused(change(island)).first ?? "nothing" }
    #expect(
      fault { $0.replacing("pct: 10", with: "pct: NaN") }.hasPrefix("x.yaml:10:25: periods[1].tax.pct: “NaN”: a rate"))
    #expect(fault { $0.replacing("pct: 10", with: "pct: -1") }.contains("a rate is a number"))
    #expect(fault { $0.replacing("pct: 10", with: "pct: 99999999999999999999") }.contains("a rate is a number"))
    #expect(fault { $0.replacing("100 EUR", with: "100") }.contains("an amount is a number and a currency"))
    #expect(fault { $0.replacing("100 EUR", with: "99999999999999999999 EUR") }.contains("an amount is"))
    #expect(fault { $0.replacing("100 EUR", with: "100 QQQ") }.contains("an amount is"))
    #expect(fault { $0.replacing("2026-01-01", with: "99999-01-01") }.contains("a day is written"))
    #expect(fault { $0.replacing("method: exempt", with: "method: magic") }.contains("it is one of exempt, mfn"))
    #expect(fault { $0.replacing("method: exempt", with: "method: flat_per_item") }.contains("“amount” is missing"))
    // No part of a rule is lost in silence.
    #expect(
      fault { $0.replacing("method: exempt", with: "method: flat_per_item, amount_from: 3 EUR") }.contains(
        "“amount_to” is missing"))
    #expect(
      fault { $0.replacing("method: exempt", with: "method: flat_per_item, amount_to: 3 EUR") }.contains(
        "“amount_from” is missing"))
    #expect(
      fault { $0.replacing("method: exempt", with: "method: flat_ad_valorem, pct: 30, includes_tax: true") }.contains(
        "the tax's method is combined"))
    // A tax inside its own base leaves something of it, whatever says the rate.
    for inside in [
      "method: gross_up, pct: 100, of: [cif]", "method: gross_up, of: [cif], pct_hs: [{pct: 150, hs: [61]}]",
    ] {
      #expect(
        fault { $0.replacing("method: standard, of: [cif]", with: inside) }.contains(
          "a tax inside its own base is below 100 %"))
    }
    #expect(
      fault {
        $0.replacing("method: standard, of: [cif]", with: "method: gross_up, of: [cif]").replacing(
          "pct: 10,", with: "pct: 120,")
      }.contains("a tax inside its own base is below 100 %"))
    #expect(
      fault { $0.replacing("name: Island", with: "name: Island\nterritory: [YY]") }.contains("“territory” names ZZ too")
    )
    #expect(fault { $0.replacing("method: standard, of: [cif]", with: "method: standard") }.contains("“of” is missing"))
    #expect(fault { $0.replacing("confidence: high\n    sources: [ISL]", with: "sources: [ISL]") }.contains("missing"))
    #expect(
      fault { $0.replacing("tax: {name: VAT", with: "taxes: {name: VAT") }.contains("there is no key “taxes” here"))
    #expect(
      fault { $0.replacing("sources: [ISL]\n  rules", with: "sources: [NO]\n  rules") }.contains(
        "no source has the id “NO”"))
    #expect(fault { $0.replacing("currency: EUR", with: "currency: [EUR]") }.contains("one value is needed here"))
    #expect(fault { $0.replacing("name: Island", with: "name: Island\nname: Isle") }.contains("twice"))
    #expect(fault { $0.replacing("name: Island", with: "name: \"\\e[2J\"") }.contains("cannot be shown"))
    #expect(fault { $0.replacing("name: Island\n", with: "") }.contains("“name” is missing: ZZ is a new destination"))
    #expect(fault { String($0.prefix(300)) }.contains("x.yaml:"))
    #expect(fault { _ in "" } == "x.yaml:1:1: there is nothing in it")
    #expect(fault { _ in "- 1\n- 2\n" }.contains("a map of keys and values is needed here"))
    #expect(
      fault { $0.replacing("from: 2026-01-01", with: "from: 2026-01-01\n  until: 2025-01-01") }.contains("ends before"))
    #expect(
      fault { $0.replacing("duty: {method: exempt}", with: "duty: {method: exempt, layers: [no]}") }.contains(
        "no layer has"))
    #expect(
      fault {
        $0
          + "\n  - id: isl-low\n    duty: {method: exempt}\n    tax: {method: none}\n    confidence: low\n    sources: [GK]\n"
      }.contains("two rules have the id"))
  }

  @Test("Overlapping periods and gaps are refused") func gaps() {
    let gap =
      "code: GB\nperiods:\n- from: 2021-01-01\n  until: 2025-01-01\n- from: 2026-01-01\n  tax: {name: VAT, pct: 20, confidence: low, sources: [GK]}\n  confidence: low\n  sources: [GK]\n"
    #expect(refused(gap).first?.contains("there is a gap or an overlap") == true)
  }

  @Test("Any bytes give a finding or a destination, never a trap") func hostile() {
    var state: UInt64 = 7
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let start = Array(island.utf8)
    let spice: [[UInt8]] = [
      "\u{0}", "99999999999999999999", "-", "~", "{", "[", "*a", "&a ", "'", ": ", "\n", "NaN", "2026-02-30",
    ].map {
      Array($0.utf8)
    }
    for _ in 0..<600 {
      var bytes = start
      for _ in 0...random(4) {
        let at = random(bytes.count)
        switch random(4) {
        case 0: bytes.remove(at: at)
        case 1: bytes.insert(contentsOf: spice[random(spice.count)], at: at)
        case 2: bytes[at] = UInt8(random(256))
        default: bytes.removeLast(random(bytes.count / 2))
        }
        if bytes.isEmpty { bytes = [0x20] }
      }
      let book = RegimeBook.builtIn.adding([("x.yaml", bytes)])
      #expect(book.refused.allSatisfy { fault in !fault.description.unicodeScalars.contains { $0.value < 0x20 } })
      _ = RatesText(bytes, file: "rates.yaml")
    }
    for lump in [
      [UInt8](repeating: 0x61, count: 10 << 20), [UInt8](repeating: 0x5B, count: 10 << 20), [0xFF, 0xFE, 0x00],
    ] {
      #expect(RegimeBook.builtIn.adding([("x.yaml", lump)]).refused.count == 1)
      #expect(RatesText(lump, file: "rates.yaml").faults.count >= 1)
    }
    // Aliases that stand for much.
    let bomb =
      "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
    #expect(!refused(bomb).isEmpty)
  }

  @Test("Rates that are none are refused") func rates() {
    func faults(_ row: String) -> Int { RatesText(Array("rates:\n- {\(row)}\n".utf8), file: "rates.yaml").faults.count }
    #expect(faults("currency: USD, per_euro: 1.1, on: 2026-07-01, source: bank") == 0)
    #expect(faults("currency: USD, per_euro: 0, on: 2026-07-01, source: bank") == 1)
    #expect(faults("currency: USD, per_euro: inf, on: 2026-07-01, source: bank") == 1)
    #expect(faults("currency: USD, per_euro: 10000000, on: 2026-07-01, source: bank") == 1)
    #expect(faults("currency: USD, per_euro: 1.1, source: bank") == 1)
    #expect(ExchangeRate(stated: "USD=1.08")?.microsPerEuro == 1_080_000)
    for wrong in ["USD", "USD=", "USD=0", "USD=-1", "QQQ=1", "USD=1=2", "=1", "USD=1e5"] {
      #expect(ExchangeRate(stated: wrong) == nil, "\(wrong)")
    }
  }
}

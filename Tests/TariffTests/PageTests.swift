import Measures
import Testing

@testable import Tariff

@Suite("Pages") struct PageTests {
  @Test("The working of a parcel, as it is printed") func working() throws {
    let cost = try LandedCost.of(try Parcel.to("DE", on: "2026-07-15", "851830", "89 EUR", freight: "5 EUR"))
    #expect(
      cost.page.text().split(separator: "\nSources\n")[0] == """
        Landed cost in Germany on 2026-07-15, by the rules since 2026-07-01

        What is sent
          goods                                                                                       €89.00
          freight                                                                                      €5.00

        Working
          8518.30  up to €150.00 (goods alone); sold to a consumer; seller not registered: duty of
                   €3.00 for each HS-6 code; VAT on CIF + duty, inland transport left out
                   [eu26-noioss, 2026-07-01 to 2028-06-30, high: EU-WISE, EU-BM2, EU-GLO, EU-IAM]
          8518.30  customs value: CIF, with freight €5.00, no insurance stated                        €94.00
          8518.30  duty: €3.00 for each HS-6 code                                                      €3.00
          8518.30  VAT: 19 % of CIF + duty [rate of DE, since 2007-01-01, high: EU-VAT25, GK]         €18.43

        Together
          duty                                                                                         €3.00
          VAT at the border                                                                           €18.43
          fees                                                                                         €0.00
          due at the border, from the buyer (DAP)                                                     €21.43
          landed cost                                                                                €115.43

        """)
  }

  @Test("Every step that rests on a rule names it, its days and its sources") func authorities() throws {
    for (to, value) in [("BR", "40 USD"), ("US", "40 USD"), ("CH", "90 CHF"), ("AU", "2000 AUD"), ("KE", "50 USD")] {
      let cost = try LandedCost.of(try Parcel.to(to, on: "2026-08-15", value))
      for step in cost.steps where step.kind == .rule || step.kind == .fee {
        let authority = try #require(step.authority)
        #expect(!authority.id.isEmpty && !authority.sources.isEmpty)
      }
    }
  }

  @Test("A destination says what it asks, what changes when, and where it is from") func country() throws {
    let germany = try Parcel.country("DE")
    let page = try #require(RegimeBook.builtIn.page(of: germany, on: try Parcel.day("2026-06-15")))
    #expect(page.title == "Germany (European Union) on 2026-06-15")
    let text = page.text()
    #expect(text.contains("VAT 19 %"))
    #expect(text.contains("2026-07-01  new rules: Regulation (EU) 2026/382"))
    #expect(text.contains("2028-07-01  the flat EUR 3 ends"))
    #expect(text.contains("[unverified"))
    #expect(text.contains("https://"))
    #expect(page.sections.map(\.heading).contains("Numbers asked for"))
    // Before anything is known it says so.
    let old = try #require(RegimeBook.builtIn.page(of: germany, on: try Parcel.day("1990-01-01")))
    #expect(old.text().contains("it is known since 2021-07-01"))
  }

  @Test("Every destination has a page on any day, on lines of its width") func all() throws {
    for country in RegimeBook.builtIn.countries {
      for day in ["2019-01-01", "2026-11-22", "2030-01-01"] {
        let text = try #require(RegimeBook.builtIn.page(of: country, on: try Parcel.day(day))).text(width: 80)
        #expect(text.contains("Sources"))
        for line in text.split(separator: "\n")
        where !line.contains("http") && !line.contains("shape") && !line.contains("^") {
          #expect(line.count <= 80, "\(line)")
        }
      }
    }
  }
}

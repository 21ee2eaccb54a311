import Logistics
import Measures
import Testing

@testable import Tariff

@Suite struct PapersTests {
  private func country(_ code: String) -> Country { Country(code) ?? .none }

  private func consignment(
    _ from: String, _ to: String, _ hs: String = "8518.30", value: Int64 = 8900, _ currency: String = "EUR",
    channel: Channel = .courier, day: (Int, Int, Int) = (2026, 7, 15)
  ) throws -> Consignment {
    let date = try #require(CivilDate(year: day.0, month: day.1, day: day.2))
    let code = try CommodityCode(parsing: hs)
    return Consignment(
      to: country(to), from: country(from), on: date, channel: channel,
      lines: [
        Consignment.Line(code: code, value: Money(minor: value, Currency(currency) ?? .none), weight: Grams(400))
      ])
  }

  private let good = PaperFolder(
    descriptions: ["Bluetooth headphones, lithium-ion battery"],
    held: ["commercial_invoice", "export_declaration", "battery_test_summary"])

  private func ids(_ list: PaperChecklist, _ state: PaperNeed.State? = nil) -> [String] {
    list.needs.filter { state == nil || $0.state == state }.compactMap {
      if case .paper(let rule) = $0.subject { rule.id } else { nil }
    }
  }

  // MARK: - The catalogue

  @Test func `the catalogue is whole`() {
    let rules = PaperRule.all
    #expect(rules.count == 160 && Set(rules.map(\.id)).count == 160)
    for rule in rules {
      #expect(
        !rule.name.isEmpty && !rule.issuer.isEmpty && !rule.presentedTo.isEmpty && !rule.demands.isEmpty,
        "\(rule.id)")
      #expect(PaperRule.of(rule.id) == rule)
      // What it rests on has a title; only what nobody looked up has no address.
      #expect(!rule.evidence.sources.isEmpty, "\(rule.id)")
      for id in rule.evidence.sources {
        let source = PaperRule.sources.first { $0.id == id }
        #expect(source?.title.isEmpty == false && (source?.address != nil || id == "GK"), "\(rule.id): \(id)")
      }
    }
    #expect(PaperRule.of("no-such-paper") == nil)
  }

  @Test func `papers lead to documents that a folder can keep`() {
    for (paper, document) in PaperRule.tracking {
      #expect(PaperRule.of(paper) != nil, "\(paper)")
      #expect(Document(name: document) != nil, "\(document)")
    }
    // Documents of the folder that no paper of the catalogue is: they are data, or come of a hold.
    let tracked = Set(PaperRule.tracking.values)
    let alone = Document.allCases.map(\.name).filter { !tracked.contains($0) }
    #expect(
      alone == [
        "customs_invoice", "goods_description", "hs_classification", "duty_payment", "tally_report",
        "rights_holder_release", "compliance_clearance", "guarantee_top_up", "inspection_report",
      ])
  }

  @Test func `a country's own word comes before its union's and the common one`() throws {
    let ens = try #require(PaperRule.of("ens-ics2"))
    let day = try Parcel.day("2026-07-15")
    func asked(_ rule: PaperRule, _ code: String) -> PaperRequirement? {
      rule.demand(of: country(code), on: day)?.requirement
    }
    #expect(asked(ens, "DE") == .mandatory && asked(ens, "US") == nil && asked(ens, "GB") == .conditional)
    let invoice = try #require(PaperRule.of("commercial-invoice"))
    #expect(asked(invoice, "DE") == .mandatory && asked(invoice, "EG") == .conditional)
  }

  // MARK: - Triggers

  @Test func `value, channel, goods and day decide`() throws {
    let small = PaperChecklist(try consignment("CN", "DE"), good)
    #expect(ids(small).contains("eu-h7") && !ids(small).contains("eu-h1") && !ids(small).contains("cn22"))
    let large = PaperChecklist(try consignment("CN", "DE", value: 20_000), good)
    #expect(!ids(large).contains("eu-h7") && ids(large).contains("eu-h1"))
    let postal = PaperChecklist(try consignment("CN", "DE", channel: .postal), good)
    #expect(ids(postal).contains("itmatt-ead") && !ids(postal).contains("commercial-invoice"))
    // Goods' flags: batteries ask for their papers, shirts do not.
    let power = ids(PaperChecklist(try consignment("CN", "DE", "8507.60"), good))
    #expect(power.contains("iata-dgd") && power.contains("lithium-battery-mark"))
    let shirts = ids(PaperChecklist(try consignment("CN", "DE", "6109.10"), good))
    #expect(
      !shirts.contains("iata-dgd") && !shirts.contains("lithium-battery-mark") && !shirts.contains("cites-permit"))
    // Kinds of goods.
    #expect(ids(PaperChecklist(try consignment("CN", "US", "2106.90"), good)).contains("fda-prior-notice"))
    #expect(!ids(PaperChecklist(try consignment("CN", "US", "6109.10"), good)).contains("fda-prior-notice"))
    // The day: entry by post since 2026-07-24, release under section 321 until 2025-08-28.
    let before = ids(PaperChecklist(try consignment("CN", "US", channel: .postal, day: (2026, 7, 23)), good))
    let after = ids(PaperChecklist(try consignment("CN", "US", channel: .postal, day: (2026, 7, 24)), good))
    #expect(!before.contains("us-type-13") && after.contains("us-type-13"))
    #expect(ids(PaperChecklist(try consignment("GB", "US", day: (2025, 8, 28)), good)).contains("us-section321"))
    #expect(!ids(PaperChecklist(try consignment("GB", "US", day: (2025, 8, 29)), good)).contains("us-section321"))
  }

  @Test func `a day decides for each country`() throws {
    func ids(_ from: String, _ to: String, _ hs: String, _ day: String) throws -> [String] {
      let parcel = try Parcel.to(to, from: from, on: day, hs, "89 EUR")
      return self.ids(PaperChecklist(parcel, good))
    }
    // Due diligence on deforestation since the end of 2026, responsible persons since the end of 2024.
    #expect(try ids("CN", "DE", "0901.21", "2026-12-29").contains("eudr-due-diligence") == false)
    #expect(try ids("CN", "DE", "0901.21", "2026-12-30").contains("eudr-due-diligence"))
    #expect(try ids("CN", "DE", "8518.30", "2024-12-12").contains("gpsr-responsible") == false)
    #expect(try ids("CN", "DE", "8518.30", "2024-12-13").contains("gpsr-responsible"))
  }

  @Test func `the country of dispatch asks for its own`() throws {
    let list = PaperChecklist(try consignment("CN", "DE"), good)
    #expect(ids(list).contains("cn-export-9610") && !ids(list).contains("us-eei-aes"))
    #expect(list.needs.first { $0.name.hasPrefix("China: list of B2C") }?.isExportSide == true)
    #expect(!ids(PaperChecklist(try consignment("DE", "CN"), good)).contains("cn-export-9610"))
  }

  @Test func `what may hold a battery is a question and not counted`() throws {
    let list = PaperChecklist(try consignment("CN", "DE"), good)
    let mark = try #require(list.needs.first { $0.name.hasPrefix("Battery mark") })
    #expect(mark.state == .ask("if the goods are with lithium cells") && !mark.isCounted)
  }

  // MARK: - The score

  @Test func `a whole folder is a hundred, and what is missing is named with its supplier`() throws {
    let whole = PaperChecklist(try consignment("CN", "DE"), good)
    #expect(whole.score == 100 && whole.open.isEmpty, "\(whole.open.map(\.name))")
    var folder = good
    folder.held = ["export_declaration"]
    let list = PaperChecklist(try consignment("CN", "DE"), folder)
    let invoice = try #require(list.open.first)
    #expect(invoice.name == "Commercial invoice" && invoice.supplier == .merchant && invoice.time == .beforeExport)
    #expect(invoice.state == .missing && invoice.advice.contains("the merchant"))
    #expect(
      list.score < 100
        && list.score == 100 - (100 + list.needs.count(where: \.isCounted) - 1) / list.needs.count(where: \.isCounted))
    #expect(list.scoreWords.hasSuffix("that the merchant's side must give are there and right"))
  }

  @Test func `vague words, unknown codes and empty lines count against it`() throws {
    let vague = PaperChecklist(try consignment("CN", "DE"), PaperFolder(descriptions: ["gift"], held: good.held))
    #expect(vague.open.map(\.name) == ["plain description of the goods"])
    #expect(vague.open.first?.state == .wrong("“gift” says nothing about the goods"))
    let unknown = PaperChecklist(try consignment("CN", "DE", "8518.99"), good)
    #expect(unknown.open.map(\.name) == ["HS code of six digits"])
    let chapter = PaperChecklist(try consignment("CN", "DE", "85"), good)
    #expect(chapter.open.contains { $0.name == "HS code of six digits" })
    let empty = PaperChecklist(
      Consignment(to: country("DE"), from: country("CN"), on: CivilDate(dayNumber: 20_000), lines: []), PaperFolder())
    #expect(empty.open.contains { $0.name == "plain description of the goods" } && empty.score < 60)
  }

  @Test func `numbers are asked of who has them, and checked`() throws {
    let brazil = try consignment("CN", "BR")
    let none = PaperChecklist(brazil, good)
    let missing = try #require(none.open.first { $0.name == "CPF" })
    #expect(missing.supplier == .consignee && missing.state == .missing)
    func state(_ number: String) -> PaperNeed.State? {
      var folder = good
      folder.identifiers = [("CPF", number)]
      return PaperChecklist(brazil, folder).needs.first { $0.name == "CPF" }?.state
    }
    #expect(state("529.982.247-25") == .there)
    #expect(state("529.982.247-24") == .wrong("the check digit of “529.982.247-24” is wrong"))
    #expect(state("12345") == .wrong("“12345” has not the shape of CPF"))
    var folder = good
    folder.identifiers = [("IOSS", "IM3720000224")]
    #expect(
      PaperChecklist(try consignment("CN", "DE"), folder).needs.first { $0.name == "IOSS number" }?.state == .there)
    folder.identifiers = [("IOSS", "IM37")]
    let wrong = PaperChecklist(try consignment("CN", "DE"), folder)
    #expect(wrong.open.map(\.name) == ["IOSS number"] && wrong.score < 100)
  }

  @Test func `a number is known by each of its names`() throws {
    func state(_ to: String, _ name: String, _ number: String) throws -> PaperNeed.State? {
      var folder = good
      folder.identifiers = [(name, number)]
      return PaperChecklist(try consignment("CN", to), folder).needs.first { $0.subject == .data("consignee_tax_id") }?
        .state
    }
    #expect(try state("AR", "CUIT", "20-12345678-6") == .there && state("AR", "cuil", "20-12345678-6") == .there)
    #expect(try state("CL", "RUT", "12345678-5") == .there && state("CL", "RUT or RUN", "12345678-5") == .there)
    #expect(try state("CL", "RUT", "12345678-4") != .there && state("CL", "RU", "12345678-5") == .missing)
  }

  @Test func `inside one customs territory only carriage asks for papers`() throws {
    for (from, to) in [("DE", "FR"), ("DE", "DE"), ("RU", "KZ")] {
      let shirts = PaperChecklist(try consignment(from, to, "6109.10"), PaperFolder())
      #expect(shirts.open.isEmpty && shirts.score == 100, "\(shirts.open.map(\.name))")
      #expect(shirts.scoreWords.hasPrefix("it stays inside one customs territory"))
      #expect(!ids(shirts).contains { ["commercial-invoice", "ens-ics2", "eu-h7"].contains($0) })
    }
    // Batteries are dangerous on any road.
    #expect(ids(PaperChecklist(try consignment("DE", "FR", "8507.60"), PaperFolder())).contains("iata-dgd"))
  }

  @Test func `a preference that is claimed asks for its proof`() throws {
    var folder = good
    let plain = ids(PaperChecklist(try consignment("CH", "DE"), folder))
    folder.claimsPreference = true
    let claimed = ids(PaperChecklist(try consignment("CH", "DE"), folder))
    #expect(!plain.contains("eur1") && claimed.contains("eur1"))
  }

  @Test(arguments: [
    ("CPF", "52998224725", true), ("CPF", "11111111111", false), ("RUT or RUN", "12345678-5", true),
    ("RUT or RUN", "12345678-4", false), ("RUT or RUN", "6-K", true), ("TCKN", "10000000146", true),
    ("TCKN", "10000000147", false), ("Resident ID number", "11010519491231002X", true),
    ("Resident ID number", "110105194912310021", false), ("Teudat Zehut", "123456782", true),
    ("Teudat Zehut", "123456789", false), ("CUIT", "20-12345678-6", true), ("CUIT", "20-12345678-5", false),
    ("unheard of", "1", true), ("CPF", "", true), ("TCKN", "99999999999999999999999999", true),
  ])
  func `check digits`(_ name: String, _ number: String, _ isRight: Bool) {
    #expect(CheckDigits.isWrong(name, number) == !isRight)
  }

  @Test func `any destination has a checklist`() throws {
    for code in RegimeBook.builtIn.countries {
      let consignment = try consignment("CN", code == Union.country ? "FR" : code.code)
      let list = PaperChecklist(consignment, good)
      #expect(list.needs.count > 5 && (0...100).contains(list.score), "\(code.code)")
      for need in list.open { #expect(!need.advice.isEmpty, "\(code.code) \(need.name)") }
    }
  }
}

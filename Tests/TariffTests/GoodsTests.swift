import Atlas
import Testing

@testable import Tariff

@Suite struct GoodsTests {
  private func code(_ text: String) throws -> CommodityCode { try CommodityCode(parsing: text) }

  // MARK: - Codes

  @Test(arguments: [
    ("8518.30", "8518.30", 6), ("851830", "8518.30", 6), ("85 18", "8518", 4), ("01", "01", 2),
    ("6109.10.00.40", "6109.10", 6),
    ("0101", "0101", 4),
  ])
  func `codes as papers write them`(_ text: String, _ printed: String, _ count: Int) throws {
    let code = try code(text)
    #expect(code.text == printed && code.count == count)
  }

  @Test(arguments: [
    ("", CommodityCodeFault.Reason.digits(0)), ("8", .digits(1)), ("851", .digits(3)), ("00", .noSuchChapter),
    ("770100", .noSuchChapter), ("85a8", .notADigit), ("8518,30", .notADigit), ("12345678901234567890", .digits(14)),
    ("٨٥١٨", .notADigit),
  ])
  func `what is no code says why`(_ text: String, _ reason: CommodityCodeFault.Reason) {
    #expect(throws: CommodityCodeFault.self) { try CommodityCode(parsing: text) }
    do { _ = try CommodityCode(parsing: text) } catch { #expect(error.reason == reason && !error.text.isEmpty) }
  }

  @Test func `a code stands in its heading and chapter`() throws {
    let code = try code("851830")
    #expect(code.heading.text == "8518" && code.chapter.text == "85" && code.parent == code.heading)
    let (chapter, heading, before) = (try self.code("85"), try self.code("8518"), try self.code("8517.13"))
    #expect(chapter.contains(code) && heading.contains(code) && code.contains(code))
    #expect(!before.chapter.contains(try self.code("84")) && !before.contains(code) && !code.contains(heading))
    #expect(heading < code && before < heading)
    #expect(CommodityCode(subheading: 10121)?.text == "0101.21" && CommodityCode(subheading: 0) == nil)
    #expect(code.subheading == 851830 && code.heading.subheading == 0)
  }

  // MARK: - The nomenclature

  @Test func `the nomenclature is whole`() throws {
    #expect(Nomenclature.count == 6939)
    #expect(Nomenclature.codes == Nomenclature.codes.sorted())
    for code in Nomenclature.codes {
      #expect(Nomenclature.words(of: code)?.isEmpty == false)
      if let parent = code.parent { #expect(Nomenclature.contains(parent), "\(code.text)") }
      if code.chapterNumber < 98 { #expect(Nomenclature.section(of: code) != nil, "\(code.text)") }
    }
    #expect(Nomenclature.sections.count == 21)
    let headphones = try Nomenclature.code("8518.30")
    #expect(Nomenclature.words(of: headphones)?.hasPrefix("Headphones and earphones, whether or not") == true)
    #expect(Nomenclature.words(of: headphones.heading)?.hasPrefix("Microphones and their stands") == true)
    #expect(Nomenclature.section(of: headphones)?.number == "XVI")
    #expect(Nomenclature.children(of: headphones.heading).map(\.text).contains("8518.30"))
    #expect(Nomenclature.children(of: headphones).isEmpty)
    #expect(throws: CommodityCodeFault.self) { try Nomenclature.code("8518.99") }
  }

  @Test func `facts stand beside codes that exist`() throws {
    #expect(GoodsFacts.all.count == 180)
    for facts in GoodsFacts.all {
      #expect(
        Nomenclature.contains(facts.code) && !facts.words.isEmpty && !facts.category.isEmpty, "\(facts.code.text)")
      #expect(facts.unitValueUSCents.lowerBound > 0 && facts.unitWeightGrams.upperBound > 0)
    }
    // Every product that is sold in the simulation has a code of the list.
    for product in Names.products { #expect(try Nomenclature.contains(code(product.hs6)), "\(product.name)") }
  }

  @Test func `goods carry their flags`() throws {
    let power = GoodsJudgement(try code("850760"))
    #expect(power.certain.isSuperset(of: [.lithium, .standaloneLithium, .dangerous]) && power.basis == .subheading)
    #expect(power.unHint.contains("UN3480"))
    let headphones = GoodsJudgement(try code("851830"))
    #expect(headphones.certain.isEmpty && headphones.possible.isSuperset(of: [.lithium, .dangerous]))
    let shirt = GoodsJudgement(try code("610910"))
    #expect(shirt.certain.isEmpty && shirt.possible.isEmpty)
    #expect(GoodsJudgement(try code("420221")).possible.contains(.cites))
    #expect(GoodsJudgement(try code("330499")).certain.contains(.sanitary))
    // What was noted for others of the heading may hold here; a chapter has its nature.
    #expect(GoodsJudgement(try code("8507.10")).basis == .heading)
    #expect(GoodsJudgement(try code("8507.10")).possible.contains(.lithium))
    #expect(GoodsJudgement(try code("0201")).possible == .sanitary)
    #expect(GoodsJudgement(try code("36")).possible == .dangerous)
  }

  // MARK: - Search

  @Test(arguments: [
    ("earbuds", "8518.30"), ("HEADPHONES", "8518.30"), ("Kopfhörer", "8518.30"), ("ecouteurs", "8518.30"),
    ("イヤホン", "8518.30"), ("充电宝", "8507.60"), ("power bank", "8507.60"), ("cotton t-shirt", "6109.10"),
    ("t-shirt cott", "6109.10"), ("lithium ion batter", "8507.60"), ("running sho", "6404.11"),
    ("pure-bred horses", "0101.21"),
    ("wrist watches automatic", "9102.21"), ("smartphone", "8517.13"),
  ])
  func `words lead to codes`(_ words: String, _ expected: String) {
    let hits = CommoditySearch.find(words, limit: 5)
    #expect(hits.first?.code.text == expected, "\(words): \(hits.map(\.code.text))")
  }

  @Test func `the order of words does not matter, and each letter narrows`() {
    let one = CommoditySearch.find("cotton shirt knitted", limit: 3).map(\.code)
    let other = CommoditySearch.find("knitted shirt cotton", limit: 3).map(\.code)
    #expect(Set(one) == Set(other) && !one.isEmpty)
    var typed = ""
    for letter in "headphones" {
      typed.append(letter)
      #expect(!CommoditySearch.find(typed).isEmpty, "\(typed)")
    }
    #expect(CommoditySearch.find("headphones zebra").first?.hasAllWords == false)
    #expect(CommoditySearch.find("headphones").first?.hasAllWords == true)
  }

  @Test func `the beginning of a code lists what stands below`() {
    #expect(CommoditySearch.find("8518", limit: 3).map(\.code.text) == ["8518", "8518.10", "8518.21"])
    #expect(CommoditySearch.find("8518.3").map(\.code.text) == ["8518.30"])
    #expect(CommoditySearch.find("85", limit: 2).map(\.code.text) == ["85", "8501"])
    #expect(CommoditySearch.find("00").isEmpty && CommoditySearch.find("12345678901234567").isEmpty)
  }

  @Test(arguments: ["", " ", "---", "\u{1B}[2J", "\u{0}", "🦊", "'", "99999999999999999999"])
  func `what says nothing finds nothing and does no harm`(_ text: String) {
    _ = CommoditySearch.find(text)
    #expect(CommoditySearch.find(text, limit: 0).isEmpty)
    _ = DescriptionCheck(text, code: try? CommodityCode(parsing: "8518.30"))
  }

  // MARK: - Descriptions

  @Test(arguments: [
    "gift", "Gifts", "GESCHENK", "cadeau", "regalo", "presente", "prezent", "礼物", "プレゼント", "sample", "Warenmuster",
    "échantillon", "muestras", "amostra", "campione", "próbki", "样品", "サンプル", "parts", "Ersatzteile",
    "pièces détachées",
    "repuestos", "peças", "ricambi", "części", "配件", "部品", "accessories", "Zubehör", "goods", "Waren", "marchandises",
    "electronics", "Elektronik", "电子产品", "clothes", "Kleidung", "ropa", "衣服", "car parts", "phone accessories",
    "Birthday gift for my mother", "sample of cosmetics", "personal effects", "no commercial value", "Nike",
    "SKU 4711-B",
    "12345", "", "—", "various items x3", "1 pcs gift (new)", "clothes for women", "leather goods", "thing",
    "TBD", "xxxx", "no name", "present for mum", "qwrt",
  ])
  func `customs refuse it, and it is said what to write`(_ text: String) {
    let check = DescriptionCheck(text)
    #expect(!check.isAccepted, "\(text)")
    #expect(check.fault?.isRefusal == true && !check.advice.isEmpty && check.fault?.text.isEmpty == false)
  }

  @Test(arguments: [
    "cotton T-shirt", "Bluetooth headphones, lithium-ion battery", "手机壳", "gift soap", "Baumwoll-T-Shirt",
    "brake pads, steel",
    "scented candle of soy wax, 200 g", "wooden box", "sewing machine", "Nike running shoes", "écouteurs",
    "silver pendant 925",
    "Kaffeemaschine", "ワイヤレスイヤホン", "toy car", "tool box of steel",
  ])
  func `what says what it is is taken`(_ text: String) {
    let check = DescriptionCheck(text)
    #expect(check.isAccepted, "\(text): \(check.fault?.text ?? "")")
  }

  @Test func `words that share nothing with their code are a doubt`() throws {
    let check = DescriptionCheck("cotton T-shirt", code: try code("8517.13"))
    #expect(check.fault == .unlikeCode(try code("8517.13")) && check.isAccepted)
    #expect(check.suggestions.first?.code.text == "6109.10" && check.advice.contains("6109.10"))
    #expect(DescriptionCheck("TV set").isAccepted)
  }

  @Test(arguments: [
    "asdf qwer", "asdf qwer for women", "lorem", "Zwiebelturm", "чехол", "ฟหกด", "ग़लत", "blorb x3", "ぬねの",
  ])
  func `words of which none is known are neither right nor wrong`(_ text: String) throws {
    let check = DescriptionCheck(text, code: try code("8517.13"))
    #expect(
      !check.isJudged && check.isAccepted && check.advice.contains("in English"),
      "\(text): \(String(describing: check.fault))")
    // One known word is enough.
    #expect(DescriptionCheck(text + " headphones").isJudged)
    let parcel = try Parcel.to("DE", on: "2026-09-04", "851830", "89 EUR")
    let need = PaperChecklist(parcel, PaperFolder(descriptions: [text])).needs.first {
      $0.subject == .data("goods_description")
    }
    // A question, which counts neither as there nor as missing.
    #expect(need.map { if case .ask = $0.state { !$0.isCounted } else { false } } == true)
  }

  @Test func `nothing is said against the goods we know`() throws {
    var flagged: [String] = []
    for product in Names.products {
      if let fault = DescriptionCheck(product.name, code: try code(product.hs6)).fault {
        flagged.append("\(product.name): \(fault.text)")
      }
    }
    #expect(flagged.isEmpty, "\(flagged)")
    // Three of the reference's own descriptions are as general as their codes.
    let facts = GoodsFacts.all.filter { DescriptionCheck($0.words, code: $0.code).fault != nil }
    #expect(facts.count <= 3, "\(facts.map(\.words))")
  }

  @Test func `most wrong codes are noticed`() throws {
    let products = Names.products
    var tried = 0
    var noticed = 0
    for (number, product) in products.enumerated() {
      let other = products[(number * 37 + 61) % products.count]
      guard other.hs6.prefix(2) != product.hs6.prefix(2) else { continue }
      tried += 1
      if DescriptionCheck(product.name, code: try code(other.hs6)).fault != nil { noticed += 1 }
    }
    #expect(noticed * 100 > tried * 55, "\(noticed) of \(tried)")
  }
}

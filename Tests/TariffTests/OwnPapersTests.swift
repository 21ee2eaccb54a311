import Measures
import Testing

@testable import Tariff

/// Papers and restrictions that people add and change.
@Suite("Papers of the user's own") struct OwnPapersTests {
  private func book(_ text: String) -> RegimeBook { RegimeBook.builtIn.adding([("x.yaml", Array(text.utf8))]) }

  private func fault(_ text: String) -> String { book(text).refused.first?.description ?? "nothing" }

  private let folder = PaperFolder(
    descriptions: ["Bluetooth headphones, lithium-ion battery"], held: ["commercial_invoice"])

  private func list(_ parcel: Consignment, _ book: RegimeBook, _ folder: PaperFolder) -> PaperChecklist {
    PaperChecklist(parcel, folder, book: book)
  }

  private func need(_ id: String, _ list: PaperChecklist) -> PaperNeed? {
    list.needs.first { if case .paper(let rule) = $0.subject { rule.id == id } else { false } }
  }

  private let mexico = """
    code: MX
    papers:
    - id: own-label
      name: Label by NOM-024
      by: merchant
      time: before_export
      requirement: mandatory
      when: {hs: [85], over: 10 USD}
      kept_as: conformity_declaration
      from: 2026-08-01
      confidence: medium
      sources: [OWN]
    - {id: commercial-invoice, requirement: not_used, from: 2027-01-01, confidence: high, sources: [OWN]}
    restricted:
    - {id: own-radio, what: headphones with radio, forbidden: true, when: {hs: [8518]}, from: 2026-09-01, confidence: low, sources: [OWN]}
    sources:
    - {id: OWN, title: 'Our broker in Laredo, letter of 3 June 2026'}
    """

  @Test("A paper of one's own is asked for from its day on, by its supplier, and counts") func added() throws {
    let book = book(mexico)
    #expect(book.refused.map(\.description) == [])
    let before = list(try Parcel.to("MX", on: "2026-07-31", "851830", "89 EUR"), book, folder)
    #expect(need("own-label", before) == nil)
    let parcel = try Parcel.to("MX", on: "2026-08-01", "851830", "89 EUR")
    let after = list(parcel, book, folder)
    let label = try #require(need("own-label", after))
    #expect(label.state == .missing && label.supplier == .merchant && label.time == .beforeExport)
    #expect(after.score < before.score && after.open.contains { $0.name == "Label by NOM-024" })
    var whole = folder
    whole.held.insert("conformity_declaration")
    #expect(need("own-label", list(parcel, book, whole))?.state == .there)
    // Its condition decides, and elsewhere nobody asks for it.
    for other in [
      try Parcel.to("MX", on: "2026-08-01", "89 EUR"), try Parcel.to("US", on: "2026-08-01", "851830", "89 EUR"),
    ] {
      #expect(need("own-label", list(other, book, folder)) == nil)
    }
  }

  @Test("A paper of the catalogue is asked for otherwise from a day on, and as before until then") func changed() throws
  {
    let book = book(mexico)
    let bare = PaperFolder(descriptions: folder.descriptions)
    let old = list(try Parcel.to("MX", on: "2026-12-31", "851830", "89 EUR"), book, bare)
    #expect(need("commercial-invoice", old)?.state == .missing)
    let new = list(try Parcel.to("MX", on: "2027-01-01", "851830", "89 EUR"), book, bare)
    #expect(need("commercial-invoice", new) == nil)
  }

  @Test("Goods that may not enter are named, whatever papers are there") func forbidden() throws {
    let book = book(mexico)
    let parcel = try Parcel.to("MX", on: "2026-09-01", "851830", "89 EUR")
    let list = list(parcel, book, folder)
    #expect(list.isForbidden && list.restrictions.map(\.id) == ["own-radio"])
    #expect(book.restrictions(on: parcel.with { $0.date = $0.date.adding(days: -1) }).isEmpty)
    // Those that come with the program hold on beside it.
    let vapes = try Parcel.to("MX", on: "2026-09-01", "854340", "89 EUR")
    #expect(book.restrictions(on: vapes).map(\.id) == ["mx-vapes"])
    // Before the ban and after.
    func hongKong(_ day: String) throws -> Bool {
      PaperChecklist(try Parcel.to("HK", on: day, "854340", "89 EUR"), folder).isForbidden
    }
    #expect(try hongKong("2022-04-29") == false && hongKong("2022-04-30"))
    // Inside one territory no customs look.
    let inside = try Parcel.to("FR", from: "DE", on: "2026-09-01", "020130", "9 EUR")
    #expect(RegimeBook.builtIn.restrictions(on: inside).isEmpty)
    let meat = try Parcel.to("FR", on: "2026-09-01", "020130", "9 EUR")
    #expect(RegimeBook.builtIn.restrictions(on: meat).map(\.id) == ["eu-animal-origin"])
  }

  @Test("A later file says a paper anew, and one member of the union may ask for what others do not") func members()
    throws
  {
    let text = """
      code: EU
      papers:
      - {id: own-de, name: Register number, by: merchant, time: before_export, requirement: mandatory, member: DE, confidence: low, sources: [GK]}
      - {id: own-out, name: Export note, by: merchant, time: before_export, requirement: mandatory, side: export, confidence: low, sources: [GK]}
      """
    let first = ("a.yaml", Array(text.utf8))
    let again =
      "code: EU\npapers:\n- {id: own-de, name: Number, by: importer, time: before_arrival, requirement: conditional, confidence: low, sources: [GK]}\n"
    let book = RegimeBook.builtIn.adding([first])
    #expect(book.refused.map(\.description) == [])
    func asked(_ from: String, _ to: String, _ book: RegimeBook) throws -> [String] {
      book.papers(from: try Parcel.country(from), to: try Parcel.country(to), on: try Parcel.day("2026-09-01"))
        .filter(\.isOwn).map(\.rule.name)
    }
    #expect(try asked("CN", "DE", book) == ["Register number"] && asked("CN", "FR", book) == [])
    #expect(try asked("FR", "US", book) == ["Export note"])
    let later = RegimeBook.builtIn.adding([first, ("b.yaml", Array(again.utf8))])
    #expect(try asked("CN", "DE", later) == ["Number"] && asked("CN", "FR", later) == ["Number"])
  }

  @Test("A country's page tells papers and restrictions with days and sources, and what changes") func page() throws {
    let book = book(mexico)
    func page(_ day: String) throws -> String {
      try #require(book.page(of: try Parcel.country("MX"), on: try Parcel.day(day))).text(width: 200)
    }
    let now = try page("2026-08-15")
    #expect(
      now.contains(
        "own-label                 Label by NOM-024: mandatory, from the merchant, before export; over $10.00 (goods alone); goods of "
          + "HS 85"))
    #expect(now.contains("[since 2026-08-01, medium: OWN]") && now.contains("Our broker in Laredo"))
    #expect(now.contains("2026-09-01  may not enter any more: headphones with radio: goods of HS 8518"))
    #expect(now.contains("May not enter\n  mx-vapes"))
    #expect(try page("2026-07-15").contains("2026-08-01  begins: Label by NOM-024"))
    // The catalogue's own days are told with its sources.
    let germany = try #require(RegimeBook.builtIn.page(of: try Parcel.country("DE"), on: try Parcel.day("2026-11-23")))
    let text = germany.text(width: 200)
    #expect(text.contains("2026-12-30  begins: EU due-diligence statement on deforestation"))
    #expect(text.contains("eu-h7") && text.contains("since 2021-07-01, high: EU-WISE, EU-BM1, GK"))
  }

  @Test("What is wrong is told where it stands") func wrong() {
    func paper(_ rest: String) -> String { fault("code: MX\npapers:\n- {\(rest)}\n") }
    let whole =
      "id: a, name: A, by: merchant, time: before_export, requirement: mandatory, confidence: low, sources: [GK]"
    #expect(paper(whole) == "nothing")
    #expect(paper(whole.replacing("by: merchant, ", with: "")) == "x.yaml:3:3: papers[1]: “by” is missing")
    #expect(
      paper(whole.replacing("merchant", with: "postman")).hasPrefix(
        "x.yaml:3:24: papers[1].by: “postman”: it is one of merchant, maker"))
    #expect(
      paper(whole.replacing("before_export", with: "soon")).contains("it is one of before_export, before_loading"))
    #expect(paper(whole.replacing("mandatory", with: "nice")).contains("it is one of mandatory, conditional"))
    #expect(paper(whole.replacing("confidence: low, ", with: "")).contains("“confidence” is missing"))
    #expect(paper(whole.replacing(", sources: [GK]", with: "")).contains("“sources” is missing"))
    #expect(paper(whole.replacing("[GK]", with: "[NO]")).contains("no source has the id “NO”"))
    #expect(paper(whole + ", kept_as: shoe_box").contains("a folder keeps advance_data"))
    #expect(paper(whole + ", goods: [heavy]").contains("it is one of lithium, standalone_lithium"))
    #expect(paper(whole + ", if: perhaps").contains("it is one of always, packages, preference"))
    #expect(paper(whole + ", if: packages, question: why").contains("either if or question can hold"))
    #expect(paper(whole + ", member: DE").contains("“member” is for the members of EU"))
    #expect(paper(whole + ", from: 2026-02-01, until: 2026-01-01").contains("it ends before it begins"))
    #expect(paper(whole + ", when: {hs: [x]}").contains("goods are a prefix of an HS code"))
    #expect(
      paper("id: commercial-invoice, requirement: mandatory, side: export, confidence: low, sources: [GK]").contains(
        "“side”: Commercial invoice is asked for at import"))
    #expect(paper("\(whole)}\n- {\(whole)").contains("two papers “a” hold on the same day"))
    #expect(paper("\(whole), until: 2026-06-30}\n- {\(whole), from: 2026-07-01") == "nothing")
    #expect(
      fault("code: MX\nrestricted:\n- vapes\n")
        == "x.yaml:3:3: restricted[1]: a map of keys and values is needed here")
    #expect(
      fault("code: MX\nrestricted:\n- {id: a, what: b, forbidden: maybe, confidence: low, sources: [GK]}\n").contains(
        "true or false is needed"))
  }
}

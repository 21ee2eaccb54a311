import Logistics
import Measures
import Tariff
import Testing

@testable import Dashboard

@Suite struct `A shipment as the law sees it, by what its order says` {
  /// What becomes of an order of one line with these terms.
  private func found(
    to destination: String, _ minor: Int64 = 4000, _ currency: Currency = .eur, by incoterm: Incoterm = .dap,
    _ fill: (inout OrderTerms) -> Void
  ) throws -> BorderCase {
    let room = Room()
    var board = room.state.board
    var terms = OrderTerms()
    fill(&terms)
    var order = Event.Ordered(placedAt: room.now)
    order.originCountry = known(Country("CN"))
    order.destinationCountry = known(Country(destination))
    order.goods = board.texts.intern("LED table lamp")
    order.hs = 940_521
    order.mode = .express
    order.incoterm = incoterm
    order.value = Money(minor: minor, currency)
    order.weight = Grams(600)
    var events: [Event] = []
    let id = board.hear(
      order: order, lines: [], terms: terms.statements(&board.texts), by: Actor(.file), at: room.now, into: &events)
    var dossier = Dossier(id)
    for (index, event) in events.enumerated() {
      board.apply(event)
      dossier.append(event, sequence: UInt64(index + 1))
    }
    return try BorderCase(
      try #require(board[id]), dossier, texts: board.texts, now: room.now, offset: .utc, book: .builtIn)
  }

  private func cost(_ found: BorderCase) throws -> LandedCost {
    try LandedCost.of(found.consignment, book: .builtIn, rates: ExchangeRates())
  }

  @Test func `who says nothing is assumed as before`() throws {
    let found = try found(to: "DE") { _ in }
    #expect(found.assumptions.last == "sold to a consumer; no freight or region is recorded")
  }

  @Test func `freight and insurance are in a CIF value, and said to be`() throws {
    let bare = try cost(try found(to: "DE", 20_000) { _ in })
    let case0 = try found(to: "DE", 20_000) {
      $0.freight = Money(minor: 1250, .eur)
      $0.insurance = Money(minor: 100, .eur)
      $0.kind = .sale
      $0.isToBusiness = false
    }
    let whole = try cost(case0)
    #expect(whole.customsValue.minor == bare.customsValue.minor + 1350)
    #expect(whole.steps.contains { $0.words == "customs value: CIF, with freight €12.50 and insurance €1.00" })
    #expect(case0.assumptions.allSatisfy { !$0.contains("recorded;") && !$0.contains("freight") })
    let free = try found(to: "DE", 20_000) { $0.freight = Money(minor: 0, .eur) }
    #expect(free.assumptions.last == "sold to a consumer; no insurance is recorded")
  }

  @Test func `a price with the freight in it is said to have it`() throws {
    let bare = try found(to: "DE", by: .cif) { $0.isToBusiness = true }
    #expect(bare.assumptions.last == "by CIF the price has the freight in it; no region is recorded")
    let told = try found(to: "DE", by: .cpt) { $0.freight = Money(minor: 500, .eur) }
    #expect(
      told.assumptions.last
        == "sold to a consumer; by CPT the price has the freight in it; what is told beside it is added")
  }

  @Test func `what only the folder holds can be corrected in the room`() throws {
    let room = Room()
    for field in DeclaredField.allCases where !field.isInRow {
      let typed = try TypedCorrection(parsing: "\(field.name) \(field.example)")
      #expect(room.state.refusal(of: .correct(typed, note: "told"), on: ShipmentID(8)) == nil, "\(field.name)")
    }
  }

  @Test func `a region decides on the tax, by code or name; without it the rates of all are taken`() throws {
    for told in ["ON", "ca-on", "Ontario"] {
      let found = try found(to: "CA", 20_000, known(Currency("CAD"))) { $0.region = told }
      let cost = try cost(found)
      #expect(cost.steps.contains { $0.authority?.id == "rate of ON" }, "\(told)")
    }
    let unknown = try found(to: "CA", 20_000, known(Currency("CAD"))) { $0.freight = Money(minor: 0, .eur) }
    #expect(unknown.assumptions.last?.contains("region") == true)
    #expect(try !cost(unknown).tax.isExact)
    let odd = try cost(try found(to: "CA", 20_000, known(Currency("CAD"))) { $0.region = "Bavaria" })
    #expect(odd.steps.contains { $0.words.hasPrefix("no rate of “Bavaria” is known") })
  }

  @Test(
    arguments: [
      (.sale, nil, .sale, "to a consumer; no freight or region is recorded"),
      (.sale, false, .sale, "no freight or region is recorded"), (.sale, true, .business, "no freight or region"),
      (.gift, nil, .gift, "no freight or region is recorded"),
      (.gift, true, .business, "a gift to a business: as for a business; no freight or region is recorded"),
      (.sample, true, .sample, "no freight or region is recorded"),
      (.return, nil, .sale, "returned goods: as goods sold to a consumer; no freight or region is recorded"),
      (.return, true, .business, "returned goods: as goods that come for the first time"),
      (.other, nil, .sale, "neither sale, gift nor sample"), (nil, false, .sale, "a sale; no freight or region"),
      (nil, true, .business, "no freight or region is recorded"),
    ] as [(ConsignmentKind?, Bool?, Purpose, String)])
  func `kind and business decide what it is sent for`(
    kind: ConsignmentKind?, isToBusiness: Bool?, purpose: Purpose, words: String
  ) throws {
    let found = try found(to: "DE") {
      $0.kind = kind
      $0.isToBusiness = isToBusiness
    }
    #expect(found.consignment.purpose == purpose)
    #expect(found.assumptions.last?.hasPrefix(words) == true, "\(found.assumptions)")
  }

  @Test func `a number counts for the scheme it is of, in the shape that the scheme has`() throws {
    func registered(_ destination: String, _ scheme: SellerScheme, _ number: String) throws -> BorderCase {
      try found(to: destination) { $0.sellerNumbers = [SellerNumber(scheme, number)] }
    }
    let ioss = try registered("DE", .ioss, "IM2760000742")
    #expect(ioss.consignment.isSellerRegistered && !ioss.assumptions.contains { $0.contains("registered") })
    #expect(try cost(ioss).lines.first?.isTaxTakenAtSale == true)
    #expect(try !registered("NO", .ioss, "IM2760000742").consignment.isSellerRegistered)
    #expect(try registered("NO", .voec, "2024001").consignment.isSellerRegistered)
    let odd = try registered("NO", .voec, "nonsense")
    #expect(!odd.consignment.isSellerRegistered)
    #expect(odd.assumptions.contains("“nonsense” has not the shape of its scheme: seller not registered"))
  }

  @Test func `who claims preference is asked for its proof, and a business for its registration`() throws {
    func papers(_ fill: (inout OrderTerms) -> Void) throws -> [String] {
      let room = Room()
      let shipment = try #require(room.state.board[ShipmentID(8)])
      return Appraisal.checklist(try found(to: "DE") { fill(&$0) }, shipment, Law()).needs.map(\.name)
    }
    #expect(try papers { $0.claimsPreference = true }.contains("Movement certificate EUR.1 or EUR-MED"))
    #expect(try !papers { $0.claimsPreference = false }.contains("Movement certificate EUR.1 or EUR-MED"))
    #expect(try papers { $0.isToBusiness = true }.contains { $0.hasPrefix("Registration as an importer") })
    #expect(try !papers { $0.isToBusiness = false }.contains { $0.hasPrefix("Registration as an importer") })
  }

  @Test func `every scheme that a rule asks for can be told, and every scheme that can be told is known to the law`() {
    let book = RegimeBook.builtIn
    for scheme in SellerScheme.allCases {
      let periods = book.destination(scheme.territory)?.periods ?? []
      #expect(periods.contains { $0.scheme?.number != nil }, "\(scheme.name)")
    }
    for country in book.countries {
      let rules = book.destination(country)?.periods.flatMap(\.rules) ?? []
      // Mexico's register is the carrier's.
      guard country != known(Country("MX")), rules.contains(where: { $0.condition.isSellerRegistered == true }) else {
        continue
      }
      #expect(SellerScheme(territory: country) != nil, "\(country.code)")
    }
  }
}

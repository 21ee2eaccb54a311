import Measures
import Testing

@testable import Logistics

@Suite struct `What an order says beside its goods` {
  private func euros(_ minor: Int64) throws -> Money { Money(minor: minor, try #require(Currency("EUR"))) }

  private func told() throws -> OrderTerms {
    var terms = OrderTerms()
    terms.freight = try euros(1250)
    terms.insurance = try euros(0)
    terms.region = "CA-ON"
    terms.kind = .return
    terms.isToBusiness = false
    terms.claimsPreference = true
    terms.sellerNumbers = [SellerNumber(.ioss, "IM2760000742"), SellerNumber(.voec, "VOEC2024001")]
    return terms
  }

  /// A scene in which the order says these terms.
  private func scene(_ terms: OrderTerms) -> Scene {
    var scene = Scene()
    let statements = terms.statements(&scene.board.texts)
    scene.record(statements.map { Event(ShipmentID(1), by: Actor(.platform), at: scene.now, .stated($0)) })
    return scene
  }

  private func correct(_ scene: inout Scene, _ typed: String) throws {
    let typed = try TypedCorrection(parsing: typed)
    let value = typed.value { scene.board.texts.intern($0) }
    scene.now += .minutes(1)
    scene.record(
      try scene.board.decide(
        .correct(typed.field, value, note: .none), about: ShipmentID(1), by: scene.desk, at: scene.now,
        said: scene.dossier.declared(typed.field, value)))
  }

  @Test func `its statements say all of it, and nothing where nobody said anything`() throws {
    let terms = try told()
    let scene = scene(terms)
    #expect(scene.dossier.terms(scene.board.texts) == terms)
    #expect(Set(scene.log.compactMap { if case .stated(let said) = $0.what { said.field } else { nil } }).count == 7)
    #expect(Scene().dossier.terms(scene.board.texts).isEmpty)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `no row grows by it, and none is told of as corrected`() throws {
    let scene = scene(try told())
    var bare = Scene()
    bare.now = scene.now
    #expect(scene.shipment.corrected.isEmpty && scene.shipment.flags.subtracting(.termsStated) == bare.shipment.flags)
    #expect(scene.dossier.correctedTerms.isEmpty)
  }

  @Test func `a correction keeps what the order says, and is taken back to it`() throws {
    var scene = scene(try told())
    try correct(&scene, "freight 14.00 EUR")
    let amendment = try #require(scene.dossier.amendments.last?.amendment)
    #expect(amendment.before.text(of: .freight, scene.board.texts) == "12.50 EUR")
    #expect(amendment.after.text(of: .freight, scene.board.texts) == "14.00 EUR")
    #expect(scene.dossier.terms(scene.board.texts).freight == (try euros(1400)))
    #expect(scene.dossier.correctedTerms == [.freight])
    #expect(scene.shipment.flags.contains(.termsCorrected))
    try correct(&scene, "kind gift")
    #expect(scene.dossier.correctedTerms == [.freight, .kind])
    // Its flag goes with the last correction that stands.
    for expected in [true, false] {
      scene.now += .minutes(1)
      scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now))
      #expect(scene.shipment.flags.contains(.termsCorrected) == expected)
    }
    #expect(scene.dossier.terms(scene.board.texts) == (try told()))
    scene.now += .minutes(1)
    scene.record(try scene.board.redo(scene.dossier, by: scene.desk, at: scene.now))
    #expect(scene.dossier.correctedTerms.count == 1)
    #expect(throws: Rejection.self) { try correct(&scene, "region CA-ON") }
  }

  @Test func `a seller's number is that of one scheme`() throws {
    var scene = scene(try told())
    try correct(&scene, "seller-number IOSS IM3720000224")
    try correct(&scene, "seller-number ARN 12345678901")
    #expect(
      scene.dossier.terms(scene.board.texts).sellerNumbers.map { "\($0.scheme.name) \($0.number)" }
        == ["IOSS IM3720000224", "VOEC VOEC2024001", "ARN 12345678901"])
    #expect(scene.shipment.documentsHeld.contains(.iossNumber))
    let first = try #require(scene.dossier.amendments.first?.amendment)
    #expect(first.before.text(of: .sellerNumber, scene.board.texts) == "IOSS IM2760000742")
    scene.now += .minutes(1)
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now))
    #expect(scene.dossier.terms(scene.board.texts).sellerNumbers.map(\.scheme) == [.ioss, .voec])
  }

  @Test(arguments: DeclaredField.allCases) func `what is typed is read again as it is written`(field: DeclaredField)
    throws
  {
    let typed = try TypedCorrection(parsing: "\(field.name) \(field.example)")
    #expect(try TypedCorrection(parsing: typed.text) == typed)
    #expect(Choices.correctable.contains { field.isTerm ? $0.name == "terms" : $0.name == field.name })
  }

  @Test(arguments: [
    "freight -1 EUR", "freight much", "kind theft", "business perhaps", "preference", "seller-number IM2760000742",
    "seller-number IOSS", "seller-number IOSS IN3720000224", "seller-number XYZ 12",
    "seller-number VOEC 12345678901234567890123456789012345678901",
  ])
  func `a term that cannot be is refused`(typed: String) {
    #expect(throws: Rejection.self) { try TypedCorrection(parsing: typed) }
  }

  @Test func `every scheme has a territory of its own, every kind a name`() {
    for scheme in SellerScheme.allCases {
      #expect(scheme.territory != .none)
      #expect(SellerScheme(territory: scheme.territory) == scheme)
      #expect(SellerScheme(name: scheme.name.lowercased()) == scheme)
    }
    #expect(SellerScheme(territory: .none) == nil)
    #expect(ConsignmentKind.allCases.allSatisfy { ConsignmentKind(name: $0.name.uppercased()) == $0 })
  }

  @Test func `in the order of what happened they are the order's`() throws {
    var scene = Scene()
    scene.now += .days(2)
    scene.record(
      (try told()).statements(&scene.board.texts).map {
        Event(ShipmentID(1), by: Actor(.platform), at: scene.now, .stated($0))
      })
    let then = scene.dossier.happened(upTo: scene.now - .days(1))
    #expect(then.terms(scene.board.texts) == (try told()))
    #expect(scene.dossier.heard(upTo: scene.now - .days(1)).terms(scene.board.texts).isEmpty)
  }
}

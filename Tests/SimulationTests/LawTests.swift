import Atlas
import Logistics
import Measures
import Simulation
import Tariff
import Testing

/// The law of the day decides what is held: another day, another rule or another lever, and other parcels are.
@Suite struct LawTests {
  /// A hold as it was opened.
  private struct Held {
    var to: Country
    var reason: HoldReason
    var hs: UInt32
    var euroCents: Int64
    var from: Country
    var isExport: Bool
    /// What was in the folder by then.
    var papers: DocumentSet
    var mode: TransportMode
    var term: String
    var stage: Stage
  }

  /// What came of a run.
  private struct Run {
    var board: Board
    /// Holds by the destination's country, the reason, and the goods' value in euro cents, with the folder and how it goes.
    var holds: [Held] = []
    var declared = 0
    /// From the declaration to the release.
    var hoursAtTheBorder: [Double] = []

    init(
      from start: (year: Int, month: Int, day: Int), days: Int64 = 45, levers: Levers = Levers(),
      book: RegimeBook = .builtIn
    ) throws {
      let day = try #require(CivilDate(year: start.year, month: start.month, day: start.day))
      let first = Instant(milliseconds: Int64(day.dayNumber) * 86_400_000)
      board = Board()
      let world = World(
        World.Scenario(seed: 11, start: first, ordersPerDay: 250, levers: levers), board: &board, book: book)
      var events: [Event] = []
      _ = world.advance(to: first + .days(days), board: &board, into: &events)
      var declaredAt: [ShipmentID: Instant] = [:]
      var held: [ShipmentID: DocumentSet] = [:]
      for event in events {
        switch event.what {
        case .ordered(let order): held[event.shipment] = order.documentsHeld
        case .documentAttached(let paper): held[event.shipment, default: []].insert(DocumentSet(paper.document))
        case .claimed(let claim) where claim.milestone == .importDeclared:
          declared += 1
          declaredAt[event.shipment] = claim.happened
        case .claimed(let claim) where claim.milestone == .importReleased:
          guard let began = declaredAt.removeValue(forKey: event.shipment) else { continue }
          hoursAtTheBorder.append(Double((claim.happened - began).milliseconds) / 3_600_000)
        case .holdOpened(let hold):
          guard let shipment = board[event.shipment] else { continue }
          holds.append(
            Held(
              to: shipment.destinationCountry, reason: hold.reason, hs: shipment.hs,
              euroCents: Int64(shipment.value.euroCents ?? 0), from: shipment.originCountry,
              isExport: hold.stops <= .export, papers: held[event.shipment] ?? [], mode: shipment.mode,
              term: shipment.incoterm.code, stage: hold.stops))
        default: break
        }
      }
    }

    func count(_ isMeant: (_ to: Country, _ reason: HoldReason, _ euroCents: Int64) -> Bool) -> Int {
      holds.count { isMeant($0.to, $0.reason, $0.euroCents) }
    }

    var heldPermille: Int { holds.count * 1000 / max(1, declared) }
  }

  private static func country(_ code: String) throws -> Country { try #require(Country(code)) }

  @Test("duty on small parcels to the United States is asked for from the day on which the relief ended")
  func unitedStates() throws {
    let america = try Self.country("US")
    // 800 dollars are about 690 euros by the rough rates; what is dearer was never free.
    func unpaid(_ run: Run) -> Int { run.count { $0 == america && $1 == .dutyUnpaid && $2 <= 60_000 } }
    let before = try Run(from: (2025, 3, 1))
    let after = try Run(from: (2025, 9, 5))
    #expect(unpaid(before) == 0)
    #expect(unpaid(after) >= 5)
  }

  @Test("one rule changed in a file of one's own, and nobody is asked for duty there")
  func ownRule() throws {
    let britain = try Self.country("GB")
    let usual = try Run(from: (2026, 9, 1))
    let file = """
      code: GB
      periods:
      - from: 2021-01-01
        rules:
        - id: gb-over
          when: {over: 135 GBP, basis: intrinsic}
          duty: {method: exempt}
          tax: {method: exempt}
          confidence: high
          sources: [OWN]
      sources:
      - {id: OWN, title: A thought experiment}
      """
    let book = RegimeBook.builtIn.adding([("own.yaml", Array(file.utf8))])
    try #require(book.refused.isEmpty, "\(book.refused)")
    let free = try Run(from: (2026, 9, 1), book: book)
    #expect(usual.count { to, reason, _ in to == britain && reason == .dutyUnpaid } > 0)
    #expect(free.count { to, reason, _ in to == britain && reason == .dutyUnpaid } == 0)
  }

  @Test("what a file of one's own does not let in is held there, and nothing else is") func ownProhibition() throws {
    let germany = try Self.country("DE")
    let file = """
      code: EU
      restricted:
      - {id: own-footwear, what: shoes, forbidden: true, when: {hs: [64]}, confidence: high, sources: [OWN]}
      sources:
      - {id: OWN, title: A thought experiment}
      """
    let book = RegimeBook.builtIn.adding([("own.yaml", Array(file.utf8))])
    try #require(book.refused.isEmpty, "\(book.refused)")
    let strict = try Run(from: (2026, 9, 1), days: 35, book: book)
    let held = strict.holds.filter { $0.reason == .prohibitedGoods && Union.contains($0.to) }
    #expect(held.contains { $0.to == germany })
    // Somebody else's code may stand in the papers of shoes.
    #expect(held.count { $0.hs / 10_000 == 64 } >= held.count - 1 && !held.isEmpty)
  }

  @Test("only goods that an authority looks at are held by it, and only where the law asks for a number is one missing")
  func reasons() throws {
    let run = try Run(from: (2026, 9, 1), days: 80)
    let numbers = Set(
      Atlas.lanes.compactMap { lane -> UInt16? in
        guard lane.id != .none else { return nil }
        let country = Atlas.place(lane.destination).country
        let asks =
          RegimeBook.builtIn.destination(country)?.identifiers.contains { $0.holder == .consignee && $0.pattern != nil }
        return asks ?? false ? country.packed : nil
      })
    var seen: Set<HoldReason> = []
    for hold in run.holds {
      seen.insert(hold.reason)
      let goods = CommodityCode(subheading: hold.hs).flatMap { GoodsFacts.of($0) }
      let words = "\(hold.reason.code) of HS \(hold.hs) to \(hold.to.code)\(hold.isExport ? " at export" : "")"
      switch hold.reason {
      case .consigneeTaxIDMissing: #expect(numbers.contains(hold.to.packed) && !hold.isExport, "\(words)")
      case .iossInvalid: #expect(Union.contains(hold.to) && hold.euroCents <= 15_000 && !hold.isExport, "\(words)")
      case .importerRegistration: #expect(!hold.isExport, "\(words)")
      case .sanitary: #expect(goods.map { $0.sanitary != .no } ?? false, "\(words)")
      case .licenceMissing: #expect(goods.map { $0.cites != .no } ?? false, "\(words)")
      case .dangerousGoodsUndeclared: #expect(!hold.papers.contains(.dangerousGoodsDeclaration), "\(words)")
      case .prohibitedGoods: #expect(!hold.isExport, "\(words)")
      case .invoiceMissing: #expect(!hold.papers.contains(.commercialInvoice), "\(words)")
      case .vagueDescription: #expect(!hold.papers.contains(.goodsDescription), "\(words)")
      case .wrongHSCode: #expect(!hold.papers.contains(.hsClassification), "\(words)")
      // A control can find at odds what is in the folder.
      case .documentsDisagree:
        #expect(!hold.isExport || !hold.papers.isSuperset(of: hold.reason.needs), "\(words)")
      case .undervaluation: #expect(!hold.papers.contains(.valueDeclaration) && !hold.isExport, "\(words)")
      case .dutyUnpaid, .originProofMissing:
        #expect(!(Union.contains(hold.to) && Union.contains(hold.from)) && hold.to != hold.from, "\(words)")
      case .guaranteeShort: #expect(hold.term == "DDP" && hold.mode != .postal && hold.mode != .express, "\(words)")
      case .advanceDataMissing:
        #expect(hold.mode != .truck, "\(words)")
        #expect(hold.stage == (Union.contains(hold.to) ? .carriage : .export), "\(words)")
      case .documentaryCheck, .scanSelected, .counterfeitSuspicion, .productSafety, .pieceMismatch:
        #expect(!hold.isExport, "\(words)")
      case .physicalInspection: break  // anything can be opened, on both sides
      case .deniedParty: #expect(!hold.papers.contains(.complianceClearance), "\(words)")
      case .reimportReliefUnproven: #expect(!hold.papers.contains(.exportProof), "\(words)")
      case .unstated: #expect(!hold.isExport, "only what was invalidated for want of a registration: \(words)")
      case .operatorHold: Issue.record("nobody is at the desk: \(words)")
      }
    }
    #expect(run.holds.contains { $0.isExport && $0.reason == .dangerousGoodsUndeclared })
    #expect(seen.isSuperset(of: [.consigneeTaxIDMissing, .iossInvalid, .dutyUnpaid, .invoiceMissing]))
  }

  @Test(
    "every lever lets less be held, or holds it for less long",
    arguments: [
      ("trusted traders", Levers(trustedTraders: 100)), ("bonded stock", Levers(bondedStock: 100)),
      ("single window", Levers(singleWindow: 100)),
    ]) func levers(name: String, levers: Levers) throws
  {
    let usual = try Run(from: (2026, 9, 1))
    let eased = try Run(from: (2026, 9, 1), levers: levers)
    #expect(eased.heldPermille < usual.heldPermille, "\(name): \(eased.heldPermille) ‰ of \(usual.heldPermille) ‰")
    #expect(eased.board.brokenInvariants().isEmpty)
  }

  @Test("what a bonded store serves was carried and declared to it before, and is declared again as it leaves")
  func bondedStores() throws {
    let run = try Run(from: (2026, 9, 1), days: 60, levers: Levers(bondedStock: 100))
    var (stock, stored, served) = (0, 0, 0)
    for number in run.board.ids ?? 1...1 {
      guard let shipment = run.board[ShipmentID(number)] else { continue }
      let isCarried = shipment.seen & Milestone.departedOrigin.bit != 0
      if run.board.texts[shipment.consignee] == "Bonded store" {
        stock += 1
        if shipment.milestone == .delivered { stored += 1 }
      } else if shipment.seen & Milestone.importDeclared.bit != 0, !isCarried {
        served += 1
        #expect(shipment.importState != .none && shipment.exportState == .none, "\(shipment.id.label)")
      }
    }
    #expect(stock > 20 && stored > 5, "\(stock) orders for stores, \(stored) arrived")
    #expect(served > 3000, "\(served)")
    #expect(run.board.brokenInvariants().isEmpty)
  }

  @Test("what is declared before it arrives leaves the border sooner") func preArrival() throws {
    let usual = try Run(from: (2026, 9, 1))
    let ahead = try Run(from: (2026, 9, 1), levers: Levers(preArrival: 100))
    try #require(usual.hoursAtTheBorder.count > 1000 && ahead.hoursAtTheBorder.count > 1000)
    func median(_ hours: [Double]) -> Double { hours.sorted()[hours.count / 2] }
    let (long, short) = (median(usual.hoursAtTheBorder), median(ahead.hoursAtTheBorder))
    #expect(short < long / 2, "\(short) h of \(long) h")
  }
}

import Measures
import Testing

@testable import Logistics

/// Messages to and from customs about the scene's shipment.
extension Scene {
  /// The scene at import, with the declaration lodged by a broker of whom nothing more is known.
  static func atImport() -> Scene {
    var scene = Scene()
    scene.say(.departedOrigin)
    scene.say(.arrivedDestination)
    scene.say(.importDeclared)
    return scene
  }

  @discardableResult
  mutating func hear(
    _ message: CustomsMessage, _ side: BorderSide = .import, hours: Int64 = 1, by actor: Actor? = nil,
    _ fill: (inout Event.Declared) -> Void = { _ in }
  ) -> Verdict {
    now += .hours(max(0, hours))
    var told = Event.Declared(message, side, issued: hours < 0 ? now + .hours(hours) : now)
    fill(&told)
    var events: [Event] = []
    board.hear(told, about: ShipmentID(1), by: actor ?? customs, at: now, into: &events)
    record(events)
    guard case .declared(let heard) = events[0].what else { return .beside }
    return heard.verdict
  }

  /// A line: the message, the state, the milestone, the open holds with who has them, and the clock.
  func line(_ head: String) -> String {
    let holds = board.openHolds(of: ShipmentID(1)).map { hold in
      let amount = hold.amount.currency == .none ? "" : " \(hold.amount.decimalText) \(hold.amount.currency.code)"
      return "\(hold.reason.code)(\(hold.owner.name)\(amount)\(hold.isRunning ? "" : ", still"))"
    }
    func cell(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(1, width - text.count))
    }
    return cell(head, 12) + cell(shipment.importState.name, 20) + cell(shipment.milestone.name, 17)
      + holds.joined(separator: " ")
  }

  /// The picture of a sequence of WCO function codes.
  mutating func picture(_ codes: String) -> String {
    var lines: [String] = []
    for code in codes.split(separator: " ") {
      guard let message = CustomsMessage(functionCode: code) else { continue }
      let limit = now + .days(5)
      let verdict = hear(message) { told in
        if message == .taxDue { told.amount = Money(minor: 232_400, Currency("GBP") ?? .none) }
        if message == .documentsDemanded { told.limit = limit }
      }
      lines.append(line("\(message.codeWords)") + (verdict == .advances ? "" : " [\(verdict.name)]"))
    }
    while let space = lines.firstIndex(where: { $0.last == " " }) { lines[space].removeLast() }
    return lines.joined(separator: "\n")
  }
}

@Suite struct `Sequences of customs responses` {
  @Test func `a declaration is accepted, taxed and cleared`() {
    var scene = Scene.atImport()
    #expect(
      scene.picture("01 13 13 09") == """
        01 DMSACC   accepted            import_declared
        13 DMSTAX   tax-due             import_declared  H09(consignee 2324.00 GBP)
        13 DMSTAX   tax-due             import_declared  H09(consignee 2324.00 GBP) [repeats]
        09 DMSCLE   cleared             import_released
        """)
    #expect(scene.shipment.disputes == 0)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `documents are demanded, the goods controlled, the declaration corrected and cleared`() {
    var scene = Scene.atImport()
    #expect(
      scene.picture("01 13 06 05 02 11 13 13 07 09") == """
        01 DMSACC   accepted            import_declared
        13 DMSTAX   tax-due             import_declared  H09(consignee 2324.00 GBP)
        06 DMSDOC   documents-demanded  import_declared  H09(consignee 2324.00 GBP) H01(merchant)
        05 DMSCTL   under-control       import_declared  H09(consignee 2324.00 GBP) H01(merchant) H13(customs, still)
        02 DMSRCV   under-control       import_declared  H09(consignee 2324.00 GBP) H01(merchant) H13(customs, still) [beside]
        11 DMSREQ   amended             import_declared  H09(consignee 2324.00 GBP) H01(merchant) H13(customs, still)
        13 DMSTAX   tax-due             import_declared  H09(consignee 2324.00 GBP) H01(merchant) H13(customs, still)
        13 DMSTAX   tax-due             import_declared  H09(consignee 2324.00 GBP) H01(merchant) H13(customs, still) [repeats]
        07 DMSRES   corrected           import_declared  H09(consignee 2324.00 GBP)
        09 DMSCLE   cleared             import_released
        """)
    #expect(scene.shipment.disputes == 0)
    #expect(scene.shipment.limit == nil)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `a declaration is rejected, corrected and lodged again`() throws {
    var scene = Scene.atImport()
    let pointer = scene.board.texts.intern("42A/67A/68A/23A/21A:145")
    let code = scene.board.texts.intern("CDS12056")
    scene.hear(.rejected) {
      $0.pointer = pointer
      $0.validation = code
    }
    #expect(scene.line("03") == "03          rejected            import_declared  H03(broker)")
    do throws(Rejection) {
      try scene.order(.release(nil, note: .none))
      Issue.record("it was released")
    } catch { #expect(error.code == .documentsMissing) }
    try scene.order(.correct(.hs, DeclaredValue(hs: 851830), note: .none))
    #expect(scene.shipment.hs == 851830)
    // Nothing of it is with customs, so that it needs no amendment.
    #expect(scene.shipment.importState == .rejected)
    do throws(Rejection) {
      try scene.order(.release(nil, note: .none))
      Issue.record("it was released")
    } catch { #expect(error.remedy == "correct it and file it again") }
    try scene.order(.lodge(nil, note: .none))
    #expect(scene.line("file").hasPrefix("file        lodged              import_declared"))
    #expect(scene.shipment.holds == [])
    do throws(Rejection) {
      try scene.order(.lodge(nil, note: .none))
      Issue.record("it was lodged twice")
    } catch {
      #expect(error.code == .alreadySo)
      #expect(error.remedy == "correct it instead")
    }
    #expect(scene.hear(.accepted) == .advances)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `a pointer that nobody knows is told as it came`() {
    var scene = Scene.atImport()
    let pointer = scene.board.texts.intern("42A/98Z:R144")
    scene.hear(.rejected) { $0.pointer = pointer }
    #expect(scene.line("03") == "03          rejected            import_declared  H00(broker)")
    #expect(scene.dossier.messages.last?.message.pointer == pointer)
  }

  @Test func `what comes out of order is kept, flagged and moves nothing`() {
    var scene = Scene.atImport()
    _ = scene.picture("01 13 09")
    #expect(scene.hear(.taxDue, hours: 1) == .beside)
    #expect(scene.hear(.accepted, hours: -9) == .late)
    #expect(scene.hear(.physicalControl) == .outOfOrder)
    #expect(scene.hear(.documentsDemanded) == .outOfOrder)
    #expect(scene.shipment.importState == .cleared && !scene.shipment.isHeld)
    #expect(scene.shipment.disputes == 2 && scene.shipment.lateClaims == 1)
    scene.say(.delivered)
    #expect(scene.hear(.cleared) == .repeats)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `any messages in any order leave a sound board`() {
    for seed in 0..<60 {
      var scene = seed % 2 == 0 ? Scene.atImport() : Scene()
      var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
      for _ in 0..<40 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let row = Int(state >> 33) % CustomsMessage.allCases.count
        let side = state >> 60 & 1 == 0 ? BorderSide.import : .export
        scene.hear(CustomsMessage.allCases[row], side, hours: Int64(state >> 50 & 7) - 2) {
          if state >> 40 & 1 == 0 { $0.limit = Instant(milliseconds: .max) }
          if state >> 41 & 1 == 0 { $0.amount = Money(minor: .min, .eur) }
        }
        if state >> 45 & 15 == 0 { scene.say(.importReleased) }
        if state >> 45 & 31 == 1 { scene.say(.delivered) }
        #expect(scene.board.brokenInvariants() == [], "seed \(seed)")
      }
    }
  }
}

@Suite struct `Before loading` {
  @Test func `what must not be loaded is not loaded`() throws {
    var scene = Scene()
    scene.say(.exportReleased)
    try scene.order(.lodge(.prearrivalData, note: .none))
    #expect(scene.shipment.importState == .prearrivalFiled)
    #expect(scene.hear(.doNotLoad) == .advances)
    #expect(scene.shipment.holds == [.advanceDataMissing])
    #expect(scene.say(.loaded) == .blocked)
    #expect(throws: Rejection.self) { try scene.order(.advance) }
    // Nothing is answered without the data.
    #expect(throws: Rejection.self) { try scene.order(.answer(nil, note: .none)) }
    try scene.order(.attach(.advanceData, note: .none))
    try scene.order(.answer(nil, note: .none))
    #expect(scene.shipment.importState == .prearrivalFiled)
    #expect(scene.hear(.assessmentComplete) == .advances)
    #expect(scene.shipment.holds == [])
    // What was claimed while it was stopped takes effect.
    #expect(scene.shipment.milestone == .loaded)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `a declaration ahead of the goods moves no goods`() throws {
    var scene = Scene()
    scene.say(.departedOrigin)
    try scene.order(.lodge(nil, note: .none))
    #expect(scene.shipment.importState == .lodged && scene.shipment.milestone == .departedOrigin)
    scene.hear(.accepted)
    scene.hear(.cleared)
    #expect(scene.shipment.importState == .cleared && scene.shipment.milestone == .departedOrigin)
    #expect(scene.say(.arrivedDestination) == .advances)
    #expect(scene.say(.importReleased) == .advances)
    #expect(scene.shipment.importState == .cleared)
  }

  @Test func `goods leave, or their exit is overdue`() {
    var scene = Scene()
    scene.say(.originHubArrived)
    scene.hear(.accepted, .export)
    #expect(scene.shipment.milestone == .exportDeclared)
    scene.hear(.cleared, .export)
    #expect(scene.shipment.milestone == .exportReleased)
    #expect(scene.hear(.exitOverdue, .export) == .advances)
    #expect(scene.shipment.exportState == .exitOverdue)
    #expect(scene.hear(.exited, .export) == .advances)
    #expect(scene.hear(.exitOverdue, .export, hours: 1) == .outOfOrder)
    #expect(scene.shipment.exportState == .exited && scene.shipment.importState == .none)
  }
}

@Suite struct `A hold changes hands` {
  @Test func `the clock stands still while customs have it`() throws {
    var scene = Scene.atImport()
    let start = scene.now
    scene.hear(.documentsDemanded, hours: 0) { $0.limit = start + .days(5) }
    func hold() throws -> OpenHold { try #require(scene.board.openHold(.invoiceMissing, of: ShipmentID(1))) }
    #expect(try hold().due == start + .days(5) && scene.shipment.limit != nil)
    #expect(try hold().escalates == start + .hours(24))
    scene.now = start + .hours(10)
    try scene.order(.attach(.commercialInvoice, note: .none))
    scene.now = start + .hours(20) - .minutes(1)
    try scene.order(.answer(nil, note: .none))
    #expect(try hold().owner == .customs && hold().due == nil && hold().escalates == nil)
    #expect(try hold().ran(by: start + .days(9)) == .hours(20))
    #expect(scene.shipment.importState == .answered)
    // Customs ask again three days later: the clock goes on where it stood.
    scene.now = start + .hours(92)
    scene.hear(.documentsDemanded, hours: 0)
    #expect(try hold().owner == .merchant && hold().ran(by: scene.now) == .hours(20))
    #expect(try hold().escalates == scene.now + .hours(4))
    #expect(try hold().due == scene.now + HoldReason.invoiceMissing.limit - .hours(20))
    #expect(scene.dossier.turns(of: .invoiceMissing, now: scene.now).map(\.owner) == [.merchant, .customs, .merchant])
    #expect(try hold().cost(by: start + .days(4)) == Money(minor: 480, .eur))
    #expect(scene.shipment.holdOwners == RoleSet(.merchant))
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `an answer is taken back and given again`() throws {
    var scene = Scene.atImport()
    let limit = scene.now + .days(5)
    scene.hear(.documentsDemanded) { $0.limit = limit }
    try scene.order(.attach(.commercialInvoice, note: .none))
    try scene.order(.answer(.invoiceMissing, note: .none))
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(1)))
    #expect(scene.board.openHold(.invoiceMissing, of: ShipmentID(1))?.owner == .merchant)
    #expect(scene.shipment.importState == .documentsDemanded && scene.shipment.holdDue != nil)
    scene.record(try scene.board.redo(scene.dossier, by: scene.desk, at: scene.now + .minutes(2)))
    #expect(scene.board.openHold(.invoiceMissing, of: ShipmentID(1))?.owner == .customs)
    #expect(scene.shipment.importState == .answered)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `an amount is paid exactly, and what is left is told`() throws {
    var scene = Scene.atImport()
    let due = Money(minor: 2324, Currency("GBP") ?? .none)
    scene.hear(.taxDue) { $0.amount = due }
    scene.hear(.physicalControl)
    do throws(Rejection) {
      try scene.order(.pay(Money(minor: 2300, due.currency), note: .none))
      Issue.record("too little was paid")
    } catch {
      #expect(error.code == .wrongAmount)
      #expect(error.words == "23.24 GBP are due")
    }
    try scene.order(.pay(due, note: .none))
    #expect(scene.board.openWords(of: ShipmentID(1)) == "H13 inspection (customs)")
    #expect(scene.dossier.messages.last?.message.amount == due)
    try scene.order(.present(note: .none))
    do throws(Rejection) {
      try scene.order(.present(note: .none))
      Issue.record("it was presented twice")
    } catch { #expect(error.code == .alreadySo) }
    #expect(scene.hear(.cleared) == .advances)
    #expect(!scene.shipment.isHeld && scene.shipment.milestone == .importReleased)
  }

  @Test func `papers that lie in the folder do not end what customs asked for, the desk's word for theirs does`() throws
  {
    var scene = Scene.atImport()
    scene.hear(.documentsDemanded)
    try scene.order(.attach(.commercialInvoice, note: .none))
    do throws(Rejection) {
      try scene.order(.release(.invoiceMissing, note: .none))
      Issue.record("it was released though customs have not seen the invoice")
    } catch {
      #expect(error.code == .notYours && error.remedy.contains("answer") && error.remedy.contains("WHO AND HOW"))
    }
    try scene.order(.release(.invoiceMissing, note: scene.board.texts.intern("customs by telephone, Ms Adeyemi")))
    #expect(!scene.shipment.isHeld)
  }

  @Test func `duty is paid, or somebody tells who paid it: a paper in the folder pays nothing`() throws {
    func refusal(_ scene: inout Scene, _ command: Command) -> Rejection? {
      do throws(Rejection) {
        try scene.order(command)
        return nil
      } catch { return error }
    }
    var scene = Scene.atImport()
    scene.say(.dutyTaxDue, reason: .dutyUnpaid)
    #expect(scene.shipment.documentsMissing.contains(.dutyPayment))
    #expect(refusal(&scene, .attach(nil, note: .none))?.remedy == "pay it")
    #expect(refusal(&scene, .attach(.dutyPayment, note: .none))?.code == .reasonMissing)
    try scene.order(.attach(.dutyPayment, note: scene.board.texts.intern("the buyer, by the carrier's page")))
    #expect(refusal(&scene, .release(.dutyUnpaid, note: .none))?.words == "no payment of duty and tax is on record")
    try scene.order(.pay(nil, note: .none))
    #expect(!scene.shipment.isHeld && !scene.shipment.documentsMissing.contains(.dutyPayment))
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `what a release was done by is taken back step by step`() throws {
    var scene = Scene.atImport()
    scene.say(.importHeld, reason: .originProofMissing)
    try scene.order(.attach(.certificateOfOrigin, note: .none))
    try scene.order(.answer(.originProofMissing, note: .none))
    try scene.order(.release(.originProofMissing, note: scene.board.texts.intern("customs by telephone")))
    for (minute, owner) in [(1, PartyRole.customs), (2, .merchant)] as [(Int64, PartyRole)] {
      scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(minute)))
      #expect(scene.board.openHold(.originProofMissing, of: ShipmentID(1))?.owner == owner)
    }
    try scene.order(.hold(.operatorHold, note: .none))
    try scene.order(.release(.operatorHold, note: .none))
    scene.now += .hours(1)
    for _ in 0..<2 {
      scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now))
      scene.now += .minutes(1)
    }
    #expect(scene.shipment.openHolds & HoldReason.operatorHold.bit == 0)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `a denied party is cleared by compliance alone`() throws {
    var scene = Scene()
    scene.say(.packed)
    scene.say(.riskHold, reason: .deniedParty, by: Actor(.compliance))
    try scene.order(.attach(.complianceClearance, note: .none))
    do throws(Rejection) {
      try scene.order(.release(.deniedParty, note: .none))
      Issue.record("the desk released it")
    } catch { #expect(error.code == .needsRole) }
    do throws(Rejection) {
      _ = try scene.board.decide(
        .release(.deniedParty, note: .none), about: ShipmentID(1), by: scene.desk, at: scene.now + .hours(1),
        roles: RoleSet(.compliance))
      Issue.record("it was cleared without a reason")
    } catch { #expect(error.code == .reasonMissing) }
    let why = scene.board.texts.intern("another company of that name")
    let events = try scene.board.decide(
      .release(.deniedParty, note: why), about: ShipmentID(1), by: scene.desk, at: scene.now + .hours(1),
      roles: RoleSet(.compliance))
    scene.record(events)
    #expect(!scene.shipment.isHeld)
  }

  @Test func `goods that are given up end there`() throws {
    var scene = Scene.atImport()
    scene.hear(.taxDue) { $0.amount = Money(minor: 900, .eur) }
    try scene.order(.abandon(note: .none))
    #expect(scene.shipment.importState == .abandoned && scene.shipment.milestone == .importRefused)
    #expect(!scene.shipment.isHeld && scene.shipment.isEnded)
    #expect(scene.hear(.cleared) == .afterEnd)
    var early = Scene()
    early.say(.pickedUp)
    do throws(Rejection) {
      try early.order(.destroy(note: .none))
      Issue.record("it was destroyed")
    } catch { #expect(error.remedy == "send it back instead") }
  }
}

@Suite struct Corrections {
  @Test func `a correction keeps both values and the reason, and is an amendment once lodged`() throws {
    var scene = Scene.atImport()
    let reason = scene.board.texts.intern("invoice of the shop")
    let verb = try Verb(name: "correct", argument: "value 120.50 GBP", note: "invoice of the shop")
    let command = try #require(verb.command { scene.board.texts.intern($0) })
    try scene.order(command)
    #expect(scene.shipment.value == Money(minor: 12_050, Currency("GBP") ?? .none))
    #expect(scene.shipment.corrected == [.value])
    #expect(scene.shipment.importState == .amendmentRequested)
    let (_, amendment) = try #require(scene.dossier.amendments.first)
    #expect(amendment.before.money == Money(minor: 8900, .eur) && amendment.note == reason)
    #expect(throws: Rejection.self) {
      _ = try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(1))
    }
    #expect(scene.hear(.amendmentAccepted) == .advances)
    // An amendment that is refused leaves the declaration as it was.
    try scene.order(.correct(.weight, DeclaredValue(Grams(420)), note: .none))
    scene.hear(.rejected)
    #expect(scene.shipment.importState == .accepted)
    scene.hear(.cleared)
    #expect(throws: Rejection.self) { try scene.order(.correct(.weight, DeclaredValue(Grams(430)), note: .none)) }
  }

  @Test func `before lodging a correction is taken back`() throws {
    var scene = Scene()
    scene.say(.packed)
    try scene.order(.correct(.origin, DeclaredValue(Country("VN") ?? .none), note: .none))
    #expect(scene.shipment.originCountry == Country("VN") && scene.shipment.corrected == [.origin])
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(1)))
    #expect(scene.shipment.originCountry == .none && scene.shipment.corrected == [])
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `a function code is digits`() {
    for code in ["+9", "-0", " 9", "9 ", "١", "", "009"] {
      #expect(CustomsMessage(functionCode: code) == nil, "\(code)")
    }
    #expect(CustomsMessage(functionCode: "9") == .cleared && CustomsMessage(functionCode: "09") == .cleared)
  }

  @Test func `the word that leads to a reason is none`() throws {
    #expect(try Verb(name: "release", argument: "H20", note: "because") == .release(.deniedParty, note: ""))
    #expect(
      try Verb(name: "release", argument: "H20", note: "because I say so") == .release(.deniedParty, note: "I say so"))
  }

  @Test func `what is typed wrong is said to be wrong`() {
    for (typed, words) in [
      ("", "a correction needs a field"), ("colour red", "no declared field"), ("hs 12", "is no HS code"),
      ("value lots", "is no declared value"), ("weight -3 kg", "is no weight"), ("hs", "needs a value"),
      ("origin 12", "is no country of origin"), ("value 99999999999999999999 EUR", "is no declared value"),
    ] {
      do throws(Rejection) {
        _ = try Verb(name: "correct", argument: typed)
        Issue.record("\(typed) was taken")
      } catch { #expect(error.words.contains(words), "\(error.words)") }
    }
  }

  @Test func `a payment has an amount and a note, a correction its reason, as they are typed`() throws {
    func verb(_ name: String, _ argument: String) throws -> Verb { try Verb(name: name, argument: argument) }
    let pounds = Money(minor: 2324, Currency("GBP") ?? .none)
    for typed in ["23.24 GBP paid by card", "23.24GBP paid by card", "GBP 23.24 because paid by card"] {
      #expect(try verb("pay", typed) == .pay(pounds, note: "paid by card"), "\(typed)")
    }
    #expect(try verb("pay", "") == .pay(note: ""))
    #expect(try verb("pay", "because the buyer is a guest") == .pay(note: "the buyer is a guest"))
    // What is meant as an amount and is none is never taken for a note.
    for typed in ["twelve", "23,24,24 GBP", "paid by card", "23.24", "23.24 XXQ"] {
      #expect(throws: Rejection.self, "\(typed)") { try verb("pay", typed) }
    }
    #expect(
      try verb("correct", "hs 851830 because headphones, not parts")
        == .correct(TypedCorrection(parsing: "hs 851830"), note: "headphones, not parts"))
    #expect(
      try verb("correct", "description knitted cotton T-shirt because “gift” says nothing")
        == .correct(TypedCorrection(parsing: "description knitted cotton T-shirt"), note: "“gift” says nothing"))
    #expect(try verb("correct", "value 89 EUR") == .correct(TypedCorrection(parsing: "value 89 EUR"), note: ""))
    #expect(throws: Rejection.self) { try verb("correct", "because of that") }
  }

  @Test func `a copied board keeps its own word`() throws {
    var scene = Scene.atImport()
    let before = scene.board
    try scene.order(.correct(.hs, DeclaredValue(hs: 851830), note: .none))
    #expect(before[ShipmentID(1)]?.hs == 0 && scene.shipment.hs == 851830)
  }
}

@Suite struct `The border in filters, the past and snapshots` {
  private func finds(_ text: String, _ scene: Scene) throws -> Bool {
    var index = TextIndex()
    let filter = try Filter(parsing: text)
    return Matcher(filter, board: scene.board, now: scene.now, index: &index).matches(ShipmentID(1), on: scene.board)
  }

  @Test func `fields ask for states, numbers, limits, corrections, owners and clocks`() throws {
    var scene = Scene.atImport()
    let mrn = scene.board.texts.intern("23GBCXDLLRXMOCTAA4")
    let limit = scene.now + .days(1)
    scene.hear(.documentsDemanded) {
      $0.mrn = mrn
      $0.limit = limit
    }
    try scene.order(.correct(.weight, DeclaredValue(Grams(420)), note: .none))
    for text in [
      "import:amendment-requested", "import:amend", "mrn:23gbcx", "limit<2d", "corrected:weight", "corrected:any",
      "hold-owner:merchant", "clock:running", "export:none", "!clock:standing", "limit:any", "import:any",
    ] { #expect(try finds(text, scene), "\(text)") }
    for text in ["export:any", "mrn:24", "limit>2d", "corrected:hs", "hold-owner:customs", "clock:standing"] {
      #expect(try !finds(text, scene), "\(text)")
    }
    try scene.order(.attach(.commercialInvoice, note: .none))
    try scene.order(.answer(nil, note: .none))
    for text in ["clock:standing", "hold-owner:customs", "!clock:running", "limit:any"] {
      #expect(try finds(text, scene), "\(text)")
    }
    // The declaration of either side has a number of its own.
    let outward = scene.board.texts.intern("23CNAAAAAAAAAAAAA1")
    scene.hear(.exited, .export) { $0.mrn = outward }
    for text in ["mrn:23gbcx", "mrn:23cnaa", "mrn:any", "!mrn:none"] { #expect(try finds(text, scene), "\(text)") }
    // What it was held for is asked of those that are free again, too.
    scene.hear(.cleared)
    for text in ["was-held:H01", "was-held:any", "held-for:invoice", "!hold:H01", "was-held:H05,H01"] {
      #expect(try finds(text, scene), "\(text)")
    }
    for text in ["was-held:none", "was-held:H05"] { #expect(try !finds(text, scene), "\(text)") }
    for field in [Field.exportState, .importState, .corrected, .holdOwner, .clock, .wasHeld] {
      for name in Choices.names(of: field) { #expect(Choices.meaning(of: name.name, in: field) != nil, "\(name.name)") }
    }
  }

  @Test func `a snapshot keeps the border`() throws {
    var scene = Scene.atImport()
    _ = scene.picture("01 13 06 05")
    try scene.order(.attach(.commercialInvoice, note: .none))
    try scene.order(.answer(nil, note: .none))
    scene.say(.handedToLastMile)
    let sections = scene.board.changedSections()
    func bytes(_ name: String) -> [UInt8] { sections.first { $0.name == name }?.bytes ?? [] }
    let pages = sections.filter { $0.name.hasPrefix(Board.pagePrefix) }.compactMap { section in
      section.bytes.withUnsafeBytes { Page(bytes: $0) }
    }
    let back = try #require(
      Board(
        texts: scene.board.texts, head: bytes(Board.headSection), names: bytes(Board.namesSection), pages: pages))
    #expect(back.agrees(with: scene.board))
    #expect(back.brokenInvariants() == [])
  }

  @Test func `the past tells the border by when it was sent`() throws {
    var scene = Scene.atImport()
    scene.hear(.taxDue) { $0.amount = Money(minor: 900, .eur) }
    #expect(scene.hear(.accepted, hours: -2) == .late)
    let told = scene.dossier.happened(upTo: scene.now)
    #expect(told.messages.map(\.message.message) == [.accepted, .taxDue])
    #expect(told.messages.map(\.message.verdict) == [.advances, .advances])
    scene.hear(.cleared)
    let cleared = scene.dossier.happened(upTo: scene.now)
    #expect(cleared.journey.last?.claim.milestone == .importReleased)
  }

  @Test func `a deed at the border is read back as it was asked for`() throws {
    var scene = Scene.atImport()
    scene.hear(.documentsDemanded)
    scene.hear(.physicalControl)
    scene.hear(.taxDue) { $0.amount = Money(minor: 900, .eur) }
    func ask(_ name: String, _ argument: String) throws -> Deed? {
      let verb = try Verb(name: name, argument: argument, note: "why")
      let command = try #require(verb.command { scene.board.texts.intern($0) })
      let first = scene.log.count
      try scene.order(command)
      return Deed(Array(scene.log[first...]), scene.board.texts)
    }
    for (name, argument) in [
      ("correct", "hs 851830"), ("attach", "commercial_invoice"), ("answer", "H01"), ("present", ""),
      ("pay", "9.00 EUR"), ("abandon", ""),
    ] {
      let deed = try ask(name, argument)
      #expect(
        deed?.verb == name && deed?.argument == argument && deed?.note == "why", "\(name): \(String(describing: deed))")
    }
  }

  @Test func `every message, state, step and field has a name of its own`() {
    #expect(CustomsMessage.rows.map(\.message) == CustomsMessage.allCases)
    #expect(Set(CustomsMessage.allCases.map(\.name)).count == CustomsMessage.allCases.count)
    #expect(Set(DeclarationState.allCases.map(\.name)).count == DeclarationState.allCases.count)
    #expect(DeclarationState.allCases.allSatisfy { DeclarationState(name: $0.name) == $0 && !$0.words.isEmpty })
    #expect(
      CustomsMessage.responses.map(\.code) == [
        // Three kinds of a control.
        "01", "02", "03", "05", "05", "05", "06", "07", "08", "09", "10", "11", "13", "14", "15", "16", "18",
      ])
    #expect(CustomsMessage(functionCode: "05") == .physicalControl)
    #expect(CustomsMessage(functionCode: "9") == .cleared && CustomsMessage(functionCode: "12") == nil)
    #expect(CustomsMessage(functionCode: "999") == nil && CustomsMessage(functionCode: "") == nil)
    #expect(CustomsMessage(ics2: "ie3q01") == .doNotLoad && CustomsMessage(ics2: "IE3X") == nil)
    #expect(DeclaredField.allCases.allSatisfy { DeclaredField(name: $0.name) == $0 })
    // Every state is reached by a message, but the first.
    let reached = Set(CustomsMessage.rows.compactMap(\.state))
    #expect(DeclarationState.allCases.dropFirst().allSatisfy { reached.contains($0) })
  }
}

import Logistics
import Measures
import Screening
import TUI
import Tariff
import Testing

@testable import Dashboard

@Suite struct `What the border asks of a shipment` {
  /// A room with a shipment opened, and all that is recorded of it read.
  private func opened(_ number: UInt32, _ width: Int = 118, _ height: Int = 70) -> Room {
    var room = Room(width, height)
    _ = room.state.open(ShipmentID(number))
    _ = update(&room.state, .dossier(room.dossier(number)))
    room.settle()
    return room
  }

  private func appraisal(_ room: Room) -> Appraisal { known(room.state.details.last?.appraisal) }

  private func found(_ room: Room) throws -> BorderCase { try appraisal(room).borderCase.get() }

  @Test func `it is judged by the day of its declaration, else the day it came, else today, and says which`() throws {
    #expect(try found(opened(8)).consignment.date.text == "2026-11-14")
    #expect(try found(opened(8)).dayWords == "declared for import")
    let waiting = try found(opened(2))
    #expect(waiting.consignment.date.text == "2026-12-05")
    #expect(waiting.assumptions.contains { $0.contains("delivery is expected") })
    let text = opened(8).text
    #expect(text.contains("2026-11-14  declared for import"))
  }

  @Test func `duty and tax stand beside it, with who pays; what is not known closer says so`() throws {
    let room = opened(8)
    let cost = try known(appraisal(room).cost).get()
    #expect(cost.duty.text == "€3.00")
    #expect(cost.tax.text == "€7.20", "19 % of 34.90 and 3.00")
    #expect(room.text.contains("€7.20  19 % of CIF + duty"))
    #expect(room.text.contains("from the seller (DDP)"))
    #expect(room.text.contains("not known closer"))
    // An unverified figure carries its mark.
    #expect(room.text.contains("fees ?"))
  }

  @Test func `a key reads the whole working, another the papers; closed, the shipment is there again`() {
    var room = opened(8, 80, 24)
    room.press("g m")
    expectPicture("cost-80x24", room.canvas)
    room.press("G")
    #expect(room.text.contains("EU-ZIM"))
    room.press("esc g d")
    expectPicture("papers-80x24", room.canvas)
    room.press("q")
    #expect(room.state.details.last?.id == ShipmentID(8))
    #expect(room.row(2).contains("CW-10008"))
  }

  @Test func `from a list it opens the shipment and the page once all of it was read`() {
    var room = Room()
    let effects = room.press("3 g m")
    #expect(effects == [.loadDossier(ShipmentID(8))])
    #expect(!room.text.contains("Landed cost"))
    _ = update(&room.state, .dossier(room.dossier(8)))
    room.settle()
    #expect(room.text.contains("CW-10008: Landed cost in Germany on 2026-11-14"))
  }

  @Test func `a filter lists whose papers are not all there, once all are reckoned`() throws {
    var room = Room()
    let law = room.state.law
    let scores = (1...UInt32(room.state.board.count)).compactMap { number -> (id: ShipmentID, score: Int)? in
      guard let shipment = room.state.board[ShipmentID(number)] else { return nil }
      let score = law.papersScore(
        of: shipment, texts: room.state.board.texts, now: room.state.now, offset: room.state.clock.offset)
      return score.map { (shipment.id, Int($0)) }
    }
    let bound = try #require(scores.map(\.score).max())
    room.press("6 /")
    room.type("papers<\(bound)%")
    room.press("enter")
    let ids = room.state.lists[ListID.all.rawValue].listing.ids
    #expect(!ids.isEmpty && ids.count < room.state.board.count)
    #expect(Set(ids) == Set(scores.filter { $0.score < bound }.map(\.id)))
  }

  @Test func `it is reckoned when something has changed, not with every second`() {
    var room = opened(9)
    let first = appraisal(room).key
    for _ in 0..<5 { room.tick() }
    #expect(!room.state.awaitsAppraisal)
    #expect(appraisal(room).key == first)
    room.say(9, .inspected, by: .customs)
    #expect(appraisal(room).key != first)
  }

  @Test func `other law, other cost, at once`() throws {
    var law = Law()
    law.rates = ExchangeRates(own: [
      known(ExchangeRate(known(Currency("BRL")), microsPerEuro: 7_000_000, on: nil, source: "ours"))
    ])
    var room = opened(9)
    let before = try known(appraisal(room).cost).get()
    _ = update(&room.state, .law(law))
    room.settle()
    let after = try known(appraisal(room).cost).get()
    #expect(after.goods != before.goods)
  }

  @Test func `the papers say what is missing, who gives it and by when`() throws {
    let room = opened(9, 200, 70)
    let checklist = try #require(appraisal(room).checklist)
    #expect(checklist.open.contains { $0.name == "CPF" && $0.supplier == .consignee })
    #expect(room.text.contains("\(checklist.score) % ready"))
    #expect(room.text.contains("consignee's tax id  missing  consignee, before export"))
    // What the folder has is there.
    var board = room.state.board
    let events = try board.decide(
      .attach(.consigneeTaxID, note: .none), about: ShipmentID(9), by: Actor(.operatorDesk), at: room.now)
    for event in events { board.apply(event) }
    var after = room
    after.record(events)
    #expect(appraisal(after).checklist?.open.contains { $0.name == "CPF" } == false)
    #expect(known(appraisal(after).checklist).score > checklist.score)
  }

  @Test func `an IOSS number says nothing of the schemes of others`() throws {
    for (number, isRegistered) in [(UInt32(8), true), (9, false)] {
      var room = opened(number)
      var board = room.state.board
      let events = try board.decide(
        .attach(.iossNumber, note: .none), about: ShipmentID(number), by: Actor(.operatorDesk), at: room.now)
      for event in events { board.apply(event) }
      room.record(events)
      let found = try found(room)
      #expect(found.consignment.isSellerRegistered == isRegistered, "\(found.consignment.to.code)")
      #expect(found.assumptions.contains { $0.hasPrefix("no number is recorded") } != isRegistered)
    }
  }

  @Test func `a corrected description is the first line's`() throws {
    let room = Room()
    var board = room.state.board
    let texts = ["gift", "parts", "LED table lamp"].map { board.texts.intern($0) }
    var order = Event.Ordered(placedAt: room.now)
    order.originCountry = known(Country("CN"))
    order.destinationCountry = known(Country("DE"))
    order.goods = texts[0]
    order.hs = 940_521
    order.value = Money(minor: 4_000, .eur)
    order.weight = Grams(600)
    let lines = texts.prefix(2).map { text in
      Event.OrderLine(goods: text, hs: 940_521, quantity: 1, value: Money(minor: 2_000, .eur), weight: Grams(300))
    }
    var events: [Event] = []
    let id = board.hear(order: order, lines: Array(lines), by: Actor(.file), at: room.now, into: &events)
    var dossier = Dossier(id)
    for (index, event) in events.enumerated() {
      board.apply(event)
      dossier.append(event, sequence: UInt64(index + 1))
    }
    func descriptions(_ shipment: Shipment) throws -> [String] {
      try BorderCase(shipment, dossier, texts: board.texts, now: room.now, offset: .utc, book: .builtIn).descriptions
    }
    var shipment = try #require(board[id])
    #expect(try descriptions(shipment) == ["gift", "parts"])
    let correction = Event.Amendment(.description, from: DeclaredValue(texts[0]), to: DeclaredValue(texts[2]))
    board.apply(Event(id, by: Actor(.operatorDesk), at: room.now, .amended(correction)))
    shipment = try #require(board[id])
    #expect(try descriptions(shipment) == ["LED table lamp", "parts"])
  }

  @Test func `what cannot be judged says why, and is not made up`() {
    var room = Room(118, 70)
    var events: [Event] = []
    let id = room.state.board.hear(
      order: Event.Ordered(placedAt: room.now), lines: [], by: Actor(.file), at: room.now, into: &events)
    room.record(events)
    room.press(":")
    room.type("open \(id.label)")
    room.press("enter")
    var dossier = Dossier(id)
    for (index, event) in events.enumerated() { dossier.append(event, sequence: UInt64(index + 1)) }
    _ = update(&room.state, .dossier(dossier))
    room.settle()
    #expect(room.text.contains("nobody said where it goes"))
  }

  @Test func `screening is told while a hold for it is open: none configured, then the entry with its words`() throws {
    var room = opened(11)
    #expect(!room.text.contains("Screening"))
    var board = room.state.board
    let events = try board.decide(
      .hold(.deniedParty, note: .none), about: ShipmentID(11), by: Actor(.operatorDesk), at: room.now)
    for event in events { board.apply(event) }
    room.record(events)
    #expect(room.text.contains("none is configured"))
    var party = DeniedParty(list: "SDN", number: "4711", kind: .person, name: "BERG, Olaf")
    party.countries = [known(Country("SE"))]
    _ = update(&room.state, .screening(ScreeningLists(.ready(Screener([party])))))
    room.settle()
    expectPicture("detail-screening-118x70", room.canvas)
    #expect(room.text.contains("BERG, Olaf"))
    #expect(room.text.contains("SDN 4711"))
    #expect(room.text.contains("olaf = olaf (same)"))
  }

  @Test func `a name that cannot be read is told of a shipment that nobody holds, and on a page of its own`() throws {
    var room = Room(118, 40)
    var board = room.state.board
    var order = Event.Ordered(placedAt: room.now)
    order.consignee = board.texts.intern("ᠪᠠᠲᠤ ᠮᠥᠩᠬᠡ")
    var events: [Event] = []
    let id = board.hear(order: order, lines: [], by: Actor(.file), at: room.now, into: &events)
    room.record(events, texts: ["ᠪᠠᠲᠤ ᠮᠥᠩᠬᠡ"])
    var lists = ScreeningLists(
      .ready(Screener([DeniedParty(list: "SDN", number: "1", kind: .person, name: "BERG, Olaf")])))
    lists.files = [
      ScreeningLists.File(name: "~/sdn.csv", format: .ofacEntries, count: 1, written: room.now - .hours(30))
    ]
    _ = update(&room.state, .screening(lists))
    var dossier = Dossier(id)
    for (index, event) in events.enumerated() { dossier.append(event, sequence: UInt64(index + 1)) }
    _ = room.state.open(id)
    _ = update(&room.state, .dossier(dossier))
    room.settle()
    #expect(room.text.contains("9 characters could not be read: look by hand"), "\(room.text)")
    #expect(room.text.contains("1 entry of 20"), "\(room.text)")
    // One whose names are read has nothing to tell.
    _ = room.state.open(ShipmentID(11))
    _ = update(&room.state, .dossier(room.dossier(11)))
    room.settle()
    #expect(!room.text.contains("Screening"))

    var progress = ScreeningProgress(looked: 9, total: 9, found: 0)
    (progress.unreadNames, progress.unreadShipments) = (1, 1)
    progress.unread = [
      UnreadName(name: "ᠪᠠᠲᠤ ᠮᠥᠩᠬᠡ", role: .consignee, country: known(Country("IN")), characters: 9, first: id)
    ]
    _ = update(&room.state, .screened(progress))
    #expect(
      room.state.notice?.words == "1 name of 1 shipment could not be read and is not screened; :screening lists them")
    // It is said once, however often more is looked at.
    room.press("esc")
    progress.total = 10
    progress.looked = 10
    _ = update(&room.state, .screened(progress))
    #expect(room.state.notice == nil)
    room.press(":")
    room.type("screening")
    room.press("enter")
    let text = room.text
    #expect(text.contains("~/sdn.csv") && text.contains("OFAC entries: 1") && text.contains("written 20"), "\(text)")
    #expect(text.contains("consignee in IN, 9 characters, 1 shipment, first \(id.label)"), "\(text)")
    _ = update(&room.state, .screening(ScreeningLists()))
    #expect(room.state.screened == nil && room.state.screeningPage().sections.count == 1)
  }

  @Test func `whoever hears the room hears it all`() {
    let room = opened(8)
    let said = room.state.spokenDetail()
    #expect(said.contains { $0.hasPrefix("Duty and tax") })
    #expect(said.contains { $0.contains("due at least €10.20 from the seller") })
    #expect(said.contains { $0.hasPrefix("Documents") })
  }

  @Test func `without a screen the same is told, without names of keys`() throws {
    let room = Room()
    let told = State.borderWords(
      of: ShipmentID(8), room.dossier(8), board: room.state.board, clock: room.state.clock, law: Law(),
      screening: ScreeningLists())
    #expect(told.map(\.heading) == ["Documents: 4 missing or wrong, 71 % ready", "Duty and tax"])
    #expect(told.last?.lines.contains("VAT        €7.20  19 % of CIF + duty") == true)
    let found = try #require(
      State.borderFindings(
        of: ShipmentID(8), room.dossier(8), board: room.state.board, clock: room.state.clock, law: Law(),
        screening: ScreeningLists()))
    #expect(found.cost?.duty.text == "€3.00" && found.refusal == nil && found.checklist?.score == 71)
  }
}

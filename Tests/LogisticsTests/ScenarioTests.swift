import Measures
import Testing

@testable import Logistics

/// One shipment and whoever speaks about it, told in short lines.
struct Scene {
  var board = Board()
  var now = Instant(milliseconds: 1_795_000_000_000)
  var log: [Event] = []
  let carrier = Actor(.carrier)
  let customs = Actor(.customs)
  let desk = Actor(.operatorDesk)

  init() { open() }

  mutating func open() {
    var events: [Event] = []
    var order = Event.Ordered(placedAt: now)
    order.value = Money(minor: 8900, Currency("EUR") ?? .none)
    order.mode = .air
    board.hear(order: order, lines: [], by: Actor(.platform), at: now, into: &events)
    record(events)
  }

  mutating func record(_ events: [Event]) {
    for event in events {
      board.apply(event)
      log.append(event)
    }
  }

  @discardableResult
  mutating func say(
    _ milestone: Milestone, _ hours: Int64 = 1, reason: HoldReason? = nil, kind: ClaimKind = .actual,
    by actor: Actor? = nil
  ) -> Verdict {
    now += .hours(max(0, hours))
    var claim = Event.Claim(milestone, happened: hours < 0 ? now + .hours(hours) : now)
    claim.reason = reason
    claim.kind = kind
    var events: [Event] = []
    board.hear(claim, about: ShipmentID(1), by: actor ?? carrier, at: now, into: &events)
    record(events)
    guard case .claimed(let heard) = events[0].what else { return .beside }
    return heard.verdict
  }

  mutating func order(_ command: Command, seen: UInt32? = nil) throws(Rejection) {
    now += .minutes(1)
    record(try board.decide(command, about: ShipmentID(1), by: desk, at: now, seen: seen))
  }

  var shipment: Shipment {
    guard let shipment = board[ShipmentID(1)] else { preconditionFailure("the scene opens with a shipment") }
    return shipment
  }
  var dossier: Dossier {
    var dossier = Dossier(ShipmentID(1))
    for (index, event) in log.enumerated() { dossier.append(event, sequence: UInt64(index + 1)) }
    return dossier
  }
}

@Suite struct `The rules of order` {
  @Test func `stages only advance`() {
    var scene = Scene()
    #expect(scene.say(.departedOrigin) == .advances)
    #expect(scene.say(.packed, -50) == .late)
    #expect(scene.say(.packed) == .repeats)
    #expect(scene.say(.picked) == .outOfOrder)
    #expect(scene.shipment.milestone == .departedOrigin)
    #expect(scene.shipment.lateClaims == 1)
    #expect(scene.shipment.disputes == 1)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `a scan that is heard twice is kept and moves nothing`() {
    var scene = Scene()
    #expect(scene.say(.sortedIn) == .advances)
    #expect(scene.say(.sortedIn, 0) == .repeats)
    #expect(scene.say(.sortedOut) == .advances)
    #expect(scene.say(.sortedIn) == .advances)
    #expect(scene.shipment.claims == 4)
  }

  @Test func `release needs every hold closed`() throws {
    var scene = Scene()
    scene.say(.importDeclared)
    scene.say(.importHeld, reason: .dangerousGoodsUndeclared, by: scene.customs)
    scene.say(.dutyTaxDue, by: scene.customs)
    #expect(scene.shipment.holds == [.dutyUnpaid, .dangerousGoodsUndeclared])
    #expect(scene.shipment.panel == .customs)
    #expect(scene.say(.importReleased, by: scene.customs) == .blocked)
    #expect(throws: Rejection.self) { try scene.order(.advance) }
    #expect(throws: Rejection.self) { try scene.order(.release(.dangerousGoodsUndeclared, note: .none)) }
    try scene.order(.attach(nil, note: .none))
    try scene.order(.release(nil, note: .none))
    // No paper stands for a payment.
    #expect(scene.shipment.holds == [.dutyUnpaid])
    #expect(throws: Rejection.self) { try scene.order(.release(nil, note: .none)) }
    try scene.order(.pay(nil, note: .none))
    #expect(!scene.shipment.isHeld)
    // What customs said while the holds were open takes effect with the last of them.
    #expect(scene.shipment.milestone == .importReleased)
    #expect(scene.shipment.panel == .transit)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `an order is cancelled while the merchant has it, and not after`() throws {
    var scene = Scene()
    scene.say(.picked)
    try scene.order(.cancel(note: .none))
    #expect(scene.shipment.milestone == .orderCancelled)
    #expect(scene.shipment.panel == .closed)
    var onItsWay = Scene()
    onItsWay.say(.pickedUp)
    #expect(throws: Rejection.self) { try onItsWay.order(.cancel(note: .none)) }
    #expect(onItsWay.say(.orderCancelled) == .outOfOrder)
  }

  @Test func `duty that is demanded twice is paid twice`() throws {
    var scene = Scene()
    scene.say(.importDeclared)
    for _ in 0..<2 {
      scene.say(.dutyTaxDue, by: scene.customs)
      #expect(scene.shipment.holds == [.dutyUnpaid])
      try scene.order(.pay(note: .none))
      #expect(scene.shipment.holds == [])
    }
  }

  @Test func `a hold that is heard of after its release holds nothing`() {
    var scene = Scene()
    scene.say(.importDeclared)
    scene.say(.importReleased, 5, by: scene.customs)
    #expect(scene.say(.importHeld, -3, by: scene.customs) == .late)
    #expect(scene.say(.exportHeld, by: scene.customs) == .outOfOrder)
    #expect(!scene.shipment.isHeld)
    #expect(scene.say(.handedToLastMile) == .advances)
  }

  @Test func `what was blocked can be said again, and the furthest takes effect`() throws {
    var scene = Scene()
    scene.say(.exportReleased)
    scene.say(.importHeld, reason: .scanSelected, by: scene.customs)
    #expect(scene.say(.importDeclared) == .blocked)
    #expect(scene.say(.arrivedDestination) == .advances)
    #expect(scene.say(.importDeclared) == .blocked)
    try scene.order(.release(nil, note: .none))
    #expect(scene.shipment.milestone == .importDeclared)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `each of several holds has its own clock`() throws {
    var scene = Scene()
    scene.say(.importDeclared)
    scene.say(.importHeld, reason: .guaranteeShort, by: scene.customs)
    let first = try #require(scene.shipment.holdDue)
    scene.say(.importHeld, 12, reason: .dutyUnpaid, by: scene.customs)
    let both = scene.board.openHolds(of: ShipmentID(1))
    #expect(both.map(\.reason) == [.guaranteeShort, .dutyUnpaid])
    #expect(scene.shipment.holdDue == first)
    #expect(scene.board.mostUrgentHold(of: ShipmentID(1))?.reason == .guaranteeShort)
    var events: [Event] = []
    scene.board.hear(
      cleared: .guaranteeShort, note: .none, about: ShipmentID(1), by: scene.customs, at: scene.now, into: &events)
    scene.record(events)
    #expect(scene.shipment.holdDue == both[1].due.map { Instant(seconds: $0.columnSeconds) })
    #expect(scene.shipment.heldSince == Instant(seconds: both[1].since.columnSeconds))
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `deliveries of long ago are not today's flow, and without a promise none is on time`() {
    var scene = Scene()
    var claim = Event.Claim(.delivered, happened: scene.now + .hours(2))
    claim.verdict = .advances
    scene.board.apply(Event(ShipmentID(1), by: scene.carrier, at: scene.now + .hours(2), .claimed(claim)))
    let later = scene.now + .days(30)
    #expect(scene.board.flow.total(24, of: .delivered, now: scene.now + .hours(2)) == 1)
    #expect(scene.board.flow.total(24, of: .deliveredOnTime, now: scene.now + .hours(2)) == 0)
    #expect(scene.board.flow.total(24, of: .delivered, now: later) == 0)
  }

  @Test func `the end is the end, except for what follows it`() {
    var scene = Scene()
    #expect(scene.say(.outForDelivery) == .advances)
    #expect(scene.say(.delivered) == .advances)
    #expect(scene.say(.outForDelivery, -1) == .late)
    #expect(scene.say(.lost) == .afterEnd)
    #expect(scene.say(.rmaOpened) == .advances)
    for milestone in [Milestone.returnInTransit, .returnReceived, .returnInspected, .repaired, .repairDelivered] {
      #expect(scene.say(milestone) == .advances)
    }
    #expect(scene.shipment.isEnded)
    #expect(scene.shipment.panel == .closed)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `the desk walks a parcel from order to delivery`() throws {
    var scene = Scene()
    var steps = 0
    while !scene.shipment.isEnded, steps < 60 {
      try scene.order(.advance)
      steps += 1
    }
    #expect(scene.shipment.milestone == .delivered)
    #expect(steps == Journey.steps(.air).count - 1)
  }

  @Test func `a decision on what was is refused`() throws {
    var scene = Scene()
    let seen = scene.shipment.version
    scene.say(.picked)
    #expect(throws: Rejection.self) { try scene.order(.advance, seen: seen) }
    try scene.order(.advance, seen: scene.shipment.version)
  }
}

@Suite struct Undo {
  @Test func `an advance is taken back`() throws {
    var scene = Scene()
    scene.say(.stockReserved)
    try scene.order(.advance)
    #expect(scene.shipment.milestone == .picked)
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now))
    #expect(scene.shipment.milestone == .stockReserved)
    #expect(scene.shipment.stage == .order)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `a release is taken back with the hold's first beginning`() throws {
    var scene = Scene()
    scene.say(.importDeclared)
    scene.say(.importHeld, reason: .scanSelected, by: scene.customs)
    let since = scene.shipment.heldSince
    try scene.order(.release(nil, note: .none))
    #expect(!scene.shipment.isHeld)
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now))
    #expect(scene.shipment.holds == [.scanSelected])
    #expect(scene.shipment.heldSince == since)
  }

  @Test func `one undo after the other goes back deed by deed, past notes`() throws {
    var scene = Scene()
    scene.say(.stockReserved)
    try scene.order(.hold(.operatorHold, note: .none))
    try scene.order(.own(scene.board.texts.intern("mei")))
    try scene.order(.note(scene.board.texts.intern("called the broker")))
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(1)))
    #expect(scene.shipment.owner == .none)
    #expect(scene.shipment.holds == [.operatorHold])
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(2)))
    #expect(scene.shipment.holds == [])
    #expect(throws: Rejection.self) {
      _ = try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(3))
    }
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `what others rely on stays`() throws {
    var scene = Scene()
    scene.say(.originHubArrived)
    try scene.order(.advance)
    #expect(throws: Rejection.self) { _ = try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now) }
  }
}

@Suite struct Redo {
  @Test func `what was taken back is done again, and taken back again`() throws {
    var scene = Scene()
    scene.say(.stockReserved)
    try scene.order(.advance)
    let before = scene.shipment
    for round in 0..<3 {
      scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(Int64(10 * round + 1))))
      #expect(scene.shipment.milestone == .stockReserved)
      let again = try scene.board.redo(scene.dossier, by: scene.desk, at: scene.now + .minutes(Int64(10 * round + 2)))
      scene.record(again)
      #expect(scene.shipment.milestone == .picked)
      #expect(scene.shipment.happened == before.happened)
      #expect(scene.board.brokenInvariants() == [])
    }
  }

  @Test func `several go back one by one and come again one by one, past notes`() throws {
    var scene = Scene()
    scene.say(.stockReserved)
    try scene.order(.hold(.operatorHold, note: .none))
    let since = scene.shipment.heldSince
    try scene.order(.own(scene.board.texts.intern("mei")))
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(1)))
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(2)))
    #expect(scene.shipment.holds == [] && scene.shipment.owner == .none)
    scene.record(try scene.board.redo(scene.dossier, by: scene.desk, at: scene.now + .minutes(3)))
    #expect(scene.shipment.holds == [.operatorHold] && scene.shipment.owner == .none)
    #expect(scene.shipment.heldSince == since)
    scene.record([
      Event(
        scene.shipment.id, by: scene.desk, at: scene.now + .minutes(4),
        .noted(Event.Note(scene.board.texts.intern("called"))))
    ])
    scene.record(try scene.board.redo(scene.dossier, by: scene.desk, at: scene.now + .minutes(5)))
    #expect(scene.board.texts[scene.shipment.owner] == "mei")
    #expect(throws: Rejection.self) {
      _ = try scene.board.redo(scene.dossier, by: scene.desk, at: scene.now + .minutes(6))
    }
    // The redone deeds are deeds like others.
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(7)))
    #expect(scene.shipment.owner == .none)
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(8)))
    #expect(scene.shipment.holds == [])
    #expect(throws: Rejection.self) {
      _ = try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(9))
    }
  }

  @Test func `a release comes again when its papers are still there`() throws {
    var scene = Scene()
    scene.say(.importDeclared)
    scene.say(.importHeld, reason: .invoiceMissing, by: scene.customs)
    try scene.order(.attach(nil, note: .none))
    try scene.order(.release(nil, note: .none))
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(1)))
    #expect(scene.shipment.isHeld)
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(2)))
    #expect(!scene.shipment.documentsMissing.isEmpty)
    scene.record(try scene.board.redo(scene.dossier, by: scene.desk, at: scene.now + .minutes(3)))
    scene.record(try scene.board.redo(scene.dossier, by: scene.desk, at: scene.now + .minutes(4)))
    #expect(!scene.shipment.isHeld)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `what moved on since, or was done otherwise, stays`() throws {
    var scene = Scene()
    scene.say(.stockReserved)
    try scene.order(.advance)
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(1)))
    var moved = scene
    moved.say(.packed)
    #expect(throws: Rejection.self) {
      _ = try moved.board.redo(moved.dossier, by: moved.desk, at: moved.now + .minutes(9))
    }
    scene.now += .hours(1)
    try scene.order(.hold(.operatorHold, note: .none))
    do throws(Rejection) {
      _ = try scene.board.redo(scene.dossier, by: scene.desk, at: scene.now + .minutes(9))
      Issue.record("it was done again")
    } catch {
      #expect(error.code == .nothingToRedo)
      #expect(error.words.contains("something else"))
    }
  }

  @Test func `nobody does again what others took back`() throws {
    var scene = Scene()
    scene.say(.stockReserved)
    try scene.order(.advance)
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(1)))
    let jan = Actor(.operatorDesk, name: scene.board.texts.intern("jan"))
    #expect(throws: Rejection.self) { _ = try scene.board.redo(scene.dossier, by: jan, at: scene.now + .minutes(2)) }
  }
}

@Suite struct `What undo makes of a verb` {
  /// A scene in which a verb can be done, and the command that it is there.
  private func ready(_ entry: Verb.Entry) throws -> (Scene, Command) {
    var scene = Scene()
    func command(_ argument: String = "") throws -> Command {
      let verb = try Verb(name: entry.name, argument: argument, note: "x", operatorName: "mei")
      return try #require(verb.command { scene.board.texts.intern($0) })
    }
    switch entry.name {
    case "advance", "hold", "own", "note", "cancel": scene.say(.stockReserved)
    case "release":
      scene.say(.stockReserved)
      try scene.order(.hold(.operatorHold, note: .none))
    case "request", "attach":
      scene.say(.importDeclared)
      scene.say(.importHeld, reason: .invoiceMissing, by: scene.customs)
    case "pay":
      scene.say(.importDeclared)
      scene.say(.dutyTaxDue, by: scene.customs)
    case "send-back": scene.say(.originHubArrived)
    case "file", "correct": scene.say(.originHubArrived)
    case "answer":
      scene.say(.importDeclared)
      scene.say(.importHeld, reason: .invoiceMissing, by: scene.customs)
      try scene.order(.attach(nil, note: .none))
    case "present":
      scene.say(.importDeclared)
      scene.say(.importHeld, reason: .scanSelected, by: scene.customs)
    case "appeal":
      scene.say(.importDeclared)
      scene.say(.importHeld, reason: .undervaluation, by: scene.customs)
    case "abandon", "destroy": scene.say(.importDeclared)
    case "open-return": scene.say(.delivered)
    default:
      for milestone in [Milestone.delivered, .rmaOpened, .returnInTransit, .returnReceived, .returnInspected] {
        scene.say(milestone)
      }
    }
    let typed = ["note": "text", "correct": "hs 851830"]
    return (scene, try command(typed[entry.name] ?? ""))
  }

  @Test(arguments: Verb.table.filter { $0.name != "undo" && $0.name != "redo" }.map(\.name))
  func `each is taken back as its record says, or asks`(_ name: String) throws {
    let entry = try #require(Verb.table.first { $0.name == name })
    var (scene, command) = try ready(entry)
    let before = scene.shipment
    try scene.order(command)
    let done = scene.shipment
    switch entry.reversal {
    case .undone:
      scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(1)))
      #expect(scene.shipment.milestone == before.milestone, "\(name)")
      #expect(scene.shipment.openHolds == before.openHolds, "\(name)")
      #expect(scene.shipment.documentsHeld == before.documentsHeld, "\(name)")
      #expect(scene.shipment.owner == before.owner, "\(name)")
      scene.record(try scene.board.redo(scene.dossier, by: scene.desk, at: scene.now + .minutes(2)))
      #expect(scene.shipment.milestone == done.milestone, "\(name)")
      #expect(scene.shipment.openHolds == done.openHolds, "\(name)")
      #expect(scene.shipment.documentsHeld == done.documentsHeld, "\(name)")
      #expect(scene.shipment.owner == done.owner, "\(name)")
    case .stays:
      #expect(!entry.confirms)
      #expect(done.milestone == before.milestone && done.openHolds == before.openHolds)
      #expect(done.documentsHeld == before.documentsHeld && done.owner == before.owner)
    case .lasting:
      #expect(entry.confirms, "\(name)")
      #expect(throws: Rejection.self) {
        _ = try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(1))
      }
    }
  }
}

@Suite struct `The journal's bodies` {
  @Test func `every kind of event comes back as it was written`() throws {
    var scene = Scene()
    let text = scene.board.texts.intern("Lena Brückner")
    var order = Event.Ordered(placedAt: scene.now - .hours(3))
    order.consignee = text
    order.hs = 851830
    order.weight = Grams(420)
    order.value = Money(minor: -5, Currency("JPY") ?? .none)
    order.promise = scene.now + .days(9)
    order.documentsNeeded = DocumentSet([.commercialInvoice, .inspectionReport])
    order.simulated = true
    var claim = Event.Claim(.transitArrived, happened: scene.now - .days(2), offset: ZoneOffset(minutes: -210))
    claim.offsetAssumed = true
    claim.reason = .unstated
    claim.foreignCode = text
    claim.fingerprint = .max
    let hold = Event.HoldOpened(.dutyUnpaid, stops: .import, since: scene.now - .hours(1), due: scene.now + .days(3))
    var step = Event.AlarmStep(.closed, of: text, priority: 2, count: 212)
    step.due = scene.now - .hours(3)
    step.until = scene.now + .hours(4)
    step.text = text
    step.disposition = .falseData
    var message = Event.Declared(.rejected, .import, issued: scene.now - .hours(2))
    message.verdict = .outOfOrder
    message.state = .accepted
    message.limit = scene.now + .days(6)
    message.amount = Money(minor: 22_640, Currency("GBP") ?? .none)
    (message.mrn, message.reference, message.pointer, message.validation, message.note) = (text, text, text, text, text)
    message.document = .inspectionReport
    message.fingerprint = 77
    let bare = Event.Declared(.lodgement, .export, issued: scene.now)
    var passed = Event.HoldPassed(.undervaluation, .appealed, owner: .customs, due: scene.now + .days(1), note: text)
    passed.limit = scene.now - .days(1)
    passed.amount = Money(minor: -1, Currency("JPY") ?? .none)
    var amendment = Event.Amendment(.description, from: DeclaredValue(text), to: DeclaredValue(), note: text)
    amendment.isTakenBack = true
    amendment.isCorrected = false
    var demanded = hold
    demanded.owner = .broker
    demanded.step = .refused
    demanded.limit = scene.now + .days(2)
    demanded.amount = Money(minor: 2324, Currency("GBP") ?? .none)
    let whats: [Event.What] = [
      .ordered(order), .claimed(claim), .holdOpened(hold), .holdClosed(Event.HoldClosed(.operatorHold, note: text)),
      .lined(
        Event.OrderLine(
          goods: text, hs: 1, quantity: -3, value: Money(minor: .max, Currency("USD") ?? .none), weight: Grams(.min))),
      .documentRequested(Event.Paper(.airWaybill)), .documentAttached(Event.Paper(.airWaybill, note: text)),
      .documentWithdrawn(Event.Paper(.tallyReport)), .noted(Event.Note(text)), .owned(Event.Ownership(text)),
      .corrected(Event.Correction(withdrawn: .packed, standing: .picked, happened: scene.now - .hours(8))),
      .tookBack(Event.TakenBack(deed: scene.now - .minutes(4))), .alarm(step), .declared(message), .declared(bare),
      .holdPassed(passed), .holdPassed(Event.HoldPassed(.dutyUnpaid, .demanded, owner: .consignee)),
      .amended(amendment), .stated(Event.Statement(.freight, DeclaredValue(order.value))),
      .stated(Event.Statement(.sellerNumber, DeclaredValue(.voec, text))),
      .holdOpened(demanded),
    ]
    #expect(
      Set(whats.map { Event(ShipmentID(1), by: scene.desk, at: scene.now, $0).kind }).count == EventKind.allCases.count)
    for what in whats {
      let event = Event(ShipmentID(7), by: Actor(.customs, name: text), at: scene.now, what)
      var out = ByteWriter()
      event.encode(scene.board.vocabulary, into: &out)
      let kind = UInt64(scene.board.vocabulary.number(event.kind))
      let back = out.bytes.withUnsafeBytes {
        Event(shipment: event.shipment, kind: kind, at: event.at, body: $0, scene.board.vocabulary)
      }
      #expect(String(describing: back) == String(describing: Optional(event)))
      for cut in 0..<out.bytes.count {
        _ = out.bytes[..<cut].withUnsafeBytes {
          Event(shipment: event.shipment, kind: kind, at: event.at, body: $0, scene.board.vocabulary)
        }
      }
    }
  }

  @Test func `an alarm's step is about no shipment and belongs to no chain`() {
    var scene = Scene()
    let before = scene.board[ShipmentID(1)]
    let cause = scene.board.texts.intern("silent lane:A01")
    scene.board.notesPrevious = true
    scene.board.apply(Event(Event.AlarmStep(.raised, of: cause, count: 3), by: Actor(.operatorDesk), at: scene.now))
    #expect(scene.board.previousNoted == [0])
    #expect(scene.board[ShipmentID(1)] == before)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `a snapshot comes back as the board it was`() throws {
    var scene = Scene()
    for _ in 0..<2100 { scene.open() }
    scene.say(.importHeld, reason: .scanSelected)
    let sections = scene.board.changedSections()
    #expect(sections.count == 2 + 3)
    let pages = sections.filter { $0.name.hasPrefix(Board.pagePrefix) }.compactMap { section in
      section.bytes.withUnsafeBytes { Page(bytes: $0) }
    }
    let back = try #require(
      Board(texts: scene.board.texts, head: sections[0].bytes, names: sections[1].bytes, pages: pages))
    #expect(back.agrees(with: scene.board))
    #expect(back.brokenInvariants() == [])
    scene.say(.packed)
    #expect(scene.board.changedSections().count == 3)
  }

  @Test func `a copy of a board keeps its own state`() {
    var scene = Scene()
    let before = scene.board
    scene.say(.packed)
    #expect(before[ShipmentID(1)]?.milestone == .orderPlaced)
    #expect(scene.shipment.milestone == .packed)
    #expect(before.brokenInvariants() == [])
  }
}

@Suite struct `What the desk does says nothing of where a shipment is` {
  @Test func `a silent shipment stays silent through notes, care, requests and undo`() throws {
    var scene = Scene()
    scene.say(.departedOrigin)
    let heard = scene.shipment.heard
    scene.now += .days(6)
    let mei = scene.board.texts.intern("mei")
    try scene.order(.note(mei))
    try scene.order(.own(mei))
    try scene.order(.hold(.operatorHold, note: .none))
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now + .minutes(1)))
    #expect(scene.shipment.heard == heard)
    scene.say(.transitArrived)
    #expect(scene.shipment.heard > heard)
  }

  @Test func `nobody takes the care of a shipment back from somebody else`() throws {
    var scene = Scene()
    let names = ["mei", "kai"].map { scene.board.texts.intern($0) }
    let (mei, kai) = (Actor(.operatorDesk, name: names[0]), Actor(.operatorDesk, name: names[1]))
    for (person, name) in [(mei, names[0]), (kai, names[1])] {
      scene.now += .minutes(1)
      scene.record(try scene.board.decide(.own(name), about: ShipmentID(1), by: person, at: scene.now, seen: nil))
    }
    do throws(Rejection) {
      _ = try scene.board.undo(scene.dossier, by: mei, at: scene.now + .minutes(1))
      Issue.record("it was taken back")
    } catch {
      #expect(error.code == .changedMeanwhile && error.words.contains("kai"))
    }
    scene.record(try scene.board.undo(scene.dossier, by: kai, at: scene.now + .minutes(1)))
    #expect(scene.shipment.owner == names[0])
  }

  @Test func `a scan that waited behind a hold waits again when its release is taken back`() throws {
    var scene = Scene()
    scene.say(.readyForCarriage)
    try scene.order(.hold(.operatorHold, note: .none))
    let stands = scene.shipment.milestone
    #expect(scene.say(.consolidated) == .blocked)
    let happened = scene.now
    try scene.order(.release(nil, note: .none))
    #expect(scene.shipment.milestone == .consolidated)
    scene.now += .minutes(1)
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now))
    #expect(scene.shipment.milestone == stands && scene.shipment.pending == .consolidated && scene.shipment.isHeld)
    #expect(scene.board.brokenInvariants() == [])
    scene.now += .minutes(1)
    scene.record(try scene.board.redo(scene.dossier, by: scene.desk, at: scene.now))
    #expect(scene.shipment.milestone == .consolidated && scene.shipment.pending == nil)
    scene.now += .minutes(1)
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now))
    var events: [Event] = []
    scene.board.hear(
      cleared: .operatorHold, note: .none, about: ShipmentID(1), by: scene.carrier, at: scene.now, into: &events)
    scene.record(events)
    #expect(scene.shipment.milestone == .consolidated && scene.shipment.pending == nil)
    #expect(scene.shipment.happened.columnSeconds == happened.columnSeconds)
    #expect(scene.board.brokenInvariants() == [])
  }

  @Test func `the flow counts what was done once, and no date of a file empties it`() throws {
    var scene = Scene()
    func total(_ series: FlowSeries) -> Int { scene.board.flow.total(24, of: series, now: scene.now) }
    scene.say(.atDeliveryDepot)
    try scene.order(.advance)
    #expect(scene.shipment.milestone == .outForDelivery && total(.outForDelivery) == 1)
    for round in 0..<3 {
      scene.now += .minutes(Int64(round + 1))
      scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now))
      #expect(total(.outForDelivery) == 0)
      scene.now += .minutes(1)
      scene.record(try scene.board.redo(scene.dossier, by: scene.desk, at: scene.now))
      #expect(total(.outForDelivery) == 1)
    }
    try scene.order(.hold(.operatorHold, note: .none))
    try scene.order(.release(nil, note: .none))
    scene.now += .minutes(1)
    scene.record(try scene.board.undo(scene.dossier, by: scene.desk, at: scene.now))
    #expect(scene.shipment.isHeld && total(.held) == 1)
    // A claim of next year counts when it was heard, and all else stays.
    scene.open()
    var events: [Event] = []
    scene.board.hear(
      Event.Claim(.delivered, happened: scene.now + .days(200)), about: ShipmentID(2), by: scene.carrier,
      at: scene.now, into: &events)
    scene.record(events)
    #expect(total(.delivered) == 1 && total(.held) == 1 && total(.outForDelivery) == 1 && total(.ordered) == 2)
  }
}

import Atlas
import Logistics
import Measures
import TUI

@testable import Dashboard

/// A small control room that is the same every time, told in short lines.
///
///     orders 1 2 3 4   transit 5 6 7   customs 8 9 10 11   delivery 12 13 14   returns 15   closed 16
struct Room {
  var state: State
  /// 22 Nov 2026, 13:32 UTC.
  var now = CivilDateTime(known(CivilDate(year: 2026, month: 11, day: 22)), hour: 13, minute: 32).instant(at: .utc)
  var effects: [Effect] = []
  private var staging: Board
  private var told: [Event] = []
  private var intern: Set<String> = []

  init(
    _ width: Int = 118, _ height: Int = 32, glyphSet: GlyphSet = .unicode, readOnly: String? = nil, empty: Bool = false
  ) {
    var clock = Clock(now: now)
    clock.offset = ZoneOffset(minutes: 60)
    clock.zone = "CET"
    clock.speed = Speed(60)
    clock.driver = .us
    state = State(
      size: Size(width: width, height: height), clock: clock, operatorName: "mei", readOnlyReason: readOnly,
      themes: ["calm", "light"], theme: "calm", glyphSet: glyphSet)
    staging = Board()
    if !empty { fill() }
    _ = update(&state, .loaded(staging))
    settle()
  }

  // MARK: - Driving it

  /// Lets idle work come to its end.
  mutating func settle() {
    while state.hasIdleWork { state.idleWork(budget: State.sliceRows) }
    state.keepInSight()
  }

  /// Presses keys by their spelling; a blank between them.
  @discardableResult
  mutating func press(_ keys: String) -> [Effect] {
    var effects: [Effect] = []
    for key in known(Key.sequence(keys)) { effects += update(&state, .key(key)) }
    settle()
    self.effects += effects
    return effects
  }

  /// Types a text, letter by letter.
  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars { _ = update(&state, .key(.character(scalar))) }
    settle()
  }

  /// Lets a second pass on the screen, and as much as wished in the world.
  mutating func tick(_ span: Measures.Span = .seconds(1)) {
    now += span
    var clock = state.clock
    clock.now = now
    clock.isTick = true
    _ = update(&state, .clock(clock))
    settle()
  }

  /// Records what somebody did, as the journal would.
  mutating func record(_ events: [Event], texts: [String] = []) {
    told += events
    _ = update(&state, .recorded(RecordedBatch(textsBefore: state.board.texts.count, texts: texts, events: events)))
    settle()
  }

  /// Somebody says something of a shipment, now.
  mutating func say(_ number: UInt32, _ milestone: Milestone, reason: HoldReason? = nil, by role: PartyRole = .carrier)
  {
    var claim = Event.Claim(milestone, happened: now)
    claim.reason = reason
    var events: [Event] = []
    state.board.hear(claim, about: ShipmentID(number), by: Actor(role), at: now, into: &events)
    record(events)
  }

  /// Somebody ends a hold, now.
  mutating func clear(_ number: UInt32, _ reason: HoldReason, by role: PartyRole = .customs) {
    var events: [Event] = []
    state.board.hear(
      cleared: reason, note: .none, about: ShipmentID(number), by: Actor(role), at: now, into: &events)
    record(events)
  }

  /// Answers the last request as the desk would.
  mutating func answer() {
    guard let (verb, targets) = submitted.last else { return }
    answer(verb, targets)
  }

  /// What was asked of the desk so far.
  var submitted: [(verb: Verb, targets: [Target])] {
    effects.compactMap { if case .submit(let verb, let targets) = $0 { (verb, targets) } else { nil } }
  }

  /// Answers a request as the desk would.
  mutating func answer(_ verb: Verb, _ targets: [Target]) {
    var done: [ShipmentID] = []
    var refused: [(id: ShipmentID, why: Rejection)] = []
    var board = state.board
    // Every deed has an instant of its own.
    now += Measures.Span(milliseconds: 1)
    for target in targets {
      do throws(Rejection) {
        let mei = Actor(.operatorDesk, name: board.texts.intern("mei"))
        let events: [Event]
        if let command = verb.command({ board.texts.intern($0) }) {
          events = try board.decide(command, about: target.id, by: mei, at: now, seen: target.seen)
        } else {
          let dossier = dossier(target.id.number)
          events = try verb == .redo ? board.redo(dossier, by: mei, at: now) : board.undo(dossier, by: mei, at: now)
        }
        for event in events { board.apply(event) }
        record(events, texts: board.texts.texts(after: state.board.texts.count))
        done.append(target.id)
      } catch {
        refused.append((target.id, error))
      }
    }
    effects += update(&state, .answered(Answer(verb: verb, done: done, refused: refused)))
    settle()
  }

  var canvas: Canvas { view(state, state.size) }
  var text: String { canvas.text() }
  func row(_ y: Int) -> String { canvas.text(ofRow: y) }

  /// The shipment under the cursor.
  var current: UInt32? { state.current?.number }

  /// The numbers that a list shows, in order.
  func shown(_ list: ListID) -> [UInt32] {
    let list = state.lists[list.rawValue]
    return (0..<list.shownCount).compactMap { list.shown($0)?.number }
  }

  // MARK: - Filling it

  private mutating func order(
    _ goods: String, _ merchant: String, _ buyer: String, _ from: String, _ to: String, _ minor: Int64,
    _ currency: String,
    mode: TransportMode = .air, at origin: String = "", lane: String = "", placedHours: Int64, promiseHours: Int64,
    needs: [Document] = [], town: String = ""
  ) -> UInt32 {
    var order = Event.Ordered(placedAt: now - .hours(placedHours))
    order.order = staging.texts.intern("WEB-\(7000 + staging.count)")
    order.goods = staging.texts.intern(goods)
    order.merchant = staging.texts.intern(merchant)
    order.consignee = staging.texts.intern(buyer)
    order.carrier = staging.texts.intern("Cathay Cargo")
    order.platform = staging.texts.intern("own shop")
    order.payment = staging.texts.intern("card")
    order.originCountry = known(Country(from))
    order.destinationCountry = known(Country(to))
    order.origin = Atlas.place(anyCode: origin) ?? .none
    order.lane = Atlas.lane(code: lane) ?? .none
    order.mode = mode
    order.incoterm = .ddp
    order.hs = 850_760
    order.weight = Grams(420)
    order.value = Money(minor: minor, known(Currency(currency)))
    order.promise = now + .hours(promiseHours)
    order.destinationText = staging.texts.intern(town)
    order.documentsNeeded = DocumentSet(needs)
    order.documentsHeld = DocumentSet([.commercialInvoice])
    order.simulated = true
    var events: [Event] = []
    let line = Event.OrderLine(
      goods: order.goods, hs: 850_760, quantity: 1, value: order.value, weight: order.weight)
    let id = staging.hear(
      order: order, lines: [line], by: Actor(.platform), at: now - .hours(placedHours), into: &events)
    keep(events)
    return id.number
  }

  private mutating func keep(_ events: [Event]) {
    for event in events {
      staging.apply(event)
      told.append(event)
    }
  }

  private mutating func claim(
    _ number: UInt32, _ milestone: Milestone, hoursAgo: Int64, at place: String = "", heardAfterMinutes: Int64 = 0,
    reason: HoldReason? = nil, code: String = "", by role: PartyRole = .carrier
  ) {
    let place = Atlas.place(anyCode: place) ?? .none
    var claim = Event.Claim(milestone, happened: now - .hours(hoursAgo), place: place)
    claim.reason = reason
    claim.foreignCode = staging.texts.intern(code)
    var events: [Event] = []
    staging.hear(
      claim, about: ShipmentID(number), by: Actor(role), at: now - .hours(hoursAgo) + .minutes(heardAfterMinutes),
      into: &events)
    keep(events)
  }

  private mutating func fill() {
    let papers: [Document] = [.commercialInvoice, .packingList]
    _ = order(
      "Headphones", "Aoyun Digital", "Lena Brückner", "CN", "DE", 8900, "EUR", at: "SZX", placedHours: 20,
      promiseHours: 240, needs: papers, town: "Köln")
    let two = order(
      "LED lamp", "Aoyun Digital", "João Lima", "CN", "BR", 4120, "USD", at: "CAN", placedHours: 30, promiseHours: 300,
      town: "São Paulo")
    _ = order(
      "Serum 30 ml", "Hanbit", "Ann Shaw", "KR", "US", 6200, "USD", at: "ICN", placedHours: 8, promiseHours: 200,
      town: "Austin")
    let four = order(
      "フィギュア 1/8", "東京ホビー", "Ben Clark", "JP", "AU", 14_800, "JPY", at: "NRT", placedHours: 60, promiseHours: 20,
      town: "Perth")
    claim(two, .paymentAuthorised, hoursAgo: 29, by: .platform)
    claim(four, .stockReserved, hoursAgo: 50, by: .merchant)
    let five = order(
      "Phone case", "Nimbus", "Kim Lee", "CN", "US", 1200, "USD", at: "CAN", placedHours: 150, promiseHours: -3,
      town: "Los Angeles")
    for (milestone, hours) in [
      (Milestone.pickedUp, Int64(120)), (.exportDeclared, 110), (.exportReleased, 100), (.departedOrigin, 60),
    ] {
      claim(five, milestone, hoursAgo: hours, at: "CAN")
    }
    let six = order(
      "Jacket", "Nimbus", "Eva Nowak", "CN", "PL", 5600, "EUR", mode: .rail, at: "XIY", placedHours: 200,
      promiseHours: 260, town: "Łódź")
    claim(six, .pickedUp, hoursAgo: 160, at: "XIY", heardAfterMinutes: 240)
    claim(six, .exportReleased, hoursAgo: 120, at: "XIY")
    let seven = order(
      "Ceramic mug", "Hanbit", "Max Weber", "KR", "DE", 1900, "EUR", at: "ICN", placedHours: 90, promiseHours: 130,
      town: "Berlin")
    claim(seven, .pickedUp, hoursAgo: 70, at: "ICN")
    let eight = order(
      "Power bank 20 Ah", "Aoyun Digital", "Lena Brückner", "CN", "DE", 3490, "EUR", at: "SZX", placedHours: 240,
      promiseHours: 70, needs: papers, town: "Köln")
    claim(eight, .pickedUp, hoursAgo: 210, at: "SZX")
    claim(eight, .departedOrigin, hoursAgo: 195, at: "SZX", heardAfterMinutes: 245)
    claim(eight, .arrivedDestination, hoursAgo: 190, at: "FRA", heardAfterMinutes: 250)
    claim(eight, .importDeclared, hoursAgo: 189, at: "FRA", by: .broker)
    claim(
      eight, .importHeld, hoursAgo: 188, at: "FRA", heardAfterMinutes: 2, reason: .dangerousGoodsUndeclared, code: "06",
      by: .customs)
    claim(eight, .departedOrigin, hoursAgo: 150, at: "SZX")
    claim(eight, .manifested, hoursAgo: 140, at: "SZX")
    let nine = order(
      "Perfume", "Aoyun Digital", "Rui Costa", "CN", "BR", 2500, "USD", at: "CAN", placedHours: 200, promiseHours: 100,
      town: "Rio")
    claim(nine, .importHeld, hoursAgo: 150, at: "GRU", reason: .consigneeTaxIDMissing, by: .customs)
    let ten = order(
      "Shoes", "Nimbus", "Marie Petit", "CN", "BE", 9900, "EUR", at: "CAN", placedHours: 150, promiseHours: 140,
      town: "Liège")
    claim(ten, .dutyTaxDue, hoursAgo: 8, at: "LGG", by: .customs)
    let eleven = order(
      "Drone", "Nimbus", "Olaf Berg", "CN", "SE", 29_900, "EUR", at: "SZX", placedHours: 150, promiseHours: 140,
      town: "Malmö")
    claim(eleven, .importHeld, hoursAgo: 20, at: "ARN", reason: .documentaryCheck, by: .customs)
    for (goods, buyer, town, attempts) in [
      ("Kettle", "Jonas Wolf", "Köln", 2), ("Scarf", "Ana Reis", "São Paulo", 0), ("絵本", "佐藤 花子", "東京都港区", 0),
    ] {
      let id = order(
        goods, "Hanbit", buyer, "KR", goods == "絵本" ? "JP" : goods == "Scarf" ? "BR" : "DE", 4500, "EUR", at: "ICN",
        placedHours: 220, promiseHours: attempts > 0 ? 5 : 30, town: town)
      claim(id, .handedToLastMile, hoursAgo: 40, by: .handler)
      claim(id, .outForDelivery, hoursAgo: 30, by: .courier)
      for attempt in 0..<attempts {
        claim(id, .deliveryAttemptFailed, hoursAgo: Int64(28 - attempt * 20), by: .courier)
      }
    }
    let fifteen = order(
      "Watch", "Hanbit", "Paul Roux", "KR", "FR", 19_900, "EUR", at: "ICN", placedHours: 500, promiseHours: -200,
      town: "Paris")
    claim(fifteen, .delivered, hoursAgo: 250, by: .courier)
    claim(fifteen, .rmaOpened, hoursAgo: 40, by: .merchant)
    let sixteen = order(
      "Lamp", "Hanbit", "Ida Holm", "KR", "DK", 3900, "EUR", at: "ICN", placedHours: 400, promiseHours: -150,
      town: "Aarhus")
    claim(sixteen, .delivered, hoursAgo: 200, by: .courier)
  }

  /// All that is recorded of a shipment, as the journal would tell it.
  func dossier(_ number: UInt32) -> Dossier {
    var dossier = Dossier(ShipmentID(number))
    for (index, event) in told.enumerated() where event.shipment.number == number {
      dossier.append(event, sequence: UInt64(index + 1))
    }
    return dossier
  }
}

/// What a test has spelt right.
func known<Value>(_ value: Value?) -> Value {
  guard let value else { preconditionFailure("a test has spelt a \(Value.self) wrong") }
  return value
}

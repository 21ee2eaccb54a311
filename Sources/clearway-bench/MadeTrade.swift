import Atlas
import Logistics
import Measures

/// A made-up trade: shipments in all states, opened one after the other by the events that would have opened them. The same
/// number of shipments is always the same board.
struct MadeTrade {
  /// The instant at which its boards are looked at.
  static let now = Instant(milliseconds: 1_795_000_000_000)

  private var state: UInt64 = 42
  private var number = 0
  private var held = 0
  /// How many of a thousand thousand are held at most.
  private let heldOfMillion: Int
  private var merchants: [TextID] = []
  private var goods: [TextID] = []
  private var carriers: [TextID] = []
  private var consignees: [TextID] = []
  private let countries = ["DE", "FR", "US", "GB", "JP", "BR", "AU", "PL"].compactMap { Country($0) }
  private let lanes = Atlas.lanes.count

  /// A trade in which so many of a million shipments are held at most, spread over all of them.
  init(heldOfMillion: Int = 1_000_000) { self.heldOfMillion = heldOfMillion }

  /// A board of so many shipments.
  static func board(shipments: Int, heldOfMillion: Int = 1_000_000) -> Board {
    var board = Board()
    var trade = MadeTrade(heldOfMillion: heldOfMillion)
    var events: [Event] = []
    for _ in 0..<shipments {
      events.removeAll(keepingCapacity: true)
      trade.next(on: &board, into: &events)
    }
    return board
  }

  /// Opens the next shipment on a board and adds its events.
  mutating func next(on board: inout Board, into events: inout [Event]) {
    if number == 0 { learn(&board.texts) }
    number += 1
    let id = ShipmentID(UInt32(number))
    let now = Self.now
    var order = Event.Ordered(placedAt: now - .minutes(Int64(below(40_000))))
    order.merchant = merchants[below(merchants.count)]
    order.goods = goods[below(goods.count)]
    order.carrier = carriers[below(carriers.count)]
    order.consignee = consignees[below(consignees.count)]
    order.reference = board.texts.intern("1Z\(100_000_000 + number)")
    order.order = board.texts.intern("A-\(number / 2)")
    order.originCountry = Country("CN") ?? .none
    order.destinationCountry = countries[below(countries.count)]
    order.destination = PlaceID(row: UInt16(1 + below(Atlas.places.count - 1)))
    order.lane = LaneID(row: UInt16(below(lanes)))
    order.value = Money(minor: Int64(below(120_000)), .eur)
    order.weight = Grams(Int32(1 + below(9000)))
    order.promise = now + .hours(Int64(below(700)) - 200)
    order.simulated = true
    record(Event(id, by: Actor(.platform), at: order.placedAt, .ordered(order)), on: &board, into: &events)
    let step = below(Milestone.allCases.count)
    guard let milestone = Milestone(rawValue: UInt8(step)), milestone.nature != .notice else { return }
    let heard = now - .minutes(Int64(below(8000)))
    if milestone.nature == .hold {
      guard held < number * heldOfMillion / 1_000_000 else { return }
      held += 1
      let reason = HoldReason.allCases[below(HoldReason.allCases.count)]
      let due = heard + .hours(Int64(below(200)))
      let hold = Event.HoldOpened(reason, stops: milestone.stage, since: heard, due: due)
      record(Event(id, by: Actor(.customs), at: heard, .holdOpened(hold)), on: &board, into: &events)
    } else {
      var claim = Event.Claim(milestone, happened: heard)
      claim.verdict = .advances
      record(Event(id, by: Actor(.carrier), at: heard, .claimed(claim)), on: &board, into: &events)
    }
  }

  private func record(_ event: Event, on board: inout Board, into events: inout [Event]) {
    board.apply(event)
    events.append(event)
  }

  private mutating func learn(_ texts: inout TextTable) {
    merchants = (0..<2000).map { texts.intern("\(["Nimbus", "Anker", "Øresund", "明辉"][$0 % 4]) Trading \($0)") }
    goods = (0..<800).map {
      texts.intern("\(["lithium power bank", "running shoes", "cotton shirt", "phone case", "tea set"][$0 % 5]) \($0)")
    }
    carriers = (0..<40).map { texts.intern("Carrier \($0)") }
    consignees = (0..<50_000).map { texts.intern("Jürgen Weber \($0)") }
  }

  private mutating func below(_ n: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z &>> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z &>> 27) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ z &>> 31) % UInt64(n))
  }
}

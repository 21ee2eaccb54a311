import Atlas
import Logistics
import Measures

// Goods that lie in a bonded store over there, where customs have seen them and nothing was due yet:
//
//   merchant ── stock, by the carton ── export ── carriage ── declared to the store, duty suspended ──► on hand
//                                                                                                       │ one for each order
//   order ── paid, picked at the store ── its own import declaration ── released ── local distribution ◄┘
//
// What is on hand when the world begins was carried there before. A store orders as soon as what it has and what is on its way to it
// fall below two thirds of what it aims at; while it has nothing, orders come from abroad like all others.

/// What lies in a lane's bonded store, and what is on its way there, in orders that it can serve.
struct BondedStock: BitwiseCopyable {
  var onHand: Int32 = 0
  var onTheWay: Int32 = 0

  /// More lies nowhere.
  static let most: Int32 = 1_000_000

  /// Whether the counts are such as the world writes; bytes from outside may hold anything.
  var isInRange: Bool { (0...Self.most).contains(onHand) && (0...Self.most).contains(onTheWay) }
}

extension Core {
  /// How many orders a lane's store aims to have goods for.
  func stockAim(_ lane: Int) -> Int32 {
    guard scenario.levers.bondedStock > 0, !trade.lanes[lane].isB2B else { return 0 }
    let sum = trade.laneWeights.reduce(0, +)
    let perDay =
      Double(scenario.ordersPerDay) * trade.laneWeights[lane] / sum * Double(scenario.levers.bondedStock) / 100
    return Int32(min(60_000, max(3, (perDay * rates.stockReach).rounded(.up))))
  }

  /// Fills the stores with what was carried before the world began.
  mutating func fillStores() {
    guard scenario.levers.bondedStock > 0 else { return }
    for lane in trade.lanes.indices { stocks[lane] = BondedStock(onHand: stockAim(lane)) }
  }

  /// Orders more for a store that runs low, of the goods that were asked for last.
  mutating func replenish(_ lane: Int, product: Int, merchant: Int, _ board: inout Board, _ events: inout [Event]) {
    let stock = stocks[lane]
    let aim = stockAim(lane)
    guard aim > 0, stock.onHand + stock.onTheWay <= aim * 2 / 3 else { return }
    let count = max(1, aim - stock.onHand - stock.onTheWay)
    stocks[lane].onTheWay += count
    stockSerial &+= 1
    // The stores' own orders have numbers that no buyer's order comes to.
    let number = 1 << 30 | stockSerial
    let own = draws.stream(UInt64(number))
    let facts = trade.lanes[lane]
    let goods = trade.products[product]
    let pieces = Double(count)
    let cents = goods.priceLow * Arithmetic.exp(goods.priceLogSpan * own.uniform(Draw.price.first))
    let grams = goods.weightLow + goods.weightSpan * own.uniform(Draw.weight.first)
    let door = trade.stops[Int(facts.firstStop) + Int(facts.stopCount) - 1]

    var order = Event.Ordered(placedAt: Instant(milliseconds: now))
    order.value = Money(
      minor: Int64(max(1, min((cents * pieces * facts.minorPerCent).rounded(), 1e15))), facts.currency)
    order.weight = Grams(Int32(min(grams * pieces * 1.08, 2e9).rounded()))
    order.goods = board.texts.intern(trade.productNames[product])
    order.merchant = board.texts.intern(trade.merchantNames[merchant])
    order.consignee = voices.bondedStore
    order.platform = voices.platforms[own.whole(Draw.platform.first, below: voices.platforms.count)]
    order.payment = voices.payments[own.whole(Draw.payment.first, below: voices.payments.count)]
    order.carrier = voices.carriers[lane]
    order.order = board.texts.intern(Self.orderNumber(own, number))
    order.reference = board.texts.intern(Self.trackingNumber(own, facts, number))
    order.origin = PlaceRow.id(trade.stops[Int(facts.firstStop)])
    order.destination = PlaceRow.id(door)
    order.originCountry = facts.originCountry
    order.destinationCountry = facts.destinationCountry
    order.lane = facts.lane
    order.mode = facts.mode
    order.hs = goods.hs
    order.incoterm = .dap
    order.placedOffset = ZoneOffset(minutes: offsets[Int(door)])
    order.promise = Instant(
      milliseconds: now + Int64((rates.promiseLane * facts.promisedDays + rates.promiseHandling * 86_400_000).rounded())
    )
    order.simulated = true
    var needed: DocumentSet = [
      DocumentSet(.commercialInvoice), DocumentSet(.goodsDescription), DocumentSet(.hsClassification),
      DocumentSet(.packingList),
    ]
    if goods.isDangerous { needed.insert(DocumentSet(.dangerousGoodsDeclaration)) }
    order.documentsNeeded = needed
    order.documentsHeld = [DocumentSet(.goodsDescription), DocumentSet(.hsClassification)]
    let line = Event.OrderLine(
      goods: order.goods, hs: goods.hs, quantity: count, value: order.value, weight: order.weight)
    let first = events.count
    let shipment = board.hear(
      order: order, lines: [line], by: Actor(.merchant), at: Instant(milliseconds: now), into: &events)
    apply(from: first, &board, events)

    let slot = takeSlot(shipment.number)
    lives[slot].serial = number
    lives[slot].lane = UInt16(lane)
    lives[slot].product = UInt16(product)
    lives[slot].pace = Float(rates.handling.at(own.normal(Draw.handling.first)))
    lives[slot].flags |= Life.stock
    lives[slot].serves = UInt16(count)
    plan(.pay, slot, at: now + hours(rates.paymentQuick.at(own.normal(Draw.approval.first))))
  }

  /// Goods for a store have come to the end of their way: what arrived is on hand, what did not is expected no more.
  mutating func endStock(_ slot: Int) {
    let lane = Int(lives[slot].lane)
    stocks[lane].onTheWay = max(0, stocks[lane].onTheWay - Int32(lives[slot].serves))
    lives[slot].flags &= ~Life.stock
  }

  /// Goods for a store lie in it.
  mutating func store(_ slot: Int) {
    let lane = Int(lives[slot].lane)
    stocks[lane].onHand = min(BondedStock.most, stocks[lane].onHand + Int32(lives[slot].serves))
    finish(slot)
  }
}

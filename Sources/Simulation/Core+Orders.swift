import Atlas
import Logistics
import Measures
import Tariff

// Orders come in as a Poisson process whose rate follows the hour and the weekday where the buyer lives. Candidates come at
// the highest rate of all, and each is taken with the chance that its own hour's rate bears to that (thinning: Lewis and Shedler,
// 1979). The rate's bound is constant within a day of UTC; a candidate beyond the end of the day is thought of anew from there.

extension Core {
  /// Schedules the next order after an instant.
  mutating func thinkOfOrder(after start: Int64) {
    let day: Int64 = 86_400_000
    let hours = weights.hours
    let weekdays = weights.weekdays
    let hourSum = hours.reduce(0, +)
    let weekdaySum = weekdays.reduce(0, +)
    let highest = (hours.max() ?? 1) * 24 / hourSum * (weekdays.max() ?? 1) * 7 / weekdaySum
    var at = start
    while true {
      serial &+= 1
      let own = draws.stream(UInt64(serial))
      let peak = isNearPeak(at) ? rates.peakDay : 1
      let bound = Double(scenario.ordersPerDay) * highest * peak
      let candidate = at + max(1, Int64(own.exponential(Draw.gap.first, mean: Double(day) / bound)))
      let dayEnd = at - (at % day + day) % day + day
      if candidate >= dayEnd {
        at = dayEnd
        continue
      }
      at = candidate
      let lane = own.pick(Draw.lane.first, trade.laneWeights)
      let facts = trade.lanes[lane]
      let door = trade.placeOffsets[Int(trade.stops[Int(facts.firstStop) + Int(facts.stopCount) - 1])]
      let offset = door.summer.offset(at: Instant(milliseconds: at), standard: door.standard)
      let local = at + Int64(offset.minutes) * 60_000
      let hour = Int((local / 3_600_000 % 24 + 24) % 24)
      let dayNumber = local / day
      let weekday = Int(((dayNumber + 3) % 7 + 7) % 7)
      var rate = hours[hour] * 24 / hourSum * weekdays[weekday] * 7 / weekdaySum
      if peak > 1, isPeak(dayNumber: dayNumber) { rate *= rates.peakDay }
      if own.uniform(Draw.accept.first) * highest * peak < rate {
        orderLane = lane
        calendar.schedule(Due(slot: 0, step: Step.order.rawValue, epoch: 0, detail: 0), at: at)
        return
      }
    }
  }

  /// 11 November, and the Friday after the fourth Thursday of November.
  private func isPeak(dayNumber: Int64) -> Bool {
    let parts = CivilDate(dayNumber: Int32(clamping: dayNumber)).parts
    guard parts.month == 11 else { return false }
    if parts.day == 11 { return true }
    return (dayNumber + 3) % 7 == 4 && parts.day >= 23 && parts.day <= 29
  }

  /// Whether it is such a day somewhere on Earth.
  private func isNearPeak(_ at: Int64) -> Bool {
    let today = at / 86_400_000
    return isPeak(dayNumber: today - 1) || isPeak(dayNumber: today) || isPeak(dayNumber: today + 1)
  }

  /// Places the order that was thought of, and thinks of the next.
  mutating func placeOrder(_ board: inout Board, _ events: inout [Event]) {
    let number = serial
    let own = draws.stream(UInt64(number))
    let laneNumber = orderLane
    let facts = trade.lanes[laneNumber]
    let originPlace = trade.stops[Int(facts.firstStop)]
    let doorPlace = trade.stops[Int(facts.firstStop) + Int(facts.stopCount) - 1]

    let merchant = Int(
      trade.merchantsByCountry[
        Int(facts.firstMerchant) + own.whole(Draw.merchant.first, below: Int(facts.merchantCount))])
    let category = trade.categories[own.pick(Draw.category.first, weights.categories)]
    let product = Int(trade.productsByCategory[category.first + own.whole(Draw.product.first, below: category.count)])
    let goods = trade.products[product]
    let pieces = pieces(own, facts)
    let cents = goods.priceLow * Arithmetic.exp(goods.priceLogSpan * own.uniform(Draw.price.first))
    let grams = goods.weightLow + goods.weightSpan * own.uniform(Draw.weight.first)
    let minor = (cents * pieces * facts.minorPerCent).rounded()

    var order = Event.Ordered(placedAt: Instant(milliseconds: now))
    order.value = Money(minor: Int64(max(1, minor)), facts.currency)
    order.weight = Grams(Int32((grams * pieces * 1.08).rounded()))
    order.goods = Self.text(&productTexts, product, trade.productNames[product], &board)
    order.merchant = Self.text(&merchantTexts, merchant, trade.merchantNames[merchant], &board)
    order.consignee = person(own, facts, &board)
    order.platform = voices.platforms[own.whole(Draw.platform.first, below: voices.platforms.count)]
    order.payment = voices.payments[own.whole(Draw.payment.first, below: voices.payments.count)]
    order.carrier = voices.carriers[laneNumber]
    order.order = board.texts.intern(Self.orderNumber(own, number))
    order.reference = board.texts.intern(Self.trackingNumber(own, facts, number))
    order.origin = PlaceRow.id(originPlace)
    order.destination = PlaceRow.id(doorPlace)
    order.originCountry = facts.originCountry
    order.destinationCountry = facts.destinationCountry
    order.lane = facts.lane
    order.mode = facts.mode
    order.hs = goods.hs
    order.placedOffset = ZoneOffset(minutes: offsets[Int(doorPlace)])
    order.simulated = true

    let euroCents = order.value.euroCents ?? 0
    know(lawOf: laneNumber, on: today)
    let law = laws[laneNumber]
    let isIOSS = !facts.isB2B && law?.schemeEuroCents.map { Int64(euroCents) <= $0 } ?? false
    let needsTaxID = law?.needsTaxID ?? false && !facts.isB2B
    let eased = eased(own, facts, merchant: merchant, onHand: stocks[laneNumber].onHand)
    let isPrepaid = isIOSS || own.bernoulli(Draw.term.first, rates.dutyPrepaid)
    order.incoterm = isPrepaid ? .ddp : .dap

    // The promise knows the lane, and something of what this parcel will meet on it.
    let speed = own.normal(Draw.pace.first)
    let correlation = rates.promiseCorrelation
    let guess = correlation * speed + (1 - correlation * correlation).squareRoot() * own.normal(Draw.promise.first)
    var promised = rates.promiseLane * facts.promisedDays * Arithmetic.exp(facts.sigma * guess)
    if eased & Life.fromStore != 0 { promised *= rates.stockDays }
    let handling = rates.promiseHandling * 86_400_000
    let day: Int64 = 86_400_000
    let promise = now + Int64((promised + handling).rounded())
    // Promises are made by the day: until eight in the evening at the door.
    let ahead = Int64(order.placedOffset.minutes) * 60_000
    order.promise = Instant(milliseconds: promise + ahead - (promise + ahead) % day + 20 * 3_600_000 - ahead)

    var needed: DocumentSet = [
      DocumentSet(.commercialInvoice), DocumentSet(.goodsDescription), DocumentSet(.hsClassification),
    ]
    var held: DocumentSet = [DocumentSet(.goodsDescription), DocumentSet(.hsClassification)]
    if facts.mode != .postal { needed.insert(DocumentSet(.packingList)) }
    // Nobody asks for a paper about what nobody knows of.
    if goods.isDangerous, !own.bernoulli(Draw.border.at(5), rates.dangerUndeclared) {
      needed.insert(DocumentSet(.dangerousGoodsDeclaration))
    }
    if isIOSS {
      needed.insert(DocumentSet(.iossNumber))
      held.insert(DocumentSet(.iossNumber))
    }
    if needsTaxID {
      needed.insert(DocumentSet(.consigneeTaxID))
      held.insert(DocumentSet(.consigneeTaxID))
    }
    let kind = (isIOSS ? 1 : 0) + (needsTaxID ? 2 : 0) + (law?.needsRegistration ?? false && facts.isB2B ? 4 : 0)
    let defect = defect(own, kind, eased)
    if let defect { held.subtract(defect.needs) }
    // What is wrong is wrong in the declared data itself, and stays so until somebody puts it right.
    if defect == .vagueDescription {
      order.goods = voices.vague[own.whole(Draw.border.at(1), below: voices.vague.count)]
    } else if defect == .wrongHSCode {
      let other = category.first + own.whole(Draw.border.at(1), below: category.count)
      order.hs = trade.products[Int(trade.productsByCategory[other])].hs
    }
    order.documentsNeeded = needed
    order.documentsHeld = held

    let line = Event.OrderLine(
      goods: order.goods, hs: order.hs, quantity: Int32(pieces), value: order.value, weight: order.weight)
    let first = events.count
    let shipment = board.hear(
      order: order, lines: [line], by: Actor(.platform, name: order.platform), at: Instant(milliseconds: now),
      into: &events)
    apply(from: first, &board, events)

    if eased & Life.fromStore != 0 { stocks[laneNumber].onHand -= 1 }

    let slot = takeSlot(shipment.number)
    lives[slot].serial = number
    lives[slot].lane = UInt16(laneNumber)
    lives[slot].product = UInt16(product)
    lives[slot].defect = defect?.rawValue ?? 255
    lives[slot].pace = Float(rates.handling.at(own.normal(Draw.handling.first)))
    lives[slot].flags |= eased
    if !isPrepaid { lives[slot].flags |= Life.paysDuty }
    let mishap = own.uniform(Draw.mishap.first)
    if mishap < rates.lost + rates.damaged {
      lives[slot].flags |= mishap < rates.lost ? Life.lost : Life.damaged
      let places: [Step] = [.hubIn, .unload, .sortIn, .depot, .depot]
      lives[slot].mishapAt = places[own.whole(Draw.mishapAt.first, below: places.count)].rawValue
    }
    let quick = own.bernoulli(Draw.paid.first, rates.paymentQuickShare)
    let approval = quick ? rates.paymentQuick : rates.paymentSlow
    plan(.pay, slot, at: now + hours(approval.at(own.normal(Draw.approval.first))))
    replenish(laneNumber, product: product, merchant: merchant, &board, &events)
    thinkOfOrder(after: now)
  }

  /// What is wrong with the paperwork, if anything, for a parcel of which the law asks what its kind says.
  private func defect(_ own: Draws, _ kind: Int, _ eased: UInt16) -> HoldReason? {
    // What lies in a store was declared when it was put there.
    guard eased & Life.fromStore == 0,
      own.bernoulli(Draw.defect.first, rates.paperworkDefect * (eased & Life.trusted != 0 ? rates.trustedDefects : 1))
    else { return nil }
    let row = own.pick(Draw.defectKind.first, trade.defectWeights[kind])
    let defect = HoldReason(rawValue: HoldReason.invoiceMissing.rawValue + UInt8(row))
    if eased & Life.singleWindow != 0, defect == .invoiceMissing || defect == .documentsDisagree,
      !own.bernoulli(Draw.lever.at(4), rates.windowDefects)
    {
      return nil
    }
    return defect
  }

  /// What eases the way of an order, as the flags of its parcel.
  private func eased(_ own: Draws, _ facts: LaneFacts, merchant: Int, onHand: Int32) -> UInt16 {
    let levers = scenario.levers
    guard levers != Levers() else { return 0 }
    var flags: UInt16 = 0
    // A merchant is a trusted trader or is none, whatever the order.
    let trader = draws.stream(1 << 40 | UInt64(merchant))
    if trader.bernoulli(Draw.lever.at(0), Double(levers.trustedTraders) / 100) { flags |= Life.trusted }
    if own.bernoulli(Draw.lever.at(1), Double(levers.preArrival) / 100) { flags |= Life.filedAhead }
    if own.bernoulli(Draw.lever.at(2), Double(levers.singleWindow) / 100) { flags |= Life.singleWindow }
    if !facts.isB2B, onHand > 0, own.bernoulli(Draw.lever.at(3), Double(levers.bondedStock) / 100) {
      flags |= Life.fromStore
    }
    return flags
  }

  /// How many pieces a buyer's order is of.
  private func pieces(_ own: Draws, _ facts: LaneFacts) -> Double {
    let pieces = Double(1 + own.pick(Draw.pieces.first, weights.pieces))
    guard facts.isB2B else { return pieces }
    // Stock for a fulfilment centre or an importer comes by the carton.
    return pieces * (rates.stockPieces * (0.2 + 1.6 * own.uniform(Draw.pieces.at(1)))).rounded()
  }

  /// How many pieces a parcel holds.
  func pieces(_ slot: Int) -> Int {
    lives[slot].serves > 0 ? Int(lives[slot].serves) : Int(pieces(chance(slot), lane(slot)))
  }

  /// The world's day.
  private var today: CivilDate {
    CivilDate(dayNumber: Int32(clamping: (now - (now % 86_400_000 + 86_400_000) % 86_400_000) / 86_400_000))
  }

  /// Has the law of a lane on a day ready.
  mutating func know(lawOf lane: Int, on date: CivilDate) {
    if laws[lane]?.days.contains(date.dayNumber) ?? false { return }
    laws[lane] = LaneLaw(book, exchange, trade.lanes[lane], on: date)
  }

  private static func text(_ known: inout Slab<UInt32>, _ index: Int, _ words: String, _ board: inout Board) -> TextID {
    if known[index] == 0 { known[index] = board.texts.intern(words).number }
    return TextID(known[index])
  }

  private mutating func person(_ own: Draws, _ facts: LaneFacts, _ board: inout Board) -> TextID {
    let given = own.whole(Draw.given.first, below: max(1, Int(facts.givenCount)))
    let family = own.whole(Draw.family.first, below: max(1, Int(facts.familyCount)))
    let index = Int(facts.firstPerson) + given * Int(facts.familyCount) + family
    if personTexts[index] == 0 {
      let first = trade.givenNames[Int(facts.firstGiven) + given]
      let second = trade.familyNames[Int(facts.firstFamily) + family]
      let name: String
      switch facts.nameOrder {
      case .givenFirst: name = "\(first) \(second)"
      case .familyFirst: name = "\(second) \(first)"
      case .familyFirstUnspaced: name = second + first
      }
      personTexts[index] = board.texts.intern(name).number
    }
    return TextID(personTexts[index])
  }

  /// The order's number at its shop: a letter and nine digits. Fifteen bytes or fewer need no memory of their own.
  static func orderNumber(_ own: Draws, _ serial: UInt32) -> String {
    let letter = UInt8(65 + own.whole(Draw.shop.first, below: 26))
    return digits(prefix: (letter, 0x2D), UInt64(serial) + 300_000_000, count: 9)
  }

  /// What the outside calls the parcel: an item number of the Universal Postal Union's standard S10 where posts carry it, else
  /// two letters of the mode and ten digits.
  static func trackingNumber(_ own: Draws, _ facts: LaneFacts, _ serial: UInt32) -> String {
    guard facts.service != 0 else {
      let prefix: (UInt8, UInt8) =
        switch facts.mode {
        case .express: (0x4D, 0x58)
        case .ocean: (0x4C, 0x57)
        case .rail: (0x53, 0x42)
        case .truck: (0x4D, 0x48)
        case .air, .postal, .unknown: (0x53, 0x48)
        }
      return digits(prefix: prefix, (UInt64(serial) &* 2_654_435_761) % 9_000_000_000 + 1_000_000_000, count: 10)
    }
    let letter = UInt8(65 + own.whole(Draw.letter.first, below: 26))
    let body = (UInt64(serial) &* 7_368_787) % 100_000_000
    let weights: [UInt64] = [8, 6, 4, 2, 3, 5, 9, 7]
    var sum: UInt64 = 0
    var rest = body
    for weight in weights.reversed() {
      sum += rest % 10 * weight
      rest /= 10
    }
    let check = 11 - sum % 11
    let digit = check == 10 ? 0 : check == 11 ? 5 : check
    let country = facts.originCountry.packed
    return String(unsafeUninitializedCapacity: 13) { buffer in
      buffer[0] = facts.service
      buffer[1] = letter
      var rest = body
      for index in stride(from: 9, through: 2, by: -1) {
        buffer[index] = UInt8(48 + rest % 10)
        rest /= 10
      }
      buffer[10] = UInt8(48 + digit)
      buffer[11] = UInt8(truncatingIfNeeded: country >> 8)
      buffer[12] = UInt8(truncatingIfNeeded: country)
      return 13
    }
  }

  private static func digits(prefix: (UInt8, UInt8), _ number: UInt64, count: Int) -> String {
    String(unsafeUninitializedCapacity: count + 2) { buffer in
      buffer[0] = prefix.0
      buffer[1] = prefix.1
      var rest = number
      for index in stride(from: count + 1, through: 2, by: -1) {
        buffer[index] = UInt8(48 + rest % 10)
        rest /= 10
      }
      return count + 2
    }
  }
}

/// Rows of the atlas as ids.
enum PlaceRow {
  @inline(__always)
  static func id(_ row: UInt16) -> PlaceID { PlaceID(row: row) }
}

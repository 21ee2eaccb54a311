import Atlas
import Logistics
import Measures
import Tariff

/// The world's inside: who is under way, what is due, and who is at work where.
///
/// `board` and `events` go through every step by reference: a step hears what a party says, and applies it, before the next
/// step looks.
struct Core: ~Copyable {
  let scenario: World.Scenario
  let trade: Trade
  let draws: Draws
  let rates = Rates()
  /// The law, and what of it was worked out for each lane.
  var book: RegimeBook
  var exchange: ExchangeRates
  var laws: [LaneLaw?]
  let weights = Weights()
  /// The instant of the last step, milliseconds.
  var now: Int64
  var calendar = EventCalendar<Due>()

  /// Parcels by slot; slot 0 stands for the world itself.
  var lives = Slab<Life>(capacity: 1024, filler: Life())
  var slotsUsed = 1
  var freeSlots: [UInt32] = []
  /// Slot by shipment number; 0 for shipments that are none of the world's, or have ended.
  var slots = Slab<UInt32>(capacity: 1024, filler: 0)
  var shipmentsKnown = 0
  var liveCount = 0

  // The next order, thought of but not placed yet.
  var serial: UInt32 = 0
  var orderLane = 0
  /// The number of the last order that a bonded store placed.
  var stockSerial: UInt32 = 0
  /// What lies in each lane's bonded store.
  var stocks: Slab<BondedStock>

  /// How many places of a departure are taken: (departure, taken) in a ring of 8 for every lane.
  var loads: Slab<Load>
  /// When each officer is free again.
  var officers: Slab<Int64>
  /// Minutes ahead of UTC by place, as of `offsetsUntil`.
  var offsets: Slab<Int16>
  var offsetsUntil = Int64.min

  /// How many of the next entries' parcels were touched already.
  private var ahead = 0
  /// What the touching gave: nothing, but it must be put somewhere to happen.
  private var warmth: UInt64 = 0
  private static let farthestAhead = 16

  // Numbers in the dictionary, 0 where the text was not needed yet.
  var voices: Voices
  var productTexts: Slab<UInt32>
  var merchantTexts: Slab<UInt32>
  var personTexts: Slab<UInt32>

  struct Load: BitwiseCopyable {
    var departure: Int32
    var taken: Int32
  }

  /// Texts that every lane uses, by their numbers.
  struct Voices {
    var carriers: [TextID] = []
    var couriers: [TextID] = []
    var customsOrigin: [TextID] = []
    var customsDestination: [TextID] = []
    var platforms: [TextID] = []
    var payments: [TextID] = []
    var causes: [TextID] = []
    var returnReasons: [TextID] = []
    var seized = TextID.none
    /// Why declared data was put right.
    var asPaid = TextID.none
    var asClassified = TextID.none
    var asWeighed = TextID.none
    var asDescribed = TextID.none
    /// Why compliance cleared a party.
    var anotherParty = TextID.none
    /// Where a refused declaration is wrong: its code of the goods, or its papers; and the rule that says so.
    var pointerToCode = TextID.none
    var pointerToPapers = TextID.none
    var validation = TextID.none
    /// Words of which customs cannot tell what is in a parcel.
    var vague: [TextID] = []
    /// Who receives what is carried for a bonded store.
    var bondedStore = TextID.none
    /// Why nothing is left to be paid.
    var onAccount = TextID.none
    /// How what is demanded is meant, where the law leaves the amount open.
    var atMost = TextID.none
    var atLeast = TextID.none
    /// Why declared data were changed by customs.
    var asCustomsSet = TextID.none
    /// Why duty is paid on goods that come back.
    var paidTwice = TextID.none
    /// The codes by which carriers name milestones: a row of milestones for every mode of carriage.
    var codes: [TextID] = []

    init(_ trade: Trade, _ texts: inout TextTable) {
      carriers = trade.carriers.map { texts.intern($0) }
      couriers = trade.couriers.map { texts.intern($0) }
      customsOrigin = trade.customsOrigin.map { texts.intern($0) }
      customsDestination = trade.customsDestination.map { texts.intern($0) }
      platforms = Trade.platforms.map { texts.intern($0) }
      payments = Trade.payments.map { texts.intern($0) }
      causes = Trade.causes.map { texts.intern($0) }
      returnReasons = Trade.returnReasons.map { texts.intern($0) }
      seized = texts.intern("seized")
      asPaid = texts.intern("what the buyer paid, by the proof of payment")
      asClassified = texts.intern("classified anew by the broker")
      asWeighed = texts.intern("weighed again")
      asDescribed = texts.intern("what it is, in plain words")
      anotherParty = texts.intern("another party: compared by name and place")
      // Goods shipment, goods item, commodity and its classification, or an additional document: sections of the WCO data model.
      pointerToCode = texts.intern("42A/67A/68A/23A/21A:145")
      pointerToPapers = texts.intern("42A/67A/68A/02A:D005")
      validation = texts.intern("CDS12005")
      onAccount = texts.intern("charged to the account, nothing is left to be paid")
      atMost = texts.intern("the most that it can be: the law leaves the amount open")
      atLeast = texts.intern("at least this: nothing says how much it can be")
      asCustomsSet = texts.intern("as customs set it")
      paidTwice = texts.intern("duty on the way back: that it was exported is not proven")
      bondedStore = texts.intern("Bonded store")
      vague = Trade.vagueWords.map { texts.intern($0) }
      for mode in TransportMode.allCases {
        for milestone in Milestone.allCases {
          codes.append(Self.system(mode).flatMap { milestone.code(in: $0) }.map { texts.intern($0) } ?? .none)
        }
      }
    }

    /// In which codes those who carry by a mode speak; integrators speak in codes of their own.
    private static func system(_ mode: TransportMode) -> CodeSystem? {
      switch mode {
      case .postal: .upu
      case .air: .fsu
      case .ocean: .dcsa
      case .rail, .truck: .rec24
      case .express, .unknown: nil
      }
    }

    /// The code by which whoever carries by `mode` names a milestone; none where they have no code for it.
    @inline(__always)
    func code(_ mode: TransportMode, _ milestone: Milestone) -> TextID {
      codes[Int(mode.rawValue) * Milestone.allCases.count + Int(milestone.rawValue)]
    }
  }

  static let loadRing = 8
  /// In a report: the scan carries the time of sending.
  static let misdated: UInt8 = 0x80

  init(_ scenario: World.Scenario, _ book: RegimeBook, _ exchange: ExchangeRates, texts: inout TextTable) {
    self.scenario = scenario
    self.book = book
    self.exchange = exchange
    trade = Trade(ordersPerDay: Double(scenario.ordersPerDay))
    draws = Draws(seed: scenario.seed)
    now = scenario.start.milliseconds
    loads = Slab(capacity: trade.lanes.count * Self.loadRing, filler: Load(departure: .min, taken: 0))
    stocks = Slab(capacity: trade.lanes.count, filler: BondedStock())
    officers = Slab(capacity: trade.officerCount, filler: .min)
    offsets = Slab(capacity: trade.placeOffsets.count, filler: 0)
    voices = Voices(trade, &texts)
    laws = Array(repeating: nil, count: trade.lanes.count)
    productTexts = Slab(capacity: trade.products.count, filler: 0)
    merchantTexts = Slab(capacity: trade.merchantNames.count, filler: 0)
    personTexts = Slab(capacity: trade.personCount, filler: 0)
    fillStores()
    thinkOfOrder(after: now)
  }

  /// Judges by another law from here on.
  mutating func judge(by book: RegimeBook, _ exchange: ExchangeRates) {
    self.book = book
    self.exchange = exchange
    laws = Array(repeating: nil, count: laws.count)
  }

  // MARK: - Going on

  mutating func advance(to limit: Int64, maxEvents: Int, board: inout Board, into events: inout [Event]) -> Bool {
    let enough = maxEvents >= Int.max - events.count ? Int.max : events.count + max(1, maxEvents)
    while events.count < enough {
      guard let entry = calendar.popFirst(notAfter: limit) else {
        now = max(now, limit)
        return true
      }
      if ahead > 0 { ahead -= 1 } else { lookAhead(board) }
      now = max(now, entry.at)
      if now >= offsetsUntil { refreshOffsets() }
      take(entry.payload, &board, &events)
    }
    if let next = calendar.firstAt(), next <= limit { return false }
    now = max(now, limit)
    return true
  }

  /// Touches the parcels that come next, all at once, so that their memory is on its way before it is needed.
  @inline(__always)
  private mutating func lookAhead(_ board: Board) {
    ahead = min(calendar.upcomingCount, Self.farthestAhead)
    var mixture: UInt64 = 0
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.farthestAhead) { shipments in
      for index in 0..<ahead { shipments[index] = lives[Int(calendar.upcoming(index).slot)].shipment }
      for index in 0..<ahead { mixture ^= board.warm(ShipmentID(shipments[index])) }
    }
    warmth = mixture
  }

  private mutating func take(_ due: Due, _ board: inout Board, _ events: inout [Event]) {
    guard let step = Step(rawValue: due.step) else { return }
    if step == .order { return placeOrder(&board, &events) }
    let slot = Int(due.slot)
    lives[slot].entries &-= 1
    if lives[slot].has(Life.ended) {
      if lives[slot].entries == 0 { freeSlots.append(due.slot) }
      return
    }
    if step.isMain {
      if due.epoch == lives[slot].epoch { goOn(step, slot, &board, &events) }
    } else {
      beside(step, due, slot, &board, &events)
    }
  }

  /// Clocks change at full hours only.
  mutating func refreshOffsets() {
    let hour: Int64 = 3_600_000
    let instant = Instant(milliseconds: now)
    for place in trade.placeOffsets.indices {
      let (standard, summer) = trade.placeOffsets[place]
      offsets[place] = summer.offset(at: instant, standard: standard).minutes
    }
    offsetsUntil = now - (now % hour + hour) % hour + hour
  }

  // MARK: - Planning

  /// Puts the parcel's next main step into the calendar.
  @inline(__always)
  mutating func plan(_ step: Step, _ slot: Int, at: Int64) {
    lives[slot].step = step.rawValue
    lives[slot].flags &= ~Life.parked
    lives[slot].entries &+= 1
    calendar.schedule(
      Due(slot: UInt32(truncatingIfNeeded: slot), step: step.rawValue, epoch: lives[slot].epoch, detail: 0),
      at: max(at, now))
  }

  /// Puts something beside the main step into the calendar.
  mutating func note(_ step: Step, _ slot: Int, at: Int64, epoch: UInt8 = 0, detail: UInt16 = 0) {
    lives[slot].entries &+= 1
    calendar.schedule(
      Due(slot: UInt32(truncatingIfNeeded: slot), step: step.rawValue, epoch: epoch, detail: detail), at: max(at, now))
  }

  /// Waits with this step until no hold is open.
  @inline(__always)
  mutating func park(_ step: Step, _ slot: Int) {
    lives[slot].step = step.rawValue
    lives[slot].flags |= Life.parked
  }

  /// The parcel's way is at its end.
  mutating func finish(_ slot: Int) {
    if lives[slot].has(Life.stock) { endStock(slot) }
    lives[slot].flags |= Life.ended
    lives[slot].epoch &+= 1
    slots[Int(lives[slot].shipment)] = 0
    liveCount &-= 1
    if lives[slot].entries == 0 { freeSlots.append(UInt32(slot)) }
  }

  /// A slot for a shipment that has none.
  mutating func takeSlot(_ shipment: UInt32) -> Int {
    let slot: Int
    if let free = freeSlots.popLast() {
      slot = Int(free)
    } else {
      slot = slotsUsed
      slotsUsed += 1
      if slot == lives.capacity { lives.grow(to: slot + 1, filler: Life()) }
    }
    if Int(shipment) >= slots.capacity { slots.grow(to: Int(shipment) + 1, filler: 0) }
    shipmentsKnown = max(shipmentsKnown, Int(shipment))
    lives[slot] = Life()
    lives[slot].shipment = shipment
    slots[Int(shipment)] = UInt32(slot)
    liveCount += 1
    return slot
  }

  // MARK: - Chance and time

  @inline(__always)
  func chance(_ slot: Int) -> Draws { draws.stream(UInt64(lives[slot].serial)) }

  @inline(__always)
  func lane(_ slot: Int) -> LaneFacts { trade.lanes[Int(lives[slot].lane)] }

  @inline(__always)
  func hours(_ count: Double) -> Int64 { Int64((count * 3_600_000).rounded()) }

  @inline(__always)
  func days(_ count: Double) -> Int64 { Int64((count * 86_400_000).rounded()) }

  /// The place of a lane's stop.
  @inline(__always)
  func place(_ slot: Int, stop: Int) -> UInt16 {
    let facts = lane(slot)
    return trade.stops[Int(facts.firstStop) + min(stop, Int(facts.stopCount) - 1)]
  }

  /// The next instant from `at` on at which the clock of `place` shows `hour` o'clock or later on a working day's round, no
  /// later than `until` o'clock; on Sundays nobody delivers.
  func workingTime(from at: Int64, place: UInt16, hour: Int64, until: Int64, sundays: Bool) -> Int64 {
    let day: Int64 = 86_400_000
    let ahead = Int64(offsets[Int(place)]) * 60_000
    var local = at + ahead
    let inDay = (local % day + day) % day
    if inDay < hour * 3_600_000 {
      local += hour * 3_600_000 - inDay
    } else if inDay >= until * 3_600_000 {
      local += day - inDay + hour * 3_600_000
    }
    // 1970-01-01 was a Thursday: day numbers that leave 3 on division by 7 are Sundays.
    if !sundays, ((local / day) % 7 + 7) % 7 == 3 { local += day - (local % day + day) % day + hour * 3_600_000 }
    return local - ahead
  }

  // MARK: - Speaking

  /// Who says something, as an actor of the journal.
  enum Voice {
    case merchant, platform, carrier, broker, customsOrigin, customsDestination, handler, courier, consignee, agency
    case compliance
  }

  func actor(_ voice: Voice, _ slot: Int) -> Actor {
    let lane = Int(lives[slot].lane)
    return switch voice {
    case .merchant: Actor(.merchant)
    case .platform: Actor(.platform)
    case .carrier: Actor(.carrier, name: voices.carriers[lane])
    case .broker: Actor(.broker)
    case .customsOrigin: Actor(.customs, name: voices.customsOrigin[lane])
    case .customsDestination: Actor(.customs, name: voices.customsDestination[lane])
    case .handler: Actor(.handler)
    case .courier: Actor(.courier, name: voices.couriers[lane])
    case .consignee: Actor(.consignee)
    case .agency: Actor(.agency)
    case .compliance: Actor(.compliance)
    }
  }

  /// Has a party say that a milestone was reached at `at` (now, or before), and applies what follows.
  func say(
    _ milestone: Milestone, _ slot: Int, place: UInt16, by voice: Voice, at: Int64? = nil, reason: HoldReason? = nil,
    note: TextID = .none, _ board: inout Board, _ events: inout [Event]
  ) {
    let first = events.count
    var claim = Event.Claim(
      milestone, happened: Instant(milliseconds: at ?? now),
      offset: ZoneOffset(minutes: offsets[Int(place)]), place: PlaceRow.id(place))
    claim.reason = reason
    claim.note = note
    if voice == .carrier || voice == .handler || voice == .courier {
      claim.foreignCode = voices.code(lane(slot).mode, milestone)
    }
    board.hear(
      claim, about: ShipmentID(lives[slot].shipment), by: actor(voice, slot), at: Instant(milliseconds: now),
      into: &events)
    apply(from: first, &board, events)
  }

  /// A message about a declaration on one side of the border, sent now.
  func message(_ kind: CustomsMessage, _ side: BorderSide) -> Event.Declared {
    Event.Declared(kind, side, issued: Instant(milliseconds: now))
  }

  /// Customs answer a declaration, under its number with them.
  func answer(
    _ kind: CustomsMessage, _ side: BorderSide, _ slot: Int, _ here: UInt16, _ board: inout Board,
    _ events: inout [Event]
  ) {
    var answer = message(kind, side)
    answer.mrn = movementNumber(side, slot, &board)
    send(
      answer, slot, place: here, by: side == .import ? .customsDestination : .customsOrigin, &board, &events)
  }

  /// The number of a parcel's declaration with customs: that under which they spoke of it last, else a new one of this year.
  private func movementNumber(_ side: BorderSide, _ slot: Int, _ board: inout Board) -> TextID {
    let row = ShipmentID(lives[slot].shipment).index
    guard row >= 0, row < board.count else { return .none }
    let page = board.columns[row / Page.rows]
    let last = TextID((side == .import ? page.importMRN : page.exportMRN)[row % Page.rows])
    if last != .none { return last }
    let facts = lane(slot)
    let country = side == .import ? facts.destinationCountry : facts.originCountry
    // Multiplied by a number that has no factor of ten, no two of twelve digits become the same.
    let number = UInt64(lives[slot].serial) &* 611_953_211 % 1_000_000_000_000
    let year = Instant(milliseconds: now).civil(in: .utc).date.parts.year
    return board.texts.intern(
      MovementNumber.text(year: Int(year), country, letter: side == .import ? 0x49 : 0x45, number: number))
  }

  /// Has a party send a message about a declaration, and applies what follows.
  func send(
    _ message: Event.Declared, _ slot: Int, place: UInt16, by voice: Voice, _ board: inout Board,
    _ events: inout [Event]
  ) {
    let first = events.count
    board.hear(
      message, about: ShipmentID(lives[slot].shipment), by: actor(voice, slot), at: Instant(milliseconds: now),
      place: PlaceRow.id(place), offset: ZoneOffset(minutes: offsets[Int(place)]), into: &events)
    apply(from: first, &board, events)
  }

  /// Has a party do what the desk can do, too; false where that is impossible.
  @discardableResult
  func act(_ command: Command, _ slot: Int, by actor: Actor, _ board: inout Board, _ events: inout [Event]) -> Bool {
    let decided = try? board.decide(
      command, about: ShipmentID(lives[slot].shipment), by: actor, at: Instant(milliseconds: now))
    guard let decided else { return false }
    let first = events.count
    events += decided
    apply(from: first, &board, events)
    return true
  }

  /// A carrier's scan: now and then it is never sent, is sent twice, or is heard of late.
  mutating func scan(
    _ milestone: Milestone, _ slot: Int, place: UInt16, by voice: Voice, _ board: inout Board, _ events: inout [Event]
  ) {
    let own = chance(slot)
    let luck = own.uniform(Draw.scan.at(Int(milestone.rawValue)))
    let missing = rates.scanMissing
    let repeated = missing + rates.scanRepeated
    let late = repeated + rates.scanLate
    if luck >= late {
      if milestone == .originHubArrived, luck > 1 - rates.scanMisdated {
        note(
          .report, slot, at: now + hours(9 + 40 * own.uniform(Draw.scanDelay.first)),
          epoch: milestone.rawValue | Self.misdated)
      }
      return say(milestone, slot, place: place, by: voice, &board, &events)
    }
    if luck < missing { return }
    let draw = Draw.scanDelay.at(Int(milestone.rawValue))
    let minutes: Double
    if luck < repeated {
      say(milestone, slot, place: place, by: voice, &board, &events)
      minutes = 2 + 90 * own.uniform(draw)
    } else {
      minutes = rates.scanDelay.at(own.normal(draw)) * 60
    }
    let whole = UInt16(min(max(minutes.rounded(), 1), 60_000))
    note(.report, slot, at: now + Int64(whole) * 60_000, epoch: milestone.rawValue, detail: whole)
  }

  /// The carrier's forecast of delivery, `share` of the lane's time from now, to the full hour. Before pick-up nobody knows
  /// the parcel's own pace.
  mutating func forecast(_ slot: Int, share: Double, by voice: Voice, _ board: inout Board, _ events: inout [Event]) {
    let facts = lane(slot)
    let hour: Int64 = 3_600_000
    let at = now + (lives[slot].has(Life.prepared) ? part(share, slot) : Int64((share * facts.promisedDays).rounded()))
    announce(
      .delivered, .estimated, slot, place: place(slot, stop: Int(facts.stopCount) - 1), by: voice,
      at: at - at % hour + hour, &board, &events)
  }

  /// Has a party say what it plans or expects.
  func announce(
    _ milestone: Milestone, _ kind: ClaimKind, _ slot: Int, place: UInt16, by voice: Voice, at: Int64,
    _ board: inout Board, _ events: inout [Event]
  ) {
    var claim = Event.Claim(
      milestone, happened: Instant(milliseconds: at), offset: ZoneOffset(minutes: offsets[Int(place)]),
      place: PlaceRow.id(place))
    claim.kind = kind
    let first = events.count
    board.hear(
      claim, about: ShipmentID(lives[slot].shipment), by: actor(voice, slot), at: Instant(milliseconds: now),
      into: &events)
    apply(from: first, &board, events)
  }

  /// Has a party supply a document.
  func file(_ document: Document, _ slot: Int, by actor: Actor, _ board: inout Board, _ events: inout [Event]) {
    let first = events.count
    board.hear(
      filed: document, about: ShipmentID(lives[slot].shipment), by: actor, at: Instant(milliseconds: now), into: &events
    )
    apply(from: first, &board, events)
  }

  @inline(__always)
  func apply(from first: Int, _ board: inout Board, _ events: [Event]) {
    for index in first..<events.count { board.apply(events[index]) }
  }
}

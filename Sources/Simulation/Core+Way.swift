import Logistics
import Measures

// The main way: what a party says at each step, and what is planned next. Nothing here looks at the clock of the room or at what
// other parcels do, but for the places on a departure and the officers of a customs office.

extension Core {
  /// Takes a parcel's main step, unless a hold stops it or somebody was faster.
  mutating func goOn(_ step: Step, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    guard let standing = board.standing(of: ShipmentID(lives[slot].shipment)) else { return finish(slot) }
    if let stops = standing.stops, let milestone = step.milestone, !step.endsHolds, milestone.stage >= stops {
      return park(step, slot)
    }
    if standing.flags.contains(.ended), step.isBeforeEnd, step != .back { return finish(slot) }
    if lives[slot].mishapAt == step.rawValue, meetsMishap(step, slot, &board, &events) { return }
    switch step {
    case .pay, .cancel, .reserve, .pick, .pack, .documents, .label, .book, .pickUp:
      prepare(step, slot, standing, &board, &events)
    case .hubIn, .exportDeclare, .exportRelease, .ready, .consolidate, .manifest, .load, .depart, .transitIn,
      .transitOut,
      .arrive, .unload:
      carry(step, slot, standing, &board, &events)
    case .notify, .declare, .assess, .inspected, .importRelease, .handOver:
      clear(step, slot, standing, &board, &events)
    case .sortIn, .sortOut, .depot, .out, .attempt, .point, .collect:
      deliver(step, slot, standing, &board, &events)
    case .back, .returned, .lost, .rma, .returnTransit, .returnReceived, .returnInspected, .settle, .replaced:
      after(step, slot, standing, &board, &events)
    case .order, .report, .answer, .decide, .giveUp, .supply, .delay, .send, .register: break
    }
  }

  /// Lost parcels are heard of no more, until the carrier gives them up; damaged ones go on with a notice.
  private mutating func meetsMishap(_ step: Step, _ slot: Int, _ board: inout Board, _ events: inout [Event]) -> Bool {
    lives[slot].mishapAt = 255
    if lives[slot].has(Life.lost) {
      plan(.lost, slot, at: now + days(14 + 11 * chance(slot).uniform(Draw.lostSpan.first)))
      return true
    }
    say(.damaged, slot, place: place(slot, stop: Int(lives[slot].stop)), by: .handler, &board, &events)
    return false
  }

  // MARK: - At the merchant

  private mutating func prepare(
    _ step: Step, _ slot: Int, _ standing: Standing, _ board: inout Board, _ events: inout [Event]
  ) {
    let own = chance(slot)
    let home = place(slot, stop: 0)
    switch step {
    case .pay:
      let luck = own.uniform(Draw.insider.first)
      let isFraud = luck < rates.fraudSuspected
      if isFraud || own.uniform(Draw.payment.at(1)) > rates.paymentAccepted / (1 - rates.fraudSuspected) {
        say(.paymentFailed, slot, place: home, by: .platform, &board, &events)
        return plan(.cancel, slot, at: now + hours(isFraud ? 0.2 : 2 + 20 * own.uniform(Draw.span.at(1))))
      }
      say(.paymentAuthorised, slot, place: home, by: .platform, &board, &events)
      if luck > 1 - rates.screeningMatch {
        say(.riskHold, slot, place: home, by: .compliance, reason: .deniedParty, &board, &events)
        foresee(.deniedParty, slot)
        return park(.reserve, slot)
      }
      handle(.reserve, 0, slot)
    case .cancel:
      say(.orderCancelled, slot, place: home, by: .platform, &board, &events)
      finish(slot)
    case .reserve:
      if own.uniform(Draw.otherReason.at(1)) < rates.cancelled + rates.unavailable {
        say(.orderCancelled, slot, place: home, by: .platform, &board, &events)
        return finish(slot)
      }
      say(.stockReserved, slot, place: home, by: .platform, &board, &events)
      handle(.pick, 1, slot)
    case .pick:
      say(.picked, slot, place: home, by: .merchant, &board, &events)
      handle(.pack, 2, slot)
    case .pack:
      say(.packed, slot, place: home, by: .merchant, &board, &events)
      handle(.documents, 3, slot)
    case .documents:
      let defect = HoldReason(rawValue: lives[slot].defect)
      let merchant = actor(.merchant, slot)
      var papers = standing.documentsNeeded.subtracting(standing.documentsHeld)
      if let defect { papers.subtract(defect.needs) }
      var rest = papers.rawValue
      while rest != 0 {
        let bit = UInt8(rest.trailingZeroBitCount)
        rest &= rest &- 1
        if let document = Document(rawValue: bit) { file(document, slot, by: merchant, &board, &events) }
      }
      say(.docsComplete, slot, place: home, by: .merchant, &board, &events)
      handle(.label, 4, slot)
    case .label:
      say(.labelCreated, slot, place: home, by: .carrier, &board, &events)
      handle(.book, 5, slot)
    case .book:
      say(.carrierBooked, slot, place: home, by: .carrier, &board, &events)
      forecast(slot, share: 1.15, by: .carrier, &board, &events)
      handle(.pickUp, 6, slot)
    case .pickUp:
      if lives[slot].has(Life.fromStore) { return leaveStore(slot, &board, &events) }
      say(.pickedUp, slot, place: home, by: .carrier, &board, &events)
      leaveHome(slot)
      let share = rates.firstMile.at(own.normal(Draw.firstMile.first))
      plan(.hubIn, slot, at: now + part(share, slot))
    case .order, .hubIn, .exportDeclare, .exportRelease, .ready, .consolidate, .manifest, .load, .depart, .transitIn,
      .transitOut, .arrive, .unload, .notify, .declare, .assess, .inspected, .importRelease, .handOver, .sortIn,
      .sortOut, .depot, .out, .attempt, .point, .collect, .back, .returned, .lost, .rma, .returnTransit,
      .returnReceived, .returnInspected, .settle, .replaced, .report, .answer, .decide, .giveUp, .supply, .delay, .send,
      .register:
      break  // the caller sends the steps above only
    }
  }

  /// Goods that lie in a bonded store over there are declared as they leave it.
  private mutating func leaveStore(_ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    leaveHome(slot)
    lives[slot].stop = lane(slot).customsStop
    say(.pickedUp, slot, place: place(slot, stop: Int(lives[slot].stop)), by: .handler, &board, &events)
    plan(.declare, slot, at: now + hours(0.5 + 2 * chance(slot).uniform(Draw.span.at(20))))
  }

  /// From here on the pace is that of the lane.
  mutating func leaveHome(_ slot: Int) {
    let facts = lane(slot)
    lives[slot].pace = Float(Arithmetic.exp(facts.sigma * chance(slot).normal(Draw.pace.first)))
    lives[slot].flags |= Life.prepared
    lives[slot].stop = 0
  }

  /// Plans a step after its share of the handling time.
  private mutating func handle(_ step: Step, _ row: Int, _ slot: Int) {
    plan(step, slot, at: now + hours(Double(lives[slot].pace) * weights.handling[row]))
  }

  /// A share of the lane's time at the parcel's pace.
  @inline(__always)
  func part(_ share: Double, _ slot: Int) -> Int64 {
    Int64((share * lane(slot).days * Double(lives[slot].pace)).rounded())
  }

  // MARK: - Out of the country, and over

  private mutating func carry(
    _ step: Step, _ slot: Int, _ standing: Standing, _ board: inout Board, _ events: inout [Event]
  ) {
    let own = chance(slot)
    let facts = lane(slot)
    let gate = place(slot, stop: Int(facts.exportStop))
    switch step {
    case .hubIn:
      scan(.originHubArrived, slot, place: place(slot, stop: 0), by: .handler, &board, &events)
      plan(.exportDeclare, slot, at: now + part(0.4 * rates.export.at(own.normal(Draw.exportSpan.first)), slot))
    case .exportDeclare:
      lives[slot].stop = facts.exportStop
      if facts.hasBorder {
        send(message(.lodgement, .export), slot, place: gate, by: .broker, &board, &events)
        tell(.exportDeclared, slot, gate, by: .broker, &board, &events)
        accept(slot, .export, gate, &board, &events)
      } else {
        say(.exportDeclared, slot, place: gate, by: .broker, &board, &events)
      }
      plan(.exportRelease, slot, at: now + part(0.6 * rates.export.at(own.normal(Draw.exportSpan.first)), slot))
    case .exportRelease:
      if !lives[slot].has(Life.exportChecked) {
        lives[slot].flags |= Life.exportChecked
        if let reason = foundAtExport(slot, standing) {
          demand(reason, .export, slot, gate, &board, &events)
          foresee(reason, slot)
          return park(.exportRelease, slot)
        }
      }
      if facts.hasBorder {
        send(message(.cleared, .export), slot, place: gate, by: .customsOrigin, &board, &events)
        tell(.exportReleased, slot, gate, by: .customsOrigin, &board, &events)
      } else {
        say(.exportReleased, slot, place: gate, by: .customsOrigin, &board, &events)
      }
      plan(.ready, slot, at: now + hours(0.3 + 1.5 * own.uniform(Draw.span.at(2))))
    case .ready:
      say(.readyForCarriage, slot, place: gate, by: .handler, &board, &events)
      let departure = departure(facts, from: now + hours(rates.cutOff))
      lives[slot].departure = departure
      announce(
        .departedOrigin, .planned, slot, place: gate, by: .carrier, at: departs(facts, departure), &board, &events)
      let wait = max(0, departs(facts, departure) - now - hours(2.6))
      plan(.consolidate, slot, at: now + Int64((Double(wait) * own.uniform(Draw.span.at(3))).rounded()))
    case .consolidate:
      scan(.consolidated, slot, place: gate, by: .handler, &board, &events)
      plan(.manifest, slot, at: departs(facts, lives[slot].departure) - hours(2.5))
    case .manifest:
      scan(.manifested, slot, place: gate, by: .carrier, &board, &events)
      if facts.asksBeforeLoading, standing.importState == .none { fileAhead(slot, gate, &board, &events) }
      plan(.load, slot, at: departs(facts, lives[slot].departure) - hours(0.5 + 0.8 * own.uniform(Draw.span.at(4))))
    case .load:
      let isGone = now > departs(facts, lives[slot].departure)
      guard !isGone, boards(slot, facts) else {
        say(.offloaded, slot, place: gate, by: .carrier, &board, &events)
        lives[slot].departure = departure(facts, from: now + hours(rates.cutOff))
        announce(
          .departedOrigin, .planned, slot, place: gate, by: .carrier, at: departs(facts, lives[slot].departure), &board,
          &events)
        return plan(.manifest, slot, at: departs(facts, lives[slot].departure) - hours(2.5))
      }
      scan(.loaded, slot, place: gate, by: .handler, &board, &events)
      plan(.depart, slot, at: departs(facts, lives[slot].departure) + lateness(facts, slot, afloat: false))
    case .depart:
      say(.departedOrigin, slot, place: gate, by: .carrier, &board, &events)
      if facts.hasBorder {
        if standing.exportState.isReleased {
          send(message(.exited, .export), slot, place: gate, by: .customsOrigin, &board, &events)
        }
        if facts.isFiledAhead, standing.importState == .none {
          send(message(.prearrivalFiling, .import), slot, place: gate, by: .carrier, &board, &events)
        }
        if lives[slot].has(Life.filedAhead), standing.importState.canBeLodged {
          // Customs register it, and accept it when the goods are there.
          send(message(.lodgement, .import), slot, place: gate, by: .broker, &board, &events)
          answer(.received, .import, slot, gate, &board, &events)
        }
      } else if facts.mode != .truck {
        say(.prearrivalFiled, slot, place: gate, by: .carrier, &board, &events)
      }
      forecast(slot, share: 0.8, by: .carrier, &board, &events)
      lives[slot].stop = facts.exportStop
      let late = lateness(facts, slot, afloat: true)
      if late > 0 {
        let half = part(rates.haulShare, slot) / 2
        note(.delay, slot, at: now + half, detail: UInt16(min(65_000, late / 3_600_000)))
      }
      sail(slot, facts, late: late)
    case .transitIn:
      lives[slot].stop &+= 1
      let stop = Int(lives[slot].stop)
      let here = place(slot, stop: stop)
      if trade.stopIsBorder[Int(facts.firstStop) + stop] {
        say(.borderCrossed, slot, place: here, by: .carrier, &board, &events)
        return sail(slot, facts, late: 0)
      }
      say(.transitArrived, slot, place: here, by: .carrier, &board, &events)
      plan(.transitOut, slot, at: now + legTime(slot, facts, to: stop) * 15 / 85)
    case .transitOut:
      let here = place(slot, stop: Int(lives[slot].stop))
      say(.transitDeparted, slot, place: here, by: .carrier, &board, &events)
      sail(slot, facts, late: 0)
    case .arrive:
      lives[slot].stop = facts.customsStop
      let here = place(slot, stop: Int(facts.customsStop))
      say(.arrivedDestination, slot, place: here, by: .carrier, &board, &events)
      forecast(slot, share: 0.35, by: .carrier, &board, &events)
      plan(.unload, slot, at: now + hours(0.8 + 3 * own.uniform(Draw.span.at(5))))
    case .unload:
      scan(.unloaded, slot, place: place(slot, stop: Int(facts.customsStop)), by: .handler, &board, &events)
      let next: Step = facts.isOverland ? .declare : .notify
      plan(next, slot, at: now + hours(0.3 + 1.2 * own.uniform(Draw.span.at(6))))
    case .order, .pay, .cancel, .reserve, .pick, .pack, .documents, .label, .book, .pickUp, .notify, .declare, .assess,
      .inspected, .importRelease, .handOver, .sortIn, .sortOut, .depot, .out, .attempt, .point, .collect, .back,
      .returned, .lost, .rma, .returnTransit, .returnReceived, .returnInspected, .settle, .replaced, .report, .answer,
      .decide, .giveUp, .supply, .delay, .send, .register:
      break  // the caller sends the steps above only
    }
  }

  /// Plans the arrival at the next stop.
  private mutating func sail(_ slot: Int, _ facts: LaneFacts, late: Int64) {
    let next = Int(lives[slot].stop) + 1
    if next >= Int(facts.customsStop) {
      plan(.arrive, slot, at: now + legTime(slot, facts, to: Int(facts.customsStop)) + late)
    } else {
      plan(.transitIn, slot, at: now + legTime(slot, facts, to: next) * 85 / 100 + late)
    }
  }

  private func legTime(_ slot: Int, _ facts: LaneFacts, to stop: Int) -> Int64 {
    let first = Int(facts.firstStop)
    return max(
      60_000, part(rates.haulShare * (trade.stopShare[first + stop] - trade.stopShare[first + stop - 1]), slot))
  }

  /// The carrier tells customs over there what it is about to load; now and then they ask first, and it is not loaded meanwhile (H22).
  private mutating func fileAhead(_ slot: Int, _ gate: UInt16, _ board: inout Board, _ events: inout [Event]) {
    send(message(.prearrivalFiling, .import), slot, place: gate, by: .carrier, &board, &events)
    let own = chance(slot)
    guard own.bernoulli(Draw.exportHeld.at(3), rates.advanceDataLate) else {
      // That nothing is asked is told to those alone who declare before the goods arrive.
      if lives[slot].has(Life.filedAhead) {
        send(message(.assessmentComplete, .import), slot, place: gate, by: .customsDestination, &board, &events)
      }
      return
    }
    let kinds: [CustomsMessage] = [.informationRequest, .screeningRequest, .doNotLoad]
    var question = message(kinds[own.pick(Draw.exportReason.first, weights.askedBeforeLoading)], .import)
    question.limit = question.issued + HoldReason.advanceDataMissing.limit
    send(question, slot, place: gate, by: .customsDestination, &board, &events)
    foresee(.advanceDataMissing, slot)
  }

  // MARK: - Departures

  /// The first departure of a lane at `at` or later.
  func departure(_ facts: LaneFacts, from at: Int64) -> Int32 {
    let steps = at - facts.firstDeparture
    return Int32(truncatingIfNeeded: (steps >= 0 ? steps + facts.interval - 1 : steps) / facts.interval)
  }

  /// When a departure is scheduled.
  @inline(__always)
  func departs(_ facts: LaneFacts, _ departure: Int32) -> Int64 {
    facts.firstDeparture + Int64(departure) * facts.interval
  }

  /// The chance of one departure, the same for all who are on it.
  private func chance(_ facts: LaneFacts, _ departure: Int32) -> Draws {
    draws.stream(1 << 63 | UInt64(facts.lane.row) << 32 | UInt64(UInt32(bitPattern: departure)))
  }

  /// Takes a place on the booked departure; false when it is full.
  private mutating func boards(_ slot: Int, _ facts: LaneFacts) -> Bool {
    let departure = lives[slot].departure
    let cut = chance(facts, departure).bernoulli(Draw.departureCut.first, rates.departureCut)
    let places = Int32((facts.places * (cut ? 0.5 : 1)).rounded())
    let row = Int(lives[slot].lane) * Core.loadRing + (Int(departure) % Core.loadRing + Core.loadRing) % Core.loadRing
    if loads[row].departure != departure { loads[row] = Load(departure: departure, taken: 0) }
    guard loads[row].taken < places else { return false }
    loads[row].taken += 1
    return true
  }

  /// How late a departure is, or arrives: aircraft and lorries leave late, ships and trains are late under way.
  private func lateness(_ facts: LaneFacts, _ slot: Int, afloat: Bool) -> Int64 {
    let departure = chance(facts, lives[slot].departure)
    let luck = departure.uniform(Draw.departureLate.first)
    let span = departure.exponential(Draw.departureDelay.first, mean: 1)
    switch facts.mode {
    case .ocean: return afloat && luck < rates.oceanLate ? days(rates.oceanDelay * span) : 0
    case .rail: return afloat && luck < rates.railLate ? days(rates.railDelay) : 0
    case .express, .postal, .air, .truck, .unknown:
      if afloat { return 0 }
      return luck < rates.airLate ? days(rates.airDelay * span) : hours(0.2 * span)
    }
  }

  // MARK: - To the door

  private mutating func deliver(
    _ step: Step, _ slot: Int, _ standing: Standing, _ board: inout Board, _ events: inout [Event]
  ) {
    let own = chance(slot)
    let facts = lane(slot)
    let last = Int(facts.stopCount) - 1
    let hub = place(slot, stop: min(Int(facts.customsStop) + 1, last))
    let door = place(slot, stop: last)
    let local = rates.localShare.at(own.normal(Draw.local.first))
    switch step {
    case .sortIn:
      lives[slot].stop = UInt8(last)
      scan(.sortedIn, slot, place: hub, by: .courier, &board, &events)
      plan(.sortOut, slot, at: now + part(local * 0.15, slot))
    case .sortOut:
      scan(.sortedOut, slot, place: hub, by: .courier, &board, &events)
      plan(.depot, slot, at: now + part(local * 0.45, slot))
    case .depot:
      scan(.atDeliveryDepot, slot, place: door, by: .courier, &board, &events)
      plan(.out, slot, at: tour(slot, door))
    case .out:
      say(.outForDelivery, slot, place: door, by: .courier, &board, &events)
      plan(.attempt, slot, at: now + hours(1 + 8.5 * own.uniform(Draw.span.at(16 + Int(lives[slot].attempts)))))
    case .attempt:
      lives[slot].attempts &+= 1
      let attempt = Int(lives[slot].attempts)
      let odds = attempt == 1 ? rates.firstAttempt : attempt == 2 ? rates.secondAttempt : rates.thirdAttempt
      if facts.isB2B || own.bernoulli(Draw.attempt.at(attempt), odds) {
        return handOverAtDoor(slot, facts, &board, &events)
      }
      let cause = own.pick(Draw.cause.at(attempt), weights.attemptCause)
      say(.deliveryAttemptFailed, slot, place: door, by: .courier, note: voices.causes[cause], &board, &events)
      if cause == 3 { return plan(.back, slot, at: now + hours(4 + 40 * own.uniform(Draw.span.at(7)))) }
      if attempt < 3 { return plan(.out, slot, at: tour(slot, door)) }
      let toPoint = own.bernoulli(Draw.point.first, rates.toPickupPoint)
      plan(toPoint ? .point : .back, slot, at: now + hours(5 + 16 * own.uniform(Draw.span.at(8))))
    case .point:
      say(.readyForPickup, slot, place: door, by: .courier, &board, &events)
      if own.bernoulli(Draw.collected.first, rates.collected) {
        plan(.collect, slot, at: now + days(rates.collectedAfter.at(own.normal(Draw.collected.at(1)))))
      } else {
        plan(.back, slot, at: now + days(10))
      }
    case .collect:
      let at = lives[slot].has(Life.proofIsLate) ? lives[slot].since : now
      say(.delivered, slot, place: door, by: .courier, at: at, &board, &events)
      isDelivered(slot)
    case .order, .pay, .cancel, .reserve, .pick, .pack, .documents, .label, .book, .pickUp, .hubIn, .exportDeclare,
      .exportRelease, .ready, .consolidate, .manifest, .load, .depart, .transitIn, .transitOut, .arrive, .unload,
      .notify, .declare, .assess, .inspected, .importRelease, .handOver, .back, .returned, .lost, .rma, .returnTransit,
      .returnReceived, .returnInspected, .settle, .replaced, .report, .answer, .decide, .giveUp, .supply, .delay, .send,
      .register:
      break  // the caller sends the steps above only
    }
  }

  /// The start of the next delivery tour: between seven and half past eight, never on a Sunday.
  func tour(_ slot: Int, _ door: UInt16) -> Int64 {
    let start = workingTime(from: now, place: door, hour: 7, until: 8, sundays: false)
    return start + hours(0.5 * chance(slot).uniform(Draw.span.at(24 + Int(lives[slot].attempts))))
  }

  /// Handed over; now and then the paper that proves it comes days later.
  private mutating func handOverAtDoor(_ slot: Int, _ facts: LaneFacts, _ board: inout Board, _ events: inout [Event]) {
    let own = chance(slot)
    if facts.isB2B || facts.mode == .truck, own.bernoulli(Draw.proof.first, rates.freightProofLate) {
      lives[slot].flags |= Life.proofIsLate
      lives[slot].since = now
      return plan(.collect, slot, at: now + days(rates.freightProofDelay.at(own.normal(Draw.proof.at(1)))))
    }
    let door = place(slot, stop: Int(facts.stopCount) - 1)
    say(.delivered, slot, place: door, by: .courier, &board, &events)
    isDelivered(slot)
  }

  /// Whether the buyer will want to give it back, and when.
  mutating func isDelivered(_ slot: Int) {
    let own = chance(slot)
    let category = Int(trade.products[Int(lives[slot].product)].category)
    var odds = weights.returnRate[category] / 100 * rates.returnCrossBorder
    if lives[slot].has(Life.damaged) { odds = 0.7 }
    if lives[slot].has(Life.stock) { return store(slot) }
    guard !lane(slot).isB2B, own.bernoulli(Draw.wantsReturn.first, odds) else { return finish(slot) }
    plan(.rma, slot, at: now + days(rates.returnDecision.at(own.normal(Draw.returnSpan.first))))
  }

  // MARK: - Back, and after

  private mutating func after(
    _ step: Step, _ slot: Int, _ standing: Standing, _ board: inout Board, _ events: inout [Event]
  ) {
    let own = chance(slot)
    let home = place(slot, stop: 0)
    let door = place(slot, stop: Int(lane(slot).stopCount) - 1)
    switch step {
    case .back:
      say(.returnToSender, slot, place: place(slot, stop: Int(lives[slot].stop)), by: .courier, &board, &events)
      plan(.returned, slot, at: now + part(1.1 * Arithmetic.exp(0.3 * own.normal(Draw.backSpan.first)), slot))
    case .returned:
      say(.returned, slot, place: home, by: .carrier, &board, &events)
      finish(slot)
    case .lost:
      say(.lost, slot, place: place(slot, stop: Int(lives[slot].stop)), by: .carrier, &board, &events)
      finish(slot)
    case .rma:
      let reason = own.pick(Draw.returnReason.first, weights.returnReason)
      say(.rmaOpened, slot, place: door, by: .consignee, note: voices.returnReasons[reason], &board, &events)
      plan(.returnTransit, slot, at: now + days(0.5 + 3 * own.uniform(Draw.returnSpan.at(1))))
    case .returnTransit:
      say(.returnInTransit, slot, place: door, by: .courier, &board, &events)
      plan(.returnReceived, slot, at: now + days(rates.returnTransit.at(own.normal(Draw.returnSpan.at(2)))))
    case .returnReceived:
      if !lives[slot].has(Life.reimportChecked) {
        lives[slot].flags |= Life.reimportChecked
        if own.bernoulli(Draw.reimport.first, rates.reimportHeld) {
          let reason = HoldReason.reimportReliefUnproven
          say(.importHeld, slot, place: home, by: .customsOrigin, reason: reason, &board, &events)
          foresee(reason, slot)
          return park(.returnReceived, slot)
        }
      }
      say(.returnReceived, slot, place: home, by: .handler, &board, &events)
      plan(.returnInspected, slot, at: now + hours(rates.returnInspection.at(own.normal(Draw.returnSpan.at(3)))))
    case .returnInspected:
      say(.returnInspected, slot, place: home, by: .merchant, &board, &events)
      plan(.settle, slot, at: now + hours(rates.returnSettlement.at(own.normal(Draw.returnSpan.at(4)))))
    case .settle:
      let category = trade.products[Int(lives[slot].product)].category
      let remedy = own.pick(Draw.remedy.first, category == 1 ? weights.remedyElectronics : weights.remedy)
      say(
        remedy == 0 ? .refunded : remedy == 1 ? .exchanged : .repaired, slot, place: home, by: .merchant, &board,
        &events)
      if remedy == 0 { return finish(slot) }
      plan(.replaced, slot, at: now + days(3) + part(Arithmetic.exp(0.3 * own.normal(Draw.backSpan.at(1))), slot))
    case .replaced:
      let repaired = standing.milestone == .repaired
      say(repaired ? .repairDelivered : .replacementDelivered, slot, place: door, by: .courier, &board, &events)
      finish(slot)
    case .order, .pay, .cancel, .reserve, .pick, .pack, .documents, .label, .book, .pickUp, .hubIn, .exportDeclare,
      .exportRelease, .ready, .consolidate, .manifest, .load, .depart, .transitIn, .transitOut, .arrive, .unload,
      .notify, .declare, .assess, .inspected, .importRelease, .handOver, .sortIn, .sortOut, .depot, .out, .attempt,
      .point, .collect, .report, .answer, .decide, .giveUp, .supply, .delay, .send, .register:
      break  // the caller sends the steps above only
    }
  }
}

extension Step {
  /// Whether the step ends every hold, so that none can stop it.
  var endsHolds: Bool { self == .cancel || self == .back || self == .returned || self == .lost }

  /// Whether nothing but the end itself can follow when the way has ended already.
  var isBeforeEnd: Bool { rawValue < Step.rma.rawValue }
}

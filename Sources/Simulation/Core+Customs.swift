import Logistics
import Measures

// Customs, and whoever must act when a parcel is held.
//
//   declare ─ assess ┬ green ──────────────────────────────────────────► importRelease
//                    ├ amber, red: an officer's time, in turn ─ inspected ──► importRelease
//                    └ held for one reason or two
//                         ├ 72 %  the party answers, customs decide ─────► importRelease, or refused
//                         ├ 20 %  the party answers, and nobody passes it on: waits for the desk, until the limit
//                         └  8 %  nobody answers: waits for the desk, until the limit, then refused
//
// The desk's act takes the parcel out of this at any point: what a hold was planned to become is looked at again when due.

extension Core {
  // MARK: - At the office

  mutating func clear(
    _ step: Step, _ slot: Int, _ standing: Standing, _ board: inout Board, _ events: inout [Event]
  ) {
    let own = chance(slot)
    let facts = lane(slot)
    let here = place(slot, stop: Int(facts.customsStop))
    switch step {
    case .notify:
      let isAhead = lives[slot].has(Life.filedAhead)
      scan(.arrivalNotified, slot, place: here, by: .handler, &board, &events)
      let wait = isAhead || facts.mode == .express ? 0.1 : 0.8 + 4 * own.uniform(Draw.span.at(9))
      plan(.declare, slot, at: now + hours(wait))
    case .declare:
      say(.importDeclared, slot, place: here, by: .broker, &board, &events)
      lives[slot].since = now
      // The law of the day on which it is declared says what falls due.
      let law = law(of: Int(lives[slot].lane))
      if law.isDue(euroCents(slot, board)) { lives[slot].flags |= Life.owes } else { lives[slot].flags &= ~Life.owes }
      let clearance = clearanceHours(slot, facts)
      var at = now + hours(0.3 * clearance)
      let office = trade.offices[Int(facts.office)]
      if !office.isAlwaysOpen { at = workingTime(from: at, place: office.place, hour: 7, until: 20, sundays: true) }
      plan(.assess, slot, at: at)
    case .assess: assess(slot, facts, here, standing, &board, &events)
    case .inspected:
      say(.inspected, slot, place: here, by: .customsDestination, &board, &events)
      plan(.importRelease, slot, at: max(released(slot, facts), now + hours(0.3)))
    case .importRelease:
      say(.importReleased, slot, place: here, by: .customsDestination, &board, &events)
      if lives[slot].has(Life.paysDuty), lives[slot].has(Life.owes), standing.seen & Milestone.dutyTaxPaid.bit == 0 {
        say(.dutyTaxPaid, slot, place: here, by: .consignee, &board, &events)
      }
      forecast(slot, share: 0.25, by: .carrier, &board, &events)
      plan(.handOver, slot, at: now + hours(0.4 + 3 * own.uniform(Draw.span.at(10))))
    case .handOver:
      say(.handedToLastMile, slot, place: here, by: .handler, &board, &events)
      plan(.sortIn, slot, at: now + part(0.4 * rates.localShare.at(own.normal(Draw.local.first)), slot))
    case .order, .pay, .cancel, .reserve, .pick, .pack, .documents, .label, .book, .pickUp, .hubIn, .exportDeclare,
      .exportRelease, .ready, .consolidate, .manifest, .load, .depart, .transitIn, .transitOut, .arrive, .unload,
      .sortIn, .sortOut, .depot, .out, .attempt, .point, .collect, .back, .returned, .lost, .rma, .returnTransit,
      .returnReceived, .returnInspected, .settle, .replaced, .report, .answer, .decide, .giveUp, .supply, .delay:
      break  // the caller sends the steps above only
    }
  }

  /// When a parcel that nothing is wrong with is released.
  private func released(_ slot: Int, _ facts: LaneFacts) -> Int64 {
    lives[slot].since + hours(clearanceHours(slot, facts))
  }

  /// How long the office takes for a parcel that nothing is wrong with, in hours.
  private func clearanceHours(_ slot: Int, _ facts: LaneFacts) -> Double {
    var hours = facts.clearance.at(chance(slot).normal(Draw.clearance.first))
    if lives[slot].has(Life.filedAhead) { hours *= rates.preArrivalClearance }
    if lives[slot].has(Life.fromStore) { hours *= rates.stockClearance }
    return hours
  }

  /// How long customs take for an answer, in hours, at a deviate.
  private func answerHours(_ slot: Int, _ deviate: Double) -> Double {
    rates.customsAnswer.at(deviate) * (lives[slot].has(Life.singleWindow) ? rates.windowAnswers : 1)
  }

  /// What the goods are worth, in euro cents.
  private func euroCents(_ slot: Int, _ board: Board) -> Int64 {
    let row = ShipmentID(lives[slot].shipment).index
    guard row >= 0, row < board.count else { return 0 }
    return Int64(board.columns[row / Page.rows].euroCents[row % Page.rows])
  }

  /// Customs look at the declaration, and let it pass, pick it out, or hold it.
  private mutating func assess(
    _ slot: Int, _ facts: LaneFacts, _ here: UInt16, _ standing: Standing, _ board: inout Board, _ events: inout [Event]
  ) {
    let own = chance(slot)
    var reasons: (first: HoldReason?, second: HoldReason?) = (nil, nil)
    func add(_ reason: HoldReason) {
      if reasons.first == nil { reasons.first = reason } else if reasons.first != reason { reasons.second = reason }
    }
    if let defect = HoldReason(rawValue: lives[slot].defect), own.bernoulli(Draw.hold.first, rates.holdGivenDefect) {
      // What was asked for in time, and came, is no defect any more.
      if !standing.documentsHeld.isSuperset(of: defect.needs) { add(defect) }
    }
    let luck = own.uniform(Draw.channel.first)
    let controls = lives[slot].has(Life.fromStore) ? 0 : lives[slot].has(Life.trusted) ? rates.trustedControls : 1
    let isRed = luck < facts.channels.red * controls
    let isPicked = luck < (facts.channels.red + facts.channels.amber) * controls
    if isPicked, own.bernoulli(Draw.control.first, isRed ? rates.redHeld : rates.amberHeld) {
      add(!isRed ? .documentaryCheck : own.bernoulli(Draw.control.at(1), 0.55) ? .physicalInspection : .scanSelected)
    }
    if own.bernoulli(Draw.other.first, rates.holdOutright) {
      let row = own.pick(Draw.otherReason.first, trade.otherWeights[Int(lives[slot].product)])
      if let reason = HoldReason(rawValue: HoldReason.guaranteeShort.rawValue + UInt8(row)) { add(reason) }
    }
    if lives[slot].has(Life.paysDuty), lives[slot].has(Life.owes), own.bernoulli(Draw.duty.first, rates.unpaidDuty) {
      add(.dutyUnpaid)
    }

    if isPicked { say(.selectedForControl, slot, place: here, by: .customsDestination, &board, &events) }
    guard let first = reasons.first else {
      if isPicked {
        let minutes = (isRed ? rates.inspection : rates.documentCheck).at(own.normal(Draw.service.first))
        return plan(.inspected, slot, at: serve(facts.office, minutes: minutes))
      }
      return plan(.importRelease, slot, at: max(released(slot, facts), now + hours(0.2)))
    }
    for reason in [first, reasons.second].compactMap(\.self) {
      let milestone: Milestone = reason == .dutyUnpaid ? .dutyTaxDue : .importHeld
      say(milestone, slot, place: here, by: .customsDestination, reason: reason, &board, &events)
      foresee(reason, slot)
    }
    park(.importRelease, slot)
  }

  /// An officer's time: whoever is free first takes it, in office hours.
  private mutating func serve(_ office: Int32, minutes: Double) -> Int64 {
    let facts = trade.offices[Int(office)]
    var best = Int(facts.firstOfficer)
    for index in best..<best + Int(facts.officerCount) where officers[index] < officers[best] { best = index }
    var start = max(now, officers[best])
    if !facts.isAlwaysOpen { start = workingTime(from: start, place: facts.place, hour: 8, until: 18, sundays: true) }
    let end = start + Int64((minutes * 60_000).rounded())
    officers[best] = end
    return end
  }

  // MARK: - Held

  /// Plans what becomes of a hold if nobody at the desk acts.
  mutating func foresee(_ reason: HoldReason, _ slot: Int) {
    guard reason != .operatorHold else { return }
    let own = chance(slot)
    let row = Int(reason.rawValue)
    let dwell = (trade.holds[row]?.dwell ?? Lognormal(median: 1, sigma: 1)).at(own.normal(Draw.dwell.at(row)))
    let fate = own.uniform(Draw.hold.at(1 + row))
    let acts = now + days(dwell)
    let limit = now + reason.limit.milliseconds
    if reason.clockStandsStill || fate < rates.resolvedAlone {
      return note(.answer, slot, at: acts, detail: UInt16(row) | 1 << 8)
    }
    if fate < rates.resolvedAlone + rates.neededHelp { note(.answer, slot, at: acts, detail: UInt16(row)) }
    note(.giveUp, slot, at: max(limit, acts + hours(6)), detail: UInt16(row))
  }

  /// What falls due beside the way.
  mutating func beside(_ step: Step, _ due: Due, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    let own = chance(slot)
    switch step {
    case .report:
      guard let milestone = Milestone(rawValue: due.epoch & 0x7F) else { return }
      let happened = due.epoch & Self.misdated != 0 ? now : now - Int64(due.detail) * 60_000
      let facts = lane(slot)
      let stop: Int =
        switch milestone.stage {
        case .order, .prepare, .firstMile: 0
        case .export: Int(facts.exportStop)
        case .carriage: milestone == .unloaded ? Int(facts.customsStop) : Int(facts.exportStop)
        case .import: Int(facts.customsStop)
        case .local, .afterSales: milestone == .atDeliveryDepot ? Int(facts.stopCount) - 1 : Int(facts.customsStop) + 1
        }
      let voice: Voice =
        switch milestone.stage {
        case .local: .courier
        case .order, .prepare, .firstMile, .export, .carriage, .import, .afterSales:
          milestone == .manifested ? .carrier : .handler
        }
      say(
        milestone, slot, place: place(slot, stop: stop), by: voice, at: happened, &board,
        &events)
    case .delay:
      guard let standing = board.standing(of: ShipmentID(lives[slot].shipment)), standing.milestone.stage == .carriage
      else { return }
      say(.delayed, slot, place: place(slot, stop: Int(lives[slot].stop)), by: .carrier, &board, &events)
      let late = Double(due.detail) * 3_600_000
      forecast(slot, share: 0.6 + late / (lane(slot).days * Double(lives[slot].pace)), by: .carrier, &board, &events)
    case .supply:
      guard let document = Document(rawValue: UInt8(truncatingIfNeeded: due.detail)) else { return }
      file(document, slot, by: Actor(.merchant), &board, &events)
      passOn(slot, board)
    case .answer, .decide, .giveUp:
      guard let reason = HoldReason(rawValue: UInt8(truncatingIfNeeded: due.detail)),
        let standing = board.standing(of: ShipmentID(lives[slot].shipment)), standing.openHolds & reason.bit != 0
      else { return }
      let isSevere = reason == .prohibitedGoods || reason == .counterfeitSuspicion || reason == .productSafety
      let odds = isSevere ? rates.releasedGivenSeverity : rates.releasedGivenAnswer
      let row = Int(reason.rawValue)
      if step == .giveUp {
        let isAnswered = standing.documentsHeld.isSuperset(of: reason.needs)
        let isSettled = isAnswered && own.bernoulli(Draw.giveUp.at(row), rates.releasedAtLimit)
        return decide(reason, slot, released: isSettled, &board, &events)
      }
      if step == .answer {
        answer(reason, slot, &board, &events)
        guard reason != .dutyUnpaid, due.detail & 1 << 8 != 0 else { return }
        if !reason.clockStandsStill {
          let span = answerHours(slot, own.normal(Draw.customs.at(row)))
          return note(.decide, slot, at: now + hours(span), detail: UInt16(row))
        }
      }
      decide(reason, slot, released: own.bernoulli(Draw.decision.at(row), odds), &board, &events)
    case .order, .pay, .cancel, .reserve, .pick, .pack, .documents, .label, .book, .pickUp, .hubIn, .exportDeclare,
      .exportRelease, .ready, .consolidate, .manifest, .load, .depart, .transitIn, .transitOut, .arrive, .unload,
      .notify, .declare, .assess, .inspected, .importRelease, .handOver, .sortIn, .sortOut, .depot, .out, .attempt,
      .point, .collect, .back, .returned, .lost, .rma, .returnTransit, .returnReceived, .returnInspected, .settle,
      .replaced:
      break  // main steps go the main way
    }
  }

  /// The party that must act does: it supplies what is asked for, or pays.
  private mutating func answer(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    let party = Actor(reason.mustAct)
    var rest = reason.needs.rawValue
    while rest != 0 {
      let bit = UInt8(rest.trailingZeroBitCount)
      rest &= rest &- 1
      if let document = Document(rawValue: bit) { file(document, slot, by: party, &board, &events) }
    }
    guard reason == .dutyUnpaid else { return }
    say(.dutyTaxPaid, slot, place: place(slot, stop: Int(lives[slot].stop)), by: .consignee, &board, &events)
    resume(slot, board, after: 0.5...2)
  }

  /// Customs (or compliance) end the hold, or refuse the parcel.
  private mutating func decide(
    _ reason: HoldReason, _ slot: Int, released: Bool, _ board: inout Board, _ events: inout [Event]
  ) {
    let id = ShipmentID(lives[slot].shipment)
    let isHome = !lives[slot].has(Life.prepared)
    // Returned goods are let in whatever comes; without the proof the duty is paid twice.
    if released || lives[slot].step >= Step.rma.rawValue {
      let first = events.count
      let isAtOrigin = stopsAtExport(slot) || lives[slot].step >= Step.rma.rawValue
      let voice: Voice = isHome ? .compliance : isAtOrigin ? .customsOrigin : .customsDestination
      board.hear(
        cleared: reason, note: .none, about: id, by: actor(voice, slot), at: Instant(milliseconds: now), into: &events)
      apply(from: first, &board, events)
      return resume(slot, board, after: 0.4...3)
    }
    let own = chance(slot)
    let here = place(slot, stop: Int(lives[slot].stop))
    lives[slot].epoch &+= 1
    if isHome {
      say(.orderCancelled, slot, place: here, by: .platform, &board, &events)
      return finish(slot)
    }
    if stopsAtExport(slot) {
      say(.exportRefused, slot, place: here, by: .customsOrigin, &board, &events)
      return plan(.back, slot, at: now + hours(4 + 30 * own.uniform(Draw.backSpan.at(2))))
    }
    let isSevere = reason == .prohibitedGoods || reason == .counterfeitSuspicion
    let isSeized = own.bernoulli(Draw.seized.first, isSevere ? 0.8 : rates.seizedGivenRefusal)
    say(
      .importRefused, slot, place: here, by: .customsDestination, note: isSeized ? voices.seized : .none, &board,
      &events)
    if isSeized { return finish(slot) }
    plan(.back, slot, at: now + hours(6 + 60 * own.uniform(Draw.backSpan.at(3))))
  }

  private func stopsAtExport(_ slot: Int) -> Bool { lives[slot].step <= Step.depart.rawValue }

  /// Goes on with a parked step once no hold is open.
  mutating func resume(_ slot: Int, _ board: Board, after span: ClosedRange<Double>) {
    guard lives[slot].has(Life.parked), let step = Step(rawValue: lives[slot].step),
      let standing = board.standing(of: ShipmentID(lives[slot].shipment)), standing.openHolds == 0
    else { return }
    let luck = chance(slot).uniform(Draw.redo.at(Int(lives[slot].epoch)))
    plan(step, slot, at: now + hours(span.lowerBound + (span.upperBound - span.lowerBound) * luck))
  }

  /// When all that a hold needs is there, customs look at it again.
  mutating func passOn(_ slot: Int, _ board: Board) {
    guard let standing = board.standing(of: ShipmentID(lives[slot].shipment)), standing.openHolds != 0 else { return }
    for reason in HoldReason.allCases
    where standing.openHolds & reason.bit != 0 && reason != .operatorHold && reason != .dutyUnpaid
      && !reason.needs.isEmpty
    {
      guard standing.documentsHeld.isSuperset(of: reason.needs) else { continue }
      let row = Int(reason.rawValue)
      let span = answerHours(slot, chance(slot).normal(Draw.customs.at(64 + row)))
      note(.decide, slot, at: now + hours(span), detail: UInt16(row))
    }
  }
}

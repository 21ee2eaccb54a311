import Logistics
import Measures
import Tariff

// Customs, and whoever must act when a parcel is held. All that is said of a declaration is said in customs' own messages:
//
//   lodged ─┬─ 01 accepted ─ (13 tax) ─ assess ┬ green ────────────────────────────────► 09 cleared, or 08 and then 09
//           │                                  ├ amber, red: an officer's time, in turn ─ inspected ──► 09
//           └─ 03 rejected, with a pointer     └─ 13 tax due, 06 papers by a day, 05 control, 14 balance short: held
//                 └─ put right, lodged again         ├ 72 %  the party answers, the broker hands it in ─┐
//                                                    ├ 20 %  the party answers, and nobody hands it in  │  waits for the desk,
//                                                    └  8 %  nobody answers                             ┘  until the limit
//
//   handed in: the hold is customs' and our clock stands still ─► 02, 11 amended · 07 control over · hold ended ─► 09
//                                                              ─► 06 again: ours, and the clock runs ─► …
//                                                              ─► refused
//
// The desk's act takes the parcel out of this at any point: what a hold was planned to become is looked at again when due. What the
// desk hands in goes the same way as what a broker does. Whom somebody matched with a denied party compliance alone clears.

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
      lives[slot].since = now
      // The law of the day on which it is declared says what falls due.
      let law = law(of: Int(lives[slot].lane))
      // Goods for a bonded store owe nothing until they leave it.
      let isDue = law.isDue(euroCents(slot, board)) && !lives[slot].has(Life.stock)
      if isDue { lives[slot].flags |= Life.owes } else { lives[slot].flags &= ~Life.owes }
      guard lodge(slot, facts, here, standing, &board, &events) else { return park(.assess, slot) }
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
      release(slot, facts, here, standing, &board, &events)
      if lives[slot].has(Life.paysDuty), lives[slot].has(Life.owes), standing.seen & Milestone.dutyTaxPaid.bit == 0 {
        say(.dutyTaxPaid, slot, place: here, by: .consignee, &board, &events)
      }
      forecast(slot, share: 0.25, by: .carrier, &board, &events)
      plan(.handOver, slot, at: now + hours(0.4 + 3 * own.uniform(Draw.span.at(10))))
    case .handOver:
      if standing.importState == .released {
        send(message(.cleared, .import), slot, place: here, by: .customsDestination, &board, &events)
      }
      say(.handedToLastMile, slot, place: here, by: .handler, &board, &events)
      plan(.sortIn, slot, at: now + part(0.4 * rates.localShare.at(own.normal(Draw.local.first)), slot))
    case .order, .pay, .cancel, .reserve, .pick, .pack, .documents, .label, .book, .pickUp, .hubIn, .exportDeclare,
      .exportRelease, .ready, .consolidate, .manifest, .load, .depart, .transitIn, .transitOut, .arrive, .unload,
      .sortIn, .sortOut, .depot, .out, .attempt, .point, .collect, .back, .returned, .lost, .rma, .returnTransit,
      .returnReceived, .returnInspected, .settle, .replaced, .report, .answer, .decide, .giveUp, .supply, .delay, .send,
      .register:
      break  // the caller sends the steps above only
    }
  }

  /// Lodges the declaration, and has customs answer at once; false where they refuse it.
  private mutating func lodge(
    _ slot: Int, _ facts: LaneFacts, _ here: UInt16, _ standing: Standing, _ board: inout Board,
    _ events: inout [Event]
  ) -> Bool {
    guard facts.hasBorder else {
      say(.importDeclared, slot, place: here, by: .broker, &board, &events)
      return true
    }
    if standing.importState.canBeLodged {
      send(message(.lodgement, .import), slot, place: here, by: .broker, &board, &events)
    }
    tell(.importDeclared, slot, here, by: .broker, &board, &events)
    let own = chance(slot)
    if let defect = HoldReason(rawValue: lives[slot].defect), defect == .wrongHSCode || defect == .invoiceMissing,
      own.bernoulli(Draw.hold.first, rates.holdGivenDefect), own.bernoulli(Draw.border.at(0), rates.rejected),
      !standing.documentsHeld.isSuperset(of: defect.needs)
    {
      var refusal = message(.rejected, .import)
      refusal.pointer = defect == .wrongHSCode ? voices.pointerToCode : voices.pointerToPapers
      refusal.validation = voices.validation
      refusal.limit = refusal.issued + defect.limit
      send(refusal, slot, place: here, by: .customsDestination, &board, &events)
      foresee(defect, slot)
      return false
    }
    accept(slot, .import, here, &board, &events)
    return true
  }

  /// Customs accept what was lodged; of cargo whose duty an account bears they say at once what it is charged with.
  private func accept(
    _ slot: Int, _ side: BorderSide, _ here: UInt16, _ board: inout Board, _ events: inout [Event]
  ) {
    let voice: Voice = side == .import ? .customsDestination : .customsOrigin
    send(message(.accepted, side), slot, place: here, by: voice, &board, &events)
    if side == .import, isOnAccount(slot) { charge(slot, here, &board, &events) }
  }

  /// Whether an account bears what falls due: cargo that the seller delivers duty paid.
  private func isOnAccount(_ slot: Int) -> Bool {
    let facts = lane(slot)
    return facts.hasBorder && facts.channel == .cargo && lives[slot].has(Life.owes) && !lives[slot].has(Life.paysDuty)
  }

  /// Customs tell what they charge an account with: nothing is left to be paid, and nothing is held for it.
  private func charge(_ slot: Int, _ here: UInt16, _ board: inout Board, _ events: inout [Event]) {
    var charge = message(.taxDue, .import)
    charge.amount = Money(minor: 0, lane(slot).destinationCountry.currency)
    charge.note = voices.onAccount
    send(charge, slot, place: here, by: .customsDestination, &board, &events)
  }

  /// Customs let the goods go: where the consignee pays at the door, duty is still open then.
  private func release(
    _ slot: Int, _ facts: LaneFacts, _ here: UInt16, _ standing: Standing, _ board: inout Board,
    _ events: inout [Event]
  ) {
    guard facts.hasBorder else {
      return say(.importReleased, slot, place: here, by: .customsDestination, &board, &events)
    }
    // The final charge, where nothing has changed it since the first.
    if standing.importState == .taxDue, isOnAccount(slot) { charge(slot, here, &board, &events) }
    let isOpen =
      lives[slot].has(Life.paysDuty) && lives[slot].has(Life.owes) && standing.seen & Milestone.dutyTaxPaid.bit == 0
    send(message(isOpen ? .released : .cleared, .import), slot, place: here, by: .customsDestination, &board, &events)
    tell(.importReleased, slot, here, by: .customsDestination, &board, &events)
  }

  /// Says the milestone that a message tells of where the message did not: a declaration alone moves no goods that are elsewhere.
  func tell(
    _ milestone: Milestone, _ slot: Int, _ here: UInt16, by voice: Voice, _ board: inout Board,
    _ events: inout [Event]
  ) {
    guard let standing = board.standing(of: ShipmentID(lives[slot].shipment)), standing.seen & milestone.bit == 0 else {
      return
    }
    say(milestone, slot, place: here, by: voice, &board, &events)
  }

  /// Customs hold a parcel for a reason: by the message that they have for it, else by saying that they do.
  mutating func demand(
    _ reason: HoldReason, _ side: BorderSide, _ slot: Int, _ here: UInt16, _ board: inout Board,
    _ events: inout [Event]
  ) {
    let voice: Voice = side == .export ? .customsOrigin : .customsDestination
    guard lane(slot).hasBorder, let kind = reason.demandedBy else {
      let held: Milestone = side == .export ? .exportHeld : reason == .dutyUnpaid ? .dutyTaxDue : .importHeld
      return say(held, slot, place: here, by: voice, reason: reason, &board, &events)
    }
    var demand = message(kind, side)
    if kind == .documentsDemanded {
      demand.document = reason == .documentsDisagree ? .packingList : reason.needs.documents.first
      demand.limit = demand.issued + reason.limit
    } else if kind == .taxDue || kind == .balanceShort {
      demand.amount = due(slot, board)
    }
    send(demand, slot, place: here, by: voice, &board, &events)
  }

  /// What duty and tax come to by the law of the day; of no currency where the law does not say how much.
  private func due(_ slot: Int, _ board: Board) -> Money {
    guard let cost = landedCost(slot, board) else { return Money(minor: 0, .none) }
    let amount = (cost.duty.high?.minor ?? cost.duty.low.minor) + (cost.tax.high?.minor ?? cost.tax.low.minor)
    return amount > 0 ? Money(minor: amount, cost.currency) : Money(minor: 0, .none)
  }

  /// Whether the law of the day says for certain that nothing is due at the border.
  private func owesNothing(_ slot: Int, _ board: Board) -> Bool {
    landedCost(slot, board).map { $0.duty.isNothing && $0.tax.isNothing } ?? false
  }

  private func landedCost(_ slot: Int, _ board: Board) -> LandedCost? {
    guard let shipment = board[ShipmentID(lives[slot].shipment)], let code = CommodityCode(subheading: shipment.hs)
    else {
      return nil
    }
    let day = Int32(clamping: (now - (now % 86_400_000 + 86_400_000) % 86_400_000) / 86_400_000)
    let consignment = Consignment(
      to: shipment.destinationCountry, from: shipment.originCountry, on: CivilDate(dayNumber: day),
      channel: lane(slot).channel,
      lines: [Consignment.Line(code: code, value: shipment.value, weight: shipment.weight)])
    return try? LandedCost.of(consignment, book: book, rates: exchange)
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
  func answerHours(_ slot: Int, _ deviate: Double) -> Double {
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
    var reasons: [HoldReason] = []
    func add(_ reason: HoldReason) { if !reasons.contains(reason) { reasons.append(reason) } }
    if let defect = HoldReason(rawValue: lives[slot].defect), own.bernoulli(Draw.hold.first, rates.holdGivenDefect) {
      // What was asked for in time, and came, is no defect any more.
      if !standing.documentsHeld.isSuperset(of: defect.needs) { add(defect) }
    }
    let luck = own.uniform(Draw.channel.first)
    let controls = lives[slot].has(Life.fromStore) ? 0 : lives[slot].has(Life.trusted) ? rates.trustedControls : 1
    let isRed = luck < facts.channels.red * controls
    let isPicked = luck < (facts.channels.red + facts.channels.amber) * controls
    if isPicked, own.bernoulli(Draw.control.first, isRed ? rates.redHeld : rates.amberHeld) {
      let control: HoldReason =
        !isRed ? .documentaryCheck : own.bernoulli(Draw.control.at(1), 0.55) ? .physicalInspection : .scanSelected
      // Cargo that is opened is compared with its papers.
      if control == .physicalInspection, facts.channel == .cargo, reasons.isEmpty,
        own.bernoulli(Draw.border.at(2), rates.controlPapers)
      {
        add(own.bernoulli(Draw.border.at(3), 0.5) ? .documentsDisagree : .undervaluation)
      }
      add(control)
    }
    if own.bernoulli(Draw.other.first, rates.holdOutright) {
      let row = own.pick(Draw.otherReason.first, trade.otherWeights[Int(lives[slot].product)])
      if let reason = HoldReason(rawValue: HoldReason.guaranteeShort.rawValue + UInt8(row)) { add(reason) }
    }
    if lives[slot].has(Life.paysDuty), lives[slot].has(Life.owes), own.bernoulli(Draw.duty.first, rates.unpaidDuty),
      !owesNothing(slot, board)
    {
      reasons.insert(.dutyUnpaid, at: 0)
    }

    if isPicked { say(.selectedForControl, slot, place: here, by: .customsDestination, &board, &events) }
    guard !reasons.isEmpty else {
      if isPicked {
        let minutes = (isRed ? rates.inspection : rates.documentCheck).at(own.normal(Draw.service.first))
        return plan(.inspected, slot, at: serve(facts.office, minutes: minutes))
      }
      return plan(.importRelease, slot, at: max(released(slot, facts), now + hours(0.2)))
    }
    for reason in reasons {
      demand(reason, .import, slot, here, &board, &events)
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
    if reason == .physicalInspection { note(.send, slot, at: now + days(0.3 * dwell), detail: UInt16(row)) }
    if reason.clockStandsStill || fate < rates.resolvedAlone {
      return note(.answer, slot, at: acts, detail: UInt16(row) | 1 << 8)
    }
    if fate < rates.resolvedAlone + rates.neededHelp { note(.answer, slot, at: acts, detail: UInt16(row)) }
    note(.giveUp, slot, at: max(limit, acts + hours(6)), detail: UInt16(row))
  }

  /// What falls due beside the way.
  mutating func beside(_ step: Step, _ due: Due, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
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
      let isClearance = document == .complianceClearance
      file(document, slot, by: Actor(isClearance ? .compliance : .merchant), &board, &events)
      passOn(slot, board)
    case .register: register(due.detail == 0 ? .export : .import, slot, &board, &events)
    case .answer, .decide, .giveUp, .send:
      guard let reason = HoldReason(rawValue: UInt8(truncatingIfNeeded: due.detail)),
        let hold = board.openHold(reason, of: ShipmentID(lives[slot].shipment))
      else { return }
      goOn(with: hold, step, isAlone: due.detail & 1 << 8 != 0, slot, &board, &events)
    case .order, .pay, .cancel, .reserve, .pick, .pack, .documents, .label, .book, .pickUp, .hubIn, .exportDeclare,
      .exportRelease, .ready, .consolidate, .manifest, .load, .depart, .transitIn, .transitOut, .arrive, .unload,
      .notify, .declare, .assess, .inspected, .importRelease, .handOver, .sortIn, .sortOut, .depot, .out, .attempt,
      .point, .collect, .back, .returned, .lost, .rma, .returnTransit, .returnReceived, .returnInspected, .settle,
      .replaced:
      break  // main steps go the main way
    }
  }

  /// What was planned for a hold that is still open.
  ///
  /// - Parameter isAlone: nobody has to help the party that answers.
  private mutating func goOn(
    with hold: OpenHold, _ step: Step, isAlone: Bool, _ slot: Int, _ board: inout Board, _ events: inout [Event]
  ) {
    let reason = hold.reason
    let row = Int(reason.rawValue)
    let own = chance(slot)
    // Our clock stands still: they have what they asked for, and decide.
    let isTheirs = hold.owner.isAuthority && !reason.clockStandsStill
    if reason == .deniedParty {
      if step == .giveUp { return decide(reason, slot, released: false, &board, &events) }
      // Compliance has looked at the name, or leaves it to whoever has the role at the desk.
      if step == .answer, isAlone { clearParty(slot, &board, &events) }
      return
    }
    if step == .giveUp {
      if isTheirs { return }
      let held = board.standing(of: ShipmentID(lives[slot].shipment))?.documentsHeld ?? []
      let isSettled =
        held.isSuperset(of: reason.needs) && own.bernoulli(Draw.giveUp.at(row), rates.releasedAtLimit)
      decide(reason, slot, released: isSettled, &board, &events)
    } else if step == .answer {
      if isTheirs { return }
      answer(reason, slot, &board, &events)
      guard reason != .dutyUnpaid, isAlone else { return }
      if reason.clockStandsStill { return decide(reason, slot, &board, &events) }
      handIn(reason, slot, &board, &events)
    } else if step == .send {
      if !isTheirs { handIn(reason, slot, &board, &events) }
    } else if isTheirs || reason.clockStandsStill || !reason.isCustoms {
      // Else it was taken back, or asked about again, since.
      decide(reason, slot, &board, &events)
    }
  }

  /// Customs decide on what was handed in, by chance.
  private mutating func decide(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    let row = Int(reason.rawValue)
    let own = chance(slot)
    let id = ShipmentID(lives[slot].shipment)
    // Who opens goods compares them with the papers that were demanded: those come first.
    if reason == .physicalInspection, lives[slot].step < Step.rma.rawValue,
      board.openHolds(of: id).contains(where: { $0.reason == .undervaluation || $0.reason == .documentsDisagree })
    {
      return note(.decide, slot, at: now + hours(12), detail: UInt16(row))
    }
    let isSevere = reason == .prohibitedGoods || reason == .counterfeitSuspicion || reason == .productSafety
    let odds = isSevere ? rates.releasedGivenSeverity : rates.releasedGivenAnswer
    let isAgain = lives[slot].has(Life.askedAgain)
    let isReleased = own.bernoulli(Draw.decision.at(isAgain ? 64 + row : row), odds)
    if !isReleased, !isAgain, !isSevere, reason.demandedBy == .documentsDemanded,
      own.bernoulli(Draw.border.at(16 + row), rates.demandedAgain)
    {
      lives[slot].flags |= Life.askedAgain
      let side: BorderSide = stopsAtExport(slot) ? .export : .import
      demand(reason, side, slot, place(slot, stop: Int(lives[slot].stop)), &board, &events)
      if board.openHold(reason, of: id)?.step == .demanded { return foresee(reason, slot) }
    }
    decide(reason, slot, released: isReleased, &board, &events)
  }

  /// Compliance has compared a party with the entry that it matched, and says why it is another.
  private mutating func clearParty(_ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    let id = ShipmentID(lives[slot].shipment)
    let first = events.count
    let (compliance, instant) = (actor(.compliance, slot), Instant(milliseconds: now))
    board.hear(
      filed: .complianceClearance, note: voices.anotherParty, about: id, by: compliance, at: instant, into: &events)
    board.hear(
      cleared: .deniedParty, note: voices.anotherParty, about: id, by: compliance, at: instant, into: &events)
    apply(from: first, &board, events)
    resume(slot, board, after: 0.4...3)
  }

  /// Hands in what was asked for. A refused declaration is put right and lodged again; anything else goes to whoever decides, who has
  /// the hold from then on.
  private mutating func handIn(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    let id = ShipmentID(lives[slot].shipment)
    guard let hold = board.openHold(reason, of: id) else { return }
    correct(reason, slot, &board, &events)
    if hold.step == .refused { return lodgeAgain(slot, &board, &events) }
    if reason == .physicalInspection || reason == .scanSelected {
      act(.present(note: .none), slot, by: Actor(.handler), &board, &events)
      // An inspection's end is planned from its beginning.
      if reason == .physicalInspection { return }
    } else if reason.isCustoms, hold.waitsForPapers {
      guard act(.answer(reason, note: .none), slot, by: Actor(.broker), &board, &events) else { return }
    }
    let span = answerHours(slot, chance(slot).normal(Draw.customs.at(Int(reason.rawValue))))
    note(.decide, slot, at: now + hours(span), detail: UInt16(reason.rawValue))
  }

  /// Puts the declared data right where a hold is about them: what was said before and why it is changed stays on record.
  private func correct(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    guard lane(slot).hasBorder, lives[slot].step < Step.rma.rawValue,
      let shipment = board[ShipmentID(lives[slot].shipment)]
    else { return }
    let own = chance(slot)
    let product = Int(lives[slot].product)
    if reason == .undervaluation {
      let paid = Double(shipment.value.minor) * (1.15 + 0.8 * own.uniform(Draw.border.at(4)))
      let value = DeclaredValue(Money(minor: Int64(paid.rounded()), shipment.value.currency))
      act(.correct(.value, value, note: voices.asPaid), slot, by: Actor(.merchant), &board, &events)
    } else if reason == .wrongHSCode {
      let value = DeclaredValue(hs: trade.products[product].hs)
      act(.correct(.hs, value, note: voices.asClassified), slot, by: Actor(.broker), &board, &events)
    } else if reason == .vagueDescription {
      let value = DeclaredValue(board.texts.intern(trade.productNames[product]))
      act(.correct(.description, value, note: voices.asDescribed), slot, by: Actor(.merchant), &board, &events)
    } else if reason == .documentsDisagree {
      let grams = Double(shipment.weight.value) * (1.03 + 0.3 * own.uniform(Draw.border.at(4)))
      let value = DeclaredValue(Grams(Int32(min(grams.rounded(), 2e9))))
      act(.correct(.weight, value, note: voices.asWeighed), slot, by: Actor(.broker), &board, &events)
    }
  }

  /// The broker lodges a refused declaration again, and customs answer.
  private mutating func lodgeAgain(_ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    let side: BorderSide = stopsAtExport(slot) ? .export : .import
    let filing: Filing = side == .export ? .exportDeclaration : .importDeclaration
    guard act(.lodge(filing, note: .none), slot, by: Actor(.broker), &board, &events) else { return }
    register(side, slot, &board, &events)
    resume(slot, board, after: 0.3...1)
  }

  /// Customs answer what was lodged, or asked to be amended.
  private mutating func register(
    _ side: BorderSide, _ slot: Int, _ board: inout Board, _ events: inout [Event]
  ) {
    guard let standing = board.standing(of: ShipmentID(lives[slot].shipment)) else { return }
    let state = side == .export ? standing.exportState : standing.importState
    let here = place(slot, stop: Int(lives[slot].stop))
    if state == .lodged || state == .registered {
      accept(slot, side, here, &board, &events)
    } else if state == .amendmentRequested {
      amend(slot, side, here, &board, &events)
    }
    resume(slot, board, after: 0.3...1.5)
  }

  /// Customs take an amendment, and charge an account anew.
  private func amend(
    _ slot: Int, _ side: BorderSide, _ here: UInt16, _ board: inout Board, _ events: inout [Event]
  ) {
    let voice: Voice = side == .import ? .customsDestination : .customsOrigin
    send(message(.received, side), slot, place: here, by: voice, &board, &events)
    send(message(.amendmentAccepted, side), slot, place: here, by: voice, &board, &events)
    guard side == .import, isOnAccount(slot) else { return }
    for _ in 0..<2 { charge(slot, here, &board, &events) }
  }

  /// Customs say by their own messages that a hold is over; what they have no message for is said otherwise.
  private func respond(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    guard lane(slot).hasBorder, lives[slot].step < Step.rma.rawValue,
      let standing = board.standing(of: ShipmentID(lives[slot].shipment))
    else { return }
    let side: BorderSide = stopsAtExport(slot) ? .export : .import
    guard (side == .export ? standing.exportState : standing.importState).isLodged else { return }
    let here = place(slot, stop: Int(lives[slot].stop))
    if reason == .physicalInspection {
      let voice: Voice = side == .import ? .customsDestination : .customsOrigin
      send(message(.corrected, side), slot, place: here, by: voice, &board, &events)
    } else if reason == .vagueDescription || reason == .wrongHSCode || reason == .undervaluation
      || reason == .documentsDisagree
    {
      amend(slot, side, here, &board, &events)
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
    if !act(.pay(note: .none), slot, by: party, &board, &events) {
      say(.dutyTaxPaid, slot, place: place(slot, stop: Int(lives[slot].stop)), by: .consignee, &board, &events)
    }
    resume(slot, board, after: 0.5...2)
  }

  /// Customs (or compliance) end the hold, or refuse the parcel.
  private mutating func decide(
    _ reason: HoldReason, _ slot: Int, released: Bool, _ board: inout Board, _ events: inout [Event]
  ) {
    let id = ShipmentID(lives[slot].shipment)
    let isHome = !lives[slot].has(Life.prepared)
    if released, board.openHold(reason, of: id)?.step == .refused { return lodgeAgain(slot, &board, &events) }
    // Returned goods are let in whatever comes; without the proof the duty is paid twice.
    if released || lives[slot].step >= Step.rma.rawValue {
      respond(reason, slot, &board, &events)
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

  /// When all that a hold needs is there, the broker hands it in.
  mutating func passOn(_ slot: Int, _ board: Board) {
    guard let standing = board.standing(of: ShipmentID(lives[slot].shipment)), standing.openHolds != 0 else { return }
    for hold in board.openHolds(of: ShipmentID(lives[slot].shipment)) {
      let reason = hold.reason
      guard reason != .operatorHold, reason != .dutyUnpaid, reason != .deniedParty, !reason.needs.isEmpty,
        hold.waitsForPapers || hold.step == .refused, standing.documentsHeld.isSuperset(of: reason.needs)
      else { continue }
      let row = Int(reason.rawValue)
      let span = 0.2 + 1.5 * chance(slot).uniform(Draw.border.at(64 + row))
      note(.send, slot, at: now + hours(span), detail: UInt16(row))
    }
  }
}

extension HoldReason {
  /// The message by which customs hold a parcel for it; nil where they have none, or somebody else holds it.
  fileprivate var demandedBy: CustomsMessage? {
    switch self {
    case .dutyUnpaid: .taxDue
    case .guaranteeShort: .balanceShort
    case .physicalInspection: .physicalControl
    case .invoiceMissing, .vagueDescription, .wrongHSCode, .undervaluation, .documentsDisagree, .importerRegistration,
      .iossInvalid, .consigneeTaxIDMissing, .licenceMissing, .counterfeitSuspicion, .sanitary, .productSafety,
      .originProofMissing:
      .documentsDemanded
    case .documentaryCheck, .scanSelected, .prohibitedGoods, .dangerousGoodsUndeclared, .deniedParty,
      .advanceDataMissing, .pieceMismatch, .reimportReliefUnproven, .operatorHold, .unstated:
      nil
    }
  }
}

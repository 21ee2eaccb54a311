import Logistics
import Measures

// A parcel is held. What becomes of it if nobody at the desk acts:
//
//   held ─┬─ papers, data, money, goods to be shown
//         │     ├ 72 %  whoever must act does, and the broker (or who acts second by the playbook) hands it in ─┐
//         │     ├ 20 %  whoever must act does, and nobody hands it in ─┐  waits for the desk, until the limit    │
//         │     └  8 %  nobody acts ───────────────────────────────────┘            │                           │
//         └─ the authority's own work: check, inspection, a rights holder's word ── │ ─────────────────────────┤
//                                                                                   ▼                           ▼
//                                                             what the playbook says of it (Core+Outcomes)   the authority decides
//
//   handed in: the hold is theirs and our clock stands still ─► 02, 11 amended · 07 control over · hold ended
//                                                            ─► 06 again: ours, and the clock runs ─► …
//                                                            ─► turned down (Core+Outcomes)
//
// The desk's act takes the parcel out of this at any point: what a hold was planned to become is looked at again when due. What the
// desk hands in goes the same way as what a broker does. Whom somebody matched with a denied party compliance alone clears.

extension Core {
  // MARK: - Asked for

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
      tellDue(&demand, slot, board)
    }
    send(demand, slot, place: here, by: voice, &board, &events)
  }

  /// Plans what becomes of a hold if nobody at the desk acts.
  mutating func foresee(_ reason: HoldReason, _ slot: Int) {
    guard reason != .operatorHold else { return }
    let own = chance(slot)
    let row = Int(reason.rawValue)
    let dwell = trade.dwells[row].at(own.normal(Draw.dwell.at(row)))
    let fate = own.uniform(Draw.hold.at(1 + row))
    let acts = now + days(dwell)
    let limit = now + reason.limit.milliseconds
    if reason == .physicalInspection { note(.send, slot, at: now + days(0.3 * dwell), detail: UInt16(row)) }
    if reason.isAuthoritysWork || fate < rates.resolvedAlone {
      return note(.answer, slot, at: acts, detail: UInt16(row) | 1 << 8)
    }
    if fate < rates.resolvedAlone + rates.neededHelp { note(.answer, slot, at: acts, detail: UInt16(row)) }
    note(.giveUp, slot, at: max(limit, acts + hours(6)), detail: UInt16(row))
  }

  // MARK: - When it falls due

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
    if reason == .deniedParty {
      // Compliance has looked at the name, or leaves it to whoever has the role at the desk.
      if step == .answer, isAlone { clearParty(slot, &board, &events) }
      return
    }
    // Our clock stands still: they have what they asked for, and decide.
    let isTheirs = hold.owner.isAuthority && !hold.waitsForPapers && !reason.isAuthoritysWork
    if step == .giveUp {
      if isTheirs { return }
      let held = board.standing(of: ShipmentID(lives[slot].shipment))?.documentsHeld ?? []
      let isSettled =
        held.isSuperset(of: reason.needs)
        && chance(slot).bernoulli(Draw.giveUp.at(Int(reason.rawValue)), rates.releasedAtLimit)
      if isSettled { end(reason, slot, &board, &events) } else { ignore(reason, slot, &board, &events) }
    } else if step == .answer {
      if isTheirs { return }
      supply(reason, slot, &board, &events)
      guard reason != .dutyUnpaid, isAlone else { return }
      if reason.isAuthoritysWork { return decide(reason, slot, &board, &events) }
      handIn(reason, slot, &board, &events)
    } else if step == .send {
      if !isTheirs { handIn(reason, slot, &board, &events) }
    } else if isTheirs || reason.isAuthoritysWork || !reason.isCustoms {
      // Else it was taken back, or asked about again, since.
      decide(reason, slot, &board, &events)
    }
  }

  /// Whoever must act does: supplies what is asked for, or pays.
  private mutating func supply(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    // The rights holder's word is their decision, and stands in no folder before.
    guard reason != .counterfeitSuspicion, reason != .prohibitedGoods else { return }
    let party = Actor(reason.playbook.addressee)
    for document in reason.needs.documents { file(document, slot, by: party, &board, &events) }
    guard reason == .dutyUnpaid else { return }
    if !act(.pay(note: .none), slot, by: party, &board, &events) {
      say(.dutyTaxPaid, slot, place: place(slot, stop: Int(lives[slot].stop)), by: .consignee, &board, &events)
    }
    resume(slot, board, after: 0.5...2)
  }

  /// When all that a hold needs is there, it is handed in.
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

  /// Hands in what was asked for. A refused declaration is put right and lodged again; anything else goes to whoever decides, who has
  /// the hold from then on.
  private mutating func handIn(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    guard let hold = board.openHold(reason, of: ShipmentID(lives[slot].shipment)) else { return }
    correct(reason, slot, &board, &events)
    if hold.step == .refused { return lodgeAgain(slot, &board, &events) }
    let second = reason.playbook.thenActs
    if reason == .physicalInspection || reason == .scanSelected {
      act(.present(note: .none), slot, by: Actor(second ?? reason.mustAct), &board, &events)
      // An inspection's end is planned from its beginning.
      if reason == .physicalInspection { return }
    } else if reason.isCustoms, hold.waitsForPapers {
      guard act(.answer(reason, note: .none), slot, by: Actor(second ?? .broker), &board, &events) else { return }
    }
    let span = answerHours(slot, chance(slot).normal(Draw.customs.at(Int(reason.rawValue))))
    note(.decide, slot, at: now + hours(span), detail: UInt16(reason.rawValue))
  }

  /// How long customs take for an answer, in hours, at a deviate.
  func answerHours(_ slot: Int, _ deviate: Double) -> Double {
    rates.customsAnswer.at(deviate) * (lives[slot].has(Life.singleWindow) ? rates.windowAnswers : 1)
  }

  /// Puts the declared data right where a hold is about them: what was said before and why it is changed stays on record.
  mutating func correct(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    guard let (field, value, note) = rightData(reason, slot, &board) else { return }
    let who: PartyRole = field == .value || field == .description ? .merchant : .broker
    act(.correct(field, value, note: note), slot, by: Actor(who), &board, &events)
    if side(slot) == .import { reckonDue(slot, board) }
  }

  /// What should have been declared, and how that is known; nil where a hold is about nothing that is declared.
  func rightData(
    _ reason: HoldReason, _ slot: Int, _ board: inout Board
  ) -> (field: DeclaredField, value: DeclaredValue, note: TextID)? {
    guard lane(slot).hasBorder, lives[slot].step < Step.rma.rawValue,
      let shipment = board[ShipmentID(lives[slot].shipment)]
    else { return nil }
    let own = chance(slot)
    let product = Int(lives[slot].product)
    if reason == .undervaluation {
      let paid = Double(shipment.value.minor) * (1.15 + 0.8 * own.uniform(Draw.border.at(4)))
      let value = DeclaredValue(Money(minor: Int64(paid.rounded()), shipment.value.currency))
      return (.value, value, voices.asPaid)
    } else if reason == .wrongHSCode {
      return (.hs, DeclaredValue(hs: trade.products[product].hs), voices.asClassified)
    } else if reason == .vagueDescription {
      return (.description, DeclaredValue(board.texts.intern(trade.productNames[product])), voices.asDescribed)
    } else if reason == .documentsDisagree {
      let grams = Double(shipment.weight.value) * (1.03 + 0.3 * own.uniform(Draw.border.at(4)))
      return (.weight, DeclaredValue(Grams(Int32(min(grams.rounded(), 2e9)))), voices.asWeighed)
    }
    return nil
  }

  /// The broker lodges a refused declaration again, and customs answer.
  mutating func lodgeAgain(_ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    let side = side(slot)
    let filing: Filing = side == .export ? .exportDeclaration : .importDeclaration
    guard act(.lodge(filing, note: .none), slot, by: Actor(.broker), &board, &events) else { return }
    register(side, slot, &board, &events)
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

  // MARK: - Decided

  /// The authority decides on what it has, by chance.
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
    // A check of papers and a scan end by themselves.
    let isHarmless = reason == .documentaryCheck || reason == .scanSelected
    let isSevere = reason == .prohibitedGoods || reason == .counterfeitSuspicion || reason == .productSafety
    let odds = isSevere ? rates.releasedGivenSeverity : rates.releasedGivenAnswer
    let isAgain = lives[slot].has(Life.askedAgain)
    if isHarmless || own.bernoulli(Draw.decision.at(isAgain ? 64 + row : row), odds) {
      // What is prohibited stays so: customs let it go back, at best.
      return reason == .prohibitedGoods ? sendBack(slot, &board, &events) : end(reason, slot, &board, &events)
    }
    if !isAgain, !isSevere, reason.demandedBy == .documentsDemanded,
      own.bernoulli(Draw.border.at(16 + row), rates.demandedAgain)
    {
      lives[slot].flags |= Life.askedAgain
      demand(reason, side(slot), slot, place(slot, stop: Int(lives[slot].stop)), &board, &events)
      if board.openHold(reason, of: id)?.step == .demanded { return foresee(reason, slot) }
    }
    turnDown(reason, slot, &board, &events)
  }

  /// Customs (or whoever held it) end a hold.
  mutating func end(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    let id = ShipmentID(lives[slot].shipment)
    if board.openHold(reason, of: id)?.step == .refused { return lodgeAgain(slot, &board, &events) }
    respond(reason, slot, &board, &events)
    if reason == .counterfeitSuspicion { file(.rightsHolderRelease, slot, by: Actor(.agency), &board, &events) }
    close(reason, slot, &board, &events)
    resume(slot, board, after: 0.4...3)
  }

  /// Says that a hold is over, where it is not yet.
  func close(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    let isAtOrigin = side(slot) == .export || lives[slot].step >= Step.rma.rawValue
    let voice: Voice =
      !lives[slot].has(Life.prepared) ? .compliance : isAtOrigin ? .customsOrigin : .customsDestination
    let first = events.count
    board.hear(
      cleared: reason, note: .none, about: ShipmentID(lives[slot].shipment), by: actor(voice, slot),
      at: Instant(milliseconds: now), into: &events)
    apply(from: first, &board, events)
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

  /// Customs say by their own messages that a hold is over; what they have no message for is said otherwise.
  private func respond(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    guard lane(slot).hasBorder, lives[slot].step < Step.rma.rawValue,
      let standing = board.standing(of: ShipmentID(lives[slot].shipment))
    else { return }
    let here = place(slot, stop: Int(lives[slot].stop))
    if reason == .advanceDataMissing, lane(slot).asksBeforeLoading {
      return send(
        message(.assessmentComplete, .import), slot, place: here, by: .customsDestination, &board, &events)
    }
    let side = side(slot)
    guard (side == .export ? standing.exportState : standing.importState).isLodged else { return }
    if reason == .physicalInspection {
      let voice: Voice = side == .import ? .customsDestination : .customsOrigin
      send(message(.corrected, side), slot, place: here, by: voice, &board, &events)
    } else if reason == .vagueDescription || reason == .wrongHSCode || reason == .undervaluation
      || reason == .documentsDisagree
    {
      amend(slot, side, here, &board, &events)
    }
  }

  /// Customs take an amendment. An account is charged anew: where the goods are under control twice, for what was declared and for what
  /// the control will leave of it; else with the release.
  private func amend(
    _ slot: Int, _ side: BorderSide, _ here: UInt16, _ board: inout Board, _ events: inout [Event]
  ) {
    answer(.received, side, slot, here, &board, &events)
    let voice: Voice = side == .import ? .customsDestination : .customsOrigin
    send(message(.amendmentAccepted, side), slot, place: here, by: voice, &board, &events)
    guard side == .import, isOnAccount(slot),
      board.openHold(.physicalInspection, of: ShipmentID(lives[slot].shipment)) != nil
    else { return }
    for _ in 0..<2 { charge(slot, here, &board, &events) }
  }

  /// On which side of the border a parcel stands, or is before it.
  func side(_ slot: Int) -> BorderSide { lives[slot].step <= Step.depart.rawValue ? .export : .import }

  /// Goes on with a parked step once no hold is open.
  mutating func resume(_ slot: Int, _ board: Board, after span: ClosedRange<Double>) {
    guard lives[slot].has(Life.parked), let step = Step(rawValue: lives[slot].step),
      let standing = board.standing(of: ShipmentID(lives[slot].shipment)), standing.openHolds == 0
    else { return }
    let luck = chance(slot).uniform(Draw.redo.at(Int(lives[slot].epoch)))
    plan(step, slot, at: now + hours(span.lowerBound + (span.upperBound - span.lowerBound) * luck))
  }
}

extension HoldReason {
  /// Whether it ends by the authority's own work, whatever anybody supplies.
  fileprivate var isAuthoritysWork: Bool {
    self == .documentaryCheck || self == .physicalInspection || self == .counterfeitSuspicion
      || self == .prohibitedGoods
  }

  /// The message by which customs hold a parcel for it; nil where the standards have none for it, or somebody else holds it.
  var demandedBy: CustomsMessage? {
    switch self {
    case .dutyUnpaid: .taxDue
    case .guaranteeShort: .balanceShort
    // One function code, 05, with the kind of the control.
    case .documentaryCheck: .documentControl
    case .scanSelected: .scanControl
    case .physicalInspection: .physicalControl
    case .invoiceMissing, .vagueDescription, .wrongHSCode, .undervaluation, .documentsDisagree, .importerRegistration,
      .iossInvalid, .consigneeTaxIDMissing, .licenceMissing, .counterfeitSuspicion, .sanitary, .productSafety,
      .originProofMissing:
      .documentsDemanded
    // Before loading the union asks by ICS2 (Core+Way); what other countries send then is not public.
    case .advanceDataMissing: nil
    // No function code forbids goods: customs say that they hold them, and at the end that they are refused or given up.
    case .prohibitedGoods: nil
    // The carrier's, the handler's and compliance's own holds.
    case .dangerousGoodsUndeclared, .pieceMismatch, .deniedParty: nil
    // A return is let in again without a declaration that is followed here.
    case .reimportReliefUnproven: nil
    // The desk's own, and one whose reason nobody stated.
    case .operatorHold, .unstated: nil
    }
  }
}

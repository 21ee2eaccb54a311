import Logistics
import Measures
import Tariff

// A parcel at the office where it is declared for import. All that is said of a declaration is said in customs' own messages, and the
// answers carry its number (MRN):
//
//   lodged ─┬─ 01 accepted ─ (13 charged) ─ assessed ┬ green ──────────────────────────────► 09 cleared, or 08 and then 09
//           │                                        ├ amber, red: an officer's time, in turn ─ inspected ──────► 09
//           │                                        └ something is found: held (Core+Findings) ─ … ────────────► 09
//           └─ 03 rejected, with a pointer ─ put right ─ lodged again
//
// 13 comes once when it is accepted, and once more at the end where an account bears what falls due (Core+Due).

extension Core {
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
      reckonDue(slot, board)
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
      if isOpenAtDoor(slot, standing) {
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

  /// Customs accept what was lodged under a number of theirs; where an account bears what falls due they say at once that it is charged.
  func accept(
    _ slot: Int, _ side: BorderSide, _ here: UInt16, _ board: inout Board, _ events: inout [Event]
  ) {
    answer(.accepted, side, slot, here, &board, &events)
    if side == .import, isOnAccount(slot) { charge(slot, here, &board, &events) }
  }

  /// Customs let the goods go: where the consignee pays at the door, duty is still open then.
  private func release(
    _ slot: Int, _ facts: LaneFacts, _ here: UInt16, _ standing: Standing, _ board: inout Board,
    _ events: inout [Event]
  ) {
    guard facts.hasBorder else {
      return say(.importReleased, slot, place: here, by: .customsDestination, &board, &events)
    }
    // The final charge, where it has not been told since the declaration was amended.
    if standing.importState == .taxDue || standing.importState == .amended, isOnAccount(slot) {
      charge(slot, here, &board, &events)
    }
    let kind: CustomsMessage = isOpenAtDoor(slot, standing) ? .released : .cleared
    send(message(kind, .import), slot, place: here, by: .customsDestination, &board, &events)
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

  /// Customs look at the declaration, and let it pass, pick it out, or hold it.
  private mutating func assess(
    _ slot: Int, _ facts: LaneFacts, _ here: UInt16, _ standing: Standing, _ board: inout Board, _ events: inout [Event]
  ) {
    let own = chance(slot)
    let luck = own.uniform(Draw.channel.first)
    let controls = lives[slot].has(Life.fromStore) ? 0 : lives[slot].has(Life.trusted) ? rates.trustedControls : 1
    let isRed = luck < facts.channels.red * controls
    let isPicked = luck < (facts.channels.red + facts.channels.amber) * controls
    let reasons = foundAtImport(slot, standing, isPicked: isPicked, isRed: isRed, board)
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
}

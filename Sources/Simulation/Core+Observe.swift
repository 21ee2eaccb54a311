import Logistics
import Measures

// What others do to the world's parcels. A claim of the desk puts the parcel where it says, and the world plans on from there; a
// hold stops the parcel at its next step; the end of a hold, a document and a request set the parties to work.

extension Core {
  /// Takes notice of an event that is not the world's own, and is applied already.
  mutating func observe(_ event: Event, board: Board) {
    // What the watch over the trade says of alarms is no news of a parcel, and moves no clock of the world's.
    guard event.shipment != .none else { return }
    let number = Int(event.shipment.number)
    let at = event.at.milliseconds
    if at > now { now = at }
    if now >= offsetsUntil { refreshOffsets() }
    guard number < slots.capacity else { return }
    var slot = Int(slots[number])
    if slot == 0 {
      guard let revived = revive(event, board) else { return }
      slot = revived
    }
    let own = chance(slot)
    switch event.what {
    case .claimed(let claim):
      if claim.kind == .actual, claim.verdict == .advances { replan(slot, board) }
      if claim.milestone == .dutyTaxPaid { resume(slot, board, after: 0.5...2) }
    case .corrected: replan(slot, board)
    // A party that somebody else found on a list is nobody's to clear but theirs who have the role.
    case .holdOpened(let hold): if hold.reason != .deniedParty { foresee(hold.reason, slot) }
    case .holdPassed(let passed):
      guard passed.owner.isAuthority else { return }
      let row = 160 + Int(passed.reason.rawValue)
      let span = answerHours(slot, own.normal(Draw.customs.at(row)))
      // Another look at what was decided takes days.
      note(
        .decide, slot, at: now + hours(passed.step == .appealed ? 10 * span : span),
        detail: UInt16(passed.reason.rawValue))
    case .declared(let message):
      guard message.verdict == .advances else { return }
      if message.message == .lodgement {
        note(.register, slot, at: now + hours(0.2), detail: UInt16(message.side.rawValue))
      } else if message.message == .amendmentRequest {
        let span = answerHours(slot, own.normal(Draw.customs.at(200)))
        note(.register, slot, at: now + hours(span), detail: UInt16(message.side.rawValue))
      }
    case .holdClosed: resume(slot, board, after: 0.3...1.5)
    case .documentAttached: passOn(slot, board)
    case .documentRequested(let paper):
      let row = 128 + Int(paper.document.rawValue)
      guard own.bernoulli(Draw.answered.at(row), rates.documentAnswered) else { return }
      let span = rates.documentAnswer.at(own.normal(Draw.answerSpan.at(row)))
      note(.supply, slot, at: now + hours(span), detail: UInt16(paper.document.rawValue))
    case .ordered, .lined, .stated, .documentWithdrawn, .noted, .owned, .tookBack, .alarm, .amended: break
    }
  }

  /// A delivered parcel of the simulation comes back to life when somebody opens a return.
  private mutating func revive(_ event: Event, _ board: Board) -> Int? {
    guard case .claimed(let claim) = event.what, claim.kind == .actual, claim.verdict == .advances,
      Step.following(claim.milestone) != nil, let shipment = board[event.shipment], shipment.flags.contains(.simulated),
      let lane = trade.lanes.firstIndex(where: { $0.lane == shipment.lane })
    else { return nil }
    let slot = takeSlot(event.shipment.number)
    lives[slot].serial = 1 << 31 | event.shipment.number
    lives[slot].lane = UInt16(lane)
    lives[slot].product = UInt16(max(0, trade.products.firstIndex { $0.hs == shipment.hs } ?? 0))
    leaveHome(slot)
    lives[slot].stop = trade.lanes[lane].stopCount - 1
    return slot
  }

  /// Plans on from where the parcel stands now; what was planned before is void.
  private mutating func replan(_ slot: Int, _ board: Board) {
    guard let standing = board.standing(of: ShipmentID(lives[slot].shipment)) else { return }
    lives[slot].epoch &+= 1
    lives[slot].flags &= ~Life.parked
    let own = chance(slot)
    let facts = lane(slot)
    let stage = standing.milestone.stage
    if stage >= .firstMile, !lives[slot].has(Life.prepared) { leaveHome(slot) }
    switch stage {
    case .order, .prepare, .firstMile, .afterSales: break
    case .export: lives[slot].stop = facts.exportStop
    case .carriage:
      lives[slot].stop = max(lives[slot].stop, facts.exportStop)
      if standing.milestone.rawValue >= Milestone.arrivedDestination.rawValue { lives[slot].stop = facts.customsStop }
    case .import: lives[slot].stop = facts.customsStop
    case .local: lives[slot].stop = facts.stopCount - 1
    }
    if standing.milestone == .delivered { return isDelivered(slot) }
    guard let step = Step.following(standing.milestone) else {
      // Refused goods can still be sent back, by whoever does; the world leaves that to the desk.
      return finish(slot)
    }
    let redo = own.uniform(Draw.redo.at(64 + Int(lives[slot].epoch)))
    let at: Int64
    switch step {
    case .load:
      lives[slot].departure = departure(facts, from: now + hours(rates.cutOff))
      at = departs(facts, lives[slot].departure) - hours(0.5 + 0.8 * redo)
    case .depart: at = max(now + hours(0.5), departs(facts, lives[slot].departure))
    case .arrive: at = now + part(rates.haulShare * (0.7 + 0.6 * redo), slot)
    case .out: at = tour(slot, place(slot, stop: Int(facts.stopCount) - 1))
    case .attempt: at = now + hours(1 + 6 * redo)
    case .collect: at = now + days(1 + 3 * redo)
    case .returned, .returnReceived: at = now + part(0.8 + 0.6 * redo, slot)
    case .returnTransit, .replaced: at = now + days(1 + 4 * redo)
    case .importRelease: at = now + hours(1 + 8 * redo)
    case .assess:
      lives[slot].since = now
      at = now + hours(0.5 + 3 * redo)
    case .order, .pay, .cancel, .reserve, .pick, .pack, .documents, .label, .book, .pickUp, .hubIn, .exportDeclare,
      .exportRelease, .ready, .consolidate, .manifest, .transitIn, .transitOut, .unload, .notify, .declare, .inspected,
      .handOver, .sortIn, .sortOut, .depot, .point, .back, .lost, .rma, .returnInspected, .settle, .report, .answer,
      .decide, .giveUp, .supply, .delay, .send, .register:
      at = now + hours(0.7 + 4 * redo)
    }
    plan(step, slot, at: at)
  }
}

import Logistics
import Measures

// What comes of a hold that nobody ended in time, and of one on which the authority decides against us: what its row of the playbooks
// says, so that what the desk reads of the stake is what happens.
//
//   goes on by itself                              H11 H12 H13        the hold ends
//   returned, by ground where it may not fly       H01 H02 H08 H09 H19 H00   sent back to the sender
//   to physical control                            H05                05, and the control's end is its end
//   declaration rejected                           H06                10; lodged again, or sent back
//   reclassified, value raised, VAT charged again, H03 H04 H07        customs set it; 13 to a buyer who pays, else charged to the account
//   full rate, duty twice                          H21 H24
//   refused                                        H14 H18            refused, sent back
//   seized                                         H15                abandoned to customs
//   destroyed                                      H16 H17            destroyed
//   offloaded                                      H22                goes with a later departure once it is answered
//   stays                                          H10 H20 H23 OP     a person decides

extension Core {
  /// Nobody acted until the limit.
  mutating func ignore(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    guard isAtBorder(reason, slot, &board, &events) else { return }
    switch reason.playbook.ignored {
    case .nothing: end(reason, slot, &board, &events)
    case .returned, .returnedByGround: sendBack(slot, &board, &events)
    case .controlled: control(reason, slot, &board, &events)
    case .rejected: invalidate(slot, &board, &events)
    case .reclassified, .uplifted, .taxedAgain, .higherRate, .dutyTwice: settle(reason, slot, &board, &events)
    case .refused: refuse(slot, maySeize: false, &board, &events)
    case .seized: giveUp(.abandon(note: voices.seized), slot, by: .broker, &board, &events)
    case .destroyed: giveUp(.destroy(note: .none), slot, by: .agency, &board, &events)
    case .offloaded: offload(slot, &board, &events)
    case .blocked, .everythingBlocked, .partiallyReleased: break
    }
  }

  /// The authority decides against us.
  mutating func turnDown(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    guard isAtBorder(reason, slot, &board, &events) else { return }
    switch reason.playbook.ignored {
    case .reclassified, .uplifted, .taxedAgain, .higherRate, .dutyTwice: settle(reason, slot, &board, &events)
    case .seized: giveUp(.abandon(note: voices.seized), slot, by: .broker, &board, &events)
    case .destroyed: giveUp(.destroy(note: .none), slot, by: .agency, &board, &events)
    case .nothing, .returned, .returnedByGround, .controlled, .rejected, .refused, .offloaded, .blocked,
      .everythingBlocked, .partiallyReleased:
      refuse(slot, maySeize: true, &board, &events)
    }
  }

  /// Whether a hold's end is the border's to say; else it is said here. What the desk held elsewhere ends where it began: an order that
  /// has not left is cancelled, a parcel on its way goes back, one that was returned goes on.
  private mutating func isAtBorder(
    _ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]
  ) -> Bool {
    guard let standing = board.standing(of: ShipmentID(lives[slot].shipment)) else { return false }
    switch standing.milestone.stage {
    case .export, .import: return true
    case .order, .prepare:
      guard reason.playbook.giveUp != .personDecides else { return false }
      lives[slot].epoch &+= 1
      say(.orderCancelled, slot, place: place(slot, stop: 0), by: .platform, &board, &events)
      finish(slot)
    case .carriage where reason == .advanceDataMissing: return true
    case .firstMile, .carriage, .local:
      if reason.playbook.giveUp != .personDecides { sendBack(slot, &board, &events) }
    case .afterSales: settle(reason, slot, &board, &events)
    }
    return false
  }

  // MARK: - It goes on

  /// Customs have it their own way, and whoever pays has to pay by that.
  private mutating func settle(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    let here = place(slot, stop: Int(lives[slot].stop))
    if lives[slot].step >= Step.rma.rawValue {
      // Returned goods are let in whatever comes; without the proof the duty is paid twice.
      if reason == .reimportReliefUnproven {
        say(.dutyTaxPaid, slot, place: here, by: .merchant, note: voices.paidTwice, &board, &events)
      }
      return end(reason, slot, &board, &events)
    }
    setData(reason, slot, &board, &events)
    if side(slot) == .import { reckonDue(slot, board) }
    if board.openHold(reason, of: ShipmentID(lives[slot].shipment))?.step == .refused {
      lodgeAgain(slot, &board, &events)
    } else {
      close(reason, slot, &board, &events)
    }
    if side(slot) == .import, lane(slot).hasBorder, !owesNothing(slot, board) {
      if lives[slot].has(Life.paysDuty) {
        lives[slot].flags |= Life.owes
        demand(.dutyUnpaid, .import, slot, here, &board, &events)
        foresee(.dutyUnpaid, slot)
      } else {
        charge(slot, here, &board, &events)
      }
    }
    resume(slot, board, after: 0.4...3)
  }

  /// Customs declare what they hold to be right.
  private func setData(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    guard let (field, value, _) = rightData(reason, slot, &board) else { return }
    let voice: Voice = side(slot) == .import ? .customsDestination : .customsOrigin
    let first = events.count
    board.hear(
      correction: field, to: value, note: voices.asCustomsSet, about: ShipmentID(lives[slot].shipment),
      by: actor(voice, slot), at: Instant(milliseconds: now), into: &events)
    apply(from: first, &board, events)
  }

  /// Customs look for themselves.
  private mutating func control(_ reason: HoldReason, _ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    let isNew = board.openHold(.physicalInspection, of: ShipmentID(lives[slot].shipment)) == nil
    close(reason, slot, &board, &events)
    guard isNew else { return }
    demand(.physicalInspection, side(slot), slot, place(slot, stop: Int(lives[slot].stop)), &board, &events)
    foresee(.physicalInspection, slot)
  }

  /// Customs take back that they accepted the declaration: it has to be lodged again, else the parcel goes back.
  private mutating func invalidate(_ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    let side = side(slot)
    let voice: Voice = side == .import ? .customsDestination : .customsOrigin
    send(
      message(.invalidated, side), slot, place: place(slot, stop: Int(lives[slot].stop)), by: voice, &board, &events)
    foresee(.unstated, slot)
  }

  /// It misses the departure on which it was booked.
  private mutating func offload(_ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    guard lives[slot].step == Step.load.rawValue else { return }
    let facts = lane(slot)
    say(.offloaded, slot, place: place(slot, stop: Int(facts.exportStop)), by: .carrier, &board, &events)
    lives[slot].departure = departure(facts, from: now + hours(rates.cutOff))
  }

  // MARK: - Its way ends

  /// It goes back to the sender, here and now.
  mutating func sendBack(_ slot: Int, _ board: inout Board, _ events: inout [Event]) {
    lives[slot].epoch &+= 1
    plan(.back, slot, at: now)
  }

  /// Customs refuse it: it goes back, or now and then they keep it.
  private mutating func refuse(_ slot: Int, maySeize: Bool, _ board: inout Board, _ events: inout [Event]) {
    let own = chance(slot)
    let here = place(slot, stop: Int(lives[slot].stop))
    lives[slot].epoch &+= 1
    if side(slot) == .export {
      say(.exportRefused, slot, place: here, by: .customsOrigin, &board, &events)
      return plan(.back, slot, at: now + hours(4 + 30 * own.uniform(Draw.backSpan.at(2))))
    }
    let isSeized = maySeize && own.bernoulli(Draw.seized.first, rates.seizedGivenRefusal)
    say(
      .importRefused, slot, place: here, by: .customsDestination, note: isSeized ? voices.seized : .none, &board,
      &events)
    if isSeized { return finish(slot) }
    plan(.back, slot, at: now + hours(6 + 60 * own.uniform(Draw.backSpan.at(3))))
  }

  /// The goods are given up, to customs or for destruction.
  private mutating func giveUp(
    _ command: Command, _ slot: Int, by role: PartyRole, _ board: inout Board, _ events: inout [Event]
  ) {
    guard act(command, slot, by: Actor(role), &board, &events) else {
      return refuse(slot, maySeize: true, &board, &events)
    }
    lives[slot].epoch &+= 1
    finish(slot)
  }
}

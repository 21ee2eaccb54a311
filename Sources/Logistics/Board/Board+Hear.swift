package import Measures

// What comes from outside. Nothing is refused because it is inconvenient: every claim is kept, with a verdict on what it means
// for the state. The rules of order, first match first:
//
//   forecast, plan, notice                    beside      kept; moves nothing
//   hold already open / step already seen     repeats
//   the way has ended                         late when it happened before the end, else afterEnd (a dispute),
//                                             except what goes on from there: after-sales, the way back
//   an earlier stage                          late when it happened before what stands, else outOfOrder (a dispute)
//   same stage, earlier in time               late
//   a hold stops that stage                   blocked (a dispute); it takes effect when the last hold is closed
//   else                                      advances

extension Board {
  /// Adds to `events` what follows from an order that comes in. The shipment takes the board's next number, so these events
  /// must be applied before another order is heard.
  ///
  /// - Returns: the new shipment.
  @discardableResult
  package func hear(
    order: Event.Ordered, lines: [Event.OrderLine], terms: [Event.Statement] = [], by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) -> ShipmentID {
    let id = ShipmentID(UInt32(count + 1))
    events.append(Event(id, by: actor, at: now, .ordered(order)))
    for line in lines { events.append(Event(id, by: actor, at: now, .lined(line))) }
    for term in terms { events.append(Event(id, by: actor, at: now, .stated(term))) }
    return id
  }

  /// Adds to `events` what the order of a known shipment says beside its goods; nothing where it said something before.
  ///
  /// - Returns: whether anything was added.
  package func hear(
    terms: [Event.Statement], about id: ShipmentID, by actor: Actor, at now: Instant, into events: inout [Event]
  ) -> Bool {
    guard let shipment = self[id], !shipment.flags.contains(.termsStated), !terms.isEmpty else { return false }
    for term in terms { events.append(Event(id, by: actor, at: now, .stated(term))) }
    return true
  }

  /// Adds to `events` what follows from a claim about a known shipment.
  package func hear(
    _ claim: Event.Claim, about id: ShipmentID, by actor: Actor, at now: Instant, into events: inout [Event]
  ) {
    guard contains(id) else { return }
    let page = pages[id.index / Page.rows]
    let r = id.index % Page.rows
    var heard = claim
    heard.verdict = verdict(on: claim, page, r)
    events.append(Event(id, by: actor, at: now, .claimed(heard)))
    guard claim.kind == .actual else { return }
    switch heard.verdict {
    case .advances:
      if endsHolds(claim.milestone), page.openHolds[r] != 0 {
        closeAll(page.openHolds[r], id, by: actor, at: now, into: &events)
      }
    case .beside:
      if claim.milestone.nature == .hold {
        let reason = claim.reason ?? Self.impliedReason(claim.milestone)
        if page.openHolds[r] & reason.bit == 0 {
          open(reason, stops: claim.milestone.stage, since: claim.happened, id, by: actor, at: now, into: &events)
        }
      } else if claim.milestone == .dutyTaxPaid, page.openHolds[r] & HoldReason.dutyUnpaid.bit != 0 {
        close(.dutyUnpaid, note: .none, page, r, id, by: actor, at: now, into: &events)
      }
    case .repeats, .late, .outOfOrder, .blocked, .afterEnd: break
    }
  }

  /// Adds to `events` the end of a hold by the party that must act; nothing when it is not open.
  package func hear(
    cleared reason: HoldReason, note: TextID, about id: ShipmentID, by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) {
    guard contains(id) else { return }
    let page = pages[id.index / Page.rows]
    let r = id.index % Page.rows
    guard page.openHolds[r] & reason.bit != 0 else { return }
    close(reason, note: note, page, r, id, by: actor, at: now, into: &events)
  }

  /// Adds to `events` a document that a party supplied; nothing when it is there already.
  package func hear(
    filed document: Document, note: TextID = .none, about id: ShipmentID, by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) {
    guard contains(id),
      pages[id.index / Page.rows].documentsHeld[id.index % Page.rows] & DocumentSet(document).rawValue == 0
    else { return }
    events.append(Event(id, by: actor, at: now, .documentAttached(Event.Paper(document, note: note))))
  }

  /// What the control room makes of a claim, given what it knows of the shipment.
  @inline(__always)
  func verdict(on claim: Event.Claim, _ page: Page, _ r: Int) -> Verdict {
    verdict(on: claim, page, r, holds: page.openHolds[r], stops: page.holdStage[r])
  }

  /// The same, given what holds are open and which stage they stop first.
  @inline(__always)
  func verdict(on claim: Event.Claim, _ page: Page, _ r: Int, holds: UInt32, stops: UInt8) -> Verdict {
    let milestone = claim.milestone
    guard claim.kind == .actual else { return .beside }
    let standing = Milestone(rawValue: page.milestone[r]) ?? .orderPlaced
    let since = page.happened[r]
    let known = page.seen[r] & milestone.bit != 0
    let ended = page.flags[r] & ShipmentFlags.ended.rawValue != 0
    switch milestone.nature {
    case .notice:
      // A second demand is paid by a second payment.
      if milestone == .dutyTaxPaid, holds & HoldReason.dutyUnpaid.bit != 0 { return .beside }
      return known && milestone != .delayed ? .repeats : .beside
    case .hold:
      let reason = claim.reason ?? Self.impliedReason(milestone)
      if holds & reason.bit != 0 { return .repeats }
      if ended { return claim.happened.milliseconds <= since ? .late : .afterEnd }
      // A hold belongs to its stage: told after the release, or from a later stage on, it is news of the past.
      let release = milestone.releasedBy
      if let release, page.seen[r] & release.bit != 0, claim.happened.milliseconds <= since { return .late }
      if milestone.stage < standing.stage, milestone != .riskHold {
        return claim.happened.milliseconds <= since ? .late : .outOfOrder
      }
      return .beside
    case .step, .terminal:
      if known, milestone == standing || !Journey.goesOn(from: standing, with: milestone) { return .repeats }
    case .repeatable:
      if milestone == standing, claim.happened.milliseconds == since { return .repeats }
    }
    if ended, !Journey.goesOn(from: standing, with: milestone) {
      return claim.happened.milliseconds <= since ? .late : .afterEnd
    }
    if milestone.stage < standing.stage, !isExit(milestone, from: standing.stage) {
      return claim.happened.milliseconds <= since ? .late : .outOfOrder
    }
    if milestone.stage == standing.stage, claim.happened.milliseconds < since { return .late }
    if milestone.nature == .step, milestone.stage == standing.stage, standing.nature == .step,
      milestone.rawValue < standing.rawValue
    {
      return claim.happened.milliseconds == since ? .late : .outOfOrder
    }
    if holds != 0, milestone.stage.rawValue >= stops, !endsHolds(milestone) { return .blocked }
    return .advances
  }

  /// Whether a milestone ends the way from any earlier stage on, so that it cannot come too early.
  private func isExit(_ milestone: Milestone, from stage: Stage) -> Bool {
    milestone == .lost || milestone == .returned || milestone == .orderCancelled && stage <= .prepare
  }

  /// Whether a milestone ends every open hold by its nature: an outcome, or the way back.
  @inline(__always)
  func endsHolds(_ milestone: Milestone) -> Bool {
    milestone == .exportRefused || milestone == .importRefused || milestone == .orderCancelled
      || milestone == .returnToSender || milestone == .returned || milestone == .lost
  }

  /// The reason of a hold for which none was stated.
  static func impliedReason(_ milestone: Milestone) -> HoldReason { milestone == .dutyTaxDue ? .dutyUnpaid : .unstated }

  // MARK: - Holds

  func open(
    _ reason: HoldReason, stops: Stage, since: Instant, note: TextID = .none, _ id: ShipmentID, by actor: Actor,
    at now: Instant, into events: inout [Event]
  ) {
    let due = reason.clockStandsStill ? .epoch : since + reason.limit
    let hold = Event.HoldOpened(reason, stops: stops, since: since, due: due, note: note)
    events.append(Event(id, by: actor, at: now, .holdOpened(hold)))
  }

  /// Closes one hold, and lets a claim that waited behind the last one take effect.
  func close(
    _ reason: HoldReason, note: TextID, _ page: Page, _ r: Int, _ id: ShipmentID, by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) {
    events.append(Event(id, by: actor, at: now, .holdClosed(Event.HoldClosed(reason, note: note))))
    guard page.openHolds[r] == reason.bit, page.pending[r] != 0,
      let pending = Milestone(rawValue: page.pending[r] &- 1)
    else { return }
    var claim = Event.Claim(pending, happened: waited(id))
    claim.verdict = .advances
    events.append(Event(id, by: actor, at: now, .claimed(claim)))
  }

  /// When the milestone happened that waits behind a hold, in whole seconds.
  func waited(_ id: ShipmentID) -> Instant {
    Instant(seconds: (waitingSince[id.number] ?? .epoch).columnSeconds)
  }

  private func closeAll(
    _ open: UInt32, _ id: ShipmentID, by actor: Actor, at now: Instant, into events: inout [Event]
  ) {
    var rest = open
    while rest != 0 {
      let row = rest.trailingZeroBitCount
      rest &= rest &- 1
      guard let reason = HoldReason(rawValue: UInt8(row)) else { continue }
      events.append(Event(id, by: actor, at: now, .holdClosed(Event.HoldClosed(reason))))
    }
  }
}

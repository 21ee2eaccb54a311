package import Atlas
package import Measures

// What a message does. It is judged first, like every claim, and kept whatever the verdict:
//
//   it leads on, or to another demand            advances     state, holds and milestones follow
//   it says again what is known                  repeats
//   it leads to no state by itself (a receipt)   beside       pre-arrival messages still open and close their holds
//   it leads back                                late when it was sent before what stands, else outOfOrder (a dispute)
//   the goods were given up                      afterEnd (a dispute)
//
// What follows is worked out on a draft: holds that close and open within one message count for what comes behind them.

extension Board {
  /// Adds to `events` what follows from a message about a declaration, whoever sends it: customs, a file, the simulation, or the
  /// desk that lodges one.
  ///
  /// - Parameters:
  ///   - place: where the goods are, if whoever sends it knows; the milestones that it tells of happened there.
  ///   - offset: that place's offset from UTC.
  package func hear(
    _ message: Event.Declared, about id: ShipmentID, by actor: Actor, at now: Instant, place: PlaceID = .none,
    offset: ZoneOffset = .utc, into events: inout [Event]
  ) {
    guard contains(id) else { return }
    let page = pages[id.index / Page.rows]
    let r = id.index % Page.rows
    let row = message.message.row
    guard page.openHolds[r] != 0 || row.opens != nil else {
      return hear(ordinary: message, row, page, r, id, by: actor, at: now, place: place, offset: offset, into: &events)
    }
    var draft = BorderDraft(self, id, by: actor, at: now)
    (draft.place, draft.offset) = (place, offset)
    draft.take(message)
    events += draft.events
  }

  /// The same for most messages: nothing is held, and nothing is demanded, so that there is nothing to open or close.
  private func hear(
    ordinary message: Event.Declared, _ row: CustomsMessage.Row, _ page: Page, _ r: Int, _ id: ShipmentID,
    by actor: Actor, at now: Instant, place: PlaceID, offset: ZoneOffset, into events: inout [Event]
  ) {
    var heard = message
    (heard.verdict, heard.state) = judged(message, page, r, [])
    events.append(Event(id, by: actor, at: now, .declared(heard)))
    guard heard.verdict == .advances || heard.verdict == .beside && row.source == .prearrival,
      let milestone = message.side == .export ? row.milestones.export : row.milestones.import,
      milestone.nature != .hold, milestone.nature != .terminal, page.seen[r] & milestone.bit == 0
    else { return }
    let standing = Milestone(rawValue: page.milestone[r]) ?? .orderPlaced
    if milestone.nature == .step, !standing.isAt(message.side) { return }
    var claim = Event.Claim(milestone, happened: message.issued, offset: offset, place: place)
    claim.note = message.note
    claim.verdict = verdict(on: claim, page, r)
    events.append(Event(id, by: actor, at: now, .claimed(claim)))
  }

  /// Adds to `events` a correction of the data that came from outside, such as customs' own; nothing when it is so already.
  package func hear(
    correction field: DeclaredField, to value: DeclaredValue, note: TextID = .none, about id: ShipmentID,
    by actor: Actor, at now: Instant, into events: inout [Event]
  ) {
    guard let shipment = self[id] else { return }
    let before = shipment.declared(field)
    guard before != value else { return }
    let amendment = Event.Amendment(field, from: before, to: value, note: note)
    events.append(Event(id, by: actor, at: now, .amended(amendment)))
  }

  /// The verdict on a message given what is known, and the state that the declaration has by it.
  func judged(_ message: Event.Declared, _ page: Page, _ r: Int, _ open: [OpenHold]) -> (Verdict, DeclarationState) {
    let standing = page.declaration(message.side, r)
    let kind = message.message
    let since = open.map(\.turnSince).max() ?? .epoch
    let known = max(Instant(milliseconds: page.happened[r]), since)
    let behind: Verdict = message.issued <= known ? .late : .outOfOrder
    if kind == .takenBack { return (.beside, message.state) }
    guard let state = kind.row.state else { return (.beside, standing) }
    if standing.phase == .over { return (state == standing ? .repeats : .afterEnd, standing) }
    switch kind {
    case .received:
      // Customs register whatever we send: only of a declaration that has just been lodged that is news.
      let isNews = standing.phase < .lodged || standing == .lodged || standing.phase == .refused
      return isNews ? (.advances, .registered) : (.beside, standing)
    case .rejected:
      if standing == .amendmentRequested { return (.advances, .accepted) }
      if standing == .rejected { return (.repeats, standing) }
      return standing.phase <= .lodged || standing.phase == .refused ? (.advances, state) : (behind, standing)
    case .invalidated: return (standing == state ? .repeats : .advances, state)
    case .payment, .documentsSent:
      // What we send moves a declaration on only while customs wait for it.
      return standing.phase == .processing ? (.advances, state) : (.beside, standing)
    case .abandonment, .destruction, .exited: return (standing == state ? .repeats : .advances, state)
    case .exitOverdue: return standing == .exited ? (behind, standing) : (.advances, state)
    case .lodgement, .prearrivalFiling, .amendmentRequest, .informationSent, .screeningSent, .accepted,
      .physicalControl, .scanControl, .documentControl, .documentsDemanded, .corrected, .released, .cleared,
      .amendmentAccepted, .taxDue,
      .balanceShort, .paymentReminder, .prearrivalRegistered, .lifecycleError, .filingIncomplete, .filingError,
      .assessmentComplete, .doNotLoad, .informationRequest, .screeningRequest, .arrivalRegistered, .takenBack:
      break
    }
    if standing.phase == .refused {
      return state.phase <= .accepted ? (.advances, state) : (behind, standing)
    }
    if state.phase == .prearrival, standing.phase > .prearrival {
      // The goods' way to the aircraft is one thing, the declaration another: a state further on stays.
      return standing.isReleased ? (behind, standing) : (.beside, standing)
    }
    if state.phase > standing.phase { return (.advances, state) }
    if state == standing { return isNews(message, open) ? (.advances, state) : (.repeats, state) }
    if state.phase == standing.phase { return standing == .registered ? (.repeats, standing) : (.advances, state) }
    switch kind {
    case .taxDue, .balanceShort, .paymentReminder, .amendmentAccepted, .corrected, .amendmentRequest:
      // The account goes on when the goods are gone.
      return standing.isReleased ? (.beside, standing) : (behind, standing)
    case .lodgement, .prearrivalFiling, .documentsSent, .informationSent, .screeningSent, .payment, .abandonment,
      .destruction, .takenBack, .accepted, .received, .rejected, .physicalControl, .scanControl, .documentControl,
      .documentsDemanded, .released,
      .cleared, .invalidated, .exited, .exitOverdue, .prearrivalRegistered, .lifecycleError, .filingIncomplete,
      .filingError, .assessmentComplete, .doNotLoad, .informationRequest, .screeningRequest, .arrivalRegistered:
      return (behind, standing)
    }
  }

  /// Whether a demand that stands already says something new: another limit or amount, or it was answered meanwhile.
  private func isNews(_ message: Event.Declared, _ open: [OpenHold]) -> Bool {
    guard let reason = message.reason else { return false }
    guard let hold = open.first(where: { $0.reason == reason }) else { return true }
    if message.limit != .epoch, message.limit != hold.limit { return true }
    if message.amount.currency != .none, message.amount != hold.amount { return true }
    return hold.owner.isAuthority && !reason.mustAct.isAuthority
  }
}

extension Event.Declared {
  /// The hold that it opens: by the document that it demands, by where it points, else by its row.
  func reason(pointing pointed: HoldReason?) -> HoldReason? {
    guard let row = message.row.opens else { return nil }
    if message == .documentsDemanded, let document { return HoldReason(demanding: document) }
    if message == .rejected, let pointed { return pointed }
    // No debt, no hold.
    if message == .taxDue, amount.currency != .none, amount.minor <= 0 { return nil }
    return row
  }

  /// The same where nobody looks at the pointer's text.
  var reason: HoldReason? { reason(pointing: nil) }
}

extension Shipment {
  /// What is declared of a field now; nothing for what only the folder holds.
  package func declared(_ field: DeclaredField) -> DeclaredValue {
    switch field {
    case .value: DeclaredValue(value)
    case .hs: DeclaredValue(hs: hs)
    case .description: DeclaredValue(goods)
    case .weight: DeclaredValue(weight)
    case .origin: DeclaredValue(originCountry)
    case .consigneeID, .freight, .insurance, .region, .kind, .business, .preference, .sellerNumber: DeclaredValue()
    }
  }

  /// Whether the goods are so far on their way that a declaration on this side tells of a milestone, too: one that is lodged or
  /// cleared ahead of the goods moves nothing.
  func isAt(_ side: BorderSide) -> Bool { milestone.isAt(side) }
}

extension Milestone {
  /// Whether goods that stand here are at this side of the border.
  fileprivate func isAt(_ side: BorderSide) -> Bool {
    switch side {
    case .export: stage == .firstMile || stage == .export
    case .import: stage == .import || self == .arrivedDestination || self == .unloaded
    }
  }
}

/// What follows from one act at the border, worked out event after event.
struct BorderDraft {
  private let board: Board
  private let shipment: Shipment
  private let page: Page
  private let r: Int
  private let actor: Actor
  private let now: Instant
  /// Where the goods are, if whoever acts knows.
  var place = PlaceID.none
  var offset = ZoneOffset.utc
  /// The holds that are open after the events so far.
  private(set) var open: [OpenHold]
  /// The events so far.
  private(set) var events: [Event] = []

  init(_ board: Board, _ id: ShipmentID, by actor: Actor, at now: Instant) {
    guard let shipment = board[id] else { preconditionFailure("a draft about \(id.label), which is not there") }
    self.board = board
    self.shipment = shipment
    page = board.pages[id.index / Page.rows]
    r = id.index % Page.rows
    self.actor = actor
    self.now = now
    open = board.openHolds(of: id)
  }

  mutating func add(_ what: Event.What) { events.append(Event(shipment.id, by: actor, at: now, what)) }

  // MARK: - Messages

  /// Takes a message with all that follows from it.
  mutating func take(_ message: Event.Declared) {
    var heard = message
    (heard.verdict, heard.state) = board.judged(message, page, r, open)
    let pointed = message.pointer == .none ? nil : HoldReason(pointer: board.texts[message.pointer])
    let reason = heard.reason(pointing: pointed)
    let isEffective =
      heard.verdict == .advances || heard.verdict == .beside && message.message.row.source == .prearrival
    var holdVerdict = Verdict.beside
    if isEffective, let reason, !open.contains(where: { $0.reason == reason }) {
      // A hold belongs to its stage: told from a later one, it is news of the past, as when it is claimed.
      holdVerdict = verdict(on: holdMilestone(reason, heard.side), reason, heard.issued)
      if holdVerdict != .beside, holdVerdict != .repeats {
        heard.verdict = holdVerdict
        heard.state = page.declaration(heard.side, r)
      }
    }
    add(.declared(heard))
    guard isEffective, heard.verdict == .advances || heard.verdict == .beside else { return }
    close(by: message.message, heard.side)
    if let reason { demand(reason, heard) }
    tell(heard)
    letThrough()
  }

  /// Closes what a message ends.
  private mutating func close(by message: CustomsMessage, _ side: BorderSide) {
    switch message.row.closes {
    case .nothing: break
    case .refusals: close { $0.step == .refused }
    case .duty: close { $0.reason == .dutyUnpaid }
    case .advanceData:
      close { $0.reason == .advanceDataMissing }
      // What customs have assessed they have.
      if shipment.documentsMissing.contains(.advanceData) { add(.documentAttached(Event.Paper(.advanceData))) }
    case .answeredData:
      close { hold in
        switch hold.reason {
        case .vagueDescription, .wrongHSCode, .documentsDisagree, .undervaluation: hold.step == .answered
        default: false
        }
      }
    case .control:
      close { hold in
        switch hold.reason {
        case .documentaryCheck, .scanSelected, .physicalInspection, .invoiceMissing, .vagueDescription, .wrongHSCode,
          .undervaluation, .documentsDisagree:
          hold.isOn(side)
        default: false
        }
      }
    case .side: close { $0.reason.isCustoms && $0.isOn(side) }
    }
  }

  private mutating func close(where ends: (OpenHold) -> Bool) {
    for hold in open where ends(hold) { add(.holdClosed(Event.HoldClosed(hold.reason))) }
    open.removeAll(where: ends)
  }

  /// Opens the hold that a message demands, or sends it back to whoever must act.
  private mutating func demand(_ reason: HoldReason, _ message: Event.Declared) {
    let isRefusal = message.message == .rejected || message.message == .invalidated
    let owner = isRefusal && reason.mustAct.isAuthority ? .broker : reason.mustAct
    let limit = message.limit == .epoch ? nil : message.limit
    if let hold = open.first(where: { $0.reason == reason }) {
      var passed = Event.HoldPassed(
        reason, .demanded, owner: owner, due: hold.due(with: owner, limit: limit, at: now), note: message.note)
      passed.limit = message.limit
      passed.amount = message.amount
      return pass(passed)
    }
    let stops = stop(reason, message)
    if let milestone = demandMilestone(reason, message.side) {
      var claim = Event.Claim(milestone, happened: message.issued, offset: offset, place: place)
      claim.reason = reason
      claim.note = message.note
      claim.verdict = .beside
      add(.claimed(claim))
    }
    var hold = Event.HoldOpened(
      reason, stops: stops, since: message.issued,
      due: owner.isAuthority ? .epoch : limit ?? message.issued + reason.limit, note: message.note)
    hold.owner = owner
    hold.step = isRefusal ? .refused : .opened
    hold.limit = message.limit
    hold.amount = message.amount
    add(.holdOpened(hold))
    open.append(OpenHold(hold))
  }

  /// The first stage that a hold stops: pre-arrival data the loading, everything else the release on its own side.
  private func stop(_ reason: HoldReason, _ message: Event.Declared) -> Stage {
    guard message.message.row.source == .prearrival else { return message.side.stage }
    let isLoaded = page.seen[r] & Milestone.departedOrigin.bit != 0 || shipment.stage > .carriage
    return isLoaded ? message.side.stage : .carriage
  }

  /// The milestone by which a hold is judged.
  private func holdMilestone(_ reason: HoldReason, _ side: BorderSide) -> Milestone {
    if side == .export { return .exportHeld }
    return reason == .dutyUnpaid ? .dutyTaxDue : .importHeld
  }

  /// The milestone that a demand tells of, where the goods are at the border already.
  private func demandMilestone(_ reason: HoldReason, _ side: BorderSide) -> Milestone? {
    reason == .advanceDataMissing ? nil : holdMilestone(reason, side)
  }

  /// Tells of the milestones of a message.
  private mutating func tell(_ message: Event.Declared) {
    let milestones = message.message.row.milestones
    guard let milestone = message.side == .export ? milestones.export : milestones.import,
      milestone.nature != .hold, page.seen[r] & milestone.bit == 0, milestone.nature != .terminal
    else { return }
    if milestone.nature == .step, !shipment.isAt(message.side) { return }
    claim(milestone, happened: message.issued, note: message.note)
  }

  // MARK: - Holds and claims

  /// Sends a hold to whoever has it from now on.
  mutating func pass(_ passed: Event.HoldPassed) {
    guard let place = open.firstIndex(where: { $0.reason == passed.reason }) else { return }
    open[place].pass(passed, at: now)
    add(.holdPassed(passed))
  }

  /// Claims a milestone, judged by the holds that are open by now.
  @discardableResult
  mutating func claim(_ milestone: Milestone, happened: Instant, note: TextID) -> Verdict {
    var claim = Event.Claim(milestone, happened: happened, offset: offset, place: place)
    claim.note = note
    claim.verdict = verdict(on: claim)
    add(.claimed(claim))
    if claim.verdict == .advances, board.endsHolds(milestone) { close { _ in true } }
    return claim.verdict
  }

  private func verdict(on claim: Event.Claim) -> Verdict {
    board.verdict(
      on: claim, page, r, holds: open.reduce(0) { $0 | $1.reason.bit }, stops: open.map(\.stops.rawValue).min() ?? 255)
  }

  private func verdict(on milestone: Milestone, _ reason: HoldReason, _ happened: Instant) -> Verdict {
    var claim = Event.Claim(milestone, happened: happened)
    claim.reason = reason
    return verdict(on: claim)
  }

  /// Lets what waited behind the holds take effect, where the last of them is closed and nothing has gone further.
  mutating func letThrough() {
    guard page.openHolds[r] != 0, open.isEmpty, let pending = shipment.pending else { return }
    let last = events.last { event in
      if case .claimed(let claim) = event.what { claim.verdict == .advances } else { false }
    }
    if case .claimed(let claim)? = last?.what,
      claim.milestone == pending || claim.milestone.stage > pending.stage
        || claim.milestone.stage == pending.stage && claim.milestone.rawValue >= pending.rawValue
    {
      return
    }
    var claim = Event.Claim(pending, happened: board.waited(shipment.id))
    claim.verdict = .advances
    add(.claimed(claim))
  }
}

extension OpenHold {
  /// The side of the border on which it stops the way.
  var side: BorderSide { stops <= .export ? .export : .import }
  /// Whether it stops the way on this side of the border.
  func isOn(_ side: BorderSide) -> Bool { side == self.side }
}

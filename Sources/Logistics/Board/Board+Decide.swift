package import Measures

// What the desk may do. Deciding changes nothing: it gives the events that would follow, or the reason why not and the remedy.

extension Board {
  /// The events that follow from a command about one shipment.
  ///
  /// - Parameters:
  ///   - seen: the version on which the decision was made; refused when the shipment changed since. nil decides on what is.
  ///   - roles: what whoever commands may do beside the desk's own: only compliance may clear a denied party.
  ///   - said: what the folder says of a field that is to be corrected and that the row does not hold.
  /// - Throws: the reason why not. Commands from outside are refused only for a shipment that does not exist.
  package func decide(
    _ command: Command, about id: ShipmentID, by actor: Actor, at now: Instant, seen: UInt32? = nil,
    roles: RoleSet = [], said: DeclaredValue? = nil
  ) throws(Rejection) -> [Event] {
    guard let shipment = self[id] else {
      throw Rejection(.unknownShipment, "there is no shipment \(id.label)")
    }
    if let seen, seen != shipment.version {
      throw Rejection(
        .changedMeanwhile, "\(id.label) changed meanwhile: now \(stateWords(of: shipment))",
        remedy: "look again and repeat")
    }
    var events: [Event] = []
    switch command {
    case .claim(let claim): hear(claim, about: id, by: actor, at: now, into: &events)
    case .clear(let reason, let note): hear(cleared: reason, note: note, about: id, by: actor, at: now, into: &events)
    case .file(let document, let note):
      hear(filed: document, note: note, about: id, by: actor, at: now, into: &events)
    case .advance: try advance(shipment, by: actor, at: now, into: &events)
    case .hold(let reason, let note): try hold(shipment, reason, note, by: actor, at: now, into: &events)
    case .release(let reason, let note):
      try release(shipment, reason, note, roles, by: actor, at: now, into: &events)
    case .request(let document, let note): try request(shipment, document, note, by: actor, at: now, into: &events)
    case .attach(let document, let note): try attach(shipment, document, note, by: actor, at: now, into: &events)
    case .declare(let message): hear(message, about: id, by: actor, at: now, into: &events)
    case .amend(let field, let value, let note):
      hear(correction: field, to: value, note: note, about: id, by: actor, at: now, into: &events)
    case .lodge(let filing, let note):
      try refuseIfEnded(shipment)
      try file(shipment, filing, note, by: actor, at: now, into: &events)
    case .correct(let field, let value, let note):
      try correct(shipment, field, value, note, said: said, by: actor, at: now, into: &events)
    case .answer(let reason, let note): try answer(shipment, reason, note, by: actor, at: now, into: &events)
    case .present(let note): try present(shipment, note, by: actor, at: now, into: &events)
    case .appeal(let reason, let note): try appeal(shipment, reason, note, by: actor, at: now, into: &events)
    case .abandon(let note): try giveUp(shipment, .abandonment, note, by: actor, at: now, into: &events)
    case .destroy(let note): try giveUp(shipment, .destruction, note, by: actor, at: now, into: &events)
    case .pay(let amount, let note): try pay(shipment, amount, note, by: actor, at: now, into: &events)
    case .note(let text): events.append(Event(id, by: actor, at: now, .noted(Event.Note(text))))
    case .own(let owner):
      guard owner != shipment.owner else { throw Rejection(.alreadySo, "it is theirs already") }
      events.append(Event(id, by: actor, at: now, .owned(Event.Ownership(owner))))
    case .cancel(let note):
      try refuseIfEnded(shipment)
      guard shipment.stage <= .prepare else {
        throw Rejection(
          .wrongStage, "it has left the merchant", remedy: "send it back instead")
      }
      try claim(.orderCancelled, note, shipment, by: actor, at: now, into: &events)
    case .sendBack(let note):
      let refused = Journey.goesOn(from: shipment.milestone, with: .returnToSender)
      if !refused { try refuseIfEnded(shipment) }
      guard shipment.canBeSentBack else {
        throw Rejection(
          .wrongStage, "it is not on its way", remedy: shipment.stage <= .prepare ? "cancel it instead" : "")
      }
      try claim(.returnToSender, note, shipment, by: actor, at: now, into: &events)
    case .openReturn(let note):
      guard shipment.milestone == .delivered else {
        throw Rejection(.wrongStage, "a return follows delivery, and it is \(stateWords(of: shipment))")
      }
      try claim(.rmaOpened, note, shipment, by: actor, at: now, into: &events)
    case .settle(let settlement, let note):
      guard shipment.milestone == .returnInspected else {
        throw Rejection(
          .wrongStage, "a settlement follows the return's inspection",
          remedy: shipment.stage == .afterSales ? "advance it to inspected first" : "")
      }
      try claim(settlement.milestone, note, shipment, by: actor, at: now, into: &events)
    }
    return events
  }

  /// The next step that "advance" would claim, or the reason why there is none now.
  package func nextStep(of shipment: Shipment) -> Result<Milestone, Rejection> {
    if shipment.isEnded {
      return .failure(Rejection(.ended, "its way has ended: \(stateWords(of: shipment))", remedy: endRemedy(shipment)))
    }
    guard let next = Journey.next(after: shipment.milestone, mode: shipment.mode) else {
      return .failure(Rejection(.noNextStep, "it needs a decision", remedy: "refund, exchange or repair"))
    }
    if shipment.isHeld, next.stage >= stopped(shipment) {
      return .failure(Rejection(.held, heldWords(shipment), remedy: "release first"))
    }
    if next == .docsComplete, !shipment.documentsMissing.isEmpty {
      return .failure(missing(shipment.documentsMissing))
    }
    return .success(next)
  }

  /// Why "release" cannot end this hold now; nil when it can.
  ///
  /// - Parameters:
  ///   - roles: what the operator may do beside the desk's own.
  ///   - note: the reason that is given; a denied party is not cleared without one.
  package func releaseRefusal(
    _ reason: HoldReason, of shipment: Shipment, roles: RoleSet = [], note: TextID = .none
  ) -> Rejection? {
    if reason == .deniedParty, !roles.contains(RoleSet(.compliance)) {
      return Rejection(
        .needsRole, "only compliance clears a \(reason.words)",
        remedy: "ask somebody with the role compliance (operator.roles)"
          + (shipment.canBeSentBack ? ", or send it back" : ""))
    }
    let lacking = reason.needs.subtracting(shipment.documentsHeld)
    if !lacking.isEmpty { return missing(lacking) }
    let hold = openHold(reason, of: shipment.id)
    if let hold, hold.step == .refused {
      return Rejection(.notYours, "the declaration was refused", remedy: "correct it and file it again")
    }
    // What an authority has ends by its word, whatever papers are there: the desk can but tell whose word that was.
    if hold.map({ $0.owner.isAuthority }) ?? reason.clockStandsStill, note == .none {
      return Rejection(
        .notYours, "\((hold?.owner ?? reason.mustAct).name) decides on \(reason.words)",
        remedy: "wait, \(shipment.canBeSentBack ? "send it back, " : "")or tell who released it: "
          + "release \(reason.code) WHO AND HOW"
      )
    }
    if reason == .dutyUnpaid, note == .none, shipment.seen & Milestone.dutyTaxPaid.bit == 0 {
      return Rejection(
        .notYours, "no payment of duty and tax is on record",
        remedy: "pay it, or say who did: release \(reason.code) WHO AND HOW")
    }
    // Papers that lie in the folder are not in customs' hands yet.
    if let hold, reason.isCustoms, note == .none, shipment.state(hold.side).waitsForUs {
      return Rejection(
        .notYours, "customs decide (\(shipment.state(hold.side).words))",
        remedy: (reason == .dutyUnpaid ? "pay it" : "answer them")
          + ", or say who did: release \(reason.code) WHO AND HOW")
    }
    if reason == .deniedParty, note == .none {
      return Rejection(
        .reasonMissing, "a \(reason.words) is cleared with a reason alone",
        remedy: "say why: release \(reason.code) WHY"
      )
    }
    return nil
  }

  /// The state of a shipment in a few words: where its way stands, and its holds.
  package func stateWords(of shipment: Shipment) -> String {
    let milestone = shipment.milestone.name.replacing("_", with: " ")
    return shipment.isHeld ? "\(milestone), held: \(shipment.holds.map(\.words).joined(separator: ", "))" : milestone
  }

  // MARK: - The desk's commands

  private func advance(
    _ shipment: Shipment, by actor: Actor, at now: Instant, into events: inout [Event]
  ) throws(Rejection) {
    let next = try nextStep(of: shipment).get()
    try claim(next, .none, shipment, by: actor, at: now, into: &events)
  }

  private func hold(
    _ shipment: Shipment, _ reason: HoldReason, _ note: TextID, by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) throws(Rejection) {
    try refuseIfEnded(shipment)
    guard shipment.openHolds & reason.bit == 0 else { throw Rejection(.alreadySo, "it is held for that already") }
    open(reason, stops: shipment.stage, since: now, note: note, shipment.id, by: actor, at: now, into: &events)
  }

  private func release(
    _ shipment: Shipment, _ named: HoldReason?, _ note: TextID, _ roles: RoleSet, by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) throws(Rejection) {
    guard shipment.isHeld else { throw Rejection(.notHeld, "no hold is open") }
    if let named, shipment.openHolds & named.bit == 0 {
      throw Rejection(.notHeld, "it is not held for \(named.words)")
    }
    let wanted = named.map { [$0] } ?? shipment.holds
    let releasable = wanted.filter { releaseRefusal($0, of: shipment, roles: roles, note: note) == nil }
    let refusals = wanted.lazy.compactMap { releaseRefusal($0, of: shipment, roles: roles, note: note) }
    if releasable.isEmpty, let refusal = refusals.first {
      throw refusal
    }
    let page = pages[shipment.id.index / Page.rows]
    let r = shipment.id.index % Page.rows
    let endsAll = releasable.reduce(0) { $0 | $1.bit } == shipment.openHolds
    for (index, reason) in releasable.enumerated() {
      if endsAll, index == releasable.count - 1, releasable.count > 1 {
        // The last of several: `close` looks at the row as it is, so what waited behind them is let through here.
        events.append(
          Event(shipment.id, by: actor, at: now, .holdClosed(Event.HoldClosed(reason, note: note))))
        if let pending = shipment.pending {
          var claim = Event.Claim(pending, happened: waited(shipment.id))
          claim.verdict = .advances
          events.append(Event(shipment.id, by: actor, at: now, .claimed(claim)))
        }
      } else {
        close(reason, note: note, page, r, shipment.id, by: actor, at: now, into: &events)
      }
    }
  }

  /// Pays what is due on the consignee's behalf.
  private func pay(
    _ shipment: Shipment, _ amount: Money?, _ note: TextID, by actor: Actor, at now: Instant, into events: inout [Event]
  ) throws(Rejection) {
    guard let hold = openHold(.dutyUnpaid, of: shipment.id) else {
      throw Rejection(.notHeld, "no duty or tax is due")
    }
    let due = hold.amount
    if let amount, due.currency != .none, amount != due {
      throw Rejection(
        .wrongAmount, "\(due.decimalText) \(due.currency.code) are due", remedy: "pay exactly that, or name no amount")
    }
    let currency = shipment.destinationCountry.currency
    if let amount, due.currency == .none, currency != .none, amount.currency != currency {
      throw Rejection(
        .wrongAmount, "customs there take \(currency.code)",
        remedy: "pay what is due in \(currency.code), or name no amount")
    }
    if let amount, amount.minor <= 0 { throw Rejection(.wrongAmount, "there is nothing to pay with that") }
    var claim = Event.Claim(.dutyTaxPaid, happened: now)
    claim.note = note
    let payment = Event.Paper(.dutyPayment, note: note)
    events.append(Event(shipment.id, by: actor, at: now, .documentAttached(payment)))
    hear(claim, about: shipment.id, by: actor, at: now, into: &events)
    let side: BorderSide = hold.stops > .export ? .import : .export
    let paid = amount ?? due
    guard paid.currency != .none || shipment.state(side).phase == .processing else { return }
    var message = Event.Declared(.payment, side, issued: now)
    message.amount = paid
    message.note = note
    hear(message, about: shipment.id, by: actor, at: now, into: &events)
  }

  private func request(
    _ shipment: Shipment, _ document: Document?, _ note: TextID, by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) throws(Rejection) {
    let wanted = document.map { DocumentSet($0) } ?? shipment.documentsMissing
    guard !wanted.isEmpty else { throw Rejection(.alreadySo, "no document is missing") }
    let new = wanted.subtracting(shipment.documentsRequested).subtracting(shipment.documentsHeld)
    guard !new.isEmpty else {
      let held = wanted.subtracting(shipment.documentsHeld).isEmpty
      throw Rejection(
        .alreadySo, held ? "it is there already" : "it was asked for already",
        remedy: held ? "" : "attach it when it comes")
    }
    for document in new.documents {
      events.append(
        Event(shipment.id, by: actor, at: now, .documentRequested(Event.Paper(document, note: note))))
    }
  }

  private func attach(
    _ shipment: Shipment, _ document: Document?, _ note: TextID, by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) throws(Rejection) {
    // A payment is no paper that lies about: it is made, or somebody tells who made it.
    if document == .dutyPayment, note == .none {
      throw Rejection(
        .reasonMissing, "a payment is recorded by paying",
        remedy: "pay it, or tell who paid and how: attach duty_payment with a note")
    }
    let wanted =
      document.map { DocumentSet($0) } ?? shipment.documentsMissing.subtracting(DocumentSet(.dutyPayment))
    let new = wanted.subtracting(shipment.documentsHeld)
    guard !new.isEmpty else {
      if document == nil, shipment.documentsMissing.contains(.dutyPayment) {
        throw Rejection(.alreadySo, "no document is missing but the payment", remedy: "pay it")
      }
      throw Rejection(.alreadySo, document == nil ? "no document is missing" : "it is there already")
    }
    for document in new.documents {
      events.append(
        Event(shipment.id, by: actor, at: now, .documentAttached(Event.Paper(document, note: note))))
    }
  }

  /// The desk's own claim of a milestone, with all that follows from it.
  private func claim(
    _ milestone: Milestone, _ note: TextID, _ shipment: Shipment, by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) throws(Rejection) {
    // Never before what stands, lest the desk's own word be late: a scan can carry a time ahead of our clock.
    var claim = Event.Claim(milestone, happened: max(now, shipment.happened))
    claim.note = note
    let first = events.count
    hear(claim, about: shipment.id, by: actor, at: now, into: &events)
    // The desk's word must do what it says, or not be given: a claim that moves nothing is for others.
    guard case .claimed(let heard)? = events[first...].first?.what, heard.verdict == .advances else {
      let why = shipment.isHeld ? heldWords(shipment) : "it does not follow on \(stateWords(of: shipment))"
      throw Rejection(shipment.isHeld ? .held : .wrongStage, why, remedy: shipment.isHeld ? "release first" : "")
    }
  }

  // MARK: - Words

  func refuseIfEnded(_ shipment: Shipment) throws(Rejection) {
    guard shipment.isEnded else { return }
    throw Rejection(.ended, "its way has ended: \(stateWords(of: shipment))", remedy: endRemedy(shipment))
  }

  private func endRemedy(_ shipment: Shipment) -> String {
    shipment.milestone == .delivered ? "open a return instead" : ""
  }

  func heldWords(_ shipment: Shipment) -> String {
    let holds = shipment.holds
    return holds.count == 1 ? "held: \(holds[0].words)" : "\(holds.count) open holds"
  }

  func stopped(_ shipment: Shipment) -> Stage {
    Stage(rawValue: pages[shipment.id.index / Page.rows].holdStage[shipment.id.index % Page.rows]) ?? .order
  }

  func missing(_ documents: DocumentSet) -> Rejection {
    let words = documents.documents.map(\.words).joined(separator: ", ")
    return Rejection(.documentsMissing, "missing: \(words)", remedy: "request it, attach it when it comes")
  }
}

extension Shipment {
  /// Whether it is on a way that can be turned round.
  fileprivate var canBeSentBack: Bool { stage >= .firstMile && stage <= .local }
}

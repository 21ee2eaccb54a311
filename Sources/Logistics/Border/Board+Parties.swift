import Measures

// What the parties do at the border, by the desk: each act says when it is impossible, why, and what would help.
//
//   file      lodges a declaration, or lodges it again          only what customs have not, or took back
//   correct   puts declared data right                          an amendment where customs have the declaration already
//   answer    documents sent: the hold goes to the authority    only with what it asks for in the folder
//   present   goods presented for scan or inspection
//   appeal    the authority decides again: the clock stands still
//   abandon, destroy                                            the way ends here

/// Which declaration is lodged.
package enum Filing: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case exportDeclaration, importDeclaration, prearrivalData

  /// The stable name, as it is typed.
  package var name: String {
    switch self {
    case .exportDeclaration: "export"
    case .importDeclaration: "import"
    case .prearrivalData: "pre-arrival"
    }
  }

  /// What an operator reads.
  package var words: String {
    switch self {
    case .exportDeclaration: "export declaration"
    case .importDeclaration: "import declaration"
    case .prearrivalData: "pre-arrival data"
    }
  }

  /// The side of the border that it is for.
  package var side: BorderSide { self == .exportDeclaration ? .export : .import }

  /// The filing of this name, in either case.
  package init?(name: some StringProtocol) {
    let lower = name.lowercased()
    guard let match = Filing.allCases.first(where: { $0.name == lower }) else { return nil }
    self = match
  }
}

extension Board {
  /// Lodges a declaration.
  func file(
    _ shipment: Shipment, _ wanted: Filing?, _ note: TextID, by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) throws(Rejection) {
    let filing: Filing
    if let wanted { filing = wanted } else { filing = try dueFiling(of: shipment) }
    let state = shipment.state(filing.side)
    try refuseUnder(.deniedParty, shipment)
    if shipment.stage == .order {
      throw Rejection(.wrongStage, "the merchant has not packed it yet", remedy: "file it once the papers are there")
    }
    if shipment.stage > filing.side.stage {
      throw Rejection(.wrongStage, "it has passed \(filing.side.name) already")
    }
    var message: Event.Declared
    if filing == .prearrivalData {
      guard state.phase <= .prearrival else {
        throw Rejection(
          .wrongStage, "the import declaration is further on: \(state.words)",
          remedy: "pre-arrival data is filed before it")
      }
      guard state.phase == .nothing else {
        throw Rejection(
          .alreadySo, "pre-arrival data is filed already: \(state.words)",
          remedy: shipment.openHolds & HoldReason.advanceDataMissing.bit != 0 ? "answer H22 instead" : "")
      }
      message = Event.Declared(.prearrivalFiling, .import, issued: now)
    } else {
      guard state.canBeLodged else {
        throw Rejection(
          .alreadySo, "the \(filing.words): \(state.words)",
          remedy: state.isLodged ? "correct it instead" : "")
      }
      message = Event.Declared(.lodgement, filing.side, issued: now)
    }
    message.note = note
    hear(message, about: shipment.id, by: actor, at: now, into: &events)
    let paper: Document? =
      switch filing {
      case .exportDeclaration: .exportDeclaration
      case .importDeclaration: .importDeclaration
      case .prearrivalData: .advanceData
      }
    if let paper, shipment.documentsMissing.contains(paper) {
      events.append(Event(shipment.id, by: actor, at: now, .documentAttached(Event.Paper(paper))))
    }
    // The desk's word must do what it says, or not be given.
    for event in events {
      guard case .claimed(let claim) = event.what, claim.verdict == .blocked else { continue }
      throw Rejection(.held, heldWords(shipment), remedy: "release first")
    }
  }

  /// The declaration that is due next.
  private func dueFiling(of shipment: Shipment) throws(Rejection) -> Filing {
    switch shipment.stage {
    case .order, .prepare, .firstMile: return .exportDeclaration
    case .export:
      return shipment.exportState.canBeLodged || !shipment.exportState.isReleased
        ? .exportDeclaration : .importDeclaration
    case .carriage, .import: return .importDeclaration
    case .local, .afterSales: throw Rejection(.wrongStage, "it has passed the border")
    }
  }

  /// Puts declared data right.
  func correct(
    _ shipment: Shipment, _ field: DeclaredField, _ value: DeclaredValue, _ note: TextID, said: DeclaredValue?,
    by actor: Actor, at now: Instant, into events: inout [Event]
  ) throws(Rejection) {
    try refuseIfEnded(shipment)
    let side: BorderSide = shipment.stage <= .export && !shipment.importState.isLodged ? .export : .import
    let state = shipment.state(side)
    if state.isReleased || shipment.stage > .import {
      throw Rejection(
        .wrongStage, "the \(side.name) declaration\(state == .none ? " is behind it" : ": \(state.words)")",
        remedy: "the broker has it amended after the release")
    }
    let before = said ?? shipment.declared(field)
    guard before != value else {
      throw Rejection(.alreadySo, "the \(field.words) is declared so already")
    }
    var amendment = Event.Amendment(field, from: before, to: value, note: note)
    amendment.isCorrected = true
    events.append(Event(shipment.id, by: actor, at: now, .amended(amendment)))
    if let paper = field.document(value), !shipment.documentsHeld.contains(paper) {
      events.append(Event(shipment.id, by: actor, at: now, .documentAttached(Event.Paper(paper, note: note))))
    }
    guard state.isLodged else { return }
    var message = Event.Declared(.amendmentRequest, side, issued: now)
    message.note = note
    hear(message, about: shipment.id, by: actor, at: now, into: &events)
  }

  /// Sends what was asked for: the hold is the authority's from now on.
  func answer(
    _ shipment: Shipment, _ named: HoldReason?, _ note: TextID, by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) throws(Rejection) {
    let wanted = try holds(shipment, named, else: "there is nothing to answer customs") {
      $0.reason.isCustoms && $0.reason != .dutyUnpaid
    }
    let ours = wanted.filter { $0.waitsForPapers }
    guard !ours.isEmpty else {
      if let refused = wanted.first(where: { $0.step == .refused }) {
        throw Rejection(.wrongStage, "\(refused.reason.code): the declaration was refused", remedy: "file it again")
      }
      let owner = wanted.first.map { "\($0.owner.name) has it: \($0.reason.code) \($0.reason.words)" }
      throw Rejection(.alreadySo, owner ?? "there is nothing to answer", remedy: "wait, or appeal")
    }
    let ready = ours.filter { $0.reason.needs.subtracting(shipment.documentsHeld).isEmpty }
    guard !ready.isEmpty else {
      throw missing(ours.reduce(DocumentSet()) { $0.union($1.reason.needs) }.subtracting(shipment.documentsHeld))
    }
    var draft = BorderDraft(self, shipment.id, by: actor, at: now)
    for hold in ready {
      draft.pass(Event.HoldPassed(hold.reason, .answered, owner: hold.reason.authority, note: note))
    }
    events += draft.events
    let side: BorderSide = ready.contains { $0.stops > .export } ? .import : .export
    let state = shipment.state(side)
    let kind: CustomsMessage? =
      if ready.contains(where: { $0.reason == .advanceDataMissing }), state.phase == .prearrival {
        state == .screeningDemanded ? .screeningSent : .informationSent
      } else if state.phase == .processing { .documentsSent } else { nil }
    guard let kind else { return }
    var message = Event.Declared(kind, side, issued: now)
    message.note = note
    hear(message, about: shipment.id, by: actor, at: now, into: &events)
  }

  /// Presents the goods for the scan or the inspection.
  func present(
    _ shipment: Shipment, _ note: TextID, by actor: Actor, at now: Instant, into events: inout [Event]
  ) throws(Rejection) {
    let controls = openHolds(of: shipment.id).filter { $0.reason == .scanSelected || $0.reason == .physicalInspection }
    guard !controls.isEmpty else { throw Rejection(.notHeld, "no scan or inspection is demanded") }
    let due = controls.filter { $0.step != .presented }
    guard !due.isEmpty else { throw Rejection(.alreadySo, "the goods were presented", remedy: "customs decide") }
    var draft = BorderDraft(self, shipment.id, by: actor, at: now)
    for hold in due { draft.pass(Event.HoldPassed(hold.reason, .presented, owner: .customs, note: note)) }
    events += draft.events
  }

  /// Appeals against what an authority decided.
  func appeal(
    _ shipment: Shipment, _ named: HoldReason?, _ note: TextID, by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) throws(Rejection) {
    let wanted = try holds(shipment, named, else: "no appeal lies against it") { $0.reason.canBeAppealed }
    let new = wanted.filter { $0.step != .appealed }
    guard !new.isEmpty else { throw Rejection(.alreadySo, "it was appealed against", remedy: "wait for the outcome") }
    var draft = BorderDraft(self, shipment.id, by: actor, at: now)
    for hold in new {
      draft.pass(Event.HoldPassed(hold.reason, .appealed, owner: hold.reason.authority, note: note))
    }
    events += draft.events
  }

  /// Gives the goods up, to customs or for destruction.
  func giveUp(
    _ shipment: Shipment, _ kind: CustomsMessage, _ note: TextID, by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) throws(Rejection) {
    let isRefused = shipment.milestone == .importRefused || shipment.milestone == .exportRefused
    if !isRefused { try refuseIfEnded(shipment) }
    let side: BorderSide = shipment.stage == .import ? .import : .export
    guard shipment.stage == .import || shipment.stage == .export else {
      throw Rejection(
        .wrongStage, "the goods are not at customs",
        remedy: shipment.stage <= .prepare ? "cancel it instead" : "send it back instead")
    }
    guard shipment.state(side).phase != .over else {
      throw Rejection(.alreadySo, "the goods are \(shipment.state(side).words)")
    }
    guard !shipment.state(side).isReleased else {
      throw Rejection(.wrongStage, "customs have released the goods", remedy: "send it back instead")
    }
    var draft = BorderDraft(self, shipment.id, by: actor, at: now)
    var message = Event.Declared(kind, side, issued: now)
    message.note = note
    draft.take(message)
    if !isRefused {
      let milestone: Milestone = side == .import ? .importRefused : .exportRefused
      draft.claim(milestone, happened: max(now, shipment.happened), note: note)
    }
    events += draft.events
  }

  /// The open holds that an act can be about: the named one, or all that fit.
  private func holds(
    _ shipment: Shipment, _ named: HoldReason?, else why: String, _ fits: (OpenHold) -> Bool
  ) throws(Rejection) -> [OpenHold] {
    guard shipment.isHeld else { throw Rejection(.notHeld, "no hold is open") }
    let open = openHolds(of: shipment.id)
    if let named {
      guard let hold = open.first(where: { $0.reason == named }) else {
        throw Rejection(.notHeld, "it is not held for \(named.words)")
      }
      guard fits(hold) else { throw notSo(hold, why) }
      return [hold]
    }
    let fitting = open.filter(fits)
    if fitting.isEmpty, let first = open.first { throw notSo(first, why) }
    return fitting
  }

  private func notSo(_ hold: OpenHold, _ why: String) -> Rejection {
    let remedy =
      switch hold.reason {
      case .dutyUnpaid: "pay it"
      case .operatorHold: "release it"
      default: "\(hold.reason.playbook.firstAction.words)"
      }
    return Rejection(.notYours, "\(hold.reason.code) \(hold.reason.words): \(why)", remedy: remedy)
  }

  /// Refuses while a hold is open that stops even papers.
  private func refuseUnder(_ reason: HoldReason, _ shipment: Shipment) throws(Rejection) {
    guard shipment.openHolds & reason.bit != 0 else { return }
    throw Rejection(.held, "held: \(reason.words)", remedy: "\(reason.mustAct.name) clears it first")
  }
}

extension OpenHold {
  /// Whether papers can be sent for it: ours to answer, or an authority's that asks for some and has none yet.
  package var waitsForPapers: Bool {
    switch step {
    case .refused, .answered, .presented, .appealed: false
    case .opened, .demanded, .takenBack:
      isRunning || !reason.needs.isEmpty && reason != .physicalInspection
    }
  }
}

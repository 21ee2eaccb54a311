package import Measures

// Undo and redo: a person's last deed on a shipment is taken back by events that say so, and what was taken back is done again by
// events that say so; nothing is ever erased.
//
//   deed D ──undo──► U takes back D ──redo──► R takes back U, and does again what D did ──undo──► U' takes back R …
//
//   what D did          undone by                         done again by
//   advance             corrected                         claimed as before
//   hold                hold closed                       hold opened, with its first beginning
//   release             hold opened, as it first was      hold closed
//   attach              withdrawn                         attached
//   own                 owned by whoever had it before    owned
//   answer, present     passed back to whoever had it     passed on again
//   correct             amended to what was said before   amended, where customs have no amendment yet
//   note, request       stay, and are passed over
//
// Both refuse where others rely on what was done, or where the world moved on. A deed is told from others by its instant, of which
// each has its own; undo and redo go backwards through those of one person on one shipment, past what is taken back already. Who
// has done something new since an undo cannot redo it any more, as everywhere.

extension Board {
  /// The events that take back the actor's own last deed on a shipment.
  ///
  /// - Throws: why it cannot be taken back.
  package func undo(_ dossier: Dossier, by actor: Actor, at now: Instant) throws(Rejection) -> [Event] {
    let shipment = try shipment(of: dossier)
    let deeds = Board.deeds(of: actor, in: dossier)
    let takenBack = Set(deeds.compactMap { $0.kind == .undo ? $0.about : nil })
    var passedOver = false
    for deed in deeds.reversed() {
      guard deed.kind != .undo, !takenBack.contains(deed.at) else { continue }
      if deed.stays {
        passedOver = true
        continue
      }
      let events = try takeBack(deed, shipment, dossier, by: actor, at: now)
      guard !events.isEmpty else { throw Rejection(.nothingToUndo, "what the deed did is no longer so") }
      return events + [Event(dossier.id, by: actor, at: now, .tookBack(Event.TakenBack(deed: deed.at)))]
    }
    throw Rejection(
      .nothingToUndo,
      passedOver ? "nothing is left but notes and requests, which stay" : "you did nothing here to take back")
  }

  /// The events that do again what the actor last took back on a shipment.
  ///
  /// - Parameter roles: what the actor may do beside the desk's own.
  /// - Throws: why it cannot be done again.
  package func redo(
    _ dossier: Dossier, by actor: Actor, at now: Instant, roles: RoleSet = []
  ) throws(Rejection) -> [Event] {
    let shipment = try shipment(of: dossier)
    let deeds = Board.deeds(of: actor, in: dossier)
    let redone = Set(deeds.compactMap { $0.kind == .redo ? $0.about : nil })
    search: for undo in deeds.reversed() {
      switch undo.kind {
      case .redo: continue
      case .deed:
        if undo.stays { continue }
        guard deeds.contains(where: { $0.kind == .undo && !redone.contains($0.at) }) else { break search }
        throw Rejection(.nothingToRedo, "you did something else here since", remedy: "do it anew")
      case .undo:
        if redone.contains(undo.at) { continue }
        guard let deed = deeds.last(where: { $0.at == undo.about }) else {
          throw Rejection(.nothingToRedo, "what was taken back is not on record")
        }
        let events = try doAgain(deed, undone: undo, shipment, dossier, roles, by: actor, at: now)
        guard !events.isEmpty else { throw Rejection(.nothingToRedo, "what the deed did is so already") }
        let mark = Event.TakenBack(deed: undo.at, isRedo: true)
        return [Event(dossier.id, by: actor, at: now, .tookBack(mark))] + events
      }
    }
    throw Rejection(.nothingToRedo, "nothing that you took back here is left to do again")
  }

  private func shipment(of dossier: Dossier) throws(Rejection) -> Shipment {
    if let shipment = self[dossier.id] { return shipment }
    throw Rejection(.unknownShipment, "there is no shipment \(dossier.id.label)")
  }

  // MARK: - Deeds

  /// What a person did to a shipment at one instant.
  fileprivate struct DeskDeed {
    enum Kind { case deed, undo, redo }
    var kind: Kind
    var at: Instant
    /// The instant of the deed that it takes back; nil for what takes nothing back.
    var about: Instant?
    /// Its events, but the one that marks it.
    var events: [Event]
    /// The place of the first of them in the dossier.
    var first: Int

    /// Whether it only adds to the record: a note stays and a request was sent.
    var stays: Bool { kind == .deed && events.allSatisfy { $0.kind == .noted || $0.kind == .documentRequested } }
  }

  /// The actor's deeds on a shipment, oldest first.
  private static func deeds(of actor: Actor, in dossier: Dossier) -> [DeskDeed] {
    var deeds: [DeskDeed] = []
    for (place, entry) in dossier.events.enumerated() where entry.event.by == actor {
      let event = entry.event
      // Whoever comes between two events of one instant does not part them: a deed is one batch.
      if deeds.last?.at != event.at {
        deeds.append(DeskDeed(kind: .deed, at: event.at, about: nil, events: [], first: place))
      }
      guard case .tookBack(let taken) = event.what else {
        deeds[deeds.count - 1].events.append(event)
        continue
      }
      deeds[deeds.count - 1].kind = taken.isRedo ? .redo : .undo
      deeds[deeds.count - 1].about = taken.deed
    }
    return deeds
  }

  // MARK: - Undo

  private func takeBack(
    _ deed: DeskDeed, _ shipment: Shipment, _ dossier: Dossier, by actor: Actor, at now: Instant
  ) throws(Rejection) -> [Event] {
    var events: [Event] = []
    for event in deed.events.reversed() {
      switch event.what {
      case .claimed(let claim):
        try takeBack(claim, event, of: deed, shipment, dossier, by: actor, at: now, into: &events)
      case .holdOpened(let hold):
        // Another hold for the same reason is not theirs to end.
        guard shipment.openHolds & hold.reason.bit != 0,
          dossier.latest(of: hold.reason)?.opened.contains(where: { $0.at == event.at && $0.by == event.by }) ?? false
        else {
          throw Rejection(.nothingToUndo, "that hold was released since")
        }
        let page = pages[dossier.id.index / Page.rows]
        let r = dossier.id.index % Page.rows
        close(hold.reason, note: .none, page, r, dossier.id, by: actor, at: now, into: &events)
      case .holdClosed(let closed):
        guard let hold = dossier.openHold(closed.reason, before: deed.first),
          let note = dossier.holds.last(where: { $0.hold.reason == closed.reason })?.hold.note
        else { continue }
        guard shipment.openHolds & closed.reason.bit == 0 else {
          throw Rejection(.changedMeanwhile, "it is held for \(closed.reason.words) again")
        }
        try refuseIfMovedOn(since: event, shipment)
        events.append(Event(dossier.id, by: actor, at: now, .holdOpened(hold.again(note: note))))
      case .documentAttached(let paper):
        guard shipment.documentsHeld.contains(paper.document) else { continue }
        events.append(Event(dossier.id, by: actor, at: now, .documentWithdrawn(paper)))
      case .owned(let ownership):
        guard shipment.owner == ownership.owner else { throw careMoved(shipment) }
        let before = dossier.events[..<deed.first].reversed().lazy.compactMap { entry -> TextID? in
          if case .owned(let ownership) = entry.event.what { ownership.owner } else { nil }
        }.first
        events.append(Event(dossier.id, by: actor, at: now, .owned(Event.Ownership(before ?? .none))))
      case .holdPassed(let passed):
        guard let hold = openHold(passed.reason, of: dossier.id), hold.step == passed.step,
          let turned = dossier.latest(of: passed.reason)?.turned, turned.at == event.at, turned.by == event.by
        else {
          throw Rejection(.changedMeanwhile, "\(passed.reason.code) went on since")
        }
        let before = dossier.turn(of: passed.reason, before: deed.first)
        var back = Event.HoldPassed(passed.reason, .takenBack, owner: before.owner)
        back.due = hold.due(with: before.owner, limit: hold.limit, at: now)
        events.append(Event(dossier.id, by: actor, at: now, .holdPassed(back)))
      case .amended(let amendment):
        guard dossier.said(of: amendment, shipment) == amendment.after else {
          throw Rejection(.changedMeanwhile, "it was corrected again since")
        }
        var back = Event.Amendment(amendment.field, from: amendment.after, to: amendment.before)
        back.isTakenBack = true
        back.isCorrected = dossier.isCorrected(without: amendment, before: deed.first)
        events.append(Event(dossier.id, by: actor, at: now, .amended(back)))
      case .declared(let message):
        guard message.message.isReversible else {
          throw Rejection(
            .irreversible, "\(message.message.row.words): customs have it", remedy: "correct it, or send it back")
        }
        guard message.verdict == .advances, shipment.state(message.side) == message.state else { continue }
        var back = Event.Declared(.takenBack, message.side, issued: now)
        back.state = dossier.state(message.side, before: deed.first)
        events.append(Event(dossier.id, by: actor, at: now, .declared(back)))
      case .corrected, .documentWithdrawn, .documentRequested, .noted, .tookBack, .alarm: continue
      case .ordered, .lined, .stated:
        throw Rejection(.irreversible, "an order cannot be taken back", remedy: "cancel it")
      }
    }
    return events
  }

  private func takeBack(
    _ claim: Event.Claim, _ event: Event, of deed: DeskDeed, _ shipment: Shipment, _ dossier: Dossier, by actor: Actor,
    at now: Instant,
    into events: inout [Event]
  ) throws(Rejection) {
    guard claim.milestone.isReversible else {
      throw Rejection(
        .irreversible, "\(claim.milestone.name.replacing("_", with: " ")) cannot be taken back: others rely on it")
    }
    guard claim.verdict == .advances else { return }
    guard shipment.milestone == claim.milestone, dossier.journey.last?.event.at == event.at else {
      throw Rejection(.changedMeanwhile, "it moved on since: \(stateWords(of: shipment))")
    }
    let before = dossier.journey.dropLast().last
    let standing = before?.claim.milestone ?? .orderPlaced
    let happened = before?.claim.happened ?? shipment.placed
    // What moved on because the deed ended its hold waits again behind that hold.
    let hadWaited =
      deed.events.contains { $0.kind == .holdClosed }
      && dossier.events[..<deed.first].contains { entry in
        if case .claimed(let other) = entry.event.what {
          other.milestone == claim.milestone && other.verdict == .blocked
        } else {
          false
        }
      }
    let correction = Event.Correction(
      withdrawn: claim.milestone, standing: standing, happened: happened, waits: hadWaited)
    events.append(Event(dossier.id, by: actor, at: now, .corrected(correction)))
  }

  private func refuseIfMovedOn(since deed: Event, _ shipment: Shipment) throws(Rejection) {
    guard shipment.happened <= deed.at, !shipment.isEnded else {
      throw Rejection(.changedMeanwhile, "it moved on since: \(stateWords(of: shipment))")
    }
  }

  /// Somebody else has the care of it by now.
  private func careMoved(_ shipment: Shipment) -> Rejection {
    let who = shipment.owner == .none ? "it was given back" : "\(texts[shipment.owner]) took the care of it"
    return Rejection(.changedMeanwhile, "\(who) since")
  }

  // MARK: - Redo

  private func doAgain(
    _ deed: DeskDeed, undone undo: DeskDeed, _ shipment: Shipment, _ dossier: Dossier, _ roles: RoleSet,
    by actor: Actor, at now: Instant
  ) throws(Rejection) -> [Event] {
    var events: [Event] = []
    // Holds that end with this deed do not stop it.
    let closing = deed.events.reduce(UInt32(0)) { bits, event in
      if case .holdClosed(let hold) = event.what { bits | hold.reason.bit } else { bits }
    }
    let isExit = deed.events.contains {
      if case .claimed(let claim) = $0.what { endsHolds(claim.milestone) } else { false }
    }
    for event in deed.events {
      switch event.what {
      case .claimed(let claim):
        guard let correction = undo.correction(of: claim.milestone) else { continue }
        guard shipment.milestone == correction.standing, shipment.happened == correction.happened else {
          throw Rejection(.changedMeanwhile, "it moved on since: \(stateWords(of: shipment))")
        }
        if shipment.openHolds & ~closing != 0, !isExit, claim.milestone.stage >= stopped(shipment) {
          throw Rejection(.held, heldWords(shipment), remedy: "release first")
        }
        var again = claim
        again.verdict = .advances
        again.happened = max(claim.happened, shipment.happened)
        events.append(Event(shipment.id, by: actor, at: now, .claimed(again)))
      case .holdOpened(let hold):
        guard !shipment.isEnded else {
          throw Rejection(.ended, "its way has ended: \(stateWords(of: shipment))")
        }
        guard shipment.openHolds & hold.reason.bit == 0 else {
          throw Rejection(.alreadySo, "it is held for that already")
        }
        var again = hold
        again.isAgain = true
        events.append(Event(shipment.id, by: actor, at: now, .holdOpened(again)))
      case .holdClosed(let hold):
        guard shipment.openHolds & hold.reason.bit != 0 else {
          throw Rejection(.changedMeanwhile, "that hold was released since")
        }
        if !isExit, let refusal = releaseRefusal(hold.reason, of: shipment, roles: roles, note: hold.note) {
          throw refusal
        }
        events.append(Event(shipment.id, by: actor, at: now, .holdClosed(hold)))
      case .documentAttached(let paper):
        guard !shipment.documentsHeld.contains(paper.document) else { continue }
        events.append(Event(shipment.id, by: actor, at: now, .documentAttached(paper)))
      case .owned(let ownership):
        guard shipment.owner == undo.ownerRestored else { throw careMoved(shipment) }
        events.append(Event(shipment.id, by: actor, at: now, .owned(ownership)))
      case .holdPassed(let passed):
        guard let hold = openHold(passed.reason, of: shipment.id), hold.step == .takenBack else {
          throw Rejection(.changedMeanwhile, "\(passed.reason.code) went on since")
        }
        events.append(Event(shipment.id, by: actor, at: now, .holdPassed(passed)))
      case .amended(let amendment):
        guard dossier.said(of: amendment, shipment) == amendment.before else {
          throw Rejection(.changedMeanwhile, "it was corrected again since")
        }
        events.append(Event(shipment.id, by: actor, at: now, .amended(amendment)))
      case .declared(let message):
        guard message.message.isReversible else { continue }
        var again = message
        again.issued = now
        hear(again, about: shipment.id, by: actor, at: now, into: &events)
      case .ordered, .lined, .stated, .corrected, .documentWithdrawn, .documentRequested, .noted, .tookBack, .alarm:
        continue
      }
    }
    return events
  }
}

extension Dossier {
  /// What is said now of what was corrected: by the row, or by the folder where the row does not hold it.
  fileprivate func said(of amendment: Event.Amendment, _ shipment: Shipment) -> DeclaredValue {
    amendment.field.isInRow ? shipment.declared(amendment.field) : declared(amendment.field, amendment.after)
  }

  /// Whether the field counts as corrected once a correction is taken back, which began at a place; of the order's terms, whether
  /// any of them does.
  fileprivate func isCorrected(without amendment: Event.Amendment, before place: Int) -> Bool {
    guard amendment.field.isTerm else { return isCorrected(amendment.field, before: place) }
    return correctedTerms.contains { $0 != amendment.field }
      || amendment.before != stated(amendment.field, amendment.before)
  }
}

extension Board.DeskDeed {
  /// What an undo put in the place of a milestone; nil when it took back none such.
  fileprivate func correction(of milestone: Milestone) -> Event.Correction? {
    events.lazy.compactMap { event -> Event.Correction? in
      if case .corrected(let correction) = event.what, correction.withdrawn == milestone { correction } else { nil }
    }.first
  }

  /// Who had the care of it again after an undo.
  fileprivate var ownerRestored: TextID {
    events.lazy.compactMap { event -> TextID? in
      if case .owned(let ownership) = event.what { ownership.owner } else { nil }
    }.first ?? .none
  }
}

package import Measures

/// Everything recorded about one shipment, in the order of the journal: what the detail view and `show` tell.
package struct Dossier: Sendable {
  /// The shipment.
  package let id: ShipmentID
  /// Its events with their numbers in the journal, oldest first.
  package private(set) var events: [(sequence: UInt64, event: Event)] = []

  /// A dossier without events yet.
  package init(_ id: ShipmentID) { self.id = id }

  /// Takes the next event of the shipment.
  package mutating func append(_ event: Event, sequence: UInt64) {
    precondition(event.shipment == id, "an event of another shipment")
    events.append((sequence, event))
  }

  /// The order, when it has one.
  package var order: Event.Ordered? {
    for (_, event) in events { if case .ordered(let order) = event.what { return order } }
    return nil
  }

  /// The order's lines.
  package var lines: [Event.OrderLine] {
    events.compactMap { if case .lined(let line) = $0.event.what { line } else { nil } }
  }

  /// The claims, in the order in which they were heard.
  package var claims: [(event: Event, claim: Event.Claim)] {
    events.compactMap { if case .claimed(let claim) = $0.event.what { ($0.event, claim) } else { nil } }
  }

  /// The claims that moved it on and were not taken back: its journey so far.
  package var journey: [(event: Event, claim: Event.Claim)] {
    var steps: [(event: Event, claim: Event.Claim)] = []
    for (_, event) in events {
      switch event.what {
      case .claimed(let claim) where claim.verdict == .advances && claim.kind == .actual: steps.append((event, claim))
      case .corrected(let correction):
        if let last = steps.lastIndex(where: { $0.claim.milestone == correction.withdrawn }) { steps.remove(at: last) }
      case .ordered, .lined, .claimed, .holdOpened, .holdClosed, .documentRequested, .documentAttached,
        .documentWithdrawn, .noted, .owned, .tookBack, .alarm:
        break
      }
    }
    return steps
  }

  /// Every hold with its beginning and, when it is closed, its end, oldest first.
  package var holds: [(opened: Event, hold: Event.HoldOpened, closed: Event?)] {
    var holds: [(opened: Event, hold: Event.HoldOpened, closed: Event?)] = []
    for (_, event) in events {
      if case .holdOpened(let hold) = event.what { holds.append((event, hold, nil)) }
      if case .holdClosed(let closed) = event.what,
        let open = holds.lastIndex(where: { $0.hold.reason == closed.reason && $0.closed == nil })
      {
        holds[open].closed = event
      }
    }
    return holds
  }
}

// Undo: the desk's last deed on a shipment is taken back by an event that says so; nothing is ever erased.
//
//   advance             corrected       unless others moved it on since, or what was claimed cannot be taken back
//   hold                hold closed
//   release             hold opened again, with its first beginning
//   attach              withdrawn
//   own                 owned by whoever had it before
//   note, request       stay, and are passed over
//
// A deed that was taken back is marked (`tookBack`), so that the next undo goes on to the one before it.

extension Board {
  /// The events that take back the actor's own last deed on a shipment.
  ///
  /// - Throws: why it cannot be taken back.
  package func undo(_ dossier: Dossier, by actor: Actor, at now: Instant) throws(Rejection) -> [Event] {
    guard let shipment = self[dossier.id] else {
      throw Rejection(.unknownShipment, "there is no shipment \(dossier.id.label)")
    }
    let (first, deeds) = try Board.lastDeed(of: actor, in: dossier)
    var events: [Event] = []
    for deed in deeds.reversed() {
      switch deed.what {
      case .claimed(let claim):
        try takeBack(claim, deed, shipment, dossier, by: actor, at: now, into: &events)
      case .holdOpened(let hold):
        guard shipment.openHolds & hold.reason.bit != 0 else {
          throw Rejection(.nothingToUndo, "that hold was released since")
        }
        let page = pages[dossier.id.index / Page.rows]
        let r = dossier.id.index % Page.rows
        close(hold.reason, note: .none, page, r, dossier.id, by: actor, at: now, into: &events)
      case .holdClosed(let closed):
        guard let hold = dossier.holds.last(where: { $0.hold.reason == closed.reason })?.hold else { continue }
        try refuseIfMovedOn(since: deed, shipment)
        events.append(Event(dossier.id, by: actor, at: now, .holdOpened(hold)))
      case .documentAttached(let paper):
        guard shipment.documentsHeld.contains(paper.document) else { continue }
        events.append(Event(dossier.id, by: actor, at: now, .documentWithdrawn(paper)))
      case .owned:
        let before = dossier.events[..<first].reversed().lazy.compactMap { entry -> TextID? in
          if case .owned(let ownership) = entry.event.what { ownership.owner } else { nil }
        }.first
        events.append(Event(dossier.id, by: actor, at: now, .owned(Event.Ownership(before ?? .none))))
      case .corrected, .documentWithdrawn, .documentRequested, .noted, .tookBack, .alarm: continue
      case .ordered, .lined: throw Rejection(.irreversible, "an order cannot be taken back", remedy: "cancel it")
      }
    }
    guard !events.isEmpty else { throw Rejection(.nothingToUndo, "what the deed did is no longer so") }
    events.append(Event(dossier.id, by: actor, at: now, .tookBack(Event.TakenBack(deed: deeds[0].at))))
    return events
  }

  /// The actor's last deed that can be taken back and was not yet: its events, which share one instant, and where they begin.
  ///
  /// A note stays and a request was sent: they are passed over. A deed that others rely on stops the search.
  private static func lastDeed(of actor: Actor, in dossier: Dossier) throws(Rejection) -> (first: Int, deeds: [Event]) {
    var takenBack: Set<Instant> = []
    var passedOver = false
    var end = dossier.events.count
    while end > 0 {
      let last = dossier.events[end - 1].event
      guard last.by == actor else {
        end -= 1
        continue
      }
      var first = end - 1
      while first > 0, dossier.events[first - 1].event.by == last.by, dossier.events[first - 1].event.at == last.at {
        first -= 1
      }
      let deeds = dossier.events[first..<end].map(\.event)
      end = first
      let undone = deeds.compactMap { if case .tookBack(let taken) = $0.what { taken.deed } else { nil } }
      takenBack.formUnion(undone)
      if !undone.isEmpty || takenBack.contains(last.at) { continue }
      if deeds.allSatisfy({ $0.kind == .noted || $0.kind == .documentRequested }) {
        passedOver = true
        continue
      }
      return (first, deeds)
    }
    throw Rejection(
      .nothingToUndo,
      passedOver ? "nothing is left but notes and requests, which stay" : "you did nothing here to take back")
  }

  private func takeBack(
    _ claim: Event.Claim, _ deed: Event, _ shipment: Shipment, _ dossier: Dossier, by actor: Actor, at now: Instant,
    into events: inout [Event]
  ) throws(Rejection) {
    guard claim.milestone.isReversible else {
      throw Rejection(
        .irreversible, "\(claim.milestone.name.replacing("_", with: " ")) cannot be taken back: others rely on it")
    }
    guard claim.verdict == .advances else { return }
    guard shipment.milestone == claim.milestone, dossier.journey.last?.event.at == deed.at else {
      throw Rejection(.changedMeanwhile, "it moved on since: \(stateWords(of: shipment))")
    }
    let before = dossier.journey.dropLast().last
    let standing = before?.claim.milestone ?? .orderPlaced
    let happened = before?.claim.happened ?? shipment.placed
    let correction = Event.Correction(withdrawn: claim.milestone, standing: standing, happened: happened)
    events.append(Event(dossier.id, by: actor, at: now, .corrected(correction)))
  }

  private func refuseIfMovedOn(since deed: Event, _ shipment: Shipment) throws(Rejection) {
    guard shipment.happened <= deed.at, !shipment.isEnded else {
      throw Rejection(.changedMeanwhile, "it moved on since: \(stateWords(of: shipment))")
    }
  }
}

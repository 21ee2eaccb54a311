import Measures

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
      case .ordered, .lined, .stated, .claimed, .holdOpened, .holdClosed, .documentRequested, .documentAttached,
        .documentWithdrawn, .noted, .owned, .tookBack, .alarm, .declared, .holdPassed, .amended:
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

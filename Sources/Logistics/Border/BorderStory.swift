package import Measures

// The border's story of one shipment, told from its events: what was said about its declarations, what was corrected, and through
// whose hands its holds went.

extension Dossier {
  /// The messages about its declarations, in the order in which they were heard.
  package var messages: [(event: Event, message: Event.Declared)] {
    events.compactMap { if case .declared(let message) = $0.event.what { ($0.event, message) } else { nil } }
  }

  /// The corrections of its data, in the order in which they were heard; what was taken back is among them, and the taking back.
  package var amendments: [(event: Event, amendment: Event.Amendment)] {
    events.compactMap { if case .amended(let amendment) = $0.event.what { ($0.event, amendment) } else { nil } }
  }

  /// The declaration's number with customs on one side of the border: the one that was heard last.
  package func mrn(_ side: BorderSide) -> TextID {
    messages.last { $0.message.side == side && $0.message.mrn != .none && !$0.message.verdict.isDisputed }?.message.mrn
      ?? .none
  }

  /// The hands through which a hold went since it was opened last, with how long each had it by `now`.
  package func turns(of reason: HoldReason, now: Instant) -> [HoldTurn] {
    var turns: [HoldTurn] = []
    for (_, event) in events {
      switch event.what {
      case .holdOpened(let hold) where hold.reason == reason:
        turns = [HoldTurn(owner: hold.owner, step: hold.step, since: hold.since, until: nil, note: hold.note)]
      case .holdPassed(let passed) where passed.reason == reason && !turns.isEmpty && turns.last?.until == nil:
        turns[turns.count - 1].until = event.at
        turns.append(
          HoldTurn(owner: passed.owner, step: passed.step, since: event.at, until: nil, note: passed.note))
      case .holdClosed(let closed) where closed.reason == reason && !turns.isEmpty:
        if turns.last?.until == nil { turns[turns.count - 1].until = event.at }
      case .ordered, .lined, .stated, .claimed, .holdOpened, .holdClosed, .holdPassed, .documentRequested,
        .documentAttached, .documentWithdrawn, .noted, .owned, .corrected, .tookBack, .alarm, .declared, .amended:
        break
      }
    }
    return turns
  }

  /// Who had a hold, and how it came there, before the event at a place.
  func turn(of reason: HoldReason, before place: Int) -> (owner: PartyRole, step: HoldStep) {
    for entry in events[..<place].reversed() {
      if case .holdPassed(let passed) = entry.event.what, passed.reason == reason { return (passed.owner, passed.step) }
      if case .holdOpened(let hold) = entry.event.what, hold.reason == reason { return (hold.owner, hold.step) }
    }
    return (reason.mustAct, .opened)
  }

  /// A hold as it stood before the event at a place; nil when it was not open then.
  func openHold(_ reason: HoldReason, before place: Int) -> OpenHold? {
    var open: OpenHold?
    for entry in events[..<place] {
      switch entry.event.what {
      case .holdOpened(let hold) where hold.reason == reason && open == nil: open = OpenHold(hold)
      case .holdPassed(let passed) where passed.reason == reason: open?.pass(passed, at: entry.event.at)
      case .holdClosed(let closed) where closed.reason == reason: open = nil
      case .ordered, .lined, .stated, .claimed, .holdOpened, .holdClosed, .holdPassed, .documentRequested,
        .documentAttached, .documentWithdrawn, .noted, .owned, .corrected, .tookBack, .alarm, .declared, .amended:
        break
      }
    }
    return open
  }

  /// The events by which a hold was opened, first and again just as it stood, and that by which it came to where it is now; nil of a
  /// hold that never was.
  func latest(of reason: HoldReason) -> (opened: [Event], turned: Event)? {
    var latest: (opened: [Event], turned: Event)?
    for entry in events {
      switch entry.event.what {
      case .holdOpened(let hold) where hold.reason == reason:
        if hold.isAgain, latest != nil {
          latest?.opened.append(entry.event)
        } else {
          latest = ([entry.event], entry.event)
        }
      case .holdPassed(let passed) where passed.reason == reason: latest?.turned = entry.event
      case .ordered, .lined, .stated, .claimed, .holdOpened, .holdClosed, .holdPassed, .documentRequested,
        .documentAttached, .documentWithdrawn, .noted, .owned, .corrected, .tookBack, .alarm, .declared, .amended:
        break
      }
    }
    return latest
  }

  /// What the folder says of a field, corrections included; nothing where it says nothing. Of a seller's numbers, that of a value's
  /// scheme.
  package func declared(_ field: DeclaredField, _ like: DeclaredValue = DeclaredValue()) -> DeclaredValue {
    for entry in events.reversed() {
      guard case .amended(let amendment) = entry.event.what, amendment.field == field,
        amendment.after.isAbout(like, as: field)
      else { continue }
      return amendment.after
    }
    return stated(field, like)
  }

  /// Whether a field counted as corrected before the event at a place.
  func isCorrected(_ field: DeclaredField, before place: Int) -> Bool {
    for entry in events[..<place].reversed() {
      if case .amended(let amendment) = entry.event.what, amendment.field == field { return amendment.isCorrected }
    }
    return false
  }

  /// What had become of a declaration before the event at a place.
  func state(_ side: BorderSide, before place: Int) -> DeclarationState {
    for entry in events[..<place].reversed() {
      if case .declared(let message) = entry.event.what, message.side == side, !message.verdict.isDisputed,
        message.verdict != .late
      {
        return message.state
      }
    }
    return .none
  }
}

/// One turn of a hold: who had it, from when to when.
package struct HoldTurn: Hashable, Sendable {
  package var owner: PartyRole
  package var step: HoldStep
  package var since: Instant
  /// When it went on; nil while whoever has it still does.
  package var until: Instant?
  package var note: TextID

  /// Whether our clock ran in it.
  package var isRunning: Bool { !owner.isAuthority }
}

extension CustomsMessage {
  /// Whether a message of ours can be taken back as recorded by mistake: nobody's rights hang on it.
  package var isReversible: Bool { self == .documentsSent || self == .informationSent || self == .screeningSent }
}

package import Measures

// A hold changes hands, and the clock with it:
//
//   customs ask ─► ours: runs ─answer─► customs: stands still ─ask again─► ours: runs ─► …
//                  ├ ran before ┤                              ├ running ─────►│
//                                                                              escalation due, limit
//
// How long it ran is what it was ours, all times together. An authority's limit date is a date, and stays one; our own limit is a
// span of running time (an assumption), and waits while the clock stands still.

extension OpenHold {
  /// A hold as it is opened.
  init(_ hold: Event.HoldOpened) {
    reason = hold.reason
    stops = hold.stops
    since = hold.since
    due = hold.due == .epoch ? nil : hold.due
    owner = hold.owner
    step = hold.step
    turnSince = hold.hasTurned ? hold.turnSince : hold.since
    ranBefore = hold.ranBefore
    limit = hold.limit == .epoch ? nil : hold.limit
    amount = hold.amount
  }

  /// What opens it again just as it stands, so that neither a limit nor the time in other hands is lost.
  func again(note: TextID) -> Event.HoldOpened {
    var hold = Event.HoldOpened(reason, stops: stops, since: since, due: due ?? .epoch, note: note)
    hold.isAgain = true
    hold.owner = owner
    hold.step = step
    hold.limit = limit ?? .epoch
    hold.amount = amount
    if turnSince != since || ranBefore != .zero {
      hold.turnSince = turnSince
      hold.ranBefore = ranBefore
    }
    return hold
  }

  /// Whether our clock runs: nobody waits for an authority.
  package var isRunning: Bool { !owner.isAuthority }

  /// How long our clock ran by `now`, all its turns together.
  package func ran(by now: Instant) -> Span {
    isRunning ? ranBefore + max(.zero, now - turnSince) : ranBefore
  }

  /// When whoever has it is to be pressed; nil while the clock stands still. An assumption: see ``HoldPlaybook/escalateAfter``.
  package var escalates: Instant? { isRunning ? turnSince + (reason.playbook.escalateAfter - ranBefore) : nil }

  /// What waiting has cost by `now`, in euro cents, whoever had it: an assumption, see ``HoldPlaybook/euroCentsPerDay``.
  package func cost(by now: Instant) -> Money {
    let hours = max(0, min((now - since).milliseconds / 3_600_000, 24 * 3650))
    return Money(minor: hours * Int64(reason.playbook.euroCentsPerDay) / 24, .eur)
  }

  /// When it would run out if `owner` had it from `at` on, under this limit; the epoch while the clock would stand still.
  func due(with owner: PartyRole, limit: Instant?, at: Instant) -> Instant {
    if owner.isAuthority { return .epoch }
    return limit ?? at + max(.zero, reason.limit - ran(by: at))
  }

  /// Goes to whoever has it from now on.
  mutating func pass(_ passed: Event.HoldPassed, at: Instant) {
    ranBefore = ran(by: at)
    turnSince = at
    owner = passed.owner
    step = passed.step
    if passed.limit != .epoch { limit = passed.limit } else if passed.step == .demanded { limit = nil }
    due = passed.due == .epoch || passed.owner.isAuthority ? nil : passed.due
    if passed.amount.currency != .none { amount = passed.amount }
  }

  /// Who has it and why, a clause: "customs, answered".
  package var turnWords: String {
    step == .opened || step == .takenBack ? owner.name : "\(owner.name), \(step.words)"
  }
}

extension Board {
  /// An open hold of a shipment; nil when it is not held for that.
  package func openHold(_ reason: HoldReason, of id: ShipmentID) -> OpenHold? {
    openHolds(of: id).first { $0.reason == reason }
  }

  /// What is still open on a shipment and who has it: "H13 inspection (customs), H01 invoice missing (merchant)"; empty when
  /// nothing is.
  package func openWords(of id: ShipmentID) -> String {
    openHolds(of: id).map { "\($0.reason.code) \($0.reason.words) (\($0.owner.name))" }.joined(separator: ", ")
  }
}

package import Measures

// What is lost on a held shipment if nobody acts, and by when: the one place where the customs desk's order is reckoned.
//
//   goods      value × what happens if ignored takes of it     over the time left until the limit
//   promise    a tenth of the value, while it can be kept      over the time left until it is broken
//   waiting    what a day costs by the playbooks of all holds
//   ──────────────────────────────────────────────────────────────────────────────────────────────
//   a day      goods / time left + promise / time left + waiting
//
//   order      whose turn: ours or a party's, then an authority's
//              what is lost a day, the most first
//              the shipment's number
//
// Less than an hour, and a limit that has passed, count as an hour; where no clock of ours runs, thirty days. Shares, the tenth and the
// cost of a day are assumptions of ours: nobody publishes them.

/// Whose turn it is with a hold.
package enum DeskTurn: UInt8, CaseIterable, Comparable, Sendable, BitwiseCopyable {
  /// Somebody at the desk has something to do now: ask, attach, answer, file again, release, or press who was asked.
  case us
  /// Somebody was asked, and may take their time.
  case party
  /// An authority decides.
  case authority

  package static func < (a: DeskTurn, b: DeskTurn) -> Bool { a.rawValue < b.rawValue }
}

extension IgnoredOutcome {
  /// How much of the goods' value is gone when it happens, in thousandths. An assumption: a parcel that comes back has lost its sale
  /// and its freight, one that is seized or destroyed is lost whole, a higher rate costs about what the rate is higher.
  package var lostPermille: Int {
    switch self {
    case .nothing: 0
    case .controlled, .offloaded: 50
    case .reclassified: 100
    case .rejected, .higherRate: 150
    case .taxedAgain, .partiallyReleased, .dutyTwice: 200
    case .uplifted: 250
    case .blocked: 300
    case .returned, .returnedByGround: 600
    case .refused: 700
    case .seized, .destroyed, .everythingBlocked: 1000
    }
  }
}

extension OpenHold {
  /// Whose turn it is, given the folder of the shipment and what was asked for.
  ///
  /// - Parameter asked: when papers were asked for last; nil where that is not remembered, so that whoever was asked is pressed by the
  ///   hold's own time.
  /// - Parameter roles: what the operator may do beside the desk's own: compliance's turn is theirs.
  package func turn(
    held: DocumentSet, requested: DocumentSet, asked: Instant? = nil, roles: RoleSet = [], now: Instant
  ) -> DeskTurn {
    switch step {
    case .refused: return .us
    case .answered, .presented, .appealed: return owner.isAuthority ? .authority : .us
    case .opened, .demanded, .takenBack: break
    }
    // The goods can be presented whoever inspects them.
    if reason == .physicalInspection { return .us }
    guard waitsForPapers else { return .authority }
    let missing = reason.needs.subtracting(held)
    // What only compliance may clear waits for them, once their clearance is there or was asked for.
    if reason == .deniedParty, roles.contains(RoleSet(.compliance)) { return .us }
    if reason == .deniedParty, missing.subtracting(requested).isEmpty { return .party }
    if missing.isEmpty || !missing.subtracting(requested).isEmpty { return .us }
    let patience = reason.playbook.escalateAfter
    let pressed = max(turnSince + (patience - ranBefore), asked.map { $0 + patience } ?? .epoch)
    return pressed <= now ? .us : .party
  }
}

/// What is lost on a held shipment if nobody acts, in its parts.
package struct Stake: Hashable, Sendable {
  /// The hold that loses most, of those that somebody on this side can end where there are any.
  package let hold: OpenHold
  /// Whose turn it is: ours if it is for any hold.
  package let turn: DeskTurn
  /// What the goods are worth, in euro cents at the reference rates; 0 where nobody said.
  package let valueCents: Int64
  /// What of that is gone when the limit is reached.
  package let goodsCents: Int64
  /// Until the limit; nil where no clock of ours runs, negative once it has passed.
  package let left: Span?
  /// What a broken promise costs; 0 where there is none to keep.
  package let promiseCents: Int64
  /// Until the promise is broken; nil where there is none to keep.
  package let promiseLeft: Span?
  /// What a day of waiting costs, all holds together.
  package let waitingCents: Int64

  /// The share of the value that a broken promise costs, in thousandths: an assumption.
  package static let promisePermille: Int64 = 100
  /// The time that goods have where no clock of ours runs.
  package static let withoutClock = Span.days(30)
  /// The least time that is counted.
  package static let leastTime = Span.hours(1)

  /// What is lost a day if nobody acts, in euro cents.
  package var centsPerDay: Int64 {
    Stake.perDay(goodsCents, left ?? Stake.withoutClock) + (promiseLeft.map { Stake.perDay(promiseCents, $0) } ?? 0)
      + waitingCents
  }

  /// What is lost in all once limit and promise are past, in euro cents; waiting is not among it.
  package var lostCents: Int64 { goodsCents + promiseCents }

  private static func perDay(_ cents: Int64, _ left: Span) -> Int64 {
    cents * 86_400 / max(Stake.leastTime.milliseconds / 1000, left.milliseconds / 1000)
  }

  /// What is lost on a shipment; nil where no hold is open.
  ///
  /// - Parameter asked: when papers were asked for last; nil where that is not remembered.
  package init?(
    _ id: ShipmentID, on board: Board, now: Instant, asked: Instant? = nil, roles: RoleSet = []
  ) {
    guard board.contains(id) else { return nil }
    self.init(
      board.openHolds(of: id), board.pages[id.index / Page.rows], id.index % Page.rows, now: now, asked: asked,
      roles: roles)
  }

  init?(_ holds: [OpenHold], _ page: Page, _ r: Int, now: Instant, asked: Instant?, roles: RoleSet) {
    guard let first = holds.first else { return nil }
    let held = DocumentSet(rawValue: page.documentsHeld[r])
    let requested = DocumentSet(rawValue: page.documentsRequested[r])
    let value = Int64(max(0, page.euroCents[r]))
    var lead: (hold: OpenHold, turn: DeskTurn, goods: Int64, rate: Int64)?
    var waiting: Int64 = 0
    for hold in holds {
      let playbook = hold.reason.playbook
      waiting += Int64(playbook.euroCentsPerDay)
      let turn = hold.turn(held: held, requested: requested, asked: asked, roles: roles, now: now)
      let goods = value * Int64(playbook.ignored.lostPermille) / 1000
      let rate = Stake.perDay(goods, hold.due.map { $0 - now } ?? Stake.withoutClock)
      if let lead, (turn == .authority, -rate) >= (lead.turn == .authority, -lead.rate) { continue }
      lead = (hold, turn, goods, rate)
    }
    hold = lead?.hold ?? first
    turn =
      holds.map { $0.turn(held: held, requested: requested, asked: asked, roles: roles, now: now) }.min()
      ?? .authority
    valueCents = value
    goodsCents = lead?.goods ?? 0
    left = hold.due.map { $0 - now }
    waitingCents = waiting
    let flags = ShipmentFlags(rawValue: page.flags[r])
    let promise = page.promise[r]
    let isKept =
      promise > now.columnSeconds && !flags.contains(.wasDelivered) && !flags.contains(.goesBack)
    promiseLeft = isKept ? Instant(seconds: promise) - now : nil
    promiseCents = isKept ? value * Stake.promisePermille / 1000 : 0
  }
}

private func >= (a: (Bool, Int64), b: (Bool, Int64)) -> Bool {
  a.0 == b.0 ? a.1 >= b.1 : a.0
}

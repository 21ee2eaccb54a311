package import Measures

// A shipment's events in the order in which they happened. What was recorded is the order of hearing with the verdicts of that
// order; here each claim is heard anew, at the instant it speaks of, so that what came late, out of order or twice falls into
// place by itself.
//
//   recorded                      takes its place at
//   order, lines, terms           when the order was placed; nothing comes before that
//   claim of something actual     when it happened; its verdict is found anew
//   message about a declaration   when it was sent; its verdict is found anew, what followed from it stands for itself
//   forecast, plan                when it was said
//   hold opened                   since when it stands
//   hold closed                   when it was closed, or when the parcel went on, whichever is first
//   document, note, owner,        when it was recorded: it has no other time
//   hold passed, correction
//   deed that the desk took back  nowhere: by all that is known it never was, and neither was the taking back
//   deed that it did again        where it first was; the doing again is no deed of its own
//   note, request                 stay, whatever becomes of the deed that they came with
//
// A hold that was told only after the parcel had gone on was never opened on record. It is opened here, and ends where the parcel
// goes on.

/// One of a shipment's events, with its place in the order of what happened.
package struct Retold: Hashable, Sendable, BitwiseCopyable {
  /// How the event is folded in.
  package enum How: UInt8, Sendable, BitwiseCopyable {
    /// As it was recorded, at its new instant.
    case recorded
    /// Heard anew: it is a claim, and its verdict depends on the order.
    case heard
    /// It ends a hold, or tells of one that ends here without anybody having recorded that.
    case closing
  }

  /// When it happened.
  package var at: Instant
  /// Tells those apart that share an instant: the smaller comes first.
  package var order: UInt32
  /// The event's place among the shipment's events.
  package var index: UInt32
  package var how: How

  /// Puts a shipment's events, which come in the order of the journal, into the order of what happened.
  package static func retell(_ events: [Event]) -> [Retold] {
    let isLeftOut = leftOut(events)
    var times = events.map(\.natural)
    let placed = times.first ?? .epoch
    for index in times.indices { times[index] = events[index].isOfOrder ? placed : max(times[index], placed) }
    endHolds(events, isLeftOut, &times)
    var told: [Retold] = []
    told.reserveCapacity(events.count)
    for (index, event) in events.enumerated() where !isLeftOut[index] {
      var how = How.recorded
      if case .claimed = event.what { how = .heard }
      if case .declared = event.what { how = .heard }
      if case .holdClosed = event.what { how = .closing }
      told.append(Retold(at: times[index], order: UInt32(index * 2 + 1), index: UInt32(index), how: how))
      if let end = endOfUnopened(event, index, events, isLeftOut, times) {
        told.append(Retold(at: times[end], order: UInt32(end * 2), index: UInt32(index), how: .closing))
      }
    }
    return told.sorted { ($0.at, $0.order) < ($1.at, $1.order) }
  }

  /// Which events have no place: what was taken back with what took it back, and what the board itself added when a hold ended
  /// that a claim had waited behind.
  private static func leftOut(_ events: [Event]) -> [Bool] {
    var isLeftOut = [Bool](repeating: false, count: events.count)
    var blocked: UInt64 = 0
    for (index, event) in events.enumerated() {
      if case .corrected(let correction) = event.what {
        isLeftOut[index] = true
        let withdrawn = events[..<index].indices.last { before in
          guard !isLeftOut[before], let claim = events[before].advancing else { return false }
          return claim.milestone == correction.withdrawn
        }
        if let withdrawn { isLeftOut[withdrawn] = true }
      }
      guard case .claimed(let claim) = event.what else { continue }
      if claim.verdict == .blocked { blocked |= claim.milestone.bit }
      guard index > 0, claim.verdict == .advances, blocked & claim.milestone.bit != 0, claim.place == .none,
        claim.fingerprint == 0, case .holdClosed = events[index - 1].what, events[index - 1].at == event.at,
        events[index - 1].by == event.by
      else { continue }
      isLeftOut[index] = true
    }
    for index in takenBack(events) { isLeftOut[index] = true }
    return isLeftOut
  }

  /// The events of deeds that were taken back and not done again, and those of every undo and redo. Claims are none of them: their
  /// corrections say what became of them, and what is claimed again says when it happened.
  private static func takenBack(_ events: [Event]) -> [Int] {
    struct Name: Hashable {
      var by: Actor
      var at: Instant
    }
    // Whose undo or redo is about which deed: the first one, through however many of them.
    var origin: [Name: Name] = [:]
    var isUndone: [Name: Bool] = [:]
    for event in events {
      guard case .tookBack(let taken) = event.what else { continue }
      let about = Name(by: event.by, at: taken.deed)
      let deed = origin[about] ?? about
      origin[Name(by: event.by, at: event.at)] = deed
      isUndone[deed] = !taken.isRedo
    }
    guard !origin.isEmpty else { return [] }
    return events.indices.filter { index in
      switch events[index].what {
      case .holdOpened, .holdClosed, .holdPassed, .documentAttached, .documentWithdrawn, .owned, .amended, .declared,
        .tookBack:
        let name = Name(by: events[index].by, at: events[index].at)
        return origin[name] != nil || isUndone[name] ?? false
      case .ordered, .lined, .stated, .claimed, .documentRequested, .noted, .corrected, .alarm: return false
      }
    }
  }

  /// Lets holds end where the parcel went on: whoever told of that first told of the end, too.
  private static func endHolds(_ events: [Event], _ isLeftOut: [Bool], _ times: inout [Instant]) {
    for (index, event) in events.enumerated() {
      guard case .holdClosed(let closed) = event.what, !isLeftOut[index] else { continue }
      var opened: (index: Int, hold: Event.HoldOpened)?
      for before in 0..<index where !isLeftOut[before] {
        if case .holdOpened(let hold) = events[before].what, hold.reason == closed.reason { opened = (before, hold) }
      }
      guard let opened else { continue }
      var end = times[index]
      for later in events.indices.dropFirst(index + 1) where !isLeftOut[later] {
        guard let claim = events[later].advancing, claim.milestone.stage >= opened.hold.stops else { continue }
        end = min(end, times[later])
      }
      times[index] = max(end, times[opened.index])
    }
  }

  /// Where a hold ends that was told too late to be opened: at the first claim that moved the parcel on from there.
  private static func endOfUnopened(
    _ event: Event, _ index: Int, _ events: [Event], _ isLeftOut: [Bool], _ times: [Instant]
  ) -> Int? {
    guard case .claimed(let claim) = event.what, claim.kind == .actual, claim.milestone.nature == .hold,
      claim.verdict == .late
    else { return nil }
    return events.indices.filter { other in
      guard !isLeftOut[other], times[other] >= times[index], let claimed = events[other].advancing else { return false }
      return claimed.milestone.stage >= claim.milestone.stage
    }.min { (times[$0], $0) < (times[$1], $1) }
  }
}

extension Event {
  /// When what it tells of happened, as far as it says.
  var natural: Instant {
    // Whatever else there is has only the time at which it was recorded.
    if case .ordered(let order) = what { return order.placedAt }
    if case .claimed(let claim) = what, claim.kind == .actual { return claim.happened }
    if case .holdOpened(let hold) = what { return hold.since }
    if case .declared(let message) = what { return message.issued }
    return at
  }

  /// Whether the order itself says it.
  fileprivate var isOfOrder: Bool {
    switch kind {
    case .ordered, .lined, .stated: true
    case .claimed, .holdOpened, .holdClosed, .documentRequested, .documentAttached, .documentWithdrawn, .noted, .owned,
      .corrected, .tookBack, .alarm, .declared, .holdPassed, .amended:
      false
    }
  }

  /// The claim, where it moved the shipment on when it was heard.
  fileprivate var advancing: Event.Claim? {
    guard case .claimed(let claim) = what, claim.kind == .actual, claim.verdict == .advances else { return nil }
    return claim
  }
}

extension Board {
  /// Folds in an event in the order of what happened, as if it had been heard at that instant.
  ///
  /// Shipments need not come in the order of their numbers: the rows of those that have not come yet are there but absent.
  ///
  /// - Returns: what was folded in; with verdicts of its own, and with what follows from it.
  @discardableResult
  package mutating func fold(_ event: Event, _ how: Retold.How, at instant: Instant) -> [Event] {
    let id = event.shipment
    var events: [Event] = []
    if case .ordered = event.what { makeRoom(for: id) }
    guard how != .recorded else {
      var moved = event
      moved.at = instant
      apply(moved)
      return [moved]
    }
    guard contains(id) else { return [] }
    let page = pages[id.index / Page.rows]
    let r = id.index % Page.rows
    if case .declared(let message) = event.what {
      var again = message
      (again.verdict, again.state) = judged(message, page, r, openHolds(of: id))
      var told = event
      told.at = instant
      told.what = .declared(again)
      apply(told)
      return [told]
    }
    var ending: Event.HoldClosed?
    if case .holdClosed(let hold) = event.what { ending = hold }
    if case .claimed(let claim) = event.what {
      if how == .heard {
        hear(claim, about: id, by: event.by, at: instant, into: &events)
      } else {
        ending = Event.HoldClosed(claim.reason ?? Board.impliedReason(claim.milestone))
      }
    }
    if let ending, page.openHolds[r] & ending.reason.bit != 0 {
      close(ending.reason, note: ending.note, page, r, id, by: event.by, at: instant, into: &events)
    }
    for event in events { apply(event) }
    return events
  }
}

extension Dossier {
  /// What was known at an instant: the events heard up to then, in the order of the journal.
  package func heard(upTo instant: Instant) -> Dossier {
    var known = Dossier(id)
    // The control room's clock never runs backwards: what follows something heard later was heard later.
    for (sequence, event) in events.prefix(while: { $0.event.at <= instant }) {
      known.append(event, sequence: sequence)
    }
    return known
  }

  /// What was so at an instant: the events that had happened, in that order, each with the verdict that it has in this order
  /// and with the instant at which it was heard, which may be later.
  package func happened(upTo instant: Instant) -> Dossier {
    // A board with this one shipment gives the verdicts; the texts do not matter for them.
    let alone = ShipmentID(1)
    var board = Board()
    var told = Dossier(id)
    for step in Retold.retell(events.map(\.event)) where step.at <= instant {
      let entry = events[Int(step.index)]
      var event = entry.event
      event.shipment = alone
      for var folded in board.fold(event, step.how, at: step.at) {
        folded.shipment = id
        folded.at = entry.event.at
        told.append(folded, sequence: entry.sequence)
      }
    }
    return told
  }
}

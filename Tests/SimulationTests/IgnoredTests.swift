import Logistics
import Measures
import Simulation
import Testing

/// What comes of a hold that nobody does anything about is what its row of the playbooks says.
@Suite struct IgnoredTests {
  /// What happened at the end of a hold.
  private enum End: Hashable {
    case stands, goesOn, sentBack, refused, seized, destroyed, controlled, invalidated, setByCustoms
  }

  /// How it may end; what was complete when it was held can be settled by a broker at the limit.
  private static func expected(_ reason: HoldReason, isComplete: Bool) -> Set<End> {
    isComplete ? ends(reason).union([.goesOn]) : ends(reason)
  }

  private static func ends(_ reason: HoldReason) -> Set<End> {
    switch reason.playbook.ignored {
    case .nothing: [.goesOn]
    case .returned, .returnedByGround: [.sentBack]
    case .controlled: [.controlled]
    case .rejected: [.invalidated]
    case .uplifted: [.setByCustoms]
    // A code that is right stays.
    case .reclassified: [.setByCustoms, .goesOn]
    // What falls due by it is demanded, or charged to an account, where anything does.
    case .taxedAgain, .higherRate, .dutyTwice: [.goesOn]
    case .refused: [.refused]
    case .seized: [.seized]
    case .destroyed: [.destroyed]
    case .blocked, .everythingBlocked, .partiallyReleased, .offloaded: [.stands]
    }
  }

  private static func end(of reason: HoldReason, _ story: ArraySlice<Event>) -> (end: End, at: Instant)? {
    guard
      let closing = story.first(where: { event in
        if case .holdClosed(let closed) = event.what { closed.reason == reason } else { false }
      })
    else { return nil }
    let together = story.filter { $0.at == closing.at }
    func says(_ milestone: Milestone) -> Bool {
      together.contains { if case .claimed(let claim) = $0.what { claim.milestone == milestone } else { false } }
    }
    func tells(_ kind: CustomsMessage) -> Bool {
      together.contains { if case .declared(let message) = $0.what { message.message == kind } else { false } }
    }
    let end: End =
      if tells(.destruction) { .destroyed } else if tells(.abandonment) { .seized } else if says(.importRefused) {
        .refused
      } else if says(.returnToSender) { .sentBack } else if tells(.physicalControl) {
        .controlled
      } else if tells(
        .invalidated)
      { .invalidated } else if together.contains(where: { if case .amended = $0.what { true } else { false } }) {
        .setByCustoms
      } else { .goesOn }
    return (end, closing.at)
  }

  @Test("each reason that is ignored ends as its playbook says") func rows() {
    var board = Board()
    let world = World(World.Scenario(seed: 21, start: WorldTests.start, ordersPerDay: 220), board: &board)
    let reasons = HoldReason.allCases.filter { $0.isCustoms || $0 == .pieceMismatch || $0 == .dangerousGoodsUndeclared }
      // A return has no declaration at import, and the authority's own work ends by itself.
      .filter { ![.unstated, .reimportReliefUnproven, .documentaryCheck, .physicalInspection].contains($0) }
      .filter { $0 != .counterfeitSuspicion && $0 != .prohibitedGoods }
    var stories: [ShipmentID: [Event]] = [:]
    var asked: [ShipmentID: (reason: HoldReason, index: Int, isComplete: Bool)] = [:]
    func take(_ events: [Event]) { for event in events { stories[event.shipment, default: []].append(event) } }
    func run(to end: Instant) {
      var events: [Event] = []
      _ = world.advance(to: end, board: &board, into: &events)
      take(events)
    }
    // The desk holds what stands at customs and nothing is wrong with, each for another reason, and does nothing more.
    for day in Int64(12)..<36 {
      run(to: WorldTests.start + .days(day))
      for number in board.ids ?? 1...1 {
        let id = ShipmentID(number)
        guard asked[id] == nil, let shipment = board[id], shipment.milestone == .importDeclared, !shipment.isHeld,
          shipment.importState.isLodged
        else { continue }
        let reason = reasons[asked.count % reasons.count]
        guard
          let decided = try? board.decide(
            .hold(reason, note: .none), about: id, by: Actor(.operatorDesk), at: world.now)
        else { continue }
        for event in decided { board.apply(event) }
        asked[id] = (reason, stories[id]?.count ?? 0, shipment.documentsHeld.isSuperset(of: reason.needs))
        take(decided)
        world.observe(decided, board: board)
      }
    }
    run(to: WorldTests.start + .days(70))
    var seen: [HoldReason: Set<End>] = [:]
    for (id, hold) in asked {
      let story = (stories[id] ?? [])[hold.index...]
      guard let opened = story.first?.at else { continue }
      let isTouched = story.contains { event in
        switch event.what {
        case .documentAttached: true
        case .holdPassed(let passed): passed.reason == hold.reason
        default: false  // nothing else is done about a hold
        }
      }
      if isTouched { continue }
      let end = Self.end(of: hold.reason, story)
      // Before the limit somebody acted; what still stands may wait for somebody who acts late.
      if let end, end.at - opened < hold.reason.limit { continue }
      if end == nil, Self.ends(hold.reason) != [.stands] || world.now - opened < hold.reason.limit + .days(2) {
        continue
      }
      let found = end?.end ?? .stands
      seen[hold.reason, default: []].insert(found)
      #expect(
        Self.expected(hold.reason, isComplete: hold.isComplete).contains(found),
        "\(id.label) \(hold.reason.code): \(found)")
    }
    for reason in reasons { #expect(seen[reason] != nil, "\(reason.code): nobody ignored one") }
    #expect(board.brokenInvariants() == [])
  }
}

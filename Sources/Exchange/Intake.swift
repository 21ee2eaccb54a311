package import Logistics
package import Measures

// The pure step from what a file says to what is recorded. It takes a file in portions, so that a large one can be recorded in
// several batches; each portion is applied to the board as it is decided, for what comes next depends on it.
//
//   order   reference known? ──yes──► counted as known
//                            └─no───► ordered, lined …
//   claim   fingerprint known? ─yes─► counted as known
//           shipment known by one of its names? ─no─► ordered (nothing is known but its name)
//           which milestone is meant? the side of the border, then the stage it has reached
//           claimed, with whatever the board makes of it

/// Takes a reading into a board.
package struct Intake: Sendable {
  /// What came of it so far.
  package private(set) var counts = Counts()
  /// The reading's findings, and what the board added to them.
  package private(set) var findings: Findings

  private let items: [ImportedItem]
  private var next = 0
  /// The earliest that is claimed of each shipment, for those that have to be opened.
  private var earliest: [String: Instant] = [:]

  /// What came of an import, in numbers.
  package struct Counts: Hashable, Sendable {
    /// Orders that were new.
    package var orders = 0
    /// Claims that were new.
    package var claims = 0
    /// Orders and claims that were known already.
    package var known = 0
    /// Shipments that were opened because a claim named one that nobody had ordered here.
    package var opened = 0
    /// Corrections of claims that were never heard, and so not taken.
    package var dropped = 0

    /// Nothing came of it yet.
    package init() {}
  }

  /// An intake that begins with the reading's first item.
  package init(_ reading: Reading) {
    items = reading.items
    findings = reading.findings
    for case .claim(let claim) in items where claim.kind == .actual {
      for name in claim.references.prefix(1) { earliest[name] = min(earliest[name] ?? claim.happened, claim.happened) }
    }
  }

  /// How many items are taken.
  package var takenCount: Int { next }

  /// Whether all items are taken.
  package var isDone: Bool { next == items.count }

  /// Takes the next items into the board, until about `limit` events have come of them.
  ///
  /// - Parameters:
  ///   - limit: after how many events to stop; the item that passes it is still taken whole.
  ///   - board: what is known; the events are applied to it.
  ///   - now: the control room's clock.
  /// - Returns: the events to record, in order; empty when nothing new is left.
  package mutating func take(_ limit: Int = 4096, into board: inout Board, at now: Instant) -> [Event] {
    var events: [Event] = []
    while next < items.count, events.count < limit {
      let before = events.count
      switch items[next] {
      case .order(let order): take(order, &board, now, &events)
      case .claim(let claim): take(claim, &board, now, &events)
      }
      for event in events[before...] where !isApplied(event) { board.apply(event) }
      next += 1
    }
    return events
  }

  // Opening a shipment applies its own event at once; everything else is applied by `take`.
  private func isApplied(_ event: Event) -> Bool { if case .ordered = event.what { true } else { false } }

  // MARK: - Orders

  private mutating func take(_ order: ImportedOrder, _ board: inout Board, _ now: Instant, _ events: inout [Event]) {
    if let id = board.find(reference: order.reference) {
      counts.known += 1
      if let shipment = board[id], shipment.goods == .none, shipment.merchant == .none {
        findings.add(
          .orderAfterClaim, at: order.place,
          "the shipment was opened by a claim before its order came; what the order says is not added", order.reference)
      }
      return
    }
    counts.orders += 1
    var ordered = Event.Ordered(placedAt: order.placedAt ?? now)
    ordered.order = board.texts.intern(order.order)
    ordered.reference = board.texts.intern(order.reference)
    ordered.merchant = board.texts.intern(order.merchant)
    ordered.consignee = board.texts.intern(order.consignee)
    ordered.platform = board.texts.intern(order.platform)
    ordered.carrier = board.texts.intern(order.carrier)
    ordered.goods = board.texts.intern(order.goods)
    ordered.payment = board.texts.intern(order.payment)
    ordered.origin = order.origin
    ordered.destination = order.destination
    ordered.destinationText = board.texts.intern(order.destinationText)
    ordered.originCountry = order.originCountry
    ordered.destinationCountry = order.destinationCountry
    ordered.mode = order.mode
    ordered.incoterm = order.incoterm
    ordered.hs = order.lines.first?.hs ?? 0
    ordered.weight = order.weight
    ordered.value = order.value
    ordered.placedOffset = order.placedOffset
    ordered.promise = order.promise ?? .epoch
    let actor = Actor(order.source.role, name: board.texts.intern(order.source.name))
    let lines = order.lines.map { line in
      Event.OrderLine(
        goods: board.texts.intern(line.goods), hs: line.hs, quantity: line.quantity, value: line.value,
        weight: line.weight)
    }
    let id = open(ordered, lines, actor, &board, now, &events)
    if !order.note.isEmpty {
      events.append(Event(id, by: actor, at: now, .noted(Event.Note(board.texts.intern(order.note)))))
    }
  }

  private func open(
    _ order: Event.Ordered, _ lines: [Event.OrderLine], _ actor: Actor, _ board: inout Board, _ now: Instant,
    _ events: inout [Event]
  ) -> ShipmentID {
    let first = events.count
    let id = board.hear(order: order, lines: lines, by: actor, at: now, into: &events)
    board.apply(events[first])
    return id
  }

  // MARK: - Claims

  private mutating func take(_ claim: ImportedClaim, _ board: inout Board, _ now: Instant, _ events: inout [Event]) {
    let fingerprint = claim.fingerprint
    guard !board.knows(fingerprint: fingerprint), let name = claim.references.first else {
      counts.known += 1
      return
    }
    var known: ShipmentID?
    for name in claim.references where known == nil { known = board.find(reference: name) }
    let milestones = claim.isCorrection ? heard(of: claim, known, board) : claim.milestones
    guard !milestones.isEmpty else {
      counts.dropped += 1
      findings.add(
        .correction, at: claim.place, "it corrects what was never heard here, or is over; there is nothing to correct",
        name)
      return
    }
    counts.claims += 1
    if claim.kind == .actual, claim.happened > now + .days(1) {
      findings.add(
        .inFuture, at: claim.place, "it is said to have happened in the future",
        claim.happened.rfc3339(in: claim.offset))
    }
    let actor = Actor(claim.source.role, name: board.texts.intern(claim.source.name))
    let id: ShipmentID
    if let known {
      id = known
    } else {
      counts.opened += 1
      findings.add(.opened, at: claim.place, "nobody ordered this shipment here; it is opened for the claim", name)
      var ordered = Event.Ordered(placedAt: earliest[name] ?? min(claim.happened, now))
      ordered.reference = board.texts.intern(name)
      ordered.order = board.texts.intern(claim.order)
      ordered.placedOffset = claim.offset
      id = open(ordered, [], actor, &board, now, &events)
    }
    let shipment = board[id]
    // What the buyer has received goes back on the buyer's word, not to the sender as undelivered.
    let isBuyers = shipment?.flags.contains(.wasDelivered) ?? false
    let possible = isBuyers && milestones.count > 1 ? milestones.filter { $0 != .returnToSender } : milestones
    guard let milestone = Milestone.choice(among: possible, context(claim, shipment)) else { return }
    var heard = Event.Claim(milestone, happened: claim.happened, offset: claim.offset, place: claim.location)
    heard.kind = claim.kind
    heard.offsetAssumed = claim.offsetAssumed
    heard.placeText = board.texts.intern(claim.locationText)
    heard.foreignCode = board.texts.intern(claim.foreignCode)
    heard.reason = claim.reason
    heard.note = board.texts.intern(claim.note)
    heard.fingerprint = fingerprint
    board.hear(heard, about: id, by: actor, at: now, into: &events)
  }

  /// What a correction can withdraw: what was said of the shipment before. A hold that is over is not opened again for it.
  private func heard(of claim: ImportedClaim, _ id: ShipmentID?, _ board: Board) -> [Milestone] {
    guard let id, let shipment = board[id] else { return [] }
    return claim.milestones.filter {
      shipment.seen & $0.bit != 0 && ($0.nature != .hold || shipment.openHolds & HoldReason.unstated.bit != 0)
    }
  }

  /// What is known of the shipment for choosing among milestones: the side of the border, and how far it is.
  private func context(_ claim: ImportedClaim, _ shipment: Shipment?) -> ScanContext {
    guard claim.milestones.count > 1, let shipment else { return ScanContext() }
    let here = claim.location.place.country
    let (from, to) = (shipment.originCountry, shipment.destinationCountry)
    var side = ScanSide.unknown
    if here != .none, from != to {
      if here == from {
        side = .origin
      } else if here == to {
        side = .destination
      } else if from != .none, to != .none {
        side = .transit
      }
    }
    return ScanContext(side: side, stage: shipment.stage)
  }
}

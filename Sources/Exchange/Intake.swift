package import Logistics
package import Measures

// The pure step from what a file says to what is recorded. It takes a file in portions, so that a large one can be recorded in
// several batches; each portion is applied to the board as it is decided, for what comes next depends on it.
//
//   order   reference known? ──yes──► counted as known; stated, where it said nothing beside its goods before
//                            └─no───► ordered, lined, stated …
//   claim   fingerprint known? ─yes─► counted as known
//           shipment known by one of its names? ─no─► ordered (nothing is known but its name)
//           which milestone is meant? the side of the border, then the stage it has reached
//           claimed, with whatever the board makes of it
//   message fingerprint known? ─yes─► counted as known
//           shipment known by the declaration's number, or by ours? ─no─► a finding: nothing is opened for an answer
//           declared on its side of the border, with all that follows

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
  /// The shipments of the declarations in the file; nil until the first is asked for, and anew with each portion.
  private var shipmentsDeclared: [String: ShipmentID]?

  /// What came of an import, in numbers.
  package struct Counts: Hashable, Sendable {
    /// Orders that were new.
    package var orders = 0
    /// Claims that were new.
    package var claims = 0
    /// Messages about declarations that were new, by their row in the table of messages.
    package var messageRows = [Int](repeating: 0, count: CustomsMessage.allCases.count)
    /// Messages about declarations of which nobody knows the shipment.
    package var unplaced = 0
    /// Orders, claims and messages that were known already.
    package var known = 0
    /// Shipments that were opened because a claim named one that nobody had ordered here.
    package var opened = 0
    /// Corrections of claims that were never heard, and so not taken.
    package var dropped = 0

    /// Nothing came of it yet.
    package init() {}

    /// Messages about declarations that were new.
    package var messages: Int { messageRows.reduce(0, +) }

    /// The same by their stable names.
    package var messageNames: [String: Int] {
      CustomsMessage.allCases.reduce(into: [:]) { names, message in
        let count = messageRows[Int(message.rawValue)]
        if count > 0 { names[message.name] = count }
      }
    }

    /// The same by what they say, in the order of their table: "2 × 13 DMSTAX".
    package var messageWords: [String] {
      CustomsMessage.allCases.compactMap { message in
        let count = messageRows[Int(message.rawValue)]
        return count == 0 ? nil : "\(count) × \(message.isOurs ? message.row.words : message.codeWords)"
      }
    }
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
    shipmentsDeclared = nil
    while next < items.count, events.count < limit {
      let before = events.count
      switch items[next] {
      case .order(let order): take(order, &board, now, &events)
      case .claim(let claim): take(claim, &board, now, &events)
      case .message(let message): take(message, &board, now, &events)
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
    let known =
      order.isDeclaration
      ? declaredAs([order.reference] + order.otherNames, &board) : board.find(reference: order.reference)
    if let id = known {
      counts.known += 1
      // A declaration is no order: what it says besides is told by the lodging.
      if order.isDeclaration { return }
      guard let shipment = board[id] else { return }
      if shipment.goods == .none, shipment.merchant == .none {
        findings.add(
          .orderAfterClaim, at: order.place,
          "the shipment was opened by a claim before its order came; what the order says is not added", order.reference)
      } else {
        addTerms(of: order, to: shipment, &board, now, &events)
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
    // A number that was told is one that is held.
    if order.terms.tellsIOSS { ordered.documentsHeld = DocumentSet(.iossNumber) }
    let actor = Actor(order.source.role, name: board.texts.intern(order.source.name))
    let lines = order.lines.map { line in
      Event.OrderLine(
        goods: board.texts.intern(line.goods), hs: line.hs, quantity: line.quantity, value: line.value,
        weight: line.weight)
    }
    let id = open(ordered, lines, order.terms.statements(&board.texts), actor, &board, now, &events)
    if !order.note.isEmpty {
      events.append(Event(id, by: actor, at: now, .noted(Event.Note(board.texts.intern(order.note)))))
    }
  }

  /// Adds what a file says of a known order beside its goods, where nothing of it is known: the file, or the program that took it
  /// in, may not have told it then.
  private mutating func addTerms(
    of order: ImportedOrder, to shipment: Shipment, _ board: inout Board, _ now: Instant, _ events: inout [Event]
  ) {
    let actor = Actor(order.source.role, name: board.texts.intern(order.source.name))
    let terms = order.terms.statements(&board.texts)
    guard board.hear(terms: terms, about: shipment.id, by: actor, at: now, into: &events) else { return }
    if order.terms.tellsIOSS {
      board.hear(filed: .iossNumber, about: shipment.id, by: actor, at: now, into: &events)
    }
    findings.add(
      .termsAdded, at: order.place, "the order is known, and what it says beside its goods was not; it is added",
      order.reference)
  }

  private mutating func open(
    _ order: Event.Ordered, _ lines: [Event.OrderLine], _ terms: [Event.Statement], _ actor: Actor,
    _ board: inout Board, _ now: Instant, _ events: inout [Event]
  ) -> ShipmentID {
    let first = events.count
    let id = board.hear(order: order, lines: lines, terms: terms, by: actor, at: now, into: &events)
    board.apply(events[first])
    for text in [order.order, order.reference] where shipmentsDeclared != nil && text != .none {
      shipmentsDeclared?[board.texts[text]] = id
    }
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
      id = open(ordered, [], [], actor, &board, now, &events)
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

  // MARK: - Messages

  private mutating func take(_ told: ImportedMessage, _ board: inout Board, _ now: Instant, _ events: inout [Event]) {
    let fingerprint = told.fingerprint
    guard !board.knows(fingerprint: fingerprint) else {
      counts.known += 1
      return
    }
    guard let id = declaredAs([told.mrn, told.reference] + told.otherNames, &board), let shipment = board[id] else {
      counts.unplaced += 1
      let words = unplacedWords(told)
      return findings.add(.noShipment, at: told.place, words, told.mrn.isEmpty ? told.reference : told.mrn)
    }
    if let other = shipmentsDeclared?[told.reference], other != id, !shipment.goes(by: told.reference, board.texts) {
      counts.unplaced += 1
      return findings.add(
        .conflictingNumbers, at: told.place,
        "\(told.message.codeWords): the MRN is that of \(id.label), the LRN that of \(other.label); it is said of neither. "
          + "Take it again with the right one alone",
        told.reference)
    }
    let side = side(of: told, shipment)
    // A declaration is no news where customs answered already.
    if told.message == .lodgement, !shipment.state(side).canBeLodged {
      counts.known += 1
      return
    }
    counts.messageRows[Int(told.message.rawValue)] += 1
    if let issued = told.issued, issued > now + .days(1) {
      findings.add(.inFuture, at: told.place, "it is said to be sent in the future", issued.rfc3339(in: .utc))
    }
    var message = Event.Declared(told.message, side, issued: told.issued ?? now)
    message.limit = told.limit ?? .epoch
    message.amount = told.amount ?? message.amount
    message.mrn = board.texts.intern(told.mrn)
    message.reference = board.texts.intern(told.reference)
    message.pointer = board.texts.intern(told.pointer)
    message.validation = board.texts.intern(told.validation)
    message.document = told.document
    message.note = board.texts.intern(told.note)
    message.fingerprint = fingerprint
    let actor =
      told.source.map { Actor($0.role, name: board.texts.intern($0.name)) }
      ?? Actor(told.message.isOurs ? .broker : .customs)
    let first = events.count
    board.hear(message, about: id, by: actor, at: now, into: &events)
    if !told.mrn.isEmpty { shipmentsDeclared?[told.mrn] = id }
    guard case .declared(let heard)? = events[first...].first?.what, heard.verdict == .advances else { return }
    for correction in told.corrections {
      let (field, value) = correction.declared(&board.texts)
      board.hear(correction: field, to: value, about: id, by: actor, at: now, into: &events)
    }
  }

  /// The shipment that is declared under the first of these numbers that somebody knows.
  private mutating func declaredAs(_ numbers: [String], _ board: inout Board) -> ShipmentID? {
    if shipmentsDeclared == nil {
      let wanted = items[next...].flatMap { item -> [String] in
        switch item {
        case .message(let message): [message.mrn, message.reference] + message.otherNames
        case .order(let order): order.isDeclaration ? [order.reference] + order.otherNames : []
        case .claim: []
        }
      }
      shipmentsDeclared = board.shipments(declaredAs: wanted)
    }
    for number in numbers where !number.isEmpty {
      if let id = shipmentsDeclared?[number] { return id }
    }
    return nil
  }

  private func unplacedWords(_ told: ImportedMessage) -> String {
    let numbers = [told.mrn.isEmpty ? nil : "MRN", told.reference.isEmpty ? nil : "LRN \(told.reference)"]
      .compactMap(\.self).joined(separator: " or ")
    return
      "\(told.message.codeWords): no shipment goes by its \(numbers). Lodge under the order's number, the reference or "
      + "CW-…, or tell the MRN in a row of our CSV (reference, mrn); then take this file again"
  }

  /// The side of the border that a message is about: by what it says, by the country that gave the number, else by where the
  /// goods are.
  private func side(of told: ImportedMessage, _ shipment: Shipment) -> BorderSide {
    if let side = told.side { return side }
    if told.message == .exited || told.message == .exitOverdue { return .export }
    let (from, to) = (shipment.originCountry, shipment.destinationCountry)
    let code = told.mrn.dropFirst(2).prefix(2)
    if from != to, told.mrn.utf8.count >= 4, let country = Country(code == "XI" ? "GB" : code) {
      if country == from { return .export }
      if country == to { return .import }
    }
    return shipment.stage <= .export && shipment.importState == .none ? .export : .import
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

extension OrderTerms {
  /// Whether it tells a number under which goods are sold into the union.
  fileprivate var tellsIOSS: Bool { sellerNumbers.contains { $0.scheme == .ioss && $0.isPossible } }
}

extension ImportedCorrection {
  /// The field and what it is now.
  fileprivate func declared(_ texts: inout TextTable) -> (DeclaredField, DeclaredValue) {
    switch self {
    case .hs(let code): (.hs, DeclaredValue(hs: code))
    case .description(let words): (.description, DeclaredValue(texts.intern(words)))
    case .value(let money): (.value, DeclaredValue(money))
    case .weight(let weight): (.weight, DeclaredValue(weight))
    case .origin(let country): (.origin, DeclaredValue(country))
    }
  }
}

extension Shipment {
  /// Whether it may be lodged under a number: several parcels of an order share that of the order.
  fileprivate func goes(by number: String, _ texts: TextTable) -> Bool {
    number.isEmpty || number == id.label || number == texts[order] || number == texts[reference]
  }
}

import Measures

// What an event does to the board. Applying may not refuse: whether something is allowed was decided before it was recorded.

extension Board {
  /// Folds in the journal's next event.
  package mutating func apply(_ event: Event) {
    sequence &+= 1
    if event.at > latest { latest = event.at }
    if case .ordered(let order) = event.what {
      open(event, order)
    }
    guard contains(event.shipment) else {
      // An alarm's step is about no shipment and belongs to no chain.
      if notesPrevious { previousNoted.append(0) }
      return
    }
    let page = page(toChange: event.shipment)
    let r = event.shipment.index % Page.rows
    if notesPrevious { previousNoted.append(page.sequence[r]) }
    page.version[r] &+= 1
    page.sequence[r] = sequence
    if event.isNewsOfShipment { page.heard[r] = max(page.heard[r], event.at.columnSeconds) }
    switch event.what {
    case .ordered, .lined, .noted, .tookBack, .alarm: break
    case .stated: page.flags[r] |= ShipmentFlags.termsStated.rawValue
    case .declared(let message): apply(message, page, r)
    case .holdPassed(let passed): apply(passed, at: event.at, event.shipment, page, r)
    case .amended(let amendment): apply(amendment, event.shipment, page, r)
    case .claimed(let claim): apply(claim, at: event.at, event.shipment, page, r)
    case .holdOpened(let hold): apply(hold, at: event.at, event.shipment, page, r)
    case .holdClosed(let hold): close(hold.reason, at: event.at, event.shipment, page, r)
    case .documentRequested(let paper): page.documentsRequested[r] |= DocumentSet(paper.document).rawValue
    case .documentAttached(let paper):
      page.documentsHeld[r] |= DocumentSet(paper.document).rawValue
      page.documentsRequested[r] &= ~DocumentSet(paper.document).rawValue
    case .documentWithdrawn(let paper): page.documentsHeld[r] &= ~DocumentSet(paper.document).rawValue
    case .owned(let ownership): page.owner[r] = ownership.owner.number
    case .corrected(let correction): apply(correction, at: event.at, event.shipment, page, r)
    }
  }

  /// Opens the row of a new shipment; its number must be the next.
  private mutating func open(_ event: Event, _ order: Event.Ordered) {
    if isAbsent(event.shipment) {
      absentCount -= 1
    } else {
      precondition(event.shipment.index == count, "shipments are numbered in the order of the journal")
      appendRow()
    }
    let page = page(toOpen: event.shipment)
    let r = event.shipment.index % Page.rows
    page.order[r] = order.order.number
    page.reference[r] = order.reference.number
    page.merchant[r] = order.merchant.number
    page.consignee[r] = order.consignee.number
    page.platform[r] = order.platform.number
    page.carrier[r] = order.carrier.number
    page.goods[r] = order.goods.number
    page.origin[r] = order.origin.row
    page.destination[r] = order.destination.row
    page.destinationText[r] = order.destinationText.number
    page.originCountry[r] = order.originCountry.packed
    page.destinationCountry[r] = order.destinationCountry.packed
    page.at[r] = order.origin.row
    page.lane[r] = order.lane.row
    page.mode[r] = order.mode.rawValue
    page.incoterm[r] = order.incoterm.rawValue
    page.hs[r] = order.hs
    page.weightGrams[r] = order.weight.value
    page.valueMinor[r] = order.value.minor
    page.currency[r] = order.value.currency.packed
    page.euroCents[r] = Int32(clamping: order.value.euroCents ?? 0)
    page.placed[r] = order.placedAt.columnSeconds
    page.promise[r] = order.promise.columnSeconds
    page.eta[r] = order.promise.columnSeconds
    page.documentsNeeded[r] = order.documentsNeeded.rawValue
    page.documentsHeld[r] = order.documentsHeld.rawValue
    page.flags[r] = order.simulated ? ShipmentFlags.simulated.rawValue : 0
    page.holdStage[r] = 255
    page.milestone[r] = Milestone.orderPlaced.rawValue
    page.seen[r] = Milestone.orderPlaced.bit
    page.stage[r] = Stage.order.rawValue
    page.stageSince[r] = order.placedAt.columnSeconds
    page.happened[r] = order.placedAt.milliseconds
    page.panel[r] = Panel.orders.rawValue
    milestoneCounts[Milestone.orderPlaced.rawValue.asInt] += 1
    join(.orders, event.shipment, page, r)
    flow.count(.ordered, at: order.placedAt, heard: event.at)
  }

  private mutating func appendRow() {
    if count % Page.rows == 0 {
      pages.append(Page())
      dirty.append(true)
    }
    count += 1
  }

  /// Makes rows for a shipment and all before it, where they come in another order than that of their numbers: whoever has not
  /// come yet is absent, in no list and found by nobody.
  mutating func makeRoom(for id: ShipmentID) {
    while count <= id.index {
      appendRow()
      page(toChange: ShipmentID(UInt32(count))).panel[(count - 1) % Page.rows] = Page.absent
      absentCount += 1
    }
  }

  private mutating func apply(_ claim: Event.Claim, at heard: Instant, _ id: ShipmentID, _ page: Page, _ r: Int) {
    if page.claims[r] < .max { page.claims[r] &+= 1 }
    if claim.fingerprint != 0 { fingerprints.insert(claim.fingerprint) }
    guard claim.kind == .actual else {
      if claim.milestone == .delivered { page.eta[r] = claim.happened.columnSeconds }
      return
    }
    switch claim.verdict {
    case .advances, .beside, .repeats, .late: page.seen[r] |= claim.milestone.bit
    case .outOfOrder, .blocked, .afterEnd: break  // disputed: it counts as seen only once it takes effect
    }
    switch claim.verdict {
    case .advances: advance(to: claim, at: heard, id, page, r)
    case .beside:
      if claim.milestone == .damaged { page.flags[r] |= ShipmentFlags.damaged.rawValue }
      if claim.milestone == .delayed { page.flags[r] |= ShipmentFlags.delayed.rawValue }
      if claim.milestone == .prearrivalFiled { page.raise(.import, to: .prearrivalFiled, r) }
    case .repeats: page.flags[r] |= ShipmentFlags.repeated.rawValue
    case .late: if page.lateClaims[r] < .max { page.lateClaims[r] &+= 1 }
    case .outOfOrder, .afterEnd: dispute(page, r)
    case .blocked:
      dispute(page, r)
      let pending = page.pending[r] == 0 ? nil : Milestone(rawValue: page.pending[r] &- 1)
      let happened = claim.happened.columnSeconds
      if pending.map({
        claim.milestone.stage > $0.stage
          || claim.milestone.stage == $0.stage
            && happened >= (waitingSince[id.number] ?? .epoch).columnSeconds
      }) ?? true {
        page.pending[r] = claim.milestone.rawValue &+ 1
        waitingSince[id.number] = claim.happened
      }
    }
  }

  @inline(__always)
  private func dispute(_ page: Page, _ r: Int) {
    if page.disputes[r] < .max { page.disputes[r] &+= 1 }
  }

  /// Moves a shipment on to the claim's milestone.
  private mutating func advance(
    to claim: Event.Claim, at heard: Instant, _ id: ShipmentID, _ page: Page, _ r: Int
  ) {
    let milestone = claim.milestone
    milestoneCounts[page.milestone[r].asInt] -= 1
    milestoneCounts[milestone.rawValue.asInt] += 1
    page.milestone[r] = milestone.rawValue
    page.happened[r] = claim.happened.milliseconds
    if let pending = Milestone(rawValue: page.pending[r] &- 1), pending.stage <= milestone.stage {
      page.pending[r] = 0
      waitingSince[id.number] = nil
    }
    let stage = milestone.stage.rawValue
    if stage != page.stage[r] {
      page.stage[r] = stage
      page.stageSince[r] = claim.happened.columnSeconds
    }
    if claim.place.row != 0 || claim.placeText != .none {
      page.at[r] = claim.place.row
      page.atText[r] = claim.placeText.number
    }
    if milestone.nature == .terminal {
      page.flags[r] |= ShipmentFlags.ended.rawValue
    } else {
      page.flags[r] &= ~ShipmentFlags.ended.rawValue
    }
    note(milestone, happened: claim.happened, heard: heard, page, r)
    place(id, page, r)
  }

  /// Counts and flags what a milestone means beside the move itself.
  ///
  /// By the hour in which it happened, not in which it was heard: what a file tells of last year is not today's flow.
  @inline(__always)
  private mutating func note(_ milestone: Milestone, happened: Instant, heard: Instant, _ page: Page, _ r: Int) {
    if let series = milestone.series { flow.count(series, at: happened, heard: heard) }
    switch milestone {
    case .deliveryAttemptFailed: if page.attempts[r] < .max { page.attempts[r] &+= 1 }
    case .delivered:
      page.flags[r] |= ShipmentFlags.wasDelivered.rawValue
      page.eta[r] = happened.columnSeconds
      if page.promise[r] != 0 {
        flow.count(.deliveredPromised, at: happened, heard: heard)
        if happened.columnSeconds > page.promise[r] {
          page.flags[r] |= ShipmentFlags.deliveredLate.rawValue
        } else {
          flow.count(.deliveredOnTime, at: happened, heard: heard)
        }
      }
    case .returnToSender: page.flags[r] |= ShipmentFlags.goesBack.rawValue
    // Whoever tells of the milestone alone tells of the declaration, too.
    case .exportDeclared: page.raise(.export, to: .lodged, r)
    case .exportReleased: page.raise(.export, to: .released, r)
    case .importDeclared: page.raise(.import, to: .lodged, r)
    case .importReleased: page.raise(.import, to: .released, r)
    case .departedOrigin, .outForDelivery, .returned, .returnReceived, .orderPlaced,
      .paymentAuthorised, .paymentFailed, .riskHold, .stockReserved, .orderCancelled, .picked, .packed,
      .docsComplete, .labelCreated, .carrierBooked, .pickedUp, .originHubArrived, .exportHeld, .exportRefused,
      .originGatewayHeld, .readyForCarriage, .consolidated, .manifested, .loaded,
      .offloaded, .transitArrived, .transferred, .transitDeparted, .borderCrossed, .delayed, .arrivedDestination,
      .unloaded, .prearrivalFiled, .arrivalNotified, .selectedForControl, .importHeld, .dutyTaxDue,
      .dutyTaxPaid, .inspected, .importRefused, .handedToLastMile, .sortedIn, .sortedOut, .atDeliveryDepot,
      .readyForPickup, .lost, .damaged, .rmaOpened, .returnInTransit, .returnInspected, .refunded, .exchanged,
      .repaired, .replacementDelivered, .repairDelivered:
      break
    }
  }

  private mutating func apply(
    _ hold: Event.HoldOpened, at heard: Instant, _ id: ShipmentID, _ page: Page, _ r: Int
  ) {
    page.everHeld[r] |= hold.reason.bit
    guard page.openHolds[r] & hold.reason.bit == 0 else { return }
    page.openHolds[r] |= hold.reason.bit
    holdCounts[hold.reason.rawValue.asInt] += 1
    openHolds[id.number, default: []].append(OpenHold(hold))
    sumUpHolds(id, page, r)
    page.documentsNeeded[r] |= hold.reason.needs.rawValue
    if !hold.isAgain { flow.count(.held, at: hold.since, heard: heard) }
    place(id, page, r)
  }

  /// Ends one hold.
  private mutating func close(_ reason: HoldReason, at: Instant, _ id: ShipmentID, _ page: Page, _ r: Int) {
    guard page.openHolds[r] & reason.bit != 0 else { return }
    page.openHolds[r] &= ~reason.bit
    holdCounts[reason.rawValue.asInt] -= 1
    // No order needs a payment by itself: with the debt the need for it ends.
    if reason == .dutyUnpaid { page.documentsNeeded[r] &= ~DocumentSet(.dutyPayment).rawValue }
    openHolds[id.number]?.removeAll { $0.reason == reason }
    if openHolds[id.number]?.isEmpty ?? false { openHolds[id.number] = nil }
    sumUpHolds(id, page, r)
    place(id, page, r)
  }

  /// Puts into the row what its open holds come to: the oldest beginning, the first due date, the earliest stage.
  private func sumUpHolds(_ id: ShipmentID, _ page: Page, _ r: Int) {
    let open = openHolds[id.number] ?? []
    page.heldSince[r] = open.map(\.since.columnSeconds).min() ?? 0
    page.holdDue[r] = open.compactMap { $0.due?.columnSeconds }.min() ?? 0
    page.holdStage[r] = open.map(\.stops.rawValue).min() ?? 255
    page.limit[r] = open.compactMap { $0.limit?.columnSeconds }.min() ?? 0
    page.holdOwners[r] = open.reduce(0) { $0 | RoleSet($1.owner).rawValue }
  }

  private mutating func apply(_ message: Event.Declared, _ page: Page, _ r: Int) {
    if message.fingerprint != 0 { fingerprints.insert(message.fingerprint) }
    switch message.verdict {
    case .advances, .beside, .repeats: page.set(message.side, message.state, r)
    case .late: if page.lateClaims[r] < .max { page.lateClaims[r] &+= 1 }
    case .outOfOrder, .blocked, .afterEnd: dispute(page, r)
    }
    if message.mrn != .none, !message.verdict.isDisputed { page.mrn(of: message.side)[r] = message.mrn.number }
  }

  private mutating func apply(
    _ passed: Event.HoldPassed, at: Instant, _ id: ShipmentID, _ page: Page, _ r: Int
  ) {
    guard var open = openHolds[id.number], let place = open.firstIndex(where: { $0.reason == passed.reason }) else {
      return
    }
    open[place].pass(passed, at: at)
    openHolds[id.number] = open
    sumUpHolds(id, page, r)
  }

  /// Writes what is said now where the order's own word stood; the event keeps both.
  private mutating func apply(_ amendment: Event.Amendment, _ id: ShipmentID, _ page: Page, _ r: Int) {
    var page = page
    if !page.holdsTermsAlone {
      page = Page(whole: page)
      pages[id.index / Page.rows] = page
    }
    let after = amendment.after
    switch amendment.field {
    case .value:
      page.valueMinor[r] = after.number
      page.currency[r] = after.unit
      page.euroCents[r] = Int32(clamping: after.money.euroCents ?? 0)
    case .hs: page.hs[r] = UInt32(clamping: after.number)
    case .description: page.goods[r] = after.text.number
    case .weight: page.weightGrams[r] = Int32(clamping: after.number)
    case .origin: page.originCountry[r] = after.unit
    case .consigneeID, .freight, .insurance, .region, .kind, .business, .preference, .sellerNumber:
      break  // they stand in the folder, and in the story
    }
    if amendment.isCorrected {
      page.flags[r] |= amendment.field.flag.rawValue
    } else {
      page.flags[r] &= ~amendment.field.flag.rawValue
    }
  }

  private mutating func apply(
    _ correction: Event.Correction, at: Instant, _ id: ShipmentID, _ page: Page, _ r: Int
  ) {
    milestoneCounts[page.milestone[r].asInt] -= 1
    milestoneCounts[correction.standing.rawValue.asInt] += 1
    if let series = correction.withdrawn.series {
      flow.takeBack(series, at: Instant(milliseconds: page.happened[r]), heard: at)
    }
    if correction.waits {
      page.pending[r] = correction.withdrawn.rawValue &+ 1
      waitingSince[id.number] = Instant(milliseconds: page.happened[r])
    }
    if correction.withdrawn != correction.standing { page.seen[r] &= ~correction.withdrawn.bit }
    if correction.withdrawn == .returnToSender { page.flags[r] &= ~ShipmentFlags.goesBack.rawValue }
    page.milestone[r] = correction.standing.rawValue
    page.happened[r] = correction.happened.milliseconds
    if page.stage[r] != correction.standing.stage.rawValue {
      page.stage[r] = correction.standing.stage.rawValue
      page.stageSince[r] = correction.happened.columnSeconds
    }
    if correction.withdrawn == .deliveryAttemptFailed, page.attempts[r] > 0 { page.attempts[r] -= 1 }
    page.flags[r] &= ~ShipmentFlags.ended.rawValue
    if correction.standing.nature == .terminal { page.flags[r] |= ShipmentFlags.ended.rawValue }
    place(id, page, r)
  }

  // MARK: - Panels

  /// Puts a shipment into the panel where its state belongs.
  @inline(__always)
  private mutating func place(_ id: ShipmentID, _ page: Page, _ r: Int) {
    let stage = Stage(rawValue: page.stage[r]) ?? .order
    let ended = page.flags[r] & ShipmentFlags.ended.rawValue != 0
    let panel = Panel.of(stage: stage, holds: page.openHolds[r], ended: ended)
    guard panel.rawValue != page.panel[r] else { return }
    leave(id, page, r)
    page.panel[r] = panel.rawValue
    join(panel, id, page, r)
  }

  private mutating func join(_ panel: Panel, _ id: ShipmentID, _ page: Page, _ r: Int) {
    if panel == .closed {
      closedCount += 1
      return
    }
    page.slot[r] = UInt32(members[panel.rawValue.asInt].count)
    members[panel.rawValue.asInt].append(id.number)
  }

  /// Takes a shipment out of its panel; the last member moves into its slot.
  private mutating func leave(_ id: ShipmentID, _ page: Page, _ r: Int) {
    let panel = page.panel[r].asInt
    guard panel < members.count else {
      closedCount -= 1
      return
    }
    let slot = Int(page.slot[r])
    let last = members[panel].removeLast()
    guard slot < members[panel].count else { return }
    members[panel][slot] = last
    let moved = ShipmentID(last)
    // The page in hand is referenced twice already; asking for it again would copy it.
    let home = moved.index / Page.rows == id.index / Page.rows ? page : self.page(toChange: moved)
    home.slot[moved.index % Page.rows] = UInt32(slot)
  }
}

extension Event {
  /// Whether something was heard of the shipment by it: what the desk notes, asks for, decides or takes back says nothing of where
  /// the shipment is; what it claims, and what anybody else says, does.
  @inline(__always)
  var isNewsOfShipment: Bool {
    switch by.role {
    case .merchant, .consignee, .platform, .carrier, .customs, .broker, .handler, .courier, .agency, .compliance, .file:
      true
    case .operatorDesk:
      switch what {
      case .ordered, .claimed: true
      case .lined, .stated, .holdOpened, .holdClosed, .documentRequested, .documentAttached, .documentWithdrawn, .noted,
        .owned,
        .corrected, .tookBack, .alarm, .declared, .holdPassed, .amended:
        false
      }
    case .watch: false
    }
  }
}

extension Milestone {
  /// What it is counted in by the hour; nil for what is not.
  @inline(__always)
  fileprivate var series: FlowSeries? {
    switch self {
    case .departedOrigin: .departed
    case .importReleased: .released
    case .outForDelivery: .outForDelivery
    case .delivered: .delivered
    case .returned, .returnReceived: .returned
    case .orderPlaced, .paymentAuthorised, .paymentFailed, .riskHold, .stockReserved, .orderCancelled, .picked, .packed,
      .docsComplete, .labelCreated, .carrierBooked, .pickedUp, .originHubArrived, .exportDeclared, .exportHeld,
      .exportReleased, .exportRefused, .originGatewayHeld, .readyForCarriage, .consolidated, .manifested, .loaded,
      .offloaded, .transitArrived, .transferred, .transitDeparted, .borderCrossed, .delayed, .arrivedDestination,
      .unloaded, .prearrivalFiled, .arrivalNotified, .importDeclared, .selectedForControl, .importHeld, .dutyTaxDue,
      .dutyTaxPaid, .inspected, .importRefused, .handedToLastMile, .sortedIn, .sortedOut, .atDeliveryDepot,
      .deliveryAttemptFailed, .readyForPickup, .returnToSender, .lost, .damaged, .rmaOpened, .returnInTransit,
      .returnInspected, .refunded, .exchanged, .repaired, .replacementDelivered, .repairDelivered:
      nil
    }
  }
}

extension Page {
  /// What has become of a declaration.
  @inline(__always)
  func declaration(_ side: BorderSide, _ r: Int) -> DeclarationState {
    DeclarationState(rawValue: side == .export ? exportState[r] : importState[r]) ?? .none
  }

  /// The numbers of declarations with the customs of a side.
  @inline(__always)
  fileprivate func mrn(of side: BorderSide) -> UnsafeMutablePointer<UInt32> {
    side == .export ? exportMRN : importMRN
  }

  @inline(__always)
  fileprivate func set(_ side: BorderSide, _ state: DeclarationState, _ r: Int) {
    if side == .export { exportState[r] = state.rawValue } else { importState[r] = state.rawValue }
  }

  /// Lets a declaration come as far as a milestone says that it has; never back.
  fileprivate func raise(_ side: BorderSide, to state: DeclarationState, _ r: Int) {
    if declaration(side, r).phase < state.phase { set(side, state, r) }
  }
}

import Atlas
package import Measures

// The read model: the state of every shipment as the fold of all events so far.
//
//   events ─► apply ─► pages (a row a shipment)          what filters, sorts and the detail read
//                   ├► members of each panel             what the lists show, without a scan
//                   ├► counts by milestone and reason    what the numbers show, without a scan
//                   └► flow by the hour                  what the sparklines show
//
// A board is a value: a copy costs a few words, and shares its pages until one of the two changes them.

/// The state of every shipment.
package struct Board: Sendable {
  /// The dictionary of the journal that the board was folded from.
  package var texts = TextTable()
  /// The stable names of everything with a name, by their numbers in the dictionary.
  package internal(set) var vocabulary = Vocabulary()
  /// How many events were folded in: the journal's number of the last one.
  package internal(set) var sequence: UInt64 = 0
  /// The latest instant heard of; the control room's clock is never behind it.
  package internal(set) var latest: Instant = .epoch
  /// How many shipments there are.
  package internal(set) var count = 0
  /// How many rows are kept for shipments that have not come yet; only where what happened is told in its own order.
  var absentCount = 0
  /// Counts by the hour.
  package internal(set) var flow = Flow()
  /// The alarms that stand, for filters that ask for them; whoever watches sets them, they follow from no event.
  package var alarms: [OpenAlarm] = []
  /// How complete papers are, for filters that ask for it; whoever knows the law sets it, it follows from no event.
  package var papers = PaperScores()

  var pages: [Page] = []
  /// Which pages changed since they were last put into a snapshot.
  var dirty: [Bool] = []
  /// For each event applied while ``notesPrevious`` is on: the journal's number of the same shipment's event before it.
  package var previousNoted: [UInt64] = []
  /// Whether ``previousNoted`` is kept: whoever records what is applied needs it to chain a shipment's events.
  package var notesPrevious = false
  /// The members of each panel but ``Panel/closed``, in no order.
  var members: [ContiguousArray<UInt32>] = Array(repeating: [], count: Panel.closed.rawValue.asInt)
  var closedCount = 0
  var milestoneCounts = [Int](repeating: 0, count: Milestone.allCases.count)
  var holdCounts = [Int](repeating: 0, count: HoldReason.allCases.count)
  /// Shipments by the outside's name for them: a number for every text, 0 where it names none. It follows from the pages, and is
  /// filled only when somebody looks for a name.
  private var named: ContiguousArray<UInt32> = []
  /// How many shipments are in `named`.
  private var namedCount = 0
  /// The open holds of every shipment that has any, in the order in which they began to be known.
  var openHolds: [UInt32: [OpenHold]] = [:]
  /// When those milestones happened that wait behind a hold, by shipment.
  var waitingSince: [UInt32: Instant] = [:]
  /// Fingerprints of claims taken from files, so that a file read twice adds nothing.
  var fingerprints: Set<UInt64> = []

  /// An empty board, over an empty dictionary that at once learns every stable name.
  package init() {
    vocabulary = Vocabulary(learning: &texts)
  }

  /// An empty board over a journal's dictionary; names that are new since it was written are added to it.
  package init(texts: TextTable) {
    self.texts = texts
    vocabulary = Vocabulary(learning: &self.texts)
  }

  /// Learns the stable names anew, after texts were taken from a journal that another process writes to.
  package mutating func relearn() {
    vocabulary = Vocabulary(learning: &texts)
  }

  /// The shipments that there are.
  package var ids: ClosedRange<UInt32>? { count == 0 ? nil : 1...UInt32(count) }

  /// Whether there is such a shipment.
  @inline(__always)
  package func contains(_ id: ShipmentID) -> Bool { id.number != 0 && id.index < count && !isAbsent(id) }

  /// Whether there is a row for a shipment that has not come yet.
  @inline(__always)
  func isAbsent(_ id: ShipmentID) -> Bool {
    absentCount > 0 && id.number != 0 && id.index < count
      && pages[id.index / Page.rows].panel[id.index % Page.rows] == Page.absent
  }

  /// How many shipments have come.
  package var present: Int { count - absentCount }

  /// A copy of the shipment's row; nil when there is no such shipment.
  package subscript(id: ShipmentID) -> Shipment? {
    guard contains(id) else { return nil }
    return row(pages[id.index / Page.rows], id.index % Page.rows, id)
  }

  /// The pages, for whoever runs down a column; the last is filled up to `count`.
  package var columns: [Page] { pages }

  /// The journal's number of the shipment's last event; 0 before its first.
  @inline(__always)
  package func lastSequence(of id: ShipmentID) -> UInt64 {
    contains(id) ? pages[id.index / Page.rows].sequence[id.index % Page.rows] : 0
  }

  /// How many shipments a panel lists.
  package func count(in panel: Panel) -> Int {
    panel == .closed ? closedCount : members[panel.rawValue.asInt].count
  }

  /// The members of a panel, in no order; empty for ``Panel/closed``, which is never listed whole.
  package func members(of panel: Panel) -> ContiguousArray<UInt32> {
    panel == .closed ? [] : members[panel.rawValue.asInt]
  }

  /// How many shipments stand at a milestone.
  package func count(at milestone: Milestone) -> Int { milestoneCounts[milestone.rawValue.asInt] }

  /// How many holds are open for a reason.
  package func openHolds(for reason: HoldReason) -> Int { holdCounts[reason.rawValue.asInt] }

  /// The open holds of a shipment, in the order in which they began to be known.
  package func openHolds(of id: ShipmentID) -> [OpenHold] { openHolds[id.number] ?? [] }

  /// The open hold that runs out first; one without a due date only when there is no other.
  package func mostUrgentHold(of id: ShipmentID) -> OpenHold? {
    openHolds(of: id).min { ($0.due ?? .distantFuture) < ($1.due ?? .distantFuture) }
  }

  /// The shipment that the outside calls by this text; also understands the operator's own "CW-10482".
  package mutating func find(_ name: String) -> ShipmentID? {
    if let id = ShipmentID(label: name), contains(id) { return id }
    guard let text = texts.find(name), text != .none else { return nil }
    if let id = shipment(named: text) { return id }
    // Only what can be one is looked for among the numbers of declarations, of which there is no index.
    guard (try? MovementNumber(parsing: name)) != nil else { return nil }
    return shipments(declaredAs: [name])[name]
  }

  /// The shipment that the outside calls by exactly this text; "CW-10482" means nothing here, for an outsider's number can look
  /// like one of ours.
  package mutating func find(reference: String) -> ShipmentID? {
    guard let text = texts.find(reference), text != .none else { return nil }
    return shipment(named: text)
  }

  /// The latest shipment that the outside calls by this text.
  private mutating func shipment(named text: TextID) -> ShipmentID? {
    if named.count <= texts.count { named.append(contentsOf: repeatElement(0, count: texts.count + 1 - named.count)) }
    while namedCount < count {
      let reference = Int(pages[namedCount / Page.rows].reference[namedCount % Page.rows])
      namedCount += 1
      if reference != 0, reference < named.count { named[reference] = UInt32(namedCount) }
    }
    let number = named[Int(text.number)]
    return number == 0 ? nil : ShipmentID(number)
  }

  /// Whether a claim with this fingerprint was taken from a file before.
  package func knows(fingerprint: UInt64) -> Bool { fingerprints.contains(fingerprint) }

  func row(_ page: Page, _ r: Int, _ id: ShipmentID) -> Shipment {
    func instant(_ column: UnsafeMutablePointer<UInt32>) -> Instant { Instant(seconds: column[r]) }
    func known(_ column: UnsafeMutablePointer<UInt32>) -> Instant? {
      column[r] == 0 ? nil : Instant(seconds: column[r])
    }
    return Shipment(
      id: id, version: page.version[r], sequence: page.sequence[r], order: TextID(page.order[r]),
      reference: TextID(page.reference[r]), merchant: TextID(page.merchant[r]),
      consignee: TextID(page.consignee[r]), platform: TextID(page.platform[r]), carrier: TextID(page.carrier[r]),
      owner: TextID(page.owner[r]), goods: TextID(page.goods[r]), origin: PlaceID(row: page.origin[r]),
      destination: PlaceID(row: page.destination[r]), destinationText: TextID(page.destinationText[r]),
      originCountry: Country(packed: page.originCountry[r]),
      destinationCountry: Country(packed: page.destinationCountry[r]), at: PlaceID(row: page.at[r]),
      atText: TextID(page.atText[r]), lane: LaneID(row: page.lane[r]),
      mode: TransportMode(rawValue: page.mode[r]) ?? .unknown,
      incoterm: Incoterm(rawValue: page.incoterm[r]) ?? .unstated, hs: page.hs[r],
      weight: Grams(page.weightGrams[r]),
      value: Money(minor: page.valueMinor[r], Currency(packed: page.currency[r])),
      stage: Stage(rawValue: page.stage[r]) ?? .order,
      milestone: Milestone(rawValue: page.milestone[r]) ?? .orderPlaced,
      seen: page.seen[r], flags: ShipmentFlags(rawValue: page.flags[r]),
      panel: Panel(rawValue: page.panel[r]) ?? .closed, openHolds: page.openHolds[r], everHeld: page.everHeld[r],
      documentsNeeded: DocumentSet(rawValue: page.documentsNeeded[r]),
      documentsHeld: DocumentSet(rawValue: page.documentsHeld[r]),
      documentsRequested: DocumentSet(rawValue: page.documentsRequested[r]), attempts: page.attempts[r].asInt,
      claims: Int(page.claims[r]), lateClaims: page.lateClaims[r].asInt, disputes: page.disputes[r].asInt,
      placed: instant(page.placed), happened: Instant(milliseconds: page.happened[r]), heard: instant(page.heard),
      stageSince: instant(page.stageSince), eta: known(page.eta), promise: known(page.promise),
      heldSince: known(page.heldSince), holdDue: known(page.holdDue),
      pending: page.pending[r] == 0 ? nil : Milestone(rawValue: page.pending[r] - 1),
      exportState: page.declaration(.export, r), importState: page.declaration(.import, r),
      exportMRN: TextID(page.exportMRN[r]), importMRN: TextID(page.importMRN[r]), limit: known(page.limit),
      holdOwners: RoleSet(rawValue: page.holdOwners[r]))
  }

  /// The page of a shipment, made this board's alone first if it is shared.
  @inline(__always)
  mutating func page(toChange id: ShipmentID) -> Page {
    let index = id.index / Page.rows
    if !isKnownUniquelyReferenced(&pages[index]) { pages[index] = Page(copy: pages[index]) }
    let page = pages[index]
    dirty[index] = true
    return page
  }

  /// The same, where an order is to be written to it.
  mutating func page(toOpen id: ShipmentID) -> Page {
    let index = id.index / Page.rows
    if !isKnownUniquelyReferenced(&pages[index]) || !pages[index].holdsTermsAlone {
      pages[index] = Page(whole: pages[index])
    }
    dirty[index] = true
    return pages[index]
  }
}

/// One open hold.
package struct OpenHold: Hashable, Sendable {
  package var reason: HoldReason
  /// The first stage that it stops.
  package var stops: Stage
  package var since: Instant
  /// When it runs out; nil while an authority has it and our clock stands still.
  package var due: Instant?
  /// Who has it.
  package var owner: PartyRole
  /// How it came there.
  package var step: HoldStep
  /// Since when it is there.
  package var turnSince: Instant
  /// How long our clock ran before that.
  package var ranBefore: Span
  /// The limit that an authority has set; nil where it has set none.
  package var limit: Instant?
  /// What is due for it; of no currency where that is not known.
  package var amount: Money
}

extension Instant {
  /// Later than anything that can be told.
  static let distantFuture = Instant(milliseconds: .max)
}

extension UInt8 {
  /// The number as an index.
  @inline(__always)
  var asInt: Int { Int(self) }
}

extension Instant {
  /// The instant of a column of whole seconds.
  @inline(__always)
  package init(seconds: UInt32) { self.init(milliseconds: Int64(seconds) * 1000) }

  /// Whole seconds for a column: at least 1, so that 0 can stand for "not known", and at most what 32 bits hold.
  @inline(__always)
  package var columnSeconds: UInt32 {
    let seconds = milliseconds / 1000
    return seconds <= 0 ? (self == .epoch ? 0 : 1) : seconds >= Int64(UInt32.max) ? .max : UInt32(seconds)
  }
}

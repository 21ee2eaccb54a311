package import Atlas
package import Measures

// The border in numbers: a fold over events, one passage a shipment and side of the border.
//
//   declared ──────────── dwell ────────────► released (or refused)
//       └ hold ─ waiting, cost ─ end ┘            first time: no hold stood in its way
//
//   channel   how customs dealt with it, told from its holds afterwards as selectivity names it (UNCTAD ASYCUDA):
//             green   no hold                 yellow   papers, data, money or a decision
//             red     the goods themselves were looked at
//
// A passage counts in the window in which it was decided, a hold in the one in which it began. The desk's own holds are no doing of
// the border's and are counted apart. What waiting costs is an assumption, see ``HoldPlaybook/euroCentsPerDay``; so is that a paper
// that was there would have prevented a hold.

/// How customs dealt with a consignment, told from the holds that stood in its way.
package enum BorderChannel: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case green, yellow, red

  /// The stable name.
  package var name: String {
    switch self {
    case .green: "green"
    case .yellow: "yellow"
    case .red: "red"
    }
  }

  /// What an operator reads.
  package var words: String {
    switch self {
    case .green: "no hold"
    case .yellow: "papers, data, money"
    case .red: "goods looked at"
    }
  }

  /// The channel of a passage in whose way holds for these reasons stood, a bit each.
  package init(holds: UInt32) {
    let looked: [HoldReason] = [.scanSelected, .physicalInspection, .counterfeitSuspicion, .sanitary, .pieceMismatch]
    if holds == 0 { self = .green } else { self = looked.contains { holds & $0.bit != 0 } ? .red : .yellow }
  }
}

extension HoldReason {
  /// The one document or datum that would most likely have prevented it, had it been there before; nil where none would: what customs
  /// select, doubt or forbid. A judgement of ours.
  package var preventedBy: Document? {
    switch self {
    case .invoiceMissing, .documentsDisagree: .commercialInvoice
    case .vagueDescription: .goodsDescription
    case .wrongHSCode: .hsClassification
    case .undervaluation: .proofOfPayment
    case .importerRegistration: .importerRegistration
    case .iossInvalid: .iossNumber
    case .consigneeTaxIDMissing: .consigneeTaxID
    case .dutyUnpaid: .dutyPayment
    case .guaranteeShort: .guaranteeTopUp
    case .licenceMissing: .importLicence
    case .sanitary: .healthCertificate
    case .productSafety: .conformityDeclaration
    case .dangerousGoodsUndeclared: .dangerousGoodsDeclaration
    case .deniedParty: .complianceClearance
    case .originProofMissing: .certificateOfOrigin
    case .advanceDataMissing: .advanceData
    case .pieceMismatch: .tallyReport
    case .reimportReliefUnproven: .exportProof
    case .documentaryCheck, .scanSelected, .physicalInspection, .prohibitedGoods, .counterfeitSuspicion, .operatorHold,
      .unstated:
      nil
    }
  }
}

/// How long something took, counted in buckets that widen with the time: a sixteenth of it wide, so that what is told of a percentile
/// is at most 3.2 % off; below 16 minutes it is exact.
package struct DwellHistogram: Sendable {
  /// How many were counted.
  package private(set) var count = 0
  private var buckets: [UInt32] = []

  /// Nothing counted.
  package init() {}

  /// The greatest error of a percentile, in permille of it.
  package static let errorPermille = 32

  /// Counts a time; one that is negative counts as none, one of more than thirty years as that.
  package mutating func count(_ span: Span) {
    let minutes = Int(min(max(0, span.milliseconds / 60_000), 1 << 24))
    let place = DwellHistogram.bucket(minutes)
    if place >= buckets.count { buckets.append(contentsOf: repeatElement(0, count: place + 1 - buckets.count)) }
    buckets[place] &+= 1
    count += 1
  }

  /// The time that so many of a thousand stay at or below; nil where nothing was counted.
  package func percentile(permille: Int) -> Span? {
    guard count > 0 else { return nil }
    // The nearest rank.
    let rank = max(1, (count * min(max(0, permille), 1000) + 999) / 1000)
    var passed = 0
    for (place, bucket) in buckets.enumerated() {
      passed += Int(bucket)
      if passed >= rank { return .minutes(Int64(DwellHistogram.middle(place))) }
    }
    return nil
  }

  /// Adds what another one counted.
  package mutating func add(_ other: DwellHistogram) {
    if other.buckets.count > buckets.count {
      buckets.append(contentsOf: repeatElement(0, count: other.buckets.count - buckets.count))
    }
    for (place, bucket) in other.buckets.enumerated() { buckets[place] &+= bucket }
    count += other.count
  }

  // Sixteen buckets to every doubling.
  private static func bucket(_ minutes: Int) -> Int {
    guard minutes >= 16 else { return minutes }
    let shift = Int.bitWidth - 1 - minutes.leadingZeroBitCount - 4
    return 16 * (shift + 1) + (minutes >> shift) - 16
  }

  private static func middle(_ bucket: Int) -> Int {
    guard bucket >= 16 else { return bucket }
    let shift = bucket / 16 - 1
    return (bucket % 16 + 16) << shift + ((1 << shift) - 1) / 2
  }
}

/// Passages that were decided, added up.
package struct PassageSum: Sendable {
  package var released = 0
  package var refused = 0
  /// Released without any hold.
  package var firstTime = 0
  /// From the declaration to the release; those of which no declaration was told are not in it.
  package var dwell = DwellHistogram()

  /// Nothing added.
  package init() {}

  /// How many were decided.
  package var decided: Int { released + refused }
  /// How many of a thousand that were decided were released without any hold; nil where none was decided.
  package var firstTimePermille: Int? { decided == 0 ? nil : (firstTime * 1000 + decided / 2) / decided }

  mutating func add(_ other: PassageSum) {
    released += other.released
    refused += other.refused
    firstTime += other.firstTime
    dwell.add(other.dwell)
  }
}

/// Holds added up.
package struct HoldSum: Sendable {
  package var count = 0
  /// How many still stand.
  package var open = 0
  /// What waiting cost so far, in euro cents: an assumption.
  package var cents: Int64 = 0
  /// From beginning to end, of those that ended.
  package var waited = DwellHistogram()
  /// Those that a paper would have prevented that was not there, see ``HoldReason/preventedBy``.
  package var preventable = 0
  /// What those cost, in euro cents.
  package var preventableCents: Int64 = 0

  /// Nothing added.
  package init() {}

  mutating func add(_ other: HoldSum) {
    count += other.count
    open += other.open
    cents += other.cents
    waited.add(other.waited)
    preventable += other.preventable
    preventableCents += other.preventableCents
  }
}

/// The border in numbers over one window of time.
package struct BorderFigures: Sendable {
  /// Where passages are told apart.
  package struct Gate: Hashable, Sendable {
    package var place: PlaceID
    /// The place in a party's words, where the atlas has no such place.
    package var placeText: TextID
    package var side: BorderSide
  }

  /// What one party, or one chapter of the harmonized system, has to do with it.
  package struct Share: Sendable {
    package var passages = PassageSum()
    /// By reason.
    package var holds: [HoldReason: HoldSum] = [:]
  }

  /// The beginning of the window; what was decided or held before is left out.
  package let from: Instant
  /// The end: the latest instant heard of.
  package private(set) var until: Instant = .epoch
  /// How many events were folded in.
  package private(set) var eventCount = 0
  /// Holds of the desk's own, which are in no other figure.
  package private(set) var ownHolds = 0
  /// Passages by gate, and by channel within it, in the order of the channels.
  package private(set) var gates: [Gate: [PassageSum]] = [:]
  /// Holds by the gate at which they began.
  package private(set) var gateHolds: [Gate: HoldSum] = [:]
  /// Holds by reason, in the order of their table.
  package private(set) var reasons = [HoldSum](repeating: HoldSum(), count: HoldReason.allCases.count)
  package private(set) var merchants: [TextID: Share] = [:]
  /// By chapter, 1 to 99; 0 where no code was given.
  package private(set) var chapters: [UInt8: Share] = [:]

  private var passing: [Way: Passing] = [:]
  private var waiting: [HoldKey: Waiting] = [:]
  /// What the desk ended, until it is held anew for the same reason.
  private var endedAtDesk: [HoldKey: (hold: Waiting, at: Instant)] = [:]

  /// No figures, of a window that begins at `from`.
  package init(from: Instant = .epoch) { self.from = from }

  private struct Way: Hashable {
    let shipment: UInt32
    let side: BorderSide
  }

  /// A passage that is not decided.
  private struct Passing {
    var declared: Instant?
    var holds: UInt32 = 0
  }

  private struct HoldKey: Hashable {
    let shipment: UInt32
    let reason: HoldReason
  }

  /// A hold that stands, with what it counts for when it ends.
  private struct Waiting {
    let since: Instant
    let gate: Gate
    let merchant: TextID
    let chapter: UInt8
    let isPreventable: Bool
  }

  // MARK: - Folding

  /// Takes in an event that the board has folded in just now.
  package mutating func apply(_ event: Event, on board: Board) {
    eventCount += 1
    if event.at > until { until = event.at }
    switch event.what {
    case .claimed(let claim) where claim.kind == .actual && claim.verdict == .advances:
      apply(claim.milestone, at: claim.happened, of: event.shipment, on: board)
    case .holdOpened(let hold): open(hold, heard: event.at, of: event.shipment, on: board)
    case .holdClosed(let hold): close(hold.reason, by: event.by, at: event.at, of: event.shipment)
    case .ordered, .lined, .claimed, .documentRequested, .documentAttached, .documentWithdrawn, .noted, .owned,
      .corrected, .declared, .holdPassed, .amended, .tookBack, .alarm:
      break
    }
  }

  private mutating func apply(_ milestone: Milestone, at happened: Instant, of id: ShipmentID, on board: Board) {
    for side in BorderSide.allCases {
      let steps = BorderFigures.steps(side)
      if milestone == steps.declared { begin(side, at: happened, of: id) }
      if milestone == steps.released { decide(side, isReleased: true, at: happened, of: id, on: board) }
      if milestone == steps.refused { decide(side, isReleased: false, at: happened, of: id, on: board) }
    }
    // What ends otherwise is decided by nobody at the border.
    guard milestone.nature == .terminal else { return }
    for side in BorderSide.allCases { passing[Way(shipment: id.number, side: side)] = nil }
  }

  private static func steps(_ side: BorderSide) -> (declared: Milestone, released: Milestone, refused: Milestone) {
    switch side {
    case .export: (.exportDeclared, .exportReleased, .exportRefused)
    case .import: (.importDeclared, .importReleased, .importRefused)
    }
  }

  private mutating func begin(_ side: BorderSide, at happened: Instant, of id: ShipmentID) {
    let way = Way(shipment: id.number, side: side)
    // A declaration that is lodged again does not begin it anew.
    if passing[way, default: Passing()].declared == nil { passing[way, default: Passing()].declared = happened }
  }

  private mutating func decide(
    _ side: BorderSide, isReleased: Bool, at happened: Instant, of id: ShipmentID, on board: Board
  ) {
    let passed = passing.removeValue(forKey: Way(shipment: id.number, side: side)) ?? Passing()
    guard happened >= from, board.contains(id) else { return }
    let page = board.pages[id.index / Page.rows]
    let r = id.index % Page.rows
    var sum = PassageSum()
    if isReleased {
      sum.released = 1
      sum.firstTime = passed.holds == 0 ? 1 : 0
      if let declared = passed.declared { sum.dwell.count(happened - declared) }
    } else {
      sum.refused = 1
    }
    let channel = Int(BorderChannel(holds: passed.holds).rawValue)
    let gate = Gate(place: PlaceID(row: page.at[r]), placeText: TextID(page.atText[r]), side: side)
    gates[gate, default: Array(repeating: PassageSum(), count: BorderChannel.allCases.count)][channel].add(sum)
    merchants[TextID(page.merchant[r]), default: Share()].passages.add(sum)
    chapters[BorderFigures.chapter(page.hs[r]), default: Share()].passages.add(sum)
  }

  private mutating func open(_ hold: Event.HoldOpened, heard: Instant, of id: ShipmentID, on board: Board) {
    guard board.contains(id) else { return }
    guard hold.reason != .operatorHold else {
      if !hold.isAgain, hold.since >= from { ownHolds += 1 }
      return
    }
    // Before the way to the border a hold is the trade's own: a doubtful order, a missing payment.
    guard hold.stops >= .export else { return }
    let page = board.pages[id.index / Page.rows]
    let r = id.index % Page.rows
    let side = hold.stops <= .export ? BorderSide.export : .import
    if page.seen[r] & BorderFigures.steps(side).released.bit == 0 {
      passing[Way(shipment: id.number, side: side), default: Passing()].holds |= hold.reason.bit
    }
    let key = HoldKey(shipment: id.number, reason: hold.reason)
    let ended = endedAtDesk.removeValue(forKey: key)
    if hold.isAgain, let ended {
      waiting[key] = ended.hold
      return
    }
    if let ended { count(ended.hold, for: hold.reason, until: ended.at, isOpen: false) }
    guard hold.since >= from, waiting[key] == nil else { return }
    let paper = hold.reason.preventedBy
    waiting[key] = Waiting(
      since: min(hold.since, heard),
      gate: Gate(place: PlaceID(row: page.at[r]), placeText: TextID(page.atText[r]), side: side),
      merchant: TextID(page.merchant[r]), chapter: BorderFigures.chapter(page.hs[r]),
      isPreventable: paper.map { page.documentsHeld[r] & DocumentSet($0).rawValue == 0 } ?? false)
  }

  private mutating func close(_ reason: HoldReason, by actor: Actor, at: Instant, of id: ShipmentID) {
    let key = HoldKey(shipment: id.number, reason: reason)
    guard let hold = waiting.removeValue(forKey: key) else { return }
    if actor.role == .operatorDesk {
      // The desk may take it back: then it stands as before.
      endedAtDesk[key] = (hold, at)
    } else {
      count(hold, for: reason, until: at, isOpen: false)
    }
  }

  private mutating func count(_ hold: Waiting, for reason: HoldReason, until end: Instant, isOpen: Bool) {
    var sum = HoldSum()
    let hours = max(0, min((end - hold.since).milliseconds / 3_600_000, 24 * 3650))
    sum.count = 1
    sum.open = isOpen ? 1 : 0
    sum.cents = hours * Int64(reason.playbook.euroCentsPerDay) / 24
    if !isOpen { sum.waited.count(end - hold.since) }
    if hold.isPreventable { (sum.preventable, sum.preventableCents) = (1, sum.cents) }
    reasons[Int(reason.rawValue)].add(sum)
    gateHolds[hold.gate, default: HoldSum()].add(sum)
    merchants[hold.merchant, default: Share()].holds[reason, default: HoldSum()].add(sum)
    chapters[hold.chapter, default: Share()].holds[reason, default: HoldSum()].add(sum)
  }

  private static func chapter(_ hs: UInt32) -> UInt8 { UInt8(clamping: min(hs / 10_000, 99)) }

  /// Whether nothing was decided or held in its window.
  package var isEmpty: Bool {
    gates.isEmpty && gateHolds.isEmpty && waiting.isEmpty && endedAtDesk.isEmpty
  }

  /// The figures with those holds that still stand, as they are by `now`.
  package func settled(at now: Instant) -> BorderFigures {
    var all = self
    for (key, hold) in waiting { all.count(hold, for: key.reason, until: max(now, hold.since), isOpen: true) }
    for (key, ended) in endedAtDesk { all.count(ended.hold, for: key.reason, until: ended.at, isOpen: false) }
    all.waiting = [:]
    all.endedAtDesk = [:]
    return all
  }
}

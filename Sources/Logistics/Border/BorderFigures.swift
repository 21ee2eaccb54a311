package import Atlas
package import Measures

// The border in numbers: what ``BorderFold`` counts, one passage a shipment and side of the border.
//
//   declared ──────────── dwell ────────────► released (or refused)
//       └ hold ─ waiting, cost ─ end ┘            first time: no hold stood in its way
//
//   channel   how customs dealt with it, as selectivity names it (UNCTAD ASYCUDA): by the controls that they told of, and by the
//             holds where they told of none, which is an assumption
//             green   neither                 yellow   selected; papers, data, money or a decision
//             red     the goods themselves were looked at
//
// A passage counts on the day on which it was decided, a hold on the one on which it began. The desk's own holds are no doing of
// the border's and are counted apart. What waiting costs is an assumption, see ``HoldPlaybook/euroCentsPerDay``; so is that a paper
// that was there would have prevented a hold.

/// How customs dealt with a consignment, told by the controls that they told of and the holds that stood in its way.
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
    case .green: "neither held nor selected"
    case .yellow: "selected; papers, data, money"
    case .red: "goods looked at"
    }
  }

  /// The channel of a passage.
  ///
  /// - Parameters:
  ///   - holds: the reasons for which it was held, a bit each.
  ///   - isSelected: whether customs told that they selected it for a control.
  ///   - isLookedAt: whether they told that they looked at the goods.
  package init(holds: UInt32, isSelected: Bool = false, isLookedAt: Bool = false) {
    if isLookedAt || holds & Self.looked != 0 {
      self = .red
    } else {
      self = isSelected || holds != 0 ? .yellow : .green
    }
  }

  private static let looked: UInt32 =
    [HoldReason.scanSelected, .physicalInspection, .counterfeitSuspicion, .sanitary, .pieceMismatch]
    .reduce(0) { $0 | $1.bit }
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
/// is at most 3.2 % off; below 16 minutes it is exact. Few times are kept one by one, two bytes each; many take no more room than the
/// buckets do, some 1.4 kB.
package struct DwellHistogram: Sendable {
  /// How many were counted.
  package private(set) var count = 0
  /// The buckets of the first ones, while they are few.
  private var few: [UInt16] = []
  private var buckets: [UInt32] = []

  /// Nothing counted.
  package init() {}

  /// The greatest error of a percentile, in permille of it.
  package static let errorPermille = 32
  private static let fewMax = 128

  /// Counts a time; one that is negative counts as none, one of more than thirty years as that.
  package mutating func count(_ span: Span) {
    let minutes = Int(min(max(0, span.milliseconds / 60_000), 1 << 24))
    take(DwellHistogram.bucket(minutes), times: 1)
  }

  private mutating func take(_ bucket: Int, times: Int) {
    count += times
    if buckets.isEmpty {
      if count <= DwellHistogram.fewMax {
        few.append(contentsOf: repeatElement(UInt16(bucket), count: times))
        return
      }
      spread()
    }
    if bucket >= buckets.count {
      buckets.append(contentsOf: repeatElement(0, count: bucket + 1 - buckets.count))
    }
    buckets[bucket] &+= UInt32(clamping: times)
  }

  /// Goes over to buckets.
  private mutating func spread() {
    buckets = [UInt32](repeating: 0, count: Int(few.max() ?? 0) + 1)
    for bucket in few { buckets[Int(bucket)] &+= 1 }
    few = []
  }

  /// The time that so many of a thousand stay at or below; nil where nothing was counted.
  package func percentile(permille: Int) -> Span? {
    guard count > 0 else { return nil }
    // The nearest rank.
    let rank = max(1, (count * min(max(0, permille), 1000) + 999) / 1000)
    func told(_ bucket: Int) -> Span { .minutes(Int64(DwellHistogram.middle(bucket))) }
    guard !buckets.isEmpty else { return told(Int(few.sorted()[rank - 1])) }
    var passed = 0
    for (place, bucket) in buckets.enumerated() {
      passed += Int(bucket)
      if passed >= rank { return told(place) }
    }
    return nil
  }

  /// Adds what another one counted.
  package mutating func add(_ other: DwellHistogram) {
    for bucket in other.few { take(Int(bucket), times: 1) }
    for (place, times) in other.buckets.enumerated() where times > 0 { take(place, times: Int(times)) }
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

/// A passage of a shipment that was decided.
struct Passage {
  var isReleased: Bool
  /// Whether it was released and no hold ever stood in its way.
  var isFirstTime: Bool
  var channel: BorderChannel
  /// From the declaration to the release; nil where no declaration was told.
  var dwell: Span?
  var isSimulated: Bool
}

/// Passages that were decided, added up.
package struct PassageSum: Sendable {
  package var released = 0
  package var refused = 0
  /// Released without any hold.
  package var firstTime = 0
  /// Those that are part of the simulation.
  package var simulated = 0
  /// From the declaration to the release; those of which no declaration was told are not in it.
  package var dwell = DwellHistogram()

  /// Nothing added.
  package init() {}

  /// How many were decided.
  package var decided: Int { released + refused }
  /// How many of a thousand that were decided were released without any hold; nil where none was decided.
  package var firstTimePermille: Int? { decided == 0 ? nil : (firstTime * 1000 + decided / 2) / decided }

  mutating func add(_ passage: Passage) {
    if passage.isSimulated { simulated += 1 }
    guard passage.isReleased else {
      refused += 1
      return
    }
    released += 1
    if passage.isFirstTime { firstTime += 1 }
    if let dwell = passage.dwell { self.dwell.count(dwell) }
  }

  mutating func add(_ other: PassageSum) {
    released += other.released
    refused += other.refused
    firstTime += other.firstTime
    simulated += other.simulated
    dwell.add(other.dwell)
  }
}

/// Holds added up.
package struct HoldSum: Sendable {
  package var count = 0
  /// How many still stand.
  package var open = 0
  /// Those that are part of the simulation.
  package var simulated = 0
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

  /// Adds a hold that waited so long and cost so much.
  mutating func add(_ hold: BorderHold, waited span: Span, cents: Int64, isOpen: Bool) {
    count += 1
    if isOpen { open += 1 } else { waited.count(span) }
    if hold.isSimulated { simulated += 1 }
    self.cents += cents
    guard hold.isPreventable else { return }
    preventable += 1
    preventableCents += cents
  }

  mutating func add(_ other: HoldSum) {
    count += other.count
    open += other.open
    simulated += other.simulated
    cents += other.cents
    waited.add(other.waited)
    preventable += other.preventable
    preventableCents += other.preventableCents
  }
}

/// A hold that stood in a shipment's way at the border, with what it counts for when it ends.
struct BorderHold {
  let reason: HoldReason
  let since: Instant
  let gate: BorderFigures.Gate
  let merchant: TextID
  let chapter: UInt8
  /// Whether a paper would have prevented it that was not there.
  let isPreventable: Bool
  let isSimulated: Bool
  /// When the deed or the message that opened it was heard: whoever takes that back means this hold.
  let opened: Instant
}

/// The border in numbers, over some days: sums that can be added up.
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

  /// Holds of the desk's own, which are in no other figure.
  package internal(set) var ownHolds = 0
  /// Passages by gate, and by channel within it, in the order of the channels.
  package private(set) var gates: [Gate: [PassageSum]] = [:]
  /// Holds by the gate at which they began.
  package private(set) var gateHolds: [Gate: HoldSum] = [:]
  /// Holds by reason, in the order of their table; empty while there was none.
  package private(set) var reasons: [HoldSum] = []
  package private(set) var merchants: [TextID: Share] = [:]
  /// By chapter, 1 to 99; 0 where no code was given.
  package private(set) var chapters: [UInt8: Share] = [:]

  /// No figures.
  package init() {}

  /// Whether nothing was decided or held.
  package var isEmpty: Bool { gates.isEmpty && gateHolds.isEmpty }

  private static let noPassages = [PassageSum](repeating: PassageSum(), count: BorderChannel.allCases.count)
  private static let noHolds = [HoldSum](repeating: HoldSum(), count: HoldReason.allCases.count)

  mutating func count(_ passage: Passage, at gate: Gate, of merchant: TextID, _ chapter: UInt8) {
    gates[gate, default: Self.noPassages][Int(passage.channel.rawValue)].add(passage)
    merchants[merchant, default: Share()].passages.add(passage)
    chapters[chapter, default: Share()].passages.add(passage)
  }

  mutating func count(_ hold: BorderHold, until end: Instant, isOpen: Bool) {
    let waited = end - hold.since
    let hours = max(0, min(waited.milliseconds / 3_600_000, 24 * 3650))
    let cents = hours * Int64(hold.reason.playbook.euroCentsPerDay) / 24
    if reasons.isEmpty { reasons = Self.noHolds }
    reasons[Int(hold.reason.rawValue)].add(hold, waited: waited, cents: cents, isOpen: isOpen)
    gateHolds[hold.gate, default: HoldSum()].add(hold, waited: waited, cents: cents, isOpen: isOpen)
    merchants[hold.merchant, default: Share()].holds[hold.reason, default: HoldSum()]
      .add(hold, waited: waited, cents: cents, isOpen: isOpen)
    chapters[hold.chapter, default: Share()].holds[hold.reason, default: HoldSum()]
      .add(hold, waited: waited, cents: cents, isOpen: isOpen)
  }

  /// Adds what was counted on other days.
  package mutating func add(_ other: BorderFigures) {
    ownHolds += other.ownHolds
    for (gate, sums) in other.gates {
      for (channel, sum) in sums.enumerated() { gates[gate, default: Self.noPassages][channel].add(sum) }
    }
    for (gate, sum) in other.gateHolds { gateHolds[gate, default: HoldSum()].add(sum) }
    if reasons.isEmpty {
      reasons = other.reasons
    } else {
      for (row, sum) in other.reasons.enumerated() { reasons[row].add(sum) }
    }
    for (merchant, share) in other.merchants { merchants[merchant, default: Share()].add(share) }
    for (chapter, share) in other.chapters { chapters[chapter, default: Share()].add(share) }
  }
}

extension BorderFigures.Share {
  fileprivate mutating func add(_ other: BorderFigures.Share) {
    passages.add(other.passages)
    for (reason, sum) in other.holds { holds[reason, default: HoldSum()].add(sum) }
  }
}

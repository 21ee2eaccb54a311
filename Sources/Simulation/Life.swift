import Logistics

// A simulated parcel between its order and its end, and what can fall due for it.
//
//   order ─ pay ─ reserve ─ pick ─ pack ─ documents ─ label ─ book ─ pickUp ─ hubIn ─ exportDeclare ─ exportRelease
//     └────────── cancel            ready ─ consolidate ─ manifest ─ load ─ depart ─ (transitIn ─ transitOut)* ─ arrive
//                                              └── full: next departure ──┘
//   unload ─ notify ─ declare ─ assess ─ (inspected) ─ importRelease ─ handOver ─ sortIn ─ sortOut ─ depot ─ out ─ attempt
//                                └─ hold: waits for the party, customs, or the desk ──┘                      └──┬─┘
//   delivered ─ rma ─ returnTransit ─ returnReceived ─ returnInspected ─ settle ─ replaced     collect ◄─ point ┘
//
// A parcel has one main step ahead, or it is parked and waits for a hold to end. Beside it may lie side steps: a scan that is
// heard of late, a party that answers, a broker who hands papers in, customs that decide, a limit that is reached.

/// What can fall due. The raw value is in checkpoints: add at the end only.
enum Step: UInt8, CaseIterable {
  case order
  case pay, cancel, reserve, pick, pack, documents, label, book, pickUp
  case hubIn, exportDeclare, exportRelease
  case ready, consolidate, manifest, load, depart, transitIn, transitOut, arrive, unload
  case notify, declare, assess, inspected, importRelease, handOver
  case sortIn, sortOut, depot, out, attempt, point, collect
  case back, returned, lost
  case rma, returnTransit, returnReceived, returnInspected, settle, replaced
  // Beside the main step.
  case report, answer, decide, giveUp, supply, delay
  /// Papers are handed in, or goods presented.
  case send
  /// Customs answer what was lodged, or asked to be amended.
  case register

  /// Whether it is a parcel's one main step, which an act of the desk can make void.
  @inline(__always)
  var isMain: Bool { rawValue < Step.report.rawValue }

  /// The milestone that the step claims, by which a hold can stop it; nil where it claims none.
  var milestone: Milestone? {
    switch self {
    case .order, .assess, .answer, .decide, .giveUp, .supply, .report, .send, .register: nil
    case .pay: .paymentAuthorised
    case .cancel: .orderCancelled
    case .reserve: .stockReserved
    case .pick: .picked
    case .pack: .packed
    case .documents: .docsComplete
    case .label: .labelCreated
    case .book: .carrierBooked
    case .pickUp: .pickedUp
    case .hubIn: .originHubArrived
    case .exportDeclare: .exportDeclared
    case .exportRelease: .exportReleased
    case .ready: .readyForCarriage
    case .consolidate: .consolidated
    case .manifest: .manifested
    case .load: .loaded
    case .depart: .departedOrigin
    case .transitIn: .transitArrived
    case .transitOut: .transitDeparted
    case .arrive: .arrivedDestination
    case .unload: .unloaded
    case .notify: .arrivalNotified
    case .declare: .importDeclared
    case .inspected: .inspected
    case .importRelease: .importReleased
    case .handOver: .handedToLastMile
    case .sortIn: .sortedIn
    case .sortOut: .sortedOut
    case .depot: .atDeliveryDepot
    case .out: .outForDelivery
    case .attempt, .collect: .delivered
    case .point: .readyForPickup
    case .back: .returnToSender
    case .returned: .returned
    case .lost: .lost
    case .rma: .rmaOpened
    case .returnTransit: .returnInTransit
    case .returnReceived: .returnReceived
    case .returnInspected: .returnInspected
    case .settle: .refunded
    case .replaced: .replacementDelivered
    case .delay: .delayed
    }
  }

  /// The main step that follows when a shipment stands at `milestone`, whoever brought it there; nil at an end.
  static func following(_ milestone: Milestone) -> Step? {
    switch milestone {
    case .orderPlaced, .paymentFailed: .pay
    case .paymentAuthorised, .riskHold: .reserve
    case .stockReserved: .pick
    case .picked: .pack
    case .packed: .documents
    case .docsComplete: .label
    case .labelCreated: .book
    case .carrierBooked: .pickUp
    case .pickedUp: .hubIn
    case .originHubArrived: .exportDeclare
    case .exportDeclared, .exportHeld, .originGatewayHeld: .exportRelease
    case .exportReleased: .ready
    case .readyForCarriage, .consolidated, .manifested, .offloaded: .load
    case .loaded: .depart
    case .departedOrigin, .transitArrived, .transferred, .transitDeparted, .borderCrossed, .delayed: .arrive
    case .arrivedDestination: .unload
    case .unloaded, .prearrivalFiled: .notify
    case .arrivalNotified: .declare
    case .importDeclared: .assess
    case .selectedForControl, .importHeld, .dutyTaxDue, .dutyTaxPaid, .inspected: .importRelease
    case .importReleased: .handOver
    case .handedToLastMile: .sortIn
    case .sortedIn: .sortOut
    case .sortedOut: .depot
    case .atDeliveryDepot, .deliveryAttemptFailed: .out
    case .outForDelivery: .attempt
    case .readyForPickup: .collect
    case .returnToSender: .returned
    case .rmaOpened: .returnTransit
    case .returnInTransit: .returnReceived
    case .returnReceived: .returnInspected
    case .returnInspected: .settle
    case .exchanged, .repaired: .replaced
    case .orderCancelled, .exportRefused, .importRefused, .delivered, .returned, .lost, .damaged, .refunded,
      .replacementDelivered, .repairDelivered:
      nil
    }
  }
}

/// What lies in the calendar: a step of the parcel in a slot.
struct Due: BitwiseCopyable, Sendable {
  var slot: UInt32
  /// The raw value of the step.
  var step: UInt8
  /// The parcel's plan that the step belongs to; for a report the milestone.
  var epoch: UInt8
  /// A reason, a document, or a report's delay in minutes.
  var detail: UInt16
}

/// A parcel under way. Every bit pattern is a valid one, so that a checkpoint can be read as it lies.
struct Life: BitwiseCopyable {
  /// The number in the journal.
  var shipment: UInt32 = 0
  /// Whose chance it is: the number of the order among those the world thought of.
  var serial: UInt32 = 0
  var lane: UInt16 = 0
  var product: UInt16 = 0
  var flags: UInt16 = 0
  /// The main step ahead, or parked.
  var step: UInt8 = 0
  /// The number of the plan; a main step of an older plan is void.
  var epoch: UInt8 = 0
  /// The stop it is at.
  var stop: UInt8 = 0
  var attempts: UInt8 = 0
  /// The paperwork's defect, as a row of hold reasons; 255 when there is none.
  var defect: UInt8 = 255
  /// The main step at which it is lost, or is found damaged; 255 for never.
  var mishapAt: UInt8 = 255
  /// How many entries in the calendar speak of this slot.
  var entries: UInt16 = 0
  /// How many orders it is for, where it is goods for a bonded store.
  var serves: UInt16 = 0
  /// Hours of handling before pick-up, the factor on the lane's time after it.
  var pace: Float = 1
  /// Which departure of the lane it is booked on.
  var departure: Int32 = 0
  /// When it was picked up, when it was declared to customs, or when a late proof of delivery happened: milliseconds.
  var since: Int64 = 0

  static let parked: UInt16 = 1
  static let ended: UInt16 = 2
  static let lost: UInt16 = 4
  static let damaged: UInt16 = 8
  static let exportChecked: UInt16 = 16
  static let proofIsLate: UInt16 = 32
  static let paysDuty: UInt16 = 64
  static let prepared: UInt16 = 128
  static let reimportChecked: UInt16 = 256
  /// Something falls due at the border by the law of the day on which it was declared.
  static let owes: UInt16 = 512
  /// Its merchant is a trusted trader.
  static let trusted: UInt16 = 1024
  /// It is declared before it arrives.
  static let filedAhead: UInt16 = 2048
  /// It leaves a bonded store over there.
  static let fromStore: UInt16 = 4096
  /// Its authorities take one set of data.
  static let singleWindow: UInt16 = 8192
  /// Customs have asked a second time.
  static let askedAgain: UInt16 = 16384
  /// It is goods for a bonded store.
  static let stock: UInt16 = 32768

  @inline(__always)
  func has(_ flag: UInt16) -> Bool { flags & flag != 0 }
}

/// What a draw is for. Streams are per parcel, so a purpose and a count make a draw number; the raw values decide every
/// simulated day and are never changed.
enum Draw: UInt64 {
  case gap, accept, lane, merchant, product, category, price, weight, pieces, given, family, platform, payment, term
  case defect, defectKind, mishap, mishapAt, pace, promise, paid, approval, handling, shop, letter, insider
  case step, span, scan, scanDelay, exportHeld, exportReason, exportSpan, firstMile
  case channel, clearance, service, control, other, otherReason, duty, hold, dwell, decision, customs, giveUp
  case local, attempt, cause, point, collected, seized, backSpan, lostSpan
  case wantsReturn, returnSpan, returnReason, remedy, answered, answerSpan, proof, departureCut, departureLate
  case departureDelay, forecast, redo, reimport
  case lever
  case border

  /// The `count`-th draw for this purpose.
  @inline(__always)
  func at(_ count: Int) -> UInt64 { rawValue | UInt64(truncatingIfNeeded: count) << 8 }
  /// The first draw for this purpose.
  @inline(__always)
  var first: UInt64 { rawValue }
}

// From a foreign code to our milestone, where one code serves several of ours ("arrived", "released", "departed").
//
// The choice must not hang on what was heard before: the same file read twice has to say the same. So the place decides first,
// and only a scan whose place is not known falls back on the stage the shipment has reached:
//
//   1. an exception below, for codes whose obvious reading would be wrong
//   2. after-sales milestones only once the parcel is on its way back, and then before all others
//   3. the side of the border on which it was said, if any candidate belongs there
//   4. the first candidate, in the order of the way, whose stage is not before the shipment's; else the last
//   5. with nothing known, the first candidate

/// On which side of the border a scan was made.
package enum ScanSide: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case unknown, origin, transit, destination
}

/// What is known about a shipment when a foreign code is read for it.
package struct ScanContext: Hashable, Sendable, BitwiseCopyable {
  /// On which side of the border the scan was made.
  package var side: ScanSide
  /// The stage that the shipment has reached; nil when it is not known.
  package var stage: Stage?

  /// Nothing known but what is given.
  package init(side: ScanSide = .unknown, stage: Stage? = nil) {
    self.side = side
    self.stage = stage
  }
}

extension Milestone {
  /// The milestone that a code of `system` names; nil when the system has no such code, or only one that takes a milestone back.
  ///
  /// Codes are read in either case, DCSA's in the names of its track-and-trace 3.0 too ("EQUIPMENT/LOADED").
  package static func reading(
    _ code: some StringProtocol, in system: CodeSystem, _ context: ScanContext = ScanContext()
  ) -> Milestone? {
    let key = CodeIndex.key(code, system)
    guard let candidates = CodeIndex.shared.milestones[key], let first = candidates.first else { return nil }
    if candidates.count == 1 { return first }
    let returning = context.stage == .afterSales
    if let exception = CodeIndex.exceptions[key], !returning {
      let early = context.side == .unknown && (context.stage ?? .import) <= .export
      return context.side == .origin || early ? exception.atOrigin : exception.elsewhere
    }
    return choice(among: candidates, context)
  }

  /// The milestone that an EPCIS event names by its business step and disposition; nil when CBV's list or ours has no such step.
  ///
  /// Words are read bare ("arriving"), as CBV 2.0 web identifiers and as older URNs. The disposition narrows what the step leaves
  /// open; where it fits none of the step's milestones, the step stands alone.
  package static func reading(
    epcisStep step: some StringProtocol, disposition: String?, _ context: ScanContext = ScanContext()
  ) -> Milestone? {
    let candidates = CodeIndex.shared.milestones[CodeIndex.key(step, .epcisStep)] ?? []
    let fitting =
      disposition.flatMap { CodeIndex.shared.milestones[CodeIndex.key($0, .epcisDisposition)] } ?? []
    let narrowed = candidates.filter { fitting.contains($0) }
    return choice(among: narrowed.isEmpty ? candidates : narrowed, context)
  }

  /// The milestone that is meant of several, in the order of the way, by rules 2 to 5 above; nil when there are none.
  package static func choice(among all: [Milestone], _ context: ScanContext) -> Milestone? {
    var candidates = all
    let returning = context.stage == .afterSales
    let afterwards = candidates.filter { $0.stage == .afterSales }
    if returning, let after = afterwards.first { return after }
    if afterwards.count < candidates.count { candidates.removeAll { $0.stage == .afterSales } }
    if context.side != .unknown {
      let there = candidates.filter { $0.side == context.side }
      if !there.isEmpty { candidates = there }
    }
    guard let stage = context.stage else { return candidates.first }
    return candidates.first { $0.stage >= stage } ?? candidates.last
  }

  /// Whether a code of `system` says that a milestone no longer holds, and which: cargo that was missing and is found again.
  package static func takenBack(by code: some StringProtocol, in system: CodeSystem) -> Milestone? {
    let key = code.uppercased()
    return MilestoneCodes.table.first { row in
      row[system].contains { $0.takesBack && $0.text.uppercased() == key }
    }?.milestone
  }

  /// The side of the border on which it happens; unknown for what can happen anywhere.
  package var side: ScanSide {
    switch self {
    case .orderPlaced, .paymentAuthorised, .paymentFailed, .riskHold, .stockReserved, .orderCancelled, .picked, .packed,
      .docsComplete, .labelCreated, .carrierBooked, .pickedUp, .originHubArrived, .exportDeclared, .exportHeld,
      .exportReleased, .exportRefused, .originGatewayHeld, .readyForCarriage, .consolidated, .manifested, .loaded,
      .departedOrigin:
      .origin
    case .transitArrived, .transferred, .transitDeparted, .borderCrossed: .transit
    case .arrivedDestination, .unloaded, .prearrivalFiled, .arrivalNotified, .importDeclared, .selectedForControl,
      .importHeld, .dutyTaxDue, .dutyTaxPaid, .inspected, .importReleased, .importRefused, .handedToLastMile, .sortedIn,
      .sortedOut, .atDeliveryDepot, .outForDelivery, .deliveryAttemptFailed, .readyForPickup, .delivered:
      .destination
    case .offloaded, .delayed, .returnToSender, .returned, .lost, .damaged, .rmaOpened, .returnInTransit,
      .returnReceived, .returnInspected, .refunded, .exchanged, .repaired, .replacementDelivered, .repairDelivered:
      .unknown
    }
  }
}

/// The table turned round: which milestones share a code.
struct CodeIndex: Sendable {
  static let shared = CodeIndex()

  struct Exception: Sendable {
    var atOrigin: Milestone
    var elsewhere: Milestone
  }

  /// In the order of the way.
  var milestones: [String: [Milestone]] = [:]

  /// Codes whose first candidate would be the wrong reading.
  static let exceptions: [String: Exception] = {
    var table: [String: Exception] = [:]
    func read(_ system: CodeSystem, _ code: String, _ origin: Milestone, _ elsewhere: Milestone) {
      table[key(code, system)] = Exception(atOrigin: origin, elsewhere: elsewhere)
    }
    // A cancellation before posting never reaches the post: what the post cancels is an export.
    read(.upu, "EXX", .exportRefused, .exportRefused)
    // A held parcel is not yet a selected one, and duty is only one reason to hold.
    read(.upu, "EME", .importHeld, .importHeld)
    read(.karrio, "on_hold", .exportHeld, .importHeld)
    read(.afterShip, "Exception_004", .exportHeld, .importHeld)
    // General exceptions and delays must not end the way.
    read(.afterShip, "Exception_001", .delayed, .delayed)
    read(.afterShip, "Exception_005", .delayed, .delayed)
    read(.karrio, "delivery_delayed", .delayed, .delayed)
    read(.karrio, "delivery_failed", .deliveryAttemptFailed, .deliveryAttemptFailed)
    // Cleared, without a word where, is what a buyer's tracking says of import.
    read(.afterShip, "InTransit_005", .exportReleased, .importReleased)
    read(.afterShip, "InTransit_006", .exportDeclared, .importDeclared)
    // In carriers' words stuffing fills a container, not a carton.
    read(.dcsa, "EQUIPMENT/STUF", .consolidated, .consolidated)
    // "Held, at consignee's disposal" waits for the buyer, not for the next tour.
    read(.rec24, "112", .readyForPickup, .readyForPickup)
    read(.rec24, "315", .originGatewayHeld, .originGatewayHeld)
    return table
  }()

  /// DCSA's names since track-and-trace 3.0, each with its older code.
  static let dcsaNames: [(name: String, code: String)] = [
    ("LOADED", "LOAD"), ("DISCHARGED", "DISC"), ("GATED_IN", "GTIN"), ("GATED_OUT", "GTOT"), ("STUFFED", "STUF"),
    ("STRIPPED", "STRP"), ("PICKED_UP", "PICK"), ("DROPPED_OFF", "DROP"), ("AVAILABLE_FOR_PICKUP", "AVPU"),
    ("AVAILABLE_FOR_DROP_OFF", "AVDO"), ("CUSTOMS_SELECTED_FOR_SCAN", "CUSS"),
    ("CUSTOMS_SELECTED_FOR_INSPECTION", "CUSI"), ("CUSTOMS_RELEASED", "CUSR"), ("CROSSED", "CROS"),
    ("INSPECTED", "INSP"), ("RESEALED", "RSEA"), ("REMOVED", "RMVD"), ("ARRIVED", "ARRI"), ("DEPARTED", "DEPA"),
  ]

  init() {
    for row in MilestoneCodes.table {
      for system in CodeSystem.allCases {
        for code in row[system] where !code.takesBack {
          milestones[CodeIndex.key(code.text, system), default: []].append(row.milestone)
        }
      }
    }
  }

  static func key(_ code: some StringProtocol, _ system: CodeSystem) -> String {
    var text = code.uppercased()
    if system == .dcsa, let slash = text.firstIndex(of: "/") {
      let after = text[text.index(after: slash)...]
      if let match = dcsaNames.first(where: { $0.name == after }) { text = text[...slash] + match.code }
    }
    if system == .epcisStep || system == .epcisDisposition {
      // "https://ref.gs1.org/cbv/BizStep-arriving", "urn:epcglobal:cbv:bizstep:arriving": the word is after the last mark.
      if let mark = text.lastIndex(where: { $0 == ":" || $0 == "/" || $0 == "-" }) {
        text = String(text[text.index(after: mark)...])
      }
    }
    return "\(system.name) \(text)"
  }
}

// What customs answers and what carriers give as reasons: two small vocabularies that come with claims.

/// A response of the customs declaration system: the function codes of the WCO data model 3.6 as HMRC runs it.
///
/// Real sequences: 01 13 13 09 (the happy one); 01 13 06 05 02 11 13 13 07 09 (documents, then a physical control); 03 (rejected).
package enum CustomsResponse: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case accepted = 1
  case received = 2
  case rejected = 3
  case physicalControl = 5
  case documentsDemanded = 6
  case corrected = 7
  case goodsReleased = 8
  case cleared = 9
  case invalidated = 10
  case amendmentAccepted = 11
  case taxDue = 13
  case balanceInsufficient = 14
  case balanceReminder = 15
  case goodsExited = 16
  case exitOverdue = 18

  /// The response of a function code, with or without its leading zero; nil for any other text.
  package init?(code: some StringProtocol) {
    guard code.utf8.count <= 2, let number = UInt8(code), let match = CustomsResponse(rawValue: number) else {
      return nil
    }
    self = match
  }

  /// The two digits of the function code.
  package var code: String { rawValue < 10 ? "0\(rawValue)" : "\(rawValue)" }

  /// The name of the message.
  package var name: String { row.name }

  /// What an operator reads.
  package var words: String { row.words }

  /// The milestone that an import's response claims; nil where it only informs.
  package var milestone: Milestone? { row.milestone }

  /// The reason of the hold it opens; nil where it opens none, or leaves the reason to what comes with it.
  package var hold: HoldReason? { row.hold }

  /// Whether name and meaning were verified against published samples; false for the two of which only the code was seen.
  package var isVerified: Bool { self != .balanceInsufficient && self != .exitOverdue }

  private var row: (name: String, words: String, milestone: Milestone?, hold: HoldReason?) {
    switch self {
    case .accepted: ("DMSACC", "declaration accepted", .importDeclared, nil)
    case .received: ("DMSRCV", "message received and registered", .importDeclared, nil)
    case .rejected: ("DMSREJ", "declaration rejected: correct and send again", .importHeld, .documentsDisagree)
    case .physicalControl: ("DMSCTL", "physical control, goods may not be released", .importHeld, .physicalInspection)
    case .documentsDemanded: ("DMSDOC", "documents demanded by a limit date", .importHeld, .invoiceMissing)
    case .corrected: ("DMSRES", "customs corrected the declaration after control", .inspected, nil)
    case .goodsReleased: ("DMSROG", "goods released, duty still open", .importReleased, nil)
    case .cleared: ("DMSCLE", "cleared", .importReleased, nil)
    case .invalidated: ("DMSINV", "declaration invalidated", nil, nil)
    case .amendmentAccepted: ("DMSREQ", "amendment request accepted", nil, nil)
    case .taxDue: ("DMSTAX", "duty and tax to be paid", .dutyTaxDue, .dutyUnpaid)
    case .balanceInsufficient: ("DMSCPI", "deferment balance insufficient", .importHeld, .guaranteeShort)
    case .balanceReminder: ("DMSCPR", "reminder: balance insufficient, pay now", .importHeld, .guaranteeShort)
    case .goodsExited: ("DMSEOG", "goods have exited", .borderCrossed, nil)
    case .exitOverdue: ("DMSGER", "exit overdue, customs enquires", nil, nil)
    }
  }
}

/// Whose side a carrier's reason for an incident lies on.
package enum IncidentSide: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case carrier, retailer, consignee, customs, nature, other
}

/// Why a carrier says something went wrong: Karrio's public list of incident reasons, taken as our taxonomy.
package enum IncidentReason: String, CaseIterable, Sendable {
  case carrierDamagedParcel = "carrier_damaged_parcel"
  case carrierSortingError = "carrier_sorting_error"
  case carrierAddressNotFound = "carrier_address_not_found"
  case carrierParcelLost = "carrier_parcel_lost"
  case carrierNotEnoughTime = "carrier_not_enough_time"
  case carrierVehicleIssue = "carrier_vehicle_issue"
  case carrierCapacityExceeded = "carrier_capacity_exceeded"
  case carrierMechanicalDelay = "carrier_mechanical_delay"
  case retailerCancelled = "retailer_cancelled"
  case retailerIncorrectData = "retailer_incorrect_data"
  case retailerNotReady = "retailer_not_ready"
  case retailerIncorrectParcel = "retailer_incorrect_parcel"
  case retailerIncorrectDimensions = "retailer_incorrect_dimensions"
  case retailerPackagingIssue = "retailer_packaging_issue"
  case consigneeRefused = "consignee_refused"
  case consigneeBusinessClosed = "consignee_business_closed"
  case consigneeNotAvailable = "consignee_not_available"
  case consigneeNotHome = "consignee_not_home"
  case consigneeCancelled = "consignee_cancelled"
  case consigneeVerificationFailed = "consignee_verification_failed"
  case consigneeIncorrectAddress = "consignee_incorrect_address"
  case consigneeAccessRestricted = "consignee_access_restricted"
  case consigneeSafePlaceUnavailable = "consignee_safe_place_unavailable"
  case customsDelay = "customs_delay"
  case customsDocumentation = "customs_documentation"
  case customsDutiesUnpaid = "customs_duties_unpaid"
  case customsProhibited = "customs_prohibited"
  case customsInspection = "customs_inspection"
  case weatherDelay = "weather_delay"
  case naturalDisaster = "natural_disaster"
  case forceMajeure = "force_majeure"
  case parcelBeingResearched = "parcel_being_researched"
  case securityIssue = "security_issue"
  case regulatoryHold = "regulatory_hold"
  case unknown

  /// Whose side it lies on.
  package var side: IncidentSide {
    switch self {
    case .carrierDamagedParcel, .carrierSortingError, .carrierAddressNotFound, .carrierParcelLost,
      .carrierNotEnoughTime,
      .carrierVehicleIssue, .carrierCapacityExceeded, .carrierMechanicalDelay:
      .carrier
    case .retailerCancelled, .retailerIncorrectData, .retailerNotReady, .retailerIncorrectParcel,
      .retailerIncorrectDimensions, .retailerPackagingIssue:
      .retailer
    case .consigneeRefused, .consigneeBusinessClosed, .consigneeNotAvailable, .consigneeNotHome, .consigneeCancelled,
      .consigneeVerificationFailed, .consigneeIncorrectAddress, .consigneeAccessRestricted,
      .consigneeSafePlaceUnavailable:
      .consignee
    case .customsDelay, .customsDocumentation, .customsDutiesUnpaid, .customsProhibited, .customsInspection: .customs
    case .weatherDelay, .naturalDisaster, .forceMajeure: .nature
    case .parcelBeingResearched, .securityIssue, .regulatoryHold, .unknown: .other
    }
  }

  /// The reason of a hold that it stands for; nil where it is no hold.
  package var hold: HoldReason? {
    switch self {
    case .customsDocumentation: .invoiceMissing
    case .customsDutiesUnpaid: .dutyUnpaid
    case .customsProhibited: .prohibitedGoods
    case .customsInspection: .physicalInspection
    case .customsDelay, .regulatoryHold, .securityIssue: .unstated
    case .carrierDamagedParcel, .carrierSortingError, .carrierAddressNotFound, .carrierParcelLost,
      .carrierNotEnoughTime,
      .carrierVehicleIssue, .carrierCapacityExceeded, .carrierMechanicalDelay, .retailerCancelled,
      .retailerIncorrectData, .retailerNotReady, .retailerIncorrectParcel, .retailerIncorrectDimensions,
      .retailerPackagingIssue, .consigneeRefused, .consigneeBusinessClosed, .consigneeNotAvailable, .consigneeNotHome,
      .consigneeCancelled, .consigneeVerificationFailed, .consigneeIncorrectAddress, .consigneeAccessRestricted,
      .consigneeSafePlaceUnavailable, .weatherDelay, .naturalDisaster, .forceMajeure, .parcelBeingResearched, .unknown:
      nil
    }
  }

  /// What an operator reads: the code's own words without the side, which a column of its own shows.
  package var words: String {
    var text = rawValue[...]
    for prefix in ["carrier_", "retailer_", "consignee_", "customs_"] where text.hasPrefix(prefix) {
      text = text.dropFirst(prefix.count)
    }
    return String(text.map { $0 == "_" ? " " : $0 })
  }
}

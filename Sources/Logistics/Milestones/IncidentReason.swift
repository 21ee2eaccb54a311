// What carriers give as reasons: a small vocabulary that comes with claims. What customs answer is in CustomsMessage.

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

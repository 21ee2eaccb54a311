package import Atlas

// The plain way of a parcel, without anything going wrong; what the desk's "advance" walks along.

/// The order of steps when nothing goes wrong.
package enum Journey {
  /// The steps up to delivery, for the way across the border that `mode` takes.
  package static func steps(_ mode: TransportMode) -> [Milestone] {
    mode == .truck || mode == .rail ? overland : byAirOrSea
  }

  /// The step after `milestone`, given how it crosses the border; nil at an end, and where a decision must be taken first.
  package static func next(after milestone: Milestone, mode: TransportMode) -> Milestone? {
    switch milestone {
    case .delivered, .orderCancelled, .exportRefused, .importRefused, .returned, .lost, .refunded,
      .replacementDelivered,
      .repairDelivered:
      return nil
    case .returnToSender: return .returned
    case .rmaOpened: return .returnInTransit
    case .returnInTransit: return .returnReceived
    case .returnReceived: return .returnInspected
    case .returnInspected: return nil
    case .exchanged: return .replacementDelivered
    case .repaired: return .repairDelivered
    case .deliveryAttemptFailed: return .outForDelivery
    case .readyForPickup: return .delivered
    case .offloaded: return .loaded
    case .transitArrived, .transferred, .transitDeparted, .borderCrossed: return .arrivedDestination
    case .orderPlaced, .paymentAuthorised, .paymentFailed, .riskHold, .stockReserved, .picked, .packed, .docsComplete,
      .labelCreated, .carrierBooked, .pickedUp, .originHubArrived, .exportDeclared, .exportHeld, .exportReleased,
      .originGatewayHeld, .readyForCarriage, .consolidated, .manifested, .loaded, .departedOrigin, .delayed,
      .arrivedDestination, .unloaded, .prearrivalFiled, .arrivalNotified, .importDeclared, .selectedForControl,
      .importHeld, .dutyTaxDue, .dutyTaxPaid, .inspected, .importReleased, .handedToLastMile, .sortedIn, .sortedOut,
      .atDeliveryDepot, .outForDelivery, .damaged:
      let steps = steps(mode)
      return steps.first { $0.rawValue > milestone.rawValue }
    }
  }

  /// Whether a way that ended at `end` can still go on with `milestone`.
  package static func goesOn(from end: Milestone, with milestone: Milestone) -> Bool {
    switch end {
    case .delivered: milestone == .rmaOpened || milestone == .returnInTransit || milestone == .returnReceived
    case .importRefused, .exportRefused: milestone == .returnToSender || milestone == .returned
    default: false  // every other milestone is no end, or an end for good
    }
  }

  private static let byAirOrSea: [Milestone] = [
    .orderPlaced, .paymentAuthorised, .stockReserved, .picked, .packed, .docsComplete, .labelCreated, .carrierBooked,
    .pickedUp, .originHubArrived, .exportDeclared, .exportReleased, .readyForCarriage, .manifested, .loaded,
    .departedOrigin, .arrivedDestination, .unloaded, .arrivalNotified, .importDeclared, .importReleased,
    .handedToLastMile, .sortedIn, .sortedOut, .atDeliveryDepot, .outForDelivery, .delivered,
  ]

  private static let overland: [Milestone] = [
    .orderPlaced, .paymentAuthorised, .stockReserved, .picked, .packed, .docsComplete, .labelCreated, .carrierBooked,
    .pickedUp, .originHubArrived, .exportDeclared, .exportReleased, .readyForCarriage, .loaded, .departedOrigin,
    .borderCrossed, .arrivedDestination, .unloaded, .importDeclared, .importReleased, .handedToLastMile, .sortedIn,
    .sortedOut, .atDeliveryDepot, .outForDelivery, .delivered,
  ]
}

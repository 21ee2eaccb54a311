// The way of a parcel, stage by stage:
//
//   order -> prepare -> first mile -> export -> carriage -> import -> local -> after-sales
//
// A stage is only ever entered forwards. Inside a stage milestones may repeat (hub after hub, attempt after attempt).

/// The eight stages of a consignment's life, in order; a stage is only ever entered forwards.
package enum Stage: UInt8, CaseIterable, Comparable, Sendable, BitwiseCopyable {
  case order, prepare, firstMile, export, carriage, `import`, local, afterSales

  /// The stable name, as it stands in filters and files.
  package var name: String {
    switch self {
    case .order: "order"
    case .prepare: "prepare"
    case .firstMile: "first-mile"
    case .export: "export"
    case .carriage: "carriage"
    case .import: "import"
    case .local: "local"
    case .afterSales: "after-sales"
    }
  }

  /// The stage of this stable name.
  package init?(name: some StringProtocol) {
    guard let match = Stage.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  package static func < (a: Stage, b: Stage) -> Bool { a.rawValue < b.rawValue }
}

/// What can be said to have happened to a consignment: the canonical milestones, several for the entries that stand for several steps.
///
/// The raw value is a row in memory only; the journal holds ``name``. At most 64, so that a shipment's history fits one word.
package enum Milestone: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case orderPlaced, paymentAuthorised, paymentFailed, riskHold, stockReserved, orderCancelled
  case picked, packed, docsComplete, labelCreated, carrierBooked
  case pickedUp, originHubArrived
  case exportDeclared, exportHeld, exportReleased, exportRefused, originGatewayHeld
  case readyForCarriage, consolidated, manifested, loaded, departedOrigin, offloaded, transitArrived, transferred
  case transitDeparted, borderCrossed, delayed, arrivedDestination, unloaded
  case prearrivalFiled, arrivalNotified, importDeclared, selectedForControl, importHeld, dutyTaxDue, dutyTaxPaid
  case inspected, importReleased, importRefused, handedToLastMile
  case sortedIn, sortedOut, atDeliveryDepot, outForDelivery, deliveryAttemptFailed, readyForPickup, delivered
  case returnToSender, returned, lost, damaged
  case rmaOpened, returnInTransit, returnReceived, returnInspected, refunded, exchanged, repaired
  case replacementDelivered, repairDelivered

  /// The stable name, as it stands in journals, filters and files.
  package var name: String { Milestone.rows[Int(rawValue)].name }

  /// The number in the canonical list of 52 entries, with a letter where the entry stands for several steps ("43a").
  package var number: String { Milestone.rows[Int(rawValue)].number }

  /// The stage it belongs to.
  package var stage: Stage { Milestone.rows[Int(rawValue)].stage }

  /// What it does to the state of a shipment.
  package var nature: Nature { Milestone.rows[Int(rawValue)].nature }

  /// Whether an operator's claim of it can be taken back: what is filed with an authority, handed over or paid cannot.
  package var isReversible: Bool { Milestone.rows[Int(rawValue)].reversible }

  /// The milestone after which a hold of this kind is over; nil where it is no customs hold.
  var releasedBy: Milestone? {
    guard nature == .hold else { return nil }
    switch stage {
    case .export: return .exportReleased
    case .import: return .importReleased
    case .order, .prepare, .firstMile, .carriage, .local, .afterSales: return nil
    }
  }

  /// The bit that stands for it in a shipment's history.
  @inlinable
  package var bit: UInt64 { 1 &<< UInt64(rawValue) }

  /// The milestone of this stable name.
  package init?(name: some StringProtocol) {
    guard let row = Milestone.rows.firstIndex(where: { $0.name == name }), let match = Milestone(rawValue: UInt8(row))
    else { return nil }
    self = match
  }

  /// What a milestone does to the state of a shipment.
  package enum Nature: UInt8, Sendable {
    /// A step of the way that happens once.
    case step
    /// A step that may happen again within its stage (the next hub, the next attempt).
    case repeatable
    /// Said beside the way: it is kept and shown, and moves nothing.
    case notice
    /// The parcel stands still until a hold is closed.
    case hold
    /// The way ends here; from ``Milestone/delivered`` only after-sales goes on.
    case terminal
  }

  private struct Row {
    let name: String
    let number: String
    let stage: Stage
    let nature: Nature
    let reversible: Bool
    init(_ number: String, _ name: String, _ stage: Stage, _ nature: Nature, reversible: Bool = true) {
      self.name = name
      self.number = number
      self.stage = stage
      self.nature = nature
      self.reversible = reversible
    }
  }

  /// One row a milestone, in the order of the cases.
  private static let rows: [Row] = [
    Row("1", "order_placed", .order, .step, reversible: false),
    Row("2", "payment_authorised", .order, .step, reversible: false),
    Row("3", "payment_failed", .order, .notice),
    Row("4", "risk_hold", .order, .hold),
    Row("5", "stock_reserved", .order, .step),
    Row("6", "order_cancelled", .order, .terminal, reversible: false),
    Row("7", "picked", .prepare, .step),
    Row("8", "packed", .prepare, .step),
    Row("9", "docs_complete", .prepare, .step),
    Row("10", "label_created", .prepare, .step),
    Row("11", "carrier_booked", .prepare, .step),
    Row("12", "picked_up", .firstMile, .step, reversible: false),
    Row("13", "origin_hub_arrived", .firstMile, .repeatable),
    Row("14", "export_declared", .export, .step, reversible: false),
    Row("15", "export_held", .export, .hold),
    Row("16", "export_released", .export, .step, reversible: false),
    Row("17", "export_refused", .export, .terminal, reversible: false),
    Row("18", "origin_gateway_held", .export, .hold),
    Row("19", "ready_for_carriage", .carriage, .step),
    Row("20", "consolidated", .carriage, .repeatable),
    Row("21", "manifested", .carriage, .repeatable),
    Row("22", "loaded", .carriage, .repeatable),
    Row("23", "departed_origin", .carriage, .step, reversible: false),
    Row("24", "offloaded", .carriage, .repeatable),
    Row("25", "transit_arrived", .carriage, .repeatable),
    Row("26", "transferred", .carriage, .repeatable),
    Row("27", "transit_departed", .carriage, .repeatable),
    Row("28", "border_crossed", .carriage, .repeatable),
    Row("29", "delayed", .carriage, .notice),
    Row("30", "arrived_destination", .carriage, .step),
    Row("31", "unloaded", .carriage, .repeatable),
    Row("32", "prearrival_filed", .import, .notice, reversible: false),
    Row("33", "arrival_notified", .import, .step),
    Row("34", "import_declared", .import, .step, reversible: false),
    Row("35", "selected_for_control", .import, .notice),
    Row("36", "import_held", .import, .hold),
    Row("37", "duty_tax_due", .import, .hold),
    Row("38", "duty_tax_paid", .import, .notice, reversible: false),
    Row("39", "inspected", .import, .notice),
    Row("40", "import_released", .import, .step, reversible: false),
    Row("41", "import_refused", .import, .terminal, reversible: false),
    Row("42", "handed_to_last_mile", .import, .step, reversible: false),
    Row("43a", "sorted_in", .local, .repeatable),
    Row("43b", "sorted_out", .local, .repeatable),
    Row("44", "at_delivery_depot", .local, .repeatable),
    Row("45", "out_for_delivery", .local, .repeatable),
    Row("46", "delivery_attempt_failed", .local, .repeatable),
    Row("47", "ready_for_pickup", .local, .repeatable),
    Row("48", "delivered", .local, .terminal, reversible: false),
    Row("49a", "return_to_sender", .afterSales, .step),
    Row("49b", "returned", .afterSales, .terminal, reversible: false),
    Row("50a", "lost", .afterSales, .terminal, reversible: false),
    Row("50b", "damaged", .afterSales, .notice),
    Row("51a", "rma_opened", .afterSales, .step),
    Row("51b", "return_in_transit", .afterSales, .step),
    Row("51c", "return_received", .afterSales, .step),
    Row("52a", "return_inspected", .afterSales, .step),
    Row("52b", "refunded", .afterSales, .terminal, reversible: false),
    Row("52c", "exchanged", .afterSales, .step, reversible: false),
    Row("52d", "repaired", .afterSales, .step),
    Row("52e", "replacement_delivered", .afterSales, .terminal, reversible: false),
    Row("52f", "repair_delivered", .afterSales, .terminal, reversible: false),
  ]
}

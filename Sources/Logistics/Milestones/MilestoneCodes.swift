// One row a milestone, in the order of the cases: how others name it, and how we say it.
//
//   our milestone ──codes──► EPCIS step/disposition · UPU EMSEVT · IATA FSU · DCSA · UN/CEFACT Rec 24 · AfterShip · Karrio
//   their code ──reading──► our milestone; where several share a code, MilestoneReading.swift chooses
//
// Within a cell the first code is the one we write; all of them are read. Marks on a code:
//   *  the standard leaves it to its user, and this choice is ours
//   ?  we could not verify it against the standard
//   -  it takes the milestone back (cargo found again)
//
// Sources: CBV 2.0 (GS1 ontology); UPU EMSEVT V3 (public lists that reproduce it); IATA ONE Record for FSU; DCSA event domain 3.2;
// UN/CEFACT Recommendation 24; the public enumerations of AfterShip and Karrio.

/// A list of codes by which others name milestones.
package enum CodeSystem: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// GS1 CBV 2.0 business steps, by which an EPCIS event says what was done.
  case epcisStep
  /// GS1 CBV 2.0 dispositions, by which an EPCIS event says how the goods stand afterwards.
  case epcisDisposition
  /// UPU EMSEVT V3 event codes of the posts.
  case upu
  /// IATA Cargo-IMP FSU and XFSU status codes of the airlines.
  case fsu
  /// DCSA events of the ocean carriers: "TYPE/code", for documents "SHIPMENT/code+document".
  case dcsa
  /// UN/CEFACT Recommendation 24 status codes, as IFTSTA carries them.
  case rec24
  /// AfterShip's sub-tags.
  case afterShip
  /// Karrio's tracker statuses.
  case karrio

  /// The stable name, as it stands in files and findings.
  package var name: String {
    switch self {
    case .epcisStep: "epcis-step"
    case .epcisDisposition: "epcis-disposition"
    case .upu: "upu"
    case .fsu: "fsu"
    case .dcsa: "dcsa"
    case .rec24: "rec24"
    case .afterShip: "aftership"
    case .karrio: "karrio"
    }
  }
}

/// A code by which another standard names a milestone.
package struct ForeignCode: Hashable, Sendable {
  /// The code as the standard writes it.
  package var text: String
  /// Whether the standard leaves the choice to its user, and this one is ours.
  package var isOurs: Bool
  /// Whether it was checked against the standard.
  package var isVerified: Bool
  /// Whether it says that the milestone no longer holds.
  package var takesBack: Bool
}

/// How others name one milestone, and how we say it.
package struct MilestoneCodes: Sendable {
  /// The milestone.
  package var milestone: Milestone
  /// What an operator reads, at most 24 cells.
  package var words: String
  /// What a buyer reads: a whole sentence without a word of the trade.
  package var plainWords: String
  private var codes: [[ForeignCode]]

  /// The codes of one system, the one we write first; empty where the system has none.
  package subscript(system: CodeSystem) -> [ForeignCode] { codes[Int(system.rawValue)] }

  /// One row of the table; each argument is a cell of codes with blanks between.
  fileprivate init(
    _ milestone: Milestone, _ words: String, _ plainWords: String, epcis: String = "", as disposition: String = "",
    upu: String = "", fsu: String = "", dcsa: String = "", rec24: String = "", afterShip: String = "",
    karrio: String = ""
  ) {
    self.milestone = milestone
    self.words = words
    self.plainWords = plainWords
    codes = [epcis, disposition, upu, fsu, dcsa, rec24, afterShip, karrio].map { cell in
      cell.split(separator: " ").map { mark in
        ForeignCode(
          text: String(mark.drop { $0 == "*" || $0 == "?" || $0 == "-" }), isOurs: mark.hasPrefix("*"),
          isVerified: !mark.hasPrefix("?"), takesBack: mark.hasPrefix("-"))
      }
    }
  }

  /// All rows, in the order of the milestones.
  package static let table: [MilestoneCodes] = beforeCarriage + carriage + border + local + afterwards

  private static let beforeCarriage: [MilestoneCodes] = [
    MilestoneCodes(.orderPlaced, "order placed", "We have received your order."),
    MilestoneCodes(.paymentAuthorised, "payment authorised", "Your payment went through."),
    MilestoneCodes(.paymentFailed, "payment failed", "Your payment did not go through."),
    MilestoneCodes(
      .riskHold, "held: risk check", "We are checking your order before we send it.", epcis: "*holding",
      as: "*unavailable", rec24: "315", karrio: "on_hold"),
    MilestoneCodes(
      .stockReserved, "stock reserved", "Your items are set aside for you.", epcis: "reserving", as: "reserved"),
    MilestoneCodes(
      .orderCancelled, "order cancelled", "Your order was cancelled.", epcis: "*void_shipping", upu: "EXX",
      dcsa: "SHIPMENT/CANC+BKG", rec24: "7", karrio: "cancelled"),
    MilestoneCodes(
      .picked, "picked", "Your items are being gathered.", epcis: "picking", as: "in_progress", rec24: "322"),
    MilestoneCodes(
      .packed, "packed", "Your parcel is packed.", epcis: "packing", as: "container_closed", dcsa: "EQUIPMENT/STUF",
      rec24: "93"),
    MilestoneCodes(
      .docsComplete, "documents complete", "The papers for your parcel are ready.", fsu: "DOC",
      dcsa: "SHIPMENT/ISSU+INV SHIPMENT/ISSU+CEO SHIPMENT/ISSU+DGD SHIPMENT/ISSU+PCE", rec24: "359"),
    MilestoneCodes(
      .labelCreated, "label created", "Your parcel has its label and waits for the carrier.", epcis: "*commissioning",
      as: "*active", rec24: "68", afterShip: "InfoReceived_001", karrio: "pending"),
    MilestoneCodes(
      .carrierBooked, "carrier booked", "Transport for your parcel is booked.", fsu: "BKD", dcsa: "SHIPMENT/CONF+BKG",
      rec24: "6", karrio: "pending"),
    MilestoneCodes(
      .pickedUp, "picked up", "The carrier has picked up your parcel.", epcis: "*collecting", as: "*in_progress",
      upu: "EMA", fsu: "DPU", dcsa: "EQUIPMENT/PICK", rec24: "13", afterShip: "InTransit_002", karrio: "picked_up"),
    MilestoneCodes(
      .originHubArrived, "at origin hub", "Your parcel is at the carrier's depot near the seller.", epcis: "arriving",
      as: "in_progress", upu: "EMB", fsu: "FOH FIW", dcsa: "EQUIPMENT/GTIN", rec24: "1 74", afterShip: "InTransit_003",
      karrio: "in_transit"),
    MilestoneCodes(
      .exportDeclared, "export declared", "Your parcel is announced to customs in the seller's country.",
      epcis: "*inspecting", as: "*in_progress", upu: "EXA", fsu: "CRC", dcsa: "?SHIPMENT/SUBM+CUC", rec24: "126",
      afterShip: "InTransit_006", karrio: "in_transit"),
    MilestoneCodes(
      .exportHeld, "held by export customs", "Customs in the seller's country wants to look at your parcel.",
      epcis: "*holding", as: "*unavailable", upu: "EXB", fsu: "TGC", dcsa: "SHIPMENT/HOLD+CUC EQUIPMENT/CUSI",
      rec24: "116 229", afterShip: "Exception_004", karrio: "on_hold"),
    MilestoneCodes(
      .exportReleased, "export released", "Your parcel may leave the seller's country.", epcis: "*inspecting",
      as: "*conformant", upu: "EXC", fsu: "CCD", dcsa: "SHIPMENT/RELS+CUC EQUIPMENT/CUSR", rec24: "9 12",
      afterShip: "InTransit_005", karrio: "in_transit"),
    MilestoneCodes(
      .exportRefused, "export refused", "Your parcel may not leave the seller's country. The seller will contact you.",
      epcis: "*holding", as: "*non_conformant", upu: "EXX", dcsa: "SHIPMENT/REJE+CUC", rec24: "17",
      afterShip: "Exception_001", karrio: "on_hold"),
    MilestoneCodes(
      .originGatewayHeld, "held at gateway", "Your parcel waits for its flight or ship.", epcis: "*holding",
      as: "*unavailable", upu: "EXD", fsu: "FOH", rec24: "315", afterShip: "Exception_005", karrio: "on_hold"),
  ]

  private static let carriage: [MilestoneCodes] = [
    MilestoneCodes(
      .readyForCarriage, "ready for carriage", "Your parcel is handed over for the long journey.", epcis: "accepting",
      as: "in_progress", fsu: "RCS", dcsa: "EQUIPMENT/GTIN", rec24: "71 130", afterShip: "InTransit_002",
      karrio: "in_transit"),
    MilestoneCodes(
      .consolidated, "consolidated", "Your parcel travels together with others.", epcis: "packing", fsu: "PRE",
      dcsa: "EQUIPMENT/STUF", rec24: "15 94", karrio: "in_transit"),
    MilestoneCodes(
      .manifested, "manifested", "Your parcel is on the list for the next departure.", epcis: "*staging_outbound",
      as: "*in_progress", fsu: "MAN", rec24: "50", karrio: "in_transit"),
    MilestoneCodes(
      .loaded, "loaded", "Your parcel is on board.", epcis: "loading", as: "in_transit", dcsa: "EQUIPMENT/LOAD",
      rec24: "48", karrio: "in_transit"),
    MilestoneCodes(
      .departedOrigin, "departed origin", "Your parcel has left the seller's country.", epcis: "departing",
      as: "in_transit", upu: "EMC", fsu: "DEP", dcsa: "TRANSPORT/DEPA", rec24: "24 127", afterShip: "InTransit_007",
      karrio: "in_transit"),
    MilestoneCodes(
      .offloaded, "offloaded, short-shipped", "There was no room for your parcel; it takes the next departure.",
      epcis: "*holding", as: "*mismatch_quantity", upu: "EXD", fsu: "DIS_OFLD DIS_SSPD", rec24: "57 86",
      afterShip: "Exception_005", karrio: "delivery_delayed"),
    MilestoneCodes(
      .transitArrived, "arrived in transit", "Your parcel has reached a stop on its way.", epcis: "arriving",
      as: "in_transit", upu: "EMJ", fsu: "ARR RCF", dcsa: "TRANSPORT/ARRI", rec24: "40", afterShip: "InTransit_003",
      karrio: "in_transit"),
    MilestoneCodes(
      .transferred, "transferred", "Another carrier takes your parcel further.", epcis: "*shipping", as: "*in_transit",
      fsu: "TRM TFD RCT", dcsa: "EQUIPMENT/DISC+transshipment EQUIPMENT/LOAD+transshipment", rec24: "100 131",
      karrio: "in_transit"),
    MilestoneCodes(
      .transitDeparted, "departed in transit", "Your parcel has left a stop on its way.", epcis: "departing",
      as: "in_transit", upu: "EMK", fsu: "DEP", dcsa: "TRANSPORT/DEPA", rec24: "24", afterShip: "InTransit_007",
      karrio: "in_transit"),
    MilestoneCodes(
      .borderCrossed, "border crossed", "Your parcel has crossed a border.", epcis: "*transporting", as: "*in_transit",
      dcsa: "EQUIPMENT/CROS", rec24: "16", karrio: "in_transit"),
    MilestoneCodes(
      .delayed, "delayed", "Your parcel is late. It is still on its way.", as: "in_transit", rec24: "101",
      afterShip: "Exception_005 Exception_016 Exception_017", karrio: "delivery_delayed"),
    MilestoneCodes(
      .arrivedDestination, "arrived at destination", "Your parcel has arrived in your country.", epcis: "arriving",
      as: "in_transit", upu: "EMD", fsu: "ARR", dcsa: "TRANSPORT/ARRI", rec24: "1 40", afterShip: "InTransit_004",
      karrio: "in_transit"),
    MilestoneCodes(
      .unloaded, "unloaded", "Your parcel is off the plane, ship, train or truck.", epcis: "unloading",
      as: "in_progress", fsu: "RCF", dcsa: "EQUIPMENT/DISC EQUIPMENT/STRP", rec24: "346 28", afterShip: "InTransit_003",
      karrio: "in_transit"),
  ]

  private static let border: [MilestoneCodes] = [
    MilestoneCodes(
      .prearrivalFiled, "pre-arrival data filed", "Customs in your country knows that your parcel is coming.",
      dcsa: "?SHIPMENT/RECE+CUC"),
    MilestoneCodes(
      .arrivalNotified, "arrival notified", "The customs agent knows that your parcel is here.", fsu: "NFD AWR AWD",
      dcsa: "SHIPMENT/ISSU+ARN", rec24: "45", karrio: "in_transit"),
    MilestoneCodes(
      .importDeclared, "import declared", "Your parcel is declared to customs.", epcis: "*inspecting",
      as: "*in_progress", upu: "EDB", fsu: "CRC", dcsa: "?SHIPMENT/SUBM+CUC", rec24: "126 128",
      afterShip: "InTransit_006", karrio: "in_transit"),
    MilestoneCodes(
      .selectedForControl, "selected for control", "Customs has picked your parcel for a check.", epcis: "*inspecting",
      as: "*unavailable", upu: "EDB", fsu: "TGC", dcsa: "EQUIPMENT/CUSS EQUIPMENT/CUSI", rec24: "228",
      afterShip: "Exception_004", karrio: "on_hold"),
    MilestoneCodes(
      .importHeld, "held by import customs", "Customs holds your parcel. We tell you if you need to do something.",
      epcis: "*holding", as: "*unavailable", upu: "EME", fsu: "TGC OCI", dcsa: "SHIPMENT/HOLD+CUC",
      rec24: "232 241 343", afterShip: "Exception_004 Exception_018", karrio: "on_hold"),
    MilestoneCodes(
      .dutyTaxDue, "duty and tax due", "Duty or tax is to be paid before your parcel can go on.", epcis: "*holding",
      as: "*unavailable", upu: "EME", rec24: "?215", afterShip: "Exception_006", karrio: "on_hold"),
    MilestoneCodes(
      .dutyTaxPaid, "duty and tax paid", "Duty and tax are paid. Thank you.", afterShip: "*InTransit_008",
      karrio: "in_transit"),
    MilestoneCodes(
      .inspected, "inspected", "Customs has checked your parcel.", epcis: "inspecting", as: "conformant non_conformant",
      dcsa: "EQUIPMENT/INSP EQUIPMENT/RSEA", karrio: "on_hold"),
    MilestoneCodes(
      .importReleased, "import released", "Customs has released your parcel.", epcis: "*inspecting", as: "*conformant",
      upu: "EDC", fsu: "CCD", dcsa: "EQUIPMENT/CUSR SHIPMENT/RELS+CUC", rec24: "12 39", afterShip: "InTransit_005",
      karrio: "in_transit"),
    MilestoneCodes(
      .importRefused, "import refused or seized", "Customs does not let your parcel in. The seller will contact you.",
      epcis: "*holding destroying", as: "*non_conformant destroyed", upu: "EDX",
      dcsa: "SHIPMENT/REJE+CUC EQUIPMENT/RMVD", rec24: "17 331", afterShip: "Exception_001", karrio: "on_hold"),
    MilestoneCodes(
      .handedToLastMile, "with last-mile carrier", "The carrier in your country has your parcel.", epcis: "departing",
      as: "in_transit", upu: "EMF", fsu: "DLV FOW", dcsa: "EQUIPMENT/GTOT SHIPMENT/ISSU+DEO", rec24: "349 78",
      afterShip: "InTransit_007", karrio: "in_transit"),
  ]

  private static let local: [MilestoneCodes] = [
    MilestoneCodes(
      .sortedIn, "in sorting centre", "Your parcel has reached a sorting centre in your country.", epcis: "arriving",
      as: "in_transit", upu: "EDD", rec24: "1", afterShip: "InTransit_003", karrio: "in_transit"),
    MilestoneCodes(
      .sortedOut, "left sorting centre", "Your parcel has left the sorting centre.", epcis: "departing",
      as: "in_transit", upu: "EDE", rec24: "24", afterShip: "InTransit_007", karrio: "in_transit"),
    MilestoneCodes(
      .atDeliveryDepot, "at delivery depot", "Your parcel is at the depot that delivers to you.", epcis: "arriving",
      as: "in_progress", upu: "EMG EDF", rec24: "1 112", afterShip: "InTransit_003", karrio: "in_transit"),
    MilestoneCodes(
      .outForDelivery, "out for delivery", "Your parcel is on its way to your door.", epcis: "*transporting",
      as: "*in_transit", upu: "EDG", rec24: "113",
      afterShip: "OutForDelivery_001 OutForDelivery_003 OutForDelivery_004", karrio: "out_for_delivery"),
    MilestoneCodes(
      .deliveryAttemptFailed, "delivery failed", "We could not hand over your parcel. We try again.",
      epcis: "*transporting", as: "*in_transit", upu: "EMH", rec24: "210 269 234 211",
      afterShip: "AttemptFail_001 AttemptFail_002 AttemptFail_003 Exception_003 ?Exception_007",
      karrio: "delivery_failed"),
    MilestoneCodes(
      .readyForPickup, "ready for pick-up", "Your parcel is ready for you to pick up.", epcis: "*storing",
      as: "*sellable_not_accessible", upu: "EDH", fsu: "NFD", dcsa: "EQUIPMENT/AVPU", rec24: "112",
      afterShip: "AvailableForPickup_001", karrio: "ready_for_pickup"),
    MilestoneCodes(
      .delivered, "delivered", "Your parcel is delivered.", epcis: "accepting", as: "*retail_sold", upu: "EMI",
      fsu: "DDL DLV", dcsa: "EQUIPMENT/GTOT", rec24: "21 22",
      afterShip: "Delivered_001 Delivered_002 Delivered_003 Delivered_004 Delivered_005", karrio: "delivered"),
  ]

  private static let afterwards: [MilestoneCodes] = [
    MilestoneCodes(
      .returnToSender, "returning to sender", "Your parcel goes back to the seller.", epcis: "shipping",
      as: "returned", upu: "EDX EMK EMC", rec24: "323", afterShip: "Exception_010", karrio: "return_to_sender"),
    MilestoneCodes(
      .returned, "returned to sender", "Your parcel is back with the seller.", as: "returned", rec24: "82 80",
      afterShip: "Exception_011", karrio: "return_to_sender"),
    MilestoneCodes(
      .lost, "lost", "Your parcel is lost. We are sorry; the seller will contact you.", as: "stolen unknown",
      fsu: "DIS_MSCA -DIS_FDCA", rec24: "49 119", afterShip: "Exception_013", karrio: "delivery_failed"),
    MilestoneCodes(
      .damaged, "damaged", "Your parcel was damaged. The seller will contact you.", as: "damaged", rec24: "18 218",
      afterShip: "Exception_012", karrio: "on_hold"),
    MilestoneCodes(.rmaOpened, "return approved", "Your return is approved. Please send the item back."),
    MilestoneCodes(
      .returnInTransit, "return in transit", "Your return is on its way to the seller.", epcis: "shipping",
      as: "returned", rec24: "323"),
    MilestoneCodes(
      .returnReceived, "return received", "The seller has your return.", epcis: "receiving", as: "returned",
      rec24: "313 74"),
    MilestoneCodes(.returnInspected, "return inspected", "The seller has checked your return.", epcis: "inspecting"),
    MilestoneCodes(
      .refunded, "refunded", "Your money is on its way back to you.", as: "sellable_accessible destroyed"),
    MilestoneCodes(
      .exchanged, "exchanged", "A replacement is on its way to you.", epcis: "replacing", as: "needs_replacement"),
    MilestoneCodes(
      .repaired, "repaired", "Your item is repaired.", epcis: "repairing", as: "sellable_accessible",
      rec24: "34 32 33"),
    MilestoneCodes(.replacementDelivered, "replacement delivered", "Your replacement is delivered."),
    MilestoneCodes(.repairDelivered, "repair delivered", "Your repaired item is delivered."),
  ]
}

extension Milestone {
  /// How others name it, and how we say it.
  package var codes: MilestoneCodes { MilestoneCodes.table[Int(rawValue)] }

  /// What an operator reads, at most 24 cells.
  package var words: String { codes.words }

  /// What a buyer reads.
  package var plainWords: String { codes.plainWords }

  /// The code we write for it in a system; nil where the system has none.
  package func code(in system: CodeSystem) -> String? { codes[system].first { !$0.takesBack }?.text }
}

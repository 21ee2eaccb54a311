import Testing

@testable import Logistics

/// The table of the standards as it is written down, typed again and apart from the code: number, system, codes.
private let written: [(String, CodeSystem, String)] = [
  ("4", .epcisStep, "holding"), ("4", .epcisDisposition, "unavailable"), ("4", .rec24, "315"),
  ("4", .karrio, "on_hold"),
  ("5", .epcisStep, "reserving"), ("5", .epcisDisposition, "reserved"),
  ("6", .epcisStep, "void_shipping"), ("6", .upu, "EXX"), ("6", .dcsa, "SHIPMENT/CANC+BKG"), ("6", .rec24, "7"),
  ("6", .karrio, "cancelled"),
  ("7", .epcisStep, "picking"), ("7", .epcisDisposition, "in_progress"), ("7", .rec24, "322"),
  ("8", .epcisStep, "packing"), ("8", .epcisDisposition, "container_closed"), ("8", .dcsa, "EQUIPMENT/STUF"),
  ("8", .rec24, "93"),
  ("9", .fsu, "DOC"), ("9", .dcsa, "SHIPMENT/ISSU+INV SHIPMENT/ISSU+CEO SHIPMENT/ISSU+DGD SHIPMENT/ISSU+PCE"),
  ("9", .rec24, "359"),
  ("10", .epcisStep, "commissioning"), ("10", .epcisDisposition, "active"), ("10", .rec24, "68"),
  ("10", .afterShip, "InfoReceived_001"), ("10", .karrio, "pending"),
  ("11", .fsu, "BKD"), ("11", .dcsa, "SHIPMENT/CONF+BKG"), ("11", .rec24, "6"), ("11", .karrio, "pending"),
  ("12", .epcisStep, "collecting"), ("12", .epcisDisposition, "in_progress"), ("12", .upu, "EMA"), ("12", .fsu, "DPU"),
  ("12", .dcsa, "EQUIPMENT/PICK"), ("12", .rec24, "13"), ("12", .afterShip, "InTransit_002"),
  ("12", .karrio, "picked_up"),
  ("13", .epcisStep, "arriving"), ("13", .epcisDisposition, "in_progress"), ("13", .upu, "EMB"),
  ("13", .fsu, "FOH FIW"),
  ("13", .dcsa, "EQUIPMENT/GTIN"), ("13", .rec24, "1 74"), ("13", .afterShip, "InTransit_003"),
  ("13", .karrio, "in_transit"),
  ("14", .epcisStep, "inspecting"), ("14", .upu, "EXA"), ("14", .fsu, "CRC"), ("14", .dcsa, "SHIPMENT/SUBM+CUC"),
  ("14", .rec24, "126"), ("14", .afterShip, "InTransit_006"), ("14", .karrio, "in_transit"),
  ("15", .epcisStep, "holding"), ("15", .epcisDisposition, "unavailable"), ("15", .upu, "EXB"), ("15", .fsu, "TGC"),
  ("15", .dcsa, "SHIPMENT/HOLD+CUC EQUIPMENT/CUSI"), ("15", .rec24, "116 229"), ("15", .afterShip, "Exception_004"),
  ("15", .karrio, "on_hold"),
  ("16", .epcisStep, "inspecting"), ("16", .epcisDisposition, "conformant"), ("16", .upu, "EXC"), ("16", .fsu, "CCD"),
  ("16", .dcsa, "SHIPMENT/RELS+CUC EQUIPMENT/CUSR"), ("16", .rec24, "9 12"), ("16", .afterShip, "InTransit_005"),
  ("17", .epcisDisposition, "non_conformant"), ("17", .upu, "EXX"), ("17", .dcsa, "SHIPMENT/REJE+CUC"),
  ("17", .rec24, "17"), ("17", .afterShip, "Exception_001"), ("17", .karrio, "on_hold"),
  ("18", .upu, "EXD"), ("18", .fsu, "FOH"), ("18", .rec24, "315"), ("18", .afterShip, "Exception_005"),
  ("18", .karrio, "on_hold"),
  ("19", .epcisStep, "accepting"), ("19", .fsu, "RCS"), ("19", .dcsa, "EQUIPMENT/GTIN"), ("19", .rec24, "71 130"),
  ("19", .afterShip, "InTransit_002"),
  ("20", .epcisStep, "packing"), ("20", .fsu, "PRE"), ("20", .dcsa, "EQUIPMENT/STUF"), ("20", .rec24, "15 94"),
  ("21", .epcisStep, "staging_outbound"), ("21", .fsu, "MAN"), ("21", .rec24, "50"),
  ("22", .epcisStep, "loading"), ("22", .epcisDisposition, "in_transit"), ("22", .dcsa, "EQUIPMENT/LOAD"),
  ("22", .rec24, "48"),
  ("23", .epcisStep, "departing"), ("23", .upu, "EMC"), ("23", .fsu, "DEP"), ("23", .dcsa, "TRANSPORT/DEPA"),
  ("23", .rec24, "24 127"), ("23", .afterShip, "InTransit_007"),
  ("24", .epcisDisposition, "mismatch_quantity"), ("24", .upu, "EXD"), ("24", .fsu, "DIS_OFLD DIS_SSPD"),
  ("24", .rec24, "57 86"), ("24", .afterShip, "Exception_005"), ("24", .karrio, "delivery_delayed"),
  ("25", .epcisStep, "arriving"), ("25", .upu, "EMJ"), ("25", .fsu, "ARR RCF"), ("25", .dcsa, "TRANSPORT/ARRI"),
  ("25", .rec24, "40"), ("25", .afterShip, "InTransit_003"),
  ("26", .epcisStep, "shipping"), ("26", .fsu, "TRM TFD RCT"),
  ("26", .dcsa, "EQUIPMENT/DISC+transshipment EQUIPMENT/LOAD+transshipment"), ("26", .rec24, "100 131"),
  ("27", .epcisStep, "departing"), ("27", .upu, "EMK"), ("27", .fsu, "DEP"), ("27", .dcsa, "TRANSPORT/DEPA"),
  ("27", .rec24, "24"), ("27", .afterShip, "InTransit_007"),
  ("28", .epcisStep, "transporting"), ("28", .dcsa, "EQUIPMENT/CROS"), ("28", .rec24, "16"),
  ("29", .epcisDisposition, "in_transit"), ("29", .rec24, "101"),
  ("29", .afterShip, "Exception_005 Exception_016 Exception_017"), ("29", .karrio, "delivery_delayed"),
  ("30", .epcisStep, "arriving"), ("30", .upu, "EMD"), ("30", .fsu, "ARR"), ("30", .dcsa, "TRANSPORT/ARRI"),
  ("30", .rec24, "1 40"), ("30", .afterShip, "InTransit_004"),
  ("31", .epcisStep, "unloading"), ("31", .fsu, "RCF"), ("31", .dcsa, "EQUIPMENT/DISC EQUIPMENT/STRP"),
  ("31", .rec24, "346 28"), ("31", .afterShip, "InTransit_003"),
  ("32", .dcsa, "SHIPMENT/RECE+CUC"),
  ("33", .fsu, "NFD AWR AWD"), ("33", .dcsa, "SHIPMENT/ISSU+ARN"), ("33", .rec24, "45"), ("33", .karrio, "in_transit"),
  ("34", .upu, "EDB"), ("34", .fsu, "CRC"), ("34", .dcsa, "SHIPMENT/SUBM+CUC"), ("34", .rec24, "126 128"),
  ("34", .afterShip, "InTransit_006"),
  ("35", .upu, "EDB"), ("35", .fsu, "TGC"), ("35", .dcsa, "EQUIPMENT/CUSS EQUIPMENT/CUSI"), ("35", .rec24, "228"),
  ("35", .afterShip, "Exception_004"), ("35", .karrio, "on_hold"),
  ("36", .upu, "EME"), ("36", .fsu, "TGC OCI"), ("36", .dcsa, "SHIPMENT/HOLD+CUC"), ("36", .rec24, "232 241 343"),
  ("36", .afterShip, "Exception_004 Exception_018"), ("36", .karrio, "on_hold"),
  ("37", .upu, "EME"), ("37", .rec24, "215"), ("37", .afterShip, "Exception_006"), ("37", .karrio, "on_hold"),
  ("38", .afterShip, "InTransit_008"), ("38", .karrio, "in_transit"),
  ("39", .epcisStep, "inspecting"), ("39", .epcisDisposition, "conformant non_conformant"),
  ("39", .dcsa, "EQUIPMENT/INSP EQUIPMENT/RSEA"), ("39", .karrio, "on_hold"),
  ("40", .upu, "EDC"), ("40", .fsu, "CCD"), ("40", .dcsa, "EQUIPMENT/CUSR SHIPMENT/RELS+CUC"), ("40", .rec24, "12 39"),
  ("40", .afterShip, "InTransit_005"),
  ("41", .epcisStep, "holding destroying"), ("41", .epcisDisposition, "non_conformant destroyed"), ("41", .upu, "EDX"),
  ("41", .dcsa, "SHIPMENT/REJE+CUC EQUIPMENT/RMVD"), ("41", .rec24, "17 331"), ("41", .afterShip, "Exception_001"),
  ("42", .upu, "EMF"), ("42", .fsu, "DLV FOW"), ("42", .dcsa, "EQUIPMENT/GTOT SHIPMENT/ISSU+DEO"),
  ("42", .rec24, "349 78"), ("42", .afterShip, "InTransit_007"),
  ("43a", .upu, "EDD"), ("43a", .rec24, "1"), ("43a", .afterShip, "InTransit_003"),
  ("43b", .upu, "EDE"), ("43b", .rec24, "24"), ("43b", .afterShip, "InTransit_007"),
  ("44", .upu, "EMG EDF"), ("44", .rec24, "1 112"), ("44", .afterShip, "InTransit_003"),
  ("45", .upu, "EDG"), ("45", .rec24, "113"),
  ("45", .afterShip, "OutForDelivery_001 OutForDelivery_003 OutForDelivery_004"), ("45", .karrio, "out_for_delivery"),
  ("46", .upu, "EMH"), ("46", .rec24, "210 269 234 211"),
  ("46", .afterShip, "AttemptFail_001 AttemptFail_002 AttemptFail_003 Exception_003 Exception_007"),
  ("46", .karrio, "delivery_failed"),
  ("47", .epcisStep, "storing"), ("47", .epcisDisposition, "sellable_not_accessible"), ("47", .upu, "EDH"),
  ("47", .fsu, "NFD"), ("47", .dcsa, "EQUIPMENT/AVPU"), ("47", .rec24, "112"),
  ("47", .afterShip, "AvailableForPickup_001"),
  ("47", .karrio, "ready_for_pickup"),
  ("48", .epcisStep, "accepting"), ("48", .epcisDisposition, "retail_sold"), ("48", .upu, "EMI"),
  ("48", .fsu, "DDL DLV"),
  ("48", .dcsa, "EQUIPMENT/GTOT"), ("48", .rec24, "21 22"),
  ("48", .afterShip, "Delivered_001 Delivered_002 Delivered_003 Delivered_004 Delivered_005"),
  ("48", .karrio, "delivered"),
  ("49a", .epcisStep, "shipping"), ("49a", .epcisDisposition, "returned"), ("49a", .upu, "EDX EMK EMC"),
  ("49a", .rec24, "323"), ("49a", .afterShip, "Exception_010"), ("49a", .karrio, "return_to_sender"),
  ("49b", .rec24, "82 80"), ("49b", .afterShip, "Exception_011"),
  ("50a", .epcisDisposition, "stolen unknown"), ("50a", .fsu, "DIS_MSCA DIS_FDCA"), ("50a", .rec24, "49 119"),
  ("50a", .afterShip, "Exception_013"), ("50a", .karrio, "delivery_failed"),
  ("50b", .epcisDisposition, "damaged"), ("50b", .rec24, "18 218"), ("50b", .afterShip, "Exception_012"),
  ("50b", .karrio, "on_hold"),
  ("51b", .epcisStep, "shipping"), ("51b", .rec24, "323"), ("51c", .epcisStep, "receiving"),
  ("51c", .epcisDisposition, "returned"), ("51c", .rec24, "313 74"), ("52a", .epcisStep, "inspecting"),
  ("52b", .epcisDisposition, "sellable_accessible destroyed"), ("52c", .epcisStep, "replacing"),
  ("52c", .epcisDisposition, "needs_replacement"), ("52d", .epcisStep, "repairing"), ("52d", .rec24, "34 32 33"),
]

@Suite struct MilestoneCodesTests {
  @Test func `there is one row a milestone, and each says it in two voices`() {
    #expect(MilestoneCodes.table.map(\.milestone) == Milestone.allCases)
    for milestone in Milestone.allCases {
      #expect(!milestone.words.isEmpty && milestone.words.count <= 24, "\(milestone)")
      #expect(milestone.words.allSatisfy { $0.isASCII })
      #expect(milestone.plainWords.hasSuffix(".") && milestone.plainWords.count >= 20, "\(milestone)")
    }
    #expect(Set(Milestone.allCases.map(\.words)).count == Milestone.allCases.count)
    let trade = ["outward", "inward", "exchange", "gateway", "consignee", "hub", "manifest"]
    for milestone in Milestone.allCases {
      #expect(!trade.contains { milestone.plainWords.lowercased().contains($0) }, "\(milestone)")
    }
  }

  @Test func `every code of the standards' table is there`() {
    for (number, system, codes) in written {
      let milestone = Milestone.allCases.first { $0.number == number }
      let found = milestone?.codes[system].map(\.text) ?? []
      #expect(codes.split(separator: " ").map(String.init) == found, "\(number) \(system)")
    }
  }

  @Test func `marks are read off the codes`() {
    #expect(Milestone.exportHeld.codes[.epcisStep].map(\.isOurs) == [true])
    #expect(Milestone.picked.codes[.epcisStep].map(\.isOurs) == [false])
    #expect(Milestone.dutyTaxDue.codes[.rec24].map(\.isVerified) == [false])
    #expect(Milestone.lost.codes[.fsu].map(\.takesBack) == [false, true])
    let all = MilestoneCodes.table.flatMap { row in CodeSystem.allCases.flatMap { row[$0] } }
    #expect(all.allSatisfy { !$0.text.contains { "*?".contains($0) } && !$0.text.isEmpty })
  }

  @Test func `every code we write is read back as something, and alone standing ones as themselves`() {
    for milestone in Milestone.allCases {
      for system in CodeSystem.allCases {
        for code in milestone.codes[system] where !code.takesBack {
          let context = ScanContext(side: milestone.side, stage: milestone.stage)
          #expect(Milestone.reading(code.text, in: system, context) != nil)
          let sharing = Milestone.allCases.filter { $0.codes[system].contains { $0.text == code.text } }
          if sharing.count == 1 { #expect(Milestone.reading(code.text.lowercased(), in: system) == milestone) }
        }
      }
    }
    #expect(Milestone.reading("", in: .upu) == nil)
    #expect(Milestone.reading("EM\u{1B}[2J", in: .upu) == nil)
  }

  @Test(arguments: [
    ("DEP", CodeSystem.fsu, ScanSide.origin, Stage?.none, Milestone.departedOrigin),
    ("DEP", .fsu, .transit, nil, .transitDeparted),
    ("ARR", .fsu, .transit, nil, .transitArrived),
    ("ARR", .fsu, .destination, nil, .arrivedDestination),
    ("CCD", .fsu, .origin, nil, .exportReleased),
    ("CCD", .fsu, .destination, nil, .importReleased),
    ("CCD", .fsu, .unknown, .import, .importReleased),
    ("TGC", .fsu, .destination, nil, .selectedForControl),
    ("1", .rec24, .origin, nil, .originHubArrived),
    ("1", .rec24, .destination, .carriage, .arrivedDestination),
    ("1", .rec24, .destination, .local, .sortedIn),
    ("112", .rec24, .destination, .local, .readyForPickup),
    ("EMC", .upu, .unknown, .local, .departedOrigin),
    ("EMC", .upu, .unknown, .afterSales, .returnToSender),
    ("EDX", .upu, .destination, .import, .importRefused),
    ("EME", .upu, .destination, .import, .importHeld),
    ("EXX", .upu, .unknown, nil, .exportRefused),
    ("SHIPMENT/RELS+CUC", .dcsa, .destination, nil, .importReleased),
    ("EQUIPMENT/LOADED", .dcsa, .unknown, nil, .loaded),
    ("transport/departed", .dcsa, .transit, nil, .transitDeparted),
    ("EQUIPMENT/STUF", .dcsa, .unknown, nil, .consolidated),
    ("Exception_001", .afterShip, .unknown, nil, .delayed),
    ("Exception_004", .afterShip, .origin, nil, .exportHeld),
    ("InTransit_005", .afterShip, .unknown, .firstMile, .exportReleased),
    ("InTransit_005", .afterShip, .unknown, nil, .importReleased),
    ("on_hold", .karrio, .destination, .import, .importHeld),
    ("DIS_MSCA", .fsu, .unknown, nil, .lost),
    ("323", .rec24, .unknown, nil, .returnToSender),
    ("74", .rec24, .unknown, .afterSales, .returnReceived),
  ])
  func `shared codes are chosen by the place, then by the stage`(
    code: String, system: CodeSystem, side: ScanSide, stage: Stage?, expected: Milestone
  ) {
    #expect(Milestone.reading(code, in: system, ScanContext(side: side, stage: stage)) == expected)
  }

  @Test func `a business step and a disposition together name a milestone`() {
    func read(_ step: String, _ disposition: String?, _ side: ScanSide) -> Milestone? {
      Milestone.reading(epcisStep: step, disposition: disposition, ScanContext(side: side))
    }
    #expect(read("arriving", "in_progress", .origin) == .originHubArrived)
    #expect(read("arriving", "in_transit", .transit) == .transitArrived)
    #expect(read("https://ref.gs1.org/cbv/BizStep-arriving", "in_progress", .destination) == .atDeliveryDepot)
    #expect(
      read("urn:epcglobal:cbv:bizstep:departing", "urn:epcglobal:cbv:disp:in_transit", .origin) == .departedOrigin)
    #expect(read("inspecting", "in_progress", .destination) == .importDeclared)
    #expect(read("inspecting", nil, .destination) != nil)
    #expect(read("holding", "unavailable", .destination) == .importHeld)
    #expect(read("holding", "unavailable", .origin) == .riskHold)
    #expect(read("packing", "container_closed", .unknown) == .packed)
    #expect(read("receiving", "returned", .unknown) == .returnReceived)
    #expect(read("dancing", "in_transit", .origin) == nil)
    #expect(read("", nil, .unknown) == nil)
  }

  @Test func `cargo found again takes a loss back`() {
    #expect(Milestone.reading("DIS_FDCA", in: .fsu) == nil)
    #expect(Milestone.takenBack(by: "dis_fdca", in: .fsu) == .lost)
    #expect(Milestone.takenBack(by: "DIS_MSCA", in: .fsu) == nil)
  }

  @Test func `the exceptions concern shared codes only`() {
    for key in CodeIndex.exceptions.keys {
      #expect((CodeIndex.shared.milestones[key] ?? []).count > 1, "\(key)")
    }
  }

  @Test func `incident reasons are the public list`() {
    #expect(IncidentReason.allCases.count == 35)
    for reason in IncidentReason.allCases {
      #expect(!reason.words.contains("_") && !reason.words.isEmpty)
      #expect((reason.side == .customs) == reason.rawValue.hasPrefix("customs_"))
    }
    #expect(IncidentReason(rawValue: "customs_duties_unpaid")?.hold == .dutyUnpaid)
  }
}

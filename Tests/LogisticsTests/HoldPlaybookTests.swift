import Measures
import Testing

@testable import Logistics

@Suite struct HoldPlaybookTests {
  /// Code, share in a thousand, median and 90th percentile in hours, as the list of reasons has them.
  static let listed: [(String, Int, Int64, Int64)] = [
    ("H01", 160, 36, 120), ("H02", 100, 24, 96), ("H03", 80, 24, 96), ("H04", 80, 72, 240), ("H05", 50, 36, 120),
    ("H06", 40, 48, 168), ("H07", 50, 24, 96), ("H08", 50, 48, 168), ("H09", 120, 48, 192), ("H10", 10, 12, 48),
    ("H11", 60, 7, 24), ("H12", 40, 12, 48), ("H13", 50, 48, 120), ("H14", 20, 168, 504), ("H15", 15, 240, 720),
    ("H16", 15, 240, 480), ("H17", 20, 96, 336), ("H18", 15, 120, 480), ("H19", 20, 72, 192), ("H20", 5, 24, 168),
    ("H21", 10, 72, 240), ("H22", 20, 12, 48), ("H23", 10, 24, 96), ("H24", 10, 72, 240),
  ]

  @Test func `there is one row a reason, in their order`() {
    #expect(HoldPlaybook.table.map(\.reason) == HoldReason.allCases)
    for (row, listed) in zip(HoldPlaybook.table, HoldPlaybookTests.listed) {
      #expect(row.reason.code == listed.0)
      #expect(row.sharePermille == listed.1)
      #expect(row.dwellMedian == .hours(listed.2) && row.dwellP90 == .hours(listed.3))
    }
    #expect(HoldPlaybook.table.reduce(0) { $0 + $1.sharePermille } == 1050)
  }

  /// Who must act first and who then, what is done first, what ends it, and what happens if ignored, as the list of reasons has them.
  static let acts: [(String, PartyRole, PartyRole?, HoldAction, [Document], IgnoredOutcome)] = [
    ("H01", .merchant, nil, .requestDocument, [.commercialInvoice], .returned),
    ("H02", .merchant, .broker, .requestData, [.goodsDescription], .returned),
    ("H03", .broker, nil, .correctDeclaration, [.hsClassification], .reclassified),
    ("H04", .merchant, nil, .requestDocument, [.proofOfPayment, .valueDeclaration], .uplifted),
    ("H05", .broker, .merchant, .correctDeclaration, [.commercialInvoice, .packingList], .controlled),
    ("H06", .merchant, .broker, .requestData, [.importerRegistration], .rejected),
    ("H07", .platform, nil, .requestData, [.iossNumber], .taxedAgain),
    ("H08", .consignee, nil, .requestData, [.consigneeTaxID], .returned),
    ("H09", .consignee, nil, .requestPayment, [.dutyPayment], .returned),
    ("H10", .broker, nil, .topUpGuarantee, [.guaranteeTopUp], .everythingBlocked),
    ("H11", .customs, nil, .waitForAuthority, [], .nothing),
    ("H12", .handler, nil, .presentGoods, [], .nothing),
    ("H13", .customs, .handler, .presentGoods, [.inspectionReport], .nothing),
    ("H14", .merchant, nil, .requestDocument, [.importLicence], .refused),
    ("H15", .customs, nil, .decideDisposal, [], .seized),
    ("H16", .agency, nil, .waitForAuthority, [.rightsHolderRelease], .destroyed),
    ("H17", .agency, nil, .requestDocument, [.healthCertificate], .destroyed),
    ("H18", .agency, nil, .requestDocument, [.conformityDeclaration], .refused),
    ("H19", .merchant, nil, .requestDocument, [.dangerousGoodsDeclaration, .batteryTestSummary], .returnedByGround),
    ("H20", .compliance, nil, .screenParty, [.complianceClearance], .blocked),
    ("H21", .merchant, nil, .requestDocument, [.certificateOfOrigin], .higherRate),
    ("H22", .carrier, nil, .fileAdvanceData, [.advanceData], .offloaded),
    ("H23", .handler, nil, .countPieces, [.tallyReport], .partiallyReleased),
    ("H24", .merchant, nil, .requestDocument, [.exportProof], .dutyTwice),
  ]

  @Test func `each of the 24 says who acts, what ends it and what happens if ignored`() {
    #expect(HoldPlaybookTests.acts.count == 24)
    for (row, act) in zip(HoldPlaybook.table, HoldPlaybookTests.acts) {
      #expect(row.reason.code == act.0)
      #expect(row.mustAct == act.1 && row.thenActs == act.2, "\(act.0)")
      #expect(row.firstAction == act.3, "\(act.0)")
      #expect(row.documents == DocumentSet(act.4), "\(act.0)")
      #expect(row.ignored == act.5, "\(act.0)")
    }
  }

  @Test func `rows are complete, and none says what another says`() {
    let rows = HoldPlaybook.table
    for row in rows where row.reason != .operatorHold {
      #expect(row.escalateAfter > .zero && row.reason.limit >= .days(2) && row.euroCentsPerDay >= 50, "\(row.reason)")
      #expect(row.template.hasSuffix("."), "\(row.reason)")
      // Whoever must hand something in is told until when, unless the goods alone are to be shown or nothing is asked for.
      let isDue = row.reason != .documentaryCheck && row.reason != .scanSelected && row.reason != .physicalInspection
      #expect(row.template.contains("{limit}") == isDue, "\(row.reason)")
      // A give-up that costs the goods is never the default where they could come back.
      if row.giveUp == .destroy { #expect(row.ignored == .destroyed, "\(row.reason)") }
      if row.giveUp == .abandon { #expect(row.ignored == .seized, "\(row.reason)") }
    }
    #expect(Set(rows.map(\.resolvedBy)).count == rows.count)
    #expect(Set(rows.map(\.template)).count == rows.count)
    #expect(Set(rows.map(\.reason.words)).count == rows.count && Set(rows.map(\.reason.code)).count == rows.count)
  }

  @Test func `figures are sane, and ours are marked as ours`() {
    for row in HoldPlaybook.table {
      #expect(row.dwellMedian < row.dwellP90, "\(row.reason)")
      #expect(row.escalateAfter < row.reason.limit, "\(row.reason)")
      #expect(row.euroCentsPerDay > 0)
      #expect(!row.resolvedBy.isEmpty)
      #expect(row.dwellIsAssumption == (row.reason != .physicalInspection))
      #expect(row.clockStandsStill == [.customs, .agency].contains(row.mustAct))
    }
    #expect(HoldAction.allCases.allSatisfy { !$0.words.isEmpty && $0.words.count <= 26 })
    #expect(IgnoredOutcome.allCases.allSatisfy { !$0.words.isEmpty && $0.words.count <= 26 })
    #expect(GiveUpRule.allCases.allSatisfy { !$0.words.isEmpty })
    #expect(Set(HoldPlaybook.table.map(\.firstAction)) == Set(HoldAction.allCases))
    #expect(Set(HoldPlaybook.table.map(\.ignored)) == Set(IgnoredOutcome.allCases))
    #expect(Set(HoldPlaybook.table.map(\.giveUp)) == Set(GiveUpRule.allCases))
  }

  @Test func `whoever must act is told what to do by when`() {
    for row in HoldPlaybook.table {
      let silent = row.reason == .operatorHold
      #expect(row.template.isEmpty == silent, "\(row.reason)")
      if silent { continue }
      #expect(![.customs, .agency].contains(row.addressee), "an authority is not written to: \(row.reason)")
      #expect(row.template.contains("{parcel}"), "\(row.reason)")
      let full = row.message { $0.rawValue.uppercased() }
      #expect(!full.contains("{") && !full.contains("}") && full.contains("PARCEL"))
      let bare = row.message { _ in nil }
      #expect(!bare.contains("{") && !bare.contains("  "), "\(bare)")
    }
    let message = HoldReason.dutyUnpaid.playbook.message { field in
      switch field {
      case .parcel: "CW-10482"
      case .goods: "a cotton T-shirt"
      case .amount: "€4.20"
      case .limit: "2 Dec"
      case .documents, .place: nil
      }
    }
    #expect(
      message
        == "Your parcel CW-10482 with a cotton T-shirt is at customs. Duty and tax of €4.20 are to be paid by 2 Dec; "
        + "else the parcel goes back to the seller.")
  }

  @Test func `a hostile value cannot add fields`() {
    let message = HoldReason.unstated.playbook.message { _ in "{parcel}" }
    #expect(message.contains("{parcel} holds parcel {parcel}"))
  }
}

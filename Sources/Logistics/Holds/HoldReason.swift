package import Measures

/// Who plays which part in a consignment's way.
package enum PartyRole: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case operatorDesk, merchant, consignee, platform, carrier, customs, broker, handler, courier, agency, compliance, file
  /// The watch over the trade, which raises and clears alarms and does nothing else.
  case watch

  /// The stable name, as it stands in journals and filters.
  package var name: String {
    switch self {
    case .operatorDesk: "operator"
    case .merchant: "merchant"
    case .consignee: "consignee"
    case .platform: "platform"
    case .carrier: "carrier"
    case .customs: "customs"
    case .broker: "broker"
    case .handler: "handler"
    case .courier: "courier"
    case .agency: "agency"
    case .compliance: "compliance"
    case .file: "file"
    case .watch: "watch"
    }
  }

  /// The role of this stable name.
  package init?(name: some StringProtocol) {
    guard let match = PartyRole.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }
}

/// Why a parcel is held: the 24 customs reasons, the operator's own, and one for holds whose reason nobody stated.
///
/// The raw value is a row in memory only; the journal holds ``code``.
package enum HoldReason: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case invoiceMissing, vagueDescription, wrongHSCode, undervaluation, documentsDisagree, importerRegistration
  case iossInvalid, consigneeTaxIDMissing, dutyUnpaid, guaranteeShort, documentaryCheck, scanSelected
  case physicalInspection, licenceMissing, prohibitedGoods, counterfeitSuspicion, sanitary, productSafety
  case dangerousGoodsUndeclared, deniedParty, originProofMissing, advanceDataMissing, pieceMismatch,
    reimportReliefUnproven
  case operatorHold, unstated

  /// The code of the hold list, "H01" ... "H24", "OP" for the operator's own hold, "H00" where nobody stated one; stands in the journal.
  package var code: String { HoldReason.rows[Int(rawValue)].code }

  /// The operator's words, short enough for a column of 20 cells.
  package var words: String { HoldReason.rows[Int(rawValue)].words }

  /// Who must act for the hold to end.
  package var mustAct: PartyRole { HoldReason.rows[Int(rawValue)].mustAct }

  /// The documents without which the hold cannot be released; empty where waiting, presenting or paying ends it.
  package var needs: DocumentSet { HoldReason.rows[Int(rawValue)].needs }

  /// The span after which what happens if ignored happens, from the hold's opening.
  ///
  /// An estimate of ours, about the 90th percentile of the dwell and never under two days; authorities set the real limit date.
  package var limit: Span { Span.hours(Int64(HoldReason.rows[Int(rawValue)].limitHours)) }

  /// Whether the authority itself works on it, so that our own clock stands still.
  package var clockStandsStill: Bool { mustAct == .customs || mustAct == .agency }

  /// The bit that stands for it in a shipment's open holds.
  @inlinable
  package var bit: UInt32 { 1 &<< UInt32(rawValue) }

  /// The reason of this code ("H09", "OP"), in either case.
  package init?(code: some StringProtocol) {
    let upper = code.uppercased()
    guard let row = HoldReason.rows.firstIndex(where: { $0.code == upper }),
      let match = HoldReason(rawValue: UInt8(row))
    else { return nil }
    self = match
  }

  private struct Row {
    let code: String
    let words: String
    let mustAct: PartyRole
    let needs: DocumentSet
    let limitHours: Int
    init(_ code: String, _ words: String, _ mustAct: PartyRole, _ needs: [Document], limitHours: Int) {
      self.code = code
      self.words = words
      self.mustAct = mustAct
      self.needs = DocumentSet(needs)
      self.limitHours = limitHours
    }
  }

  /// One row a reason, in the order of the cases.
  private static let rows: [Row] = [
    Row("H01", "invoice missing", .merchant, [.commercialInvoice], limitHours: 120),
    Row("H02", "description vague", .merchant, [.goodsDescription], limitHours: 96),
    Row("H03", "HS code wrong", .broker, [.hsClassification], limitHours: 96),
    Row("H04", "value doubted", .merchant, [.proofOfPayment, .valueDeclaration], limitHours: 240),
    Row("H05", "documents disagree", .broker, [.commercialInvoice, .packingList], limitHours: 120),
    Row("H06", "EORI missing", .merchant, [.importerRegistration], limitHours: 168),
    Row("H07", "IOSS invalid", .platform, [.iossNumber], limitHours: 96),
    Row("H08", "tax id missing", .consignee, [.consigneeTaxID], limitHours: 168),
    Row("H09", "duty unpaid", .consignee, [.dutyPayment], limitHours: 240),
    Row("H10", "guarantee short", .broker, [.guaranteeTopUp], limitHours: 48),
    Row("H11", "documentary check", .customs, [], limitHours: 72),
    Row("H12", "scan selected", .handler, [], limitHours: 72),
    Row("H13", "inspection", .customs, [.inspectionReport], limitHours: 120),
    Row("H14", "licence missing", .merchant, [.importLicence], limitHours: 504),
    Row("H15", "prohibited goods", .customs, [], limitHours: 720),
    Row("H16", "counterfeit doubt", .agency, [.rightsHolderRelease], limitHours: 480),
    Row("H17", "sanitary check", .agency, [.healthCertificate], limitHours: 336),
    Row("H18", "product safety", .agency, [.conformityDeclaration], limitHours: 480),
    Row("H19", "battery undeclared", .merchant, [.dangerousGoodsDeclaration, .batteryTestSummary], limitHours: 192),
    Row("H20", "denied party match", .compliance, [.complianceClearance], limitHours: 168),
    Row("H21", "origin unproven", .merchant, [.certificateOfOrigin], limitHours: 240),
    Row("H22", "advance data late", .carrier, [.advanceData], limitHours: 48),
    Row("H23", "pieces mismatch", .handler, [.tallyReport], limitHours: 96),
    Row("H24", "re-import unproven", .merchant, [.exportProof], limitHours: 240),
    Row("OP", "held by operator", .operatorDesk, [], limitHours: 72),
    Row("H00", "reason not stated", .customs, [], limitHours: 72),
  ]
}

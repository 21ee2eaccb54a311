// What goes to and fro between us and customs, one row a message. A row says which state it leads to, which hold it opens, which
// it closes, and which milestone it tells of; ``Board/hear(_:about:by:at:into:)`` is the only one that reads them.
//
//   filings      what we send: named by ourselves
//   responses    what customs answer to a declaration, by the function codes of the WCO data model (3.6)
//   prearrival   what customs say before the goods are loaded, by the messages of the EU's ICS2
//
// The codes and names of the responses are those of the notifications that HMRC publishes; those of ICS2 follow its message list.

/// A message about a declaration, from us or from customs.
///
/// The raw value is a row in memory only; the journal holds ``name``.
package enum CustomsMessage: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case lodgement, prearrivalFiling, amendmentRequest, documentsSent, informationSent, screeningSent, payment
  case abandonment, destruction
  /// What we sent last is taken back, having been recorded by mistake.
  case takenBack
  case accepted, received, rejected, physicalControl, scanControl, documentControl, documentsDemanded, corrected,
    released, cleared, invalidated
  case amendmentAccepted, taxDue, balanceShort, paymentReminder, exited, exitOverdue
  case prearrivalRegistered, lifecycleError, filingIncomplete, filingError, assessmentComplete, doNotLoad
  case informationRequest, screeningRequest, arrivalRegistered

  /// Who sends it, and by whose codes.
  package enum Source: Sendable {
    case filing, response, prearrival
  }

  /// What it ends by being heard.
  enum Closing: Sendable {
    case nothing
    /// What a message of refusal opened: the declaration comes anew.
    case refusals
    case duty
    case advanceData
    /// What an amendment answers, where it was answered.
    case answeredData
    /// The control, and what customs decided by it.
    case control
    /// All that customs holds on this side of the border.
    case side
  }

  /// A row of the tables.
  package struct Row: Sendable {
    /// The message.
    package let message: CustomsMessage
    package let source: Source
    /// The code by which customs send it ("06", "IE3Q01"); empty for what we send.
    package let code: String
    /// The name that goes with the code ("DMSDOC"); the stable name for what we send.
    package let name: String
    /// What it means, a clause.
    package let words: String
    /// The state that it leads to; nil where it leads to none by itself.
    package let state: DeclarationState?
    /// The hold that it opens; a named document or a pointer can lead to another one.
    package let opens: HoldReason?
    let closes: Closing
    /// The milestones that it tells of at export and at import.
    package let milestones: (export: Milestone?, import: Milestone?)
    /// The stable name, as it stands in journals.
    package let stableName: String
  }

  /// Its row.
  package var row: Row { CustomsMessage.rows[Int(rawValue)] }
  /// The stable name, as it stands in journals.
  package var name: String { row.stableName }
  /// Whether it comes from us.
  package var isOurs: Bool { row.source == .filing }
  /// The code with its name: "06 DMSDOC", "IE3Q01".
  package var codeWords: String { row.source == .response ? "\(row.code) \(row.name)" : row.code }

  /// The message of a WCO function code, with or without its leading zero, and of several the first; nil for codes that name no
  /// response.
  package init?(functionCode: some StringProtocol) {
    // A sign is no digit, though a number can be read with one.
    guard functionCode.utf8.count <= 2, functionCode.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = UInt8(functionCode), let row = CustomsMessage.responses.first(where: { UInt8($0.code) == number })
    else { return nil }
    self = row.message
  }

  /// The message of an ICS2 code ("IE3Q01"), in either case; nil where there is none.
  package init?(ics2 code: some StringProtocol) {
    let wanted = code.uppercased()
    guard let row = CustomsMessage.prearrival.first(where: { $0.code == wanted }) else { return nil }
    self = row.message
  }

  /// All rows, in the order of the cases.
  static let rows: [Row] = filings + responses + prearrival

  private static func row(
    _ message: CustomsMessage, _ source: Source, _ code: String, _ name: String, _ words: String,
    to state: DeclarationState?, opens: HoldReason? = nil, closes: Closing = .nothing, export: Milestone? = nil,
    import arrival: Milestone? = nil, _ stableName: String
  ) -> Row {
    Row(
      message: message, source: source, code: code, name: name, words: words, state: state, opens: opens,
      closes: closes, milestones: (export, arrival), stableName: stableName)
  }

  /// What we send.
  package static let filings: [Row] = [
    row(
      .lodgement, .filing, "", "lodged", "declaration lodged", to: .lodged, closes: .refusals, export: .exportDeclared,
      import: .importDeclared, "declaration-lodged"),
    row(
      .prearrivalFiling, .filing, "", "pre-arrival", "pre-arrival data filed", to: .prearrivalFiled,
      import: .prearrivalFiled, "prearrival-filing"),
    row(
      .amendmentRequest, .filing, "", "amendment", "amendment requested", to: .amendmentRequested,
      "amendment-request"),
    row(.documentsSent, .filing, "", "documents", "documents sent", to: .answered, "documents-sent"),
    row(.informationSent, .filing, "", "answer", "information sent (IE3R02)", to: .prearrivalFiled, "information-sent"),
    row(
      .screeningSent, .filing, "", "answer", "screening result sent (IE3R03)", to: .prearrivalFiled, "screening-sent"),
    row(.payment, .filing, "", "payment", "duty and tax paid", to: .answered, "payment-sent"),
    row(
      .abandonment, .filing, "", "abandoned", "goods abandoned to customs", to: .abandoned, export: .exportRefused,
      import: .importRefused, "abandonment"),
    row(
      .destruction, .filing, "", "destroyed", "goods given up for destruction", to: .destroyed, export: .exportRefused,
      import: .importRefused, "destruction"),
    row(.takenBack, .filing, "", "taken back", "the last message taken back", to: nil, "message-taken-back"),
  ]

  /// What customs answer, by the function codes of the WCO data model.
  package static let responses: [Row] = [
    row(
      .accepted, .response, "01", "DMSACC", "declaration accepted", to: .accepted, export: .exportDeclared,
      import: .importDeclared, "wco-01"),
    row(.received, .response, "02", "DMSRCV", "message received and registered", to: .registered, "wco-02"),
    row(.rejected, .response, "03", "DMSREJ", "declaration rejected", to: .rejected, opens: .unstated, "wco-03"),
    row(
      .physicalControl, .response, "05", "DMSCTL", "goods to be controlled", to: .underControl,
      opens: .physicalInspection, import: .selectedForControl, "wco-05"),
    // The kind of a control stands behind the same code.
    row(
      .scanControl, .response, "05", "DMSCTL", "goods to be scanned", to: .underControl, opens: .scanSelected,
      import: .selectedForControl, "wco-05-scan"),
    row(
      .documentControl, .response, "05", "DMSCTL", "papers to be checked", to: .underControl,
      opens: .documentaryCheck, import: .selectedForControl, "wco-05-documents"),
    row(
      .documentsDemanded, .response, "06", "DMSDOC", "documents demanded", to: .documentsDemanded,
      opens: .invoiceMissing, export: .exportHeld, import: .importHeld, "wco-06"),
    row(
      .corrected, .response, "07", "DMSRES", "declaration corrected by customs", to: .corrected, closes: .control,
      import: .inspected, "wco-07"),
    row(
      .released, .response, "08", "DMSROG", "goods released, duty still open", to: .released, closes: .side,
      export: .exportReleased, import: .importReleased, "wco-08"),
    row(
      .cleared, .response, "09", "DMSCLE", "declaration cleared", to: .cleared, closes: .side, export: .exportReleased,
      import: .importReleased, "wco-09"),
    row(
      .invalidated, .response, "10", "DMSINV", "declaration invalidated", to: .invalidated, opens: .unstated,
      closes: .side, "wco-10"),
    row(
      .amendmentAccepted, .response, "11", "DMSREQ", "amendment accepted", to: .amended, closes: .answeredData,
      "wco-11"),
    row(
      .taxDue, .response, "13", "DMSTAX", "duty and tax due", to: .taxDue, opens: .dutyUnpaid, export: .exportHeld,
      import: .dutyTaxDue, "wco-13"),
    row(
      .balanceShort, .response, "14", "DMSCPI", "deferment balance too small", to: .balanceShort,
      opens: .guaranteeShort, export: .exportHeld, import: .importHeld, "wco-14"),
    row(
      .paymentReminder, .response, "15", "DMSCPR", "reminder: balance too small, pay now", to: .reminded,
      opens: .guaranteeShort, export: .exportHeld, import: .importHeld, "wco-15"),
    row(.exited, .response, "16", "DMSEOG", "goods have left the territory", to: .exited, "wco-16"),
    row(.exitOverdue, .response, "18", "DMSGER", "exit overdue: proof asked for", to: .exitOverdue, "wco-18"),
  ]

  /// What customs say of the pre-arrival data.
  package static let prearrival: [Row] = [
    row(
      .prearrivalRegistered, .prearrival, "IE3R01", "ENS registered", "pre-arrival data registered",
      to: .prearrivalFiled, import: .prearrivalFiled, "ics2-r01"),
    row(
      .lifecycleError, .prearrival, "IE3N01", "lifecycle error", "pre-arrival data not valid", to: .infoDemanded,
      opens: .advanceDataMissing, "ics2-n01"),
    row(
      .filingIncomplete, .prearrival, "IE3N02", "ENS incomplete", "pre-arrival data incomplete", to: .infoDemanded,
      opens: .advanceDataMissing, "ics2-n02"),
    row(
      .filingError, .prearrival, "IE3N99", "error", "pre-arrival data refused", to: .infoDemanded,
      opens: .advanceDataMissing, "ics2-n99"),
    row(
      .assessmentComplete, .prearrival, "IE3N03", "assessment complete", "risk assessment complete", to: .assessed,
      closes: .advanceData, "ics2-n03"),
    row(
      .doNotLoad, .prearrival, "IE3Q01", "do not load", "do not load", to: .doNotLoad, opens: .advanceDataMissing,
      "ics2-q01"),
    row(
      .informationRequest, .prearrival, "IE3Q02", "RFI", "information demanded", to: .infoDemanded,
      opens: .advanceDataMissing, "ics2-q02"),
    row(
      .screeningRequest, .prearrival, "IE3Q03", "RFS", "screening demanded", to: .screeningDemanded,
      opens: .advanceDataMissing, "ics2-q03"),
    row(.arrivalRegistered, .prearrival, "IE3R04", "arrival registered", "arrival registered", to: nil, "ics2-r04"),
  ]
}

extension HoldReason {
  /// The hold in which customs demand a document: the one that it resolves, else the missing invoice's.
  package init(demanding document: Document) {
    let demanded = HoldReason.allCases.first { reason in
      reason.isCustoms && reason != .documentaryCheck && reason.needs.contains(document)
    }
    switch document {
    case .packingList: self = .documentsDisagree
    case .movementCertificate: self = .originProofMissing
    default: self = demanded ?? .invoiceMissing
    }
  }

  /// Whether customs or another authority at the border holds the goods for it; what carriers, compliance and we hold for is not
  /// theirs to end.
  package var isCustoms: Bool {
    switch self {
    case .dangerousGoodsUndeclared, .deniedParty, .pieceMismatch, .operatorHold: false
    case .invoiceMissing, .vagueDescription, .wrongHSCode, .undervaluation, .documentsDisagree, .importerRegistration,
      .iossInvalid, .consigneeTaxIDMissing, .dutyUnpaid, .guaranteeShort, .documentaryCheck, .scanSelected,
      .physicalInspection, .licenceMissing, .prohibitedGoods, .counterfeitSuspicion, .sanitary, .productSafety,
      .originProofMissing, .advanceDataMissing, .reimportReliefUnproven, .unstated:
      true
    }
  }

  /// The authority that decides on it when it is answered.
  package var authority: PartyRole { mustAct.isAuthority ? mustAct : .customs }

  /// Whether the authority's decision can be appealed against.
  package var canBeAppealed: Bool {
    switch self {
    case .wrongHSCode, .undervaluation, .iossInvalid, .licenceMissing, .prohibitedGoods, .counterfeitSuspicion,
      .sanitary, .productSafety, .originProofMissing, .reimportReliefUnproven, .dutyUnpaid:
      true
    case .invoiceMissing, .vagueDescription, .documentsDisagree, .importerRegistration, .consigneeTaxIDMissing,
      .guaranteeShort, .documentaryCheck, .scanSelected, .physicalInspection, .dangerousGoodsUndeclared, .deniedParty,
      .advanceDataMissing, .pieceMismatch, .operatorHold, .unstated:
      false
    }
  }
}

/// A trade document or a piece of data that an authority can ask for; at most 32, so that a shipment's folder fits one word.
package enum Document: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case commercialInvoice, proformaInvoice, packingList, airWaybill, houseWaybill, billOfLading
  case certificateOfOrigin, movementCertificate, dangerousGoodsDeclaration, batteryTestSummary
  case exportLicence, importLicence, customsInvoice, valueDeclaration, proofOfPayment
  case healthCertificate, conformityDeclaration, exportDeclaration, importDeclaration, advanceData
  case goodsDescription, hsClassification, importerRegistration, iossNumber, consigneeTaxID, dutyPayment
  case exportProof, tallyReport, rightsHolderRelease, complianceClearance, guaranteeTopUp, inspectionReport

  /// The stable name, as it stands in journals and files.
  package var name: String { Document.rows[Int(rawValue)].name }

  /// The operator's words for it.
  package var words: String { Document.rows[Int(rawValue)].words }

  /// The UN/EDIFACT 1001 code (UNTDID D.21A), or nil where the list has none for it.
  package var edifactCode: Int? { Document.rows[Int(rawValue)].code }

  /// The document of this stable name.
  package init?(name: some StringProtocol) {
    guard let row = Document.rows.firstIndex(where: { $0.name == name }), let match = Document(rawValue: UInt8(row))
    else { return nil }
    self = match
  }

  private struct Row {
    let name: String
    let words: String
    let code: Int?
    init(_ name: String, _ words: String, _ code: Int? = nil) {
      self.name = name
      self.words = words
      self.code = code
    }
  }

  /// One row a document, in the order of the cases.
  private static let rows: [Row] = [
    Row("commercial_invoice", "commercial invoice", 380),
    Row("proforma_invoice", "pro-forma invoice", 325),
    Row("packing_list", "packing list", 271),
    Row("air_waybill", "air waybill", 740),
    Row("house_waybill", "house waybill", 703),
    Row("bill_of_lading", "bill of lading", 705),
    Row("certificate_of_origin", "certificate of origin", 861),
    Row("movement_certificate", "movement certificate EUR.1", 954),
    Row("dangerous_goods_declaration", "dangerous goods declaration", 890),
    Row("battery_test_summary", "UN38.3 test summary"),
    Row("export_licence", "export licence", 811),
    Row("import_licence", "import licence", 911),
    Row("customs_invoice", "customs invoice", 935),
    Row("value_declaration", "value declaration", 934),
    Row("proof_of_payment", "proof of payment"),
    Row("health_certificate", "sanitary or phytosanitary certificate", 852),
    Row("conformity_declaration", "declaration of conformity"),
    Row("export_declaration", "export declaration", 830),
    Row("import_declaration", "import declaration", 929),
    Row("advance_data", "advance data (ENS, ITMATT, ACAS)"),
    Row("goods_description", "plain description of the goods"),
    Row("hs_classification", "HS code and its basis"),
    Row("importer_registration", "importer's EORI or registration"),
    Row("ioss_number", "IOSS number"),
    Row("consignee_tax_id", "consignee's tax id"),
    Row("duty_payment", "payment of duty and tax"),
    Row("export_proof", "proof of export (RMA, MRN)"),
    Row("tally_report", "tally of pieces and weight"),
    Row("rights_holder_release", "rights holder's release"),
    Row("compliance_clearance", "compliance clearance"),
    Row("guarantee_top_up", "guarantee top-up"),
    Row("inspection_report", "inspection report"),
  ]
}

/// A set of documents in one word.
package struct DocumentSet: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// One bit a document, by its row.
  package var rawValue: UInt32

  /// The set with these bits.
  @inlinable
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The set of these documents.
  package init(_ documents: [Document]) {
    rawValue = documents.reduce(0) { $0 | 1 << UInt32($1.rawValue) }
  }

  /// The set of one document.
  package init(_ document: Document) { rawValue = 1 << UInt32(document.rawValue) }

  /// Whether the set holds this document.
  package func contains(_ document: Document) -> Bool { rawValue & 1 << UInt32(document.rawValue) != 0 }

  /// The documents of the set, in the order of their table.
  package var documents: [Document] { Document.allCases.filter { contains($0) } }

  /// How many documents the set holds.
  package var count: Int { rawValue.nonzeroBitCount }
}

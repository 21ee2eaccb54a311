// Where customs point to in a declaration: classes of the WCO data model from the outside in, and the tag of the field at the end.
//
//   42A / 67A / 68A#1 / 23A / 21A : 145        "goods item 1, commodity code"
//    │     │     │       │     │     └ tag: a field of the last class
//    │     │     │       │     └ classification
//    │     │     │       └ commodity
//    │     │     └ goods item, the first one
//    │     └ goods shipment
//    └ declaration
//
// Several pointers stand behind one another with a blank between. Classes and tags are those of the declaration in the WCO data
// model 3.6, as HMRC publishes them with its schemas and its list of pointers (hmrc/customs-declare-exports, Apache-2.0).

/// One place in a declaration that customs point to.
package struct DeclarationPointer: Hashable, Sendable {
  /// A class on the way to the place.
  package struct Section: Hashable, Sendable {
    /// Its code in the WCO data model ("68A"), in capitals.
    package var code: String
    /// Which of several, from 1; nil where it was not said.
    package var number: Int?

    /// A section.
    package init(_ code: String, _ number: Int? = nil) {
      self.code = code
      self.number = number
    }
  }

  /// The classes from the declaration on.
  package var sections: [Section]
  /// The field of the last class; empty where it is meant whole.
  package var tag: String

  /// More sections than these do not come.
  package static let sectionsMax = 16

  /// A place.
  package init(_ sections: [Section], tag: String = "") {
    self.sections = sections
    self.tag = tag
  }

  /// The pointers of a text as the journal holds it; whatever cannot be one is left out.
  package static func all(in text: some StringProtocol) -> [DeclarationPointer] {
    text.split(separator: " ").compactMap { one in
      let halves = one.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard let path = halves.first else { return nil }
      let sections = path.split(separator: "/").map { section in
        let parts = section.split(separator: "#", maxSplits: 1)
        return Section(String(parts.first ?? "").uppercased(), parts.count > 1 ? Int(parts[1]) : nil)
      }
      return sections.isEmpty ? nil : DeclarationPointer(sections, tag: halves.count > 1 ? String(halves[1]) : "")
    }
  }

  /// It as the journal holds it: "42A/67A/68A#1/23A/21A:145".
  package var text: String {
    let path = sections.map { $0.code + ($0.number.map { "#\($0)" } ?? "") }.joined(separator: "/")
    return tag.isEmpty ? path : path + ":" + tag
  }

  /// What it points to in the trade's words: "goods item 1, commodity code"; the bare codes where nothing of it is known.
  package var words: String {
    var named: [String] = []
    for section in sections {
      guard let row = Self.row(section.code), !row.words.isEmpty else { continue }
      named.append(row.words + (section.number.map { $0 > 0 && row.isNumbered ? " \($0)" : "" } ?? ""))
    }
    if let field = field, field.words != named.last { named.append(field.words) }
    guard !named.isEmpty else { return sections.last?.code == "42A" && tag.isEmpty ? "declaration" : text }
    return named.joined(separator: ", ")
  }

  /// The hold that a refusal for it is: what has to be put right, and by whom; ``HoldReason/unstated`` where that is for the broker
  /// to read.
  package var reason: HoldReason {
    if let reason = field?.reason { return reason }
    for section in sections.reversed() {
      if let reason = Self.row(section.code)?.reason { return reason }
    }
    return .unstated
  }

  private var field: Field? {
    guard !tag.isEmpty, let last = sections.last else { return nil }
    return Self.fields.first { $0.tag == tag && $0.section == last.code }
      ?? Self.fields.first { $0.tag == tag && $0.section.isEmpty }
  }

  // MARK: - The tables

  private struct Row {
    let code: String
    /// Empty for what only holds others.
    let words: String
    let reason: HoldReason?
    let isNumbered: Bool
  }

  private struct Field {
    /// Its class; empty for a tag that means the same wherever it stands.
    let section: String
    let tag: String
    let words: String
    let reason: HoldReason?
  }

  private static func row(_ code: String) -> Row? { rows.first { $0.code == code } }

  private static func row(_ code: String, _ words: String, _ reason: HoldReason? = nil, numbered: Bool = false) -> Row {
    Row(code: code, words: words, reason: reason, isNumbered: numbered)
  }

  private static func field(_ section: String, _ tag: String, _ words: String, _ reason: HoldReason? = nil) -> Field {
    Field(section: section, tag: tag, words: words, reason: reason)
  }

  /// The classes, in the order of their codes.
  private static let rows: [Row] = [
    row("02A", "additional document", .invoiceMissing, numbered: true),
    row("03A", "additional information", numbered: true),
    row("04A", "address"),
    row("05A", "representative", .importerRegistration),
    row("09B", "seller"),
    row("12C", "dangerous goods"),
    row("15A", "means of transport at the border"),
    row("16A", "buyer"),
    row("16C", "additional party"),
    row("17B", "issuing authority"),
    row("17C", "holder of the authorisation", .importerRegistration, numbered: true),
    row("18A", "carrier"),
    row("21A", "commodity code", .wrongHSCode),
    row("22B", "delivery terms"),
    row("22C", "write-off"),
    row("23A", ""),
    row("27A", "consignee", .consigneeTaxIDMissing),
    row("28A", ""),
    row("30A", "consignor"),
    row("31B", "container", numbered: true),
    row("35B", "unique consignment reference"),
    row("39B", "valuation adjustment", .undervaluation),
    row("40A", "exchange rate", .undervaluation),
    row("41A", "customs valuation", .undervaluation),
    row("42A", ""),
    row("43B", "warehouse"),
    row("44B", "seal", numbered: true),
    row("46A", "means of transport at departure"),
    row("50A", "duty and tax"),
    row("55B", "fiscal reference (IOSS or VAT)", .iossInvalid, numbered: true),
    row("56A", "office of exit"),
    row("57A", "exporter", .importerRegistration),
    row("57B", "declarant", .importerRegistration),
    row("58B", "charge or deduction", .undervaluation, numbered: true),
    row("62A", "freight"),
    row("64A", "location of goods"),
    row("65A", "measure", .documentsDisagree),
    row("67A", ""),
    row("68A", "goods item", numbered: true),
    row("70A", "procedure"),
    row("74A", "importer", .importerRegistration),
    row("79A", "invoice line", .undervaluation),
    row("92A", "origin", .originProofMissing),
    row("93A", "packages", .documentsDisagree, numbered: true),
    row("95B", "country of dispatch"),
    row("97B", "supervising office"),
    row("99A", "previous document", .documentsDisagree, numbered: true),
    row("99B", "country of destination"),
  ]

  /// The fields, by their class.
  private static let fields: [Field] = [
    field("02A", "D005", "number"), field("02A", "D006", "type"), field("02A", "276", "valid until"),
    field("02A", "360", "status"), field("02A", "D028", "reason of the status"),
    field("03A", "225", "text"), field("03A", "226", "statement code"),
    field("04A", "239", "street"), field("04A", "241", "city"), field("04A", "242", "country"),
    field("04A", "245", "postcode"), field("04A", "410", "type"),
    field("05A", "R004", "EORI"), field("05A", "102", "status"),
    field("12C", "506", "UN number"),
    field("15A", "T006", "identity"), field("15A", "T014", "nationality"), field("15A", "T018", "type of identity"),
    field("15A", "T022", "mode"),
    field("16C", "R143", "EORI"), field("16C", "R005", "role"),
    field("17B", "R058", "name"),
    field("17C", "R144", "EORI"), field("17C", "R145", "type of authorisation"),
    field("18A", "R011", "name"), field("18A", "R012", "EORI"),
    field("21A", "145", "commodity code", .wrongHSCode),
    field("22B", "L002", "place"),
    field("22C", "145", "quantity"),
    field("23A", "137", "description of goods", .vagueDescription), field("23A", "337", "CUS code", .wrongHSCode),
    field("27A", "R014", "name"),
    field("31B", "159", "number"),
    field("35B", "009", "number"),
    field("40A", "118", "rate"),
    field("41A", "117", "freight"),
    field("42A", "017", "function"), field("42A", "109", "total invoiced", .undervaluation),
    field("42A", "149", "total of packages", .documentsDisagree), field("42A", "228", "number of goods items"),
    field("42A", "504", "circumstances"), field("42A", "D013", "type of declaration"),
    field("42A", "D026", "our own number (LRN)"),
    field("43B", "L019", "number"), field("43B", "L112", "type"),
    field("44B", "165", "number"),
    field("46A", "T004", "identity"), field("46A", "T020", "type of identity"), field("46A", "T034", "mode"),
    field("55B", "R005", "role"), field("55B", "R119", "number", .iossInvalid),
    field("56A", "G005", "number"),
    field("57A", "R031", "name"), field("57A", "R032", "EORI"),
    field("57B", "R123", "EORI"),
    field("58B", "371", "type"),
    field("62A", "64", "country of routing"), field("62A", "098", "payment"),
    field("64A", "L016", "name"), field("64A", "L017", "identification"), field("64A", "L110", "type"),
    field("65A", "126", "gross mass"), field("65A", "128", "net mass"), field("65A", "130", "supplementary units"),
    field("67A", "103", "nature of transaction"),
    field("68A", "103", "nature of transaction"), field("68A", "114", "statistical value", .undervaluation),
    field("70A", "161", "previous procedure"), field("70A", "166", "requested procedure"),
    field("74A", "R038", "EORI"),
    field("79A", "112", "price", .undervaluation),
    field("93A", "141", "type"), field("93A", "142", "shipping marks"), field("93A", "144", "number"),
    field("95B", "062", "country"),
    field("97B", "G012", "number"),
    field("99A", "171", "goods item"), field("99A", "D018", "number"), field("99A", "D019", "type"),
    field("99A", "D031", "category"),
    field("99B", "465", "country"),
  ]
}

extension HoldReason {
  /// What a declaration was refused for, by all that customs point to: the first that says who must put what right.
  package init(pointer text: some StringProtocol) {
    self = DeclarationPointer.all(in: text).lazy.map(\.reason).first { $0 != .unstated } ?? .unstated
  }
}

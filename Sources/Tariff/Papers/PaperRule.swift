import CTariff
package import Measures

// The catalogue of papers: what may be asked for, by whom it is given, when it must be there, and on what it depends.
//
//   PaperRule ─┬─ when       from before it is exported until long after it came, or if somebody asks
//              ├─ supplier   who must be asked for it
//              ├─ triggers   channel, carriage, goods' flags, kinds of goods, value, purpose
//              └─ by country how strictly: a must, a must if, a choice, if asked, no longer

/// By when a paper must be there.
package enum PaperTime: Int, CaseIterable, Comparable, Sendable {
  case beforeExport, beforeLoading, beforeArrival, atImport, later, onRequest

  package static func < (a: PaperTime, b: PaperTime) -> Bool { a.rawValue < b.rawValue }

  init?(letter: String) {
    switch letter {
    case "x": self = .beforeExport
    case "l": self = .beforeLoading
    case "v": self = .beforeArrival
    case "i": self = .atImport
    case "f": self = .later
    case "r": self = .onRequest
    default: return nil
    }
  }

  /// In words.
  package var words: String {
    switch self {
    case .beforeExport: "before export"
    case .beforeLoading: "before loading"
    case .beforeArrival: "before arrival"
    case .atImport: "at import"
    case .later: "afterwards"
    case .onRequest: "on request"
    }
  }
}

/// Who must be asked for a paper. Authorities issue many that somebody else must apply for: that one is the supplier.
package enum PaperSupplier: String, CaseIterable, Sendable {
  case merchant, maker, consignee, importer, carrier, broker, authority

  /// In words.
  package var words: String {
    switch self {
    case .merchant: "the merchant"
    case .maker: "the maker, by way of the merchant"
    case .consignee: "who receives it"
    case .importer: "the importer"
    case .carrier: "the carrier"
    case .broker: "the broker"
    case .authority: "the authority"
    }
  }

  /// Whether it must come before the carrier can take the parcel over: carriers and brokers make theirs from what they are given.
  package var isBeforeHandOver: Bool {
    switch self {
    case .merchant, .maker, .consignee, .importer: true
    case .carrier, .broker, .authority: false
    }
  }
}

/// How strictly a country asks for a paper.
package enum PaperRequirement: String, CaseIterable, Sendable {
  case mandatory = "m"
  case conditional = "c"
  /// One of several ways.
  case alternative = "a"
  case onRequest = "r"
  /// It was once asked for.
  case historic = "h"
  case notUsed = "n"

  /// In words.
  package var words: String {
    switch self {
    case .mandatory: "mandatory"
    case .conditional: "if it applies"
    case .alternative: "one of several ways"
    case .onRequest: "on request"
    case .historic: "no longer asked for"
    case .notUsed: "not used"
    }
  }
}

/// What must be so of a consignment beside channel, carriage and flags.
package enum PaperCondition: Hashable, Sendable {
  case always
  case over(Money)
  case upTo(Money)
  case morePieces
  case purpose(Purpose)
  /// A lower rate of duty is claimed by the goods' origin.
  case preference
  case goods([CommodityRange])
  /// What only somebody who knows the goods or the parties can tell; the words say what.
  case ask(String)

  /// Reads the catalogue's form; nil for anything else.
  init?(_ text: String) {
    if text.isEmpty {
      self = .always
      return
    }
    if text.first == "?" {
      self = .ask(String(text.dropFirst()))
      return
    }
    let parts = text.split(separator: ":", maxSplits: 1)
    switch (parts.first, parts.count) {
    case ("pieces", 1): self = .morePieces
    case ("preference", 1): self = .preference
    case ("purpose", 2):
      guard let purpose = Purpose(rawValue: String(parts[1])) else { return nil }
      self = .purpose(purpose)
    case ("goods", 2):
      let ranges = parts[1].split(separator: ",").map { CommodityRange($0) }
      guard !ranges.contains(nil) else { return nil }
      self = .goods(ranges.compactMap(\.self))
    case ("over", 2), ("to", 2):
      let words = parts[1].split(separator: " ")
      guard words.count == 2, let currency = Currency(words[1]), let units = Int64(words[0]) else { return nil }
      var minor = units
      for _ in 0..<currency.decimals { minor = minor &* 10 }
      let money = Money(minor: minor, currency)
      self = parts[0] == "to" ? .upTo(money) : .over(money)
    default: return nil
    }
  }
}

/// A paper, filing or record that cross-border trade may ask for.
package struct PaperRule: Hashable, Sendable {
  /// Its stable name: "commercial-invoice".
  package var id: String
  /// What it is called, and what else.
  package var name: String
  package var aliases: [String]
  /// Its kind: "commercial", "origin", "import_declaration".
  package var category: String
  /// Who makes it out.
  package var issuer: String
  /// Who must be asked for it.
  package var supplier: PaperSupplier
  /// To whom it is shown.
  package var presentedTo: String
  package var time: PaperTime
  /// By which channels; by all where none is named.
  package var channels: [Channel]
  package var carriages: [Carriage]
  /// Flags of goods of which one must be carried; none asks for none.
  package var flags: GoodsFlags
  package var condition: PaperCondition
  /// Whether the country of dispatch asks for it, not the destination.
  package var isExportSide: Bool
  /// How strictly each country asks; the union stands for its members.
  package var requirements: [(country: Country?, requirement: PaperRequirement)]
  package var from: CivilDate?
  package var to: CivilDate?
  package var confidence: Confidence
  /// Whether a page was looked up for it; else it rests on what is widely known.
  package var isSourced: Bool

  package static func == (a: PaperRule, b: PaperRule) -> Bool { a.id == b.id }
  package func hash(into hasher: inout Hasher) { hasher.combine(id) }

  /// Whether it goes with the carriage of goods, whichever border they pass: waybills and dangerous goods.
  package var isOfCarriage: Bool { category == "transport" || category == "dangerous_goods" }

  /// The catalogue in its order.
  package static var all: [PaperRule] { catalogue }

  /// The paper of a stable name.
  package static func of(_ id: String) -> PaperRule? { catalogue.first { $0.id == id } }

  /// How strictly a country asks; nil where it does not. What a country says itself comes before what its union says, and that
  /// before what all say.
  package func requirement(in country: Country) -> PaperRequirement? {
    var common: PaperRequirement?
    var union: PaperRequirement?
    for row in requirements {
      if row.country == country { return row.requirement }
      if row.country == nil { common = row.requirement }
      if row.country == Union.country, Union.contains(country) { union = row.requirement }
    }
    return union ?? common
  }

  private static let catalogue: [PaperRule] = {
    var rules: [PaperRule] = []
    forEachRow(.papers) { row in
      guard let rule = PaperRule(row) else { return }
      rules.append(rule)
    }
    return rules
  }()

  private init?(_ row: GoodsRow) {
    guard let supplier = PaperSupplier(rawValue: row.text(5)), let time = PaperTime(letter: row.text(7)),
      let condition = PaperCondition(row.text(11)), let confidence = Confidence(rawValue: row.text(16))
    else { return nil }
    id = row.text(0)
    name = row.text(1)
    aliases = row.list(2, separator: ";")
    category = row.text(3)
    issuer = row.text(4)
    self.supplier = supplier
    presentedTo = row.text(6)
    self.time = time
    channels = row.text(8).compactMap { $0 == "p" ? .postal : $0 == "c" ? .courier : $0 == "g" ? .cargo : nil }
    carriages = row.text(9).compactMap { $0 == "a" ? .air : $0 == "s" ? .sea : $0 == "l" ? .land : nil }
    var flags: GoodsFlags = []
    for letter in row.text(10) {
      switch letter {
      case "l": flags.insert(.lithium)
      case "S": flags.insert([.standaloneLithium, .dangerous])
      case "d": flags.insert(.dangerous)
      case "c": flags.insert(.cites)
      case "s": flags.insert(.sanitary)
      default: return nil
      }
    }
    self.flags = flags
    self.condition = condition
    isExportSide = row.text(12) == "e"
    var requirements: [(country: Country?, requirement: PaperRequirement)] = []
    for entry in row.list(13) {
      let parts = entry.split(separator: "=")
      guard parts.count == 2, let requirement = PaperRequirement(rawValue: String(parts[1])) else { return nil }
      if parts[0] == "*" {
        requirements.append((nil, requirement))
      } else {
        guard let country = Country(parts[0]) else { return nil }
        requirements.append((country, requirement))
      }
    }
    self.requirements = requirements
    from = PaperRule.date(row.text(14))
    to = PaperRule.date(row.text(15))
    self.confidence = confidence
    isSourced = row.text(17) == "y"
  }

  private static func date(_ text: String) -> CivilDate? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? CivilDate(year: parts[0], month: parts[1], day: parts[2]) : nil
  }

  /// Under which name the folder of a shipment keeps this paper; nil where it is not tracked there. A table and no rule: the names
  /// are those of the folder's documents.
  package var trackedAs: String? { PaperRule.tracking[id] }

  /// Papers and the names of the folder's documents.
  package static let tracking: [String: String] = [
    "commercial-invoice": "commercial_invoice", "proforma-invoice": "proforma_invoice", "packing-list": "packing_list",
    "proof-of-payment": "proof_of_payment", "value-declaration-dv1": "value_declaration",
    "air-waybill-master": "air_waybill", "air-waybill-house": "house_waybill", "bill-of-lading": "bill_of_lading",
    "certificate-of-origin": "certificate_of_origin", "eur1": "movement_certificate",
    "iata-dgd": "dangerous_goods_declaration", "imo-dg-note": "dangerous_goods_declaration",
    "un38-3-test-summary": "battery_test_summary", "dual-use-licence": "export_licence",
    "import-licence": "import_licence", "phytosanitary": "health_certificate",
    "health-certificate": "health_certificate", "ce-doc": "conformity_declaration", "ukca": "conformity_declaration",
    "saber": "conformity_declaration", "soncap": "conformity_declaration", "kebs-coc": "conformity_declaration",
    "eac": "conformity_declaration", "eu-export-declaration": "export_declaration",
    "uk-export-declaration": "export_declaration", "us-eei-aes": "export_declaration",
    "cn-export-9610": "export_declaration", "cn-export-9710-9810": "export_declaration",
    "hk-tdec-export": "export_declaration", "jp-export-declaration": "export_declaration",
    "in-csb-v": "export_declaration", "tr-etgb-export": "export_declaration",
    "other-export-declarations": "export_declaration", "itmatt-ead": "advance_data", "ens-ics2": "advance_data",
    "gb-ens": "advance_data", "us-acas": "advance_data", "ca-aci": "advance_data", "jp-afr": "advance_data",
    "cn-manifest": "advance_data", "other-advance-manifest": "advance_data", "ioss-transmission": "ioss_number",
    "consignee-identity": "consignee_tax_id", "importer-registration": "importer_registration",
    "returned-goods": "export_proof", "eu-h7": "import_declaration", "eu-h6": "import_declaration",
    "eu-h1": "import_declaration", "gb-birds": "import_declaration", "gb-cds": "import_declaration",
    "us-type-11": "import_declaration", "us-type-13": "import_declaration", "us-type-01": "import_declaration",
    "ca-clvs": "import_declaration", "ca-cad": "import_declaration", "mx-pedimento": "import_declaration",
    "br-dir": "import_declaration", "br-duimp": "import_declaration", "cl-dips": "import_declaration",
    "co-express": "import_declaration", "ar-particular": "import_declaration", "ch-passar": "import_declaration",
    "no-voec": "import_declaration", "tr-etgb-import": "import_declaration", "ua-registers": "import_declaration",
    "eaeu-declarations": "import_declaration", "tw-express": "import_declaration", "jp-import": "import_declaration",
    "kr-list": "import_declaration", "my-k1": "import_declaration", "th-express": "import_declaration",
    "vn-express": "import_declaration", "id-cn": "import_declaration", "ph-informal": "import_declaration",
    "in-cbe": "import_declaration", "gulf-declarations": "import_declaration", "il-import": "import_declaration",
    "za-sad500": "import_declaration", "au-sac": "import_declaration", "au-n10": "import_declaration",
    "nz-entry": "import_declaration", "pk-bd-lk-declarations": "import_declaration",
  ]
}

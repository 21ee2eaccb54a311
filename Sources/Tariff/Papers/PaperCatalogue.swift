import CTariff
import Measures

// The papers that come with the program: a row each of documents.txt, and their sources, a row each of documents-sources.txt.

extension PaperRule {
  /// The catalogue in its order.
  package static var all: [PaperRule] { catalogue }

  /// The paper of a stable name.
  package static func of(_ id: String) -> PaperRule? { catalogue.first { $0.id == id } }

  /// What the catalogue rests on.
  package static let sources = Source.all(in: .paperSources)

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
      let (condition, trigger) = Self.dependence(row), let flags = Self.flags(row.text(10)),
      let confidence = Confidence(rawValue: row.text(14))
    else { return nil }
    let demands = row.list(13).map { Self.demand($0) }
    guard !demands.contains(nil) else { return nil }
    self.init(
      id: row.text(0), name: row.text(1), aliases: row.list(2, separator: ";"), category: row.text(3),
      issuer: row.text(4),
      supplier: supplier, presentedTo: row.text(6), time: time, condition: condition, flags: flags, trigger: trigger,
      isExportSide: row.text(12) == "e", demands: demands.compactMap(\.self),
      evidence: Evidence(confidence, row.list(15, separator: " ")), trackedAs: Self.tracking[row.text(0)])
  }

  private static func flags(_ letters: String) -> GoodsFlags? {
    var flags: GoodsFlags = []
    for letter in letters {
      switch letter {
      case "l": flags.insert(.lithium)
      case "S": flags.insert([.standaloneLithium, .dangerous])
      case "d": flags.insert(.dangerous)
      case "c": flags.insert(.cites)
      case "s": flags.insert(.sanitary)
      default: return nil
      }
    }
    return flags
  }

  /// Channels, carriages, and one of: nothing, "?words", "pieces", "preference", "purpose:gift", "goods:30,33", "over:150 EUR",
  /// "to:150 EUR".
  private static func dependence(_ row: GoodsRow) -> (Condition, PaperTrigger)? {
    var condition = Condition()
    condition.channels = row.text(8).compactMap {
      $0 == "p" ? .postal : $0 == "c" ? .courier : $0 == "g" ? .cargo : nil
    }
    condition.carriages = row.text(9).compactMap { $0 == "a" ? .air : $0 == "s" ? .sea : $0 == "l" ? .land : nil }
    let text = row.text(11)
    if text.isEmpty { return (condition, .always) }
    if text.first == "?" { return (condition, .ask(String(text.dropFirst()))) }
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    switch (parts[0], parts.count) {
    case ("pieces", 1): return (condition, .packages)
    case ("preference", 1): return (condition, .preference)
    case ("purpose", 2):
      guard let purpose = Purpose(rawValue: parts[1]) else { return nil }
      condition.purposes = [purpose]
    case ("goods", 2):
      let ranges = parts[1].split(separator: ",").map { CommodityRange($0) }
      guard !ranges.contains(nil) else { return nil }
      condition.goods = ranges.compactMap(\.self)
    case ("over", 2):
      condition.over = Self.limit(parts[1])
      if condition.over == nil { return nil }
    case ("to", 2):
      condition.to = Self.limit(parts[1])
      if condition.to == nil { return nil }
    default: return nil
    }
    return (condition, .always)
  }

  /// "150 EUR"; the postal union's limits are in units of account, "300 XDR", which are no currency.
  private static func limit(_ text: String) -> Money? {
    let words = text.split(separator: " ")
    guard words.count == 2, let units = Int64(words[0]), let currency = Currency(words[1]) else { return nil }
    return Money(minor: (0..<currency.decimals).reduce(units) { units, _ in units &* 10 }, currency)
  }

  /// "EU=m", "US=m@2025-07-09", "US=h@..2020-12-31", "*=c".
  private static func demand(_ text: String) -> PaperDemand? {
    let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
    let pair = parts[0].split(separator: "=").map(String.init)
    guard pair.count == 2, let requirement = PaperRequirement(letter: pair[1]) else { return nil }
    var demand = PaperDemand(country: nil, requirement: requirement, span: DateSpan())
    if pair[0] != "*" {
      guard let country = Country(pair[0]) else { return nil }
      demand.country = country
    }
    guard parts.count == 2 else { return demand }
    let days = parts[1].split(separator: "..", omittingEmptySubsequences: false).map(String.init)
    if !days[0].isEmpty {
      guard let from = CivilDate(day: days[0]) else { return nil }
      demand.span.from = from
    }
    if days.count == 2 {
      guard let until = CivilDate(day: days[1]) else { return nil }
      demand.span.until = until
    }
    return demand
  }

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

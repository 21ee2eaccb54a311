import Atlas
import Logistics
package import Measures

// A declaration by the WCO data model: what is declared of the goods, at which border, under which numbers.
//
//   Declaration
//     FunctionalReferenceID  our own number of it (LRN): the shipment is looked for by it
//     TypeCode               IM… or CO… at import, EX… at export
//     Exporter, GoodsShipment/{Importer, Consignee, Destination, ExportCountry, TradeTerms, UCR, PreviousDocument}
//     GoodsShipment/GovernmentAgencyGoodsItem*   description, commodity code, price, gross mass, origin, and of the terms:
//       Commodity/DutyTaxFee/DutyRegimeCode        100: no preference; 2.. and 3..: preference is claimed
//       GovernmentProcedure/CurrentCode            C08 gift, C30 sample, F01 returned goods
//       CustomsValuation/ChargeDeduction           AK: transport and insurance up to the border
//       DomesticDutyTaxParty                       FR5: the seller's IOSS number
//
// One that was lodged tells of an order, where nobody knows the shipment yet, and of the lodging. A declaration carries no time:
// it counts as lodged when the file is taken. Within a response customs say by it what they changed.

/// What a declaration says, while it is read and after.
struct WcoDeclaration {
  /// Where in the file it begins.
  let place: FilePlace
  /// How many elements are open with it.
  let depth: Int
  private var texts: [String: String] = [:]
  private var items: [Item] = []
  private var previous: [(type: String, number: String)] = []
  private var previousType = ""
  private var previousNumber = ""
  private var regime = ""
  private var procedures: Set<String> = []
  private var charges: [Charge] = []
  private var fiscalNumbers: [(role: String, number: String)] = []
  private var charge = Charge()
  private var fiscal = (role: "", number: "")

  /// What is added to a price, or taken off it.
  private struct Charge {
    var type = ""
    var amount = ""
    var currency = ""
  }

  /// One goods item.
  private struct Item {
    var goods = ""
    var hs = ""
    var price = ""
    var currency = ""
    var mass = ""
    var origin = ""
  }

  /// More goods items than these are not taken.
  static let itemsMax = 9999

  init(place: FilePlace, depth: Int) {
    self.place = place
    self.depth = depth
  }

  /// What is looked for beside the goods items, by its way from the declaration on.
  private static let wanted: Set<String> = [
    "FunctionCode", "FunctionalReferenceID", "ID", "TypeCode", "Exporter/Name", "Exporter/Address/CountryCode",
    "BorderTransportMeans/ModeCode", "GoodsShipment/Importer/Name", "GoodsShipment/Importer/ID",
    "GoodsShipment/Consignee/Name", "GoodsShipment/Destination/CountryCode", "GoodsShipment/ExportCountry/ID",
    "GoodsShipment/TradeTerms/ConditionCode", "GoodsShipment/UCR/TraderAssignedReferenceID",
    "InvoiceAmount",
  ]

  /// Takes an element that ended.
  mutating func take(_ path: ArraySlice<String>, _ text: String, _ attributes: [XMLAttribute]) {
    guard let last = path.last else { return }
    let way = path.joined(separator: "/")
    if Self.wanted.contains(way) {
      if texts[way] == nil, !text.isEmpty { texts[way] = text }
      return
    }
    if way.hasPrefix("GoodsShipment/PreviousDocument") {
      switch last {
      case "TypeCode": previousType = text
      case "ID": previousNumber = text
      case "PreviousDocument":
        if previous.count < 20 { previous.append((previousType, previousNumber)) }
        (previousType, previousNumber) = ("", "")
      default: break
      }
      return
    }
    if take(term: way, last, text, attributes) { return }
    let head = "GoodsShipment/GovernmentAgencyGoodsItem"
    guard way.hasPrefix(head) else { return }
    let rest = way.dropFirst(head.count + 1)
    if rest.isEmpty {
      if isOpen { isOpen = false }
      return
    }
    if !isOpen {
      isOpen = true
      if items.count <= Self.itemsMax { items.append(Item()) }
    }
    guard let item = items.indices.last, items.count <= Self.itemsMax else { return }
    switch rest {
    case "Commodity/Description": if items[item].goods.isEmpty { items[item].goods = text }
    case "Commodity/Classification/ID": if items[item].hs.isEmpty, text.utf8.count >= 6 { items[item].hs = text }
    case "Commodity/GoodsMeasure/GrossMassMeasure": items[item].mass = text
    case "Commodity/InvoiceLine/ItemChargeAmount":
      items[item].price = text
      items[item].currency = attributes.first { $0.name == "currencyID" }?.value ?? ""
    case "Origin/CountryCode": if items[item].origin.isEmpty { items[item].origin = text }
    default: break
    }
  }

  private var isOpen = false

  /// Takes an element that says something of the order's terms, of the whole shipment or of one goods item.
  ///
  /// - Returns: whether it is one that says nothing else.
  private mutating func take(term way: String, _ last: String, _ text: String, _ attributes: [XMLAttribute]) -> Bool {
    if way.hasSuffix("/CustomsValuation/ChargeDeduction") {
      if charges.count < 100 { charges.append(charge) }
      charge = Charge()
    } else if way.contains("/CustomsValuation/ChargeDeduction/") {
      if last == "ChargesTypeCode" { charge.type = text }
      if last == "OtherChargeDeductionAmount" {
        charge.amount = text
        charge.currency = attributes.first { $0.name == "currencyID" }?.value ?? ""
      }
    } else if way.hasSuffix("/DomesticDutyTaxParty") {
      if fiscalNumbers.count < 100 { fiscalNumbers.append(fiscal) }
      fiscal = ("", "")
    } else if way.contains("/DomesticDutyTaxParty/") {
      if last == "ID" { fiscal.number = text }
      if last == "RoleCode" { fiscal.role = text }
    } else if way.hasSuffix("/Commodity/DutyTaxFee/DutyRegimeCode") {
      if regime.isEmpty { regime = text }
    } else if way.hasSuffix("/GovernmentProcedure/CurrentCode") {
      if procedures.count < 100 { procedures.insert(text) }
    } else {
      return false
    }
    // What ends inside a goods item opens it.
    return !way.hasPrefix("GoodsShipment/GovernmentAgencyGoodsItem")
  }

  /// What it says beside the goods; a declaration names the importer by a number of traders where that is a business.
  private func terms(to destination: Country, _ findings: inout Findings) -> OrderTerms {
    var terms = OrderTerms()
    for charge in charges where charge.type == "AK" {
      guard let more = amount(charge.amount, charge.currency, &findings) else { continue }
      guard let known = terms.freight else {
        terms.freight = more
        continue
      }
      let (sum, isTooMuch) = known.minor.addingReportingOverflow(more.minor)
      if known.currency == more.currency, !isTooMuch { terms.freight = Money(minor: sum, known.currency) }
    }
    let kinds: [(code: String, kind: ConsignmentKind)] = [("C08", .gift), ("C30", .sample), ("F01", .return)]
    terms.kind = kinds.first { procedures.contains($0.code) }?.kind
    if let importer = texts["GoodsShipment/Importer/ID"], (try? EORINumber(parsing: importer)) != nil {
      terms.isToBusiness = true
    }
    switch regime.first {
    case "1": terms.claimsPreference = false
    case "2", "3": terms.claimsPreference = true
    case nil, .some: break
    }
    if let ioss = fiscalNumbers.first(where: { $0.role == "FR5" && !$0.number.isEmpty })?.number {
      terms.sellerNumbers = [SellerNumber(.ioss, String(ioss.prefix(SellerNumber.bytesMax)))]
    }
    terms.check(to: destination, at: { _ in place }, &findings)
    return terms
  }

  // MARK: - What was lodged

  /// Adds the order and its lodging.
  func finish(into collector: inout Collector) {
    let number = texts["FunctionalReferenceID"] ?? ""
    guard !number.isEmpty, number.utf8.count <= 100 else {
      return collector.findings.add(
        number.isEmpty ? .missingMember : .fieldTooLong, at: place,
        number.isEmpty
          ? "the declaration has no number of its own (“FunctionalReferenceID”) and is left out"
          : "a number of more than 100 bytes: the declaration is left out", number)
    }
    let kind = (texts["TypeCode"] ?? "").uppercased()
    let function = texts["FunctionCode"] ?? "9"
    guard function == "9" else {
      return collector.findings.add(
        .ignored, at: place, "only original declarations (function 9) are taken; this one has another function",
        function)
    }
    let side: BorderSide
    if kind.hasPrefix("EX") {
      side = .export
    } else if kind.hasPrefix("IM") || kind.hasPrefix("CO") {
      side = .import
    } else {
      return collector.findings.add(
        .unknownTerm, at: place, "a declaration is for import (IM, CO) or export (EX); this one is left out", kind)
    }
    let exporter = text("Exporter/Name")
    var order = ImportedOrder(source: Source(role: .broker, name: ""), reference: number)
    order.place = place
    order.merchant = exporter
    order.consignee = text("GoodsShipment/Consignee/Name")
    if order.consignee.isEmpty { order.consignee = text("GoodsShipment/Importer/Name") }
    if order.consignee.isEmpty { order.consignee = text("GoodsShipment/Importer/ID") }
    order.originCountry =
      country("GoodsShipment/ExportCountry/ID", &collector.findings)
      ?? country("Exporter/Address/CountryCode", &collector.findings) ?? .none
    order.destinationCountry = country("GoodsShipment/Destination/CountryCode", &collector.findings) ?? .none
    order.mode = Self.mode(text("BorderTransportMeans/ModeCode"))
    let term = text("GoodsShipment/TradeTerms/ConditionCode")
    if let known = Incoterm(code: term) {
      order.incoterm = known
    } else if !term.isEmpty {
      collector.findings.add(.unknownTerm, at: place, "no such delivery term", term)
    }
    if items.count > Self.itemsMax {
      collector.findings.add(
        .tooLarge, at: place, "more than \(Self.itemsMax) goods items; the rest is left out", number)
    }
    order.lines = items.prefix(Self.itemsMax).map { line($0, &collector.findings) }
    order.terms = terms(to: order.destinationCountry, &collector.findings)
    order.isDeclaration = true
    order.otherNames = previous.filter { Self.waybills.contains($0.type) }.map(\.number)
    if let own = texts["GoodsShipment/UCR/TraderAssignedReferenceID"] { order.otherNames.append(own) }
    order.otherNames.removeAll { $0.isEmpty || $0.utf8.count > 100 || $0 == number }
    collector.items.append(.order(order))
    var lodged = ImportedMessage(message: .lodgement, issued: nil)
    lodged.side = side
    lodged.reference = number
    lodged.otherNames = order.otherNames
    lodged.place = place
    collector.items.append(.message(lodged))
  }

  /// Kinds of previous documents that name the parcel: waybills and bills of lading (UN/EDIFACT 1001), and the declarant's own
  /// unique reference (DCR).
  private static let waybills: Set<String> = ["703", "704", "705", "714", "740", "741", "750", "787", "DCR"]

  /// The mode at the border by UN/ECE Recommendation 19.
  private static func mode(_ code: String) -> TransportMode {
    switch code {
    case "1": .ocean
    case "2": .rail
    case "3": .truck
    case "4": .air
    case "5": .postal
    default: .unknown
    }
  }

  private func text(_ way: String) -> String { String((texts[way] ?? "").prefix(200)) }

  private func country(_ way: String, _ findings: inout Findings) -> Country? {
    guard let code = texts[way] else { return nil }
    if let known = Countries.country(code) { return known }
    findings.add(.unknownCountry, at: place, "no country of that code", code)
    return nil
  }

  private func line(_ item: Item, _ findings: inout Findings) -> ImportedLine {
    var line = ImportedLine(
      goods: String(item.goods.prefix(500)), hs: Self.hs(item.hs) ?? 0, quantity: 1, value: Money(minor: 0, .none),
      weight: Grams(0))
    if let value = value(item, &findings) { line.value = value }
    if let weight = weight(item, &findings) { line.weight = weight }
    return line
  }

  private static func hs(_ text: String) -> UInt32? {
    guard text.utf8.count >= 6, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return UInt32(text.prefix(6))
  }

  private func value(_ item: Item, _ findings: inout Findings) -> Money? {
    amount(item.price, item.currency, &findings)
  }

  private func amount(_ text: String, _ code: String, _ findings: inout Findings) -> Money? {
    guard !text.isEmpty else { return nil }
    guard let currency = Currency(code), currency.isKnown else {
      findings.add(.unknownTerm, at: place, "an amount without a known currency stays unknown", code)
      return nil
    }
    do throws(AmountFault) {
      let money = try Money(parsing: text, currency)
      guard money.minor >= 0 else { throw AmountFault(.negative, column: 1) }
      return money
    } catch {
      findings.add(
        error.reason == .overflow ? .numberTooLarge : .badNumber, at: place, "\(error.text); it stays unknown", text)
      return nil
    }
  }

  private func weight(_ item: Item, _ findings: inout Findings) -> Grams? {
    guard !item.mass.isEmpty else { return nil }
    do throws(AmountFault) { return try Grams(parsing: item.mass, unit: .kilogram) } catch {
      findings.add(
        error.reason == .overflow ? .numberTooLarge : .badNumber, at: place, "\(error.text); it stays unknown",
        item.mass)
      return nil
    }
  }

  // MARK: - What customs changed

  /// What it says of a shipment's goods, as corrections; nothing where it has several goods items, for a shipment has one row.
  func corrections(_ findings: inout Findings) -> [ImportedCorrection] {
    guard items.count == 1, let item = items.first else {
      if items.count > 1 {
        findings.add(
          .ignored, at: place, "customs changed several goods items; what they are now is kept in the message alone")
      }
      return []
    }
    var changes: [ImportedCorrection] = []
    if let hs = Self.hs(item.hs) { changes.append(.hs(hs)) }
    if !item.goods.isEmpty { changes.append(.description(String(item.goods.prefix(500)))) }
    if let value = value(item, &findings) { changes.append(.value(value)) }
    if let weight = weight(item, &findings) { changes.append(.weight(weight)) }
    if let origin = Countries.country(item.origin) { changes.append(.origin(origin)) }
    return changes
  }
}

/// What customs put right in a declaration.
package enum ImportedCorrection: Hashable, Sendable {
  case hs(UInt32)
  case description(String)
  case value(Money)
  case weight(Grams)
  case origin(Country)
}

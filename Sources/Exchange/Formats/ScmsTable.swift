import Atlas
import Logistics
import Measures

// The shipment table of the Supply Chain Management System (USAID, 2006-2015, public domain): one row a line of a delivery, 33
// columns. A row becomes an order with one line, and, once delivered, a claim:
//
//   ASN/DN # + ID ─► reference     PO / SO # ─► order          Vendor ─► merchant
//   Scheduled Delivery Date ─► promise, until the end of that day
//   Freight Cost, Line Item Insurance ─► terms; words instead of a freight cost ─► a note
//   Delivered to Client Date ─► delivered; Delivery Recorded Date ─► a note, and a finding when it was late
//
// Its numeric columns also hold words ("Weight Captured Separately", "See ASN-93 (ID#:1281)"), its dates two forms
// ("2-Jun-06", "6/2/06": day-month-year and month/day/year) and words ("Date Not Captured", "Pre-PQ Process").

/// Reads the SCMS shipment table.
enum ScmsTable: FormatReader {
  static let words = "SCMS shipment table"
  static let marks = "columns “PO / SO #”, “ASN/DN #”, “Vendor INCO Term”, “Delivered to Client Date”"

  enum Column: UInt8, TableColumn {
    case id, order, notice, country, incoterm, mode, firstQuote, orderSent, scheduled, delivered, recorded
    case group, vendor, item, quantity, value, site, weight, freight, insurance

    var name: String {
      switch self {
      case .id: "ID"
      case .order: "PO / SO #"
      case .notice: "ASN/DN #"
      case .country: "Country"
      case .incoterm: "Vendor INCO Term"
      case .mode: "Shipment Mode"
      case .firstQuote: "PQ First Sent to Client Date"
      case .orderSent: "PO Sent to Vendor Date"
      case .scheduled: "Scheduled Delivery Date"
      case .delivered: "Delivered to Client Date"
      case .recorded: "Delivery Recorded Date"
      case .group: "Product Group"
      case .vendor: "Vendor"
      case .item: "Item Description"
      case .quantity: "Line Item Quantity"
      case .value: "Line Item Value"
      case .site: "Manufacturing Site"
      case .weight: "Weight (Kilograms)"
      case .freight: "Freight Cost (USD)"
      case .insurance: "Line Item Insurance (USD)"
      }
    }

    var isRequired: Bool { self == .id || self == .notice }
  }

  static func recognises(_ opening: Opening) -> Bool {
    let marks = ["po / so #", "asn/dn #", "vendor inco term", "delivered to client date", "shipment mode"]
    return marks.reduce(0) { $0 + (opening.header.contains($1) ? 1 : 0) } >= 3
  }

  static func read(_ source: SourceText, into collector: inout Collector) {
    var table = Table<Column>(source, warnsOfUnknownColumns: false, &collector.findings)
    guard table.isComplete else { return }
    var memory = Memory()
    while table.next(&collector.findings) {
      collector.recordCount += 1
      readRow(table, &memory, &collector)
    }
  }

  /// Countries that were found before, by the words of each of the two columns that name them.
  private struct Memory {
    var destinations = CountryFinder()
    var sites = CountryFinder { ScmsTable.origin($0) }
  }

  private static let speaker = Source(role: .file, name: "SCMS")

  private static func readRow(_ table: Table<Column>, _ memory: inout Memory, _ collector: inout Collector) {
    guard let id = table.name(.id, &collector.findings), let notice = table.name(.notice, &collector.findings) else {
      return
    }
    guard !id.isEmpty, !notice.isEmpty else {
      let column: Column = id.isEmpty ? .id : .notice
      collector.findings.add(
        .missingValue, at: table.place(column), "without it the shipment has no name; row left out")
      return
    }
    var order = ImportedOrder(source: speaker, reference: "\(notice)/\(id)")
    order.place = table.rowPlace
    order.order = table.text(.order, limit: 60, &collector.findings)
    order.merchant = table.text(.vendor, &collector.findings)
    readTerms(table, &order, &memory, &collector.findings)
    order.lines = [line(table, &collector.findings)]
    readCosts(table, &order, &collector.findings)

    let sent = date(.orderSent, table, &collector.findings)
    let quoted = date(.firstQuote, table, &collector.findings)
    let scheduled = date(.scheduled, table, &collector.findings)
    let delivered = date(.delivered, table, &collector.findings)
    let recorded = date(.recorded, table, &collector.findings)
    if let placed = sent ?? quoted ?? [scheduled, delivered].compactMap({ $0 }).min() {
      let midnight = CivilDateTime(placed)
      order.placedOffset = Countries.offset(place: .none, country: order.destinationCountry, local: midnight)
      order.placedAt = midnight.instant(at: order.placedOffset)
      if sent == nil, quoted == nil {
        let said = table.text(.orderSent, &collector.findings)
        collector.findings.add(
          .dateMissing, at: table.place(.orderSent),
          "the order's date is not given; the row's earliest date stands for it",
          said)
      }
    }
    if let scheduled {
      let evening = CivilDateTime(scheduled, millisecondOfDay: 86_399_999)
      order.promise = evening.instant(
        at: Countries.offset(place: .none, country: order.destinationCountry, local: evening))
    }
    collector.items.append(.order(order))
    if let delivered {
      collector.items.append(.claim(claim(delivered, recorded: recorded, order, table, &collector.findings)))
    }
  }

  private static func claim(
    _ delivered: CivilDate, recorded: CivilDate?, _ order: ImportedOrder, _ table: Table<Column>,
    _ findings: inout Findings
  ) -> ImportedClaim {
    let midnight = CivilDateTime(delivered)
    let offset = Countries.offset(place: .none, country: order.destinationCountry, local: midnight)
    var claim = ImportedClaim(
      source: speaker, references: [order.reference], milestones: [.delivered], happened: midnight.instant(at: offset))
    claim.order = order.order
    claim.offset = offset
    claim.offsetAssumed = true
    claim.locationText = order.destinationText
    claim.foreignCode = "Delivered to Client Date"
    claim.place = table.place(.delivered)
    if let recorded, recorded > delivered {
      let days = Int(recorded.dayNumber) - Int(delivered.dayNumber)
      claim.note = "recorded \(recorded.text), \(days) \(days == 1 ? "day" : "days") after delivery"
      findings.add(.recordedLate, at: table.place(.recorded), claim.note)
    }
    return claim
  }

  private static func readTerms(
    _ table: Table<Column>, _ order: inout ImportedOrder, _ memory: inout Memory, _ findings: inout Findings
  ) {
    let country = table.text(.country, limit: 80, &findings)
    order.destinationText = country
    if let known = memory.destinations.country(country) {
      order.destinationCountry = known
    } else {
      findings.add(.unknownCountry, at: table.place(.country), "no country of that name", country)
    }
    let term = table.text(.incoterm, limit: 60, &findings)
    if let known = Incoterm(code: term) {
      order.incoterm = known
    } else if !term.isEmpty, !term.hasPrefix("N/A") {
      findings.add(.unknownTerm, at: table.place(.incoterm), "no such delivery term", term)
    }
    let mode = table.text(.mode, limit: 60, &findings)
    switch mode {
    case "Air", "Air Charter": order.mode = .air
    case "Truck": order.mode = .truck
    case "Ocean": order.mode = .ocean
    case "", "N/A": order.mode = .unknown
    default: findings.add(.unknownTerm, at: table.place(.mode), "no such mode of transport", mode)
    }
    order.originCountry = memory.sites.country(table.text(.site, &findings)) ?? .none
  }

  private static func line(_ table: Table<Column>, _ findings: inout Findings) -> ImportedLine {
    var line = ImportedLine(
      goods: table.text(.item, &findings), hs: hs(table.text(.group, limit: 60, &findings)), quantity: 0,
      value: Money(minor: 0, .none), weight: Grams(0))
    line.quantity = number(.quantity, table, &findings).map { Int32(clamping: $0.minor / 100) } ?? 0
    line.value = number(.value, table, &findings) ?? Money(minor: 0, .none)
    let weight = table.text(.weight, &findings)
    if weight.utf8.first.map({ $0 >= 0x30 && $0 <= 0x39 }) ?? false {
      do throws(AmountFault) {
        line.weight = try Grams(parsing: weight, unit: .kilogram)
      } catch {
        findings.add(
          error.reason == .overflow ? .numberTooLarge : .badNumber, at: table.place(.weight),
          "\(error.text); the weight stays unknown", weight)
      }
    } else {
      findings.add(.weightUnknown, at: table.place(.weight), "words instead of a weight; it stays unknown", weight)
    }
    return line
  }

  /// Freight and insurance; words instead of a freight cost are kept in the order's note.
  private static func readCosts(_ table: Table<Column>, _ order: inout ImportedOrder, _ findings: inout Findings) {
    let freight = table.text(.freight, limit: 100, &findings)
    if freight.utf8.first.map({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D }) ?? false {
      order.terms.freight = number(.freight, table, &findings)
    } else if !freight.isEmpty {
      findings.add(.costUnknown, at: table.place(.freight), "words instead of a cost; it stays unknown", freight)
      order.note = "freight: \(freight)"
    }
    order.terms.insurance = number(.insurance, table, &findings)
  }

  /// An amount in US cents (for plain numbers: in hundredths); nil, with a finding, when it is none.
  private static func number(_ column: Column, _ table: Table<Column>, _ findings: inout Findings) -> Money? {
    let text = table.text(column, limit: 100, &findings)
    guard !text.isEmpty else { return nil }
    do throws(AmountFault) {
      let amount = try Money(parsing: text, .usd)
      guard amount.minor >= 0 else { throw AmountFault(.negative, column: 1) }
      return amount
    } catch {
      findings.add(
        error.reason == .overflow ? .numberTooLarge : .badNumber, at: table.place(column),
        "\(error.text); it stays unknown", text)
      return nil
    }
  }

  // MARK: - Dates

  /// The date in a column; nil where the table says in words that there is none, and, with a finding, where it cannot be read.
  private static func date(_ column: Column, _ table: Table<Column>, _ findings: inout Findings) -> CivilDate? {
    let text = table.text(column, limit: 100, &findings)
    guard text.utf8.first.map({ $0 >= 0x30 && $0 <= 0x39 }) ?? false else {
      if !text.isEmpty, !["Date Not Captured", "Pre-PQ Process", "N/A", "N/A - From RDC"].contains(text) {
        findings.add(.badDate, at: table.place(column), "a date like 2-Jun-06 or 6/2/06 was expected", text)
      }
      return nil
    }
    guard let date = parseDate(text) else {
      findings.add(.badDate, at: table.place(column), "a date like 2-Jun-06 or 6/2/06 was expected", text)
      return nil
    }
    guard possibleInstants.contains(CivilDateTime(date).instant(at: .utc)) else {
      findings.add(.dateOutOfRange, at: table.place(column), "the year is not between 1980 and 2099", text)
      return nil
    }
    return date
  }

  /// "2-Jun-06", "6/2/06" (month first), or ISO 8601; years of two digits from 70 on belong to the twentieth century.
  static func parseDate(_ text: String) -> CivilDate? {
    if text.utf8.count >= 8, text.utf8.prefix(4).allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      return (try? Timestamp(parsing: text))?.local.date
    }
    let dashed = text.split(separator: "-", omittingEmptySubsequences: false)
    let slashed = text.split(separator: "/", omittingEmptySubsequences: false)
    let parts: (day: Substring, month: Int?, year: Substring)
    if dashed.count == 3 {
      parts = (dashed[0], months.firstIndex(of: dashed[1].lowercased()).map { $0 + 1 }, dashed[2])
    } else if slashed.count == 3 {
      parts = (slashed[1], small(slashed[0]), slashed[2])
    } else {
      return nil
    }
    guard let day = small(parts.day), let month = parts.month, var year = small(parts.year),
      parts.year.utf8.count == 2 || parts.year.utf8.count == 4
    else { return nil }
    if parts.year.utf8.count == 2 { year += year < 70 ? 2000 : 1900 }
    return CivilDate(year: year, month: month, day: day)
  }

  /// A number of one to four digits.
  private static func small(_ digits: Substring) -> Int? {
    guard (1...4).contains(digits.utf8.count), digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return Int(digits)
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  // MARK: - What follows from words

  /// Six digits of HS 2022 where the product group leaves no doubt: tests for malaria have a subheading of their own. Medicines
  /// (ARV, ACT, ANTM) are told apart by how they are put up, other tests by what they test: the group alone does not say.
  private static func hs(_ group: String) -> UInt32 { group == "MRDT" ? 382_211 : 0 }

  /// The country at the end of a manufacturing site's name ("Cipla, Goa, India", "GSK Mississauga (Canada)"); nil where there
  /// is none, or only letters that can also be a legal form ("AG", "LTD").
  static func origin(_ site: String) -> Country? {
    // In this table SA after a comma is South Africa ("Port Elizabeth, SA"), and a few codes stand behind a town.
    if site.hasSuffix(", SA") { return Country("ZA") }
    let words = site.split { " ,.()".contains($0) }.suffix(2)
    guard let last = words.last, !last.isEmpty else { return nil }
    if last.utf8.count == 2 { return ["DE", "GR", "IN", "NL", "UK"].contains(last) ? Countries.country(last) : nil }
    guard last.utf8.count > 3 || last == "USA" else { return nil }
    return Countries.country(words.joined(separator: " ")) ?? Countries.country(last)
  }
}

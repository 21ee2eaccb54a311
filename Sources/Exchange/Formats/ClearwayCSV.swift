import Atlas
import Logistics
import Measures

// Clearway's own table, described for those who write it in Exchange.docc/ClearwayCSV.md: one row a line of an order, a claim,
// or both at once.
//
//   order,reference,...,goods,quantity,...,milestone,happened,...
//   ├ goods in the row?      a line of the order; rows with the same shipment make one order
//   ├ milestone in the row?  a claim about the shipment
//   ├ mrn in the row?        customs registered its declaration under this number
//   └ customs_message?       customs said this of its declaration, by a code of the WCO or of ICS2
//
// Orders are handed on before claims, so that a claim may stand above its order in the file.

/// Reads Clearway's own table of orders and claims.
enum ClearwayCSV: FormatReader {
  static let words = "Clearway CSV"
  static let marks = "column “order” or “reference”, and “goods”, “milestone”, “mrn” or “customs_message”"

  enum Column: UInt8, TableColumn {
    case order, reference, merchant, consignee, platform, carrier, payment
    case origin, originCountry, destination, destinationCountry, mode, incoterm, placed, promised
    case freight, insurance, region, kindOfConsignment, business, preference, sellerNumber
    case goods, hs, quantity, value, currency, weight
    case milestone, kind, happened, place, role, source, code, holdReason, note, eventID, mrn, customs

    var name: String {
      switch self {
      case .order: "order"
      case .reference: "reference"
      case .merchant: "merchant"
      case .consignee: "consignee"
      case .platform: "platform"
      case .carrier: "carrier"
      case .payment: "payment"
      case .origin: "origin"
      case .originCountry: "origin_country"
      case .destination: "destination"
      case .destinationCountry: "destination_country"
      case .mode: "mode"
      case .incoterm: "incoterm"
      case .placed: "placed"
      case .promised: "promised"
      case .freight: "freight"
      case .insurance: "insurance"
      case .region: "region"
      case .kindOfConsignment: "consignment"
      case .business: "business"
      case .preference: "preference"
      case .sellerNumber: "seller_number"
      case .goods: "goods"
      case .hs: "hs"
      case .quantity: "quantity"
      case .value: "value"
      case .currency: "currency"
      case .weight: "weight_kg"
      case .milestone: "milestone"
      case .kind: "kind"
      case .happened: "happened"
      case .place: "place"
      case .role: "source_role"
      case .source: "source"
      case .code: "code"
      case .holdReason: "hold_reason"
      case .note: "note"
      case .eventID: "event_id"
      case .mrn: "mrn"
      case .customs: "customs_message"
      }
    }

    var isRequired: Bool { false }

    /// The column in which one of the order's terms stands.
    init(_ term: DeclaredField) {
      switch term {
      case .freight: self = .freight
      case .insurance: self = .insurance
      case .region: self = .region
      case .kind: self = .kindOfConsignment
      case .business: self = .business
      case .preference: self = .preference
      case .sellerNumber: self = .sellerNumber
      case .value, .hs, .description, .weight, .origin, .consigneeID: self = .order
      }
    }
  }

  /// How many lines of one order are taken.
  static let linesMax = 9999

  static func recognises(_ opening: Opening) -> Bool {
    let header = Set(opening.header)
    guard header.contains("order") || header.contains("reference"),
      header.contains("goods") || header.contains("milestone") || header.contains("mrn")
        || header.contains("customs_message")
    else { return false }
    return Column.allCases.reduce(0) { $0 + (header.contains($1.name) ? 1 : 0) } * 2 >= header.count
  }

  static func read(_ source: SourceText, into collector: inout Collector) {
    var table = Table<Column>(source, warnsOfUnknownColumns: true, &collector.findings)
    var work = Work()
    while table.next(&collector.findings) {
      collector.recordCount += 1
      work.row(table, &collector.findings)
    }
    collector.items.reserveCapacity(work.orders.count + work.claims.count + work.registrations.count)
    for order in work.orders { collector.items.append(.order(order)) }
    for claim in work.claims { collector.items.append(.claim(claim)) }
    for registration in work.registrations { collector.items.append(.message(registration)) }
  }

  /// What is gathered over the rows.
  private struct Work {
    var orders: [ImportedOrder] = []
    var claims: [ImportedClaim] = []
    var registrations: [ImportedMessage] = []
    private var orderRows: [String: Int] = [:]
    private var claimsSeen: Set<UInt64> = []
    private var places = PlaceFinder()

    mutating func row(_ table: Table<Column>, _ findings: inout Findings) {
      guard let number = table.name(.order, &findings), let reference = table.name(.reference, &findings) else {
        return
      }
      guard !number.isEmpty || !reference.isEmpty else {
        findings.add(.missingValue, at: table.rowPlace, "neither order nor reference: the row is about nothing")
        return
      }
      let goods = table.text(.goods, &findings)
      let milestone = table.text(.milestone, limit: 100, &findings)
      guard let mrn = table.name(.mrn, &findings) else { return }
      let customs = table.text(.customs, limit: 100, &findings)
      guard !goods.isEmpty || !milestone.isEmpty || !mrn.isEmpty || !customs.isEmpty else {
        findings.add(
          .missingValue, at: table.rowPlace,
          "neither goods, a milestone, an MRN nor a message of customs: the row says nothing", number)
        return
      }
      let name = reference.isEmpty ? number : reference
      if !goods.isEmpty { line(goods, of: name, order: number, table, &findings) }
      if !milestone.isEmpty { claim(milestone, name, order: number, table, &findings) }
      if !customs.isEmpty {
        message(customs, mrn, of: name, order: number, table, &findings)
      } else if !mrn.isEmpty {
        registration(mrn, of: name, order: number, table, &findings)
      }
    }

    /// What customs said of a declaration, where their own message is of a kind that is not read.
    private mutating func message(
      _ code: String, _ mrn: String, of name: String, order number: String, _ table: Table<Column>,
      _ findings: inout Findings
    ) {
      guard let said = CustomsMessage(ics2: code) ?? CustomsMessage(functionCode: code) else {
        return findings.add(
          .wrongValue, at: table.place(.customs),
          "neither a function code of the WCO (01 … 18) nor a message of ICS2 (IE3Q01); it is left out", code)
      }
      guard let time = table.time(.happened, &findings) else {
        if table.text(.happened, &findings).isEmpty {
          findings.add(.missingValue, at: table.place(.happened), "a message needs the time at which it was sent", name)
        }
        return
      }
      var message = ImportedMessage(message: said, issued: time.instant(assuming: .utc))
      message.source = ClearwayCSV.speaker(table, .customs, &findings)
      // What is said before the goods are loaded is said by the customs of the destination.
      if said.row.source == .prearrival { message.side = .import }
      message.mrn = mrn
      message.reference = name
      message.otherNames = number.isEmpty || number == name ? [] : [number]
      message.messageID = table.text(.eventID, limit: 200, &findings)
      message.note = table.text(.note, &findings)
      message.place = table.place(.customs)
      if registrations.last?.fingerprint != message.fingerprint { registrations.append(message) }
    }

    /// Customs know the declaration of a shipment by a number. The time of a claim in the same row is the claim's own.
    private mutating func registration(
      _ mrn: String, of name: String, order number: String, _ table: Table<Column>, _ findings: inout Findings
    ) {
      let isClaim = !table.text(.milestone, limit: 100, &findings).isEmpty
      let time = isClaim ? nil : table.time(.happened, &findings)
      var message = ImportedMessage(message: .received, issued: time?.instant(assuming: .utc))
      message.source = ClearwayCSV.speaker(table, .broker, &findings)
      message.mrn = mrn
      message.reference = name
      message.otherNames = number.isEmpty || number == name ? [] : [number]
      message.place = table.place(.mrn)
      if registrations.last?.fingerprint != message.fingerprint { registrations.append(message) }
    }

    // MARK: Orders

    private mutating func line(
      _ goods: String, of name: String, order number: String, _ table: Table<Column>, _ findings: inout Findings
    ) {
      let line = ClearwayCSV.line(goods, table, &findings)
      var row = head(name, order: number, table, &findings)
      row.terms = ClearwayCSV.terms(table, &findings)
      let destination = orderRows[name].map { orders[$0].destinationCountry } ?? row.destinationCountry
      row.terms.check(to: destination, at: { table.place(Column($0)) }, &findings)
      guard let known = orderRows[name] else {
        orderRows[name] = orders.count
        orders.append(row)
        orders[orders.count - 1].lines = [line]
        return
      }
      let clash = ClearwayCSV.clash(orders[known], row)
      if !clash.isEmpty {
        findings.add(
          .conflictingOrder, at: table.place(.order),
          "another row of this order gives another \(clash); the first row's stands", name)
      }
      if let first = orders[known].lines.first, line.value.currency != first.value.currency {
        findings.add(
          .conflictingOrder, at: table.place(.currency),
          "another currency than the order's first line; the line's value is left out of the total", name)
      }
      for term in orders[known].terms.fill(from: row.terms) {
        findings.add(
          .conflictingOrder, at: table.place(Column(term)),
          "another row of this order says something else; the first row's word stands", name)
      }
      guard orders[known].lines.count < ClearwayCSV.linesMax else {
        return findings.add(
          .tooLarge, at: table.rowPlace, "an order of more than \(ClearwayCSV.linesMax) lines; the line is left out",
          name)
      }
      orders[known].lines.append(line)
    }

    private mutating func head(
      _ name: String, order number: String, _ table: Table<Column>, _ findings: inout Findings
    ) -> ImportedOrder {
      let isFirst = orderRows[name] == nil
      var order = ImportedOrder(source: ClearwayCSV.speaker(table, .merchant, &findings), reference: name)
      order.place = table.rowPlace
      order.order = number
      order.merchant = table.text(.merchant, &findings)
      order.consignee = table.text(.consignee, &findings)
      order.platform = table.text(.platform, &findings)
      order.carrier = table.text(.carrier, &findings)
      order.payment = table.text(.payment, &findings)
      order.originCountry = country(.originCountry, isFirst, table, &findings)
      order.destinationCountry = country(.destinationCountry, isFirst, table, &findings)
      let origin = place(.origin, isFirst, table, &findings)
      let destination = place(.destination, isFirst, table, &findings)
      order.origin = origin.id
      order.destination = destination.id
      order.destinationText = destination.text
      if order.originCountry == .none { order.originCountry = origin.id.place.country }
      if order.destinationCountry == .none { order.destinationCountry = destination.id.place.country }
      let mode = table.text(.mode, limit: 100, &findings)
      if let known = TransportMode(name: mode.lowercased()) {
        order.mode = known
      } else if !mode.isEmpty, isFirst {
        findings.add(.unknownTerm, at: table.place(.mode), "no such mode of transport", mode)
      }
      let term = table.text(.incoterm, limit: 100, &findings)
      if let known = Incoterm(code: term) {
        order.incoterm = known
      } else if !term.isEmpty, isFirst {
        findings.add(.unknownTerm, at: table.place(.incoterm), "no such delivery term", term)
      }
      if isFirst { dates(&order, table, &findings) }
      return order
    }

    private func dates(_ order: inout ImportedOrder, _ table: Table<Column>, _ findings: inout Findings) {
      if let placed = table.time(.placed, &findings) {
        order.placedOffset =
          placed.offset
          ?? Countries.offset(place: order.origin, country: order.originCountry, local: placed.local)
        order.placedAt = placed.instant(assuming: order.placedOffset)
      } else {
        findings.add(
          .dateMissing, at: table.place(.placed), "the order has no date; the hour of the import stands for it")
      }
      if var promised = table.time(.promised, &findings) {
        if !promised.hasTime { promised.local = CivilDateTime(promised.local.date, millisecondOfDay: 86_399_999) }
        order.promise = promised.instant(
          assuming: Countries.offset(
            place: order.destination, country: order.destinationCountry, local: promised.local))
      }
    }

    private func country(
      _ column: Column, _ isFirst: Bool, _ table: Table<Column>, _ findings: inout Findings
    ) -> Country {
      let text = table.text(column, limit: 100, &findings)
      if text.isEmpty { return .none }
      if let known = Countries.country(text) { return known }
      if isFirst { findings.add(.unknownCountry, at: table.place(column), "no country of that name or code", text) }
      return .none
    }

    private mutating func place(
      _ column: Column, _ isFirst: Bool, _ table: Table<Column>, _ findings: inout Findings
    ) -> (id: PlaceID, text: String) {
      let text = table.text(column, limit: 200, &findings)
      if text.isEmpty { return (.none, "") }
      if let known = places.place(text) { return (known, "") }
      if isFirst { findings.add(.unknownPlace, at: table.place(column), "not in the atlas; kept in these words", text) }
      return (.none, text)
    }

    // MARK: Claims

    private mutating func claim(
      _ text: String, _ name: String, order number: String, _ table: Table<Column>, _ findings: inout Findings
    ) {
      guard let milestone = Milestone(name: text.lowercased().replacing("-", with: "_").replacing(" ", with: "_"))
      else {
        findings.add(.wrongValue, at: table.place(.milestone), "no such milestone; the claim is left out", text)
        return
      }
      guard let happened = table.time(.happened, &findings) else {
        if table.text(.happened, &findings).isEmpty {
          findings.add(.missingValue, at: table.place(.happened), "a claim needs the time at which it happened", name)
        }
        return
      }
      let spot = place(.place, true, table, &findings)
      let offset =
        happened.offset ?? Countries.offset(place: spot.id, country: spot.id.place.country, local: happened.local)
      var claim = ImportedClaim(
        source: ClearwayCSV.speaker(table, .file, &findings),
        references: number.isEmpty || number == name ? [name] : [name, number], milestones: [milestone],
        happened: happened.instant(assuming: offset))
      claim.order = number
      claim.offset = offset
      claim.offsetAssumed = happened.offset == nil
      claim.location = spot.id
      claim.locationText = spot.text
      claim.foreignCode = table.text(.code, limit: 100, &findings)
      claim.note = table.text(.note, &findings)
      claim.eventID = table.text(.eventID, limit: 200, &findings)
      claim.place = table.place(.milestone)
      if claim.offsetAssumed {
        findings.add(
          .zoneAssumed, at: table.place(.happened),
          "no UTC offset; \(offset.text) is assumed from \(spot.id == .none ? "nothing better" : "the place")")
      }
      let kind = table.text(.kind, limit: 100, &findings).lowercased()
      if let known = ClaimKind.allCases.first(where: { $0.name == kind }) {
        claim.kind = known
      } else if !kind.isEmpty {
        findings.add(
          .wrongValue, at: table.place(.kind), "neither actual, estimated nor planned; the claim is left out", kind)
        return
      }
      let reason = table.text(.holdReason, limit: 100, &findings)
      if let known = HoldReason(code: reason) {
        claim.reason = known
      } else if !reason.isEmpty {
        findings.add(
          .unknownTerm, at: table.place(.holdReason), "no such hold reason; the hold is taken without one", reason)
      }
      // The same claim on each line of an order is one claim.
      if claimsSeen.insert(claim.fingerprint).inserted { claims.append(claim) }
    }
  }

  private static func line(_ goods: String, _ table: Table<Column>, _ findings: inout Findings) -> ImportedLine {
    var line = ImportedLine(goods: goods, hs: 0, quantity: 1, value: Money(minor: 0, .none), weight: Grams(0))
    let hs = table.text(.hs, limit: 100, &findings)
    if !hs.isEmpty {
      let digits = hs.filter { $0 != "." && $0 != " " }
      if (6...13).contains(digits.utf8.count), digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
        let six = UInt32(digits.prefix(6))
      {
        line.hs = six
      } else {
        findings.add(.badNumber, at: table.place(.hs), "an HS code has six to thirteen digits; it stays unknown", hs)
      }
    }
    line.quantity = table.pieces(.quantity, &findings)
    line.value = table.amount(.value, in: .currency, &findings) ?? line.value
    let weight = table.text(.weight, limit: 100, &findings)
    if !weight.isEmpty {
      do throws(AmountFault) {
        line.weight = try Grams(parsing: weight, unit: .kilogram)
      } catch {
        table.unreadable(error, .weight, weight, &findings)
      }
    }
    return line
  }

  /// What the row says of the order beside its goods.
  private static func terms(_ table: Table<Column>, _ findings: inout Findings) -> OrderTerms {
    var terms = OrderTerms()
    terms.freight = table.amount(.freight, in: .currency, &findings)
    terms.insurance = table.amount(.insurance, in: .currency, &findings)
    let region = table.text(.region, limit: OrderTerms.regionBytesMax, &findings)
    terms.region = region.isEmpty ? nil : region
    let kind = table.text(.kindOfConsignment, limit: 100, &findings)
    terms.kind = ConsignmentKind(name: kind)
    if terms.kind == nil, !kind.isEmpty {
      let known = ConsignmentKind.allCases.map(\.name).joined(separator: ", ")
      findings.add(
        .unknownTerm, at: table.place(.kindOfConsignment), "no such kind of consignment; there are \(known)", kind)
    }
    func isSo(_ column: Column) -> Bool? {
      let text = table.text(column, limit: 100, &findings)
      let answer = yesOrNo(text)
      if answer == nil, !text.isEmpty {
        findings.add(.unknownTerm, at: table.place(column), "neither yes nor no; it stays unknown", text)
      }
      return answer
    }
    terms.isToBusiness = isSo(.business)
    terms.claimsPreference = isSo(.preference)
    for told in table.text(.sellerNumber, &findings).split(separator: "/") {
      if let number = SellerNumber(typed: told) {
        terms.sellerNumbers.append(number)
      } else {
        let schemes = SellerScheme.allCases.map(\.name).joined(separator: ", ")
        findings.add(
          .unknownTerm, at: table.place(.sellerNumber),
          "a scheme and the number in it were expected, as IOSS IM2760000742; schemes are \(schemes)", String(told))
      }
    }
    return terms
  }

  private static func speaker(
    _ table: Table<Column>, _ usual: PartyRole, _ findings: inout Findings
  ) -> Source {
    let name = table.text(.source, limit: 200, &findings)
    let role = table.text(.role, limit: 100, &findings)
    if role.isEmpty { return Source(role: usual, name: name) }
    if let known = PartyRole(name: role.lowercased()), known != .operatorDesk { return Source(role: known, name: name) }
    findings.add(.unknownTerm, at: table.place(.role), "no such role for a source; “\(usual.name)” is taken", role)
    return Source(role: usual, name: name)
  }

  /// In what two rows of one order differ, in words; empty where they do not, or where the second is silent.
  private static func clash(_ first: ImportedOrder, _ second: ImportedOrder) -> String {
    func differ(_ a: String, _ b: String) -> Bool { !b.isEmpty && a != b }
    if differ(first.order, second.order) { return "order number" }
    if differ(first.merchant, second.merchant) { return "merchant" }
    if differ(first.consignee, second.consignee) { return "consignee" }
    if second.destinationCountry != .none, first.destinationCountry != second.destinationCountry {
      return "destination country"
    }
    if second.destination != .none, first.destination != second.destination { return "destination" }
    if second.incoterm != .unstated, first.incoterm != second.incoterm { return "delivery term" }
    return ""
  }
}

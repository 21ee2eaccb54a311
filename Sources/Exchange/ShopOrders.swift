import Logistics
import Measures

// A shop's table has a row a line, and says of the order what it says of it in the first row, or in all of them. Here the rows of one
// order come together, with what several shops' tables say in the same way.

/// The orders of a table, gathered over its rows.
struct ShopOrders {
  /// The orders so far, in the order of the file.
  private(set) var all: [ImportedOrder] = []
  private var claims: [ImportedClaim] = []
  private var rows: [String: Int] = [:]
  private var places = PlaceFinder()

  /// Whether a row of an order was read before.
  func contains(_ number: String) -> Bool { rows[number] != nil }

  /// Takes what the first row of an order says of it.
  mutating func open(_ order: ImportedOrder) {
    rows[order.order] = all.count
    all.append(order)
  }

  /// Takes a line of an order.
  mutating func add<Column: TableColumn>(
    _ line: ImportedLine, to number: String, _ table: Table<Column>, _ findings: inout Findings
  ) {
    guard let row = rows[number] else { return }
    guard all[row].lines.count < ClearwayCSV.linesMax else {
      return findings.add(
        .tooLarge, at: table.rowPlace, "an order of more than \(ClearwayCSV.linesMax) lines; the line is left out",
        number)
    }
    all[row].lines.append(line)
  }

  /// Adds to what the way of an order costs, where each of its lines says its own share.
  mutating func add(freight: Money, to number: String) {
    guard let row = rows[number] else { return }
    guard let known = all[row].terms.freight else {
      all[row].terms.freight = freight
      return
    }
    let (sum, isTooMuch) = known.minor.addingReportingOverflow(freight.minor)
    if known.currency == freight.currency, !isTooMuch {
      all[row].terms.freight = Money(minor: sum, known.currency)
    }
  }

  /// Takes a claim about an order.
  mutating func claim(
    _ milestone: Milestone, at time: Timestamp, by source: Source, code: String, of order: ImportedOrder,
    _ place: FilePlace
  ) {
    let offset = time.offset ?? order.placedOffset
    var claim = ImportedClaim(
      source: source, references: [order.reference, order.order], milestones: [milestone],
      happened: time.instant(assuming: offset))
    claim.order = order.order
    claim.offset = offset
    claim.offsetAssumed = time.offset == nil
    claim.foreignCode = code
    claim.place = place
    claims.append(claim)
  }

  /// Reads where an order goes.
  mutating func readDestination<Column: TableColumn>(
    of order: inout ImportedOrder, _ table: Table<Column>, city: Column, country: Column, _ findings: inout Findings
  ) {
    let told = table.text(country, limit: 100, &findings)
    order.destinationCountry = Countries.country(told) ?? .none
    if order.destinationCountry == .none, !told.isEmpty {
      findings.add(.unknownCountry, at: table.place(country), "no country of that name or code", told)
    }
    let town = table.text(city, limit: 200, &findings)
    order.destinationText = town
    // A town of the same name lies in another country, too.
    if let known = places.place(town), known.place.country == order.destinationCountry {
      order.destination = known
      order.destinationText = ""
    }
  }

  /// Reads when an order was placed.
  func readPlaced<Column: TableColumn>(
    of order: inout ImportedOrder, _ table: Table<Column>, _ column: Column, _ findings: inout Findings
  ) {
    guard let placed = table.time(column, &findings) else {
      return findings.add(
        .dateMissing, at: table.place(column), "the order has no date; the hour of the import stands for it")
    }
    order.placedOffset = placed.offset ?? .utc
    order.placedAt = placed.instant(assuming: order.placedOffset)
  }

  /// Hands on all orders that have a line, and then what is claimed of them.
  func finish(into collector: inout Collector) {
    let kept = all.filter { !$0.lines.isEmpty }
    let names = Set(kept.map(\.reference))
    collector.items += kept.map { .order($0) }
    collector.items += claims.filter { names.contains($0.references[0]) }.map { .claim($0) }
  }
}

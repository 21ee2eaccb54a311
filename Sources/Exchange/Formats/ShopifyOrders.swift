import Logistics
import Measures

// The export of orders from a Shopify shop: a row a line; what is said of the order stands in the first of its rows alone.
//
//   Name, Id ─► order, reference          Vendor ─► merchant          Shipping Name ─► consignee
//   Lineitem price × quantity − discount ─► a line; one that is not shipped is left out
//   Shipping, Shipping Province ─► freight, region                    Duties taken at the checkout ─► delivered duty paid
//   Paid at, Cancelled at ─► claims
//
// It says neither HS codes nor weights: what is reckoned by them waits until somebody gives them.

/// Reads a Shopify shop's export of orders.
enum ShopifyOrders: FormatReader {
  static let words = "Shopify orders export"
  static let marks = "columns “Financial Status”, “Lineitem name”, “Lineitem quantity”"

  enum Column: UInt8, TableColumn {
    case number, id, currency, subtotal, shipping, duties, created, paid, cancelled, payment, vendor
    case quantity, goods, price, discount, isShipped
    case consignee, city, province, provinceName, country

    var name: String {
      switch self {
      case .number: "Name"
      case .id: "Id"
      case .currency: "Currency"
      case .subtotal: "Subtotal"
      case .shipping: "Shipping"
      case .duties: "Duties"
      case .created: "Created at"
      case .paid: "Paid at"
      case .cancelled: "Cancelled at"
      case .payment: "Payment Method"
      case .vendor: "Vendor"
      case .quantity: "Lineitem quantity"
      case .goods: "Lineitem name"
      case .price: "Lineitem price"
      case .discount: "Lineitem discount"
      case .isShipped: "Lineitem requires shipping"
      case .consignee: "Shipping Name"
      case .city: "Shipping City"
      case .province: "Shipping Province"
      case .provinceName: "Shipping Province Name"
      case .country: "Shipping Country"
      }
    }

    var isRequired: Bool { self == .number || self == .goods }
  }

  static func recognises(_ opening: Opening) -> Bool {
    ["financial status", "lineitem name", "lineitem quantity"].allSatisfy { opening.header.contains($0) }
  }

  static func read(_ source: SourceText, into collector: inout Collector) {
    var table = Table<Column>(source, warnsOfUnknownColumns: false, &collector.findings)
    guard table.isComplete else { return }
    var orders = ShopOrders()
    var sums: [String: Sum] = [:]
    while table.next(&collector.findings) {
      collector.recordCount += 1
      guard let number = table.name(.number, &collector.findings), let id = table.name(.id, &collector.findings) else {
        continue
      }
      guard !number.isEmpty else {
        collector.findings.add(.missingValue, at: table.place(.number), "a row of no order; it is left out")
        continue
      }
      if !orders.contains(number) {
        let order = head(number, id, table, &orders, &collector.findings)
        orders.open(order)
        for (column, milestone) in [(Column.paid, Milestone.paymentAuthorised), (.cancelled, .orderCancelled)] {
          guard let time = table.time(column, &collector.findings) else { continue }
          orders.claim(milestone, at: time, by: speaker, code: column.name, of: order, table.place(column))
        }
        if let currency = table.currency(.currency, for: .price, &collector.findings) {
          sums[number] = Sum(
            currency: currency, told: table.amount(.subtotal, currency, &collector.findings),
            place: table.place(.subtotal))
        }
      }
      guard yesOrNo(table.text(.isShipped, limit: 20, &collector.findings)) != false else {
        collector.findings.add(
          .ignored, at: table.place(.isShipped), "a line that is not shipped; it is left out", number)
        continue
      }
      orders.add(line(table, sums[number]?.currency, &collector.findings), to: number, table, &collector.findings)
    }
    for order in orders.all {
      guard let sum = sums[order.order], let told = sum.told, !order.lines.isEmpty, told != order.value else {
        continue
      }
      collector.findings.add(
        .conflictingOrder, at: sum.place,
        "the lines come to \(order.value.text): a discount on the whole, or lines that are not shipped; the lines' word "
          + "stands", told.text)
    }
    orders.finish(into: &collector)
  }

  /// What the first row alone says of the whole.
  private struct Sum {
    var currency: Currency
    /// What the lines come to by the order's own word.
    var told: Money?
    var place: FilePlace
  }

  private static let speaker = Source(role: .platform, name: "Shopify")

  /// What the first row of an order says of it.
  private static func head(
    _ number: String, _ id: String, _ table: Table<Column>, _ orders: inout ShopOrders, _ findings: inout Findings
  ) -> ImportedOrder {
    // A number is the shop's own, and another shop has the same; the id is the platform's.
    var order = ImportedOrder(source: speaker, reference: id.isEmpty ? number : id)
    order.place = table.rowPlace
    order.order = number
    order.platform = speaker.name
    order.merchant = table.text(.vendor, &findings)
    order.consignee = table.text(.consignee, &findings)
    order.payment = table.text(.payment, &findings)
    orders.readDestination(of: &order, table, city: .city, country: .country, &findings)
    orders.readPlaced(of: &order, table, .created, &findings)
    order.terms.kind = .sale
    order.terms.freight = table.amount(.shipping, in: .currency, &findings)
    let code = table.text(.province, limit: OrderTerms.regionBytesMax, &findings)
    let region = code.isEmpty ? table.text(.provinceName, limit: OrderTerms.regionBytesMax, &findings) : code
    order.terms.region = region.isEmpty ? nil : region
    order.terms.check(
      to: order.destinationCountry, at: { $0 == .region ? table.place(.province) : table.rowPlace }, &findings)
    if let duties = table.amount(.duties, in: .currency, &findings), duties.minor > 0 { order.incoterm = .ddp }
    return order
  }

  /// A line at what its pieces cost together. Its currency is the order's, which the first row alone tells.
  private static func line(_ table: Table<Column>, _ currency: Currency?, _ findings: inout Findings) -> ImportedLine {
    var line = ImportedLine(
      goods: table.text(.goods, &findings), hs: 0, quantity: table.pieces(.quantity, &findings),
      value: Money(minor: 0, .none), weight: Grams(0))
    guard let currency, let price = table.amount(.price, currency, &findings) else { return line }
    let (whole, isTooMuch) = price.minor.multipliedReportingOverflow(by: Int64(line.quantity))
    guard !isTooMuch else {
      findings.add(.numberTooLarge, at: table.place(.price), "the line comes to too much; its value stays unknown")
      return line
    }
    let discount = table.amount(.discount, currency, &findings)?.minor ?? 0
    line.value = Money(minor: max(0, whole - discount), currency)
    return line
  }
}

import Logistics
import Measures

// The reports of orders that Amazon gives its sellers as tables with tabs between: a row an item of an order, with the order's own
// words in every one of them.
//
//   order-id ─► order and reference       sales-channel ─► platform      recipient-name, else buyer-name ─► consignee
//   item-price ─► the line's value        shipping-price ─► freight, the sum over the order's items
//   ship-state ─► region                  is-business-order ─► business  ioss-number ─► the seller's number
//   promise-date ─► promise               payments-date ─► a claim
//
// It says neither HS codes nor weights.

/// Reads a seller's report of orders from Amazon.
enum AmazonOrders: FormatReader {
  static let words = "Amazon order report"
  static let marks = "columns “order-id”, “order-item-id”, “product-name”"

  enum Column: UInt8, TableColumn {
    case order, purchased, paid, promised, channel
    case goods, quantity, currency, price, freight
    case recipient, buyer, city, state, country, isBusiness, ioss

    var name: String {
      switch self {
      case .order: "order-id"
      case .purchased: "purchase-date"
      case .paid: "payments-date"
      case .promised: "promise-date"
      case .channel: "sales-channel"
      case .goods: "product-name"
      case .quantity: "quantity-purchased"
      case .currency: "currency"
      case .price: "item-price"
      case .freight: "shipping-price"
      case .recipient: "recipient-name"
      case .buyer: "buyer-name"
      case .city: "ship-city"
      case .state: "ship-state"
      case .country: "ship-country"
      case .isBusiness: "is-business-order"
      case .ioss: "ioss-number"
      }
    }

    var isRequired: Bool { self == .order || self == .goods }
  }

  static func recognises(_ opening: Opening) -> Bool {
    ["order-id", "order-item-id", "product-name"].allSatisfy { opening.header.contains($0) }
  }

  static func read(_ source: SourceText, into collector: inout Collector) {
    var table = Table<Column>(source, warnsOfUnknownColumns: false, &collector.findings)
    guard table.isComplete else { return }
    var orders = ShopOrders()
    while table.next(&collector.findings) {
      collector.recordCount += 1
      guard let number = table.name(.order, &collector.findings) else { continue }
      guard !number.isEmpty else {
        collector.findings.add(.missingValue, at: table.place(.order), "a row of no order; it is left out")
        continue
      }
      if !orders.contains(number) {
        let order = head(number, table, &orders, &collector.findings)
        orders.open(order)
        if let time = table.time(.paid, &collector.findings) {
          orders.claim(
            .paymentAuthorised, at: time, by: order.source, code: Column.paid.name, of: order, table.place(.paid))
        }
      }
      orders.add(line(table, &collector.findings), to: number, table, &collector.findings)
      if let freight = table.amount(.freight, in: .currency, &collector.findings) {
        orders.add(freight: freight, to: number)
      }
    }
    orders.finish(into: &collector)
  }

  /// What the first row of an order says of it.
  private static func head(
    _ number: String, _ table: Table<Column>, _ orders: inout ShopOrders, _ findings: inout Findings
  ) -> ImportedOrder {
    let channel = table.text(.channel, limit: 100, &findings)
    var order = ImportedOrder(
      source: Source(role: .platform, name: channel.isEmpty ? "Amazon" : channel), reference: number)
    order.place = table.rowPlace
    order.order = number
    order.platform = order.source.name
    let recipient = table.text(.recipient, &findings)
    order.consignee = recipient.isEmpty ? table.text(.buyer, &findings) : recipient
    orders.readDestination(of: &order, table, city: .city, country: .country, &findings)
    orders.readPlaced(of: &order, table, .purchased, &findings)
    if let promised = table.time(.promised, &findings) {
      order.promise = promised.instant(assuming: promised.offset ?? order.placedOffset)
    }
    order.terms.kind = .sale
    let state = table.text(.state, limit: OrderTerms.regionBytesMax, &findings)
    order.terms.region = state.isEmpty ? nil : state
    order.terms.isToBusiness = yesOrNo(table.text(.isBusiness, limit: 20, &findings))
    let ioss = table.text(.ioss, limit: SellerNumber.bytesMax, &findings)
    if !ioss.isEmpty { order.terms.sellerNumbers = [SellerNumber(.ioss, ioss)] }
    order.terms.check(
      to: order.destinationCountry,
      at: { table.place($0 == .region ? .state : $0 == .sellerNumber ? .ioss : .order) }, &findings)
    return order
  }

  private static func line(_ table: Table<Column>, _ findings: inout Findings) -> ImportedLine {
    ImportedLine(
      goods: table.text(.goods, &findings), hs: 0, quantity: table.pieces(.quantity, &findings),
      value: table.amount(.price, in: .currency, &findings) ?? Money(minor: 0, .none), weight: Grams(0))
  }
}

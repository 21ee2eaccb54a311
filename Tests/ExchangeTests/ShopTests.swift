import Logistics
import Measures
import Testing

@testable import Exchange

@Suite struct `Orders as shops export them` {
  private static let shopify =
    "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,"
    + "Lineitem price,Lineitem requires shipping,Lineitem discount,Shipping Name,Shipping City,Shipping Province,"
    + "Shipping Country,Cancelled at,Payment Method,Vendor,Id,Duties,Shipping Province Name\n"

  @Test func `Shopify's export gives freight and region, and what it adds up to`() throws {
    let reading = Reading(
      text: Self.shopify + """
        #1001,a@b.example,paid,2026-09-03 10:15:00 -0400,CAD,47.00,6.00,3.29,56.29,2026-09-03 10:14:00 -0400,2,Fern print,16.00,true,0.00,Ada Example,Toronto,ON,CA,,Card,Fern Press,5550000001,,Ontario
        #1001,a@b.example,,,,,,,,,1,Tote bag,20.00,true,5.00,,,,,,,Fern Press,,,
        #1001,a@b.example,,,,,,,,,1,Pattern to print,4.00,false,0.00,,,,,,,Fern Press,,,
        #1002,c@d.example,voided,,EUR,89.00,0.00,0,99.00,2026-09-04 09:00:00 +0200,1,Shaver,99.00,true,0.00,Bo Example,Berlin,,DE,2026-09-04 11:00:00 +0200,Card,Fern Press,5550000002,12.50,
        #1003,,paid,,XXQ,1,1,1,1,2026-09-04 09:00:00 +0200,3,Cup,9.00,true,0.00,C,Paris,CA-ON,FR,,,,,,
        """)
    #expect(reading.format == .shopifyOrders)
    #expect(
      reading.lines == [
        "info: line 4, column 51, Lineitem requires shipping: a line that is not shipped; it is left out — “#1001”",
        "warning: line 6, column 14, Currency: a Shipping needs a currency of ISO 4217; the Shipping stays unknown — “XXQ”",
        "warning: line 6, column 81, Shipping Province: a region of CA, and the order goes to FR; the region stays unknown — “CA-ON”",
        "warning: line 6, column 14, Currency: a Lineitem price needs a currency of ISO 4217; the Lineitem price stays unknown — “XXQ”",
        "warning: line 5, column 31, Subtotal: the lines come to €99.00: a discount on the whole, or lines that are not shipped; "
          + "the lines' word stands — “€89.00”",
      ])
    let orders = reading.orders
    #expect(orders.map(\.order) == ["#1001", "#1002", "#1003"])
    #expect(orders.map(\.reference) == ["5550000001", "5550000002", "#1003"])
    #expect(orders[0].lines.map(\.value.text) == ["CA$32.00", "CA$15.00"] && orders[0].value.text == "CA$47.00")
    #expect(orders[0].terms.freight?.text == "CA$6.00" && orders[0].terms.region == "ON")
    #expect(orders.map(\.terms.kind) == [.sale, .sale, .sale] && orders[0].terms.isToBusiness == nil)
    #expect(orders[0].destination.place.name == "Toronto" && orders[0].merchant == "Fern Press")
    #expect(orders[0].placedAt?.rfc3339(in: orders[0].placedOffset) == "2026-09-03T10:14:00-04:00")
    #expect(orders.map(\.incoterm) == [.unstated, .ddp, .unstated])
    #expect(reading.claims.map(\.milestones) == [[.paymentAuthorised], [.orderCancelled]])
    var desk = Desk()
    desk.take(reading)
    #expect(desk.board.count == 3 && desk.shipment("5550000002")?.milestone == .orderCancelled)
  }

  @Test func `whole files are taken, with what is paid, cancelled and sent to a business`() throws {
    var desk = Desk()
    for name in ["shopify_orders.csv", "amazon_orders.tsv"] {
      let reading = Reading(of: try Samples.bytes("orders/" + name))
      #expect(reading.findings.count(of: .error) == 0, "\(reading.lines)")
      desk.take(reading)
    }
    #expect(desk.board.count == 5)
    #expect(desk.shipment("5550000003")?.milestone == .orderCancelled)
    #expect(desk.shipment("302-0000001-0000001")?.documentsHeld == DocumentSet(.iossNumber))
    let told = desk.log.compactMap { event -> String? in
      guard case .stated(let statement) = event.what, event.shipment == ShipmentID(5) else { return nil }
      return "\(statement.field.name) \(statement.value.text(of: statement.field, desk.board.texts))"
    }
    #expect(told == ["freight 0.00 USD", "region NY", "kind sale", "business yes"])
  }

  @Test func `Amazon's report gives each item's share of the freight, the business and the number`() throws {
    let header = [
      "order-id", "order-item-id", "purchase-date", "payments-date", "promise-date", "buyer-name", "sku",
      "product-name",
      "quantity-purchased", "currency", "item-price", "shipping-price", "recipient-name", "ship-city", "ship-state",
      "ship-country", "sales-channel", "is-business-order", "ioss-number",
    ]
    func row(_ order: String, _ goods: String, _ price: String, _ freight: String, _ ioss: String) -> String {
      [
        order, "1", "2026-11-20T09:00:00+00:00", "2026-11-20T09:00:05+00:00", "2026-11-27T22:59:59+00:00", "B", "S",
        goods, "2", "EUR", price, freight, "Ulrike Beispiel", "Mauerbach", "Niederösterreich", "AT", "Amazon.de",
        "true", ioss,
      ].joined(separator: "\t")
    }
    let reading = Reading(
      text: ([
        header.joined(separator: "\t"), row("302-1", "Lamp", "39.80", "4.90", "IM2760000742"),
        row("302-1", "Plug", "9.80", "1.10", "IM2760000742"), row("302-2", "Plug", "ten", "", "IM99"),
      ].joined(separator: "\n")))
    #expect(reading.format == .amazonOrders)
    #expect(reading.lines(.badNumber).count == 2)
    let orders = reading.orders
    #expect(orders.map(\.lines.count) == [2, 1] && orders[0].value.text == "€49.60")
    #expect(orders[0].terms.freight?.text == "€6.00" && orders[1].terms.freight == nil)
    #expect(orders[0].terms.isToBusiness == true && orders[0].terms.region == "Niederösterreich")
    #expect(orders[0].terms.sellerNumbers == [SellerNumber(.ioss, "IM2760000742")])
    #expect(orders[0].promise?.rfc3339(in: .utc) == "2026-11-27T22:59:59Z")
    #expect(orders[0].platform == "Amazon.de" && orders[0].destinationText == "Mauerbach")
    #expect(reading.claims.count == 2)
  }
}

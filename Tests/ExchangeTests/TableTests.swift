import Logistics
import Measures
import Testing

@testable import Exchange

@Suite struct `Tables as they come` {
  @Test(arguments: [",", ";", "\t", "|"], ["\n", "\r", "\r\n"])
  func `any delimiter and any line end`(delimiter: String, end: String) {
    let rows = [
      ["reference", "goods", "quantity"], ["A", "\"one\(delimiter) two\"", "3"], [], ["B", "\"say \"\"x\"\"\"", "4"],
    ]
    let text = rows.map { $0.joined(separator: delimiter) }.joined(separator: end) + end
    let reading = Reading(text: text)
    #expect(reading.lines(.raggedRow) == [])
    #expect(reading.orders.map(\.goods) == [delimiter == "\t" ? "one two" : "one\(delimiter) two", "say \"x\""])
    #expect(reading.orders.map { $0.lines[0].quantity } == [3, 4])
    #expect(reading.orders.map(\.place) == [2, 4].map { .field(line: $0, column: 1, name: "") })
  }

  @Test func `a field in quotes may hold breaks, and lines are counted through them`() {
    let reading = Reading(text: "reference,goods,quantity\r\nA,\"two\r\nlines\",1\r\nB,x,many\r\n")
    #expect(reading.orders.map(\.goods) == ["two lines", "x"])
    #expect(
      reading.lines(.badNumber) == [
        "warning: line 4, column 5, quantity: a whole number from 1 to 2147483647 was expected; 1 is taken — “many”"
      ])
  }

  @Test func `a quote that is never closed costs one row, not the file`() {
    let reading = Reading(text: "reference,goods\nA,\"6 inch\nB,ok\nC,fine\n")
    #expect(reading.orders.map(\.goods) == ["\"6 inch", "ok", "fine"])
    #expect(
      reading.lines == [
        "error: line 2, column 3: a quote is opened and never closed; it is taken for an ordinary character",
        "info: line 2, column 1: the order has no date; the hour of the import stands for it",
        "info: line 3, column 1: the order has no date; the hour of the import stands for it",
        "info: line 4, column 1: the order has no date; the hour of the import stands for it",
      ])
  }

  @Test func `text after a closing quote leaves the field as it stands`() {
    let reading = Reading(text: "reference,goods\nA,\"6\" inch\n")
    #expect(reading.orders.map(\.goods) == ["\"6\" inch"])
    #expect(reading.findings.count(of: .textAfterQuote) == 1)
  }

  @Test func `rows that are too short or too long are read as far as they go`() {
    let reading = Reading(text: "reference,goods,quantity\nA,x\nB,y,2,,,\nC,z,3,4\n")
    #expect(reading.orders.map { $0.lines[0].quantity } == [1, 2, 3])
    #expect(
      reading.lines(.raggedRow) == [
        "warning: line 2, column 1: 2 fields where the header has 3",
        "warning: line 4, column 1: 4 fields where the header has 3",
      ])
  }

  @Test func `columns that are unknown or doubled are named`() {
    let reading = Reading(text: "reference,goods,colour,goods\nA,x,red,y\n")
    #expect(reading.orders.map(\.goods) == ["x"])
    #expect(
      reading.lines(.unknownColumn) == [
        "warning: line 1, column 17, colour: no such column in this format; it is not read — “colour”"
      ])
    #expect(
      reading.lines(.duplicateColumn) == [
        "warning: line 1, column 24, goods: the column is there twice; the first is read — “goods”"
      ])
  }

  @Test func `control characters and long fields are cut and found`() {
    let long = String(repeating: "é", count: 5000)
    let reading = Reading(text: "reference,goods,note\nA,\u{1B}[31mred\u{0}\u{202E},\nB,\(long),\n")
    #expect(reading.orders[0].goods == "[31mred")
    #expect(reading.orders[1].goods == String(repeating: "é", count: 250))
    #expect(
      reading.lines(.controlCharacter) == [
        "warning: line 2, column 3, goods: control characters are left out — “[31mred”"
      ])
    #expect(
      reading.lines(.fieldTooLong)[0].hasPrefix("warning: line 3, column 3, goods: 10000 bytes where 500 are plenty"))
    #expect(reading.lines.allSatisfy { !$0.unicodeScalars.contains(where: isHostile) })
  }

  @Test func `a row of more than a megabyte is skipped, and the next is read`() {
    let reading = Reading(text: "reference,goods\nA," + String(repeating: "x", count: 1_100_000) + "\nB,y\n")
    #expect(reading.orders.map(\.reference) == ["B"])
    #expect(reading.lines(.recordTooLong) == ["error: line 2, column 1: a row of more than 1 MB; skipped"])
  }

  @Test func `of many findings the first hundred are kept and all counted`() {
    let reading = Reading(text: "reference,goods,quantity\n" + String(repeating: "A,x,many\n", count: 1000))
    #expect(reading.findings.count(of: .badNumber) == 1000)
    #expect(reading.lines(.badNumber).count == 100)
    #expect(reading.findings.summary == ["warning: 1000 × bad-number", "info: 1 × date-missing"])
  }
}

@Suite struct `Clearway's own table` {
  @Test func `amounts that do not fit or cannot be read stay unknown`() {
    let reading = Reading(
      text: """
        reference,goods,hs,quantity,value,currency,weight_kg
        A,x,610910,99999999999,1e999999,EUR,1e5
        B,x,61,0,99999999999999999999,EUR,3000000
        C,x,6109.10.00,2,"1,234.50",USD,-1
        D,x,,1,12,,0.0005
        E,x,,1,12,QQQ,1.25
        F,x,,1,14800,JPY,0.2500000
        """)
    #expect(reading.orders.map { $0.lines[0].hs } == [610_910, 0, 610_910, 0, 0, 0])
    #expect(reading.orders.map { $0.lines[0].quantity } == [1, 1, 2, 1, 1, 1])
    #expect(reading.orders.map { $0.value.minor } == [0, 0, 0, 0, 0, 14800])
    #expect(reading.orders.map { $0.weight.value } == [0, 0, 0, 1, 1250, 250])
    #expect(reading.findings.count(of: .numberTooLarge) == 3)
    #expect(reading.findings.count(of: .badNumber) == 6)
    #expect(
      reading.lines(.badNumber).last
        == "warning: line 4, column 33, weight_kg: column 1: the amount is below zero; it stays unknown — “-1”")
  }

  @Test func `lines that overflow together are cut off, not wrapped`() {
    let line = "A,x,92233720368547758,EUR,2000000\n"
    let reading = Reading(text: "reference,goods,value,currency,weight_kg\n" + line + line)
    #expect(reading.orders[0].value.minor == 9_223_372_036_854_775_800 || reading.orders[0].value.minor == .max)
    #expect(reading.orders[0].weight.value == .max)
  }

  @Test func `times that are impossible, far off or without an offset`() {
    let reading = Reading(
      text: """
        reference,milestone,happened,place
        A,delivered,2026-02-30T10:00:00Z,
        B,delivered,9999-12-31T23:59:59Z,
        C,delivered,0001-01-01T00:00:00Z,
        D,delivered,2026-07-01T10:00:00,FRA
        E,delivered,tomorrow,
        F,delivered,,
        G,teleported,2026-07-01T10:00:00Z,
        """)
    #expect(reading.claims.map(\.references) == [["D"]])
    #expect(reading.claims[0].offset == ZoneOffset(minutes: 120))
    #expect(reading.claims[0].offsetAssumed)
    #expect(
      reading.lines == [
        "error: line 2, column 13, happened: column 9: the month has no such day; a time like 2026-11-22T10:15:00+08:00 was expected — “2026-02-30T10:00:00Z”",
        "error: line 3, column 13, happened: the year is not between 1980 and 2099 — “9999-12-31T23:59:59Z”",
        "error: line 4, column 13, happened: the year is not between 1980 and 2099 — “0001-01-01T00:00:00Z”",
        "info: line 5, column 13, happened: no UTC offset; +02:00 is assumed from the place",
        "error: line 6, column 13, happened: column 1: a digit was expected; a time like 2026-11-22T10:15:00+08:00 was expected — “tomorrow”",
        "error: line 7, column 13, happened: a claim needs the time at which it happened — “F”",
        "error: line 8, column 3, milestone: no such milestone; the claim is left out — “teleported”",
      ])
  }

  @Test func `rows of one order that contradict each other`() {
    let reading = Reading(
      text: """
        order,goods,merchant,destination_country,value,currency
        S1,a,Lumen,DE,1,EUR
        S2,b,Lumen,FR,1,EUR
        S1,c,Other,DE,2,USD
        """)
    #expect(reading.orders.map(\.goods) == ["a +1", "b"])
    #expect(reading.orders[0].merchant == "Lumen")
    #expect(reading.orders[0].value == Money(minor: 100, .eur))
    #expect(
      reading.lines(.conflictingOrder) == [
        "warning: line 4, column 1, order: another row of this order gives another merchant; the first row's stands — “S1”",
        "warning: line 4, column 17, currency: another currency than the order's first line; the line's value is left out of the total — “S1”",
      ])
  }

  @Test func `a name that is too long is no name, and an order has an end`() {
    let long = String(repeating: "x", count: 101)
    let reading = Reading(text: "reference,goods\n\(long)1,a\n\(long)2,b\n" + String(repeating: "A,c\n", count: 10_001))
    #expect(reading.orders.map(\.reference) == ["A"])
    #expect(reading.orders[0].lines.count == 9999)
    #expect(reading.findings.count(of: .tooLarge) == 4)
  }

  @Test func `nobody speaks for the desk from a file`() {
    let reading = Reading(text: "reference,milestone,happened,source_role\nA,delivered,2026-07-01T10:00:00Z,operator\n")
    #expect(reading.claims.map(\.source.role) == [.file])
    #expect(reading.findings.count(of: .unknownTerm) == 1)
  }
}

@Suite struct `The SCMS shipment table` {
  static let reading = Result { Reading(of: try Samples.bytes("orders/scms_shipments_1000_cr_tab.tsv")) }

  @Test func `every row of the sample becomes an order and a delivery`() throws {
    let reading = try Self.reading.get()
    #expect(reading.format == .scmsTable)
    #expect([reading.recordCount, reading.orderCount, reading.claimCount] == [1000, 1000, 1000])
    #expect(Set(reading.orders.map(\.reference)).count == 1000)
    #expect(
      reading.findings.summary == [
        "info: 271 × date-missing", "info: 475 × weight-unknown", "info: 488 × cost-unknown", "info: 1 × recorded-late",
      ])
    #expect(reading.orders.allSatisfy { $0.destinationCountry != .none })
    #expect(
      Set(reading.orders.filter { $0.destinationText == "Côte d'Ivoire" }.map(\.destinationCountry.code)) == ["CI"])
  }

  @Test func `the first row`() throws {
    let reading = try Self.reading.get()
    let order = try #require(reading.orders.first)
    #expect(order.reference == "ASN-8/1")
    #expect(order.order == "SCMS-4")
    #expect(order.merchant == "RANBAXY Fine Chemicals LTD.")
    #expect(order.goods == "HIV, Reveal G3 Rapid HIV-1 Antibody Test, 30 Tests")
    #expect(order.value.text == "$551.00")
    #expect(order.weight.text == "13 kg")
    #expect(order.lines[0].quantity == 19)
    #expect(order.terms.freight?.text == "$780.34" && order.terms.insurance == nil && order.note.isEmpty)
    #expect([order.incoterm.code, order.mode.name, order.originCountry.code] == ["EXW", "air", ""])
    #expect(order.placedAt?.rfc3339(in: order.placedOffset) == "2006-06-02T00:00:00Z")
    #expect(order.promise?.rfc3339(in: .utc) == "2006-06-02T23:59:59.999Z")
    let claim = try #require(reading.claims.first)
    #expect(claim.happened.rfc3339(in: claim.offset) == "2006-06-02T00:00:00Z")
    #expect(claim.offsetAssumed)
    #expect(claim.place == .field(line: 2, column: 128, name: "Delivered to Client Date"))
  }

  @Test func `words in numeric columns, and a delivery that was recorded a year late`() throws {
    let reading = try Self.reading.get()
    #expect(
      reading.lines(.weightUnknown).first
        == "info: line 10, column 300, Weight (Kilograms): words instead of a weight; it stays unknown — “See ASN-93 (ID#:1281)”"
    )
    #expect(
      reading.lines(.recordedLate) == [
        "info: line 432, column 138, Delivery Recorded Date: recorded 2008-01-24, 365 days after delivery"
      ])
    #expect(reading.claims.filter { !$0.note.isEmpty }.map(\.note) == ["recorded 2008-01-24, 365 days after delivery"])
  }

  @Test func `dates in both forms`() {
    let written = [
      "2-Jun-06", "6/2/06", "12/31/1999", "2-JUN-99", "2006-06-02", "31-Feb-07", "13/1/07", "1-Jun-123", "--",
      "1/2/3/4",
    ]
    let read = written.map { ScmsTable.parseDate($0)?.text }
    #expect(
      read == [
        "2006-06-02", "2006-06-02", "1999-12-31", "1999-06-02", "2006-06-02", nil, nil, nil, nil, nil,
      ])
  }

  @Test func `the country behind a manufacturing site, where there is no doubt`() {
    let sites = [
      "Aurobindo Unit III, India": "IN", "Inverness Japan": "JP", "BMS Meymac, France": "FR",
      "ABBVIE (Abbott) Logis. UK": "GB", "Aspen-OSD, Port Elizabeth, SA": "ZA", "Standard Diagnostics, Korea": "KR",
      "GSK Mississauga (Canada)": "CA", "GSK Cape Town Factory (South Africa)": "ZA", "MSD, Haarlem, NL": "NL",
      "Strides, Bangalore, India.": "IN", "Inverness USA": "US", "KHB Test Kit Facility, Shanghai China": "CN",
      "Novartis Pharma AG": nil, "Ranbaxy Fine Chemicals LTD": nil, "Trinity Biotech, Plc": nil, "Not Applicable": nil,
      "ABBSP": nil, "": nil, "Roche Basel": nil, "Somebody SA": nil,
    ]
    for (site, code) in sites { #expect(ScmsTable.origin(site)?.code == code, "\(site)") }
  }

  @Test func `a header without what names the rows reads nothing`() {
    let reading = Reading(text: "PO / SO #\tCountry\tVendor INCO Term\tShipment Mode\nSCMS-4\tVietnam\tEXW\tAir\n")
    #expect(reading.format == .scmsTable)
    #expect(reading.items.isEmpty)
    #expect(
      reading.lines == [
        "error: line 1, column 1, ID: the column is missing; no row can be read without it",
        "error: line 1, column 1, ASN/DN #: the column is missing; no row can be read without it",
      ])
  }
}

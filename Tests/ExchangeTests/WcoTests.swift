import Logistics
import Measures
import Testing

@testable import Exchange

/// Notifications written here after the WCO data model, as customs send them, and those that HMRC publishes.
enum Wco {
  static func notification(
    _ code: String, _ inner: String = "", issued: String = "20261122101500Z", lrn: String = "LRN-1",
    mrn: String = "26GB1Q3RTK463FGVR4"
  ) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- A notification. -->
    <md:MetaData xmlns:md="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2">
      <md:WCOTypeName>RES</md:WCOTypeName>
      <Response xmlns="urn:wco:datamodel:WCO:RES-DMS:2">
        <FunctionCode>\(code)</FunctionCode>
        <FunctionalReferenceID>message-\(code)-\(issued)</FunctionalReferenceID>
        <IssueDateTime><DateTimeString formatCode="304">\(issued)</DateTimeString></IssueDateTime>
        \(inner)
        <Declaration><FunctionalReferenceID>\(lrn)</FunctionalReferenceID><ID>\(mrn)</ID></Declaration>
      </Response>
    </md:MetaData>
    """
  }

  static func pointer(_ section: String, _ tag: String = "", _ number: Int? = nil) -> String {
    "<Pointer>" + (number.map { "<SequenceNumeric>\($0)</SequenceNumeric>" } ?? "")
      + "<DocumentSectionCode>\(section)</DocumentSectionCode>" + (tag.isEmpty ? "" : "<TagID>\(tag)</TagID>")
      + "</Pointer>"
  }
}

extension Reading {
  var messages: [ImportedMessage] { items.compactMap { if case .message(let message) = $0 { message } else { nil } } }
}

extension Desk {
  /// A desk with one shipment at the border of the destination, of the order `LRN-1`.
  static func atImport(_ order: String = "LRN-1", _ reference: String = "RR473124829GB") -> Desk {
    var desk = Desk()
    desk.take(
      Reading(
        text: """
          order,reference,origin_country,destination_country,goods,hs,value,currency,milestone,happened,place
          \(order),\(reference),CN,GB,Shavers,851090,1000,GBP,arrived_destination,2019-11-10T08:00:00Z,LHR
          """))
    return desk
  }

  /// A line for each message: what it says, what has become of the declaration, which holds are open.
  mutating func lines(_ texts: [String]) -> [String] {
    texts.map { text in
      let before = log.count
      take(Reading(text: text))
      let told = log[before...].compactMap { event -> String? in
        guard case .declared(let message) = event.what else { return nil }
        return message.message.codeWords + (message.verdict == .advances ? "" : " [\(message.verdict.name)]")
      }
      let shipment = board[ShipmentID(1)]
      let holds = board.openHolds(of: ShipmentID(1)).map { hold in
        hold.reason.code + (hold.amount.currency == .none ? "" : " \(hold.amount.decimalText)")
      }
      return ([told.joined(separator: " "), shipment?.importState.name ?? ""] + holds).joined(separator: ", ")
    }
  }
}

@Suite struct `Customs' notifications` {
  @Test func `every sample of HMRC is read without an error, each for what it says`() throws {
    var lines: [String] = []
    for (name, bytes) in Samples.files(under: Samples.ours.appending(path: "wco-dms")) {
      let reading = Reading(of: bytes)
      #expect(reading.format == .wcoNotification, "\(name)")
      #expect(reading.findings.count(of: .error) == 0, "\(name): \(reading.lines)")
      for message in reading.messages {
        let pointed = DeclarationPointer.all(in: message.pointer).map(\.words).joined(separator: " + ")
        lines.append(
          [
            name.split(separator: "/").last.map(String.init) ?? name,
            message.message.codeWords.isEmpty ? message.message.name : message.message.codeWords, message.mrn,
            message.limit?.rfc3339(in: .utc) ?? "", message.amount.map { $0.text } ?? "", pointed, message.note,
          ].filter { !$0.isEmpty }.joined(separator: " | "))
      }
    }
    #expect(
      lines.joined(separator: "\n") == """
        01_DMSACC.xml | 01 DMSACC | 24GB22WOA1EV2P6AR5
        02_DMSTAX.xml | 13 DMSTAX | 24GB22WOA1EV2P6AR5 | £224.00 | customs duty (A00) 20.00, VAT (B00) 204.00 GBP
        03_DMSTAX.xml | 13 DMSTAX | 24GB22WOA1EV2P6AR5 | £224.00 | customs duty (A00) 20.00, VAT (B00) 204.00 GBP
        04_DMSCLE.xml | 09 DMSCLE | 24GB22WOA1EV2P6AR5
        Step1_TT_IM001a.xml | declaration-lodged
        01_DMSACC.xml | 01 DMSACC | 19GBCKKCQSXV2FGVA8
        02_DMSRCV.xml | 02 DMSRCV | 19GBCKKCQSXV2FGVA8
        03_DMSREJ.xml | 03 DMSREJ | 20GB1NA4Y2YSRFGVR6 | holder of the authorisation, EORI
        05_DMSCTL.xml | 05 DMSCTL | 20GB1Q3RTK463FGVR4
        06_DMSDOC.xml | 06 DMSDOC | 23GBCXDLLRXMOCTAA4 | 2026-09-11T16:33:45Z
        07_DMSRES.xml | 07 DMSRES | 19GBCKKCQSXV2FGVA8 | location of goods, identification + location of goods, name
        08_DMSROG.xml | 08 DMSROG | 20GB1OJPU2P01FGVR4
        09_DMSCLE.xml | 09 DMSCLE | 19GBCKKCQSXV2FGVA8
        10_DMSINV.xml | 10 DMSINV | 20GB0NKQGSX2IX8PR5 | Comments for Submitter for TC18
        11_DMSREQ.xml | 11 DMSREQ | 20GB1OJPU2P01FGVR4
        13_DMSTAX.xml | 13 DMSTAX | 20GB1Q3RTK463FGVR4 | £2,324.00 | customs duty (A00) 270.00, VAT (B00) 2054.00 GBP
        14_DMSCPI.xml | 14 DMSCPI | 20GB7HGPXUC5DFGVR2 | £226.40
        15_DMSCPR.xml | 15 DMSCPR | 20GB7HGPXUC5DFGVR2 | £226.40
        16_DMSEOG.xml | 16 DMSEOG | 19GBCKKCQSXV2FGVA8 | GB000041
        17_DMSGER.xml | 18 DMSGER | 24GB9WRD7U2Y5ISAA2 | 2025-02-03T16:12:04Z
        """)
  }

  @Test func `an amount without a currency is in that of the country in the number, and that is said`() throws {
    let reading = Reading(of: try Samples.bytes("wco-dms/notifications/15_DMSCPR.xml"))
    #expect(
      reading.lines == [
        "warning: line 25, column 6, PaymentAmount: an amount without a currency; GBP is assumed, by the declaration's number"
          + " — “226.40”"
      ])
  }

  @Test func `the declaration opens what nobody ordered, and its answers find it by the number it was lodged under`()
    throws
  {
    var desk = Desk()
    let files = try ["Step1_TT_IM001a", "01_DMSACC", "02_DMSTAX", "03_DMSTAX", "04_DMSCLE"].map {
      String(decoding: try Samples.bytes("wco-dms/clean-release/\($0).xml"), as: UTF8.self)
    }
    #expect(
      desk.lines(files) == [
        ", lodged", "01 DMSACC, accepted", "13 DMSTAX, tax-due, H09 224.00", "13 DMSTAX [repeats], tax-due, H09 224.00",
        "09 DMSCLE, cleared",
      ])
    let shipment = try #require(desk.board[ShipmentID(1)])
    #expect(desk.board.count == 1 && desk.text(shipment.importMRN) == "24GB22WOA1EV2P6AR5")
    #expect(desk.text(shipment.goods) == "Parts for electric shavers, hair clippers and hair-removing appliances")
    #expect(shipment.hs == 851090 && shipment.value.text == "£1,000.00" && shipment.weight.text == "150 kg")
    #expect(shipment.originCountry.code == "US" && shipment.destinationCountry.code == "GB")
    #expect(shipment.mode == .ocean && shipment.incoterm == .cif && desk.text(shipment.merchant) == "US Clipper Inc.")
    #expect(shipment.disputes == 0 && desk.board.brokenInvariants() == [])
    // All of it once more adds nothing.
    let count = desk.log.count
    _ = desk.lines(files)
    #expect(desk.log.count == count)
  }

  @Test func `documents and a control, by files alone`() throws {
    var desk = Desk.atImport()
    let codes = ["01", "13", "06", "05", "02", "11", "13", "13", "07", "09"]
    let texts = codes.enumerated().map { place, code in
      let inner =
        switch code {
        case "06":
          "<AdditionalInformation><StatementDescription>invoice, please</StatementDescription><LimitDateTime>"
            + "<DateTimeString>20261130120000Z</DateTimeString></LimitDateTime></AdditionalInformation>"
        default: ""
        }
      let text = Wco.notification(code, inner, issued: "202611221\(place)1500Z")
      return code != "13"
        ? text
        : text.replacing(
          "<ID>26GB",
          with: "<DutyTaxFee><Payment><PaymentAmount currencyID=\"GBP\">2324.00</PaymentAmount></Payment></DutyTaxFee>"
            + "<ID>26GB")
    }
    #expect(
      desk.lines(texts).joined(separator: "\n") == """
        01 DMSACC, accepted
        13 DMSTAX, tax-due, H09 2324.00
        06 DMSDOC, documents-demanded, H09 2324.00, H01
        05 DMSCTL, under-control, H09 2324.00, H01, H13
        02 DMSRCV [beside], under-control, H09 2324.00, H01, H13
        11 DMSREQ, amended, H09 2324.00, H01, H13
        13 DMSTAX, tax-due, H09 2324.00, H01, H13
        13 DMSTAX [repeats], tax-due, H09 2324.00, H01, H13
        07 DMSRES, corrected, H09 2324.00
        09 DMSCLE, cleared
        """)
    let shipment = try #require(desk.board[ShipmentID(1)])
    #expect(shipment.milestone == .importReleased && !shipment.isHeld && shipment.disputes == 0)
    #expect(desk.board.brokenInvariants() == [])
  }

  @Test
  func `a message finds its shipment by label, reference, order number and MRN, whatever the size of the portions`() {
    for (lrn, mrn) in [
      ("CW-10001", ""), ("RR473124829GB", ""), ("LRN-1", ""), ("", "26GB1Q3RTK463FGVR4"),
      ("none", "26GB1Q3RTK463FGVR4"),
    ] {
      var desk = Desk.atImport()
      desk.take(Reading(text: Wco.notification("01")))
      let text = Wco.notification("05", issued: "20261122111500Z", lrn: lrn, mrn: mrn)
      let intake = desk.take(Reading(text: text), limit: 1)
      #expect(intake.counts.messages == 1 && intake.counts.messageWords == ["1 × 05 DMSCTL"], "\(lrn), \(mrn)")
      #expect(desk.board[ShipmentID(1)]?.importState == .underControl)
    }
  }

  @Test func `where its numbers are of two shipments a message is said of neither`() {
    var desk = Desk.atImport()
    desk.take(Reading(text: Wco.notification("01")))
    desk.take(
      Reading(
        text: "order,reference,origin_country,destination_country,goods,hs,value,currency\n"
          + "LRN-2,RR473124846GB,CN,GB,Shavers,851090,1000,GBP\n"))
    let intake = desk.take(Reading(text: Wco.notification("09", issued: "20261122111500Z", lrn: "LRN-2")))
    #expect(intake.counts.messages == 0 && intake.counts.unplaced == 1)
    #expect(
      intake.findings.kept.map(\.text) == [
        "error: line 5, column 3, Response: 09 DMSCLE: the MRN is that of CW-10001, the LRN that of CW-10002; it is said of "
          + "neither. Take it again with the right one alone — “LRN-2”"
      ])
    #expect(
      desk.board[ShipmentID(1)]?.importState == .accepted
        && desk.board[ShipmentID(2)]?.importState == DeclarationState.none)
  }

  @Test func `a declaration at export and one at import are each found by their own number`() {
    var desk = Desk()
    desk.take(
      Reading(
        text: "order,reference,origin_country,destination_country,goods,hs,value,currency,milestone,happened\n"
          + "LRN-1,RR473124829GB,CN,GB,Shavers,851090,1000,GBP,picked_up,2026-11-20T08:00:00Z\n"))
    func say(_ code: String, _ mrn: String, lrn: String = "LRN-1", _ hour: Int) -> String {
      desk.lines([Wco.notification(code, issued: "202611221\(hour)1500Z", lrn: lrn, mrn: mrn)])[0]
    }
    _ = say("01", "26CN00000000EXP111", 1)
    _ = say("01", "26GB00000000IMP111", 2)
    _ = say("09", "26CN00000000EXP111", lrn: "", 3)
    #expect(desk.board[ShipmentID(1)]?.exportState == .cleared && desk.board[ShipmentID(1)]?.importState == .accepted)
    _ = say("09", "26GB00000000IMP111", lrn: "", 4)
    #expect(desk.board[ShipmentID(1)]?.importState == .cleared)
    #expect(desk.board[ShipmentID(1)].map { desk.text($0.exportMRN) } == "26CN00000000EXP111")
    #expect(desk.board[ShipmentID(1)].map { desk.text($0.importMRN) } == "26GB00000000IMP111")
  }

  @Test func `what is commented out is not said, wherever the text is broken`() {
    let inner = Wco.notification("09", issued: "20261122111500Z").replacing(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", with: ""
    )
    .replacing("<!-- A notification. -->", with: "")
    for (open, close) in [
      ("<!-- old: ", " -->"), ("<![CDATA[", "]]>"), ("<!-- a -- b ", " -->"), ("<?old ", "?>"), ("<!-- ", ""),
    ] {
      var desk = Desk.atImport()
      desk.take(Reading(text: Wco.notification("01")))
      let text = Wco.notification("02", issued: "20261122110500Z").replacing("</IssueDateTime>", with: "</b>")
      let intake = desk.take(Reading(text: text + open + inner + close))
      #expect(intake.counts.messages == 0, "\(open)")
      #expect(desk.board[ShipmentID(1)]?.importState == .accepted, "\(open)")
    }
    var desk = Desk.atImport()
    let broken = Wco.notification("02").replacing("</IssueDateTime>", with: "</b>")
    #expect(desk.take(Reading(text: broken + "<!-- why -->" + inner)).counts.messages == 1)
  }

  @Test
  func `a declaration of which nobody knows the shipment is a finding that says what to do, and can be taken later`() {
    var desk = Desk.atImport("S-1")
    let reading = Reading(text: Wco.notification("01"))
    let intake = desk.take(reading)
    #expect(intake.counts.unplaced == 1 && intake.counts.messages == 0 && desk.board.count == 1)
    #expect(
      intake.findings.kept.map(\.text) == [
        "warning: line 5, column 3, Response: 01 DMSACC: no shipment goes by its MRN or LRN LRN-1. Lodge under the order's "
          + "number, the reference or CW-…, or tell the MRN in a row of our CSV (reference, mrn); then take this file again"
          + " — “26GB1Q3RTK463FGVR4”"
      ])
    let told = desk.take(Reading(text: "reference,mrn\nRR473124829GB,26GB1Q3RTK463FGVR4\n"))
    #expect(told.counts.messages == 1 && told.findings.kept.isEmpty)
    #expect(desk.board[ShipmentID(1)]?.importState == .registered)
    #expect(desk.take(reading).counts.messages == 1)
    #expect(desk.board[ShipmentID(1)]?.importState == .accepted)
  }

  @Test
  func `what ICS2 says is told by a row of our table: do not load stops the loading until the assessment is complete`()
  {
    var desk = Desk()
    desk.take(
      Reading(
        text: """
          order,reference,origin_country,destination_country,goods,hs,value,currency,milestone,happened,place
          S-1,RR1,CN,DE,Lamp,940542,89,EUR,export_released,2026-11-20T08:00:00Z,HKG
          """))
    func say(_ code: String, _ hour: Int) -> Reading {
      Reading(text: "reference,customs_message,happened\nRR1,\(code),2026-11-20T\(hour):00:00Z\n")
    }
    for (code, state, holds) in [
      ("IE3R01", DeclarationState.prearrivalFiled, 0), ("ie3q01", .doNotLoad, 1), ("IE3Q02", .infoDemanded, 1),
      ("IE3Q03", .screeningDemanded, 1), ("IE3N03", .assessed, 0),
    ] {
      let hour = 10 + desk.log.count
      let reading = say(code, min(23, hour))
      #expect(reading.lines == [], "\(code)")
      #expect(desk.take(reading).counts.messages == 1 && desk.take(reading).counts.known == 1, "\(code)")
      let shipment = desk.board[ShipmentID(1)]
      #expect(shipment?.importState == state && desk.board.openHolds(of: ShipmentID(1)).count == holds, "\(code)")
      if holds > 0 { #expect(desk.board.openHolds(of: ShipmentID(1)).first?.stops == .carriage) }
    }
    #expect(say("IE3X99", 12).lines(.wrongValue).count == 1 && say("IE3X99", 12).items.isEmpty)
    #expect(Reading(text: "reference,customs_message\nRR1,IE3Q01\n").lines(.missingValue).count == 1)
  }

  @Test func `the country in the number tells the side of the border`() {
    var desk = Desk.atImport()
    desk.take(Reading(text: Wco.notification("01", mrn: "26CN1Q3RTK463FGVR4")))
    #expect(
      desk.board[ShipmentID(1)]?.exportState == .accepted
        && desk.board[ShipmentID(1)]?.importState == DeclarationState.none)
  }

  @Test func `a rejection says where and why, and is held by what it points to`() throws {
    var desk = Desk.atImport()
    let item = Wco.pointer("42A") + Wco.pointer("67A") + Wco.pointer("68A", "", 1) + Wco.pointer("23A")
    let text = Wco.notification(
      "03",
      "<Error><Description>Not a code</Description><ValidationCode>CDS12056</ValidationCode>\(item)\(Wco.pointer("21A", "145"))</Error>"
        + "<Error><ValidationCode>CDS10020</ValidationCode>\(item)\(Wco.pointer("79A", "112"))</Error>")
    let message = try #require(Reading(text: text).messages.first)
    #expect(message.pointer == "42A/67A/68A#1/23A/21A:145 42A/67A/68A#1/23A/79A:112")
    #expect(message.validation == "CDS12056 CDS10020" && message.note == "Not a code")
    #expect(
      DeclarationPointer.all(in: message.pointer).map(\.words) == [
        "goods item 1, commodity code", "goods item 1, invoice line, price",
      ])
    #expect(desk.lines([text]) == ["03 DMSREJ, rejected, H03"])
  }

  @Test func `what customs correct is put into the shipment, with both values`() throws {
    var desk = Desk.atImport()
    let change = """
      <Declaration><FunctionCode>9</FunctionCode><GoodsShipment><GovernmentAgencyGoodsItem><Commodity>
      <Description>Parts of shavers</Description><Classification><ID>8510900000</ID></Classification>
      <GoodsMeasure><GrossMassMeasure>1.5</GrossMassMeasure></GoodsMeasure>
      <InvoiceLine><ItemChargeAmount currencyID="GBP">1200.00</ItemChargeAmount></InvoiceLine>
      </Commodity><Origin><CountryCode>VN</CountryCode></Origin></GovernmentAgencyGoodsItem></GoodsShipment></Declaration>
      """
    let texts = [Wco.notification("01"), Wco.notification("05", issued: "20261122111500Z")]
    _ = desk.lines(texts)
    let text = Wco.notification("07", issued: "20261122121500Z")
      .replacing("</Declaration>", with: "</Declaration>" + change)
    #expect(desk.lines([text]) == ["07 DMSRES, corrected"])
    let shipment = try #require(desk.board[ShipmentID(1)])
    #expect(desk.text(shipment.goods) == "Parts of shavers" && shipment.value.text == "£1,200.00")
    #expect(shipment.weight == Grams(1500) && shipment.originCountry.code == "VN" && shipment.hs == 851090)
    #expect(shipment.corrected.map(\.name) == ["value", "description", "weight", "origin"])
  }

  @Test func `the debt is the declaration's sum, and the items' only where it has none`() throws {
    func fee(_ amount: String) -> String {
      "<DutyTaxFee><TypeCode>B00</TypeCode><Payment><TaxAssessedAmount currencyID='GBP'>9.99</TaxAssessedAmount>"
        + "<PaymentAmount currencyID='GBP'>\(amount)</PaymentAmount></Payment></DutyTaxFee>"
    }
    func amount(_ inner: String) -> Money? {
      Reading(text: Wco.notification("13").replacing("<ID>26GB", with: inner + "<ID>26GB")).messages.first?.amount
    }
    let items =
      "<GoodsShipment><GovernmentAgencyGoodsItem><Commodity>\(fee("20.00"))\(fee("4.00"))</Commodity></GovernmentAgencyGoodsItem></GoodsShipment>"
    #expect(amount(items)?.text == "£24.00")
    #expect(amount(fee("24.00") + items)?.text == "£24.00")
    #expect(amount(fee("1.00").replacing("'GBP'", with: "'EUR'") + fee("1.00")) == nil)
    #expect(amount(fee("99999999999999999999")) == nil && amount(fee("-1")) == nil && amount(fee("NaN")) == nil)
  }

  @Test func `document types, entities and broken texts are refused with their place`() {
    let bomb = """
      <!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
      <MetaData><Response><FunctionCode>&b;</FunctionCode></Response></MetaData>
      """
    let outside = """
      <!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Response><FunctionCode>&a;</FunctionCode></Response>
      """
    let good = Wco.notification("01")
    for (text, line) in [
      (bomb, "line 1, column 13: a document type is not read"),
      (outside, "line 1, column 13: a document type is not read"),
      (Wco.notification("&b;"), "line 6, column 19, FunctionCode: an entity that nobody declared"),
      (good.replacing("</Response>", with: "</Reply>"), "line 11, column 5, Response: a tag closes what is not open"),
      ("<Response><FunctionCode>01", "line 1, column 26, FunctionCode: the text ends before its document does"),
      ("<Response><FunctionCode>01</Functi", "FunctionCode: a tag, comment or section does not end"),
      (String(repeating: "<Response>", count: 70) + "<FunctionCode>", "more than 64 elements within each other"),
      (
        good.replacing("RES-DMS:2", with: "x").replacing("urn:wco:datamodel:WCO:x", with: "urn:other"),
        "of another vocabulary"
      ),
      (Wco.notification("12"), "no response of customs has this function code"),
      (Wco.notification("01", issued: "yesterday"), "at no time"),
      (Wco.notification("01", issued: "20261399999999Z"), "at no time"),
      (Wco.notification("01", lrn: "", mrn: ""), "names no declaration"),
      (good.replacing("<FunctionCode>01", with: "<FunctionCode>"), "has no “FunctionCode”"),
      ("<x xmlns='urn:wco:datamodel:X'/>", "neither a “Response” nor a “Declaration”"),
    ] {
      let reading = Reading(text: text)
      #expect(reading.items.isEmpty, "\(text)")
      #expect(reading.lines.contains { $0.contains(line) }, "\(line): \(reading.lines)")
    }
  }

  @Test func `what is good before and behind a fault is taken`() {
    let first = Wco.notification("01")
    let second = Wco.notification("05", issued: "20261122111500Z")
    let broken = Wco.notification("13", issued: "20261122104500Z").replacing("</IssueDateTime>", with: "<")
    let both = Reading(text: first + "\n" + second)
    #expect(both.messages.map(\.message) == [.accepted, .physicalControl] && both.lines == [])
    let three = Reading(text: first + broken + second)
    #expect(three.messages.map(\.message) == [.accepted, .physicalControl])
    #expect(three.findings.count(of: .error) == 1)
    let bytes = Array(first.utf8)
    guard let cut = first.range(of: "LRN-1")?.lowerBound.utf16Offset(in: first) else { return }
    let odd = Reading(of: Array(bytes[..<cut]) + [0xC3, 0xA9, 0xFF] + Array(bytes[cut...]))
    #expect(odd.messages.first?.reference == "é\u{FFFD}LRN-1")
    #expect(odd.findings.count(of: .invalidText) == 1)
  }
}

@Suite struct `Pointers into a declaration` {
  @Test func `each is told in words, and leads to who must put it right`() {
    for (text, words, reason) in [
      ("42A/67A/68A#2/23A/21A:145", "goods item 2, commodity code", HoldReason.wrongHSCode),
      ("42A/67A/68A#1/23A:137", "goods item 1, description of goods", .vagueDescription),
      ("42A/67A/68A#1/02A#3:D005", "goods item 1, additional document 3, number", .invoiceMissing),
      ("42A/67A/68A/23A/55B#1:R119", "goods item, fiscal reference (IOSS or VAT) 1, number", .iossInvalid),
      ("42A/67A/28A/64A:L017", "location of goods, identification", .unstated),
      ("42A/57A/04A:241", "exporter, address, city", .importerRegistration),
      ("42A/17C:R144", "holder of the authorisation, EORI", .importerRegistration), ("42A", "declaration", .unstated),
      ("42A/98Z:1", "42A/98Z:1", .unstated),
      ("42A/67A/68A#1/79A:112", "goods item 1, invoice line, price", .undervaluation),
    ] {
      let pointer = DeclarationPointer.all(in: text).first
      #expect(pointer?.words == words && pointer?.reason == reason && pointer?.text == text)
    }
    #expect(HoldReason(pointer: "42A/98Z 42A/67A/68A#1/23A/21A:145") == .wrongHSCode)
    #expect(HoldReason(pointer: "") == .unstated && HoldReason(pointer: "/ : # /:#") == .unstated)
  }
}

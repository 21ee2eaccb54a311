import Logistics
import Measures
import Testing

@testable import Exchange

@Suite struct `What orders say beside their goods` {
  private static let header =
    "order,destination_country,placed,goods,value,currency,freight,insurance,region,consignment,business,preference,"
    + "seller_number\n"

  private func reading(_ rows: String...) -> Reading {
    Reading(text: Self.header + rows.map { $0 + "\n" }.joined())
  }

  @Test func `our own table gives all of it`() throws {
    let reading = reading(
      "A,CA,2026-11-20T09:00:00Z,lamp,40.00,CAD,12.50,1.20,Ontario,Sale,no,yes,CA-GST 123456789RT0001",
      "B,DE,2026-11-20T09:00:00Z,lamp,40.00,EUR,0,,,gift,,,IOSS im2760000742 / VOEC 2024001")
    #expect(
      reading.lines == [
        "warning: line 3, column 53, seller_number: a number of NO, and the order goes to DE, where it counts for nothing — “2024001”"
      ])
    let terms = reading.orders.map(\.terms)
    #expect(terms[0].freight?.text == "CA$12.50" && terms[0].insurance?.text == "CA$1.20")
    #expect(terms[0].region == "Ontario" && terms[0].kind == .sale)
    #expect(terms[0].isToBusiness == false && terms[0].claimsPreference == true)
    #expect(terms[0].sellerNumbers == [SellerNumber(.canadianGST, "123456789RT0001")])
    #expect(terms[1].freight?.minor == 0 && terms[1].insurance == nil && terms[1].region == nil)
    #expect(terms[1].kind == .gift && terms[1].isToBusiness == nil && terms[1].claimsPreference == nil)
    #expect(terms[1].sellerNumbers.map(\.scheme) == [.ioss, .voec])
  }

  @Test func `what cannot be read is found where it stands, and stays unknown`() {
    let reading = reading("A,DE,2026-11-20T09:00:00Z,lamp,40.00,EUR,-3,1.234,,theft,perhaps,maybe,XYZ 12")
    #expect(
      reading.lines == [
        "warning: line 2, column 42, freight: column 1: the amount is below zero; it stays unknown — “-3”",
        "warning: line 2, column 45, insurance: column 5: more than 2 decimals; it stays unknown — “1.234”",
        "warning: line 2, column 52, consignment: no such kind of consignment; there are sale, gift, sample, return, other — “theft”",
        "warning: line 2, column 58, business: neither yes nor no; it stays unknown — “perhaps”",
        "warning: line 2, column 66, preference: neither yes nor no; it stays unknown — “maybe”",
        "warning: line 2, column 72, seller_number: a scheme and the number in it were expected, as IOSS IM2760000742; schemes are "
          + "\(SellerScheme.allCases.map(\.name).joined(separator: ", ")) — “XYZ 12”",
      ])
    #expect(reading.orders.map(\.terms.isEmpty) == [true])
  }

  @Test func `what contradicts is found: a region of another country, a gift to a business, two words of one order`() {
    let reading = reading(
      "A,US,2026-11-20T09:00:00Z,lamp,40.00,USD,5,,CA-ON,gift,yes,,IOSS IM99",
      "A,US,,plug,4.00,USD,6,1,US-NY,,no,,")
    #expect(
      reading.lines == [
        "warning: line 2, column 45, region: a region of CA, and the order goes to US; the region stays unknown — “CA-ON”",
        "warning: line 2, column 51, consignment: a gift goes from one person to another, and a business receives this; it is judged as for a business",
        "warning: line 2, column 61, seller_number: no IOSS number: IM and ten digits were expected; it is kept, and counts for nothing — “IM99”",
        "warning: line 3, column 21, freight: another row of this order says something else; the first row's word stands — “A”",
        "warning: line 3, column 32, business: another row of this order says something else; the first row's word stands — “A”",
      ])
    let terms = reading.orders[0].terms
    #expect(terms.freight?.text == "$5.00" && terms.insurance?.text == "$1.00" && terms.region == "US-NY")
  }

  @Test func `they come into the journal, and a number that was told is one that is held`() throws {
    var desk = Desk()
    desk.take(
      reading(
        "A,DE,2026-11-20T09:00:00Z,lamp,40.00,EUR,4.90,,,sale,no,,IOSS IM2760000742",
        "B,DE,2026-11-20T09:00:00Z,lamp,40.00,EUR,,,,,,,IOSS IM99"))
    #expect(desk.shipment("A")?.documentsHeld == DocumentSet(.iossNumber))
    #expect(desk.shipment("B")?.documentsHeld == [])
    var dossier = Dossier(ShipmentID(1))
    for (index, event) in desk.log.enumerated() where event.shipment == ShipmentID(1) {
      dossier.append(event, sequence: UInt64(index + 1))
    }
    let terms = dossier.terms(desk.board.texts)
    #expect(terms.freight?.text == "€4.90" && terms.kind == .sale && terms.isToBusiness == false)
    #expect(desk.board.brokenInvariants() == [])
  }

  @Test func `a known order of which nothing beside its goods is known is told of once`() throws {
    var desk = Desk()
    desk.take(Reading(text: "order,goods,destination_country\nA,lamp,DE\nB,lamp,DE\n"))
    let before = desk.log.count
    let later = reading(
      "A,DE,2026-11-20T09:00:00Z,lamp,40.00,EUR,4.90,,,,,,IOSS IM2760000742",
      "B,DE,2026-11-20T09:00:00Z,lamp,40.00,EUR,,,,,,,")
    let intake = desk.take(later)
    #expect(intake.counts.known == 2)
    #expect(
      intake.findings.kept.filter { $0.code == .termsAdded }.map(\.text) == [
        "info: line 2, column 1: the order is known, and what it says beside its goods was not; it is added — “A”"
      ])
    #expect(desk.log[before...].map(\.kind) == [.stated, .stated, .documentAttached])
    #expect(desk.shipment("A")?.documentsHeld == DocumentSet(.iossNumber))
    desk.take(later)
    #expect(desk.log.count == before + 3)
    #expect(desk.board.brokenInvariants() == [])
  }

  @Test func `the shipment table gives freight and insurance wherever it gives an amount`() throws {
    let reading = Reading(of: try Samples.bytes("orders/scms_shipments_1000_cr_tab.tsv"))
    let freight = reading.orders.compactMap(\.terms.freight)
    let worded = reading.findings.count(of: .costUnknown)
    #expect(freight.count + worded == 1000 && worded > 0)
    #expect(reading.orders.count { $0.note.hasPrefix("freight: ") } == worded)
    #expect(freight.allSatisfy { $0.currency == .usd && $0.minor >= 0 })
    #expect(reading.orders.compactMap(\.terms.insurance).count > 500)
  }

  @Test func `a declaration names the importing business, its kind, its charges and the seller's number`() throws {
    let sample = Reading(of: try Samples.bytes("wco-dms/clean-release/Step1_TT_IM001a.xml"))
    let published = try #require(sample.orders.first?.terms)
    #expect(published.isToBusiness == true && published.claimsPreference == false && published.freight == nil)

    let item = """
      <Commodity><Description>Shaver</Description><Classification><ID>85101000</ID></Classification>
      <DutyTaxFee><DutyRegimeCode>300</DutyRegimeCode></DutyTaxFee>
      <InvoiceLine><ItemChargeAmount currencyID="EUR">40</ItemChargeAmount></InvoiceLine></Commodity>
      <CustomsValuation>
      <ChargeDeduction><ChargesTypeCode>AK</ChargesTypeCode><OtherChargeDeductionAmount currencyID="EUR">5</OtherChargeDeductionAmount></ChargeDeduction>
      <ChargeDeduction><ChargesTypeCode>AK</ChargesTypeCode><OtherChargeDeductionAmount currencyID="EUR">1.5</OtherChargeDeductionAmount></ChargeDeduction>
      <ChargeDeduction><ChargesTypeCode>BA</ChargesTypeCode><OtherChargeDeductionAmount currencyID="EUR">9</OtherChargeDeductionAmount></ChargeDeduction>
      </CustomsValuation>
      <DomesticDutyTaxParty><ID>IM2760000742</ID><RoleCode>FR5</RoleCode></DomesticDutyTaxParty>
      <GovernmentProcedure><CurrentCode>40</CurrentCode></GovernmentProcedure>
      <GovernmentProcedure><CurrentCode>C08</CurrentCode></GovernmentProcedure>
      """
    let declaration = Reading(
      text: """
        <md:MetaData xmlns:md="urn:wco:datamodel:WCO:DocumentMetaData-DMS:2"><md:WCOTypeName>DEC</md:WCOTypeName>
        <Declaration xmlns="urn:wco:datamodel:WCO:DEC-DMS:2"><FunctionCode>9</FunctionCode>
        <FunctionalReferenceID>L-1</FunctionalReferenceID><TypeCode>IMA</TypeCode>
        <GoodsShipment><Destination><CountryCode>DE</CountryCode></Destination>
        <GovernmentAgencyGoodsItem>\(item)</GovernmentAgencyGoodsItem></GoodsShipment></Declaration></md:MetaData>
        """)
    #expect(declaration.lines == [])
    let terms = try #require(declaration.orders.first?.terms)
    #expect(terms.freight?.text == "€6.50" && terms.kind == .gift && terms.claimsPreference == true)
    #expect(terms.isToBusiness == nil && terms.sellerNumbers == [SellerNumber(.ioss, "IM2760000742")])
    #expect(declaration.orders.first?.lines.count == 1)
  }
}

import Measures
import Testing

@testable import Logistics

@Suite struct IdentifierTests {
  /// What a text is recognised as: kind, normal form, check digit.
  func seen(_ text: String) -> String {
    guard let identifier = Identifier.recognise(text) else { return "-" }
    return "\(identifier.kind) \(identifier.text)" + (identifier.checkDigit.warning.map { " ! \($0)" } ?? "")
  }

  @Test(arguments: [
    ("RR473124829GB", "postal item RR473124829GB"),
    ("LX100000140DE", "postal item LX100000140DE"),
    ("CP100000025US", "postal item CP100000025US"),
    ("EE123456785CN", "postal item EE123456785CN"),
    ("rr 473 124 829 gb", "postal item RR473124829GB"),
    ("176-12345675", "air waybill 176-12345675"),
    ("020-81140743", "air waybill 020-81140743"),
    ("16076543213", "air waybill 160-76543213"),
    ("CSQU3054383", "container CSQU3054383"),
    ("MSCU1234566", "container MSCU1234566"),
    ("TGHU 200006-0", "container TGHU2000060"),
    ("4006381333931", "GTIN 4006381333931"),
    ("10614141000415", "GTIN 10614141000415"),
    ("061414112345", "GTIN 061414112345"),
    ("006141411234567890", "SSCC 006141411234567890"),
    ("340123451234567895", "SSCC 340123451234567895"),
    ("(00)106141411928374657", "SSCC 106141411928374657"),
    ("urn:epc:id:sscc:0614141.1234567890", "SSCC 106141412345678908"),
    ("https://id.gs1.org/00/106141412345678908", "SSCC 106141412345678908"),
    ("https://example.com/some/01/path/01/10614141000415/10/LOT/21/S%2F1?x=1#y", "GTIN with serial 10614141000415 S/1"),
    ("https://id.gs1.org/01/4006381333931", "GTIN 4006381333931"),
    ("urn:epc:id:sgtin:0614141.100041.S1", "GTIN with serial 10614141000415 S1"),
    ("IM3720000224", "IOSS IM3720000224"),
    ("IM2760000017", "IOSS IM2760000017"),
    ("IM5280001234", "IOSS IM5280001234"),
    ("FR73282932000074", "EORI FR73282932000074"),
    ("IT00743110157", "EORI IT00743110157"),
    ("GB980780684000", "EORI GB980780684000"),
    ("XI980780684000", "EORI XI980780684000"),
    ("6109.10", "HS code 6109.10"),
    ("851713", "HS code 8517.13"),
    ("8507.60.00", "HS code 8507.60.00"),
    ("CNSHA", "UN/LOCODE CNSHA"),
    ("NL RTM", "UN/LOCODE NLRTM"),
    ("USNYC", "UN/LOCODE USNYC"),
    ("20GB1Q3RTK463FGVR4", "MRN 20GB1Q3RTK463FGVR4"),
    ("UN3481", "UN number UN3481"),
    ("ddu", "delivery term DAP"),
    ("DAT", "delivery term DPU"),
    // Real ones with a wrong check digit: kept, with a warning.
    ("TRHU4561222", "container TRHU4561222 ! check digit should be 5"),
    ("HLCU1234567", "container HLCU1234567 ! check digit should be 8"),
    ("APZU2134567", "container APZU2134567 ! check digit should be 4"),
    ("RR123456789IE", "postal item RR123456789IE ! check digit should be 5"),
    ("ZS123456789GB", "postal item ZS123456789GB ! check digit should be 5"),
    ("24GB34F7Y1O2CX8PT4", "MRN 24GB34F7Y1O2CX8PT4 ! check digit should be 2"),
    // Not numbers of ours.
    ("PARIS", "-"), ("hello world", "-"), ("", "-"), ("CW-10482", "-"), ("123", "-"), ("\u{1B}[31mRR473124829GB", "-"),
  ])
  func `texts are recognised`(text: String, expected: String) {
    #expect(seen(text) == expected)
  }

  func fault<T>(_ body: () throws(IdentifierFault) -> T) -> String {
    do {
      _ = try body()
      return "fine"
    } catch {
      return "\(error.column): \(error.reason)"
    }
  }

  @Test func `structure is refused at the column`() {
    #expect(fault { () throws(IdentifierFault) in try PostalNumber(parsing: "R1473124829GB") } == "2: letterExpected")
    #expect(fault { () throws(IdentifierFault) in try PostalNumber(parsing: "RR 473X24829GB") } == "7: digitExpected")
    #expect(fault { () throws(IdentifierFault) in try PostalNumber(parsing: "RR473124829XX") } == "12: unknownCountry")
    #expect(fault { () throws(IdentifierFault) in try PostalNumber(parsing: "RR47") } == "5: tooShort(least: 13)")
    #expect(fault { () throws(IdentifierFault) in try PostalNumber(parsing: "") } == "1: empty")
    #expect(fault { () throws(IdentifierFault) in try AirWaybill(parsing: "176-123456789") } == "13: tooLong(most: 11)")
    #expect(
      fault { () throws(IdentifierFault) in try ContainerNumber(parsing: "CSQX3054383") }
        == "4: expected(\"U, J or Z\")")
    #expect(
      fault { () throws(IdentifierFault) in try GTIN(parsing: "123456789") }
        == "10: expected(\"8, 12, 13 or 14 digits\")")
    #expect(fault { () throws(IdentifierFault) in try SSCC(parsing: "1234567890123456789") } == "19: tooLong(most: 18)")
    #expect(fault { () throws(IdentifierFault) in try IOSSNumber(parsing: "IM8400000001") } == "3: notAMemberState")
    #expect(
      fault { () throws(IdentifierFault) in try IOSSNumber(parsing: "IX3720000224") } == "1: expected(\"IM or IN\")")
    #expect(fault { () throws(IdentifierFault) in try EORINumber(parsing: "QQ123") } == "1: unknownCountry")
    #expect(fault { () throws(IdentifierFault) in try EORINumber(parsing: "FR12.3") } == "5: letterOrDigitExpected")
    #expect(fault { () throws(IdentifierFault) in try HSCode(parsing: "7701.10") } == "1: noSuchChapter")
    #expect(fault { () throws(IdentifierFault) in try HSCode(parsing: "6109") } == "5: tooShort(least: 6)")
    #expect(fault { () throws(IdentifierFault) in try UNLocode(parsing: "NLR0M") } == "4: expected(\"A-Z or 2-9\")")
    #expect(fault { () throws(IdentifierFault) in try UNNumber(parsing: "UN34A1") } == "5: digitExpected")
    #expect(
      fault { () throws(IdentifierFault) in try MovementNumber(parsing: "20ZZ1Q3RTK463FGVR4") } == "3: unknownCountry")
    #expect(fault { () throws(IdentifierFault) in try Incoterm(parsing: "XYZ") } == "1: noSuchTerm")
    #expect(
      fault { () throws(IdentifierFault) in try GS1Link(parsing: "urn:epc:id:sscc:06141.123456789012") }
        == "17: expected(\"a company prefix of 6 to 12 digits\")")
    #expect(
      fault { () throws(IdentifierFault) in try GS1Link(parsing: "https://id.gs1.org/00/10614141X345678908") }
        == "31: digitExpected")
    #expect(
      fault { () throws(IdentifierFault) in try GS1Link(parsing: "https://id.gs1.org/01/10614141000415/21/") }
        == "41: tooShort(least: 1)")
    #expect(
      fault { () throws(IdentifierFault) in try GS1Link(parsing: "https://00/01") }
        == "14: expected(\"/00/ or /01/ in the path\")")
  }

  @Test func `every fault has its sentence`() {
    let reasons: [IdentifierFault.Reason] = [
      .empty, .tooShort(least: 1), .tooLong(most: 2), .letterExpected, .digitExpected, .letterOrDigitExpected,
      .expected("a dot"), .unknownCountry, .notAMemberState, .noSuchChapter, .noSuchTerm,
    ]
    #expect(Set(reasons.map { IdentifierFault($0, column: 3).text }).count == reasons.count)
  }

  @Test func `links and URNs come back`() throws {
    for text in ["106141412345678908", "006141411234567890", "340123451234567895"] {
      let sscc = try SSCC(parsing: text)
      #expect(sscc.checkDigit == .right)
      for digits in 0...14 {
        #expect(try GS1Link(parsing: sscc.epcURN(prefixDigits: digits)) == .unit(sscc))
      }
      #expect(try GS1Link(parsing: sscc.digitalLink) == .unit(sscc))
    }
    #expect(try SSCC(parsing: "106141412345678908").epcURN(prefixDigits: 7) == "urn:epc:id:sscc:0614141.1234567890")
    let piece = SerialItem(gtin: try GTIN(parsing: "10614141000415"), serial: "A/1%!")
    for digits in 6...12 {
      #expect(try GS1Link(parsing: piece.epcURN(prefixDigits: digits)) == .piece(piece))
    }
    #expect(try GS1Link(parsing: piece.digitalLink) == .piece(piece))
    #expect(try GTIN(parsing: "4006381333931").fourteenDigits == "04006381333931")
  }

  @Test func `a changed digit is noticed`() throws {
    let right = [
      "RR473124829GB", "176-12345675", "CSQU3054383", "4006381333931", "340123451234567895", "FR73282932000074",
    ]
    for text in right {
      let identifier = try #require(Identifier.recognise(text))
      #expect(identifier.checkDigit == .right, "\(text)")
    }
    // One wrong digit always shows under these schemes; the waybill's modulo 7 lets some pass.
    for (text, place) in [("RR473124829GB", 4), ("CSQU3054383", 6), ("4006381333931", 3), ("340123451234567895", 9)] {
      var changed = Array(text)
      changed[place] = changed[place] == "9" ? "8" : "9"
      #expect(Identifier.recognise(String(changed))?.checkDigit.warning != nil, "\(String(changed))")
    }
    #expect(try EORINumber(parsing: "GB980780685000").checkDigit == .wrong(expected: 84))
    #expect(try EORINumber(parsing: "DE123456789").checkDigit == .notPublic)
    #expect(try IOSSNumber(parsing: "IN3720000224").isIntermediary)
    #expect(try UNNumber(parsing: "UN3091").isLithiumBattery)
    #expect(try HSCode(parsing: "9801.00").isNational)
    #expect(try PostalNumber(parsing: "RR473124829GB").service == "registered")
    #expect(try UNLocode(parsing: "NLRTM").place != .none)
    #expect(try UNLocode(parsing: "NLXYZ").place == .none)
  }

  @Test func `any bytes are answered`() {
    var seed: UInt64 = 42
    func next() -> UInt64 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return seed >> 33
    }
    let seeds = [
      "RR473124829GB", "176-12345675", "CSQU3054383", "(00)106141411928374657", "urn:epc:id:sscc:0614141.1234567890",
      "https://id.gs1.org/01/10614141000415/21/S%2F1", "urn:epc:id:sgtin:0614141.100041.S1", "IM3720000224",
      "GB980780684000", "8507.60.00", "NL RTM", "20GB1Q3RTK463FGVR4", "UN3481", "DDU",
    ].map { Array($0.utf8) }
    for round in 0..<20_000 {
      var bytes = seeds[round % seeds.count]
      for _ in 0...Int(next() % 4) {
        let place = Int(next()) % (bytes.count + 1)
        switch next() % 4 {
        case 0: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
        case 1: if place < bytes.count { bytes.remove(at: place) }
        case 2: if place < bytes.count { bytes[place] = UInt8(truncatingIfNeeded: next()) }
        default: bytes = Array(bytes.prefix(place)) + bytes
        }
      }
      if let found = Identifier.recognise(String(decoding: bytes, as: UTF8.self)) {
        #expect(found.text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
      }
    }
    #expect(Identifier.recognise(String(repeating: "9", count: 100_000)) == nil)
  }
}

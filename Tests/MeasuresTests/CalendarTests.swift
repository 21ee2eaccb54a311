import Testing

@testable import Measures

@Suite struct CalendarTests {
  @Test func `every day from 1600 to 2400 has one name and comes back`() throws {
    var day = try #require(CivilDate(year: 1600, month: 1, day: 1))
    let last = try #require(CivilDate(year: 2400, month: 12, day: 31))
    var weekday = day.weekday.rawValue
    while day <= last {
      let parts = day.parts
      #expect(CivilDate(year: parts.year, month: parts.month, day: parts.day) == day)
      #expect(day.weekday.rawValue == weekday)
      day = day.adding(days: 1)
      weekday = weekday % 7 + 1
    }
  }

  @Test func `known days have their known weekdays`() {
    #expect(CivilDate(year: 2026, month: 11, day: 22)?.weekday == .sunday)
    #expect(CivilDate(year: 2000, month: 2, day: 29)?.weekday == .tuesday)
    #expect(CivilDate(year: 1970, month: 1, day: 1)?.dayNumber == 0)
    #expect(CivilDate(year: 2026, month: 11, day: 22)?.next(.friday).text == "2026-11-27")
    #expect(CivilDate(year: 2026, month: 11, day: 22)?.dayMonth == "22 Nov")
    #expect(CivilDate(dayNumber: -719_528).text == "0000-01-01")
  }

  @Test func `days that do not exist are refused`() {
    #expect(CivilDate(year: 2100, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2026, month: 13, day: 1) == nil)
    #expect(CivilDate(year: 2026, month: 4, day: 31) == nil)
    #expect(CivilDate(year: 0, month: 1, day: 1) == nil)
  }

  @Test func `any instant can be shown`() {
    for milliseconds in [Int64.min, -62_135_596_800_001, -1, 0, 1, 253_402_300_800_000, .max] {
      let text = Instant(milliseconds: milliseconds).rfc3339(in: ZoneOffset(minutes: 840))
      #expect(text.utf8.count >= 20)
    }
    #expect(Instant(milliseconds: -1).rfc3339(in: .utc) == "1969-12-31T23:59:59.999Z")
  }
}

@Suite struct TimestampTests {
  func read(_ text: String) -> String {
    do {
      let stamp = try Timestamp(parsing: text)
      return stamp.instant(assuming: .utc).rfc3339(in: stamp.offset ?? .utc)
        + (stamp.offset == nil ? " ?" : "") + (stamp.hasTime ? "" : " date")
    } catch {
      return "\(error.reason) \(error.column)"
    }
  }

  @Test(arguments: [
    ("2026-11-22T10:15:30Z", "2026-11-22T10:15:30Z"),
    ("2026-11-22T10:15:30.250+08:00", "2026-11-22T10:15:30.250+08:00"),
    ("2026-11-22t10:15:30,2569-0330", "2026-11-22T10:15:30.256-03:30"),
    ("2026-11-22 10:15", "2026-11-22T10:15:00Z ?"),
    ("2026-11-22T10:15-06", "2026-11-22T10:15:00-06:00"),
    ("20261122T101530Z", "2026-11-22T10:15:30Z"),
    ("20261122T1015", "2026-11-22T10:15:00Z ?"),
    ("2026-11-22", "2026-11-22T00:00:00Z ? date"),
    ("2026-12-31T24:00:00Z", "2027-01-01T00:00:00Z"),
    ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
    ("2026-11-22T10:15:30-00:00", "2026-11-22T10:15:30Z ?"),
    ("", "empty 1"),
    ("22.11.2026", "digitExpected 3"),
    ("2026-13-01", "noSuchMonth 6"),
    ("2026-02-30", "noSuchDay 9"),
    ("2026-1-01", "digitExpected 7"),
    ("2026-11-22T25:00Z", "noSuchTime 12"),
    ("2026-11-22T24:00:01Z", "noSuchTime 12"),
    ("2026-11-22T10:61Z", "noSuchTime 12"),
    ("2026-11-22T10:15:30+19:00", "noSuchOffset 20"),
    ("2026-11-22T10:15:30Zulu", "textAfterTheEnd 21"),
    ("2026-11-22T10:15:30.Z", "digitExpected 21"),
    ("2026-11-22X", "separatorExpected 11"),
    ("２０２６-11-22", "digitExpected 1"),
  ])
  func `timestamps are read as written, or refused at the column`(text: String, expected: String) {
    #expect(read(text) == expected)
  }

  @Test func `what is written is read back`() throws {
    var seed: UInt64 = 1
    for _ in 0..<2000 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let instant = Instant(milliseconds: Int64(seed >> 22) - 1_000_000_000_000)
      let offset = ZoneOffset(minutes: Int16(seed >> 8 & 0xFF) * 6 - 720)
      let stamp = try Timestamp(parsing: instant.rfc3339(in: offset))
      #expect(stamp.instant(assuming: .utc) == instant)
    }
  }

  @Test func `no bytes trap`() {
    var seed: UInt64 = 7
    let alphabet = Array("0123456789-:TZ.+, éé\u{0}".unicodeScalars)
    for _ in 0..<20_000 {
      var text = ""
      for _ in 0..<Int(seed >> 60) + 10 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.unicodeScalars.append(alphabet[Int(seed >> 33) % alphabet.count])
      }
      _ = read(text)
      _ = try? Grams(parsing: text)
      _ = try? Money(parsing: text, .eur)
      _ = try? BasisPoints(parsing: text)
    }
  }

  @Test func `spans are said in few words`() {
    #expect((Span.days(3) + .hours(1) + .minutes(7)).words == "3d1h")
    #expect(Span.hours(4).words == "4h")
    #expect((Span.hours(4) + .minutes(5)).words == "4h05m")
    #expect(Span.minutes(12).words == "12m")
    #expect(Span.seconds(-40).words == "-40s")
    #expect(Span.zero.words == "0m")
    #expect(Span(milliseconds: .min).words.hasPrefix("-"))
    #expect((Span.zero - .hours(30)).shortWords == "-1d")
    #expect(Instant(milliseconds: 1795346130_000).dayAndClock(in: ZoneOffset(minutes: 480)) == "22 Nov 19:15")
  }
}

@Suite struct AmountTests {
  func euro(_ text: String) -> String {
    do { return try Money(parsing: text, .eur).text } catch { return "\(error.reason) \(error.column)" }
  }

  @Test(arguments: [
    ("89", "€89.00"), ("89.5", "€89.50"), ("-0.05", "-€0.05"), ("1234567.8900", "€1,234,567.89"), ("+7.", "€7.00"),
    ("92233720368547758.07", "€92,233,720,368,547,758.07"), ("-92233720368547758.08", "-€92,233,720,368,547,758.08"),
    ("92233720368547758.08", "overflow 20"), ("1.005", "tooManyDecimals(allowed: 2) 5"),
    ("1,234.00", "thousandsSeparator 2"), ("1\u{A0}234", "thousandsSeparator 2"), ("", "empty 0"),
    ("€5", "digitExpected 1"), (".5", "digitExpected 1"), ("1e3", "digitExpected 2"), ("--1", "digitExpected 2"),
    ("-", "digitExpected 2"),
  ])
  func `amounts are exact or refused at the column`(text: String, expected: String) {
    #expect(euro(text) == expected)
  }

  @Test func `each currency shows its own decimals and symbol`() throws {
    func shown(_ minor: Int64, _ code: String) throws -> String {
      Money(minor: minor, try #require(Currency(code))).text
    }
    #expect(try shown(14_800, "JPY") == "¥14,800")
    #expect(try shown(4120, "USD") == "$41.20")
    #expect(try shown(1250, "CHF") == "CHF 12.50")
    #expect(try shown(1_234_567, "KWD") == "KWD 1,234.567")
    #expect(try shown(5, "XYZ") == "XYZ 0.05")
    #expect(Money(minor: .min, .none).text == "-92,233,720,368,547,758.08")
    #expect(Currency("EUR") == .eur)
    #expect(Currency("USD") == .usd)
    #expect(Money(minor: 123_450, .usd).decimalText == "1234.50")
  }

  @Test func `the currency table is sorted, complete and consistent`() {
    let codes = CurrencyTable.rows.map(\.currency.code)
    #expect(codes == codes.sorted())
    #expect(Set(codes).count == 166)
    #expect(
      CurrencyTable.rows.filter { $0.microsPerEuro == nil }.map(\.currency.code) == [
        "BOV", "CHE", "CHW", "COU", "MXV", "UYI", "UYW",
      ])
    #expect(CurrencyTable.rows.allSatisfy { $0.microsPerEuro ?? 1 > 0 && $0.decimals <= 4 })
    #expect(CurrencyTable.ratesAsOf.text == "2026-11-01")
  }

  @Test func `sums notice overflow and mixed currencies`() throws {
    #expect(try Money(minor: 1, .eur).adding(Money(minor: 2, .eur)) == Money(minor: 3, .eur))
    #expect(throws: AmountFault(.differentCurrencies)) { try Money(minor: 1, .eur).adding(Money(minor: 2, .usd)) }
    #expect(throws: AmountFault(.overflow)) { try Money(minor: .max, .eur).adding(Money(minor: 1, .eur)) }
    #expect(throws: AmountFault(.overflow)) { try Money(minor: .min, .eur).times(-1) }
    #expect(Money(minor: 11_600, .usd).euroCents == 10_000)
    #expect(Money(minor: -179, Currency("JPY") ?? .none).euroCents == -100)
    #expect(Money(minor: .min, Currency("KWD") ?? .none).euroCents != nil)
    #expect(euroCents(of: Money(minor: 1, .none)) == nil)
  }

  @Test func `rates round to the nearest minor unit`() throws {
    #expect(try BasisPoints(1900).of(Money(minor: 101, .eur)).minor == 19)
    #expect(try BasisPoints(5000).of(Money(minor: -1, .eur)).minor == -1)
    #expect(try BasisPoints(10_000).of(Money(minor: .min, .eur)).minor == .min)
    #expect(throws: AmountFault(.overflow)) { try BasisPoints(10_001).of(Money(minor: .max, .eur)) }
    #expect(try BasisPoints(parsing: "6.25%") == BasisPoints(625))
    #expect(BasisPoints(650).text == "6.5%")
    #expect(BasisPoints(-5).text == "-0.05%")
    #expect(BasisPoints.percent(12).text == "12%")
  }

  @Test func `masses are read in the units that feeds use`() throws {
    #expect(try Grams(parsing: "1.25 kg") == Grams(1250))
    #expect(try Grams(parsing: "250g") == Grams(250))
    #expect(try Grams(parsing: "2 lb") == Grams(907))
    #expect(try Grams(parsing: "0.5", unit: try #require(MassUnit("KGM"))) == Grams(500))
    #expect(throws: AmountFault(.unknownUnit, column: 3)) { try Grams(parsing: "2 stone") }
    #expect(throws: AmountFault(.unknownUnit, column: 4)) { try Grams(parsing: "250") }
    #expect(throws: AmountFault(.thousandsSeparator, column: 2)) { try Grams(parsing: "1,250 kg") }
    #expect(throws: AmountFault(.negative, column: 1)) { try Grams(parsing: "-1kg") }
    #expect(throws: AmountFault(.overflow, column: 1)) { try Grams(parsing: "2147484kg") }
    #expect(Grams(250).text == "250 g")
    #expect(Grams(1250).text == "1.25 kg")
    #expect(Grams(12_500).text == "12.5 kg")
    #expect(Grams(.min).text == "-2147483.65 kg")
    #expect(Grams(1250).kilogramsText == "1.250")
  }
}

@Suite struct CodeTests {
  @Test func `countries and currencies are two and three letters`() {
    for text in ["", "D", "DEU", "D1", "dé", "ß", "[{", "@@", "  "] { #expect(Country(text) == nil, "\(text)") }
    #expect(Country("de")?.code == "DE")
    #expect(Country("ZZ")?.code == "ZZ")
    #expect(Country("xDEx".dropFirst().dropLast())?.code == "DE")
    for text in ["", "EU", "EURO", "E R", "EU€", "[[[", "@@@"] { #expect(Currency(text) == nil, "\(text)") }
    #expect(Currency("jpy")?.code == "JPY")
    #expect(Currency("ZZZ")?.code == "ZZZ")
    #expect(Country.none.code == "" && Currency.none.code == "")
  }
}

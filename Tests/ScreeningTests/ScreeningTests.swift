import Atlas
import Foundation
import Measures
import Testing

@testable import Screening

/// Rows of real lists; their source and licence stand beside them.
private enum Lists {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Samples/denied-party")

  static func file(_ name: String) -> ListFile {
    ListFile(name: name, bytes: [UInt8]((try? Data(contentsOf: folder.appending(path: name))) ?? Data()))
  }

  static let all = PartyList(reading: ["sdn.csv", "alt.csv", "add.csv", "consolidated.csv"].map(file))
  static let screener = Screener(all.parties)
}

@Suite struct ListTests {
  @Test func `OFAC's three files are one list`() throws {
    let list = PartyList(reading: ["alt.csv", "add.csv", "sdn.csv"].map(Lists.file))
    #expect(list.formats.map(\.format) == [.ofacAliases, .ofacAddresses, .ofacEntries])
    #expect(list.parties.count == 17)
    let party = try #require(list.parties.first { $0.number == "11195" })
    #expect(party.kind == .organisation && party.programmes == ["NPWMD", "IFSR", "IRAN-CON-ARMS-EO"])
    #expect(party.aliases.contains("HESA TRADE CENTER") && party.weakAliases.contains("HESA"))
    #expect(party.countries.map(\.code) == ["IR"] && party.addresses.count == 5)
    let person = try #require(list.parties.first { $0.number == "29702" })
    #expect(person.kind == .person && person.births == ["26 Dec 1992"] && person.countries.map(\.code) == ["RU"])
    // The samples are a part of the list: what belongs to other entries is said, with file and line.
    #expect(list.findingCount == 9)
    #expect(list.findings.first?.text == "alt.csv:1: there is no entry “10416” that this alias could belong to")
  }

  @Test func `the consolidated list brings lists of many authorities`() throws {
    let list = PartyList(reading: [Lists.file("consolidated.csv")])
    #expect(list.formats.map(\.format) == [.consolidated] && list.findingCount == 0 && list.parties.count == 13)
    let person = try #require(list.parties.first { $0.name == "I. ASH" })
    #expect(person.to?.text == "2056-06-29" && person.countries.map(\.code) == ["US"])
    #expect(list.parties.contains { $0.name == "Sinobright Import and Export Company" })
  }

  @Test(arguments: [
    ("", "x: the file is empty"),
    ("hello,world\n1,2", "x:1: this is no list of parties: neither OFAC's CSV nor the consolidated screening list"),
    ("1,\"A\",-0- ,\"P\",1,2,3,4,5,6,7,8\n2,3", "x:2: 2 fields; an entry has 12"),
    (
      "1,\"A\",-0- ,\"P\",1,2,3,4,5,6,7,8\n1,\"B\",-0- ,\"P\",1,2,3,4,5,6,7,8",
      "x:2: entry “1” stands here twice; the first is kept"
    ),
    ("1,-0- ,-0- ,\"P\",1,2,3,4,5,6,7,8", "x:1: entry “1” has no name"),
    ("1,\"A\",-0- ,\"P\",1,2,3,4,5,6,7,8\n2,\"B", "x:2: a quote is opened and never closed; the line is left out"),
    ("source,name,alt_names,programs\nEL,,x,y", "x:2: no name"),
    ("source,name,alt_names,programs,start_date\nEL,A,x,y,2020-13-01", "x:2: “2020-13-01” is no date"),
  ])
  func `what cannot be taken is said with its line`(_ text: String, _ finding: String) {
    let list = PartyList(reading: [ListFile(name: "x", bytes: Array(text.utf8))])
    #expect(list.findings.map(\.text) == [finding])
  }

  @Test func `a quote that never closes costs its line alone`() {
    let row = "\"A\",-0- ,\"P\",1,2,3,4,5,6,7,8"
    let list = PartyList(reading: [ListFile(name: "x", bytes: Array("1,\(row)\n2,\"B\n3,\(row)\n".utf8))])
    #expect(list.parties.map(\.number) == ["1", "3"])
  }

  @Test func `any bytes are read without harm`() {
    let sample = Lists.file("sdn.csv").bytes + Lists.file("consolidated.csv").bytes
    var seed: UInt64 = 11
    func draw(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    for round in 0..<150 {
      var bytes = round % 2 == 0 ? Lists.file("sdn.csv").bytes : Array(sample.suffix(9_000))
      for _ in 0..<1 + draw(40) { bytes[draw(bytes.count)] = UInt8(draw(256)) }
      if round % 5 == 0 { bytes.removeLast(draw(bytes.count)) }
      let list = PartyList(reading: [ListFile(name: "x", bytes: bytes)])
      _ = Screener(list.parties).screen("Dmitry Khoroshev", threshold: 0)
    }
    // Latin-1 is understood where it is no UTF-8.
    let latin = Array("1,\"".utf8) + [0x4D, 0xFC, 0x6C] + Array("\",-0- ,\"P\",1,2,3,4,5,6,7,8".utf8)
    #expect(PartyList(reading: [ListFile(name: "x", bytes: latin)]).parties.first?.name == "Mül")
  }
}

@Suite struct NameTests {
  @Test(arguments: [
    ("Владимир Путин", "vladimir putin"), ("Εταιρεία Ευάγγελος", "etaireia evangelos"), ("김정은", "kim jong un"),
    ("習近平", "xi jin ping"), ("カゼノネ", "kazenone"), ("しょうた", "shota"), ("მზიური ბაზარი", "mziuri bazari"),
    ("Straßenlampe Łąka", "strassenlampe laka"), ("深圳市蓝鲸飞鸟科技有限公司", ""), ("ABC　ＤＥＦ", "abc def"),
  ])
  func `scripts become letters`(_ text: String, _ expected: String) {
    let result = Screener([]).screen(text)
    if expected.isEmpty {
      #expect(result.romanised.hasPrefix("shen zhen shi lan"))
    } else if text.hasPrefix("Ε") {
      #expect(result.unreadCharacters == 0 && result.romanised.hasSuffix("evaggelos"), "\(result.romanised)")
    } else {
      #expect(result.romanised == expected || result.romanised == expected.replacing("shota", with: "shouta"))
      #expect(result.unreadCharacters == 0)
    }
  }

  @Test(arguments: [
    ("राजेश शर्मा", "SHARMA, Rajesh"), ("नरेन्द्र मोदी", "MODI, Narendra"), ("मनमोहन सिंह", "SINGH, Manmohan"),
    ("अमिताभ बच्चन", "BACHCHAN, Amitabh"), ("दाऊद इब्राहिम", "IBRAHIM, Daud"),
    ("তারেক রহমান", "RAHMAN, Tarek"), ("রবীন্দ্রনাথ ঠাকুর", "THAKUR, Rabindranath"), ("ਮਨਜੀਤ ਸਿੰਘ", "SINGH, Manjit"),
    ("નરેન્દ્ર મોદી", "MODI, Narendra"), ("வேலுப்பிள்ளை பிரபாகரன்", "PRABHAKARAN, Velupillai"),
    ("సత్య నాదెళ్ల", "NADELLA, Satya"), ("ಕುಮಾರಸ್ವಾಮಿ", "KUMARASWAMY"), ("പിണറായി വിജയൻ", "VIJAYAN, Pinarayi"),
    ("ମନୋଜ ପଣ୍ଡା", "PANDA, Manoj"), ("አበበ ግርማ", "GIRMA, Abebe"), ("ኃይለ ሥላሴ", "SELASSIE, Haile"),
    ("ብርሃን ተስፋዬ", "TESFAYE, Birhan"), ("ໄກສອນ", "KAYSONE"),
  ])
  func `syllabic scripts are compared with Latin letters`(_ asked: String, _ listed: String) throws {
    let screener = Screener([
      DeniedParty(list: "t", number: "1", kind: .person, name: listed),
      DeniedParty(list: "t", number: "2", kind: .person, name: "SOMEBODY, Else"),
    ])
    let result = screener.screen(asked, threshold: 60)
    #expect(result.unreadCharacters == 0, "\(asked)")
    let match = result.matches.first
    #expect(
      match?.party.number == "1" && (match?.score ?? 0) >= 75, "\(asked): \(result.romanised), \(match?.score ?? 0)")
    // Doubled letters of Tamil stay as they are.
    if asked.hasPrefix("வே") { #expect(result.romanised.hasPrefix("veluppillai")) }
    // The same letters on the list are the same name.
    let same = Screener([DeniedParty(list: "t", number: "1", kind: .person, name: asked)]).screen(asked)
    #expect((same.matches.first?.score ?? 0) >= 92)
  }

  @Test func `any characters of syllabic scripts can be read`() {
    for first in [0x900, 0x1200, 0xE80] as [UInt32] {
      let all = (first..<first + 0x500).compactMap(Unicode.Scalar.init).map(String.init)
      _ = Screener([]).screen(all.joined())
      for text in all { _ = Screener([]).screen(text + text) }
    }
  }

  @Test func `what cannot be read is said`() {
    #expect(Screener([]).screen("ᠪᠠᠲᠤ ᠮᠥᠩᠬᠡ").unreadCharacters == 9)
    #expect(Screener([]).screen("魑魅").unreadCharacters == 2)
    #expect(Screener([]).screen("Kolanut").unreadCharacters == 0)
  }

  /// Names in two scripts, with the least score they should have.
  private var pairs: [(query: String, expected: String, least: Double)] {
    String(decoding: Lists.file("cross_script_pairs.csv").bytes, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .compactMap { line in
        let fields = line.split(separator: ",")
        guard fields.count >= 3, let least = Double(fields[2]) else { return nil }
        return (String(fields[0]), String(fields[1]), least * 100)
      }
  }

  @Test func `a name is found across scripts`() {
    #expect(pairs.count == 22)
    for pair in pairs {
      let screener = Screener([DeniedParty(list: "t", number: "1", kind: .person, name: pair.expected)])
      let score = screener.screen(pair.query, threshold: 0).matches.first?.score ?? 0
      #expect(Double(score) >= pair.least, "\(pair.query), \(pair.expected): \(score)")
    }
    // All on one list: each is found at the threshold, and as the first.
    let parties = pairs.enumerated().map {
      DeniedParty(list: "t", number: "\($0)", kind: .person, name: $1.expected)
    }
    let screener = Screener(parties)
    for (number, pair) in pairs.enumerated() {
      let matches = screener.screen(pair.query).matches
      #expect(matches.contains { $0.party.number == "\(number)" || $0.party.name == pair.expected }, "\(pair.query)")
    }
  }

  @Test(arguments: [
    ("Dmitry Khoroshev", "48603", 90), ("Дмитрий Юрьевич Хорошев", "48603", 97), ("Dmitri HOROSHEV", "48603", 90),
    ("Khoroshev, D.", "48603", 70), ("Артём Лифшиц", "29702", 88), ("Daniel Gonzalo Moreno", "15102", 90),
    ("림룡남", "52291", 97), ("محمد ابو جحيشة", "9673", 85), ("Mohamed Abu Jheisha", "9673", 90),
    ("Iran Aircraft Manufacturing Industries Co., Ltd.", "11195", 97), ("ROSNEFT TRADE LTD", "18300", 97),
    ("Bel Kap Steel", "44525", 97), ("TNK Trading Int'l SA", "28603", 95), ("Elvis Logan", "10278", 84),
    ("SUEX OTC", "33151", 97),
  ])
  func `spellings of listed names are found`(_ name: String, _ number: String, _ least: Int) throws {
    let matches = Lists.screener.screen(name, threshold: 50).matches
    let match = try #require(matches.first { $0.party.number == number }, "\(name)")
    #expect(match.score >= least, "\(name): \(match.score) \(match.pairs) \(match.notes)")
    #expect(!match.pairs.isEmpty)
  }

  @Test func `ordinary names are left alone`() {
    var alarms: [String] = []
    var count = 0
    for merchant in Names.merchants {
      count += 1
      alarms += Lists.screener.screen(merchant.text, country: merchant.country).matches.map {
        "\(merchant.text): \($0.score)"
      }
    }
    for (number, given) in Names.given.enumerated() {
      let families = Names.family(language: given.language)
      for step in 0..<4 where !families.isEmpty {
        count += 1
        let name = "\(given.text) \(families[(number * 7 + step * 13) % families.count].text)"
        alarms += Lists.screener.screen(name).matches.map { "\(name): \($0.score) \($0.matchedName)" }
      }
    }
    #expect(count > 700 && alarms.isEmpty, "\(alarms)")
  }

  @Test func `the evidence says what fits and what does not`() throws {
    let match = try #require(Lists.screener.screen("Dmitri Horoshev", country: Country("RU") ?? .none).matches.first)
    #expect(match.pairs.map(\.asked) == ["dmitri", "horoshev"] && match.pairs.allSatisfy { $0.fit == .sound })
    #expect(match.unmatchedListed == ["yuryevich"] && match.notes == ["the entry is in RU too"])
    let away = try #require(Lists.screener.screen("Dmitri Horoshev", country: Country("BR") ?? .none).matches.first)
    #expect(away.score < match.score && away.notes == ["the entry is in RU, not BR"])
  }

  @Test func `a listing that has ended counts less`() throws {
    var party = DeniedParty(list: "t", number: "1", kind: .person, name: "Rosa Klebb")
    party.to = CivilDate(year: 2020, month: 1, day: 1)
    let screener = Screener([party])
    #expect(screener.screen("Rosa Klebb", on: CivilDate(year: 2019, month: 5, day: 1)).matches.first?.score == 100)
    let later = screener.screen("Rosa Klebb", on: CivilDate(year: 2026, month: 5, day: 1), threshold: 0).matches.first
    #expect(later?.score == 70 && later?.notes == ["the listing ended 2020-01-01"])
  }

  @Test func `one common word is not enough`() {
    for name in [
      "Atlas Trading GmbH", "Moreno", "Daniel Craig", "Frunze Street Bakery", "Dialog Media", "HESA", "Iran Carpets",
    ] {
      #expect(Lists.screener.screen(name).matches.isEmpty, "\(name)")
    }
  }

  @Test(arguments: [
    "", " ", "\u{0}", "\u{1B}]0;x\u{7}", "😀", String(repeating: "a b ", count: 5_000), "ー", "'''", "ﷺ", "....",
  ])
  func `any text can be screened`(_ text: String) {
    let result = Lists.screener.screen(text, threshold: 0, limit: 0)
    #expect(result.matches.isEmpty)
    _ = Screener([DeniedParty(list: text, number: text, kind: .vessel, name: text, aliases: [text])]).screen(text)
  }
}

import Measures
import Testing

@testable import Screening

/// Names that are on a list, and are written so that a comparison of words that sound alike would pass them.
@Suite struct DisguiseTests {
  private func screener(_ names: String..., kind: DeniedParty.Kind = .organisation) -> Screener {
    Screener(names.enumerated().map { DeniedParty(list: "t", number: "\($0)", kind: kind, name: $1) })
  }

  @Test(arguments: [
    ("FIRST EAST EXPORT BANK, P.L.C.", "First East Export Bank"),
    ("NATIONAL PETROCHEMICAL COMPANY", "National Petrochemical Company"),
    ("GENERAL TRADING COMPANY", "GENERAL TRADING COMPANY"), ("GLOBAL SERVICES LLC", "Global Services, L.L.C."),
    ("A & B TRADING CO", "A & B Trading"), ("J.P. BANK", "J. P. Bank"), ("THE LIMITED COMPANY", "The Limited Company"),
    ("SHARMA, Rajesh", "SHARMA, Rajesh"), ("राजेश शर्मा", "राजेश शर्मा"), ("राजेश शर्मा", "शर्मा, राजेश"), ("魑魅", "魑魅"),
    ("ቡና ቤት ኮከብ", "ቡና ቤት ኮከብ"), ("ᠪᠠᠲᠤ ᠮᠥᠩᠬᠡ", "ᠮᠥᠩᠬᠡ, ᠪᠠᠲᠤ"), ("བསྟན་འཛིན", "བསྟན་འཛིན"), ("ء ع", "ء ع"),
  ])
  func `a name that stands on the list word for word is found`(_ listed: String, _ asked: String) throws {
    let match = try #require(screener(listed, "Somebody Else").screen(asked).matches.first, "\(asked)")
    #expect(match.party.name == listed && match.score >= 92, "\(match.score) \(match.notes)")
    #expect(match.unmatchedAsked.isEmpty && match.unmatchedListed.isEmpty)
    #expect(match.pairs.allSatisfy { $0.fit == .same })
  }

  @Test func `words of trade that are not the same ones are no match`() {
    let screener = screener("FIRST EAST EXPORT BANK, P.L.C.", "GENERAL TRADING COMPANY", "A & B TRADING CO")
    for name in [
      "First Import Bank", "Global Trading", "General Shipping", "East Bank", "C & D Trading", "Export Import Bank",
      "First East Export Foundation", "Trading",
    ] {
      #expect(screener.screen(name).matches.isEmpty, "\(name)")
    }
  }

  @Test func `characters that cannot be read are compared as they are written, and nothing follows from others`() {
    let screener = screener("ᠪᠠᠲᠤ ᠮᠥᠩᠬᠡ", "王魑")
    #expect(screener.screen("ᠪᠠᠲᠤ ᠰᠠᠷᠠᠨ").matches.isEmpty)
    #expect(screener.screen("ᠪᠠᠲᠤ ᠰᠠᠷᠠᠨ").unreadCharacters > 0)
    // One character read and one not is no whole name.
    #expect((screener.screen("王魅", threshold: 0).matches.first?.score ?? 0) <= 70)
    #expect(Screener.unreadCharacters(of: "Trading ᠪᠠᠲᠤ") == 4 && Screener.unreadCharacters(of: "Müller 王") == 0)
    #expect(Screener.unreadCharacters(of: "آء") == 2 && Screener.unreadCharacters(of: "… 😀") == 0)
  }

  @Test(arguments: [
    "Vlаdimir Putіn",  // Cyrillic а and і
    "Vladimir Рutin", "VLADIMIR РUТIN",  // Cyrillic Р, Т
    "Vladimir\u{200B}Putin", "Vlad\u{200B}imir Pu\u{2060}tin", "Vladi\u{FEFF}mir Putin", "Vlad\u{AD}imir Putin",
    "Vladimir Ρutin",  // Greek Ρ
    "\u{1D415}\u{1D425}\u{1D41A}\u{1D41D}imir Putin", "Владимиp Пyтин",  // Latin p and y
    "Ⓥladimir Ⓟutin",
  ])
  func `a name is found however its letters are exchanged or hidden`(_ name: String) throws {
    let result = screener("PUTIN, Vladimir Vladimirovich", kind: .person).screen(name)
    #expect(result.matches.first.map { $0.score >= 88 } == true, "\(name): \(result)")
    #expect(result.unreadCharacters == 0)
  }

  @Test func `what was done about odd letters is said`() {
    let none = Screener([])
    #expect(none.screen("Vlаdimir").notes == ["letters of two scripts in one word are read by what they look like"])
    #expect(none.screen("Vlаdimir").romanised == "vladimir")
    #expect(none.screen("Яndex").romanised == "yandex" && none.screen("Пyтин").romanised == "putin")
    let hidden = none.screen("Vladimir\u{200B}Putin")
    #expect(hidden.notes == ["a character without width is tried as nothing and as a blank"])
    #expect(none.screen("Владимир Putin").notes.isEmpty && none.screen("Putin\u{200E}").notes.isEmpty)
    // A word that is all of one script stays what it is, and what it looks like is tried beside it.
    #expect(none.screen("РОСА").romanised == "rosa" && none.screen("РОСА").notes.isEmpty)
    #expect(screener("POCA HEAVY").screen("РОСА Heavy").matches.first?.score == 100)
  }

  @Test func `who is known by one long word is found without the words of its trade`() throws {
    let screener = screener(
      "ROSNEFT OIL COMPANY", "HUAWEI TECHNOLOGIES CO., LTD.", "HESA TRADE", "TULIP GARDEN TRADING")
    for (name, number) in [("Rosneft", "0"), ("Huawei", "1"), ("Huawei Ltd", "1"), ("Роснефть", "0")] {
      let match = try #require(screener.screen(name).matches.first, "\(name)")
      #expect(match.party.number == number && (85...90).contains(match.score), "\(name): \(match.score)")
      #expect(match.notes.contains("one word alone fits, and the others are of trade"))
    }
    for name in ["Hesa", "Tulip", "Rosneft Bakery", "Oil", "Tulip Trading"] {
      #expect(screener.screen(name).matches.isEmpty, "\(name)")
    }
  }

  @Test func `sixty thousand aliases of one entry are read in a time that grows with them`() {
    func seconds(_ count: Int) -> Duration {
      let entry = "1,\"A B TRADE\",-0- ,\"P\",1,2,3,4,5,6,7,8\n"
      let aliases = (0..<count).map { "1,\($0),aka,\"NAME\($0) NUMBER\($0)\",-0-\n" }.joined()
      let files = [ListFile(name: "sdn", bytes: Array(entry.utf8)), ListFile(name: "alt", bytes: Array(aliases.utf8))]
      return ContinuousClock().measure {
        let list = PartyList(reading: files)
        #expect(list.parties.first?.aliases.count == count)
        let screener = Screener(list.parties)
        #expect(screener.screen("Name\(count - 1) Number\(count - 1)").matches.first?.score == 100)
      }
    }
    // Six times as many took thirty-six times as long.
    let (few, many) = (seconds(4_000), seconds(24_000))
    #expect(many < few * 16, "\(few), \(many)")
  }

  @Test func `lists have a number that says whether they are the same`() {
    let one = screener("Ada Byron", "Rosa Klebb")
    #expect(one.fingerprint == screener("Ada Byron", "Rosa Klebb").fingerprint)
    #expect(one.fingerprint != screener("Ada Byron", "Rosa Kleb").fingerprint)
    #expect(one.fingerprint != screener("Ada Byron").fingerprint)
    var ended = DeniedParty(list: "t", number: "0", kind: .organisation, name: "Ada Byron")
    let open = Screener([ended]).fingerprint
    ended.to = CivilDate(year: 2020, month: 1, day: 1)
    #expect(Screener([ended]).fingerprint != open)
  }

  @Test func `OFAC's other list is told apart by its file`() {
    let bytes = Array("1,\"A\",-0- ,\"P\",1,2,3,4,5,6,7,8\n".utf8)
    func list(_ file: String) -> String? {
      PartyList(reading: [ListFile(name: file, bytes: bytes)]).parties.first?.list
    }
    #expect(list("/lists/cons_prim.csv") == "OFAC non-SDN" && list("sdn.csv") == "OFAC SDN")
  }
}

import Measures
import Testing

@testable import Logistics

@Suite struct `Patterns` {
  /// A pattern, and texts that it finds and does not find.
  static let table: [(kind: Pattern.Kind, source: String, found: [String], other: [String])] = [
    (.glob, "nim*", ["Nimbus", "NIM", "Ñimrod"], ["animbus", "ni"]),
    (.glob, "1z*99?", ["1Z12991", "1z999"], ["1Z99", "x1Z12991"]),
    (.glob, "*b\\*s*", ["ab*s", "b*sx"], ["abxs"]),
    (.glob, "?", ["a", "手", "é"], ["", "ab"]),
    (.glob, "m?ller", ["Müller", "MILLER"], ["Mueller"]),
    (.glob, "ぷら*", ["プラモデル", "ﾌﾟﾗﾓﾃﾞﾙ"], ["モデル"]),
    (.expression, "lith.*battery", ["Lithium-ion battery", "a LITH battery b"], ["battery lith", "lith"]),
    (.expression, "^(red|blue) shoes$", ["red shoes", "Blue Shoes"], ["red shoes 2", "dark red shoes"]),
    (.expression, "[^a-z]", ["a1", "手"], ["abc"]),
    (.expression, "[A-Cé]{2,3}x", ["abx", "éex", "CABX"], ["ax", "dex"]),
    (.expression, "\\d{3}-\\d+", ["x123-4", "٣٤٥-6"], ["12-4"]),
    (.expression, "straße|strasse", ["Hauptstraße 3", "STRASSE"], ["strase"]),
    (.expression, "[東京]", ["东", "京都"], ["大阪"]),
    (.expression, "[一-龥]{2}", ["深圳"], ["深", "ab"]),
    (.expression, "a.c", ["a手c", "abc"], ["ac"]),
    (.expression, "(?:ab)+?c", ["ababc"], ["ac"]),
    (.expression, "^$|^x", ["x1"], ["1x"]),
    (.expression, "a{,2}", ["a{,2}"], ["aa"]),
    (.expression, "\\w+\\s\\W", ["ab (", "é !"], ["ab c"]),
    (.expression, "(a|^b)c", ["bc", "xac"], ["xbc"]),
    (.expression, "()x", ["x"], ["y"]),
  ]

  @Test func `find what they describe, case, accents and width aside`() throws {
    for (kind, source, found, other) in Self.table {
      let pattern = try Pattern(kind, source)
      #expect(pattern.matches(found) == found.map { _ in true }, "\(source)")
      #expect(pattern.matches(other) == other.map { _ in false }, "\(source)")
    }
  }

  @Test func `random patterns find what another matcher finds`() throws {
    var dice = Dice(state: 5)
    func piece(_ depth: Int) -> String {
      switch depth == 0 ? dice.below(4) : dice.below(9) {
      case 0: return "a"
      case 1: return "b"
      case 2: return "."
      case 3: return dice.one(of: ["[ab]", "[^a]", "c"])
      case 4: return "(\(piece(depth - 1))|\(piece(depth - 1)))"
      case 5: return "(\(piece(depth - 1)))" + dice.one(of: ["*", "+", "?", "{2}", "{1,3}", "*?"])
      default: return piece(depth - 1) + piece(depth - 1)
      }
    }
    for round in 0..<400 {
      let source = (dice.chance(20) ? "^" : "") + piece(4) + (dice.chance(20) ? "$" : "")
      guard let pattern = try? Pattern(.expression, source) else { continue }
      let other = try Regex(source)
      for _ in 0..<20 {
        let text = String((0..<dice.below(9)).map { _ in dice.one(of: Array("abc")) })
        let expected = text.firstMatch(of: other) != nil
        #expect(pattern.matches([text]) == [expected], "round \(round): \(source) on \(text)")
      }
    }
  }

  @Test func `the bytes that a search begins with are in every text that is found`() throws {
    for (kind, source, found, _) in Self.table {
      let needle = try Pattern(kind, source).program.needle
      for text in found { #expect(needle.isEmpty || TextIndex.contains(Folding.bytes(text), needle), "\(source)") }
    }
    #expect(try Pattern(.expression, "lith.*battery").program.needle == Array("battery".utf8))
    #expect(try Pattern(.expression, "(lith|batt)").program.needle.isEmpty)
  }

  @Test func `hostile patterns take as long as others`() throws {
    var texts = TextTable()
    for number in 0..<20 { _ = texts.intern(String(repeating: "a", count: 200) + "\(number)") }
    for source in [
      "(a+)+b", "(a|aa)*b", "(a*)*b", "(.*)(.*)(.*)(.*)x", "(a|b)*a(a|b){90}c",
      "a?{1}".replacing("?{1}", with: "{90}b"),
    ] {
      let pattern = try Pattern(.expression, source)
      var index = TextIndex()
      index.extend(over: texts)
      #expect(index.ids(of: .pattern(pattern)) == [], "\(source)")
    }
    for source in [
      "((((((((a){99}){99}){99}){99}){99}){99}){99}){99}", "((((){99}){99}){99}){99}a{99}{99}", "(((a?){99}){99}){99}b",
    ] {
      #expect(throws: FilterFault.self) { try Pattern(.expression, source) }
    }
    #expect(throws: FilterFault.self) {
      try Pattern(.expression, String(repeating: "(", count: 100) + "a" + String(repeating: ")", count: 100))
    }
  }

  @Test func `a search goes on where it stood, in slices and over what was added`() throws {
    var texts = TextTable()
    for number in 0..<3000 { _ = texts.intern("text \(number) \(number % 7 == 0 ? "lithium" : "tea")") }
    var index = TextIndex()
    let filter = try Filter(parsing: "goods~/7.*lith/ or lith or merchant=\"text 7 lithium\"")
    var slices = 0
    while !index.isReady(for: filter, over: texts, pages: 1) { slices += 1 }
    #expect(slices > 5)
    func all(_ fits: (Int) -> Bool) -> [UInt32] { (0..<texts.count).filter(fits).map { UInt32($0 + 1) } }
    let pattern = try Pattern(.expression, "7.*lith")
    #expect(index.ids(of: .words(Array("lith".utf8))) == all { $0 % 7 == 0 })
    #expect(index.ids(of: .pattern(pattern)) == all { $0 % 7 == 0 && "\($0)".contains("7") })
    #expect(index.ids(of: .whole(Array("text 7 lithium".utf8))) == [8])
    for number in 3000..<3100 { _ = texts.intern("text \(number) \(number % 7 == 0 ? "lithium" : "tea")") }
    while !index.isReady(for: filter, over: texts, pages: 1) {}
    #expect(index.ids(of: .words(Array("lith".utf8))) == all { $0 % 7 == 0 })
    #expect(index.ids(of: .pattern(pattern)) == all { $0 % 7 == 0 && "\($0)".contains("7") })
    #expect(index.ids(containing: "lithium") == all { $0 % 7 == 0 })
    #expect(index.ids(containing: "") == [])
  }
}

@Suite struct `Filters as values` {
  /// A filter at random, from all that a filter can be.
  private func node(_ dice: inout Dice, _ depth: Int) throws -> Filter.Node {
    switch depth == 0 ? 9 : dice.below(6) {
    case 0: return .not(try node(&dice, depth - 1))
    case 1, 2:
      let parts = try (0..<2 + dice.below(2)).map { _ in try node(&dice, depth - 1) }
      return .all(parts.flatMap { part -> [Filter.Node] in if case .all(let inner) = part { inner } else { [part] } })
    case 3:
      let parts = try (0..<2 + dice.below(2)).map { _ in try node(&dice, depth - 1) }
      return .any(parts.flatMap { part -> [Filter.Node] in if case .any(let inner) = part { inner } else { [part] } })
    default: return .term(try term(&dice))
    }
  }

  private func words(_ dice: inout Dice) -> String {
    let letters = Array("abzZ09 *?~/\\\"'():,!=<>|&-.é手ガ\u{301}\u{200B}#[]{}^$+")
    let text = String((0..<1 + dice.below(7)).map { _ in dice.one(of: letters) })
    return Folding.bytes(text).contains { $0 != 0x20 } ? Filter.cleaned(text) : "or"
  }

  private func term(_ dice: inout Dice) throws -> Filter.Term {
    let field = dice.chance(25) ? nil : dice.one(of: Field.allCases)
    guard let field else {
      if dice.chance(25), let pattern = try? Pattern(.expression, words(&dice)) {
        return Filter.Term(nil, .matches, [.pattern(pattern)])
      }
      return Filter.Term(nil, .has, [.text(words(&dice))])
    }
    if field.canBeMissing, dice.chance(20) { return Filter.Term(field, .has, [dice.chance(50) ? .none : .any]) }
    let isOrder = dice.chance(50)
    let order = dice.one(of: [Filter.Comparison.less, .atMost, .greater, .atLeast])
    let equal = dice.one(of: [Filter.Comparison.has, .equal, .unequal])
    func quantity() -> Filter.Quantity {
      switch field.kind {
      case .number: return .number(Int64(dice.below(100)))
      case .label: return .label(ShipmentID(UInt32(1 + dice.below(100_000))))
      case .money: return .money(Money(minor: Int64(dice.below(1_000_000)), dice.one(of: [.eur, .usd])))
      case .mass: return .mass(Grams(Int32(dice.below(100_000))))
      case .span, .time, .choice, .place, .text, .digits:
        let units: [Span] = [.days(7), .days(1), .hours(1), .minutes(1), .seconds(1)]
        let unit = dice.one(of: units)
        if field.kind == .time, dice.chance(40) {
          return .time(Instant(milliseconds: Int64(dice.below(20_000)) * 86_400_000), length: .days(1))
        }
        return .span(Span(milliseconds: unit.milliseconds * Int64(1 + dice.below(40))), unit: unit)
      }
    }
    switch field.kind {
    case .text:
      if dice.chance(20), let pattern = try? Pattern(.expression, words(&dice)) {
        return Filter.Term(field, .matches, [.pattern(pattern)])
      }
      return Filter.Term(field, equal, (0..<1 + dice.below(2)).map { _ in .text(words(&dice)) })
    case .choice, .place:
      let names = Choices.names(of: field)
      return Filter.Term(field, equal, [.text(dice.one(of: names).name)])
    case .digits: return Filter.Term(field, .has, [.text("85")])
    case .number, .label, .money, .mass, .span, .time:
      return Filter.Term(field, isOrder ? order : equal, [.quantity(quantity())])
    }
  }

  @Test func `whatever a filter asks, its text asks the same`() throws {
    var dice = Dice(state: 17)
    for round in 0..<3000 {
      let filter = Filter(try node(&dice, 3))
      do {
        let again = try Filter(parsing: filter.text)
        // What has one part only is written as the part.
        #expect(again.text == filter.text, "round \(round)")
        let third = try Filter(parsing: again.text)
        #expect(third == again, "round \(round): \(filter.text)")
        #expect(again == filter, "round \(round): \(filter.text)")
      } catch {
        Issue.record("round \(round): \(filter.text.debugDescription): \(error)")
      }
    }
  }

  @Test func `hostile lines give a filter or a fault, and completions never fail`() {
    let pieces = [
      "goods~/", "~", "/", "*", "?", "\\", "\"", "(", ")", "[", "]", "{2,", "}", "|", "&", "!", "or", " and ", "not ",
      "value>", "eta<",
      "to:", "hold:", "hs:", "id:", "a", "é", "手", "\u{1B}[2J", "\u{0}", "\n", "\u{202E}", "9", "eur", "kg", "d", ",",
      "..", "-", "1Z*",
      "\u{301}", "\u{FE0F}", "🏴‍☠️", "stage:", "is:", "none", "any", "99999999999999999999", "k", "€",
    ]
    var dice = Dice(state: 29)
    for _ in 0..<4000 {
      let text = (0..<dice.below(10)).map { _ in dice.one(of: pieces) }.joined()
      if let filter = try? Filter(parsing: text) {
        #expect(
          (try? Filter(parsing: filter.text)) == filter, "\(text.debugDescription) -> \(filter.text.debugDescription)")
      }
      for position in [0, text.count / 2, text.count, text.count + 3] {
        for completion in Filter.completions(of: text, at: position) {
          #expect(completion.position <= completion.line.count, "\(text.debugDescription)")
        }
      }
    }
  }
}

@Suite struct `Completion` {
  func lines(_ line: String, at position: Int? = nil, values: [CountedValue] = []) -> [String] {
    Filter.completions(of: line, at: position, values: values).map(\.line)
  }

  @Test func `goes on with fields, values, conditions and units`() {
    #expect(lines("sta") == ["stage:", "is:stale"])
    #expect(lines("to:DE !car") == ["to:DE !carrier:", "to:DE !stage:carriage"])
    #expect(lines("stage:ca").first == "stage:carriage")
    #expect(lines("to:DE,fra").first == "to:DE,FR")
    #expect(lines("hold:duty").first == "hold:H09")
    #expect(lines("merchant:\"sta") == [])
    #expect(lines("val") == ["value>"])
    #expect(lines("value>5").prefix(2) == ["value>5eur", "value>5usd"])
    #expect(lines("eta<2") == ["eta<2h", "eta<2d", "eta<2m", "eta<2w"])
    #expect(lines("eta:n") == ["eta:none"])
    #expect(lines("late") == ["is:late"])
    #expect(lines("goods~/li") == [])
    #expect(lines("\"sta") == [])
    #expect(Filter.completions(of: "", most: 100).count == Field.allCases.count)
  }

  @Test func `takes the place of what is before the cursor, and leaves what is behind it`() {
    let found = Filter.completions(of: "(stage:ca) is:late", at: 9)
    #expect(found.first?.line == "(stage:carriage) is:late")
    #expect(found.first?.position == 15)
  }

  @Test func `proposes what stands in the column, with counts, quoted where it must be`() {
    let values = [CountedValue("Nimbus & Co", 12), CountedValue("Hanbit", 3)]
    let found = Filter.completions(of: "merchant:", values: values)
    #expect(found.first?.line == "merchant:\"Nimbus & Co\"" && found.first?.count == 12)
    #expect(lines("merchant:\"nim", values: values) == ["merchant:\"Nimbus & Co\""])
    #expect(lines("merchant:co", values: values) == ["merchant:\"Nimbus & Co\""])
    let stages = Filter.completions(of: "stage:", values: [CountedValue("import", 9), CountedValue("order", 5)])
    #expect(stages.prefix(2).map(\.insert) == ["import", "order"] && stages[0].count == 9)
  }

  @Test func `every proposal for a value is understood`() throws {
    for field in Field.allCases {
      for completion in Filter.completions(of: field.name + ":", most: 1000) {
        #expect((try? Filter(parsing: completion.line)) != nil, "\(completion.line)")
      }
    }
  }
}

import Measures
import Testing

@testable import Logistics

@Suite struct `The filter language` {
  /// What is typed, and what the parsed filter prints back.
  static let table: [(typed: String, printed: String)] = [
    ("", ""),
    ("   ", ""),
    ("nimbus", "nimbus"),
    ("stage:carriage", "stage:carriage"),
    ("STAGE:carriage", "stage:carriage"),
    ("stage:ca", "stage:ca"),
    ("panel:customs stage:import", "panel:customs stage:import"),
    ("panel:customs and stage:import", "panel:customs stage:import"),
    ("panel:customs & stage:import", "panel:customs stage:import"),
    ("to:DE or to:FR", "to:DE or to:FR"),
    ("to:DE | to:FR", "to:DE or to:FR"),
    ("to:DE,FR", "to:DE,FR"),
    ("a b or c d", "a b or c d"),
    ("a (b or c) d", "a (b or c) d"),
    ("((a))", "a"),
    ("not a", "!a"),
    ("!a", "!a"),
    ("! a", "!a"),
    ("not (a b)", "!(a b)"),
    ("!(a or b)", "!(a or b)"),
    ("!!a", "!!a"),
    ("\"red shoes\"", "\"red shoes\""),
    ("\"or\"", "\"or\""),
    ("merchant:\"Nimbus & Co\"", "merchant:\"Nimbus & Co\""),
    ("merchant:\"say \\\"hi\\\"\"", "merchant:\"say \\\"hi\\\"\""),
    ("merchant=nimbus", "merchant=nimbus"),
    ("merchant!=nimbus", "merchant!=nimbus"),
    ("seller:nimbus", "merchant:nimbus"),
    ("goods:手机壳", "goods:手机壳"),
    ("value>500eur", "value>500.00eur"),
    ("value>500", "value>500.00eur"),
    ("value>500 eur", "value>500.00eur"),
    ("value>$12.50", "value>12.50usd"),
    ("value<=14800jpy", "value<=14800jpy"),
    ("value:>500", "value>500.00eur"),
    ("value:100..500", "value:100.00eur..500.00eur"),
    ("weight<2kg", "weight<2kg"),
    ("weight<2 kg", "weight<2kg"),
    ("weight>=1.5kg", "weight>=1500g"),
    ("age>=3d", "age>=3d"),
    ("age>=36h", "age>=1d12h"),
    ("age>=1d12h", "age>=1d12h"),
    ("due<-2h", "due<-2h"),
    ("due<0", "due<0s"),
    ("due<now", "due<0s"),
    ("eta<2d", "eta<2d"),
    ("eta:none", "eta:none"),
    ("owner:any", "owner:any"),
    ("placed>=2026-11-20", "placed>=2026-11-20"),
    ("placed:2026-11-20..2026-11-22", "placed:2026-11-20..2026-11-22"),
    ("eta<2026-11-22T14:30Z", "eta<2026-11-22T14:30Z"),
    ("attempts>=2", "attempts>=2"),
    ("id:10482", "id:CW-10482"),
    ("id:CW-10482..cw-10500", "id:CW-10482..CW-10500"),
    ("hs:8517.13", "hs:851713"),
    ("hold:H09", "hold:H09"),
    ("hold:\"duty unpaid\",customs", "hold:\"duty unpaid\",customs"),
    ("is:late,stale", "is:late,stale"),
    ("lane:CN-DE", "lane:CN-DE"),
    ("value > 500 eur", "value>500.00eur"),
    ("value>500  eur to:DE", "value>500.00eur to:DE"),
    ("value>500 €", "value>500.00eur"),
    ("value>=5k", "value>=5000.00eur"),
    ("stage : import", "stage:import"),
    ("age>=3 days", "age>=3d"),
    ("eta<2hours", "eta<2h"),
    ("weight < 2 kg and age >= 3 d", "weight<2kg age>=3d"),
    ("changed<10m", "heard<10m"),
    ("merchant:nim*", "merchant:nim*"),
    ("merchant:*", "merchant:any"),
    ("ref:1Z*99?", "ref:1Z*99?"),
    ("ref:1Z\\*", "ref:\"1Z*\""),
    ("merchant:nim\\ b*,\"a*\"", "merchant:nim\\ b*,\"a*\""),
    ("milestone:import_*", "milestone:import_*"),
    ("hs:85*", "hs:85"),
    ("goods~/lith.*battery/", "goods~/lith.*battery/"),
    ("goods~lith.*", "goods~/lith.*/"),
    ("goods ~ /a\\/b|c d/", "goods~/a\\/b|c d/"),
    ("goods~/a\\\\/", "goods~/a\\\\/"),
    ("~/^(red|blue) shoes$/ to:DE", "~/^(red|blue) shoes$/ to:DE"),
    ("(goods~ab or x*y)", "goods~/ab/ or x*y"),
    ("nim*", "nim*"),
    ("\"what?\"", "\"what?\""),
    ("dest:nowhere-at-all", "dest:nowhere-at-all"),
    (
      "stage:import and lane:CN-DE (eta<2h or value>=500 eur) !carrier:dhl",
      "stage:import lane:CN-DE (eta<2h or value>=500.00eur) !carrier:dhl"
    ),
  ]

  @Test func `prints back what it understood, and understands what it prints`() throws {
    for (typed, printed) in Self.table {
      let filter = try Filter(parsing: typed)
      #expect(filter.text == printed, "\(typed)")
      #expect(try Filter(parsing: filter.text) == filter, "\(typed)")
    }
  }

  /// What is typed, the fault's column, and a piece of what it says.
  static let faults: [(typed: String, column: Int, says: String)] = [
    ("stage:", 7, "has no value"),
    ("stage:cariage", 7, "did you mean carriage?"),
    ("panel:xyz", 7, "one of orders, transit, customs, delivery, returns, closed"),
    ("a stge:import", 3, "did you mean stage?"),
    ("zzzz:import", 1, "one of id, ref"),
    ("(a", 3, "the parenthesis of column 1 is not closed"),
    ("a)", 2, "closed that was not opened"),
    ("()", 2, "empty"),
    ("or a", 1, "nothing before it"),
    ("a or", 5, "stops short"),
    ("not", 4, "stops short"),
    ("a and or b", 7, "nothing before it"),
    ("\"red", 5, "quotes of column 1"),
    ("\"\"", 1, "quotes are empty"),
    ("> 500", 1, "no field before it"),
    ("volume > 500", 8, "no field before it"),
    ("stage: or a", 7, "has no value"),
    ("value > ", 8, "has no value"),
    ("*", 1, "is every text"),
    ("a **", 3, "is every text"),
    ("value:5*", 7, "has no letters"),
    ("hs:8*5", 4, "has no letters"),
    ("stage:z*", 7, "no stage is like"),
    ("stage~/zz/", 7, "no stage is like that"),
    ("value~/5/", 6, "no text to describe"),
    ("goods~", 7, "has no pattern"),
    ("goods~//", 8, "the pattern is empty"),
    ("goods~/a", 9, "slash of column 7"),
    ("goods~/a/b", 10, "something follows the pattern"),
    ("goods~/a(b/", 9, "parenthesis is not closed"),
    ("goods~/ab)/", 10, "closed that was not opened"),
    ("goods~/a[b/", 9, "bracket is not closed"),
    ("goods~/[b-a]/", 9, "ends before it begins"),
    ("goods~/*a/", 8, "nothing before it"),
    ("goods~/a**/", 10, "repeated again"),
    ("goods~/(a)\\1/", 11, "might never end"),
    ("goods~/(?=a)/", 8, "looks around"),
    ("goods~/a\\b/", 9, "is not known"),
    ("goods~/a*/", 8, "in every text"),
    ("goods~/b|$/", 8, "in every text"),
    ("goods~/((((a{9}){99}){99}){99})/", 8, "too large"),
    ("goods~/a{101}/", 9, "count is not one"),
    ("merchant>nimbus", 9, "no more or less"),
    ("value>lots", 7, "no value for value"),
    ("value>12xyz", 7, "500eur"),
    ("value>1,2", 6, "takes one value"),
    ("value:500..100", 7, "100.00eur..500.00eur"),
    ("eta:2026-11-22..2026-11-20", 5, "ends before it begins"),
    ("value:1..x", 10, "no value for value"),
    ("weight<2", 8, "g, kg"),
    ("weight<2parsecs", 8, "g, kg"),
    ("age>3x", 5, "w, d, h, m or s"),
    ("age>99999999999999999999d", 5, "w, d, h, m or s"),
    ("attempts>99999999999999999999", 10, "whole number"),
    ("age:none", 5, "every shipment has age"),
    ("hs:85x", 4, "no HS code"),
    ("to:DE,,FR", 7, "has no value"),
    ("to:Atlantis", 4, "there is no to"),
    ("origin:Xyzzy", 8, "there is no origin"),
    (String(repeating: "(", count: 100) + "a", 65, "nested"),
    (String(repeating: "!", count: 100) + "a", 65, "nested"),
    (String(repeating: "a", count: 5000), 4097, "too long"),
  ]

  @Test func `faults name their column and what was expected`() {
    for (typed, column, says) in Self.faults {
      do {
        let filter = try Filter(parsing: typed)
        Issue.record("\(typed.prefix(40)) was understood as \(filter.text.prefix(40))")
      } catch {
        #expect(error.column == column, "\(typed.prefix(40)): \(error.text)")
        #expect(error.text.contains(says), "\(typed.prefix(40)): \(error.text)")
      }
    }
  }

  @Test func `any characters give a filter or a fault`() {
    let alphabet = Array("ab:=<>!()\"\\, .|&or-1dé手\u{1B}\u{0}\n")
    var state: UInt64 = 7
    for _ in 0..<3000 {
      var text = ["", "value>", "eta:", "to:", "hold:", "hs:", "id:", "weight<"][Int(state >> 40 % 8)]
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text.append(alphabet[Int(state >> 33) % alphabet.count])
      }
      guard let filter = try? Filter(parsing: text) else { continue }
      #expect(
        (try? Filter(parsing: filter.text)) == filter, "\(text.debugDescription) -> \(filter.text.debugDescription)")
    }
  }

  @Test func `every field is in the table, with an example that is understood`() throws {
    for field in Field.allCases {
      #expect(Field(name: field.name) == field)
      #expect(!field.words.isEmpty)
      let filter = try Filter(parsing: field.example)
      guard case .term(let term) = filter.root else {
        Issue.record("\(field.example) is not one term")
        continue
      }
      #expect(term.field == field)
      if field.canBeMissing { _ = try Filter(parsing: "\(field.name):none") }
      if field.kind == .choice || field.kind == .place {
        #expect(!Choices.names(of: field).isEmpty)
        for name in Choices.names(of: field) {
          let term = Filter.Term(field, .has, [.text(name.name)])
          _ = try Filter(parsing: term.text)
        }
      } else {
        #expect(Choices.names(of: field).isEmpty)
      }
    }
    #expect(Set(Field.allCases.map(\.name)).count == Field.allCases.count)
  }

  @Test func `a fold drops case, accents and width`() {
    let table = [
      ("Jürgen", "jurgen"), ("JU\u{308}RGEN", "jurgen"), ("Łódź", "lodz"), ("Straße", "strasse"), ("Ærø", "aero"),
      ("Nguyễn Thị Ánh", "nguyen thi anh"), ("ÇELİK", "celik"), ("ＡＢＣ１２", "abc12"), ("深圳市", "深圳市"), ("東京", "东京"),
      ("Ёлка", "елка"), ("Αθήνας", "αθηνασ"), ("한국", "한국"),
      ("プラモデル", "ぷらもでる"), ("ﾌﾟﾗﾓﾃﾞﾙ", "ぷらもでる"), ("か\u{3099}", "が"), ("ヴ", "ゔ"), ("ラーメン", "らーめん"),
      ("ﾗｰﾒﾝ", "らーめん"), ("廣東省", "广东省"), ("\u{1112}\u{1161}\u{11AB}", "한"), ("مُحَمَّد", "محمد"), ("أحمد", "احمد"),
      ("٣٤", "34"),
      ("O’Neill – Söhne", "o'neill - sohne"), ("a\u{200B}b", "ab"), ("\u{3099}", ""),
    ]
    for (text, folded) in table { #expect(String(decoding: Folding.bytes(text), as: UTF8.self) == folded) }
  }

  @Test func `two filters are joined to one`() throws {
    let table = [("a", "", "a"), ("", "b", "b"), ("a b", "c", "a b c"), ("a or b", "c", "(a or b) c")]
    for (first, second, both) in table {
      let joined = try Filter(parsing: first).and(try Filter(parsing: second))
      #expect(joined.text == both)
      #expect(try Filter(parsing: joined.text) == joined)
    }
  }

  @Test func `orderings are read and printed`() throws {
    for key in SortKey.allCases {
      #expect(try Ordering(parsing: key.name) == Ordering(key))
      #expect(try Ordering(parsing: "-" + key.name).text == "-" + key.name)
      #expect(!key.words.isEmpty)
    }
    let table = [
      ("due, value desc", "due,-value"), ("DUE -value", "due,-value"), ("stage asc  +merchant", "stage,merchant"),
      ("-to,from", "-to,from"), ("value,id,due", "value,id"),
    ]
    for (typed, printed) in table {
      let ordering = try Ordering(parsing: typed)
      #expect(ordering.text == printed)
      #expect(try Ordering(parsing: ordering.text) == ordering)
    }
    let faults = [
      ("speed", 1, "one of id, due"), ("due, speed", 6, "speed"), ("due,due", 5, "already"),
      ("", 1, "nothing to order by"),
      ("due,value,stage,to,from", 20, "at most 4"), ("desc", 1, "desc"), ("due, desc", 6, "desc"),
    ]
    for (typed, column, says) in faults {
      do {
        Issue.record("\(typed) was read as \(try Ordering(parsing: typed).text)")
      } catch {
        #expect(error.column == column && error.text.contains(says), "\(typed): \(error.text)")
      }
    }
    var ordering = Ordering(.stage)
    for key in [SortKey.due, .stage, .value, .weight, .age] { ordering.add(Ordering.Part(key)) }
    #expect(ordering.text == "stage,due,value,weight")
    ordering.isDescending.toggle()
    ordering.remove(.due)
    #expect(ordering.text == "-stage,value,weight" && ordering.place(of: .weight) == 2)
    ordering.key = .weight
    #expect(ordering.text == "-weight,value")
  }
}

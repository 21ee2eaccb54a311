import CTariff

/// Whether goods hold lithium cells, and how; it decides by what they may fly.
package enum LithiumPresence: String, CaseIterable, Sendable {
  case none = ""
  /// Some kinds do: ask.
  case possible = "p"
  /// Cells built into or packed with what they drive (UN 3481, UN 3091).
  case inEquipment = "e"
  /// Cells by themselves, power banks too (UN 3480, UN 3090).
  case standalone = "s"

  /// In the operator's words.
  package var words: String {
    switch self {
    case .none: "no lithium"
    case .possible: "may hold lithium cells"
    case .inEquipment: "lithium cells in equipment"
    case .standalone: "lithium cells by themselves"
    }
  }
}

/// Whether an authority looks for something in goods of a code.
package enum GoodsCheck: String, CaseIterable, Sendable {
  case no = ""
  case possible = "p"
  case usual = "y"
}

/// What is known about the goods of a subheading beside its tariff. Typical cases and not determinations.
package struct GoodsFacts: Hashable, Sendable {
  /// The subheading they were noted for.
  package var code: CommodityCode
  /// The kind of goods: "apparel", "batteries".
  package var category: String
  /// What such goods are called in everyday words.
  package var words: String
  /// Lithium cells in them.
  package var lithium: LithiumPresence
  /// Whether they are usually dangerous goods in carriage.
  package var isDangerous: Bool
  /// The likely UN number and packing instruction, in words; empty where none is known.
  package var unHint: String
  /// Whether a species protected by CITES may be in them.
  package var cites: GoodsCheck
  /// Whether sanitary, phytosanitary, food or health authorities look at them.
  package var sanitary: GoodsCheck
  /// What a piece usually costs, in US cents. An assumption for judging declared values, not statistics.
  package var unitValueUSCents: ClosedRange<Int>
  /// What a piece usually weighs, in grams. An assumption.
  package var unitWeightGrams: ClosedRange<Int>
  /// What else to look out for; may be empty.
  package var note: String

  /// The facts of a subheading; nil where none were noted.
  package static func of(_ code: CommodityCode) -> GoodsFacts? { table.first { $0.code == code } }

  /// All that were noted, in the order of their codes.
  package static var all: [GoodsFacts] { table }

  private static let table: [GoodsFacts] = {
    var table: [GoodsFacts] = []
    forEachRow(.facts) { row in
      guard let code = CommodityCode(value: row.int(0), digits: row.raw(0).count),
        let lithium = LithiumPresence(rawValue: row.text(3)), let cites = GoodsCheck(rawValue: row.text(6)),
        let sanitary = GoodsCheck(rawValue: row.text(7))
      else { return }
      table.append(
        GoodsFacts(
          code: code, category: row.text(1), words: row.text(2), lithium: lithium, isDangerous: row.text(4) == "y",
          unHint: row.text(5), cites: cites, sanitary: sanitary,
          unitValueUSCents: row.int(8)...max(row.int(8), row.int(9)),
          unitWeightGrams: row.int(10)...max(row.int(10), row.int(11)), note: row.text(12)))
    }
    return table
  }()
}

/// What goods ask for in carriage and of authorities.
package struct GoodsFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
  package var rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Lithium cells in or with them, or by themselves.
  package static let lithium = GoodsFlags(rawValue: 1)
  /// Lithium cells by themselves.
  package static let standaloneLithium = GoodsFlags(rawValue: 2)
  /// Dangerous in carriage.
  package static let dangerous = GoodsFlags(rawValue: 4)
  /// Species protected by CITES.
  package static let cites = GoodsFlags(rawValue: 8)
  /// Food, plants, animals, medicines and what touches them.
  package static let sanitary = GoodsFlags(rawValue: 16)

  /// Each flag, its name in files, and the operator's words for it.
  static let named: [(flag: GoodsFlags, name: String, words: String)] = [
    (.lithium, "lithium", "with lithium cells"),
    (.standaloneLithium, "standalone_lithium", "lithium cells by themselves"),
    (.dangerous, "dangerous", "dangerous in carriage"), (.cites, "cites", "of protected species (CITES)"),
    (.sanitary, "sanitary", "looked at by health authorities"),
  ]

  /// Each flag in the operator's words.
  package var words: [String] { Self.named.filter { contains($0.flag) }.map(\.words) }
}

/// Which flags goods carry, which they may carry, and on what that rests.
package struct GoodsJudgement: Hashable, Sendable {
  /// On what it rests.
  package enum Basis: Hashable, Sendable {
    /// Noted for the subheading itself.
    case subheading
    /// Noted for other subheadings of the heading: what some of them carry, these may.
    case heading
    /// The chapter's nature alone.
    case chapter
  }

  /// Flags that such goods carry as a rule.
  package var certain: GoodsFlags
  /// Flags that they may carry: ask.
  package var possible: GoodsFlags
  /// On what it rests.
  package var basis: Basis
  /// The likely UN number; empty where none is known.
  package var unHint: String

  /// The judgement of a code of any depth.
  package init(_ code: CommodityCode) {
    (certain, possible, basis, unHint) = ([], [], .chapter, "")
    if code.count == 6, let facts = GoodsFacts.of(code) {
      basis = .subheading
      take(facts, asRule: true)
      unHint = facts.unHint
    } else {
      for facts in GoodsFacts.all where code.count >= 4 && facts.code.heading == code.heading {
        basis = .heading
        take(facts, asRule: false)
      }
    }
    // What lives, grows or is eaten; explosives; fuels and chemicals by nature.
    if basis != .subheading {
      switch code.chapterNumber {
      case 1...24, 30: possible.insert(.sanitary)
      case 27...29, 36, 38: possible.insert(.dangerous)
      default: break
      }
    }
    possible.subtract(certain)
  }

  private mutating func take(_ facts: GoodsFacts, asRule: Bool) {
    func add(_ flag: GoodsFlags, _ isRule: Bool) {
      if isRule && asRule { certain.insert(flag) } else { possible.insert(flag) }
    }
    switch facts.lithium {
    case .none: break
    case .possible: add(.lithium, false)
    case .inEquipment: add(.lithium, true)
    case .standalone:
      add(.lithium, true)
      add(.standaloneLithium, true)
    }
    // Where only some kinds hold cells, only those are dangerous.
    if facts.isDangerous { add(.dangerous, facts.lithium != .possible) }
    switch facts.cites {
    case .no: break
    case .possible: add(.cites, false)
    case .usual: add(.cites, true)
    }
    switch facts.sanitary {
    case .no: break
    case .possible: add(.sanitary, false)
    case .usual: add(.sanitary, true)
    }
  }
}

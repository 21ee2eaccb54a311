import CTariff

// What customs do with a description: they take it if a person who never saw the goods knows what is in the box.
//
//   "gift"                       says nothing                   refused
//   "electronics"                a branch, not the goods        refused
//   "SKU 4711-B"                 numbers                        refused
//   "Nike"                       a brand                        refused
//   "xxxx"                       no word at all                 refused
//   "asdf qwer"                  no word that is known here     not judged: nonsense, or a language that is not known here
//   "cotton T-shirt" 8517.13     shares no word with its code   a doubt, shown with the codes the words lead to

/// What is wrong, or doubtful, about a description of goods.
package enum DescriptionFault: Hashable, Sendable {
  /// There is none.
  case empty
  /// Only numbers, marks and single letters.
  case numbersOnly
  /// Letters that are no word in any language: one over and over, or none that can be spoken.
  case noWord(String)
  /// Only a brand; its name as written.
  case brandOnly(String)
  /// Words that say nothing; the words, and the language they are of.
  case vague(String, language: String)
  /// A whole branch of trade instead of the goods.
  case broad(String, language: String)
  /// No word of it is known here: it cannot be judged, for it may be of another language.
  case unknown(String)
  /// Nothing of the words is in the words of the code. A doubt and not a verdict: names of goods are many.
  case unlikeCode(CommodityCode)

  /// Whether customs would refuse it; else it is a doubt.
  package var isRefusal: Bool {
    switch self {
    case .empty, .numbersOnly, .noWord, .brandOnly, .vague, .broad: true
    case .unknown, .unlikeCode: false
    }
  }

  /// In words.
  package var text: String {
    switch self {
    case .empty: "there is no description"
    case .numbersOnly: "numbers say nothing about the goods"
    case .noWord(let words): "“\(words)” is no word"
    case .brandOnly(let name): "“\(name)” is a brand and not the goods"
    case .vague(let words, _): "“\(words)” says nothing about the goods"
    case .broad(let words, _): "“\(words)” is a branch of trade and not the goods"
    case .unknown(let words): "no word of “\(words)” is known here, so it cannot be judged"
    case .unlikeCode(let code): "no word of it stands in the words of \(code.text); this may still be right"
    }
  }
}

/// A description of goods, judged.
package struct DescriptionCheck: Hashable, Sendable {
  /// What is wrong or doubtful; nil where nothing was found.
  package var fault: DescriptionFault?
  /// What to write instead; empty where nothing is wrong.
  package var advice: String
  /// Codes the words lead to, best first; at most five.
  package var suggestions: [CommodityHit]

  /// Whether customs would take the description as far as the words alone tell.
  package var isAccepted: Bool { fault?.isRefusal != true }

  /// Whether anything could be said of it: some word of it is known here, be it one that customs refuse.
  package var isJudged: Bool {
    if case .unknown = fault { false } else { true }
  }

  /// Judges a description, against a code where one is given. Any text will do.
  package init(_ description: some StringProtocol, code: CommodityCode? = nil) {
    let reading = DescriptionReading(String(description.prefix(2_000)))
    let index = SearchIndex.shared
    suggestions = reading.told.isEmpty ? [] : index.suggest(reading.told, limit: 5)
    if let (fault, advice) = reading.fault {
      self.fault = fault
      self.advice = advice
      return
    }
    advice = ""
    guard reading.goods.contains(where: { index.knows($0) }) else {
      let text = String(description.prefix(60))[...].trimmed
      fault = reading.isSpeakable ? .unknown(text) : .noWord(text)
      advice = reading.isSpeakable ? "say it in English too: \(VagueWords.advice("goods"))" : VagueWords.advice("goods")
      return
    }
    guard let code, Nomenclature.contains(code) else { return }
    guard !index.shares(reading.told, with: code) else { return }
    // A code that the words lead to must hold most of them before it is an argument against the one given.
    guard let best = suggestions.first, best.wordCount * 2 > reading.told.count,
      !suggestions.contains(where: { $0.code.chapterNumber == code.chapterNumber })
    else { return }
    fault = .unlikeCode(code)
    advice =
      "compare with \(suggestions.prefix(3).map(\.code.text).joined(separator: ", ")), or say it in the code's words"
  }
}

/// The words of a description, sorted by what they tell.
struct DescriptionReading {
  /// Plain words that tell something.
  private(set) var told: [String] = []
  /// Those of them that tell what the goods are, and not for whom.
  private(set) var goods: [String] = []
  /// What is wrong with the words by themselves, and what to write instead.
  private(set) var fault: (DescriptionFault, String)?

  /// Whether some word that tells can be spoken: it has a vowel, and more than one letter. Only Latin letters are judged.
  var isSpeakable: Bool {
    told.isEmpty
      || told.contains { word in
        let letters = word.unicodeScalars.filter(\.properties.isAlphabetic)
        guard letters.allSatisfy(\.isASCII) else { return true }
        return Set(letters).count > 1 && letters.contains { "aeiouy".unicodeScalars.contains($0) }
      }
  }

  init(_ text: String) {
    let vocabulary = VagueWords.shared
    let plain = Plain.text(text)
    let trimmed = text[...].trimmed
    guard plain.utf8.contains(where: { Plain.isWord($0) }) else {
      fault = (.empty, VagueWords.advice("goods"))
      return
    }
    if Plain.isUnspaced(plain) {
      readUnspaced(plain, trimmed, vocabulary)
      return
    }
    let all = VagueWords.rawWords(plain)
    // Whole phrases first ("no commercial value"), the longest before the shorter.
    var kinds: [VagueWords.Entry?] = Array(repeating: nil, count: all.count)
    var index = 0
    while index < all.count {
      var taken = 1
      for length in stride(from: min(4, all.count - index), through: 1, by: -1) {
        if let entry = vocabulary.entries[all[index..<index + length].joined(separator: " ")] {
          for place in index..<index + length { kinds[place] = entry }
          taken = length
          break
        }
      }
      index += taken
    }
    func isNumber(_ word: String) -> Bool {
      word.utf8.contains { $0 >= 0x30 && $0 <= 0x39 } || word.utf8.count == 1
    }
    var tells: [Int] = []
    var vague: [Int] = []
    for (place, word) in all.enumerated() {
      switch kinds[place]?.strength {
      case .nothing?, .branch?: vague.append(place)
      case .filler?: break
      case nil: if !isNumber(word) { tells.append(place) }
      }
    }
    // For whom goods are, and the single letter of a T-shirt, say something about the code, if not what the goods are.
    told = all.indices.filter { place in
      tells.contains(place) || kinds[place]?.group == "who"
        || (kinds[place] == nil && all[place].utf8.count == 1 && !all[place].utf8.contains { $0 <= 0x39 })
    }.flatMap { Plain.words(all[$0]) }
    goods = tells.flatMap { Plain.words(all[$0]) }
    guard let worst = vague.first(where: { kinds[$0]?.strength == .nothing }) ?? vague.first, let entry = kinds[worst]
    else {
      // Only numbers and words that fill.
      if tells.isEmpty { fault = (.numbersOnly, VagueWords.advice("goods")) }
      return
    }
    // A single telling word beside a vague one that leads ("car parts", "samples of cosmetics") tells no goods yet; but a word
    // that the nomenclature knows as goods does ("gift soap").
    let last = all.indices.last { kinds[$0]?.strength != .filler && !isNumber(all[$0]) }
    let leads = last == worst && entry.isHead
    guard tells.isEmpty || (tells.count == 1 && leads) else {
      // What stands beside vague words is told by the rest.
      return
    }
    let said = tells.isEmpty ? entry.text : trimmed
    if entry.language == "brand" {
      fault = tells.isEmpty ? (.brandOnly(entry.text), VagueWords.advice("brand")) : nil
    } else if entry.strength == .nothing {
      fault = (.vague(said, language: entry.language), VagueWords.advice(entry.group))
    } else {
      fault = (.broad(said, language: entry.language), VagueWords.advice(entry.group))
    }
  }

  private mutating func readUnspaced(_ plain: String, _ trimmed: String, _ vocabulary: VagueWords) {
    var rest = plain
    var worst: VagueWords.Entry?
    // The longest words come first, so that 电子产品 is not 电子 and a rest.
    for entry in vocabulary.unspaced where rest.contains(entry.plain) {
      rest = rest.replacing(entry.plain, with: " ")
      if entry.strength != .filler, worst == nil || entry.strength == .nothing { worst = entry }
    }
    let left = rest.unicodeScalars.filter { $0.properties.isAlphabetic }
    told = Plain.words(plain).filter { SearchIndex.shared.knows($0) }
    goods = told
    guard told.isEmpty, let worst, left.count < 2 else { return }
    fault =
      worst.strength == .nothing
      ? (.vague(trimmed, language: worst.language), VagueWords.advice(worst.group))
      : (.broad(trimmed, language: worst.language), VagueWords.advice(worst.group))
  }
}

/// The words that customs refuse, in nine languages, and brands.
struct VagueWords: Sendable {
  static let shared = VagueWords()

  enum Strength: Sendable {
    case nothing, branch, filler
  }

  struct Entry: Sendable {
    var language: String
    var strength: Strength
    var group: String
    /// As the table writes it.
    var text: String
    var plain: String
    /// Whether a telling word before it still leaves open what the goods are ("car parts"; not "wooden box").
    var isHead: Bool
  }

  /// By plain words with a blank between them.
  private(set) var entries: [String: Entry] = [:]
  /// Those of scripts without blanks, long ones first.
  private(set) var unspaced: [Entry] = []

  private static let heads: Set<String> = ["parts", "accessories", "personal", "sample", "autoparts", "goods"]
  private static let weak: Set<String> = [
    "box", "boxes", "set", "sets", "kit", "kits", "package", "tool", "tools", "machine", "machines", "part", "item",
    "instrument", "instruments", "food", "foods", "toy", "toys", "hardware", "order", "shipment", "various",
  ]

  private init() {
    forEachRow(.vague) { row in
      let strength: Strength
      switch row.text(1) {
      case "e": strength = .nothing
      case "b": strength = .branch
      default: strength = .filler
      }
      let group = row.text(2)
      for text in row.list(3) {
        let plain = Self.rawWords(Plain.text(text)).joined(separator: " ")
        let entry = Entry(
          language: row.text(0), strength: strength, group: group, text: text, plain: plain,
          isHead: Self.heads.contains(group) && !Self.weak.contains(plain))
        if Plain.isUnspaced(plain) {
          unspaced.append(entry)
        } else if entries[plain].map({ $0.strength == .filler && strength != .filler }) ?? true {
          // The same word in two languages keeps the first, but never only fills where another refuses it.
          entries[plain] = entry
        }
      }
    }
    unspaced.sort { ($0.plain.utf8.count, $1.plain) > ($1.plain.utf8.count, $0.plain) }
  }

  /// The words of a plain text as they stand.
  static func rawWords(_ plain: String) -> [String] {
    plain.split { !($0.isLetter || $0.isNumber || $0 == "&") }.map { String($0) }
  }

  /// What to write instead.
  static func advice(_ group: String) -> String {
    switch group {
    case "gift": "say what the present is, of what material and for what use: “scented candle of soy wax, 200 g”"
    case "sample":
      "say what the sample is of, how much, and that it is not for sale: “cotton fabric swatches, 20 pieces”"
    case "parts": "say which part of which machine, and its material: “brake pads for passenger cars, steel”"
    case "accessories": "say which accessory, for what, of what material: “phone case of silicone”"
    case "personal": "list what is in the box: “used men's cotton shirts, 3 pieces”"
    case "documents": "say which: “printed contract, no commercial value”, or “printed book”"
    case "clothes": "say which garment, knitted or woven, of what fibre, for whom: “women's knitted cotton dress”"
    case "electronics":
      "say which device and what it does, and whether it holds a battery: “Bluetooth headphones, lithium-ion battery”"
    case "tools": "say which tool or machine, how it is driven and for what: “cordless drill, 18 V”"
    case "toys": "say which toy, of what material, for what age: “plush bear of polyester”"
    case "food": "say which food, how preserved and packed: “roasted coffee beans, 500 g”"
    case "beauty": "say which product, its form and use: “face cream, 50 ml, no alcohol”"
    case "plastic": "say which article: “kitchen bowl of plastic”"
    case "jewellery": "say which piece, of what metal and stone: “earrings of silver 925”"
    case "autoparts":
      "say which part or accessory, for what, of what material: “wiper blades for passenger cars, rubber”"
    case "brand": "say what the goods are; the brand may stand behind it: “running shoes, textile upper, Nike”"
    default: "say what it is, of what material and for what use"
    }
  }
}

// Names of every script in one alphabet. What a name is written in decides what can be asked of the comparison:
//
//   script            becomes            vowels
//   Latin             letters, accents gone             all
//   Cyrillic Greek    letter by letter, digraphs        all
//   Georgian Armenian letter by letter                  all
//   Hangul            syllable by syllable, surnames as they are written abroad
//   Kana              Hepburn's syllables, long vowels short
//   Han               a table of characters common in names: Mandarin, then Korean, then Japanese readings
//   Arabic Hebrew     consonants; long vowels perhaps   short ones are not written
//   Thai Lao          consonants and written vowels     some are not written
//   Indic Ethiopic    syllable by syllable              all (`Abugidas`)
//
// Anything else, and Han outside the table, is said to be unread, for a name that could not be read was not screened. Its letters stay
// as they are written: that finds an entry which is written the same, and nothing else.

/// A word of a name in small letters a-z and digits.
struct RomanWord: Hashable, Sendable {
  /// Letters.
  var letters: [UInt8]
  /// Whether its script leaves vowels out.
  var isVowelless = false
  /// Whether it is a syllable of a script written without blanks, whose neighbours may belong to the same word.
  var isSyllable = false
  /// Whether it could not be read: the letters are UTF-8 as it is written.
  var isUnread = false
}

/// A name in Latin letters.
struct RomanName: Sendable {
  /// The words in their order.
  var words: [RomanWord] = []
  /// How many characters could not be read.
  var unread = 0
}

enum Romanising {
  /// The ways a name can be read; at least one, the likeliest first. What is odd about how it is written comes with them, in words.
  static func readings(of text: String) -> (readings: [RomanName], notes: [String]) {
    let (texts, notes) = LookAlikes.variants(of: text)
    var readings: [RomanName] = []
    for text in texts {
      for reading in Self.readings(of: text) where !readings.contains(where: { $0.words == reading.words }) {
        readings.append(reading)
      }
    }
    return (readings, notes)
  }

  /// The ways a name on a list can be read.
  static func readings(ofListed text: String) -> [RomanName] { readings(of: LookAlikes.meant(text)) }

  private static func readings(of text: LookAlikes.Text) -> [RomanName] {
    guard text.contains(where: { Han.isHan($0.value) }) else { return [read(text, han: .mandarin)] }
    var readings: [RomanName] = []
    for language in Han.Language.allCases {
      let reading = read(text, han: language)
      if readings.isEmpty || reading.unread == 0 { readings.append(reading) }
    }
    // The Mandarin reading comes first unless another reads more of the name.
    if let first = readings.first, first.unread > 0, readings.count > 1 { readings.removeFirst() }
    return readings
  }

  static func read(_ text: LookAlikes.Text, han: Han.Language) -> RomanName {
    var reader = NameReader(han: han)
    var index = 0
    while index < text.count { index += reader.take(text, index) }
    reader.endWord()
    guard reader.name.words.isEmpty else { return reader.name }
    // Letters of which nothing is left were not read either.
    var unread = NameReader(han: han)
    for scalar in text { unread.takeUnread(scalar) }
    unread.endWord()
    return unread.name
  }
}

/// Reads one text, character by character.
private struct NameReader {
  var name = RomanName()
  let han: Han.Language
  private var word: [UInt8] = []
  private var script = Script.none

  private enum Script {
    case none, latin, cyrillic, greek, hebrew, arabic, thai, kana, other, unread
  }

  init(han: Han.Language) { self.han = han }

  mutating func endWord() {
    defer { (word, script) = ([], .none) }
    guard !word.isEmpty else { return }
    let isVowelless = script == .hebrew || script == .arabic || script == .thai
    if script == .greek { word = Self.greekDigraphs(word) }
    name.words.append(RomanWord(letters: word, isVowelless: isVowelless, isUnread: script == .unread))
  }

  private mutating func add(_ letters: some Sequence<UInt8>, _ script: Script) {
    if self.script != .none, self.script != script { endWord() }
    self.script = script
    word.append(contentsOf: letters)
  }

  /// Keeps a letter that cannot be read as it is written, and the marks on it.
  mutating func takeUnread(_ scalar: Unicode.Scalar) {
    if scalar.properties.isAlphabetic {
      add(scalar.properties.lowercaseMapping.utf8, .unread)
      name.unread += 1
      return
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: if script == .unread { add(String(scalar).utf8, .unread) }
    default: endWord()
    }
  }

  /// Takes the character at a place; how many were taken.
  mutating func take(_ scalars: [Unicode.Scalar], _ index: Int) -> Int {
    let scalar = scalars[index]
    let value = scalar.value
    switch value {
    case 0x41...0x5A: add([UInt8(value + 32)], .latin)
    case 0x61...0x7A, 0x30...0x39: add([UInt8(value)], .latin)
    case 0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x2B9...0x2BF: break  // within a word: Qar'awi
    case 0x300...0x36F, 0x591...0x5BD, 0x5BF...0x5C7, 0x610...0x61A, 0x640, 0x64B...0x65F, 0x670: break
    case 0xAA, 0xBA: break  // the ordinals of Spanish
    case 0xFF10...0xFF19, 0xFF21...0xFF3A, 0xFF41...0xFF5A:
      add([UInt8(value - 0xFEE0) | (value >= 0xFF21 ? 0x20 : 0)], .latin)
    case 0xC0...0x2AF, 0x1E00...0x1EFF: takeLatin(scalar)
    case 0x370...0x3FF, 0x1F00...0x1FFF: take(scalar, Letters.greek, .greek)
    case 0x400...0x52F: take(scalar, Letters.cyrillic, .cyrillic)
    case 0x530...0x58F: take(scalar, Letters.armenian, .other)
    case 0x5D0...0x5EA: take(scalar, Letters.hebrew, .hebrew)
    case 0x660...0x669: add([UInt8(0x30 + value - 0x660)], .latin)
    case 0x6F0...0x6F9: add([UInt8(0x30 + value - 0x6F0)], .latin)
    case 0x600...0x6FF: take(scalar, Letters.arabic, .arabic)
    case 0x10A0...0x10FF: take(scalar, Letters.georgian, .other)
    case 0xE01...0xE5B: take(scalar, Letters.thai, .thai)
    // Lao has Thai's letters, each 128 places on.
    case 0xE81...0xEDB: take(Unicode.Scalar(value - 0x80) ?? scalar, Letters.thai, .thai)
    case _ where Indic.isIndic(value): return takeIndic(scalars, index)
    case 0x1200...0x135A: takeEthiopic(value)
    case 0x3041...0x30FF: return takeKana(scalars, index)
    case 0xAC00...0xD7A3: return takeHangul(scalars, index)
    case _ where Han.isHan(value): return takeHan(scalars, index)
    default: takeUnread(scalar)
    }
    return 1
  }

  private mutating func takeLatin(_ scalar: Unicode.Scalar) {
    for lower in scalar.properties.lowercaseMapping.unicodeScalars {
      if lower.value < 0x80 {
        add([UInt8(lower.value)], .latin)
      } else if let plain = Letters.latin[lower] {
        add(plain.utf8, .latin)
      } else if !(0x300...0x36F).contains(lower.value) {
        endWord()
        if lower.properties.isAlphabetic { name.unread += 1 }
      }
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar, _ table: [Unicode.Scalar: String], _ script: Script) {
    for lower in scalar.properties.lowercaseMapping.unicodeScalars {
      if let letters = table[lower] {
        add(letters.utf8, script)
      } else if lower.properties.isAlphabetic {
        name.unread += 1
      } else if !(0x300...0x36F).contains(lower.value) {
        endWord()
      }
    }
  }

  private mutating func takeIndic(_ scalars: [Unicode.Scalar], _ index: Int) -> Int {
    let read = Indic.word(scalars, index)
    if read.letters.isEmpty { endWord() } else { add(read.letters, .other) }
    return read.taken
  }

  private mutating func takeEthiopic(_ value: UInt32) {
    guard let letters = Ethiopic.letters(value, isFirst: word.isEmpty) else { return endWord() }
    add(letters.utf8, .other)
  }

  private static func greekDigraphs(_ word: [UInt8]) -> [UInt8] {
    var text = String(decoding: word, as: UTF8.self)
    // Upsilon was read as "y": "oy" is u, "ay" and "ey" are av and ev; mp and nt begin words as b and d.
    for (from, to) in [("oy", "ou"), ("ay", "av"), ("ey", "ev"), ("gk", "g")] { text = text.replacing(from, with: to) }
    for (from, to) in [("mp", "b"), ("nt", "d")] where text.hasPrefix(from) { text = to + text.dropFirst(2) }
    return Array(text.utf8)
  }

  // MARK: - Kana, Hangul, Han

  private mutating func takeKana(_ scalars: [Unicode.Scalar], _ index: Int) -> Int {
    func kana(_ at: Int) -> UInt32? {
      guard at < scalars.count else { return nil }
      let value = scalars[at].value
      return (0x30A1...0x30F6).contains(value) ? value - 0x60 : (0x3041...0x3096).contains(value) ? value : nil
    }
    if scalars[index].value == 0x30FB {
      endWord()
      return 1
    }
    guard let value = kana(index), let sound = Letters.kana[value] else { return 1 }  // the long mark says nothing new
    if value == 0x3063 {  // small tsu doubles what follows
      if let next = kana(index + 1).flatMap({ Letters.kana[$0] }), let first = next.utf8.first { add([first], .kana) }
      return 1
    }
    if let small = kana(index + 1), let vowel = Letters.smallKana[small], sound.utf8.last == 0x69 {
      var letters = Array(sound.utf8.dropLast())
      if letters.last != 0x68 && letters.last != 0x6A { letters.append(0x79) }
      add(letters + Array(vowel.utf8), .kana)
      return 2
    }
    add(sound.utf8, .kana)
    return 1
  }

  private mutating func takeHangul(_ scalars: [Unicode.Scalar], _ index: Int) -> Int {
    endWord()
    var end = index
    while end < scalars.count, (0xAC00...0xD7A3).contains(scalars[end].value) { end += 1 }
    let run = scalars[index..<end]
    // Two to four syllables are a person: the surname as it is written abroad, then the given name's syllables.
    for (place, scalar) in run.enumerated() {
      let surname = place == 0 && (2...4).contains(run.count) ? Letters.hangulSurnames[scalar] : nil
      let letters = surname.map { Array($0.utf8) } ?? Letters.hangul(scalar.value)
      name.words.append(RomanWord(letters: letters, isSyllable: true))
    }
    return end - index
  }

  private mutating func takeHan(_ scalars: [Unicode.Scalar], _ index: Int) -> Int {
    endWord()
    var end = index
    while end < scalars.count, Han.isHan(scalars[end].value) { end += 1 }
    let run = Array(scalars[index..<end])
    let (words, unread) = Han.read(run, as: han)
    name.words += words
    name.unread += unread
    return run.count
  }
}

/// Letters of the scripts that are read one by one. Own work after the usual romanisations (BGN/PCGN, ISO 9, ISO 259, Hepburn),
/// with what names abroad are spelled with where the two part.
enum Letters {
  static let latin: [Unicode.Scalar: String] = table([
    ("a", "àáâãåāăąǎạảấầẩẫậắằẳẵặ"), ("ae", "äæ"), ("ij", "ĳ"), ("b", "ḃ"), ("c", "çćĉċč"), ("d", "ďđḍð"),
    ("e", "èéêëēĕėęěẹẻẽếềểễệ"),
    ("f", "ƒ"), ("g", "ĝğġģ"), ("h", "ĥħḥḫ"), ("i", "ìíîïĩīĭįıịỉ"), ("j", "ĵ"), ("k", "ķḳ"), ("l", "ĺļľŀłḷ"),
    ("m", "ṃ"),
    ("n", "ñńņňŉṇ"), ("o", "òóôõøōŏőơọỏốồổỗộớờởỡợ"), ("oe", "öœ"), ("r", "ŕŗřṛ"), ("s", "śŝşšșṣ"), ("ss", "ß"),
    ("t", "ţťŧțṭ"), ("th", "þ"), ("u", "ùúûũūŭůűųưụủứừửữự"), ("ue", "ü"), ("w", "ŵ"), ("y", "ýÿŷỳỵỷỹ"), ("z", "źżžẓ"),
    ("e", "əɛ"), ("a", "ɑ"), ("b", "ɓʙ"), ("d", "ɗɖ"), ("g", "ɡɣɢ"), ("h", "ʜ"), ("i", "ɪɨ"), ("k", "ƙ"), ("l", "ʟ"),
    ("n", "ŋɲɴ"), ("o", "ɔ"), ("r", "ʀ"), ("u", "ʊʉ"), ("v", "ʋ"), ("y", "ƴʏ"),
  ])

  static let cyrillic: [Unicode.Scalar: String] = table([
    ("a", "а"), ("b", "б"), ("v", "в"), ("g", "гґғ"), ("d", "д"), ("e", "еэё"), ("zh", "ж"), ("z", "з"),
    ("i", "иіѝ"), ("y", "йы"), ("k", "кқ"), ("l", "л"), ("m", "м"), ("n", "нңҥ"), ("o", "оө"), ("p", "п"), ("r", "р"),
    ("s", "с"), ("t", "т"), ("u", "уүұў"), ("f", "ф"), ("kh", "х"), ("h", "һ"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"),
    ("shch", "щ"), ("", "ъьʼ"), ("yu", "ю"), ("ya", "я"), ("yi", "ї"), ("ye", "є"), ("e", "ә"), ("dj", "ђ"), ("j", "ј"),
    ("lj", "љ"), ("nj", "њ"), ("c", "ћ"), ("dz", "џѕ"), ("gj", "ѓ"), ("kj", "ќ"),
  ])

  static let greek: [Unicode.Scalar: String] = table([
    ("a", "αάἀἁὰᾶ"), ("v", "β"), ("g", "γ"), ("d", "δ"), ("e", "εέὲἐἑ"), ("z", "ζ"), ("i", "ηήῆἠἡὴιίϊΐὶῖἰἱ"),
    ("th", "θ"),
    ("k", "κ"), ("l", "λ"), ("m", "μ"), ("n", "ν"), ("x", "ξ"), ("o", "οόὸὀὁωώῶὠὡὼ"), ("p", "π"), ("r", "ρῥ"),
    ("s", "σς"),
    ("t", "τ"), ("y", "υύϋΰὺῦ"), ("f", "φ"), ("ch", "χ"), ("ps", "ψ"),
  ])

  static let armenian: [Unicode.Scalar: String] = table([
    ("a", "ա"), ("b", "բ"), ("g", "գ"), ("d", "դ"), ("e", "եէ"), ("z", "զ"), ("y", "ը"), ("t", "թտ"), ("zh", "ժ"),
    ("i", "ի"),
    ("l", "լ"), ("kh", "խ"), ("ts", "ծց"), ("k", "կք"), ("h", "հ"), ("dz", "ձ"), ("gh", "ղ"), ("ch", "ճչ"), ("m", "մ"),
    ("y", "յ"), ("n", "ն"), ("sh", "շ"), ("o", "ոօ"), ("p", "պփ"), ("j", "ջ"), ("r", "ռր"), ("s", "ս"), ("v", "վ"),
    ("u", "ւ"), ("f", "ֆ"), ("ev", "և"),
  ])

  static let georgian: [Unicode.Scalar: String] = table([
    ("a", "ა"), ("b", "ბ"), ("g", "გ"), ("d", "დ"), ("e", "ე"), ("v", "ვ"), ("z", "ზ"), ("t", "თტ"), ("i", "ი"),
    ("k", "კქ"),
    ("l", "ლ"), ("m", "მ"), ("n", "ნ"), ("o", "ო"), ("p", "პფ"), ("zh", "ჟ"), ("r", "რ"), ("s", "ს"), ("u", "უ"),
    ("gh", "ღ"), ("q", "ყ"), ("sh", "შ"), ("ch", "ჩჭ"), ("ts", "ცწ"), ("dz", "ძ"), ("kh", "ხ"), ("j", "ჯ"), ("h", "ჰ"),
  ])

  static let hebrew: [Unicode.Scalar: String] = table([
    ("", "אע"), ("b", "ב"), ("g", "ג"), ("d", "ד"), ("h", "ה"), ("w", "ו"), ("z", "ז"), ("h", "ח"), ("t", "טת"),
    ("y", "י"),
    ("k", "כךק"), ("l", "ל"), ("m", "מם"), ("n", "נן"), ("s", "ס"), ("p", "פף"), ("ts", "צץ"), ("r", "ר"), ("sh", "ש"),
  ])

  static let arabic: [Unicode.Scalar: String] = table([
    ("", "ءأإآاعىئؤٱ"), ("b", "ب"), ("t", "تثط"), ("j", "ج"), ("h", "حخهةۀ"), ("d", "دضذ"), ("r", "ر"), ("z", "زظ"),
    ("s", "سص"), ("sh", "ش"), ("g", "غگ"), ("f", "ف"), ("k", "قكک"), ("l", "ل"), ("m", "م"), ("n", "نں"), ("w", "وۆۇ"),
    ("y", "يیے"), ("p", "پ"), ("ch", "چ"), ("zh", "ژ"), ("v", "ڤ"), ("t", "ٹ"), ("d", "ڈ"), ("r", "ڑ"), ("h", "ھہ"),
  ])

  static let thai: [Unicode.Scalar: String] = table([
    ("k", "กขคฆ"), ("ng", "ง"), ("ch", "จชฉฌ"), ("s", "ซสศษ"), ("y", "ญย"), ("d", "ดฎ"), ("t", "ตฏถทธฐฑฒ"), ("n", "นณ"),
    ("b", "บ"), ("p", "ปผพภ"), ("f", "ฝฟ"), ("m", "ม"), ("r", "ร"), ("l", "ลฬ"), ("w", "ว"), ("h", "หฮ"),
    ("", "อะาำิีึืุูเแโใไๅๆ็่้๊๋์ั"),
  ])

  /// Hiragana by value.
  static let kana: [UInt32: String] = {
    let rows = """
      あ a い i う u え e お o か ka き ki く ku け ke こ ko が ga ぎ gi ぐ gu げ ge ご go さ sa し shi す su せ se そ so ざ za じ ji ず zu \
      ぜ ze ぞ zo た ta ち chi つ tsu て te と to だ da ぢ ji づ zu で de ど do な na に ni ぬ nu ね ne の no は ha ひ hi ふ fu へ he ほ ho \
      ば ba び bi ぶ bu べ be ぼ bo ぱ pa ぴ pi ぷ pu ぺ pe ぽ po ま ma み mi む mu め me も mo や ya ゆ yu よ yo ら ra り ri る ru れ re \
      ろ ro わ wa を o ん n っ * ゔ vu ぁ a ぃ i ぅ u ぇ e ぉ o ゃ ya ゅ yu ょ yo
      """
    return pairs(rows)
  }()

  static let smallKana: [UInt32: String] = pairs("ゃ a ゅ u ょ o ぇ e")

  /// Initial, vowel and final of a syllable (Unicode Standard, 3.12), as names are spelled abroad rather than by the revised
  /// romanisation: 정 is jong, 은 is un.
  static func hangul(_ value: UInt32) -> [UInt8] {
    let number = Int(value - 0xAC00)
    let first = initials[number / 588]
    let vowel = vowels[number % 588 / 28]
    return Array((first + vowel + finals[number % 28]).utf8)
  }

  private static let initials = "k kk n t tt r m p pp s ss _ j jj ch k t p h".split(separator: " ").map {
    $0 == "_" ? "" : $0
  }
  private static let vowels = "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i".split(separator: " ")
  private static let finals =
    "_ k k ks n nj nh t l lk lm lp ls lt lp lh m p ps t t ng t t k t p h".split(separator: " ").map {
      $0 == "_" ? "" : $0
    }

  static let hangulSurnames: [Unicode.Scalar: String] = {
    var names: [Unicode.Scalar: String] = [:]
    let rows = """
      김 kim 이 lee 박 park 최 choi 정 jung 강 kang 조 cho 윤 yoon 장 jang 임 lim 림 rim 한 han 오 oh 서 seo 신 shin 권 kwon 황 hwang \
      안 ahn 송 song 류 ryu 유 yoo 홍 hong 전 jeon 고 ko 문 moon 손 son 양 yang 배 bae 백 baek 허 heo 남 nam 심 shim 노 noh 로 ro \
      하 ha 곽 kwak 성 sung 차 cha 주 joo 우 woo 구 koo 리 ri 최 choe 태 thae 현 hyon
      """
    for (value, name) in pairs(rows) where names[Unicode.Scalar(value) ?? " "] == nil {
      if let scalar = Unicode.Scalar(value) { names[scalar] = name }
    }
    return names
  }()

  private static func table(_ rows: [(plain: String, letters: String)]) -> [Unicode.Scalar: String] {
    var table: [Unicode.Scalar: String] = [:]
    for row in rows { for scalar in row.letters.unicodeScalars { table[scalar] = row.plain } }
    return table
  }

  /// Characters and their readings by turns.
  static func pairs(_ text: String) -> [UInt32: String] {
    var table: [UInt32: String] = [:]
    let parts = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
    for place in stride(from: 0, to: parts.count - 1, by: 2) {
      guard let scalar = parts[place].unicodeScalars.first, table[scalar.value] == nil else { continue }
      table[scalar.value] = String(parts[place + 1])
    }
    return table
  }
}

// A name can be written so that a person reads one thing and a comparison of letters another:
//
//   Vlаdimir          a Cyrillic а among Latin letters   vladimir                  the script that all of the word can be
//   Yandeх, Яndex     letters of two scripts in a word   yandex                    no script holds it all: each letter by its own
//   Vladimir·Putin    a character without width          vladimirputin, vladimir putin
//   РОСА              all Cyrillic, all of Latin looks   rosa, poca
//   𝐕𝐥𝐚𝐝, Ⓥⓛⓐⓓ          letters in costume                 vlad
//
// Every way is tried, and the best score counts; what of it was done is said.

/// Letters that look like others, and characters that are not seen.
enum LookAlikes {
  /// A text as it may be meant.
  typealias Text = [Unicode.Scalar]

  /// The ways a text may be meant, at least one, the likeliest first; and what is odd about how it is written, in words.
  static func variants(of text: String) -> (texts: [Text], notes: [String]) {
    var notes: [String] = []
    let plain = text.unicodeScalars.map { self.plain($0) }
    var texts = [plain.filter { !isInvisible($0.value) }]
    if hidesBlank(plain) {
      texts.append(plain.map { isInvisible($0.value) ? " " : $0 })
      notes.append("a character without width is tried as nothing and as a blank")
    }
    var folded: [Text] = []
    for text in texts {
      let mixed = fold(text, mixedOnly: true)
      if let mixed {
        folded.append(mixed)
        let note = "letters of two scripts in one word are read by what they look like"
        if !notes.contains(note) { notes.append(note) }
      }
      // As it stands too: two words may have been written as one.
      folded.append(text)
      if let latin = fold(mixed ?? text, mixedOnly: false) { folded.append(latin) }
    }
    return (folded, notes)
  }

  /// A text as a list means it: words of two scripts by what they look like.
  static func meant(_ text: String) -> Text {
    let plain = text.unicodeScalars.map { self.plain($0) }.filter { !isInvisible($0.value) }
    return fold(plain, mixedOnly: true) ?? plain
  }

  // MARK: - Characters

  private static func isInvisible(_ value: UInt32) -> Bool {
    switch value {
    case 0xAD, 0x34F, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFE00...0xFE0F,
      0xFEFF, 0xE0000...0xE007F:
      true
    default: false
    }
  }

  /// Whether a character that is not seen stands between two that are written.
  private static func hidesBlank(_ text: Text) -> Bool {
    var isAfterLetter = false
    var isHidden = false
    for scalar in text {
      if isInvisible(scalar.value) {
        isHidden = isAfterLetter
      } else {
        let isLetter = scalar.properties.isAlphabetic
        if isHidden, isLetter { return true }
        isHidden = false
        isAfterLetter = isLetter
      }
    }
    return false
  }

  /// A letter out of its costume: mathematical, circled and squared letters and digits.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    func letter(_ number: UInt32) -> Unicode.Scalar { Unicode.Scalar(UInt8(0x61 + number % 26)) }
    switch scalar.value {
    case 0x1D400...0x1D6A3: return letter((scalar.value - 0x1D400) % 26)
    case 0x1D7CE...0x1D7FF: return Unicode.Scalar(UInt8(0x30 + (scalar.value - 0x1D7CE) % 10))
    case 0x24B6...0x24E9: return letter(scalar.value - 0x24B6)
    case 0x1F130...0x1F149: return letter(scalar.value - 0x1F130)
    case 0x1F150...0x1F169: return letter(scalar.value - 0x1F150)
    case 0x1F170...0x1F189: return letter(scalar.value - 0x1F170)
    default: return scalar
    }
  }

  private enum Script: Int, CaseIterable {
    case latin, cyrillic, greek
  }

  private static func script(of value: UInt32) -> Script? {
    switch value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2AF, 0x1E00...0x1EFF, 0xFF21...0xFF3A,
      0xFF41...0xFF5A:
      .latin
    case 0x370...0x373, 0x376...0x377, 0x37B...0x37D, 0x37F, 0x386, 0x388...0x3FF, 0x1F00...0x1FFF: .greek
    case 0x400...0x481, 0x48A...0x52F: .cyrillic
    default: nil
    }
  }

  /// Marks and apostrophes within a word.
  private static func isWithin(_ value: UInt32) -> Bool {
    switch value {
    case 0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x2B9...0x2BF, 0x300...0x36F, 0x483...0x489, 0x30...0x39: true
    default: false
    }
  }

  // MARK: - Words

  /// The text with words of two scripts brought to one, or (`mixedOnly` false) words of another script that look Latin throughout as
  /// Latin; nil where there is no such word.
  private static func fold(_ text: Text, mixedOnly: Bool) -> Text? {
    var out: Text = []
    out.reserveCapacity(text.count)
    var isChanged = false
    var start = 0
    while start < text.count {
      var end = start
      while end < text.count, script(of: text[end].value) != nil || isWithin(text[end].value) { end += 1 }
      if end == start {
        out.append(text[start])
        start += 1
        continue
      }
      let word = text[start..<end]
      if let folded = mixedOnly ? foldMixed(word) : foldWhole(word) {
        out += folded
        isChanged = true
      } else {
        out += word
      }
      start = end
    }
    return isChanged ? out : nil
  }

  private static func foldMixed(_ word: ArraySlice<Unicode.Scalar>) -> Text? {
    var counts = [0, 0, 0]
    for scalar in word { if let script = script(of: scalar.value) { counts[script.rawValue] += 1 } }
    guard counts.count(where: { $0 > 0 }) > 1 else { return nil }
    // The script that has most of the letters, of those that can have them all.
    let order = Script.allCases.sorted { (counts[$1.rawValue], $0.rawValue) < (counts[$0.rawValue], $1.rawValue) }
    for target in order where counts[target.rawValue] > 0 {
      let folded = word.map { fold($0, to: target) }
      if !folded.contains(nil) { return folded.compactMap(\.self) }
    }
    return word.flatMap { scalar -> Text in
      switch script(of: scalar.value) {
      case .cyrillic?: latin(scalar, Letters.cyrillic)
      case .greek?: latin(scalar, Letters.greek)
      case .latin?, nil: [scalar]
      }
    }
  }

  private static func latin(_ scalar: Unicode.Scalar, _ table: [Unicode.Scalar: String]) -> Text {
    scalar.properties.lowercaseMapping.unicodeScalars.flatMap { lower in
      table[lower].map { Array($0.unicodeScalars) } ?? [lower]
    }
  }

  private static func foldWhole(_ word: ArraySlice<Unicode.Scalar>) -> Text? {
    let scripts = Set(word.compactMap { script(of: $0.value) })
    guard scripts.count == 1, !scripts.contains(.latin), word.count > 1 else { return nil }
    let folded = word.map { fold($0, to: .latin) }
    return folded.contains(nil) ? nil : folded.compactMap(\.self)
  }

  /// A letter as one of another script that looks like it; itself where it belongs to no script or to that one, nil where none does.
  private static func fold(_ scalar: Unicode.Scalar, to target: Script) -> Unicode.Scalar? {
    guard let own = script(of: scalar.value), own != target else { return scalar }
    return looks[target.rawValue][scalar]
  }

  /// Letters of one look: Latin, Cyrillic, Greek; a dot where a script has none. Own work after what fonts draw alike.
  private static let rows = """
    A А Α  a а α  B В Β  C С .  c с ϲ  d ԁ .  E Е Ε  e е .  ë ё .  H Н Η  h һ .  I І Ι  i і ι  ï ї ϊ  J Ј Ϳ  j ј ϳ  K К Κ  k к κ  \
    M М Μ  m м .  N . Ν  O О Ο  o о ο  ó . ό  P Р Ρ  p р ρ  q ԛ .  Q Ԛ .  r г .  S Ѕ .  s ѕ .  T Т Τ  t т τ  u . υ  v ѵ ν  V Ѵ .  \
    W Ԝ .  w ԝ ω  X Х Χ  x х χ  Y У Υ  y у γ  Y Ү .  y ү .  Z . Ζ  I Ӏ .  l ӏ .
    """

  private static let looks: [[Unicode.Scalar: Unicode.Scalar]] = {
    var tables = [[Unicode.Scalar: Unicode.Scalar]](repeating: [:], count: Script.allCases.count)
    let letters = rows.split(whereSeparator: { $0 == " " || $0 == "\n" }).compactMap(\.unicodeScalars.first)
    for place in stride(from: 0, to: letters.count - 2, by: 3) {
      let row = letters[place..<place + 3]
      for (target, letter) in row.enumerated() where letter != "." && isReadable(letter, target) {
        for other in row where other != "." && other != letter && tables[target][other] == nil {
          tables[target][other] = letter
        }
      }
    }
    return tables
  }()

  /// Whether a letter can be read as one of its script: what nobody writes today is no letter to fold others into.
  private static func isReadable(_ letter: Unicode.Scalar, _ target: Int) -> Bool {
    let lower = letter.properties.lowercaseMapping.unicodeScalars
    return switch Script(rawValue: target) {
    case .cyrillic?: lower.allSatisfy { Letters.cyrillic[$0] != nil }
    case .greek?: lower.allSatisfy { Letters.greek[$0] != nil }
    case .latin?, nil: true
    }
  }
}

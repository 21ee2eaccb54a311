// What the words of a name weigh. The form of a company says nothing about which it is; words of trade say little:
//
//   OOO  Roga i Kopyta  Trading    →   roga 1 · kopyta 1 · trading 0.3
//   form                 trade

/// A word of a name, ready to be compared.
struct NameWord: Sendable {
  /// The letters it is made of, for people to read.
  var letters: [UInt8]
  /// Its sound.
  var sound: [UInt8]
  var isVowelless: Bool
  /// Whether it is a word of trade, which says little about whose name it is.
  var isTrade: Bool
  /// Whether its neighbours may belong to the same word.
  var isSyllable: Bool
  /// Whether it could not be read: it is the same word where it is written the same, and says nothing where it is not.
  var isUnread: Bool

  init(_ letters: [UInt8], isVowelless: Bool, isTrade: Bool, of word: RomanWord) {
    self.letters = letters
    self.isVowelless = isVowelless
    self.isTrade = isTrade
    isUnread = word.isUnread
    isSyllable = word.isSyllable
    sound = word.isUnread ? letters : Sound.fold(letters, isVowelless: isVowelless)
  }

  var isInitial: Bool { letters.count == 1 && letters[0] > 0x39 }
}

enum NameWords {
  /// The words of a romanised name without the forms of companies, particles and titles; all of them where nothing else is left.
  static func words(of name: RomanName) -> [NameWord] {
    var words: [NameWord] = []
    var index = 0
    let all = name.words
    while index < all.count {
      let word = all[index]
      let text = String(decoding: word.letters, as: UTF8.self)
      if isForm(all, index) {
        index += formLength(all, index)
        continue
      }
      index += 1
      if particles.contains(text) || word.letters.isEmpty { continue }
      var letters = abbreviations[text].map { Array($0.utf8) } ?? word.letters
      var isVowelless = word.isVowelless
      // Servant of …: the two words are one name, with or without the article between them.
      if servants.contains(text) || (word.isVowelless && text == "bd"), index < all.count {
        var next = index
        while next + 1 < all.count,
          ["al", "el", "ul", "l"].contains(String(decoding: all[next].letters, as: UTF8.self))
        {
          next += 1
        }
        var rest = all[next].letters
        if all[next].isVowelless, rest.first == UInt8(ascii: "l"), rest.count > 2 { rest.removeFirst() }
        letters = Array((word.isVowelless ? "bd" : "abd").utf8) + rest
        isVowelless = isVowelless || all[next].isVowelless
        index = next + 1
      } else if word.isVowelless, word.letters.first == UInt8(ascii: "l"), word.letters.count > 3 {
        // The Arabic article is written onto its word; alef before it was silent.
        letters.removeFirst()
      }
      words.append(
        NameWord(
          letters, isVowelless: isVowelless, isTrade: trade.contains(String(decoding: letters, as: UTF8.self)), of: word
        ))
    }
    if words.isEmpty {
      words = all.filter { !$0.letters.isEmpty }.map {
        NameWord($0.letters, isVowelless: $0.isVowelless, isTrade: true, of: $0)
      }
    }
    return Array(words.prefix(24))
  }

  /// How many words from here on are the form of a company; forms with dots fall into letters: S. A. de C. V.
  private static func formLength(_ words: [RomanWord], _ index: Int) -> Int {
    for length in stride(from: min(6, words.count - index), through: 1, by: -1) {
      let joined = words[index..<index + length].map { String(decoding: $0.letters, as: UTF8.self) }
      if length == 1
        ? forms.contains(joined[0]) : joined.allSatisfy({ $0.utf8.count <= 2 }) && forms.contains(joined.joined())
      {
        return length
      }
      if length > 1, longForms.contains(joined.joined(separator: " ")) { return length }
    }
    return 0
  }

  private static func isForm(_ words: [RomanWord], _ index: Int) -> Bool { formLength(words, index) > 0 }

  private static func set(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
  }

  /// Forms of companies in small letters.
  private static let forms = set(
    """
    ltd limited llc llp lp inc incorporated corp corporation co company plc pte pty gmbh ag kg ug mbh ohg se sa sas sarl sasu srl spa sl slu \
    ltda lda cv sapi bv nv oy oyj ab as asa aps is kft zrt bt sro spolka spzoo zoo doo dd ad ead eood ood ooo oao zao pao ao tov pp too ip jsc ojsc \
    cjsc pjsc pjs kk yk gk sdn bhd tbk pt cia fze fzco fzc wll saog saoc est sti as san tic epe ae ike joint ve bvba vof eu ek ewiv scs snc sacv sadecv
    """)

  private static let longForms: Set<String> = [
    "joint stock company", "open joint stock company", "public joint stock company", "closed joint stock company",
    "limited liability company", "private limited", "private joint stock company", "sp z o o", "spol s r o", "co ltd",
    "gmbh co kg", "s a de c v",
    "aktsionernoe obshchestvo", "otkrytoe aktsionernoe obshchestvo", "publichnoe aktsionernoe obshchestvo",
    "obshchestvo s ogranichennoy otvetstvennostyu", "sdn bhd", "private company",
  ]

  /// Particles and titles that come and go with a name.
  private static let particles = set(
    "al el ul bin ibn ben bint de del della di da do dos das la le les von van der den und and the of for e y i mr mrs ms dr sheikh haji jr sr ltd"
  )

  private static let abbreviations = [
    "intl": "international", "mfg": "manufacturing", "tech": "technology", "natl": "national", "assn": "association",
    "univ": "university", "mohd": "mohammed", "md": "mohammed", "bros": "brothers",
  ]

  private static let servants: Set<String> = ["abd", "abdul", "abdel", "abdal", "abdol", "abdoul"]

  /// Words of trade, rank and place that many names have.
  private static let trade = set(
    """
    trading trade traders import export imports exports international global general group holding holdings industries industrial industry \
    manufacturing technology technologies tech electronics electronic services service shipping logistics transport maritime marine \
    oil gas petroleum petrochemical energy chemical chemicals bank banking finance financial investment investments construction \
    engineering development foundation charity institute research university academy center centre association organization \
    organisation store shop market online digital home house company enterprise enterprises products product supply solutions systems \
    factory works design studio fashion apparel food foods new national state federal republic city east west north south \
    first united union royal star golden commodity houseware footwear hardware communications network semiconductor joint
    """)
}

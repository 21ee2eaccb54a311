// Scripts whose letters are syllables: a consonant has a vowel in it, which a sign behind it changes or takes away.
//
//   Indic      न na  ने ne  न् n     nine scripts in one order, 128 places apart: one table by the place
//   Ethiopic   ነ ne  ኑ nu  ን n      rows of eight, a consonant a row, a vowel a place
//
// The vowel that is not written falls silent at the end of a word in the north of India, and between two vowels there: राजेश is
// Rajesh and मनमोहन Manmohan, though they are written ra-je-sha and ma-na-mo-ha-na.
//
// Own work after the usual romanisations of names (Hunterian, ISO 15919 without its marks, BGN/PCGN for Amharic).

/// Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada and Malayalam.
enum Indic {
  /// Whether a character is of one of the nine scripts.
  static func isIndic(_ value: UInt32) -> Bool { (0x900..<0xD80).contains(value) }

  private struct Unit {
    var onset: String
    var vowel: String
    /// Whether the vowel is the one that is not written.
    var isInherent = false
  }

  /// Scripts whose last unwritten vowel falls silent: Devanagari, Bengali, Gurmukhi, Gujarati.
  private static func isNorthern(_ block: UInt32) -> Bool { block <= 3 }
  private static let tamil: UInt32 = 5

  /// Reads a word from its first character on: its letters, and how many characters it takes; one at least.
  static func word(_ scalars: [Unicode.Scalar], _ index: Int) -> (letters: [UInt8], taken: Int) {
    let block = (scalars[index].value - 0x900) / 0x80
    func place(_ index: Int) -> UInt32? {
      guard index < scalars.count, isIndic(scalars[index].value), (scalars[index].value - 0x900) / 0x80 == block else {
        return nil
      }
      return (scalars[index].value - 0x900) % 0x80
    }
    var units: [Unit] = []
    var next = index
    while let at = place(next), at < 0x64 || at >= 0x70 {
      next += 1
      if let vowel = vowels[at] {
        units.append(Unit(onset: "", vowel: vowel))
      } else if var onset = consonants[at] ?? rare[scalars[next - 1]] {
        if place(next) == nukta {
          next += 1
          onset = withNukta[at] ?? onset
        }
        if block == tamil, place(next) != virama { onset = tamilOnset(onset, at, after: units.last) }
        if let sign = place(next), let vowel = signs[sign] {
          units.append(Unit(onset: onset, vowel: vowel))
          next += 1
        } else if place(next) == virama {
          units.append(Unit(onset: onset, vowel: ""))
          next += 1
        } else {
          units.append(Unit(onset: onset, vowel: "a", isInherent: true))
        }
      } else if let sound = nasal(at, block, before: place(next).flatMap { consonants[$0] }) {
        units.append(Unit(onset: sound, vowel: ""))
      } else if let vowel = signs[at], !units.isEmpty {
        // A sign on a bearer of vowels, as Gurmukhi has them.
        units[units.count - 1].vowel = vowel
        units[units.count - 1].isInherent = false
      }
    }
    if next == index { next += 1 }
    // What joins and parts letters without a sound.
    while next < scalars.count, scalars[next].value == 0x200C || scalars[next].value == 0x200D { next += 1 }
    if isNorthern(block) { silence(&units) }
    return (units.flatMap { Array($0.onset.utf8) + Array($0.vowel.utf8) }, next - index)
  }

  private static func silence(_ units: inout [Unit]) {
    guard units.count > 1 else { return }
    let last = units.count - 1
    // Behind two consonants it is heard: Narendra.
    if units[last].isInherent, !units[last - 1].vowel.isEmpty { units[last].vowel = "" }
    for index in stride(from: last - 1, to: 0, by: -1)
    where units[index].isInherent && !units[index - 1].vowel.isEmpty && !units[index + 1].vowel.isEmpty
      && !units[index + 1].onset.isEmpty
    {
      units[index].vowel = ""
    }
  }

  private static let nukta: UInt32 = 0x3C
  private static let virama: UInt32 = 0x4D

  private static func nasal(_ place: UInt32, _ block: UInt32, before onset: String?) -> String? {
    switch place {
    case 0x01, 0x02: onset.map { "pbm".contains($0.prefix(1)) } == true ? "m" : "n"
    case 0x03: ""
    case 0x70 where block == 2: "n"
    default: nil
    }
  }

  /// Tamil has one letter for what is voiced and what is not: it is voiced within a word, unless it is doubled.
  private static func tamilOnset(_ onset: String, _ place: UInt32, after last: Unit?) -> String {
    guard let last, last.onset != onset || !last.vowel.isEmpty else { return onset }
    switch place {
    case 0x1F: return "d"
    case 0x2A: return "b"
    default: return onset
    }
  }

  private static func table(_ text: String) -> [UInt32: String] {
    var table: [UInt32: String] = [:]
    let parts = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
    for index in stride(from: 0, to: parts.count - 1, by: 2) {
      if let place = UInt32(parts[index], radix: 16) { table[place] = String(parts[index + 1]) }
    }
    return table
  }

  private static let vowels = table(
    "04 a 05 a 06 a 07 i 08 i 09 u 0A u 0B ri 0C li 0D e 0E e 0F e 10 ai 11 o 12 o 13 o 14 au 60 ri 61 li 72 a 73 u 74 u"
  )
  private static let signs = table(
    "3A e 3B e 3E a 3F i 40 i 41 u 42 u 43 ri 44 ri 45 e 46 e 47 e 48 ai 49 o 4A o 4B o 4C au 4E e 4F au 56 i 57 au 62 li 63 li"
  )
  private static let consonants = table(
    """
    15 k 16 kh 17 g 18 gh 19 ng 1A ch 1B ch 1C j 1D jh 1E n 1F t 20 th 21 d 22 dh 23 n 24 t 25 th 26 d 27 dh 28 n 29 n 2A p 2B ph \
    2C b 2D bh 2E m 2F y 30 r 31 r 32 l 33 l 34 zh 35 v 36 sh 37 sh 38 s 39 h 58 k 59 kh 5A gh 5B z 5C r 5D rh 5E f 5F y
    """)
  private static let withNukta = table("15 k 16 kh 17 gh 1C z 21 r 22 rh 2B f 2F y")

  /// Letters that one of the scripts alone has: Bengali's final t, r and w of Assamese, Malayalam's finals.
  private static let rare: [Unicode.Scalar: String] = [
    "ৎ": "t", "ৰ": "r", "ৱ": "w", "ൺ": "n", "ൻ": "n", "ർ": "r", "ൽ": "l", "ൾ": "l", "ൿ": "k",
  ]
}

/// Amharic, Tigrinya and the others that are written in Ge'ez letters.
enum Ethiopic {
  /// The letters of a syllable; nil for what is none.
  ///
  /// - Parameter isFirst: whether it begins a word: there a consonant without a vowel is spoken with one.
  static func letters(_ value: UInt32, isFirst: Bool) -> String? {
    guard (0x1200...0x135A).contains(value) else { return nil }
    let row = Int(value - 0x1200) / 8
    let onset = String(rows[row])
    let consonant = onset == "_" ? "" : onset
    switch (value - 0x1200) % 8 {
    // The throat's letters are open.
    case 0: return consonant + (consonant.isEmpty || consonant == "h" ? "a" : "e")
    case 1: return consonant + "u"
    case 2: return consonant + "i"
    case 3: return consonant + "a"
    case 4: return consonant + "e"
    case 5: return consonant + (isFirst || consonant.isEmpty ? "i" : "")
    case 6: return consonant + "o"
    default: return consonant + "wa"
    }
  }

  /// One a row of eight places; "_" has no consonant.
  private static let rows = """
    h l h m s r s sh k k k k b v t ch h h n ny _ k k kh kh w _ z zh y d d j g g g t ch p ts ts f p p
    """.split(separator: " ")
}

// Spellings of one name are folded into one sound before they are compared:
//
//   Khaled Haled          haled        Alexander Aleksandr   aleksander aleksandr
//   Mohammed Muhamed      mohamed      Yuryevich Iurievich   iurievic
//   Schmidt Shmit         xmidt        Wang Vang             vang
//
// The skeleton is the sound without its vowels; it is the key under which words are looked up, and all that scripts without
// vowels have to offer.

/// The sound of a word, in letters a-z of which some stand for several: x for sh, c for ch, q for zh and j.
enum Sound {
  /// Folds the letters of a word.
  static func fold(_ word: [UInt8], isVowelless: Bool = false) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(word.count)
    var index = 0
    func at(_ offset: Int) -> UInt8 { index + offset < word.count ? word[index + offset] : 0 }
    func put(_ text: StaticString, _ taken: Int) {
      text.withUTF8Buffer { for byte in $0 where out.last != byte { out.append(byte) } }
      index += taken
    }
    while index < word.count {
      switch at(0) {
      case UInt8(ascii: "s"):
        if at(1) == UInt8(ascii: "c"), at(2) == UInt8(ascii: "h") {
          put("x", 3)
        } else if at(1) == UInt8(ascii: "h") {
          // Cyrillic shch, as one sound.
          if at(2) == UInt8(ascii: "c"), at(3) == UInt8(ascii: "h") { put("x", 4) } else { put("x", 2) }
        } else {
          put("s", 1)
        }
      case UInt8(ascii: "t"):
        if at(1) == UInt8(ascii: "c"), at(2) == UInt8(ascii: "h") {
          put("c", 3)
        } else if at(1) == UInt8(ascii: "s"), at(2) == UInt8(ascii: "c"), at(3) == UInt8(ascii: "h") {
          put("c", 4)
        } else if at(1) == UInt8(ascii: "h") {
          put("t", 2)
        } else {
          put("t", 1)
        }
      case UInt8(ascii: "c"):
        if at(1) == UInt8(ascii: "h") {
          put("c", 2)
        } else if at(1) == UInt8(ascii: "k") {
          put("k", 2)
        } else if at(1) == UInt8(ascii: "e") || at(1) == UInt8(ascii: "i") || at(1) == UInt8(ascii: "y") {
          put("s", 1)
        } else {
          put("k", 1)
        }
      case UInt8(ascii: "z"): if at(1) == UInt8(ascii: "h") { put("q", 2) } else { put("z", 1) }
      case UInt8(ascii: "j"): put("q", 1)
      case UInt8(ascii: "d"):
        if at(1) == UInt8(ascii: "j") || (at(1) == UInt8(ascii: "z") && at(2) == UInt8(ascii: "h")) {
          put("q", at(1) == UInt8(ascii: "j") ? 2 : 3)
        } else {
          put("d", at(1) == UInt8(ascii: "h") ? 2 : 1)
        }
      case UInt8(ascii: "k"): put(at(1) == UInt8(ascii: "h") ? "h" : "k", at(1) == UInt8(ascii: "h") ? 2 : 1)
      case UInt8(ascii: "g"): put("g", at(1) == UInt8(ascii: "h") ? 2 : 1)
      case UInt8(ascii: "p"): put(at(1) == UInt8(ascii: "h") ? "f" : "p", at(1) == UInt8(ascii: "h") ? 2 : 1)
      case UInt8(ascii: "q"): put("k", at(1) == UInt8(ascii: "u") ? 2 : 1)
      case UInt8(ascii: "x"):
        // At the beginning it is Chinese or Greek; within, ks.
        if index == 0 { put("x", 1) } else { put("ks", 1) }
      case UInt8(ascii: "w"): put("v", 1)
      case UInt8(ascii: "o"):
        if at(1) == UInt8(ascii: "u") || at(1) == UInt8(ascii: "o") {
          put("u", 2)
        } else {
          put("o", at(1) == UInt8(ascii: "e") ? 2 : 1)
        }
      case UInt8(ascii: "u"): put("u", at(1) == UInt8(ascii: "e") ? 2 : 1)
      case UInt8(ascii: "e"): if at(1) == UInt8(ascii: "e") { put("i", 2) } else { put("e", 1) }
      case UInt8(ascii: "y"), UInt8(ascii: "i"): put("i", 1)
      default: put1(&out, at(0), &index)
      }
    }
    // What is breathed at the end of a name is written or not: Abdullah, Sara(h).
    if out.count > 2 || (isVowelless && out.count > 1), out.last == UInt8(ascii: "h"),
      isVowelless || isVowel(out[out.count - 2])
    {
      out.removeLast()
    }
    return out
  }

  private static func put1(_ out: inout [UInt8], _ byte: UInt8, _ index: inout Int) {
    if out.last != byte || (byte >= 0x30 && byte <= 0x39) { out.append(byte) }
    index += 1
  }

  static func isVowel(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"): true
    default: false
    }
  }

  /// The consonants of a folded word as classes: voiced and unvoiced are one, and so are those that scripts confuse.
  static func skeleton(_ sound: [UInt8], withoutLongVowels: Bool = false) -> [UInt8] {
    var out: [UInt8] = []
    for (place, byte) in sound.enumerated() where !isVowel(byte) {
      var letter = byte
      switch byte {
      // Long u and i of scripts without vowels are written as v and i; Latin words have them as vowels.
      case UInt8(ascii: "v") where withoutLongVowels && place > 0: continue
      case UInt8(ascii: "v"), UInt8(ascii: "f"), UInt8(ascii: "p"), UInt8(ascii: "b"): letter = UInt8(ascii: "b")
      case UInt8(ascii: "d"), UInt8(ascii: "t"): letter = UInt8(ascii: "t")
      case UInt8(ascii: "g"), UInt8(ascii: "k"), UInt8(ascii: "h"): letter = UInt8(ascii: "k")
      case UInt8(ascii: "s"), UInt8(ascii: "z"), UInt8(ascii: "x"), UInt8(ascii: "c"), UInt8(ascii: "q"):
        letter = UInt8(ascii: "s")
      default: break
      }
      if out.last != letter { out.append(letter) }
    }
    return out
  }

  // MARK: - How alike

  /// How alike two folded words are, 0 ... 1.
  static func likeness(_ a: [UInt8], _ b: [UInt8], vowelless: Bool) -> Double {
    if a == b { return 1 }
    return vowelless ? consonantLikeness(a, b) : jaroWinkler(a, b)
  }

  /// Which letters a word has, a bit a letter; digits share the last ones.
  static func letters(of sound: [UInt8]) -> UInt32 { sound.reduce(0) { $0 | 1 << UInt32($1 & 31) } }

  /// The most that two words of these lengths can be alike with so many letters in common.
  static func mostLikeness(_ common: Double, _ a: Double, _ b: Double) -> Double {
    let shared = min(common, b)
    guard shared > 0 else { return 0 }
    return 0.6 * ((shared / a + shared / b + 1) / 3) + 0.4
  }

  /// Jaro's likeness with Winkler's gain for a common beginning of up to four letters.
  static func jaroWinkler(_ a: [UInt8], _ b: [UInt8]) -> Double {
    if a.isEmpty || b.isEmpty { return 0 }
    let (a, b) = a.count <= b.count ? (a, b) : (b, a)
    guard b.count <= 64 else { return 0 }
    let reach = max(0, b.count / 2 - 1)
    var taken: UInt64 = 0
    var found: UInt64 = 0
    var matches = 0
    for i in a.indices {
      let low = max(0, i - reach)
      let high = min(b.count - 1, i + reach)
      guard low <= high else { continue }
      for j in low...high where taken & (1 << UInt64(j)) == 0 && a[i] == b[j] {
        taken |= 1 << UInt64(j)
        found |= 1 << UInt64(i)
        matches += 1
        break
      }
    }
    guard matches > 0 else { return 0 }
    var turned = 0
    var j = 0
    for i in a.indices where found & (1 << UInt64(i)) != 0 {
      while taken & (1 << UInt64(j)) == 0 { j += 1 }
      if a[i] != b[j] { turned += 1 }
      j += 1
    }
    let m = Double(matches)
    let jaro = (m / Double(a.count) + m / Double(b.count) + (m - Double(turned) / 2) / m) / 3
    var prefix = 0
    while prefix < min(4, a.count), a[prefix] == b[prefix] { prefix += 1 }
    return jaro + Double(prefix) * 0.1 * (1 - jaro)
  }

  /// How well a word without vowels (`a`, or both) is one with them: an alignment in which vowels cost little, consonants much.
  static func consonantLikeness(_ a: [UInt8], _ b: [UInt8]) -> Double {
    guard !a.isEmpty, !b.isEmpty, a.count <= 40, b.count <= 40 else { return 0 }
    func skip(_ byte: UInt8) -> Double {
      isVowel(byte) ? 0.03 : byte == UInt8(ascii: "v") || byte == UInt8(ascii: "h") ? 0.5 : 1
    }
    func change(_ x: UInt8, _ y: UInt8) -> Double {
      if x == y { return 0 }
      switch (x, y) {
      case (UInt8(ascii: "v"), UInt8(ascii: "u")), (UInt8(ascii: "v"), UInt8(ascii: "o")),
        (UInt8(ascii: "u"), UInt8(ascii: "v")), (UInt8(ascii: "o"), UInt8(ascii: "v")):
        return 0
      case (UInt8(ascii: "i"), UInt8(ascii: "e")), (UInt8(ascii: "e"), UInt8(ascii: "i")): return 0.03
      case (UInt8(ascii: "b"), UInt8(ascii: "v")), (UInt8(ascii: "v"), UInt8(ascii: "b")),
        (UInt8(ascii: "p"), UInt8(ascii: "f")), (UInt8(ascii: "f"), UInt8(ascii: "p")),
        (UInt8(ascii: "p"), UInt8(ascii: "b")), (UInt8(ascii: "b"), UInt8(ascii: "p")),
        (UInt8(ascii: "k"), UInt8(ascii: "g")), (UInt8(ascii: "g"), UInt8(ascii: "k")),
        (UInt8(ascii: "q"), UInt8(ascii: "g")), (UInt8(ascii: "g"), UInt8(ascii: "q")),
        (UInt8(ascii: "d"), UInt8(ascii: "z")), (UInt8(ascii: "z"), UInt8(ascii: "d")),
        (UInt8(ascii: "t"), UInt8(ascii: "s")), (UInt8(ascii: "h"), UInt8(ascii: "k")):
        return 0.15
      default: return 1.6
      }
    }
    var row = [Double](repeating: 0, count: b.count + 1)
    for j in b.indices { row[j + 1] = row[j] + skip(b[j]) }
    for i in a.indices {
      var diagonal = row[0]
      row[0] += skip(a[i])
      for j in b.indices {
        let best = min(diagonal + change(a[i], b[j]), row[j + 1] + skip(a[i]), row[j] + skip(b[j]))
        diagonal = row[j + 1]
        row[j + 1] = best
      }
    }
    let consonants = Double(max(1, min(a.count { !isVowel($0) }, b.count { !isVowel($0) })))
    return max(0, 1 - row[b.count] / (consonants + 0.5))
  }
}

// Texts are compared without case, accents and width, so that "jurgen" finds "Jürgen" and "ＡＢＣ" is "abc". What has no
// such forms (Chinese, Japanese, Korean, Arabic …) stays as it is and is found letter for letter.

/// Texts brought to the form in which they are compared.
package enum Folding {
  /// The folded form in UTF-8: lower case, without accents, full-width letters made narrow.
  package static func bytes(_ text: String) -> [UInt8] {
    var out: [UInt8] = []
    append(text, to: &out)
    return out
  }

  /// Adds the folded form of a text.
  package static func append(_ text: String, to out: inout [UInt8]) {
    var text = text
    let plain: Bool? = text.withUTF8 { utf8 in
      let start = out.count
      for byte in utf8 {
        guard byte < 0x80 else {
          out.removeLast(out.count - start)
          return false
        }
        out.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
      }
      return true
    }
    if plain == true { return }
    for scalar in text.unicodeScalars { append(scalar, to: &out) }
  }

  private static func append(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
    let value = scalar.value
    if value < 0x80 {
      let byte = UInt8(value)
      out.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
      return
    }
    switch value {
    case 0x300...0x36F: return  // accents that stand by themselves
    case 0xFF01...0xFF5E: append(Unicode.Scalar(UInt8(value - 0xFEE0)), to: &out)
    case 0x3000, 0xA0: out.append(0x20)
    default:
      for lower in scalar.properties.lowercaseMapping.unicodeScalars {
        if let plain = letters[lower] {
          out.append(contentsOf: plain.utf8)
        } else if !(0x300...0x36F).contains(lower.value) {
          out.append(contentsOf: String(lower).utf8)
        }
      }
    }
  }

  /// Accented letters to plain ones.
  private static let letters: [Unicode.Scalar: String] = {
    var letters: [Unicode.Scalar: String] = [:]
    for row in rows {
      for scalar in row.accented.unicodeScalars { letters[scalar] = row.plain }
    }
    return letters
  }()

  /// One row a plain letter: Latin with the accents of European languages, Pinyin and Vietnamese; Greek; Cyrillic.
  private static let rows: [(plain: String, accented: String)] = [
    ("a", "àáâãäåāăąǎǟȁȃȧạảấầẩẫậắằẳẵặ"), ("ae", "æǽ"), ("b", "ḃḅ"), ("c", "çćĉċč"), ("d", "ďđḍḑð"),
    ("e", "èéêëēĕėęěȅȇȩẹẻẽếềểễệ"), ("f", "ḟƒ"), ("g", "ĝğġģǧǵ"), ("h", "ĥħḥḧ"), ("i", "ìíîïĩīĭįıǐȉȋịỉ"),
    ("j", "ĵǰ"), ("k", "ķǩḳ"), ("l", "ĺļľŀłḷ"), ("m", "ṁṃ"), ("n", "ñńņňŉǹṇ"), ("o", "òóôõöøōŏőơǒȍȏȯọỏốồổỗộớờởỡợ"),
    ("oe", "œ"), ("p", "ṕṗ"), ("r", "ŕŗřȑȓṛ"), ("s", "śŝşšșṣ"), ("ss", "ß"), ("t", "ţťŧțṭ"), ("th", "þ"),
    ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữự"), ("v", "ṽṿ"), ("w", "ŵẁẃẅ"), ("x", "ẋẍ"), ("y", "ýÿŷȳẏỳỵỷỹ"), ("z", "źżžẓ"),
    ("α", "άἀἁὰᾶ"), ("ε", "έὲ"), ("η", "ήὴῆ"), ("ι", "ίϊΐὶῖ"), ("ο", "όὸ"), ("υ", "ύϋΰὺῦ"), ("ω", "ώὼῶ"), ("σ", "ς"),
    ("е", "ёѐ"), ("и", "ѝ"), ("і", "ї"), ("г", "ґ"),
  ]
}

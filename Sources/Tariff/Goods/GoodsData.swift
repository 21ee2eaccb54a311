import CTariff

// The embedded tables of goods and papers are lines of fields between "|"; lines that begin with "#" say what they are.

/// The bytes of an embedded file.
func embedded(_ file: GoodsFile) -> UnsafeBufferPointer<UInt8> {
  let bytes = goods_bytes(file)
  return UnsafeBufferPointer(start: bytes.start, count: bytes.count)
}

/// The fields of one line of an embedded table; nothing is copied until a field is asked for.
struct GoodsRow {
  let bytes: UnsafeBufferPointer<UInt8>
  fileprivate(set) var fields: [Range<Int>] = []

  /// The bytes of field `index`; none when the row is too short.
  func raw(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    guard index < fields.count else { return UnsafeBufferPointer(rebasing: bytes[0..<0]) }
    return UnsafeBufferPointer(rebasing: bytes[fields[index]])
  }

  /// The text of field `index`.
  func text(_ index: Int) -> String { String(decoding: raw(index), as: UTF8.self) }

  /// The whole number of field `index`; 0 when it is none.
  func int(_ index: Int) -> Int {
    var value = 0
    for byte in raw(index) {
      guard byte >= 0x30, byte <= 0x39 else { return 0 }
      value = value &* 10 &+ Int(byte &- 0x30)
    }
    return value
  }

  /// The entries of field `index` between commas, without blanks around them.
  func list(_ index: Int, separator: Character = ",") -> [String] {
    text(index).split(separator: separator).map { $0.trimmed }.filter { !$0.isEmpty }
  }
}

extension Substring {
  /// Without blanks at either end.
  var trimmed: String {
    var rest = self
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}

/// Calls `body` with every line of an embedded table that is no comment.
func forEachRow(_ file: GoodsFile, _ body: (GoodsRow) -> Void) {
  let bytes = embedded(file)
  var row = GoodsRow(bytes: bytes)
  var index = 0
  while index < bytes.count {
    let isComment = bytes[index] == 0x23
    row.fields.removeAll(keepingCapacity: true)
    var start = index
    while index < bytes.count, bytes[index] != 0x0A {
      if bytes[index] == 0x7C {
        row.fields.append(start..<index)
        start = index + 1
      }
      index += 1
    }
    row.fields.append(start..<index)
    index += 1
    if !isComment, row.fields.count > 1 { body(row) }
  }
}

// MARK: - Words

/// Texts about goods brought to the form in which they are compared: small letters without accents, full-width forms narrow.
enum Plain {
  /// Adds the plain form of a text.
  static func append(_ text: String, to out: inout [UInt8]) {
    for scalar in text.unicodeScalars { append(scalar, to: &out) }
  }

  /// The plain form of a text.
  static func text(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    append(String(text), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
    switch scalar.value {
    case 0x41...0x5A: out.append(UInt8(scalar.value + 0x20))
    case 0..<0x80: out.append(UInt8(scalar.value))
    case 0x300...0x36F: return
    case 0xFF01...0xFF5E:
      guard let narrow = Unicode.Scalar(scalar.value - 0xFEE0) else { return }
      append(narrow, to: &out)
    case 0x3400...0x9FFF, 0x3041...0x30FF: out.append(contentsOf: String(scalar).utf8)
    default:
      for lower in scalar.properties.lowercaseMapping.unicodeScalars {
        if let letter = letters[lower] {
          out.append(contentsOf: letter.utf8)
        } else if !(0x300...0x36F).contains(lower.value) {
          out.append(contentsOf: String(lower).utf8)
        }
      }
    }
  }

  private static let letters: [Unicode.Scalar: String] = {
    var letters: [Unicode.Scalar: String] = [:]
    for row in rows { for scalar in row.accented.unicodeScalars { letters[scalar] = row.plain } }
    return letters
  }()

  private static let rows: [(plain: String, accented: String)] = [
    ("a", "àáâãäåāăą"), ("ae", "æ"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"),
    ("i", "ìíîïĩīĭįı"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŉ"), ("o", "òóôõöøōŏő"), ("oe", "œ"), ("r", "ŕŗř"),
    ("s", "śŝşšș"), ("ss", "ß"), ("t", "ţťŧț"), ("th", "þ"), ("u", "ùúûüũūŭůűų"), ("w", "ŵ"), ("y", "ýÿŷ"),
    ("z", "źżž"),
  ]

  /// Whether a byte of a plain text belongs to a word.
  static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
  }

  /// Calls `body` with the place of every word of a plain text, plurals of English brought to their singulars; a hyphen parts
  /// words, an apostrophe ends one with what stands behind it.
  static func forEachWord(_ bytes: some RandomAccessCollection<UInt8>, _ body: (Range<Int>) -> Void) {
    let bytes = Array(bytes)
    var index = 0
    while index < bytes.count {
      guard isWord(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < bytes.count, isWord(bytes[index]) { index += 1 }
      body(start..<start + stem(bytes[start..<index]))
      // "men's" is one word: the letter behind the apostrophe says nothing.
      if index + 1 < bytes.count, bytes[index] == 0x27, bytes[index + 1] == 0x73,
        index + 2 == bytes.count || !isWord(bytes[index + 2])
      {
        index += 2
      }
    }
  }

  /// How many bytes of a word its singular has: "watches" is "watch", "batteries" stays as long as "batter".
  private static func stem(_ word: ArraySlice<UInt8>) -> Int {
    let count = word.count
    guard count > 3, word.last == 0x73, word.allSatisfy({ $0 < 0x80 }) else { return count }
    let end = word.endIndex
    let before = word[end - 2]
    if before == 0x73 || before == 0x75 || before == 0x69 { return count }  // glass, apparatus, chassis
    if before == 0x65, count > 4 {
      let third = word[end - 3]
      if third == 0x69 { return count - 3 }  // batteries: batter
      // watches, dishes, boxes, glasses, but shoes, clothes
      if third == 0x78 || third == 0x73 || (third == 0x68 && (word[end - 4] == 0x63 || word[end - 4] == 0x73)) {
        return count - 2
      }
    }
    return count - 1
  }

  /// The words of a text in their plain form.
  static func words(_ text: some StringProtocol) -> [String] {
    var bytes: [UInt8] = []
    append(String(text), to: &bytes)
    var words: [String] = []
    forEachWord(bytes) { words.append(normal(bytes[$0])) }
    return words
  }

  /// A word as the index keeps it: a last "y" is cut off where its plural would lose it too.
  static func normal(_ word: ArraySlice<UInt8>) -> String {
    String(decoding: word.prefix(keptCount(word)), as: UTF8.self)
  }

  /// How many bytes of a word are kept: "battery" and "batteries" both as "batter".
  static func keptCount(_ word: ArraySlice<UInt8>) -> Int {
    guard word.count > 4, word.last == 0x79, let before = word.dropLast().last else { return word.count }
    let isVowel = before == 0x61 || before == 0x65 || before == 0x69 || before == 0x6F || before == 0x75
    return isVowel ? word.count : word.count - 1
  }

  /// Whether a text has characters of Han, Kana or Hangul, which are written without blanks.
  static func isUnspaced(_ text: some StringProtocol) -> Bool {
    text.unicodeScalars.contains { (0x3040...0x9FFF).contains($0.value) || (0xAC00...0xD7A3).contains($0.value) }
  }
}

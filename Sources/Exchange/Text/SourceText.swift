// From bytes to UTF-8, whatever they are:
//
//   EF BB BF        UTF-8 with its mark           the mark goes
//   FF FE, FE FF    UTF-16                        turned into UTF-8
//   every second 0  UTF-16 without its mark       turned into UTF-8, with a finding
//   valid UTF-8                                   as it is, without a copy
//   mostly valid    UTF-8 with broken bytes       as it is; each broken byte is a finding
//   else            Windows-1252 (Latin-1)        turned into UTF-8, with a finding

/// A file's text as UTF-8 bytes; broken bytes, already found, may remain among them.
struct SourceText {
  let bytes: [UInt8]

  init(_ raw: [UInt8], into findings: inout Findings) { bytes = Self.utf8(from: raw, &findings) }

  private static func utf8(from raw: [UInt8], _ findings: inout Findings) -> [UInt8] {
    if raw.starts(with: [0xFF, 0xFE]) { return utf8(fromUTF16: raw.dropFirst(2), bigEndian: false, &findings) }
    if raw.starts(with: [0xFE, 0xFF]) { return utf8(fromUTF16: raw.dropFirst(2), bigEndian: true, &findings) }
    if let bigEndian = utf16WithoutMark(raw) {
      findings.add(.encodingAssumed, at: .file, "every second byte is NUL: read as UTF-16")
      return utf8(fromUTF16: raw[...], bigEndian: bigEndian, &findings)
    }
    let bytes = raw.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(raw.dropFirst(3)) : raw
    let survey = survey(bytes)
    guard let first = survey.broken.first else { return bytes }
    var lines = LineIndex()
    guard survey.multibyteCount >= survey.brokenCount else {
      let position = lines.position(of: first, in: bytes)
      findings.add(
        .encodingAssumed, at: .field(line: position.line, column: position.column, name: ""),
        "not UTF-8 (byte \(hex(bytes[first]))); read as Latin-1 (Windows-1252)")
      return utf8(fromLatin1: bytes)
    }
    for offset in survey.broken {
      let position = lines.position(of: offset, in: bytes)
      findings.add(
        .invalidText, at: .field(line: position.line, column: position.column, name: ""),
        "byte \(hex(bytes[offset])) is not UTF-8; replaced")
    }
    for _ in 0..<(survey.brokenCount - survey.broken.count) { findings.add(.invalidText, at: .file, "") }
    return bytes
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.count < 2 ? "0" + digits : digits
  }

  /// Counts sequences of several bytes that are UTF-8, and bytes that are not; the places of the first 100.
  private static func survey(_ bytes: [UInt8]) -> (multibyteCount: Int, brokenCount: Int, broken: [Int]) {
    var multibyteCount = 0
    var brokenCount = 0
    var broken: [Int] = []
    bytes.withUnsafeBufferPointer { bytes in
      var i = 0
      let n = bytes.count
      while i < n {
        let byte = bytes[i]
        if byte < 0x80 {
          i += 1
          continue
        }
        let length = sequenceLength(bytes, at: i)
        if length > 0 {
          multibyteCount += 1
          i += length
        } else {
          brokenCount += 1
          if broken.count < Findings.keptPerCode { broken.append(i) }
          i += 1
        }
      }
    }
    return (multibyteCount, brokenCount, broken)
  }

  /// The length of the sequence that begins here (2 ... 4), or 0 when it is not UTF-8 (Unicode, table 3-7).
  private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, at i: Int) -> Int {
    let lead = bytes[i]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard i + length <= bytes.count, second.contains(bytes[i + 1]) else { return 0 }
    for k in 2..<max(2, length) where !(0x80...0xBF).contains(bytes[i + k]) { return 0 }
    return length
  }

  /// Whether every second byte is NUL at the start, and if so in which order the bytes come.
  private static func utf16WithoutMark(_ raw: [UInt8]) -> Bool? {
    let head = raw.prefix(64)
    guard head.count >= 8 else { return nil }
    var nul = (even: 0, odd: 0)
    for (offset, byte) in head.enumerated() where byte == 0 {
      if offset % 2 == 0 { nul.even += 1 } else { nul.odd += 1 }
    }
    let half = head.count / 2
    if nul.odd * 4 >= half * 3, nul.even == 0 { return false }
    return nul.even * 4 >= half * 3 && nul.odd == 0 ? true : nil
  }

  private static func utf8(fromUTF16 raw: ArraySlice<UInt8>, bigEndian: Bool, _ findings: inout Findings) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(raw.count / 2)
    var lone = 0
    var i = raw.startIndex
    func unit(_ at: Int) -> UInt32 {
      let (a, b) = (UInt32(raw[at]), UInt32(raw[at + 1]))
      return bigEndian ? a << 8 | b : b << 8 | a
    }
    while i + 1 < raw.endIndex {
      var value = unit(i)
      i += 2
      if value & 0xFC00 == 0xD800, i + 1 < raw.endIndex, unit(i) & 0xFC00 == 0xDC00 {
        value = 0x10000 + (value & 0x3FF) << 10 + (unit(i) & 0x3FF)
        i += 2
      }
      guard let scalar = Unicode.Scalar(value) else {
        lone += 1
        out.append(contentsOf: [0xEF, 0xBF, 0xBD])
        continue
      }
      out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    if lone > 0 { findings.add(.invalidText, at: .file, "\(lone) half characters in the UTF-16 text; replaced") }
    if i < raw.endIndex { findings.add(.invalidText, at: .file, "the UTF-16 text ends in the middle of a character") }
    return out
  }

  private static func utf8(fromLatin1 raw: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(raw.count + raw.count / 8)
    for byte in raw {
      switch byte {
      case 0..<0x80: out.append(byte)
      case 0x80...0x9F:
        guard let scalar = Unicode.Scalar(windows1252[Int(byte) - 0x80]) else { continue }
        out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      default: out.append(contentsOf: [0xC0 | byte >> 6, 0x80 | byte & 0x3F])
      }
    }
    return out
  }

  /// What Windows-1252 has where Latin-1 has control characters; the replacement character where it has nothing.
  private static let windows1252: [UInt32] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
    0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0xFFFD, 0x017E, 0x0178,
  ]
}

/// Finds line and column of an offset; quick when offsets come in order.
struct LineIndex {
  private var offset = 0
  private var line = 1
  private var lineStart = 0
  private var mark: (offset: Int, line: Int, lineStart: Int) = (0, 1, 0)

  /// Line and column from 1, the column in bytes; CR, LF and CR LF each end a line.
  mutating func position(of target: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    if target < offset { (offset, line, lineStart) = target >= mark.offset ? mark : (0, 1, 0) }
    while offset < min(target, bytes.count) {
      let byte = bytes[offset]
      offset += 1
      if byte == 0x0A || byte == 0x0D && !(offset < bytes.count && bytes[offset] == 0x0A) {
        line += 1
        lineStart = offset
      }
    }
    return (line, max(1, target - lineStart + 1))
  }

  /// Remembers an offset: places after it are found quickly even when asked for out of order.
  mutating func remember(_ target: Int, in bytes: [UInt8]) {
    _ = position(of: target, in: bytes)
    mark = (offset, line, lineStart)
  }
}

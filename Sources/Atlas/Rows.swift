import CAtlas
import Measures

/// One row of an embedded table: where its fields are in the file's bytes. Nothing is copied until a field is asked for.
struct Row {
  let bytes: UnsafeBufferPointer<UInt8>
  var fields: [Range<Int>] = []

  /// The bytes of field `index`; none when the row is too short.
  func raw(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    guard index < fields.count else { return UnsafeBufferPointer(rebasing: bytes[0..<0]) }
    return UnsafeBufferPointer(rebasing: bytes[fields[index]])
  }

  /// The text of field `index`, doubled quotes made single.
  func text(_ index: Int) -> String {
    let raw = raw(index)
    guard raw.contains(0x22) else { return String(decoding: raw, as: UTF8.self) }
    var out: [UInt8] = []
    var afterQuote = false
    for byte in raw {
      if byte == 0x22, afterQuote {
        afterQuote = false
        continue
      }
      afterQuote = byte == 0x22
      out.append(byte)
    }
    return String(decoding: out, as: UTF8.self)
  }

  func isEmpty(_ index: Int) -> Bool { raw(index).isEmpty }

  /// The whole number of field `index`; 0 when it is none.
  func int(_ index: Int) -> Int { fixed(raw(index), decimals: 0) }

  /// The decimal number of field `index` in hundredths; 0 when it is none.
  func hundredths(_ index: Int) -> Int { fixed(raw(index), decimals: 2) }

}

/// A decimal number in units of 10^-`decimals`; stops at the first byte that does not fit, drops further decimals.
func fixed(_ bytes: some Sequence<UInt8>, decimals: Int) -> Int {
  var value = 0
  var negative = false
  var places = -1
  for byte in bytes {
    switch byte {
    case 0x2D: negative = true
    case 0x2E: places = 0
    case 0x30...0x39:
      guard places < decimals else { continue }
      if places >= 0 { places += 1 }
      value = value &* 10 &+ Int(byte &- 0x30)
    default: return 0
    }
  }
  for _ in 0..<max(0, decimals - max(places, 0)) { value = value &* 10 }
  return negative ? -value : value
}

/// The bytes of an embedded file.
func embedded(_ file: AtlasFile) -> UnsafeBufferPointer<UInt8> {
  let bytes = atlas_bytes(file)
  return UnsafeBufferPointer(start: bytes.start, count: bytes.count)
}

/// Calls `body` with every row of an embedded table but the first (the column names) and comments.
///
/// Fields are parted by `separator`; a field may stand in double quotes.
func forEachRow(_ file: AtlasFile, separator: UInt8 = 0x2C, header: Bool = true, _ body: (Row) -> Void) {
  let bytes = embedded(file)
  var row = Row(bytes: bytes)
  var skip = header
  var index = 0
  while index < bytes.count {
    row.fields.removeAll(keepingCapacity: true)
    let comment = bytes[index] == 0x23
    var end = false
    while !end {
      let quoted = separator == 0x2C && index < bytes.count && bytes[index] == 0x22
      if quoted { index += 1 }
      let start = index
      while index < bytes.count {
        let byte = bytes[index]
        if quoted {
          if byte == 0x22 {
            guard index + 1 < bytes.count, bytes[index + 1] == 0x22 else { break }
            index += 1
          }
        } else if byte == separator || byte == 0x0A {
          break
        }
        index += 1
      }
      row.fields.append(start..<index)
      if quoted, index < bytes.count { index += 1 }
      end = index >= bytes.count || bytes[index] == 0x0A
      index += 1
    }
    if comment { continue }
    if skip {
      skip = false
      continue
    }
    body(row)
  }
}

/// Up to eight ASCII characters as one number, upper case: the key under which codes are found; nil when it is not such a code.
func codeKey(_ code: some StringProtocol) -> UInt64? {
  withBytes(of: code) { bytes in
    guard !bytes.isEmpty, bytes.count <= 8 else { return nil }
    var key: UInt64 = 0
    for byte in bytes {
      guard byte > 0x20, byte < 0x7F else { return nil }
      key = key << 8 | UInt64(byte >= 0x61 && byte <= 0x7A ? byte - 32 : byte)
    }
    return key
  }
}

/// Writes numbers into bytes: whole ones of any size in seven bits a byte (LEB128), signed ones zigzag first, fixed ones
/// little-endian.
package struct ByteWriter: Sendable {
  /// What was written; whoever collects many bodies in one array may swap it in and out.
  package var bytes: [UInt8] = []

  /// Nothing written yet.
  package init() {}

  /// Forgets what was written and keeps the room.
  package mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  /// An unsigned number in one to ten bytes.
  package mutating func number(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A signed number in one to ten bytes.
  package mutating func signed(_ value: Int64) {
    number(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  /// Four bytes.
  package mutating func fixed32(_ value: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// Eight bytes.
  package mutating func fixed64(_ value: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
}

/// Reads what ``ByteWriter`` wrote; every read is nil at the end of the bytes and on a number that is too long.
package struct ByteReader {
  private let bytes: [UInt8]
  private var next = 0

  /// Reads from the start of `bytes`.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether everything has been read.
  package var isAtEnd: Bool { next == bytes.count }

  /// One byte as it stands.
  package mutating func byte() -> UInt8? {
    guard next < bytes.count else { return nil }
    defer { next += 1 }
    return bytes[next]
  }

  /// An unsigned number.
  package mutating func number() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while next < bytes.count, shift < 64 {
      let byte = bytes[next]
      next += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
      shift += 7
    }
    return nil
  }

  /// A signed number.
  package mutating func signed() -> Int64? {
    guard let raw = number() else { return nil }
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }

  /// Four bytes.
  package mutating func fixed32() -> UInt32? {
    guard bytes.count - next >= 4 else { return nil }
    defer { next += 4 }
    return (0..<4).reduce(0) { $0 | UInt32(bytes[next + $1]) << UInt32($1 * 8) }
  }

  /// Eight bytes.
  package mutating func fixed64() -> UInt64? {
    guard bytes.count - next >= 8 else { return nil }
    defer { next += 8 }
    return (0..<8).reduce(0) { $0 | UInt64(bytes[next + $1]) << UInt64($1 * 8) }
  }
}

/// Parts bytes into rows of fields: commas, quotes that double, any line end. UTF-8, or Latin-1 where it is none.
struct ListScanner {
  struct Row {
    var line: Int
    var fields: [String]
    var fault: String?
  }

  private let bytes: [UInt8]
  private let isUTF8: Bool
  private var index = 0
  private var line = 1

  static let fieldMax = 65_536
  static let fieldsMax = 200

  init(_ bytes: [UInt8]) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    self.bytes = bytes
    index = start
    isUTF8 = String(validating: bytes[start...], as: UTF8.self) != nil
  }

  /// The next row; nil at the end. Empty lines have no fields.
  mutating func next() -> Row? {
    guard index < bytes.count else { return nil }
    var row = Row(line: line, fields: [])
    var field: [UInt8] = []
    var isQuoted = false
    var wasQuoted = false
    let rowStart = index
    func text(_ field: [UInt8]) -> String {
      isUTF8
        ? String(decoding: field, as: UTF8.self) : String(String.UnicodeScalarView(field.map { Unicode.Scalar($0) }))
    }
    func close() {
      if row.fields.count < Self.fieldsMax { row.fields.append(text(field)) }
      field.removeAll(keepingCapacity: true)
      wasQuoted = false
    }
    scan: while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case 0x22 where isQuoted:
        if index < bytes.count, bytes[index] == 0x22 {
          field.append(byte)
          index += 1
        } else {
          isQuoted = false
          // A quote that runs over a line and ends within a field was never meant to run so far.
          let ends = index >= bytes.count || [0x2C, 0x0A, 0x0D, 0x20].contains(bytes[index])
          if !ends, line > row.line { return skipLine(from: rowStart, row.line, "a quote is opened and never closed") }
        }
      case 0x22 where field.isEmpty && !wasQuoted:
        isQuoted = true
        wasQuoted = true
      case 0x2C where !isQuoted: close()
      case 0x0D where !isQuoted:
        if index < bytes.count, bytes[index] == 0x0A { index += 1 }
        line += 1
        break scan
      case 0x0A where !isQuoted:
        line += 1
        break scan
      case 0x1A where !isQuoted && index == bytes.count: break  // the end of file of old systems
      default:
        if byte == 0x0A { line += 1 }
        guard field.count < Self.fieldMax else {
          return skipLine(from: rowStart, row.line, "a field of more than \(Self.fieldMax) bytes")
        }
        field.append(byte < 0x20 ? 0x20 : byte)
      }
    }
    if isQuoted { return skipLine(from: rowStart, row.line, "a quote is opened and never closed") }
    let isBlank = row.fields.isEmpty && field.allSatisfy { $0 == 0x20 }
    if !isBlank { close() } else { row.fields = [] }
    return row
  }

  /// Leaves a line out that cannot be parted, so that it does not swallow the rest of the file.
  private mutating func skipLine(from start: Int, _ number: Int, _ fault: String) -> Row {
    index = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? bytes.count
    line = number + 1
    return Row(line: number, fields: [], fault: fault + "; the line is left out")
  }
}

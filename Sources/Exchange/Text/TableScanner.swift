// Tables as they really come: the delimiter is the commonest of tab, comma, semicolon and bar in the first row; a row ends at
// CR, LF or CR LF, in any mixture; a field may stand in quotes, with doubled quotes inside, and hold breaks and delimiters.
//
//   a,"b ""c""",d⏎
//   │ └ begins and ends with a quote: taken without them
//   └ anything else: taken as it stands
//
// A quote that is never closed would swallow the rest of the file. After 64 KB, or at the end, it is taken for an ordinary
// character, found, and the row is read anew. A row of more than 1 MB is found and skipped.

/// Cuts a table's text into rows and fields.
struct TableScanner {
  /// One field: its bytes, without the quotes around it, and where it begins.
  struct Field {
    var start: Int
    var end: Int
    var line: Int
    var column: Int
    /// Whether doubled quotes stand in it.
    var hasQuotes: Bool
  }

  static let recordBytesMax = 1_048_576
  static let quotedBytesMax = 65_536

  private let bytes: [UInt8]
  private let delimiter: UInt8
  private var position = 0
  private var line = 1
  private var lineStart = 0
  /// The fields of the row read last.
  private(set) var fields: [Field] = []

  init(_ source: SourceText) {
    bytes = source.bytes
    delimiter = Self.delimiter(of: source.bytes)
  }

  /// The names in a table's first row, without blanks around them.
  static func header(of source: SourceText) -> [String] {
    var scanner = TableScanner(source)
    var findings = Findings()
    guard scanner.next(&findings) else { return [] }
    return scanner.fields.prefix(1000).map { cleaned(scanner.text(of: $0)).text }
  }

  private static func delimiter(of bytes: [UInt8]) -> UInt8 {
    let candidates: [UInt8] = [0x09, 0x2C, 0x3B, 0x7C]
    var counts = [0, 0, 0, 0]
    var quoted = false
    var started = false
    for byte in bytes.prefix(quotedBytesMax) {
      if byte == 0x22 { quoted.toggle() }
      if byte == 0x0A || byte == 0x0D, !quoted {
        if started { break }
        continue
      }
      started = true
      guard !quoted, let which = candidates.firstIndex(of: byte) else { continue }
      counts[which] += 1
    }
    let most = counts.max() ?? 0
    return candidates[counts.firstIndex(of: most) ?? 1]
  }

  /// Reads the next row that is not empty; false at the end.
  mutating func next(_ findings: inout Findings) -> Bool {
    while position < bytes.count {
      let begin = (position: position, line: line, lineStart: lineStart)
      fields.removeAll(keepingCapacity: true)
      var outcome = record(quotes: true)
      if case .unclosed(let column, let quoteLine) = outcome {
        findings.add(
          .unclosedQuote, at: .field(line: quoteLine, column: column, name: ""),
          "a quote is opened and never closed; it is taken for an ordinary character")
        (position, line, lineStart) = begin
        fields.removeAll(keepingCapacity: true)
        outcome = record(quotes: false)
      }
      switch outcome {
      case .row(let strayQuote):
        if let stray = strayQuote {
          findings.add(
            .textAfterQuote, at: .field(line: stray.line, column: stray.column, name: ""),
            "text follows a closing quote; the field is taken as it stands")
        }
        if fields.count == 1, fields[0].start == fields[0].end { continue }
        return true
      case .tooLong, .unclosed:
        findings.add(
          .recordTooLong, at: .field(line: begin.line, column: begin.position - begin.lineStart + 1, name: ""),
          "a row of more than 1 MB; skipped")
        skipLine()
      }
    }
    fields.removeAll()
    return false
  }

  /// The text of a field; bytes that are not UTF-8 are replaced.
  func text(of field: Field) -> String {
    guard field.hasQuotes else { return String(decoding: bytes[field.start..<field.end], as: UTF8.self) }
    var unquoted: [UInt8] = []
    unquoted.reserveCapacity(field.end - field.start)
    var i = field.start
    while i < field.end {
      unquoted.append(bytes[i])
      i += bytes[i] == 0x22 && i + 1 < field.end && bytes[i + 1] == 0x22 ? 2 : 1
    }
    return String(decoding: unquoted, as: UTF8.self)
  }

  private enum Outcome {
    case row(strayQuote: (line: Int, column: Int)?)
    case unclosed(column: Int, line: Int)
    case tooLong
  }

  private mutating func record(quotes: Bool) -> Outcome {
    let start = position
    let limit = min(bytes.count, start + Self.recordBytesMax)
    var stray: (line: Int, column: Int)?
    while true {
      let fieldStart = position
      let (fieldLine, fieldColumn) = (line, position - lineStart + 1)
      var field = Field(start: fieldStart, end: fieldStart, line: fieldLine, column: fieldColumn, hasQuotes: false)
      var isClosed = false
      if quotes, position < limit, bytes[position] == 0x22 {
        guard let close = closingQuote(after: position, &field.hasQuotes) else {
          return .unclosed(column: fieldColumn, line: fieldLine)
        }
        position = close + 1
        if position >= bytes.count || isEnd(bytes[position]) {
          (field.start, field.end) = (fieldStart + 1, close)
          isClosed = true
        } else if stray == nil {
          stray = (fieldLine, fieldColumn)
        }
      }
      if !isClosed {
        field.hasQuotes = false
        while position < limit, !isEnd(bytes[position]) { position += 1 }
        if position >= limit, limit < bytes.count { return .tooLong }
        field.end = position
      }
      fields.append(field)
      guard position < bytes.count else { return .row(strayQuote: stray) }
      if bytes[position] == delimiter {
        position += 1
        continue
      }
      endLine()
      return .row(strayQuote: stray)
    }
  }

  /// The offset of the quote that closes the one at `open`; nil when none does within reach. Counts the lines between.
  private mutating func closingQuote(after open: Int, _ hasQuotes: inout Bool) -> Int? {
    let limit = min(bytes.count, open + Self.quotedBytesMax)
    var i = open + 1
    while i < limit {
      let byte = bytes[i]
      if byte == 0x22 {
        guard i + 1 < bytes.count, bytes[i + 1] == 0x22 else { return i }
        hasQuotes = true
        i += 2
        continue
      }
      i += 1
      if byte == 0x0A || byte == 0x0D && !(i < bytes.count && bytes[i] == 0x0A) {
        line += 1
        lineStart = i
      }
    }
    return nil
  }

  @inline(__always)
  private func isEnd(_ byte: UInt8) -> Bool { byte == delimiter || byte == 0x0A || byte == 0x0D }

  private mutating func endLine() {
    let byte = bytes[position]
    position += 1
    if byte == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
    line += 1
    lineStart = position
  }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
    if position < bytes.count { endLine() }
  }
}

/// A column of a table by the name in its header.
protocol TableColumn: CaseIterable, RawRepresentable<UInt8> {
  /// The name in the header.
  var name: String { get }
  /// Whether no row can be read without it.
  var isRequired: Bool { get }
}

/// A table with a header: its rows by the names of their columns.
struct Table<Column: TableColumn> {
  private var scanner: TableScanner
  private var indices: [Int?]
  private var header: [String]
  /// Whether every column is there that no row can do without.
  let isComplete: Bool

  /// Reads the header; what is missing, unknown or doubled in it is found.
  init(_ source: SourceText, warnsOfUnknownColumns: Bool, _ findings: inout Findings) {
    scanner = TableScanner(source)
    indices = Array(repeating: nil, count: Column.allCases.count)
    header = []
    guard scanner.next(&findings) else {
      isComplete = false
      return
    }
    var byName: [String: Column] = [:]
    for column in Column.allCases { byName[column.name.lowercased()] = column }
    for (index, field) in scanner.fields.enumerated() {
      let name = cleaned(scanner.text(of: field)).text
      header.append(name)
      let place = FilePlace.field(line: field.line, column: field.column, name: safeExcerpt(name))
      guard let column = byName[name.lowercased()] else {
        if warnsOfUnknownColumns {
          findings.add(.unknownColumn, at: place, "no such column in this format; it is not read", name)
        }
        continue
      }
      guard indices[Int(column.rawValue)] == nil else {
        findings.add(.duplicateColumn, at: place, "the column is there twice; the first is read", name)
        continue
      }
      indices[Int(column.rawValue)] = index
    }
    var complete = true
    for column in Column.allCases where column.isRequired && indices[Int(column.rawValue)] == nil {
      complete = false
      let line = scanner.fields.first?.line ?? 1
      findings.add(
        .missingColumn, at: .field(line: line, column: 1, name: column.name),
        "the column is missing; no row can be read without it")
    }
    isComplete = complete
  }

  /// Goes to the next row; false at the end. Rows that are too short or too long are found, and read as far as they go.
  mutating func next(_ findings: inout Findings) -> Bool {
    guard scanner.next(&findings) else { return false }
    let (count, expected) = (scanner.fields.count, header.count)
    let isLonger = count > expected && scanner.fields[expected...].contains { $0.start < $0.end }
    if count < expected || isLonger {
      findings.add(.raggedRow, at: rowPlace, "\(count) fields where the header has \(expected)")
    }
    return true
  }

  /// Where the row begins.
  var rowPlace: FilePlace { .field(line: scanner.fields.first?.line ?? 1, column: 1, name: "") }

  /// Whether the table has the column.
  func has(_ column: Column) -> Bool { indices[Int(column.rawValue)] != nil }

  /// Where the row's field of a column is.
  func place(_ column: Column) -> FilePlace {
    guard let index = indices[Int(column.rawValue)], index < scanner.fields.count else { return rowPlace }
    return .field(line: scanner.fields[index].line, column: scanner.fields[index].column, name: column.name)
  }

  /// The row's text in a column that names something: cut off it would name something else, so what is longer than `limit` bytes
  /// is an error, and nil.
  func name(_ column: Column, limit: Int = 100, _ findings: inout Findings) -> String? {
    let text = text(column, limit: .max, &findings)
    guard text.utf8.count > limit else { return text }
    findings.add(
      .tooLarge, at: place(column), "a name of \(text.utf8.count) bytes, more than \(limit); the row is left out", text)
    return nil
  }

  /// The row's text in a column, without blanks around it; empty where there is none.
  ///
  /// Control characters are left out, and what is longer than `limit` bytes is cut off; both are found.
  func text(_ column: Column, limit: Int = 500, _ findings: inout Findings) -> String {
    guard let index = indices[Int(column.rawValue)], index < scanner.fields.count else { return "" }
    let field = scanner.fields[index]
    guard field.start < field.end else { return "" }
    var (text, lostControls) = cleaned(scanner.text(of: field))
    if lostControls {
      findings.add(.controlCharacter, at: place(column), "control characters are left out", text)
    }
    if text.utf8.count > limit {
      findings.add(
        .fieldTooLong, at: place(column), "\(text.utf8.count) bytes where \(limit) are plenty; cut off", text)
      text = String(text.prefix(limit))
      while text.utf8.count > limit { text.removeLast() }
    }
    return text
  }
}

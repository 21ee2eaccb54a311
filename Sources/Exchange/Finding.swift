// A finding names a place in a file, what is wrong there, and how bad it is. A file with a million faults must not become a
// million findings: the first of each kind are kept, all are counted.

/// Something that was found wrong, doubtful or worth knowing in a file.
package struct Finding: Hashable, Sendable {
  /// Where in the file.
  package var place: FilePlace
  /// What kind of finding.
  package var code: FindingCode
  /// What is the matter, a clause; safe to draw.
  package var words: String
  /// The value at fault, at most 60 characters, made safe to draw; empty where there is none.
  package var excerpt: String

  /// How bad it is.
  package var severity: Severity { code.severity }

  /// The finding in one line: severity, place, words and value.
  package var text: String {
    "\(severity.name): \(place.text): \(words)" + (excerpt.isEmpty ? "" : " — “\(excerpt)”")
  }
}

/// How bad a finding is.
package enum Severity: UInt8, CaseIterable, Comparable, Sendable {
  /// The file breaks its format's rules here; what cannot be understood without it is left out.
  case error
  /// It is taken, with a doubt.
  case warning
  /// It is taken; this is what was made of it.
  case info

  /// The word for it.
  package var name: String {
    switch self {
    case .error: "error"
    case .warning: "warning"
    case .info: "info"
    }
  }

  package static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
}

/// Where in a file.
package enum FilePlace: Hashable, Sendable {
  /// The file as a whole.
  case file
  /// A field of a table: line and column from 1 (columns in bytes), and the field's name if it has one.
  case field(line: Int, column: Int, name: String)
  /// A member of a JSON document by its path ("$.epcisBody.eventList[3].eventTime"), with line and column.
  case member(path: String, line: Int, column: Int)

  /// The place in words.
  package var text: String {
    switch self {
    case .file: "file"
    case .field(let line, let column, let name):
      "line \(line), column \(column)" + (name.isEmpty ? "" : ", \(name)")
    case .member(let path, let line, let column): "\(path) (line \(line), column \(column))"
    }
  }
}

/// The kinds of finding, closed.
package enum FindingCode: UInt8, CaseIterable, Sendable {
  // The file as a whole.
  case emptyFile, unknownFormat, encodingAssumed, invalidText, controlCharacter
  // Tables.
  case unclosedQuote, textAfterQuote, recordTooLong, raggedRow, missingColumn, unknownColumn, duplicateColumn
  // JSON.
  case syntax, tooDeep, tooLarge, duplicateKey, wrongType, missingMember, wrongValue
  // Values.
  case missingValue, fieldTooLong, badNumber, numberTooLarge, badDate, dateMissing, dateOutOfRange
  case zoneAssumed, zoneConflict, unknownCountry, unknownPlace, unknownTerm, badCheckDigit
  case weightUnknown, costUnknown, conflictingOrder
  // What the claims say.
  case noMilestone, noShipment, conflictingNumbers, unknownMessage, correction, recordedLate, ignored
  // What the board made of it.
  case opened, orderAfterClaim, termsAdded, inFuture

  /// The stable name, as it stands in reports.
  package var name: String { row.name }

  /// How bad it is.
  package var severity: Severity { row.severity }

  private var row: (name: String, severity: Severity) {
    switch self {
    case .emptyFile: ("empty-file", .error)
    case .unknownFormat: ("unknown-format", .error)
    case .encodingAssumed: ("encoding-assumed", .warning)
    case .invalidText: ("invalid-text", .warning)
    case .controlCharacter: ("control-character", .warning)
    case .unclosedQuote: ("unclosed-quote", .error)
    case .textAfterQuote: ("text-after-quote", .warning)
    case .recordTooLong: ("record-too-long", .error)
    case .raggedRow: ("ragged-row", .warning)
    case .missingColumn: ("missing-column", .error)
    case .unknownColumn: ("unknown-column", .warning)
    case .duplicateColumn: ("duplicate-column", .warning)
    case .syntax: ("syntax", .error)
    case .tooDeep: ("too-deep", .error)
    case .tooLarge: ("too-large", .error)
    case .duplicateKey: ("duplicate-key", .warning)
    case .wrongType: ("wrong-type", .error)
    case .missingMember: ("missing-member", .error)
    case .wrongValue: ("wrong-value", .error)
    case .missingValue: ("missing-value", .error)
    case .fieldTooLong: ("field-too-long", .warning)
    case .badNumber: ("bad-number", .warning)
    case .numberTooLarge: ("number-too-large", .warning)
    case .badDate: ("bad-date", .error)
    case .dateMissing: ("date-missing", .info)
    case .dateOutOfRange: ("date-out-of-range", .error)
    case .zoneAssumed: ("zone-assumed", .info)
    case .zoneConflict: ("zone-conflict", .warning)
    case .unknownCountry: ("unknown-country", .warning)
    case .unknownPlace: ("unknown-place", .info)
    case .unknownTerm: ("unknown-term", .warning)
    case .badCheckDigit: ("bad-check-digit", .warning)
    case .weightUnknown: ("weight-unknown", .info)
    case .costUnknown: ("cost-unknown", .info)
    case .conflictingOrder: ("conflicting-order", .warning)
    case .noMilestone: ("no-milestone", .info)
    case .noShipment: ("no-shipment", .warning)
    case .conflictingNumbers: ("conflicting-numbers", .error)
    case .unknownMessage: ("unknown-message", .warning)
    case .correction: ("correction", .warning)
    case .recordedLate: ("recorded-late", .info)
    case .ignored: ("ignored", .info)
    case .opened: ("opened", .info)
    case .orderAfterClaim: ("order-after-claim", .warning)
    case .termsAdded: ("terms-added", .info)
    case .inFuture: ("in-future", .warning)
    }
  }
}

/// Findings in the order in which they were found: all counted, the first of each kind kept.
package struct Findings: Hashable, Sendable {
  /// How many of one kind are kept.
  package static let keptPerCode = 100

  /// The findings kept, in the order of the file.
  package private(set) var kept: [Finding] = []
  private var counts = [Int](repeating: 0, count: FindingCode.allCases.count)

  /// No findings.
  package init() {}

  /// How many of a kind there were, kept or not.
  package func count(of code: FindingCode) -> Int { counts[Int(code.rawValue)] }

  /// How many of a severity there were, kept or not.
  package func count(of severity: Severity) -> Int {
    FindingCode.allCases.reduce(0) { $0 + ($1.severity == severity ? count(of: $1) : 0) }
  }

  /// How many there were.
  package var count: Int { counts.reduce(0, +) }

  /// The kept findings, worst first, otherwise in the order of the file.
  package var worstFirst: [Finding] {
    Severity.allCases.flatMap { severity in kept.filter { $0.severity == severity } }
  }

  /// One line for each kind that occurred, worst first: "3 × bad-date".
  package var summary: [String] {
    Severity.allCases.flatMap { severity in
      FindingCode.allCases.filter { $0.severity == severity && count(of: $0) > 0 }.map {
        "\(severity.name): \(count(of: $0)) × \($0.name)"
      }
    }
  }

  /// Adds a finding; what it says is only made when it is kept.
  mutating func add(
    _ code: FindingCode, at place: @autoclosure () -> FilePlace, _ words: @autoclosure () -> String,
    _ value: @autoclosure () -> String = ""
  ) {
    counts[Int(code.rawValue)] += 1
    guard counts[Int(code.rawValue)] <= Findings.keptPerCode else { return }
    kept.append(Finding(place: place(), code: code, words: words(), excerpt: safeExcerpt(value())))
  }
}

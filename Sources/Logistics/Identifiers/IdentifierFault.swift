import Atlas
import Measures

// Numbers by which the trade names things come from outside and are often wrong in one digit: a real notice of arrival carries
// a container number that fails its own check. So structure refuses, and a wrong check digit only warns:
//
//   text ──init(parsing:)──► fault (column, reason)            it is no such number at all
//                        └─► number, checkDigit .right         fine
//                                        .wrong(expected:)     kept as it is, and shown with a warning
//                                        .notPublic            nobody outside can tell
//
// Every number keeps its normal form in `text`: capitals, without blanks and hyphens unless they belong to it.

/// Why a text is not an identifier of a kind, and where.
package struct IdentifierFault: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Reason: Hashable, Sendable {
    case empty
    case tooShort(least: Int)
    case tooLong(most: Int)
    case letterExpected
    case digitExpected
    case letterOrDigitExpected
    /// One of these was expected.
    case expected(String)
    case unknownCountry
    case notAMemberState
    case noSuchChapter
    case noSuchTerm
    case notAnIdentifier
  }

  /// What is wrong.
  package var reason: Reason
  /// Where, in bytes from 1.
  package var column: Int

  /// A fault at a column.
  package init(_ reason: Reason, column: Int) {
    self.reason = reason
    self.column = column
  }

  /// One sentence for a person.
  package var text: String {
    let place = "column \(column): "
    return switch reason {
    case .empty: "there is nothing"
    case .tooShort(let least): place + "too short, at least \(least) characters"
    case .tooLong(let most): place + "too long, at most \(most) characters"
    case .letterExpected: place + "a letter was expected"
    case .digitExpected: place + "a digit was expected"
    case .letterOrDigitExpected: place + "a letter or a digit was expected"
    case .expected(let what): place + what + " was expected"
    case .unknownCountry: place + "no country has that code"
    case .notAMemberState: place + "that country is not a member of the European Union"
    case .noSuchChapter: place + "the harmonized system has no such chapter"
    case .noSuchTerm: place + "no delivery term has that code"
    case .notAnIdentifier: place + "no kind of number known here"
    }
  }
}

/// What the check digit of an identifier says.
package enum CheckDigit: Hashable, Sendable {
  /// It fits.
  case right
  /// It does not fit; this one would.
  case wrong(expected: Int)
  /// The kind has none, or none whose algorithm is public.
  case notPublic

  /// What an operator reads; nil when there is nothing to warn of.
  package var warning: String? {
    switch self {
    case .right, .notPublic: nil
    case .wrong(let expected): "check digit should be \(expected)"
    }
  }

  /// `.right` if `found` is `expected`.
  static func comparing(_ found: Int, expected: Int) -> CheckDigit {
    found == expected ? .right : .wrong(expected: expected)
  }
}

/// The characters of an outside text that count, in capitals, each with the column it came from.
struct Characters {
  private(set) var bytes: [UInt8] = []
  private var columns: [Int] = []
  private var end = 1

  /// Takes printable ASCII; leaves out the bytes of `skipping`; fails on anything else and on more than `most` characters.
  init(_ text: some StringProtocol, skipping: String = " -", most: Int) throws(IdentifierFault) {
    var column = 0
    for byte in text.utf8 {
      column += 1
      if skipping.utf8.contains(byte) { continue }
      guard byte > 0x20, byte < 0x7F else { throw IdentifierFault(.letterOrDigitExpected, column: column) }
      guard bytes.count < most else { throw IdentifierFault(.tooLong(most: most), column: column) }
      bytes.append(byte >= 0x61 && byte <= 0x7A ? byte - 32 : byte)
      columns.append(column)
    }
    end = column + 1
    guard !bytes.isEmpty else { throw IdentifierFault(.empty, column: 1) }
  }

  var count: Int { bytes.count }
  var text: String { String(decoding: bytes, as: UTF8.self) }
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
  func column(_ index: Int) -> Int { index < columns.count ? columns[index] : end }
  func digit(_ index: Int) -> Int { Int(bytes[index]) - 0x30 }
  func isDigit(_ index: Int) -> Bool { bytes[index] >= 0x30 && bytes[index] <= 0x39 }
  func isLetter(_ index: Int) -> Bool { bytes[index] >= 0x41 && bytes[index] <= 0x5A }

  mutating func removeFirst(_ count: Int) {
    bytes.removeFirst(count)
    columns.removeFirst(count)
  }

  func require(atLeast count: Int) throws(IdentifierFault) {
    guard self.count >= count else { throw IdentifierFault(.tooShort(least: count), column: end) }
  }
  func letters(_ range: Range<Int>) throws(IdentifierFault) {
    for index in range where !isLetter(index) { throw IdentifierFault(.letterExpected, column: column(index)) }
  }
  func digits(_ range: Range<Int>) throws(IdentifierFault) {
    for index in range where !isDigit(index) { throw IdentifierFault(.digitExpected, column: column(index)) }
  }
  func lettersOrDigits(_ range: Range<Int>) throws(IdentifierFault) {
    for index in range where !isLetter(index) && !isDigit(index) {
      throw IdentifierFault(.letterOrDigitExpected, column: column(index))
    }
  }
  func country(at index: Int) throws(IdentifierFault) -> Country {
    try letters(index..<index + 2)
    guard let country = Country(text(index..<index + 2)), country.isKnown else {
      throw IdentifierFault(.unknownCountry, column: column(index))
    }
    return country
  }

  /// ISO 6346's check digit of the first `count` characters.
  func iso6346(_ count: Int) -> Int { bytes[..<count].withUnsafeBufferPointer { Characters.iso6346($0) } }

  /// ISO 6346's check digit of capitals and digits: letters count from A = 10 leaving out multiples of 11, each place weighs twice the
  /// one before, the sum is taken modulo 11 and ten becomes nought.
  static func iso6346(_ characters: UnsafeBufferPointer<UInt8>) -> Int {
    var sum = 0
    var weight = 1
    for byte in characters {
      let value: Int
      if byte >= 0x30 && byte <= 0x39 {
        value = Int(byte) - 0x30
      } else {
        let letter = Int(byte) - 0x41
        value = letter + 10 + (letter + 9) / 10
      }
      sum += value * weight
      weight *= 2
    }
    return sum % 11 % 10
  }
}

extension Country {
  /// Whether ISO 3166 has it (or it is Kosovo's user-assigned XK).
  fileprivate var isKnown: Bool { Atlas.country(self) != nil }
}

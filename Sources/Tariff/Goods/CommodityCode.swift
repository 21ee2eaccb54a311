import Measures

// A code of the harmonized system at the depth at which it is known:
//
//   85        chapter       two digits
//   8518      heading       four
//   8518.30   subheading    six, the last that all countries share

/// Why a text is no code of the harmonized system.
package struct CommodityCodeFault: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Reason: Hashable, Sendable {
    /// A character that is neither digit nor one of ". -" between digits.
    case notADigit
    /// Another number of digits than two, four or six.
    case digits(Int)
    /// Chapters 00 and 77 do not exist.
    case noSuchChapter
    /// The nomenclature of 2022 has no such code.
    case unknown
  }

  /// What is wrong.
  package var reason: Reason
  /// The column of the first character that does not fit, from 1; 0 where it is the whole.
  package var column: Int

  /// The fault in words.
  package var text: String {
    switch reason {
    case .notADigit: "column \(column): a digit is needed"
    case .digits(let count): "\(count) digits; a code has 2, 4 or 6"
    case .noSuchChapter: "there is no such chapter"
    case .unknown: "HS 2022 has no such code"
    }
  }
}

/// A chapter, heading or subheading of the harmonized system.
package struct CommodityCode: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The digits filled up with zeros to six, times eight, plus how many there are: sorts as papers list codes.
  package let key: UInt32

  private init(key: UInt32) { self.key = key }

  /// The code of so many digits with this value; nil unless there are 2, 4 or 6 and the chapter can exist.
  package init?(value: Int, digits: Int) {
    guard digits == 2 || digits == 4 || digits == 6, value >= 0 else { return nil }
    guard value < (digits == 2 ? 100 : digits == 4 ? 10_000 : 1_000_000) else { return nil }
    let whole = value * (digits == 2 ? 10_000 : digits == 4 ? 100 : 1)
    guard whole >= 10_000, whole / 10_000 != 77 else { return nil }
    key = UInt32(whole) * 8 + UInt32(digits)
  }

  /// The subheading of a number as shipments keep it; nil where it is none.
  package init?(subheading: UInt32) { self.init(value: Int(subheading), digits: 6) }

  /// Reads 2, 4 or 6 digits with dots, blanks or hyphens between them: "8518.30", "851830", "85 18". Digits behind the sixth
  /// (national ones) are left out.
  package init(parsing text: some StringProtocol) throws(CommodityCodeFault) {
    var value = 0
    var count = 0
    var column = 0
    for scalar in text.unicodeScalars {
      column += 1
      switch scalar.value {
      case 0x30...0x39:
        guard count < 13 else { throw CommodityCodeFault(reason: .digits(count + 1), column: 0) }
        if count < 6 { value = value * 10 + Int(scalar.value - 0x30) }
        count += 1
      case 0x2E, 0x20, 0x2D: continue
      default: throw CommodityCodeFault(reason: .notADigit, column: column)
      }
    }
    guard count == 2 || count == 4 || count >= 6 else { throw CommodityCodeFault(reason: .digits(count), column: 0) }
    guard let code = CommodityCode(value: value, digits: min(count, 6)) else {
      throw CommodityCodeFault(reason: .noSuchChapter, column: 0)
    }
    self = code
  }

  /// How many digits there are: 2, 4 or 6.
  package var count: Int { Int(key & 7) }

  private var padded: UInt32 { key >> 3 }

  /// The digits alone: "851830".
  package var digits: String {
    let all = String(padded)
    return String((String(repeating: "0", count: 6 - all.utf8.count) + all).prefix(count))
  }

  /// As papers show it: "8518.30", "8518", "85".
  package var text: String {
    let digits = digits
    return count == 6 ? "\(digits.prefix(4)).\(digits.suffix(2))" : digits
  }

  /// The number of a subheading as shipments keep it; 0 where this is a heading or chapter.
  package var subheading: UInt32 { count == 6 ? padded : 0 }

  /// The chapter, 1 ... 99.
  package var chapterNumber: Int { Int(padded / 10_000) }

  /// The chapter.
  package var chapter: CommodityCode { CommodityCode(key: padded / 10_000 * 80_000 + 2) }

  /// The heading; the chapter's first digits where this is a chapter.
  package var heading: CommodityCode { count == 2 ? self : CommodityCode(key: padded / 100 * 800 + 4) }

  /// The code one step above; nil for a chapter.
  package var parent: CommodityCode? { count == 6 ? heading : count == 4 ? chapter : nil }

  /// Whether `other` is this code or stands below it.
  package func contains(_ other: CommodityCode) -> Bool {
    switch count {
    case 2: chapterNumber == other.chapterNumber
    case 4: other.count >= 4 && padded == other.padded / 100 * 100
    default: self == other
    }
  }

  package static func < (a: CommodityCode, b: CommodityCode) -> Bool { a.key < b.key }
}

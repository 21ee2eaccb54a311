package import Atlas
package import Measures

// The numbers that customs asks for.

/// A number of the Import One-Stop Shop, by which VAT on low values is paid at the sale: IM3720000224.
package struct IOSSNumber: Hashable, Sendable {
  /// The normal form, 12 characters.
  package var text: String
  /// The member state that issued it.
  package var country: Country
  /// Whether it is an intermediary's own number ("IN") and not one under which goods are sold.
  package var isIntermediary: Bool
  /// Always `.notPublic`: the check digit's algorithm is not published.
  package var checkDigit: CheckDigit { .notPublic }

  /// Reads "IM" or "IN", a member state's ISO 3166-1 number and seven digits, blanks and hyphens left out.
  package init(parsing text: some StringProtocol) throws(IdentifierFault) {
    let characters = try Characters(text, most: 12)
    try characters.letters(0..<min(2, characters.count))
    try characters.require(atLeast: 12)
    let kind = characters.text(0..<2)
    guard kind == "IM" || kind == "IN" else {
      throw IdentifierFault(.expected("IM or IN"), column: characters.column(0))
    }
    try characters.digits(2..<12)
    let number = (2..<5).reduce(0) { $0 * 10 + characters.digit($1) }
    guard let country = Atlas.country(numeric: number) else {
      throw IdentifierFault(.unknownCountry, column: characters.column(2))
    }
    guard country.isInEU else { throw IdentifierFault(.notAMemberState, column: characters.column(2)) }
    self.country = country
    isIntermediary = kind == "IN"
    self.text = characters.text
  }
}

/// An Economic Operators Registration and Identification number: FR73282932000074.
package struct EORINumber: Hashable, Sendable {
  /// The normal form, up to 17 characters.
  package var text: String
  /// The country's two letters; "XI" for Northern Ireland.
  package var countryCode: Substring { text.prefix(2) }
  /// What the national part's own check says: France's SIRET and Italy's partita IVA (Luhn), Britain's VAT number (modulo 97).
  /// An expected value is the last digit, for Britain the last two. Other countries' parts are not checked.
  package var checkDigit: CheckDigit

  /// Reads a country and 1 to 15 letters and digits, blanks and hyphens left out.
  package init(parsing text: some StringProtocol) throws(IdentifierFault) {
    let characters = try Characters(text, most: 17)
    try characters.letters(0..<min(2, characters.count))
    try characters.require(atLeast: 3)
    let code = characters.text(0..<2)
    if code != "XI" { _ = try characters.country(at: 0) }
    try characters.lettersOrDigits(2..<characters.count)
    self.text = characters.text
    let digits = (2..<characters.count).allSatisfy { characters.isDigit($0) } ? characters.count - 2 : 0
    switch (code, digits) {
    case ("FR", 14), ("IT", 11):
      checkDigit = .comparing(
        characters.digit(characters.count - 1), expected: EORINumber.luhn(characters.bytes[2...].dropLast()))
    case ("GB", 12), ("XI", 12):
      let sum = zip(2..<9, [8, 7, 6, 5, 4, 3, 2]).reduce(0) { $0 + characters.digit($1.0) * $1.1 }
      let found = characters.digit(9) * 10 + characters.digit(10)
      // Numbers issued since 2009 add 55 before taking the remainder; either is right.
      let expected = (97 - sum % 97) % 97
      let later = (97 - (sum + 55) % 97) % 97
      checkDigit = found == later ? .right : .comparing(found, expected: expected == 0 ? 97 : expected)
    default:
      checkDigit = .notPublic
    }
  }

  /// The digit that Luhn's check (modulo 10) wants after these.
  private static func luhn(_ digits: some BidirectionalCollection<UInt8>) -> Int {
    var sum = 0
    var doubled = true
    for byte in digits.reversed() {
      let value = (Int(byte) - 0x30) * (doubled ? 2 : 1)
      sum += value > 9 ? value - 9 : value
      doubled.toggle()
    }
    return (10 - sum % 10) % 10
  }
}

/// A code of the harmonized system: six digits, and up to seven national ones after them.
package struct HSCode: Hashable, Sendable {
  /// The digits without dots, 6 to 13.
  package var digits: String

  /// Reads 6 to 13 digits, dots, blanks and hyphens left out. Chapters 00 and 77 do not exist.
  package init(parsing text: some StringProtocol) throws(IdentifierFault) {
    let characters = try Characters(text, skipping: " -.", most: 13)
    try characters.digits(0..<characters.count)
    try characters.require(atLeast: 6)
    let chapter = characters.digit(0) * 10 + characters.digit(1)
    guard chapter != 0, chapter != 77 else { throw IdentifierFault(.noSuchChapter, column: characters.column(0)) }
    digits = characters.text
  }

  /// The chapter, 1 ... 99.
  package var chapter: Int { Int(digits.prefix(2)) ?? 0 }
  /// Whether the chapter is one that countries fill as they like (98, 99).
  package var isNational: Bool { chapter >= 98 }
  /// The international subheading, six digits.
  package var subheading: Substring { digits.prefix(6) }

  /// The form that papers show: "6109.10", national digits by twos after further dots.
  package var text: String {
    var out = String(digits.prefix(4)) + "." + digits.dropFirst(4).prefix(2)
    var rest = digits.dropFirst(6)
    while !rest.isEmpty {
      out += "." + rest.prefix(2)
      rest = rest.dropFirst(2)
    }
    return out
  }
}

/// A code of the United Nations for a place of trade or transport: CNSHA.
package struct UNLocode: Hashable, Sendable {
  /// The normal form, five characters.
  package var text: String
  /// The country.
  package var country: Country

  /// Reads a country and three of A-Z and 2-9, blanks and hyphens left out.
  package init(parsing text: some StringProtocol) throws(IdentifierFault) {
    let characters = try Characters(text, most: 5)
    try characters.letters(0..<min(2, characters.count))
    try characters.require(atLeast: 5)
    country = try characters.country(at: 0)
    for index in 2..<5 where !characters.isLetter(index) && !(characters.isDigit(index) && characters.digit(index) > 1)
    {
      throw IdentifierFault(.expected("A-Z or 2-9"), column: characters.column(index))
    }
    self.text = characters.text
  }

  /// The place of our atlas with this code; none when it has no such place.
  package var place: PlaceID { Atlas.place(unlocode: text) ?? .none }
}

/// A customs declaration's Movement Reference Number: 20GB1Q3RTK463FGVR4.
package struct MovementNumber: Hashable, Sendable {
  /// The normal form, 18 characters.
  package var text: String
  /// The country that issued it.
  package var country: Country
  /// What the last digit says when it is taken for ISO 6346's: nine of ten numbers in published samples fit. A hint, no proof.
  package var checkDigit: CheckDigit

  /// Reads the year's two digits, a country, thirteen letters and digits and the check digit, blanks and hyphens left out.
  package init(parsing text: some StringProtocol) throws(IdentifierFault) {
    let characters = try Characters(text, most: 18)
    try characters.digits(0..<min(2, characters.count))
    try characters.require(atLeast: 18)
    country = try characters.country(at: 2)
    try characters.lettersOrDigits(4..<18)
    checkDigit =
      characters.isDigit(17) ? .comparing(characters.digit(17), expected: characters.iso6346(17)) : .notPublic
    self.text = characters.text
  }

  /// The normal form of a number: the last two digits of `year`, a country, a capital `letter` in ASCII, the last twelve digits of
  /// `number`, and the check digit that goes with them.
  package static func text(year: Int, _ country: Country, letter: UInt8, number: UInt64) -> String {
    String(unsafeUninitializedCapacity: 18) { buffer in
      func digits(_ range: Range<Int>, _ number: UInt64) {
        var rest = number
        for index in range.reversed() {
          buffer[index] = UInt8(0x30 + rest % 10)
          rest /= 10
        }
      }
      digits(0..<2, UInt64(year.magnitude))
      buffer[2] = UInt8(truncatingIfNeeded: country.packed >> 8)
      buffer[3] = UInt8(truncatingIfNeeded: country.packed)
      buffer[4] = letter
      digits(5..<17, number)
      buffer[17] = UInt8(0x30 + Characters.iso6346(UnsafeBufferPointer(rebasing: buffer[..<17])))
      return 18
    }
  }
}

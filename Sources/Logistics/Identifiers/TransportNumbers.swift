package import Measures

// The numbers that stand on parcels, waybills and containers.

/// A postal item's number, UPU standard S10: RR473124829GB.
package struct PostalNumber: Hashable, Sendable {
  /// The normal form, 13 characters.
  package var text: String
  /// The country of the post that issued it.
  package var country: Country
  /// What the check digit says: weights 8 6 4 2 3 5 9 7, 11 minus the sum modulo 11, ten becomes 0 and eleven 5.
  package var checkDigit: CheckDigit

  /// Reads two letters, eight digits, the check digit and a country, blanks and hyphens left out.
  package init(parsing text: some StringProtocol) throws(IdentifierFault) {
    let characters = try Characters(text, most: 13)
    try characters.letters(0..<min(2, characters.count))
    try characters.require(atLeast: 13)
    try characters.digits(2..<11)
    country = try characters.country(at: 11)
    let sum = zip(2..<10, [8, 6, 4, 2, 3, 5, 9, 7]).reduce(0) { $0 + characters.digit($1.0) * $1.1 }
    let check = 11 - sum % 11
    checkDigit = .comparing(characters.digit(10), expected: check == 10 ? 0 : check == 11 ? 5 : check)
    self.text = characters.text
  }

  /// What the first letter says of the service; nil for the letters that posts use as they like.
  package var service: String? {
    switch text.utf8.first {
    case 0x45: "EMS"
    case 0x52: "registered"
    case 0x43: "parcel"
    case 0x4C: "tracked"
    case 0x56: "insured"
    case 0x55: "untracked"
    default: nil
    }
  }
}

/// An air waybill's number: 176-12345675.
package struct AirWaybill: Hashable, Sendable {
  /// The normal form: prefix, hyphen, eight digits.
  package var text: String
  /// What the check digit says: the serial's first seven digits modulo 7.
  package var checkDigit: CheckDigit

  /// The airline's three digits.
  package var prefix: Substring { text.prefix(3) }

  /// Reads eleven digits, blanks and hyphens left out.
  package init(parsing text: some StringProtocol) throws(IdentifierFault) {
    let characters = try Characters(text, most: 11)
    try characters.digits(0..<characters.count)
    try characters.require(atLeast: 11)
    let serial = (3..<10).reduce(0) { $0 * 10 + characters.digit($1) }
    checkDigit = .comparing(characters.digit(10), expected: serial % 7)
    self.text = characters.text(0..<3) + "-" + characters.text(3..<11)
  }
}

/// A container's number, ISO 6346: CSQU3054383.
package struct ContainerNumber: Hashable, Sendable {
  /// The normal form, 11 characters.
  package var text: String
  /// What the check digit says, by ISO 6346.
  package var checkDigit: CheckDigit

  /// The owner's three letters.
  package var owner: Substring { text.prefix(3) }

  /// Reads three letters, one of U, J and Z, six digits and the check digit, blanks and hyphens left out.
  package init(parsing text: some StringProtocol) throws(IdentifierFault) {
    let characters = try Characters(text, most: 11)
    try characters.letters(0..<min(4, characters.count))
    try characters.require(atLeast: 11)
    guard [0x55, 0x4A, 0x5A].contains(characters.bytes[3]) else {
      throw IdentifierFault(.expected("U, J or Z"), column: characters.column(3))
    }
    try characters.digits(4..<11)
    checkDigit = .comparing(characters.digit(10), expected: characters.iso6346(10))
    self.text = characters.text
  }
}

/// A dangerous substance's number in the United Nations' list: UN3481.
package struct UNNumber: Hashable, Sendable {
  /// The four digits.
  package var number: UInt16

  /// Reads four digits, with or without "UN" before them.
  package init(parsing text: some StringProtocol) throws(IdentifierFault) {
    var characters = try Characters(text, most: 6)
    if characters.count > 2, characters.text(0..<2) == "UN" { characters.removeFirst(2) }
    guard characters.count <= 4 else { throw IdentifierFault(.expected("UN"), column: characters.column(0)) }
    try characters.digits(0..<characters.count)
    try characters.require(atLeast: 4)
    number = (0..<4).reduce(0) { $0 * 10 + UInt16(characters.digit($1)) }
  }

  /// The normal form: "UN" and four digits.
  package var text: String { "UN" + String(repeating: "0", count: 4 - String(number).utf8.count) + String(number) }

  /// Whether it is a lithium battery, alone or with equipment (UN 3090, 3091, 3480, 3481).
  package var isLithiumBattery: Bool { [3090, 3091, 3480, 3481].contains(number) }
}

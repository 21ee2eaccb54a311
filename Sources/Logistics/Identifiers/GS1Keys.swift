// GS1's numbers for goods and logistic units, and the two ways in which they travel as links:
//
//   SSCC 106141412345678908  ◄──►  urn:epc:id:sscc:0614141.1234567890       the check digit is left out and made again
//                            ◄──►  https://id.gs1.org/00/106141412345678908
//   GTIN 10614141000415 + serial  ◄──►  urn:epc:id:sgtin:0614141.100041.S1
//                                 ◄──►  https://id.gs1.org/01/10614141000415/21/S1
//
// The length of the company prefix cannot be told from the number: who writes a URN gives it.

/// GS1's check digit for digits without it: from the right times 3, 1, 3 ..., up to the next multiple of ten.
private func gs1CheckDigit(_ digits: some BidirectionalCollection<UInt8>) -> Int {
  var sum = 0
  var weight = 3
  for byte in digits.reversed() {
    sum += (Int(byte) - 0x30) * weight
    weight = 4 - weight
  }
  return (10 - sum % 10) % 10
}

/// A trade item's number: GTIN-8, -12, -13 or -14.
package struct GTIN: Hashable, Sendable {
  /// The normal form, as many digits as were given.
  package var text: String
  /// What the check digit says.
  package var checkDigit: CheckDigit

  /// Reads 8, 12, 13 or 14 digits, blanks and hyphens left out.
  package init(parsing text: some StringProtocol) throws(IdentifierFault) {
    let characters = try Characters(text, most: 14)
    try characters.digits(0..<characters.count)
    try characters.require(atLeast: 8)
    guard [8, 12, 13, 14].contains(characters.count) else {
      throw IdentifierFault(.expected("8, 12, 13 or 14 digits"), column: characters.column(characters.count))
    }
    checkDigit = .comparing(
      characters.digit(characters.count - 1), expected: gs1CheckDigit(characters.bytes.dropLast()))
    self.text = characters.text
  }

  /// The number with leading zeros to 14 digits, under which shorter and longer forms are the same.
  package var fourteenDigits: String { String(repeating: "0", count: 14 - text.utf8.count) + text }
}

/// A logistic unit's number, the Serial Shipping Container Code: 340123451234567895.
package struct SSCC: Hashable, Sendable {
  /// The normal form, 18 digits.
  package var text: String
  /// What the check digit says.
  package var checkDigit: CheckDigit

  /// Reads 18 digits, with or without the application identifier "(00)" or "00" before them, blanks and hyphens left out.
  package init(parsing text: some StringProtocol) throws(IdentifierFault) {
    var characters = try Characters(text, skipping: " -()", most: 20)
    if characters.count == 20, characters.text(0..<2) == "00" { characters.removeFirst(2) }
    guard characters.count <= 18 else { throw IdentifierFault(.tooLong(most: 18), column: characters.column(18)) }
    try characters.digits(0..<characters.count)
    try characters.require(atLeast: 18)
    checkDigit = .comparing(characters.digit(17), expected: gs1CheckDigit(characters.bytes.dropLast()))
    self.text = characters.text
  }

  /// The link that GS1's resolver understands.
  package var digitalLink: String { "https://id.gs1.org/00/" + text }

  /// The EPC pure identity URN with a company prefix of `prefixDigits` (clamped to 6 ... 12) digits.
  package func epcURN(prefixDigits: Int) -> String {
    let length = min(max(prefixDigits, 6), 12)
    let digits = Array(text)
    return "urn:epc:id:sscc:" + String(digits[1..<1 + length]) + "." + String(digits[0])
      + String(digits[(1 + length)..<17])
  }
}

/// One piece of a trade item: its number and a serial.
package struct SerialItem: Hashable, Sendable {
  /// The trade item's number.
  package var gtin: GTIN
  /// The serial, 1 to 20 characters.
  package var serial: String

  /// The link that GS1's resolver understands.
  package var digitalLink: String {
    "https://id.gs1.org/01/" + gtin.fourteenDigits + "/21/" + percentEncoded(serial)
  }

  /// The EPC pure identity URN with a company prefix of `prefixDigits` (clamped to 6 ... 12) digits.
  package func epcURN(prefixDigits: Int) -> String {
    let length = min(max(prefixDigits, 6), 12)
    let digits = Array(gtin.fourteenDigits)
    return "urn:epc:id:sgtin:" + String(digits[1..<1 + length]) + "." + String(digits[0])
      + String(digits[(1 + length)..<13]) + "." + percentEncoded(serial)
  }
}

/// What an EPC URN or a GS1 Digital Link names.
package enum GS1Link: Hashable, Sendable {
  case unit(SSCC)
  case item(GTIN)
  case piece(SerialItem)

  /// Reads "urn:epc:id:sscc:...", "urn:epc:id:sgtin:..." or a link of any host with /00/ or /01/ in its path; at most 2,000 bytes.
  ///
  /// Scheme, host, query and fragment do not matter. Other keys and qualifiers of a link are passed over.
  package init(parsing text: some StringProtocol) throws(IdentifierFault) {
    let bytes = Array(text.utf8.prefix(2001))
    guard bytes.count <= 2000 else { throw IdentifierFault(.tooLong(most: 2000), column: 2001) }
    for (index, byte) in bytes.enumerated() where byte <= 0x20 || byte >= 0x7F {
      throw IdentifierFault(.letterOrDigitExpected, column: index + 1)
    }
    let whole = String(decoding: bytes, as: UTF8.self)
    let lower = whole.lowercased()
    if lower.hasPrefix("urn:epc:id:sscc:") {
      self = .unit(try GS1Link.unit(bytes, from: 16))
    } else if lower.hasPrefix("urn:epc:id:sgtin:") {
      self = .piece(try GS1Link.piece(bytes, from: 17))
    } else if lower.hasPrefix("http://") || lower.hasPrefix("https://") {
      self = try GS1Link.digitalLink(bytes)
    } else {
      throw IdentifierFault(.expected("urn:epc:id:sscc:, urn:epc:id:sgtin: or https://"), column: 1)
    }
  }

  /// The digits of a field from `start` up to a dot or the end; fails on anything else.
  private static func digits(_ bytes: [UInt8], from start: Int) throws(IdentifierFault) -> Range<Int> {
    var end = start
    while end < bytes.count, bytes[end] != 0x2E {
      guard bytes[end] >= 0x30, bytes[end] <= 0x39 else { throw IdentifierFault(.digitExpected, column: end + 1) }
      end += 1
    }
    return start..<end
  }

  /// Two fields of together `total` digits, the first a company prefix of 6 to 12: "prefix.rest".
  private static func fields(
    _ bytes: [UInt8], from start: Int, total: Int
  ) throws(IdentifierFault) -> (prefix: Range<Int>, rest: Range<Int>) {
    let prefix = try digits(bytes, from: start)
    guard prefix.count >= 6, prefix.count <= 12 else {
      throw IdentifierFault(.expected("a company prefix of 6 to 12 digits"), column: start + 1)
    }
    guard prefix.upperBound < bytes.count else { throw IdentifierFault(.expected("a dot"), column: bytes.count + 1) }
    let rest = try digits(bytes, from: prefix.upperBound + 1)
    guard prefix.count + rest.count == total else {
      throw IdentifierFault(.expected("\(total) digits in both fields together"), column: rest.lowerBound + 1)
    }
    return (prefix, rest)
  }

  private static func unit(_ bytes: [UInt8], from start: Int) throws(IdentifierFault) -> SSCC {
    let (prefix, rest) = try fields(bytes, from: start, total: 17)
    guard rest.upperBound == bytes.count else { throw IdentifierFault(.digitExpected, column: rest.upperBound + 1) }
    let body = [bytes[rest.lowerBound]] + bytes[prefix] + bytes[rest.dropFirst()]
    return try SSCC(parsing: String(decoding: body, as: UTF8.self) + String(gs1CheckDigit(body)))
  }

  private static func piece(_ bytes: [UInt8], from start: Int) throws(IdentifierFault) -> SerialItem {
    let (prefix, rest) = try fields(bytes, from: start, total: 13)
    guard rest.upperBound < bytes.count else { throw IdentifierFault(.expected("a dot"), column: bytes.count + 1) }
    let body = [bytes[rest.lowerBound]] + bytes[prefix] + bytes[rest.dropFirst()]
    return SerialItem(
      gtin: try GTIN(parsing: String(decoding: body, as: UTF8.self) + String(gs1CheckDigit(body))),
      serial: try serial(bytes[(rest.upperBound + 1)...]))
  }

  private static func serial(_ bytes: ArraySlice<UInt8>) throws(IdentifierFault) -> String {
    let serial = percentDecoded(bytes)
    let column = bytes.startIndex + 1
    guard !serial.isEmpty else { throw IdentifierFault(.tooShort(least: 1), column: column) }
    guard serial.count <= 20 else { throw IdentifierFault(.tooLong(most: 20), column: column + 20) }
    guard serial.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw IdentifierFault(.letterOrDigitExpected, column: column)
    }
    return String(decoding: serial, as: UTF8.self)
  }

  private static func digitalLink(_ bytes: [UInt8]) throws(IdentifierFault) -> GS1Link {
    let path = bytes.prefix { $0 != 0x3F && $0 != 0x23 }
    let parts = path.split(separator: 0x2F, omittingEmptySubsequences: false)
    // The key is the last primary one in the path, so that a host's own path before it may hold anything.
    guard
      let key = parts.indices.last(where: {
        $0 >= 3 && ["00", "01"].contains(String(decoding: parts[$0], as: UTF8.self))
      }),
      key + 1 < parts.count
    else { throw IdentifierFault(.expected("/00/ or /01/ in the path"), column: bytes.count + 1) }
    let value = String(decoding: parts[key + 1], as: UTF8.self)
    let start = parts[key + 1].startIndex
    do {
      if String(decoding: parts[key], as: UTF8.self) == "00" { return .unit(try SSCC(parsing: value)) }
      let gtin = try GTIN(parsing: value)
      var qualifier = key + 2
      while qualifier + 1 < parts.count {
        if parts[qualifier].elementsEqual("21".utf8) {
          return .piece(SerialItem(gtin: gtin, serial: try serial(parts[qualifier + 1])))
        }
        qualifier += 2
      }
      return .item(gtin)
    } catch {
      // Columns inside the key count from the key; those of the serial count from the link's start already.
      throw error.column > start ? error : IdentifierFault(error.reason, column: start + error.column)
    }
  }
}

/// A serial in the form that links and URNs carry: everything but letters, digits and "-._~" as "%" and two hexadecimal digits.
private func percentEncoded(_ text: String) -> String {
  let hexadecimal = Array("0123456789ABCDEF".utf8)
  var out: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: out.append(byte)
    default: out += [0x25, hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
    }
  }
  return String(decoding: out, as: UTF8.self)
}

/// The bytes that a percent-encoded text stands for; a "%" without two hexadecimal digits stands for itself.
private func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
  func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
  var out: [UInt8] = []
  var index = bytes.startIndex
  while index < bytes.endIndex {
    if bytes[index] == 0x25, index + 2 < bytes.endIndex, let high = value(bytes[index + 1]),
      let low = value(bytes[index + 2])
    {
      out.append(high << 4 | low)
      index += 3
    } else {
      out.append(bytes[index])
      index += 1
    }
  }
  return out
}

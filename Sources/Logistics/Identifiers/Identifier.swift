// A text that somebody pasted or a file brought, and what kind of number it is. The kinds overlap, so the order of trying
// matters: those with the most structure first, and among plain digits those whose check digit fits.

/// An identifier of any kind.
package enum Identifier: Hashable, Sendable {
  case postal(PostalNumber)
  case airWaybill(AirWaybill)
  case container(ContainerNumber)
  case unit(SSCC)
  case item(GTIN)
  case piece(SerialItem)
  case ioss(IOSSNumber)
  case eori(EORINumber)
  case hs(HSCode)
  case locode(UNLocode)
  case movement(MovementNumber)
  case unNumber(UNNumber)
  case incoterm(Incoterm)

  /// The kind of identifier that a text most likely is; nil when it looks like none. Any bytes will do.
  package static func recognise(_ text: some StringProtocol) -> Identifier? {
    let bytes = text.utf8
    guard bytes.count >= 3, bytes.count <= 2000 else { return nil }
    if let link = try? GS1Link(parsing: text) {
      switch link {
      case .unit(let sscc): return .unit(sscc)
      case .item(let gtin): return .item(gtin)
      case .piece(let piece): return .piece(piece)
      }
    }
    if let number = try? PostalNumber(parsing: text) { return .postal(number) }
    if let number = try? ContainerNumber(parsing: text) { return .container(number) }
    if let number = try? IOSSNumber(parsing: text) { return .ioss(number) }
    if let number = try? MovementNumber(parsing: text) { return .movement(number) }
    if let number = try? SSCC(parsing: text) { return .unit(number) }
    return recogniseDigits(text) ?? recogniseLetters(text)
  }

  /// Plain digits: the writing (hyphen after the airline, dots of a tariff) decides first, then which check digit fits.
  private static func recogniseDigits(_ text: some StringProtocol) -> Identifier? {
    let waybill = try? AirWaybill(parsing: text)
    let dotted = text.utf8.contains(0x2E)
    if let waybill, text.utf8.dropFirst(3).first == 0x2D || waybill.checkDigit == .right { return .airWaybill(waybill) }
    if !dotted, let gtin = try? GTIN(parsing: text), gtin.checkDigit == .right || gtin.text.utf8.count > 8 {
      return .item(gtin)
    }
    if let code = try? HSCode(parsing: text), [6, 8, 10].contains(code.digits.utf8.count) || dotted {
      return .hs(code)
    }
    return waybill.map { .airWaybill($0) }
  }

  private static func recogniseLetters(_ text: some StringProtocol) -> Identifier? {
    if text.utf8.count >= 6, let number = try? UNNumber(parsing: text) { return .unNumber(number) }
    // Many words have the form of a UN/LOCODE; only places we know count, or the blank with which the code is printed.
    if let code = try? UNLocode(parsing: text), code.place != .none || text.utf8.dropFirst(2).first == 0x20 {
      return .locode(code)
    }
    if let number = try? EORINumber(parsing: text), number.text.utf8.filter({ $0 >= 0x30 && $0 <= 0x39 }).count >= 7 {
      return .eori(number)
    }
    return Incoterm(code: text).flatMap { $0 == .unstated ? nil : .incoterm($0) }
  }

  /// The kind in the operator's words.
  package var kind: String {
    switch self {
    case .postal: "postal item"
    case .airWaybill: "air waybill"
    case .container: "container"
    case .unit: "SSCC"
    case .item: "GTIN"
    case .piece: "GTIN with serial"
    case .ioss: "IOSS"
    case .eori: "EORI"
    case .hs: "HS code"
    case .locode: "UN/LOCODE"
    case .movement: "MRN"
    case .unNumber: "UN number"
    case .incoterm: "delivery term"
    }
  }

  /// The normal form.
  package var text: String {
    switch self {
    case .postal(let number): number.text
    case .airWaybill(let number): number.text
    case .container(let number): number.text
    case .unit(let number): number.text
    case .item(let number): number.text
    case .piece(let piece): piece.gtin.text + " " + piece.serial
    case .ioss(let number): number.text
    case .eori(let number): number.text
    case .hs(let code): code.text
    case .locode(let code): code.text
    case .movement(let number): number.text
    case .unNumber(let number): number.text
    case .incoterm(let term): term.code
    }
  }

  /// What its check digit says.
  package var checkDigit: CheckDigit {
    switch self {
    case .postal(let number): number.checkDigit
    case .airWaybill(let number): number.checkDigit
    case .container(let number): number.checkDigit
    case .unit(let number): number.checkDigit
    case .item(let number): number.checkDigit
    case .piece(let piece): piece.gtin.checkDigit
    case .ioss(let number): number.checkDigit
    case .eori(let number): number.checkDigit
    case .hs, .locode, .unNumber, .incoterm: .notPublic
    case .movement(let number): number.checkDigit
    }
  }
}

extension Incoterm {
  /// Reads a delivery term's code in either case, the older ones too; fails where `init(code:)` gives nil.
  package init(parsing text: some StringProtocol) throws(IdentifierFault) {
    let characters = try Characters(text, skipping: " ", most: 3)
    guard let term = Incoterm(code: characters.text) else { throw IdentifierFault(.noSuchTerm, column: 1) }
    self = term
  }
}

// GS1's identifiers in their two dresses, brought to one name, so that a parcel is the same parcel however a partner writes it:
//
//   urn:epc:id:sscc:0614141.1234567890        ┐
//   https://id.gs1.org/00/106141412345678908  ┴► 106141412345678908
//   urn:epc:id:sgtin:0614141.107346.2018      ┐
//   https://id.gs1.org/01/10614141073464/21/2018 ┴► (01)10614141073464(21)2018
//
// Sources: GS1 EPC Tag Data Standard 2.0 (the URNs), GS1 Digital Link URI Syntax 1.3, GS1 General Specifications (check digits).

/// What an EPC or a Digital Link names.
enum GS1Name: Hashable {
  /// A parcel, a pallet, a shipment, a consignment: what travels as one.
  case unit(String)
  /// One single article, or whatever a company names by an address of its own.
  case item(String)
  /// Anything that does not travel: a document, a service, an asset, a place, a class of articles.
  case other

  /// The name of an identifier, and whether its check digit is wrong.
  static func reading(_ uri: String) -> (name: GS1Name, checkFails: Bool) {
    guard uri.utf8.count <= 400 else { return (.other, false) }
    if uri.hasPrefix("urn:epc:id:") { return (urn(uri.dropFirst(11)), false) }
    if uri.hasPrefix("urn:") { return (.other, false) }
    if uri.hasPrefix("https://") || uri.hasPrefix("http://") { return link(uri) }
    return (.item(uri), false)
  }

  private static func urn(_ rest: Substring) -> GS1Name {
    let scheme = rest.prefix { $0 != ":" }
    let parts = rest.dropFirst(scheme.utf8.count + 1).split(
      separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, isDigits(parts[0]), isDigits(parts[1]) || scheme == "ginc" else { return .other }
    switch scheme {
    case "sscc":
      let digits = parts[1].prefix(1) + parts[0] + parts[1].dropFirst()
      return digits.utf8.count == 17 ? .unit(digits + checkDigit(digits)) : .other
    case "gsin":
      let digits = parts[0] + parts[1]
      return digits.utf8.count == 16 ? .unit("(402)" + digits + checkDigit(digits)) : .other
    case "ginc": return .unit("(401)" + parts.joined())
    case "sgtin":
      let digits = parts[1].prefix(1) + parts[0] + parts[1].dropFirst()
      guard parts.count == 3, digits.utf8.count == 13, !parts[2].isEmpty else { return .other }
      return .item("(01)" + digits + checkDigit(digits) + "(21)" + parts[2])
    default: return .other
    }
  }

  private static func link(_ uri: String) -> (GS1Name, Bool) {
    let path = uri.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").dropFirst(2)
    func after(_ key: Substring) -> Substring? {
      guard let at = path.firstIndex(of: key), at + 1 < path.endIndex else { return nil }
      return path[at + 1]
    }
    if let sscc = after("00"), sscc.utf8.count == 18, isDigits(sscc) { return (.unit(String(sscc)), !passes(sscc)) }
    if let gsin = after("402"), gsin.utf8.count == 17, isDigits(gsin) { return (.unit("(402)" + gsin), !passes(gsin)) }
    if let ginc = after("401") { return (.unit("(401)" + ginc), false) }
    if let gtin = after("01") ?? after("gtin"), (8...14).contains(gtin.utf8.count), isDigits(gtin) {
      guard let serial = after("21") ?? after("ser") else { return (.other, !passes(gtin)) }
      let zeros = String(repeating: "0", count: 14 - gtin.utf8.count)
      return (.item("(01)" + zeros + gtin + "(21)" + serial), !passes(gtin))
    }
    for key: Substring in ["253", "255", "8003", "8004", "8010", "8017", "8018", "414", "417"] where after(key) != nil {
      return (.other, false)
    }
    guard let last = path.last else { return (.other, false) }
    return (.item(String(last)), false)
  }

  /// A location in words: "GLN 0614141007770" with its extension; the last part of anything else.
  static func location(_ uri: String) -> String {
    if uri.hasPrefix("urn:epc:id:sgln:") {
      let parts = uri.dropFirst(16).split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
      let digits = parts.prefix(2).joined()
      if digits.utf8.count == 12, isDigits(digits[...]) {
        let tail = parts.count == 3 && parts[2] != "0" ? " (\(parts[2]))" : ""
        return "GLN " + digits + checkDigit(digits[...]) + tail
      }
    }
    if uri.hasPrefix("geo:") { return String(uri.prefix(80)) }
    let path = uri.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
    if let at = path.firstIndex(of: "414"), at + 1 < path.endIndex { return "GLN " + path[at + 1] }
    return lastPart(uri)
  }

  /// What stands behind the last slash or colon of an address.
  static func lastPart(_ uri: String) -> String {
    String(uri.split { $0 == "/" || $0 == ":" }.last ?? uri[...])
  }

  static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// The check digit that follows these digits: weights 3, 1, 3 ... from the right.
  static func checkDigit(_ digits: some StringProtocol) -> String {
    var sum = 0
    var weight = 3
    for byte in digits.utf8.reversed() {
      sum += (Int(byte) - 0x30) * weight
      weight = 4 - weight
    }
    return String((10 - sum % 10) % 10)
  }

  private static func passes(_ digits: Substring) -> Bool { checkDigit(digits.dropLast()) == digits.suffix(1) }
}

import Atlas
package import Measures

// What a declaration says of the goods, and how it is put right. A correction keeps what was said before, what is said now, who
// says so and why; the row shows what is said now.
//
//   correct value 89 EUR          before 12.00 EUR   after 89.00 EUR   "invoice of the shop"
//
// The fields from freight on are the order's terms. No row holds them, for most orders state few of them and nothing is listed by
// them: they stand in the folder, as the order states them and as they were corrected since. See OrderTerms.

/// A part of the declared data that can be corrected.
package enum DeclaredField: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case value, hs, description, weight, origin, consigneeID
  case freight, insurance, region, kind, business, preference, sellerNumber

  /// The stable name, as it stands in journals, filters and on the command line.
  package var name: String {
    switch self {
    case .value: "value"
    case .hs: "hs"
    case .description: "description"
    case .weight: "weight"
    case .origin: "origin"
    case .consigneeID: "consignee-id"
    case .freight: "freight"
    case .insurance: "insurance"
    case .region: "region"
    case .kind: "kind"
    case .business: "business"
    case .preference: "preference"
    case .sellerNumber: "seller-number"
    }
  }

  /// What an operator reads.
  package var words: String {
    switch self {
    case .value: "declared value"
    case .hs: "HS code"
    case .description: "description"
    case .weight: "weight"
    case .origin: "country of origin"
    case .consigneeID: "consignee's tax id"
    case .freight: "freight"
    case .insurance: "insurance"
    case .region: "consignee's province or state"
    case .kind: "kind of consignment"
    case .business: "whether a business receives it"
    case .preference: "whether preference is claimed"
    case .sellerNumber: "seller's number"
    }
  }

  /// What it takes, as an example.
  package var example: String {
    switch self {
    case .value: "89 EUR"
    case .hs: "851830"
    case .description: "cotton T-shirt, knitted"
    case .weight: "420 g"
    case .origin: "CN"
    case .consigneeID: "123.456.789-09"
    case .freight: "12.50 EUR"
    case .insurance: "1.20 EUR"
    case .region: "ON"
    case .kind: "gift"
    case .business: "yes"
    case .preference: "yes"
    case .sellerNumber: "IOSS IM2760000742"
    }
  }

  /// The field of this stable name, in either case.
  package init?(name: some StringProtocol) {
    let lower = name.lowercased()
    guard let match = DeclaredField.allCases.first(where: { $0.name == lower }) else { return nil }
    self = match
  }

  /// The document that a correction of it to a value is, where a hold can ask for that.
  func document(_ value: DeclaredValue) -> Document? {
    switch self {
    case .hs: .hsClassification
    case .description: .goodsDescription
    case .consigneeID: .consigneeTaxID
    case .sellerNumber: value.scheme == .ioss ? .iossNumber : nil
    case .value, .weight, .origin, .freight, .insurance, .region, .kind, .business, .preference: nil
    }
  }

  /// Whether the row of a shipment says it; the consignee's tax id and the order's terms stand in the folder alone.
  package var isInRow: Bool {
    switch self {
    case .value, .hs, .description, .weight, .origin: true
    case .consigneeID, .freight, .insurance, .region, .kind, .business, .preference, .sellerNumber: false
    }
  }

  /// Whether it is one of the order's terms.
  package var isTerm: Bool {
    switch self {
    case .value, .hs, .description, .weight, .origin, .consigneeID: false
    case .freight, .insurance, .region, .kind, .business, .preference, .sellerNumber: true
    }
  }

  /// The flag of a shipment in which it was corrected; the order's terms share one.
  package var flag: ShipmentFlags { isTerm ? .termsCorrected : ShipmentFlags(rawValue: 1 << (8 + UInt16(rawValue))) }
}

/// What a field is or was, in one shape for all of them.
package struct DeclaredValue: Hashable, Sendable, BitwiseCopyable {
  /// Minor units, the six digits of HS, or grams.
  package var number: Int64 = 0
  /// The packed currency, or the packed country: of a seller's number, the one whose scheme it is of.
  package var unit: UInt16 = 0
  /// The description, the id, the number or the word.
  package var text = TextID.none

  /// Nothing known.
  package init() {}
  /// An amount.
  package init(_ money: Money) {
    number = money.minor
    unit = money.currency.packed
  }
  /// Six digits of HS.
  package init(hs: UInt32) { number = Int64(hs) }
  /// A weight.
  package init(_ weight: Grams) { number = Int64(weight.value) }
  /// A country.
  package init(_ country: Country) { unit = country.packed }
  /// A text.
  package init(_ text: TextID) { self.text = text }
  /// A seller's number in a scheme; none for one in which there is no number.
  package init(_ scheme: SellerScheme, _ number: TextID = .none) {
    unit = scheme.territory.packed
    text = number
  }

  /// It as an amount.
  package var money: Money { Money(minor: number, Currency(packed: unit)) }
  /// The scheme of a seller's number.
  package var scheme: SellerScheme? { SellerScheme(territory: Country(packed: unit)) }

  /// Whether it is about the same as another value of a field: of a seller's numbers, those of one scheme are.
  func isAbout(_ other: DeclaredValue, as field: DeclaredField) -> Bool {
    field != .sellerNumber || unit == other.unit
  }

  /// It as it would be typed; empty where nothing is known.
  package func text(of field: DeclaredField, _ texts: TextTable) -> String {
    switch field {
    case .value, .freight, .insurance: unit == 0 ? "" : money.decimalText + " " + money.currency.code
    case .hs:
      number <= 0
        ? "" : String(repeating: "0", count: max(0, 6 - String(number).count)) + String(number)
    case .weight: number == 0 ? "" : "\(number) g"
    case .origin: Country(packed: unit).code
    case .description, .consigneeID, .region, .kind, .business, .preference: texts[text]
    case .sellerNumber: text == .none ? "" : "\(scheme?.name ?? "?") \(texts[text])"
    }
  }
}

/// A correction as somebody types it.
package struct TypedCorrection: Hashable, Sendable {
  /// The field.
  package var field: DeclaredField
  /// The new value, but for its text.
  package var value = DeclaredValue()
  /// The new text, for fields of words.
  package var words = ""

  /// Reads "hs 851830", "value 89 EUR", "description cotton T-shirt".
  ///
  /// - Throws: what is wrong with the words.
  package init(parsing argument: String) throws(Rejection) {
    let parts = argument.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true).map(String.init)
    let names = DeclaredField.allCases.map(\.name).joined(separator: ", ")
    guard let first = parts.first else {
      throw Rejection(.malformed, "a correction needs a field and its value", remedy: "correct hs 851830")
    }
    guard let field = DeclaredField(name: first) else {
      throw Rejection(.malformed, "there is no declared field \"\(first)\"", remedy: "one of \(names)")
    }
    guard parts.count == 2, let typed = parts.last?.trimmed, !typed.isEmpty else {
      throw Rejection(.malformed, "\(field.name) needs a value", remedy: "correct \(field.name) \(field.example)")
    }
    self.field = field
    let wrong = Rejection(
      .malformed, "\"\(typed)\" is no \(field.words)", remedy: "as in correct \(field.name) \(field.example)")
    switch field {
    case .value, .freight, .insurance:
      guard let money = Money(typed: typed) else { throw wrong }
      // Freight may be free; goods are worth something.
      guard money.minor > 0 || money.minor == 0 && field != .value, money.minor <= Self.minorMax else {
        throw Rejection(
          .malformed, "customs take no \(field.name) of \(typed)",
          remedy: field == .value ? "more than nothing, and what it is worth" : "what is paid for it")
      }
      value = DeclaredValue(money)
    case .hs:
      let digits = typed.filter { $0 != "." && $0 != " " }
      guard digits.utf8.count >= 6, digits.utf8.count <= 10, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let hs = UInt32(digits.prefix(6)), hs > 0
      else { throw wrong }
      value = DeclaredValue(hs: hs)
    case .weight:
      guard let weight = try? Grams(parsing: typed), weight.value > 0 else { throw wrong }
      guard weight.value <= Self.gramsMax else {
        throw Rejection(
          .malformed, "\(typed) is more than one parcel weighs", remedy: "at most \(Self.gramsMax / 1000) kg")
      }
      value = DeclaredValue(weight)
    case .origin:
      guard let country = Country(typed) else { throw wrong }
      guard Atlas.country(country) != nil else {
        throw Rejection(.malformed, "there is no country \(country.code)", remedy: "its two letters, as in CN")
      }
      value = DeclaredValue(country)
    case .description, .consigneeID:
      guard typed.utf8.count <= 500 else { throw wrong }
      words = typed
    case .region:
      guard typed.utf8.count <= OrderTerms.regionBytesMax else { throw wrong }
      words = typed
    case .kind:
      guard let kind = ConsignmentKind(name: typed) else {
        let kinds = ConsignmentKind.allCases.map(\.name).joined(separator: ", ")
        throw Rejection(.malformed, "there is no kind of consignment \"\(typed)\"", remedy: "one of \(kinds)")
      }
      words = kind.name
    case .business, .preference:
      guard ["yes", "no"].contains(typed.lowercased()) else { throw wrong }
      words = typed.lowercased()
    case .sellerNumber:
      guard let told = SellerNumber(typed: typed) else {
        let schemes = SellerScheme.allCases.map(\.name).joined(separator: ", ")
        throw Rejection(
          .malformed, "\"\(typed)\" is no scheme and a number in it",
          remedy: "as in correct \(field.name) \(field.example); schemes are \(schemes)")
      }
      if told.scheme == .ioss, !told.isPossible { throw wrong }
      value = DeclaredValue(told.scheme)
      words = told.number
    }
  }

  /// The new value with its text, which `intern` gives a number.
  package func value(_ intern: (String) -> TextID) -> DeclaredValue {
    var whole = value
    if !words.isEmpty { whole.text = intern(words) }
    return whole
  }

  /// More than this is a slip of the keys: an assumption of ours, far above what a parcel or a lorry load is.
  private static let minorMax: Int64 = 1_000_000_000_000
  private static let gramsMax: Int32 = 30_000_000

  /// The correction as it would be typed.
  package var text: String {
    guard !words.isEmpty else { return "\(field.name) \(value.text(of: field, TextTable()))" }
    return ([field.name] + (value.scheme.map { [$0.name] } ?? []) + [words]).joined(separator: " ")
  }
}

extension Money {
  /// Reads "89 EUR", "EUR 89", "89.50eur"; nil for anything else.
  package init?(typed text: some StringProtocol) {
    let packed = String(text.filter { $0 != " " })
    guard packed.utf8.count > 3 else { return nil }
    let isBehind = packed.suffix(3).allSatisfy { $0.isASCII && $0.isLetter }
    let code = isBehind ? packed.suffix(3) : packed.prefix(3)
    let number = isBehind ? packed.dropLast(3) : packed.dropFirst(3)
    guard let currency = Currency(code), currency.isKnown, let money = try? Money(parsing: number, currency) else {
      return nil
    }
    self = money
  }
}

extension String {
  /// The text without blanks at its ends.
  fileprivate var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace ?? false { rest.removeFirst() }
    while rest.last?.isWhitespace ?? false { rest.removeLast() }
    return String(rest)
  }
}

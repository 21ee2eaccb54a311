import Atlas
package import Measures

// What a declaration says of the goods, and how it is put right. A correction keeps what was said before, what is said now, who
// says so and why; the row shows what is said now.
//
//   correct value 89 EUR          before 12.00 EUR   after 89.00 EUR   "invoice of the shop"

/// A part of the declared data that can be corrected.
package enum DeclaredField: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case value, hs, description, weight, origin, consigneeID

  /// The stable name, as it stands in journals, filters and on the command line.
  package var name: String {
    switch self {
    case .value: "value"
    case .hs: "hs"
    case .description: "description"
    case .weight: "weight"
    case .origin: "origin"
    case .consigneeID: "consignee-id"
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
    }
  }

  /// The field of this stable name, in either case.
  package init?(name: some StringProtocol) {
    let lower = name.lowercased()
    guard let match = DeclaredField.allCases.first(where: { $0.name == lower }) else { return nil }
    self = match
  }

  /// The document that a correction of it is, where a hold can ask for that.
  var document: Document? {
    switch self {
    case .hs: .hsClassification
    case .description: .goodsDescription
    case .consigneeID: .consigneeTaxID
    case .value, .weight, .origin: nil
    }
  }

  /// Whether the row of a shipment says it; the consignee's tax id stands in the folder alone.
  package var isInRow: Bool {
    switch self {
    case .value, .hs, .description, .weight, .origin: true
    case .consigneeID: false
    }
  }

  /// The flag of a shipment in which it was corrected.
  package var flag: ShipmentFlags { ShipmentFlags(rawValue: 1 << (8 + UInt16(rawValue))) }
}

/// What a field is or was, in one shape for all of them.
package struct DeclaredValue: Hashable, Sendable, BitwiseCopyable {
  /// Minor units, the six digits of HS, or grams.
  package var number: Int64 = 0
  /// The packed currency, or the packed country.
  package var unit: UInt16 = 0
  /// The description or the id.
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

  /// It as an amount.
  package var money: Money { Money(minor: number, Currency(packed: unit)) }

  /// It as it would be typed; empty where nothing is known.
  package func text(of field: DeclaredField, _ texts: TextTable) -> String {
    switch field {
    case .value: unit == 0 ? "" : money.decimalText + " " + money.currency.code
    case .hs:
      number <= 0
        ? "" : String(repeating: "0", count: max(0, 6 - String(number).count)) + String(number)
    case .weight: number == 0 ? "" : "\(number) g"
    case .origin: Country(packed: unit).code
    case .description, .consigneeID: texts[text]
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
    case .value:
      guard let money = Money(typed: typed) else { throw wrong }
      guard money.minor > 0, money.minor <= Self.minorMax else {
        throw Rejection(
          .malformed, "customs take no value of \(typed)", remedy: "more than nothing, and what it is worth")
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
    }
  }

  /// More than this is a slip of the keys: an assumption of ours, far above what a parcel or a lorry load is.
  private static let minorMax: Int64 = 1_000_000_000_000
  private static let gramsMax: Int32 = 30_000_000

  /// The correction as it would be typed.
  package var text: String {
    words.isEmpty ? "\(field.name) \(value.text(of: field, TextTable()))" : "\(field.name) \(words)"
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

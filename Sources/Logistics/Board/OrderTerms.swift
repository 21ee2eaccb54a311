package import Measures

// What an order says beside its goods, and the law asks about: what the way costs, to which province it goes, whether it is a sale at
// all, whether a business receives it, under which numbers the seller is registered. Each is one statement of the order, kept as
// an event; what is corrected since goes before the order's word.
//
//   ordered ─ lined* ─ stated*              freight 12.50 EUR · region ON · kind gift · seller-number IOSS IM2760000742
//                        │
//                        └─ amended*        freight from 12.50 EUR to 14.00 EUR: "the carrier's bill"
//
// What nobody stated stays unknown: whoever judges by it says what was assumed.

/// What an order says of its way and its parties, as it is said now; nil where nobody said anything.
package struct OrderTerms: Hashable, Sendable {
  /// What the way to the consignee costs; nothing where it is free.
  package var freight: Money?
  package var insurance: Money?
  /// The consignee's province or state, as it was told: a name, or a code alone or behind the country's (ISO 3166-2).
  package var region: String?
  package var kind: ConsignmentKind?
  /// Whether a business receives it.
  package var isToBusiness: Bool?
  /// Whether a lower rate of duty is claimed by origin.
  package var claimsPreference: Bool?
  /// Under which numbers the seller is registered, one a scheme, in the order of the table of schemes.
  package var sellerNumbers: [SellerNumber] = []

  /// Nobody said anything.
  package init() {}

  /// More bytes than the longest name of a province has.
  package static let regionBytesMax = 100

  /// Whether nobody said anything.
  package var isEmpty: Bool { self == OrderTerms() }

  /// Puts what a value says of a field in the place of what was said before.
  mutating func take(_ field: DeclaredField, _ value: DeclaredValue, _ texts: TextTable) {
    let words = value.text == .none ? nil : texts[value.text]
    switch field {
    case .freight: freight = value.unit == 0 ? nil : value.money
    case .insurance: insurance = value.unit == 0 ? nil : value.money
    case .region: region = words
    case .kind: kind = words.flatMap { ConsignmentKind(name: $0) }
    case .business: isToBusiness = words.map { $0 == "yes" }
    case .preference: claimsPreference = words.map { $0 == "yes" }
    case .sellerNumber:
      guard let scheme = value.scheme else { return }
      sellerNumbers.removeAll { $0.scheme == scheme }
      if let words { sellerNumbers.append(SellerNumber(scheme, words)) }
      sellerNumbers.sort { $0.scheme.rawValue < $1.scheme.rawValue }
    case .value, .hs, .description, .weight, .origin, .consigneeID: break
    }
  }

  /// What is said, a statement each, in the order of the fields.
  package func statements(_ texts: inout TextTable) -> [Event.Statement] {
    var told: [Event.Statement] = []
    func tell(_ field: DeclaredField, _ value: DeclaredValue) { told.append(Event.Statement(field, value)) }
    if let freight { tell(.freight, DeclaredValue(freight)) }
    if let insurance { tell(.insurance, DeclaredValue(insurance)) }
    if let region { tell(.region, DeclaredValue(texts.intern(region))) }
    if let kind { tell(.kind, DeclaredValue(texts.intern(kind.name))) }
    if let isToBusiness { tell(.business, DeclaredValue(texts.intern(isToBusiness ? "yes" : "no"))) }
    if let claimsPreference { tell(.preference, DeclaredValue(texts.intern(claimsPreference ? "yes" : "no"))) }
    for number in sellerNumbers {
      tell(.sellerNumber, DeclaredValue(number.scheme, texts.intern(number.number)))
    }
    return told
  }
}

/// What a consignment is sent for, by the categories of the postal declarations CN 22 and CN 23.
package enum ConsignmentKind: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// Goods that were bought.
  case sale
  /// From one person to another without payment.
  case gift
  /// A commercial sample.
  case sample
  /// Goods that come back, or go back.
  case `return`
  /// Documents, and whatever else is none of these.
  case other

  /// The stable name, as it stands in journals and files and on the command line.
  package var name: String {
    switch self {
    case .sale: "sale"
    case .gift: "gift"
    case .sample: "sample"
    case .return: "return"
    case .other: "other"
    }
  }

  /// What an operator reads.
  package var words: String {
    switch self {
    case .sale: "a sale"
    case .gift: "a gift"
    case .sample: "a sample"
    case .return: "returned goods"
    case .other: "of another kind"
    }
  }

  /// The kind of this stable name, in either case.
  package init?(name: some StringProtocol) {
    let lower = name.lowercased()
    guard let match = ConsignmentKind.allCases.first(where: { $0.name == lower }) else { return nil }
    self = match
  }
}

/// A scheme by which a seller takes the tax of the destination at the sale, or is known to its customs.
package enum SellerScheme: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case ioss, britishVAT, voec, swissVAT, australianGST, newZealandGST, singaporeanGST, malaysianLVG, chileanVAT
  case remessaConforme, canadianGST, japaneseJCT

  /// The stable name, as it stands in files and on the command line.
  package var name: String { SellerScheme.rows[Int(rawValue)].name }
  /// The country, or the union, whose scheme it is; each has one.
  package var territory: Country { SellerScheme.rows[Int(rawValue)].territory }

  /// The scheme of a country, or of the union.
  package init?(territory: Country) {
    guard let row = SellerScheme.rows.firstIndex(where: { $0.territory == territory }),
      let match = SellerScheme(rawValue: UInt8(row))
    else { return nil }
    self = match
  }

  /// The scheme of this stable name, in either case.
  package init?(name: some StringProtocol) {
    let upper = name.uppercased()
    guard let row = SellerScheme.rows.firstIndex(where: { $0.name == upper }),
      let match = SellerScheme(rawValue: UInt8(row))
    else { return nil }
    self = match
  }

  /// One row a scheme, in the order of the cases.
  private static let rows: [(name: String, territory: Country)] = [
    ("IOSS", "EU"), ("GB-VAT", "GB"), ("VOEC", "NO"), ("CH-VAT", "CH"), ("ARN", "AU"), ("NZ-GST", "NZ"),
    ("SG-GST", "SG"), ("MY-LVG", "MY"), ("CL-VAT", "CL"), ("BR-PRC", "BR"), ("CA-GST", "CA"), ("JP-JCT", "JP"),
  ].map { ($0.0, Country($0.1) ?? .none) }
}

/// A seller's number in a scheme.
package struct SellerNumber: Hashable, Sendable {
  package var scheme: SellerScheme
  package var number: String

  /// A number in a scheme, as it was told.
  package init(_ scheme: SellerScheme, _ number: String) {
    self.scheme = scheme
    self.number = number
  }

  /// Reads "IOSS IM2760000742"; nil where the first word is no scheme, or nothing that can be a number follows.
  package init?(typed text: some StringProtocol) {
    let parts = text.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    guard parts.count == 2, let scheme = SellerScheme(name: parts[0]) else { return nil }
    let number = String(parts[1]).filter { !$0.isWhitespace }
    guard !number.isEmpty, number.utf8.count <= SellerNumber.bytesMax else { return nil }
    self.init(scheme, number)
  }

  /// Whether it has the shape of a number under which goods are sold; true for schemes whose numbers only their law describes.
  package var isPossible: Bool {
    guard scheme == .ioss else { return true }
    guard let known = try? IOSSNumber(parsing: number) else { return false }
    return !known.isIntermediary
  }

  /// No scheme's number is longer.
  package static let bytesMax = 40
}

extension Dossier {
  /// What the order says beside its goods, corrections included.
  package func terms(_ texts: TextTable) -> OrderTerms {
    var terms = OrderTerms()
    for (_, event) in events {
      if case .stated(let statement) = event.what { terms.take(statement.field, statement.value, texts) }
      if case .amended(let amendment) = event.what, amendment.field.isTerm {
        terms.take(amendment.field, amendment.after, texts)
      }
    }
    return terms
  }

  /// The terms of which something else is said now than the order says.
  package var correctedTerms: [DeclaredField] {
    DeclaredField.allCases.filter { field in
      field.isTerm
        && amendments.contains {
          $0.amendment.field == field && declared(field, $0.amendment.after) != stated(field, $0.amendment.after)
        }
    }
  }

  /// What the order itself says of one of its terms; nothing where it says nothing. Of a seller's numbers, that of a value's scheme.
  func stated(_ field: DeclaredField, _ like: DeclaredValue) -> DeclaredValue {
    for (_, event) in events {
      if case .stated(let statement) = event.what, statement.field == field, statement.value.isAbout(like, as: field) {
        return statement.value
      }
    }
    return .unknown(field, like)
  }
}

extension DeclaredValue {
  /// What a field is of which nobody said anything.
  static func unknown(_ field: DeclaredField, _ like: DeclaredValue) -> DeclaredValue {
    var value = DeclaredValue()
    if field == .sellerNumber { value.unit = like.unit }
    return value
  }
}

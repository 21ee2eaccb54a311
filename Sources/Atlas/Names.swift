import CAtlas
package import Measures

/// A part of a person's name as it is written at home.
package struct PersonName: Sendable {
  /// The name.
  package var text: String
  /// Its language, an IETF tag: "de", "zh-Hans".
  package var language: String
}

/// A merchant's trading name; all of them are invented.
package struct MerchantName: Sendable {
  /// The name as it is written at home.
  package var text: String
  /// Where the merchant is at home.
  package var country: Country
}

/// What is dangerous about a product in carriage.
package enum DangerousGoods: String, CaseIterable, Sendable {
  case none = ""
  case lithiumBattery = "li-ion"
  case liquid
  case flammable
}

/// Something that is sold across borders.
package struct Product: Sendable {
  /// What an invoice says it is.
  package var name: String
  /// Its subheading in HS 2022, six digits.
  package var hs6: String
  /// The kind of shop that sells it: "apparel", "electronics" ...
  package var category: String
  /// Prices in US cents.
  package var priceUSCents: ClosedRange<Int32>
  /// Masses in grams, packed.
  package var weightGrams: ClosedRange<Int32>
  /// What is dangerous about it.
  package var dangerousGoods: DangerousGoods
}

/// Names of people, merchants and products for simulated trade; read when first asked for.
package enum Names {
  /// Given names in the order of the file.
  package static var given: [PersonName] { NameTable.shared.given }
  /// Family names in the order of the file.
  package static var family: [PersonName] { NameTable.shared.family }
  /// Merchants in the order of the file.
  package static var merchants: [MerchantName] { NameTable.shared.merchants }
  /// Products in the order of the file.
  package static var products: [Product] { NameTable.shared.products }

  /// The language in which people of a country write their names, where we have names of it; English elsewhere.
  package static func language(of country: Country) -> String {
    switch country.code {
    case "DE", "AT", "CH", "LI": "de"
    case "FR", "LU", "MC": "fr"
    case "ES", "MX", "AR", "CL", "CO", "PE", "PA": "es"
    case "PT", "BR": "pt"
    case "IT": "it"
    case "NL", "BE": "nl"
    case "PL": "pl"
    case "CZ", "SK": "cs"
    case "HU": "hu"
    case "RO", "MD": "ro"
    case "GR", "CY": "el"
    case "SE": "sv"
    case "NO": "no"
    case "DK": "da"
    case "FI": "fi"
    case "IS": "is"
    case "LT": "lt"
    case "RU", "BY": "ru"
    case "UA": "uk"
    case "RS", "ME": "sr"
    case "TR": "tr"
    case "GE": "ka"
    case "KZ": "kk"
    case "CN": "zh-Hans"
    case "TW", "HK", "MO": "zh-Hant"
    case "JP": "ja"
    case "KR": "ko"
    case "VN": "vi"
    case "TH": "th"
    case "IN": "hi"
    case "PK": "ur"
    case "IR": "fa"
    case "IL": "he"
    case "AE", "SA", "QA", "EG", "MA", "KW", "BH", "OM", "JO": "ar"
    default: "en"
    }
  }

  /// A language whose names will do where the file has none of the language itself.
  private static let neighbours = ["no": "da", "da": "no"]

  /// Given names of a language, or of the one next to it; the English ones where there are none.
  package static func given(language: String) -> [PersonName] {
    let names = NameTable.shared.givenByLanguage
    return names[language] ?? neighbours[language].flatMap { names[$0] } ?? names["en"] ?? []
  }

  /// Family names of a language, or of the one next to it; the English ones where there are none.
  package static func family(language: String) -> [PersonName] {
    let names = NameTable.shared.familyByLanguage
    return names[language] ?? neighbours[language].flatMap { names[$0] } ?? names["en"] ?? []
  }
}

struct NameTable: Sendable {
  static let shared = NameTable()

  var given: [PersonName] = []
  var family: [PersonName] = []
  var merchants: [MerchantName] = []
  var products: [Product] = []
  var givenByLanguage: [String: [PersonName]] = [:]
  var familyByLanguage: [String: [PersonName]] = [:]

  init() {
    var table = (given: [PersonName](), family: [PersonName](), merchants: [MerchantName](), products: [Product]())
    forEachRow(.names) { row in
      switch row.text(0) {
      case "given": table.given.append(PersonName(text: row.text(1), language: row.text(2)))
      case "family": table.family.append(PersonName(text: row.text(1), language: row.text(2)))
      case "merchant":
        table.merchants.append(MerchantName(text: row.text(1), country: Country(row.text(4)) ?? .none))
      case "product":
        let prices = (Int32(clamping: row.hundredths(7)), Int32(clamping: row.hundredths(8)))
        let weights = (Int32(clamping: row.int(9)), Int32(clamping: row.int(10)))
        table.products.append(
          Product(
            name: row.text(1), hs6: row.text(5), category: row.text(6),
            priceUSCents: min(prices.0, prices.1)...max(prices.0, prices.1),
            weightGrams: min(weights.0, weights.1)...max(weights.0, weights.1),
            dangerousGoods: DangerousGoods(rawValue: row.text(11)) ?? .none))
      default: return
      }
    }
    (given, family, merchants, products) = table
    givenByLanguage = Dictionary(grouping: given, by: \.language)
    familyByLanguage = Dictionary(grouping: family, by: \.language)
  }
}

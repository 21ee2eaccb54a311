package import Measures

// What must be so that a rule or a fee is about a consignment. What is not named is not asked.

/// How a parcel comes to customs.
package enum Channel: String, CaseIterable, Sendable {
  case postal
  case courier
  /// Freight with a declaration of its own.
  case cargo
  /// China's cross-border e-commerce import, with order, payment and logistics data matched.
  case cbec
}

/// What carries a parcel over the border.
package enum Carriage: String, CaseIterable, Sendable {
  case air
  case sea
  case land
}

/// What a parcel is for.
package enum Purpose: String, CaseIterable, Sendable {
  /// Sold to a consumer.
  case sale
  /// Sent by one person to another without payment.
  case gift
  /// For a business.
  case business
  /// A commercial sample without charge.
  case sample

  package var words: String {
    switch self {
    case .sale: "sold to a consumer"
    case .gift: "a gift"
    case .business: "for a business"
    case .sample: "a sample"
    }
  }
}

/// Which value a limit is about.
package enum ValueBasis: String, CaseIterable, Sendable {
  /// The goods without the way between countries.
  case fob = "FOB"
  /// The price of the goods alone, without transport where it is stated apart.
  case intrinsic
  /// Goods, freight and insurance.
  case cif = "CIF"
  /// The price of each piece.
  case item
  /// The value customs work with at that destination.
  case customs
  /// Not a value but the tax itself.
  case tax

  package var words: String {
    switch self {
    case .fob: "FOB"
    case .intrinsic: "goods alone"
    case .cif: "CIF"
    case .item: "each piece"
    case .customs: "customs value"
    case .tax: "amount of tax"
    }
  }
}

/// What must be so of a consignment.
package struct Condition: Hashable, Sendable {
  package var channels: [Channel] = []
  package var carriages: [Carriage] = []
  /// The value must be above this.
  package var over: Money?
  /// The value must be this or below.
  package var to: Money?
  package var basis = ValueBasis.intrinsic
  package var purposes: [Purpose] = []
  /// Whether the seller must, or must not, be registered in the destination's scheme.
  package var isSellerRegistered: Bool?
  package var origins: [Country] = []
  package var exceptOrigins: [Country] = []
  package var shippedFrom: [Country] = []
  package var goods: [CommodityRange] = []
  package var exceptGoods: [CommodityRange] = []
  package var weightMax: Grams?
  package var declarations: [String] = []

  package init() {}

  /// How close a condition is: how many things it asks, and, where two ask as many, which of them are told apart by more.
  var closeness: Int {
    var things = 0
    var weight = 0
    func count(_ isAsked: Bool, _ value: Int) {
      guard isAsked else { return }
      things += 1
      weight += value
    }
    count(!goods.isEmpty, 128)
    count(!purposes.isEmpty, 64)
    count(!declarations.isEmpty, 32)
    count(isSellerRegistered != nil, 16)
    count(!origins.isEmpty || !shippedFrom.isEmpty || !exceptOrigins.isEmpty, 8)
    count(!channels.isEmpty || !carriages.isEmpty, 4)
    count(!exceptGoods.isEmpty, 0)
    count(over != nil || to != nil, 2)
    count(weightMax != nil, 1)
    return things << 8 | weight
  }

  /// What it asks, in words; empty where it asks nothing.
  package var words: [String] {
    var out: [String] = []
    switch (over, to) {
    case (let over?, let to?): out.append("over \(over.text) to \(to.text) (\(basis.words))")
    case (let over?, nil): out.append("over \(over.text) (\(basis.words))")
    case (nil, let to?): out.append("up to \(to.text) (\(basis.words))")
    case (nil, nil): break
    }
    if !channels.isEmpty { out.append("by " + channels.map(\.rawValue).joined(separator: " or ")) }
    if !carriages.isEmpty { out.append("by " + carriages.map(\.rawValue).joined(separator: " or ")) }
    if !purposes.isEmpty { out.append(purposes.map(\.words).joined(separator: ", ")) }
    if let isSellerRegistered { out.append(isSellerRegistered ? "registered seller" : "seller not registered") }
    if !declarations.isEmpty { out.append("declared by " + declarations.joined(separator: " or ")) }
    if !shippedFrom.isEmpty { out.append("sent from " + Self.list(shippedFrom)) }
    if !origins.isEmpty { out.append("made in " + Self.list(origins)) }
    if !exceptOrigins.isEmpty { out.append("not made in " + Self.list(exceptOrigins)) }
    if !goods.isEmpty { out.append("goods of HS " + goods.map(\.text).joined(separator: ", ")) }
    if !exceptGoods.isEmpty { out.append("not HS " + exceptGoods.map(\.text).joined(separator: ", ")) }
    if let weightMax { out.append("up to " + kilograms(weightMax)) }
    return out
  }

  private static func list(_ countries: [Country]) -> String { countries.map(\.code).joined(separator: ", ") }
}

/// A mass in kilograms with as many decimals as it needs: "0.4 kg".
func kilograms(_ mass: Grams) -> String { Rate(millionths: Int64(mass.value) * 10).number + " kg" }

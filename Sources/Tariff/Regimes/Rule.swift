package import Measures

// A rule says for consignments of one kind how duty and tax are reckoned:
//
//   when ── what must be so ──► duty: one of eleven ways ─┐
//                               tax: one of nine ways ────┴─► what is due
//
// Ways are closed: a new one is a case here, a row in `RegimeReader`, and a step in `LandedCost`.

/// How duty is reckoned.
package enum DutyMethod: Hashable, Sendable {
  case exempt
  /// The destination's tariff on the customs value, or on the part of it above an amount.
  case tariff(above: Money?)
  /// One rate on the customs value; nil where the rate is not known. `lessIfTariff`: the tariff where that is lower.
  case flatAdValorem(Rate?, bySender: [SenderRate], surcharge: Rate?, lessIfTariff: Bool)
  /// An amount a piece, between two bounds where it is not known closer.
  case flatPerItem(least: Money, most: Money, per: FeeUnit)
  /// A rate on the customs value, less an amount; never below nothing.
  case adValoremLessDeduction(Rate, Money)
  /// A rate on what is above an amount, and not less than an amount for each kilogram above a weight.
  case excessAdValorem(Rate, above: Money, perExcessKilogram: Money?, aboveWeight: Grams)
  /// The greater of a rate on the whole value and an amount a kilogram.
  case fullValueOrPerKilogram(Rate, Money)
  /// A rate by kind of goods.
  case byCommodity([CommodityBand])
  /// The tariff and the layers on top of it.
  case sumOfLayers
  /// A preference that is claimed, else an amount a piece.
  case preferenceOrFlat(Money, per: FeeUnit)
  /// An amount a kilogram; nil where it is not known.
  case specificByWeight(Money?)

  /// Its name in files.
  package var name: String {
    switch self {
    case .exempt: "exempt"
    case .tariff: "mfn"
    case .flatAdValorem: "flat_ad_valorem"
    case .flatPerItem: "flat_per_item"
    case .adValoremLessDeduction: "ad_valorem_less_deduction"
    case .excessAdValorem: "excess_ad_valorem"
    case .fullValueOrPerKilogram: "full_value_min_per_kg"
    case .byCommodity: "by_commodity"
    case .sumOfLayers: "sum_of_layers"
    case .preferenceOrFlat: "preference_or_flat"
    case .specificByWeight: "specific_by_weight"
    }
  }

  /// The names of all in files.
  package static let names = [
    "exempt", "mfn", "flat_ad_valorem", "flat_per_item", "ad_valorem_less_deduction", "excess_ad_valorem",
    "full_value_min_per_kg", "by_commodity", "sum_of_layers", "preference_or_flat", "specific_by_weight",
  ]
}

/// A rate that holds for what is sent from some countries.
package struct SenderRate: Hashable, Sendable {
  package var rate: Rate
  package var shippedFrom: [Country]
}

/// A rate, or several that may hold, for some goods; for all where none are named.
package struct CommodityBand: Hashable, Sendable {
  package var rates: [Rate]
  package var goods: [CommodityRange]
}

/// What an amount is charged for.
package enum FeeUnit: String, CaseIterable, Sendable {
  case consignment
  case package
  /// Each six-digit code of the consignment once.
  case heading
  case kilogram

  package var words: String {
    switch self {
    case .consignment: "a consignment"
    case .package: "a package"
    case .heading: "each HS-6 code"
    case .kilogram: "a kilogram"
    }
  }
}

/// A rule's duty.
package struct DutyRule: Hashable, Sendable {
  package var method: DutyMethod
  /// Ids of the layers that come on top where they hold.
  package var layers: [String] = []
  /// Whether it stands for tax as well.
  package var includesTax = false
  /// What is typical there, for orientation only.
  package var typical: Rate?
  package var note: String?
}

/// How tax is reckoned.
package enum TaxMethod: Hashable, Sendable {
  case exempt
  /// There is none at import.
  case none
  case standard
  /// The same, taken by the seller when the goods are sold.
  case sellerCollected
  /// The tax is part of what it is reckoned on.
  case grossUp
  /// It is inside the duty.
  case combined
  /// On what is above the amount that the duty names.
  case excess
  /// The business that receives it reckons it itself.
  case reverseCharge
  /// China: a share of what consumption tax c and VAT v make together, (c + v) / (1 - c); c is one of those named.
  case compositeShare(Rate, consumption: [Rate])

  /// Its name in files.
  package var name: String {
    switch self {
    case .exempt: "exempt"
    case .none: "none"
    case .standard: "standard"
    case .sellerCollected: "seller_collected"
    case .grossUp: "gross_up"
    case .combined: "combined"
    case .excess: "excess"
    case .reverseCharge: "reverse_charge"
    case .compositeShare: "cbec_composite"
    }
  }

  /// The names of all in files.
  package static let names = [
    "exempt", "none", "standard", "seller_collected", "gross_up", "combined", "excess", "reverse_charge",
    "cbec_composite",
  ]
}

/// What tax is reckoned on.
package enum TaxBase: String, CaseIterable, Sendable {
  case goods
  case freight
  case insurance
  case cif
  case customsValue = "customs_value"
  case duty
  /// Fees that enter the base.
  case levies
  /// What is above the amount that the duty names.
  case excess
  /// The way from the border to the door, which nobody can state and which is not reckoned here.
  case inland
  /// Excise, which is not reckoned here.
  case excise

  package var words: String {
    switch self {
    case .customsValue: "customs value"
    case .cif: "CIF"
    case .inland: "inland transport"
    case .goods, .freight, .insurance, .duty, .levies, .excess, .excise: rawValue
    }
  }
}

/// A rule's tax.
package struct TaxRule: Hashable, Sendable {
  package var method: TaxMethod
  /// Its own rate; nil for the destination's.
  package var rate: Rate?
  package var byGoods: [CommodityBand] = []
  package var base: [TaxBase] = []
  /// Added to the customs value before the tax is reckoned.
  package var uplift: Rate?
  /// Nothing is levied where it comes to no more than this.
  package var waivedTo: Money?
}

/// The days on which something holds, both included; nil is open.
package struct DateSpan: Hashable, Sendable {
  package var from: CivilDate?
  package var until: CivilDate?

  package init(from: CivilDate? = nil, until: CivilDate? = nil) {
    self.from = from
    self.until = until
  }

  package func contains(_ date: CivilDate) -> Bool {
    if let from, date < from { return false }
    if let until, date > until { return false }
    return true
  }

  /// Whether some day is in both.
  func overlaps(_ other: DateSpan) -> Bool {
    func begins(_ a: DateSpan, noLaterThanEndOf b: DateSpan) -> Bool {
      guard let from = a.from, let until = b.until else { return true }
      return from <= until
    }
    return begins(self, noLaterThanEndOf: other) && begins(other, noLaterThanEndOf: self)
  }

  /// "since 2026-07-01", "2024-08-01 to 2026-05-11", or empty where it is open on both sides.
  package var words: String {
    switch (from, until) {
    case (let from?, let until?): "\(from.text) to \(until.text)"
    case (let from?, nil): "since \(from.text)"
    case (nil, let until?): "until \(until.text)"
    case (nil, nil): ""
    }
  }
}

/// What a figure rests on.
package struct Evidence: Hashable, Sendable {
  package var confidence: Confidence
  /// Ids in the destination's list.
  package var sources: [String]

  package init(_ confidence: Confidence, _ sources: [String]) {
    self.confidence = confidence
    self.sources = sources
  }

  /// Whether it must be said that nobody looked it up, or that it is likely to be wrong.
  package var isUnverified: Bool {
    confidence == .low || sources.allSatisfy { $0 == Source.generalKnowledgeID }
  }
}

/// A rule for consignments of one kind.
package struct SimplifiedRule: Hashable, Sendable {
  /// Unique in its destination.
  package var id: String
  package var span: DateSpan
  package var condition: Condition
  package var duty: DutyRule
  package var tax: TaxRule
  package var note: String?
  package var evidence: Evidence

  /// Whether what it says of duty was said with such goods in view, and not of goods as such.
  func isAbout(_ code: CommodityCode) -> Bool {
    if condition.goods.contains(where: { $0.contains(code) }) { return true }
    switch duty.method {
    // What the tariff asks is asked of all goods.
    case .tariff, .sumOfLayers: return true
    case .byCommodity(let bands): return bands.contains { band in band.goods.contains { $0.contains(code) } }
    case .exempt, .flatAdValorem, .flatPerItem, .adValoremLessDeduction, .excessAdValorem, .fullValueOrPerKilogram,
      .preferenceOrFlat, .specificByWeight:
      return false
    }
  }
}

package import Measures

// What is known of one destination. Everything dated says from when to when; everything says on what it rests.
//
//   Destination ─┬─ periods ─┬─ reliefs   up to which value nothing is due
//                │           ├─ tax       its name and rates
//                │           ├─ rules     how duty and tax are reckoned for consignments of one kind
//                │           ├─ fees
//                │           └─ scheme    what sellers register for
//                ├─ members, regions      rates of tax that differ inside
//                ├─ layers                duties on top of the tariff
//                ├─ rounding              of what is reckoned on, and of what is levied
//                ├─ identifiers, papers, restricted goods, planned changes
//                └─ sources

/// A value up to which nothing is due.
package struct Threshold: Hashable, Sendable {
  /// nil where there is no limit.
  package var to: Money?
  package var basis: ValueBasis
  /// Only for what is sent from these; from everywhere where none are named.
  package var shippedFrom: [Country]
  /// Only for what comes these ways; any where none are named.
  package var channels: [Channel]
  package var evidence: Evidence
}

/// A rate of tax and when it holds.
package struct TaxRate: Hashable, Sendable {
  package var rate: Rate
  package var span: DateSpan
  package var evidence: Evidence
}

/// The tax on what is imported.
package struct ImportTax: Hashable, Sendable {
  package var name: String
  /// None where members or regions have rates of their own.
  package var rates: [TaxRate]
  /// Lower rates for some goods; which goods is not said.
  package var reduced: [Rate]
  /// There is none at import.
  package var isNoneAtImport: Bool
  package var evidence: Evidence
}

/// A member of a union, or a region, with a tax of its own.
package struct Member: Hashable, Sendable {
  package var code: String
  /// The code again, where no name is told.
  package var name: String
  /// nil where it is the destination's.
  package var currency: Currency?
  package var tax: TaxRate
}

/// A duty on top of the tariff.
package struct DutyLayer: Hashable, Sendable {
  /// How much it is.
  package enum Amount: Hashable, Sendable {
    case rate(Rate)
    /// One of these; which one is not decided here.
    case oneOf([Rate])
    /// So much that tariff and layer together come to this.
    case upTo(Rate)
    case unknown
  }

  package var id: String
  package var name: String
  package var span: DateSpan
  package var origins: [Country]
  /// Of which origins it is not asked, whatever `origins` says.
  package var exceptOrigins: [Country]
  package var goods: [CommodityRange]
  package var exceptGoods: [CommodityRange]
  package var amount: Amount
  package var note: String?
  package var evidence: Evidence
}

/// What is charged beside duty and tax.
package struct Fee: Hashable, Sendable {
  package var id: String
  package var name: String
  package var span: DateSpan
  package var condition: Condition
  /// Code of the member that charges it; nil for all.
  package var member: String?
  /// What it is at least; nil with `most` where it is not known.
  package var least: Money?
  package var most: Money?
  package var per: FeeUnit
  package var rate: RateRange?
  package var rateBase: FeeBase
  /// The rate is on what is above this.
  package var rateOver: Money?
  package var minimum: Money?
  package var maximum: Money?
  package var waivedBelow: Money?
  package var expected: Money?
  /// Only where duty or tax is to be paid at the border.
  package var isOnlyWhenDue: Bool
  /// For many parcels together: what falls on one lies between nothing and all.
  package var isShared: Bool
  package var isTaxed: Bool
  /// Whether it is part of what tax is reckoned on.
  package var isInTaxBase: Bool
  package var isPaidByCarrier: Bool
  package var evidence: Evidence

  /// Whether nothing says how much it is.
  package var isUnknown: Bool { least == nil && rate == nil }
}

/// What a fee's rate is on.
package enum FeeBase: String, CaseIterable, Sendable {
  case customsValue = "customs_value"
  case cif
  case fob
  case duty

  package var words: String {
    switch self {
    case .customsValue: "customs value"
    case .cif: "CIF"
    case .fob: "FOB"
    case .duty: "duty"
    }
  }
}

/// What sellers register for.
package struct Scheme: Hashable, Sendable {
  package var name: String
  /// What the number is called.
  package var number: String?
  package var pattern: Pattern?
  /// Up to which value it is for.
  package var to: Money?
  package var collectedBy: [String]
  package var evidence: Evidence
}

/// A number that somebody must give.
package struct RequiredIdentifier: Hashable, Sendable {
  /// Whose it is.
  package enum Holder: String, CaseIterable, Sendable {
    case consignee, business, seller

    package var words: String {
      switch self {
      case .consignee: "who receives it"
      case .business: "a business that imports"
      case .seller: "the seller"
      }
    }
  }

  package var name: String
  package var holder: Holder
  /// Asked for with every parcel.
  package var isAlways: Bool
  /// Its shape; check digits are not reckoned.
  package var pattern: Pattern?
  package var evidence: Evidence

  /// Whether it has this name, or this is one of the names in it: “CUIT or CUIL” is CUIT as well. Capitals do not count.
  package func isCalled(_ text: String) -> Bool {
    let text = text.lowercased()
    let whole = name.lowercased()
    guard text != whole else { return true }
    return whole.split(separator: " ").split(separator: "or").contains { $0.joined(separator: " ") == text }
  }
}

/// A change that is planned.
package struct PlannedChange: Hashable, Sendable {
  /// nil where no day is set.
  package var on: CivilDate?
  package var words: String
  package var evidence: Evidence
}

/// What holds from one day to another.
package struct Period: Hashable, Sendable {
  /// How sure it is that it held, or will.
  package enum Standing: String, CaseIterable, Sendable {
    case enacted, suspended, planned
  }

  package var from: CivilDate
  /// The last day; nil where no end is known.
  package var until: CivilDate?
  package var isFromUncertain: Bool
  package var standing: Standing
  /// Names of laws.
  package var laws: [String]
  package var note: String?
  package var dutyRelief: Threshold?
  package var taxRelief: Threshold?
  package var tax: ImportTax
  package var rules: [SimplifiedRule]
  package var fees: [Fee]
  package var scheme: Scheme?
  package var evidence: Evidence

  package var span: DateSpan { DateSpan(from: from, until: until) }
}

/// What is known of one destination.
package struct Destination: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case country
    /// A union with members.
    case bloc
    /// A customs territory of its own.
    case territory
  }

  package var country: Country
  package var name: String
  package var currency: Currency
  package var kind: Kind
  /// What the customs value is: FOB, CIF, or intrinsic where there is no duty to speak of.
  package var valuation: ValueBasis
  /// The customs value of what a person imports for themselves, as a share of its price; nil for all of it.
  package var personalValue: Rate?
  /// From when the newest page is that was seen, as in "2026-10".
  package var evidenceMonth: String?
  /// How soon it should be looked up again.
  package var reverify: Confidence?
  package var confidence: Confidence
  /// Countries that are one customs territory with it, itself among them; empty where it is one by itself. The union's members
  /// are not listed.
  package var territory: [Country]
  package var members: [Member]
  package var regions: [Member]
  package var layers: [DutyLayer]
  /// How amounts are rounded.
  package var rounding: [Rounding]
  package var identifiers: [RequiredIdentifier]
  /// Papers that its file speaks of: of the catalogue, or its own.
  package var papers: [PaperRule]
  package var restricted: [Restriction]
  package var planned: [PlannedChange]
  /// In order, without gap or overlap.
  package var periods: [Period]
  package var sources: [Source]
  /// Names of the user's files that something here comes from.
  package var files: [String]

  /// What holds on a day; nil before the first period and after the last.
  package func period(on date: CivilDate) -> Period? {
    periods.last { $0.from <= date }.flatMap { $0.span.contains(date) ? $0 : nil }
  }

  /// The code of one of its regions as people tell it: the code, the code behind the country's (“CA-ON”), or the name, whatever the
  /// case and the accents; nil where it is none of them.
  package func regionCode(_ told: String) -> String? {
    let text = Plain.text(told)
    let own = Plain.text(country.code) + "-"
    let code = text.hasPrefix(own) ? String(text.dropFirst(own.count)) : text
    return regions.first { Plain.text($0.code) == code || Plain.text($0.name) == text }?.code
  }

  /// A source by its id.
  package func source(_ id: String) -> Source? { sources.first { $0.id == id } }

  /// A layer by its id.
  func layer(_ id: String) -> DutyLayer? { layers.first { $0.id == id } }
}

// What a rule asks, in words made from its parts: nothing that is said of the law is written twice.

extension DutyRule {
  /// How the duty is reckoned: "60 % less $30.00".
  package var words: String {
    var out: String
    switch method {
    case .exempt: out = "no duty"
    case .tariff(let above): out = "duty by the tariff" + (above.map { " on what is above \($0.text)" } ?? "")
    case .flatAdValorem(let rate, let bySender, let surcharge, let isLess):
      out = "duty of " + (rate?.text ?? "a rate that is not known")
      for sender in bySender {
        out += ", \(sender.rate.text) from \(sender.shippedFrom.map(\.code).joined(separator: ", "))"
      }
      if let surcharge { out += ", and \(surcharge.text) of the duty on top" }
      if isLess { out += ", or by the tariff where that is lower" }
    case .flatPerItem(let least, let most, let unit):
      out = "duty of \(least.text)\(least == most ? "" : " to \(most.text)") for \(unit.words)"
    case .adValoremLessDeduction(let rate, let deduction): out = "duty of \(rate.text) less \(deduction.text)"
    case .excessAdValorem(let rate, let above, let perKilogram, let weight):
      out = "duty of \(rate.text) on what is above \(above.text)"
      if let perKilogram { out += ", at least \(perKilogram.text) for each kg above \(kilograms(weight))" }
    case .fullValueOrPerKilogram(let rate, let perKilogram):
      out = "duty of \(rate.text) on the whole value, at least \(perKilogram.text) a kg"
    case .byCommodity(let bands):
      let rates = bands.map { RateRange(around: $0.rates).text }
      out = "duty by kind of goods: " + rates.joined(separator: ", ")
    case .sumOfLayers: out = "duty by the tariff and the duties on top of it"
    case .preferenceOrFlat(let flat, let unit):
      out = "duty by a preference that is claimed, else \(flat.text) for \(unit.words)"
    case .specificByWeight(let amount):
      out = "duty by weight: " + (amount.map { "\($0.text) a kg" } ?? "amounts not known")
    }
    if includesTax { out += ", in place of tax too" }
    if let typical { out += " (\(typical.text) is typical)" }
    return out
  }
}

extension TaxRule {
  /// How the tax is reckoned: "VAT on CIF + duty".
  package func words(_ name: String) -> String {
    let reckoned =
      base.filter { $0 != .inland }.map(\.words) + (uplift.map { ["\($0.text) of the customs value"] } ?? [])
    let sum =
      reckoned.joined(separator: " + ") + (base.contains(.inland) ? ", \(TaxBase.inland.words) left out" : "")
    let own = rate.map { " of \($0.text)" } ?? ""
    var out: String
    switch method {
    case .exempt, .none: out = "no tax at import"
    case .standard: out = "\(name)\(own) on \(sum)"
    case .sellerCollected: out = "\(name)\(own) on \(sum), taken by the seller at the sale"
    case .grossUp: out = "\(name)\(own) inside its own base, on \(sum)"
    case .combined: out = "tax inside the duty"
    case .excess: out = "\(name)\(own) on \(sum)"
    case .reverseCharge: out = "\(name) reckoned by the business that receives it"
    case .compositeShare(let share, let consumption):
      out = "\(share.text) of \(name)\(own) and consumption tax (\(RateRange(around: consumption).text))"
    }
    for band in byGoods {
      out += ", \(RateRange(around: band.rates).text) for HS \(band.goods.map(\.text).joined(separator: ", "))"
    }
    if let waivedTo { out += "; not levied up to \(waivedTo.text)" }
    return out
  }
}

extension SimplifiedRule {
  /// For whom it is and what it asks.
  package func words(_ taxName: String) -> String {
    let whom = condition.words
    return (whom.isEmpty ? "everything else" : whom.joined(separator: "; ")) + ": \(duty.words); \(tax.words(taxName))"
  }
}

extension Threshold {
  /// "up to €150.00 (goods alone)", "none" or "no limit".
  package var words: String {
    guard let to else { return "no limit" }
    guard to.minor > 0 else { return "none: from the first unit of money" }
    var out = basis == .tax ? "not levied up to \(to.text) of it" : "up to \(to.text) (\(basis.words))"
    if !shippedFrom.isEmpty { out += ", sent from \(shippedFrom.map(\.code).joined(separator: ", "))" }
    if !channels.isEmpty { out += ", by \(channels.map(\.rawValue).joined(separator: " or "))" }
    return out
  }
}

extension DutyLayer {
  /// "Section 301, China: one of 0 % to 100 %".
  package var words: String {
    var out = name + ": "
    switch amount {
    case .rate(let rate): out += rate.text
    case .oneOf(let rates): out += "one of " + rates.map(\.text).joined(separator: ", ")
    case .upTo(let rate): out += "up to \(rate.text) together with the tariff"
    case .unknown: out += "rate not known"
    }
    if !origins.isEmpty { out += "; made in \(origins.map(\.code).joined(separator: ", "))" }
    if !goods.isEmpty { out += "; HS \(goods.map(\.text).joined(separator: ", "))" }
    if !exceptGoods.isEmpty { out += "; not HS \(exceptGoods.map(\.text).joined(separator: ", "))" }
    if let note { out += "; " + note }
    return out
  }
}

extension Fee {
  /// "handling by Royal Mail: £8.00 for a package, when something is due".
  package var words: String {
    var out = name + ": "
    if let least, let most {
      out += least == most ? least.text : "\(least.text) to \(most.text)"
      if rate != nil { out += " and " }
    }
    if let rate { out += "\(rate.text) of \(rateBase.words)" + (rateOver.map { " above \($0.text)" } ?? "") }
    if isUnknown { out += "amount not known" + (expected.map { ", \($0.text) expected" } ?? "") }
    if least != nil || rate == nil, per != .consignment { out += " for \(per.words)" }
    if let minimum { out += ", at least \(minimum.text)" }
    if let maximum { out += ", at most \(maximum.text)" }
    if let member { out += ", in \(member)" }
    if isOnlyWhenDue { out += ", when something is due" }
    if isShared { out += ", shared by many parcels" }
    if isTaxed { out += ", plus tax" }
    if isPaidByCarrier { out += ", paid by the carrier" }
    let whom = condition.words
    if !whom.isEmpty { out += " (\(whom.joined(separator: "; ")))" }
    return out
  }
}

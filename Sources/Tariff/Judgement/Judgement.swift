package import Measures

// Which rule a consignment is judged by, and why not by another:
//
//   destination ─► period of the day ─► its rules of that day ─► those whose conditions are met ─► the closest one
//                       │                                                 └─ none: the thresholds alone
//                       └─ none: nothing is known
//
// The closest rule is the one with the most conditions, whatever it costs.

/// Why a rule is not about a consignment.
package enum Mismatch: Hashable, Sendable {
  case date(DateSpan)
  case channel([Channel])
  case carriage([Carriage])
  /// The value is not above this.
  case notOver(Money)
  /// The value is above this.
  case tooMuch(Money)
  case purpose([Purpose])
  case seller(mustBeRegistered: Bool)
  case origin
  case sender
  case goods
  case weight(Grams)
  case declaration([String])
  /// The value cannot be compared: no exchange rate is known.
  case noRate(Currency)

  package var words: String {
    switch self {
    case .date(let span): "holds \(span.words)"
    case .channel(let channels): "only by \(channels.map(\.rawValue).joined(separator: " or "))"
    case .carriage(let carriages): "only by \(carriages.map(\.rawValue).joined(separator: " or "))"
    case .notOver(let limit): "only over \(limit.text)"
    case .tooMuch(let limit): "only up to \(limit.text)"
    case .purpose(let purposes): "only \(purposes.map(\.words).joined(separator: ", "))"
    case .seller(let must): must ? "only from registered sellers" : "only from sellers who are not registered"
    case .origin: "not for goods made there"
    case .sender: "not for what is sent from there"
    case .goods: "not for these goods"
    case .weight(let limit): "only up to \(kilograms(limit))"
    case .declaration(let kinds): "only when declared by \(kinds.joined(separator: " or "))"
    case .noRate(let currency): "no exchange rate of \(currency.code) is known"
    }
  }
}

/// A rule that was not taken.
package struct PassedOver: Hashable, Sendable {
  package var rule: SimplifiedRule
  /// nil where its conditions are met as well, and another has more conditions, or as many and stands before it.
  package var mismatch: Mismatch?
}

/// What the law says about a line of a consignment.
package struct Judgement: Sendable {
  /// By what it is judged.
  package enum Ground: Sendable {
    case rule(SimplifiedRule)
    /// No rule is about it; whether its value is below the thresholds decides.
    case thresholds(isDutyFree: Bool, isTaxFree: Bool)
    /// It stays inside one customs territory.
    case inside
    /// Nothing is known of the destination, or of that day.
    case nothing
  }

  package var ground: Ground
  package var destination: Destination?
  package var period: Period?
  package var passedOver: [PassedOver] = []

  /// The rule, where there is one.
  package var rule: SimplifiedRule? {
    if case .rule(let rule) = ground { rule } else { nil }
  }

  /// Rules whose conditions are met as well and are as many: somebody may choose.
  package var alternatives: [SimplifiedRule] {
    guard let rule else { return [] }
    let closeness = rule.condition.closeness
    return passedOver.filter { $0.mismatch == nil && $0.rule.condition.closeness == closeness }.map(\.rule)
  }
}

extension RegimeBook {
  /// What the law of its day says about a line of a consignment (from 0).
  package func judge(_ consignment: Consignment, line: Int = 0, rates: ExchangeRates = ExchangeRates()) -> Judgement {
    guard let destination = destination(consignment.to) else { return Judgement(ground: .nothing) }
    if destination.isInside(from: consignment.shippedFrom, to: consignment.to) {
      return Judgement(ground: .inside, destination: destination)
    }
    guard let period = destination.period(on: consignment.date), consignment.lines.indices.contains(line) else {
      return Judgement(ground: .nothing, destination: destination)
    }
    let facts = ConsignmentFacts(consignment, line, destination, rates)
    var judgement = Judgement(ground: .nothing, destination: destination, period: period)
    var best: SimplifiedRule?
    for rule in period.rules {
      if let mismatch = facts.mismatch(rule) {
        judgement.passedOver.append(PassedOver(rule: rule, mismatch: mismatch))
      } else if let current = best {
        let isCloser = rule.condition.closeness > current.condition.closeness
        judgement.passedOver.append(PassedOver(rule: isCloser ? current : rule, mismatch: nil))
        if isCloser { best = rule }
      } else {
        best = rule
      }
    }
    if let best {
      judgement.ground = .rule(best)
    } else {
      judgement.ground = .thresholds(
        isDutyFree: facts.isBelow(period.dutyRelief), isTaxFree: facts.isBelow(period.taxRelief))
    }
    return judgement
  }
}

/// What rules ask of a consignment, for one of its lines. Without a line only its way and purpose are known; without a destination
/// its customs value is the price of the goods.
struct ConsignmentFacts {
  private let consignment: Consignment
  private let line: Consignment.Line?
  private let destination: Destination?
  private let rates: ExchangeRates
  private let weight: Int

  init(_ consignment: Consignment, _ line: Int, _ destination: Destination?, _ rates: ExchangeRates) {
    self.consignment = consignment
    self.line = consignment.lines.indices.contains(line) ? consignment.lines[line] : nil
    self.destination = destination
    self.rates = rates
    weight = consignment.lines.reduce(0) { $0 &+ Int($1.weight.value) }
  }

  func mismatch(_ rule: SimplifiedRule) -> Mismatch? {
    guard rule.span.contains(consignment.date) else { return .date(rule.span) }
    return mismatch(rule.condition)
  }

  func mismatch(_ condition: Condition) -> Mismatch? {
    if !condition.channels.isEmpty, !condition.channels.contains(consignment.channel) {
      return .channel(condition.channels)
    }
    if !condition.carriages.isEmpty, !condition.carriages.contains(consignment.carriage) {
      return .carriage(condition.carriages)
    }
    if !condition.purposes.isEmpty, !condition.purposes.contains(consignment.purpose) {
      return .purpose(condition.purposes)
    }
    if let must = condition.isSellerRegistered, must != consignment.isSoldByRegistered {
      return .seller(mustBeRegistered: must)
    }
    if !condition.shippedFrom.isEmpty, !condition.shippedFrom.names(consignment.shippedFrom) { return .sender }
    let origin = line.map { consignment.origin(of: $0) } ?? consignment.shippedFrom
    if !condition.origins.isEmpty, !condition.origins.names(origin) { return .origin }
    if condition.exceptOrigins.names(origin) { return .origin }
    func holds(_ goods: [CommodityRange]) -> Bool {
      line.map { line in goods.contains { $0.contains(line.code) } } ?? false
    }
    if !condition.goods.isEmpty, !holds(condition.goods) { return .goods }
    if holds(condition.exceptGoods) { return .goods }
    if let limit = condition.weightMax, weight > Int(limit.value) { return .weight(limit) }
    if !condition.declarations.isEmpty, !condition.declarations.contains(consignment.declaration ?? "") {
      return .declaration(condition.declarations)
    }
    if let over = condition.over {
      guard let value = value(condition.basis, in: over.currency) else { return .noRate(over.currency) }
      if value <= Int128(over.minor) { return .notOver(over) }
    }
    if let to = condition.to {
      guard let value = value(condition.basis, in: to.currency) else { return .noRate(to.currency) }
      if value > Int128(to.minor) { return .tooMuch(to) }
    }
    return nil
  }

  /// Whether the value is one up to which nothing is due.
  func isBelow(_ threshold: Threshold?) -> Bool {
    guard let threshold else { return false }
    if !threshold.shippedFrom.isEmpty, !threshold.shippedFrom.names(consignment.shippedFrom) { return false }
    if !threshold.channels.isEmpty, !threshold.channels.contains(consignment.channel) { return false }
    guard let to = threshold.to else { return true }
    guard threshold.basis != .tax, to.minor > 0, let value = value(threshold.basis, in: to.currency) else {
      return false
    }
    return value <= Int128(to.minor)
  }

  /// The value of a kind in a currency, in its minor units; nil where a rate is missing.
  private func value(_ basis: ValueBasis, in currency: Currency) -> Int128? {
    func converted(_ money: Money) -> Int128? {
      rates.convert(money, to: currency, on: consignment.date).map { Int128($0.minor) }
    }
    var goods: Int128 = 0
    for line in consignment.lines {
      guard let value = converted(line.value) else { return nil }
      goods += value
    }
    var way: Int128 = 0
    for part in [consignment.freight, consignment.insurance] {
      if let part {
        guard let value = converted(part) else { return nil }
        way += value
      }
    }
    switch basis {
    case .fob, .intrinsic, .tax: return goods
    case .cif: return goods + way
    case .item:
      guard let line else { return 0 }
      guard let value = converted(line.value) else { return nil }
      return rounded(value, by: Int128(max(1, line.count)))
    case .customs:
      if let share = destination?.personalValue, consignment.isPersonal { return share.of(goods) }
      return destination?.valuation == .cif ? goods + way : goods
    }
  }
}

extension Destination {
  /// Whether what is sent from one country to another stays inside one customs territory.
  func isInside(from: Country, to: Country) -> Bool {
    from == to || (Union.contains(from) && Union.contains(to)) || (territory.contains(from) && territory.contains(to))
  }
}

extension Consignment {
  /// Whether it is sold by somebody who is registered. Schemes for sellers are about sales: what is given away, or goes to a
  /// business, is judged as from somebody who is not.
  var isSoldByRegistered: Bool { isSellerRegistered && purpose == .sale }

  /// Whether a person imports it for themselves.
  var isPersonal: Bool {
    switch purpose {
    case .sale, .gift: true
    case .business, .sample: false
    }
  }
}

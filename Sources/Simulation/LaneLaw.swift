import Atlas
import Logistics
import Measures
import Tariff

// What the law of a lane's destination asks on a day, worked out once for as long as it stays the same:
//
//   book of rules ─► restrictions           what is not let in
//        └─────────► period of the day ─┬─ identifiers  whose number customs want to see
//                                       ├─ scheme       up to which value the seller can settle the tax at the sale
//                                       └─ all that is reckoned by: does anything fall due at the border?
//
// That last question is asked of most parcels, and its reckoning is dear. Between two values at which a rule begins or ends what is due
// can only rise with the value, so that one value tells those that owe from those that do not; it is looked for once:
//
//   value   0 ────── limit of a rule ──────────── limit ────────────────►
//   due     nothing      │  nothing ┊ something     │  something
//                        └──────────┊───────────────┘
//                               owes above

/// The law of a lane, as far as the simulated parties need it.
struct LaneLaw: Sendable {
  /// The days, by their numbers, for which it stays as it is.
  private(set) var days: ClosedRange<Int32>
  /// Whether the consignee has to give a number of their own.
  private(set) var needsTaxID = false
  /// Whether a business that imports has to be registered.
  private(set) var needsRegistration = false
  /// Up to which value, in euro cents, the seller settles the tax by the union's number; nil where there is no such number.
  private(set) var schemeEuroCents: Int64?
  /// What the destination does not let in on these days, as far as it can be this lane's goods.
  private var forbidding: [Restriction] = []
  /// Whether it stays inside one customs territory.
  private let isInside: Bool
  /// Values at which a rule, a relief or a fee begins or ends, in minor units of the lane's currency, and weights, in grams.
  private var values: [Int64] = []
  private var weights: [Int64] = []
  /// Whether a rule asks for the value of a piece.
  private var asksPieces = false
  /// Above which value something is due, by what is asked about.
  private var owesAbove: [Question: Int64] = [:]

  /// What decides above which value something is due.
  private struct Question: Hashable, Sendable {
    var code: CommodityCode
    var count: Int
    /// In which of the stretches between the limits value and weight lie.
    var value: UInt8
    var weight: UInt8
    var isSellerRegistered: Bool
  }

  /// The law of a lane on a day; nothing is known of destinations that are not in the book.
  init(_ book: RegimeBook, _ rates: ExchangeRates, _ facts: LaneFacts, on date: CivilDate) {
    days = .min ... .max
    isInside =
      facts.originCountry == facts.destinationCountry
      || Union.contains(facts.originCountry) && Union.contains(facts.destinationCountry)
    guard !isInside, let destination = book.destination(facts.destinationCountry) else { return }
    // A name is asked for everywhere; what has a shape of its own is a number that can be missing.
    needsTaxID = destination.identifiers.contains { $0.holder == .consignee && $0.pattern != nil }
    needsRegistration = destination.identifiers.contains { $0.holder == .business && $0.pattern != nil }
    for restriction in destination.restricted {
      narrow(to: restriction.span, date)
      guard restriction.isForbidden, restriction.span.contains(date), let condition = restriction.condition,
        condition.origins.isEmpty || condition.origins.contains(facts.originCountry),
        condition.purposes.isEmpty || condition.purposes.contains(.sale)
      else { continue }
      forbidding.append(restriction)
    }
    guard let period = destination.period(on: date) else {
      days = date.dayNumber...date.dayNumber
      return
    }
    narrow(to: period.span, date)
    for rule in period.rules { narrow(to: rule.span, date) }
    for fee in period.fees { narrow(to: fee.span, date) }
    for layer in destination.layers { narrow(to: layer.span, date) }
    for rate in period.tax.rates + (destination.members + destination.regions).map(\.tax) {
      narrow(to: rate.span, date)
    }
    for rate in rates.own { narrow(to: DateSpan(from: rate.on), date) }
    func limit(_ money: Money?, _ basis: ValueBasis) {
      guard let money, let value = rates.convert(money, to: facts.currency, on: date)?.minor else { return }
      values.append(value)
      if basis == .item { asksPieces = true }
    }
    for condition in period.rules.map(\.condition) + period.fees.map(\.condition) {
      limit(condition.over, condition.basis)
      limit(condition.to, condition.basis)
      if let weight = condition.weightMax { weights.append(Int64(weight.value)) }
    }
    for relief in [period.dutyRelief, period.taxRelief] { limit(relief?.to, relief?.basis ?? .intrinsic) }
    for fee in period.fees { limit(fee.rateOver, .intrinsic) }
    values = Array(Set(values)).sorted()
    weights = Array(Set(weights)).sorted()
    if facts.isIOSSDestination, let scheme = period.scheme {
      schemeEuroCents = scheme.to.flatMap { rates.convert($0, to: .eur, on: date)?.minor }
    }
  }

  /// Leaves only those days on which `span` says the same as on `date`.
  private mutating func narrow(to span: DateSpan, _ date: CivilDate) {
    var (first, last) = (days.lowerBound, days.upperBound)
    if let from = span.from?.dayNumber {
      if from <= date.dayNumber { first = max(first, from) } else { last = min(last, from - 1) }
    }
    if let until = span.until?.dayNumber {
      if until >= date.dayNumber { last = min(last, until) } else { first = max(first, until + 1) }
    }
    days = first...last
  }

  /// Whether goods of a code may be among those that are not let in: what else is asked of them the book says.
  func mayForbid(_ code: CommodityCode) -> Bool {
    forbidding.contains { restriction in
      restriction.condition.map { $0.goods.isEmpty || $0.goods.contains { $0.contains(code) } } ?? false
    }
  }

  /// Whether anything falls due at the border for a consignment of one line; true where the law does not say how much.
  mutating func owes(_ consignment: Consignment, _ book: RegimeBook, _ rates: ExchangeRates) -> Bool {
    guard !isInside, let line = consignment.lines.first else { return false }
    func stretch(_ limits: [Int64], _ value: Int64) -> UInt8 { UInt8(clamping: limits.count { $0 < value }) }
    let question = Question(
      code: line.code, count: asksPieces ? line.count : 1, value: stretch(values, line.value.minor),
      weight: stretch(weights, Int64(line.weight.value)), isSellerRegistered: consignment.isSellerRegistered)
    if let known = owesAbove[question] { return line.value.minor > known }
    // The same answer whoever asks first: for a weight of the stretch, not for that of this parcel.
    var asked = consignment
    asked.lines[0].count = question.count
    asked.lines[0].weight = Grams(Int32(clamping: Self.end(of: Int(question.weight), weights, beyond: 500)))
    let limit = Self.end(of: Int(question.value), values, beyond: Self.most)
    let start = question.value > 0 ? values[Int(question.value) - 1] : 0
    let above = Self.firstOwed(from: start, to: limit) { minor in
      asked.lines[0].value.minor = minor
      guard let due = try? LandedCost.dueAtBorder(of: asked, book: book, rates: rates) else { return true }
      return !due.isNothing
    }
    owesAbove[question] = above
    return line.value.minor > above
  }

  /// The last value of a stretch between limits; behind the last limit something `beyond` it.
  private static func end(of stretch: Int, _ limits: [Int64], beyond: Int64) -> Int64 {
    stretch < limits.count ? limits[stretch] : (limits.last ?? 0) + beyond
  }

  /// Above which value something is owed, of a stretch in which what is due can only rise; its start where that is owed at once, and
  /// `.max` where nothing ever is.
  private static func firstOwed(from start: Int64, to limit: Int64, _ isOwed: (Int64) -> Bool) -> Int64 {
    var free = start
    var owing = min(limit, start + least)
    if isOwed(owing) { return start }
    guard isOwed(limit) else { return .max }
    while !isOwed(owing) {
      free = owing
      owing = min(limit, owing * 4)
    }
    while owing - free > 1 {
      let middle = free + (owing - free) / 2
      if isOwed(middle) { owing = middle } else { free = middle }
    }
    return free
  }

  /// No parcel is worth less, in minor units of any currency: of less even a high rate can round to nothing.
  private static let least: Int64 = 50
  /// No parcel is worth more, in minor units of any currency.
  private static let most: Int64 = 1_000_000_000_000
}

extension TransportMode {
  /// In whose hands it comes to customs: whoever clears a consumer's parcel that came as freight does so as a courier.
  var channel: Channel { self == .postal ? .postal : .courier }

  /// What carries it over the border.
  var carriage: Carriage {
    switch self {
    case .unknown, .express, .postal, .air: .air
    case .ocean: .sea
    case .rail, .truck: .land
    }
  }

  /// Whether it travels as freight, which customs look at otherwise than at a courier's or the post's parcels.
  var isFreight: Bool {
    switch self {
    case .air, .ocean, .rail, .truck, .unknown: true
    case .express, .postal: false
    }
  }
}

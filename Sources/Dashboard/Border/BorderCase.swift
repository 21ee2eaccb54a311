package import Atlas
package import Logistics
package import Measures
package import Tariff

// A shipment as the law sees it. What an order does not record is assumed, and each assumption is told:
//
//   mode                 channel and carriage          air, sea, rail and truck: cleared as a courier's parcels
//   seller's number      registered seller             none of the destination's scheme, or none of its shape: not registered
//   incoterm             who pays                      none: DAP
//   kind, business       what it is sent for           none: sold to a consumer; returned goods: as sold
//   freight, insurance   what a CIF value has of them  none: in the price by CFR, CIF, CPT and CIP, else the value is too low
//   region               rates that differ inside      none: the rates of all regions
//   lines of the order   lines                         what was corrected since goes before the order's word
//   import declaration   the day by whose rules        none: the day it reached the border; the day it is expected; today

/// A shipment as the law sees it.
package struct BorderCase: Hashable, Sendable {
  package var consignment: Consignment
  /// What happened, or will, on the day by whose rules it is judged: "declared for import".
  package var dayWords: String
  /// What had to be assumed, a clause each.
  package var assumptions: [String]
  /// What the goods of each line are called.
  package var descriptions: [String]
  /// The tax number of who receives it, where a correction gave one.
  package var consigneeNumber: String?
  /// What the order says beside its goods.
  package var terms: OrderTerms
  /// What was corrected since the order: it is judged as it is declared now.
  package var corrected: [DeclaredField]
}

/// Why a shipment cannot be judged, a clause.
package struct BorderCaseFault: Error, Hashable, Sendable {
  package var words: String
}

extension BorderCase {
  /// A shipment with its order's lines and what happened to it, as far as they were read.
  ///
  /// - Parameters:
  ///   - offset: the operator's own, for days at places that are not known.
  ///   - book: what destinations have schemes for sellers.
  package init(
    _ shipment: Shipment, _ dossier: Dossier?, texts: TextTable, now: Instant, offset: ZoneOffset, book: RegimeBook
  ) throws(BorderCaseFault) {
    guard shipment.destinationCountry != .none else { throw BorderCaseFault(words: "nobody said where it goes") }
    guard shipment.hasOrder else { throw BorderCaseFault(words: "no order is known: only what was said of it") }
    let (date, dayWords, isAssumed) = Self.day(shipment, dossier, now: now, offset: offset)
    let lines = try Self.lines(shipment, dossier)
    self.dayWords = dayWords
    descriptions =
      lines.count > 1
      ? Self.goods(shipment, dossier).map { texts[$0] } : shipment.goods == .none ? [] : [texts[shipment.goods]]
    corrected = shipment.corrected + (dossier?.correctedTerms ?? [])
    terms = dossier?.terms(texts) ?? OrderTerms()
    consigneeNumber = dossier?.amendments.last { $0.amendment.field == .consigneeID }.flatMap { _, amendment in
      amendment.after.text == .none ? nil : texts[amendment.after.text]
    }
    assumptions = isAssumed ? ["the day: \(dayWords)"] : []
    var consignment = Consignment(
      to: shipment.destinationCountry, from: shipment.originCountry, on: date, channel: shipment.mode.channel,
      lines: lines)
    consignment.carriage = shipment.mode.carriage
    if shipment.mode == .unknown { assumptions.append("by air, in a courier's hands: nobody said how it travels") }
    if shipment.mode.isFreight {
      assumptions.append("a courier's parcel, as it goes by \(shipment.mode.name)")
    }
    if let term = DeliveryTerm(code: shipment.incoterm.code) {
      consignment.term = term
    } else {
      assumptions.append("DAP, as no delivery term is stated")
    }
    consignment.freight = terms.freight
    consignment.insurance = terms.insurance
    consignment.region = terms.region
    self.consignment = consignment
    register(holdsIOSS: shipment.documentsHeld.contains(.iossNumber), book)
    settlePurpose(book)
  }

  // MARK: - The order's terms

  /// Whether the seller is known to the destination's scheme: a number says nothing of the schemes of others, nor does one that has
  /// not the shape of its own.
  private mutating func register(holdsIOSS: Bool, _ book: RegimeBook) {
    let isInUnion = Union.contains(consignment.to)
    let home = isInUnion ? Union.country : consignment.to
    let scheme = book.period(for: consignment.to, on: consignment.date)?.scheme
    if let number = terms.sellerNumbers.first(where: { $0.scheme.territory == home })?.number {
      consignment.isSellerRegistered = scheme?.pattern?.matches(number) ?? true
      if !consignment.isSellerRegistered {
        assumptions.append("“\(number)” has not the shape of its scheme: seller not registered")
      }
    } else {
      consignment.isSellerRegistered = holdsIOSS && isInUnion
      if let scheme, !consignment.isSellerRegistered {
        assumptions.append("no number is recorded: seller not registered for \(scheme.name)")
      }
    }
  }

  /// What it is sent for, and what is said of nothing that the law asks about.
  private mutating func settlePurpose(_ book: RegimeBook) {
    var clauses: [String] = []
    switch (terms.kind, terms.isToBusiness) {
    case (.sample?, _): consignment.purpose = .sample
    case (.gift?, true?):
      consignment.purpose = .business
      clauses.append("a gift to a business: as for a business")
    case (.gift?, _): consignment.purpose = .gift
    case (let kind, true?):
      consignment.purpose = .business
      if kind == .return { clauses.append("returned goods: as goods that come for the first time") }
    case (.sale?, false?): break
    case (.sale?, nil): clauses.append("to a consumer")
    case (.return?, _): clauses.append("returned goods: as goods sold to a consumer")
    case (.other?, _): clauses.append("neither sale, gift nor sample: as sold to a consumer")
    case (nil, false?): clauses.append("a sale")
    case (nil, nil): clauses.append("sold to a consumer")
    }
    let destination = book.destination(consignment.to)
    var unknown: [String] = []
    if consignment.term.hasFreightInPrice {
      let isTold = terms.freight != nil
      clauses.append(
        "by \(consignment.term.code) the price has the freight in it\(isTold ? "; what is told beside it is added" : "")"
      )
    } else if terms.freight == nil {
      unknown.append("freight")
    } else if terms.insurance == nil, destination?.valuation == .cif {
      unknown.append("insurance")
    }
    // Where the freight is not told either, an order that says nothing of all this is told of in one clause.
    if terms.region == nil, terms.freight == nil || destination?.regions.isEmpty == false { unknown.append("region") }
    if !unknown.isEmpty { clauses.append("no \(unknown.joined(separator: " or ")) is recorded") }
    if !clauses.isEmpty { assumptions.append(clauses.joined(separator: "; ")) }
  }

  // MARK: - The day

  /// The day by whose rules it is judged, what happened then, and whether it is a guess.
  private static func day(
    _ shipment: Shipment, _ dossier: Dossier?, now: Instant, offset: ZoneOffset
  ) -> (CivilDate, String, isAssumed: Bool) {
    func date(_ instant: Instant, _ place: PlaceID) -> CivilDate {
      let known = [place, shipment.destination].first { $0 != .none }
      return instant.civil(in: known.map { Atlas.offset(at: $0, instant) } ?? offset).date
    }
    let steps = dossier?.journey ?? []
    if let declared = steps.last(where: { $0.claim.milestone == .importDeclared }) {
      return (date(declared.claim.happened, declared.claim.place), "declared for import", false)
    }
    if let reached = steps.first(where: { $0.claim.milestone.stage >= .import }) {
      return (date(reached.claim.happened, reached.claim.place), reached.claim.milestone.words, false)
    }
    if shipment.stage >= .import { return (date(shipment.stageSince, .none), "reached the border", false) }
    if shipment.isEnded { return (date(shipment.happened, shipment.at), "its way ended before a border", false) }
    if let eta = shipment.eta, eta > now {
      return (date(eta, .none), "its delivery is expected", true)
    }
    return (date(now, .none), "today's rules, as it is not presented yet", true)
  }

  // MARK: - Lines

  /// What the goods of each line are called: what was corrected is the first line's, as its code is.
  private static func goods(_ shipment: Shipment, _ dossier: Dossier?) -> [TextID] {
    let told = (dossier?.lines ?? []).map(\.goods)
    guard shipment.corrected.contains(.description), shipment.goods != .none else { return told }
    return [shipment.goods] + told.dropFirst()
  }

  private static func lines(_ shipment: Shipment, _ dossier: Dossier?) throws(BorderCaseFault) -> [Consignment.Line] {
    let told = dossier?.lines ?? []
    guard told.count > 1 else {
      let count = told.first.map { max(1, Int($0.quantity)) } ?? 1
      return [try line(shipment.hs, shipment.value, shipment.weight, count, number: 1)]
    }
    // The order's sums, as they are declared now, are shared by the lines as the order shares them.
    let values = shares(of: shipment.value.minor, by: told.map(\.value.minor))
    let weights = shares(of: Int64(shipment.weight.value), by: told.map { Int64($0.weight.value) })
    let isOneCurrency = told.allSatisfy { $0.value.currency == told[0].value.currency }
    var lines: [Consignment.Line] = []
    for (index, line) in told.enumerated() {
      // The row has the code of the first line, as it is declared now.
      let hs = index == 0 && shipment.hs != 0 ? shipment.hs : line.hs
      let value = isOneCurrency ? Money(minor: values[index], shipment.value.currency) : line.value
      lines.append(
        try Self.line(
          hs, value, Grams(Int32(clamping: weights[index])), max(1, Int(line.quantity)), number: index + 1))
    }
    return lines
  }

  private static func line(
    _ hs: UInt32, _ value: Money, _ weight: Grams, _ count: Int, number: Int
  ) throws(BorderCaseFault) -> Consignment.Line {
    guard let code = CommodityCode(subheading: hs) else {
      throw BorderCaseFault(
        words: hs == 0 ? "no HS code of line \(number) is known" : "the HS code of line \(number) is none")
    }
    guard value.currency != .none else { throw BorderCaseFault(words: "no value of line \(number) is known") }
    return Consignment.Line(code: code, value: value, weight: weight, count: min(count, 1_000_000))
  }

  /// A whole in parts that are to each other as these are, and together are the whole.
  private static func shares(of whole: Int64, by parts: [Int64]) -> [Int64] {
    let sum = parts.reduce(Int128(0)) { $0 + Int128(max(0, $1)) }
    guard sum > 0 else { return parts.indices.map { $0 == 0 ? whole : 0 } }
    var before: Int128 = 0
    var told: Int128 = 0
    return parts.map { part in
      before += Int128(max(0, part))
      let upTo = Int128(whole) * before / sum
      defer { told = upTo }
      return Int64(clamping: upTo - told)
    }
  }
}

extension TransportMode {
  /// Through which hands it comes to customs.
  package var channel: Channel {
    switch self {
    case .postal: .postal
    case .unknown, .express, .air, .ocean, .rail, .truck: .courier
    }
  }

  /// What carries it over the border.
  package var carriage: Carriage {
    switch self {
    case .unknown, .express, .postal, .air: .air
    case .ocean: .sea
    case .rail, .truck: .land
    }
  }

  /// Whether it travels with freight, so that whoever clears it is not told by the mode.
  fileprivate var isFreight: Bool {
    switch self {
    case .air, .ocean, .rail, .truck: true
    case .unknown, .express, .postal: false
    }
  }
}

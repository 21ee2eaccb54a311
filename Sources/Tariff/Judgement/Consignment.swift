package import Measures

/// What the law is asked about: goods that one sender sends to one receiver together.
package struct Consignment: Hashable, Sendable {
  /// Goods of one kind in it.
  package struct Line: Hashable, Sendable {
    package var code: CommodityCode
    /// What all its pieces cost.
    package var value: Money
    /// What all its pieces weigh.
    package var weight: Grams
    /// How many pieces, 1 or more.
    package var count: Int
    /// Where it was made; nil for where it is sent from.
    package var origin: Country?
    /// The rate of the tariff, where somebody stated it.
    package var statedRate: Rate?

    package init(
      code: CommodityCode, value: Money, weight: Grams = Grams(0), count: Int = 1, origin: Country? = nil,
      statedRate: Rate? = nil
    ) {
      self.code = code
      self.value = value
      self.weight = weight
      self.count = count
      self.origin = origin
      self.statedRate = statedRate
    }
  }

  package var to: Country
  /// A province or state of the destination: its code, as in "ON" or "CA-ON", or its name.
  package var region: String?
  package var shippedFrom: Country
  /// The day by whose rules it is judged.
  package var date: CivilDate
  package var channel: Channel
  package var carriage = Carriage.air
  package var purpose = Purpose.sale
  /// Whether the seller is registered in the destination's scheme: IOSS, VOEC, Remessa Conforme, GST at sale.
  package var isSellerRegistered = false
  /// The kind of declaration, as "H1", where it is chosen; nil for the usual one.
  package var declaration: String?
  package var term = DeliveryTerm.dap
  /// What the way between the countries costs; nil where it is not stated.
  package var freight: Money?
  package var insurance: Money?
  package var packages = 1
  package var lines: [Line]
  /// Rates of layers that somebody stated, by their ids.
  package var statedLayers: [String: Rate] = [:]

  package init(
    to: Country, from: Country, on date: CivilDate, channel: Channel = .courier, lines: [Line]
  ) {
    self.to = to
    shippedFrom = from
    self.date = date
    self.channel = channel
    self.lines = lines
  }

  /// Where the goods of a line were made.
  func origin(of line: Line) -> Country { line.origin ?? shippedFrom }
}

/// A delivery term of Incoterms 2020, as far as it says who pays.
package enum DeliveryTerm: String, CaseIterable, Sendable {
  case exw, fca, fas, fob, cfr, cif, cpt, cip, dap, dpu, ddp

  /// Reads the three letters in either case.
  package init?(code: some StringProtocol) { self.init(rawValue: code.lowercased()) }

  package var code: String { rawValue.uppercased() }

  /// Whether the price of the goods is one with the main carriage in it.
  package var hasFreightInPrice: Bool {
    switch self {
    case .cfr, .cif, .cpt, .cip: true
    case .exw, .fca, .fas, .fob, .dap, .dpu, .ddp: false
    }
  }

  /// Whether the seller pays what is due at import.
  package var isDutyPaidBySeller: Bool { self == .ddp }
}

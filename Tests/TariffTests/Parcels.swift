import Measures
import Testing

@testable import Tariff

/// Ways to say a consignment shortly.
enum Parcel {
  static func money(_ text: String) throws -> Money { try #require(Money(stated: text)) }
  static func day(_ text: String) throws -> CivilDate { try #require(CivilDate(day: text)) }
  static func country(_ code: String) throws -> Country { code.isEmpty ? .none : try #require(Country(code)) }

  static func line(_ hs: String, _ value: String, kilograms: String = "0.4", count: Int = 1) throws -> Consignment.Line
  {
    Consignment.Line(
      code: try CommodityCode(parsing: hs), value: try money(value),
      weight: try Grams(parsing: kilograms, unit: .kilogram),
      count: count)
  }

  static func to(
    _ to: String, from: String = "CN", on day: String, _ hs: String, _ value: String,
    kilograms: String = "0.4",
    channel: Channel = .courier, freight: String? = nil
  ) throws -> Consignment {
    var parcel = Consignment(
      to: try country(to), from: try country(from), on: try Parcel.day(day), channel: channel,
      lines: [try line(hs, value, kilograms: kilograms)])
    parcel.freight = try freight.map { try money($0) }
    return parcel
  }

  /// The same with cotton shirts.
  static func to(
    _ to: String, from: String = "CN", on day: String, _ value: String, channel: Channel = .courier,
    freight: String? = nil
  ) throws -> Consignment {
    try Parcel.to(to, from: from, on: day, "610910", value, channel: channel, freight: freight)
  }

  /// Rates that are easy to reckon with: a euro is a dollar, and so on.
  static func rates(_ stated: String...) throws -> ExchangeRates {
    ExchangeRates(own: try stated.map { try #require(ExchangeRate(stated: $0)) })
  }
}

extension Consignment {
  func with(_ change: (inout Consignment) -> Void) -> Consignment {
    var copy = self
    change(&copy)
    return copy
  }
}

extension LandedCost {
  /// Duty, tax at the border, tax at the sale, fees, as files write them; ranges with a hyphen, "+" where there is no bound.
  var sums: [String] {
    [duty, tax, taxAtSale, fees].map { range in
      range.isExact ? range.low.decimalText : range.low.decimalText + (range.high.map { "-" + $0.decimalText } ?? "+")
    }
  }
}

package import Measures
import TUI
package import Tariff

// A parcel as it is said on a command line. `cost` and `papers` ask about parcels in the same words, which are read here.

/// What is not understood of how a parcel was said.
package struct ParcelFault: Error, Hashable, Sendable {
  package var words: String

  package init(_ words: String) { self.words = words }
}

/// Reads what is said of a parcel.
package enum ParcelReader {
  /// Two letters.
  package static func country(_ text: String, _ option: String) throws(ParcelFault) -> Country {
    guard let country = Country(text) else { throw ParcelFault("\(option) is two letters, as DE") }
    return country
  }

  /// A day; today in UTC where none is said.
  package static func day(_ text: String?) throws(ParcelFault) -> CivilDate {
    guard let text else { return todayInUTC }
    guard let day = CivilDate(day: text) else { throw ParcelFault("--on is a day, as 2026-07-15") }
    return day
  }

  /// How it comes to customs.
  package static func channel(_ text: String) throws(ParcelFault) -> Channel {
    let way = text.lowercased()
    guard let channel = way == "post" ? Channel.postal : Channel(rawValue: way) else {
      throw ParcelFault("--channel is post, courier, cargo or cbec")
    }
    return channel
  }

  /// An amount and a currency, in one word or two.
  package static func amount(_ words: [String], _ option: String) throws(ParcelFault) -> Money {
    guard let money = Money(stated: words.joined(separator: " ")) else {
      throw ParcelFault("\(option) is a number and a currency, as 89 EUR, with no more decimals than it has")
    }
    return money
  }

  /// A mass; kilograms where no unit is said.
  package static func weight(_ text: String) throws(ParcelFault) -> Grams {
    let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    do throws(AmountFault) {
      return isNumber ? try Grams(parsing: text, unit: .kilogram) : try Grams(parsing: text)
    } catch {
      throw ParcelFault("the weight: \(error.text)")
    }
  }

  /// An HS code.
  package static func code(_ text: String) throws(ParcelFault) -> CommodityCode {
    do throws(CommodityCodeFault) { return try CommodityCode(parsing: text) } catch {
      throw ParcelFault("the HS code: \(error.text)")
    }
  }

  /// Goods of one kind.
  package static func line(
    hs: String, value: Money, weight: String?, count: Int
  ) throws(ParcelFault) -> Consignment.Line {
    guard (1...1_000_000).contains(count) else { throw ParcelFault("pieces are from 1 to 1000000") }
    let mass = try weight.map { text throws(ParcelFault) in try Self.weight(text) }
    return Consignment.Line(code: try code(hs), value: value, weight: mass ?? Grams(0), count: count)
  }
}

/// What came of a question about a parcel; one that is not understood is told, and has the exit status of what could not be done.
package func answered(_ answer: () throws(ParcelFault) -> Outcome) -> Outcome {
  do throws(ParcelFault) { return try answer() } catch {
    Machine.print("clearway: \(sanitised(error.words))\n", to: .error)
    return .failed
  }
}

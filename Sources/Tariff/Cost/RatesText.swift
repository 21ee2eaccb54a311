import Measures
import YAML

/// A user's file of exchange rates:
///
///     rates:
///     - {currency: USD, per_euro: 1.0842, on: 2026-07-01, source: central bank}
package struct RatesText: Sendable {
  package private(set) var rates: [ExchangeRate] = []
  /// What is wrong with it; a file with any fault changes nothing.
  package private(set) var faults: [RegimeFault] = []

  /// Reads any bytes.
  package init(_ bytes: [UInt8], file: String) {
    let limits = YAMLLimits(what: "file of exchange rates", bytesMax: 256 << 10, depthMax: 6, nodesMax: 20_000)
    let text = YAMLText(bytes, limits)
    var reading = RegimeReading(file: file)
    for fault in text.faults { reading.find(fault) }
    var rates: [ExchangeRate] = []
    if let root = text.root, let map = reading.map(root, ["rates"]) {
      rates = reading.list(map, "rates", most: 4_000) { reading, node in
        guard let map = reading.map(node, ["currency", "per_euro", "on", "source"]) else { return nil }
        let currency = reading.at(map, "currency", isRequired: true) { $0.currency($1) }
        let micros = reading.at(map, "per_euro", isRequired: true) { reading, node in
          reading.value(node, "units for one euro, six decimals at most, above 0 and up to 1000000") {
            decimal($0, decimals: 6).flatMap { (1...ExchangeRate.microsMax).contains($0) ? $0 : nil }
          }
        }
        let on = reading.at(map, "on", isRequired: true) { $0.date($1) }
        let source = reading.at(map, "source", isRequired: true) { $0.text($1, most: 100) }
        guard let currency, let micros, let source else { return nil }
        return ExchangeRate(currency, microsPerEuro: micros, on: on, source: source)
      }
    }
    faults = reading.faults
    if faults.isEmpty { self.rates = rates }
  }
}

extension ExchangeRate {
  /// Reads a rate as it is stated on the command line: "USD=1.08" is 1.08 dollars for one euro; nil for anything else.
  package init?(stated text: some StringProtocol) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let currency = Currency(parts[0]), currency.isKnown,
      let micros = decimal(parts[1], decimals: 6)
    else { return nil }
    self.init(currency, microsPerEuro: micros, on: nil, source: "as stated")
  }
}

import CTariff
package import Measures

// The rates of duty that are known, a row for each HS subheading and destination (regimes/mfn.csv). Few destinations have any; for the
// others the bounds of what is known elsewhere are an indication and no more.

/// What the tariff asks of goods.
package struct TariffRate: Hashable, Sendable {
  /// How it is known.
  package enum Ground: Hashable, Sendable {
    /// Somebody stated it.
    case stated
    /// It stands in the table; `usual` is the most usual of the subheading's national lines.
    case table(usual: Rate, hasSpecificLines: Bool)
    /// It is not known there: from nothing to the highest that is known elsewhere for such goods.
    case elsewhere
    /// It is not known anywhere here.
    case unknown
  }

  package var range: RateRange
  package var ground: Ground
  package var evidence: Evidence?
}

/// The rates of duty that come with the program.
package enum TariffTable {
  struct Row: Sendable {
    var code: CommodityCode
    var destination: Country
    var rate: Rate
    var range: RateRange
    var hasSpecificLines: Bool
    var evidence: Evidence
  }

  /// The table's sources.
  package static let sources = Source.all(in: .tariffSources)

  /// In the order of the codes.
  static let rows: [Row] = {
    let bytes = tariff_mfn()
    let text = UnsafeBufferPointer(start: bytes.start, count: bytes.count)
    var rows: [Row] = []
    for line in text.split(separator: 0x0A).dropFirst() {
      let fields = line.split(separator: 0x2C, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
      guard fields.count == 8, let code = try? CommodityCode(parsing: fields[0]), let destination = Country(fields[1]),
        let rate = Rate(percent: fields[2]), let low = Rate(percent: fields[3]), let high = Rate(percent: fields[4]),
        let confidence = Confidence(rawValue: fields[6])
      else { continue }
      let sources = fields[7].split(separator: " ").map(String.init)
      rows.append(
        Row(
          code: code, destination: destination, rate: rate, range: RateRange(low, high),
          hasSpecificLines: fields[5] == "some", evidence: Evidence(confidence, sources)))
    }
    return rows.sorted { ($0.code, $0.destination.packed) < ($1.code, $1.destination.packed) }
  }()

  /// What the tariff of a destination asks of goods; the union under its own code.
  package static func rate(_ code: CommodityCode, at destination: Country) -> TariffRate {
    var start = 0
    var end = rows.count
    while start < end {
      let middle = (start + end) / 2
      if rows[middle].code < code { start = middle + 1 } else { end = middle }
    }
    var here: [Row] = []
    var all: [Row] = []
    for row in rows[start...] {
      guard code.contains(row.code) else {
        if row.code > code, !code.contains(row.code) { break }
        continue
      }
      all.append(row)
      if row.destination == destination { here.append(row) }
    }
    func range(_ rows: [Row]) -> RateRange {
      RateRange(rows.map(\.range.low).min() ?? .zero, rows.compactMap(\.range.high).max())
    }
    if code.count == 6, let row = here.first {
      return TariffRate(
        range: row.range, ground: .table(usual: row.rate, hasSpecificLines: row.hasSpecificLines),
        evidence: row.evidence)
    }
    guard !all.isEmpty else { return TariffRate(range: .unknown, ground: .unknown, evidence: nil) }
    // Free everywhere else says nothing of here.
    let most = range(all).high.flatMap { $0 == .zero ? nil : $0 }
    return TariffRate(range: RateRange(.zero, most), ground: .elsewhere, evidence: nil)
  }
}

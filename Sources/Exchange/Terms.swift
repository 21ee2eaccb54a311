import Logistics
import Measures

// What an order says beside its goods, as files of several formats tell it: read field by field, filled from further rows of the
// order, and checked against where it goes. What contradicts is found and kept as it was told, but for a region of another country,
// which is nobody's.

extension OrderTerms {
  /// Takes over what only another row of the order says.
  ///
  /// - Returns: the terms of which the other row says something else.
  mutating func fill(from other: OrderTerms) -> [DeclaredField] {
    var clashes: [DeclaredField] = []
    func fill<Value: Equatable>(_ own: inout Value?, _ told: Value?, _ field: DeclaredField) {
      if own == nil { own = told } else if let told, told != own { clashes.append(field) }
    }
    fill(&freight, other.freight, .freight)
    fill(&insurance, other.insurance, .insurance)
    fill(&region, other.region, .region)
    fill(&kind, other.kind, .kind)
    fill(&isToBusiness, other.isToBusiness, .business)
    fill(&claimsPreference, other.claimsPreference, .preference)
    for number in other.sellerNumbers where !sellerNumbers.contains(number) {
      if sellerNumbers.contains(where: { $0.scheme == number.scheme }) {
        clashes.append(.sellerNumber)
      } else {
        sellerNumbers.append(number)
      }
    }
    return clashes
  }

  /// Finds what cannot be so: for where the order goes, or together.
  ///
  /// - Parameter place: where in the file a term stands.
  mutating func check(
    to destination: Country, at place: (DeclaredField) -> FilePlace, _ findings: inout Findings
  ) {
    if let told = region, let country = Self.country(ofRegion: told), destination != .none, country != destination {
      findings.add(
        .conflictingOrder, at: place(.region),
        "a region of \(country.code), and the order goes to \(destination.code); the region stays unknown", told)
      region = nil
    }
    if kind == .gift, isToBusiness == true {
      findings.add(
        .conflictingOrder, at: place(.kind),
        "a gift goes from one person to another, and a business receives this; it is judged as for a business")
    }
    for number in sellerNumbers {
      let home = number.scheme.territory
      if !number.isPossible {
        findings.add(
          .badNumber, at: place(.sellerNumber),
          "no \(number.scheme.name) number: IM and ten digits were expected; it is kept, and counts for nothing",
          number.number)
      } else if destination != .none, destination != home, !(number.scheme == .ioss && destination.isInEU) {
        findings.add(
          .conflictingOrder, at: place(.sellerNumber),
          "a number of \(home.code), and the order goes to \(destination.code), where it counts for nothing",
          number.number)
      }
    }
  }

  /// The country of a code of ISO 3166-2, as CA of "CA-ON"; nil where it is none.
  private static func country(ofRegion text: String) -> Country? {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 2, (1...3).contains(parts[1].utf8.count),
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) } })
    else { return nil }
    return Country(parts[0])
  }
}

/// Yes or no as people write it; nil for anything else.
func yesOrNo(_ text: String) -> Bool? {
  switch text.lowercased() {
  case "yes", "true", "y", "1": true
  case "no", "false", "n", "0": false
  default: nil
  }
}

/// All goods whose code begins with one of a run of prefixes of the same length: "24", "8517.13", "25-97".
package struct CommodityRange: Hashable, Sendable {
  /// The first of them, and the last.
  package let first: CommodityCode
  package let last: CommodityCode

  /// Reads a prefix of two, four or six digits, or two of the same length with a hyphen between them; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let first = parts.first.flatMap({ try? CommodityCode(parsing: $0) }),
      let last = parts.last.flatMap({ try? CommodityCode(parsing: $0) }), first.count == last.count, first <= last
    else { return nil }
    self.first = first
    self.last = last
  }

  /// Whether goods are among them; false where the code is too short to tell.
  package func contains(_ code: CommodityCode) -> Bool {
    guard code.count >= first.count else { return false }
    return Self.prefix(first) <= Self.prefix(code, first.count) && Self.prefix(code, first.count) <= Self.prefix(last)
  }

  package var text: String { first == last ? first.text : "\(first.text)-\(last.text)" }

  private static func prefix(_ code: CommodityCode, _ length: Int? = nil) -> UInt32 {
    let padded = code.key >> 3
    return switch length ?? code.count {
    case 2: padded / 10_000
    case 4: padded / 100
    default: padded
    }
  }
}

/// How soon an alarm wants a person: severity and time to respond together, not who shouts loudest.
package enum AlarmPriority: UInt8, CaseIterable, Comparable, Sendable, BitwiseCopyable {
  case critical, high, medium, low

  /// The stable name, as it stands in journals, filters (`alarm:critical`) and the configuration.
  package var name: String {
    switch self {
    case .critical: "critical"
    case .high: "high"
    case .medium: "medium"
    case .low: "low"
    }
  }

  /// The priority of this stable name, or of its short form `p1` to `p4`; nil for any other text.
  package init?(name: some StringProtocol) {
    let lower = name.lowercased()
    guard let match = Self.allCases.first(where: { $0.name == lower || "p\($0.rawValue + 1)" == lower }) else {
      return nil
    }
    self = match
  }

  package static func < (a: AlarmPriority, b: AlarmPriority) -> Bool { a.rawValue < b.rawValue }
}

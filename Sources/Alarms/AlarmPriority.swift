package import Measures

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

/// What is lost if nobody acts.
package enum AlarmSeverity: UInt8, CaseIterable, Comparable, Sendable, BitwiseCopyable {
  /// The goods, or the right to bring them in: returned, seized, destroyed.
  case severe
  /// A promise, or money.
  case major
  /// Time, or trust in the data.
  case minor

  /// The stable name, as it stands in the configuration.
  package var name: String {
    switch self {
    case .severe: "severe"
    case .major: "major"
    case .minor: "minor"
    }
  }

  /// The severity of this stable name.
  package init?(name: some StringProtocol) {
    guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = match
  }

  package static func < (a: AlarmSeverity, b: AlarmSeverity) -> Bool { a.rawValue < b.rawValue }
}

// Priority = severity x time to respond. The limits are ours; they are those of the marks in the lists.
//
//             < 6 h       < 24 h     < 72 h     later, or no clock
//   severe    critical    high       medium     low
//   major     high        medium     medium     low
//   minor     medium      low        low        low

extension AlarmPriority {
  /// Below how much time left it becomes more urgent.
  static let limits: [Span] = [.hours(6), .hours(24), .hours(72)]

  /// The priority of what this is at stake for, with so much time left; nil where no clock runs.
  package init(_ severity: AlarmSeverity, timeLeft: Span?) {
    let column = timeLeft.flatMap { left in Self.limits.firstIndex { left < $0 } } ?? 3
    self =
      switch severity {
      case .severe: [.critical, .high, .medium, .low][column]
      case .major: [.high, .medium, .medium, .low][column]
      case .minor: [.medium, .low, .low, .low][column]
      }
  }
}

package import Measures

// Two tellings of one history. Between what happens and what is heard of it lie minutes or days:
//
//   happened   A────────B──C─────D
//   heard        A────────────C────B──────D
//                         T
//   as heard      at T:  A                     what the desk could know then
//   as it was     at T:  A B C                 what was so then, by all that was heard since

/// In which order a history is told.
package enum Telling: UInt8, CaseIterable, Sendable {
  /// By when the control room heard: what was known then.
  case heard
  /// By when it happened, however late that was heard: what was true then.
  case happened

  /// The stable name, as it stands on the command line.
  package var name: String {
    switch self {
    case .heard: "heard"
    case .happened: "happened"
    }
  }

  /// What a picture in this telling shows, a clause.
  package var words: String {
    switch self {
    case .heard: "as known then"
    case .happened: "as it was then"
    }
  }

  /// The other one.
  package var other: Telling { self == .heard ? .happened : .heard }

  /// The telling of this stable name.
  package init?(name: some StringProtocol) {
    guard let match = Telling.allCases.first(where: { $0.name == name.lowercased() }) else { return nil }
    self = match
  }
}

/// A moment of the past, and how it is told.
package struct PastMoment: Hashable, Sendable {
  /// The instant; all up to and including it has happened, or was heard.
  package var instant: Instant
  package var telling: Telling

  /// The moment at `instant`.
  package init(_ instant: Instant, _ telling: Telling) {
    self.instant = instant
    self.telling = telling
  }
}

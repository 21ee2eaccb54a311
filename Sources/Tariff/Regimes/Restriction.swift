package import Measures

/// Goods that a destination does not let in, or looks at closely.
package struct Restriction: Hashable, Sendable {
  /// Unique in its destination.
  package var id: String
  /// What it is about: "vapes".
  package var words: String
  /// Whether they may not enter; else they are looked at, and may be asked for papers.
  package var isForbidden: Bool
  package var span: DateSpan
  /// The member of the union that says so; nil for all of the destination.
  package var member: Country?
  /// What tells such goods and parcels; nil where no fact about a consignment does: that goods are used, say.
  package var condition: Condition?
  package var evidence: Evidence

  /// What it says: "vapes: goods of HS 2404.12, 8543.40".
  package var told: String {
    let whom = condition?.words ?? []
    return words + (member.map { " (\($0.code))" } ?? "") + (whom.isEmpty ? "" : ": " + whom.joined(separator: "; "))
  }

  /// Its days and what it rests on.
  package var dated: String {
    let days = span.words
    return (days.isEmpty ? "" : days + ", ") + evidence.words
  }
}

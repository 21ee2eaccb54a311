import CTariff

// Everything that is said of the law is said with who says it and how sure it is.

/// How likely a figure is right, whoever says it.
package enum Confidence: String, CaseIterable, Comparable, Sendable {
  /// A placeholder: look it up before relying on it.
  case low
  case medium
  case high

  package static func < (a: Confidence, b: Confidence) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .low: 0
    case .medium: 1
    case .high: 2
    }
  }
}

/// Where a figure comes from.
package struct Source: Hashable, Sendable {
  /// Its short name, unique in the file that names it.
  package var id: String
  package var title: String
  /// Its address; nil where it has none.
  package var address: String?

  package init(id: String, title: String, address: String?) {
    self.id = id
    self.title = title
    self.address = address
  }

  /// The rows of a table of sources: id, title, address.
  static func all(in file: GoodsFile) -> [Source] {
    var sources: [Source] = []
    forEachRow(file) { row in
      let address = row.text(2)
      sources.append(Source(id: row.text(0), title: row.text(1), address: address.isEmpty ? nil : address))
    }
    return sources
  }

  /// The id under which files keep what is widely known, yet was not looked up.
  package static let generalKnowledgeID = "GK"

  /// Whether nobody's page stands behind it: what rests on this alone is shown as unverified.
  package var isUnverified: Bool { id == Source.generalKnowledgeID }
}

/// A place of the atlas by its row; row 0 is "not known". Never written to a journal: there a place goes by its code.
package struct PlaceID: Hashable, Sendable, BitwiseCopyable {
  /// The row in the table of places, 0 when not known.
  package var row: UInt16

  /// The place in this row.
  @inlinable
  package init(row: UInt16) { self.row = row }

  /// Not known, or not in the atlas.
  package static let none = PlaceID(row: 0)
}

/// A lane of the atlas by its row; row 0 is "no lane". Never written to a journal: there a lane goes by its code.
package struct LaneID: Hashable, Sendable, BitwiseCopyable {
  /// The row in the table of lanes, 0 when there is none.
  package var row: UInt16

  /// The lane in this row.
  @inlinable
  package init(row: UInt16) { self.row = row }

  /// No lane of the atlas.
  package static let none = LaneID(row: 0)
}

/// How a consignment crosses the border.
package enum TransportMode: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case unknown, express, postal, air, ocean, rail, truck

  /// The stable name, as it stands in lanes, files and journals.
  package var name: String {
    switch self {
    case .unknown: "unknown"
    case .express: "express"
    case .postal: "postal"
    case .air: "air"
    case .ocean: "ocean"
    case .rail: "rail"
    case .truck: "truck"
    }
  }

  /// The mode of this stable name; nil for any other, and for "unknown".
  package init?(name: some StringProtocol) {
    guard let match = TransportMode.allCases.first(where: { $0 != .unknown && $0.name == name }) else { return nil }
    self = match
  }
}

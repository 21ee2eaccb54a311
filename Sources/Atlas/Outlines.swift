import CAtlas

/// What a line on the map stands for.
package enum OutlineKind: Sendable {
  case land, holeInLand, lake, border
}

/// A line on the map, with the box it fits in so that a view can skip it without looking at its points.
package struct Outline: Sendable {
  /// What it stands for.
  package var kind: OutlineKind
  /// "AQ" for Antarctica, a lake's name, "AA-BB" for a border between two countries, else empty.
  package var tag: String
  /// The corner of the box with the least latitude and longitude.
  package var southWest: Position
  /// The corner of the box with the greatest latitude and longitude.
  package var northEast: Position
  /// The points; land, hole and lake end where they start. An edge with both ends at longitude +-180 or both at latitude -90
  /// only closes the ring and is no coast.
  package var points: [Position]
}

/// The lines of the map, read when first asked for. Natural Earth, public domain.
package enum Outlines {
  /// The coast for views of the whole world: 128 rings, 3,449 points.
  package static let coastCoarse = read(.coastCoarse)
  /// The coast for views of less than about 90 degrees: 828 rings, 11,900 points.
  package static let coastFine = read(.coastFine)
  /// Land borders: 322 lines, 1,845 points.
  package static let borders = read(.borders)
  /// The largest lakes: 22 rings, 455 points.
  package static let lakes = read(.lakes)

  private static func read(_ file: AtlasFile) -> [Outline] {
    var lines: [Outline] = []
    forEachRow(file, separator: 0x7C, header: false) { row in
      let kind: OutlineKind
      switch row.raw(0).first {
      case 0x4C: kind = .land
      case 0x48: kind = .holeInLand
      case 0x4B: kind = .lake
      case 0x42: kind = .border
      default: return
      }
      let box = row.raw(3).split(separator: 0x2C).map { fixed($0, decimals: 2) }
      let tag = row.text(1)
      guard box.count == 4 else { return }
      lines.append(
        Outline(
          kind: kind, tag: tag == "-" ? "" : tag, southWest: Position(latitude: box[1], longitude: box[0]),
          northEast: Position(latitude: box[3], longitude: box[2]), points: positions(row.raw(4))))
    }
    return lines
  }
}

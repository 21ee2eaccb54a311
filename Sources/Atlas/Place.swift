package import Measures

extension PlaceID {
  /// What is known of the place; the blank place for `none` and for rows that are not in the table.
  ///
  /// This copies a whole row with its texts: loops over many places take the single fields below.
  package var place: Place { Atlas.place(self) }
  /// Its stable code; empty for none.
  package var code: String { PlaceTable.shared.places[index].code }
  /// Its English name; empty for none.
  package var name: String { PlaceTable.shared.places[index].name }
  /// Its country.
  package var country: Country { PlaceTable.shared.places[index].country }
  /// What happens there; a city for none.
  package var kind: PlaceKind { PlaceTable.shared.places[index].kind }
  /// Where it is.
  package var position: Position { PlaceTable.shared.places[index].position }
  /// Its offset from UTC at an instant; UTC for none.
  package func offset(at instant: Instant) -> ZoneOffset { Atlas.offset(at: self, instant) }

  /// The row, or that of the blank place where there is no such row.
  var index: Int { Int(row) < PlaceTable.shared.places.count ? Int(row) : 0 }
}

/// What happens at a place.
package enum PlaceKind: String, CaseIterable, Sendable {
  case airport, seaport, rail, border, postal, hub, city

  /// The kind in the trade's words.
  package var text: String {
    switch self {
    case .airport: "airport"
    case .seaport: "seaport"
    case .rail: "rail terminal"
    case .border: "border post"
    case .postal: "office of exchange"
    case .hub: "warehouse hub"
    case .city: "city"
    }
  }
}

/// What else a place is.
package struct PlaceTags: OptionSet, Sendable {
  /// One bit a tag.
  package var rawValue: UInt16
  /// The tags of these bits.
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// A hub of its mode.
  package static let hub = PlaceTags(rawValue: 1)
  /// A hub of the express integrators.
  package static let express = PlaceTags(rawValue: 2)
  /// An office of exchange with an UPU IMPC code.
  package static let impc = PlaceTags(rawValue: 4)
  /// A fulfilment centre for imported stock.
  package static let fulfilment = PlaceTags(rawValue: 8)
  /// A consolidation warehouse near the merchants.
  package static let origin = PlaceTags(rawValue: 16)
  /// In a free-trade zone.
  package static let freeZone = PlaceTags(rawValue: 32)
  /// A transit warehouse.
  package static let transit = PlaceTags(rawValue: 64)
  /// A bonded warehouse.
  package static let bonded = PlaceTags(rawValue: 128)
  /// An importer's warehouse.
  package static let importer = PlaceTags(rawValue: 256)
  /// An airport where freighters only refuel.
  package static let technicalStop = PlaceTags(rawValue: 512)

  static let names: [(name: String, tag: PlaceTags)] = [
    ("hub", .hub), ("express", .express), ("impc", .impc), ("fulfilment", .fulfilment), ("origin", .origin),
    ("ftz", .freeZone), ("transit", .transit), ("bonded", .bonded), ("import", .importer), ("techstop", .technicalStop),
  ]
}

/// A place where parcels start, change hands, wait or arrive.
package struct Place: Sendable {
  /// Its row in this build.
  package var id: PlaceID
  /// Its stable code: IATA for airports, UN/LOCODE for seaports, IMPC for offices of exchange, else ours (R-, X-, H-, C-).
  package var code: String
  /// What happens there.
  package var kind: PlaceKind
  /// Its English name.
  package var name: String
  /// Its country.
  package var country: Country
  /// Where it is.
  package var position: Position
  /// Its offset in winter.
  package var standardOffset: ZoneOffset
  /// Its rule for summer.
  package var summerTime: SummerTime
  /// Its zone in the IANA tz database.
  package var zone: String
  /// The IATA code of its airport; empty when it has none.
  package var iata: String
  /// Its UN/LOCODE, which may be the town's; empty when not known.
  package var unlocode: String
  /// What else it is.
  package var tags: PlaceTags
  /// On the other side of a border post; none elsewhere.
  package var neighbour: Country
  /// Inhabitants of a city; 0 elsewhere.
  package var population: Int32
  /// Where the row comes from: "airportsdata", "geonames" or "hand".
  package var source: String

  /// Its offset from UTC at an instant.
  package func offset(at instant: Instant) -> ZoneOffset { summerTime.offset(at: instant, standard: standardOffset) }

  /// The blank place that stands for none.
  static let nowhere = Place(
    id: .none, code: "", kind: .city, name: "", country: .none, position: Position(latitude: 0, longitude: 0),
    standardOffset: .utc, summerTime: .none, zone: "", iata: "", unlocode: "", tags: [], neighbour: .none,
    population: 0,
    source: "")
}

import CAtlas
package import Measures

// Where the trade happens. Every table is an array whose first entry stands for "none", so an id is an index:
//
//   PlaceID 0 1 2 3 ...  ->  places[ ]        code, IATA, UN/LOCODE  ->  PlaceID
//   LaneID  0 1 2 3 ...  ->  lanes[ ]         code                   ->  LaneID
//   Country  "DE"        ->  countries[ ]     by its two letters, without hashing
//
// The tables are read from the embedded files when first asked for.

/// The places, lanes and countries of this build.
package enum Atlas {
  /// All places by id; the first is the blank one.
  package static var places: [Place] { PlaceTable.shared.places }
  /// All lanes by id; the first is the blank one.
  package static var lanes: [Lane] { LaneTable.shared.lanes }

  /// The place of an id; the blank place when there is none.
  package static func place(_ id: PlaceID) -> Place {
    let places = PlaceTable.shared.places
    return places[Int(id.row) < places.count ? Int(id.row) : 0]
  }

  /// The lane of an id; the blank lane when there is none.
  package static func lane(_ id: LaneID) -> Lane {
    let lanes = LaneTable.shared.lanes
    return lanes[Int(id.row) < lanes.count ? Int(id.row) : 0]
  }

  /// The place with this stable code, in either case; nil when there is none.
  package static func place(code: some StringProtocol) -> PlaceID? {
    codeKey(code).flatMap { PlaceTable.shared.byCode[$0] }
  }

  /// The airport with this IATA code; nil when there is none.
  package static func place(iata: some StringProtocol) -> PlaceID? {
    codeKey(iata).flatMap { PlaceTable.shared.byIATA[$0] }
  }

  /// The place with this UN/LOCODE ("NLRTM", "NL RTM"); nil when there is none.
  ///
  /// Several places can share a town's code: the first of seaport, airport, rail, border, city, hub, office of exchange is taken.
  package static func place(unlocode: some StringProtocol) -> PlaceID? {
    codeKey(unlocode).flatMap { PlaceTable.shared.byUNLOCODE[$0] }
      ?? codeKey(String(unlocode.filter { $0 != " " })).flatMap { PlaceTable.shared.byUNLOCODE[$0] }
  }

  /// The place that a code of any kind names: ours first, then IATA, then UN/LOCODE.
  package static func place(anyCode code: some StringProtocol) -> PlaceID? {
    place(code: code) ?? place(iata: code) ?? place(unlocode: code)
  }

  /// The place of this name, letter for letter but in either case; the first when several have it, nil when none has.
  package static func place(named name: some StringProtocol) -> PlaceID? {
    let wanted = name.lowercased()
    return wanted.isEmpty ? nil : PlaceTable.shared.places.first { $0.name.lowercased() == wanted }?.id
  }

  /// The lane with this stable code, in either case; nil when there is none.
  package static func lane(code: some StringProtocol) -> LaneID? {
    codeKey(code).flatMap { LaneTable.shared.byCode[$0] }
  }

  /// A place's offset from UTC at an instant; UTC for no place.
  package static func offset(at id: PlaceID, _ instant: Instant) -> ZoneOffset {
    let places = PlaceTable.shared.places
    guard Int(id.row) < places.count else { return .utc }
    return places[Int(id.row)].summerTime.offset(
      at: instant, standard: places[Int(id.row)].standardOffset)
  }

  /// What is known of a country; nil when its code is not in ISO 3166 (XK for Kosovo is known).
  package static func country(_ country: Country) -> CountryFacts? { CountryTable.shared.facts(country) }

  /// The country with a three-letter ISO 3166-1 code, in either case; nil when there is none.
  package static func country(alpha3: some StringProtocol) -> Country? {
    codeKey(alpha3).flatMap { CountryTable.shared.byAlpha3[$0] }
  }

  /// The country with a three-digit ISO 3166-1 number, as in IOSS numbers; nil when there is none.
  package static func country(numeric: Int) -> Country? {
    CountryTable.shared.rows.first { $0.numeric == numeric && numeric > 0 }?.country
  }

  /// All countries in the order of their alpha-2 codes.
  package static var countries: [CountryFacts] { CountryTable.shared.rows }

  /// The waypoints of the sea leg between two seaports, in that direction; nil when no lane goes there.
  package static func seaLeg(from: PlaceID, to: PlaceID) -> SeaLeg? {
    SeaLegTable.shared.legs.first { $0.from == from && $0.to == to }
  }
}

/// What is known of a country.
package struct CountryFacts: Sendable {
  /// Which one.
  package var country: Country
  /// Its three-letter ISO 3166-1 code.
  package var alpha3: String
  /// Its ISO 3166-1 number; 0 for Kosovo, which has none.
  package var numeric: Int
  /// Its short English name.
  package var name: String
  /// Its currency; none where it has none of its own or shared (Antarctica).
  package var currency: Currency
  /// Somewhere in the middle of its largest part.
  package var position: Position
  /// One of its zones in the IANA tz database.
  package var zone: String
  /// Whether it is a member of the European Union.
  package var isInEU: Bool
}

extension Country {
  /// The short English name; the code itself when the country is not known.
  package var name: String { Atlas.country(self)?.name ?? code }
  /// Whether it is a member of the European Union, and so of its customs territory for our purposes.
  package var isInEU: Bool { Atlas.country(self)?.isInEU ?? false }
  /// Its currency; none when the country is not known.
  package var currency: Currency { Atlas.country(self)?.currency ?? .none }
}

/// A route at sea between two seaports.
package struct SeaLeg: Sendable {
  /// Where it starts.
  package var from: PlaceID
  /// Where it ends.
  package var to: PlaceID
  /// Its length over the waypoints.
  package var kilometres: Int32
  /// The waypoints, both ports included; two neighbours more than 180 degrees apart lie on both sides of the date line.
  package var points: [Position]
}

struct PlaceTable: Sendable {
  static let shared = PlaceTable()

  var places: [Place] = [.nowhere]
  var byCode: [UInt64: PlaceID] = [:]
  var byIATA: [UInt64: PlaceID] = [:]
  var byUNLOCODE: [UInt64: PlaceID] = [:]

  init() {
    places.reserveCapacity(300)
    byCode.reserveCapacity(300)
    var places: [Place] = [.nowhere]
    forEachRow(.places) { row in
      guard let kind = PlaceKind(rawValue: row.text(1)), let country = Country(row.text(3)),
        places.count < Int(UInt16.max)
      else { return }
      var place = Place.nowhere
      place.id = PlaceID(row: UInt16(places.count))
      place.code = row.text(0)
      place.kind = kind
      place.name = row.text(2)
      place.country = country
      place.position = Position(latitude: row.hundredths(4), longitude: row.hundredths(5))
      place.zone = row.text(6)
      place.standardOffset = ZoneOffset(minutes: Int16(clamping: row.int(7)))
      place.summerTime = row.int(8) == 1 ? SummerTime.rule(of: country) : .none
      place.iata = row.text(9)
      place.unlocode = row.text(10)
      place.source = row.text(12)
      for tag in row.raw(11).split(separator: 0x3B) {
        let parts = tag.split(separator: 0x3D, maxSplits: 1)
        guard let name = parts.first else { continue }
        if parts.count == 2 {
          if name.elementsEqual("pair".utf8) {
            place.neighbour = Country(String(decoding: parts[1], as: UTF8.self)) ?? .none
          } else if name.elementsEqual("pop".utf8) {
            place.population = Int32(clamping: fixed(parts[1], decimals: 0))
          }
        } else if let known = PlaceTags.names.first(where: { name.elementsEqual($0.name.utf8) }) {
          place.tags.insert(known.tag)
        }
      }
      places.append(place)
    }
    self.places = places
    for place in places.dropFirst() {
      if let key = codeKey(place.code), byCode[key] == nil { byCode[key] = place.id }
      if place.kind == .airport, let key = codeKey(place.iata), byIATA[key] == nil { byIATA[key] = place.id }
    }
    for kind in [PlaceKind.seaport, .airport, .rail, .border, .city, .hub, .postal] {
      for place in places where place.kind == kind {
        if let key = codeKey(place.unlocode), byUNLOCODE[key] == nil { byUNLOCODE[key] = place.id }
      }
    }
  }

  func id(_ code: some Collection<UInt8>) -> PlaceID? {
    codeKey(String(decoding: code, as: UTF8.self)).flatMap { byCode[$0] }
  }
}

struct SeaLegTable: Sendable {
  static let shared = SeaLegTable()

  var legs: [SeaLeg] = []

  init() {
    var legs: [SeaLeg] = []
    forEachRow(.seaLegs, separator: 0x7C, header: false) { row in
      guard let from = PlaceTable.shared.id(row.raw(0)), let to = PlaceTable.shared.id(row.raw(1)) else { return }
      legs.append(
        SeaLeg(from: from, to: to, kilometres: Int32(clamping: row.int(4)), points: positions(row.raw(5))))
    }
    self.legs = legs
  }
}

struct LaneTable: Sendable {
  static let shared = LaneTable()

  var lanes: [Lane] = [.nothing]
  var byCode: [UInt64: LaneID] = [:]

  init() {
    var lanes: [Lane] = [.nothing]
    let table = PlaceTable.shared
    forEachRow(.lanes) { row in
      guard let mode = TransportMode(name: row.text(3)), let origin = table.id(row.raw(1)),
        let destination = table.id(row.raw(2)), let carrier = CarrierKind(rawValue: row.text(13)),
        let lastMile = LastMile(rawValue: row.text(14)), let confidence = Confidence(rawValue: row.text(15)),
        lanes.count < Int(UInt16.max)
      else { return }
      let via = row.raw(4).split(separator: 0x20).compactMap { table.id($0) }
      let stops = [origin] + via + [destination]
      lanes.append(
        Lane(
          id: LaneID(row: UInt16(lanes.count)), code: row.text(0), mode: mode, origin: origin,
          destination: destination, stops: stops,
          legs: zip(stops, stops.dropFirst()).map { LaneTable.leg(mode, from: $0, to: $1) },
          greatCircleKilometres: Int32(clamping: row.int(5)), routeKilometres: Int32(clamping: row.int(6)),
          days: Estimate(
            least: Int32(clamping: row.int(7)), likely: Int32(clamping: row.int(8)),
            greatest: Int32(clamping: row.int(9))),
          usCentsPerKilogram: Estimate(
            least: Int32(clamping: row.hundredths(10)), likely: Int32(clamping: row.hundredths(11)),
            greatest: Int32(clamping: row.hundredths(12))),
          carrier: carrier, lastMile: lastMile, confidence: confidence))
    }
    self.lanes = lanes
    for lane in lanes.dropFirst() {
      if let key = codeKey(lane.code) { byCode[key] = lane.id }
    }
  }

  /// What moves a parcel between two neighbouring stops follows from the lane's mode and what the stops are.
  static func leg(_ mode: TransportMode, from: PlaceID, to: PlaceID) -> Leg {
    let places = PlaceTable.shared.places
    let (a, b) = (places[Int(from.row)], places[Int(to.row)])
    let straight = a.position.kilometres(to: b.position)
    let kind: LegKind
    let kilometres: Double
    switch mode {
    case .express, .air:
      kind = a.kind == .airport && b.kind == .airport ? .air : .road
      kilometres = straight
    case .postal:
      // Offices of exchange of two countries fly to each other; inland mail goes by road.
      kind = a.kind == .postal && b.kind == .postal && a.country != b.country ? .air : .road
      kilometres = straight
    case .ocean:
      let sea = SeaLegTable.shared.legs.first { $0.from == from && $0.to == to }
      kind = sea == nil ? .road : .sea
      kilometres = sea.map { Double($0.kilometres) } ?? straight * 1.25
    case .rail:
      kind = [a, b].allSatisfy { $0.kind == .rail || $0.kind == .border } ? .rail : .road
      kilometres = straight * 1.25
    case .truck, .unknown:
      kind = .road
      kilometres = straight * 1.3
    }
    return Leg(from: from, to: to, kind: kind, kilometres: Int32(kilometres.rounded()))
  }
}

struct CountryTable: Sendable {
  static let shared = CountryTable()

  var rows: [CountryFacts] = []
  var byAlpha3: [UInt64: Country] = [:]
  /// Row + 1 at (first letter) x 26 + (second letter); 0 where there is no such country.
  private var index = [UInt16](repeating: 0, count: 676)

  init() {
    var rows: [CountryFacts] = []
    forEachRow(.countries) { row in
      guard let country = Country(row.text(0)) else { return }
      rows.append(
        CountryFacts(
          country: country, alpha3: row.text(1), numeric: row.int(2), name: row.text(3),
          currency: Currency(row.text(4)) ?? .none,
          position: Position(latitude: row.hundredths(6), longitude: row.hundredths(7)), zone: row.text(8),
          isInEU: row.int(11) == 1))
    }
    self.rows = rows
    for (offset, row) in rows.enumerated() {
      if let slot = CountryTable.slot(row.country) { index[slot] = UInt16(offset + 1) }
      if let key = codeKey(row.alpha3) { byAlpha3[key] = row.country }
    }
  }

  func facts(_ country: Country) -> CountryFacts? {
    guard let slot = CountryTable.slot(country), index[slot] > 0 else { return nil }
    return rows[Int(index[slot]) - 1]
  }

  private static func slot(_ country: Country) -> Int? {
    let (first, second) = (Int(country.packed >> 8) - 65, Int(country.packed & 0xFF) - 65)
    return first >= 0 && first < 26 && second >= 0 && second < 26 ? first * 26 + second : nil
  }
}

/// Reads "lon,lat lon,lat ...".
func positions(_ bytes: UnsafeBufferPointer<UInt8>) -> [Position] {
  var points: [Position] = []
  points.reserveCapacity(bytes.count / 11)
  for pair in bytes.split(separator: 0x20) {
    guard let comma = pair.firstIndex(of: 0x2C) else { continue }
    points.append(
      Position(
        latitude: fixed(pair[(comma + 1)...], decimals: 2), longitude: fixed(pair[..<comma], decimals: 2)))
  }
  return points
}

import CAtlas
import Measures
import Testing

@testable import Atlas

@Suite struct PlaceTests {
  func lines(_ file: AtlasFile) -> Int { embedded(file).split(separator: 0x0A).count }

  @Test func `every row of the files became an entry`() {
    #expect(Atlas.places.count - 1 == lines(.places) - 1)
    #expect(Atlas.lanes.count - 1 == lines(.lanes) - 1)
    #expect(Atlas.countries.count == lines(.countries) - 1)
    #expect(Atlas.places.count == 294)
    #expect(Atlas.lanes.count == 71)
    #expect(Atlas.countries.count == 250)
    #expect(SeaLegTable.shared.legs.count == 14)
    #expect(
      Names.given.count + Names.family.count + Names.merchants.count + Names.products.count
        == lines(.names) - 1)
    let kinds = PlaceKind.allCases.map { kind in Atlas.places.dropFirst().filter { $0.kind == kind }.count }
    #expect(kinds == [72, 47, 13, 27, 46, 18, 70])
  }

  @Test func `codes and places lead to each other`() {
    for place in Atlas.places.dropFirst() {
      #expect(Atlas.place(code: place.code) == place.id)
      #expect(Atlas.place(code: place.code.lowercased()) == place.id)
      #expect(place.id.place.code == place.code)
      #expect(place.id.code == place.code && place.id.name == place.name && place.id.country == place.country)
      #expect(place.id.kind == place.kind && place.id.position == place.position)
      if place.kind == .airport { #expect(Atlas.place(iata: place.iata) == place.id) }
      if place.kind == .seaport { #expect(Atlas.place(unlocode: place.unlocode) == place.id) }
      if !place.unlocode.isEmpty {
        #expect(Atlas.place(unlocode: place.unlocode).map { $0.place.unlocode } == place.unlocode)
        #expect(place.unlocode.hasPrefix(place.country.code))
      }
      #expect(place.country.name != place.country.code, "\(place.code)")
      #expect(place.kind == .border ? place.neighbour != .none : place.neighbour == .none, "\(place.code)")
      #expect(place.kind != .city || place.population > 0)
      #expect((place.summerTime == .none) || place.kind != .postal || place.tags.contains(.impc))
    }
    for lane in Atlas.lanes.dropFirst() {
      #expect(Atlas.lane(code: lane.code) == lane.id)
      #expect(lane.id.code == lane.code && lane.id.mode == lane.mode && lane.mode != .unknown)
      #expect(lane.id.stops == lane.stops && lane.id.legs == lane.legs)
    }
    #expect(Set(Atlas.places.map(\.code)).count == 294)
    #expect(Atlas.place(unlocode: "NL RTM")?.place.kind == .seaport)
    #expect(Atlas.place(anyCode: "LEJ")?.place.name == Atlas.place(iata: "lej")?.place.name)
    #expect(Atlas.place(code: "no such place") == nil)
    #expect(Atlas.place(code: "") == nil)
    #expect(Atlas.place(named: "berlin") == Atlas.place(code: "C-BER"))
  }

  @Test func `ids that are not in the table are the blank place`() {
    for id in [PlaceID.none, PlaceID(row: 294), PlaceID(row: .max)] {
      #expect(Atlas.place(id).code == "")
      #expect(Atlas.offset(at: id, .epoch) == .utc)
      #expect(id.code == "" && id.country == .none && id.offset(at: .epoch) == .utc)
    }
    #expect(Atlas.lane(LaneID(row: .max)).stops.isEmpty)
  }

  @Test func `every stop of every lane exists, and the legs add up to the route`() {
    var lane = 1
    forEachRow(.lanes) { row in
      let entry = Atlas.lanes[lane]
      lane += 1
      let via = row.text(4).split(separator: " ").map(String.init)
      #expect(entry.stops.map(\.place.code) == [row.text(1)] + via + [row.text(2)])
      #expect(entry.via.count == via.count)
      let sum = entry.legs.reduce(0) { $0 + $1.kilometres }
      #expect(abs(sum - entry.routeKilometres) <= 5, "\(entry.code): \(sum) for \(entry.routeKilometres)")
      let straight = entry.origin.place.position.kilometres(to: entry.destination.place.position)
      #expect(abs(straight - Double(entry.greatCircleKilometres)) <= 3, "\(entry.code)")
      #expect(entry.days.least <= entry.days.likely && entry.days.likely <= entry.days.greatest)
      #expect(entry.usCentsPerKilogram.least > 0)
      let main: [TransportMode: LegKind] = [
        .express: .air, .air: .air, .postal: .air, .ocean: .sea, .rail: .rail, .truck: .road,
      ]
      #expect(entry.legs.contains { $0.kind == main[entry.mode] }, "\(entry.code)")
    }
    #expect(lane == 71)
    #expect(
      Atlas.lane(code: "E01").map { $0.lane.usCentsPerKilogram } == Estimate(least: 700, likely: 1050, greatest: 1800))
  }

  @Test func `countries are found by each of their codes`() {
    for row in Atlas.countries {
      #expect(Atlas.country(row.country)?.alpha3 == row.alpha3)
      #expect(Atlas.country(alpha3: row.alpha3) == row.country)
      #expect(row.numeric == 0 || Atlas.country(numeric: row.numeric) == row.country)
      #expect(row.currency == .none || row.currency.isKnown, "\(row.name)")
      #expect(!row.name.contains("\""))
      #expect(row.name.last != " ")
    }
    #expect(Atlas.countries.filter(\.isInEU).count == 27)
    #expect(Country("DE")?.name == "Germany")
    #expect(Country("XX")?.name == "XX")
    #expect(Atlas.country(Country(packed: 0x3131)) == nil)
  }

  @Test func `distances are those of the map`() throws {
    let new = try #require(Atlas.place(iata: "JFK")?.place.position)
    let old = try #require(Atlas.place(iata: "CDG")?.place.position)
    #expect(abs(new.kilometres(to: old) - 5834) < 10)
    #expect(new.kilometres(to: new) == 0)
    #expect(new.along(to: old, fraction: 0) == new)
    #expect(new.along(to: old, fraction: 1) == old)
    let middle = new.along(to: old, fraction: 0.5)
    #expect(abs(middle.kilometres(to: new) - middle.kilometres(to: old)) < 2)
    let antipode = Position(latitude: 9000, longitude: 0).kilometres(to: Position(latitude: -9000, longitude: 0))
    #expect(abs(antipode - 20_015) < 1)
  }

  @Test func `names and products are usable`() {
    for product in Names.products {
      #expect(product.hs6.utf8.count == 6 && product.priceUSCents.lowerBound > 0)
      #expect(product.weightGrams.lowerBound > 0)
      #expect(!product.category.isEmpty && !product.name.contains("\"") && !product.name.isEmpty)
    }
    #expect(Names.products.contains { $0.name == "Cotton pyjama set, women's" })
    #expect(Set(Names.products.map(\.dangerousGoods)).count == 4)
    for merchant in Names.merchants { #expect(Atlas.country(merchant.country) != nil, "\(merchant.text)") }
    for row in Atlas.countries {
      let language = Names.language(of: row.country)
      // A fallback to English would show here; Norwegian and Danish lend each other what the file lacks.
      let lent: Set = ["no", "da"]
      #expect(
        (Names.given(language: language) + Names.family(language: language)).allSatisfy {
          $0.language == language || lent.isSuperset(of: [$0.language, language])
        }, "\(row.name)")
    }
  }

  @Test func `outlines are whole`() {
    func count(_ lines: [Outline]) -> [Int] { [lines.count, lines.reduce(0) { $0 + $1.points.count }] }
    #expect(count(Outlines.coastCoarse) == [128, 3449])
    #expect(count(Outlines.coastFine) == [828, 11_900])
    #expect(count(Outlines.borders) == [322, 1845])
    #expect(count(Outlines.lakes) == [22, 455])
    for line in Outlines.coastFine + Outlines.lakes {
      #expect(line.points.first == line.points.last)
      for point in line.points {
        #expect(point.latitude >= line.southWest.latitude && point.latitude <= line.northEast.latitude)
        #expect(point.longitude >= line.southWest.longitude && point.longitude <= line.northEast.longitude)
      }
    }
    #expect(Outlines.lakes.first?.tag == "Ladoga")
    let leg = Atlas.place(code: "CNSHA").flatMap { from in
      Atlas.place(code: "USLGB").flatMap { Atlas.seaLeg(from: from, to: $0) }
    }
    #expect(leg?.points.count == 8)
  }

  @Test func `the first look is quick`() {
    let clock = ContinuousClock()
    let time = clock.measure {
      _ = PlaceTable()
      _ = LaneTable()
    }
    print("places and lanes read in \(time)")
    #expect(time < .milliseconds(100))
  }
}

@Suite struct SummerTimeTests {
  /// Hours since the epoch at which the tz database changes these clocks, 2024 to 2030.
  static let changes: [(SummerTime, Int16, [Int64])] = [
    (
      .europe, 60,
      [475513, 480553, 484249, 489289, 492985, 498025, 501721, 506929, 510457, 515665, 519193, 524401, 528097, 533137]
    ),
    (
      .northAmerica, -300,
      [475015, 480726, 483751, 489462, 492487, 498198, 501391, 507102, 510127, 515838, 518863, 524574, 527599, 533310]
    ),
    (
      .australia, 600,
      [475672, 480040, 484408, 488776, 493144, 497512, 501880, 506248, 510616, 514984, 519352, 523888, 528256, 532624]
    ),
    (
      .newZealand, 720,
      [475670, 479870, 484406, 488606, 493142, 497342, 501878, 506078, 510614, 514814, 519350, 523718, 528254, 532454]
    ),
    (
      .chile, -240,
      [475683, 479380, 484419, 488116, 493155, 496852, 501891, 505588, 510627, 514324, 519531, 523060, 528267, 531964]
    ),
    (
      .israel, 120,
      [475464, 480551, 484200, 489287, 492936, 498023, 501672, 506927, 510408, 515663, 519144, 524399, 528048, 533135]
    ),
    (
      .egypt, 120,
      [476134, 480669, 484870, 489405, 493606, 498141, 502510, 506877, 511246, 515613, 519982, 524349, 528718, 533253]
    ),
  ]

  @Test(arguments: SummerTimeTests.changes)
  func `clocks change exactly when the tz database says`(rule: SummerTime, standard: Int16, hours: [Int64]) {
    let offset = ZoneOffset(minutes: standard)
    var found: [Int64] = []
    // A quarter of an hour at a time, so that a change at a wrong minute would show.
    let first = Int64(473_352) * 4
    var was = rule.isOn(Instant(milliseconds: first * 900_000), standard: offset)
    for quarter in first..<(first + 7 * 8766 * 4) {
      let now = rule.isOn(Instant(milliseconds: quarter * 900_000), standard: offset)
      if now != was { found.append(quarter) }
      was = now
    }
    #expect(found == hours.map { $0 * 4 })
  }

  @Test func `every rule is used, and every place with summer time has one`() {
    let used = Set(Atlas.places.map(\.summerTime))
    #expect(used == Set(SummerTime.allCases))
    var index = 1
    forEachRow(.places) { row in
      #expect((row.int(8) == 1) == (Atlas.places[index].summerTime != .none), "\(row.text(0))")
      index += 1
    }
  }

  @Test func `a place tells its own time`() throws {
    let berlin = try #require(Atlas.place(code: "C-BER"))
    #expect(Atlas.offset(at: berlin, Instant(milliseconds: 1_780_000_000_000)).minutes == 120)
    #expect(Atlas.offset(at: berlin, Instant(milliseconds: 1_795_338_930_000)).minutes == 60)
    #expect(berlin.place.offset(at: Instant(milliseconds: .min)).minutes == 60)
  }
}

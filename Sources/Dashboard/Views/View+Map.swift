import Atlas
import Logistics
import Measures
import TUI

// The world in dots, cut in the Atlantic so that the lanes over the Pacific stay whole:
//
//   ┌ 7 Map ─────────────────────────────────────────────────────────────┐┌ Places ──────────── 84 ┐
//   │   ⢀⣀⡠⠤⠤⢄⣀    coast                         ⣀⣀⠤⠒⠒                     ││ !! FRA   31 held  410  │
//   │  FRA 31 · · · · lanes in use, the busiest · · · · · LAX 12           ││ !  GRU   12       208  │
//
// What is counted comes from the scan of the whole board, so a frame costs the same however many parcels there are.

/// A place of the map's list.
struct BusyPlace: Hashable, Sendable {
  /// The number by which a pointer finds the list.
  static let group = 700
  let id: PlaceID
  let held: Int
  let here: Int
  let level: Urgency
}

extension State {
  /// The places where anything is, the most urgent first, then those that hold the most.
  var busyPlaces: [BusyPlace] {
    attention.held.indices.dropFirst().compactMap { row in
      let (held, here) = (Int(attention.held[row]), Int(attention.here[row]))
      guard held + here > 0 else { return nil }
      return BusyPlace(id: PlaceID(row: UInt16(row)), held: held, here: here, level: attention.levels[row])
    }
    .sorted { ($0.level.rawValue, -$0.held, -$0.here, $0.id.row) < ($1.level.rawValue, -$1.held, -$1.here, $1.id.row) }
  }

  /// The place under the cursor of the map.
  var currentPlace: PlaceID? {
    guard case .map = view else { return nil }
    return place ?? busyPlaces.first?.id
  }

  /// The first place in sight, where so many are.
  func placesOffset(_ places: [BusyPlace], visible: Int) -> Int {
    let row = places.firstIndex { $0.id == currentPlace } ?? 0
    return Table.offset(cursor: row, previous: 0, visible: visible, rowCount: places.count)
  }

  /// Moves the cursor of the map; like every cursor it keeps what it stands on.
  mutating func moveOnMap(_ move: Move, page: Int) {
    let places = busyPlaces
    guard !places.isEmpty else { return }
    let row = place.flatMap { place in places.firstIndex { $0.id == place } } ?? 0
    let wanted =
      switch move {
      case .rows(let rows): row + rows
      case .pages(let halves): row + halves * max(2, page) / 2
      case .top: 0
      case .bottom: places.count - 1
      }
    place = places[min(max(0, wanted), places.count - 1)].id
  }

  /// Shows what is held at the place under the cursor, or what was seen there last.
  mutating func openPlace() -> [Effect] {
    guard let id = currentPlace else { return [] }
    let list: ListID = attention.held[Int(id.row)] > 0 ? .customs : .all
    let effects = show(.list(list))
    filter("at:" + id.place.code)
    return effects
  }
}

extension Canvas {
  /// Draws the map with the list of its places; on a small screen the list alone.
  mutating func drawMap(_ state: State, _ layout: Layout) {
    let places = state.busyPlaces
    let listWidth = layout.isSmall ? layout.body.width : min(44, layout.body.width * 2 / 5)
    let (left, right) = layout.body.splitRight(listWidth)
    touch(layout.body, .panel(BusyPlace.group))
    if !layout.isSmall {
      let inside = box(
        left, title: state.title("Map", of: "map"),
        trailing: Line("under way \(state.total(of: .transit))", .count), frame: Style(.border))
      drawWorld(state, places, inside)
    }
    drawPlaces(state, places, right)
  }

  private mutating func drawPlaces(_ state: State, _ places: [BusyPlace], _ frame: Rect) {
    let inside = box(
      frame, title: Line("Places", .title), trailing: Line(grouped(places.count), .count), frame: Style(.focusBorder))
    cursor = inside.origin
    guard !places.isEmpty else {
      put("nothing is anywhere", at: Point(x: inside.x + 2, y: inside.y + 1), width: inside.width - 3, Style(.muted))
      return
    }
    let row = places.firstIndex { $0.id == state.currentPlace } ?? 0
    let columns = [
      Column("", min: 2), Column("PLACE", min: 12, ideal: 20, isGrowing: true),
      Column("HELD", min: 5, ideal: 6, alignment: .right),
      Column("HERE", importance: 1, min: 6, ideal: 7, alignment: .right),
    ]
    let table = Table(
      columns: columns, rowCount: places.count,
      offset: state.placesOffset(places, visible: inside.height - 1), cursor: row, gap: 1, group: BusyPlace.group)
    draw(table, in: inside) { row, column in
      let place = places[row]
      switch column {
      case 0: return TableCell(place.level.mark, place.level.role)
      case 1: return TableCell("\(place.id.code) \(place.id.code == place.id.place.name ? "" : place.id.place.name)")
      case 2: return TableCell(place.held == 0 ? "-" : grouped(place.held), place.held == 0 ? .muted : .text)
      default: return TableCell(grouped(place.here), .secondary)
      }
    }
  }

  private mutating func drawWorld(_ state: State, _ places: [BusyPlace], _ inside: Rect) {
    guard inside.width >= 20, inside.height >= 6 else { return }
    let world = WorldMap(size: inside.size)
    draw(world.coast(), at: inside.origin, Style(.coast))
    draw(world.lanes(state.attention.lanes), at: inside.origin, Style(.lane))
    // Names only where they do not run into each other; the most urgent places come first.
    var taken: [Int: [ClosedRange<Int>]] = [:]
    for place in places.prefix(60) where place.level < .none || place.here > 0 {
      guard let dot = world.cell(of: place.id.place.position) else { continue }
      let isCursor = place.id == state.currentPlace
      let mark = place.level <= .medium ? place.level.mark : String(Character(glyphs.separator))
      let words = mark + place.id.code + (place.held > 0 ? " \(grouped(place.held))" : "")
      let span = dot.x...(dot.x + width(of: words))
      guard span.upperBound < inside.width, taken[dot.y, default: []].allSatisfy({ !$0.overlaps(span) }) else {
        continue
      }
      taken[dot.y, default: []].append(span)
      let point = Point(x: inside.x + dot.x, y: inside.y + dot.y)
      let ground: Role? = isCursor ? .cursorRow : nil
      let style = Style(place.level <= .medium ? place.level.role : .secondary, on: ground)
      let cells = put(mark, at: point, style)
      put(String(words.dropFirst(mark.count)), at: Point(x: point.x + cells, y: point.y), Style(.secondary, on: ground))
      touch(
        Rect(x: point.x, y: point.y, width: width(of: words), height: 1), .spot(BusyPlace.group, Int(place.id.row)))
    }
  }
}

/// The world on a field of dots: longitudes from 30° west eastwards, latitudes from 74° north to 54° south, both evenly.
struct WorldMap {
  let size: Size

  private static let west = -3000
  private static let north = 7400
  private static let south = -5400
  /// How many of the lanes in use are drawn, the busiest.
  private static let lanesMax = 48

  /// The dot of a position; may lie above or below the field.
  private func dot(_ position: Position) -> Point {
    let east = (Int(position.longitude) - Self.west + 36_000) % 36_000
    let down = Self.north - Int(position.latitude)
    return Point(x: east * size.width * 2 / 36_000, y: down * size.height * 4 / (Self.north - Self.south))
  }

  /// The cell of a position; nil outside.
  func cell(of position: Position) -> Point? {
    let dot = dot(position)
    guard dot.y >= 0, dot.y < size.height * 4 else { return nil }
    return Point(x: dot.x / 2, y: dot.y / 4)
  }

  /// The coasts of the world.
  func coast() -> DotField {
    var field = DotField(size: size)
    for outline in Outlines.coastCoarse where outline.tag != "AQ" {
      var last: Point?
      for position in outline.points {
        let next = dot(position)
        if let last { draw(last, next, every: 1, &field) }
        last = next
      }
    }
    return field
  }

  /// The busiest lanes in use, along great circles from stop to stop.
  func lanes(_ counts: [Int32]) -> DotField {
    var field = DotField(size: size)
    let busy = counts.indices.filter { counts[$0] > 0 }.sorted { (counts[$1], $0) < (counts[$0], $1) }
    for row in busy.prefix(Self.lanesMax) {
      let stops = LaneID(row: UInt16(row)).lane.stops.map { $0.place.position }
      for (from, to) in zip(stops, stops.dropFirst()) {
        let pieces = 24
        for piece in 0..<pieces {
          let start = from.along(to: to, fraction: Double(piece) / Double(pieces))
          let end = from.along(to: to, fraction: Double(piece + 1) / Double(pieces))
          draw(dot(start), dot(end), every: 3, &field)
        }
      }
    }
    return field
  }

  /// A line that does not run round the back of the world.
  private func draw(_ from: Point, _ to: Point, every: Int, _ field: inout DotField) {
    guard abs(from.x - to.x) < size.width else { return }
    field.line(from: from, to: to, every: every)
  }
}

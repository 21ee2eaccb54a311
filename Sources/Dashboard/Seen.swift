import Alarms
import Atlas
import Logistics
package import TUI

// What the operator sees is a frame, and the state may be a second ahead of it: lists were built anew, alarms came, the newest event
// is another one. What is pointed at, and what the first key is for, is what stood in the frame:
//
//   frame    line 3: CW-12          click on line 3 ──► CW-12, wherever it stands by now
//   state    line 3: CW-40          first key       ──► what was under the cursor, where the cursor only followed what came first
//
// The zones of the frame come from the picture, what stood in their lines from the state that it was drawn of.

/// What stood where in the frame that the operator looks at.
struct Seen: Sendable {
  /// What stood in a line.
  enum Entry: Hashable, Sendable {
    case shipment(ShipmentID)
    /// A shipment that had left its list.
    case gone
    case alarm(String)
    case group(GroupKey)
    case place(PlaceID)
    case deskGroup(DeskGroupKey)
    case border(BorderRow.Key)
    /// An event by its number in the journal.
    case event(UInt64)
  }

  /// All that could be touched, what was drawn last on top.
  private let zones: [Zone]
  /// The lines of whatever had lines, by its number.
  private var lines: [Int: [Entry]] = [:]
  /// What was under the cursor of the view in sight.
  fileprivate let cursor: Entry?
  /// The alarm that was under the cursor, should it be gone.
  fileprivate let alarm: AlarmLine?

  /// What a picture shows of a state.
  init(_ picture: Canvas, of state: State) {
    zones = picture.allZones
    cursor = state.entryAtCursor
    alarm = if case .alarms = state.view { state.alarms.current } else { nil }
    for zone in zones {
      if case .rows(let group) = zone.touch { lines[group] = state.entries(of: group, lines: zone.rect.height) }
    }
  }

  /// The zone on top at a point; nil where there was none.
  func zone(at point: Point) -> Zone? { zones.last { $0.rect.contains(point) } }

  /// What stood in a line, counted from the first below the head; nil where there was nothing.
  func entry(_ line: Int, of group: Int) -> Entry? { lines[group]?[safe: line] }

  /// The zone in whose lines an alarm stood, and its line there; nil where it was not in sight.
  fileprivate func place(ofAlarm cause: String) -> (zone: Zone, line: Int)? {
    guard let line = line(of: .alarm(cause), in: AlarmsState.group) else { return nil }
    return zones.last { $0.touch == .rows(AlarmsState.group) }.map { ($0, line) }
  }

  /// The line in which something stood.
  fileprivate func line(of entry: Entry, in group: Int) -> Int? { lines[group]?.firstIndex(of: entry) }
}

extension Seen.Entry {
  /// What stands on the customs desk.
  init(_ place: DeskState.Place) {
    switch place {
    case .shipment(let id): self = .shipment(id)
    case .group(let key): self = .deskGroup(key)
    }
  }
}

extension State {
  /// The cell in which a hand would click on an alarm of the frame as it would be drawn now; nil where it is not in sight.
  func spot(ofAlarm cause: String) -> Point? {
    guard let (zone, line) = Seen(Dashboard.view(self, size), of: self).place(ofAlarm: cause) else { return nil }
    return Point(x: zone.rect.x + zone.rect.width / 3, y: zone.rect.y + line)
  }

  /// Takes note of a frame that was shown: until the next one, clicks and the first key are for what stands in it.
  package mutating func saw(_ picture: Canvas) { seen = Seen(picture, of: self) }

  /// What stands in the lines of something that has lines, by its number.
  fileprivate func entries(of group: Int, lines count: Int) -> [Seen.Entry] {
    func some(_ offset: Int, _ entry: (Int) -> Seen.Entry?) -> [Seen.Entry] {
      var entries: [Seen.Entry] = []
      while entries.count < count, let next = entry(offset + entries.count) { entries.append(next) }
      return entries
    }
    switch group {
    case GroupView.group: return some(groups?.offset ?? 0) { row in groups?.rows[safe: row].map { .group($0.key) } }
    case AlarmsState.group: return some(alarms.offset) { row in alarms.shown(row).map { .alarm($0.alarm.cause) } }
    case DeskState.group:
      return some(desk.offset) { row in desk.row(row).flatMap { desk.place($0) }.map { Seen.Entry($0) } }
    case BusyPlace.group:
      let places = busyPlaces
      return some(placesOffset(places, visible: count)) { row in places[safe: row].map { .place($0.id) } }
    case LogState.group:
      let offset = Table.offset(cursor: log.row, previous: log.offset, visible: count, rowCount: log.count)
      return some(offset) { row in log.shown(row).map { .event($0.sequence) } }
    default:
      if let block = BorderState.block(ofGroup: group) {
        let sight = border.sights[block.rawValue]
        return some(sight.offset) { row in sight.rows[safe: row].map { .border($0.key) } }
      }
      guard let list = lists[safe: group] else { return [] }
      return list.lines(count).map { line in
        switch line {
        case .gone: .gone
        case .row(let row): list.shown(row).map { .shipment($0) } ?? .gone
        }
      }
    }
  }

  /// What is under the cursor of the view in sight.
  fileprivate var entryAtCursor: Seen.Entry? {
    switch view {
    case .overview, .list: focusedList.flatMap { lists[$0.rawValue].cursor }.map { .shipment($0) }
    case .map: currentPlace.map { .place($0) }
    case .alarms: alarms.cursor.map { .alarm($0) }
    case .log: log.current.map { .event($0.sequence) }
    case .desk: desk.cursor.map { Seen.Entry($0) }
    case .border: border.sight.cursor.map { .border($0) }
    case .charts: nil
    }
  }

  /// Puts a cursor that only follows what comes first on what was under it in the frame that the operator looks at.
  mutating func holdOnToWhatWasSeen() {
    guard let seen, let entry = seen.cursor, overlay.scope == nil, details.isEmpty, groups == nil,
      entry != entryAtCursor
    else { return }
    switch (entry, view) {
    case (.shipment(let id), .overview), (.shipment(let id), .list):
      guard let focusedList, let line = seen.line(of: entry, in: focusedList.rawValue) else { return }
      withList(focusedList) { if !$0.isTouched { $0.select(id, seenOn: line) } }
    case (.alarm, .alarms): if !alarms.isTouched, let line = seen.alarm { alarms.select(line) }
    case (.place(let id), .map): if place == nil { place = id }
    case (.event(let sequence), .log): if log.cursor == nil { log.cursor = sequence }
    case (.shipment(let id), .desk): if !desk.isTouched { desk.select(.shipment(id)) }
    case (.deskGroup(let key), .desk): if !desk.isTouched { desk.select(.group(key)) }
    case (.shipment, _), (.gone, _), (.alarm, _), (.group, _), (.place, _), (.event, _), (.deskGroup, _),
      (.border, _):
      break
    }
  }
}

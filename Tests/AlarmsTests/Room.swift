import Atlas
import Logistics
import Measures
import Simulation
import Testing

@testable import Alarms

/// A simulated trade with its alarms watched, minute by minute.
final class Room {
  var board = Board()
  let world: World
  var watch: AlarmWatch
  var book = AlarmBook()
  var keeper = Keeper()
  var now: Instant
  /// Every step recorded, with when.
  var steps: [(at: Instant, step: Event.AlarmStep)] = []
  /// Events that never reach the room, from an upset on.
  private var isLost: ((Event, Board) -> Bool)?
  private var source: Board

  static let start = CivilDateTime(CivilDate(year: 2026, month: 9, day: 7) ?? CivilDate(dayNumber: 0)).instant(at: .utc)

  init(seed: UInt64 = 7, ordersPerDay: Int = 1000, rules: AlarmRules = AlarmRules()) {
    world = World(
      World.Scenario(seed: seed, start: Room.start, ordersPerDay: ordersPerDay), board: &board)
    source = board
    watch = AlarmWatch(rules)
    now = Room.start
  }

  /// Lets the trade run unwatched.
  func warm(up end: Instant) {
    var events: [Event] = []
    _ = world.advance(to: end, board: &board, into: &events)
    now = end
    source = board
  }

  /// Lets the trade run to `end`, and looks every `every`.
  func run(to end: Instant, every: Span = .minutes(1), _ look: (Room) -> Void = { _ in }) {
    var events: [Event] = []
    while now < end {
      now = min(end, now + every)
      events.removeAll(keepingCapacity: true)
      if let isLost {
        _ = world.advance(to: now, board: &source, into: &events)
        board.texts = source.texts
        for event in events where !isLost(event, board) {
          board.apply(event)
          watch.note(event)
        }
      } else {
        _ = world.advance(to: now, board: &board, into: &events)
        for event in events { watch.note(event) }
      }
      tick()
      look(self)
      // One dictionary for what the world says and for what the room notes.
      if isLost != nil { source.texts = board.texts }
    }
    if isLost == nil { source = board }
  }

  /// Cuts the room off from some of what happens, from now on.
  func lose(_ isLost: @escaping (Event, Board) -> Bool) {
    source = board
    self.isLost = isLost
  }

  func tick() {
    _ = watch.advance(board, now: now)
    record(keeper.steps(book, watch, now: now, texts: &board.texts))
    keeper.draw(book, watch, now: now)
  }

  func record(_ steps: [Event.AlarmStep]) {
    for step in steps {
      let event = Event(step, by: Actor(.operatorDesk), at: now)
      board.apply(event)
      book.apply(event, texts: board.texts)
      keeper.hear(board.texts[step.cause], watch)
      self.steps.append((now, step))
    }
  }

  func give(_ command: AlarmCommand) throws {
    record(try book.decide(command, watch: watch, now: now, texts: &board.texts))
  }

  /// An operator who acknowledges what is new after a quarter of an hour.
  func acknowledgeOld() {
    let old = book.picture(watch, now: now).lines.filter {
      $0.alarm.state.isUnacknowledged && now - $0.alarm.turned >= .minutes(15)
    }
    if !old.isEmpty { try? give(.acknowledge(old.map(\.alarm.cause))) }
  }

  /// The list as text.
  var text: String {
    let picture = book.picture(watch, now: now)
    return (picture.lines + picture.silenced).map { line in
      let left = line.due.map { " due \(($0 - now).milliseconds / 3_600_000) h" } ?? ""
      let since = (now - line.alarm.since).milliseconds / 60_000
      let flag = line.alarm.suppressedBy.map { " (explained by \($0))" } ?? ""
      return
        "\(line.priority.name) \(line.alarm.state.name) \(line.alarm.cause) \(line.count) since \(since) min\(left)\(flag)"
    }.joined(separator: "\n")
  }
}

import Atlas
import Logistics
import Measures
import Testing

@testable import Alarms

/// A few shipments put together by hand, with their alarms watched.
struct Yard {
  var board = Board()
  var watch: AlarmWatch
  var book = AlarmBook()
  var keeper = Keeper()
  var now = Instant(milliseconds: 1_795_000_000_000)
  /// Every step recorded, in words.
  var told: [String] = []
  let desk = Actor(.operatorDesk)

  init(_ rules: [AlarmRule]) { watch = AlarmWatch(AlarmRules(rules)) }

  /// A rule about held shipments, one alarm for a merchant, without delays.
  static func held(_ name: String = "held", by grouping: AlarmGrouping = .merchant, on: Span = .zero, off: Span = .zero)
    throws -> AlarmRule
  {
    var rule = AlarmRule(name, about: try Filter(parsing: "is:held"), by: grouping, .severe, .hold)
    rule.onDelay = on
    rule.offDelay = off
    return rule
  }

  @discardableResult
  mutating func order(merchant: String, carrier: String = "Carrier") -> ShipmentID {
    var order = Event.Ordered(placedAt: now)
    order.merchant = board.texts.intern(merchant)
    order.carrier = board.texts.intern(carrier)
    let id = ShipmentID(UInt32(board.count + 1))
    take(Event(id, by: Actor(.platform), at: now, .ordered(order)))
    return id
  }

  mutating func take(_ event: Event) {
    board.apply(event)
    watch.note(event)
  }

  mutating func hold(_ id: ShipmentID, for span: Span = .days(5)) {
    let hold = Event.HoldOpened(.vagueDescription, stops: .order, since: now, due: now + span)
    take(Event(id, by: Actor(.customs), at: now, .holdOpened(hold)))
  }

  mutating func release(_ id: ShipmentID) {
    take(Event(id, by: Actor(.customs), at: now, .holdClosed(Event.HoldClosed(.vagueDescription))))
  }

  /// Lets time pass, and looks.
  mutating func pass(_ span: Span = .seconds(1)) {
    now += span
    look()
  }

  mutating func look() {
    while !watch.advance(board, now: now, budget: 100) {}
    record(keeper.steps(book, watch, now: now, texts: &board.texts))
    keeper.draw(book, watch, now: now)
  }

  mutating func record(_ steps: [Event.AlarmStep]) {
    for step in steps {
      let event = Event(step, by: desk, at: now)
      board.apply(event)
      book.apply(event, texts: board.texts)
      keeper.hear(board.texts[step.cause], watch)
      let text = board.texts[step.text]
      told.append("\(step.move.name) \(board.texts[step.cause])" + (text.isEmpty ? "" : " (\(text))"))
    }
  }

  mutating func give(_ command: AlarmCommand) throws {
    record(try book.decide(command, watch: watch, now: now, texts: &board.texts))
  }

  /// What was told since the last time somebody asked.
  mutating func news() -> [String] {
    defer { told = [] }
    return told
  }

  /// Starts the room anew: the book from its bytes, the watch from the board.
  mutating func restart() throws {
    book = try #require(AlarmBook(bytes: book.bytes))
    watch = AlarmWatch(watch.rules)
    keeper = Keeper()
  }

  var picture: AlarmPicture { book.picture(watch, now: now) }
}

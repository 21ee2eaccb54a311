import Logistics
import Measures
import Testing

@testable import Dashboard

@Suite struct `What needs a person` {
  /// The level of a shipment that is held so that this much time is left.
  private func level(left: Measures.Span?, promise: Measures.Span = .days(30), attempts: Int = 0, ended: Bool = false)
    -> Urgency
  {
    var board = Board()
    let now = Room(empty: true).now
    var order = Event.Ordered(placedAt: now - .days(9))
    order.promise = now + promise
    var events: [Event] = []
    board.hear(order: order, lines: [], by: Actor(.platform), at: now, into: &events)
    let id = ShipmentID(1)
    let desk = Actor(.customs)
    if let left {
      let hold = Event.HoldOpened(.invoiceMissing, stops: .import, since: now - .days(1), due: now + left)
      events.append(Event(id, by: desk, at: now, .holdOpened(hold)))
    }
    for event in events { board.apply(event) }
    events = []
    for _ in 0..<attempts {
      board.hear(
        Event.Claim(.deliveryAttemptFailed, happened: board.latest), about: id, by: desk, at: board.latest + .hours(1),
        into: &events)
      for event in events { board.apply(event) }
      events = []
    }
    if ended {
      board.hear(Event.Claim(.lost, happened: now), about: id, by: desk, at: now, into: &events)
      for event in events { board.apply(event) }
    }
    return Urgency.of(id, in: board, now: now)
  }

  @Test func `by the time that is left of a hold`() {
    #expect(level(left: .hours(-50)) == .critical)
    #expect(level(left: .minutes(359)) == .critical)
    #expect(level(left: .hours(6)) == .high)
    #expect(level(left: .minutes(24 * 60 - 1)) == .high)
    #expect(level(left: .hours(24)) == .medium)
    #expect(level(left: .hours(71)) == .medium)
    #expect(level(left: .hours(73)) == .low)
    #expect(level(left: nil) == .none)
  }

  @Test func `by the promise, by attempts, and not after the end`() {
    #expect(level(left: nil, promise: .minutes(-1)) == .high)
    #expect(level(left: nil, promise: .hours(23)) == .medium)
    #expect(level(left: nil, promise: .hours(25)) == .none)
    #expect(level(left: .hours(73), promise: .hours(23)) == .medium)
    #expect(level(left: nil, attempts: 3) == .medium)
    #expect(level(left: .hours(1), promise: .hours(-1), ended: true) == .none)
  }

  @Test func `the scan finds the same in slices of any size`() {
    let room = Room()
    for budget in [1, 3, 7, 10_000] {
      var scan = AttentionScan()
      var found: Attention?
      while found == nil { found = scan.advance(room.state.board, now: room.state.now, budget: budget) }
      #expect(found?.counts == room.state.attention.counts)
      #expect(found?.first == ShipmentID(8))
    }
  }
}

@Suite struct `Words` {
  @Test func `numbers, amounts, times as cells say them`() {
    #expect([0, 12, 999, 1204, -1204, 1_000_000].map(grouped) == ["0", "12", "999", "1,204", "-1,204", "1,000,000"])
    let amounts = [
      (8900, "EUR"), (27_812, "SEK"), (5_865_400, "COP"), (123_456_789_00, "COP"), (5785, "KRW"), (8_306, "GBP"),
    ]
    #expect(
      amounts.map { Money(minor: Int64($0.0), Currency($0.1) ?? .none).shortText() }
        == ["€89.00", "SEK 278", "COP 58.6k", "COP 123M", "₩5,785", "£83.06"])
    #expect(Money(minor: 8_306, known(Currency("GBP"))).shortText(isASCII: true) == "GBP 83.06")
    #expect(Money(minor: 0, .none).shortText() == "-")
    let now = Room(empty: true).now
    #expect((now + .hours(5)).leftWords(from: now) == "5h")
    #expect((now - .hours(50)).leftWords(from: now) == "late 2d")
    #expect((now + .hours(20)).dayWords(from: now, .utc) == "tomorrow")
    #expect((now - .hours(20)).dayWords(from: now, .utc) == "yesterday")
    #expect((now + .days(4)).dayWords(from: now, .utc) == "26 Nov")
    #expect(ZoneOffset(minutes: -210).shortWords == "-0330")
    #expect(ZoneOffset(minutes: 480).shortWords == "+08")
  }
}

import Testing

@testable import Simulation

/// The plain thing the calendar must agree with: an array, sorted anew whenever something is taken.
private struct PlainCalendar {
  var entries: [(at: Int64, priority: UInt8, sequence: Int, payload: UInt32)] = []
  var sequence = 0

  mutating func schedule(_ payload: UInt32, at: Int64, priority: UInt8) {
    entries.append((at, priority, sequence, payload))
    sequence += 1
  }

  mutating func popFirst(notAfter limit: Int64) -> (Int64, UInt32)? {
    guard
      let index = entries.indices.min(by: {
        (entries[$0].at, entries[$0].priority, entries[$0].sequence)
          < (entries[$1].at, entries[$1].priority, entries[$1].sequence)
      }), entries[index].at <= limit
    else { return nil }
    let entry = entries.remove(at: index)
    return (entry.at, entry.payload)
  }
}

/// How far ahead the next thing is scheduled, from kind to bad.
enum Spacing: CaseIterable {
  case even, allAtOnce, bursts, sparse, farFuture, past, mixed

  func ahead(_ draws: Draws, _ draw: UInt64) -> Int64 {
    let u = draws.uniform(draw)
    switch self {
    case .even: return Int64(u * 100_000)
    case .allAtOnce: return 0
    case .bursts: return draws.whole(draw &+ 1, below: 40) == 0 ? 5_000_000 : 0
    case .sparse: return Int64(u * 40_000_000_000)
    case .farFuture: return draws.whole(draw &+ 1, below: 3) == 0 ? 3_000_000_000_000 + Int64(u * 1e12) : Int64(u * 50)
    case .past: return Int64(u * 2000) - 1000
    case .mixed:
      let kinds: [Spacing] = [.even, .allAtOnce, .bursts, .sparse, .farFuture, .past]
      return kinds[draws.whole(draw &+ 2, below: kinds.count)].ahead(draws, draw)
    }
  }
}

@Suite struct EventCalendarTests {
  @Test("agrees with a sorted array", arguments: Spacing.allCases, [3, 60, 400])
  func agreesWithPlain(spacing: Spacing, pending: Int) throws {
    let draws = Draws(seed: 7).stream(UInt64(pending))
    var calendar = EventCalendar<UInt32>()
    var plain = PlainCalendar()
    var draw: UInt64 = 0
    var now: Int64 = 1_700_000_000_000
    func next() -> UInt64 {
      draw += 10
      return draw
    }
    for step in 0..<3000 {
      let wanted = calendar.count < pending ? 0.8 : 0.35
      if draws.bernoulli(next(), wanted) {
        let at = now + spacing.ahead(draws, next())
        let priority = UInt8(draws.whole(next(), below: 3))
        calendar.schedule(UInt32(step), at: at, priority: priority)
        plain.schedule(UInt32(step), at: at, priority: priority)
      } else {
        let limit = draws.bernoulli(next(), 0.8) ? Int64.max : now + spacing.ahead(draws, next())
        let expected = plain.popFirst(notAfter: limit)
        let found = calendar.popFirst(notAfter: limit)
        #expect(found?.at == expected?.0)
        #expect(found?.payload == expected?.1)
        if let found { now = max(now, found.at) }
      }
      let pendingNow = calendar.count
      #expect(pendingNow == plain.entries.count)
      if step % 700 == 699 {
        var reader = ByteReader(calendar.bytes())
        calendar = try EventCalendar<UInt32>(reading: &reader)
        #expect(reader.remaining == 0)
      }
    }
    while let expected = plain.popFirst(notAfter: .max) {
      let found = calendar.popFirst()
      #expect(found?.at == expected.0)
      #expect(found?.payload == expected.1)
    }
    let left = calendar.count
    #expect(left == 0)
  }

  @Test("thirty thousand of each bad arrangement come out in order", arguments: Spacing.allCases)
  func large(spacing: Spacing) {
    let draws = Draws(seed: 11)
    var calendar = EventCalendar<UInt32>()
    for number in 0..<30_000 {
      calendar.schedule(UInt32(number), at: spacing.ahead(draws, UInt64(number) * 10), priority: UInt8(number & 1))
    }
    var last: EventCalendar<UInt32>.Entry?
    var popped = 0
    var disorder = 0
    while let entry = calendar.popFirst(), popped < 90_000 {
      if let last, popped < 30_000, !EventCalendar<UInt32>.Entry.precedes(last, entry),
        spacing != .past, spacing != .mixed
      {
        disorder += 1
      }
      last = entry
      popped += 1
      if popped < 60_000 {
        let ahead = max(0, spacing.ahead(draws, UInt64(popped) * 10 + 5))
        calendar.schedule(entry.payload, at: entry.at + ahead, priority: 255)
      }
    }
    #expect(disorder == 0)
    #expect(popped == 89_999)
  }

  @Test("refuses bytes that are not its own") func hostileBytes() throws {
    var calendar = EventCalendar<UInt32>()
    for number in 0..<20 { calendar.schedule(UInt32(number), at: Int64(number * 1000)) }
    let bytes = calendar.bytes()
    for length in 0..<bytes.count {
      var reader = ByteReader(Array(bytes[..<length]))
      let found = try? EventCalendar<UInt32>(reading: &reader).count
      #expect(found == nil)
    }
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0xFF
      var reader = ByteReader(changed)
      _ = try? EventCalendar<UInt32>(reading: &reader).count
    }
  }

  @Test("the hold model stays in order") func holdModel() {
    var model = HoldModel(pending: 20_000)
    let isOrdered = model.run(events: 100_000)
    #expect(isOrdered)
  }
}

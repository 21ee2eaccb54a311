import Atlas
import Measures
import Testing

@testable import Alarms
@testable import Logistics

// A seeded ordinary day of a thousand orders, after two weeks in which nobody did anything about any alarm but acknowledge it
// (what stands is therefore more than where people work). The figures are told beside what ISA-18.2 asks for.
@Suite struct DayTests {
  @Test("an ordinary day is one that a person can bear") func ordinaryDay() {
    let room = Room()
    room.warm(up: Room.start + .days(14))
    room.run(to: Room.start + .days(15), every: .minutes(5)) { $0.acknowledgeOld() }
    let first = room.now
    room.steps = []
    var standing: [Int] = []
    var busiest = 0
    room.run(to: first + .days(1), every: .minutes(5)) { room in
      room.acknowledgeOld()
      let load = room.book.load(now: room.now)
      standing.append(load.standing)
      busiest = max(busiest, load.inTenMinutes)
    }
    let load = room.book.load(now: room.now)
    let mild = (load.percent(.medium) ?? 0) + (load.percent(.low) ?? 0)
    var byRule: [String: Int] = [:]
    for announcement in room.book.announcements where announcement.at > first {
      byRule[String(announcement.cause.split(separator: " ")[0]), default: 0] += 1
    }
    let picture = """
      new alarms in the day      \(load.inDay) (limit \(AlarmLoad.limit * 144), aim 150)
      in ten minutes             \(Double(load.inDay * 100 / 144) / 100) on average, \(busiest) at most (limit \(AlarmLoad.limit) on average)
      critical, high, the rest   \(Int((load.percent(.critical) ?? 0).rounded())) %, \(Int((load.percent(.high) ?? 0).rounded())) %, \(Int(mild.rounded())) % (aim 5, 15, 80, each give or take 5)
      standing                   \(standing.reduce(0, +) / max(1, standing.count)) on average, nobody working on them
      by rule                    \(byRule.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
      """
    #expect(picture == Self.figures, "\(picture)\n\(room.text)")
    #expect(load.inDay <= AlarmLoad.limit * 144, "\(picture)")
    #expect((0...10).contains(load.percent(.critical) ?? -1), "\(picture)")
    #expect((10...20).contains(load.percent(.high) ?? -1), "\(picture)")
    #expect((75...85).contains(mild), "\(picture)")
    #expect(!load.isFlood && busiest < AlarmBook.floodBegins, "\(picture)")
  }

  static let figures = """
    new alarms in the day      74 (limit 288, aim 150)
    in ten minutes             0.51 on average, 3 at most (limit 2 on average)
    critical, high, the rest   8 %, 12 %, 80 % (aim 5, 15, 80, each give or take 5)
    standing                   94 on average, nobody working on them
    by rule                    attempts 3, documents 8, duty 1, give-up 15, hold-clock 16, promise 9, silent 4, stuck 2, unscanned 16
    """

  @Test("a place that stops is one alarm, and not one for everything that it stops") func upset() throws {
    let room = Room()
    room.warm(up: Room.start + .days(14))
    room.run(to: Room.start + .days(15), every: .minutes(10)) { $0.acknowledgeOld() }
    // The place with the most under way: nothing is heard any more of what is there, or comes there.
    var counts = [Int](repeating: 0, count: Atlas.places.count)
    for id in room.board.members(of: .transit).map({ ShipmentID($0) }) {
      if let at = room.board[id]?.at { counts[Int(at.row)] += 1 }
    }
    let busiest = try #require(counts.indices.dropFirst().max { counts[$0] < counts[$1] })
    let place = PlaceID(row: UInt16(busiest))
    room.lose { event, board in
      if board[event.shipment]?.at == place { return true }
      if case .claimed(let claim) = event.what { return claim.place == place }
      return false
    }
    let first = room.now
    room.run(to: first + .days(3), every: .minutes(10)) { $0.acknowledgeOld() }
    let parent = "place-quiet at:\(place.place.code)"
    let parents = Set(room.watch.rules.rules.filter(\.isParent).map(\.name))
    let steps = room.steps.filter { $0.at > first }
    func causes(_ move: AlarmMove) -> [String] {
      steps.filter { $0.step.move == move }.map { room.board.texts[$0.step.cause] }
    }
    let told = causes(.raised).filter { cause in parents.contains { cause.hasPrefix($0 + " ") } }
    #expect(told == [parent], "\(room.text)")
    #expect(room.book[parent]?.state.isActive ?? false)
    // What else follows from it is recorded, explained by it, and told to nobody.
    let explained = room.book.picture(room.watch, now: room.now).silenced
    #expect(explained.count >= 2, "\(room.text)")
    for line in explained {
      #expect(line.alarm.suppressedBy == parent)
      #expect(
        line.alarm.cause.hasPrefix("stuck ") || line.alarm.cause.hasPrefix("promise ")
          || line.alarm.cause.hasPrefix("silent "))
    }
    #expect(causes(.floodBegan).isEmpty && counts[busiest] > 300)
    #expect(room.book.load(now: room.now).inDay < 120, "\(room.text)")
  }

  @Test("a carrier whose messages stop is told after a day, though orders, customs and other parties go on") func deaf()
    throws
  {
    let room = Room()
    room.warm(up: Room.start + .days(14))
    room.run(to: Room.start + .days(15), every: .minutes(10)) { $0.acknowledgeOld() }
    var counts: [TextID: Int] = [:]
    for panel in [Panel.transit, .delivery] {
      for id in room.board.members(of: panel).map({ ShipmentID($0) }) {
        if let carrier = room.board[id]?.carrier { counts[carrier, default: 0] += 1 }
      }
    }
    let busiest = try #require(counts.max { ($0.value, $0.key.number) < ($1.value, $1.key.number) }).key
    room.lose { event, board in
      (event.by.role == .carrier || event.by.role == .courier) && board[event.shipment]?.carrier == busiest
    }
    let first = room.now
    let cause = "source-quiet carrier=\(Filter.quoted(room.board.texts[busiest], in: .carrier))"
    var raised: Instant?
    room.run(to: first + .days(2), every: .minutes(10)) { room in
      room.acknowledgeOld()
      if raised == nil, room.book[cause]?.state.isActive ?? false { raised = room.now }
    }
    let after = try #require(raised, "\(room.text)") - first
    #expect(after > .hours(23) && after < .hours(26), "\(after)")
    let ordered = room.steps.count
    #expect(ordered > 0 && room.board.flow.total(24, of: .ordered, now: room.now) > 500)
  }
}

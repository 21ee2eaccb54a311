import Atlas
import Logistics
import Measures
import Testing

@testable import Alarms

@Suite struct DayTests {
  @Test("an ordinary day is one that a person can bear") func ordinaryDay() {
    let clock = ContinuousClock()
    let t0 = clock.now
    let room = Room()
    room.warm(up: Room.start + .days(14))
    print("warm", clock.now - t0)
    room.run(to: Room.start + .days(15), every: .minutes(5)) { $0.acknowledgeOld() }
    print("day 1", clock.now - t0)
    let first = room.now
    var standing: [Int] = []
    room.run(to: first + .days(1), every: .minutes(5)) { room in
      room.acknowledgeOld()
      standing.append(room.book.load(now: room.now).standing)
    }
    let load = room.book.load(now: room.now)
    var byRule: [String: Int] = [:]
    for announcement in room.book.announcements where announcement.at > first {
      byRule["\(announcement.priority.name) \(announcement.cause.split(separator: " ")[0])", default: 0] += 1
    }
    print("day 2", clock.now - t0)
    print("load", load)
    print("by rule", byRule.sorted { $0.key < $1.key })
    print("standing mean", standing.reduce(0, +) / standing.count)
    print(room.text)
  }
}

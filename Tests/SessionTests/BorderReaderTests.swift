import Foundation
import Logistics
import Measures
import Store
import Testing

@testable import Dashboard
@testable import Session

@Suite struct `The border's figures read beside the room` {
  /// The tables, a line a row.
  private func lines(_ tables: BorderTables) -> [String] {
    ["\(tables.decided) \(tables.holds) \(tables.open) \(tables.cents) \(tables.simulated) \(tables.from)"]
      + BorderBlock.allCases.flatMap { block in tables[block].map { "\(block.name): \($0)" } }
  }

  /// What one reading of all of the journal says.
  private func tables(_ file: JournalFile, days: Int?, asOf: Instant? = nil) throws -> BorderTables {
    let intake = BorderIntake(try file.journal(.readOnly))
    let now = try intake.readAll(asOf: asOf)
    return BorderTables(intake.fold, days: days, at: now)
  }

  @Test func `they are kept up while the trade goes on, and are what one reading says`() throws {
    let file = JournalFile()
    do {
      let driver = try file.driver()
      while try !driver.advance(to: noon + .days(4), maxEvents: 4_000) {}
    }
    let room = Room(try file.journal()) { $0.speed = Speed(0) }
    try room.wait("the board is there") { $0.state.isLoaded }
    for effect in room.press("P") {
      if case .border(let wish) = effect { room.engine.border.ask(wish) }
    }
    try room.wait("the figures are there") { $0.state.border.tables != nil }
    let first = try #require(room.state.border.tables)
    #expect(first.decided > 20 && first.holds > 0 && first.simulated == first.counted)
    #expect(lines(first) == lines(try tables(file, days: 30)))
    room.engine.post(.setSpeed(Speed(3600)))
    try room.wait("they follow") { ($0.state.border.tables?.eventCount ?? 0) > first.eventCount + 200 }
    room.engine.post(.setSpeed(Speed(0)))
    try room.wait("the clock stands") { $0.clocks.last?.speed?.factor == 0 }
    // What the watch over alarms records comes behind, and says nothing here.
    try room.wait("they are up to date") { room in
      let end = (try? file.journal(.readOnly).position().entries) ?? 0
      return room.state.border.tables?.eventCount == Int(end)
    }
    let last = try #require(room.state.border.tables)
    #expect(lines(last) == lines(try tables(file, days: 30)))
    // Nobody looks: nothing is told any more.
    for effect in room.press("0") {
      if case .border(let wish) = effect { room.engine.border.ask(wish) }
    }
    room.engine.post(.setSpeed(Speed(3600)))
    let batches = room.batches
    // What was on its way when nobody looked any more.
    try room.wait("the trade goes on") { $0.batches > batches + 2 }
    let tellings = room.borderTellings
    try room.wait("and on") { $0.batches > batches + 12 }
    #expect(room.borderTellings == tellings && room.state.border.tables?.eventCount == last.eventCount)
    room.engine.stop()
  }

  @Test func `as of a moment they are those of the journal cut there, from whatever moment it is gone on`() throws {
    let file = JournalFile()
    let driver = try file.driver()
    while try !driver.advance(to: noon + .days(5), maxEvents: 4_000) {}
    let ledger = try Ledger(try file.journal(.readOnly), ignoringSnapshot: true)
    let all = try ledger.newest(Int(ledger.position.entries)).map(\.event)
    let whole = BorderIntake(try file.journal(.readOnly))
    for hours in [1, 40, 41, 90, 119] as [Int64] {
      let moment = noon + .hours(hours)
      var fold = BorderFold()
      for event in all.prefix(while: { $0.at <= moment }) { fold.apply(event) }
      for days in [nil, 1, 2] as [Int?] {
        let cut = BorderTables(fold, days: days, at: moment)
        #expect(lines(cut) == lines(try tables(file, days: days, asOf: moment)), "\(hours) \(days ?? 0)")
        _ = try whole.readAll(asOf: moment)
        #expect(lines(cut) == lines(BorderTables(whole.fold, days: days, at: moment)))
      }
    }
  }
}

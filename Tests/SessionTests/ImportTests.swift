import Foundation
import Logistics
import Measures
import Store
import TUI
import Testing

@testable import Dashboard
@testable import Session

/// A table of so many orders, each in a file of its own.
private func table(_ count: Int, prefix: String = "R") throws -> String {
  let path = FileManager.default.temporaryDirectory.path + "/clearway-\(UUID().uuidString).csv"
  var text = "order,reference,goods,quantity\n"
  for number in 1...count { text += "\(prefix)O-\(number),\(prefix)-\(number),Kettle \(number),1\n" }
  try text.write(toFile: path, atomically: true, encoding: .utf8)
  return path
}

@Suite struct `A file that is taken in` {
  @Test func `a deed that is typed meanwhile is answered before its end`() throws {
    let file = JournalFile()
    let path = try table(60_000)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try file.ledger().recordHeldOrders(3)
    let room = Room(try file.journal())
    defer { room.engine.stop() }
    try room.wait("it opens") { $0.state.isLoaded }
    room.engine.post(.importFile(path))
    try room.wait("some of it is taken", within: 120) { $0.progress.contains { ($0.share ?? 0) > 0 } }
    let before = room.batches
    room.engine.post(.submit(.note("the file is long"), [Target(ShipmentID(1), seen: 0)]))
    try room.wait("the deed is answered") { $0.answers.count == 1 }
    let answered = try #require(room.answered.first)
    #expect(answered.imports == 0, "the import had ended before")
    #expect(room.answers.first?.done == [ShipmentID(1)])
    // What was under way, and whatever had been taken when the deed was typed.
    #expect(answered.batches - before < 100)
    let share = try #require(room.progress.last?.share)
    #expect(share < 1000)
    try room.wait("all of it is taken", within: 240) { $0.imports.count == 1 }
    #expect(room.imports.first?.orders == 60_000)
    #expect(room.progress.first?.share == nil, "it was read first")
    #expect(room.progress.compactMap(\.share) == room.progress.compactMap(\.share).sorted())
    #expect(room.state.board.count == 60_003)
  }

  @Test func `how far it has come stands on the screen`() throws {
    let file = JournalFile()
    let room = Room(try file.journal())
    defer { room.engine.stop() }
    try room.wait("it opens") { $0.state.isLoaded }
    let path = try table(30_000)
    defer { try? FileManager.default.removeItem(atPath: path) }
    room.engine.post(.importFile(path))
    try room.wait("some of it is taken", within: 120) { $0.progress.contains { ($0.share ?? 0) > 0 } }
    let name = String(path.split(separator: "/").last ?? "")
    #expect(view(room.state, room.state.size).text().contains("import of \(name): "))
    #expect(view(room.state, room.state.size).text().contains(" orders, 0 claims, "))
  }

  @Test func `it can be stopped, and what waits behind it is not begun`() throws {
    let file = JournalFile()
    let (first, second) = (try table(60_000), try table(10, prefix: "S"))
    defer { for path in [first, second] { try? FileManager.default.removeItem(atPath: path) } }
    let room = Room(try file.journal())
    try room.wait("it opens") { $0.state.isLoaded }
    room.engine.post(.importFile(first))
    room.engine.post(.importFile(second))
    try room.wait("some of it is taken", within: 120) { $0.progress.contains { ($0.share ?? 0) > 0 } }
    #expect(room.progress.contains { $0.waiting == 1 })
    room.engine.post(.stopImport)
    try room.wait("both are told of") { $0.imports.count == 2 }
    let taken = try #require(room.imports.first)
    #expect(taken.stoppedAt != nil && taken.orders > 0 && taken.orders < 60_000)
    #expect(room.imports.last?.file == second && room.imports.last?.stoppedAt == 0)
    #expect(room.state.board.count == taken.orders)
    // And again, from where it was.
    room.engine.post(.importFile(second))
    try room.wait("the next one is taken") { $0.imports.count == 3 }
    #expect(room.imports.last?.orders == 10)
    room.engine.stop()
    #expect(try file.board().count == taken.orders + 10)
  }

  @Test func `who leaves in the middle leaves whole batches`() throws {
    let file = JournalFile()
    let path = try table(60_000)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let room = Room(try file.journal())
    try room.wait("it opens") { $0.state.isLoaded }
    room.engine.post(.importFile(path))
    try room.wait("some of it is taken", within: 120) { $0.progress.contains { ($0.share ?? 0) > 0 } }
    room.engine.stop()
    try room.takeRest()
    let count = try file.board().count
    #expect(count > 0 && count < 60_000)
    #expect(room.state.board.agrees(with: try file.board()))
    #expect(room.engine.left.count == 1)
    #expect(room.engine.left.first?.contains("was left at ") == true)
    let again = Room(try file.journal())
    defer { again.engine.stop() }
    try again.wait("it opens") { $0.state.isLoaded }
    again.engine.post(.importFile(path))
    try again.wait("the rest comes", within: 240) { $0.imports.count == 1 }
    #expect(again.imports.first?.orders == 60_000 - count)
    #expect(again.imports.first?.known == count)
  }

  @Test func `a file that is too long is not read, and that is a finding`() throws {
    let path = try table(1_000)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let intake = FileIntake(reading: path, bytesMax: 1 << 10)
    #expect(intake.isDone)
    let report = intake.report()
    #expect(report.outcome == .failed && report.counts == .init())
    #expect(report.findings.count(of: .tooLarge) == 1)
    #expect(report.summary.findings.first?.contains("nothing of it was taken") == true)
    #expect(FileIntake(reading: path, bytesMax: 1 << 20).report().findings.count(of: .tooLarge) == 0)
  }

  @Test func `a portion takes about as long as a key may wait`() {
    var size = PortionSize()
    for _ in 0..<20 { size.note(seconds: 1) }
    #expect(size.events == PortionSize.least)
    for _ in 0..<20 { size.note(seconds: 0.0001) }
    #expect(size.events == PortionSize.most)
    size.note(seconds: PortionSize.aimSeconds / 2)
    #expect(size.events == PortionSize.most)
  }
}

@Suite struct `A room that is suspended` {
  @Test func `lets its trade stand, and goes on from where it was`() throws {
    let file = JournalFile()
    let room = Room(try file.journal()) {
      $0.speed = Speed(3600)
      $0.newSimulation = .small
    }
    defer { room.engine.stop() }
    try room.wait("it runs") { $0.state.board.count > 0 && ($0.clocks.last?.now ?? noon) > noon + .hours(2) }
    room.engine.rest()
    try room.takeRest()
    let start = Machine.steadySeconds
    let first = room.clocks.count
    try room.wait("three seconds go by") { $0.clocks[first...].count { $0.isTick } >= 3 }
    let stood = try #require(room.clocks.last?.now)
    #expect(room.clocks[first...].allSatisfy { $0.now == stood })
    let rested = Machine.steadySeconds - start
    #expect(rested > 1)
    room.engine.takeUp()
    let since = Machine.steadySeconds
    try room.wait("it goes on") { ($0.clocks.last?.now ?? noon) > stood }
    let moved = try #require(room.clocks.last?.now) - stood
    let passed = Machine.steadySeconds - since
    #expect(Double(moved.milliseconds) / 1000 <= (passed + 0.3) * 3600, "it does not run after the time it stood for")
  }
}

import Dashboard
import Dispatch
import Foundation
import Logistics
import Store
import Testing

@testable import Session

@Suite struct `Views kept in a file` {
  private func scratch() -> String {
    NSTemporaryDirectory() + "clearway-views-\(UUID().uuidString)/deep/views"
  }

  /// Keeps views in a file.
  private func keep(_ views: [SavedView], in file: KeptLines) -> SystemFault? {
    file.change(head: KeptViews.head) { lines in views.reduce(lines) { KeptViews.put($1, into: $0) } }
  }

  @Test func `come back as they were kept`() throws {
    let path = scratch()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let views = [
      SavedView(
        "my desk", list: .customs, filter: try Filter(parsing: "goods~/a.b|c d/ or \"x\ty\" value>5"),
        ordering: try Ordering(parsing: "due,-value"), columns: ["id", "value"]),
      SavedView("alles", filter: .all),
    ]
    let file = KeptLines(path: path)
    #expect(KeptViews.read(file).views.isEmpty)
    #expect(keep(views, in: file) == nil)
    let (read, faults) = KeptViews.read(file)
    #expect(faults == [])
    #expect(read.map(\.name) == ["my desk", "alles"])
    #expect(read[0].ordering == views[0].ordering && read[0].columns == views[0].columns && read[0].list == .customs)
    #expect(read[1] == views[1])
  }

  @Test func `lines that are not understood, and what somebody wrote beside them, stay where they are`() throws {
    let path = scratch()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = KeptLines(path: path)
    #expect(keep([], in: file) == nil)
    let good = "good\tall\t\t\tis:late"
    let bad = [
      "no fields", "x\tnowhere\t\t\ta", "x\tall\tspeed\t\ta", "x\tall\t\t\tvalue>lots", "GOOD\tall\t\t\ta",
      "\tall\t\t\ta",
    ]
    try ((["# mine", good] + bad).joined(separator: "\n") + "\n\u{0}\u{1B}[2J").write(
      toFile: path, atomically: true, encoding: .utf8)
    let (views, faults) = KeptViews.read(file)
    #expect(views.map(\.name) == ["good"])
    #expect(faults.count == bad.count + 1)
    #expect(faults.contains { $0.contains(":6: column 15") }, "\(faults)")
    #expect(file.change(head: "") { KeptViews.remove("good", from: $0) } == nil)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for line in bad where !line.hasPrefix("GOOD") { #expect(text.contains(line)) }
    #expect(text.hasPrefix("# mine\n"))
    #expect(!text.contains(good))
  }

  @Test func `two rooms keep views and lose none of each other's`() throws {
    let path = scratch()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let journal = try Journal.open(.memory)
    let rooms = [Room(journal) { $0.keptViewsPath = path }, Room(journal) { $0.keptViewsPath = path }]
    defer { for room in rooms { room.engine.stop() } }
    for (room, name) in zip(rooms, ["x", "y"]) {
      room.engine.post(.keepView(SavedView(name, filter: .all)))
      try room.wait("it is kept") { $0.state.keptViews.contains { $0.name == name } }
    }
    #expect(rooms[1].state.keptViews.map(\.name) == ["x", "y"], "the later one sees both")
    DispatchQueue.concurrentPerform(iterations: 40) { number in
      _ = KeptLines(path: path).change(head: "") {
        KeptViews.put(SavedView("view \(number)", filter: .all), into: $0)
      }
    }
    #expect(KeptViews.read(KeptLines(path: path)).views.count == 42)
    rooms[0].engine.post(.forgetView("x"))
    try rooms[0].wait("it is forgotten") { $0.state.keptViews.count == 41 }
  }

  @Test func `what cannot be read whole is not written over`() throws {
    let path = scratch()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = KeptLines(path: path)
    #expect(keep([], in: file) == nil)
    let large = String(repeating: "# a long story\n", count: 80_000)
    try large.write(toFile: path, atomically: true, encoding: .utf8)
    #expect(KeptViews.read(file).faults.count == 1)
    #expect(keep([SavedView("x", filter: .all)], in: file) != nil)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == large)
    #expect(keep([], in: KeptLines(path: "/proc/nothing/views")) != nil)
  }

  @Test func `columns come back as they were kept, one line a list`() throws {
    let path = scratch()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = KeptLines(path: path)
    let look = ListPreference(
      columns: [ListPreference.Column("id"), ListPreference.Column("held-for", width: 24)], frozen: 2,
      ordering: try Ordering(parsing: "due,-value"))
    for _ in 0..<2 {
      #expect(file.change(head: KeptColumns.head) { KeptColumns.put(look, of: .customs, into: $0) } == nil)
    }
    #expect(KeptColumns.read(file).columns == [.customs: look])
    try "customs\t2\tid\t\nnowhere\t\t\t\nall\tmany\tid\t\nall\t\tnothing\t\nall\t\tid:0\t\nall\t\tid\tsideways\nall\n"
      .write(
        toFile: path, atomically: true, encoding: .utf8)
    let (columns, faults) = KeptColumns.read(file)
    #expect(columns.keys.map(\.name) == ["customs"])
    #expect(faults.count == 6, "\(faults)")
    #expect(file.change(head: "") { KeptColumns.put(nil, of: .customs, into: $0) } == nil)
    #expect(KeptColumns.read(file).columns.isEmpty)
  }
}

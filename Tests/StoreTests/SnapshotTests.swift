import CFaults
import Measures
import Testing

@testable import Store

@Suite struct SnapshotTests {
  @Test func `sections are kept, replaced and dropped by name`() throws {
    let journal = try Journal.open(.memory)
    var scribe = Scribe()
    let position = try journal.record(30, by: &scribe)
    let earlier = Position(entries: 10, texts: 2)
    func section(_ name: String, _ position: Position, _ bytes: [UInt8], layout: String = "3") -> Section {
      Section(name: name, layout: layout, position: position, body: bytes)
    }
    try journal.write { transaction throws(StoreFailure) in
      try transaction.keep([
        section("board/b", earlier, [2]), section("board/a", earlier, []), section("board/c", earlier, [3, 3]),
        section("world", earlier, [9]),
      ])
    }
    #expect(try journal.sectionNames(layout: "3") == ["board/a", "board/b", "board/c", "world"])
    #expect(try journal.sectionNames(prefix: "board/", layout: "3") == ["board/a", "board/b", "board/c"])
    #expect(try journal.section("board/a", layout: "3") == section("board/a", earlier, []))
    #expect(try journal.section("board/c", layout: "3")?.body == [3, 3])
    #expect(try journal.snapshotPosition(prefix: "board/", layout: "3") == earlier)
    try journal.write { transaction throws(StoreFailure) in
      try transaction.keep(
        [section("board/a", position, [1]), section("board/d", position, [4])], replacing: "board/")
    }
    #expect(try journal.sectionNames(layout: "3") == ["board/a", "board/d", "world"])
    #expect(try journal.section("board/a", layout: "3")?.body == [1])
    #expect(try journal.section("world", layout: "3")?.body == [9])
    #expect(try journal.snapshotPosition(prefix: "board/", layout: "3") == position)
    #expect(try journal.snapshotPosition(layout: "3") == nil)
    #expect(try journal.snapshotPosition(prefix: "none/", layout: "3") == nil)
    try journal.write { transaction throws(StoreFailure) in try transaction.dropSections(prefix: "board/") }
    #expect(try journal.sectionNames(layout: "3") == ["world"])
  }

  @Test func `a section of another layout, ahead of the journal or damaged is as good as none`() throws {
    let folder = try Folder()
    var scribe = Scribe()
    let journal = try Journal.open(.file(folder.journal))
    let position = try journal.record(30, by: &scribe)
    try journal.write { transaction throws(StoreFailure) in
      try transaction.keep([
        Section(name: "old", layout: "2", position: position, body: [1]),
        Section(name: "ahead", layout: "3", position: Position(entries: 31, texts: 2), body: [1]),
        Section(name: "good", layout: "3", position: position, body: [1]),
        Section(name: "spoilt", layout: "3", position: position, body: [1]),
      ])
    }
    #expect(folder.sql("UPDATE section SET body = x'02' WHERE name = 'spoilt'").result == 0)
    #expect(try journal.section("old", layout: "3") == nil)
    #expect(try journal.section("ahead", layout: "3") == nil)
    #expect(try journal.section("spoilt", layout: "3") == nil)
    #expect(try journal.section("good", layout: "3") != nil)
    #expect(try journal.sectionNames(layout: "3") == ["good", "spoilt"])
  }

  @Test func `a batch and its checkpoint are one`() throws {
    let folder = try Folder()
    let journal = try Journal.open(.file(folder.journal))
    let watcher = try Journal.open(.file(folder.journal), mode: .readOnly)
    var scribe = Scribe()
    try journal.record(2, by: &scribe)
    for round in 1...5 {
      try journal.write { transaction throws(StoreFailure) in
        let from = try transaction.reader.position()
        let to = try transaction.append(
          entries: scribe.entries(after: from.entries, count: round), expecting: from, asOf: .epoch,
          recordedAt: .epoch, source: "driver")
        try transaction.keep([
          Section(name: "world", layout: "1", position: to, body: Array(repeating: UInt8(round), count: 9000 * round))
        ])
      }
      try watcher.read { reader throws(StoreFailure) in
        let section = try reader.section("world", layout: "1")
        let position = try reader.position()
        #expect(section?.position == position)
        #expect(section?.body.count == 9000 * round)
      }
    }
  }
}

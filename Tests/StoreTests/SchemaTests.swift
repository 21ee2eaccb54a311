import CFaults
import Measures
import Testing

@testable import Store

/// The rules are the file's own: they bind every program, not only this one.
@Suite struct SchemaTests {
  @Test(arguments: [
    ("UPDATE event SET at = 1 WHERE seq = 2", "an entry once recorded stays as it is"),
    ("DELETE FROM event WHERE seq = 20", "an entry once recorded remains"),
    ("UPDATE text SET value = 'x'", "a text once told stays as it is"),
    ("DELETE FROM text", "a text once told remains"),
    ("UPDATE batch SET source = 'x'", "a batch once recorded stays as it is"),
    ("DELETE FROM batch", "a batch once recorded remains"),
    ("INSERT INTO event VALUES (NULL, -1, 0, 1, 0, x'')", "CHECK constraint failed"),
    ("INSERT INTO event VALUES (NULL, 4294967296, 0, 1, 0, x'')", "CHECK constraint failed"),
    ("INSERT INTO event VALUES (21, 1, 21, 1, 0, x'')", "CHECK constraint failed"),
    ("INSERT INTO event VALUES (NULL, 1, 0, 1, 0, 'text')", "cannot store TEXT value in BLOB column"),
    ("INSERT INTO event VALUES (NULL, 1, 0, 1, NULL, x'')", "NOT NULL constraint failed"),
    ("INSERT INTO event VALUES (3, 1, 0, 1, 0, x'')", "UNIQUE constraint failed"),
    ("INSERT INTO text VALUES (3, 'ordered')", "UNIQUE constraint failed"),
    ("INSERT INTO batch VALUES (2, 22, 0, 3, 0, 0, 0, '', zeroblob(32))", "a batch follows the one before it"),
    ("INSERT INTO batch VALUES (3, 21, 0, 3, 0, 0, 0, '', zeroblob(32))", "a batch follows the one before it"),
    ("INSERT INTO batch VALUES (2, 21, 1, 3, 0, 0, 0, '', zeroblob(32))", "a batch has its entries without gaps"),
    ("INSERT INTO batch VALUES (2, 21, 0, 3, 1, 0, 0, '', zeroblob(32))", "a batch tells its texts without gaps"),
    (
      "INSERT INTO event VALUES (22, 1, 0, 1, 0, x''); INSERT INTO batch VALUES (2, 21, 1, 3, 0, 0, 0, '', zeroblob(32))",
      "a batch has its entries without gaps"
    ),
    (
      "INSERT INTO event VALUES (21, 1, 0, 3, 0, x''); INSERT INTO batch VALUES (2, 21, 1, 3, 0, 0, 0, '', zeroblob(32))",
      "a batch has its entries without gaps, each of a kind that was told"
    ),
  ])
  func `the file refuses what breaks its rules`(statement: String, reason: String) throws {
    let folder = try Folder()
    var scribe = Scribe()
    do { try Journal.open(.file(folder.journal)).record(20, by: &scribe) }
    let answer = folder.sql(statement)
    #expect(answer.result == 19 || reason.hasPrefix("cannot store"))
    #expect(answer.said.hasPrefix(reason), "\(answer.said)")
  }

  /// Journals in the world were made by these steps. A step that was released is never changed: a new one is added after it,
  /// and its fingerprint here.
  @Test func `steps that were released stay as they are`() {
    #expect(Schema.steps.map { Fingerprint(of: $0).hex } == ["0f17923528763a71dbd6817e1f8b9dd0"])
    #expect(Schema.version == Schema.steps.count)
  }

  @Test func `a writer's mistake is told as rejected and leaves nothing`() throws {
    let journal = try Journal.open(.memory)
    func attempt(texts: [String], previous: UInt64 = 0, kind: UInt32 = 1) -> StoreFailure? {
      failure {
        let position = try journal.position()
        var entries = Entries(after: position.entries)
        entries.append(stream: 1, previous: previous, kind: kind, at: .epoch, body: [])
        try journal.write { transaction throws(StoreFailure) in
          _ = try transaction.append(
            texts: texts, entries: entries, expecting: position, asOf: .epoch, recordedAt: .epoch, source: "")
        }
      }
    }
    #expect(attempt(texts: ["a"], kind: 2)?.code == .rejected)
    #expect(attempt(texts: ["a", "a"])?.code == .rejected)
    #expect(attempt(texts: ["a"], kind: 0)?.code == .rejected)
    #expect(attempt(texts: ["a"], previous: 1)?.code == .rejected)
    #expect(attempt(texts: ["a"], previous: .max)?.code == .rejected)
    #expect(try journal.position() == .start)
    #expect(attempt(texts: ["a"]) == nil)
    #expect(attempt(texts: ["a"])?.code == .rejected)
    #expect(try journal.position() == Position(entries: 1, texts: 1))
  }
}

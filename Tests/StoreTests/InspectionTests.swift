import CFaults
import Measures
import Testing

@testable import Store

@Suite struct InspectionTests {
  /// Each kind of damage a file can take behind the journal's back, and the rule that finds it. The triggers are taken off
  /// first and put back after, as somebody with a reason and a tool would do.
  @Test(arguments: [
    ("UPDATE event SET at = at + 1 WHERE seq = 33", Finding.Rule.content),
    ("UPDATE event SET body = x'00' WHERE seq = 60", .content),
    ("UPDATE text SET value = 'orderly' WHERE id = 1", .content),
    ("UPDATE event SET previous = 1 WHERE seq = 40", .chains),
    ("UPDATE event SET stream = 99 WHERE seq = 40", .chains),
    ("UPDATE event SET kind = 7 WHERE seq = 40", .kinds),
    ("DELETE FROM event WHERE seq = 35", .entries),
    ("DELETE FROM event WHERE seq = 60", .batches),
    ("DELETE FROM text WHERE id = 1", .texts),
    ("DELETE FROM batch WHERE id = 2", .batches),
    ("DELETE FROM batch WHERE id = 3", .batches),
    ("INSERT INTO event VALUES (61, 1, 0, 1, 0, x'')", .batches),
    ("UPDATE section SET body = x'07'", .sections),
    ("UPDATE section SET entries = 61", .sections),
    ("CREATE TRIGGER forger AFTER INSERT ON meta BEGIN SELECT 1; END", .layout),
  ])
  func `damage is found by its rule`(damage: String, rule: Finding.Rule) throws {
    let folder = try Folder()
    var scribe = Scribe()
    do {
      let journal = try Journal.open(.file(folder.journal))
      for _ in 0..<3 { try journal.record(20, by: &scribe) }
      let position = try journal.position()
      try journal.write { transaction throws(StoreFailure) in
        try transaction.keep([Section(name: "s", layout: "1", position: position, body: [1, 2])])
      }
      #expect(try journal.findings() == [])
    }
    let triggers = Schema.steps.joined().split(separator: "CREATE TRIGGER ").dropFirst().map {
      (name: String($0.prefix { $0 != " " }), sql: "CREATE TRIGGER " + $0)
    }
    let drop = triggers.map { "DROP TRIGGER \($0.name);" }.joined()
    let again = triggers.map(\.sql).joined()
    #expect(folder.sql(drop + damage + ";" + again).result == 0)
    for mode in [Journal.Mode.readOnly, .readWrite] {
      let findings = try Journal.open(.file(folder.journal), mode: mode).findings()
      #expect(findings.contains { $0.rule == rule }, "\(findings)")
      #expect(try Journal.open(.file(folder.journal), mode: mode).findings(limit: 1).count == 1)
    }
  }
}

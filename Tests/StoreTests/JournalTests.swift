import CFaults
import Measures
import Testing

@testable import Store

@Suite struct JournalTests {
  @Test(arguments: [1, 49, 50, 51, 149, 1000]) func `what is written is read back`(count: Int) throws {
    let folder = try Folder()
    for location in [Journal.Location.memory, .file(folder.journal)] {
      let journal = try Journal.open(location)
      var scribe = Scribe()
      let entries = scribe.entries(after: 0, count: count)
      let position = try journal.write { transaction throws(StoreFailure) in
        try transaction.append(
          texts: ["ordered", "handed-over", ""], entries: entries, expecting: .start, asOf: Instant(milliseconds: 3),
          recordedAt: Instant(milliseconds: 4), source: "shop")
      }
      #expect(position == Position(entries: UInt64(count), texts: 3))
      #expect(try journal.position() == position)
      let read = try journal.entries(after: 0)
      #expect(read.heads == entries.heads)
      #expect(read.bodies == entries.bodies)
      #expect(try journal.texts() == ["ordered", "handed-over", ""])
      #expect(try journal.texts(after: 2) == [""])
      #expect(try journal.entries(after: UInt64(count)).isEmpty)
      #expect(try journal.entries(after: .max).isEmpty)
      #expect(try journal.entries(after: 0, limit: 3).count == min(3, count))
      let batch = try #require(try journal.lastBatch())
      #expect(try journal.batches() == [batch])
      #expect(batch.id == 1 && batch.first == 1 && batch.count == UInt64(count) && batch.texts == 3)
      #expect(batch.asOf.milliseconds == 3 && batch.recordedAt.milliseconds == 4 && batch.source == "shop")
      #expect(try batch.digest == journal.digest())
      #expect(try journal.findings() == [])
    }
  }

  @Test func `entries visit their bytes without copies`() throws {
    var scribe = Scribe()
    let entries = scribe.entries(after: 0, count: 100)
    var seen = 0
    entries.forEach { head, body in
      #expect(Array(body) == Array(entries.body(at: seen)))
      #expect(head.sequence == UInt64(seen + 1))
      seen += 1
    }
    #expect(seen == 100)
  }

  @Test func `a writer who looked too early is told to look again`() throws {
    let journal = try Journal.open(.memory)
    var scribe = Scribe()
    try journal.record(10, by: &scribe)
    let late = failure {
      try journal.write { transaction throws(StoreFailure) in
        _ = try transaction.append(
          entries: Entries(after: 4), expecting: Position(entries: 4, texts: 2), asOf: .epoch, recordedAt: .epoch,
          source: "late")
      }
    }
    #expect(
      late?.code == .moved(from: Position(entries: 4, texts: 2), to: Position(entries: 10, texts: 2)))
    #expect(try journal.batches().count == 1)
  }

  @Test func `two journals on one file see each other`() throws {
    let folder = try Folder()
    let one = try Journal.open(.file(folder.journal))
    let two = try Journal.open(.file(folder.journal))
    let watcher = try Journal.open(.file(folder.journal), mode: .readOnly)
    var scribe = Scribe()
    #expect(try !two.changedByOthers())
    try one.record(5, by: &scribe)
    #expect(try two.changedByOthers() && watcher.changedByOthers())
    #expect(try !two.changedByOthers() && !watcher.changedByOthers() && !one.changedByOthers())
    #expect(try two.position().entries == 5)
    // The second catches up within its own transaction, before it decides.
    var stream = Scribe(streams: 1)
    let seen = Position.start
    try two.write { transaction throws(StoreFailure) in
      let now = try transaction.reader.position()
      #expect(now.entries > seen.entries)
      #expect(try transaction.reader.entries(after: seen.entries).count == 5)
      stream.streams = 1
      try transaction.append(
        entries: stream.entries(after: now.entries, count: 1), expecting: now, asOf: .epoch, recordedAt: .epoch,
        source: "two")
    }
    #expect(try one.changedByOthers())
    #expect(try one.entries(after: 5).count == 1)
    #expect(try watcher.batches(after: 1).map(\.source) == ["two"])
  }

  /// Several open a file that is not there yet, all at once, and each appends what it decided on the latest state.
  @Test func `many writers take turns and lose nothing`() async throws {
    let folder = try Folder()
    let path = folder.journal
    let writers = 4
    let rounds = 25
    try await withThrowingTaskGroup(of: Int.self) { group in
      for writer in 1...writers {
        group.addTask {
          let journal = try Journal.open(.file(path))
          var seen = try journal.position()
          var last: UInt64 = 0
          var moved = 0
          var round = 0
          while round < rounds {
            do {
              var entries = Entries(after: seen.entries)
              let sequence = entries.append(
                stream: UInt32(writer), previous: last, kind: 1, at: .epoch, body: [UInt8(round)])
              seen = try journal.write { transaction throws(StoreFailure) in
                try transaction.append(
                  texts: seen.texts == 0 ? ["said"] : [], entries: entries, expecting: seen, asOf: .epoch,
                  recordedAt: .epoch, source: "writer \(writer)")
              }
              last = sequence
              round += 1
            } catch let failure as StoreFailure {
              guard case .moved(_, let to) = failure.code else { throw failure }
              seen = to
              moved += 1
            }
          }
          return moved
        }
      }
      for try await _ in group {}
    }
    let journal = try Journal.open(.file(path), mode: .readOnly)
    #expect(try journal.position() == Position(entries: UInt64(writers * rounds), texts: 1))
    #expect(try journal.findings() == [])
    for writer in 1...writers {
      let last = try #require(try journal.entries(after: 0).heads.last { $0.stream == UInt32(writer) })
      let chain = try journal.chain(endingAt: last.sequence)
      #expect(chain.bodies.reversed() == (0..<rounds).map { UInt8($0) })
    }
  }

  @Test func `a transaction that throws leaves nothing`() throws {
    let folder = try Folder()
    let journal = try Journal.open(.file(folder.journal))
    var scribe = Scribe()
    try journal.record(20, by: &scribe)
    let before = try journal.digest()
    let refused = failure {
      try journal.write { transaction throws(StoreFailure) in
        let now = try transaction.reader.position()
        var other = scribe
        try transaction.append(
          texts: ["new"], entries: other.entries(after: now.entries, count: 120), expecting: now, asOf: .epoch,
          recordedAt: .epoch, source: "x")
        try transaction.keep([Section(name: "s", layout: "1", position: now, body: [1])])
        try transaction.set("seed", to: "7")
        throw StoreFailure.damaged("said so", path: "here")
      }
    }
    #expect(refused?.message == "said so")
    #expect(try journal.digest() == before)
    #expect(try journal.setting("seed") == nil)
    #expect(try journal.sectionNames(layout: "1") == [])
    #expect(try journal.record(1, by: &scribe).entries == 21)
    #expect(try journal.findings() == [])
  }

  @Test func `the chain of a stream is walked by key`() throws {
    let journal = try Journal.open(.memory)
    var scribe = Scribe(streams: 50)
    for _ in 0..<4 { try journal.record(500, by: &scribe) }
    let last = try #require(scribe.last[13])
    let chain = try journal.chain(endingAt: last)
    #expect(chain.count == 40)
    #expect(chain.heads.allSatisfy { $0.stream == 13 })
    #expect(chain.heads.map(\.sequence) == stride(from: 12, through: 1962, by: 50).map { UInt64($0) })
    let all = try journal.entries(after: 0)
    for (index, head) in chain.heads.enumerated() {
      #expect(Array(chain.body(at: index)) == Array(all.body(at: Int(head.sequence) - 1)))
    }
    #expect(try journal.chain(endingAt: last, limit: 3).heads.map(\.sequence) == [1862, 1912, 1962])
    #expect(try journal.chain(endingAt: 0).isEmpty)
    #expect(failure { _ = try journal.chain(endingAt: 5000) }?.code == .damaged)
  }

  @Test func `the digest is of the content and not of its cutting`() throws {
    func digest(_ counts: [Int], twist: (inout Entries) -> Void = { _ in }) throws -> Fingerprint {
      let journal = try Journal.open(.memory)
      var scribe = Scribe()
      for count in counts { try journal.record(count, by: &scribe) }
      #expect(try journal.lastBatch()?.digest == journal.digest())
      return try journal.digest()
    }
    let whole = try digest([100])
    #expect(try digest([1, 98, 1]) == whole)
    #expect(try digest([100, 0]) == whole)
    #expect(try digest([99]) != whole)
    #expect(try digest([101]) != whole)
    let empty = try Journal.open(.memory).digest()
    #expect(empty != whole)
  }

  /// Each single change to one entry's fields, or to a text, shows in the digest.
  @Test func `every change shows in the digest`() throws {
    struct Plain: Hashable {
      var texts = ["ordered", "handed-over"]
      var stream: UInt32 = 3
      var previous: UInt64 = 1
      var kind: UInt32 = 1
      var at: Int64 = 1000
      var body: [UInt8] = [1, 2, 3]
    }
    func digest(_ plain: Plain) throws -> Fingerprint {
      let journal = try Journal.open(.memory)
      var entries = Entries(after: 0)
      entries.append(stream: plain.stream, previous: 0, kind: 1, at: .epoch, body: [])
      entries.append(
        stream: plain.stream, previous: plain.previous, kind: plain.kind, at: Instant(milliseconds: plain.at),
        body: plain.body)
      try journal.write { transaction throws(StoreFailure) in
        _ = try transaction.append(
          texts: plain.texts, entries: entries, expecting: .start, asOf: .epoch, recordedAt: .epoch, source: "")
      }
      return try journal.digest()
    }
    var variants: [Plain] = [Plain()]
    func add(_ change: (inout Plain) -> Void) {
      var plain = Plain()
      change(&plain)
      variants.append(plain)
    }
    add { $0.texts = ["handed-over", "ordered"] }
    add { $0.texts = ["orderedh", "anded-over"] }
    add { $0.texts = ["ordered", "handed-over", ""] }
    add { $0.stream = 4 }
    add { $0.previous = 0 }
    add { $0.kind = 2 }
    add { $0.at = -1000 }
    add { $0.body = [1, 2, 3, 0] }
    add { $0.body = [1, 2, 4] }
    add { $0.body = [] }
    add { $0.body = Array(repeating: 0, count: 16) }
    add { $0.body = Array(repeating: 0, count: 17) }
    #expect(try Set(variants.map(digest)).count == variants.count)
  }

  @Test func `settings last`() throws {
    let folder = try Folder()
    do {
      let journal = try Journal.open(.file(folder.journal))
      try journal.write { transaction throws(StoreFailure) in
        try transaction.set("seed", to: "6")
        try transaction.set("seed", to: "7")
        try transaction.set("orders a day", to: "40'000; DROP TABLE event")
      }
    }
    let journal = try Journal.open(.file(folder.journal), mode: .readOnly)
    #expect(try journal.setting("seed") == "7")
    #expect(
      try journal.read { reader throws(StoreFailure) in try reader.settings().map { "\($0.name)=\($0.value)" } }
        == ["orders a day=40'000; DROP TABLE event", "seed=7"])
    #expect(try journal.setting("colour") == nil)
  }

  @Test func `bytes and texts of any kind go through`() throws {
    let folder = try Folder()
    let journal = try Journal.open(.file(folder.journal))
    let texts = [
      "'; DROP TABLE event; --", "a\u{0}b", "\u{1B}[31m", "é", "e\u{301}", String(repeating: "长", count: 9000),
    ]
    var entries = Entries(after: 0)
    entries.append(
      stream: .max, previous: 0, kind: 6, at: Instant(milliseconds: .min), body: Array(repeating: 0xFF, count: 70_000))
    entries.append(stream: 0, previous: 0, kind: 1, at: Instant(milliseconds: .max), body: [])
    try journal.write { transaction throws(StoreFailure) in
      _ = try transaction.append(
        texts: texts, entries: entries, expecting: .start, asOf: .epoch, recordedAt: .epoch, source: "a\u{0}'b")
    }
    #expect(try journal.texts().map { Array($0.utf8) } == texts.map { Array($0.utf8) })
    let read = try journal.entries(after: 0)
    #expect(read.heads == entries.heads && read.bodies == entries.bodies)
    #expect(try journal.lastBatch()?.source == "a\u{0}'b")
    #expect(try journal.findings() == [])
  }
}

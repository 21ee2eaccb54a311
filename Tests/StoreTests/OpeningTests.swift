import CFaults
import Glibc
import Measures
import Testing

@testable import Store

@Suite struct OpeningTests {
  @Test func `an empty file becomes a journal, and stays one`() throws {
    let folder = try Folder()
    try folder.put([])
    var scribe = Scribe()
    do {
      let journal = try Journal.open(.file(folder.journal))
      #expect(try journal.position() == .start)
      #expect(try journal.lastBatch() == nil)
      try journal.record(3, by: &scribe)
    }
    #expect(folder.sql("PRAGMA application_id").said == "\(0x434C_5257)")
    #expect(folder.sql("PRAGMA user_version").said == "1")
    #expect(folder.sql("PRAGMA journal_mode").said == "wal")
    let journal = try Journal.open(.file(folder.journal))
    #expect(try journal.position().entries == 3)
    #expect(try journal.findings() == [])
  }

  @Test func `a file that is no database is refused and not touched`() throws {
    let folder = try Folder()
    let letter = Array(String(repeating: "Dear forwarder, the parcel is late. ", count: 100).utf8)
    try folder.put(letter)
    for mode in [Journal.Mode.readWrite, .readOnly] {
      let refused = failure { _ = try Journal.open(.file(folder.journal), mode: mode) }
      #expect(refused?.code == .notAJournal)
      #expect(refused?.path == folder.journal)
      #expect(refused?.remedy.isEmpty == false)
    }
    #expect(try folder.bytes() == letter)
  }

  @Test func `another program's database is refused and not touched`() throws {
    let folder = try Folder()
    #expect(folder.sql("CREATE TABLE songs (title); PRAGMA user_version = 1").result == 0)
    let before = try folder.bytes()
    for mode in [Journal.Mode.readWrite, .readOnly] {
      #expect(failure { _ = try Journal.open(.file(folder.journal), mode: mode) }?.code == .foreign)
    }
    #expect(try folder.bytes() == before)
    #expect(folder.sql("PRAGMA application_id = 77").result == 0)
    #expect(failure { _ = try Journal.open(.file(folder.journal)) }?.code == .foreign)
  }

  @Test func `a journal of a later version is refused and not touched`() throws {
    let folder = try Folder()
    do { _ = try Journal.open(.file(folder.journal)) }
    folder.sql("PRAGMA user_version = 9")
    let before = try folder.bytes()
    for mode in [Journal.Mode.readWrite, .readOnly] {
      let refused = failure { _ = try Journal.open(.file(folder.journal), mode: mode) }
      #expect(refused?.code == .newer(found: 9, known: Schema.version))
      #expect(refused?.message.contains("layout 9") == true)
    }
    #expect(try folder.bytes() == before)
  }

  @Test func `a path that leads nowhere is told in words`() throws {
    let folder = try Folder()
    #expect(failure { _ = try Journal.open(.file(folder.journal), mode: .readOnly) }?.code == .missing)
    #expect(failure { _ = try Journal.open(.file(folder.path + "/no/such")) }?.code == .cannotOpen)
    #expect(failure { _ = try Journal.open(.file(folder.path)) }?.code == .cannotOpen)
    #expect(failure { _ = try Journal.open(.file("")) }?.code == .cannotOpen)
    try folder.put([])
    #expect(failure { _ = try Journal.open(.file(folder.journal), mode: .readOnly) }?.code == .notAJournal)
  }

  /// Whatever is cut off or garbled: a typed failure or findings, or a journal that is sound as far as it goes; never a trap.
  @Test func `a truncated or garbled file never traps`() throws {
    let folder = try Folder()
    var scribe = Scribe()
    do {
      let journal = try Journal.open(.file(folder.journal))
      for _ in 0..<5 { try journal.record(300, by: &scribe) }
    }
    let whole = try folder.bytes()
    func look() -> [StoreFailure.Code] {
      var codes: [StoreFailure.Code] = []
      for mode in [Journal.Mode.readOnly, .readWrite] {
        let trouble = failure {
          let journal = try Journal.open(.file(folder.journal), mode: mode)
          if try !journal.findings().isEmpty { codes.append(.damaged) }
          _ = try journal.entries(after: 0)
          _ = try journal.chain(endingAt: 1500)
          _ = try journal.texts()
          _ = try journal.batches()
          _ = try journal.digest()
        }
        if let trouble { codes.append(trouble.code) }
      }
      return codes
    }
    #expect(look() == [])
    for length in [1, 15, 16, 99, 100, 511, 512, 4095, 4096, 5000, 8192, whole.count / 2, whole.count - 1] {
      try folder.put(Array(whole[..<length]))
      #expect(!look().isEmpty, "cut to \(length) of \(whole.count) bytes")
    }
    for seed in 0..<60 {
      var garbled = whole
      var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
      for _ in 0..<20 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        // Past the header's magic and page size, which only make it "not a database".
        garbled[18 + Int(state % UInt64(garbled.count - 18))] = UInt8(truncatingIfNeeded: state >> 32)
      }
      try folder.put(garbled)
      #expect(!look().isEmpty, "seed \(seed)")
    }
  }

  @Test func `a journal opened for reading cannot write`() throws {
    let folder = try Folder()
    var scribe = Scribe()
    let writer = try Journal.open(.file(folder.journal))
    try writer.record(3, by: &scribe)
    let reader = try Journal.open(.file(folder.journal), mode: .readOnly)
    let refused = failure {
      try reader.write { transaction throws(StoreFailure) in try transaction.set("seed", to: "7") }
    }
    #expect(refused?.code == .readOnly)
    #expect(failure { _ = try reader.takeDriverLease(now: .epoch) }?.code == .readOnly)
    #expect(try reader.position().entries == 3)
    let memory = try Journal.open(.memory, mode: .readOnly)
    #expect(
      failure { try memory.write { transaction throws(StoreFailure) in try transaction.set("seed", to: "7") } }?.code
        == .readOnly)
  }

  @Test func `whatever is written past the journal's own calls, SQLite itself refuses it`() throws {
    let folder = try Folder()
    var scribe = Scribe()
    do { try Journal.open(.file(folder.journal)).record(3, by: &scribe) }
    let before = try folder.bytes()
    let reader = try Journal.open(.file(folder.journal), mode: .readOnly)
    let direct = [
      "INSERT INTO text VALUES (99, 'x')", "UPDATE event SET body = x'00'", "DELETE FROM event", "DROP TABLE event",
      "CREATE TABLE more (a)", "PRAGMA user_version = 9", "PRAGMA journal_mode = DELETE", "VACUUM",
    ]
    // The switch that a statement could turn back is not the only lock: the file itself is open for reading.
    for unlock in ["PRAGMA query_only = ON", "PRAGMA query_only = OFF", "PRAGMA writable_schema = ON"] {
      try reader.read { reader throws(StoreFailure) in _ = try Statement(unlock, on: reader.connection).step() }
      for sql in direct {
        let refused = failure {
          try reader.read { reader throws(StoreFailure) in
            while try Statement(sql, on: reader.connection).step() {
              // A pragma that is not obeyed answers with what stays.
              return
            }
          }
        }
        if !sql.hasPrefix("PRAGMA journal_mode") { #expect(refused != nil, "\(unlock); \(sql)") }
      }
    }
    #expect(try reader.position().entries == 3)
    #expect(try reader.findings() == [])
    #expect(try folder.bytes() == before)
  }

  /// Permissions do not bind the superuser, so there the thread puts on another user's file system identity: it binds this
  /// thread alone, and is put off at the end.
  @Test func `a journal in a folder that takes no writes can be read`() throws {
    let folder = try Folder()
    var scribe = Scribe()
    do { try Journal.open(.file(folder.journal)).record(12, by: &scribe) }
    // One that was not closed in order: its log is copied away while it is open.
    let open = folder.path + "/open.clearway"
    let journal = try Journal.open(.file(open))
    var other = Scribe()
    try journal.record(5, by: &other)
    try copy(open, to: folder.path + "/left.clearway")
    try copy(open + "-wal", to: folder.path + "/left.clearway-wal")
    chmod(folder.journal, 0o444)
    chmod(folder.path + "/left.clearway", 0o444)
    chmod(folder.path + "/left.clearway-wal", 0o444)
    chmod(folder.path, 0o555)
    if getuid() == 0 { clearway_files_as(65534) }
    defer { if getuid() == 0 { clearway_files_as(0) } }
    #expect(access(folder.path + "-x", F_OK) != 0)
    let reader = try Journal.open(.file(folder.journal), mode: .readOnly)
    #expect(try reader.position().entries == 12)
    #expect(try reader.findings() == [])
    // Neither the log nor its index were made, which nobody could make here.
    #expect(access(folder.journal + "-wal", F_OK) != 0)
    #expect(access(folder.journal + "-shm", F_OK) != 0)
    #expect(
      failure { try reader.write { transaction throws(StoreFailure) in try transaction.set("a", to: "b") } }?.code
        == .readOnly)
    let refused = failure { _ = try Journal.open(.file(folder.journal)) }
    #expect(refused?.code == .readOnly || refused?.code == .cannotOpen)
    // The file alone would be an older journal, so it is not shown for the whole.
    let left = failure { _ = try Journal.open(.file(folder.path + "/left.clearway"), mode: .readOnly) }
    #expect(left?.code == .readOnly)
    #expect(left?.message.contains("not closed in order") == true)
    #expect(failure { _ = try Journal.open(.file(folder.path + "/new.clearway")) }?.code == .cannotOpen)
  }

  @Test func `a journal locked for long is told as locked`() throws {
    let folder = try Folder()
    let one = try Journal.open(.file(folder.journal))
    let two = try Journal.open(.file(folder.journal), busySeconds: 0.05)
    try one.write { _ throws(StoreFailure) in
      #expect(failure { try two.write { _ throws(StoreFailure) in } }?.code == .locked)
      // Who only reads does not wait.
      do { _ = try two.position() } catch { Issue.record(error) }
    }
    #expect(failure { try two.write { _ throws(StoreFailure) in } } == nil)
  }

  @Test func `a path that looks like something else is a path`() throws {
    let folder = try Folder()
    for name in ["file:x?mode=memory", ":memory:", "a b%41#?", "长途"] {
      let path = folder.path + "/" + name
      var scribe = Scribe()
      try Journal.open(.file(path)).record(4, by: &scribe)
      #expect(try Journal.open(.file(path), mode: .readOnly).position().entries == 4)
      #expect(access(path, F_OK) == 0)
    }
  }

  @Test func `every query is one SQLite understands`() throws {
    let folder = try Folder()
    let journal = try Journal.open(.file(folder.journal))
    try journal.read { reader throws(StoreFailure) in
      for query in Query.allCases { _ = try reader.connection.statement(query) }
    }
  }

  private func copy(_ source: String, to target: String) throws {
    let from = try #require(fopen(source, "r"))
    let to = try #require(fopen(target, "w"))
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while case let count = fread(&buffer, 1, buffer.count, from), count > 0 { fwrite(buffer, 1, count, to) }
    fclose(from)
    fclose(to)
  }
}

import CFaults
import Glibc
import Measures
import Testing

@testable import Store

/// A folder of its own for one test, gone when the test is.
final class Folder {
  let path: String
  var journal: String { path + "/journal.clearway" }

  init() throws {
    #expect(clearway_faults_install() == 0)
    // In memory where there is such a file system: thousands of syncs to a busy disk take minutes, and prove no more.
    let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(parent)/clearway-store-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  deinit {
    chmod(path, 0o755)
    if let directory = opendir(path) {
      while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) {
          String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        unlink(path + "/" + name)
      }
      closedir(directory)
    }
    rmdir(path)
  }

  /// Runs SQL on the journal's file as another program would, and gives what SQLite said, or the first value.
  @discardableResult
  func sql(_ sql: String) -> (result: Int32, said: String) {
    var answer = [CChar](repeating: 0, count: 4096)
    let result = clearway_sql(journal, sql, &answer, Int32(answer.count))
    return (result, String(decoding: answer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
  }

  /// The journal file's bytes.
  func bytes() throws -> [UInt8] { try Self.bytes(journal) }

  /// Puts bytes in the journal file's place.
  func put(_ bytes: [UInt8]) throws { try Self.put(bytes, at: journal) }

  static func bytes(_ path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 22)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes[..<count])
  }

  static func put(_ bytes: [UInt8], at path: String) throws {
    let file = try #require(fopen(path, "w"))
    defer { fclose(file) }
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
  }
}

/// A writer with streams of its own making: entry n belongs to stream 1 + n % streams and has n % 50 bytes.
struct Scribe {
  var streams: UInt32 = 7
  var last: [UInt32: UInt64] = [:]

  mutating func entries(after base: UInt64, count: Int, kinds: UInt32 = 2) -> Entries {
    var entries = Entries(after: base)
    for number in base + 1..<base + 1 + UInt64(count) {
      let stream = 1 + UInt32(number % UInt64(streams))
      let body = (0..<number % 50).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
      last[stream] = entries.append(
        stream: stream, previous: last[stream] ?? 0, kind: 1 + UInt32(number % UInt64(kinds)),
        at: Instant(milliseconds: 1_790_000_000_000 + Int64(number)), body: body)
    }
    return entries
  }
}

extension Journal {
  /// Records `count` entries in one batch after what is there, and tells two kinds first if need be.
  @discardableResult
  func record(_ count: Int, by scribe: inout Scribe, source: String = "test") throws -> Position {
    let from = try position()
    let entries = scribe.entries(after: from.entries, count: count)
    return try write { transaction throws(StoreFailure) in
      try transaction.append(
        texts: from.texts == 0 ? ["ordered", "handed-over"] : [], entries: entries, expecting: from,
        asOf: Instant(milliseconds: Int64(from.entries)), recordedAt: Instant(milliseconds: 5), source: source)
    }
  }
}

/// The failure that `body` ends in.
func failure(_ body: () throws -> Void) -> StoreFailure? {
  do {
    try body()
    return nil
  } catch {
    return error as? StoreFailure
  }
}

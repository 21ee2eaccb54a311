import GRDB
import GRDBSQLite
package import Measures

/// The one writer's time with the journal: what it reads is the latest there is, nobody else can write before it ends, and
/// what it writes is there as a whole or not at all.
package struct Transaction: ~Copyable {
  /// The journal as this transaction finds it, with what it has written so far.
  package let reader: Reader

  private var connection: Connection { reader.connection }

  init(_ connection: Connection) { reader = Reader(connection) }

  /// Records a batch and returns how far the journal has come with it.
  ///
  /// Texts get the ids after `expecting.texts` in their order. The entries must have been started after `expecting.entries`.
  /// Throws `moved` when the journal is not where `expecting` says, so that whoever decided on an older state looks again;
  /// `rejected` when a rule of the journal is broken (a kind that was not told, a text told twice).
  ///
  /// - Parameters:
  ///   - asOf: How far the world the batch tells of has come.
  ///   - recordedAt: The time by the clock on the wall.
  ///   - source: Who brings it.
  @discardableResult
  package mutating func append(
    texts: [String] = [], entries: Entries, expecting: Position, asOf: Instant, recordedAt: Instant, source: String
  ) throws(StoreFailure) -> Position {
    var (batch, position, running) = try reader.end()
    guard position == expecting else {
      throw StoreFailure(
        code: .moved(from: expecting, to: position),
        message: "The journal has gone on to entry \(position.entries) since entry \(expecting.entries) was looked at.",
        remedy: "Read what came meanwhile, and decide again.", path: connection.path, underlying: "")
    }
    precondition(entries.base == expecting.entries, "a batch starts where its writer expects the journal to end")
    try add(texts, after: position.texts, to: &running)
    try add(entries, to: &running)

    let statement = try connection.statement(.addBatch)
    defer { statement.reset() }
    statement.bind(batch + 1, at: 1)
    statement.bind(Int64(position.entries) + 1, at: 2)
    statement.bind(Int64(entries.count), at: 3)
    statement.bind(Int64(position.texts) + 1, at: 4)
    statement.bind(Int64(texts.count), at: 5)
    statement.bind(recordedAt.milliseconds, at: 6)
    statement.bind(asOf.milliseconds, at: 7)
    try statement.bind(source, at: 8)
    try statement.bind(running.stored, at: 9)
    _ = try statement.step()
    position.entries += UInt64(entries.count)
    position.texts += UInt32(texts.count)
    return position
  }

  private func add(_ texts: [String], after id: UInt32, to running: inout RunningDigest) throws(StoreFailure) {
    guard !texts.isEmpty else { return }
    let statement = try connection.statement(.addText)
    var id = Int64(id)
    for text in texts {
      id += 1
      statement.bind(id, at: 1)
      try statement.bind(text, at: 2)
      defer { statement.reset() }
      _ = try statement.step()
      running.combine(text)
    }
  }

  private func add(_ entries: Entries, to running: inout RunningDigest) throws(StoreFailure) {
    guard !entries.isEmpty else { return }
    let many = try connection.statement(.addEntries).handle
    let one = try connection.statement(.addEntry).handle
    let result = entries.heads.withUnsafeBufferPointer { heads in
      entries.bodies.withUnsafeBytes { bodies -> Int32 in
        var index = 0
        while index < heads.count {
          let together = heads.count - index >= Query.entriesAtOnce ? Query.entriesAtOnce : 1
          let statement = together == 1 ? one : many
          var parameter: Int32 = 0
          for head in heads[index..<index + together] {
            let body = UnsafeRawBufferPointer(rebasing: bodies[head.bodyRange])
            // SQLITE_STATIC (no destructor): the bytes outlive the step that reads them.
            sqlite3_bind_int64(statement, parameter + 1, Int64(head.sequence))
            sqlite3_bind_int64(statement, parameter + 2, Int64(head.stream))
            sqlite3_bind_int64(statement, parameter + 3, Int64(clamping: head.previous))
            sqlite3_bind_int64(statement, parameter + 4, Int64(head.kind))
            sqlite3_bind_int64(statement, parameter + 5, head.at.milliseconds)
            if body.isEmpty {
              sqlite3_bind_zeroblob(statement, parameter + 6, 0)
            } else {
              sqlite3_bind_blob(statement, parameter + 6, body.baseAddress, Int32(body.count), nil)
            }
            parameter += 6
            running.combine(
              stream: head.stream, previous: head.previous, kind: head.kind, at: head.at.milliseconds, body: body)
          }
          let result = sqlite3_step(statement)
          guard result == SQLITE_DONE else { return result }
          sqlite3_reset(statement)
          index += together
        }
        return SQLITE_DONE
      }
    }
    // The failure is read off the connection before a reset can change it.
    let failure = result == SQLITE_DONE ? nil : connection.failure(result)
    for statement in [many, one] {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    if let failure { throw failure }
  }

  /// Keeps sections of a snapshot, each in place of the one of its name; with a prefix, all others that have it are dropped.
  package mutating func keep(_ sections: [Section], replacing prefix: String? = nil) throws(StoreFailure) {
    try connection.withGRDB { database in
      if let prefix {
        let names = Set(sections.map(\.name))
        let stale = try String.fetchAll(
          database, sql: "SELECT name FROM section WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
          arguments: [prefix]
        ).filter { !names.contains($0) }
        let delete = try database.cachedStatement(sql: "DELETE FROM section WHERE name = ?")
        for name in stale { try delete.execute(arguments: [name]) }
      }
    }
    guard !sections.isEmpty else { return }
    let statement = try Statement(
      """
      INSERT INTO section VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      ON CONFLICT (name) DO UPDATE SET layout = excluded.layout, entries = excluded.entries, texts = excluded.texts,
        fingerprint = excluded.fingerprint, body = excluded.body
      """, on: connection)
    for section in sections {
      try statement.bind(section.name, at: 1)
      try statement.bind(section.layout, at: 2)
      statement.bind(Int64(clamping: section.position.entries), at: 3)
      statement.bind(Int64(section.position.texts), at: 4)
      try statement.bind(section.fingerprint, at: 5)
      try statement.step(binding: section.body, at: 6)
    }
  }

  /// Drops all sections with this prefix.
  package mutating func dropSections(prefix: String = "") throws(StoreFailure) { try keep([], replacing: prefix) }

  /// Puts a setting, in place of the one of its name.
  package mutating func set(_ name: String, to value: String) throws(StoreFailure) {
    try connection.withGRDB { database in
      try database.execute(
        sql: "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        arguments: [name, value])
    }
  }
}

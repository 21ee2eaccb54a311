import GRDB
package import Measures

/// A look at the journal as it is at one moment: whatever others write meanwhile, everything read through one reader fits
/// together.
package struct Reader: ~Copyable {
  let connection: Connection

  init(_ connection: Connection) { self.connection = connection }

  // MARK: How far

  /// How far the journal has come.
  package func position() throws(StoreFailure) -> Position { try end().position }

  /// The number of the last batch, how far it came, and the running digest at its end.
  func end() throws(StoreFailure) -> (batch: Int64, position: Position, running: RunningDigest) {
    let statement = try connection.statement(.position)
    defer { statement.reset() }
    guard try statement.step() else { return (0, .start, RunningDigest()) }
    guard let entries = UInt64(exactly: statement.integer(1)), let texts = UInt32(exactly: statement.integer(2)),
      let running = RunningDigest(stored: statement.bytes(3))
    else { throw StoreFailure.damaged("The journal's last batch contradicts itself.", path: connection.path) }
    return (statement.integer(0), Position(entries: entries, texts: texts), running)
  }

  // MARK: Texts and entries

  /// At most `limit` texts after the first `count`, in the order of their ids; the first of them has the id `count + 1`.
  package func texts(after count: UInt32 = 0, limit: Int = .max) throws(StoreFailure) -> [String] {
    let statement = try connection.statement(.texts)
    defer { statement.reset() }
    statement.bind(Int64(count), at: 1)
    var texts: [String] = []
    while texts.count < limit, try statement.step() {
      guard statement.integer(0) == Int64(count) + Int64(texts.count) + 1 else {
        throw StoreFailure.damaged("A text of the journal is missing.", path: connection.path)
      }
      texts.append(statement.text(1))
    }
    return texts
  }

  /// At most `limit` entries after the one with the sequence number `after`, in order and without gaps; none at the end.
  ///
  /// Throws `damaged` where the file has a gap or a number no writer of ours could have written.
  package func entries(after: UInt64, limit: Int = .max) throws(StoreFailure) -> Entries {
    var entries = Entries(after: after)
    guard let start = Int64(exactly: after) else { return entries }
    let statement = try connection.statement(.entries)
    defer { statement.reset() }
    statement.bind(start, at: 1)
    statement.bind(Int64(limit), at: 2)
    var expected = start
    while try statement.step() {
      expected &+= 1
      try take(statement, expecting: expected, into: &entries)
      if entries.bodies.count > Self.bodyBytesMax { break }
    }
    return entries
  }

  /// When at most `count` entries were recorded that lie evenly from the first to the last, in order; all of them where there
  /// are no more.
  package func instants(atMost count: Int) throws(StoreFailure) -> [Instant] {
    let last = try position().entries
    guard last > 0, count > 0 else { return [] }
    let statement = try Statement("SELECT at FROM event WHERE seq = ?1", on: connection)
    let wanted = min(UInt64(count), last)
    var instants: [Instant] = []
    instants.reserveCapacity(Int(wanted))
    for place in 0..<wanted {
      // The first and the last are among them.
      let sequence = wanted == 1 ? last : 1 + UInt64(Double(place) / Double(wanted - 1) * Double(last - 1))
      statement.bind(Int64(clamping: min(sequence, last)), at: 1)
      defer { statement.reset() }
      guard try statement.step() else {
        throw StoreFailure.damaged("Entry \(sequence) is missing.", path: connection.path)
      }
      instants.append(Instant(milliseconds: statement.integer(0)))
    }
    return instants
  }

  /// The entries of one stream, oldest first, found by walking back from its entry `last` along `previous`; at most the
  /// `limit` latest.
  ///
  /// One look-up by key for each entry. Throws `damaged` where the chain leads to nowhere or to another stream.
  package func chain(endingAt last: UInt64, limit: Int = .max) throws(StoreFailure) -> Entries {
    var entries = Entries(after: 0)
    let statement = try connection.statement(.entry)
    var next = last
    while next > 0, entries.count < limit, let key = Int64(exactly: next) {
      statement.bind(key, at: 1)
      defer { statement.reset() }
      guard try statement.step() else {
        throw StoreFailure.damaged("Entry \(next) of a chain is missing.", path: connection.path)
      }
      try take(statement, expecting: key, into: &entries)
      let head = entries.heads[entries.count - 1]
      guard head.stream == entries.heads[0].stream, head.previous < next else {
        throw StoreFailure.damaged("Entry \(next) is in a chain it does not belong to.", path: connection.path)
      }
      next = head.previous
    }
    entries.reverse()
    return entries
  }

  /// More bytes than this are not read into one run: offsets in it have 32 bits.
  private static var bodyBytesMax: Int { 1 << 30 }

  /// Adds the entry that `statement` stands at.
  @inline(__always)
  private func take(_ statement: Statement, expecting sequence: Int64, into entries: inout Entries) throws(StoreFailure)
  {
    let found = statement.integer(0)
    guard found == sequence, let stream = UInt32(exactly: statement.integer(1)),
      let previous = UInt64(exactly: statement.integer(2)), let kind = UInt32(exactly: statement.integer(3))
    else {
      throw StoreFailure.damaged(
        found == sequence ? "Entry \(found) contradicts itself." : "Entry \(sequence) is missing.",
        path: connection.path)
    }
    entries.take(
      UInt64(found), stream: stream, previous: previous, kind: kind, at: statement.integer(4), body: statement.bytes(5))
  }

  // MARK: Batches

  /// The last batch; nil before the first.
  package func lastBatch() throws(StoreFailure) -> Batch? {
    try batches("SELECT * FROM batch ORDER BY id DESC LIMIT 1", []).first
  }

  /// At most `limit` batches after the one with the number `id`, in order.
  package func batches(after id: UInt64 = 0, limit: Int = .max) throws(StoreFailure) -> [Batch] {
    try batches("SELECT * FROM batch WHERE id > ? ORDER BY id LIMIT ?", [Int64(clamping: id), Int64(limit)])
  }

  /// The number of the last batch with entries that ends with or before entry `entries`; 0 before the first. Looks back
  /// from the end.
  package func lastBatchID(endingBy entries: UInt64) throws(StoreFailure) -> UInt64 {
    let statement = try Statement(
      "SELECT id FROM batch WHERE count > 0 AND first + count - 1 <= ? ORDER BY id DESC LIMIT 1", on: connection)
    statement.bind(Int64(clamping: entries), at: 1)
    guard try statement.step() else { return 0 }
    return UInt64(clamping: statement.integer(0))
  }

  /// At most `limit` of the batches that a source brought with numbers in a range, the newest first. Looks at every number of
  /// the range.
  package func batches(
    of source: String, in range: ClosedRange<UInt64>, limit: Int
  ) throws(StoreFailure) -> [Batch] {
    let statement = try Statement(
      "SELECT * FROM batch WHERE id BETWEEN ?1 AND ?2 AND source = ?3 ORDER BY id DESC LIMIT ?4", on: connection)
    statement.bind(Int64(clamping: range.lowerBound), at: 1)
    statement.bind(Int64(clamping: range.upperBound), at: 2)
    try statement.bind(source, at: 3)
    statement.bind(Int64(limit), at: 4)
    return try batches(statement)
  }

  private func batches(_ sql: String, _ arguments: [Int64]) throws(StoreFailure) -> [Batch] {
    let statement = try Statement(sql, on: connection)
    for (index, argument) in arguments.enumerated() { statement.bind(argument, at: Int32(index) + 1) }
    return try batches(statement)
  }

  private func batches(_ statement: Statement) throws(StoreFailure) -> [Batch] {
    var batches: [Batch] = []
    while try statement.step() {
      guard let id = UInt64(exactly: statement.integer(0)), let first = UInt64(exactly: statement.integer(1)),
        let count = UInt64(exactly: statement.integer(2)), let firstText = UInt32(exactly: statement.integer(3)),
        let texts = UInt32(exactly: statement.integer(4)),
        let running = RunningDigest(stored: statement.bytes(8))
      else { throw StoreFailure.damaged("A batch of the journal contradicts itself.", path: connection.path) }
      batches.append(
        Batch(
          id: id, first: first, count: count, firstText: firstText, texts: texts,
          recordedAt: Instant(milliseconds: statement.integer(5)), asOf: Instant(milliseconds: statement.integer(6)),
          source: statement.text(7), digest: running.digest))
    }
    return batches
  }

  // MARK: Snapshots and settings

  /// The names of the sections with this prefix and layout, in order; sections ahead of the journal are left out.
  package func sectionNames(prefix: String = "", layout: String) throws(StoreFailure) -> [String] {
    let end = try position()
    return try connection.withGRDB { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT name FROM section
          WHERE substr(name, 1, length(?1)) = ?1 AND layout = ?2 AND entries <= ?3 AND texts <= ?4 ORDER BY name
          """, arguments: [prefix, layout, Int64(clamping: end.entries), Int64(end.texts)])
    }
  }

  /// The section of this name and layout; nil where there is none, or where it is damaged or ahead of the journal.
  package func section(_ name: String, layout: String) throws(StoreFailure) -> Section? {
    let end = try position()
    let statement = try Statement(
      "SELECT entries, texts, fingerprint, body FROM section WHERE name = ?1 AND layout = ?2", on: connection)
    try statement.bind(name, at: 1)
    try statement.bind(layout, at: 2)
    guard try statement.step(), let entries = UInt64(exactly: statement.integer(0)),
      let texts = UInt32(exactly: statement.integer(1)), entries <= end.entries, texts <= end.texts
    else { return nil }
    let fingerprint = [UInt8](statement.bytes(2))
    let section = Section(
      name: name, layout: layout, position: Position(entries: entries, texts: texts), body: [UInt8](statement.bytes(3)))
    return section.fingerprint == fingerprint ? section : nil
  }

  /// How far all sections with this prefix and layout go; nil where there are none, or where they differ.
  package func snapshotPosition(prefix: String = "", layout: String) throws(StoreFailure) -> Position? {
    let end = try position()
    return try connection.withGRDB { database in
      let rows = try Row.fetchAll(
        database,
        sql: "SELECT DISTINCT entries, texts FROM section WHERE substr(name, 1, length(?1)) = ?1 AND layout = ?2",
        arguments: [prefix, layout])
      guard rows.count == 1, let entries = UInt64(exactly: rows[0][0] as Int64),
        let texts = UInt32(exactly: rows[0][1] as Int64), entries <= end.entries, texts <= end.texts
      else { return nil }
      return Position(entries: entries, texts: texts)
    }
  }

  /// The setting of this name, as it was put; nil where there is none.
  package func setting(_ name: String) throws(StoreFailure) -> String? {
    try connection.withGRDB { database in
      try String.fetchOne(database, sql: "SELECT value FROM meta WHERE name = ?", arguments: [name])
    }
  }

  /// All settings, by name.
  package func settings() throws(StoreFailure) -> [(name: String, value: String)] {
    try connection.withGRDB { database in
      try Row.fetchAll(database, sql: "SELECT name, value FROM meta ORDER BY name").map { ($0[0], $0[1]) }
    }
  }
}

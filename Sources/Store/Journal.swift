import GRDB
import GRDBSQLite
import Glibc
package import Measures

// The journal is the one thing that lasts: an append-only log of entries in an SQLite file. What the entries mean is none of
// its business; that they are all there, in order, and still what was written, is.
//
//    write { transaction in                              read { reader in
//      transaction.reader.entries(after: seen)             reader.entries(after:), chain(endingAt:), section(...)
//      ... decide on what is really there ...            }
//      transaction.append(texts, entries,                one moment's journal, whatever others write meanwhile
//                         expecting: seen)
//      transaction.keep(sections)
//    }                       all of it, or nothing
//
//    file           who writes                 who reads
//    NAME           checkpoints of the WAL     everybody
//    NAME-wal       one transaction at a time  everybody            one fdatasync for each transaction: what `write`
//    NAME-shm       SQLite's index of the WAL  everybody            returned from survives a cut of the power
//    NAME-driver    who drives the simulation  who wants to know    `DriverLease`

/// An append-only log of entries in an SQLite file, for one process to drive and others to look at.
///
/// All calls block until they are done; one thread at a time gets through, and calls from several wait for each other. A call
/// from inside the closure of another on the same journal is a programming error. The file closes with the last reference.
///
/// ## Topics
/// - Opening: ``open(_:mode:busySeconds:)``
/// - Writing: ``write(_:)``, ``Transaction``
/// - Reading: ``read(_:)``, ``Reader``, and the same one at a time: ``position()``, ``entries(after:limit:)``,
///   ``texts(after:)``, ``chain(endingAt:limit:)``, ``batches(after:limit:)``, ``lastBatch()``
/// - Snapshots and settings: ``sectionNames(prefix:layout:)``, ``section(_:layout:)``, ``snapshotPosition(prefix:layout:)``,
///   ``setting(_:)``
/// - Trust: ``digest()``, ``findings(limit:)``
/// - Others: ``changedByOthers()``, ``takeDriverLease(now:)``
package final class Journal: Sendable {
  /// Where a journal is kept.
  package enum Location: Hashable, Sendable {
    /// In the file at this path, and beside it.
    case file(String)
    /// In memory; it ends with the journal object, and nobody else sees it.
    case memory

    /// The path, as failures tell it.
    package var path: String {
      switch self {
      case .file(let path): path
      case .memory: ":memory:"
      }
    }
  }

  /// What a journal is opened for.
  package enum Mode: Hashable, Sendable {
    /// For reading and writing; a file that is missing or empty becomes a new journal.
    case readWrite
    /// For reading: SQLite itself refuses to write. Works where the file and its folder take no writes at all.
    case readOnly
  }

  /// Where it is kept.
  package let location: Location
  /// What it was opened for.
  package let mode: Mode

  /// The path of the file itself, whatever links lead to it; the path as it was given where the system cannot say.
  let realPath: String

  private let queue: DatabaseQueue
  private let connection: Connection

  init(location: Location, mode: Mode, queue: DatabaseQueue, connection: Connection) {
    self.location = location
    self.mode = mode
    self.queue = queue
    self.connection = connection
    realPath = Self.resolved(location.path)
  }

  /// The path that a path's links lead to; the same where the system cannot say.
  static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  deinit { queue.inDatabase { _ in connection.finalizeStatements() } }

  // MARK: - Writing

  /// Does work as the only writer and makes what it wrote lasting: all of it, on the disk, when this returns; nothing of it
  /// when this throws. Only where the disk fails in the very last step (`device`) can nobody tell: what was written is not
  /// there for whoever reads on, but may be there, as a whole, after the next start. The position tells.
  ///
  /// Waits for another process's transaction to end, for as long as `open` was told, then throws `locked`.
  package func write<T>(
    _ body: (inout Transaction) throws(StoreFailure) -> T
  ) throws(StoreFailure) -> T {
    try onConnection { connection throws(StoreFailure) in
      try connection.run(.beginWrite)
      do throws(StoreFailure) {
        var transaction = Transaction(connection)
        let result = try body(&transaction)
        try connection.run(.commit)
        return result
      } catch {
        connection.rollBack()
        throw error
      }
    }
  }

  // MARK: - Reading

  /// Reads the journal as it is at one moment.
  package func read<T>(
    _ body: (borrowing Reader) throws(StoreFailure) -> T
  ) throws(StoreFailure) -> T {
    try onConnection { connection throws(StoreFailure) in
      try connection.run(.beginRead)
      do throws(StoreFailure) {
        let reader = Reader(connection)
        let result = try body(reader)
        try connection.run(.commit)
        return result
      } catch {
        connection.rollBack()
        throw error
      }
    }
  }

  /// How far the journal has come.
  package func position() throws(StoreFailure) -> Position {
    try read { reader throws(StoreFailure) in try reader.position() }
  }

  /// See ``Reader/entries(after:limit:)``.
  package func entries(after: UInt64, limit: Int = .max) throws(StoreFailure) -> Entries {
    try read { reader throws(StoreFailure) in try reader.entries(after: after, limit: limit) }
  }

  /// See ``Reader/texts(after:)``.
  package func texts(after count: UInt32 = 0) throws(StoreFailure) -> [String] {
    try read { reader throws(StoreFailure) in try reader.texts(after: count) }
  }

  /// See ``Reader/chain(endingAt:limit:)``.
  package func chain(endingAt last: UInt64, limit: Int = .max) throws(StoreFailure) -> Entries {
    try read { reader throws(StoreFailure) in try reader.chain(endingAt: last, limit: limit) }
  }

  /// See ``Reader/batches(after:limit:)``.
  package func batches(after id: UInt64 = 0, limit: Int = .max) throws(StoreFailure) -> [Batch] {
    try read { reader throws(StoreFailure) in try reader.batches(after: id, limit: limit) }
  }

  /// The last batch; nil before the first.
  package func lastBatch() throws(StoreFailure) -> Batch? {
    try read { reader throws(StoreFailure) in try reader.lastBatch() }
  }

  /// See ``Reader/sectionNames(prefix:layout:)``.
  package func sectionNames(prefix: String = "", layout: String) throws(StoreFailure) -> [String] {
    try read { reader throws(StoreFailure) in try reader.sectionNames(prefix: prefix, layout: layout) }
  }

  /// See ``Reader/section(_:layout:)``.
  package func section(_ name: String, layout: String) throws(StoreFailure) -> Section? {
    try read { reader throws(StoreFailure) in try reader.section(name, layout: layout) }
  }

  /// See ``Reader/snapshotPosition(prefix:layout:)``.
  package func snapshotPosition(prefix: String = "", layout: String) throws(StoreFailure) -> Position? {
    try read { reader throws(StoreFailure) in try reader.snapshotPosition(prefix: prefix, layout: layout) }
  }

  /// The setting of this name, as it was put; nil where there is none.
  package func setting(_ name: String) throws(StoreFailure) -> String? {
    try read { reader throws(StoreFailure) in try reader.setting(name) }
  }

  // MARK: - Trust

  /// The fingerprint of all texts and entries in order, taken anew from what the file holds: equal for equal content,
  /// however it was cut into batches and whatever machine holds it.
  package func digest() throws(StoreFailure) -> Fingerprint {
    try read { reader throws(StoreFailure) in try reader.digest() }
  }

  /// What is wrong with the journal, at most `limit` things; none when it is sound. Reads the whole file.
  package func findings(limit: Int = 100) throws(StoreFailure) -> [Finding] {
    try read { reader throws(StoreFailure) in try reader.findings(limit: limit) }
  }

  // MARK: - Others

  /// Whether another connection has written since this was last asked, or since the journal was opened; a few microseconds.
  package func changedByOthers() throws(StoreFailure) -> Bool {
    try onConnection { connection throws(StoreFailure) in
      let version = try connection.dataVersion()
      defer { connection.dataVersionSeen = version }
      return version != connection.dataVersionSeen
    }
  }

  /// Runs `body` when it is this caller's turn on the connection.
  private func onConnection<T>(
    _ body: (Connection) throws(StoreFailure) -> T
  ) throws(StoreFailure) -> T {
    do {
      return try queue.inDatabase { _ in try body(connection) }
    } catch {
      throw StoreFailure(error, path: location.path)
    }
  }
}

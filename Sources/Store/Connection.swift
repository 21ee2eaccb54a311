import GRDB
import GRDBSQLite

/// The statements that are run often enough to be kept compiled.
enum Query: Int, CaseIterable {
  case beginRead, beginWrite, commit, rollBack
  case position, dataVersion
  case texts, entries, entry
  case addText, addEntry, addEntries, addBatch

  /// How many entries `addEntries` takes at once: the fixed cost of running a statement, some 200 ns, is shared by so many.
  static let entriesAtOnce = 50

  /// The statement.
  var sql: String {
    switch self {
    case .beginRead: "BEGIN DEFERRED"
    case .beginWrite: "BEGIN IMMEDIATE"
    case .commit: "COMMIT"
    case .rollBack: "ROLLBACK"
    case .position:
      "SELECT id, first + count - 1, first_text + texts - 1, running FROM batch ORDER BY id DESC LIMIT 1"
    case .dataVersion: "PRAGMA data_version"
    case .texts: "SELECT id, value FROM text WHERE id > ?1 ORDER BY id"
    case .entries:
      "SELECT seq, stream, previous, kind, at, body FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2"
    case .entry: "SELECT seq, stream, previous, kind, at, body FROM event WHERE seq = ?1"
    case .addText: "INSERT INTO text VALUES (?1, ?2)"
    case .addEntry: "INSERT INTO event VALUES (?,?,?,?,?,?)"
    case .addEntries:
      "INSERT INTO event VALUES "
        + Array(repeating: "(?,?,?,?,?,?)", count: Self.entriesAtOnce).joined(separator: ",")
    case .addBatch: "INSERT INTO batch VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
    }
  }
}

/// One connection to a journal's file and the statements compiled for it.
///
/// `@unchecked Sendable`: it is only touched inside the blocks that `Journal` runs on its queue, one at a time.
final class Connection: @unchecked Sendable {
  /// SQLite's own handle, for the paths where a microsecond counts.
  let handle: OpaquePointer
  /// GRDB's view of the same connection, for all others.
  unowned let database: Database
  /// The file's path, or `:memory:`.
  let path: String
  /// The last `PRAGMA data_version` that was looked at.
  var dataVersionSeen: Int64 = 0

  private var prepared = [Statement?](repeating: nil, count: Query.allCases.count)

  /// The connection behind GRDB's.
  init(_ database: Database, path: String) throws(StoreFailure) {
    guard let handle = database.sqliteConnection else {
      throw StoreFailure(result: SQLITE_MISUSE, said: "no connection", path: path)
    }
    self.database = database
    self.handle = handle
    self.path = path
  }

  /// The compiled statement for a query.
  func statement(_ query: Query) throws(StoreFailure) -> Statement {
    if let statement = prepared[query.rawValue] { return statement }
    let statement = try Statement(query.sql, on: self)
    prepared[query.rawValue] = statement
    return statement
  }

  /// Runs a query that takes nothing and returns nothing.
  func run(_ query: Query) throws(StoreFailure) {
    let statement = try statement(query)
    defer { statement.reset() }
    _ = try statement.step()
  }

  /// Ends a transaction without a trace, unless SQLite has done so already.
  func rollBack() {
    guard sqlite3_get_autocommit(handle) == 0 else { return }
    // A failure here leaves nothing to be done: the transaction ends with the connection at the latest.
    try? run(.rollBack)
  }

  /// Lets the compiled statements go, so that the connection can be closed.
  func finalizeStatements() {
    prepared = prepared.map { _ in nil }
  }

  /// What SQLite says about the call that has just returned `result`.
  func failure(_ result: Int32) -> StoreFailure {
    StoreFailure(
      result: sqlite3_extended_errcode(handle) & 0xFF == result & 0xFF ? sqlite3_extended_errcode(handle) : result,
      said: sqlite3_errmsg(handle).map { String(cString: $0) } ?? "", path: path)
  }

  /// Does work that throws what GRDB throws, and tells its failures in the journal's terms.
  func withGRDB<T>(_ body: (Database) throws -> T) throws(StoreFailure) -> T {
    do { return try body(database) } catch { throw StoreFailure(error, path: path) }
  }
}

/// One compiled statement.
final class Statement {
  let handle: OpaquePointer
  private unowned let connection: Connection

  /// Compiles `sql`, which holds no value that came from outside.
  init(_ sql: String, on connection: Connection) throws(StoreFailure) {
    var handle: OpaquePointer?
    let result = sqlite3_prepare_v3(connection.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard result == SQLITE_OK, let handle else { throw connection.failure(result) }
    self.handle = handle
    self.connection = connection
  }

  deinit { sqlite3_finalize(handle) }

  /// Runs on to the next row; false at the end.
  func step() throws(StoreFailure) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let result: throw connection.failure(result)
    }
  }

  /// Makes the statement ready to be run again.
  func reset() { sqlite3_reset(handle) }

  /// Binds an integer to the parameter at `index`, from 1.
  func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(handle, index, value) }

  /// Binds a copy of a text.
  func bind(_ value: String, at index: Int32) throws(StoreFailure) {
    var value = value
    let result = value.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        sqlite3_bind_text64(
          handle, index, characters.baseAddress ?? Self.nothing, UInt64(characters.count), Self.copied,
          UInt8(SQLITE_UTF8))
      }
    }
    guard result == SQLITE_OK else { throw connection.failure(result) }
  }

  /// Binds a copy of some bytes.
  func bind(_ bytes: [UInt8], at index: Int32) throws(StoreFailure) {
    let result = bytes.withUnsafeBytes {
      sqlite3_bind_blob64(
        handle, index, $0.baseAddress ?? UnsafeRawPointer(Self.nothing), UInt64($0.count), Self.copied)
    }
    guard result == SQLITE_OK else { throw connection.failure(result) }
  }

  /// Binds bytes in place, without a copy, runs to the end and makes the statement ready again.
  func step(binding bytes: [UInt8], at index: Int32) throws(StoreFailure) {
    let result = bytes.withUnsafeBytes {
      let bound = sqlite3_bind_blob64(
        handle, index, $0.baseAddress ?? UnsafeRawPointer(Self.nothing), UInt64($0.count), nil)
      return bound == SQLITE_OK ? sqlite3_step(handle) : bound
    }
    let failure = result == SQLITE_DONE ? nil : connection.failure(result)
    reset()
    sqlite3_clear_bindings(handle)
    if let failure { throw failure }
  }

  /// The integer in the column at `index`, from 0.
  func integer(_ index: Int32) -> Int64 { sqlite3_column_int64(handle, index) }

  /// The text in a column; bytes that are no UTF-8 are shown as the replacement character.
  func text(_ index: Int32) -> String {
    guard let characters = sqlite3_column_text(handle, index) else { return "" }
    let bytes = UnsafeBufferPointer(start: characters, count: Int(sqlite3_column_bytes(handle, index)))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes in a column, valid until the next step.
  func bytes(_ index: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(handle, index)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
  }

  /// SQLite's SQLITE_TRANSIENT: it makes a copy before the call returns.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  /// Somewhere to point to when there is nothing: SQLite takes a null pointer for NULL.
  /// Unsafe by its type alone: it is made once, and never written, read or freed.
  nonisolated(unsafe) private static let nothing = UnsafePointer(UnsafeMutablePointer<CChar>.allocate(capacity: 1))
}

import GRDB
import GRDBSQLite
import Glibc

// A file is looked at before anything is done to it:
//
//   missing or empty ─────────────► made a journal, with a write-ahead log       (for reading: missing, or nothing in it)
//   not a database ───────────────► refused, not touched
//   application_id not ours ──────► refused, not touched
//   user_version above ours ──────► refused, not touched
//   user_version below ours ──────► taken up step by step, in one transaction    (for reading: refused, with that remedy)
//   ours ─────────────────────────► opened

extension Journal {
  /// Opens the journal at a location, and makes it first if it is to be written and is not there.
  ///
  /// - Parameters:
  ///   - busySeconds: How long calls wait for another process's transaction to end before they throw `locked`.
  package static func open(
    _ location: Location, mode: Mode = .readWrite, busySeconds: Double = 5
  ) throws(StoreFailure) -> Journal {
    switch (location, mode) {
    case (.memory, _):
      return try open(location, path: nil, mode: mode, busySeconds: busySeconds)
    case (.file(let path), .readWrite):
      try refuseFolder(path)
      return try open(location, path: plain(path), mode: mode, busySeconds: busySeconds)
    case (.file(let path), .readOnly):
      try refuseFolder(path)
      guard access(path, F_OK) == 0 else {
        throw StoreFailure(
          code: .missing, message: "There is no journal here.", remedy: "Check the path, or record one first.",
          path: path, underlying: String(cString: strerror(errno)))
      }
      do throws(StoreFailure) {
        return try open(location, path: plain(path), mode: mode, busySeconds: busySeconds)
      } catch {
        guard error.code == .cannotOpen || error.code == .readOnly || error.code == .device else { throw error }
        return try openImmutable(path, after: error, busySeconds: busySeconds)
      }
    }
  }

  /// Opens a file where not even SQLite's index of the write-ahead log can be made. With nothing in the log, the file alone
  /// is the journal and nobody can change it; with something in it, the file alone would be an old journal.
  private static func openImmutable(
    _ path: String, after failure: StoreFailure, busySeconds: Double
  ) throws(StoreFailure) -> Journal {
    guard access(path, R_OK) == 0, sqlite3_compileoption_used("USE_URI") != 0 else { throw failure }
    var log = stat()
    if stat(resolved(path) + "-wal", &log) == 0, log.st_size > 0 {
      throw StoreFailure(
        code: .readOnly, message: "The journal was not closed in order, and its folder does not take writes.",
        remedy: "Copy the file and the one ending in -wal to a folder you can write in, and open the copy.",
        path: path, underlying: failure.underlying)
    }
    let uri = "file:" + plain(path).utf8.map(Self.percentEncoded).joined() + "?immutable=1"
    return try open(.file(path), path: uri, mode: .readOnly, busySeconds: busySeconds)
  }

  /// The path so that SQLite takes it for nothing but a path: `file:` and `:memory:` would mean something to it.
  private static func plain(_ path: String) -> String { path.hasPrefix("/") ? path : "./" + path }

  private static func percentEncoded(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."):
      String(UnicodeScalar(byte))
    case let byte:
      "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }

  private static func refuseFolder(_ path: String) throws(StoreFailure) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return }
    throw StoreFailure(
      code: .cannotOpen, message: "This is a folder, not a journal.", remedy: "Name a file in it.", path: path,
      underlying: "")
  }

  private static func open(
    _ location: Location, path: String?, mode: Mode, busySeconds: Double
  ) throws(StoreFailure) -> Journal {
    do {
      var configuration = Configuration()
      configuration.label = "journal"
      configuration.readonly = mode == .readOnly && path != nil
      configuration.busyMode = .timeout(busySeconds)
      // The trigger that closes a batch checks every entry's kind in one go, at a third of the cost.
      configuration.foreignKeysEnabled = false
      let queue =
        if let path { try DatabaseQueue(path: path, configuration: configuration) } else {
          try DatabaseQueue(configuration: configuration)
        }
      let connection = try queue.inDatabase { database in
        let connection = try Connection(database, path: location.path)
        try connection.prepare(mode: mode, inMemory: path == nil)
        connection.dataVersionSeen = try connection.dataVersion()
        return connection
      }
      return Journal(location: location, mode: mode, queue: queue, connection: connection)
    } catch {
      throw StoreFailure(error, path: location.path)
    }
  }
}

extension Connection {
  /// The number that changes when another connection has written.
  func dataVersion() throws(StoreFailure) -> Int64 {
    let statement = try statement(.dataVersion)
    defer { statement.reset() }
    _ = try statement.step()
    return statement.integer(0)
  }

  /// Finds out what the file is, makes it a journal of this version if it may, and sets the connection up.
  fileprivate func prepare(mode: Journal.Mode, inMemory: Bool) throws {
    // A schema may hold expressions; those of a file that came from outside get no functions with side effects.
    try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
    let version = try layoutVersion()
    if mode == .readWrite || inMemory {
      guard sqlite3_db_readonly(handle, "main") == 0 else {
        throw StoreFailure.readOnly(path: path, underlying: "the file is write-protected")
      }
      if !inMemory { try useWriteAheadLog() }
      if version < Schema.version { try upgrade() }
    } else if version < Schema.version {
      throw StoreFailure(
        code: version == 0 ? .notAJournal : .cannotOpen,
        message: version == 0 ? "This file is empty." : "This journal was made by an earlier version.",
        remedy: version == 0 ? "Name another file, or record a journal first." : "Open it once for writing.",
        path: path, underlying: "layout \(version)")
    }
    try database.execute(
      sql: """
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = \(Self.checkpointPages);
        PRAGMA journal_size_limit = \(Self.logBytesKept);
        PRAGMA cache_size = -\(Self.cacheKilobytes);
        PRAGMA temp_store = MEMORY;
        PRAGMA secure_delete = OFF;
        PRAGMA recursive_triggers = ON;
        """)
    if mode == .readOnly { try database.execute(sql: "PRAGMA query_only = ON") }
  }

  /// After so many pages the log is written back and used from its start: one that is recycled commits a third faster than
  /// one that grows.
  private static var checkpointPages: Int { 1000 }
  /// A log that a large snapshot has made longer is cut back to this when it is next used from its start.
  private static var logBytesKept: Int { 16 << 20 }
  /// Appending touches the last page of each table only; reading goes through once.
  private static var cacheKilobytes: Int { 8192 }

  /// The layout of the file, 0 when there is nothing in it yet; throws when it is not for us to read.
  ///
  /// All is asked in one transaction: between two questions another process may make a journal of an empty file, which would look
  /// like the database of another program then.
  private func layoutVersion() throws -> Int {
    guard sqlite3_get_autocommit(handle) != 0 else { return try layoutVersionHere() }
    try database.execute(sql: "BEGIN DEFERRED")
    defer { rollBack() }
    return try layoutVersionHere()
  }

  private func layoutVersionHere() throws -> Int {
    let identity = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let things = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    if identity == 0, version == 0, things == 0 { return 0 }
    guard identity == Schema.applicationID else {
      throw StoreFailure(
        code: .foreign, message: "This file is the database of another program.",
        remedy: "Name another file; this one was not touched.", path: path,
        underlying: "application_id \(identity), \(things) tables and indexes")
    }
    guard version <= Schema.version else {
      throw StoreFailure(
        code: .newer(found: version, known: Schema.version),
        message:
          "This journal was made by a later version (layout \(version); this one knows up to \(Schema.version)).",
        remedy: "Use the version that made it, or a later one.", path: path, underlying: "")
    }
    guard version > 0 else { throw StoreFailure.damaged("The journal does not know its own layout.", path: path) }
    return version
  }

  /// Switches the file to a write-ahead log. Where two processes do this to a new file at once, SQLite tells one of them
  /// "busy" without waiting, as they might wait for each other; so this one tries again.
  private func useWriteAheadLog() throws {
    var attempts = 0
    while true {
      do {
        let answer = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        guard answer == "wal" else {
          throw StoreFailure(
            code: .cannotOpen, message: "The file system here cannot hold a journal.",
            remedy: "Keep the journal on a local disk.", path: path, underlying: "journal_mode \(answer ?? "none")")
        }
        return
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && attempts < 200 {
        attempts += 1
        sqlite3_sleep(10)
      }
    }
  }

  /// Takes the file to this version's layout, all the way or not at all.
  private func upgrade() throws {
    try run(.beginWrite)
    do {
      // Another process may have done it while this one waited for its turn.
      let version = try layoutVersion()
      for step in Schema.steps.dropFirst(version) { try database.execute(sql: step) }
      if version < Schema.version {
        try database.execute(
          sql: """
            PRAGMA application_id = \(Schema.applicationID);
            PRAGMA user_version = \(Schema.version);
            """)
      }
      try run(.commit)
    } catch {
      rollBack()
      throw error
    }
  }
}

import GRDB
import GRDBSQLite
import Measures

// Verifying walks the journal once, in order, and holds each batch against the one before:
//
//   batch ──► first = the one before's end + 1 ──► its texts: ids without gaps
//                                              └─► its entries: numbers without gaps, kinds told by then,
//                                                  previous = the stream's entry before ──► running fingerprint = stored

/// One thing wrong with a journal.
package struct Finding: Hashable, Sendable {
  /// The rule that is broken.
  package enum Rule: String, CaseIterable, Sendable {
    /// SQLite finds the file's pages, indexes or records damaged.
    case pages
    /// The tables and triggers are not those that this version makes.
    case layout
    /// Batches follow each other without gaps, and cover all there is.
    case batches
    /// Texts are numbered without gaps.
    case texts
    /// Entries are numbered without gaps.
    case entries
    /// An entry's kind is a text told before.
    case kinds
    /// `previous` leads to the entry of the same stream before this one.
    case chains
    /// The content is still that which was written.
    case content
    /// A snapshot's section covers what the journal has, with the bytes that were written.
    case sections
  }

  /// The rule that is broken.
  package var rule: Rule
  /// The entry, text, or batch it is about, by its number; 0 where it is about no single one.
  package var number: UInt64
  /// What is wrong, in one sentence.
  package var message: String
}

extension Reader {
  /// The fingerprint of all texts and entries in order.
  func digest() throws(StoreFailure) -> Fingerprint {
    var running = RunningDigest()
    for text in try texts() { running.combine(text) }
    let statement = try connection.statement(.entries)
    defer { statement.reset() }
    statement.bind(0, at: 1)
    statement.bind(.max, at: 2)
    while try statement.step() {
      running.combine(
        stream: UInt32(truncatingIfNeeded: statement.integer(1)),
        previous: UInt64(bitPattern: statement.integer(2)), kind: UInt32(truncatingIfNeeded: statement.integer(3)),
        at: statement.integer(4), body: statement.bytes(5))
    }
    return running.digest
  }

  /// What is wrong with the journal, at most `limit` things.
  func findings(limit: Int) throws(StoreFailure) -> [Finding] {
    var inspection = Inspection(connection: connection, limit: max(1, limit))
    inspection.run()
    return inspection.findings
  }
}

/// One walk through a journal.
private struct Inspection {
  let connection: Connection
  let limit: Int
  var findings: [Finding] = []

  private var running = RunningDigest()
  private var lastOfStream: [UInt32: Int64] = [:]
  private var entries: Int64 = 0
  private var texts: Int64 = 0

  init(connection: Connection, limit: Int) {
    self.connection = connection
    self.limit = limit
  }

  private mutating func find(_ rule: Finding.Rule, _ number: Int64 = 0, _ message: String) {
    guard findings.count < limit else { return }
    findings.append(Finding(rule: rule, number: UInt64(clamping: number), message: message))
  }

  mutating func run() {
    do throws(StoreFailure) {
      try inspectPages()
      try inspectLayout()
      try inspectContent()
      try inspectSections()
    } catch {
      // A file too damaged to be read on is a finding like the others.
      find(.pages, 0, "\(error.message) (\(error.underlying))")
    }
  }

  private mutating func inspectPages() throws(StoreFailure) {
    let limit = limit
    let said = try connection.withGRDB { database in
      try String.fetchAll(database, sql: "PRAGMA integrity_check(\(limit))")
    }
    for line in said where line != "ok" { find(.pages, 0, line) }
  }

  private mutating func inspectLayout() throws(StoreFailure) {
    let listing = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
    let found = try connection.withGRDB { database in try Row.fetchAll(database, sql: listing) }
    let made = try connection.withGRDB { _ in
      try DatabaseQueue().inDatabase { database in
        for step in Schema.steps { try database.execute(sql: step) }
        return try Row.fetchAll(database, sql: listing)
      }
    }
    if found != made { find(.layout, 0, "The tables and triggers are not those that this version makes.") }
  }

  private mutating func inspectContent() throws(StoreFailure) {
    let batchRows = try Statement("SELECT * FROM batch ORDER BY id", on: connection)
    let textRows = try Statement("SELECT id, value FROM text ORDER BY id", on: connection)
    let entryRows = try Statement(
      "SELECT seq, stream, previous, kind, at, body FROM event ORDER BY seq", on: connection)
    var moreTexts = try textRows.step()
    var moreEntries = try entryRows.step()
    var batch: Int64 = 0
    while try batchRows.step() {
      batch &+= 1
      if batchRows.integer(0) != batch {
        find(.batches, batchRows.integer(0), "Batch \(batchRows.integer(0)) stands where \(batch) should.")
        batch = batchRows.integer(0)
      }
      if batchRows.integer(1) != entries &+ 1 || batchRows.integer(3) != texts &+ 1 {
        find(.batches, batch, "Batch \(batch) does not start where the one before it ends.")
      }
      let lastText = batchRows.integer(3) &+ batchRows.integer(4) &- 1
      let lastEntry = batchRows.integer(1) &+ batchRows.integer(2) &- 1
      while moreTexts, textRows.integer(0) <= lastText {
        inspectText(textRows)
        moreTexts = try textRows.step()
      }
      while moreEntries, entryRows.integer(0) <= lastEntry {
        inspectEntry(entryRows)
        moreEntries = try entryRows.step()
      }
      if texts != lastText || entries != lastEntry {
        find(.batches, batch, "Batch \(batch) does not have all it should.")
        texts = lastText
        entries = lastEntry
      }
      let stored = RunningDigest(stored: batchRows.bytes(8))
      if stored != running {
        find(.content, batch, "The content of batch \(batch) is no longer what was written.")
        // One finding for what changed, and not one for every batch after it.
        if let stored { running = stored }
      }
    }
    if moreTexts { find(.batches, textRows.integer(0), "Text \(textRows.integer(0)) belongs to no batch.") }
    if moreEntries { find(.batches, entryRows.integer(0), "Entry \(entryRows.integer(0)) belongs to no batch.") }
  }

  private mutating func inspectText(_ row: Statement) {
    texts &+= 1
    if row.integer(0) != texts {
      find(.texts, row.integer(0), "Text \(row.integer(0)) stands where \(texts) should.")
      texts = row.integer(0)
    }
    running.combine(row.text(1))
  }

  private mutating func inspectEntry(_ row: Statement) {
    entries &+= 1
    let sequence = row.integer(0)
    if sequence != entries {
      find(.entries, sequence, "Entry \(sequence) stands where \(entries) should.")
      entries = sequence
    }
    let stream = UInt32(truncatingIfNeeded: row.integer(1))
    let previous = row.integer(2)
    let kind = row.integer(3)
    if kind < 1 || kind > texts { find(.kinds, sequence, "The kind of entry \(sequence) was never told.") }
    if stream != 0 {
      let before = lastOfStream.updateValue(sequence, forKey: stream) ?? 0
      if before != previous {
        find(
          .chains, sequence,
          "Entry \(sequence) of stream \(stream) should follow entry \(before), and names \(previous).")
      }
    } else if previous != 0 {
      find(.chains, sequence, "Entry \(sequence) belongs to no stream, and names \(previous) before it.")
    }
    running.combine(
      stream: stream, previous: UInt64(bitPattern: previous), kind: UInt32(truncatingIfNeeded: kind),
      at: row.integer(4), body: row.bytes(5))
  }

  private mutating func inspectSections() throws(StoreFailure) {
    let rows = try Statement(
      "SELECT name, layout, entries, texts, fingerprint, body FROM section ORDER BY name", on: connection)
    while try rows.step() {
      let name = rows.text(0)
      guard let covered = UInt64(exactly: rows.integer(2)), let told = UInt32(exactly: rows.integer(3)),
        rows.integer(2) <= entries, rows.integer(3) <= texts
      else {
        find(.sections, 0, "Section \(name) covers more than the journal has.")
        continue
      }
      let section = Section(
        name: name, layout: rows.text(1), position: Position(entries: covered, texts: told),
        body: [UInt8](rows.bytes(5)))
      if section.fingerprint != [UInt8](rows.bytes(4)) {
        find(.sections, 0, "The bytes of section \(name) are no longer what was written.")
      }
    }
  }
}

import GRDB
import GRDBSQLite

/// What went wrong with a journal, in words an operator understands, and what can be done about it.
package struct StoreFailure: Error, Hashable, Sendable {
  /// The kinds of trouble a caller may want to tell apart.
  package enum Code: Hashable, Sendable {
    /// There is no such file.
    case missing
    /// The file is no database at all.
    case notAJournal
    /// The file is a database, but somebody else's.
    case foreign
    /// The journal was made by a later version, with layout `found` where this one knows layouts up to `known`.
    case newer(found: Int, known: Int)
    /// The file, its folder or its disk does not take writes, or the journal was opened for reading.
    case readOnly
    /// The file or a file beside it cannot be opened.
    case cannotOpen
    /// Somebody else kept the journal locked for longer than we wait.
    case locked
    /// The disk is full.
    case diskFull
    /// The disk failed to write, read or keep data.
    case device
    /// What is in the file contradicts itself.
    case damaged
    /// The journal's own rules refuse what was to be written; the message names the rule.
    case rejected
    /// The journal has gone on since the caller last looked, so what was decided on it may no longer hold.
    case moved(from: Position, to: Position)
    /// SQLite could not do its work for a reason of its own, such as no memory.
    case internalTrouble
  }

  /// What kind of trouble it is.
  package var code: Code
  /// What happened, in one sentence.
  package var message: String
  /// What the operator can do about it, in one sentence; empty where there is nothing to do.
  package var remedy: String
  /// The journal's file, or `:memory:`.
  package var path: String
  /// What SQLite or the system said, for a report; empty where nobody said anything.
  package var underlying: String
}

extension StoreFailure: CustomStringConvertible {
  /// All of it in one line.
  package var description: String {
    var text = message
    if !remedy.isEmpty { text += " " + remedy }
    text += " [" + path
    if !underlying.isEmpty { text += ": " + underlying }
    return text + "]"
  }
}

// MARK: - From what SQLite says

extension StoreFailure {
  /// The failure behind an error thrown by GRDB or by this module.
  init(_ error: any Error, path: String) {
    switch error {
    case let failure as StoreFailure:
      self = failure
    case let error as DatabaseError:
      self.init(result: error.extendedResultCode.rawValue, said: error.message ?? "", path: path)
    default:
      self.init(
        code: .internalTrouble, message: "The journal could not be used.", remedy: "", path: path,
        underlying: "\(error)")
    }
  }

  /// The failure behind an SQLite result code, extended or not, and the text that came with it.
  init(result: Int32, said: String, path: String) {
    let underlying = "SQLite \(result): \(said)"
    switch result & 0xFF {
    case SQLITE_FULL:
      self.init(
        code: .diskFull, message: "The disk is full; nothing was recorded.",
        remedy: "Free some space and try again.", path: path, underlying: underlying)
    case SQLITE_IOERR, SQLITE_NOLFS:
      self.init(
        code: .device, message: "The disk failed while the journal was read or written.",
        remedy: "Check the disk, then open the journal again.", path: path, underlying: underlying)
    case SQLITE_CORRUPT:
      self = .damaged(
        "The journal's file is damaged.", path: path, underlying: underlying)
    case SQLITE_NOTADB:
      self.init(
        code: .notAJournal, message: "This file is not a journal, nor any other database.",
        remedy: "Name another file; this one was not touched.", path: path, underlying: underlying)
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL:
      self.init(
        code: .locked, message: "Another process keeps the journal locked.",
        remedy: "Wait for it to finish, or stop it, and try again.", path: path, underlying: underlying)
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
      self = .readOnly(path: path, underlying: underlying)
    case SQLITE_CANTOPEN:
      self.init(
        code: .cannotOpen, message: "The journal's file, or one beside it, cannot be opened.",
        remedy: "Check that the folder exists and that you may write in it.", path: path, underlying: underlying)
    case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE:
      self.init(
        code: .rejected, message: "The journal refused an entry that breaks its rules (\(said)).", remedy: "",
        path: path, underlying: underlying)
    default:
      self.init(
        code: .internalTrouble, message: "The journal could not be used.", remedy: "", path: path,
        underlying: underlying)
    }
  }

  /// What is in the file contradicts itself, as `message` says.
  package static func damaged(_ message: String, path: String, underlying: String = "") -> StoreFailure {
    StoreFailure(
      code: .damaged, message: message, remedy: "Verify the journal, and go back to a good copy of it.", path: path,
      underlying: underlying)
  }

  /// It would take more memory than there may be, as `message` says.
  package static func tooLarge(_ message: String, remedy: String, path: String) -> StoreFailure {
    StoreFailure(code: .internalTrouble, message: message, remedy: remedy, path: path, underlying: "")
  }

  /// The journal does not take writes.
  package static func readOnly(path: String, underlying: String) -> StoreFailure {
    StoreFailure(
      code: .readOnly, message: "The journal does not take writes here.",
      remedy: "Open it for reading only, or make the file and its folder writable.", path: path,
      underlying: underlying)
  }
}

import Glibc
package import Measures
import TUI

/// What only the machine knows: its clock, its zone, its user and the user's folders. Processes and locks are asked of the system
/// where they are used.
package enum Machine {
  /// Now, by the clock on the wall.
  package static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  /// Seconds on a clock that never jumps, for pacing.
  package static var steadySeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
  }

  /// The operator's offset from UTC at an instant, and the zone's short name.
  package static func zone(at instant: Instant) -> (offset: ZoneOffset, name: String) {
    var seconds = time_t(instant.milliseconds / 1000)
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return (.utc, "UTC") }
    let name = parts.tm_zone.map { String(cString: $0) } ?? "UTC"
    return (ZoneOffset(minutes: Int16(clamping: parts.tm_gmtoff / 60)), name)
  }

  /// When the operator's clock was or will be put forward or back, in this century.
  package static let zoneTurns = ZoneTurns(
    from: Instant(milliseconds: 946_684_800_000), to: Instant(milliseconds: 4_102_444_800_000)
  ) { zone(at: $0).offset }

  /// The name of the user who runs the program, "operator" where nobody says.
  package static var userName: String { variable("USER") ?? variable("LOGNAME") ?? "operator" }

  /// An environment variable that is set and not empty.
  package static func variable(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// The process's own number.
  package static var processID: Int32 { getpid() }

  /// Where the journal is when nobody says: `$XDG_DATA_HOME/clearway/clearway.db`.
  package static var defaultJournalPath: String {
    let home = variable("XDG_DATA_HOME") ?? (variable("HOME") ?? "/") + "/.local/share"
    return home + "/clearway/clearway.db"
  }

  /// Whether the environment says that the terminal is light: `COLORFGBG` ends with the number of its ground among sixteen.
  package static var isGroundLight: Bool {
    guard let ground = variable("COLORFGBG")?.split(separator: ";").last.flatMap({ Int($0) }) else { return false }
    return ground == 7 || (9...15).contains(ground)
  }

  /// Makes the folder of a file, and those above it; false when that is not possible.
  package static func makeFolder(of path: String) -> Bool {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return true }
    let folder = String(path[..<slash])
    var info = stat()
    if stat(folder, &info) == 0 { return info.st_mode & S_IFMT == S_IFDIR }
    return makeFolder(of: folder) && (mkdir(folder, 0o755) == 0 || errno == EEXIST)
  }

  /// Where the configuration is when nobody says: `$XDG_CONFIG_HOME/clearway/config.yaml`.
  package static var defaultConfigurationPath: String {
    let home = variable("XDG_CONFIG_HOME") ?? (variable("HOME") ?? "/") + "/.config"
    return home + "/clearway/config.yaml"
  }

  /// A path as people write it: with "~" for the user's own folder.
  package static func shortened(_ path: String) -> String {
    guard let home = variable("HOME"), home != "/", path.hasPrefix(home + "/") else { return path }
    return "~" + path.dropFirst(home.count)
  }

  /// A path as the system takes it, where people wrote "~" for the user's own folder.
  package static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = variable("HOME") else { return path }
    return home + path.dropFirst()
  }

  /// What tells whether a file is another one than before, or has been written; nil where there is none.
  package static func mark(of path: String) -> FileMark? {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    return FileMark(
      device: UInt64(info.st_dev), number: UInt64(info.st_ino), size: Int64(info.st_size),
      seconds: Int64(info.st_mtim.tv_sec), nanoseconds: Int64(info.st_mtim.tv_nsec))
  }

  /// A file's bytes, or the system's reason why they cannot be read; of one that is longer than `bytesMax`, a little more
  /// than so many.
  package static func read(_ path: String, bytesMax: Int = .max) -> Result<[UInt8], SystemFault> {
    // A pipe that nobody writes into would be waited for without end.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return .failure(SystemFault()) }
    defer { close(descriptor) }
    var info = stat()
    guard fstat(descriptor, &info) == 0 else { return .failure(SystemFault()) }
    guard info.st_mode & S_IFMT != S_IFDIR else { return .failure(SystemFault(words: "it is a folder")) }
    guard info.st_mode & S_IFMT == S_IFREG else {
      return .failure(SystemFault(words: "it is not a file but a pipe or a device"))
    }
    var bytes = [UInt8]()
    bytes.reserveCapacity(max(0, min(bytesMax, Int(info.st_size))) + 1)
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return .success(bytes) }
      if count < 0 {
        if errno == EINTR { continue }
        return .failure(SystemFault())
      }
      bytes += chunk[..<count]
      if bytes.count > bytesMax { return .success(bytes) }
    }
  }

  /// Writes a file in place of what was there: beside it first, then under its name, so that it is whole at any time.
  ///
  /// - Returns: why that was not possible; nil when it was done.
  package static func write(_ text: String, to path: String) -> SystemFault? {
    let beside = path + ".\(processID)"
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return SystemFault() }
    var text = text
    let isWritten = text.withUTF8 { bytes in
      var sent = 0
      while sent < bytes.count, let start = bytes.baseAddress {
        let count = Glibc.write(descriptor, start + sent, bytes.count - sent)
        if count < 0 {
          if errno == EINTR { continue }
          return false
        }
        sent += count
      }
      return fsync(descriptor) == 0
    }
    let fault = isWritten ? nil : SystemFault()
    close(descriptor)
    if fault == nil, rename(beside, path) == 0 { return nil }
    let reason = fault ?? SystemFault()
    unlink(beside)
    return reason
  }

  /// All of standard input, up to its end; a fault where it is longer than `bytesMax`.
  package static func readInput(bytesMax: Int) -> Result<[UInt8], SystemFault> {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(STDIN_FILENO, &chunk, chunk.count)
      if count == 0 { return .success(bytes) }
      if count < 0 {
        if errno == EINTR { continue }
        return .failure(SystemFault())
      }
      guard bytes.count + count <= bytesMax else {
        return .failure(SystemFault(words: "there is more than \(bytesMax >> 20) MiB of it"))
      }
      bytes += chunk[..<count]
    }
  }

  /// Writes a whole text to standard output or error.
  ///
  /// What goes to standard error quotes paths, arguments and files: unless it is `raw`, nothing in it steers a terminal.
  package static func print(_ text: String, to stream: Stream = .output, raw: Bool = false) {
    var text =
      raw || stream == .output
      ? text : text.split(separator: "\n", omittingEmptySubsequences: false).map(sanitised).joined(separator: "\n")
    text.withUTF8 { bytes in
      var sent = 0
      while sent < bytes.count, let start = bytes.baseAddress {
        let count = Glibc.write(stream.rawValue, start + sent, bytes.count - sent)
        if count < 0 {
          if errno == EINTR { continue }
          return
        }
        sent += count
      }
    }
  }

  /// A standard stream.
  package enum Stream: Int32 {
    case output = 1
    case error = 2
  }

  /// Whether a standard stream is a terminal.
  package static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }
}

/// Which file stands at a path, and as of when.
package struct FileMark: Hashable, Sendable {
  var device: UInt64
  var number: UInt64
  var size: Int64
  var seconds: Int64
  var nanoseconds: Int64

  /// When it was written.
  var written: Instant { Instant(milliseconds: min(max(seconds, 0), 1 << 40) * 1000) }
}

/// Why the system refused something, in its own words.
package struct SystemFault: Error, Hashable, Sendable {
  /// The words.
  package var words: String

  /// A fault of these words; by itself, what the last call said.
  package init(words: String = String(cString: strerror(errno))) { self.words = words }
}

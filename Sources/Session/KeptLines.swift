import Glibc

// A file of the program's own in which several rooms keep a line each, such as the lists under names. Whoever changes it holds a
// lock beside it, reads it anew, changes what is theirs and puts a whole file in its place, so that nobody's line is lost:
//
//   NAME.lock ── held ──┐
//   NAME ─► lines ─► the change ─► NAME.4711 ─► NAME
//
// What cannot be read whole is not written over.

/// A file of lines that several processes change.
struct KeptLines {
  let path: String

  private static let bytesMax = 1 << 20

  /// The folder where the program keeps what it was told at work: `$XDG_STATE_HOME/clearway`.
  static var folder: String {
    (Machine.variable("XDG_STATE_HOME") ?? (Machine.variable("HOME") ?? "/") + "/.local/state") + "/clearway"
  }

  /// The lines as they stand, comments among them; none where there is no file.
  func lines() -> Result<[String], SystemFault> {
    if Machine.mark(of: path) == nil { return .success([]) }
    switch Machine.read(path, bytesMax: KeptLines.bytesMax) {
    case .failure(let fault): return .failure(fault)
    case .success(let bytes):
      guard bytes.count <= KeptLines.bytesMax else {
        return .failure(SystemFault(words: "it is larger than 1 MiB, more than was ever kept in it"))
      }
      var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      if lines.last?.isEmpty == true { lines.removeLast() }
      return .success(lines.map(String.init))
    }
  }

  /// Changes the lines; the file is whole at any time.
  ///
  /// - Parameter head: the first line of a file that is new.
  /// - Returns: why that was not possible; nil when it was done.
  func change(head: String, _ change: ([String]) -> [String]) -> SystemFault? {
    guard Machine.makeFolder(of: path) else { return SystemFault(words: "its folder cannot be made") }
    let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { return SystemFault() }
    // Closing it gives the lock back. The file stays: one that is removed and made again could be locked twice.
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 { if errno != EINTR { return SystemFault() } }
    switch lines() {
    case .failure(let fault): return SystemFault(words: "it cannot be read, and is not written over: \(fault.words)")
    case .success(let lines):
      let changed = change(lines.isEmpty ? [head] : lines)
      return Machine.write(changed.map { $0 + "\n" }.joined(), to: path)
    }
  }
}

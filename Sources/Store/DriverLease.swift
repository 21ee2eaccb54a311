import Glibc
package import Measures

// Many may look at a journal; one drives the simulation that writes into it, and one watches for alarms. Who that is stands
// in a small file beside the journal for each, and is held by a lock of the kernel's, which goes with the process however it
// ends:
//
//   NAME-driver   "4711 1790000000000\n"      the holder's process id, and since when (Unix milliseconds)
//   NAME-alarms   flock(LOCK_EX)              held as long as the lease object lives
//
// The lock is the truth and the text only tells who: the file stays when the lock goes, as a file that is removed and made
// again could be locked twice.

/// The right to do something to one journal that only one process may do, held for as long as the object lives.
package final class DriverLease: Sendable {
  /// What only one process may do.
  package enum Right: String, CaseIterable, Sendable {
    /// Drive the simulation.
    case driver
    /// Watch for alarms, and record what comes of them.
    case alarms
  }

  /// Who holds a lease.
  package struct Holder: Hashable, Sendable {
    /// The process id.
    package var pid: Int32
    /// Since when.
    package var since: Instant
  }

  /// What came of asking for a lease.
  package enum Answer: Sendable {
    /// It is yours while you keep the lease.
    case granted(DriverLease)
    /// Somebody else drives; nil in the instant in which they have taken it and not yet said who they are.
    case held(by: Holder?)
  }

  /// The open file that the lock is on; -1 for a journal in memory, which nobody else can reach.
  private let descriptor: Int32

  fileprivate init(descriptor: Int32) { self.descriptor = descriptor }

  deinit {
    guard descriptor >= 0 else { return }
    ftruncate(descriptor, 0)
    close(descriptor)
  }
}

extension Journal {
  /// Asks for the right to drive the simulation of this journal; never waits.
  ///
  /// Throws `readOnly` where the journal was opened for reading, `cannotOpen` where the file beside it cannot be made.
  package func takeDriverLease(now: Instant) throws(StoreFailure) -> DriverLease.Answer {
    try takeLease(of: .driver, now: now)
  }

  /// Asks for a right that only one process has; never waits.
  ///
  /// Throws `readOnly` where the journal was opened for reading, `cannotOpen` where the file beside it cannot be made.
  package func takeLease(of right: DriverLease.Right, now: Instant) throws(StoreFailure) -> DriverLease.Answer {
    guard case .file = location else { return .granted(DriverLease(descriptor: -1)) }
    // One journal has one such file, by whatever name it was opened.
    let path = realPath
    guard mode == .readWrite else { throw StoreFailure.readOnly(path: path, underlying: "opened for reading") }
    let descriptor = Glibc.open(path + "-\(right.rawValue)", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      throw StoreFailure(
        code: .cannotOpen, message: "The file that says who drives or watches the journal cannot be opened.",
        remedy: "Check that you may write in the journal's folder.", path: path + "-\(right.rawValue)",
        underlying: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let reason = errno
      let holder = Self.holder(in: descriptor)
      close(descriptor)
      guard reason == EWOULDBLOCK else {
        throw StoreFailure(
          code: .cannotOpen, message: "The file system here cannot say who drives or watches the journal.",
          remedy: "Keep the journal on a local disk.", path: path + "-\(right.rawValue)",
          underlying: String(cString: strerror(reason)))
      }
      return .held(by: holder)
    }
    let text = Array("\(getpid()) \(now.milliseconds)\n".utf8)
    // What cannot be written is not told; the lock holds all the same.
    ftruncate(descriptor, 0)
    _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    return .granted(DriverLease(descriptor: descriptor))
  }

  /// Whether some process has a right just now; asked without wanting it, so also of a journal that is only read.
  package func isTaken(_ right: DriverLease.Right) -> Bool {
    guard case .file = location else { return false }
    let descriptor = Glibc.open(realPath + "-\(right.rawValue)", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // Shared, so that two who ask do not take each other for the holder.
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// Who the file says drives; nil where it does not say so in the form it should.
  private static func holder(in descriptor: Int32) -> DriverLease.Holder? {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    guard count > 0 else { return nil }
    let fields = String(decoding: bytes[..<count], as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard fields.count == 2, let pid = Int32(fields[0]), let since = Int64(fields[1]), pid > 0 else { return nil }
    return DriverLease.Holder(pid: pid, since: Instant(milliseconds: since))
  }
}

import CNcurses
import Glibc
import TUI

/// An event descriptor that lives as long as anyone may add to it.
final class EventDescriptor: Sendable {
  let descriptor: Int32

  init() throws(ScreenFailure) {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else { throw .system(call: "eventfd", code: errno) }
  }

  deinit { Glibc.close(descriptor) }

  func add(_ value: UInt64) {
    withUnsafeBytes(of: value) { _ = Glibc.write(descriptor, $0.baseAddress, 8) }
  }

  /// The sum of what was added since the last call.
  func take() -> UInt64 {
    var value: UInt64 = 0
    return read(descriptor, &value, 8) == 8 ? value : 0
  }
}

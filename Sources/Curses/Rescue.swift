import CNcurses
import Glibc

// The terminal is given back however the program ends.
//
//   end of the program, thrown error     Terminal.close()         restoring bytes, modes as found
//   SIGTERM SIGINT SIGHUP                flag ─► event ─► close   a second one does not wait for an answer
//   SIGTSTP (ctrl-z from outside)        flag ─► suspend          SIGCONT: everything is drawn anew
//   SIGKILL                              a child                  the same bytes and modes, once the line from us ends
//   SIGILL SIGTRAP SIGSEGV SIGABRT ...   handler                  restoring bytes prepared before, modes, then the
//                                                                 handler of before has the signal
//
// The handlers and their state live in the C header, as static variables: one copy for each Swift file that names them.
// Therefore only this file may.

/// What signals have asked for since it was last looked at.
struct SignalFlags: OptionSet {
  let rawValue: UInt32

  static let resized = SignalFlags(rawValue: UInt32(CLEARWAY_RESIZED))
  static let terminated = SignalFlags(rawValue: UInt32(CLEARWAY_TERMINATED))
  static let interrupted = SignalFlags(rawValue: UInt32(CLEARWAY_INTERRUPTED))
  static let hungUp = SignalFlags(rawValue: UInt32(CLEARWAY_HUNG_UP))
  static let suspended = SignalFlags(rawValue: UInt32(CLEARWAY_SUSPENDED))
  static let continued = SignalFlags(rawValue: UInt32(CLEARWAY_CONTINUED))
}

/// Signal handlers that give the terminal back. There is one terminal, so there is one of these.
enum Rescue {
  /// Remembers who handles the signals now; before ncurses takes some of them.
  static func noteHandlers() { clearway_note_handlers() }

  /// Takes the signals over.
  ///
  /// - Parameters:
  ///   - event: an event descriptor; a signal adds 2^32 to it.
  ///   - found: the terminal's modes to return to.
  ///   - restoring: the bytes that undo whatever was switched on.
  static func arm(terminal: Int32, event: Int32, found: termios, restoring: [UInt8]) {
    withUnsafePointer(to: found) { found in
      restoring.withUnsafeBytes { bytes in
        clearway_arm(
          terminal, event, found, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
      }
    }
  }

  /// Says which bytes undo what is switched on by now. A guard that somebody has killed is replaced.
  ///
  /// - Parameter found: the terminal's modes to return to.
  static func setRestoring(_ restoring: [UInt8], terminal: Int32, found: termios) {
    restoring.withUnsafeBytes { bytes in
      let text = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      clearway_set_restoring(text, Int32(bytes.count))
      guard clearway_tell_guard(text, Int32(bytes.count)) == 0 else { return }
      clearway_end_guard()
      startGuard(terminal: terminal, found: found)
      _ = clearway_tell_guard(text, Int32(bytes.count))
    }
  }

  /// Starts the child that gives the terminal back when this process is killed without being asked.
  ///
  /// - Parameter found: the terminal's modes to return to.
  static func startGuard(terminal: Int32, found: termios) {
    withUnsafePointer(to: found) { clearway_start_guard(terminal, $0) }
  }

  /// Says that the terminal has been given back and nothing is left to do, until `setRestoring`.
  static func rest() { _ = clearway_tell_guard("", 0) }

  /// Ends the child.
  static func endGuard() { clearway_end_guard() }

  /// Gives the signals back to whoever had them.
  static func disarm() { clearway_disarm() }

  /// What signals have asked for since the last call.
  static func takeFlags() -> SignalFlags { SignalFlags(rawValue: clearway_take_flags()) }

  /// Stops the process as ctrl-z does; returns when it is continued.
  static func stopHere() { clearway_stop_here() }
}

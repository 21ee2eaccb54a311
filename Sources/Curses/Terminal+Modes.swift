import CNcurses
import Glibc
import TUI

// Modes: taking the terminal and giving it back, and what is switched on between the two.

extension Terminal {
  func enter() {
    Rescue.arm(terminal: output, event: events.descriptor, found: found, restoring: restoringBytes)
    setRaw()
    Rescue.startGuard(terminal: output, found: found)
    tellRestoring()
    hasEntered = false
  }

  /// Gives the terminal back; ncurses believes that it did so itself.
  func leave() {
    endwin()
    discardWritten()
    try? write(restoringBytes)
    hasKeyboard = false
    var found = found
    tcsetattr(output, TCSADRAIN, &found)
    tellRestoring()
    Rescue.rest()
  }

  /// Takes the terminal again after it was given back. Whoever asked meanwhile that the program end is heard.
  func reenter(ignoring ignored: SignalFlags = []) {
    endwin()
    discardWritten()
    setRaw()
    tellRestoring()
    queueStops(Rescue.takeFlags().subtracting(ignored))
    hasEntered = false
    isCursorShown = nil
    takeSize()
    queue.append(.resize(size))
  }

  /// Says to whatever gives the terminal back without us how that is done now.
  func tellRestoring() { Rescue.setRestoring(restoringBytes, terminal: output, found: found) }

  func setRaw() {
    var raw = found
    raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON)
    raw.c_oflag &= ~tcflag_t(OPOST)
    raw.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN | ISIG)
    raw.c_cflag |= tcflag_t(CS8)
    withUnsafeMutableBytes(of: &raw.c_cc) { controls in
      controls[Int(VMIN)] = 1
      controls[Int(VTIME)] = 0
    }
    tcsetattr(output, TCSADRAIN, &raw)
  }

  /// What is switched on with the first frame: marks of pastes and of the focus, the mouse where it is wanted; and the
  /// questions, whose answers come as events: which ground (OSC 11), tell me when it changes (mode 2031), which keyboard.
  var enteringBytes: [UInt8] {
    var text = "\u{1B}[?2004h\u{1B}[?1004h"
    if reportsMouse { text += Self.mouseOn }
    if capabilities.answersQuestions { text += "\u{1B}]11;?\u{1B}\\\u{1B}[?2031h\u{1B}[?u" }
    return Array(text.utf8)
  }

  /// What gives the terminal back as it is now.
  var restoringBytes: [UInt8] {
    var text = "\u{1B}[?2026l"
    if capabilities.takesLinks { text += ControlString.linkEnd }
    if reportsMouse { text += Self.mouseOff }
    // Belongs to the second screen, so it goes before that does.
    if hasKeyboard { text += "\u{1B}[<u" }
    if capabilities.answersQuestions { text += "\u{1B}[?2031l" }
    text += "\u{1B}[?1004l\u{1B}[?2004l"
    return Array(text.utf8) + leavingBytes
  }

  static func leaving() -> [UInt8] {
    var bytes: [UInt8] = []
    for name in ["sgr0", "op", "cnorm"] { bytes += capability(name) }
    let leavingAlternate = capability("rmcup")
    // Without a second screen the shell's prompt goes below what was drawn: to the last row, whichever that is by now.
    bytes += leavingAlternate.isEmpty ? Array("\u{1B}[999;1H\r\n".utf8) : leavingAlternate
    return bytes
  }

  /// Setting the region moves the cursor, which must be where ncurses left it.
  static let wholeRegion = Array("\u{1B}7\u{1B}[r\u{1B}8".utf8)
  static let mouseOn = "\u{1B}[?1002h\u{1B}[?1006h"
  static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l"

  static func capability(_ name: String) -> [UInt8] {
    var buffer = [CChar](repeating: 0, count: 128)
    let length = clearway_capability(name, &buffer, Int32(buffer.count))
    return buffer[..<Int(length)].map { UInt8(bitPattern: $0) }
  }

  static func windowSize(_ terminal: Int32) -> Size? {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard clearway_window_size(terminal, &columns, &rows) == 1 else { return nil }
    // A size from outside: what no one can read is not worth drawing.
    return Size(width: min(Int(columns), 1000), height: min(Int(rows), 500))
  }
}

import Foundation
import Glibc
import TUI

// A recording of what the screen showed, in asciicast v2: a header line, then one line for each frame with its time since the
// start in seconds, and a marker line ("m") where a chapter begins.
//
//   {"version":2,"width":118,"height":32,"title":"Clearway"}
//   [0.000,"o","…"]
//   [0.000,"m","1 An order comes in"]

/// Writes frames and chapters into a file as they are shown; stops at the first failure and keeps it.
final class Recording {
  private let descriptor: Int32
  private var writer: ANSIWriter
  private let seconds: () -> Double
  /// Why no more is written.
  private(set) var fault: SystemFault?

  /// Begins a recording in a new file; `seconds` is the time since the recording's start.
  ///
  /// - Throws: why the file cannot be made.
  init(path: String, size: Size, theme: Theme, seconds: @escaping () -> Double) throws(SystemFault) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemFault() }
    writer = ANSIWriter(theme: theme, depth: .direct)
    self.seconds = seconds
    line(
      "{\"version\":2,\"width\":\(size.width),\"height\":\(size.height),\"title\":\"Clearway\",\"env\":{\"TERM\":\"xterm-256color\"}}"
    )
  }

  deinit { close(descriptor) }

  /// Takes the next frame; nothing is written when nothing changed.
  func frame(_ canvas: Canvas) {
    let bytes = writer.frame(canvas)
    if !bytes.isEmpty { event("o", String(decoding: bytes, as: UTF8.self)) }
  }

  /// Marks the beginning of a chapter.
  func chapter(_ title: String) { event("m", title) }

  private func event(_ code: String, _ data: String) {
    let time = String(format: "%.3f", max(0, seconds()))
    line("[\(time),\"\(code)\",\(json(data, pretty: false))]")
  }

  private func line(_ text: String) {
    guard fault == nil else { return }
    var bytes = Array((text + "\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        fault = SystemFault()
        return
      }
      bytes = bytes.dropFirst(count)
    }
  }
}

import Foundation
import TUI
import Testing

/// Compares a screen with the picture kept of it: its text, a rule, and a letter for each cell's role.
///
/// Pictures are kept in `Tests/Pictures/dashboard`, one file a screen. `CLEARWAY_PICTURES=keep` writes them anew, for a person to look
/// at before they are committed.
func expectPicture(_ name: String, _ canvas: Canvas, sourceLocation: SourceLocation = #_sourceLocation) {
  let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Pictures/dashboard")
  let file = directory.appendingPathComponent(name + ".txt")
  let seen = canvas.snapshot() + "\n"
  if ProcessInfo.processInfo.environment["CLEARWAY_PICTURES"] == "keep" {
    try? FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try? seen.write(to: file, atomically: true, encoding: .utf8)
    return
  }
  guard let kept = try? String(contentsOf: file, encoding: .utf8) else {
    Issue.record("there is no picture \(name)", sourceLocation: sourceLocation)
    return
  }
  let (seenLines, keptLines) = (
    seen.split(separator: "\n", omittingEmptySubsequences: false),
    kept.split(separator: "\n", omittingEmptySubsequences: false)
  )
  for (row, lines) in zip(keptLines, seenLines).enumerated() where lines.0 != lines.1 {
    Issue.record("\(name), line \(row + 1):\n kept \(lines.0)\n seen \(lines.1)", sourceLocation: sourceLocation)
    return
  }
  #expect(seenLines.count == keptLines.count, sourceLocation: sourceLocation)
}

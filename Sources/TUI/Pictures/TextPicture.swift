extension Canvas {
  /// The canvas as plain text, a line for each row, blanks at the ends of lines left out.
  package func text() -> String { rows { text(ofRow: $0) } }

  /// The canvas for a snapshot: its text, a rule, then one letter for each cell's role.
  ///
  /// A blank shows the letter of the ground it stands on, or nothing on plain ground. The right half of a wide glyph repeats
  /// the letter of its left half.
  package func snapshot() -> String {
    let rule = String(repeating: "-", count: max(1, size.width))
    return text() + "\n" + rule + "\n" + rows { letters(ofRow: $0) }
  }

  /// One row's text, without the blanks at its end.
  package func text(ofRow row: Int) -> String {
    var line = ""
    for x in 0..<size.width { line += scalars(of: self[x, row]) }
    return Self.trimmed(line)
  }

  private func letters(ofRow row: Int) -> String {
    var line = ""
    for x in 0..<size.width {
      let cell = self[x, row]
      let isBlank = cell.width == 1 && cell.glyph == 0x20
      let role =
        isBlank ? cell.style.ground ?? (Self.hasGround(cell.style.role) ? cell.style.role : .text) : cell.style.role
      line.append(isBlank && role == .text ? " " : role.letter)
    }
    return Self.trimmed(line)
  }

  /// Roles that show on a blank too.
  private static func hasGround(_ role: Role) -> Bool {
    switch role {
    case .cursorRow, .idleCursorRow, .fresh, .bar, .criticalBadge, .caption, .activeTab, .dialog, .activeButton, .input:
      true
    case .text, .secondary, .muted, .title, .count, .border, .focusBorder, .header, .sortHeader, .marked, .ghost: false
    case .keyHint, .keyLabel, .disabled, .critical, .high, .medium, .low, .recovered, .stale, .shelved, .match: false
    case .inputError, .inputHint, .simulated, .tab, .dialogBorder, .dialogTitle, .button, .sparkline: false
    case .gauge, .track, .coast, .lane, .notice: false
    }
  }

  private func rows(_ line: (Int) -> String) -> String { (0..<size.height).map(line).joined(separator: "\n") }

  private static func trimmed(_ line: String) -> String {
    guard let last = line.lastIndex(where: { $0 != " " }) else { return "" }
    return String(line[...last])
  }
}

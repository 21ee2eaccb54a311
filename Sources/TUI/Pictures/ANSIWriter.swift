// Canvases as the bytes a terminal understands: whole pictures for a file, and frames that send only what changed.

/// Writes frames for a terminal of a given depth, each as the difference to the one before.
///
/// Used for recordings, and wherever there is no terminal library between the canvas and the bytes. The bytes of one frame
/// stand between the marks of a synchronised update (DEC mode 2026), so that no terminal shows half of it.
package struct ANSIWriter: Sendable {
  private let theme: Theme
  private let depth: ColourDepth
  private var shown: Canvas?

  /// A writer that has shown nothing.
  package init(theme: Theme, depth: ColourDepth) {
    self.theme = theme
    self.depth = depth
  }

  /// The bytes that turn the frame before into this one; none when nothing changed.
  package mutating func frame(_ canvas: Canvas) -> [UInt8] {
    defer { shown = canvas }
    var output = ANSIBytes(theme: theme, depth: depth)
    output.raw("\u{1B}[?2026h")
    let opening = output.bytes.count
    let changes: [Change]
    if let shown, shown.size == canvas.size {
      changes = canvas.changes(since: shown)
      if changes.isEmpty, shown.cursor == canvas.cursor { return [] }
      if !changes.isEmpty, shown.cursor != nil { output.raw("\u{1B}[?25l") }
    } else {
      output.raw("\u{1B}[?25l\u{1B}[0m\u{1B}[H\u{1B}[2J")
      changes = (0..<canvas.size.height).map { Change(row: $0, columns: 0..<canvas.size.width) }
    }
    for change in changes {
      output.move(toRow: change.row, column: change.columns.lowerBound)
      output.cells(of: canvas, row: change.row, change.columns)
    }
    if output.bytes.count > opening { output.raw("\u{1B}[0m") }
    if let cursor = canvas.cursor {
      output.move(toRow: cursor.y, column: cursor.x)
      output.raw("\u{1B}[?25h")
    } else if shown?.cursor != nil {
      output.raw("\u{1B}[?25l")
    }
    output.raw("\u{1B}[?2026l")
    return output.bytes
  }
}

extension Canvas {
  /// The canvas as lines of text with colours, for a terminal that is not taken over.
  package func ansi(theme: Theme, depth: ColourDepth) -> String {
    var output = ANSIBytes(theme: theme, depth: depth)
    for row in 0..<size.height {
      output.cells(of: self, row: row, 0..<size.width)
      output.endLine()
    }
    return String(decoding: output.bytes, as: UTF8.self)
  }
}

/// Bytes with the pen they leave behind.
package struct ANSIBytes {
  private let theme: Theme
  private let depth: ColourDepth
  private var pen = Pen()
  private var style: Style?
  package private(set) var bytes: [UInt8] = []

  /// No bytes yet, and the pen that a terminal has after `SGR 0`.
  package init(theme: Theme, depth: ColourDepth) {
    self.theme = theme
    self.depth = depth
    bytes.reserveCapacity(4096)
  }

  /// Appends a sequence as it is; it must leave the pen alone.
  package mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends a move to a row and a column, both from 0.
  package mutating func move(toRow row: Int, column: Int) {
    raw("\u{1B}[")
    number(row + 1)
    bytes.append(0x3B)
    number(column + 1)
    bytes.append(0x48)
  }

  /// Appends cells of one row of a canvas, where the terminal's cursor is.
  package mutating func cells(of canvas: Canvas, row: Int, _ columns: Range<Int>) {
    for x in columns {
      let cell = canvas[x, row]
      guard cell.width > 0 else { continue }
      if cell.style != style {
        let next = theme.pen(cell.style, depth)
        // A blank shows only its ground: the colour of the text around it will do.
        if cell.glyph == 0x20, next.background == pen.background,
          next.attributes.union(pen.attributes).isDisjoint(with: [.underline, .reverse])
        {
          bytes.append(0x20)
          continue
        }
        style = cell.style
        take(next)
      }
      if cell.glyph < 0x80 {
        bytes.append(UInt8(cell.glyph))
      } else {
        raw(canvas.scalars(of: cell))
      }
    }
  }

  mutating func endLine() {
    if pen != Pen() { raw("\u{1B}[0m") }
    pen = Pen()
    style = nil
    bytes.append(0x0A)
  }

  /// Changes the pen by the shortest sequence: only what differs, or all anew when an attribute ends.
  private mutating func take(_ next: Pen) {
    guard next != pen else { return }
    raw("\u{1B}[")
    var isFirst = true
    func separated(_ bytes: inout [UInt8]) {
      if !isFirst { bytes.append(0x3B) }
      isFirst = false
    }
    if !pen.attributes.isSubset(of: next.attributes) {
      separated(&bytes)
      bytes.append(0x30)
      pen = Pen()
    }
    let codes: [(Attributes, UInt8)] = [(.bold, 0x31), (.dim, 0x32), (.underline, 0x34), (.reverse, 0x37)]
    for (attribute, code) in codes where next.attributes.contains(attribute) && !pen.attributes.contains(attribute) {
      separated(&bytes)
      bytes.append(code)
    }
    if next.foreground != pen.foreground {
      separated(&bytes)
      colour(next.foreground, base: 30)
    }
    if next.background != pen.background {
      separated(&bytes)
      colour(next.background, base: 40)
    }
    bytes.append(0x6D)
    pen = next
  }

  private mutating func colour(_ colour: TerminalColour, base: Int) {
    switch colour {
    case .standard: number(base + 9)
    case .index(let index) where index < 8: number(base + Int(index))
    case .index(let index) where index < 16: number(base + 60 + Int(index) - 8)
    case .index(let index):
      number(base + 8)
      raw(";5;")
      number(Int(index))
    case .rgb(let rgb):
      number(base + 8)
      raw(";2;")
      number(Int(rgb.red))
      bytes.append(0x3B)
      number(Int(rgb.green))
      bytes.append(0x3B)
      number(Int(rgb.blue))
    }
  }

  private mutating func number(_ value: Int) {
    if value >= 1000 { bytes.append(UInt8(0x30 + value / 1000 % 10)) }
    if value >= 100 { bytes.append(UInt8(0x30 + value / 100 % 10)) }
    if value >= 10 { bytes.append(UInt8(0x30 + value / 10 % 10)) }
    bytes.append(UInt8(0x30 + value % 10))
  }
}

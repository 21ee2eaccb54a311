import CNcurses
import Glibc
package import TUI

// Frames: what changed becomes cells of ncurses, and what ncurses then writes goes out as one piece.

extension Terminal {
  package func show(_ canvas: Canvas, theme: Theme) throws(ScreenFailure) {
    guard isOpen else { return }
    if shownTheme != theme || pens.isFull {
      pens = PenTable(depth: depth, pairsMax: Int(clearway_pairs()), takesRGB: takesRGB)
      shown = nil
      shownTheme = theme
    }
    let changes: [Change]
    if let shown {
      changes = canvas.changes(since: shown)
      if changes.isEmpty, canvas.cursor == shown.cursor, canvas.hasSameLinks(as: shown) { return }
    } else {
      changes = (0..<canvas.size.height).map { Change(row: $0, columns: 0..<canvas.size.width) }
    }
    for change in changes { draw(change, of: canvas, theme) }
    placeCursor(canvas.cursor)
    // Lines that the terminal moves take their links along, which ncurses does not know: while there are links, it must not.
    let hasLinks = capabilities.takesLinks && (canvas.hasLinks || shown?.hasLinks ?? false)
    if hasLinks == letsLinesMove {
      letsLinesMove.toggle()
      idlok(drawing.window, letsLinesMove)
      idcok(drawing.window, letsLinesMove)
    }
    wnoutrefresh(drawing.window)
    doupdate()
    let links = hasLinks ? linkBytes(canvas, changes, theme) : []
    shown = canvas
    try sendFrame(links)
  }

  /// What turns cells into links after ncurses has written them as plain ones.
  ///
  /// ncurses knows no links and may write any cell of a row that changed, which takes its link off. So each link of such a row
  /// is written again, and so is what is no link any more, with the same glyphs and pens that ncurses believes to be there
  /// (where it was given others there is no link);
  /// the cursor and the pen are where ncurses left them afterwards (DECSC, DECRC). Every link is closed where it ends.
  func linkBytes(_ canvas: Canvas, _ changes: [Change], _ theme: Theme) -> [UInt8] {
    var output = ANSIBytes(theme: theme, depth: depth)
    let width = min(size.width, canvas.size.width)
    let before = shown.flatMap { $0.size == canvas.size ? $0 : nil }
    var rows = Array(repeating: before.map { !canvas.hasSameLinks(as: $0) } ?? true, count: canvas.size.height)
    for change in changes { rows[change.row] = true }
    output.raw("\u{1B}7\u{1B}[0m")
    let opening = output.bytes.count
    for row in 0..<min(size.height, canvas.size.height) where rows[row] {
      var wasLinked: [Range<Int>] = []
      if let before { wasLinked = before.linkRuns(inRow: row, 0..<width).filter { $0.address != nil }.map(\.columns) }
      for run in canvas.linkRuns(inRow: row, 0..<width) {
        if let address = run.address {
          if hasForeignWidths(canvas, row: row, run.columns) { continue }
          output.move(toRow: row, column: run.columns.lowerBound)
          output.raw(ControlString.link(address))
          output.cells(of: canvas, row: row, run.columns)
          output.raw(ControlString.linkEnd)
        } else {
          for columns in wasLinked where columns.overlaps(run.columns) {
            let columns = columns.clamped(to: run.columns)
            if hasForeignWidths(canvas, row: row, columns) { continue }
            output.move(toRow: row, column: columns.lowerBound)
            output.cells(of: canvas, row: row, columns)
          }
        }
      }
    }
    guard output.bytes.count > opening else { return [] }
    output.raw("\u{1B}8")
    return output.bytes
  }

  func draw(_ change: Change, of canvas: Canvas, _ theme: Theme) {
    guard change.row < size.height else { return }
    let columns = change.columns.clamped(to: 0..<min(size.width, canvas.size.width))
    guard !columns.isEmpty else { return }
    if row.count < columns.count { row = Array(repeating: cchar_t(), count: columns.count) }
    var count = 0
    var style: Style?
    var pen = CursesPen(attributes: 0, pair: 0)
    row.withUnsafeMutableBufferPointer { row in
      canvas.forEachGlyph(inRow: change.row, columns) { glyph, cell in
        if cell.style != style {
          style = cell.style
          pen = pens.pen(cell.style, theme)
        }
        guard let target = row.baseAddress.map({ $0 + count }) else { return }
        guard !Self.hasForeignWidth(glyph, cell) else {
          // ncurses goes by the C library: it would give the glyph other cells than the canvas did, and shift the row.
          clearway_fill(target, pen.attributes, pen.pair, wchar_t(bitPattern: Self.standIn(for: glyph).value))
          if cell.width == 2 { clearway_fill(target + 1, pen.attributes, pen.pair, 0x20) }
          count += max(1, Int(cell.width))
          return
        }
        switch glyph {
        case .scalar(let value):
          clearway_fill(target, pen.attributes, pen.pair, wchar_t(bitPattern: value))
        case .cluster(let text):
          var isFirst = true
          for scalar in text.unicodeScalars {
            if isFirst {
              clearway_fill(target, pen.attributes, pen.pair, wchar_t(bitPattern: scalar.value))
            } else {
              clearway_combine(target, wchar_t(bitPattern: scalar.value))
            }
            isFirst = false
          }
        }
        count += 1
      }
      _ = mvwadd_wchnstr(drawing.window, Int32(change.row), Int32(columns.lowerBound), row.baseAddress, Int32(count))
    }
  }

  /// Whether the C library gives a glyph another width than the canvas did. It may know another version of Unicode, or the
  /// terminal may draw ambiguous glyphs wide, which no locale says.
  static func hasForeignWidth(_ glyph: Canvas.Glyph, _ cell: Cell) -> Bool {
    let value = first(of: glyph).value
    return value > 0x7E && libraryWidth(value) != Int(cell.width)
  }

  /// The cells of a scalar as the C library has it; -1 where it knows none.
  static func libraryWidth(_ value: UInt32) -> Int { Int(clearway_cell_width(wchar_t(bitPattern: value))) }

  /// What is shown for such a glyph: a letter without its marks, or the sign for what has no glyph; one cell wide.
  static func standIn(for glyph: Canvas.Glyph) -> Unicode.Scalar {
    let plain = GlyphSet.ascii.shown(first(of: glyph))
    return plain == "?" ? "\u{2426}" : plain
  }

  private static func first(of glyph: Canvas.Glyph) -> Unicode.Scalar {
    switch glyph {
    case .scalar(let value): Unicode.Scalar(value) ?? " "
    case .cluster(let text): text.unicodeScalars.first ?? " "
    }
  }

  /// Whether any glyph of a row's columns stands on the terminal as something else.
  private func hasForeignWidths(_ canvas: Canvas, row: Int, _ columns: Range<Int>) -> Bool {
    var found = false
    canvas.forEachGlyph(inRow: row, columns) { found = found || Self.hasForeignWidth($0, $1) }
    return found
  }

  func placeCursor(_ cursor: Point?) {
    let place = cursor.flatMap { Rect(size).contains($0) ? $0 : nil }
    if isCursorShown != (place != nil) {
      curs_set(place == nil ? 0 : 1)
      isCursorShown = place != nil
    }
    wmove(drawing.window, Int32(place?.y ?? 0), Int32(place?.x ?? 0))
  }

  /// Sends what ncurses wrote to the memory file, and empties it.
  func sendFrame(_ links: [UInt8]) throws(ScreenFailure) {
    fflush(drawing.output)
    let length = lseek(drawing.memory, 0, SEEK_CUR)
    guard length > 0 || !links.isEmpty else { return }
    if memoryBytes.count < length { memoryBytes = Array(repeating: 0, count: length + length / 2) }
    frame.removeAll(keepingCapacity: true)
    if !hasEntered {
      frame.append(contentsOf: enteringBytes)
      hasEntered = true
      if capabilities.answersQuestions {
        askedAt = Self.now()
        answersAwaited = 2
      }
    }
    frame.append(contentsOf: FrameBytes.opening)
    let got = memoryBytes.withUnsafeMutableBytes { bytes in
      let got = pread(drawing.memory, bytes.baseAddress, length, 0)
      if got > 0 {
        let written = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<got])
        if depth == .direct, !takesRGB {
          FrameBytes.append(written, to: &frame, direct: pens.direct)
        } else {
          frame.append(contentsOf: written)
        }
      }
      return got
    }
    lseek(drawing.memory, 0, SEEK_SET)
    guard got == length else { throw .system(call: "pread", code: errno) }
    if hasForeignRegion, !Self.capability("csr").isEmpty { frame.append(contentsOf: Self.wholeRegion) }
    hasForeignRegion = false
    frame.append(contentsOf: links)
    frame.append(contentsOf: FrameBytes.closing)
    try write(frame)
  }

  /// What ncurses wrote is not wanted: the prepared bytes stand for it.
  func discardWritten() {
    fflush(drawing.output)
    lseek(drawing.memory, 0, SEEK_SET)
  }

  func write(_ bytes: [UInt8]) throws(ScreenFailure) {
    var from = 0
    while from < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(output, $0.baseAddress.map { $0 + from }, bytes.count - from) }
      if count > 0 {
        from += count
      } else if count < 0, errno == EAGAIN {
        var waiting = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, 1000)
      } else if count < 0, errno != EINTR {
        throw .system(call: "write", code: errno)
      }
    }
  }
}

import CNcurses
import Glibc
package import TUI

// A terminal, through ncurses.
//
//   canvas ─► changes ─► cells of a window ─► ncurses: cursor motion, scrolling ─► memory file ─► one write() ─► terminal
//
// ncurses writes a frame in hundreds of pieces; a terminal that draws between two of them shows a torn picture. So ncurses
// writes to a memory file, and what it wrote goes out as one piece between the marks of a synchronised update. Nothing changed,
// nothing written. Keys are read and decoded by `TUI.KeyDecoder`: ncurses knows neither pastes nor focus nor newer key
// encodings, and its waits cannot be ended by another thread.

/// A real terminal. There can be one at a time.
package final class Terminal: Screen {
  /// What the program would like; nil leaves it to the environment.
  package struct Wish: Hashable, Sendable {
    package var depth: ColourDepth?
    package var glyphSet: GlyphSet?
    package var ambiguous: AmbiguousWidth
    /// Whether the terminal is asked how wide it draws an ambiguous glyph, before the first frame; `ambiguous` without answer.
    package var probesAmbiguous: Bool
    /// Whether clicks and the wheel are reported; they then no longer select text unless shift is held.
    package var wantsMouse: Bool

    package init(
      depth: ColourDepth? = nil, glyphSet: GlyphSet? = nil, ambiguous: AmbiguousWidth = .one,
      probesAmbiguous: Bool = false, wantsMouse: Bool = false
    ) {
      self.depth = depth
      self.glyphSet = glyphSet
      self.ambiguous = ambiguous
      self.probesAmbiguous = probesAmbiguous
      self.wantsMouse = wantsMouse
    }
  }

  package private(set) var size: Size
  package let waker: Waker
  package var glyphSet: GlyphSet { capabilities.glyphSet }
  package var ambiguous: AmbiguousWidth { capabilities.ambiguous }
  package var depth: ColourDepth { capabilities.depth }

  private var capabilities: Capabilities
  private let input: Int32
  private let output: Int32
  private let events: EventDescriptor
  private let found: termios
  /// What gives the screen back once everything that was switched on is off.
  private let leavingBytes: [UInt8]
  private let memory: Int32
  private let memoryFile: UnsafeMutablePointer<FILE>
  private let inputFile: UnsafeMutablePointer<FILE>
  private let screen: OpaquePointer
  private let window: UnsafeMutablePointer<WINDOW>
  private var isOpen = true
  private var isCursorShown: Bool?
  private var pens: PenTable
  /// Whether colour numbers are 24-bit colours themselves, as in the terminal descriptions named "-direct".
  private let takesRGB: Bool
  private var shown: Canvas?
  private var shownTheme: Theme?
  private var row: [cchar_t]
  private var frame: [UInt8] = []
  private var letsLinesMove = true
  /// Whether the terminal's scrolling region may not be the whole screen: ncurses sets it for the size it first believed in,
  /// having seen the terminal's description and not the terminal.
  private var hasForeignRegion = true
  private var memoryBytes: [UInt8] = []
  private var decoder = KeyDecoder()
  private var queue: [ScreenEvent] = []
  private var hasEntered = false
  private var reportsMouse: Bool
  /// Whether the kitty keyboard protocol was switched on, which must be taken back exactly once.
  private var hasKeyboard = false
  /// When the terminal was last asked something, and how many answers are to come; what answers late would be typed into the
  /// shell.
  private var askedAt: Int64 = 0
  private var answersAwaited = 0

  /// Takes the terminal over.
  ///
  /// - Parameters:
  ///   - input: where keys come from.
  ///   - output: where frames go.
  ///   - type: the terminal's type; nil for that of `TERM`.
  /// - Throws: `notATerminal`, or `unsuitable` for a type that is unknown here or cannot place a cursor.
  package init(
    input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, type: String? = nil, wish: Wish = Wish()
  ) throws(ScreenFailure) {
    var found = termios()
    guard isatty(input) == 1, isatty(output) == 1, tcgetattr(output, &found) == 0 else { throw .notATerminal }
    let type = type ?? Self.environment("TERM") ?? ""
    let isUTF8 = Self.adoptLocale()
    let memory = clearway_memory_file()
    guard memory >= 0 else { throw .system(call: "memfd_create", code: errno) }
    let inputCopy = fcntl(input, F_DUPFD_CLOEXEC, 3)
    guard let memoryFile = fdopen(memory, "w"), let inputFile = fdopen(inputCopy, "r") else {
      throw .system(call: "fdopen", code: errno)
    }
    Rescue.noteHandlers()
    guard !type.isEmpty, let screen = clearway_newterm(type, memoryFile, inputFile) else {
      fclose(memoryFile)
      fclose(inputFile)
      throw .unsuitable(terminal: type)
    }
    let events: EventDescriptor
    do throws(ScreenFailure) {
      guard !Self.capability("cup").isEmpty else { throw ScreenFailure.unsuitable(terminal: type) }
      events = try EventDescriptor()
    } catch {
      endwin()
      delscreen(screen)
      fclose(memoryFile)
      fclose(inputFile)
      throw error
    }
    start_color()
    use_default_colors()
    let colours = Int(clearway_colours())
    let capabilities = Capabilities(
      wish: wish, terminal: type, colours: colours, isUTF8: isUTF8, environment: Self.environment)
    size = Self.windowSize(output) ?? Size(width: 80, height: 24)
    resize_term(Int32(size.height), Int32(size.width))
    guard let window = newwin(Int32(size.height), Int32(size.width), 0, 0) else {
      endwin()
      delscreen(screen)
      fclose(memoryFile)
      fclose(inputFile)
      throw .system(call: "newwin", code: 0)
    }
    // Lets ncurses move lines with the terminal's own scrolling: a scrolled table is hundreds of bytes, not thousands.
    idlok(window, true)
    idcok(window, true)
    leaveok(window, false)

    self.input = input
    self.output = output
    self.events = events
    self.found = found
    self.capabilities = capabilities
    self.memory = memory
    self.memoryFile = memoryFile
    self.inputFile = inputFile
    self.screen = screen
    self.window = window
    waker = Waker { events.add(1) }
    pens = PenTable(depth: capabilities.depth, pairsMax: Int(clearway_pairs()), takesRGB: colours > 256)
    takesRGB = colours > 256
    row = Array(repeating: cchar_t(), count: max(1, size.width))
    leavingBytes = Self.leaving()
    reportsMouse = wish.wantsMouse && capabilities.takesControlStrings
    enter()
    if wish.probesAmbiguous, isUTF8, capabilities.answersQuestions, let width = askedWidth() {
      self.capabilities = Capabilities(
        wish: Wish(depth: wish.depth, glyphSet: wish.glyphSet, ambiguous: width), terminal: type, colours: colours,
        isUTF8: isUTF8, environment: Self.environment)
    }
  }

  deinit { close() }

  // MARK: Frames

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
      idlok(window, letsLinesMove)
      idcok(window, letsLinesMove)
    }
    wnoutrefresh(window)
    doupdate()
    let links = hasLinks ? linkBytes(canvas, changes, theme) : []
    shown = canvas
    try sendFrame(links)
  }

  /// What turns cells into links after ncurses has written them as plain ones.
  ///
  /// ncurses knows no links and may write any cell of a row that changed, which takes its link off. So each link of such a row
  /// is written again, and so is what is no link any more, with the same glyphs and pens that ncurses believes to be there;
  /// the cursor and the pen are where ncurses left them afterwards (DECSC, DECRC). Every link is closed where it ends.
  private func linkBytes(_ canvas: Canvas, _ changes: [Change], _ theme: Theme) -> [UInt8] {
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
          output.move(toRow: row, column: run.columns.lowerBound)
          output.raw(ControlString.link(address))
          output.cells(of: canvas, row: row, run.columns)
          output.raw(ControlString.linkEnd)
        } else {
          for columns in wasLinked where columns.overlaps(run.columns) {
            let columns = columns.clamped(to: run.columns)
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

  private func draw(_ change: Change, of canvas: Canvas, _ theme: Theme) {
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
      _ = mvwadd_wchnstr(window, Int32(change.row), Int32(columns.lowerBound), row.baseAddress, Int32(count))
    }
  }

  private func placeCursor(_ cursor: Point?) {
    let place = cursor.flatMap { Rect(size).contains($0) ? $0 : nil }
    if isCursorShown != (place != nil) {
      curs_set(place == nil ? 0 : 1)
      isCursorShown = place != nil
    }
    wmove(window, Int32(place?.y ?? 0), Int32(place?.x ?? 0))
  }

  /// Sends what ncurses wrote to the memory file, and empties it.
  private func sendFrame(_ links: [UInt8]) throws(ScreenFailure) {
    fflush(memoryFile)
    let length = lseek(memory, 0, SEEK_CUR)
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
      let got = pread(memory, bytes.baseAddress, length, 0)
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
    lseek(memory, 0, SEEK_SET)
    guard got == length else { throw .system(call: "pread", code: errno) }
    if hasForeignRegion, !Self.capability("csr").isEmpty { frame.append(contentsOf: Self.wholeRegion) }
    hasForeignRegion = false
    frame.append(contentsOf: links)
    frame.append(contentsOf: FrameBytes.closing)
    try write(frame)
  }

  /// What ncurses wrote is not wanted: the prepared bytes stand for it.
  private func discardWritten() {
    fflush(memoryFile)
    lseek(memory, 0, SEEK_SET)
  }

  private func write(_ bytes: [UInt8]) throws(ScreenFailure) {
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

  // MARK: Events

  package func events(within milliseconds: Int?) throws(ScreenFailure) -> [ScreenEvent] {
    let deadline = milliseconds.map { Self.now() + Int64(clamping: max(0, $0)) }
    while isOpen {
      collectSignals()
      if !queue.isEmpty {
        defer { queue.removeAll(keepingCapacity: true) }
        return queue
      }
      let remaining = deadline.map { max(0, $0 - Self.now()) }
      let wait = decoder.isPending ? min(Self.escapeMilliseconds, remaining ?? Self.escapeMilliseconds) : remaining
      var polled = [
        pollfd(fd: input, events: Int16(POLLIN), revents: 0),
        pollfd(fd: events.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let ready = poll(&polled, 2, wait.map { Int32(clamping: $0) } ?? -1)
      if ready < 0 {
        guard errno == EINTR else { throw .system(call: "poll", code: errno) }
        continue
      }
      if ready == 0 {
        if decoder.isPending {
          queue += decoder.flush()
          if !queue.isEmpty { continue }
        }
        if let deadline, Self.now() >= deadline { return [] }
        continue
      }
      if polled[1].revents != 0, events.take() & 0xFFFF_FFFF != 0 { queue.append(.wake) }
      if polled[0].revents != 0 { readInput() }
    }
    return [.stop(.hungUp)]
  }

  private func readInput() {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(input, &bytes, bytes.count)
    if count > 0 {
      queue += decoder.feed(bytes[..<count])
      for answer in decoder.takeAnswers() { take(answer) }
    } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
      queue.append(.stop(.hungUp))
    }
  }

  private func take(_ answer: KeyDecoder.Answer) {
    switch answer {
    case .keyboard:
      answersAwaited = max(0, answersAwaited - 1)
      guard !hasKeyboard else { return }
      hasKeyboard = true
      Rescue.setRestoring(restoringBytes)
      try? write(Array("\u{1B}[>1u".utf8))
    case .ground: answersAwaited = max(0, answersAwaited - 1)
    case .position: break
    }
  }

  /// Waits for the answers that are on their way, which would otherwise be typed into the shell; at most as long as terminals
  /// take to answer.
  private func settle() {
    while answersAwaited > 0 {
      let remaining = Self.answerMilliseconds - (Self.now() - askedAt)
      var polled = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      guard remaining > 0, poll(&polled, 1, Int32(clamping: remaining)) > 0, polled.revents & Int16(POLLIN) != 0 else {
        break
      }
      readInput()
    }
    answersAwaited = 0
  }

  /// The width of an ambiguous glyph: it is printed, and the terminal asked where its cursor is; nil without an answer.
  private func askedWidth() -> AmbiguousWidth? {
    defer { decoder.expectsPosition = false }
    decoder.expectsPosition = true
    try? write(Array("\r\u{2026}\u{1B}[6n".utf8))
    defer { try? write(Array("\r\u{1B}[K".utf8)) }
    let deadline = Self.now() + Self.answerMilliseconds
    var bytes = [UInt8](repeating: 0, count: 256)
    while true {
      let remaining = deadline - Self.now()
      var polled = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      guard remaining > 0, poll(&polled, 1, Int32(clamping: remaining)) > 0 else { return nil }
      let count = read(input, &bytes, bytes.count)
      guard count > 0 else { return nil }
      queue += decoder.feed(bytes[..<count])
      for case .position(let point) in decoder.takeAnswers() {
        return point.x == 1 ? .one : point.x == 2 ? .two : nil
      }
    }
  }

  private func collectSignals() {
    let flags = Rescue.takeFlags()
    guard !flags.isEmpty else { return }
    if flags.contains(.terminated) { queue.append(.stop(.terminated)) }
    if flags.contains(.interrupted) { queue.append(.stop(.interrupted)) }
    if flags.contains(.hungUp) { queue.append(.stop(.hungUp)) }
    if flags.contains(.suspended) {
      suspend()
    } else if flags.contains(.continued) {
      // Someone stopped and continued us without asking; the shell has set its own modes meanwhile.
      reenter()
    }
    if flags.contains(.resized) { takeSize() }
  }

  private func takeSize() {
    guard let now = Self.windowSize(output) else { return }
    if now != size {
      size = now
      resize_term(Int32(now.height), Int32(now.width))
      wresize(window, Int32(now.height), Int32(now.width))
      queue.append(.resize(now))
    }
    hasForeignRegion = true
    invalidate()
  }

  // MARK: The rest of a terminal

  package func ring() { try? write([0x07]) }

  package func copy(_ text: String) -> CopyOutcome {
    guard isOpen, capabilities.takesControlStrings else { return .impossible }
    guard let bytes = ControlString.clipboard(text, through: capabilities.passage) else {
      return .tooLong(bytesMax: ControlString.copiedBytesMax)
    }
    try? write(bytes)
    return .sent
  }

  package func notify(title: String, body: String) {
    guard isOpen, capabilities.takesControlStrings else { return }
    try? write(
      ControlString.notification(
        title: title, body: body, capabilities.notificationForm, through: capabilities.passage))
  }

  package func setMouse(_ isReported: Bool) {
    guard isOpen, isReported != reportsMouse, capabilities.takesControlStrings else { return }
    reportsMouse = isReported
    Rescue.setRestoring(restoringBytes)
    if hasEntered { try? write(Array((isReported ? Self.mouseOn : Self.mouseOff).utf8)) }
  }

  package func invalidate() {
    shown = nil
    clearway_repaint_all()
  }

  package func suspend() {
    guard isOpen else { return }
    settle()
    leave()
    Rescue.stopHere()
    reenter()
  }

  package func lend(to work: () -> Void) {
    guard isOpen else { return work() }
    leave()
    work()
    reenter()
  }

  package func close() {
    guard isOpen else { return }
    settle()
    isOpen = false
    leave()
    Rescue.endGuard()
    Rescue.disarm()
    delwin(window)
    delscreen(screen)
    fclose(memoryFile)
    fclose(inputFile)
  }

  private func enter() {
    Rescue.arm(terminal: output, event: events.descriptor, found: found, restoring: restoringBytes)
    setRaw()
    Rescue.startGuard(terminal: output, found: found)
    Rescue.setRestoring(restoringBytes)
    hasEntered = false
  }

  /// Gives the terminal back; ncurses believes that it did so itself.
  private func leave() {
    endwin()
    discardWritten()
    try? write(restoringBytes)
    hasKeyboard = false
    var found = found
    tcsetattr(output, TCSADRAIN, &found)
    Rescue.setRestoring(restoringBytes)
    Rescue.rest()
  }

  /// Takes the terminal again after it was given back.
  private func reenter() {
    endwin()
    discardWritten()
    setRaw()
    Rescue.setRestoring(restoringBytes)
    _ = Rescue.takeFlags()
    hasEntered = false
    isCursorShown = nil
    takeSize()
    queue.append(.resize(size))
  }

  private func setRaw() {
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
  private var enteringBytes: [UInt8] {
    var text = "\u{1B}[?2004h\u{1B}[?1004h"
    if reportsMouse { text += Self.mouseOn }
    if capabilities.answersQuestions { text += "\u{1B}]11;?\u{1B}\\\u{1B}[?2031h\u{1B}[?u" }
    return Array(text.utf8)
  }

  /// What gives the terminal back as it is now.
  private var restoringBytes: [UInt8] {
    var text = "\u{1B}[?2026l"
    if capabilities.takesLinks { text += ControlString.linkEnd }
    if reportsMouse { text += Self.mouseOff }
    // Belongs to the second screen, so it goes before that does.
    if hasKeyboard { text += "\u{1B}[<u" }
    if capabilities.answersQuestions { text += "\u{1B}[?2031l" }
    text += "\u{1B}[?1004l\u{1B}[?2004l"
    return Array(text.utf8) + leavingBytes
  }

  private static func leaving() -> [UInt8] {
    var bytes: [UInt8] = []
    for name in ["sgr0", "op", "cnorm"] { bytes += capability(name) }
    let leavingAlternate = capability("rmcup")
    // Without a second screen the shell's prompt goes below what was drawn: to the last row, whichever that is by now.
    bytes += leavingAlternate.isEmpty ? Array("\u{1B}[999;1H\r\n".utf8) : leavingAlternate
    return bytes
  }

  /// Setting the region moves the cursor, which must be where ncurses left it.
  private static let wholeRegion = Array("\u{1B}7\u{1B}[r\u{1B}8".utf8)
  private static let mouseOn = "\u{1B}[?1002h\u{1B}[?1006h"
  private static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l"

  private static func capability(_ name: String) -> [UInt8] {
    var buffer = [CChar](repeating: 0, count: 128)
    let length = clearway_capability(name, &buffer, Int32(buffer.count))
    return buffer[..<Int(length)].map { UInt8(bitPattern: $0) }
  }

  private static func windowSize(_ terminal: Int32) -> Size? {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard clearway_window_size(terminal, &columns, &rows) == 1 else { return nil }
    // A size from outside: what no one can read is not worth drawing.
    return Size(width: min(Int(columns), 1000), height: min(Int(rows), 500))
  }

  private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// Takes the locale's characters, and says whether they are UTF-8.
  ///
  /// A locale that is asked for but not installed here (as often over ssh) leaves the plain one; if its name says UTF-8, the
  /// plain locale's UTF-8 twin does as well.
  private static func adoptLocale() -> Bool {
    if setlocale(LC_CTYPE, "") == nil {
      let name = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty } ?? ""
      if name.lowercased().replacingHyphens().hasSuffix("utf8") { setlocale(LC_CTYPE, "C.UTF-8") }
    }
    return nl_langinfo(Int32(CODESET)).map { String(cString: $0) == "UTF-8" } ?? false
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// An ESC that nothing follows for so long is the escape key.
  private static let escapeMilliseconds: Int64 = 25
  /// Terminals answer at once; one that has not by now will not.
  private static let answerMilliseconds: Int64 = 200
}

extension String {
  fileprivate func replacingHyphens() -> String { String(filter { $0 != "-" }) }
}

/// An event descriptor that lives as long as anyone may add to it.
private final class EventDescriptor: Sendable {
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

/// Base64 (RFC 4648), for the clipboard sequence.
enum Base64 {
  static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for byte in group { bits = bits << 8 | UInt32(byte) }
      bits <<= 8 * UInt32(3 - group.count)
      for place in 0..<4 {
        encoded.append(place <= group.count ? alphabet[Int(bits >> (18 - 6 * UInt32(place)) & 63)] : 0x3D)
      }
    }
    return encoded
  }
}

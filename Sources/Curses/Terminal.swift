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
//
//   Terminal+Frames   canvas to bytes          Terminal+Modes   what is switched on, and the way in and out
//   Terminal+Events   bytes, signals, waits    CursesScreen     ncurses itself      Rescue   every other way out

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

  package internal(set) var size: Size
  package let waker: Waker
  package var glyphSet: GlyphSet { capabilities.glyphSet }
  package var ambiguous: AmbiguousWidth { capabilities.ambiguous }
  package var depth: ColourDepth { capabilities.depth }

  var capabilities: Capabilities
  let input: Int32
  let output: Int32
  let events: EventDescriptor
  let found: termios
  /// What gives the screen back once everything that was switched on is off.
  let leavingBytes: [UInt8]
  /// What ncurses draws on.
  let drawing: CursesScreen
  var isOpen = true
  var isCursorShown: Bool?
  var pens: PenTable
  /// Whether colour numbers are 24-bit colours themselves, as in the terminal descriptions named "-direct".
  let takesRGB: Bool
  var shown: Canvas?
  var shownTheme: Theme?
  var row: [cchar_t]
  var frame: [UInt8] = []
  var letsLinesMove = true
  /// Whether the terminal's scrolling region may not be the whole screen: ncurses sets it for the size it first believed in,
  /// having seen the terminal's description and not the terminal.
  var hasForeignRegion = true
  var memoryBytes: [UInt8] = []
  var decoder = KeyDecoder()
  /// When the decoder was last given bytes.
  var fedAt: Int64 = 0
  var queue: [ScreenEvent] = []
  var hasEntered = false
  var reportsMouse: Bool
  /// Whether the kitty keyboard protocol was switched on, which must be taken back exactly once.
  var hasKeyboard = false
  /// When the terminal was last asked something, and how many answers are to come; what answers late would be typed into the
  /// shell.
  var askedAt: Int64 = 0
  var answersAwaited = 0

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
    let type = type ?? Locale.environment("TERM") ?? ""
    let isUTF8 = Locale.adopt()
    let events = try EventDescriptor()
    Rescue.noteHandlers()
    size = Self.windowSize(output) ?? Size(width: 80, height: 24)
    drawing = try CursesScreen(type: type, input: input, size: size)
    let colours = drawing.colours
    let capabilities = Capabilities(
      wish: wish, terminal: type, colours: colours, isUTF8: isUTF8, environment: Locale.environment)

    self.input = input
    self.output = output
    self.events = events
    self.found = found
    self.capabilities = capabilities
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
        isUTF8: isUTF8, environment: Locale.environment)
    }
  }

  deinit { close() }

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
    tellRestoring()
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
    // What ctrl-c asked of the program that had the terminal was not asked of us.
    reenter(ignoring: .interrupted)
  }

  package func close() {
    guard isOpen else { return }
    settle()
    isOpen = false
    leave()
    Rescue.endGuard()
    Rescue.disarm()
    drawing.close()
  }
}

// The one door between a program and a terminal, or what stands in for one.
//
//                    ┌──────────────┐  show(canvas, theme)   one frame; nothing is sent when nothing changed
//   program ◄──────► │   a Screen   │  events(within: ms)    keys, mouse, paste, focus, resize, wake-ups, stops
//      ▲             └──────────────┘  waker                 may be called from any thread; ends the wait
//      └ batches from other threads ────┘
//
// `Curses.Terminal` is a real one; `ScriptedScreen` is driven by a list of events and keeps the frames it was shown.
// A screen belongs to one thread; only its waker may be used from others.

/// What a screen reports.
package enum ScreenEvent: Hashable, Sendable {
  /// A key was pressed.
  case key(Key)
  /// Something was done with the mouse.
  case mouse(Mouse)
  /// Text was pasted; line feeds between lines, other control characters as they came.
  case paste(String)
  /// The terminal's window gained or lost the focus.
  case focus(Bool)
  /// The terminal's ground, when it answered the question for it.
  case ground(RGB)
  /// The screen has another size; the next frame must have it too.
  case resize(Size)
  /// The waker was called, once or more often, since the last wait.
  case wake
  /// The screen will take no more: the program should end.
  case stop(Stop)

  /// Why a screen ends.
  package enum Stop: Hashable, Sendable {
    /// SIGTERM.
    case terminated
    /// SIGINT from outside (ctrl-c on the keyboard is a key).
    case interrupted
    /// SIGHUP, or the terminal is gone.
    case hungUp
  }
}

/// What became of text for the clipboard.
package enum CopyOutcome: Hashable, Sendable {
  /// It was sent; there is no answer to wait for.
  case sent
  /// Nothing was sent: terminals drop, or cut at an unknown place, what is longer than this many bytes.
  case tooLong(bytesMax: Int)
  /// Nothing was sent: a terminal of this kind has no clipboard to send to.
  case impossible
}

/// Ends a screen's wait from any thread.
package struct Waker: Sendable {
  private let action: @Sendable () -> Void

  /// A waker that performs an action.
  package init(_ action: @escaping @Sendable () -> Void) { self.action = action }

  /// Ends the wait now, or the next one at once.
  package func callAsFunction() { action() }
}

/// Why a screen cannot be opened or used.
package enum ScreenFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// Standard input or output is not a terminal.
  case notATerminal
  /// The terminal's type is not described on this machine, or cannot place a cursor.
  case unsuitable(terminal: String)
  /// The system refused a call.
  case system(call: String, code: Int32)

  /// What happened and what helps, in one sentence.
  package var description: String {
    switch self {
    case .notATerminal: "this needs a terminal: standard input and output must not be redirected"
    case .unsuitable(let terminal):
      "the terminal type “\(sanitised(terminal))” cannot show full screens; try TERM=xterm-256color"
    case .system(let call, let code): "the terminal failed: \(call), error \(code)"
    }
  }
}

/// Something that shows canvases and reports what its user does.
package protocol Screen: AnyObject {
  /// Columns and rows now.
  var size: Size { get }
  /// The glyphs that canvases for it should use.
  var glyphSet: GlyphSet { get }
  /// How wide ambiguous glyphs are on it.
  var ambiguous: AmbiguousWidth { get }
  /// How many colours it shows.
  var depth: ColourDepth { get }
  /// Ends its wait from any thread.
  var waker: Waker { get }

  /// Shows a canvas; only what changed is sent, as one piece.
  func show(_ canvas: Canvas, theme: Theme) throws(ScreenFailure)
  /// What has happened, waiting for it at most so long: nil waits without end, 0 not at all; empty when nothing happened.
  func events(within milliseconds: Int?) throws(ScreenFailure) -> [ScreenEvent]
  /// Rings the terminal's bell.
  func ring()
  /// Sends text to the clipboard of the user's machine (OSC 52); whether the terminal takes it, nobody is told.
  @discardableResult func copy(_ text: String) -> CopyOutcome
  /// Sends a notification to the user's desktop, where the terminal passes such on (OSC 9 or OSC 777).
  ///
  /// Control characters are made visible, both texts are cut to what notifications show; how often is the caller's to limit.
  func notify(title: String, body: String)
  /// Whether clicks, drags and the wheel are reported; while they are, selecting text with the mouse takes the shift key.
  func setMouse(_ isReported: Bool)
  /// Gives the terminal back to the shell until the program is continued (ctrl-z).
  func suspend()
  /// Gives the terminal back while work is done that has it for itself, and takes it again afterwards.
  func lend(to work: () -> Void)
  /// Draws everything anew at the next frame: something else wrote on the terminal.
  func invalidate()
  /// Gives the terminal back as it was found. Nothing may be shown afterwards.
  func close()
}

extension Screen {
  /// A blank canvas of the screen's size and glyphs.
  package func canvas() -> Canvas { Canvas(size: size, glyphSet: glyphSet, ambiguous: ambiguous) }
}

/// A screen without a terminal: reports scripted events, keeps what it was shown.
package final class ScriptedScreen: Screen {
  package private(set) var size: Size
  package let glyphSet: GlyphSet
  package let ambiguous: AmbiguousWidth
  package let depth: ColourDepth
  package let waker = Waker {}
  /// What it was shown, oldest first.
  package private(set) var frames: [Canvas] = []
  /// What was put on the clipboard, oldest first.
  package private(set) var copied: [String] = []
  /// How often the bell rang.
  package private(set) var ringCount = 0
  /// The notifications that were sent, oldest first.
  package private(set) var notifications: [(title: String, body: String)] = []
  /// Whether the mouse was asked for.
  package private(set) var reportsMouse = false
  private let framesMax: Int
  private var script: ArraySlice<[ScreenEvent]>

  /// A screen that answers each wait with the next events of a script, and after the last with `.stop(.hungUp)`.
  ///
  /// - Parameter framesMax: the newest frames kept.
  package init(
    size: Size, script: [[ScreenEvent]], glyphSet: GlyphSet = .unicode, ambiguous: AmbiguousWidth = .one,
    depth: ColourDepth = .direct, framesMax: Int = 1000
  ) {
    self.size = size
    self.script = script[...]
    self.glyphSet = glyphSet
    self.ambiguous = ambiguous
    self.depth = depth
    self.framesMax = max(1, framesMax)
  }

  package func show(_ canvas: Canvas, theme: Theme) throws(ScreenFailure) {
    if frames.count == framesMax { frames.removeFirst() }
    frames.append(canvas)
  }

  package func events(within milliseconds: Int?) throws(ScreenFailure) -> [ScreenEvent] {
    guard let events = script.popFirst() else { return [.stop(.hungUp)] }
    for case .resize(let size) in events { self.size = size }
    return events
  }

  package func ring() { ringCount += 1 }
  package func copy(_ text: String) -> CopyOutcome {
    copied.append(text)
    return .sent
  }
  package func notify(title: String, body: String) { notifications.append((title, body)) }
  package func setMouse(_ isReported: Bool) { reportsMouse = isReported }
  package func suspend() {}
  package func lend(to work: () -> Void) { work() }
  package func invalidate() {}
  package func close() {}
}

/// Text whose control characters, escapes, bidi overrides and invisible characters have visible replacements.
package func sanitised(_ text: some StringProtocol) -> String {
  var clean = String.UnicodeScalarView()
  for scalar in text.unicodeScalars { clean.append(ClusterReader.replacement(of: scalar.value) ?? scalar) }
  return String(clean)
}

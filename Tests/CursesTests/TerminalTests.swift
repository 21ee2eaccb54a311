import Glibc
import TUI
import Testing

@testable import Curses

/// A pseudo terminal: `slave` is what the program believes is its terminal, `master` is the other end.
final class PseudoTerminal {
  let master: Int32
  let slave: Int32

  init(_ size: Size) throws {
    // The requests are TIOCSPTLCK and TIOCGPTN: the functions around them are hidden from Swift.
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var locked: Int32 = 0
    _ = ioctl(master, 0x4004_5431, &locked)
    var number: Int32 = -1
    _ = ioctl(master, 0x8004_5430, &number)
    slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(master >= 0 && slave >= 0)
    resize(size)
  }

  deinit {
    close(slave)
    close(master)
  }

  func resize(_ size: Size) {
    var window = winsize(ws_row: UInt16(size.height), ws_col: UInt16(size.width), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &window)
  }

  var modes: termios {
    var modes = termios()
    tcgetattr(slave, &modes)
    return modes
  }

  /// All bytes written so far; waits for the first of them when `isExpected`.
  func read(isExpected: Bool = true) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, bytes.isEmpty && isExpected ? 2000 : 0) > 0 else { return bytes }
      let count = Glibc.read(master, &chunk, chunk.count)
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }

  func type(_ text: String) { _ = Array(text.utf8).withUnsafeBytes { write(master, $0.baseAddress, $0.count) } }
}

/// Reads a pseudo terminal on a thread of its own, slowly.
private final class Reader: @unchecked Sendable {
  private let pseudo: PseudoTerminal
  private var bytes: [UInt8] = []
  private var thread = pthread_t()

  init(_ pseudo: PseudoTerminal) {
    self.pseudo = pseudo
    let own = Unmanaged.passRetained(self)
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        let reader = Unmanaged<Reader>.fromOpaque(context).takeRetainedValue()
        while !reader.bytes.suffix(8).elementsEqual("\u{1B}[?2026l".utf8) { reader.bytes += reader.pseudo.read() }
        return nil
      }, own.toOpaque())
  }

  /// Waits for the end of the frame.
  func stop() -> [UInt8] {
    pthread_join(thread, nil)
    return bytes
  }
}

private let theme = Theme(name: "Test", slug: "test", variant: .dark) { role in
  switch role {
  case .text: Paint(RGB(hex: 0xC0C0C0), on: RGB(hex: 0x101010))
  case .critical: Paint(RGB(hex: 0xFF5050), on: nil, .bold)
  case .cursorRow: Paint(RGB(hex: 0xFFFFFF), on: RGB(hex: 0x303030))
  default: Paint(RGB(hex: 0x808080 + UInt32(role.rawValue) * 0x10203))
  }
}

private func count(_ needle: String, in bytes: [UInt8]) -> Int {
  String(decoding: bytes, as: UTF8.self).components(of: needle)
}

extension String {
  fileprivate func components(of needle: String) -> Int { ranges(of: needle).count }
}

/// Opens a terminal on a pseudo terminal in a given locale. Pseudo terminals hold few bytes before a writer waits, so frames in
/// these tests are small.
func opened(
  _ size: Size, type: String = "xterm-256color", locale: String = "C.utf8",
  _ wish: Terminal.Wish = .init(depth: .indexed)
) throws -> (PseudoTerminal, Terminal) {
  setenv("LC_ALL", locale, 1)
  for name in ["TMUX", "STY", "TERM_PROGRAM", "VTE_VERSION", "KONSOLE_VERSION"] { unsetenv(name) }
  let pseudo = try PseudoTerminal(size)
  return (pseudo, try Terminal(input: pseudo.slave, output: pseudo.slave, type: type, wish: wish))
}

@Suite(.serialized) struct TerminalTests {
  @Test func `A frame is one piece between the marks of a synchronised update`() throws {
    let (pseudo, terminal) = try opened(Size(width: 40, height: 6))
    defer { terminal.close() }
    var canvas = terminal.canvas()
    canvas.box(canvas.bounds, title: Line("Orders", .title), trailing: Line("3", .count))
    canvas.put("!! 東京 São Paulo", at: Point(x: 2, y: 2), Style(.critical))
    canvas.cursor = Point(x: 2, y: 2)
    try terminal.show(canvas, theme: theme)
    var emulator = Emulator(canvas.size)
    let first = pseudo.read()
    emulator.take(first)
    #expect(emulator.text == canvas.text())
    #expect(emulator.unknown == [])
    #expect(emulator.cursor == Point(x: 2, y: 2) && emulator.modes.isSuperset(of: ["?1049", "?25", "?2004", "?1004"]))
    #expect(emulator.region == 0...5, "the whole screen scrolls, not the 24 rows of the terminal's description")
    #expect(emulator.pens[2][2] == .init(foreground: "203", background: "233", attributes: [1]))

    canvas.put("x", at: Point(x: 30, y: 4))
    try terminal.show(canvas, theme: theme)
    let second = pseudo.read()
    emulator.take(second)
    #expect(emulator.text == canvas.text() && emulator.cursor == Point(x: 2, y: 2))
    #expect(count("\u{1B}[?2026h", in: second) == 1 && count("\u{1B}[?2026l", in: second) == 1)
    #expect(second.starts(with: Array("\u{1B}[?2026h".utf8)) && second.suffix(8).elementsEqual("\u{1B}[?2026l".utf8))
    #expect(second.count < 80, "\(second.count) bytes for one cell")
    #expect(!emulator.modes.contains("?2026"))
  }

  @Test func `Nothing changed, nothing written`() throws {
    let (pseudo, terminal) = try opened(Size(width: 40, height: 6))
    defer { terminal.close() }
    var canvas = terminal.canvas()
    canvas.put("steady", at: Point(x: 0, y: 0))
    try terminal.show(canvas, theme: theme)
    _ = pseudo.read()
    for _ in 0..<10 { try terminal.show(canvas, theme: theme) }
    #expect(try terminal.events(within: 0) == [])
    #expect(pseudo.read(isExpected: false) == [])
  }

  @Test(arguments: [ColourDepth.none, .eight, .sixteen, .indexed, .direct])
  func `Random canvases arrive as they are`(depth: ColourDepth) throws {
    let size = Size(width: 30, height: 8)
    let (pseudo, terminal) = try opened(size, .init(depth: depth))
    defer { terminal.close() }
    var emulator = Emulator(size)
    var seed: UInt64 = 11
    func below(_ limit: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % limit
    }
    let words = [
      "CW-10482", "São Paulo", "東京都港区", "e\u{301}te\u{301}", "👩‍👩‍👧", "┌─┐", "⣀⣤⣶⣿", "한국", "x", "          ", "🇧🇷",
    ]
    var canvas = terminal.canvas()
    for round in 0..<60 {
      for _ in 0..<(1 + below(8)) {
        let style = Style(Role.allCases[below(Role.allCases.count)], on: below(4) == 0 ? .cursorRow : nil)
        canvas.put(words[below(words.count)], at: Point(x: below(32) - 2, y: below(8)), style)
      }
      canvas.cursor = below(3) == 0 ? nil : Point(x: below(30), y: below(8))
      try terminal.show(canvas, theme: theme)
      emulator.take(pseudo.read(isExpected: false))
      #expect(emulator.text == canvas.text(), "round \(round)")
      if let cursor = canvas.cursor { #expect(emulator.cursor == cursor, "round \(round)") }
      #expect(emulator.modes.contains("?25") == (canvas.cursor != nil), "round \(round)")
    }
    #expect(emulator.unknown == [])
    for y in 0..<size.height {
      for x in 0..<size.width where canvas[x, y].width > 0 && emulator.rows[y][x] != " " {
        let pen = theme.pen(canvas[x, y].style, depth)
        #expect(emulator.pens[y][x].foreground == Self.words(pen.foreground), "\(x),\(y)")
        #expect(emulator.pens[y][x].background == Self.words(pen.background), "\(x),\(y)")
      }
    }
  }

  static func words(_ colour: TerminalColour) -> String {
    switch colour {
    case .standard: "-"
    case .index(let index): "\(index)"
    case .rgb(let rgb): "\(rgb.red),\(rgb.green),\(rgb.blue)"
    }
  }

  @Test func `A table that scrolls by one row costs little`() throws {
    let size = Size(width: 80, height: 24)
    let (pseudo, terminal) = try opened(size)
    defer { terminal.close() }
    func frame(_ top: Int) -> Canvas {
      var canvas = terminal.canvas()
      canvas.put("head", at: Point(x: 0, y: 0), Style(.header))
      for line in 1..<23 {
        let row = top + line
        canvas.put(
          "CW-\(10_000 + row * 37)  \(row * row)  lane \(row % 7)  " + String(repeating: "\(row)", count: 12),
          at: Point(x: 0, y: line))
      }
      canvas.put("foot", at: Point(x: 0, y: 23), Style(.bar))
      return canvas
    }
    var emulator = Emulator(size)
    try terminal.show(frame(0), theme: theme)
    emulator.take(pseudo.read())
    for top in 1...5 {
      try terminal.show(frame(top), theme: theme)
      let bytes = pseudo.read()
      emulator.take(bytes)
      #expect(emulator.text == frame(top).text())
      #expect(bytes.count < 250, "\(bytes.count) bytes for a scroll")
    }
    #expect(emulator.unknown == [])
  }

  @Test func `Closing gives the terminal back as it was`() throws {
    let pseudo: PseudoTerminal
    let terminal: Terminal
    (pseudo, terminal) = try opened(Size(width: 20, height: 4), .init(depth: .indexed, wantsMouse: true))
    let raw = pseudo.modes
    #expect(raw.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == 0)
    try terminal.show(terminal.canvas(), theme: theme)
    var emulator = Emulator(Size(width: 20, height: 4))
    emulator.take(pseudo.read())
    #expect(emulator.modes.isSuperset(of: ["?1049", "?1002", "?1006", "?2004", "?1004"]))
    terminal.close()
    terminal.close()
    emulator.take(pseudo.read())
    #expect(emulator.modes == ["?25", "?7"] || emulator.modes == ["?25", "?7", "?12"])
    #expect(pseudo.modes.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == tcflag_t(ICANON | ECHO | ISIG))
    try terminal.show(Canvas(size: Size(width: 20, height: 4)), theme: theme)
    #expect(pseudo.read(isExpected: false) == [])
  }

  @Test(arguments: [SIGILL, SIGABRT, SIGSEGV, SIGTERM])
  func `A program that dies gives the terminal back first`(signal: Int32) throws {
    let (pseudo, terminal) = try opened(Size(width: 20, height: 4))
    try terminal.show(terminal.canvas(), theme: theme)
    var emulator = Emulator(Size(width: 20, height: 4))
    emulator.take(pseudo.read())
    try dying(of: signal)
    emulator.take(pseudo.read())
    #expect(!emulator.modes.contains("?1049") && emulator.modes.contains("?25") && !emulator.modes.contains("?2004"))
    #expect(pseudo.modes.c_lflag & tcflag_t(ICANON | ECHO) == tcflag_t(ICANON | ECHO))
    terminal.close()
  }

  /// A child of this program dies of a signal, as the program would.
  func dying(of signal: Int32) throws {
    // The child does nothing but raise: that is all a child of a program with threads may do.
    typealias Fork = @convention(c) () -> Int32
    let fork = unsafeBitCast(try #require(dlsym(nil, "fork")), to: Fork.self)
    let child = fork()
    if child == 0 {
      // Tests run on threads that leave signals to others; here there are no others.
      var all = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_UNBLOCK, &all, nil)
      raise(signal)
      raise(signal)
      _exit(0)
    }
    var status: Int32 = 0
    waitpid(child, &status, 0)
    #expect(status & 0x7F == signal, "ended with \(status)")
  }

  @Test func `Keys, pastes, wake-ups, sizes and signals come as events`() throws {
    let (pseudo, terminal) = try opened(Size(width: 40, height: 6))
    defer { terminal.close() }
    try terminal.show(terminal.canvas(), theme: theme)
    _ = pseudo.read()
    pseudo.type("j\u{1B}[Aé\u{1B}[200~a\nb\u{1B}[201~")
    #expect(
      try terminal.events(within: 2000) == [
        .key(.character("j")), .key(Key(.up)), .key(.character("é")), .paste("a\nb"),
      ])
    pseudo.type("\u{1B}")
    #expect(try terminal.events(within: 2000) == [.key(Key(.escape))])
    let waker = terminal.waker
    waker()
    waker()
    #expect(try terminal.events(within: nil) == [.wake])
    #expect(try terminal.events(within: 1) == [])
    pseudo.resize(Size(width: 50, height: 8))
    kill(getpid(), SIGWINCH)
    #expect(try terminal.events(within: 2000) == [.resize(Size(width: 50, height: 8))])
    #expect(terminal.size == Size(width: 50, height: 8))
    var canvas = terminal.canvas()
    canvas.put("corner", at: Point(x: 44, y: 7))
    try terminal.show(canvas, theme: theme)
    var emulator = Emulator(terminal.size)
    emulator.take(pseudo.read())
    #expect(emulator.text == canvas.text())
    for (signal, stop) in [(SIGTERM, ScreenEvent.Stop.terminated), (SIGINT, .interrupted), (SIGHUP, .hungUp)] {
      kill(getpid(), signal)
      #expect(try terminal.events(within: 2000) == [.stop(stop)])
    }
  }

  @Test func `A terminal that takes few bytes at a time gets the whole frame`() throws {
    let size = Size(width: 200, height: 60)
    let (pseudo, terminal) = try opened(size)
    defer { terminal.close() }
    // Without blocking, a pseudo terminal refuses what does not fit into its few kilobytes.
    _ = fcntl(pseudo.slave, F_SETFL, O_RDWR | O_NONBLOCK)
    var canvas = terminal.canvas()
    for y in 0..<size.height {
      for x in stride(from: 0, to: size.width, by: 5) {
        canvas.put(
          "\(y * 31 + x * 7)abcde", at: Point(x: x, y: y), width: 5, Style(Role.allCases[(x + y) % 40]), overflow: .clip
        )
      }
    }
    let reader = Reader(pseudo)
    try terminal.show(canvas, theme: theme)
    let bytes = reader.stop()
    #expect(bytes.count > 20_000)
    var emulator = Emulator(size)
    emulator.take(bytes)
    #expect(emulator.text == canvas.text())
    #expect(emulator.region == 0...59)
  }

  @Test func `A storm of sizes ends with the right picture`() throws {
    let (pseudo, terminal) = try opened(Size(width: 80, height: 24))
    defer { terminal.close() }
    for step in 0..<60 {
      let size = Size(width: 1 + step * 37 % 100, height: 1 + step * 23 % 40)
      pseudo.resize(size)
      kill(getpid(), SIGWINCH)
      #expect(try terminal.events(within: 2000) == [.resize(size)])
      var canvas = terminal.canvas()
      canvas.box(canvas.bounds, title: "東京", trailing: "\(step)")
      try terminal.show(canvas, theme: theme)
      var emulator = Emulator(size)
      emulator.take(pseudo.read())
      #expect(emulator.text == canvas.text(), "\(size)")
    }
  }

  @Test func `A canvas of a size that is no longer right is shown as far as it goes`() throws {
    let (pseudo, terminal) = try opened(Size(width: 20, height: 4))
    defer { terminal.close() }
    for size in [Size(width: 30, height: 9), Size(width: 5, height: 2), Size(width: 0, height: 0)] {
      var canvas = Canvas(size: size)
      canvas.fill(canvas.bounds)
      canvas.put("東京東京東京東京東京東京東京", at: Point(x: 0, y: 0))
      try terminal.show(canvas, theme: theme)
    }
    _ = pseudo.read()
  }

  @Test func `Without UTF-8 only ASCII is sent`() throws {
    let (pseudo, terminal) = try opened(Size(width: 30, height: 3), type: "xterm", locale: "C", .init(depth: .direct))
    defer { terminal.close() }
    #expect(terminal.glyphSet == .ascii && terminal.depth == .eight)
    var canvas = terminal.canvas()
    let inside = canvas.box(canvas.bounds, title: "Łódź · 東")
    canvas.put("São Paulo…", at: inside.origin, Style(.critical))
    try terminal.show(canvas, theme: theme)
    let bytes = pseudo.read()
    #expect(bytes.allSatisfy { $0 < 0x80 })
    var emulator = Emulator(canvas.size)
    emulator.take(bytes)
    #expect(
      emulator.text == "+ Lodz | ?  -----------------+\n|Sao Paulo~                  |\n+----------------------------+")
    #expect(emulator.pens[1][1].foreground == "1" && emulator.pens[1][1].attributes == [1])
  }

  @Test func `More grounds than the terminal has pairs are drawn all the same`() throws {
    let (pseudo, terminal) = try opened(Size(width: 60, height: 8), type: "linux")
    defer { terminal.close() }
    #expect(terminal.glyphSet == .console && terminal.depth == .eight)
    var canvas = terminal.canvas()
    for (index, role) in Role.allCases.enumerated() {
      for (line, ground) in Role.allCases.prefix(8).enumerated() {
        canvas.put("x", at: Point(x: index, y: line), Style(role, on: ground))
      }
    }
    for _ in 0..<3 { try terminal.show(canvas, theme: theme) }
    var emulator = Emulator(canvas.size)
    emulator.take(pseudo.read())
    #expect(emulator.text == canvas.text())
  }

  @Test func `What is no terminal is refused with a remedy`() throws {
    let pipe = try PseudoTerminal(Size(width: 10, height: 2))
    #expect(throws: ScreenFailure.notATerminal) { try Terminal(input: open("/dev/null", O_RDWR), output: pipe.slave) }
    for type in ["dumb", "no-such-terminal", ""] {
      #expect(throws: ScreenFailure.unsuitable(terminal: type)) {
        try Terminal(input: pipe.slave, output: pipe.slave, type: type)
      }
    }
    #expect(ScreenFailure.unsuitable(terminal: "a\u{1B}b").description.contains("a␛b"))
  }
}

@Suite struct CapabilitiesTests {
  @Test(arguments: [
    ("xterm-256color", 256, ["COLORTERM": "truecolor"], ColourDepth.direct), ("xterm-256color", 256, [:], .indexed),
    ("xterm-256color", 256, ["COLORTERM": "24bit", "NO_COLOR": "1"], .none),
    ("xterm-256color", 256, ["NO_COLOR": ""], .indexed),
    ("linux", 8, ["COLORTERM": "truecolor"], .eight), ("xterm-direct", 1 << 24, [:], .direct),
    ("vt220", -1, [:], .none),
    ("xterm-16color", 16, [:], .sixteen),
  ])
  func `Colours follow the environment and the description`(
    terminal: String, colours: Int, environment: [String: String], depth: ColourDepth
  ) {
    let found = Capabilities(
      wish: .init(), terminal: terminal, colours: colours, isUTF8: true, environment: { environment[$0] })
    #expect(found.depth == depth)
  }

  @Test func `A wish beats the environment, not the terminal`() {
    func depth(_ wish: ColourDepth, _ colours: Int) -> ColourDepth {
      Capabilities(
        wish: .init(depth: wish), terminal: "x", colours: colours, isUTF8: true,
        environment: { $0 == "NO_COLOR" ? "1" : nil }
      ).depth
    }
    #expect(depth(.direct, 256) == .direct && depth(.direct, 8) == .eight && depth(.direct, 0) == .none)
    #expect(depth(.sixteen, 8) == .eight && depth(.none, 256) == .none)
  }

  @Test func `Glyphs follow the locale, the terminal and the width of ambiguous ones`() {
    func glyphs(_ wish: Terminal.Wish, _ terminal: String, _ isUTF8: Bool) -> GlyphSet {
      Capabilities(wish: wish, terminal: terminal, colours: 256, isUTF8: isUTF8, environment: { _ in nil }).glyphSet
    }
    #expect(glyphs(.init(), "xterm", true) == .unicode && glyphs(.init(), "xterm", false) == .ascii)
    #expect(glyphs(.init(), "linux", true) == .console && glyphs(.init(ambiguous: .two), "xterm", true) == .neutral)
    #expect(
      glyphs(.init(glyphSet: .unicode), "xterm", false) == .ascii
        && glyphs(.init(glyphSet: .ascii), "xterm", true) == .ascii)
  }

  @Test func `Indices become 24-bit colours on their way out, and nothing else changes`() {
    var direct: [RGB?] = Array(repeating: nil, count: 256)
    direct[203] = RGB(255, 80, 9)
    var bytes: [UInt8] = []
    let written = Array(
      "a\u{1B}[38;5;203mb\u{1B}[48;5;203m\u{1B}[38;5;7mc\u{1B}[1m\u{1B}[38;5;999999999999m\u{1B}[38;5".utf8)
    written.withUnsafeBytes { FrameBytes.append($0, to: &bytes, direct: direct) }
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "a\u{1B}[38;2;255;80;9mb\u{1B}[48;2;255;80;9m\u{1B}[38;5;7mc\u{1B}[1m\u{1B}[38;5;999999999999m\u{1B}[38;5")
  }

  @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
  func `Base64 as in RFC 4648`(text: String, expected: String) {
    #expect(String(decoding: Base64.encoded(Array(text.utf8)), as: UTF8.self) == expected)
  }
}

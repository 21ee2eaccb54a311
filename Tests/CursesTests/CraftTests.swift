import Glibc
import TUI
import Testing

@testable import Curses

private let theme = Theme(name: "Test", slug: "test", variant: .dark) { role in
  role == .text ? Paint(RGB(hex: 0xC0C0C0), on: RGB(hex: 0x101010)) : Paint(RGB(hex: 0x808080 + UInt32(role.rawValue)))
}

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Shows a blank frame and gives an emulator what was sent.
private func begun(_ wish: Terminal.Wish = .init(depth: .indexed)) throws -> (PseudoTerminal, Terminal, Emulator) {
  let (pseudo, terminal) = try opened(Size(width: 30, height: 6), wish)
  try terminal.show(terminal.canvas(), theme: theme)
  var emulator = Emulator(terminal.size)
  emulator.take(pseudo.read())
  return (pseudo, terminal, emulator)
}

extension TerminalTests {
  @Test func `The newer keyboard is switched on where it is offered, and taken back once`() throws {
    let (pseudo, terminal, start) = try begun()
    var emulator = start
    #expect(emulator.questions == ["keyboard"] && emulator.keyboards == 0)
    pseudo.type("\u{1B}[?0u\u{1B}[?0u\u{1B}]11;rgb:ffff/ffff/ffff\u{7}")
    #expect(try terminal.events(within: 2000) == [.ground(RGB(255, 255, 255))])
    emulator.take(pseudo.read())
    #expect(emulator.keyboards == 1)
    pseudo.type("\u{1B}[27u\u{1B}[105;5u\u{1B}[91;5u")
    #expect(try terminal.events(within: 2000) == [.key(Key(.escape)), .key(.control("i")), .key(Key(.escape))])
    terminal.close()
    emulator.take(pseudo.read())
    #expect(emulator.keyboards == 0 && emulator.modes == ["?25", "?7"])
  }

  @Test func `A program that dies takes back what was switched on since it began`() throws {
    let (pseudo, terminal, start) = try begun()
    var emulator = start
    terminal.setMouse(true)
    pseudo.type("\u{1B}[?1u")
    #expect(try terminal.events(within: 50) == [])
    emulator.take(pseudo.read())
    #expect(emulator.keyboards == 1)
    #expect(emulator.modes.isSuperset(of: ["?1002", "?1006", "?1004", "?2004", "?2031"]))
    try dying(of: SIGABRT)
    emulator.take(pseudo.read())
    #expect(emulator.keyboards == 0 && emulator.modes == ["?25", "?7"])
    terminal.close()
  }

  /// The process that gives the terminal back when this one is killed.
  private func guardProcess() -> Int32? {
    guard let folder = opendir("/proc") else { return nil }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard let process = Int32(name), let file = fopen("/proc/\(name)/stat", "r") else { continue }
      defer { fclose(file) }
      var line = [UInt8](repeating: 0, count: 512)
      let count = fread(&line, 1, line.count, file)
      let fields = String(decoding: line[..<count], as: UTF8.self).split(separator: " ")
      // A dead one waits for us to ask after it: state Z.
      if fields.count > 3, fields[1] == "(terminal-guard)", fields[2] != "Z", fields[3] == "\(getpid())" {
        return process
      }
    }
    return nil
  }

  /// The guard, once it has its name: it takes it after it was started, by itself.
  private func guardOnDuty() -> Int32? {
    for _ in 0..<5_000 {
      if let process = guardProcess() { return process }
      usleep(1_000)
    }
    return nil
  }

  @Test func `Whoever kills the guard neither ends the program nor leaves it without one`() throws {
    let (pseudo, terminal, start) = try begun()
    var emulator = start
    let first = try #require(guardOnDuty(), "by a name of its own: who kills programs by name leaves it")
    kill(first, SIGKILL)
    // The system takes a moment to let go of a process that was killed, but not ten seconds.
    for _ in 0..<10_000 where guardProcess() == first { usleep(1_000) }
    try #require(guardProcess() != first)
    terminal.setMouse(true)
    emulator.take(pseudo.read())
    #expect(emulator.modes.isSuperset(of: ["?1002", "?1006"]))
    let second = try #require(guardOnDuty())
    #expect(second != first)
    kill(second, SIGKILL)
    terminal.close()
    #expect(guardProcess() == nil)
    emulator.take(pseudo.read())
    #expect(emulator.modes == ["?25", "?7"])
  }

  /// This process is sent a signal, and has it when this returns.
  private func taken(_ signal: Int32) {
    // Tests run on threads that leave signals to others; one that a thread sends to itself is handled at once.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_UNBLOCK, &all, &before)
    raise(signal)
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  @Test func `Who asks the program to end while another has the terminal is heard`() throws {
    let (pseudo, terminal, _) = try begun()
    defer { terminal.close() }
    for (signal, stops) in [(SIGTERM, [ScreenEvent.stop(.terminated)]), (SIGHUP, [.stop(.hungUp)]), (SIGINT, [])] {
      terminal.lend { taken(signal) }
      #expect(try terminal.events(within: 2000) == stops + [.resize(terminal.size)])
      try terminal.show(terminal.canvas(), theme: theme)
      _ = pseudo.read()
    }
  }

  @Test func `What the C library counts otherwise shifts nothing`() throws {
    let (pseudo, terminal, start) = try begun()
    defer { terminal.close() }
    var emulator = start
    var canvas = terminal.canvas()
    // A face of Unicode 14.1, an ideograph and a stroke that nothing has been assigned to.
    canvas.put("a\u{1FAE8}b\u{31EF}c\u{3FFF0}d", at: Point(x: 0, y: 1))
    canvas.put("|", at: Point(x: 29, y: 1))
    canvas.put("\u{1FAE8}link", at: Point(x: 0, y: 2))
    canvas.link(Rect(x: 0, y: 2, width: 6, height: 1), to: "https://track.example/1")
    try terminal.show(canvas, theme: theme)
    emulator.take(pseudo.read())
    for (column, letter) in [(0, "a"), (3, "b"), (6, "c"), (9, "d"), (29, "|")] {
      #expect(emulator.rows[1][column] == letter)
    }
    #expect(emulator.rows[2][2...5].joined() == "link")
    // All that can be typed: the width of the canvas is the C library's, or something of that width stands for it.
    var others = 0
    for value in UInt32(0xA0)...0x3FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      var canvas = Canvas(size: Size(width: 4, height: 1))
      canvas.put(String(Character(scalar)), at: Point(x: 0, y: 0))
      canvas.forEachGlyph(inRow: 0, 0..<4) { glyph, cell in
        guard Terminal.hasForeignWidth(glyph, cell) else { return }
        others += 1
        let standIn = Terminal.standIn(for: glyph)
        if Terminal.libraryWidth(standIn.value) != 1 { Issue.record("\(value) \(standIn)") }
      }
    }
    #expect(others > 0)
  }

  @Test func `The mouse can be handed back and taken again`() throws {
    let (pseudo, terminal, start) = try begun(.init(depth: .indexed, wantsMouse: true))
    var emulator = start
    defer { terminal.close() }
    #expect(emulator.modes.isSuperset(of: ["?1002", "?1006"]))
    terminal.setMouse(false)
    terminal.setMouse(false)
    emulator.take(pseudo.read())
    #expect(emulator.modes.isDisjoint(with: ["?1002", "?1006"]))
    terminal.setMouse(true)
    emulator.take(pseudo.read())
    pseudo.type("\u{1B}[<32;3;2M\u{1B}[I\u{1B}[O")
    #expect(
      try terminal.events(within: 2000) == [
        .mouse(Mouse(.drag(1), at: Point(x: 2, y: 1))), .focus(true), .focus(false),
      ])
  }

  @Test func `A ground that becomes light or dark is told while running`() throws {
    let (pseudo, terminal, emulator) = try begun()
    defer { terminal.close() }
    #expect(emulator.modes.contains("?2031") && emulator.strings.contains("11;?"))
    pseudo.type("\u{1B}[?997;2n\u{1B}[?997;1n\u{1B}[?997;9n\u{1B}[?996n")
    #expect(
      try terminal.events(within: 2000) == [.ground(RGB(255, 255, 255)), .ground(RGB(0, 0, 0))])
  }

  @Test func `A terminal is asked how wide it draws, when that is wanted, and typing meanwhile is kept`() throws {
    setenv("LC_ALL", "C.utf8", 1)
    for (answer, width) in [
      ("\u{1B}[3;3R", AmbiguousWidth.two), ("\u{1B}[3;2R", .one), ("", .one), ("\u{1B}[0;0R", .one),
    ] {
      let pseudo = try PseudoTerminal(Size(width: 30, height: 6))
      pseudo.type("j" + answer)
      let terminal = try Terminal(
        input: pseudo.slave, output: pseudo.slave, type: "xterm-256color", wish: .init(probesAmbiguous: true))
      #expect(terminal.ambiguous == width, "\(answer)")
      #expect(terminal.glyphSet == (width == .two ? .neutral : .unicode))
      #expect(try terminal.events(within: 0).first == .key(.character("j")))
      var emulator = Emulator(terminal.size)
      emulator.take(pseudo.read())
      #expect(emulator.questions == ["position"] && emulator.text == "\n\n\n\n\n")
      terminal.close()
    }
  }

  @Test func `A notification reaches the terminal clean, and text for the clipboard whole or not at all`() throws {
    let (pseudo, terminal, start) = try begun()
    var emulator = start
    terminal.notify(title: "3 new; critical", body: "CW-1\u{1B}[31m\u{7} held")
    #expect(terminal.copy("CW-10482") == .sent)
    #expect(terminal.copy(String(repeating: "x", count: 56_245)) == .tooLong(bytesMax: 56_244))
    emulator.take(pseudo.read())
    #expect(emulator.strings.suffix(2) == ["9;3 new; critical: CW-1␛[31m␇ held", "52;c;Q1ctMTA0ODI="])
    terminal.close()
    #expect(terminal.copy("x") == .impossible)
    #expect(pseudo.read(isExpected: false).suffix(4) != bytes("eA=="))
    let (other, console) = try opened(Size(width: 30, height: 6), type: "linux")
    console.notify(title: "a", body: "b")
    console.setMouse(true)
    #expect(console.copy("x") == .impossible)
    #expect(other.read(isExpected: false) == [])
    console.close()
  }

  @Test func `Links arrive on their cells, whatever is drawn over, under and beside them`() throws {
    let size = Size(width: 30, height: 8)
    let (pseudo, terminal) = try opened(size)
    defer { terminal.close() }
    var emulator = Emulator(size)
    var seed: UInt64 = 5
    func below(_ limit: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % limit
    }
    let words = ["CW-10482", "東京都港区", "e\u{301}te\u{301}", "┌─┐", "x", "     ", "tracking"]
    var canvas = terminal.canvas()
    for round in 0..<150 {
      if below(3) == 0 { canvas = terminal.canvas() }
      for _ in 0..<below(4) {
        let place = Point(x: below(32) - 2, y: below(8))
        let style = Style(Role.allCases[below(Role.allCases.count)], on: below(4) == 0 ? .cursorRow : nil)
        let taken = canvas.put(words[below(words.count)], at: place, style)
        if below(2) == 0 {
          canvas.link(
            Rect(x: place.x, y: place.y, width: taken, height: 1), to: "https://track.example/\(below(5))")
        }
      }
      if below(6) == 0 { canvas.box(Rect(x: below(20), y: below(5), width: 9, height: 3)) }
      if below(20) == 0 { terminal.invalidate() }
      canvas.cursor = below(3) == 0 ? nil : Point(x: below(30), y: below(8))
      try terminal.show(canvas, theme: theme)
      emulator.take(pseudo.read(isExpected: false))
      try #require(emulator.text == canvas.text(), "round \(round)")
      #expect(emulator.openLink == nil, "round \(round)")
      if let cursor = canvas.cursor { #expect(emulator.cursor == cursor, "round \(round)") }
      for y in 0..<size.height {
        for x in 0..<size.width where canvas[x, y].width > 0 {
          let link = canvas.link(at: Point(x: x, y: y))
          try #require(emulator.pens[y][x].link == link, "round \(round), \(x),\(y)")
          guard emulator.rows[y][x] != " " else { continue }
          let pen = theme.pen(canvas[x, y].style, .indexed)
          try #require(emulator.pens[y][x].foreground == TerminalTests.words(pen.foreground), "round \(round)")
          try #require(emulator.pens[y][x].background == TerminalTests.words(pen.background), "round \(round)")
        }
      }
      try terminal.show(canvas, theme: theme)
      #expect(pseudo.read(isExpected: false) == [], "round \(round)")
    }
    #expect(emulator.unknown == [])
  }

  @Test func `A kept row keeps its links on a canvas that has others`() {
    var before = Canvas(size: Size(width: 12, height: 2))
    before.put("track it", at: Point(x: 0, y: 0))
    before.link(Rect(x: 0, y: 0, width: 5, height: 1), to: "https://a.example/1")
    let strip = before.strip(of: Rect(x: 0, y: 0, width: 12, height: 1))
    var after = Canvas(size: Size(width: 12, height: 2))
    after.put("other", at: Point(x: 0, y: 0))
    after.link(Rect(x: 0, y: 0, width: 5, height: 1), to: "https://b.example/2")
    after.put(strip, at: Point(x: 0, y: 1))
    #expect(after.link(at: Point(x: 4, y: 1)) == "https://a.example/1" && after.link(at: Point(x: 5, y: 1)) == nil)
    #expect(after.link(at: Point(x: 0, y: 0)) == "https://b.example/2")
  }

  @Test func `Without links nothing is sent for them, and unfit addresses are none`() throws {
    let (pseudo, terminal) = try opened(Size(width: 30, height: 6))
    defer { terminal.close() }
    var canvas = terminal.canvas()
    canvas.put("tracking", at: Point(x: 0, y: 0))
    for address in [
      "", "track", "file:///etc/passwd", "https://a b", "https://a\u{1B}\\", "https://ü.example", "javascript:x",
    ] {
      let isTaken = canvas.link(Rect(x: 0, y: 0, width: 8, height: 1), to: address)
      #expect(!isTaken, "\(address)")
    }
    let isLongTaken = canvas.link(canvas.bounds, to: "https://" + String(repeating: "a", count: 2000))
    #expect(!isLongTaken)
    try terminal.show(canvas, theme: theme)
    #expect(!String(decoding: pseudo.read(), as: UTF8.self).contains("]8;"))
    let taken = (0...63).map { canvas.link(canvas.bounds, to: "https://a.example/\($0)") }
    #expect(taken == Array(repeating: true, count: 63) + [false])
    let isKnownTaken = canvas.link(canvas.bounds, to: "https://a.example/7")
    #expect(isKnownTaken)
  }

  @Test(arguments: [ColourDepth.direct, .indexed, .sixteen])
  func `Descriptions that take colours as they are get them as they are`(depth: ColourDepth) throws {
    guard access("/usr/share/terminfo/x/xterm-direct", R_OK) == 0 || access("/lib/terminfo/x/xterm-direct", R_OK) == 0
    else { return }
    let (pseudo, terminal) = try opened(Size(width: 30, height: 6), type: "xterm-direct", .init(depth: depth))
    defer { terminal.close() }
    var canvas = terminal.canvas()
    canvas.put("a", at: Point(x: 0, y: 0), Style(.critical))
    try terminal.show(canvas, theme: theme)
    let sent = String(decoding: pseudo.read(), as: UTF8.self)
    let text = theme.pen(Style(.critical), depth).foreground
    let colour: RGB
    switch text {
    case .rgb(let rgb): colour = rgb
    case .index(let index): colour = TerminalPalette.rgb(index)
    case .standard: colour = RGB(0, 0, 0)
    }
    #expect(
      sent.contains("38:2::\(colour.red):\(colour.green):\(colour.blue)") || depth == .sixteen,
      "\(sent.debugDescription)")
    #expect(!sent.contains("38;5") && !sent.contains("38;2"))
  }
}

@Suite struct ControlStringTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func `What stands between wraps control strings as it needs them`() {
    let none: (String) -> String? = { _ in nil }
    #expect(Passage(terminal: "xterm-256color", environment: none) == .direct)
    #expect(Passage(terminal: "screen-256color", environment: none) == .screen)
    #expect(Passage(terminal: "screen-256color") { $0 == "TMUX" ? "/tmp/x,1,0" : nil } == .tmux)
    #expect(Passage(terminal: "tmux-256color", environment: none) == .tmux)
    #expect(text(Passage.tmux.wrapped(Array("\u{1B}]9;a\u{7}".utf8))) == "\u{1B}Ptmux;\u{1B}\u{1B}]9;a\u{7}\u{1B}\\")
    let long = Passage.screen.wrapped([UInt8](repeating: 0x61, count: 1600))
    let pieces = text(long).split(separator: "\u{1B}\\").map { $0.utf8.count }
    #expect(pieces == [762, 762, 82] && text(long).hasPrefix("\u{1B}Pa"))
  }

  @Test func `Notifications take the form the terminal knows`() {
    func form(_ terminal: String, _ environment: [String: String] = [:]) -> NotificationForm {
      NotificationForm(terminal: terminal) { environment[$0] }
    }
    #expect(form("xterm-256color") == .plain && form("foot") == .titled && form("rxvt-unicode") == .titled)
    #expect(form("xterm-256color", ["VTE_VERSION": "7600"]) == .titled)
    #expect(form("xterm-256color", ["TERM_PROGRAM": "WezTerm"]) == .titled)
    func notification(_ title: String, _ body: String, _ form: NotificationForm) -> String {
      text(ControlString.notification(title: title, body: body, form, through: .direct))
    }
    #expect(notification("a;b", "c;d", .titled) == "\u{1B}]777;notify;a,b;c;d\u{7}")
    #expect(notification("", "4;3;50", .plain) == "\u{1B}]9;Clearway: 4;3;50\u{7}")
    #expect(notification("a", "", .plain) == "\u{1B}]9;a\u{7}")
    #expect(notification("a", String(repeating: "é", count: 999), .plain).count < 300)
  }
}

import Foundation
import Testing

@Suite(.enabled(if: hasTmux, "needs tmux")) struct `A terminal that is given back` {
  /// Ways to end, as keys or as a signal.
  enum End: CaseIterable, CustomTestStringConvertible {
    case quit, interruptTwice, palette, terminated, hungUp, interrupted
    var testDescription: String { "\(self)" }
  }

  @Test(arguments: End.allCases)
  func `however it ends, the shell finds its terminal as it left it`(_ end: End) throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let tmux = try Tmux.shell()
    try tmux.command("stty -a > '\(scratch.file("before"))'; echo read''y")
    try tmux.wait("the shell answers") { $0.contains("ready") }
    // The shell outlives what it runs, and says with which code that ended.
    try tmux.command("'\(Program.path)' --db '\(journal)' --speed 0; echo left-with $?")
    try tmux.wait("the control room opens") { $0.contains("SIM paused") && $0.contains("CW-10") }
    #expect(try tmux.fact("alternate_on") == "1")
    switch end {
    case .quit: try tmux.type("Q")
    case .interruptTwice: try tmux.type("C-c", "C-c")
    case .palette: try tmux.command(":quit")
    case .terminated: try signal(SIGTERM, journal)
    case .hungUp: try signal(SIGHUP, journal)
    case .interrupted: try signal(SIGINT, journal)
    }
    let screen = try tmux.wait("the shell has it back") { $0.contains("\nleft-with ") }
    #expect(screen.contains("left-with 0"), "an end that was asked for is no failure")
    #expect(screen.contains("ready"), "what stood on the screen before stands there again")
    #expect(!screen.contains("3 Holds"))
    #expect(try tmux.fact("alternate_on") == "0")
    #expect(try tmux.fact("cursor_flag") == "1")
    #expect(try tmux.fact("mouse_any_flag") == "0")
    try tmux.command("stty -a > '\(scratch.file("after"))'; echo aft''er")
    try tmux.wait("the shell answers, and shows what is typed") { $0.contains("\nafter") }
    #expect(
      try String(contentsOfFile: scratch.file("before"), encoding: .utf8)
        == String(contentsOfFile: scratch.file("after"), encoding: .utf8))
    try verified(journal)
  }

  /// Sends a signal to the process that drives a journal.
  private func signal(_ number: Int32, _ journal: String) throws {
    let text = try String(contentsOfFile: journal + "-driver", encoding: .utf8)
    kill(try #require(text.split(separator: " ").first.flatMap { Int32($0) }), number)
  }

  @Test func `killed outright, the shell still finds its terminal as it left it`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let tmux = try Tmux.shell()
    let bytesPath = try tmux.record()
    try tmux.command("stty -a > '\(scratch.file("before"))'; echo read''y")
    try tmux.wait("the shell answers") { $0.contains("ready") }
    try tmux.command("'\(Program.path)' --db '\(journal)' --speed 0; echo left-with $?")
    try tmux.wait("the control room opens") { $0.contains("SIM paused") && $0.contains("CW-10") }
    try signal(SIGKILL, journal)
    try eventually("the first screen is back") { try tmux.fact("alternate_on") == "0" }
    try eventually("and the cursor, and no mouse") {
      try tmux.fact("cursor_flag") == "1" && tmux.fact("mouse_any_flag") == "0"
    }
    try tmux.command("stty -a > '\(scratch.file("after"))'; echo aft''er")
    try tmux.wait("the shell answers, and shows what is typed") { $0.contains("\nafter") }
    #expect(
      try String(contentsOfFile: scratch.file("before"), encoding: .utf8)
        == String(contentsOfFile: scratch.file("after"), encoding: .utf8))
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: bytesPath)), as: UTF8.self)
    for mode in ["2004", "1004", "2031", "1049"] {
      let on = text.ranges(of: "[?\(mode)h").last
      let off = text.ranges(of: "[?\(mode)l").last
      if let on, let off, mode != "2004" { #expect(on.lowerBound < off.lowerBound, "\(mode)") }
      #expect(off != nil, "\(mode)")
    }
    try verified(journal)
  }

  @Test func `ctrl-z hands the terminal to the shell and fg brings everything back`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let tmux = try Tmux.shell()
    try tmux.command("'\(Program.path)' --db '\(journal)' --speed 0")
    try tmux.wait("it opens") { $0.contains("SIM paused") && $0.contains("CW-10") }
    try tmux.type("C-z")
    try tmux.wait("the shell is back") { $0.contains("Stopped") && !$0.contains("3 Holds") }
    #expect(try tmux.fact("cursor_flag") == "1")
    #expect(try tmux.fact("alternate_on") == "0")
    try tmux.command("echo mean''while")
    try tmux.wait("the shell works") { $0.contains("meanwhile") }
    try tmux.resize(columns: 90, rows: 28)
    try tmux.command("fg")
    try tmux.wait("all is back, in the new size") { $0.contains("1 Orders") && $0.contains("SIM paused") }
    try tmux.type("?")
    try tmux.wait("keys work") { $0.contains("All keys") }
    try tmux.escape("All keys")
    try tmux.type("Q")
    try tmux.wait("the shell has it back") { !$0.contains("3 Holds") && $0.contains("at>") }
  }

  @Test func `a stop that came while it was suspended is obeyed when it goes on`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let tmux = try Tmux.shell()
    try tmux.command("'\(Program.path)' --db '\(journal)' --speed 0")
    try tmux.wait("it opens") { $0.contains("SIM paused") && $0.contains("CW-10") }
    try tmux.type("C-z")
    try tmux.wait("the shell is back") { $0.contains("Stopped") && !$0.contains("3 Holds") }
    try tmux.command("kill %1; fg; echo ended $?")
    try tmux.wait("it ended, and well") { $0.contains("ended 0") }
    #expect(try tmux.fact("alternate_on") == "0")
    try verified(journal)
  }

  @Test func `a storm of new sizes ends in a whole screen of the last one`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let tmux = try Tmux.controlRoom(journal, "--speed 60")
    try tmux.wait("it opens") { $0.contains("CW-10") }
    for (columns, rows) in [
      (30, 8), (200, 60), (1, 1), (60, 16), (118, 3), (2, 50), (80, 24), (61, 17), (300, 90), (80, 24),
    ] {
      try tmux.resize(columns: columns, rows: rows)
    }
    let screen = try tmux.wait("the last size") { $0.contains("SIM x60") && $0.contains("Orders") }
    #expect(screen.split(separator: "\n").allSatisfy { $0.count <= 80 })
    try tmux.resize(columns: 30, rows: 8)
    try tmux.wait("too small says what it needs") { $0.contains("60x16") && $0.contains("30x8") }
    try tmux.resize(columns: 60, rows: 16)
    try tmux.wait("the smallest") { $0.contains("1 Orders") && $0.contains("CW-1") }
    try tmux.type("Q")
    try tmux.waitForEnd()
  }

  /// Terminals that can do less.
  struct Kind: Sendable, CustomTestStringConvertible {
    var term: String
    var locale = "C.UTF-8"
    var environment = ""
    var isASCII = false
    var isColourless = false
    var testDescription: String { [term, locale, environment].joined(separator: " ") }
  }

  @Test(arguments: [
    Kind(term: "xterm-256color"), Kind(term: "xterm"), Kind(term: "tmux-256color", environment: "COLORTERM=truecolor"),
    Kind(term: "linux"), Kind(term: "vt100", isColourless: true),
    Kind(term: "xterm-256color", environment: "NO_COLOR=1", isColourless: true),
    Kind(term: "xterm-256color", locale: "C", isASCII: true),
    Kind(term: "vt100", locale: "C", isASCII: true, isColourless: true),
  ])
  func `terminals that can do less get the same control room`(_ kind: Kind) throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let tmux = try Tmux.shell(term: kind.term, locale: kind.locale)
    let bytesPath = try tmux.record()
    try tmux.command("\(kind.environment) '\(Program.path)' --db '\(journal)' --speed 0")
    try tmux.wait("the panels are there") {
      $0.contains("3 Holds") && $0.contains("SIM paused") && $0.contains("CW-10")
    }
    try tmux.type("3", "j", "Enter")
    try tmux.wait("the detail") { $0.contains("Journey") && $0.contains("Held: ") }
    try tmux.type("q", "?")
    try tmux.wait("the help") { $0.contains("All keys") }
    try tmux.escape("All keys")
    try tmux.type("Q")
    try tmux.wait("the shell has it back") { screen in
      screen.split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) }?.hasPrefix("at>") == true
    }
    var bytes = Data()
    try eventually("the last bytes are written") {
      bytes = try Data(contentsOf: URL(fileURLWithPath: bytesPath))
      return bytes.count > 4000 && bytes.suffix(200).range(of: Data("at>".utf8)) != nil
    }
    if kind.isASCII { #expect(bytes.allSatisfy { $0 < 0x80 }, "only ASCII without UTF-8") }
    #expect(bytes.contains { $0 >= 0x80 } || kind.isASCII)
    let colours = colourSequences(in: bytes)
    #expect(colours.isEmpty == kind.isColourless, "\(colours.prefix(5))")
    if kind.term == "xterm" || kind.term == "linux" { #expect(!colours.contains { $0.contains("38;") }) }
  }

  /// The SGR sequences that set a colour.
  private func colourSequences(in bytes: Data) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\u{1B}[").compactMap { piece in
      let parameters = piece.prefix { $0.isNumber || $0 == ";" || $0 == ":" }
      guard piece.dropFirst(parameters.count).first == "m" else { return nil }
      let numbers = parameters.split(whereSeparator: { $0 == ";" || $0 == ":" }).compactMap { Int($0) }
      let isColour = numbers.contains { (30...38).contains($0) || (40...48).contains($0) || (90...107).contains($0) }
      return isColour ? String(parameters) : nil
    }
  }
}

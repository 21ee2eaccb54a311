import Testing

@testable import TUI

/// What a terminal of a size shows after some bytes: enough of one for what the writer writes.
struct TinyTerminal {
  var rows: [[String]]
  var pens: [[String]]
  var cursor = Point(x: 0, y: 0)
  var isCursorShown = true
  private var pen = ""

  init(_ size: Size) {
    rows = Array(repeating: Array(repeating: " ", count: size.width), count: size.height)
    pens = Array(repeating: Array(repeating: "", count: size.width), count: size.height)
  }

  mutating func take(_ bytes: [UInt8]) {
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      guard scalar == "\u{1B}" else {
        put(scalar)
        continue
      }
      index += 1
      var parameters = ""
      while !("@"..."~").contains(scalars[index]) {
        parameters.unicodeScalars.append(scalars[index])
        index += 1
      }
      let final = scalars[index]
      index += 1
      switch (final, parameters) {
      case ("H", ""): cursor = Point(x: 0, y: 0)
      case ("H", _):
        let place = parameters.split(separator: ";").compactMap { Int($0) }
        cursor = Point(x: place[1] - 1, y: place[0] - 1)
      case ("J", _):
        for y in rows.indices { rows[y] = rows[y].map { _ in " " } }
      case ("m", "0"): pen = ""
      case ("m", _): pen = parameters.hasPrefix("0;") ? parameters : pen + ";" + parameters
      case ("h", "?25"): isCursorShown = true
      case ("l", "?25"): isCursorShown = false
      default: break
      }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = TextWidth.of(scalar)
    if width == 0 {
      rows[cursor.y][cursor.x - 1].unicodeScalars.append(scalar)
      return
    }
    rows[cursor.y][cursor.x] = String(Character(scalar))
    pens[cursor.y][cursor.x] = pen
    if width == 2 { rows[cursor.y][cursor.x + 1] = "" }
    cursor.x += width
  }

  var text: String { rows.map { $0.joined() }.joined(separator: "\n") }
}

private let theme = Theme(name: "Test", slug: "test", variant: .dark) { role in
  switch role {
  case .text: Paint(RGB(hex: 0xC0C0C0), on: RGB(hex: 0x101010))
  case .critical: Paint(RGB(hex: 0xFF5050), on: nil, .bold)
  case .cursorRow: Paint(RGB(hex: 0xFFFFFF), on: RGB(hex: 0x303030))
  default: Paint(RGB(hex: 0x808080))
  }
}

@Suite struct PictureTests {
  @Test func `A sign that carries a combining mark is escaped all the same`() {
    var canvas = Canvas(size: Size(width: 8, height: 1))
    canvas.put("a<\u{338}&\u{301}\"\u{301}", at: Point(x: 0, y: 0))
    let svg = canvas.svg(theme: .monochrome, title: "<\u{338}")
    #expect(svg.contains("&lt;\u{338}") && svg.contains("&amp;\u{301}") && svg.contains("&quot;\u{301}"))
  }

  @Test func `Colours are told as the depth allows`() {
    let canvas = drawn(4, 1) {
      $0.put("ab", at: Point(x: 0, y: 0), Style(.critical))
      $0.put("c", at: Point(x: 2, y: 0), Style(.text, on: .cursorRow))
    }
    func ansi(_ depth: ColourDepth) -> String { canvas.ansi(theme: theme, depth: depth).replacing("\u{1B}", with: "^") }
    #expect(
      ansi(.direct)
        == "^[1;38;2;255;80;80;48;2;16;16;16mab^[0;38;2;192;192;192;48;2;48;48;48mc^[48;2;16;16;16m ^[0m\n")
    #expect(ansi(.indexed) == "^[1;38;5;203;48;5;233mab^[0;38;5;250;48;5;236mc^[48;5;233m ^[0m\n")
    #expect(ansi(.none) == "^[1;7mab^[0;7mc^[0m \n")
  }

  @Test(arguments: 0..<60)
  func `Frames on a terminal show what whole pictures show`(seed: Int) {
    var dice = Dice(seed: UInt64(seed) + 77)
    let size = Size(width: 20, height: 5)
    var writer = ANSIWriter(theme: theme, depth: .direct)
    var terminal = TinyTerminal(size)
    var canvas = randomCanvas(size, &dice)
    for _ in 0..<5 {
      canvas.cursor = dice.below(2) == 0 ? Point(x: dice.below(20), y: dice.below(5)) : nil
      let bytes = writer.frame(canvas)
      terminal.take(bytes)
      #expect(
        terminal.rows.map { $0.joined() }
          == (0..<5).map { y in (0..<20).map { canvas.scalars(of: canvas[$0, y]) }.joined() })
      #expect(terminal.isCursorShown == (canvas.cursor != nil))
      if let cursor = canvas.cursor { #expect(terminal.cursor == cursor) }
      let again = writer.frame(canvas)
      #expect(again.isEmpty)
      scribble(on: &canvas, 3, &dice)
    }
  }

  @Test func `An SVG escapes its text and places wide glyphs by column`() {
    let canvas = drawn(8, 1) { $0.put("<a>東&b", at: Point(x: 0, y: 0)) }
    let svg = canvas.svg(theme: theme, title: "A \"title\" & <more>")
    #expect(svg.contains("<title>A &quot;title&quot; &amp; &lt;more&gt;</title>"))
    #expect(
      svg.contains(
        "<text x=\"10\" y=\"24\" textLength=\"27\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#c0c0c0\">&lt;a&gt;</text>")
    )
    #expect(
      svg.contains(
        "<text x=\"37\" y=\"24\" textLength=\"18\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#c0c0c0\">東</text>"))
    #expect(svg.contains("<text x=\"55\" y=\"24\" textLength=\"27\""))
  }

  @Test func `Every role has its own letter, and every theme a paint for it`() {
    #expect(Set(Role.allCases.map(\.letter)).count == Role.allCases.count)
    for role in Role.allCases {
      for depth in ColourDepth.allCases { _ = Theme.monochrome.pen(Style(role, on: role), depth) }
      #expect(Style(role, on: role).ground == role)
    }
    #expect(MemoryLayout<Style>.size <= 4 && MemoryLayout<Cell>.stride == 8)
    #expect(Set(Role.priorities.map { Theme.monochrome.pen(Style($0), .none) }).count == 4)
  }

  @Test func `Widths are those of the C library`() {
    for (scalar, width) in [
      ("a", 1), ("é", 1), ("東", 2), ("한", 2), ("👍", 2), ("…", 1), ("─", 1), ("⣿", 1), ("\u{301}", 0), ("\u{1160}", 0),
      ("｡", 1), ("Ａ", 2),
      ("☎", 1), ("⌚", 2), ("䷀", 2),
    ] as [(Unicode.Scalar, Int)] {
      #expect(TextWidth.of(scalar) == width, "\(scalar)")
    }
    #expect(TextWidth.of("…", ambiguous: .two) == 2 && TextWidth.of("⣿", ambiguous: .two) == 1)
    #expect(TextWidth.of("○─東 x", ambiguous: .two) == 8)
  }

  @Test func `Colours reduce to the nearest that a terminal has`() {
    #expect(
      RGB("#ff8700") == RGB(hex: 0xFF8700) && RGB("ff870") == nil && RGB("#gg8700") == nil && RGB("＃ff8700") == nil)
    for index in UInt8(16)...255 {
      #expect(TerminalPalette.rgb(TerminalPalette.nearest256(TerminalPalette.rgb(index))) == TerminalPalette.rgb(index))
    }
    #expect(TerminalPalette.nearest16(RGB(hex: 0xFF1010)) == 9 && TerminalPalette.nearest8(RGB(hex: 0xFF1010)) == 1)
    let contrast = RGB(hex: 0xFFFFFF).contrast(with: RGB(hex: 0x000000))
    #expect(abs(contrast - 21) < 0.001)
    #expect(abs(RGB(hex: 0x777777).contrast(with: RGB(hex: 0xFFFFFF)) - 4.48) < 0.01)
  }

  @Test func `Rectangles split without losing cells`() {
    let rect = Rect(x: 3, y: 2, width: 11, height: 7)
    #expect(
      rect.columns(3).map(\.width) == [4, 4, 3] && rect.rows(2).map(\.height) == [4, 3] && rect.columns(0).isEmpty)
    #expect(rect.splitTop(99).rest.isEmpty && rect.splitBottom(2).bottom == Rect(x: 3, y: 7, width: 11, height: 2))
    #expect(rect.splitRight(3).right.x == 11 && rect.splitLeft(-1).left.isEmpty)
    #expect(rect.inset(9).isEmpty && rect.intersection(Rect(x: 20, y: 0, width: 5, height: 5)).isEmpty)
    #expect(rect.centred(Size(width: 5, height: 3)) == Rect(x: 6, y: 4, width: 5, height: 3))
    #expect(rect.contains(Point(x: 13, y: 8)) && !rect.contains(Point(x: 14, y: 8)))
  }

  @Test func `A scripted screen replays and remembers`() throws {
    let screen = ScriptedScreen(
      size: Size(width: 10, height: 2), script: [[.key(.character("j"))], [.resize(Size(width: 20, height: 3))]],
      framesMax: 2)
    try screen.show(screen.canvas(), theme: .monochrome)
    #expect(try screen.events(within: nil) == [.key(.character("j"))])
    #expect(try screen.events(within: 0) == [.resize(Size(width: 20, height: 3))] && screen.size.width == 20)
    for _ in 0..<3 { try screen.show(screen.canvas(), theme: .monochrome) }
    #expect(screen.frames.count == 2 && screen.frames.last?.size.width == 20)
    #expect(try screen.events(within: nil) == [.stop(.hungUp)])
  }
}

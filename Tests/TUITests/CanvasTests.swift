import Testing

@testable import TUI

/// A canvas drawn by a closure, as text.
func drawn(
  _ width: Int, _ height: Int, _ glyphSet: GlyphSet = .unicode, _ ambiguous: AmbiguousWidth = .one,
  _ draw: (inout Canvas) -> Void
) -> Canvas {
  var canvas = Canvas(size: Size(width: width, height: height), glyphSet: glyphSet, ambiguous: ambiguous)
  draw(&canvas)
  return canvas
}

@Suite struct CanvasTests {
  @Test func `A box carries its title at the left and its count at the right`() {
    let canvas = drawn(30, 3) {
      let inside = $0.box(
        Rect($0.size), title: Line("1 Orders", .title), trailing: Line("1,204", .count), frame: Style(.focusBorder))
      $0.put("CW-10482", at: inside.origin)
    }
    #expect(
      canvas.text() == """
        ┌ 1 Orders ─────────── 1,204 ┐
        │CW-10482                    │
        └────────────────────────────┘
        """)
  }

  @Test func `A count that does not fit beside the title is left out`() {
    let canvas = drawn(14, 2) { $0.box(Rect($0.size), title: "Customs", trailing: "1,204") }
    #expect(
      canvas.text() == """
        ┌ Customs ───┐
        └────────────┘
        """)
  }

  @Test func `The letters of a snapshot say what each cell means`() {
    let canvas = drawn(12, 2) {
      $0.put([Span("!! ", Style(.critical)), Span("held", Style(.text))], at: Point(x: 0, y: 0))
      $0.fill(Rect(x: 0, y: 1, width: 12, height: 1), Style(.text, on: .cursorRow))
      $0.put("東京", at: Point(x: 1, y: 1), Style(.text, on: .cursorRow))
    }
    #expect(
      canvas.snapshot() == """
        !! held
         東京
        ------------
        11 ....
        C....CCCCCCC
        """)
  }

  @Test(arguments: [
    ("São Paulo", 9, "São Paulo|"), ("São Paulo", 6, "São P…|"), ("東京都港区", 10, "東京都港区|"),
    ("東京都港区", 9, "東京都港…|"), ("東京都港区", 8, "東京都 …|"), ("e\u{301}te\u{301}", 3, "e\u{301}te\u{301}|"),
    ("👩‍👩‍👧 x", 4, "👩 x|"), ("🇧🇷", 2, "🇧🇷|"), ("👍🏽!", 3, "👍!|"), ("⚠️!", 2, "⚠!|"), ("abc", 0, "|"), ("abc", 1, "…|"),
  ])
  func `Text is cut at cell boundaries`(text: String, width: Int, expected: String) {
    let canvas = drawn(12, 1) {
      let taken = $0.put(text, at: Point(x: 0, y: 0), width: width)
      #expect(taken <= width)
      $0.put("|", at: Point(x: taken, y: 0))
    }
    #expect(canvas.text() == expected)
  }

  @Test func `Text is aligned in its width`() {
    let canvas = drawn(10, 4) {
      $0.put("€89.00", at: Point(x: 0, y: 0), width: 10, align: .right)
      $0.put("1,204", at: Point(x: 0, y: 1), width: 10, align: .right)
      $0.put("ab", at: Point(x: 0, y: 2), width: 10, align: .centre)
      $0.put("/a/long/path/ü.csv", at: Point(x: 0, y: 3), width: 10, overflow: .ellipsisFirst)
    }
    #expect(canvas.text() == "    €89.00\n     1,204\n    ab\n…ath/ü.csv")
  }

  @Test func `Hostile text shows, and does nothing`() {
    let canvas = drawn(40, 1) {
      $0.put("a\u{1B}[31mb\u{7}\u{202E}c\u{85}\r\n\u{FEFF}\u{200B}d\u{AD}", at: Point(x: 0, y: 0))
    }
    #expect(canvas.text() == "a␛[31mb␇␦c␦␍␊␦␦d-")
    for scalar in canvas.text().unicodeScalars {
      #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
    }
  }

  @Test func `Combining marks pile up to four and never join a neighbour's cell`() {
    let canvas = drawn(8, 1) {
      $0.put("x", at: Point(x: 0, y: 0))
      $0.put("\u{301}a" + String(repeating: "\u{301}", count: 40), at: Point(x: 1, y: 0))
    }
    #expect(canvas.scalars(of: canvas[0, 0]) == "x")
    #expect(canvas.scalars(of: canvas[1, 0]).unicodeScalars.count == 5)
  }

  @Test func `Overwriting half of a wide glyph leaves no half behind`() {
    let canvas = drawn(6, 2) {
      $0.put("東京都", at: Point(x: 0, y: 0))
      $0.put("x", at: Point(x: 1, y: 0))
      $0.put("y", at: Point(x: 4, y: 0))
      $0.put("東京都", at: Point(x: -1, y: 1))
    }
    #expect(canvas.text() == " x京y\n 京都")
    #expect(canvas.text(ofRow: 0).unicodeScalars.count == 4)
  }

  @Test func `Drawing outside is ignored`() {
    var canvas = drawn(4, 2) { $0.fill($0.bounds, Style(.muted)) }
    let before = canvas
    canvas.put("abc", at: Point(x: 9, y: 0))
    canvas.put("abc", at: Point(x: 0, y: -1))
    canvas.put("東京", at: Point(x: -9, y: 1))
    canvas.set("x", at: Point(x: -1, y: 5))
    canvas.fill(Rect(x: 4, y: 0, width: 10, height: 10))
    canvas.clipped(to: Rect(x: 2, y: 2, width: 5, height: 5)) { $0.put("abc", at: Point(x: 0, y: 0)) }
    #expect(canvas == before)
  }

  @Test func `ASCII terminals get the nearest letters`() {
    let canvas = drawn(34, 4, .ascii) {
      let inside = $0.box(Rect($0.size), title: "Zürich · Łódź ▴")
      $0.put("São Paulo €89 東京 Dvořák — Ünïcøde…", at: inside.origin, width: 32)
      $0.progress(done: 2, underWay: true, total: 5, at: Point(x: 1, y: 2))
      $0.sparkline([0, 1, 2, 3, 4, 5, 6, 7], at: Point(x: 10, y: 2), width: 4)
    }
    #expect(
      canvas.text() == """
        + Zurich | Lodz ^ ---------------+
        |Sao Paulo E89 ? ?  Dvorak - Uni~|
        |##=..    .-+#                   |
        +--------------------------------+
        """)
    #expect(canvas.text().utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func `Where ambiguous glyphs are wide, only neutral ones are used`() {
    let canvas = drawn(20, 3, .neutral, .two) {
      let inside = $0.box(Rect($0.size), title: "a · b…")
      $0.progress(done: 1, underWay: true, total: 3, at: inside.origin)
      $0.put("●○→", at: Point(x: 8, y: 1))
    }
    for scalar in canvas.text().unicodeScalars { #expect(!TextWidth.isAmbiguous(scalar), "\(scalar)") }
    #expect(canvas.text(ofRow: 1) == "|⣿⡇⣀    ⣿ ⣀ ▸      |")
  }

  @Test func `A sparkline puts two samples into a cell`() {
    let canvas = drawn(8, 3) {
      $0.sparkline([0, 1, 2, 3, 4, 4, 8, 8], at: Point(x: 0, y: 0), width: 4)
      $0.sparkline([1, 1000], at: Point(x: 0, y: 1), width: 4)
      $0.sparkline([Int.max, Int.min, 0, Int.max / 2], at: Point(x: 0, y: 2), width: 2)
    }
    #expect(canvas.text() == "⢀⣠⣤⣿\n   ⣸\n⡇⢠")
  }

  @Test func `A gauge fills by halves`() {
    let canvas = drawn(10, 4) {
      $0.gauge(0, of: 10, at: Point(x: 0, y: 0), width: 10)
      $0.gauge(5, of: 10, at: Point(x: 0, y: 1), width: 5)
      $0.gauge(Int.max, of: Int.max, at: Point(x: 0, y: 2), width: 5)
      $0.gauge(3, of: 0, at: Point(x: 0, y: 3), width: 5)
    }
    #expect(canvas.text() == "░░░░░░░░░░\n██▌░░\n█████\n░░░░░")
  }

  @Test func `Dots make lines`() {
    var field = DotField(size: Size(width: 4, height: 2))
    field.line(from: Point(x: 0, y: 0), to: Point(x: 7, y: 7))
    field.line(from: Point(x: 0, y: 7), to: Point(x: 7, y: 7), every: 2)
    field.line(from: Point(x: Int.max / 4, y: 0), to: Point(x: 0, y: 0))
    #expect(drawn(4, 2) { $0.draw(field, at: Point(x: 0, y: 0)) }.text() == "⠑⢄\n⡀⡀⡑⣄")
  }

  @Test func `Words are broken at blanks and long words anywhere`() {
    #expect(Wrapping.lines("refused at 18:30 unless lodged", width: 12) == ["refused at", "18:30 unless", "lodged"])
    #expect(Wrapping.lines("東京都港区 x", width: 5) == ["東京", "都港", "区 x"])
    #expect(Wrapping.lines("a\n\nb", width: 5) == ["a", "", "b"])
    #expect(Wrapping.lines("a b c d", width: 1, linesMax: 2) == ["a", "b c d"])
    #expect(Wrapping.lines("", width: 0) == [""])
  }
}

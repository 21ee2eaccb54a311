import Testing

@testable import TUI

private let wave: [Int?] = (0..<120).map { index in
  if (40..<46).contains(index) { return nil }
  return 30 + (index * 7919) % 13 + (index > 80 ? (index - 80) : 0) - (index < 30 ? 20 : 0)
}

private let history = HistoryChart(
  [ChartSeries(wave)], limits: [ChartLimit(60, "limit 60")],
  ticks: [ChartTick(0, "-24h"), ChartTick(500, "-12h"), ChartTick(1000, "now")], unit: "alarms an hour")

private func picture(
  _ size: Size, _ glyphSet: GlyphSet = .unicode, _ ambiguous: AmbiguousWidth = .one, _ draw: (inout Canvas) -> Void
) -> String {
  var canvas = Canvas(size: size, glyphSet: glyphSet, ambiguous: ambiguous)
  draw(&canvas)
  return canvas.text()
}

@Suite struct ChartTests {
  @Test func `A history has axes, units, ticks, gaps and a limit`() {
    #expect(
      picture(Size(width: 60, height: 12)) { $0.draw(history, in: $0.bounds) } == """
        alarms an hour
        80┤                                                      ⢀⡆⢀
          │                                                ⢀  ⣴⡇⣰⣿⣧⣿
        60┤⠒⠒limit 60⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⣰⠒⣠⣾⢠⣾⣿⣿⣿⣿⣿⣿
          │                                       ⡀ ⢠⡆⢀⣾⣿⣴⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
        40┤            ⣠⡆ ⣠⡄    ⢀⣤  ⣠⡆ ⣠⡄ ⢀⣴ ⢀⣤ ⢀⣴⡇⣴⣿⣧⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
          │            ⣿⣧⣾⣿⣧   ⣴⣿⣿⣤⣾⣿⣧⣾⣿⣧⣴⣿⣿⣴⣿⣿⣤⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
        20┤⡄ ⢀⡀  ⣠  ⣀  ⣿⣿⣿⣿⣿   ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
          │⣇⣴⣿⣇⣠⣾⣿⣠⣾⣿⣀⣴⣿⣿⣿⣿⣿   ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
         0┤⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿   ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
          └┬───────────────────────────┬───────────────────────────┬
          -24h                       -12h                        now
        """)
  }

  @Test func `Without braille it is drawn in blocks, and without blocks in ASCII`() {
    #expect(
      picture(Size(width: 60, height: 12), .console) { $0.draw(history, in: $0.bounds) } == """
        alarms an hour
        80┤                                                      ▄▄
          │                                                   ██▄███
        60┤──limit 60───────────────────────────────────▄─▄█▄███████
          │                                         ▄▄▄█████████████
        40┤            ▄▄ ▄▄     ▄  ▄▄ ▄▄ ▄▄  ▄  ██▄████████████████
          │            █████   ▄██▄█████████▄██▄████████████████████
        20┤▄  ▄  ▄  ▄  █████   █████████████████████████████████████
          │█▄██▄██▄██▄██████   █████████████████████████████████████
         0┤█████████████████   █████████████████████████████████████
          └┬───────────────────────────┬───────────────────────────┬
          -24h                       -12h                        now
        """)
    #expect(
      picture(Size(width: 60, height: 12), .ascii) { $0.draw(history, in: $0.bounds) } == """
        alarms an hour
        80+                                                      .:.
          |                                                .  :#:###
        60+--limit 60-----------------------------------:-:#.#######
          |                                       . .:.#############
        40+            :: .:     :  :: .: .:  :  ##:################
          |            #####   :##:######:##:##:####################
        20+.  .  .  .  #####   #####################################
          |#:##:##.##.:#####   #####################################
         0+#################   #####################################
          ++---------------------------+---------------------------+
          -24h                       -12h                        now
        """)
  }

  @Test func `Glyphs that some terminals draw two cells wide are left out for them`() {
    for set in GlyphSet.allCases {
      let text = picture(Size(width: 60, height: 12), set == .unicode ? .neutral : set, .two) {
        $0.draw(history, in: $0.bounds)
        $0.draw(HistoryChart([ChartSeries(wave, .line)]), in: Rect(x: 0, y: 0, width: 20, height: 6))
      }
      guard set != .console else {
        #expect(!text.contains("█"))
        continue
      }
      for line in text.split(separator: "\n") { #expect(TextWidth.of(line, ambiguous: .two) <= 60, "\(set): \(line)") }
    }
  }

  @Test func `In few cells labels give way first, then the axes`() {
    func drawn(_ columns: Int, _ rows: Int) -> String {
      picture(Size(width: columns, height: rows)) { $0.draw(history, in: $0.bounds) }
    }
    #expect(
      drawn(30, 5) == """
        100┤                     ⡀ ⣀⡀⢀
           │⢀⣀⠒⠒⣀⠒⠒⣀⡄⣀⣠⣄⣠⣤⣶⣤⣶⣾⣴⣾⣿⣷⣿⣿⣿⣿
          0┤⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
           └┬────────────┬───────────┬
           -24h        -12h        now
        """)
    #expect(
      drawn(20, 3) == """
        100┤           ⡀ ⣀⡀⢀
           │⣠⣄⣠⣤⣶⣤⣶⣾⣴⣾⣿⣷⣿⣿⣿⣿
          0┤⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
        """)
    #expect(drawn(12, 2) == "⢀⠒⢀⣀⢀⣀⣠⣄⣀⣤⣄⣤\n⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿")
    #expect(drawn(6, 1) == "⣶⣦⣶⣶⣶⣶")
    #expect(drawn(3, 3) == "⣀⡀⢀\n⣿⣿⣿\n⣿⣿⣿")
    #expect(drawn(1, 1) == "⣶")
    for columns in 0..<24 { for rows in 0..<9 { _ = drawn(columns, rows) } }
  }

  @Test func `A line joins its samples`() {
    let line = HistoryChart([ChartSeries(wave, .line)], ticks: history.ticks)
    func drawn(_ glyphSet: GlyphSet) -> String {
      picture(Size(width: 60, height: 10), glyphSet) { $0.draw(line, in: $0.bounds) }
    }
    #expect(
      drawn(.unicode) == """
        100┤
           │                                                      ⡀
           │                                                  ⡠⢢⡠⠊⢸⠔
           │                                           ⢀⠔⣄⠔⠉⡦⠊ ⠈
         50┤           ⢀⡀  ⡀     ⢀  ⢀⡀  ⡀  ⣀  ⢀  ⡠⢢⢀⠔⢱⠔⠁ ⠁
           │           ⡇⠸⠒⠉⠸   ⠔⠊⠁⠧⠊⠁⠸⠒⠉⠸⠔⠉ ⠗⠊⠁⠧⠊ ⠈⠁
           │⢀⡠⢢ ⡠⠔⡄⣀⠔⡄⢀⠇
          0┤⠁ ⠘⠉  ⠉  ⠋⠁
           └┬───────────────────────────┬──────────────────────────┬
           -24h                       -12h                       now
        """)
    #expect(
      drawn(.ascii) == """
        100+
           |
           |                                                  ||_|||
           |                                           _|_|'|| '
         50+           __  _     _  __  _  _  _  _|_||-' '
           |           ||-'|   ||'||'|-'|-' ||'|| ''
           |_|| _-__-__|
          0+' |'  '  |'
           ++---------------------------+--------------------------+
           -24h                       -12h                       now
        """)
  }

  @Test func `What stands above a limit has its colour, what is normal is grey`() {
    var canvas = Canvas(size: Size(width: 12, height: 4))
    canvas.draw(
      HistoryChart([ChartSeries([1, 1, 9, 9, 5, 5, nil, nil])], limits: [ChartLimit(6, "", .critical)], ceiling: 10),
      in: Rect(x: 0, y: 0, width: 4, height: 4))
    #expect(
      canvas.snapshot() == """
         ⣤
        ⠒⣿⠒⠒
         ⣿⣿
        ⣤⣿⣿
        ------------
         1
        1p11
         pp
        ppp
        """)
  }

  @Test func `Hostile values are drawn as far as they go`() {
    let odd: [Int?] = [Int.max, Int.min, 0, nil, -1, Int.max - 1, 1]
    for form in [ChartSeries.Form.area, .line] {
      for floor in [Int.min, -5, 0, Int.max] {
        for ceiling in [nil, Int.max, Int.min, 0] {
          let chart = HistoryChart(
            [ChartSeries(odd, form)], limits: [ChartLimit(Int.max, "x"), ChartLimit(Int.min, "y")],
            ticks: [ChartTick(Int.max, "a"), ChartTick(-1, "b"), ChartTick(1000, "")], unit: "\u{1B}[31m", floor: floor,
            ceiling: ceiling)
          let text = picture(Size(width: 40, height: 10)) { $0.draw(chart, in: $0.bounds) }
          #expect(!text.unicodeScalars.contains("\u{1B}"))
        }
      }
    }
    let bars = BarChart(
      [Bar("a", [.init(Int.max), .init(Int.max), .init(-3)]), Bar("b", Int.min)], ceiling: Int.max, limit: Int.max,
      first: 0)
    _ = picture(Size(width: 30, height: 4)) { $0.draw(bars, in: $0.bounds) }
  }

  @Test func `Bars stand side by side, in parts, with a limit and their values`() {
    let bars = BarChart(
      [
        Bar("customs", 264), Bar("broker", [.init(80, .critical), .init(40, .medium)]), Bar("merchant 東京", 3),
        Bar("none", 0),
      ], limit: 200)
    func drawn(_ columns: Int, _ glyphSet: GlyphSet = .unicode) -> String {
      picture(Size(width: columns, height: 4), glyphSet) { $0.draw(bars, in: $0.bounds) }
    }
    #expect(
      drawn(50) == """
        customs       ████████████████████████████████ 264
        broker        ██████████░░░░░         │        120
        merchant 東京 ▌                       │          3
        none                                  │          0
        """)
    #expect(
      drawn(50, .neutral) == """
        customs       ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿ 264
        broker        ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⠒⠒⠒⠒⠒         |        120
        merchant 東京 ⡇                       |          3
        none                                  |          0
        """)
    #expect(
      drawn(30, .ascii) == """
        customs      ############# 264
        broker       ####..    |   120
        merchant ?~  =         |     3
        none                   |     0
        """ || drawn(30, .ascii).contains("broker       ####..    |   120"))
    #expect(drawn(6) == "c… ███\nb… █░│\nm… ▌ │\nn…   │")
    for columns in 0..<40 { _ = drawn(columns) }
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1k"), (1234, "1.2k"), (-1999, "-1.9k"), (12_345, "12k"), (999_999, "999k"),
    (4_100_000, "4.1M"), (Int.max, "9.2E"), (Int.min, "-9.2E"),
  ])
  func `Numbers beside an axis are short`(number: Int, text: String) {
    #expect(compactNumber(number) == text)
  }

  @Test func `Scales end at round values`() {
    for (top, count, step, ceiling) in [
      (7, 4, 2, 8), (80, 4, 20, 80), (81, 4, 50, 100), (1, 9, 1, 1), (0, 3, 1, 1), (12_001, 5, 5_000, 15_000),
    ] {
      let scale = ChartScale(floor: 0, top: top, count: count, fixed: nil)
      #expect(scale.step == step && scale.ceiling == ceiling, "\(top): \(scale)")
    }
  }
}

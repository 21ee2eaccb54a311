import Testing

@testable import TUI

private let columns = [
  Column("", min: 2), Column("ID", min: 8), Column("ROUTE", importance: 3, min: 5),
  Column("GOODS", importance: 2, min: 6, ideal: 14, isGrowing: true),
  Column("VALUE", importance: 4, min: 8, alignment: .right),
  Column("DUE", importance: 1, min: 3, ideal: 5, alignment: .right),
]
private let rows = [
  ["!", "CW-10482", "CN-DE", "Headphones", "€89.00", "14h"], ["", "CW-10477", "CN-BR", "LED lamp x3", "$41.20", "1d2"],
  ["", "CW-10491", "KR-US", "東京フィギュア 1/8 限定", "¥14,800", "2d"],
]

private func table(width: Int, height: Int = 5, _ change: (inout Table) -> Void = { _ in }) -> Canvas {
  var table = Table(columns: columns, rowCount: rows.count, cursor: 1, sorts: [.init(column: 5)], gap: 1)
  change(&table)
  return drawn(width, height) {
    $0.draw(table, in: Rect($0.size), look: { RowLook(isMarked: $0 == 2) }) { row, column in
      TableCell(rows[row][column], column == 0 ? .high : .text)
    }
  }
}

@Suite struct TableTests {
  @Test func `A table shows its header, its cursor and its marks`() {
    let canvas = table(width: 52)
    #expect(canvas.cursor == Point(x: 0, y: 2))
    #expect(
      canvas.text() == """
             ID       ROUTE GOODS                VALUE DUE ▴
          !  CW-10482 CN-DE Headphones          €89.00   14h
        ▸    CW-10477 CN-BR LED lamp x3         $41.20   1d2
         ✓   CW-10491 KR-US 東京フィギュア 1…  ¥14,800    2d
        """ + "\n")
  }

  @Test func `Columns leave in the order of their importance`() {
    func titles(_ width: Int) -> String {
      Table.fit(columns, width: width, gap: 1).map { columns[$0.index].title + ":\($0.width)" }.joined(separator: " ")
    }
    #expect(titles(60) == ":2 ID:8 ROUTE:5 GOODS:27 VALUE:8 DUE:5")
    #expect(titles(40) == ":2 ID:8 ROUTE:5 GOODS:7 VALUE:8 DUE:5")
    #expect(titles(32) == ":2 ID:8 ROUTE:5 GOODS:8 DUE:5")
    #expect(titles(24) == ":2 ID:8 GOODS:6 DUE:5")
    #expect(titles(17) == ":2 ID:8 DUE:5")
    #expect(titles(12) == ":2 ID:8")
    #expect(titles(7) == ":2 ID:4")
    #expect(titles(3) == ":2")
    #expect(titles(1) == ":1")
    #expect(titles(0) == "")
  }

  @Test(arguments: 0...80)
  func `Columns that fit never overlap and never pass the edge`(width: Int) {
    var end = -1
    for place in Table.fit(columns, width: width, gap: 1) {
      #expect(place.x > end || place.x == 0)
      end = place.x + place.width
      #expect(end <= width && place.width >= 1)
    }
  }

  @Test func `The view follows the cursor and moves no further than it must`() {
    func offset(_ cursor: Int?, _ previous: Int) -> Int {
      Table.offset(cursor: cursor, previous: previous, visible: 10, rowCount: 100)
    }
    #expect(offset(0, 0) == 0 && offset(7, 0) == 0 && offset(8, 0) == 1 && offset(50, 0) == 43)
    #expect(offset(45, 43) == 43 && offset(44, 43) == 42 && offset(99, 43) == 90 && offset(nil, 95) == 90)
    #expect(Table.offset(cursor: 3, previous: 9, visible: 10, rowCount: 5) == 0)
    #expect(Table.offset(cursor: 3, previous: 0, visible: 0, rowCount: 5) == 0)
    #expect(Table.offset(cursor: 4, previous: 0, visible: 1, rowCount: 5) == 4)
  }

  @Test func `Only rows and columns in sight are asked for`() {
    var asked: [String] = []
    let table = Table(columns: columns, rowCount: 1_000_000, offset: 500_000, cursor: 500_001)
    _ = drawn(24, 4) {
      $0.draw(table, in: Rect($0.size)) { row, column in
        asked.append("\(row).\(column)")
        return TableCell("x")
      }
    }
    #expect(
      asked == ["0", "1", "2"].flatMap { row in ["0", "1", "5"].map { "50000\(row).\($0)" } })
  }

  @Test func `A field takes no more than can be typed, however little of it counts as a character`() {
    var field = TextField()
    field.insert("a" + String(repeating: "\u{301}", count: 500_000) + "b")
    #expect(field.text == "a\u{301}\u{301}\u{301}\u{301}b" && field.position == 2)
    field.insert(String(repeating: "👩\u{200D}", count: 100_000))
    #expect(field.text.utf8.count <= 4_000)
    let full = field
    field.insert("more than there is room for")
    #expect(field.text.utf8.count <= 4_000 && field.text.hasPrefix(full.text))
    field.set(String(repeating: "x", count: 5_000))
    #expect(field.text.count == 1_000)
    #expect(TextField(text: String(repeating: "e\u{301}", count: 9_000)).text.utf8.count <= 4_000)
  }

  @Test func `Cells can be progress, gauges and charts`() {
    let table = Table(columns: [Column("A", min: 5), Column("B", min: 4), Column("C", min: 3)], rowCount: 1, gap: 1)
    let canvas = drawn(18, 2) {
      $0.draw(table, in: Rect($0.size)) { _, column in
        switch column {
        case 0: TableCell(.progress(done: 2, underWay: true, total: 5), .gauge)
        case 1: TableCell(.gauge(1, of: 2), .gauge)
        default: TableCell(.sparkline([1, 2, 3, 4, 5, 6]), .sparkline)
        }
      }
    }
    #expect(canvas.text() == "  A     B    C\n  ●●◐○○ ██░░ ⣀⣴⣾")
  }
}

@Suite struct OverlayTests {
  @Test func `A confirmation stands in the middle, Cancel first and chosen`() {
    let canvas = drawn(44, 9) {
      $0.put("behind behind behind", at: Point(x: 0, y: 0), Style(.critical))
      $0.draw(
        Dialog.confirmation(
          title: "Release 3 holds", body: ["2 are hidden by the filter and will not be touched."],
          act: Choice("Release", keys: "r")), in: Rect($0.size))
    }
    #expect(
      canvas.text() == """
        behind behind behind
        ┌ Release 3 holds ─────────────────────────┐
        │ 2 are hidden by the filter and will not  │
        │ be touched.                              │
        │                                          │
        │         esc Cancel    r Release          │
        └──────────────────────────────────────────┘


        """)
    #expect(canvas[0, 0].style.role == .muted)
    #expect(canvas.cursor == Point(x: 9, y: 5) && canvas[9, 5].style.role == .activeButton)
  }

  @Test func `A list to choose from scrolls to what is chosen and says why something is off`() {
    let canvas = drawn(34, 6) {
      $0.draw(
        Dialog(
          title: "Hold", choices: (1...9).map { Choice("reason \($0)", disabledReason: $0 == 8 ? "not here" : nil) },
          selected: 8, isList: true), in: Rect($0.size))
    }
    #expect(
      canvas.text() == """
        ┌ Hold ──────────────────────────┐
        │   reason 6                     │
        │   reason 7                     │
        │   reason 8  no: not here       │
        │ ▸ reason 9                     │
        └────────────────────────────────┘
        """)
  }

  @Test func `A palette shows where the letters matched`() {
    let canvas = drawn(40, 5) {
      $0.draw(
        Palette(
          title: "Command", field: TextField(prompt: ": ", text: "rel"),
          items: [
            PaletteItem("release hold", matches: [0, 1, 2], keys: "r"),
            PaletteItem("reload", matches: [0, 1, 2], disabledReason: "offline"),
          ],
          selected: 1), in: Rect($0.size))
    }
    #expect(
      canvas.text() == """
        ┌ Command ────────────────────────── 2 ┐
        │ : rel                                │
        │  release hold                      r │
        │▸ reload  no: offline                 │
        └──────────────────────────────────────┘
        """)
    #expect(canvas[3, 2].style.role == .match && canvas[6, 2].style.role == .dialog)
    #expect(canvas.cursor == Point(x: 7, y: 1))
  }

  @Test func `A caption tells the step and the key`() {
    let canvas = drawn(60, 5) {
      $0.draw(
        Caption(
          step: 3, steps: 9, title: "A hold needs a person", text: "Customs at FRA asks for the battery declaration.",
          keys: "enter", hints: [KeyHint("space", "next"), KeyHint("b", "back")]), in: Rect($0.size))
    }
    #expect(
      canvas.text() == """

        ┌ 3 of 9  A hold needs a person ──────────────── key enter ┐
        │ Customs at FRA asks for the battery declaration.         │
        │ space next  b back                                       │
        └──────────────────────────────────────────────────────────┘
        """)
  }

  @Test func `Keys that do not fit are left out, the last one stays`() {
    let hints = [
      KeyHint("enter", "detail"), KeyHint("a", "advance", disabledReason: "1 open hold"), KeyHint("h", "hold"),
      KeyHint("?", "all keys"),
    ]
    func bar(_ width: Int) -> String { drawn(width, 1) { $0.draw(hints, at: Point(x: 0, y: 0), width: width) }.text() }
    #expect(bar(70) == " enter detail  a advance (no: 1 open hold)  h hold  ? all keys")
    #expect(bar(36) == " enter detail  h hold  ? all keys")
    #expect(bar(12) == " ? all keys")
    #expect(bar(8) == " ? all…")
  }

  @Test func `Tabs keep the active one in sight`() {
    let tabs = Tabs([Tab("1 orders", count: "1,204"), Tab("2 transit"), Tab("3 customs", count: "312")], active: 2)
    #expect(
      drawn(50, 1) { $0.draw(tabs, at: Point(x: 0, y: 0), width: 50) }.text()
        == " 1 orders 1,204  2 transit  3 customs 312")
    #expect(drawn(28, 1) { $0.draw(tabs, at: Point(x: 0, y: 0), width: 28) }.text() == " 2 transit  3 customs 312")
    #expect(drawn(10, 1) { $0.draw(tabs, at: Point(x: 0, y: 0), width: 10) }.text() == " 3 custo…")
  }

  @Test func `The list of keys flows into columns`() {
    let groups = [
      KeyGroup("Move", [KeyHint("j", "down"), KeyHint("g g", "top")]),
      KeyGroup("Act", [KeyHint("r", "release", disabledReason: "none held")]),
    ]
    let canvas = drawn(80, 4) { canvas in
      let rows = canvas.draw(keys: groups, in: Rect(canvas.size))
      #expect(rows == 4)
    }
    #expect(
      canvas.text() == """
         Move                                    Act
                    j  down                                 r  release (no: none held)
                  g g  top

        """)
  }

  @Test func `Everything can be drawn into any space`() {
    let field = TextField(prompt: "/", text: "東京 held", hint: "reason:", errorPosition: 3)
    for width in 0...20 {
      for height in 0...8 {
        _ = drawn(width, height) { canvas in
          let all = Rect(canvas.size)
          canvas.draw(
            Dialog(title: "東京", body: ["a long line of text"], choices: [Choice("a"), Choice("b")], field: field),
            in: all)
          canvas.draw(Palette(title: "x", field: field, items: [PaletteItem("東京", matches: [1])]), in: all)
          canvas.draw(
            Caption(step: 1, steps: 2, title: "t", text: "a b c d e f g h", hints: [KeyHint("q", "leave")]), in: all)
          canvas.draw(keys: [KeyGroup("a", [KeyHint("b", "c")])], in: all, offset: 3)
          canvas.draw(Tabs([Tab("a", count: "1")], active: 0), at: Point(x: 0, y: 0), width: width)
          canvas.draw(status: "left", trailing: "right", at: Point(x: 0, y: 0), width: width)
          canvas.draw(field, at: Point(x: 0, y: 0), width: width)
          canvas.draw(Table(columns: columns, rowCount: 3, cursor: 0), in: all) { _, _ in TableCell("東") }
          canvas.box(all, title: "title", trailing: "9")
          canvas.divider(in: all, y: 1, title: "x")
        }
      }
    }
  }
}

@Suite struct TextFieldTests {
  @Test(arguments: [
    ("abc", "left left x", "axbc|2"), ("abc def", "ctrl-w y", "abc y|5"), ("abc", "home delete", "bc|0"),
    ("abc", "ctrl-u", "|0"),
    ("abc", "left backspace", "ac|1"), ("abc def", "ctrl-left ctrl-k", "abc |4"),
    ("", "backspace delete left right", "|0"),
    ("東京", "left 都", "東都京|2"), ("e", "home ctrl-right !", "e!|2"),
  ])
  func `Keys edit the text`(text: String, keys: String, expected: String) {
    var field = TextField(text: text)
    for key in Key.sequence(keys) ?? [] { _ = field.handle(key) }
    #expect("\(field.text)|\(field.position)" == expected)
    let others = [Key(.enter), Key(.escape), Key(.up)].map { field.handle($0) }
    #expect(others == [false, false, false])
  }

  @Test func `Long text scrolls so that the cursor stays in sight`() {
    var field = TextField(prompt: "/", text: "lane:CN-DE and 東京")
    var canvas = drawn(10, 1) { $0.draw(field, at: Point(x: 0, y: 0), width: 10) }
    #expect(canvas.text() == "/and 東京")
    #expect(canvas.cursor == Point(x: 9, y: 0))
    _ = field.handle(Key(.home))
    canvas = drawn(10, 1) { $0.draw(field, at: Point(x: 0, y: 0), width: 10) }
    #expect(canvas.text() == "/lane:CN-D" && canvas.cursor == Point(x: 1, y: 0))
  }

  @Test func `A paste of many lines is one line`() {
    var field = TextField()
    field.insert("a\nb\r\nc")
    #expect(field.text == "a b c")
    field.insert(String(repeating: "x", count: 5000))
    #expect(field.text.count == 1000)
  }
}

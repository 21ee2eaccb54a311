import Logistics
import Measures
import TUI
import Testing

@testable import Dashboard

@Suite struct `Columns of lists` {
  @Test func `every column has a name of its own, words, and a place in the registry`() {
    #expect(Set(ListColumns.names).count == ListColumns.names.count)
    for column in ListColumn.registry {
      #expect(ListColumn.named(column.name)?.name == column.name)
      #expect(!column.words.isEmpty, "\(column.name)")
      #expect(column.name == column.name.lowercased() && !column.name.contains { " :,".contains($0) })
      #expect(ColumnChoice.widthRange.contains(column.column.widthMin))
      #expect(TextWidth.of(column.column.title) <= column.column.widthIdeal, "\(column.name)")
    }
    for panel in ListPanel.all {
      for column in panel.columns { #expect(ListColumn.named(column.name) != nil, "\(panel.title) \(column.name)") }
    }
  }

  @Test(arguments: ListID.allCases)
  func `every column can stand in every list`(list: ListID) {
    var room = Room(200, 60)
    room.press("\(list.rawValue + 1)")
    for column in ListColumn.registry where column.name != "mark" && column.name != "id" {
      room.press(":")
      room.type("columns id \(column.name):30")
      room.press("enter")
      #expect(room.state.visibleColumns(of: list) == ["id", column.name], "\(column.name)")
      #expect(room.text.contains(column.column.title))
    }
  }

  @Test func `they are typed: set, added, taken away, sized, kept in sight`() {
    var room = Room()
    func columns(_ text: String) -> [String] {
      room.press(":")
      room.type("columns \(text)")
      room.press("enter")
      return room.state.visibleColumns(of: .customs)
    }
    room.press("3 +")
    #expect(columns("id at held-for:24 -owner") == ["id", "at", "held-for"])
    #expect(columns("+owner +goods") == ["id", "at", "held-for", "owner", "goods"])
    #expect(columns("-held-for at:12") == ["id", "at"])
    #expect(room.state.lists[ListID.customs.rawValue].choice.widths == ["held-for": 24, "at": 12])
    let before = room.state.lists[ListID.customs.rawValue].choice
    for (text, words) in [
      ("nope", "there is no column “nope”"), ("hedl-for", "did you mean “held-for”?"),
      ("at:wide", "“wide” is no number"),
    ] {
      _ = columns(text)
      #expect(room.row(30).contains(words), "\(room.row(30))")
      #expect(room.state.lists[ListID.customs.rawValue].choice == before)
    }
    _ = columns("at:99999999999999999999")
    #expect(room.row(30).contains("no number"))
    _ = columns("reset")
    #expect(room.state.lists[ListID.customs.rawValue].choice == ColumnChoice())
    // The number is always there: a row says whose it is.
    #expect(columns("-id").first == "id")
  }

  @Test func `the editor shows, hides, moves, sizes, keeps in sight, and esc brings back what was`() {
    var room = Room()
    room.press("3 +")
    let before = room.state.visibleColumns(of: .customs)
    room.press("w")
    expectPicture("columns", room.canvas)
    #expect(cursorRow(room.canvas).contains("▸"))
    // Not the number, but the place; then the reason goes one up.
    room.press("space j space j K + + +")
    #expect(room.state.visibleColumns(of: .customs).prefix(3) == ["id", "held-for", "state"])
    #expect(room.state.lists[ListID.customs.rawValue].choice.widths["held-for"] == 23)
    room.press("f")
    #expect(room.state.lists[ListID.customs.rawValue].choice.frozen == 2)
    room.press("esc")
    #expect(room.state.visibleColumns(of: .customs) == before)
    room.press("w j space w")
    #expect(!room.state.visibleColumns(of: .customs).contains("at"))
    room.press("w r enter")
    #expect(room.state.visibleColumns(of: .customs) == before)
    #expect(room.state.scope == .list)
  }

  @Test func `columns that do not fit are scrolled to; those that stay, stay`() {
    var room = Room(80, 24)
    room.press("3 + :")
    room.type("columns id at held-for state who age due lacks goods value freeze:2")
    room.press("enter")
    #expect(room.state.visibleColumns(of: .customs).prefix(3) == ["id", "at", "held-for"])
    #expect(!room.state.visibleColumns(of: .customs).contains("value"))
    #expect(room.row(3).hasSuffix("▸│"))
    room.press("} }")
    #expect(room.state.visibleColumns(of: .customs).prefix(3) == ["id", "at", "who"])
    expectPicture("columns-scrolled-80x24", room.canvas)
    for _ in 0..<20 { room.press("}") }
    #expect(room.state.visibleColumns(of: .customs).last == "value")
    #expect(!room.row(3).hasSuffix("▸│"))
    #expect(room.row(22).contains("last column"))
    for _ in 0..<20 { room.press("{") }
    #expect(room.state.visibleColumns(of: .customs).prefix(3) == ["id", "at", "held-for"])
    // By itself a list leaves columns out by importance; it can be scrolled all the same.
    room.press(": ")
    room.type("columns reset")
    room.press("enter }")
    #expect(room.state.visibleColumns(of: .customs).prefix(2) == ["id", "held-for"])
  }

  @Test(arguments: [(60, 16), (80, 24), (118, 32), (200, 60)])
  func `whatever is chosen, nothing is drawn outside and the cursor stays in its row`(width: Int, height: Int) {
    var room = Room(width, height)
    room.press("6 :")
    room.type("columns " + ListColumns.names.joined(separator: ":40 ") + " freeze:9")
    room.press("enter j j")
    for _ in 0..<45 {
      let canvas = room.canvas
      #expect(cursorRow(canvas).contains(ShipmentID(room.current ?? 0).label))
      #expect(canvas.text(ofRow: 2).count <= width)
      room.press("}")
    }
  }

  @Test func `several keys order a list, and their numbers stand in the header`() {
    var room = Room(200, 60)
    room.press("6 :")
    room.type("sort merchant -value")
    room.press("enter")
    let list = room.state.lists[ListID.all.rawValue]
    #expect(list.ordering == Ordering([.init(.merchant), .init(.value, descending: true)]))
    #expect(room.row(3).contains("MERCHANT ▴1"))
    #expect(room.row(3).contains("VALUE ▾2"))
    expectPicture("sort-several-200x60", room.canvas)
    room.press("I")
    #expect(room.state.lists[ListID.all.rawValue].ordering.parts.last == Ordering.Part(.value))
    room.press("S")
    room.type("attempts")
    room.press("enter")
    #expect(room.state.lists[ListID.all.rawValue].ordering.parts.map(\.key) == [.merchant, .value, .attempts])
    room.press("s")
    room.type("due")
    room.press("enter")
    #expect(room.state.lists[ListID.all.rawValue].ordering == Ordering(.due))
  }

  @Test func `what the operator's file says is taken, and gives way to what was done by hand`() {
    var room = Room()
    var preferences = Preferences()
    preferences.lists[.customs] = ListPreference(
      columns: [.init("id"), .init("who", width: 14), .init("nonsense"), .init("due", width: .max)], frozen: 99,
      ordering: Ordering(.held, descending: true))
    _ = update(&room.state, .preferred(preferences))
    room.settle()
    room.press("3 +")
    #expect(room.state.visibleColumns(of: .customs) == ["id", "who"])
    #expect(room.state.lists[ListID.customs.rawValue].choice.widths["due"] == ListPreference.Column.widthMax)
    #expect(room.state.lists[ListID.customs.rawValue].ordering == Ordering(.held, descending: true))
    room.press("I")
    preferences.lists[.customs] = nil
    _ = update(&room.state, .preferred(preferences))
    #expect(room.state.lists[ListID.customs.rawValue].ordering == Ordering(.held))
    #expect(room.state.lists[ListID.customs.rawValue].choice == ColumnChoice())
  }
}

@Suite struct `Rows that changed` {
  @Test func `what is new or changed stands out for a few seconds, by a mark too`() {
    var room = Room()
    room.press("3 +")
    #expect(!(3..<30).contains { row in (0..<118).contains { room.canvas[$0, row].style.ground == .fresh } })
    room.press("j j")
    room.say(8, .importHeld, reason: .vagueDescription, by: .customs)
    room.tick()
    let canvas = room.canvas
    let row = (4..<30).first { canvas.text(ofRow: $0).contains(ShipmentID(8).label) }
    #expect(canvas[10, row ?? 0].style.ground == .fresh)
    #expect(canvas.text(ofRow: row ?? 0).contains("∙"))
    expectPicture("fresh-row", canvas)
    for _ in 0..<5 { room.tick() }
    let later = room.canvas
    #expect(!(4..<30).contains { y in (0..<118).contains { later[$0, y].style.ground == .fresh } })
  }

  @Test func `what has left lingers where it was, and no key can reach it`() {
    var room = Room()
    room.press("3 + j j")
    #expect(room.current == 10)
    let y = room.canvas.cursor?.y
    room.say(9, .importRefused, by: .customs)
    room.tick()
    room.tick()
    #expect(room.shown(.customs) == [8, 10, 11])
    #expect(room.row(5).contains(ShipmentID(9).label))
    #expect(room.row(5).contains("left this view"))
    expectPicture("departed-row", room.canvas)
    // The cursor and its line stay; a key up goes past the ghost, and a deed meets the shipment under the cursor.
    #expect(room.canvas.cursor?.y == y)
    #expect(room.current == 10)
    room.press("k")
    #expect(room.current == 8)
    room.press("j")
    #expect(room.current == 10)
    for _ in 0..<5 { room.tick() }
    #expect(!room.text.contains("left this view"))
    #expect(room.current == 10)
  }

  @Test func `with fifty updates a second the cursor stays on its shipment, with a question open too`() {
    var room = Room()
    room.press("6")
    for _ in 0..<6 { room.press("j") }
    let id = room.current
    #expect(id != nil)
    var dice: UInt64 = 7
    func drawn(_ count: UInt64) -> UInt32 {
      dice = dice &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt32((dice >> 33) % count)
    }
    room.press(":")
    room.type("sort -heard value")
    room.press("enter")
    #expect(room.current == id)
    for second in 0..<12 {
      if second == 4 { room.press("B") }
      if second == 8 { room.press("esc") }
      for update in 0..<50 {
        room.say(
          drawn(16) + 1, update % 3 == 0 ? .departedOrigin : update % 3 == 1 ? .arrivedDestination : .delayed)
        #expect(room.current == id)
        let canvas = room.canvas
        if second < 4 || second >= 8 {
          #expect(cursorRow(canvas).contains(ShipmentID(id ?? 0).label))
        }
      }
      if second == 6 {
        guard case .confirm(let question) = room.state.overlay else {
          Issue.record("no question")
          return
        }
        #expect(question.targets.map(\.id.number) == [id])
      }
      room.tick()
    }
  }

  @Test func `a frame drawn with what the last one left is the same as one drawn anew`() {
    for (width, height) in [(60, 16), (80, 24), (118, 32), (200, 60), (80, 50)] {
      var room = Room(width, height)
      var drawn = RowCache()
      var step = 0
      for keys in [
        "", "j", "j", "3", "j", "space", "+", "w", "j space", "enter", "}", "{", "v j", "0", "6", "*", "I", "! ", "esc",
        "G", "g g", "ctrl-d", "2", "tab", "1 + :", "esc", "enter", "esc", "0",
      ] {
        if !keys.isEmpty { room.press(keys) }
        step += 1
        if step % 3 == 0 { room.say(UInt32(step % 16 + 1), step % 2 == 0 ? .delayed : .importReleased, by: .customs) }
        if step % 4 == 0 { room.tick(.minutes(Int64(step))) }
        #expect(view(room.state, room.state.size, &drawn) == room.canvas, "\(width)x\(height) after \(keys)")
      }
      #expect(drawn.copied > 0)
    }
  }

  @Test func `a key that only moves the cursor writes two rows`() {
    var room = Room(200, 60)
    room.press("6")
    var drawn = RowCache()
    _ = view(room.state, room.state.size, &drawn)
    room.press("j")
    _ = view(room.state, room.state.size, &drawn)
    let before = drawn.written
    for _ in 0..<5 {
      room.press("j")
      _ = view(room.state, room.state.size, &drawn)
    }
    // The row that was left was kept from the frame before the cursor came, or is written once.
    #expect(drawn.written - before <= 5)
    #expect(drawn.copied >= 5 * 14)
  }
}

/// The row in which the terminal's cursor is left.
func cursorRow(_ canvas: Canvas) -> String { canvas.text(ofRow: canvas.cursor?.y ?? 0) }

import Logistics
import Measures
import TUI
import Testing

@testable import Dashboard

extension Room {
  /// Presses a button on a cell, and lets it go.
  @discardableResult
  mutating func click(_ x: Int, _ y: Int, button: Int = 1, _ modifiers: Key.Modifiers = []) -> [Effect] {
    let effects = update(&state, .mouse(Mouse(.press(button), at: Point(x: x, y: y), modifiers)))
    _ = update(&state, .mouse(Mouse(.release(button), at: Point(x: x, y: y))))
    settle()
    return effects
  }

  mutating func drag(from: Point, to: Point) {
    _ = update(&state, .mouse(Mouse(.press(1), at: from)))
    _ = update(&state, .mouse(Mouse(.drag(1), at: to)))
    _ = update(&state, .mouse(Mouse(.release(1), at: to)))
    settle()
  }

  mutating func wheel(_ action: Mouse.Action, _ x: Int, _ y: Int) {
    _ = update(&state, .mouse(Mouse(action, at: Point(x: x, y: y))))
    settle()
  }

  /// Where a text stands first; the cell of its first letter.
  func place(of text: String, fromRow first: Int = 0) -> Point? {
    for y in first..<state.size.height {
      let row = canvas.text(ofRow: y)
      if let range = row.firstRange(of: text) { return Point(x: TextWidth.of(row[..<range.lowerBound]), y: y) }
    }
    return nil
  }
}

@Suite struct `The mouse` {
  @Test func `a click gives the keys to a panel and the cursor to a row; a second one looks closely`() throws {
    var room = Room()
    let place = try #require(room.place(of: ShipmentID(9).label))
    #expect(room.click(place.x, place.y) == [])
    #expect(room.state.focus == .customs)
    #expect(room.current == 9)
    #expect(room.canvas.cursor?.y == place.y)
    #expect(room.click(place.x, place.y) == [.loadDossier(ShipmentID(9))])
    // Two presses far apart are two presses.
    room.press("esc")
    room.click(place.x, place.y)
    for _ in 0..<3 { room.tick() }
    #expect(room.click(place.x, place.y) == [])
    #expect(room.state.details.isEmpty)
  }

  @Test func `the second press is for the shipment of the first, whatever moved in between`() throws {
    var room = Room()
    room.press("6")
    let place = try #require(room.place(of: ShipmentID(12).label))
    room.click(place.x, place.y)
    room.press(":")
    room.type("sort value")
    room.press("enter")
    #expect(room.row(place.y).contains(ShipmentID(12).label) == false)
    #expect(room.click(place.x, place.y) == [.loadDossier(ShipmentID(12))])
  }

  @Test func `a head orders, again the other way, and with shift within what orders`() throws {
    var room = Room()
    room.press("3 +")
    let age = try #require(room.place(of: "AGE"))
    room.click(age.x, age.y)
    #expect(room.state.lists[ListID.customs.rawValue].ordering == Ordering(.held))
    room.click(age.x, age.y)
    #expect(room.state.lists[ListID.customs.rawValue].ordering == Ordering(.held, descending: true))
    let due = try #require(room.place(of: "DUE"))
    room.click(due.x, due.y, .shift)
    #expect(
      room.state.lists[ListID.customs.rawValue].ordering == Ordering([.init(.held, descending: true), .init(.due)]))
    let state = try #require(room.place(of: "STATE"))
    room.click(state.x, state.y)
    #expect(room.row(30).contains("cannot order"))
  }

  @Test func `the edge of a column sizes it, the border of a panel divides the overview`() throws {
    var room = Room()
    room.press("3 +")
    let reason = try #require(
      room.canvas.bounds.points.lazy.compactMap { room.canvas.zone(at: $0) }.first { zone in
        if case .edge(_, let column, _) = zone.touch { column == 3 } else { false }
      })
    guard case .edge(_, _, let width) = reason.touch else { return }
    room.drag(from: reason.rect.origin, to: Point(x: reason.rect.x + 5, y: reason.rect.y))
    #expect(room.state.lists[ListID.customs.rawValue].choice.widths["held-for"] == width + 5)
    room.press("0")
    let before = room.state.layout(room.state.size).grid[0]
    room.drag(from: Point(x: before.maxX, y: 6), to: Point(x: 80, y: 6))
    #expect(room.state.layout(room.state.size).grid[0].maxX == 80)
    room.drag(from: Point(x: 20, y: before.maxY - 1), to: Point(x: 20, y: 9))
    #expect(room.state.layout(room.state.size).grid[0].height < before.height)
    expectPicture("overview-divided", room.canvas)
    room.press(":")
    room.type("split 50 50")
    room.press("enter")
    #expect(room.state.layout(room.state.size).grid[0] == before)
    room.press(":")
    room.type("split 5 x")
    room.press("enter")
    #expect(room.row(30).contains("from 15 to 85"))
  }

  @Test func `the wheel turns what is under it, tabs, keys and choices are pressed`() throws {
    var room = Room()
    room.press("6 0")
    room.wheel(.wheelDown, 10, 22)
    #expect(room.state.focus == .orders)
    #expect(room.state.lists[ListID.customs.rawValue].cursor != nil)
    let tab = try #require(room.place(of: "back"))
    room.click(tab.x, tab.y)
    #expect(room.state.view == .list(.returns))
    room.press("0 1")
    let hint = try #require(room.place(of: "enter detail", fromRow: 31))
    let looked = room.click(hint.x + 2, hint.y)
    #expect(looked == [.loadDossier(ShipmentID(4))], "\(looked) \(room.state.focus) \(room.current ?? 0)")
    room.press("esc X")
    #expect(room.state.scope == .confirm)
    // Beside the question nothing can be touched.
    room.click(3, 5)
    #expect(room.state.scope == .confirm)
    let cancel = try #require(room.place(of: "esc Cancel"))
    #expect(room.click(cancel.x + 1, cancel.y) == [])
    #expect(room.state.scope == .overview)
    room.press("3 s")
    let line = try #require(room.place(of: "value: the least value"))
    room.click(line.x, line.y)
    #expect(room.state.lists[ListID.customs.rawValue].ordering == Ordering(.value))
  }

  @Test func `the mouse is handed back and taken again`() {
    var room = Room()
    #expect(room.press("M") == [.setMouse(false)])
    #expect(room.row(30).contains("the terminal has the mouse"))
    #expect(room.press("M") == [.setMouse(true)])
  }

  @Test func `wherever it is pressed, nothing breaks and nothing is done to a shipment unasked`() {
    for (width, height) in [(60, 16), (80, 24), (118, 32), (80, 50), (40, 10)] {
      for keys in ["", "7", "8", "c", "3 w", "6 F enter", "6 X", ": h", "?", "3 enter", "/"] {
        var room = Room(width, height)
        if !keys.isEmpty { room.press(keys) }
        for step in 0..<120 {
          let point = Point(x: step * 37 % (width + 3) - 1, y: step * 13 % (height + 3) - 1)
          let actions: [Mouse.Action] = [.press(1), .release(1), .wheelDown, .press(3), .drag(1), .wheelUp]
          for action in [actions[step % 6], actions[(step / 6) % 6]] {
            let before = room.state
            let effects = update(&room.state, .mouse(Mouse(action, at: point)))
            guard effects.contains(where: \.changesWorld) else { continue }
            // Only what says what it does: a key that is shown, a choice of a question, a line of a choice.
            switch view(before, before.size).zone(at: point)?.touch {
            case .keys, .choice, .item: break
            case let other: Issue.record("\(keys): \(action) at \(point) on \(String(describing: other)): \(effects)")
            }
            for case .submit(let verb, _) in effects where verb.confirms {
              #expect(before.scope == .confirm, "\(keys): \(verb.name) at \(point)")
            }
          }
        }
        room.settle()
        _ = room.canvas
      }
    }
  }
}

@Suite struct `Counts by group` {
  @Test func `a list is counted by anything, looked into, and esc leads back to the same group`() {
    var room = Room()
    room.press("6 /")
    room.type("!is:ended")
    room.press("enter F")
    room.type("to")
    room.press("enter")
    #expect(room.state.scope == .groups)
    #expect(room.state.groups?.groups?.all.count == 15)
    expectPicture("groups-118x32", room.canvas)
    #expect(cursorRow(room.canvas).contains("▸"))
    room.press("j j")
    let key = room.state.groups?.cursor
    let count = room.state.groups?.rows[2].count
    room.press("enter")
    #expect(room.state.scope == .list)
    #expect(room.shown(.all).count == count)
    #expect(room.state.lists[ListID.all.rawValue].filterText.contains("to:"))
    room.press("esc")
    #expect(room.state.scope == .groups)
    #expect(room.state.groups?.cursor == key)
    #expect(room.state.lists[ListID.all.rawValue].filterText == "!is:ended")
    room.press("esc")
    #expect(room.state.groups == nil)
    #expect(room.state.view == .list(.all))
  }

  @Test func `every field can be counted by, and what it counts is what looking into it finds`() {
    // A town that is only named in words is looked for among those of the atlas.
    for field in Field.allCases where GroupQuery.refusal(of: field) == nil && field != .dest {
      var room = Room()
      room.press("6 :")
      room.type("count-by \(field.name)")
      room.press("enter")
      guard let rows = room.state.groups?.rows, !rows.isEmpty else {
        Issue.record("no groups by \(field.name)")
        continue
      }
      let drawn = room.canvas
      #expect(drawn.text().contains("by \(field.name)"))
      room.press("enter")
      #expect(room.shown(.all).count == rows[0].count, "\(field.name)")
      room.press("esc")
      #expect(room.state.groups?.field == field)
    }
    var room = Room()
    room.press(":")
    room.type("count-by id")
    room.press("enter")
    #expect(room.row(30).contains("every shipment has a number of its own"))
    room.press(":")
    room.type("count-by carier")
    room.press("enter")
    #expect(room.row(30).contains("did you mean “carrier”?"))
  }

  @Test func `counts follow the world, the order is chosen, the cursor stays on its group`() {
    var room = Room()
    room.press("6 :")
    room.type("count-by panel")
    room.press("enter j j j")
    let key = room.state.groups?.cursor
    let held = room.state.groups?.groups?.all.held ?? 0
    room.say(5, .importHeld, reason: .vagueDescription, by: .customs)
    room.tick()
    #expect(room.state.groups?.groups?.all.held == held + 1)
    #expect(room.state.groups?.cursor == key)
    for _ in 0..<7 {
      room.press("s")
      #expect(room.state.groups?.cursor == key)
    }
    #expect(room.state.groups?.measure == .count)
    room.press("I")
    let counts = room.state.groups?.rows.map(\.count) ?? []
    #expect(counts == counts.sorted())
    room.press("2")
    #expect(room.state.groups == nil)
    #expect(room.state.view == .list(.transit))
  }

  @Test func `of the overview's list too, and esc comes back to the overview`() {
    var room = Room()
    room.press("3 F")
    room.type("hold")
    room.press("enter enter")
    #expect(room.state.view == .list(.customs))
    room.press("esc")
    #expect(room.state.scope == .groups)
    room.press("esc")
    #expect(room.state.view == .overview)
    #expect(room.state.focus == .customs)
    #expect(room.shown(.customs).count == 4)
  }

  @Test(arguments: [(80, 24), (60, 16), (200, 60)])
  func `counts at every size`(width: Int, height: Int) {
    var room = Room(width, height)
    room.press("6 :")
    room.type("count-by merchant")
    room.press("enter")
    expectPicture("groups-\(width)x\(height)", room.canvas)
    let ascii = Room(width, height, glyphSet: .ascii)
    #expect(ascii.text.utf8.allSatisfy { $0 < 0x80 })
  }
}

@Suite struct `The flow in charts` {
  @Test(arguments: [(118, 32), (200, 60), (80, 24), (60, 16)])
  func `at every size`(width: Int, height: Int) {
    var room = Room(width, height)
    room.press("c")
    for hour in 0..<30 {
      for _ in 0..<(hour * 7 % 5 + 1) { room.say(UInt32(hour % 14 + 1), .departedOrigin) }
      if hour % 3 == 0 { room.say(UInt32(hour % 4 + 1), .importHeld, reason: .vagueDescription, by: .customs) }
      room.tick(.hours(1))
    }
    for _ in 0..<4 { room.tick() }
    expectPicture("charts-\(width)x\(height)", room.canvas)
    #expect(room.canvas.cursor != nil)
    for chart in ChartID.allCases {
      #expect(room.state.charts.cursor == chart)
      #expect(room.text.contains(chart.title))
      room.press("tab")
    }
    room.press("g g enter > >")
    #expect(room.state.charts.range == .month)
    #expect(room.text.contains("30 days"))
    expectPicture("chart-alone-\(width)x\(height)", room.canvas)
    room.press(">")
    #expect(room.state.charts.range == .month)
    room.press("< < <")
    #expect(room.state.charts.range == .day)
    room.press("esc")
    #expect(room.state.view == .charts)
    room.press("esc")
    #expect(room.state.view == .overview)
  }

  @Test func `values are spread over what there is room for, and what is not known is no nought`() {
    #expect(Charts.spread([1, 2, 3], over: 6) == [1, 1, 2, 2, 3, 3])
    #expect(Charts.spread([1, 3, 5, 7], over: 2) == [2, 6])
    #expect(Charts.spread([nil, nil, 4, nil], over: 2) == [nil, 4])
    #expect(Charts.spread([], over: 3) == [])
    #expect(Charts.spread([1], over: 0) == [])
  }

  @Test func `the time is chosen by name, and a wrong one said`() {
    var room = Room()
    room.press(":")
    room.type("charts 7d")
    room.press("enter")
    #expect(room.state.charts.range == .week)
    room.press(":")
    room.type("charts 2y")
    room.press("enter")
    #expect(room.row(30).contains("24h, 7d, 30d"))
  }

  @Test func `on a tall and narrow screen the four lists stand one above the other`() {
    let room = Room(80, 50)
    expectPicture("overview-80x50", room.canvas)
    #expect(room.state.visibleLists == ListID.overview)
  }
}

extension Rect {
  /// Every point of it, row by row.
  fileprivate var points: [Point] { (y..<maxY).flatMap { y in (x..<maxX).map { Point(x: $0, y: y) } } }
}

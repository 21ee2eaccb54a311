import Logistics
import Measures
import TUI
import Testing

@testable import Dashboard

extension Room {
  /// What stands in the filter line; nil where none is open.
  var line: String? { if case .filter(let line) = state.overlay { line.field.text } else { nil } }

  /// What the filter line proposes.
  var proposals: [String] { if case .filter(let line) = state.overlay { line.menu.map(\.insert) } else { [] } }
}

@Suite struct `The filter line` {
  @Test func `tab completes names and values, and goes on from there`() {
    var room = Room()
    room.press("6 /")
    room.type("stage:car")
    room.press("tab")
    #expect(room.line == "stage:carriage")
    room.type(" mil")
    room.press("tab")
    #expect(room.line == "stage:carriage milestone:")
    #expect(room.proposals.count > 10)
    room.press("ctrl-n")
    let first = room.line
    room.press("ctrl-n ctrl-p")
    #expect(room.line == first)
    room.press("ctrl-p")
    #expect(room.line == "stage:carriage milestone:")
    room.press("ctrl-p")
    #expect(room.line != first && room.line?.hasPrefix("stage:carriage milestone:") == true)
    room.type(" zz")
    #expect(room.line?.hasSuffix(" zz") == true)
  }

  @Test func `nothing that is typed is lost, and enter takes what stands in the line`() {
    var room = Room()
    room.press("6 /")
    for letter in "is:held" { room.press(String(letter)) }
    room.press("enter")
    #expect(room.line == nil)
    #expect(room.state.lists[ListID.all.rawValue].filterText == "is:held")
    room.press("/")
    #expect(room.line == "is:held")
  }

  @Test func `a picked proposal filters at once`() {
    var room = Room()
    room.press("6 /")
    room.type("merchant:")
    #expect(room.proposals.contains("Nimbus"))
    room.type("nim")
    room.press("tab")
    #expect(room.line == "merchant:Nimbus")
    #expect(room.shown(.all).count == 4)
    #expect(room.row(31).contains("4 of 16"))
  }

  @Test func `proposals tell how many have them`() {
    var room = Room()
    room.press("6 /")
    room.type("merchant:")
    guard case .filter(let line) = room.state.overlay else { return #expect(Bool(false)) }
    #expect(line.menu.first { $0.insert == "Nimbus" }?.count == 4)
    expectPicture("filter-values", room.canvas)
  }

  @Test func `up and down bring back filters of before, and what was being typed`() {
    var room = Room()
    for text in ["is:held", "to:DE", "is:held"] {
      room.press("6 /")
      room.press("ctrl-u")
      room.type(text)
      room.press("enter")
    }
    room.press("/ ctrl-u")
    room.type("cas")
    room.press("up")
    #expect(room.line == "is:held")
    room.press("up")
    #expect(room.line == "to:DE")
    room.press("up")
    #expect(room.line == "to:DE")
    room.press("down down")
    #expect(room.line == "cas")
    room.press("down")
    #expect(room.line == "cas")
  }

  @Test func `esc goes back to the filter, the shipment and the order of before`() {
    var room = Room()
    room.press("6 j j j")
    let before = room.current
    room.press("/")
    room.type("merchant:hanbit stage:delivery")
    #expect(room.current != before)
    room.press("esc")
    #expect(room.current == before)
    #expect(room.shown(.all).count == 16)
  }

  @Test func `a fault stands above the line with its column, and the list stays as it was`() {
    var room = Room()
    room.press("6 /")
    room.type("is:held")
    room.state.paste(" value>lots")
    #expect(room.shown(.all).count == 4)
    #expect(room.row(30).contains("column 15"))
    #expect(room.row(30).contains("no value for value"))
    #expect(room.row(31).contains("as before"))
    room.press("enter")
    #expect(room.line != nil)
    expectPicture("filter-fault-column", room.canvas)
  }

  @Test func `what is only unfinished is told as what is expected`() {
    var room = Room()
    room.press("6 /")
    room.type("stage:")
    #expect(room.proposals.contains("carriage"))
    expectPicture("filter-unfinished", room.canvas)
  }

  @Test func `has room on small screens`() {
    for (width, height) in [(80, 24), (60, 16)] {
      var room = Room(width, height)
      room.press("6 /")
      room.type("to:DE sta")
      #expect(room.text.contains("stage:"))
      #expect(room.canvas.cursor == Point(x: 10, y: height - 1))
      expectPicture("filter-menu-\(width)x\(height)", room.canvas)
    }
  }

  @Test func `the log's line has no menu`() {
    var room = Room()
    room.press("8 /")
    room.type("sta")
    #expect(room.proposals.isEmpty)
    room.press("tab up ctrl-n")
    #expect(room.line == "sta")
  }

  @Test func `a letter more looks among what is listed`() {
    var room = Room()
    room.press("6 /")
    room.state.paste("merchant:")
    var shown = Set(room.shown(.all))
    for letter in "nimbus" {
      room.type(String(letter))
      let now = Set(room.shown(.all))
      #expect(now.isSubset(of: shown) && !now.isEmpty)
      shown = now
    }
    room.state.paste(" goods:sho")
    room.settle()
    #expect(room.shown(.all) == [10])
  }
}

@Suite struct `Saved views` {
  @Test func `a chooser shows them with live counts, and enter shows one`() {
    var room = Room()
    room.press("'")
    for view in SavedView.premade { #expect(room.text.contains(view.name), "\(view.name)") }
    expectPicture("saved-views", room.canvas)
    room.type("late and")
    room.press("enter")
    #expect(room.state.view == .list(.all))
    #expect(room.state.lists[ListID.all.rawValue].filterText == "is:late is:held !is:ended")
    #expect(room.state.lists[ListID.all.rawValue].ordering == Ordering(.due))
  }

  @Test func `counts are those of the lists, and follow while the chooser is open`() {
    var room = Room()
    room.press("'")
    let view = SavedView.premade[0]
    func count() -> String { room.state.viewCounts.words(view.query, now: room.state.now) }
    let before = count()
    #expect(Int(before) != nil)
    room.say(5, .importHeld, reason: .vagueDescription, by: .customs)
    for _ in 0..<6 { room.tick() }
    #expect(count() == String((Int(before) ?? 0) + 1))
  }

  @Test func `every view made before is understood, prints back, and has a name of its own`() throws {
    for view in SavedView.premade {
      #expect(try Filter(parsing: view.filter.text) == view.filter)
      #expect(!view.name.isEmpty && view.name.count <= SavedView.nameMost)
      #expect(!ViewID.all.contains { $0.name == view.name })
    }
    #expect(Set(SavedView.premade.map(\.name)).count == SavedView.premade.count)
  }

  @Test func `the list as it is shown is kept under a name, shown again, and forgotten`() {
    var room = Room()
    room.press("3 +")
    _ = Prompt.run("filter who", &room.state)
    room.press("esc")
    _ = Prompt.run("filter value>20eur", &room.state)
    let kept = Prompt.run("save-view my desk", &room.state)
    let ordering = room.state.lists[ListID.customs.rawValue].ordering
    let view = SavedView(
      "my desk", list: .customs, filter: known(try? Filter(parsing: "value>20eur")), ordering: ordering)
    #expect(kept == [.keepView(view)])
    room.press("0")
    _ = Prompt.run("filter", &room.state)
    room.press("esc")
    _ = Prompt.run("view my desk", &room.state)
    #expect(room.state.view == .list(.customs))
    #expect(room.state.lists[ListID.customs.rawValue].filterText == "value>20.00eur")
    #expect(Prompt.run("forget-view my desk", &room.state) == [.forgetView("my desk")])
    _ = Prompt.run("view my desk", &room.state)
    #expect(room.state.notice?.isFailure == true)
    #expect(Prompt.run("forget-view silent", &room.state) == [])
    #expect(room.state.notice?.words.contains("made before") == true)
    #expect(Prompt.run("save-view orders", &room.state) == [])
    #expect(Prompt.run("save-view", &room.state) == [])
  }

  @Test func `what was kept stands in front of what is set down, and of what is made before`() {
    var room = Room()
    var preferences = Preferences()
    preferences.savedViews = [SavedView("silent", filter: .all), SavedView("mine", filter: .all)]
    _ = update(&room.state, .preferred(preferences))
    #expect(room.state.savedViews.map(\.name) == ["silent", "mine"])
    _ = update(&room.state, .kept([SavedView("Mine", list: .orders, filter: .all)]))
    #expect(room.state.savedViews.map(\.name) == ["Mine", "silent"])
    #expect(room.state.savedView(named: "mine")?.list == .orders)
  }
}

@Suite struct `Colouring rules` {
  @Test func `rows are set apart by their plain text alone, and only those that match`() throws {
    var room = Room()
    var preferences = Preferences()
    preferences.colouring = [
      ColouringRule(try Filter(parsing: "merchant:nimbus"), .accent),
      ColouringRule(try Filter(parsing: "to:DE"), .muted),
    ]
    _ = update(&room.state, .preferred(preferences))
    room.settle()
    #expect(room.state.paint(of: ShipmentID(5)) == .match)
    #expect(room.state.paint(of: ShipmentID(1)) == .muted)
    #expect(room.state.paint(of: ShipmentID(3)) == nil)
    room.press("6")
    expectPicture("coloured-rows", room.canvas)
    // What needs a person keeps its own look.
    let roles = Set(room.canvas.snapshot().filter { "123!".contains($0) })
    #expect(!roles.isEmpty)
    _ = update(&room.state, .preferred(Preferences()))
    room.settle()
    #expect(room.state.paint(of: ShipmentID(5)) == nil)
  }

  @Test func `no rule can be drawn as what needs a person`() {
    for paint in ColouringRule.Paint.allCases {
      #expect(![Role.critical, .high, .medium, .low, .criticalBadge, .stale, .marked].contains(paint.role))
    }
  }
}

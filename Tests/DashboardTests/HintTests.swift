import Alarms
import Logistics
import TUI
import Testing

@testable import Dashboard

@Suite struct `What is said of names and places` {
  @Test func `a name behind alarm: that no rule has gets a hint, and is no fault`() {
    var room = Room()
    room.press("6 /")
    room.type("alarm:silnet")
    #expect(room.row(30).contains("no rule of alarms is called “silnet”; did you mean “silent”?"))
    if case .filter(let line) = room.state.overlay { #expect(line.fault == nil) }
    room.press("enter")
    room.press("/")
    for _ in 0..<12 { room.press("backspace") }
    room.type("alarm:silent or alarm:p1 or alarm:critical")
    #expect(!room.row(30).contains("no rule"))
  }

  @Test func `a filter given by name tells the same`() throws {
    var room = Room()
    room.press("6 :")
    room.type("filter alarm:hold-clok !is:ended")
    room.press("enter")
    #expect(room.state.notice?.words.contains("did you mean “hold-clock”?") == true)
    let rules = AlarmRules()
    #expect(rules.hint(on: try Filter(parsing: "alarm:zzzzzz"))?.contains("did you mean") == false)
    #expect(rules.hint(on: try Filter(parsing: "alarm:gone"), others: ["gone"]) == nil)
  }

  @Test func `names on the map take clicks`() throws {
    var room = Room()
    room.press("7")
    let zones = room.canvas.allZones.filter { if case .spot = $0.touch { true } else { false } }
    #expect(zones.count >= 2)
    let last = try #require(zones.last)
    guard case .spot(_, let row) = last.touch else { return }
    room.click(last.rect.x, last.rect.y)
    #expect(room.state.currentPlace.map { Int($0.row) } == row)
    // Again at once: what enter does.
    room.click(last.rect.x, last.rect.y)
    #expect(room.state.view != .map)
  }
}

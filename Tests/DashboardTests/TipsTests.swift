import TUI
import Testing

@testable import Dashboard

@Suite struct TipsTests {
  @Test func `every tip is about an action, once, and fits a line`() {
    let names = Set(KeyMap.controls.map(\.name))
    for (action, words) in Tips.all {
      #expect(names.contains(action), "\(action)")
      #expect(words.count <= 100, "\(words)")
    }
    #expect(Set(Tips.all.map(\.action)).count == Tips.all.count)
  }

  @Test func `another one comes first every day, and none is left out`() {
    let first = (0..<Tips.all.count).compactMap { Tips.lines(.standard, day: $0).first }
    #expect(Set(first).count == Tips.all.count)
    #expect(Tips.lines(.standard, day: -3).sorted() == Tips.lines(.standard, day: 20_000).sorted())
  }

  @Test func `they are told with the keys in force`() {
    var room = Room()
    room.press("g ?")
    #expect(room.text.contains("Tips"))
    #expect(room.text.contains("F  counts what a list shows"))
    var mine = Preferences()
    mine.keys = [KeyChange("count-by", ["ctrl-g"])]
    room.press("esc")
    _ = update(&room.state, .preferred(mine))
    room.press(":")
    room.type("tips")
    room.press("enter")
    #expect(room.text.contains("ctrl-g  counts what a list shows"))
  }
}

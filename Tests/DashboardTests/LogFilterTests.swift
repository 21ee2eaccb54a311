import Logistics
import Testing

@testable import Dashboard

@Suite struct `The log's filter` {
  private func filter(_ text: String) throws -> LogFilter { try LogFilter(parsing: text) }

  @Test func `asks for who, what kind, which verb, and words in any order`() throws {
    let mine = try filter("by:mei kind:hold verb:rel invoice FRA")
    #expect(mine.admits(.holdClosed, by: "desk mei", isDesk: true, verb: "release"))
    #expect(!mine.admits(.holdClosed, by: "desk jan", isDesk: true, verb: "release"))
    #expect(!mine.admits(.noted, by: "desk mei", isDesk: true, verb: "note"))
    #expect(!mine.admits(.holdOpened, by: "customs", isDesk: false, verb: ""))
    #expect(mine.admits(words: "fra: released, Invoice missing"))
    #expect(!mine.admits(words: "fra: released"))
    #expect(try filter("kind:deed").admits(.noted, by: "", isDesk: true, verb: "note"))
    #expect(try !filter("kind:deed").admits(.noted, by: "", isDesk: false, verb: ""))
    #expect(try filter("").isEmpty)
    #expect(try filter("by: kind:").isEmpty, "a word that is being typed asks for nothing yet")
  }

  @Test func `says where what it does not know stands`() {
    for (text, column) in [("by:mei kind:holt", 13), ("verb:fly", 6), ("  kind:x", 8)] {
      #expect { try filter(text) } throws: { ($0 as? FilterFault)?.column == column }
    }
  }

  @Test func `filters the log on the screen, and keeps what it showed where it is not understood`() {
    var room = Room()
    room.record([
      Event(ShipmentID(8), by: Actor(.carrier), at: room.now, .noted(Event.Note(.none))),
      Event(
        ShipmentID(9), by: Actor(.operatorDesk), at: room.now,
        .holdOpened(
          Event.HoldOpened(.operatorHold, stops: .import, since: room.now, due: .epoch))),
    ])
    room.press("8")
    room.press("/")
    room.type("kind:deed")
    room.press("enter")
    #expect(room.state.log.shown(0)?.shipment.number == 9 && room.state.log.count == 1)
    room.press("/")
    room.type(" kind:x")
    #expect(room.text.contains("there is no kind of event"))
    #expect(room.state.log.count == 1)
    room.press("esc esc")
    #expect(room.state.log.count == 2)
  }
}

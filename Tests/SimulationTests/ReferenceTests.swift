import Atlas
import Logistics
import Measures
import Testing

@testable import Simulation

/// The first events of one world, as text. They change only when the world is meant to change.
@Suite struct ReferenceTests {
  static func tell(_ event: Event, _ board: Board) -> String {
    let minutes = (event.at.milliseconds - WorldTests.start.milliseconds) / 60_000
    let clock = "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    let name = board.texts[event.by.name]
    let who = name.isEmpty ? event.by.role.name : name
    let what: String
    switch event.what {
    case .ordered(let order):
      let place = Atlas.place(order.destination).name
      what =
        "orders \(board.texts[order.goods]) of \(board.texts[order.merchant]) for \(board.texts[order.consignee]), \(place), "
        + "\(order.value.minor) \(order.value.currency.code), \(order.weight.value) g, \(order.mode.name), "
        + "\(order.incoterm.code), \(board.texts[order.reference])"
    case .lined(let line): what = "\(line.quantity) of HS \(line.hs)"
    case .claimed(let claim):
      let code = board.texts[claim.foreignCode]
      let note = board.texts[claim.note]
      let ahead = (claim.happened.milliseconds - event.at.milliseconds) / 60_000
      what =
        "\(claim.kind.name) \(claim.milestone.name)\(code.isEmpty ? "" : " [\(code)]")\(ahead == 0 ? "" : " \(ahead) min")"
        + " at \(Atlas.place(claim.place).code): \(claim.verdict.name)\(note.isEmpty ? "" : ", \(note)")"
    case .holdOpened(let hold): what = "holds for \(hold.reason.code)"
    case .holdClosed(let hold): what = "ends \(hold.reason.code)"
    case .documentRequested(let paper), .documentAttached(let paper), .documentWithdrawn(let paper):
      what = "\(event.kind.name) \(paper.document.name)"
    case .stated, .noted, .owned, .corrected, .tookBack, .alarm, .declared, .holdPassed, .amended:
      what = event.kind.name
    }
    return "\(clock) \(event.shipment.label) \(who) \(what)"
  }

  @Test("the first events of a world are what they were") func firstEvents() {
    var board = Board()
    let world = World(World.Scenario(seed: 42, start: WorldTests.start, ordersPerDay: 300), board: &board)
    var events: [Event] = []
    while events.count < 200 {
      _ = world.advance(to: WorldTests.start + .days(2), maxEvents: 200 - events.count, board: &board, into: &events)
    }
    let text = events.prefix(200).map { Self.tell($0, board) }.joined(separator: "\n")
    #expect(text == referenceText, "\(text)")
  }

  @Test("a month of events has the digest it had") func month() {
    var board = Board()
    let world = World(World.Scenario(seed: 42, start: WorldTests.start, ordersPerDay: 40), board: &board)
    var events: [Event] = []
    _ = world.advance(to: WorldTests.start + .days(30), board: &board, into: &events)
    var digest: UInt64 = 0
    for event in events {
      for byte in Self.tell(event, board).utf8 { digest = (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }
    #expect(digest == 10_146_092_800_781_455_149)
  }
}

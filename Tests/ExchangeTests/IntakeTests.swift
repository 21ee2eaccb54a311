import Atlas
import Logistics
import Measures
import Testing

@testable import Exchange

/// A control room that takes files in and remembers every event.
struct Desk {
  var board = Board()
  var log: [Event] = []
  let now = Instant(milliseconds: 1_795_000_000_000)

  /// Takes a reading in, in portions of `limit` events.
  @discardableResult
  mutating func take(_ reading: Reading, limit: Int = 4096) -> Intake {
    var intake = Intake(reading)
    while !intake.isDone { log += intake.take(limit, into: &board, at: now) }
    return intake
  }

  func shipment(_ reference: String) -> Shipment? {
    var board = board
    return board.find(reference: reference).flatMap { board[$0] }
  }

  func text(_ id: TextID) -> String { board.texts[id] }

  var claims: [Event.Claim] { log.compactMap { if case .claimed(let claim) = $0.what { claim } else { nil } } }
}

@Suite struct `Taking a reading into the board` {
  @Test func `the shipment table, whole and in portions, and once more`() throws {
    let reading = Reading(of: try Samples.bytes("orders/scms_shipments_1000_cr_tab.tsv"))
    var desk = Desk()
    let first = desk.take(reading)
    #expect(
      first.counts
        == {
          var c = Intake.Counts(); c.orders = 1000; c.claims = 1000; return c
        }())
    #expect(desk.board.count == 1000)
    #expect(desk.board.count(at: .delivered) == 1000)
    #expect(desk.board.brokenInvariants() == [])

    let events = desk.log.count
    let again = desk.take(reading)
    #expect(
      again.counts
        == {
          var c = Intake.Counts(); c.known = 2000; return c
        }())
    #expect(desk.log.count == events)

    var portions = Desk()
    portions.take(reading, limit: 1)
    #expect(portions.log.count == events)
    #expect(portions.board.agrees(with: desk.board))

    // What the journal would give back is what the portions gave.
    var replayed = Board(texts: desk.board.texts)
    for event in desk.log { replayed.apply(event) }
    #expect(replayed.agrees(with: desk.board))
  }
}

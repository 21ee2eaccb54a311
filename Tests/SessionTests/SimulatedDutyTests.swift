import Dashboard
import Logistics
import Measures
import Simulation
import Tariff
import Testing

/// Simulated customs and the room's panel of duty and tax reckon by one law, each with a consignment of its own making.
@Suite struct `Duty at the simulated border` {
  @Test func `is asked for where the panel says that some is due, and as much as it says`() throws {
    let day = try #require(CivilDate(year: 2026, month: 9, day: 1))
    let start = Instant(milliseconds: Int64(day.dayNumber) * 86_400_000)
    var board = Board()
    let world = World(World.Scenario(seed: 11, start: start, ordersPerDay: 200), board: &board)
    var events: [Event] = []
    _ = world.advance(to: start + .days(40), board: &board, into: &events)

    // Once more, event by event: each demand is compared with what the panel said at that moment.
    var seen = Board(texts: board.texts)
    var dossiers: [ShipmentID: Dossier] = [:]
    var countries: Set<Country> = []
    var (asked, told, paid, charged) = (0, 0, 0, 0)
    for (index, event) in events.enumerated() {
      seen.apply(event)
      dossiers[event.shipment, default: Dossier(event.shipment)].append(event, sequence: UInt64(index + 1))
      func due() throws -> MoneyRange {
        let shipment = try #require(seen[event.shipment])
        let found = try BorderCase(
          shipment, dossiers[event.shipment], texts: seen.texts, now: event.at, offset: .utc, book: .builtIn)
        return try LandedCost.of(found.consignment).dueAtBorder
      }
      switch event.what {
      case .holdOpened(let hold) where hold.reason == .dutyUnpaid && hold.stops > .export:
        asked += 1
        let due = try due()
        #expect(!due.isNothing, "\(event.shipment.label): nothing is due, and it is held for it")
        if hold.amount.currency != .none {
          told += 1
          #expect(hold.amount == due.high ?? due.low, "\(event.shipment.label)")
          countries.insert(try #require(seen[event.shipment]).destinationCountry)
        }
      case .claimed(let claim) where claim.milestone == .dutyTaxPaid && claim.verdict == .beside:
        guard let shipment = seen[event.shipment], shipment.stage == .import else { continue }
        paid += 1
        #expect(try !due().isNothing, "\(event.shipment.label): nothing is due, and it was paid")
      case .declared(let message) where message.message == .taxDue && message.amount.minor == 0:
        charged += 1
        #expect(try !due().isNothing, "\(event.shipment.label): nothing is due, and an account is charged")
      default: break  // nothing else speaks of money
      }
    }
    #expect(asked > 10 && told > 10 && countries.count > 4, "\(asked) asked for, \(told) with an amount")
    #expect(paid > 200 && charged > 200, "\(paid) paid, \(charged) charged")
  }
}

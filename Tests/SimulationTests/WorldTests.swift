import Atlas
import Logistics
import Measures
import Testing

@testable import Simulation

/// A world with its board, everything it said, and a digest of that.
private final class Room {
  var board = Board()
  var world: World
  var events: [Event] = []
  var digest: UInt64 = 0

  static let start = WorldTests.start

  init(seed: UInt64 = 7, ordersPerDay: Int = 150) {
    world = World(World.Scenario(seed: seed, start: Room.start, ordersPerDay: ordersPerDay), board: &board)
  }

  func run(days: Int64, slice: Int = .max) { run(to: Room.start + .days(days), slice: slice) }

  func run(to end: Instant, slice: Int = .max) {
    while true {
      let first = events.count
      let isDone = world.advance(to: end, maxEvents: slice, board: &board, into: &events)
      for event in events[first...] { mix(event) }
      if isDone { return }
    }
  }

  /// The desk does something; false when it is refused.
  @discardableResult
  func desk(_ command: Command, _ id: ShipmentID) -> Bool {
    guard let decided = try? board.decide(command, about: id, by: Actor(.operatorDesk), at: world.now) else {
      return false
    }
    for event in decided {
      board.apply(event)
      mix(event)
    }
    events += decided
    world.observe(decided, board: board)
    return true
  }

  func stopAndResume() throws {
    let bytes = world.checkpoint()
    world = try World(checkpoint: bytes, board: &board)
    #expect(world.checkpoint() == bytes)
  }

  private func mix(_ event: Event) {
    func add(_ value: some BinaryInteger) {
      digest = Draws.mix(digest &+ 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: value))
    }
    add(event.shipment.number)
    add(event.at.milliseconds)
    add(event.by.role.rawValue)
    add(event.kind.rawValue)
    switch event.what {
    case .claimed(let claim):
      add(claim.milestone.rawValue)
      add(claim.happened.milliseconds)
      add(claim.offset.minutes)
      add(claim.place.row)
      add(claim.verdict.rawValue)
    case .ordered(let order):
      add(order.value.minor)
      add(order.weight.value)
      add(order.promise.milliseconds)
      for byte in board.texts[order.reference].utf8 { add(byte) }
      for byte in board.texts[order.consignee].utf8 { add(byte) }
    case .holdOpened(let hold):
      add(hold.reason.rawValue)
      add(hold.due.milliseconds)
    case .holdClosed(let hold): add(hold.reason.rawValue)
    case .documentRequested(let paper), .documentAttached(let paper), .documentWithdrawn(let paper):
      add(paper.document.rawValue)
    case .lined, .stated, .noted, .owned, .corrected, .tookBack, .alarm, .declared, .holdPassed, .amended: break
    }
  }
}

@Suite struct WorldTests {
  static let start = CivilDateTime(CivilDate(year: 2026, month: 9, day: 1) ?? CivilDate(dayNumber: 0)).instant(at: .utc)

  @Test("the same scenario gives the same events, however it is cut") func slices() {
    let whole = Room()
    whole.run(days: 12)
    let cut = Room()
    cut.run(days: 5, slice: 7)
    cut.run(days: 9, slice: 1)
    cut.run(days: 12, slice: 1000)
    #expect(whole.events.count == cut.events.count)
    #expect(whole.digest == cut.digest)
    let other = Room(seed: 8)
    other.run(days: 12)
    #expect(other.digest != whole.digest)
  }

  @Test("a world taken up from a checkpoint goes on as if it had never stopped") func checkpoints() throws {
    let whole = Room()
    whole.run(days: 12)
    let stopped = Room()
    for hour in stride(from: Int64(5), through: 288, by: 17) {
      stopped.run(to: Room.start + .hours(hour), slice: 50)
      try stopped.stopAndResume()
    }
    stopped.run(days: 12)
    #expect(stopped.digest == whole.digest)
    #expect(stopped.events.count == whole.events.count)
  }

  /// An event in one line.
  private func told(_ event: Event) -> String {
    let hours = Double(event.at.milliseconds - Room.start.milliseconds) / 3_600_000
    let what =
      switch event.what {
      case .claimed(let claim): "\(claim.kind.name) \(claim.milestone.name) \(claim.verdict.name)"
      case .holdOpened(let hold): "hold \(hold.reason.code)"
      case .holdClosed(let hold): "end of hold \(hold.reason.code)"
      case .documentRequested(let paper), .documentAttached(let paper), .documentWithdrawn(let paper):
        "\(event.kind.name) \(paper.document.name)"
      case .ordered, .lined, .stated, .noted, .owned, .corrected, .tookBack, .alarm, .declared, .holdPassed, .amended:
        event.kind.name
      }
    return "\(event.shipment.label) \((hours * 100).rounded() / 100) h \(event.by.role.name): \(what)"
  }

  /// The desk works through what it sees every three hours, by a rule of its own.
  private func work(_ room: Room, slice: Int, resume: Bool) throws {
    for hour in stride(from: Int64(3), through: 14 * 24, by: 3) {
      room.run(to: Room.start + .hours(hour), slice: slice)
      if resume { try room.stopAndResume() }
      guard let ids = room.board.ids else { continue }
      for number in ids {
        let id = ShipmentID(number)
        guard let shipment = room.board[id] else { continue }
        switch (Int(number) + Int(hour)) % 29 {
        case 0: room.desk(.advance, id)
        case 1: room.desk(.hold(.operatorHold, note: .none), id)
        case 2, 3, 4:
          if shipment.openHolds & HoldReason.operatorHold.bit != 0 {
            room.desk(.release(.operatorHold, note: .none), id)
          }
        case 5: if shipment.isHeld { room.desk(.request(nil, note: .none), id) }
        case 6: if shipment.isHeld { room.desk(.attach(nil, note: .none), id) }
        case 7: if shipment.isHeld { room.desk(.release(nil, note: .none), id) }
        case 8: if number % 11 == 0 { room.desk(.sendBack(note: .none), id) }
        case 9: if number % 13 == 0 { room.desk(.cancel(note: .none), id) }
        case 10: if number % 3 == 0 { room.desk(.openReturn(note: .none), id) }
        default: break
        }
      }
    }
    room.run(days: 100, slice: slice)
  }

  @Test("what the desk does is never contradicted, and everybody comes to an end") func desk() throws {
    let room = Room(ordersPerDay: 20)
    try work(room, slice: .max, resume: false)
    for event in room.events {
      // A scan that is heard of late may well come while the desk holds the parcel.
      guard case .claimed(let claim) = event.what, claim.verdict == .blocked || claim.verdict == .afterEnd,
        claim.happened == event.at
      else { continue }
      let story = room.events.filter { $0.shipment == event.shipment }.map { told($0) }
      Issue.record("\(told(event)) contradicts\n\(story.joined(separator: "\n"))")
    }
    for number in room.board.ids ?? 1...1 {
      guard let shipment = room.board[ShipmentID(number)], shipment.placed < Room.start + .days(14) else { continue }
      let waitsForDesk = shipment.openHolds & HoldReason.operatorHold.bit != 0
      #expect(shipment.isEnded || waitsForDesk || shipment.stage == .afterSales, "\(shipment.id.label) got stuck")
    }
    let again = Room(ordersPerDay: 20)
    try work(again, slice: 13, resume: true)
    #expect(again.digest == room.digest)
  }

  @Test("a recorded day run again by its count of events, not its instants, is the same day") func replay() {
    // The desk acts in the quiet between two events, where steps that say nothing may lie.
    var acts: [(after: Int, at: Instant, events: [Event])] = []
    let room = Room(ordersPerDay: 30)
    for hour in stride(from: Int64(2), through: 24 * 20, by: 2) {
      room.run(to: Room.start + .hours(hour) + .minutes(7))
      guard let ids = room.board.ids else { continue }
      for number in ids where (Int(number) * 7 + Int(hour) / 2) % 23 < 2 {
        let id = ShipmentID(number)
        let first = room.events.count
        let isHeld = (room.board[id]?.openHolds ?? 0) & HoldReason.operatorHold.bit != 0
        guard room.desk(isHeld ? .release(.operatorHold, note: .none) : .hold(.operatorHold, note: .none), id) else {
          continue
        }
        acts.append((first, room.world.now, Array(room.events[first...])))
      }
    }
    room.run(days: 22)

    let again = Room(ordersPerDay: 30)
    for act in acts {
      while again.events.count < act.after {
        _ = again.world.advance(
          to: act.at, maxEvents: act.after - again.events.count, board: &again.board, into: &again.events)
      }
      #expect(again.world.wait(until: act.at, board: &again.board).isEmpty)
      for event in act.events { again.board.apply(event) }
      again.events += act.events
      again.world.observe(act.events, board: again.board)
    }
    again.run(days: 22)
    #expect(again.events.count == room.events.count)
    for (mine, other) in zip(again.events, room.events) where told(mine) != told(other) {
      Issue.record("\(told(mine)) is not \(told(other))")
      break
    }
  }

  @Test("a month has the shares and the times of its parameters") func month() {
    let room = Room(seed: 3, ordersPerDay: 80)
    room.run(days: 62)
    let board = room.board
    var toDoor: [TransportMode: [Double]] = [:]
    var (placed, settled, late, declared, held, attempted, failed, refused, returned) = (0, 0, 0, 0, 0, 0, 0, 0, 0)
    for number in 1...UInt32(board.count) {
      guard let shipment = board[ShipmentID(number)], shipment.placed < Room.start + .days(30) else { continue }
      let seen = shipment.seen
      placed += 1
      if seen & Milestone.importDeclared.bit != 0 { declared += 1 }
      if seen & (Milestone.importHeld.bit | Milestone.dutyTaxDue.bit) != 0 { held += 1 }
      if seen & Milestone.outForDelivery.bit != 0 { attempted += 1 }
      if shipment.attempts > 0 { failed += 1 }
      if seen & Milestone.importRefused.bit != 0 { refused += 1 }
      guard shipment.flags.contains(.wasDelivered) else { continue }
      settled += 1
      if shipment.flags.contains(.deliveredLate) { late += 1 }
      if seen & Milestone.rmaOpened.bit != 0 { returned += 1 }
      if shipment.milestone == .delivered {
        let days = Double((shipment.happened - shipment.placed).milliseconds) / 86_400_000
        toDoor[shipment.mode, default: []].append(days)
      }
    }
    func median(_ mode: TransportMode) -> Double {
      let days = (toDoor[mode] ?? []).sorted()
      return days.isEmpty ? 0 : days[days.count / 2]
    }
    func share(_ part: Int, _ whole: Int) -> Double { Double(part) / Double(max(1, whole)) }
    #expect((60.0...105).contains(share(board.count, 62)))
    // Lost, refused, cancelled and declined orders do not arrive.
    #expect((0.72...0.84).contains(share(settled, placed)))
    #expect((0.05...0.085).contains(share(late, settled)))
    #expect((0.05...0.085).contains(share(held, declared)))
    #expect((0.05...0.09).contains(share(failed, attempted)))
    #expect((0.003...0.02).contains(share(refused, declared)))
    #expect((0.06...0.13).contains(share(returned, settled)))
    #expect((5.5...8).contains(median(.express)))
    #expect((13.5...18).contains(median(.postal)))
    #expect((11.5...15.5).contains(median(.air)))
    #expect(board.brokenInvariants().isEmpty)
  }

  @Test("no departure takes more than it has places for; buyers order when they are awake") func departuresAndOrders() {
    let room = Room(seed: 2, ordersPerDay: 200)
    room.run(days: 21)
    checkOrderTimes(room)
    let places = Dictionary(uniqueKeysWithValues: Trade(ordersPerDay: 200).lanes.map { ($0.lane, Int($0.places)) })
    struct Departure: Hashable {
      var lane: LaneID
      var at: Instant
    }
    var aboard: [Departure: Int] = [:]
    var offloaded = 0
    for event in room.events {
      guard case .claimed(let claim) = event.what, claim.kind == .actual, let shipment = room.board[event.shipment]
      else {
        continue
      }
      if claim.milestone == .offloaded { offloaded += 1 }
      if claim.milestone == .departedOrigin {
        aboard[Departure(lane: shipment.lane, at: claim.happened), default: 0] += 1
      }
    }
    #expect(offloaded > 10)
    #expect(aboard.values.max() ?? 0 > 4)
    for (departure, count) in aboard { #expect(count <= places[departure.lane] ?? 0) }
  }

  /// The hours of the buyers' own clocks, and fewer orders at the weekend.
  private func checkOrderTimes(_ room: Room) {
    var byHour = [Int](repeating: 0, count: 24)
    var byWeekday = [Int](repeating: 0, count: 8)
    for event in room.events {
      guard case .ordered(let order) = event.what else { continue }
      let local = order.placedAt.civil(in: order.placedOffset)
      byHour[local.hour] += 1
      byWeekday[Int(local.date.weekday.rawValue)] += 1
    }
    let all = byHour.reduce(0, +)
    for hour in 0..<24 {
      let expected = Parameters.ordersByHour.weights[hour] / Parameters.ordersByHour.weights.reduce(0, +)
      #expect(abs(Double(byHour[hour]) / Double(all) - expected) < 0.014)
    }
    #expect(byWeekday[6] < byWeekday[3] && byWeekday[7] < byWeekday[3])
    #expect(abs(Double(all) / 21 - 200) < 20)
  }

  @Test("the day the demonstration shows has every kind of work in it") func populated() {
    let room = Room(seed: 1, ordersPerDay: 100)
    room.run(days: 42)
    for panel in Panel.allCases { #expect(room.board.count(in: panel) > 10) }
    var reasons = 0
    for reason in HoldReason.allCases where room.board.openHolds(for: reason) > 0 { reasons += 1 }
    #expect(reasons >= 9)
    var (lateWords, disputes, repeats, forecasts) = (0, 0, 0, 0)
    for event in room.events {
      guard case .claimed(let claim) = event.what else { continue }
      if claim.verdict == .late { lateWords += 1 }
      if claim.verdict == .outOfOrder { disputes += 1 }
      if claim.verdict == .repeats { repeats += 1 }
      if claim.kind == .estimated { forecasts += 1 }
    }
    #expect(lateWords > 100 && disputes > 3 && repeats > 100 && forecasts > 1000)
  }

  @Test("a checkpoint that is cut short or changed is refused or read, and never more") func hostile() throws {
    let room = Room(ordersPerDay: 30)
    room.run(days: 2)
    let bytes = room.world.checkpoint()
    for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
      var board = room.board
      #expect(throws: UnreadableCheckpoint.self) { _ = try World(checkpoint: Array(bytes[..<length]), board: &board) }
    }
    for index in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 120)) {
      var changed = bytes
      changed[index] ^= 0x55
      var board = room.board
      guard let world = try? World(checkpoint: changed, board: &board) else { continue }
      var events: [Event] = []
      _ = world.advance(to: world.now + .hours(2), maxEvents: 500, board: &board, into: &events)
    }
  }
}

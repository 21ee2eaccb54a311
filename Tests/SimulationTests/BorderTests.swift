import Logistics
import Measures
import Simulation
import Testing

/// What simulated customs say, in their own messages, and in whose hands a hold is meanwhile.
@Suite struct BorderTests {
  /// A trade of some weeks, with each shipment's events in their order.
  private final class Trade {
    var board = Board()
    var stories: [ShipmentID: [Event]] = [:]
    let world: World
    var count = 0

    init(seed: UInt64 = 11, days: Int64 = 50, ordersPerDay: Int = 250) {
      world = World(World.Scenario(seed: seed, start: WorldTests.start, ordersPerDay: ordersPerDay), board: &board)
      run(to: WorldTests.start + .days(days))
    }

    func run(to end: Instant) {
      var events: [Event] = []
      _ = world.advance(to: end, board: &board, into: &events)
      count += events.count
      for event in events { stories[event.shipment, default: []].append(event) }
    }

    /// What the desk commands; false when it is refused.
    @discardableResult
    func desk(_ command: Command, _ id: ShipmentID, roles: RoleSet = []) -> Bool {
      guard
        let decided = try? board.decide(command, about: id, by: Actor(.operatorDesk), at: world.now, roles: roles)
      else { return false }
      for event in decided {
        board.apply(event)
        stories[id, default: []].append(event)
      }
      world.observe(decided, board: board)
      return true
    }
  }

  /// The function codes of customs about one side, as "01 13 09".
  private static func codes(_ story: [Event], _ side: BorderSide) -> String {
    story.compactMap { event in
      guard case .declared(let message) = event.what, message.side == side, message.message.row.source == .response
      else { return nil }
      return message.message.row.code
    }.joined(separator: " ")
  }

  // Nobody changes it once it is made.
  nonisolated(unsafe) private static let trade = Trade()

  @Test(
    "both sequences that customs publish as real ones are among the parcels",
    arguments: [
      "01 13 13 09", "01 13 06 05 02 11 13 13 07 09", "03 01 09", "01 09", "01 08 09", "01 13 09",
    ]) func sequences(_ codes: String)
  {
    let stories = Self.trade.stories.values
    let count = stories.count { Self.codes($0, .import) == codes }
    let all = Set(stories.map { Self.codes($0, .import) }).sorted()
    #expect(count > 0, "none of \(all.joined(separator: ", "))")
  }

  @Test("an export declaration is lodged, accepted, cleared, and the goods leave") func export() {
    let stories = Self.trade.stories.values
    #expect(stories.count { Self.codes($0, .export) == "01 09 16" } > 1000)
    #expect(stories.contains { Self.codes($0, .export).contains("06") })
  }

  @Test("no message of the simulation's own is disputed, and the board holds together") func sound() {
    var disputed: [String] = []
    for event in Self.trade.stories.values.joined() {
      guard case .declared(let message) = event.what else { continue }
      if message.verdict.isDisputed || message.verdict == .late {
        disputed.append("\(event.shipment.label) \(message.message.name) \(message.verdict.name)")
      }
    }
    #expect(disputed.isEmpty, "\(disputed.prefix(5))")
    #expect(Self.trade.board.brokenInvariants() == [])
    let perParcel = Double(Self.trade.count) / Double(Self.trade.board.count)
    #expect(perParcel < 42, "\(perParcel) events a parcel")
  }

  @Test("what was declared wrongly is put right by whoever knows, and both words and the reason stay")
  func corrections() {
    var fields: Set<DeclaredField> = []
    for event in Self.trade.stories.values.joined() {
      guard case .amended(let amendment) = event.what else { continue }
      fields.insert(amendment.field)
      #expect(amendment.before != amendment.after)
      #expect(amendment.note != .none)
      // Customs declare what they hold to be right where nobody else did in time.
      #expect([.merchant, .broker, .customs].contains(event.by.role))
    }
    #expect(fields == [.value, .hs, .description, .weight])
  }

  @Test(
    "an account is charged with the declaration and with the release, and twice for an amendment only under control")
  func charges() {
    let codes = Set(Self.trade.stories.values.map { Self.codes($0, .import) })
    for sequence in codes where sequence.contains("11 13 13") {
      #expect(sequence.contains("05"), "\(sequence)")
      #expect(!sequence.contains("13 13 13"), "\(sequence)")
    }
    #expect(codes.contains("01 13 06 02 11 13 09"), "\(codes.sorted())")
  }

  @Test("customs' answers carry a number that is one, by which the parcel is found") func numbers() throws {
    var board = Self.trade.board
    var seen: [TextID: ShipmentID] = [:]
    for (id, story) in Self.trade.stories {
      for event in story {
        guard case .declared(let message) = event.what, message.message == .accepted || message.message == .received
        else {
          #expect({ if case .declared(let other) = event.what { other.mrn == .none } else { true } }())
          continue
        }
        let shipment = try #require(board[id])
        let number = try MovementNumber(parsing: board.texts[message.mrn])
        #expect(number.checkDigit == .right && number.text.hasPrefix("26"))
        #expect(number.country == (message.side == .export ? shipment.originCountry : shipment.destinationCountry))
        #expect(seen.updateValue(id, forKey: message.mrn) ?? id == id, "\(number.text) is of two")
      }
    }
    let some = try #require(board.ids.flatMap { $0.last { board[ShipmentID($0)]?.importState == .cleared } })
    let id = ShipmentID(some)
    let number = board.texts[try #require(board[id]).importMRN]
    #expect(board.find(number) == id && number.dropFirst(4).hasPrefix("I"))
  }

  @Test("where customs have a message for it they hold by that alone; ICS2 asks before loading") func messages() {
    var kinds: [HoldReason: Set<String>] = [:]
    for story in Self.trade.stories.values {
      for (index, event) in story.enumerated() {
        guard case .holdOpened(let hold) = event.what, hold.reason.isCustoms, index > 1 else { continue }
        let message = story[..<index].last { if case .declared = $0.what { true } else { false } }
        guard case .declared(let told)? = message?.what, told.issued == hold.since, told.message.row.opens != nil else {
          kinds[hold.reason, default: []].insert("said")
          continue
        }
        kinds[hold.reason, default: []].insert(told.message.codeWords)
      }
    }
    #expect(kinds[.documentaryCheck] == ["05 DMSCTL"])
    #expect(kinds[.scanSelected] == ["05 DMSCTL"])
    #expect(kinds[.physicalInspection]?.contains("05 DMSCTL") ?? false)
    #expect(kinds[.advanceDataMissing]?.isSuperset(of: ["IE3Q02", "said"]) ?? false, "\(kinds)")
  }

  @Test("papers that are complete are handed to customs, whose time is not ours, and customs answer later") func turns()
    throws
  {
    var waits: [Double] = []
    for story in Self.trade.stories.values {
      for (index, event) in story.enumerated() {
        guard case .holdPassed(let passed) = event.what, passed.step == .answered else { continue }
        #expect(passed.owner.isAuthority)
        #expect(passed.due == .epoch, "no limit runs while customs have it")
        let end = story[index...].first { later in
          if case .holdClosed(let closed) = later.what { closed.reason == passed.reason } else { false }
        }
        if let end { waits.append(Double((end.at - event.at).milliseconds) / 3_600_000) }
      }
    }
    try #require(waits.count > 50)
    #expect(waits.min() ?? 0 > 0.2, "nobody answers at once")
    let median = waits.sorted()[waits.count / 2]
    #expect((2...12).contains(median), "\(median) h")
  }

  @Test("a hold whose papers the desk puts into the folder goes to customs first, and ends in their time") func desk()
    throws
  {
    let trade = Trade(seed: 5, days: 25)
    let waiting = trade.board.ids.map { Array($0) } ?? []
    let held = waiting.map { ShipmentID($0) }.filter { id in
      guard let hold = trade.board.openHold(.invoiceMissing, of: id), hold.step == .opened else { return false }
      return trade.board.openHolds(of: id).count == 1
    }
    let id = try #require(held.first)
    #expect(trade.desk(.attach(.commercialInvoice, note: .none), id))
    #expect(trade.board.openHold(.invoiceMissing, of: id) != nil, "papers alone end nothing")
    trade.run(to: trade.world.now + .hours(2))
    let hold = try #require(trade.board.openHold(.invoiceMissing, of: id))
    #expect(hold.owner == .customs && hold.due == nil && !hold.isRunning)
    let ran = hold.ran(by: trade.world.now)
    let end = trade.world.now + .days(4)
    while trade.board.openHold(.invoiceMissing, of: id)?.owner == .customs, trade.world.now < end {
      #expect(trade.board.openHold(.invoiceMissing, of: id)?.ran(by: trade.world.now) == ran)
      trade.run(to: trade.world.now + .hours(1))
    }
    #expect(trade.board.openHold(.invoiceMissing, of: id)?.owner != .customs, "customs answer")
  }

  @Test("whom somebody matched with a denied party only compliance clears, whatever is in the folder")
  func deniedParty() throws {
    let trade = Trade(seed: 5, days: 20)
    let id = try #require(
      (trade.board.ids.map { Array($0) } ?? []).map { ShipmentID($0) }.first { id in
        trade.board[id].map { $0.stage == .prepare && !$0.isHeld } ?? false
      })
    #expect(trade.desk(.hold(.deniedParty, note: trade.board.texts.intern("93 of 100")), id))
    #expect(trade.desk(.attach(.complianceClearance, note: .none), id))
    trade.run(to: trade.world.now + .days(30))
    #expect(trade.board.openHold(.deniedParty, of: id) != nil)
    #expect(!trade.desk(.release(.deniedParty, note: trade.board.texts.intern("why")), id))
    #expect(
      trade.desk(
        .release(.deniedParty, note: trade.board.texts.intern("another person")), id, roles: RoleSet(.compliance)))
    // The simulation's own matches end by its own compliance, with a reason, or the order is given up.
    for story in Self.trade.stories.values {
      for event in story {
        guard case .holdClosed(let closed) = event.what, closed.reason == .deniedParty else { continue }
        let isGivenUp = story.contains { other in
          guard case .claimed(let claim) = other.what else { return false }
          return [.orderCancelled, .exportRefused, .importRefused, .returnToSender].contains(claim.milestone)
        }
        #expect(isGivenUp || event.by.role == .compliance && closed.note != .none)
      }
    }
  }
}

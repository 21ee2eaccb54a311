import Measures
import Testing

@testable import Logistics

@Suite struct `The customs desk's queue` {
  private static let now = Instant(milliseconds: 1_795_000_000_000)

  /// A board with many holds of all reasons, made by a counter.
  private static func board(_ count: Int) -> Board {
    var board = Board()
    var seed: UInt64 = 7
    func below(_ n: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((seed >> 33) % UInt64(n))
    }
    let merchants = (0..<9).map { board.texts.intern("Merchant \($0)") }
    for number in 1...count {
      let id = ShipmentID(UInt32(number))
      var order = Event.Ordered(placedAt: now - .days(9))
      order.merchant = merchants[below(merchants.count)]
      if below(5) > 0 { order.value = Money(minor: Int64(below(90_000)), .eur) }
      if below(3) > 0 { order.promise = now + .hours(Int64(below(400)) - 100) }
      board.apply(Event(id, by: Actor(.platform), at: now - .days(9), .ordered(order)))
      for _ in 0..<below(4) {
        let reason = HoldReason.allCases[below(HoldReason.allCases.count)]
        guard board[id].map({ $0.openHolds & reason.bit == 0 }) ?? false else { continue }
        let since = now - .hours(Int64(below(150)))
        let due = reason.clockStandsStill ? Instant.epoch : since + .hours(Int64(below(200)))
        let hold = Event.HoldOpened(reason, stops: .import, since: since, due: due)
        board.apply(Event(id, by: Actor(.customs), at: since, .holdOpened(hold)))
        if below(3) == 0, let document = reason.needs.documents.first {
          board.apply(
            Event(id, by: Actor(.operatorDesk), at: since, .documentRequested(Event.Paper(document))))
        }
      }
    }
    return board
  }

  private static func queue(_ board: Board, _ grouping: DeskGrouping = .none, budget: Int = 1 << 20) -> DeskQueue {
    var builder = DeskBuilder(grouping, board: board, now: now, operatorName: "mei")
    while !builder.advance(budget, on: board) {}
    guard let queue = builder.finished else { preconditionFailure("a builder that is done has a queue") }
    return queue
  }

  @Test(arguments: DeskGrouping.allCases)
  func `holds every held shipment once, in groups that lie one behind the other`(_ grouping: DeskGrouping) {
    let board = Self.board(3000)
    let queue = Self.queue(board, grouping)
    #expect(queue.entries.count == board.count(in: .customs))
    #expect(Set(queue.entries.map(\.id.number)) == Set(board.members(of: .customs)))
    var next = 0
    for group in queue.groups {
      #expect(group.range.lowerBound == next)
      #expect(!group.range.isEmpty)
      next = group.range.upperBound
      #expect(group.ours == queue.entries[group.range].count { $0.turn == .us })
    }
    #expect(next == queue.entries.count)
    #expect(Set(queue.groups.map(\.key)).count == queue.groups.count)
    #expect(zip(queue.groups, queue.groups.dropFirst()).allSatisfy { $0.centsPerDay >= $1.centsPerDay })
  }

  @Test func `is in the order of what is lost: total, and by the number among equals`() {
    let queue = Self.queue(Self.board(3000))
    func rank(_ entry: DeskEntry) -> (Int, Int, Int) {
      (entry.turn == .authority ? 1 : 0, -Int(entry.centsPerDay), Int(entry.id.number))
    }
    #expect(zip(queue.entries, queue.entries.dropFirst()).allSatisfy { rank($0) < rank($1) })
  }

  @Test func `is the same in slices of any size`() {
    let board = Self.board(700)
    for grouping in DeskGrouping.allCases {
      let whole = Self.queue(board, grouping)
      for budget in [1, 97, 1000] {
        let sliced = Self.queue(board, grouping, budget: budget)
        #expect(sliced.entries == whole.entries)
        #expect(sliced.groups == whole.groups)
        #expect(sliced.needing == whole.needing)
        #expect(sliced.offers == whole.offers)
      }
    }
  }

  @Test func `what is released while it is made is not in it`() {
    var board = Self.board(700)
    var builder = DeskBuilder(.none, board: board, now: Self.now, operatorName: "mei")
    _ = builder.advance(1, on: board)
    for number in board.members(of: .customs) {
      let id = ShipmentID(number)
      for hold in board.openHolds(of: id) {
        board.apply(Event(id, by: Actor(.customs), at: Self.now, .holdClosed(Event.HoldClosed(hold.reason))))
      }
    }
    while !builder.advance(64, on: board) {}
    #expect(builder.finished?.entries.isEmpty == true)
  }

  @Test func `what is ours comes before what an authority decides, the nearer limit and the greater value first`() {
    var board = Board()
    func add(_ number: UInt32, _ reason: HoldReason, hoursLeft: Int64?, cents: Int64) {
      let id = ShipmentID(number)
      var order = Event.Ordered(placedAt: Self.now - .days(9))
      order.value = Money(minor: cents, .eur)
      board.apply(Event(id, by: Actor(.platform), at: Self.now - .days(9), .ordered(order)))
      let due = hoursLeft.map { Self.now + .hours($0) } ?? .epoch
      let hold = Event.HoldOpened(reason, stops: .import, since: Self.now - .hours(20), due: due)
      board.apply(Event(id, by: Actor(.customs), at: Self.now - .hours(20), .holdOpened(hold)))
    }
    add(1, .documentaryCheck, hoursLeft: nil, cents: 900_000)
    add(2, .invoiceMissing, hoursLeft: 90, cents: 3000)
    add(3, .invoiceMissing, hoursLeft: 4, cents: 3000)
    add(4, .invoiceMissing, hoursLeft: 90, cents: 30_000)
    add(5, .vagueDescription, hoursLeft: -3, cents: 3000)
    let queue = Self.queue(board)
    #expect(queue.entries.map(\.id.number) == [5, 3, 4, 2, 1])
    #expect(queue.needing.map(\.number) == [5, 3, 2, 4])
    // 60% of 30 EUR in four hours is 108 EUR a day, and 1.20 EUR of waiting.
    let stake = Stake(ShipmentID(3), on: board, now: Self.now)
    #expect(stake.map { Int($0.centsPerDay) } == 10_920)
  }

  @Test func `whose turn it is follows what was asked and answered`() {
    var hold = OpenHold(
      reason: .invoiceMissing, stops: .import, since: Self.now, due: Self.now + .hours(50), owner: .merchant,
      step: .opened, turnSince: Self.now, ranBefore: .zero, limit: nil, amount: Money(minor: 0, .none))
    let invoice = DocumentSet(.commercialInvoice)
    func turn(_ held: DocumentSet = [], _ requested: DocumentSet = [], after hours: Int64 = 1) -> DeskTurn {
      hold.turn(held: held, requested: requested, now: Self.now + .hours(hours))
    }
    #expect(turn() == .us)
    #expect(turn([], invoice) == .party)
    #expect(turn([], invoice, after: 25) == .us)
    #expect(
      hold.turn(held: [], requested: invoice, asked: Self.now + .hours(20), now: Self.now + .hours(25)) == .party)
    #expect(turn(invoice) == .us)
    hold.step = .answered
    hold.owner = .customs
    #expect(turn(invoice) == .authority)
    hold.step = .refused
    #expect(turn(invoice) == .us)
  }

  @Test func `an amount of any size never overflows`() {
    for cents in [Int64.max, Int64.min, 0] {
      var board = Board()
      var order = Event.Ordered(placedAt: .epoch)
      order.value = Money(minor: cents, .eur)
      board.apply(Event(ShipmentID(1), by: Actor(.platform), at: .epoch, .ordered(order)))
      let hold = Event.HoldOpened(.prohibitedGoods, stops: .import, since: .epoch, due: Instant(milliseconds: .max))
      board.apply(Event(ShipmentID(1), by: Actor(.customs), at: .epoch, .holdOpened(hold)))
      #expect(Self.queue(board).entries.count == 1)
    }
  }
}

import Measures
import Testing

@testable import Logistics

@Suite struct `How complete papers are, asked by filters` {
  private let basis = PaperScores.Basis(day: CivilDate(dayNumber: 20_779), law: 1)

  /// A board of so many shipments that have nothing but a number.
  private func board(_ count: Int) -> Board {
    var board = Board()
    let now = Instant(milliseconds: 1_795_000_000_000)
    for _ in 0..<count {
      var events: [Event] = []
      board.hear(order: Event.Ordered(placedAt: now), lines: [], by: Actor(.platform), at: now, into: &events)
      for event in events { board.apply(event) }
    }
    return board
  }

  private func found(_ text: String, _ board: Board) throws -> [UInt32] {
    var index = TextIndex()
    return ListQuery(filter: try Filter(parsing: text)).listing(of: board, now: board.latest, index: &index).ids.map(
      \.number)
  }

  @Test func `a filter finds them by percent, with its sign and without, and what cannot be judged is none`() throws {
    var board = board(2100)
    let score = { (shipment: Shipment) -> Int? in
      shipment.id.number % 3 == 0 ? nil : shipment.id.number % 3 == 1 ? 100 : Int(shipment.id.number % 100)
    }
    while !board.papers.advance(over: board, by: basis, rows: 10_000, score: score) {}
    #expect(
      board.papers[ShipmentID(2)] == 2 && board.papers[ShipmentID(3)] == nil && board.papers[ShipmentID(4)] == 100)
    #expect(board.papers[ShipmentID(9999)] == nil)
    let missing = try found("papers<100%", board)
    #expect(missing.count == 700 && missing.allSatisfy { $0 % 3 == 2 })
    for text in ["papers<100", "is:papers-missing", "score<100", "papers<=99%", "papers:0..99"] {
      #expect(try found(text, board) == missing, "\(text)")
    }
    #expect(try found("papers:none", board).allSatisfy { $0 % 3 == 0 })
    #expect(try found("papers>=100%", board).count == 700 && (try found("papers>100", board)).isEmpty)
    #expect(try found("papers:any", board).count == 1400)
    #expect(try Filter(parsing: "to:DE (papers<50 | is:held)").asksPapers)
    #expect(try !Filter(parsing: "to:DE is:held").asksPapers)
  }

  @Test func `only rows that changed are reckoned again, and another day or law makes all of them old`() {
    var board = board(50)
    var asked: [UInt32] = []
    func pass(_ basis: PaperScores.Basis) {
      while !board.papers.advance(
        over: board, by: basis, rows: 100,
        score: {
          asked.append($0.id.number); return 50
        })
      {}
    }
    pass(basis)
    #expect(asked.count == 50 && board.papers.areKnown(basis, at: board.sequence))
    asked = []
    pass(basis)
    #expect(asked == [])
    let now = board.latest
    board.apply(
      Event(ShipmentID(7), by: Actor(.operatorDesk), at: now, .documentAttached(Event.Paper(.commercialInvoice))))
    pass(basis)
    #expect(asked == [7])
    let tomorrow = PaperScores.Basis(day: CivilDate(dayNumber: 20_780), law: 1)
    #expect(!board.papers.areKnown(tomorrow, at: 0))
    asked = []
    pass(tomorrow)
    #expect(asked.count == 50)
  }

  @Test func `before they are reckoned nothing is known of them`() throws {
    let board = board(5)
    #expect(try found("papers<100", board) == [] && (try found("papers:none", board)).count == 5)
  }
}

package import Logistics
package import Measures
import Tariff

// How complete a shipment's papers are, told from its row alone: for a column, whose rows are in sight, and for filters, which ask for all.
//
//   filter asks ──► list to be built ──► scores not known yet? ──► a slice of the board each time there is time ──► list is built
//
// The detail knows the order's lines and the numbers that were given as well. From the row, goods of several lines are judged as those of the
// first, and a number that is there is taken to be right.

extension Law {
  /// The share of the papers of the merchant's side that are there, in percent, by the shipment's row alone; nil where it cannot be
  /// judged.
  func papersScore(of shipment: Shipment, texts: TextTable, now: Instant, offset: ZoneOffset) -> Int? {
    do throws(BorderCaseFault) {
      let found = try BorderCase(shipment, nil, texts: texts, now: now, offset: offset, book: book)
      return Appraisal.checklist(found, shipment, self).score
    } catch { return nil }
  }

  /// Puts the scores of all shipments beside a board, for a filter that asks for them.
  package func scorePapers(of board: inout Board, now: Instant, offset: ZoneOffset) {
    let basis = PaperScores.Basis(day: now.civil(in: offset).date, law: 0)
    let texts = board.texts
    var scores = board.papers
    while !scores.advance(
      over: board, by: basis, rows: .max, score: { papersScore(of: $0, texts: texts, now: now, offset: offset) })
    {}
    board.papers = scores
  }
}

extension State {
  /// Goes on reckoning how complete papers are, for a list that was begun at a number of the journal; true when all of them are
  /// known by the board of then or later.
  mutating func knowPapers(since sequence: UInt64, budget: Int) -> Bool {
    let basis = PaperScores.Basis(day: today, law: lawTurn)
    if board.papers.areKnown(basis, at: sequence) { return true }
    let (law, texts, now, offset) = (law, board.texts, now, clock.offset)
    var scores = board.papers
    board.papers = PaperScores()
    let isDone = scores.advance(over: board, by: basis, rows: budget) { shipment in
      law.papersScore(of: shipment, texts: texts, now: now, offset: offset)
    }
    board.papers = scores
    return isDone && board.papers.areKnown(basis, at: sequence)
  }
}

package import Measures

// How complete the papers of each shipment are, for filters that ask for it. The law that decides what is needed is not known here:
// whoever knows it goes through the board and tells the score of each row that has changed since.
//
//   pass    row after row   version as it was? ─yes─► nothing to do
//                                              └─no──► reckoned anew: 0 not known, else percent + 1
//
// A list that asks for papers is built when a pass that began no earlier than the list has come to its end. The scores follow from
// no event, and no snapshot holds them.

/// The share of the papers that are there, shipment by shipment.
package struct PaperScores: Sendable {
  /// The day and the law by which they were reckoned: another one makes all of them old.
  package struct Basis: Hashable, Sendable {
    package var day: CivilDate
    package var law: Int

    /// A day and the number of a law.
    package init(day: CivilDate, law: Int) {
      self.day = day
      self.law = law
    }
  }

  private var scores: [[UInt8]] = []
  private var versions: [[UInt32]] = []
  private var basis: Basis?
  /// The journal's number at which the pass under way began, and the row it has come to.
  private var pass: (begun: UInt64, next: Int)?
  /// The journal's number at which the last pass that came to its end had begun.
  private var finished: UInt64?

  /// What nobody has reckoned yet.
  package init() {}

  /// The score of a shipment in percent; nil where it is not known, or cannot be judged.
  package subscript(id: ShipmentID) -> Int? {
    let page = id.index / Page.rows
    guard id != .none, page < scores.count else { return nil }
    let score = scores[page][id.index % Page.rows]
    return score == 0 ? nil : Int(score) - 1
  }

  /// Whether all that the board had at a number of the journal is reckoned, by this day and law.
  package func areKnown(_ basis: Basis, at sequence: UInt64) -> Bool {
    self.basis == basis && finished.map { $0 >= sequence } ?? false
  }

  /// Goes on with a pass over the board, or begins one.
  ///
  /// - Parameters:
  ///   - rows: how many rows of a scan it may cost; a row that is reckoned counts as 64 of them.
  ///   - score: the score of a shipment in percent; nil where it cannot be judged.
  /// - Returns: whether a pass came to its end.
  package mutating func advance(
    over board: Board, by basis: Basis, rows: Int, score: (Shipment) -> Int?
  ) -> Bool {
    if self.basis != basis {
      self = PaperScores()
      self.basis = basis
    }
    var (begun, next) = pass ?? (board.sequence, 0)
    var left = max(1, rows)
    while next < board.count, left > 0 {
      let (index, r) = (next / Page.rows, next % Page.rows)
      while scores.count <= index {
        scores.append([UInt8](repeating: 0, count: Page.rows))
        versions.append([UInt32](repeating: 0, count: Page.rows))
      }
      let version = board.pages[index].version[r]
      left -= 1
      if versions[index][r] != version {
        left -= 63
        let known = board[ShipmentID(UInt32(next + 1))].flatMap(score)
        scores[index][r] = known.map { UInt8(min(100, max(0, $0)) + 1) } ?? 0
        versions[index][r] = version
      }
      next += 1
    }
    guard next >= board.count else {
      pass = (begun, next)
      return false
    }
    pass = nil
    finished = max(begun, finished ?? 0)
    begun = 0
    return true
  }

  /// 1 for the rows of a page whose scores lie between these, else 0; scores as they are kept.
  func fill(_ mask: UnsafeMutablePointer<UInt8>, first number: UInt32, _ low: UInt8, _ high: UInt8) {
    let page = (Int(number) - 1) / Page.rows
    guard page < scores.count else { return mask.update(repeating: low == 0 ? 1 : 0, count: Page.rows) }
    let span = high &- low
    scores[page].withUnsafeBufferPointer { scores in
      for r in 0..<Page.rows { mask[r] = scores[r] &- low <= span ? 1 : 0 }
    }
  }

  /// Whether the score of a shipment lies between these, as it is kept.
  func holds(_ number: UInt32, _ low: UInt8, _ high: UInt8) -> Bool {
    let index = Int(number) - 1
    let score = index >= 0 && index / Page.rows < scores.count ? scores[index / Page.rows][index % Page.rows] : 0
    return score &- low <= high &- low
  }
}

extension Filter {
  /// Whether it asks how complete papers are.
  package var asksPapers: Bool { Filter.asksPapers(root) }

  private static func asksPapers(_ node: Node) -> Bool {
    switch node {
    case .everything: return false
    case .not(let inner): return asksPapers(inner)
    case .all(let parts), .any(let parts): return parts.contains { asksPapers($0) }
    case .term(let term):
      guard term.field == .is else { return term.field == .papers }
      return term.values.contains { value in
        let meaning: Choices.Meaning? =
          switch value {
          case .text(let text): Choices.meaning(of: text, in: .is)
          case .pattern(let pattern): Choices.meaning(of: pattern, in: .is)
          case .none, .any, .quantity, .range: nil
          }
        guard case .rows(let rows)? = meaning else { return false }
        return rows.contains(UInt32(Condition.papersMissing.rawValue))
      }
    }
  }
}

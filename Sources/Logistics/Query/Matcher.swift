package import Measures

extension Filter {
  /// Whether anything in it is looked up in the dictionary's texts; what alarms ask for is left aside.
  package var asksTexts: Bool { !needles.isEmpty }

  /// What is looked for in the dictionary.
  var needles: [TextIndex.Needle] { Filter.needles(root) }

  private static func needles(_ node: Node) -> [TextIndex.Needle] {
    switch node {
    case .everything: return []
    case .not(let inner): return needles(inner)
    case .all(let parts), .any(let parts): return parts.flatMap { needles($0) }
    case .term(let term):
      guard term.field.map({ $0.kind == .text || $0 == .dest || $0 == .at }) ?? true else { return [] }
      let isWhole = term.comparison == .equal || term.comparison == .unequal
      return term.values.compactMap { TextIndex.Needle($0, whole: isWhole) }
    }
  }
}

/// A filter made ready for one instant and one dictionary: answers for a row at once, and for a page in about a microsecond.
///
/// It stays right while the board moves on, except that texts new in the dictionary are not found and that "now" stands still.
package struct Matcher: Sendable {
  let plan: Plan
  /// The instant that spans are counted from.
  let now: Instant

  /// Makes a filter ready; brings the index up to the board's dictionary first if the filter asks for texts, or alarms do that it
  /// asks for.
  package init(_ filter: Filter, in panel: Panel? = nil, board: Board, now: Instant, index: inout TextIndex) {
    if !filter.needles(among: board.alarms).isEmpty { index.extend(over: board.texts) }
    self.now = now
    var planner = Planner(now: now, index: index, alarms: board.alarms, papers: board.papers)
    // The planner searches; the index must not be copied for it.
    index = TextIndex()
    let asked = planner.plan(filter.root)
    index = planner.index
    plan = panel.map { .every([.bytes(.panel, $0.rawValue, $0.rawValue), asked]) } ?? asked
  }

  /// Whether the shipment matches as the board has it now; false where there is no such shipment.
  package func matches(_ id: ShipmentID, on board: Board) -> Bool {
    guard board.contains(id) else { return false }
    return plan.holds(board.pages[id.index / Page.rows], id.index % Page.rows, id.number)
  }

  /// How many shipments of the board match, and what their goods are worth.
  package func count(on board: Board) -> (count: Int, euroCents: Int64) {
    count(pages: 0..<board.pages.count, on: board)
  }

  /// The same for some of its pages.
  func count(pages: Range<Int>, on board: Board) -> (count: Int, euroCents: Int64) {
    var count = 0
    var euroCents: Int64 = 0
    withAnswers { mask in
      for index in pages {
        let page = board.pages[index]
        guard answers(mask, page, UInt32(index * Page.rows + 1), count: board.count) else { continue }
        let cents = UnsafePointer(page.euroCents)
        var hits: UInt32 = 0
        var sum: Int64 = 0
        for r in 0..<Page.rows {
          hits &+= UInt32(mask[r])
          sum &+= Int64(cents[r] & -Int32(mask[r]))
        }
        count += Int(hits)
        euroCents += sum
      }
    }
    return (count, euroCents)
  }

  /// Room for the answers of a page, and for those in between.
  func withAnswers(_ body: (UnsafeMutablePointer<UInt8>) -> Void) {
    withUnsafeTemporaryAllocation(byteCount: plan.depth * Page.rows, alignment: 64) { room in
      guard let start = room.baseAddress else { return }
      body(start.bindMemory(to: UInt8.self, capacity: room.count))
    }
  }

  /// Fills in a page's answers; rows beyond the board's count never match.
  @inline(__always)
  func answers(_ mask: UnsafeMutablePointer<UInt8>, _ page: Page, _ first: UInt32, count: Int) -> Bool {
    guard plan.fill(mask, page, first: first) else { return false }
    let filled = count - (Int(first) - 1)
    if filled < Page.rows {
      guard filled > 0 else { return false }
      (mask + filled).update(repeating: 0, count: Page.rows - filled)
    }
    // Rows kept for shipments that have not come yet: some nanoseconds a page, in vectors.
    let panels = UnsafePointer(page.panel)
    for r in 0..<Page.rows { mask[r] &= panels[r] == Page.absent ? 0 : 1 }
    return true
  }
}

import Logistics
import Measures

// From a row to the causes it is counted under: the filters answer with one bit each, the bits of members and the row's columns give
// causes, and the row leaves those it is in no longer and joins the new ones.
//
//   row ─► filters ─► 0010 1001 ─┬─► members: rule × column ─► wanted ─► leave, join
//                                └─► shares and sources: counted in a group

extension AlarmWatch {
  /// Makes the filters ready; anew where one asks for texts and the dictionary has grown.
  ///
  /// - Returns: false where the texts need another turn, so that no turn takes longer than its rows.
  mutating func prepare(_ board: Board, _ budget: Int) -> Bool {
    if !uses.isEmpty {
      guard asksTexts, board.texts.count != textsReady else { return true }
    } else {
      for (row, rule) in rules.rules.enumerated() where rule.isOn {
        switch rule.trigger {
        case .count: uses.append(Use(rule: row, kind: .members, grouping: rule.grouping, members: uses.count))
        case .share(_, let among):
          uses.append(Use(rule: row, kind: .members, grouping: rule.grouping, members: uses.count))
          uses.append(
            Use(
              rule: row, kind: .population, grouping: rule.grouping, members: uses.count - 1, counter: counters))
          counters += 1
          asksTexts = asksTexts || among.asksTexts
        case .quiet:
          uses.append(Use(rule: row, kind: .source, grouping: rule.grouping, members: uses.count, counter: counters))
          counters += 1
        }
        asksTexts = asksTexts || rule.about.asksTexts
      }
    }
    if counterUses.isEmpty, memberBits == (0, 0) {
      for (index, use) in uses.prefix(StandingFilters.countMax).enumerated() {
        switch use.kind {
        case .members where index < 64: memberBits.low |= 1 << UInt64(index)
        case .members: memberBits.high |= 1 << UInt64(index - 64)
        case .population, .source: counterUses.append(index)
        }
      }
    }
    if nearRows.isEmpty { nearRows = Array(repeating: [], count: uses.count) }
    let filters = uses.map { use in
      let rule = rules.rules[use.rule]
      if use.kind == .population, case .share(_, let among) = rule.trigger { return among }
      return rule.about
    }
    for filter in filters where !index.isReady(for: filter, over: board.texts, pages: max(1, budget / Page.rows)) {
      return false
    }
    self.filters = StandingFilters(filters, board: board, index: &index)
    // Shipments that came with the new texts were looked at before these could be found.
    for row in min(countReady, scanned)..<min(board.count, scanned) { touch(row, .any) }
    textsReady = board.texts.count
    countReady = board.count
    return true
  }

  /// Looks at rows that lie far apart, a few at a time: first all are fetched from memory side by side, then each is asked.
  @inline(__always)
  mutating func look(
    _ rows: ArraySlice<UInt32>, _ pages: [Page], _ now: Instant, touch: (inout AlarmWatch, Int) -> Touch?
  ) {
    let atOnce = 32
    for start in stride(from: rows.startIndex, to: rows.endIndex, by: atOnce) {
      let some = rows[start..<min(start + atOnce, rows.endIndex)]
      for row in some where Int(row) < scanned {
        let row = Int(row)
        warmth ^=
          StandingFilters.warm(pages[row / Page.rows], row % Page.rows) ^ members.first(of: row) ^ wheel.place(of: row)
          ^ (counters == 0 ? 0 : counted[row * counters])
      }
      for row in some {
        if let touch = touch(&self, Int(row)) { look(Int(row), pages[Int(row) / Page.rows], now, touch) }
      }
    }
  }

  private static let never = Instant(milliseconds: .max)

  /// Asks every rule of one row, and moves the shipment between causes.
  mutating func look(_ row: Int, _ page: Page, _ now: Instant, _ touch: Touch) {
    let r = row % Page.rows
    var next = Self.never
    let (low, high) = filters.matches(page, r, UInt32(truncatingIfNeeded: row &+ 1), now: now, next: &next)
    if !wanted.isEmpty { wanted.removeAll(keepingCapacity: true) }
    want(low & memberBits.low, from: 0, page, r)
    want(high & memberBits.high, from: 64, page, r)
    for index in counterUses {
      let isMatch = (index < 64 ? low &>> UInt64(index) : high &>> UInt64(index &- 64)) & 1 != 0
      let use = uses[index]
      let key = Self.key(use.grouping, page, r)
      count(row, use, isMatch ? key : 0, page.heard[r])
      guard use.kind == .source, key != 0 else { continue }
      // At first only what belongs to the source speaks for it: an order says nothing of its carrier.
      if touch.isHeard(by: use.grouping), isMatch || touch != .atFirst { hear(index, key, page.heard[r]) }
    }
    if members.first(of: row) != 0 || !wanted.isEmpty { move(row, page, r) }
    if next != Self.never { wheel.put(row, at: next.columnSeconds) }
  }

  /// Puts down the causes that a row belongs to by the filters of these bits.
  @inline(__always)
  private mutating func want(_ matches: UInt64, from first: Int, _ page: Page, _ r: Int) {
    var left = matches
    while left != 0 {
      let index = first &+ left.trailingZeroBitCount
      left &= left &- 1
      let grouping = uses[index].grouping
      if grouping == .hold {
        var holds = page.openHolds[r]
        while holds != 0 {
          wanted.append(UInt64(index) << 32 | UInt64(holds.trailingZeroBitCount))
          holds &= holds &- 1
        }
      } else {
        let key = Self.key(grouping, page, r)
        // What is nowhere, or nobody's, is no cause that anybody could look into.
        if key != 0 { wanted.append(UInt64(index) << 32 | UInt64(key)) }
      }
    }
  }

  /// Leaves the causes that the row does not match any more, and joins the new ones in `wanted`.
  private mutating func move(_ row: Int, _ page: Page, _ r: Int) {
    var link = members.first(of: row)
    var before: UInt32 = 0
    while link != 0 {
      let node = members[link]
      let cause = Int(node.cause)
      if let place = wanted.firstIndex(of: causes[cause].tag) {
        wanted.remove(at: place)
        let limit = Self.limit(figures[Int(causes[cause].rule)].clock, page, r)
        if limit != node.limit {
          noteGone(node.limit, of: cause)
          members.set(limit: limit, of: link)
          lower(cause, to: limit)
        }
        before = link
      } else {
        members.remove(link, of: row, after: before, first: &causes[cause].first)
        causes[cause].count -= 1
        noteGone(node.limit, of: cause)
        unsettle(cause)
      }
      link = node.nextOfShipment
    }
    for tag in wanted {
      let cause = cause(Int(tag >> 32), UInt32(truncatingIfNeeded: tag))
      let limit = Self.limit(figures[Int(causes[cause].rule)].clock, page, r)
      members.add(row, to: cause, limit: limit, first: &causes[cause].first)
      causes[cause].count += 1
      unsettle(cause)
      lower(cause, to: limit)
    }
  }
}

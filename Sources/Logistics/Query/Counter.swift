package import Measures

/// Counts what a list would have, in steps, without building it.
package struct ListCounter: Sendable {
  package let query: ListQuery
  package let now: Instant
  /// How many shipments match, and what their goods are worth; nil until everything is counted.
  package private(set) var result: (count: Int, euroCents: Int64)?

  private var matcher: Matcher?
  private var next = 0
  private var count = 0
  private var euroCents: Int64 = 0

  /// Begins to count what a query asks for; its order does not matter.
  package init(_ query: ListQuery, now: Instant) {
    self.query = query
    self.now = now
  }

  /// Counts for as long as about `pages` pages of 1,024 shipments take, some microseconds each.
  ///
  /// - Returns: whether everything is counted.
  package mutating func advance(pages: Int, on board: Board, index: inout TextIndex) -> Bool {
    guard result == nil else { return true }
    guard let matcher else {
      guard index.prepare(query.filter, on: board, pages: pages) else { return false }
      matcher = Matcher(query.filter, in: query.panel, board: board, now: now, index: &index)
      return false
    }
    let end = max(1, pages) < board.pages.count - next ? next + max(1, pages) : board.pages.count
    let (more, worth) = matcher.count(pages: next..<max(next, end), on: board)
    count += more
    euroCents &+= worth
    next = end
    if next >= board.pages.count { result = (count, euroCents) }
    return result != nil
  }
}

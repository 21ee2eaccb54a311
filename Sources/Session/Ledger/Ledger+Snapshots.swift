import Alarms
import Logistics
package import Store

// A snapshot is the board's pages that changed, its names, the book of alarms and whatever else belongs to the same position. A page that
// did not change stays from an earlier one; the head says which position all of them make up.

extension Ledger {
  /// Board and alarms of the last snapshot; nil when there is none that fits these tables.
  static func snapshot(
    _ reader: borrowing Reader, texts: TextTable, head: Section
  ) throws(StoreFailure) -> (board: Board, alarms: AlarmBook)? {
    // A page that did not change stays from an earlier snapshot; one from a later would be another board's.
    guard let names = try reader.section(Board.namesSection, layout: Board.layout), names.position == head.position
    else { return nil }
    var pages: [Page] = []
    for name in try reader.sectionNames(prefix: Board.pagePrefix, layout: Board.layout) {
      guard let section = try reader.section(name, layout: Board.layout),
        section.position.entries <= head.position.entries,
        let page = section.body.withUnsafeBytes({ Page(bytes: $0) })
      else { return nil }
      pages.append(page)
    }
    guard let board = Board(texts: texts, head: head.body, names: names.body, pages: pages),
      board.sequence == head.position.entries
    else { return nil }
    // A snapshot without a book is from before there were alarms; one whose book cannot be read is of no use.
    guard try !reader.sectionNames(prefix: AlarmBook.section, layout: Board.layout).isEmpty else {
      return (board, AlarmBook())
    }
    guard let book = try reader.section(AlarmBook.section, layout: Board.layout), book.position == head.position,
      book.body.starts(with: bookHead), let alarms = AlarmBook(bytes: Array(book.body.dropFirst(bookHead.count)))
    else { return nil }
    return (board, alarms)
  }

  /// What stands before the book's bytes: with what they were written.
  private static let bookHead = Array((AlarmBook.layout + "\n").utf8)

  /// Writes what changed of the board since the last snapshot, with further sections that belong to the same position;
  /// nothing where somebody else has kept a later one.
  package func snapshot(with others: [(name: String, layout: String, bytes: [UInt8])] = []) throws(StoreFailure) {
    guard journal.mode == .readWrite else { return }
    try regain()
    let position = position
    var next = board
    // Piece by piece: their bytes all together would be as large as the board.
    let pieces = next.changedSections()
    let kept = alarms
    let isKept = try journal.write { transaction throws(StoreFailure) in
      // A snapshot of an older state than the journal's is still good: what follows is folded on top of it. Over a later
      // one it would leave pages of two boards.
      if let head = try transaction.reader.section(Board.headSection, layout: Board.layout),
        head.position.entries > position.entries
      {
        return false
      }
      func keep(_ name: String, _ layout: String, _ bytes: [UInt8]) throws(StoreFailure) {
        try transaction.keep([Section(name: name, layout: layout, position: position, body: bytes)])
      }
      for piece in pieces { try keep(piece.name, Board.layout, piece.bytes) }
      try keep(AlarmBook.section, Board.layout, Ledger.bookHead + kept.bytes)
      for other in others { try keep(other.name, other.layout, other.bytes) }
      return true
    }
    if isKept { board = next }
    entriesSinceSnapshot = 0
  }
}

// A list that is put in order by a text column needs the place of every text among those that stand in the column. A slice at a
// time, and kept by column, so that a list that is built anew only looks whether there are new ones:
//
//   look     page by page: which texts have no place yet        none: the places are as they were
//   fold     their folded forms, so many at a time
//   sort     runs of 1, 2, 4 … texts, merged so many at a time
//   merge    with those that were in order before; all places are given anew
//
// Texts that fold to the same share a place, so that the number decides between their shipments.

/// Numbers by numbers, most of which have none: room is made by the thousand, where anything is.
struct SparseNumbers: Sendable {
  /// The place of each thousand's room, plus 1; 0 where it has none.
  private var rooms: [UInt32] = []
  private var values: ContiguousArray<UInt32> = []
  private static let bits: UInt32 = 10

  /// The number of a number; 0 where it has none.
  @inline(__always)
  subscript(number: UInt32) -> UInt32 {
    let room = Int(number &>> Self.bits)
    guard room < rooms.count, rooms[room] != 0 else { return 0 }
    return values[Int(rooms[room] &- 1) &<< Int(Self.bits) &+ Int(number & (1 &<< Self.bits &- 1))]
  }

  /// Gives a number its number.
  mutating func set(_ value: UInt32, of number: UInt32) {
    let room = Int(number >> Self.bits)
    if room >= rooms.count { rooms += Array(repeating: 0, count: room + 1 - rooms.count) }
    if rooms[room] == 0 {
      rooms[room] = UInt32(values.count >> Int(Self.bits)) + 1
      values.append(contentsOf: repeatElement(0, count: 1 << Int(Self.bits)))
    }
    values[Int(rooms[room] - 1) << Int(Self.bits) + Int(number & (1 << Self.bits - 1))] = value
  }
}

/// The places of a column's texts in the order of their folded forms, worked out in slices.
struct TextRanks: Sendable {
  /// A text with where its folded form stands, and the first eight bytes of that as a number.
  private struct Entry {
    var text: UInt32
    var length: UInt32
    var start: Int
    var head: UInt64
  }

  private enum Work { case rest, look, fold, sort, merge }

  /// The place of each text, from 1; 0 for one that had none when it was last looked.
  private(set) var places = SparseNumbers()

  private let column: WordColumn
  private var work = Work.rest
  /// The journal's number up to which every row's text has a place; nil before the first look is over.
  private var sequence: UInt64?
  private var begun: UInt64 = 0
  private var next = 0
  /// All texts that were ever found, so that none is found twice.
  private var found = SparseNumbers()
  private var fresh: [UInt32] = []
  private var bytes: [UInt8] = []
  /// Those that have places, in order.
  private var sorted: ContiguousArray<Entry> = []
  private var sort = MergeSort<Entry>([])
  private var merged: ContiguousArray<Entry> = []
  private var mergedPlaces = SparseNumbers()

  /// Places of a column of which nothing is known yet.
  init(_ column: WordColumn) { self.column = column }

  /// Works for as long as about `pages` pages of shipments take.
  ///
  /// - Returns: whether every text has a place that stood in the column when the board was folded up to `sequence`.
  mutating func prepare(upTo wanted: UInt64, on board: Board, pages: Int) -> Bool {
    if isOfAnother(board.texts) { self = TextRanks(column) }
    switch work {
    case .rest:
      if let sequence, sequence >= wanted { return true }
      (begun, next, work) = (board.sequence, 0, .look)
      look(pages, board)
    case .look: look(pages, board)
    case .fold: fold(Self.times(pages, 16), board.texts)
    case .sort: sortOn(Self.times(pages, 256))
    case .merge: merge(Self.times(pages, 256))
    }
    return work == .rest && (sequence ?? 0) >= wanted
  }

  private static func times(_ pages: Int, _ rows: Int) -> Int {
    let (product, overflow) = max(1, pages).multipliedReportingOverflow(by: rows)
    return overflow ? .max : product
  }

  /// Whether the texts are those of another dictionary, as far as the last of them tells.
  private func isOfAnother(_ texts: TextTable) -> Bool {
    guard let last = sorted.last else { return false }
    return last.text > texts.count
      || !Folding.bytes(texts[TextID(last.text)]).elementsEqual(bytes[last.start..<last.start + Int(last.length)])
  }

  private mutating func look(_ pages: Int, _ board: Board) {
    let all = min(board.pages.count, (board.count + Page.rows - 1) / Page.rows)
    let end = pages < all - next ? next + max(1, pages) : all
    for index in next..<max(next, end) {
      let values = board.pages[index].column(column)
      for r in 0..<min(Page.rows, board.count - index * Page.rows) {
        let text = values[r]
        guard text != 0, found[text] == 0, text <= board.texts.count else { continue }
        found.set(1, of: text)
        fresh.append(text)
      }
    }
    next = end
    guard end >= all else { return }
    next = 0
    work = fresh.isEmpty ? .rest : .fold
    if fresh.isEmpty { sequence = begun }
  }

  private mutating func fold(_ most: Int, _ texts: TextTable) {
    let end = most < fresh.count - next ? next + most : fresh.count
    for text in fresh[next..<end] {
      let start = bytes.count
      Folding.append(texts[TextID(text)], to: &bytes)
      let head = bytes[start...].prefix(8)
      var number = head.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      number <<= UInt64(8 * (8 - head.count))
      sort.add(Entry(text: text, length: UInt32(bytes.count - start), start: start, head: number))
    }
    next = end
    guard end == fresh.count else { return }
    fresh = []
    work = .sort
  }

  private mutating func sortOn(_ most: Int) {
    let isDone = bytes.withUnsafeBufferPointer { bytes in
      sort.advance(most) { Self.order($0, $1, bytes) < 0 }
    }
    guard isDone else { return }
    next = 0
    merged = []
    mergedPlaces = SparseNumbers()
    work = .merge
  }

  /// Less than 0 where `a` stands before `b`, 0 where they fold to the same.
  @inline(__always)
  private static func order(_ a: Entry, _ b: Entry, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    if a.head != b.head { return a.head < b.head ? -1 : 1 }
    for index in 0..<Int(min(a.length, b.length)) {
      let (x, y) = (bytes[a.start + index], bytes[b.start + index])
      if x != y { return x < y ? -1 : 1 }
    }
    return Int(a.length) - Int(b.length)
  }

  private mutating func merge(_ most: Int) {
    let new = sort.items
    let all = sorted.count + new.count
    bytes.withUnsafeBufferPointer { bytes in
      var left = most
      while left > 0, merged.count < all {
        left -= 1
        // `next` of those before were taken, and so the rest of what was merged are new ones.
        let other = merged.count - next
        let isOld =
          other >= new.count || next < sorted.count && Self.order(new[other], sorted[next], bytes) >= 0
        let entry = isOld ? sorted[next] : new[other]
        if isOld { next += 1 }
        let before = merged.last.map { mergedPlaces[$0.text] } ?? 0
        let isSame = merged.last.map { Self.order($0, entry, bytes) == 0 } ?? false
        mergedPlaces.set(isSame ? before : before + 1, of: entry.text)
        merged.append(entry)
      }
    }
    guard merged.count == all else { return }
    (sorted, places) = (merged, mergedPlaces)
    (merged, mergedPlaces, sort) = ([], SparseNumbers(), MergeSort([]))
    sequence = begun
    work = .rest
  }
}

/// Sorts in steps, and keeps the order of equals: runs of 1, 2, 4 … items are merged two by two.
struct MergeSort<Item> {
  private(set) var items: ContiguousArray<Item>
  private var other: ContiguousArray<Item> = []
  private var width = 1
  /// What of the two runs that are being merged is next, and where they end.
  private var left = 0
  private var right = 1
  private var middle = 1
  private var end = 2

  /// Items in any order.
  init(_ items: ContiguousArray<Item>) { self.items = items }

  /// Adds an item; only before the first step.
  mutating func add(_ item: Item) { items.append(item) }

  /// Moves no more than `most` items.
  ///
  /// - Returns: whether all are in order.
  mutating func advance(_ most: Int, _ isBefore: (Item, Item) -> Bool) -> Bool {
    var rest = max(1, most)
    let count = items.count
    while width < count {
      guard rest > 0 else { return false }
      if other.isEmpty {
        other.reserveCapacity(count)
        begin(0)
      }
      while other.count < count {
        guard rest > 0 else { return false }
        rest -= 1
        if left < middle, right >= end || !isBefore(items[right], items[left]) {
          other.append(items[left])
          left += 1
        } else {
          other.append(items[right])
          right += 1
        }
        if left == middle, right == end { begin(end) }
      }
      swap(&items, &other)
      other.removeAll(keepingCapacity: true)
      width *= 2
    }
    return true
  }

  /// Begins with the two runs from `start` on.
  private mutating func begin(_ start: Int) {
    left = start
    middle = min(items.count, start + width)
    right = middle
    end = min(items.count, start + 2 * width)
  }
}

extension MergeSort: Sendable where Item: Sendable {}

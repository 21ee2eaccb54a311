// Every text of the dictionary in its folded form, one after the other:
//
//   bytes    FF a n k e r FF s h e n z h e n FF r o t e   s c h u h e FF
//   starts   ^1           ^7                 ^16                        ^27
//
// FF is in no UTF-8 text. A search is one pass over these bytes, however many shipments share a text; a whole text is found
// by searching for it between two FFs. What was searched last is kept, with how far it was searched: a longer needle looks first at
// what the shorter found, and when texts are added only they are looked at. A pattern looks at texts that have the bytes that every
// match must have. All of it goes on in slices.

/// The dictionary's texts, ready to be searched.
package struct TextIndex: Sendable {
  private var bytes: [UInt8] = [0xFF]
  /// Where text `n` begins; its end is the FF before the start of the next.
  private var starts: [UInt32] = [1, 2]
  /// What the last searches found, latest last.
  private var found: [Search] = []
  /// The places of a column's texts in their order, as far as a list asked for them.
  private var ranks: [WordColumn: TextRanks] = [:]
  private static let foundMost = 32

  /// What is looked for.
  enum Needle: Hashable, Sendable {
    /// Folded words anywhere in a text.
    case words([UInt8])
    /// Folded words that are the whole text.
    case whole([UInt8])
    case pattern(Pattern)

    /// What a value of a filter is looked for with; nil where it is no text.
    init?(_ value: Filter.Value, whole isWhole: Bool) {
      switch value {
      case .text(let text): self = isWhole ? .whole(Folding.bytes(text)) : .words(Folding.bytes(text))
      case .pattern(let pattern): self = .pattern(pattern)
      case .none, .any, .quantity, .range: return nil
      }
    }

    /// Bytes that every text has that it finds; the FFs on both sides belong to a text here.
    var bytes: [UInt8] {
      switch self {
      case .words(let words): words
      case .whole(let words): words.isEmpty ? [] : [0xFF] + words + [0xFF]
      case .pattern(let pattern): pattern.program.needle
      }
    }
  }

  /// A search that is under way or done.
  private struct Search: Sendable {
    let needle: Needle
    let bytes: [UInt8]
    /// The texts found so far, in order.
    var ids: [UInt32] = []
    /// The texts that were looked at: all up to this one.
    var upTo = 0
    /// Texts that a shorter needle found, still to be looked at, the next last; they are all there are up to `candidatesUpTo`.
    var candidates: [UInt32] = []
    var candidatesUpTo = 0
    var states: PatternStates?

    init(_ needle: Needle) {
      self.needle = needle
      bytes = needle.bytes
      if case .pattern(let pattern) = needle { states = PatternStates(pattern.program) }
    }
  }

  /// An index of nothing.
  package init() { bytes.append(0xFF) }

  /// How many texts are in it.
  package var count: Int { starts.count - 2 }

  /// Works towards being ready for a filter, for as long as about `pages` pages of shipments take.
  ///
  /// - Returns: whether it is.
  mutating func prepare(_ filter: Filter, on board: Board, pages: Int) -> Bool {
    prepare(filter.needles(among: board.alarms), over: board.texts, pages: pages)
  }

  private mutating func prepare(_ needles: [Needle], over texts: TextTable, pages: Int) -> Bool {
    guard !needles.isEmpty else { return true }
    let (most, overflow) = max(1, pages).multipliedReportingOverflow(by: Page.rows / 4)
    guard extend(over: texts, most: overflow ? .max : most) else { return false }
    let (room, isVast) = max(1, pages).multipliedReportingOverflow(by: Self.bytesPerPage)
    var left = isVast ? Int.max : room
    for needle in needles.prefix(Self.foundMost) {
      guard search(needle, &left) else { return false }
    }
    return true
  }

  /// Works towards being ready for a filter, as ``ListBuilder`` does by itself; for whoever asks a ``Matcher`` row by row.
  ///
  /// - Returns: whether it is, so that making the filter ready takes no longer than a slice.
  package mutating func isReady(for filter: Filter, on board: Board, pages: Int) -> Bool {
    prepare(filter, on: board, pages: pages)
  }

  /// The same for a filter that asks for no alarms, over a dictionary by itself.
  package mutating func isReady(for filter: Filter, over texts: TextTable, pages: Int) -> Bool {
    prepare(filter.needles, over: texts, pages: pages)
  }

  /// Works towards the places of the texts of a column, for as long as about `pages` pages of shipments take.
  ///
  /// - Returns: the place of each text that stood there when the board was folded up to `sequence`; nil where that needs more slices.
  mutating func places(in column: WordColumn, upTo sequence: UInt64, on board: Board, pages: Int) -> SparseNumbers? {
    guard ranks[column, default: TextRanks(column)].prepare(upTo: sequence, on: board, pages: pages) else { return nil }
    return ranks[column]?.places
  }

  /// Bytes that can be searched while a filter looks at a page of shipments.
  private static let bytesPerPage = 1 << 16
  /// A byte that a pattern steps over takes as long as so many that are searched.
  private static let stepCost = 24

  /// Takes at most `most` further texts of a dictionary; starts anew when it is another dictionary.
  ///
  /// - Returns: whether all of them are in it now.
  @discardableResult
  package mutating func extend(over texts: TextTable, most: Int = .max) -> Bool {
    if count > texts.count || count > 0 && !holds(texts[TextID(UInt32(count))], at: count) { self = TextIndex() }
    guard count < texts.count else { return true }
    let end = texts.count - count > most ? count + most : texts.count
    for number in count + 1...end {
      let start = bytes.count
      Folding.append(texts[TextID(UInt32(number))], to: &bytes)
      // Offsets have 32 bits; what lies beyond is found by number and not by text.
      if bytes.count >= Int(UInt32.max) { bytes.removeLast(bytes.count - start) }
      bytes.append(0xFF)
      starts.append(UInt32(bytes.count))
    }
    return end == texts.count
  }

  private func holds(_ text: String, at number: Int) -> Bool { self[number].elementsEqual(Folding.bytes(text)) }

  /// The folded bytes of text `number`.
  private subscript(number: Int) -> ArraySlice<UInt8> { bytes[Int(starts[number])..<Int(starts[number + 1]) - 1] }

  /// The numbers of the texts that contain the words, or are them when `whole`; in order.
  package mutating func ids(containing words: String, whole: Bool = false) -> [UInt32] {
    let words = Folding.bytes(words)
    return ids(of: whole ? .whole(words) : .words(words))
  }

  /// The numbers of the texts that a needle finds, in order; none for one that is empty.
  mutating func ids(of needle: Needle) -> [UInt32] {
    var left = Int.max
    _ = search(needle, &left)
    return found.last { $0.needle == needle }?.ids ?? []
  }

  /// Goes on with a search, over about `left` bytes.
  ///
  /// - Returns: whether every text was looked at.
  private mutating func search(_ needle: Needle, _ left: inout Int) -> Bool {
    var search: Search
    if let known = found.lastIndex(where: { $0.needle == needle }) {
      // What was used last stands last, and stays longest.
      search = found.remove(at: known)
    } else {
      search = Search(needle)
      begin(&search)
      if found.count >= Self.foundMost { found.removeFirst() }
    }
    let isDone = goOn(&search, &left)
    found.append(search)
    return isDone
  }

  /// Begins with what a shorter needle found, where that is little.
  private func begin(_ search: inout Search) {
    guard !search.bytes.isEmpty else {
      // Empty words find nothing; a pattern without bytes of its own looks at every text.
      if search.states == nil { search.upTo = .max }
      return
    }
    let base = found.last { known in
      known.states == nil && known.candidates.isEmpty && !known.bytes.isEmpty && known.upTo != .max
        && Self.contains(search.bytes, known.bytes)
    }
    guard let base, base.ids.count < max(64, base.upTo / 4) else { return }
    search.candidates = base.ids.reversed()
    search.candidatesUpTo = base.upTo
    if search.candidates.isEmpty { search.upTo = base.upTo }
  }

  private func goOn(_ search: inout Search, _ left: inout Int) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      starts.withUnsafeBufferPointer { starts in
        while left > 0, let id = search.candidates.popLast() {
          let start = Int(starts[Int(id)])
          let end = Int(starts[Int(id) + 1]) - 1
          left -= 64 + (end - start)
          // The FFs on both sides belong to the text here, so that a whole text is found like any other.
          let has = search.bytes.withUnsafeBufferPointer {
            Self.first($0, in: bytes, from: start - 1, to: end + 1) != nil
          }
          if has, Self.matches(&search, bytes, start, end, &left) { search.ids.append(id) }
          if search.candidates.isEmpty { search.upTo = search.candidatesUpTo }
        }
        guard search.candidates.isEmpty else { return false }
        while left > 0, search.upTo < count {
          let first = search.upTo + 1
          let room = min(left, 1 << 22)
          let limit = UInt32(clamping: Int(starts[first]) + room)
          let last = min(count, max(first, Self.text(at: limit, from: first, starts)))
          left -= Int(starts[last + 1] - starts[first]) + 64
          look(&search, bytes, starts, first...last, &left)
        }
        return search.upTo >= count
      }
    }
  }

  /// Looks at all of some texts.
  private func look(
    _ search: inout Search, _ bytes: UnsafeBufferPointer<UInt8>, _ starts: UnsafeBufferPointer<UInt32>,
    _ texts: ClosedRange<Int>, _ left: inout Int
  ) {
    guard !search.bytes.isEmpty else {
      for number in texts {
        search.upTo = number
        if Self.matches(&search, bytes, Int(starts[number]), Int(starts[number + 1]) - 1, &left) {
          search.ids.append(UInt32(number))
        }
        if left <= 0 { return }
      }
      return
    }
    search.upTo = texts.upperBound
    let end = Int(starts[texts.upperBound + 1])
    // A needle that begins with FF sits on the text before; its second byte is the text's own.
    let shift = search.bytes[0] == 0xFF ? 1 : 0
    var from = Int(starts[texts.lowerBound]) - 1
    var number = texts.lowerBound
    while let at = search.bytes.withUnsafeBufferPointer({ Self.first($0, in: bytes, from: from, to: end) }) {
      number = Self.text(at: UInt32(at + shift), from: number, starts)
      if Self.matches(&search, bytes, Int(starts[number]), Int(starts[number + 1]) - 1, &left) {
        search.ids.append(UInt32(number))
      }
      from = Int(starts[number + 1]) - 1
    }
  }

  /// Whether a text that has the needle's bytes is what is looked for.
  @inline(__always)
  private static func matches(
    _ search: inout Search, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ left: inout Int
  ) -> Bool {
    guard search.states != nil else { return true }
    let before = search.states?.built ?? 0
    let isFound = search.states?.matches(bytes, from: start, to: end) ?? false
    left -= (end - start) * stepCost + ((search.states?.built ?? 0) - before) * stepCost * 256
    return isFound
  }

  static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    text.count >= part.count
      && (0...(text.count - part.count)).contains { start in text[start..<start + part.count].elementsEqual(part) }
  }

  /// The number of the text that the offset lies in, looked for from text `from` on in growing steps.
  @inline(__always)
  private static func text(at offset: UInt32, from: Int, _ starts: UnsafeBufferPointer<UInt32>) -> Int {
    var low = from
    var step = 1
    while low + step < starts.count, starts[low + step] <= offset {
      low += step
      step += step
    }
    var high = min(low + step, starts.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The first place of the needle: 64 places at a time are asked for its first and its last byte, in loops that the compiler
  /// turns into vector instructions; then each that has both is compared byte by byte (W. Muła, "SIMD-friendly algorithms for
  /// substring searching").
  @inline(__always)
  private static func first(
    _ needle: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, from: Int, to: Int
  ) -> Int? {
    let last = needle.count - 1
    guard let base = bytes.baseAddress, to - from > last else { return nil }
    let head = needle[0]
    let tail = needle[last]
    var at = from
    let end = to - last
    while at < end {
      if at + 64 <= end {
        let heads = base + at
        let tails = heads + last
        var hits: UInt8 = 0
        for place in 0..<64 { hits |= (heads[place] == head ? 1 : 0) & (tails[place] == tail ? 1 : 0) }
        if hits == 0 {
          at += 64
          continue
        }
      }
      let stop = min(at + 64, end)
      while at < stop {
        if base[at] == head, base[at + last] == tail, isSame(needle, base + at) { return at }
        at += 1
      }
    }
    return nil
  }

  @inline(__always)
  private static func isSame(_ needle: UnsafeBufferPointer<UInt8>, _ place: UnsafePointer<UInt8>) -> Bool {
    var index = 1
    while index < needle.count - 1 {
      if needle[index] != place[index] { return false }
      index += 1
    }
    return true
  }
}

// Every text of the dictionary in its folded form, one after the other:
//
//   bytes    FF a n k e r FF s h e n z h e n FF r o t e   s c h u h e FF
//   starts   ^1           ^7                 ^16                        ^27
//
// FF is in no UTF-8 text. A search is one pass over these bytes, however many shipments share a text; a whole text is found
// by searching for it between two FFs. What was searched last is kept: a longer needle only looks at what the shorter found.

/// The dictionary's texts, ready to be searched.
package struct TextIndex: Sendable {
  private var bytes: [UInt8] = [0xFF]
  /// Where text `n` begins; its end is the FF before the start of the next.
  private var starts: [UInt32] = [1, 2]
  /// What the last searches found, latest last.
  private var found: [(needle: [UInt8], ids: [UInt32])] = []
  private static let foundMost = 8

  /// An index of nothing.
  package init() { bytes.append(0xFF) }

  /// How many texts are in it.
  package var count: Int { starts.count - 2 }

  /// Works towards being ready for a filter, for as long as about `pages` pages of shipments take.
  ///
  /// - Returns: whether it is.
  mutating func prepare(_ filter: Filter, over texts: TextTable, pages: Int) -> Bool {
    guard filter.asksTexts else { return true }
    let (most, overflow) = max(1, pages).multipliedReportingOverflow(by: Page.rows / 4)
    return extend(over: texts, most: overflow ? .max : most)
  }

  /// Takes at most `most` further texts of a dictionary; starts anew when it is another dictionary.
  ///
  /// - Returns: whether all of them are in it now.
  @discardableResult
  package mutating func extend(over texts: TextTable, most: Int = .max) -> Bool {
    if count > texts.count || count > 0 && !holds(texts[TextID(UInt32(count))], at: count) { self = TextIndex() }
    guard count < texts.count else { return true }
    found = []
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
    var needle = Folding.bytes(words)
    guard !needle.isEmpty else { return [] }
    if whole { needle = [0xFF] + needle + [0xFF] }
    if let known = found.last(where: { $0.needle == needle }) { return known.ids }
    let ids =
      found.last(where: { Self.contains(needle, $0.needle) }).map { narrower in narrow(narrower.ids, to: needle) }
      ?? search(needle)
    if found.count == Self.foundMost { found.removeFirst() }
    found.append((needle, ids))
    return ids
  }

  static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    text.count >= part.count
      && (0...(text.count - part.count)).contains { start in text[start..<start + part.count].elementsEqual(part) }
  }

  private func narrow(_ ids: [UInt32], to needle: [UInt8]) -> [UInt32] {
    bytes.withUnsafeBufferPointer { bytes in
      needle.withUnsafeBufferPointer { needle in
        ids.filter { id in
          // The FFs on both sides belong to the text here, so that a whole text is found like any other.
          let start = Int(starts[Int(id)]) - 1
          let end = Int(starts[Int(id) + 1])
          return Self.first(needle, in: bytes, from: start, to: end) != nil
        }
      }
    }
  }

  private func search(_ needle: [UInt8]) -> [UInt32] {
    var ids: [UInt32] = []
    bytes.withUnsafeBufferPointer { bytes in
      starts.withUnsafeBufferPointer { starts in
        needle.withUnsafeBufferPointer { needle in
          // A needle that begins with FF sits on the text before; its second byte is the text's own.
          let shift = needle[0] == 0xFF ? 1 : 0
          var from = 0
          var number = 1
          while let at = Self.first(needle, in: bytes, from: from, to: bytes.count) {
            number = Self.text(at: UInt32(at + shift), from: number, starts)
            ids.append(UInt32(number))
            from = Int(starts[number + 1]) - 1
          }
        }
      }
    }
    return ids
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

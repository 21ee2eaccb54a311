import CTariff

// Search in the nomenclature as it is typed. Every word of every row stands once in a sorted vocabulary; a prefix is a range of it:
//
//   vocabulary   … head | headphone | headset | health …          "hea" → one range
//   postings          ↓ rows in which a word stands, with a mark where it is in their first clause
//   score        one number a row, kept between words: what stands before the last word is found in all, or nothing is
//
// Two kinds of words lead to a row: the nomenclature's own, and what people call such goods ("earbuds", "Kopfhörer", "充电宝").

/// One code that was found.
package struct CommodityHit: Hashable, Sendable {
  /// The code.
  package var code: CommodityCode
  /// How well it fits; only to be compared with others of the same answer.
  package var score: Float
  /// How many of the words that were asked for were found in it.
  package var wordCount: Int
  /// Whether that was every one of them.
  package var hasAllWords: Bool
}

/// Search in the nomenclature by words or by the beginning of a code.
package enum CommoditySearch {
  /// The codes that fit best, best first.
  ///
  /// Digits (with dots) are the beginning of a code and answer in the order of the codes. Words may stand in any order, each
  /// may be the beginning of one, case and accents do not matter; where no code has all of them, those with the rarest come
  /// first. Texts without a word find nothing.
  package static func find(_ text: some StringProtocol, limit: Int = 20) -> [CommodityHit] {
    guard limit > 0 else { return [] }
    var plain: [UInt8] = []
    Plain.append(String(text), to: &plain)
    let digits = plain.filter { $0 >= 0x30 && $0 <= 0x39 }
    if !digits.isEmpty, plain.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x20 || $0 == 0x2D }) {
      return codes(beginning: digits, limit: limit)
    }
    return SearchIndex.shared.find(plain, limit: limit)
  }

  private static func codes(beginning digits: [UInt8], limit: Int) -> [CommodityHit] {
    let table = NomenclatureTable.shared
    let used = digits.prefix(6)
    var low = 0
    for digit in used { low = low * 10 + Int(digit - 0x30) }
    var step = 1
    for _ in used.count..<6 { (low, step) = (low * 10, step * 10) }
    var row = table.firstRow(from: UInt32(low) * 8)
    var hits: [CommodityHit] = []
    while row < table.codes.count, hits.count < limit, Int(table.codes[row].key >> 3) < low + step {
      // A code shorter than what was typed is not its beginning.
      if table.codes[row].count >= used.count || used.count % 2 == 1 {
        hits.append(CommodityHit(code: table.codes[row], score: 1, wordCount: 0, hasAllWords: true))
      }
      row += 1
    }
    return hits
  }
}

/// The index; made when first asked.
final class SearchIndex: Sendable {
  static let shared = SearchIndex()

  /// A word of the vocabulary: where its bytes and its postings are.
  private struct Word {
    var start: Int32
    var count: UInt8
    var firstPosting: Int32
    var postingCount: Int32
  }

  /// A row in which a word stands.
  private struct Posting {
    /// The row.
    var row: UInt16
    /// How much the place counts: 4 what people call it by itself, 3 within what they call it, 2 the first clause, 1 the rest.
    var weight: UInt8
  }

  private let pool: [UInt8]
  private let words: [Word]
  private let postings: [Posting]
  private let table: NomenclatureTable
  /// One over the length of each row's words, as a factor: short rows say more with the same word.
  private let brevity: [Float]

  private init() {
    let table = NomenclatureTable.shared
    self.table = table
    // Every word gets a number as it comes; the postings lie in the order of the rows.
    var numbers: [String: Int32] = [:]
    var lastOf: [Int32] = []
    var entries: [(word: Int32, posting: Posting)] = []
    entries.reserveCapacity(120_000)
    var counts: [Int32] = []
    func add(_ plain: [UInt8], _ row: Int, firstClause: UInt8, rest: UInt8) {
      let clause = plain.firstIndex(of: 0x3B) ?? plain.count
      Plain.forEachWord(plain) { place in
        let text = Plain.normal(plain[place])
        guard text.utf8.count < 256 else { return }
        let weight = place.lowerBound < clause ? firstClause : rest
        if let number = numbers[text] {
          // The same word twice in a row counts once, by its better place.
          let last = Int(lastOf[Int(number)])
          if Int(entries[last].posting.row) == row {
            if entries[last].posting.weight < weight { entries[last].posting.weight = weight }
            return
          }
          lastOf[Int(number)] = Int32(entries.count)
          counts[Int(number)] += 1
          entries.append((number, Posting(row: UInt16(row), weight: weight)))
        } else {
          let number = Int32(counts.count)
          numbers[text] = number
          lastOf.append(Int32(entries.count))
          counts.append(1)
          entries.append((number, Posting(row: UInt16(row), weight: weight)))
        }
      }
    }
    var called: [Int: [String]] = [:]
    for facts in GoodsFacts.all {
      if let row = table.row(of: facts.code) { called[row, default: []].append(facts.words) }
    }
    forEachRow(.words) { row in
      guard let code = CommodityCode(value: row.int(0), digits: row.raw(0).count), let place = table.row(of: code)
      else {
        return
      }
      called[place, default: []].append(row.text(1))
    }
    var brevity: [Float] = []
    brevity.reserveCapacity(table.codes.count)
    var plain: [UInt8] = []
    for row in table.codes.indices {
      plain.removeAll(keepingCapacity: true)
      // The nomenclature is written in ASCII.
      for byte in table.bytes(row) { plain.append(byte &- 0x41 < 26 ? byte | 0x20 : byte) }
      add(plain, row, firstClause: 2, rest: 1)
      brevity.append(1 / (1 + Float(plain.count) / 200))
      for text in called[row] ?? [] {
        for phrase in text.split(separator: ",") {
          plain.removeAll(keepingCapacity: true)
          Plain.append(String(phrase), to: &plain)
          // A word that is the whole name of such goods says more than one of a name.
          let weight: UInt8 = phrase.trimmed.contains(" ") ? 3 : 4
          add(plain, row, firstClause: weight, rest: weight)
        }
      }
    }
    let sorted = numbers.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    var pool: [UInt8] = []
    var words: [Word] = []
    var placeOf = [Int32](repeating: 0, count: counts.count)
    var next: Int32 = 0
    for (text, number) in sorted {
      words.append(
        Word(
          start: Int32(pool.count), count: UInt8(text.utf8.count), firstPosting: next, postingCount: counts[Int(number)]
        ))
      pool.append(contentsOf: text.utf8)
      placeOf[Int(number)] = next
      next += counts[Int(number)]
    }
    var postings = [Posting](repeating: Posting(row: 0, weight: 0), count: entries.count)
    for entry in entries {
      postings[Int(placeOf[Int(entry.word)])] = entry.posting
      placeOf[Int(entry.word)] += 1
    }
    self.pool = pool
    self.words = words
    self.postings = postings
    self.brevity = brevity
  }

  /// The words of the vocabulary that begin so.
  private func range(_ prefix: ArraySlice<UInt8>) -> Range<Int> {
    func bound(_ isAbove: Bool) -> Int {
      var low = 0
      var high = words.count
      while low < high {
        let middle = (low + high) / 2
        let word = words[middle]
        var order = 0
        var offset = 0
        for byte in prefix {
          if offset >= Int(word.count) {
            order = -1
            break
          }
          let own = pool[Int(word.start) + offset]
          if own != byte {
            order = own < byte ? -1 : 1
            break
          }
          offset += 1
        }
        if order < 0 || (isAbove && order == 0) { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let first = bound(false)
    return first..<max(first, bound(true))
  }

  /// Whether some word of the vocabulary is exactly this plain word.
  func knows(_ word: String) -> Bool {
    let bytes = Array(word.utf8)
    guard let first = range(bytes[...]).first else { return false }
    return Int(words[first].count) == bytes.count
  }

  /// How often a word stands in the nomenclature, 0 ... 1 as its rarity: 1 for one that stands in a single row.
  private func rarity(_ postingCount: Int) -> Float {
    // A logarithm by halving is enough to order words.
    var halvings: Float = 0
    var rest = Float(max(1, postingCount))
    while rest >= 2 {
      rest /= 2
      halvings += 1
    }
    halvings += rest - 1
    return max(0.05, 1 - halvings / 13)
  }

  /// The rows whose words fit a plain text best.
  func find(_ plain: [UInt8], limit: Int) -> [CommodityHit] {
    let (scores, counts, asked) = score(plain)
    guard asked > 0 else { return [] }
    return best(scores, counts, asked, limit: limit) { _ in true }
  }

  /// The subheadings whose words fit a list of plain words best; words of which there is none are passed over.
  func suggest(_ list: [String], limit: Int) -> [CommodityHit] {
    let plain = Array(list.joined(separator: " ").utf8)
    let (scores, counts, asked) = score(plain, isTyped: false)
    guard asked > 0 else { return [] }
    return best(scores, counts, asked, limit: limit) { table.codes[$0].count == 6 }
  }

  private func score(_ plain: [UInt8], isTyped: Bool = true) -> (scores: [Float], counts: [UInt8], asked: Int) {
    var scores = [Float](repeating: 0, count: table.codes.count)
    var counts = [UInt8](repeating: 0, count: table.codes.count)
    // What the word in hand gives to a row: the best of all words that begin so.
    var word = [Float](repeating: 0, count: table.codes.count)
    var touched: [UInt16] = []
    touched.reserveCapacity(4_096)
    var asked = 0
    Plain.forEachWord(plain) { place in
      guard asked < 12 else { return }
      let isLast = isTyped && place.upperBound == plain.count
      // What is being typed is a beginning; what is finished is a word, and may stand in its other number.
      let text = isLast ? plain[place] : plain[place].prefix(Plain.keptCount(plain[place]))
      let range = range(text)
      if range.isEmpty, !isTyped { return }
      asked += 1
      var total = 0
      for number in range { total += Int(words[number].postingCount) }
      let rare = rarity(total)
      for number in range {
        let isWhole = Int(words[number].count) == text.count
        if !isWhole, !isTyped, text.count < 4 { continue }
        let fit: Float = isWhole ? 1 : isTyped ? 0.6 : 0.4
        let first = Int(words[number].firstPosting)
        for posting in postings[first..<first + Int(words[number].postingCount)] {
          let gain = rare * fit * (0.6 + 0.4 * Float(posting.weight))
          let row = Int(posting.row)
          if word[row] == 0 { touched.append(posting.row) }
          if gain > word[row] { word[row] = gain }
        }
      }
      for row in touched {
        scores[Int(row)] += word[Int(row)]
        counts[Int(row)] &+= 1
        word[Int(row)] = 0
      }
      touched.removeAll(keepingCapacity: true)
    }
    return (scores, counts, asked)
  }

  /// The best rows by a partial order kept in a list as long as the answer.
  private func best(
    _ scores: [Float], _ counts: [UInt8], _ asked: Int, limit: Int, where isWanted: (Int) -> Bool
  ) -> [CommodityHit] {
    let most = counts.max() ?? 0
    guard most > 0 else { return [] }
    var rows: [(row: Int, score: Float)] = []
    rows.reserveCapacity(limit + 1)
    for row in scores.indices where counts[row] > 0 && isWanted(row) {
      // All words come before a part of them; subheadings a little before the headings that say the same.
      guard counts[row] == most || Int(most) < asked else { continue }
      let depth: Float = table.codes[row].count == 6 ? 1 : table.codes[row].count == 4 ? 0.97 : 0.8
      let score = scores[row] * brevity[row] * depth * (Int(counts[row]) == asked ? 2 : 1)
      if rows.count == limit, let last = rows.last, score <= last.score { continue }
      let place = rows.firstIndex { $0.score < score } ?? rows.count
      rows.insert((row, score), at: place)
      if rows.count > limit { rows.removeLast() }
    }
    return rows.map {
      CommodityHit(
        code: table.codes[$0.row], score: $0.score, wordCount: Int(counts[$0.row]),
        hasAllWords: Int(counts[$0.row]) == asked)
    }
  }

  /// Whether any of these plain words stands in the words of a code, of those above it, or of those below it.
  func shares(_ list: [String], with code: CommodityCode) -> Bool {
    let first = table.firstRow(from: code.heading.key)
    for word in list {
      let bytes = Array(word.utf8)
      for number in range(bytes[...]) {
        let isWhole = Int(words[number].count) == bytes.count
        guard isWhole || bytes.count >= 4 else { continue }
        let start = Int(words[number].firstPosting)
        for posting in postings[start..<start + Int(words[number].postingCount)] {
          let other = table.codes[Int(posting.row)]
          if Int(posting.row) >= first, code.heading.contains(other) { return true }
          if other == code.chapter { return true }
        }
      }
    }
    return false
  }
}

// How well a text has the letters that were typed, in their order but with others between them, in the manner of fzf
// (junegunn/fzf, src/algo: a Smith-Waterman alignment in which a letter at the beginning of a word counts more, and a gap costs):
//
//   typed   rn            a letter that matches       16        the first one of a gap       -3
//   text    release note  at the beginning of a word  + 8       each further one             -1
//           ^       ^     right behind the last match + 4
//
// What is spread so thinly that it is no abbreviation is no match.

/// Letters that were typed, found in a text.
enum Fuzzy {
  /// A match: the more the better, and which characters of the text it is.
  struct Match: Hashable {
    var score: Int
    var places: [Int]
  }

  private static let matched = 16, atWord = 8, inRow = 4, gapOpen = -3, gapGoesOn = -1
  /// A text longer than this is cut for the search, and so is what is typed.
  private static let textMax = 200, typedMax = 40

  /// The best place of what was typed in a text, both in small letters; nil when it is not there, or only spread too thinly.
  static func match(_ typed: [Character], in text: [Character]) -> Match? {
    let typed = Array(typed.prefix(typedMax))
    let text = Array(text.prefix(textMax))
    guard !typed.isEmpty, typed.count <= text.count else { return typed.isEmpty ? Match(score: 0, places: []) : nil }
    let width = text.count
    let none = Int.min / 4
    // The best score of the first letters that ends with the last one matched right here, and whether the one before is next to it.
    var ends = [[Int]](repeating: [Int](repeating: none, count: width), count: typed.count)
    var from = [[Int]](repeating: [Int](repeating: -1, count: width), count: typed.count)
    for (row, letter) in typed.enumerated() {
      // The best score of the letters before, as it has sunk over the gap since.
      var carried = none
      var carriedFrom = -1
      for column in row..<width {
        if row > 0, column >= 2 {
          let fresh = ends[row - 1][column - 2]
          let sunk = carried == none ? none : carried + gapGoesOn
          if fresh != none, fresh + gapOpen > sunk {
            carried = fresh + gapOpen
            carriedFrom = column - 2
          } else {
            carried = sunk
          }
        }
        guard text[column] == letter else { continue }
        let isAtWord = column == 0 || !(text[column - 1].isLetter || text[column - 1].isNumber)
        let own = matched + (isAtWord ? atWord * (row == 0 ? 2 : 1) : 0)
        if row == 0 {
          ends[row][column] = own
          continue
        }
        let next = column > 0 && ends[row - 1][column - 1] != none ? ends[row - 1][column - 1] + inRow : none
        guard next != none || carried != none else { continue }
        ends[row][column] = own + max(next, carried)
        from[row][column] = next >= carried ? column - 1 : carriedFrom
      }
    }
    guard let last = ends[typed.count - 1].indices.max(by: { ends[typed.count - 1][$0] < ends[typed.count - 1][$1] }),
      ends[typed.count - 1][last] >= typed.count * 12
    else { return nil }
    var places: [Int] = []
    var column = last
    for row in typed.indices.reversed() {
      places.append(column)
      column = from[row][column]
    }
    return Match(score: ends[typed.count - 1][last], places: places.reversed())
  }

  /// Every word that was typed found in a text, in any order; nil when one is not there.
  static func match(words typed: String, in text: String) -> Match? {
    let text = Array(text.lowercased())
    var all = Match(score: 0, places: [])
    for word in typed.lowercased().split(separator: " ") {
      let letters = Array(word)
      guard let found = exact(letters, in: text) ?? match(letters, in: text) else { return nil }
      all.score += found.score
      all.places += found.places
    }
    return all
  }

  /// What was typed as it stands in a text, best at the beginning of a word.
  private static func exact(_ typed: [Character], in text: [Character]) -> Match? {
    guard !typed.isEmpty, typed.count <= text.count else { return nil }
    var best: Match?
    for start in 0...(text.count - typed.count) where text[start..<(start + typed.count)].elementsEqual(typed) {
      let isAtWord = start == 0 || !(text[start - 1].isLetter || text[start - 1].isNumber)
      let score = typed.count * (matched + inRow) + (isAtWord ? atWord * 2 : 0) + (start == 0 ? atWord : 0)
      if score > best?.score ?? 0 { best = Match(score: score, places: Array(start..<(start + typed.count))) }
    }
    return best
  }
}

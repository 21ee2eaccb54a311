import Measures

// From the words of a listed name that were found to its score: how much of the name is in the entry and how much of the entry in the
// name, and what else is known of both.

extension Screener {
  /// How a pair of words fits.
  private static func fit(_ pair: Found, _ words: [NameWord], _ listed: ListedName) -> WordFit {
    if pair.isInitial { return pair.likeness == 1 ? .same : .initial }
    if pair.askedSpan == 1, pair.span == 1, words[pair.asked].letters == listed.words[pair.word].letters {
      return .same
    }
    return pair.likeness >= 0.995 || (pair.isVowelless && pair.likeness >= 0.93)
      ? .sound : .near(Int(pair.likeness * 100))
  }

  /// Which words belong together, each taken once; the best pairs first, and then initials for words that are left.
  private struct Pairing {
    var pairs: [Found] = []
    var askedTaken: [Bool]
    var listedTaken: [Bool]
  }

  private func pairing(_ words: [NameWord], _ listed: ListedName, _ found: [Found]) -> Pairing {
    // The best pairs first, each word once.
    var askedTaken = [Bool](repeating: false, count: words.count)
    var listedTaken = [Bool](repeating: false, count: listed.words.count)
    var pairs: [Found] = []
    let order = found.sorted {
      if $0.likeness != $1.likeness { return $0.likeness > $1.likeness }
      let (a, b) = ($0.askedSpan + $0.span, $1.askedSpan + $1.span)
      return a != b ? a < b : ($0.asked, $0.word) < ($1.asked, $1.word)
    }
    for pair in order {
      let asked = pair.asked..<pair.asked + pair.askedSpan
      let own = pair.word..<pair.word + pair.span
      guard own.upperBound <= listed.words.count, !asked.contains(where: { askedTaken[$0] }),
        !own.contains(where: { listedTaken[$0] })
      else { continue }
      for place in asked { askedTaken[place] = true }
      for place in own { listedTaken[place] = true }
      pairs.append(pair)
    }
    // Initials stand for words that are left.
    for place in words.indices where words[place].isInitial && !askedTaken[place] {
      guard
        let own = listed.words.indices.first(where: {
          !listedTaken[$0] && listed.words[$0].letters.first == words[place].letters[0]
        })
      else { continue }
      (askedTaken[place], listedTaken[own]) = (true, true)
      let isSame = listed.words[own].isInitial
      pairs.append(
        Found(
          asked: place, askedSpan: 1, word: own, span: 1, likeness: isSame ? 1 : 0.8, isVowelless: false,
          isInitial: true, saysSomething: false))
    }
    for own in listed.words.indices where listed.words[own].isInitial && !listedTaken[own] {
      guard
        let place = words.indices.first(where: {
          !askedTaken[$0] && words[$0].letters.first == listed.words[own].letters[0]
        })
      else { continue }
      (askedTaken[place], listedTaken[own]) = (true, true)
      pairs.append(
        Found(
          asked: place, askedSpan: 1, word: own, span: 1, likeness: 0.8, isVowelless: false, isInitial: true,
          saysSomething: false))
    }
    return Pairing(pairs: pairs, askedTaken: askedTaken, listedTaken: listedTaken)
  }

  /// How well a listed name fits, by the words of it that were found; nil where none was.
  func judge(
    _ words: [NameWord], _ listed: ListedName, _ found: [Found], _ country: Country, _ day: CivilDate?
  ) -> ScreeningMatch? {
    let paired = pairing(words, listed, found)
    let (askedTaken, listedTaken) = (paired.askedTaken, paired.listedTaken)
    var pairs = paired.pairs
    guard !pairs.isEmpty else { return nil }

    // How much of the entry is in the name. Where a word is only near, each missing point counts double.
    func value(_ likeness: Double) -> Double { max(0, 1 - (1 - likeness) * 1.6) }
    var askedSum = 0.0
    var askedMatched = 0.0
    var listedSum = 0.0
    var listedMatched = 0.0
    var askedWeights = words.map { $0.isTrade || $0.isInitial ? 0.3 : 1.0 }
    let strong = pairs.filter { pair in pair.likeness >= 0.84 && !pair.isInitial && !words[pair.asked].isTrade }
    // Beside two words that fit, a further one is more often a second given name than another family's.
    if strong.reduce(0, { $0 + max($1.askedSpan, $1.span) }) >= 2 {
      for place in words.indices where !askedTaken[place] && !words[place].isTrade { askedWeights[place] = 0.5 }
    }
    for pair in pairs {
      for place in pair.asked..<pair.asked + pair.askedSpan {
        askedMatched += askedWeights[place] * value(pair.likeness)
      }
      for place in pair.word..<pair.word + pair.span { listedMatched += listed.weights[place] * value(pair.likeness) }
    }
    // What could not be read in one of the two says nothing of the other.
    for place in words.indices where askedTaken[place] || !words[place].isUnread { askedSum += askedWeights[place] }
    for place in listed.words.indices where listedTaken[place] || !listed.words[place].isUnread {
      listedSum += listed.weights[place]
    }
    guard askedSum > 0, listedSum > 0 else { return nil }
    let ofAsked = askedMatched / askedSum
    let ofListed = listedMatched / listedSum
    var score = 100 * (0.45 * ofAsked + 0.55 * ofListed)

    var notes: [String] = []
    let party = parties[Int(listed.party)]
    let matchedWords = pairs.reduce(0) { $0 + ($1.isInitial ? 0 : $1.span) }
    let isWhole = !listedTaken.contains(false) && !askedTaken.contains(false)
    if matchedWords < 2, !isWhole {
      // Who is known by one long word drops what its trade is: Rosneft for Rosneft Oil Company.
      let isKnownByIt =
        !askedTaken.contains(false) && pairs.count == 1 && listed.words[pairs[0].word].letters.count >= 5
        && listed.weights[pairs[0].word] >= 1
        && listed.words.indices.allSatisfy { listedTaken[$0] || listed.words[$0].isTrade }
      score = min(score, isKnownByIt ? 90 : 70)
      notes.append(isKnownByIt ? "one word alone fits, and the others are of trade" : "one word alone fits")
    }
    if isWhole, words.allSatisfy({ $0.isTrade || $0.isInitial }) { notes.append("words of trade alone") }
    if isWhole, listed.words.count == 1, words.count == 1, listed.words[0].letters.count <= 4 {
      score -= 8
      notes.append("the whole name is one short word")
    }
    if Int(listed.alias) >= party.aliases.count {
      score -= 12
      notes.append("a weak alias")
    }
    switch party.kind {
    case .vessel, .aircraft:
      score -= 15
      notes.append("the entry is \(party.kind == .vessel ? "a ship" : "an aircraft"), not a party")
    case .person, .organisation: break
    }
    if country != .none, !party.countries.isEmpty {
      if party.countries.contains(country) {
        score += 4
        notes.append("the entry is in \(country.code) too")
      } else {
        score -= 6
        notes.append("the entry is in \(party.countries.map(\.code).joined(separator: ", ")), not \(country.code)")
      }
    }
    if let day, let to = party.to, to < day {
      score -= 30
      notes.append("the listing ended \(to.text)")
    }
    if words.contains(where: \.isVowelless) || pairs.contains(where: { listed.words[$0.word].isVowelless }) {
      notes.append("compared without the vowels its script leaves out")
    }
    func letters(_ words: some Sequence<NameWord>) -> String {
      words.map { String(decoding: $0.letters, as: UTF8.self) }.joined(separator: " ")
    }
    pairs.sort { $0.asked < $1.asked }
    return ScreeningMatch(
      score: Int(min(100, max(0, score)).rounded()), party: party,
      matchedName: Self.name(listed.alias, of: party), isAlias: listed.alias >= 0,
      pairs: pairs.map {
        WordPair(
          asked: letters(words[$0.asked..<$0.asked + $0.askedSpan]),
          listed: letters(listed.words[$0.word..<$0.word + $0.span]), fit: Self.fit($0, words, listed))
      },
      unmatchedAsked: words.indices.filter { !askedTaken[$0] }.map { letters([words[$0]]) },
      unmatchedListed: listed.words.indices.filter { !listedTaken[$0] }.map { letters([listed.words[$0]]) },
      notes: notes)
  }
}

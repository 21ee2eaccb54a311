package import Measures

// From a name to the listed names that are worth a close look: its words are looked up by their keys, each word of the lists that is
// alike is a hit, and hits of one listed name stand together.

extension Screener {
  /// A word of the name found in a listed one.
  struct Found {
    var asked: Int
    var askedSpan: Int
    var word: Int
    var span: Int
    var likeness: Double
    /// Whether it was compared without vowels.
    var isVowelless: Bool
    /// Whether it is an initial for a word.
    var isInitial = false
    /// Whether neither of the words is one of trade.
    var saysSomething: Bool
  }

  /// The entries a name may belong to.
  ///
  /// - Parameters:
  ///   - name: any text, of which the first 300 characters count.
  ///   - country: where the party is; agreement with the entry raises the score, contradiction lowers it.
  ///   - day: the day of the transaction; listings that had ended by then count less.
  ///   - threshold: the lowest score that is told, 0 ... 100.
  ///   - limit: how many matches at most.
  package func screen(
    _ name: String, country: Country = .none, on day: CivilDate? = nil, threshold: Int = Screener.usualThreshold,
    limit: Int = 10
  ) -> ScreeningResult {
    let (readings, notes) = Romanising.readings(of: String(name.prefix(300)))
    var best: [Int32: ScreeningMatch] = [:]
    for reading in readings {
      let words = NameWords.words(of: reading)
      guard !words.isEmpty else { continue }
      let letters = Self.letters(reading, words)
      for listed in wholeNames[Self.whole(words)] ?? [] {
        guard names[Int(listed)].letters == letters,
          let match = judge(
            words, names[Int(listed)], same(words, names[Int(listed)].words), country, day),
          match.score >= threshold
        else { continue }
        let party = names[Int(listed)].party
        if best[party].map({ $0.score < match.score }) ?? true { best[party] = match }
      }
      let candidates = candidates(words)
      var first = 0
      while first < candidates.count {
        let listed = candidates[first].name
        var end = first
        while end < candidates.count, candidates[end].name == listed { end += 1 }
        let group = candidates[first..<end]
        first = end
        guard group.contains(where: \.found.saysSomething),
          mostPossible(words, names[Int(listed)], group) >= threshold,
          let match = judge(words, names[Int(listed)], group.map(\.found), country, day), match.score >= threshold
        else { continue }
        let party = names[Int(listed)].party
        if best[party].map({ $0.score < match.score }) ?? true { best[party] = match }
      }
    }
    let order = best.sorted { ($1.value.score, $0.key) < ($0.value.score, $1.key) }
    let first = readings.first ?? RomanName()
    return ScreeningResult(
      matches: order.prefix(limit).map(\.value),
      romanised: first.words.map { String(decoding: $0.letters, as: UTF8.self) }.joined(separator: " "),
      unreadCharacters: readings.map(\.unread).min() ?? 0, notes: notes)
  }

  /// How many characters of a name cannot be read; costs a part of what screening it does.
  package static func unreadCharacters(of name: String) -> Int {
    Romanising.readings(of: String(name.prefix(300))).readings.map(\.unread).min() ?? 0
  }

  /// The pairs of two names of the same words.
  private func same(_ words: [NameWord], _ listed: [NameWord]) -> [Found] {
    var isTaken = [Bool](repeating: false, count: listed.count)
    return words.indices.compactMap { place in
      guard let own = listed.indices.first(where: { !isTaken[$0] && listed[$0].sound == words[place].sound }) else {
        return nil
      }
      isTaken[own] = true
      return Found(
        asked: place, askedSpan: 1, word: own, span: 1, likeness: 1,
        isVowelless: words[place].isVowelless || listed[own].isVowelless, isInitial: words[place].isInitial,
        saysSomething: true)
    }
  }

  /// Words of the name found in listed ones, those of one listed name together.
  private func candidates(_ words: [NameWord]) -> [(name: Int32, found: Found)] {
    var found: [(name: Int32, found: Found)] = []
    var numbers: [Int32] = []
    func look(_ sound: [UInt8], _ isVowelless: Bool, _ isTrade: Bool, _ place: Int, _ span: Int) {
      numbers.removeAll(keepingCapacity: true)
      for key in Self.keys(sound, isVowelless) { numbers += keys[key] ?? [] }
      numbers.sort()
      let own = Sound.letters(of: sound)
      var before: Int32 = -1
      for number in numbers where number != before {
        before = number
        let vowelless = isVowelless || isTermVowelless[Int(number)]
        // Letters that the other word has nowhere bound how alike the two can be.
        if !vowelless {
          let length = Double(sounds[Int(number)].count)
          let most = Double(sound.count - (own & ~letters[Int(number)]).nonzeroBitCount)
          if Sound.mostLikeness(most, Double(sound.count), length) < 0.84 { continue }
        }
        let likeness = Sound.likeness(sound, sounds[Int(number)], vowelless: vowelless)
        guard likeness >= 0.84 else { continue }
        // Short words must be the same: Li is not Lu.
        if likeness < 0.99, !vowelless, min(sound.count, sounds[Int(number)].count) <= 3 { continue }
        for slot in postingStarts[Int(number)]..<postingStarts[Int(number) + 1] {
          let posting = postings[Int(slot)]
          found.append(
            (
              posting.name,
              Found(
                asked: place, askedSpan: span, word: Int(posting.word), span: Int(posting.span), likeness: likeness,
                isVowelless: vowelless, saysSomething: !isTrade && !posting.isTrade)
            ))
        }
      }
    }
    for (place, word) in words.enumerated() where !word.isInitial {
      look(word.sound, word.isVowelless, word.isTrade, place, 1)
      if place + 1 < words.count, let joined = Self.joined(words, place) {
        look(joined.sound, joined.isVowelless, false, place, 2)
      }
    }
    found.sort { $0.name < $1.name }
    return found
  }

  /// The most that a listed name can score by the words found in it: what cannot reach the threshold is not looked at closely.
  private func mostPossible(
    _ words: [NameWord], _ listed: ListedName, _ group: ArraySlice<(name: Int32, found: Found)>
  ) -> Int {
    if words.contains(where: \.isInitial) || listed.words.contains(where: \.isInitial) { return 100 }
    var asked: UInt32 = 0
    var own: UInt32 = 0
    for (_, pair) in group {
      for place in pair.asked..<pair.asked + pair.askedSpan { asked |= 1 << UInt32(place) }
      for place in pair.word..<min(pair.word + pair.span, listed.words.count) { own |= 1 << UInt32(place) }
    }
    var (askedSum, askedMatched, listedSum, listedMatched) = (0.0, 0.0, 0.0, 0.0)
    for place in words.indices {
      let isFound = asked & 1 << UInt32(place) != 0
      if words[place].isUnread, !isFound { continue }
      askedSum += words[place].isTrade ? 0.3 : isFound ? 1 : 0.5
      if isFound { askedMatched += words[place].isTrade ? 0.3 : 1 }
    }
    for place in listed.words.indices {
      if listed.words[place].isUnread, own & 1 << UInt32(place) == 0 { continue }
      listedSum += listed.weights[place]
      if own & 1 << UInt32(place) != 0 { listedMatched += listed.weights[place] }
    }
    guard askedSum > 0, listedSum > 0 else { return 0 }
    let isWhole =
      asked.nonzeroBitCount == words.count
      && listed.words.indices.allSatisfy { own & 1 << UInt32($0) != 0 || listed.words[$0].isTrade }
    let most = 100 * (0.45 * askedMatched / askedSum + 0.55 * listedMatched / listedSum)
    // Agreement of the country is worth four.
    return Int((own.nonzeroBitCount < 2 && !isWhole ? min(most, 70) : most) + 5)
  }
}

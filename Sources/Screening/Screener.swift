package import Measures

// Screening: is this name one of those on the lists? In three steps, so that a name costs little however long the lists are:
//
//   name ──► words ──► keys ──► words of the lists that sound alike ──► names they stand in ──► score, evidence
//            romanised  two of the first     likeness of each, once       only those with a word
//            folded     three consonants                                  that is not of trade
//
// A name that is on a list word for word, in whatever order, is found without that: its words may be of trade, initials, or of a
// script that cannot be read.
//
// The score says how much of the name is in the entry and how much of the entry is in the name, each word by how rare it is.
// It is a reason to look and never a finding: people share names.

/// How a word of a name was found in an entry.
package enum WordFit: Hashable, Sendable {
  /// Letter for letter.
  case same
  /// Written otherwise, spoken alike; or in a script without vowels.
  case sound
  /// Nearly, in percent.
  case near(Int)
  /// An initial for a word.
  case initial

  /// In words.
  package var words: String {
    switch self {
    case .same: "same"
    case .sound: "sounds the same"
    case .near(let percent): "\(percent) % alike"
    case .initial: "initial"
    }
  }
}

/// A word of the name beside the word of the entry it was taken for, both in Latin letters.
package struct WordPair: Hashable, Sendable {
  package var asked: String
  package var listed: String
  package var fit: WordFit
}

/// An entry that a name may belong to, with the evidence.
package struct ScreeningMatch: Hashable, Sendable {
  /// How likely it is the same name, 0 ... 100.
  package var score: Int
  /// The entry.
  package var party: DeniedParty
  /// Which of its names matched.
  package var matchedName: String
  /// Whether that is an alias and not the name it is listed under.
  package var isAlias: Bool
  /// Which words matched, in the order of the name.
  package var pairs: [WordPair]
  /// Words of the name that are not in the entry, and of the entry that are not in the name.
  package var unmatchedAsked: [String]
  package var unmatchedListed: [String]
  /// What raised or lowered the score, in words.
  package var notes: [String]
}

/// What came of screening one name.
package struct ScreeningResult: Hashable, Sendable {
  /// Entries at or above the threshold, best first.
  package var matches: [ScreeningMatch]
  /// The name in Latin letters, as it was compared.
  package var romanised: String
  /// How many of its characters could not be read. A name with such was not screened whole.
  package var unreadCharacters: Int
  /// What is odd about how the name is written, and what was done about it, in words.
  package var notes: [String]
}

/// Screens names against lists. Made once for the lists; every name after that costs little.
package final class Screener: Sendable {
  /// The score from which a name is held, unless the operator sets another.
  package static let usualThreshold = 85

  /// The parties that are screened against.
  package let parties: [DeniedParty]

  /// A name of a party, ready to be compared.
  private struct ListedName: Sendable {
    var party: Int32
    /// -1 for the name it is listed under, else the alias.
    var alias: Int32
    var words: [NameWord]
    /// How much each word says, 0 ... 1.2.
    var weights: [Double]
    /// Its single letters, where it is nothing else but one word of trade: they may have been taken for the form of a company.
    var letters: [UInt8]
  }

  private struct Posting: Sendable {
    var name: Int32
    /// The first word, and how many words were joined.
    var word: UInt8
    var span: UInt8
    /// Whether the word is one of trade.
    var isTrade: Bool
  }

  private let names: [ListedName]
  /// The words of the lists, each once: its sound, whether its script leaves vowels out, and where it stands.
  private let sounds: [[UInt8]]
  private let isTermVowelless: [Bool]
  /// Which letters each has, a bit a letter.
  private let letters: [UInt32]
  private let postings: [Posting]
  /// Where the postings of each word begin, and at last where they end.
  private let postingStarts: [Int32]
  /// Words by two of their first three consonants.
  private let keys: [UInt32: [Int32]]
  /// Names by the sounds of all their words.
  private let wholeNames: [[UInt8]: [Int32]]
  /// What the parties' names, numbers and lists come to: other lists have another, but for chance.
  package let fingerprint: Fingerprint

  /// Raised whenever a name may be found otherwise than before: what was screened by other rules is screened again.
  private static let rules: UInt64 = 2

  /// A screener for these parties.
  package init(_ parties: [DeniedParty]) {
    self.parties = parties
    var names: [ListedName] = []
    var frequencies: [[UInt8]: Int] = [:]
    var print = Fingerprinter()
    print.combine(Self.rules)
    for (number, party) in parties.enumerated() {
      party.add(to: &print)
      for (alias, text) in ([party.name] + party.aliases + party.weakAliases).enumerated() {
        // What stands in brackets is a name of its own: … Corporation (CETC).
        for part in Self.parts(text) {
          for reading in Romanising.readings(ofListed: part) {
            let words = NameWords.words(of: reading)
            guard !words.isEmpty else { continue }
            names.append(
              ListedName(
                party: Int32(number), alias: Int32(alias - 1), words: words, weights: [],
                letters: Self.letters(reading, words)))
            for word in words { frequencies[word.sound, default: 0] += 1 }
          }
        }
      }
    }
    var terms: [(sound: [UInt8], isVowelless: Bool, postings: [Posting])] = []
    var termOf: [[UInt8]: Int] = [:]
    func post(_ sound: [UInt8], _ isVowelless: Bool, _ posting: Posting) {
      guard !sound.isEmpty else { return }
      let key = isVowelless ? sound + [0] : sound
      let number = termOf[key] ?? terms.count
      if number == terms.count {
        termOf[key] = number
        terms.append((sound, isVowelless, []))
      }
      terms[number].postings.append(posting)
    }
    var wholeNames: [[UInt8]: [Int32]] = [:]
    for index in names.indices {
      let name = names[index]
      let party = parties[Int(name.party)]
      wholeNames[Self.whole(name.words), default: []].append(Int32(index))
      names[index].weights = Self.weights(
        name.words, isPerson: party.kind == .person, frequencies, commaWords: Self.wordsBeforeComma(party, name.alias))
      for place in name.words.indices {
        let word = name.words[place]
        post(
          word.sound, word.isVowelless, Posting(name: Int32(index), word: UInt8(place), span: 1, isTrade: word.isTrade))
        if place + 1 < name.words.count, let joined = Self.joined(name.words, place) {
          post(
            joined.sound, joined.isVowelless, Posting(name: Int32(index), word: UInt8(place), span: 2, isTrade: false))
        }
      }
    }
    self.wholeNames = wholeNames
    fingerprint = print.fingerprint
    var keys: [UInt32: [Int32]] = [:]
    for (number, term) in terms.enumerated() {
      for key in Self.keys(term.sound, term.isVowelless) { keys[key, default: []].append(Int32(number)) }
    }
    self.names = names
    sounds = terms.map(\.sound)
    isTermVowelless = terms.map(\.isVowelless)
    letters = terms.map { Sound.letters(of: $0.sound) }
    var postings: [Posting] = []
    var starts: [Int32] = [0]
    for term in terms {
      postings += term.postings
      starts.append(Int32(postings.count))
    }
    self.postings = postings
    postingStarts = starts
    self.keys = keys
  }

  /// Two words that stand beside one another, as one: Jong Un is Jongun. Not for words of trade, nor for long ones.
  private static func joined(_ words: [NameWord], _ place: Int) -> (
    letters: [UInt8], sound: [UInt8], isVowelless: Bool
  )? {
    let (first, second) = (words[place], words[place + 1])
    guard !first.isTrade, !second.isTrade, !first.isUnread, !second.isUnread, first.letters.count <= 8,
      second.letters.count <= 8, !first.isInitial,
      !second.isInitial, first.isVowelless == second.isVowelless
    else { return nil }
    let letters = first.letters + second.letters
    return (letters, Sound.fold(letters, isVowelless: first.isVowelless), first.isVowelless)
  }

  /// A listed name: the one it is listed under, or an alias.
  private static func name(_ alias: Int32, of party: DeniedParty) -> String {
    if alias < 0 { return party.name }
    let place = Int(alias)
    return place < party.aliases.count ? party.aliases[place] : party.weakAliases[place - party.aliases.count]
  }

  /// The sounds of all words of a name in an order of their own.
  private static func whole(_ words: [NameWord]) -> [UInt8] {
    let sounds = words.map(\.sound).sorted { $0.lexicographicallyPrecedes($1) }
    return Array(sounds.joined(separator: CollectionOfOne(0)))
  }

  /// The single letters of a name that is else one word of trade, in order: A & B Trading is not Trading.
  private static func letters(_ name: RomanName, _ words: [NameWord]) -> [UInt8] {
    guard words.count == 1, words[0].isTrade else { return [] }
    return name.words.filter { $0.letters.count == 1 }.flatMap(\.letters).sorted()
  }

  /// A name without what stands in brackets, and what stands there.
  private static func parts(_ text: String) -> [String] {
    guard let open = text.firstIndex(of: "("), open != text.startIndex, let close = text[open...].firstIndex(of: ")")
    else {
      return [text]
    }
    let inner = text[text.index(after: open)..<close]
    let outer = text[..<open] + text[text.index(after: close)...]
    return inner.count < 3 ? [String(outer)] : [String(outer), String(inner)]
  }

  /// How many words stand before the comma of a person's name: they are the family name.
  private static func wordsBeforeComma(_ party: DeniedParty, _ alias: Int32) -> Int {
    let text = Self.name(alias, of: party)
    guard party.kind == .person, let comma = text.firstIndex(of: ",") else { return 0 }
    return NameWords.words(of: Romanising.read(LookAlikes.meant(String(text[..<comma])), han: .mandarin)).count
  }

  private static func weights(
    _ words: [NameWord], isPerson: Bool, _ frequencies: [[UInt8]: Int], commaWords: Int
  ) -> [Double] {
    words.enumerated().map { place, word in
      if word.isTrade { return 0.3 }
      if word.isInitial { return 0.3 }
      // A word that hundreds have says less about whose name it is.
      let count = frequencies[word.sound] ?? 1
      let rarity = count <= 4 ? 1 : count <= 40 ? 0.9 : count <= 400 ? 0.8 : 0.7
      guard isPerson, commaWords > 0 else { return rarity }
      // The first family name and the first given one carry the name; a patronymic is often left out.
      // So are a second family name and a second given one.
      return place == 0 ? rarity * 1.2 : place == commaWords ? rarity : rarity * 0.4
    }
  }

  private static func keys(_ sound: [UInt8], _ isVowelless: Bool) -> [UInt32] {
    // What could not be read is found by all of it.
    if let first = sound.first, first >= 0x80 {
      return [sound.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 } | 1 << 31]
    }
    var keys: [UInt32] = []
    func add(_ skeleton: [UInt8]) {
      func at(_ index: Int) -> UInt32 { index < skeleton.count ? UInt32(skeleton[index]) : 0 }
      func add(_ key: UInt32) { if !keys.contains(key) { keys.append(key) } }
      if skeleton.isEmpty { return add(sound.first.map { UInt32($0) << 24 } ?? 0) }
      if skeleton.count == 1 { return add(at(0) << 8) }
      add(at(0) << 8 | at(1))
      if skeleton.count == 2 { return }
      add(at(0) << 8 | at(2))
      add(at(1) << 8 | at(2))
    }
    add(Sound.skeleton(sound))
    // What is written as v may be a long u.
    if isVowelless { add(Sound.skeleton(sound, withoutLongVowels: true)) }
    return keys
  }

  // MARK: - Screening a name

  /// A word of the name found in a listed one.
  private struct Found {
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

  /// How a pair of words fits.
  private static func fit(_ pair: Found, _ words: [NameWord], _ listed: ListedName) -> WordFit {
    if pair.isInitial { return pair.likeness == 1 ? .same : .initial }
    if pair.askedSpan == 1, pair.span == 1, words[pair.asked].letters == listed.words[pair.word].letters {
      return .same
    }
    return pair.likeness >= 0.995 || (pair.isVowelless && pair.likeness >= 0.93)
      ? .sound : .near(Int(pair.likeness * 100))
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

  private func judge(
    _ words: [NameWord], _ listed: ListedName, _ found: [Found], _ country: Country, _ day: CivilDate?
  ) -> ScreeningMatch? {
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

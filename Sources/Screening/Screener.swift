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
  struct ListedName: Sendable {
    var party: Int32
    /// -1 for the name it is listed under, else the alias.
    var alias: Int32
    var words: [NameWord]
    /// How much each word says, 0 ... 1.2.
    var weights: [Double]
    /// Its single letters, where it is nothing else but one word of trade: they may have been taken for the form of a company.
    var letters: [UInt8]
  }

  struct Posting: Sendable {
    var name: Int32
    /// The first word, and how many words were joined.
    var word: UInt8
    var span: UInt8
    /// Whether the word is one of trade.
    var isTrade: Bool
  }

  let names: [ListedName]
  /// The words of the lists, each once: its sound, whether its script leaves vowels out, and where it stands.
  let sounds: [[UInt8]]
  let isTermVowelless: [Bool]
  /// Which letters each has, a bit a letter.
  let letters: [UInt32]
  let postings: [Posting]
  /// Where the postings of each word begin, and at last where they end.
  let postingStarts: [Int32]
  /// Words by two of their first three consonants.
  let keys: [UInt32: [Int32]]
  /// Names by the sounds of all their words.
  let wholeNames: [[UInt8]: [Int32]]
  /// What the parties' names, numbers and lists come to: other lists have another, but for chance.
  package let fingerprint: Fingerprint

  /// Raised whenever a name may be found otherwise than before: what was screened by other rules is screened again.
  private static let rules: UInt64 = 3

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
  static func joined(_ words: [NameWord], _ place: Int) -> (
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
  static func name(_ alias: Int32, of party: DeniedParty) -> String {
    if alias < 0 { return party.name }
    let place = Int(alias)
    return place < party.aliases.count ? party.aliases[place] : party.weakAliases[place - party.aliases.count]
  }

  /// The sounds of all words of a name in an order of their own.
  static func whole(_ words: [NameWord]) -> [UInt8] {
    let sounds = words.map(\.sound).sorted { $0.lexicographicallyPrecedes($1) }
    return Array(sounds.joined(separator: CollectionOfOne(0)))
  }

  /// The single letters of a name that is else one word of trade, in order: A & B Trading is not Trading.
  static func letters(_ name: RomanName, _ words: [NameWord]) -> [UInt8] {
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

  static func keys(_ sound: [UInt8], _ isVowelless: Bool) -> [UInt32] {
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
}

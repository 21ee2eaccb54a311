// What can be typed next. The line is cut at the cursor; what stands behind it stays:
//
//   to:DE (st|) is:late      a word: fields, and conditions by their names         stage:
//   stage:ca|                a value: names of the field's list, with their words  carriage
//   merchant:"nim|           a text: what stands in the column, the most first     "Nimbus & Co"
//   value>5|                 an amount: units                                      5eur

/// Where a line is about to go on.
package enum FilterSlot: Hashable, Sendable {
  /// A word of its own: a field's name or text.
  case word(String)
  /// A value of a field, as far as it is typed, without its opening quotes.
  case value(Field, String)
  /// Inside quotes or a pattern that may hold anything.
  case anything
}

/// What can be typed next in a filter line.
package struct Completion: Hashable, Sendable {
  /// The whole line with the completion in place.
  package var line: String
  /// The characters before the cursor then.
  package var position: Int
  /// What is put in place of the last word: a field with its sign, or a value.
  package var insert: String
  /// What it means, for the menu beside it; may be empty.
  package var words: String
  /// How many shipments have it, where that was counted.
  package var count: Int?
}

/// A value of a field, and how many shipments have it.
package struct CountedValue: Hashable, Sendable {
  package var text: String
  package var count: Int

  /// A value that so many shipments have.
  package init(_ text: String, _ count: Int) {
    self.text = text
    self.count = count
  }
}

extension Filter {
  /// Where a line is about to go on at a cursor behind `position` characters, and how many characters of it are the part that a
  /// completion takes the place of.
  package static func slot(of line: String, at position: Int) -> (slot: FilterSlot, typed: Int) {
    let text = Array(line.prefix(max(0, position)))
    var wordStart = 0
    var valueStart: Int?
    var quote: Int?
    var slash = false
    var place = 0
    while place < text.count {
      let character = text[place]
      defer { place += 1 }
      if let opened = quote {
        if character == "\\" { place += 1 } else if character == "\"" { quote = nil }
        if quote == nil, place == text.count - 1 { return (.anything, text.count - opened) }
        continue
      }
      if slash {
        if character == "\\" { place += 1 } else if character == "/" { slash = false }
        continue
      }
      switch character {
      case "\"": quote = place
      case "\\": place += 1
      case "/" where place > 0 && text[place - 1] == "~": slash = true
      case "(", ")", "!", "|", "&":
        if character == "!", place + 1 < text.count, text[place + 1] == "=" { continue }
        wordStart = place + 1
        valueStart = nil
      case ":", "=", "<", ">", "~": valueStart = place + 1
      case ",": if valueStart != nil { valueStart = place + 1 }
      default:
        guard character.isWhitespace else { continue }
        wordStart = place + 1
        valueStart = nil
      }
    }
    if slash { return (.anything, 0) }
    guard let valueStart, valueStart > wordStart else {
      return quote != nil ? (.anything, 0) : (.word(String(text[wordStart...])), text.count - wordStart)
    }
    let name = text[wordStart..<valueStart].prefix { !":=<>~!".contains($0) }
    guard let field = Field(name: String(name)), text[valueStart - 1] != "~" else { return (.anything, 0) }
    let isQuoted = quote == valueStart
    guard quote == nil || isQuoted else { return (.anything, 0) }
    return (.value(field, String(text[(valueStart + (isQuoted ? 1 : 0))...])), text.count - valueStart)
  }

  /// What a line can go on with at a cursor, the likeliest first.
  ///
  /// - Parameters:
  ///   - position: characters before the cursor; nil for the end.
  ///   - values: for a field of texts what stands in it, for any other how many shipments have its values; the most first.
  package static func completions(
    of line: String, at position: Int? = nil, values: [CountedValue] = [], most: Int = 12
  ) -> [Completion] {
    let position = min(position ?? line.count, line.count)
    let (slot, typed) = slot(of: line, at: position)
    let head = String(line.prefix(position - typed))
    let tail = String(line.dropFirst(position))
    func completion(_ insert: String, _ words: String, _ count: Int? = nil) -> Completion {
      Completion(
        line: head + insert + tail, position: head.count + insert.count, insert: insert, words: words, count: count)
    }
    var out: [Completion]
    switch slot {
    case .anything: return []
    case .word(let word): out = fields(word).map { completion($0.insert, $0.words) }
    case .value(let field, let text):
      let counts = Dictionary(values.map { ($0.text, $0.count) }) { first, _ in first }
      out = self.values(of: field, text, values).map {
        completion(quoted($0.text, in: field), $0.words, counts[$0.text])
      }
      out += special(field, text).map { completion($0.insert, $0.words) }
    }
    // What is typed already is no completion.
    let typedText = String(line.prefix(position).suffix(typed))
    out.removeAll { $0.insert == typedText }
    return Array(out.prefix(most))
  }

  /// Fields and conditions that a word can become.
  private static func fields(_ word: String) -> [(insert: String, words: String)] {
    let wanted = word.lowercased()
    func insert(_ field: Field) -> String {
      guard field.kind.isOrdered, field != .id else { return field.name + ":" }
      // The sign of the example is the one that is mostly meant.
      return field.name + (field.example.dropFirst(field.name.count).first.map(String.init) ?? ":")
    }
    var out = Field.allCases.filter { $0.name.hasPrefix(wanted) }.map { (insert($0), $0.words) }
    guard wanted.count >= 2 else { return out }
    out += Condition.allCases.filter { $0.name.hasPrefix(wanted) }.map { ("is:" + $0.name, $0.words) }
    out += Stage.allCases.filter { $0.name.hasPrefix(wanted) }.map { ("stage:" + $0.name, "the stage of its way") }
    return out
  }

  /// Values of a field that a text can become: those that begin so, then those that have it somewhere.
  private static func values(
    of field: Field, _ text: String, _ known: [CountedValue]
  ) -> [(text: String, words: String)] {
    let wanted = Folding.bytes(text)
    let listed = Choices.names(of: field)
    let all = listed.isEmpty ? known.map { ($0.text, "") } : listed.map { ($0.name, $0.words) }
    var ranked: [(rank: Int, text: String, words: String)] = []
    for (text, words) in all {
      let name = Folding.bytes(text)
      if name.starts(with: wanted) {
        ranked.append((0, text, words))
      } else if Folding.bytes(words).starts(with: wanted) {
        ranked.append((1, text, words))
      } else if TextIndex.contains(name, wanted) || wanted.count > 1 && TextIndex.contains(Folding.bytes(words), wanted)
      {
        ranked.append((2, text, words))
      }
    }
    let order = Dictionary(known.enumerated().map { ($1.text, $0) }) { first, _ in first }
    // Without a letter to go by, what most shipments have comes first.
    func place(_ text: String) -> Int { wanted.isEmpty && !listed.isEmpty ? order[text] ?? .max : 0 }
    return ranked.enumerated().sorted { a, b in
      (a.element.rank, place(a.element.text), a.offset) < (b.element.rank, place(b.element.text), b.offset)
    }.map { ($0.element.text, $0.element.words) }
  }

  /// Units behind a number, examples before one, and the two words for what is missing.
  private static func special(_ field: Field, _ text: String) -> [(insert: String, words: String)] {
    var out: [(insert: String, words: String)] = []
    let number = text.split(separator: ".", omittingEmptySubsequences: true).last ?? ""
    let isNumber = !number.isEmpty && number.allSatisfy(\.isASCIIDigit)
    let units: [(String, String)]
    switch field.kind {
    case .money: units = [("eur", "euros"), ("usd", "dollars"), ("gbp", "pounds"), ("cny", "yuan"), ("jpy", "yen")]
    case .mass: units = [("kg", "kilograms"), ("g", "grams"), ("lb", "pounds"), ("oz", "ounces"), ("t", "tonnes")]
    case .span, .time: units = [("h", "hours"), ("d", "days"), ("m", "minutes"), ("w", "weeks")]
    case .choice, .place, .text, .digits, .number, .label: units = []
    }
    if isNumber { out += units.map { (text + $0.0, $0.1) } }
    if text.isEmpty, field.kind.isOrdered {
      let value = field.example.drop { !":=<>".contains($0) }.drop { ":=<>".contains($0) }
      out.append((String(value), "as an example"))
      if field.kind == .time { out.append(("0h", "now")) }
    }
    if field.canBeMissing {
      for (word, words) in [("none", "not known"), ("any", "known")] where word.hasPrefix(text.lowercased()) {
        out.append((word, words))
      }
    }
    return out
  }
}

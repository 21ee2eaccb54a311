import Measures

extension Filter {
  /// Reads a filter; an empty text is every shipment.
  ///
  /// - Throws: what cannot be understood, with its column.
  package init(parsing text: some StringProtocol) throws(FilterFault) {
    var parser = FilterParser(Array(text))
    root = try parser.filter()
  }
}

/// Reads a filter, character by character; see the grammar in Filter.swift.
private struct FilterParser {
  let text: [Character]
  var next = 0
  /// How many parentheses and negations are open.
  var depth = 0

  /// Longer texts are no filters, and deeper ones would exhaust the stack.
  static let lengthMost = 4096
  static let depthMost = 64

  init(_ text: [Character]) { self.text = text }

  // MARK: - Grammar

  mutating func filter() throws(FilterFault) -> Filter.Node {
    guard text.count <= Self.lengthMost else {
      throw FilterFault(
        column: Self.lengthMost + 1, "the filter is too long", expected: "at most \(Self.lengthMost) characters")
    }
    skipBlanks()
    if next == text.count { return .everything }
    let node = try or()
    if next < text.count { throw fault("a parenthesis is closed that was not opened") }
    return node
  }

  private mutating func or() throws(FilterFault) -> Filter.Node {
    var parts = [try and()]
    while takeKeyword("or") || take("|") { parts.append(try and()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func and() throws(FilterFault) -> Filter.Node {
    var parts = [try not()]
    while true {
      skipBlanks()
      if takeKeyword("and") || take("&") {
        parts.append(try not())
        continue
      }
      if next == text.count || text[next] == ")" || text[next] == "|" || isKeyword("or") { break }
      parts.append(try not())
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func not() throws(FilterFault) -> Filter.Node {
    skipBlanks()
    guard next < text.count else {
      throw fault("the filter stops short", expected: "a field with its value, or words")
    }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthMost else {
      throw fault("the filter is nested too deeply", expected: "at most \(Self.depthMost) levels")
    }
    if takeKeyword("not") || takeOne("!") { return .not(try not()) }
    if text[next] == ")" || text[next] == "|" || text[next] == "&" || isKeyword("or") || isKeyword("and") {
      throw fault("\"\(word(at: next))\" has nothing before it", expected: "a field with its value, or words")
    }
    if text[next] == "(" {
      let opened = next
      next += 1
      skipBlanks()
      if next < text.count, text[next] == ")" { throw fault("the parentheses are empty") }
      let node = try or()
      guard takeOne(")") else {
        throw FilterFault(
          column: text.count + 1, "the parenthesis of column \(opened + 1) is not closed", expected: "\")\"")
      }
      return node
    }
    return .term(try term())
  }

  /// What a comparison can begin with.
  private static let signs: Set<Character> = [":", "=", "<", ">", "~"]

  /// Whether a comparison stands at a place.
  private func isSign(at place: Int) -> Bool {
    guard place < text.count else { return false }
    return Self.signs.contains(text[place])
      || text[place] == "!" && place + 1 < text.count && text[place + 1] == "="
  }

  private mutating func term() throws(FilterFault) -> Filter.Term {
    let start = next
    if text[next] == "~" {
      next += 1
      return Filter.Term(nil, .matches, [.pattern(try expression(after: "~"))])
    }
    if text[next] != "\"" {
      if isSign(at: next) {
        throw fault("a comparison has no field before it", expected: "a field's name, as in value>500eur")
      }
      var end = next
      while end < text.count, text[end].isASCII, text[end].isLetter || text[end] == "-" { end += 1 }
      var sign = end
      while sign < text.count, text[sign] == " " { sign += 1 }
      let name = String(text[start..<end])
      // Behind a blank only a name that is one is a field's; anything else is a word, and the sign is what is wrong.
      if end > start, isSign(at: sign), sign == end || Field(name: name) != nil {
        guard let field = Field(name: name) else {
          throw FilterFault(
            column: start + 1, "there is no field \"\(name)\"",
            expected: Self.hint(name, among: Field.allCases.map(\.name), most: 60))
        }
        next = sign
        return try term(of: field)
      }
    }
    let word = try value(stops: ["(", ")"])
    guard let glob = word.glob else { return Filter.Term(nil, .has, [.text(word.text)]) }
    guard glob.contains(where: { $0 != "*" }) else {
      throw FilterFault(
        column: start + 1, "\"\(glob)\" is every text", expected: "something beside the stars, or quotes around them")
    }
    return Filter.Term(nil, .has, [.pattern(try pattern(.glob, glob, column: start + 1))])
  }

  private mutating func term(of field: Field) throws(FilterFault) -> Filter.Term {
    let operatorColumn = next + 1
    var comparison = comparisonSign()
    if comparison == .has, isSign(at: next) { comparison = comparisonSign() }
    guard let comparison else {
      throw FilterFault(column: operatorColumn, "there is no such comparison", expected: ": = != < <= > >= or ~")
    }
    if comparison.isOrder, !field.kind.isOrdered {
      throw FilterFault(
        column: operatorColumn, "\(field.name) has no more or less", expected: "\(field.name): as in \(field.example)")
    }
    if comparison == .matches {
      switch field.kind {
      case .text, .choice, .place: break
      case .digits, .number, .label, .money, .mass, .span, .time:
        throw FilterFault(
          column: operatorColumn, "\(field.name) is no text to describe", expected: "as in \(field.example)")
      }
    }
    let valueColumn = next
    skipBlanks()
    if isKeyword("or") || isKeyword("and") || isKeyword("not") { next = valueColumn }
    var values: [Filter.Value] = []
    repeat {
      guard next < text.count, !text[next].isWhitespace, text[next] != ",", text[next] != ")" else {
        next = values.isEmpty ? valueColumn : next
        if comparison == .matches {
          throw fault("\(field.name)~ has no pattern", expected: "a regular expression, as in /lith.*battery/")
        }
        throw fault("\(field.name)\(comparison.rawValue) has no value", expected: Self.expectation(of: field))
      }
      values.append(try value(of: field, comparison))
    } while takeHere(",")
    if comparison.isOrder, values.count > 1 {
      throw FilterFault(column: operatorColumn, "\"\(comparison.rawValue)\" takes one value", expected: "no comma")
    }
    return Filter.Term(field, comparison, values)
  }

  private mutating func comparisonSign() -> Filter.Comparison? {
    for length in [2, 1] where next + length <= text.count {
      if let sign = Filter.Comparison(rawValue: String(text[next..<next + length])) {
        next += length
        return sign
      }
    }
    return nil
  }

  // MARK: - Values

  private mutating func value(of field: Field, _ comparison: Filter.Comparison) throws(FilterFault) -> Filter.Value {
    let column = next + 1
    if comparison == .matches {
      let pattern = try expression(after: field.name + "~")
      guard field.kind == .text || Choices.meaning(of: pattern, in: field) != nil || field == .dest || field == .at
      else {
        throw FilterFault(
          column: column, "no \(field.name) is like that", expected: Self.expectation(of: field))
      }
      return .pattern(pattern)
    }
    let read = try value(stops: ["(", ")", ","])
    let word = read.text
    if !read.isQuoted, !comparison.isOrder {
      let lower = word.lowercased()
      let isAnything = read.glob.map { $0.allSatisfy { $0 == "*" } } ?? false
      if lower == "none" || lower == "any" || isAnything {
        guard field.canBeMissing else {
          throw FilterFault(column: column, "every shipment has \(field.name)", expected: Self.expectation(of: field))
        }
        return lower == "none" ? .none : .any
      }
    }
    if let glob = read.glob {
      switch field.kind {
      case .text: return .pattern(try pattern(.glob, glob, column: column))
      case .choice, .place:
        let pattern = try pattern(.glob, glob, column: column)
        guard Choices.meaning(of: pattern, in: field) != nil || field == .dest || field == .at else {
          throw FilterFault(
            column: column, "no \(field.name) is like \"\(glob)\"", expected: Self.expectation(of: field))
        }
        return .pattern(pattern)
      // The start of a number is asked for anyway.
      case .digits where glob.last == "*" && !glob.dropLast().contains(where: { $0 == "*" || $0 == "?" }): break
      case .digits, .number, .label, .money, .mass, .span, .time:
        throw FilterFault(
          column: column, "\(field.name) has no letters for \"*\" and \"?\"", expected: Self.expectation(of: field))
      }
    }
    switch field.kind {
    case .text:
      guard !Folding.bytes(word).isEmpty else {
        throw FilterFault(column: column, "the text is empty", expected: "\(field.name):none for those without")
      }
      return .text(word)
    case .choice, .place:
      guard Choices.meaning(of: word, in: field) == nil else { return .text(word) }
      // Places that no table has are kept in words.
      if field == .dest || field == .at, !Folding.bytes(word).isEmpty { return .text(word) }
      let names = Choices.names(of: field).map(\.name)
      throw FilterFault(
        column: column, "there is no \(field.name) \"\(word)\"",
        expected: Self.hint(word, among: names, most: 16, of: field))
    case .digits:
      let digits = word.filter { $0 != "." && $0 != "*" }
      guard (1...6).contains(digits.count), digits.allSatisfy(\.isASCIIDigit) else {
        throw FilterFault(column: column, "\"\(word)\" is no HS code", expected: Self.expectation(of: field))
      }
      return .text(digits)
    case .number, .label, .money, .mass, .span, .time:
      return try ordered(word, column, field, comparison)
    }
  }

  private mutating func ordered(
    _ word: String, _ column: Int, _ field: Field, _ comparison: Filter.Comparison
  ) throws(FilterFault) -> Filter.Value {
    if !comparison.isOrder, let dots = word.firstRange(of: "..") {
      let from = try quantity(String(word[..<dots.lowerBound]), column, field)
      let toColumn = column + word.distance(from: word.startIndex, to: dots.upperBound)
      let to = try quantity(String(word[dots.upperBound...]), toColumn, field)
      // Ends of two kinds, a span and a date, can only be told apart when there is a now.
      if Planner.isCalendar(from) == Planner.isCalendar(to), Planner.bounds(from).start > Planner.bounds(to).end {
        throw FilterFault(column: column, "the range ends before it begins", expected: "\(to.text)..\(from.text)")
      }
      return .range(from, to)
    }
    return .quantity(try quantity(word + unitAfterBlank(word, field), column, field))
  }

  /// The unit of "500 eur", where it stands after a blank; taken only when the number has none and the next word is one.
  private mutating func unitAfterBlank(_ word: String, _ field: Field) -> String {
    guard let last = word.last, last.isASCIIDigit || last == "k" || last == "K",
      word.dropFirst(word.first == "-" ? 1 : 0).dropLast().allSatisfy({ $0.isASCIIDigit || $0 == "." })
    else { return "" }
    var start = next
    while start < text.count, text[start] == " " { start += 1 }
    var end = start
    while end < text.count, !text[end].isWhitespace, text[end] != "(", text[end] != ")" { end += 1 }
    let unit = String(text[start..<end])
    let isUnit: Bool =
      switch field.kind {
      case .money: unit.count == 3 && (Currency(unit)?.isKnown ?? false) || Self.signsOfMoney[unit] != nil
      case .mass: MassUnit(unit) != nil
      case .span, .time: Filter.spanUnit(unit) != nil
      case .choice, .place, .text, .digits, .number, .label: false
      }
    guard isUnit else { return "" }
    next = end
    return unit
  }

  private func quantity(_ word: String, _ column: Int, _ field: Field) throws(FilterFault) -> Filter.Quantity {
    let read: Filter.Quantity? =
      switch field.kind {
      case .number: Int64(word.hasSuffix("%") && field.isPercent ? String(word.dropLast()) : word).map { .number($0) }
      case .label: ShipmentID(label: word).map { .label($0) }
      case .money: Self.money(word).map { .money($0) }
      case .mass: (try? Grams(parsing: word)).map { .mass($0) }
      case .span: Self.span(word)
      case .time: Self.time(word) ?? Self.span(word)
      case .choice, .place, .text, .digits: nil
      }
    guard let read else {
      throw FilterFault(
        column: column, "\"\(word)\" is no value for \(field.name)", expected: Self.expectation(of: field))
    }
    return read
  }

  private static let signsOfMoney = ["€": "EUR", "$": "USD", "£": "GBP"]

  /// "500", "500eur", "12.50usd", "€500", "5k".
  private static func money(_ word: String) -> Money? {
    func sign(_ character: Character?) -> Currency? {
      character.flatMap { signsOfMoney[String($0)] }.flatMap { Currency($0) }
    }
    var number = word[...]
    var currency = Currency.eur
    if let known = sign(word.first) {
      currency = known
      number = number.dropFirst()
    } else if let known = sign(word.last) {
      currency = known
      number = number.dropLast()
    } else if word.count > 3, word.suffix(3).allSatisfy(\.isLetter) {
      guard let named = Currency(word.suffix(3)) else { return nil }
      currency = named
      number = number.dropLast(3)
    }
    if number.last == "k" || number.last == "K" {
      let count = number.dropLast()
      guard (1...9).contains(count.count), count.allSatisfy(\.isASCIIDigit) else { return nil }
      number = count + "000"
    }
    guard currency.isKnown, let money = try? Money(parsing: number, currency), money.euroCents != nil else {
      return nil
    }
    return money
  }

  /// "3d", "-2h", "1d12h", "now", and "0".
  private static func span(_ word: String) -> Filter.Quantity? {
    if word == "0" || word.lowercased() == "now" { return .span(.zero, unit: .seconds(1)) }
    var rest = word[...]
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest = rest.dropFirst() }
    var total: Int64 = 0
    var unit: Span?
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let name = rest.dropFirst(digits.count).prefix { $0.isLetter }
      guard let count = Int64(digits), count <= Filter.spanCountMost, let size = Filter.spanUnit(name),
        unit.map({ size < $0 }) ?? true
      else { return nil }
      total += count * size.milliseconds
      unit = size
      rest = rest.dropFirst(digits.count + name.count)
    }
    guard let unit, total <= Span.days(73_000).milliseconds else { return nil }
    return .span(Span(milliseconds: isNegative ? -total : total), unit: unit)
  }

  /// "2026-11-20", "2026-11-20T14:30Z"; without an offset it is UTC.
  private static func time(_ word: String) -> Filter.Quantity? {
    guard word.count >= 8, word.prefix(4).allSatisfy({ $0.isASCII && $0.isNumber }),
      let stamp = try? Timestamp(parsing: word)
    else { return nil }
    let colons = word.prefix(while: { $0 != "Z" && $0 != "+" }).filter { $0 == ":" }.count
    let length: Span = stamp.hasTime ? (colons > 1 ? .seconds(1) : .minutes(1)) : .days(1)
    let start = stamp.instant(assuming: .utc).milliseconds
    // A minute or a second that is not whole would not print back.
    let whole = start - (start % length.milliseconds + length.milliseconds) % length.milliseconds
    return .time(Instant(milliseconds: stamp.hasTime ? whole : start), length: length)
  }

  // MARK: - What was expected

  private static func expectation(of field: Field) -> String {
    switch field.kind {
    case .choice:
      let names = Choices.names(of: field).map(\.name)
      return names.count <= 16 ? "one of " + names.joined(separator: ", ") : "as in \(field.example)"
    case .place: return "a code or a name of the atlas, as in \(field.example)"
    case .text: return "words, as in \(field.example)"
    case .digits: return "one to six digits, as in \(field.example)"
    case .number: return "a whole number, as in \(field.example)"
    case .label: return "a shipment's label, as in \(field.example)"
    case .money: return "an amount, as in \(field.example)"
    case .mass: return "a weight with g, kg, lb, oz or t, as in \(field.example)"
    case .span: return "a span in w, d, h, m or s, as in \(field.example)"
    case .time: return "a span (w d h m s) or a date, as in \(field.example)"
    }
  }

  /// The name that was probably meant, or the whole list where it is short.
  private static func hint(_ wrong: String, among names: [String], most: Int, of field: Field? = nil) -> String {
    let wanted = Array(Folding.bytes(wrong))
    var best: (name: String, distance: Int)?
    if wanted.count <= 40 {
      for name in names {
        let distance = editDistance(wanted, Folding.bytes(name))
        if distance < best?.distance ?? 3, distance < max(2, wanted.count) { best = (name, distance) }
      }
    }
    if let best { return "did you mean \(best.name)?" }
    if names.count <= most { return "one of " + names.joined(separator: ", ") }
    return field.map { expectation(of: $0) } ?? ""
  }

  /// Least number of letters to add, drop or change (Levenshtein).
  private static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }

  // MARK: - Characters

  /// A word as it was read.
  private struct Word {
    var text = ""
    var isQuoted = false
    /// The word as a glob, where there are signs of one in it.
    var glob: String?
  }

  /// A quoted text, or everything up to a blank or one of `stops`; a backslash takes the next character as it is.
  private mutating func value(stops: Set<Character>) throws(FilterFault) -> Word {
    let start = next
    guard text[next] == "\"" else {
      var word = Word()
      var glob = ""
      var isGlob = false
      while next < text.count, !text[next].isWhitespace, !stops.contains(text[next]) {
        if text[next] == "\\", next + 1 < text.count {
          next += 1
          glob += Filter.escaped(text[next])
        } else if text[next] == "*" || text[next] == "?" {
          isGlob = true
          glob.append(text[next])
        } else {
          glob += Filter.escaped(text[next])
        }
        word.text.append(text[next])
        next += 1
      }
      guard !Folding.bytes(word.text).isEmpty else {
        throw FilterFault(column: start + 1, "there is nothing in these characters to look for", expected: "words")
      }
      if isGlob { word.glob = Filter.cleaned(glob) }
      word.text = Filter.cleaned(word.text)
      return word
    }
    next += 1
    var out = ""
    while next < text.count, text[next] != "\"" {
      if text[next] == "\\", next + 1 < text.count { next += 1 }
      out.append(text[next])
      next += 1
    }
    guard next < text.count else {
      throw FilterFault(
        column: text.count + 1, "the quotes of column \(start + 1) are not closed", expected: "a quotation mark")
    }
    next += 1
    guard !Folding.bytes(out).isEmpty else {
      throw FilterFault(column: start + 1, "the quotes are empty", expected: "words between them")
    }
    try endOfValue("the quotes")
    return Word(text: Filter.cleaned(out), isQuoted: true)
  }

  private func endOfValue(_ what: String) throws(FilterFault) {
    if next < text.count, !text[next].isWhitespace, text[next] != ")", text[next] != "," {
      throw fault("something follows \(what)", expected: "a blank")
    }
  }

  /// A regular expression: between slashes, or a word without parentheses.
  private mutating func expression(after sign: String) throws(FilterFault) -> Pattern {
    let start = next
    guard next < text.count, !text[next].isWhitespace, text[next] != ")" else {
      throw fault("\(sign) has no pattern", expected: "a regular expression, as in /lith.*battery/")
    }
    guard text[next] == "/" else {
      while next < text.count, !text[next].isWhitespace, text[next] != "(", text[next] != ")" { next += 1 }
      return try pattern(.expression, String(text[start..<next]), column: start + 1)
    }
    next += 1
    var source = ""
    while next < text.count, text[next] != "/" {
      if text[next] == "\\", next + 1 < text.count {
        next += 1
        if text[next] != "/" { source.append("\\") }
      }
      source.append(text[next])
      next += 1
    }
    guard next < text.count else {
      throw FilterFault(column: text.count + 1, "the slash of column \(start + 1) has no other", expected: "\"/\"")
    }
    next += 1
    let pattern = try pattern(.expression, source, column: start + 2)
    try endOfValue("the pattern")
    return pattern
  }

  private func pattern(_ kind: Pattern.Kind, _ source: String, column: Int) throws(FilterFault) -> Pattern {
    do throws(FilterFault) {
      return try Pattern(kind, source)
    } catch {
      throw FilterFault(column: column + error.column - 1, error.words, expected: error.expected)
    }
  }

  private func fault(_ words: String, expected: String = "") -> FilterFault {
    FilterFault(column: next + 1, words, expected: expected)
  }

  private mutating func skipBlanks() {
    while next < text.count, text[next].isWhitespace { next += 1 }
  }

  private mutating func takeHere(_ character: Character) -> Bool {
    guard next < text.count, text[next] == character else { return false }
    next += 1
    return true
  }

  private mutating func takeOne(_ character: Character) -> Bool {
    skipBlanks()
    return takeHere(character)
  }

  /// Takes "|" or "&", single or double.
  private mutating func take(_ character: Character) -> Bool {
    guard takeOne(character) else { return false }
    _ = takeHere(character)
    return true
  }

  private func word(at start: Int) -> String {
    var end = start
    while end < text.count, !text[end].isWhitespace { end += 1 }
    return String(text[start..<end])
  }

  /// Whether the word here is this one, by itself.
  private func isKeyword(_ keyword: String) -> Bool {
    let end = next + keyword.count
    guard end <= text.count, String(text[next..<end]).lowercased() == keyword else { return false }
    return end == text.count || text[end].isWhitespace || text[end] == "(" || text[end] == ")"
  }

  private mutating func takeKeyword(_ keyword: String) -> Bool {
    skipBlanks()
    guard isKeyword(keyword) else { return false }
    next += keyword.count
    skipBlanks()
    return true
  }
}

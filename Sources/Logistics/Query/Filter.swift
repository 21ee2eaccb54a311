package import Measures

// The language of the filter line and of the command line's query:
//
//   filter = or                          stage:carriage to:DE,FR
//   or     = and { "or" and }            hold:customs or (value>=500eur eta<2h)
//   and    = not { ["and"] not }         !carrier:dhl "red shoes"
//   not    = ("not" | "!") not | "(" or ")" | term
//   term   = field op value { "," value } | value          merchant:nim*,hanbit
//   op     = ":" | "=" | "!=" | "<" | "<=" | ">" | ">=" | "~"
//   value  = word | "quoted words" | from..to | none | any
//          | glob, a word with * or ? in it                ref:1Z*99?
//          | /regular expression/ behind "~"               goods~/lith.*battery/
//
// Blanks around an operator and before a unit do not matter ("value > 500 eur"); "\\" takes the next character as it is.
// A filter is a value that prints back as text which means the same. What cannot be understood is a fault with its column;
// it never quietly matches everything or nothing.

/// Which shipments a person wants to see.
package struct Filter: Hashable, Sendable {
  /// What it asks.
  package var root: Node

  /// A filter that asks this.
  package init(_ root: Node) { self.root = root }

  /// Every shipment.
  package static let all = Filter(.everything)

  /// Whether it asks for nothing, so that every shipment matches.
  package var isEmpty: Bool { root == .everything }

  /// Asks for this and for the other too.
  package func and(_ other: Filter) -> Filter {
    if isEmpty { return other }
    if other.isEmpty { return self }
    func parts(_ node: Node) -> [Node] { if case .all(let parts) = node { parts } else { [node] } }
    return Filter(.all(parts(root) + parts(other.root)))
  }

  /// A part of a filter.
  package indirect enum Node: Hashable, Sendable {
    /// What an empty line asks for.
    case everything
    case term(Term)
    case not(Node)
    case all([Node])
    case any([Node])
  }

  /// One thing asked for.
  package struct Term: Hashable, Sendable {
    /// What it is about; nil for words that may stand anywhere.
    package var field: Field?
    package var comparison: Comparison
    /// At least one; several mean any of them.
    package var values: [Value]

    /// `field` compared with any of `values`.
    package init(_ field: Field?, _ comparison: Comparison, _ values: [Value]) {
      self.field = field
      self.comparison = comparison
      self.values = values
    }
  }

  /// How a value is compared.
  package enum Comparison: String, CaseIterable, Sendable {
    /// Contains, is one of, falls into.
    case has = ":"
    case equal = "="
    case unequal = "!="
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
    /// Is described by a pattern.
    case matches = "~"

    /// Whether it asks for more or less.
    package var isOrder: Bool {
      switch self {
      case .has, .equal, .unequal, .matches: false
      case .less, .atMost, .greater, .atLeast: true
      }
    }
  }

  /// What a field is compared with.
  package enum Value: Hashable, Sendable {
    /// The field is missing.
    case none
    /// The field is there.
    case any
    /// A name of a closed list, or words.
    case text(String)
    /// A glob behind any sign, or a regular expression behind "~".
    case pattern(Pattern)
    /// A number, an amount, a span or a time.
    case quantity(Quantity)
    /// From one quantity to another, both included.
    case range(Quantity, Quantity)
  }

  /// A number with its unit.
  package enum Quantity: Hashable, Sendable {
    case number(Int64)
    case label(ShipmentID)
    case money(Money)
    case mass(Grams)
    /// A span since or until now; `unit` is the smallest that was named, for "is 3 days old".
    case span(Span, unit: Span)
    /// A time on the calendar, in UTC; `length` is how much of it was left open: a day for a date, a minute for a time.
    case time(Instant, length: Span)
  }

  /// The filter as it would be typed; parses to the same filter.
  package var text: String { Filter.text(root, inside: .top) }

  private enum Place { case top, all, not }

  private static func text(_ node: Node, inside place: Place) -> String {
    switch node {
    case .everything: return ""
    case .term(let term): return term.text
    case .not(let inner): return "!" + text(inner, inside: .not)
    case .all(let parts):
      let joined = parts.map { text($0, inside: .all) }.joined(separator: " ")
      return place == .top ? joined : "(\(joined))"
    case .any(let parts):
      // An "and" binds tighter, so only an "or" within an "and" needs its parentheses.
      let joined = parts.map { part in
        if case .all(let inner) = part { return inner.map { text($0, inside: .all) }.joined(separator: " ") }
        return text(part, inside: .top)
      }.joined(separator: " or ")
      return place == .top ? joined : "(\(joined))"
    }
  }
}

extension Filter.Term {
  /// The term as it would be typed.
  package var text: String {
    guard let field else {
      let sign = comparison == .matches ? comparison.rawValue : ""
      return values.map { sign + $0.text(in: nil) }.joined(separator: " ")
    }
    return field.name + comparison.rawValue + values.map { $0.text(in: field) }.joined(separator: ",")
  }
}

extension Filter.Value {
  /// The value as it would be typed after the field's colon, or by itself.
  func text(in field: Field?) -> String {
    switch self {
    case .none: "none"
    case .any: "any"
    case .text(let text): Filter.quoted(text, in: field)
    case .pattern(let pattern): pattern.text
    case .quantity(let quantity): quantity.text
    case .range(let from, let to): from.text + ".." + to.text
    }
  }
}

extension Filter.Quantity {
  /// The quantity as it would be typed.
  package var text: String {
    switch self {
    case .number(let number): return String(number)
    case .label(let id): return id.label
    case .money(let money): return money.decimalText + money.currency.code.lowercased()
    case .mass(let grams):
      return grams.value % 1000 == 0 && grams.value != 0 ? "\(grams.value / 1000)kg" : "\(grams.value)g"
    case .span(let span, let unit): return Filter.text(span, unit: unit)
    case .time(let instant, let length):
      let civil = instant.civil(in: .utc)
      if length == .days(1) { return civil.date.text }
      func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
      let clock = "\(two(civil.hour)):\(two(civil.minute))"
      return civil.date.text + "T" + clock + (length == .minutes(1) ? "Z" : ":\(two(civil.second))Z")
    }
  }
}

extension Filter {
  /// The units of spans, largest first.
  static let spanUnits: [(symbol: Character, span: Span)] = [
    ("w", .days(7)), ("d", .days(1)), ("h", .hours(1)), ("m", .minutes(1)), ("s", .seconds(1)),
  ]

  /// The unit of spans with this name, in either case: "h", "hours"; nil where there is none.
  static func spanUnit(_ name: some StringProtocol) -> Span? {
    switch name.lowercased() {
    case "w", "week", "weeks": .days(7)
    case "d", "day", "days": .days(1)
    case "h", "hr", "hrs", "hour", "hours": .hours(1)
    case "m", "min", "mins", "minute", "minutes": .minutes(1)
    case "s", "sec", "secs", "second", "seconds": .seconds(1)
    default: nil
    }
  }

  static func text(_ span: Span, unit: Span) -> String {
    var rest = span.milliseconds.magnitude
    let sign = span.milliseconds < 0 ? "-" : ""
    var out = ""
    for (symbol, size) in spanUnits where size >= unit {
      let size = size.milliseconds.magnitude
      let isLast = size == unit.milliseconds.magnitude
      let count = rest / size
      rest %= size
      if count > 0 || isLast && out.isEmpty {
        out += "\(count)\(symbol)"
      } else if isLast {
        // "7d" is a span of days, which "1w" is not.
        let whole = span.milliseconds.magnitude / size
        out = whole <= spanCountMost ? "\(whole)\(symbol)" : out + "0\(symbol)"
      }
    }
    return sign + out
  }

  /// More of a unit than these are no span that anybody types.
  static let spanCountMost: UInt64 = 1_000_000

  /// A text without what has no effect on what it finds, at its beginning: an accent there would join the quotes before it.
  static func cleaned(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, Folding.bytes(String(first)).isEmpty { scalars.removeFirst() }
    return String(String.UnicodeScalarView(scalars))
  }

  /// A text as a value: in quotes where it would be read as anything else.
  static func quoted(_ text: String, in field: Field?) -> String {
    let special: Set<Character> = ["(", ")", "\"", ",", "\\", "*", "?"]
    let opening: Set<Character> = ["!", ":", "=", "<", ">", "|", "&", "~"]
    let lower = text.lowercased()
    let isKeyword =
      ["or", "and", "not"].contains(lower) && field == nil || ["none", "any"].contains(lower) && field != nil
    let plain =
      !text.isEmpty && !isKeyword && !text.contains(where: { $0.isWhitespace || special.contains($0) })
      && !(text.first.map { opening.contains($0) } ?? false)
      && !(field == nil && text.contains(where: { opening.contains($0) }))
    if plain { return text }
    return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

extension Filter {
  /// Literal text as it stands in a glob.
  static func escaped(_ character: Character) -> String {
    let plain: Set<Character> = ["-", "_", ".", "/", "#", "+", "%", "@", "'", "$", ";", "{", "}", "[", "]", "^", "`"]
    let isPlain = character.isLetter || character.isNumber || plain.contains(character)
    return isPlain || !character.isASCII && !character.isWhitespace ? String(character) : "\\" + String(character)
  }
}

/// Why a text is not a filter.
package struct FilterFault: Error, Hashable, Sendable {
  /// Where, in characters from 1; one past the end where something is missing.
  package var column: Int
  /// What is wrong, a clause.
  package var words: String
  /// What was expected there, a clause; empty where the words say it all.
  package var expected: String

  /// A fault at a column.
  package init(column: Int, _ words: String, expected: String = "") {
    self.column = column
    self.words = words
    self.expected = expected
  }

  /// Whether what was typed may only be unfinished: the fault lies behind its end.
  package func isUnfinished(_ text: String) -> Bool { column > text.count }

  /// The fault in one line: "column 7: there is no stage "cariage"; one of order, prepare …".
  package var text: String { "column \(column): \(words)" + (expected.isEmpty ? "" : "; \(expected)") }
}

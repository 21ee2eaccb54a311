import Dashboard
import Logistics
import Measures
import YAML

// What a key takes. A kind is one value that knows three things: how its shape is described (for the example and the schema), how
// it is read, and how it is written again; so that the three cannot tell different stories.

/// How values of a type stand in the file.
struct Kind<Value: Sendable>: Sendable {
  let shape: Shape
  /// The value of a node; nil after a finding.
  let read: @Sendable (YAMLNode, inout Reading) -> Value?
  /// The value as YAML on one line.
  let write: @Sendable (Value) -> String
}

/// What may stand behind a key, for whoever describes it.
indirect enum Shape: Sendable {
  case flag
  case text(most: Int)
  case number(ClosedRange<Int>)
  /// A length of time with its units: `90s`, `15m`, `1h30m`, `2d`.
  case span(ClosedRange<Span>)
  /// A time of the day: `06:00`.
  case clock
  /// One of these words, each with what it means.
  case choice([(name: String, words: String)])
  /// A text of a language: what it is, and an example.
  case language(String, example: String)
  /// One of these or a list of them.
  case oneOrMore(Shape)
  case list(Shape, most: Int)
  /// A list of maps.
  case items([KeyDescription], most: Int)
  /// Keys of this table and no others.
  case section([KeyDescription])
  /// Keys that are names of something.
  case named(String, Shape, names: [String])

  /// What may stand there, in words.
  var words: String {
    switch self {
    case .flag: "true or false"
    case .text(let most): "a text of at most \(most) characters"
    case .number(let range):
      range.upperBound == .max
        ? "a whole number from \(range.lowerBound)" : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .span(let range):
      "a time with its unit (s, m, h, d) from \(range.lowerBound.file) to \(range.upperBound.file)"
    case .clock: "a time of the day as in 06:00"
    case .choice(let choices): choices.map(\.name).joined(separator: ", ")
    case .language(let what, _): what
    case .oneOrMore(let shape): "\(shape.words), or a list of such"
    case .list(let shape, _): "a list: \(shape.words)"
    case .items: "a list of maps"
    case .section: "a map"
    case .named(let what, let shape, _): "a map: \(what), and behind it \(shape.words)"
    }
  }
}

extension Span {
  /// The length as a file has it, exactly: `1h30m`.
  var file: String {
    var seconds = milliseconds / 1000
    guard seconds > 0 else { return "0s" }
    var out = ""
    for (unit, size) in [("d", Int64(86_400)), ("h", 3_600), ("m", 60), ("s", 1)] where seconds >= size {
      out += "\(seconds / size)\(unit)"
      seconds %= size
    }
    return out
  }

  /// The length of a text such as `90s`, `1h30m`, `2d`; nil when it is none.
  init?(file text: String) {
    var total: Int64 = 0
    var digits = ""
    guard !text.isEmpty, text.utf8.count <= 20 else { return nil }
    for character in text {
      if ("0"..."9").contains(character) {
        digits.append(character)
        continue
      }
      let sizes: [Character: Int64] = ["s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
      guard let number = Int64(digits), let size = sizes[character] else { return nil }
      let (product, overflow) = number.multipliedReportingOverflow(by: size)
      let (sum, overflows) = total.addingReportingOverflow(product)
      guard !overflow, !overflows else { return nil }
      total = sum
      digits = ""
    }
    guard digits.isEmpty else { return nil }
    self.init(milliseconds: total)
  }
}

/// A text as it stands in the file: without quotes where it needs none.
func yaml(_ text: String) -> String {
  let isWord = text.unicodeScalars.allSatisfy {
    ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
      || "-_./ ".unicodeScalars.contains($0)
  }
  let words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
  if isWord, let first = text.unicodeScalars.first, ("a"..."z").contains(first) || ("A"..."Z").contains(first),
    text.last != " ", !words.contains(text.lowercased())
  {
    return text
  }
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\n": out += "\\n"
    case "\t": out += "\\t"
    case let scalar
    where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028
      || scalar.value == 0x2029 || scalar.value == 0xFEFF:
      let digits = String(scalar.value, radix: 16)
      out += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    case let scalar: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}

extension Kind {
  /// The same, which may also say nothing: `~`.
  var optional: Kind<Value?> {
    Kind<Value?>(shape: shape) { node, reading in
      // What says nothing never comes here: it leaves the key as it is.
      read(node, &reading).map { .some($0) }
    } write: {
      $0.map(write) ?? "~"
    }
  }

  /// A list of it.
  func list(most: Int = 100) -> Kind<[Value]> {
    Kind<[Value]>(shape: .list(shape, most: most)) { node, reading in
      guard case .list(let nodes) = node.content else {
        reading.find(node, "a list is needed: \(shape.words)")
        return nil
      }
      guard nodes.count <= most else {
        reading.find(node, "\(nodes.count) are too many; \(most) at most")
        return nil
      }
      var values: [Value] = []
      for (index, node) in nodes.enumerated() {
        reading.inside("[\(index + 1)]") { reading in
          if let value = read(node, &reading) { values.append(value) }
        }
      }
      return values.count == nodes.count ? values : nil
    } write: {
      "[" + $0.map(write).joined(separator: ", ") + "]"
    }
  }

  /// One of it, or a list.
  func oneOrMore(most: Int = 20) -> Kind<[Value]> {
    let many = list(most: most)
    return Kind<[Value]>(shape: .oneOrMore(shape)) { node, reading in
      guard case .scalar = node.content else { return many.read(node, &reading) }
      return read(node, &reading).map { [$0] }
    } write: {
      $0.count == 1 ? write($0[0]) : many.write($0)
    }
  }
}

extension Kind where Value == Bool {
  static var flag: Kind {
    Kind(shape: .flag) { node, reading in
      guard let text = reading.scalar(node) else { return nil }
      switch text.lowercased() {
      case "true", "yes", "on": return true
      case "false", "no", "off": return false
      default:
        reading.find(node, "“\(excerpt(text))” is neither true nor false")
        return nil
      }
    } write: {
      $0 ? "true" : "false"
    }
  }
}

extension Kind where Value == String {
  /// A text without control characters that is not empty.
  static func text(most: Int = 200) -> Kind {
    Kind(shape: .text(most: most)) { node, reading in
      guard let text = reading.scalar(node) else { return nil }
      guard text.unicodeScalars.count <= most else {
        reading.find(node, "it is longer than \(most) characters")
        return nil
      }
      guard !text.isEmpty else {
        reading.find(node, "it is empty")
        return nil
      }
      guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) else {
        reading.find(node, "control characters may not stand in it")
        return nil
      }
      return text
    } write: {
      yaml($0)
    }
  }
}

extension Kind where Value == Int {
  /// A whole number in a range.
  static func number(_ range: ClosedRange<Int>) -> Kind {
    Kind(shape: .number(range)) { node, reading in
      guard let text = reading.scalar(node) else { return nil }
      guard let number = Int(text.replacing("_", with: "")) else {
        reading.find(node, "“\(excerpt(text))” is not a whole number")
        return nil
      }
      guard range.contains(number) else {
        reading.find(node, "\(number) is out of bounds; \(Shape.number(range).words) is needed")
        return nil
      }
      return number
    } write: {
      "\($0)"
    }
  }

  /// A number of seconds, written with a unit.
  static func seconds(_ range: ClosedRange<Int>) -> Kind {
    let span = Kind<Span>.span(.seconds(Int64(range.lowerBound)) ... .seconds(Int64(range.upperBound)))
    return Kind(shape: span.shape) { node, reading in
      span.read(node, &reading).map { Int($0.milliseconds / 1000) }
    } write: {
      Span.seconds(Int64($0)).file
    }
  }

  /// Minutes since midnight, written as a time of the day.
  static var clock: Kind {
    Kind(shape: .clock) { node, reading in
      guard let text = reading.scalar(node) else { return nil }
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2, let hour = Int(parts[0]),
        let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
      else {
        reading.find(node, "“\(excerpt(text))” is not \(Shape.clock.words)")
        return nil
      }
      return hour * 60 + minute
    } write: { minutes in
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return "\"\(two(minutes / 60)):\(two(minutes % 60))\""
    }
  }
}

extension Kind where Value == UInt64 {
  /// A number that chance is drawn from.
  static var seed: Kind {
    let number = Kind<Int>.number(0...Int.max)
    return Kind(shape: number.shape) { node, reading in
      number.read(node, &reading).map { UInt64($0) }
    } write: {
      "\($0)"
    }
  }
}

extension Kind where Value == Span {
  static func span(_ range: ClosedRange<Span>) -> Kind {
    Kind(shape: .span(range)) { node, reading in
      guard let text = reading.scalar(node) else { return nil }
      guard let span = Span(file: text.replacing(" ", with: "")) else {
        reading.find(node, "“\(excerpt(text))” is not \(Shape.span(range).words)")
        return nil
      }
      guard range.contains(span) else {
        reading.find(node, "\(span.file) is out of bounds; \(Shape.span(range).words) is needed")
        return nil
      }
      return span
    } write: {
      $0.file
    }
  }
}

extension Kind where Value: Equatable {
  /// One of several, each by a name and with what it means.
  static func choice(_ choices: [(value: Value, name: String, words: String)]) -> Kind {
    let names = choices.map(\.name)
    return Kind(shape: .choice(choices.map { ($0.name, $0.words) })) { node, reading in
      guard let text = reading.scalar(node) else { return nil }
      if let choice = choices.first(where: { $0.name == text.lowercased() }) { return choice.value }
      reading.find(node, "“\(excerpt(text))” is none of \(names.joined(separator: ", "))" + didYouMean(text, names))
      return nil
    } write: { value in
      choices.first { $0.value == value }.map { yaml($0.name) } ?? "~"
    }
  }
}

/// `; did you mean “release”?`, or nothing.
func didYouMean(_ text: String, _ names: [String]) -> String {
  let near = nearestNames(to: text, among: names)
  return near.isEmpty ? "" : "; did you mean \(near.map { "“\($0)”" }.joined(separator: " or "))?"
}

extension Kind {
  /// Values of a language of their own; a mistake is told at its column in the file.
  static func language(
    _ what: String, example: String, write: @escaping @Sendable (Value) -> String,
    parse: @escaping @Sendable (String) throws(FilterFault) -> Value
  ) -> Kind {
    Kind(shape: .language(what, example: example)) { node, reading in
      guard let text = reading.scalar(node) else { return nil }
      do throws(FilterFault) { return try parse(text) } catch {
        var place = node.place
        if case .scalar(_, let isPlain, true) = node.content { place.column += error.column - 1 + (isPlain ? 0 : 1) }
        reading.find(at: place, error.words + (error.expected.isEmpty ? "" : "; \(error.expected)"))
        return nil
      }
    } write: {
      yaml(write($0))
    }
  }
}

extension Kind where Value == Filter {
  /// Which shipments.
  static var filter: Kind {
    language("a filter, as after /", example: "is:late to:DE", write: \.text) { text throws(FilterFault) in
      try Filter(parsing: text)
    }
  }
}

extension Kind where Value == Ordering {
  /// What a list is ordered by, the first key before the next.
  static var ordering: Kind {
    language(
      "keys with commas between them, “-” before one turns it round: "
        + SortKey.allCases.map(\.name).joined(separator: ", "), example: "due, -value", write: \.text
    ) { text throws(FilterFault) in try Ordering(parsing: text) }
  }
}

package import Measures
package import YAML

// The parts that files of regimes are read with: a map whose keys are known, and values of a kind. Whatever does not fit is found
// with line, column and key, and reading goes on.

/// What is wrong with a file, and where.
package struct RegimeFault: Error, Hashable, Sendable {
  package var file: String
  package var place: TextPlace
  /// The keys on the way to it, as in `periods[2].rules[1].duty`.
  package var path: String
  package var words: String

  /// "br.yaml:12:7: periods[2].tax: a rate is a number of percent".
  package var description: String {
    "\(excerpt(file, most: 200)):\(place.line):\(place.column): \(path.isEmpty ? "" : path + ": ")\(words)"
  }
}

/// A text of somebody's as it may be shown: short, and without what steers a terminal.
func excerpt(_ text: String, most: Int = 60) -> String {
  var out = ""
  for scalar in text.unicodeScalars {
    if out.utf8.count >= most { return out + "…" }
    out.unicodeScalars.append(isShown(scalar) ? scalar : "·")
  }
  return out
}

/// Whether a character neither steers a terminal nor turns the direction of writing.
private func isShown(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
  default: true
  }
}

/// A file on its way into values.
struct RegimeReading {
  let file: String
  private(set) var faults: [RegimeFault] = []
  private var path: [String] = []

  /// More say nothing that the first do not.
  static let faultsMax = 50

  init(file: String) { self.file = file }

  mutating func find(at place: TextPlace, _ words: String) {
    guard faults.count < Self.faultsMax else { return }
    let path = path.reduce(into: "") { out, part in
      out += part.hasPrefix("[") || out.isEmpty ? excerpt(part) : "." + excerpt(part)
    }
    faults.append(RegimeFault(file: file, place: place, path: path, words: words))
  }

  mutating func find(_ fault: YAMLFault) {
    path = fault.path
    find(at: fault.place, fault.words)
    path = []
  }

  /// A map with known keys.
  struct Map {
    let place: TextPlace
    private let entries: [YAMLNode.Entry]

    init(place: TextPlace, entries: [YAMLNode.Entry]) {
      self.place = place
      self.entries = entries
    }

    subscript(key: String) -> YAMLNode? {
      entries.first { $0.key == key && !$0.value.isNothing }?.value
    }
  }

  /// Reads a map; nil where it is none. Keys that are not known are found.
  mutating func map(_ node: YAMLNode, _ keys: [String]) -> Map? {
    guard let entries = node.entries else {
      find(at: node.place, "a map of keys and values is needed here")
      return nil
    }
    for entry in entries where !keys.contains(entry.key) {
      find(at: entry.place, "there is no key “\(excerpt(entry.key))” here; there are \(keys.joined(separator: ", "))")
    }
    return Map(place: node.place, entries: entries)
  }

  /// Reads the value of a key with `body`; nil where it is not there.
  mutating func at<Value>(
    _ map: Map, _ key: String, isRequired: Bool = false, _ body: (inout RegimeReading, YAMLNode) -> Value?
  ) -> Value? {
    guard let node = map[key] else {
      if isRequired { find(at: map.place, "“\(key)” is missing") }
      return nil
    }
    path.append(key)
    defer { path.removeLast() }
    return body(&self, node)
  }

  /// Reads a list of no more than `most` with `body`; items that cannot be read are left out, and found by `body`.
  mutating func list<Value>(
    _ map: Map, _ key: String, most: Int = 500, _ body: (inout RegimeReading, YAMLNode) -> Value?
  ) -> [Value] {
    at(map, key) { reading, node in
      guard let items = node.items else {
        reading.find(at: node.place, "a list is needed here")
        return []
      }
      guard items.count <= most else {
        reading.find(at: node.place, "\(items.count) are too many; \(most) at most")
        return []
      }
      var out: [Value] = []
      for (index, item) in items.enumerated() {
        reading.path.append("[\(index + 1)]")
        if let value = body(&reading, item) { out.append(value) }
        reading.path.removeLast()
      }
      return out
    } ?? []
  }

  // MARK: - Values

  /// A text on one line without characters that steer a terminal.
  mutating func text(_ node: YAMLNode, most: Int = 400) -> String? {
    guard let text = node.text else {
      find(at: node.place, "one value is needed here, not a list or a map")
      return nil
    }
    guard !text.isEmpty, text.utf8.count <= most else {
      find(at: node.place, text.isEmpty ? "a text is needed here" : "the text is longer than \(most) bytes")
      return nil
    }
    guard text.unicodeScalars.allSatisfy(isShown) else {
      find(at: node.place, "the text has characters that cannot be shown")
      return nil
    }
    return text
  }

  mutating func value<Value>(_ node: YAMLNode, _ words: String, _ read: (String) -> Value?) -> Value? {
    guard let text = text(node) else { return nil }
    guard let value = read(text) else {
      find(at: node.place, "“\(excerpt(text))”: \(words)")
      return nil
    }
    return value
  }

  mutating func flag(_ node: YAMLNode) -> Bool? {
    value(node, "true or false is needed") { $0 == "true" ? true : $0 == "false" ? false : nil }
  }

  mutating func rate(_ node: YAMLNode) -> Rate? {
    value(node, "a rate is a number of percent from 0 to 1000 with four decimals at most", Rate.init(percent:))
  }

  mutating func money(_ node: YAMLNode) -> Money? {
    value(node, "an amount is a number and a currency, as “150 EUR”, up to 1,000,000,000,000", Money.init(stated:))
  }

  mutating func country(_ node: YAMLNode) -> Country? {
    value(node, "a country is two letters") { Country($0) }
  }

  mutating func currency(_ node: YAMLNode) -> Currency? {
    value(node, "a currency is three letters of ISO 4217") { Currency($0).flatMap { $0.isKnown ? $0 : nil } }
  }

  mutating func date(_ node: YAMLNode) -> CivilDate? {
    value(node, "a day is written 2026-07-01, in the years 1900 to 2199", CivilDate.init(day:))
  }

  mutating func goods(_ node: YAMLNode) -> CommodityRange? {
    value(
      node, "goods are a prefix of an HS code of two, four or six digits, or two with a hyphen", CommodityRange.init)
  }

  mutating func weight(_ node: YAMLNode) -> Grams? {
    value(node, "a weight is a number and a unit, as “31 kg”") { text in
      (try? Grams(parsing: text)).flatMap { $0.value > 0 ? $0 : nil }
    }
  }

  mutating func choice<Value: CaseIterable & RawRepresentable<String>>(_ node: YAMLNode, _: Value.Type) -> Value? {
    value(node, "it is one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))", Value.init(rawValue:))
  }

  mutating func confidence(_ node: YAMLNode) -> Confidence? { choice(node, Confidence.self) }

  mutating func pattern(_ node: YAMLNode) -> Pattern? {
    guard let text = text(node) else { return nil }
    do throws(Pattern.Fault) { return try Pattern(text) } catch {
      find(at: node.place, error.words)
      return nil
    }
  }
}

extension Money {
  /// Reads "150 EUR", "EUR 150", "EUR150" or "150EUR"; nil for anything else, for more decimals than the currency has, and above
  /// a million millions of units.
  package init?(stated text: some StringProtocol) {
    let bytes = Array(text.utf8)
    func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
    let letters = bytes.filter(isLetter)
    guard letters.count == 3, bytes.first.map(isLetter) == true || bytes.last.map(isLetter) == true,
      let currency = Currency(String(decoding: letters, as: UTF8.self)), currency.isKnown
    else { return nil }
    let rest = bytes.first.map(isLetter) == true ? bytes.dropFirst(3) : bytes.dropLast(3)
    guard !rest.contains(where: isLetter) else { return nil }
    let digits = rest.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed()
    guard let minor = decimal(String(decoding: digits, as: UTF8.self), decimals: currency.decimals) else { return nil }
    var most: Int64 = 1_000_000_000_000
    for _ in 0..<currency.decimals { most *= 10 }
    guard minor <= most else { return nil }
    self.init(minor: minor, currency)
  }
}

extension CivilDate {
  /// Reads "2026-07-01"; nil for anything else and outside the years 1900 to 2199.
  package init?(day text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      bytes[range].reduce(0) { (value: Int?, byte) in
        value.flatMap { (0x30...0x39).contains(byte) ? $0 * 10 + Int(byte - 0x30) : nil }
      }
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), (1900...2199).contains(year)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

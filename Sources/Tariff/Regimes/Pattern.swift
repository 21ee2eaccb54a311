// The shape of a number, written as a small regular expression: letters, digits and signs as they are, \d, classes [A-Z0-9],
// ( | ), and after any of them ? or {3} or {1,15}. It is about the whole text. What else regular expressions have is refused,
// so that no pattern can take long: matching stops after so many steps as no number of these shapes needs.

/// The shape of a number.
package struct Pattern: Hashable, Sendable {
  /// As it was written.
  package let text: String
  private let choices: [[Piece]]

  private struct Piece: Hashable, Sendable {
    var atom: Atom
    var least: Int
    var most: Int
  }

  private indirect enum Atom: Hashable, Sendable {
    case scalars([ClosedRange<UInt32>])
    case group([[Piece]])
  }

  /// Why a text is no pattern.
  package struct Fault: Error, Hashable, Sendable {
    package var words: String
  }

  /// Reads a pattern.
  package init(_ text: String) throws(Fault) {
    guard text.utf8.count <= 300 else { throw Fault(words: "a pattern is at most 300 characters long") }
    var scalars = Array(text.unicodeScalars)[...]
    if scalars.first == "^" { scalars.removeFirst() }
    if scalars.last == "$" { scalars.removeLast() }
    let choices = try Self.choices(&scalars, depth: 0)
    guard scalars.isEmpty else { throw Fault(words: "a bracket is closed that was not opened") }
    self.text = text
    self.choices = choices
  }

  private static func choices(_ rest: inout ArraySlice<Unicode.Scalar>, depth: Int) throws(Fault) -> [[Piece]] {
    guard depth < 8 else { throw Fault(words: "a pattern has brackets no more than 8 deep") }
    var all: [[Piece]] = [[]]
    while let scalar = rest.first, scalar != ")" {
      rest.removeFirst()
      let atom: Atom
      switch scalar {
      case "|":
        all.append([])
        continue
      case "(":
        let inner = try choices(&rest, depth: depth + 1)
        guard rest.first == ")" else { throw Fault(words: "a bracket is not closed") }
        rest.removeFirst()
        atom = .group(inner)
      case "[": atom = .scalars(try classRanges(&rest))
      case "\\": atom = .scalars(try escaped(&rest))
      case "?", "*", "+", "{", "}", ".", "^", "$", "]":
        throw Fault(words: "“\(scalar)” cannot stand there in a pattern")
      default: atom = .scalars([scalar.value...scalar.value])
      }
      let (least, most) = try count(&rest)
      all[all.count - 1].append(Piece(atom: atom, least: least, most: most))
    }
    return all
  }

  private static func escaped(_ rest: inout ArraySlice<Unicode.Scalar>) throws(Fault) -> [ClosedRange<UInt32>] {
    guard let scalar = rest.popFirst() else { throw Fault(words: "a pattern cannot end with “\\”") }
    if scalar == "d" { return [0x30...0x39] }
    guard !scalar.properties.isAlphabetic else { throw Fault(words: "“\\\(scalar)” is not known in a pattern") }
    return [scalar.value...scalar.value]
  }

  private static func classRanges(_ rest: inout ArraySlice<Unicode.Scalar>) throws(Fault) -> [ClosedRange<UInt32>] {
    var ranges: [ClosedRange<UInt32>] = []
    while let scalar = rest.popFirst(), scalar != "]" {
      if scalar == "\\" {
        ranges += try escaped(&rest)
      } else if rest.first == "-", let last = rest.dropFirst().first, last != "]" {
        guard last >= scalar else { throw Fault(words: "“\(scalar)-\(last)” is no range") }
        rest.removeFirst(2)
        ranges.append(scalar.value...last.value)
      } else {
        ranges.append(scalar.value...scalar.value)
      }
      if rest.isEmpty { throw Fault(words: "a class is not closed with “]”") }
    }
    guard !ranges.isEmpty else { throw Fault(words: "a class in a pattern is empty") }
    return ranges
  }

  private static func count(_ rest: inout ArraySlice<Unicode.Scalar>) throws(Fault) -> (Int, Int) {
    if rest.first == "?" {
      rest.removeFirst()
      return (0, 1)
    }
    guard rest.first == "{" else { return (1, 1) }
    rest.removeFirst()
    guard let end = rest.firstIndex(of: "}") else { throw Fault(words: "a count is not closed with “}”") }
    let parts = rest[..<end].split(separator: ",", omittingEmptySubsequences: false).map { part in
      Int(String(String.UnicodeScalarView(part)))
    }
    rest = rest[(end + 1)...]
    guard (1...2).contains(parts.count), let least = parts[0], let most = parts[parts.count - 1],
      (0...60).contains(least), (least...60).contains(most)
    else { throw Fault(words: "a count is {3} or {1,15}, and at most 60") }
    return (least, most)
  }

  /// Whether a text, all of it, has the shape.
  package func matches(_ text: some StringProtocol) -> Bool {
    guard text.utf8.count <= 200 else { return false }
    let scalars = text.unicodeScalars.map(\.value)
    var steps = 20_000
    return Self.match(choices, scalars, from: 0, steps: &steps) { $0 == scalars.count }
  }

  private static func match(
    _ choices: [[Piece]], _ text: [UInt32], from start: Int, steps: inout Int, then: (Int) -> Bool
  ) -> Bool {
    for pieces in choices where match(pieces[...], taken: 0, text, from: start, steps: &steps, then: then) {
      return true
    }
    return false
  }

  private static func match(
    _ pieces: ArraySlice<Piece>, taken: Int, _ text: [UInt32], from start: Int, steps: inout Int, then: (Int) -> Bool
  ) -> Bool {
    steps -= 1
    guard steps > 0 else { return false }
    guard let piece = pieces.first else { return then(start) }
    if taken < piece.most {
      switch piece.atom {
      case .scalars(let ranges):
        if start < text.count, ranges.contains(where: { $0.contains(text[start]) }),
          match(pieces, taken: taken + 1, text, from: start + 1, steps: &steps, then: then)
        {
          return true
        }
      case .group(let inner):
        var left = steps
        let isFound = match(inner, text, from: start, steps: &steps) { end in
          // What takes nothing is taken once at most.
          guard end > start || taken == 0 else { return false }
          return match(pieces, taken: end > start ? taken + 1 : piece.most, text, from: end, steps: &left, then: then)
        }
        steps = min(steps, left)
        if isFound { return true }
      }
    }
    return taken >= piece.least && match(pieces.dropFirst(), taken: 0, text, from: start, steps: &steps, then: then)
  }
}

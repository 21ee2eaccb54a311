// The text of a pattern, character by character, into pieces; what cannot be understood is refused with its place.
//
//   either      a|b        sequence  ab       repeated  a* a+ a? a{2,5}
//   single      . [a-z] \d ( ) ^ $            what would have to look back (\1, lookaround) is refused

/// What a pattern is made of.
indirect enum PatternPiece: Sendable {
  case nothing
  /// These bytes, one after the other.
  case bytes([UInt8])
  /// Any one of these characters.
  case among([ClosedRange<UInt32>])
  case start
  case end
  case sequence([PatternPiece])
  case either([PatternPiece])
  case times(PatternPiece, Int, Int?)

  static let anyCharacter = PatternPiece.among([0...0x10FFFF])

  /// The longest run of bytes that every matching text has.
  var needle: [UInt8] {
    switch self {
    case .nothing, .among, .start, .end, .either: return []
    case .bytes(let bytes): return bytes
    case .times(let piece, let least, _): return least > 0 ? piece.needle : []
    case .sequence(let pieces):
      var best: [UInt8] = []
      var run: [UInt8] = []
      for piece in pieces {
        if case .bytes(let bytes) = piece {
          run += bytes
        } else {
          // An anchor takes no room, so that a run goes on behind it.
          switch piece {
          case .start, .end, .nothing: break
          case .bytes, .among, .sequence, .either, .times: run = []
          }
          let inner = piece.needle
          if inner.count > best.count { best = inner }
        }
        if run.count > best.count { best = run }
      }
      return best
    }
  }
}

/// Reads the text of a pattern.
struct PatternReader {
  let text: [Character]
  var next = 0
  var depth = 0

  static let lengthMost = 512
  static let depthMost = 32
  static let timesMost = 100

  init(_ text: [Character]) { self.text = text }

  func fault(_ words: String, at place: Int? = nil, expected: String = "") -> FilterFault {
    FilterFault(column: (place ?? next) + 1, words, expected: expected)
  }

  private func check() throws(FilterFault) {
    if text.isEmpty { throw fault("the pattern is empty", expected: "something between the slashes") }
    if text.count > Self.lengthMost {
      throw fault("the pattern is too long", at: Self.lengthMost, expected: "at most \(Self.lengthMost) characters")
    }
  }

  mutating func glob() throws(FilterFault) -> PatternPiece {
    try check()
    var pieces: [PatternPiece] = [.start]
    while next < text.count {
      switch text[next] {
      case "*": pieces.append(.times(.anyCharacter, 0, nil))
      case "?": pieces.append(.anyCharacter)
      case "\\" where next + 1 < text.count:
        next += 1
        pieces.append(Self.literal(text[next]))
      default: pieces.append(Self.literal(text[next]))
      }
      next += 1
    }
    return Self.joined(pieces + [.end])
  }

  mutating func expression() throws(FilterFault) -> PatternPiece {
    try check()
    let piece = try either()
    if next < text.count { throw fault("a parenthesis of the pattern is closed that was not opened") }
    return piece
  }

  private mutating func either() throws(FilterFault) -> PatternPiece {
    var parts = [try sequence()]
    while next < text.count, text[next] == "|" {
      next += 1
      parts.append(try sequence())
    }
    return parts.count == 1 ? parts[0] : .either(parts)
  }

  private mutating func sequence() throws(FilterFault) -> PatternPiece {
    var pieces: [PatternPiece] = []
    while next < text.count, text[next] != "|", text[next] != ")" {
      let piece = try single()
      pieces.append(try repeated(piece))
    }
    return Self.joined(pieces)
  }

  /// Pieces one after the other. What is nothing is left out, so that everything that is left takes a step: what is repeated a
  /// hundred times a hundred times is then found to be too large and not gone through.
  private static func joined(_ pieces: [PatternPiece]) -> PatternPiece {
    let something = pieces.filter { if case .nothing = $0 { false } else { true } }
    return something.isEmpty ? .nothing : something.count == 1 ? something[0] : .sequence(something)
  }

  private static func literal(_ character: Character) -> PatternPiece {
    let bytes = Folding.bytes(String(character))
    return bytes.isEmpty ? .nothing : .bytes(bytes)
  }

  private mutating func single() throws(FilterFault) -> PatternPiece {
    let character = text[next]
    let place = next
    next += 1
    switch character {
    case ".": return .anyCharacter
    case "^": return .start
    case "$": return .end
    case "*", "+": throw fault("\"\(character)\" has nothing before it to repeat", at: place)
    case "?": throw fault("\"?\" has nothing before it that may be missing", at: place)
    case "[": return .among(try set(from: place))
    case "\\": return try escape(place)
    case "(":
      if next < text.count, text[next] == "?" {
        guard next + 1 < text.count, text[next + 1] == ":" else {
          throw fault("a group that looks around is not known", at: place, expected: "( ) or (?: )")
        }
        next += 2
      }
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.depthMost else { throw fault("the pattern is nested too deeply", at: place) }
      let piece = try either()
      guard next < text.count, text[next] == ")" else {
        throw fault("the pattern's parenthesis is not closed", at: place, expected: "\")\"")
      }
      next += 1
      return piece
    default:
      return Self.literal(character)
    }
  }

  private mutating func escape(_ place: Int) throws(FilterFault) -> PatternPiece {
    guard next < text.count else { throw fault("the pattern ends with a backslash", at: place) }
    let character = text[next]
    if let ranges = Self.classes(character) {
      next += 1
      return .among(ranges)
    }
    guard !character.isLetter, !character.isNumber else {
      let why =
        character.isNumber
        ? "\"\\\(character)\" looks back at what was found, which might never end" : "\"\\\(character)\" is not known"
      throw fault(why, at: place, expected: "\\d \\w \\s \\D \\W \\S, or a sign as it is")
    }
    next += 1
    return Self.literal(character)
  }

  /// What a letter behind a backslash stands for, in folded texts.
  private static func classes(_ letter: Character) -> [ClosedRange<UInt32>]? {
    let digits: [ClosedRange<UInt32>] = [0x30...0x39]
    let words = digits + [0x5F...0x5F, 0x61...0x7A, 0x80...0x10FFFF]
    let blanks: [ClosedRange<UInt32>] = [0x09...0x0D, 0x20...0x20]
    switch letter {
    case "d": return digits
    case "D": return inverse(digits)
    case "w": return words
    case "W": return inverse(words)
    case "s": return blanks
    case "S": return inverse(blanks)
    default: return nil
    }
  }

  private static func inverse(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var out: [ClosedRange<UInt32>] = []
    var from: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > from { out.append(from...range.lowerBound - 1) }
      from = max(from, range.upperBound + 1)
    }
    if from <= 0x10FFFF { out.append(from...0x10FFFF) }
    return out
  }

  private mutating func set(from opened: Int) throws(FilterFault) -> [ClosedRange<UInt32>] {
    var ranges: [ClosedRange<UInt32>] = []
    let isInverse = next < text.count && text[next] == "^"
    if isInverse { next += 1 }
    while true {
      guard next < text.count else {
        throw fault("the pattern's bracket is not closed", at: opened, expected: "\"]\"")
      }
      if text[next] == "]" { break }
      if text[next] == "\\", next + 1 < text.count, let known = Self.classes(text[next + 1]) {
        ranges += known
        next += 2
        continue
      }
      let place = next
      let low = try member()
      guard next + 1 < text.count, text[next] == "-", text[next + 1] != "]" else {
        ranges += Self.folded(low...low)
        continue
      }
      next += 1
      let high = try member()
      guard low <= high else { throw fault("the pattern's range ends before it begins", at: place) }
      ranges += Self.folded(low...high)
    }
    next += 1
    guard !ranges.isEmpty else { throw fault("the pattern's bracket is empty", at: opened) }
    return isInverse ? Self.inverse(ranges) : ranges
  }

  private mutating func member() throws(FilterFault) -> UInt32 {
    if text[next] == "\\", next + 1 < text.count { next += 1 }
    let scalar = text[next].unicodeScalars.first?.value ?? 0
    next += 1
    return scalar
  }

  /// The characters of a range as they stand in folded texts.
  private static func folded(_ range: ClosedRange<UInt32>) -> [ClosedRange<UInt32>] {
    // Large ranges are of scripts that have no cases.
    guard range.count <= 1024 else { return [range] }
    var out: [ClosedRange<UInt32>] = []
    for value in range {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let folded = Array(String(decoding: Folding.bytes(String(scalar)), as: UTF8.self).unicodeScalars)
      guard folded.count == 1, let only = folded.first?.value else { continue }
      if let last = out.last, last.upperBound + 1 == only {
        out[out.count - 1] = last.lowerBound...only
      } else {
        out.append(only...only)
      }
    }
    return out
  }

  private mutating func repeated(_ piece: PatternPiece) throws(FilterFault) -> PatternPiece {
    guard next < text.count else { return piece }
    let place = next
    let least: Int
    let most: Int?
    switch text[next] {
    case "*": (least, most) = (0, nil)
    case "+": (least, most) = (1, nil)
    case "?": (least, most) = (0, 1)
    case "{":
      guard let bounds = try counts() else { return piece }
      (least, most) = bounds
      next -= 1
    default: return piece
    }
    next += 1
    switch piece {
    case .start, .end: throw fault("the text has one beginning and one end", at: place)
    case .nothing, .bytes, .among, .sequence, .either, .times: break
    }
    // As few as possible or as many: whether there is a match is the same.
    if next < text.count, text[next] == "?" { next += 1 }
    let after = next
    let isAgain = next < text.count && (text[next] == "*" || text[next] == "+" || text[next] == "{")
    var isCount = false
    if isAgain, text[after] == "{" { isCount = try counts() != nil }
    if isAgain, text[after] != "{" || isCount {
      next = after
      throw fault("what is repeated is repeated again", expected: "parentheses around it")
    }
    if case .nothing = piece { return .nothing }
    if most == 0 { return .nothing }
    return .times(piece, least, most)
  }

  /// The counts of "{2,5}"; nil where the brace stands for itself.
  private mutating func counts() throws(FilterFault) -> (Int, Int?)? {
    let place = next
    guard let end = text[next...].firstIndex(of: "}") else { return nil }
    let parts = String(text[next + 1..<end]).split(separator: ",", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty, parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }) else {
      return nil
    }
    let least = Int(parts[0]) ?? .max
    let most: Int? = parts.count == 1 ? least : parts[1].isEmpty ? nil : Int(parts[1]) ?? .max
    guard max(least, most ?? least) <= Self.timesMost, least <= most ?? least else {
      throw fault("the pattern's count is not one", at: place, expected: "{least,most}, at most \(Self.timesMost)")
    }
    next = end + 1
    return (least, most)
  }
}

extension Character {
  /// Whether it is one of the ten digits.
  var isASCIIDigit: Bool { isASCII && isNumber }
}

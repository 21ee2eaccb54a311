// Texts described by their shape: globs (merchant:nim*, ref:1Z*99?) and regular expressions (goods~/lith.*battery/).
//
//   text ─► pieces ─► steps over bytes ─► states, found as they are needed ─► one look at each byte of a text
//   li[tf]h  l i [tf] h    l→i→(t|f)→h        {1} {1,2} {1,3} …                     never back
//
// Nothing is ever tried twice: a text of n bytes takes n steps, whatever the pattern (K. Thompson, "Regular expression search
// algorithm", 1968; the states are kept as by R. Cox, "Regular expression matching can be simple and fast", 2007). What would need
// more than that, looking back at what was found, is refused with its place.
//
// Patterns see texts in their folded form, so that case, accents and width do not matter.

/// A glob or a regular expression.
package struct Pattern: Hashable, Sendable {
  /// What its source is written in.
  package enum Kind: Hashable, Sendable {
    /// `*` is anything, `?` one character, `\` takes the next as it is; the whole text.
    case glob
    /// A regular expression; anywhere in the text.
    case expression
  }

  package let kind: Kind
  /// The pattern as typed, without the slashes of an expression.
  package let source: String
  let program: PatternProgram

  package static func == (a: Pattern, b: Pattern) -> Bool { a.kind == b.kind && a.source == b.source }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(source)
  }

  /// Reads a pattern.
  ///
  /// - Throws: what cannot be understood, with its place within the source, from 1.
  package init(_ kind: Kind, _ source: String) throws(FilterFault) {
    self.kind = kind
    self.source = kind == .glob ? source : Pattern.unescaped(source)
    let source = self.source
    var reader = PatternReader(Array(source))
    let piece = kind == .glob ? try reader.glob() : try reader.expression()
    program = try PatternProgram(piece)
  }

  /// An expression in the one form in which it is kept: a slash needs no backslash, it is only typed with one.
  private static func unescaped(_ source: String) -> String {
    var out = ""
    var isTaken = false
    for character in source {
      if isTaken, character == "/" { out.removeLast() }
      isTaken = character == "\\" && !isTaken
      out.append(character)
    }
    return out
  }

  /// Which of some texts match; for few texts, as names of lists are.
  func matches(_ texts: [String]) -> [Bool] {
    var states = PatternStates(program)
    return texts.map { Folding.bytes($0).withUnsafeBufferPointer { states.matches($0, from: 0, to: $0.count) } }
  }

  /// The pattern as it is typed.
  package var text: String {
    switch kind {
    case .glob: return source
    case .expression:
      var out = "/"
      var isTaken = false
      for character in source {
        if character == "/", !isTaken { out.append("\\") }
        isTaken = character == "\\" && !isTaken
        out.append(character)
      }
      return out + "/"
    }
  }
}

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
private struct PatternReader {
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

/// A pattern as steps over bytes.
struct PatternProgram: Sendable {
  /// One step.
  enum Step {
    /// A byte from the first to the second, then on to `next`.
    case byte(UInt8, UInt8, next: Int32)
    case split(Int32, Int32)
    case start(next: Int32)
    case end(next: Int32)
    case found
  }

  private(set) var steps: [Step] = []
  private(set) var first: Int32 = 0
  /// Bytes that every matching text has; empty where there are none worth looking for.
  let needle: [UInt8]
  /// Bytes that no step tells apart have the same number.
  private(set) var classes: [UInt8]
  private(set) var classCount: Int

  /// More steps than these would make each state slow to find.
  static let stepsMost = 1000

  /// Compiles a pattern.
  init(_ piece: PatternPiece) throws(FilterFault) {
    let needle = piece.needle
    self.init(steps: [.found], first: 0, needle: needle.count >= 2 ? needle : [], classes: [], classCount: 0)
    first = compile(piece, then: 0)
    guard steps.count <= Self.stepsMost else {
      throw FilterFault(column: 1, "the pattern is too large", expected: "fewer or smaller repetitions")
    }
    var isEdge = [Bool](repeating: false, count: 257)
    for step in steps {
      if case .byte(let low, let high, _) = step {
        isEdge[Int(low)] = true
        isEdge[Int(high) + 1] = true
      }
    }
    var classes = [UInt8](repeating: 0, count: 256)
    var number: UInt8 = 0
    for byte in 1..<256 {
      if isEdge[byte] { number += 1 }
      classes[byte] = number
    }
    self.classes = classes
    classCount = Int(number) + 1
    var states = PatternStates(self)
    if states.isInEvery {
      throw FilterFault(column: 1, "the pattern is in every text", expected: "something that a text has or has not")
    }
  }

  private init(steps: [Step], first: Int32, needle: [UInt8], classes: [UInt8], classCount: Int) {
    self.steps = steps
    self.first = first
    self.needle = needle
    self.classes = classes
    self.classCount = classCount
  }

  private mutating func add(_ step: Step) -> Int32 {
    // What is too large is refused when all is compiled; until then it must only not grow without end.
    guard steps.count <= Self.stepsMost else { return 0 }
    steps.append(step)
    return Int32(steps.count - 1)
  }

  /// Adds the steps of a piece that go on to `next`; the number of their first.
  private mutating func compile(_ piece: PatternPiece, then next: Int32) -> Int32 {
    switch piece {
    case .nothing: return next
    case .start: return add(.start(next: next))
    case .end: return add(.end(next: next))
    case .bytes(let bytes):
      var at = next
      for byte in bytes.reversed() { at = add(.byte(byte, byte, next: at)) }
      return at
    case .among(let ranges):
      var ways: [Int32] = []
      for range in ranges {
        PatternProgram.encoded(range.lowerBound, range.upperBound) { bytes in
          var at = next
          for byte in bytes.reversed() { at = add(.byte(byte.lowerBound, byte.upperBound, next: at)) }
          ways.append(at)
        }
      }
      return join(ways)
    case .sequence(let pieces):
      var at = next
      for piece in pieces.reversed() { at = compile(piece, then: at) }
      return at
    case .either(let parts): return join(parts.map { compile($0, then: next) })
    case .times(let piece, let least, let most):
      var at = next
      if let most {
        for _ in least..<max(least, most) where steps.count <= Self.stepsMost {
          at = add(.split(compile(piece, then: at), next))
        }
      } else {
        let loop = add(.split(0, next))
        // Anything at all may be taken byte by byte: texts are whole characters.
        var inside = piece
        if case .among(let ranges) = piece, ranges == [0...0x10FFFF] { inside = .nothing }
        let body = if case .nothing = inside { add(.byte(0, 0xFE, next: loop)) } else { compile(inside, then: loop) }
        if Int(loop) < steps.count { steps[Int(loop)] = .split(body, next) }
        at = loop
      }
      for _ in 0..<least where steps.count <= Self.stepsMost { at = compile(piece, then: at) }
      return at
    }
  }

  private mutating func join(_ ways: [Int32]) -> Int32 {
    guard var at = ways.last else { return add(.byte(1, 0, next: 0)) }
    for way in ways.dropLast().reversed() { at = add(.split(way, at)) }
    return at
  }

  /// The ranges of bytes that characters from `low` to `high` are written in.
  private static func encoded(_ low: UInt32, _ high: UInt32, _ body: ([ClosedRange<UInt8>]) -> Void) {
    for last: UInt32 in [0x7F, 0x7FF, 0xFFFF] where low <= last && high > last {
      encoded(low, last, body)
      encoded(last + 1, high, body)
      return
    }
    if high > 0x7F {
      for shift: UInt32 in [6, 12, 18] {
        let mask = (UInt32(1) << shift) - 1
        guard low & ~mask != high & ~mask else { continue }
        if low & mask != 0 {
          encoded(low, low | mask, body)
          encoded((low | mask) + 1, high, body)
          return
        }
        if high & mask != mask {
          encoded(low, (high & ~mask) - 1, body)
          encoded(high & ~mask, high, body)
          return
        }
      }
    }
    body(zip(bytes(low), bytes(high)).map { $0...max($0, $1) })
  }

  private static func bytes(_ value: UInt32) -> [UInt8] {
    func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | value >> shift & 0x3F) }
    if value < 0x80 { return [UInt8(value)] }
    if value < 0x800 { return [UInt8(0xC0 | value >> 6), tail(0)] }
    if value < 0x10000 { return [UInt8(0xE0 | value >> 12), tail(6), tail(0)] }
    return [UInt8(0xF0 | value >> 18), tail(12), tail(6), tail(0)]
  }
}

/// The states that a pattern has been in: found when they are first needed, forgotten when they become too many.
struct PatternStates: Sendable {
  private let program: PatternProgram
  /// The next state by state and class of byte; -1 where it is not known yet.
  private var nexts: [Int32] = []
  /// Bit 0: found, whatever comes. Bit 1: found if the text ends here.
  private var isFound: [UInt8] = []
  private var members: [[Int32]] = []
  private var numbers: [[Int32]: Int32] = [:]
  private var first: Int32 = 0

  private static let statesMost = 512

  init(_ program: PatternProgram) {
    self.program = program
    restart()
  }

  private mutating func restart() {
    nexts = []
    isFound = []
    members = []
    numbers = [:]
    first = state(of: [program.first], atStart: true)
  }

  /// Whether nothing at all is a match, so that every text has one.
  var isInEvery: Bool {
    mutating get {
      // What is found at once, or at the end of any text, whatever stands before it.
      let anywhere = state(of: [program.first], atStart: false)
      return isFound[Int(first)] & 1 != 0 || isFound[Int(anywhere)] & 2 != 0
    }
  }

  /// States found so far: finding one takes as long as going over some hundred bytes.
  private(set) var built = 0

  /// Whether the bytes from `from` to before `to` match; as many steps as there are bytes.
  mutating func matches(_ bytes: UnsafeBufferPointer<UInt8>, from: Int, to: Int) -> Bool {
    var at = first
    if isFound[Int(at)] & 1 != 0 { return true }
    for index in from..<max(from, to) {
      let byte = bytes[index]
      let number = Int(program.classes[Int(byte)])
      var next = nexts[Int(at) * program.classCount + number]
      if next < 0 { next = step(at, class: number, byte: byte) }
      at = next
      if isFound[Int(at)] & 1 != 0 { return true }
    }
    return isFound[Int(at)] & 2 != 0
  }

  private mutating func step(_ from: Int32, class number: Int, byte: UInt8) -> Int32 {
    var targets: [Int32] = []
    for member in members[Int(from)] {
      if case .byte(let low, let high, let next) = program.steps[Int(member)], low <= byte, byte <= high {
        targets.append(next)
      }
    }
    // A match may begin behind every byte.
    targets.append(program.first)
    if members.count >= Self.statesMost {
      restart()
      return state(of: targets, atStart: false)
    }
    let next = state(of: targets, atStart: false)
    nexts[Int(from) * program.classCount + number] = next
    return next
  }

  /// The state of being at these steps and at all that is reached from them without a byte.
  private mutating func state(of starts: [Int32], atStart: Bool) -> Int32 {
    let reached = reach(starts, atStart: atStart, atEnd: false)
    if let known = numbers[reached], !atStart { return known }
    let number = Int32(members.count)
    built &+= 1
    var found: UInt8 = 0
    func hasFound(_ steps: [Int32]) -> Bool {
      steps.contains { if case .found = program.steps[Int($0)] { true } else { false } }
    }
    if hasFound(reached) { found |= 1 }
    if hasFound(reach(starts, atStart: atStart, atEnd: true)) { found |= 2 }
    // The first state alone passes what asks for the beginning; none that comes later is the same.
    if !atStart { numbers[reached] = number }
    members.append(reached)
    isFound.append(found)
    nexts.append(contentsOf: repeatElement(-1, count: program.classCount))
    return number
  }

  private func reach(_ starts: [Int32], atStart: Bool, atEnd: Bool) -> [Int32] {
    var isSeen = [Bool](repeating: false, count: program.steps.count)
    var waiting = starts
    var out: [Int32] = []
    while let step = waiting.popLast() {
      if isSeen[Int(step)] { continue }
      isSeen[Int(step)] = true
      switch program.steps[Int(step)] {
      case .byte, .found: out.append(step)
      case .split(let a, let b): waiting += [a, b]
      case .start(let next): if atStart { waiting.append(next) }
      case .end(let next):
        out.append(step)
        if atEnd { waiting.append(next) }
      }
    }
    return out.sorted()
  }
}

// Pieces as steps over bytes: a character of several bytes is a way through several steps.

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

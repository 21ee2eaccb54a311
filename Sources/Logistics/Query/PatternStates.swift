// Where a text may be in a program, all ways at once: a state is a set of steps, made when it is first needed, and forgotten with all
// others when they become too many.

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

// From scalars to cells, and what never becomes a cell.
//
//   scalar                                              what happens
//   control, escape, bidi override, invisible, invalid  a visible replacement in one cell: ␛ for ESC, ␦ for the nameless
//   combining mark                                      joins the cell before it (four at most); dropped without one
//   joiner, presentation selector                       dropped; what a joiner ties to an emoji is dropped with it
//   skin tone after an emoji                            dropped
//   anything else                                       starts a cell of one or two columns

/// Reads scalars one by one and says which cells they make.
struct ClusterReader {
  enum Step {
    /// A new cell, or two columns, with this scalar.
    case start(Unicode.Scalar, width: Int)
    /// The scalar belongs to the cell before it.
    case attach(Unicode.Scalar)
    /// Not shown.
    case drop

    /// Columns that the step moves on.
    var advance: Int {
      switch self {
      case .start(_, let width): width
      case .attach, .drop: 0
      }
    }
  }

  private let ambiguous: AmbiguousWidth
  private var hasBase = false
  private var isAfterEmoji = false
  private var isJoined = false
  private var markCount = 0

  init(ambiguous: AmbiguousWidth) { self.ambiguous = ambiguous }

  mutating func feed(_ scalar: Unicode.Scalar) -> Step {
    let value = scalar.value
    if value >= 0x20, value < 0x7F { return start(scalar, width: 1) }
    switch value {
    case 0x200C: return .drop
    case 0x200D:
      isJoined = isAfterEmoji
      return .drop
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x180B...0x180D: return .drop
    case 0x1F3FB...0x1F3FF where isAfterEmoji: return .drop
    case 0xE0020...0xE007F where isAfterEmoji: return .drop
    default: break
    }
    if let replacement = Self.replacement(of: value) { return start(replacement, width: 1) }
    let width = TextWidth.of(scalar, ambiguous: ambiguous)
    if width == 0 {
      guard hasBase, markCount < Self.marksMax else { return .drop }
      markCount += 1
      return .attach(scalar)
    }
    if isJoined, Self.isPictograph(value) {
      isJoined = false
      return .drop
    }
    let step = start(scalar, width: width)
    isAfterEmoji = Self.isPictograph(value)
    return step
  }

  private mutating func start(_ scalar: Unicode.Scalar, width: Int) -> Step {
    hasBase = true
    isAfterEmoji = false
    isJoined = false
    markCount = 0
    return .start(scalar, width: width)
  }

  private static func isPictograph(_ value: UInt32) -> Bool {
    (0x1F000...0x1FAFF).contains(value) || (0x2190...0x2BFF).contains(value) || (0x3030...0x303D).contains(value)
  }

  /// What is shown for a scalar that must not reach a terminal, or that a reader could not see; nil for all others.
  static func replacement(of value: UInt32) -> Unicode.Scalar? {
    switch value {
    case 0..<0x20: Unicode.Scalar(0x2400 + value)
    case 0x7F: "\u{2421}"
    case 0x80...0x9F: nameless
    case 0xAD: "-"
    case 0xA0: " "
    case 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x200E, 0x200F: nameless
    case 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFD: nameless
    case 0xFDD0...0xFDEF, 0xE0000...0xE0FFF: nameless
    default: value & 0xFFFE == 0xFFFE ? nameless : nil
    }
  }

  /// How many combining marks a cell keeps.
  static let marksMax = 4

  private static let nameless: Unicode.Scalar = "\u{2426}"
}

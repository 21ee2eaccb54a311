package import Measures

/// How a destination rounds what it reckons on, or levies; without one everything is in whole minor units.
package struct Rounding: Hashable, Sendable {
  /// What is rounded.
  package enum Part: String, CaseIterable, Sendable {
    /// The customs value of a line, before its duty is reckoned.
    case dutyBase = "duty_base"
    /// The duty of all lines together; that of a line, where it enters the base of its tax.
    case duty
    /// What the tax of a line is reckoned on.
    case taxBase = "tax_base"
    /// The tax of all lines together.
    case tax

    package var words: String {
      switch self {
      case .dutyBase: "customs value that duty is reckoned on"
      case .duty: "duty"
      case .taxBase: "value that tax is reckoned on"
      case .tax: "tax"
      }
    }
  }

  /// Which way.
  package enum Way: String, CaseIterable, Sendable {
    case down, nearest, up
  }

  package var part: Part
  /// To a whole number of this, in the destination's currency.
  package var step: Money
  package var way: Way
  /// Of a tax that is two: the share of the first in the rate. The second is what is left, reckoned on the first as it is rounded,
  /// and rounded by itself. Japan's consumption tax is 78 % the state's and 22 % the prefecture's.
  package var firstShare: Rate?
  package var span: DateSpan
  package var evidence: Evidence

  /// "duty: down to whole ¥100".
  package var words: String {
    let how = way == .nearest ? "to the nearest" : "\(way.rawValue) to whole"
    let parts = firstShare.map { "; it is two taxes, the first \($0.text) of it, each rounded" } ?? ""
    return "\(part.words): \(how) \(step.text)\(parts)"
  }

  /// An amount of nothing or more, rounded.
  func callAsFunction(_ amount: Int128) -> Int128 {
    let step = Int128(max(1, step.minor))
    switch way {
    case .down: return amount / step * step
    case .nearest: return rounded(amount, by: step) * step
    case .up: return (amount + step - 1) / step * step
    }
  }

  func callAsFunction(_ amount: Span) -> Span { Span(self(amount.low), amount.high.map { self($0) }) }
}

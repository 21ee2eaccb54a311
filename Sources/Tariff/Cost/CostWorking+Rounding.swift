import Measures

// What is rounded by law, and not by the minor unit alone:
//
//   customs value ─duty_base─► duty of a line ─┐
//                                   │          └─ all lines together ─duty─► levied
//                                   └─duty─► base of its tax ─tax_base─► tax of a line ─┐
//                                                                                       └─ all lines together ─tax─► levied

extension CostWorking {
  /// How a part is rounded there that day; nil where it is not.
  func rounding(_ part: Rounding.Part) -> Rounding? {
    destination.rounding.first { $0.part == part && $0.span.contains(consignment.date) }
  }

  /// An amount as it is reckoned on, told where it is another.
  mutating func based(_ amount: Span, _ part: Rounding.Part, _ index: Int) throws(CostFault) -> Span {
    guard let rounding = rounding(part) else { return amount }
    let base = rounding(amount)
    if base != amount { try tell(rounding, base, line: index) }
    return base
  }

  /// The tax of a line by its rate: of two parts where it is two taxes.
  func parts(_ rate: RateRange, of base: Span) -> (first: Span, second: Span) {
    guard let rounding = rounding(.tax), let share = rounding.firstShare else {
      return (Span(rate, of: base), .nothing)
    }
    func first(_ rate: Rate, _ base: Int128) -> Int128 {
      base * Int128(rate.millionths) * Int128(share.millionths) / 1_000_000_000_000
    }
    func second(_ first: Int128) -> Int128 {
      rounding(first) * Int128(1_000_000 - share.millionths) / Int128(share.millionths)
    }
    let low = first(rate.low, base.low)
    let high = base.high.flatMap { base in rate.high.map { first($0, base) } }
    return (Span(low, high), Span(second(low), high.map(second)))
  }

  /// Rounds what is levied at the border together, and takes the difference from the lines, the last first.
  mutating func roundLevied() throws(CostFault) {
    if let rounding = rounding(.duty) {
      let sum = lines.reduce(Span.nothing) { $0 + $1.duty }
      try settle(sum, rounding(sum), by: rounding, \.duty) { _ in true }
    }
    guard let rounding = rounding(.tax) else { return }
    let border = lines.filter { !$0.isTaxAtSale }
    let first = border.reduce(Span.nothing) { $0 + $1.firstTax }
    let sum = border.reduce(Span.nothing) { $0 + $1.tax }
    let second = Span(sum.low - first.low, sum.high.flatMap { sum in first.high.map { sum - $0 } })
    let levied = rounding.firstShare == nil ? rounding(sum) : rounding(first) + rounding(second)
    try settle(sum, levied, by: rounding, \.tax) { !$0.isTaxAtSale }
  }

  private mutating func settle(
    _ sum: Span, _ levied: Span, by rounding: Rounding, _ path: WritableKeyPath<LineWork, Span>,
    _ isMeant: (LineWork) -> Bool
  ) throws(CostFault) {
    guard sum != levied else { return }
    var low = levied.low - sum.low
    var high = sum.high.flatMap { sum in levied.high.map { $0 - sum } } ?? 0
    for index in lines.indices.reversed() where isMeant(lines[index]) {
      let now = lines[index][keyPath: path]
      let next = Span(max(0, now.low + low), now.high.map { max(0, $0 + high) })
      low -= next.low - now.low
      high -= (next.high ?? 0) - (now.high ?? 0)
      lines[index][keyPath: path] = next
    }
    try tell(rounding, levied)
  }

  private mutating func tell(_ rounding: Rounding, _ amount: Span, line: Int? = nil) throws(CostFault) {
    try note(.rounding, rounding.words, amount, line: line, by: authority("rounding", rounding.span, rounding.evidence))
  }
}

import Measures

// The figures as rows, the most first: what the tables of the command line and of the screen print alike.
//
//   places     place, side and channel     how many, first time, p50 p90 p99
//   reasons    by reason                   holds, share, share of all so far (Pareto), waited, cost, still open
//   causes     by merchant or chapter      passages, first time, holds, cost, the costliest reason
//   remedies   by document                 what would have prevented most: holds and cost, and for which reasons

extension BorderFigures {
  /// Passages of one gate, all channels together or one of them.
  package struct PlaceRow: Sendable {
    package var gate: Gate
    /// The channel; nil for all together.
    package var channel: BorderChannel?
    package var passages: PassageSum
    /// The holds that began there; none where a channel is told alone.
    package var holds: HoldSum?
  }

  /// Holds for one reason.
  package struct ReasonRow: Sendable {
    package var reason: HoldReason
    package var holds: HoldSum
    /// Of a thousand holds, those for this reason and for all before it.
    package var cumulativePermille: Int
    /// Of a thousand holds.
    package var permille: Int
  }

  /// Who has to do with holds.
  package struct CauseRow<Key: Sendable>: Sendable {
    package var key: Key
    package var passages: PassageSum
    package var holds: HoldSum
    /// The reason that cost most, with what it came to; nil where there was no hold.
    package var top: (reason: HoldReason, holds: HoldSum)?
  }

  /// What one document or datum would have prevented.
  package struct RemedyRow: Sendable {
    package var document: Document
    package var reasons: [HoldReason]
    /// Holds that it would have prevented, and what they cost in euro cents.
    package var holds: Int
    package var cents: Int64
  }

  /// All passages.
  package var passages: PassageSum {
    gates.values.joined().reduce(into: PassageSum()) { $0.add($1) }
  }

  /// All holds.
  package var holds: HoldSum { reasons.reduce(into: HoldSum()) { $0.add($1) } }

  /// By place: the gate with most passages first, its channels behind it where there is more than one.
  package func placeRows() -> [PlaceRow] {
    var rows: [PlaceRow] = []
    let empty = [PassageSum](repeating: PassageSum(), count: BorderChannel.allCases.count)
    let gates = Set(self.gates.keys).union(gateHolds.keys).map { gate in
      (gate, self.gates[gate] ?? empty)
    }.map { gate, sums in (gate: gate, sums: sums, all: sums.reduce(into: PassageSum()) { $0.add($1) }) }
    let order = gates.sorted { a, b in
      if a.all.decided != b.all.decided { return a.all.decided > b.all.decided }
      if a.gate.place.row != b.gate.place.row { return a.gate.place.row < b.gate.place.row }
      if a.gate.placeText.number != b.gate.placeText.number {
        return a.gate.placeText.number < b.gate.placeText.number
      }
      return a.gate.side.rawValue < b.gate.side.rawValue
    }
    for (gate, sums, all) in order {
      rows.append(PlaceRow(gate: gate, channel: nil, passages: all, holds: gateHolds[gate] ?? HoldSum()))
      guard sums.count(where: { $0.decided > 0 }) > 1 else { continue }
      for (channel, sum) in zip(BorderChannel.allCases, sums) where sum.decided > 0 {
        rows.append(PlaceRow(gate: gate, channel: channel, passages: sum, holds: nil))
      }
    }
    return rows
  }

  /// By channel, all places together.
  package func channelRows() -> [(channel: BorderChannel, passages: PassageSum)] {
    BorderChannel.allCases.map { channel in
      (channel, gates.values.reduce(into: PassageSum()) { $0.add($1[Int(channel.rawValue)]) })
    }
  }

  /// By reason, the most holds first.
  package func reasonRows() -> [ReasonRow] {
    let total = holds.count
    var passed = 0
    return zip(HoldReason.allCases, reasons).map { ($0, $1) }.filter { $0.1.count > 0 }
      .sorted { ($1.1.count, $0.0.rawValue) < ($0.1.count, $1.0.rawValue) }
      .map { reason, sum in
        passed += sum.count
        return ReasonRow(
          reason: reason, holds: sum, cumulativePermille: BorderFigures.permille(passed, of: total),
          permille: BorderFigures.permille(sum.count, of: total))
      }
  }

  /// By merchant, the costliest first; those who caused no hold come last, by their passages.
  package func merchantRows() -> [CauseRow<TextID>] { BorderFigures.causes(merchants) { $0.number } }

  /// By chapter of the harmonized system, likewise; 0 where no code was given.
  package func chapterRows() -> [CauseRow<UInt8>] { BorderFigures.causes(chapters) { UInt32($0) } }

  private static func causes<Key: Sendable>(_ shares: [Key: Share], number: (Key) -> UInt32) -> [CauseRow<Key>] {
    let rows = shares.map { key, share in
      let all = share.holds.values.reduce(into: HoldSum()) { $0.add($1) }
      let top = share.holds.max { a, b in
        (a.value.cents, a.value.count, b.key.rawValue) < (b.value.cents, b.value.count, a.key.rawValue)
      }
      return CauseRow(key: key, passages: share.passages, holds: all, top: top.map { ($0.key, $0.value) })
    }
    return rows.sorted { a, b in
      if a.holds.cents != b.holds.cents { return a.holds.cents > b.holds.cents }
      if a.holds.count != b.holds.count { return a.holds.count > b.holds.count }
      if a.passages.decided != b.passages.decided { return a.passages.decided > b.passages.decided }
      return number(a.key) < number(b.key)
    }
  }

  /// What would have prevented most, the costliest first: at most so much, as a paper in time may still be refused.
  package func remedyRows() -> [RemedyRow] {
    var rows: [Document: RemedyRow] = [:]
    for (reason, sum) in zip(HoldReason.allCases, reasons) {
      guard let document = reason.preventedBy, sum.preventable > 0 else { continue }
      var row = rows[document] ?? RemedyRow(document: document, reasons: [], holds: 0, cents: 0)
      row.reasons.append(reason)
      row.holds += sum.preventable
      row.cents += sum.preventableCents
      rows[document] = row
    }
    return rows.values.sorted {
      ($1.cents, $1.holds, $0.document.rawValue) < ($0.cents, $0.holds, $1.document.rawValue)
    }
  }

  /// So many of a thousand; 0 of nothing.
  package static func permille(_ part: Int, of whole: Int) -> Int { whole == 0 ? 0 : (part * 1000 + whole / 2) / whole }
}

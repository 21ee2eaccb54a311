// When the clock on a wall was put forward or back:
//
//   +1:00 ──────┬── +2:00 ──────┬── +1:00 ─────┬── +2:00 ──
//            29 Mar          25 Oct         28 Mar
//
// Zones are the machine's; whoever may not ask it is handed the turns.

/// The offsets from UTC that one clock has had, each from an instant on.
package struct ZoneTurns: Hashable, Sendable {
  /// An offset, and from when it holds.
  package struct Turn: Hashable, Sendable {
    package var from: Instant
    package var offset: ZoneOffset

    /// The offset from an instant on.
    package init(from: Instant, offset: ZoneOffset) {
      self.from = from
      self.offset = offset
    }
  }

  /// The turns, the oldest first.
  package private(set) var turns: [Turn]

  /// These turns, the oldest first; without any, nothing is known of the clock.
  package init(_ turns: [Turn] = []) { self.turns = turns }

  /// The turns of a clock between two instants, found by asking for its offset once a week and closer where it changed. A time that
  /// lasts for less than a week may be passed over.
  package init(from begin: Instant, to end: Instant, offset: (Instant) -> ZoneOffset) {
    var turns = [Turn(from: begin, offset: offset(begin))]
    var before = begin
    while before < end {
      let next = before + .days(7)
      let found = offset(next)
      if found != turns[turns.count - 1].offset {
        var (low, high) = (before.milliseconds, next.milliseconds)
        while high - low > 1 {
          let middle = (low + high) / 2
          if offset(Instant(milliseconds: middle)) == found { high = middle } else { low = middle }
        }
        turns.append(Turn(from: Instant(milliseconds: high), offset: found))
      }
      before = next
    }
    self.turns = turns
  }

  /// The offset at an instant, before the first turn that of the first; nil when nothing is known.
  package func offset(at instant: Instant) -> ZoneOffset? {
    (turns.last { $0.from <= instant } ?? turns.first)?.offset
  }
}

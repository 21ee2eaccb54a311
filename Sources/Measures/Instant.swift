/// A point in time, in whole milliseconds since 1970-01-01T00:00:00Z; it knows nothing of zones or calendars.
package struct Instant: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Milliseconds since the Unix epoch; negative before 1970.
  package var milliseconds: Int64

  /// The instant `milliseconds` after the Unix epoch.
  @inlinable
  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// 1970-01-01T00:00:00Z.
  package static let epoch = Instant(milliseconds: 0)

  @inlinable
  package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }
  /// The instant a span later.
  @inlinable
  package static func + (a: Instant, b: Span) -> Instant { Instant(milliseconds: a.milliseconds &+ b.milliseconds) }
  /// The instant a span earlier.
  @inlinable
  package static func - (a: Instant, b: Span) -> Instant { Instant(milliseconds: a.milliseconds &- b.milliseconds) }
  /// The span from `b` to `a`.
  @inlinable
  package static func - (a: Instant, b: Instant) -> Span { Span(milliseconds: a.milliseconds &- b.milliseconds) }
  @inlinable
  package static func += (a: inout Instant, b: Span) { a = a + b }
}

/// A length of time, in whole milliseconds; may be negative.
package struct Span: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The length in milliseconds.
  package var milliseconds: Int64

  /// A span of `milliseconds`.
  @inlinable
  package init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// No time at all.
  package static let zero = Span(milliseconds: 0)
  /// `n` seconds.
  @inlinable
  package static func seconds(_ n: Int64) -> Span { Span(milliseconds: n * 1000) }
  /// `n` minutes.
  @inlinable
  package static func minutes(_ n: Int64) -> Span { Span(milliseconds: n * 60_000) }
  /// `n` hours.
  @inlinable
  package static func hours(_ n: Int64) -> Span { Span(milliseconds: n * 3_600_000) }
  /// `n` days of 24 hours.
  @inlinable
  package static func days(_ n: Int64) -> Span { Span(milliseconds: n * 86_400_000) }
  /// A fractional number of hours, to the nearest millisecond.
  @inlinable
  package static func hours(fraction n: Double) -> Span {
    Span(milliseconds: Int64((n * 3_600_000).rounded()))
  }

  @inlinable
  package static func < (a: Span, b: Span) -> Bool { a.milliseconds < b.milliseconds }
  @inlinable
  package static func + (a: Span, b: Span) -> Span { Span(milliseconds: a.milliseconds &+ b.milliseconds) }
  @inlinable
  package static func - (a: Span, b: Span) -> Span { Span(milliseconds: a.milliseconds &- b.milliseconds) }
  /// The span taken `n` times.
  @inlinable
  package static func * (a: Span, n: Int64) -> Span { Span(milliseconds: a.milliseconds &* n) }

  /// The length in whole minutes, rounded toward zero.
  package var wholeMinutes: Int64 { milliseconds / 60_000 }
  /// The length in hours.
  package var hours: Double { Double(milliseconds) / 3_600_000 }
}

/// How far a place's clock is ahead of UTC, in minutes (-720 ... +840).
package struct ZoneOffset: Hashable, Sendable, BitwiseCopyable {
  /// Minutes ahead of UTC.
  package var minutes: Int16

  /// An offset of `minutes` ahead of UTC.
  @inlinable
  package init(minutes: Int16) { self.minutes = minutes }

  /// UTC itself.
  package static let utc = ZoneOffset(minutes: 0)
}

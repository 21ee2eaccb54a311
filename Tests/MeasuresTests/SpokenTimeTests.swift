import Measures
import Testing

@Suite struct `Times as people say them` {
  /// Sunday 22 Nov 2026, 14:32 in Berlin.
  static let now = Instant(milliseconds: 1_795_354_320_000)
  static let berlin = ZoneOffset(minutes: 60)

  static func said(_ text: String) throws -> String {
    let instant = try Instant(spoken: text, now: now) { _ in berlin }
    let local = instant.civil(in: berlin)
    return "\(local.date.text) \(local.hour):\(local.minute < 10 ? "0" : "")\(local.minute)"
  }

  @Test(arguments: [
    ("14:02", "2026-11-22 14:02"), ("18:00", "2026-11-21 18:00"), ("  9:05 ", "2026-11-22 9:05"),
    ("yesterday 9:00", "2026-11-21 9:00"), ("today", "2026-11-22 0:00"), ("mon 9:00", "2026-11-16 9:00"),
    ("sunday", "2026-11-15 0:00"), ("2026-11-20T14:02Z", "2026-11-20 15:02"), ("2026-11-20 14:02", "2026-11-20 14:02"),
    ("20 Nov 14:02", "2026-11-20 14:02"), ("24 Dec", "2025-12-24 0:00"), ("24 Dec 2024 8:00", "2024-12-24 8:00"),
    ("-3h", "2026-11-22 11:32"), ("-1d12h", "2026-11-21 2:32"), ("2 days ago", "2026-11-20 14:32"),
    ("now", "2026-11-22 14:32"), ("20261120", "2026-11-20 0:00"),
  ])
  func `each form means its instant`(text: String, meant: String) throws {
    #expect(try Self.said(text) == meant)
  }

  /// Berlin's clock, which was put back an hour on 25 Oct 2026 at 1:00 UTC, and forward on 29 Mar.
  static let turns = ZoneTurns(
    from: now - .days(900), to: now + .days(900)
  ) { instant in
    let date = instant.civil(in: .utc)
    let day = date.date.month * 100 + date.date.day
    return ZoneOffset(minutes: (329...1024).contains(day) || day == 1025 && date.hour < 1 ? 120 : 60)
  }

  @Test(arguments: [
    ("20 Jul 14:02", "2026-07-20T12:02:00.000Z"), ("20 Nov 14:02", "2026-11-20T13:02:00.000Z"),
    ("25 Oct", "2026-10-24T22:00:00.000Z"), ("25 Oct 12:00", "2026-10-25T11:00:00.000Z"),
    ("2026-07-20 14:02", "2026-07-20T12:02:00.000Z"), ("2026-07-20T14:02Z", "2026-07-20T14:02:00.000Z"),
    ("-180d", "2026-05-26T13:32:00.000Z"),
  ])
  func `a time is that which the clock showed then`(text: String, meant: String) throws {
    let instant = try Instant(spoken: text, now: Self.now) { Self.turns.offset(at: $0) ?? .utc }
    #expect(instant == (try Timestamp(parsing: meant)).instant(assuming: .utc))
  }

  @Test func `the day after the clock was put back, yesterday is that of the clock before`() throws {
    let monday = try Timestamp(parsing: "2026-10-26T00:30:00Z").instant(assuming: .utc)
    let instant = try Instant(spoken: "sat 9:00", now: monday) { Self.turns.offset(at: $0) ?? .utc }
    #expect(instant == (try Timestamp(parsing: "2026-10-24T07:00:00Z")).instant(assuming: .utc))
  }

  @Test func `turns are found to the second, and nothing is known without any`() throws {
    #expect(ZoneTurns().offset(at: Self.now) == nil)
    let turn = try Timestamp(parsing: "2026-10-25T01:00:00Z").instant(assuming: .utc)
    #expect(Self.turns.turns.contains(ZoneTurns.Turn(from: turn, offset: ZoneOffset(minutes: 60))))
    #expect(Self.turns.offset(at: turn - Measures.Span(milliseconds: 1)) == ZoneOffset(minutes: 120))
  }

  @Test(arguments: [
    ("", 1), ("25:00", 1), ("yesterday 9", 12), ("14:", 4), ("-3", 3), ("-3x", 3), ("32 Nov", 1), ("teatime", 1),
    ("2026-13-01", 6), ("14:02 uhr", 7), ("-99999999999999999999h", 2), ("-999999w", 2), ("2027-01-01", 1),
    ("\u{1B}[2J", 1),
  ])
  func `what is none says where`(text: String, column: Int) {
    let fault = #expect(throws: SpokenTimeFault.self) {
      try Instant(spoken: text, now: Self.now) { _ in Self.berlin }
    }
    #expect(fault?.column == column, "\(text): \(fault?.text ?? "")")
  }
}

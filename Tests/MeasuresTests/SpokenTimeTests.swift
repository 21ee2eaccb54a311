import Measures
import Testing

@Suite struct `Times as people say them` {
  /// Sunday 22 Nov 2026, 14:32 in Berlin.
  static let now = Instant(milliseconds: 1_795_354_320_000)
  static let berlin = ZoneOffset(minutes: 60)

  static func said(_ text: String) throws -> String {
    let instant = try Instant(spoken: text, now: now, offset: berlin)
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

  @Test(arguments: [
    ("", 1), ("25:00", 1), ("yesterday 9", 12), ("14:", 4), ("-3", 3), ("-3x", 3), ("32 Nov", 1), ("teatime", 1),
    ("2026-13-01", 6), ("14:02 uhr", 7), ("-99999999999999999999h", 2), ("-999999w", 2), ("2027-01-01", 1),
    ("\u{1B}[2J", 1),
  ])
  func `what is none says where`(text: String, column: Int) {
    let fault = #expect(throws: SpokenTimeFault.self) {
      try Instant(spoken: text, now: Self.now, offset: Self.berlin)
    }
    #expect(fault?.column == column, "\(text): \(fault?.text ?? "")")
  }
}

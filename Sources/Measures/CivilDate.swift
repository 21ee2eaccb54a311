/// A day of the week, numbered as ISO 8601 does (Monday 1 ... Sunday 7).
package enum Weekday: UInt8, CaseIterable, Sendable {
  case monday = 1
  case tuesday, wednesday, thursday, friday, saturday, sunday

  /// The first three letters of the English name.
  package var short: String {
    switch self {
    case .monday: "Mon"
    case .tuesday: "Tue"
    case .wednesday: "Wed"
    case .thursday: "Thu"
    case .friday: "Fri"
    case .saturday: "Sat"
    case .sunday: "Sun"
    }
  }

  /// Whether offices and customs desks are usually closed: Saturday or Sunday.
  package var isWeekend: Bool { self == .saturday || self == .sunday }
}

/// A day of the proleptic Gregorian calendar, kept as a day number so that comparing and counting are plain arithmetic.
///
/// The conversions are Howard Hinnant's `days_from_civil` and `civil_from_days` (public domain): years that begin in March,
/// so that the leap day is the last day of the year, in eras of 400 years.
package struct CivilDate: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Days since 1970-01-01; negative before.
  package var dayNumber: Int32

  /// The day `dayNumber` days after 1970-01-01.
  @inlinable
  package init(dayNumber: Int32) { self.dayNumber = dayNumber }

  /// The day of a calendar date; nil unless it exists in the years 1 ... 9999.
  package init?(year: Int, month: Int, day: Int) {
    guard year >= 1, year <= 9999, month >= 1, month <= 12, day >= 1,
      day <= CivilDate.daysInMonth(year: year, month: month)
    else { return nil }
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    dayNumber = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// The calendar's name for the day: year, month 1 ... 12, day 1 ... 31.
  package var parts: (year: Int, month: Int, day: Int) {
    let z = Int(dayNumber) + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// The year.
  package var year: Int { parts.year }
  /// The month, 1 ... 12.
  package var month: Int { parts.month }
  /// The day of the month, 1 ... 31.
  package var day: Int { parts.day }

  /// The day of the week; 1970-01-01 was a Thursday.
  package var weekday: Weekday {
    let index = ((Int(dayNumber) + 3) % 7 + 7) % 7
    return Weekday(rawValue: UInt8(index + 1)) ?? .monday
  }

  /// The date as ISO 8601 writes it: "2026-11-22".
  package var text: String {
    let (year, month, day) = parts
    var out = ""
    out.append(number: year, width: 4)
    out += "-"
    out.append(number: month, width: 2)
    out += "-"
    out.append(number: day, width: 2)
    return out
  }

  /// The date as people on a shift say it, without the year: "22 Nov".
  package var dayMonth: String {
    let (_, month, day) = parts
    return "\(day) \(CivilDate.monthNames[month - 1])"
  }

  /// How many days a month has (28 ... 31); 0 when `month` is not 1 ... 12.
  package static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    case 1, 3, 5, 7, 8, 10, 12: 31
    default: 0
    }
  }

  /// The day that is `days` later (earlier when negative); saturates at the ends of the range.
  package func adding(days: Int) -> CivilDate {
    let sum = Int(dayNumber).addingReportingOverflow(days)
    return CivilDate(dayNumber: sum.overflow ? (days < 0 ? .min : .max) : Int32(clamping: sum.partialValue))
  }

  /// The first day on or after this one that is the given day of the week.
  package func next(_ weekday: Weekday) -> CivilDate {
    adding(days: (Int(weekday.rawValue) - Int(self.weekday.rawValue) + 7) % 7)
  }

  package static func < (a: CivilDate, b: CivilDate) -> Bool { a.dayNumber < b.dayNumber }

  private static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

/// What a wall clock and a calendar on the wall show: a date and a time of day, in a zone that is not said here.
package struct CivilDateTime: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The date.
  package var date: CivilDate
  /// Milliseconds since midnight, 0 ..< 86,400,000.
  package var millisecondOfDay: Int32

  /// Midnight at the start of `date`, or `millisecondOfDay` after it (clamped to that day).
  package init(_ date: CivilDate, millisecondOfDay: Int32 = 0) {
    self.date = date
    self.millisecondOfDay = min(max(millisecondOfDay, 0), 86_399_999)
  }

  /// `hour`:`minute` on `date`; values outside the clock are clamped to that day.
  package init(_ date: CivilDate, hour: Int, minute: Int = 0) {
    self.init(date, millisecondOfDay: Int32(clamping: hour &* 3_600_000 &+ minute &* 60_000))
  }

  /// The hour, 0 ... 23.
  package var hour: Int { Int(millisecondOfDay) / 3_600_000 }
  /// The minute, 0 ... 59.
  package var minute: Int { Int(millisecondOfDay) / 60_000 % 60 }
  /// The second, 0 ... 59.
  package var second: Int { Int(millisecondOfDay) / 1000 % 60 }
  /// The millisecond, 0 ... 999.
  package var millisecond: Int { Int(millisecondOfDay) % 1000 }

  /// The instant at which a clock that is `offset` ahead of UTC shows this.
  package func instant(at offset: ZoneOffset) -> Instant {
    Instant(
      milliseconds: Int64(date.dayNumber) * 86_400_000 + Int64(millisecondOfDay) - Int64(offset.minutes) * 60_000)
  }

  package static func < (a: CivilDateTime, b: CivilDateTime) -> Bool {
    (a.date.dayNumber, a.millisecondOfDay) < (b.date.dayNumber, b.millisecondOfDay)
  }
}

extension Instant {
  /// What a clock that is `offset` ahead of UTC shows; instants outside the years 1 ... 9999 show the end of that range.
  package func civil(in offset: ZoneOffset) -> CivilDateTime {
    let earliest: Int64 = -62_135_596_800_000
    let latest: Int64 = 253_402_300_799_999
    let clamped = min(max(milliseconds, earliest), latest)
    let local = min(max(clamped + Int64(offset.minutes) * 60_000, earliest), latest)
    let inDay = (local % 86_400_000 + 86_400_000) % 86_400_000
    return CivilDateTime(
      CivilDate(dayNumber: Int32((local - inDay) / 86_400_000)), millisecondOfDay: Int32(inDay))
  }
}

extension String {
  /// Appends `number` with leading zeros up to `width` digits; negative numbers get their sign in front.
  mutating func append(number: Int, width: Int) {
    let digits = String(number.magnitude)
    if number < 0 { self += "-" }
    for _ in 0..<max(0, width - digits.utf8.count) { self += "0" }
    self += digits
  }
}

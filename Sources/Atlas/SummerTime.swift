package import Measures

// When clocks go forward and back, as the IANA tz database (release 2025b, public domain) has the rules in force:
//
//   rule           forward                               back                                  places
//   europe         last Sunday of March, 01:00 UTC       last Sunday of October, 01:00 UTC     EU, GB, NO, CH, UA ...
//   northAmerica   2nd Sunday of March, 02:00            1st Sunday of November, 02:00         US, CA, the border of MX
//   australia      1st Sunday of October, 02:00          1st Sunday of April, 03:00            AU (south-east)
//   newZealand     last Sunday of September, 02:00       1st Sunday of April, 03:00            NZ
//   chile          Sunday from 2 September, 04:00 UTC    Sunday from 2 April, 03:00 UTC        CL
//   israel         Friday from 23 March, 02:00           last Sunday of October, 02:00         IL
//   egypt          last Friday of April, 00:00           last Thursday of October, 24:00       EG
//
// Times are what the clock showed before it was changed, unless they say UTC. The rules hold from 2023 on; earlier years are
// told by the same rules and may be wrong by an hour. Morocco's return to standard time in Ramadan is not told at all.

/// The rule by which a place's clocks go forward in summer.
package enum SummerTime: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case none, europe, northAmerica, australia, newZealand, chile, israel, egypt

  /// The rule of a country that has summer time in some of its places; none where it has not, or we do not know it.
  package static func rule(of country: Country) -> SummerTime {
    switch country.code {
    case "US", "CA", "MX", "BM", "BS", "HT", "PM": .northAmerica
    case "AU": .australia
    case "NZ": .newZealand
    case "CL": .chile
    case "IL": .israel
    case "EG": .egypt
    case "AD", "AL", "AT", "AX", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FO", "FR", "GB",
      "GG",
      "GI", "GR", "HR", "HU", "IE", "IM", "IT", "JE", "LI", "LT", "LU", "LV", "MC", "ME", "MK", "MT", "NL", "NO", "PL",
      "PT",
      "RO", "RS", "SE", "SI", "SJ", "SK", "SM", "UA", "VA", "XK":
      .europe
    default: .none
    }
  }

  /// Whether clocks whose standard offset is `standard` are an hour ahead of it at `instant`.
  package func isOn(_ instant: Instant, standard: ZoneOffset) -> Bool {
    guard self != .none else { return false }
    // The year of standard time: no rule changes clocks near New Year.
    let year = instant.civil(in: standard).date.year
    let clock = instant.milliseconds
    // Changes are told as milliseconds since the epoch on a clock that never leaves standard time, then moved to UTC.
    func standardTime(_ date: CivilDate, hour: Int64) -> Int64 {
      Int64(date.dayNumber) * 86_400_000 + hour * 3_600_000 - Int64(standard.minutes) * 60_000
    }
    func utc(_ date: CivilDate, hour: Int64) -> Int64 { Int64(date.dayNumber) * 86_400_000 + hour * 3_600_000 }
    let (forward, back): (Int64, Int64)
    switch self {
    case .none: return false
    case .europe:
      forward = utc(on(.sunday, from: 25, month: 3, year), hour: 1)
      back = utc(on(.sunday, from: 25, month: 10, year), hour: 1)
    case .northAmerica:
      forward = standardTime(on(.sunday, from: 8, month: 3, year), hour: 2)
      back = standardTime(on(.sunday, from: 1, month: 11, year), hour: 1)
    case .australia:
      forward = standardTime(on(.sunday, from: 1, month: 10, year), hour: 2)
      back = standardTime(on(.sunday, from: 1, month: 4, year), hour: 2)
    case .newZealand:
      forward = standardTime(on(.sunday, from: 24, month: 9, year), hour: 2)
      back = standardTime(on(.sunday, from: 1, month: 4, year), hour: 2)
    case .chile:
      forward = utc(on(.sunday, from: 2, month: 9, year), hour: 4)
      back = utc(on(.sunday, from: 2, month: 4, year), hour: 3)
    case .israel:
      forward = standardTime(on(.friday, from: 23, month: 3, year), hour: 2)
      back = standardTime(on(.sunday, from: 25, month: 10, year), hour: 1)
    case .egypt:
      forward = standardTime(on(.friday, from: 24, month: 4, year), hour: 0)
      back = standardTime(on(.thursday, from: 25, month: 10, year), hour: 23)
    }
    return forward < back ? clock >= forward && clock < back : clock >= forward || clock < back
  }

  /// The offset at `instant` of clocks whose standard offset is `standard`.
  package func offset(at instant: Instant, standard: ZoneOffset) -> ZoneOffset {
    isOn(instant, standard: standard) ? ZoneOffset(minutes: standard.minutes &+ 60) : standard
  }

  private func on(_ weekday: Weekday, from day: Int, month: Int, _ year: Int) -> CivilDate {
    (CivilDate(year: year, month: month, day: day) ?? CivilDate(dayNumber: 0)).next(weekday)
  }
}

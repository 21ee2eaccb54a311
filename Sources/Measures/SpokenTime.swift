// Times of the past as people on a shift say them:
//
//   14:02   14:02:30          the last time the clock showed that
//   yesterday 9:00   today    a day and a time of day; without one, the day's beginning
//   mon 9:00                  the last Monday before today
//   20 Nov 14:02   20 Nov 2025
//   2026-11-20T14:02Z   2026-11-20 14:02
//   -3h   -1d12h   3h ago     so long before now
//   now

/// Why a text is no time, and where.
package struct SpokenTimeFault: Error, Hashable, Sendable {
  /// Where, in characters from 1.
  package var column: Int
  /// What is wrong, a clause.
  package var words: String

  /// The fault in one line: "column 4: no clock shows that time".
  package var text: String { "column \(column): \(words)" }
}

extension Instant {
  /// Reads a time of the past as people say it, on a clock that is ahead of UTC by what `offset` says for an instant: a time of July
  /// is one of summer time, also when it is said in November.
  ///
  /// Throws where the text is none, or names a time after `now`.
  package init(
    spoken text: some StringProtocol, now: Instant, offset: (Instant) -> ZoneOffset
  ) throws(SpokenTimeFault) {
    let today = offset(now)
    var reader = SpokenTimeReader(text, now: now, offset: today, offsetThen: today)
    var instant = try reader.instant()
    let then = offset(instant)
    if then != today {
      var again = SpokenTimeReader(text, now: now, offset: today, offsetThen: then)
      let moved = try again.instant()
      // In the hour that a clock skips neither is right: then what the clock of now says stands.
      if offset(moved) == then { instant = moved }
    }
    guard instant <= now else { throw SpokenTimeFault(column: 1, words: "that has not come yet") }
    self = instant
  }
}

private struct SpokenTimeReader {
  let characters: [Character]
  let now: Instant
  /// What tells which day it is today.
  let offset: ZoneOffset
  /// What the clock showed at the time that is meant.
  let offsetThen: ZoneOffset
  var next = 0

  init(_ text: some StringProtocol, now: Instant, offset: ZoneOffset, offsetThen: ZoneOffset) {
    characters = Array(text)
    self.now = now
    self.offset = offset
    self.offsetThen = offsetThen
  }

  private static let examples = "14:02, yesterday 9:00, 2026-11-20T14:02Z, -3h"
  private static let days: [(name: String, day: Weekday)] = [
    ("monday", .monday), ("tuesday", .tuesday), ("wednesday", .wednesday), ("thursday", .thursday),
    ("friday", .friday), ("saturday", .saturday), ("sunday", .sunday),
  ]
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  private var today: CivilDate { now.civil(in: offset).date }
  private var peek: Character? { next < characters.count ? characters[next] : nil }

  private func fault(_ words: String, at place: Int? = nil) -> SpokenTimeFault {
    SpokenTimeFault(column: (place ?? next) + 1, words: words)
  }

  private mutating func skipBlanks() { while peek == " " { next += 1 } }

  private mutating func word() -> String {
    let start = next
    while let character = peek, character.isLetter { next += 1 }
    return String(characters[start..<next]).lowercased()
  }

  private mutating func number(digitsMax: Int = 6) throws(SpokenTimeFault) -> Int {
    let start = next
    while let character = peek, character.isASCII, character.isNumber { next += 1 }
    guard next > start else { throw fault("a number was expected") }
    guard next - start <= digitsMax, let value = Int(String(characters[start..<next])) else {
      throw fault("that is too large a number", at: start)
    }
    return value
  }

  mutating func instant() throws(SpokenTimeFault) -> Instant {
    skipBlanks()
    guard let first = peek else { throw fault("a time was expected: \(Self.examples)") }
    let instant: Instant
    if first == "-" {
      next += 1
      instant = now - (try length())
    } else if first.isLetter {
      instant = try named()
    } else {
      instant = try numbered()
    }
    skipBlanks()
    guard next == characters.count else { throw fault("more text follows the time") }
    return instant
  }

  /// "1d12h", some units one behind the other.
  private mutating func length() throws(SpokenTimeFault) -> Span {
    var span = Span.zero
    repeat {
      let start = next
      let count = Int64(try number())
      if peek == " ", next + 1 < characters.count, characters[next + 1].isLetter { next += 1 }
      let unitStart = next
      switch word() {
      case "s", "sec", "seconds", "second": span = span + .seconds(count)
      case "m", "min", "minutes", "minute": span = span + .minutes(count)
      case "h", "hours", "hour": span = span + .hours(count)
      case "d", "days", "day": span = span + .days(count)
      case "w", "weeks", "week": span = span + .days(count * 7)
      case "": throw fault("a unit was expected: s, m, h, d or w")
      case let other: throw fault("there is no unit “\(other)”: s, m, h, d or w", at: unitStart)
      }
      guard span <= .days(36_525) else { throw fault("that is more than a hundred years", at: start) }
    } while peek.map { $0.isASCII && $0.isNumber } ?? false
    return span
  }

  private mutating func named() throws(SpokenTimeFault) -> Instant {
    let start = next
    let name = word()
    let day: CivilDate
    switch name {
    case "now": return now
    case "today": day = today
    case "yesterday": day = today.adding(days: -1)
    default:
      let matching = Self.days.filter { name.count >= 3 && $0.name.hasPrefix(name) }
      guard let match = matching.first else { throw fault("not understood; say \(Self.examples)", at: start) }
      day = today.adding(days: -7).next(match.day)
    }
    return try clock(on: day)
  }

  /// A time of day behind a day; the day's beginning where there is none.
  private mutating func clock(on day: CivilDate) throws(SpokenTimeFault) -> Instant {
    skipBlanks()
    guard peek != nil else { return CivilDateTime(day).instant(at: offsetThen) }
    return CivilDateTime(day, millisecondOfDay: try timeOfDay(hour: nil)).instant(at: offsetThen)
  }

  private mutating func timeOfDay(hour known: Int?, at begin: Int? = nil) throws(SpokenTimeFault) -> Int32 {
    let start = begin ?? next
    let hour: Int
    if let known { hour = known } else { hour = try number() }
    guard peek == ":" else { throw fault("“:” and the minutes were expected") }
    next += 1
    let minute = try number()
    var second = 0
    if peek == ":" {
      next += 1
      second = try number()
    }
    guard hour < 24, minute < 60, second < 60 else { throw fault("no clock shows that time", at: start) }
    return Int32((hour * 3600 + minute * 60 + second) * 1000)
  }

  /// What begins with a number: a time of day, a date, a length of time before now.
  private mutating func numbered() throws(SpokenTimeFault) -> Instant {
    let start = next
    let value = try number(digitsMax: 8)
    if peek == ":" {
      let time = try timeOfDay(hour: value, at: start)
      let instant = CivilDateTime(today, millisecondOfDay: time).instant(at: offsetThen)
      return instant <= now
        ? instant : CivilDateTime(today.adding(days: -1), millisecondOfDay: time).instant(at: offsetThen)
    }
    if peek == "-" || next - start == 8 { return try timestamp(from: start) }
    skipBlanks()
    let name = next
    let month = Self.months.firstIndex(of: word())
    if let month {
      return try dayOfMonth(value, month + 1, at: start)
    }
    next = start
    let span = try length()
    skipBlanks()
    guard word() == "ago" else { throw fault("not understood; say \(Self.examples)", at: name) }
    return now - span
  }

  private mutating func dayOfMonth(_ day: Int, _ month: Int, at start: Int) throws(SpokenTimeFault) -> Instant {
    skipBlanks()
    var year: Int?
    let mark = next
    if let character = peek, character.isNumber {
      let value = try number()
      // Another number is a year unless it begins a time of day.
      if peek == ":" { next = mark } else { year = value }
    }
    guard let date = CivilDate(year: year ?? today.year, month: month, day: day) else {
      throw fault("there is no such day", at: start)
    }
    // Without a year the last such day is meant.
    if year == nil, date > today, let last = CivilDate(year: today.year - 1, month: month, day: day) {
      return try clock(on: last)
    }
    return try clock(on: date)
  }

  private mutating func timestamp(from start: Int) throws(SpokenTimeFault) -> Instant {
    var end = characters.count
    while end > start, characters[end - 1] == " " { end -= 1 }
    do throws(TimestampFault) {
      let stamp = try Timestamp(parsing: String(characters[start..<end]))
      next = end
      return stamp.instant(assuming: offsetThen)
    } catch {
      let words = error.text.split(separator: ":", maxSplits: 1).last.map { String($0.drop { $0 == " " }) }
      throw SpokenTimeFault(column: start + error.column, words: words ?? error.text)
    }
  }
}

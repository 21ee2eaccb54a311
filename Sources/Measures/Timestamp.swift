// Timestamps as they travel: ISO 8601 and its profile RFC 3339, read with the tolerance that real feeds need.
//
//   2026-11-22T10:15:30.250+08:00      what RFC 3339 asks for
//   2026-11-22 10:15                   a blank for the T, no seconds, no offset: a local time
//   20261122T101530Z   2026-11-22      the basic form; a date alone
//
// A missing offset stays missing. Filling it in is a judgement about a place, and that is made (and shown) elsewhere.

/// A date and time as somebody wrote it, with the UTC offset if they gave one.
package struct Timestamp: Hashable, Sendable {
  /// What their clock showed.
  package var local: CivilDateTime
  /// Their offset; nil when the text had none, or had RFC 3339's "-00:00" for an offset that is not known.
  package var offset: ZoneOffset?
  /// Whether the text gave a time of day at all, not only a date.
  package var hasTime: Bool

  /// The instant meant, taking `assumed` where the text had no offset.
  package func instant(assuming assumed: ZoneOffset) -> Instant { local.instant(at: offset ?? assumed) }

  /// Reads an ISO 8601 or RFC 3339 text; fails with the column of the first byte that does not fit.
  ///
  /// Hour 24 is accepted at exactly 24:00:00, and second 60 (a leap second) counts as the next minute. Digits after the
  /// third decimal of a second are dropped.
  package init(parsing text: some StringProtocol) throws(TimestampFault) {
    self = try withBytes(of: text) { bytes -> Result<Timestamp, TimestampFault> in
      var cursor = TimestampCursor(bytes)
      do throws(TimestampFault) { return .success(try cursor.timestamp()) } catch { return .failure(error) }
    }.get()
  }
}

/// Why a text is not a timestamp, and where.
package struct TimestampFault: Error, Hashable, Sendable {
  /// What is wrong at a column.
  package enum Reason: Hashable, Sendable {
    case empty
    case digitExpected
    case separatorExpected
    case noSuchMonth
    case noSuchDay
    case noSuchTime
    case noSuchOffset
    case textAfterTheEnd
  }

  /// What is wrong.
  package var reason: Reason
  /// Where, in bytes from 1.
  package var column: Int

  /// One sentence for a person.
  package var text: String {
    switch reason {
    case .empty: "there is no date"
    case .digitExpected: "column \(column): a digit was expected"
    case .separatorExpected: "column \(column): '-', 'T' or ':' was expected"
    case .noSuchMonth: "column \(column): there is no such month"
    case .noSuchDay: "column \(column): the month has no such day"
    case .noSuchTime: "column \(column): no clock shows that time"
    case .noSuchOffset: "column \(column): no zone has that UTC offset"
    case .textAfterTheEnd: "column \(column): more text follows the date and time"
    }
  }
}

private struct TimestampCursor {
  let bytes: UnsafeBufferPointer<UInt8>
  var index = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// From 1.
  var column: Int { index + 1 }

  var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func step() { index += 1 }

  mutating func take(_ byte: Character) -> Bool {
    guard let wanted = byte.asciiValue, peek == wanted else { return false }
    step()
    return true
  }

  func fault(_ reason: TimestampFault.Reason, at column: Int? = nil) -> TimestampFault {
    TimestampFault(reason: reason, column: column ?? self.column)
  }

  mutating func digits(_ count: Int) throws(TimestampFault) -> Int {
    var value = 0
    for _ in 0..<count {
      guard let byte = peek, byte >= 48, byte <= 57 else { throw fault(.digitExpected) }
      value = value * 10 + Int(byte - 48)
      step()
    }
    return value
  }

  var atDigit: Bool { peek.map { $0 >= 48 && $0 <= 57 } ?? false }

  mutating func timestamp() throws(TimestampFault) -> Timestamp {
    guard peek != nil else { throw fault(.empty) }
    let date = try self.date()
    guard peek != nil else { return Timestamp(CivilDateTime(date), offset: nil, hasTime: false) }
    guard take("T") || take("t") || take(" ") else { throw fault(.separatorExpected) }
    let start = column
    let clock = try self.clock()
    let offset = try self.offset()
    guard peek == nil else { throw fault(.textAfterTheEnd) }
    // 24:00:00 and a leap second both name the first moment of what follows.
    guard clock >= 86_400_000 else {
      return Timestamp(CivilDateTime(date, millisecondOfDay: Int32(clock)), offset: offset, hasTime: true)
    }
    guard clock == 86_400_000 || clock < 86_401_000 else { throw fault(.noSuchTime, at: start) }
    return Timestamp(
      CivilDateTime(date.adding(days: 1), millisecondOfDay: Int32(clock - 86_400_000)), offset: offset, hasTime: true)
  }

  mutating func date() throws(TimestampFault) -> CivilDate {
    let year = try digits(4)
    let extended = take("-")
    let monthColumn = column
    let month = try digits(2)
    guard month >= 1, month <= 12 else { throw fault(.noSuchMonth, at: monthColumn) }
    if extended { guard take("-") else { throw fault(.separatorExpected) } }
    let dayColumn = column
    let day = try digits(2)
    guard let date = CivilDate(year: year, month: month, day: day) else { throw fault(.noSuchDay, at: dayColumn) }
    return date
  }

  /// Milliseconds since midnight; up to 86,400,999 so that the caller can roll over.
  mutating func clock() throws(TimestampFault) -> Int {
    let start = column
    let hour = try digits(2)
    let extended = take(":")
    guard extended || atDigit else { throw fault(.separatorExpected) }
    let minute = try digits(2)
    var second = 0
    var millisecond = 0
    if extended ? take(":") : atDigit {
      second = try digits(2)
      if take(".") || take(",") {
        guard atDigit else { throw fault(.digitExpected) }
        var weight = 100
        while atDigit, let byte = peek {
          millisecond += Int(byte - 48) * weight
          weight /= 10
          step()
        }
      }
    }
    guard hour <= 24, minute <= 59, second <= 60, hour < 24 || minute + second + millisecond == 0 else {
      throw fault(.noSuchTime, at: start)
    }
    return hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond
  }

  mutating func offset() throws(TimestampFault) -> ZoneOffset? {
    if take("Z") || take("z") { return .utc }
    let start = column
    let west = peek == 45
    guard take("+") || take("-") else { return nil }
    let hours = try digits(2)
    var minutes = 0
    if take(":") || atDigit { minutes = try digits(2) }
    let total = (hours * 60 + minutes) * (west ? -1 : 1)
    guard minutes <= 59, total >= -720, total <= 840 else { throw fault(.noSuchOffset, at: start) }
    return west && total == 0 ? nil : ZoneOffset(minutes: Int16(total))
  }
}

extension Timestamp {
  /// A timestamp put together from its parts.
  package init(_ local: CivilDateTime, offset: ZoneOffset?, hasTime: Bool) {
    self.local = local
    self.offset = offset
    self.hasTime = hasTime
  }
}

extension ZoneOffset {
  /// The offset as RFC 3339 writes it: "+08:00", "-03:30", "Z" for UTC.
  package var text: String {
    guard minutes != 0 else { return "Z" }
    var out = minutes < 0 ? "-" : "+"
    let size = Int(minutes.magnitude)
    out.append(number: size / 60, width: 2)
    out += ":"
    out.append(number: size % 60, width: 2)
    return out
  }
}

extension Instant {
  /// The instant as RFC 3339 writes it at a place: "2026-11-22T10:15:30+08:00"; milliseconds only when they are not zero.
  package func rfc3339(in offset: ZoneOffset) -> String {
    let local = civil(in: offset)
    var out = local.date.text
    out += "T"
    out.append(number: local.hour, width: 2)
    out += ":"
    out.append(number: local.minute, width: 2)
    out += ":"
    out.append(number: local.second, width: 2)
    if local.millisecond != 0 {
      out += "."
      out.append(number: local.millisecond, width: 3)
    }
    return out + offset.text
  }

  /// The time of day at a place, to the minute: "10:15".
  package func clock(in offset: ZoneOffset) -> String {
    let local = civil(in: offset)
    var out = ""
    out.append(number: local.hour, width: 2)
    out += ":"
    out.append(number: local.minute, width: 2)
    return out
  }

  /// Day, month and time of day at a place: "22 Nov 10:15".
  package func dayAndClock(in offset: ZoneOffset) -> String {
    civil(in: offset).date.dayMonth + " " + clock(in: offset)
  }
}

extension Span {
  /// The length in words as short as a table cell: "3d1h", "4h", "4h05m", "12m", "40s", "0m"; "-" in front when negative.
  ///
  /// Two units at most, the smaller one rounded toward zero and left out when it is nothing.
  package var words: String {
    let size = milliseconds.magnitude
    let (days, hours, minutes) = (size / 86_400_000, size / 3_600_000 % 24, size / 60_000 % 60)
    let seconds = size / 1000
    var out = milliseconds < 0 && seconds > 0 ? "-" : ""
    if days > 0 {
      out += "\(days)d"
      if hours > 0 { out += "\(hours)h" }
    } else if hours > 0 {
      out += "\(hours)h"
      if minutes > 0 { out += minutes < 10 ? "0\(minutes)m" : "\(minutes)m" }
    } else if minutes > 0 {
      out += "\(minutes)m"
    } else if seconds > 0 {
      out += "\(seconds)s"
    } else {
      out += "0m"
    }
    return out
  }

  /// The length to one unit, for the narrowest columns: "3d", "4h", "12m", "40s"; rounded toward zero.
  package var shortWords: String {
    let size = milliseconds.magnitude
    let sign = milliseconds < 0 && size >= 1000 ? "-" : ""
    if size >= 86_400_000 { return sign + "\(size / 86_400_000)d" }
    if size >= 3_600_000 { return sign + "\(size / 3_600_000)h" }
    if size >= 60_000 { return sign + "\(size / 60_000)m" }
    return size >= 1000 ? sign + "\(size / 1000)s" : "0m"
  }
}

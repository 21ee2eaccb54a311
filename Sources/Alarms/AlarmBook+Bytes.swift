import Logistics
import Measures

// The book as bytes, for a piece of a snapshot: a start then folds only the steps after it. A cache and nothing else; whatever does
// not read whole is thrown away, and the book is folded from the journal.

extension AlarmBook {
  /// The name of the snapshot's piece.
  package static let section = "alarms/book"
  /// What the bytes must have been written with to be read.
  package static let layout = "alarms-2"

  /// The book as bytes.
  package var bytes: [UInt8] {
    var out = ByteWriter()
    out.signed(latest.milliseconds)
    out.optional(began)
    out.number(UInt64(floods.count))
    for flood in floods {
      out.signed(flood.began.milliseconds)
      out.optional(flood.ended)
    }
    out.number(UInt64(announcements.count))
    for announcement in announcements {
      out.signed(announcement.at.milliseconds)
      out.text(announcement.cause)
      out.number(UInt64(announcement.priority.rawValue))
    }
    out.number(UInt64(alarms.count))
    for alarm in alarms.values.sorted(by: { $0.cause < $1.cause }) {
      out.text(alarm.cause)
      out.number(UInt64(alarm.state.rawValue))
      out.number(UInt64(alarm.priority.rawValue))
      out.number(UInt64(alarm.count))
      out.number(UInt64(alarm.acknowledgedCount))
      out.optional(alarm.due)
      out.signed(alarm.since.milliseconds)
      out.signed(alarm.turned.milliseconds)
      out.optional(alarm.shelf?.until)
      let flags = [alarm.shelf?.isOnce ?? false, alarm.isOutOfService, alarm.isChattering, alarm.isUntold]
      out.number(flags.enumerated().reduce(0) { $0 + ($1.element ? 1 << UInt64($1.offset) : 0) })
      out.text(alarm.suppressedBy ?? "")
      out.text(alarm.owner)
      out.text(alarm.comment)
      out.number(alarm.disposition.map { UInt64($0.rawValue) + 1 } ?? 0)
    }
    return out.bytes
  }

  /// The book of these bytes; nil for any that `bytes` could not have written.
  package init?(bytes: [UInt8]) {
    self.init()
    var reader = ByteReader(bytes)
    guard let latest = reader.signed(), let began = reader.optional() else { return nil }
    self.latest = Instant(milliseconds: latest)
    self.began = began
    guard let floodCount = reader.number() else { return nil }
    for _ in 0..<floodCount {
      guard let began = reader.signed(), let ended = reader.optional() else { return nil }
      floods.append(Flood(began: Instant(milliseconds: began), ended: ended))
    }
    guard let announcementCount = reader.number() else { return nil }
    for _ in 0..<announcementCount {
      guard let at = reader.signed(), let cause = reader.text(),
        let priority = reader.row(AlarmPriority.init(rawValue:))
      else { return nil }
      announcements.append(Announcement(at: Instant(milliseconds: at), cause: cause, priority: priority))
    }
    guard let alarmCount = reader.number() else { return nil }
    for _ in 0..<alarmCount {
      guard let alarm = Alarm(&reader), alarms.updateValue(alarm, forKey: alarm.cause) == nil else { return nil }
    }
    guard reader.isAtEnd else { return nil }
  }
}

extension Alarm {
  fileprivate init?(_ reader: inout ByteReader) {
    guard let cause = reader.text(), !cause.isEmpty, let state = reader.row(State.init(rawValue:)),
      let priority = reader.row(AlarmPriority.init(rawValue:)), let count = reader.number(),
      let acknowledgedCount = reader.number(), let due = reader.optional(), let since = reader.signed(),
      let turned = reader.signed(), let shelf = reader.optional(), let flags = reader.number(), flags < 16,
      let suppressedBy = reader.text(), let owner = reader.text(), let comment = reader.text(),
      let disposition = reader.number()
    else { return nil }
    self.init(cause)
    self.state = state
    self.priority = priority
    // Counts of the journal have 32 bits; a larger one could overflow where counts are added.
    self.count = Int(UInt32(clamping: count))
    self.acknowledgedCount = Int(UInt32(clamping: acknowledgedCount))
    self.due = due
    self.since = Instant(milliseconds: since)
    self.turned = Instant(milliseconds: turned)
    self.shelf = shelf.map { Shelf(until: $0, isOnce: flags & 1 != 0) }
    isOutOfService = flags & 2 != 0
    isChattering = flags & 4 != 0
    isUntold = flags & 8 != 0
    self.suppressedBy = suppressedBy.isEmpty ? nil : suppressedBy
    self.owner = owner
    self.comment = comment
    if disposition != 0 {
      guard let known = UInt8(exactly: disposition - 1).flatMap({ AlarmDisposition(rawValue: $0) }) else { return nil }
      self.disposition = known
    }
  }
}

extension ByteWriter {
  fileprivate mutating func text(_ text: String) {
    let utf8 = Array(text.utf8)
    number(UInt64(utf8.count))
    bytes += utf8
  }

  fileprivate mutating func optional(_ instant: Instant?) {
    number(instant == nil ? 0 : 1)
    if let instant { signed(instant.milliseconds) }
  }
}

extension ByteReader {
  fileprivate mutating func text() -> String? {
    guard let count = number() else { return nil }
    var utf8: [UInt8] = []
    for _ in 0..<count {
      guard let byte = byte() else { return nil }
      utf8.append(byte)
    }
    return String(validating: utf8, as: UTF8.self)
  }

  /// An instant that may be none; nil in nil where the bytes end.
  fileprivate mutating func optional() -> Instant?? {
    switch number() {
    case 0: .some(.none)
    case 1: signed().map { .some(Instant(milliseconds: $0)) }
    case .none, .some: .none
    }
  }

  fileprivate mutating func row<Value>(_ make: (UInt8) -> Value?) -> Value? {
    number().flatMap { UInt8(exactly: $0) }.flatMap(make)
  }
}

package import Logistics
package import Measures

/// What somebody does about alarms.
package enum AlarmCommand: Hashable, Sendable {
  /// They have seen these.
  case acknowledge([String])
  /// They put these aside.
  case shelve([String], AlarmShelf, reason: String)
  case unshelve([String])
  /// They switch a cause off until it is switched on again.
  case takeOutOfService(String, reason: String)
  case returnToService(String)
  /// They take the care of it, or give it to somebody; empty for nobody.
  case own(String, owner: String)
  case comment(String, text: String)
  /// They say what it was; for alarms whose condition is gone.
  case close(String, AlarmDisposition, reason: String)

  /// The causes it is about.
  package var causes: [String] {
    switch self {
    case .acknowledge(let causes), .shelve(let causes, _, _), .unshelve(let causes): causes
    case .takeOutOfService(let cause, _), .returnToService(let cause), .own(let cause, _), .comment(let cause, _),
      .close(let cause, _, _):
      [cause]
    }
  }
}

/// For how long an alarm is put aside; never for more than a day.
package enum AlarmShelf: Hashable, Sendable {
  case minutes15, hour1, hours4
  /// Until the shift ends.
  case shift(ends: Instant)
  /// Until it clears.
  case once
  /// As long as somebody typed.
  case span(Span)

  /// The longest that anything stays on the shelf.
  package static let most = Span.hours(24)
  /// A reason must be given for longer than this.
  package static let withoutReason = Span.hours(4)

  /// When it comes back at the latest.
  package func until(from now: Instant) -> Instant {
    let wanted: Instant =
      switch self {
      case .minutes15: now + .minutes(15)
      case .hour1: now + .hours(1)
      case .hours4: now + .hours(4)
      case .shift(let ends): ends
      case .once: now + AlarmShelf.most
      case .span(let span): span > AlarmShelf.most ? now + AlarmShelf.most : now + span
      }
    return min(max(wanted, now + .minutes(1)), now + AlarmShelf.most)
  }

  /// When shifts end where nobody says, in minutes after midnight. That they change at 6, 14 and 22 o'clock is an assumption.
  package static let shiftEnds = [6 * 60, 14 * 60, 22 * 60]

  /// The lengths as people say them; a length of their own is a number with `m` or `h`, as in `90m`.
  package static let spoken = ["15m", "1h", "4h", "shift", "once"]

  /// The shelf of a word; nil for one that is no length of time, or longer than a day.
  ///
  /// - Parameter shiftEnds: in minutes after midnight of the operator's own day, ascending.
  package init?(spoken text: String, now: Instant, shiftEnds: [Int], offset: ZoneOffset) {
    switch text.lowercased() {
    case "15m": self = .minutes15
    case "1h": self = .hour1
    case "4h": self = .hours4
    case "shift": self = .shift(ends: AlarmShelf.endOfShift(now, shiftEnds, in: offset))
    case "once": self = .once
    default:
      guard let unit = text.last, let count = Int64(text.dropLast()), (1...1440).contains(count) else { return nil }
      let span: Span? = unit == "m" ? .minutes(count) : unit == "h" ? .hours(count) : nil
      guard let span, span <= AlarmShelf.most else { return nil }
      self = .span(span)
    }
  }

  /// When the shift ends that `now` falls in, by the operator's own clock.
  package static func endOfShift(_ now: Instant, _ ends: [Int], in offset: ZoneOffset) -> Instant {
    let local = now.civil(in: offset)
    let minute = local.hour * 60 + local.minute
    let next = ends.first { $0 > minute } ?? (ends.first ?? 0) + 24 * 60
    let intoMinute = ((now.milliseconds % 60_000) + 60_000) % 60_000
    return now + .minutes(Int64(next - minute)) - Span(milliseconds: intoMinute)
  }
}

extension AlarmBook {
  /// The steps that a command comes to, to be recorded by whoever gives it; for several causes those that can be are done.
  ///
  /// - Parameter watch: what holds now, so that who acknowledges has seen the count of now; nil where nobody watches.
  /// - Throws: why nothing of it can be done, with what would help.
  package func decide(
    _ command: AlarmCommand, watch: AlarmWatch?, now: Instant, texts: inout TextTable
  ) throws(Rejection) -> [Event.AlarmStep] {
    var steps: [Event.AlarmStep] = []
    var refused: Rejection?
    for cause in command.causes {
      do throws(Rejection) {
        steps += try decide(command, about: cause, watch?.condition(of: cause), now: now, texts: &texts)
      } catch { refused = refused ?? error }
    }
    guard steps.isEmpty else { return steps }
    throw refused ?? Rejection(.unknownAlarm, "no alarm was named")
  }

  private func decide(
    _ command: AlarmCommand, about cause: String, _ condition: AlarmCondition?, now: Instant, texts: inout TextTable
  ) throws(Rejection) -> [Event.AlarmStep] {
    guard let alarm = alarms[cause] else { throw Rejection(.unknownAlarm, "there is no alarm \(cause)") }
    func step(_ move: AlarmMove, _ text: String = "") -> Event.AlarmStep {
      var step = Event.AlarmStep(
        move, of: texts.intern(cause), priority: alarm.priority.rawValue, count: UInt32(clamping: alarm.count))
      step.due = alarm.due ?? .epoch
      step.text = texts.intern(text)
      return step
    }
    switch command {
    case .acknowledge:
      guard alarm.state.isUnacknowledged else {
        throw Rejection(.alreadySo, alarm.state == .normal ? "it is over" : "it is acknowledged already")
      }
      var seen = step(.acknowledged)
      if let condition, condition.isOn { seen.count = UInt32(clamping: condition.count) }
      return [seen]
    case .shelve(_, let shelf, let reason):
      if case .span(let span) = shelf, span <= .zero || span > AlarmShelf.most {
        throw Rejection(.wrongSpan, "a shelf is for at most 24 hours", remedy: "take it out of service with a reason")
      }
      let until = shelf.until(from: now)
      if shelf != .once, until - now > AlarmShelf.withoutReason, reason.isEmpty {
        throw Rejection(.reasonMissing, "more than 4 hours need a reason", remedy: "say why")
      }
      var shelved = step(shelf == .once ? .shelvedOnce : .shelved, reason)
      shelved.until = until
      return [shelved]
    case .unshelve:
      guard alarm.shelf != nil else { throw Rejection(.alreadySo, "it is not shelved") }
      return [step(.unshelved)]
    case .takeOutOfService(_, let reason):
      guard !alarm.isOutOfService else { throw Rejection(.alreadySo, "it is out of service already") }
      guard !reason.isEmpty else { throw Rejection(.reasonMissing, "out of service needs a reason", remedy: "say why") }
      return [step(.outOfService, reason)]
    case .returnToService:
      guard alarm.isOutOfService else { throw Rejection(.alreadySo, "it is in service") }
      return [step(.inService)]
    case .own(_, let owner):
      guard alarm.owner != owner else {
        throw Rejection(.alreadySo, owner.isEmpty ? "nobody cares for it" : "\(owner) cares for it already")
      }
      return [step(.owned, owner)]
    case .comment(_, let text):
      guard !text.isEmpty else { throw Rejection(.reasonMissing, "a comment needs words") }
      return [step(.commented, text)]
    case .close(_, let disposition, let reason):
      guard !alarm.state.isActive else {
        throw Rejection(
          .wrongStage, "its condition still holds", remedy: "mend it, shelve it, or take it out of service")
      }
      guard !reason.isEmpty else { throw Rejection(.reasonMissing, "closing needs a reason", remedy: "say why") }
      var closed = step(.closed, reason)
      closed.disposition = disposition
      return [closed]
    }
  }
}

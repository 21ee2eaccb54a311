import Alarms
import Dashboard
import Logistics
import Measures
import Store
import TUI

// The alarms without a screen: what stands, with the operator's load, and what is said about them by name.
//
//   clearway alarms                          what the view lists
//   clearway do acknowledge "give-up at:FRA" what its keys do

/// `clearway alarms`: the alarms that stand, by urgency, and the load; with `all` also those put aside and over.
package func alarms(
  path: String, asJSON: Bool, all: Bool, settings: DeskSettings, asOf: AsOf? = nil
) -> Outcome {
  if asOf?.telling == .happened {
    Machine.print("clearway: alarms are what was raised then: they are told by what was heard\n", to: .error)
    return .refused
  }
  return withDesk(path, mode: .readOnly) { desk throws(StoreFailure) in
    guard let desk = try desk.asOf(asOf) else { return .refused }
    let now = try desk.now
    let book = try desk.alarmBook
    let picture = book.picture(desk.watch(settings.rules, now: now), now: now)
    let lines = picture.lines + (all ? picture.silenced + picture.over : [])
    if asJSON {
      Machine.print(json(AlarmsSheet(picture, lines)) + "\n")
      return .done
    }
    let zone = Machine.zone(at: now).offset
    for line in lines { Machine.print(sanitised(text(line, now: now, zone)) + "\n") }
    for fold in picture.folds {
      Machine.print("only counted in a flood: \(fold.priority.name) \(sanitised(fold.rule)): \(fold.count) alarms\n")
    }
    Machine.print(text(picture.load, now: now) + "\n", to: .error)
    if book.isEmpty {
      let when = desk.past == nil ? "yet" : "by then"
      Machine.print("no room has watched this journal \(when): open clearway on it\n", to: .error)
    }
    return .done
  }
}

private func text(_ line: AlarmLine, now: Instant, _ zone: ZoneOffset) -> String {
  let by = line.due.map { $0.dayAndClock(in: zone) } ?? "-"
  let what = "\(line.message.asset): \(line.message.condition)"
  return [
    line.priority.name.filled(8), line.alarm.since.dayAndClock(in: zone), line.stateName.filled(14),
    what.filled(60), "by \(by)".filled(15), (line.alarm.owner.isEmpty ? "-" : line.alarm.owner).filled(8),
    "[\(line.alarm.cause)]",
  ].joined(separator: "  ")
}

private func text(_ load: AlarmLoad, now: Instant) -> String {
  var parts = ["\(load.unacknowledged) unacknowledged"]
  if let oldest = load.oldestUnacknowledged { parts[0] += ", oldest \((now - oldest).words)" }
  parts += [
    "\(load.inTenMinutes) of \(AlarmLoad.limit) in 10 minutes", "\(load.inHour) in the hour",
    "\(load.inDay) in the day",
    "\(load.shelved) shelved", "\(load.suppressed) suppressed", "\(load.outOfService) out of service",
    "flood: \(load.isFlood ? "yes" : "no"), \((load.floodShare * 1000).rounded() / 10) % of the day",
  ]
  return parts.joined(separator: "; ")
}

extension AlarmLine {
  /// Where it is in its life, a stable name.
  fileprivate var stateName: String {
    if alarm.isOutOfService { return "out-of-service" }
    if alarm.shelf != nil { return "shelved" }
    if alarm.suppressedBy != nil { return "suppressed" }
    return alarm.state.name
  }
}

/// Alarms and load for other programs; times in RFC 3339, UTC.
private struct AlarmsSheet: Encodable {
  var load: Load
  var alarms: [Line]

  struct Load: Encodable {
    var unacknowledged: Int
    var oldestUnacknowledged: String?
    var inTenMinutes: Int
    var limitInTenMinutes: Int
    var inHour: Int
    var inDay: Int
    var standing: Int
    var stale: Int
    var shelved: Int
    var suppressed: Int
    var outOfService: Int
    /// How many of the day's by priority.
    var mix: [String: Int]
    var noisiest: [Noise]
    var isFlood: Bool
    var floodShare: Double
  }

  struct Noise: Encodable {
    var cause: String
    var count: Int
  }

  struct Line: Encodable {
    var cause: String
    var priority: String
    var state: String
    var since: String
    var asset: String
    var condition: String
    var consequence: String
    var action: String
    var procedure: [String]
    var why: String
    var due: String?
    var count: Int
    var filter: String
    var owner: String?
    var comment: String?
    var disposition: String?
    var shelvedUntil: String?
    var suppressedBy: String?
    var chatters: Bool
  }

  init(_ picture: AlarmPicture, _ lines: [AlarmLine]) {
    func time(_ instant: Instant) -> String { instant.rfc3339(in: .utc) }
    func some(_ text: String) -> String? { text.isEmpty ? nil : text }
    let load = picture.load
    self.load = Load(
      unacknowledged: load.unacknowledged, oldestUnacknowledged: load.oldestUnacknowledged.map(time),
      inTenMinutes: load.inTenMinutes, limitInTenMinutes: AlarmLoad.limit, inHour: load.inHour, inDay: load.inDay,
      standing: load.standing, stale: load.stale, shelved: load.shelved, suppressed: load.suppressed,
      outOfService: load.outOfService,
      mix: Dictionary(
        uniqueKeysWithValues: AlarmPriority.allCases.map { ($0.name, load.mix[Int($0.rawValue)]) }),
      noisiest: load.noisiest.map { Noise(cause: $0.cause, count: $0.count) }, isFlood: load.isFlood,
      floodShare: load.floodShare)
    alarms = lines.map { line in
      Line(
        cause: line.alarm.cause, priority: line.priority.name, state: line.stateName, since: time(line.alarm.since),
        asset: line.message.asset, condition: line.message.condition, consequence: line.message.consequence,
        action: line.message.action, procedure: line.message.procedure, why: line.why, due: line.due.map(time),
        count: line.count, filter: line.filter.text, owner: some(line.alarm.owner), comment: some(line.alarm.comment),
        disposition: line.alarm.disposition?.name, shelvedUntil: line.alarm.shelf.map { time($0.until) },
        suppressedBy: line.alarm.suppressedBy, chatters: line.alarm.isChattering)
    }
  }
}

extension Desk {
  /// What holds at the moment that is looked at, by a look at the whole board.
  func watch(_ rules: AlarmRules, now: Instant) -> AlarmWatch {
    var watch = AlarmWatch(rules)
    while !watch.advance(board, now: now) {}
    return watch
  }

  /// Every alarm's life up to the moment that is looked at.
  var alarmBook: AlarmBook {
    get throws(StoreFailure) {
      guard let past else { return ledger.alarms }
      var book = AlarmBook()
      var folded: UInt64 = 0
      while true {
        let entries = try ledger.journal.entries(after: folded, limit: 20_000)
        guard let last = entries.heads.last else { return book }
        folded = last.sequence
        // The steps of alarms are about no shipment; nothing else has to be understood.
        entries.forEach { head, body in
          guard head.stream == 0, head.at <= past.moment.instant,
            let step = Event(
              shipment: .none, kind: UInt64(head.kind), at: head.at, body: body, ledger.board.vocabulary)
          else { return }
          book.apply(step, texts: ledger.board.texts)
        }
      }
    }
  }

  /// The board that is looked at, with the alarms that stand then where a filter or a count asks for them; nil where they cannot be
  /// known, which has been said.
  func board(for filter: Filter, by field: Field? = nil, _ settings: () -> DeskSettings) throws(StoreFailure) -> Board?
  {
    var board = board
    if filter.asksPapers || field == .papers {
      let now = try now
      settings().law.scorePapers(of: &board, now: now, offset: Machine.zone(at: now).offset)
    }
    guard filter.asksAlarms || field == .alarm else { return board }
    guard past?.moment.telling != .happened else {
      Machine.print("clearway: alarms are what was raised then: they are told by what was heard\n", to: .error)
      return nil
    }
    let now = try now
    let book = try alarmBook
    board.alarms = book.picture(watch(settings().rules, now: now), now: now).open
    if book.isEmpty {
      let when = past == nil ? "yet" : "by then"
      Machine.print(
        "no room has watched this journal \(when), so that no alarm stands: open clearway on it\n", to: .error)
    }
    return board
  }

  /// Says something about alarms by their causes, and says what became of it; nil when the verb is none about alarms.
  func performOnAlarms(
    verb name: String, on causes: [String], argument: String, reason: String, operatorName: String,
    settings: DeskSettings, at line: String
  ) throws(StoreFailure) -> Outcome? {
    let now = try now
    let command: AlarmCommand?
    do throws(Rejection) {
      command = try AlarmCommand(
        verb: name, on: causes, argument: argument, reason: reason, operatorName: operatorName, now: now,
        shiftEnds: settings.shiftEnds, offset: Machine.zone(at: now).offset)
    } catch {
      Machine.print(sanitised("\(line.isEmpty ? "clearway: " : line)\(error.line)") + "\n", to: .error)
      return .refused
    }
    guard let command else { return nil }
    // Who acknowledges has seen what holds now, and not the count of when it was raised.
    let watch: AlarmWatch? = if case .acknowledge = command { watch(settings.rules, now: now) } else { nil }
    switch try ledger.perform(
      command, watch: watch, operatorName: operatorName, now: now, recordedAt: Machine.now)
    {
    case .success(let done):
      for cause in done { Machine.print("\(sanitised(cause)): \(name) recorded\n") }
      let missed = command.causes.filter { !done.contains($0) }
      for cause in missed {
        Machine.print("\(line)\(sanitised(cause)): \(name) refused: it is so already, or not known\n", to: .error)
      }
      return missed.isEmpty ? .done : .refused
    case .failure(let why):
      Machine.print(
        "\(line)\(sanitised(causes.joined(separator: ", "))): \(name) refused: \(sanitised(why.line))\n", to: .error)
      return .refused
    }
  }
}

/// The verbs about alarms, a line each, for the help of `do`.
package let alarmVerbHelp = AlarmCommand.verbs.map { entry in
  "  \(entry.name)\(entry.takes.isEmpty ? "" : ":" + entry.takes)  \(entry.words)"
}.joined(separator: "\n")

extension AlarmCommand {
  /// What can be said about alarms by name; each takes causes, as `clearway alarms` prints them in brackets.
  fileprivate static let verbs: [(name: String, takes: String, words: String)] = [
    ("acknowledge", "", "say that alarms were seen; ack for short"),
    ("shelve", "SPAN", "put alarms aside: 15m, 1h, 4h, shift, once, or as in 90m; over 4h with --reason"),
    ("unshelve", "", "bring alarms back"),
    ("out-of-service", "", "switch an alarm off, with --reason"),
    ("in-service", "", "switch it on again"),
    ("own-alarm", "[NAME]", "take the care of an alarm, or give it to somebody; nobody gives it back"),
    ("comment", "TEXT", "write a comment on an alarm"),
    (
      "close-alarm", "DISPOSITION",
      "say what an alarm that is over was (true, benign, false-logic, false-data), with --reason"
    ),
  ]

  /// The command of a verb's name; nil when no such verb is about alarms.
  ///
  /// - Throws: what is wrong with the words.
  init?(
    verb name: String, on causes: [String], argument: String, reason: String, operatorName: String, now: Instant,
    shiftEnds: [Int], offset: ZoneOffset
  ) throws(Rejection) {
    let name = name.lowercased() == "ack" ? "acknowledge" : name.lowercased()
    guard AlarmCommand.verbs.contains(where: { $0.name == name }) else { return nil }
    guard let first = causes.first else { throw Rejection(.unknownAlarm, "no alarm was named") }
    if name != "acknowledge", name != "shelve", name != "unshelve", causes.count > 1 {
      throw Rejection(.unknownAlarm, "\(name) is about one alarm at a time")
    }
    switch name {
    case "acknowledge": self = .acknowledge(causes)
    case "shelve":
      guard let shelf = AlarmShelf(spoken: argument, now: now, shiftEnds: shiftEnds, offset: offset) else {
        throw Rejection(
          .wrongSpan, "\"\(sanitised(argument))\" is no span of at most a day",
          remedy: AlarmShelf.spoken.joined(separator: ", ") + ", or as in 90m, 6h")
      }
      self = .shelve(causes, shelf, reason: reason)
    case "unshelve": self = .unshelve(causes)
    case "out-of-service": self = .takeOutOfService(first, reason: argument.isEmpty ? reason : argument)
    case "in-service": self = .returnToService(first)
    case "own-alarm": self = .own(first, owner: argument.isEmpty ? operatorName : argument == "nobody" ? "" : argument)
    case "comment": self = .comment(first, text: argument.isEmpty ? reason : argument)
    case "close-alarm":
      guard let disposition = AlarmDisposition(name: argument.isEmpty ? "undetermined" : argument) else {
        throw Rejection(
          .unknownAlarm, "\"\(sanitised(argument))\" is no disposition",
          remedy: AlarmDisposition.allCases.map(\.name).joined(separator: ", "))
      }
      self = .close(first, disposition, reason: reason)
    default: preconditionFailure("the verb \(name) stands in the table and is not made")
    }
  }

  /// What was said about alarms, read back from a batch of the desk: verb, argument, reason and causes; nil when it is none.
  static func read(_ events: [Event], _ texts: TextTable)
    -> (verb: String, argument: String, reason: String, causes: [String])?
  {
    var steps: [Event.AlarmStep] = []
    for event in events {
      guard case .alarm(let step) = event.what else { return nil }
      steps.append(step)
    }
    guard let first = steps.first, let event = events.first else { return nil }
    let causes = steps.map { texts[$0.cause] }
    let text = texts[first.text]
    switch first.move {
    case .acknowledged: return ("acknowledge", "", "", causes)
    case .shelved:
      return ("shelve", "\(max(1, (first.until - event.at).milliseconds / 60_000))m", text, causes)
    case .shelvedOnce: return ("shelve", "once", text, causes)
    case .unshelved: return ("unshelve", "", "", causes)
    case .outOfService: return ("out-of-service", "", text, causes)
    case .inService: return ("in-service", "", "", causes)
    case .owned: return ("own-alarm", text.isEmpty ? "nobody" : text, "", causes)
    case .commented: return ("comment", text, "", causes)
    case .closed: return ("close-alarm", first.disposition.name, text, causes)
    case .raised, .found, .reraised, .changed, .cleared, .suppressed, .unsuppressed, .chattering, .steadied,
      .floodBegan, .floodEnded:
      return nil
    }
  }
}

import Alarms
import Logistics
import Measures
import TUI

// From a key to what is said about an alarm, and back to the screen. The reason is asked for where one is needed, and only then:
//
//   acknowledge, own, unshelve, back to service ────────────────────────► command
//   acknowledge all in sight ──► question (Cancel is chosen) ──y────────► command
//   shelve ──► for how long ──┬─────────────────────────────────────────► command
//                             └─ longer than four hours ──► reason ─────► command
//   out of service ──► reason ──────────────────────────────────────────► command
//   comment ──► text ───────────────────────────────────────────────────► command
//   close ──► what it was ──► reason ───────────────────────────────────► command

/// What is asked about alarms over the screen.
enum AlarmOverlay: Sendable {
  /// A line of text.
  case line(AlarmEntry)
  /// Whether to acknowledge several.
  case question(AlarmQuestion)
}

/// A text that goes with what is said about an alarm, while it is typed.
struct AlarmEntry: Sendable {
  /// What the text is for.
  enum Purpose: Sendable {
    case comment, outOfService
    case shelve(AlarmShelf)
    case close(AlarmDisposition)
  }

  var field: TextField
  let purpose: Purpose
  let cause: String

  /// What is said with the text that was typed.
  var command: AlarmCommand {
    let text = field.text.trimmed
    return switch purpose {
    case .comment: .comment(cause, text: text)
    case .outOfService: .takeOutOfService(cause, reason: text)
    case .shelve(let shelf): .shelve([cause], shelf, reason: text)
    case .close(let disposition): .close(cause, disposition, reason: text)
    }
  }

  /// What is asked for.
  var title: String {
    switch purpose {
    case .comment: "Comment on"
    case .outOfService: "Out of service, and why:"
    case .shelve: "Shelved for longer than four hours, and why:"
    case .close(let disposition): "Closed (\(disposition.words)), and why:"
    }
  }
}

/// Several alarms that are to be acknowledged at once; frozen while the question is open.
struct AlarmQuestion: Hashable, Sendable {
  /// Those in sight, in their order.
  let causes: [String]
  /// How many of each priority.
  let counts: [Int]
  /// The choice that enter takes: 0 is Cancel.
  var selected = 0
}

extension State {
  /// The alarm under the cursor, where the alarms are what is looked at; elsewhere there is none, wherever the cursor was.
  var currentAlarm: AlarmLine? { view == .alarms && details.isEmpty ? alarms.current : nil }

  /// Why there is no alarm to be told of; nil when there is one.
  var alarmLookRefusal: String? {
    if currentAlarm != nil { return nil }
    guard view == .alarms, details.isEmpty else {
      return "no alarm is in sight; name one by its cause, or \(bindings.shown("alarms")) lists them"
    }
    return "no alarm is under the cursor"
  }

  /// Why nothing can be said about the alarm under the cursor; nil when it can.
  var alarmRefusal: String? { deskRefusal ?? alarmLookRefusal }

  /// Says something about alarms.
  mutating func say(_ command: AlarmCommand) -> [Effect] {
    overlay = .none
    if let deskRefusal {
      notice = Notice(deskRefusal, isFailure: true)
      return []
    }
    return [.alarm(command)]
  }

  /// Says something about the alarm under the cursor, or about the one that was named.
  mutating func say(_ call: Call, _ command: (AlarmLine) -> AlarmCommand) -> [Effect] {
    guard let line = alarmMeant(call) else { return [] }
    return say(command(line))
  }

  /// The alarm that was named by its cause, else the one under the cursor; nil, and said, when there is none.
  mutating func alarmMeant(_ call: Call) -> AlarmLine? {
    let name = call.argument.trimmed
    guard !name.isEmpty, !name.hasPrefix("[") else { return alarmAndWords(call)?.line }
    if let line = alarms.picture[name] { return line }
    notice = Notice("there is no alarm “\(name)”", isFailure: true)
    return nil
  }

  /// The alarm that was named in brackets by its cause, as `clearway alarms` prints it, else the one under the cursor; and the words
  /// that were typed behind it. Nil, and said, when there is none.
  mutating func alarmAndWords(_ call: Call) -> (line: AlarmLine, words: String)? {
    let text = call.argument.trimmed
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      let cause = String(text[text.index(after: text.startIndex)..<end])
      if let line = alarms.picture[cause] { return (line, String(text[text.index(after: end)...]).trimmed) }
      notice = Notice("there is no alarm “\(cause)”", isFailure: true)
      return nil
    }
    if let currentAlarm { return (currentAlarm, text) }
    notice = Notice(alarmLookRefusal ?? "", isFailure: true)
    return nil
  }

  // MARK: - What needs to be asked

  /// Asks whether to acknowledge all that are in sight.
  mutating func acknowledgeVisible() -> [Effect] {
    if let alarmRefusal {
      notice = Notice(alarmRefusal, isFailure: true)
      return []
    }
    let visible = alarmsInSight.filter { $0.alarm.state.isUnacknowledged && !$0.alarm.isSilenced }
    guard !visible.isEmpty else {
      notice = Notice("nothing in sight wants to be acknowledged")
      return []
    }
    var counts = [Int](repeating: 0, count: AlarmPriority.allCases.count)
    for line in visible { counts[Int(line.priority.rawValue)] += 1 }
    overlay = .alarm(.question(AlarmQuestion(causes: visible.map(\.alarm.cause), counts: counts)))
    return []
  }

  /// Opens the choice of how long to put an alarm aside, or brings it back; a length may have been typed, and behind it a reason.
  mutating func shelve(_ call: Call) -> [Effect] {
    guard let (line, typed) = alarmAndWords(call) else { return [] }
    let cause = line.alarm.cause
    if typed.isEmpty, line.alarm.shelf != nil { return say(.unshelve([cause])) }
    guard !typed.isEmpty else {
      if let deskRefusal {
        notice = Notice(deskRefusal, isFailure: true)
        return []
      }
      overlay = .chooser(Chooser(.shelve(cause), title: "Put aside: \(line.message.asset), \(line.message.condition)"))
      return []
    }
    let words = typed.split(separator: " ", maxSplits: 1).map(String.init)
    guard let shelf = shelf(named: words[0]) else {
      notice = Notice("for how long: 15m, 1h, 4h, shift, once, or as in 90m, 6h", isFailure: true)
      return []
    }
    return shelve(cause, shelf, reason: words.count > 1 ? words[1] : "")
  }

  /// Puts an alarm aside; asks why where that has to be said.
  mutating func shelve(_ cause: String, _ shelf: AlarmShelf, reason: String = "") -> [Effect] {
    let needsReason = shelf != .once && shelf.until(from: now) - now > AlarmShelf.withoutReason
    guard needsReason, reason.isEmpty else { return say(.shelve([cause], shelf, reason: reason)) }
    ask(.shelve(shelf), about: cause)
    return []
  }

  /// The lengths of time that an alarm can be put aside for, with their words.
  var shelves: [(name: String, shelf: AlarmShelf, words: String)] {
    let end = endOfShift
    let until = end.clock(in: clock.offset)
    return [
      ("15m", .minutes15, "15 minutes"), ("1h", .hour1, "1 hour"), ("4h", .hours4, "4 hours"),
      ("shift", .shift(ends: end), "to the end of the shift, \(until)"), ("once", .once, "until it clears"),
    ]
  }

  private func shelf(named name: String) -> AlarmShelf? {
    AlarmShelf(spoken: name, now: now, shiftEnds: preferences.alarms.shiftEnds, offset: clock.offset)
  }

  /// When the shift that it is now ends, by the operator's own clock.
  var endOfShift: Instant { AlarmShelf.endOfShift(now, preferences.alarms.shiftEnds, in: clock.offset) }

  /// Takes the care of an alarm, gives it to somebody, or gives it back.
  mutating func ownAlarm(_ call: Call) -> [Effect] {
    guard let (line, name) = alarmAndWords(call) else { return [] }
    let isMine = line.alarm.owner == operatorName
    return say(.own(line.alarm.cause, owner: name.isEmpty ? isMine ? "" : operatorName : name))
  }

  /// Writes a comment on an alarm, or asks for its text.
  mutating func commentAlarm(_ call: Call) -> [Effect] {
    guard let (line, text) = alarmAndWords(call) else { return [] }
    guard text.isEmpty else { return say(.comment(line.alarm.cause, text: text)) }
    ask(.comment, about: line.alarm.cause)
    return []
  }

  /// Takes an alarm out of service, which needs a reason, or puts it back.
  mutating func changeService(_ call: Call) -> [Effect] {
    guard let line = alarmMeant(call) else { return [] }
    if line.alarm.isOutOfService { return say(.returnToService(line.alarm.cause)) }
    ask(.outOfService, about: line.alarm.cause)
    return []
  }

  /// Asks what an alarm was, and then why it is done with.
  mutating func closeAlarm(_ call: Call) -> [Effect] {
    guard let line = alarmMeant(call) else { return [] }
    guard !line.alarm.state.isActive else {
      notice = Notice(
        "its condition still holds; mend it, shelve it, or take it out of service", isFailure: true)
      return []
    }
    if let deskRefusal {
      notice = Notice(deskRefusal, isFailure: true)
      return []
    }
    overlay = .chooser(Chooser(.disposition(line.alarm.cause), title: "What was it: \(line.message.asset)"))
    return []
  }

  /// Opens a line for a text.
  mutating func ask(_ purpose: AlarmEntry.Purpose, about cause: String) {
    if let deskRefusal {
      notice = Notice(deskRefusal, isFailure: true)
      return
    }
    overlay = .alarm(.line(AlarmEntry(field: TextField(prompt: "> "), purpose: purpose, cause: cause)))
  }

  /// Takes what was typed or chosen in answer to a question about alarms.
  mutating func accept(_ alarm: AlarmOverlay) -> [Effect] {
    switch alarm {
    case .line(let entry):
      guard !entry.field.text.trimmed.isEmpty else {
        notice = Notice("it needs words; \(bindings.leavingKey) leaves it as it was", isFailure: true)
        return []
      }
      return say(entry.command)
    case .question(let question):
      guard question.selected == 1 else {
        overlay = .none
        return []
      }
      return say(.acknowledge(question.causes))
    }
  }

  // MARK: - The answer

  /// Takes what became of what was said.
  mutating func take(_ answer: AlarmAnswer) {
    guard answer.refusal == nil else {
      notice = Notice(answer.refusal?.sentence ?? "", isFailure: true)
      return
    }
    let asked = answer.command.causes.count
    let rest = asked - answer.done.count
    let what = answer.done.count == 1 ? alarmName(answer.done[0]) : counted(answer.done.count, "alarm")
    notice = Notice(
      "\(what): \(doneWords(answer.command))" + (rest > 0 ? "; \(rest) needed nothing" : ""))
  }

  /// What an alarm is called in a sentence.
  func alarmName(_ cause: String) -> String {
    guard let line = alarms.picture[cause] else { return cause }
    // A rule that does not group is about all there is: then the cause says more.
    return ["", "all"].contains(line.message.asset) ? cause : line.message.asset
  }

  private func doneWords(_ command: AlarmCommand) -> String {
    switch command {
    case .acknowledge: "acknowledged"
    case .shelve(_, let shelf, _):
      shelf == .once
        ? "put aside until it clears"
        : "put aside until \(shelf.until(from: now).dayAndClock(in: clock.offset, from: now))"
    case .unshelve: "back from the shelf"
    case .takeOutOfService: "out of service"
    case .returnToService: "back in service"
    case .own(_, let owner): owner.isEmpty ? "nobody's" : "owner: \(owner)"
    case .comment: "commented"
    case .close: "closed"
    }
  }

  // MARK: - Being told

  /// Takes news of alarms: the operator's own program is run once for each, by the process that records alarms.
  mutating func take(_ news: [AlarmNews], isOurs: Bool) -> [Effect] {
    let urgent = alarms.take(news)
    let hook = preferences.alarms.hook
    guard isOurs, !hook.isEmpty else { return [] }
    return urgent.map { news in
      let message = alarms.picture[news.cause]?.message
      let line = alarms.picture[news.cause]
      let told = [
        ("CAUSE", news.cause), ("PRIORITY", news.priority.name), ("ASSET", message?.asset ?? ""),
        ("CONDITION", message?.condition ?? ""), ("CONSEQUENCE", message?.consequence ?? ""),
        ("ACTION", message?.action ?? ""), ("COUNT", "\(line?.count ?? 0)"),
        ("DUE", line?.due.map { $0.rfc3339(in: .utc) } ?? ""), ("AT", now.rfc3339(in: .utc)),
      ]
      return .hook(
        AlarmHook(
          words: hook, secondsMax: preferences.alarms.hookSeconds,
          variables: told.map { AlarmHook.Variable(name: "CLEARWAY_ALARM_" + $0.0, value: $0.1) }))
    }
  }

  /// Lets the marks blink, and tells what is new by bell and notification.
  mutating func tickAlarms() -> [Effect] {
    let told = alarms.tick(preferences.alarms)
    guard let first = told.min(by: { ($0.priority, $0.cause) < ($1.priority, $1.cause) }) else { return [] }
    var effects: [Effect] = []
    if preferences.alarms.bell, !alarms.isMuted { effects.append(.ring) }
    if preferences.alarms.desktop, !alarms.isMuted {
      let line = alarms.picture[first.cause]
      let more = told.count > 1 ? " (and \(told.count - 1) more)" : ""
      effects.append(
        .notify(
          title: "Clearway: \(first.priority.name) alarm\(more)",
          body: line.map { "\($0.message.asset): \($0.message.condition)" } ?? first.cause))
    }
    return effects
  }

  // MARK: - Where it leads

  /// Shows the shipments of an alarm; one step back leads to the alarms again.
  mutating func showShipments(_ call: Call) -> [Effect] {
    guard let line = alarmMeant(call) else { return [] }
    let text = line.filter.text
    _ = show(.list(.all))
    if let fault = filter(.all, text) {
      notice = Notice("its shipments cannot be listed: \(fault.text)", isFailure: true)
      return show(.alarms)
    }
    withList(.all) { $0.marks = Marks() }
    alarms.shownCause = (line.alarm.cause, text)
    notice = Notice("\(line.message.asset): \(line.message.condition); \(bindings.backKey) goes back to the alarms")
    return []
  }

  /// Shows what an alarm says, and what to do step by step.
  mutating func showMessage(_ call: Call) -> [Effect] {
    guard let line = alarmMeant(call) else { return [] }
    overlay = .sheet(sheet(of: line), 0)
    return []
  }

  private func sheet(of line: AlarmLine) -> Sheet {
    let message = line.message
    let alarm = line.alarm
    func words(_ instant: Instant) -> String { instant.dayAndClock(in: clock.offset, from: now) + " " + clock.zone }
    var lines = [
      "what        \(message.asset)", "is so       \(message.condition)", "if ignored  \(message.consequence)",
      "do          \(message.action)",
      "time left   "
        + (line.due.map { $0 >= now ? "\(($0 - now).words), until \(words($0))" : "over since \(words($0))" }
          ?? "no clock runs"),
    ]
    if !message.procedure.isEmpty { lines += [""] + message.procedure.enumerated().map { "\($0 + 1). \($1)" } }
    lines += ["", "state       \(stateWords(line))", "since       \(words(alarm.since))"]
    if !alarm.owner.isEmpty { lines.append("owner       \(alarm.owner)") }
    if !alarm.comment.isEmpty { lines.append("said        \(alarm.comment)") }
    if let disposition = alarm.disposition { lines.append("it was      \(disposition.words)") }
    if let parent = alarm.suppressedBy { lines.append("explained   by \(alarmName(parent))") }
    lines += ["", line.why, "filter: \(line.filter.text)"]
    return Sheet(title: "\(line.priority.name) alarm", head: "", lines: lines)
  }

  /// Where an alarm is in its life, with the time that is left on the shelf.
  func stateWords(_ line: AlarmLine) -> String {
    let alarm = line.alarm
    if alarm.isOutOfService { return "out of service" }
    if let shelf = alarm.shelf {
      return shelf.isOnce ? "shelved once" : "shelved \(max(.zero, shelf.until - now).cellWords)"
    }
    if alarm.suppressedBy != nil { return "suppressed" }
    if alarm.state == .normal { return alarm.disposition == nil ? "over" : "closed" }
    return alarm.isChattering ? "\(alarm.state.name), chatters" : alarm.state.name
  }

  /// The alarms in sight.
  var alarmsInSight: [AlarmLine] {
    let visible = alarmRowsInSight
    return (alarms.offset..<min(alarms.shownCount, alarms.offset + visible)).compactMap { alarms.shown($0) }
  }

  /// How many rows of the list of alarms are in sight.
  var alarmRowsInSight: Int {
    let layout = layout(size)
    let inside = layout.body.width - 2
    return max(0, layout.body.height - 3 - alarmHead(width: inside).count - alarmFoot(width: inside).count)
  }
}

import Alarms
import Atlas
import Logistics
import Measures
import TUI

// The screen in words, for whoever hears it: the same state, told in lines instead of drawn.
//
//   holds, 151, by due                                                             the head
//   row 3 of 151, CW-10482, critical, held for invoice missing at Leipzig …       the row

/// What is heard of a state: its head, what is under the cursor, what is asked.
package struct Speech: Hashable, Sendable {
  /// What is not live, when it is not; empty otherwise.
  package var banner = ""
  /// Which view, how many, how ordered and filtered; whose detail.
  package var head: [String] = []
  /// What is under the cursor.
  package var row = ""
  /// How the clock runs.
  package var clock = ""
  /// The question, choice or line that is open.
  package var question: [String] = []
  /// What was just done, or could not be.
  package var notice = ""

  /// Nothing heard yet.
  package init() {}

  /// What a listener who has heard `before` is told: what is new of it, and every notice.
  package func news(after before: Speech) -> [String] {
    var said: [String] = []
    if !notice.isEmpty { said.append(notice) }
    if banner != before.banner { said.append(banner.isEmpty ? "live" : banner) }
    if clock != before.clock { said.append(clock) }
    if question != before.question { said += question }
    guard question.isEmpty else { return said }
    if head != before.head { said += head }
    if row != before.row || head != before.head, !row.isEmpty { said.append(row) }
    return said
  }
}

extension State {
  /// What there is to hear.
  package var speech: Speech {
    var speech = Speech()
    speech.banner = bannerWords.first ?? ""
    speech.clock = clockWords
    speech.notice = notice.map { ($0.isFailure ? "no: " : "") + $0.words } ?? ""
    speech.question = spokenQuestion
    if let detail = details.last {
      speech.head = spokenDetailHead(detail)
      return speech
    }
    speech.head = [spokenView]
    speech.row = spokenRow ?? ""
    return speech
  }

  private var clockWords: String {
    guard let speed = clock.speed else { return "" }
    return speed.factor == 0 ? "simulated clock stands" : "simulated clock, \(speed.words)"
  }

  /// Everything about where the operator is, however often it was said.
  package var spokenPlace: [String] {
    let speech = speech
    let time = "\(momentWords(now))\(shownMoment == nil ? "" : " (past)")"
    let alert = attention.count(.critical) + attention.count(.high)
    let needs = alert == 0 ? "nothing needs a person now" : spokenAttention
    return (speech.banner.isEmpty ? [] : [speech.banner]) + speech.head + (speech.row.isEmpty ? [] : [speech.row])
      + speech.question + [needs, [time, speech.clock].filter { !$0.isEmpty }.joined(separator: ", ")]
  }

  /// How much needs a person, and what first.
  package var spokenAttention: String {
    let counts = [Urgency.critical, .high, .medium].map { "\(grouped(attention.count($0))) \($0.spoken)" }
    let first = attention.first.flatMap { id in attentionWords(id).map { "; first \(id.label), \($0)" } } ?? ""
    return "needs a person: " + counts.joined(separator: ", ") + first
  }

  /// How many shipments are critical, as far as it is them who speak: where alarms are watched, those do.
  package var criticalCount: Int { alarms.isWatched ? 0 : attention.count(.critical) }

  /// What is said of alarms that were announced: the critical and high ones each in a line, as far as so many can be listened to,
  /// the others by their number; nothing of what somebody has seen to, or while the bell is silent.
  package func spokenNews(_ news: [AlarmNews]) -> [String] {
    guard !alarms.isMuted else { return [] }
    let lines = news.compactMap { alarms.picture[$0.cause] }.filter { $0.alarm.isAnnounced }
    let urgent = AlarmLine.sorted(lines.filter { $0.priority <= .high }) {
      ($0.priority.rawValue, $0.due ?? Instant(milliseconds: .max), .epoch)
    }
    let spoken = urgent.prefix(Self.newsSpoken).map { line in
      let time = line.due.map { $0 >= now ? ", \(($0 - now).words) left" : ", over for \((now - $0).words)" } ?? ""
      return "alarm, \(line.priority.name): \(line.message.asset): \(line.message.condition)\(time), "
        + "if ignored \(line.message.consequence)"
    }
    let rest = lines.count - spoken.count
    return spoken
      + (rest > 0 ? ["\(counted(rest, spoken.isEmpty ? "new alarm" : "more new alarm")); alarms lists them"] : [])
  }

  private static let newsSpoken = 5

  // MARK: - Views

  private var spokenView: String {
    switch view {
    case .overview: "overview, " + spokenList(focus)
    case .list(let id): spokenList(id)
    case .alarms: spokenAlarms
    case .desk: spokenDesk
    case .border: spokenBorder
    case .charts: "charts, which are for the eye: " + figures.map { "\($0.label) \($0.value)" }.joined(separator: ", ")
    case .map: "map, \(counted(busyPlaces.count, "place"))"
    case .log: "log, \(counted(log.count, "event"))" + (log.filterText.isEmpty ? "" : ", filter \(log.filterText)")
    }
  }

  private var spokenBorder: String {
    guard border.isAsAsked, let tables = border.tables else {
      let reading = border.reading.map { ", read to \($0.upTo.dayMonth(in: .utc, from: now)), \($0.permille / 10) %" }
      return "border in numbers, " + (border.failure?.words ?? "reading the journal" + (reading ?? ""))
    }
    let head = borderHead(tables, width: 200).map(\.text.spokenBlanks).joined(separator: ", ")
    return "border in numbers, \(border.window.words), \(head), \(border.focus.title.lowercased())"
  }

  /// A row of the border's figures in words.
  private func spokenBorderRow(_ place: Int) -> String? {
    guard let row = border.sight.rows[safe: place] else { return nil }
    var parts = ["row \(grouped(place + 1)) of \(grouped(border.sight.rows.count))", borderName(row.key)]
    if case .place(let gate, let channel) = row.key {
      parts += [gate?.side.name, channel?.name].compactMap(\.self)
    }
    if let decided = row.decided { parts.append("\(grouped(decided)) decided") }
    if let first = row.firstTimePermille { parts.append("\(first / 10).\(first % 10) percent first time") }
    if let half = row.p50 { parts.append("half within \(half.words)") }
    if let most = row.p90 { parts.append("nine in ten within \(most.words)") }
    if let holds = row.holds {
      parts.append("\(counted(holds, "hold")), assumed cost \(euroCell(row.cents))")
      if case .reason = row.key { parts.append("\(row.cumulativePermille / 10) percent so far") }
    }
    return parts.joined(separator: ", ")
  }

  private var spokenAlarms: String {
    let load = alarms.picture.load
    return "alarms, \(alarms.rows.count) listed, \(load.unacknowledged) not acknowledged"
      + (load.isFlood ? ", flood" : "")
  }

  /// An alarm in one line.
  private func spoken(alarm line: AlarmLine, row: Int) -> String {
    var parts = ["row \(grouped(row + 1)) of \(grouped(alarms.shownCount))", line.priority.name, stateWords(line)]
    if alarms.isGhost(row: row) { parts.append("has left this list") }
    parts.append("\(line.message.asset): \(line.message.condition)")
    parts.append("if ignored \(line.message.consequence)")
    if let due = line.due { parts.append(due >= now ? "\((due - now).words) left" : "over for \((now - due).words)") }
    if !line.alarm.owner.isEmpty { parts.append("owner \(line.alarm.owner)") }
    return parts.joined(separator: ", ")
  }

  private func spokenList(_ id: ListID) -> String {
    let list = lists[id.rawValue]
    var words = "\(id.look.title.lowercased()), \(list.countWords), by "
    words += list.ordering.parts.map { $0.key.name + ($0.isDescending ? " descending" : "") }.joined(
      separator: " then ")
    if !list.filterText.isEmpty { words += ", filter \(list.filterText)" }
    if !list.marks.isEmpty { words += ", \(grouped(list.marks.count)) marked" }
    return words
  }

  /// What is under the cursor; nil where there is nothing.
  private var spokenRow: String? {
    if case .map = view {
      guard let id = currentPlace, let place = busyPlaces.first(where: { $0.id == id }) else { return nil }
      let level = place.level < .none ? ", \(place.level.spoken)" : ""
      return "\(id.place.name), \(place.held) held, \(place.here) here\(level)"
    }
    if case .alarms = view {
      guard let line = alarms.current else { return "no alarm stands" }
      return spoken(alarm: line, row: alarms.cursorRow)
    }
    if case .desk = view { return spokenDeskRow(desk.cursorRow) }
    if case .border = view { return border.isAsAsked ? spokenBorderRow(border.sight.row) : nil }
    if case .log = view {
      guard log.count > 0 else { return nil }
      return spokenEvent(log.row)
    }
    guard let focusedList else { return nil }
    let list = lists[focusedList.rawValue]
    guard list.cursor != nil else { return list.shownCount == 0 ? focusedList.look.emptyWords : nil }
    return spoken(row: list.cursorRow, of: focusedList)
  }

  private func spokenEvent(_ row: Int) -> String {
    guard let entry = log.shown(row) else { return "" }
    return "\(logTime(entry.event.at)), \(entry.words(in: board))"
  }

  /// A row of a list in words.
  func spoken(row: Int, of id: ListID) -> String {
    let list = lists[id.rawValue]
    guard let shipment = list.shown(row) else { return "no row \(row + 1)" }
    var parts = ["row \(grouped(row + 1)) of \(grouped(list.shownCount))", shipment.label]
    if list.marks.contains(shipment) { parts.append("marked") }
    guard let context = context(shipment) else { return (parts + ["not heard of by then"]).joined(separator: ", ") }
    if list.isGhost(row: row) { parts.append("has left this list") }
    parts += spokenFacts(context)
    return parts.joined(separator: ", ")
  }

  /// What there is to say of a shipment in one line.
  func spokenFacts(_ row: RowContext) -> [String] {
    let shipment = row.shipment
    var parts: [String] = []
    if row.urgency < .none { parts.append(row.urgency.spoken) }
    if shipment.isHeld {
      let place = shipment.at == .none ? "" : " at \(shipment.at.place.name)"
      parts.append("held for \(shipment.holds.map(\.words).joined(separator: " and "))\(place)")
      if let due = shipment.holdDue {
        parts.append(due >= now ? "\((due - now).words) left" : "limit passed \((now - due).words) ago")
      }
    } else {
      parts.append(board.stateWords(of: shipment))
      if let promise = shipment.promise, !shipment.isEnded { parts.append("promise \(promise.leftWords(from: now))") }
    }
    if shipment.goods != .none { parts.append(board.texts[shipment.goods]) }
    if shipment.hasRoute { parts.append("\(shipment.originCountry.words) to \(shipment.destinationCountry.words)") }
    return parts
  }

  /// At most so many rows from the one under the cursor on.
  func spokenRows(_ count: Int) -> [String] {
    if case .log = view {
      return (log.row..<max(log.row, min(log.count, log.row + count))).map { spokenEvent($0) }
    }
    if case .alarms = view {
      let end = min(alarms.shownCount, alarms.cursorRow + count)
      let rows = (min(alarms.cursorRow, end)..<end).compactMap { row in
        alarms.shown(row).map { spoken(alarm: $0, row: row) }
      }
      return rows.isEmpty ? ["no alarm stands"] : rows
    }
    if case .desk = view {
      let end = min(desk.shownCount, desk.cursorRow + count)
      return (min(desk.cursorRow, end)..<end).compactMap { spokenDeskRow($0) }
    }
    if case .border = view {
      let end = min(border.sight.rows.count, border.sight.row + count)
      return (min(border.sight.row, end)..<end).compactMap { spokenBorderRow($0) }
    }
    if case .map = view {
      return busyPlaces.prefix(count).map { "\($0.id.place.name), \($0.held) held, \($0.here) here" }
    }
    guard let focusedList else { return [] }
    let list = lists[focusedList.rawValue]
    guard list.shownCount > 0 else { return [focusedList.look.emptyWords] }
    return (list.cursorRow..<min(list.shownCount, list.cursorRow + count)).map { spoken(row: $0, of: focusedList) }
  }

  // MARK: - One shipment

  private func spokenDetailHead(_ detail: Detail) -> [String] {
    guard let row = context(detail.id) else { return ["\(detail.id.label): nothing was heard of it by then"] }
    return [([detail.id.label] + spokenFacts(row)).joined(separator: ", ") + "; read tells all of it"]
  }

  /// All that the detail shows, section by section.
  func spokenDetail() -> [String] {
    guard let detail = details.last, let row = context(detail.id) else { return [] }
    var said = [detailHead(row).text]
    for section in detailSections(detail, row, column: nil) {
      said.append(section.title + (section.trailing.isEmpty ? "" : ", \(section.trailing)"))
      said += section.lines.map { "  " + $0.text.spokenBlanks }
    }
    return said
  }

  // MARK: - Questions

  /// What is asked, and how to answer; nothing when nothing is.
  private var spokenQuestion: [String] {
    switch overlay {
    case .none: return []
    case .help: return ["all commands: help"]
    case .chooser(let chooser):
      let items = chooser.items(self)
      let shown = items.prefix(60).enumerated().map { place, item in
        "\(place + 1) \(item.label)" + (item.refusal.map { " (no: \($0))" } ?? "")
      }
      let more = items.count > shown.count ? ["and \(items.count - shown.count) more: say some of the words"] : []
      return ["\(chooser.title): say a number or the words, or no"] + shown + more
    case .filter: return ["filter: say what to show, or no"]
    case .note(_, let targets):
      let whom = targets.count == 1 ? targets[0].id.label : counted(targets.count, "shipment")
      return ["note on \(whom): say its text, or no"]
    case .form(let form): return ["\(form.field.prompt) say a value, or no"]
    case .confirm(let question):
      let whom =
        question.targets.count == 1 ? question.targets[0].id.label : counted(question.targets.count, "shipment")
      var said = ["\(question.name) on \(whom)"]
      if question.targets.count > 1 {
        said.append("will be done: \(question.willBeDone)")
        said += question.refusals.map { "refused: \($0.ids.count), \($0.words)" }
      }
      if question.hidden > 0 { said.append("hidden by the filter: \(question.hidden)") }
      if let doubt = question.doubt { said.append(doubt) }
      if question.isLasting { said.append("it cannot be taken back") }
      return said + [
        question.isPossible
          ? "to do it say: yes \(question.name); anything else does nothing" : "nothing could be done; say no"
      ]
    case .alarm(.question(let question)):
      return [
        "acknowledge \(counted(question.causes.count, "alarm")): to do it say: yes acknowledge; anything else does nothing"
      ]
    case .alarm(.line(let entry)): return ["\(entry.title) \(alarmName(entry.cause)): say its text, or no"]
    case .outcome(let outcome, _):
      return ["\(outcome.verb): done on \(outcome.done), not done on \(outcome.refused.count)"]
        + outcome.refused.prefix(100).map { ($0.id == .none ? "" : "\($0.id.label): ") + $0.words }
    case .sheet(let sheet, _): return [sheet.title, sheet.head].filter { !$0.isEmpty } + sheet.lines
    case .reading(let reading): return reading.page.spoken
    case .columns:
      let keys = ["up", "down", "column-toggle"].map { "key \(bindings.key(of: $0))" }
      return ["columns: \(keys[0]), \(keys[1]) and \(keys[2]) choose; no closes"]
    case .timeline:
      return [
        "the past: say a time, as 14:02, yesterday 9:00 or -3h; telling changes between known and true; no goes back"
      ]
    }
  }
}

extension Urgency {
  /// The level in a word, for whoever hears it.
  var spoken: String {
    switch self {
    case .critical: "critical"
    case .high: "high"
    case .medium: "medium"
    case .low: "low"
    case .none: "calm"
    }
  }
}

extension String {
  /// The text with every run of blanks as one: columns mean nothing to the ear.
  var spokenBlanks: String { split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ") }
}

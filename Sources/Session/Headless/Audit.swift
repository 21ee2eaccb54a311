import Alarms
import Dashboard
import Foundation
import Logistics
import Measures
import Store
import TUI

// The record of who did what: the whole journal, from its first batch on, told a line at a time. The board is folded along, so
// that each line can say what was before and what is after; nothing is kept but the board.
//
//   batch of the desk      one line: the verb with what it took, the shipments, before and after of each
//   any other batch        one line an event
//
// A desk's line has verb, argument, note and shipments apart, so that `clearway do --from` can perform it again elsewhere.

/// How `log` prints.
package enum LogOutput: Sendable {
  case text, json, csv
}

/// What `log` is asked for.
package struct LogOptions: Sendable {
  /// Which lines, as behind "/" in the log.
  package var filter: String
  /// From when on, as typed; empty from the beginning.
  package var since: String
  /// Until when, as typed; empty to the end.
  package var until: String
  /// At most so many lines, the newest; nil for all.
  package var limit: Int?
  /// How they are printed.
  package var output: LogOutput
  /// The moment of the past as whose record it is printed; nil for now.
  package var asOf: AsOf?

  /// The options of the command line.
  package init(filter: String, since: String, until: String, limit: Int?, output: LogOutput, asOf: AsOf? = nil) {
    self.filter = filter
    self.since = since
    self.until = until
    self.limit = limit
    self.output = output
    self.asOf = asOf
  }
}

/// `clearway log`: who did what, when and why, over the whole journal, oldest first.
package func log(_ options: LogOptions, path: String) -> Outcome {
  let filter: LogFilter
  do throws(FilterFault) { filter = try LogFilter(parsing: options.filter) } catch {
    Machine.print("clearway: \(sanitised(options.filter))\n", to: .error)
    Machine.print("clearway: \(String(repeating: " ", count: max(0, error.column - 1)))^ \(error.text)\n", to: .error)
    return .refused
  }
  if options.asOf?.telling == .happened {
    Machine.print("clearway: the record is what was heard, in the order in which it was heard\n", to: .error)
    return .refused
  }
  do throws(StoreFailure) {
    let location: Journal.Location = path == Journal.Location.memory.path ? .memory : .file(path)
    let journal = try Journal.open(location, mode: .readOnly)
    let now = try SimulationSettings(journal) == nil ? Machine.now : try journal.lastBatch()?.asOf ?? Machine.now
    let since: Instant?
    var until: Instant?
    do throws(SystemFault) {
      since = try instant(options.since, now: now, endOfDay: false)
      until = try instant(options.until, now: now, endOfDay: true)
    } catch {
      Machine.print("clearway: \(error.words)\n", to: .error)
      return .refused
    }
    if let asOf = options.asOf {
      guard let moment = instant(of: asOf, now: now) else { return .refused }
      until = min(until ?? moment, moment)
    }
    var printer = LogPrinter(output: options.output, limit: options.limit)
    let ledger = try Ledger(journal, ignoringSnapshot: true, stopAtSnapshot: true)
    try ledger.replayBatches(failed: { $0 }) { (batch, events, board) throws(StoreFailure) in
      var teller = LogTeller(batch: batch, filter: filter, since: since, until: until, book: ledger.alarms)
      teller.tell(events, folding: &board) { printer.take($0) }
    }
    printer.finish()
    return .done
  } catch {
    Machine.print("clearway: \(error.description)\n", to: .error)
    return .failed
  }
}

/// The instant of a text: RFC 3339, a day, or how long ago ("2h", "3d", "30m"); nil for an empty one.
private func instant(_ text: String, now: Instant, endOfDay: Bool) throws(SystemFault) -> Instant? {
  if text.isEmpty { return nil }
  if let unit = text.last, let count = Int64(text.dropLast()), (0...100_000_000).contains(count) {
    switch unit {
    case "m": return now - .minutes(count)
    case "h": return now - .hours(count)
    case "d": return now - .days(count)
    default: break  // no unit of ours: it may still be a date
    }
  }
  do throws(TimestampFault) {
    let stamp = try Timestamp(parsing: text)
    let instant = stamp.instant(assuming: Machine.zone(at: now).offset)
    return endOfDay && !stamp.hasTime ? instant + .days(1) - Measures.Span(milliseconds: 1) : instant
  } catch {
    throw SystemFault(
      words: "\"\(sanitised(text))\" is no time: \(error.text); write 2026-11-22, 2026-11-22T13:30Z, or 2h, 3d for ago")
  }
}

/// One line of the record.
struct LogLine {
  /// The journal's number of its first event.
  var sequence: UInt64
  /// When it was recorded, by the clock on the wall.
  var recordedAt: Instant
  /// When it was said or done, on the control room's clock.
  var at: Instant
  var role: String
  var name: String
  /// Who brought it, as the journal says.
  var source: String
  var kind: String
  /// What the desk was asked for; nil for what nobody at the desk asked.
  var verb: String?
  var argument: String?
  var changes: [Change]
  /// Why, as whoever did it said; empty where nothing was said.
  var reason: String
  /// What happened, in the operator's words.
  var words: String

  /// What became of one thing.
  struct Change: Encodable {
    var id: String
    var before: String
    var after: String
  }
}

/// Makes lines of a batch.
private struct LogTeller {
  let batch: Batch
  let filter: LogFilter
  let since: Instant?
  let until: Instant?
  /// The alarms as they are before the batch.
  var book: AlarmBook

  mutating func tell(_ events: [Event], folding board: inout Board, to print: (LogLine) -> Void) {
    if batch.source == Ledger.deskSource, let deed = AlarmCommand.read(events, board.texts), let first = events.first {
      return tell(deed, first, events, folding: &board, to: print)
    }
    guard batch.source == Ledger.deskSource, let deed = Deed(events, board.texts), let first = events.first else {
      for event in events { tell(event, folding: &board, to: print) }
      return
    }
    let isWanted =
      isInTime(first.at)
      && events.contains { event in
        filter.admits(event.kind, by: who(first.by, board.texts), isDesk: true, verb: deed.verb)
      }
    guard isWanted else {
      for event in events { board.apply(event) }
      return
    }
    let before = deed.ids.map { board[$0].map { board.stateWords(of: $0) } ?? "" }
    var words: [String] = []
    let sequence = board.sequence + 1
    for event in events {
      if deed.ids.count == 1 { words.append(event.words(board.texts)) }
      board.apply(event)
    }
    let changes = zip(deed.ids, before).map { id, before in
      LogLine.Change(id: id.label, before: before, after: board[id].map { board.stateWords(of: $0) } ?? "")
    }
    let line = LogLine(
      sequence: sequence, recordedAt: batch.recordedAt, at: first.at, role: first.by.role.name,
      name: board.texts[first.by.name], source: batch.source, kind: "deed", verb: deed.verb, argument: deed.argument,
      changes: changes, reason: deed.note, words: words.joined(separator: "; "))
    if filter.admits(words: line.text) { print(line) }
  }

  private mutating func tell(
    _ deed: (verb: String, argument: String, reason: String, causes: [String]), _ first: Event, _ events: [Event],
    folding board: inout Board, to print: (LogLine) -> Void
  ) {
    let before = deed.causes.map { book[$0]?.words ?? "" }
    for event in events {
      board.apply(event)
      book.apply(event, texts: board.texts)
    }
    guard isInTime(first.at),
      filter.admits(.alarm, by: who(first.by, board.texts), isDesk: true, verb: deed.verb)
    else { return }
    let line = LogLine(
      sequence: board.sequence - UInt64(events.count) + 1, recordedAt: batch.recordedAt, at: first.at,
      role: first.by.role.name, name: board.texts[first.by.name], source: batch.source, kind: EventKind.alarm.name,
      verb: deed.verb, argument: deed.argument,
      changes: zip(deed.causes, before).map { LogLine.Change(id: $0, before: $1, after: book[$0]?.words ?? "") },
      reason: deed.reason, words: events.count == 1 ? first.words(board.texts) : "")
    if filter.admits(words: line.text) { print(line) }
  }

  private mutating func tell(_ event: Event, folding board: inout Board, to print: (LogLine) -> Void) {
    let isDesk = event.by.role == .operatorDesk
    guard isInTime(event.at),
      filter.admits(event.kind, by: who(event.by, board.texts), isDesk: isDesk, verb: "")
    else {
      board.apply(event)
      book.apply(event, texts: board.texts)
      return
    }
    let cause = event.alarmCause(board.texts)
    let before = cause.map { book[$0]?.words ?? "" } ?? board.standing(for: event)
    board.apply(event)
    book.apply(event, texts: board.texts)
    let after = cause.map { book[$0]?.words ?? "" } ?? board.standing(for: event)
    let line = LogLine(
      sequence: board.sequence, recordedAt: batch.recordedAt, at: event.at, role: event.by.role.name,
      name: board.texts[event.by.name], source: batch.source, kind: event.kind.name, verb: nil, argument: nil,
      changes: event.shipment == .none
        ? cause.map { [LogLine.Change(id: $0, before: before, after: after)] } ?? []
        : [LogLine.Change(id: event.shipment.label, before: before, after: after)],
      reason: board.reason(of: event), words: event.words(board.texts))
    if filter.admits(words: line.text) { print(line) }
  }

  private func isInTime(_ at: Instant) -> Bool { at >= since ?? at && at <= until ?? at }

  private func who(_ actor: Actor, _ texts: TextTable) -> String {
    "\(actor.role.name) \(texts[actor.name])".lowercased()
  }
}

extension Board {
  /// What an event can change of its shipment, as it stands now; empty for what changes nothing that has a name.
  fileprivate func standing(for event: Event) -> String {
    guard let shipment = self[event.shipment] else { return "" }
    switch event.what {
    case .ordered, .claimed, .corrected: return shipment.milestone.name
    case .holdOpened, .holdClosed: return shipment.isHeld ? shipment.holds.map(\.code).joined(separator: " ") : "free"
    case .documentRequested(let paper), .documentAttached(let paper), .documentWithdrawn(let paper):
      if shipment.documentsHeld.contains(paper.document) { return "there" }
      return shipment.documentsRequested.contains(paper.document) ? "asked for" : "not there"
    case .owned: return shipment.owner == .none ? "nobody" : texts[shipment.owner]
    case .declared(let message): return shipment.state(message.side).name
    case .holdPassed(let passed): return openHold(passed.reason, of: shipment.id)?.turnWords ?? "free"
    case .amended(let amendment): return shipment.declared(amendment.field).text(of: amendment.field, texts)
    case .lined, .stated, .noted, .tookBack, .alarm: return ""
    }
  }

  /// What was said with an event; empty for nothing.
  fileprivate func reason(of event: Event) -> String {
    switch event.what {
    case .claimed(let claim): texts[claim.note]
    case .holdOpened(let hold): texts[hold.note]
    case .holdClosed(let hold): texts[hold.note]
    case .documentRequested(let paper), .documentAttached(let paper), .documentWithdrawn(let paper): texts[paper.note]
    case .declared(let message): texts[message.note]
    case .holdPassed(let passed): texts[passed.note]
    case .amended(let amendment): texts[amendment.note]
    case .ordered, .lined, .stated, .noted, .owned, .corrected, .tookBack: ""
    case .alarm(let step): step.move == .suppressed || step.move == .owned ? "" : texts[step.text]
    }
  }
}

extension Event {
  /// The cause of the alarm that it is a step of; nil for whatever is no step of one alarm.
  fileprivate func alarmCause(_ texts: TextTable) -> String? {
    guard case .alarm(let step) = what, step.cause != .none else { return nil }
    return texts[step.cause]
  }
}

extension Alarm {
  /// Where it is in its life, with what is beside it.
  fileprivate var words: String {
    let beside =
      [shelf == nil ? nil : "shelved", suppressedBy == nil ? nil : "suppressed"]
      + [isOutOfService ? "out of service" : nil, owner.isEmpty ? nil : "owner \(owner)"]
    return ([state.name] + beside.compactMap { $0 }).joined(separator: ", ")
  }
}

// MARK: - Printing

extension LogLine {
  /// Who, by role and name.
  var who: String { name.isEmpty ? role : "\(role) \(name)" }

  /// The line for a person: when, who, on what, what, before and after.
  var text: String {
    let ids =
      kind == EventKind.alarm.name
      ? "alarm"
      : changes.count > 2 ? "\(changes[0].id) +\(changes.count - 1)" : changes.map(\.id).joined(separator: " ")
    var out = "\(at.rfc3339(in: .utc))  \(who.filled(22)) \(ids.filled(10)) "
    if let verb { out += verb + (argument?.isEmpty == false && verb != "note" ? " \(argument ?? "")" : "") + ": " }
    out += words.isEmpty ? "\(changes.count) \(kind == EventKind.alarm.name ? "alarms" : "shipments")" : words
    if changes.count == 1, let change = changes.first, change.before != change.after {
      out += "  [\(change.before.isEmpty ? "-" : change.before) -> \(change.after)]"
    }
    // The words of most events quote what was said already.
    if !reason.isEmpty, !words.contains(reason) { out += "  “\(reason)”" }
    return out
  }
}

/// A line for other programs; a desk's has what `do --from` needs.
private struct LogSheet: Encodable {
  var sequence: UInt64
  var recorded: String
  var at: String
  var role: String
  var name: String?
  var source: String
  var kind: String
  var verb: String?
  var argument: String?
  var ids: [String]
  var changes: [LogLine.Change]
  var reason: String?
  var words: String?

  init(_ line: LogLine) {
    sequence = line.sequence
    recorded = line.recordedAt.rfc3339(in: .utc)
    at = line.at.rfc3339(in: .utc)
    role = line.role
    name = line.name.isEmpty ? nil : line.name
    source = line.source
    kind = line.kind
    verb = line.verb
    argument = line.argument.flatMap { $0.isEmpty ? nil : $0 }
    ids = line.changes.map(\.id)
    changes = line.changes
    reason = line.reason.isEmpty ? nil : line.reason
    words = line.words.isEmpty ? nil : line.words
  }
}

/// Prints lines as they come; where only the newest are wanted it keeps those and prints them at the end.
private struct LogPrinter {
  let output: LogOutput
  let limit: Int?
  private var newest: [String] = []
  private var next = 0
  private var buffer = ""
  private let encoder = JSONEncoder()

  init(output: LogOutput, limit: Int?) {
    self.output = output
    self.limit = limit
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if output == .csv {
      buffer = "sequence,recorded,at,role,name,source,kind,verb,argument,id,before,after,reason,words\n"
    }
  }

  mutating func take(_ line: LogLine) {
    let text = printed(line)
    guard let limit else { return print(text) }
    guard limit > 0 else { return }
    if newest.count < limit {
      newest.append(text)
    } else {
      newest[next] = text
      next = (next + 1) % limit
    }
  }

  mutating func finish() {
    for text in newest[next...] + newest[..<next] { print(text) }
    Machine.print(buffer)
  }

  private mutating func print(_ text: String) {
    buffer += text
    guard buffer.utf8.count > 1 << 16 else { return }
    Machine.print(buffer)
    buffer = ""
  }

  private func printed(_ line: LogLine) -> String {
    switch output {
    case .text: return sanitised(line.text) + "\n"
    case .json:
      guard let data = try? encoder.encode(LogSheet(line)) else { preconditionFailure("plain values always encode") }
      return escaped(String(decoding: data, as: UTF8.self)) + "\n"
    case .csv:
      // A row for each shipment, so that a table can be sorted by it.
      let changes = line.changes.isEmpty ? [LogLine.Change(id: "", before: "", after: "")] : line.changes
      return changes.map { change in
        [
          String(line.sequence), line.recordedAt.rfc3339(in: .utc), line.at.rfc3339(in: .utc), line.role, line.name,
          line.source, line.kind, line.verb ?? "", line.argument ?? "", change.id, change.before, change.after,
          line.reason, line.words,
        ].map(ShipmentSheet.quoted).joined(separator: ",") + "\n"
      }.joined()
    }
  }
}

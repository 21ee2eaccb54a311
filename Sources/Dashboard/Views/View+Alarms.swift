import Alarms
import Logistics
import Measures
import TUI

// The alarms, one a cause, under the operator's own load:
//
//   ┌ 9 Alarms ─────────────────────────────────────────────────────────────────── 4 ┐
//   │ 3 unacknowledged, oldest 4m   last 10 min 2 of 2   shelved 3   mix !!6% !17% ▴77% │   load, against what can be borne
//   │    SINCE STATE  WHAT                          HITS IF IGNORED           BY   OWNER│
//   │▸!! 14:29 new    FRA Frankfurt: hold given up     1 returned             18:30 mei │
//   │ only counted: ▴ silent 12 alarms, 340 shipments                                   │   in a flood
//
// In a flood a banner stands above all, and what came first is named.

extension Canvas {
  /// Draws the view of the alarms.
  mutating func drawAlarms(_ state: State, _ layout: Layout) {
    let alarms = state.alarms
    var trailing = Line(grouped(alarms.rows.count), .count)
    if alarms.showsAll { trailing = trailing.adding(" with what is put aside and over", .secondary) }
    if !alarms.filterText.isEmpty { trailing = trailing.adding(" /\(alarms.filterText)", .match) }
    let inside = box(
      layout.body, title: state.title("Alarms", of: "alarms"), trailing: trailing,
      frame: Style(.focusBorder))
    cursor = inside.origin
    let head = state.alarmHead(width: inside.width)
    for (y, line) in head.enumerated() where y < inside.height {
      let row = Rect(x: inside.x, y: inside.y + y, width: inside.width, height: 1)
      if y == 0, alarms.picture.load.isFlood { fill(row, Style(.criticalBadge)) }
      put(line, at: Point(x: inside.x + 1, y: row.y), width: inside.width - 2)
    }
    let foot = state.alarmFoot(width: inside.width)
    for (y, line) in foot.enumerated() {
      put(line, at: Point(x: inside.x + 1, y: inside.maxY - foot.count + y), width: inside.width - 2)
    }
    let body = Rect(
      x: inside.x, y: inside.y + head.count, width: inside.width,
      height: max(0, inside.height - head.count - foot.count))
    drawAlarmRows(state, in: body)
  }

  private mutating func drawAlarmRows(_ state: State, in rect: Rect) {
    let alarms = state.alarms
    let columns = AlarmColumn.all
    let visible = max(0, rect.height - 1)
    let table = Table(
      columns: columns.map(\.column), rowCount: alarms.shownCount,
      offset: Table.offset(
        cursor: alarms.cursor == nil ? nil : alarms.cursorRow, previous: alarms.offset, visible: visible,
        rowCount: alarms.shownCount), cursor: alarms.cursor == nil ? nil : alarms.cursorRow,
      gap: rect.width >= 96 ? 2 : 1, group: AlarmsState.group)
    draw(table, in: rect) { row in
      RowLook(role: alarms.isGhost(row: row) ? .ghost : nil)
    } cell: { row, column in
      guard let line = alarms.shown(row) else { return TableCell("") }
      return columns[column].cell(line, state)
    }
    guard alarms.shownCount == 0, rect.height > 1 else { return }
    let words: String
    if !alarms.filterText.isEmpty {
      words = "no alarm has these words; \(state.bindings.backKey) shows all"
    } else if !alarms.picture.isComplete, state.shownMoment != nil {
      words = "nobody had watched for alarms by then"
    } else if !alarms.picture.isComplete {
      words = state.isLoaded ? "looking at the whole board …" : "reading the journal …"
    } else if case .nobody? = state.alarms.keeper {
      words = "what comes up meanwhile is not listed"
    } else {
      words = "nothing needs a person now"
    }
    put(words, at: Point(x: rect.x + 2, y: rect.y + 1), width: rect.width - 3, Style(.muted))
  }
}

/// A column of the list of alarms.
struct AlarmColumn: Sendable {
  let column: Column
  let cell: @Sendable (AlarmLine, State) -> TableCell

  init(
    _ title: String, rank: Int, _ width: ClosedRange<Int>, grows: Bool = false, align: Alignment = .left,
    _ cell: @escaping @Sendable (AlarmLine, State) -> TableCell
  ) {
    column = Column(
      title, importance: rank, min: width.lowerBound, ideal: width.upperBound, isGrowing: grows, alignment: align)
    self.cell = cell
  }

  /// The columns, from left to right.
  static let all: [AlarmColumn] = [
    AlarmColumn("", rank: 0, 2...2) { line, state in
      let isQuiet = line.alarm.isSilenced || !line.alarm.state.isActive
      let urgency = line.priority.urgency
      // A mark that blinks pales: it never leaves a gap where somebody looks for it.
      let isPale = line.blinks && state.alarms.isOut
      return TableCell(urgency.mark, isQuiet ? .shelved : isPale ? .secondary : urgency.role)
    },
    AlarmColumn("SINCE", rank: 2, 6...6, align: .right) { line, state in
      TableCell(state.sinceWords(line.alarm.since), .secondary)
    },
    AlarmColumn("STATE", rank: 1, 11...14) { line, state in
      let alarm = line.alarm
      let role: Role =
        alarm.isSilenced ? .shelved : alarm.state == .cleared ? .recovered : alarm.isAnnounced ? .title : .text
      return TableCell(state.stateWords(line), role)
    },
    AlarmColumn("WHAT", rank: 0, 22...46, grows: true) { line, _ in
      let asset = line.message.asset == "all" ? "" : line.message.asset + ": "
      return TableCell(asset + line.message.shortCondition)
    },
    AlarmColumn("HITS", rank: 1, 5...6, align: .right) { line, _ in
      TableCell(line.count == 0 ? "-" : grouped(line.count), .count)
    },
    AlarmColumn("IF IGNORED", rank: 3, 18...34, grows: true) { line, _ in
      TableCell(line.message.consequence, .secondary)
    },
    AlarmColumn("BY", rank: 1, 8...8, align: .right) { line, state in
      guard let due = line.due, line.alarm.state.isActive else { return TableCell("-", .muted) }
      guard due >= state.now else { return TableCell("past \((state.now - due).shortWords)", .stale) }
      return TableCell(state.shortTime(due), line.priority <= .high ? line.priority.urgency.role : .text)
    },
    AlarmColumn("OWNER", rank: 4, 6...8) { line, _ in
      TableCell(line.alarm.owner.isEmpty ? "-" : line.alarm.owner, line.alarm.owner.isEmpty ? .muted : .text)
    },
  ]
}

extension AlarmMessage {
  /// What is so, without the count that has a column of its own.
  fileprivate var shortCondition: String {
    guard condition.first?.isNumber == true, let colon = condition.firstIndex(of: ":") else { return condition }
    return String(condition[condition.index(after: colon)...]).trimmed
  }
}

extension State {
  /// A time of today as the clock shows it, one of another day as the day.
  func shortTime(_ instant: Instant) -> String {
    let local = instant.civil(in: clock.offset)
    return local.date == now.civil(in: clock.offset).date
      ? instant.clock(in: clock.offset) : instant.dayWords(from: now, clock.offset)
  }

  /// Since when something is so: today's by the clock, what is older by its day.
  func sinceWords(_ instant: Instant) -> String {
    let local = instant.civil(in: clock.offset)
    return local.date == now.civil(in: clock.offset).date ? instant.clock(in: clock.offset) : local.date.dayMonth
  }

  /// What stands above the list: in a flood the banner, then the operator's load, in as many lines as the width asks for.
  func alarmHead(width: Int) -> [Line] {
    let load = alarms.picture.load
    var lines: [Line] = []
    if load.isFlood {
      var words = "FLOOD"
      if let since = load.floodSince { words += " since \(shortTime(since))" }
      words += ": \(load.inTenMinutes) new in 10 minutes, ends below \(AlarmBook.floodEnds)"
      if let first = load.firstOut { words += "; first out: \(alarmName(first))" }
      lines.append(Line(words, Style(.criticalBadge)))
    }
    if case .nobody(let why)? = alarms.keeper { lines.append(Line("alarms are not recorded: \(why)", .high)) }
    return lines + flowed(loadPieces(load), width: width - 2, linesMax: layout(size).isSmall ? 2 : 3)
  }

  /// What stands below the list in a flood: what is only counted.
  func alarmFoot(width: Int) -> [Line] {
    let folds = alarms.picture.folds
    guard !folds.isEmpty else { return [] }
    let pieces =
      [Line("only counted in a flood:", .secondary)]
      + folds.map { fold in
        Line(fold.priority.urgency.mark + " ", fold.priority.urgency.role)
          .adding("\(fold.rule) \(counted(fold.count, "alarm")), \(counted(fold.shipments, "shipment"))")
      }
    return flowed(pieces, width: width - 2, linesMax: 2)
  }

  /// The operator's load in pieces, the most telling first, each against its limit where there is one.
  private func loadPieces(_ load: AlarmLoad) -> [Line] {
    var pieces: [Line] = []
    func add(_ label: String, _ value: String, isOver: Bool = false) {
      pieces.append(Line(label + " ", .secondary).adding(value, isOver ? .high : .count))
    }
    let age = load.oldestUnacknowledged.map { ", oldest \(max(.zero, now - $0).shortWords)" } ?? ""
    add("unacknowledged", "\(load.unacknowledged)\(age)")
    add("last 10 min", "\(load.inTenMinutes) of \(AlarmLoad.limit)", isOver: load.inTenMinutes > AlarmLoad.limit)
    add("hour", "\(load.inHour)")
    add("day", grouped(load.inDay))
    add("shelved", "\(load.shelved)")
    if load.suppressed > 0 { add("suppressed", "\(load.suppressed)") }
    if load.outOfService > 0 { add("out of service", "\(load.outOfService)") }
    if load.stale > 0 { add("over a day", "\(load.stale)") }
    if load.inDay > 0 {
      var mix = Line("mix ", .secondary)
      for priority in AlarmPriority.allCases {
        let percent = Int((load.percent(priority) ?? 0).rounded())
        mix = mix.adding("\(priority == .critical ? "" : "  ")\(priority.urgency.mark) \(percent)%", .count)
      }
      pieces.append(mix.adding(" (aim: 5 15 80)", .muted))
    }
    let share = Int((load.floodShare * 1000).rounded())
    add("in flood", "\(share / 10).\(share % 10)% of the day", isOver: share > 10)
    if alarms.isMuted { pieces.append(Line("bell silent", .notice)) }
    if let noise = load.noisiest.first, noise.count > 1 {
      let told = load.noisiest.prefix(3).filter { $0.count > 1 }.map { "\(alarmName($0.cause)) x\($0.count)" }
      add("noisiest", told.joined(separator: ", "))
    }
    return pieces
  }

  /// Pieces one after the other, in lines of a width; a piece is never broken, and what does not fit the last line is left out.
  private func flowed(_ pieces: [Line], width: Int, linesMax: Int) -> [Line] {
    var lines: [Line] = []
    var line: Line = []
    var used = 0
    for piece in pieces {
      let cells = TextWidth.of(piece.text, ambiguous: ambiguous)
      if used > 0, used + 3 + cells > width {
        lines.append(line)
        guard lines.count < linesMax else { return lines }
        (line, used) = ([], 0)
      }
      line = used == 0 ? piece : line.adding("   ") + piece
      used += cells + (used == 0 ? 0 : 3)
    }
    return used == 0 ? lines : lines + [line]
  }
}

extension AlarmQuestion {
  /// The question as it is drawn.
  func dialog(_ bindings: Bindings) -> Dialog {
    var body: [Line] = []
    for priority in AlarmPriority.allCases where counts[Int(priority.rawValue)] > 0 {
      body.append(
        Line(priority.urgency.mark.padded(to: 3), Style(priority.urgency.role, on: .dialog))
          + Line("\(counts[Int(priority.rawValue)]) \(priority.name)", Style(.dialog)))
    }
    body.append(Line("Only those in sight; what came since is left.", Style(.dialog)))
    return .confirmation(
      title: "acknowledge \(counted(causes.count, "alarm"))?", body: body,
      act: Choice("acknowledge", keys: bindings.key(of: "confirm")), cancelKeys: bindings.key(of: "dismiss")
    ).selecting(selected)
  }
}

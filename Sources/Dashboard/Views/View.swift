import Alarms
import Logistics
import Measures
package import TUI

// A state and a size in, a picture out. Work follows what is in sight: rows and columns that are not drawn are not asked for.

/// The picture of a state on a screen of a size.
package func view(_ state: State, _ size: Size) -> Canvas {
  var drawn = RowCache()
  return view(state, size, &drawn)
}

/// The picture of a state on a screen of a size, with what the picture before has left of rows that say the same.
package func view(_ state: State, _ size: Size, _ drawn: inout RowCache) -> Canvas {
  var canvas = Canvas(size: size, glyphSet: state.glyphSet, ambiguous: state.ambiguous)
  let layout = state.layout(size)
  guard layout.isEnough else {
    canvas.drawTooSmall(layout, state.bannerWords.dropFirst(2).first)
    return canvas
  }
  canvas.drawTitle(state, layout)
  if !layout.isSmall { canvas.drawFlow(state, in: layout.flow) }
  canvas.drawBody(state, layout, &drawn)
  if !layout.isSmall || state.notice != nil || state.importing != nil {
    canvas.drawAttention(state, in: layout.attention)
  }
  canvas.drawKeys(state, in: layout.keys)
  canvas.drawOverlay(state, layout)
  if let caption = state.caption {
    let place = canvas.cursor
    canvas.draw(caption, in: canvas.bounds)
    canvas.cursor = place
  }
  return canvas
}

extension Canvas {
  mutating func drawTooSmall(_ layout: Layout, _ banner: String?) {
    let least = Layout.least
    let words =
      (banner.map { $0 + ". " } ?? "")
      + "Clearway needs \(least.width)x\(least.height), this is \(layout.size.width)x\(layout.size.height)"
    putWrapped(words, in: bounds)
  }

  // MARK: - Line 1

  mutating func drawTitle(_ state: State, _ layout: Layout) {
    let line = layout.title
    fill(line, Style(.text, on: .bar))
    var x = 1
    func add(_ canvas: inout Canvas, _ text: String, _ role: Role) {
      x += canvas.put(text, at: Point(x: x, y: 0), width: max(0, line.width - x), Style(role, on: .bar)) + 2
    }
    let isRoomy = size.width >= 100
    let banner = state.bannerWords
    guard banner.isEmpty else {
      // The names of the views give way to it, never it to them.
      x += drawBanner(banner, at: Point(x: x, y: 0), width: line.width - x - 1) + 1
      let end = drawSmallMarks(state, layout, from: x)
      draw(tabs(state, layout, width: max(0, end - x)), at: Point(x: x, y: 0), width: max(0, end - x), on: .bar)
      return
    }
    if isRoomy { add(&self, "clearway", .title) }
    if let until = state.clock.catchesUpTo {
      add(&self, "SIM catching up to \(until.civil(in: state.clock.offset).date.dayMonth)", .simulated)
    } else if let speed = state.clock.speed {
      add(&self, "SIM \(speed.words)", .simulated)
    } else if case .other(let driver) = state.clock.driver {
      add(&self, "SIM driven by \(driver)", .simulated)
    } else {
      add(&self, "LIVE", .secondary)
    }
    let local = state.clock.now.civil(in: state.clock.offset)
    let clock = state.clock.now.clock(in: state.clock.offset)
    // Day and zone stay as long as there is any room: a time of day alone is a riddle.
    let day = isRoomy ? "\(local.date.weekday.short) " : ""
    add(&self, size.width < 80 ? clock : "\(day)\(local.date.dayMonth) \(clock) \(state.clock.zone)", .text)
    if state.isStale { add(&self, "nothing heard for \(state.clock.quietFor.words)", .stale) }
    let whose = (state.readOnlyReason == nil ? "" : "read-only  ") + state.operatorName
    let cells = width(of: whose)
    var end = line.maxX - 1
    if size.width >= 90, cells > 0, cells < 30 {
      put(whose, at: Point(x: end - cells, y: 0), width: cells, Style(.secondary, on: .bar))
      end -= cells + 1
    }
    end = min(end, drawSmallMarks(state, layout, from: x))
    let tabs = tabs(state, layout, width: max(0, end - x))
    draw(tabs, at: Point(x: x, y: 0), width: max(0, end - x), on: .bar)
  }

  /// Draws how many alarms there are at the end of line 1 where it is the only line there is: of each priority that has any, the
  /// most urgent first. The names of the views lose their counts for it and are shortened; the medium ones give way to them.
  ///
  /// - Returns: where the room for the views ends.
  private mutating func drawSmallMarks(_ state: State, _ layout: Layout, from x: Int) -> Int {
    let end = layout.title.maxX - 1
    guard layout.isSmall, state.isLoaded else { return end }
    func marks(_ levels: [Urgency]) -> Line {
      var line: Line = []
      for level in levels {
        let count = state.alarmCount(level)
        if count > 0 { line = line.adding((line.isEmpty ? "" : " ") + level.mark + grouped(count), level.role) }
      }
      return line
    }
    func room(_ line: Line) -> Int { line.isEmpty ? end : end - width(of: line.text) - 1 }
    let whole = marks([.critical, .high, .medium])
    let urgent = marks([.critical, .high])
    let plain = tabs(state, layout, width: max(0, end - x)).tabs
    let line = tabs(state, layout, width: max(0, room(whole) - x)).tabs == plain ? whole : urgent
    guard !line.isEmpty, room(line) > x else { return end }
    put(line, at: Point(x: room(line) + 1, y: 0), width: end - room(line) - 1, on: .bar)
    return room(line)
  }

  /// The views on a wide screen; the lists with their counts where only one of them is shown. Where they do not fit, names are
  /// shortened before any of them is left out.
  private func tabs(_ state: State, _ layout: Layout, width room: Int) -> Tabs {
    let choices: [[Tab]]
    let active: Int
    if case .overview = state.view, !layout.isGrid {
      active = ListID.overview.firstIndex(of: state.focus) ?? 0
      let lists = ListID.overview.map { list -> (key: String, view: ViewID, count: String) in
        let key = state.bindings.key(of: list.name)
        return (key.isEmpty ? "" : key + " ", .list(list), state.total(of: list))
      }
      choices = [
        lists.map { Tab($0.key + $0.view.name, count: $0.count) },
        lists.map { Tab($0.key + $0.view.shortName, count: $0.count) },
        lists.map { Tab($0.key + $0.view.shortName) },
      ]
    } else {
      active = ViewID.all.firstIndex(of: state.view) ?? 0
      // Desk, border and charts stand last, so that the others keep their places where there is no room for them.
      let last = max(active, ViewID.all.firstIndex(of: .alarms) ?? 0)
      let others = ViewID.all.prefix(last + 1)
      let most = ViewID.all.prefix(max(last + 1, ViewID.all.count - 1))
      let fewer = ViewID.all.prefix(max(last + 1, ViewID.all.count - 2))
      choices = [
        ViewID.all.map { Tab($0.name) }, most.map { Tab($0.name) }, ViewID.all.map { Tab($0.shortName) },
        most.map { Tab($0.shortName) }, fewer.map { Tab($0.shortName) },
        others.map { Tab($0.shortName) }, others.map { Tab($0.tightName) },
      ]
    }
    func cells(_ tabs: [Tab]) -> Int {
      tabs.reduce(0) { $0 + width(of: $1.title) + ($1.count.isEmpty ? 2 : width(of: $1.count) + 3) }
    }
    return Tabs(choices.first { cells($0) <= room } ?? choices[choices.count - 1], active: active)
  }

  // MARK: - Line 2

  mutating func drawFlow(_ state: State, in line: Rect) {
    fill(line, Style(.text))
    let marks = marks(state)
    let cells = width(of: marks.text)
    put(marks, at: Point(x: line.maxX - 1 - cells, y: line.y), width: cells)
    let end = line.maxX - cells - 3
    var x = line.x + 1
    let sparkCells = size.width >= 160 ? 12 : 5
    // The figures come first; the hours behind them are drawn where there is still room.
    let figures = state.figures
    var room = end - x - figures.reduce(0) { $0 + width(of: "\($1.label) \($1.value)") + 3 } + 3
    for figure in figures {
      guard x + width(of: "\(figure.label) \(figure.value)") <= end else { break }
      x += put(figure.label + " ", at: Point(x: x, y: line.y), Style(.secondary))
      x += put(figure.value, at: Point(x: x, y: line.y), Style(state.isStale ? .stale : .count))
      let drawn = figure.drawn.isEmpty ? "" : ", " + figure.drawn
      let spark = width(of: drawn) + 1 + sparkCells
      if !figure.samples.isEmpty, size.width >= 100, spark <= room {
        x += put(drawn, at: Point(x: x, y: line.y), Style(.muted)) + 1
        sparkline(figure.samples, at: Point(x: x, y: line.y), width: sparkCells)
        x += sparkCells
        room -= spark
      }
      x += 3
    }
  }

  private func marks(_ state: State) -> Line {
    guard state.isLoaded else { return Line("reading the journal", .secondary) }
    var line: Line = []
    if state.alarms.isWatched {
      if state.alarms.isMuted { line = line.adding("bell silent  ", .notice) }
      if state.alarms.picture.load.isFlood { line = line.adding("FLOOD", Role.criticalBadge).adding("  ") }
    }
    for level in [Urgency.critical, .high, .medium] {
      let count = state.alarmCount(level)
      line = line.adding(
        "\(level == .critical ? "" : "  ")\(level.mark)\(grouped(count))", count > 0 ? level.role : .muted)
    }
    return line
  }

  // MARK: - The last two lines

  mutating func drawAttention(_ state: State, in line: Rect) {
    if state.notice == nil, state.showsFirstHint {
      let words =
        "shows all keys; :preset \(Preset.allCases.dropFirst().map(\.name).joined(separator: ", ")) has others"
      draw(
        status: Line(state.bindings.key(of: "help"), .keyHint).adding(" \(words)", .keyLabel), at: line.origin,
        width: line.width, on: nil)
      return
    }
    if let notice = state.notice {
      draw(
        status: Line((notice.isFailure ? "no: " : "") + notice.words, .notice), at: line.origin, width: line.width,
        on: nil)
      return
    }
    if let deed = state.pending.first, deed.ids.count >= 100 || deed.done > 0 {
      let words = "\(deed.verb.name): \(grouped(deed.done)) of \(grouped(deed.ids.count)) …"
      draw(status: Line(words, .notice), at: line.origin, width: line.width, on: nil)
      return
    }
    if let words = state.unreadWords {
      let shows = Line(state.bindings.shown("outcome") + " ", .keyHint).adding("shows it", .keyLabel)
      let cells = width(of: shows.text)
      draw(status: Line(words, .notice), at: line.origin, width: line.width - cells - 2, on: nil)
      put(shows, at: Point(x: line.maxX - cells - 1, y: line.y), width: cells)
      return
    }
    if state.alarms.isWatched, drawNewestAlarm(state, in: line) { return }
    if let underWay = state.underWay {
      draw(status: Line(underWay.words, .notice), at: line.origin, width: line.width, on: nil)
      return
    }
    // The scan is a second or two old: what has been seen to since is not told any more.
    let next = state.nextAttention
    let level = next.map { Urgency.of($0.entry.id, in: state.board, now: state.now) } ?? .none
    guard let next, level < .low, let words = state.attentionWords(next.entry.id) else {
      var calm = state.isLoaded && state.attention.first == nil ? "nothing needs a person now" : ""
      if let screened = state.screened, screened.unreadNames > 0 {
        calm += (calm.isEmpty ? "" : "; ") + screened.unreadWords + " (:screening)"
      }
      draw(status: Line(calm, .muted), at: line.origin, width: line.width, on: nil)
      return
    }
    let id = next.entry.id
    let opens = Line(state.bindings.shown("attend") + " ", .keyHint)
      .adding("opens \(next.place + 1) of \(grouped(state.attention.waiting))", .keyLabel)
    let cells = width(of: opens.text)
    draw(
      status: Line(level.mark + " ", level.role)
        .adding(id.label + "  ", .secondary).adding(words), at: line.origin, width: line.width - cells - 2, on: nil)
    put(opens, at: Point(x: line.maxX - cells - 1, y: line.y), width: cells)
  }

  /// Draws the newest alarm that nobody has acknowledged; beside the list of alarms, what to do about the one under the cursor.
  ///
  /// - Returns: whether there is one.
  private mutating func drawNewestAlarm(_ state: State, in line: Rect) -> Bool {
    let isHere = state.view == .alarms && state.details.isEmpty
    if isHere, let current = state.alarms.current, !current.message.action.isEmpty {
      draw(
        status: Line("do: ", .secondary).adding(current.message.action), at: line.origin, width: line.width, on: nil)
      return true
    }
    guard !isHere, let newest = state.alarms.picture.newest else { return isHere }
    let message = newest.message
    let left = newest.due.map { due in
      due >= state.now ? ", \((due - state.now).words) left" : ", limit passed"
    }
    let load = state.alarms.picture.load
    // What is under way gives way to what needs a person, but is not hidden by it.
    let opens = Line(state.underWay.map { $0.short + "  " } ?? "", .notice)
      .adding(state.bindings.shown("alarms") + " ", .keyHint)
      .adding("lists \(load.unacknowledged) unacknowledged", .keyLabel)
    let cells = width(of: opens.text)
    let isPale = newest.blinks && state.alarms.isOut
    draw(
      status: Line(newest.priority.urgency.mark + " ", isPale ? .secondary : newest.priority.urgency.role)
        .adding(state.shortTime(newest.alarm.turned) + "  ", .secondary)
        .adding("\(message.asset): \(message.condition)\(left ?? ""), else \(message.consequence)"),
      at: line.origin, width: line.width - cells - 2, on: nil)
    put(opens, at: Point(x: line.maxX - cells - 1, y: line.y), width: cells)
    return true
  }

  mutating func drawKeys(_ state: State, in line: Rect) {
    if case .filter(let filter) = state.overlay {
      drawFilter(filter, state, in: line)
      return
    }
    // Once the audience has taken the walkthrough's keys, nothing else says how to give them back.
    let tour =
      state.isTourWaiting
      ? [KeyHint("ctrl-t", "on with the tour"), KeyHint(state.bindings.shown("quit"), "leave")] : []
    draw(tour + state.bindings.hints(state), at: line.origin, width: line.width)
  }
}

extension State {
  /// A panel's title behind the key that leads to it.
  func title(_ words: String, of name: String) -> Line {
    let key = bindings.key(of: name)
    return (key.isEmpty ? [] : Line(key + " ", .keyHint)).adding(words, .title)
  }
}

extension State {
  /// How many alarms of a priority there are; where none are watched, how many shipments are as urgent.
  func alarmCount(_ level: Urgency) -> Int {
    guard alarms.isWatched else { return attention.count(level) }
    return AlarmPriority.allCases.first { $0.urgency == level }.map { alarms.count($0) } ?? 0
  }
}

/// A number of the flow, with the hours behind it.
struct Figure {
  var label: String
  var value: String
  var samples: [Int] = []
  /// What is drawn, where it is not the figure itself by the hour.
  var drawn = ""
}

extension State {
  /// How many a list has; before the board is read, as its head says.
  func total(of list: ListID) -> String {
    guard let panel = list.panel else { return grouped(isLoaded ? board.present : head?.count ?? 0) }
    if isLoaded { return grouped(board.count(in: panel)) }
    let counts = head?.panelCounts ?? []
    let row = Int(panel.rawValue)
    return row < counts.count ? grouped(counts[row]) : ""
  }

  /// The flow in numbers, the most important first.
  var figures: [Figure] {
    guard let flow = isLoaded ? board.flow : head?.flow else { return [] }
    let hours = 24
    func samples(_ series: FlowSeries) -> [Int] { flow.last(hours, of: series, now: now).map { Int($0) } }
    let hourBefore = now - .hours(1)
    let delivered = flow.total(hours, of: .delivered, now: now)
    let promised = flow.total(hours, of: .deliveredPromised, now: now)
    let onTime = flow.total(hours, of: .deliveredOnTime, now: now)
    var figures = [
      Figure(
        label: "orders/h", value: grouped(flow.total(1, of: .ordered, now: hourBefore)), samples: samples(.ordered)),
      Figure(label: "in transit", value: total(of: .transit), samples: samples(.departed), drawn: "left/h"),
      Figure(label: "held", value: total(of: .customs), samples: samples(.held), drawn: "new/h"),
      Figure(
        label: "out today", value: grouped(flow.total(hoursToday, of: .outForDelivery, now: now)),
        samples: samples(.outForDelivery)),
    ]
    if promised > 0 {
      let permille = onTime * 1000 / promised
      figures.append(Figure(label: "on time", value: "\(permille / 10).\(permille % 10)%"))
    }
    if delivered > 0 {
      figures.append(Figure(label: "delivered", value: grouped(delivered), samples: samples(.delivered)))
    }
    return figures
  }

  /// Hours of the operator's day that have begun.
  private var hoursToday: Int { now.civil(in: clock.offset).hour + 1 }

  /// What needs a person first, and what happens if nobody comes.
  func attentionWords(_ id: ShipmentID) -> String? {
    guard let shipment = board[id] else { return nil }
    let at = shipment.atWords(board.texts)
    if let hold = board.mostUrgentHold(of: id), let due = hold.due {
      let reason = hold.reason
      let place = at == "-" ? "" : "\(at): "
      let left =
        due >= now
        ? "\((due - now).words) left for the \(hold.owner.name)"
        : "limit passed \((now - due).words) ago, \(hold.owner.name) must act"
      return "\(place)\(reason.words), \(left), else \(reason.playbook.ignored.words)"
    }
    if shipment.attempts >= Urgency.attemptsMax {
      return "\(shipment.attempts) attempts at delivery failed; if ignored it goes back"
    }
    if shipment.disputes > 0 { return "claims contradict each other: \(board.stateWords(of: shipment))" }
    return "\(at): \(board.stateWords(of: shipment))"
  }
}

extension ListState {
  /// How many it shows of how many there are.
  var countWords: String {
    filter.isEmpty ? grouped(listing.total) : "\(grouped(listing.matched)) of \(grouped(listing.total))"
  }
}

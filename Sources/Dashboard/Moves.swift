import Logistics
import Measures
import TUI

/// How far a key moves.
enum Move: Sendable {
  case rows(Int)
  /// Half pages.
  case pages(Int)
  case top, bottom
}

// What the records of the key map do to where the operator is.
extension State {
  /// Moves the cursor, or scrolls what has none.
  mutating func move(_ move: Move) {
    let layout = self.layout(size)
    switch overlay {
    case .help(let offset):
      let help = helpLines(Rect(layout.size).splitBottom(1).rest)
      overlay = .help(min(help.last, max(0, moved(min(offset, help.last), move, page: help.height, count: help.last))))
    case .outcome(let outcome, let offset):
      let last = max(0, outcome.refused.count - 1)
      overlay = .outcome(outcome, min(last, max(0, moved(offset, move, page: 8, count: outcome.refused.count))))
    case .sheet(let sheet, let offset):
      let count = sheet.lines(width: max(1, size.width - 4), ambiguous: ambiguous).count
      let page = max(1, layout.body.height - 4)
      overlay = .sheet(sheet, min(max(0, count - page), max(0, moved(offset, move, page: page, count: count))))
    case .reading(let reading): overlay = .reading(scrolled(reading, move))
    case .columns(var editor):
      switch move {
      case .rows(let rows): editor.move(by: rows)
      case .pages(let halves): editor.move(by: halves * 5)
      case .top: editor.move(by: -editor.names.count)
      case .bottom: editor.move(by: editor.names.count)
      }
      overlay = .columns(editor)
    case .none, .chooser, .filter, .note, .form, .confirm, .timeline, .alarm: moveScreen(move, layout)
    }
  }

  private mutating func moveScreen(_ move: Move, _ layout: Layout) {
    if let last = details.indices.last {
      let column = layout.isWide ? details[last].column : 0
      let count = detailRows(column: column, layout)
      let offset = moved(details[last].offsets[column], move, page: layout.body.height - 2, count: count)
      details[last].offsets[column] = min(max(0, offset), max(0, count - (layout.body.height - 2)))
      return
    }
    if case .alarms = view {
      switch move {
      case .rows(let rows): alarms.move(by: rows)
      case .pages(let halves): alarms.move(by: halves * max(2, alarmRowsInSight) / 2)
      case .top: alarms.jump(to: 0)
      case .bottom: alarms.jump(to: alarms.rows.count - 1)
      }
      return
    }
    if case .desk = view, groups == nil {
      moveOnDesk(move)
      return
    }
    if groups != nil {
      moveAmongGroups(move, page: layout.body.height - 3)
      return
    }
    if case .border = view {
      moveAmongBorder(move)
      return
    }
    if case .charts = view {
      moveAmongCharts(move)
      return
    }
    if case .map = view {
      moveOnMap(move, page: layout.body.height - 3)
      return
    }
    guard let focusedList else {
      let page = layout.body.height - 2
      switch move {
      case .rows(let rows): log.move(by: rows)
      case .pages(let halves): log.move(by: halves * page / 2)
      case .top: log.cursor = nil
      case .bottom: log.move(by: log.count)
      }
      return
    }
    let page = layout.visibleRows(of: focusedList, in: view)
    withList(focusedList) { list in
      switch move {
      case .rows(let rows): list.move(by: rows)
      case .pages(let halves): list.move(by: halves * max(2, page) / 2)
      case .top: list.jump(to: 0)
      case .bottom: list.jump(to: list.rows.count - 1)
      }
      // What lingers belongs to the lines where it stood.
      if list.cursorLine(page) == nil { list.departed = [] }
    }
  }

  func moved(_ place: Int, _ move: Move, page: Int, count: Int) -> Int {
    switch move {
    case .rows(let rows): place + rows
    case .pages(let halves): place + halves * max(2, page) / 2
    case .top: 0
    case .bottom: count
    }
  }

  /// Gives the keys to the next list of the overview, or to the other column of the detail.
  mutating func focusNext(_ delta: Int) -> [Effect] {
    if let last = details.indices.last {
      details[last].column = 1 - details[last].column
      return []
    }
    if case .desk = view {
      desk.isOnPlaybook.toggle()
      return []
    }
    if case .border = view {
      stepBorderBlock(delta)
      return []
    }
    let order = ListID.overview
    let place = order.firstIndex(of: focus) ?? 0
    focus = order[(place + delta + order.count) % order.count]
    startBuildIfDirty()
    return []
  }

  /// The panel of a number: gets the keys in the overview, else is shown alone.
  mutating func jump(to list: ListID) -> [Effect] {
    if details.isEmpty, groups == nil, view == .overview, ListID.overview.contains(list) {
      focus = list
      startBuildIfDirty()
      return []
    }
    return show(.list(list))
  }

  /// Shows a view.
  mutating func show(_ new: ViewID) -> [Effect] {
    details = []
    groups = nil
    drill = nil
    view = new
    if case .list(let id) = new, ListID.overview.contains(id) { focus = id }
    startBuildIfDirty()
    return []
  }

  /// Shows the view so many tabs further.
  mutating func step(view delta: Int) -> [Effect] {
    let all = ViewID.all
    let place = all.firstIndex(of: view) ?? 0
    return show(all[(place + delta + all.count) % all.count])
  }

  /// Looks closely at a shipment.
  mutating func open(_ id: ShipmentID) -> [Effect] {
    guard board.contains(id) else {
      notice = Notice("there is no shipment \(id.label)", isFailure: true)
      return []
    }
    overlay = .none
    if details.last?.id != id { details.append(Detail(id)) }
    if details.count > 20 { details.removeFirst() }
    findAlarmsOfDetail()
    return [.loadDossier(id)]
  }

  /// What "attend" opens: the first that needs a person, or the one after that which is looked at; with its place among them.
  var nextAttention: (place: Int, entry: Attention.Entry)? {
    let queue = attention.queue
    guard !queue.isEmpty else { return nil }
    let open = details.last.flatMap { detail in queue.firstIndex { $0.id == detail.id } }
    let place = open.map { ($0 + 1) % queue.count } ?? 0
    return (place, queue[place])
  }

  /// Looks closely at what needs a person first, again and again at the next.
  mutating func attend() -> [Effect] {
    guard let next = nextAttention else { return [] }
    if let detail = details.last, attention.queue.contains(where: { $0.id == detail.id }) { details.removeLast() }
    return open(next.entry.id)
  }

  /// Looks closely at the shipment that was named.
  mutating func open(named call: Call) -> [Effect] {
    if let target = call.targets?.first { return open(target.id) }
    guard let id = find(call.argument) else {
      notice = Notice("there is no shipment “\(call.argument)”", isFailure: true)
      return []
    }
    return open(id)
  }

  /// Changes the list that has the keys.
  mutating func withFocused(_ change: (inout ListState) -> Void) -> [Effect] {
    if let focusedList { withList(focusedList) { change(&$0) } }
    return []
  }

  // MARK: - Filter

  /// Filters a list.
  ///
  /// - Returns: what is wrong with the text; the list is left as it was then.
  @discardableResult
  mutating func filter(_ list: ListID, _ text: String) -> FilterFault? {
    do throws(FilterFault) {
      let filter = try Filter(parsing: text)
      withList(list) {
        $0.filterText = text
        $0.filter = filter
        $0.seeksFirst = true
      }
      startBuild(list)
      return nil
    } catch {
      return error
    }
  }

  /// Filters the log.
  ///
  /// - Returns: what is wrong with the text; the log is left as it was then.
  @discardableResult
  mutating func filterLog(_ text: String) -> FilterFault? {
    do throws(FilterFault) {
      log.show(try LogFilter(parsing: text), text: text, in: board)
      return nil
    } catch {
      return error
    }
  }

  /// Shows only what needs a person soon, or everything again.
  mutating func toggleUrgent() {
    guard let focusedList else { return }
    let isOn = lists[focusedList.rawValue].filterText == Self.urgentFilter
    filter(focusedList, isOn ? "" : Self.urgentFilter)
  }

  static let urgentFilter = "due<24h or is:late or is:disputed"

  // MARK: - Keys

  /// Takes the keys of another preset, with the operator's own changes on top; the file that sets them down stays as it is.
  mutating func take(preset name: String) -> [Effect] {
    guard let preset = Preset(rawValue: name.lowercased()) else {
      let names = Preset.allCases.map(\.name).joined(separator: ", ")
      notice = Notice(
        name.isEmpty
          ? "the keys are those of \(preferences.preset.name); one of \(names)"
          : "there is no preset “\(name)”; one of \(names)", isFailure: !name.isEmpty)
      return []
    }
    var wanted = preferences
    wanted.preset = preset
    adopt(wanted)
    notice = Notice("keys of \(preset.name); “preset: \(preset.name)” in the configuration keeps them")
    return []
  }

  // MARK: - Clock and theme

  /// Why the clock cannot be changed from here; nil when it can.
  var clockRefusal: String? {
    if let pastRefusal { return pastRefusal }
    return switch clock.driver {
    case .none: clock.speed == nil ? "the clock is the real one" : "nobody drives the clock"
    case .us: nil
    case .other(let who): "\(who) drives the clock"
    }
  }

  /// Lets the clock stand, or run again at the speed it had.
  mutating func togglePause() -> [Effect] {
    let factor = clock.speed?.factor ?? 0
    if factor > 0 {
      speedBeforePause = factor
      return [.setSpeed(Speed(0))]
    }
    return [.setSpeed(Speed(speedBeforePause))]
  }

  /// The next speed up or down.
  mutating func changeSpeed(by delta: Int) -> [Effect] {
    let factor = clock.speed?.factor ?? 0
    let steps = Speed.steps
    let next = delta > 0 ? steps.first { $0 > factor } : steps.last { $0 < factor }
    guard let next else {
      notice = Notice(delta > 0 ? "this is the fastest" : "the clock stands still")
      return []
    }
    return [.setSpeed(Speed(next))]
  }

  /// The next theme, or the one named.
  mutating func changeTheme(to slug: String) -> [Effect] {
    let next: String
    if slug.isEmpty {
      let place = themes.firstIndex(of: theme) ?? -1
      next = themes[(place + 1) % themes.count]
    } else if themes.contains(slug) {
      next = slug
    } else if let reason = themeEntries.first(where: { $0.slug == slug })?.reason {
      notice = Notice("it cannot be used: \(reason)", isFailure: true)
      return []
    } else {
      notice = Notice("there is no theme “\(slug)”", isFailure: true)
      return []
    }
    theme = next
    notice = Notice("theme \(next)")
    return [.setTheme(next)]
  }
}

extension State {
  /// Shows the theme that the operator set down, where it is another one than the one that is shown.
  mutating func followTheme() -> [Effect] {
    let slug: String
    switch preferences.theme {
    case nil: return []
    case .named(let name): slug = name
    case .following(let dark, let light): slug = ground == .light ? light : dark
    }
    guard slug != theme, !themes.isEmpty else { return [] }
    return changeTheme(to: slug)
  }
}

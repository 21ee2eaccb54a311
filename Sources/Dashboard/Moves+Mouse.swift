import Atlas
import Logistics
import TUI

// What a pointer does. Where things stand is asked of the frame that was drawn last: whatever draws something that can be touched has
// said so there (`Canvas.touch`), and what stood in its lines was kept (`Seen`), so that a click meets what is seen and nothing else.
//
//   press    tab, key, choice, line     as if its key had been pressed
//            row, name on the map       the cursor; again at once: what enter does, to what the first press met
//            column of the detail       gives it the keys
//            head of a column           orders by it, and again the other way; with shift within what orders already
//   drag     edge of a column           its width
//            border of a panel          how the overview is divided
//   wheel                               what is under the pointer
//
// A click beside an open question does nothing.

/// Where the pointer was last, and what it holds.
struct Pointer: Hashable, Sendable {
  /// The row that was pressed last: its place, what stood there and the tick.
  var pressed: Press?
  var drag: Drag?
  /// Whether clicks come to us; else the terminal selects text with them.
  var isOurs = true

  /// A press on a row.
  struct Press: Hashable, Sendable {
    var point: Point
    var entry: Seen.Entry
    var tick: Int
  }

  /// What is being dragged.
  enum Drag: Hashable, Sendable {
    /// The edge of a list's column: where it was taken, and how wide the column was then.
    case column(ListID, String, from: Int, width: Int)
    case border(isUpright: Bool)
  }

  /// Ticks within which a second press counts as one with the first: at most so many seconds.
  static let ticksBetween = 1
  /// Rows that a step of the wheel goes.
  static let wheelRows = 3
}

extension State {
  /// What is on the screen, and what can be touched there: where nobody has drawn it, what would be drawn now.
  private var inSight: Seen { seen ?? Seen(Dashboard.view(self, size), of: self) }

  /// Takes what was done with the mouse.
  mutating func point(_ mouse: Mouse) -> [Effect] {
    switch mouse.action {
    case .press(let button):
      beginPointing()
      pointer.drag = nil
      let seen = inSight
      guard let zone = seen.zone(at: mouse.point) else { return [] }
      if case .keys = zone.touch { return press(zone, in: seen, button: button, mouse) }
      return refusesPointing() ? [] : press(zone, in: seen, button: button, mouse)
    case .drag:
      drag(to: mouse.point)
      return []
    case .release:
      pointer.drag = nil
      return []
    case .wheelUp, .wheelDown:
      beginPointing()
      if refusesPointing() { return [] }
      roll(mouse.action == .wheelUp ? -Pointer.wheelRows : Pointer.wheelRows, at: mouse.point)
      return []
    }
  }

  /// What every key does first: what was said is no longer, and lists wait with a new order.
  private mutating func beginPointing() {
    keysSinceTick += 1
    strokes += 1
    notice = nil
    isLeaving = false
    pendingKeys = []
  }

  /// Whether keys wait: what is seen now is not what a click behind them would meet, so none is taken, and that is said.
  private mutating func refusesPointing() -> Bool {
    guard hasTypedAhead else { return false }
    notice = Notice(
      "\(counted(typedAhead.count, "key")) wait; click again when they are done, or \(bindings.leavingKey) drops them",
      isFailure: true)
    return true
  }

  // MARK: - Press

  private mutating func press(_ zone: Zone, in seen: Seen, button: Int, _ mouse: Mouse) -> [Effect] {
    switch zone.touch {
    case .keys, .choice, .item: break
    // A question may have been opened since the frame was drawn.
    case .tab, .rows, .head, .edge, .border, .panel, .spot: guard overlay.scope == nil else { return [] }
    }
    switch zone.touch {
    case .tab(let place): return pressTab(place)
    case .keys(let spelling):
      var effects: [Effect] = []
      for key in Key.sequence(spelling) ?? [] { effects += press(key) }
      return effects
    case .choice(let place):
      switch overlay {
      case .confirm(var question):
        question.selected = question.isPossible ? place : 0
        overlay = .confirm(question)
      case .alarm(.question(var question)):
        question.selected = place
        overlay = .alarm(.question(question))
      case .none, .help, .chooser, .filter, .note, .form, .outcome, .sheet, .reading, .columns, .timeline,
        .alarm(.line):
        return []
      }
      return accept()
    case .item(let place): return pressItem(place)
    case .rows(let group):
      let line = mouse.point.y - zone.rect.y
      guard let entry = seen.entry(line, of: group) else { return giveKeys(toListOf: group) }
      return press(entry, line: line, of: group, button: button, at: mouse.point)
    case .spot(let group, let number):
      guard group == BusyPlace.group, let row = UInt16(exactly: number) else { return [] }
      return press(.place(PlaceID(row: row)), line: 0, of: group, button: button, at: mouse.point)
    case .head(let group, let column):
      if group == GroupView.group { return orderGroups(byColumn: column) }
      if let block = BorderState.block(ofGroup: group) { return orderBorder(block, byColumn: column) }
      guard let list = ListID(rawValue: group) else {
        notice = Notice("this list has an order of its own", isFailure: true)
        return []
      }
      giveKeys(to: list)
      guard let key = lists[group].columns[safe: column]?.key else {
        notice = Notice("this column cannot order the list", isFailure: true)
        return []
      }
      order(list, pointedAt: key, isFurther: !mouse.modifiers.isDisjoint(with: [.shift, .control, .alt]))
      return []
    case .edge(let group, let column, let width):
      guard let list = ListID(rawValue: group), let name = lists[group].columns[safe: column]?.name else { return [] }
      giveKeys(to: list)
      pointer.drag = .column(list, name, from: mouse.point.x, width: width)
      return []
    case .border(let isUpright):
      pointer.drag = .border(isUpright: isUpright)
      return []
    case .panel(let group):
      if let list = ListID(rawValue: group) { giveKeys(to: list) }
      if let chart = ChartID(rawValue: group - Charts.group) { charts.cursor = chart }
      if let column = column(ofDetail: group) { details[details.count - 1].column = column }
      if case .desk = view, details.isEmpty { desk.isOnPlaybook = group == DeskState.playbookGroup }
      if let block = BorderState.block(ofGroup: group) { border.look(at: block) }
      return []
    }
  }

  private mutating func pressTab(_ place: Int) -> [Effect] {
    guard overlay.scope == nil else { return [] }
    if case .overview = view, !layout(size).isGrid {
      return ListID.overview[safe: place].map { jump(to: $0) } ?? []
    }
    return ViewID.all[safe: place].map { show($0) } ?? []
  }

  private mutating func pressItem(_ place: Int) -> [Effect] {
    if case .chooser(var chooser) = overlay, place < chooser.items(self).count {
      chooser.selected = place
      chooser.isPicked = true
      overlay = .chooser(chooser)
      return accept()
    }
    return edit { editor in
      editor.cursor = min(place, editor.names.count - 1)
      editor.toggle()
    }
  }

  private mutating func press(
    _ entry: Seen.Entry, line: Int, of group: Int, button: Int, at point: Point
  ) -> [Effect] {
    // The second of two presses is for what the first one met, whatever moved in between.
    if button == 1, let pressed = pointer.pressed, pressed.point == point,
      ticks - pressed.tick <= Pointer.ticksBetween
    {
      pointer.pressed = nil
      return look(into: pressed.entry)
    }
    pointer.pressed = button == 1 ? Pointer.Press(point: point, entry: entry, tick: ticks) : nil
    switch entry {
    case .shipment(let id):
      if group == DeskState.group { return pressOnDesk(.shipment(id), button: button) }
      guard let list = ListID(rawValue: group) else { return [] }
      giveKeys(to: list)
      guard visibleLists.contains(list) else { return [] }
      withList(list) {
        $0.select(id, seenOn: line)
        $0.isTouched = true
      }
      if button == 3, let menu = KeyMap.control(named: "menu") { return run(menu, Call()) }
    case .gone:
      pointer.pressed = nil
      _ = giveKeys(toListOf: group)
      notice = Notice("that one has left this view", isFailure: true)
    case .alarm(let cause):
      guard case .alarms = view, let line = alarms.line(of: cause) else { return [] }
      alarms.select(line)
      alarms.isTouched = true
      if button == 3, let message = KeyMap.control(named: "message") { return run(message, Call()) }
    case .group(let key):
      pointer.pressed = nil
      guard let view = groups, let row = view.rows.firstIndex(where: { $0.key == key }) else { return [] }
      // The way into a group is short: a press on the one under the cursor.
      if view.cursor == key { return lookIntoGroup() }
      groups?.jump(to: row)
    case .deskGroup(let key): return pressOnDesk(.group(key), button: button)
    case .border(let key):
      guard case .border = view, let block = BorderState.block(ofGroup: group) else { return [] }
      if !selectOnBorder(key, in: block) { notice = Notice("that one has left this view", isFailure: true) }
    case .place(let id): if case .map = view { place = id }
    case .event(let sequence): if case .log = view { log.select(sequence) }
    }
    return []
  }

  /// What enter does with something that was seen in a line.
  private mutating func look(into entry: Seen.Entry) -> [Effect] {
    switch (entry, view) {
    case (.shipment(let id), _): return open(id)
    case (.alarm(let cause), .alarms):
      guard let line = alarms.line(of: cause) else { return [] }
      alarms.select(line)
      return KeyMap.control(named: "alarm-shipments").map { run($0, Call()) } ?? []
    case (.place(let id), .map):
      place = id
      return openPlace()
    case (.event(let sequence), .log):
      log.select(sequence)
      return current.map { open($0) } ?? []
    case (.border(let key), .border):
      return border.sight.cursor == key ? lookIntoBorder() : []
    case (.alarm, _), (.place, _), (.event, _), (.gone, _), (.group, _), (.deskGroup, _), (.border, _): return []
    }
  }

  /// Puts the cursor of the customs desk on what was pressed; a group that has it already folds.
  private mutating func pressOnDesk(_ place: DeskState.Place, button: Int) -> [Effect] {
    guard case .desk = view, details.isEmpty else { return [] }
    desk.isTouched = true
    desk.isOnPlaybook = false
    if case .group = place {
      pointer.pressed = nil
      if desk.cursor == place { return foldOnDesk() }
      desk.select(place)
      return []
    }
    guard desk.select(place) else {
      notice = Notice("that one has left this view", isFailure: true)
      return []
    }
    return button == 3 ? KeyMap.control(named: "menu").map { run($0, Call()) } ?? [] : []
  }

  /// The column of the detail by the number of its panel; nil where it is none.
  private func column(ofDetail group: Int) -> Int? {
    !details.isEmpty && (0..<2).contains(group - Detail.group) ? group - Detail.group : nil
  }

  private mutating func giveKeys(toListOf group: Int) -> [Effect] {
    if let list = ListID(rawValue: group) { giveKeys(to: list) }
    return []
  }

  /// Gives the keys to a list that was pointed at.
  private mutating func giveKeys(to list: ListID) {
    guard view == .overview, details.isEmpty, focus != list else { return }
    focus = list
    startBuildIfDirty()
  }

  // MARK: - Drag and wheel

  private mutating func drag(to point: Point) {
    switch pointer.drag {
    case .column(let list, let name, let from, let width):
      // To the right edge of a column that stands at the right, its left one is nearer the hand; both grow by what was dragged.
      size(name, of: list, to: width + point.x - from)
    case .border(let isUpright):
      let body = layout(size).body
      let share =
        isUpright ? (point.x - body.x) * 1000 / max(1, body.width) : (point.y - body.y) * 1000 / max(1, body.height)
      let clamped = min(max(Splits.range.lowerBound, share), Splits.range.upperBound)
      if isUpright { splits.across = clamped } else { splits.down = clamped }
    case nil: break
    }
  }

  private mutating func roll(_ rows: Int, at point: Point) {
    if case .chooser = overlay {
      _ = choose(rows.signum())
      return
    }
    guard overlay.scope == nil else { return move(.rows(rows)) }
    let group: Int
    switch inSight.zone(at: point)?.touch {
    case .rows(let number), .panel(let number), .head(let number, _), .edge(let number, _, _), .spot(let number, _):
      group = number
    case .tab, .keys, .choice, .item, .border, nil: return
    }
    if let column = column(ofDetail: group) {
      let before = details[details.count - 1].column
      details[details.count - 1].column = column
      move(.rows(rows))
      details[details.count - 1].column = before
      return
    }
    if case .desk = view {
      let before = desk.isOnPlaybook
      desk.isOnPlaybook = group == DeskState.playbookGroup
      move(.rows(rows))
      desk.isOnPlaybook = before
      return
    }
    if case .border = view, let block = BorderState.block(ofGroup: group) {
      let before = border.focus
      border.focus = block
      move(.rows(rows))
      border.focus = before
      return
    }
    guard let list = ListID(rawValue: group), visibleLists.contains(list), list != focusedList else {
      return move(.rows(rows))
    }
    withList(list) {
      $0.isTouched = true
      $0.departed = []
      $0.move(by: rows)
    }
  }

  /// Hands the mouse back to the terminal, or takes it again.
  mutating func toggleMouse() -> [Effect] {
    pointer.isOurs.toggle()
    pointer.drag = nil
    notice = Notice(
      pointer.isOurs ? "clicks, drags and the wheel come here" : "the terminal has the mouse: it selects text now")
    return [.setMouse(pointer.isOurs)]
  }

  /// Divides the overview: so many hundredths of its width to the left panels, and of its height to the upper ones.
  mutating func split(_ text: String) -> [Effect] {
    let numbers = text.split(separator: " ").map { Int($0) }
    let allowed = Splits.range.lowerBound / 10...Splits.range.upperBound / 10
    guard numbers.count <= 2, numbers.allSatisfy({ $0.map(allowed.contains) ?? false }) else {
      notice = Notice(
        "a division is one or two numbers from \(allowed.lowerBound) to \(allowed.upperBound)", isFailure: true)
      return []
    }
    splits = Splits()
    if let across = numbers.first ?? nil { splits.across = across * 10 }
    if numbers.count > 1, let down = numbers[1] { splits.down = down * 10 }
    return []
  }
}

extension RandomAccessCollection {
  /// The element at a place; nil outside.
  subscript(safe index: Index) -> Element? { indices.contains(index) ? self[index] : nil }
}

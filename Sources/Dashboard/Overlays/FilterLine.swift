import Logistics
import Measures
import TUI

// The filter while it is typed; the list follows every letter that makes sense.
//
//   │ merchant:Nimbus     1,204 │    what can be typed next, with counts     tab, ctrl-n, ctrl-p
//   │ merchant:Nimrod         3 │
//    who sold it                     what is picked means; or what is wrong, and what was expected
//   /merchant:nim      1,207 of 8,301                                        up, down: filters of before
//
// Picking puts a proposal into the line and leaves the menu as it was, so that enter always takes what stands in the line. A key
// that is typed goes on from there.

/// The filter line.
struct FilterLine: Sendable {
  /// The list it filters; nil for the log.
  var list: ListID?
  var field: TextField
  /// The text before, which esc brings back, and the shipment that was under the cursor.
  var before: String
  var cursorBefore: ShipmentID?
  /// What is wrong with the text; nil when it can be understood.
  var fault: FilterFault?
  /// What is to be said of a text that can be understood; nil where nothing is.
  var hint: String?
  /// What can be typed next, and which of it stands in the line now.
  private(set) var menu: [Completion] = []
  private(set) var picked: Int?
  /// The line for which the menu was made.
  private var stem = ""
  private var stemPosition = 0
  /// Which filter of before stands in the line, counted from the last; nil while the operator's own does.
  private var recalled: Int?
  private var typed = ""
  /// The field whose values are proposed, with what is known of them.
  private(set) var values: (field: Field, known: [CountedValue])?
  /// Counts the values of that field.
  var counting: GroupBuilder?

  static let menuMost = 40

  /// A line that is open, over what was there before.
  init(list: ListID?, text: String, before: String, cursor: ShipmentID?) {
    self.list = list
    field = TextField(prompt: "/", text: text)
    self.before = before
    cursorBefore = cursor
  }

  /// Begins anew with what can be typed next.
  mutating func propose() {
    picked = nil
    stem = field.text
    stemPosition = field.position
    guard list != nil else { return }
    if case .value(let field, _) = Filter.slot(of: stem, at: stemPosition).slot {
      if values?.field != field {
        values = nil
        counting = nil
      }
    } else {
      values = nil
      counting = nil
    }
    menu = Filter.completions(
      of: stem, at: stemPosition, values: values?.known ?? [], most: FilterLine.menuMost)
  }

  /// The field whose values are wanted and not counted yet; nil when there is none.
  var uncounted: Field? {
    guard list != nil, counting == nil, values == nil,
      case .value(let field, _) = Filter.slot(of: stem, at: stemPosition).slot
    else { return nil }
    // Amounts and times are told by their units.
    return field.kind.isOrdered || field == .hs ? nil : field
  }

  /// Takes the counts of the values of a field.
  mutating func take(_ known: [CountedValue], of field: Field) {
    counting = nil
    values = (field, known)
    guard picked == nil else { return }
    menu = Filter.completions(of: stem, at: stemPosition, values: known, most: FilterLine.menuMost)
  }

  /// Puts the next proposal into the line; behind the last one, what was typed.
  mutating func pick(_ delta: Int) {
    guard !menu.isEmpty else { return }
    let places = menu.count + 1
    let at = ((picked ?? menu.count) + delta + places) % places
    picked = at == menu.count ? nil : at
    field.set(picked.map { menu[$0].line } ?? stem)
    field.move(to: picked.map { menu[$0].position } ?? stemPosition)
  }

  /// What all proposals begin with, when that is more than what is typed; the line with it.
  var shared: Completion? {
    guard picked == nil, let first = menu.first, menu.count > 1 else { return nil }
    let typed = Filter.slot(of: stem, at: stemPosition).typed
    let begun = String(stem.prefix(stemPosition).suffix(typed))
    // Only those count that go on from what is typed, not those that mean it by other words.
    let fitting = menu.map(\.insert).filter { $0.lowercased().hasPrefix(begun.lowercased()) }
    guard fitting.count == menu.count, var shared = fitting.first else { return nil }
    for insert in fitting { while !insert.hasPrefix(shared) { shared.removeLast() } }
    guard shared.count > begun.count, !shared.isEmpty else { return nil }
    var completion = first
    completion.line = String(stem.prefix(stemPosition - typed)) + shared + String(stem.dropFirst(stemPosition))
    completion.position = stemPosition - typed + shared.count
    return completion
  }

  /// Puts a filter of before into the line, older ones for less than 0; in front of the newest stands what was typed.
  ///
  /// - Returns: whether there was one.
  mutating func recall(_ delta: Int, from history: [String]) -> Bool {
    let place = (recalled ?? -1) - delta
    guard place >= -1, place < history.count else { return false }
    if recalled == nil { typed = field.text }
    recalled = place == -1 ? nil : place
    field.set(place == -1 ? typed : history[history.count - 1 - place])
    return true
  }
}

extension State {
  /// Opens the filter line, or takes the filter that was typed.
  mutating func filter(_ text: String) {
    let before =
      focusedList.map { lists[$0.rawValue].filterText } ?? (view == .alarms ? alarms.filterText : log.filterText)
    var line = FilterLine(
      list: focusedList, text: text.isEmpty ? before : text, before: before,
      cursor: focusedList.flatMap { lists[$0.rawValue].cursor })
    guard !text.isEmpty else {
      line.propose()
      overlay = .filter(line)
      return
    }
    refilter(&line)
    if let fault = line.fault { notice = Notice(fault.text, isFailure: true) } else { remember(filter: text) }
    if let hint = line.hint { notice = Notice(hint) }
    overlay = .none
  }

  /// Takes the filter line as it is typed: the list follows when it makes sense, and stays as it is when it does not.
  mutating func take(_ typed: FilterLine) {
    var line = typed
    refilter(&line)
    line.propose()
    overlay = .filter(line)
  }

  private mutating func refilter(_ line: inout FilterLine) {
    line.field.errorPosition = nil
    line.hint = nil
    if let list = line.list {
      line.fault = filter(list, line.field.text)
      line.hint = line.fault == nil ? ruleHint(line.field.text) : nil
    } else if case .alarms = view {
      alarms.filter(line.field.text)
    } else {
      line.fault = filterLog(line.field.text)
    }
    if let fault = line.fault { line.field.errorPosition = max(0, fault.column - 1) }
  }

  /// Puts the next proposal into the line: first all that they have in common.
  mutating func proceed(_ delta: Int) {
    guard case .filter(var line) = overlay else { return }
    if delta > 0, let shared = line.shared {
      line.field.set(shared.line)
      line.field.move(to: shared.position)
      return take(line)
    }
    let isOnly = line.menu.count == 1 && line.picked == nil
    line.pick(delta)
    // The only proposal is no choice: what follows it is proposed at once.
    if isOnly { return take(line) }
    refilter(&line)
    overlay = .filter(line)
  }

  /// Puts a filter of before into the line.
  mutating func recallFilter(_ delta: Int) {
    guard case .filter(var line) = overlay, line.recall(delta, from: filterHistory) else { return }
    take(line)
  }

  /// Closes the line; one that is not understood stays open with its fault: it never quietly shows all or nothing.
  mutating func accept(_ line: FilterLine) {
    guard line.fault == nil else { return }
    remember(filter: line.field.text)
    overlay = .none
    if line.list != nil, !line.field.text.trimmed.isEmpty { lastSearch = line.field.text.trimmed }
  }

  /// Goes back to what was there before the line was opened, and to the shipment that was under the cursor.
  mutating func takeBack(_ line: FilterLine) {
    guard let list = line.list else {
      if case .alarms = view { alarms.filter(line.before) } else { filterLog(line.before) }
      return
    }
    guard lists[list.rawValue].filterText != line.before || line.fault != nil else { return }
    filter(list, line.before)
    withList(list) { $0.seeks = line.cursorBefore }
  }

  private mutating func remember(filter text: String) {
    let text = text.trimmed
    guard !text.isEmpty else { return }
    filterHistory.removeAll { $0 == text }
    filterHistory.append(text)
    if filterHistory.count > Self.filterHistoryMost { filterHistory.removeFirst() }
  }

  private static let filterHistoryMost = 100

  // MARK: - Counts of values

  /// Whether values of the filter line's field are being counted.
  var isCountingValues: Bool {
    guard case .filter(let line) = overlay else { return false }
    return line.counting != nil || line.uncounted != nil
  }

  /// Goes on counting what the values of the filter line's field have, at most so many rows.
  mutating func countValues(budget: Int) {
    guard isLoaded, case .filter(var line) = overlay else { return }
    if let field = line.uncounted, let list = line.list {
      line.counting = GroupBuilder(
        GroupQuery(panel: list.panel, by: field), board: board, now: now, most: Self.valuesMost)
    }
    guard var counting = line.counting else { return }
    let isDone = counting.advance(pages: max(1, budget / Page.rows), on: board, index: &index)
    line.counting = counting
    if isDone, let groups = counting.groups {
      let texts = board.texts
      let known = groups.rows.compactMap { row -> CountedValue? in
        let name = groups.name(of: row.key, in: texts)
        return name.isEmpty ? nil : CountedValue(name, row.count)
      }
      line.take(known, of: groups.query.field)
    }
    overlay = .filter(line)
  }

  private static let valuesMost = 500

  /// How many a filter leaves: "12 of 1,204".
  func filterCount(_ line: FilterLine) -> String {
    guard let id = line.list else { return view == .alarms ? grouped(alarms.rows.count) : log.countWords }
    let list = lists[id.rawValue]
    if line.fault != nil { return list.listing.query.filter.isEmpty ? "all as before" : list.countWords + " as before" }
    // What is counted already belongs to the filter before.
    guard list.listing.query.filter == list.filter || list.build == nil else { return "looking …" }
    return list.countWords
  }
}

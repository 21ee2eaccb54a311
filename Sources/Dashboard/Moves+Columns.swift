import Logistics
import TUI

// What orders a list, and which columns it shows.
extension State {
  // MARK: - Order

  /// Orders by the columns of these names, `-` before those that go downwards; or opens the choice of one.
  mutating func sort(_ names: String, isFurther: Bool = false) -> [Effect] {
    guard let focusedList else { return [] }
    guard !names.isEmpty else {
      overlay = .chooser(
        Chooser(
          isFurther ? .sortFurther(focusedList) : .sort(focusedList), title: isFurther ? "Then order by" : "Order by"))
      return []
    }
    var parts: [Ordering.Part] = isFurther ? lists[focusedList.rawValue].ordering.parts : []
    for word in names.lowercased().split(whereSeparator: { $0 == " " || $0 == "," }) {
      // The other way to say which way.
      if word == "asc" || word == "desc", let last = parts.indices.last {
        parts[last].isDescending = word == "desc"
        continue
      }
      let name = word.drop { $0 == "-" || $0 == "+" }
      guard let key = focusedList.look.key(named: name) else {
        notice = Notice("there is no column “\(name)” to order by", isFailure: true)
        return []
      }
      parts.removeAll { $0.key == key }
      parts.append(Ordering.Part(key, descending: word.first == "-"))
    }
    if !parts.isEmpty { order(focusedList, by: Ordering(parts)) }
    return []
  }

  /// Orders by the next column that can order.
  mutating func sort(step: Int) -> [Effect] {
    guard let focusedList else { return [] }
    let list = lists[focusedList.rawValue]
    var keys: [SortKey] = []
    for column in list.columns { if let key = column.key, !keys.contains(key) { keys.append(key) } }
    guard !keys.isEmpty else { return [] }
    let place = keys.firstIndex(of: list.ordering.key) ?? -step
    order(focusedList, by: Ordering(keys[(place + step + keys.count) % keys.count]))
    return []
  }

  /// Turns the order round: that of the last key, within which the others stand.
  mutating func reverse() -> [Effect] {
    guard let focusedList else { return [] }
    var parts = lists[focusedList.rawValue].ordering.parts
    parts[parts.count - 1].isDescending.toggle()
    order(focusedList, by: Ordering(parts))
    return []
  }

  /// Orders by a column that was pointed at: the other way round when it orders already; `isFurther` within what orders.
  mutating func order(_ list: ListID, pointedAt key: SortKey, isFurther: Bool) {
    let ordering = lists[list.rawValue].ordering
    var parts = ordering.parts
    if let place = ordering.place(of: key) {
      parts[place].isDescending.toggle()
      order(list, by: Ordering(isFurther ? parts : [parts[place]]))
    } else if isFurther, !ordering.canGrow {
      notice = Notice("no further column can decide anything here", isFailure: true)
    } else {
      order(list, by: Ordering((isFurther ? parts : []) + [Ordering.Part(key)]))
    }
  }

  /// Orders a list.
  mutating func order(_ list: ListID, by ordering: Ordering) {
    withList(list) {
      $0.ordering = ordering
      $0.hasOwnOrder = true
    }
    startBuild(list)
  }

  // MARK: - Columns

  /// The columns that a list shows where it stands now, from left to right.
  func placement(of id: ListID) -> (columns: [ListColumn], placement: Table.Placement) {
    let list = lists[id.rawValue]
    let frame = layout(size).frame(of: id, in: view)
    let table = list.table(board, width: frame.width - 2)
    return (list.columns, table.placement(width: frame.width - 2))
  }

  /// The names of the columns in sight, the mark left out.
  func visibleColumns(of id: ListID) -> [String] {
    let (columns, placement) = placement(of: id)
    return placement.columns.map { columns[$0.index].name }.filter { $0 != ListColumn.mark.name }
  }

  /// Chooses columns as they were typed, or opens the editor.
  mutating func columns(_ text: String) -> [Effect] {
    guard let focusedList else { return [] }
    guard !text.isEmpty else {
      overlay = .columns(
        ColumnEditor(focusedList, lists[focusedList.rawValue].choice, visible: visibleColumns(of: focusedList)))
      return []
    }
    var choice = lists[focusedList.rawValue].choice
    do throws(ColumnChoice.Fault) {
      try choice.take(text, panel: focusedList.look)
      choose(choice, in: focusedList)
      notice = Notice("columns: " + visibleColumns(of: focusedList).joined(separator: " "))
    } catch {
      notice = Notice(error.words, isFailure: true)
    }
    return []
  }

  /// Gives a list other columns.
  mutating func choose(_ choice: ColumnChoice, in list: ListID) {
    withList(list) {
      $0.choice = choice
      $0.hasOwnChoice = true
      $0.scrolled = 0
    }
  }

  /// Scrolls the columns that do not stay, by so many.
  mutating func scrollColumns(_ delta: Int) -> [Effect] {
    guard let focusedList else { return [] }
    let (_, placement) = placement(of: focusedList)
    let list = lists[focusedList.rawValue]
    let isAll = list.columns.count == placement.columns.count
    if delta > 0, list.scrolled > 0 ? !placement.hasMoreRight : isAll {
      notice = Notice(isAll ? "all columns are in sight" : "this is the last column")
      return []
    }
    withList(focusedList) { $0.scrolled = max(0, $0.scrolled + delta) }
    return []
  }

  /// Makes a column of a list so many cells wide.
  mutating func size(_ column: String, of list: ListID, to cells: Int) {
    withList(list) {
      $0.choice.widths[column] = ColumnChoice.clamped(cells)
      $0.hasOwnChoice = true
    }
  }

  /// Changes the columns under the editor; the list behind it follows at once.
  mutating func edit(_ change: (inout ColumnEditor) -> Void) -> [Effect] {
    guard case .columns(var editor) = overlay else { return [] }
    change(&editor)
    overlay = .columns(editor)
    choose(editor.choice, in: editor.list)
    return []
  }

  /// Gives the list under the editor its own columns back.
  mutating func resetColumns() -> [Effect] {
    guard case .columns(let editor) = overlay else { return [] }
    choose(ColumnChoice(), in: editor.list)
    let visible = visibleColumns(of: editor.list)
    return edit { $0.reset(visible: visible) }
  }

  /// Keeps the columns and the order of the list that has the keys for every start to come, or no longer.
  mutating func keepColumns(_ text: String) -> [Effect] {
    guard let id = focusedList else {
      notice = Notice("save-columns: there is no list here", isFailure: true)
      return []
    }
    let list = lists[id.rawValue]
    switch text.trimmed.lowercased() {
    case "":
      var choice = list.choice
      // Columns that were only made wider or narrower are the list's own all the same.
      if choice.isAutomatic, !choice.widths.isEmpty { choice.materialise(id.look) }
      guard !choice.isAutomatic || list.hasOwnOrder else {
        notice = Notice("\(id.look.title.lowercased()): its columns and order are its own; w chooses others")
        return []
      }
      let look = choice.preference(list.hasOwnOrder ? list.ordering : preferences.lists[id]?.ordering)
      keptColumns[id] = look
      let what = choice.isAutomatic ? "its own" : choice.names.joined(separator: " ")
      notice = Notice("kept for every start: columns \(what); :save-columns reset forgets them")
      return [.keepColumns(id, look)]
    case "reset":
      keptColumns[id] = nil
      withList(id) { ($0.hasOwnChoice, $0.hasOwnOrder) = (false, false) }
      take(preferences)
      notice = Notice("\(id.look.title.lowercased()): nothing is kept, it looks as by itself and by the configuration")
      return [.keepColumns(id, nil)]
    default:
      notice = Notice("save-columns takes nothing, or the word reset", isFailure: true)
      return []
    }
  }

  // MARK: - What was set down

  /// Takes what the operator has set down; what was changed by hand since the start stays as it is.
  mutating func take(_ preferences: Preferences) {
    adopt(preferences)
    if let roles = preferences.roles { self.roles = roles }
    for id in ListID.allCases {
      let preference = keptColumns[id] ?? preferences.lists[id] ?? ListPreference()
      let list = lists[id.rawValue]
      if !list.hasOwnChoice { lists[id.rawValue].choice = ColumnChoice(preference) }
      let ordering = preference.ordering ?? id.look.ordering
      if !list.hasOwnOrder, list.ordering != ordering {
        lists[id.rawValue].ordering = ordering
        startBuild(id)
      }
    }
  }
}

extension ListPanel {
  /// What the list can be ordered by, in the order of its columns, each once.
  var keys: [SortKey] {
    var keys: [SortKey] = []
    for column in columns { if let key = column.key, !keys.contains(key) { keys.append(key) } }
    return keys
  }

  /// What a column of this name orders by: one of the list by its head, else any column, else a key.
  func key(named name: some StringProtocol) -> SortKey? {
    let wanted = name.lowercased()
    let own = columns.first { $0.key != nil && $0.head == wanted }
    return own?.key ?? ListColumn.named(wanted)?.key ?? SortKey(name: wanted)
  }

  /// What can be ordered by, with the name to type: by the list's columns first, then by every other.
  var sortChoices: [(name: String, key: SortKey)] {
    let own = keys.map { key in (columns.first { $0.key == key }?.head ?? key.name, key) }
    let others = SortKey.allCases.filter { key in !own.contains { $0.1 == key } }
    // Elsewhere a column's own name is the one that is known; a head can mean two things in two lists.
    return own
      + others.map { key in (ListColumn.registry.first { $0.key == key }?.name ?? key.name, key) }
  }
}

extension ListState {
  /// The list as a table of a width, without its rows.
  func table(_ board: Board, width: Int, isFocused: Bool = true) -> Table {
    let columns = self.columns
    let isPlain = choice.isAutomatic && scrolled == 0
    return Table(
      columns: columns.map { $0.placed(in: board) }, rowCount: 0,
      // A key whose column is not there keeps its number all the same.
      sorts: ordering.parts.map { part in
        Table.Sort(column: columns.firstIndex { $0.key == part.key } ?? -1, isDescending: part.isDescending)
      }, isFocused: isFocused, gap: width >= 96 ? 2 : 1, frozen: choice.frozen + 1, scrolled: isPlain ? nil : scrolled,
      group: id.rawValue)
  }
}

import Logistics

// One step back takes away what was laid on last, one thing a step:
//
//   a shipment looked at closely ─► counts ─► a range, marks ─► the list of an alarm or of a group ─► a filter
//     ─► the view ─► the past ─► nothing is left: the key that leaves is named

extension State {
  /// One step back; never does anything to a shipment.
  mutating func back() -> [Effect] {
    if !details.isEmpty { return leaveDetail() }
    if groups != nil {
      groups = nil
      return []
    }
    if let focusedList {
      if leaveMarks(of: focusedList) || leaveAlarm() || leaveBorderList() || leaveGroup()
        || leaveFilter(of: focusedList)
      {
        return []
      }
    } else if widen() {
      return []
    }
    if view != .overview { return show(.overview) }
    if pastRefusal != nil { return goLive() }
    notice = Notice("\(bindings.shown("quit")) leaves")
    return []
  }

  /// Back to the shipment that was looked at before, or to the screen.
  private mutating func leaveDetail() -> [Effect] {
    details.removeLast()
    findAlarmsOfDetail()
    // What happened to that one meanwhile was not noted there.
    return details.last.map { [.loadDossier($0.id)] } ?? []
  }

  /// Ends a range that was begun, else takes the marks away; false where there is neither.
  private mutating func leaveMarks(of id: ListID) -> Bool {
    let list = lists[id.rawValue]
    if list.anchor != nil {
      withList(id) { $0.anchor = nil }
    } else if !list.marks.isEmpty {
      notice = Notice("took away \(counted(list.marks.count, "mark"))")
      withList(id) { $0.setMarks(Marks()) }
    } else {
      return false
    }
    return true
  }

  /// From the shipments of an alarm back to the alarms; false where it is not an alarm's list any more: whoever has typed another
  /// filter meanwhile wants that one.
  private mutating func leaveAlarm() -> Bool {
    guard let shown = alarms.shownCause, view == .list(.all), lists[ListID.all.rawValue].filterText == shown.filter
    else { return false }
    alarms.shownCause = nil
    filter(.all, "")
    view = .alarms
    return true
  }

  /// Shows all of a list again; false where nothing is hidden.
  private mutating func leaveFilter(of id: ListID) -> Bool {
    guard !lists[id.rawValue].filterText.isEmpty else { return false }
    filter(id, "")
    return true
  }

  /// Takes away what narrows a view that is no list; false where nothing does.
  private mutating func widen() -> Bool {
    switch view {
    case .alarms where !alarms.filterText.isEmpty: alarms.filter("")
    case .log where !log.filterText.isEmpty: filterLog("")
    case .charts where charts.isAlone: charts.isAlone = false
    case .desk where leaveDesk(): break
    case .overview, .list, .map, .log, .alarms, .desk, .border, .charts: return false
    }
    return true
  }
}

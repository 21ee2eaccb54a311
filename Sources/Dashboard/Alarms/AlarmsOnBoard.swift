import Alarms
import Logistics
import Measures

// What filters and the detail know of alarms. The list of those that stand is put beside the board, which is what filters ask:
//
//   picture ─► board.alarms ─► alarm:p1 in lists, counts, marks, views, row paints
//          └─► the detail: which of them the shipment is in, told from its row and what the rule is about
//
// The alarms are those of now. A moment of the past has none, and whoever asks for them there is told so.

extension State {
  /// Takes the alarms as they stand now.
  mutating func take(_ picture: AlarmPicture) {
    alarms.take(picture)
    withLive { state in
      guard state.board.alarms != picture.open else { return }
      state.board.alarms = picture.open
      for index in state.lists.indices where state.lists[index].filter.asksAlarms { state.lists[index].isDirty = true }
      if let view = state.groups, view.asksAlarms(state.lists[view.list.rawValue].filter) { state.groups?.age() }
      state.paints.isOld = true
    }
    findAlarmsOfDetail()
  }

  /// A filter of this text; it is refused where it asks for what is not known.
  func filter(reading text: String) throws(FilterFault) -> Filter {
    let filter = try Filter(parsing: text)
    guard filter.asksAlarms, past?.shown != nil else { return filter }
    let place = text.firstRange(of: Field.alarm.name).map { text.distance(from: text.startIndex, to: $0.lowerBound) }
    throw FilterFault(column: (place ?? 0) + 1, Self.noAlarmsThere)
  }

  /// What is said where alarms are asked for in the past.
  static let noAlarmsThere = "alarms are known for now, not for the past"

  /// Says so where lists in sight ask for alarms at a moment that has none.
  mutating func tellOfAlarmsInPast() {
    guard past?.shown != nil, visibleLists.contains(where: { lists[$0.rawValue].filter.asksAlarms }) else { return }
    notice = Notice("\(Self.noAlarmsThere): what the filter finds by alarm is left out", isFailure: true)
  }

  /// Finds the alarms that the shipment looked at is part of.
  mutating func findAlarmsOfDetail() {
    guard let id = details.last?.id else { return }
    let (causes, isWhole) = alarms(of: id)
    details[details.count - 1].alarms = causes
    details[details.count - 1].awaitsAlarms = !isWhole
  }

  /// The alarms that a shipment is part of, as far as is known now, and whether that is all of them: rules about words wait until
  /// the dictionary is ready, a slice at a time.
  private mutating func alarms(of id: ShipmentID) -> (causes: [String], isWhole: Bool) {
    guard past?.shown == nil, let shipment = board[id] else { return ([], true) }
    var isWhole = true
    // Of a rule that has many alarms, what it is about is asked once.
    var answers: [Int: Bool] = [:]
    let causes = (alarms.picture.lines + alarms.picture.silenced).compactMap { line -> String? in
      guard line.alarm.state.isActive, let rule = line.rule, let row = line.ruleRow else { return nil }
      let isIn = shipment.isIn(line.shared)
      if isIn == false { return nil }
      if isIn == true, let known = answers[row] { return known ? line.alarm.cause : nil }
      let filter = isIn == true ? rule.about : line.filter
      guard index.isReady(for: filter, on: board, pages: Self.sliceRows / Page.rows) else {
        isWhole = false
        return nil
      }
      let answer = Matcher(filter, board: board, now: now, index: &index).matches(id, on: board)
      if isIn == true { answers[row] = answer }
      return answer ? line.alarm.cause : nil
    }
    return (causes, isWhole)
  }
}

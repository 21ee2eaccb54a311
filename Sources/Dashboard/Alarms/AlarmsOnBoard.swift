import Alarms
import Logistics
import Measures

// What filters and the detail know of alarms. The list of those that stand is put beside the board, which is what filters ask:
//
//   picture ─► board.alarms ─► alarm:p1 in lists, counts, marks, views, row paints
//          └─► the detail: which of them the shipment is in, told from its row and what the rule is about
//
// The alarms are those of the moment that is shown: a past one has its own.

extension State {
  /// Takes the alarms as they stand now.
  mutating func take(_ picture: AlarmPicture) {
    withLive { $0.put(picture) }
    if past?.away == nil { findAlarmsOfDetail() }
  }

  /// Puts the alarms of the moment that is shown beside its board.
  mutating func put(_ picture: AlarmPicture) {
    alarms.take(picture)
    guard board.alarms != picture.open else { return }
    board.alarms = picture.open
    for index in lists.indices where lists[index].filter.asksAlarms { lists[index].isDirty = true }
    if let view = groups, view.asksAlarms(lists[view.list.rawValue].filter) { groups?.age() }
    paints.isOld = true
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
    guard let shipment = board[id] else { return ([], true) }
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

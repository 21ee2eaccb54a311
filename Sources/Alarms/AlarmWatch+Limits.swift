import Logistics

// Until when somebody must act: the earliest limit of a cause's members that has not passed; where all have, the latest.
//
//   a limit comes that is earlier      it is the cause's at once
//   the cause's own limit goes         another is looked for among the members, not at once and not often where they are many

extension AlarmWatch {
  /// The second at which the row's clock runs out, by the rule's clock; 0 for none.
  @inline(__always)
  static func limit(_ clock: AlarmClock, _ page: Page, _ r: Int) -> UInt32 {
    switch clock {
    case .hold: page.holdDue[r]
    case .promise: page.promise[r]
    case .after, .none: 0
    }
  }

  /// Takes in the limit of a member: an earlier one is the cause's at once.
  @inline(__always)
  mutating func lower(_ cause: Int, to limit: UInt32) {
    guard limit != 0 else { return }
    // Where every limit has passed, one that has not would be the next.
    if causes[cause].isAllPast { causes[cause].isDueStale = true }
    guard causes[cause].due == 0 || limit < causes[cause].due else { return }
    causes[cause].due = limit
    unsettle(cause)
  }

  /// Takes notice that a member's limit stands no more: the cause's own has to be looked for where it was that one.
  @inline(__always)
  mutating func noteGone(_ limit: UInt32, of cause: Int) {
    if limit != 0, limit <= causes[cause].due { causes[cause].isDueStale = true }
  }

  /// How long a limit that may have moved is left as it is: longer where many members have to be asked.
  static func dueSeconds(_ count: Int) -> UInt32 { UInt32(min(600, max(10, count / 100))) }

  /// Looks for the earliest limit among the members again; what has passed counts only where nothing else is left.
  mutating func settleDue(_ cause: Int, _ seconds: UInt32) {
    var due: UInt32 = 0
    var passed: UInt32 = 0
    var link = causes[cause].first
    while link != 0 {
      let node = members[link]
      let limit = node.limit
      if limit >= seconds, due == 0 || limit < due { due = limit }
      if limit < seconds { passed = max(passed, limit) }
      link = node.nextOfCause
    }
    causes[cause].isAllPast = due == 0
    if due == 0 { due = passed }
    causes[cause].isDueStale = false
    causes[cause].dueSettled = seconds
    if causes[cause].due != due { causes[cause].due = due }
  }
}

import Alarms
import Logistics
import Measures

// The alarms under an operator's hands. The list is what the journal's book says, in an order of our own:
//
//   not acknowledged      by priority, then by what runs out first
//   acknowledged          the same
//   put aside, over       only where they are asked for
//
// The cursor is a cause, never a row. An alarm that leaves stays under the cursor as a ghost until a key moves on.

/// What the alarms view shows, and where the operator is in it.
struct AlarmsState: Sendable {
  /// The number by which a pointer finds the list.
  static let group = 600
  /// The alarms as they stood last, with the operator's load.
  private(set) var picture = AlarmPicture()
  /// Who records what alarms come to; nil while that is not known.
  var keeper: AlarmKeeper?
  /// Whether a mark in the list blinks.
  private var hasBlinking = false
  /// The alarms listed, in order.
  private(set) var rows: [AlarmLine] = []
  /// The cause under the cursor; nil while the operator has not been here, or when there is nothing.
  private(set) var cursor: String?
  /// Where the cursor stands among what is shown.
  private(set) var cursorRow = 0
  /// The alarm under the cursor as it was when it left the list; nil while it is there.
  private(set) var ghost: AlarmLine?
  /// The first row in sight.
  var offset = 0
  /// Whether a key was pressed here: before, the cursor stays on the first row, whatever stands there.
  var isTouched = false
  /// Whether what is put aside and what is over is listed too.
  private(set) var showsAll = false
  /// Words that each must occur in an alarm's line; empty shows all.
  private(set) var filterText = ""
  /// Whether the bell is silenced until somebody lets it ring again.
  var isMuted = false
  /// Whether the marks that blink are out just now.
  private(set) var isOut = false
  /// What was announced and not told yet.
  private var untold: [AlarmNews] = []
  /// Ticks since the operator was last told by bell or notification.
  private var ticksSinceTold = 3600
  /// The cause whose shipments the list of all shows, so that one step back leads here again, with the filter that shows them.
  var shownCause: (cause: String, filter: String)?

  /// What belongs to the world that is shown, and not to the operator: it steps aside with that world.
  struct Sight: Sendable {
    fileprivate var picture = AlarmPicture()
    fileprivate var hasBlinking = false
    fileprivate var rows: [AlarmLine] = []
    fileprivate var cursor: String?
    fileprivate var cursorRow = 0
    fileprivate var ghost: AlarmLine?
    fileprivate var offset = 0
    fileprivate var isOut = false

    /// The alarms of a world of which nothing is known yet.
    init() {}
  }

  /// Puts the alarms of one world in the place of another's.
  mutating func exchange(_ sight: inout Sight) {
    swap(&picture, &sight.picture)
    swap(&hasBlinking, &sight.hasBlinking)
    swap(&rows, &sight.rows)
    swap(&cursor, &sight.cursor)
    swap(&cursorRow, &sight.cursorRow)
    swap(&ghost, &sight.ghost)
    swap(&offset, &sight.offset)
    swap(&isOut, &sight.isOut)
  }

  /// The same alarm under the cursor in another world, as far as it stands there.
  func sight(of picture: AlarmPicture) -> Sight {
    var other = self
    other.ghost = nil
    other.isOut = false
    other.take(picture)
    // What is not there has not left: it is another time.
    if other.ghost != nil { other.jump(to: other.cursorRow) }
    var sight = Sight()
    other.exchange(&sight)
    return sight
  }

  /// Takes the alarms as they stand now.
  mutating func take(_ picture: AlarmPicture) {
    self.picture = picture
    hasBlinking = picture.lines.contains { $0.blinks }
    arrange()
  }

  /// Whether alarms are watched at all: without a watch, marks and attention tell of shipments. What nobody keeps counts as watched
  /// only where something stands from before.
  var isWatched: Bool {
    if !picture.lines.isEmpty || !picture.folds.isEmpty { return true }
    if case .nobody? = keeper { return false }
    return picture.isComplete
  }

  /// Rows shown: those listed, and the ghost.
  var shownCount: Int { rows.count + (ghost == nil ? 0 : 1) }

  /// The alarm in a row shown; nil outside.
  func shown(_ row: Int) -> AlarmLine? {
    guard row >= 0, row < shownCount else { return nil }
    guard let ghost else { return rows[row] }
    return row == cursorRow ? ghost : rows[row > cursorRow ? row - 1 : row]
  }

  /// Whether the row is the ghost's.
  func isGhost(row: Int) -> Bool { ghost != nil && row == cursorRow }

  /// The alarm under the cursor.
  var current: AlarmLine? { cursor == nil ? nil : shown(cursorRow) }

  /// How many alarms of each priority stand before the operator.
  func count(_ priority: AlarmPriority) -> Int { picture.counts[Int(priority.rawValue)] }

  // MARK: - The list

  /// Puts the list in its order again, and the cursor on its alarm.
  private mutating func arrange() {
    let before = current
    var listed = picture.lines
    // A flood keeps the watch's own order: the critical ones first, whoever has seen them.
    if !picture.load.isFlood { listed = AlarmLine.sorted(listed, by: AlarmsState.rank) }
    if showsAll { listed += picture.silenced + picture.over }
    let words = filterText.lowercased().split(separator: " ")
    rows = words.isEmpty ? listed : listed.filter { line in words.allSatisfy { line.searched.contains($0) } }
    guard let cursor, isTouched else {
      jump(to: 0)
      return
    }
    if let row = rows.firstIndex(where: { $0.alarm.cause == cursor }) {
      offset = max(0, offset + row - cursorRow)
      cursorRow = row
      ghost = nil
    } else {
      ghost = picture[cursor] ?? ghost ?? before
      cursorRow = min(cursorRow, rows.count)
    }
  }

  private static func rank(_ line: AlarmLine) -> (UInt8, Instant, Instant) {
    let seen: UInt8 = line.alarm.state.isUnacknowledged ? 0 : 1
    return (seen << 4 | line.priority.rawValue, line.due ?? Instant(milliseconds: .max), .epoch)
  }

  /// Lists what is put aside and what is over too, or no longer.
  mutating func toggleAll() {
    showsAll.toggle()
    arrange()
  }

  /// Lists only what has these words.
  mutating func filter(_ text: String) {
    filterText = text
    ghost = nil
    arrange()
    if ghost != nil { jump(to: 0) }
  }

  /// Moves the cursor by so many rows; a ghost it leaves is gone.
  mutating func move(by delta: Int) {
    guard cursor != nil else { return jump(to: 0) }
    guard ghost != nil else { return jump(to: cursorRow + delta) }
    jump(to: delta > 0 ? cursorRow + delta - 1 : cursorRow + delta)
  }

  /// Puts the cursor on a row, the nearest there is.
  mutating func jump(to row: Int) {
    ghost = nil
    guard !rows.isEmpty else {
      cursor = nil
      cursorRow = 0
      return
    }
    cursorRow = min(max(0, row), rows.count - 1)
    cursor = rows[cursorRow].alarm.cause
  }

  /// The alarm of a cause, as it is listed or as it stands; nil when there is none.
  func line(of cause: String) -> AlarmLine? {
    rows.first { $0.alarm.cause == cause } ?? (ghost?.alarm.cause == cause ? ghost : picture[cause])
  }

  /// Puts the cursor on an alarm that was seen; as a ghost where it has left the list meanwhile.
  mutating func select(_ line: AlarmLine) {
    guard line.alarm.cause != cursor else { return }
    cursor = line.alarm.cause
    if let row = rows.firstIndex(where: { $0.alarm.cause == line.alarm.cause }) {
      cursorRow = row
      ghost = nil
    } else {
      ghost = line
      cursorRow = min(cursorRow, rows.count)
    }
  }

  // MARK: - Being told

  /// Takes news of alarms that were announced.
  ///
  /// - Returns: those for which the operator's own program is to be run.
  mutating func take(_ news: [AlarmNews]) -> [AlarmNews] {
    let urgent = news.filter { $0.priority <= .high }
    untold += urgent
    return urgent
  }

  /// Takes a tick of the clock: the marks that blink change, and what is new is told once, not more often than is wished.
  ///
  /// - Returns: what the operator is to be told of now.
  mutating func tick(_ preferences: AlarmPreferences) -> [AlarmNews] {
    let blinks = preferences.blink && hasBlinking
    isOut = blinks && !isOut
    if ticksSinceTold < 3600 { ticksSinceTold += 1 }
    guard !untold.isEmpty, ticksSinceTold >= preferences.quietSeconds else { return [] }
    // What somebody has seen to meanwhile need not be told.
    let told = untold.filter { picture[$0.cause]?.alarm.isAnnounced ?? true }
    untold = []
    if !told.isEmpty { ticksSinceTold = 0 }
    return told
  }
}

extension AlarmLine {
  /// Whether its mark blinks: critical, and nobody has acknowledged it.
  var blinks: Bool { priority == .critical && alarm.isAnnounced }

  /// What a filter's words are looked for in.
  fileprivate var searched: String {
    [
      alarm.cause, message.asset, message.condition, message.consequence, message.action, alarm.owner, alarm.comment,
      priority.name, alarm.state.name, alarm.shelf == nil ? "" : "shelved",
      alarm.suppressedBy == nil ? "" : "suppressed", alarm.isOutOfService ? "out of service" : "",
    ].joined(separator: " ").lowercased()
  }
}

extension AlarmPriority {
  /// The urgency of the same rank, whose mark and role it has.
  var urgency: Urgency {
    switch self {
    case .critical: .critical
    case .high: .high
    case .medium: .medium
    case .low: .low
    }
  }
}

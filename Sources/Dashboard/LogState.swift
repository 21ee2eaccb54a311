import Atlas
package import Logistics
import Measures

// The newest events are kept whatever the filter is, so that another filter shows at once what it leaves of them. What is older is
// asked for when the operator comes near the end of what there is:
//
//   row 0                                                              row n
//   newest ◄────────── admitted ──────────► ◄───────── older ─────────►   reach   … not looked at yet …   first event
//           what the filter leaves of the      as it was recalled

/// The recorded events, and where the operator is among them.
struct LogState: Sendable {
  /// The number by which a pointer finds the log.
  static let group = 500
  /// How many events are kept whatever the filter is.
  static let entriesMax = 2000
  /// How many of the older ones are recalled at most.
  private static let olderMax = 20_000
  /// How many may pile up on top while the operator looks at older ones.
  private static let pileMax = 100_000

  /// An event with its number in the journal.
  struct Entry: Sendable {
    var sequence: UInt64
    var event: Event
    var shipment: ShipmentID { event.shipment }
  }

  /// A ring: the oldest stands at `start` once it is full.
  private var ring: ContiguousArray<Entry> = []
  private var start = 0
  /// What the filter leaves of the newest, oldest first.
  private var admitted: ContiguousArray<Entry> = []
  /// What the filter leaves of those before, newest first.
  private var older: ContiguousArray<Entry> = []
  /// All events from this number on were looked at.
  private(set) var reach: UInt64 = 1
  /// Before which number older events were asked for that have not come yet.
  private var askedBefore: UInt64?
  /// The filter as typed; empty shows all.
  private(set) var filterText = ""
  /// The filter that the text means.
  private(set) var filter = LogFilter.all
  /// The event under the cursor by its number; nil follows the newest.
  var cursor: UInt64?
  var offset = 0

  /// Takes the next event, which the board has taken in already.
  mutating func take(_ event: Event, sequence: UInt64, in board: Board) {
    let entry = Entry(sequence: sequence, event: event)
    if ring.isEmpty { reach = sequence }
    if ring.count < Self.entriesMax {
      ring.append(entry)
    } else {
      ring[start] = entry
      start = (start + 1) % Self.entriesMax
    }
    guard filter.admits(event, in: board) else { return }
    admitted.append(entry)
    // Whoever looks at older ones keeps what they look at, within reason.
    if admitted.count > (cursor == nil ? 2 * Self.entriesMax : Self.pileMax) {
      admitted.removeFirst(admitted.count - Self.entriesMax)
      older = []
      reach = admitted[0].sequence
    }
  }

  /// Puts what was recorded before this screen was opened in front of what came since.
  mutating func remember(_ events: [(sequence: UInt64, event: Event)], in board: Board) {
    let since = (0..<ring.count).reversed().map { self[$0] }
    ring = []
    admitted = []
    older = []
    start = 0
    for (sequence, event) in events where sequence < since.first?.sequence ?? .max {
      take(event, sequence: sequence, in: board)
    }
    for entry in since { take(entry.event, sequence: entry.sequence, in: board) }
  }

  /// Shows only what a filter leaves.
  mutating func show(_ filter: LogFilter, text: String, in board: Board) {
    self.filter = filter
    filterText = text
    cursor = nil
    older = []
    askedBefore = nil
    admitted = []
    for back in (0..<ring.count).reversed() where filter.admits(self[back].event, in: board) {
      admitted.append(self[back])
    }
    reach = ring.isEmpty ? 1 : self[ring.count - 1].sequence
  }

  /// What to ask for when so many rows from the first in sight on are wanted; nil when nothing is older, or enough is there.
  mutating func wanted(rows: Int) -> (before: UInt64, filter: LogFilter)? {
    guard askedBefore == nil, reach > 1, offset + rows > count, older.count < Self.olderMax else { return nil }
    askedBefore = reach
    return (reach, filter)
  }

  /// Takes older events, oldest first, as they were asked for; all from `first` on were looked at.
  mutating func recall(
    _ events: [(sequence: UInt64, event: Event)], from first: UInt64, before: UInt64, filter: LogFilter
  ) {
    guard askedBefore == before, filter == self.filter else { return }
    askedBefore = nil
    // What was dropped meanwhile would leave a gap: it is asked for again.
    guard before == reach, first < reach else { return }
    for (sequence, event) in events.reversed() where sequence < reach {
      older.append(Entry(sequence: sequence, event: event))
    }
    reach = first
  }

  /// Whether all there is was looked at.
  var isWhole: Bool { reach <= 1 }

  /// How many events are shown.
  var count: Int { admitted.count + older.count }

  /// The event in a row shown, the newest in row 0; nil outside.
  func shown(_ row: Int) -> Entry? {
    guard row >= 0, row < count else { return nil }
    return row < admitted.count ? admitted[admitted.count - 1 - row] : older[row - admitted.count]
  }

  /// The event `back` places before the newest, whatever the filter is.
  private subscript(back: Int) -> Entry { ring[(start + ring.count - 1 - back) % max(1, ring.count)] }

  /// The events of the desk's last deed on a shipment, oldest first: they share one instant.
  func lastDeed(on id: ShipmentID) -> [Event] {
    var deed: [Event] = []
    for back in 0..<ring.count {
      let event = self[back].event
      guard event.shipment == id, event.by.role == .operatorDesk else { continue }
      if let last = deed.last, last.at != event.at { break }
      deed.append(event)
    }
    return deed.reversed()
  }

  /// The row of the cursor.
  var row: Int {
    guard let cursor, count > 0 else { return 0 }
    // Numbers fall from row to row.
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if let entry = shown(middle), entry.sequence <= cursor { high = middle } else { low = middle + 1 }
    }
    return min(low, count - 1)
  }

  /// The event under the cursor.
  var current: Entry? { shown(row) }

  /// Puts the cursor on an event by its number; on the newest it follows what comes.
  mutating func select(_ sequence: UInt64) { cursor = shown(0)?.sequence == sequence ? nil : sequence }

  /// Moves the cursor; on the newest event it follows what comes.
  mutating func move(by delta: Int) {
    guard count > 0 else { return }
    let row = min(max(0, row + delta), count - 1)
    cursor = row == 0 ? nil : shown(row)?.sequence
  }
}

extension LogFilter {
  /// Whether the line of an event is wanted.
  package func admits(_ event: Event, in board: Board) -> Bool {
    if isEmpty { return true }
    let isDesk = event.by.role == .operatorDesk
    let verb = isDesk ? Deed([event], board.texts)?.verb ?? "" : ""
    return admits(event.kind, by: event.by.words(board.texts).lowercased(), isDesk: isDesk, verb: verb)
      && admits(words: LogState.Entry(sequence: 0, event: event).words(in: board))
  }
}

extension Event.AlarmStep {
  /// The step in one line: "alarm raised: silent lane:CN-DE, 212 shipments".
  func words(_ texts: TextTable) -> String {
    switch move {
    case .floodBegan, .floodEnded: return "alarm \(move.words): \(count) new in 10 minutes"
    case .raised, .found, .reraised:
      return "alarm \(move.words): \(texts[cause]), \(count) \(count == 1 ? "shipment" : "shipments")"
    case .owned:
      return "alarm \(texts[cause]): " + (text == .none ? "nobody's" : "owner is \(texts[text])")
    case .suppressed:
      return "alarm suppressed: \(texts[cause])" + (text == .none ? "" : ", explained by \(texts[text])")
    case .closed: return "alarm closed: \(texts[cause]), \(disposition.words)" + texts.quoted(text)
    case .changed, .cleared, .acknowledged, .shelved, .shelvedOnce, .unshelved, .unsuppressed, .outOfService,
      .inService,
      .commented, .chattering, .steadied:
      return "alarm \(move.words): \(texts[cause])" + texts.quoted(text)
    }
  }
}

extension LogState.Entry {
  /// What it is about: a shipment's label, or "alarm".
  var label: String { shipment == .none ? "alarm" : shipment.label }

  /// The event in one line, with its shipment and who said it.
  func words(in board: Board) -> String {
    "\(label) \(event.words(board.texts)) \(event.by.words(board.texts))"
  }
}

// Events in the operator's words.
extension Event {
  /// What happened, a clause; with the codes of currencies where the screen lacks their signs.
  package func words(_ texts: TextTable, isASCII: Bool = false) -> String {
    func amount(_ money: Money) -> String { isASCII ? money.codeText : money.text }
    switch what {
    case .ordered(let order):
      let hasRoute = order.originCountry != .none || order.destinationCountry != .none
      let told = [
        order.goods == .none ? nil : texts[order.goods], order.value.isKnown ? amount(order.value) : nil,
        hasRoute ? "\(order.originCountry.words)-\(order.destinationCountry.words)" : nil,
      ].compactMap { $0 }
      return told.isEmpty ? "first heard of" : "ordered " + told.joined(separator: ", ")
    case .lined(let line): return "line: \(line.quantity) x \(texts[line.goods]) \(amount(line.value))"
    case .stated(let statement): return "\(statement.field.words): \(statement.value.text(of: statement.field, texts))"
    case .claimed(let claim): return claim.words(texts, heard: at)
    case .holdOpened(let hold): return "held: \(hold.reason.words) (\(hold.reason.code))" + texts.quoted(hold.note)
    case .holdClosed(let hold): return "released: \(hold.reason.words) (\(hold.reason.code))" + texts.quoted(hold.note)
    case .documentRequested(let paper): return "asked for \(paper.document.words)" + texts.quoted(paper.note)
    case .documentAttached(let paper): return "attached \(paper.document.words)" + texts.quoted(paper.note)
    case .documentWithdrawn(let paper): return "withdrew \(paper.document.words)" + texts.quoted(paper.note)
    case .noted(let note): return "noted: \(texts[note.text])"
    case .owned(let ownership):
      return ownership.owner == .none ? "gave it back" : "owner is \(texts[ownership.owner])"
    case .corrected(let correction):
      return "took back \(correction.withdrawn.words): \(correction.standing.words) stands"
    case .declared(let message): return message.words(texts, isASCII: isASCII)
    case .holdPassed(let passed):
      let due = passed.amount.currency == .none ? "" : ", \(amount(passed.amount)) due"
      return "\(passed.reason.code) \(passed.reason.words): \(passed.step.words), with the \(passed.owner.name)\(due)"
        + texts.quoted(passed.note)
    case .amended(let amendment): return amendment.words(texts)
    case .tookBack: return "took the last deed back"
    case .alarm(let step): return step.words(texts)
    }
  }
}

extension Event.Claim {
  /// What was said, with place, foreign code and verdict where they tell more; what is to come with its time at the place.
  func words(_ texts: TextTable, heard: Instant) -> String {
    let words = bareWords(texts, heard: heard)
    return verdict.words.map { "\($0): \(words)" } ?? words
  }

  /// What was said, whatever the control room made of it; when it is to be only where `heard` is given.
  func bareWords(_ texts: TextTable, heard: Instant? = nil) -> String {
    let offset = place == .none ? offset : Atlas.offset(at: place, happened)
    let place = place == .none ? texts[placeText] : place.shortWords
    var out: String
    switch kind {
    case .actual:
      out = milestone.words + (reason.map { ": \($0.words)" } ?? "")
      if !place.isEmpty { out += (reason == nil ? " " : ", ") + place }
    case .estimated:
      out = "expects " + milestone.comingWords(place)
      if let heard { out += " " + happened.dayMonth(in: offset, from: heard) }
    case .planned:
      out = "plans " + milestone.comingWords(place)
      if let heard { out += " " + happened.dayAndClock(in: offset, from: heard) }
    }
    if foreignCode != .none { out += " [\(texts[foreignCode])]" }
    return out + texts.quoted(note)
  }
}

extension Milestone {
  /// The milestone as something to come, with its place: "departure from SZX", "delivery in Köln".
  fileprivate func comingWords(_ place: String) -> String {
    let nouns: [(Milestone, noun: String, preposition: String)] = [
      (.pickedUp, "pick-up", "at"), (.departedOrigin, "departure", "from"), (.transitArrived, "arrival", "at"),
      (.transitDeparted, "departure", "from"), (.borderCrossed, "border crossing", "at"),
      (.arrivedDestination, "arrival", "at"), (.importReleased, "release", "at"), (.delivered, "delivery", "in"),
    ]
    let (noun, preposition) = nouns.first { $0.0 == self }.map { ($0.noun, $0.preposition) } ?? (words, "at")
    return place.isEmpty ? noun : "\(noun) \(preposition) \(place)"
  }
}

extension Verdict {
  /// What is to be said of a claim beside itself; nil when nothing is.
  var words: String? {
    switch self {
    case .advances, .beside: nil
    case .repeats: "repeat"
    case .late: "late"
    case .outOfOrder: "disputed, out of order"
    case .blocked: "disputed, held"
    case .afterEnd: "disputed, after the end"
    }
  }
}

extension TextTable {
  /// A note in quotes with a blank before it; nothing for none.
  func quoted(_ id: TextID) -> String { id == .none ? "" : " “\(self[id])”" }
}

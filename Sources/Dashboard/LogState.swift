import Atlas
package import Logistics
import Measures

/// The newest recorded events, and where the operator is among them.
struct LogState: Sendable {
  /// How many events are kept.
  static let entriesMax = 2000

  /// An event with its number in the journal.
  struct Entry: Sendable {
    var sequence: UInt64
    var event: Event
    var shipment: ShipmentID { event.shipment }
  }

  /// A ring: the oldest stands at `start` once it is full.
  private var ring: ContiguousArray<Entry> = []
  private var start = 0
  /// Only events whose words contain this are shown, "by:" before a word asks for who said or did it; empty shows all.
  var filterText = ""
  /// The event under the cursor by its number; nil follows the newest.
  var cursor: UInt64?
  var offset = 0

  /// Takes the next event.
  mutating func take(_ event: Event, sequence: UInt64) {
    let entry = Entry(sequence: sequence, event: event)
    if ring.count < Self.entriesMax {
      ring.append(entry)
    } else {
      ring[start] = entry
      start = (start + 1) % Self.entriesMax
    }
  }

  /// Puts what was recorded before this screen was opened in front of what came since.
  mutating func remember(_ events: [(sequence: UInt64, event: Event)]) {
    let since = (0..<ring.count).reversed().map { self[$0] }
    ring = []
    start = 0
    for (sequence, event) in events where sequence < since.first?.sequence ?? .max { take(event, sequence: sequence) }
    for entry in since { take(entry.event, sequence: entry.sequence) }
  }

  /// How many events are kept, shown or not.
  var count: Int { ring.count }

  /// The event `back` places before the newest.
  subscript(back: Int) -> Entry { ring[(start + ring.count - 1 - back) % max(1, ring.count)] }

  /// The events shown, newest first.
  func shown(in board: Board) -> [Entry] {
    let words = filterText.lowercased().split(separator: " ")
    let who = words.filter { $0.hasPrefix("by:") }.map { $0.dropFirst(3) }
    let needle = words.filter { !$0.hasPrefix("by:") }.joined(separator: " ")
    return (0..<ring.count).lazy.map { self[$0] }.filter { entry in
      guard needle.isEmpty || entry.words(in: board).lowercased().contains(needle) else { return false }
      guard !who.isEmpty else { return true }
      let by = entry.event.by.words(board.texts).lowercased()
      return who.allSatisfy { by.contains($0) }
    }
  }

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

  /// The row of the cursor among the events shown.
  func row(among shown: [Entry]) -> Int {
    guard let cursor else { return 0 }
    return shown.firstIndex { $0.sequence <= cursor } ?? max(0, shown.count - 1)
  }

  /// The event under the cursor.
  func current(in board: Board) -> Entry? {
    let shown = shown(in: board)
    return shown.isEmpty ? nil : shown[row(among: shown)]
  }

  /// Moves the cursor; on the newest event it follows what comes.
  mutating func move(by delta: Int, in board: Board) {
    let shown = shown(in: board)
    guard !shown.isEmpty else { return }
    let row = min(max(0, row(among: shown) + delta), shown.count - 1)
    cursor = row == 0 ? nil : shown[row].sequence
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

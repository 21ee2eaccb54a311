import Logistics
import TUI

/// What is asked of the operator just now; the screen's other keys rest meanwhile.
enum Overlay: Sendable {
  case none
  /// All keys; how many rows are scrolled away.
  case help(Int)
  /// A list to choose from by typing.
  case chooser(Chooser)
  /// The filter line.
  case filter(FilterLine)
  /// A line of text for a note.
  case note(TextField, [Target])
  /// A question of a plugin.
  case form(PluginForm)
  /// Counts of what would be done, and whether to do it.
  case confirm(Confirmation)
  /// What could not be done, shipment by shipment; how many rows are scrolled away.
  case outcome(Outcome, Int)
  /// Lines to be read; how many rows are scrolled away.
  case sheet(Sheet, Int)
  /// A page in the place of the view, to be read.
  case reading(Reading)
  /// The columns of a list.
  case columns(ColumnEditor)
  /// The strip on which a time of the past is picked.
  case timeline(TextField)

  /// A question about alarms, or a text for one.
  case alarm(AlarmOverlay)

  /// Where keys are looked up while it is open.
  var scope: Scope? {
    switch self {
    case .none: nil
    case .help: .help
    case .chooser: .chooser
    case .filter: .filter
    case .note, .form: .note
    case .confirm: .confirm
    case .alarm(.line): .note
    case .alarm(.question): .confirm
    case .outcome, .sheet, .reading: .outcome
    case .columns: .columns
    case .timeline: .timeline
    }
  }
}

/// What a request would do, shown before it is made.
struct Confirmation: Hashable, Sendable {
  let act: Act
  /// Who it would be done to, at the versions seen; frozen while the question is open.
  let targets: [Target]
  /// How many of them were looked at so far: many are counted in slices.
  var looked: Int
  /// To how many of them it would be done.
  private(set) var willBeDone: Int
  /// On how many of those it could not be taken back.
  private(set) var lasting: Int
  /// Why it would be refused, and on which, the most first.
  private(set) var refusals: [Refusal] = []
  /// How many of them the list does not show.
  let hidden: Int
  /// The list whose marks they are; nil when they are not.
  let markedIn: ListID?
  /// Why what is acted on may not be so any more, a sentence; nil where there is no doubt.
  let doubt: String?
  /// What else is to be known before it is done, a sentence; empty where nothing is.
  var fact = ""
  /// The choice that enter takes: 0 is Cancel.
  var selected = 0
  /// The line under the cursor among the reasons and what is unfolded of them.
  var line = 0

  /// What is asked about.
  enum Act: Hashable, Sendable {
    case verb(Verb)
    case plugin(Plugin, [PluginValue])
  }

  /// A question about these; what would become of a verb is still to be counted.
  init(_ act: Act, targets: [Target], hidden: Int = 0, markedIn: ListID? = nil, doubt: String? = nil) {
    self.act = act
    self.doubt = doubt
    self.targets = targets
    self.hidden = hidden
    self.markedIn = markedIn
    switch act {
    case .verb:
      looked = 0
      willBeDone = 0
      lasting = 0
    case .plugin(let plugin, _):
      looked = targets.count
      willBeDone = targets.count
      lasting = plugin.isDangerous ? max(1, targets.count) : 0
    }
  }

  /// Counts what would become of one.
  mutating func take(_ outlook: State.Outlook, of id: ShipmentID) {
    guard let refusal = outlook.refusal else {
      willBeDone += 1
      if outlook.isLasting { lasting += 1 }
      return
    }
    let place = refusals.firstIndex { $0.words == refusal.words }
    if let place { refusals[place].ids.append(id) } else { refusals.append(Refusal(words: refusal.words, ids: [id])) }
  }

  /// Puts the reasons in order: those of the most first.
  mutating func sort() { refusals.sort { ($1.ids.count, $0.words) < ($0.ids.count, $1.words) } }

  /// Whether not all of them were looked at yet.
  var isCounting: Bool { looked < targets.count }

  /// Whether it would be done to any of them; else all that is left is to close the question.
  var isPossible: Bool {
    switch act {
    case .verb: willBeDone > 0 || isCounting
    case .plugin: true
    }
  }

  /// The name of what would be done.
  var name: String {
    switch act {
    case .verb(let verb): verb.name
    case .plugin(let plugin, _): plugin.name
    }
  }

  /// Whether any of it cannot be taken back.
  var isLasting: Bool { lasting > 0 }

  /// The action that says yes: what cannot be taken back has one of its own, so that no habit does it. Never the key that began it.
  var answer: String { isLasting ? "confirm-lasting" : "confirm" }

  /// A reason and the shipments that it holds for.
  struct Refusal: Hashable, Sendable {
    let words: String
    var ids: [ShipmentID]
    /// Whether they are shown one by one.
    var isUnfolded = false
  }

  /// A line among the reasons: one of them, or a shipment for which it holds.
  enum Row: Hashable {
    case reason(Int)
    case shipment(ShipmentID)
  }

  /// How many lines the reasons take, with what is unfolded of them.
  var rowCount: Int { refusals.reduce(0) { $0 + 1 + ($1.isUnfolded ? $1.ids.count : 0) } }

  /// A line among the reasons.
  func row(_ line: Int) -> Row? {
    var rest = line
    for (place, refusal) in refusals.enumerated() {
      if rest == 0 { return .reason(place) }
      rest -= 1
      guard refusal.isUnfolded else { continue }
      if rest < refusal.ids.count { return .shipment(refusal.ids[rest]) }
      rest -= refusal.ids.count
    }
    return nil
  }

  /// Goes so many lines on among the reasons; false where there are none.
  mutating func move(_ delta: Int) -> Bool {
    guard rowCount > 0 else { return false }
    line = min(max(0, line + delta), rowCount - 1)
    return true
  }

  /// Shows one by one the shipments of the reason under the cursor, or folds them away.
  mutating func unfold() {
    guard case .reason(let place)? = row(line) else { return }
    refusals[place].isUnfolded.toggle()
  }
}

/// What was done and what was not.
struct Outcome: Hashable, Sendable {
  let verb: String
  let done: Int
  /// Shipments on which it was refused, and why.
  let refused: [Refused]
  /// Whether those on which it was refused are what is marked since.
  var isMarked = false

  /// What stands above those on which it was refused.
  var head: String {
    "done on \(grouped(done)); not done on \(isMarked ? "these, which stay marked" : "these"):"
  }

  /// A shipment and why not.
  struct Refused: Hashable, Sendable {
    let id: ShipmentID
    let words: String
  }
}

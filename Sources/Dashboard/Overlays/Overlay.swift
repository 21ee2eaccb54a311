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
    case .outcome, .sheet: .outcome
    case .columns: .columns
    case .timeline: .timeline
    }
  }
}

/// The filter while it is typed; the list follows every letter that makes sense.
struct FilterLine: Sendable {
  /// The list it filters; nil for the log.
  var list: ListID?
  var field: TextField
  /// The text before, which esc brings back.
  var before: String
  /// What is wrong with the text; nil when it can be understood.
  var fault: FilterFault?
}

/// What a request would do, shown before it is made.
struct Confirmation: Hashable, Sendable {
  let act: Act
  /// Who it would be done to, at the versions seen; frozen while the question is open.
  let targets: [Target]
  /// How many of them it would be done to.
  var willBeDone: Int
  /// Why it would be refused, and on how many, the most first.
  var refusals: [Refusal]
  /// How many of them the list does not show.
  let hidden: Int
  /// The list whose marks they are; nil when they are not.
  let markedIn: ListID?
  /// The choice that enter takes: 0 is Cancel.
  var selected = 0

  /// What is asked about.
  enum Act: Hashable, Sendable {
    case verb(Verb)
    case plugin(Plugin, [PluginValue])
  }

  /// A question about so many.
  init(
    _ act: Act, targets: [Target], willBeDone: Int? = nil, refusals: [Refusal] = [], hidden: Int = 0,
    markedIn: ListID? = nil
  ) {
    self.act = act
    self.targets = targets
    self.willBeDone = willBeDone ?? targets.count
    self.refusals = refusals
    self.hidden = hidden
    self.markedIn = markedIn
  }

  /// Whether it would be done to any of them; else all that is left is to close the question.
  var isPossible: Bool {
    switch act {
    case .verb: willBeDone > 0
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

  /// Whether it cannot be taken back.
  var isLasting: Bool {
    switch act {
    case .verb(let verb): verb.confirms
    case .plugin(let plugin, _): plugin.isDangerous
    }
  }

  /// The action that says yes: what cannot be taken back has one of its own, so that no habit does it. Never the key that began it.
  var answer: String { isLasting ? "confirm-lasting" : "confirm" }

  /// A reason and its count.
  struct Refusal: Hashable, Sendable {
    let words: String
    let count: Int
  }
}

/// What was done and what was not.
struct Outcome: Hashable, Sendable {
  let verb: String
  let done: Int
  /// Shipments on which it was refused, and why.
  let refused: [Refused]

  /// A shipment and why not.
  struct Refused: Hashable, Sendable {
    let id: ShipmentID
    let words: String
  }
}

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
  /// Counts of what would be done, and whether to do it.
  case confirm(Confirmation)
  /// What could not be done, shipment by shipment; how many rows are scrolled away.
  case outcome(Outcome, Int)
  /// Lines to be read; how many rows are scrolled away.
  case sheet(Sheet, Int)
  /// The columns of a list.
  case columns(ColumnEditor)

  /// Where keys are looked up while it is open.
  var scope: Scope? {
    switch self {
    case .none: nil
    case .help: .help
    case .chooser: .chooser
    case .filter: .filter
    case .note: .note
    case .confirm: .confirm
    case .outcome, .sheet: .outcome
    case .columns: .columns
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
  let verb: Verb
  /// Who it would be done to, at the versions seen; frozen while the question is open.
  let targets: [Target]
  /// How many of them it would be done to.
  let willBeDone: Int
  /// Why it would be refused, and on how many, the most first.
  let refusals: [Refusal]
  /// How many of them the list does not show.
  let hidden: Int
  /// The list whose marks they are; nil when they are not.
  let markedIn: ListID?
  /// The choice that enter takes: 0 is Cancel.
  var selected = 0

  /// Whether it would be done to any of them; else all that is left is to close the question.
  var isPossible: Bool { willBeDone > 0 }

  /// A reason and its count.
  struct Refusal: Hashable, Sendable {
    let words: String
    let count: Int
  }

  /// The key that does it: never the key that began it.
  static let key = "y"
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

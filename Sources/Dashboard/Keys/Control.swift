import Logistics
import TUI

// Everything an operator can do is one record: its name for the command line, its keys, its words, where it works, why it does not
// just now. Footer, help, palette and the README's table are printed from these records; nothing else knows a key.
//
//   key ──► Bindings, by scope ──► Control ──► perform(&state) -> [Effect]
//   ":" ──► name ─────────────────────┘
//
// To add actions: a file `KeyMap+Something.swift` with one `static let something: [Control]`, and its name in `KeyMap.controls`;
// nothing else. The tests then hold it to the rest: a key of its own in every place and every preset, a place in help, palette and
// README, whether it changes the world (`changesWorld`, which read-only mode goes by) and no effect that belies it.

/// Where a key is looked up.
struct Scope: OptionSet, Hashable, Sendable {
  let rawValue: UInt32

  static let overview = Scope(rawValue: 1)
  static let list = Scope(rawValue: 2)
  static let log = Scope(rawValue: 4)
  static let detail = Scope(rawValue: 8)
  static let help = Scope(rawValue: 16)
  static let chooser = Scope(rawValue: 32)
  static let filter = Scope(rawValue: 64)
  static let note = Scope(rawValue: 128)
  static let confirm = Scope(rawValue: 256)
  static let outcome = Scope(rawValue: 512)
  static let map = Scope(rawValue: 1024)
  static let columns = Scope(rawValue: 1 << 15)
  static let timeline = Scope(rawValue: 1 << 14)
  static let groups = Scope(rawValue: 1 << 16)
  static let charts = Scope(rawValue: 1 << 17)
  static let alarms = Scope(rawValue: 1 << 13)
  static let customsDesk = Scope(rawValue: 1 << 18)
  static let border = Scope(rawValue: 1 << 19)

  /// Both ways to look at lists.
  static let lists: Scope = [.overview, .list]
  /// Whatever fills the screen.
  static let screens: Scope = [.overview, .list, .map, .log, .alarms, .detail, .groups, .charts, .customsDesk, .border]
  /// What is laid over it.
  static let overlays: Scope = [.help, .chooser, .filter, .note, .confirm, .outcome, .columns, .timeline]
  /// Where letters are typed, so that a key without a record edits the text.
  static let typing: Scope = [.chooser, .filter, .note, .timeline]

  /// Each by itself, in the order of the README's table.
  static let each: [(scope: Scope, name: String)] = [
    (.overview, "overview"), (.list, "list"), (.map, "map"), (.log, "log"), (.alarms, "alarms"), (.detail, "detail"),
    (.help, "help"),
    (.chooser, "choosing"), (.filter, "filter line"), (.note, "note line"), (.confirm, "question"),
    (.outcome, "outcome"), (.columns, "columns"), (.timeline, "past"), (.groups, "counts"), (.charts, "charts"),
    (.customsDesk, "customs desk"), (.border, "border"),
  ]
}

/// What an action is about: the headings of the help.
enum ControlGroup: String, CaseIterable, Sendable {
  case desk = "Do"
  case alarms = "Alarms"
  case moving = "Move"
  case views = "Look"
  case lists = "Lists"
  case marks = "Mark"
  case clock = "Clock"
  case past = "Past"
  case program = "Program"
  case plugins = "Your own"
  case overlays = "Questions and lines"
}

/// What an action takes on the command line, and what the palette offers for it.
enum Argument: Sendable {
  case none, reason, document, view, theme, speed, sort, columns
  /// Words that cannot be completed, by what they are.
  case words(String)
  /// A shipment by its number.
  case shipment
  /// Somebody at the desk.
  case person
  /// A file.
  case file
  /// A filter, with its fields.
  case filter
  /// One of a list that the state has: what it is, and the names with a few words to each.
  case choice(String, @Sendable (State) -> [(name: String, words: String)])
  /// Several, one behind the other; the last one takes all the rest.
  case several([Argument])

  /// How the help prints it.
  var takes: String {
    switch self {
    case .none: ""
    case .reason: "[REASON]"
    case .document: "[DOCUMENT]"
    case .view: "VIEW"
    case .theme: "[THEME]"
    case .speed: "SPEED"
    case .sort: "[COLUMN ...]"
    case .columns: "[COLUMN[:WIDTH] ...]"
    case .words(let what): what
    case .shipment: "[SHIPMENT]"
    case .person: "[NAME]"
    case .file: "FILE"
    case .filter: "[FILTER]"
    case .choice(let what, _): what
    case .several(let all): all.map(\.takes).joined(separator: " ")
    }
  }

  /// The arguments one by one.
  var slots: [Argument] {
    switch self {
    case .none: []
    case .several(let all): all
    case .reason, .document, .view, .theme, .speed, .sort, .columns, .words, .shipment, .person, .file, .filter,
      .choice:
      [self]
    }
  }
}

/// How an action was asked for.
struct Call: Sendable {
  /// What was typed behind its name; empty from a key.
  var argument = ""
  /// The shipments that were named; nil for those marked or under the cursor.
  var targets: [Target]?
}

/// One thing an operator can do.
struct Control: Sendable {
  /// The stable name, as typed on the command line; never changes.
  let name: String
  /// Its own keys as they are spelt, each a key or a chord, the first before the others; presets and operators may give it others
  /// (``Bindings``).
  let keys: [String]
  /// What it does in a word or two, for the footer.
  let label: String
  /// What it does, a clause, for help and palette.
  let words: String
  let group: ControlGroup
  /// Where its keys work.
  let scopes: Scope
  let argument: Argument
  /// Its place in the footer, the smallest first; nil for never.
  let footer: Int?
  /// Whether it can change anything but this screen: shipments, the journal, the clock that all live by.
  let changesWorld: Bool
  /// Why it cannot be done now; nil when it can.
  let refusal: @Sendable (State) -> String?
  /// Does it.
  let perform: @Sendable (inout State, Call) -> [Effect]

  /// A record. What the desk does changes the world unless it says otherwise; what else does must say so.
  init(
    _ name: String, _ keys: [String], _ label: String, _ words: String, _ group: ControlGroup, in scopes: Scope,
    takes argument: Argument = .none, footer: Int? = nil, changesWorld: Bool? = nil,
    unless refusal: @escaping @Sendable (State) -> String? = { _ in nil },
    _ perform: @escaping @Sendable (inout State, Call) -> [Effect]
  ) {
    self.name = name
    self.keys = keys
    self.label = label
    self.words = words
    self.group = group
    self.scopes = scopes
    self.argument = argument
    self.footer = footer
    self.changesWorld = changesWorld ?? (group == .desk)
    self.refusal = refusal
    self.perform = perform
  }

  /// Whether it can be asked for by name: what answers an open question cannot.
  var isCommand: Bool { !scopes.isDisjoint(with: .screens) }
}

// What a cell means. Panels name a role, never a colour; a theme gives each role its paint.
//
// Each role has one letter, which stands for it in the second block of a snapshot (`Pictures/TextPicture.swift`):
// greys are lower case, what needs a person is a digit (its priority), what the operator handles is upper case.

/// What a cell means to its reader; a theme maps each role to a paint.
package enum Role: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
  /// Plain text, and the ground of the whole screen.
  case text
  /// Text of second rank: units, dates, explanations.
  case secondary
  /// Text of third rank: normal state, separators.
  case muted
  /// Headings and the name of the program.
  case title
  /// How many a panel lists.
  case count
  /// The frame of a panel.
  case border
  /// The frame of the panel that has the keys.
  case focusBorder
  /// Column heads of a table.
  case header
  /// The column head that orders the table.
  case sortHeader
  /// The row under the cursor; as a row background, its ground.
  case cursorRow
  /// The row under the cursor in a panel without the keys.
  case idleCursorRow
  /// A row marked for a bulk action.
  case marked
  /// A row that is new or changed a moment ago; as a row background, its ground.
  case fresh
  /// A record that has left the view and stays until a key is pressed.
  case ghost
  /// The ground and text of head and foot lines.
  case bar
  /// A key that works now.
  case keyHint
  /// What that key does.
  case keyLabel
  /// What cannot be done now.
  case disabled
  /// Priority 1: needs a person now.
  case critical
  /// Priority 2.
  case high
  /// Priority 3.
  case medium
  /// Priority 4.
  case low
  /// A label in reverse for priority 1.
  case criticalBadge
  /// Just cleared by itself.
  case recovered
  /// Data older than its feed promises.
  case stale
  /// Put aside on purpose, for a time.
  case shelved
  /// What a filter matched.
  case match
  /// Text being typed.
  case input
  /// Where the typed text is wrong.
  case inputError
  /// What could be typed next.
  case inputHint
  /// A walkthrough's words.
  case caption
  /// The mark of simulated data.
  case simulated
  /// A tab.
  case tab
  /// The tab that is shown.
  case activeTab
  /// The ground and text of a dialog.
  case dialog
  /// The frame of a dialog.
  case dialogBorder
  /// The heading of a dialog.
  case dialogTitle
  /// A choice of a dialog.
  case button
  /// The choice that enter takes.
  case activeButton
  /// Lines and dots of small charts.
  case sparkline
  /// The filled part of a gauge or of progress.
  case gauge
  /// The empty part of a gauge or of progress.
  case track
  /// Coastlines of the map.
  case coast
  /// Lanes of the map.
  case lane
  /// A short message about what was just done.
  case notice

  /// The role's letter in snapshots; unique.
  package var letter: Character {
    switch self {
    case .text: "."
    case .secondary: "s"
    case .muted: "m"
    case .title: "t"
    case .count: "n"
    case .border: "b"
    case .focusBorder: "F"
    case .header: "h"
    case .sortHeader: "H"
    case .cursorRow: "C"
    case .idleCursorRow: "c"
    case .marked: "M"
    case .fresh: "f"
    case .ghost: "g"
    case .bar: "r"
    case .keyHint: "K"
    case .keyLabel: "k"
    case .disabled: "d"
    case .critical: "1"
    case .high: "2"
    case .medium: "3"
    case .low: "4"
    case .criticalBadge: "!"
    case .recovered: "R"
    case .stale: "o"
    case .shelved: "z"
    case .match: "Y"
    case .input: "I"
    case .inputError: "E"
    case .inputHint: "i"
    case .caption: "P"
    case .simulated: "S"
    case .tab: "a"
    case .activeTab: "A"
    case .dialog: "l"
    case .dialogBorder: "L"
    case .dialogTitle: "D"
    case .button: "u"
    case .activeButton: "U"
    case .sparkline: "p"
    case .gauge: "G"
    case .track: "_"
    case .coast: "w"
    case .lane: "W"
    case .notice: "N"
    }
  }

  /// The four priorities of what needs a person, the most urgent first.
  package static let priorities: [Role] = [.critical, .high, .medium, .low]
}

/// Attributes that every terminal has, as a set.
package struct Attributes: OptionSet, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Bold.
  package static let bold = Attributes(rawValue: 1)
  /// Dim.
  package static let dim = Attributes(rawValue: 2)
  /// Underlined.
  package static let underline = Attributes(rawValue: 4)
  /// Foreground and background exchanged.
  package static let reverse = Attributes(rawValue: 8)
}

/// How a cell is drawn: what it means, a few attributes, and the role whose ground it stands on. Three bytes.
package struct Style: Hashable, Sendable, BitwiseCopyable {
  /// What the cell means: gives the foreground, and the ground unless `ground` says otherwise.
  package var role: Role
  /// Added to the attributes of the theme's paint.
  package var attributes: Attributes
  /// The role plus one whose ground lies under the cell; 0 for the cell's own.
  private var groundCode: UInt8

  /// A style of a role.
  package init(_ role: Role, _ attributes: Attributes = [], on ground: Role? = nil) {
    self.role = role
    self.attributes = attributes
    groundCode = ground.map { $0.rawValue + 1 } ?? 0
  }

  /// The role whose ground lies under the cell (a cursor row, a bar); nil for the cell's own.
  package var ground: Role? {
    get { groundCode == 0 ? nil : Role(rawValue: groundCode - 1) }
    set { groundCode = newValue.map { $0.rawValue + 1 } ?? 0 }
  }

  /// The same style on another ground.
  package func on(_ ground: Role?) -> Style { Style(role, attributes, on: ground) }

  /// The same style with attributes added.
  package func with(_ more: Attributes) -> Style { Style(role, attributes.union(more), on: ground) }

  /// Plain text.
  package static let text = Style(.text)
}

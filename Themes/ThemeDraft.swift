import TUI

// A theme as a file means it, before the check:
//
//   base16, base24 ──► Scheme ───────┐
//   btop .theme ─────► Ingredients ──┼─► ThemeDraft: a paint for every role ─► ThemeCheck ─► Theme
//   k9s skin ────────► Ingredients ──┘
//
// Only the first knows what is an alarm, and keeps its colours for it. Of the others' colours the first red, orange, yellow and blue one paint the four
// priorities; where a file has none of a hue, one of our own does.

/// The forms of theme files.
package enum ThemeForm: String, CaseIterable, Hashable, Sendable {
  case base16, base24, btop, k9s
}

/// A theme as its file means it.
struct ThemeDraft {
  var name: String
  var slug: String
  var author: String
  var form: ThemeForm
  var variant: Theme.Variant
  var paints: [Role: Paint]
  /// Grounds that are made of that of the row under the cursor, as so many percent of it on the plain one.
  var cursorShades: [(role: Role, percent: Int)] = []
  /// What was not understood and left to the terminal or to us, in sentences.
  var notes: [String] = []

  /// The ground as seen: where it is the terminal's own, black or white.
  var ground: RGB { paints[.text]?.background ?? RGB(hex: variant == .dark ? 0x000000 : 0xFFFFFF) }
  /// The text colour as seen.
  var text: RGB { paints[.text]?.foreground ?? RGB(hex: variant == .dark ? 0xFFFFFF : 0x000000) }

  /// Priorities that hold on any ground dark or light enough to be one, the most urgent first.
  static func ownPriorities(_ variant: Theme.Variant) -> [RGB] {
    switch variant {
    case .dark: [0xFF7070, 0xF5A04A, 0xE6D36A, 0x6FC3DD].map { RGB(hex: $0) }
    case .light: [0xBF1D2B, 0xA44300, 0x655C00, 0x00677F].map { RGB(hex: $0) }
    }
  }
}

/// What a file made for another program gives us, by what we need it for; nil grounds are the plain one.
struct Ingredients {
  var variant: Theme.Variant
  /// The plain ground; nil for the terminal's own.
  var ground: RGB?
  var text: RGB
  var muted: RGB
  var title: RGB
  var border: RGB
  var focus: RGB
  var key: RGB
  var cursorText: RGB
  var cursorGround: RGB
  /// What priorities may be made of, the most telling first.
  var signals: [RGB]
  var recovered: RGB
  var shelved: RGB
  var chart: RGB
  var gauge: RGB
  var track: RGB
  var count: RGB?
  var header: RGB?
  var marked: RGB?
  var match: RGB?
  var dialogText: RGB?
  var dialogGround: RGB?
  var button: (text: RGB, ground: RGB)?
  var activeButton: (text: RGB, ground: RGB)?

  private static let idlePercent = 50
  private static let freshPercent = 30
  /// Grounds made of the cursor's.
  static let cursorShades: [(role: Role, percent: Int)] = [(.idleCursorRow, idlePercent), (.fresh, freshPercent)]

  /// A colour for what is normal: the colours of alarms are used for nothing else.
  private func calm(_ colour: RGB) -> RGB {
    switch Hue(colour) {
    case .red, .orange, .yellow: text
    case .green, .blue, nil: colour
    }
  }

  /// A paint for every role.
  func paints() -> [Role: Paint] {
    let focus = calm(focus)
    let key = calm(key)
    let shelved = calm(shelved)
    let plain = ground ?? RGB(hex: variant == .dark ? 0x000000 : 0xFFFFFF)
    let secondary = text.mixed(with: plain, percent: 25)
    let bar = plain.mixed(with: text, percent: 8)
    let priorities = Self.priorities(of: signals, variant)
    var paints: [Role: Paint] = [:]
    for role in Role.allCases {
      paints[role] =
        switch role {
        case .text: Paint(text, on: ground)
        case .secondary, .keyLabel, .tab: Paint(secondary)
        case .muted, .disabled, .ghost, .coast, .inputHint: Paint(muted)
        case .border: Paint(calm(border))
        case .title: Paint(calm(title), on: nil, .bold)
        case .count: Paint(count.map(calm) ?? secondary)
        case .focusBorder, .lane: Paint(focus)
        case .header: Paint(header.map(calm) ?? secondary)
        case .sortHeader: Paint(header.map(calm) ?? text, on: nil, .bold)
        case .cursorRow: Paint(cursorText, on: cursorGround)
        case .idleCursorRow: Paint(text, on: plain.mixed(with: cursorGround, percent: Self.idlePercent))
        case .fresh: Paint(text, on: plain.mixed(with: cursorGround, percent: Self.freshPercent))
        case .marked: Paint(marked.map(calm) ?? key, on: nil, .bold)
        case .bar: Paint(secondary, on: bar)
        case .keyHint: Paint(key, on: nil, .bold)
        case .critical: Paint(priorities[0], on: nil, .bold)
        case .high: Paint(priorities[1])
        case .medium: Paint(priorities[2])
        case .low: Paint(priorities[3])
        case .criticalBadge: Paint(plain, on: priorities[0], .bold)
        case .recovered: Paint(calm(recovered))
        case .stale: Paint(muted.mixed(with: priorities[1], percent: 35))
        case .shelved: Paint(shelved)
        case .match: Paint(calm(match ?? title), on: nil, [.bold, .underline])
        case .input, .caption: Paint(text, on: bar)
        case .inputError: Paint(cursorText, on: cursorGround, [.bold, .underline])
        case .simulated: Paint(shelved, on: nil, .bold)
        case .activeTab: Paint(plain, on: focus, .bold)
        case .dialog: Paint(dialogText ?? text, on: dialogGround ?? bar)
        case .dialogBorder: Paint(focus, on: dialogGround ?? bar)
        case .dialogTitle: Paint(calm(title), on: dialogGround ?? bar, .bold)
        case .button: Paint(button?.text ?? text, on: button?.ground ?? plain.mixed(with: text, percent: 16))
        case .activeButton: Paint(activeButton?.text ?? plain, on: activeButton?.ground ?? focus, .bold)
        case .sparkline: Paint(calm(chart))
        case .gauge: Paint(calm(gauge))
        case .track: Paint(calm(track))
        case .notice: Paint(calm(title))
        }
    }
    return paints
  }

  /// The first red, orange, yellow and blue of several colours; ours where there is none.
  static func priorities(of signals: [RGB], _ variant: Theme.Variant) -> [RGB] {
    let own = ThemeDraft.ownPriorities(variant)
    return zip([Hue.red, .orange, .yellow, .blue], own).map { hue, own in
      signals.first { Hue($0) == hue } ?? own
    }
  }
}

/// The hues that alarms are told by; greys and the hues between have none.
enum Hue: Hashable {
  case red, orange, yellow, green, blue

  init?(_ colour: RGB) {
    let channels = [Int(colour.red), Int(colour.green), Int(colour.blue)]
    let most = channels.max() ?? 0
    let spread = most - (channels.min() ?? 0)
    guard most >= 90, spread * 4 >= most else { return nil }
    let degrees: Int
    if most == channels[0] {
      degrees = (60 * (channels[1] - channels[2]) / spread + 360) % 360
    } else if most == channels[1] {
      degrees = 120 + 60 * (channels[2] - channels[0]) / spread
    } else {
      degrees = 240 + 60 * (channels[0] - channels[1]) / spread
    }
    switch degrees {
    case 335..., ..<18: self = .red
    case 18..<42: self = .orange
    case 42..<72: self = .yellow
    case 72..<165: self = .green
    case 165..<255: self = .blue
    default: return nil
    }
  }
}

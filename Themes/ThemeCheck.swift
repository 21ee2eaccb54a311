package import TUI
import Glibc

// What a theme must hold before it may be used, and what is put right when it does not.
//
//   legible    text stands out from its ground, the four priorities from the plain one and from those of rows
//   distinct   no two priorities look alike in 24 bits, in 256 colours and in 16
//
// A colour that fails is moved towards white or black until it holds; priorities that look alike give way to a set of our own.
// On grounds half way between black and white no four colours are both legible and apart: such a ground gives way to the one that
// the theme's text was made for. Nothing is refused, and everything that was changed is said.

/// What was found wrong with a theme, and what was done about it.
package struct ThemeFinding: Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  package enum Problem: Hashable, Sendable {
    /// A role is hard to read on a ground: contrast and what is needed, in hundredths.
    case faint(on: Role, contrast: Int, needed: Int)
    /// Two priorities look alike at a depth.
    case alike(Role, ColourDepth)
    /// Another priority had to change, and the four change together.
    case oneOfASet
    /// The plain ground leaves no room for four priorities at a depth.
    case crowded(ColourDepth)
  }

  /// What is used instead of the file's colour.
  package enum Remedy: Hashable, Sendable {
    case colour(RGB)
    /// Another ground for the role that the text lies on.
    case ground(RGB)
  }

  package let role: Role
  package let problem: Problem
  /// The role's colour in the file; of what is wrong with a ground, that ground.
  package let was: RGB
  package let remedy: Remedy

  /// One sentence: what is wrong, and what is used instead.
  package var description: String {
    let instead =
      switch remedy {
      case .colour(let colour): "\(colour.text) is used instead"
      case .ground(let colour): "that ground becomes \(colour.text)"
      }
    switch problem {
    case .faint(let ground, let contrast, let needed):
      return "\(role) \(was.text) on the ground of \(ground) has a contrast of \(Self.decimal(contrast)), "
        + "\(Self.decimal(needed)) is needed: \(instead)"
    case .alike(let other, let depth):
      return "\(role) \(was.text) looks like \(other) in \(Self.words(depth)): \(instead)"
    case .oneOfASet:
      return "\(role) \(was.text) changes with the other priorities: \(instead)"
    case .crowded(let depth):
      return "on a ground of \(was.text) no four priorities are legible and apart in \(Self.words(depth)): \(instead)"
    }
  }

  private static func decimal(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  private static func words(_ depth: ColourDepth) -> String {
    switch depth {
    case .none: "no colours"
    case .eight: "8 colours"
    case .sixteen: "16 colours"
    case .indexed: "256 colours"
    case .direct: "24-bit colours"
    }
  }
}

/// A theme ready for use, with what had to be changed in it.
package struct CheckedTheme: Sendable {
  package let theme: Theme
  package let form: ThemeForm
  /// Who made it; empty when the file does not say.
  package let author: String
  /// What of the file was not understood, a sentence each with file and line.
  package let notes: [String]
  /// Empty when the file's own colours are used throughout.
  package let findings: [ThemeFinding]
  /// Priorities that look alike to some eyes, by the kind of colour vision; nothing is changed for it.
  package let confusing: [Confusion]
}

/// Two priorities that look alike to some eyes.
package struct Confusion: Hashable, Sendable, CustomStringConvertible {
  package let vision: ColourVision
  package let first: Role
  package let second: Role

  /// One sentence: which two, to whom, and what tells them apart.
  package var description: String {
    "\(first) and \(second) look alike with \(vision.rawValue); their marks tell them apart"
  }
}

/// Kinds of colour vision.
package enum ColourVision: String, CaseIterable, Hashable, Sendable {
  case protanopia, deuteranopia, tritanopia

  /// How a colour looks (G. M. Machado et al., A Physiologically-based Model for Simulation of Color Vision Deficiency, 2009).
  package func seen(_ colour: RGB) -> RGB {
    let linear = [colour.red, colour.green, colour.blue].map { channel in
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let mixed = matrix.map { row -> UInt8 in
      let value = min(1, max(0, row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2]))
      return UInt8((value <= 0.0031308 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055) * 255 + 0.5)
    }
    return RGB(mixed[0], mixed[1], mixed[2])
  }

  private var matrix: [[Double]] {
    switch self {
    case .protanopia:
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    case .deuteranopia:
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    case .tritanopia:
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    }
  }
}

/// The check, and its correction.
struct ThemeCheck {
  /// A role, the role whose ground it must be read on, and the contrast needed, in hundredths. The order matters: a ground is
  /// put right by roles of the plain ground before its own text is measured on it.
  static let legibility: [(role: Role, ground: Role, needed: Int)] = [
    (.text, .text, 450), (.secondary, .text, 300), (.muted, .text, 200), (.title, .text, 450), (.keyHint, .text, 300),
    (.focusBorder, .text, 300), (.header, .text, 300), (.sortHeader, .text, 300), (.count, .text, 300),
    (.marked, .text, 300), (.match, .text, 300), (.notice, .text, 300), (.tab, .text, 300), (.critical, .text, 450),
    (.high, .text, 450), (.medium, .text, 450), (.low, .text, 450),
    (.recovered, .text, 300), (.shelved, .text, 300), (.stale, .text, 300), (.simulated, .text, 300),
    (.critical, .cursorRow, 300), (.high, .cursorRow, 300), (.medium, .cursorRow, 300), (.low, .cursorRow, 300),
    (.keyHint, .bar, 300), (.keyHint, .dialog, 300), (.cursorRow, .cursorRow, 450),
    (.critical, .idleCursorRow, 300), (.high, .idleCursorRow, 300), (.medium, .idleCursorRow, 300),
    (.low, .idleCursorRow, 300), (.idleCursorRow, .idleCursorRow, 450),
    (.critical, .fresh, 300), (.high, .fresh, 300), (.medium, .fresh, 300), (.low, .fresh, 300),
    (.fresh, .fresh, 450),
    (.bar, .bar, 300), (.dialog, .dialog, 450), (.dialogTitle, .dialogTitle, 450), (.caption, .caption, 450),
    (.input, .input, 450), (.inputError, .inputError, 450), (.button, .button, 450), (.activeTab, .activeTab, 450),
    (.activeButton, .activeButton, 450), (.criticalBadge, .criticalBadge, 450),
  ]

  private let draft: ThemeDraft
  private var paints: [Role: Paint] {
    didSet { made = nil }
  }
  /// The theme of these paints, once it was asked for: its pens at five depths are most of what a check costs.
  private var made: Theme?
  private var findings: [ThemeFinding] = []

  static func run(_ draft: ThemeDraft) -> CheckedTheme {
    var check = ThemeCheck(draft)
    check.correct()
    if let depth = check.crowdedDepth() {
      let was = draft.ground
      var draft = draft
      draft.variant = draft.text.luminance < was.luminance ? .light : .dark
      let ground = RGB(hex: draft.variant == .light ? 0xFFFFFF : 0x000000)
      draft.paints[.text]?.background = ground
      check = ThemeCheck(draft)
      check.findings = [ThemeFinding(role: .text, problem: .crowded(depth), was: was, remedy: .ground(ground))]
      check.correct()
    }
    let theme = check.theme()
    let confusing = ColourVision.allCases.compactMap { vision in
      Self.alike(Role.priorities.map { vision.seen(theme.foreground($0)) }).map { first, second in
        Confusion(vision: vision, first: Role.priorities[first], second: Role.priorities[second])
      }
    }
    return CheckedTheme(
      theme: theme, form: draft.form, author: draft.author, notes: draft.notes, findings: check.findings,
      confusing: confusing)
  }

  private mutating func correct() {
    separate()
    lighten()
    // Two priorities moved towards white can meet there.
    separate()
    lighten()
  }

  /// The depth at which two priorities look alike still; nil where there is none.
  private mutating func crowdedDepth() -> ColourDepth? {
    let theme = theme()
    return Self.depths.first { Self.alike(Self.priorities(of: theme, at: $0)) != nil }
  }

  private init(_ draft: ThemeDraft) {
    self.draft = draft
    paints = draft.paints
  }

  private mutating func theme() -> Theme {
    if let made { return made }
    let theme = Theme(name: draft.name, slug: draft.slug, variant: draft.variant) { paints[$0] ?? Paint() }
    made = theme
    return theme
  }

  private func foreground(_ role: Role) -> RGB { paints[role]?.foreground ?? draft.text }
  private func background(_ role: Role) -> RGB { paints[role]?.background ?? draft.ground }

  /// Replaces priorities that look alike by our own set, as a whole: a mixture could collide again.
  private mutating func separate() {
    let theme = theme()
    for depth in Self.depths {
      guard let pair = Self.alike(Self.priorities(of: theme, at: depth)) else { continue }
      let alike = [Role.priorities[pair.0], Role.priorities[pair.1]]
      for (role, own) in zip(Role.priorities, ThemeDraft.ownPriorities(draft.variant)) {
        let was = foreground(role)
        paints[role]?.foreground = own
        guard was != own else { continue }
        let problem: ThemeFinding.Problem =
          alike.contains(role) ? .alike(alike[0] == role ? alike[1] : alike[0], depth) : .oneOfASet
        findings.append(ThemeFinding(role: role, problem: problem, was: was, remedy: .colour(own)))
      }
      return
    }
  }

  /// Moves faint colours towards white on dark grounds and towards black on light ones; and grounds that make a colour faint
  /// which is legible on the plain one, towards the plain one.
  private mutating func lighten() {
    for rule in Self.legibility {
      let ground = background(rule.ground)
      let was = foreground(rule.role)
      let contrast = Int(was.contrast(with: ground) * 100)
      guard contrast < rule.needed else { continue }
      let problem = ThemeFinding.Problem.faint(on: rule.ground, contrast: contrast, needed: rule.needed)
      if rule.ground != .text, rule.ground != rule.role {
        let used = Self.moved(ground, to: background(.text)) { Int(was.contrast(with: $0) * 100) >= rule.needed }
        paints[rule.ground]?.background = used
        if rule.ground == .cursorRow {
          for (role, percent) in draft.cursorShades {
            let shade = background(.text).mixed(with: used, percent: percent)
            paints[role]?.background = shade
          }
        }
        findings.append(ThemeFinding(role: rule.role, problem: problem, was: was, remedy: .ground(used)))
      } else {
        let end = RGB(hex: ground.luminance > 0.18 ? 0x000000 : 0xFFFFFF)
        let used = Self.moved(was, to: end) { Int($0.contrast(with: ground) * 100) >= rule.needed }
        paints[rule.role]?.foreground = used
        findings.append(ThemeFinding(role: rule.role, problem: problem, was: was, remedy: .colour(used)))
      }
    }
  }

  private static func moved(_ colour: RGB, to end: RGB, until holds: (RGB) -> Bool) -> RGB {
    for percent in stride(from: 5, to: 100, by: 5) {
      let used = colour.mixed(with: end, percent: percent)
      if holds(used) { return used }
    }
    return end
  }

  /// The priorities as they look at a depth.
  static func priorities(of theme: Theme, at depth: ColourDepth) -> [RGB] {
    Role.priorities.map { role in rgb(theme.pen(Style(role), depth).foreground) ?? theme.foreground(role) }
  }

  /// The depths at which priorities must be told apart by their colours; with fewer, attributes do that.
  static let depths: [ColourDepth] = [.direct, .indexed, .sixteen]

  /// The first two of several colours that look alike.
  static func alike(_ colours: [RGB]) -> (Int, Int)? {
    for first in colours.indices {
      for second in colours.indices where second > first && colours[first].distance(to: colours[second]) < distanceMin {
        return (first, second)
      }
    }
    return nil
  }

  private static func rgb(_ colour: TerminalColour) -> RGB? {
    switch colour {
    case .rgb(let rgb): rgb
    case .index(let index): TerminalPalette.rgb(index)
    case .standard: nil
    }
  }

  /// The square of the least distance of two colours that are told apart at a glance, in the units of `RGB.distance`.
  static let distanceMin = 55 * 55
}

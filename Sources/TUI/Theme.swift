// From what a cell means to what a terminal is told.
//
//   Style ──role──► Paint (RGB, attributes) ──depth──► Pen
//     │                                         direct   the theme's own RGB
//     └─ground─► the background of that role    indexed  nearest of 240, priorities kept apart
//                                               sixteen  nearest of 16, priorities kept apart
//                                               eight    nearest of 8, priorities kept apart
//                                               none     attributes of the monochrome table
//
// The pens of every role at every depth are worked out once, when a theme is made.

/// How a role is painted; nil colours are the ground's.
package struct Paint: Hashable, Sendable {
  /// Text colour; nil for that of plain text.
  package var foreground: RGB?
  /// Ground; nil for that of plain text.
  package var background: RGB?
  /// Attributes at every depth.
  package var attributes: Attributes

  /// A paint.
  package init(_ foreground: RGB? = nil, on background: RGB? = nil, _ attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

/// What a terminal is told before a glyph.
package struct Pen: Hashable, Sendable, BitwiseCopyable {
  package var foreground: TerminalColour
  package var background: TerminalColour
  package var attributes: Attributes

  /// A pen.
  package init(
    foreground: TerminalColour = .standard, background: TerminalColour = .standard, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}

/// Paints for every role. Without a file there is only `Theme.monochrome`; palettes come from theme files.
package struct Theme: Sendable, Equatable {
  /// Whether its ground is dark or light.
  package enum Variant: String, Hashable, Sendable {
    case dark, light
  }

  /// As people read it.
  package let name: String
  /// As it is chosen: lower case, no blanks.
  package let slug: String
  /// Whether its ground is dark or light.
  package let variant: Variant
  private let paints: [Paint]
  private let pens: [[Pen]]

  /// A theme whose paints are given by a function over the roles.
  package init(name: String, slug: String, variant: Variant, _ paint: (Role) -> Paint) {
    self.name = name
    self.slug = slug
    self.variant = variant
    let paints = Role.allCases.map(paint)
    self.paints = paints
    pens = ColourDepth.allCases.map { Self.pens(paints, at: $0, variant) }
  }

  /// The paint of a role.
  package func paint(_ role: Role) -> Paint { paints[Int(role.rawValue)] }

  /// The text colour of a role as seen; black or white where the theme leaves it to the terminal.
  package func foreground(_ role: Role) -> RGB {
    paint(role).foreground ?? paint(.text).foreground ?? RGB(hex: variant == .dark ? 0xFFFFFF : 0x000000)
  }

  /// The ground of a role as seen; black or white where the theme leaves it to the terminal.
  package func background(_ role: Role) -> RGB {
    paint(role).background ?? paint(.text).background ?? RGB(hex: variant == .dark ? 0x000000 : 0xFFFFFF)
  }

  /// What a terminal of a depth is told for a style.
  package func pen(_ style: Style, _ depth: ColourDepth) -> Pen {
    let row = pens[Int(depth.rawValue)]
    var pen = row[Int(style.role.rawValue)]
    if let ground = style.ground {
      let under = row[Int(ground.rawValue)]
      pen.background = under.background
      // Where a ground has no colour of its own, its attributes show it.
      pen.attributes.formUnion(under.attributes.intersection([.reverse, .underline]))
      // On few colours a text can fall on a ground of its own colour.
      if pen.foreground == pen.background, pen.background != .standard { pen.foreground = under.foreground }
    }
    pen.attributes.formUnion(style.attributes)
    return pen
  }

  /// Attributes alone: for terminals without colour, and where colour is not wanted.
  package static let monochrome = Theme(name: "Monochrome", slug: "monochrome", variant: .dark) {
    Paint(nil, on: nil, monochromeAttributes($0))
  }

  private static func monochromeAttributes(_ role: Role) -> Attributes {
    switch role {
    case .text, .secondary, .header, .tab, .keyLabel, .input, .inputHint, .caption, .dialog, .dialogBorder: []
    case .lane, .sparkline, .gauge, .recovered, .fresh, .bar, .border, .count, .button, .notice: []
    case .muted, .disabled, .ghost, .stale, .shelved, .track, .coast: .dim
    case .title, .keyHint, .dialogTitle, .focusBorder, .marked: .bold
    case .sortHeader: [.bold, .underline]
    case .cursorRow, .activeTab, .activeButton: .reverse
    case .idleCursorRow: .underline
    case .critical, .criticalBadge: [.bold, .reverse]
    case .high: [.bold, .underline]
    case .medium: .bold
    case .low: .underline
    case .match, .inputError: .underline
    case .simulated: .reverse
    }
  }

  private static func pens(_ paints: [Paint], at depth: ColourDepth, _ variant: Variant) -> [Pen] {
    let ground = paints[Int(Role.text.rawValue)]
    var taken: [UInt8] = []
    var priorities: [Role: TerminalColour] = [:]
    let backdrop = ground.background.map { reduced($0, depth, except: []) } ?? .standard
    if case .index(let index) = backdrop { taken.append(index) }
    let seen = ground.background.map { shown(backdrop) ?? $0 } ?? RGB(hex: variant == .dark ? 0x000000 : 0xFFFFFF)
    taken += illegible(on: seen, depth)
    taken += greys(depth, besides: taken)
    for role in Role.priorities {
      guard let colour = paints[Int(role.rawValue)].foreground else { continue }
      let reduced = reduced(depth < .indexed ? saturated(colour) : colour, depth, except: taken)
      if case .index(let index) = reduced { taken.append(index) }
      priorities[role] = reduced
    }
    return Role.allCases.map { role in
      let paint = paints[Int(role.rawValue)]
      guard depth != .none else { return Pen(attributes: monochromeAttributes(role)) }
      let background = (paint.background ?? ground.background).map { reduced($0, depth, except: []) } ?? .standard
      var foreground =
        priorities[role] ?? (paint.foreground ?? ground.foreground).map { reduced($0, depth, except: []) } ?? .standard
      if foreground == background, foreground != .standard, priorities[role] == nil {
        foreground = readable(on: background, paint.foreground ?? ground.foreground, depth)
      }
      var pen = Pen(foreground: foreground, background: background, attributes: paint.attributes)
      // Few colours may give the row under the cursor the ground it stands on: attributes show it then.
      if background == backdrop {
        if [.cursorRow, .activeTab, .activeButton].contains(role) { pen.attributes.insert(.reverse) }
        if role == .idleCursorRow { pen.attributes.insert(.underline) }
      }
      return pen
    }
  }

  /// The colour that a palette's index stands for.
  private static func shown(_ colour: TerminalColour) -> RGB? {
    switch colour {
    case .standard: nil
    case .rgb(let rgb): rgb
    case .index(let index): TerminalPalette.rgb(index)
    }
  }

  /// Colours of a palette that are hard to read on the ground: contrast below 4.5, or below 3 where that would leave fewer
  /// than there are priorities.
  private static func illegible(on ground: RGB, _ depth: ColourDepth) -> [UInt8] {
    let palette: ClosedRange<UInt8>
    switch depth {
    // Of eight, the only red is one of them.
    case .none, .direct, .eight: return []
    case .sixteen: palette = 0...15
    case .indexed: palette = 16...255
    }
    for needed in [4.5, 3] {
      let illegible = palette.filter { TerminalPalette.rgb($0).contrast(with: ground) < needed }
      if palette.count - illegible.count >= Role.priorities.count { return illegible }
    }
    return []
  }

  /// Greys of a small palette, in which a pale red must not end as one; none where too few colours would be left.
  private static func greys(_ depth: ColourDepth, besides taken: [UInt8]) -> [UInt8] {
    switch depth {
    case .none, .direct, .indexed: return []
    case .eight: return [0, 7]
    case .sixteen:
      let greys: [UInt8] = [0, 7, 8, 15]
      return 16 - Set(taken + greys).count >= Role.priorities.count ? greys : []
    }
  }

  /// A colour at the full strength of its hue, which is how small palettes have theirs; greys stay.
  private static func saturated(_ colour: RGB) -> RGB {
    let most = Int(max(colour.red, colour.green, colour.blue))
    let least = Int(min(colour.red, colour.green, colour.blue))
    guard (most - least) * 4 >= most, most > least else { return colour }
    func channel(_ value: UInt8) -> UInt8 { UInt8(clamping: (Int(value) - least) * most / (most - least)) }
    return RGB(channel(colour.red), channel(colour.green), channel(colour.blue))
  }

  private static func reduced(_ colour: RGB, _ depth: ColourDepth, except taken: [UInt8]) -> TerminalColour {
    switch depth {
    case .none: .standard
    case .eight: .index(TerminalPalette.nearest8(colour, except: taken))
    case .sixteen: .index(TerminalPalette.nearest16(colour, except: taken))
    case .indexed: .index(TerminalPalette.nearest256(colour, except: taken))
    case .direct: .rgb(colour)
    }
  }

  /// The colour nearest to the one wanted that is not the ground itself.
  private static func readable(on background: TerminalColour, _ wanted: RGB?, _ depth: ColourDepth) -> TerminalColour {
    let wanted = wanted ?? RGB(0, 0, 0)
    switch background {
    case .standard: return .standard
    case .rgb(let colour): return .rgb(RGB(hex: colour.luminance > 0.18 ? 0x000000 : 0xFFFFFF))
    case .index(let index):
      switch depth {
      case .none: return .standard
      case .eight: return .index(TerminalPalette.nearest8(wanted, except: [index]))
      case .sixteen: return .index(TerminalPalette.nearest16(wanted, except: [index]))
      case .indexed, .direct: return .index(TerminalPalette.nearest256(wanted, except: [index]))
      }
    }
  }
}

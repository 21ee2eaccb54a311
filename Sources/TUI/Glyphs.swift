// Which glyphs a terminal can be trusted with, best first, and what replaces what:
//
//   set       frames   marks      progress  charts    for
//   unicode   ┌─┐│     ▴ ▾ ✓ …    ●●◐○○     braille   UTF-8 terminals
//   neutral   +-+|     ▴ ▾ ✓ ~    ⣿⣿⡇⣀⣀     braille   UTF-8 terminals that draw ambiguous glyphs two cells wide
//   console   ┌─┐│     ^ v + ~    ██▌░░     blocks    the Linux console's own font
//   ascii     +-+|     ^ v + ~    ##=..     ASCII     no UTF-8, or asked for

/// A set of glyphs that a terminal can be trusted with.
package enum GlyphSet: UInt8, CaseIterable, Hashable, Sendable {
  /// Everything.
  case unicode
  /// Only glyphs of one width in every font (East Asian Width "neutral" or "narrow").
  case neutral
  /// What the Linux console's font has: frames and blocks, no braille.
  case console
  /// 7-bit ASCII; other text is folded to its nearest letters.
  case ascii

  /// The set's glyphs by use.
  package var glyphs: Glyphs {
    switch self {
    case .unicode: Glyphs.unicode
    case .neutral: Glyphs.neutral
    case .console: Glyphs.console
    case .ascii: Glyphs.ascii
    }
  }

  /// Whether small charts are drawn in braille.
  package var hasBraille: Bool {
    switch self {
    case .unicode, .neutral: true
    case .console, .ascii: false
    }
  }
}

/// The glyphs of one set by use; each takes one cell.
package struct Glyphs: Hashable, Sendable {
  /// A frame's lines and corners.
  package var horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight: Unicode.Scalar
  /// Where a line meets a frame.
  package var teeLeft, teeRight, teeTop, teeBottom: Unicode.Scalar
  /// Shows that text was cut.
  package var ellipsis: Unicode.Scalar
  /// Order of a sorted column.
  package var ascending, descending: Unicode.Scalar
  /// Stands before the row under the cursor, and before a marked row.
  package var cursor, mark: Unicode.Scalar
  /// Steps of progress: done, under way, to come.
  package var done, underWay, toCome: Unicode.Scalar
  /// Cells of a gauge: full, half, empty.
  package var full, half, empty: Unicode.Scalar
  /// Done and failed, as ticks.
  package var tick, cross: Unicode.Scalar
  /// Stands between items on a line.
  package var separator: Unicode.Scalar

  static let unicode = Glyphs(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘", teeLeft: "├",
    teeRight: "┤", teeTop: "┬", teeBottom: "┴", ellipsis: "…", ascending: "▴", descending: "▾", cursor: "▸", mark: "✓",
    done: "●", underWay: "◐", toCome: "○", full: "█", half: "▌", empty: "░", tick: "✓", cross: "✗", separator: "∙")

  static let neutral = Glyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", teeLeft: "+",
    teeRight: "+", teeTop: "+", teeBottom: "+", ellipsis: "~", ascending: "▴", descending: "▾", cursor: "▸", mark: "✓",
    done: "⣿", underWay: "⡇", toCome: "⣀", full: "⣿", half: "⡇", empty: "⠒", tick: "✓", cross: "✗", separator: "∙")

  static let console = Glyphs(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘", teeLeft: "├",
    teeRight: "┤", teeTop: "┬", teeBottom: "┴", ellipsis: "~", ascending: "^", descending: "v", cursor: ">", mark: "*",
    done: "█", underWay: "▌", toCome: "░", full: "█", half: "▌", empty: "░", tick: "+", cross: "x", separator: "·")

  static let ascii = Glyphs(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", teeLeft: "+",
    teeRight: "+", teeTop: "+", teeBottom: "+", ellipsis: "~", ascending: "^", descending: "v", cursor: ">", mark: "*",
    done: "#", underWay: "=", toCome: ".", full: "#", half: "=", empty: ".", tick: "+", cross: "x", separator: "|")
}

extension GlyphSet {
  /// What this set shows for a scalar: itself, or the nearest glyph that the set has.
  ///
  /// - Parameter width: the scalar's cells; a folded wide scalar still fills them, its last cells blank.
  package func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let value = scalar.value
    if value < 0x7F { return scalar }
    switch self {
    case .unicode:
      return scalar
    case .neutral:
      return TextWidth.isAmbiguous(scalar) ? Self.neutralFold(value) ?? scalar : scalar
    case .console:
      return (0x2800...0x28FF).contains(value) ? Self.brailleFold(value) : Self.consoleFold(value) ?? scalar
    case .ascii:
      return Self.asciiFold(value)
    }
  }

  private static func neutralFold(_ value: UInt32) -> Unicode.Scalar? {
    switch value {
    case 0x2500, 0x2550, 0x2013, 0x2014: "-"
    case 0x2502, 0x2551: "|"
    case 0x2501...0x257F: "+"
    case 0x2018, 0x2019: "'"
    case 0x201C, 0x201D: "\""
    case 0x2026: "~"
    case 0xB7, 0x2022: "∙"
    case 0x25CF: "⣿"
    case 0x25D0: "⡇"
    case 0x25CB: "⣀"
    case 0x2588: "⣿"
    case 0x2192: "▸"
    case 0x2190: "◂"
    case 0x2191: "▴"
    case 0x2193: "▾"
    case 0xD7: "x"
    default: nil
    }
  }

  private static func consoleFold(_ value: UInt32) -> Unicode.Scalar? {
    switch value {
    case 0x25B4: "^"
    case 0x25BE: "v"
    case 0x25B8: ">"
    case 0x25C2: "<"
    case 0x2713, 0x2714: "+"
    case 0x2717, 0x2718: "x"
    case 0x26A0: "!"
    case 0x2219: "·"
    case 0x2026: "~"
    case 0x25CF: "█"
    case 0x25D0: "▌"
    case 0x25CB: "░"
    case 0x2426: "?"
    case 0x2400...0x2425: "?"
    default: nil
    }
  }

  private static func brailleFold(_ value: UInt32) -> Unicode.Scalar {
    switch (value & 0xFF).nonzeroBitCount {
    case 0: " "
    case 1...2: "."
    case 3...4: ":"
    case 5...6: "+"
    default: "#"
    }
  }

  private static func asciiFold(_ value: UInt32) -> Unicode.Scalar {
    switch value {
    case 0xC0...0x17F: return latin[Int(value - 0xC0)]
    case 0xA0: return " "
    case 0xAB, 0x2039: return "<"
    case 0xBB, 0x203A: return ">"
    case 0xB7, 0x2022, 0x2219: return "|"
    case 0xB0: return "o"
    case 0xB1: return "~"
    case 0x20AC: return "E"
    case 0xA3: return "L"
    case 0xA5: return "Y"
    case 0x2010...0x2015, 0x2212: return "-"
    case 0x2018, 0x2019: return "'"
    case 0x201C, 0x201D: return "\""
    case 0x2026: return "~"
    case 0x2192: return ">"
    case 0x2190: return "<"
    case 0x2191: return "^"
    case 0x2193: return "v"
    case 0x2500, 0x2501, 0x2550: return "-"
    case 0x2502, 0x2503, 0x2551: return "|"
    case 0x2504...0x257F: return "+"
    case 0x2588, 0x25CF: return "#"
    case 0x258C, 0x25D0: return "="
    case 0x2591...0x2593, 0x25CB: return "."
    case 0x2800...0x28FF: return brailleFold(value)
    default: return consoleFold(value).flatMap { $0.isASCII ? $0 : nil } ?? "?"
    }
  }

  /// Latin letters from U+00C0 to U+017F without their marks.
  private static let latin: [Unicode.Scalar] = Array(
    ("AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty"
      + "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTt"
      + "TtTtUuUuUuUuUuUuWwYyYZzZzZzs").unicodeScalars)
}

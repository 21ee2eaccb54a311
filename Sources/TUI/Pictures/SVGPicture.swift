extension Canvas {
  /// The canvas as an SVG picture in a theme's colours.
  ///
  /// Every run of one style is placed by its column and stretched to its cells, so that columns line up in any font; wide
  /// glyphs and symbols, which another font may have to lend, are placed one by one, and Braille is drawn dot by dot.
  ///
  /// - Parameters:
  ///   - title: what the picture shows, for readers who cannot see it.
  ///   - depth: with fewer colours than 24 bits, as a terminal of that depth with the usual palette would show it.
  package func svg(theme: Theme, title: String, depth: ColourDepth = .direct) -> String {
    let cellWidth = Self.cellWidth
    let cellHeight = Self.cellHeight
    let margin = 10
    let width = size.width * cellWidth + 2 * margin
    let height = size.height * cellHeight + 2 * margin
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
      role="img">
      <title>\(Self.escaped(title))</title>
      <rect width="100%" height="100%" rx="6" fill="\(Self.shown(theme.pen(.text, depth).background, theme, depth, isGround: true).text)"/>
      <g font-family="ui-monospace, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace" font-size="15" \
      xml:space="preserve" style="white-space:pre">

      """
    for row in 0..<size.height {
      var x = 0
      while x < size.width {
        let style = self[x, row].style
        var end = x
        var text = ""
        while end < size.width, self[end, row].style == style || self[end, row].width == 0 {
          let cell = self[end, row]
          let scalars = scalars(of: cell)
          let isAlone = cell.width == 2 || cell.glyph & Self.clusterBit != 0 || Self.isSymbol(scalars)
          if isAlone, end > x { break }
          text += scalars
          end += max(1, Int(cell.width))
          if isAlone { break }
        }
        let place = Rect(
          x: margin + x * cellWidth, y: margin + row * cellHeight, width: (end - x) * cellWidth, height: cellHeight)
        svg += Self.run(text, at: place, colours(of: style, theme, depth))
        x = end
      }
    }
    return svg + "</g>\n</svg>\n"
  }

  private static let cellWidth = 9
  private static let cellHeight = 19

  private struct Colours {
    var foreground, background, ground: RGB
    var attributes: Attributes
  }

  private func colours(of style: Style, _ theme: Theme, _ depth: ColourDepth) -> Colours {
    let pen = theme.pen(style, depth)
    let foreground = Self.shown(pen.foreground, theme, depth, isGround: false)
    let background = Self.shown(pen.background, theme, depth, isGround: true)
    let isReversed = pen.attributes.contains(.reverse)
    return Colours(
      foreground: isReversed ? background : foreground, background: isReversed ? foreground : background,
      ground: Self.shown(theme.pen(.text, depth).background, theme, depth, isGround: true),
      attributes: pen.attributes)
  }

  /// A colour as it looks; a terminal's own is black or white where it shows none, else the theme's.
  private static func shown(_ colour: TerminalColour, _ theme: Theme, _ depth: ColourDepth, isGround: Bool) -> RGB {
    switch colour {
    case .rgb(let rgb): rgb
    case .index(let index): TerminalPalette.rgb(index)
    case .standard where depth == .none: RGB(hex: (theme.variant == .dark) == isGround ? 0x000000 : 0xFFFFFF)
    case .standard: isGround ? theme.background(.text) : theme.foreground(.text)
    }
  }

  private static func run(_ text: String, at place: Rect, _ colours: Colours) -> String {
    var svg = ""
    if colours.background != colours.ground {
      svg += "<rect x=\"\(place.x)\" y=\"\(place.y)\" width=\"\(place.width)\" height=\"\(place.height)\""
      svg += " fill=\"\(colours.background.text)\"/>\n"
    }
    let dots = dots(of: text, at: place)
    if !dots.isEmpty { svg += "<path fill=\"\(colours.foreground.text)\" d=\"\(dots)\"/>\n" }
    let text =
      dots.isEmpty ? text : String(String.UnicodeScalarView(text.unicodeScalars.map { isBraille($0) ? " " : $0 }))
    guard text.contains(where: { $0 != " " }) else { return svg }
    svg +=
      "<text x=\"\(place.x)\" y=\"\(place.y + 14)\" textLength=\"\(place.width)\" lengthAdjust=\"spacingAndGlyphs\""
    svg += " fill=\"\(colours.foreground.text)\""
    if colours.attributes.contains(.bold) { svg += " font-weight=\"bold\"" }
    if colours.attributes.contains(.dim) { svg += " opacity=\"0.6\"" }
    if colours.attributes.contains(.underline) { svg += " text-decoration=\"underline\"" }
    return svg + ">\(escaped(text))</text>\n"
  }

  private static func isBraille(_ scalar: Unicode.Scalar) -> Bool { (0x2800...0x28FF).contains(scalar.value) }

  /// Whether a glyph may come from another font than its neighbours, with another width: arrows, marks, shapes.
  private static func isSymbol(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return (0x2190..<0x2500).contains(first.value) || (0x25A0..<0x2800).contains(first.value)
  }

  /// The dots of a run's Braille glyphs as a path; empty where it has none. Every glyph is a cell wide.
  private static func dots(of text: String, at place: Rect) -> String {
    // The bits of a pattern, from the lowest on: down the left side, down the right side, then the lowest row (Unicode, 2800).
    let columns = [0, 0, 0, 1, 1, 1, 0, 1]
    let rows = [0, 1, 2, 0, 1, 2, 3, 3]
    var path = ""
    for (cell, scalar) in text.unicodeScalars.enumerated() where isBraille(scalar) {
      for bit in 0..<8 where scalar.value >> UInt32(bit) & 1 != 0 {
        path += "M\(place.x + cell * cellWidth + 2 + columns[bit] * 4) \(place.y + 3 + rows[bit] * 4)h2v2h-2z"
      }
    }
    return path
  }

  private static func escaped(_ text: String) -> String {
    // By scalars: a sign that carries a combining mark is another character, and the same sign to whoever reads the file.
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

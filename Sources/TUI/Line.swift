/// A piece of text in one style.
package struct Span: Hashable, Sendable {
  /// The text, any characters.
  package var text: String
  /// What it means.
  package var style: Style

  /// A piece of text.
  package init(_ text: String, _ style: Style = .text) {
    self.text = text
    self.style = style
  }
}

/// One line of text in several styles.
package struct Line: Hashable, Sendable, ExpressibleByArrayLiteral, ExpressibleByStringInterpolation {
  /// Its pieces from left to right.
  package var spans: [Span]

  /// A line of pieces.
  package init(_ spans: [Span]) { self.spans = spans }

  /// A line of one piece.
  package init(_ text: String, _ role: Role) { spans = [Span(text, Style(role))] }

  /// A line of one piece.
  package init(_ text: String, _ style: Style = .text) { spans = [Span(text, style)] }

  package init(arrayLiteral elements: Span...) { spans = elements }

  package init(stringLiteral value: String) { spans = [Span(value)] }

  /// The same line with a piece more.
  package func adding(_ text: String, _ role: Role = .text) -> Line { Line(spans + [Span(text, Style(role))]) }

  /// One line after another.
  package static func + (left: Line, right: Line) -> Line { Line(left.spans + right.spans) }

  /// The text alone.
  package var text: String { spans.map(\.text).joined() }

  /// Whether there is no text.
  package var isEmpty: Bool { spans.allSatisfy { $0.text.isEmpty } }
}

/// Breaks text into lines no wider than a width.
package enum Wrapping {
  /// Lines of at most `width` cells: broken at line feeds and blanks, and inside a word only when it is longer than a line.
  ///
  /// - Parameters:
  ///   - width: cells, at least 1.
  ///   - linesMax: the last line allowed takes whatever follows, to be cut when drawn.
  package static func lines(
    _ text: String, width: Int, linesMax: Int = .max, ambiguous: AmbiguousWidth = .one
  ) -> [String] {
    let width = max(1, width)
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      var used = 0
      for word in paragraph.split(separator: " ", omittingEmptySubsequences: true) {
        let cells = TextWidth.of(word, ambiguous: ambiguous)
        if used > 0, used + 1 + cells <= width {
          line += " " + word
          used += 1 + cells
          continue
        }
        if used > 0 {
          lines.append(line)
          line = ""
          used = 0
        }
        for character in word {
          let cells = TextWidth.of(String(character), ambiguous: ambiguous)
          if used > 0, used + cells > width {
            lines.append(line)
            line = ""
            used = 0
          }
          line.append(character)
          used += cells
        }
      }
      lines.append(line)
    }
    guard lines.count > linesMax, linesMax > 0 else { return linesMax > 0 ? lines : [] }
    return Array(lines[..<(linesMax - 1)]) + [lines[(linesMax - 1)...].joined(separator: " ")]
  }
}

import TUI

// Lines to be read: what a command said, what is set down in the configuration.

/// Lines under a title, to be scrolled and closed.
struct Sheet: Hashable, Sendable {
  var title: String
  /// What it is about, above the lines; empty for nothing.
  var head: String
  var lines: [String]
  /// How many lines from the top are about what went wrong.
  var faultCount = 0
}

extension State {
  /// Takes news of the configuration file: said where it is news, kept for `:config`.
  mutating func take(_ news: ConfigurationNews) {
    configuration = news
    if let first = news.findings.first {
      let more = news.findings.count - 1
      let rest = more > 0 ? " (and \(counted(more, "more mistake")); :config shows all)" : ""
      let kept = news.isAnew ? "; what was in force stays" : ""
      notice = Notice(first + rest + kept, isFailure: true)
    } else if news.isAnew {
      let later = news.later.isEmpty ? "" : "; \(news.later.joined(separator: ", ")) from the next start on"
      notice = Notice("the configuration was read anew: \(news.path)\(later)")
    }
    if case .sheet(let sheet, let offset) = overlay, sheet.title == Self.configurationTitle {
      overlay = .sheet(configurationSheet, offset)
    }
  }

  static let configurationTitle = "Configuration"

  /// What is set down and what is wrong with it.
  var configurationSheet: Sheet {
    guard let configuration else {
      return Sheet(title: Self.configurationTitle, head: "no configuration is read here", lines: [])
    }
    let count = configuration.findings.count
    let head = count == 0 ? configuration.path : "\(configuration.path): \(counted(count, "mistake"))"
    return Sheet(
      title: Self.configurationTitle, head: head,
      lines: configuration.findings + (count == 0 ? [] : [""]) + configuration.settings, faultCount: count)
  }

  /// Shows what an external command said; one that ended well and said nothing is told on the status line.
  mutating func take(_ report: PluginReport) {
    let whom = report.shipment.map { " \($0.label)" } ?? ""
    let words = "\(report.name)\(whom): \(report.words)"
    guard !report.lines.isEmpty else {
      notice = Notice(words, isFailure: report.isFailure)
      return
    }
    show(.sheet(Sheet(title: "\(report.name)\(whom)", head: report.words, lines: report.lines)), since: nil)
  }
}

extension Canvas {
  /// Draws a sheet: as large as it has to be.
  mutating func drawSheet(_ sheet: Sheet, _ offset: Int, _ bindings: Bindings, _ area: Rect) {
    recede(area)
    let longest = (sheet.lines + [sheet.head]).map { TextWidth.of($0, ambiguous: ambiguous) }.max() ?? 0
    let width = min(area.width, max(60, longest) + 4)
    let lines = sheet.lines(width: max(1, min(area.width, width) - 4), ambiguous: ambiguous)
    let head = sheet.head.isEmpty ? 0 : 2
    let frame = area.centred(Size(width: width, height: min(area.height, max(1, lines.count) + head + 2)))
    fill(frame, Style(.dialog))
    let inside = box(
      frame, title: Line(sheet.title, Style(.dialogTitle, on: .dialog)),
      trailing: Line("\(bindings.shown("dismiss")) closes", Style(.secondary, on: .dialog)),
      frame: Style(.dialogBorder, on: .dialog)
    ).inset(left: 1, right: 1)
    if head > 0 { put(sheet.head, at: inside.origin, width: inside.width, Style(.dialog)) }
    let list = inside.inset(top: head)
    cursor = list.origin
    for row in 0..<list.height where offset + row < lines.count {
      let line = lines[offset + row]
      put(
        line.text, at: Point(x: list.x, y: list.y + row), width: list.width,
        line.isFault ? Style(.inputError) : Style(.dialog))
    }
    if lines.count > offset + list.height {
      put(bindings.moreBelow, at: Point(x: inside.x, y: frame.maxY - 1), width: inside.width, Style(.keyLabel))
    }
  }
}

extension Sheet {
  /// The lines cut to a width, blanks and all.
  func lines(width: Int, ambiguous: AmbiguousWidth) -> [(text: String, isFault: Bool)] {
    lines.enumerated().flatMap { index, line -> [(text: String, isFault: Bool)] in
      var pieces: [(text: String, isFault: Bool)] = []
      var piece = ""
      var used = 0
      for character in line {
        let cells = TextWidth.of(String(character), ambiguous: ambiguous)
        if used + cells > width, !piece.isEmpty {
          pieces.append((piece, index < faultCount))
          piece = ""
          used = 0
        }
        piece.append(character)
        used += cells
      }
      return pieces + [(piece, index < faultCount)]
    }
  }
}

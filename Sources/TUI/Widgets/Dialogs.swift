// What is laid over the screen: a question, a list to choose from, the list of all keys, a walkthrough's caption.

/// A choice of a dialog.
package struct Choice: Hashable, Sendable {
  /// The key that takes it at once, as it is spelt; empty for none.
  package var keys: String
  package var label: String
  /// Said beside it: a consequence, a count.
  package var detail: String
  /// Why it cannot be taken now; nil when it can.
  package var disabledReason: String?

  package init(_ label: String, keys: String = "", detail: String = "", disabledReason: String? = nil) {
    self.keys = keys
    self.label = label
    self.detail = detail
    self.disabledReason = disabledReason
  }
}

/// A question over the screen; the program's other keys rest until it is answered.
package struct Dialog: Hashable, Sendable {
  package var title: String
  /// What is asked, line by line; long ones are broken.
  package var body: [Line]
  package var choices: [Choice]
  /// The choice that enter takes.
  package var selected: Int
  /// A field to type into, where a word is asked for.
  package var field: TextField?
  /// Choices one below the other instead of side by side.
  package var isList: Bool
  /// Cells inside the frame that it would like.
  package var widthIdeal: Int

  package init(
    title: String, body: [Line] = [], choices: [Choice], selected: Int = 0, field: TextField? = nil,
    isList: Bool = false,
    widthIdeal: Int = 60
  ) {
    self.title = title
    self.body = body
    self.choices = choices
    self.selected = selected
    self.field = field
    self.isList = isList
    self.widthIdeal = widthIdeal
  }

  /// A question with one act; Cancel, with its key, stands first and is what enter takes until the operator moves.
  package static func confirmation(
    title: String, body: [Line], act: Choice, cancelKeys: String = "esc", field: TextField? = nil
  ) -> Dialog {
    Dialog(title: title, body: body, choices: [Choice("Cancel", keys: cancelKeys), act], selected: 0, field: field)
  }
}

/// A group of keys in the list of all keys.
package struct KeyGroup: Hashable, Sendable {
  package var title: String
  package var hints: [KeyHint]

  package init(_ title: String, _ hints: [KeyHint]) {
    self.title = title
    self.hints = hints
  }
}

/// A line of a palette: what it does, where the typed letters matched, its keys.
package struct PaletteItem: Hashable, Sendable {
  package var label: String
  /// The characters of the label that the typed text matched, counted from 0.
  package var matches: [Int]
  package var keys: String
  package var disabledReason: String?

  package init(_ label: String, matches: [Int] = [], keys: String = "", disabledReason: String? = nil) {
    self.label = label
    self.matches = matches
    self.keys = keys
    self.disabledReason = disabledReason
  }
}

/// A field with the list of what it could mean.
package struct Palette: Hashable, Sendable {
  package var title: String
  package var field: TextField
  package var items: [PaletteItem]
  package var selected: Int

  package init(title: String, field: TextField, items: [PaletteItem], selected: Int = 0) {
    self.title = title
    self.field = field
    self.items = items
    self.selected = selected
  }
}

/// A walkthrough's caption: `3 of 9  A hold needs a person`, its words, and the key being pressed.
package struct Caption: Hashable, Sendable {
  package var step: Int
  package var steps: Int
  package var title: String
  package var text: String
  /// The key being pressed, as it is spelt; empty for none.
  package var keys: String
  /// The cell that is being clicked on; nil for none.
  package var click: Point?
  /// How the audience goes on: `space next  b back`.
  package var hints: [KeyHint]

  package init(step: Int, steps: Int, title: String, text: String, keys: String = "", hints: [KeyHint] = []) {
    self.step = step
    self.steps = steps
    self.title = title
    self.text = text
    self.keys = keys
    self.hints = hints
  }
}

extension Canvas {
  /// Dims a rectangle, so that what is laid over it stands out.
  package mutating func recede(_ rect: Rect) {
    restyle(rect) { style in Style(.muted, on: style.ground == nil ? nil : .text) }
  }

  /// Draws a dialog in the middle of a rectangle, what is behind it receding, and returns its frame.
  @discardableResult
  package mutating func draw(_ dialog: Dialog, in rect: Rect) -> Rect {
    let inner = min(dialog.widthIdeal, rect.width - 4)
    guard inner > 0, rect.height >= 3 else { return Rect(x: rect.x, y: rect.y, width: 0, height: 0) }
    var lines: [Line] = []
    for line in dialog.body {
      if width(of: line.text) <= inner || line.spans.count > 1 {
        lines.append(line)
      } else {
        let style = line.spans.first?.style ?? .text
        lines += Wrapping.lines(line.text, width: inner, ambiguous: ambiguous).map { Line($0, style) }
      }
    }
    let rowsOfChoices = dialog.choices.isEmpty ? 0 : dialog.isList ? dialog.choices.count : 1
    let rowsOfField = dialog.field == nil ? 0 : 2
    let spacer = rowsOfChoices > 0 && !lines.isEmpty ? 1 : 0
    let frame = rect.centred(
      Size(width: inner + 4, height: lines.count + rowsOfField + spacer + rowsOfChoices + 2))
    recede(rect)
    fill(frame, Style(.dialog))
    let title = dialog.title.isEmpty ? [] : Line(dialog.title, Style(.dialogTitle, on: .dialog))
    let inside = box(frame, title: title, frame: Style(.dialogBorder, on: .dialog)).inset(left: 1, right: 1)
    // Choices are never pushed out by a long text: the text is cut.
    let rowsForText = max(0, inside.height - rowsOfField - spacer - min(rowsOfChoices, inside.height))
    var y = inside.y
    cursor = nil
    for line in lines.prefix(rowsForText) {
      put(line, at: Point(x: inside.x, y: y), width: inside.width, on: .dialog)
      y += 1
    }
    if let field = dialog.field, y + 1 < inside.maxY {
      draw(field, at: Point(x: inside.x, y: y + 1), width: inside.width, on: .dialog)
      y += 2
    }
    y += spacer
    let area = Rect(x: inside.x, y: y, width: inside.width, height: inside.maxY - y)
    if dialog.isList { drawList(dialog, area) } else { drawButtons(dialog, area) }
    return frame
  }

  private mutating func drawList(_ dialog: Dialog, _ area: Rect) {
    let first = Table.offset(
      cursor: dialog.selected, previous: 0, visible: area.height, rowCount: dialog.choices.count, margin: 0)
    for line in 0..<area.height where first + line < dialog.choices.count {
      let choice = dialog.choices[first + line]
      let isSelected = first + line == dialog.selected
      let row = Rect(x: area.x, y: area.y + line, width: area.width, height: 1)
      let ground: Role = isSelected ? .activeButton : .dialog
      let role: Role = choice.disabledReason != nil ? .disabled : isSelected ? .activeButton : .dialog
      fill(row, Style(.dialog, on: ground))
      touch(row, .choice(first + line))
      if isSelected {
        set(glyphs.cursor, at: row.origin, Style(.activeButton))
        if dialog.field == nil { cursor = row.origin }
      }
      let keys = choice.keys.isEmpty ? "" : choice.keys + "  "
      let detail = choice.disabledReason.map { "no: " + $0 } ?? choice.detail
      put(
        [
          Span(keys, Style(isSelected ? .activeButton : .keyHint, on: ground)),
          Span(choice.label, Style(role, on: ground)),
          Span(
            detail.isEmpty ? "" : "  " + detail,
            Style(isSelected ? .activeButton : choice.disabledReason == nil ? .secondary : .disabled, on: ground)),
        ], at: Point(x: row.x + 2, y: row.y), width: row.width - 2)
    }
  }

  private mutating func drawButtons(_ dialog: Dialog, _ area: Rect) {
    guard area.height > 0 else { return }
    let labels = dialog.choices.map { $0.keys.isEmpty ? " \($0.label) " : " \($0.keys) \($0.label) " }
    let total = labels.reduce(0) { $0 + width(of: $1) } + 2 * max(0, labels.count - 1)
    var x = area.x + max(0, (area.width - total) / 2)
    for (index, label) in labels.enumerated() {
      guard x < area.maxX else { return }
      let isSelected = index == dialog.selected
      let isDisabled = dialog.choices[index].disabledReason != nil
      let style: Style =
        isSelected ? Style(.activeButton) : isDisabled ? Style(.disabled, on: .dialog) : Style(.button, on: .dialog)
      if isSelected, dialog.field == nil { cursor = Point(x: x, y: area.y) }
      let taken = put(label, at: Point(x: x, y: area.y), width: area.maxX - x, style)
      touch(Rect(x: x, y: area.y, width: taken, height: 1), .choice(index))
      x += taken + 2
    }
  }

  /// Draws the list of all keys, group by group, in as many columns as fit.
  ///
  /// - Parameter offset: rows scrolled away.
  /// - Returns: rows in all, so that the caller knows how far it can be scrolled.
  @discardableResult
  package mutating func draw(keys groups: [KeyGroup], in rect: Rect, offset: Int = 0) -> Int {
    let columnWidth = 38
    let count = max(1, min(groups.count, rect.width / columnWidth))
    let columns = rect.columns(count)
    var heights = Array(repeating: 0, count: count)
    return clipped(to: rect) { canvas in
      for group in groups {
        // The shortest column takes the next group; of equal ones the left one.
        let column = heights.indices.min { (heights[$0], $0) < (heights[$1], $1) } ?? 0
        let area = columns[column]
        var y = area.y + heights[column] - offset
        canvas.put(group.title, at: Point(x: area.x + 1, y: y), width: area.width - 2, Style(.title))
        for hint in group.hints {
          y += 1
          let isOff = hint.disabledReason != nil
          canvas.put(
            hint.keys, at: Point(x: area.x + 1, y: y), width: 12, Style(isOff ? .disabled : .keyHint), align: .right)
          let reason = hint.disabledReason.map { $0.isEmpty ? "" : " (no: \($0))" } ?? ""
          canvas.put(
            hint.label + reason, at: Point(x: area.x + 15, y: y), width: max(0, area.width - 16),
            Style(isOff ? .disabled : .keyLabel))
        }
        heights[column] += group.hints.count + 2
      }
      return heights.max() ?? 0
    }
  }

  /// Draws a palette at the top middle of a rectangle and returns its frame.
  @discardableResult
  package mutating func draw(_ palette: Palette, in rect: Rect) -> Rect {
    let width = min(72, rect.width)
    let height = min(rect.height, min(12, palette.items.count) + 3)
    guard width > 6, height >= 3 else { return Rect(x: rect.x, y: rect.y, width: 0, height: 0) }
    let frame = Rect(x: rect.x + (rect.width - width) / 2, y: rect.y, width: width, height: height)
    fill(frame, Style(.dialog))
    let inside = box(
      frame, title: Line(palette.title, Style(.dialogTitle, on: .dialog)),
      trailing: Line("\(palette.items.count)", Style(.count, on: .dialog)), frame: Style(.dialogBorder, on: .dialog))
    let list = inside.splitTop(1).rest
    let first = Table.offset(
      cursor: palette.selected, previous: 0, visible: list.height, rowCount: palette.items.count, margin: 0)
    for line in 0..<list.height where first + line < palette.items.count {
      let item = palette.items[first + line]
      let isSelected = first + line == palette.selected
      let row = Rect(x: list.x, y: list.y + line, width: list.width, height: 1)
      touch(row, .item(first + line))
      drawItem(item, isSelected, row)
    }
    draw(palette.field, at: Point(x: inside.x + 1, y: inside.y), width: inside.width - 2, on: .dialog)
    return frame
  }

  private mutating func drawItem(_ item: PaletteItem, _ isSelected: Bool, _ row: Rect) {
    let ground: Role = isSelected ? .activeButton : .dialog
    let isOff = item.disabledReason != nil
    let plain = Style(isOff ? .disabled : isSelected ? .activeButton : .dialog, on: ground)
    fill(row, plain)
    if isSelected { set(glyphs.cursor, at: row.origin, Style(.activeButton)) }
    let keysCells = item.keys.isEmpty ? 0 : width(of: item.keys) + 2
    let room = max(0, row.width - 3 - keysCells)
    var x = row.x + 2
    var run = ""
    var runMatches = false
    let end = x + room
    func style(_ isMatch: Bool) -> Style {
      isMatch && !isSelected ? Style(.match, on: ground) : isMatch ? plain.with(.underline) : plain
    }
    for (index, character) in item.label.enumerated() {
      let isMatch = item.matches.contains(index)
      if isMatch != runMatches, !run.isEmpty {
        x += put(run, at: Point(x: x, y: row.y), width: max(0, end - x), style(runMatches))
        run = ""
      }
      runMatches = isMatch
      run.append(character)
    }
    x += put(run, at: Point(x: x, y: row.y), width: max(0, end - x), style(runMatches))
    if let reason = item.disabledReason, !reason.isEmpty {
      put("  no: " + reason, at: Point(x: x, y: row.y), width: max(0, end - x), Style(.disabled, on: ground))
    }
    if keysCells > 0 {
      put(
        item.keys, at: Point(x: row.maxX - keysCells, y: row.y), width: keysCells - 1,
        Style(isSelected ? .activeButton : .keyHint, on: ground), align: .right)
    }
  }

  /// Draws a caption in a box at the foot of a rectangle and returns its frame.
  @discardableResult
  package mutating func draw(_ caption: Caption, in rect: Rect) -> Rect {
    let lines = Wrapping.lines(caption.text, width: max(1, rect.width - 4), linesMax: 3, ambiguous: ambiguous)
    let height = min(rect.height, lines.count + 2 + (caption.hints.isEmpty ? 0 : 1))
    let frame = Rect(x: rect.x, y: rect.maxY - height, width: rect.width, height: height)
    fill(frame, Style(.caption))
    let title =
      Line("\(caption.step) of \(caption.steps)", Style(.count, on: .caption)) + [
        Span("  " + caption.title, Style(.title, on: .caption))
      ]
    let keys: Line =
      caption.click != nil
      ? Line("click", Style(.keyHint, .reverse, on: .caption))
      : caption.keys.isEmpty
        ? []
        : Line("key ", Style(.secondary, on: .caption)) + [
          Span(caption.keys, Style(.keyHint, .reverse, on: .caption))
        ]
    let inside = box(frame, title: title, trailing: keys, frame: Style(.dialogBorder, on: .caption))
      .inset(left: 1, right: 1)
    for (index, line) in lines.enumerated() where index < inside.height {
      put(line, at: Point(x: inside.x, y: inside.y + index), width: inside.width, Style(.caption))
    }
    if !caption.hints.isEmpty, inside.height > lines.count {
      draw(caption.hints, at: Point(x: inside.x - 1, y: inside.maxY - 1), width: inside.width + 2, on: .caption)
    }
    if let click = caption.click, !frame.contains(click) {
      // A pointer that nobody moves cannot be seen: where it is pressed is said.
      put(" click ", at: click, width: max(0, bounds.maxX - click.x), Style(.activeButton))
    }
    return frame
  }
}

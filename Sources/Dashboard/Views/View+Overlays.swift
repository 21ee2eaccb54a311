import Logistics
import TUI

extension Canvas {
  /// Draws what is laid over the screen.
  mutating func drawOverlay(_ state: State, _ layout: Layout) {
    let area = Rect(layout.size).splitBottom(1).rest
    if state.overlay.scope != nil { coverZones() }
    switch state.overlay {
    case .none: break
    case .filter(let line): drawMenu(line, state, layout)
    case .help(let offset): drawHelp(state, offset, area)
    case .chooser(let chooser): drawChooser(chooser, state, area)
    case .note(let field, let targets):
      let whom = targets.count == 1 ? targets[0].id.label : counted(targets.count, "shipment")
      draw(
        Dialog(title: "Note on \(whom)", body: [Line(state.bindings.writesDown, .dialog)], choices: [], field: field),
        in: area)
    case .form(let form):
      var body: [Line] = [Line(form.input?.question ?? "", .dialog)]
      let count = form.plugin.inputs.count
      if count > 1 { body.append(Line("\(form.answers.count + 1) of \(count)", Style(.secondary, on: .dialog))) }
      if let fault = form.fault { body.append(Line(fault, Style(.inputError, on: .dialog))) }
      draw(Dialog(title: form.title, body: body, choices: [], field: form.field), in: area)
    case .confirm(let question): draw(question.dialog(state.bindings), in: area)
    case .alarm(.question(let question)): draw(question.dialog(state.bindings), in: area)
    case .alarm(.line(let entry)):
      draw(
        Dialog(
          title: "\(entry.title) \(state.alarmName(entry.cause))", body: [Line(state.bindings.writesDown, .dialog)],
          choices: [], field: entry.field), in: area)
    case .outcome(let outcome, let offset): drawOutcome(outcome, offset, state.bindings, area)
    case .sheet(let sheet, let offset): drawSheet(sheet, offset, state.bindings, area)
    case .reading(let reading): draw(reading, state, in: layout.body)
    case .columns(let editor): drawColumns(editor, area)
    case .timeline(let field): drawStrip(field, state, layout)
    }
  }

  private mutating func drawHelp(_ state: State, _ offset: Int, _ area: Rect) {
    let help = state.helpLines(area)
    let offset = min(offset, help.last)
    fill(area, Style(.text))
    let inside = box(
      area, title: Line("All keys: \(help.scopeName)", .title),
      trailing: Line("\(state.bindings.shown("dismiss")) closes", .secondary), frame: Style(.focusBorder)
    ).inset(left: 1, right: 1)
    cursor = inside.origin
    for (column, lines) in zip(help.columns.count > 1 ? inside.columns(2) : [inside], help.columns) {
      for (row, line) in lines.dropFirst(offset).prefix(column.height).enumerated() {
        put(line, at: Point(x: column.x, y: column.y + row), width: column.width - 1)
      }
    }
    if offset < help.last {
      put(
        state.bindings.moreBelow, at: Point(x: inside.x, y: area.maxY - 1), width: inside.width, Style(.keyLabel))
    }
  }

  private mutating func drawChooser(_ chooser: Chooser, _ state: State, _ area: Rect) {
    let found = chooser.items(state)
    let items = found.map { item in
      PaletteItem(item.label, matches: item.matches, keys: item.keys, disabledReason: item.refusal)
    }
    recede(area)
    draw(
      Palette(
        title: chooser.title, field: chooser.field, items: items, selected: chooser.taken(among: found, state) ?? -1),
      in: area.inset(left: 2, top: 2, right: 2))
  }

  private mutating func drawOutcome(_ outcome: Outcome, _ offset: Int, _ bindings: Bindings, _ area: Rect) {
    recede(area)
    let shown = min(outcome.refused.count, max(1, area.height - 8))
    let frame = area.centred(Size(width: min(area.width, 90), height: shown + 5))
    fill(frame, Style(.dialog))
    let inside = box(
      frame,
      title: Line("\(outcome.verb): \(counted(outcome.refused.count, "failure"))", Style(.dialogTitle, on: .dialog)),
      trailing: Line("\(bindings.shown("dismiss")) closes", Style(.secondary, on: .dialog)),
      frame: Style(.dialogBorder, on: .dialog)
    ).inset(left: 1, right: 1)
    put(outcome.head, at: inside.origin, width: inside.width, Style(.dialog))
    cursor = Point(x: inside.x, y: inside.y + 2)
    let list = inside.inset(top: 2)
    for line in 0..<list.height where offset + line < outcome.refused.count {
      let refused = outcome.refused[offset + line]
      let label = refused.id == .none ? "" : refused.id.label.padded(to: 10)
      put(
        Line(label, Style(.keyHint, on: .dialog)) + Line(refused.words, Style(.dialog)),
        at: Point(x: list.x, y: list.y + line), width: list.width, on: .dialog)
    }
  }
}

/// The help as it is drawn.
struct HelpLines {
  /// Its columns, each from the top.
  let columns: [[Line]]
  /// How many lines of them there is room for.
  let height: Int
  /// The place whose keys they are.
  let scopeName: String

  /// How many lines can be scrolled away: with the last page in sight, no more.
  var last: Int { max(0, (columns.map(\.count).max() ?? 0) - height) }
}

extension State {
  /// The help under a screen of an area: two columns at most, for a narrower one would cut the words.
  func helpLines(_ area: Rect) -> HelpLines {
    var under = self
    under.overlay = .none
    let groups = under.bindings.groups(under, in: under.scope)
    let inside = area.inset(left: 2, top: 1, right: 2, bottom: 1)
    let columns = inside.width >= 110 ? inside.columns(2) : [inside]
    let split = columns.count == 1 ? groups.count : KeyGroup.evenSplit(groups, width: columns[0].width - 1)
    return HelpLines(
      columns: zip(columns, [groups[..<split], groups[split...]]).map { column, part in
        KeyGroup.lines(Array(part), width: column.width - 1)
      }, height: max(1, inside.height), scopeName: under.scopeName)
  }
}

extension Bindings {
  /// What stands over a line of text.
  var writesDown: String { "\(shown("accept")) writes it down, \(shown("dismiss")) does not" }

  /// What stands under lines of which there are more.
  var moreBelow: String { "more below: \(shown("down")), \(shown("page-down"))" }
}

extension KeyGroup {
  /// The groups as lines of a width: a head, then a line or two for each key, then a blank.
  static func lines(_ groups: [KeyGroup], width: Int) -> [Line] {
    let indent = 16
    return groups.flatMap { group in
      [Line(group.title, .title)]
        + group.hints.flatMap { hint -> [Line] in
          let isOff = hint.disabledReason != nil
          let keys = String(repeating: " ", count: max(0, indent - 2 - hint.keys.count)) + hint.keys + "  "
          let label = hint.label + (hint.disabledReason.map { " (no: \($0))" } ?? "")
          let words = Wrapping.lines(label, width: max(10, width - indent))
          return words.enumerated().map { index, words in
            let head = index == 0 ? keys : String(repeating: " ", count: indent)
            return Line(head, isOff ? .disabled : .keyHint).adding(words, isOff ? .disabled : .keyLabel)
          }
        } + [Line("", Role.text)]
    }
  }

  /// How many groups stand in the first of two columns, so that both are about as long.
  static func evenSplit(_ groups: [KeyGroup], width: Int) -> Int {
    let all = lines(groups, width: width).count
    func difference(_ split: Int) -> Int { abs(all - 2 * lines(Array(groups[..<split]), width: width).count) }
    return (0...groups.count).min { difference($0) < difference($1) } ?? 0
  }
}

extension Confirmation {
  /// The question as it is drawn: what will be done and to how many; Cancel is what enter takes.
  func dialog(_ bindings: Bindings) -> Dialog {
    let whom =
      targets.count == 1
      ? " on \(targets[0].id.label)" : targets.isEmpty ? "" : " on \(counted(targets.count, "shipment"))"
    var body: [Line] = []
    if targets.count > 1 {
      body.append(Confirmation.line("will be done", willBeDone))
      if isCounting { body.append(Confirmation.line("looked at", looked, "of \(grouped(targets.count))")) }
      body += reasonLines
      let first = targets.prefix(4).map(\.id.label).joined(separator: ", ")
      body.append(Line(first + (targets.count > 4 ? " …" : ""), Style(.secondary, on: .dialog)))
    } else if !words.isEmpty {
      body.append(Line(words, .dialog))
    }
    if case .plugin(_, let answers) = act {
      for input in answers {
        body.append(Line(input.name.padded(to: 13), Style(.secondary, on: .dialog)) + Line(input.value, Style(.dialog)))
      }
    }
    if !fact.isEmpty { body.append(Line(fact, .dialog)) }
    if hidden > 0 { body.append(Confirmation.line("not in sight", hidden, "marked, but hidden by the filter")) }
    if let doubt { body.append(Line("⚠ " + doubt, Style(.stale, on: .dialog))) }
    guard isPossible else {
      body.append(Line("There is nothing that could be done.", .dialog))
      return Dialog(
        title: "\(title)\(whom)", body: body, choices: [Choice("Close", keys: bindings.key(of: "dismiss"))], selected: 0
      )
      .selecting(0)
    }
    if isLasting {
      body.append(
        targets.count > 1 && lasting < willBeDone
          ? Confirmation.line("for good", lasting, "of them cannot be taken back")
          : Line("It cannot be taken back.", .dialog))
    }
    return .confirmation(
      title: "\(title)\(whom)?", body: body, act: Choice(name, keys: bindings.key(of: answer)),
      cancelKeys: bindings.key(of: "dismiss")
    ).selecting(selected)
  }

  /// The reasons with their counts, and what is unfolded of them: as many lines as there is room for, about the cursor.
  private var reasonLines: [Line] {
    let room = 10
    let first = Table.offset(cursor: line, previous: 0, visible: room, rowCount: rowCount, margin: 1)
    return (first..<min(rowCount, first + room)).compactMap { place in
      guard let row = row(place) else { return nil }
      let cursor = Line(place == line ? "> " : "  ", Style(.keyHint, on: .dialog))
      switch row {
      case .reason(let index):
        let refusal = refusals[index]
        return cursor + Confirmation.line("not possible", refusal.ids.count, refusal.words)
      case .shipment(let id): return cursor + Line("               \(id.label)", Style(.secondary, on: .dialog))
      }
    }
  }

  /// What would be done, for the head.
  private var title: String {
    switch act {
    case .verb(let verb): verb.words
    case .plugin(let plugin, _): plugin.name
    }
  }

  /// What would be done, a clause.
  private var words: String {
    switch act {
    case .verb(let verb): Verb.table.first { $0.name == verb.name }?.words ?? ""
    case .plugin(let plugin, _): plugin.words
    }
  }

  /// A count with what it counts, its figures under each other; in several pieces, so that it is cut and not broken.
  private static func line(_ what: String, _ count: Int, _ words: String = "") -> Line {
    let number = grouped(count)
    let blanks = String(repeating: " ", count: max(1, 8 - number.count))
    return Line(what.padded(to: 13), Style(.secondary, on: .dialog)) + Line(blanks + number, Style(.count, on: .dialog))
      + Line("  " + words, Style(.dialog))
  }
}

extension Dialog {
  /// The same question with another choice under enter.
  func selecting(_ choice: Int) -> Dialog {
    var dialog = self
    dialog.selected = choice
    dialog.widthIdeal = 76
    return dialog
  }
}

extension Verb {
  /// The verb with its reason or document, for the head of a question.
  var words: String {
    switch self {
    case .hold(let reason, _): "hold: \(reason.words)"
    case .release(let reason?, _): "release: \(reason.words)"
    case .request(let document?, _): "request \(document.words)"
    case .attach(let document?, _): "attach \(document.words)"
    case .note(let text): "note “\(text)”"
    case .own(let name): "own: \(name)"
    case .pay(let amount?, _): "pay \(amount.decimalText) \(amount.currency.code)"
    case .file(let filing?, _): "file the \(filing.words)"
    case .correct(let typed, _): "correct \(typed.text)"
    case .answer(let reason?, _): "answer \(reason.code) \(reason.words)"
    case .appeal(let reason?, _): "appeal against \(reason.code) \(reason.words)"
    case .file, .answer, .present, .appeal, .abandon, .destroy: name
    case .advance, .release, .request, .attach, .pay, .cancel, .sendBack, .openReturn, .settle, .undo, .redo: name
    }
  }
}

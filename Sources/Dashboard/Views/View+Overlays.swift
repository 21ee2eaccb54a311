import Logistics
import TUI

extension Canvas {
  /// Draws what is laid over the screen.
  mutating func drawOverlay(_ state: State, _ layout: Layout) {
    let area = bounds.splitBottom(1).rest
    switch state.overlay {
    case .none, .filter: break
    case .help(let offset): drawHelp(state, offset, area)
    case .chooser(let chooser): drawChooser(chooser, state, area)
    case .note(let field, let targets):
      let whom = targets.count == 1 ? targets[0].id.label : counted(targets.count, "shipment")
      draw(
        Dialog(title: "Note on \(whom)", body: ["enter writes it down, esc does not"], choices: [], field: field),
        in: area)
    case .confirm(let question): draw(question.dialog, in: area)
    case .outcome(let outcome, let offset): drawOutcome(outcome, offset, area)
    }
  }

  private mutating func drawHelp(_ state: State, _ offset: Int, _ area: Rect) {
    var under = state
    under.overlay = .none
    let groups = KeyMap.groups(under, in: under.scope)
    fill(area, Style(.text))
    let inside = box(
      area, title: Line("All keys: \(under.scopeName)", .title), trailing: Line("esc closes", .secondary),
      frame: Style(.focusBorder)
    ).inset(left: 1, right: 1)
    cursor = inside.origin
    let rows = draw(keys: groups, in: inside, offset: offset)
    if rows > offset + inside.height {
      put("more below: j, pgdn", at: Point(x: inside.x, y: area.maxY - 1), width: inside.width, Style(.keyLabel))
    }
  }

  private mutating func drawChooser(_ chooser: Chooser, _ state: State, _ area: Rect) {
    let items = chooser.items(state).map { item in
      PaletteItem(item.label, matches: item.matches, keys: item.keys, disabledReason: item.refusal)
    }
    recede(area)
    draw(
      Palette(title: chooser.title, field: chooser.field, items: items, selected: chooser.selected),
      in: area.inset(left: 2, top: 2, right: 2))
  }

  private mutating func drawOutcome(_ outcome: Outcome, _ offset: Int, _ area: Rect) {
    recede(area)
    let shown = min(outcome.refused.count, max(1, area.height - 8))
    let frame = area.centred(Size(width: min(area.width, 90), height: shown + 5))
    fill(frame, Style(.dialog))
    let inside = box(
      frame,
      title: Line("\(outcome.verb): \(counted(outcome.refused.count, "failure"))", Style(.dialogTitle, on: .dialog)),
      trailing: Line("esc closes", Style(.secondary, on: .dialog)), frame: Style(.dialogBorder, on: .dialog)
    ).inset(left: 1, right: 1)
    put(
      "done on \(grouped(outcome.done)); not done on these, which stay marked:", at: inside.origin, width: inside.width,
      Style(.dialog))
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

extension Confirmation {
  /// The question as it is drawn: what will be done and to how many; Cancel is what enter takes.
  var dialog: Dialog {
    let whom = targets.count == 1 ? targets[0].id.label : counted(targets.count, "shipment")
    var body: [Line] = []
    if targets.count > 1 {
      body.append(Line("will be done    \(grouped(willBeDone))", .dialog))
      for refusal in refusals {
        body.append(Line("refused         \(grouped(refusal.count))  \(refusal.words)", .dialog))
      }
      if hidden > 0 { body.append(Line("not in sight    \(grouped(hidden))  hidden by the filter", .dialog)) }
      let first = targets.prefix(4).map(\.id.label).joined(separator: ", ")
      body.append(Line(first + (targets.count > 4 ? " …" : ""), Style(.secondary, on: .dialog)))
    } else if let entry = Verb.table.first(where: { $0.name == verb.name }) {
      body.append(Line(entry.words, .dialog))
    }
    if verb.confirms { body.append(Line("It cannot be taken back.", .dialog)) }
    return .confirmation(
      title: "\(verb.words) on \(whom)?", body: body, act: Choice(verb.name, keys: Confirmation.key)
    )
    .selecting(selected)
  }
}

extension Dialog {
  /// The same question with another choice under enter.
  func selecting(_ choice: Int) -> Dialog {
    var dialog = self
    dialog.selected = choice
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
    case .advance, .release, .request, .attach, .pay, .cancel, .sendBack, .openReturn, .settle, .undo: name
    }
  }
}

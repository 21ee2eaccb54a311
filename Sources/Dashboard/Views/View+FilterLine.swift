import Logistics
import TUI

extension Canvas {
  /// Draws the filter line on the last row, with how many it leaves.
  mutating func drawFilter(_ filter: FilterLine, _ state: State, in line: Rect) {
    fill(line, Style(.input, on: .bar))
    let trailing = state.filterCount(filter)
    let cells = min(width(of: trailing), line.width / 3)
    put(
      trailing, at: Point(x: line.maxX - 1 - cells, y: line.y), width: cells, Style(.secondary, on: .bar))
    draw(filter.field, at: line.origin, width: line.width - cells - 3, on: .bar)
  }

  /// Draws what stands above the filter line: what is wrong or what is picked, and what can be typed next.
  mutating func drawMenu(_ filter: FilterLine, _ state: State, _ layout: Layout) {
    guard let place = cursor else { return }
    defer { cursor = place }
    let bottom = layout.keys.y - 1
    // What happened meanwhile is told first.
    if state.notice == nil {
      let (words, role) = hint(filter, state.bindings)
      fill(Rect(x: 0, y: bottom, width: layout.size.width, height: 1), Style(.text))
      put(words, at: Point(x: 1, y: bottom), width: layout.size.width - 2, Style(role))
    }
    // A list that is empty has nothing to be hidden.
    let room = min(layout.size.height < 20 ? 5 : 8, bottom - layout.body.y - 4)
    guard !filter.menu.isEmpty, room > 0 else { return }
    let shown = min(room, filter.menu.count)
    let first = min(max(0, (filter.picked ?? 0) - shown / 2), filter.menu.count - shown)
    let items = filter.menu[first..<first + shown]
    let inserts = items.map { width(of: $0.insert) }.max() ?? 0
    let counts = items.map { $0.count.map { grouped($0).count } ?? 0 }.max() ?? 0
    let words = items.map { width(of: $0.words) }.max() ?? 0
    let gap = 2
    let ideal = 2 + inserts + (words > 0 ? gap + words : 0) + (counts > 0 ? gap + counts : 0)
    let least = min(layout.size.width - 2, 2 + inserts + (counts > 0 ? gap + counts : 0))
    let cells = max(least, min(ideal, layout.size.width - 2))
    // Below what is typed, as far as there is room.
    let x = max(0, min(place.x - 1, layout.size.width - 1 - cells))
    let frame = Rect(x: x, y: bottom - shown, width: cells, height: shown)
    fill(frame, Style(.dialog))
    for (line, item) in items.enumerated() {
      let isPicked = filter.picked == first + line
      let ground: Role = isPicked ? .activeButton : .dialog
      let y = frame.y + line
      if isPicked { fill(Rect(x: frame.x, y: y, width: cells, height: 1), Style(.activeButton)) }
      let left = frame.x + 1
      put(
        item.insert, at: Point(x: left, y: y), width: min(inserts, cells - 2),
        Style(isPicked ? ground : .keyHint, on: ground))
      if let count = item.count {
        let text = grouped(count)
        put(
          text, at: Point(x: frame.maxX - 1 - text.count, y: y), width: text.count,
          Style(isPicked ? ground : .count, on: ground))
      }
      let from = left + inserts + gap
      let to = frame.maxX - 1 - (counts > 0 ? counts + gap : 0)
      if to > from {
        put(item.words, at: Point(x: from, y: y), width: to - from, Style(isPicked ? ground : .secondary, on: ground))
      }
    }
    let more = filter.menu.count - first - shown
    if more > 0, frame.y > layout.body.y {
      let text = "\(more) more below"
      let line = Rect(x: frame.x, y: frame.y - 1, width: min(cells, text.count + 2), height: 1)
      fill(line, Style(.dialog))
      put(text, at: Point(x: line.x + 1, y: line.y), width: line.width - 2, Style(.muted, on: .dialog))
    }
  }

  /// What is wrong with the line, where and what was expected; or what is picked means; or which keys help.
  private func hint(_ filter: FilterLine, _ bindings: Bindings) -> (String, Role) {
    if let fault = filter.fault {
      return (fault.text, fault.isUnfinished(filter.field.text) ? .inputHint : .inputError)
    }
    if let hint = filter.hint { return (hint, .inputHint) }
    if let picked = filter.picked, picked < filter.menu.count, !filter.menu[picked].words.isEmpty {
      return (filter.menu[picked].words, .inputHint)
    }
    let hints = [
      filter.menu.isEmpty ? "" : "\(bindings.shown("complete")) completes",
      "\(bindings.shown("filter-before")): filters of before", "\(bindings.shown("accept")) takes it",
      "\(bindings.shown("dismiss")) goes back",
    ]
    return (hints.filter { !$0.isEmpty }.joined(separator: "   "), .inputHint)
  }
}

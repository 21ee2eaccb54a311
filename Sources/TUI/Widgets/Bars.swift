// One-line widgets: tabs, the keys that work now, a status line.

/// A tab: a panel's name and how many it lists.
package struct Tab: Hashable, Sendable {
  package var title: String
  package var count: String

  package init(_ title: String, count: String = "") {
    self.title = title
    self.count = count
  }
}

/// A row of tabs, one of them shown.
package struct Tabs: Hashable, Sendable {
  package var tabs: [Tab]
  package var active: Int

  package init(_ tabs: [Tab], active: Int) {
    self.tabs = tabs
    self.active = active
  }
}

/// A key, what it does, and why it does not when it cannot.
package struct KeyHint: Hashable, Sendable {
  /// The keys as they are spelt: `enter`, `g g`.
  package var keys: String
  package var label: String
  /// Why the key does nothing now; nil when it works.
  package var disabledReason: String?

  package init(_ keys: String, _ label: String, disabledReason: String? = nil) {
    self.keys = keys
    self.label = label
    self.disabledReason = disabledReason
  }
}

extension Canvas {
  /// Draws tabs on one row: ` 1 orders 1,204  2 transit 8,391 `; when not all fit, those around the active one.
  package mutating func draw(_ tabs: Tabs, at point: Point, width: Int, on ground: Role? = nil) {
    fill(Rect(x: point.x, y: point.y, width: width, height: 1), Style(.tab, on: ground))
    func cells(_ tab: Tab) -> Int {
      self.width(of: tab.title) + (tab.count.isEmpty ? 0 : self.width(of: tab.count) + 1) + 2
    }
    guard tabs.tabs.indices.contains(tabs.active) else { return }
    var first = 0
    while first < tabs.active, tabs.tabs[first...tabs.active].reduce(0, { $0 + cells($1) }) > width { first += 1 }
    var x = point.x
    for index in first..<tabs.tabs.count {
      let tab = tabs.tabs[index]
      let room = min(cells(tab), point.x + width - x)
      guard room > 2 else { return }
      let isActive = index == tabs.active
      let style = isActive ? Style(.activeTab) : Style(.tab, on: ground)
      fill(Rect(x: x, y: point.y, width: room, height: 1), style)
      touch(Rect(x: x, y: point.y, width: room, height: 1), .tab(index))
      let line = Line([Span(tab.title, style)] + (tab.count.isEmpty ? [] : [Span(" " + tab.count, style)]))
      put(line, at: Point(x: x + 1, y: point.y), width: room - 2)
      x += room
    }
  }

  /// Draws the keys that work now on one row: `enter detail  a advance  r release (no: declaration missing)`.
  ///
  /// Keys that do not fit whole are left out, except the last, which says where all of them are.
  package mutating func draw(_ hints: [KeyHint], at point: Point, width: Int, on ground: Role? = .bar) {
    fill(Rect(x: point.x, y: point.y, width: width, height: 1), Style(.keyLabel, on: ground))
    func line(_ hint: KeyHint) -> Line {
      let style = Style(hint.disabledReason == nil ? .keyHint : .disabled, on: ground)
      let label = Style(hint.disabledReason == nil ? .keyLabel : .disabled, on: ground)
      let reason = hint.disabledReason.map { $0.isEmpty ? "" : " (no: \($0))" } ?? ""
      return [Span(hint.keys, style), Span(" " + hint.label + reason, label)]
    }
    guard let last = hints.last else { return }
    let lines = hints.map(line)
    let cells = lines.map { self.width(of: $0.text) }
    let lastCells = self.width(of: line(last).text)
    var x = point.x + 1
    let end = point.x + width - 1
    for index in hints.indices {
      let isLast = index == hints.count - 1
      let reserve = isLast ? 0 : lastCells + 2
      guard x + cells[index] + reserve <= end || isLast else { continue }
      guard x < end else { return }
      touch(Rect(x: x, y: point.y, width: min(cells[index], end - x), height: 1), .keys(hints[index].keys))
      x += put(lines[index], at: Point(x: x, y: point.y), width: end - x) + 2
    }
  }

  /// Draws a line with something at its right end, which gives way when there is no room.
  package mutating func draw(
    status left: Line, trailing right: Line = [], at point: Point, width: Int, on ground: Role? = .bar
  ) {
    fill(Rect(x: point.x, y: point.y, width: width, height: 1), Style(.text, on: ground))
    let taken = put(left, at: Point(x: point.x + 1, y: point.y), width: max(0, width - 2), on: ground)
    let cells = self.width(of: right.text)
    guard cells > 0, taken + 2 + cells <= width - 2 else { return }
    put(right, at: Point(x: point.x + width - 1 - cells, y: point.y), width: cells, on: ground)
  }
}

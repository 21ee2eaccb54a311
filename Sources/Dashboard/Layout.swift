import TUI

// Where things stand, by size alone.
//
//   width x height     what
//   >= 100 x 24        title, flow, four lists, attention, keys
//   >=  80 x 24        title, flow, one list with tabs, attention, keys
//   >=  60 x 16        title, one list, keys
//   smaller            the size it needs
//
//   ┌ title ──────────────────────────────┐ row 0
//   │ flow                                │ row 1
//   │ body                                │
//   │ attention, or a notice              │ row height - 2
//   └ keys, or the line being typed ──────┘ row height - 1

/// The rectangles of a screen of one size.
struct Layout {
  let size: Size
  let title: Rect
  /// Nothing on a small screen.
  let flow: Rect
  let body: Rect
  /// On a small screen only a notice shows there, over the last row of the body.
  let attention: Rect
  let keys: Rect

  /// The least size that shows a list.
  static let least = Size(width: 60, height: 16)

  /// Cuts a size.
  init(_ size: Size) {
    self.size = size
    let all = Rect(size)
    let (title, rest) = all.splitTop(1)
    let (middle, keys) = rest.splitBottom(1)
    self.title = title
    self.keys = keys
    guard size.width >= 80, size.height >= 24 else {
      flow = Rect(x: 0, y: 0, width: 0, height: 0)
      body = middle
      attention = middle.splitBottom(1).bottom
      return
    }
    let (flow, below) = middle.splitTop(1)
    let (body, attention) = below.splitBottom(1)
    self.flow = flow
    self.body = body
    self.attention = attention
  }

  /// Whether anything can be shown at all.
  var isEnough: Bool { size.width >= Self.least.width && size.height >= Self.least.height }
  /// Whether the small layout is used: the list alone.
  var isSmall: Bool { flow.isEmpty }
  /// Whether four lists fit.
  var isGrid: Bool { size.width >= 100 && size.height >= 24 }
  /// Whether the detail stands in two columns.
  var isWide: Bool { size.width >= 100 }

  /// The frames of the overview's lists.
  var grid: [Rect] {
    let rows = body.rows(2)
    return rows[0].columns(2) + rows[1].columns(2)
  }

  /// Where a list's frame stands; the whole body unless it is one of four.
  func frame(of list: ListID, in view: ViewID) -> Rect {
    guard case .overview = view, isGrid, let place = ListID.overview.firstIndex(of: list) else { return body }
    return grid[place]
  }

  /// How many rows of a list are in sight: without frame and header.
  func visibleRows(of list: ListID, in view: ViewID) -> Int { max(0, frame(of: list, in: view).height - 3) }
}

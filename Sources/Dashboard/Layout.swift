import TUI

// Where things stand, by size alone.
//
//   width x height     what
//   >= 100 x 24        title, flow, four lists two by two, attention, keys
//   <  100 x 46        the four lists one above the other, where it is tall instead of wide
//   >=  80 x 24        title, flow, one list with tabs, attention, keys
//   >=  60 x 16        title, one list, keys
//   smaller            the size it needs
//
//   ┌ title ──────────────────────────────┐ row 0
//   │ flow                                │ row 1
//   │ body                                │
//   │ attention, or a notice              │ row height - 2
//   └ keys, or the line being typed ──────┘ row height - 1

/// How an overview of two by two is divided, in thousandths from the left and from above.
struct Splits: Hashable, Sendable {
  var across = 500
  var down = 500

  /// How far a border can be moved.
  static let range = 150...850
  /// The least size of a panel, so that a border never hides one.
  static let least = Size(width: 34, height: 5)
}

/// The rectangles of a screen of one size.
struct Layout {
  let size: Size
  let splits: Splits
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
  init(_ size: Size, _ splits: Splits = Splits()) {
    self.size = size
    self.splits = splits
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
  var isGrid: Bool { isPortrait || size.width >= 100 && size.height >= 24 }
  /// Whether they stand one above the other.
  var isPortrait: Bool { size.width < 100 && size.height >= 46 }
  /// Whether the detail stands in two columns.
  var isWide: Bool { size.width >= 100 }

  /// The frames of the overview's lists.
  var grid: [Rect] {
    guard !isPortrait else { return body.rows(4) }
    let (upper, lower) = body.splitTop(Self.share(body.height, splits.down, Splits.least.height))
    let width = Self.share(body.width, splits.across, Splits.least.width)
    return [upper.splitLeft(width).left, upper.splitLeft(width).rest]
      + [lower.splitLeft(width).left, lower.splitLeft(width).rest]
  }

  /// So many thousandths of a length, both parts no shorter than the least; of two halves the first gets what is over.
  private static func share(_ length: Int, _ thousandths: Int, _ least: Int) -> Int {
    min(max((length * thousandths + 999) / 1000, least), max(least, length - least))
  }

  /// Where a list's frame stands; the whole body unless it is one of four.
  func frame(of list: ListID, in view: ViewID) -> Rect {
    guard case .overview = view, isGrid, let place = ListID.overview.firstIndex(of: list) else { return body }
    return grid[place]
  }

  /// How many rows of a list are in sight: without frame and header.
  func visibleRows(of list: ListID, in view: ViewID) -> Int { max(0, frame(of: list, in: view).height - 3) }
}

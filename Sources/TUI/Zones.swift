// What a pointer can touch. Whoever draws something that can be touched says so where it is drawn, so that there is no second
// account of where things stand:
//
//   draw ─► cells     what is seen
//      └──► zones     what is under a point; what was drawn last lies on top
//
//   canvas.zone(at: point)  ->  the zone on top, and with it what was meant

/// Something that a pointer can touch, by the numbers that its owner gave it.
package enum Touch: Hashable, Sendable {
  /// A tab.
  case tab(Int)
  /// A key that is shown with what it does, as it is spelt.
  case keys(String)
  /// A choice of a dialog.
  case choice(Int)
  /// A line of a list to choose from.
  case item(Int)
  /// The rows of a table, the header left out.
  case rows(Int)
  /// The head of a table's column.
  case head(Int, column: Int)
  /// The right edge of a table's column, which is so many cells wide.
  case edge(Int, column: Int, width: Int)
  /// Something in a picture, by the group that it belongs to and its own number.
  case spot(Int, Int)
  /// A panel, wherever nothing else is.
  case panel(Int)
  /// A border that can be moved: one between panels side by side, and one between panels above each other.
  case border(isUpright: Bool)
}

/// A rectangle with what touching it means.
package struct Zone: Hashable, Sendable {
  package var rect: Rect
  package var touch: Touch
}

extension Canvas {
  /// Says what touching a rectangle means; what is said later lies on top.
  package mutating func touch(_ rect: Rect, _ touch: Touch) {
    let area = rect.intersection(bounds)
    if !area.isEmpty { zones.append(Zone(rect: area, touch: touch)) }
  }

  /// The zone on top at a point; nil where there is none.
  package func zone(at point: Point) -> Zone? { zones.last { $0.rect.contains(point) } }

  /// Takes every zone away but those of shown keys: what lies behind a question cannot be touched.
  package mutating func coverZones() {
    zones.removeAll { if case .keys = $0.touch { false } else { true } }
  }

  /// All zones, in the order in which they were drawn: for whoever has to know later what this picture showed.
  package var allZones: [Zone] { zones }
}

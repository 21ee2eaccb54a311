import Logistics
import TUI

extension Canvas {
  /// Draws the editor of a list's columns over it:
  ///
  ///     ┌ Columns of Holds ───────────── 9 of 44 ┐
  ///     │▸ ✓ id         8  its number            │
  ///     │  ✓ at         8  where it was seen last│
  ///     ├ stays ─────────────────────────────────┤
  ///     │    owner         who takes care of it  │
  mutating func drawColumns(_ editor: ColumnEditor, _ area: Rect) {
    let width = min(72, area.width - 2)
    let height = min(area.height - 1, editor.names.count + 3)
    guard width > 20, height > 4 else { return }
    let frame = Rect(x: area.maxX - width, y: area.maxY - height, width: width, height: height)
    fill(frame, Style(.dialog))
    let shown = editor.choice
    let names = editor.names
    let inside = box(
      frame, title: Line("Columns of \(editor.list.look.title)", Style(.dialogTitle, on: .dialog)),
      trailing: Line("\(editor.shown.count) of \(names.count)", Style(.count, on: .dialog)),
      frame: Style(.dialogBorder, on: .dialog))
    let frozen = Set(shown.names.prefix(shown.frozen))
    let offset = Table.offset(
      cursor: editor.cursor, previous: 0, visible: inside.height, rowCount: names.count, margin: 1)
    for line in 0..<inside.height where offset + line < names.count {
      let place = offset + line
      guard let column = ListColumn.named(names[place]) else { continue }
      let isCursor = place == editor.cursor
      let row = Rect(x: inside.x, y: inside.y + line, width: inside.width, height: 1)
      let ground: Role = isCursor ? .activeButton : .dialog
      let isShown = editor.shown.contains(column.name)
      func style(_ role: Role) -> Style { isCursor ? Style(.activeButton) : Style(role, on: ground) }
      fill(row, style(.dialog))
      touch(row, .item(place))
      if isCursor {
        set(glyphs.cursor, at: row.origin, Style(.activeButton))
        cursor = row.origin
      }
      if isShown { set(glyphs.mark, at: Point(x: row.x + 2, y: row.y), style(.marked)) }
      put(
        column.name, at: Point(x: row.x + 4, y: row.y), width: 10, style(isShown ? .dialog : .secondary))
      let cells = editor.widths[column.name].map { "\($0)" } ?? ""
      put(cells, at: Point(x: row.x + 14, y: row.y), width: 4, style(.count), align: .right)
      let stays = frozen.contains(column.name) && isShown ? "stays  " : ""
      let taken = put(stays, at: Point(x: row.x + 20, y: row.y), width: 7, style(.keyHint))
      put(
        column.words, at: Point(x: row.x + 20 + taken, y: row.y), width: row.width - 21 - taken, style(.secondary))
    }
  }
}

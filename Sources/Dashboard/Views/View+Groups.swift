import Logistics
import Measures
import TUI

extension Canvas {
  /// Draws the counts of a list by a field.
  mutating func drawGroups(_ view: GroupView, _ state: State, _ layout: Layout) {
    var trailing: Line = []
    if let groups = view.groups {
      let count = view.rows.count + groups.othersCount
      trailing = Line("\(counted(count, "group")), \(counted(groups.all.count, "shipment"))", .count)
      let filter = state.lists[view.list.rawValue].filterText
      if !filter.isEmpty { trailing = trailing.adding(" /\(filter)", .match) }
      let mark = view.isDescending ? glyphs.descending : glyphs.ascending
      trailing = trailing.adding(" \(glyphs.separator) ", .muted)
        .adding("\(view.measure?.name ?? "name") \(mark)", .secondary)
    }
    let inside = box(
      layout.body, title: Line("\(view.list.look.title) by \(view.field.name)", .title), trailing: trailing,
      frame: Style(.focusBorder))
    cursor = inside.origin
    guard let groups = view.groups, !view.rows.isEmpty else {
      let words = view.groups == nil ? "counting …" : "there is nothing to count; \(state.bindings.backKey) goes back"
      put(words, at: Point(x: inside.x + 2, y: inside.y + 1), width: inside.width - 3, Style(.muted))
      return
    }
    var columns = GroupView.columns.map(\.column)
    columns[0].title = view.field.name.uppercased()
    let texts = state.board.texts
    // A name that is a code has words beside it; names that are words have the room of both.
    let last = min(view.rows.count, view.offset + inside.height)
    let inSight = view.rows[min(view.offset, last)..<last]
    let names = inSight.map { width(of: groups.name(of: $0.key, in: texts)) }.max() ?? 0
    let hasWords = inSight.contains { !groups.words(of: $0.key).isEmpty }
    columns[0].widthIdeal = max(columns[0].widthMin, min(names, 32))
    columns[0].widthMin = min(columns[0].widthIdeal, hasWords ? 12 : 24)
    if !hasWords { columns[1].importance = 99 }
    let place = view.measure.flatMap { measure in GroupView.columns.firstIndex { $0.measure == measure } } ?? 0
    let table = Table(
      columns: columns, rowCount: view.rows.count, offset: view.offset, cursor: view.cursorRow,
      sorts: [Table.Sort(column: place, isDescending: view.isDescending)], gap: inside.width >= 96 ? 2 : 1,
      group: GroupView.group)
    let isASCII = glyphSet == .ascii
    let most = view.rows.map(\.count).max() ?? 1
    draw(table, in: inside) { row, column in
      let group = view.rows[row]
      switch column {
      case 0: return TableCell(groups.name(of: group.key, in: texts), group.key == .none ? .muted : .text)
      case 1: return TableCell(groups.words(of: group.key), .secondary)
      case 2: return TableCell(grouped(group.count))
      case 3: return TableCell(.gauge(group.count, of: most), .gauge)
      case 4:
        let permille = group.count * 1000 / max(1, groups.all.count)
        return TableCell(permille < 100 ? "\(permille / 10).\(permille % 10)" : "\(permille / 10)", .secondary)
      case 5:
        return TableCell(
          Money(minor: group.euroCents, .eur).shortText(isASCII: isASCII), .secondary)
      case 6: return TableCell(Grams(Int32(clamping: group.grams)).text, .secondary)
      case 7: return TableCell(group.meanAge.cellWords, .secondary)
      case 8: return group.held == 0 ? TableCell("-", .muted) : TableCell(grouped(group.held))
      default: return group.late == 0 ? TableCell("-", .muted) : TableCell(grouped(group.late))
      }
    }
  }
}

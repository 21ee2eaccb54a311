import Logistics
import Measures
import TUI

// The customs desk: the queue, and beside it the playbook of what is under the cursor; on a narrow screen one at a time.
//
//   ┌ W Customs desk ──────────────────── 9 ours of 14, €1,204 ┐┌ CW-08810 Power bank ──────────┐
//   │    ID        AT  HELD FOR            TURN     LEFT  A DAY ││ why here …                    │
//   │ ▾ FRA Frankfurt     3 held  2 ours  €310 at stake         ││ do       d request  f attach  │
//   │▸!! CW-08810  FRA battery undeclared us       4h12m    €34 ││                               │

/// How the body is cut where queue and playbook stand side by side.
struct DeskFrames {
  let queue: Rect
  let playbook: Rect

  /// Cuts a body.
  init(_ body: Rect) {
    (queue, playbook) = body.splitLeft(min(max(56, body.width * 54 / 100), 110))
  }
}

extension Canvas {
  /// Draws the customs desk.
  mutating func drawDesk(_ state: State, _ layout: Layout) {
    guard layout.isWide else {
      if state.desk.isOnPlaybook {
        drawPlaybook(state, in: layout.body, isFocused: true)
      } else {
        drawQueue(state, in: layout.body, isFocused: true)
      }
      return
    }
    let frames = DeskFrames(layout.body)
    // The side with the keys last, so that the terminal's cursor is left in it.
    if state.desk.isOnPlaybook {
      drawQueue(state, in: frames.queue, isFocused: false)
      drawPlaybook(state, in: frames.playbook, isFocused: true)
    } else {
      drawPlaybook(state, in: frames.playbook, isFocused: false)
      drawQueue(state, in: frames.queue, isFocused: true)
    }
  }

  private mutating func drawQueue(_ state: State, in frame: Rect, isFocused: Bool) {
    let desk = state.desk
    touch(frame, .panel(DeskState.group))
    var trailing: Line = []
    if let queue = desk.queue {
      let marks = state.lists[ListID.customs.rawValue].marks.count
      trailing = Line(marks > 0 ? "\(grouped(marks)) marked " : "", .marked)
        .adding("\(grouped(queue.ours)) ours of \(grouped(queue.entries.count))", .count)
        .adding(" \(glyphs.separator) ", .muted).adding(state.euroCell(queue.lostCents), .secondary)
      if queue.grouping != .none { trailing = trailing.adding(" \(queue.grouping.words)", .secondary) }
    }
    let inside = box(
      frame, title: state.title("Customs desk", of: "desk"), trailing: trailing,
      frame: Style(isFocused ? .focusBorder : .border))
    if isFocused { cursor = inside.origin }
    fill(inside, Style(.text))
    let visible = max(0, inside.height - 1)
    let table = Table(
      columns: DeskColumn.all.map(\.column), rowCount: desk.shownCount,
      offset: Table.offset(
        cursor: desk.cursor == nil ? nil : desk.cursorRow, previous: desk.offset, visible: visible,
        rowCount: desk.shownCount), cursor: desk.cursor == nil ? nil : desk.cursorRow, isFocused: isFocused,
      gap: inside.width >= 96 ? 2 : 1, group: DeskState.group)
    let world = RowWorld(state)
    let marks = state.lists[ListID.customs.rawValue].marks
    var known: (row: Int, cells: DeskCells?) = (-1, nil)
    func cells(_ row: Int) -> DeskCells? {
      if known.row != row { known = (row, DeskCells(row, world, state)) }
      return known.cells
    }
    draw(table, in: inside) { row in
      guard let entry = desk.row(row) else { return .plain }
      if case .ghost(.group) = entry { return RowLook(role: .ghost) }
      guard case .shipment(let id)? = desk.place(entry) else { return .plain }
      var look = RowLook(isMarked: marks.contains(id), isFresh: state.isFresh(id))
      if case .ghost = entry { look.role = .ghost }
      return look
    } cell: { row, column in
      cells(row).map { DeskColumn.all[column].cell($0) } ?? TableCell("")
    }
    drawHeads(state, table, in: inside)
    guard desk.shownCount == 0, inside.height > 1 else { return }
    let words =
      !state.isLoaded ? "reading the journal …" : desk.queue == nil ? "making the queue …" : "nothing is held"
    put(words, at: Point(x: inside.x + 2, y: inside.y + 1), width: inside.width - 3, Style(.muted))
  }

  /// Writes the heads of groups over the rows that are theirs.
  private mutating func drawHeads(_ state: State, _ table: Table, in inside: Rect) {
    guard let queue = state.desk.queue, queue.grouping != .none else { return }
    for line in 0..<max(0, inside.height - 1) {
      let row = table.offset + line
      let isCursor = row == table.cursor
      let ground: Role? = isCursor ? (table.isFocused ? .cursorRow : .idleCursorRow) : nil
      func style(_ role: Role) -> Style { Style(ground ?? role, on: ground) }
      if case .ghost(.group(let key))? = state.desk.row(row) {
        put(
          "\(state.deskGroupName(key)): nothing is held any more",
          at: Point(x: inside.x + Table.gutter, y: inside.y + 1 + line), width: inside.width - Table.gutter - 1,
          style(.ghost))
      }
      guard case .head(let place)? = state.desk.row(row), let group = queue.groups[safe: place] else { continue }
      let isFolded = state.desk.folded.contains(group.key)
      let tail =
        "\(grouped(group.range.count)) held, \(grouped(group.ours)) ours  "
        + "\(state.euroCell(group.lostCents))  \(state.euroCell(group.centsPerDay))/d"
      let cells = width(of: tail)
      let y = inside.y + 1 + line
      let room = max(8, inside.width - Table.gutter - cells - 2)
      put(
        "\(Character(isFolded ? glyphs.cursor : glyphs.descending)) \(state.deskGroupName(group.key))",
        at: Point(x: inside.x + Table.gutter, y: y),
        width: room, style(.title))
      put(
        tail, at: Point(x: inside.maxX - cells - 1, y: y), width: cells, style(group.ours > 0 ? .count : .muted))
    }
  }

  private mutating func drawPlaybook(_ state: State, in frame: Rect, isFocused: Bool) {
    touch(frame, .panel(DeskState.playbookGroup))
    fill(frame, Style(.text))
    guard let id = state.desk.shipment, let row = state.context(id) else {
      drawColumn([state.groupSummary], in: frame, offset: 0, isFocused: isFocused)
      return
    }
    drawColumn(
      state.playbook(row, width: state.playbookWidth), in: frame, offset: state.desk.scrolled, isFocused: isFocused)
  }
}

extension State {
  /// An amount of euros in a cell.
  func euroCell(_ cents: Int64) -> String { Money(minor: cents, .eur).shortText(isASCII: glyphSet == .ascii) }

  /// What stands beside the queue while the cursor is on no shipment.
  fileprivate var groupSummary: DetailSection {
    guard let queue = desk.queue, case .group(let key)? = desk.cursor,
      let group = queue.groups.first(where: { $0.key == key })
    else {
      let words = deskGroupRefusal ?? (desk.queue?.entries.isEmpty == true ? "nothing is held" : "")
      return DetailSection(title: "Playbook", lines: [Line(words, .muted)])
    }
    return DetailSection(
      title: deskGroupName(key),
      lines: [
        field("held", Line(grouped(group.range.count))), field("our turn", Line(grouped(group.ours))),
        field("at stake", Line("\(euros(group.lostCents)), \(euros(group.centsPerDay)) a day (assumption)")),
        field("fold", Line(bindings.shown("desk-look"), .keyHint)),
        field("mark all", Line(bindings.shown("desk-mark"), .keyHint)),
      ])
  }
}

/// What the cells of a row want to know.
struct DeskCells {
  let row: RowContext
  let stake: Stake?
  private let isASCII: Bool

  /// The row's shipment; nil on the head of a group.
  init?(_ number: Int, _ world: RowWorld, _ state: State) {
    guard let entry = state.desk.row(number), case .shipment(let id)? = state.desk.place(entry),
      let row = world.context(id)
    else { return nil }
    self.row = row
    isASCII = state.glyphSet == .ascii
    stake = Stake(id, on: world.board, now: world.now, asked: row.asked, roles: state.roles)
  }

  /// An amount of euros in a cell.
  func euros(_ cents: Int64) -> String { Money(minor: cents, .eur).shortText(isASCII: isASCII) }
}

/// A column of the queue.
struct DeskColumn: Sendable {
  let column: Column
  let cell: @Sendable (DeskCells) -> TableCell

  init(
    _ title: String, rank: Int, _ width: ClosedRange<Int>, grows: Bool = false, align: Alignment = .left,
    _ cell: @escaping @Sendable (DeskCells) -> TableCell
  ) {
    column = Column(
      title, importance: rank, min: width.lowerBound, ideal: width.upperBound, isGrowing: grows, alignment: align)
    self.cell = cell
  }

  /// The columns, from left to right.
  static let all: [DeskColumn] = [
    DeskColumn("", rank: 0, 2...2) { TableCell($0.row.urgency.mark, $0.row.urgency.role) },
    DeskColumn("ID", rank: 0, 8...8) { TableCell($0.row.shipment.id.label) },
    DeskColumn("AT", rank: 2, 3...4) { TableCell($0.row.shipment.atWords($0.row.board.texts), .secondary) },
    DeskColumn("HELD FOR", rank: 1, 14...20, grows: true) { cells in
      guard let stake = cells.stake else { return TableCell("left this view", .muted) }
      let more = cells.row.shipment.openHolds.nonzeroBitCount - 1
      return TableCell(stake.hold.reason.words + (more > 0 ? " +\(more)" : ""))
    },
    DeskColumn("TURN", rank: 1, 8...9) { cells in
      switch cells.stake?.turn {
      case .us: TableCell("us", .title)
      case .party, .authority: TableCell(cells.stake?.hold.owner.name ?? "", .secondary)
      case nil: TableCell("-", .muted)
      }
    },
    DeskColumn("LEFT", rank: 0, 6...8, align: .right) { cells in
      guard let left = cells.stake?.left else { return TableCell("-", .muted) }
      return urgentCell(left >= .zero ? left.cellWords : "past \((.zero - left).shortWords)", cells.row)
    },
    DeskColumn("A DAY", rank: 0, 7...9, align: .right) { cells in
      guard let stake = cells.stake else { return TableCell("-", .muted) }
      return TableCell(cells.euros(stake.centsPerDay))
    },
    DeskColumn("LOST", rank: 3, 7...9, align: .right) { cells in
      guard let stake = cells.stake else { return TableCell("-", .muted) }
      return TableCell(cells.euros(stake.lostCents), .secondary)
    },
    DeskColumn("PROMISE", rank: 6, 7...8, align: .right) { cells in
      TableCell(cells.stake?.promiseLeft?.cellWords ?? "-", .secondary)
    },
    DeskColumn("OWNER", rank: 4, 5...8) { TableCell($0.row.text($0.row.shipment.owner), .secondary) },
    DeskColumn("MERCHANT", rank: 5, 10...18, grows: true) {
      TableCell($0.row.name($0.row.shipment.merchant, .merchant), .secondary)
    },
    DeskColumn("GOODS", rank: 7, 12...24, grows: true) { TableCell($0.row.text($0.row.shipment.goods), .secondary) },
  ]
}

package import Logistics
package import Measures
import TUI

// The border in numbers on the screen: five tables over a window of days, read beside everything else.
//
//   the view is shown, or its window or moment changes ─► .border(wish) ─► read in slices ─► .border(.reading …) ─► .border(.figures)
//   the view is left                                   ─► .border(nil)
//
// The cursor is on a row's key in each table; one table has the keys. `enter` lists the shipments of a row, one step back leads here.

/// Over which days the figures are told, the one that runs among them.
package enum BorderWindow: String, CaseIterable, Hashable, Sendable {
  case week = "7d"
  case month = "30d"
  case all

  /// How many days of UTC; nil for all there are.
  package var days: Int? {
    switch self {
    case .week: 7
    case .month: 30
    case .all: nil
    }
  }

  /// The longest that is counted in days.
  package static let longest = 30

  /// In words.
  var words: String {
    switch self {
    case .week: "last 7 days"
    case .month: "last 30 days"
    case .all: "all days"
    }
  }
}

/// Which figures are wanted.
package struct BorderWish: Hashable, Sendable {
  package var window: BorderWindow
  /// As was known at this moment; nil for now, and on from there.
  package var moment: Instant?

  /// The figures of a window, as of a moment.
  package init(_ window: BorderWindow, moment: Instant? = nil) {
    self.window = window
    self.moment = moment
  }
}

/// What is told of the border's figures.
package enum BorderNews: Sendable {
  /// So much of the journal is read, in permille, and up to when.
  case reading(BorderWish, permille: Int, upTo: Instant)
  /// The figures as they were asked for.
  case figures(BorderWish, BorderTables)
  /// They cannot be read.
  case failed(BorderWish, Failure)

  fileprivate var wish: BorderWish {
    switch self {
    case .reading(let wish, _, _), .figures(let wish, _), .failed(let wish, _): wish
    }
  }
}

/// What puts a table's rows in order; their usual order is none of these.
enum BorderMeasure: CaseIterable, Hashable, Sendable {
  case name, decided, firstTime, p50, p90, p99, holds, open, cost

  /// The name, for the line over the table.
  var words: String {
    switch self {
    case .name: "name"
    case .decided: "decided"
    case .firstTime: "first time"
    case .p50: "p50"
    case .p90: "p90"
    case .p99: "p99"
    case .holds: "holds"
    case .open: "standing"
    case .cost: "cost"
    }
  }

  /// How much of it a row has; nil where it has none.
  func amount(_ row: BorderRow) -> Int64? {
    switch self {
    case .name: nil
    case .decided: row.decided.map { Int64($0) }
    case .firstTime: row.firstTimePermille.map { Int64($0) }
    case .p50: row.p50?.milliseconds
    case .p90: row.p90?.milliseconds
    case .p99: row.p99?.milliseconds
    case .holds: row.holds.map { Int64($0) }
    case .open: Int64(row.open)
    case .cost: row.cents
    }
  }
}

/// Where the operator is in one of the tables.
struct BorderSight: Sendable {
  /// The rows in their order.
  fileprivate(set) var rows: [BorderRow] = []
  /// What is under the cursor; nil while there is nothing.
  fileprivate(set) var cursor: BorderRow.Key?
  fileprivate(set) var row = 0
  var offset = 0
  /// What puts the rows in order; nil for their usual order.
  fileprivate(set) var measure: BorderMeasure?
  fileprivate(set) var isDescending = true

  /// Puts the cursor on a row, the nearest there is.
  mutating func jump(to new: Int) {
    row = min(max(0, new), max(0, rows.count - 1))
    cursor = rows[safe: row]?.key
  }

  /// Takes rows in their usual order; the cursor stays on its row.
  fileprivate mutating func take(_ new: [BorderRow], name: (BorderRow) -> String) {
    rows = new
    if let measure {
      // The channels of a place stay behind it, and all places before each.
      var parts: [(place: Int, rows: [BorderRow])] = []
      for row in new {
        if case .place(_, .some) = row.key, !parts.isEmpty {
          parts[parts.count - 1].rows.append(row)
        } else {
          parts.append((parts.count, [row]))
        }
      }
      let top = parts.prefix { if case .place(nil, _) = $0.rows[0].key { true } else { false } }
      let rest = parts.dropFirst(top.count)
      let sorted: [(place: Int, rows: [BorderRow])]
      if measure == .name {
        let keyed = rest.map { (name: name($0.rows[0]), part: $0) }
        sorted = keyed.sorted { a, b in
          a.name == b.name ? a.part.place < b.part.place : (a.name < b.name) != isDescending
        }.map(\.part)
      } else {
        sorted = rest.sorted { a, b in
          // What has none of it comes last, whichever way.
          switch (measure.amount(a.rows[0]), measure.amount(b.rows[0])) {
          case (let x?, let y?): x == y ? a.place < b.place : (x > y) == isDescending
          case (.some, nil): true
          case (nil, .some): false
          case (nil, nil): a.place < b.place
          }
        }
      }
      rows = (top + sorted).flatMap(\.rows)
    }
    if let cursor, let found = rows.firstIndex(where: { $0.key == cursor }) {
      offset = max(0, offset + found - row)
      row = found
    } else {
      jump(to: row)
    }
  }
}

extension BorderSight {
  /// Tells of each row what share of all holds it and those above it are, in the order in which they stand.
  fileprivate mutating func sumUp(of total: Int) {
    var sum = 0
    for row in rows.indices {
      sum += rows[row].holds ?? 0
      rows[row].cumulativePermille = BorderFigures.permille(sum, of: total)
    }
  }
}

/// The border's figures, and where the operator is among them.
struct BorderState: Sendable {
  var window = BorderWindow.month
  /// The figures that came last, and what they are of.
  fileprivate(set) var tables: BorderTables?
  fileprivate(set) var shown: BorderWish?
  /// What was asked for last; nil while nobody looks.
  fileprivate(set) var asked: BorderWish?
  /// How far the journal is read for it; nil when it is there.
  fileprivate(set) var reading: (permille: Int, upTo: Instant)?
  /// Why it is not there.
  fileprivate(set) var failure: Failure?
  /// The table that has the keys.
  var focus = BorderBlock.reasons
  /// The merchants or the chapters, whichever was looked at last: on some screens only one of them has room.
  fileprivate(set) var cause = BorderBlock.merchants
  var sights = [BorderSight](repeating: BorderSight(), count: BorderBlock.allCases.count)
  /// The filter of a row that was looked into, and that of the list before.
  fileprivate(set) var drill: (filter: String, before: String)?

  /// The numbers by which a pointer finds the tables begin here.
  static let group = 900

  /// The table of a pointer's number; nil where it is none of them.
  static func block(ofGroup number: Int) -> BorderBlock? { BorderBlock(rawValue: number - group) }

  var sight: BorderSight {
    get { sights[focus.rawValue] }
    set { sights[focus.rawValue] = newValue }
  }

  /// Whether what is there is of the moment that is wanted: figures of another one are not shown.
  var isThere: Bool { tables != nil && shown != nil && (asked == nil || shown?.moment == asked?.moment) }

  /// Whether it is of the days that are wanted, too: until those are there the screen shows the ones before, under their own name.
  var isAsAsked: Bool { isThere && (asked == nil || shown == asked) }

  /// Gives the keys to a table.
  mutating func look(at block: BorderBlock) {
    focus = block
    if block == .merchants || block == .chapters { cause = block }
  }
}

// MARK: - What is asked for and comes

extension State {
  /// The figures that the screen wants now; nil where it shows none.
  private var borderWish: BorderWish? {
    view == .border ? BorderWish(border.window, moment: past?.shown?.instant) : nil
  }

  /// Asks for the figures that are wanted, where they are others than were asked for.
  mutating func askForBorder() -> [Effect] {
    let wish = borderWish
    guard wish != border.asked else { return [] }
    border.asked = wish
    border.reading = nil
    border.failure = nil
    return [.border(wish)]
  }

  /// Takes what is told of the figures; what nobody asks for any more is left.
  mutating func take(_ news: BorderNews) {
    guard news.wish == border.asked else { return }
    switch news {
    case .reading(_, let permille, let upTo): border.reading = (permille, upTo)
    case .failed(_, let failure):
      border.reading = nil
      border.failure = failure
    case .figures(let wish, let tables):
      border.reading = nil
      border.failure = nil
      border.tables = tables
      border.shown = wish
      for block in BorderBlock.allCases { arrangeBorder(block) }
    }
  }

  /// Puts the rows of a table in order.
  private mutating func arrangeBorder(_ block: BorderBlock) {
    guard let tables = border.tables else { return }
    var sight = border.sights[block.rawValue]
    sight.take(tables[block]) { borderName($0.key) }
    if block == .reasons { sight.sumUp(of: tables.holds) }
    border.sights[block.rawValue] = sight
  }

  /// What a row is about, in a word or two.
  func borderName(_ key: BorderRow.Key) -> String {
    switch key {
    case .reason(let reason): return reason.words
    case .remedy(let document): return document.words
    case .place(let gate, _):
      guard let gate else { return "all" }
      if gate.place != .none { return gate.place.place.code }
      return gate.placeText == .none ? "-" : board.texts[gate.placeText]
    case .merchant(let name): return name == .none ? "-" : board.texts[name]
    case .chapter(let chapter): return chapter == 0 ? "-" : chapter < 10 ? "0\(chapter)" : String(chapter)
    }
  }
}

// MARK: - What keys do

extension State {
  /// Shows the figures, over the days that are asked for.
  mutating func showBorder(_ window: String) -> [Effect] {
    if !window.isEmpty {
      guard let wanted = BorderWindow(rawValue: window.lowercased()) else {
        let names = BorderWindow.allCases.map(\.rawValue).joined(separator: ", ")
        notice = Notice("the border's figures are told over \(names), not “\(window)”", isFailure: true)
        return []
      }
      border.window = wanted
    }
    return show(.border)
  }

  /// Reaches back further, or less far.
  mutating func stepBorderWindow(_ delta: Int) -> [Effect] {
    let all = BorderWindow.allCases
    guard let window = all[safe: (all.firstIndex(of: border.window) ?? 0) + delta] else {
      notice = Notice(delta > 0 ? "these are all days there are" : "no shorter than seven days")
      return []
    }
    border.window = window
    return []
  }

  /// Gives the keys to the next table, or the one before.
  mutating func stepBorderBlock(_ delta: Int) {
    let all = BorderBlock.allCases
    border.look(at: all[(border.focus.rawValue + delta + all.count) % all.count])
  }

  /// Moves the cursor in the table that has the keys.
  mutating func moveAmongBorder(_ move: Move) {
    let page = BorderFrames(self, layout(size)).rowsInSight(of: border.focus)
    let sight = border.sight
    switch move {
    case .rows(let rows): border.sight.jump(to: sight.row + rows)
    case .pages(let halves): border.sight.jump(to: sight.row + halves * max(2, page) / 2)
    case .top: border.sight.jump(to: 0)
    case .bottom: border.sight.jump(to: sight.rows.count - 1)
    }
  }

  /// Puts the cursor on a row that was pointed at.
  ///
  /// - Returns: whether it is there.
  mutating func selectOnBorder(_ key: BorderRow.Key, in block: BorderBlock) -> Bool {
    border.look(at: block)
    guard let row = border.sight.rows.firstIndex(where: { $0.key == key }) else { return false }
    border.sight.jump(to: row)
    return true
  }

  /// Scrolls each table so that its cursor stays in sight.
  mutating func keepBorderInSight() {
    let frames = BorderFrames(self, layout(size))
    for block in BorderBlock.allCases {
      let sight = border.sights[block.rawValue]
      border.sights[block.rawValue].offset = Table.offset(
        cursor: sight.cursor == nil ? nil : sight.row, previous: sight.offset,
        visible: frames.rowsInSight(of: block), rowCount: sight.rows.count)
    }
  }

  /// Puts the table that has the keys in order by the next measure that it has, or the one before; the usual order is among them.
  mutating func orderBorder(step: Int) -> [Effect] {
    var all: [BorderMeasure?] = [nil]
    for column in BorderColumn.of(border.focus) {
      if let measure = column.measure, !all.contains(measure) { all.append(measure) }
    }
    let place = all.firstIndex { $0 == border.sight.measure } ?? 0
    orderBorder(by: all[(place + step + all.count) % all.count])
    return []
  }

  /// The same by a column that was pointed at: the other way round where it orders the table already.
  mutating func orderBorder(_ block: BorderBlock, byColumn column: Int) -> [Effect] {
    border.look(at: block)
    guard let measure = BorderColumn.of(block)[safe: column]?.measure else {
      notice = Notice("this column cannot order the table", isFailure: true)
      return []
    }
    if border.sight.measure == measure { return reverseBorder() }
    orderBorder(by: measure)
    return []
  }

  private mutating func orderBorder(by measure: BorderMeasure?) {
    border.sight.measure = measure
    border.sight.isDescending = measure != .name
    arrangeBorder(border.focus)
    notice = Notice(measure.map { "by \($0.words)" } ?? "in the usual order")
  }

  /// The same order the other way round.
  mutating func reverseBorder() -> [Effect] {
    guard border.sight.measure != nil else {
      notice = Notice("\(bindings.shown("border-order")) chooses an order first")
      return []
    }
    border.sight.isDescending.toggle()
    arrangeBorder(border.focus)
    return []
  }

  /// Lists the shipments of the row under the cursor.
  mutating func lookIntoBorder() -> [Effect] {
    guard let key = border.sight.cursor else { return [] }
    guard let (filter, words) = shipments(of: key) else {
      notice = Notice(
        "no list shows what went through a channel: the board keeps what is so now; \(bindings.shown("border-look")) on "
          + "the place lists what is there",
        isFailure: true)
      return []
    }
    let before = lists[ListID.all.rawValue].filterText
    // The filter as it is meant, not as it would be read: a name can read like something else.
    withList(.all) {
      $0.filterText = filter.text
      $0.filter = filter
      $0.seeksFirst = true
      $0.marks = Marks()
    }
    let effects = show(.list(.all))
    startBuild(.all)
    border.drill = (filter.text, before)
    notice = Notice("\(words), of all days; \(bindings.backKey) goes back to the border's figures")
    return effects
  }

  /// From the shipments of a row back to the figures; false where that list is not shown any more: whoever has typed another filter
  /// meanwhile wants that one.
  mutating func leaveBorderList() -> Bool {
    guard let drill = border.drill, view == .list(.all) else { return false }
    border.drill = nil
    guard lists[ListID.all.rawValue].filterText == drill.filter else { return false }
    if filter(.all, drill.before) != nil { filter(.all, "") }
    _ = show(.border)
    return true
  }

  /// The shipments that a row is about, as a filter and in words; nil where it cannot be asked for.
  private func shipments(of key: BorderRow.Key) -> (Filter, String)? {
    func term(_ field: Field, _ comparison: Filter.Comparison, _ values: [Filter.Value]) -> Filter {
      Filter(.term(Filter.Term(field, comparison, values)))
    }
    func held(_ reasons: [HoldReason]) -> Filter { term(.wasHeld, .has, reasons.map { .text($0.code) }) }
    let everHeld = term(.wasHeld, .has, [.any])
    let name = borderName(key)
    switch key {
    case .reason(let reason): return (held([reason]), "all that are or were held for \(reason.words)")
    case .remedy(let document):
      let reasons = HoldReason.allCases.filter { $0.preventedBy == document }
      return (held(reasons), "all that are or were held for what \(document.words) prevents")
    case .place(nil, nil): return (everHeld, "all that are or were held")
    case .place(let gate?, nil):
      let place = gate.place == .none && gate.placeText == .none ? Filter.Value.none : .text(name)
      return (term(.at, .equal, [place]), "what is at \(name) now, what went on is not among it")
    // By which controls it went is kept of none.
    case .place(_, .some): return nil
    case .merchant(let id):
      let who = term(.merchant, .equal, [id == .none ? .none : .text(name)])
      return (who.and(everHeld), "all of \(id == .none ? "no known merchant" : name) that are or were held")
    case .chapter(let chapter):
      let what = chapter == 0 ? term(.hs, .has, [.none]) : term(.hs, .has, [.text(name)])
      let words = chapter == 0 ? "all without a code" : "all of chapter \(name)"
      return (what.and(everHeld), "\(words) that are or were held")
    }
  }
}

extension KeyMap {
  /// The border in numbers.
  static let borderNumbers: [Control] = [
    Control(
      "border", ["P", "g b"], "border",
      "the border in numbers: holds by reason, what would prevent most, dwell by place, who causes what it costs",
      .views, in: .screens,
      takes: .choice("[TIME]", { _ in BorderWindow.allCases.map { ($0.rawValue, $0.words) } })
    ) { state, call in state.showBorder(call.argument) },
    Control(
      "border-look", ["enter", "l"], "its shipments",
      "list the shipments of the row under the cursor; one step back leads here again", .views, in: .border, footer: 1,
      unless: { $0.border.isThere && $0.border.sight.cursor != nil ? nil : "nothing is under the cursor" }
    ) { state, _ in state.lookIntoBorder() },
    Control("border-longer", [">"], "longer", "figures of more days", .views, in: .border, footer: 2) { state, _ in
      state.stepBorderWindow(1)
    },
    Control("border-shorter", ["<"], "shorter", "figures of fewer days", .views, in: .border, footer: 3) { state, _ in
      state.stepBorderWindow(-1)
    },
    Control("border-order", ["s"], "order", "order the table by the next measure", .views, in: .border, footer: 4) {
      state, _ in state.orderBorder(step: 1)
    },
    Control("border-order-back", ["S"], "order back", "order the table by the measure before", .views, in: .border) {
      state, _ in state.orderBorder(step: -1)
    },
    Control("border-reverse", ["I"], "reverse", "the table the other way round", .views, in: .border) { state, _ in
      state.reverseBorder()
    },
  ]
}

import Logistics
import Measures
import TUI

// A list of shipments as the screen shows it: a name, who is in it, its columns as rows of data.
//
//     ┌ 3 Holds ─────────────────────────────── 312 · due ▴ ┐      title, count, order
//     │    ID        AT    HELD FOR           STATE    AGE DUE│      columns by width in the order of importance
//     │ !! CW-08810  FRA   battery undeclared to ask    3d  4h│
//
// One file a panel in this directory, one line in `ListPanel.all`.

/// The lists that the screen can show, in the order of their keys.
package enum ListID: Int, CaseIterable, Hashable, Sendable {
  case orders, transit, customs, delivery, returns, all

  /// The panel whose members it lists; nil for all shipments.
  var panel: Panel? {
    switch self {
    case .orders: .orders
    case .transit: .transit
    case .customs: .customs
    case .delivery: .delivery
    case .returns: .returns
    case .all: nil
    }
  }

  /// The stable name, as it stands in tabs and the command line.
  package var name: String { panel?.name ?? "all" }

  /// How the list looks.
  var look: ListPanel { ListPanel.all[rawValue] }

  /// The lists of the overview, in the order of their keys.
  static let overview: [ListID] = [.orders, .transit, .customs, .delivery]
}

/// How a list looks: its title and its columns.
struct ListPanel: Sendable {
  /// Which list it is.
  let id: ListID
  /// The heading.
  let title: String
  /// The columns, from left to right.
  let columns: [ListColumn]
  /// The order it begins with.
  let ordering: Ordering
  /// What an empty list says, so that nothing to do is told from nothing known.
  let emptyWords: String

  /// One panel a list, in the order of the lists.
  static let all: [ListPanel] = [orders, transit, customs, delivery, returns, everything]
}

/// A column: a head, how wide and how important it is, what orders by it, and what stands in a row.
struct ListColumn: Sendable {
  /// Head, widths and rank, as the table widget wants them.
  let column: Column
  /// What the list is ordered by when this column orders it; nil where it cannot.
  let key: SortKey?
  /// What stands in a row.
  let cell: @Sendable (RowContext) -> TableCell

  /// A column.
  init(
    _ title: String, rank: Int, _ width: ClosedRange<Int>, key: SortKey? = nil, grows: Bool = false,
    align: Alignment = .left, _ cell: @escaping @Sendable (RowContext) -> TableCell
  ) {
    column = Column(
      title, importance: rank, min: width.lowerBound, ideal: width.upperBound, isGrowing: grows, alignment: align)
    self.key = key
    self.cell = cell
  }
}

/// What all rows of a picture share. A class, as is a row: a board is dozens of references to its parts, and every cell is
/// handed one.
final class RowWorld {
  let board: Board
  let now: Instant
  /// The operator's own offset.
  let offset: ZoneOffset
  /// Whether nothing was heard for so long that plain text is dimmed.
  let isStale: Bool
  /// Whether only the letters of ASCII can be shown.
  let isASCII: Bool
  /// When papers were asked for, where that is remembered.
  let asked: [ShipmentID: Instant]

  /// The world as a state has it.
  init(_ state: State) {
    board = state.board
    now = state.now
    offset = state.clock.offset
    isStale = state.isStale
    isASCII = state.glyphSet == .ascii
    asked = state.asked
  }

  /// A shipment with what its cells want to know; nil when there is none.
  func context(_ id: ShipmentID?) -> RowContext? {
    guard let id, let shipment = board[id] else { return nil }
    return RowContext(shipment, self, urgency: Urgency.of(id, in: board, now: now))
  }
}

/// A shipment with all that a cell may want to know about it.
final class RowContext {
  let shipment: Shipment
  let urgency: Urgency
  private let world: RowWorld

  fileprivate init(_ shipment: Shipment, _ world: RowWorld, urgency: Urgency) {
    self.shipment = shipment
    self.urgency = urgency
    self.world = world
  }

  var board: Board { world.board }
  var now: Instant { world.now }
  /// The operator's own offset.
  var offset: ZoneOffset { world.offset }
  /// Whether nothing was heard for so long that plain text is dimmed.
  var isStale: Bool { world.isStale }

  /// The open hold that runs out first.
  private(set) lazy var urgentHold: OpenHold? = shipment.isHeld ? world.board.mostUrgentHold(of: shipment.id) : nil
  /// When papers were asked for last; nil when that was before anything is remembered.
  var asked: Instant? { world.asked[shipment.id] }
  /// How long nothing was heard of it, when that is longer than its way explains.
  var silentFor: Span? { shipment.silence(at: now) }

  /// A text of the journal's dictionary; "-" for none.
  func text(_ id: TextID) -> String { id == .none ? "-" : world.board.texts[id] }

  /// A party's name; its role where the screen has no letter of it.
  func name(_ id: TextID, _ role: PartyRole) -> String {
    let text = text(id)
    return isShown(text) ? text : role.name
  }

  /// Whether the screen has letters for a text: ASCII has those of Latin, without their marks.
  func isShown(_ text: String) -> Bool {
    !world.isASCII || text == "-" || text.unicodeScalars.contains { $0.value < 0x180 && $0.properties.isAlphabetic }
  }

  /// An amount in a cell.
  func amount(_ money: Money) -> String { money.shortText(isASCII: world.isASCII) }

  /// An amount in full.
  func amountText(_ money: Money) -> String { world.isASCII ? money.codeText : money.text }
}

/// A span of time that urges: in the colour of the mark only when there is a mark.
func urgentCell(_ text: String, _ row: RowContext) -> TableCell {
  TableCell(text, row.urgency <= .medium ? row.urgency.role : .text)
}

// Columns that several panels have.
extension ListColumn {
  static let mark = ListColumn("", rank: 0, 2...2) { row in
    TableCell(row.urgency.mark, row.urgency.role)
  }
  static let id = ListColumn("ID", rank: 0, 8...8, key: .id) { TableCell($0.shipment.id.label) }
  static let route = ListColumn("ROUTE", rank: 3, 5...5) { TableCell($0.shipment.routeWords, .secondary) }
  static func goods(min: Int = 13, rank: Int = 2) -> ListColumn {
    ListColumn("GOODS", rank: rank, min...18, grows: true) { row in
      let goods = row.text(row.shipment.goods)
      return TableCell(row.isShown(goods) ? goods : "goods")
    }
  }
  static let value = value(rank: 4)
  static func value(rank: Int) -> ListColumn {
    // As wide as any amount: a figure that is cut is a wrong figure.
    ListColumn("VALUE", rank: rank, Money.cellsMax...Money.cellsMax, key: .value, align: .right) { row in
      TableCell(row.amount(row.shipment.value), .secondary)
    }
  }
  static let merchant = ListColumn("MERCHANT", rank: 8, 13...18, key: .merchant, grows: true) { row in
    TableCell(row.name(row.shipment.merchant, .merchant), .secondary)
  }
  static let consignee = ListColumn("BUYER", rank: 9, 13...18, grows: true) { row in
    TableCell(row.name(row.shipment.consignee, .consignee), .secondary)
  }
  static let owner = owner(rank: 7)
  static func owner(rank: Int) -> ListColumn {
    ListColumn("OWNER", rank: rank, 6...8) { TableCell($0.text($0.shipment.owner), .secondary) }
  }
  static let placed = ListColumn("PLACED", rank: 10, 6...6, key: .age, align: .right) { row in
    TableCell((row.now - row.shipment.placed).cellWords, .secondary)
  }
  static let heard = heard(rank: 6)
  static func heard(rank: Int) -> ListColumn {
    ListColumn("HEARD", rank: rank, 10...10, key: .heard, align: .right) { row in
      if let silence = row.silentFor { return TableCell("silent \(silence.shortWords)", .stale) }
      return TableCell((row.now - row.shipment.heard).cellWords, .secondary)
    }
  }
  static let weight = ListColumn("MASS", rank: 12, 7...7, key: .weight, align: .right) { row in
    TableCell(row.shipment.weight.text, .secondary)
  }
  static let terms = ListColumn("TERM", rank: 11, 4...4) { TableCell($0.shipment.incoterm.code, .secondary) }
  static let carrier = ListColumn("CARRIER", rank: 11, 8...14, key: .carrier) { row in
    TableCell(row.text(row.shipment.carrier), .secondary)
  }
  static let milestone = ListColumn("LAST STEP", rank: 5, 18...22, key: .stage) { row in
    TableCell(row.shipment.milestone.words, .secondary)
  }
  static let next = ListColumn("NEXT", rank: 1, 7...9) { row in
    switch row.board.nextStep(of: row.shipment) {
    case .success(let milestone): TableCell(milestone.shortWords)
    case .failure(let why): TableCell(why.code == .documentsMissing ? "papers" : why.code == .held ? "held" : "decide")
    }
  }
  static func at(rank: Int = 1) -> ListColumn {
    ListColumn("AT", rank: rank, 4...8) { TableCell($0.shipment.atWords($0.board.texts)) }
  }
  static func to(rank: Int = 1) -> ListColumn {
    ListColumn("TO", rank: rank, 11...16, grows: true) { row in
      let town = row.shipment.destinationWords(row.board.texts)
      return TableCell(row.isShown(town) ? town : row.shipment.destinationCountry.words)
    }
  }
  static func promise(rank: Int = 1) -> ListColumn {
    ListColumn("PROMISE", rank: rank, 9...9, key: .promise, align: .right) { row in
      guard let promise = row.shipment.promise else { return TableCell("-", .muted) }
      return urgentCell(promise.leftWords(from: row.now), row)
    }
  }
  static func eta(rank: Int = 1) -> ListColumn {
    ListColumn("ETA", rank: rank, 8...9, key: .eta, align: .right) { row in
      let shipment = row.shipment
      guard let eta = shipment.eta, !shipment.isEnded, shipment.flags.isDisjoint(with: [.wasDelivered, .goesBack])
      else { return TableCell("-", .muted) }
      // An estimate that has passed is nobody's delay: it is old news.
      return TableCell(eta.leftWords(from: row.now, passed: "past"), eta < row.now ? .stale : .text)
    }
  }
}

import Logistics
import Measures
import TUI

// A list of shipments as the screen shows it: a name, who is in it, its columns as rows of data.
//
//     ┌ 3 Holds ─────────────────────────────── 312 · due ▴ ┐      title, count, order
//     │    ID        AT    HELD FOR           STATE    AGE DUE│      columns by width in the order of importance
//     │ !! CW-08810  FRA   battery undeclared to ask    3d  4h│
//
// One file a panel in this directory, one line in `ListPanel.all`; what can stand in a column is in `ListColumn.swift`.

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
  /// What destinations ask.
  let law: Law

  /// The world as a state has it.
  init(_ state: State) {
    board = state.board
    now = state.now
    offset = state.clock.offset
    isStale = state.isStale
    isASCII = state.glyphSet == .ascii
    asked = state.asked
    law = state.law
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
  /// How complete its papers are, in percent; nil where it cannot be judged.
  var papersScore: Int? {
    world.law.papersScore(of: shipment, texts: world.board.texts, now: now, offset: offset)
  }
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

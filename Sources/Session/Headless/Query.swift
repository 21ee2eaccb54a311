import Dashboard
import Logistics
import Measures
import Store
import TUI

/// How `query` prints.
package enum QueryOutput: Sendable {
  case text, json, csv
}

/// `clearway query`: the shipments that a filter finds, by their numbers.
package func query(_ text: String, path: String, as output: QueryOutput, limit: Int, asOf: AsOf? = nil)
  -> Outcome
{
  let filter: Filter
  do throws(FilterFault) { filter = try Filter(parsing: text) } catch {
    Machine.print("clearway: \(sanitised(text))\n", to: .error)
    Machine.print("clearway: \(String(repeating: " ", count: max(0, error.column - 1)))^ \(error.text)\n", to: .error)
    return .refused
  }
  return withDesk(path, mode: .readOnly) { desk throws(StoreFailure) in
    guard let desk = try desk.asOf(asOf) else { return .refused }
    let board = desk.board
    var index = TextIndex()
    let listing = ListQuery(filter: filter).listing(of: board, now: try desk.now, index: &index)
    if output == .csv { Machine.print(ShipmentSheet.csvHeader + "\n") }
    var out = ""
    for id in listing.ids.prefix(limit) {
      guard let shipment = board[id] else { continue }
      switch output {
      case .json: out += json(ShipmentSheet(shipment, board), pretty: false)
      case .csv: out += ShipmentSheet(shipment, board).csvRow
      case .text: out += line(shipment, board)
      }
      out += "\n"
      if out.utf8.count > 1 << 16 {
        Machine.print(out)
        out = ""
      }
    }
    Machine.print(out)
    if output == .text {
      let shown = min(limit, listing.ids.count)
      let more = listing.matched > shown ? ", the first \(shown) shown" : ""
      Machine.print("\(listing.matched) of \(listing.total)\(more)\n", to: .error)
    }
    return .done
  }
}

/// As wide as the longest milestone's words.
private let milestoneCells = Milestone.allCases.map(\.words.count).max() ?? 0

private func line(_ shipment: Shipment, _ board: Board) -> String {
  let held = shipment.holds.map(\.code).joined(separator: ",")
  let fields: [(String, Int)] = [
    (shipment.id.label, 10), (shipment.routeWords, 6), (shipment.stage.name, 12),
    (shipment.milestone.words, milestoneCells), (held, 8),
    (shipment.value.text, 12), (board.texts[shipment.goods], 0),
  ]
  return fields.map { text, width in
    let text = sanitised(text)
    return text + String(repeating: " ", count: max(0, width - text.count))
  }.joined(separator: " ")
}

import Logistics
import TUI

extension ListPanel {
  /// What is on its way to the border or across it.
  static let transit = ListPanel(
    id: .transit, title: "In transit",
    columns: [
      .mark, .id,
      ListColumn("LEG", rank: 2, 7...11) { TableCell($0.shipment.legWords($0.board.texts), .secondary) },
      ListColumn("BY", rank: 3, 7...7) { row in
        TableCell(row.shipment.mode == .unknown ? "-" : row.shipment.mode.name, .secondary)
      },
      .at(),
      ListColumn("PROGRESS", rank: 4, 8...8, key: .stage) { row in
        TableCell(.progress(done: row.shipment.borderSteps, underWay: true, total: 5), .secondary)
      },
      .eta(), .heard(rank: 3), .milestone, .goods(), .to(rank: 5), .carrier, .value, .owner,
    ],
    ordering: Ordering(.eta),
    emptyWords: "nothing is on its way to the border")
}

extension Shipment {
  /// How many of the five steps across the border are behind it: picked up, released for export, departed, arrived, released.
  var borderSteps: Int {
    let steps: [Milestone] = [.pickedUp, .exportReleased, .departedOrigin, .arrivedDestination, .importReleased]
    return steps.count { milestone.rawValue >= $0.rawValue }
  }
}

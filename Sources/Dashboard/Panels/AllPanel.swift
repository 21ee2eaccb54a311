import Logistics
import TUI

extension ListPanel {
  /// Every shipment there is, also those whose way has ended.
  static let everything = ListPanel(
    id: .all, title: "All shipments",
    columns: [
      .mark, .id,
      ListColumn("LIST", rank: 2, 8...8) { TableCell($0.shipment.panel.name, .secondary) },
      .milestone, .route, .goods(), .to(rank: 4), .eta(), .heard, .value, .merchant, .consignee, .carrier, .owner,
      .placed,
    ],
    ordering: Ordering(.id, descending: true),
    emptyWords: "no shipment was heard of yet")
}

import Logistics
import TUI

extension ListPanel {
  /// What is with the merchant still: paid, picked, packed, papers and booking.
  static let orders = ListPanel(
    id: .orders, title: "Orders",
    columns: [
      .mark, .id, .route, .goods(min: 10), .value, .next,
      ListColumn("DUE", rank: 1, 8...8, key: .promise, align: .right) { row in
        guard let promise = row.shipment.promise else { return TableCell("-", .muted) }
        return urgentCell(promise.leftWords(from: row.now), row)
      },
      .milestone, .merchant, .consignee, .owner, .placed,
      .weight,
      .terms,
    ],
    ordering: Ordering(.promise),
    emptyWords: "no order waits for the merchant")
}

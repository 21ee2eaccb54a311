import Logistics
import TUI

extension ListPanel {
  /// What is with the merchant still: paid, picked, packed, papers and booking.
  static let orders = ListPanel(
    id: .orders, title: "Orders",
    columns: [
      .mark, .id, .route, .goods, .value, .next, .promise(), .milestone, .merchant, .consignee, .owner, .placed,
      .weight,
      .terms,
    ],
    ordering: Ordering(.promise),
    emptyWords: "no order waits for the merchant")
}

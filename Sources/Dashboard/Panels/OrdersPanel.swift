import Logistics

extension ListPanel {
  /// What is with the merchant still: paid, picked, packed, papers and booking.
  static let orders = ListPanel(
    id: .orders, title: "Orders",
    columns: [
      .mark, .id, .route, .goods.wide(10...18), .value, .next, .promise.wide(8...8).titled("DUE"), .milestone,
      .merchant, .consignee, .owner, .placed, .weight, .terms,
    ],
    ordering: Ordering(.promise),
    emptyWords: "no order waits for the merchant")
}

import Logistics

extension ListPanel {
  /// Every shipment there is, also those whose way has ended.
  static let everything = ListPanel(
    id: .all, title: "All shipments",
    columns: [
      .mark, .id, .list, .milestone, .route, .goods, .to.rank(4), .eta, .heard, .value, .merchant, .consignee, .carrier,
      .owner, .placed,
    ],
    ordering: Ordering(.id, descending: true),
    emptyWords: "no shipment was heard of yet")
}

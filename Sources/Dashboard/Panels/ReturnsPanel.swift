import Logistics

extension ListPanel {
  /// What comes back: refused at the door or at the border, or returned after delivery.
  static let returns = ListPanel(
    id: .returns, title: "Returns",
    columns: [
      .mark, .id, .route, .goods, .why, .step, .next, .since, .value, .merchant, .consignee, .heard, .owner,
    ],
    ordering: Ordering(.heard),
    emptyWords: "nothing comes back")
}

import Logistics

extension ListPanel {
  /// What is held for a reason other than the desk's own, whatever the stage.
  static let customs = ListPanel(
    id: .customs, title: "Holds",
    columns: [
      .mark, .id, .at, .heldFor, .holdState, .who, .held, .due, .lacks, .owner.rank(5), .route, .goods.rank(6),
      .value.rank(7), .merchant, .consignee, .promise.rank(7),
    ],
    ordering: Ordering(.due),
    emptyWords: "no authority holds anything")
}

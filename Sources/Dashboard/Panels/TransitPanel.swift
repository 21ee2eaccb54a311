import Logistics

extension ListPanel {
  /// What is on its way to the border or across it.
  static let transit = ListPanel(
    id: .transit, title: "In transit",
    columns: [
      .mark, .id, .leg, .mode, .at, .progress, .eta, .heard.rank(3), .milestone, .goods, .to.rank(5), .carrier, .value,
      .owner,
    ],
    ordering: Ordering(.eta),
    emptyWords: "nothing is on its way to the border")
}

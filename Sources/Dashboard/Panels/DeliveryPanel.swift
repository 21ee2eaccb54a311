import Logistics

extension ListPanel {
  /// What is in the country of destination and on its way to the door.
  static let delivery = ListPanel(
    id: .delivery, title: "Deliveries",
    columns: [
      .mark, .id, .to, .scan, .attempts, .promised, .heard, .at.rank(7), .goods, .consignee, .carrier, .value, .owner,
    ],
    ordering: Ordering(.promise),
    emptyWords: "nothing is out for delivery")
}

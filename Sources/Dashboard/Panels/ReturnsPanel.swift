import Logistics
import Measures
import TUI

extension ListPanel {
  /// What comes back: refused at the door or at the border, or returned after delivery.
  static let returns = ListPanel(
    id: .returns, title: "Returns",
    columns: [
      .mark, .id, .route, .goods(),
      ListColumn("WHY", rank: 2, 11...11) { row in
        TableCell(row.shipment.flags.contains(.goesBack) ? "undelivered" : "after-sales", .secondary)
      },
      ListColumn("STEP", rank: 1, 16...20, key: .stage) { TableCell($0.shipment.milestone.words) },
      .next,
      ListColumn("SINCE", rank: 1, 6...7, align: .right) { row in
        TableCell((row.now - row.shipment.stageSince).cellWords, .secondary)
      },
      .value, .merchant, .consignee, .heard, .owner,
    ],
    ordering: Ordering(.heard),
    emptyWords: "nothing comes back")
}

import Logistics
import Measures
import TUI

extension ListPanel {
  /// What an authority holds, whatever the stage.
  static let customs = ListPanel(
    id: .customs, title: "Customs holds",
    columns: [
      .mark, .id, .at(),
      ListColumn("HELD FOR", rank: 1, 18...20, grows: true) { row in
        let holds = row.shipment.holds
        let more = holds.count > 1 ? " +\(holds.count - 1)" : ""
        return TableCell((holds.first?.words ?? "-") + more)
      },
      ListColumn("WHO", rank: 2, 10...10) { TableCell($0.shipment.holds.first?.mustAct.name ?? "-", .secondary) },
      ListColumn("AGE", rank: 3, 5...6, key: .held, align: .right) { row in
        TableCell(row.shipment.heldSince.map { (row.now - $0).words } ?? "-", .secondary)
      },
      ListColumn("DUE", rank: 1, 8...8, key: .due, align: .right) { row in
        guard let due = row.shipment.holdDue else { return TableCell("-", .muted) }
        return urgentCell(due.leftWords(from: row.now), row)
      },
      ListColumn("LACKS", rank: 5, 20...28, grows: true) { row in
        let missing = row.shipment.documentsMissing
        guard let first = missing.documents.first else { return TableCell("nothing", .muted) }
        return TableCell(first.words + (missing.count > 1 ? " +\(missing.count - 1)" : ""), .secondary)
      },
      .owner, .route, .goods(), .value, .merchant, .consignee, .promise(rank: 6),
    ],
    ordering: Ordering(.due),
    emptyWords: "no authority holds anything")
}

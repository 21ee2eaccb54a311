import Logistics
import Measures
import TUI

extension ListPanel {
  /// What is held for a reason other than the desk's own, whatever the stage.
  static let customs = ListPanel(
    id: .customs, title: "Holds",
    columns: [
      .mark, .id,
      ListColumn("AT", rank: 1, 4...8) { row in
        // A hold before the way has begun is at no place of customs.
        if let hold = row.urgentHold, hold.stops <= .prepare {
          return TableCell("shop", .secondary)
        }
        return TableCell(row.shipment.atWords(row.board.texts))
      },
      ListColumn("HELD FOR", rank: 1, 18...20, grows: true) { row in
        let count = row.shipment.openHolds.nonzeroBitCount
        return TableCell((row.urgentReason?.words ?? "-") + (count > 1 ? " +\(count - 1)" : ""))
      },
      ListColumn("STATE", rank: 2, 9...9) { $0.holdState },
      ListColumn("WHO", rank: 3, 10...10) { TableCell($0.urgentReason?.mustAct.name ?? "-", .secondary) },
      ListColumn("AGE", rank: 4, 6...6, key: .held, align: .right) { row in
        TableCell(row.shipment.heldSince.map { (row.now - $0).cellWords } ?? "-", .secondary)
      },
      ListColumn("DUE", rank: 1, 8...8, key: .due, align: .right) { row in
        guard let due = row.shipment.holdDue else { return TableCell("-", .muted) }
        return urgentCell(due.leftWords(from: row.now, passed: "past"), row)
      },
      ListColumn("LACKS", rank: 8, 20...28, grows: true) { row in
        let missing = row.shipment.documentsMissing
        guard let first = missing.documents.first else { return TableCell("nothing", .muted) }
        return TableCell(first.words + (missing.count > 1 ? " +\(missing.count - 1)" : ""), .secondary)
      },
      .owner(rank: 5), .route, .goods(rank: 6), .value(rank: 7), .merchant, .consignee, .promise(rank: 7),
    ],
    ordering: Ordering(.due),
    emptyWords: "no authority holds anything")
}

extension RowContext {
  /// The reason of the hold that runs out first.
  fileprivate var urgentReason: HoldReason? { urgentHold?.reason ?? shipment.holds.first }

  /// How far the hold that runs out first is from its end, so that a request shows in the list.
  fileprivate var holdState: TableCell {
    guard let reason = urgentReason else { return TableCell("-", .muted) }
    let missing = reason.needs.subtracting(shipment.documentsHeld)
    if !missing.subtracting(shipment.documentsRequested).isEmpty {
      return TableCell(reason == .dutyUnpaid ? "to pay" : "to ask")
    }
    if !missing.isEmpty {
      return TableCell(asked.map { "asked " + (now - $0).shortWords } ?? "asked for", .secondary)
    }
    if !reason.needs.isEmpty { return TableCell("papers in") }
    if reason.clockStandsStill { return TableCell("waits", .secondary) }
    return TableCell(reason == .dutyUnpaid ? "to pay" : "to decide")
  }
}

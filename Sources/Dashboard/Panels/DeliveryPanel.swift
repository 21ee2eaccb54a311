import Logistics
import TUI

extension ListPanel {
  /// What is in the country of destination and on its way to the door.
  static let delivery = ListPanel(
    id: .delivery, title: "Deliveries",
    columns: [
      .mark, .id, .to(),
      ListColumn("LAST SCAN", rank: 2, 17...20, key: .stage) { row in
        // A scan of long ago is no news: that nobody has said anything since is.
        guard let silence = row.silentFor else { return TableCell(row.shipment.milestone.words, .secondary) }
        return TableCell("silent \(silence.shortWords)", .stale)
      },
      ListColumn("TRY", rank: 3, 3...3, key: .attempts, align: .right) { row in
        TableCell("\(row.shipment.attempts)/\(Urgency.attemptsMax)", .secondary)
      },
      ListColumn("PROMISE", rank: 1, 9...9, key: .promise, align: .right) { row in
        guard let promise = row.shipment.promise else { return TableCell("-", .muted) }
        let isPast = promise < row.now
        return urgentCell(isPast ? promise.leftWords(from: row.now) : promise.dayWords(from: row.now, row.offset), row)
      },
      .heard, .at(rank: 7), .goods(), .consignee, .carrier, .value, .owner,
    ],
    ordering: Ordering(.promise),
    emptyWords: "nothing is out for delivery")
}

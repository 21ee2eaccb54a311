import Logistics
import TUI

// What can be taken from the screen to another program by the terminal's clipboard (OSC 52):
//
//   numbers   CW-00017                     one a line: of the marked shipments, else of the one under the cursor
//             CW-00231
//   rows      ID ⇥ GOODS ⇥ HELD FOR …      the list's columns, all of them, with their heads: what a spreadsheet takes
//             CW-00017 ⇥ Power bank ⇥ …
//
// Terminals take some 56 kB at once and say nothing of what they drop, so that more is refused; `clearway query` writes any number.

extension State {
  /// So many numbers and so many rows are copied at once at most: what terminals take of them.
  static let copiedNumbersMax = 5_000
  static let copiedRowsMax = 500

  /// Puts the numbers of the marked shipments on the clipboard, else that of the one looked at.
  mutating func copyNumbers() -> [Effect] {
    let count = targetCount
    guard count <= Self.copiedNumbersMax else { return refuseToCopy(count, Self.copiedNumbersMax, "numbers") }
    let labels = targetIDs.map(\.label)
    guard let first = labels.first else { return [] }
    notice = Notice("sent \(labels.count == 1 ? first : "\(grouped(count)) numbers") to the clipboard")
    return [.copy(labels.joined(separator: "\n"))]
  }

  /// Why there is no message to be copied; nil when there is one.
  var messageRefusal: String? {
    guard let id = current else { return "no shipment is under the cursor" }
    return deskMessage(of: id) == nil ? "nobody is to be written to about it" : nil
  }

  /// Puts the message to whoever must act on the clipboard.
  mutating func copyMessage() -> [Effect] {
    guard let id = current, let message = deskMessage(of: id) else { return [] }
    notice = Notice("sent the message to \(message.to) to the clipboard")
    return [.copy(message.text.plain)]
  }

  /// Puts the rows of the marked shipments on the clipboard, else the one under the cursor: the list's columns with their heads,
  /// separated by tabs.
  mutating func copyRows() -> [Effect] {
    guard let focusedList else { return [] }
    let count = targetCount
    guard count <= Self.copiedRowsMax else { return refuseToCopy(count, Self.copiedRowsMax, "rows") }
    let world = RowWorld(self)
    let columns = lists[focusedList.rawValue].columns.filter { $0.name != ListColumn.mark.name }
    let rows = targetIDs.compactMap { world.context($0) }.map { context in
      columns.map { $0.cell(context).text.plain }.joined(separator: "\t")
    }
    guard !rows.isEmpty else { return [] }
    let heads = columns.map { $0.column.title.isEmpty ? $0.name : $0.column.title }.joined(separator: "\t")
    notice = Notice("sent \(counted(rows.count, "row")) of \(counted(columns.count, "column")) to the clipboard")
    return [.copy(([heads] + rows).joined(separator: "\n") + "\n")]
  }

  private mutating func refuseToCopy(_ count: Int, _ most: Int, _ what: String) -> [Effect] {
    notice = Notice(
      "\(grouped(count)) are marked, and a terminal takes \(grouped(most)) \(what) at once; clearway query writes any number",
      isFailure: true)
    return []
  }
}

extension TableCell {
  /// What the cell says, as text alone.
  var text: String {
    switch content {
    case .text(let text): text
    case .line(let line): line.text
    case .progress(let done, _, let total): "\(done)/\(total)"
    case .gauge(let value, let whole): "\(value)/\(whole)"
    case .sparkline(let values): values.map(String.init).joined(separator: " ")
    }
  }
}

extension String {
  /// The text without anything that a terminal, or a table with tabs, would take for more than text.
  fileprivate var plain: String { sanitised(self).replacing("\t", with: " ").replacing("\n", with: " ").trimmed }
}

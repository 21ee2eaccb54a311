import Dashboard
import Logistics

// The columns that an operator chose for a list and kept with `:save-columns`, in a file beside the views, a line a list:
//
//   list      frozen   columns                    order
//   customs   2        id,held-for:24,due,owner   due,-value
//
// They go before those of the configuration: they were said later. A line that is not understood is told and kept as it is.

/// The file of the columns kept for lists.
enum KeptColumns {
  /// The file where nobody says otherwise.
  static var standardPath: String { KeptLines.folder + "/columns" }

  /// The first line of the file.
  static let head = "# Columns kept with :save-columns. A line each: list, frozen, columns, order; tabs between them."

  /// Reads them; what is wrong is told in words, with file, line and column.
  static func read(_ file: KeptLines) -> (columns: [ListID: ListPreference], faults: [String]) {
    let lines: [String]
    switch file.lines() {
    case .failure(let fault): return ([:], ["\(file.path): \(fault.words)"])
    case .success(let read): lines = read
    }
    var columns: [ListID: ListPreference] = [:]
    var faults: [String] = []
    for (number, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
      do throws(FilterFault) {
        let (list, look) = try KeptColumns.look(line)
        columns[list] = look
      } catch { faults.append("\(file.path):\(number + 1): \(error.text)") }
    }
    return (columns, faults)
  }

  /// The lines with this look of a list in the place of the one that was kept; without one where it is nil.
  static func put(_ look: ListPreference?, of list: ListID, into lines: [String]) -> [String] {
    let others = lines.filter { line in
      line.hasPrefix("#")
        || line.split(separator: "\t", omittingEmptySubsequences: false).first.map(String.init) != list.name
    }
    return look.map { others + [line($0, of: list)] } ?? others
  }

  static func line(_ look: ListPreference, of list: ListID) -> String {
    let columns = look.columns.map { column in column.name + (column.width.map { ":\($0)" } ?? "") }
    return [
      list.name, look.frozen.map(String.init) ?? "", columns.joined(separator: ","), look.ordering?.text ?? "",
    ].joined(separator: "\t")
  }

  static func look(_ line: String) throws(FilterFault) -> (ListID, ListPreference) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 4 else {
      throw FilterFault(
        column: line.count + 1, "there are \(fields.count) fields", expected: "4 with tabs between them")
    }
    func column(_ field: Int) -> Int { fields[..<field].reduce(1) { $0 + $1.count + 1 } }
    guard let list = ListID.allCases.first(where: { $0.name == fields[0] }) else {
      throw FilterFault(
        column: 1, "there is no list \"\(fields[0])\"",
        expected: "one of " + ListID.allCases.map(\.name).joined(separator: ", "))
    }
    var look = ListPreference()
    if !fields[1].isEmpty {
      guard let frozen = Int(fields[1]), (0...100).contains(frozen) else {
        throw FilterFault(column: column(1), "“\(fields[1])” is no number of columns")
      }
      look.frozen = frozen
    }
    for text in fields[2].split(separator: ",") {
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard ListColumns.names.contains(String(parts[0])) else {
        throw FilterFault(column: column(2), "there is no column “\(parts[0])”")
      }
      var width: Int?
      if parts.count > 1 {
        guard let cells = Int(parts[1]), (1...ListPreference.Column.widthMax).contains(cells) else {
          throw FilterFault(column: column(2), "“\(parts[1])” is no number of cells")
        }
        width = cells
      }
      look.columns.append(ListPreference.Column(String(parts[0]), width: width))
    }
    if !fields[3].isEmpty {
      do throws(FilterFault) { look.ordering = try Ordering(parsing: fields[3]) } catch {
        throw FilterFault(column: column(3) + error.column - 1, error.words, expected: error.expected)
      }
    }
    return (list, look)
  }
}

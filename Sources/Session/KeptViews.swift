import Dashboard
import Logistics

// Lists that the operator keeps with `:save-view` stand in a file of the program's own, so that the configuration stays the
// operator's: $XDG_STATE_HOME/clearway/views, a line each, tabs between
//
//   name        list   order        columns   filter
//   my desk     all    due,-value             owner:mei !is:ended
//
// A line that is not understood is told with its place and kept as it is.

/// The file of the lists kept under names.
enum KeptViews {
  /// The file where nobody says otherwise.
  static var standardPath: String { KeptLines.folder + "/views" }

  /// The first line of the file.
  static let head = "# Lists kept with :save-view. A line each: name, list, order, columns, filter; tabs between them."

  /// Reads the views; what is wrong is told in words, with file, line and column.
  static func read(_ file: KeptLines) -> (views: [SavedView], faults: [String]) {
    let lines: [String]
    switch file.lines() {
    case .failure(let fault): return ([], ["\(file.path): \(fault.words)"])
    case .success(let read): lines = read
    }
    var views: [SavedView] = []
    var faults: [String] = []
    for (number, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
      do throws(FilterFault) {
        let view = try KeptViews.view(line)
        guard !views.contains(where: { $0.name.lowercased() == view.name.lowercased() }) else {
          throw FilterFault(column: 1, "the name stands there already")
        }
        views.append(view)
      } catch {
        faults.append("\(file.path):\(number + 1): \(error.text)")
      }
    }
    return (views, faults)
  }

  /// The lines with this view in the place of the one of its name, or behind the others.
  static func put(_ view: SavedView, into lines: [String]) -> [String] {
    guard let place = lines.firstIndex(where: { isNamed($0, view.name) }) else { return lines + [line(view)] }
    var lines = lines
    lines[place] = line(view)
    return lines
  }

  /// The lines without the view of this name.
  static func remove(_ name: String, from lines: [String]) -> [String] { lines.filter { !isNamed($0, name) } }

  /// Whether a line is understood as the view of this name.
  private static func isNamed(_ line: String, _ name: String) -> Bool {
    guard !line.hasPrefix("#") else { return false }
    do throws(FilterFault) { return try view(line).name.lowercased() == name.lowercased() } catch { return false }
  }

  static func line(_ view: SavedView) -> String {
    [view.name, view.list.name, view.ordering?.text ?? "", view.columns.joined(separator: ","), view.filter.text]
      .map { field in String(field.map { $0 == "\t" || $0.isNewline ? " " : $0 }) }.joined(separator: "\t")
  }

  static func view(_ line: String) throws(FilterFault) -> SavedView {
    let fields = line.split(separator: "\t", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 5 else {
      throw FilterFault(
        column: line.count + 1, "there are \(fields.count) fields", expected: "5 with tabs between them")
    }
    func column(_ field: Int) -> Int { fields[..<field].reduce(1) { $0 + $1.count + 1 } }
    func shifted<Value>(_ field: Int, _ read: () throws(FilterFault) -> Value) throws(FilterFault) -> Value {
      do throws(FilterFault) { return try read() } catch {
        throw FilterFault(column: column(field) + error.column - 1, error.words, expected: error.expected)
      }
    }
    guard !fields[0].isEmpty, fields[0].count <= SavedView.nameMost else {
      throw FilterFault(column: 1, "a name has 1 to \(SavedView.nameMost) characters")
    }
    guard let list = ListID.allCases.first(where: { $0.name == fields[1] }) else {
      throw FilterFault(
        column: column(1), "there is no list \"\(fields[1])\"",
        expected: "one of " + ListID.allCases.map(\.name).joined(separator: ", "))
    }
    let ordering =
      fields[2].isEmpty ? nil : try shifted(2) { () throws(FilterFault) in try Ordering(parsing: fields[2]) }
    let filter = try shifted(4) { () throws(FilterFault) in try Filter(parsing: fields[4]) }
    return SavedView(
      fields[0], list: list, filter: filter, ordering: ordering,
      columns: fields[3].split(separator: ",").map(String.init))
  }
}

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
struct KeptViews {
  let path: String
  /// Lines that were not understood, as they stand in the file.
  private var others: [String] = []

  /// The file where nobody says otherwise.
  static var standardPath: String {
    let home = Machine.variable("XDG_STATE_HOME") ?? (Machine.variable("HOME") ?? "/") + "/.local/state"
    return home + "/clearway/views"
  }

  private static let bytesMax = 1 << 20
  private static let head =
    "# Lists kept with :save-view. A line each: name, list, order, columns, filter; tabs between them.\n"

  /// The file at a path.
  init(path: String) { self.path = path }

  /// Reads the views; what is wrong is told in words, with file, line and column.
  mutating func read() -> (views: [SavedView], faults: [String]) {
    others = []
    guard case .success(let bytes) = Machine.read(path) else { return ([], []) }
    guard bytes.count <= KeptViews.bytesMax else { return ([], ["\(path) is larger than a list of views can be"]) }
    var views: [SavedView] = []
    var faults: [String] = []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
      do throws(FilterFault) {
        let view = try KeptViews.view(String(line))
        guard !views.contains(where: { $0.name.lowercased() == view.name.lowercased() }) else {
          throw FilterFault(column: 1, "the name stands there already")
        }
        views.append(view)
      } catch {
        others.append(String(line))
        faults.append("\(path):\(number + 1): \(error.text)")
      }
    }
    return (views, faults)
  }

  /// Writes the views in place of those in the file; the file is whole at any time.
  func write(_ views: [SavedView]) -> SystemFault? {
    guard Machine.makeFolder(of: path) else { return SystemFault(words: "its folder cannot be made") }
    let lines = views.map(KeptViews.line) + others
    return Machine.write(KeptViews.head + lines.map { $0 + "\n" }.joined(), to: path)
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

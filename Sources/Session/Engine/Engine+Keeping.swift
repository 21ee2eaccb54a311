import Dashboard
import Logistics
import Measures
import Store

// What an operator keeps stands in files of its own, which other rooms write too.

extension Engine {
  /// Reads the lists that the operator keeps under names, and the columns of lists.
  func readKept() {
    if let path = options.keptViewsPath {
      let (views, faults) = KeptViews.read(KeptLines(path: path))
      if !views.isEmpty { inbox.post([.kept(views)]) }
      tell(faults)
    }
    if let path = options.keptColumnsPath {
      let (columns, faults) = KeptColumns.read(KeptLines(path: path))
      if !columns.isEmpty { inbox.post([.keptColumns(columns)]) }
      tell(faults)
    }
  }

  func tell(_ faults: [String]) {
    guard let first = faults.first else { return }
    let others = faults.count > 1 ? "; \(faults.count - 1) more lines are not understood" : ""
    inbox.post([.failed(Failure(first + others, remedy: "they are left as they are"))])
  }

  /// Changes the file of views, whatever other rooms have kept in it meanwhile, and shows what it holds then.
  func keep(_ change: ([String]) -> [String]) {
    let until = "the view is kept until the program ends"
    guard let path = options.keptViewsPath else {
      return inbox.post([.failed(Failure(until, remedy: "there is no file for views"))])
    }
    let file = KeptLines(path: path)
    if let fault = file.change(head: KeptViews.head, change) {
      return inbox.post([.failed(Failure("\(until): \(path): \(fault.words)"))])
    }
    inbox.post([.kept(KeptViews.read(file).views)])
  }

  func keep(_ look: ListPreference?, of list: ListID) {
    let until = "the columns are kept until the program ends"
    guard let path = options.keptColumnsPath else {
      return inbox.post([.failed(Failure(until, remedy: "there is no file for them"))])
    }
    let fault = KeptLines(path: path).change(head: KeptColumns.head) { KeptColumns.put(look, of: list, into: $0) }
    if let fault { inbox.post([.failed(Failure("\(until): \(path): \(fault.words)"))]) }
  }
}

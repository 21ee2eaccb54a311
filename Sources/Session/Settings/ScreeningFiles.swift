import Configuration
import Dashboard
import Measures
import Screening
import TUI

// The lists that the configuration names, read into one screener. Long lists take seconds, so the screen reads them on the
// configuration's own thread.

extension ScreeningLists {
  /// The most that is read of a list.
  static let bytesMax = 200_000_000

  /// Reads the lists that a configuration names.
  init(reading choice: ScreeningChoice) { self = Self.read(choice).lists }

  /// Reads the lists that a configuration names, and says what is wrong with them, a clause each.
  static func read(_ choice: ScreeningChoice) -> (lists: ScreeningLists, findings: [String]) {
    guard !choice.lists.isEmpty else { return (ScreeningLists(.none, threshold: choice.threshold), []) }
    var files: [ListFile] = []
    var faults: [String] = []
    var marks: [FileMark?] = []
    for path in choice.lists.map(Machine.expanded) {
      // Before it is read: what is written meanwhile is a later state.
      let mark = Machine.mark(of: path)
      switch Machine.read(path, bytesMax: Self.bytesMax) {
      case .success(let bytes) where bytes.count > Self.bytesMax: faults.append("\(path): it is longer than 200 MB")
      case .success(let bytes):
        files.append(ListFile(name: path, bytes: bytes))
        marks.append(mark)
      case .failure(let fault): faults.append("\(path): \(fault.words)")
      }
    }
    let list = PartyList(reading: files)
    guard !list.parties.isEmpty else {
      let why = faults.first ?? list.findings.first?.text ?? "there is no entry in it"
      return (ScreeningLists(.unreadable(why), threshold: choice.threshold), ["nobody is screened: \(why)"])
    }
    var lists = ScreeningLists(.ready(Screener(list.parties)), threshold: choice.threshold)
    lists.files = zip(list.formats, marks).map { file, mark in
      ScreeningLists.File(
        name: sanitised(Machine.shortened(file.file)), format: file.format, count: file.count, written: mark?.written)
    }
    return (lists, faults + list.findings.map(\.text))
  }
}

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
    var lost: [ScreeningLists.File] = []
    var marks: [FileMark?] = []
    func lose(_ path: String, _ words: String) {
      lost.append(
        ScreeningLists.File(
          name: sanitised(Machine.shortened(path)), format: nil, count: 0, written: nil, fault: sanitised(words)))
    }
    for path in choice.lists.map(Machine.expanded) {
      // Before it is read: what is written meanwhile is a later state.
      let mark = Machine.mark(of: path)
      switch Machine.read(path, bytesMax: Self.bytesMax) {
      case .success(let bytes) where bytes.count > Self.bytesMax: lose(path, "it is longer than 200 MB")
      case .success(let bytes):
        files.append(ListFile(name: path, bytes: bytes))
        marks.append(mark)
      case .failure(let fault): lose(path, fault.words)
      }
    }
    let list = PartyList(reading: files)
    let faults = lost.map { "\($0.name): \($0.fault ?? "")" }
    let why = faults.first ?? list.findings.first?.text ?? "there is no entry in it"
    let isEmpty = list.parties.isEmpty
    var lists = ScreeningLists(
      isEmpty ? .unreadable(why) : .ready(Screener(list.parties)), threshold: choice.threshold)
    lists.files = zip(list.formats, marks).map { file, mark in
      ScreeningLists.File(
        name: sanitised(Machine.shortened(file.file)), format: file.format, count: file.count, written: mark?.written)
    }
    lists.files += lost
    return (lists, isEmpty ? ["nobody is screened: \(why)"] : faults + list.findings.map(\.text))
  }
}

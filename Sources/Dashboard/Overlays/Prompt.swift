import Logistics
import TUI

// The command line: a name, what it takes, and for whom.
//
//   release                         the marked shipments, else the one under the cursor
//   hold CW-10482 H02 asked shop    one shipment by its number; the rest is a note
//   release @marked                 the marked ones, said aloud
//   view customs · theme nord · speed 60 · sort due · filter to:DE · open CW-10482 · import FILE · quit

/// What can be typed behind ":".
enum Prompt {
  /// The lines to offer for what was typed: names first, and behind a name what it takes.
  static func items(for text: String, _ state: State) -> [Chooser.Item] {
    let words = text.split(separator: " ", omittingEmptySubsequences: true)
    if let first = words.first, words.count > 1 || text.hasSuffix(" "), let control = KeyMap.control(named: first) {
      return arguments(of: control, state).map { name, words in
        Chooser.Item(
          label: words.isEmpty ? "\(control.name) \(name)" : "\(control.name) \(name)  \(words)",
          completion: "\(control.name) \(name) ", pick: .command("\(control.name) \(name)"))
      }
    }
    return KeyMap.controls.filter(\.isCommand).map { control in
      let takes = control.argument.takes
      return Chooser.Item(
        label: control.name + (takes.isEmpty ? "" : " \(takes)") + ": " + control.words,
        completion: control.name + " ", keys: control.keys.first ?? "", refusal: control.refusal(state),
        pick: .command(control.name))
    }
  }

  /// What a record takes, by name and words.
  static func arguments(of control: Control, _ state: State) -> [(name: String, words: String)] {
    switch control.argument {
    case .none, .words: []
    case .reason: HoldReason.allCases.map { ($0.code, $0.words) }
    case .document: Document.allCases.map { ($0.name, "") }
    case .view: ViewID.all.map { ($0.name, "") }
    case .theme: state.themes.map { ($0, "") }
    case .speed: Speed.steps.map { ("\($0)", Speed($0).words) }
    case .sort:
      state.focusedList.map { list in
        list.look.columns.compactMap { column in column.key.map { (column.name, $0.words) } }
      } ?? []
    }
  }

  /// Does what was typed.
  static func run(_ text: String, _ state: inout State) -> [Effect] {
    let words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard let name = words.first else { return [] }
    guard let control = KeyMap.control(named: name) else {
      let near = Chooser.matching(items(for: name, state), name).first?.completion.trimmed ?? ""
      let help = near.isEmpty ? "" : "; “\(near)” perhaps"
      state.notice = Notice("there is no command “\(name)”\(help)", isFailure: true)
      return []
    }
    var call = Call()
    var rest: [String] = []
    for word in words.dropFirst() {
      if word.lowercased().hasPrefix("cw-"), let id = ShipmentID(label: word) {
        guard let target = state.target(id) else {
          state.notice = Notice("there is no shipment \(word)", isFailure: true)
          return []
        }
        call.targets = (call.targets ?? []) + [target]
      } else if word == "@marked" {
        let marked = state.focusedList.map { state.lists[$0.rawValue].marked } ?? []
        guard !marked.isEmpty else {
          state.notice = Notice("nothing is marked", isFailure: true)
          return []
        }
        call.targets = (call.targets ?? []) + marked.compactMap { state.target($0) }
      } else {
        rest.append(word)
      }
    }
    call.argument = rest.joined(separator: " ")
    return state.run(control, call)
  }
}

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
    if let first = words.first, words.count > 1 || text.hasSuffix(" "),
      let control = state.bindings.control(named: first)
    {
      return arguments(of: control, state).map { name, words in
        Chooser.Item(
          label: words.isEmpty ? "\(control.name) \(name)" : "\(control.name) \(name)  \(words)", name: name,
          completion: "\(control.name) \(name) ", pick: .command("\(control.name) \(name)"))
      }
    }
    return state.bindings.controls.filter(\.isCommand).map { control in
      let takes = control.argument.takes
      return Chooser.Item(
        label: control.name + (takes.isEmpty ? "" : " \(takes)") + ": " + control.words, name: control.name,
        completion: control.name + " ", keys: state.bindings.keys(of: control).first ?? "",
        refusal: state.refusal(of: control),
        pick: .command(control.name))
    }
  }

  /// What a record takes, by name and words.
  static func arguments(of control: Control, _ state: State) -> [(name: String, words: String)] {
    switch control.argument {
    case .none, .words, .shipment, .person, .file, .filter, .several: []
    case .choice(_, let all): all(state)
    case .reason: HoldReason.allCases.map { ($0.code, $0.words) }
    case .document: Document.allCases.map { ($0.name, "") }
    case .view: ViewID.all.map { ($0.name, "") }
    case .theme: state.themeEntries.map { ($0.slug, $0.reason ?? $0.remark) }
    case .speed: Speed.steps.map { ("\($0)", Speed($0).words) }
    case .sort:
      state.focusedList.map { list in list.look.sortChoices.map { ($0.name, $0.key.words) } } ?? []
    case .columns: ListColumn.registry.map { ($0.name, $0.words) }
    }
  }

  /// What a line is searched for: the command's name, or behind it all that it is to take.
  static func lastWords(_ text: String) -> String {
    guard let blank = text.trimmed.firstIndex(of: " ") else { return text.hasSuffix(" ") ? "" : text.trimmed }
    return String(text.trimmed[blank...]).trimmed
  }

  /// The name that was typed whole, else the only one that begins so; nil when nothing was typed, or when there is no such one.
  static func whole(_ typed: String, among names: [String]) -> Int? {
    let typed = typed.lowercased()
    guard !typed.isEmpty else { return nil }
    if let place = names.firstIndex(where: { $0.lowercased() == typed }) { return place }
    let beginning = names.indices.filter { names[$0].lowercased().hasPrefix(typed) }
    return beginning.count == 1 ? beginning[0] : nil
  }

  /// The items that have the typed text: as their name, at its beginning, inside it, and last those whose words have it.
  static func matching(_ items: [Chooser.Item], _ typed: String) -> [Chooser.Item] {
    let typed = typed.lowercased()
    guard !typed.isEmpty else { return items }
    return Chooser.matching(items, typed).enumerated().map { order, item in
      let name = item.name.lowercased()
      let rank = name == typed ? 0 : name.hasPrefix(typed) ? 1 : name.contains(typed) ? 2 : 3
      return (rank, order, item)
    }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }

  /// The names that may have been meant: those that begin with what was typed, else those that differ in a letter or two.
  static func near(_ typed: String, among names: [String]) -> [String] {
    let typed = typed.lowercased()
    let beginning = names.filter { $0.hasPrefix(typed) }
    if !beginning.isEmpty { return Array(beginning.prefix(4)) }
    let ranked = names.map { ($0, distance(Array($0), Array(typed))) }.filter { $0.1 <= min(2, typed.count / 2) }
    guard let best = ranked.map(\.1).min() else { return [] }
    return ranked.filter { $0.1 == best }.prefix(3).map(\.0)
  }

  /// How many letters have to be put in, taken out or changed to make one word of the other (Levenshtein 1966).
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let changed = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }

  /// Does what was typed.
  static func run(_ text: String, _ state: inout State) -> [Effect] {
    let words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard let name = words.first else { return [] }
    let commands = state.bindings.controls.filter(\.isCommand)
    guard let place = whole(name, among: commands.map(\.name)) else {
      let near = near(name, among: commands.map(\.name)).map { "“\($0)”" }.joined(separator: ", ")
      let help = near.isEmpty ? "" : "; did you mean \(near)?"
      state.notice = Notice("there is no command “\(name)”\(help)", isFailure: true)
      return []
    }
    let control = commands[place]
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

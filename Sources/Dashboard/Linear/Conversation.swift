import Logistics
import TUI

// The control room by lines: what is typed is a verb, what is said is a line. The verbs are the records of the key map by their
// names, as on the `:` line, and a few more words for what the eye does without a key:
//
//   where          next · previous · first · last · row 12 · 12        held
//   rows 5         read                                                attention
//   help [NAME]    key ctrl-r    yes NAME · no                         quit
//
//   line ──► a question is open? ─ yes ─► its answer
//                    └─ no ──► a word of these ─► or a record of the key map

/// What became of a line.
package struct Reply: Sendable {
  /// What the line asked to be said, beside what is new.
  package var said: [String] = []
  /// What is to be done about it.
  package var effects: [Effect] = []
}

extension State {
  /// Words that stand for a record of the key map.
  static let spokenAliases: [(words: String, control: String)] = [
    ("next", "down"), ("n", "down"), ("previous", "up"), ("prev", "up"), ("p", "up"), ("first", "top"),
    ("last", "bottom"), ("held", "customs"), ("holds", "customs"), ("now", "live"), ("exit", "quit"),
  ]

  /// The words that only this conversation has, with what they do.
  static let spokenWords: [(name: String, words: String)] = [
    ("where", "where you are, what is under the cursor, what needs a person"),
    ("row", "go to a row by its number; the number alone does it, too"),
    ("rows", "read so many rows from here on, ten unless said"),
    ("read", "read all of the shipment that is open, or of the one under the cursor"),
    ("attention", "how much needs a person, and what first"),
    (
      "playbook", "on the customs desk: what is to be done about the shipment under the cursor, and why it stands there"
    ),
    ("key", "press keys by their names, as in: key ctrl-r"),
    ("yes", "do what a question asks, followed by its name"), ("no", "close the question and change nothing"),
    ("help", "the commands, or what one of them does"),
  ]

  /// Takes a line in.
  package mutating func hear(_ line: String) -> Reply {
    var reply = take(line: line)
    reply.effects += askForBorder()
    return reply
  }

  private mutating func take(line: String) -> Reply {
    let text = String(line.unicodeScalars.filter { !($0.properties.generalCategory == .control) }.prefix(4096)).trimmed
    notice = nil
    keysSinceTick += 1
    strokes += 1
    defer { if let focusedList { withList(focusedList) { $0.isTouched = true } } }
    if overlay.scope != nil { return answer(spoken: text) }
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard let first = words.first else { return Reply(said: spokenPlace) }
    let rest = words.count > 1 ? words[1].trimmed : ""
    switch first.lowercased() {
    case "where": return Reply(said: spokenPlace)
    case "attention": return Reply(said: [spokenAttention])
    case "rows": return Reply(said: spokenRows(min(500, max(1, Int(rest) ?? 10))))
    case "row": return go(toRow: rest)
    case "read":
      if details.isEmpty, let current {
        // What is recorded comes only after this; whoever asks again hears it all.
        return Reply(effects: open(current))
      }
      return Reply(said: details.isEmpty ? ["nothing is under the cursor"] : spokenDetail())
    case "playbook" where view == .desk && details.isEmpty: return Reply(said: spokenPlaybook)
    // On the desk the next one is the next that needs whoever sits there.
    case "next" where view == .desk && details.isEmpty && words.count == 1:
      return Reply(effects: Prompt.run("needs-me", &self))
    case "help", "?": return Reply(said: spokenHelp(rest))
    case "key": return press(spelt: rest)
    case "yes", "no": return Reply(said: ["nothing is asked"])
    case "open" where Int(rest) != nil:
      let moved = go(toRow: rest)
      guard moved.said.isEmpty, let current else { return moved }
      return Reply(effects: open(current))
    default:  // the words are texts; every other one is a command
      if Int(first) != nil, words.count == 1 { return go(toRow: first) }
      let alias = Self.spokenAliases.first { $0.words == first.lowercased() }?.control
      return Reply(effects: Prompt.run(([alias ?? first] + words.dropFirst()).joined(separator: " "), &self))
    }
  }

  private mutating func go(toRow text: String) -> Reply {
    if case .desk = view, details.isEmpty {
      guard let row = Int(text), row >= 1, row <= desk.listedCount else {
        return Reply(said: ["no: a row is a number from 1 to \(grouped(desk.listedCount))"])
      }
      desk.isTouched = true
      desk.jump(to: row - 1)
      return Reply()
    }
    guard let focusedList, details.isEmpty else { return Reply(said: ["no: there are no rows here"]) }
    let count = lists[focusedList.rawValue].rows.count
    guard let row = Int(text), row >= 1, row <= count else {
      return Reply(said: ["no: a row is a number from 1 to \(grouped(count))"])
    }
    withList(focusedList) { $0.jump(to: row - 1) }
    return Reply()
  }

  private mutating func press(spelt text: String) -> Reply {
    guard let keys = Key.sequence(text) else { return Reply(said: ["no: there is no key “\(text)”"]) }
    var reply = Reply()
    for key in keys { reply.effects += press(key) }
    return reply
  }

  /// The commands that work here, or one of them in full.
  private func spokenHelp(_ name: String) -> [String] {
    let controls = bindings.controls.filter(\.isCommand)
    if !name.isEmpty {
      if let control = controls.first(where: { $0.name == name.lowercased() }) {
        let takes = control.argument.takes
        return ["\(control.name)\(takes.isEmpty ? "" : " \(takes)"): \(control.words)"]
          + (control.refusal(self).map { ["not now: \($0)"] } ?? [])
      }
      if let word = Self.spokenWords.first(where: { $0.name == name.lowercased() }) {
        return ["\(word.name): \(word.words)"]
      }
      return ["no: there is no command “\(name)”"]
    }
    return ["Hear: " + Self.spokenWords.map(\.name).joined(separator: ", ")]
      + ControlGroup.allCases.compactMap { group in
        let names = controls.filter { $0.group == group }.map(\.name)
        return names.isEmpty ? nil : "\(group.rawValue): " + names.joined(separator: ", ")
      } + ["help NAME says what one does"]
  }

  // MARK: - Answers

  private mutating func answer(spoken text: String) -> Reply {
    if text.lowercased() == "no" || text.lowercased() == "cancel" && !isConfirming {
      var effects: [Effect] = []
      if case .timeline = overlay { effects = leaveStrip() } else { dismiss() }
      return Reply(said: notice == nil ? ["closed"] : [], effects: effects)
    }
    if text.lowercased() == "where" { return Reply(said: spokenPlace) }
    if text.lowercased().hasPrefix("key ") { return press(spelt: String(text.dropFirst(4))) }
    switch overlay {
    case .none: return Reply()
    case .confirm(let question):
      guard question.isPossible, text.lowercased() == "yes \(question.name)".lowercased() else {
        overlay = .none
        return Reply(said: ["nothing was done"])
      }
      return Reply(effects: confirm())
    case .alarm(.question):
      guard text.lowercased() == "yes acknowledge" else {
        overlay = .none
        return Reply(said: ["nothing was done"])
      }
      return Reply(effects: confirm())
    case .alarm(.line(var entry)):
      entry.field.set(text)
      overlay = .alarm(.line(entry))
      return Reply(effects: accept())
    case .chooser(var chooser):
      let items = chooser.items(self)
      if let number = Int(text), items.indices.contains(number - 1) {
        chooser.selected = number - 1
        chooser.isPicked = true
      } else {
        chooser.field.set(text)
        chooser.restart()
        guard !chooser.items(self).isEmpty || text.isEmpty else {
          return Reply(said: ["no: nothing there is called that"])
        }
      }
      overlay = .chooser(chooser)
      return Reply(effects: accept())
    case .filter(var line):
      line.field.set(text)
      take(line)
      if case .filter(let taken) = overlay, let fault = taken.fault { return Reply(said: ["no: \(fault.text)"]) }
      return Reply(effects: accept())
    case .timeline(var field):
      if text.lowercased() == "telling" { return Reply(effects: changeTelling()) }
      if text.isEmpty { return Reply(effects: acceptTime(TextField())) }
      field.set(text)
      let effects = acceptTime(field)
      // A time that was understood closes the strip: there is nothing to be scrubbed by ear.
      if notice == nil { overlay = .none }
      return Reply(effects: effects)
    case .note, .form:
      paste(text)
      return Reply(effects: accept())
    case .help, .outcome, .sheet, .reading, .columns:
      // They are read and done with; the line is a command.
      dismiss()
      return text.isEmpty ? Reply() : hear(text)
    }
  }

  private var isConfirming: Bool { if case .confirm = overlay { true } else { false } }
}

import Logistics
import TUI

// The command line: a name, what it takes, and for whom.
//
//   release                         the marked shipments, else the one under the cursor
//   hold CW-10482 H02 asked shop    one shipment by its number; the rest is a note
//   release @marked                 the marked ones, said aloud
//   own jan @marked                 arguments and shipments in any order: the rest is what the verb takes
//   view customs · theme nord · speed 60 · sort due · filter to:DE · open CW-10482 · import FILE · quit

/// What can be typed behind ":".
enum Prompt {
  /// A line with the cursor in it: what the word under the cursor is an answer to.
  struct Line {
    /// The record whose name stands first; nil while that is still being typed.
    var control: Control?
    /// What stands before the word under the cursor.
    var head = ""
    /// The word under the cursor, as far as the cursor; while a name is typed, all up to there.
    var word = ""
    /// What stands behind the cursor.
    var tail = ""
    /// What the record takes there; nil where it takes no more.
    var slot: Argument?

    /// The line as it would be with this in the place of the word.
    func with(_ value: String) -> String { (head + value + tail).trimmed }
  }

  /// What is under the cursor of a line.
  static func line(_ field: TextField, _ state: State) -> Line {
    let before = String(field.text.prefix(field.position))
    var line = Line(word: before.trimmed, tail: String(field.text.dropFirst(field.position)))
    guard let first = before.split(separator: " ").first,
      first.endIndex < before.endIndex,
      let control = state.bindings.control(named: first)
    else { return line }
    let end = first.endIndex
    line.control = control
    let slots = control.argument.slots
    let start = before.lastIndex(of: " ").map { before.index(after: $0) } ?? before.endIndex
    let done = before[end..<start].split(separator: " ").filter { !isShipments($0) }
    line.slot = done.count < slots.count ? slots[done.count] : slots.last.flatMap { $0.goesOn ? $0 : nil }
    line.head = String(before[..<start])
    line.word = String(before[start...])
    // A filter is one thing with blanks in it, and so is the name of a view.
    if line.takesAll(of: before[end...]) {
      let rest = before[end...].drop { $0 == " " }
      line.head = String(before[..<rest.startIndex])
      line.word = String(rest)
    }
    return line
  }

  private static func isShipments(_ word: some StringProtocol) -> Bool {
    word.hasPrefix("@") || word.lowercased().hasPrefix("cw-")
  }

  /// The lines to offer for what was typed, best first: names, and behind a name what it takes.
  static func items(for field: TextField, _ state: State) -> [Chooser.Item] {
    let line = line(field, state)
    guard let control = line.control else { return names(like: line, state) }
    var offers: [Chooser.Item] = []
    func offer(_ value: String, _ words: String, isTyped: Bool = true, goesOn: Bool = true) {
      offers.append(
        Chooser.Item(
          label: words.isEmpty ? value : "\(value)  \(words)", name: isTyped ? value : "",
          completion: line.head + value + (goesOn ? " " : ""), pick: .command(line.with(value))))
    }
    let isPath: Bool
    if case .file? = line.slot { isPath = true } else { isPath = false }
    if case .filter? = line.slot {
      for completion in Filter.completions(of: line.word) {
        offers.append(
          Chooser.Item(
            label: completion.words.isEmpty ? completion.insert : "\(completion.insert)  \(completion.words)",
            completion: line.head + completion.line, pick: .command(line.with(completion.line))))
      }
      return offers
    }
    for (value, words) in values(of: line.slot, state) {
      offer(value, words, isTyped: !isPath, goesOn: !value.hasSuffix("/"))
    }
    if control.takesShipments {
      for (value, words) in shipments(like: line.word, state, always: line.takesShipment) {
        offer(value, words, isTyped: false)
      }
    }
    return Chooser.matching(offers, line.word)
  }

  private static func names(like line: Line, _ state: State) -> [Chooser.Item] {
    let recent = Dictionary(state.recentCommands.enumerated().map { ($1, $0) }) { first, _ in first }
    var ranked: [(rank: Int, score: Int, order: Int, item: Chooser.Item)] = []
    let typed = line.word.lowercased()
    for (order, control) in state.bindings.controls.enumerated() where control.isCommand {
      let takes = control.argument.takes
      var item = Chooser.Item(
        label: control.name + (takes.isEmpty ? "" : " \(takes)") + ": " + control.words, name: control.name,
        completion: control.name + " ", keys: state.bindings.keys(of: control).first ?? "",
        refusal: state.refusal(of: control), pick: .command(control.name))
      let place = recent[control.name].map { $0 - state.recentCommands.count } ?? order
      guard !typed.isEmpty else {
        ranked.append((0, 0, place, item))
        continue
      }
      if let found = Fuzzy.match(words: typed, in: control.name) {
        item.matches = found.places
        let rank = control.name == typed ? 0 : control.name.hasPrefix(typed) ? 1 : control.name.contains(typed) ? 2 : 3
        ranked.append((rank, found.score, place, item))
      } else if let found = Fuzzy.match(words: typed, in: item.label) {
        item.matches = found.places
        ranked.append((4, found.score, place, item))
      }
    }
    return ranked.sorted { ($0.rank, $1.score, $0.order) < ($1.rank, $0.score, $1.order) }.map(\.item)
  }

  /// What a slot takes, by name and words; nothing for free text.
  static func values(of slot: Argument?, _ state: State) -> [(name: String, words: String)] {
    guard let slot else { return [] }
    return switch slot {
    case .none, .words, .shipment, .filter, .several: []
    case .choice(_, let all): all(state)
    case .reason: HoldReason.allCases.map { ($0.code, $0.words) }
    case .document: Document.allCases.map { ($0.name, "") }
    case .view: ViewID.all.map { ($0.name, "") } + state.savedViews.map { ($0.name, $0.filter.text) }
    case .theme: state.themes.map { ($0, "") }
    case .speed: Speed.steps.map { ("\($0)", Speed($0).words) }
    case .sort:
      state.focusedList.map { list in list.look.sortChoices.map { ($0.name, $0.key.words) } } ?? []
    case .columns: ListColumn.registry.map { ($0.name, $0.words) }
    case .person: state.people.map { ($0, $0 == state.operatorName ? "you" : "") }
    case .file: (state.files?.names ?? []).map { ($0, "") }
    }
  }

  /// Shipments to name: those marked, the one looked at, and those whose number goes on as it was typed.
  private static func shipments(
    like word: String, _ state: State, always: Bool
  ) -> [(name: String, words: String)] {
    let typed = word.lowercased()
    guard always || typed.hasPrefix("@") || typed.hasPrefix("c") else { return [] }
    var found: [(String, String)] = []
    let marked = state.markingList.map { state.lists[$0.rawValue].marks.count } ?? 0
    if marked > 0, !always { found.append(("@marked", "\(counted(marked, "shipment")) that are marked")) }
    var ids: [ShipmentID] = []
    func add(_ id: ShipmentID?) {
      guard let id, state.board.contains(id), !ids.contains(id), ids.count < 12 else { return }
      ids.append(id)
    }
    if typed.hasPrefix("cw-"), typed.count > 3 {
      for digit in [""] + (0...9).map({ "\($0)" }) { add(ShipmentID(label: typed.uppercased() + digit)) }
    }
    add(state.current)
    for detail in state.details.reversed() { add(detail.id) }
    return found
      + ids.compactMap { id in
        state.board[id].map { (id.label, "\(state.board.texts[$0.goods]), \(state.board.stateWords(of: $0))") }
      }
  }

  /// The name that was typed whole, else the only one that begins so; nil when nothing was typed, or when there is no such one.
  static func whole(_ typed: String, among names: [String]) -> Int? {
    let typed = typed.lowercased()
    guard !typed.isEmpty else { return nil }
    if let place = names.firstIndex(where: { $0.lowercased() == typed }) { return place }
    let beginning = names.indices.filter { names[$0].lowercased().hasPrefix(typed) }
    return beginning.count == 1 ? beginning[0] : nil
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
    state.recentCommands.removeAll { $0 == control.name }
    state.recentCommands.insert(control.name, at: 0)
    if state.recentCommands.count > Self.recentMax { state.recentCommands.removeLast() }
    var call = Call()
    var rest: [String] = []
    for word in words.dropFirst() {
      // Once a text has begun, a number in it is a word of the text.
      let isText = !control.takesShipments || rest.count > control.argument.wordsBeforeText
      if !isText, word.lowercased().hasPrefix("cw-"), let id = ShipmentID(label: word) {
        guard let target = state.target(id) else {
          state.notice = Notice("there is no shipment \(word)", isFailure: true)
          return []
        }
        call.targets = (call.targets ?? []) + [target]
      } else if !isText, word == "@marked", state.awaitsMarks {
        state.typedAhead.insert(TypedAhead(what: .line(text)), at: 0)
        return []
      } else if !isText, word == "@marked" {
        let marked = state.markingList.map { state.lists[$0.rawValue].marked } ?? []
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
    if let place = control.onlyPlace, control.scopes.isDisjoint(with: state.scope) {
      state.notice = Notice("\(control.name): it is done in the view of the \(place)", isFailure: true)
      return []
    }
    return state.act(control, call, TypedAhead(what: .control(control.name, call.argument)))
  }

  private static let recentMax = 20
}

extension Prompt.Line {
  /// Whether all that stands behind the name is one thing.
  fileprivate mutating func takesAll(of rest: Substring) -> Bool {
    switch control?.argument {
    case .filter?, .view?:
      slot = control?.argument
      return true
    case .choice?:
      // A plugin's answer may be followed by shipments.
      guard control?.group != .plugins else { return false }
      slot = control?.argument
      return true
    case nil, .none?, .reason?, .document?, .words?, .theme?, .speed?, .shipment?, .sort?, .columns?, .person?,
      .file?, .several?:
      return false
    }
  }

  /// Whether a shipment is what belongs under the cursor.
  fileprivate var takesShipment: Bool { if case .shipment? = slot { true } else { false } }
}

extension Control {
  /// The only place where it means anything, a view of its own kind; nil where there are others, and for alarms, which can be named.
  fileprivate var onlyPlace: String? {
    Scope.each.first { [.groups, .charts, .border].contains($0.scope) && scopes == $0.scope }?.name
  }

  /// Whether shipments can be named behind its name.
  fileprivate var takesShipments: Bool {
    let isAboutOne = argument.slots.contains { if case .shipment = $0 { true } else { false } }
    return group == .desk || group == .plugins || isAboutOne || name == "mark"
  }
}

extension Argument {
  /// How many words stand before a free text begins, in which a shipment's number is a word like any other; what takes nothing
  /// takes a note.
  fileprivate var wordsBeforeText: Int {
    switch slots.last {
    case nil, .words?, .filter?: max(0, slots.count - 1)
    case .none?, .reason?, .document?, .view?, .theme?, .speed?, .sort?, .columns?, .shipment?, .person?, .file?,
      .choice?, .several?:
      .max
    }
  }

  /// Whether the last of several takes all the words that follow.
  fileprivate var goesOn: Bool {
    switch self {
    case .sort, .columns, .filter, .words: true
    case .none, .reason, .document, .view, .theme, .speed, .shipment, .person, .file, .choice, .several: false
    }
  }
}

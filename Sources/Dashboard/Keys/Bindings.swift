import TUI

// Which keys mean which action, as a value made once from three layers; what a higher one says goes before what a lower one says:
//
//   3  the operator's changes, and the keys of plugins     a key they take from a lower layer is told
//   2  the preset's table                                  takes its keys from the records in silence
//   1  the records' own keys
//
// A key or chord belongs to one action in every place where it works. So that a key is looked up and not searched for, the keys of
// each place are a tree of tables:
//
//   place ─► table ─ g ─► table ─ g ─► top
//              │           └─ t ─► next-view
//              └─ j ─► down
//
// Whatever was wished for, the result can be used: of two claims to a key the earlier one keeps it, nobody can lose the keys that
// close a question, and the key that begins something never confirms it. What was not obeyed comes back as faults.

/// Which keys mean which action.
package struct Bindings: Sendable {
  /// The records, those of plugins at the end.
  let controls: [Control]
  /// The keys of each record by their spelling, the first is the one that is shown.
  private var spellings: [[String]]
  private let places: [String: Int]
  private var tables: [[Key: Meaning]]

  private enum Meaning {
    case control(Int)
    case table(Int)
  }

  /// What keys mean where they are looked up.
  enum Match {
    case control(Control)
    /// The beginning of a chord.
    case beginning
    case nothing
  }

  /// The records with their own keys.
  static let standard = make(preset: .clearway).bindings

  /// The key map of a preset with an operator's changes and plugins.
  ///
  /// - Returns: bindings that can be used whatever was asked for, and what of it was not obeyed, in the order in which it was asked.
  package static func make(
    preset: Preset, changes: [KeyChange] = [], plugins: [Plugin] = []
  ) -> (bindings: Bindings, faults: [BindingFault]) {
    make(KeyMap.controls, preset: preset, changes: changes, plugins: plugins)
  }

  /// As above, of these records.
  static func make(
    _ records: [Control], preset: Preset, changes: [KeyChange] = [], plugins: [Plugin] = []
  ) -> (bindings: Bindings, faults: [BindingFault]) {
    var faults: [BindingFault] = []
    var controls = records
    var names = Set(records.map(\.name))
    for plugin in plugins {
      if let fault = plugin.fault(names) {
        faults.append(.badPlugin(plugin.name, fault))
      } else {
        names.insert(plugin.name)
        controls.append(plugin.control)
      }
    }
    let places = Dictionary(controls.enumerated().map { ($1.name, $0) }) { first, _ in first }
    var wanted: [Int: [String]] = [:]
    for change in changes {
      guard let place = places[change.action.lowercased()] else {
        let near = Prompt.near(change.action, among: controls.map(\.name))
        faults.append(.unknownAction(change.action, near: near))
        continue
      }
      wanted[place] = change.keys
    }
    // Plugins come with keys of the operator's own.
    for place in records.count..<max(records.count, controls.count) where wanted[place] == nil {
      wanted[place] = controls[place].keys
    }
    let table = Dictionary(preset.table.map { ($0.action, $0.keys) }) { first, _ in first }
    let needed = controls.indices.filter { KeyMap.needed.contains(controls[$0].name) }
    // Changes are left out until nobody is without what they need: what an action has lost is given back by whoever took it.
    while true {
      var maker = Maker(Bindings(controls))
      var found: [BindingFault] = []
      for place in wanted.keys.sorted() {
        for spelling in wanted[place] ?? [] { maker.bind(spelling, to: place, layer: .change, &found) }
      }
      for place in controls.indices where wanted[place] == nil {
        for spelling in table[controls[place].name] ?? [] { maker.bind(spelling, to: place, layer: .preset, &found) }
      }
      for place in controls.indices where wanted[place] == nil && table[controls[place].name] == nil {
        for spelling in controls[place].keys { maker.bind(spelling, to: place, layer: .record, &found) }
      }
      guard let poor = needed.first(where: { maker.bindings.spellings[$0].isEmpty }) else {
        return (maker.bindings, faults + found)
      }
      if wanted.removeValue(forKey: poor) != nil {
        faults += found.filter { $0.actions.first == controls[poor].name } + [.needsKey(controls[poor].name)]
        continue
      }
      let takers = wanted.keys.filter { taker in
        found.contains { fault in
          guard case .clash(_, let kept, let lost, _, _) = fault else { return false }
          return kept == controls[taker].name && lost == controls[poor].name
        }
      }
      // A preset is whole by itself: where no change took the key, there is none to leave out.
      guard !takers.isEmpty else { return (maker.bindings, faults + found) }
      for taker in takers.sorted() {
        faults.append(.takesTheLast(action: controls[taker].name, from: controls[poor].name))
        wanted[taker] = taker < records.count ? nil : []
      }
    }
  }

  private init(_ controls: [Control]) {
    self.controls = controls
    spellings = Array(repeating: [], count: controls.count)
    places = Dictionary(controls.enumerated().map { ($1.name, $0) }) { first, _ in first }
    // The tables of the places come first, one for each.
    tables = Array(repeating: [:], count: Scope.bits)
  }

  // MARK: - Asking

  /// What these keys mean in a scope: one look into a table for each key.
  func match(_ keys: [Key], in scope: Scope) -> Match {
    var table = scope.bit
    for (index, key) in keys.enumerated() {
      switch tables[table][key] {
      case nil: return .nothing
      case .control(let place): return index == keys.count - 1 ? .control(controls[place]) : .nothing
      case .table(let next): table = next
      }
    }
    return .beginning
  }

  /// What may follow on the beginning of a chord, in the order of the records: the keys to come, and whose they are.
  func followers(of keys: [Key], in scope: Scope) -> [(keys: String, control: Control)] {
    var table = scope.bit
    for key in keys {
      guard case .table(let next) = tables[table][key] else { return [] }
      table = next
    }
    var found: [(place: Int, keys: String)] = []
    func collect(_ table: Int, _ before: String) {
      for (key, meaning) in tables[table] {
        let spelling = before.isEmpty ? key.description : before + " " + key.description
        switch meaning {
        case .control(let place): found.append((place, spelling))
        case .table(let next): collect(next, spelling)
        }
      }
    }
    collect(table, "")
    return found.sorted { ($0.place, $0.keys) < ($1.place, $1.keys) }.map { ($0.keys, controls[$0.place]) }
  }

  /// The record that can be asked for by this name.
  func control(named name: some StringProtocol) -> Control? {
    guard let place = places[name.lowercased()], controls[place].isCommand else { return nil }
    return controls[place]
  }

  /// The keys of a record by their spelling, the first is the one that is shown.
  func keys(of control: Control) -> [String] { places[control.name].map { spellings[$0] } ?? [] }

  /// The key of an action that is shown; empty for none.
  func key(of name: String) -> String { places[name].flatMap { spellings[$0].first } ?? "" }

  /// How an action is asked for, for whatever names it in a sentence: its key, else its name on the command line.
  func shown(_ name: String) -> String {
    let key = key(of: name)
    return key.isEmpty ? ":\(name)" : key
  }

  /// Whether this key by itself is one of an action's.
  func isAlone(_ key: Key, keyOf name: String) -> Bool {
    places[name].map { spellings[$0].contains(key.description) } ?? false
  }

  /// Whether a key leaves what was begun and does nothing else: that which closes questions, and esc whatever it means elsewhere.
  func leaves(_ key: Key) -> Bool { key == Key(.escape) || isAlone(key, keyOf: "dismiss") }

  /// The key of a step back that is shown: the one that also leaves what is open, where it does both.
  var backKey: String {
    let keys = places["back"].map { spellings[$0] } ?? []
    return keys.contains(leavingKey) ? leavingKey : shown("back")
  }

  /// The key of those that leave that is shown.
  var leavingKey: String {
    let keys = places["dismiss"].map { spellings[$0] } ?? []
    return keys.first { Key.sequence($0)?.count == 1 } ?? Key(.escape).description
  }

  // MARK: - Making

  private enum Layer: Int {
    case record, preset, change
  }

  private struct Maker {
    var bindings: Bindings
    /// The layer in which each record got its keys.
    private var layers: [Layer]

    init(_ bindings: Bindings) {
      self.bindings = bindings
      layers = Array(repeating: .record, count: bindings.controls.count)
    }

    /// Gives a record a key in all its places, or in none.
    mutating func bind(_ spelling: String, to place: Int, layer: Layer, _ faults: inout [BindingFault]) {
      let control = bindings.controls[place]
      guard let keys = Key.sequence(spelling) else {
        faults.append(.notAKey(action: control.name, spelling: spelling))
        return
      }
      let clear = keys.map(\.description).joined(separator: " ")
      guard !bindings.spellings[place].contains(clear) else { return }
      if !control.scopes.isDisjoint(with: .typing), keys.first?.typed != nil {
        faults.append(.takesLetters(action: control.name, keys: clear))
        return
      }
      if layer == .change, let why = reproach(control, keys) {
        faults.append(why)
        return
      }
      var clashes: [Int: [String]] = [:]
      for (scope, name) in Scope.each where control.scopes.contains(scope) {
        for owner in bindings.owners(of: keys, in: scope) { clashes[owner, default: []].append(name) }
      }
      guard clashes.isEmpty else {
        for (owner, names) in clashes.sorted(by: { $0.key < $1.key }) {
          // What a preset takes from the records is meant so; what anybody takes from their own layer, or from the operator, is not.
          guard layers[owner] == layer || layers[owner] == .change else { continue }
          faults.append(
            .clash(
              keys: clear, kept: bindings.controls[owner].name, lost: control.name, places: names,
              isWithinChanges: layer == .change))
        }
        return
      }
      for (scope, _) in Scope.each where control.scopes.contains(scope) { bindings.set(keys, place, in: scope) }
      bindings.spellings[place].append(clear)
      layers[place] = layer
    }

    /// What speaks against a key for what changes the world, or for what says yes; nil when nothing does.
    private func reproach(_ control: Control, _ keys: [Key]) -> BindingFault? {
      let spelling = keys.map(\.description).joined(separator: " ")
      let answers: Set<String> = ["confirm", "confirm-lasting"]
      if control.changesWorld, control.group == .desk {
        if keys == [.control("d")] || keys == [.control("k")] {
          return .meansElsewhere(action: control.name, keys: spelling)
        }
        if keys.count > 1, Set(keys).count == 1 { return .repeatsItself(action: control.name, keys: spelling) }
        for (place, other) in bindings.controls.enumerated() where answers.contains(other.name) {
          let taken = bindings.spellings[place] + (bindings.spellings[place].isEmpty ? other.keys : [])
          if taken.contains(spelling) { return .answersItself(action: control.name, keys: spelling) }
        }
      }
      if answers.contains(control.name) {
        for (place, other) in bindings.controls.enumerated() where other.changesWorld && other.group == .desk {
          let taken = bindings.spellings[place] + (bindings.spellings[place].isEmpty ? other.keys : [])
          if taken.contains(spelling) { return .answersItself(action: other.name, keys: spelling) }
        }
      }
      return nil
    }
  }

  /// Whose keys these are, begin with, or are the beginning of.
  private func owners(of keys: [Key], in scope: Scope) -> [Int] {
    var table = scope.bit
    for key in keys {
      switch tables[table][key] {
      case nil: return []
      case .control(let place): return [place]
      case .table(let next): table = next
      }
    }
    return followers(of: keys, in: scope).compactMap { places[$0.control.name] }
  }

  private mutating func set(_ keys: [Key], _ place: Int, in scope: Scope) {
    var table = scope.bit
    for key in keys.dropLast() {
      if case .table(let next) = tables[table][key] {
        table = next
      } else {
        tables.append([:])
        tables[table][key] = .table(tables.count - 1)
        table = tables.count - 1
      }
    }
    if let last = keys.last { tables[table][last] = .control(place) }
  }
}

extension Scope {
  /// How many tables there are: one for each place.
  fileprivate static var bits: Int { RawValue.bitWidth }

  /// Which of them is a place's.
  fileprivate var bit: Int { min(rawValue.trailingZeroBitCount, RawValue.bitWidth - 1) }
}

/// What of an operator's wishes for the keys could not be obeyed.
package enum BindingFault: Hashable, Sendable {
  /// Two actions want the same key, or a key and a chord that begins with it, in places where both work. `kept` has it; whether
  /// `lost` was given it by the operator too tells ``isWithinChanges``.
  case clash(keys: String, kept: String, lost: String, places: [String], isWithinChanges: Bool)
  /// There is no such action; those whose names are near.
  case unknownAction(String, near: [String])
  case notAKey(action: String, spelling: String)
  /// A letter where letters are typed.
  case takesLetters(action: String, keys: String)
  /// An action that nobody can do without would have no key; it keeps those it had.
  case needsKey(String)
  /// The key is the last one of an action that nobody can do without.
  case takesTheLast(action: String, from: String)
  /// The key would both begin a deed and say yes to it.
  case answersItself(action: String, keys: String)
  /// A chord of the same key twice is pressed by mistake.
  case repeatsItself(action: String, keys: String)
  /// The key scrolls everywhere else.
  case meansElsewhere(action: String, keys: String)
  /// A plugin that is left out, and why.
  case badPlugin(String, String)

  /// Whether all that was asked was done, and it is only told what it cost.
  package var isWarning: Bool {
    if case .clash(_, _, _, _, let isWithinChanges) = self { return !isWithinChanges }
    return false
  }

  /// The actions it is about, the one whose line is at fault first.
  package var actions: [String] {
    switch self {
    case .clash(_, let kept, let lost, _, let isWithinChanges): isWithinChanges ? [lost, kept] : [kept, lost]
    case .unknownAction(let name, _), .needsKey(let name), .badPlugin(let name, _): [name]
    case .notAKey(let action, _), .takesLetters(let action, _), .answersItself(let action, _),
      .repeatsItself(let action, _), .meansElsewhere(let action, _), .takesTheLast(let action, _):
      [action]
    }
  }

  /// What is wrong and what was done about it, a sentence without a full stop.
  package var words: String {
    switch self {
    case .clash(let keys, let kept, let lost, let places, let isWithinChanges):
      isWithinChanges
        ? "\(keys) is wanted by \(kept) and by \(lost) (\(places.joined(separator: ", "))); \(kept) has it"
        : "\(keys) now means \(kept), and no longer \(lost) (\(places.joined(separator: ", ")))"
    case .unknownAction(let name, let near):
      "there is no action “\(name)”"
        + (near.isEmpty ? "" : "; did you mean " + near.map { "“\($0)”" }.joined(separator: " or ") + "?")
    case .notAKey(let action, let spelling):
      "\(action): “\(spelling)” is no key; keys are spelt as in j, G, ctrl-r, alt-x, shift-tab, f5, space, or g g"
    case .takesLetters(let action, let keys): "\(action): \(keys) is a letter, and works where letters are typed"
    case .needsKey(let name): "\(name) cannot be without a key; it keeps those it had"
    case .takesTheLast(let action, let other):
      "\(action) would take the last key of \(other), which nobody can do without; it is left as it was"
    case .answersItself(let action, let keys): "\(action): \(keys) would begin a deed and confirm it"
    case .repeatsItself(let action, let keys): "\(action): \(keys) is the same key again, which is pressed by mistake"
    case .meansElsewhere(let action, let keys):
      "\(action): \(keys) scrolls or kills elsewhere, and is no key for a deed"
    case .badPlugin(let name, let why): "plugin \(name): \(why)"
    }
  }
}

import Alarms
import Logistics
import Measures
import TUI

/// A list that is narrowed by typing: the command line, a reason, a document, a column, what the desk can do.
struct Chooser: Sendable {
  /// What is chosen, and for whom.
  enum Purpose: Sendable {
    case palette
    case hold([Target])
    case request([Target])
    case attach([Target])
    case sort(ListID)
    /// A further key, within what orders the list already.
    case sortFurther(ListID)
    /// What a list is counted by.
    case group(ListID)
    /// A list kept under a name.
    case views
    case menu([Target])
    /// What can be taken back or done again.
    case deeds([Item])
    /// A question of a plugin that has a list of answers.
    case input(PluginForm)
    /// For how long an alarm, by its cause, is put aside.
    case shelve(String)
    /// What an alarm, by its cause, turned out to be.
    case disposition(String)
  }

  let purpose: Purpose
  let title: String
  var field: TextField
  var selected = 0
  /// Whether the selected line was chosen with the arrows, so that enter means it and not what was typed.
  var isPicked = false

  /// A choice that is open.
  init(_ purpose: Purpose, title: String, prompt: String = "", text: String = "") {
    self.purpose = purpose
    self.title = title
    field = TextField(prompt: prompt, text: text)
  }

  /// One line to choose.
  struct Item: Sendable {
    /// What is shown, and searched.
    var label: String
    /// On the command line: the name that has to be typed; empty elsewhere.
    var name = ""
    /// What the tab key completes to; empty for nothing.
    var completion = ""
    var keys = ""
    /// Why it cannot be chosen now; nil when it can.
    var refusal: String?
    /// The characters of the label that were typed.
    var matches: [Int] = []
    /// What choosing it does.
    var pick: Pick
  }

  /// What choosing a line does.
  enum Pick: Sendable {
    /// As if it had been typed on the command line.
    case command(String)
    case verb(Verb)
    case shelf(AlarmShelf)
    case disposition(AlarmDisposition)
    case sort(SortKey)
    case group(Field)
    /// A list kept under this name.
    case view(String)
    /// A record of the key map, for these shipments.
    case control(String, [Target])
    /// The deed of an instant, to be taken back or done again.
    case deed(Instant, Verb)
    /// An answer to a plugin.
    case input(String)
  }

  /// The lines that the typed letters leave, best first.
  func items(_ state: State) -> [Item] {
    if case .palette = purpose { return Prompt.items(for: field, state) }
    return Self.matching(all(state), field.text.trimmed)
  }

  /// The line that enter takes; nil when it takes none: on the command line only a name that was typed counts, whole or by the
  /// only beginning there is, never a line that merely has the letters somewhere.
  func taken(among items: [Item], _ state: State) -> Int? {
    guard case .palette = purpose, !isPicked else { return selected < items.count ? selected : nil }
    return Prompt.whole(Prompt.line(field, state).word, among: items.map(\.name))
  }

  /// Goes so many lines on.
  mutating func pick(_ delta: Int, among items: [Item], _ state: State) {
    let start = taken(among: items, state) ?? (delta > 0 ? -1 : 0)
    selected = (start + delta + items.count) % items.count
    isPicked = true
  }

  /// Begins the search anew after the text was changed.
  mutating func restart() {
    selected = 0
    isPicked = false
  }

  private func all(_ state: State) -> [Item] {
    switch purpose {
    case .palette: Prompt.items(for: field, state)
    case .views: state.savedViewItems
    case .hold:
      ([.operatorHold] + HoldReason.allCases.filter { $0 != .operatorHold }).map { reason in
        Item(label: "\(reason.code) \(reason.words)", keys: reason.mustAct.name, pick: .verb(.hold(reason, note: "")))
      }
    case .shelve: state.shelves.map { Item(label: $0.words, keys: $0.name, pick: .shelf($0.shelf)) }
    case .disposition: AlarmDisposition.allCases.map { Item(label: $0.words, keys: $0.name, pick: .disposition($0)) }
    case .request(let targets): documents(targets, state, "ask for") { .request($0, note: "") }
    case .attach(let targets): documents(targets, state, "attach") { .attach($0, note: "") }
    case .sort(let list), .sortFurther(let list):
      list.look.sortChoices.map { name, key in
        let place = state.lists[list.rawValue].ordering.place(of: key)
        return Item(label: "\(name): \(key.words)", keys: place.map { "\($0 + 1)" } ?? "", pick: .sort(key))
      }
    case .group:
      Field.allCases.filter { GroupQuery.refusal(of: $0) == nil }.map { field in
        Item(label: "\(field.name): \(field.words)", pick: .group(field))
      }
    case .menu(let targets):
      state.bindings.controls.filter { ($0.group == .desk || $0.group == .plugins) && $0.name != "menu" }.map {
        control in
        Item(
          label: "\(control.name): \(control.words)", keys: state.bindings.keys(of: control).first ?? "",
          refusal: state.refusal(of: control), pick: .control(control.name, targets))
      }
    case .deeds(let items): items
    case .input(let form):
      (form.input?.choices ?? []).map { Item(label: $0.words, pick: .input($0.value)) }
    }
  }

  /// The documents for one shipment, those that are lacking first; or for several, all.
  private func documents(
    _ targets: [Target], _ state: State, _ words: String, _ verb: (Document?) -> Verb
  ) -> [Item] {
    let shipment = targets.count == 1 ? state.board[targets[0].id] : nil
    let missing = shipment?.documentsMissing ?? []
    let everything = missing.isEmpty ? "all that is missing" : "all that is missing (\(missing.count))"
    let refusal = shipment != nil && missing.isEmpty ? "no document is missing" : nil
    let order = missing.documents + Document.allCases.filter { !missing.contains($0) }
    return [Item(label: "\(words) \(everything)", refusal: refusal, pick: .verb(verb(nil)))]
      + order.map { document in
        let state =
          shipment.map { shipment in
            shipment.documentsHeld.contains(document)
              ? "is there" : shipment.documentsRequested.contains(document) ? "asked for" : ""
          } ?? ""
        let mark = missing.contains(document) ? " (missing)" : ""
        return Item(label: document.words + mark, keys: state, pick: .verb(verb(document)))
      }
  }

  /// The items whose label has what was typed, as it stands or abbreviated, best first.
  static func matching(_ items: [Item], _ typed: String) -> [Item] {
    guard !typed.trimmed.isEmpty else { return items }
    var ranked: [(score: Int, order: Int, item: Item)] = []
    for (order, item) in items.enumerated() {
      guard let found = Fuzzy.match(words: typed, in: item.label) else { continue }
      var item = item
      item.matches = found.places
      ranked.append((found.score, order, item))
    }
    return ranked.sorted { ($1.score, $0.order) < ($0.score, $1.order) }.map(\.item)
  }
}

extension String {
  /// The text without blanks at either end.
  var trimmed: String {
    guard let first = firstIndex(where: { $0 != " " }), let last = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[first...last])
  }
}

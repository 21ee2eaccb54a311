import Logistics
import TUI

// Which columns a list shows, in which order, how wide, and which of them stay while the others are scrolled.
//
//   automatic        the panel's columns; by width the least important leave            names is empty
//   chosen           those chosen, in their order; what does not fit is scrolled to
//
//   │ mark id │ at  held-for  who  …  ▸            │ mark id │ ◂ who  due  owner │
//     frozen    scrolled by none                     frozen    scrolled by two

/// An operator's choice of columns.
struct ColumnChoice: Hashable, Sendable {
  /// The columns from left to right, the mark left out; empty for the panel's own.
  var names: [String] = []
  /// Cells of those columns that were made wider or narrower.
  var widths: [String: Int] = [:]
  /// How many columns from the left stay, the mark not counted.
  var frozen = 1

  /// The widths that a column can be given.
  static let widthRange = 2...ListPreference.Column.widthMax

  /// Nothing chosen.
  init() {}

  /// What an operator's file asks for; names that there are not are left out.
  init(_ preference: ListPreference) {
    for column in preference.columns where ListColumn.named(column.name) != nil {
      let name = column.name.lowercased()
      guard name != ListColumn.mark.name, !names.contains(name) else { continue }
      names.append(name)
      if let width = column.width { widths[name] = Self.clamped(width) }
    }
    frozen = min(max(0, preference.frozen ?? 1), max(1, names.count))
  }

  /// The choice as a file would have it.
  func preference(_ ordering: Ordering?) -> ListPreference {
    ListPreference(
      columns: names.map { ListPreference.Column($0, width: widths[$0]) }, frozen: frozen, ordering: ordering)
  }

  /// Whether the columns are the panel's own.
  var isAutomatic: Bool { names.isEmpty }

  /// A width as wide as columns can be.
  static func clamped(_ width: Int) -> Int { min(max(widthRange.lowerBound, width), widthRange.upperBound) }

  /// The columns of a list, the mark and the number among them whatever was chosen: a row says whose it is.
  func columns(of panel: ListPanel) -> [ListColumn] {
    guard !names.isEmpty else { return panel.columns.map { $0.sized(widths[$0.name]) } }
    let own = Dictionary(uniqueKeysWithValues: panel.columns.map { ($0.name, $0) })
    let withNumber = names.contains(ListColumn.id.name) ? names : [ListColumn.id.name] + names
    return [.mark]
      + withNumber.compactMap { name in (own[name] ?? ListColumn.named(name))?.sized(widths[name]) }
  }

  // MARK: - What is typed

  /// Why a line of columns is not understood.
  struct Fault: Error, Hashable {
    let words: String
  }

  /// Takes what was typed: `id at held-for:24` are the columns, `+owner` and `-owner` change those there are, `freeze:2` keeps
  /// two of them in sight, `reset` gives the list its own back.
  mutating func take(_ text: String, panel: ListPanel) throws(Fault) {
    var taken = self
    var isAnew = false
    for word in text.split(separator: " ") {
      if word == "reset" {
        taken = ColumnChoice()
        continue
      }
      let sign = word.first == "-" || word.first == "+" ? word.first : nil
      let parts = (sign == nil ? word : word.dropFirst()).split(
        separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts[0].lowercased()
      let number = parts.count > 1 ? Int(parts[1]) : nil
      if parts.count > 1, number == nil { throw Fault(words: "“\(parts[1])” is no number of cells") }
      if name == "freeze", let number {
        taken.frozen = min(max(0, number), ListColumn.registry.count)
        continue
      }
      guard ListColumn.named(name) != nil else {
        let near = Prompt.near(name, among: ListColumn.registry.map(\.name)).map { "“\($0)”" }.joined(separator: ", ")
        throw Fault(words: "there is no column “\(name)”" + (near.isEmpty ? "" : "; did you mean \(near)?"))
      }
      guard name != ListColumn.mark.name else { continue }
      if sign == "-" {
        taken.materialise(panel)
        taken.names.removeAll { $0 == name }
        continue
      }
      if sign == nil, !isAnew {
        taken.names = []
        isAnew = true
      }
      if sign == "+" { taken.materialise(panel) }
      if !taken.names.contains(name) { taken.names.append(name) }
      if let number { taken.widths[name] = Self.clamped(number) }
    }
    self = taken
  }

  /// Makes the panel's own columns a choice, so that one can be added or taken away.
  mutating func materialise(_ panel: ListPanel) {
    guard names.isEmpty else { return }
    names = panel.columns.map(\.name).filter { $0 != ListColumn.mark.name }
  }
}

/// Choosing columns over a list: which there are, in which order, and where the operator is among them.
struct ColumnEditor: Hashable, Sendable {
  let list: ListID
  /// All columns there are: those of the list first, in its order.
  private(set) var names: [String]
  /// Which of them are shown.
  private(set) var shown: Set<String>
  private(set) var widths: [String: Int]
  private(set) var frozen: Int
  /// Whether anything was changed, so that the list's columns are a choice from now on.
  private var isChanged = false
  /// Whether the list has its own columns again.
  private var isReset = false
  var cursor = 0
  /// What esc brings back.
  let before: ColumnChoice

  /// An editor over a list whose columns are shown as `choice` and its width have them.
  init(_ list: ListID, _ choice: ColumnChoice, visible: [String]) {
    self.list = list
    before = choice
    let mark = ListColumn.mark.name
    let own = choice.isAutomatic ? list.look.columns.map(\.name) : choice.names
    names = (own + ListColumn.registry.map(\.name).filter { !own.contains($0) }).filter { $0 != mark }
    shown = Set(choice.isAutomatic ? visible : choice.names)
    widths = choice.widths
    frozen = choice.frozen
  }

  /// The choice as it stands.
  var choice: ColumnChoice {
    guard isChanged else { return isReset ? ColumnChoice() : before }
    var choice = ColumnChoice()
    choice.names = names.filter { shown.contains($0) || $0 == ListColumn.id.name }
    choice.widths = widths
    choice.frozen = frozen
    return choice
  }

  /// The column under the cursor.
  var name: String { names[min(cursor, names.count - 1)] }

  /// Goes so many columns further.
  mutating func move(by delta: Int) { cursor = min(max(0, cursor + delta), names.count - 1) }

  /// Shows the column, or hides it; the number always stays.
  mutating func toggle() {
    guard name != ListColumn.id.name else { return }
    isChanged = true
    if shown.remove(name) == nil { shown.insert(name) }
  }

  /// Moves the column so many places.
  mutating func shift(by delta: Int) {
    let target = cursor + delta
    guard names.indices.contains(target) else { return }
    isChanged = true
    names.swapAt(cursor, target)
    cursor = target
  }

  /// Makes the column wider or narrower.
  mutating func size(by delta: Int) {
    isChanged = true
    let width = widths[name] ?? ListColumn.named(name)?.column.widthIdeal ?? 8
    widths[name] = ColumnChoice.clamped(width + delta)
  }

  /// Keeps this column and those before it in sight while the others are scrolled, or only the number again.
  mutating func freeze() {
    isChanged = true
    let place = choice.names.firstIndex(of: name).map { $0 + 1 } ?? 1
    frozen = frozen == place ? 1 : place
  }

  /// Gives the list its own columns back.
  mutating func reset(visible: [String]) {
    let fresh = ColumnEditor(list, ColumnChoice(), visible: visible)
    (names, shown, widths, frozen) = (fresh.names, fresh.shown, [:], 1)
    cursor = min(cursor, names.count - 1)
    (isChanged, isReset) = (false, true)
  }
}

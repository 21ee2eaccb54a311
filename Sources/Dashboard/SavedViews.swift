import Logistics
import Measures
import TUI

// Lists kept under names, in a chooser with live counts:
//
//   ┌ Views ──────────────────────────────────────┐
//   │ late and held  is:late is:held        1,204 │    counted since the chooser was opened
//   │ silent         is:stale           88, 4m ago │    counted before, and how long ago; the new count is under way
//   │ my desk        owner:mei                 … │    never counted
//
// Views come from the operator's configuration, from the program, and from `:save-view`, in this order of who is believed: what
// was kept at work, what the configuration says, what is made before.

/// How many shipments each view has, counted in slices while somebody looks.
struct ViewCounts: Sendable {
  /// What was counted last, by what was asked.
  private(set) var known: [ListQuery: (count: Int, at: Instant)] = [:]
  /// Those still to be counted, the next last.
  private var waiting: [ListQuery] = []
  private var counter: ListCounter?
  /// When the counting that is under way, or was last done, began.
  private(set) var begun: Instant?
  /// Ticks since then.
  var ticks = 0

  /// Whether there is anything to count.
  var isCounting: Bool { counter != nil || !waiting.isEmpty }

  /// Begins to count all of these.
  mutating func begin(_ queries: [ListQuery], now: Instant) {
    known = known.filter { queries.contains($0.key) }
    // How complete papers are is only known of lists that are looked at.
    waiting = queries.reversed().filter { !$0.filter.asksPapers }
    counter = nil
    begun = now
    ticks = 0
  }

  /// Leaves off counting.
  mutating func stop() {
    waiting = []
    counter = nil
  }

  /// Goes on, for about so many pages of shipments.
  mutating func advance(pages: Int, _ board: Board, now: Instant, _ index: inout TextIndex) {
    guard var counting = counter ?? waiting.popLast().map({ ListCounter($0, now: now) }) else { return }
    let isDone = counting.advance(pages: pages, on: board, index: &index)
    counter = isDone ? nil : counting
    if let result = counting.result { known[counting.query] = (result.count, counting.now) }
  }

  /// The count of a view in words, with its age where it is not of now; "…" where there is none.
  func words(_ query: ListQuery, now: Instant) -> String {
    guard let (count, at) = known[query] else { return "…" }
    // A count of the round that is under way or was just done is as good as of now.
    if let begun, at >= begun { return grouped(count) }
    return "\(grouped(count)), \((now - at).shortWords) ago"
  }
}

extension SavedView {
  /// What its list asks for.
  var query: ListQuery { ListQuery(panel: list.panel, filter: filter) }
}

extension State {
  /// All lists kept under names; where two have the same name, the one that was kept last.
  package var savedViews: [SavedView] {
    var all = keptViews
    for view in preferences.savedViews where !all.contains(where: { $0.name.lowercased() == view.name.lowercased() }) {
      all.append(view)
    }
    return all
  }

  /// The view of this name, or the only one whose name begins so.
  func savedView(named name: String) -> SavedView? {
    let views = savedViews
    return Prompt.whole(name.trimmed, among: views.map(\.name)).map { views[$0] }
  }

  /// Shows a view: its list, filtered and ordered.
  mutating func show(savedView name: String) -> [Effect] {
    guard let view = savedView(named: name) else {
      let names = Prompt.near(name, among: savedViews.map(\.name)).joined(separator: ", ")
      notice = Notice(
        "there is no view “\(name)”" + (names.isEmpty ? "" : "; did you mean \(names)?"), isFailure: true)
      return []
    }
    overlay = .none
    viewCounts.stop()
    let effects = show(.list(view.list))
    withList(view.list) { list in
      list.ordering = view.ordering ?? list.id.look.ordering
      list.hasOwnOrder = true
      list.choice = ColumnChoice(ListPreference(columns: view.columns.map { ListPreference.Column($0) }))
      list.hasOwnChoice = true
      list.scrolled = 0
      list.anchor = nil
    }
    filter(view.list, view.filter.text)
    notice = Notice("view “\(view.name)”: \(view.filter.isEmpty ? "all" : view.filter.text)")
    return effects
  }

  /// Opens the chooser of views and begins to count them.
  mutating func chooseView() {
    overlay = .chooser(Chooser(.views, title: "Views"))
    viewCounts.begin(savedViews.map(\.query), now: now)
  }

  /// The lines of the chooser of views.
  var savedViewItems: [Chooser.Item] {
    let views = savedViews
    let cells = min(SavedView.nameMost, views.map(\.name.count).max() ?? 0)
    return views.map { view in
      let place = view.list == .all ? "" : view.list.name + ": "
      return Chooser.Item(
        label: "\(view.name.padded(to: cells))  \(place)\(view.filter.text)", name: view.name,
        keys: viewCounts.words(view.query, now: now), pick: .view(view.name))
    }
  }

  /// Keeps the list as it is shown under a name.
  mutating func keepView(_ name: String) -> [Effect] {
    let name = name.trimmed
    guard let id = focusedList else {
      notice = Notice("save-view: only a list can be kept", isFailure: true)
      return []
    }
    guard !name.isEmpty, name.count <= SavedView.nameMost, !name.contains(where: \.isNewline) else {
      notice = Notice("save-view takes a name of at most \(SavedView.nameMost) letters", isFailure: true)
      return []
    }
    guard !ViewID.all.contains(where: { $0.name == name.lowercased() }) else {
      notice = Notice("“\(name)” is the name of a view of the program; take another", isFailure: true)
      return []
    }
    let list = lists[id.rawValue]
    let isNew = !keptViews.contains { $0.name.lowercased() == name.lowercased() }
    keptViews.removeAll { $0.name.lowercased() == name.lowercased() }
    let view = SavedView(name, list: id, filter: list.filter, ordering: list.ordering, columns: list.choice.names)
    keptViews.append(view)
    notice = Notice(
      "\(isNew ? "kept" : "replaced") the view “\(name)”: \(bindings.shown("views")) or :view \(name) shows it")
    return [.keepView(view)]
  }

  /// Forgets a view that was kept at work.
  mutating func forgetView(_ name: String) -> [Effect] {
    guard let place = Prompt.whole(name.trimmed, among: keptViews.map(\.name)) else {
      let isOthers = savedView(named: name) != nil
      notice = Notice(
        isOthers
          ? "“\(name)” was not kept with save-view; it stands in the configuration or is made before"
          : "there is no view “\(name)” that was kept with save-view", isFailure: true)
      return []
    }
    let view = keptViews.remove(at: place)
    notice = Notice("forgot the view “\(view.name)”: \(view.filter.text)")
    return [.forgetView(view.name)]
  }

  // MARK: - Counts

  /// Whether the chooser of views is open.
  private var isChoosingView: Bool {
    if case .chooser(let chooser) = overlay, case .views = chooser.purpose { true } else { false }
  }

  /// Goes on counting views while the chooser is open, at most so many rows.
  mutating func countViews(budget: Int) {
    guard isLoaded, viewCounts.isCounting else { return }
    guard isChoosingView else { return viewCounts.stop() }
    viewCounts.advance(pages: max(1, budget / Page.rows), board, now: now, &index)
  }

  /// Counts again what has been looked at for a while.
  mutating func countViewsAnew() {
    guard isChoosingView, !viewCounts.isCounting else { return }
    viewCounts.ticks += 1
    if viewCounts.ticks >= Self.ticksBetweenCounts { viewCounts.begin(savedViews.map(\.query), now: now) }
  }

  private static let ticksBetweenCounts = 5
}

import TUI

extension KeyMap {
  /// The filter line, and lists kept under names.
  static let filtering: [Control] = [
    Control(
      "views", ["'"], "views", "choose a list kept under a name, with live counts, or show one by its name", .lists,
      in: .screens, takes: .choice("[NAME]", { $0.savedViews.map { ($0.name, $0.filter.text) } })
    ) { state, call in
      guard call.argument.isEmpty else { return state.show(savedView: call.argument) }
      state.chooseView()
      return []
    },
    Control(
      "save-view", [], "save view", "keep the list as it is shown, filter and order, under a name", .lists, in: .lists,
      takes: .words("NAME")
    ) { state, call in state.keepView(call.argument) },
    Control(
      "forget-view", [], "forget view", "forget a list that was kept with save-view", .lists, in: .screens,
      takes: .choice("NAME", { $0.keptViews.map { ($0.name, $0.filter.text) } })
    ) { state, call in state.forgetView(call.argument) },
    Control(
      "propose-next", ["ctrl-n"], "next", "put the next proposal into the filter", .overlays, in: .filter
    ) { state, _ in
      state.proceed(1)
      return []
    },
    Control(
      "propose-previous", ["ctrl-p", "shift-tab"], "previous", "put the proposal before into the filter", .overlays,
      in: .filter
    ) { state, _ in
      state.proceed(-1)
      return []
    },
    Control("filter-before", ["up"], "older", "the filter that was taken before", .overlays, in: .filter) {
      state, _ in
      state.recallFilter(-1)
      return []
    },
    Control("filter-after", ["down"], "newer", "the filter that was taken after it", .overlays, in: .filter) {
      state, _ in
      state.recallFilter(1)
      return []
    },
  ]
}

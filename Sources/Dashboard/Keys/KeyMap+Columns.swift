import Logistics
import TUI

extension KeyMap {
  /// Which columns lists show: over a list, and in the editor that is opened over it.
  static let columns: [Control] = [
    Control(
      "columns", ["w"], "columns", "choose columns: id at held-for:24 are these, +owner and -owner one more or less",
      .lists, in: .lists, takes: .columns, footer: 34
    ) { state, call in state.columns(call.argument) },
    Control(
      "save-columns", ["g w"], "save columns",
      "keep the list's columns and order for every start to come; reset forgets them",
      .lists, in: .lists, takes: .choice("[reset]", { _ in [("reset", "as by itself and by the configuration")] })
    ) { state, call in state.keepColumns(call.argument) },
    Control(
      "columns-right", ["}", "shift-right"], "more columns", "on to the columns that did not fit", .lists, in: .lists
    ) { state, _ in state.scrollColumns(1) },
    Control("columns-left", ["{", "shift-left"], "columns back", "back to the columns before", .lists, in: .lists) {
      state, _ in state.scrollColumns(-1)
    },
    editing("column-toggle", ["space"], "show", "show the column, or hide it", footer: 2) { $0.toggle() },
    editing("column-up", ["K", "<", "shift-up"], "up", "one place to the left", footer: 4) { $0.shift(by: -1) },
    editing("column-down", ["J", ">", "shift-down"], "down", "one place to the right", footer: 5) { $0.shift(by: 1) },
    editing("column-wider", ["+", "="], "wider", "a cell wider", footer: 6) { $0.size(by: 1) },
    editing("column-narrower", ["-"], "narrower", "a cell narrower", footer: 7) { $0.size(by: -1) },
    editing("column-freeze", ["f"], "freeze", "keep it and those before it in sight while the others move", footer: 8) {
      $0.freeze()
    },
    Control(
      "columns-reset", ["r"], "reset", "the list's own columns again", .overlays, in: .columns, footer: 8
    ) { state, _ in state.resetColumns() },
    Control("columns-close", ["w", "q"], "take it", "close it and keep the columns", .overlays, in: .columns) {
      state, _ in state.accept()
    },
  ]

  private static func editing(
    _ name: String, _ keys: [String], _ label: String, _ words: String, footer: Int,
    _ change: @escaping @Sendable (inout ColumnEditor) -> Void
  ) -> Control {
    Control(name, keys, label, words, .overlays, in: .columns, footer: footer) { state, _ in state.edit(change) }
  }
}

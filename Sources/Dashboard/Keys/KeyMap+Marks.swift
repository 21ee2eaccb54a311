import Logistics
import TUI

extension KeyMap {
  /// Marks, and the way from one to the next.
  static let marks: [Control] = [
    Control(
      "mark", ["space"], "mark", "mark the shipment under the cursor or take the mark away, or mark all that match",
      .marks, in: .lists, takes: .filter, footer: 13, unless: { $0.markRefusal }
    ) { state, call in state.mark(call) },
    Control(
      "mark-matching", ["&"], "mark by filter", "type a filter and mark all of the list that match it", .marks,
      in: .lists, unless: { $0.markRefusal }
    ) { state, _ in
      state.overlay = .chooser(Chooser(.palette, title: "Mark all that match", prompt: ":", text: "mark "))
      return []
    },
    Control(
      "mark-range", ["v"], "range", "begin a range of marks here, or mark the range begun", .marks, in: .lists,
      unless: { $0.markRefusal }
    ) { state, _ in state.withFocused { $0.toggleRange() } },
    Control(
      "mark-all", ["*"], "mark all", "mark all that the list shows, or take the marks away", .marks, in: .lists,
      unless: { $0.markRefusal }
    ) { state, _ in state.withFocused { $0.toggleAll() } },
    Control(
      "mark-invert", ["%"], "invert", "mark what the list shows unmarked, and take its other marks away", .marks,
      in: .lists, unless: { $0.markRefusal }
    ) { state, _ in state.withFocused { $0.invertMarks() } },
    Control(
      "mark-none", ["^"], "no marks", "take all marks away, or those that match", .marks, in: .lists, takes: .filter,
      unless: { $0.markRefusal }
    ) { state, call in
      guard call.argument.isEmpty else {
        state.begin(.unmark, call.argument)
        return []
      }
      return state.withFocused {
        $0.anchor = nil
        $0.setMarks(Marks())
      }
    },
    Control(
      "next-match", ["n"], "next", "to the next marked shipment; without marks, to the next that the last filter found",
      .marks, in: .lists, unless: { $0.markRefusal }
    ) { state, _ in
      state.step(match: 1)
      return []
    },
    Control(
      "previous-match", ["N"], "before", "to the marked shipment before; without marks, to what the last filter found",
      .marks, in: .lists, unless: { $0.markRefusal }
    ) { state, _ in
      state.step(match: -1)
      return []
    },
  ]
}

import Logistics
import TUI

extension KeyMap {
  /// The customs desk: what is held, in the order of what is lost, with the playbook beside it.
  static let customsDesk: [Control] = [
    Control(
      "desk", ["W"], "customs desk",
      "work what is held, what is lost first if nobody acts, with the playbook of each beside it",
      .views, in: .screens
    ) { state, _ in state.show(.desk) },
    Control(
      "needs-me", ["n"], "next that needs me",
      "to the next held shipment that needs you: yours or nobody's, our turn, the least time left first", .moving,
      in: .customsDesk, footer: 2, unless: { $0.needsMeRefusal }
    ) { state, _ in state.nextThatNeedsMe() },
    Control(
      "desk-look", ["enter", "l"], "look",
      "look closely at the shipment under the cursor; a group folds; on a narrow screen the playbook comes first",
      .views, in: .customsDesk, footer: 1, unless: { $0.desk.cursor == nil ? "nothing is under the cursor" : nil }
    ) { state, _ in state.lookOnDesk() },
    Control(
      "desk-group", ["s", ">"], "group", "group the queue by the next: place, reason, merchant, who must act, or not",
      .lists, in: .customsDesk,
      takes: .choice("[GROUPING]", { _ in DeskGrouping.allCases.map { ($0.rawValue, $0.words) } }), footer: 20
    ) { state, call in state.groupDesk(step: 1, named: call.argument) },
    Control("desk-group-back", ["<"], "group back", "group the queue by the one before", .lists, in: .customsDesk) {
      state, _ in state.groupDesk(step: -1)
    },
    Control(
      "desk-fold", ["x"], "fold", "fold the group under the cursor, or unfold it", .lists, in: .customsDesk,
      unless: { $0.deskViewRefusal }
    ) { state, _ in state.foldOnDesk() },
    Control(
      "desk-fold-all", ["v"], "fold all", "fold all groups, or unfold them", .lists, in: .customsDesk,
      unless: { $0.deskViewRefusal }
    ) { state, _ in
      state.desk.isTouched = true
      state.desk.foldAll()
      return []
    },
    Control(
      "desk-mark", ["space"], "mark", "mark the shipment or the group under the cursor, or take its marks away",
      .marks, in: .customsDesk, footer: 13, unless: { $0.deskViewRefusal }
    ) { state, _ in state.markOnDesk(wholeGroup: false) },
    Control(
      "desk-mark-all", ["*"], "mark group", "mark the whole group, or all where it is not grouped", .marks,
      in: .customsDesk, unless: { $0.deskViewRefusal }
    ) { state, _ in state.markOnDesk(wholeGroup: true) },
    Control(
      "copy-message", ["y"], "copy message", "put the message to whoever must act on the clipboard, filled in",
      .lists, in: .customsDesk, footer: 21, unless: { $0.messageRefusal }
    ) { state, _ in state.copyMessage() },
    Control(
      "request-all", ["E"], "ask for all",
      "mark all that one document of the same party frees, and ask for it on all of them", .desk, in: .customsDesk,
      footer: 26, unless: { $0.deskOfferRefusal(isReady: false) }
    ) { state, _ in state.doForAll(isReady: false) { .request($0, note: "") } },
    Control(
      "attach-all", ["F"], "attach to all",
      "mark all that one document of the same party frees, and put it into the folder of each", .desk,
      in: .customsDesk, footer: 25, unless: { $0.deskOfferRefusal(isReady: false) }
    ) { state, _ in state.doForAll(isReady: false) { .attach($0, note: "") } },
    Control(
      "answer-all", ["e A"], "answer for all",
      "mark all of the same party whose papers are together, and hand them to customs", .desk, in: .customsDesk,
      footer: 27, unless: { $0.deskOfferRefusal(isReady: true) }
    ) { state, _ in state.doForAll(isReady: true) { _ in .answer(nil, note: "") } },
  ]
}

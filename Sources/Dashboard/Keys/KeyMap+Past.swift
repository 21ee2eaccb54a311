import TUI

extension KeyMap {
  /// Into the past, along it, and back.
  static let past: [Control] = [
    Control(
      "past", ["T"], "past",
      "show a moment of the past, picked on a strip or as 14:02, yesterday 9:00, -3h; or go back to now",
      .past, in: .screens, takes: .words("[TIME]"), footer: 40,
      unless: { $0.isLoaded ? nil : "the board is still being read" }
    ) { state, call in
      call.argument.isEmpty ? state.toggleTravel() : state.travel(spoken: call.argument)
    },
    Control(
      "live", ["g l"], "live", "go back from the past to what is so now", .past, in: .screens,
      unless: { $0.pastRefusal == nil ? "this is live" : nil }
    ) { state, _ in state.goLive() },
    Control(
      "earlier", [","], "earlier", "one step further into the past", .past, in: .screens,
      unless: { $0.isLoaded ? nil : "the board is still being read" }
    ) { state, _ in state.scrub(-1) },
    Control(
      "later", [";"], "later", "one step back towards now", .past, in: .screens,
      unless: { $0.pastRefusal == nil ? "this is live" : nil }
    ) { state, _ in state.scrub(1) },
    Control(
      "telling", ["~"], "known or true",
      "in the past: show what was known then, or what was so then by all heard since",
      .past, in: .screens, unless: { $0.pastRefusal == nil ? "this is live" : nil }
    ) { state, _ in state.changeTelling() },
    Control(
      "scrub-left", ["left"], "earlier", "one step earlier; after eight the steps grow", .past, in: .timeline, footer: 4
    ) {
      state, _ in state.onStrip(Key(.left)) { $0.scrub(-1) }
    },
    Control(
      "scrub-right", ["right"], "later", "one step later; after eight the steps grow", .past, in: .timeline, footer: 5
    ) {
      state, _ in state.onStrip(Key(.right)) { $0.scrub(1) }
    },
    Control("longer-steps", ["up"], "longer steps", "longer steps: up to seven days", .past, in: .timeline, footer: 6) {
      state, _ in
      state.changeStep(by: 1)
      return []
    },
    Control(
      "shorter-steps", ["down"], "shorter steps", "shorter steps: down to a minute", .past, in: .timeline, footer: 7
    ) {
      state, _ in
      state.changeStep(by: -1)
      return []
    },
    Control(
      "switch-telling", ["tab"], "known or true", "what was known then, or what was so then", .past, in: .timeline,
      footer: 3
    ) {
      state, _ in state.changeTelling()
    },
    Control("leave-past", ["esc"], "live", "back to what is so now", .past, in: .timeline, footer: 2) { state, _ in
      state.leaveStrip()
    },
  ]
}

extension State {
  /// On the strip the arrows move through time, unless a time is being typed: then they move in its text.
  fileprivate mutating func onStrip(_ key: Key, _ move: (inout State) -> [Effect]) -> [Effect] {
    guard case .timeline(var field) = overlay, !field.text.isEmpty else { return move(&self) }
    if field.handle(key) { overlay = .timeline(field) }
    return []
  }
}

import TUI

extension KeyMap {
  /// What the border asks, to be read.
  static let border: [Control] = [
    Control(
      "country", ["g n"], "country",
      "read what a destination asks on the day shown, what changes when, and on what that rests: one by its code or name, "
        + "on a day as 2026-07-01 where one follows; else that of the shipment or place looked at",
      .views, in: .screens,
      takes: .several([
        .choice("[COUNTRY]") { state in state.law.places.map { ($0.country.code, $0.name) } }, .words("[DAY]"),
      ])
    ) { state, call in state.readCountry(call.argument) },
    Control(
      "cost", ["g m"], "working", "read what a shipment costs at the border: every step with its rule", .views,
      in: .screens, takes: .shipment, unless: { $0.current == nil ? "nothing is under the cursor" : nil }
    ) { state, call in state.readAbout(call) { .cost($0) } },
    Control(
      "papers", ["g d"], "papers", "read which papers a shipment needs, who gives them and by when", .views,
      in: .screens, takes: .shipment, unless: { $0.current == nil ? "nothing is under the cursor" : nil }
    ) { state, call in state.readAbout(call) { .papers($0) } },
    Control(
      "screening", ["g s"], "screening",
      "read what lists parties are compared with, of when they are, and whose names could not be read", .views,
      in: .screens
    ) { state, _ in
      _ = state.read(.screening)
      return []
    },
  ]
}

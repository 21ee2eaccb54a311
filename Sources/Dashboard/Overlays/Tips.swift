import Measures
import TUI

// What people who use the room for weeks have not found out yet, a line each, with the keys that are in force. Another one comes first
// every day, so that whoever looks now and then sees something new.

/// Things worth knowing about the control room.
enum Tips {
  /// The action whose keys stand in front, and what it is good for.
  static let all: [(action: String, words: String)] = [
    ("command", "does anything by its name; a few letters of it are enough, and tab completes what follows"),
    ("count-by", "counts what a list shows by carrier, lane, reason or anything else; enter looks into a group"),
    ("past", "shows any moment of the past: what was known then, and by one more key what was so"),
    ("mark-matching", "marks all that match a filter; the next deed is for all of them, and says first for how many"),
    ("outcome", "shows what came of the last deed, import or command once more"),
    ("undo-list", "lists what you did here, to take any of it back and not only the last"),
    ("views", "leads to lists kept under a name, with live counts; :save-view keeps the one you look at"),
    ("sort-further", "orders by one more column within what orders the list already"),
    ("columns", "chooses columns, their order and width, and which stay in sight while the others move"),
    ("urgent", "leaves only what needs a person soon in the list"),
    ("link", "puts the address of the carrier's page about the shipment on the clipboard"),
    ("mouse", "hands the mouse back to the terminal, so that text can be selected"),
    ("shelve", "puts an alarm aside for a while; it comes back by itself"),
    ("lock", "lets nothing be changed from this screen while somebody else looks at it"),
    ("pause", "lets the simulated clock stand; deeds are done all the same"),
    ("config", "tells what is in force and from where: the file and its line, the command line, or the default"),
    ("theme", "shows the next theme; base16, base24, btop and k9s files in the folder of themes join them"),
  ]

  /// All of them with their keys, that of a day first.
  static func lines(_ bindings: Bindings, day: Int) -> [String] {
    let first = ((day % all.count) + all.count) % all.count
    return (all[first...] + all[..<first]).map { "\(bindings.shown($0.action))  \($0.words)" }
  }
}

extension State {
  /// The tips, that of the operator's day first.
  var tipsSheet: Sheet {
    let day = Int(clock.now.civil(in: clock.offset).date.dayNumber)
    return Sheet(title: "Tips", head: "", lines: Tips.lines(bindings, day: day))
  }
}

extension KeyMap {
  static let tips: [Control] = [
    Control("tips", ["g ?"], "tips", "what is worth knowing, another thing first every day", .program, in: .screens) {
      state, _ in
      state.overlay = .sheet(state.tipsSheet, 0)
      return []
    }
  ]
}

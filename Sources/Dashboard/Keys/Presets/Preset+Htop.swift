extension Preset {
  // Function keys as they stand under htop's screen, each beside a letter, because not every keyboard has them. F2 shows what is
  // set up. F9 opens the menu
  // of deeds: what is chosen there still asks.
  static let htopTable: [(action: String, keys: [String])] = [
    ("help", ["?", "f1"]),
    ("config", ["g c", "f2"]),
    ("filter", ["/", "f4", "\\"]),
    ("next-match", ["n", "f3"]),
    ("previous-match", ["N", "shift-f3"]),
    ("mark-none", ["U", "^"]),
    ("redo", ["ctrl-y"]),
    ("sort", ["s", "f6"]),
    ("menu", ["m", "f9"]),
    ("quit", ["Q", "f10"]),
    ("refresh", ["f5", "ctrl-r"]),
  ]
}

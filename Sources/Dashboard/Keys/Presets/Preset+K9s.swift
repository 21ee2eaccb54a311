extension Preset {
  // d describes, space and ctrl-space mark, ctrl-z shows faults only, ctrl-w is about wide lists, c copies: so the charts have C. What k9s kills with ctrl-d and ctrl-k stays behind
  // the menu: those keys scroll, or mean nothing.
  static let k9sTable: [(action: String, keys: [String])] = [
    ("open", ["enter", "d", "l"]),
    ("request", ["D"]),
    ("urgent", ["ctrl-z", "!"]),
    ("suspend", ["alt-z"]),
    ("copy", ["c", "y"]),
    ("charts", ["C"]),
    ("columns", ["ctrl-w", "w"]),
    ("mark-range", ["ctrl-space", "v"]),
    ("mark-none", ["ctrl-\\", "^"]),
    ("page-down", ["pgdn", "ctrl-f"]),
    ("page-up", ["pgup", "ctrl-b"]),
    ("top", ["g g", "g h", "home"]),
    ("back", ["esc", "q"]),
    ("refresh", ["ctrl-r"]),
    ("interrupt", ["ctrl-c"]),
  ]
}

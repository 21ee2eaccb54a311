extension Preset {
  // h j k l, g g, ctrl-w for windows, g t for tabs, ctrl-r to redo, g f to take a file. d stays what it is here: nothing is deleted, so nothing of
  // vim's operators would be true.
  static let vimTable: [(action: String, keys: [String])] = [
    ("next-panel", ["ctrl-w w", "ctrl-w l", "tab", "right"]),
    ("previous-panel", ["ctrl-w W", "ctrl-w h", "shift-tab", "left"]),
    ("hold", ["H"]),
    ("back", ["q", "esc", "h"]),
    ("next-view", ["g t", "]"]),
    ("previous-view", ["g T", "["]),
    ("top", ["g g", "home"]),
    ("half-page-down", ["ctrl-d"]),
    ("half-page-up", ["ctrl-u"]),
    ("page-down", ["ctrl-f", "pgdn"]),
    ("page-up", ["ctrl-b", "pgup"]),
    ("redo", ["ctrl-r", "U"]),
    ("mark-range", ["V", "v"]),
    ("zoom", ["ctrl-w o", "+"]),
    ("unzoom", ["ctrl-w =", "_"]),
    ("refresh", ["g r"]),
    ("quit", ["Z Q", "Z Z"]),
    ("pause", ["g p"]),
    ("repaint", ["ctrl-l"]),
    ("import", ["g f", "g i"]),
  ]
}

package import TUI

/// What the environment and the terminal's description say about a terminal; decided by pure functions of both.
package struct Capabilities: Hashable, Sendable {
  /// How many colours are used.
  package var depth: ColourDepth
  /// The glyphs that are used.
  package var glyphSet: GlyphSet
  /// How wide ambiguous glyphs are.
  package var ambiguous: AmbiguousWidth
  /// What stands between the program and the terminal.
  let passage: Passage
  /// How the terminal is told of a notification.
  let notificationForm: NotificationForm
  /// Whether control strings are understood, or at least swallowed whole.
  let takesControlStrings: Bool
  /// Whether it may be asked for its ground and its keyboard without printing the question.
  let answersQuestions: Bool

  /// Decides.
  ///
  /// Colours: what was asked for, else none when `NO_COLOR` has a value, else 24 bits when `COLORTERM` says so, else what the
  /// terminal's description has. Glyphs: ASCII unless the locale is UTF-8; the Linux console's own when the terminal is one.
  ///
  /// - Parameters:
  ///   - environment: looks up an environment variable.
  ///   - colours: colours of the terminal's description; below 8 for none.
  package init(
    wish: Terminal.Wish, terminal: String, colours: Int, isUTF8: Bool, environment: (String) -> String?
  ) {
    ambiguous = wish.ambiguous
    passage = Passage(terminal: terminal, environment: environment)
    notificationForm = NotificationForm(terminal: terminal, environment: environment)
    answersQuestions = passage == .tmux || Self.talks(terminal)
    takesControlStrings = answersQuestions || passage == .screen
    if let wished = wish.depth {
      depth = colours < 8 ? .none : wished
    } else if let refusal = environment("NO_COLOR"), !refusal.isEmpty {
      depth = .none
    } else if colours >= 256 {
      let claim = environment("COLORTERM") ?? ""
      depth = ["truecolor", "24bit", "direct"].contains(claim) || colours > 256 ? .direct : .indexed
    } else {
      depth = colours >= 16 ? .sixteen : colours >= 8 ? .eight : .none
    }
    // A depth beyond what the description can express would be sent as nonsense.
    if colours < 256, depth == .direct || depth == .indexed { depth = colours >= 16 ? .sixteen : .eight }
    if colours < 16, depth == .sixteen { depth = .eight }
    if !isUTF8 {
      glyphSet = .ascii
    } else if let wished = wish.glyphSet {
      glyphSet = wished
    } else if terminal == "linux" {
      glyphSet = .console
    } else {
      glyphSet = wish.ambiguous == .two ? .neutral : .unicode
    }
  }

  /// Whether links can be sent: GNU screen would print their addresses or lose track of where they end.
  var takesLinks: Bool { answersQuestions }

  /// Whether a terminal of this type knows control strings.
  private static func talks(_ terminal: String) -> Bool {
    let known = [
      "xterm", "tmux", "kitty", "foot", "alacritty", "wezterm", "ghostty", "konsole", "vte", "rxvt", "iterm", "contour",
    ]
    return known.contains { terminal.hasPrefix($0) }
  }
}

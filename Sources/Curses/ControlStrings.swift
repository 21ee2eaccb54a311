import TUI

// Control strings: what a terminal is told besides the picture, and what stands between us and it.
//
//   clipboard      OSC 52 ; c ; BASE64                                plain, and through tmux, which knows it itself
//   notification   OSC 9 ; TEXT      OSC 777 ; notify ; TITLE ; TEXT  wrapped for tmux, which knows neither
//   link           OSC 8 ; id=ID ; ADDRESS ... OSC 8 ; ;              tmux knows it, GNU screen gets none
//
// GNU screen passes a string on when it is wrapped in DCS, in pieces of no more than 768 bytes.

/// What stands between the program and the terminal.
enum Passage: Hashable, Sendable {
  case direct
  case tmux
  case screen

  /// As the environment says: `TMUX` and `STY` are set by the two for whatever runs inside.
  init(terminal: String, environment: (String) -> String?) {
    if let tmux = environment("TMUX"), !tmux.isEmpty {
      self = .tmux
    } else if terminal.hasPrefix("tmux") {
      self = .tmux
    } else if terminal.hasPrefix("screen") {
      self = .screen
    } else {
      self = .direct
    }
  }

  /// A control string wrapped so that it reaches the terminal on the far side.
  func wrapped(_ string: [UInt8]) -> [UInt8] {
    switch self {
    case .direct: return string
    case .tmux:
      var bytes = Array("\u{1B}Ptmux;".utf8)
      for byte in string {
        if byte == 0x1B { bytes.append(0x1B) }
        bytes.append(byte)
      }
      return bytes + [0x1B, 0x5C]
    case .screen:
      var bytes: [UInt8] = []
      for start in stride(from: 0, to: string.count, by: Self.pieceBytesMax) {
        bytes += [0x1B, 0x50]
        bytes += string[start..<min(start + Self.pieceBytesMax, string.count)]
        bytes += [0x1B, 0x5C]
      }
      return bytes
    }
  }

  private static let pieceBytesMax = 760
}

/// Which of the two notification sequences a terminal knows; those that know both show two for both.
enum NotificationForm: Hashable, Sendable {
  /// `OSC 9`: text alone. iTerm2, kitty, Windows Terminal and most newer ones.
  case plain
  /// `OSC 777`: title and text. rxvt, foot, VTE, WezTerm, Ghostty, Konsole.
  case titled

  /// By the terminal's type and what terminals say of themselves in the environment.
  init(terminal: String, environment: (String) -> String?) {
    let titled = ["rxvt", "foot", "vte", "wezterm", "ghostty", "xterm-ghostty", "konsole"]
    let program = (environment("TERM_PROGRAM") ?? "").lowercased()
    let isTitled =
      titled.contains { terminal.hasPrefix($0) } || ["wezterm", "ghostty"].contains(program)
      || environment("VTE_VERSION") != nil || environment("KONSOLE_VERSION") != nil
    self = isTitled ? .titled : .plain
  }
}

enum ControlString {
  /// The sequence that puts text on the clipboard; nil when it is longer than terminals take.
  static func clipboard(_ text: String, through passage: Passage) -> [UInt8]? {
    guard text.utf8.count <= copiedBytesMax else { return nil }
    let string = Array("\u{1B}]52;c;".utf8) + Base64.encoded(Array(text.utf8)) + [0x07]
    // tmux takes it as it is, and decides by its own setting whether it passes it on.
    return passage == .tmux ? string : passage.wrapped(string)
  }

  /// The sequence of a desktop notification.
  static func notification(title: String, body: String, _ form: NotificationForm, through passage: Passage) -> [UInt8] {
    let title = cut(sanitised(title), to: 80)
    let body = cut(sanitised(body), to: 240)
    let text: String
    switch form {
    case .plain:
      // Text that begins with a number is an order for a progress bar on some terminals; a title never is.
      text = "9;" + (title.isEmpty ? "Clearway" : title) + (body.isEmpty ? "" : ": " + body)
    case .titled:
      text = "777;notify;" + String(title.map { $0 == ";" ? "," : $0 }) + ";" + body
    }
    return passage.wrapped(Array("\u{1B}]\(text)\u{7}".utf8))
  }

  /// The sequence that begins a link; cells of one address belong together however far apart they are.
  static func link(_ address: String) -> String {
    var digest: UInt32 = 0x811C_9DC5
    for byte in address.utf8 { digest = (digest ^ UInt32(byte)) &* 0x0100_0193 }
    return "\u{1B}]8;id=\(String(digest, radix: 36));\(address)\u{1B}\\"
  }

  static let linkEnd = "\u{1B}]8;;\u{1B}\\"

  /// 74,994 bytes of base64: what the narrowest of the usual terminals takes.
  static let copiedBytesMax = 56_244

  private static func cut(_ text: String, to characters: Int) -> String {
    text.count <= characters ? text : String(text.prefix(characters - 3)) + "..."
  }
}

/// Base64 (RFC 4648), for the clipboard sequence.
enum Base64 {
  static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for byte in group { bits = bits << 8 | UInt32(byte) }
      bits <<= 8 * UInt32(3 - group.count)
      for place in 0..<4 {
        encoded.append(place <= group.count ? alphabet[Int(bits >> (18 - 6 * UInt32(place)) & 63)] : 0x3D)
      }
    }
    return encoded
  }
}

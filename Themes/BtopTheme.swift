import TUI

// A theme of btop: lines of keys and values, everything else is passed over.
//
//   # a comment                          #RRGGBB   a colour
//   theme[main_bg]="#2E3440"             #GG       a grey
//   theme[cpu_mid]=""                    R G B     decimals, each cut to 0...255
//                                        empty     main_bg: the terminal's own; *_mid, *_end: a gradient without it
//
// Missing keys have btop's own defaults, except that meter_bg and graph_text follow inactive_fg and process_* follows cpu_*.
// Grammar and defaults: btop++ 1.4, src/btop_theme.cpp (Apache-2.0).

/// A theme file of btop.
struct BtopTheme {
  private var colours: [String: RGB] = [:]
  private var hasGround = true
  private(set) var notes: [String] = []
  private(set) var keyCount = 0

  /// Reads a file; a value that is no colour is noted and the default used, as btop does.
  init(reading bytes: some Collection<UInt8>, file: String) throws(ThemeFailure) {
    guard bytes.count <= 65_536 else { throw ThemeFailure(file: file, line: nil, key: nil, reason: .tooLong) }
    var empty: Set<String> = []
    var number = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      guard let (key, value) = Self.entry(String(decoding: line, as: UTF8.self)), Self.defaults[key] != nil else {
        continue
      }
      keyCount += 1
      colours[key] = nil
      empty.remove(key)
      if value.isEmpty {
        if key == "main_bg" || key.hasSuffix("_mid") || key.hasSuffix("_end") { empty.insert(key) }
      } else if let colour = Self.colour(value) {
        colours[key] = colour
      } else {
        notes.append(
          "\(sanitised(file)):\(number): \(key): “\(sanitised(String(value.prefix(40))))” is not a colour; btop's own is used"
        )
      }
    }
    guard keyCount > 0 else { throw ThemeFailure(file: file, line: nil, key: nil, reason: .noThemeKeys) }
    hasGround = !empty.contains("main_bg")
    for (key, standard) in Self.defaults where colours[key] == nil && !empty.contains(key) {
      colours[key] =
        Self.followed(key).flatMap { empty.contains($0) ? nil : colours[$0] ?? Self.standard($0) }
        ?? (Self.followed(key) == nil ? Self.colour(standard) : nil)
    }
  }

  /// What the theme gives us.
  var ingredients: Ingredients {
    let ground = hasGround ? self["main_bg"] : nil
    let text = self["main_fg"]
    let isLight = ground.map { $0.luminance > 0.18 } ?? (text.luminance < 0.18)
    let signals = ["temp", "cpu", "used", "process", "available", "upload", "download", "cached", "free"]
    return Ingredients(
      variant: isLight ? .light : .dark, ground: ground, text: text, muted: self["inactive_fg"], title: self["title"],
      border: self["div_line"], focus: self["hi_fg"], key: self["hi_fg"], cursorText: self["selected_fg"],
      cursorGround: self["selected_bg"],
      signals: ["_end", "_mid", "_start"].flatMap { part in signals.compactMap { colours[$0 + part] } }
        + [self["hi_fg"], self["proc_misc"], self["title"]],
      recovered: middle(of: "free"), shelved: self["proc_misc"], chart: middle(of: "cpu"),
      gauge: middle(of: "used"), track: self["meter_bg"], header: self["graph_text"])
  }

  /// The middle of a gradient of two or three colours (temp, cpu, free, cached, available, used, download, upload or process),
  /// as btop works it out; of one without an end its beginning.
  func middle(of name: String) -> RGB {
    let start = self[name + "_start"]
    guard let end = colours[name + "_end"] else { return start }
    return colours[name + "_mid"] ?? start.mixed(with: end, percent: 50)
  }

  private subscript(key: String) -> RGB { colours[key] ?? Self.standard(key) ?? RGB(0, 0, 0) }

  /// The key and the value of a line; nil for one that is neither.
  private static func entry(_ line: String) -> (key: String, value: Substring)? {
    guard line.first != "#", let opening = line.firstIndex(of: "["), let closing = line.firstIndex(of: "]"),
      opening < closing, let equals = line[closing...].firstIndex(of: "=")
    else { return nil }
    let key = String(line[line.index(after: opening)..<closing])
    var value = line[line.index(after: equals)...].drop { $0 == " " || $0 == "\t" }
    if value.first == "\"" {
      value = value.dropFirst()
      value = value.prefix { $0 != "\"" }
    } else {
      while let last = value.last, last.isWhitespace { value.removeLast() }
    }
    return (key, value)
  }

  /// `#RRGGBB`, `#GG`, or three decimals.
  private static func colour(_ text: some StringProtocol) -> RGB? {
    if text.first == "#" {
      let digits = text.dropFirst()
      guard digits.utf8.count == 2 else { return RGB(text) }
      return RGB(String(digits) + String(digits) + String(digits))
    }
    let parts = text.split(separator: " ")
    guard parts.count == 3 else { return nil }
    let channels = parts.compactMap { Int($0) }
    guard channels.count == 3 else { return nil }
    return RGB(UInt8(clamping: channels[0]), UInt8(clamping: channels[1]), UInt8(clamping: channels[2]))
  }

  private static func standard(_ key: String) -> RGB? { defaults[key].flatMap { colour($0) } }

  /// The key that stands in for a missing one; nil where btop's default does.
  private static func followed(_ key: String) -> String? {
    switch key {
    case "meter_bg", "graph_text": "inactive_fg"
    case "process_start": "cpu_start"
    case "process_mid": "cpu_mid"
    case "process_end": "cpu_end"
    default: nil
    }
  }

  private static let defaults: [String: String] = [
    "main_bg": "#00", "main_fg": "#cc", "title": "#ee", "hi_fg": "#b54040", "selected_bg": "#6a2f2f",
    "selected_fg": "#ee", "inactive_fg": "#40", "graph_text": "#60", "meter_bg": "#40", "proc_misc": "#0de756",
    "cpu_box": "#556d59", "mem_box": "#6c6c4b", "net_box": "#5c588d", "proc_box": "#805252", "div_line": "#30",
    "temp_start": "#4897d4", "temp_mid": "#5474e8", "temp_end": "#ff40b6", "cpu_start": "#77ca9b",
    "cpu_mid": "#cbc06c", "cpu_end": "#dc4c4c", "free_start": "#384f21", "free_mid": "#b5e685", "free_end": "#dcff85",
    "cached_start": "#163350", "cached_mid": "#74e6fc", "cached_end": "#26c5ff", "available_start": "#4e3f0e",
    "available_mid": "#ffd77a", "available_end": "#ffb814", "used_start": "#592b26", "used_mid": "#d9626d",
    "used_end": "#ff4769", "download_start": "#291f75", "download_mid": "#4f43a3", "download_end": "#b0a9de",
    "upload_start": "#620665", "upload_mid": "#7d4180", "upload_end": "#dcafde", "process_start": "#80d0a3",
    "process_mid": "#dcd179", "process_end": "#d45454",
  ]
}

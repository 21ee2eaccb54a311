import TUI
import YAML

// A skin of k9s: YAML under one key, colours by name or number, often through anchors.
//
//   foreground: &foreground "#f8f8f2"
//   k9s:
//     body: { fgColor: *foreground, bgColor: default }
//     frame: { status: { errorColor: orangered, ... }, border: ..., title: ..., menu: ... }
//     views: { table: { cursorBgColor: aqua, header: ... } }
//
// Only the skin knows of states: errorColor is critical, pendingColor high, and so on where their hues allow it. What a skin
// leaves out has the default of k9s. Keys: k9s, internal/config/styles.go (Apache-2.0); names of colours: CSS Color Module 4.

/// A skin file of k9s.
struct K9sSkin {
  private let root: YAMLNode
  private let file: String
  private(set) var notes: [String] = []

  /// Reads the map under `k9s`.
  init(_ root: YAMLNode, file: String) {
    self.root = root
    self.file = file
  }

  /// What the skin gives us.
  mutating func ingredients() -> Ingredients {
    let body = colour("body.bgColor")
    let table = colour("views.table.bgColor")
    let ground: RGB?
    switch (body, table) {
    case (.colour(let colour), _), (.absent, .colour(let colour)): ground = colour
    case (.terminal, _), (.absent, .terminal): ground = nil
    case (.absent, .absent): ground = RGB(0, 0, 0)
    }
    let text =
      first(["body.fgColor", "views.table.fgColor"])
      ?? RGB(hex: ground.map { $0.luminance > 0.18 } == true ? 0x202020 : 0xD0D0D0)
    let isLight = ground.map { $0.luminance > 0.18 } ?? (text.luminance < 0.18)
    let variant: Theme.Variant = isLight ? .light : .dark
    let plain = ground ?? RGB(hex: isLight ? 0xFFFFFF : 0x000000)
    let muted =
      first(["frame.status.completedColor", "frame.status.killColor"]) ?? text.mixed(with: plain, percent: 45)
    let focus = first(["frame.border.focusColor", "frame.menu.keyColor"]) ?? text
    let status = [
      "errorColor", "pendingColor", "highlightColor", "killColor", "modifyColor", "newColor", "addColor",
    ].map { "frame.status." + $0 }
    let others = [
      "body.logoColor", "prompt.suggestColor", "dialog.labelFgColor", "frame.title.highlightColor",
      "frame.title.counterColor", "views.table.header.sorterColor", "views.yaml.keyColor", "info.fgColor",
    ]
    let own = ThemeDraft.ownPriorities(variant)
    var signals = (status + others).compactMap { first([$0]) }
    // A skin's error is its alarm whatever its hue, where nothing of it is red.
    if !signals.contains(where: { Hue($0) == .red }), let error = first(["frame.status.errorColor"]) {
      signals.insert(error, at: 0)
    }
    return Ingredients(
      variant: variant, ground: ground, text: text, muted: muted,
      title: first(["frame.title.fgColor", "body.logoColor"]) ?? text,
      border: first(["frame.border.fgColor"]) ?? muted, focus: focus,
      key: first(["frame.menu.keyColor", "frame.menu.numKeyColor"]) ?? focus,
      cursorText: first(["views.table.cursorFgColor"]) ?? plain,
      cursorGround: first(["views.table.cursorBgColor", "views.table.cursorColor", "views.xray.cursorColor"]) ?? focus,
      signals: signals, recovered: first(["frame.status.addColor"]) ?? text,
      shelved: first(["frame.title.counterColor", "frame.status.modifyColor"]) ?? own[3],
      chart: first(["views.charts.defaultChartColors.0"]) ?? text.mixed(with: plain, percent: 25),
      gauge: first(["views.charts.defaultDialColors.0"]) ?? text.mixed(with: plain, percent: 25), track: muted,
      count: first(["frame.title.counterColor"]), header: first(["views.table.header.fgColor"]),
      marked: first(["views.table.markColor"]),
      match: first(["frame.title.filterColor", "frame.title.highlightColor"]),
      dialogText: first(["dialog.fgColor"]), dialogGround: first(["dialog.bgColor"]),
      button: pair("dialog.buttonFgColor", "dialog.buttonBgColor"),
      activeButton: pair("dialog.buttonFocusFgColor", "dialog.buttonFocusBgColor"))
  }

  private enum Value {
    case colour(RGB)
    /// `default`: the terminal's own.
    case terminal
    case absent
  }

  private mutating func pair(_ text: String, _ ground: String) -> (text: RGB, ground: RGB)? {
    guard let text = first([text]), let ground = first([ground]) else { return nil }
    return (text, ground)
  }

  /// The first colour of several keys.
  private mutating func first(_ paths: [String]) -> RGB? {
    for path in paths { if case .colour(let colour) = colour(path) { return colour } }
    return nil
  }

  private mutating func colour(_ path: String) -> Value {
    var node = root
    for key in path.split(separator: ".") {
      if let index = Int(key), let sequence = node.items {
        guard sequence.indices.contains(index) else { return .absent }
        node = sequence[index]
      } else {
        guard let next = node[String(key)] else { return .absent }
        node = next
      }
    }
    guard let text = node.text, !text.isEmpty else { return .absent }
    if text == "default" || text == "-" { return .terminal }
    if let colour = Self.colour(text) { return .colour(colour) }
    let place = "\(sanitised(file)):\(node.place.line)"
    let note = "\(place): \(path): “\(sanitised(String(text.prefix(40))))” is not a colour and left out"
    if !notes.contains(note) { notes.append(note) }
    return .absent
  }

  /// `#rrggbb`, `#rgb`, or a name.
  private static func colour(_ text: String) -> RGB? {
    guard text.first == "#" else { return NamedColours.colour(text) }
    let digits = text.dropFirst()
    return digits.utf8.count == 3 ? RGB(digits.map { "\($0)\($0)" }.joined()) : RGB(text)
  }
}

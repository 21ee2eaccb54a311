import TUI

/// A small repeatable generator (SplitMix64), so that a failing case can be named by its seed.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func roll() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int(roll() % UInt64(max(1, limit))) }

  mutating func pick<T>(_ list: [T]) -> T { list[below(list.count)] }
}

let snippets = [
  "CW-10482", "São Paulo", "東京都港区", "e\u{301}te\u{301}", "👩‍👩‍👧", "⚠️", "🇧🇷", "…", "│", "한국어", "\u{1B}[2J", "\u{202E}x", "ก็ำ",
  "a\u{301}\u{302}\u{303}\u{304}\u{305}", "", " ", "नमस्ते", "\u{FE0F}", "\u{200D}",
]

/// A canvas with random text, frames and grounds, drawn over and over itself.
func randomCanvas(_ size: Size, _ dice: inout Dice) -> Canvas {
  var canvas = Canvas(size: size)
  scribble(on: &canvas, 12, &dice)
  return canvas
}

func scribble(on canvas: inout Canvas, _ count: Int, _ dice: inout Dice) {
  for _ in 0..<count {
    let point = Point(x: dice.below(canvas.size.width + 6) - 3, y: dice.below(canvas.size.height + 2) - 1)
    let style = Style(dice.pick(Role.allCases), on: dice.below(3) == 0 ? dice.pick(Role.allCases) : nil)
    switch dice.below(5) {
    case 0: canvas.fill(Rect(x: point.x, y: point.y, width: dice.below(9), height: dice.below(3)), style)
    case 1: canvas.box(Rect(x: point.x, y: point.y, width: dice.below(9), height: dice.below(5)), frame: style)
    case 2: canvas.restyle(Rect(x: point.x, y: point.y, width: 5, height: 1)) { $0.on(.cursorRow) }
    default:
      canvas.put(
        dice.pick(snippets) + dice.pick(snippets), at: point, width: dice.below(3) == 0 ? dice.below(9) : nil, style,
        align: dice.pick([.left, .right, .centre]), overflow: dice.pick([.ellipsis, .clip, .ellipsisFirst]))
    }
  }
}

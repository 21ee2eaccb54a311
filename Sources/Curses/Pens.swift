import CNcurses
import TUI

/// A style as ncurses wants it.
struct CursesPen {
  var attributes: attr_t
  var pair: Int32
}

/// The table from styles to ncurses attributes and colour pairs.
///
/// Pairs are numbered as styles come up. When the terminal has no more pairs the table says so and is begun anew, with
/// everything drawn again: it cannot overflow, and no cell keeps a pair that has come to mean something else.
///
/// With 24-bit colours each colour gets one of the 240 fixed indices, the nearest that is free, and `direct` says which colour
/// stands for which index: the bytes that ncurses writes for an index are replaced on their way out (`FrameBytes`). Terminal
/// descriptions named "-direct" take 24-bit colours as they are.
struct PenTable {
  private let depth: ColourDepth
  private let pairsMax: Int
  private let takesRGB: Bool
  private var pens: [Int: CursesPen] = [:]
  private var pairs: [UInt64: Int32] = [:]
  private var indices: [RGB: UInt8] = [:]
  private(set) var direct: [RGB?] = Array(repeating: nil, count: 256)
  /// Whether pairs ran out since the table was begun.
  private(set) var isFull = false

  /// - Parameter takesRGB: whether colour numbers are 24-bit colours themselves, those below 8 the terminal's own eight.
  init(depth: ColourDepth, pairsMax: Int, takesRGB: Bool) {
    self.depth = depth
    self.pairsMax = pairsMax
    self.takesRGB = takesRGB
  }

  mutating func pen(_ style: Style, _ theme: Theme) -> CursesPen {
    let key = Self.key(style)
    if let pen = pens[key] { return pen }
    let pen = made(theme.pen(style, depth))
    pens[key] = pen
    return pen
  }

  private static func key(_ style: Style) -> Int {
    Int(style.role.rawValue) << 16 | Int(style.ground.map { $0.rawValue + 1 } ?? 0) << 8
      | Int(style.attributes.rawValue)
  }

  private mutating func made(_ pen: Pen) -> CursesPen {
    var attributes: attr_t = 0
    if pen.attributes.contains(.bold) { attributes |= Self.bold }
    if pen.attributes.contains(.dim) { attributes |= Self.dim }
    if pen.attributes.contains(.underline) { attributes |= Self.underline }
    if pen.attributes.contains(.reverse) { attributes |= Self.reverse }
    guard depth != .none else { return CursesPen(attributes: attributes, pair: 0) }
    return CursesPen(attributes: attributes, pair: pair(index(pen.foreground), index(pen.background)))
  }

  private mutating func pair(_ foreground: Int32, _ background: Int32) -> Int32 {
    if foreground < 0, background < 0 { return 0 }
    let key = UInt64(UInt32(bitPattern: foreground)) << 32 | UInt64(UInt32(bitPattern: background))
    if let pair = pairs[key] { return pair }
    let next = pairs.count + 1
    guard next < pairsMax, init_extended_pair(Int32(next), foreground, background) == OK else {
      isFull = true
      return 0
    }
    pairs[key] = Int32(next)
    return Int32(next)
  }

  private mutating func index(_ colour: TerminalColour) -> Int32 {
    switch colour {
    case .standard: return -1
    case .index(let index): return takesRGB && index >= 8 ? Self.number(TerminalPalette.rgb(index)) : Int32(index)
    case .rgb(let rgb) where takesRGB: return Self.number(rgb)
    case .rgb(let rgb):
      if let index = indices[rgb] { return Int32(index) }
      let taken = indices.values.sorted()
      guard taken.count < 240 else { return Int32(TerminalPalette.nearest256(rgb)) }
      let index = TerminalPalette.nearest256(rgb, except: taken)
      indices[rgb] = index
      direct[Int(index)] = rgb
      return Int32(index)
    }
  }

  /// A colour as a number of 24 bits; the darkest blues would be taken for one of the eight.
  private static func number(_ colour: RGB) -> Int32 {
    max(8, Int32(colour.red) << 16 | Int32(colour.green) << 8 | Int32(colour.blue))
  }

  // The attribute macros of ncurses are expressions that Swift does not import: bit n above the eight of the character.
  private static let underline = attr_t(1) << 17
  private static let reverse = attr_t(1) << 18
  private static let dim = attr_t(1) << 20
  private static let bold = attr_t(1) << 21
}

/// One frame's bytes between the marks of a synchronised update, with 24-bit colours in place of indices.
enum FrameBytes {
  static let opening = Array("\u{1B}[?2026h".utf8)
  static let closing = Array("\u{1B}[?2026l".utf8)

  /// Appends what ncurses wrote, `38;5;N` and `48;5;N` replaced where `direct` has a colour for N.
  static func append(_ written: UnsafeRawBufferPointer, to bytes: inout [UInt8], direct: [RGB?]) {
    var copied = 0
    var index = 0
    let count = written.count
    while index + 6 < count {
      // 0x1B '[' ('3' | '4') '8' ';' '5' ';'
      guard written[index] == 0x1B else {
        index += 1
        continue
      }
      guard written[index + 1] == 0x5B, written[index + 3] == 0x38,
        written[index + 2] == 0x33 || written[index + 2] == 0x34,
        written[index + 4] == 0x3B, written[index + 5] == 0x35, written[index + 6] == 0x3B
      else {
        index += 1
        continue
      }
      var end = index + 7
      var number = 0
      while end < count, written[end] >= 0x30, written[end] <= 0x39, number < 256 {
        number = number * 10 + Int(written[end] - 0x30)
        end += 1
      }
      if number < 256, let colour = direct[number] {
        bytes.append(contentsOf: written[copied..<(index + 5)])
        bytes.append(0x32)
        for channel in [colour.red, colour.green, colour.blue] {
          bytes.append(0x3B)
          if channel >= 100 { bytes.append(0x30 + channel / 100) }
          if channel >= 10 { bytes.append(0x30 + channel / 10 % 10) }
          bytes.append(0x30 + channel % 10)
        }
        copied = end
      }
      index = end
    }
    bytes.append(contentsOf: written[copied...])
  }
}

/// A colour of the sRGB space, eight bits a channel.
package struct RGB: Hashable, Sendable, BitwiseCopyable {
  package var red, green, blue: UInt8

  /// A colour of three channels.
  package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour of a number as written in hexadecimal, `0xRRGGBB`.
  package init(hex: UInt32) {
    self.init(UInt8(hex >> 16 & 0xFF), UInt8(hex >> 8 & 0xFF), UInt8(hex & 0xFF))
  }

  /// A colour of six hexadecimal digits, with or without `#`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    var digits = text.utf8[...]
    if digits.first == 0x23 { digits = digits.dropFirst() }
    guard digits.count == 6 else { return nil }
    var value: UInt32 = 0
    for digit in digits {
      let nibble: UInt8
      switch digit {
      case 0x30...0x39: nibble = digit - 0x30
      case 0x41...0x46: nibble = digit - 0x41 + 10
      case 0x61...0x66: nibble = digit - 0x61 + 10
      default: return nil
      }
      value = value << 4 | UInt32(nibble)
    }
    self.init(hex: value)
  }

  /// `#rrggbb`.
  package var text: String {
    let digits = Array("0123456789abcdef")
    var text = "#"
    for channel in [red, green, blue] {
      text.append(digits[Int(channel >> 4)])
      text.append(digits[Int(channel & 15)])
    }
    return text
  }

  /// Relative luminance, 0 for black to 1 for white (WCAG 2).
  package var luminance: Double {
    0.2126 * Self.linear[Int(red)] + 0.7152 * Self.linear[Int(green)] + 0.0722 * Self.linear[Int(blue)]
  }

  /// Contrast with another colour, 1 for none to 21 for black on white (WCAG 2).
  package func contrast(with other: RGB) -> Double {
    let lighter = max(luminance, other.luminance)
    let darker = min(luminance, other.luminance)
    return (lighter + 0.05) / (darker + 0.05)
  }

  /// This colour moved towards another: 0 leaves it, 100 gives the other.
  package func mixed(with other: RGB, percent: Int) -> RGB {
    func channel(_ from: UInt8, _ to: UInt8) -> UInt8 {
      UInt8(clamping: (Int(from) * (100 - percent) + Int(to) * percent + 50) / 100)
    }
    return RGB(channel(red, other.red), channel(green, other.green), channel(blue, other.blue))
  }

  /// How unlike two colours look: a weighted square distance, 0 for the same.
  ///
  /// The "redmean" approximation (T. Riemersma, Colour metric, CompuPhase).
  package func distance(to other: RGB) -> Int {
    let mean = (Int(red) + Int(other.red)) / 2
    let red = Int(self.red) - Int(other.red)
    let green = Int(self.green) - Int(other.green)
    let blue = Int(self.blue) - Int(other.blue)
    return ((512 + mean) * red * red) >> 8 + 4 * green * green + ((767 - mean) * blue * blue) >> 8
  }

  /// Channel values made linear (sRGB transfer function, IEC 61966-2-1).
  private static let linear: [Double] = (0...255).map { value in
    let channel = Double(value) / 255
    return channel <= 0.04045 ? channel / 12.92 : power24((channel + 0.055) / 1.055)
  }

  /// `base` to the power 2.4 for 0 < base <= 1: the square, times the fifth root of the square by Newton's iteration.
  private static func power24(_ base: Double) -> Double {
    let square = base * base
    var root = 1.0
    for _ in 0..<40 { root -= (root * root * root * root * root - square) / (5 * root * root * root * root) }
    return square * root
  }
}

/// How many colours a terminal shows.
package enum ColourDepth: UInt8, CaseIterable, Hashable, Comparable, Sendable {
  /// None: bold, dim, underline and reverse carry the meaning.
  case none
  /// Eight.
  case eight
  /// Sixteen.
  case sixteen
  /// 256: a 6x6x6 cube and 24 greys above the sixteen.
  case indexed
  /// 24 bits.
  case direct

  /// Fewer colours before more.
  package static func < (left: ColourDepth, right: ColourDepth) -> Bool { left.rawValue < right.rawValue }
}

/// A colour as a terminal is told it.
package enum TerminalColour: Hashable, Sendable, BitwiseCopyable {
  /// The terminal's own.
  case standard
  /// One of 8, 16 or 256.
  case index(UInt8)
  /// Any.
  case rgb(RGB)
}

/// The palettes that terminals share.
package enum TerminalPalette {
  /// What an index of the 256 stands for; the first sixteen as xterm sets them.
  package static func rgb(_ index: UInt8) -> RGB {
    if index < 16 { return RGB(hex: sixteen[Int(index)]) }
    if index >= 232 {
      let grey = 8 + (index - 232) * 10
      return RGB(grey, grey, grey)
    }
    let cube = index - 16
    return RGB(steps[Int(cube / 36)], steps[Int(cube / 6 % 6)], steps[Int(cube % 6)])
  }

  /// The nearest of the 240 fixed colours (16...255), those in `taken` left out.
  package static func nearest256(_ colour: RGB, except taken: [UInt8] = []) -> UInt8 {
    guard taken.isEmpty else { return nearest(colour, 16...255, taken) }
    // The cube's nearest step in each channel, or one of the two greys around the mean: no need to look at all 240.
    func step(_ channel: UInt8) -> UInt8 { channel < 48 ? 0 : channel < 115 ? 1 : (channel - 35) / 40 }
    let cube = 16 + 36 * step(colour.red) + 6 * step(colour.green) + step(colour.blue)
    let mean = (Int(colour.red) + Int(colour.green) + Int(colour.blue)) / 3
    let grey = UInt8(232 + min(23, max(0, (mean - 3) / 10)))
    return colour.distance(to: rgb(grey)) < colour.distance(to: rgb(cube)) ? grey : cube
  }

  /// The nearest of the first eight, those in `taken` left out.
  package static func nearest8(_ colour: RGB, except taken: [UInt8] = []) -> UInt8 {
    nearest(colour, 0...7, taken)
  }

  /// The nearest of the sixteen, those in `taken` left out.
  package static func nearest16(_ colour: RGB, except taken: [UInt8] = []) -> UInt8 {
    nearest(colour, 0...15, taken)
  }

  private static func nearest(_ colour: RGB, _ range: ClosedRange<UInt8>, _ taken: [UInt8]) -> UInt8 {
    var best = range.lowerBound
    var bestDistance = Int.max
    for index in range where !taken.contains(index) {
      let distance = colour.distance(to: rgb(index))
      if distance < bestDistance {
        best = index
        bestDistance = distance
      }
    }
    return best
  }

  private static let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
  private static let sixteen: [UInt32] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ]
}

import TUI

/// A terminal that understands what ncurses writes for xterm: cursor motion, erasing, inserting, scrolling, pens and modes.
struct Emulator {
  struct Pen: Hashable {
    var foreground = "-"
    var background = "-"
    var attributes: Set<Int> = []
    /// The address that the cell links to.
    var link: String?
  }

  private(set) var size: Size
  private(set) var rows: [[String]]
  private(set) var pens: [[Pen]]
  private(set) var cursor = Point(x: 0, y: 0)
  private(set) var modes: Set<String> = ["?25", "?7"]
  private(set) var unknown: [String] = []
  /// How often the kitty keyboard protocol was switched on and not yet off again.
  private(set) var keyboards = 0
  /// Control strings other than links, oldest first.
  private(set) var strings: [String] = []
  /// Questions that were asked.
  private(set) var questions: [String] = []
  private var pen = Pen()
  private(set) var region: ClosedRange<Int>
  private var isWrapPending = false
  private var last = " "
  private var saved = (cursor: Point(x: 0, y: 0), pen: Pen())

  /// The link that what is written next would be part of.
  var openLink: String? { pen.link }

  init(_ size: Size) {
    self.size = size
    rows = Array(repeating: Array(repeating: " ", count: size.width), count: size.height)
    pens = Array(repeating: Array(repeating: Pen(), count: size.width), count: size.height)
    region = 0...(size.height - 1)
  }

  /// Rows of text, blanks at their ends left out.
  var text: String {
    rows.map { row in
      let line = row.joined()
      return line.lastIndex { $0 != " " }.map { String(line[...$0]) } ?? ""
    }.joined(separator: "\n")
  }

  mutating func take(_ bytes: [UInt8]) {
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "\u{1B}": escape(scalars, &index)
      case "\r":
        cursor.x = 0
        isWrapPending = false
      case "\n": lineFeed()
      case "\u{8}":
        cursor.x = max(0, cursor.x - 1)
        isWrapPending = false
      case "\t": cursor.x = min(size.width - 1, (cursor.x / 8 + 1) * 8)
      case "\u{7}", "\u{E}", "\u{F}": break
      default: put(scalar)
      }
    }
  }

  private mutating func escape(_ scalars: [Unicode.Scalar], _ index: inout Int) {
    guard index < scalars.count else { return }
    let kind = scalars[index]
    index += 1
    switch kind {
    case "[":
      var parameters = ""
      while index < scalars.count, !("@"..."~").contains(scalars[index]) {
        parameters.unicodeScalars.append(scalars[index])
        index += 1
      }
      guard index < scalars.count else { return }
      let final = scalars[index]
      index += 1
      control(final, parameters)
    case "]":
      let start = index
      while index < scalars.count, scalars[index] != "\u{7}", scalars[index] != "\u{1B}" { index += 1 }
      string(String(String.UnicodeScalarView(scalars[start..<index])))
      index += scalars[min(index, scalars.count - 1)] == "\u{1B}" ? 2 : 1
    case "(", ")": index += 1
    case "M":
      if cursor.y == region.lowerBound { scroll(region, by: -1) } else { cursor.y = max(0, cursor.y - 1) }
    case "7": saved = (cursor, pen)
    case "8":
      cursor = saved.cursor
      pen = saved.pen
    case "=", ">": break
    default: unknown.append("ESC \(kind)")
    }
  }

  private mutating func string(_ text: String) {
    guard text.hasPrefix("8;") else {
      strings.append(text)
      return
    }
    let parts = text.split(separator: ";", maxSplits: 2, omittingEmptySubsequences: false)
    pen.link = parts.count == 3 && !parts[2].isEmpty ? String(parts[2]) : nil
  }

  private mutating func control(_ final: Unicode.Scalar, _ parameters: String) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let first = max(1, numbers.first ?? 1)
    if final != "m" && final != "h" && final != "l" { isWrapPending = false }
    switch final {
    case "H", "f":
      move(y: first - 1, x: max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
    case "A": move(y: cursor.y - first, x: cursor.x)
    case "B": move(y: cursor.y + first, x: cursor.x)
    case "C": move(y: cursor.y, x: cursor.x + first)
    case "D": move(y: cursor.y, x: cursor.x - first)
    case "G": move(y: cursor.y, x: first - 1)
    case "d": move(y: first - 1, x: cursor.x)
    case "K":
      switch numbers.first ?? 0 {
      case 0: erase(cursor.y, cursor.x..<size.width)
      case 1: erase(cursor.y, 0..<(cursor.x + 1))
      default: erase(cursor.y, 0..<size.width)
      }
    case "J":
      let mode = numbers.first ?? 0
      if mode == 0 { erase(cursor.y, cursor.x..<size.width) }
      for y in 0..<size.height where mode == 2 || (mode == 0 && y > cursor.y) { erase(y, 0..<size.width) }
    case "X": erase(cursor.y, cursor.x..<min(size.width, cursor.x + first))
    case "b": for _ in 0..<first { for scalar in last.unicodeScalars { put(scalar) } }
    case "@":
      for _ in 0..<first {
        rows[cursor.y].insert(" ", at: cursor.x)
        rows[cursor.y].removeLast()
        pens[cursor.y].insert(pen, at: cursor.x)
        pens[cursor.y].removeLast()
      }
    case "P":
      for _ in 0..<first {
        rows[cursor.y].remove(at: cursor.x)
        rows[cursor.y].append(" ")
        pens[cursor.y].remove(at: cursor.x)
        pens[cursor.y].append(pen)
      }
    case "L": scroll(cursor.y...region.upperBound, by: -first)
    case "M": scroll(cursor.y...region.upperBound, by: first)
    case "S": scroll(region, by: first)
    case "T": scroll(region, by: -first)
    case "r":
      let bottom = numbers.count > 1 ? min(numbers[1], size.height) : size.height
      region = min(numbers.count > 1 ? max(1, numbers[0]) : 1, bottom) - 1...bottom - 1
      cursor = Point(x: 0, y: 0)
    case "m": select(numbers)
    case "h": for mode in parameters.split(separator: ";") { modes.insert(String(mode)) }
    case "l": for mode in parameters.split(separator: ";") { modes.remove(String(mode)) }
    case "t": break
    case "u" where parameters == ">5": keyboards += 1
    case "u" where parameters == "<": keyboards -= 1
    case "u" where parameters == "?": questions.append("keyboard")
    case "n" where parameters == "6": questions.append("position")
    default: unknown.append("CSI \(parameters) \(final)")
    }
  }

  private mutating func select(_ numbers: [Int]) {
    var index = 0
    while index < numbers.count {
      let number = numbers[index]
      index += 1
      switch number {
      case 0: pen = Pen(link: pen.link)
      case 1, 2, 4, 7: pen.attributes.insert(number)
      case 22: pen.attributes.subtract([1, 2])
      case 24: pen.attributes.remove(4)
      case 27: pen.attributes.remove(7)
      case 30...37: pen.foreground = "\(number - 30)"
      case 40...47: pen.background = "\(number - 40)"
      case 90...97: pen.foreground = "\(number - 82)"
      case 100...107: pen.background = "\(number - 92)"
      case 39: pen.foreground = "-"
      case 49: pen.background = "-"
      case 38, 48:
        let count = numbers[index] == 5 ? 1 : 3
        let colour = numbers[(index + 1)...(index + count)].map(String.init).joined(separator: ",")
        if number == 38 { pen.foreground = colour } else { pen.background = colour }
        index += count + 1
      default: unknown.append("SGR \(number)")
      }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = TextWidth.of(scalar)
    if width == 0 {
      rows[cursor.y][max(0, cursor.x - (isWrapPending ? 0 : 1))].unicodeScalars.append(scalar)
      return
    }
    if isWrapPending {
      isWrapPending = false
      cursor.x = 0
      lineFeed()
    }
    last = String(Character(scalar))
    rows[cursor.y][cursor.x] = last
    pens[cursor.y][cursor.x] = pen
    if width == 2, cursor.x + 1 < size.width {
      rows[cursor.y][cursor.x + 1] = ""
      pens[cursor.y][cursor.x + 1] = pen
    }
    cursor.x += width
    if cursor.x >= size.width {
      cursor.x = size.width - 1
      isWrapPending = true
    }
  }

  private mutating func lineFeed() {
    isWrapPending = false
    if cursor.y == region.upperBound { scroll(region, by: 1) } else { cursor.y = min(size.height - 1, cursor.y + 1) }
  }

  private mutating func move(y: Int, x: Int) {
    cursor = Point(x: min(size.width - 1, max(0, x)), y: min(size.height - 1, max(0, y)))
  }

  private mutating func erase(_ y: Int, _ columns: Range<Int>) {
    for x in columns {
      rows[y][x] = " "
      pens[y][x] = Pen(background: pen.background)
    }
  }

  private mutating func scroll(_ lines: ClosedRange<Int>, by count: Int) {
    for _ in 0..<min(abs(count), lines.count) {
      let blank = Array(repeating: " ", count: size.width)
      let blankPens = Array(repeating: Pen(background: pen.background), count: size.width)
      let (from, to) = count > 0 ? (lines.lowerBound, lines.upperBound) : (lines.upperBound, lines.lowerBound)
      rows.remove(at: from)
      rows.insert(blank, at: to)
      pens.remove(at: from)
      pens.insert(blankPens, at: to)
    }
  }
}

/// A line of text being typed, with its cursor; a value that keys change.
package struct TextField: Hashable, Sendable {
  /// What stands before it: `/`, `:`.
  package var prompt: String
  /// What was typed.
  package private(set) var text: String
  /// Characters before the cursor.
  package private(set) var position: Int
  /// Shown after the text: how it could go on.
  package var hint: String
  /// The character where the text is wrong; nil when it is right.
  package var errorPosition: Int?

  /// A field whose cursor is behind its text.
  package init(prompt: String = "", text: String = "", hint: String = "", errorPosition: Int? = nil) {
    self.prompt = prompt
    self.text = Self.bounded(text, lengthMax: Self.lengthMax, bytesMax: Self.bytesMax)
    self.hint = hint
    self.errorPosition = errorPosition
    position = self.text.count
  }

  /// Takes other text, the cursor behind it.
  package mutating func set(_ text: String) {
    self.text = Self.bounded(text, lengthMax: Self.lengthMax, bytesMax: Self.bytesMax)
    position = self.text.count
    errorPosition = nil
  }

  /// Takes other text with the cursor before the rest of it.
  package mutating func set(_ text: String, before rest: String) {
    set(text)
    let place = position
    set(text + rest)
    position = min(place, position)
  }

  /// Puts the cursor behind so many characters, as far as there are any.
  package mutating func move(to position: Int) { self.position = min(max(0, position), text.count) }

  /// Puts text in at the cursor; line feeds become blanks.
  package mutating func insert(_ more: String) {
    let clean = Self.bounded(
      more, lengthMax: Self.lengthMax - text.count, bytesMax: Self.bytesMax - text.utf8.count, isLine: true)
    let count = text.count
    text.insert(contentsOf: clean, at: index(position))
    // A combining mark joins the character before it, so the count says how far the cursor moves.
    position += text.count - count
    errorPosition = nil
  }

  /// Lets a key edit the text: characters, arrows, home, end, backspace, delete, ctrl-a e w u k.
  ///
  /// - Returns: whether the key was one of them.
  package mutating func handle(_ key: Key) -> Bool {
    if let typed = key.typed {
      insert(String(Character(typed)))
      return true
    }
    switch (key.code, key.modifiers) {
    case (.left, []): position = max(0, position - 1)
    case (.right, []): position = min(text.count, position + 1)
    case (.home, []), (.character("a"), .control): position = 0
    case (.end, []), (.character("e"), .control): position = text.count
    case (.backspace, []): remove(from: position - 1)
    case (.delete, []):
      guard position < text.count else { return true }
      position += 1
      remove(from: position - 1)
    case (.character("u"), .control): remove(from: 0)
    case (.character("k"), .control): text = String(text.prefix(position))
    case (.character("w"), .control), (.backspace, .alt): remove(from: startOfWord())
    case (.left, .control), (.left, .alt): position = startOfWord()
    case (.right, .control), (.right, .alt): position = endOfWord()
    default: return false
    }
    return true
  }

  private mutating func remove(from start: Int) {
    guard start >= 0, start < position else { return }
    text.removeSubrange(index(start)..<index(position))
    position = start
    errorPosition = nil
  }

  private func startOfWord() -> Int {
    let characters = Array(text.prefix(position))
    var start = characters.count
    while start > 0, characters[start - 1] == " " { start -= 1 }
    while start > 0, characters[start - 1] != " " { start -= 1 }
    return start
  }

  private func endOfWord() -> Int {
    let characters = Array(text)
    var end = position
    while end < characters.count, characters[end] == " " { end += 1 }
    while end < characters.count, characters[end] != " " { end += 1 }
    return end
  }

  private func index(_ position: Int) -> String.Index {
    text.index(text.startIndex, offsetBy: position, limitedBy: text.endIndex) ?? text.endIndex
  }

  /// As much of a text as there is room for. One character may be any number of marks: of those on one base only as many are
  /// kept as are drawn, and the bytes are counted too.
  private static func bounded(_ text: String, lengthMax: Int, bytesMax: Int, isLine: Bool = false) -> String {
    var kept = String.UnicodeScalarView()
    var bytes = 0
    var marks = 0
    for scalar in text.unicodeScalars {
      marks = TextWidth.of(scalar) == 0 ? marks + 1 : 0
      if marks > ClusterReader.marksMax { continue }
      bytes += Unicode.UTF8.width(scalar)
      guard bytes <= bytesMax else { break }
      kept.append(scalar)
    }
    let characters = String(kept).prefix(max(0, lengthMax))
    return isLine ? String(characters.map { $0.isNewline ? " " : $0 }) : String(characters)
  }

  /// In characters.
  private static let lengthMax = 1_000
  private static let bytesMax = 4_000
}

extension Canvas {
  /// Draws a field on one row and leaves the terminal's cursor in it. Long text scrolls so that the cursor stays in sight.
  package mutating func draw(_ field: TextField, at point: Point, width: Int, on ground: Role? = nil) {
    guard width > 0 else { return }
    let input = Style(.input, on: ground)
    fill(Rect(x: point.x, y: point.y, width: width, height: 1), input)
    let promptCells = put(field.prompt, at: point, width: width, Style(.keyHint, on: ground))
    let room = width - promptCells
    guard room > 1 else { return }
    let x = point.x + promptCells
    let characters = Array(field.text)
    let cells = characters.map { self.width(of: String($0)) }
    var first = 0
    var before = cells[..<field.position].reduce(0, +)
    while before > room - 1, first < field.position {
      before -= cells[first]
      first += 1
    }
    var column = x
    for index in first..<characters.count {
      guard column + cells[index] <= x + room else { break }
      let isWrong = field.errorPosition.map { index >= $0 } ?? false
      put(
        String(characters[index]), at: Point(x: column, y: point.y), width: max(1, cells[index]),
        isWrong ? Style(.inputError, on: ground) : input, overflow: .clip)
      column += cells[index]
    }
    if let error = field.errorPosition, error >= characters.count, column < x + room {
      put("?", at: Point(x: column, y: point.y), width: 1, Style(.inputError, on: ground))
      column += 1
    }
    if !field.hint.isEmpty, column + 1 < x + room {
      put(field.hint, at: Point(x: column + 1, y: point.y), width: x + room - column - 1, Style(.inputHint, on: ground))
    }
    cursor = Point(x: x + before, y: point.y)
  }
}

/// One key press.
package struct Key: Hashable, Sendable {
  /// What was pressed.
  package enum Code: Hashable, Sendable {
    /// A printable character; upper case instead of shift.
    case character(Unicode.Scalar)
    case enter, tab, escape, backspace, delete, insert
    case up, down, left, right
    case home, end, pageUp, pageDown
    /// F1 to F24.
    case function(Int)
  }

  /// Keys held down with it.
  package struct Modifiers: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Shift; with a character that has an upper case only beside control.
    package static let shift = Modifiers(rawValue: 1)
    /// Alt, option or meta.
    package static let alt = Modifiers(rawValue: 2)
    /// Control.
    package static let control = Modifiers(rawValue: 4)
  }

  package var code: Code
  package var modifiers: Modifiers

  /// A key with what is held down beside it. Shift with a lower-case letter becomes the upper-case letter.
  package init(_ code: Code, _ modifiers: Modifiers = []) {
    self.code = code
    self.modifiers = modifiers
    if case .character(let scalar) = code, modifiers.contains(.shift), !modifiers.contains(.control) {
      let upper = scalar.properties.uppercaseMapping.unicodeScalars
      if let first = upper.first, upper.count == 1 { self.code = .character(first) }
      if scalar.properties.isLowercase || scalar.properties.isUppercase { self.modifiers.remove(.shift) }
    }
  }

  /// A character's key.
  package static func character(_ scalar: Unicode.Scalar) -> Key { Key(.character(scalar)) }

  /// Control and a character.
  package static func control(_ scalar: Unicode.Scalar) -> Key { Key(.character(scalar), .control) }

  /// The character that the key types into a field; nil for every other key.
  package var typed: Unicode.Scalar? {
    guard modifiers.isEmpty, case .character(let scalar) = code else { return nil }
    return scalar
  }
}

extension Key: CustomStringConvertible {
  /// The key as it is spelt in key maps, scripts and help: `G`, `ctrl-d`, `shift-tab`, `f5`, `space`.
  package var description: String {
    var text = ""
    if modifiers.contains(.control) { text += "ctrl-" }
    if modifiers.contains(.alt) { text += "alt-" }
    if modifiers.contains(.shift) { text += "shift-" }
    switch code {
    case .character(" "): return text + "space"
    case .character(let scalar):
      if let replacement = ClusterReader.replacement(of: scalar.value) { return text + String(Character(replacement)) }
      return text + String(Character(scalar))
    case .function(let number): return text + "f\(number)"
    case .enter: return text + "enter"
    case .tab: return text + "tab"
    case .escape: return text + "esc"
    case .backspace: return text + "backspace"
    case .delete: return text + "delete"
    case .insert: return text + "insert"
    case .up: return text + "up"
    case .down: return text + "down"
    case .left: return text + "left"
    case .right: return text + "right"
    case .home: return text + "home"
    case .end: return text + "end"
    case .pageUp: return text + "pgup"
    case .pageDown: return text + "pgdn"
    }
  }

  /// The key of a spelling as printed by `description`, names in any case; nil when it is none.
  package init?(_ spelling: some StringProtocol) {
    var rest = Substring(spelling)
    var modifiers: Modifiers = []
    let prefixes: [(String, Modifiers)] = [("ctrl-", .control), ("alt-", .alt), ("shift-", .shift)]
    scan: while true {
      for (prefix, modifier) in prefixes where rest.count > prefix.count {
        if rest.prefix(prefix.count).lowercased() == prefix {
          modifiers.insert(modifier)
          rest = rest.dropFirst(prefix.count)
          continue scan
        }
      }
      break
    }
    let scalars = rest.unicodeScalars
    if let first = scalars.first, scalars.count == 1 {
      guard first.value > 0x20, first.value != 0x7F else { return nil }
      self.init(.character(first), modifiers)
      return
    }
    let name = rest.lowercased()
    if let code = Self.names[name] {
      self.init(code, modifiers)
    } else if name.first == "f", name.dropFirst().allSatisfy(\.isASCIIDigit), let number = Int(name.dropFirst()),
      (1...24).contains(number)
    {
      self.init(.function(number), modifiers)
    } else {
      return nil
    }
  }

  /// The keys of several spellings with blanks between them: `g g`, `ctrl-w up`; nil when one is no key or there is none.
  package static func sequence(_ spellings: some StringProtocol) -> [Key]? {
    var keys: [Key] = []
    for spelling in spellings.split(separator: " ") {
      guard let key = Key(spelling) else { return nil }
      keys.append(key)
    }
    return keys.isEmpty ? nil : keys
  }

  private static let names: [String: Code] = [
    "space": .character(" "), "enter": .enter, "return": .enter, "tab": .tab, "esc": .escape, "escape": .escape,
    "backspace": .backspace, "delete": .delete, "del": .delete, "insert": .insert, "ins": .insert, "up": .up,
    "down": .down, "left": .left, "right": .right, "home": .home, "end": .end, "pgup": .pageUp, "pageup": .pageUp,
    "pgdn": .pageDown, "pagedown": .pageDown,
  ]
}

/// Something done with the mouse.
package struct Mouse: Hashable, Sendable {
  /// What was done.
  package enum Action: Hashable, Sendable {
    /// A button went down: 1 left, 2 middle, 3 right.
    case press(Int)
    /// A button came up.
    case release(Int)
    /// The mouse moved with a button down.
    case drag(Int)
    case wheelUp, wheelDown
  }

  package var action: Action
  /// The cell under the mouse.
  package var point: Point
  package var modifiers: Key.Modifiers

  package init(_ action: Action, at point: Point, _ modifiers: Key.Modifiers = []) {
    self.action = action
    self.point = point
    self.modifiers = modifiers
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

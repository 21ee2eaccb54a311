// Bytes from a terminal, one at a time, into what its user did.
//
//            byte          ┌─ C2...F4 ─► utf8 ─ last byte ─► key
//   ground ────────────────┼─ 1B ──► escape ─┬─ [ ─► csi ─ final byte ─► key, mouse, focus, or paste begins
//     ▲                    │                 ├─ O ─► ss3 ─ byte ─► key
//     │                    │                 ├─ ] P X ^ _ ─► string ─ BEL or ESC \ ─► ground colour, or nothing
//     │                    │                 └─ other ─► alt and that key
//     │                    └─ other ─► key
//     └─ `flush()`: the caller saw no further byte for a while, so an ESC was the key and not a beginning
//
// Fed byte by byte, the same bytes give the same events however a line splits them. Whatever is not understood is swallowed
// whole. How long a silence must be to mean something, the decoder says (`silenceMilliseconds`): after ESC, or ESC and one
// letter, a hand may have stopped, and 25 ms tell; of anything longer the rest is on its way, held up somewhere, and for a second
// half a sequence does not turn into letters that do something.

/// Turns bytes into keys, mouse actions, pastes and focus changes.
package struct KeyDecoder: Sendable {
  private enum State: Sendable {
    case ground
    case utf8(value: UInt32, left: Int, least: UInt32, alt: Bool)
    case escape
    case csi
    case linuxFunction
    case ss3
    case string(introducer: UInt8, sawEscape: Bool)
    /// So many bytes more belong to what is not understood: `ESC [ M` is followed by three, of a mouse in its oldest form.
    case rest(left: Int)
    /// Inside a paste, so many bytes of whose end have come.
    case paste(matched: Int)
  }

  /// What a terminal answers to a question of the program, which is no event for anybody else.
  package enum Answer: Hashable, Sendable {
    /// It knows the kitty keyboard protocol; its flags now (`CSI ? flags u`).
    case keyboard(flags: Int)
    /// Where its cursor is, from 0 (`CSI row ; column R`); only while ``expectsPosition``.
    case position(Point)
    /// Its ground (OSC 11), which is an event too.
    case ground
  }

  /// Whether the cursor's position was asked for: its answer looks like F3 with a key held down.
  package var expectsPosition = false
  private var answers: [Answer] = []
  private var state = State.ground
  private var buffer: [UInt8] = []

  /// A decoder that has seen nothing.
  package init() {}

  /// How long nothing must follow until `flush()` is to be called, in milliseconds; nil when nothing has begun.
  package var silenceMilliseconds: Int64? {
    switch state {
    case .ground, .paste: nil
    case .escape, .ss3: Self.handMilliseconds
    case .csi: buffer.isEmpty ? Self.handMilliseconds : Self.lineMilliseconds
    case .string(_, let sawEscape): buffer.isEmpty && !sawEscape ? Self.handMilliseconds : Self.lineMilliseconds
    case .utf8, .linuxFunction, .rest: Self.lineMilliseconds
    }
  }

  /// Takes bytes and returns what they complete, in order.
  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [ScreenEvent] {
    var events: [ScreenEvent] = []
    for byte in bytes { take(byte, &events) }
    return events
  }

  /// The answers that came since this was last called.
  package mutating func takeAnswers() -> [Answer] {
    guard !answers.isEmpty else { return [] }
    defer { answers.removeAll() }
    return answers
  }

  /// Takes a silence of ``silenceMilliseconds``: a lone ESC becomes the escape key, ESC and one letter that letter with alt;
  /// other beginnings are dropped.
  package mutating func flush() -> [ScreenEvent] {
    defer { if case .paste = state {} else { reset() } }
    switch state {
    case .escape: return [.key(Key(.escape))]
    case .csi: return buffer.isEmpty ? [.key(Key(.character("["), .alt))] : []
    case .ss3: return [.key(Key(.character("O"), .alt))]
    case .string(let introducer, false) where buffer.isEmpty:
      return [.key(Key(.character(Unicode.Scalar(introducer)), .alt))]
    case .ground, .utf8, .linuxFunction, .string, .rest, .paste: return []
    }
  }

  private mutating func reset() {
    state = .ground
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func take(_ byte: UInt8, _ events: inout [ScreenEvent]) {
    switch state {
    case .ground: takeGround(byte, alt: false, &events)
    case .utf8(let value, let left, let least, let alt):
      guard byte & 0xC0 == 0x80 else {
        reset()
        take(byte, &events)
        return
      }
      let value = value << 6 | UInt32(byte & 0x3F)
      if left > 1 {
        state = .utf8(value: value, left: left - 1, least: least, alt: alt)
        return
      }
      reset()
      if value >= least, let scalar = Unicode.Scalar(value) {
        events.append(.key(Key(.character(scalar), alt ? .alt : [])))
      }
    case .escape:
      switch byte {
      case 0x5B: state = .csi
      case 0x4F: state = .ss3
      case 0x50, 0x58, 0x5D, 0x5E, 0x5F: state = .string(introducer: byte, sawEscape: false)
      case 0x1B: events.append(.key(Key(.escape)))
      default:
        reset()
        takeGround(byte, alt: true, &events)
      }
    case .csi: takeCSI(byte, &events)
    case .linuxFunction:
      reset()
      if (0x41...0x45).contains(byte) { events.append(.key(Key(.function(Int(byte - 0x40))))) }
    case .ss3:
      reset()
      if let code = Self.letters[byte] {
        events.append(.key(Key(code)))
      } else if byte == 0x4D {
        events.append(.key(Key(.enter)))
      } else if byte == 0x1B {
        state = .escape
      }
    case .rest(let left):
      state = left > 1 ? .rest(left: left - 1) : .ground
    case .string(let introducer, let sawEscape):
      if byte == 0x07 || (sawEscape && byte == 0x5C) {
        if introducer == 0x5D, let ground = Self.ground(buffer) {
          events.append(.ground(ground))
          answers.append(.ground)
        }
        reset()
      } else if sawEscape {
        // An ESC inside that does not end the string begins something else.
        reset()
        state = .escape
        take(byte, &events)
      } else if byte == 0x1B {
        state = .string(introducer: introducer, sawEscape: true)
      } else if buffer.count < Self.sequenceBytesMax {
        buffer.append(byte)
      }
    case .paste(let matched):
      if byte == Self.pasteEnd[matched] {
        if matched + 1 < Self.pasteEnd.count {
          state = .paste(matched: matched + 1)
          return
        }
        events.append(.paste(Self.pasted(buffer)))
        reset()
        return
      }
      // What looked like the end was text; only an ESC can begin the end anew.
      let isBeginning = byte == Self.pasteEnd[0]
      state = .paste(matched: isBeginning ? 1 : 0)
      guard buffer.count + matched < Self.pasteBytesMax else { return }
      buffer += Self.pasteEnd[..<matched]
      if !isBeginning { buffer.append(byte) }
    }
  }

  private mutating func takeGround(_ byte: UInt8, alt: Bool, _ events: inout [ScreenEvent]) {
    let modifiers: Key.Modifiers = alt ? .alt : []
    switch byte {
    case 0x1B: state = .escape
    case 0x00: events.append(.key(Key(.character(" "), modifiers.union(.control))))
    case 0x09: events.append(.key(Key(.tab, modifiers)))
    case 0x0D: events.append(.key(Key(.enter, modifiers)))
    case 0x08, 0x7F: events.append(.key(Key(.backspace, modifiers)))
    case 0x01...0x1A:
      events.append(.key(Key(.character(Unicode.Scalar(byte + 0x60)), modifiers.union(.control))))
    case 0x1C...0x1F:
      events.append(.key(Key(.character(Unicode.Scalar(byte + 0x40)), modifiers.union(.control))))
    case 0x20...0x7E: events.append(.key(Key(.character(Unicode.Scalar(byte)), modifiers)))
    case 0xC2...0xDF: state = .utf8(value: UInt32(byte & 0x1F), left: 1, least: 0x80, alt: alt)
    case 0xE0...0xEF: state = .utf8(value: UInt32(byte & 0x0F), left: 2, least: 0x800, alt: alt)
    case 0xF0...0xF4: state = .utf8(value: UInt32(byte & 0x07), left: 3, least: 0x10000, alt: alt)
    default: break
    }
  }

  private mutating func takeCSI(_ byte: UInt8, _ events: inout [ScreenEvent]) {
    switch byte {
    case 0x20...0x3F:
      // One byte too many is kept to say so: an overlong sequence is swallowed up to its end and means nothing.
      if buffer.count <= Self.sequenceBytesMax { buffer.append(byte) }
    case 0x5B where buffer.isEmpty: state = .linuxFunction
    case 0x40...0x7E:
      let parameters = buffer
      reset()
      guard parameters.count <= Self.sequenceBytesMax else { return }
      if byte == 0x4D, parameters.isEmpty {
        state = .rest(left: 3)
        return
      }
      finish(parameters, byte, &events)
    case 0x1B:
      reset()
      state = .escape
    default:
      reset()
      if byte < 0x20 { takeGround(byte, alt: false, &events) }
    }
  }

  private mutating func finish(_ parameters: [UInt8], _ final: UInt8, _ events: inout [ScreenEvent]) {
    if parameters.first == 0x3C {
      if let mouse = Self.mouse(parameters.dropFirst(), final) { events.append(.mouse(mouse)) }
      return
    }
    // A sequence that begins with ? > or = is an answer to a question, not a key.
    if let first = parameters.first, (0x3C...0x3F).contains(first) {
      if first == 0x3F { answer(Self.fields(parameters.dropFirst()), final, &events) }
      return
    }
    let fields = Self.fields(parameters[...])
    if expectsPosition, final == 0x52, fields.count == 2, let row = fields[0].first ?? nil,
      let column = fields[1].first ?? nil, row > 0, column > 0
    {
      answers.append(.position(Point(x: column - 1, y: row - 1)))
      return
    }
    let first = fields.first?.first ?? nil
    let second = fields.count > 1 ? fields[1] : []
    // The event number after the colon: 1 press, 2 repeat, 3 release.
    if second.count > 1, second[1] == 3 { return }
    guard let modifiers = Self.modifiers(second.first ?? nil) else { return }
    switch final {
    case 0x49 where parameters.isEmpty: events.append(.focus(true))
    case 0x4F where parameters.isEmpty: events.append(.focus(false))
    case 0x5A: events.append(.key(Key(.tab, modifiers.union(.shift))))
    case 0x75:
      // ctrl-[ is another name of escape wherever keys have no names of their own, and hands know it.
      if first == 0x5B, modifiers == .control {
        events.append(.key(Key(.escape)))
      } else if let first, let code = Self.code(Self.latin(fields[0], modifiers) ?? first) {
        events.append(.key(Key(code, modifiers)))
      }
    case 0x7E:
      switch first {
      case 200:
        state = .paste(matched: 0)
      case 27:
        if fields.count > 2, let value = fields[2].first ?? nil, let code = Self.code(value) {
          events.append(.key(Key(code, modifiers)))
        }
      default:
        if let first, let code = Self.numbers[first] { events.append(.key(Key(code, modifiers))) }
      }
    default:
      if let code = Self.letters[final], first ?? 1 == 1 { events.append(.key(Key(code, modifiers))) }
    }
  }

  /// `CSI ? flags u`, and `CSI ? 997 ; 1 n` for a ground that became dark, `2` for one that became light (mode 2031).
  private mutating func answer(_ fields: [[Int?]], _ final: UInt8, _ events: inout [ScreenEvent]) {
    let numbers = fields.map { $0.first ?? nil }
    if final == 0x75, numbers.count == 1, let flags = numbers[0] {
      answers.append(.keyboard(flags: flags))
    } else if final == 0x6E, numbers.count == 2, numbers[0] == 997 {
      switch numbers[1] {
      case 1: events.append(.ground(RGB(hex: 0x000000)))
      case 2: events.append(.ground(RGB(hex: 0xFFFFFF)))
      default: break
      }
    }
  }

  /// The key of the same place on a Latin keyboard (the third number), where a key of another script is held with control or
  /// alt: ctrl and с is what the hand knows as ctrl-c. Latin layouts keep their own letters, whichever place they have.
  private static func latin(_ field: [Int?], _ modifiers: Key.Modifiers) -> Int? {
    guard field.count > 2, let own = field[0], own >= firstOfOtherScripts, let base = field[2],
      (0x21...0x7E).contains(base), !modifiers.isDisjoint(with: [.control, .alt])
    else { return nil }
    return base
  }

  /// Numbers between semicolons, each split at colons; nil where there is none.
  private static func fields(_ bytes: ArraySlice<UInt8>) -> [[Int?]] {
    bytes.split(separator: 0x3B, omittingEmptySubsequences: false).map { field in
      field.split(separator: 0x3A, omittingEmptySubsequences: false).map { number in
        guard !number.isEmpty else { return nil }
        var value = 0
        for byte in number {
          guard (0x30...0x39).contains(byte) else { return nil }
          value = min(value * 10 + Int(byte - 0x30), 0x20_0000)
        }
        return value
      }
    }
  }

  /// Modifiers as one plus their bits; nil when a key of the window system is held, whose presses are not for us.
  private static func modifiers(_ value: Int?) -> Key.Modifiers? {
    guard let value, value > 1 else { return [] }
    let bits = value - 1
    if bits & 0b1_1000 != 0 { return nil }
    var modifiers: Key.Modifiers = []
    if bits & 1 != 0 { modifiers.insert(.shift) }
    if bits & 2 != 0 || bits & 32 != 0 { modifiers.insert(.alt) }
    if bits & 4 != 0 { modifiers.insert(.control) }
    return modifiers
  }

  private static func code(_ value: Int) -> Key.Code? {
    switch value {
    case 8, 127: return .backspace
    case 9: return .tab
    case 13, 57414: return .enter
    case 27: return .escape
    case 57399...57408: return .character(Unicode.Scalar(UInt8(0x30 + value - 57399)))
    case 57417: return .left
    case 57418: return .right
    case 57419: return .up
    case 57420: return .down
    case 57421: return .pageUp
    case 57422: return .pageDown
    case 57423: return .home
    case 57424: return .end
    case 57425: return .insert
    case 57426: return .delete
    // The protocol's own area: modifier keys by themselves, media keys.
    case 0xE000...0xF8FF: return nil
    default:
      guard value >= 0x20, value <= 0x10FFFF else { return nil }
      return Unicode.Scalar(UInt32(value)).map { .character($0) }
    }
  }

  private static func mouse(_ parameters: ArraySlice<UInt8>, _ final: UInt8) -> Mouse? {
    let fields = fields(parameters)
    guard fields.count == 3, let button = fields[0].first ?? nil, let column = fields[1].first ?? nil,
      let row = fields[2].first ?? nil, column > 0, row > 0, final == 0x4D || final == 0x6D
    else { return nil }
    // Bit 7 is for buttons beyond the wheel, which do nothing here.
    guard button < 128 else { return nil }
    var modifiers: Key.Modifiers = []
    if button & 4 != 0 { modifiers.insert(.shift) }
    if button & 8 != 0 { modifiers.insert(.alt) }
    if button & 16 != 0 { modifiers.insert(.control) }
    let point = Point(x: column - 1, y: row - 1)
    switch (button & 64 != 0, button & 3) {
    case (true, 0): return Mouse(.wheelUp, at: point, modifiers)
    case (true, 1): return Mouse(.wheelDown, at: point, modifiers)
    case (true, _), (false, 3): return nil
    case (false, let number):
      if final == 0x6D { return Mouse(.release(number + 1), at: point, modifiers) }
      return Mouse(button & 32 != 0 ? .drag(number + 1) : .press(number + 1), at: point, modifiers)
    }
  }

  /// The colour of `11;rgb:RRRR/GGGG/BBBB`, the answer to the question for the ground.
  private static func ground(_ bytes: [UInt8]) -> RGB? {
    let prefix = Array("11;rgb:".utf8)
    guard bytes.starts(with: prefix) else { return nil }
    let channels = bytes.dropFirst(prefix.count).split(separator: 0x2F, omittingEmptySubsequences: false)
    guard channels.count == 3 else { return nil }
    var values: [UInt8] = []
    for channel in channels {
      guard (1...4).contains(channel.count), let value = UInt32(String(decoding: channel, as: UTF8.self), radix: 16)
      else { return nil }
      let whole = UInt32(1) << (4 * UInt32(channel.count)) - 1
      values.append(UInt8(value * 255 / whole))
    }
    return RGB(values[0], values[1], values[2])
  }

  private static func pasted(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0D {
        text.append(0x0A)
      } else if byte != 0x0A || index == 0 || bytes[index - 1] != 0x0D {
        text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static let sequenceBytesMax = 64
  /// An ESC that nothing follows for so long was a key.
  private static let handMilliseconds: Int64 = 25
  /// What a line holds up for longer than this does not come any more.
  private static let lineMilliseconds: Int64 = 1_000
  /// Greek, Cyrillic and all behind them; before it are Latin letters with and without marks.
  private static let firstOfOtherScripts = 0x370
  private static let pasteBytesMax = 1 << 20
  private static let pasteEnd = Array("\u{1B}[201~".utf8)
  private static let letters: [UInt8: Key.Code] = [
    0x41: .up, 0x42: .down, 0x43: .right, 0x44: .left, 0x46: .end, 0x48: .home, 0x50: .function(1),
    0x51: .function(2), 0x52: .function(3), 0x53: .function(4),
  ]
  private static let numbers: [Int: Key.Code] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end, 11: .function(1),
    12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6), 18: .function(7),
    19: .function(8), 20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12), 25: .function(13),
    26: .function(14), 28: .function(15), 29: .function(16), 31: .function(17), 32: .function(18), 33: .function(19),
    34: .function(20),
  ]
}

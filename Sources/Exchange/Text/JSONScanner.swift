// JSON of any size without a tree of the whole: the caller walks the outer objects and arrays itself and asks for a tree only of
// what it wants to look at; everything else is passed over.
//
//   { "epcisBody": { "eventList": [ {…}, {…}, … ] } }
//     └ walked       └ walked       └ a tree each, one at a time
//
// Numbers keep their text, so that nothing is lost in a conversion nobody asked for. Every node knows its offset.

/// A piece of JSON as a tree.
struct JSONNode {
  /// Where it begins, in bytes from the start of the text.
  var offset: Int
  var value: Value

  enum Value {
    case null
    case bool(Bool)
    /// A number by its text.
    case number(String)
    case string(String)
    case array([JSONNode])
    /// The members in the order of the text.
    case object([(key: String, node: JSONNode)])
  }

  /// The member of this name; the first when there are several.
  subscript(_ key: String) -> JSONNode? {
    guard case .object(let members) = value else { return nil }
    return members.first { $0.key == key }?.node
  }

  /// The text, where it is a string.
  var string: String? { if case .string(let text) = value { text } else { nil } }

  /// The elements, where it is an array.
  var array: [JSONNode]? { if case .array(let elements) = value { elements } else { nil } }

  /// What it is, in words.
  var kind: String {
    switch value {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// Why a text is not JSON, or not JSON that we read, and where.
struct JSONFault: Error {
  var code: FindingCode
  var offset: Int
  var words: String
}

/// Reads JSON (RFC 8259) piece by piece.
struct JSONScanner {
  /// How deep a tree may be.
  static let depthMax = 64
  /// How many nodes a tree may have.
  static let nodesMax = 500_000
  /// How much of a string is kept.
  static let stringBytesMax = 4096

  let bytes: [UInt8]
  /// The offset of what comes next.
  private(set) var position = 0
  private var nodes = 0
  /// Offsets of keys that stand in an object a second time, in the tree read last.
  private(set) var doubledKeys: [(offset: Int, key: String)] = []
  /// Offsets of strings that were cut off, in the tree read last.
  private(set) var cutStrings: [Int] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The byte that comes next after blanks; nil at the end.
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      position += 1
    }
    return nil
  }

  /// Takes one byte if it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  /// Goes back (or on) to an offset.
  mutating func move(to offset: Int) { position = offset }

  func fault(_ words: String, _ code: FindingCode = .syntax, at offset: Int? = nil) -> JSONFault {
    let at = offset ?? position
    return JSONFault(code: code, offset: at, words: at >= bytes.count ? "\(words); the text ends here" : words)
  }

  /// Walks an object: `member` is called before each value and must read or skip it.
  mutating func object(_ member: (inout JSONScanner, String, Int) throws(JSONFault) -> Void) throws(JSONFault) {
    guard take(0x7B) else { throw fault("an object was expected") }
    if take(0x7D) { return }
    while true {
      guard peek() == 0x22 else { throw fault("a name in quotes was expected") }
      let at = position
      let key = try string()
      guard take(0x3A) else { throw fault("“:” was expected") }
      try member(&self, key, at)
      if take(0x7D) { return }
      guard take(0x2C) else { throw fault("“,” or “}” was expected") }
    }
  }

  /// The tree of the value that comes next.
  mutating func tree() throws(JSONFault) -> JSONNode {
    nodes = 0
    doubledKeys = []
    cutStrings = []
    return try value(depth: 0)
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSONNode {
    guard let byte = peek() else { throw fault("a value was expected") }
    let at = position
    nodes += 1
    guard nodes <= Self.nodesMax else { throw fault("more than \(Self.nodesMax) values in one piece", .tooLarge) }
    switch byte {
    case 0x7B, 0x5B:
      guard depth < Self.depthMax else { throw fault("nested more than \(Self.depthMax) deep", .tooDeep) }
      return JSONNode(offset: at, value: byte == 0x7B ? try members(depth: depth + 1) : try elements(depth: depth + 1))
    case 0x22: return JSONNode(offset: at, value: .string(try string()))
    case 0x74: return JSONNode(offset: at, value: try word("true", .bool(true)))
    case 0x66: return JSONNode(offset: at, value: try word("false", .bool(false)))
    case 0x6E: return JSONNode(offset: at, value: try word("null", .null))
    default: return JSONNode(offset: at, value: .number(try number()))
    }
  }

  private mutating func members(depth: Int) throws(JSONFault) -> JSONNode.Value {
    var members: [(key: String, node: JSONNode)] = []
    var keys: Set<String> = []
    position += 1
    if take(0x7D) { return .object([]) }
    while true {
      guard peek() == 0x22 else { throw fault("a name in quotes was expected") }
      let at = position
      let key = try string()
      guard take(0x3A) else { throw fault("“:” was expected") }
      let node = try value(depth: depth)
      // Few names are looked through faster than they are hashed.
      if members.count == 16 { keys = Set(members.map(\.key)) }
      let isNew = members.count < 16 ? !members.contains { $0.key == key } : keys.insert(key).inserted
      if isNew {
        members.append((key, node))
      } else {
        doubledKeys.append((at, key))
      }
      if take(0x7D) { return .object(members) }
      guard take(0x2C) else { throw fault("“,” or “}” was expected") }
    }
  }

  private mutating func elements(depth: Int) throws(JSONFault) -> JSONNode.Value {
    var elements: [JSONNode] = []
    position += 1
    if take(0x5D) { return .array([]) }
    while true {
      elements.append(try value(depth: depth))
      if take(0x5D) { return .array(elements) }
      guard take(0x2C) else { throw fault("“,” or “]” was expected") }
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONNode.Value) throws(JSONFault) -> JSONNode.Value {
    let end = position + word.utf8CodeUnitCount
    let fits = word.withUTF8Buffer { text in end <= bytes.count && bytes[position..<end].elementsEqual(text) }
    guard fits else { throw fault("a value was expected") }
    position = end
    return value
  }

  private mutating func number() throws(JSONFault) -> String {
    let start = position
    func isDigit(_ i: Int) -> Bool { i < bytes.count && bytes[i] >= 0x30 && bytes[i] <= 0x39 }
    var i = position
    if i < bytes.count, bytes[i] == 0x2D { i += 1 }
    guard isDigit(i) else { throw fault("a value was expected") }
    if bytes[i] == 0x30 { i += 1 } else { while isDigit(i) { i += 1 } }
    if i < bytes.count, bytes[i] == 0x2E {
      i += 1
      guard isDigit(i) else { throw fault("a digit was expected", at: i) }
      while isDigit(i) { i += 1 }
    }
    if i < bytes.count, bytes[i] == 0x65 || bytes[i] == 0x45 {
      i += 1
      if i < bytes.count, bytes[i] == 0x2B || bytes[i] == 0x2D { i += 1 }
      guard isDigit(i) else { throw fault("a digit was expected", at: i) }
      while isDigit(i) { i += 1 }
    }
    position = i
    return String(decoding: bytes[start..<min(i, start + Self.stringBytesMax)], as: UTF8.self)
  }

  private mutating func string() throws(JSONFault) -> String {
    let start = position + 1
    var i = start
    while i < bytes.count, bytes[i] != 0x22, bytes[i] != 0x5C, bytes[i] >= 0x20 { i += 1 }
    if i < bytes.count, bytes[i] == 0x22, i - start <= Self.stringBytesMax {
      position = i + 1
      return String(decoding: bytes[start..<i], as: UTF8.self)
    }
    return try escapedString(start)
  }

  private mutating func escapedString(_ start: Int) throws(JSONFault) -> String {
    var out: [UInt8] = []
    var isCut = false
    var i = start
    while true {
      guard i < bytes.count else { throw fault("the text in quotes has no end", at: i) }
      let byte = bytes[i]
      if byte == 0x22 { break }
      guard byte >= 0x20 else { throw fault("a control character must be written as an escape", at: i) }
      var piece: [UInt8]
      if byte == 0x5C {
        (piece, i) = try escape(at: i)
      } else {
        piece = [byte]
        i += 1
      }
      if out.count < Self.stringBytesMax { out.append(contentsOf: piece) } else { isCut = true }
    }
    if isCut { cutStrings.append(start - 1) }
    position = i + 1
    return String(decoding: out, as: UTF8.self)
  }

  /// What the escape at `i` stands for, and where the text goes on. Half of a pair becomes the replacement character.
  private func escape(at i: Int) throws(JSONFault) -> ([UInt8], Int) {
    guard i + 1 < bytes.count else { throw fault("an escape has no end", at: i) }
    switch bytes[i + 1] {
    case 0x22, 0x5C, 0x2F: return ([bytes[i + 1]], i + 2)
    case 0x62: return ([0x08], i + 2)
    case 0x66: return ([0x0C], i + 2)
    case 0x6E: return ([0x0A], i + 2)
    case 0x72: return ([0x0D], i + 2)
    case 0x74: return ([0x09], i + 2)
    case 0x75:
      guard var value = hexadecimal(at: i + 2) else { throw fault("four hexadecimal digits were expected", at: i) }
      var end = i + 6
      if value & 0xFC00 == 0xD800, end + 1 < bytes.count, bytes[end] == 0x5C, bytes[end + 1] == 0x75,
        let low = hexadecimal(at: end + 2), low & 0xFC00 == 0xDC00
      {
        value = 0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF)
        end += 6
      }
      let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
      return (Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter), end)
    default: throw fault("no such escape", at: i)
    }
  }

  private func hexadecimal(at i: Int) -> UInt32? {
    guard i + 4 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[i..<(i + 4)] {
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
      case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
      default: return nil
      }
    }
    return value
  }

  /// Passes over the value that comes next without looking into it: brackets are counted, texts respected.
  mutating func skip() throws(JSONFault) {
    guard let byte = peek() else { throw fault("a value was expected") }
    guard byte == 0x7B || byte == 0x5B else {
      nodes = 0
      _ = try value(depth: 0)
      return
    }
    var depth = 0
    var inText = false
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if inText {
        if byte == 0x5C { position += 1 } else if byte == 0x22 { inText = false }
        continue
      }
      switch byte {
      case 0x22: inText = true
      case 0x7B, 0x5B: depth += 1
      case 0x7D, 0x5D:
        depth -= 1
        if depth == 0 { return }
      default: break
      }
    }
    position = bytes.count
    throw fault("brackets are left open")
  }
}

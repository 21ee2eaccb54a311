// CYaml is a target inside Yams and no product of its own: a minor release may rename it, so the package is held to patches.
import CYaml

// A YAML text as a tree in which everything knows where it stands. It is read from the parser's events and not from its tree, so
// that whatever somebody puts into a file costs no more than the file is long:
//
//   bytes ─► UTF-8? ─► events ─► nodes with line and column
//             │          │         ├─ deeper, or more nodes than there may be (aliases counted as what they stand for): ends there
//             │          │         └─ a key twice in a map: a fault that names both lines, the first one counts
//             │          └─ not YAML: a fault with line and column
//             └─ no: a fault at the first byte that is none

/// A place in a text: line and column, both from 1; columns count characters as they are typed.
package struct TextPlace: Hashable, Comparable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (a: TextPlace, b: TextPlace) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// Something in a YAML text.
package struct YAMLNode: Sendable {
  /// What it is.
  package enum Content: Sendable {
    /// A text; whether it stands there without quotes, and on one line.
    case scalar(String, isPlain: Bool, isOneLine: Bool)
    case list([YAMLNode])
    case map([Entry])
  }

  /// A key and its value.
  package struct Entry: Sendable {
    package let key: String
    package let place: TextPlace
    package let value: YAMLNode
  }

  /// Where it begins.
  package let place: TextPlace
  package let content: Content
  /// How many nodes it is, itself and all in it.
  let count: Int

  /// Whether it says nothing: empty, `~` or `null`.
  package var isNothing: Bool {
    guard case .scalar(let text, true, _) = content else { return false }
    return text.isEmpty || text == "~" || text.lowercased() == "null"
  }

  /// Its text; nil for a list or a map.
  package var text: String? {
    guard case .scalar(let text, _, _) = content else { return nil }
    return text
  }

  /// What is in it as a list; nil for anything else.
  package var items: [YAMLNode]? {
    guard case .list(let items) = content else { return nil }
    return items
  }

  /// What is in it as a map, in its order; nil for anything else.
  package var entries: [Entry]? {
    guard case .map(let entries) = content else { return nil }
    return entries
  }

  /// The value of a key of a map; nil where there is none.
  package subscript(key: String) -> YAMLNode? { entries?.first { $0.key == key }?.value }
}

/// What is wrong with a text as YAML, and where.
package struct YAMLFault: Hashable, Sendable {
  package var place: TextPlace
  /// The keys on the way to it.
  package var path: [String]
  package var words: String
}

/// How much of a text is read.
package struct YAMLLimits: Sendable {
  /// What the text is, a word or two for messages.
  package var what: String
  package var bytesMax: Int
  package var depthMax: Int
  /// How many values there may be, aliases counted as what they stand for.
  package var nodesMax: Int

  package init(what: String, bytesMax: Int, depthMax: Int = 16, nodesMax: Int = 20_000) {
    self.what = what
    self.bytesMax = bytesMax
    self.depthMax = depthMax
    self.nodesMax = nodesMax
  }
}

/// A text that was read as YAML.
package struct YAMLText: Sendable {
  /// What stands in it; nil when it could not be read, or there is nothing in it.
  package private(set) var root: YAMLNode?
  package private(set) var faults: [YAMLFault] = []

  /// Reads any bytes.
  package init(_ bytes: [UInt8], _ limits: YAMLLimits) {
    guard bytes.count <= limits.bytesMax else {
      faults = [
        YAMLFault(
          place: TextPlace(line: 1, column: 1), path: [],
          words: "it is longer than \(limits.bytesMax >> 10) KiB; no \(limits.what) is")
      ]
      return
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      faults = [YAMLFault(place: Self.firstNonText(bytes), path: [], words: "it is not text in UTF-8 from here on")]
      return
    }
    var loader = Loader(bytes, limits)
    root = loader.load()
    faults = loader.faults
  }

  /// Where the first byte stands that does not belong to a character.
  private static func firstNonText(_ bytes: [UInt8]) -> TextPlace {
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var offset = 0
    while case .valid(let character) = parser.parseScalar(from: &rest) { offset += character.count }
    return place(of: offset, in: bytes)
  }

  /// The place of a byte.
  static func place(of offset: Int, in bytes: [UInt8]) -> TextPlace {
    let before = bytes.prefix(max(0, min(offset, bytes.count)))
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    return TextPlace(line: line, column: column)
  }
}

/// Takes a parser's events one after the other.
private struct Loader {
  var faults: [YAMLFault] = []
  private let bytes: [UInt8]
  private var parser = yaml_parser_t()
  private var anchors: [String: YAMLNode] = [:]
  private let limits: YAMLLimits
  private var nodesLeft: Int
  private var path: [String] = []
  /// Whether the text is given up.
  private var isOver = false

  init(_ bytes: [UInt8], _ limits: YAMLLimits) {
    self.bytes = bytes
    self.limits = limits
    nodesLeft = limits.nodesMax
  }

  /// One event as far as it is looked at.
  private enum Event {
    case scalar(String, anchor: String?, isPlain: Bool, isOneLine: Bool)
    case alias(String)
    case list(anchor: String?)
    case listEnd
    case map(anchor: String?)
    case mapEnd
    case document
    case end
    case other
  }

  mutating func load() -> YAMLNode? {
    yaml_parser_initialize(&parser)
    defer { yaml_parser_delete(&parser) }
    return bytes.withUnsafeBufferPointer { bytes in
      yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
      var root: YAMLNode?
      var documents = 0
      while !isOver {
        let (event, place) = next()
        switch event {
        case .end: isOver = true
        case .document:
          documents += 1
          if documents > 1 { giveUp(place, "a second document begins here; a \(limits.what) is one") }
        case .scalar, .alias, .list, .map: root = node(event, place, depth: 0) ?? root
        case .listEnd, .mapEnd, .other: break
        }
      }
      return faults.contains { $0.path.isEmpty && $0.words.hasPrefix(Self.broken) } ? nil : root
    }
  }

  static let broken = "not YAML: "

  private mutating func giveUp(_ place: TextPlace, _ words: String, path: [String]? = nil) {
    if !isOver { faults.append(YAMLFault(place: place, path: path ?? self.path, words: words)) }
    isOver = true
  }

  private mutating func node(_ event: Event, _ place: TextPlace, depth: Int) -> YAMLNode? {
    guard depth < limits.depthMax else {
      giveUp(place, "it is nested more than \(limits.depthMax) deep; no \(limits.what) is")
      return nil
    }
    switch event {
    case .scalar(let text, let anchor, let isPlain, let isOneLine):
      return keep(.scalar(text, isPlain: isPlain, isOneLine: isOneLine), place, count: 1, cost: 1, anchor)
    case .alias(let name):
      guard let known = anchors[name] else {
        faults.append(YAMLFault(place: place, path: path, words: "nothing before this has the anchor “\(name)”"))
        return nil
      }
      return keep(known.content, place, count: known.count, cost: known.count, nil)
    case .list(let anchor):
      var items: [YAMLNode] = []
      var count = 1
      path.append("")
      defer { path.removeLast() }
      while !isOver {
        path[path.count - 1] = "[\(items.count + 1)]"
        let (event, place) = next()
        if case .listEnd = event { break }
        guard let item = node(event, place, depth: depth + 1) else { continue }
        items.append(item)
        count += item.count
      }
      return keep(.list(items), place, count: count, cost: 1, anchor)
    case .map(let anchor):
      return map(anchor, place, depth)
    case .listEnd, .mapEnd, .document, .end, .other: return nil
    }
  }

  private mutating func map(_ anchor: String?, _ place: TextPlace, _ depth: Int) -> YAMLNode? {
    var entries: [YAMLNode.Entry] = []
    var lines: [String: Int] = [:]
    var count = 1
    path.append("")
    defer { path.removeLast() }
    while !isOver {
      let (event, keyPlace) = next()
      if case .mapEnd = event { break }
      path[path.count - 1] = "?"
      let keyNode = node(event, keyPlace, depth: depth + 1)
      var key: String?
      if let keyNode {
        if case .scalar(let text, _, _) = keyNode.content {
          key = text
          path[path.count - 1] = text
        } else {
          faults.append(YAMLFault(place: keyPlace, path: Array(path.dropLast()), words: "a key is a word"))
        }
      }
      if isOver { break }
      let (valueEvent, valuePlace) = next()
      let value = node(valueEvent, valuePlace, depth: depth + 1)
      guard let key, let value else { continue }
      if let first = lines.updateValue(keyPlace.line, forKey: key) {
        lines[key] = first
        faults.append(
          YAMLFault(place: keyPlace, path: path, words: "it stands there twice, the first time on line \(first)"))
      } else {
        entries.append(YAMLNode.Entry(key: key, place: keyPlace, value: value))
      }
      count += value.count + 1
    }
    return keep(.map(entries), place, count: count, cost: 1, anchor)
  }

  /// Keeps a node; what is inside a list or map has been paid for when it was read, an alias costs what it stands for.
  private mutating func keep(
    _ content: YAMLNode.Content, _ place: TextPlace, count: Int, cost: Int, _ anchor: String?
  ) -> YAMLNode? {
    nodesLeft -= cost
    guard nodesLeft >= 0 else {
      giveUp(place, "it is more than \(limits.nodesMax) values, aliases counted; no \(limits.what) is")
      return nil
    }
    let node = YAMLNode(place: place, content: content, count: count)
    if let anchor { anchors[anchor] = node }
    return node
  }

  /// The next event and where it begins; whatever is no YAML ends the text.
  private mutating func next() -> (Event, TextPlace) {
    var event = yaml_event_t()
    guard yaml_parser_parse(&parser, &event) == 1 else {
      let (place, words) = problem()
      giveUp(place, Self.broken + words, path: [])
      return (.end, place)
    }
    defer { yaml_event_delete(&event) }
    let mark = event.start_mark
    let place = TextPlace(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    func text(_ characters: UnsafeMutablePointer<yaml_char_t>?) -> String? { characters.map { String(cString: $0) } }
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let value = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.quoted_implicit == 0 && scalar.tag == nil
      return (
        .scalar(
          String(decoding: value, as: UTF8.self), anchor: text(scalar.anchor), isPlain: isPlain,
          isOneLine: event.start_mark.line == event.end_mark.line), place
      )
    case YAML_ALIAS_EVENT: return (.alias(text(event.data.alias.anchor) ?? ""), place)
    case YAML_SEQUENCE_START_EVENT: return (.list(anchor: text(event.data.sequence_start.anchor)), place)
    case YAML_SEQUENCE_END_EVENT: return (.listEnd, place)
    case YAML_MAPPING_START_EVENT: return (.map(anchor: text(event.data.mapping_start.anchor)), place)
    case YAML_MAPPING_END_EVENT: return (.mapEnd, place)
    case YAML_DOCUMENT_START_EVENT: return (.document, place)
    case YAML_STREAM_END_EVENT: return (.end, place)
    default: return (.other, place)  // the parser's own list of numbers, of which no other matters
    }
  }

  /// What the parser stumbled over, in our words where the usual mistakes are concerned.
  private func problem() -> (TextPlace, String) {
    let said = parser.problem.map { String(cString: $0) } ?? "it cannot be read"
    if parser.error == YAML_READER_ERROR {
      return (
        YAMLText.place(of: Int(parser.problem_offset), in: bytes), "a control character stands here"
      )
    }
    let mark = parser.problem_mark
    let place = TextPlace(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    let byte = Int(mark.index) < bytes.count ? byteOfCharacter(Int(mark.index)) : nil
    switch said {
    case "found character that cannot start any token":
      switch byte {
      case 0x09: return (place, "a tab stands here; blanks are needed")
      case let byte?: return (place, "“\(String(UnicodeScalar(byte)))” cannot begin a value; put it in quotes")
      case nil: return (place, said)
      }
    case "mapping values are not allowed in this context":
      return (place, "a colon is not expected here; put the text in quotes, or look at the indentation")
    case "did not find expected key": return (place, "a key is expected here; look at the indentation and at quotes")
    case "could not find expected ':'": return (place, "a key before this has no colon")
    case "found unexpected end of stream": return (place, "a quote that was opened is not closed")
    case "did not find expected ',' or ']'": return (place, "a bracket “[” that was opened is not closed")
    case "did not find expected ',' or '}'": return (place, "a brace “{” that was opened is not closed")
    default:
      return (
        place, said.hasPrefix("Maximum nesting level") ? "it is nested more deeply than any \(limits.what)" : said
      )
    }
  }

  /// The first byte of the character with a number.
  private func byteOfCharacter(_ number: Int) -> UInt8? {
    var count = 0
    for byte in bytes where byte & 0xC0 != 0x80 {
      if count == number { return byte }
      count += 1
    }
    return nil
  }
}

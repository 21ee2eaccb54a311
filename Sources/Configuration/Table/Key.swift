import YAML

// The table: what may be set down, a row for each key. Reader, example, schema and the list of what is in force are all made from
// these rows; nothing else knows a key.
//
//   root ─┬─ section ─┬─ key      path, words, shape, default, example, how it is read
//         │           └─ key
//         └─ key ── items ── keys of each item

/// A key as it is described, without what it is a key of.
struct KeyDescription: Sendable {
  let name: String
  /// What it sets, a clause or two.
  let words: String
  let shape: Shape
  /// What holds where the file says nothing, as YAML on one line; nil for a section.
  let standard: String?
  /// Lines of YAML below the key, or one line behind it, that show how it is used; none where the default shows it.
  let example: [String]
  /// Whether a map without it is a mistake.
  let isRequired: Bool
}

/// A key of something that is set down.
struct Key<Subject: Sendable>: Sendable {
  let description: KeyDescription
  let read: @Sendable (YAMLNode, inout Reading, inout Subject) -> Void
  /// What is in force, by path, as YAML on one line.
  let settings: @Sendable (Subject) -> [(path: String, value: String)]

  var name: String { description.name }

  /// A key that sets one property.
  init<Value>(
    _ name: String, _ words: String, _ kind: Kind<Value>, _ property: any WritableKeyPath<Subject, Value> & Sendable,
    of subject: Subject, example: [String] = [], isRequired: Bool = false
  ) {
    self.init(
      name, words, kind, standard: subject[keyPath: property], example: example, isRequired: isRequired,
      get: { $0[keyPath: property] }, set: { $0[keyPath: property] = $1 })
  }

  /// A key that sets something else than a property.
  init<Value>(
    _ name: String, _ words: String, _ kind: Kind<Value>, standard: Value, example: [String] = [],
    isRequired: Bool = false, get: @escaping @Sendable (Subject) -> Value,
    set: @escaping @Sendable (inout Subject, Value) -> Void
  ) {
    description = KeyDescription(
      name: name, words: words, shape: kind.shape, standard: kind.write(standard), example: example,
      isRequired: isRequired)
    read = { node, reading, subject in
      guard let value = kind.read(node, &reading) else { return }
      set(&subject, value)
      reading.note(node)
    }
    settings = { [(name, kind.write(get($0)))] }
  }

  /// A section with keys of its own.
  init(_ name: String, _ words: String, _ keys: [Key<Subject>]) {
    description = KeyDescription(
      name: name, words: words, shape: .section(keys.map(\.description)), standard: nil, example: [],
      isRequired: false)
    read = { node, reading, subject in reading.map(node, keys, &subject) }
    settings = { subject in
      keys.flatMap { key in key.settings(subject).map { ("\(name).\($0.path)", $0.value) } }
    }
  }
}

/// A map on one line: what of a subject is not as it is by itself.
func written<Subject>(
  _ keys: [Key<Subject>], _ subject: Subject, beside start: Subject, always needed: [String] = []
) -> String {
  let none = keys.flatMap { $0.settings(start) }
  var parts: [String] = []
  for (path, value) in keys.flatMap({ $0.settings(subject) }) {
    let isNone = none.contains { $0.path == path && $0.value == value }
    if !isNone || needed.contains(path) { parts.append("\(path): \(value)") }
  }
  return "{" + parts.joined(separator: ", ") + "}"
}

/// A file on its way into values: where it is, and what was found.
struct Reading: Sendable {
  let file: String
  private(set) var findings: [ConfigurationFinding] = []
  /// Keys that were set, by path, and their lines.
  private(set) var lines: [String: Int] = [:]
  private(set) var path: [String] = []
  /// Where actions were given keys, and plugins their names, by the action's name.
  private(set) var actions: [String: (path: String, place: TextPlace)] = [:]
  /// How many findings are mistakes, those too that are not kept.
  private(set) var mistakes = 0

  /// How many findings are kept: more say nothing that the first ones do not.
  static let findingsMax = 100

  init(file: String) { self.file = file }

  /// The path as people write it: `views[2].filter`.
  var pathText: String { Self.text(path) }

  static func text(_ path: [String]) -> String {
    path.reduce(into: "") { out, part in
      out += part.hasPrefix("[") || out.isEmpty ? excerpt(part) : "." + excerpt(part)
    }
  }

  mutating func find(_ node: YAMLNode, _ words: String, isNote: Bool = false) {
    find(at: node.place, words, isNote: isNote)
  }

  mutating func find(at place: TextPlace, _ words: String, path: [String]? = nil, isNote: Bool = false) {
    record(ConfigurationFinding(file: file, place: place, path: Self.text(path ?? self.path), words, isNote: isNote))
  }

  private mutating func record(_ finding: ConfigurationFinding) {
    if !finding.isNote { mistakes += 1 }
    if findings.count < Self.findingsMax { findings.append(finding) }
  }

  /// Notes that the key on the way was set here.
  mutating func note(_ node: YAMLNode) { lines[pathText] = node.place.line }

  /// Notes that an action is spoken of here.
  mutating func noteAction(_ name: String, at place: TextPlace) { actions[name] = (pathText, place) }

  /// Finds something in the key on a path.
  mutating func find(at place: TextPlace, _ words: String, path: String, isNote: Bool) {
    record(ConfigurationFinding(file: file, place: place, path: path, words, isNote: isNote))
  }

  /// Reads something that stands behind a key.
  mutating func inside(_ part: String, _ body: (inout Reading) -> Void) {
    path.append(part)
    body(&self)
    path.removeLast()
  }

  /// The text of a value that is one.
  mutating func scalar(_ node: YAMLNode) -> String? {
    guard case .scalar(let text, _, _) = node.content else {
      find(node, "one value is needed here, not a list or a map")
      return nil
    }
    return text
  }

  /// The entries of a value that is a map; what says nothing is an empty one.
  mutating func entries(_ node: YAMLNode) -> [YAMLNode.Entry] {
    if node.isNothing { return [] }
    guard case .map(let entries) = node.content else {
      find(node, "a map of keys and values is needed here")
      return []
    }
    return entries
  }

  /// Reads a map whose keys stand in a table.
  mutating func map<Subject>(_ node: YAMLNode, _ keys: [Key<Subject>], _ subject: inout Subject) {
    let entries = entries(node)
    for entry in entries {
      inside(entry.key) { reading in
        guard let key = keys.first(where: { $0.name == entry.key }) else {
          let names = keys.map(\.name)
          let help = didYouMean(entry.key, names)
          reading.find(
            at: entry.place,
            "there is no key “\(excerpt(entry.key))” here"
              + (help.isEmpty ? "; there are \(names.joined(separator: ", "))" : help))
          return
        }
        // A key that says nothing leaves everything as it is.
        if !entry.value.isNothing { key.read(entry.value, &reading, &subject) }
      }
    }
    if case .map = node.content {
      // What is there and says nothing is not there.
      let said = entries.filter { !$0.value.isNothing }.map(\.key)
      for key in keys where key.description.isRequired && !said.contains(key.name) {
        find(at: node.place, "“\(key.name)” is missing: \(key.description.words)")
      }
    }
  }

  /// Reads a list of maps; an item with a mistake in it is left out.
  mutating func items<Item>(
    _ node: YAMLNode, most: Int, _ keys: [Key<Item>], from start: Item,
    check: (inout Reading, YAMLNode, Item) -> Bool = { _, _, _ in true }
  ) -> [Item]? {
    guard case .list(let nodes) = node.content else {
      find(node, "a list is needed here, each entry behind “- ”")
      return nil
    }
    guard nodes.count <= most else {
      find(node, "\(nodes.count) are too many; \(most) at most")
      return nil
    }
    var items: [Item] = []
    for (index, node) in nodes.enumerated() {
      inside("[\(index + 1)]") { reading in
        var item = start
        let before = reading.mistakes
        guard case .map = node.content else {
          reading.find(node, "a map of keys and values is needed here")
          return
        }
        reading.map(node, keys, &item)
        if reading.mistakes == before, check(&reading, node, item) { items.append(item) }
      }
    }
    return items
  }
}

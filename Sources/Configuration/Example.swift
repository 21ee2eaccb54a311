import Dashboard
import Logistics

// The manual: a file with every key at its default, with what it means, what it takes and an example; it is printed from the
// table, and reading it sets nothing down that was not so before.

/// Prints the table as a file.
package enum ConfigurationExample {
  /// The whole file.
  package static var text: String {
    var out = """
      # Clearway: what an operator sets down for good.
      #
      # This file is read from $XDG_CONFIG_HOME/clearway/config.yaml, else ~/.config/clearway/config.yaml, or from where
      # --config says. It is YAML; every key may be left out, and here each has the value that holds by itself. "~" says
      # nothing. Options of the command line go before it. While Clearway runs, a change is in force within two seconds;
      # with a mistake in it the file is not taken, what was in force stays, and :config shows what is wrong and where.
      #
      #   clearway config               what is in force, and where it comes from
      #   clearway config --check FILE  what is wrong with a file; exit code 2 when anything is
      #   clearway config --schema      a JSON Schema, for editors

      """
    for key in Key<Configuration>.root.map(\.description) { out += "\n" + lines(key, indent: 0) }
    return out
  }

  /// A key with its words above it, its value, and an example below it.
  private static func lines(_ key: KeyDescription, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var out = ""
    for line in wrapped(key.words, width: 116 - indent) { out += "\(margin)# \(line)\n" }
    switch key.shape {
    case .section(let keys):
      out += "\(margin)\(key.name):\n"
      for (index, inner) in keys.enumerated() { out += (index == 0 ? "" : "\n") + lines(inner, indent: indent + 2) }
      return out
    case .items(let keys, _):
      out += "\(margin)\(key.name): \(key.standard ?? "[]")\n"
      out += explained(keys, margin)
    case .named(let what, let shape, let names):
      let table = names.isEmpty ? "" : ": \(names.joined(separator: ", "))"
      for line in wrapped("(\(what)\(table))", width: 116 - indent) { out += "\(margin)# \(line)\n" }
      out += "\(margin)\(key.name): \(key.standard ?? "{}")\n"
      if case .section(let keys) = shape { out += explained(keys, margin) }
    case .choice(let choices):
      if choices.contains(where: { !$0.words.isEmpty }) {
        let all = choices.map { $0.words.isEmpty ? $0.name : "\($0.name) (\($0.words))" }.joined(separator: ", ")
        for line in wrapped("one of " + all, width: 116 - indent) { out += "\(margin)# \(line)\n" }
      } else {
        for line in wrapped("one of \(key.shape.words)", width: 116 - indent) { out += "\(margin)# \(line)\n" }
      }
      out += value(key, margin)
    case .flag: out += value(key, margin)
    case .text, .number, .span, .clock, .language, .oneOrMore, .list:
      for line in wrapped(key.shape.words, width: 116 - indent) { out += "\(margin)# \(line)\n" }
      out += value(key, margin)
    }
    guard let first = key.example.first else { return out }
    if key.example.count == 1, !first.hasPrefix("- "), !first.hasSuffix(":") {
      out += isBlock(key) ? "\(margin)# \(key.name):\n\(margin)#   \(first)\n" : "\(margin)# \(key.name): \(first)\n"
    } else {
      out += "\(margin)# \(key.name):\n" + key.example.map { "\(margin)#   \($0)\n" }.joined()
    }
    return out
  }

  private static func value(_ key: KeyDescription, _ margin: String) -> String {
    "\(margin)\(key.name): \(key.standard ?? "~")\n"
  }

  /// Whether what stands behind the key stands on lines of its own.
  private static func isBlock(_ key: KeyDescription) -> Bool {
    switch key.shape {
    case .items, .named, .section: true
    case .flag, .text, .number, .span, .clock, .choice, .language, .oneOrMore, .list: false
    }
  }

  /// The keys of what is in a list or behind a name, in a comment.
  private static func explained(_ keys: [KeyDescription], _ margin: String) -> String {
    var out = ""
    for key in keys {
      let needed = key.isRequired ? ", needed" : ""
      let takes: String
      switch key.shape {
      case .choice, .flag, .number, .span, .clock, .oneOrMore, .list, .section, .named, .items: takes = key.shape.words
      case .text: takes = "text"
      case .language(let what, _): takes = what
      }
      for (index, line) in wrapped("\(key.name): \(key.words) (\(takes)\(needed))", width: 108).enumerated() {
        out += "\(margin)#   \(index == 0 ? "" : "  ")\(line)\n"
      }
      if case .items(let inner, _) = key.shape { out += explained(inner, margin + "  ") }
      if case .section(let inner) = key.shape { out += explained(inner, margin + "  ") }
    }
    return out
  }

  private static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    return line.isEmpty ? lines : lines + [line]
  }
}

import Logistics
import Measures

// The table as a JSON Schema (draft 2020-12), for editors that complete and check YAML by one. Every key may say nothing (null)
// that need not be there.
// The schema is a little stricter than the reader where YAML is lax (a text that looks like a number is one to a schema), and
// cannot check filters.

/// Prints the table as a JSON Schema.
package enum ConfigurationSchema {
  /// The schema as JSON text.
  package static var text: String {
    let root: JSON = .object([
      ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      ("title", .text("Clearway configuration")),
      ("type", .text("object")),
      ("properties", .object(Key<Configuration>.root.map { ($0.name, schema($0.description)) })),
      ("additionalProperties", .flag(false)),
    ])
    return root.printed() + "\n"
  }

  private static func schema(_ key: KeyDescription) -> JSON {
    var members = [("description", JSON.text(key.words))]
    members += key.isRequired ? schema(key.shape) : nullable(schema(key.shape))
    return .object(members)
  }

  /// What stands behind a key: its shape, or nothing.
  private static func nullable(_ members: [(String, JSON)]) -> [(String, JSON)] {
    guard members.count > 0, case .text(let type)? = members.first(where: { $0.0 == "type" })?.1 else {
      return [("anyOf", .list([.object(members), .object([("type", .text("null"))])]))]
    }
    return members.map { name, value in
      switch name {
      case "type": (name, .list([.text(type), .text("null")]))
      case "enum":
        if case .list(let all) = value { (name, .list(all + [.nothing])) } else { (name, value) }
      default: (name, value)
      }
    }
  }

  private static func schema(_ shape: Shape) -> [(String, JSON)] {
    switch shape {
    case .flag: [("type", .text("boolean"))]
    case .text(let most): [("type", .text("string")), ("minLength", .number(1)), ("maxLength", .number(most))]
    case .number(let range):
      [("type", .text("integer")), ("minimum", .number(range.lowerBound))]
        + (range.upperBound == .max ? [] : [("maximum", .number(range.upperBound))])
    case .span: [("type", .text("string")), ("pattern", .text("^([0-9]+[smhd] ?)+$"))]
    case .clock: [("type", .text("string")), ("pattern", .text("^[0-9]{1,2}:[0-9]{2}$"))]
    case .choice(let choices):
      // A word that looks like a number is one to most readers of YAML.
      [
        (
          "enum",
          .list(
            choices.flatMap { choice in
              Int(choice.name).map { [.text(choice.name), .number($0)] } ?? [.text(choice.name)]
            })
        )
      ]
    case .language(let what, let example):
      [("type", .text("string")), ("$comment", .text(what)), ("examples", .list([.text(example)]))]
    case .oneOrMore(let shape):
      [
        (
          "anyOf",
          .list([.object(schema(shape)), .object([("type", .text("array")), ("items", .object(schema(shape)))])])
        )
      ]
    case .list(let shape, let most):
      [("type", .text("array")), ("maxItems", .number(most)), ("items", .object(schema(shape)))]
    case .items(let keys, let most):
      [("type", .text("array")), ("maxItems", .number(most)), ("items", .object(table(keys)))]
    case .section(let keys): table(keys)
    case .named(_, let shape, let names):
      [("type", .text("object"))]
        + (names.isEmpty ? [] : [("propertyNames", .object([("enum", .list(names.map { .text($0) }))]))])
        + [("additionalProperties", .object(nullable(schema(shape))))]
    }
  }

  private static func table(_ keys: [KeyDescription]) -> [(String, JSON)] {
    let needed = keys.filter(\.isRequired).map { JSON.text($0.name) }
    return [("type", .text("object")), ("properties", .object(keys.map { ($0.name, schema($0)) }))]
      + (needed.isEmpty ? [] : [("required", .list(needed))]) + [("additionalProperties", .flag(false))]
  }
}

/// A JSON value whose members keep their order.
private indirect enum JSON {
  case text(String)
  case number(Int)
  case flag(Bool)
  case nothing
  case list([JSON])
  case object([(String, JSON)])

  /// The value as text, members on lines of their own.
  func printed(indent: String = "") -> String {
    switch self {
    case .text(let text): return JSON.quoted(text)
    case .number(let number): return "\(number)"
    case .flag(let flag): return flag ? "true" : "false"
    case .nothing: return "null"
    case .list(let items):
      if items.allSatisfy(\.isPlain) { return "[" + items.map { $0.printed() }.joined(separator: ", ") + "]" }
      let inner = indent + "  "
      return "[\n" + items.map { inner + $0.printed(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      let inner = indent + "  "
      return "{\n"
        + members.map { "\(inner)\(JSON.quoted($0)): \($1.printed(indent: inner))" }.joined(separator: ",\n")
        + "\n\(indent)}"
    }
  }

  private var isPlain: Bool {
    switch self {
    case .text, .number, .flag, .nothing: true
    case .list, .object: false
    }
  }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case let scalar where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      case let scalar: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}

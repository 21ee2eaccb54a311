import Dashboard
import Foundation
import Testing
import YAML

@testable import Configuration

/// Every key with its path, those in lists and behind names too.
func everyKey() -> [(path: String, key: KeyDescription)] {
  func inner(_ keys: [KeyDescription], _ path: String) -> [(String, KeyDescription)] {
    keys.flatMap { key -> [(String, KeyDescription)] in
      let here = path.isEmpty ? key.name : "\(path).\(key.name)"
      return [(here, key)] + inner(key.shape, here)
    }
  }
  func inner(_ shape: Shape, _ path: String) -> [(String, KeyDescription)] {
    switch shape {
    case .section(let keys): inner(keys, path)
    case .items(let keys, _): inner(keys, path + "[]")
    case .named(_, let shape, _): inner(shape, path + ".*")
    case .list(let shape, _), .oneOrMore(let shape): inner(shape, path)
    case .flag, .text, .number, .span, .clock, .choice, .language: []
    }
  }
  return inner(Key<Configuration>.root.map(\.description), "")
}

/// The example's own examples, taken out of their comments: a file in which every key of a section says something.
func examplesInForce() -> String {
  func lines(_ keys: [KeyDescription], _ indent: String) -> String {
    var out = ""
    for key in keys {
      if case .section(let inner) = key.shape {
        let body = lines(inner, indent + "  ")
        if !body.isEmpty { out += "\(indent)\(key.name):\n\(body)" }
        continue
      }
      guard let first = key.example.first else { continue }
      let isBlock: Bool
      switch key.shape {
      case .items, .named, .section: isBlock = true
      case .flag, .text, .number, .span, .clock, .choice, .language, .oneOrMore, .list: isBlock = key.example.count > 1
      }
      out +=
        isBlock
        ? "\(indent)\(key.name):\n" + key.example.map { "\(indent)  \($0)\n" }.joined()
        : "\(indent)\(key.name): \(first)\n"
    }
    return out
  }
  return lines(Key<Configuration>.root.map(\.description), "")
}

@Suite("The table of keys") struct KeyTableTests {
  @Test func `every key has a name, words, and a default that can be read`() {
    let all = everyKey()
    #expect(all.count > 20)
    #expect(Set(all.map(\.path)).count == all.count)
    for (path, key) in all {
      #expect(!key.words.isEmpty, "\(path)")
      #expect(
        key.name.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || $0 == "-" },
        "\(path): small letters and hyphens")
      #expect(
        !["on", "off", "yes", "no", "y", "n", "true", "false", "null"].contains(key.name), "\(path): YAML has it")
    }
  }

  @Test func `the example is read without a finding and sets nothing down`() {
    let text = read(ConfigurationExample.text)
    #expect(text.findings.map(\.description) == [])
    let none = ConfigurationText()
    #expect(text.values.map(\.path) == none.values.map(\.path))
    #expect(text.values.map(\.value) == none.values.map(\.value))
    for line in ConfigurationExample.text.split(separator: "\n") { #expect(line.count <= 120, "\(line)") }
  }

  @Test func `the example has every key`() {
    let example = ConfigurationExample.text
    for (path, key) in everyKey() { #expect(example.contains("\(key.name):"), "\(path)") }
  }

  @Test func `what the example shows in comments is right too`() {
    let text = read(examplesInForce())
    #expect(text.findings.filter { !$0.isNote }.map(\.description) == [])
    #expect(text.lines.count > 5)
  }

  @Test func `what is in force can be written down and read again`() {
    let text = read(examplesInForce())
    for (path, value) in text.values {
      let parts = path.split(separator: ".")
      var line = "\(parts.last ?? ""): \(value)"
      for part in parts.dropLast().reversed() { line = "\(part): {\(line)}" }
      let again = read(line)
      #expect(again.findings.filter { !$0.isNote }.map(\.description) == [], "\(line)")
      #expect(again.values.first { $0.path == path }?.value == value, "\(line)")
    }
  }

  @Test func `the settings say where each value comes from`() {
    let text = read("operator:\n  name: mei\ntheme: {name: tidewater}\n")
    let lines = text.settings(file: "c.yaml", others: [("theme.name", "calm-light", "--theme")])
    #expect(lines.contains { $0.hasPrefix("operator.name ") && $0.hasSuffix("mei  (c.yaml:2)") })
    #expect(lines.contains { $0.hasPrefix("theme.name ") && $0.hasSuffix("calm-light  (--theme)") })
    #expect(lines.contains { $0.hasPrefix("screen.mouse ") && $0.hasSuffix("true  (by itself)") })
  }

  @Test func `the schema is one, and example and examples satisfy it`() throws {
    let schema = try #require(
      try JSONSerialization.jsonObject(with: Data(ConfigurationSchema.text.utf8)) as? [String: Any])
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    for text in [ConfigurationExample.text, examplesInForce()] {
      let node = try #require(YAMLText(Array(text.utf8), ConfigurationText.limits).root)
      #expect(faults(of: plain(node), in: schema, at: "") == [])
    }
    for wrong in [
      "operater: {}", "operator: {name: 5, x: 1}", "screen: {mouse: perhaps}", "simulation: {speed: 9999}",
      "views: [{name: a}]", "views: [{name: ~, filter: to:DE}]", "views: {}", "colouring: [{filter: a, paint: red}]",
    ] {
      let node = try #require(YAMLText(Array(wrong.utf8), ConfigurationText.limits).root)
      #expect(faults(of: plain(node), in: schema, at: "") != [], "\(wrong)")
    }
  }

  /// A node as JSON has it, plain words resolved as YAML 1.2's core schema does.
  private func plain(_ node: YAMLNode) -> Any {
    switch node.content {
    case .scalar(let text, let isPlain, _):
      guard isPlain else { return text }
      switch text {
      case "", "~", "null": return NSNull()
      case "true": return true
      case "false": return false
      default: return Int(text).map { $0 as Any } ?? text
      }
    case .list(let items): return items.map(plain)
    case .map(let entries): return Dictionary(uniqueKeysWithValues: entries.map { ($0.key, plain($0.value)) })
    }
  }

  /// What of a value is not as a schema says; the words of the draft that the schema uses, and a fault for any other.
  private func faults(of value: Any, in schema: [String: Any], at path: String) -> [String] {
    var faults: [String] = []
    let isFlag = CFGetTypeIDIsBool(value)
    func isOf(_ type: String) -> Bool {
      switch type {
      case "object": value is [String: Any]
      case "array": value is [Any]
      case "string": value is String
      case "boolean": isFlag
      case "integer": !isFlag && value is Int
      case "null": value is NSNull
      default: false
      }
    }
    for (word, rule) in schema.sorted(by: { $0.key < $1.key }) {
      switch word {
      case "$schema", "title", "description", "$comment", "examples": break
      case "type":
        let types = rule as? [String] ?? [rule as? String ?? ""]
        if !types.contains(where: isOf) { faults.append("\(path): not \(types)") }
      case "enum":
        let all = rule as? [Any] ?? []
        if !all.contains(where: { "\($0)" == "\(value)" && ($0 is String) == (value is String) }) {
          faults.append("\(path): not one of \(all)")
        }
      case "anyOf":
        let all = rule as? [[String: Any]] ?? []
        if !all.contains(where: { self.faults(of: value, in: $0, at: path).isEmpty }) {
          faults.append("\(path): anyOf")
        }
      case "minimum": if let number = value as? Int, number < rule as? Int ?? 0 { faults.append("\(path): small") }
      case "maximum": if let number = value as? Int, number > rule as? Int ?? 0 { faults.append("\(path): large") }
      case "minLength":
        if let text = value as? String, text.count < rule as? Int ?? 0 { faults.append("\(path): short") }
      case "maxLength":
        if let text = value as? String, text.count > rule as? Int ?? 0 { faults.append("\(path): long") }
      case "maxItems": if let list = value as? [Any], list.count > rule as? Int ?? 0 { faults.append("\(path): many") }
      case "pattern":
        if let text = value as? String, text.range(of: rule as? String ?? "", options: .regularExpression) == nil {
          faults.append("\(path): “\(text)” is no match")
        }
      case "items":
        for (index, item) in (value as? [Any] ?? []).enumerated() {
          faults += self.faults(of: item, in: rule as? [String: Any] ?? [:], at: "\(path)[\(index)]")
        }
      case "required":
        if let map = value as? [String: Any] {
          for name in rule as? [String] ?? [] where map[name] == nil { faults.append("\(path): no \(name)") }
        }
      case "properties":
        for (name, schema) in rule as? [String: [String: Any]] ?? [:] {
          if let inner = (value as? [String: Any])?[name] {
            faults += self.faults(of: inner, in: schema, at: "\(path).\(name)")
          }
        }
      case "propertyNames":
        for name in (value as? [String: Any] ?? [:]).keys {
          faults += self.faults(of: name, in: rule as? [String: Any] ?? [:], at: "\(path).\(name)")
        }
      case "additionalProperties":
        let known = schema["properties"] as? [String: Any] ?? [:]
        for (name, inner) in value as? [String: Any] ?? [:] where known[name] == nil {
          if let schema = rule as? [String: Any] {
            faults += self.faults(of: inner, in: schema, at: "\(path).\(name)")
          } else {
            faults.append("\(path): \(name) is not known")
          }
        }
      default: faults.append("\(path): the checker does not know “\(word)”")
      }
    }
    return faults
  }

  private func CFGetTypeIDIsBool(_ value: Any) -> Bool {
    type(of: value) == Bool.self || value is Bool && !(value is Int)
  }
}

import Dashboard
import Logistics
import TUI
import YAML

// External commands of the operator's own.
//
//   plugins:
//     - name: label
//       key: ctrl-l
//       about: print a label
//       command: [label-printer, --to, $TO, $ID]
//
// A command is a list of words; nothing is cut at blanks, and no shell reads it unless `shell: true` asks for one.

extension Key<Configuration> {
  static var pluginSection: Key<Configuration> {
    let fields = PluginField.rows.map { "$\($0.name) \($0.words)" }.joined(separator: "; ")
    return Key(
      "plugins",
      """
      Commands of your own, run for the shipment under the cursor or for each that is marked. In a word of a command \
      $NAME or ${NAME} stands for a field of the shipment or for an input, $$ for a dollar sign; all are also in the \
      environment, as CLEARWAY_NAME, with the journal's path as CLEARWAY_DB. A value is never cut in two; one that \
      begins with “-” at the beginning of a word is refused, as it would be an option that you did not write, unless \
      “--” stands before it. What a command says is shown, without what could steer the terminal. The fields: \(fields).
      """, Kind<[Plugin]>.plugins, \.preferences.plugins, of: Configuration(),
      example: [
        "- name: carrier-page", "  key: ctrl-o", "  about: open the carrier's page for it",
        "  command: [xdg-open, \"https://example.org/track?ref=$REF\"]", "- name: escalate",
        "  about: tell the team lead",
        "  scopes: [detail]", "  confirm: true", "  changes: true", "  time: 10s",
        "  command: [\"/usr/local/bin/escalate\", --id, $ID, --why, $WHY]", "  inputs:",
        "    - {name: WHY, about: why, type: choice, choices: [value, promise, customs]}",
      ])
  }
}

extension Kind where Value == [Plugin] {
  fileprivate static var plugins: Kind {
    let start = Plugin(name: "", words: "", command: [])
    let keys: [Key<Plugin>] = [
      Key("name", "its long name, as typed behind “:”", .text(most: 32), \.name, of: start, isRequired: true),
      Key("key", "its key or chord", Kind<String>.keySpelling.optional, \.keys, of: start),
      Key("about", "what it does, a clause for help and palette", .text(most: 120), \.words, of: start),
      Key(
        "scopes", "where its key works; by itself wherever there are shipments",
        Kind<String>.choice(Plugin.placeNames.map { ($0, $0, "") }).list(most: 20), \.scopes, of: start),
      Key("confirm", "ask before it is run", .flag, \.confirms, of: start),
      Key(
        "dangerous",
        "it does harm when done by mistake: asks with another key, and is off where nothing may be changed",
        .flag, \.isDangerous, of: start),
      Key("changes", "it changes things: it is off where nothing may be changed", .flag, \.changes, of: start),
      Key(
        "command", "the program and its arguments", Kind<String>.commandWord.oneOrMore(most: 100), \.command, of: start,
        isRequired: true),
      Key(
        "shell", "the command's first word is a script for /bin/sh, the others are its $1, $2 and so on", .flag,
        \.usesShell, of: start),
      Key("foreground", "give it the terminal while it runs", .flag, \.isForeground, of: start),
      Key(
        "time", "how long it may take before it is stopped", .seconds(1...3_600), \.secondsMax, of: start),
      Key("inputs", "what is asked before it is run", Kind<[Plugin.Input]>.inputs, \.inputs, of: start),
    ]
    let most = 50
    return Kind(shape: .items(keys.map(\.description), most: most)) { node, reading in
      reading.items(node, most: most, keys, from: start) { reading, node, plugin in
        let before = reading.mistakes
        check(plugin, node, &reading)
        return reading.mistakes == before
      }
    } write: { plugins in
      let all = plugins.map { written(keys, $0, beside: start, always: ["name", "command"]) }
      return "[" + all.joined(separator: ", ") + "]"
    }
  }

  private static func check(_ plugin: Plugin, _ node: YAMLNode, _ reading: inout Reading) {
    reading.noteAction(plugin.name, at: node.place)
    let names = PluginField.rows.map(\.name)
    for input in plugin.inputs where names.contains(input.name) {
      reading.find(node, "input \(input.name): a field of shipments has this name")
    }
    let known = names + plugin.inputs.map(\.name)
    if !plugin.usesShell, plugin.command.count == 1, plugin.command[0].contains(" ") {
      reading.find(
        node,
        "“\(excerpt(plugin.command[0]))” has blanks: write a command's words as a list, as in [program, word, word]")
    }
    for word in plugin.command.dropFirst(plugin.usesShell ? 1 : 0) {
      for case .name(let name, let spelling) in PluginCall.parts(of: word) where !known.contains(name) {
        let near = didYouMean(name.lowercased(), known.map { $0.lowercased() })
        reading.find(node, "\(excerpt(spelling)) is no field and no input\(near); a dollar sign is $$")
      }
    }
  }
}

/// An input on its way out of the file.
private struct InputDraft: Sendable, Equatable {
  enum Kind: Equatable, Sendable { case text, number, flag, choice }

  var name = ""
  var words = ""
  var kind = Kind.text
  var least = 0
  var most = 1_000_000
  var choices: [String] = []
  var standard: String?
  var isRequired = true

  var input: Plugin.Input {
    let kind: Plugin.Input.Kind =
      switch kind {
      case .text: .text
      case .number: .number(least...max(least, most))
      case .flag: .flag
      case .choice: .choice(choices)
      }
    var input = Plugin.Input(name: name, words: words, kind: kind)
    input.standard = standard ?? ""
    input.isRequired = isRequired
    return input
  }

  init() {}

  init(_ input: Plugin.Input) {
    name = input.name
    words = input.words
    standard = input.standard.isEmpty ? nil : input.standard
    isRequired = input.isRequired
    switch input.kind {
    case .text: kind = .text
    case .number(let range):
      kind = .number
      least = range.lowerBound
      most = range.upperBound
    case .flag: kind = .flag
    case .choice(let all):
      kind = .choice
      choices = all
    }
  }
}

extension Kind where Value == [Plugin.Input] {
  fileprivate static var inputs: Kind {
    let start = InputDraft()
    let bounds = -1_000_000_000...1_000_000_000
    let keys: [Key<InputDraft>] = [
      Key("name", "its name: capital letters, digits and _", .inputName, \.name, of: start, isRequired: true),
      Key("about", "what is asked", .text(most: 80), \.words, of: start),
      Key(
        "type", "what can be answered",
        .choice([(.text, "text", ""), (.number, "number", ""), (.flag, "flag", ""), (.choice, "choice", "")]), \.kind,
        of: start),
      Key("from", "the least number", .number(bounds), \.least, of: start),
      Key("to", "the greatest number", .number(bounds), \.most, of: start),
      Key("choices", "what there is to choose from", Kind<String>.text(most: 80).list(most: 50), \.choices, of: start),
      Key("default", "what stands there to begin with", Kind<String>.text(most: 200).optional, \.standard, of: start),
      Key("required", "whether it must not be left empty", .flag, \.isRequired, of: start),
    ]
    return Kind(shape: .items(keys.map(\.description), most: Plugin.inputsMax)) { node, reading in
      reading.items(node, most: Plugin.inputsMax, keys, from: start) { reading, node, draft in
        if draft.kind == .choice, draft.choices.isEmpty {
          reading.find(node, "“choices” is missing: there is nothing to choose from")
          return false
        }
        if draft.kind == .number, draft.least > draft.most {
          reading.find(node, "from \(draft.least) to \(draft.most) is nothing")
          return false
        }
        if let standard = draft.standard, let fault = draft.input.fault(of: standard) {
          reading.find(node, "default “\(excerpt(standard))”: \(fault)")
          return false
        }
        return true
      }?.map(\.input)
    } write: { inputs in
      let all = inputs.map { written(keys, InputDraft($0), beside: start, always: ["name"]) }
      return "[" + all.joined(separator: ", ") + "]"
    }
  }
}

extension Kind where Value == String {
  /// A word of a command; it may be anything but a control character, an empty one too.
  static var commandWord: Kind {
    Kind(shape: .text(most: 4_096)) { node, reading in
      guard let text = reading.scalar(node) else { return nil }
      guard text.unicodeScalars.count <= 4_096 else {
        reading.find(node, "it is longer than 4096 characters")
        return nil
      }
      guard !text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" && $0 != "\t" }) else {
        reading.find(node, "control characters may not stand in it")
        return nil
      }
      return text
    } write: {
      yaml($0)
    }
  }

  /// The name of an input.
  fileprivate static var inputName: Kind {
    let text = Kind.text(most: 30)
    return Kind(shape: text.shape) { node, reading in
      guard let name = text.read(node, &reading) else { return nil }
      let isName = name.unicodeScalars.enumerated().allSatisfy { index, scalar in
        ("A"..."Z").contains(scalar) || index > 0 && (("0"..."9").contains(scalar) || scalar == "_")
      }
      guard isName else {
        reading.find(node, "“\(excerpt(name))” is no input's name: capital letters, digits and _, a letter first")
        return nil
      }
      return name
    } write: {
      yaml($0)
    }
  }
}

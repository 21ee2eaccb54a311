import Logistics
import TUI

// A plugin as a record of the key map, and the questions it asks before it is run.

extension Plugin {
  /// How many inputs a plugin may ask for, and for how many shipments it is run at once.
  package static let inputsMax = 5
  static let targetsMax = 50

  /// The record that stands beside the others.
  var control: Control {
    let plugin = self
    return Control(
      name, keys.map { [$0] } ?? [], name, words.isEmpty ? "run \(command.first ?? name)" : words, .plugins, in: scope,
      takes: inputs.isEmpty ? .none : .several(inputs.map(\.argument)), footer: 40,
      changesWorld: readOnlyRefusal != nil
    ) { state, call in
      state.begin(plugin, on: call.targets ?? state.targets, typed: call.argument)
    }
  }

  /// Where its key works.
  private var scope: Scope {
    guard !scopes.isEmpty else { return [.overview, .list, .detail] }
    return Scope.each.reduce(into: []) { if scopes.contains($1.name) { $0.formUnion($1.scope) } }
  }

  /// The places that ``scopes`` may name.
  package static var placeNames: [String] {
    Scope.each.filter { Scope.screens.contains($0.scope) }.map(\.name)
  }

  /// Why it cannot be an action; nil when it can. `taken` are the names that others have.
  func fault(_ taken: Set<String>) -> String? {
    let isSpelt = name.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" }
    guard isSpelt, let first = name.unicodeScalars.first, ("a"..."z").contains(first), name.count <= 32 else {
      return "a name is of small letters, digits and hyphens, begins with a letter and has at most 32"
    }
    if taken.contains(name) { return "there is an action of this name" }
    if command.first?.isEmpty ?? true { return "it has no command" }
    if inputs.count > Self.inputsMax { return "it asks for \(inputs.count) inputs, \(Self.inputsMax) at most" }
    if Set(inputs.map(\.name)).count != inputs.count { return "two inputs have the same name" }
    if let strange = scopes.first(where: { !Self.placeNames.contains($0) }) {
      return "there is no place “\(strange)”; one of \(Self.placeNames.joined(separator: ", "))"
    }
    for input in inputs {
      if case .choice(let all) = input.kind, all.isEmpty { return "input \(input.name) has nothing to choose from" }
    }
    return nil
  }
}

extension Plugin.Input {
  /// What is asked.
  var question: String { words.isEmpty ? name : words }

  /// The answers there are, with what they are called; empty where it is typed.
  var choices: [(value: String, words: String)] {
    switch kind {
    case .text, .number: []
    case .choice(let all): all.map { ($0, $0) }
    case .flag: [("true", "yes"), ("false", "no")]
    }
  }

  /// What the palette offers for it.
  var argument: Argument {
    let answers = choices
    let what = "[\(name.uppercased())]"
    return answers.isEmpty
      ? .words(what) : .choice(what) { _ in answers.map { ($0.value, $0.words == $0.value ? "" : $0.words) } }
  }
}

/// A plugin's questions, while they are asked.
struct PluginForm: Sendable {
  let plugin: Plugin
  /// Who it is for, frozen when it was begun.
  let targets: [Target]
  /// What was answered so far, in the order of the inputs.
  var answers: [PluginValue] = []
  /// What is typed to the question that is open.
  var field = TextField(prompt: "")
  /// What is wrong with it; nil when it can be taken.
  var fault: String?

  /// The question that is open; nil when all are answered.
  var input: Plugin.Input? {
    plugin.inputs.indices.contains(answers.count) ? plugin.inputs[answers.count] : nil
  }

  /// For whom it is, in words.
  var title: String {
    let whom = targets.count == 1 ? targets[0].id.label : counted(targets.count, "shipment")
    return targets.isEmpty ? plugin.name : "\(plugin.name) \(whom)"
  }
}

extension State {
  /// Begins a plugin: what was typed behind its name answers its first questions.
  mutating func begin(_ plugin: Plugin, on targets: [Target], typed: String) -> [Effect] {
    guard targets.count <= Plugin.targetsMax else {
      notice = Notice("\(plugin.name): \(Plugin.targetsMax) shipments at once at most", isFailure: true)
      return []
    }
    var form = PluginForm(plugin: plugin, targets: targets)
    var words = typed.split(separator: " ").map(String.init)[...]
    while let input = form.input, let first = words.popFirst() {
      // The last one takes all that is left.
      let isLast = form.answers.count == plugin.inputs.count - 1 && input.kind == .text
      let value = isLast ? ([first] + words).joined(separator: " ") : first
      if isLast { words = [] }
      if let fault = input.fault(of: value) {
        notice = Notice("\(plugin.name): \(input.name): \(fault)", isFailure: true)
        return []
      }
      form.answers.append(PluginValue(input.name, value))
    }
    if !words.isEmpty {
      notice = Notice("\(plugin.name) takes \(counted(plugin.inputs.count, "input"))", isFailure: true)
      return []
    }
    return ask(form)
  }

  /// Asks the next question, or runs the plugin when there is none left.
  mutating func ask(_ asked: PluginForm) -> [Effect] {
    var form = asked
    guard let input = form.input else {
      overlay = .none
      let plugin = form.plugin
      guard plugin.confirms || plugin.isDangerous || form.targets.count > 1 else {
        return calls(plugin, form.targets, form.answers)
      }
      overlay = .confirm(Confirmation(.plugin(plugin, form.answers), targets: form.targets))
      return []
    }
    form.fault = nil
    guard input.choices.isEmpty else {
      var chooser = Chooser(.input(form), title: "\(form.title): \(input.question)")
      chooser.selected = input.choices.firstIndex { $0.value == input.standard } ?? 0
      overlay = .chooser(chooser)
      return []
    }
    form.field = TextField(prompt: "\(input.name): ", text: input.standard)
    overlay = .form(form)
    return []
  }

  /// Takes an answer to the question that is open.
  mutating func answer(_ asked: PluginForm, _ value: String) -> [Effect] {
    var form = asked
    guard let input = form.input else { return ask(form) }
    if let fault = input.fault(of: value) {
      form.fault = fault
      overlay = .form(form)
      return []
    }
    form.answers.append(PluginValue(input.name, value))
    return ask(form)
  }

  /// A run for each shipment, with its fields as the board has them now.
  func calls(_ plugin: Plugin, _ targets: [Target], _ answers: [PluginValue]) -> [Effect] {
    guard !targets.isEmpty else { return [.plugin(PluginCall(plugin, on: nil, in: board, now: now, inputs: answers))] }
    return targets.map { .plugin(PluginCall(plugin, on: $0.id, in: board, now: now, inputs: answers)) }
  }
}

import TUI

/// All records of what an operator can do, and what is printed from them.
package enum KeyMap {
  /// The records, in the order of the help.
  static let controls: [Control] = desk + moving + views + lists + columns + clock + program + overlays

  /// A key or a chord, and whose it is.
  struct Binding: Sendable {
    let keys: [Key]
    let control: Int
  }

  /// Every key of every record.
  static let bindings: [Binding] = controls.enumerated().flatMap { index, control in
    control.keys.compactMap { spelling in Key.sequence(spelling).map { Binding(keys: $0, control: index) } }
  }

  /// What keys mean where they are looked up.
  enum Match {
    case control(Control)
    /// The beginning of a chord.
    case beginning
    case nothing
  }

  /// What these keys mean in a scope.
  static func match(_ keys: [Key], in scope: Scope) -> Match {
    var isBeginning = false
    for binding in bindings where !controls[binding.control].scopes.isDisjoint(with: scope) {
      if binding.keys == keys { return .control(controls[binding.control]) }
      if binding.keys.count > keys.count, binding.keys.starts(with: keys) { isBeginning = true }
    }
    return isBeginning ? .beginning : .nothing
  }

  /// The record of this name.
  static func control(named name: some StringProtocol) -> Control? {
    let name = name.lowercased()
    return controls.first { $0.isCommand && $0.name == name }
  }

  /// The keys that work in the state's scope, the most wanted first; the last one says where all of them are.
  static func hints(_ state: State) -> [KeyHint] {
    let scope = state.scope
    func rank(_ control: Control) -> (Int, Int, String) {
      // Close to a shipment the deeds come first.
      (scope == .detail && control.group != .desk ? 1 : 0, control.footer ?? 0, control.name)
    }
    return controls.filter { $0.footer != nil && !$0.scopes.isDisjoint(with: scope) && !state.isPointless($0) }
      .sorted { rank($0) < rank($1) }
      .map { control in
        let reason = control.refusal(state)
        let count = state.targetCount
        let label =
          state.questionLabel(of: control)
          ?? (control.group == .desk && count > 1 ? "\(control.label) \(grouped(count))" : control.label)
        return KeyHint(
          control.keys.first ?? ":", label, disabledReason: reason.map { scope == .detail ? shortened($0) : "" })
      }
  }

  /// The beginning of a reason, so that the footer has room for more than one.
  private static func shortened(_ reason: String) -> String {
    reason.count <= 24 ? reason : reason.prefix(23) + "…"
  }

  /// All keys that work where the operator is, by what they are about.
  static func groups(_ state: State, in scope: Scope) -> [KeyGroup] {
    ControlGroup.allCases.compactMap { group in
      let rows = controls.filter { $0.group == group && (!$0.scopes.isDisjoint(with: scope) || group == .overlays) }
      return rows.isEmpty
        ? nil
        : KeyGroup(
          group.rawValue,
          rows.map { control in
            let keys = control.keys.isEmpty ? ":\(control.name)" : control.keys.joined(separator: ", ")
            return KeyHint(keys, control.words, disabledReason: control.refusal(state))
          })
    }
  }

  /// The table of all actions for the README, in Markdown.
  package static var markdown: String {
    var out = ""
    for group in ControlGroup.allCases {
      out += "**\(group.rawValue)**\n\n| keys | command | what it does | where |\n|---|---|---|---|\n"
      for control in controls where control.group == group {
        let keys = control.keys.map { "`\($0.replacing("|", with: "\\|"))`" }.joined(separator: " ")
        let takes = control.argument.takes
        let command = control.isCommand ? "`:\(control.name)\(takes.isEmpty ? "" : " " + takes)`" : ""
        let places = Scope.each.filter { control.scopes.contains($0.scope) }.map(\.name)
        let wide = control.scopes.isSuperset(of: .screens) ? "everywhere" : places.joined(separator: ", ")
        out += "| \(keys) | \(command) | \(control.words) | \(wide) |\n"
      }
      out += "\n"
    }
    return out
  }
}

extension State {
  /// Whether a key would answer a question to which there is no answer.
  fileprivate func isPointless(_ control: Control) -> Bool {
    guard case .confirm(let question) = overlay, !question.isPossible else { return false }
    return control.name == "confirm" || control.name == "complete"
  }

  /// What a key does to the open question, in its own words; nil for what is no answer to one.
  fileprivate func questionLabel(of control: Control) -> String? {
    guard case .confirm(let question) = overlay else { return nil }
    let act = "\(question.verb.name)\(question.targets.count > 1 ? " \(grouped(question.willBeDone))" : "")"
    switch control.name {
    case "accept": return question.selected == 1 ? act : question.isPossible ? "cancel" : "close"
    case "confirm": return act
    case "dismiss": return question.isPossible ? "cancel" : "close"
    case "complete": return "other choice"
    default: return nil  // names are texts; every other key is no answer
    }
  }
}

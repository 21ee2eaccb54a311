import Logistics
import TUI

// What is printed from the bindings where the operator is: the footer, what may follow on the beginning of a chord, the help.

extension Bindings {
  /// The keys that work in the state's scope, the most wanted first; the last one says where all of them are.
  func hints(_ state: State) -> [KeyHint] {
    let scope = state.scope
    if !state.pendingKeys.isEmpty { return following(state, scope) }
    if state.hasTypedAhead {
      return [
        KeyHint(counted(state.typedAhead.count, "key"), "wait"),
        KeyHint(leavingKey, "drops them"),
      ]
    }
    func rank(_ control: Control) -> (Int, Int, String) {
      // Close to a shipment the deeds come first.
      (scope == .detail && control.group != .desk ? 1 : 0, control.footer ?? 0, control.name)
    }
    return controls.filter { $0.footer != nil && !$0.scopes.isDisjoint(with: scope) && !state.isPointless($0) }
      .sorted { rank($0) < rank($1) }
      .map { control in
        let reason = state.refusal(of: control)
        let count = state.targetCount
        let label =
          state.questionLabel(of: control)
          ?? (control.group == .desk && count > 1 ? "\(control.label) \(grouped(count))" : control.label)
        let key = keys(of: control).first ?? ":\(control.name)"
        return KeyHint(key, label, disabledReason: reason.map { scope == .detail ? Bindings.shortened($0) : "" })
      }
  }

  /// What was pressed of a chord, and what may follow.
  private func following(_ state: State, _ scope: Scope) -> [KeyHint] {
    let pressed = state.pendingKeys.map(\.description).joined(separator: " ")
    return [KeyHint(pressed, "…")]
      + followers(of: state.pendingKeys, in: scope).map { keys, control in
        KeyHint(keys, control.label, disabledReason: state.refusal(of: control).map { _ in "" })
      } + [KeyHint(leavingKey, "leaves it")]
  }

  /// The beginning of a reason, so that the footer has room for more than one.
  private static func shortened(_ reason: String) -> String {
    reason.count <= 24 ? reason : reason.prefix(23) + "…"
  }

  /// All keys that work where the operator is, by what they are about.
  func groups(_ state: State, in scope: Scope) -> [KeyGroup] {
    ControlGroup.allCases.compactMap { group in
      let rows = controls.filter { $0.group == group && (!$0.scopes.isDisjoint(with: scope) || group == .overlays) }
      return rows.isEmpty
        ? nil
        : KeyGroup(
          group.rawValue,
          rows.map { control in
            let keys = keys(of: control)
            return KeyHint(
              keys.isEmpty ? ":\(control.name)" : keys.joined(separator: ", "), control.words,
              disabledReason: state.refusal(of: control))
          })
    }
  }
}

extension State {
  /// Why an action cannot be done now; nil when it can.
  func refusal(of control: Control) -> String? {
    if control.changesWorld, let lockReason { return lockReason }
    return control.refusal(self)
  }

  /// Whether a key would answer a question to which there is no answer.
  fileprivate func isPointless(_ control: Control) -> Bool {
    if case .alarm(.question) = overlay { return control.name == "confirm-lasting" }
    guard case .confirm(let question) = overlay else { return false }
    if control.name == "confirm" || control.name == "confirm-lasting" {
      return !question.isPossible || control.name != question.answer
    }
    if control.name == "unfold" { return question.refusals.isEmpty }
    return !question.isPossible && control.name == "complete"
  }

  /// What a key does to the open question, in its own words; nil for what is no answer to one.
  fileprivate func questionLabel(of control: Control) -> String? {
    if case .alarm(.question(let question)) = overlay {
      if control.name == "confirm" { return "acknowledge \(question.causes.count)" }
      return control.name == "accept" && question.selected == 0 ? "cancel" : nil
    }
    guard case .confirm(let question) = overlay else { return nil }
    let act = "\(question.name)\(question.targets.count > 1 ? " \(grouped(question.willBeDone))" : "")"
    switch control.name {
    case "accept": return question.selected == 1 ? act : question.isPossible ? "cancel" : "close"
    case "confirm", "confirm-lasting": return act
    case "dismiss": return question.isPossible ? "cancel" : "close"
    case "complete": return "other choice"
    default: return nil  // names are texts; every other key is no answer
    }
  }
}

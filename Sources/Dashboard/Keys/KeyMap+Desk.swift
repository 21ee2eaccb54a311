import Logistics
import TUI

extension KeyMap {
  /// What the desk does to shipments: one record a verb, its words from the table of verbs.
  static let desk: [Control] = [
    verb("advance", ["a"], "advance", footer: 10) { _ in .advance },
    Control(
      "hold", ["h"], "hold", words("hold"), .desk, in: deskScopes, takes: .several([.reason, .words("[NOTE]")]),
      footer: 11,
      unless: { $0.refusal(of: .hold(.operatorHold, note: "")) }
    ) { state, call in
      choose(.hold(call.targets ?? state.targets), "hold", &state, call)
    },
    verb("release", ["r"], "release", takes: .several([.reason, .words("[NOTE]")]), footer: 12) { _ in
      .release(nil, note: "")
    },
    Control(
      "request", ["d"], "request document", words("request"), .desk, in: deskScopes,
      takes: .several([.document, .words("[NOTE]")]), footer: 18,
      unless: { $0.refusal(of: .request(nil, note: "")) }
    ) { state, call in
      choose(.request(call.targets ?? state.targets), "request", &state, call)
    },
    Control(
      "attach", ["f"], "attach", words("attach"), .desk, in: deskScopes,
      takes: .several([.document, .words("[NOTE]")]), footer: 19,
      unless: { $0.refusal(of: .note("-")) }
    ) { state, call in
      choose(.attach(call.targets ?? state.targets), "attach", &state, call)
    },
    verb("pay", ["p"], "pay duty", takes: .words("[AMOUNT] [NOTE]")) { _ in .pay(note: "") },
    verb("file", ["e f"], "file declaration", takes: .several([.choice("[WHICH]", filings), .words("[NOTE]")])) { _ in
      .file(nil, note: "")
    },
    Control(
      "correct", ["e c"], "correct", words("correct"), .desk, in: deskScopes,
      takes: .several([.choice("FIELD", declaredFields), .words("VALUE [because REASON]")]),
      unless: { $0.refusal(of: .note("-")) }
    ) { state, call in
      let targets = call.targets ?? state.targets
      if call.argument.isEmpty, call.targets == nil {
        state.overlay = .chooser(Chooser(.palette, title: "Command", prompt: ":", text: "correct "))
        return []
      }
      return named("correct", targets, &state, call)
    },
    verb("answer", ["e a"], "answer customs", takes: .several([.reason, .words("[NOTE]")])) { _ in
      .answer(nil, note: "")
    },
    verb("present", ["e p"], "present goods", takes: .words("[NOTE]")) { _ in .present(note: "") },
    verb("appeal", ["e l"], "appeal", takes: .several([.reason, .words("[NOTE]")])) { _ in .appeal(nil, note: "") },
    verb("abandon", ["e b"], "abandon goods", takes: .words("[NOTE]")) { _ in .abandon(note: "") },
    verb("destroy", ["e d"], "destroy goods", takes: .words("[NOTE]")) { _ in .destroy(note: "") },
    Control(
      "note", ["i"], "note", words("note"), .desk, in: deskScopes, takes: .words("TEXT"), footer: 22,
      unless: { $0.refusal(of: .note("-")) }
    ) { state, call in
      let targets = call.targets ?? state.targets
      guard call.argument.isEmpty else { return state.begin(.note(call.argument), on: targets) }
      state.overlay = .note(TextField(prompt: "note: "), targets)
      return []
    },
    verb("own", ["o"], "own", takes: .person, footer: 24) { .own($0.operatorName) },
    verb("cancel", ["X"], "cancel order") { _ in .cancel(note: "") },
    verb("send-back", ["B"], "send back") { _ in .sendBack(note: "") },
    verb("open-return", ["R"], "open return") { _ in .openReturn(note: "") },
    verb("refund", ["e m"], "refund") { _ in .settle(.refund, note: "") },
    verb("exchange", ["e x"], "exchange") { _ in .settle(.exchange, note: "") },
    verb("repair", ["e r"], "repair") { _ in .settle(.repair, note: "") },
    Control(
      "undo", ["u"], "undo", words("undo"), .desk, in: deskScopes.union(.log), footer: 16, unless: { $0.deskRefusal }
    ) { state, call in
      if let targets = call.targets { return state.begin(.undo, on: targets) }
      return state.undo()
    },
    Control(
      "redo", ["U"], "redo", words("redo"), .desk, in: deskScopes.union(.log), unless: { $0.deskRefusal }
    ) { state, call in
      if let targets = call.targets { return state.begin(.redo, on: targets) }
      return state.redo()
    },
    Control(
      "undo-list", ["g u"], "undo list", "choose from what you did here, to take it back or to do it again", .desk,
      in: Scope.screens,
      unless: { $0.deskRefusal ?? ($0.history.isEmpty ? "there is nothing to take back or to do again" : nil) }
    ) { state, _ in
      state.overlay = .chooser(Chooser(.deeds(state.undoItems), title: "Take back, or do again"))
      return []
    },
    Control(
      "menu", ["m"], "menu", "choose from all the desk can do, with the reason where it cannot", .desk,
      in: deskScopes, footer: 23, unless: { $0.targetCount == 0 ? "nothing is under the cursor" : nil }
    ) { state, call in
      state.overlay = .chooser(Chooser(.menu(call.targets ?? state.targets), title: "Do"))
      return []
    },
  ]

  private static let deskScopes: Scope = [.overview, .list, .detail, .customsDesk]

  /// The record of a verb that needs nothing chosen first.
  private static func verb(
    _ name: String, _ keys: [String], _ label: String, takes argument: Argument = .none, footer: Int? = nil,
    _ plain: @escaping @Sendable (State) -> Verb
  ) -> Control {
    Control(
      name, keys, label, words(name), .desk, in: deskScopes, takes: argument, footer: footer,
      unless: { $0.refusal(of: plain($0)) }
    ) { state, call in
      let targets = call.targets ?? state.targets
      guard !call.argument.isEmpty else { return state.begin(plain(state), on: targets) }
      return named(name, targets, &state, call)
    }
  }

  /// Opens the choice of a reason or a document, or takes the one that was typed.
  private static func choose(
    _ purpose: Chooser.Purpose, _ name: String, _ state: inout State, _ call: Call
  ) -> [Effect] {
    let targets = call.targets ?? state.targets
    guard call.argument.isEmpty else { return named(name, targets, &state, call) }
    if let refusal = state.deskRefusal ?? (targets.isEmpty ? "nothing is under the cursor" : nil) {
      state.notice = Notice("\(name): \(refusal)", isFailure: true)
      return []
    }
    let whom = targets.count == 1 ? targets[0].id.label : counted(targets.count, "shipment")
    state.overlay = .chooser(Chooser(purpose, title: "\(name) \(whom)"))
    return []
  }

  /// Does the verb that was typed with its argument: the first word is the reason or document where one is taken, the rest a note.
  private static func named(
    _ name: String, _ targets: [Target], _ state: inout State, _ call: Call
  ) -> [Effect] {
    let parts = call.argument.split(separator: " ", maxSplits: 1).map(String.init)
    let first = parts.first ?? ""
    let rest = parts.count > 1 ? parts[1] : ""
    do throws(Rejection) {
      let verb =
        switch name {
        case "hold", "release", "request", "attach", "file", "answer", "appeal":
          try Verb(name: name, argument: first, note: rest, operatorName: state.operatorName)
        case "correct", "pay": try Verb(name: name, argument: call.argument, operatorName: state.operatorName)
        case "own": try Verb(name: name, argument: call.argument, operatorName: state.operatorName)
        default: try Verb(name: name, note: call.argument, operatorName: state.operatorName)
        }
      return state.begin(verb, on: targets)
    } catch {
      state.notice = Notice(error.sentence, isFailure: true)
      return []
    }
  }

  @Sendable private static func filings(_ state: State) -> [(name: String, words: String)] {
    Filing.allCases.map { ($0.name, $0.words) }
  }

  @Sendable private static func declaredFields(_ state: State) -> [(name: String, words: String)] {
    DeclaredField.allCases.map { ($0.name, "\($0.words), as in \($0.example)") }
  }

  private static func words(_ verb: String) -> String {
    Verb.table.first { $0.name == verb }?.words ?? ""
  }
}

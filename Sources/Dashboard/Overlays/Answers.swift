import Logistics
import TUI

// What the keys of an open question, line or choice do.
extension State {
  /// Takes what is chosen or typed.
  mutating func accept() -> [Effect] {
    switch overlay {
    case .chooser(let chooser): return accept(chooser)
    case .filter(let line):
      accept(line)
      return []
    case .note(let field, let targets):
      let text = field.text.trimmed
      overlay = .none
      return text.isEmpty ? [] : begin(.note(text), on: targets)
    case .form(let form): return answer(form, form.field.text.trimmed)
    case .confirm(let question):
      guard question.selected == 1 else {
        overlay = .none
        return []
      }
      return confirm()
    case .columns:
      overlay = .none
      return []
    case .timeline(let field): return acceptTime(field)
    case .alarm(let alarm): return accept(alarm)
    case .none, .help, .outcome, .sheet, .reading: return []
    }
  }

  private mutating func accept(_ chooser: Chooser) -> [Effect] {
    let items = chooser.items(self)
    overlay = .none
    guard let taken = chooser.taken(among: items, self) else {
      if case .palette = chooser.purpose { return Prompt.run(chooser.field.text, &self) }
      return []
    }
    let item = items[taken]
    if let refusal = item.refusal {
      notice = Notice("\(item.label.prefix { $0 != ":" }): \(refusal)", isFailure: true)
      return []
    }
    switch item.pick {
    case .command(let text): return Prompt.run(text, &self)
    case .sort(let key):
      if case .sort(let list) = chooser.purpose { order(list, by: Ordering(key)) }
      if case .sortFurther(let list) = chooser.purpose { order(list, pointedAt: key, isFurther: true) }
      return []
    case .group(let field):
      if case .group(let list) = chooser.purpose { return count(list, by: field) }
      return []
    case .shelf(let shelf):
      if case .shelve(let cause) = chooser.purpose { return shelve(cause, shelf) }
      return []
    case .disposition(let disposition):
      if case .disposition(let cause) = chooser.purpose { ask(.close(disposition), about: cause) }
      return []
    case .view(let name): return show(savedView: name)
    case .verb(let verb): return begin(verb, on: chooser.targets)
    case .control(let name, let targets):
      guard let control = bindings.control(named: name) else { return [] }
      return run(control, Call(targets: targets))
    case .deed(let at, let verb):
      let deeds = verb == .redo ? history.takenBack : history.done
      return deeds.last { $0.at == at }.map { begin(verb, on: targets(of: $0)) } ?? []
    case .input(let value):
      guard case .input(let form) = chooser.purpose else { return [] }
      return answer(form, value)
    }
  }

  /// Does what the question asks.
  mutating func confirm() -> [Effect] {
    if case .alarm(.question(let question)) = overlay { return say(.acknowledge(question.causes)) }
    guard case .confirm(let question) = overlay, question.isPossible, !question.isCounting else { return [] }
    overlay = .none
    switch question.act {
    case .verb(let verb): return submit(verb, question.targets, markedIn: question.markedIn)
    case .plugin(let plugin, let answers):
      if let lockReason, plugin.readOnlyRefusal != nil {
        notice = Notice("\(plugin.name): \(lockReason)", isFailure: true)
        return []
      }
      return calls(plugin, question.targets, answers)
    }
  }

  /// Closes what is open and changes nothing; a filter goes back to what it was.
  mutating func dismiss() {
    if case .filter(let line) = overlay { takeBack(line) }
    if case .columns(let editor) = overlay { choose(editor.before, in: editor.list) }
    overlay = .none
  }

  /// Goes to the next choice.
  mutating func choose(_ delta: Int) -> [Effect] {
    switch overlay {
    case .chooser(var chooser):
      let items = chooser.items(self)
      guard !items.isEmpty else { return [] }
      chooser.pick(delta, among: items, self)
      overlay = .chooser(chooser)
    case .confirm(var question):
      if !question.move(delta) {
        guard question.isPossible else { return [] }
        question.selected = 1 - question.selected
      }
      overlay = .confirm(question)
    case .alarm(.question(var question)):
      question.selected = 1 - question.selected
      overlay = .alarm(.question(question))
    case .none, .help, .filter, .note, .form, .outcome, .sheet, .reading, .columns, .alarm(.line), .timeline: break
    }
    return []
  }

  /// Goes to the other choice of a question.
  mutating func otherChoice() {
    guard case .confirm(var question) = overlay, question.isPossible else { return }
    question.selected = 1 - question.selected
    overlay = .confirm(question)
  }

  /// Shows which shipments a reason of the open question is about, or folds them away.
  mutating func unfold() {
    guard case .confirm(var question) = overlay else { return }
    question.unfold()
    overlay = .confirm(question)
  }

  /// Completes what is typed, or goes to the other choice.
  mutating func complete() -> [Effect] {
    switch overlay {
    case .chooser(var chooser):
      let items = chooser.items(self)
      let place = chooser.taken(among: items, self) ?? 0
      guard place < items.count, !items[place].completion.isEmpty else { return choose(1) }
      let tail = String(chooser.field.text.dropFirst(chooser.field.position))
      chooser.field.set(items[place].completion, before: tail)
      chooser.restart()
      overlay = .chooser(chooser)
      return filesWanted(chooser)
    case .filter: proceed(1)
    case .confirm: otherChoice()
    case .alarm(.question): return choose(1)
    case .none, .help, .note, .form, .outcome, .sheet, .reading, .columns, .alarm(.line), .timeline: break
    }
    return []
  }
}

extension Chooser {
  /// For whom something is chosen.
  var targets: [Target] {
    switch purpose {
    case .hold(let targets), .request(let targets), .attach(let targets), .menu(let targets): targets
    case .palette, .sort, .sortFurther, .group, .input, .shelve, .disposition, .deeds, .views: []
    }
  }
}

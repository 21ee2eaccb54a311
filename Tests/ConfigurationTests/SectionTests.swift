import Alarms
import Dashboard
import Logistics
import Measures
import TUI
import Testing

@testable import Configuration

@Suite("What a file says of keys, lists, plugins and alarms") struct SectionTests {
  @Test func `keys are read, and mistakes are told on the line that asked`() {
    let text = read(
      """
      keys:
        preset: vim
        bind:
          release: ctrl-e
          hold: [z h, z H]
          step: []
      """)
    #expect(text.findings.filter { !$0.isNote }.map(\.description) == [])
    #expect(text.configuration.preferences.preset == .vim)
    #expect(
      text.configuration.preferences.keys == [
        KeyChange("release", ["ctrl-e"]), KeyChange("hold", ["z h", "z H"]), KeyChange("step", []),
      ])
    #expect(
      told("keys:\n  bind:\n    relase: ctrl-e\n") == [
        "c.yaml:3:5: keys.bind.relase: there is no action “relase”; did you mean “release”?"
      ])
    #expect(
      told("keys: {bind: {release: ctrl-}}").first?.hasPrefix("c.yaml:1:24: keys.bind.release: “ctrl-” is no key")
        == true)
    #expect(told("keys: {preset: emacs}").first?.contains("none of clearway, vim, k9s, htop") == true)
  }

  @Test func `two actions on one key are told with both lines`() {
    let findings = told("keys:\n  bind:\n    refresh: ctrl-e\n    follow: x\n    release: ctrl-e\n")
    let clash = findings.first { $0.contains("ctrl-e is wanted by") } ?? ""
    #expect(
      clash.hasPrefix("c.yaml:5:5: keys.bind.release: ") || clash.hasPrefix("c.yaml:3:5: keys.bind.refresh: "),
      "\(findings)")
    #expect(clash.contains("the other is on line 3") || clash.contains("the other is on line 5"), "\(clash)")
  }

  @Test func `a key that is taken from another action is a note and holds`() {
    let text = read("keys: {bind: {release: Z}}")
    #expect(!text.hasMistakes)
    #expect(text.findings.contains { $0.isNote && $0.words.contains("now means release") }, "\(text.findings)")
  }

  @Test func `plugins are read with their inputs`() throws {
    let text = read(
      """
      plugins:
        - name: label
          key: ctrl-o
          about: print a label
          scopes: [list, detail]
          dangerous: yes
          time: 1m
          command: [label-printer, --to=$TO, "${ID}", $COPIES, $$5]
          inputs:
            - {name: COPIES, about: how many, type: number, from: 1, to: 9, default: "1"}
            - {name: WHY, type: choice, choices: [a, b], required: no}
        - name: script
          shell: true
          command: ["echo \\"$CLEARWAY_ID $1 $NOT_OURS\\"", $REF]
      """)
    #expect(text.findings.filter { !$0.isNote }.map(\.description) == [])
    let plugins = text.configuration.preferences.plugins
    let label = try #require(plugins.first)
    #expect(label.keys == "ctrl-o")
    #expect(label.isDangerous)
    #expect(label.secondsMax == 60)
    #expect(label.command == ["label-printer", "--to=$TO", "${ID}", "$COPIES", "$$5"])
    #expect(label.inputs.map(\.kind) == [.number(1...9), .choice(["a", "b"])])
    #expect(label.inputs.map(\.isRequired) == [true, false])
    #expect(plugins.count == 2)
    #expect(plugins[1].usesShell)
  }

  @Test func `mistakes in plugins are told before anything runs`() {
    func fault(_ plugin: String) -> String { told("plugins:\n  - \(plugin)\n").first ?? "" }
    #expect(fault("{name: a, command: [print, $IDD]}").contains("$IDD is no field and no input; did you mean “id”?"))
    #expect(fault("{name: a, command: print this now}").contains("write a command's words as a list"))
    #expect(fault("{name: a}").contains("“command” is missing"))
    #expect(fault("{name: release, command: x}").contains("there is an action of this name"))
    #expect(fault("{name: a, command: x, inputs: [{name: id}]}").contains("capital letters"))
    #expect(fault("{name: a, command: x, inputs: [{name: ID}]}").contains("a field of shipments has this name"))
    #expect(fault("{name: a, command: x, inputs: [{name: N, type: choice}]}").contains("nothing to choose from"))
    #expect(fault("{name: a, command: x, inputs: [{name: N, type: number, default: x}]}").contains("whole number"))
    #expect(fault("{name: a, command: x, scopes: [moon]}").contains("“moon” is none of"))
    #expect(fault("{name: a, command: []}").contains("it has no command"))
    #expect(fault("{name: a, command: x, time: 2h}").contains("out of bounds"))
    // What cannot be meant cannot be run, at the start either.
    for wrong in ["command: [print, $IDD]", "command: print this now", "command: x, inputs: [{name: ID}]"] {
      let text = read("plugins:\n  - {name: a, \(wrong)}\n  - {name: b, command: [print, $ID]}\n")
      #expect(text.configuration.preferences.plugins.map(\.name) == ["b"], "\(wrong)")
    }
    #expect(
      told("plugins:\n  - {name: a, command: x}\n  - {name: a, command: y}\n").first?.contains("action of this name")
        == true)
  }

  @Test func `lists are read`() {
    let text = read(
      "lists:\n  customs:\n    columns: [mark, id, \"value:14\"]\n    freeze: 2\n    order: due, -value\n")
    #expect(text.findings.map(\.description) == [])
    let customs = text.configuration.preferences.lists[.customs]
    #expect(customs?.columns.map(\.name) == ["mark", "id", "value"])
    #expect(customs?.columns.map(\.width) == [nil, nil, 14])
    #expect(customs?.frozen == 2)
    #expect(customs?.ordering?.text == Ordering([.init(.due), .init(.value, descending: true)]).text)
    #expect(
      told("lists: {custom: {}}").first == "c.yaml:1:9: lists.custom: there is no list “custom”; there are orders, "
        + "transit, customs, delivery, returns, all; did you mean “customs”?")
    #expect(told("lists: {all: {columns: [valeu]}}").first?.contains("did you mean “value”?") == true)
    #expect(told("lists: {all: {columns: ['value:999']}}").first?.contains("it is from 1 to 120 cells") == true)
    #expect(told("lists: {all: {columns: [id, id]}}").first?.contains("stands there twice") == true)
    #expect(told("lists: {all: {order: moon}}").first?.hasPrefix("c.yaml:1:22: lists.all.order: ") == true)
  }

  @Test func `how alarms are told is read`() {
    let text = read(
      "alarms: {shift-ends: ['22:00', '6:00']}\nnotify: {bell: off, quiet: 1m30s, hook: [page, --team], hook-time: 5s}\n"
    )
    #expect(text.findings.map(\.description) == [])
    let alarms = text.configuration.preferences.alarms
    #expect(alarms.shiftEnds == [360, 1320])
    #expect(!alarms.bell)
    #expect(alarms.quietSeconds == 90)
    #expect(alarms.hook == ["page", "--team"])
    #expect(alarms.hookSeconds == 5)
    #expect(told("alarms: {shift-ends: ['24:00']}").count == 1)
    #expect(told("notify: {quiet: 20}").first?.contains("a time with its unit") == true)
    #expect(told("notify: {quiet: 99999999999999999999999h}").count == 1)
  }

  @Test func `rules of alarms are changed, added and switched off`() throws {
    let first = try #require(AlarmRules().rules.first)
    let text = read(
      """
      alarms:
        rules:
          \(first.name): {watch: false}
          vip-held:
            filter: is:held value>=1000eur
            by: place
            severity: major
            clock: 4h
            count: 3
            clear-below: 2
            on-delay: 2m
            share: 20
            among: is:held
            procedure: [one, two]
      """)
    #expect(text.findings.map(\.description) == [])
    let changes = text.configuration.alarmRules
    #expect(changes.map(\.name) == [first.name, "vip-held"])
    #expect(changes[0].isOn == false)
    #expect(text.configuration.preferences.alarms.rules[first.name]?.isOn == false)
    #expect(text.configuration.preferences.alarms.rules["vip-held"]?.countMin == 3)
    #expect(changes[1].clock == .after(.hours(4)))
    #expect(changes[1].countMin == 3)
    guard case .share(20, _)? = changes[1].trigger else {
      Issue.record("no share: \(changes[1])")
      return
    }
    // A rule that goes by a share or a quiet time by itself can be made a plain count.
    for rule in AlarmRules().rules where rule.trigger != .count {
      let plain = read("alarms: {rules: {\(rule.name): {trigger: count, count: 2}}}")
      #expect(plain.findings.map(\.description) == [], "\(rule.name)")
      #expect(plain.configuration.preferences.alarms.rules[rule.name]?.trigger == .count)
      #expect(plain.values.first { $0.path == "alarms.rules" }?.value.contains("trigger: count") == true)
    }
    func fault(_ rules: String) -> String { told("alarms: {rules: {\(rules)}}").first ?? "" }
    #expect(fault("vip: {severity: major}").contains("alarms.rules.vip.filter: a new rule needs the filter"))
    #expect(fault("vip: {filter: 'is:held bogus:1'}").contains("bogus"))
    #expect(
      fault("vip: {filter: is:held, count: 2, clear-below: 5}").hasPrefix("c.yaml:1:51: alarms.rules.vip.clear-below: ")
    )
    #expect(fault("vip: {filter: is:held, trigger: count, share: 5}").contains("excludes “share”"))
    #expect(fault("'Über': {filter: is:held}").contains("small letters"))
    #expect(fault("vip: {filter: is:held, by: moon}").contains("none of none, place"))
  }
}

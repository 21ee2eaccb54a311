import Logistics
import Measures
import TUI
import Testing

@testable import Dashboard

@Suite struct PluginTests {
  private func call(_ command: [String], _ values: [(String, String)], shell: Bool = false) -> PluginCall {
    var plugin = Plugin(name: "label", words: "print a label", command: command)
    plugin.usesShell = shell
    var call = PluginCall(plugin, on: nil, in: Board(), now: .epoch)
    call.values = values.map { PluginValue($0.0, $0.1) }
    return call
  }

  @Test func `a value stands inside its argument and never makes two`() throws {
    let words = try call(
      ["print", "--to=$TO", "${REF}s", "$ID$ID", "$$5", "$NOBODY", "a $ b", "${", "$ID-x"],
      [("ID", "CW-10001"), ("TO", "D E; rm -rf"), ("REF", "$ID\"'")]
    ).words()
    #expect(
      words == [
        "print", "--to=D E; rm -rf", "$ID\"'s", "CW-10001CW-10001", "$5", "$NOBODY", "a $ b", "${", "CW-10001-x",
      ])
  }

  @Test func `a value that begins with a dash becomes no option that nobody wrote`() {
    #expect(throws: Failure.self) { try call(["print", "$REF"], [("REF", "--delete")]).words() }
    #expect(throws: Failure.self) { try call(["$REF"], [("REF", "-x")]).words() }
    #expect(throws: Never.self) { try call(["print", "--", "$REF"], [("REF", "--delete")]).words() }
    #expect(throws: Never.self) { try call(["print", "--ref=$REF", "-$REF"], [("REF", "--delete")]).words() }
  }

  @Test func `a script is never changed and has the values as its arguments`() throws {
    let words = try call(["echo \"$1\" $ID", "$REF"], [("REF", "a b"), ("ID", "x; rm")], shell: true).words()
    #expect(words == ["/bin/sh", "-c", "echo \"$1\" $ID", "sh", "a b"])
  }

  @Test func `every field of a shipment has one name and no control characters`() throws {
    let names = PluginField.rows.map(\.name)
    #expect(Set(names).count == names.count)
    for row in PluginField.rows {
      #expect(row.name.allSatisfy { $0.isASCII && $0.isUppercase }, "\(row.name)")
      #expect(!row.words.isEmpty)
    }
    let room = Room()
    let board = room.state.board
    let id = try #require(room.state.current)
    let call = PluginCall(
      Plugin(name: "x", words: "", command: ["x"]), on: id, in: board, now: room.now,
      inputs: [PluginValue("WHY", "a\0b\u{1B}[2J\nc")])
    #expect(call.values.first == PluginValue("ID", id.label))
    #expect(call.values.count == names.count + 1)
    #expect(call.values.last == PluginValue("WHY", "ab[2Jc"))
  }

  @Test func `an answer that does not fit its question is told why`() {
    func fault(_ kind: Plugin.Input.Kind, _ text: String, required: Bool = true) -> String? {
      var input = Plugin.Input(name: "A", words: "a", kind: kind)
      input.isRequired = required
      return input.fault(of: text)
    }
    #expect(fault(.number(1...5), "7") == "it is from 1 to 5")
    #expect(fault(.number(1...5), "five") == "a whole number is needed")
    #expect(fault(.number(1...5), "99999999999999999999") == "a whole number is needed")
    #expect(fault(.number(1...5), "5") == nil)
    #expect(fault(.choice(["a", "b"]), "c") == "it is one of a, b")
    #expect(fault(.flag, "yes") != nil)
    #expect(fault(.text, "") == "it is needed")
    #expect(fault(.text, "", required: false) == nil)
  }

  @Test func `what a command said is shown and can be closed, and covers no question`() {
    var room = Room()
    let report = PluginReport(
      name: "label", shipment: nil, words: "ended with exit code 2", isFailure: true, lines: ["no  paper", "in tray"])
    _ = update(&room.state, .ran(report))
    let shown = view(room.state, room.state.size).text()
    #expect(shown.contains("ended with exit code 2"))
    #expect(shown.contains("no  paper"))
    room.press("esc")
    #expect(!view(room.state, room.state.size).text().contains("no  paper"))
    room.press("/")
    _ = update(&room.state, .ran(report))
    #expect(!view(room.state, room.state.size).text().contains("in tray"))
    #expect(view(room.state, room.state.size).text().contains("label: ended with exit code 2; O shows it"))
    room.press("esc O")
    #expect(view(room.state, room.state.size).text().contains("in tray"))
  }

  @Test func `a mistake in the configuration is told with its place, and listed`() {
    var room = Room()
    _ = update(
      &room.state,
      .configured(
        ConfigurationNews(
          path: "config.yaml", isAnew: true,
          findings: ["config.yaml:3:5: keys.bind.relase: there is no action “relase”", "config.yaml:9:1: x: y"],
          settings: ["theme calm-dark  by itself"])))
    #expect(view(room.state, room.state.size).text().contains("config.yaml:3:5: keys.bind.relase"))
    room.type(":config")
    room.press("enter")
    let shown = view(room.state, room.state.size).text()
    #expect(shown.contains("config.yaml: 2 mistakes"))
    #expect(shown.contains("config.yaml:9:1: x: y"))
    #expect(shown.contains("theme calm-dark  by itself"))
  }
}

import Foundation
import Testing

// The border in the room, by the real program in a real terminal: the customs desk, duty and tax with the working, the papers, and
// a party that is on a list.

@Suite struct `The border in the room` {
  /// The number of a shipment that a filter finds.
  private func one(_ filter: String, in journal: String) throws -> String {
    try #require(try shipments(filter, in: journal, limit: 1).first, "nothing is \(filter)")
  }

  @Test(.enabled(if: hasTmux, "needs tmux"))
  func `the desk leads to what needs me, tells its playbook, and puts the message on the clipboard`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let tmux = try Tmux.controlRoom(journal, "--no-sim --operator mei", columns: 160, rows: 48)
    try tmux.wait("the board is read") { $0.contains("CW-10") }
    try tmux.type("W")
    try tmux.wait("the queue stands beside the playbook") {
      $0.contains("Customs desk") && $0.contains("why here") && $0.contains("if ignored")
    }
    try tmux.type("n")
    try tmux.wait("the first of those that need me") { $0.contains("1 of") && $0.contains("that need you") }
    try tmux.type("y")
    try tmux.wait("the message is on the clipboard") { $0.contains("clipboard") }
    try tmux.type("s", "s")
    try tmux.wait("by reason, with what each group loses") { $0.contains("by reason") && $0.contains("held, ") }
    try tmux.command(":desk-group broker")
    try tmux.wait("what each party must do stands together") {
      $0.contains("by who must act") && $0.contains("▾ merchant") && $0.contains("▾ carrier")
    }
    try tmux.type("Q")
    try tmux.waitForEnd()
  }

  @Test(.enabled(if: hasTmux, "needs tmux"))
  func `duty and tax stand in the detail, the working and the papers a key away`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let id = try one("is:held to:DE", in: journal)
    let tmux = try Tmux.controlRoom(journal, "--no-sim", columns: 160, rows: 60)
    try tmux.wait("the board is read") { $0.contains("CW-10") }
    try tmux.command(":open \(id)")
    try tmux.wait("both panels") {
      $0.contains("Duty and tax") && $0.contains("judged on") && $0.contains("landed") && $0.contains("Documents")
    }
    try tmux.type("g", "m")
    try tmux.wait("the working with its rules") { $0.contains("esc closes") && $0.contains("customs value") }
    try tmux.type("Escape")
    try tmux.wait("back at the shipment") { $0.contains("Journey") }
    try tmux.type("g", "d")
    try tmux.wait("the papers with who gives them") { $0.contains("esc closes") && $0.contains("merchant") }
    try tmux.type("Escape")
    try tmux.wait("back again") { $0.contains("Journey") }
    try tmux.type("Q")
    try tmux.waitForEnd()
  }

  @Test(.enabled(if: hasTmux, "needs tmux"))
  func `a merchant on a list is held with the evidence beside it; a role given meanwhile is in force`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let id = try one("from:US !is:ended !is:held", in: journal)
    let sheet = try object(try Program.run("show", "--db", journal, id, "--json").out)
    let merchant = try #require((sheet["shipment"] as? [String: Any])?["merchant"] as? String)
    let list = scratch.file("list.csv")
    let rest = String(repeating: ",-0- ", count: 10)
    try Data("4711,\"\(merchant.uppercased())\"\(rest)\n".utf8).write(to: URL(fileURLWithPath: list))
    let config = scratch.file("config.yaml")
    func configure(_ operators: String) throws {
      try Data("operator: \(operators)\nscreening: {lists: [\"\(list)\"]}\n".utf8)
        .write(to: URL(fileURLWithPath: config), options: .atomic)
    }
    try configure("{name: mei}")
    let tmux = try Tmux.controlRoom(journal, "--no-sim --config '\(config)'", columns: 160, rows: 60)
    try tmux.wait("the board is read") { $0.contains("CW-10") }
    try tmux.command(":open \(id)")
    try tmux.wait("it is held, with the entry and its score", within: 30) {
      $0.contains("denied party match (H20)") && $0.contains("Screening") && $0.contains("4711")
    }
    try tmux.wait("whoever sits here may not clear it") { $0.contains("only compliance clears") }
    try configure("{name: mei, roles: [compliance]}")
    try tmux.wait("now they may") { !$0.contains("only compliance clears") }
    try tmux.type("Q")
    try tmux.waitForEnd()
  }
}

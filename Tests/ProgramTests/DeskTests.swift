import Foundation
import Testing

// What an operator sets down, by the real program: a file with mistakes, one that is mended while the room is open, a room by
// lines over pipes, and the same journal as it was.

/// Folders of its own for what is set down and what is kept, and the journal.
private struct DeskFolders {
  let scratch: Scratch
  let journal: String

  init() throws {
    scratch = try Scratch()
    journal = try SampleJournal.copy(into: scratch)
    try FileManager.default.createDirectory(
      atPath: scratch.file("config/clearway"), withIntermediateDirectories: true)
  }

  /// What the environment says of them.
  var variables: [String: String] {
    ["XDG_CONFIG_HOME": scratch.file("config"), "XDG_STATE_HOME": scratch.file("state")]
  }

  /// The same for the command line of a terminal.
  var environment: String { variables.map { "\($0)='\($1)'" }.sorted().joined(separator: " ") }

  func configure(_ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: scratch.file("config/clearway/config.yaml")), options: .atomic)
  }

  /// Runs a shell's line; "$0" is the program and "$1" the journal.
  func shell(_ line: String) throws -> Program.Run {
    try Program.start(["-c", line, Program.path, journal], executable: "/bin/sh", environment: variables).finish()
  }

  /// Runs the program on the journal.
  func run(_ arguments: String...) throws -> Program.Run {
    try Program.start(arguments + ["--db", journal], environment: variables).finish()
  }
}

@Suite struct `What is set down` {
  @Test(.enabled(if: hasTmux, "needs tmux"))
  func `a mistake is told with its place, and a mended file is in force at once`()
    throws
  {
    let desk = try DeskFolders()
    try desk.configure("operator: {name: mei}\nkeys:\n  bind: {relase: ctrl-x}\n")
    let tmux = try Tmux.controlRoom(desk.journal, columns: 200, environment: desk.environment)
    try tmux.wait("the mistake is told, the rest is in force") {
      $0.contains("config.yaml:3:10: keys.bind.relase") && $0.contains("did you mean “release”")
    }
    try desk.configure("operator: {name: mei}\nkeys:\n  bind: {release: ctrl-x}\n")
    try tmux.wait("it is read anew") { $0.contains("the configuration was read anew") }
    try desk.configure("operator: {name: [\n")
    try tmux.wait("what was in force stays") { $0.contains("what was in force stays") }
    try tmux.command(":config")
    try tmux.wait("and is listed with the mistake") {
      $0.contains("not YAML") && $0.contains("keys.bind") && $0.contains("ctrl-x")
    }
    try tmux.type("q", "Q")
    try tmux.waitForEnd()
  }

  @Test(.enabled(if: hasTmux, "needs tmux"))
  func `columns and views are there after a restart, and completed by their names`()
    throws
  {
    let desk = try DeskFolders()
    do {
      let tmux = try Tmux.controlRoom(desk.journal, environment: desk.environment)
      try tmux.wait("the board is read") { $0.contains("CW-10") }
      try tmux.type("6")
      try tmux.wait("one list") { $0.contains("6 All") }
      try tmux.command(":columns id goods:30 owner")
      try tmux.wait("they are chosen") { $0.contains("GOODS") && $0.contains("OWNER") && !$0.contains("ROUTE") }
      try tmux.command(":save-columns")
      try tmux.wait("they are kept") { $0.contains("kept for every start") }
      try tmux.command(":save-view two words")
      try tmux.wait("so is the view") { $0.contains("kept the view “two words”") }
      try tmux.type("Q")
      try tmux.waitForEnd()
    }
    let tmux = try Tmux.controlRoom(desk.journal, environment: desk.environment)
    try tmux.wait("the board is read") { $0.contains("CW-10") }
    try tmux.type("6")
    try tmux.wait("the columns are those that were kept") {
      $0.contains("GOODS") && $0.contains("OWNER") && !$0.contains("ROUTE")
    }
    try tmux.write(":view two w")
    try tmux.wait("a view's name is completed beyond its first word") { $0.contains("two words") }
    try tmux.type("Enter")
    try tmux.wait("and shown") { $0.contains("view “two words”") }
    try tmux.type("Q")
    try tmux.waitForEnd()
  }

  @Test func `where nobody can tell what a file forbids, nothing is written by any room or command`() throws {
    let desk = try DeskFolders()
    let digest = try verified(desk.journal)
    let id = try #require(try shipments("", in: desk.journal, limit: 1).first)
    for text in [
      "operator: {read-only: true}\n", "operator: {read-only: yes-please}\n", "operator: {read-only: true\n",
    ] {
      try desk.configure(text)
      for run in [
        try desk.run("do", "note", id, "--reason", "x"), try desk.run("simulate", "--days", "9"),
        try desk.run("import", desk.scratch.file("config/clearway/config.yaml")),
      ] {
        #expect(run.status == 1)
        #expect(run.err.contains("nothing is done: the configuration"), "\(run.err)")
      }
      let lines = try desk.shell("printf 'open \(id)\\nnote x\\nquit\\n' | \"$0\" --linear --db \"$1\"")
      #expect(lines.out.contains("no: ") && lines.out.contains("the configuration"), "\(lines.out)")
      #expect(lines.status == 1)
    }
    #expect(try verified(desk.journal) == digest)
  }
}

@Suite struct `A room by lines` {
  @Test func `goes by the configuration over pipes: whose name, which alarms, the hook`() throws {
    let desk = try DeskFolders()
    let told = desk.scratch.file("told")
    let rules = ["silent", "stuck", "promise", "documents", "attempts", "give-up", "hold-clock", "duty", "unscanned"]
      .map { "    \($0): {watch: false}\n" }.joined()
    try desk.configure(
      """
      operator: {name: ann}
      alarms:
        rules:
      \(rules)    at-all: {filter: "is:held", severity: severe, clock: 30m, on-delay: 0s, condition: something is held}
      notify: {hook: [/bin/sh, -c, "echo \\"$CLEARWAY_ALARM_PRIORITY $CLEARWAY_ALARM_CAUSE\\" >> '\(told)'"]}

      """)
    let id = try #require(try shipments("is:held", in: desk.journal, limit: 1).first)
    // The first look finds what stands already, which is no news; another room that comes by the way is not told again.
    let first = try desk.shell(
      "{ sleep 4; printf 'alarms\\nrows 3\\nnote \(id) called the shop\\nsleep\\nquit\\n'; } | \"$0\" --linear --no-sim --db \"$1\""
    )
    #expect(first.out.contains("alarms, 1 listed"), "\(first.out)\(first.err)")
    #expect(first.out.contains("something is held"))
    #expect(first.out.contains("\(id): noted: called the shop"))
    #expect(first.out.contains("no: there is no command “sleep”"))
    #expect(!first.out.contains("\u{1B}"))
    let listed = try desk.run("alarms", "--json")
    #expect(listed.out.contains("\"cause\" : \"at-all\"") && listed.out.contains("something is held"), "\(listed.out)")
    let log = try desk.run("log", "by:ann")
    #expect(log.out.contains("called the shop"))
  }

  @Test func `speaks an alarm when it comes up, and runs the hook for it`() throws {
    let desk = try DeskFolders()
    let told = desk.scratch.file("told")
    try desk.configure(
      """
      alarms:
        rules:
          by-place:
            {filter: "is:held", by: place, severity: severe, clock: 30m, on-delay: 0s, condition: held here,
             consequence: it goes back}
      notify: {hook: [/bin/sh, -c, "echo \\"$CLEARWAY_ALARM_PRIORITY $CLEARWAY_ALARM_CAUSE\\" >> '\(told)'"]}

      """)
    // A day and more of the simulated trade brings a hold to a place that had none.
    let wait = "while ! grep -q by-place '\(told)' 2>/dev/null && [ $i -lt 60 ]; do sleep 1; i=$((i+1)); done"
    let script = "i=0; \(wait); sleep 2; echo quit"
    let room = try desk.shell("{ \(script); } | \"$0\" --linear --speed 3600 --db \"$1\"")
    let news = room.out.split(separator: "\n").filter { $0.hasPrefix("alarm, ") }
    #expect(!news.isEmpty, "\(room.out)\(room.err)")
    #expect(news.contains { $0.contains("held here") && $0.contains(" left") && $0.contains("if ignored") }, "\(news)")
    let runs = try String(contentsOfFile: told, encoding: .utf8).split(separator: "\n")
    #expect(runs.contains { $0.contains(" by-place at:") }, "\(runs)")
  }
}

@Suite struct `The journal as it was` {
  @Test func `is told by every command that asks for a moment`() throws {
    let desk = try DeskFolders()
    // Two rooms apart by a deed, so that there is a before and an after.
    let watched = try desk.shell("{ sleep 4; echo quit; } | \"$0\" --linear --no-sim --db \"$1\"")
    #expect(watched.status == 0, "\(watched.err)")
    let now = try desk.run("alarms", "--json")
    let before = try desk.run("alarms", "--json", "--as-of", "-2d")
    #expect(now.status == 0 && before.status == 0)
    #expect(!now.out.contains("\"alarms\" : [\n\n  ]") && now.out.contains("\"cause\""), "\(now.out)")
    #expect(!before.out.contains("\"cause\""), "nobody had watched by then")
    let early = try desk.run("alarms", "--as-of", "-2d")
    #expect(early.err.contains("no room has watched this journal by then"))
    #expect(try desk.run("alarms", "--as-of", "-2d", "--by", "happened").status == 1)

    let log = try desk.run("log", "--as-of", "-2d", "--limit", "1")
    let all = try desk.run("log", "--limit", "1")
    #expect(log.status == 0 && log.out != all.out && log.out.split(separator: "\n").count == 1)
    #expect(log.out.prefix(20) < all.out.prefix(20))
    #expect(try desk.run("log", "--as-of", "-2d", "--by", "happened").status == 1)
    let fault = try desk.run("log", "--as-of", "the day before")
    #expect(fault.status == 1 && fault.err.contains("^ column 1"))

    let then = try desk.run("query", "", "--as-of", "-2d", "--limit", "0")
    let present = try desk.run("query", "", "--limit", "0")
    #expect(then.err.contains(" of ") && then.err != present.err)
    #expect(try desk.run("render", "--view", "alarms").out.contains("9 Alarms"))
    #expect(try desk.run("render", "--view", "overview", "--as-of", "-2d").out.contains("PAST"))
  }

  @Test func `the view of alarms is rendered with its alarms`() throws {
    let desk = try DeskFolders()
    let never = try desk.run("render", "--view", "alarms")
    #expect(never.out.contains("alarms are not recorded: no room has watched this journal yet"), "\(never.out)")
    _ = try desk.shell("{ sleep 4; echo quit; } | \"$0\" --linear --no-sim --db \"$1\"")
    let listed = try desk.run("alarms")
    let first = try #require(listed.out.split(separator: "[").dropFirst().first?.split(separator: "]").first)
    #expect(!first.isEmpty)
    let shown = try desk.run("render", "--view", "alarms", "--size", "200x60")
    #expect(shown.out.contains("new") && !shown.out.contains("looking at the whole board"), "\(shown.out)")
    #expect(try desk.run("render", "--theme", "auto").status == 0)
  }
}

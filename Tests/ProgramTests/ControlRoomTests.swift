import Foundation
import Testing

// Operator stories on a real terminal: keys in, screen out, and what is on record afterwards. The clock stands still unless a
// test is about the clock, so that what is under the cursor stays there.

@Suite(.enabled(if: hasTmux, "needs tmux")) struct `The control room on a terminal` {
  @Test func `on a machine that has never seen it the panels fill with a simulated world`() throws {
    let tmux = try Tmux("exec '\(Program.path)' --speed 60")
    let first = try tmux.wait("orders and parcels come in") { screen in
      screen.contains("In transit") && screen.contains("CW-10") && screen.contains("SIM x60")
    }
    #expect(first.split(separator: "\n")[0].contains("SIM x60"), "what is simulated says so on the first line")
    for title in ["1 Orders", "2 In transit", "3 Holds", "4 Deliveries"] { #expect(first.contains(title)) }
    try tmux.type("Q")
    try tmux.waitForEnd()
  }

  @Test func `what is missing is attached and handed to customs by keys, and both are there after a kill`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let id = try #require(try shipments(endedByPapers, in: journal).first)
    do {
      let tmux = try Tmux.controlRoom(journal, "--speed 0 --operator mei")
      try tmux.wait("the board is read") { $0.contains("3 Holds") && $0.contains("hold") && $0.contains(id) }
      try tmux.write("3/\(id)")
      try tmux.wait("the filter finds it") { $0.contains("1 of ") }
      try tmux.type("Enter", "r")
      try tmux.wait("a release is refused with the reason") { $0.contains("no: \(id)") && $0.contains("missing: ") }
      try tmux.type("f")
      try tmux.wait("the documents are offered") { $0.contains("attach \(id)") && $0.contains("all that is missing") }
      try tmux.type("Enter")
      try tmux.wait("the document is on record") {
        $0.contains(" \(id): attached commercial invoice")
      }
      try tmux.type("r")
      try tmux.wait("customs' hold is not the desk's to end") { $0.contains("no: \(id)") && $0.contains("WHO AND HOW") }
      try tmux.type("e", "a")
      try tmux.wait("it is handed in") { $0.contains(" \(id): answered: H01") }
      // What the screen said is done is on the disk: nothing may be left to do for an orderly end.
      try tmux.signal(SIGKILL)
      try tmux.waitForEnd()
    }
    #expect(try shipments("hold-owner:customs clock:standing", in: journal).contains(id))
    let shown = try Program.run("show", "--db", journal, id).out
    #expect(shown.contains("operator mei"), "\(shown)")
    try verified(journal)
    let again = try Tmux.controlRoom(journal, "--speed 0 --operator mei")
    try again.wait("the control room opens again") { $0.contains("SIM paused") && $0.contains("CW-10") }
    try again.write("6")
    try again.wait("all shipments are shown") { $0.contains("6 All") || $0.contains("All shipments") }
    try again.write("/\(id)")
    try again.wait("found again") { $0.contains("1 of ") }
    try again.type("Enter", "Enter")
    try again.wait("its detail shows the deed") {
      $0.contains("Journey") && $0.contains("stands still") && $0.contains(id)
    }
    try again.type("u")
    try again.wait("and it can be taken back") { $0.contains("\(id): taken back: H01 is with the merchant again") }
  }

  @Test func `sorting, zoom, help, palette, filter and themes answer to their keys`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let tmux = try Tmux.controlRoom(journal)
    let all = try tmux.wait("the board is read") { $0.contains("3 Holds") && $0.contains("CW-10") }
    #expect(all.contains("promise ▴"))

    try tmux.type("?")
    try tmux.wait("the help lists the keys") {
      $0.contains("All keys: overview") && $0.contains("move on to the next step")
    }
    try tmux.escape("All keys")

    try tmux.type("2", "z")
    try tmux.wait("one panel alone") { $0.contains("In transit") && !$0.contains("3 Holds ─") }
    try tmux.type("s")
    try tmux.wait("the orders are offered") { $0.contains("Order by") }
    try tmux.write("value")
    try tmux.type("Enter")
    try tmux.wait("by value") { $0.contains("VALUE ▴") }
    try tmux.type("I")
    try tmux.wait("the other way round") { $0.contains("VALUE ▾") }
    try tmux.type("0")
    try tmux.wait("all panels") { $0.contains("3 Holds") }

    try tmux.write("/stage:nowhere")
    try tmux.wait("a fault with its column") { $0.contains("there is no stage") && $0.contains("column 7") }
    try tmux.type("Enter")
    try tmux.wait("the line stays open until it is understood") { $0.contains("there is no stage") }
    try tmux.escape("there is no stage")

    try tmux.type(":")
    try tmux.write("view lo")
    try tmux.wait("completion") { $0.contains("log") && $0.contains("Command") }
    try tmux.type("C-u")
    try tmux.write("view log")
    try tmux.type("Enter")
    try tmux.wait("the log") { $0.contains("Log") && !$0.contains("3 Holds") }
    try tmux.type("0")
    try tmux.wait("all panels") { $0.contains("3 Holds") }

    let before = tmux.coloured
    try tmux.type("t")
    try tmux.wait("the next theme") { $0.contains("theme calm-light") }
    #expect(tmux.coloured != before)

    try tmux.type("q")
    #expect(isAlive(try tmux.processID), "q at the overview goes nowhere")
    try tmux.type("C-c")
    try tmux.wait("ctrl-c asks") { $0.lowercased().contains("again") }
    try tmux.type("C-c")
    try tmux.waitForEnd()
  }

  @Test func `the simulated clock pauses, steps, runs faster and goes on as fast as it ran`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let tmux = try Tmux.controlRoom(journal, "--speed 600")
    try tmux.wait("it runs") { $0.contains("SIM x600") && !$0.contains("00:00 UTC") }
    try tmux.type("Z")
    try tmux.wait("it stands") { $0.contains("SIM paused") }
    let standing = try #require(tmux.screen.split(separator: "\n").first)
    try tmux.type(".")
    try tmux.wait("one step on") { _ in try eventCount(journal) > 0 }
    let events = try eventCount(journal)
    try tmux.type(".")
    try eventually("a step is on record") { try eventCount(journal) > events }
    #expect(tmux.screen.contains("SIM paused"), "\(standing)")
    try tmux.type("Z")
    try tmux.wait("it goes on as fast as before") { $0.contains("SIM x600") }
    try tmux.type(")")
    try tmux.wait("faster") { $0.contains("SIM x") && !$0.contains("SIM x600 ") }
    try tmux.write(":speed 3600")
    try tmux.type("Enter")
    try tmux.wait("as fast as is asked for") { $0.contains("SIM x3600") }
    try tmux.type("Q")
    try tmux.waitForEnd()
    try verified(journal)
  }

  private func eventCount(_ journal: String) throws -> Int {
    try #require(
      line("events", in: try Program.run("verify", "--db", journal).out)?.split(separator: " ").first.flatMap {
        Int($0)
      })
  }

  @Test func `a session that only reads refuses every deed and says why`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let digest = try verified(journal)
    let tmux = try Tmux.controlRoom(journal, "--read-only")
    try tmux.wait("the board is read") { $0.contains("CW-10") }
    try tmux.type("a")
    try tmux.wait("the reason is told") { $0.contains("started with --read-only") }
    try tmux.type("Q")
    try tmux.waitForEnd()
    #expect(try verified(journal) == digest)
  }

  @Test func `what cannot be opened is said on the shell's own screen`() throws {
    let scratch = try Scratch()
    let letter = scratch.file("letter.txt")
    try String(repeating: "Dear Sir or Madam, ", count: 100).write(toFile: letter, atomically: true, encoding: .utf8)
    let tmux = try Tmux.controlRoom(letter)
    try tmux.waitForEnd()
    let run = try Program.run("--db", letter)
    #expect(run.status == 2)
    #expect(run.err.contains("This file is not a journal"))
    #expect(tmux.screen.contains("file is not a database"))
    #expect(try Program.run("--db", ":memory:").err.contains("terminal"), "without a terminal it says so")
  }
}

@Suite(.enabled(if: hasTmux, "needs tmux")) struct `Two at one journal` {
  @Test func `one drives, both act, each sees the other, and a driver that dies is replaced`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let held = try shipments(endedByPapers, in: journal)
    let id = try #require(held.first)
    let mei = try Tmux.controlRoom(journal, "--speed 0 --operator mei")
    try mei.wait("mei drives") { $0.contains("SIM paused") && $0.contains("CW-10") }
    let jan = try Tmux.controlRoom(journal, "--speed 1 --operator jan")
    try jan.wait("jan sees") { $0.contains("CW-10") }
    try jan.type("Z")
    let meisProcess = try mei.processID
    try jan.wait("jan is told who drives") { $0.contains("process \(meisProcess)) drives the clock") }

    for (tmux, who) in [(mei, "mei"), (jan, "jan")] {
      try tmux.type("3")
      try tmux.write("/\(id)")
      try tmux.wait("\(who) finds it") { $0.contains("1 of ") }
      try tmux.type("Enter", "Enter")
      try tmux.wait("\(who) looks at it") { $0.contains("Held: invoice missing") }
    }
    try mei.type("f")
    try mei.wait("mei chooses") { $0.contains("all that is missing") }
    try mei.type("Enter")
    try jan.wait("jan sees the document within a second", within: 4) {
      !$0.contains("commercial invoice (380)  missing")
    }
    try jan.type("e", "a")
    try mei.wait("mei sees who has it now", within: 4) { $0.contains("stands still") }

    // A third, from the command line.
    #expect(
      try Program.run("do", "--db", journal, "note", id, "--reason", "a third was here", "--operator", "ute").status
        == 0)
    for tmux in [mei, jan] { try tmux.command(":view log") }
    for tmux in [mei, jan] { try tmux.wait("the note shows up", within: 6) { $0.contains("ute") } }

    try mei.signal(SIGKILL)
    try mei.waitForEnd()
    try jan.wait("jan drives now") { $0.contains("SIM x1 ") }
    try jan.type("Q")
    try jan.waitForEnd()
    try verified(journal)
  }

  @Test func `a decision on what has changed meanwhile is refused, and says so`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let id = try #require(try shipments(endedByPapers, in: journal).first)
    let tmux = try Tmux.controlRoom(journal)
    try tmux.wait("the board is read") { $0.contains("CW-10") }
    try tmux.write("3/\(id)")
    try tmux.wait("found") { $0.contains("1 of ") }
    try tmux.type("Enter", "f")
    try tmux.wait("the question is open, and what it is about stands still") { $0.contains("all that is missing") }
    #expect(try Program.run("do", "--db", journal, "attach", id).status == 0)
    // The screen learns of it; the question was asked about the version before.
    try tmux.wait("what the other did is known here", within: 4) { screen in
      screen.contains("is there") || screen.contains("attach \(id)")
    }
    try tmux.type("Enter")
    try tmux.wait("refused") { $0.contains("no:") && ($0.contains("changed") || $0.contains("no document is missing")) }
    try verified(journal)
  }
}

import Foundation
import Testing

/// The files of others that lie beside the tests.
enum Samples {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Samples").path

  static let orders = folder + "/orders/scms_shipments_1000_cr_tab.tsv"
  static let event = folder + "/epcis2/openepcis_ObjectEvent.json"
  static let faulty = folder + "/epcis2/invalid/ObjectEvent_with_invalid_action.json"
}

@Suite struct `Import from the command line` {
  @Test func `the shipment table and an event are taken once, with what was made of them`() throws {
    let scratch = try Scratch()
    let journal = scratch.file("journal.db")
    let first = try Program.run("import", "--db", journal, Samples.orders, Samples.event)
    #expect(first.status == 0, "\(first.err)")
    #expect(first.out.contains("SCMS shipment table: 1000 orders, 1000 claims, 0 known already"))
    #expect(first.out.contains("EPCIS 2.0 JSON: 0 orders, 1 claims, 0 known already, 1 shipments opened"))
    let digest = try verified(journal)
    let second = try Program.run("import", "--db", journal, Samples.event, Samples.orders)
    #expect(second.status == 0)
    #expect(second.out.contains("0 orders, 0 claims, 2000 known already"))
    #expect(try verified(journal) == digest, "the same files twice add nothing")
    #expect(try shipments("", in: journal, limit: 5000).count == 1001)
  }

  @Test func `a fault is told with its place and its reason, and the good rest is taken`() throws {
    let scratch = try Scratch()
    let journal = scratch.file("journal.db")
    let alone = try Program.run("import", "--db", journal, Samples.faulty)
    #expect(alone.status == 2)
    #expect(alone.out.contains("eventList[0].action (line 14, column 13): ADD, OBSERVE or DELETE was expected"))
    let mixed = try Program.run("import", "--db", journal, Samples.faulty, Samples.event)
    #expect(mixed.status == 1)
    #expect(try shipments("", in: journal).count == 1)
    let sheets = try Program.run("import", "--db", journal, "--json", Samples.faulty)
    let reports = try #require(try JSONSerialization.jsonObject(with: Data(sheets.out.utf8)) as? [[String: Any]])
    let findings = try #require(reports.first?["findings"] as? [[String: String]])
    #expect(findings.first?["code"] == "wrong-value")
    #expect(findings.first?["severity"] == "error")
  }

  @Test func `what is no file of ours is told apart, and nothing is readable`() throws {
    let scratch = try Scratch()
    let journal = scratch.file("journal.db")
    let empty = scratch.file("empty")
    try Data().write(to: URL(fileURLWithPath: empty))
    var chance = SplitMix(state: 3)
    let noise = scratch.file("noise")
    try Data((0..<20_000).map { _ in UInt8.random(in: 0...255, using: &chance) }).write(to: URL(fileURLWithPath: noise))
    for (file, words) in [
      (empty, "there is nothing in the file"), (noise, "unknown format"), (scratch.path, "it is a folder"),
      (scratch.file("missing"), "No such file or directory"),
    ] {
      let run = try Program.run("import", "--db", journal, file)
      #expect(run.status == 2)
      #expect(run.out.contains(words))
      #expect(!run.out.contains("\u{1B}"))
    }
    #expect(try shipments("", in: journal).isEmpty)
  }
}

@Suite struct `Questions from the command line` {
  @Test func `text, JSON lines and CSV tell of the same shipments`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let held = try shipments("hold:any", in: journal)
    #expect(held.count > 4)
    let json = try Program.run("query", "--db", journal, "hold:any", "--json")
    let sheets = try json.out.split(separator: "\n").map { try object($0) }
    #expect(sheets.compactMap { $0["id"] as? String } == held)
    #expect(sheets.allSatisfy { ($0["held"] as? [String])?.isEmpty == false })
    let csv = try Program.run("query", "--db", journal, "hold:any", "--csv").out.split(whereSeparator: \.isNewline)
    #expect(csv.first?.hasPrefix("id,reference,order,stage,") == true)
    #expect(csv.dropFirst().map { $0.split(separator: ",")[0] } == held.map { $0[...] })
    let few = try Program.run("query", "--db", journal, "hold:any", "--limit", "2")
    #expect(few.out.split(separator: "\n").count == 2)
    #expect(few.err.contains("\(held.count) of "))
    #expect(few.err.contains("the first 2 shown"))
    #expect(try Program.run("query", "--db", journal, "hold:any", "--limit", "0").out == "")
    #expect(
      try Program.run("query", "--db", journal, "--group-by", "to", "--limit", "9223372036854775807").status == 64)
  }

  @Test func `a filter that is not understood shows its column and finds nothing`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let run = try Program.run("query", "--db", journal, "to:DE", "stage:nowhere")
    #expect(run.status == 2)
    #expect(run.out == "")
    let lines = run.err.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "clearway: to:DE stage:nowhere")
    #expect(lines.dropFirst().first?.hasPrefix("clearway:             ^ column 13: there is no stage") == true)
  }

  @Test func `exit codes tell whether anything was found, and the order and the columns are the operator's`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    #expect(try Program.run("query", "--db", journal, "is:held").status == 0)
    let none = try Program.run("query", "--db", journal, "no-such-word-anywhere", "--json")
    #expect(none.status == 1 && none.out == "")
    for (arguments, says) in [
      (["value>lots"], "column 7"), (["--sort", "speed"], "nothing can be ordered by"),
      (["--columns", "id,nope"], "there is no column \"nope\""), (["--group-by", "nope"], "no field \"nope\""),
      (["--group-by", "id"], "a number of its own"), (["--group-by", "to", "--sort", "due"], "cannot be ordered by"),
    ] {
      let run = try Program.start(["query", "--db", journal] + arguments).finish()
      #expect(run.status == 2 && run.out == "" && run.err.contains(says), "\(arguments): \(run.err)")
    }
    let sheets = try Program.run(
      "query", "--db", journal, "value>0", "--sort", "-value,due", "--columns", "id, value_minor,currency", "--json")
    let objects = try sheets.out.split(separator: "\n").map { try object($0) }
    #expect(!objects.isEmpty)
    #expect(objects.allSatisfy { Set($0.keys).isSubset(of: ["id", "valueMinor", "currency"]) && $0["id"] != nil })
    let table = try Program.run("query", "--db", journal, "is:held", "--columns", "id,merchant,held", "--limit", "3")
    #expect(table.out.split(separator: "\n").count == 4 && table.out.hasPrefix("ID"))
  }

  @Test func `shipments are counted by a field, and each group's filter finds them`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    for field in ["to", "merchant", "hold", "value"] {
      let run = try Program.run("query", "--db", journal, "!is:ended", "--group-by", field, "--json")
      #expect(run.status == 0)
      for line in run.out.split(separator: "\n").prefix(4) {
        let group = try object(line)
        let filter = try #require(group["filter"] as? String)
        #expect(try shipments(filter, in: journal, limit: 100_000).count == group["count"] as? Int, "\(filter)")
      }
    }
    let text = try Program.run("query", "--db", journal, "--group-by", "to").out.split(separator: "\n")
    #expect(text.first?.hasPrefix("TO") == true && text.last?.hasPrefix("all") == true)
    let csv = try Program.run("query", "--db", journal, "--group-by", "stage", "--csv").out
    #expect(csv.hasPrefix("group,words,count,value_eur_cents,"))
  }

  @Test func `a shipment is shown by its number and by what the outside calls it`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let id = try #require(try shipments("hold:any stage:import", in: journal).first)
    let shown = try object(try Program.run("show", "--db", journal, id, "--json").out)
    let shipment = try #require(shown["shipment"] as? [String: Any])
    let reference = try #require(shipment["reference"] as? String)
    let text = try Program.run("show", "--db", journal, reference)
    #expect(text.status == 0)
    #expect(text.out.contains("shipment    \(id)  \(reference)  (simulated)"))
    #expect(text.out.contains("import declared, held: "))
    #expect((shown["claims"] as? [[String: Any]])?.isEmpty == false)
    for unknown in ["CW-99999", "nothing", "", "\u{1B}[31m"] {
      let run = try Program.run("show", "--db", journal, unknown)
      #expect(run.status == 1)
      #expect(run.err.contains("there is no such shipment"))
      #expect(!run.err.contains("\u{1B}"))
    }
  }
}

@Suite struct `Deeds from the command line` {
  /// A deed and where it is tried: what a filter finds, and whether it must succeed there.
  struct Deed: Sendable, CustomTestStringConvertible {
    var verb: String
    var filter: String
    var reason = ""
    var succeeds = true
    var testDescription: String { "\(verb) on \(filter)" }
  }

  @Test(arguments: [
    Deed(verb: "advance", filter: "stage:order !hold:any"),
    Deed(verb: "hold", filter: "stage:carriage"),
    Deed(verb: "hold:H09", filter: "stage:carriage"),
    Deed(verb: "attach", filter: "hold:H01"),
    Deed(verb: "request", filter: "hold:H01"),
    Deed(verb: "release", filter: "hold:H01", succeeds: false),
    Deed(verb: "pay", filter: "hold:H09"),
    Deed(verb: "note", filter: "stage:local", reason: "the door code is 7"),
    Deed(verb: "note", filter: "stage:local", succeeds: false),
    Deed(verb: "own", filter: "hold:any"),
    Deed(verb: "own:jan", filter: "hold:any"),
    Deed(verb: "cancel", filter: "stage:order"),
    Deed(verb: "cancel", filter: "stage:carriage", succeeds: false),
    Deed(verb: "send-back", filter: "stage:local !is:ended"),
    Deed(verb: "open-return", filter: "milestone:delivered"),
    Deed(verb: "open-return", filter: "stage:carriage", succeeds: false),
    Deed(verb: "refund", filter: "stage:carriage", succeeds: false),
    Deed(verb: "exchange", filter: "stage:carriage", succeeds: false),
    Deed(verb: "repair", filter: "stage:carriage", succeeds: false),
    Deed(verb: "undo", filter: "stage:order", succeeds: false),
    Deed(verb: "frob", filter: "stage:order", succeeds: false),
    Deed(verb: "hold:H99", filter: "stage:order", succeeds: false),
  ])
  func `every verb is recorded or refused with its reason`(_ deed: Deed) throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let id = try #require(try shipments(deed.filter, in: journal).last)
    let before = try Program.run("show", "--db", journal, id, "--json").out
    let run = try Program.run("do", "--db", journal, deed.verb, id, "--reason", deed.reason, "--operator", "mei")
    let after = try Program.run("show", "--db", journal, id, "--json").out
    #expect(run.status == (deed.succeeds ? 0 : 1), "\(run.out)\(run.err)")
    #expect((before == after) == !deed.succeeds)
    if deed.succeeds {
      #expect(run.out.hasPrefix("\(id): "))
      #expect(after.contains("mei"), "who did it is on record")
    } else {
      #expect(run.out == "")
      #expect(run.err.count > 10, "the reason is told")
    }
    try verified(journal)
  }

  @Test func `of several each is done or refused for itself`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let held = try #require(try shipments("hold:H01", in: journal).first)
    let free = try #require(try shipments("stage:order !hold:any", in: journal).last)
    let run = try Program.run("do", "--db", journal, "advance", held, free, "CW-99999")
    #expect(run.status == 1)
    #expect(run.out.hasPrefix("\(free): advance recorded; now "))
    #expect(run.err.contains("\(held): advance refused: held: "))
    #expect(run.err.contains("CW-99999: there is no such shipment"))
  }

  @Test func `what was done can be taken back deed by deed, by whoever did it`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let id = try #require(try shipments(endedByPapers, in: journal).first)
    for deed in [["attach", id], ["answer", id], ["undo", id], ["undo", id]] {
      let run = try Program.start(["do", "--db", journal, "--operator", "mei"] + deed).finish()
      #expect(run.status == 0, "\(deed): \(run.err)")
    }
    let again = try Program.run("do", "--db", journal, "undo", id, "--operator", "mei")
    #expect(again.err.contains("undo refused: "))
    #expect(again.status == 1)
    #expect(try shipments("hold:H01", in: journal).contains(id))
    try verified(journal)
  }
}

@Suite struct `The journal's trust` {
  @Test func `a byte that was changed in an event is found`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    try verified(journal)
    var bytes = try Data(contentsOf: URL(fileURLWithPath: journal))
    var found = 0
    var chance = SplitMix(state: 19)
    for round in 0..<6 {
      let place = Int.random(in: 4096..<bytes.count, using: &chance)
      let original = bytes[place]
      bytes[place] ^= 0x40
      let damaged = scratch.file("damaged-\(round).db")
      try bytes.write(to: URL(fileURLWithPath: damaged))
      bytes[place] = original
      let run = try Program.run("verify", "--db", damaged)
      #expect([0, 1, 2].contains(run.status), "byte \(place): \(run.err)")
      if run.status != 0 {
        found += 1
        #expect(!run.err.isEmpty || run.out.contains("faults"))
      }
    }
    // A byte may lie in what nobody uses: free space, or an index's slack.
    #expect(found >= 4)
  }

  @Test func `a file that was cut off is found`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    try FileHandle(forWritingTo: URL(fileURLWithPath: journal)).truncate(atOffset: 400_000)
    let run = try Program.run("verify", "--db", journal)
    #expect(run.status != 0)
    #expect(run.err.contains("damaged") || run.err.contains("journal:"))
  }
}

@Suite struct `Places for a journal` {
  private static let commands = [
    ["simulate", "--days", "1"], ["query"], ["verify"], ["import", Samples.event], ["render"],
  ]

  private func everyCommandFails(on path: String, saying words: String, except: Set<String> = []) throws {
    for command in Self.commands where !except.contains(command[0]) {
      let run = try Program.start(command + ["--db", path]).finish()
      #expect(run.status == 2, "\(command)")
      #expect(run.out == "", "\(command)")
      #expect(run.err.hasPrefix("clearway: ") && run.err.contains(words), "\(command): \(run.err)")
    }
  }

  @Test func `a folder, another file and a later version are refused and not touched`() throws {
    let scratch = try Scratch()
    try everyCommandFails(on: scratch.path, saying: "This is a folder, not a journal.")
    let letter = scratch.file("letter.txt")
    let text = Data(String(repeating: "Dear Sir or Madam, ", count: 100).utf8)
    try text.write(to: URL(fileURLWithPath: letter))
    try everyCommandFails(on: letter, saying: "This file is not a journal")
    #expect(try Data(contentsOf: URL(fileURLWithPath: letter)) == text)
    let newer = try SampleJournal.copy(into: scratch)
    // The schema's version is the big-endian number at byte 60 of the file (sqlite.org/fileformat2.html, 1.3).
    var bytes = try Data(contentsOf: URL(fileURLWithPath: newer))
    bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])
    try bytes.write(to: URL(fileURLWithPath: newer))
    try everyCommandFails(on: newer, saying: "made by a later version (layout 99")
    #expect(try Data(contentsOf: URL(fileURLWithPath: newer)) == bytes)
    try everyCommandFails(on: "/proc/clearway.db", saying: "[/proc/clearway.db")
  }

  @Test func `a file that is not there is made for writing and missed for reading`() throws {
    let scratch = try Scratch()
    let journal = scratch.file("a/b/journal.db")
    #expect(try Program.run("query", "--db", journal).err.contains("There is no journal here."))
    #expect(try Program.run("import", "--db", journal, Samples.event).status == 0)
    #expect(try shipments("", in: journal).count == 1)
  }

  @Test func `memory is a place that is empty and forgotten`() throws {
    let run = try Program.run("simulate", "--db", ":memory:", "--days", "2", "--orders-per-day", "20")
    #expect(run.status == 0)
    #expect(line("shipments", in: run.out) != "0")
    #expect(try shipments("", in: ":memory:").isEmpty)
    try verified(":memory:")
    #expect(!FileManager.default.fileExists(atPath: ":memory:"))
  }

  @Test func `nobody says where, so it is in the user's data folder`() throws {
    let scratch = try Scratch()
    let run = try Program.run("import", Samples.event, environment: ["XDG_DATA_HOME": scratch.path])
    #expect(run.status == 0)
    #expect(FileManager.default.fileExists(atPath: scratch.file("clearway/clearway.db")))
  }
}

@Suite struct `The record from the command line` {
  @Test func `who did what, when and why, with before and after, as text, JSON and CSV`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let held = try shipments("hold:any", in: journal, limit: 2)
    for id in held { #expect(try Program.run("do", "--db", journal, "own:jan", id, "--operator", "mei").status == 0) }
    let noted = try Program.run("do", "--db", journal, "note", "--reason", "called, =1+1", held[0], held[1])
    #expect(noted.status == 0)
    let text = try Program.run("log", "--db", journal, "by:mei")
    #expect(text.out.split(separator: "\n").count == 2)
    #expect(text.out.contains("own jan: owner is jan"))
    let whole = try Program.run("log", "--db", journal)
    #expect(whole.out.split(separator: "\n").count > 5_000, "from the first batch on")
    #expect(whole.out.contains("[order_placed -> "))
    #expect(try Program.run("log", "--db", journal, "--limit", "1").out.contains("note: 2 shipments"))
    #expect(try Program.run("log", "--db", journal, "--since", "2030-01-01").out == "")
    #expect(try Program.run("log", "--db", journal, "kind:ordered", "--until", "2026-11-02").out.count > 100)
    let lines = try Program.run("log", "--db", journal, "kind:deed", "--json").out.split(separator: "\n")
    let last = try object(try #require(lines.last))
    #expect(last["verb"] as? String == "note")
    #expect(last["argument"] as? String == "called, =1+1")
    #expect(last["ids"] as? [String] == held)
    let csv = try Program.run("log", "--db", journal, "verb:note", "--csv").out.split(separator: "\n")
    #expect(csv.count == 3, "a head, and a row for each shipment")
    for wrong in [["kind:nothing"], ["--since", "soon"], ["--json", "--csv"]] {
      let run = try Program.start(["log", "--db", journal] + wrong).finish()
      #expect(run.status != 0)
      #expect(run.out == "")
    }
  }

  @Test func `deeds are performed again from a file, refusals told, and others' lines passed over`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let other = try SampleJournal.copy(into: scratch, name: "other.db")
    let held = try shipments("hold:any", in: journal, limit: 3)
    for deed in [["own:jan"], ["request"], ["attach"], ["note:all there"], ["hold:OP", "--reason", "look"]] {
      _ = try Program.start(["do", "--db", journal] + deed + held).finish()
    }
    let record = try Program.run("log", "--db", journal, "--since", "1d", "--json").out
    let file = scratch.file("deeds.jsonl")
    try record.write(toFile: file, atomically: true, encoding: .utf8)
    let again = try Program.run("do", "--db", other, "--from", file)
    #expect(again.err.contains("0 refused in part or whole"), "\(again.err)")
    #expect(again.status == 0)
    for id in held {
      let shown = try [journal, other].map { journal in
        try #require(try object(Program.run("show", "--db", journal, id, "--json").out)["shipment"] as? [String: Any])
      }
      #expect(shown[0]["held"] as? [String] == shown[1]["held"] as? [String])
      #expect(shown[1]["owner"] as? String == "jan")
    }
    try verified(other)
    let hostile = "{\"verb\":\"hold\",\"ids\":[\"CW-99999999\"]}\nnot json\n[[[\n{}\n{\"verb\":7}\n\u{1B}[31m\n"
    try hostile.write(toFile: file, atomically: true, encoding: .utf8)
    let refused = try Program.run("do", "--db", other, "--from", file)
    #expect(refused.status == 1)
    #expect(refused.err.contains("line 1: CW-99999999: there is no such shipment"))
    #expect(refused.err.contains("line 2: "))
    #expect(!refused.err.contains("\u{1B}"))
    #expect(try Program.run("do", "--db", other, "--from", scratch.file("missing")).status == 2)
    #expect(try Program.run("do", "--db", other, "hold").status != 0)
  }
}

@Suite struct `Alarms from the command line` {
  @Test func `are none before a room has watched, and commands about them are refused with the reason`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let none = try Program.run("alarms", "--db", journal)
    #expect(none.status == 0)
    #expect(none.out == "")
    #expect(none.err.contains("no room has watched this journal yet"))
    let sheet = try object(try Program.run("alarms", "--db", journal, "--json", "--all").out)
    #expect((sheet["alarms"] as? [Any])?.isEmpty == true)
    #expect((sheet["load"] as? [String: Any])?["limitInTenMinutes"] as? Int == 2)
    for (verb, words) in [
      ("ack", "there is no alarm"), ("shelve:9y", "is no span"), ("close-alarm:maybe", "is no disposition"),
    ] {
      let run = try Program.run("do", "--db", journal, verb, "give-up at:LGG")
      #expect(run.status == 1)
      #expect(run.err.contains(words), "\(run.err)")
    }
    try verified(journal)
  }
}

@Suite struct `Frames without a terminal` {
  @Test(arguments: ["118x32", "80x24", "60x16", "20x5"])
  func `every view has a frame of exactly its size`(_ size: String) throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let parts = size.split(separator: "x").compactMap { Int($0) }
    let held = try #require(try shipments("hold:any", in: journal).first)
    for view in ["overview", "orders", "transit", "customs", "delivery", "returns", "all", "log", "help", held] {
      let run = try Program.run("render", "--db", journal, "--view", view, "--size", size)
      #expect(run.status == 0, "\(view): \(run.err)")
      let lines = run.out.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      #expect(lines.count == parts[1], "\(view)")
      #expect(!run.out.contains("\u{1B}"))
      if parts[0] < 60 {
        #expect(run.out.contains("needs"))
      } else {
        #expect(lines.filter { $0.contains { $0 != " " } }.count > 3, "\(view)\n\(run.out)")
      }
    }
  }

  @Test func `colours go out as escape sequences, pictures as SVG`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let ansi = try Program.run("render", "--db", journal, "--format", "ansi", "--theme", "calm-light")
    #expect(ansi.out.contains("\u{1B}[") && ansi.out.contains("38;2;"))
    let svg = try Program.run("render", "--db", journal, "--view", "customs", "--format", "svg")
    #expect(svg.out.hasPrefix("<svg") && svg.out.contains("</svg>"))
    let parser = XMLParserProbe()
    #expect(parser.isWellFormed(svg.out))
    for wrong in [
      ["--view", "bogus"], ["--size", "0x5"], ["--size", "big"], ["--format", "gif"], ["--theme", "bogus"],
    ] {
      let run = try Program.start(["render", "--db", journal] + wrong).finish()
      #expect(run.status == 1, "\(wrong)")
      #expect(run.out == "")
      #expect(run.err.hasPrefix("clearway: "))
    }
  }

  @Test func `themes are listed, and a theme file is checked`() throws {
    let list = try Program.run("themes").out.split(separator: "\n")
    #expect(list.count >= 8)
    let scratch = try Scratch()
    func check(_ text: String) throws -> Program.Run {
      let path = scratch.file("theme.yaml")
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return try Program.run("themes", "check", path)
    }
    let colours = [
      "101418", "181d22", "242b32", "6b7680", "9aa5ae", "d5dce2", "e6ebef", "f5f7f9", "ff7b72", "ffa657", "f2cc60",
      "7ee787", "76e3ea", "79c0ff", "d2a8ff", "c4a484",
    ]
    func theme(_ colours: [String]) -> String {
      "system: \"base16\"\nname: \"Dusk\"\nauthor: \"A\"\nvariant: \"dark\"\npalette:\n"
        + colours.enumerated().map { "  base0\(String($0, radix: 16).uppercased()): \"#\($1)\"\n" }.joined()
    }
    let good = try check(theme(colours))
    #expect(good.status == 0, "\(good.out)\(good.err)")
    #expect(good.out.contains("nothing to correct"))
    let flat = try check(theme(Array(repeating: "101418", count: 16)))
    #expect(flat.status == 1)
    #expect(flat.out.contains("corrected"))
    for bad in ["", "name: [", theme(Array(colours.dropLast(4))), theme(["zzzzzz"] + colours.dropFirst())] {
      let run = try check(bad)
      #expect(run.status == 2, "\(bad)\n\(run.out)")
      #expect(run.err.hasPrefix("clearway: "))
    }
    #expect(try Program.run("themes", "check", scratch.file("missing")).status == 2)
    #expect(try Program.run("themes", "check", scratch.path).status == 2)
  }
}

/// Whether a text is well-formed as XML, as far as tags go: every one that is opened is closed, in order.
struct XMLParserProbe {
  func isWellFormed(_ text: String) -> Bool {
    var open: [Substring] = []
    for piece in text.split(separator: "<").filter({ $0.contains(">") }) {
      let tag = piece.prefix { $0 != ">" }
      if tag.hasPrefix("?") || tag.hasPrefix("!") || tag.hasSuffix("/") { continue }
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { return false }
      } else {
        open.append(tag.prefix { !$0.isWhitespace })
      }
    }
    return open.isEmpty
  }
}

@Suite struct `Themes of one's own` {
  @Test func `are those of the configuration's folder, else those beside it, for every command`() throws {
    let scratch = try Scratch()
    let (folder, own) = (scratch.file("elsewhere"), scratch.file("own"))
    for path in [folder + "/themes", own] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    let theme = "theme[main_bg]=\"#101820\"\ntheme[main_fg]=\"#c8d0d8\"\n"
    try theme.write(toFile: folder + "/themes/harbour.theme", atomically: true, encoding: .utf8)
    try theme.write(toFile: own + "/quay.theme", atomically: true, encoding: .utf8)
    let beside = folder + "/config.yaml"
    let named = folder + "/named.yaml"
    try "theme: {name: harbour}\n".write(toFile: beside, atomically: true, encoding: .utf8)
    try "theme: {folder: '\(own)', name: quai, dark: calm-dark}\n".write(
      toFile: named, atomically: true, encoding: .utf8)
    #expect(try Program.run("themes", "--config", beside).out.contains("harbour "))
    #expect(try Program.run("themes", "--config", named).out.contains("quay "))
    #expect(try !Program.run("themes", "--config", named).out.contains("harbour "))
    let journal = try SampleJournal.copy(into: scratch)
    for (config, name, status) in [(beside, "harbour", 0), (named, "quay", 0), (named, "harbour", 1)] {
      let run = try Program.run(
        "render", "--db", journal, "--config", config, "--theme", name, "--size", "60x16", "--format", "svg")
      #expect(run.status == Int32(status), "\(name): \(run.err)")
      if status == 0 { #expect(run.out.contains("#101820")) }
    }
    #expect(try Program.run("config", "--config", beside, "--check").status == 0)
    let check = try Program.run("config", "--config", named, "--check")
    #expect(check.out.contains("named.yaml:1:1: theme.name: there is no theme “quai”; did you mean “quay”?"))
    #expect(check.status == 2)
  }
}

@Suite struct `The list of commands` {
  /// What a command says of how it is used, and what stands below it.
  private func usage(_ command: [String]) throws -> [String] {
    let run = try Program.start(command + ["--help"]).finish()
    let lines = run.out.split(separator: "\n", omittingEmptySubsequences: false)
    let first = try #require(lines.first { $0.hasPrefix("USAGE: ") }, "\(command): \(run.err)")
    let words = first.dropFirst("USAGE: ".count).replacing(" <subcommand>", with: "").replacing(" watch", with: "")
    let below = lines.drop { $0 != "SUBCOMMANDS:" }.dropFirst().prefix { !$0.isEmpty }.compactMap { line -> String? in
      guard line.hasPrefix("  "), line.dropFirst(2).first != " " else { return nil }
      return line.split(separator: " ").first.map(String.init)
    }
    let all = try below.flatMap { try usage(command + [$0]) }
    return command.isEmpty ? all : [String(words)] + all
  }

  /// A line broken between options, what follows set in.
  private func broken(_ line: String) -> String {
    var out = ""
    var row = ""
    for piece in line.replacing(" [", with: "\n[").split(separator: "\n") {
      if row.isEmpty {
        row = String(piece)
      } else if row.count + 1 + piece.count > 118 {
        out += row + "\n"
        row = "         " + piece
      } else {
        row += " " + piece
      }
    }
    return out + row + "\n"
  }

  @Test func `the README's list is printed from the program's own help`() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(text.range(of: "<!-- commands -->\n")?.upperBound)
    let stop = try #require(text.range(of: "<!-- /commands -->")?.lowerBound)
    let list = "```\n" + (try usage([])).map(broken).joined() + "```\n"
    #expect(list.contains("clearway themes check <file>") && list.contains("[--group-by <group-by>]"))
    if ProcessInfo.processInfo.environment["CLEARWAY_PICTURES"] == "keep" {
      try (text[..<start] + list + text[stop...]).write(to: file, atomically: true, encoding: .utf8)
      return
    }
    #expect(text[start..<stop] == list, "CLEARWAY_PICTURES=keep prints it anew")
  }
}

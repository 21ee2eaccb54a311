import Foundation
import Testing

@Suite struct `Goods, papers and parties, from the command line` {
  /// A folder of its own, so that nobody's configuration matters.
  private func run(_ scratch: Scratch, _ arguments: String...) throws -> Program.Run {
    try Program.start(arguments, environment: ["XDG_CONFIG_HOME": scratch.path]).finish()
  }

  @Test func `codes are found by words, and vague descriptions refused`() throws {
    let scratch = try Scratch()
    let found = try run(scratch, "hs", "earbuds")
    #expect(found.status == 0 && found.out.hasPrefix("8518.30"), "\(found.err)\(found.out)")
    #expect(try run(scratch, "hs", "8518.30").out.contains("UN3481"))
    let vague = try run(scratch, "hs", "--check", "gift")
    #expect(vague.status == 1 && vague.out.contains("refused  “gift”"), "\(vague.out)")
  }

  @Test func `a name is told with its score and its evidence, and a list that is not there with its reason`() throws {
    let scratch = try Scratch()
    let list = scratch.file("sdn.csv")
    try Data("7,\"NORTHERN LIGHT SHIPPING\",-0- ,\"X\",1,2,3,4,5,6,7,8\n".utf8).write(to: URL(fileURLWithPath: list))
    let match = try run(scratch, "screen", "Northern Light Shiping", "--list", list)
    #expect(match.status == 1 && match.out.contains("NORTHERN LIGHT SHIPPING"), "\(match.err)\(match.out)")
    #expect(match.out.contains("northern = northern (same)"))
    #expect(try run(scratch, "screen", "Lena Brückner", "--list", list).status == 0)
    #expect(try run(scratch, "screen", "Lena", "--list", scratch.file("none.csv")).status == 2)
    // A list that is named and not there, and a name that cannot be read, are no "no".
    #expect(try run(scratch, "screen", "Lena", "--list", list, "--list", scratch.file("none.csv")).status == 2)
    let unread = try run(scratch, "screen", "ᠪᠠᠲᠤ ᠮᠥᠩᠬᠡ", "--list", list)
    #expect(unread.status == 1 && unread.out.contains("could not be read: look by hand"), "\(unread.out)")
  }

  @Test func `papers of a parcel are told, the missing ones first`() throws {
    let scratch = try Scratch()
    let papers = try run(
      scratch, "papers", "--to", "DE", "--from", "CN", "--hs", "8518.30", "--value", "89EUR", "--weight", "400g",
      "--on",
      "2026-07-15", "--description", "wireless earbuds")
    #expect(papers.out.hasPrefix("complete ") && papers.out.contains("MISSING"), "\(papers.err)\(papers.out)")
    #expect(papers.out.contains("Commercial invoice, from the merchant"))
    #expect(try run(scratch, "papers", "--to", "Germany", "--hs", "8518.30", "--value", "89EUR").status != 0)
    // Of a place nothing is known about nothing is said; a number by another name is not dropped in silence.
    let shirt = ["--from", "CN", "--hs", "6109.10", "--value", "89EUR", "--description", "cotton t-shirt"]
    func call(_ arguments: [String]) throws -> Program.Run {
      try Program.start(arguments, environment: ["XDG_CONFIG_HOME": scratch.path]).finish()
    }
    let nowhere = try call(["papers", "--to", "QQ"] + shirt)
    #expect(nowhere.status == 2 && nowhere.out == "" && nowhere.err.contains("nothing is known of what QQ asks"))
    let number = try call(["papers", "--to", "CL"] + shirt + ["--number", "CUIT=1"])
    #expect(number.status == 2 && number.err.contains("there are RUT or RUN"))
    #expect(try call(["papers", "--to", "CL"] + shirt + ["--number", "RUT=12345678-5"]).out.contains("there"))
    // The law of one's own is asked too, and a configuration that cannot be read is told.
    let folder = scratch.file("ours")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let own = "code: BR\nidentifiers:\n- {name: MYID, of: consignee, always: true, confidence: low, sources: [GK]}\n"
    try Data(own.utf8).write(to: URL(fileURLWithPath: folder + "/br.yaml"))
    let config = scratch.file("own.yaml")
    try Data("tariff:\n  folder: \(folder)\n".utf8).write(to: URL(fileURLWithPath: config))
    #expect(try call(["papers", "--to", "BR"] + shirt + ["--config", config]).out.contains("MYID"))
    try Data("tariff:\n  folder: \(folder)/none\n".utf8).write(to: URL(fileURLWithPath: config))
    let cost = ["cost", "--to", "BR", "--hs", "6109.10", "--value", "89EUR"]
    let commands: [[String]] = [["papers", "--to", "BR"] + shirt, ["country", "BR"], cost]
    for command in commands {
      #expect(try call(command + ["--config", config]).err.contains("tariff.folder: "), "\(command[0])")
      #expect(try call(command + ["--config", folder + "/none.yaml"]).err.contains("it cannot be read"))
    }
  }

  @Test func `a denied party is cleared by the role alone, and with a reason`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let id = try #require(try shipments("!is:ended !is:held", in: journal, limit: 1).first)
    func act(_ arguments: String...) throws -> Program.Run {
      try Program.start(
        ["do", "--db", journal, "--operator", "mei"] + arguments, environment: ["XDG_CONFIG_HOME": scratch.path]
      ).finish()
    }
    #expect(try act("hold:H20", id).status == 0)
    #expect(try act("attach:compliance_clearance", id).status == 0)
    let refused = try act("release:H20", id, "--reason", "another of that name")
    #expect(refused.status == 1 && refused.err.contains("only compliance clears"), "\(refused.err)")
    let silent = try act("release:H20", id, "--role", "compliance")
    #expect(silent.status == 1 && silent.err.contains("with a reason"), "\(silent.err)")
    #expect(try act("release:H20", id, "--reason", "x", "--role", "king").status != 0)
    let done = try act("release:H20", id, "--reason", "another of that name", "--role", "compliance")
    #expect(done.status == 0, "\(done.err)")
    #expect(try Program.run("log", "--db", journal).out.contains("another of that name"))
  }
}

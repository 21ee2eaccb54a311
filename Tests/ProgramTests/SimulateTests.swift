import Foundation
import Testing

@Suite struct `Simulation from the command line` {
  /// Enough for several batches, so that a kill falls between, inside and before them.
  private static let month = ["--seed", "11", "--days", "6", "--orders-per-day", "700"]

  private func simulate(_ journal: String, _ options: [String] = month) throws -> Running {
    try Program.start(["simulate", "--db", journal] + options)
  }

  @Test func `two processes make the same digest, and so does one that is killed and resumed over and over`() throws {
    let scratch = try Scratch()
    let first = try simulate(scratch.file("first.db"))
    let second = try simulate(scratch.file("second.db"))
    let expected = first.finish()
    #expect(expected.status == 0, "\(expected.err)")
    let digest = try #require(line("digest", in: expected.out))
    #expect(second.finish().out == expected.out)

    let killed = scratch.file("killed.db")
    let seed = UInt64.random(in: 0...UInt64.max)
    var chance = SplitMix(state: seed)
    var kills = 0
    for _ in 0..<6 {
      let run = try simulate(killed)
      usleep(UInt32.random(in: 20_000...700_000, using: &chance))  // the moment is the point, so nothing is waited for
      if run.isRunning { kills += 1 }
      run.kill()
      _ = run.finish()
      // Killed early enough there is no journal yet, or an empty file; whatever there is otherwise is sound.
      if try Program.run("query", "--db", killed, "--limit", "1").status == 0 { try verified(killed) }
    }
    let end = try simulate(killed).finish()
    #expect(end.out == expected.out, "killed \(kills) times, moments by \(seed)")
    #expect(try verified(killed) == digest)
  }

  @Test func `what the desk does between two runs is kept, and the simulation goes on from it`() throws {
    let scratch = try Scratch()
    let journal = scratch.file("journal.db")
    let options = ["--seed", "5", "--days", "4", "--orders-per-day", "150"]
    #expect(try simulate(journal, ["--seed", "5", "--days", "2", "--orders-per-day", "150"]).finish().status == 0)
    let stopped = try #require(try shipments("stage:order", in: journal).first)
    #expect(try Program.run("do", "--db", journal, "hold", stopped, "--reason", "asked the buyer").status == 0)
    for _ in 0..<3 {
      let run = try simulate(journal, options)
      usleep(UInt32.random(in: 20_000...300_000))  // a kill at a moment nobody chose
      run.kill()
      _ = run.finish()
      let any = try #require(try shipments("stage:export", in: journal).first ?? shipments("", in: journal).first)
      let noted = try Program.run("do", "--db", journal, "note", any, "--reason", "between two runs")
      #expect(noted.status == 0, "\(noted.err)")
    }
    let end = try simulate(journal, options).finish()
    #expect(end.status == 0, "\(end.err)")
    #expect(line("until", in: end.out)?.hasPrefix("2026-11-06T00:00:00") == true)
    try verified(journal)
    let shown = try object(try Program.run("show", "--db", journal, stopped, "--json").out)
    let shipment = try #require(shown["shipment"] as? [String: Any])
    #expect(shipment["held"] as? [String] == ["OP"], "the world must not release what the desk holds")
    // And again from nothing but the events: the world accepts its own past with the desk's deeds in it.
    let further = try simulate(journal, ["--seed", "5", "--days", "5", "--orders-per-day", "150"]).finish()
    #expect(further.status == 0, "\(further.err)")
  }

  @Test func `a file of rules in the folder beside the configuration decides what customs hold, and the run says so`()
    throws
  {
    let scratch = try Scratch()
    let days = ["--seed", "11", "--days", "12", "--orders-per-day", "150"]
    func write(_ text: String, _ name: String) throws {
      try FileManager.default.createDirectory(
        atPath: scratch.file("own/tariff"), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: scratch.file("own/" + name)))
    }
    try write("screen: {mouse: false}\n", "config.yaml")
    try write(
      """
      code: US
      identifiers:
      - {name: Consignee number, of: consignee, always: true, pattern: 'C[0-9]{8}', confidence: high, sources: [OWN]}
      sources:
      - {id: OWN, title: A thought experiment}
      """, "tariff/us.yaml")
    let own = ["--config", scratch.file("own/config.yaml")]
    let usual = try simulate(scratch.file("usual.db"), days).finish()
    let asked = try simulate(scratch.file("asked.db"), days + own).finish()
    #expect(line("law", in: usual.out)?.hasSuffix("the program's rules") == true, "\(usual.out)\(usual.err)")
    #expect(line("law", in: asked.out)?.hasSuffix("the program's rules with us.yaml") == true)
    #expect(line("digest", in: usual.out) != line("digest", in: asked.out))
    // The same journal goes on by another law, and says from where.
    let more = try simulate(
      scratch.file("usual.db"), ["--seed", "11", "--days", "14", "--orders-per-day", "150"] + own
    )
    .finish()
    #expect(more.status == 0)
    #expect(more.err.contains("the simulated customs judge by the program's rules with us.yaml; before, by"))
    try verified(scratch.file("usual.db"))
  }

  @Test func `a run that is over adds nothing, and more days go on where it ended`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let made = try SampleJournal.run()
    #expect(try simulate(journal, SampleJournal.options).finish().out == made.out)
    let longer = try simulate(journal, ["--seed", "4", "--days", "9", "--orders-per-day", "150"]).finish()
    let anew = try simulate(scratch.file("anew.db"), ["--seed", "4", "--days", "9", "--orders-per-day", "150"]).finish()
    #expect(longer.out == anew.out)
  }

  @Test func `another seed, other orders and a journal of real records are refused`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    for options in [["--seed", "8", "--orders-per-day", "150"], ["--seed", "4", "--orders-per-day", "151"]] {
      let run = try simulate(journal, options)
        .finish()
      #expect(run.status == 1)
      #expect(run.err.contains("seed 4 and 150 orders a day"))
    }
    let real = scratch.file("real.db")
    #expect(try Program.run("import", "--db", real, Samples.orders).status == 0)
    let run = try simulate(real).finish()
    #expect(run.status == 1)
    #expect(run.err.contains("holds real records"))
  }

  @Test func `only one drives`() throws {
    let scratch = try Scratch()
    let journal = scratch.file("journal.db")
    let first = try simulate(journal, ["--seed", "7", "--days", "3000", "--orders-per-day", "100"])
    defer {
      first.kill()
      _ = first.finish()
    }
    try eventually("the first drives") { FileManager.default.contents(atPath: journal + "-driver")?.isEmpty == false }
    let second = try simulate(journal, ["--seed", "7", "--days", "3000", "--orders-per-day", "100"]).finish()
    #expect(second.status == 1)
    #expect(second.err.contains("process \(first.processID) drives this journal's simulation already"))
  }

  @Test(arguments: [
    ["--days", "0"], ["--days", "x"], ["--orders-per-day", "0"], ["--seed", "-1"], ["--colour", "red"],
  ])
  func `what cannot be meant is refused with the usage`(_ options: [String]) throws {
    let run = try Program.start(["simulate", "--db", ":memory:"] + options).finish()
    #expect(run.status == 64)
    #expect(run.err.contains("simulate"))
  }
}

/// A generator whose seed can be told, so that a failure can be had again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

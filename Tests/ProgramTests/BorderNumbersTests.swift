import Foundation
import Testing

@Suite struct `The border in numbers from the command line` {
  @Test func `tables and JSON tell the same of a simulated journal, and it is left as it was`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let digest = try verified(journal)
    let run = try Program.run("border", "--db", journal)
    #expect(run.status == 0, "\(run.err)")
    let told = try object(try Program.run("border", "--db", journal, "--json").out)
    let passages = try #require(told["passages"] as? [String: Any])
    let holds = try #require(told["holds"] as? [String: Any])
    let decided = try #require(passages["decided"] as? Int)
    let count = try #require(holds["count"] as? Int)
    #expect(decided > 0 && count > 0)
    #expect(line("passages", in: run.out)?.hasPrefix("\(decided) decided: ") == true)
    #expect(line("holds", in: run.out)?.hasPrefix("\(count), of which ") == true)
    // Every table adds up to the whole.
    func sum(_ table: String, _ part: String, _ figure: String) throws -> Int {
      let rows = try #require(told[table] as? [[String: Any]])
      return rows.reduce(0) { $0 + (($1[part] as? [String: Any])?[figure] as? Int ?? 0) }
    }
    #expect(try sum("channels", "passages", "decided") == decided)
    for table in ["merchants", "chapters"] {
      #expect(try sum(table, "passages", "decided") == decided)
      #expect(try sum(table, "holds", "count") == count)
    }
    #expect(try sum("reasons", "holds", "count") == count)
    let reasons = try #require(told["reasons"] as? [[String: Any]])
    #expect(reasons.last?["cumulativePermille"] as? Int == 1000)
    // What stands is what the board says stands.
    let held = try shipments("hold:H01", in: journal).count
    #expect(try #require(holds["open"] as? Int) >= held)
    #expect(run.out.contains("Assumptions: cost"))
    #expect(try verified(journal) == digest)
  }

  @Test func `a window, one table, and what cannot be asked`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    let all = try object(try Program.run("border", "--db", journal, "--by", "reason", "--json").out)
    #expect(all["reasons"] != nil && all["prevention"] != nil && all["merchants"] == nil && all["places"] == nil)
    let day = try object(try Program.run("border", "--db", journal, "--days", "1", "--json").out)
    func decided(_ of: [String: Any]) throws -> Int {
      try #require((of["passages"] as? [String: Any])?["decided"] as? Int)
    }
    #expect(try decided(day) < decided(all))
    #expect(try Program.run("border", "--db", journal, "--by", "colour").status == 64)
    #expect(try Program.run("border", "--db", journal, "--days", "0").status == 64)
    #expect(try Program.run("border", "--db", scratch.file("none.db")).status == 2)
  }
}

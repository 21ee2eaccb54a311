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
    let before = try object(try Program.run("border", "--db", journal, "--as-of", "-48h", "--json").out)
    #expect(try decided(before) < decided(all) && decided(before) > 0)
    #expect(try Program.run("border", "--db", journal, "--as-of", "someday").status == 1)
    #expect(try Program.run("border", "--db", journal, "--by", "colour").status == 64)
    #expect(try Program.run("border", "--db", journal, "--days", "0").status == 64)
    #expect(try Program.run("border", "--db", scratch.file("none.db")).status == 2)
  }

  @Test(.enabled(if: hasTmux, "needs tmux"))
  func `the view says the same as the command, leads to shipments and back, and tells the past`() throws {
    let scratch = try Scratch()
    let journal = try SampleJournal.copy(into: scratch)
    /// What the view's head must say, by the command.
    func head(_ options: String...) throws -> String {
      let run = try Program.start(["border", "--db", journal, "--json"] + options).finish()
      let passages = try #require(try object(run.out)["passages"] as? [String: Any])
      let (decided, released) = (try #require(passages["decided"] as? Int), try #require(passages["released"] as? Int))
      return "\(decided) decided: \(released) released".grouped
    }
    let (month, week, then) = (try head("--days", "30"), try head("--days", "7"), try head("--as-of", "-48h"))
    #expect(Set([month, week, then]).count == 3)
    let tmux = try Tmux.controlRoom(journal, "--speed 0 --operator mei")
    try tmux.wait("the board is read") { $0.contains("3 Holds") && $0.contains("CW-10") }
    try tmux.type("P")
    let screen = try tmux.wait("the figures are there") { $0.contains("The border in numbers") && $0.contains(month) }
    for part in ["last 30 days", "SIM ", "~ assumed", "Holds by reason", "What would have prevented most", "SO FAR"] {
      #expect(screen.contains(part), "\(part)")
    }
    try tmux.type("<")
    try tmux.wait("seven days") { $0.contains("last 7 days") && $0.contains(week) }
    try tmux.type("Tab", "Tab")
    try tmux.type("BTab", "BTab")
    try tmux.type("Enter")
    try tmux.wait("the shipments of the first reason") {
      $0.contains("/was-held:H") && $0.contains("goes back to the border") && $0.contains("CW-10")
    }
    try tmux.escape("was-held")
    try tmux.wait("back") { $0.contains("The border in numbers") && $0.contains(week) }
    try tmux.command(":border all")
    try tmux.command(":past -48h")
    try tmux.wait("what was known then") { $0.contains("as known then") && $0.contains(then) && $0.contains("PAST") }
    try tmux.type("g", "l")
    try tmux.wait("and now again") { !$0.contains("as known then") && $0.contains("all days") && $0.contains(month) }
    try tmux.type("Q")
    try tmux.waitForEnd()
  }
}

extension String {
  /// The text with a comma between the thousands of every number in it.
  fileprivate var grouped: String {
    split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard let number = Int(word) else { return String(word) }
      return number < 1000
        ? String(number) : "\(number / 1000)," + String(String(1000 + number % 1000).dropFirst())
    }.joined(separator: " ")
  }
}

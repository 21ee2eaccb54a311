import Foundation
import Testing

@Suite struct `What orders say beside their goods, by the program` {
  @Test func `freight is taken from a file, reckoned with, corrected, asked for and done again elsewhere`() throws {
    let scratch = try Scratch()
    let (journal, file) = (scratch.file("a.db"), scratch.file("orders.csv"))
    let head =
      "order,origin_country,destination_country,mode,incoterm,placed,goods,hs,value,currency,weight_kg,freight,consignment"
    try Data(
      (head + "\nS-1,CN,DE,express,DAP,2026-11-20T09:00:00Z,LED table lamp,940521,200.00,EUR,0.6,12.50,sale\n"
        + "S-2,CN,DE,express,DAP,2026-11-20T09:00:00Z,LED table lamp,940521,40.00,EUR,0.6,,gift\n").utf8
    ).write(to: URL(fileURLWithPath: file))
    func run(_ arguments: String...) throws -> Program.Run {
      try Program.start(arguments, environment: ["XDG_CONFIG_HOME": scratch.path]).finish()
    }
    #expect(try run("import", "--db", journal, file).status == 0)
    func customsValue(_ journal: String) throws -> String? {
      let sheet = try object(try run("show", "--db", journal, "S-1", "--json").out)
      let cost = (sheet["border"] as? [String: Any])?["landedCost"] as? [String: Any]
      return (cost?["customsValue"] as? [String: Any])?["text"] as? String
    }
    #expect(try customsValue(journal) == "€212.50")
    let done = try run(
      "do", "--db", journal, "correct:freight 14.00 EUR because the carrier's bill", "S-1", "--operator", "mei")
    #expect(done.status == 0, "\(done.err)\(done.out)")
    #expect(try customsValue(journal) == "€214.00")
    let shown = try run("show", "--db", journal, "S-1").out
    #expect(shown.contains("freight     €14.00"))
    #expect(shown.contains("freight from 12.50 EUR to 14.00 EUR") && shown.contains("the carrier's bill"), "\(shown)")
    let table = try run("query", "--db", journal, "--columns", "order,freight,kind", "--csv").out
    #expect(table == "order,freight,kind\nS-1,14.00 EUR,sale\nS-2,,gift\n")
    let gift = try run("query", "--db", journal, "ref:S-2", "--columns", "order,kind,to_business", "--json").out
    #expect(gift == "{\"kind\":\"gift\",\"order\":\"S-2\"}\n")
    #expect(try run("query", "--db", journal, "corrected:terms").out.contains("CW-10001"))
    try verified(journal)
    // The deed is told so that it can be done on another journal.
    let other = scratch.file("b.db")
    #expect(try run("import", "--db", other, file).status == 0)
    let deeds = scratch.file("deeds.jsonl")
    try Data(try run("log", "--db", journal, "--json").out.utf8).write(to: URL(fileURLWithPath: deeds))
    #expect(try run("do", "--db", other, "--from", deeds).status == 0)
    #expect(try customsValue(other) == "€214.00")
  }
}

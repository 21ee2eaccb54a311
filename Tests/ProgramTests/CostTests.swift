import Foundation
import Testing

@Suite struct `What a parcel costs, from the command line` {
  /// A folder of its own, so that nobody's configuration matters.
  private func run(_ scratch: Scratch, _ arguments: [String]) throws -> Program.Run {
    try Program.start(arguments, environment: ["XDG_CONFIG_HOME": scratch.path]).finish()
  }

  @Test func `is shown with its working, before and after a change of law`() throws {
    let scratch = try Scratch()
    let parcel = ["cost", "--to", "DE", "--hs", "8518.30", "--value", "89", "EUR", "--weight", "0.4", "--from", "CN"]
    let after = try run(scratch, parcel + ["--on", "2026-07-15"])
    #expect(after.status == 0, "\(after.err)")
    #expect(after.out.contains("duty: €3.00 for each HS-6 code") && after.out.contains("landed cost"))
    #expect(after.out.contains("€109.48") && after.out.contains("2026-07-01 to 2028-06-30"))
    #expect(after.out.contains("eu26-over  only over €150.00"))
    let before = try run(scratch, parcel + ["--on", "2026-06-30"])
    #expect(before.out.contains("€105.91") && !before.out.contains("€109.48"))
  }

  @Test func `is JSON for programs, with several lines`() throws {
    let scratch = try Scratch()
    let answer = try run(
      scratch,
      [
        "cost", "--to", "BR", "--line", "6109.10:40USD:0.2:1", "--line", "9503:20 USD", "--freight", "5", "USD",
        "--ioss",
        "--region", "SP", "--rate", "USD=1", "--rate", "BRL=5", "--on", "2026-06-01", "--json",
      ])
    let sheet = try #require(try JSONSerialization.jsonObject(with: Data(answer.out.utf8)) as? [String: Any])
    let duty = try #require(sheet["duty"] as? [String: Any])
    // 65 USD = 325.00; 60 % less 30 USD = 195.00 - 150.00
    #expect(duty["low"] as? String == "45.00" && duty["high"] as? String == "45.00")
    #expect((sheet["lines"] as? [[String: Any]])?.count == 2)
    #expect((sheet["exchange"] as? [[String: Any]])?.allSatisfy { $0["isAssumption"] as? Bool == false } == true)
  }

  @Test func `follows files of one's own, and a broken one is told with its place`() throws {
    let scratch = try Scratch()
    let folder = scratch.file("clearway/tariff")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    func write(_ name: String, _ text: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
    }
    try write(
      "gb.yaml",
      """
      code: GB
      periods:
      - from: 2021-01-01
        rules:
        - {id: gb-135, when: {to: 135 GBP}, duty: {method: exempt}, tax: {method: seller_collected, pct: 10, of: [goods]}, confidence: low, sources: [GK]}

      """)
    try write("broken.yaml", "code: US\nperiods:\n- from: yesterday\n")
    try write("rates.yaml", "rates:\n- {currency: USD, per_euro: 2, on: 2026-01-01, source: bank}\n")
    let cost = try run(
      scratch, ["cost", "--to", "GB", "--hs", "6109.10", "--value", "100 GBP", "--on", "2026-05-01", "--from", "CN"])
    #expect(cost.out.contains("VAT taken at the sale") && cost.out.contains("£10.00"))
    #expect(cost.err.contains("broken.yaml:3:9: periods[1].from: “yesterday”"))
    #expect(cost.status == 0)
    let page = try run(scratch, ["country", "GB", "--on", "2026-05-01"])
    #expect(page.out.contains("changed by") && page.out.contains("gb.yaml"))
    let rate = try run(
      scratch, ["cost", "--to", "DE", "--hs", "610910", "--value", "10 USD", "--on", "2026-05-01", "--from", "CN"])
    #expect(rate.out.contains("1 EUR = 2 USD (2026-01-01, bank)"))
    let check = try run(scratch, ["country", "--check", folder + "/broken.yaml"])
    #expect(check.status == 2 && check.out.contains("broken.yaml:3:9: "))
  }

  @Test func `says what it does not understand`() throws {
    let scratch = try Scratch()
    for (words, why) in [
      (["--to", "DE", "--hs", "85x", "--value", "89 EUR"], "the HS code: column 3"),
      (["--to", "DE", "--hs", "851830", "--value", "89"], "--value is a number and a currency"),
      (["--to", "XX", "--hs", "851830", "--value", "89 EUR"], "nothing is known of what XX asks"),
      (["--to", "DE", "--hs", "851830", "--value", "89 EUR", "--on", "1999-01-01"], "it is known since 2021-07-01"),
      (["--to", "DE", "--hs", "851830", "--value", "89 EUR", "--rate", "USD=0"], "--rate is a currency"),
      (["--to", "DE"], "--hs and --value are missing"),
    ] {
      let answer = try run(scratch, ["cost"] + words)
      #expect(answer.status != 0 && answer.err.contains(why), "\(words): \(answer.err)")
      #expect(answer.out == "")
    }
  }
}

@Suite struct `What destinations ask, from the command line` {
  @Test func `is a page, JSON and a list`() throws {
    let scratch = try Scratch()
    func run(_ words: String...) throws -> Program.Run {
      try Program.start(["country"] + words, environment: ["XDG_CONFIG_HOME": scratch.path]).finish()
    }
    let page = try run("BR", "--on", "2026-11-22")
    #expect(page.status == 0 && page.out.contains("Law 15.502/2026") && page.out.contains("br26-60"))
    let sheet = try run("DE", "--json")
    #expect(try JSONSerialization.jsonObject(with: Data(sheet.out.utf8)) is [String: Any])
    let list = try run()
    #expect(list.out.split(separator: "\n").count == 39)
    #expect(try run("QQ").status == 2)
  }
}

import Dashboard
import Foundation
import Logistics
import Measures
import Store
import TUI
import Testing

@testable import Session

@Suite struct `Texts on their way to a terminal` {
  private static let hostile = "a\u{1B}]0;x\u{7}b\u{9B}2Jc\u{202E}d\u{200B}e"

  @Test func `what the desk writes is cleaned before it is recorded`() throws {
    let file = JournalFile()
    let ledger = try file.ledger()
    try ledger.recordHeldOrders(1)
    _ = try ledger.act(.note(Self.hostile), 1)
    _ = try ledger.perform(
      .own(Self.hostile), on: [Target(ShipmentID(1), seen: 0)], operatorName: Self.hostile, now: noon + .hours(3),
      recordedAt: noon)
    try ledger.recordAlarms(ledger.watch(), now: noon + .hours(3), recordedAt: noon)
    _ = try ledger.say(.comment("held", text: Self.hostile)).get()
    _ = try ledger.say(.own("held", owner: Self.hostile)).get()
    _ = try ledger.say(.takeOutOfService("held", reason: Self.hostile)).get()
    for text in try ledger.journal.texts() { #expect(sanitised(text) == text, "\(text.debugDescription)") }
    #expect(try ledger.journal.texts().contains(sanitised(Self.hostile)))
  }

  @Test func `a field of a table and a JSON text hold nothing that a terminal would obey, and JSON says the same`()
    throws
  {
    #expect(ShipmentSheet.quoted(Self.hostile) == sanitised(Self.hostile))
    // A quote that carries a combining mark is another character, and ends the field all the same.
    #expect(ShipmentSheet.quoted("x\"\u{301},y") == "\"x\"\"\u{301},y\"")
    let printed = json(["x": Self.hostile + "é你"], pretty: false)
    #expect(sanitised(printed) == printed)
    #expect(printed.contains("\\u009b") && printed.contains("\\u202e") && printed.contains("é你"))
    let read = try JSONDecoder().decode([String: String].self, from: Data(printed.utf8))
    #expect(read["x"] == Self.hostile + "é你")
  }
}
